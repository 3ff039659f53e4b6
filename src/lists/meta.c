/* lists/meta.c -- see the header. A meta.json that was tampered with may name no folder
 * outside the store: versions are hexadecimal digits and nothing else. */
#include "lists/meta.h"
#include "records/json.h"

static void write_field(sj_buf *b, const char *key, sj_str value)
{
    sj_buf_addf(b, ",\n  \"%s\": ", key);
    sj_buf_add_json(b, value);
}

void sj_list_meta_write(sj_buf *b, const sj_list_meta *m)
{
    sj_buf_add(b, SJ_S("{\n  \"name\": "));
    sj_buf_add_json(b, m->name);
    write_field(b, "format", sj_list_format_text(m->format));
    write_field(b, "authority", m->authority);
    write_field(b, "version", m->version);
    write_field(b, "sha256", m->hash);
    sj_buf_add(b, SJ_S(",\n  \"entities\": "));
    sj_buf_add_u64(b, m->entities);
    sj_buf_add(b, SJ_S(",\n  \"names\": "));
    sj_buf_add_u64(b, m->names);
    write_field(b, "fetched_at", m->fetched_at);
    write_field(b, "url", m->url);
    write_field(b, "etag", m->etag);
    write_field(b, "last_modified", m->last_modified);
    write_field(b, "current", m->current);
    write_field(b, "previous", m->previous);
    sj_buf_add(b, SJ_S("\n}\n"));
}

bool sj_list_meta_is_version(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= '0' && s.ptr[i] <= '9') || (s.ptr[i] >= 'a' && s.ptr[i] <= 'f')))
            return false;
    return s.len == SJ_LIST_META_HASH_DIGITS;
}

static sj_status fill(const cJSON *json, sj_arena *a, sj_list_meta *m, sj_diag *reterr_diag)
{
    sj_status s = SJ_OK;
    sj_str format = {0}, entities = {0}, names = {0};
    const struct {
        const char *key;
        sj_str *to;
    } field[] = {{"format", &format},
                 {"authority", &m->authority},
                 {"version", &m->version},
                 {"sha256", &m->hash},
                 {"entities", &entities},
                 {"names", &names},
                 {"fetched_at", &m->fetched_at},
                 {"url", &m->url},
                 {"etag", &m->etag},
                 {"last_modified", &m->last_modified},
                 {"current", &m->current},
                 {"previous", &m->previous}};
    for (size_t i = 0; i < SJ_COUNT(field); i++)
        (void)sj_json_text(json, field[i].key, a, field[i].to, &s);
    SJ_TRY(s);
    if (m->current.len == 0 && m->hash.len == 0)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected a store's meta.json", 0, 0, 0);
    if (!sj_list_format_parse(format, &m->format) || !sj_str_to_u64(entities, &m->entities) ||
        !sj_list_meta_is_version(m->current) ||
        (m->previous.len && !sj_list_meta_is_version(m->previous)))
        return sj_diag_set(reterr_diag, SJ_ECORRUPT,
                           "expected format, entities and current version in meta.json", 0, 0, 0);
    if (!sj_str_to_u64(names, &m->names))
        m->names = 0; /* written before names were counted */
    return SJ_OK;
}

sj_status sj_list_meta_parse(sj_str bytes, sj_arena *a, sj_list_meta *ret, sj_diag *reterr_diag)
{
    sj_json_auto cJSON *json = NULL;
    sj_list_meta m = {.name = ret->name};
    SJ_TRY(sj_json_parse(bytes, &json, reterr_diag));
    SJ_TRY(fill(json, a, &m, reterr_diag));
    *ret = m;
    return SJ_OK;
}
