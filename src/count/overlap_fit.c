/* count/overlap_fit.c -- one log-linear model by iteratively reweighted least squares.
 *
 * The design matrix is never written down. Column t is 1 in the cells that contain t, so
 *   (X' W X)[s, t] = sum of w over the cells that contain s and t = S[s | t],
 * where S is the sum over supersets, and X b is the sum over subsets: both are zeta
 * transforms of t 2^t additions. One iteration of six lists costs some two thousand
 * operations and a Cholesky factor of the parameters; that is why a fit takes microseconds.
 *
 * Existence: the fit that converges is its own certificate (a strictly positive point
 * with the right margins). Where it does not converge a coefficient runs away by one a
 * step; then the rank of the columns over the cells that are left tells code 2 from 1,
 * and the linear program of overlap_certificate.c says whether both hold.
 * Convergence is tested on coefficients, never on the size of a mean. */
#include "count/overlap_int.h"
#include "count/special.h"
#include <math.h>

enum { ITERATIONS_MAX = 100 };

double sj_overlap_total(const sj_overlap *o)
{
    double n = 0;
    for (unsigned m = 1; m < 1u << o->lists; m++)
        n += o->count[m];
    return n;
}

void sj_overlap_over_supersets(double *x, unsigned lists)
{
    const unsigned cells = 1u << lists;
    for (unsigned bit = 1; bit < cells; bit <<= 1)
        for (unsigned from = 0; from < cells; from += 2 * bit) /* without the bit, with it */
            for (unsigned m = from; m < from + bit; m++)
                x[m] += x[m + bit];
}

void sj_overlap_over_subsets(double *x, unsigned lists)
{
    const unsigned cells = 1u << lists;
    for (unsigned bit = 1; bit < cells; bit <<= 1)
        for (unsigned from = 0; from < cells; from += 2 * bit)
            for (unsigned m = from; m < from + bit; m++)
                x[m + bit] += x[m];
}

/* ---- the fit ---- */

static sj_status check_counts(const sj_overlap *o)
{
    if (o->lists < 1 || o->lists > SJ_OVERLAP_LISTS_MAX)
        return SJ_EINVAL;
    for (unsigned m = 1; m < 1u << o->lists; m++)
        if (!(o->count[m] >= 0) || o->count[m] != floor(o->count[m]) || o->count[m] > 1e15)
            return SJ_EINVAL;
    return sj_overlap_total(o) > 0 ? SJ_OK : SJ_EINVAL;
}

sj_status sj_overlap_design_make(const sj_overlap *o, const sj_overlap_model *m,
                                 sj_overlap_design *d)
{
    double margin[SJ_OVERLAP_CELLS];
    d->lists = o->lists;
    d->cells = 1u << o->lists;
    d->term[0] = 0;
    d->terms = 1;
    d->dropped = 0;
    d->offset = 0;
    memcpy(margin, o->count, d->cells * sizeof *margin);
    margin[0] = 0;
    sj_overlap_over_supersets(margin, o->lists);
    for (unsigned c = 0; c < d->cells; c++)
        d->live[c] = c > 0;
    for (unsigned t = 1; t < d->cells; t++) {
        if (!m->term[t])
            continue;
        if (margin[t] > 0) {
            if (d->terms == SJ_OVERLAP_TERMS_MAX)
                return SJ_ELIMIT;
            d->term[d->terms++] = t;
            continue;
        }
        d->dropped++;
        for (unsigned c = t; c < d->cells; c++)
            d->live[c] &= (c & t) != t;
    }
    return SJ_OK;
}

/* Cholesky in place, lower triangle, with the reciprocals of its diagonal; false if a pivot
 * is not positive. */
static bool factor(sj_overlap_design *d)
{
    for (unsigned i = 0; i < d->terms; i++)
        for (unsigned j = 0; j <= i; j++) {
            double sum = d->matrix[i][j];
            for (unsigned k = 0; k < j; k++)
                sum -= d->matrix[i][k] * d->matrix[j][k];
            if (i != j) {
                d->matrix[i][j] = sum * d->matrix[j][j];
                continue;
            }
            if (!(sum > d->matrix[i][i] * 1e-12))
                return false;
            d->matrix[i][i] = 1 / sqrt(sum);
        }
    return true;
}

static void solve(const sj_overlap_design *d, double *x)
{
    for (unsigned i = 0; i < d->terms; i++) {
        for (unsigned k = 0; k < i; k++)
            x[i] -= d->matrix[i][k] * x[k];
        x[i] *= d->matrix[i][i];
    }
    for (unsigned i = d->terms; i-- > 0;) {
        for (unsigned k = i + 1; k < d->terms; k++)
            x[i] -= d->matrix[k][i] * x[k];
        x[i] *= d->matrix[i][i];
    }
}

/* X' W X from the sums of w over supersets. */
static void fill_matrix(sj_overlap_design *d, const double *above)
{
    for (unsigned i = 0; i < d->terms; i++)
        for (unsigned j = 0; j <= i; j++)
            d->matrix[i][j] = above[d->term[i] | d->term[j]];
}

bool sj_overlap_has_full_rank(sj_overlap_design *d)
{
    double ones[SJ_OVERLAP_CELLS];
    for (unsigned c = 0; c < d->cells; c++)
        ones[c] = d->live[c];
    sj_overlap_over_supersets(ones, d->lists);
    fill_matrix(d, ones);
    return factor(d);
}

void sj_overlap_start(const sj_overlap_design *d, const double *count, double *mean, double *eta)
{
    for (unsigned c = 0; c < d->cells; c++) {
        mean[c] = d->live[c] ? count[c] + 0.1 : 0;
        eta[c] = d->live[c] ? log(mean[c]) : 0;
    }
}

bool sj_overlap_step(sj_overlap_design *d, const double *count, double *mean, double *eta,
                     double *beta, double *ret_moved)
{
    double w[SJ_OVERLAP_CELLS], wz[SJ_OVERLAP_CELLS], x[SJ_OVERLAP_TERMS_MAX];
    for (unsigned c = 0; c < d->cells; c++) {
        w[c] = d->live[c] ? mean[c] : 0;
        wz[c] = d->live[c] ? mean[c] * (eta[c] - d->offset) + count[c] - mean[c] : 0;
    }
    sj_overlap_over_supersets(w, d->lists);
    sj_overlap_over_supersets(wz, d->lists);
    fill_matrix(d, w);
    if (!factor(d))
        return false;
    for (unsigned i = 0; i < d->terms; i++)
        x[i] = wz[d->term[i]];
    solve(d, x);
    *ret_moved = 0;
    for (unsigned i = 0; i < d->terms; i++) {
        const double moved = fabs(x[i] - beta[i]);
        *ret_moved = moved > *ret_moved ? moved : *ret_moved;
        beta[i] = x[i];
    }
    memset(eta, 0, d->cells * sizeof *eta);
    for (unsigned i = 0; i < d->terms; i++)
        eta[d->term[i]] = beta[i];
    sj_overlap_over_subsets(eta, d->lists);
    for (unsigned c = 0; c < d->cells; c++) {
        eta[c] += d->offset;
        if (d->live[c] && !(eta[c] < 700 && eta[c] > -700))
            return false;
        mean[c] = d->live[c] ? exp(eta[c]) : 0;
    }
    return true;
}

bool sj_overlap_settled(double before, double moved)
{
    const double enough = 1e-9, small = 1e-4;
    return moved <= enough || (moved < small && moved >= before);
}

static void describe(const sj_overlap *o, sj_overlap_design *d, const double *beta,
                     sj_overlap_fit *f)
{
    double n = 0, x[SJ_OVERLAP_TERMS_MAX] = {1};
    f->deviance = f->log_likelihood = 0;
    for (unsigned c = 1; c < d->cells; c++) {
        if (!d->live[c])
            continue;
        const double y = o->count[c], mu = f->mean[c];
        n += y;
        f->deviance += 2 * ((y > 0 ? y * log(y / mu) : 0) - (y - mu));
        f->log_likelihood += (y > 0 ? y * log(mu) : 0) - mu - sj_log_gamma(y + 1);
    }
    solve(d, x); /* the first column of the inverse: the factor is of the last step */
    f->se = sqrt(x[0]);
    f->dark = exp(beta[0]);
    f->mean[0] = f->dark;
    f->estimate = n + f->dark;
    f->aic = -2 * f->log_likelihood + 2.0 * f->parameters;
    f->bic = -2 * f->log_likelihood + log(n) * f->parameters;
}

/* Columns that are independent leave one reason; else both may hold. */
static sj_status find_code(const sj_overlap *o, const sj_overlap_model *m, sj_overlap_design *d,
                           sj_overlap_fit *f)
{
    sj_overlap_certificate c;
    f->code = 1;
    if (sj_overlap_has_full_rank(d))
        return SJ_OK;
    SJ_TRY(sj_overlap_certify(o, m, &c));
    f->code = c.code;
    return SJ_OK;
}

sj_status sj_overlap_estimate(const sj_overlap *o, const sj_overlap_model *m, sj_overlap_fit *ret)
{
    sj_overlap_design d;
    double eta[SJ_OVERLAP_CELLS], beta[SJ_OVERLAP_TERMS_MAX] = {0}, moved = INFINITY, before;
    memset(ret, 0, sizeof *ret);
    SJ_TRY(check_counts(o));
    SJ_TRY(sj_overlap_design_make(o, m, &d));
    ret->dropped = d.dropped;
    ret->parameters = d.terms + d.dropped;
    sj_overlap_start(&d, o->count, ret->mean, eta);
    while (!ret->exists && ret->iterations++ < ITERATIONS_MAX) {
        before = moved;
        if (!sj_overlap_step(&d, o->count, ret->mean, eta, beta, &moved))
            break;
        ret->exists = sj_overlap_settled(before, moved);
    }
    if (ret->exists)
        describe(o, &d, beta, ret);
    else
        return find_code(o, m, &d, ret);
    return SJ_OK;
}
