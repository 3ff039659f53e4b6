/* cli/figure_checks.c -- draws from pools, sums them and holds them against a whole.
 *
 * Invariants: (1) a part is a state with a code of its own (Africa and the Gulf hold
 * states that may be counted beside them) or a sector other than all, of the whole's
 * definition, unit and years; (2) draws depend on the seed and their number alone.
 * Not chosen: adding medians. The sum of medians of skewed laws is not the median of the
 * sum, and the reader would take it for a figure. */
#include "cli/figure_checks.h"
#include "cli/number.h"
#include "count/quantile.h"
#include "sojourn/records.h"
#include <math.h>

/* ---- claims ---- */

static sj_figure marks_of(const sj_figure_claim *c)
{
    return (sj_figure){.definition = c->definition,
                       .dimension = c->dimension,
                       .currency =
                           sj_str_starts(c->dimension, SJ_S("money")) ? SJ_S("USD") : (sj_str){0},
                       .place = c->place,
                       .sector = c->sector};
}

/* The figures of all origins but the claimant's. */
static sj_status others_of(const sj_figures *f, const sj_figure_claim *c, sj_arena *arena,
                           sj_figure **ret, size_t *ret_count)
{
    sj_figure *left = sj_arena_alloc(arena, (f->count + 1) * sizeof *left);
    *ret_count = 0;
    for (size_t i = 0; left && i < f->count; i++)
        if (!sj_str_eq(f->figure[i].origin, c->origin))
            left[(*ret_count)++] = f->figure[i];
    *ret = left;
    return left ? SJ_OK : SJ_ENOMEM;
}

static sj_status hold(const sj_figures *f, const sj_figure_claim *c, sj_arena *arena,
                      sj_claim_held *ret)
{
    const sj_figure marks = marks_of(c);
    sj_figure_pool *pool, *others = NULL;
    sj_figure *left;
    size_t count;
    SJ_TRY(sj_figure_pool_between(f->figure, f->count, NULL, &marks, c->first, c->last, arena,
                                  &pool, NULL));
    bool pooled = false;
    for (size_t i = 0; pool && i < pool->count; i++)
        pooled = pooled || sj_str_eq(pool->figure[i]->origin, c->origin);
    SJ_TRY(others_of(f, c, arena, &left, &count));
    if (pooled)
        SJ_TRY(sj_figure_pool_between(left, count, NULL, &marks, c->first, c->last, arena, &others,
                                      NULL));
    *ret = (sj_claim_held){c, pool, others, pooled};
    return SJ_OK;
}

sj_status sj_claims_hold(const sj_figures *f, sj_arena *arena, sj_claim_held **ret,
                         size_t *ret_count)
{
    sj_claim_held *h = sj_arena_alloc(arena, sj_figure_claims_count * sizeof *h);
    if (!h)
        return SJ_ENOMEM;
    for (size_t i = 0; i < sj_figure_claims_count; i++)
        SJ_TRY(hold(f, &sj_figure_claims[i], arena, &h[i]));
    *ret = h;
    *ret_count = sj_figure_claims_count;
    return SJ_OK;
}

static double claim_low(const sj_figure_claim *c)
{
    return isnan(c->low) ? c->point : c->low;
}

static double claim_high(const sj_figure_claim *c)
{
    return isnan(c->high) ? c->point : c->high;
}

const char *sj_claim_verdict(const sj_claim_held *h)
{
    if (!h->pool)
        return "not estimable: no figure of this definition";
    const bool within = claim_high(h->claim) >= h->pool->p5 && claim_low(h->claim) <= h->pool->p95;
    if (!within)
        return "outside the pool's 90 %";
    if (h->pool->origins == 1)
        return "within, but the pool is one origin";
    if (h->others && (claim_high(h->claim) < h->others->p5 || claim_low(h->claim) > h->others->p95))
        return "within the pool's 90 %, but outside that of the other origins";
    return "within the pool's 90 %";
}

double sj_claim_ratio(const sj_claim_held *h)
{
    const double low = claim_low(h->claim), high = claim_high(h->claim);
    return h->pool ? h->pool->p50 / sqrt(low * high) : NAN;
}

/* ---- totals ---- */

static double draw(const sj_figure_pool *p, sj_random *r)
{
    double u = sj_random_uniform(r);
    size_t i = 0;
    for (; i + 1 < p->count && u > p->weight[i]; i++)
        u -= p->weight[i];
    return sj_distribution_draw(&p->law[i], r);
}

static bool is_sum(const sj_figure *f)
{
    return sj_str_eq(f->definition, SJ_S("persons_present")) ||
           (sj_str_eq(f->definition, SJ_S("state_take")) &&
            sj_str_eq(f->dimension, SJ_S("money_year")));
}

static bool is_part(const sj_figure_pool *whole, const sj_figure_pool *p, sj_total_kind kind)
{
    const sj_figure *w = whole->figure[0], *f = p->figure[0];
    if (p == whole || !sj_str_eq(w->definition, f->definition) ||
        !sj_str_eq(w->dimension, f->dimension) || !sj_str_eq(w->currency, f->currency) ||
        !sj_str_eq(w->span, f->span) || whole->era != p->era) /* (1) */
        return false;
    if (kind == SJ_TOTAL_PLACES)
        return sj_str_eq(f->sector, w->sector) && sj_country_parse(f->place).len == 2;
    return sj_str_eq(f->place, w->place) && !sj_str_eq(f->sector, SJ_S("all")) &&
           (kind == SJ_TOTAL_SECTORS || sj_str_eq(f->sector, SJ_S("it")));
}

static bool is_whole(const sj_figure_pool *p, sj_total_kind kind)
{
    const sj_figure *f = p->figure[0];
    return is_sum(f) && (kind == SJ_TOTAL_SECTORS || sj_str_eq(f->place, SJ_S("World"))) &&
           (kind == SJ_TOTAL_PLACES || sj_str_eq(f->sector, SJ_S("all")));
}

struct draws {
    double *sum, *share;
    size_t above;
};

static void draw_all(const sj_figure_pool *const *part, const sj_total *t, uint64_t seed,
                     struct draws *d)
{
    d->above = 0;
    for (size_t i = 0; i < SJ_TOTAL_DRAWS; i++) {
        sj_random r = sj_random_stream(seed, i);
        const double whole = draw(t->whole, &r);
        double parts = 0;
        for (size_t k = 0; k < t->count; k++)
            parts += draw(part[k], &r);
        d->sum[i] = parts + (t->kind == SJ_TOTAL_TWICE ? whole : 0);
        d->share[i] = parts / whole;
        d->above += parts > whole;
    }
}

static sj_status sum_up(const sj_figure_pool *const *part, uint64_t seed, sj_total *t)
{
    struct draws d = {sj_mem_alloc(SJ_TOTAL_DRAWS * sizeof *d.sum),
                      sj_mem_alloc(SJ_TOTAL_DRAWS * sizeof *d.share), 0};
    sj_quantile q[3] = {{.p = 0.05}, {.p = 0.5}, {.p = 0.95}}, share = {.p = 0.5};
    sj_status s = d.sum && d.share ? SJ_OK : SJ_ENOMEM;
    if (s >= 0) {
        draw_all(part, t, seed, &d);
        s = sj_quantiles(d.sum, SJ_TOTAL_DRAWS, q, 3);
    }
    if (s >= 0)
        s = sj_quantiles(d.share, SJ_TOTAL_DRAWS, &share, 1);
    sj_mem_free(d.sum);
    sj_mem_free(d.share);
    SJ_TRY(s);
    t->p5 = q[0].value;
    t->p50 = q[1].value;
    t->p95 = q[2].value;
    t->mc_error = q[1].mc_error;
    t->share = share.value;
    t->above = (double)d.above / SJ_TOTAL_DRAWS;
    return SJ_OK;
}

static sj_status add_origins(const sj_figure_pool *p, sj_map *seen)
{
    sj_map_entry *e;
    for (size_t i = 0; i < p->count; i++)
        SJ_TRY(sj_map_put(seen, p->figure[i]->origin, &e));
    return SJ_OK;
}

static sj_status count_origins(const sj_figure_pool *const *part, sj_total *t)
{
    sj_map seen = {0};
    sj_status s = add_origins(t->whole, &seen);
    t->figures = t->whole->count;
    for (size_t k = 0; s >= 0 && k < t->count; k++) {
        s = add_origins(part[k], &seen);
        t->figures += part[k]->count;
    }
    t->origins = seen.len;
    sj_map_done(&seen);
    return s;
}

static sj_status name_parts(const sj_figure_pool *const *part, sj_arena *arena, sj_total *t)
{
    SJ_SCOPED(sj_buf) b = {0};
    for (size_t k = 0; k < t->count; k++) {
        const sj_figure *f = part[k]->figure[0];
        const sj_str name = t->kind == SJ_TOTAL_PLACES ? f->place : f->sector;
        sj_buf_addf(&b, "%s%.*s ", k ? ", " : "", SJ_STR_FMT(name));
        sj_number_people(&b, part[k]->p50);
    }
    SJ_TRY(sj_buf_status(&b));
    return sj_arena_copy(arena, sj_buf_str(&b), &t->parts);
}

/* `part` has room for all pools. */
static sj_status check(const sj_figure_pool *pool, size_t pools, sj_total t, uint64_t seed,
                       const sj_figure_pool **part, sj_arena *arena, sj_total **retadd,
                       size_t *retadd_count)
{
    for (size_t i = 0; i < pools; i++)
        if (is_part(t.whole, &pool[i], t.kind))
            part[t.count++] = &pool[i];
    if (t.count == 0)
        return SJ_OK;
    SJ_TRY(sum_up(part, seed, &t));
    SJ_TRY(count_origins(part, &t));
    SJ_TRY(name_parts(part, arena, &t));
    sj_total *to = sj_arena_push(arena, retadd, retadd_count, sizeof *to);
    if (!to)
        return SJ_ENOMEM;
    *to = t;
    return SJ_OK;
}

sj_status sj_totals_check(const sj_figure_pool *pool, size_t pools, uint64_t seed, sj_arena *arena,
                          sj_total **ret, size_t *ret_count)
{
    const sj_figure_pool **part = sj_arena_alloc(arena, (pools + 1) * sizeof *part);
    *ret = NULL;
    *ret_count = 0;
    if (!part)
        return SJ_ENOMEM;
    for (int kind = SJ_TOTAL_PLACES; kind <= SJ_TOTAL_TWICE; kind++)
        for (size_t i = 0; i < pools; i++)
            if (is_whole(&pool[i], (sj_total_kind)kind))
                SJ_TRY(check(pool, pools,
                             (sj_total){.kind = (sj_total_kind)kind, .whole = &pool[i]}, seed, part,
                             arena, ret, ret_count));
    return SJ_OK;
}

const char *sj_total_verdict(const sj_total *t)
{
    if (t->kind == SJ_TOTAL_TWICE)
        return "whether IT is within the whole is not said: one of both, never their sum unasked";
    return t->above > 0.95  ? "the parts exceed the whole: at least one figure is wrong or of "
                              "another time"
           : t->above > 0.5 ? "the parts are likelier above the whole than below it"
                            : "the parts fit into the whole";
}
