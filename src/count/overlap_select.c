/* count/overlap_select.c -- which interactions: stepwise by a Poisson test, or every
 * hierarchical model by BIC. Neither is "the" model: the spread over models is the
 * answer, and a bootstrap selects again in every replicate. */
#include "count/overlap_int.h"
#include "count/special.h"
#include <math.h>

enum { PAIRS_MAX = SJ_OVERLAP_LISTS_MAX * (SJ_OVERLAP_LISTS_MAX - 1) / 2 };

/* ---- stepwise ---- */

static double sum_over(const sj_overlap *o, const double *x, unsigned term)
{
    double sum = 0;
    for (unsigned c = 1; c < 1u << o->lists; c++)
        if ((c & term) == term)
            sum += x[c];
    return sum;
}

/* The smaller tail of Poisson(mean) at `seen`, both with `seen` itself. Neither is taken as
 * one less the other: of many people the tails of several pairs are far below an epsilon, and
 * their order is which pair enters first. */
static double tail(double seen, double mean)
{
    const double above = seen > 0 ? sj_gamma_cdf(seen, mean) : 1; /* P(X >= seen) */
    const double below = sj_gamma_upper(seen + 1, mean);          /* P(X <= seen) */
    return below < above ? below : above;
}

/* Pairs in the order 12, 13, ..., 23, ... */
static size_t list_pairs(const sj_overlap *o, unsigned *ret)
{
    size_t n = 0;
    for (unsigned i = 0; i < o->lists; i++)
        for (unsigned j = i + 1; j < o->lists; j++)
            ret[n++] = 1u << i | 1u << j;
    return n;
}

/* Tries the absent pairs from the smallest p on; true when one below the threshold
 * gives an estimate. */
static sj_status add_best(const sj_overlap *o, double threshold, sj_overlap_model *m,
                          sj_overlap_fit *fit, unsigned *ret_pair, bool *ret_added)
{
    unsigned pair[PAIRS_MAX];
    double p[PAIRS_MAX];
    const size_t pairs = list_pairs(o, pair);
    *ret_added = false;
    for (size_t i = 0; i < pairs; i++)
        p[i] = m->term[pair[i]]
                   ? 2
                   : tail(sum_over(o, o->count, pair[i]), sum_over(o, fit->mean, pair[i]));
    for (;;) {
        size_t best = 0;
        for (size_t i = 1; i < pairs; i++)
            if (p[i] < p[best])
                best = i;
        if (pairs == 0 || !(p[best] < threshold))
            return SJ_OK;
        sj_overlap_model trial = *m;
        sj_overlap_fit f;
        sj_overlap_add_term(&trial, pair[best]);
        SJ_TRY(sj_overlap_estimate(o, &trial, &f));
        if (f.exists) {
            *m = trial;
            *fit = f;
            *ret_pair = pair[best];
            *ret_added = true;
            return SJ_OK;
        }
        p[best] = 2;
    }
}

sj_status sj_overlap_stepwise(const sj_overlap *o, double threshold, sj_overlap_model *ret,
                              sj_overlap_fit *ret_fit, unsigned *ret_pair, size_t *ret_pairs)
{
    bool added = true;
    *ret_pairs = 0;
    sj_overlap_main_effects(o, ret);
    SJ_TRY(sj_overlap_estimate(o, ret, ret_fit));
    while (added && ret_fit->exists) {
        SJ_TRY(add_best(o, threshold, ret, ret_fit, &ret_pair[*ret_pairs], &added));
        *ret_pairs += added;
    }
    return SJ_OK;
}

/* ---- all hierarchical models ---- */

struct ranking {
    const sj_overlap *o;
    unsigned term[SJ_OVERLAP_CELLS]; /* of two lists and more, small ones first */
    size_t terms, room, count, tried, existing;
    sj_overlap_ranked *ret;
    uint32_t *order; /* of ret by BIC: what moves when a model enters is four bytes a model */
};

/* After all with the same BIC or less, of the first `count`. */
static size_t place_of(const struct ranking *r, size_t count, double bic)
{
    size_t low = 0, high = count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (r->ret[r->order[middle]].bic <= bic)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static sj_status enter(struct ranking *r, const sj_overlap_model *m)
{
    sj_overlap_fit f;
    r->tried++;
    SJ_TRY(sj_overlap_estimate(r->o, m, &f));
    if (!f.exists)
        return SJ_OK;
    r->existing++;
    if (r->count == r->room && (r->room == 0 || f.bic >= r->ret[r->order[r->room - 1]].bic))
        return SJ_OK;
    const bool full = r->count == r->room;
    const uint32_t slot = full ? r->order[r->room - 1] : (uint32_t)r->count;
    const size_t last = full ? r->room - 1 : r->count++;
    const size_t at = place_of(r, last, f.bic);
    memmove(&r->order[at + 1], &r->order[at], (last - at) * sizeof *r->order);
    r->order[at] = slot;
    r->ret[slot] = (sj_overlap_ranked){*m, f.bic, f.estimate};
    return SJ_OK;
}

/* ret as order says: each cycle of the permutation is walked once. */
static void put_in_order(struct ranking *r)
{
    for (size_t i = 0; i < r->count; i++) {
        const sj_overlap_ranked held = r->ret[i];
        size_t to = i;
        while (r->order[to] != i && r->order[to] != UINT32_MAX) {
            const size_t from = r->order[to];
            r->ret[to] = r->ret[from];
            r->order[to] = UINT32_MAX;
            to = from;
        }
        if (r->order[to] == UINT32_MAX)
            continue; /* of a cycle that was walked */
        r->ret[to] = held;
        r->order[to] = UINT32_MAX;
    }
}

/* All terms one list smaller are in. */
static bool may_enter(const sj_overlap_model *m, unsigned term)
{
    for (unsigned bits = term; bits; bits &= bits - 1)
        if (!m->term[term & ~(bits & -bits)])
            return false;
    return true;
}

static sj_status enumerate(struct ranking *r, size_t at, sj_overlap_model *m)
{
    while (at < r->terms && !may_enter(m, r->term[at]))
        at++;
    if (at == r->terms)
        return enter(r, m);
    SJ_TRY(enumerate(r, at + 1, m));
    m->term[r->term[at]] = true;
    const sj_status s = enumerate(r, at + 1, m);
    m->term[r->term[at]] = false;
    return s;
}

/* As enumerate, without fits: all that it would try, or `most` if there are more. */
static size_t count_models(struct ranking *r, size_t at, size_t most, sj_overlap_model *m)
{
    while (at < r->terms && !may_enter(m, r->term[at]))
        at++;
    if (at == r->terms)
        return 1;
    size_t n = count_models(r, at + 1, most, m);
    if (n >= most)
        return most;
    m->term[r->term[at]] = true;
    n += count_models(r, at + 1, most - n, m);
    m->term[r->term[at]] = false;
    return n < most ? n : most;
}

/* The saturated term is never told. */
static unsigned order_of(unsigned lists, unsigned order)
{
    return order < lists - 1 ? order : lists - 1;
}

static void list_terms(struct ranking *r, unsigned order)
{
    for (unsigned size = 2; size <= order; size++)
        for (unsigned t = 1; t < 1u << r->o->lists; t++)
            if ((unsigned)__builtin_popcount(t) == size)
                r->term[r->terms++] = t;
}

bool sj_overlap_ranks_all(unsigned lists, unsigned order)
{
    const sj_overlap o = {.lists = lists};
    struct ranking r = {.o = &o};
    sj_overlap_model m;
    if (lists == 0 || lists > SJ_OVERLAP_LISTS_MAX)
        return false;
    sj_overlap_main_effects(&o, &m);
    list_terms(&r, order_of(lists, order));
    return count_models(&r, 0, SJ_OVERLAP_MODELS_MAX + 1, &m) <= SJ_OVERLAP_MODELS_MAX;
}

sj_status sj_overlap_rank(const sj_overlap *o, unsigned order, sj_overlap_ranked *ret, size_t room,
                          size_t *ret_count, size_t *ret_tried, size_t *ret_existing)
{
    struct ranking r = {.o = o, .ret = ret, .room = room};
    sj_overlap_model m;
    const unsigned most = order_of(o->lists, order);
    if (!sj_overlap_ranks_all(o->lists, order))
        return sj_overlap_search(o, most, ret, room, ret_count, ret_tried, ret_existing);
    sj_overlap_main_effects(o, &m);
    list_terms(&r, most);
    r.order = sj_mem_alloc((room + 1) * sizeof *r.order);
    if (!r.order)
        return SJ_ENOMEM;
    const sj_status s = enumerate(&r, 0, &m);
    if (s >= 0)
        put_in_order(&r);
    sj_mem_free(r.order);
    SJ_TRY(s);
    *ret_count = r.count;
    *ret_tried = r.tried;
    *ret_existing = r.existing;
    return SJ_OK;
}
