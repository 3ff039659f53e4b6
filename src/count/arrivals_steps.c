/* count/arrivals_steps.c -- the level after a change as a multiple of that before, by every
 * law of counts, so that a reader sees how much the law matters. Quasi-Poisson widens by
 * the dispersion, never narrows. */
#include "count/arrivals.h"
#include <math.h>

struct rows {
    double *y, *x, *offset;
    size_t n, p;
};

static sj_status fill(const double *y, const double *offset, size_t n, const sj_series_design *d,
                      sj_arena *arena, struct rows *r)
{
    r->p = sj_series_columns(d);
    r->y = sj_arena_alloc(arena, n * sizeof *r->y);
    r->offset = sj_arena_alloc(arena, n * sizeof *r->offset);
    r->x = sj_arena_alloc(arena, n * r->p * sizeof *r->x);
    if (!r->y || !r->offset || !r->x)
        return SJ_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]))
            continue;
        r->y[r->n] = y[i];
        r->offset[r->n] = offset ? offset[i] : 0;
        sj_series_row(d, (double)i, r->x + r->n++ * r->p);
    }
    return SJ_OK;
}

static void keep(const sj_regression *g, const char *law, bool season, double dispersion,
                 sj_arrivals_step *ret, size_t *ret_count)
{
    enum { STEP = 1 }; /* after the constant */
    const double half = 1.959963984540054 * sqrt(g->cov[STEP * g->p + STEP] * dispersion);
    ret[(*ret_count)++] = (sj_arrivals_step){law,
                                             season,
                                             exp(g->beta[STEP]),
                                             exp(g->beta[STEP] - half),
                                             exp(g->beta[STEP] + half),
                                             g->dispersion,
                                             g->theta,
                                             dispersion == 1 ? g->aic : NAN};
}

static sj_status fit_laws(const struct rows *r, bool season, sj_arena *arena, sj_arrivals_step *ret,
                          size_t *ret_count)
{
    const sj_counts c = {.y = r->y, .x = r->x, .offset = r->offset, .n = r->n, .p = r->p};
    sj_regression g;
    sj_status s = sj_regression_poisson(&c, arena, &g);
    if (s >= 0) {
        keep(&g, "Poisson", season, 1, ret, ret_count);
        keep(&g, "quasi-Poisson", season, fmax(1, g.dispersion), ret, ret_count);
        s = sj_regression_negative_binomial(&c, arena, &g);
    }
    if (s >= 0)
        keep(&g, "negative binomial", season, 1, ret, ret_count);
    return s == SJ_ENOMEM ? s : SJ_OK;
}

sj_status sj_arrivals_steps(const double *y, const double *offset, size_t n, size_t change,
                            const sj_series_design *design, sj_arena *arena,
                            sj_arrivals_step ret[SJ_ARRIVALS_STEPS], size_t *ret_count)
{
    *ret_count = 0;
    for (int season = 0; season <= (design->harmonics > 0); season++) {
        sj_series_design d = *design;
        struct rows r = {0};
        d.steps = 1;
        d.step[0] = (double)change;
        d.harmonics = season ? design->harmonics : 0;
        SJ_TRY(fill(y, offset, n, &d, arena, &r));
        SJ_TRY(fit_laws(&r, season, arena, ret, ret_count));
    }
    return SJ_OK;
}
