/* count/overlap_link.c -- the overlap of lists whose records are linked to people with
 * some probability only.
 *
 * An estimate from linked lists inherits every wrong link: one link too few is a person
 * too many and an overlap too few, and the dark figure moves by more than one. So links
 * are drawn (Bernoulli, each record by itself), the table is made of each draw, and what
 * is told is the spread: of the links alone, and of links and sampling together, by one
 * multinomial replicate of each drawn table. Draw i has a random stream of its own.
 *
 * Representation: for each person and list the records, as they come; a record that is
 * not linked is one more person on its list alone. Two linked records of one person on
 * one list are one. Not modelled: records of two people that should be one (false
 * non-links); whoever links gives them a probability below one instead. */
#include "count/overlap_int.h"
#include "count/quantile.h"
#include <math.h>
#include <stdlib.h>

static sj_status check(const sj_overlap_record *record, size_t count, size_t people, unsigned lists)
{
    if (count == 0 || lists < 2 || lists > SJ_OVERLAP_LISTS_MAX)
        return SJ_EINVAL;
    for (size_t i = 0; i < count; i++)
        if (record[i].person >= people || record[i].list >= lists ||
            !(record[i].probability > 0 && record[i].probability <= 1))
            return SJ_EINVAL;
    return SJ_OK;
}

/* The table where record i is linked if linked(ctx, i). `mask` has room for the people. */
typedef bool (*is_linked)(void *ctx, double probability);
static void make_table(const sj_overlap_record *record, size_t count, size_t people, unsigned lists,
                       is_linked linked, void *ctx, uint8_t *mask, sj_overlap *ret)
{
    memset(mask, 0, people);
    memset(ret, 0, sizeof *ret);
    ret->lists = lists;
    for (size_t i = 0; i < count; i++)
        if (linked(ctx, record[i].probability))
            mask[record[i].person] |= (uint8_t)(1u << record[i].list);
        else
            ret->count[1u << record[i].list]++;
    for (size_t p = 0; p < people; p++)
        if (mask[p])
            ret->count[mask[p]]++;
}

static bool likely(void *ctx, double probability)
{
    (void)ctx;
    return probability >= 0.5;
}

static bool drawn(void *ctx, double probability)
{
    return probability >= 1 || sj_random_uniform(ctx) < probability;
}

sj_status sj_overlap_link_table(const sj_overlap_record *record, size_t count, size_t people,
                                unsigned lists, sj_overlap *ret_likely)
{
    SJ_TRY(check(record, count, people, lists));
    uint8_t *mask = sj_mem_alloc(people + 1);
    if (!mask)
        return SJ_ENOMEM;
    make_table(record, count, people, lists, likely, NULL, mask, ret_likely);
    sj_mem_free(mask);
    return SJ_OK;
}

struct draws {
    const sj_overlap_record *record;
    size_t count, people;
    unsigned lists;
    const sj_overlap_bootstrap_options *options;
    double *link, *both, *total; /* one a draw */
};

static sj_status draw(void *ctx, size_t i, unsigned worker)
{
    const struct draws *d = ctx;
    sj_random r = sj_random_stream(d->options->seed, i);
    sj_overlap table, again;
    (void)worker;
    uint8_t *mask = sj_mem_alloc(d->people + 1);
    if (!mask)
        return SJ_ENOMEM;
    make_table(d->record, d->count, d->people, d->lists, drawn, &r, mask, &table);
    sj_mem_free(mask);
    d->total[i] = sj_overlap_total(&table);
    SJ_TRY(sj_overlap_select_again(&table, d->options, &d->link[i]));
    sj_overlap_resample(&table, (uint64_t)d->total[i], &r, &again);
    return sj_overlap_select_again(&again, d->options, &d->both[i]);
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Sorts what is a number to the front; returns how many are. */
static size_t sort_numbers(double *value, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (value[i] == value[i])
            value[kept++] = value[i];
    qsort(value, kept, sizeof *value, by_value);
    return kept;
}

static void summarise(const struct draws *d, sj_overlap_linked *ret)
{
    const double tail = (1 - d->options->level) / 2;
    const size_t n = d->options->replicates, link = sort_numbers(d->link, n),
                 both = sort_numbers(d->both, n);
    qsort(d->total, n, sizeof *d->total, by_value);
    ret->table_low = sj_quantile_sorted(d->total, n, tail);
    ret->table_high = sj_quantile_sorted(d->total, n, 1 - tail);
    ret->without_estimate = n - both;
    ret->link_low = link ? sj_quantile_sorted(d->link, link, tail) : NAN;
    ret->link_high = link ? sj_quantile_sorted(d->link, link, 1 - tail) : NAN;
    ret->median = both ? sj_quantile_sorted(d->both, both, 0.5) : NAN;
    ret->low = both ? sj_quantile_sorted(d->both, both, tail) : NAN;
    ret->high = both ? sj_quantile_sorted(d->both, both, 1 - tail) : NAN;
}

sj_status sj_overlap_link_interval(const sj_overlap_record *record, size_t count, size_t people,
                                   unsigned lists, const sj_overlap_bootstrap_options *options,
                                   sj_overlap_linked *ret)
{
    enum { DRAWS_MAX = 100000 };
    const size_t n = options->replicates;
    *ret = (sj_overlap_linked){.draws = n};
    if (n == 0 || n > DRAWS_MAX)
        return SJ_EINVAL;
    SJ_TRY(sj_overlap_link_table(record, count, people, lists, &ret->likely));
    SJ_TRY(sj_overlap_select_again(&ret->likely, options, &ret->estimate));
    double *room = sj_mem_alloc(3 * n * sizeof *room);
    if (!room)
        return SJ_ENOMEM;
    struct draws d = {record, count, people, lists, options, room, room + n, room + 2 * n};
    const sj_status s = sj_thread_for(0, n, draw, &d);
    if (s >= 0)
        summarise(&d, ret);
    sj_mem_free(room);
    return s;
}
