/* count/smooth.h -- a series taken apart: season, trend and rest by loess (STL),
 * or a level that wanders (state space).
 * Source: Cleveland, Cleveland, McRae, Terpenning 1990, J. Official Statistics 6;
 *         Durbin and Koopman 2012, chapter 2. */
#ifndef SJ_COUNT_SMOOTH_H
#define SJ_COUNT_SMOOTH_H
#include "base/base.h"

typedef struct sj_stl_options {
    size_t period;                            /* at least 2 */
    size_t season, trend, low;                /* loess windows; even ones are raised by one */
    size_t season_jump, trend_jump, low_jump; /* 0: a tenth of the window, rounded up */
    unsigned season_degree, trend_degree, low_degree; /* 0 or 1 */
    unsigned inner, outer;                            /* passes; outer 0 is not robust */
    bool periodic; /* the same season every year; `season` is ignored */
} sj_stl_options;
/* The defaults for a period and a season window (0: periodic). */
sj_stl_options sj_stl_defaults(size_t n, size_t period, size_t season, bool robust);
/* n at least twice the period and no NaN. ret_season and ret_trend have n places;
 * the rest is y - season - trend. Errors: SJ_EINVAL, SJ_ENOMEM. */
SJ_MUST sj_status sj_stl(const double *y, size_t n, const sj_stl_options *o, double *ret_season,
                         double *ret_trend);

/* y = level + noise, level a random walk; variances by maximum likelihood. The
 * first level has mean y[0] and variance prior_scale * var(y). */
typedef struct sj_level {
    double level_variance, noise_variance, log_likelihood;
} sj_level;
/* ret_smooth (n places) is the level given all of y; NaN in y is missing. */
SJ_MUST sj_status sj_level_fit(const double *y, size_t n, double prior_scale, double *ret_smooth,
                               sj_level *ret);
#endif
