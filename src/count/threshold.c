/* count/threshold.c -- a log-linear model with a normal prior on its interactions, drawn
 * from by importance sampling.
 *
 * Terms are masks, as in overlap_fit.c: sums over what contains a mask give the gradient
 * and the Hessian. The logarithm of the posterior is concave, so Newton's mode is the only
 * one and a t about it covers the tails.
 *
 * Invariants: (1) draw i comes from stream i; (2) the weight of the mode is 1, so weights
 * do not overflow. Not chosen: a Markov chain; its answer depends on how long it ran. */
#include "count/threshold.h"
#include "count/overlap_int.h"
#include <math.h>
#include <stdlib.h>

enum { NEWTON_MAX = 100, DRAWS_MAX = 1000000, DRAWS_LEAST = 100 };
static const double FREEDOM = 10; /* of the t */

struct posterior {
    const sj_overlap *o;
    unsigned terms, term[SJ_OVERLAP_TERMS_MAX];
    double precision[SJ_OVERLAP_TERMS_MAX], mode[SJ_OVERLAP_TERMS_MAX];
    double factor[SJ_OVERLAP_TERMS_MAX][SJ_OVERLAP_TERMS_MAX]; /* Cholesky, lower */
    double at_mode;
};
struct draw {
    double value, weight;
};

/* ---- the mode ---- */

static sj_status list_terms(const sj_overlap *o, const sj_overlap_model *m, double variance,
                            struct posterior *p)
{
    p->o = o;
    p->terms = 0;
    for (unsigned t = 0; t < 1u << o->lists; t++) {
        if (!m->term[t])
            continue;
        if (p->terms == SJ_OVERLAP_TERMS_MAX)
            return SJ_ELIMIT;
        p->precision[p->terms] = __builtin_popcount(t) > 1 ? 1 / variance : 0;
        p->term[p->terms++] = t;
    }
    return SJ_OK;
}

static bool factor(struct posterior *p)
{
    for (unsigned i = 0; i < p->terms; i++)
        for (unsigned j = 0; j <= i; j++) {
            double x = p->factor[i][j];
            for (unsigned k = 0; k < j; k++)
                x -= p->factor[i][k] * p->factor[j][k];
            if (i == j && !(x > 1e-12 * p->factor[i][i]))
                return false;
            p->factor[i][j] = i == j ? sqrt(x) : x / p->factor[j][j];
        }
    return true;
}

/* x becomes L^-T x. */
static void solve_upper(const struct posterior *p, double *x)
{
    for (unsigned i = p->terms; i-- > 0;) {
        for (unsigned k = i + 1; k < p->terms; k++)
            x[i] -= p->factor[k][i] * x[k];
        x[i] /= p->factor[i][i];
    }
}

static void solve_lower(const struct posterior *p, double *x)
{
    for (unsigned i = 0; i < p->terms; i++) {
        for (unsigned k = 0; k < i; k++)
            x[i] -= p->factor[i][k] * x[k];
        x[i] /= p->factor[i][i];
    }
}

static void predict(const struct posterior *p, const double *beta, double *eta)
{
    memset(eta, 0, sizeof *eta << p->o->lists);
    for (unsigned i = 0; i < p->terms; i++)
        eta[p->term[i]] = beta[i];
    sj_overlap_over_subsets(eta, p->o->lists);
}

/* One reweighted least squares step from the log means eta; how far beta moved. */
static bool step(struct posterior *p, double *eta, double *ret_moved)
{
    double w[SJ_OVERLAP_CELLS] = {0}, wz[SJ_OVERLAP_CELLS] = {0}, x[SJ_OVERLAP_TERMS_MAX];
    for (unsigned c = 1; c < 1u << p->o->lists; c++) {
        w[c] = exp(eta[c]);
        wz[c] = w[c] * eta[c] + p->o->count[c] - w[c];
    }
    sj_overlap_over_supersets(w, p->o->lists);
    sj_overlap_over_supersets(wz, p->o->lists);
    for (unsigned i = 0; i < p->terms; i++) {
        for (unsigned j = 0; j <= i; j++)
            p->factor[i][j] = w[p->term[i] | p->term[j]];
        p->factor[i][i] += p->precision[i];
        x[i] = wz[p->term[i]];
    }
    if (!factor(p))
        return false;
    solve_lower(p, x);
    solve_upper(p, x);
    *ret_moved = 0;
    for (unsigned i = 0; i < p->terms; i++) {
        *ret_moved = fmax(*ret_moved, fabs(x[i] - p->mode[i]));
        p->mode[i] = x[i];
    }
    predict(p, p->mode, eta);
    return isfinite(*ret_moved);
}

static double log_posterior(const struct posterior *p, const double *beta)
{
    double eta[SJ_OVERLAP_CELLS], sum = 0;
    predict(p, beta, eta);
    for (unsigned c = 1; c < 1u << p->o->lists; c++)
        sum += p->o->count[c] * eta[c] - exp(eta[c]);
    for (unsigned i = 0; i < p->terms; i++)
        sum -= p->precision[i] * beta[i] * beta[i] / 2;
    return sum;
}

/* False where there is no mode: a flat direction of the likelihood. */
static bool find_mode(struct posterior *p)
{
    double eta[SJ_OVERLAP_CELLS], moved = 1;
    memset(p->mode, 0, sizeof p->mode);
    for (unsigned c = 0; c < 1u << p->o->lists; c++)
        eta[c] = log(p->o->count[c] + 0.1);
    for (unsigned i = 0; moved > 1e-9; i++)
        if (i == NEWTON_MAX || !step(p, eta, &moved))
            return false;
    p->at_mode = log_posterior(p, p->mode);
    return true;
}

/* ---- draws ---- */

static double draw_beta(const struct posterior *p, sj_random *r, double *ret_beta)
{
    double squares = 0;
    for (unsigned i = 0; i < p->terms; i++) {
        ret_beta[i] = sj_random_normal(r);
        squares += ret_beta[i] * ret_beta[i];
    }
    const double chi = 2 * sj_random_gamma(r, FREEDOM / 2), scale = sqrt(FREEDOM / chi);
    solve_upper(p, ret_beta);
    for (unsigned i = 0; i < p->terms; i++)
        ret_beta[i] = p->mode[i] + scale * ret_beta[i];
    const double proposal = -(FREEDOM + p->terms) / 2 * log1p(squares / chi);
    return exp(log_posterior(p, ret_beta) - p->at_mode - proposal); /* (2) */
}

/* Fills `draw`, and the mean and variance of every coefficient; returns the effective
 * number of draws. */
static double draw_all(const struct posterior *p, const sj_threshold_options *q, struct draw *draw,
                       double *ret_mean, double *ret_variance)
{
    double beta[SJ_OVERLAP_TERMS_MAX], sum = 0, squares = 0;
    const double n = sj_overlap_total(p->o);
    for (unsigned k = 0; k < p->terms; k++)
        ret_mean[k] = ret_variance[k] = 0;
    for (size_t i = 0; i < q->draws; i++) {
        sj_random r = sj_random_stream(q->seed, i); /* (1) */
        const double w = draw_beta(p, &r, beta);
        draw[i] = (struct draw){n + exp(beta[0]), w};
        sum += w;
        squares += w * w;
        for (unsigned k = 0; k < p->terms && w > 0; k++) {
            const double d = beta[k] - ret_mean[k];
            ret_mean[k] += w / sum * d;
            ret_variance[k] += w * d * (beta[k] - ret_mean[k]);
        }
    }
    for (unsigned k = 0; k < p->terms; k++)
        ret_variance[k] /= sum;
    return squares > 0 ? sum * sum / squares : 0;
}

/* ---- reading them ---- */

static int by_value(const void *a, const void *b)
{
    const double x = ((const struct draw *)a)->value, y = ((const struct draw *)b)->value;
    return x < y ? -1 : x > y;
}

/* Of draws in order, the value below which the share p of the weight lies. */
static double quantile(const struct draw *draw, size_t count, double sum, double p)
{
    double below = 0;
    for (size_t i = 0; i < count; i++)
        if ((below += draw[i].weight) >= p * sum)
            return draw[i].value;
    return draw[count - 1].value;
}

static double quantile_error(const struct draw *draw, size_t count, double sum, double p)
{
    double below = 0, squares = 0;
    for (size_t i = 0; i < count; i++) {
        const double d = draw[i].weight * ((below < p * sum) - p);
        below += draw[i].weight;
        squares += d * d;
    }
    const double se = sqrt(squares) / sum;
    return (quantile(draw, count, sum, fmin(1, p + se)) -
            quantile(draw, count, sum, fmax(0, p - se))) /
           2;
}

static void summarise(struct draw *draw, const sj_threshold_options *q, sj_threshold *ret)
{
    const double low = (1 - q->level) / 2;
    double sum = 0, value = 0;
    qsort(draw, q->draws, sizeof *draw, by_value);
    for (size_t i = 0; i < q->draws; i++) {
        sum += draw[i].weight;
        value += draw[i].weight > 0 ? draw[i].weight * draw[i].value : 0;
    }
    ret->mean = value / sum;
    ret->median = quantile(draw, q->draws, sum, 0.5);
    ret->low = quantile(draw, q->draws, sum, low);
    ret->high = quantile(draw, q->draws, sum, 1 - low);
    ret->median_mc_error = quantile_error(draw, q->draws, sum, 0.5);
    ret->low_mc_error = quantile_error(draw, q->draws, sum, low);
    ret->high_mc_error = quantile_error(draw, q->draws, sum, 1 - low);
}

static void keep_clear(const struct posterior *p, double threshold, const double *mean,
                       const double *variance, sj_threshold *ret)
{
    sj_overlap_main_effects(p->o, &ret->model);
    for (unsigned k = 0; k < p->terms; k++) {
        if (__builtin_popcount(p->term[k]) < 2)
            continue;
        ret->tried++;
        if (fabs(mean[k]) < threshold * sqrt(variance[k]))
            continue;
        ret->kept++;
        sj_overlap_add_term(&ret->model, p->term[k]);
    }
}

static void full_model(const sj_overlap *o, unsigned order, sj_overlap_model *ret)
{
    const unsigned most = order < o->lists - 1 ? order : o->lists - 1;
    sj_overlap_main_effects(o, ret);
    for (unsigned t = 1; t < 1u << o->lists; t++)
        ret->term[t] = (unsigned)__builtin_popcount(t) <= most;
}

static sj_status estimate(const sj_overlap *o, const sj_threshold_options *q, struct posterior *p,
                          struct draw *draw, sj_threshold *ret)
{
    double mean[SJ_OVERLAP_TERMS_MAX], variance[SJ_OVERLAP_TERMS_MAX];
    full_model(o, q->order, &ret->model);
    SJ_TRY(list_terms(o, &ret->model, q->variance, p));
    if (!find_mode(p))
        return SJ_OK;
    const double first = draw_all(p, q, draw, mean, variance);
    keep_clear(p, q->threshold, mean, variance, ret);
    SJ_TRY(list_terms(o, &ret->model, q->variance, p));
    if (!find_mode(p))
        return SJ_OK;
    ret->effective = fmin(first, draw_all(p, q, draw, mean, variance));
    ret->exists = ret->effective >= SJ_THRESHOLD_EFFECTIVE;
    if (ret->exists)
        summarise(draw, q, ret);
    return SJ_OK;
}

/* Somebody stands on two lists; else no likelihood bounds the dark figure from above. */
static bool overlaps(const sj_overlap *o)
{
    for (unsigned c = 1; c < 1u << o->lists; c++)
        if (o->count[c] > 0 && __builtin_popcount(c) > 1)
            return true;
    return false;
}

sj_status sj_threshold_estimate(const sj_overlap *o, const sj_threshold_options *q,
                                sj_threshold *ret)
{
    sj_overlap_model main;
    sj_overlap_fit fit;
    *ret = (sj_threshold){.mean = NAN, .median = NAN, .low = NAN, .high = NAN};
    if (q->order < 1 || !(q->threshold >= 0) || !(q->variance > 0) || !isfinite(q->variance) ||
        q->draws < DRAWS_LEAST || q->draws > DRAWS_MAX || !(q->level > 0 && q->level < 1) ||
        o->lists == 0 || o->lists > SJ_OVERLAP_LISTS_MAX)
        return SJ_EINVAL;
    sj_overlap_main_effects(o, &main);
    SJ_TRY(sj_overlap_estimate(o, &main, &fit)); /* checks the counts */
    ret->model = main;
    if (!overlaps(o))
        return SJ_OK;
    struct posterior *p = sj_mem_alloc(sizeof *p);
    struct draw *draw = sj_mem_alloc(q->draws * sizeof *draw);
    const sj_status s = p && draw ? estimate(o, q, p, draw, ret) : SJ_ENOMEM;
    sj_mem_free(p);
    sj_mem_free(draw);
    return s;
}
