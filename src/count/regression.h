/* count/regression.h -- counts on a logarithmic link: Poisson, quasi-Poisson and
 * negative binomial regression with offset and weights.
 * Shape:  a design of n rows and p columns, row after row; the constant is a
 *         column like any other.
 * Source: McCullagh and Nelder 1989; Lawless 1987 (NB2, theta by Newton). */
#ifndef SJ_COUNT_REGRESSION_H
#define SJ_COUNT_REGRESSION_H
#include "base/base.h"

enum { SJ_REGRESSION_COLUMNS = 32, SJ_REGRESSION_ROWS = 100000 };
typedef struct sj_counts {
    const double *y, *x;
    const double *offset, *weight; /* NULL: 0, 1 */
    size_t n, p;
} sj_counts;
typedef struct sj_regression {
    double *beta, *cov;    /* p, p * p: of beta at dispersion 1 */
    double *mu, *leverage; /* n */
    double deviance, log_likelihood, aic;
    double dispersion;      /* Pearson / (n - p): multiply cov by it for quasi-Poisson */
    double theta, theta_se; /* negative binomial; theta infinite for Poisson */
    size_t n, p;
    unsigned steps;
    bool converged;
} sj_regression;
/* Results live as long as arena. Errors: SJ_EINVAL (n <= p, a y below 0, what is
 * not finite), SJ_EREFUSED (columns that depend on each other), SJ_ELIMIT, SJ_ENOMEM. */
SJ_MUST sj_status sj_regression_poisson(const sj_counts *c, sj_arena *arena, sj_regression *ret);
/* theta is estimated; where the counts vary no more than Poisson it runs to
 * infinity and the Poisson fit is returned. aic counts theta. */
SJ_MUST sj_status sj_regression_negative_binomial(const sj_counts *c, sj_arena *arena,
                                                  sj_regression *ret);
/* Solves the symmetric positive system in place: a becomes its inverse. p * p.
 * SJ_EREFUSED if a is not positive definite. */
SJ_MUST sj_status sj_invert_positive(double *a, size_t p);
#endif
