/* records/ftm.c -- reading one FollowTheMoney object.
 *
 * Properties are read in the order of the object; a table (ftm_table.c) says
 * which field each is. Two things wait until all is read: the parts of a name,
 * which FollowTheMoney keeps apart from the names, and the country of birth.
 * Invariants:
 *   (1) every non-empty value of every property ends in a field or in a fact;
 *   (2) parts go into the primary name only if each is stated at most once:
 *       otherwise nobody can say which belongs to which, and they become facts;
 *   (3) nothing in the entity points into the JSON: all is copied;
 *   (4) the primary name is the caption if it is one of the names, else the
 *       first name; the other names are aliases, or it in another script. */
#include "base/base.h"
#include "records/ftm_int.h"

enum { VALUES_MAX = 10000 }; /* of one property; seen: 220 (OpenSanctions notes) */

/* ---- values ---- */
sj_str sj_ftm_member(const cJSON *object, const char *key)
{
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsString(node) ? sj_str_from(node->valuestring) : (sj_str){"", 0};
}

sj_str sj_ftm_text(const cJSON *value)
{
    if (cJSON_IsString(value) || cJSON_IsNumber(value))
        return sj_str_trim(sj_str_from(value->valuestring));
    if (cJSON_IsBool(value))
        return cJSON_IsTrue(value) ? SJ_S("true") : SJ_S("false");
    return (sj_str){"", 0};
}

const cJSON *sj_ftm_first(const cJSON *property)
{
    return cJSON_IsArray(property) ? property->child : property;
}

const cJSON *sj_ftm_next(const cJSON *property, const cJSON *value)
{
    return cJSON_IsArray(property) ? value->next : NULL;
}

const cJSON *sj_ftm_values(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(object, "properties"),
                                            name);
}

sj_status sj_ftm_joined(const cJSON *property, sj_arena *a, sj_str *ret)
{
    SJ_SCOPED(sj_buf) all = {0};
    for (const cJSON *v = sj_ftm_first(property); v; v = sj_ftm_next(property, v)) {
        const sj_str text = sj_ftm_text(v);
        if (all.len && text.len)
            sj_buf_add(&all, SJ_S("; "));
        sj_buf_add(&all, text);
    }
    SJ_TRY(sj_buf_status(&all));
    return sj_arena_copy(a, sj_buf_str(&all), ret);
}

/* ---- additions ---- */
sj_status sj_ftm_add_fact(sj_entity *e, sj_arena *a, sj_fact_kind kind, sj_str label, sj_str value)
{
    sj_entity_fact *f = sj_entity_add_fact(e, a);
    if (!f)
        return SJ_ENOMEM;
    f->kind = kind;
    SJ_TRY(sj_arena_copy(a, label, &f->label));
    if (kind == SJ_FACT_NATIONALITY || kind == SJ_FACT_RESIDENCE || kind == SJ_FACT_JURISDICTION ||
        kind == SJ_FACT_VESSEL_FLAG || kind == SJ_FACT_VESSEL_FLAG_FORMER)
        f->country = sj_country_parse(value);
    return sj_arena_copy(a, value, &f->value);
}

/* A further `name` is the primary name in another script, or an alias. */
bool sj_ftm_is_latin(sj_str text)
{
    size_t latin = 0, other = 0;
    for (size_t pos = 0; pos < text.len;) {
        const uint32_t cp = sj_utf8_decode(text, &pos);
        const bool letter = (cp | 32) >= 'a' && (cp | 32) <= 'z';
        latin += letter || (cp >= 0xC0 && cp < 0x250);
        other += cp >= 0x370 && !(cp >= 0x2000 && cp < 0x2070);
    }
    return latin >= other;
}

static bool has_primary(const sj_entity *e)
{
    for (size_t i = 0; i < e->name_count; i++)
        if (e->name[i].kind == SJ_NAME_PRIMARY)
            return true;
    return false;
}

static sj_status add_name(sj_entity *e, sj_arena *a, sj_name_kind kind, sj_str text)
{
    sj_entity_name *n = sj_entity_add_name(e, a);
    if (!n)
        return SJ_ENOMEM;
    n->kind = kind;
    return sj_arena_copy(a, text, &n->full);
}

static sj_status add_date(sj_entity *e, sj_arena *a, sj_date_kind kind, sj_str text)
{
    sj_entity_date *d = sj_entity_add_date(e, a);
    if (!d)
        return SJ_ENOMEM;
    d->kind = kind;
    d->parsed = sj_date_parse(text, &d->range);
    return sj_arena_copy(a, text, &d->text);
}

static sj_status add_identifier(sj_entity *e, sj_arena *a, sj_identifier_kind kind, sj_str type,
                                sj_str value)
{
    sj_entity_identifier *i = sj_entity_add_identifier(e, a);
    if (!i)
        return SJ_ENOMEM;
    i->kind = kind;
    SJ_TRY(sj_arena_copy(a, type, &i->type_text));
    return sj_arena_copy(a, value, &i->value);
}

static sj_status add_place(sj_entity *e, sj_arena *a, sj_place_kind kind, sj_str text)
{
    sj_entity_place *p = sj_entity_add_place(e, a);
    if (!p)
        return SJ_ENOMEM;
    p->kind = kind;
    return sj_arena_copy(a, text, &p->full);
}

/* ---- an entity's properties ---- */
struct reading {
    sj_entity *e;
    sj_arena *a;
    sj_diag *diag;
    const cJSON *object;
    sj_str primary; /* which of the values of `name`: (4) */
    bool parts_fit; /* (2) */
};

/* The caption if it is one of the names, else the first name: (4). */
static sj_str primary_name(const cJSON *object)
{
    const cJSON *names = sj_ftm_values(object, "name");
    const sj_str caption = sj_str_trim(sj_ftm_member(object, "caption"));
    sj_str first = {"", 0};
    for (const cJSON *v = sj_ftm_first(names); v; v = sj_ftm_next(names, v)) {
        const sj_str text = sj_ftm_text(v);
        if (text.len && sj_str_eq(text, caption))
            return caption;
        if (first.len == 0)
            first = text;
    }
    return first;
}

static sj_name_kind kind_of_name(const struct reading *r, sj_name_kind kind, sj_str text)
{
    if (kind != SJ_NAME_PRIMARY || (sj_str_eq(text, r->primary) && !has_primary(r->e)))
        return kind;
    return sj_ftm_is_latin(text) == sj_ftm_is_latin(r->primary) ? SJ_NAME_ALIAS : SJ_NAME_ORIGINAL;
}

static sj_status add_value(const struct reading *r, const sj_ftm_property *p, sj_str name,
                           sj_str text)
{
    const sj_str label = !p || p->labels ? name : (sj_str){"", 0};
    const sj_str bare = sj_str_starts(name, SJ_S(SJ_FTM_EXTRA))
                            ? sj_str_slice(name, sizeof SJ_FTM_EXTRA - 1, name.len)
                            : name;
    if (!p)
        return sj_ftm_add_fact(r->e, r->a, SJ_FACT_OTHER, bare, text);
    switch (p->target) {
    case SJ_FTM_NAME:
        return add_name(r->e, r->a, kind_of_name(r, (sj_name_kind)p->kind, text), text);
    case SJ_FTM_PART:
        return r->parts_fit ? SJ_OK : sj_ftm_add_fact(r->e, r->a, SJ_FACT_OTHER, name, text);
    case SJ_FTM_DATE:
        return add_date(r->e, r->a, (sj_date_kind)p->kind, text);
    case SJ_FTM_IDENTIFIER:
        return add_identifier(r->e, r->a, (sj_identifier_kind)p->kind, label, text);
    case SJ_FTM_PLACE:
        return add_place(r->e, r->a, (sj_place_kind)p->kind, text);
    case SJ_FTM_BIRTH_COUNTRY:
    case SJ_FTM_CURRENCY:
        return SJ_OK; /* at the end: with the place of birth, the wallet's address */
    case SJ_FTM_FACT:
        return sj_ftm_add_fact(r->e, r->a, (sj_fact_kind)p->kind, label, text);
    }
    return SJ_OK;
}

/* What no model foresaw is kept as its JSON text: (1). */
static sj_status add_raw(const struct reading *r, sj_str name, const cJSON *value)
{
    char *text = cJSON_PrintUnformatted(value);
    if (!text)
        return SJ_ENOMEM;
    const sj_status s = sj_ftm_add_fact(r->e, r->a, SJ_FACT_OTHER, name, sj_str_from(text));
    cJSON_free(text);
    return s;
}

static sj_status read_property(const struct reading *r, const cJSON *property)
{
    const sj_str name = sj_str_from(property->string);
    const sj_ftm_property *p = sj_ftm_property_find(name, r->e->schema);
    size_t values = 0;
    for (const cJSON *v = sj_ftm_first(property); v; v = sj_ftm_next(property, v)) {
        if (++values > VALUES_MAX) {
            sj_diag_field(r->diag, name);
            return sj_diag_set(r->diag, SJ_ELIMIT, "at most 10,000 values in a property", 0, 0, 0);
        }
        const sj_str text = sj_ftm_text(v);
        if (cJSON_IsObject(v) && sj_ftm_member(v, "schema").len)
            SJ_TRY(sj_ftm_attach(v, r->a, r->e, r->diag));
        else if ((cJSON_IsObject(v) || cJSON_IsArray(v)) && v->child)
            SJ_TRY(add_raw(r, name, v));
        else if (text.len)
            SJ_TRY(add_value(r, p, name, text));
    }
    return SJ_OK;
}

/* Fills `part` from the properties; false if one is stated twice. */
static bool collect_parts(const cJSON *properties, sj_schema schema, sj_str part[SJ_PART_COUNT])
{
    for (const cJSON *p = properties->child; p; p = p->next) {
        const sj_ftm_property *known = sj_ftm_property_find(sj_str_from(p->string), schema);
        if (!known || known->target != SJ_FTM_PART)
            continue;
        for (const cJSON *v = sj_ftm_first(p); v; v = sj_ftm_next(p, v)) {
            const sj_str text = sj_ftm_text(v);
            if (text.len && part[known->kind].len)
                return false;
            if (text.len)
                part[known->kind] = text;
        }
    }
    return true;
}

static sj_status name_from_parts(const struct reading *r, const sj_str part[SJ_PART_COUNT])
{
    SJ_SCOPED(sj_buf) full = {0};
    for (size_t i = 0; i < SJ_PART_COUNT; i++) {
        if (full.len && part[i].len)
            sj_buf_add_char(&full, ' ');
        sj_buf_add(&full, part[i]);
    }
    SJ_TRY(sj_buf_status(&full));
    return full.len ? add_name(r->e, r->a, SJ_NAME_PRIMARY, sj_buf_str(&full)) : SJ_OK;
}

/* The primary name stands first, whatever the order of properties was. */
static sj_status finish_names(const struct reading *r, const sj_str part[SJ_PART_COUNT])
{
    sj_entity *e = r->e;
    const sj_str caption = sj_str_trim(sj_ftm_member(r->object, "caption"));
    bool said = !caption.len || has_primary(e);
    for (size_t i = 0; i < e->name_count && !said; i++)
        said = sj_str_eq(e->name[i].full, caption);
    if (!said)
        SJ_TRY(add_name(e, r->a, SJ_NAME_PRIMARY, caption));
    if (e->name_count == 0 && r->parts_fit)
        SJ_TRY(name_from_parts(r, part));
    for (size_t i = 1; i < e->name_count; i++)
        if (e->name[i].kind == SJ_NAME_PRIMARY && e->name[0].kind != SJ_NAME_PRIMARY) {
            const sj_entity_name primary = e->name[i];
            memmove(e->name + 1, e->name, i * sizeof *e->name);
            e->name[0] = primary;
        }
    for (size_t i = 0; i < SJ_PART_COUNT && e->name_count && r->parts_fit; i++)
        SJ_TRY(sj_arena_copy(r->a, part[i], &e->name[0].part[i]));
    return SJ_OK;
}

/* One place and one country of birth are one fact; otherwise each stands alone. */
static sj_status finish_birth(const struct reading *r)
{
    const cJSON *property = sj_ftm_values(r->object, "birthCountry");
    sj_entity_place *only = NULL;
    size_t places = 0, countries = 0;
    for (size_t i = 0; i < r->e->place_count; i++)
        if (r->e->place[i].kind == SJ_PLACE_BIRTH) {
            only = &r->e->place[i];
            places++;
        }
    for (const cJSON *v = sj_ftm_first(property); v; v = sj_ftm_next(property, v))
        countries += sj_ftm_text(v).len > 0;
    for (const cJSON *v = sj_ftm_first(property); v; v = sj_ftm_next(property, v)) {
        const sj_str text = sj_ftm_text(v);
        sj_entity_place *p = only;
        if (text.len == 0)
            continue;
        if (places != 1 || countries != 1) {
            SJ_TRY(add_place(r->e, r->a, SJ_PLACE_BIRTH, text));
            p = &r->e->place[r->e->place_count - 1];
        }
        p->country = sj_country_parse(text);
        SJ_TRY(sj_arena_copy(r->a, text, &p->country_text));
    }
    return SJ_OK;
}

/* A wallet's currency stands beside its address. */
static sj_status finish_currency(const struct reading *r)
{
    sj_str currency;
    if (r->e->schema != SJ_SCHEMA_WALLET)
        return SJ_OK;
    SJ_TRY(sj_ftm_joined(sj_ftm_values(r->object, "currency"), r->a, &currency));
    for (size_t i = 0; i < r->e->identifier_count; i++)
        if (r->e->identifier[i].kind == SJ_ID_CRYPTO && r->e->identifier[i].type_text.len == 0)
            r->e->identifier[i].type_text = currency;
    return SJ_OK;
}

sj_status sj_ftm_entity(const cJSON *object, sj_arena *arena, sj_entity *ret, sj_diag *reterr_diag)
{
    const sj_str schema = sj_ftm_member(object, "schema");
    sj_entity e = {.schema = sj_ftm_model_schema(schema)};
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(object, "properties");
    sj_status sticky = SJ_OK;
    if (schema.len == 0 || !cJSON_IsObject(properties) ||
        !sj_json_text(object, "id", arena, &e.id, &sticky))
        return sj_diag_set(reterr_diag, sticky < 0 ? sticky : SJ_EFORMAT,
                           "an object with id, schema and properties", 0, 0, 0);
    sj_str part[SJ_PART_COUNT] = {0};
    struct reading r = {&e, arena, reterr_diag, object, primary_name(object), false};
    r.parts_fit = collect_parts(properties, e.schema, part);
    sj_status s = SJ_OK;
    for (const cJSON *p = properties->child; p && s >= 0; p = p->next)
        s = read_property(&r, p);
    if (s >= 0)
        s = finish_names(&r, part);
    if (s >= 0)
        s = finish_birth(&r);
    if (s >= 0)
        s = finish_currency(&r);
    if (s == SJ_ENOMEM)
        return sj_diag_set(reterr_diag, s, "out of memory", 0, 0, 0);
    SJ_TRY(s);
    *ret = e;
    return SJ_OK;
}
