/* cli/revenue.h -- the state's revenue built from its parts: workers times gross
 * wage times months times the share taken, and which of the four it hangs on. */
#ifndef SJ_CLI_REVENUE_H
#define SJ_CLI_REVENUE_H
#include "count/figure.h"
#include "count/quantile.h"
#include "count/sobol.h"

enum {
    SJ_REVENUE_INPUTS = 4,
    SJ_REVENUE_DRAWS = 100000,
    SJ_REVENUE_ROWS = 8192,
    SJ_REVENUE_BOOTSTRAP = 200,
    SJ_REVENUE_TIES = 2
};
typedef struct sj_revenue {
    bool estimable; /* false: no persons or no wages of these definitions */
    sj_distribution input[SJ_REVENUE_INPUTS];
    sj_quantile q[3];                                             /* 5, 50, 95 %, USD a year */
    double low[SJ_REVENUE_INPUTS], high[SJ_REVENUE_INPUTS], base; /* tornado */
    sj_index index[SJ_REVENUE_INPUTS];
    sj_quantile tied[SJ_REVENUE_TIES][3]; /* the same, workers and wages correlated */
    size_t figures, origins;
} sj_revenue;
/* The rank correlation of workers and wages of tied[i]: -0.5, 0.5. No figure is published on
 * it; it says how much hangs on the assumption of independence. */
double sj_revenue_tie(size_t i);
/* Lines, ", "correlated": [...]", a table of the page; correlation.csv, whole. */
void sj_revenue_ties_text(const sj_revenue *r, sj_buf *to);
void sj_revenue_ties_json(const sj_revenue *r, sj_buf *to);
void sj_revenue_ties_draw(const sj_revenue *r, sj_buf *to);
void sj_revenue_ties_csv(const sj_revenue *r, uint64_t seed, const char *hash, sj_buf *to);
#define SJ_REVENUE_ASSUMPTION                                                              \
    "workers and wages as pooled (world, outside IT), independent of each other; 8-12 "    \
    "months paid a year, most likely 11, and a state share of 0.5-0.9, most likely 0.75, " \
    "are assumptions"
const char *sj_revenue_input(size_t i); /* "workers" ... */
/* A wage of this definition that takes part in these sums: a month's, in USD, outside IT. */
bool sj_is_wage(const sj_figure *f, sj_str definition);
/* Adds the origins of these wages to a set. */
SJ_MUST sj_status sj_wage_origins(const sj_figure *figure, size_t count, sj_str definition,
                                  sj_map *to);
/* wage is the pooled law of gross pay a month. Errors: SJ_ENOMEM and those of the pool. */
SJ_MUST sj_status sj_revenue_from(const sj_figure *figure, size_t count,
                                  const sj_distribution *wage, size_t wage_figures, uint64_t seed,
                                  sj_arena *arena, sj_revenue *ret);
#endif
