/* sojourn/report.h -- the case as one HTML file: read on paper and on a telephone, plots
 * as inline SVG, no script, nothing fetched.
 *
 * Order: summary; the people to look at first, with findings and evidence; timelines;
 * what was unknown; rules that found something; lists and versions; how grades are made.
 * The labour indicators are not in it: they are never in one view with assessments; the
 * audience of labour-rights groups gets them in a report of their own form.
 * Counts under five are suppressed in tables that leave the house. */
#ifndef SOJOURN_REPORT_H
#define SOJOURN_REPORT_H
#include "sojourn/case.h"

SJ_API SJ_MUST sj_status sj_report_html(const sj_case *c, sj_audience a, sj_buf *to);
#endif
