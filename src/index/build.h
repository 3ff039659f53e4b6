/* index/build.h -- what build.c gathers and layout.c turns into a file. */
#ifndef SJ_INDEX_BUILD_H
#define SJ_INDEX_BUILD_H
#include "index/format.h"

/* A growing array of T: sj_mem_grow on each push. */
#define SJ_COLUMN(T)            \
    struct {                    \
        T *item;                \
        size_t count, capacity; \
    }

struct sj_index_builder {
    sj_buf lists, blob, text;
    size_t list_count;
    SJ_COLUMN(sj_index_record_item) record;
    SJ_COLUMN(sj_index_name_item) name;
    SJ_COLUMN(sj_index_form_item) form;
    SJ_COLUMN(sj_index_unit_item) unit;
    SJ_COLUMN(sj_index_core_item) core;
    SJ_COLUMN(uint64_t) identity; /* of each core */
    SJ_COLUMN(uint64_t) signature;
    SJ_COLUMN(sj_signature_traits) traits;
    uint32_t *slot; /* core number + 1 by identity; open addressing */
    size_t slot_count;
    sj_arena scratch;
};
#define SJ_COLUMN_MAX (UINT32_MAX - 1u) /* numbers are 32 bits in the file */

/* One section's bytes, in the order of sj_index_section. */
typedef struct sj_index_part {
    const void *bytes;
    size_t count, size_bytes;
} sj_index_part;
typedef struct sj_index_layout {
    sj_index_part part[SJ_SECTION_COUNT];
    sj_arena arena; /* what layout.c made */
} sj_index_layout;
/* Computes every section. The builder is not changed. Errors: SJ_ENOMEM,
 * SJ_ELIMIT. */
SJ_MUST sj_status sj_index_layout_make(const sj_index_builder *b, sj_index_layout *ret);
void sj_index_layout_done(sj_index_layout *l);
#endif
