/* report/html.h -- pieces of the page, shared by its files. */
#ifndef SJ_REPORT_HTML_H
#define SJ_REPORT_HTML_H
#include "base/base.h"
#include "sojourn/report.h"

/* Text as HTML: & < > " ' are written as entities, controls as blanks. */
void sj_html_text(sj_buf *to, sj_str text);
/* A name: as above, in an element of its own, so that its direction cannot spill over. */
void sj_html_name(sj_buf *to, sj_str name);
void sj_html_date(sj_buf *to, sj_date d);
/* `n` as it may be shown: the number, "<5", or "withheld". */
void sj_html_shown(sj_buf *to, size_t n, sj_shown shown);
/* A count that stands alone: "<5" from 1 to 4, unless the reader holds the roster. */
void sj_html_count(sj_buf *to, size_t n, sj_audience a);
/* "; " between the pieces that | separates. */
void sj_html_pieces(sj_buf *to, sj_str text);

/* ---- html_tables.c ---- */
void sj_html_summary(const sj_case *c, sj_audience a, sj_buf *to);
/* Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_html_organisations(const sj_case *c, sj_audience a, sj_buf *to);
void sj_html_signals(const sj_case *c, sj_audience a, sj_buf *to);
void sj_html_lists(const sj_case *c, sj_buf *to);

/* ---- html_person.c ---- */
/* One person: heading, how the grade came about, regime with path, timeline, findings,
 * what was unknown. */
SJ_MUST sj_status sj_html_person(const sj_case *c, size_t person, sj_audience a, sj_buf *to);

/* ---- html_labour.c ---- */
/* The labour table of all people, for those who may see it. */
SJ_MUST sj_status sj_html_labour(const sj_case *c, sj_audience a, sj_buf *to);
#endif
