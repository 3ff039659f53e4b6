/* records/currency_int.h -- the currencies of ISO 4217. */
#ifndef SJ_RECORDS_CURRENCY_INT_H
#define SJ_RECORDS_CURRENCY_INT_H
#include "sojourn/tables.h"

typedef struct sj_currency_row {
    char code[4];
    int8_t minor; /* decimals; -1: the standard gives none */
} sj_currency_row;
extern const sj_currency_row sj_currency_rows[]; /* in the order of codes */
extern const size_t sj_currency_row_count;
#endif
