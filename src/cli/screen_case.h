/* cli/screen_case.h -- the second half of `screen`: a roster with more tables than
 * people and organisations is judged as a whole. */
#ifndef SJ_CLI_SCREEN_CASE_H
#define SJ_CLI_SCREEN_CASE_H
#include "sojourn/case.h"
#include "sojourn/index.h"

/* What the first half found, kept until the tables are read. Zero-init. */
typedef struct sj_kept_match {
    sj_str table, id;    /* "people", "p17" */
    sj_list_match match; /* without its row */
} sj_kept_match;
typedef struct sj_kept_matches {
    sj_arena arena;
    sj_kept_match *item;
    size_t count;
} sj_kept_matches;
/* Copies what `match` points to. Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_kept_matches_add(sj_kept_matches *k, sj_str table, sj_str id,
                                      const sj_list_match *match);

typedef struct sj_screen_case_use {
    const char *out;
    const sj_tables *tables;
    const sj_index *index;
    const sj_kept_matches *kept;
    double base_rate;
    sj_reading reading;
    sj_audience audience;
    sj_date as_of;
    const char *law;  /* a file, or NULL */
    unsigned threads; /* 0: all cores */
} sj_screen_case_use;
/* Writes findings.jsonl, assessments.jsonl, labour.jsonl and report.html into `out` and
 * the summary to standard output. Returns an exit status. */
int sj_screen_case(const sj_screen_case_use *u);
#endif
