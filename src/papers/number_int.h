/* papers/number_int.h -- what the schemes share: the value being read, the way
 * to refuse it, the facts it states, region names.
 *
 * A scheme is a row of the table in number.c: a form (see sj_number_form_match),
 * the separators it is written with, and a function that reads what the form
 * does not say. The function is called with a text that has the form; it returns
 * true for a valid number, or what sj_number_refuse returns. */
#ifndef SJ_PAPERS_NUMBER_INT_H
#define SJ_PAPERS_NUMBER_INT_H
#include "base/base.h"
#include "sojourn/number.h"

/* The value at work: `text` is what is checked, without separators, upper case
 * unless the scheme keeps case; text[i] was read at byte at[i] of the value. */
typedef struct sj_number_work {
    char text[SJ_NUMBER_TEXT_MAX + 1];
    uint8_t at[SJ_NUMBER_TEXT_MAX + 1]; /* at[len] is where the value ends */
    size_t len;
    sj_date as_of;
    sj_str issuer; /* of "passport.XX" and "xx.iban": XX; else empty */
    sj_number *out;
} sj_number_work;

typedef bool (*sj_number_reader)(sj_number_work *w);
typedef struct sj_number_row {
    const char *id, *aliases; /* aliases: other ids, separated by blanks */
    const char *country;
    const char *name, *source;
    const char *form;       /* NULL: the reader checks the form itself */
    const char *separators; /* characters that may stand between others */
    const char *groups;     /* "3-2-4": separators only at these places; NULL: anywhere */
    bool keeps_case, has_check_digit;
    sj_number_reader read;
    sj_number_use use;
} sj_number_row;

/* ---- number_text.c ---- */
/* Folds the value into w->text. False (refused) if it is empty, too long, or a
 * separator stands where the groups have none. */
bool sj_number_fold(sj_number_work *w, sj_str value, const sj_number_row *row);
/* Whether the text has the form: alternatives separated by '|', each a sequence
 * of items with an optional count: n digit, a letter A-Z, c either, [ABC1-5] one
 * of a set, an upper-case letter itself. "2a7n|G8n". */
bool sj_number_form_match(sj_number_work *w, const char *form);
/* The same as a plain question about a piece of text; *ret_at is where it broke. */
bool sj_number_form_fits(sj_str text, const char *form, size_t *ret_at, char ret_class[40]);
/* Refuses: sets verdict, rule, position, expected, and the `count` characters
 * from text[from] as found. Returns false, so: return sj_number_refuse(...). */
bool sj_number_refuse(sj_number_work *w, sj_number_rule rule, size_t from, size_t count,
                      const char *expected);
/* The check digit at text[i] must be `expected`; notes that one agreed. */
bool sj_number_expect(sj_number_work *w, size_t i, char expected);
/* The two-digit check at text[i] must be `expected`. */
bool sj_number_expect_pair(sj_number_work *w, size_t i, unsigned expected);

uint32_t sj_number_value(const sj_number_work *w, size_t from, size_t to); /* of <= 9 digits */
sj_str sj_number_span(const sj_number_work *w, size_t from, size_t to);
void sj_number_set_normal(sj_number_work *w, sj_str normal);

/* ---- number_fact.c ---- */
/* Facts past SJ_NUMBER_FACT_MAX and codes past SJ_NUMBER_CODE_MAX are a mistake
 * of a scheme; they are cut. */
void sj_number_add(sj_number_work *w, sj_number_fact_kind kind, sj_str code, sj_str name);
void sj_number_note(sj_number_work *w, const char *sentence);
void sj_number_sex_is(sj_number_work *w, bool male);
void sj_number_year(sj_number_work *w, sj_number_fact_kind kind, unsigned year);
/* States a birth date (month or day 0 = not stated) read at text[at]. False
 * (refused) if there is no such day or it is after as_of. */
bool sj_number_birth(sj_number_work *w, unsigned year, unsigned month, unsigned day, size_t at);
/* The same where the number has two digits of the year: the last such day that
 * is not after as_of; without as_of the century is left open. */
bool sj_number_birth_short(sj_number_work *w, unsigned yy, unsigned month, unsigned day, size_t at);
/* Whether the date is known to be after as_of. */
bool sj_number_is_future(const sj_number_work *w, sj_date d);
/* The name of a region of a table ("CN", "RU" ...); empty if it is not there. */
sj_str sj_number_region(const char *table, sj_str code);

typedef struct sj_number_region_row {
    sj_str key, name; /* key: table, blank, code; sorted bytewise */
} sj_number_region_row;
extern const sj_number_region_row sj_number_region_table[];
extern const size_t sj_number_region_count;

/* ---- the schemes; each in the file of its country or kind ---- */
bool sj_number_read_ae(sj_number_work *w);
bool sj_number_read_aadhaar(sj_number_work *w);
bool sj_number_read_arc(sj_number_work *w);
bool sj_number_read_bic(sj_number_work *w);
bool sj_number_read_bin(sj_number_work *w);
bool sj_number_read_bitcoin(sj_number_work *w);
bool sj_number_read_card(sj_number_work *w);
bool sj_number_read_cccd(sj_number_work *w);
bool sj_number_read_edrpou(sj_number_work *w);
bool sj_number_read_ethereum(sj_number_work *w);
bool sj_number_read_iban(sj_number_work *w);
bool sj_number_read_iin(sj_number_work *w);
bool sj_number_read_imo(sj_number_work *w);
bool sj_number_read_imo_company(sj_number_work *w);
bool sj_number_read_inn(sj_number_work *w);
bool sj_number_read_itin(sj_number_work *w);
bool sj_number_read_kr_company(sj_number_work *w);
bool sj_number_read_kw(sj_number_work *w);
bool sj_number_read_lei(sj_number_work *w);
bool sj_number_read_mn(sj_number_work *w);
bool sj_number_read_mst(sj_number_work *w);
bool sj_number_read_my(sj_number_work *w);
bool sj_number_read_my_number(sj_number_work *w);
bool sj_number_read_jp_company(sj_number_work *w);
bool sj_number_read_nino(sj_number_work *w);
bool sj_number_read_ogrn(sj_number_work *w);
bool sj_number_read_pan(sj_number_work *w);
bool sj_number_read_passport(sj_number_work *w);
bool sj_number_read_pesel(sj_number_work *w);
bool sj_number_read_qa(sj_number_work *w);
bool sj_number_read_resident(sj_number_work *w); /* China */
bool sj_number_read_rntrc(sj_number_work *w);
bool sj_number_read_rrn(sj_number_work *w);
bool sj_number_read_ru_passport(sj_number_work *w);
bool sj_number_read_snils(sj_number_work *w);
bool sj_number_read_ssn(sj_number_work *w);
bool sj_number_read_tckn(sj_number_work *w);
bool sj_number_read_tron(sj_number_work *w);
bool sj_number_read_uscc(sj_number_work *w);

/* ---- number_passport.c ---- */
/* The issuers of the table in order; empty past the end. */
sj_str sj_number_passport_issuer(size_t i);
/* Whether a folded text has the form of the i-th issuer. */
bool sj_number_passport_fits(size_t i, sj_str text);
/* Whether a folded text can be the number of a passport of this issuer (alpha-2): no only where
 * its form is in the table and confirmed. */
bool sj_number_may_be_passport(sj_str issuer, sj_str text);
#endif
