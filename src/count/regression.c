/* count/regression.c -- iteratively reweighted least squares.
 *
 * Each step solves (X' W X) beta = X' W z by Cholesky; the inverse of the last
 * matrix is the covariance. Theta and beta take turns.
 *
 * Invariants: (1) mu > 0 always, so logarithms exist; (2) the deviance is what
 * stops the steps, never the size of beta, which may rightly grow when a cell is
 * empty. Not chosen: QR (the designs here are small and centred by the caller). */
#include "count/regression.h"
#include "count/special.h"
#include <float.h>
#include <math.h>

enum { STEPS = 100, THETA_STEPS = 100, ALTERNATIONS = 60 };
static const double THETA_MOST = 1e7; /* beyond, the law is Poisson to seven digits */

sj_status sj_invert_positive(double *a, size_t p)
{
    for (size_t j = 0; j < p; j++) { /* Cholesky, lower */
        double d = a[j * p + j];
        const double before = d;
        for (size_t k = 0; k < j; k++)
            d -= a[j * p + k] * a[j * p + k];
        if (!(d > 1e-13 * before))
            return SJ_EREFUSED;
        d = sqrt(d);
        a[j * p + j] = d;
        for (size_t i = j + 1; i < p; i++) {
            double s = a[i * p + j];
            for (size_t k = 0; k < j; k++)
                s -= a[i * p + k] * a[j * p + k];
            a[i * p + j] = s / d;
        }
    }
    for (size_t j = 0; j < p; j++) { /* inverse of the factor */
        a[j * p + j] = 1 / a[j * p + j];
        for (size_t i = j + 1; i < p; i++) {
            double s = 0;
            for (size_t k = j; k < i; k++)
                s -= a[i * p + k] * a[k * p + j];
            a[i * p + j] = s / a[i * p + i];
        }
    }
    for (size_t i = 0; i < p; i++)
        for (size_t j = 0; j <= i; j++) {
            double s = 0;
            for (size_t k = i; k < p; k++)
                s += a[k * p + i] * a[k * p + j];
            a[i * p + j] = s;
        }
    for (size_t i = 0; i < p; i++)
        for (size_t j = i + 1; j < p; j++)
            a[i * p + j] = a[j * p + i];
    return SJ_OK;
}

static double weight_of(const sj_counts *c, size_t i)
{
    return c->weight ? c->weight[i] : 1;
}

static double offset_of(const sj_counts *c, size_t i)
{
    return c->offset ? c->offset[i] : 0;
}

static sj_status check(const sj_counts *c)
{
    if (c->p == 0 || c->n <= c->p)
        return SJ_EINVAL;
    if (c->p > SJ_REGRESSION_COLUMNS || c->n > SJ_REGRESSION_ROWS)
        return SJ_ELIMIT;
    for (size_t i = 0; i < c->n; i++)
        if (!(c->y[i] >= 0 && isfinite(c->y[i])) || !isfinite(offset_of(c, i)) ||
            !(weight_of(c, i) >= 0))
            return SJ_EINVAL;
    for (size_t i = 0; i < c->n * c->p; i++)
        if (!isfinite(c->x[i]))
            return SJ_EINVAL;
    return SJ_OK;
}

static sj_status room(const sj_counts *c, sj_arena *arena, sj_regression *r)
{
    *r = (sj_regression){.n = c->n, .p = c->p, .theta = INFINITY};
    r->beta = sj_arena_zalloc(arena, c->p * sizeof *r->beta);
    r->cov = sj_arena_zalloc(arena, c->p * c->p * sizeof *r->cov);
    r->mu = sj_arena_zalloc(arena, c->n * sizeof *r->mu);
    r->leverage = sj_arena_zalloc(arena, c->n * sizeof *r->leverage);
    return r->beta && r->cov && r->mu && r->leverage ? SJ_OK : SJ_ENOMEM;
}

static double working_weight(const sj_counts *c, const sj_regression *r, size_t i)
{
    const double mu = r->mu[i];
    return weight_of(c, i) * (isfinite(r->theta) ? mu / (1 + mu / r->theta) : mu);
}

/* X' W X into cov, X' W z into right. */
static void gather(const sj_counts *c, sj_regression *r, double *right)
{
    const size_t p = c->p;
    memset(r->cov, 0, p * p * sizeof *r->cov);
    memset(right, 0, p * sizeof *right);
    for (size_t i = 0; i < c->n; i++) {
        const double *x = c->x + i * p, w = working_weight(c, r, i);
        const double z = log(r->mu[i]) - offset_of(c, i) + (c->y[i] - r->mu[i]) / r->mu[i];
        for (size_t j = 0; j < p; j++) {
            right[j] += w * z * x[j];
            for (size_t k = 0; k <= j; k++)
                r->cov[j * p + k] += w * x[j] * x[k];
        }
    }
    for (size_t j = 0; j < p; j++)
        for (size_t k = 0; k < j; k++)
            r->cov[k * p + j] = r->cov[j * p + k];
}

static void predict(const sj_counts *c, sj_regression *r)
{
    for (size_t i = 0; i < c->n; i++) {
        double eta = offset_of(c, i);
        for (size_t j = 0; j < c->p; j++)
            eta += c->x[i * c->p + j] * r->beta[j];
        r->mu[i] = fmax(exp(fmin(eta, 700)), DBL_MIN); /* (1) */
    }
}

static double deviance_of(const sj_counts *c, const sj_regression *r)
{
    double sum = 0;
    for (size_t i = 0; i < c->n; i++) {
        const double y = c->y[i], mu = r->mu[i], t = r->theta;
        const double own = y > 0 ? y * log(y / mu) : 0;
        sum += weight_of(c, i) *
               (isfinite(t) ? own - (y + t) * log((y + t) / (mu + t)) : own - (y - mu));
    }
    return 2 * sum;
}

static sj_status reweigh(const sj_counts *c, sj_regression *r)
{
    double right[SJ_REGRESSION_COLUMNS], last = INFINITY;
    r->converged = false;
    for (r->steps = 0; r->steps < STEPS && !r->converged; r->steps++) {
        gather(c, r, right);
        SJ_TRY(sj_invert_positive(r->cov, c->p));
        for (size_t j = 0; j < c->p; j++) {
            r->beta[j] = 0;
            for (size_t k = 0; k < c->p; k++)
                r->beta[j] += r->cov[j * c->p + k] * right[k];
        }
        predict(c, r);
        r->deviance = deviance_of(c, r);
        r->converged = fabs(last - r->deviance) <= 1e-13 * (fabs(r->deviance) + 0.1);
        last = r->deviance;
    }
    gather(c, r, right); /* the covariance at the last mu */
    return sj_invert_positive(r->cov, c->p);
}

static double log_likelihood(const sj_counts *c, const sj_regression *r)
{
    double sum = 0;
    for (size_t i = 0; i < c->n; i++) {
        const double y = c->y[i], mu = r->mu[i], t = r->theta;
        double l = y * log(mu) - mu - sj_log_gamma(y + 1);
        if (isfinite(t))
            l = sj_log_gamma(t + y) - sj_log_gamma(t) - sj_log_gamma(y + 1) + t * log(t) +
                y * log(mu) - (t + y) * log(t + mu);
        sum += weight_of(c, i) * l;
    }
    return sum;
}

static void finish(const sj_counts *c, sj_regression *r)
{
    const size_t p = c->p;
    double pearson = 0;
    for (size_t i = 0; i < c->n; i++) {
        const double *x = c->x + i * p, w = working_weight(c, r, i), miss = c->y[i] - r->mu[i];
        double h = 0;
        for (size_t j = 0; j < p; j++)
            for (size_t k = 0; k < p; k++)
                h += x[j] * r->cov[j * p + k] * x[k];
        r->leverage[i] = h * w;
        pearson += weight_of(c, i) * miss * miss /
                   (r->mu[i] * (isfinite(r->theta) ? 1 + r->mu[i] / r->theta : 1));
    }
    r->dispersion = pearson / (double)(c->n - p);
    r->log_likelihood = log_likelihood(c, r);
    r->aic = -2 * r->log_likelihood + 2 * (double)(p + (isfinite(r->theta) ? 1 : 0));
}

static void start(const sj_counts *c, sj_regression *r)
{
    for (size_t i = 0; i < c->n; i++)
        r->mu[i] = c->y[i] + 0.1;
}

sj_status sj_regression_poisson(const sj_counts *c, sj_arena *arena, sj_regression *ret)
{
    sj_regression r;
    SJ_TRY(check(c));
    SJ_TRY(room(c, arena, &r));
    start(c, &r);
    SJ_TRY(reweigh(c, &r));
    finish(c, &r);
    *ret = r;
    return SJ_OK;
}

/* Newton steps on the likelihood of theta with mu held. */
static double best_theta(const sj_counts *c, const sj_regression *r, double t, double *ret_se)
{
    for (int step = 0; step < THETA_STEPS; step++) {
        double score = 0, information = 0;
        for (size_t i = 0; i < c->n; i++) {
            const double y = c->y[i], mu = r->mu[i], w = weight_of(c, i);
            score += w * (sj_digamma(t + y) - sj_digamma(t) + log(t) + 1 - log(t + mu) -
                          (y + t) / (mu + t));
            information += w * (sj_trigamma(t) - sj_trigamma(t + y) - 1 / t + 2 / (mu + t) -
                                (y + t) / ((mu + t) * (mu + t)));
        }
        const double move = score / information;
        *ret_se = sqrt(1 / information);
        if (!(information > 0) || t + move > THETA_MOST)
            return INFINITY;
        t = t + move > 0 ? t + move : t / 2;
        if (fabs(move) < 1e-12 * t)
            break;
    }
    return t;
}

sj_status sj_regression_negative_binomial(const sj_counts *c, sj_arena *arena, sj_regression *ret)
{
    sj_regression r;
    double spread = 0, last = 0;
    SJ_TRY(sj_regression_poisson(c, arena, &r));
    for (size_t i = 0; i < c->n; i++)
        spread += (c->y[i] / r.mu[i] - 1) * (c->y[i] / r.mu[i] - 1);
    double theta = (double)c->n / spread;
    for (int i = 0; i < ALTERNATIONS && isfinite(theta); i++) {
        theta = best_theta(c, &r, theta, &r.theta_se);
        if (!isfinite(theta))
            break;
        r.theta = theta;
        SJ_TRY(reweigh(c, &r));
        const double l = log_likelihood(c, &r);
        if (i > 0 && fabs(l - last) < 1e-12 * fabs(l))
            break;
        last = l;
    }
    if (!isfinite(theta))
        return sj_regression_poisson(c, arena, ret);
    finish(c, &r);
    *ret = r;
    return SJ_OK;
}
