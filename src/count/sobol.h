/* count/sobol.h -- a low-discrepancy sequence of at most 256 dimensions, and which
 * input an answer depends on.
 * Source: Sobol 1967; direction numbers of Joe and Kuo 2008 (new-joe-kuo-6, in
 *         data/sobol.tsv); linear scrambling with a digital shift: Matousek 1998;
 *         Saltelli et al. 2010; Jansen 1999. */
#ifndef SJ_COUNT_SOBOL_H
#define SJ_COUNT_SOBOL_H
#include "count/distribution.h"

enum { SJ_SOBOL_DIMENSIONS = 256, SJ_SENSITIVITY_INPUTS = SJ_SOBOL_DIMENSIONS / 2 };
typedef struct sj_sobol_row { /* of the table: a primitive polynomial, first direction integers */
    uint8_t degree;
    uint16_t coefficients, m[11];
} sj_sobol_row;
extern const sj_sobol_row sj_sobol_table[SJ_SOBOL_DIMENSIONS - 1]; /* dimensions 2 and up */

typedef struct sj_sobol {
    uint32_t direction[SJ_SOBOL_DIMENSIONS][32], shift[SJ_SOBOL_DIMENSIONS];
    unsigned dimensions;
} sj_sobol;
/* `seed` 0 leaves the points as published, any other scrambles their digits at random.
 * SJ_EINVAL for no dimension, SJ_ELIMIT beyond the table: better no numbers than points
 * that are all zero. */
SJ_MUST sj_status sj_sobol_open(unsigned dimensions, uint64_t seed, sj_sobol *ret);
/* Point i (Gray-code order) in (0, 1)^dimensions, at the centre of its cell of 2^-32; as
 * published, point 0 is the corner. Of each 2^m points from a multiple of 2^m one lies in
 * each interval of 2^-m of each dimension. */
void sj_sobol_point(const sj_sobol *s, uint32_t i, double *ret_point);

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
/* The same from runs already made: a[n], b[n], and ab[j * n + i], which is run a[i] with
 * input (or group of inputs) j taken from run b[i]. */
typedef struct sj_variance_runs {
    const double *a, *b, *ab;
    size_t n, k;
} sj_variance_runs;
SJ_MUST sj_status sj_variance_shares(const sj_variance_runs *runs, size_t replicates, uint64_t seed,
                                     sj_index *ret, double *ret_variance);
/* The model with input i at 5 and 95 %, the others at their medians. ret_low and
 * ret_high have k places; *ret_base is all at the median. At most SJ_SENSITIVITY_INPUTS. */
void sj_tornado(sj_model model, void *ctx, const sj_distribution *input, size_t k, double *ret_low,
                double *ret_high, double *ret_base);

/* `count` runs of a model of k <= 16 independent inputs, stream i for run i. */
SJ_MUST sj_status sj_model_draws(sj_model model, void *ctx, const sj_distribution *input, size_t k,
                                 size_t count, uint64_t seed, double *ret);
#endif
