/* count/overlap_link.c -- the overlap of lists whose records are linked to people with
 * some probability only.
 *
 * An estimate from linked lists inherits every wrong link: one link too few is a person
 * too many and an overlap too few, and the dark figure moves by more than one. So links
 * are drawn (Bernoulli, each record by itself), the table is made of each draw, and what
 * is told is the spread: of the links alone, and of links and sampling together. Draw i
 * has a random stream of its own.
 *
 * Invariants: (1) the estimate is the median over the draws of links, so it lies within
 * the limits by links alone. The table where every likely record is linked is not the
 * middle of the draws: at 0.8 a record it holds all overlaps, a draw four in five of them,
 * and its estimate is as much too small. (2) `mean` is the expectation of the drawn
 * tables, exactly. (3) A replicate of a drawn table has as many people as come onto the
 * lists when all estimated people are drawn again (Buckland, Garthwaite 1991): with their
 * number held, limits held N too seldom.
 *
 * Representation: for each person and list the records, as they come; a record that is
 * not linked is one more person on its list alone. Two linked records of one person on
 * one list are one. Not modelled: records of two people that should be one (false
 * non-links); whoever links gives them a probability below one instead. */
#include "count/overlap_int.h"
#include "count/quantile.h"
#include <math.h>

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

/* Adds the expected cells of one person: unlinked[l] is the chance that no record of list l
 * is of this person. */
static void expect_person(const double *unlinked, unsigned lists, sj_overlap *ret)
{
    double chance[SJ_OVERLAP_CELLS] = {1};
    for (unsigned l = 0; l < lists; l++)
        for (unsigned m = 0; m < 1u << l; m++) {
            chance[m | 1u << l] = chance[m] * (1 - unlinked[l]);
            chance[m] *= unlinked[l];
        }
    for (unsigned m = 1; m < 1u << lists; m++)
        ret->count[m] += chance[m];
}

/* `unlinked` has room for `lists` numbers a person. */
static void expect_table(const sj_overlap_record *record, size_t count, size_t people,
                         unsigned lists, double *unlinked, sj_overlap *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->lists = lists;
    for (size_t i = 0; i < people * lists; i++)
        unlinked[i] = 1;
    for (size_t i = 0; i < count; i++) {
        unlinked[record[i].person * lists + record[i].list] *= 1 - record[i].probability;
        ret->count[1u << record[i].list] += 1 - record[i].probability;
    }
    for (size_t p = 0; p < people; p++)
        expect_person(&unlinked[p * lists], lists, ret);
}

sj_status sj_overlap_link_table(const sj_overlap_record *record, size_t count, size_t people,
                                unsigned lists, sj_overlap *ret_likely, sj_overlap *ret_mean)
{
    SJ_TRY(check(record, count, people, lists));
    SJ_SCOPED(sj_arena) a = {0};
    uint8_t *mask = sj_arena_alloc(&a, people + 1);
    double *unlinked = sj_arena_alloc(&a, (people * lists + 1) * sizeof *unlinked);
    if (!mask || !unlinked)
        return SJ_ENOMEM;
    make_table(record, count, people, lists, likely, NULL, mask, ret_likely);
    expect_table(record, count, people, lists, unlinked, ret_mean);
    return SJ_OK;
}

struct draws {
    const sj_overlap_record *record;
    size_t count, people;
    unsigned lists;
    const sj_overlap_bootstrap_options *options;
    double *link, *both, *total; /* one a draw */
};

/* Of the people estimated, those who come onto a list (3). */
static uint64_t drawn_people(double seen, double estimate, sj_random *r)
{
    const double all = fmin(round(estimate), 9e15);
    return sj_random_binomial(r, (uint64_t)all, fmin(1, seen / all));
}

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
    d->both[i] = NAN;
    if (isnan(d->link[i]))
        return SJ_OK;
    const uint64_t people = drawn_people(d->total[i], d->link[i], &r);
    if (people == 0)
        return SJ_OK;
    sj_overlap_resample(&table, people, &r, &again);
    return sj_overlap_select_again(&again, d->options, &d->both[i]);
}

/* Puts what is a number to the front; returns how many are. */
static size_t keep_numbers(double *value, size_t count)
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (value[i] == value[i])
            value[kept++] = value[i];
    return kept;
}

/* The limits and the middle of `value`, with the larger Monte Carlo error of the limits. */
static sj_status quantiles(double *value, size_t count, double level, double ret[3],
                           double ret_error[3])
{
    sj_quantile q[3] = {{.p = (1 - level) / 2}, {.p = 0.5}, {.p = (1 + level) / 2}};
    for (int i = 0; i < 3; i++)
        ret[i] = ret_error[i] = NAN;
    if (count == 0)
        return SJ_OK;
    SJ_TRY(sj_quantiles(value, count, q, 3));
    for (int i = 0; i < 3; i++) {
        ret[i] = q[i].value;
        ret_error[i] = q[i].mc_error;
    }
    return SJ_OK;
}

static sj_status summarise(const struct draws *d, sj_overlap_linked *ret)
{
    const size_t n = d->options->replicates, link = keep_numbers(d->link, n),
                 both = keep_numbers(d->both, n);
    const double level = d->options->level;
    double total[3], links[3], all[3], error[3], of_links[3];
    SJ_TRY(quantiles(d->total, n, level, total, error));
    SJ_TRY(quantiles(d->link, link, level, links, of_links));
    SJ_TRY(quantiles(d->both, both, level, all, error));
    ret->table_low = total[0];
    ret->table_high = total[2];
    ret->link_low = links[0];
    ret->estimate = links[1];
    ret->link_high = links[2];
    ret->low = all[0];
    ret->median = all[1];
    ret->high = all[2];
    ret->estimate_error = of_links[1];
    ret->limit_error = fmax(error[0], error[2]);
    ret->without_estimate = n - both;
    return SJ_OK;
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
    SJ_TRY(sj_overlap_link_table(record, count, people, lists, &ret->likely, &ret->mean));
    SJ_TRY(sj_overlap_select_again(&ret->likely, options, &ret->likely_estimate));
    double *room = sj_mem_alloc(3 * n * sizeof *room);
    if (!room)
        return SJ_ENOMEM;
    struct draws d = {record, count, people, lists, options, room, room + n, room + 2 * n};
    sj_status s = sj_thread_for(0, n, draw, &d);
    if (s >= 0)
        s = summarise(&d, ret);
    sj_mem_free(room);
    return s;
}
