/* cli/waterfall.c -- the identity of pool.h, filled from published figures.
 *
 * A published state revenue is divided by the workers of the same origin and
 * year, or else by the pool of its era; what remains of a gross wage has to hold
 * it. Invariant: the parts come from different documents, so a failure says that
 * the documents contradict each other, not that one of them is wrong. */
#include "cli/count_report.h"
#include <math.h>

const char *sj_waterfall_part(int k)
{
    static const char *const name[] = {"gross", "state", "agency", "costs", "take_home"};
    return k >= 0 && k < 5 ? name[k] : "";
}

static bool is(const sj_figure *f, sj_str definition, sj_str dimension)
{
    return sj_str_eq(f->definition, definition) && sj_str_eq(f->dimension, dimension);
}

/* The pool of a wage over all places outside IT, as the lognormal of its 5 and 95 %. */
static sj_status wage_law(const sj_figure *figure, size_t count, sj_str definition, sj_arena *arena,
                          sj_distribution *ret, size_t *retadd_figures)
{
    sj_pool_member *m = sj_arena_zalloc(arena, count * sizeof *m);
    double *weight = sj_arena_alloc(arena, count * sizeof *weight);
    size_t n = 0, origins;
    const char *rule;
    if (!m || !weight)
        return SJ_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        const sj_figure *f = &figure[i];
        if (!sj_is_wage(f, definition))
            continue;
        SJ_TRY(sj_figure_law(f, &m[n].law, &rule));
        m[n].trust = 1;
        m[n].origin = (uint32_t)i;
        for (size_t j = 0; j < i; j++)
            if (sj_str_eq(figure[j].origin, f->origin) && m[n].origin == i)
                m[n].origin = (uint32_t)j;
        n++;
    }
    if (n == 0)
        return SJ_DONE;
    *retadd_figures += n;
    SJ_TRY(sj_pool_weights(m, n, weight, &origins));
    return sj_distribution_lognormal(sj_pool_linear_quantile(m, weight, n, 0.05),
                                     sj_pool_linear_quantile(m, weight, n, 0.95), 0.05, ret);
}

/* Persons of the world that go with a revenue: of the same origin and year, ... */
static const sj_figure *own_persons(const sj_figure *revenue, const sj_figure *figure, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (is(&figure[i], SJ_S("persons_present"), SJ_S("persons")) &&
            sj_str_eq(figure[i].origin, revenue->origin) && figure[i].year == revenue->year &&
            sj_str_eq(figure[i].place, revenue->place) &&
            sj_str_eq(figure[i].sector, revenue->sector))
            return &figure[i];
    return NULL;
}

/* ... else pooled. */
static const sj_figure_pool *pooled_persons(const sj_figure *revenue, const sj_figure_pool *pool,
                                            size_t pools)
{
    return sj_figure_find(pool, pools, SJ_S("persons_present"), SJ_S("persons"), revenue->place,
                          revenue->sector, sj_era_of(revenue->year));
}

static bool persons_law(const sj_figure *own, const sj_figure_pool *pooled, sj_distribution *ret)
{
    const char *rule;
    if (own)
        return sj_figure_law(own, ret, &rule) >= 0;
    return pooled && sj_distribution_lognormal(pooled->p5, pooled->p95, 0.05, ret) >= 0;
}

/* Of the wages, the revenue and the persons it is divided by, each once. */
static sj_status count_origins(const sj_figure *figure, size_t count, const sj_figure *revenue,
                               const sj_figure_pool *persons, size_t *ret)
{
    sj_map seen = {0};
    sj_map_entry *e;
    sj_status s = sj_wage_origins(figure, count, SJ_S("gross"), &seen);
    if (s >= 0)
        s = sj_wage_origins(figure, count, SJ_S("take_home"), &seen);
    if (s >= 0)
        s = sj_map_put(&seen, revenue->origin, &e);
    for (size_t i = 0; s >= 0 && persons && i < persons->count; i++)
        s = sj_map_put(&seen, persons->figure[i]->origin, &e);
    *ret = seen.len;
    sj_map_done(&seen);
    return s;
}

/* The ratio of two positive laws as a lognormal, a twelfth of it. */
static bool per_month(const sj_distribution *revenue, const sj_distribution *persons,
                      sj_distribution *ret)
{
    const sj_distribution *side[2] = {revenue, persons};
    double mean = -log(12), variance = 0;
    for (int i = 0; i < 2; i++) {
        const double l = log(sj_distribution_quantile(side[i], 0.05));
        const double h = log(sj_distribution_quantile(side[i], 0.95));
        const double sd = (h - l) / 3.2897072539029435;
        mean += (i == 0 ? 1 : -1) * log(sj_distribution_quantile(side[i], 0.5));
        variance += sd * sd;
    }
    *ret = (sj_distribution){SJ_LOGNORMAL, mean, sqrt(variance), 0, 0};
    return isfinite(mean) && variance > 0;
}

static bool assumed_parts(sj_waterfall *w)
{
    const double gross = sj_distribution_quantile(&w->part[0], 0.5);
    return sj_distribution_uniform(0.05 * gross, 0.15 * gross, &w->part[2]) >= 0 &&
           sj_distribution_uniform(0.05 * gross, 0.20 * gross, &w->part[3]) >= 0;
}

sj_status sj_waterfalls(const sj_figure *figure, size_t count, const sj_figure_pool *pool,
                        size_t pools, size_t draws, uint64_t seed, sj_arena *arena,
                        sj_waterfall **ret, size_t *ret_count)
{
    sj_waterfall base = {0};
    *ret = NULL;
    *ret_count = 0;
    sj_status s = wage_law(figure, count, SJ_S("gross"), arena, &base.part[0], &base.figures);
    if (s == SJ_OK)
        s = wage_law(figure, count, SJ_S("take_home"), arena, &base.part[4], &base.figures);
    if (s != SJ_OK || !assumed_parts(&base))
        return s == SJ_DONE ? SJ_OK : s;
    for (size_t i = 0; i < count; i++) {
        const sj_figure *f = &figure[i];
        sj_distribution revenue, persons, state;
        const char *rule;
        const sj_figure *own = own_persons(f, figure, count);
        const sj_figure_pool *pooled = own ? NULL : pooled_persons(f, pool, pools);
        if (!is(f, SJ_S("state_take"), SJ_S("money_year")) || !sj_str_eq(f->place, SJ_S("World")) ||
            !sj_str_eq(f->sector, SJ_S("all")) || sj_figure_law(f, &revenue, &rule) < 0 ||
            !persons_law(own, pooled, &persons) || !per_month(&revenue, &persons, &state))
            continue;
        sj_waterfall *w = sj_arena_push(arena, ret, ret_count, sizeof *w);
        if (!w)
            return SJ_ENOMEM;
        *w = base;
        w->part[1] = state;
        w->source = f->source;
        SJ_TRY(count_origins(figure, count, f, pooled, &w->origins));
        SJ_TRY(sj_identity_check(w->part, draws, seed, &w->identity));
    }
    return SJ_OK;
}
