/* cli/count_report.h -- the pooled figures as pages and tables: count.html is one
 * file of inline SVG without script; each picture is also a CSV. */
#ifndef SJ_CLI_COUNT_REPORT_H
#define SJ_CLI_COUNT_REPORT_H
#include "cli/figure_checks.h"
#include "cli/revenue.h"

/* One check of the identity, per worker and month. */
#define SJ_WATERFALL_ASSUMPTION                                                          \
    "gross and take-home: figures of all places outside IT in USD; state take: revenue " \
    "over persons of the same origin, else the pool; agency 5-15 % and costs 5-20 % of " \
    "gross are assumptions"
typedef struct sj_waterfall {
    sj_str source;           /* of the state take */
    sj_distribution part[5]; /* gross, state, agency, costs, take-home */
    sj_identity identity;
    size_t figures, origins;
} sj_waterfall;
const char *sj_waterfall_part(int k); /* "gross" ... */
/* One for each published state revenue of the world. Lives as long as arena. */
SJ_MUST sj_status sj_waterfalls(const sj_figure *figure, size_t count, const sj_figure_pool *pool,
                                size_t pools, size_t draws, uint64_t seed, sj_arena *arena,
                                sj_waterfall **ret, size_t *ret_count);

#define SJ_FIGURES_ASSUMPTION                                                                    \
    "one quantity per definition, place, sector and era; origins weigh alike; documents of one " \
    "origin share its weight"
enum { SJ_IDENTITY_DRAWS = 20000 };

typedef struct sj_count_results {
    sj_figures figures;
    sj_figure_weights weights;
    const char *weights_name; /* of the file they came from */
    sj_claim_held *claim;
    size_t claims;
    sj_total *total;
    size_t totals;
    sj_figure_pool *pool;
    size_t pools;
    sj_waterfall *waterfall;
    size_t waterfalls;
    sj_revenue revenue;
    const char *scenario; /* a file whose fans go into the page; NULL: none */
    uint64_t seed;
} sj_count_results;
/* Rows left out that have the definition, place and sector of the pool, as far as these
 * could be read. */
size_t sj_count_left_out(const sj_count_results *c, const sj_figure_pool *p);
/* Writes DIR/count.html, pools.csv, places.csv, forest.csv, waterfall.csv, tornado.csv,
 * claims.csv, totals.csv, left_out.csv and, with a scenario, fan.csv; an exit status. */
int sj_count_report(const char *folder, const sj_count_results *c);
/* The pictures of a scenario and its fans as CSV; an exit status, faults said. */
int sj_scenario_section(const char *path, sj_buf *page_to, sj_buf *csv_to);
#endif
