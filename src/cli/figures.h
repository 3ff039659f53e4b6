/* cli/figures.h -- a table of published figures, read from CSV.
 * Shape:  a header row names the columns in any order, in any case, cut by commas,
 *         semicolons or tabs: metric (or definition) and one of low, point (value,
 *         estimate) and high, and period (year, date); place (country, scope, host),
 *         sector, unit, currency, range, origin, source, locator, quote, url, status,
 *         reliability, credibility, id and derived_from may be absent. Columns with
 *         other names are not read, and told. A figure without an origin is its own: its
 *         source. One that is derived from another shares the origin of that one.
 * Errors: a row that cannot be read is left out, with line, column and reason; all
 *         others are kept. Without one that can be read the table is refused.
 * Source: data/figure_metrics.tsv says what a metric means, data/figure_units.tsv
 *         what a unit counts, data/figure_weights.tsv what a grade weighs. */
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
    sj_str origin; /* who claims it, as data/estimates.csv names it */
} sj_figure_claim;
extern const sj_figure_metric sj_figure_metrics[];
extern const size_t sj_figure_metrics_count;
extern const sj_figure_unit sj_figure_units[];
extern const size_t sj_figure_units_count;
extern const sj_figure_claim sj_figure_claims[];
extern const size_t sj_figure_claims_count;

extern const sj_figure_weights sj_figure_weights_table;

typedef struct sj_figure_refusal { /* a row that was left out */
    uint64_t line;
    sj_str field, cell;
    const char *reason;
    sj_str definition, place, sector; /* as far as they were read */
} sj_figure_refusal;
typedef struct sj_figures {
    sj_figure *figure;
    size_t count;
    sj_figure_refusal *refused;
    size_t refusals;
    sj_str unread; /* columns that are not read, ", " between them */
    char hash[65]; /* SHA-256 of the bytes; "" of sj_figures_parse */
} sj_figures;

/* All figures of a CSV file. They live as long as arena. Errors: SJ_EINVAL with file,
 * line, column name and reason, where no row can be read, or one cannot and `strict`;
 * those of the input and of CSV. */
SJ_MUST sj_status sj_figures_read(const char *path, bool strict, sj_arena *arena, sj_figures *ret,
                                  sj_diag *reterr_diag);
/* The same over bytes in memory. */
SJ_MUST sj_status sj_figures_parse(sj_str bytes, bool strict, sj_arena *arena, sj_figures *ret,
                                   sj_diag *reterr_diag);
/* A table as data/figure_weights.tsv: which (reliability, credibility), grade, weight; what
 * it does not name keeps the weight it has. Errors: SJ_EINVAL with line and reason. */
SJ_MUST sj_status sj_figure_weights_read(const char *path, sj_figure_weights *retadd,
                                         sj_diag *reterr_diag);
/* The same over bytes in memory. */
SJ_MUST sj_status sj_figure_weights_parse(sj_str bytes, sj_figure_weights *retadd,
                                          sj_diag *reterr_diag);
#endif
