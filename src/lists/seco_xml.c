/* lists/seco_xml.c -- Switzerland's list (SECO): programmes and places first or
 * last, targets that refer to both by number.
 *
 *   (1) The file is walked twice: programmes and places may stand after the
 *       targets that need them.
 *   (2) A target that is de-listed stays in the file and in the list; its first
 *       modification is its status, and the listing says since when.
 *   (3) A spelling variant stands inside one part of a name: each gives a name
 *       with that part replaced.
 *   (4) `added` and `removed` inside a modification repeat former states and
 *       are no part of the entry. */
#include "lists/sheet.h"

#define TEXT(n, name) sj_xml_child_text(n, SJ_S(name))
#define EACH(c, n, tag)                                                          \
    for (const sj_xml_node *c = sj_xml_child(n, SJ_S(tag)); c; /* one of many */ \
         c = sj_xml_sibling(c, SJ_S(tag)))

struct place {
    sj_str location, area, country, note;
};
struct programme {
    sj_str key, name, set, origin;
};
struct reading {
    sj_builder b;
    sj_map place_of, programme_of;
    struct place *place;
    struct programme *programme;
    size_t place_count, programme_count;
    bool tables; /* first walk */
};
static void reading_done(struct reading *r)
{
    sj_map_done(&r->place_of);
    sj_map_done(&r->programme_of);
}
static sj_str attribute(const sj_xml_node *n, const char *name)
{
    return sj_xml_attribute(n, sj_str_from(name));
}

/* ---- tables ---- */

static void put(sj_builder *b, sj_map *map, sj_str id, size_t index)
{
    sj_map_entry *entry;
    id = sj_build_keep(b, id);
    if (!b->status)
        b->status = sj_map_put(map, id, &entry);
    if (!b->status)
        entry->value = index;
}

static void read_place_row(struct reading *r, const sj_xml_node *n)
{
    sj_builder *b = &r->b;
    struct place *p = sj_arena_push(b->arena, &r->place, &r->place_count, sizeof *p);
    if (!p) {
        b->status = SJ_ENOMEM;
        return;
    }
    p->location = sj_build_keep(b, TEXT(n, "location"));
    p->area = sj_build_keep(b, TEXT(n, "area"));
    p->country = sj_build_keep(b, TEXT(n, "country"));
    for (const sj_xml_node *c = n->child; c; c = c->next)
        if (sj_str_ends(c->name, SJ_S("-variant"))) {
            sj_xml_used(c);
            const sj_str both[] = {p->note, c->text};
            p->note = sj_build_join(b, both, 2, SJ_S("; "));
        }
    put(b, &r->place_of, attribute(n, "ssid"), r->place_count - 1);
}

/* English where there is English, else the first. */
static sj_str in_english(const sj_xml_node *n, sj_str name)
{
    const sj_xml_node *first = sj_xml_child(n, name);
    for (const sj_xml_node *c = first; c; c = sj_xml_sibling(c, name))
        if (sj_str_eq(attribute(c, "lang"), SJ_S("eng")))
            return c->text;
    return first ? first->text : (sj_str){0};
}

static void read_programme(struct reading *r, const sj_xml_node *n)
{
    sj_builder *b = &r->b;
    EACH(set, n, "sanctions-set")
    {
        const bool english = sj_str_eq(attribute(set, "lang"), SJ_S("eng"));
        if (!english && sj_map_find(&r->programme_of, attribute(set, "ssid")))
            continue;
        struct programme *p =
            sj_arena_push(b->arena, &r->programme, &r->programme_count, sizeof *p);
        if (!p) {
            b->status = SJ_ENOMEM;
            return;
        }
        p->key = sj_build_keep(b, in_english(n, SJ_S("program-key")));
        p->name = sj_build_keep(b, in_english(n, SJ_S("program-name")));
        p->set = sj_build_keep(b, set->text);
        p->origin = sj_build_keep(b, TEXT(n, "origin"));
        put(b, &r->programme_of, attribute(set, "ssid"), r->programme_count - 1);
    }
}

/* ---- names: (3) ---- */

static int rank(const sj_xml_node *part)
{
    static const char *const order[] = {"title",       "given-name",        "further-given-name",
                                        "father-name", "grand-father-name", "family-name",
                                        "tribal-name", "maiden-name",       "suffix"};
    for (size_t i = 0; i < SJ_COUNT(order); i++)
        if (sj_str_eq(attribute(part, "name-part-type"), sj_str_from(order[i])))
            return (int)i;
    return (int)SJ_COUNT(order);
}

#define PARTS_MAX 16 /* parts of one name; 9 types are defined */

/* The name with `replaced` read as `variant`; replaced NULL: as it stands. */
static sj_str full_name(sj_builder *b, const sj_xml_node *n, const sj_xml_node *replaced,
                        sj_str variant)
{
    sj_str part[PARTS_MAX];
    size_t count = 0;
    for (int want = 0; want < 10; want++)
        EACH(c, n, "name-part")
    if (rank(c) == want) {
        if (count == PARTS_MAX) {
            b->status = b->status ? b->status : SJ_ELIMIT;
            return (sj_str){0};
        }
        part[count++] = c == replaced ? variant : TEXT(c, "value");
    }
    return sj_build_join(b, part, count, SJ_S(" "));
}

static void fill_part(sj_builder *b, sj_entity_name *name, const sj_xml_node *c)
{
    static const sj_name_part parts[] = {SJ_PART_TITLE,      SJ_PART_GIVEN,  SJ_PART_MIDDLE,
                                         SJ_PART_PATRONYMIC, SJ_PART_MIDDLE, SJ_PART_FAMILY,
                                         SJ_PART_FAMILY,     SJ_PART_MAIDEN, SJ_PART_SUFFIX};
    const int at = rank(c);
    if (at >= (int)SJ_COUNT(parts))
        return;
    const sj_str both[] = {name->part[parts[at]], TEXT(c, "value")};
    name->part[parts[at]] = sj_build_join(b, both, 2, SJ_S(" "));
}

static sj_name_kind name_kind(const sj_xml_node *n, bool main)
{
    const sj_str type = attribute(n, "name-type");
    if (sj_str_eq(attribute(n, "quality"), SJ_S("low")))
        return SJ_NAME_WEAK;
    if (sj_str_starts(type, SJ_S("former")))
        return SJ_NAME_FORMER;
    return main && sj_str_eq(type, SJ_S("primary-name")) ? SJ_NAME_PRIMARY : SJ_NAME_ALIAS;
}

static void read_name(sj_builder *b, const sj_xml_node *n, bool main)
{
    static const char *const known[] = {"name-part", "@ssid", "@name-type", "@quality", "@lang"};
    const sj_str note[] = {attribute(n, "name-type"), attribute(n, "quality")};
    sj_entity_name *name = sj_build_name(b, name_kind(n, main), full_name(b, n, NULL, (sj_str){0}));
    name->note = sj_build_join(b, note, 2, SJ_S("; "));
    EACH(c, n, "name-part") fill_part(b, name, c);
    EACH(c, n, "name-part")
    {
        static const char *const part_known[] = {"value", "spelling-variant", "@order",
                                                 "@name-part-type"};
        EACH(v, c, "spelling-variant")
        {
            const bool latin = sj_str_eq(attribute(v, "script"), SJ_S("LATN"));
            const sj_str kind = attribute(v, "spelling-variant-type");
            name = sj_build_name(b, latin ? SJ_NAME_ALIAS : SJ_NAME_ORIGINAL,
                                 full_name(b, n, c, v->text));
            name->language = sj_build_keep(b, attribute(v, "lang"));
            name->script = sj_build_keep(b, attribute(v, "script"));
            name->note = sj_build_keep(b, kind);
        }
        sj_build_rest(b, c, part_known, SJ_COUNT(part_known));
    }
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

/* ---- the rest of an identity ---- */

static void read_date(sj_builder *b, const sj_xml_node *n, int32_t name)
{
    static const char *const known[] = {"@ssid", "@day",      "@month",
                                        "@year", "@calendar", "@quality"};
    const sj_str part[] = {attribute(n, "day"), attribute(n, "month"), attribute(n, "year")};
    const sj_str calendar = attribute(n, "calendar");
    const bool foreign = calendar.len && !sj_str_eq_nocase(calendar, SJ_S("Gregorian"));
    sj_entity_date *d = sj_build_date(b, SJ_DATE_BIRTH, sj_build_join(b, part, 3, SJ_S("/")));
    if (foreign) {
        d->parsed = false;
        memset(&d->range, 0, sizeof d->range);
    }
    d->name = name;
    d->calendar = sj_build_keep(b, calendar);
    d->note = sj_build_keep(b, attribute(n, "quality"));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_place(struct reading *r, const sj_xml_node *n, sj_place_kind kind)
{
    static const char *const known[] = {"@ssid",   "@place-id", "@quality",        "c-o",
                                        "p-o-box", "zip-code",  "address-details", "remarks"};
    sj_builder *b = &r->b;
    const sj_str id = attribute(n, "place-id");
    const sj_map_entry *found = sj_map_find(&r->place_of, id);
    const struct place p = found ? r->place[found->value] : (struct place){0};
    if (id.len && !found && !b->status)
        b->status = sj_list_warn(b->list, b->arena, "line %llu: place %.*s is not in the file",
                                 (unsigned long long)b->line, SJ_STR_FMT(id));
    const sj_str street[] = {TEXT(n, "c-o"), TEXT(n, "address-details"), TEXT(n, "p-o-box")};
    const sj_str note[] = {TEXT(n, "remarks"), attribute(n, "quality"), p.note};
    sj_build_place(b, kind,
                   &(sj_build_place_parts){.street = sj_build_join(b, street, 3, SJ_S(", ")),
                                           .city = p.location,
                                           .region = p.area,
                                           .postcode = TEXT(n, "zip-code"),
                                           .country_text = p.country,
                                           .note = sj_build_join(b, note, 3, SJ_S("; "))});
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_document(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"@ssid",         "@document-type", "number", "issuer",
                                        "date-of-issue", "expiry-date",    "remark"};
    const sj_str type = attribute(n, "document-type"), remark = TEXT(n, "remark");
    sj_entity_identifier *id = sj_build_identifier(b, sj_list_identifier_kind(type), type,
                                                   TEXT(n, "number"), TEXT(n, "issuer"));
    id->note = sj_build_keep(b, remark);
    id->invalid = sj_build_says_invalid(remark);
    sj_build_listing_date(b, &id->issued, SJ_S("date-of-issue"), TEXT(n, "date-of-issue"));
    sj_build_listing_date(b, &id->expires, SJ_S("expiry-date"), TEXT(n, "expiry-date"));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_identity(struct reading *r, const sj_xml_node *n)
{
    static const char *const known[] = {
        "@ssid",   "@main",          "name",        "day-month-year",
        "address", "place-of-birth", "nationality", "identification-document"};
    sj_builder *b = &r->b;
    const bool main = !sj_str_eq(attribute(n, "main"), SJ_S("false"));
    const int32_t first = main ? -1 : (int32_t)b->e->name_count;
    EACH(c, n, "name") read_name(b, c, main);
    EACH(c, n, "day-month-year") read_date(b, c, first);
    EACH(c, n, "address") read_place(r, c, SJ_PLACE_ADDRESS);
    EACH(c, n, "place-of-birth") read_place(r, c, SJ_PLACE_BIRTH);
    EACH(c, n, "identification-document") read_document(b, c);
    EACH(c, n, "nationality")
    sj_build_fact(b, SJ_FACT_NATIONALITY, SJ_S("nationality"), TEXT(c, "country"));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

/* ---- a target ---- */

static void read_listing(struct reading *r, const sj_xml_node *n, sj_str reason)
{
    sj_builder *b = &r->b;
    const sj_xml_node *status = sj_xml_child(n, SJ_S("modification"));
    EACH(set, n, "sanctions-set-id")
    {
        const sj_map_entry *found = sj_map_find(&r->programme_of, set->text);
        const struct programme p =
            found ? r->programme[found->value] : (struct programme){.set = set->text};
        const sj_str basis[] = {p.name, p.origin};
        sj_entity_listing *l = sj_build_listing(b, "CH");
        l->programme = sj_build_keep(b, p.key);
        l->measure = sj_build_keep(b, p.set);
        l->legal_basis = sj_build_join(b, basis, 2, SJ_S("; "));
        l->reference = b->e->id;
        l->reason = sj_build_keep(b, reason);
        EACH(m, n, "modification")
        {
            const sj_str type = attribute(m, "modification-type");
            const sj_str when = attribute(m, "effective-date");
            if (m == status && sj_str_eq(type, SJ_S("de-listed"))) /* (2) */
                sj_build_listing_date(b, &l->delisted, SJ_S("de-listed"), when);
            else if (sj_str_eq(type, SJ_S("listed")))
                sj_build_listing_date(b, &l->listed, SJ_S("listed"), when);
            else if (sj_str_eq(type, SJ_S("amended")) && !l->amended.from.year)
                sj_build_listing_date(b, &l->amended, SJ_S("amended"), when);
        }
    }
}

static void read_relation(sj_builder *b, const sj_xml_node *n)
{
    sj_entity_link *l = sj_build_link(b, SJ_LINK_OTHER, (sj_str){0}, attribute(n, "relation-type"));
    l->target_id = sj_build_keep(b, attribute(n, "target-id"));
    sj_build_fact(b, SJ_FACT_OTHER, SJ_S("relation"), TEXT(n, "remark"));
}

static void read_remark(sj_builder *b, const sj_xml_node *n)
{
    const sj_str imo = SJ_S("IMO Number:");
    if (sj_str_starts_nocase(n->text, imo))
        sj_build_described(b, SJ_ID_IMO, SJ_S("IMO Number"), n->text, (sj_str){0});
    else
        sj_build_fact(b, SJ_FACT_REMARK, n->name, n->text);
}

static void read_subject(struct reading *r, const sj_xml_node *n)
{
    static const char *const known[] = {"@sex",          "@object-type", "identity",
                                        "justification", "relation",     "other-information"};
    sj_builder *b = &r->b;
    EACH(c, n, "identity") read_identity(r, c);
    EACH(c, n, "relation") read_relation(b, c);
    EACH(c, n, "other-information") read_remark(b, c);
    sj_build_gender(b, SJ_S("sex"), attribute(n, "sex"));
    sj_build_fact(b, SJ_FACT_OTHER, SJ_S("object-type"), attribute(n, "object-type"));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static sj_schema schema_of(const sj_xml_node *subject)
{
    const sj_str type = attribute(subject, "object-type");
    if (sj_str_eq(subject->name, SJ_S("individual")))
        return SJ_SCHEMA_PERSON;
    if (sj_str_eq(subject->name, SJ_S("entity")))
        return SJ_SCHEMA_ORGANISATION;
    if (sj_str_eq(type, SJ_S("vessel")))
        return SJ_SCHEMA_VESSEL;
    return sj_str_eq(type, SJ_S("aircraft")) ? SJ_SCHEMA_AIRCRAFT : SJ_SCHEMA_OTHER;
}

static const sj_xml_node *subject_of(const sj_xml_node *n)
{
    static const char *const subjects[] = {"individual", "entity", "object"};
    for (size_t i = 0; i < SJ_COUNT(subjects); i++)
        if (sj_xml_child(n, sj_str_from(subjects[i])))
            return sj_xml_child(n, sj_str_from(subjects[i]));
    return NULL;
}

static void read_target(struct reading *r, const sj_xml_node *n)
{
    static const char *const known[] = {"@ssid",  "sanctions-set-id", "individual",        "entity",
                                        "object", "modification",     "foreign-identifier"};
    sj_builder *b = &r->b;
    const sj_str id = attribute(n, "ssid");
    const sj_xml_node *subject = subject_of(n);
    if (id.len == 0 || !subject) {
        sj_build_refuse(b, "expected an ssid and an individual, entity or object in the target");
        return;
    }
    sj_build_entity(b, id, schema_of(subject));
    read_listing(r, n, TEXT(subject, "justification"));
    read_subject(r, subject);
    EACH(f, n, "foreign-identifier") sj_build_fact(b, SJ_FACT_OTHER, f->name, f->text);
    EACH(j, subject, "justification")
    if (j != sj_xml_child(subject, SJ_S("justification")))
        sj_build_fact(b, SJ_FACT_OTHER, j->name, j->text);
    sj_build_rest(b, n, known, SJ_COUNT(known));
    if (!b->status && b->e->name_count == 0)
        sj_build_refuse(b, "expected a name in the target");
}

static void read_record(sj_builder *b, const sj_xml_node *n)
{
    struct reading *r = (struct reading *)(void *)b;
    if (sj_str_eq(n->name, SJ_S("target")) && !r->tables)
        read_target(r, n);
    else if (sj_str_eq(n->name, SJ_S("place")) && r->tables)
        read_place_row(r, n);
    else if (sj_str_eq(n->name, SJ_S("sanctions-program")) && r->tables)
        read_programme(r, n);
    else
        b->passed_over = true; /* in this walk */
}

static void read_root(sj_builder *b, sj_str name, const sj_str *pair, size_t count)
{
    for (size_t i = 0; sj_str_eq(name, SJ_S("swiss-sanctions-list")) && i < count; i++)
        if (sj_str_eq(pair[2 * i], SJ_S("date")))
            b->list->version = sj_build_keep(b, pair[2 * i + 1]);
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    const sj_str record[] = {SJ_S("sanctions-program"), SJ_S("place"), SJ_S("target")};
    const sj_build_xml format = {.reader = &sj_reader_seco_xml,
                                 .root = "swiss-sanctions-list",
                                 .record = record,
                                 .record_count = SJ_COUNT(record),
                                 .on_record = read_record,
                                 .on_open = read_root};
    __attribute__((__cleanup__(reading_done))) struct reading r = {
        .b = {.list = list, .arena = arena}, .tables = true};
    /* (1): the first walk finds no entry; whatever else is wrong with the file
     * the second one finds again */
    const sj_status s = sj_build_read_xml(&format, file, file_count, &r.b, NULL);
    if (s == SJ_ENOMEM || r.b.status)
        return sj_diag_set(reterr_diag, s, sj_status_text(s), 0, 0, 0);
    r.tables = false;
    r.b.refusal = NULL;
    return sj_build_read_xml(&format, file, file_count, &r.b, reterr_diag);
}

static bool recognise(sj_str first_bytes)
{
    return sj_build_is_xml(first_bytes, SJ_S("swiss-sanctions-list"));
}

static const sj_list_left_out left_out[] = {
    {"@list-type", "whole or partial: a partial list is a list all the same"},
    {"sanctions-program*", "kept where a target refers to it, in English where there is any"},
    {"sanctions-set-id", "a reference that is followed: the set's text is the measure"},
    {"@place-id", "a reference that is followed: the place is the address"},
    {"identity@ssid", "a key inside SECO's database; the target's own is kept"},
    {"name@ssid", "a key inside SECO's database"},
    {"day-month-year@ssid", "a key inside SECO's database"},
    {"address@ssid", "a key inside SECO's database"},
    {"place-of-birth@ssid", "a key inside SECO's database"},
    {"nationality@ssid", "a key inside SECO's database"},
    {"identification-document@ssid", "a key inside SECO's database"},
    {"justification@ssid", "a key inside SECO's database"},
    {"other-information@ssid", "a key inside SECO's database"},
    {"@main", "coded: names of further identities are aliases"},
    {"@lang", "language of the list's own text; kept for spelling variants"},
    {"@order", "coded: the order of the parts in the name"},
    {"@name-part-type", "coded: the part of the name"},
    {"@iso-code", "the country's name stands beside it"},
    {"@modification-type", "coded: listed, amended, de-listed dates of the listing"},
    {"@enactment-date", "the effective date is kept"},
    {"@publication-date", "the effective date is kept"},
    {"added*", "repeats a former state of the entry"},
    {"removed*", "repeats a former state of the entry"},
};

const sj_list_reader sj_reader_seco_xml = {.format = SJ_LIST_SECO_XML,
                                           .authority = "CH",
                                           .recognise = recognise,
                                           .read = read_list,
                                           .left_out = left_out,
                                           .left_out_count = SJ_COUNT(left_out)};
