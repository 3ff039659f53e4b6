/* count/overlap_int.h -- the algebra that fits and profiles share. */
#ifndef SJ_COUNT_OVERLAP_INT_H
#define SJ_COUNT_OVERLAP_INT_H
#include "count/overlap.h"
#include "count/random.h"

typedef struct sj_overlap_design {
    unsigned lists, cells, terms, dropped;
    unsigned term[SJ_OVERLAP_TERMS_MAX]; /* masks, the intercept first */
    bool live[SJ_OVERLAP_CELLS];         /* not dropped; the empty cell as the caller says */
    double offset;                       /* of every log mean, beside the terms */
    double matrix[SJ_OVERLAP_TERMS_MAX][SJ_OVERLAP_TERMS_MAX];
} sj_overlap_design;

/* x[m] becomes the sum over all masks that contain m; over all that m contains. */
void sj_overlap_over_supersets(double *x, unsigned lists);
void sj_overlap_over_subsets(double *x, unsigned lists);
/* Terms without observations are dropped with their cells. Errors: SJ_ELIMIT. */
SJ_MUST sj_status sj_overlap_design_make(const sj_overlap *o, const sj_overlap_model *m,
                                         sj_overlap_design *ret);
/* Whether the columns of the terms are independent over the live cells. */
bool sj_overlap_has_full_rank(sj_overlap_design *d);
/* Where reweighted least squares begins: means a little above `count` in the live cells,
 * and their logarithms. */
void sj_overlap_start(const sj_overlap_design *d, const double *count, double *mean, double *eta);
/* One step towards `count` (with [0], if it is live) from the means and their logarithms
 * `eta`; `beta` is of the terms. False if the equations cannot be solved. */
bool sj_overlap_step(sj_overlap_design *d, const double *count, double *mean, double *eta,
                     double *beta, double *ret_moved);

/* Whether a fit whose steps moved coefficients by `before`, then by `moved`, has converged: a
 * step that is small and no smaller than the one before is rounding, which a cell of 1e8
 * people leaves in the coefficients of a cell of one. A coefficient that runs away moves by 1. */
bool sj_overlap_settled(double before, double moved);

/* Multinomial over the observed cells, somebody on them: n draws, of as many people as the
 * table has or not, by inversion of the cumulated counts. */
void sj_overlap_resample(const sj_overlap *o, uint64_t n, sj_random *r, sj_overlap *ret);
#endif
