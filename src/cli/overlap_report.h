/* cli/overlap_report.h -- one overlap of lists as count.html and CSV: the overlaps, the
 * models, the bootstrap, and the estimate without each list. */
#ifndef SJ_CLI_OVERLAP_REPORT_H
#define SJ_CLI_OVERLAP_REPORT_H
#include "cli/cli.h"
#include "count/overlap.h"

typedef struct sj_overlap_omitted {
    double n, estimate, low, high; /* normal limits; NaN: not estimable */
    sj_overlap_model model;
} sj_overlap_omitted;
typedef struct sj_overlap_report {
    const sj_overlap *overlap;
    const sj_str *list;
    const sj_overlap_ranked *ranked;
    size_t ranked_count;
    const sj_overlap_omitted *omitted; /* one a list; NULL with two lists */
    const double *replicate;           /* sorted; NULL: no bootstrap was asked for */
    size_t replicates;
    double estimate, low, high, level, seed;
    double estimate_z0, acceleration; /* of the bootstrap, NaN without one */
    const char *interval, *select;
    const sj_overlap_model *model; /* the chosen one */
    size_t asked;                  /* replicates, those without an estimate too */
    char hash[65];                 /* of the table */
} sj_overlap_report;
/* Writes DIR/count.html, estimate.csv, overlap.csv, models.csv, omitted.csv and, with a bootstrap,
 * bootstrap.csv; an exit status. */
int sj_overlap_report_write(const char *folder, const sj_overlap_report *r);
#endif
