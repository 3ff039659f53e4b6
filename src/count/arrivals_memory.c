/* count/arrivals_memory.c -- how long a series remembers, from residuals that forgot.
 *
 * Errors with correlation R (rho^|i - j|) leave residuals M e, M = I - Q Q'. With S the
 * matrix of halves beside the diagonal, r = e'M S M e / e'M e, and both means are traces:
 *   tr(M S M R) = (n - 1) rho - 2 tr(Q'R S Q) + tr(Q'S Q Q'R Q),  tr(M R) = n - tr(Q'R Q).
 * R times a column is two passes, so no n * n matrix is ever made.
 *
 * Not chosen: r plus a constant over n (the constant depends on the season's columns); a
 * bootstrap of blocks (three years of months hold three blocks). */
#include "count/arrivals_int.h"

static const double MOST = 0.95;

/* ret = R v, by a pass down and one up. */
static void remember(double rho, const double *v, size_t n, double *ret)
{
    double down = 0, up = 0;
    for (size_t i = 0; i < n; i++) {
        down = v[i] + rho * down;
        ret[i] = down;
    }
    for (size_t i = n; i-- > 0;) {
        ret[i] += rho * up;
        up = v[i] + rho * up;
    }
}

static void beside(const double *v, size_t n, double *ret)
{
    for (size_t i = 0; i < n; i++)
        ret[i] = ((i ? v[i - 1] : 0) + (i + 1 < n ? v[i + 1] : 0)) / 2;
}

static double product(const double *a, const double *b, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += a[i] * b[i];
    return sum;
}

struct columns {
    const double *q; /* column after column */
    double *s, *r;   /* S q, R q */
    size_t n, p;
};

/* The mean of r for this rho. */
static double mean_of_r(const struct columns *c, double rho, double *ret_df)
{
    double above = ((double)c->n - 1) * rho, below = (double)c->n;
    for (size_t j = 0; j < c->p; j++)
        remember(rho, c->q + j * c->n, c->n, c->r + j * c->n);
    for (size_t j = 0; j < c->p; j++) {
        above -= 2 * product(c->r + j * c->n, c->s + j * c->n, c->n);
        below -= product(c->q + j * c->n, c->r + j * c->n, c->n);
        for (size_t k = 0; k < c->p; k++)
            above += product(c->q + j * c->n, c->s + k * c->n, c->n) *
                     product(c->q + k * c->n, c->r + j * c->n, c->n);
    }
    *ret_df = below;
    return above / below;
}

sj_status sj_series_memory(const double *q, size_t n, size_t p, double r, double *ret_rho,
                           double *ret_df)
{
    SJ_SCOPED(sj_arena) arena = {0};
    double *column = sj_arena_alloc(&arena, 3 * n * p * sizeof *column);
    if (!column)
        return SJ_ENOMEM;
    const struct columns c = {column, column + n * p, column + 2 * n * p, n, p};
    for (size_t j = 0; j < p; j++) {
        for (size_t i = 0; i < n; i++)
            column[j * n + i] = q[i * p + j];
        beside(column + j * n, n, c.s + j * n);
    }
    double low = 0, high = MOST;
    if (mean_of_r(&c, low, ret_df) >= r)
        high = low;
    else if (mean_of_r(&c, high, ret_df) <= r)
        low = high;
    for (int step = 0; step < 40 && low < high; step++) {
        const double middle = (low + high) / 2;
        *(mean_of_r(&c, middle, ret_df) < r ? &low : &high) = middle;
    }
    *ret_rho = low;
    (void)mean_of_r(&c, low, ret_df);
    return SJ_OK;
}
