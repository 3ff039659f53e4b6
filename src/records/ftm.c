/* records/ftm.c -- reading one FollowTheMoney object.
 *
 * Properties are read in the order of the object; a table (ftm_table.c) says
 * which field each is. Two things wait until all is read: the parts of a name,
 * which FollowTheMoney keeps apart from the names, and the country of birth.
 * Invariants:
 *   (1) every non-empty value of every property ends in a field or in a fact;
 *   (2) parts go into the primary name only if each is stated at most once:
 *       otherwise nobody can say which belongs to which, and they become facts;
 *   (3) nothing in the entity points into the JSON: all is copied. */
#include "base/base.h"
#include "records/ftm_int.h"

enum { VALUES_MAX = 10000 }; /* of one property; seen: 220 (OpenSanctions notes) */

static const struct relation {
    sj_str schema;
    const char *end[2];
    sj_link_kind kind[2]; /* of the link that the first, the second end gets */
} relations[] = {
#define ROW(s, from, to, a, b)          \
    {                                   \
        {s, sizeof(s) - 1}, {from, to}, \
        {                               \
            a, b                        \
        }                               \
    }
    ROW("Ownership", "owner", "asset", SJ_LINK_OWNS, SJ_LINK_OWNED_BY),
    ROW("Directorship", "director", "organization", SJ_LINK_LEADS, SJ_LINK_OTHER),
    ROW("Family", "person", "relative", SJ_LINK_FAMILY, SJ_LINK_FAMILY),
    ROW("Associate", "person", "associate", SJ_LINK_ASSOCIATE, SJ_LINK_ASSOCIATE),
    ROW("Employment", "employee", "employer", SJ_LINK_EMPLOYED_BY, SJ_LINK_OTHER),
    ROW("Representation", "agent", "client", SJ_LINK_ACTS_FOR, SJ_LINK_OTHER),
    ROW("Succession", "predecessor", "successor", SJ_LINK_SUCCESSOR, SJ_LINK_PREDECESSOR),
    ROW("Membership", "member", "organization", SJ_LINK_OTHER, SJ_LINK_OTHER),
    ROW("UnknownLink", "subject", "object", SJ_LINK_OTHER, SJ_LINK_OTHER),
    ROW("Occupancy", "holder", "post", SJ_LINK_OTHER, SJ_LINK_OTHER),
#undef ROW
};

static const struct relation *find_relation(sj_str schema)
{
    for (size_t i = 0; i < SJ_COUNT(relations); i++)
        if (sj_str_eq(schema, relations[i].schema))
            return &relations[i];
    return NULL;
}

bool sj_ftm_ends(sj_str schema, const char **ret_from, const char **ret_to)
{
    const struct relation *r = find_relation(schema);
    if (!r)
        return false;
    *ret_from = r->end[0];
    *ret_to = r->end[1];
    return true;
}

sj_ftm_role sj_ftm_role_of(sj_str schema)
{
    if (sj_str_eq(schema, SJ_S("Sanction")))
        return SJ_FTM_SANCTION;
    if (sj_str_eq(schema, SJ_S("Address")))
        return SJ_FTM_ADDRESS;
    if (sj_str_eq(schema, SJ_S("Passport")) || sj_str_eq(schema, SJ_S("Identification")))
        return SJ_FTM_IDENTIFICATION;
    return find_relation(schema) ? SJ_FTM_RELATION : SJ_FTM_ENTITY;
}

/* ---- values ---- */
static sj_str string_of(const cJSON *object, const char *key)
{
    const cJSON *node = cJSON_GetObjectItemCaseSensitive(object, key);
    return cJSON_IsString(node) ? sj_str_from(node->valuestring) : (sj_str){"", 0};
}

/* A value of a property as text; empty for containers. Numbers keep their digits. */
static sj_str value_text(const cJSON *value)
{
    if (cJSON_IsString(value) || cJSON_IsNumber(value))
        return sj_str_trim(sj_str_from(value->valuestring));
    if (cJSON_IsBool(value))
        return cJSON_IsTrue(value) ? SJ_S("true") : SJ_S("false");
    return (sj_str){"", 0};
}

/* The first value, whether the property is an array (as it should be) or not. */
static const cJSON *first_value(const cJSON *property)
{
    return cJSON_IsArray(property) ? property->child : property;
}

static const cJSON *next_value(const cJSON *property, const cJSON *value)
{
    return cJSON_IsArray(property) ? value->next : NULL;
}

static const cJSON *property_of(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(object, "properties"),
                                            name);
}

/* All texts of a property, joined by "; ". */
static sj_status joined(const cJSON *object, const char *name, sj_arena *a, sj_str *ret)
{
    SJ_SCOPED(sj_buf) all = {0};
    const cJSON *property = property_of(object, name);
    for (const cJSON *v = first_value(property); v; v = next_value(property, v)) {
        const sj_str text = value_text(v);
        if (all.len && text.len)
            sj_buf_add(&all, SJ_S("; "));
        sj_buf_add(&all, text);
    }
    SJ_TRY(sj_buf_status(&all));
    return sj_arena_copy(a, sj_buf_str(&all), ret);
}

static sj_date_range date_of(const cJSON *object, const char *name)
{
    sj_date_range r = {0};
    const cJSON *property = property_of(object, name);
    for (const cJSON *v = first_value(property); v; v = next_value(property, v))
        if (sj_date_parse(value_text(v), &r))
            break;
    return r;
}

/* ---- additions ---- */
static sj_status add_fact(sj_entity *e, sj_arena *a, sj_fact_kind kind, sj_str label, sj_str value)
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

static sj_status add_name(sj_entity *e, sj_arena *a, sj_name_kind kind, sj_str text)
{
    if (kind == SJ_NAME_PRIMARY)
        for (size_t i = 0; i < e->name_count; i++)
            if (e->name[i].kind == SJ_NAME_PRIMARY)
                kind = sj_ftm_is_latin(text) == sj_ftm_is_latin(e->name[i].full) ? SJ_NAME_ALIAS
                                                                                 : SJ_NAME_ORIGINAL;
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
    bool parts_fit; /* (2) */
};

static sj_status add_value(const struct reading *r, const sj_ftm_property *p, sj_str name,
                           sj_str text)
{
    const sj_str label = !p || p->labels ? name : (sj_str){"", 0};
    const sj_str bare = sj_str_starts(name, SJ_S(SJ_FTM_EXTRA))
                            ? sj_str_slice(name, sizeof SJ_FTM_EXTRA - 1, name.len)
                            : name;
    if (!p)
        return add_fact(r->e, r->a, SJ_FACT_OTHER, bare, text);
    switch (p->target) {
    case SJ_FTM_NAME:
        return add_name(r->e, r->a, (sj_name_kind)p->kind, text);
    case SJ_FTM_PART:
        return r->parts_fit ? SJ_OK : add_fact(r->e, r->a, SJ_FACT_OTHER, name, text);
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
        return add_fact(r->e, r->a, (sj_fact_kind)p->kind, label, text);
    }
    return SJ_OK;
}

static sj_status read_property(const struct reading *r, const cJSON *property)
{
    const sj_str name = sj_str_from(property->string);
    const sj_ftm_property *p = sj_ftm_property_find(name, r->e->schema);
    size_t values = 0;
    for (const cJSON *v = first_value(property); v; v = next_value(property, v)) {
        if (++values > VALUES_MAX) {
            sj_diag_field(r->diag, name);
            return sj_diag_set(r->diag, SJ_ELIMIT, "at most 10,000 values in a property", 0, 0, 0);
        }
        const sj_str text = value_text(v);
        if (cJSON_IsObject(v))
            SJ_TRY(sj_ftm_attach(v, r->a, r->e, r->diag));
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
        for (const cJSON *v = first_value(p); v; v = next_value(p, v)) {
            const sj_str text = value_text(v);
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
    const sj_str caption = sj_str_trim(string_of(r->object, "caption"));
    if (e->name_count == 0 && caption.len)
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
    const cJSON *property = property_of(r->object, "birthCountry");
    sj_entity_place *only = NULL;
    size_t places = 0, countries = 0;
    for (size_t i = 0; i < r->e->place_count; i++)
        if (r->e->place[i].kind == SJ_PLACE_BIRTH) {
            only = &r->e->place[i];
            places++;
        }
    for (const cJSON *v = first_value(property); v; v = next_value(property, v))
        countries += value_text(v).len > 0;
    for (const cJSON *v = first_value(property); v; v = next_value(property, v)) {
        const sj_str text = value_text(v);
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
    SJ_TRY(joined(r->object, "currency", r->a, &currency));
    for (size_t i = 0; i < r->e->identifier_count; i++)
        if (r->e->identifier[i].kind == SJ_ID_CRYPTO && r->e->identifier[i].type_text.len == 0)
            r->e->identifier[i].type_text = currency;
    return SJ_OK;
}

sj_status sj_ftm_entity(const cJSON *object, sj_arena *arena, sj_entity *ret, sj_diag *reterr_diag)
{
    const sj_str schema = string_of(object, "schema");
    sj_entity e = {.schema = sj_ftm_model_schema(schema)};
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(object, "properties");
    sj_status sticky = SJ_OK;
    if (schema.len == 0 || !cJSON_IsObject(properties) ||
        !sj_json_text(object, "id", arena, &e.id, &sticky))
        return sj_diag_set(reterr_diag, sticky < 0 ? sticky : SJ_EFORMAT,
                           "an object with id, schema and properties", 0, 0, 0);
    sj_str part[SJ_PART_COUNT] = {0};
    struct reading r = {&e, arena, reterr_diag, object, false};
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

/* ---- attached objects ---- */
/* What the object says beyond the properties `read`: facts "Schema.property". */
static sj_status attach_rest(const cJSON *object, const char *const *read, sj_arena *a,
                             sj_entity *e)
{
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(object, "properties");
    const cJSON *p = cJSON_IsObject(properties) ? properties->child : NULL;
    for (; p; p = p->next) {
        bool known = false;
        for (size_t i = 0; read[i]; i++)
            known |= strcmp(read[i], p->string) == 0;
        for (const cJSON *v = first_value(p); v && !known; v = next_value(p, v)) {
            const sj_str text = value_text(v), schema = string_of(object, "schema");
            sj_str label;
            if (text.len == 0)
                continue;
            SJ_TRY(sj_arena_format(a, &label, "%.*s.%s", SJ_STR_FMT(schema), p->string));
            SJ_TRY(add_fact(e, a, SJ_FACT_OTHER, label, text));
        }
    }
    return SJ_OK;
}

static sj_status joined_either(const cJSON *object, const char *first, const char *second,
                               sj_arena *a, sj_str *ret)
{
    SJ_TRY(joined(object, first, a, ret));
    return ret->len ? SJ_OK : joined(object, second, a, ret);
}

static sj_status attach_sanction(const cJSON *object, sj_arena *a, sj_entity *e)
{
    static const char *const read[] = {"entity",      "authority", "program",    "provisions",
                                       "authorityId", "reason",    "startDate",  "listingDate",
                                       "modifiedAt",  "endDate",   "programUrl", NULL};
    sj_entity_listing *l = sj_entity_add_listing(e, a);
    if (!l)
        return SJ_ENOMEM;
    SJ_TRY(joined(object, "authority", a, &l->authority));
    SJ_TRY(joined(object, "program", a, &l->programme));
    SJ_TRY(joined(object, "provisions", a, &l->measure));
    SJ_TRY(joined(object, "authorityId", a, &l->reference));
    SJ_TRY(joined(object, "programUrl", a, &l->legal_basis));
    SJ_TRY(joined(object, "reason", a, &l->reason));
    l->listed = date_of(object, "listingDate");
    const sj_date_range starts = date_of(object, "startDate");
    if (l->listed.from.year == 0)
        l->listed = starts;
    else if (starts.from.year &&
             sj_date_first_day(starts.from) != sj_date_first_day(l->listed.from)) {
        char text[32];
        const size_t len = sj_date_write(&starts, text);
        SJ_TRY(add_fact(e, a, SJ_FACT_OTHER, SJ_S("Sanction.startDate"), (sj_str){text, len}));
    }
    l = &e->listing[e->listing_count - 1];
    l->amended = date_of(object, "modifiedAt");
    l->delisted = date_of(object, "endDate");
    return attach_rest(object, read, a, e);
}

static sj_status attach_address(const cJSON *object, sj_arena *a, sj_entity *e)
{
    static const char *const read[] = {"full",    "street",  "city",      "region", "postalCode",
                                       "country", "summary", "placeKind", NULL};
    sj_entity_place p = {.kind = SJ_PLACE_ADDRESS};
    const sj_str kind = value_text(first_value(property_of(object, "placeKind")));
    for (size_t i = 0; i < SJ_COUNT(sj_ftm_place_word); i++)
        if (sj_str_eq(kind, sj_str_from(sj_ftm_place_word[i])))
            p.kind = (sj_place_kind)i;
    SJ_TRY(joined(object, "street", a, &p.street));
    SJ_TRY(joined(object, "city", a, &p.city));
    SJ_TRY(joined(object, "region", a, &p.region));
    SJ_TRY(joined(object, "postalCode", a, &p.postcode));
    SJ_TRY(joined(object, "country", a, &p.country_text));
    SJ_TRY(joined(object, "summary", a, &p.note));
    SJ_TRY(joined(object, "full", a, &p.full));
    p.country = sj_country_parse(p.country_text);
    if (p.full.len == 0) {
        const sj_str piece[] = {p.street, p.postcode, p.city, p.region, p.country_text};
        SJ_SCOPED(sj_buf) full = {0};
        for (size_t i = 0; i < SJ_COUNT(piece); i++) {
            if (full.len && piece[i].len)
                sj_buf_add(&full, SJ_S(", "));
            sj_buf_add(&full, piece[i]);
        }
        SJ_TRY(sj_buf_status(&full));
        SJ_TRY(sj_arena_copy(a, sj_buf_str(&full), &p.full));
    }
    if (p.full.len) {
        sj_entity_place *added = sj_entity_add_place(e, a);
        if (!added)
            return SJ_ENOMEM;
        *added = p;
    }
    return attach_rest(object, read, a, e);
}

/* `type` may hold our word for the kind beside the source's label. */
static sj_status identification_type(const cJSON *object, sj_arena *a, sj_entity_identifier *i)
{
    const cJSON *property = property_of(object, "type");
    bool found = false;
    for (const cJSON *v = first_value(property); v; v = next_value(property, v)) {
        const sj_str text = value_text(v);
        if (!found && sj_identifier_kind_parse(text, &i->kind))
            found = true;
        else if (i->type_text.len == 0)
            SJ_TRY(sj_arena_copy(a, text, &i->type_text));
        else
            SJ_TRY(sj_arena_format(a, &i->type_text, "%.*s; %.*s", SJ_STR_FMT(i->type_text),
                                   SJ_STR_FMT(text)));
    }
    return SJ_OK;
}

static sj_status attach_identification(const cJSON *object, sj_arena *a, sj_entity *e)
{
    static const char *const read[] = {"holder",    "number",  "type",    "country", "authority",
                                       "startDate", "endDate", "summary", "status",  NULL};
    sj_entity_identifier i = {.kind = SJ_ID_OTHER};
    sj_str status;
    if (sj_str_eq(string_of(object, "schema"), SJ_S("Passport")))
        i.kind = SJ_ID_PASSPORT;
    SJ_TRY(identification_type(object, a, &i));
    SJ_TRY(joined(object, "number", a, &i.value));
    sj_str country;
    SJ_TRY(joined(object, "country", a, &country));
    SJ_TRY(joined_either(object, "authority", "country", a, &i.issuer_text));
    SJ_TRY(joined(object, "summary", a, &i.note));
    SJ_TRY(joined(object, "status", a, &status));
    i.country = sj_country_parse(country.len ? country : i.issuer_text);
    i.issued = date_of(object, "startDate");
    i.expires = date_of(object, "endDate");
    i.invalid = sj_str_eq(status, SJ_S("invalid"));
    if (status.len && !i.invalid)
        SJ_TRY(add_fact(e, a, SJ_FACT_OTHER, SJ_S("Identification.status"), status));
    if (i.value.len) {
        sj_entity_identifier *added = sj_entity_add_identifier(e, a);
        if (!added)
            return SJ_ENOMEM;
        *added = i;
    }
    return attach_rest(object, read, a, e);
}

/* An end is an id, or a nested object with id and name. */
static sj_str end_id(const cJSON *value)
{
    return cJSON_IsObject(value) ? string_of(value, "id") : value_text(value);
}

static bool end_holds(const cJSON *property, sj_str id)
{
    for (const cJSON *v = first_value(property); v; v = next_value(property, v))
        if (sj_str_eq(end_id(v), id))
            return true;
    return false;
}

static sj_status add_link(const cJSON *relation, const cJSON *target, sj_link_kind kind,
                          sj_arena *a, sj_entity *e)
{
    sj_entity_link l = {.kind = kind};
    SJ_TRY(sj_arena_copy(a, end_id(target), &l.target_id));
    if (cJSON_IsObject(target)) {
        const sj_str name = value_text(first_value(property_of(target, "name")));
        SJ_TRY(sj_arena_copy(a, name.len ? name : string_of(target, "caption"), &l.target_name));
    }
    SJ_TRY(joined_either(relation, "role", "relationship", a, &l.text));
    SJ_TRY(joined(relation, "percentage", a, &l.share));
    l.from = date_of(relation, "startDate");
    l.to = date_of(relation, "endDate");
    sj_entity_link *added = sj_entity_add_link(e, a);
    if (!added)
        return SJ_ENOMEM;
    *added = l;
    return SJ_OK;
}

static sj_status attach_relation(const cJSON *object, const struct relation *r, sj_arena *a,
                                 sj_entity *e)
{
    const char *const read[] = {r->end[0],    r->end[1],   "role",    "relationship",
                                "percentage", "startDate", "endDate", NULL};
    const cJSON *first = property_of(object, r->end[0]), *second = property_of(object, r->end[1]);
    const bool at_second = end_holds(second, e->id) || (first && !second);
    const bool at_first = !at_second || end_holds(first, e->id);
    const cJSON *other = at_first ? second : first;
    for (const cJSON *v = first_value(other); v; v = next_value(other, v))
        if (end_id(v).len || cJSON_IsObject(v))
            SJ_TRY(add_link(object, v, r->kind[at_first ? 0 : 1], a, e));
    return attach_rest(object, read, a, e);
}

sj_status sj_ftm_attach(const cJSON *object, sj_arena *arena, sj_entity *e, sj_diag *reterr_diag)
{
    const sj_str schema = string_of(object, "schema");
    sj_status s;
    switch (sj_ftm_role_of(schema)) {
    case SJ_FTM_SANCTION:
        s = attach_sanction(object, arena, e);
        break;
    case SJ_FTM_ADDRESS:
        s = attach_address(object, arena, e);
        break;
    case SJ_FTM_IDENTIFICATION:
        s = attach_identification(object, arena, e);
        break;
    case SJ_FTM_RELATION:
        s = attach_relation(object, find_relation(schema), arena, e);
        break;
    default:
        s = add_link(NULL, object, SJ_LINK_OTHER, arena, e);
    }
    return s == SJ_ENOMEM ? sj_diag_set(reterr_diag, s, "out of memory", 0, 0, 0) : s;
}
