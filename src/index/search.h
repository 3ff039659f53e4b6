/* index/search.h -- what search.c, scan.c and explain.c share. */
#ifndef SJ_INDEX_SEARCH_H
#define SJ_INDEX_SEARCH_H
#include "index/facts.h"
#include "index/format.h"
#include "index/query.h"

/* The best name pairs of one record: the best one that stands by itself, and the
 * best one that needs support from another field. */
typedef struct sj_best_pair {
    double score; /* 0: none */
    uint32_t query_name, listed_name;
} sj_best_pair;
typedef struct sj_record_best {
    uint32_t record;
    sj_best_pair alone, supported;
} sj_record_best;

/* Facts of a record; empty if the file points out of its bounds. */
sj_str sj_index_facts(const sj_index *ix, uint32_t record);
/* Whether a match of these two names needs support: a weak alias on either side,
 * or one word that is not the whole primary name of the person listed. */
bool sj_pair_needs_support(const sj_query *q, uint32_t query_name, sj_name_kind listed_kind,
                           const sj_form *listed);
/* Enters a name pair; higher scores win, ties go to lower numbers. */
void sj_record_best_add(sj_record_best *best, bool needs_support, double score, uint32_t query_name,
                        uint32_t listed_name);
/* The record's score; false if it does not reach the threshold. */
bool sj_record_hit(const sj_index *ix, const sj_query *q, const sj_record_best *best,
                   double threshold, sj_hit *ret);
/* Best first; ties by record. */
void sj_hits_sort(sj_hit *hit, size_t count);
/* A name's score below which no evidence of this query lifts it to the threshold. */
double sj_name_least(const sj_query *q, double threshold);
#endif
