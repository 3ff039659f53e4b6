/* cli/overlap_diagnostics.h -- what stands beside an estimate from overlapping lists: the
 * certificate of its existence, what other kinds of model say of the same table, and the
 * picture of all models in text. */
#ifndef SJ_CLI_OVERLAP_DIAGNOSTICS_H
#define SJ_CLI_OVERLAP_DIAGNOSTICS_H
#include "base/base.h"
#include "count/overlap.h"

/* "A:B" of the lists of a mask. */
void sj_overlap_json_cell(const sj_str *list, unsigned mask, sj_buf *to);
/* ,"certificate":{...} of the linear program. */
SJ_MUST sj_status sj_overlap_certificate_json(const sj_overlap *o, const sj_overlap_model *m,
                                              const sj_str *list, sj_buf *to);
/* ,"heterogeneity":[...]: nothing for fewer than three lists. */
SJ_MUST sj_status sj_overlap_heterogeneity_json(const sj_overlap *o, double level, sj_buf *to);
/* ,"two_lists":[...],"sample_coverage":{...} */
void sj_overlap_closed_json(const sj_overlap *o, const sj_str *list, sj_buf *to);
/* The estimate of each model against its BIC above the best, up to 10. */
void sj_overlap_plot_text(const sj_overlap_ranked *ranked, size_t count, sj_buf *to);
#endif
