/* count/copula.c -- Cholesky's factor and the quantile at a normal deviate.
 *
 * Invariants: (1) a row of the factor has length 1, so every mixed deviate is standard
 * normal and every margin stays what its law says; (2) draw i depends on seed and i only.
 * Not chosen: repairing a matrix that is not positive definite by moving it to the nearest
 * one that is. The user said something impossible, and is told which input it is. */
#include "count/copula.h"
#include "count/special.h"
#include <math.h>

static const double PI_SIXTH = 0.52359877559829887, LEAST_PIVOT = 1e-10;

sj_status sj_copula_factor(const double *spearman, size_t k, double *ret_factor, size_t *ret_row)
{
    if (k == 0 || k > SJ_COPULA_INPUTS)
        return k ? SJ_ELIMIT : SJ_EINVAL;
    double *l = ret_factor;
    for (size_t i = 0; i < k; i++) {
        for (size_t j = 0; j <= i; j++) {
            double s = i == j ? 1 : 2 * sin(PI_SIXTH * spearman[i * k + j]);
            for (size_t m = 0; m < j; m++)
                s -= l[i * k + m] * l[j * k + m];
            if (i == j && !(s > LEAST_PIVOT)) {
                *ret_row = i;
                return SJ_EREFUSED;
            }
            l[i * k + j] = i == j ? sqrt(s) : s / l[j * k + j];
        }
        for (size_t j = i + 1; j < k; j++)
            l[i * k + j] = 0;
    }
    return SJ_OK;
}

void sj_copula_mix(const double *factor, size_t k, const double *z, double *ret)
{
    for (size_t i = 0; i < k; i++) {
        double sum = 0;
        for (size_t m = 0; m <= i; m++)
            sum += factor[i * k + m] * z[m];
        ret[i] = sum;
    }
}

double sj_copula_value(const sj_distribution *law, double z)
{
    if (law->family == SJ_NORMAL)
        return law->a + law->b * z;
    if (law->family == SJ_LOGNORMAL)
        return exp(law->a + law->b * z);
    const double p = sj_normal_cdf(z);
    return sj_distribution_quantile(law, fmin(1 - 0x1p-53, fmax(0x1p-54, p)));
}

sj_status sj_copula_draws(const sj_distribution *input, size_t k, const double *spearman,
                          size_t count, uint64_t seed, double *ret)
{
    double z[SJ_COPULA_INPUTS], mixed[SJ_COPULA_INPUTS];
    SJ_SCOPED(sj_arena) arena = {0};
    size_t row;
    double *l = k <= SJ_COPULA_INPUTS ? sj_arena_alloc(&arena, (k * k + 1) * sizeof *l) : z;
    if (!l)
        return SJ_ENOMEM;
    SJ_TRY(sj_copula_factor(spearman, k, l, &row));
    for (size_t i = 0; i < count; i++) { /* (2) */
        sj_random r = sj_random_stream(seed, i);
        for (size_t j = 0; j < k; j++)
            z[j] = sj_random_normal(&r);
        sj_copula_mix(l, k, z, mixed);
        for (size_t j = 0; j < k; j++)
            ret[i * k + j] = sj_copula_value(&input[j], mixed[j]);
    }
    return SJ_OK;
}
