/* count/overlap_search.c -- where there are too many hierarchical models to fit them all
 * (seven lists have two million of order two): models are found from the one without
 * interaction by adding or removing one term at a time, always from the best that was not
 * yet left.
 *
 * Invariants: (1) no model is fitted twice; (2) the search ends when every model within
 * WITHIN of the best BIC has had all its neighbours fitted, or at FITS_MAX fits, whichever
 * is first; (3) it draws nothing at random, so the same table gives the same models.
 * Not chosen: sampling models (reversible jump): the answer would depend on a seed. */
#include "count/overlap_int.h"
#include <math.h>

enum {
    FITS_MAX = 3000, /* a fit of eight lists costs some 0.1 ms */
    WITHIN = 10,     /* BIC, as the spread over models */
    BUCKETS = 8192   /* over twice FITS_MAX: chains of the open table stay short */
};
struct search {
    const sj_overlap *o;
    unsigned order;
    sj_overlap_ranked found[FITS_MAX]; /* those with an estimate */
    bool left[FITS_MAX];               /* its neighbours were fitted */
    size_t count, tried;
    sj_overlap_model seen[FITS_MAX]; /* all that were fitted */
    uint16_t bucket[BUCKETS];        /* number in seen + 1, 0 free */
};

static size_t bucket_of(const sj_overlap_model *m)
{
    uint64_t hash = 1469598103934665603U; /* FNV-1a */
    for (size_t i = 0; i < SJ_COUNT(m->term); i++)
        hash = (hash ^ m->term[i]) * 1099511628211U;
    return (size_t)(hash ^ hash >> 32) % BUCKETS;
}

/* True if the model is new; it is then remembered. */
static bool remember(struct search *s, const sj_overlap_model *m)
{
    size_t at = bucket_of(m);
    for (; s->bucket[at]; at = (at + 1) % BUCKETS)
        if (memcmp(&s->seen[s->bucket[at] - 1], m, sizeof *m) == 0)
            return false;
    s->seen[s->tried++] = *m;
    s->bucket[at] = (uint16_t)s->tried;
    return true;
}

static sj_status try_model(struct search *s, const sj_overlap_model *m)
{
    sj_overlap_fit f;
    if (s->tried == FITS_MAX || !remember(s, m))
        return SJ_OK;
    const sj_status status = sj_overlap_estimate(s->o, m, &f);
    if (status == SJ_ELIMIT || (status >= 0 && !f.exists))
        return SJ_OK; /* of more terms than a fit takes, or without an estimate */
    SJ_TRY(status);
    s->found[s->count++] = (sj_overlap_ranked){*m, f.bic, f.estimate};
    return SJ_OK;
}

/* Below: every term one list smaller is in. Above: none that contains it is in. */
static bool may_change(const struct search *s, const sj_overlap_model *m, unsigned term)
{
    if (m->term[term]) {
        for (unsigned bit = 1; bit < 1u << s->o->lists; bit <<= 1)
            if (!(term & bit) && m->term[term | bit])
                return false;
        return true;
    }
    for (unsigned bits = term; bits; bits &= bits - 1)
        if (!m->term[term & ~(bits & -bits)])
            return false;
    return true;
}

static sj_status leave(struct search *s, size_t from)
{
    sj_overlap_model m = s->found[from].model;
    s->left[from] = true;
    for (unsigned t = 3; t < 1u << s->o->lists; t++) {
        const unsigned size = (unsigned)__builtin_popcount(t);
        if (size < 2 || size > s->order || !may_change(s, &m, t))
            continue;
        m.term[t] = !m.term[t];
        SJ_TRY(try_model(s, &m));
        m.term[t] = !m.term[t];
    }
    return SJ_OK;
}

/* The best that was not left, if it is within WITHIN of the best of all. */
static bool find_next(const struct search *s, size_t *ret)
{
    double best = INFINITY, open = INFINITY;
    for (size_t i = 0; i < s->count; i++) {
        best = fmin(best, s->found[i].bic);
        if (!s->left[i] && s->found[i].bic < open) {
            open = s->found[i].bic;
            *ret = i;
        }
    }
    return open <= best + WITHIN;
}

/* Into ret, best first; of those with one BIC the first found. */
static size_t put_best(const struct search *s, sj_overlap_ranked *ret, size_t room)
{
    size_t kept = 0;
    for (size_t i = 0; i < s->count; i++) {
        size_t at = kept < room ? kept++ : room;
        if (at == room && (room == 0 || ret[room - 1].bic <= s->found[i].bic))
            continue;
        if (at == room)
            at--;
        for (; at > 0 && ret[at - 1].bic > s->found[i].bic; at--)
            ret[at] = ret[at - 1];
        ret[at] = s->found[i];
    }
    return kept;
}

sj_status sj_overlap_search(const sj_overlap *o, unsigned order, sj_overlap_ranked *ret,
                            size_t room, size_t *ret_count, size_t *ret_tried, size_t *ret_existing)
{
    sj_overlap_model m;
    struct search *s = sj_mem_alloc(sizeof *s);
    if (!s)
        return SJ_ENOMEM;
    memset(s, 0, sizeof *s);
    s->o = o;
    s->order = order < o->lists - 1 ? order : o->lists - 1; /* the saturated term is never told */
    sj_overlap_main_effects(o, &m);
    sj_status status = try_model(s, &m);
    for (size_t next = 0; status >= 0 && s->tried < FITS_MAX && find_next(s, &next);)
        status = leave(s, next);
    if (status >= 0) {
        *ret_count = put_best(s, ret, room);
        *ret_tried = s->tried;
        *ret_existing = s->count;
    }
    sj_mem_free(s);
    return status;
}
