/* count/threshold.h -- how many stand on no list, by a Bayesian threshold (Silverman 2020,
 * section 4): the log-linear model of all interactions up to an order, whose coefficients
 * have a normal prior about 0; those whose posterior mean is less than `threshold` of its
 * standard deviations from 0 are left out, and the rest is fitted again.
 *
 * Prior:  intercept and main effects flat, interactions normal with mean 0 and `variance`.
 *         What lies below a kept interaction is kept, so the model stays hierarchical.
 * Method: draws from a multivariate t about the posterior mode, weighed by the posterior
 *         (importance sampling): nothing has to mix, and `effective` says how many
 *         independent draws the weights are worth.
 * Unit:   people. Empty overlaps do no harm: the prior bounds their coefficients.
 * Source: Silverman 2020, J. R. Stat. Soc. A 183(3) 691-736. */
#ifndef SJ_COUNT_THRESHOLD_H
#define SJ_COUNT_THRESHOLD_H
#include "count/overlap.h"

typedef struct sj_threshold_options {
    unsigned order;   /* the largest interaction; the saturated one is never told */
    double threshold; /* in posterior standard deviations, at least 0; 2 is usual */
    double variance;  /* of the prior of an interaction, above 0; 1 is usual */
    size_t draws;     /* 100 to 1,000,000 */
    uint64_t seed;
    double level;
} sj_threshold_options;
typedef struct sj_threshold {
    bool exists; /* false: nothing overlaps, or fewer than SJ_THRESHOLD_EFFECTIVE draws */
    sj_overlap_model model;
    double mean, median, low, high;
    double median_mc_error, low_mc_error, high_mc_error;
    double effective;     /* draws that the weights are worth, the lesser of both fits */
    unsigned tried, kept; /* interactions; kept by themselves, not for hierarchy */
} sj_threshold;
enum { SJ_THRESHOLD_EFFECTIVE = 400 };
/* Errors: SJ_EINVAL (options out of range, a count negative or fractional, nobody),
 * SJ_ELIMIT (over 63 terms: eight lists at order 3), SJ_ENOMEM. */
SJ_MUST sj_status sj_threshold_estimate(const sj_overlap *o, const sj_threshold_options *options,
                                        sj_threshold *ret);
#endif
