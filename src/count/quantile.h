/* count/quantile.h -- exact sample quantiles with the error that comes from a
 * finite number of draws.
 * Unit:   that of the sample.
 * Source: Hyndman and Fan 1996, type 8: h = (n + 1/3) p + 1/3. */
#ifndef SJ_COUNT_QUANTILE_H
#define SJ_COUNT_QUANTILE_H
#include "base/base.h"

/* One quantile; mc_error is half the spread between the order statistics one
 * binomial deviation below and above it, so it needs no density. */
typedef struct sj_quantile {
    double p, value, mc_error;
} sj_quantile;
/* Fills value and mc_error of each from sample[0 .. n), which stays as it is.
 * Errors: SJ_EINVAL if n is 0, a p lies outside [0, 1] or a value is NaN,
 * SJ_ELIMIT past 16 quantiles or 2^31 values, SJ_ENOMEM. Cost: O(n). */
SJ_MUST sj_status sj_quantiles(const double *sample, size_t n, sj_quantile *quantile, size_t count);
/* Quantile of an array already sorted, upwards. n at least 1. */
double sj_quantile_sorted(const double *sorted, size_t n, double p);
#endif
