/* count/sobol.h -- a low-discrepancy sequence of at most 20 dimensions, and which
 * input an answer depends on.
 * Source: Sobol 1967 in Gray-code order (Antonov and Saleev 1979); direction
 *         numbers of Joe and Kuo 2008 (new-joe-kuo-6); Saltelli et al. 2010;
 *         Jansen 1999. */
#ifndef SJ_COUNT_SOBOL_H
#define SJ_COUNT_SOBOL_H
#include "count/distribution.h"

enum { SJ_SOBOL_DIMENSIONS = 20, SJ_SENSITIVITY_INPUTS = SJ_SOBOL_DIMENSIONS / 2 };
typedef struct sj_sobol {
    uint32_t direction[SJ_SOBOL_DIMENSIONS][32], shift[SJ_SOBOL_DIMENSIONS], x[SJ_SOBOL_DIMENSIONS];
    uint32_t index;
    unsigned dimensions;
} sj_sobol;
/* Points in (0, 1)^dimensions; `seed` 0 leaves them as published (the first is
 * skipped), any other shifts each digit at random. SJ_ELIMIT beyond the table:
 * better no numbers than points that are all zero. */
SJ_MUST sj_status sj_sobol_open(unsigned dimensions, uint64_t seed, sj_sobol *ret);
void sj_sobol_next(sj_sobol *s, double *ret_point); /* 2^32 - 1 points */

/* A model of inputs; pure. */
typedef double (*sj_model)(const double *input, void *ctx);
typedef struct sj_index { /* of one input, with 95 % bootstrap limits */
    double first, first_low, first_high, total, total_low, total_high;
} sj_index;
/* First-order and total indices of independent inputs from n (k + 2) runs;
 * bootstrap of `replicates` over the n rows. ret has k places; *ret_variance that of the model.
 * Errors: SJ_ELIMIT for k > SJ_SENSITIVITY_INPUTS, SJ_EINVAL for n < 16 or a model
 * that does not vary or is not finite, SJ_ENOMEM. */
SJ_MUST sj_status sj_sensitivity(sj_model model, void *ctx, const sj_distribution *input, size_t k,
                                 size_t n, size_t replicates, uint64_t seed, sj_index *ret,
                                 double *ret_variance);
/* The model with input i at 5 and 95 %, the others at their medians. ret_low and
 * ret_high have k places; *ret_base is all at the median. */
void sj_tornado(sj_model model, void *ctx, const sj_distribution *input, size_t k, double *ret_low,
                double *ret_high, double *ret_base);

/* Gaussian copula with Spearman correlations (k * k, 1 on the diagonal): `count` draws,
 * row after row. SJ_EREFUSED if the matrix is not positive definite. */
SJ_MUST sj_status sj_copula_draws(const sj_distribution *input, size_t k, const double *spearman,
                                  size_t count, uint64_t seed, double *ret);
/* `count` runs of a model of k <= 16 independent inputs, stream i for run i. */
SJ_MUST sj_status sj_model_draws(sj_model model, void *ctx, const sj_distribution *input, size_t k,
                                 size_t count, uint64_t seed, double *ret);
#endif
