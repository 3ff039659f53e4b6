/* count/overlap_heterogeneity.c -- people who differ in how easily a list takes them, as
 * columns of the number k of lists a person is on.
 *
 * The columns: the intercept; k itself, or one column a list; h(k) of the kind, or for
 * Chao's bound one free column for each k of three and more, dropped when its coefficient
 * is negative (a bound that fell below would not be one). Every column is zero where
 * nobody is seen, so the intercept is the logarithm of the dark figure as elsewhere.
 * Representation: dense, at most 17 columns; Newton with a Cholesky factor. */
#include "count/overlap_int.h"
#include "count/special.h"
#include <math.h>

enum { COLUMNS = 2 * SJ_OVERLAP_LISTS_MAX + 1, STEPS = 100 };

struct design {
    unsigned columns, cells, first_free; /* columns from first_free on are Chao's */
    double x[SJ_OVERLAP_CELLS][COLUMNS];
    double matrix[COLUMNS][COLUMNS];
};

static double shape(sj_overlap_mixed kind, double k)
{
    switch (kind) {
    case SJ_OVERLAP_POISSON:
        return exp2(k) - 1;
    case SJ_OVERLAP_DARROCH:
        return k * k / 2;
    case SJ_OVERLAP_GAMMA:
        return log(3.5) - log(3.5 + k);
    case SJ_OVERLAP_M0:
    case SJ_OVERLAP_MT:
    case SJ_OVERLAP_CHAO:
        break;
    }
    return 0;
}

/* free: which k have a column of their own. */
static void make_design(const sj_overlap *o, sj_overlap_mixed kind, bool lists_differ,
                        const bool *free_k, struct design *d)
{
    d->cells = 1u << o->lists;
    for (unsigned c = 1; c < d->cells; c++) {
        const unsigned k = (unsigned)__builtin_popcount(c);
        unsigned at = 0;
        d->x[c][at++] = 1;
        for (unsigned l = 0; lists_differ && l < o->lists; l++)
            d->x[c][at++] = c >> l & 1;
        if (!lists_differ)
            d->x[c][at++] = k;
        if (kind >= SJ_OVERLAP_POISSON)
            d->x[c][at++] = shape(kind, k);
        d->first_free = at;
        for (unsigned j = 3; j <= o->lists; j++)
            if (free_k[j])
                d->x[c][at++] = k == j;
        d->columns = at;
    }
}

static bool factor(struct design *d)
{
    for (unsigned i = 0; i < d->columns; i++)
        for (unsigned j = 0; j <= i; j++) {
            double sum = d->matrix[i][j];
            for (unsigned k = 0; k < j; k++)
                sum -= d->matrix[i][k] * d->matrix[j][k];
            if (i == j && !(sum > d->matrix[i][i] * 1e-12))
                return false;
            d->matrix[i][j] = i == j ? sqrt(sum) : sum / d->matrix[j][j];
        }
    return true;
}

static void solve(const struct design *d, double *x)
{
    for (unsigned i = 0; i < d->columns; i++) {
        for (unsigned k = 0; k < i; k++)
            x[i] -= d->matrix[i][k] * x[k];
        x[i] /= d->matrix[i][i];
    }
    for (unsigned i = d->columns; i-- > 0;) {
        for (unsigned k = i + 1; k < d->columns; k++)
            x[i] -= d->matrix[k][i] * x[k];
        x[i] /= d->matrix[i][i];
    }
}

/* One step; false if the equations cannot be solved. */
static bool step(struct design *d, const double *count, double *mean, double *beta, double *moved)
{
    double right[COLUMNS] = {0};
    memset(d->matrix, 0, sizeof d->matrix);
    for (unsigned c = 1; c < d->cells; c++) {
        const double wz = mean[c] * log(mean[c]) + count[c] - mean[c];
        for (unsigned i = 0; i < d->columns; i++) {
            right[i] += d->x[c][i] * wz;
            for (unsigned j = 0; j <= i; j++)
                d->matrix[i][j] += mean[c] * d->x[c][i] * d->x[c][j];
        }
    }
    if (!factor(d))
        return false;
    solve(d, right);
    *moved = 0;
    for (unsigned i = 0; i < d->columns; i++) {
        *moved = fmax(*moved, fabs(right[i] - beta[i]));
        beta[i] = right[i];
    }
    for (unsigned c = 1; c < d->cells; c++) {
        double eta = 0;
        for (unsigned i = 0; i < d->columns; i++)
            eta += d->x[c][i] * beta[i];
        if (!(fabs(eta) < 700))
            return false;
        mean[c] = exp(eta);
    }
    return true;
}

static void describe(const struct design *d, const double *count, const double *mean, double dark,
                     sj_overlap_fit *f)
{
    double n = 0, x[COLUMNS] = {1};
    f->deviance = f->log_likelihood = 0;
    for (unsigned c = 1; c < d->cells; c++) {
        const double y = count[c], mu = mean[c];
        n += y;
        f->deviance += 2 * ((y > 0 ? y * log(y / mu) : 0) - (y - mu));
        f->log_likelihood += (y > 0 ? y * log(mu) : 0) - mu - sj_log_gamma(y + 1);
    }
    solve(d, x);
    f->se = sqrt(x[0]);
    f->dark = dark;
    f->estimate = n + dark;
    f->aic = -2 * f->log_likelihood + 2.0 * f->parameters;
    f->bic = -2 * f->log_likelihood + log(n) * f->parameters;
}

static void fit(const sj_overlap *o, struct design *d, double *beta, sj_overlap_fit *f)
{
    double mean[SJ_OVERLAP_CELLS], moved = INFINITY, before;
    memset(beta, 0, COLUMNS * sizeof *beta);
    *f = (sj_overlap_fit){.parameters = d->columns};
    for (unsigned c = 1; c < d->cells; c++)
        mean[c] = o->count[c] + 0.1;
    while (!f->exists && f->iterations++ < STEPS) {
        before = moved;
        if (!step(d, o->count, mean, beta, &moved))
            break;
        f->exists = sj_overlap_settled(before, moved);
    }
    if (f->exists)
        describe(d, o->count, mean, exp(beta[0]), f);
    else
        f->code = f->iterations == 1 ? 2 : 1; /* the first step has every column in it */
}

/* A k of Chao's with a negative coefficient, or where nobody is on k lists, has none. */
static bool drop_free(const struct design *d, const double *beta, unsigned lists, bool *free_k)
{
    unsigned at = d->first_free;
    bool dropped = false;
    for (unsigned k = 3; k <= lists; k++)
        if (free_k[k] && beta[at++] < 0) {
            free_k[k] = false;
            dropped = true;
        }
    return dropped;
}

sj_status sj_overlap_mixed_fit(const sj_overlap *o, sj_overlap_mixed kind, bool lists_differ,
                               sj_overlap_fit *ret)
{
    bool free_k[SJ_OVERLAP_LISTS_MAX + 1] = {false};
    double beta[COLUMNS], on[SJ_OVERLAP_LISTS_MAX + 1] = {0};
    if (o->lists < 2 || o->lists > SJ_OVERLAP_LISTS_MAX || !(sj_overlap_total(o) > 0))
        return SJ_EINVAL;
    for (unsigned c = 1; c < 1u << o->lists; c++)
        on[__builtin_popcount(c)] += o->count[c];
    for (unsigned k = 3; kind == SJ_OVERLAP_CHAO && k <= o->lists; k++)
        free_k[k] = on[k] > 0;
    struct design *d = sj_mem_alloc(sizeof *d);
    if (!d)
        return SJ_ENOMEM;
    do {
        make_design(o, kind, lists_differ || kind == SJ_OVERLAP_MT, free_k, d);
        fit(o, d, beta, ret);
    } while (ret->exists && drop_free(d, beta, o->lists, free_k));
    sj_mem_free(d);
    return SJ_OK;
}
