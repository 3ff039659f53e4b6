/* tests/unit/index/world.h -- an index over lists in memory, and queries by name. */
#ifndef SJ_TESTS_INDEX_WORLD_H
#define SJ_TESTS_INDEX_WORLD_H
#include "test.h"
#include "sojourn/index.h"
#include "sojourn/lists.h"

typedef struct world {
    sj_arena arena;
    sj_list list[8];
    size_t lists;
    sj_buf bytes;
    sj_index *index;
} world;

static inline void world_add(sj_index_builder *b, const sj_list *l)
{
    uint32_t number;
    sj_diag d = {0};
    const sj_index_list about = {.name = l->name, .hash = l->hash};
    assert_int_equal(sj_index_builder_list(b, &about, &number), SJ_OK);
    for (size_t i = 0; i < l->entity_count; i++) {
        const sj_status s = sj_index_builder_add(b, number, &l->entity[i], &d);
        if (s < 0)
            fail_msg("%s: %s", d.field, sj_status_name(s));
    }
}

static inline void world_index(world *w, sj_index_builder *b)
{
    sj_diag d = {0};
    assert_int_equal(sj_index_builder_write_memory(b, &w->bytes), SJ_OK);
    const sj_status s = sj_index_open_memory(w->bytes.ptr, w->bytes.len, &w->index, &d);
    if (s < 0)
        fail_msg("%s", d.reason);
}

static inline void world_done(world *w)
{
    w->index = sj_index_free(w->index);
    sj_buf_done(&w->bytes);
    sj_arena_done(&w->arena);
}

/* An entity with one name and nothing else. */
static inline sj_entity named(sj_arena *a, sj_str name, sj_schema schema)
{
    sj_entity e = {.id = SJ_S("q"), .schema = schema};
    sj_entity_name *n = sj_entity_add_name(&e, a);
    assert_non_null(n);
    n->full = name;
    return e;
}

static inline void same_answer(const sj_hit *a, size_t na, const sj_hit *b, size_t nb, sj_str name)
{
    if (na != nb)
        fail_msg("'%.*s': search finds %zu records, the scan %zu", SJ_STR_FMT(name), na, nb);
    for (size_t i = 0; i < na; i++)
        if (a[i].record != b[i].record || a[i].score != b[i].score ||
            a[i].query_name != b[i].query_name || a[i].listed_name != b[i].listed_name)
            fail_msg("'%.*s': hit %zu is record %u (%.17g), the scan says %u (%.17g)",
                     SJ_STR_FMT(name), i, a[i].record, a[i].score, b[i].record, b[i].score);
}
#endif
