/* count/special.c -- special functions by their series, fractions and, for the
 * inverses, by bracketed Newton steps.
 *
 * Invariants:
 *   (1) an inverse never leaves its bracket, so it always ends, and ends at a
 *       point whose cdf differs from p by rounding only;
 *   (2) nothing is kept between calls (lgamma_r, not lgamma: the latter writes a
 *       global).
 * Not chosen: approximations of the inverses by polynomials (they are quick and
 * wrong in the tails, where the intervals end). */
#include "count/special.h"
#include <float.h>
#include <math.h>

enum { FRACTION_STEPS = 500, SERIES_STEPS = 100000, NEWTON_STEPS = 200 };

double sj_normal_cdf(double z)
{
    return 0.5 * erfc(-z * 0.70710678118654752440);
}

static double ratio8(const double *a, const double *b, double x)
{
    double top = a[7], bottom = b[7];
    for (int i = 6; i >= 0; i--) {
        top = top * x + a[i];
        bottom = bottom * x + b[i];
    }
    return top / bottom;
}

double sj_normal_quantile(double p)
{
    static const double a[8] = {3.3871328727963666080, 133.14166789178437745, 1971.5909503065514427,
                                13731.693765509461125, 45921.953931549871457, 67265.770927008700853,
                                33430.575583588128105, 2509.0809287301226727};
    static const double b[8] = {1,
                                42.313330701600911252,
                                687.18700749205790830,
                                5394.1960214247511077,
                                21213.794301586595867,
                                39307.895800092710610,
                                28729.085735721942674,
                                5226.4952788528545610};
    static const double c[8] = {1.42343711074968357734,  4.63033784615654529590,
                                5.76949722146069140550,  3.64784832476320460504,
                                1.27045825245236838258,  .241780725177450611770,
                                .0227238449892691845833, 7.74545014278341407640e-4};
    static const double d[8] = {1,
                                2.05319162663775882187,
                                1.67638483018380384940,
                                .689767334985100004550,
                                .148103976427480074590,
                                .0151986665636164571966,
                                5.47593808499534494600e-4,
                                1.05075007164441684324e-9};
    static const double e[8] = {6.65790464350110377720,    5.46378491116411436990,
                                1.78482653991729133580,    .296560571828504891230,
                                .0265321895265761230930,   .00124266094738807843860,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
    static const double f[8] = {1,
                                .599832206555887937690,
                                .136929880922735805310,
                                .0148753612908506148525,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};
    const double q = p - 0.5;
    if (fabs(q) <= 0.425)
        return q * ratio8(a, b, 0.180625 - q * q);
    if (!(p >= 0 && p <= 1))
        return NAN;
    if (p == 0 || p == 1)
        return p > 0 ? INFINITY : -INFINITY;
    const double r = sqrt(-log(q < 0 ? p : 1 - p));
    const double z = r <= 5 ? ratio8(c, d, r - 1.6) : ratio8(e, f, r - 5);
    return q < 0 ? -z : z;
}

double sj_log_gamma(double x)
{
    int sign;
    return lgamma_r(x, &sign);
}

double sj_digamma(double x)
{
    double sum = 0;
    if (!(x > 0))
        return NAN;
    for (; x < 10; x++)
        sum -= 1 / x;
    const double y = 1 / (x * x);
    return sum + log(x) - 0.5 / x -
           y * (1.0 / 12 - y * (1.0 / 120 - y * (1.0 / 252 - y * (1.0 / 240 - y / 132))));
}

double sj_trigamma(double x)
{
    double sum = 0;
    if (!(x > 0))
        return NAN;
    for (; x < 15; x++)
        sum += 1 / (x * x);
    const double y = 1 / (x * x);
    return sum + 1 / x + y / 2 +
           y / x * (1.0 / 6 - y * (1.0 / 30 - y * (1.0 / 42 - y * (1.0 / 30 - y * 5.0 / 66))));
}

static double gamma_series(double a, double x)
{
    double term = 1 / a, sum = term;
    for (int i = 1; i < SERIES_STEPS && term > sum * DBL_EPSILON / 4; i++)
        sum += term *= x / (a + i);
    return sum * exp(a * log(x) - x - sj_log_gamma(a));
}

static double gamma_fraction(double a, double x) /* the upper tail, by Lentz */
{
    double b = x + 1 - a, c = 1 / DBL_MIN, d = 1 / b, h = d;
    for (int i = 1; i < SERIES_STEPS; i++) {
        const double an = -i * (i - a);
        b += 2;
        d = an * d + b;
        d = 1 / (fabs(d) < DBL_MIN ? DBL_MIN : d);
        c = b + an / c;
        c = fabs(c) < DBL_MIN ? DBL_MIN : c;
        h *= d * c;
        if (fabs(d * c - 1) < DBL_EPSILON)
            break;
    }
    return h * exp(a * log(x) - x - sj_log_gamma(a));
}

double sj_gamma_cdf(double a, double x)
{
    if (!(a > 0) || isnan(x))
        return NAN;
    if (x <= 0)
        return 0;
    if (isinf(x))
        return 1;
    return x < a + 1 ? gamma_series(a, x) : 1 - gamma_fraction(a, x);
}

double sj_gamma_upper(double a, double x)
{
    if (!(a > 0) || isnan(x))
        return NAN;
    if (x <= 0)
        return 1;
    if (isinf(x))
        return 0;
    return x < a + 1 ? 1 - gamma_series(a, x) : gamma_fraction(a, x);
}

static double beta_fraction(double a, double b, double x)
{
    double c = 1, d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < DBL_MIN ? DBL_MIN : d);
    double h = d;
    for (int m = 1; m <= FRACTION_STEPS * 20; m++) {
        const double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        const double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        d = 1 + even * d;
        d = 1 / (fabs(d) < DBL_MIN ? DBL_MIN : d);
        c = 1 + even / c;
        c = fabs(c) < DBL_MIN ? DBL_MIN : c;
        h *= d * c;
        d = 1 + odd * d;
        d = 1 / (fabs(d) < DBL_MIN ? DBL_MIN : d);
        c = 1 + odd / c;
        c = fabs(c) < DBL_MIN ? DBL_MIN : c;
        h *= d * c;
        if (fabs(d * c - 1) < DBL_EPSILON)
            break;
    }
    return h;
}

double sj_beta_cdf(double a, double b, double x)
{
    if (!(a > 0 && b > 0) || isnan(x))
        return NAN;
    if (x <= 0 || x >= 1)
        return x > 0 ? 1 : 0;
    const double front =
        exp(sj_log_gamma(a + b) - sj_log_gamma(a) - sj_log_gamma(b) + a * log(x) + b * log1p(-x));
    if (x < (a + 1) / (a + b + 2))
        return front * beta_fraction(a, b, x) / a;
    return 1 - front * beta_fraction(b, a, 1 - x) / b;
}

double sj_beta_quantile(double a, double b, double p)
{
    if (!(a > 0 && b > 0 && p >= 0 && p <= 1))
        return NAN;
    if (p == 0 || p == 1)
        return p;
    const double norm = sj_log_gamma(a + b) - sj_log_gamma(a) - sj_log_gamma(b);
    double low = 0, high = 1, x = a / (a + b);
    for (int i = 0; i < NEWTON_STEPS; i++) {
        const double miss = sj_beta_cdf(a, b, x) - p;
        *(miss > 0 ? &high : &low) = x;
        const double density = exp(norm + (a - 1) * log(x) + (b - 1) * log1p(-x));
        double next = x - miss / density;
        if (!(next > low && next < high))
            next = (low + high) / 2; /* (1) */
        if (fabs(next - x) <= 4 * DBL_EPSILON * x)
            return next;
        x = next;
    }
    return x;
}

double sj_chi2_cdf(double df, double x)
{
    return sj_gamma_cdf(df / 2, x / 2);
}

double sj_chi2_quantile(double df, double p)
{
    if (!(df > 0 && p >= 0 && p < 1))
        return p == 1 ? INFINITY : NAN;
    double low = 0, high = df + 10;
    while (sj_chi2_cdf(df, high) < p)
        high *= 2;
    for (int i = 0; i < NEWTON_STEPS && high - low > DBL_EPSILON * high; i++) {
        const double middle = (low + high) / 2;
        *(sj_chi2_cdf(df, middle) < p ? &low : &high) = middle;
    }
    return (low + high) / 2;
}

double sj_t_cdf(double df, double t)
{
    const double tail = 0.5 * sj_beta_cdf(df / 2, 0.5, df / (df + t * t));
    return t > 0 ? 1 - tail : tail;
}

double sj_t_quantile(double df, double p)
{
    if (!(df > 0 && p > 0 && p < 1))
        return NAN;
    const double tail = 2 * (p < 0.5 ? p : 1 - p), x = sj_beta_quantile(df / 2, 0.5, tail);
    const double t = sqrt(df * (1 - x) / x);
    return p < 0.5 ? -t : t;
}

double sj_f_upper(double df1, double df2, double f)
{
    return f <= 0 ? 1 : sj_beta_cdf(df2 / 2, df1 / 2, df2 / (df2 + df1 * f));
}
