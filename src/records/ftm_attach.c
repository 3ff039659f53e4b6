/* records/ftm_attach.c -- FollowTheMoney objects that stand between others: a
 * sanction becomes a listing, an address a place, a passport an identifier, a
 * relation a link to its other end.
 *
 * The same object is attached whether it was nested in the entity or stood on a
 * line of its own; who finds the entity of a line is the list reader.
 * Invariants:
 *   (1) every value of every property ends in a field, in the link's text or in
 *       a fact "Schema.property"; a date that cannot be read, and a second one,
 *       too;
 *   (2) a number or an address that the entity has already as a plain property
 *       is filled, not repeated. */
#include "base/base.h"
#include "records/ftm_int.h"

/* Of one relation: the most that a list of owners by assets may make; seen: 8. */
enum { LINKS_MAX = 10000 };
/* How far a plain property's twin is sought; the properties come first. */
enum { PLAIN_MAX = 1000 };

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
    ROW("Debt", "debtor", "creditor", SJ_LINK_OTHER, SJ_LINK_OTHER),
    ROW("ProjectParticipant", "participant", "project", SJ_LINK_OTHER, SJ_LINK_OTHER),
    ROW("Payment", "payer", "beneficiary", SJ_LINK_OTHER, SJ_LINK_OTHER),
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

/* ---- one object on its way into one entity ---- */
struct attaching {
    const cJSON *object;
    sj_str schema;
    sj_arena *a;
    sj_entity *e;
    sj_diag *diag;
};

static bool is_one_of(const char *name, const char *const *list)
{
    for (size_t i = 0; list[i]; i++)
        if (strcmp(list[i], name) == 0)
            return true;
    return false;
}

static sj_status add_fact(const struct attaching *t, const char *property, sj_str value)
{
    sj_str label;
    if (value.len == 0)
        return SJ_OK;
    SJ_TRY(sj_arena_format(t->a, &label, "%.*s.%s", SJ_STR_FMT(t->schema), property));
    return sj_ftm_add_fact(t->e, t->a, SJ_FACT_OTHER, label, value);
}

/* What the object says beyond the properties `read`: (1). */
static sj_status add_rest(const struct attaching *t, const char *const *read)
{
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(t->object, "properties");
    const cJSON *p = cJSON_IsObject(properties) ? properties->child : NULL;
    for (; p; p = p->next)
        for (const cJSON *v = sj_ftm_first(p); v && !is_one_of(p->string, read);
             v = sj_ftm_next(p, v))
            SJ_TRY(add_fact(t, p->string, sj_ftm_text(v)));
    return SJ_OK;
}

static sj_status joined(const struct attaching *t, const char *name, sj_str *ret)
{
    return sj_ftm_joined(sj_ftm_values(t->object, name), t->a, ret);
}

/* Both properties in one text. */
static sj_status joined_two(const struct attaching *t, const char *first, const char *second,
                            sj_str *ret)
{
    sj_str more;
    SJ_TRY(joined(t, first, ret));
    SJ_TRY(joined(t, second, &more));
    if (ret->len == 0)
        *ret = more;
    else if (more.len)
        SJ_TRY(sj_arena_format(t->a, ret, "%.*s; %.*s", SJ_STR_FMT(*ret), SJ_STR_FMT(more)));
    return SJ_OK;
}

/* The first date that can be read; what else the property holds: (1). */
static sj_status date(const struct attaching *t, const char *name, sj_date_range *ret)
{
    const cJSON *property = sj_ftm_values(t->object, name);
    bool found = ret->from.year != 0;
    for (const cJSON *v = sj_ftm_first(property); v; v = sj_ftm_next(property, v)) {
        if (!found && sj_date_parse(sj_ftm_text(v), ret))
            found = true;
        else
            SJ_TRY(add_fact(t, name, sj_ftm_text(v)));
    }
    return SJ_OK;
}

/* ---- sanctions ---- */
static sj_status attach_sanction(const struct attaching *t)
{
    static const char *const read[] = {"entity",     "authority",  "program",     "programId",
                                       "programUrl", "provisions", "authorityId", "unscId",
                                       "reason",     "startDate",  "listingDate", "modifiedAt",
                                       "endDate",    "sourceUrl",  NULL};
    sj_entity_listing l = {0};
    sj_date_range starts = {0};
    SJ_TRY(joined(t, "authority", &l.authority));
    SJ_TRY(joined_two(t, "program", "programId", &l.programme));
    SJ_TRY(joined(t, "provisions", &l.measure));
    SJ_TRY(joined_two(t, "authorityId", "unscId", &l.reference));
    SJ_TRY(joined_two(t, "programUrl", "sourceUrl", &l.legal_basis));
    SJ_TRY(joined(t, "reason", &l.reason));
    SJ_TRY(date(t, "listingDate", &l.listed));
    SJ_TRY(date(t, "startDate", &starts));
    SJ_TRY(date(t, "modifiedAt", &l.amended));
    SJ_TRY(date(t, "endDate", &l.delisted));
    if (l.listed.from.year == 0) {
        l.listed = starts;
    } else if (starts.from.year &&
               sj_date_first_day(starts.from) != sj_date_first_day(l.listed.from)) {
        char text[32];
        SJ_TRY(add_fact(t, "startDate", (sj_str){text, sj_date_write(&starts, text)}));
    }
    sj_entity_listing *added = sj_entity_add_listing(t->e, t->a);
    if (!added)
        return SJ_ENOMEM;
    *added = l;
    return add_rest(t, read);
}

/* ---- addresses ---- */
static sj_status full_from_parts(const struct attaching *t, sj_entity_place *p)
{
    const sj_str piece[] = {p->street, p->postcode, p->city, p->region, p->country_text};
    SJ_SCOPED(sj_buf) full = {0};
    for (size_t i = 0; i < SJ_COUNT(piece); i++) {
        if (full.len && piece[i].len)
            sj_buf_add(&full, SJ_S(", "));
        sj_buf_add(&full, piece[i]);
    }
    SJ_TRY(sj_buf_status(&full));
    return sj_arena_copy(t->a, sj_buf_str(&full), &p->full);
}

/* The entity's place that says the same in one line: (2). */
static sj_entity_place *plain_place(const sj_entity *e, const sj_entity_place *like)
{
    for (size_t i = 0; i < e->place_count && i < PLAIN_MAX; i++) {
        sj_entity_place *p = &e->place[i];
        const bool plain = !p->street.len && !p->city.len && !p->region.len && !p->postcode.len &&
                           !p->country.len && !p->country_text.len && !p->note.len;
        if (plain && p->kind == like->kind && sj_str_eq(p->full, like->full))
            return p;
    }
    return NULL;
}

static sj_status attach_address(const struct attaching *t)
{
    static const char *const read[] = {"full",    "street",  "city",      "region", "postalCode",
                                       "country", "summary", "placeKind", NULL};
    sj_entity_place p = {.kind = SJ_PLACE_ADDRESS};
    const sj_str kind = sj_ftm_text(sj_ftm_first(sj_ftm_values(t->object, "placeKind")));
    for (size_t i = 0; i < SJ_FTM_PLACE_WORDS; i++)
        if (sj_str_eq(kind, sj_str_from(sj_ftm_place_word[i])))
            p.kind = (sj_place_kind)i;
    SJ_TRY(joined(t, "street", &p.street));
    SJ_TRY(joined(t, "city", &p.city));
    SJ_TRY(joined(t, "region", &p.region));
    SJ_TRY(joined(t, "postalCode", &p.postcode));
    SJ_TRY(joined(t, "country", &p.country_text));
    SJ_TRY(joined(t, "summary", &p.note));
    SJ_TRY(joined(t, "full", &p.full));
    p.country = sj_country_parse(p.country_text);
    if (p.full.len == 0)
        SJ_TRY(full_from_parts(t, &p));
    if (p.full.len == 0) /* a note is all it says */
        p.full = p.note;
    sj_entity_place *to = p.full.len ? plain_place(t->e, &p) : NULL;
    if (p.full.len && !to && (to = sj_entity_add_place(t->e, t->a)) == NULL)
        return SJ_ENOMEM;
    if (to)
        *to = p;
    return add_rest(t, read);
}

/* ---- papers ---- */
/* `type` may hold our word for the kind beside the source's label. */
static sj_status identification_type(const struct attaching *t, sj_entity_identifier *i)
{
    const cJSON *property = sj_ftm_values(t->object, "type");
    bool found = false;
    for (const cJSON *v = sj_ftm_first(property); v; v = sj_ftm_next(property, v)) {
        const sj_str text = sj_ftm_text(v);
        if (!found && sj_identifier_kind_parse(text, &i->kind))
            found = true;
        else if (i->type_text.len == 0)
            SJ_TRY(sj_arena_copy(t->a, text, &i->type_text));
        else
            SJ_TRY(sj_arena_format(t->a, &i->type_text, "%.*s; %.*s", SJ_STR_FMT(i->type_text),
                                   SJ_STR_FMT(text)));
    }
    return SJ_OK;
}

/* The entity's number of that kind without an issuer and dates: (2). */
static sj_entity_identifier *plain_number(const sj_entity *e, const sj_entity_identifier *like)
{
    for (size_t i = 0; i < e->identifier_count && i < PLAIN_MAX; i++) {
        sj_entity_identifier *d = &e->identifier[i];
        const bool plain = !d->country.len && !d->issuer_text.len && !d->issued.from.year &&
                           !d->expires.from.year && !d->note.len && !d->type_text.len;
        if (plain && d->kind == like->kind && sj_str_eq(d->value, like->value))
            return d;
    }
    return NULL;
}

/* One identifier for each number. */
static sj_status add_numbers(const struct attaching *t, const sj_entity_identifier *like)
{
    const cJSON *property = sj_ftm_values(t->object, "number");
    for (const cJSON *v = sj_ftm_first(property); v; v = sj_ftm_next(property, v)) {
        sj_entity_identifier i = *like;
        SJ_TRY(sj_arena_copy(t->a, sj_ftm_text(v), &i.value));
        if (i.value.len == 0)
            continue;
        sj_entity_identifier *to = plain_number(t->e, &i);
        if (!to && (to = sj_entity_add_identifier(t->e, t->a)) == NULL)
            return SJ_ENOMEM;
        *to = i;
    }
    return SJ_OK;
}

/* Without a number there is no identifier: what the paper says becomes facts. */
static sj_status attach_identification(const struct attaching *t)
{
    static const char *const read[] = {"holder",    "number",  "type",    "country", "authority",
                                       "startDate", "endDate", "summary", "status",  NULL};
    static const char *const nothing_read[] = {"holder", "number", NULL};
    sj_entity_identifier i = {.kind = SJ_ID_OTHER};
    sj_str status, country, number;
    SJ_TRY(joined(t, "number", &number));
    if (number.len == 0)
        return add_rest(t, nothing_read);
    if (sj_str_eq(t->schema, SJ_S("Passport")))
        i.kind = SJ_ID_PASSPORT;
    SJ_TRY(identification_type(t, &i));
    SJ_TRY(joined(t, "country", &country));
    SJ_TRY(joined(t, "authority", &i.issuer_text));
    i.country = sj_country_parse(country.len ? country : i.issuer_text);
    if (i.issuer_text.len == 0)
        i.issuer_text = country;
    else if (i.country.len == 0)
        SJ_TRY(add_fact(t, "country", country));
    SJ_TRY(joined(t, "summary", &i.note));
    SJ_TRY(joined(t, "status", &status));
    SJ_TRY(date(t, "startDate", &i.issued));
    SJ_TRY(date(t, "endDate", &i.expires));
    i.invalid = sj_str_eq(status, SJ_S("invalid"));
    if (!i.invalid)
        SJ_TRY(add_fact(t, "status", status));
    SJ_TRY(add_numbers(t, &i));
    return add_rest(t, read);
}

/* ---- relations ---- */
/* An end is an id, or a nested object with id and name. */
static sj_str end_id(const cJSON *value)
{
    return cJSON_IsObject(value) ? sj_ftm_member(value, "id") : sj_ftm_text(value);
}

static bool end_holds(const cJSON *property, sj_str id)
{
    for (const cJSON *v = sj_ftm_first(property); v; v = sj_ftm_next(property, v))
        if (sj_str_eq(end_id(v), id))
            return true;
    return false;
}

static bool is_single(const cJSON *property)
{
    const cJSON *v = sj_ftm_first(property);
    return v && !sj_ftm_next(property, v);
}

/* True for a property that has a field of the link, and one value that fits. */
static bool has_a_field(const cJSON *property)
{
    sj_date_range r;
    if (!is_single(property))
        return false;
    if (strcmp(property->string, "percentage") == 0)
        return true;
    return (strcmp(property->string, "startDate") == 0 ||
            strcmp(property->string, "endDate") == 0) &&
           sj_date_parse(sj_ftm_text(sj_ftm_first(property)), &r);
}

/* The words of a relation: its role, and "property: value" of what has no field. */
static sj_status link_text(const struct attaching *t, const struct relation *r, sj_str *ret)
{
    SJ_SCOPED(sj_buf) text = {0};
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(t->object, "properties");
    const cJSON *p = cJSON_IsObject(properties) ? properties->child : NULL;
    for (; p; p = p->next) {
        const bool plain = strcmp(p->string, "role") == 0 || strcmp(p->string, "relationship") == 0;
        sj_str value;
        if (strcmp(p->string, r->end[0]) == 0 || strcmp(p->string, r->end[1]) == 0 ||
            has_a_field(p))
            continue;
        SJ_TRY(sj_ftm_joined(p, t->a, &value));
        if (value.len == 0)
            continue;
        if (text.len)
            sj_buf_add(&text, SJ_S("; "));
        if (!plain)
            sj_buf_addf(&text, "%s: ", p->string);
        sj_buf_add(&text, value);
    }
    SJ_TRY(sj_buf_status(&text));
    return sj_arena_copy(t->a, sj_buf_str(&text), ret);
}

static sj_status add_link(const struct attaching *t, const cJSON *target, sj_link_kind kind,
                          const sj_entity_link *like)
{
    sj_entity_link l = *like;
    l.kind = kind;
    SJ_TRY(sj_arena_copy(t->a, end_id(target), &l.target_id));
    if (cJSON_IsObject(target)) {
        const sj_str name = sj_ftm_text(sj_ftm_first(sj_ftm_values(target, "name")));
        SJ_TRY(sj_arena_copy(t->a, name.len ? name : sj_ftm_member(target, "caption"),
                             &l.target_name));
    }
    sj_entity_link *added = sj_entity_add_link(t->e, t->a);
    if (!added)
        return SJ_ENOMEM;
    *added = l;
    return SJ_OK;
}

/* A link to everyone at the other end; to nobody, if the end is not stated (an
 * Occupancy without its post), so that words and dates stay. */
static sj_status add_links(const struct attaching *t, const cJSON *other, sj_link_kind kind,
                           const sj_entity_link *like)
{
    size_t count = 0;
    for (const cJSON *v = sj_ftm_first(other); v; v = sj_ftm_next(other, v)) {
        if (++count > LINKS_MAX)
            return sj_diag_set(t->diag, SJ_ELIMIT, "at most 10,000 ends of a relation", 0, 0, 0);
        if (end_id(v).len || cJSON_IsObject(v))
            SJ_TRY(add_link(t, v, kind, like));
    }
    return count ? SJ_OK : add_link(t, NULL, kind, like);
}

/* The entity is at the first end, the second, or both; one that is at neither
 * holds the relation nested in it, at the end that is not stated. */
static sj_status attach_relation(const struct attaching *t, const struct relation *r)
{
    const cJSON *first = sj_ftm_values(t->object, r->end[0]),
                *second = sj_ftm_values(t->object, r->end[1]);
    const bool at_second =
        end_holds(second, t->e->id) || (first && !second && !end_holds(first, t->e->id));
    const bool at_first = !at_second || end_holds(first, t->e->id);
    sj_entity_link like = {0};
    sj_str share;
    SJ_TRY(link_text(t, r, &like.text));
    SJ_TRY(joined(t, "percentage", &share));
    if (is_single(sj_ftm_values(t->object, "percentage")))
        like.share = share;
    (void)sj_date_parse(sj_ftm_text(sj_ftm_first(sj_ftm_values(t->object, "startDate"))),
                        &like.from);
    (void)sj_date_parse(sj_ftm_text(sj_ftm_first(sj_ftm_values(t->object, "endDate"))), &like.to);
    if (at_first)
        SJ_TRY(add_links(t, second, r->kind[0], &like));
    return at_second ? add_links(t, first, r->kind[1], &like) : SJ_OK;
}

sj_status sj_ftm_attach(const cJSON *object, sj_arena *arena, sj_entity *e, sj_diag *reterr_diag)
{
    const struct attaching t = {object, sj_ftm_member(object, "schema"), arena, e, reterr_diag};
    const sj_entity_link bare = {0};
    sj_status s = SJ_OK;
    switch (sj_ftm_role_of(t.schema)) {
    case SJ_FTM_SANCTION:
        s = attach_sanction(&t);
        break;
    case SJ_FTM_ADDRESS:
        s = attach_address(&t);
        break;
    case SJ_FTM_IDENTIFICATION:
        s = attach_identification(&t);
        break;
    case SJ_FTM_RELATION:
        s = attach_relation(&t, find_relation(t.schema));
        break;
    case SJ_FTM_ENTITY:
        s = add_link(&t, object, SJ_LINK_OTHER, &bare);
        break;
    }
    return s == SJ_ENOMEM ? sj_diag_set(reterr_diag, s, "out of memory", 0, 0, 0) : s;
}
