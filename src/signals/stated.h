/* signals/stated.h -- what a record states of a person: a paper, printed, in its
 * machine-readable zone, in its number; a permit in its number; a claim of identity. One shape
 * for all, so that any two can be compared, and so that a finding quotes the part of a zone,
 * number or claim that it means. */
#ifndef SJ_SIGNALS_STATED_H
#define SJ_SIGNALS_STATED_H
#include "signals/run.h"
#include "sojourn/mrz.h"
#include "sojourn/number.h"

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
bool sj_stated_birth_in_zone(const sj_run *r, size_t row, sj_stated *ret);
bool sj_stated_sex_in_zone(const sj_run *r, size_t row, sj_stated *ret);
/* Of a valid number in a cell of papers, permits or claims. */
bool sj_stated_birth_in_number(const sj_number *n, const sj_stated *cell, sj_stated *ret);
bool sj_stated_sex_in_number(const sj_number *n, const sj_stated *cell, sj_stated *ret);
/* Of a paper: printed and in its zone; how many there are. Both, always: a field that is taken
 * from a roster must not bring another one forward. */
size_t sj_stated_births(const sj_run *r, size_t row, sj_stated ret[2]);
size_t sj_stated_sexes(const sj_run *r, size_t row, sj_stated ret[2]);
/* The nationality; of a passport or identity card that gives none, its issuer, if that gives
 * this kind to its nationals alone. */
size_t sj_stated_nationalities(const sj_run *r, size_t row, sj_stated ret[2]);
/* The zone's name, surname last, in ret. */
void sj_stated_name_in_zone(const sj_mrz *m, size_t row, sj_stated *ret);

/* A part of a zone: always of ASCII. */
void sj_stated_keep(sj_stated *s, const char *text);
sj_str sj_stated_text(const sj_stated *s);
void sj_stated_because(sj_run *r, sj_finding *f, const sj_stated *s);
/* "The paper (d1)", "the machine-readable zone of the paper (d1)", "the record" ... */
void sj_stated_where(const sj_run *r, const sj_stated *s, char *ret, size_t capacity);

/* One finding on the record of `a` with both values: "The paper (d1) says born 1981-01-11; the
 * record says 1991." */
void sj_stated_raise(sj_run *r, const sj_stated *a, const sj_stated *b, const char *what);

/* What the record declares; its text is empty where nothing could be read. */
sj_stated sj_stated_nationality_of_record(const sj_run *r, size_t person);
/* The record may give several nationalities, of which one suffices; others give one. */
bool sj_stated_nationalities_differ(const sj_stated *a, const sj_stated *b);
bool sj_stated_sexes_differ(const sj_stated *a, const sj_stated *b);
/* Apart, and no slip parts them. */
bool sj_stated_births_contradict(const sj_stated *a, const sj_stated *b);
/* Are two places of birth surely not one: of two states, or, in Latin letters, without a word in
 * common (but for such as "city", and a slip of a key)? A state alone may hold any place, and
 * what is written in another script or under an older name of a state says nothing. */
bool sj_stated_places_apart(sj_str a, sj_str b);
/* Do the spans not meet, in any century that the shorter form leaves open? */
bool sj_stated_apart(const sj_stated *a, const sj_stated *b);
/* The commonest slips of a clerk, in one year: day and month exchanged (03-07 and 07-03),
 * another day of the same month (03-09 and 03-11), or one digit of the month mistyped (03-07
 * and 08-07). A year that differs is no slip. */
bool sj_stated_slip(const sj_stated *a, const sj_stated *b);

/* The whole zone, read anew: what r->zone does not keep. False where there is none. */
bool sj_paper_zone(const sj_run *r, size_t row, sj_mrz *ret);
/* Reads the number of an identity paper by its issuer's scheme. False where there is nothing
 * to say: no number, no scheme, or a number of another form. */
bool sj_paper_number(const sj_run *r, size_t row, sj_number *ret);
/* The number of a permit, where it is a valid one of the scheme that the state has for
 * foreigners' cards (a Korean registration, an Emirates ID ...). */
bool sj_permit_number(const sj_run *r, size_t row, sj_number *ret);

/* Different values, in the order they came; of one value the first stands. A value is a date, a
 * sex, a state, words: of most there are few, and of dates that are not apart from each other
 * hardly any; should there be more than is kept, the earliest end and the
 * latest start of all still are, so that no contradiction is lost but a slip in a year. */
enum { SJ_STATED_KEPT = 256 };
typedef struct sj_stated_list {
    sj_stated *item; /* of SJ_STATED_KEPT + 2, in scratch */
    size_t count;
} sj_stated_list;
bool sj_stated_list_init(sj_run *r, sj_stated_list *l);
void sj_stated_list_add(sj_stated_list *l, const sj_stated *one);
#endif
