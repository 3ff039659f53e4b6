/* count/distribution.c -- seven families behind one value.
 *
 * Invariants: (1) a maker that succeeds leaves parameters from which every other
 * function gives a number; (2) quantile is increasing in p, cdf its inverse.
 * Not chosen: a table of function pointers. Seven families fit one switch each,
 * and the values stay plain data that can be copied, printed and hashed. */
#include "count/distribution.h"
#include "count/special.h"
#include <math.h>

static const double METALOG_SLOPE = 1.66711; /* Keelin 2016: the largest feasible |c / b| */

sj_status sj_distribution_point(double x, sj_distribution *ret)
{
    if (!isfinite(x))
        return SJ_EINVAL;
    *ret = (sj_distribution){SJ_POINT, x, x, 0, 0};
    return SJ_OK;
}

static bool rising(double low, double high)
{
    return isfinite(low) && isfinite(high) && low < high;
}

sj_status sj_distribution_uniform(double low, double high, sj_distribution *ret)
{
    if (!rising(low, high))
        return SJ_EINVAL;
    *ret = (sj_distribution){SJ_UNIFORM, low, high, 0, 0};
    return SJ_OK;
}

sj_status sj_distribution_normal(double low, double high, double tail, sj_distribution *ret)
{
    if (!rising(low, high) || !(tail > 0 && tail < 0.5))
        return SJ_EINVAL;
    const double z = -sj_normal_quantile(tail);
    *ret = (sj_distribution){SJ_NORMAL, (low + high) / 2, (high - low) / (2 * z), 0, 0};
    return SJ_OK;
}

sj_status sj_distribution_lognormal(double low, double high, double tail, sj_distribution *ret)
{
    if (!(low > 0))
        return SJ_EINVAL;
    SJ_TRY(sj_distribution_normal(log(low), log(high), tail, ret));
    ret->family = SJ_LOGNORMAL;
    return SJ_OK;
}

sj_status sj_distribution_pert(double low, double mode, double high, sj_distribution *ret)
{
    if (!rising(low, high) || !(mode >= low && mode <= high))
        return SJ_EINVAL;
    const double width = high - low;
    *ret = (sj_distribution){SJ_BETA, low, high, 1 + 4 * (mode - low) / width,
                             1 + 4 * (high - mode) / width};
    return SJ_OK;
}

sj_status sj_distribution_triangular(double low, double mode, double high, sj_distribution *ret)
{
    if (!rising(low, high) || !(mode >= low && mode <= high))
        return SJ_EINVAL;
    *ret = (sj_distribution){SJ_TRIANGULAR, low, high, mode, 0};
    return SJ_OK;
}

sj_status sj_distribution_metalog(double low, double median, double high, double tail,
                                  sj_distribution *ret)
{
    if (!(low > 0) || !rising(low, median) || !rising(median, high) || !(tail > 0 && tail < 0.5))
        return SJ_EINVAL;
    const double logit = log((1 - tail) / tail), l = log(low), m = log(median), h = log(high);
    const double b = (h - l) / (2 * logit), c = (h + l - 2 * m) / ((1 - 2 * tail) * logit);
    if (fabs(c) >= METALOG_SLOPE * b)
        return SJ_EREFUSED;
    *ret = (sj_distribution){SJ_METALOG, m, b, c, 0};
    return SJ_OK;
}

static double triangular_cdf(const sj_distribution *d, double x)
{
    const double width = d->b - d->a;
    if (x <= d->a || x >= d->b)
        return x > d->a;
    if (x < d->c)
        return (x - d->a) * (x - d->a) / (width * (d->c - d->a));
    return 1 - (d->b - x) * (d->b - x) / (width * (d->b - d->c));
}

static double triangular_quantile(const sj_distribution *d, double p)
{
    const double width = d->b - d->a, turn = (d->c - d->a) / width;
    if (p < turn)
        return d->a + sqrt(p * width * (d->c - d->a));
    return d->b - sqrt((1 - p) * width * (d->b - d->c));
}

static double metalog_quantile(const sj_distribution *d, double p)
{
    const double logit = log(p / (1 - p));
    return exp(d->a + d->b * logit + d->c * (p - 0.5) * logit);
}

static double metalog_cdf(const sj_distribution *d, double x)
{
    double low = -700, high = 700; /* logits */
    if (!(x > 0))
        return 0;
    for (int i = 0; i < 80; i++) {
        const double middle = (low + high) / 2, p = 1 / (1 + exp(-middle));
        const double at = d->a + d->b * middle + d->c * (p - 0.5) * middle;
        *(at < log(x) ? &low : &high) = middle;
    }
    return 1 / (1 + exp(-(low + high) / 2));
}

double sj_distribution_cdf(const sj_distribution *d, double x)
{
    switch (d->family) {
    case SJ_POINT:
        return x >= d->a;
    case SJ_UNIFORM:
        return x <= d->a ? 0 : x >= d->b ? 1 : (x - d->a) / (d->b - d->a);
    case SJ_NORMAL:
        return sj_normal_cdf((x - d->a) / d->b);
    case SJ_LOGNORMAL:
        return x > 0 ? sj_normal_cdf((log(x) - d->a) / d->b) : 0;
    case SJ_BETA:
        return sj_beta_cdf(d->c, d->d, (x - d->a) / (d->b - d->a));
    case SJ_TRIANGULAR:
        return triangular_cdf(d, x);
    case SJ_METALOG:
        return metalog_cdf(d, x);
    }
    return NAN;
}

double sj_distribution_quantile(const sj_distribution *d, double p)
{
    switch (d->family) {
    case SJ_POINT:
        return d->a;
    case SJ_UNIFORM:
        return d->a + p * (d->b - d->a);
    case SJ_NORMAL:
        return d->a + d->b * sj_normal_quantile(p);
    case SJ_LOGNORMAL:
        return exp(d->a + d->b * sj_normal_quantile(p));
    case SJ_BETA:
        return d->a + (d->b - d->a) * sj_beta_quantile(d->c, d->d, p);
    case SJ_TRIANGULAR:
        return triangular_quantile(d, p);
    case SJ_METALOG:
        return metalog_quantile(d, p);
    }
    return NAN;
}

/* The integral of the quantile function, in the logit, by the trapezoid rule
 * (which converges geometrically for a smooth integrand that dies at both ends). */
static double metalog_mean(const sj_distribution *d)
{
    if (d->b + fabs(d->c) / 2 >= 1)
        return INFINITY;
    const double step = 1.0 / 64;
    double sum = 0;
    for (double logit = -400; logit <= 400; logit += step) {
        const double p = 1 / (1 + exp(-logit));
        const double density =
            exp(-fabs(logit)) / ((1 + exp(-fabs(logit))) * (1 + exp(-fabs(logit))));
        sum += density * exp(d->a + d->b * logit + d->c * (p - 0.5) * logit);
    }
    return sum * step;
}

double sj_distribution_mean(const sj_distribution *d)
{
    switch (d->family) {
    case SJ_POINT:
    case SJ_NORMAL:
        return d->a;
    case SJ_UNIFORM:
        return (d->a + d->b) / 2;
    case SJ_LOGNORMAL:
        return exp(d->a + d->b * d->b / 2);
    case SJ_BETA:
        return d->a + (d->b - d->a) * d->c / (d->c + d->d);
    case SJ_TRIANGULAR:
        return (d->a + d->b + d->c) / 3;
    case SJ_METALOG:
        return metalog_mean(d);
    }
    return NAN;
}

double sj_distribution_draw(const sj_distribution *d, sj_random *r)
{
    if (d->family == SJ_BETA)
        return d->a + (d->b - d->a) * sj_random_beta(r, d->c, d->d);
    return sj_distribution_quantile(d, sj_random_uniform(r));
}

sj_str sj_family_text(sj_family f)
{
    static const sj_str text[] = {{"point", 5}, {"uniform", 7},     {"normal", 6}, {"lognormal", 9},
                                  {"beta", 4},  {"triangular", 10}, {"metalog", 7}};
    return (size_t)f < SJ_COUNT(text) ? text[f] : SJ_S("unknown");
}
