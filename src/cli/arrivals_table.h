/* cli/arrivals_table.h -- counts by purpose and period: read, put in order, and summed.
 *
 * An empty count is missing (NaN), never zero. A year whose parts (twelve months, four
 * quarters, two halves, all its weeks) are all there has a row of its own, which is derived.
 * Rows stand in order of purpose (as first met), then of line; derived ones last. */
#ifndef SJ_CLI_ARRIVALS_TABLE_H
#define SJ_CLI_ARRIVALS_TABLE_H
#include "base/base.h"

typedef struct sj_period {
    int year;
    int start, length; /* months since year 0, or weeks (of ISO 8601) */
    bool weeks;
} sj_period;
/* "2024", "2024-H1", "2024-Q3", "2024-07" or "2024-W31". */
bool sj_period_read(sj_str text, sj_period *ret);
bool sj_period_is_year(const sj_period *p);
/* The week (or month) in which the first day of p lies. */
int sj_period_locate(const sj_period *p, bool weeks);
/* How many of such periods the year has. */
int sj_period_a_year(const sj_period *p);
sj_str sj_period_plural(const sj_period *p); /* "quarters" */

typedef struct sj_entry {
    sj_str text, purpose, source, origin; /* origin: the source, where no column says it */
    size_t group;                         /* number of the purpose, as first met */
    sj_period period;
    double count;    /* NaN: missing */
    double exposure; /* people or days that could have come; 1 */
    bool baseline, derived;
    uint64_t line;
} sj_entry;
typedef struct sj_entries {
    sj_entry *row;
    size_t count, given; /* given: without the derived */
    char hash[65];
    size_t columns, exposure, origin; /* columns by number; 0: there is none */
    sj_map purpose;                   /* -> number of the group + 1 */
    sj_diag diag;
} sj_entries;
/* Fills *t, of zeros before; rows live as long as arena, t->purpose is the caller's to end.
 * Errors: SJ_EINVAL and those of CSV with line, field and reason, SJ_ELIMIT, SJ_ENOMEM. */
SJ_MUST sj_status sj_entries_read(sj_entries *t, sj_str bytes, sj_arena *arena);
/* Of each period: do the purposes add up to `all`; of each purpose and year: do the parts add
 * up to the year? What remains is told, and what contradicts. Lines, or an object a line. */
SJ_MUST sj_status sj_entries_sums(const sj_entries *t, bool json, sj_arena *arena, sj_buf *to);
#endif
