/* sojourn/report.h -- the case as one HTML file: read on paper and on a telephone, plots
 * as inline SVG, no script, nothing fetched.
 *
 * Order: summary; what to do before anything is done; organisations by the workers to look
 * at; the people to look at first, each with findings, evidence, the path through the rule,
 * a timeline and what was unknown; all signals with their answers; lists and versions; how
 * grades are made.
 * The labour indicators are not in it: they are never in one view with assessments; the
 * audience of labour-rights groups gets them in a report of their own form.
 * Tables that leave the house hide counts under five, and others with them
 * (sj_case_suppress). */
#ifndef SOJOURN_REPORT_H
#define SOJOURN_REPORT_H
#include "sojourn/case.h"

SJ_API SJ_MUST sj_status sj_report_html(const sj_case *c, sj_audience a, sj_buf *to);
#endif
