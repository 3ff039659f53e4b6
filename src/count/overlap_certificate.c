/* count/overlap_certificate.c -- why an estimate exists or not, by a linear program
 * (Fienberg, Rinaldo 2012; Chan, Silverman, Vincent 2021):
 *
 *   maximise s  over  A'x = A'n,  x_c >= s for every cell c that is left.
 *
 * With x = y + s, y >= 0, s >= 0 this is in standard form: one row a term, one column a
 * cell and one for s. s > 0: there is a positive table with the margins that were seen,
 * and with it the maximum of the likelihood. s = 0: the dual solution z is a direction in
 * which the likelihood never falls: it moves no cell with people (A z = 0 there) and
 * empties the cells where A z > 0, whose means run to zero.
 *
 * Whether s is 0 depends on which cells have people, not on how many these are: with y = 1
 * where x = n is above 0, a point x' of y's margins gives n - y + x' of n's, and the other way
 * round with a multiple of y. So existence is asked of y, whose numbers are of one size, and
 * only the value of s of n; it is at least that of y.
 *
 * Representation: a dense tableau with an artificial column a row, whose reduced costs are
 * z; phase one drives the artificials out, Bland's rule keeps it from cycling.
 * Invariants: (1) the right side stays >= 0; (2) x = n is feasible, so phase one ends at
 * zero whatever the table. The margins are scaled to a sum of one before. */
#include "count/overlap_int.h"
#include <math.h>

enum {
    ROWS = SJ_OVERLAP_TERMS_MAX,
    COLUMNS = SJ_OVERLAP_CELLS + SJ_OVERLAP_TERMS_MAX + 1, /* cells with s, artificials, right */
    PIVOTS_MAX = 20000                                     /* Bland ends; seen: under 400 */
};
static const double tiny = 1e-9;

struct program {
    double a[ROWS][COLUMNS];
    double cost[COLUMNS]; /* reduced costs, to be minimised; the last the negative value */
    unsigned basis[ROWS];
    unsigned rows, cells, columns; /* cells: of x, s is column `cells`; columns: the right side */
    unsigned cell[SJ_OVERLAP_CELLS];
};

static void pivot(struct program *p, unsigned row, unsigned column)
{
    const double by = p->a[row][column];
    for (unsigned j = 0; j <= p->columns; j++)
        p->a[row][j] /= by;
    for (unsigned i = 0; i < p->rows; i++) {
        const double f = p->a[i][column];
        if (i == row || f == 0)
            continue;
        for (unsigned j = 0; j <= p->columns; j++)
            p->a[i][j] -= f * p->a[row][j];
    }
    const double f = p->cost[column];
    for (unsigned j = 0; j <= p->columns; j++)
        p->cost[j] -= f * p->a[row][j];
    p->basis[row] = column;
}

/* The row that leaves when `column` enters; false if none bounds it. */
static bool leaving(const struct program *p, unsigned column, unsigned *ret)
{
    double best = INFINITY;
    for (unsigned i = 0; i < p->rows; i++) {
        if (p->a[i][column] <= tiny)
            continue;
        const double ratio = fmax(0, p->a[i][p->columns]) / p->a[i][column];
        if (ratio < best - tiny || (ratio <= best + tiny && p->basis[i] < p->basis[*ret])) {
            best = fmin(best, ratio);
            *ret = i;
        }
    }
    return isfinite(best);
}

/* Columns below `most` may enter, the first with a negative cost. */
static sj_status minimise(struct program *p, unsigned most)
{
    for (int n = 0; n < PIVOTS_MAX; n++) {
        unsigned column = 0, row = 0;
        while (column < most && p->cost[column] >= -tiny)
            column++;
        if (column == most || !leaving(p, column, &row))
            return SJ_OK;
        pivot(p, row, column);
    }
    return SJ_ELIMIT;
}

static void fill(struct program *p, const sj_overlap *o, const sj_overlap_design *d)
{
    const double n = sj_overlap_total(o);
    memset(p, 0, sizeof *p);
    p->rows = d->terms;
    for (unsigned c = 1; c < d->cells; c++)
        if (d->live[c])
            p->cell[p->cells++] = c;
    p->columns = p->cells + 1 + p->rows;
    for (unsigned i = 0; i < p->rows; i++) {
        for (unsigned j = 0; j < p->cells; j++) {
            const bool in = (p->cell[j] & d->term[i]) == d->term[i];
            p->a[i][j] = in;
            p->a[i][p->cells] += in;
            p->a[i][p->columns] += in ? o->count[p->cell[j]] / n : 0;
        }
        p->a[i][p->cells + 1 + i] = 1;
        p->basis[i] = p->cells + 1 + i;
    }
}

/* Artificials that stand in the basis at zero go out where a real column can replace
 * them; a row where none can is a combination of others. */
static void drive_out(struct program *p)
{
    for (unsigned i = 0; i < p->rows; i++)
        for (unsigned j = 0; p->basis[i] > p->cells && j <= p->cells; j++)
            if (fabs(p->a[i][j]) > 1e-7)
                pivot(p, i, j);
}

static sj_status solve_program(struct program *p)
{
    for (unsigned i = 0; i < p->rows; i++)
        for (unsigned j = 0; j <= p->columns; j++)
            p->cost[j] -= j > p->cells && j < p->columns ? 0 : p->a[i][j];
    SJ_TRY(minimise(p, p->cells + 1));
    drive_out(p);
    memset(p->cost, 0, sizeof p->cost);
    p->cost[p->cells] = -1;
    for (unsigned i = 0; i < p->rows; i++)
        if (p->basis[i] == p->cells)
            pivot(p, i, p->cells); /* prices s out of the costs */
    return minimise(p, p->cells + 1);
}

/* A z of each cell: the reduced costs of the artificials are -z up to the sign of cost. */
static void read_direction(const struct program *p, const sj_overlap_design *d,
                           sj_overlap_certificate *ret)
{
    for (unsigned j = 0; j < p->cells; j++) {
        double rises = 0;
        for (unsigned i = 0; i < p->rows; i++)
            if ((p->cell[j] & d->term[i]) == d->term[i])
                rises += p->cost[p->cells + 1 + i];
        ret->emptied[p->cell[j]] = rises > 1e-7;
        ret->cells += rises > 1e-7;
    }
}

/* One person in each cell that has some. */
static void support_of(const sj_overlap *o, sj_overlap *ret)
{
    *ret = *o;
    for (unsigned m = 1; m < 1u << o->lists; m++)
        ret->count[m] = o->count[m] > 0;
}

/* s of the table; what runs empty where it is 0. */
static sj_status least_mean(struct program *p, const sj_overlap *o, const sj_overlap_design *d,
                            sj_overlap_certificate *ret)
{
    fill(p, o, d);
    SJ_TRY(solve_program(p));
    if (p->cost[p->columns] <= tiny)
        read_direction(p, d, ret);
    else
        ret->least_mean = p->cost[p->columns] * sj_overlap_total(o);
    return SJ_OK;
}

static sj_status certify_with(struct program *p, const sj_overlap *o, const sj_overlap_design *d,
                              sj_overlap_certificate *ret)
{
    sj_overlap support;
    sj_overlap_certificate of_counts = {0};
    support_of(o, &support);
    SJ_TRY(least_mean(p, &support, d, ret));
    if (ret->least_mean > 0) {
        SJ_TRY(least_mean(p, o, d, &of_counts));
        ret->least_mean = fmax(ret->least_mean, of_counts.least_mean);
    }
    return SJ_OK;
}

sj_status sj_overlap_certify(const sj_overlap *o, const sj_overlap_model *m,
                             sj_overlap_certificate *ret)
{
    sj_overlap_design d;
    memset(ret, 0, sizeof *ret);
    SJ_TRY(sj_overlap_design_make(o, m, &d));
    struct program *p = sj_mem_alloc(sizeof *p);
    if (!p)
        return SJ_ENOMEM;
    const sj_status s = certify_with(p, o, &d, ret);
    sj_mem_free(p);
    SJ_TRY(s);
    ret->full_rank = sj_overlap_has_full_rank(&d);
    ret->code = (ret->least_mean > 0 ? 0 : 1) + (ret->full_rank ? 0 : 2);
    return SJ_OK;
}
