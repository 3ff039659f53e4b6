/* count/distribution.h -- what a published range or guess says, as a law of
 * probability.
 * Shape:  a small value, no memory. Quantities are positive unless the family
 *         says otherwise.
 * Source: PERT: Malcolm et al. 1959, weight 4. Log-metalog of three terms:
 *         Keelin 2016, Decision Analysis 13(4). */
#ifndef SJ_COUNT_DISTRIBUTION_H
#define SJ_COUNT_DISTRIBUTION_H
#include "count/random.h"

typedef enum sj_family {
    SJ_POINT,      /* one value */
    SJ_UNIFORM,    /* a .. b */
    SJ_NORMAL,     /* mean a, deviation b */
    SJ_LOGNORMAL,  /* ln x has mean a, deviation b */
    SJ_BETA,       /* shapes c, d on a .. b; PERT is one */
    SJ_TRIANGULAR, /* a, mode c, b */
    SJ_METALOG     /* ln x = a + b L + c (p - 1/2) L, L the logit of p */
} sj_family;
typedef struct sj_distribution {
    sj_family family;
    double a, b, c, d;
} sj_distribution;

/* The makers refuse (SJ_EINVAL, *ret unchanged) what is not finite or upside
 * down. low and high are the quantiles tail and 1 - tail, 0 < tail < 1/2. */
SJ_MUST sj_status sj_distribution_point(double x, sj_distribution *ret);
SJ_MUST sj_status sj_distribution_uniform(double low, double high, sj_distribution *ret);
SJ_MUST sj_status sj_distribution_normal(double low, double high, double tail,
                                         sj_distribution *ret);
SJ_MUST sj_status sj_distribution_lognormal(double low, double high, double tail,
                                            sj_distribution *ret); /* 0 < low < high */
SJ_MUST sj_status sj_distribution_pert(double low, double mode, double high, sj_distribution *ret);
SJ_MUST sj_status sj_distribution_triangular(double low, double mode, double high,
                                             sj_distribution *ret);
/* Passes exactly through low, median and high; SJ_EREFUSED where no metalog of
 * three terms does (the median too near one end: the quantile would not rise). */
SJ_MUST sj_status sj_distribution_metalog(double low, double median, double high, double tail,
                                          sj_distribution *ret);

double sj_distribution_cdf(const sj_distribution *d, double x);
double sj_distribution_quantile(const sj_distribution *d, double p); /* 0 < p < 1 */
/* Infinite where the metalog has no mean. */
double sj_distribution_mean(const sj_distribution *d);
double sj_distribution_draw(const sj_distribution *d, sj_random *r);
sj_str sj_family_text(sj_family f); /* "lognormal" */
#endif
