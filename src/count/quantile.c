/* count/quantile.c -- order statistics by one radix pass and small sorts.
 *
 * Doubles turn into 64-bit keys of the same order; the top 16 bits of all keys
 * are counted once, then each wanted rank knows its bin, and only the keys of
 * those bins are gathered and sorted.
 *
 * Invariants: (1) every value returned is a value of the sample or lies between
 * two neighbours of it; (2) a bin is gathered once however many ranks it holds.
 * Not chosen: a streaming sketch (its error would be added to every number) and
 * a full sort (four times the cost at a million draws). */
#include "count/quantile.h"
#include <math.h>

enum { QUANTILES = 16, BINS = 1 << 16 };
static const size_t MAX_VALUES = (size_t)1 << 31; /* 16 GB of draws: nobody waits for more */

static uint64_t key_of(double x)
{
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits >> 63 ? ~bits : bits | (uint64_t)1 << 63;
}

static double value_of(uint64_t key)
{
    const uint64_t bits = key >> 63 ? key & ~((uint64_t)1 << 63) : ~key;
    double x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

struct selector {
    const double *sample;
    size_t n;
    uint32_t *first; /* of each bin, the rank of its smallest value */
    uint64_t *gathered, *scratch;
    size_t gathered_bin; /* BINS: none */
    size_t gathered_count;
};

static sj_status count_bins(struct selector *s)
{
    for (size_t i = 0; i < s->n; i++) {
        if (isnan(s->sample[i]))
            return SJ_EINVAL;
        s->first[(key_of(s->sample[i]) >> 48) + 1]++;
    }
    for (size_t b = 0; b < BINS; b++)
        s->first[b + 1] += s->first[b];
    return SJ_OK;
}

static size_t bin_of_rank(const struct selector *s, size_t rank)
{
    size_t low = 0, high = BINS;
    while (high - low > 1) {
        const size_t middle = (low + high) / 2;
        *(s->first[middle] <= rank ? &low : &high) = middle;
    }
    return low;
}

static double value_at(struct selector *s, size_t rank)
{
    const size_t bin = bin_of_rank(s, rank);
    if (bin != s->gathered_bin) { /* (2) holds as ranks are asked upwards */
        size_t k = 0;
        for (size_t i = 0; i < s->n; i++) {
            const uint64_t key = key_of(s->sample[i]);
            if (key >> 48 == bin)
                s->gathered[k++] = key;
        }
        sj_sort_u64(s->gathered, k, s->scratch);
        s->gathered_bin = bin;
        s->gathered_count = k;
    }
    return value_of(s->gathered[rank - s->first[bin]]);
}

static size_t clamp_rank(double h, size_t n)
{
    return h < 1 ? 0 : h > (double)n ? n - 1 : (size_t)h - 1;
}

static void fill(struct selector *s, sj_quantile *q)
{
    const double n = (double)s->n, h = (n + 1.0 / 3) * q->p + 1.0 / 3;
    const double spread = sqrt(n * q->p * (1 - q->p));
    const double low = value_at(s, clamp_rank(floor(h - spread), s->n));
    const double at = value_at(s, clamp_rank(floor(h), s->n));
    const double next = value_at(s, clamp_rank(floor(h) + 1, s->n));
    const double high = value_at(s, clamp_rank(ceil(h + spread), s->n));
    const double part = at == next ? 0 : h - floor(h);
    q->value = h < 1 ? at : at + part * (next - at);
    q->mc_error = (high - low) / 2;
}

sj_status sj_quantiles(const double *sample, size_t n, sj_quantile *quantile, size_t count)
{
    if (n == 0)
        return SJ_EINVAL;
    if (n > MAX_VALUES || count > QUANTILES)
        return SJ_ELIMIT;
    for (size_t i = 0; i < count; i++)
        if (!(quantile[i].p >= 0 && quantile[i].p <= 1))
            return SJ_EINVAL;
    struct selector s = {.sample = sample, .n = n, .gathered_bin = BINS};
    s.first = sj_mem_zalloc((BINS + 1) * sizeof *s.first);
    s.gathered = sj_mem_alloc(n * sizeof *s.gathered);
    s.scratch = sj_mem_alloc(n * sizeof *s.scratch);
    sj_status status = s.first && s.gathered && s.scratch ? count_bins(&s) : SJ_ENOMEM;
    for (size_t i = 0; status >= 0 && i < count; i++)
        fill(&s, &quantile[i]);
    sj_mem_free(s.first);
    sj_mem_free(s.gathered);
    sj_mem_free(s.scratch);
    return status;
}

double sj_quantile_sorted(const double *sorted, size_t n, double p)
{
    const double h = ((double)n + 1.0 / 3) * p + 1.0 / 3;
    const size_t at = clamp_rank(floor(h), n), next = clamp_rank(floor(h) + 1, n);
    return h < 1 ? sorted[at] : sorted[at] + (h - floor(h)) * (sorted[next] - sorted[at]);
}
