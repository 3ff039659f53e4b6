/* cli/figure_checks.h -- what pools of published figures say of each other and of the
 * article's table.
 * Shape:  a claim is held against the pool of its definition, with and without the
 *         figures of whoever claims it. A total is held against the sum of its parts
 *         (states of the world, sectors of a place) of the same years: parts may be
 *         fewer than the whole, for not every part has a figure, but never more.
 * Unit:   that of the pools. */
#ifndef SJ_CLI_FIGURE_CHECKS_H
#define SJ_CLI_FIGURE_CHECKS_H
#include "cli/figures.h"

typedef struct sj_claim_held {
    const sj_figure_claim *claim;
    const sj_figure_pool *pool;   /* NULL: no figure of this definition */
    const sj_figure_pool *others; /* without the claimant's figures; NULL: none is left */
    bool claimant_pooled;         /* the claimant's figures are among those pooled */
} sj_claim_held;
/* One for each row of data/article_claims.tsv. Lives as long as arena. */
SJ_MUST sj_status sj_claims_hold(const sj_figures *f, sj_arena *arena, sj_claim_held **ret,
                                 size_t *ret_count);
const char *sj_claim_verdict(const sj_claim_held *h);
/* Median of the pool over the claim (the middle of a claimed range); NaN without a pool. */
double sj_claim_ratio(const sj_claim_held *h);

typedef enum sj_total_kind {
    SJ_TOTAL_PLACES,  /* states against the world */
    SJ_TOTAL_SECTORS, /* sectors against all of a place */
    SJ_TOTAL_TWICE    /* all and IT: with IT counted in, and on top */
} sj_total_kind;
enum { SJ_TOTAL_DRAWS = 20000 };
typedef struct sj_total {
    sj_total_kind kind;
    const sj_figure_pool *whole;
    sj_str parts; /* "China 138,000, Russia 7,750": places or sectors and their medians */
    size_t count, figures, origins;
    double p5, p50, p95;    /* of the sum of the parts; of TWICE: of the whole and IT added */
    double share;           /* median of the sum over the whole; of TWICE: of IT over the whole */
    double above, mc_error; /* probability that the parts are more than the whole */
} sj_total;
/* All totals that have a whole and a part. Parts are drawn independent of each other and
 * of the whole. Lives as long as arena. */
SJ_MUST sj_status sj_totals_check(const sj_figure_pool *pool, size_t pools, uint64_t seed,
                                  sj_arena *arena, sj_total **ret, size_t *ret_count);
/* "the parts exceed the whole", "the parts fit into the whole" ... */
const char *sj_total_verdict(const sj_total *t);
#define SJ_TOTAL_ASSUMPTION                                                               \
    "parts are independent of each other and of the whole; states and sectors without a " \
    "figure count nothing, so a sum may fall short but not exceed"
#endif
