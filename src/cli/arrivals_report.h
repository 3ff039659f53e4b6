/* cli/arrivals_report.h -- excess of arrivals as a page and a table: what was observed
 * beside what each baseline or model expects, with its limits. */
#ifndef SJ_CLI_ARRIVALS_REPORT_H
#define SJ_CLI_ARRIVALS_REPORT_H
#include "count/arrivals.h"

/* expected is NaN of a row that is about no baseline but all of them. */
typedef struct sj_arrivals_row {
    sj_str baseline;
    double expected, excess, low, high; /* limits of the excess */
    double low_error, high_error;       /* Monte Carlo error of each; 0: it is not drawn */
    double level;
    const char *unit, *interval, *model; /* unit: entries, persons */
    size_t n, origins, replicates;       /* n: counts the expectation comes from */
} sj_arrivals_row;
typedef struct sj_arrivals_about {
    sj_str purpose, period;
    double observed;
    const char *hash;
    uint64_t seed;
    size_t origins; /* of a fitted series */
} sj_arrivals_about;
/* A picture and rows of CSV; the header of the CSV stands before the first. */
void sj_arrivals_section(const sj_arrivals_about *about, const sj_arrivals_row *row, size_t count,
                         sj_buf *page_to, sj_buf *csv_to);
/* Of a fitted series: the counts beside what is expected, as a picture and rows of
 * series.csv; time in years and name of point[i].at are time[at], name[at]. */
void sj_arrivals_path(const sj_arrivals_about *about, const sj_excess *e, const double *time,
                      const sj_str *name, sj_buf *page_to, sj_buf *csv_to);
/* Writes DIR/count.html and DIR/excess.csv around the sections, and DIR/series.csv where
 * there is a fitted series; an exit status. */
int sj_arrivals_report(const char *folder, const char *hash, uint64_t seed, const sj_buf *page,
                       const sj_buf *csv, const sj_buf *series);
#endif
