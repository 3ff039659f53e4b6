/* lists/ofac_advanced_party.c -- the parties of OFAC's advanced XML, and the
 * relationships and listings that point at them. The numbered invariants are
 * those of ofac_advanced_xml.c.
 *
 * DistinctParty / Profile / Identity / Alias / DocumentedName is one name; a
 * name in another script is a further DocumentedName under the same alias. A
 * profile has one primary identity; names of others are names all the same. */
#include "lists/ofac_advanced.h"

#define TEXT(n, name) sj_xml_child_text(n, SJ_S(name))
#define ATTRIBUTE(n, name) sj_xml_attribute(n, SJ_S(name))
#define EACH(item, parent, name)                                           \
    for (const sj_xml_node *item = sj_xml_child(parent, SJ_S(name)); item; \
         item = sj_xml_sibling(item, SJ_S(name)))

/* ---- dates: (4) ---- */

static sj_date read_point(const sj_xml_node *n)
{
    uint64_t year = 0, month = 0, day = 0;
    if (!n || !sj_str_to_u64(TEXT(n, "Year"), &year) || year == 0 || year > 9999)
        return (sj_date){0};
    if (!sj_str_to_u64(TEXT(n, "Month"), &month) || month > 12)
        month = 0;
    if (!sj_str_to_u64(TEXT(n, "Day"), &day) || day > 31 || month == 0)
        day = 0;
    return (sj_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
}

static bool is_circa(const sj_xml_node *n)
{
    return n && sj_str_eq(ATTRIBUTE(n, "Approximate"), SJ_S("true"));
}

sj_date_range sj_advanced_period(const sj_xml_node *n)
{
    const sj_xml_node *start = n ? sj_xml_child(n, SJ_S("Start")) : NULL;
    const sj_xml_node *end = n ? sj_xml_child(n, SJ_S("End")) : NULL;
    const sj_date from = start ? read_point(sj_xml_child(start, SJ_S("From"))) : (sj_date){0};
    sj_date to = end ? read_point(sj_xml_child(end, SJ_S("To"))) : (sj_date){0};
    if (start && to.year == 0)
        to = read_point(sj_xml_child(start, SJ_S("To")));
    if (from.year == 0 || to.year == 0)
        return (sj_date_range){from.year ? from : to, to.year ? to : from, false};
    return sj_build_span(from, to, is_circa(start) || is_circa(end));
}

void sj_advanced_issue(struct advanced *r, const sj_xml_node *n)
{
    char text[32];
    const sj_date d = read_point(n);
    const sj_date_range range = {d, d, false};
    if (d.year)
        r->b.list->version = sj_build_keep(&r->b, (sj_str){text, sj_date_write(&range, text)});
}

/* ---- names ---- */

static int part_of(sj_str type)
{
    static const struct {
        const char *type;
        sj_name_part part;
    } parts[] = {{"Last Name", SJ_PART_FAMILY},      {"First Name", SJ_PART_GIVEN},
                 {"Middle Name", SJ_PART_MIDDLE},    {"Maiden Name", SJ_PART_MAIDEN},
                 {"Patronymic", SJ_PART_PATRONYMIC}, {"Matronymic", SJ_PART_MATRONYMIC},
                 {"Suffix", SJ_PART_SUFFIX}};
    for (size_t i = 0; i < SJ_COUNT(parts); i++)
        if (sj_str_eq(type, sj_str_from(parts[i].type)))
            return (int)parts[i].part;
    return -1;
}

/* The type of a name part, by the group it belongs to. */
static sj_str part_type(struct advanced *r, const sj_xml_node *identity, sj_str group)
{
    const sj_xml_node *groups = sj_xml_child(identity, SJ_S("NamePartGroups"));
    if (groups)
        EACH(master, groups, "MasterNamePartGroup")
    EACH(g, master, "NamePartGroup")
    if (sj_str_eq(ATTRIBUTE(g, "ID"), group))
        return sj_advanced_word(r, "NamePartType", ATTRIBUTE(g, "NamePartTypeID"));
    return (sj_str){0};
}

struct spelling {
    sj_str part[SJ_PART_COUNT], other; /* `other`: entity, vessel, nickname ... */
    sj_str script;
    bool acronym;
};

static void collect(struct advanced *r, const sj_xml_node *identity, const sj_xml_node *name,
                    struct spelling *to)
{
    EACH(part, name, "DocumentedNamePart")
    EACH(value, part, "NamePartValue")
    {
        const sj_str type = part_type(r, identity, ATTRIBUTE(value, "NamePartGroupID"));
        const int p = part_of(type);
        sj_str *at = p < 0 ? &to->other : &to->part[p];
        const sj_str both[] = {*at, sj_ofac_unwrap(value->text)};
        *at = sj_build_join(&r->b, both, 2, SJ_S(" "));
        to->script = sj_advanced_word(r, "Script", ATTRIBUTE(value, "ScriptID"));
        to->acronym |= sj_str_eq(ATTRIBUTE(value, "Acronym"), SJ_S("true"));
    }
}

/* LAST, First Middle as in OFAC's other files; in other scripts without comma. */
static sj_str spell(struct advanced *r, const struct spelling *s, bool latin)
{
    const sj_str given[] = {s->part[SJ_PART_GIVEN],      s->part[SJ_PART_MIDDLE],
                            s->part[SJ_PART_PATRONYMIC], s->part[SJ_PART_MATRONYMIC],
                            s->part[SJ_PART_SUFFIX],     s->other};
    const sj_str family[] = {s->part[SJ_PART_FAMILY], s->part[SJ_PART_MAIDEN]};
    const sj_str both[] = {sj_build_join(&r->b, family, 2, SJ_S(" ")),
                           sj_build_join(&r->b, given, SJ_COUNT(given), SJ_S(" "))};
    return sj_build_join(&r->b, both, 2, latin ? SJ_S(", ") : SJ_S(" "));
}

static void read_name(struct advanced *r, const sj_xml_node *identity, const sj_xml_node *alias,
                      const sj_xml_node *name)
{
    struct spelling s = {0};
    collect(r, identity, name, &s);
    const sj_str type = sj_advanced_word(r, "AliasType", ATTRIBUTE(alias, "AliasTypeID"));
    const bool weak = sj_str_eq(ATTRIBUTE(alias, "LowQuality"), SJ_S("true"));
    const sj_str script = sj_ofac_script(s.script);
    const bool latin = s.script.len == 0 || sj_str_eq(script, SJ_S("Latn"));
    sj_name_kind kind = sj_ofac_alias_kind(type, weak);
    if (!latin && kind != SJ_NAME_WEAK && kind != SJ_NAME_FORMER)
        kind = SJ_NAME_ORIGINAL;
    else if (s.acronym && kind == SJ_NAME_ALIAS)
        kind = SJ_NAME_ABBREVIATION;
    sj_entity_name *n = sj_build_name(&r->b, kind, spell(r, &s, latin));
    for (size_t i = 0; i < SJ_PART_COUNT; i++)
        n->part[i] = s.part[i];
    n->script = script;
    const bool false_identity = sj_str_eq(ATTRIBUTE(identity, "False"), SJ_S("true"));
    const sj_str note[] = {false_identity ? SJ_S("a false identity") : (sj_str){0},
                           script.len == 0 ? s.script : (sj_str){0}};
    n->note = sj_build_join(&r->b, note, 2, SJ_S("; "));
}

static void read_documents(struct advanced *r, sj_str identity)
{
    char key[80];
    const int n = snprintf(key, sizeof key, "/%.*s", (int)(identity.len < 64 ? identity.len : 64),
                           identity.len ? identity.ptr : "");
    const sj_map_entry *m = sj_map_find(&r->documents, (sj_str){key, (size_t)n});
    for (uint64_t at = m ? m->value : 0; at; at = r->document[at - 1].next) {
        const struct advanced_document *d = &r->document[at - 1];
        const size_t before = r->b.e->identifier_count;
        sj_ofac_state(&r->b, &d->statement);
        if (d->invalid && r->b.e->identifier_count > before)
            r->b.e->identifier[before].invalid = true;
    }
}

static void read_identity(struct advanced *r, const sj_xml_node *n)
{
    static const char *const known[] = {"@ID",    "@FixedRef", "@Primary",
                                        "@False", "Alias",     "NamePartGroups"};
    static const char *const alias_known[] = {"@FixedRef", "@AliasTypeID", "@Primary",
                                              "@LowQuality", "DocumentedName"};
    static const char *const name_known[] = {"@ID", "@FixedRef", "@DocNameStatusID",
                                             "DocumentedNamePart"};
    EACH(alias, n, "Alias")
    {
        EACH(name, alias, "DocumentedName")
        {
            read_name(r, n, alias, name);
            sj_build_rest(&r->b, name, name_known, SJ_COUNT(name_known));
        }
        sj_build_rest(&r->b, alias, alias_known, SJ_COUNT(alias_known));
    }
    read_documents(r, ATTRIBUTE(n, "ID"));
    sj_build_rest(&r->b, n, known, SJ_COUNT(known));
}

/* ---- features ---- */

static sj_str detail_of(struct advanced *r, const sj_xml_node *version)
{
    sj_str text = {0};
    EACH(d, version, "VersionDetail")
    {
        const sj_str word =
            sj_advanced_word(r, "DetailReference", ATTRIBUTE(d, "DetailReferenceID"));
        text = sj_build_join(&r->b, (const sj_str[]){text, d->text, word}, 3, SJ_S("; "));
    }
    return text;
}

static sj_place_kind place_kind(sj_str type)
{
    if (sj_str_eq(type, SJ_S("Place of Birth")))
        return SJ_PLACE_BIRTH;
    return sj_str_eq(type, SJ_S("Location")) ? SJ_PLACE_ADDRESS : SJ_PLACE_OTHER;
}

/* A feature that points at a place: an address, a place of birth, or a state. */
static void read_located(struct advanced *r, const sj_ofac_statement *s, sj_str location)
{
    uint64_t at;
    if (!sj_advanced_find(r, &r->places, "", location, &at))
        return;
    const sj_build_place_parts *p = &r->place[at];
    const bool state = p->street.len + p->city.len + p->region.len + p->postcode.len == 0;
    sj_ofac_statement about = *s;
    about.value = p->country_text;
    if (state && place_kind(s->label) == SJ_PLACE_OTHER) {
        sj_ofac_state(&r->b, &about); /* "Nationality Country" */
        return;
    }
    sj_build_place_parts parts = *p;
    const bool other = place_kind(s->label) == SJ_PLACE_OTHER;
    const sj_str note[] = {p->note, s->note, other ? s->label : (sj_str){0}};
    parts.note = sj_build_join(&r->b, note, 3, SJ_S("; "));
    sj_build_place(&r->b, place_kind(s->label), &parts);
}

static void read_version(struct advanced *r, const sj_xml_node *version, sj_str type)
{
    static const char *const known[] = {"@ID",        "@ReliabilityID", "Comment",
                                        "DatePeriod", "VersionDetail",  "VersionLocation"};
    const sj_date_range range = sj_advanced_period(sj_xml_child(version, SJ_S("DatePeriod")));
    const sj_str reliability =
        sj_advanced_word(r, "Reliability", ATTRIBUTE(version, "ReliabilityID"));
    const bool plain =
        sj_str_eq(reliability, SJ_S("Confirmed")) || sj_str_eq(reliability, SJ_S("Unknown"));
    const sj_str note[] = {TEXT(version, "Comment"), plain ? (sj_str){0} : reliability};
    sj_ofac_statement s = {.label = type, .range = range.from.year ? &range : NULL};
    s.value = detail_of(r, version);
    s.note = sj_build_join(&r->b, note, 2, SJ_S("; "));
    if (s.value.len || s.range)
        sj_ofac_state(&r->b, &s);
    size_t places = 0;
    EACH(l, version, "VersionLocation")
    {
        read_located(r, &s, ATTRIBUTE(l, "LocationID"));
        places++;
    }
    if (places == 0 && s.value.len == 0 && !s.range) /* a remark alone */
        sj_build_fact(&r->b, SJ_FACT_OTHER, type, s.note);
    sj_build_rest(&r->b, version, known, SJ_COUNT(known));
}

static void read_feature(struct advanced *r, const sj_xml_node *n)
{
    static const char *const known[] = {"@ID", "@FeatureTypeID", "FeatureVersion",
                                        "IdentityReference"};
    const sj_str type = sj_advanced_word(r, "FeatureType", ATTRIBUTE(n, "FeatureTypeID"));
    EACH(version, n, "FeatureVersion")
    read_version(r, version, type);
    sj_build_rest(&r->b, n, known, SJ_COUNT(known));
}

/* ---- a party ---- */

/* "Vessel" and "Aircraft" are subtypes; "Unknown" ones have a party type. */
static sj_schema schema_of(struct advanced *r, sj_str sub_type)
{
    const sj_str word = sj_advanced_word(r, "PartySubType", sub_type);
    const sj_schema schema = sj_ofac_schema(word);
    if (schema == SJ_SCHEMA_VESSEL || schema == SJ_SCHEMA_AIRCRAFT)
        return schema;
    const sj_str type = sj_advanced_word(r, "PartySubType>", sub_type);
    return sj_ofac_schema(sj_advanced_word(r, "PartyType", type));
}

static void read_profile(struct advanced *r, const sj_xml_node *n)
{
    static const char *const known[] = {"@ID", "@PartySubTypeID", "Identity", "Feature"};
    EACH(identity, n, "Identity")
    read_identity(r, identity);
    EACH(feature, n, "Feature")
    read_feature(r, feature);
    sj_build_rest(&r->b, n, known, SJ_COUNT(known));
    sj_advanced_put(r, &r->profiles, "", ATTRIBUTE(n, "ID"), r->b.list->entity_count - 1);
}

void sj_advanced_party(struct advanced *r, const sj_xml_node *n)
{
    static const char *const known[] = {"@FixedRef", "Comment", "Profile"};
    const sj_str id = ATTRIBUTE(n, "FixedRef");
    const sj_xml_node *profile = sj_xml_child(n, SJ_S("Profile"));
    if (id.len == 0 || !profile) {
        sj_build_refuse(&r->b, "expected a FixedRef and a Profile in the DistinctParty");
        return;
    }
    sj_build_entity(&r->b, id, schema_of(r, ATTRIBUTE(profile, "PartySubTypeID")));
    EACH(p, n, "Profile")
    read_profile(r, p);
    if (r->b.e->name_count == 0)
        sj_build_refuse(&r->b, "expected a name in the DistinctParty");
    sj_ofac_remarks(&r->b, TEXT(n, "Comment"));
    sj_build_rest(&r->b, n, known, SJ_COUNT(known));
}

/* ---- what points at parties ---- */

static bool open_profile(struct advanced *r, sj_str profile)
{
    uint64_t at;
    if (!sj_advanced_find(r, &r->profiles, "", profile, &at))
        return false;
    r->b.e = &r->b.list->entity[at];
    return true;
}

void sj_advanced_relationship(struct advanced *r, const sj_xml_node *n)
{
    static const char *const known[] = {
        "@ID",     "@From-ProfileID",   "@To-ProfileID", "@RelationTypeID", "@RelationQualityID",
        "@Former", "@SanctionsEntryID", "Comment",       "DatePeriod"};
    uint64_t target;
    if (!open_profile(r, ATTRIBUTE(n, "From-ProfileID")) ||
        !sj_advanced_find(r, &r->profiles, "", ATTRIBUTE(n, "To-ProfileID"), &target))
        return;
    const sj_entity *to = &r->b.list->entity[target];
    const sj_str type = sj_advanced_word(r, "RelationType", ATTRIBUTE(n, "RelationTypeID"));
    const sj_str quality =
        sj_advanced_word(r, "RelationQuality", ATTRIBUTE(n, "RelationQualityID"));
    const bool former = sj_str_eq(ATTRIBUTE(n, "Former"), SJ_S("true"));
    const sj_str words[] = {type, sj_str_eq(quality, SJ_S("Unknown")) ? (sj_str){0} : quality,
                            former ? SJ_S("former") : (sj_str){0}, TEXT(n, "Comment")};
    const sj_date_range range = sj_advanced_period(sj_xml_child(n, SJ_S("DatePeriod")));
    sj_entity_link *l = sj_build_link(&r->b, sj_ofac_link_kind(type), to->name[0].full,
                                      sj_build_join(&r->b, words, SJ_COUNT(words), SJ_S("; ")));
    l->target_id = to->id;
    l->from.from = l->from.to = range.from;
    l->to.from = l->to.to = range.to;
    sj_build_rest(&r->b, n, known, SJ_COUNT(known));
}

static void read_event(struct advanced *r, const sj_xml_node *n, sj_entity_listing *to)
{
    static const char *const known[] = {"@ID", "@EntryEventTypeID", "@LegalBasisID", "Comment",
                                        "Date"};
    sj_build_rest(&r->b, n, known, SJ_COUNT(known));
    const sj_date d = read_point(sj_xml_child(n, SJ_S("Date")));
    const sj_date_range date = {d, d, false};
    const sj_str type = sj_advanced_word(r, "EntryEventType", ATTRIBUTE(n, "EntryEventTypeID"));
    const sj_str basis = sj_advanced_word(r, "LegalBasis", ATTRIBUTE(n, "LegalBasisID"));
    char text[32];
    const sj_str iso = {text, d.year ? sj_date_write(&date, text) : 0};
    if (sj_str_eq(type, SJ_S("Created"))) {
        if (to->listed.from.year == 0)
            to->listed = date;
    } else
        sj_build_fact(&r->b, SJ_FACT_OTHER, type, iso.len ? iso : basis);
    if (to->legal_basis.len == 0)
        to->legal_basis = basis;
    else if (!sj_str_eq(basis, to->legal_basis)) {
        const sj_str both[] = {to->legal_basis, basis};
        to->legal_basis = sj_build_join(&r->b, both, 2, SJ_S("; "));
    }
    sj_build_fact(&r->b, SJ_FACT_OTHER, SJ_S("EntryEvent"), TEXT(n, "Comment"));
}

/* One listing a programme: (5). */
void sj_advanced_entry(struct advanced *r, const sj_xml_node *n)
{
    static const char *const known[] = {"@ID", "@ProfileID", "@ListID", "EntryEvent",
                                        "SanctionsMeasure"};
    static const char *const measure_known[] = {"@ID", "@SanctionsTypeID", "Comment", "DatePeriod"};
    sj_entity_listing listing = {.authority = SJ_S("OFAC")};
    if (!open_profile(r, ATTRIBUTE(n, "ProfileID")))
        return;
    r->entry_count++;
    EACH(event, n, "EntryEvent")
    read_event(r, event, &listing);
    size_t programmes = 0;
    EACH(m, n, "SanctionsMeasure")
    {
        const sj_str type = sj_advanced_word(r, "SanctionsType", ATTRIBUTE(m, "SanctionsTypeID"));
        const sj_str comment = TEXT(m, "Comment");
        const bool programme = sj_str_eq(type, SJ_S("Program"));
        const sj_date_range period = sj_advanced_period(sj_xml_child(m, SJ_S("DatePeriod")));
        char text[32];
        if (period.from.year) /* (4): none so far */
            sj_build_fact(&r->b, SJ_FACT_OTHER, type, (sj_str){text, sj_date_write(&period, text)});
        sj_build_rest(&r->b, m, measure_known, SJ_COUNT(measure_known));
        const sj_str words[] = {listing.measure, programme ? (sj_str){0} : type,
                                programme ? (sj_str){0} : comment};
        listing.measure = sj_build_join(&r->b, words, 3, SJ_S("; "));
    }
    EACH(m, n, "SanctionsMeasure")
    {
        const sj_str type = sj_advanced_word(r, "SanctionsType", ATTRIBUTE(m, "SanctionsTypeID"));
        if (!sj_str_eq(type, SJ_S("Program")))
            continue;
        listing.programme = sj_build_keep(&r->b, TEXT(m, "Comment"));
        *sj_build_listing(&r->b, "OFAC") = listing;
        programmes++;
    }
    if (programmes == 0)
        *sj_build_listing(&r->b, "OFAC") = listing;
    sj_build_fact(&r->b, SJ_FACT_OTHER, SJ_S("List"),
                  sj_advanced_word(r, "List", ATTRIBUTE(n, "ListID")));
    sj_build_rest(&r->b, n, known, SJ_COUNT(known));
}

/* Not in use so far: whatever it says goes to the warnings of the list. */
void sj_advanced_link(struct advanced *r, const sj_xml_node *n)
{
    if (!r->b.status)
        r->b.status =
            sj_list_warn(r->b.list, r->b.arena, "a SanctionsEntryLink (ID %.*s) is not read: %.*s",
                         SJ_STR_FMT(ATTRIBUTE(n, "ID")), SJ_STR_FMT(TEXT(n, "Comment")));
}
