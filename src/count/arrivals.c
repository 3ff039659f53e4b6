/* count/arrivals.c -- designs, counterfactuals, baselines, prediction limits.
 *
 * Invariants:
 *   (1) a missing count takes no part: not in the fit, not in observed, and its
 *       expectation not in expected;
 *   (2) limits of an excess contain the doubt about the parameters (drawn from their
 *       normal law, with the dispersion), the noise of new counts, the doubt about the
 *       dispersion where it is estimated (so they have Student's tails), and memory.
 * Not chosen: a regression on a dozen points with two changes of regime. It fits,
 * and means nothing; the caller gets SJ_EINVAL and states baselines instead. */
#include "count/arrivals_int.h"
#include "count/quantile.h"
#include "count/special.h"
#include <math.h>

static const double TWO_PI = 6.283185307179586;

size_t sj_series_columns(const sj_series_design *d)
{
    return 1 + d->steps + d->trend + (d->slope && d->steps) + 2 * (size_t)d->harmonics;
}

void sj_series_row(const sj_series_design *d, double time, double *ret_row)
{
    size_t k = 0;
    ret_row[k++] = 1;
    for (size_t s = 0; s < d->steps; s++)
        ret_row[k++] = time >= d->step[s];
    if (d->trend)
        ret_row[k++] = time / d->period;
    if (d->slope && d->steps)
        ret_row[k++] = time >= d->step[0] ? (time - d->step[0]) / d->period : 0;
    for (unsigned h = 1; h <= d->harmonics; h++) {
        ret_row[k++] = sin(TWO_PI * h * time / d->period);
        ret_row[k++] = cos(TWO_PI * h * time / d->period);
    }
}

struct rows { /* usable rows of a series */
    double *y, *x, *offset;
    size_t *at;
    size_t n, p;
};

static sj_status collect(const double *y, const double *offset, size_t from, size_t to,
                         const sj_series_design *d, sj_arena *arena, struct rows *r)
{
    r->p = sj_series_columns(d);
    r->n = 0;
    r->y = sj_arena_zalloc(arena, (to - from + 1) * sizeof *r->y);
    r->offset = sj_arena_zalloc(arena, (to - from + 1) * sizeof *r->offset);
    r->x = sj_arena_zalloc(arena, (to - from + 1) * r->p * sizeof *r->x);
    r->at = sj_arena_zalloc(arena, (to - from + 1) * sizeof *r->at);
    if (!r->y || !r->offset || !r->x || !r->at)
        return SJ_ENOMEM;
    for (size_t i = from; i < to; i++) {
        if (isnan(y[i])) /* (1) */
            continue;
        r->y[r->n] = y[i];
        r->at[r->n] = i;
        r->offset[r->n] = offset ? offset[i] : 0;
        sj_series_row(d, (double)i, r->x + r->n * r->p);
        r->n++;
    }
    return SJ_OK;
}

static double expect(const struct rows *r, const double *beta, double *gradient)
{
    double sum = 0;
    for (size_t j = 0; gradient && j < r->p; j++)
        gradient[j] = 0;
    for (size_t i = 0; i < r->n; i++) {
        double eta = r->offset[i];
        for (size_t j = 0; j < r->p; j++)
            eta += r->x[i * r->p + j] * beta[j];
        const double mu = exp(eta);
        sum += mu;
        for (size_t j = 0; gradient && j < r->p; j++)
            gradient[j] += mu * r->x[i * r->p + j];
    }
    return sum;
}

/* Lower Cholesky factor of the covariance times the dispersion. */
static void factor(const sj_regression *fit, double scale, double *ret_l)
{
    const size_t p = fit->p;
    for (size_t j = 0; j < p; j++)
        for (size_t i = j; i < p; i++) {
            double s = fit->cov[i * p + j] * scale;
            for (size_t k = 0; k < j; k++)
                s -= ret_l[i * p + k] * ret_l[j * p + k];
            ret_l[i * p + j] = i == j                 ? sqrt(fmax(s, 0))
                               : ret_l[j * p + j] > 0 ? s / ret_l[j * p + j]
                                                      : 0;
        }
}

/* One draw of the total after the change: parameters, then counts whose variance
 * is the dispersion times the mean. ret_count, where not NULL, has a place each `stride`. */
static double draw_total(const struct rows *after, const sj_regression *fit, const double *l,
                         double scale, sj_random *random, double *ret_count, size_t stride)
{
    double beta[SJ_REGRESSION_COLUMNS], z[SJ_REGRESSION_COLUMNS], total = 0;
    for (size_t j = 0; j < fit->p; j++)
        z[j] = sj_random_normal(random);
    for (size_t j = 0; j < fit->p; j++) {
        beta[j] = fit->beta[j];
        for (size_t k = 0; k <= j; k++)
            beta[j] += l[j * fit->p + k] * z[k];
    }
    for (size_t i = 0; i < after->n; i++) {
        double eta = after->offset[i];
        for (size_t j = 0; j < fit->p; j++)
            eta += after->x[i * fit->p + j] * beta[j];
        const double mu = exp(fmin(eta, 30));
        const double count =
            sj_random_negative_binomial(random, mu, scale > 1 ? mu / (scale - 1) : INFINITY);
        if (ret_count)
            ret_count[i * stride] = count;
        total += count;
    }
    return total;
}

static double draw_trips(const sj_distribution *trips, sj_random *random)
{
    return fmax(1, sj_distribution_draw(trips, random)); /* a person has a trip */
}

/* `excess` holds e->draws values and is overwritten; trips come from streams of their own,
 * so that what is said of entries does not depend on them. */
static sj_status persons_of(double *excess, const sj_distribution *trips, uint64_t seed,
                            sj_excess *e)
{
    sj_quantile q[3] = {{.p = 0.05}, {.p = 0.5}, {.p = 0.95}};
    for (size_t i = 0; i < e->draws; i++) {
        sj_random random = sj_random_stream(seed, e->draws + i);
        excess[i] /= draw_trips(trips, &random);
    }
    SJ_TRY(sj_quantiles(excess, e->draws, q, 3));
    for (int i = 0; i < 3; i++) {
        e->persons[i] = q[i].value;
        e->persons_mc_error[i] = q[i].mc_error;
    }
    return SJ_OK;
}

static double mean_of(const struct rows *r, const double *beta, size_t i)
{
    double eta = r->offset[i];
    for (size_t j = 0; j < r->p; j++)
        eta += r->x[i * r->p + j] * beta[j];
    return exp(eta);
}

/* count: after->n rows of draws, overwritten; tail: of each draw. */
static sj_status read_path(const struct rows *after, const sj_regression *fit, double *count,
                           const double *tail, double *sum, sj_excess *e)
{
    sj_quantile q[2] = {{.p = 0.025}, {.p = 0.975}}, s[2] = {{.p = 0.025}, {.p = 0.975}};
    const double own_width = e->wider * sqrt((1 - e->memory) / (1 + e->memory)); /* one count */
    double excess = 0;
    memset(sum, 0, e->draws * sizeof *sum);
    for (size_t i = 0; i < after->n; i++) {
        sj_excess_point *p = &e->point[e->n + i];
        double *own = count + i * e->draws;
        const double *before = i ? own - e->draws : NULL; /* the sums of the row before */
        *p = (sj_excess_point){
            .at = after->at[i], .observed = after->y[i], .expected = mean_of(after, fit->beta, i)};
        excess += p->observed - p->expected;
        for (size_t k = 0; k < e->draws; k++) {
            const double off = tail[k] * (own[k] - p->expected);
            sum[k] += off;
            own[k] = excess - e->wider * sum[k];
        }
        SJ_TRY(sj_quantiles(own, e->draws, s, 2));
        for (size_t k = 0; k < e->draws; k++) /* back to the period's own count */
            own[k] = fmax(0, p->expected + own_width * (sum[k] - (i ? before[k] : 0)));
        p->sum = excess;
        p->sum_low = s[0].value;
        p->sum_high = s[1].value;
        SJ_TRY(sj_quantiles(own, e->draws, q, 2));
        p->low = q[0].value;
        p->high = q[1].value;
        memcpy(own, sum, e->draws * sizeof *own); /* what the next row subtracts */
    }
    return SJ_OK;
}

static sj_status simulate(const struct rows *after, const sj_regression *fit, double scale,
                          const sj_distribution *trips, uint64_t seed, sj_arena *arena,
                          sj_excess *e)
{
    double l[SJ_REGRESSION_COLUMNS * SJ_REGRESSION_COLUMNS] = {0};
    SJ_SCOPED(sj_arena) path = {0};
    double *excess = sj_arena_alloc(arena, e->draws * sizeof *excess);
    sj_quantile q[2] = {{.p = 0.025}, {.p = 0.975}};
    if (!excess)
        return SJ_ENOMEM;
    factor(fit, scale, l);
    const double df = (double)(fit->n - fit->p);
    double *tail = sj_arena_alloc(&path, 2 * e->draws * sizeof *tail), *count = NULL;
    if (e->points)
        count = sj_arena_alloc(&path, after->n * e->draws * sizeof *count);
    if (!tail || (e->points && !count))
        return SJ_ENOMEM;
    for (size_t i = 0; i < e->draws; i++) {
        sj_random random = sj_random_stream(seed, i);
        const double off =
            draw_total(after, fit, l, scale, &random, count ? count + i : NULL, e->draws) -
            e->expected;
        tail[i] = scale > 1 ? sqrt(df / (2 * sj_random_gamma(&random, df / 2))) : 1;
        excess[i] = e->excess - e->wider * tail[i] * off;
    }
    if (count)
        SJ_TRY(read_path(after, fit, count, tail, tail + e->draws, e));
    SJ_TRY(sj_quantiles(excess, e->draws, q, 2));
    e->low = q[0].value;
    e->high = q[1].value;
    e->mc_error[0] = q[0].mc_error;
    e->mc_error[1] = q[1].mc_error;
    return trips ? persons_of(excess, trips, seed, e) : SJ_OK;
}

static double lag_one(const struct rows *before, const sj_regression *fit)
{
    double cross = 0, square = 0, last = 0;
    for (size_t i = 0; i < before->n; i++) {
        const double r = (before->y[i] - fit->mu[i]) / sqrt(fit->mu[i]);
        cross += i ? r * last : 0;
        square += r * r;
        last = r;
    }
    return square > 0 ? cross / square : 0;
}

/* Fills memory and wider. */
static sj_status find_memory(const struct rows *before, const sj_regression *fit, sj_arena *arena,
                             sj_excess *e)
{
    double l[SJ_REGRESSION_COLUMNS * SJ_REGRESSION_COLUMNS] = {0}, df;
    const size_t n = before->n, p = fit->p;
    double *q = sj_arena_zalloc(arena, n * p * sizeof *q);
    if (!q)
        return SJ_ENOMEM;
    factor(fit, 1, l);
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < p; j++)
            for (size_t k = j; k < p; k++)
                q[i * p + j] += sqrt(fit->mu[i]) * before->x[i * p + k] * l[k * p + j];
    SJ_TRY(sj_series_memory(q, n, p, e->autocorrelation, &e->memory, &df));
    const double square = fit->dispersion * (double)(n - p);
    const double ratio = fmax(1, square / df) / fmax(1, fit->dispersion);
    e->wider = sqrt(fmax(1, ratio) * (1 + e->memory) / (1 - e->memory));
    return SJ_OK;
}

/* Room for all points, and those before the change. */
static sj_status start_path(const struct rows *before, const struct rows *after,
                            const sj_regression *fit, sj_arena *arena, sj_excess *e)
{
    if (after->n > SJ_EXCESS_POINTS)
        return SJ_OK;
    e->points = before->n + after->n;
    e->point = sj_arena_zalloc(arena, e->points * sizeof *e->point);
    if (!e->point)
        return SJ_ENOMEM;
    for (size_t i = 0; i < before->n; i++)
        e->point[i] =
            (sj_excess_point){before->at[i], before->y[i], fit->mu[i], NAN, NAN, NAN, NAN, NAN};
    return SJ_OK;
}

sj_status sj_excess_fit(const double *y, const double *offset, size_t n, size_t change,
                        const sj_series_design *d, const sj_distribution *trips, size_t draws,
                        uint64_t seed, sj_arena *arena, sj_excess *ret)
{
    struct rows before, after;
    sj_regression fit;
    double gradient[SJ_REGRESSION_COLUMNS], variance = 0;
    if (change == 0 || change >= n || d->steps || sj_series_columns(d) > SJ_REGRESSION_COLUMNS)
        return SJ_EINVAL;
    SJ_TRY(collect(y, offset, 0, change, d, arena, &before));
    SJ_TRY(collect(y, offset, change, n, d, arena, &after));
    if (before.n < 2 * before.p || after.n == 0 || draws == 0)
        return SJ_EINVAL;
    double came = 0;
    for (size_t i = 0; i < before.n; i++)
        came += before.y[i];
    if (came == 0)
        return SJ_EINVAL; /* the estimate runs to zero, its error to infinity */
    const sj_counts c = {before.y, before.x, before.offset, NULL, before.n, before.p};
    SJ_TRY(sj_regression_poisson(&c, arena, &fit));
    sj_excess e = {.n = before.n,
                   .draws = draws,
                   .dispersion = fit.dispersion,
                   .persons = {NAN, NAN, NAN},
                   .persons_mc_error = {NAN, NAN, NAN}};
    const double scale = fmax(1, fit.dispersion);
    for (size_t i = 0; i < after.n; i++)
        e.observed += after.y[i];
    e.expected = expect(&after, fit.beta, gradient);
    e.excess = e.observed - e.expected;
    for (size_t j = 0; j < fit.p; j++)
        for (size_t k = 0; k < fit.p; k++)
            variance += gradient[j] * fit.cov[j * fit.p + k] * gradient[k] * scale;
    e.se_parameters = sqrt(variance);
    e.se_prediction = sqrt(variance + scale * e.expected);
    e.autocorrelation = lag_one(&before, &fit);
    SJ_TRY(find_memory(&before, &fit, arena, &e));
    e.negative_binomial = scale > 1;
    SJ_TRY(start_path(&before, &after, &fit, arena, &e));
    SJ_TRY(simulate(&after, &fit, scale, trips, seed, arena, &e));
    *ret = e;
    return SJ_OK;
}

sj_baseline_excess sj_excess_over(double observed, double baseline, double theta)
{
    const double variance = baseline + (isfinite(theta) ? baseline * baseline / theta : 0);
    const double width = 1.959963984540054 * sqrt(variance), excess = observed - baseline;
    if (baseline == 0)
        return (sj_baseline_excess){excess, excess - 3.6888794541139363, excess};
    return (sj_baseline_excess){excess, excess - width, excess + width};
}

sj_status sj_persons_of(double entries_low, double entries_high, const sj_distribution *trips,
                        size_t draws, uint64_t seed, double ret_p5_50_95[3], double ret_mc_error[3])
{
    if (!(entries_low >= 0 && entries_high >= entries_low) || draws == 0)
        return SJ_EINVAL;
    double *persons = sj_mem_alloc(draws * sizeof *persons);
    sj_quantile q[3] = {{.p = 0.05}, {.p = 0.5}, {.p = 0.95}};
    for (size_t i = 0; persons && i < draws; i++) {
        sj_random r = sj_random_stream(seed, i);
        const double entries = entries_low + (entries_high - entries_low) * sj_random_uniform(&r);
        persons[i] = entries / draw_trips(trips, &r);
    }
    const sj_status s = persons ? sj_quantiles(persons, draws, q, 3) : SJ_ENOMEM;
    sj_mem_free(persons);
    SJ_TRY(s);
    for (int i = 0; i < 3; i++) {
        ret_p5_50_95[i] = q[i].value;
        ret_mc_error[i] = q[i].mc_error;
    }
    return SJ_OK;
}

/* ---- Farrington ---- */

struct reference { /* rows of earlier years */
    double *y, *x, *weight;
    size_t n;
};

static sj_status earlier(const double *y, size_t at, unsigned b, unsigned w, unsigned period,
                         sj_arena *arena, struct reference *r)
{
    const size_t most = (size_t)b * (2 * w + 1);
    r->y = sj_arena_zalloc(arena, most * sizeof *r->y);
    r->x = sj_arena_zalloc(arena, 2 * most * sizeof *r->x);
    r->weight = sj_arena_zalloc(arena, most * sizeof *r->weight);
    r->n = 0;
    if (!r->y || !r->x || !r->weight)
        return SJ_ENOMEM;
    if (at < (size_t)b * period + w)
        return SJ_EINVAL;
    for (unsigned year = b; year > 0; year--)
        for (size_t i = at - (size_t)year * period - w; i <= at - (size_t)year * period + w; i++) {
            if (isnan(y[i]))
                continue;
            r->y[r->n] = y[i];
            r->x[2 * r->n] = 1;
            r->x[2 * r->n + 1] = ((double)i - (double)at) / period;
            r->weight[r->n++] = 1;
        }
    return r->n > 2 ? SJ_OK : SJ_EINVAL;
}

/* Old outbreaks among the reference weigh less: by Anscombe residuals above 1. */
static void down_weight(const struct reference *r, const sj_regression *fit)
{
    const double scale = fmax(1, fit->dispersion);
    double sum = 0;
    for (size_t i = 0; i < r->n; i++) {
        const double mu = fit->mu[i];
        const double s = 1.5 * (pow(r->y[i], 2.0 / 3) * pow(mu, -1.0 / 6) - sqrt(mu)) /
                         sqrt(scale * (1 - fit->leverage[i]));
        r->weight[i] = s > 1 ? 1 / (s * s) : 1;
        sum += r->weight[i];
    }
    for (size_t i = 0; i < r->n; i++)
        r->weight[i] *= (double)r->n / sum;
}

static sj_status fit_reference(const struct reference *r, bool trend, sj_arena *arena,
                               sj_regression *ret)
{
    double *x = r->x;
    if (!trend) {
        x = sj_arena_alloc(arena, r->n * sizeof *x);
        for (size_t i = 0; x && i < r->n; i++)
            x[i] = 1;
    }
    if (!x)
        return SJ_ENOMEM;
    for (size_t i = 0; i < r->n; i++)
        r->weight[i] = 1;
    const sj_counts c = {r->y, x, NULL, r->weight, r->n, trend ? 2 : 1};
    SJ_TRY(sj_regression_poisson(&c, arena, ret));
    down_weight(r, ret);
    return sj_regression_poisson(&c, arena, ret);
}

sj_status sj_farrington_at(const double *y, size_t n, size_t at, unsigned b, unsigned w,
                           unsigned period, double alpha, sj_arena *arena, sj_farrington *ret)
{
    struct reference r;
    sj_regression fit;
    double most = 0, recent = 0;
    if (at >= n || isnan(y[at]) || !(alpha > 0 && alpha < 1) || period == 0)
        return SJ_EINVAL;
    SJ_TRY(earlier(y, at, b, w, period, arena, &r));
    for (size_t i = 0; i < r.n; i++)
        most = fmax(most, r.y[i]);
    SJ_TRY(fit_reference(&r, true, arena, &fit));
    const double t = fit.beta[1] / sqrt(fit.cov[3] * fit.dispersion);
    const double p = 2 * sj_t_cdf((double)(r.n - 2), -fabs(t));
    const bool trend = p < 0.05 && exp(fit.beta[0]) <= most && b >= 3;
    if (!trend)
        SJ_TRY(fit_reference(&r, false, arena, &fit));
    const double mu = exp(fit.beta[0]), scale = fmax(1, fit.dispersion); /* at has time 0 */
    const double se2 = mu * mu * fit.cov[0] * scale, tau = scale + se2 / mu;
    const double width = sj_normal_quantile(1 - alpha / 2) * sqrt(4.0 / 9 * pow(mu, 1.0 / 3) * tau);
    for (size_t i = at >= 3 ? at - 3 : 0; i <= at; i++)
        recent += isnan(y[i]) ? 0 : y[i];
    *ret = (sj_farrington){mu, pow(pow(mu, 2.0 / 3) + width, 1.5), trend, false};
    ret->alarm = y[at] > ret->upper && recent >= 5; /* too few cases alarm nobody */
    return SJ_OK;
}
