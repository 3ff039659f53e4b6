/* count/overlap_small.c -- estimators in closed form: of how many were seen once, twice,
 * ... (Chao 1987, a lower bound; Zelterman 1988; zero-truncated Poisson and geometric
 * laws; Good and Turing), of two lists alone, and by sample coverage. */
#include "count/overlap.h"
#include "count/special.h"
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
    *ret = (sj_overlap_small){NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN, NAN};
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
    if (seen > f1)
        ret->turing = n / (1 - f1 / seen);
}

void sj_overlap_lognormal_interval(double n, double hidden, double se, double level,
                                   double *ret_low, double *ret_high)
{
    const double z = sj_normal_quantile(0.5 + level / 2);
    const double c = exp(z * sqrt(log1p(se * se / (hidden * hidden))));
    *ret_low = n + hidden / c;
    *ret_high = n + hidden * c;
}

void sj_overlap_two_lists(double a, double b, double both, sj_overlap_pair *ret)
{
    const double v =
        (a + 1) * (b + 1) * (a - both) * (b - both) / ((both + 1) * (both + 1) * (both + 2));
    ret->petersen = both > 0 ? a * b / both : NAN;
    ret->chapman = (a + 1) * (b + 1) / (both + 1) - 1;
    ret->chapman_se = sqrt(v);
}

/* People on every list of `in` and on none of `out`. */
static double count_of(const sj_overlap *o, unsigned in, unsigned out)
{
    double n = 0;
    for (unsigned m = 1; m < 1u << o->lists; m++)
        n += (m & in) == in && !(m & out) ? o->count[m] : 0;
    return n;
}

/* For two of three lists: who is on one of them and not on the third, and how much
 * likelier than by chance the two share a person, as a multiple of N. */
static void pair_of(const sj_overlap *o, unsigned third, double *ret_people, double *ret_rate)
{
    const unsigned c = 1u << third, a = 1u << (third + 1) % 3, b = 1u << (third + 2) % 3;
    *ret_people = count_of(o, a, c) + count_of(o, b, c);
    *ret_rate = count_of(o, a | b, 0) / (count_of(o, a, 0) * count_of(o, b, 0));
}

static double with_dependence(const sj_overlap *o, double independent, double coverage, double n)
{
    double sum = 0, people, rate;
    for (unsigned third = 0; third < 3; third++) {
        pair_of(o, third, &people, &rate);
        sum += people * (n * rate - 1);
    }
    return independent + sum / (3 * coverage);
}

void sj_overlap_sample_coverage(const sj_overlap *o, sj_overlap_coverage *ret)
{
    const double lists = o->lists;
    double alone = 0, share = 0, slope = 0, overlap = 0, people, rate;
    *ret = (sj_overlap_coverage){NAN, NAN, NAN, NAN};
    for (unsigned j = 0; j < o->lists; j++) {
        const double only = o->count[1u << j], on = count_of(o, 1u << j, 0);
        if (on == 0)
            return;
        alone += only / lists;
        share += only / on / lists;
    }
    if (share >= 1)
        return;
    ret->coverage = 1 - share;
    ret->independent = (sj_overlap_total(o) - alone) / ret->coverage;
    if (o->lists != 3)
        return;
    for (unsigned third = 0; third < 3; third++) {
        pair_of(o, third, &people, &rate);
        slope += people * rate / (3 * ret->coverage);
        overlap += count_of(o, 7 & ~(1u << third), 0);
    }
    ret->high = slope < 1 ? overlap / (3 * ret->coverage) / (1 - slope) : NAN;
    ret->low =
        with_dependence(o, ret->independent, ret->coverage,
                        with_dependence(o, ret->independent, ret->coverage, ret->independent));
}
