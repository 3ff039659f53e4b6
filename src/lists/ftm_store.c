/* lists/ftm_store.c -- the store of objects, and things on their way into a list.
 *
 * Objects arrive in any order and refer to each other by id, so reading has
 * two passes over the kept JSON: things become entities first, then what stands
 * between them (sanctions, addresses, papers, links) is hung on them. Only id,
 * schema, caption and the text's place are held; a text is parsed again when
 * its turn comes, which keeps memory near the size of the file. What a property
 * means is said once, in records/ftm.h; here is what a file adds to an object.
 *
 *   (1) entities and joins go by ascending id: the outcome depends on what the
 *       objects say, not on the order of lines or on the path of deltas;
 *   (2) keys beside the properties that the model does not have become facts;
 *   (3) an entity of a list has a primary name: without one the first alias.
 *
 * Not chosen: keeping parsed trees; for OpenSanctions' file they would be ten
 * times its size. */
#include "lists/ftm_store.h"
#include "lists/unread.h"
#include <stdlib.h>

/* OpenSanctions' full collection has some four million objects (2026). */
enum { OBJECTS_MAX = 64 << 20 };

/* ---- the store ---- */

sj_str sj_ftm_value(const cJSON *value)
{
    if (cJSON_IsObject(value))
        value = cJSON_GetObjectItemCaseSensitive(value, "id");
    if (cJSON_IsBool(value))
        return cJSON_IsTrue(value) ? SJ_S("true") : SJ_S("false");
    const bool text = cJSON_IsString(value) || cJSON_IsNumber(value); /* digits are kept there */
    return text ? sj_str_from(value->valuestring) : (sj_str){0};
}

const cJSON *sj_ftm_property_of(const cJSON *object, const char *name)
{
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(object, "properties");
    return cJSON_GetObjectItemCaseSensitive(properties, name);
}

sj_status sj_ftm_parse(sj_ftm *f, sj_str text, uint64_t line, cJSON **ret)
{
    sj_diag why = {0};
    char twice[SJ_JSON_KEY_BYTES];
    const sj_status s = sj_json_parse_properties(text, twice, ret, &why);
    if (s < 0) {
        sj_diag_field(f->diag, sj_str_from(why.field));
        return sj_diag_set(f->diag, s, why.reason, why.offset_bytes, line, why.column);
    }
    if (line && twice[0])
        return sj_list_warn(f->b.list, f->b.arena, "line %llu: the key %s stands twice",
                            (unsigned long long)line, twice);
    return SJ_OK;
}

static sj_str member(const cJSON *object, const char *key)
{
    return sj_ftm_value(cJSON_GetObjectItemCaseSensitive(object, key));
}

static sj_status set_object(sj_ftm *f, sj_ftm_object *o, const cJSON *object, sj_str json,
                            bool copy)
{
    SJ_TRY(sj_arena_copy(f->b.arena, member(object, "schema"), &o->schema));
    SJ_TRY(sj_arena_copy(f->b.arena, member(object, "caption"), &o->caption));
    o->json = json;
    if (copy)
        SJ_TRY(sj_arena_copy(f->b.arena, json, &o->json));
    o->dead = false;
    const sj_str changed = member(object, "last_change");
    if (sj_str_cmp(changed, f->newest) > 0)
        SJ_TRY(sj_arena_copy(f->b.arena, changed, &f->newest));
    return SJ_OK;
}

sj_status sj_ftm_put(sj_ftm *f, const cJSON *object, sj_str json, bool copy, uint64_t line)
{
    const sj_str id = member(object, "id");
    if (id.len == 0 || member(object, "schema").len == 0)
        return sj_diag_set(f->diag, SJ_ESYNTAX, "expected an object with id and schema", 0, line,
                           1);
    if (!cJSON_IsObject(cJSON_GetObjectItemCaseSensitive(object, "properties")))
        return sj_diag_set(f->diag, SJ_ESYNTAX, "expected properties", 0, line, 1);
    const sj_map_entry *known = sj_map_find(&f->by_id, id);
    if (known)
        return set_object(f, &f->object[known->value - 1], object, json, copy);
    if (f->object_count == OBJECTS_MAX)
        return SJ_ELIMIT;
    sj_str key;
    sj_map_entry *entry;
    SJ_TRY(sj_arena_copy(f->b.arena, id, &key));
    sj_ftm_object *o = sj_arena_push(f->b.arena, &f->object, &f->object_count, sizeof *f->object);
    if (!o)
        return SJ_ENOMEM;
    o->id = key;
    SJ_TRY(set_object(f, o, object, json, copy));
    SJ_TRY(sj_map_put(&f->by_id, key, &entry));
    entry->value = f->object_count;
    return SJ_OK;
}

sj_ftm_object *sj_ftm_find(const sj_ftm *f, sj_str id)
{
    const sj_map_entry *e = sj_map_find(&f->by_id, id);
    return e && !f->object[e->value - 1].dead ? &f->object[e->value - 1] : NULL;
}

void sj_ftm_done(sj_ftm *f)
{
    sj_unread_forget(&f->b);
    sj_map_done(&f->by_id);
}

/* ---- a thing ---- */

static sj_status refer(sj_ftm *f, sj_str address_id)
{
    sj_ftm_object *o = sj_ftm_find(f, address_id);
    if (!o) {
        (void)sj_build_fact(&f->b, SJ_FACT_OTHER, SJ_S("addressEntity"), address_id);
        return sj_list_warn(f->b.list, f->b.arena, "%.*s: address %.*s is not in the file",
                            SJ_STR_FMT(f->b.e->id), SJ_STR_FMT(address_id));
    }
    sj_ftm_user *u = sj_arena_push(f->b.arena, &f->user, &f->user_count, sizeof *f->user);
    if (!u)
        return SJ_ENOMEM;
    *u = (sj_ftm_user){(uint32_t)f->b.list->entity_count, o->address};
    o->address = (uint32_t)f->user_count;
    return SJ_OK;
}

/* Takes the objects that a nested file put inside out of the properties: each
 * stands in the store and refers back. */
static void drop_nested(cJSON *json)
{
    cJSON *properties = cJSON_GetObjectItemCaseSensitive(json, "properties");
    for (cJSON *p = properties ? properties->child : NULL; p; p = p->next)
        for (cJSON *v = p->child, *next; v; v = next) {
            next = v->next;
            if (cJSON_IsObject(v) && sj_ftm_value(v).len)
                cJSON_Delete(cJSON_DetachItemViaPointer(p, v));
        }
}

static void add_texts(sj_builder *b, sj_str label, const cJSON *value)
{
    if (!cJSON_IsArray(value))
        (void)sj_build_fact(b, SJ_FACT_OTHER, label, sj_ftm_value(value));
    for (const cJSON *v = cJSON_IsArray(value) ? value->child : NULL; v; v = v->next)
        (void)sj_build_fact(b, SJ_FACT_OTHER, label, sj_ftm_value(v));
}

static void add_other_keys(sj_ftm *f, const cJSON *json) /* (2) */
{
    static const char *const known[] = {"id",        "caption",    "schema",    "properties",
                                        "datasets",  "target",     "referents", "first_seen",
                                        "last_seen", "last_change"};
    add_texts(&f->b, SJ_S("dataset"), cJSON_GetObjectItemCaseSensitive(json, "datasets"));
    for (const cJSON *m = json->child; m; m = m->next) {
        bool read = false;
        for (size_t i = 0; i < SJ_COUNT(known); i++)
            read |= strcmp(m->string, known[i]) == 0;
        if (read)
            continue;
        add_texts(&f->b, sj_str_from(m->string), m);
        sj_unread_kept(&f->b, sj_str_from(m->string));
    }
    if (cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(json, "target")))
        (void)sj_build_fact(&f->b, SJ_FACT_OTHER, SJ_S("target"), SJ_S("false"));
}

static void make_primary(sj_entity *e) /* (3) */
{
    for (size_t i = 0; i < e->name_count; i++)
        if (e->name[i].kind == SJ_NAME_PRIMARY)
            return;
    for (size_t i = 0; i < e->name_count; i++)
        if (e->name[i].kind == SJ_NAME_ALIAS) {
            e->name[i].kind = SJ_NAME_PRIMARY;
            return;
        }
}

static sj_status add_thing(sj_ftm *f, sj_ftm_object *o, cJSON *json)
{
    sj_builder *b = &f->b;
    sj_entity read;
    cJSON *properties = cJSON_GetObjectItemCaseSensitive(json, "properties");
    cJSON *address = cJSON_DetachItemFromObjectCaseSensitive(properties, "addressEntity");
    drop_nested(json);
    sj_status s = sj_ftm_entity(json, b->arena, &read, f->diag);
    if (s >= 0) {
        b->e = sj_build_entity(b, o->id, read.schema);
        o->entity = (uint32_t)b->list->entity_count;
        s = b->status;
    }
    if (s >= 0) {
        *b->e = read;
        make_primary(b->e);
        if (read.schema == SJ_SCHEMA_OTHER || read.schema == SJ_SCHEMA_UNKNOWN)
            (void)sj_build_fact(b, SJ_FACT_OTHER, SJ_S("schema"), o->schema);
        add_other_keys(f, json);
    }
    const cJSON *v = cJSON_IsArray(address) ? address->child : address;
    for (; v && s >= 0; v = cJSON_IsArray(address) ? v->next : NULL)
        if (sj_ftm_value(v).len)
            s = refer(f, sj_ftm_value(v));
    cJSON_Delete(address);
    return s < 0 ? s : b->status;
}

/* ---- the two passes ---- */

static int by_id(const void *a, const void *b)
{
    return sj_str_cmp(((const sj_ftm_object *)a)->id, ((const sj_ftm_object *)b)->id);
}

static sj_status build_one(sj_ftm *f, sj_ftm_object *o, bool between)
{
    sj_json_auto cJSON *json = NULL;
    if (o->dead || (sj_ftm_role_of(o->schema) != SJ_FTM_ENTITY) != between)
        return SJ_OK;
    SJ_TRY(sj_ftm_parse(f, o->json, 0, &json));
    sj_diag_field(f->diag, o->id);
    return between ? sj_ftm_join(f, o, json) : add_thing(f, o, json);
}

sj_status sj_ftm_build(sj_ftm *f)
{
    if (f->object_count) /* (1) */
        qsort(f->object, f->object_count, sizeof *f->object, by_id);
    for (size_t i = 0; i < f->object_count; i++) {
        sj_map_entry *entry = sj_map_find(&f->by_id, f->object[i].id);
        if (entry)
            entry->value = i + 1;
    }
    for (int between = 0; between < 2; between++)
        for (size_t i = 0; i < f->object_count; i++) {
            SJ_TRY(build_one(f, &f->object[i], between == 1));
            SJ_TRY(f->b.status);
        }
    f->b.list->version = f->newest;
    return sj_unread_end(&f->b, SJ_OK);
}
