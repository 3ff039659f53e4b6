/* cli/explain.h -- scores and their reasons, as text and as JSON. */
#ifndef SJ_CLI_EXPLAIN_H
#define SJ_CLI_EXPLAIN_H
#include "sojourn/index.h"

void sj_explain_text(sj_str a, sj_str b, const sj_name_explanation *e, sj_buf *to);
void sj_explain_json(sj_str a, sj_str b, const sj_name_explanation *e, sj_buf *to);
/* "words":[{...}] without the braces around it. */
void sj_explain_words_json(const sj_name_explanation *e, sj_buf *to);
/* One line of matches.jsonl. `table` and `id` name the query. */
void sj_explain_hit_json(const sj_index *ix, sj_str table, sj_str id, const sj_hit *hit,
                         const sj_hit_explanation *e, sj_buf *to);
/* A few lines for people. */
void sj_explain_hit_text(const sj_index *ix, const sj_hit *hit, const sj_hit_explanation *e,
                         sj_buf *to);
/* The query's value of the identifier that agrees; empty if none does. */
sj_str sj_explain_identifier(const sj_hit_explanation *e);
#endif
