/* count/pool.h -- several published figures of one quantity, made one.
 * Shape:  arrays in, values out; figures that mean different things must not
 *         come here together, the caller keeps them apart.
 * Unit:   that of the figures; the meta-analysis works on the scale it is given
 *         (logarithms for figures, so that factors are what varies).
 * Source: Stone 1961 (linear pool); Genest and Zidek 1986 (logarithmic pool);
 *         DerSimonian and Laird 1986; Viechtbauer 2005 (REML); Paule and Mandel
 *         1982; Hartung and Knapp 2001; Higgins et al. 2009 (prediction). */
#ifndef SJ_COUNT_POOL_H
#define SJ_COUNT_POOL_H
#include "count/distribution.h"

/* One published figure as a law, with the origin it goes back to: documents
 * that repeat one figure share an origin. */
typedef struct sj_pool_member {
    sj_distribution law;
    uint32_t origin;
    double trust; /* weight of its origin before normalising; above 0 */
} sj_pool_member;

/* Weights that give each origin its mean trust, shared equally by its members;
 * they sum to 1. Returns the number of origins. Errors: SJ_EINVAL for no member
 * or a trust that is not above 0; SJ_ENOMEM. */
SJ_MUST sj_status sj_pool_weights(const sj_pool_member *member, size_t count, double *ret_weight,
                                  size_t *ret_origins);
/* Independent observations that n correlated ones are worth: n / (1 + (n - 1) rho). */
double sj_pool_effective(double n, double rho);

/* Mixture: sum of w F. The quantile solves it to 1e-12 of the bracket; a point
 * mass gives its own place. */
double sj_pool_linear_cdf(const sj_pool_member *m, const double *weight, size_t count, double x);
double sj_pool_linear_quantile(const sj_pool_member *m, const double *weight, size_t count,
                               double p);
/* Geometric mean of the quantiles (figures above 0). */
double sj_pool_average_quantile(const sj_pool_member *m, const double *weight, size_t count,
                                double p);
/* Logarithmic pool of lognormals; other families enter as the lognormal with
 * their 5 and 95 % quantiles. SJ_EREFUSED if one has no positive 5 % quantile. */
SJ_MUST sj_status sj_pool_log(const sj_pool_member *m, const double *weight, size_t count,
                              sj_distribution *ret);

typedef enum sj_meta_method { SJ_META_FIXED, SJ_META_DL, SJ_META_REML, SJ_META_PM } sj_meta_method;
typedef struct sj_meta {
    double mean, se, low, high, tau2, q, i2_percent, prediction_low, prediction_high;
    bool converged; /* false: REML or PM met its cap of steps */
} sj_meta;
/* Effects y with variances v. knapp_hartung uses its standard error and Student's t
 * with count - 1 degrees. Errors: SJ_EINVAL for count < 2 or a variance not above 0. */
SJ_MUST sj_status sj_meta_fit(const double *y, const double *v, size_t count, sj_meta_method method,
                              bool knapp_hartung, double level, sj_meta *ret);
/* The same with a half-normal prior of deviation tau_scale on tau and a flat one
 * on the mean: the answer for a handful of figures, where tau cannot be learnt.
 * mean and se are posterior mean and deviation, tau2 the posterior mean of tau^2;
 * intervals are of equal tails. */
SJ_MUST sj_status sj_meta_bayes(const double *y, const double *v, size_t count, double tau_scale,
                                double level, sj_meta *ret);

/* gross = state + agency + costs + take-home, each part a law. */
typedef struct sj_identity {
    double gap, gap_low, gap_high; /* gross - parts: median and 5, 95 % */
    double gap_mc_error[3];        /* of 5 %, median, 95 % */
    double covered;                /* median of (parts / gross) */
    bool holds;                    /* 0 lies in gap_low .. gap_high */
    double adjusted[5];            /* medians moved, each by its variance, until the gap closes */
} sj_identity;
/* part: gross, state, agency, costs, take-home. Errors: SJ_EINVAL, SJ_ENOMEM. */
SJ_MUST sj_status sj_identity_check(const sj_distribution part[5], size_t draws, uint64_t seed,
                                    sj_identity *ret);
#endif
