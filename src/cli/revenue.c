/* cli/revenue.c -- four factors, a hundred thousand draws, shares of variance.
 *
 * The published revenue takes no part, so the result can be held against it.
 * Invariant: inputs are independent; a correlation of workers and wages would widen
 * or narrow the result and is named in the assumption. */
#include "cli/revenue.h"
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
    sj_tornado(revenue, NULL, r->input, SJ_REVENUE_INPUTS, r->low, r->high, &r->base);
    return sj_sensitivity(revenue, NULL, r->input, SJ_REVENUE_INPUTS, SJ_REVENUE_ROWS,
                          SJ_REVENUE_BOOTSTRAP, seed, r->index, &variance);
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
        r.origins = persons->origins;
    }
    *ret = r;
    return SJ_OK;
}
