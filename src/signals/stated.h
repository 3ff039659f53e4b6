/* signals/stated.h -- what a paper states of its holder: printed, in its machine-readable
 * zone, in its number. One shape for all three, so that any two can be compared, and so that
 * a finding quotes the part of a zone or number that it means. */
#ifndef SJ_SIGNALS_STATED_H
#define SJ_SIGNALS_STATED_H
#include "signals/run.h"
#include "sojourn/mrz.h"
#include "sojourn/number.h"

enum { SJ_PASSPORT, SJ_NATIONAL_ID, SJ_RESIDENCE_CARD }; /* words of papers.kind */

typedef struct sj_stated {
    sj_table table;
    size_t row, column;
    const char *part;   /* of a zone or number: "birth_date" ...; NULL: the cell is printed */
    sj_date_range when; /* a date */
    bool circa;
    bool century_open; /* two digits of a year: another century would agree as well */
    char sex;          /* M, F or 0 */
    char country[3];
    sj_str text; /* borrowed, of a cell or of `kept` */
    char kept[104];
    uint8_t kept_len; /* 0: text stands */
} sj_stated;

bool sj_stated_birth_in_cell(const sj_run *r, sj_table table, size_t row, size_t column,
                             sj_stated *ret);
bool sj_stated_sex_in_cell(const sj_run *r, sj_table table, size_t row, size_t column,
                           sj_stated *ret);
/* Of the zone or the number of a paper that was read. */
bool sj_stated_birth_in_zone(const sj_mrz *m, size_t row, sj_stated *ret);
bool sj_stated_sex_in_zone(const sj_mrz *m, size_t row, sj_stated *ret);
bool sj_stated_birth_in_number(const sj_number *n, size_t row, sj_stated *ret);
bool sj_stated_sex_in_number(const sj_number *n, size_t row, sj_stated *ret);
/* Of a paper: printed and in its zone; how many there are. Both, always: a field that is taken
 * from a roster must not bring another one forward. */
size_t sj_stated_births(const sj_run *r, size_t row, sj_stated ret[2]);
size_t sj_stated_sexes(const sj_run *r, size_t row, sj_stated ret[2]);
/* The nationality; of a passport or identity card that gives none, its issuer. */
size_t sj_stated_nationalities(const sj_run *r, size_t row, sj_stated ret[2]);
/* The zone's name, surname last, in ret. */
void sj_stated_name_in_zone(const sj_mrz *m, size_t row, sj_stated *ret);

/* A part of a zone: always of ASCII. */
void sj_stated_keep(sj_stated *s, const char *text);
sj_str sj_stated_text(const sj_stated *s);
void sj_stated_because(sj_run *r, sj_finding *f, const sj_stated *s);
/* "The paper (d1)", "the machine-readable zone of the paper (d1)", "the record" ... */
void sj_stated_where(const sj_run *r, const sj_stated *s, char *ret, size_t capacity);

/* Do the spans not meet, in any century that the shorter form leaves open? */
bool sj_stated_apart(const sj_stated *a, const sj_stated *b);
/* The commonest slips of a clerk, in one year: day and month exchanged (03-07 and 07-03),
 * another day of the same month (03-09 and 03-11), or one digit of the month mistyped (03-07
 * and 08-07). A year that differs is no slip. */
bool sj_stated_slip(const sj_stated *a, const sj_stated *b);

bool sj_paper_zone(const sj_run *r, size_t row, sj_mrz *ret);
/* Reads the number of an identity paper by its issuer's scheme. False where there is nothing
 * to say: no number, no scheme, or a number of another form. */
bool sj_paper_number(const sj_run *r, size_t row, sj_number *ret);
#endif
