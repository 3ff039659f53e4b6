/* regime/knowledge.h -- data/instruments.tsv and data/permits.tsv as lines. */
#ifndef SJ_REGIME_KNOWLEDGE_H
#define SJ_REGIME_KNOWLEDGE_H
#include "base/base.h"
extern const sj_str sj_instruments_line[];
extern const size_t sj_instruments_line_count;
extern const sj_str sj_permits_line[];
extern const size_t sj_permits_line_count;
#endif
