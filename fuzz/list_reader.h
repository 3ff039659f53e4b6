/* fuzz/list_reader.h -- what must hold of every list reader, whatever the bytes:
 * a refusal says what was expected; a list that is read has entities with ids
 * and names in valid UTF-8, and dates point at names that exist. */
#ifndef SJ_FUZZ_LIST_READER_H
#define SJ_FUZZ_LIST_READER_H
#include "lists/reader.h"
#include <stdlib.h>

static inline void demand(bool holds)
{
    if (!holds)
        abort();
}

static inline void check_entity(const sj_entity *e)
{
    demand(e->id.len > 0 && e->name_count > 0);
    for (size_t i = 0; i < e->name_count; i++) {
        demand(e->name[i].full.len > 0);
        demand(sj_utf8_check(e->name[i].full) == e->name[i].full.len);
    }
    for (size_t i = 0; i < e->date_count; i++) {
        demand(e->date[i].name < (int32_t)e->name_count);
        demand(e->date[i].text.len > 0);
    }
    for (size_t i = 0; i < e->identifier_count; i++)
        demand(e->identifier[i].value.len > 0);
    for (size_t i = 0; i < e->place_count; i++)
        demand(e->place[i].full.len > 0);
    for (size_t i = 0; i < e->fact_count; i++)
        demand(e->fact[i].value.len > 0);
}

/* True if the files were read. */
static inline bool check_reader(const sj_list_reader *reader, const sj_list_file *file,
                                size_t count)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    const sj_list_options options = {0};
    const sj_status s = reader->read(file, count, &options, &arena, &list, &diag);
    if (s < 0) {
        demand(s == SJ_ENOMEM || diag.reason);
        return false;
    }
    demand(list.entity_count > 0);
    for (size_t i = 0; i < list.entity_count; i++)
        check_entity(&list.entity[i]);
    return true;
}

/* One XML list: if it is read, its first half is not. */
static inline int fuzz_xml_reader(const sj_list_reader *reader, const uint8_t *data, size_t size)
{
    const sj_str bytes = {(const char *)data, size};
    (void)reader->recognise(bytes);
    const sj_list_file whole = {SJ_S("fuzz.xml"), bytes};
    if (check_reader(reader, &whole, 1)) {
        const sj_list_file half = {SJ_S("half.xml"), {bytes.ptr, size / 2}};
        demand(!check_reader(reader, &half, 1));
    }
    return 0;
}
#endif
