/* lists/ftm_join.c -- FollowTheMoney objects that stand between others: a
 * sanction becomes a listing, a passport an identifier, an address a place, the
 * rest links on both ends.
 *
 *   (1) a property that the kind has no field for goes into the link's text or
 *       a fact as "property: value";
 *   (2) an object that touches no entity of the file is named in a warning. */
#include "lists/ftm_store.h"

static const struct link_schema {
    const char *schema, *from, *to;
    sj_link_kind forward, backward;
} links[] = {
    {"Ownership", "owner", "asset", SJ_LINK_OWNS, SJ_LINK_OWNED_BY},
    {"Directorship", "director", "organization", SJ_LINK_LEADS, SJ_LINK_OTHER},
    {"Family", "person", "relative", SJ_LINK_FAMILY, SJ_LINK_FAMILY},
    {"Associate", "person", "associate", SJ_LINK_ASSOCIATE, SJ_LINK_ASSOCIATE},
    {"UnknownLink", "subject", "object", SJ_LINK_OTHER, SJ_LINK_OTHER},
    {"Membership", "member", "organization", SJ_LINK_OTHER, SJ_LINK_OTHER},
    {"Employment", "employee", "employer", SJ_LINK_EMPLOYED_BY, SJ_LINK_OTHER},
    {"Representation", "agent", "client", SJ_LINK_ACTS_FOR, SJ_LINK_OTHER},
    {"Succession", "predecessor", "successor", SJ_LINK_SUCCESSOR, SJ_LINK_PREDECESSOR},
    {"Occupancy", "holder", "post", SJ_LINK_OTHER, SJ_LINK_OTHER},
    {"Debt", "debtor", "creditor", SJ_LINK_OTHER, SJ_LINK_OTHER},
    {"ProjectParticipant", "participant", "project", SJ_LINK_OTHER, SJ_LINK_OTHER},
    {"Payment", "payer", "beneficiary", SJ_LINK_OTHER, SJ_LINK_OTHER},
};

static sj_str first(const cJSON *json, const char *property)
{
    return sj_ftm_value(sj_ftm_property(json, property));
}

/* Texts with "; " between them, kept; any number of them. */
static sj_str joined(sj_ftm *f, const sj_str *part, size_t count)
{
    sj_str text = {0};
    if (f->b.status >= 0)
        f->b.status = sj_list_join(f->b.arena, part, count, SJ_S("; "), &text);
    return sj_build_keep(&f->b, f->b.status < 0 ? (sj_str){0} : text);
}

/* All values of a property in one text. */
static sj_str all(sj_ftm *f, const cJSON *json, const char *property)
{
    sj_str *part = NULL;
    size_t count = 0;
    for (const cJSON *v = sj_ftm_property(json, property); v; v = v->next) {
        sj_str *p = sj_arena_push(f->b.arena, &part, &count, sizeof *part);
        if (!p) {
            f->b.status = SJ_ENOMEM;
            return (sj_str){0};
        }
        *p = sj_ftm_value(v);
    }
    return count ? joined(f, part, count) : (sj_str){0};
}

static sj_date_range date_of(sj_str text)
{
    sj_date_range r = {0};
    (void)sj_date_parse(text, &r);
    return r;
}

static bool is_one_of(const char *name, const char *const *known, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, known[i]) == 0)
            return true;
    return false;
}

static bool open_entity(sj_ftm *f, sj_str id)
{
    const sj_ftm_object *o = sj_ftm_find(f, id);
    f->b.e = o && o->entity ? &f->b.list->entity[o->entity - 1] : NULL;
    return f->b.e != NULL;
}

/* Properties outside `known` become facts "Sanction.status" ...: (1). */
static sj_status add_rest(sj_ftm *f, const sj_ftm_object *o, const cJSON *json,
                          const char *const *known, size_t count)
{
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(json, "properties");
    for (const cJSON *p = properties ? properties->child : NULL; p; p = p->next) {
        sj_str label;
        if (is_one_of(p->string, known, count))
            continue;
        SJ_TRY(sj_arena_format(f->b.arena, &label, "%.*s.%s", SJ_STR_FMT(o->schema), p->string));
        for (const cJSON *v = p->child; v; v = v->next)
            (void)sj_build_fact(&f->b, SJ_FACT_OTHER, label, sj_ftm_value(v));
    }
    return f->b.status;
}

static sj_status add_listing(sj_ftm *f, const sj_ftm_object *o, const cJSON *json)
{
    static const char *const known[] = {"entity",     "authority",   "program",    "programId",
                                        "provisions", "authorityId", "unscId",     "programUrl",
                                        "sourceUrl",  "reason",      "listingDate"};
    sj_builder *b = &f->b;
    sj_entity_listing *l = sj_build_listing(b, "");
    const sj_str programme[] = {all(f, json, "program"), all(f, json, "programId")},
                 basis[] = {all(f, json, "programUrl"), all(f, json, "sourceUrl")},
                 reference[] = {all(f, json, "authorityId"), all(f, json, "unscId")};
    l->authority = all(f, json, "authority");
    l->programme = sj_build_join(b, programme, 2, SJ_S("; "));
    l->measure = all(f, json, "provisions");
    l->reference = sj_build_join(b, reference, 2, SJ_S("; "));
    l->legal_basis = sj_build_join(b, basis, 2, SJ_S("; "));
    l->reason = all(f, json, "reason");
    const sj_str listed = first(json, "listingDate"), starts = first(json, "startDate");
    l->listed = date_of(listed.len ? listed : starts);
    l->amended = date_of(first(json, "modifiedAt"));
    l->delisted = date_of(first(json, "endDate"));
    for (const cJSON *v = sj_ftm_property(json, "listingDate"); v; v = v->next)
        if (v->prev != v && v != sj_ftm_property(json, "listingDate"))
            (void)sj_build_fact(b, SJ_FACT_OTHER, SJ_S("Sanction.listingDate"), sj_ftm_value(v));
    return add_rest(f, o, json, known, SJ_COUNT(known));
}

static sj_status add_paper(sj_ftm *f, const sj_ftm_object *o, const cJSON *json)
{
    static const char *const known[] = {"holder", "number", "type", "country"};
    const bool passport = sj_str_eq(o->schema, SJ_S("Passport"));
    const sj_str type = first(json, "type");
    sj_identifier_kind kind = passport ? SJ_ID_PASSPORT : sj_list_identifier_kind(type);
    if (kind == SJ_ID_OTHER && type.len == 0)
        kind = SJ_ID_NATIONAL; /* FollowTheMoney's Identification */
    for (const cJSON *v = sj_ftm_property(json, "number"); v; v = v->next) {
        const sj_str number = sj_ftm_value(v);
        sj_entity_identifier *i = NULL;
        for (size_t k = 0; k < f->b.e->identifier_count && !i; k++)
            if (f->b.e->identifier[k].kind == kind &&
                sj_str_eq(f->b.e->identifier[k].value, number))
                i = &f->b.e->identifier[k]; /* also given as passportNumber: add to it */
        if (!i)
            i = sj_build_identifier(&f->b, kind, type.len ? type : o->schema, number, (sj_str){0});
        i->issuer_text = all(f, json, "country");
        i->country = sj_country_parse(i->issuer_text);
        i->issued = date_of(first(json, "startDate"));
        i->expires = date_of(first(json, "endDate"));
    }
    return add_rest(f, o, json, known, SJ_COUNT(known));
}

static sj_status add_address(sj_ftm *f, const sj_ftm_object *o, const cJSON *json)
{
    static const char *const known[] = {"full",  "street",     "city",    "region",
                                        "state", "postalCode", "country", "remarks"};
    sj_builder *b = &f->b;
    const sj_str full = first(json, "full"), region = all(f, json, "region"),
                 state = all(f, json, "state");
    sj_entity_place *p = NULL;
    for (size_t i = 0; i < b->e->place_count && !p && full.len; i++)
        if (b->e->place[i].kind == SJ_PLACE_ADDRESS && sj_str_eq(b->e->place[i].full, full))
            p = &b->e->place[i]; /* also given as a text: fill its parts */
    const sj_build_place_parts parts = {.street = first(json, "street"),
                                        .city = first(json, "city"),
                                        .region = region.len ? region : state,
                                        .postcode = first(json, "postalCode"),
                                        .country_text = first(json, "country"),
                                        .note = first(json, "remarks")};
    if (!p) {
        const sj_build_place_parts whole = {.street = full};
        p = sj_build_place(b, SJ_PLACE_ADDRESS, full.len ? &whole : &parts);
    }
    p->street = sj_build_keep(b, parts.street);
    p->city = sj_build_keep(b, parts.city);
    p->region = sj_build_keep(b, parts.region);
    p->postcode = sj_build_keep(b, parts.postcode);
    p->country_text = sj_build_keep(b, parts.country_text);
    p->country = sj_country_parse(p->country_text);
    p->note = sj_build_keep(b, parts.note);
    static const char *const many[] = {"full", "street", "city", "postalCode", "country"};
    for (size_t i = 0; i < SJ_COUNT(many); i++) {
        const cJSON *v = sj_ftm_property(json, many[i]);
        for (v = v ? v->next : NULL; v; v = v->next)
            (void)sj_build_fact(b, SJ_FACT_OTHER, SJ_S("Address"), sj_ftm_value(v));
    }
    return add_rest(f, o, json, known, SJ_COUNT(known));
}

/* ---- links ---- */

static sj_status link_text(sj_ftm *f, const cJSON *json, const struct link_schema *s, sj_str *ret)
{
    static const char *const fields[] = {"startDate", "endDate", "percentage"};
    sj_str *part = NULL;
    size_t count = 0;
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(json, "properties");
    for (const cJSON *p = properties ? properties->child : NULL; p; p = p->next) {
        const bool plain = strcmp(p->string, "role") == 0 || strcmp(p->string, "relationship") == 0;
        if (strcmp(p->string, s->from) == 0 || strcmp(p->string, s->to) == 0 ||
            (is_one_of(p->string, fields, SJ_COUNT(fields)) && p->child && !p->child->next))
            continue;
        const sj_str value = all(f, json, p->string);
        sj_str *to = sj_arena_push(f->b.arena, &part, &count, sizeof *part);
        if (!to)
            return SJ_ENOMEM;
        *to = value;
        if (!plain)
            SJ_TRY(sj_arena_format(f->b.arena, to, "%s: %.*s", p->string, SJ_STR_FMT(value)));
    }
    *ret = count ? joined(f, part, count) : (sj_str){0};
    return f->b.status;
}

static void add_link(sj_ftm *f, const cJSON *json, sj_link_kind kind, sj_str target, sj_str text)
{
    const sj_ftm_object *o = sj_ftm_find(f, target);
    sj_entity_link *l = sj_build_link(&f->b, kind, o ? o->caption : target, text);
    l->target_id = sj_build_keep(&f->b, target);
    l->share = all(f, json, "percentage");
    l->from = date_of(first(json, "startDate"));
    l->to = date_of(first(json, "endDate"));
}

/* An end that is missing altogether (an Occupancy without its post): the words
 * and dates are kept at the other end. */
static sj_status add_half_links(sj_ftm *f, const cJSON *json, const char *end, const char *missing,
                                sj_link_kind kind, sj_str text, bool *ret_used)
{
    if (sj_ftm_property(json, missing))
        return SJ_OK;
    for (const cJSON *v = sj_ftm_property(json, end); v; v = v->next)
        if (open_entity(f, sj_ftm_value(v))) {
            add_link(f, json, kind, (sj_str){0}, text);
            *ret_used = true;
        }
    return f->b.status;
}

static sj_status add_links(sj_ftm *f, const cJSON *json, const struct link_schema *s,
                           bool *ret_used)
{
    sj_str text;
    SJ_TRY(link_text(f, json, s, &text));
    SJ_TRY(add_half_links(f, json, s->from, s->to, s->forward, text, ret_used));
    SJ_TRY(add_half_links(f, json, s->to, s->from, s->backward, text, ret_used));
    for (const cJSON *from = sj_ftm_property(json, s->from); from; from = from->next)
        for (const cJSON *to = sj_ftm_property(json, s->to); to; to = to->next) {
            if (open_entity(f, sj_ftm_value(from))) {
                add_link(f, json, s->forward, sj_ftm_value(to), text);
                *ret_used = true;
            }
            if (open_entity(f, sj_ftm_value(to))) {
                add_link(f, json, s->backward, sj_ftm_value(from), text);
                *ret_used = true;
            }
        }
    return f->b.status;
}

typedef sj_status (*attach)(sj_ftm *f, const sj_ftm_object *o, const cJSON *json);

static sj_status attach_to(sj_ftm *f, const sj_ftm_object *o, const cJSON *json,
                           const char *property, attach add, bool *ret_used)
{
    for (const cJSON *v = sj_ftm_property(json, property); v; v = v->next) {
        if (!open_entity(f, sj_ftm_value(v)))
            continue;
        SJ_TRY(add(f, o, json));
        *ret_used = true;
    }
    return SJ_OK;
}

static sj_status attach_address(sj_ftm *f, const sj_ftm_object *o, const cJSON *json,
                                bool *ret_used)
{
    for (uint32_t u = o->address; u; u = f->user[u - 1].next) {
        f->b.e = &f->b.list->entity[f->user[u - 1].entity - 1];
        SJ_TRY(add_address(f, o, json));
        *ret_used = true;
    }
    return SJ_OK;
}

sj_status sj_ftm_join(sj_ftm *f, const sj_ftm_object *o, const cJSON *json)
{
    bool used = false;
    if (sj_str_eq(o->schema, SJ_S("Sanction")))
        SJ_TRY(attach_to(f, o, json, "entity", add_listing, &used));
    else if (sj_str_eq(o->schema, SJ_S("Address")))
        SJ_TRY(attach_address(f, o, json, &used));
    else if (sj_str_eq(o->schema, SJ_S("Passport")) || sj_str_eq(o->schema, SJ_S("Identification")))
        SJ_TRY(attach_to(f, o, json, "holder", add_paper, &used));
    for (size_t i = 0; i < SJ_COUNT(links); i++)
        if (sj_str_eq(o->schema, sj_str_from(links[i].schema)))
            SJ_TRY(add_links(f, json, &links[i], &used));
    if (used)
        return f->b.status;
    return sj_list_warn(f->b.list, f->b.arena, "%.*s %.*s belongs to nobody in the file", /* (2) */
                        SJ_STR_FMT(o->schema), SJ_STR_FMT(o->id));
}
