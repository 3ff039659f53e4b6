/* records/country_int.h -- the shape of the generated tables. */
#ifndef SJ_RECORDS_COUNTRY_INT_H
#define SJ_RECORDS_COUNTRY_INT_H
#include "sojourn/base.h"

typedef struct sj_country_row {
    char alpha2[3];
    sj_str name; /* English short */
} sj_country_row;
typedef struct sj_country_key {
    sj_str key; /* folded; the table is sorted by it, bytewise */
    uint16_t row;
} sj_country_key;
typedef struct sj_country_fold {
    uint32_t code_point; /* sorted */
    sj_str folded;       /* may be empty */
} sj_country_fold;

extern const sj_country_row sj_country_row_table[];
extern const size_t sj_country_row_count;
extern const sj_country_key sj_country_key_table[];
extern const size_t sj_country_key_count;
/* Keys that begin with the letters a and b stand from [(a - 'a') * 26 + b - 'a'] on, and end
 * before the next of these numbers. */
extern const uint16_t sj_country_key_start[26 * 26 + 1];
extern const sj_country_fold sj_country_fold_table[];
extern const size_t sj_country_fold_count;
#endif
