/* count/overlap_small.c -- estimators from how many were seen once, twice, ... : Chao
 * 1987 (lower bound), Zelterman 1988, the zero-truncated Poisson and geometric laws. */
#include "count/overlap.h"
#include <math.h>

/* lambda / (1 - exp(-lambda)) = mean, by Newton; the mean is over 1. */
static double truncated_rate(double mean)
{
    double x = 2 * (mean - 1);
    for (int i = 0; i < 100; i++) {
        const double e = exp(-x), f = x / (1 - e) - mean;
        const double slope = (1 - e - x * e) / ((1 - e) * (1 - e));
        const double next = x - f / slope;
        if (fabs(next - x) < 1e-15 * x)
            return next;
        x = next > 0 ? next : x / 2;
    }
    return x;
}

void sj_overlap_small_estimators(const double *frequency, size_t count, sj_overlap_small *ret)
{
    const double f1 = count > 0 ? frequency[0] : 0, f2 = count > 1 ? frequency[1] : 0;
    double n = 0, seen = 0;
    for (size_t k = 0; k < count; k++) {
        n += frequency[k];
        seen += frequency[k] * (double)(k + 1);
    }
    *ret = (sj_overlap_small){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
    ret->chao_bias_corrected = n + f1 * (f1 - 1) / (2 * (f2 + 1));
    if (f2 > 0) {
        const double r = f1 / f2, rate = 2 * f2 / f1, hidden = exp(-rate);
        ret->chao = n + f1 * f1 / (2 * f2);
        ret->chao_se = sqrt(f2 * (r * r * r * r / 4 + r * r * r + r * r / 2));
        ret->zelterman = n / (1 - hidden);
        const double g = hidden / ((1 - hidden) * (1 - hidden));
        ret->zelterman_se = sqrt(n * g * (1 + n * g * rate * rate * (1 / f1 + 1 / f2)));
    }
    if (n > 0 && seen > n) {
        ret->poisson_rate = truncated_rate(seen / n);
        ret->poisson = n / (1 - exp(-ret->poisson_rate));
        ret->geometric = n / (1 - n / seen);
    }
}
