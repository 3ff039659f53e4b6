/* count/pool.c -- mixtures, geometric pools, random effects, one identity.
 *
 * Invariants:
 *   (1) weights sum to 1 and an origin's weight does not grow with the number of
 *       documents that repeat it;
 *   (2) the linear pool's quantile q satisfies |sum w F(q) - p| < 1e-9 wherever
 *       the mixture is continuous.
 * Not chosen: precision weights in the linear pool. A source that states a narrow
 * range is not more right for it, and the disagreement is what has to show. */
#include "count/pool.h"
#include "count/quantile.h"
#include "count/special.h"
#include <math.h>

sj_status sj_pool_weights(const sj_pool_member *member, size_t count, double *ret_weight,
                          size_t *ret_origins)
{
    double total = 0;
    size_t origins = 0;
    for (size_t i = 0; i < count; i++)
        if (!(member[i].trust > 0 && isfinite(member[i].trust)))
            return SJ_EINVAL;
    for (size_t i = 0; i < count; i++) {
        double size = 0, trust = 0;
        bool first = true;
        for (size_t j = 0; j < count; j++) {
            if (member[j].origin != member[i].origin)
                continue;
            size++;
            trust += member[j].trust;
            first = first && j >= i;
        }
        ret_weight[i] = trust / size / size;
        total += ret_weight[i];
        origins += first;
    }
    if (!(total > 0))
        return SJ_EINVAL;
    for (size_t i = 0; i < count; i++)
        ret_weight[i] /= total;
    *ret_origins = origins;
    return SJ_OK;
}

double sj_pool_effective(double n, double rho)
{
    return n / (1 + (n - 1) * rho);
}

double sj_pool_linear_cdf(const sj_pool_member *m, const double *weight, size_t count, double x)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weight[i] * sj_distribution_cdf(&m[i].law, x);
    return sum;
}

double sj_pool_linear_quantile(const sj_pool_member *m, const double *weight, size_t count,
                               double p)
{
    double low = INFINITY, high = -INFINITY;
    for (size_t i = 0; i < count; i++) { /* the mixture's quantile lies between the members' */
        const double q = sj_distribution_quantile(&m[i].law, p);
        low = fmin(low, q);
        high = fmax(high, q);
    }
    for (int i = 0; i < 200 && high - low > 1e-13 * fabs(high); i++) {
        const double middle = (low + high) / 2;
        *(sj_pool_linear_cdf(m, weight, count, middle) < p ? &low : &high) = middle;
    }
    return high;
}

double sj_pool_average_quantile(const sj_pool_member *m, const double *weight, size_t count,
                                double p)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weight[i] * log(sj_distribution_quantile(&m[i].law, p));
    return exp(sum);
}

sj_status sj_pool_log(const sj_pool_member *m, const double *weight, size_t count,
                      sj_distribution *ret)
{
    double precision = 0, sum = 0;
    for (size_t i = 0; i < count; i++) {
        sj_distribution law = m[i].law;
        if (law.family != SJ_LOGNORMAL &&
            sj_distribution_lognormal(sj_distribution_quantile(&m[i].law, 0.05),
                                      sj_distribution_quantile(&m[i].law, 0.95), 0.05, &law) < 0)
            return SJ_EREFUSED;
        precision += weight[i] / (law.b * law.b);
        sum += weight[i] * law.a / (law.b * law.b);
    }
    if (!(precision > 0))
        return SJ_EINVAL;
    *ret = (sj_distribution){SJ_LOGNORMAL, sum / precision, 1 / sqrt(precision), 0, 0};
    return SJ_OK;
}

/* ---- random effects ---- */

struct weighted { /* sums under the weights 1 / (v + tau2) */
    double w, wy, w2, w3, mean, q;
};

static struct weighted weigh(const double *y, const double *v, size_t count, double tau2)
{
    struct weighted s = {0};
    for (size_t i = 0; i < count; i++) {
        const double w = 1 / (v[i] + tau2);
        s.w += w;
        s.wy += w * y[i];
        s.w2 += w * w;
        s.w3 += w * w * w;
    }
    s.mean = s.wy / s.w;
    for (size_t i = 0; i < count; i++)
        s.q += (y[i] - s.mean) * (y[i] - s.mean) / (v[i] + tau2);
    return s;
}

static double tau2_dl(const struct weighted *f, size_t count)
{
    return fmax(0, (f->q - (double)(count - 1)) / (f->w - f->w2 / f->w));
}

/* Fisher scoring on the restricted likelihood, steps halved where tau2 would be negative. */
static double tau2_reml(const double *y, const double *v, size_t count, double start,
                        bool *ret_converged)
{
    double tau2 = start;
    *ret_converged = false;
    for (int i = 0; i < 1000 && !*ret_converged; i++) {
        const struct weighted s = weigh(y, v, count, tau2);
        double yppy = 0; /* y' P P y */
        for (size_t j = 0; j < count; j++) {
            const double w = 1 / (v[j] + tau2), r = y[j] - s.mean;
            yppy += w * w * r * r;
        }
        const double trace = s.w - s.w2 / s.w;
        const double trace2 = s.w2 - 2 * s.w3 / s.w + s.w2 * s.w2 / (s.w * s.w);
        const double next = fmax(0, tau2 + (yppy - trace) / trace2);
        *ret_converged = fabs(next - tau2) < 1e-12 * (1 + tau2);
        tau2 = next;
    }
    return tau2;
}

static double tau2_pm(const double *y, const double *v, size_t count, bool *ret_converged)
{
    const double df = (double)(count - 1);
    *ret_converged = true;
    if (weigh(y, v, count, 0).q <= df)
        return 0;
    double low = 0, high = 1;
    for (int i = 0; i < 2000 && weigh(y, v, count, high).q > df; i++)
        high *= 2;
    for (int i = 0; i < 200; i++) {
        const double middle = (low + high) / 2;
        *(weigh(y, v, count, middle).q > df ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

static bool effects_good(const double *y, const double *v, size_t count, double level)
{
    for (size_t i = 0; i < count; i++)
        if (!isfinite(y[i]) || !(v[i] > 0 && isfinite(v[i])))
            return false;
    return count >= 2 && level > 0 && level < 1;
}

sj_status sj_meta_fit(const double *y, const double *v, size_t count, sj_meta_method method,
                      bool knapp_hartung, double level, sj_meta *ret)
{
    if (!effects_good(y, v, count, level))
        return SJ_EINVAL;
    const struct weighted f = weigh(y, v, count, 0);
    const double df = (double)(count - 1), dl = tau2_dl(&f, count);
    sj_meta m = {.q = f.q, .converged = true};
    if (method == SJ_META_DL)
        m.tau2 = dl;
    else if (method == SJ_META_REML)
        m.tau2 = tau2_reml(y, v, count, dl, &m.converged);
    else if (method == SJ_META_PM)
        m.tau2 = tau2_pm(y, v, count, &m.converged);
    const struct weighted s = weigh(y, v, count, m.tau2);
    const double typical = df / (f.w - f.w2 / f.w); /* Higgins and Thompson 2002 */
    m.mean = s.mean;
    m.se = sqrt((knapp_hartung ? s.q / df : 1) / s.w);
    m.i2_percent = method == SJ_META_FIXED ? fmax(0, 100 * (f.q - df) / f.q)
                                           : 100 * m.tau2 / (m.tau2 + typical);
    const double p = 0.5 + level / 2;
    const double z = knapp_hartung ? sj_t_quantile(df, p) : sj_normal_quantile(p);
    const double spread = sqrt(m.tau2 + m.se * m.se);
    m.low = m.mean - z * m.se;
    m.high = m.mean + z * m.se;
    m.prediction_low = m.mean - z * spread;
    m.prediction_high = m.mean + z * spread;
    *ret = m;
    return SJ_OK;
}

enum { TAU_GRID = 400 };

struct tau_grid { /* posterior of tau on a grid; mean given tau is normal */
    double weight[TAU_GRID], tau2[TAU_GRID], mean[TAU_GRID], se[TAU_GRID];
};

static void fill_grid(const double *y, const double *v, size_t count, double scale,
                      struct tau_grid *g)
{
    double best = -INFINITY, total = 0;
    for (int i = 0; i < TAU_GRID; i++) {
        const double tau = scale * 5 * (i + 0.5) / TAU_GRID;
        const struct weighted s = weigh(y, v, count, tau * tau);
        double l = -0.5 * tau * tau / (scale * scale) - 0.5 * s.q - 0.5 * log(s.w);
        for (size_t j = 0; j < count; j++)
            l -= 0.5 * log(v[j] + tau * tau);
        g->weight[i] = l;
        g->tau2[i] = tau * tau;
        g->mean[i] = s.mean;
        g->se[i] = 1 / sqrt(s.w);
        best = fmax(best, l);
    }
    for (int i = 0; i < TAU_GRID; i++)
        total += g->weight[i] = exp(g->weight[i] - best);
    for (int i = 0; i < TAU_GRID; i++)
        g->weight[i] /= total;
}

/* Quantile of the mixture of normals; `spread` adds tau (a new effect). */
static double grid_quantile(const struct tau_grid *g, bool spread, double p)
{
    double low = -1e6, high = 1e6;
    for (int i = 0; i < 100; i++) {
        const double middle = (low + high) / 2;
        double sum = 0;
        for (int j = 0; j < TAU_GRID; j++) {
            const double sd = sqrt(g->se[j] * g->se[j] + (spread ? g->tau2[j] : 0));
            sum += g->weight[j] * sj_normal_cdf((middle - g->mean[j]) / sd);
        }
        *(sum < p ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

sj_status sj_meta_bayes(const double *y, const double *v, size_t count, double tau_scale,
                        double level, sj_meta *ret)
{
    if (!effects_good(y, v, count, level) || !(tau_scale > 0))
        return SJ_EINVAL;
    struct tau_grid g;
    fill_grid(y, v, count, tau_scale, &g);
    sj_meta m = {.q = weigh(y, v, count, 0).q, .converged = true};
    double square = 0;
    for (int i = 0; i < TAU_GRID; i++) {
        m.mean += g.weight[i] * g.mean[i];
        m.tau2 += g.weight[i] * g.tau2[i];
        square += g.weight[i] * (g.se[i] * g.se[i] + g.mean[i] * g.mean[i]);
    }
    m.se = sqrt(square - m.mean * m.mean);
    m.low = grid_quantile(&g, false, (1 - level) / 2);
    m.high = grid_quantile(&g, false, (1 + level) / 2);
    m.prediction_low = grid_quantile(&g, true, (1 - level) / 2);
    m.prediction_high = grid_quantile(&g, true, (1 + level) / 2);
    *ret = m;
    return SJ_OK;
}

/* ---- the identity ---- */

/* Least squares with the constraint: each median moves by its share of variance. */
static void close_gap(const sj_distribution part[5], double *adjusted)
{
    double variance[5], total = 0, gap = 0;
    for (int k = 0; k < 5; k++) {
        adjusted[k] = sj_distribution_quantile(&part[k], 0.5);
        const double sd =
            (sj_distribution_quantile(&part[k], 0.95) - sj_distribution_quantile(&part[k], 0.05)) /
            3.2897072539029435;
        variance[k] = sd * sd;
        total += variance[k];
        gap += k == 0 ? adjusted[k] : -adjusted[k];
    }
    for (int k = 0; k < 5 && total > 0; k++)
        adjusted[k] += (k == 0 ? -gap : gap) * variance[k] / total;
}

sj_status sj_identity_check(const sj_distribution part[5], size_t draws, uint64_t seed,
                            sj_identity *ret)
{
    if (draws == 0)
        return SJ_EINVAL;
    double *gap = sj_mem_alloc(draws * sizeof *gap), *share = sj_mem_alloc(draws * sizeof *share);
    sj_quantile g[3] = {{.p = 0.05}, {.p = 0.5}, {.p = 0.95}}, s = {.p = 0.5};
    for (size_t i = 0; gap && share && i < draws; i++) {
        sj_random r = sj_random_stream(seed, i);
        const double gross = sj_distribution_draw(&part[0], &r);
        double parts = 0;
        for (int k = 1; k < 5; k++)
            parts += sj_distribution_draw(&part[k], &r);
        gap[i] = gross - parts;
        share[i] = parts / gross;
    }
    sj_status status = gap && share ? sj_quantiles(gap, draws, g, 3) : SJ_ENOMEM;
    if (status >= 0)
        status = sj_quantiles(share, draws, &s, 1);
    sj_mem_free(gap);
    sj_mem_free(share);
    SJ_TRY(status);
    *ret = (sj_identity){.gap_low = g[0].value,
                         .gap = g[1].value,
                         .gap_high = g[2].value,
                         .gap_mc_error = {g[0].mc_error, g[1].mc_error, g[2].mc_error},
                         .covered = s.value,
                         .holds = g[0].value <= 0 && g[2].value >= 0};
    close_gap(part, ret->adjusted);
    return SJ_OK;
}
