/* records/ftm_write.c -- an entity as one FollowTheMoney object on one line.
 *
 * Everything the entity holds becomes an item {property, what, index}; items of
 * the same property are written as one array where the first stands, so that no
 * key comes twice and the order is that of the entity. What has a plain property
 * is a string; what says more (an issuer, parts of an address, a listing, a link)
 * is a nested object of the schema that FollowTheMoney has for it.
 * Not said by FollowTheMoney, and so not written: the parts of names other than
 * the first, notes on names and dates, the calendar of a date. */
#include "base/base.h"
#include "records/ftm_int.h"

enum what { NAME, PART, DATE, IDENTIFIER, CURRENCY, PLACE, BIRTH_COUNTRY, FACT, LISTING, LINK };

struct item {
    sj_str property;
    enum what what;
    size_t index;
    bool written;
};

struct writer {
    const sj_entity *e;
    sj_buf *to;
    sj_arena arena; /* items and made-up property names */
    struct item *item;
    size_t count;
    size_t objects; /* nested ones so far; numbers their ids */
    bool comma;
};

/* ---- which property each thing is ---- */
static sj_status add(struct writer *w, sj_str property, enum what what, size_t index)
{
    struct item *i = sj_arena_push(&w->arena, &w->item, &w->count, sizeof *i);
    if (!i)
        return SJ_ENOMEM;
    *i = (struct item){property, what, index, false};
    return SJ_OK;
}

static sj_str property_for(const struct writer *w, sj_ftm_target target, int kind, sj_str label)
{
    const sj_ftm_property *p = sj_ftm_property_for(target, kind, w->e->schema, label);
    return sj_str_from(p ? p->name : NULL);
}

static sj_status add_names(struct writer *w)
{
    const sj_entity *e = w->e;
    for (size_t i = 0; i < e->name_count; i++) {
        int kind = (int)e->name[i].kind;
        const bool other_script =
            i > 0 && sj_ftm_is_latin(e->name[i].full) != sj_ftm_is_latin(e->name[0].full);
        if (kind == SJ_NAME_ORIGINAL)
            kind = other_script || i == 0 ? SJ_NAME_PRIMARY : SJ_NAME_ALIAS;
        if (kind == SJ_NAME_TRANSLATION)
            kind = SJ_NAME_ALIAS;
        SJ_TRY(add(w, property_for(w, SJ_FTM_NAME, kind, (sj_str){0}), NAME, i));
    }
    for (size_t i = 0; e->name_count && i < SJ_PART_COUNT; i++)
        if (e->name[0].part[i].len)
            SJ_TRY(add(w, property_for(w, SJ_FTM_PART, (int)i, (sj_str){0}), PART, i));
    for (size_t i = 0; i < e->date_count; i++)
        SJ_TRY(add(w, property_for(w, SJ_FTM_DATE, (int)e->date[i].kind, (sj_str){0}), DATE, i));
    return SJ_OK;
}

static bool is_plain(const sj_entity_identifier *i)
{
    return !i->country.len && !i->issuer_text.len && !i->issued.from.year &&
           !i->expires.from.year && !i->invalid && !i->note.len;
}

static size_t count_crypto(const sj_entity *e)
{
    size_t n = 0;
    for (size_t i = 0; i < e->identifier_count; i++)
        n += e->identifier[i].kind == SJ_ID_CRYPTO;
    return n;
}

static sj_status add_identifiers(struct writer *w)
{
    for (size_t i = 0; i < w->e->identifier_count; i++) {
        const sj_entity_identifier *id = &w->e->identifier[i];
        const sj_str property = property_for(w, SJ_FTM_IDENTIFIER, (int)id->kind, id->type_text);
        const bool labelled = sj_str_eq(property, id->type_text);
        const bool wallet =
            w->e->schema == SJ_SCHEMA_WALLET && id->kind == SJ_ID_CRYPTO && count_crypto(w->e) == 1;
        if (property.len && is_plain(id) && (id->type_text.len == 0 || labelled || wallet))
            SJ_TRY(add(w, property, IDENTIFIER, i));
        else
            SJ_TRY(add(w, SJ_S("identification"), IDENTIFIER, i));
        if (property.len && is_plain(id) && wallet && id->type_text.len)
            SJ_TRY(add(w, SJ_S("currency"), CURRENCY, i));
    }
    return SJ_OK;
}

static bool has_parts(const sj_entity_place *p)
{
    return p->street.len || p->city.len || p->region.len || p->postcode.len || p->note.len;
}

static sj_status add_places(struct writer *w)
{
    size_t births = 0;
    for (size_t i = 0; i < w->e->place_count; i++)
        births += w->e->place[i].kind == SJ_PLACE_BIRTH;
    for (size_t i = 0; i < w->e->place_count; i++) {
        const sj_entity_place *p = &w->e->place[i];
        const sj_str property = property_for(w, SJ_FTM_PLACE, (int)p->kind, (sj_str){0});
        const bool country = p->country.len || p->country_text.len;
        const bool birth = p->kind == SJ_PLACE_BIRTH && births == 1 && country;
        const bool nested = !property.len || has_parts(p) || (country && !birth);
        SJ_TRY(add(w, nested ? SJ_S("addressEntity") : property, PLACE, i));
        if (!nested && birth)
            SJ_TRY(add(w, SJ_S("birthCountry"), BIRTH_COUNTRY, i));
    }
    return SJ_OK;
}

static sj_status add_facts(struct writer *w)
{
    for (size_t i = 0; i < w->e->fact_count; i++) {
        const sj_entity_fact *f = &w->e->fact[i];
        sj_str property = property_for(w, SJ_FTM_FACT, (int)f->kind, f->label);
        if (property.len == 0) {
            property = f->label;
            if (property.len == 0 || sj_str_starts(property, SJ_S(SJ_FTM_EXTRA)) ||
                sj_ftm_property_find(property, w->e->schema))
                SJ_TRY(sj_arena_format(&w->arena, &property, SJ_FTM_EXTRA "%.*s",
                                       SJ_STR_FMT(f->label)));
        }
        SJ_TRY(add(w, property, FACT, i));
    }
    return SJ_OK;
}

/* How a link is written: the schema, the property under which it hangs, the
 * property of the other end and of ours. */
static const struct link_form {
    const char *schema, *property, *target, *own;
} link_form[] = {
    [SJ_LINK_OTHER] = {"UnknownLink", "unknownLinkTo", "object", "subject"},
    [SJ_LINK_OWNED_BY] = {"Ownership", "ownershipAsset", "owner", "asset"},
    [SJ_LINK_OWNS] = {"Ownership", "ownershipOwner", "asset", "owner"},
    [SJ_LINK_ACTS_FOR] = {"Representation", "agencyClient", "client", "agent"},
    [SJ_LINK_EMPLOYED_BY] = {"Employment", "employers", "employer", "employee"},
    [SJ_LINK_LEADS] = {"Directorship", "directorshipDirector", "organization", "director"},
    [SJ_LINK_FAMILY] = {"Family", "familyPerson", "relative", "person"},
    [SJ_LINK_ASSOCIATE] = {"Associate", "associates", "associate", "person"},
    [SJ_LINK_SUCCESSOR] = {"Succession", "successors", "successor", "predecessor"},
    [SJ_LINK_PREDECESSOR] = {"Succession", "predecessors", "predecessor", "successor"},
};
static_assert(SJ_COUNT(link_form) == SJ_LINK_PREDECESSOR + 1, "a form for each kind of link");

static sj_status add_all(struct writer *w)
{
    SJ_TRY(add_names(w));
    SJ_TRY(add_identifiers(w));
    SJ_TRY(add_places(w));
    SJ_TRY(add_facts(w));
    for (size_t i = 0; i < w->e->listing_count; i++)
        SJ_TRY(add(w, SJ_S("sanctions"), LISTING, i));
    for (size_t i = 0; i < w->e->link_count; i++)
        SJ_TRY(add(w, sj_str_from(link_form[w->e->link[i].kind].property), LINK, i));
    return SJ_OK;
}

/* ---- writing ---- */
static void key(struct writer *w, const char *name)
{
    if (w->comma)
        sj_buf_add_char(w->to, ',');
    sj_buf_add_json(w->to, sj_str_from(name));
    sj_buf_add_char(w->to, ':');
    w->comma = true;
}

/* "name":["value"], or nothing if the value is empty. */
static void property(struct writer *w, const char *name, sj_str value)
{
    if (value.len == 0)
        return;
    key(w, name);
    sj_buf_add_char(w->to, '[');
    sj_buf_add_json(w->to, value);
    sj_buf_add_char(w->to, ']');
}

static void date_property(struct writer *w, const char *name, const sj_date_range *r)
{
    char text[32];
    if (r->from.year)
        property(w, name, (sj_str){text, sj_date_write(r, text)});
}

/* {"id":"e1.1","schema":"Sanction","properties":{ */
static void object_open(struct writer *w, const char *schema)
{
    SJ_SCOPED(sj_buf) id = {0};
    sj_buf_addf(&id, "%.*s.%zu", SJ_STR_FMT(w->e->id), ++w->objects);
    if (id.status < 0)
        w->to->status = id.status;
    sj_buf_add(w->to, SJ_S("{\"id\":"));
    sj_buf_add_json(w->to, sj_buf_str(&id));
    sj_buf_add(w->to, SJ_S(",\"schema\":"));
    sj_buf_add_json(w->to, sj_str_from(schema));
    sj_buf_add(w->to, SJ_S(",\"properties\":{"));
    w->comma = false;
}

static void object_close(struct writer *w)
{
    sj_buf_add(w->to, SJ_S("}}"));
    w->comma = true;
}

static void write_identifier(struct writer *w, const sj_entity_identifier *i)
{
    object_open(w, i->kind == SJ_ID_PASSPORT ? "Passport" : "Identification");
    property(w, "number", i->value);
    key(w, "type");
    sj_buf_add_char(w->to, '[');
    sj_buf_add_json(w->to, sj_identifier_kind_text(i->kind));
    if (i->type_text.len) {
        sj_buf_add_char(w->to, ',');
        sj_buf_add_json(w->to, i->type_text);
    }
    sj_buf_add_char(w->to, ']');
    property(w, "country", i->country);
    property(w, "authority", i->issuer_text);
    date_property(w, "startDate", &i->issued);
    date_property(w, "endDate", &i->expires);
    property(w, "status", i->invalid ? SJ_S("invalid") : (sj_str){0});
    property(w, "summary", i->note);
    object_close(w);
}

static void write_place(struct writer *w, const sj_entity_place *p)
{
    object_open(w, "Address");
    property(w, "full", p->full);
    property(w, "street", p->street);
    property(w, "city", p->city);
    property(w, "region", p->region);
    property(w, "postalCode", p->postcode);
    property(w, "country", p->country_text.len ? p->country_text : p->country);
    property(w, "summary", p->note);
    if (p->kind != SJ_PLACE_ADDRESS)
        property(w, "placeKind", sj_str_from(sj_ftm_place_word[p->kind]));
    object_close(w);
}

static void write_listing(struct writer *w, const sj_entity_listing *l)
{
    object_open(w, "Sanction");
    property(w, "authority", l->authority);
    property(w, "program", l->programme);
    property(w, "provisions", l->measure);
    property(w, "authorityId", l->reference);
    property(w, "programUrl", l->legal_basis);
    property(w, "reason", l->reason);
    date_property(w, "startDate", &l->listed);
    date_property(w, "modifiedAt", &l->amended);
    date_property(w, "endDate", &l->delisted);
    object_close(w);
}

static void write_link(struct writer *w, const sj_entity_link *l)
{
    const struct link_form *form = &link_form[l->kind];
    object_open(w, form->schema);
    property(w, form->own, w->e->id);
    key(w, form->target);
    sj_buf_add(w->to, SJ_S("[{"));
    if (l->target_id.len) {
        sj_buf_add(w->to, SJ_S("\"id\":"));
        sj_buf_add_json(w->to, l->target_id);
        sj_buf_add_char(w->to, ',');
    }
    sj_buf_add(w->to, SJ_S("\"schema\":\"LegalEntity\",\"properties\":{"));
    w->comma = false;
    property(w, "name", l->target_name);
    sj_buf_add(w->to, SJ_S("}}]"));
    w->comma = true;
    const bool people = l->kind == SJ_LINK_FAMILY || l->kind == SJ_LINK_ASSOCIATE;
    property(w, people ? "relationship" : "role", l->text);
    property(w, "percentage", l->share);
    date_property(w, "startDate", &l->from);
    date_property(w, "endDate", &l->to);
    object_close(w);
}

static void write_country(struct writer *w, sj_str code)
{
    const char lower[2] = {(char)(code.ptr[0] | 32), (char)(code.ptr[1] | 32)};
    sj_buf_add_json(w->to, (sj_str){lower, 2});
}

static void write_item(struct writer *w, const struct item *i)
{
    const sj_entity *e = w->e;
    const bool nested = sj_str_eq(i->property, SJ_S("identification")) ||
                        sj_str_eq(i->property, SJ_S("addressEntity"));
    char text[32];
    switch (i->what) {
    case NAME:
        sj_buf_add_json(w->to, e->name[i->index].full);
        return;
    case PART:
        sj_buf_add_json(w->to, e->name[0].part[i->index]);
        return;
    case DATE:
        sj_buf_add_json(w->to, e->date[i->index].parsed
                                   ? (sj_str){text, sj_date_write(&e->date[i->index].range, text)}
                                   : e->date[i->index].text);
        return;
    case IDENTIFIER:
        if (nested)
            write_identifier(w, &e->identifier[i->index]);
        else
            sj_buf_add_json(w->to, e->identifier[i->index].value);
        return;
    case CURRENCY:
        sj_buf_add_json(w->to, e->identifier[i->index].type_text);
        return;
    case PLACE:
        if (nested)
            write_place(w, &e->place[i->index]);
        else
            sj_buf_add_json(w->to, e->place[i->index].full);
        return;
    case BIRTH_COUNTRY:
        sj_buf_add_json(w->to, e->place[i->index].country_text.len ? e->place[i->index].country_text
                                                                   : e->place[i->index].country);
        return;
    case FACT:
        if (e->fact[i->index].country.len == 2 && e->fact[i->index].kind != SJ_FACT_OTHER)
            write_country(w, e->fact[i->index].country);
        else
            sj_buf_add_json(w->to, e->fact[i->index].value);
        return;
    case LISTING:
        write_listing(w, &e->listing[i->index]);
        return;
    case LINK:
        write_link(w, &e->link[i->index]);
        return;
    }
}

/* All items of the property of item `first`, as one array. */
static void write_property(struct writer *w, size_t first)
{
    const sj_str name = w->item[first].property;
    if (first > 0)
        sj_buf_add_char(w->to, ',');
    sj_buf_add_json(w->to, name);
    sj_buf_add(w->to, SJ_S(":["));
    for (size_t i = first; i < w->count; i++) {
        if (w->item[i].written || !sj_str_eq(w->item[i].property, name))
            continue;
        if (i > first)
            sj_buf_add_char(w->to, ',');
        write_item(w, &w->item[i]);
        w->item[i].written = true;
    }
    sj_buf_add_char(w->to, ']');
}

static const char *schema_word(sj_schema schema)
{
    static const char *const word[] = {
        [SJ_SCHEMA_UNKNOWN] = "LegalEntity",
        [SJ_SCHEMA_PERSON] = "Person",
        [SJ_SCHEMA_ORGANISATION] = "Organization",
        [SJ_SCHEMA_VESSEL] = "Vessel",
        [SJ_SCHEMA_AIRCRAFT] = "Airplane",
        [SJ_SCHEMA_WALLET] = "CryptoWallet",
        [SJ_SCHEMA_OTHER] = "Asset",
    };
    return word[schema];
}

static sj_status write_entity(struct writer *w)
{
    const sj_entity *e = w->e;
    SJ_TRY(add_all(w));
    sj_buf_add(w->to, SJ_S("{\"id\":"));
    sj_buf_add_json(w->to, e->id);
    sj_buf_addf(w->to, ",\"schema\":\"%s\"", schema_word(e->schema));
    if (e->name_count) {
        sj_buf_add(w->to, SJ_S(",\"caption\":"));
        sj_buf_add_json(w->to, e->name[0].full);
    }
    sj_buf_add(w->to, SJ_S(",\"properties\":{"));
    for (size_t i = 0; i < w->count; i++)
        if (!w->item[i].written)
            write_property(w, i);
    sj_buf_add(w->to, SJ_S("}}\n"));
    return sj_buf_status(w->to);
}

sj_status sj_entity_write_ftm(const sj_entity *e, sj_buf *to)
{
    struct writer w = {.e = e, .to = to};
    const sj_status s = write_entity(&w);
    sj_arena_done(&w.arena);
    return s;
}
