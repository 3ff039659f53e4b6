/* fuzz/list_meta_fuzz.c -- any bytes as a store's meta.json. Laws: a refusal has a reason
 * and changes nothing; the versions named are folders below the list's own; what is
 * written again is read the same. */
#include "lists/meta.h"
#include "records_check.h"

static bool same(const sj_list_meta *a, const sj_list_meta *b)
{
    return a->format == b->format && a->entities == b->entities && a->names == b->names &&
           sj_str_eq(a->authority, b->authority) && sj_str_eq(a->version, b->version) &&
           sj_str_eq(a->hash, b->hash) && sj_str_eq(a->fetched_at, b->fetched_at) &&
           sj_str_eq(a->url, b->url) && sj_str_eq(a->etag, b->etag) &&
           sj_str_eq(a->last_modified, b->last_modified) && sj_str_eq(a->current, b->current) &&
           sj_str_eq(a->previous, b->previous);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) text = {0};
    sj_list_meta m = {.url = SJ_S("before")}, again = {0};
    sj_diag d = {0};
    const sj_status s = sj_list_meta_parse((sj_str){(const char *)data, size}, &arena, &m, &d);
    demand(s >= 0 || s == SJ_ENOMEM || d.reason);
    if (s < 0) {
        demand(sj_str_eq(m.url, SJ_S("before")));
        return 0;
    }
    demand(sj_list_meta_is_version(m.current) && m.current.len == SJ_LIST_META_HASH_DIGITS);
    demand(m.previous.len == 0 || sj_list_meta_is_version(m.previous));
    sj_list_meta_write(&text, &m);
    demand(sj_list_meta_parse(sj_buf_str(&text), &arena, &again, &d) == SJ_OK);
    demand(same(&m, &again));
    return 0;
}
