/* cli/revenue.c -- four factors, a hundred thousand draws, shares of variance.
 *
 * The published revenue takes no part, so the result can be held against it.
 * Invariant: inputs are independent; what a correlation of workers and wages would do to
 * the result stands beside it (revenue_ties.c). */
#include "cli/revenue.h"
#include "count/copula.h"
#include <math.h>

enum { FIRST_YEAR = 2017, LAST_YEAR = 2026 }; /* as the article's table is held */

const char *sj_revenue_input(size_t i)
{
    static const char *const name[SJ_REVENUE_INPUTS] = {"workers", "gross wage a month",
                                                        "months paid a year", "share of the state"};
    return i < SJ_REVENUE_INPUTS ? name[i] : "";
}

static double revenue(const double *x, void *ctx)
{
    (void)ctx;
    return x[0] * x[1] * x[2] * x[3];
}

/* Workers and wages from the copula, stream i for run i; months and share from streams
 * of their own behind those. */
static sj_status tie(const sj_revenue *r, double rho, uint64_t seed, sj_quantile ret[3])
{
    SJ_SCOPED(sj_arena) arena = {0};
    const double spearman[4] = {1, rho, rho, 1};
    double *pair = sj_arena_alloc(&arena, (size_t)3 * SJ_REVENUE_DRAWS * sizeof *pair);
    if (!pair)
        return SJ_ENOMEM;
    double *draw = pair + (size_t)2 * SJ_REVENUE_DRAWS;
    SJ_TRY(sj_copula_draws(r->input, 2, spearman, SJ_REVENUE_DRAWS, seed, pair));
    for (size_t i = 0; i < SJ_REVENUE_DRAWS; i++) {
        sj_random random = sj_random_stream(seed, SJ_REVENUE_DRAWS + i);
        draw[i] = pair[2 * i] * pair[2 * i + 1];
        for (size_t j = 2; j < SJ_REVENUE_INPUTS; j++)
            draw[i] *= sj_distribution_draw(&r->input[j], &random);
    }
    for (int k = 0; k < 3; k++)
        ret[k].p = r->q[k].p;
    return sj_quantiles(draw, SJ_REVENUE_DRAWS, ret, 3);
}

static sj_status compute(uint64_t seed, sj_revenue *r)
{
    double variance;
    double *draw = sj_mem_alloc(SJ_REVENUE_DRAWS * sizeof *draw);
    if (!draw)
        return SJ_ENOMEM;
    r->q[0].p = 0.05;
    r->q[1].p = 0.5;
    r->q[2].p = 0.95;
    sj_status s =
        sj_model_draws(revenue, NULL, r->input, SJ_REVENUE_INPUTS, SJ_REVENUE_DRAWS, seed, draw);
    if (s >= 0)
        s = sj_quantiles(draw, SJ_REVENUE_DRAWS, r->q, 3);
    sj_mem_free(draw);
    SJ_TRY(s);
    for (size_t i = 0; i < SJ_REVENUE_TIES; i++)
        SJ_TRY(tie(r, sj_revenue_tie(i), seed, r->tied[i]));
    sj_tornado(revenue, NULL, r->input, SJ_REVENUE_INPUTS, r->low, r->high, &r->base);
    return sj_sensitivity(revenue, NULL, r->input, SJ_REVENUE_INPUTS, SJ_REVENUE_ROWS,
                          SJ_REVENUE_BOOTSTRAP, seed, r->index, &variance);
}

bool sj_is_wage(const sj_figure *f, sj_str definition)
{
    return sj_str_eq(f->definition, definition) && sj_str_eq(f->dimension, SJ_S("money_month")) &&
           sj_str_eq(f->currency, SJ_S("USD")) && !sj_str_eq(f->sector, SJ_S("it"));
}

sj_status sj_wage_origins(const sj_figure *figure, size_t count, sj_str definition, sj_map *to)
{
    sj_map_entry *e;
    for (size_t i = 0; i < count; i++)
        if (sj_is_wage(&figure[i], definition))
            SJ_TRY(sj_map_put(to, figure[i].origin, &e));
    return SJ_OK;
}

/* Of the persons and of the wages, each once. */
static sj_status count_origins(const sj_figure *figure, size_t count, const sj_figure_pool *persons,
                               size_t *ret)
{
    sj_map seen = {0};
    sj_map_entry *e;
    sj_status s = sj_wage_origins(figure, count, SJ_S("gross"), &seen);
    for (size_t i = 0; s >= 0 && i < persons->count; i++)
        s = sj_map_put(&seen, persons->figure[i]->origin, &e);
    *ret = seen.len;
    sj_map_done(&seen);
    return s;
}

sj_status sj_revenue_from(const sj_figure *figure, size_t count, const sj_distribution *wage,
                          size_t wage_figures, uint64_t seed, sj_arena *arena, sj_revenue *ret)
{
    const sj_figure marks = {.definition = SJ_S("persons_present"),
                             .dimension = SJ_S("persons"),
                             .place = SJ_S("World"),
                             .sector = SJ_S("all")};
    sj_figure_pool *persons;
    sj_revenue r = {0};
    SJ_TRY(sj_figure_pool_between(figure, count, &marks, FIRST_YEAR, LAST_YEAR, arena, &persons,
                                  NULL));
    if (persons && wage) {
        SJ_TRY(sj_distribution_lognormal(persons->p5, persons->p95, 0.05, &r.input[0]));
        r.input[1] = *wage;
        SJ_TRY(sj_distribution_pert(8, 11, 12, &r.input[2]));
        SJ_TRY(sj_distribution_pert(0.5, 0.75, 0.9, &r.input[3]));
        SJ_TRY(compute(seed, &r));
        r.estimable = true;
        r.figures = persons->count + wage_figures;
        SJ_TRY(count_origins(figure, count, persons, &r.origins));
    }
    *ret = r;
    return SJ_OK;
}
