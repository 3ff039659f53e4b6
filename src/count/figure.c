/* count/figure.c -- from rows to laws, from laws to pools.
 *
 * Invariants:
 *   (1) two figures share a group only if definition, dimension, currency, place,
 *       sector and era are the same bytes;
 *   (2) within a group an origin counts once however many rows repeat it.
 * Not chosen: converting one definition to another by a factor before pooling.
 * The factor (share of the state, persons a trip) is itself a figure in dispute;
 * the identity of pool.h holds the definitions against each other instead. */
#include "count/figure.h"
#include "count/special.h"
#include <math.h>
#include <stdio.h>

enum { FIGURES = 10000 }; /* the published table has 227 rows */
static const double BOUND_QUANTILE = 0.25, TAU_SCALE = 0.5, SOURCES_TAIL = 0.25;

sj_era sj_era_of(int year)
{
    return year <= 2017   ? SJ_ERA_BEFORE
           : year <= 2019 ? SJ_ERA_WIND_DOWN
           : year <= 2022 ? SJ_ERA_CLOSED
                          : SJ_ERA_OPEN;
}

sj_str sj_era_text(sj_era e)
{
    static const sj_str text[] = {
        {"to 2017", 7}, {"2018-2019", 9}, {"2020-2022", 9}, {"from 2023", 9}};
    return (size_t)e < SJ_COUNT(text) ? text[e] : SJ_S("");
}

sj_str sj_figure_status_text(sj_figure_status s)
{
    static const sj_str text[] = {{"found", 5}, {"found2", 6}, {"recalled", 8}, {"derived", 7}};
    return (size_t)s < SJ_COUNT(text) ? text[s] : SJ_S("");
}

void sj_figure_range_text(const sj_figure *f, char ret[32])
{
    const bool low = !isnan(f->low), high = !isnan(f->high);
    if (!low && !high)
        (void)snprintf(ret, 32, "no range");
    else if (isnan(f->point) && low != high)
        (void)snprintf(ret, 32, "%s", low ? "more than" : "up to");
    else if (f->range == SJ_RANGE_CENTRAL)
        (void)snprintf(ret, 32, "%g-%g %%", 100 * f->tail, 100 - 100 * f->tail);
    else if (f->range == SJ_RANGE_LIMITS)
        (void)snprintf(ret, 32, "least-most");
    else if (f->range == SJ_RANGE_SOURCES)
        (void)snprintf(ret, 32, "range over sources");
    else
        (void)snprintf(ret, 32, "%s",
                       sj_str_eq(f->dimension, SJ_S("share")) ? "least-most (not stated)"
                                                              : "5-95 % (not stated)");
}

double sj_figure_trust(const sj_figure_weights *w, char reliability, char credibility)
{
    const size_t r = (size_t)(reliability - 'A'), c = (size_t)(credibility - '1');
    return w->reliability[r < 6 ? r : 5] * w->credibility[c < 6 ? c : 5];
}

static const char *fault(const sj_figure *f)
{
    const double v[3] = {f->low, f->point, f->high};
    double last = 0;
    bool any = false;
    for (int i = 0; i < 3; i++) {
        if (isnan(v[i]))
            continue;
        if (!(v[i] > 0) || isinf(v[i]))
            return "expected a figure above 0";
        if (v[i] < last)
            return "the range is upside down: expected low <= point <= high";
        last = v[i];
        any = true;
    }
    if (!any)
        return "expected low, point or high";
    if (sj_str_eq(f->dimension, SJ_S("share")) && last > 1)
        return "expected a share of at most 1 (100 percent)";
    return NULL;
}

/* The mean of a beta law of this weight of which `below` lies under x. */
static double beta_mean(double weight, double x, double below)
{
    double low = 0, high = 1;
    for (int i = 0; i < 60; i++) {
        const double mean = (low + high) / 2;
        *(sj_beta_cdf(mean * weight, (1 - mean) * weight, x) > below ? &low : &high) = mean;
    }
    return (low + high) / 2;
}

/* The beta law on 0 .. 1 with low and high as its quantiles; the more weight, the closer
 * they lie. */
static void share_central(double low, double high, double tail, sj_distribution *ret)
{
    double light = log(0.01), heavy = log(1e9);
    for (int i = 0; i < 60; i++) {
        const double weight = exp((light + heavy) / 2), mean = beta_mean(weight, low, tail);
        const bool wide = sj_beta_cdf(mean * weight, (1 - mean) * weight, high) < 1 - tail;
        *(wide ? &light : &heavy) = (light + heavy) / 2;
        *ret = (sj_distribution){SJ_BETA, 0, 1, mean * weight, (1 - mean) * weight};
    }
}

static sj_status share_range(const sj_figure *f, double low, double mode, double high,
                             sj_distribution *ret, const char **ret_rule)
{
    if (!(low < high))
        return sj_distribution_point(mode, ret);
    const bool central = f->range == SJ_RANGE_CENTRAL;
    if ((central || f->range == SJ_RANGE_SOURCES) && high < 1) {
        *ret_rule =
            central ? "beta through the stated quantiles" : "beta, range over sources as 25-75 %";
        share_central(low, high, central ? f->tail : SOURCES_TAIL, ret);
        return SJ_OK;
    }
    return sj_distribution_pert(low, mode, high, ret);
}

static sj_status share_law(const sj_figure *f, sj_distribution *ret, const char **ret_rule)
{
    const double e = f->source_error;
    double low = f->low, high = f->high, mode = f->point;
    *ret_rule = "PERT over the stated range";
    if (!isnan(low) && !isnan(high))
        return share_range(f, low, isnan(mode) ? (low + high) / 2 : mode, high, ret, ret_rule);
    if (isnan(low) && isnan(high)) {
        *ret_rule = "PERT, point with the source error";
        low = fmax(0, mode - e);
        high = fmin(1, mode + e);
    } else {
        *ret_rule = "PERT, the open end two source errors away";
        low = isnan(low) ? fmax(0, high - 2 * e) : low;
        high = isnan(high) ? fmin(1, low + 2 * e) : high;
    }
    if (isnan(mode))
        mode = (low + high) / 2;
    return low < high ? sj_distribution_pert(low, mode, high, ret)
                      : sj_distribution_point(mode, ret);
}

static void around(double median, double error, sj_distribution *ret)
{
    *ret = (sj_distribution){SJ_LOGNORMAL, log(median), error, 0, 0};
}

static const char *metalog_rule(const sj_figure *f)
{
    return f->range == SJ_RANGE_CENTRAL   ? "metalog through the stated quantiles and the median"
           : f->range == SJ_RANGE_SOURCES ? "metalog, range over sources as 25-75 %"
                                          : "metalog through 5, 50 and 95 %";
}

static const char *lognormal_rule(const sj_figure *f)
{
    return f->range == SJ_RANGE_CENTRAL   ? "lognormal through the stated quantiles"
           : f->range == SJ_RANGE_SOURCES ? "lognormal, range over sources as 25-75 %"
                                          : "lognormal, range as 5-95 %";
}

static sj_status range_law(const sj_figure *f, sj_distribution *ret, const char **ret_rule)
{
    const double tail = f->range == SJ_RANGE_CENTRAL   ? f->tail
                        : f->range == SJ_RANGE_SOURCES ? SOURCES_TAIL
                                                       : 0.05;
    if (!(f->low < f->high)) {
        *ret_rule = "lognormal, point with the source error";
        around(f->low, f->source_error, ret);
        return SJ_OK;
    }
    if (f->range == SJ_RANGE_LIMITS) { /* without a point: the mode is the geometric middle */
        *ret_rule = "PERT over the least and the most";
        return sj_distribution_pert(f->low, isnan(f->point) ? sqrt(f->low * f->high) : f->point,
                                    f->high, ret);
    }
    *ret_rule = metalog_rule(f);
    if (!isnan(f->point) && sj_distribution_metalog(f->low, f->point, f->high, tail, ret) == SJ_OK)
        return SJ_OK;
    *ret_rule = lognormal_rule(f);
    return sj_distribution_lognormal(f->low, f->high, tail, ret);
}

sj_status sj_figure_law(const sj_figure *f, sj_distribution *ret, const char **ret_rule)
{
    *ret_rule = fault(f);
    if (*ret_rule)
        return SJ_EINVAL;
    if (sj_str_eq(f->dimension, SJ_S("share")))
        return share_law(f, ret, ret_rule);
    if (!isnan(f->low) && !isnan(f->high))
        return range_law(f, ret, ret_rule);
    const double shift = exp(-sj_normal_quantile(BOUND_QUANTILE) * f->source_error);
    if (!isnan(f->point)) {
        *ret_rule = "lognormal, point with the source error";
        around(f->point, f->source_error, ret);
    } else if (!isnan(f->low)) {
        *ret_rule = "lognormal, 'more than' as the 25 % quantile";
        around(f->low * shift, f->source_error, ret);
    } else {
        *ret_rule = "lognormal, 'up to' as the 75 % quantile";
        around(f->high / shift, f->source_error, ret);
    }
    return SJ_OK;
}

static bool same_marks(const sj_figure *a, const sj_figure *b) /* (1) */
{
    return sj_str_eq(a->definition, b->definition) && sj_str_eq(a->dimension, b->dimension) &&
           sj_str_eq(a->currency, b->currency) && sj_str_eq(a->place, b->place) &&
           sj_str_eq(a->sector, b->sector);
}

static bool alike(const sj_figure *a, const sj_figure *b)
{
    return same_marks(a, b) && sj_str_eq(a->span, b->span) &&
           (a->series ? a->year == b->year : sj_era_of(a->year) == sj_era_of(b->year));
}

/* The number of the first figure of the group with the same origin. */
static uint32_t origin_of(const sj_figure *const *f, size_t i)
{
    for (size_t j = 0; j < i; j++)
        if (sj_str_eq(f[j]->origin, f[i]->origin))
            return (uint32_t)j;
    return (uint32_t)i;
}

static void pool_linear(const sj_pool_member *m, sj_figure_pool *p)
{
    p->p5 = sj_pool_linear_quantile(m, p->weight, p->count, 0.05);
    p->p25 = sj_pool_linear_quantile(m, p->weight, p->count, 0.25);
    p->p50 = sj_pool_linear_quantile(m, p->weight, p->count, 0.5);
    p->p75 = sj_pool_linear_quantile(m, p->weight, p->count, 0.75);
    p->p95 = sj_pool_linear_quantile(m, p->weight, p->count, 0.95);
    p->average_p50 = sj_pool_average_quantile(m, p->weight, p->count, 0.5);
    sj_distribution logs;
    p->log_p5 = p->log_p50 = p->log_p95 = NAN;
    if (sj_pool_log(m, p->weight, p->count, &logs) == SJ_OK) {
        p->log_p5 = sj_distribution_quantile(&logs, 0.05);
        p->log_p50 = sj_distribution_quantile(&logs, 0.5);
        p->log_p95 = sj_distribution_quantile(&logs, 0.95);
    }
}

/* One effect an origin: the mean of its members' log medians and of their variances. */
static sj_status pool_effects(const sj_pool_member *m, sj_arena *arena, sj_figure_pool *p)
{
    double *y = sj_arena_zalloc(arena, 3 * p->count * sizeof *y);
    if (!y)
        return SJ_ENOMEM;
    double *v = y + p->count, *size = v + p->count, low = INFINITY, high = 0;
    size_t k = 0;
    for (size_t i = 0; i < p->count; i++) {
        const sj_distribution *d = &m[i].law;
        const double sd =
            log(sj_distribution_quantile(d, 0.95) / sj_distribution_quantile(d, 0.05)) /
            3.2897072539029435;
        y[m[i].origin] += log(sj_distribution_quantile(d, 0.5));
        v[m[i].origin] += sd * sd;
        size[m[i].origin]++;
    }
    for (size_t i = 0; i < p->count; i++) {
        if (size[i] == 0)
            continue;
        y[k] = y[i] / size[i];
        v[k] = fmax(v[i] / size[i], 1e-12);
        low = fmin(low, exp(y[k]));
        high = fmax(high, exp(y[k]));
        k++;
    }
    p->disagreement = high / low;
    p->has_effects = k >= 2 && sj_meta_bayes(y, v, k, TAU_SCALE, 0.95, &p->effects) == SJ_OK;
    return SJ_OK;
}

static sj_status pool_group(sj_arena *arena, const sj_figure_weights *weights, sj_figure_pool *p,
                            sj_diag *reterr_diag)
{
    sj_pool_member *m = sj_arena_zalloc(arena, p->count * sizeof *m);
    double *graded = sj_arena_alloc(arena, p->count * sizeof *graded);
    p->law = sj_arena_zalloc(arena, p->count * sizeof *p->law);
    p->weight = sj_arena_alloc(arena, p->count * sizeof *p->weight);
    if (!m || !graded || !p->law || !p->weight)
        return SJ_ENOMEM;
    for (size_t i = 0; i < p->count; i++) {
        const char *rule;
        if (sj_figure_law(p->figure[i], &m[i].law, &rule) < 0)
            return sj_diag_set(reterr_diag, SJ_EINVAL, rule, 0, p->figure[i]->line, 0);
        p->law[i] = m[i].law;
        m[i].origin = origin_of(p->figure, i);
        m[i].trust =
            weights ? sj_figure_trust(weights, p->figure[i]->reliability, p->figure[i]->credibility)
                    : 1;
    }
    SJ_TRY(sj_pool_weights(m, p->count, graded, &p->origins));
    p->graded_p5 = sj_pool_linear_quantile(m, graded, p->count, 0.05);
    p->graded_p50 = sj_pool_linear_quantile(m, graded, p->count, 0.5);
    p->graded_p95 = sj_pool_linear_quantile(m, graded, p->count, 0.95);
    for (size_t i = 0; i < p->count; i++)
        m[i].trust = 1;
    SJ_TRY(sj_pool_weights(m, p->count, p->weight, &p->origins));
    p->effective = sj_pool_effective((double)p->origins, SJ_FIGURE_RHO);
    pool_linear(m, p);
    return pool_effects(m, arena, p);
}

void sj_figure_pool_period(const sj_figure_pool *p, char ret[SJ_FIGURE_PERIOD])
{
    const sj_str era = sj_era_text(p->era), span = p->figure[0]->span;
    const char *gap = span.len ? " " : "";
    if (p->figure[0]->series)
        (void)snprintf(ret, SJ_FIGURE_PERIOD, "%d%s%.*s", p->figure[0]->year % 10000, gap,
                       span.len < 30 ? (int)span.len : 30, span.ptr ? span.ptr : "");
    else
        (void)snprintf(ret, SJ_FIGURE_PERIOD, "%.*s%s%.*s", SJ_STR_FMT(era), gap,
                       span.len < 28 ? (int)span.len : 28, span.ptr ? span.ptr : "");
}

static int by_year(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    const sj_figure *x = *(const sj_figure *const *)a, *y = *(const sj_figure *const *)b;
    return x->year - y->year;
}

sj_status sj_figure_pools(const sj_figure *figure, size_t count, const sj_figure_weights *weights,
                          sj_arena *arena, sj_figure_pool **ret, size_t *ret_count,
                          sj_diag *reterr_diag)
{
    if (count > FIGURES)
        return sj_diag_set(reterr_diag, SJ_ELIMIT, "at most 10,000 figures", 0, 0, 0);
    bool *used = sj_arena_zalloc(arena, count + 1);
    sj_figure_pool *pool = NULL;
    size_t pools = 0;
    for (size_t i = 0; used && i < count; i++) {
        if (used[i])
            continue;
        sj_figure_pool *p = sj_arena_push(arena, &pool, &pools, sizeof *p);
        const sj_figure **member = sj_arena_alloc(arena, 2 * (count - i) * sizeof *member);
        if (!p || !member)
            return SJ_ENOMEM;
        for (size_t j = i; j < count; j++) {
            if (used[j] || !alike(&figure[i], &figure[j]))
                continue;
            used[j] = true;
            member[p->count++] = &figure[j];
        }
        sj_sort_stable(member, p->count, sizeof *member, member + p->count, by_year, NULL);
        p->figure = member;
        p->era = sj_era_of(figure[i].year);
        SJ_TRY(pool_group(arena, weights, p, reterr_diag));
    }
    if (!used)
        return SJ_ENOMEM;
    *ret = pool;
    *ret_count = pools;
    return SJ_OK;
}

sj_status sj_figure_pool_between(const sj_figure *figure, size_t count,
                                 const sj_figure_weights *weights, const sj_figure *marks,
                                 int first, int last, sj_arena *arena, sj_figure_pool **ret,
                                 sj_diag *reterr_diag)
{
    sj_figure_pool *p = sj_arena_zalloc(arena, sizeof *p);
    const sj_figure **member = sj_arena_alloc(arena, 2 * (count + 1) * sizeof *member);
    if (!p || !member)
        return SJ_ENOMEM;
    for (size_t i = 0; i < count; i++)
        if (same_marks(marks, &figure[i]) && figure[i].year >= first && figure[i].year <= last)
            member[p->count++] = &figure[i];
    sj_sort_stable(member, p->count, sizeof *member, member + p->count, by_year, NULL);
    p->figure = member;
    p->era = sj_era_of(last);
    if (p->count > 0)
        SJ_TRY(pool_group(arena, weights, p, reterr_diag));
    *ret = p->count > 0 ? p : NULL;
    return SJ_OK;
}

const sj_figure_pool *sj_figure_find(const sj_figure_pool *pool, size_t count, sj_str definition,
                                     sj_str dimension, sj_str place, sj_str sector, sj_era era)
{
    for (size_t i = 0; i < count; i++) {
        const sj_figure *f = pool[i].figure[0];
        if (sj_str_eq(f->definition, definition) && sj_str_eq(f->dimension, dimension) &&
            sj_str_eq(f->place, place) && sj_str_eq(f->sector, sector) && pool[i].era == era)
            return &pool[i];
    }
    return NULL;
}
