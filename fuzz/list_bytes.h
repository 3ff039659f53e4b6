/* fuzz/list_bytes.h -- what must hold of a reader of one file, whatever the
 * bytes: a refusal has a reason and leaves the list alone; what is read has ids
 * and valid UTF-8, and reading it again gives the same list. */
#ifndef SJ_FUZZ_LIST_BYTES_H
#define SJ_FUZZ_LIST_BYTES_H
#include "sojourn/liststore.h"
#include "lists/reader.h"
#include <stdlib.h>

static inline void must(bool holds)
{
    if (!holds)
        abort();
}

static inline sj_status read_bytes(const sj_list_reader *reader, sj_str bytes, sj_arena *arena,
                                   sj_list *ret)
{
    const sj_list_file file = {SJ_S("fuzz"), bytes};
    const sj_list_options options = {0};
    sj_diag diag = {0};
    const sj_status s = reader->read(&file, 1, &options, arena, ret, &diag);
    must(s >= 0 || s == SJ_ENOMEM || (diag.reason && diag.reason[0]));
    return s;
}

static inline bool ids_are_unique(const sj_list *list)
{
    SJ_SCOPED(sj_map) seen = {0};
    for (size_t i = 0; i < list->entity_count; i++) {
        sj_map_entry *e = NULL;
        if (sj_map_put(&seen, list->entity[i].id, &e) < 0 || e->value++)
            return false;
    }
    return true;
}

static inline int fuzz_list_bytes(const sj_list_reader *reader, const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list first = {0}, second = {0};
    sj_list_difference d = {0};
    const sj_str bytes = {(const char *)data, size};
    (void)reader->recognise(bytes);
    const sj_status s = read_bytes(reader, bytes, &arena, &first);
    must(read_bytes(reader, bytes, &arena, &second) == s);
    if (s < 0)
        return 0;
    for (size_t i = 0; i < first.entity_count; i++) {
        const sj_entity *e = &first.entity[i];
        must(e->id.len > 0);
        for (size_t k = 0; k < e->name_count; k++)
            must(e->name[k].full.len && sj_utf8_check(e->name[k].full) == e->name[k].full.len);
    }
    if (!ids_are_unique(&first))
        return 0; /* refused by the door (list.c) */
    must(sj_list_diff(&first, &second, &arena, &d) == SJ_OK);
    must(d.added_count + d.changed_count + d.removed_count == 0);
    return 0;
}
#endif
