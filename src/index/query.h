/* index/query.h -- a query prepared: its facts and its names. */
#ifndef SJ_INDEX_QUERY_H
#define SJ_INDEX_QUERY_H
#include "names/form.h"
#include "sojourn/index.h"

enum {
    SJ_QUERY_NAMES_MAX = 256
}; /* of one person: the longest alias list seen has 94 (OFAC, 2025) */
typedef struct sj_query_name {
    const sj_name *name;
    uint8_t kind; /* sj_name_kind */
} sj_query_name;
struct sj_query {
    sj_schema schema;
    sj_str facts; /* index/facts.h */
    sj_query_name *name;
    size_t name_count;
    double evidence_most;
};
#endif
