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
/* What every row of every CSV of numbers ends in, in this order. lists: of an overlap,
 * empty elsewhere; replicates: drawn for the row, 0 for none. */
#define SJ_PROVENANCE_CSV "n,lists,origins,replicates,seed,engine,inputs_sha256,assumption\n"
typedef struct sj_provenance {
    size_t n, lists, origins, replicates;
    uint64_t seed;
    const char *hash, *assumption;
} sj_provenance;
void sj_provenance_csv(sj_buf *to, const sj_provenance *p);
/* A JSON number with up to `digits` significant digits, null if not finite. */
void sj_number_put(sj_buf *to, double x, int digits);
/* ,"name":x with as many of `decimals` as are exact, with an exponent past 2^53; null if not
 * finite. */
void sj_number_member(sj_buf *to, const char *name, double x, unsigned decimals);
/* 123456.7 -> "123,000": rounded to three significant digits, thousands marked. */
void sj_number_people(sj_buf *to, double x);
/* "MIDDLE [LOW - HIGH]", each as sj_number_people has it. */
void sj_number_range(sj_buf *to, double middle, double low, double high);
/* Decimal text, sign and exponent allowed; false for anything else (hex, inf, nan). */
bool sj_number_parse(sj_str text, double *ret);
/* SHA-256 of bytes in hex. */
SJ_MUST sj_status sj_number_hash(sj_str bytes, char ret[65]);
#endif
