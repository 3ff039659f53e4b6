/* count/overlap_interval.c -- how sure: the bootstrap that selects the model again in every
 * replicate (Silverman, Chan, Vincent 2024), with percentile and BCa limits (DiCiccio,
 * Efron 1996).
 *
 * Ties of replicates with the estimate count half in z0: small tables repeat exactly. */
#include "count/overlap_int.h"
#include "count/quantile.h"
#include "count/random.h"
#include "count/special.h"
#include <math.h>
#include <stdlib.h>

enum { MANY = 1000000 };

/* Fits times cells that a bootstrap may cost: a minute or two of one core. All 6,519
 * models of five lists at 1,000 replicates stay below. */
size_t sj_overlap_candidates(unsigned lists, size_t count, size_t replicates)
{
    const double budget = 2.2e8;
    const double most = budget / (double)(1u << lists) / (double)(replicates ? replicates : 1);
    return (double)count <= most ? count : (size_t)fmax(1, most);
}

sj_status sj_overlap_select_again(const sj_overlap *o, const sj_overlap_bootstrap_options *b,
                                  double *ret)
{
    sj_overlap_fit f, best = {0};
    sj_overlap_model m;
    unsigned pair[28];
    size_t pairs;
    *ret = NAN;
    if (sj_overlap_total(o) == 0)
        return SJ_OK; /* the only person was taken away */
    if (b->select == SJ_OVERLAP_STEPWISE) {
        SJ_TRY(sj_overlap_stepwise(o, b->threshold, &m, &best, pair, &pairs));
    } else if (b->select == SJ_OVERLAP_FIXED) {
        SJ_TRY(sj_overlap_estimate(o, b->model, &best));
    } else {
        for (size_t i = 0; i < b->candidates; i++) {
            SJ_TRY(sj_overlap_estimate(o, &b->candidate[i].model, &f));
            if (f.exists && (!best.exists || f.bic < best.bic))
                best = f;
        }
    }
    if (best.exists)
        *ret = best.estimate;
    return SJ_OK;
}

/* A multinomial draw as one binomial a cell: of a million people and more, whose time
 * would else grow with their number. */
static void resample_many(const sj_overlap *o, uint64_t n, sj_random *r, sj_overlap *ret)
{
    double left = sj_overlap_total(o);
    for (unsigned c = 1; c < 1u << o->lists && n > 0; c++) {
        const uint64_t here = o->count[c] < left ? sj_random_binomial(r, n, o->count[c] / left) : n;
        ret->count[c] = (double)here;
        left -= o->count[c];
        n -= here;
    }
}

void sj_overlap_resample(const sj_overlap *o, uint64_t n, sj_random *r, sj_overlap *ret)
{
    double upto[SJ_OVERLAP_CELLS], sum = 0;
    ret->lists = o->lists;
    memset(ret->count, 0, sizeof ret->count);
    if (n >= MANY) {
        resample_many(o, n, r, ret);
        return;
    }
    for (unsigned c = 1; c < 1u << o->lists; c++)
        upto[c] = sum += o->count[c];
    for (uint64_t i = 0; i < n; i++) {
        const double u = (double)sj_random_below(r, (uint64_t)sum);
        unsigned low = 1, high = (1u << o->lists) - 1;
        while (low < high) {
            const unsigned middle = (low + high) / 2;
            if (upto[middle] > u)
                high = middle;
            else
                low = middle + 1;
        }
        ret->count[low]++;
    }
}

/* One person less in each occupied cell, weighted by the people there. */
static sj_status acceleration(const sj_overlap *o, const sj_overlap_bootstrap_options *b,
                              double *ret)
{
    double value[SJ_OVERLAP_CELLS], sum = 0, n = 0, squares = 0, cubes = 0;
    sj_overlap less = *o;
    for (unsigned c = 1; c < 1u << o->lists; c++) {
        if (o->count[c] == 0)
            continue;
        less.count[c]--;
        SJ_TRY(sj_overlap_select_again(&less, b, &value[c]));
        less.count[c]++;
        if (value[c] != value[c])
            continue;
        sum += o->count[c] * value[c];
        n += o->count[c];
    }
    for (unsigned c = 1; c < 1u << o->lists; c++) {
        if (o->count[c] == 0 || value[c] != value[c])
            continue;
        const double d = sum / n - value[c];
        squares += o->count[c] * d * d;
        cubes += o->count[c] * d * d * d;
    }
    *ret = squares > 0 ? cubes / (6 * pow(squares, 1.5)) : 0;
    return SJ_OK;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* A limit is the quantile at a level; BCa takes the level from the share of replicates
 * below the estimate, so that it moves as this share does. */
struct limit {
    double level, slope; /* slope: of the level, by the share */
};

/* NaN where there is no such limit: all replicates on one side of the estimate, or an
 * acceleration that turns the levels round. */
static struct limit bca_limit(double z0, double a, double p)
{
    const double density0 = exp(-z0 * z0 / 2), z = z0 + sj_normal_quantile(p);
    if (!isfinite(z) || !(a * z < 1))
        return (struct limit){NAN, NAN};
    const double at = z0 + z / (1 - a * z);
    const double by_z0 = 1 + 1 / ((1 - a * z) * (1 - a * z));
    return (struct limit){sj_normal_cdf(at), by_z0 * exp(-at * at / 2) / density0};
}

static double limit_value(const double *value, size_t count, struct limit x)
{
    return isnan(x.level) ? NAN : sj_quantile_sorted(value, count, x.level);
}

/* One binomial deviation of the rank, with what the share does to the level and how both
 * go together, read off the order statistics on either side. Of the last one the deviation
 * is about what lies between it and the last but two, if the tail is exponential. */
static double limit_error(const double *value, size_t count, struct limit x, double share)
{
    const double p = x.level, n = (double)count;
    if (isnan(p))
        return NAN;
    const double at = sj_quantile_sorted(value, count, p);
    const double both = fmin(p, share) - p * share;
    const double variance =
        (p * (1 - p) + x.slope * x.slope * share * (1 - share) - 2 * x.slope * both) / n;
    const double moved = fmax(sqrt(fmax(variance, 0)), 2 / n);
    return fmax(at - sj_quantile_sorted(value, count, fmax(p - moved, 0)),
                sj_quantile_sorted(value, count, fmin(p + moved, 1)) - at);
}

static void summarise(const double *value, size_t count, const sj_overlap_bootstrap_options *b,
                      sj_overlap_bootstrap *ret)
{
    const double p = (1 - b->level) / 2, close = 1e-9 * b->estimate;
    double below = 0;
    for (size_t i = 0; i < count; i++)
        below += value[i] < b->estimate - close ? 1 : value[i] <= b->estimate + close ? 0.5 : 0;
    const double share = below / (double)count;
    ret->z0 = sj_normal_quantile(share);
    const struct limit low = {p, 0}, high = {1 - p, 0},
                       bca_low = bca_limit(ret->z0, ret->acceleration, p),
                       bca_high = bca_limit(ret->z0, ret->acceleration, 1 - p);
    ret->percentile_low = limit_value(value, count, low);
    ret->percentile_high = limit_value(value, count, high);
    ret->bca_low = limit_value(value, count, bca_low);
    ret->bca_high = limit_value(value, count, bca_high);
    ret->percentile_low_error = limit_error(value, count, low, share);
    ret->percentile_high_error = limit_error(value, count, high, share);
    ret->bca_low_error = limit_error(value, count, bca_low, share);
    ret->bca_high_error = limit_error(value, count, bca_high, share);
}

struct bootstrap {
    const sj_overlap *o;
    const sj_overlap_bootstrap_options *options;
    uint64_t n;
    double *value;
};

static sj_status replicate(void *ctx, size_t i, unsigned worker)
{
    const struct bootstrap *b = ctx;
    sj_random r = sj_random_stream(b->options->seed, i);
    sj_overlap again;
    (void)worker;
    sj_overlap_resample(b->o, b->n, &r, &again);
    return sj_overlap_select_again(&again, b->options, &b->value[i]);
}

sj_status sj_overlap_bootstrap_interval(const sj_overlap *o,
                                        const sj_overlap_bootstrap_options *options,
                                        sj_overlap_bootstrap *ret)
{
    enum { REPLICATES_MAX = 100000 };
    *ret = (sj_overlap_bootstrap){.replicates = options->replicates};
    if (options->replicates == 0 || options->replicates > REPLICATES_MAX)
        return SJ_EINVAL;
    double *value = sj_mem_alloc(options->replicates * sizeof *value);
    if (!value)
        return SJ_ENOMEM;
    struct bootstrap b = {o, options, (uint64_t)sj_overlap_total(o), value};
    sj_status s = sj_thread_for(0, options->replicates, replicate, &b);
    if (s >= 0)
        s = acceleration(o, options, &ret->acceleration);
    size_t kept = 0;
    for (size_t i = 0; s >= 0 && i < options->replicates; i++)
        if (value[i] == value[i])
            value[kept++] = value[i];
    ret->without_estimate = options->replicates - kept;
    if (s >= 0 && kept) {
        qsort(value, kept, sizeof *value, by_value);
        summarise(value, kept, options, ret);
        if (options->ret_value)
            memcpy(options->ret_value, value, kept * sizeof *value);
    } else {
        ret->percentile_low = ret->percentile_high = ret->bca_low = ret->bca_high = ret->z0 = NAN;
        ret->percentile_low_error = ret->percentile_high_error = NAN;
        ret->bca_low_error = ret->bca_high_error = NAN;
    }
    sj_mem_free(value);
    return s;
}
