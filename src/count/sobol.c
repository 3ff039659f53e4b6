/* count/sobol.c -- points that fill a cube evenly, and variance shared out over
 * inputs.
 *
 * Runs a and b are rows of one sequence of 2k dimensions. Unscrambled, how well a given
 * model is integrated hangs on which dimensions happen to meet: Ishigami's first-order
 * indices at 16,384 rows are 1.4e-3 off with inputs 1-3 for a and 4-6 for b, 1.4e-4 with
 * the odd for a and the even for b, and for Sobol's g it is the other way round. A digital
 * shift leaves this as it is; a random linear scramble takes the luck out (5e-4 both ways,
 * root mean square over seeds), so that is what a seed does.
 *
 * Invariants: (1) the table's rows give property A (each 2^d block of the first d
 * digits is hit once), which the test verifies; (2) beyond the table nothing is
 * returned; (3) run i depends on seed and i only; (4) the rows are points 0 .. n - 1:
 * leaving one out would break the balance that the sequence is taken for.
 * Not chosen: correlated inputs in the Sobol indices. Their shares overlap; a
 * group of inputs that go together is one input there. */
#include "count/sobol.h"
#include "count/quantile.h"
#include <math.h>

static void directions(unsigned dimension, uint32_t v[32])
{
    if (dimension == 0) {
        for (unsigned i = 0; i < 32; i++)
            v[i] = (uint32_t)1 << (31 - i);
        return;
    }
    const sj_sobol_row *row = &sj_sobol_table[dimension - 1];
    const unsigned s = row->degree, a = row->coefficients;
    for (unsigned i = 0; i < s; i++)
        v[i] = (uint32_t)row->m[i] << (31 - i);
    for (unsigned i = s; i < 32; i++) {
        v[i] = v[i - s] ^ v[i - s] >> s;
        for (unsigned k = 1; k < s; k++)
            if (a >> (s - 1 - k) & 1)
                v[i] ^= v[i - k];
    }
}

/* Each digit becomes itself plus a random sum of those before it, then is shifted. */
static uint32_t scramble(uint32_t v[32], sj_random *r)
{
    uint32_t row[32];
    for (unsigned digit = 0; digit < 32; digit++) {
        const uint32_t own = (uint32_t)1 << (31 - digit), before = ~(own | (own - 1));
        row[digit] = own | ((uint32_t)sj_random_u64(r) & before);
    }
    for (unsigned i = 0; i < 32; i++) {
        uint32_t mixed = 0;
        for (unsigned digit = 0; digit < 32; digit++)
            mixed |= (uint32_t)__builtin_parity(row[digit] & v[i]) << (31 - digit);
        v[i] = mixed;
    }
    return (uint32_t)sj_random_u64(r);
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
        ret->shift[d] = seed ? scramble(ret->direction[d], &r) : 0;
    }
    return SJ_OK;
}

void sj_sobol_point(const sj_sobol *s, uint32_t i, double *ret_point)
{
    const uint32_t gray = i ^ i >> 1;
    for (unsigned d = 0; d < s->dimensions; d++) {
        uint32_t x = s->shift[d];
        for (uint32_t left = gray; left; left &= left - 1)
            x ^= s->direction[d][__builtin_ctz(left)];
        ret_point[d] = ((double)x + 0.5) * 0x1p-32;
    }
}

/* ---- shares of variance ---- */

/* Indices of all inputs from the rows, row i taken weight[i] times; returns the variance. */
static double indices(const sj_variance_runs *r, const double *weight, double *ret_first,
                      double *ret_total)
{
    const double count = (double)r->n, base = r->a[0]; /* a constant has a sum of 0, exactly */
    double sum = 0, square = 0;
    for (size_t i = 0; i < r->n; i++)
        sum += weight[i] * ((r->a[i] - base) + (r->b[i] - base));
    const double mean = base + sum / (2 * count);
    for (size_t i = 0; i < r->n; i++)
        square +=
            weight[i] * ((r->a[i] - mean) * (r->a[i] - mean) + (r->b[i] - mean) * (r->b[i] - mean));
    const double variance = square / (2 * count);
    for (size_t j = 0; j < r->k; j++) {
        const double *ab = r->ab + j * r->n;
        double first = 0, total = 0;
        for (size_t i = 0; i < r->n; i++) {
            const double change = weight[i] * (ab[i] - r->a[i]);
            first += (r->b[i] - mean) * change;
            total += (ab[i] - r->a[i]) * change;
        }
        ret_first[j] = first / count / variance;
        ret_total[j] = total / (2 * count) / variance;
    }
    return variance;
}

/* Nothing but the rounding of values of this size. */
static bool is_rounding(const sj_variance_runs *r, double variance)
{
    double most = 0;
    for (size_t i = 0; i < r->n; i++)
        most = fmax(most, fmax(fabs(r->a[i]), fabs(r->b[i])));
    return !(sqrt(variance) > 1e-12 * most);
}

struct boot {                       /* room for replicates */
    double *weight, *first, *total; /* n; replicates * k, input after input: j, then replicate */
    double *own[2];                 /* k: of one replicate */
};

static sj_status limits(const double *first, const double *total, size_t replicates, sj_index *ret)
{
    sj_quantile f[2] = {{.p = 0.025}, {.p = 0.975}}, t[2] = {{.p = 0.025}, {.p = 0.975}};
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

/* A replicate draws rows with their number; one in which nothing varies says nothing. */
static size_t resample(const sj_variance_runs *r, size_t replicates, uint64_t seed,
                       const struct boot *t)
{
    size_t kept = 0;
    for (size_t k = 0; k < replicates; k++) {
        sj_random random = sj_random_stream(seed ^ 0x5eed, k);
        memset(t->weight, 0, r->n * sizeof *t->weight);
        for (size_t i = 0; i < r->n; i++)
            t->weight[sj_random_below(&random, r->n)] += 1;
        if (!(indices(r, t->weight, t->own[0], t->own[1]) > 0))
            continue;
        for (size_t j = 0; j < r->k; j++) {
            t->first[j * replicates + kept] = t->own[0][j];
            t->total[j * replicates + kept] = t->own[1][j];
        }
        kept++;
    }
    return kept;
}

sj_status sj_variance_shares(const sj_variance_runs *r, size_t replicates, uint64_t seed,
                             sj_index *ret, double *ret_variance)
{
    SJ_SCOPED(sj_arena) arena = {0};
    if (r->n == 0 || r->k == 0)
        return SJ_EINVAL;
    double *room = sj_arena_alloc(&arena, (r->n + 2 * r->k * (replicates + 1)) *
                                              sizeof *room); /* n: the caller has k n */
    if (!room)
        return SJ_ENOMEM;
    struct boot t = {.weight = room, .first = room + r->n};
    t.total = t.first + r->k * replicates;
    t.own[0] = t.total + r->k * replicates;
    t.own[1] = t.own[0] + r->k;
    for (size_t i = 0; i < r->n; i++)
        t.weight[i] = 1;
    const double variance = indices(r, t.weight, t.own[0], t.own[1]);
    if (is_rounding(r, variance) || !isfinite(variance))
        return SJ_EINVAL;
    for (size_t j = 0; j < r->k; j++)
        ret[j] = (sj_index){t.own[0][j], NAN, NAN, t.own[1][j], NAN, NAN};
    *ret_variance = variance;
    const size_t kept = resample(r, replicates, seed, &t);
    for (size_t j = 0; j < r->k; j++)
        SJ_TRY(limits(t.first + j * replicates, t.total + j * replicates, kept, &ret[j]));
    return SJ_OK;
}

static void at_point(const sj_distribution *input, const double *u, size_t k, double *x)
{
    for (size_t j = 0; j < k; j++)
        x[j] = sj_distribution_quantile(&input[j], u[j]);
}

static sj_status run_all(sj_model model, void *ctx, const sj_distribution *input, size_t k,
                         size_t n, uint64_t seed, double *ret_a)
{
    sj_sobol s;
    double u[SJ_SOBOL_DIMENSIONS], a[SJ_SENSITIVITY_INPUTS], b[SJ_SENSITIVITY_INPUTS];
    bool finite = true;
    SJ_TRY(sj_sobol_open((unsigned)(2 * k), seed, &s));
    for (size_t i = 0; i < n; i++) { /* (4) */
        sj_sobol_point(&s, (uint32_t)i, u);
        at_point(input, u, k, a);
        at_point(input, u + k, k, b);
        ret_a[i] = model(a, ctx);
        ret_a[n + i] = model(b, ctx);
        finite = finite && isfinite(ret_a[i]) && isfinite(ret_a[n + i]);
        for (size_t j = 0; j < k; j++) {
            const double own = a[j];
            a[j] = b[j];
            ret_a[(j + 2) * n + i] = model(a, ctx);
            finite = finite && isfinite(ret_a[(j + 2) * n + i]);
            a[j] = own;
        }
    }
    return finite ? SJ_OK : SJ_EINVAL;
}

sj_status sj_sensitivity(sj_model model, void *ctx, const sj_distribution *input, size_t k,
                         size_t n, size_t replicates, uint64_t seed, sj_index *ret,
                         double *ret_variance)
{
    SJ_SCOPED(sj_arena) arena = {0};
    if (k == 0 || n < 16)
        return SJ_EINVAL;
    if (k > SJ_SENSITIVITY_INPUTS || n > (size_t)1 << 24)
        return SJ_ELIMIT;
    double *a = sj_arena_alloc(&arena, (k + 2) * n * sizeof *a);
    if (!a)
        return SJ_ENOMEM;
    SJ_TRY(run_all(model, ctx, input, k, n, seed, a));
    const sj_variance_runs runs = {a, a + n, a + 2 * n, n, k};
    return sj_variance_shares(&runs, replicates, seed, ret, ret_variance);
}

void sj_tornado(sj_model model, void *ctx, const sj_distribution *input, size_t k, double *ret_low,
                double *ret_high, double *ret_base)
{
    double x[SJ_SENSITIVITY_INPUTS] = {0};
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
