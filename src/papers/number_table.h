/* papers/number_table.h -- the shape of the generated tables (number_table.c,
 * written by tools/gen_numbers.py from data/). */
#ifndef SJ_PAPERS_NUMBER_TABLE_H
#define SJ_PAPERS_NUMBER_TABLE_H
#include "papers/number_int.h"

typedef enum sj_bban_method { /* the national check of a BBAN */
                              SJ_BBAN_NONE,
                              SJ_BBAN_AL,
                              SJ_BBAN_BE,
                              SJ_BBAN_CZ, /* and Slovakia */
                              SJ_BBAN_EE,
                              SJ_BBAN_ES,
                              SJ_BBAN_FI,
                              SJ_BBAN_FR, /* RIB: France, Monaco, Tunisia, Mauritania ... */
                              SJ_BBAN_HR,
                              SJ_BBAN_HU,
                              SJ_BBAN_IT, /* and San Marino */
                              SJ_BBAN_MOD97,
                              SJ_BBAN_NO,
                              SJ_BBAN_PL
} sj_bban_method;
typedef struct sj_iban_row {
    char country[3];
    uint8_t length;   /* of the whole IBAN */
    const char *form; /* of the BBAN */
    uint8_t bank[2];  /* from, to within the BBAN; equal: not stated */
    uint8_t branch[2];
    uint8_t method;  /* sj_bban_method */
    bool registered; /* in the registry; else in use and published by the state */
} sj_iban_row;
extern const sj_iban_row sj_iban_table[]; /* sorted by country */
extern const size_t sj_iban_count;

typedef struct sj_card_row {
    uint32_t low, high; /* prefixes of `digits` digits */
    uint8_t digits;
    uint32_t lengths; /* bit n: n digits */
    sj_str network;
} sj_card_row;
extern const sj_card_row sj_card_table[]; /* longer prefixes first */
extern const size_t sj_card_count;

typedef struct sj_passport_row {
    char issuer[3];
    const char *form;
    sj_str note, source;
    bool confirmed;
} sj_passport_row;
extern const sj_passport_row sj_passport_table[]; /* sorted by issuer */
extern const size_t sj_passport_count;
#endif
