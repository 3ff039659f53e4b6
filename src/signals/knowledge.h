/* signals/knowledge.h -- data/signals.tsv, data/indicators.tsv, data/validity.tsv as lines. */
#ifndef SJ_SIGNALS_KNOWLEDGE_H
#define SJ_SIGNALS_KNOWLEDGE_H
#include "base/base.h"
extern const sj_str sj_signals_line[];
extern const size_t sj_signals_line_count;
extern const sj_str sj_indicators_line[];
extern const size_t sj_indicators_line_count;
extern const sj_str sj_validity_line[];
extern const size_t sj_validity_line_count;
#endif
