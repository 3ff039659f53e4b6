/* sojourn/mrz.h -- machine-readable zones of travel documents: ICAO Doc 9303 parts 3 to 7
 * (8th edition): TD1, TD2, TD3, MRV-A, MRV-B, and the French identity card before 2021,
 * a layout of its own.
 *
 * Shape:  sj_mrz is one plain value: copy it, keep it, nothing to free.
 * Rule:   a zone that is wrong is SJ_OK with `valid` false and its problems; fields are
 *         as they stand, by position. Repair changes a letter for the digit it is
 *         mistaken for (O/0, I/1, B/8 ...) only where the type of the field forbids
 *         what stands there, or where exactly one reading of the fields whose check digits
 *         disagree makes all check digits right (of a passport's number, among those of a form
 *         that its issuer is known to use); every change is listed, and none is kept if they are
 *         not.
 * Unit:   lines and columns count from 1. Dates: the century of a birth is the latest that
 *         is not after `as_of` or the expiry; of an expiry the one at most 50 years after
 *         `as_of`. Unknown parts (filler) are 0; without a year there is no date. */
#ifndef SOJOURN_MRZ_H
#define SOJOURN_MRZ_H
#include "sojourn/records.h"

typedef enum sj_mrz_format {
    SJ_MRZ_TD1,
    SJ_MRZ_TD2,
    SJ_MRZ_TD3,
    SJ_MRZ_MRVA,
    SJ_MRZ_MRVB,
    SJ_MRZ_FRANCE,
    SJ_MRZ_FORMAT_COUNT
} sj_mrz_format;
SJ_API sj_str sj_mrz_format_text(sj_mrz_format f); /* "TD3", "FRA-ID" ... */
typedef enum sj_mrz_check {
    SJ_MRZ_NO_CHECK, /* the layout has none */
    SJ_MRZ_AGREES,
    SJ_MRZ_DISAGREES,
    SJ_MRZ_NOT_FILLED /* filler where the field is empty, too */
} sj_mrz_check;
typedef struct sj_mrz_problem {
    uint8_t line, column;
    char found;
    const char *expected; /* constant text */
} sj_mrz_problem;
typedef struct sj_mrz_repair {
    uint8_t line, column;
    char from, to;
} sj_mrz_repair;

enum { SJ_MRZ_PROBLEMS_MAX = 24, SJ_MRZ_REPAIRS_MAX = 24 };
typedef struct sj_mrz {
    sj_mrz_format format;
    unsigned lines, width;
    char line[3][45]; /* as read, in capitals, zero-terminated */
    bool valid;       /* no problem was found */
    bool normalised;  /* blanks or small letters were read away */
    char document_code[3];
    char issuer[4], nationality[4];                 /* as they stand, without filler */
    char issuer_country[3], nationality_country[3]; /* alpha-2, empty where it is no state */
    sj_str issuer_text,
        nationality_text; /* "Germany", "stateless person"; constant; may be empty */
    char number[32];      /* the whole number, also where it goes on in the optional data */
    bool number_is_long;
    char surname[45], given[45]; /* parts separated by a blank */
    bool names_cut;              /* the field is full: the names may go on */
    char birth[7], expiry[7];
    sj_date birth_date, expiry_date; /* year 0: not readable, or the year is not known */
    char sex;                        /* M, F, X; < where it is not specified */
    char optional[17], optional2[17];
    sj_mrz_check number_check, birth_check, expiry_check, optional_check, composite_check;
    sj_mrz_problem problem[SJ_MRZ_PROBLEMS_MAX];
    size_t problem_count;
    sj_mrz_repair repair[SJ_MRZ_REPAIRS_MAX];
    size_t repair_count;
} sj_mrz;

/* Lines may be separated by \n, \r\n, | or the two characters \ and n, or run together.
 * Errors: SJ_EFORMAT (no layout has these lengths), SJ_EENCODING (a character that no
 * zone has). */
SJ_API SJ_MUST sj_status sj_mrz_read(sj_str text, sj_date as_of, bool repair, sj_mrz *ret,
                                     sj_diag *reterr_diag);
/* One JSON object on one line. */
SJ_API void sj_mrz_write_json(const sj_mrz *m, sj_buf *to);
/* The check digit of 9303-3 section 4.9 over characters of a zone: '0'..'9'. */
SJ_API char sj_mrz_check_digit(sj_str characters);

/* A name of the visual zone as it stands in a zone (9303-3 section 6: Latin national
 * characters, Cyrillic, Arabic): A-Z, one '<' between parts. Other scripts and signs
 * are left out. Returns the length, at most `capacity`. */
SJ_API size_t sj_mrz_transliterate(sj_str name, char *ret, size_t capacity);
/* Can this be the name in the zone? Every part of the zone's names is a part of the
 * transliterated name, or, where the names are cut, the beginning of one. */
SJ_API bool sj_mrz_name_agrees(const sj_mrz *m, sj_str name);
/* A code of 9303-3 section 5: ISO alpha-3 and what is added there (D, GBD, XXA, UNO ...).
 * False if it is none. *ret_country is alpha-2 or empty. */
SJ_API bool sj_mrz_state(sj_str code, char ret_country[3], sj_str *ret_text);
#endif
