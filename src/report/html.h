/* report/html.h -- pieces of the page, shared by its files. */
#ifndef SJ_REPORT_HTML_H
#define SJ_REPORT_HTML_H
#include "base/base.h"
#include "sojourn/report.h"

/* Text as HTML: & < > " ' are written as entities, controls as blanks. */
void sj_html_text(sj_buf *to, sj_str text);
/* "five or more, or <5": counts in tables that leave the house (records.md). */
void sj_html_count(sj_buf *to, size_t n, sj_audience a);
void sj_html_date(sj_buf *to, sj_date d);
/* One person: heading, regime with path, timeline, findings. */
sj_status sj_html_person(const sj_case *c, size_t person, sj_audience a, sj_buf *to);
/* The labour table of all people, for those who may see it. */
sj_status sj_html_labour(const sj_case *c, sj_buf *to);
#endif
