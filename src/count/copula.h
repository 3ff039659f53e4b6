/* count/copula.h -- inputs that go up and down together, each still by its own law.
 * Shape:  ranks are tied by normals: a Spearman correlation rho of two inputs is a
 *         correlation 2 sin(pi rho / 6) of their normals (Pearson 1907), exactly.
 * Unit:   rank correlations, in (-1, 1); a matrix is k * k, row after row.
 * Source: Clemen and Reilly 1999, Management Science 45(2). */
#ifndef SJ_COUNT_COPULA_H
#define SJ_COUNT_COPULA_H
#include "count/distribution.h"

enum { SJ_COPULA_INPUTS = 64 };
/* The lower factor L of the correlations of the normals, L L' = R; ret_factor has k * k
 * places, zeros above the diagonal. Reads the lower half of `spearman` below the diagonal.
 * Errors: SJ_EREFUSED if no laws can be correlated so (R is not positive definite):
 * *ret_row is then the first input that does not fit those before it; SJ_EINVAL for k = 0,
 * SJ_ELIMIT past SJ_COPULA_INPUTS. */
SJ_MUST sj_status sj_copula_factor(const double *spearman, size_t k, double *ret_factor,
                                   size_t *ret_row);
/* Independent normals become correlated ones; z and ret must not overlap. */
void sj_copula_mix(const double *factor, size_t k, const double *z, double *ret);
/* The quantile of a law at the normal deviate z: finite where the law's quantiles are. */
double sj_copula_value(const sj_distribution *law, double z);
/* `count` draws, row after row, row i from stream i. Errors as of the factor. */
SJ_MUST sj_status sj_copula_draws(const sj_distribution *input, size_t k, const double *spearman,
                                  size_t count, uint64_t seed, double *ret);
#endif
