/* cli/figures.h -- a table of published figures, read from CSV.
 * Shape:  a header row names the columns in any order: metric and unit, one of
 *         low, point (or value, estimate) and high, period (or year), and place
 *         (or country, geography); sector, origin, source, locator, status,
 *         reliability and credibility may be absent. A figure without an origin
 *         is its own: its source.
 * Source: data/figure_metrics.tsv says what a metric means, data/figure_units.tsv
 *         what a unit counts; a metric or unit that is in neither is refused. */
#ifndef SJ_CLI_FIGURES_H
#define SJ_CLI_FIGURES_H
#include "count/figure.h"

typedef struct sj_figure_metric {
    sj_str metric, definition, dimension, kind;
    double source_error;
} sj_figure_metric;
typedef struct sj_figure_unit {
    sj_str unit, dimension;
    double factor;
    sj_str currency;
} sj_figure_unit;
typedef struct sj_figure_claim {
    sj_str text, definition, dimension, place, sector;
    int first, last;
    double low, point, high;
} sj_figure_claim;
extern const sj_figure_metric sj_figure_metrics[];
extern const size_t sj_figure_metrics_count;
extern const sj_figure_unit sj_figure_units[];
extern const size_t sj_figure_units_count;
extern const sj_figure_claim sj_figure_claims[];
extern const size_t sj_figure_claims_count;

/* All figures of a CSV file, with the SHA-256 of its bytes. They live as long as
 * arena. Errors: SJ_EINVAL or SJ_ESYNTAX with file, line, column name and reason;
 * those of the input and of CSV. */
SJ_MUST sj_status sj_figures_read(const char *path, sj_arena *arena, sj_figure **ret,
                                  size_t *ret_count, char ret_hash[65], sj_diag *reterr_diag);
/* The same over bytes in memory. */
SJ_MUST sj_status sj_figures_parse(sj_str bytes, sj_arena *arena, sj_figure **ret,
                                   size_t *ret_count, sj_diag *reterr_diag);
/* The year a period ends: the last four digits that stand together. */
bool sj_figures_year(sj_str period, int *ret);
#endif
