/* count/arrivals.h -- how many more came than would have come anyway.
 * Shape:  a series of counts with missing values (NaN, never zero); what would
 *         have come is either learnt from the time before a change (long series)
 *         or stated as a set of named baselines (short ones).
 * Unit:   entries. An entry is a trip; persons need trips a person.
 * Source: Lopez Bernal et al. 2017 (interrupted series); Farrington et al. 1996
 *         (prediction limit of outbreak detection). */
#ifndef SJ_COUNT_ARRIVALS_H
#define SJ_COUNT_ARRIVALS_H
#include "count/distribution.h"
#include "count/regression.h"

/* Columns of a design: constant, steps, trend (time divided by the period), then
 * sine and cosine of each harmonic. */
enum { SJ_SERIES_STEPS = 4, SJ_SERIES_HARMONICS = 6, SJ_EXCESS_POINTS = 520 };
typedef struct sj_series_design {
    unsigned period;    /* 12 for months, 4 for quarters, 1 for none */
    unsigned harmonics; /* at most period / 2 */
    bool trend;
    size_t steps;
    double step[SJ_SERIES_STEPS]; /* a column 1 from this time on */
    bool slope;                   /* the trend changes at the first step as well */
} sj_series_design;
size_t sj_series_columns(const sj_series_design *d);
/* One row of the design at `time` (0, 1, 2 ...); season counts from the same zero. */
void sj_series_row(const sj_series_design *d, double time, double *ret_row);

typedef struct sj_excess_point { /* a period with a count */
    size_t at;
    double observed, expected;
    double low, high;              /* 95 % of its own count; NaN before the change */
    double sum, sum_low, sum_high; /* excess since the change; NaN before it */
} sj_excess_point;
typedef struct sj_excess {
    double observed, expected, excess;
    double se_parameters, se_prediction; /* of the excess */
    double low, high;                    /* 95 %, prediction, by simulation; widened by `wider` */
    double mc_error[2];                  /* of low and high */
    double dispersion;
    double autocorrelation; /* of the Pearson residuals at lag 1 */
    double memory;          /* of the errors, which is more: see arrivals_int.h; 0 if negative */
    double wider;           /* sqrt((1 + memory) / (1 - memory)), and the dispersion that goes
                               with it: counts that hang together are worth fewer */
    double persons[3];      /* 5, 50, 95 % of the excess by trips a person; NaN without trips */
    double persons_mc_error[3];
    size_t n, draws;
    sj_excess_point *point; /* in order of time, lives as long as arena; the last sum is excess */
    size_t points;          /* 0 where more than SJ_EXCESS_POINTS follow the change */
    bool negative_binomial; /* law of the simulated counts: NB with the dispersion, else Poisson */
} sj_excess;
/* Fits rows before `change` and predicts those from it on. y NaN is left out on
 * both sides. offset and trips may be NULL; a person has one trip at least. Errors: SJ_EINVAL
 * (fewer usable rows before the change than twice the columns, or nobody in
 * them, so that no trend can be told: use baselines), those of the
 * regression. */
SJ_MUST sj_status sj_excess_fit(const double *y, const double *offset, size_t n, size_t change,
                                const sj_series_design *d, const sj_distribution *trips,
                                size_t draws, uint64_t seed, sj_arena *arena, sj_excess *ret);
/* How many times the level after `change` is that before, by each law, with and without
 * season: exp of the step of a regression with trend. */
typedef struct sj_arrivals_step {
    const char *law;
    bool season;
    double ratio, low, high; /* 95 %, normal on the logarithm */
    double dispersion, theta, aic;
} sj_arrivals_step;
enum { SJ_ARRIVALS_STEPS = 6 };
/* *ret_count may be below 6: a law that does not fit is left out. Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_arrivals_steps(const double *y, const double *offset, size_t n, size_t change,
                                    const sj_series_design *design, sj_arena *arena,
                                    sj_arrivals_step ret[SJ_ARRIVALS_STEPS], size_t *ret_count);
/* observed - baseline with 95 % limits of a count of that mean: Poisson for theta
 * infinite, else negative binomial; normal limits. A baseline of nobody stands for a mean of up
 * to 3.69, the exact 97.5 % limit of a count of 0. */
typedef struct sj_baseline_excess {
    double excess, low, high;
} sj_baseline_excess;
sj_baseline_excess sj_excess_over(double observed, double baseline, double theta);
/* Persons behind `entries` trips when trips a person have the law: median and 5, 95 %, each
 * with its Monte Carlo error. */
SJ_MUST sj_status sj_persons_of(double entries_low, double entries_high,
                                const sj_distribution *trips, size_t draws, uint64_t seed,
                                double ret_p5_50_95[3], double ret_mc_error[3]);

/* Farrington's limit for the count at `at`: b years back, w weeks to each side,
 * period weeks a year; re-weighted, with trend where significant. */
typedef struct sj_farrington {
    double expected, upper;
    bool trend, alarm;
} sj_farrington;
SJ_MUST sj_status sj_farrington_at(const double *y, size_t n, size_t at, unsigned b, unsigned w,
                                   unsigned period, double alpha, sj_arena *arena,
                                   sj_farrington *ret);
#endif
