/* count/sobol.c -- points that fill a cube evenly, and variance shared out over
 * inputs.
 *
 * Invariants: (1) the table's rows give property A (each 2^d block of the first d
 * digits is hit once), which the test verifies; (2) beyond the table nothing is
 * returned; (3) run i depends on seed and i only.
 * Not chosen: correlated inputs in the Sobol indices. Their shares overlap; a
 * group of inputs that go together is one input there. */
#include "count/sobol.h"
#include "count/quantile.h"
#include "count/regression.h"
#include "count/special.h"
#include <math.h>

/* Joe and Kuo 2008: degree and coefficients of the primitive polynomial, then the
 * first direction integers, of dimensions 2 to 20; dimension 1 is van der Corput's. */
static const struct {
    uint8_t degree, coefficients, m[7];
} table[SJ_SOBOL_DIMENSIONS - 1] = {
    {1, 0, {1}},
    {2, 1, {1, 3}},
    {3, 1, {1, 3, 1}},
    {3, 2, {1, 1, 1}},
    {4, 1, {1, 1, 3, 3}},
    {4, 4, {1, 3, 5, 13}},
    {5, 2, {1, 1, 5, 5, 17}},
    {5, 4, {1, 1, 5, 5, 5}},
    {5, 7, {1, 1, 7, 11, 19}},
    {5, 11, {1, 1, 5, 1, 1}},
    {5, 13, {1, 1, 1, 3, 11}},
    {5, 14, {1, 3, 5, 5, 31}},
    {6, 1, {1, 3, 3, 9, 7, 49}},
    {6, 13, {1, 1, 1, 15, 21, 21}},
    {6, 16, {1, 3, 1, 13, 27, 49}},
    {6, 19, {1, 1, 1, 15, 7, 5}},
    {6, 22, {1, 3, 1, 15, 13, 25}},
    {6, 25, {1, 1, 5, 5, 19, 61}},
    {7, 1, {1, 3, 7, 11, 23, 15, 103}},
};

static void directions(unsigned dimension, uint32_t v[32])
{
    if (dimension == 0) {
        for (unsigned i = 0; i < 32; i++)
            v[i] = (uint32_t)1 << (31 - i);
        return;
    }
    const unsigned s = table[dimension - 1].degree, a = table[dimension - 1].coefficients;
    for (unsigned i = 0; i < s; i++)
        v[i] = (uint32_t)table[dimension - 1].m[i] << (31 - i);
    for (unsigned i = s; i < 32; i++) {
        v[i] = v[i - s] ^ v[i - s] >> s;
        for (unsigned k = 1; k < s; k++)
            if (a >> (s - 1 - k) & 1)
                v[i] ^= v[i - k];
    }
}

sj_status sj_sobol_open(unsigned dimensions, uint64_t seed, sj_sobol *ret)
{
    if (dimensions == 0)
        return SJ_EINVAL;
    if (dimensions > SJ_SOBOL_DIMENSIONS)
        return SJ_ELIMIT; /* (2) */
    *ret = (sj_sobol){.dimensions = dimensions};
    for (unsigned d = 0; d < dimensions; d++) {
        sj_random r = sj_random_stream(seed, d);
        directions(d, ret->direction[d]);
        ret->shift[d] = seed ? (uint32_t)sj_random_u64(&r) : 0;
    }
    return SJ_OK;
}

void sj_sobol_next(sj_sobol *s, double *ret_point)
{
    const unsigned bit = (unsigned)__builtin_ctz(++s->index);
    for (unsigned d = 0; d < s->dimensions; d++) {
        s->x[d] ^= s->direction[d][bit];
        ret_point[d] = ((double)(s->x[d] ^ s->shift[d]) + (s->shift[d] ? 0.5 : 0)) * 0x1p-32;
    }
}

/* ---- shares of variance ---- */

struct runs {
    double *a, *b, *ab; /* n, n, k * n */
    size_t n, k;
};

static void at_point(const sj_distribution *input, const double *u, size_t k, double *x)
{
    for (size_t j = 0; j < k; j++)
        x[j] = sj_distribution_quantile(&input[j], u[j]);
}

static sj_status run_all(sj_model model, void *ctx, const sj_distribution *input, uint64_t seed,
                         struct runs *r)
{
    sj_sobol s;
    double u[SJ_SOBOL_DIMENSIONS], a[SJ_SENSITIVITY_INPUTS], b[SJ_SENSITIVITY_INPUTS];
    bool finite = true;
    SJ_TRY(sj_sobol_open((unsigned)(2 * r->k), seed, &s));
    for (size_t i = 0; i < r->n; i++) {
        sj_sobol_next(&s, u);
        at_point(input, u, r->k, a);
        at_point(input, u + r->k, r->k, b);
        r->a[i] = model(a, ctx);
        r->b[i] = model(b, ctx);
        finite = finite && isfinite(r->a[i]) && isfinite(r->b[i]);
        for (size_t j = 0; j < r->k; j++) {
            const double own = a[j];
            a[j] = b[j];
            r->ab[j * r->n + i] = model(a, ctx);
            finite = finite && isfinite(r->ab[j * r->n + i]);
            a[j] = own;
        }
    }
    return finite ? SJ_OK : SJ_EINVAL;
}

/* Indices from the rows row[0 .. n), or all in order where row is NULL. */
static double indices(const struct runs *r, const uint32_t *row, size_t j, double *ret_first,
                      double *ret_total)
{
    double sum = 0, square = 0, first = 0, total = 0;
    const double *ab = r->ab + j * r->n;
    for (size_t i = 0; i < r->n; i++) {
        const size_t k = row ? row[i] : i;
        sum += r->a[k] + r->b[k];
        square += r->a[k] * r->a[k] + r->b[k] * r->b[k];
    }
    const double count = (double)(2 * r->n), mean = sum / count;
    const double variance = square / count - mean * mean;
    for (size_t i = 0; i < r->n; i++) {
        const size_t k = row ? row[i] : i;
        first += (r->b[k] - mean) * (ab[k] - r->a[k]);
        total += (r->a[k] - ab[k]) * (r->a[k] - ab[k]);
    }
    *ret_first = first / (double)r->n / variance;
    *ret_total = total / (double)(2 * r->n) / variance;
    return variance;
}

static sj_status limits(const struct runs *r, size_t j, size_t replicates, uint64_t seed,
                        uint32_t *row, double *first, double *total, sj_index *ret)
{
    sj_quantile f[2] = {{.p = 0.025}, {.p = 0.975}}, t[2] = {{.p = 0.025}, {.p = 0.975}};
    for (size_t k = 0; k < replicates; k++) {
        sj_random random = sj_random_stream(seed ^ 0x5eed, k);
        for (size_t i = 0; i < r->n; i++)
            row[i] = (uint32_t)sj_random_below(&random, r->n);
        (void)indices(r, row, j, &first[k], &total[k]);
    }
    if (replicates == 0)
        return SJ_OK;
    SJ_TRY(sj_quantiles(first, replicates, f, 2));
    SJ_TRY(sj_quantiles(total, replicates, t, 2));
    ret->first_low = f[0].value;
    ret->first_high = f[1].value;
    ret->total_low = t[0].value;
    ret->total_high = t[1].value;
    return SJ_OK;
}

sj_status sj_sensitivity(sj_model model, void *ctx, const sj_distribution *input, size_t k,
                         size_t n, size_t replicates, uint64_t seed, sj_index *ret,
                         double *ret_variance)
{
    SJ_SCOPED(sj_arena) arena = {0};
    struct runs r = {.n = n, .k = k};
    if (k == 0 || n < 16)
        return SJ_EINVAL;
    if (k > SJ_SENSITIVITY_INPUTS || n > (size_t)1 << 24)
        return SJ_ELIMIT;
    r.a = sj_arena_alloc(&arena, (k + 2) * n * sizeof *r.a);
    uint32_t *row = sj_arena_alloc(&arena, n * sizeof *row);
    double *boot = sj_arena_alloc(&arena, (2 * replicates + 1) * sizeof *boot);
    if (!r.a || !row || !boot)
        return SJ_ENOMEM;
    r.b = r.a + n;
    r.ab = r.b + n;
    SJ_TRY(run_all(model, ctx, input, seed, &r));
    for (size_t j = 0; j < k; j++) {
        sj_index x = {.first_low = NAN, .first_high = NAN, .total_low = NAN, .total_high = NAN};
        *ret_variance = indices(&r, NULL, j, &x.first, &x.total);
        if (!(*ret_variance > 0))
            return SJ_EINVAL;
        SJ_TRY(limits(&r, j, replicates, seed, row, boot, boot + replicates, &x));
        ret[j] = x;
    }
    return SJ_OK;
}

void sj_tornado(sj_model model, void *ctx, const sj_distribution *input, size_t k, double *ret_low,
                double *ret_high, double *ret_base)
{
    double x[SJ_SOBOL_DIMENSIONS + 44] = {0};
    const size_t most = SJ_COUNT(x) < k ? SJ_COUNT(x) : k;
    for (size_t j = 0; j < most; j++)
        x[j] = sj_distribution_quantile(&input[j], 0.5);
    *ret_base = model(x, ctx);
    for (size_t j = 0; j < most; j++) {
        const double median = x[j];
        x[j] = sj_distribution_quantile(&input[j], 0.05);
        ret_low[j] = model(x, ctx);
        x[j] = sj_distribution_quantile(&input[j], 0.95);
        ret_high[j] = model(x, ctx);
        x[j] = median;
    }
}

/* ---- draws ---- */

sj_status sj_copula_draws(const sj_distribution *input, size_t k, const double *spearman,
                          size_t count, uint64_t seed, double *ret)
{
    double l[SJ_SOBOL_DIMENSIONS * SJ_SOBOL_DIMENSIONS] = {0}, z[SJ_SOBOL_DIMENSIONS];
    if (k == 0 || k > SJ_SOBOL_DIMENSIONS)
        return k ? SJ_ELIMIT : SJ_EINVAL;
    for (size_t j = 0; j < k; j++)
        for (size_t i = j; i < k; i++) {
            double s = i == j ? 1 : 2 * sin(0.52359877559829887 * spearman[i * k + j]);
            for (size_t m = 0; m < j; m++)
                s -= l[i * k + m] * l[j * k + m];
            if (i == j && !(s > 1e-12))
                return SJ_EREFUSED;
            l[i * k + j] = i == j ? sqrt(s) : s / l[j * k + j];
        }
    for (size_t i = 0; i < count; i++) {
        sj_random r = sj_random_stream(seed, i); /* (3) */
        for (size_t j = 0; j < k; j++)
            z[j] = sj_random_normal(&r);
        for (size_t j = 0; j < k; j++) {
            double sum = 0;
            for (size_t m = 0; m <= j; m++)
                sum += l[j * k + m] * z[m];
            const bool exact = input[j].family == SJ_LOGNORMAL || input[j].family == SJ_NORMAL;
            const double x = input[j].a + input[j].b * sum;
            ret[i * k + j] = !exact ? sj_distribution_quantile(&input[j], sj_normal_cdf(sum))
                             : input[j].family == SJ_NORMAL ? x
                                                            : exp(x);
        }
    }
    return SJ_OK;
}

sj_status sj_model_draws(sj_model model, void *ctx, const sj_distribution *input, size_t k,
                         size_t count, uint64_t seed, double *ret)
{
    double x[16];
    if (k > SJ_COUNT(x))
        return SJ_ELIMIT;
    for (size_t i = 0; i < count; i++) {
        sj_random r = sj_random_stream(seed, i);
        for (size_t j = 0; j < k; j++)
            x[j] = sj_distribution_draw(&input[j], &r);
        ret[i] = model(x, ctx);
    }
    return SJ_OK;
}
