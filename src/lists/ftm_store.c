/* lists/ftm_store.c -- the store of objects and the mapping of a thing's properties.
 *
 * Objects arrive in any order and refer to each other by id, so reading has
 * two passes over the kept JSON: things become entities first, then what stands
 * between them (sanctions, addresses, papers, links) is hung on them. Only id,
 * schema, caption and the text's place are held; a text is parsed again when
 * its turn comes, which keeps memory near the size of the file.
 *
 *   (1) entities and joins go by ascending id: the outcome depends on what the
 *       objects say, not on the order of lines or on the path of deltas;
 *   (2) a property without a row in the table becomes a fact labelled with the
 *       property's name;
 *   (3) the primary name is the caption if it is one of the names, else the
 *       first name.
 *
 * Not chosen: keeping parsed trees; for OpenSanctions' file they would be ten
 * times its size. */
#include "lists/ftm_store.h"
#include <stdlib.h>

/* OpenSanctions' full collection has some four million objects (2026). */
enum { OBJECTS_MAX = 64 << 20 };

/* ---- schemas ---- */

static const struct {
    const char *name;
    sj_schema schema;
} schemas[] = {
    {"Person", SJ_SCHEMA_PERSON},
    {"Company", SJ_SCHEMA_ORGANISATION},
    {"Organization", SJ_SCHEMA_ORGANISATION},
    {"PublicBody", SJ_SCHEMA_ORGANISATION},
    {"LegalEntity", SJ_SCHEMA_UNKNOWN},
    {"Thing", SJ_SCHEMA_UNKNOWN},
    {"Vessel", SJ_SCHEMA_VESSEL},
    {"Airplane", SJ_SCHEMA_AIRCRAFT},
    {"CryptoWallet", SJ_SCHEMA_WALLET},
};

sj_schema sj_ftm_schema(sj_str schema)
{
    for (size_t i = 0; i < SJ_COUNT(schemas); i++)
        if (sj_str_eq(schema, sj_str_from(schemas[i].name)))
            return schemas[i].schema;
    return SJ_SCHEMA_OTHER; /* Position, Security, Asset, ... */
}

bool sj_ftm_is_between(sj_str schema)
{
    static const char *const between[] = {
        "Sanction",           "Address",        "Passport",   "Identification", "Ownership",
        "Directorship",       "Family",         "Associate",  "UnknownLink",    "Membership",
        "Employment",         "Representation", "Succession", "Occupancy",      "Debt",
        "ProjectParticipant", "Payment"};
    for (size_t i = 0; i < SJ_COUNT(between); i++)
        if (sj_str_eq(schema, sj_str_from(between[i])))
            return true;
    return false;
}

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

const cJSON *sj_ftm_property(const cJSON *object, const char *name)
{
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(object, "properties");
    const cJSON *p = cJSON_GetObjectItemCaseSensitive(properties, name);
    return p ? p->child : NULL;
}

sj_status sj_ftm_parse(sj_ftm *f, sj_str text, uint64_t line, cJSON **ret)
{
    sj_diag why = {0};
    const sj_status s = sj_json_parse(text, ret, &why);
    const bool twice = s == SJ_ESYNTAX && why.reason && strstr(why.reason, "each key once");
    if (twice && (*ret = cJSON_ParseWithLength(text.ptr, text.len)) != NULL)
        return line ? sj_list_warn(f->b.list, f->b.arena, "line %llu: the key %s stands twice",
                                   (unsigned long long)line, why.field)
                    : SJ_OK;
    if (s < 0) {
        sj_diag_field(f->diag, sj_str_from(why.field));
        return sj_diag_set(f->diag, s, why.reason, why.offset_bytes, line, why.column);
    }
    return s;
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
    sj_map_done(&f->by_id);
}

/* ---- properties of a thing ---- */

enum target { TO_NAME, TO_DATE, TO_ID, TO_FACT, TO_PLACE, TO_ADDRESS_REFERENCE };
static const struct property {
    const char *name;
    enum target target;
    int kind;
} properties[] = {
    {"name", TO_NAME, SJ_NAME_ALIAS},
    {"alias", TO_NAME, SJ_NAME_ALIAS},
    {"weakAlias", TO_NAME, SJ_NAME_WEAK},
    {"previousName", TO_NAME, SJ_NAME_FORMER},
    {"abbreviation", TO_NAME, SJ_NAME_ABBREVIATION},
    {"birthDate", TO_DATE, SJ_DATE_BIRTH},
    {"deathDate", TO_DATE, SJ_DATE_DEATH},
    {"incorporationDate", TO_DATE, SJ_DATE_FOUNDED},
    {"dissolutionDate", TO_DATE, SJ_DATE_DISSOLVED},
    {"buildDate", TO_DATE, SJ_DATE_BUILT},
    {"passportNumber", TO_ID, SJ_ID_PASSPORT},
    {"idNumber", TO_ID, SJ_ID_NATIONAL},
    {"socialSecurityNumber", TO_ID, SJ_ID_SOCIAL_SECURITY},
    {"taxNumber", TO_ID, SJ_ID_TAX},
    {"vatCode", TO_ID, SJ_ID_TAX},
    {"registrationNumber", TO_ID, SJ_ID_REGISTRATION},
    {"uscCode", TO_ID, SJ_ID_REGISTRATION},
    {"okpoCode", TO_ID, SJ_ID_REGISTRATION},
    {"innCode", TO_ID, SJ_ID_INN},
    {"ogrnCode", TO_ID, SJ_ID_OGRN},
    {"kppCode", TO_ID, SJ_ID_OTHER},
    {"leiCode", TO_ID, SJ_ID_LEI},
    {"swiftBic", TO_ID, SJ_ID_BIC},
    {"bicCode", TO_ID, SJ_ID_BIC},
    {"dunsCode", TO_ID, SJ_ID_DUNS},
    {"imoNumber", TO_ID, SJ_ID_IMO},
    {"mmsi", TO_ID, SJ_ID_MMSI},
    {"callSign", TO_ID, SJ_ID_CALL_SIGN},
    {"serialNumber", TO_ID, SJ_ID_AIRCRAFT_SERIAL},
    {"publicKey", TO_ID, SJ_ID_CRYPTO},
    {"iban", TO_ID, SJ_ID_IBAN},
    {"accountNumber", TO_ID, SJ_ID_ACCOUNT},
    {"isin", TO_ID, SJ_ID_ISIN},
    {"isinCode", TO_ID, SJ_ID_ISIN},
    {"email", TO_ID, SJ_ID_EMAIL},
    {"phone", TO_ID, SJ_ID_PHONE},
    {"website", TO_ID, SJ_ID_WEBSITE},
    {"wikidataId", TO_ID, SJ_ID_OTHER},
    {"permId", TO_ID, SJ_ID_OTHER},
    {"uniqueEntityId", TO_ID, SJ_ID_OTHER},
    {"npiCode", TO_ID, SJ_ID_OTHER},
    {"nationality", TO_FACT, SJ_FACT_NATIONALITY},
    {"citizenship", TO_FACT, SJ_FACT_NATIONALITY},
    {"jurisdiction", TO_FACT, SJ_FACT_JURISDICTION},
    {"mainCountry", TO_FACT, SJ_FACT_JURISDICTION},
    {"gender", TO_FACT, SJ_FACT_GENDER},
    {"title", TO_FACT, SJ_FACT_TITLE},
    {"position", TO_FACT, SJ_FACT_POSITION},
    {"fatherName", TO_FACT, SJ_FACT_FATHER},
    {"motherName", TO_FACT, SJ_FACT_MOTHER},
    {"legalForm", TO_FACT, SJ_FACT_LEGAL_FORM},
    {"sector", TO_FACT, SJ_FACT_SECTOR},
    {"topics", TO_FACT, SJ_FACT_TOPIC},
    {"flag", TO_FACT, SJ_FACT_VESSEL_FLAG},
    {"pastFlags", TO_FACT, SJ_FACT_VESSEL_FLAG_FORMER},
    {"tonnage", TO_FACT, SJ_FACT_VESSEL_TONNAGE},
    {"grossRegisteredTonnage", TO_FACT, SJ_FACT_VESSEL_TONNAGE},
    {"notes", TO_FACT, SJ_FACT_REMARK},
    {"summary", TO_FACT, SJ_FACT_REMARK},
    {"description", TO_FACT, SJ_FACT_REMARK},
    {"sourceUrl", TO_FACT, SJ_FACT_SOURCE_URL},
    {"address", TO_PLACE, SJ_PLACE_ADDRESS},
    {"birthPlace", TO_PLACE, SJ_PLACE_BIRTH},
    {"addressEntity", TO_ADDRESS_REFERENCE, 0},
};

static const struct property *find_property(sj_str name)
{
    for (size_t i = 0; i < SJ_COUNT(properties); i++)
        if (sj_str_eq(name, sj_str_from(properties[i].name)))
            return &properties[i];
    return NULL;
}

static void add_fact(sj_ftm *f, sj_fact_kind kind, sj_str label, sj_str value)
{
    sj_entity_fact *fact = sj_build_fact(&f->b, kind, label, value);
    if (sj_str_eq(label, SJ_S("country")))
        fact->country = sj_country_parse(value);
}

static sj_status refer(sj_ftm *f, sj_str address_id)
{
    sj_ftm_object *o = sj_ftm_find(f, address_id);
    if (!o)
        return sj_list_warn(f->b.list, f->b.arena, "%.*s: address %.*s is not in the file",
                            SJ_STR_FMT(f->b.e->id), SJ_STR_FMT(address_id));
    sj_ftm_user *u = sj_arena_push(f->b.arena, &f->user, &f->user_count, sizeof *f->user);
    if (!u)
        return SJ_ENOMEM;
    *u = (sj_ftm_user){(uint32_t)f->b.list->entity_count, o->address};
    o->address = (uint32_t)f->user_count;
    return SJ_OK;
}

static sj_status add_value(sj_ftm *f, const struct property *p, sj_str label, sj_str value,
                           sj_str caption)
{
    sj_builder *b = &f->b;
    const sj_schema schema = b->e->schema;
    if (!p) { /* (2) */
        const bool type = sj_str_eq(label, SJ_S("type"));
        add_fact(f,
                 type && schema == SJ_SCHEMA_VESSEL     ? SJ_FACT_VESSEL_TYPE
                 : type && schema == SJ_SCHEMA_AIRCRAFT ? SJ_FACT_AIRCRAFT_TYPE
                                                        : SJ_FACT_OTHER,
                 label, value);
        return SJ_OK;
    }
    const bool primary = sj_str_eq(label, SJ_S("name")) && sj_str_eq(value, caption); /* (3) */
    switch (p->target) {
    case TO_NAME:
        (void)sj_build_name(b, primary ? SJ_NAME_PRIMARY : (sj_name_kind)p->kind, value);
        return SJ_OK;
    case TO_DATE:
        (void)sj_build_date(b, (sj_date_kind)p->kind, value);
        return SJ_OK;
    case TO_ID:
        (void)sj_build_identifier(b, (sj_identifier_kind)p->kind, label, value, (sj_str){0});
        return SJ_OK;
    case TO_FACT:
        add_fact(f, (sj_fact_kind)p->kind, label, value);
        return SJ_OK;
    case TO_PLACE: {
        const sj_build_place_parts parts = {.street = value};
        sj_build_place(b, (sj_place_kind)p->kind, &parts)->street = (sj_str){0};
        return SJ_OK;
    }
    case TO_ADDRESS_REFERENCE:
        return refer(f, value);
    }
    return SJ_OK;
}

/* What no model foresaw is kept as its JSON text. */
static sj_status add_raw(sj_ftm *f, sj_str label, const cJSON *value)
{
    char *text = cJSON_PrintUnformatted(value);
    if (!text)
        return SJ_ENOMEM;
    (void)sj_build_fact(&f->b, SJ_FACT_OTHER, label, sj_str_from(text));
    cJSON_free(text);
    return f->b.status;
}

static sj_status add_property(sj_ftm *f, const cJSON *property, sj_str caption)
{
    const sj_str label = sj_str_from(property->string);
    const struct property *p = find_property(label);
    if (!cJSON_IsArray(property) && sj_ftm_value(property).len) /* one value without brackets */
        return add_value(f, p, label, sj_ftm_value(property), caption);
    for (const cJSON *v = property->child; v; v = v->next) {
        const sj_str value = sj_ftm_value(v);
        if (cJSON_IsArray(v) || (cJSON_IsObject(v) && value.len == 0)) { /* not in the model */
            SJ_TRY(add_raw(f, label, v));
            continue;
        }
        if (cJSON_IsObject(v) && (!p || p->target != TO_ADDRESS_REFERENCE))
            continue; /* a nested object stands in the store by itself and refers back */
        if (cJSON_IsString(v) && value.len == 0)
            continue;
        if (value.len == 0)
            return sj_diag_set(f->diag, SJ_ESYNTAX, "expected a text as value of a property", 0, 0,
                               0);
        SJ_TRY(add_value(f, p, label, value, caption));
    }
    return SJ_OK;
}

/* Keys beside `properties` that the model does not have: (2). */
static void add_other_keys(sj_ftm *f, const cJSON *json)
{
    static const char *const known[] = {"id",        "caption",    "schema",    "properties",
                                        "datasets",  "target",     "referents", "first_seen",
                                        "last_seen", "last_change"};
    for (const cJSON *m = json->child; m; m = m->next) {
        bool read = false;
        for (size_t i = 0; i < SJ_COUNT(known); i++)
            read |= strcmp(m->string, known[i]) == 0;
        if (read)
            continue;
        const sj_str label = sj_str_from(m->string);
        if (!cJSON_IsArray(m))
            (void)sj_build_fact(&f->b, SJ_FACT_OTHER, label, sj_ftm_value(m));
        for (const cJSON *v = cJSON_IsArray(m) ? m->child : NULL; v; v = v->next)
            (void)sj_build_fact(&f->b, SJ_FACT_OTHER, label, sj_ftm_value(v));
    }
}

static sj_status add_things(sj_ftm *f, sj_ftm_object *o, const cJSON *json)
{
    sj_builder *b = &f->b;
    b->e = sj_build_entity(b, o->id, sj_ftm_schema(o->schema));
    o->entity = (uint32_t)b->list->entity_count;
    if (b->e->schema == SJ_SCHEMA_OTHER || b->e->schema == SJ_SCHEMA_UNKNOWN)
        (void)sj_build_fact(b, SJ_FACT_OTHER, SJ_S("schema"), o->schema);
    const cJSON *properties_of = cJSON_GetObjectItemCaseSensitive(json, "properties");
    for (const cJSON *p = properties_of ? properties_of->child : NULL; p; p = p->next)
        SJ_TRY(add_property(f, p, o->caption));
    bool primary = false;
    for (size_t i = 0; i < b->e->name_count; i++)
        primary |= b->e->name[i].kind == SJ_NAME_PRIMARY;
    for (size_t i = 0; i < b->e->name_count && !primary; i++)
        if (b->e->name[i].kind == SJ_NAME_ALIAS) {
            b->e->name[i].kind = SJ_NAME_PRIMARY;
            primary = true;
        }
    if (!primary && o->caption.len)
        (void)sj_build_name(b, SJ_NAME_PRIMARY, o->caption);
    const cJSON *datasets = cJSON_GetObjectItemCaseSensitive(json, "datasets");
    for (const cJSON *d = datasets ? datasets->child : NULL; d; d = d->next)
        (void)sj_build_fact(b, SJ_FACT_OTHER, SJ_S("dataset"), sj_ftm_value(d));
    add_other_keys(f, json);
    if (cJSON_IsFalse(cJSON_GetObjectItemCaseSensitive(json, "target")))
        (void)sj_build_fact(b, SJ_FACT_OTHER, SJ_S("target"), SJ_S("false"));
    return b->status;
}

/* ---- the two passes ---- */

static int by_id(const void *a, const void *b)
{
    return sj_str_cmp(((const sj_ftm_object *)a)->id, ((const sj_ftm_object *)b)->id);
}

static sj_status build_one(sj_ftm *f, sj_ftm_object *o, bool between)
{
    sj_json_auto cJSON *json = NULL;
    if (o->dead || sj_ftm_is_between(o->schema) != between)
        return SJ_OK;
    SJ_TRY(sj_ftm_parse(f, o->json, 0, &json));
    sj_diag_field(f->diag, o->id);
    return between ? sj_ftm_join(f, o, json) : add_things(f, o, json);
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
    return SJ_OK;
}
