/* lists/ofac_enhanced_xml.c -- OFAC's SDN_ENHANCED.XML and its siblings.
 *
 * sanctionsData / publicationInfo, referenceValues, featureTypes, entities /
 * entity: generalInfo, sanctionsLists, sanctionsPrograms, sanctionsTypes,
 * legalAuthorities, names, addresses, features, relationships,
 * identityDocuments. Values stand in words beside their numbers, so the
 * dictionaries in front are not needed.
 *
 *   (1) A name has one translation a script; the first Latin one of the primary
 *       name is the entity's first name. Non-Latin formatted values can be
 *       wrapped in marks of direction, which are no part of the name.
 *   (2) Dates have four corners; the earliest and the latest make the range.
 *   (3) sanctionsData, the order of children and unknown children are treated
 *       as in ofac_sdn_xml.c: nothing is assumed, what is unknown is a fact. */
#include "lists/ofac.h"

#define TEXT(n, name) sj_xml_child_text(n, SJ_S(name))
#define EACH(item, parent, list, name)                                             \
    for (const sj_xml_node *list_ = sj_xml_child(parent, SJ_S(list)),              \
                           *item = list_ ? sj_xml_child(list_, SJ_S(name)) : NULL; \
         item; item = sj_xml_sibling(item, SJ_S(name)))

static bool is_true(sj_str s)
{
    return sj_str_eq(s, SJ_S("true"));
}

/* ---- names ---- */

static void set_part(sj_builder *b, sj_entity_name *n, sj_str type, sj_str value)
{
    static const struct {
        const char *type;
        sj_name_part part;
    } parts[] = {{"Last Name", SJ_PART_FAMILY},      {"First Name", SJ_PART_GIVEN},
                 {"Middle Name", SJ_PART_MIDDLE},    {"Maiden Name", SJ_PART_MAIDEN},
                 {"Patronymic", SJ_PART_PATRONYMIC}, {"Matronymic", SJ_PART_MATRONYMIC},
                 {"Suffix", SJ_PART_SUFFIX}};
    for (size_t i = 0; i < SJ_COUNT(parts); i++)
        if (sj_str_eq(type, sj_str_from(parts[i].type))) {
            const sj_str both[] = {n->part[parts[i].part], value};
            n->part[parts[i].part] = sj_build_join(b, both, 2, SJ_S(" "));
        }
}

static void read_translation(sj_builder *b, const sj_xml_node *n, sj_name_kind kind)
{
    static const char *const known[] = {
        "isPrimary",          "script", "formattedLastName", "formattedFullName", "nameParts",
        "formattedFirstName", "@id"};
    const sj_str script = sj_ofac_script(TEXT(n, "script"));
    const bool latin = script.len == 0 || sj_str_eq(script, SJ_S("Latn"));
    if (!latin && kind != SJ_NAME_WEAK && kind != SJ_NAME_FORMER)
        kind = SJ_NAME_ORIGINAL;
    sj_entity_name *name = sj_build_name(b, kind, sj_ofac_unwrap(TEXT(n, "formattedFullName")));
    name->script = script;
    const bool unknown = script.len == 0;
    const sj_str notes[] = {unknown ? TEXT(n, "script") : (sj_str){0}};
    name->note = sj_build_join(b, notes, 1, SJ_S("; "));
    EACH(part, n, "nameParts", "namePart")
    {
        static const char *const part_known[] = {"@id", "type", "value"};
        const sj_str value = sj_ofac_unwrap(TEXT(part, "value"));
        set_part(b, name, TEXT(part, "type"), value);
        sj_build_rest(b, part, part_known, SJ_COUNT(part_known));
        /* the parts spell the name with its own capitals: kept beside it */
        if (sj_build_find_nocase(name->full, value, 0) == name->full.len && value.len) {
            const sj_str more[] = {name->note, value};
            name->note = sj_build_join(b, more, 2, SJ_S("; "));
        }
    }
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_name(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"@id", "isPrimary", "isLowQuality", "translations",
                                        "aliasType"};
    const bool primary = is_true(TEXT(n, "isPrimary"));
    const sj_str type = primary ? SJ_S("Name") : TEXT(n, "aliasType");
    const sj_name_kind kind = sj_ofac_alias_kind(type, is_true(TEXT(n, "isLowQuality")));
    EACH(translation, n, "translations", "translation")
    read_translation(b, translation, kind);
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

/* ---- addresses ---- */

static void read_address_parts(sj_builder *b, const sj_xml_node *n, sj_str country)
{
    static const char *const known[] = {"@id", "isPrimary", "script", "addressParts"};
    sj_str street[4] = {{0}}, city = {0}, region = {0}, postcode = {0}, rest = {0};
    EACH(part, n, "addressParts", "addressPart")
    {
        const sj_str type = TEXT(part, "type"), value = TEXT(part, "value");
        if (sj_str_eq(type, SJ_S("ADDRESS1")))
            street[0] = value;
        else if (sj_str_eq(type, SJ_S("ADDRESS2")))
            street[1] = value;
        else if (sj_str_eq(type, SJ_S("ADDRESS3")))
            street[2] = value;
        else if (sj_str_eq(type, SJ_S("CITY")))
            city = value;
        else if (sj_str_eq(type, SJ_S("STATE/PROVINCE")))
            region = value;
        else if (sj_str_eq(type, SJ_S("POSTAL CODE")))
            postcode = value;
        else
            rest = sj_build_join(b, (const sj_str[]){rest, value}, 2, SJ_S(", "));
    }
    street[3] = rest;
    sj_build_place(b, SJ_PLACE_ADDRESS,
                   &(sj_build_place_parts){.street = sj_build_join(b, street, 4, SJ_S(", ")),
                                           .city = city,
                                           .region = region,
                                           .postcode = postcode,
                                           .country_text = country});
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_address(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"@id", "country", "translations"};
    const sj_str country = TEXT(n, "country");
    size_t translations = 0;
    EACH(translation, n, "translations", "translation")
    {
        read_address_parts(b, translation, country);
        translations++;
    }
    if (translations == 0)
        sj_build_place(b, SJ_PLACE_ADDRESS, &(sj_build_place_parts){.country_text = country});
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

/* ---- dates, features, documents, relationships ---- */

static sj_date_range corners(const sj_xml_node *n)
{
    sj_date_range first = {0}, last = {0};
    if (!n || !sj_date_parse(TEXT(n, "fromDateBegin"), &first))
        return first;
    if (!sj_date_parse(TEXT(n, "toDateEnd"), &last))
        last = first;
    return sj_build_span(first.from, last.to, is_true(TEXT(n, "isApproximate")));
}

static void read_feature(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"@id",        "type",      "versionId", "value",
                                        "valueRefId", "isPrimary", "valueDate", "reliability"};
    const sj_xml_node *date = sj_xml_child(n, SJ_S("valueDate"));
    const sj_date_range range = corners(date);
    const sj_str reliability = TEXT(n, "reliability");
    const sj_ofac_statement s = {.label = TEXT(n, "type"),
                                 .value = TEXT(n, "value"),
                                 .note = sj_str_eq(reliability, SJ_S("Confirmed")) ? (sj_str){0}
                                                                                   : reliability,
                                 .range = range.from.year ? &range : NULL};
    sj_ofac_state(b, &s);
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_document(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {
        "@id",       "type",           "name",       "documentNumber", "isValid", "issuingCountry",
        "issueDate", "expirationDate", "idFeatures", "issuingLocation"};
    const sj_xml_node *issued = sj_xml_child(n, SJ_S("issueDate"));
    const sj_xml_node *expires = sj_xml_child(n, SJ_S("expirationDate"));
    sj_str note = TEXT(n, "issuingLocation");
    EACH(feature, n, "idFeatures", "idFeature")
    note = sj_build_join(b, (const sj_str[]){note, feature->text}, 2, SJ_S("; "));
    /* the name it was issued in, where that is not the entity's first */
    const sj_str name = TEXT(n, "name");
    const sj_str first = b->e->name_count ? b->e->name[0].full : (sj_str){0};
    if (!sj_str_eq(name, first))
        note = sj_build_join(b, (const sj_str[]){note, name}, 2, SJ_S("; name: "));
    const bool invalid = sj_str_eq(TEXT(n, "isValid"), SJ_S("false"));
    const size_t before = b->e->identifier_count;
    sj_ofac_state(b, &(sj_ofac_statement){.label = TEXT(n, "type"),
                                          .value = TEXT(n, "documentNumber"),
                                          .country = TEXT(n, "issuingCountry"),
                                          .note = note,
                                          .issued = corners(issued),
                                          .expires = corners(expires),
                                          .document = true});
    if (invalid && b->e->identifier_count > before)
        b->e->identifier[before].invalid = true;
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_relationship(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"@id",      "type",      "relatedEntity", "quality",
                                        "comments", "dateBegin", "dateEnd"};
    const sj_xml_node *target = sj_xml_child(n, SJ_S("relatedEntity"));
    const sj_str type = TEXT(n, "type");
    const sj_str words[] = {type, TEXT(n, "quality"), TEXT(n, "comments")};
    sj_entity_link *l =
        sj_build_link(b, sj_ofac_link_kind(type), target ? target->text : (sj_str){0},
                      sj_build_join(b, words, 3, SJ_S("; ")));
    if (target)
        l->target_id = sj_build_keep(b, sj_xml_attribute(target, SJ_S("entityId")));
    sj_date_parse(TEXT(n, "dateBegin"), &l->from);
    sj_date_parse(TEXT(n, "dateEnd"), &l->to);
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

/* ---- listings ---- */

static sj_str joined(sj_builder *b, const sj_xml_node *n, const char *list, const char *name)
{
    sj_str all = {0};
    const sj_xml_node *l = sj_xml_child(n, sj_str_from(list));
    for (const sj_xml_node *i = l ? sj_xml_child(l, sj_str_from(name)) : NULL; i;
         i = sj_xml_sibling(i, sj_str_from(name)))
        all = sj_build_join(b, (const sj_str[]){all, i->text}, 2, SJ_S("; "));
    return all;
}

/* One listing a programme; the list's own date is the same for all. */
static void read_listings(sj_builder *b, const sj_xml_node *n)
{
    sj_date_range listed = {0}, r;
    EACH(list, n, "sanctionsLists", "sanctionsList")
    {
        const sj_str date = sj_xml_attribute(list, SJ_S("datePublished"));
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("sanctionsList"), list->text)->note =
            sj_build_keep(b, date);
        if (sj_date_parse(date, &r) &&
            (listed.from.year == 0 || sj_date_first_day(r.from) < sj_date_first_day(listed.from)))
            listed = r;
    }
    const sj_str measure = joined(b, n, "sanctionsTypes", "sanctionsType");
    const sj_str basis = joined(b, n, "legalAuthorities", "legalAuthority");
    size_t programmes = 0;
    EACH(programme, n, "sanctionsPrograms", "sanctionsProgram")
    {
        sj_entity_listing *l = sj_build_listing(b, "OFAC");
        l->programme = sj_build_keep(b, programme->text);
        l->measure = measure;
        l->legal_basis = basis;
        l->listed = listed;
        programmes++;
    }
    if (programmes == 0) {
        sj_entity_listing *l = sj_build_listing(b, "OFAC");
        l->measure = measure;
        l->legal_basis = basis;
        l->listed = listed;
    }
}

static void read_general(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"identityId", "entityType", "title", "remarks"};
    for (const sj_xml_node *t = sj_xml_child(n, SJ_S("title")); t;
         t = sj_xml_sibling(t, SJ_S("title")))
        sj_build_fact(b, SJ_FACT_TITLE, t->name, t->text);
    sj_ofac_remarks(b, TEXT(n, "remarks"));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_entity(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"@id",
                                        "generalInfo",
                                        "sanctionsLists",
                                        "sanctionsPrograms",
                                        "sanctionsTypes",
                                        "legalAuthorities",
                                        "names",
                                        "addresses",
                                        "features",
                                        "relationships",
                                        "identityDocuments"};
    const sj_str id = sj_xml_attribute(n, SJ_S("id"));
    const sj_xml_node *general = sj_xml_child(n, SJ_S("generalInfo"));
    if (id.len == 0 || !general) {
        sj_build_refuse(b, "expected an id and a generalInfo in the entity");
        return;
    }
    const sj_str type = TEXT(general, "entityType");
    sj_build_entity(b, id, sj_ofac_schema(type));
    if (b->e->schema == SJ_SCHEMA_UNKNOWN)
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("entityType"), type);
    EACH(name, n, "names", "name")
    read_name(b, name);
    if (b->e->name_count == 0)
        sj_build_refuse(b, "expected a name in the entity");
    read_general(b, general);
    read_listings(b, n);
    EACH(address, n, "addresses", "address")
    read_address(b, address);
    EACH(feature, n, "features", "feature")
    read_feature(b, feature);
    EACH(document, n, "identityDocuments", "identityDocument")
    read_document(b, document);
    EACH(relationship, n, "relationships", "relationship")
    read_relationship(b, relationship);
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_header(sj_builder *b, sj_str name, sj_str text)
{
    if (sj_str_eq(name, SJ_S("dataAsOf")))
        b->list->version = sj_build_keep(b, text);
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    const sj_str record[] = {SJ_S("entity")};
    const sj_build_xml format = {.reader = &sj_reader_ofac_enhanced_xml,
                                 .root = "sanctionsData",
                                 .record = record,
                                 .record_count = SJ_COUNT(record),
                                 .on_record = read_entity,
                                 .on_close = read_header};
    sj_builder b = {.list = list, .arena = arena};
    return sj_build_read_xml(&format, file, file_count, &b, reterr_diag);
}

static bool recognise(sj_str first_bytes)
{
    return sj_build_is_xml(first_bytes, SJ_S("sanctionsData"));
}

static const sj_list_left_out left_out[] = {
    {"filters/*", "what the download was asked to hold"},
    {"referenceValues/*", "a dictionary; every use repeats the words"},
    {"featureTypes/*", "a dictionary; every use repeats the words"},
    {"@refId", "a number in the dictionary; the words stand beside it"},
    {"valueRefId", "a number in the dictionary; the words stand beside it"},
    {"@featureTypeId", "a number in the dictionary; the words stand beside it"},
    {"name@id", "a number inside OFAC's database"},
    {"translation@id", "a number inside OFAC's database"},
    {"namePart@id", "a number inside OFAC's database"},
    {"address@id", "a number inside OFAC's database"},
    {"addressPart@id", "a number inside OFAC's database"},
    {"feature@id", "a number inside OFAC's database"},
    {"relationship@id", "a number inside OFAC's database"},
    {"identityDocument@id", "a number inside OFAC's database"},
    {"sanctionsList@id", "a number inside OFAC's database"},
    {"sanctionsProgram@id", "a number inside OFAC's database"},
    {"sanctionsType@id", "a number inside OFAC's database"},
    {"legalAuthority@id", "a number inside OFAC's database"},
    {"valueDate@id", "a number inside OFAC's database"},
    {"issueDate@id", "a number inside OFAC's database"},
    {"expirationDate@id", "a number inside OFAC's database"},
    {"idFeature@id", "a number inside OFAC's database"},
    {"@featureVersionId", "a number inside OFAC's database"},
    {"versionId", "a number inside OFAC's database"},
    {"identityId", "a number inside OFAC's database"},
    {"@nameId", "a number inside OFAC's database; the name stands beside it"},
    {"@nameTranslationId", "a number inside OFAC's database; the name stands beside it"},
    {"entityType", "coded: the schema; one that is unknown is kept as a fact"},
    {"isPrimary", "which of several is printed first: the order is kept"},
    {"isLowQuality", "coded: the kind of the name"},
    {"aliasType", "coded: the kind of the name"},
    {"formattedFirstName", "part of formattedFullName, and spelt by the parts"},
    {"formattedLastName", "part of formattedFullName, and spelt by the parts"},
    {"translation/script", "coded: ISO 15924; one that is unknown is kept as a note"},
    {"namePart/type", "coded: the part of the name"},
    {"addressPart/type", "coded: the part of the address"},
    {"fromDateBegin", "coded: the start of the range"},
    {"fromDateEnd", "inside the range, between its start and end"},
    {"toDateBegin", "inside the range, between its start and end"},
    {"toDateEnd", "coded: the end of the range"},
    {"isApproximate", "coded: circa"},
    {"isDateRange", "coded: a range of more than one date"},
    {"feature/reliability", "\"Confirmed\" is the rule; another word is kept as a note"},
    {"isValid", "coded: invalid"},
    {"@schemaLocation", "names the schema"},
};

const sj_list_reader sj_reader_ofac_enhanced_xml = {
    .format = SJ_LIST_OFAC_ENHANCED_XML,
    .authority = "OFAC",
    .recognise = recognise,
    .read = read_list,
    .left_out = left_out,
    .left_out_count = SJ_COUNT(left_out),
};
