/* count/overlap_profile.c -- profile likelihood, of two models of the same counts that
 * differ in the third digit, so each is told by its name.
 *
 * Multinomial, over N: the table with N - n people in the empty cell is fitted as Poisson,
 * whose means then sum to N:
 *   l(N) = log N! - log (N-n)! + sum over cells of count * log(mean / N).
 * Poisson, over the mean of the dark figure: the intercept is its logarithm; it is held
 * and the other coefficients are fitted to the cells that were seen. */
#include "count/overlap_int.h"
#include "count/special.h"
#include <math.h>

enum { STEPS = 60, DOUBLINGS = 60 };
struct profile;
typedef double (*likelihood_of)(struct profile *p, double at);
struct profile {
    const sj_overlap *o;
    double n;
    sj_overlap_design design; /* with the empty cell live */
};

static sj_status make_profile(const sj_overlap *o, const sj_overlap_model *m, struct profile *p)
{
    p->o = o;
    p->n = sj_overlap_total(o);
    SJ_TRY(sj_overlap_design_make(o, m, &p->design));
    p->design.live[0] = true;
    return SJ_OK;
}

static double likelihood(struct profile *p, double total)
{
    sj_overlap_design *d = &p->design;
    double count[SJ_OVERLAP_CELLS], mean[SJ_OVERLAP_CELLS], eta[SJ_OVERLAP_CELLS],
        beta[SJ_OVERLAP_TERMS_MAX] = {0}, moved = 1;
    memcpy(count, p->o->count, d->cells * sizeof *count);
    count[0] = total - p->n;
    sj_overlap_start(d, count, mean, eta);
    for (int i = 0; i < STEPS && moved > 1e-10; i++)
        if (!sj_overlap_step(d, count, mean, eta, beta, &moved))
            return -1e300;
    double l = sj_log_gamma(total + 1) - sj_log_gamma(count[0] + 1);
    for (unsigned c = 0; c < d->cells; c++)
        l += d->live[c] && count[c] > 0 ? count[c] * log(mean[c] / total) : 0;
    return l;
}

/* l(a), Poisson: the intercept held at a, the rest fitted to the cells that were seen. */
static double poisson_likelihood(struct profile *p, double intercept)
{
    sj_overlap_design d = p->design;
    double mean[SJ_OVERLAP_CELLS], eta[SJ_OVERLAP_CELLS], beta[SJ_OVERLAP_TERMS_MAX] = {0},
                                                          moved = 1, l = 0;
    d.live[0] = false;
    d.offset = intercept;
    d.terms--;
    memmove(d.term, d.term + 1, d.terms * sizeof *d.term);
    sj_overlap_start(&d, p->o->count, mean, eta);
    for (int i = 0; i < STEPS && moved > 1e-10; i++)
        if (!sj_overlap_step(&d, p->o->count, mean, eta, beta, &moved))
            return -1e300;
    for (unsigned c = 1; c < d.cells; c++)
        l += d.live[c] ? (p->o->count[c] > 0 ? p->o->count[c] * log(mean[c]) : 0) - mean[c] : 0;
    return l;
}

static double maximise(struct profile *p, double low, double high)
{
    const double golden = 0.6180339887498949;
    double a = low, b = high, x = b - golden * (b - a), y = a + golden * (b - a);
    double fx = likelihood(p, x), fy = likelihood(p, y);
    for (int i = 0; i < 200 && b - a > 1e-9 * b; i++) {
        if (fx > fy) {
            b = y;
            y = x;
            fy = fx;
            x = b - golden * (b - a);
            fx = likelihood(p, x);
        } else {
            a = x;
            x = y;
            fx = fy;
            y = a + golden * (b - a);
            fy = likelihood(p, y);
        }
    }
    return (a + b) / 2;
}

/* Where the likelihood crosses `wanted` between an inside and an outside point. */
static double crossing(struct profile *p, likelihood_of l, double inside, double outside,
                       double wanted)
{
    for (int i = 0; i < 200 && fabs(outside - inside) > 1e-9 * fabs(inside); i++) {
        const double middle = (inside + outside) / 2;
        if (l(p, middle) > wanted)
            inside = middle;
        else
            outside = middle;
    }
    return (inside + outside) / 2;
}

static void multinomial_limits(struct profile *p, double dark, double drop, sj_overlap_profile *ret)
{
    ret->estimate = maximise(p, p->n, p->n + dark * 4 + 16); /* n itself, of a few people */
    const double wanted = likelihood(p, ret->estimate) - drop, least = p->n + 1e-6;
    double high = ret->estimate + dark + 16;
    int doublings = 0;
    for (; doublings < DOUBLINGS && likelihood(p, high) > wanted; doublings++)
        high = p->n + (high - p->n) * 2;
    ret->high =
        doublings == DOUBLINGS ? INFINITY : crossing(p, likelihood, ret->estimate, high, wanted);
    ret->low = likelihood(p, least) > wanted
                   ? p->n
                   : crossing(p, likelihood, ret->estimate, least, wanted);
}

/* Steps of the logarithm of the dark figure, each twice the one before. */
static double poisson_limit(struct profile *p, const sj_overlap_fit *f, double wanted, double side)
{
    const double at = log(f->dark);
    double step = side * (f->se > 0 ? f->se : 1);
    for (int i = 0; i < 12; i++, step *= 2)
        if (poisson_likelihood(p, at + step) <= wanted)
            return p->n + exp(crossing(p, poisson_likelihood, at, at + step, wanted));
    return side < 0 ? p->n : INFINITY;
}

sj_status sj_overlap_profile_interval(const sj_overlap *o, const sj_overlap_model *m, double level,
                                      sj_overlap_profile *ret)
{
    struct profile p;
    sj_overlap_fit f;
    SJ_TRY(sj_overlap_estimate(o, m, &f));
    *ret = (sj_overlap_profile){NAN, NAN, NAN, NAN, NAN};
    if (!f.exists)
        return SJ_OK;
    SJ_TRY(make_profile(o, m, &p));
    const double drop = sj_chi2_quantile(1, level) / 2;
    multinomial_limits(&p, f.dark, drop, ret);
    const double wanted = poisson_likelihood(&p, log(f.dark)) - drop;
    ret->poisson_low = poisson_limit(&p, &f, wanted, -1);
    ret->poisson_high = poisson_limit(&p, &f, wanted, 1);
    return SJ_OK;
}
