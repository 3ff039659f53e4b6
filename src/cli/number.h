/* cli/number.h -- a number and all that has to stand beside it.
 *
 * No estimate leaves the command alone: the interval says its kind, and n, model,
 * replicates, seed, engine, hash of inputs, independent origins and the
 * assumption that identifies it go with it. NaN is written as null. */
#ifndef SJ_CLI_NUMBER_H
#define SJ_CLI_NUMBER_H
#include "base/base.h"

typedef struct sj_number {
    double estimate, low, high, level; /* level 0.9: low and high are 5 and 95 % */
    const char *interval;              /* kind: "linear pool by origin", "prediction" ... */
    const char *model, *assumption;
    size_t n, origins, replicates;
    uint64_t seed;
    double mc_error;         /* of the estimate; NaN where nothing was drawn */
    const double *mc_limits; /* of low and high; NULL where these were not drawn */
    const char *hash;
} sj_number;
/* The members of a JSON object without its braces. */
void sj_number_json(sj_buf *to, const sj_number *x);
/* A JSON number with up to `digits` significant digits, null if not finite. */
void sj_number_put(sj_buf *to, double x, int digits);
/* 123456.7 -> "123,000": rounded to three significant digits, thousands marked. */
void sj_number_people(sj_buf *to, double x);
/* Decimal text, sign and exponent allowed; false for anything else (hex, inf, nan). */
bool sj_number_parse(sj_str text, double *ret);
/* SHA-256 of bytes in hex. */
SJ_MUST sj_status sj_number_hash(sj_str bytes, char ret[65]);
#endif
