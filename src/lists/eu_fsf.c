/* lists/eu_fsf.c -- see the header.
 *
 *   (1) The first name without a language is the primary one; a name with a
 *       language is a rendering in it; "strong" false or a remark makes it weak.
 *   (2) Country "00" / "UNKNOWN" says nothing and adds nothing.
 *   (3) A date in another calendar is kept as written and never read as
 *       Gregorian.
 * Not chosen: the regulation of each single value; the entry's own regulation
 * is its legal basis. */
#include "lists/eu_fsf.h"

static sj_str get(const sj_xml_node *n, const char *name)
{
    const sj_str value = sj_xml_attribute(n, sj_str_from(name));
    return value.len ? value : sj_xml_child_text(n, sj_str_from(name));
}
static bool yes(const sj_xml_node *n, const char *name)
{
    const sj_str v = get(n, name);
    return sj_str_eq_nocase(v, SJ_S("true")) || sj_str_eq(v, SJ_S("1")) ||
           sj_str_eq_nocase(v, SJ_S("Y"));
}

sj_schema sj_eu_fsf_schema(sj_str code)
{
    if (sj_str_eq_nocase(code, SJ_S("person")) || sj_str_eq_nocase(code, SJ_S("P")))
        return SJ_SCHEMA_PERSON;
    if (sj_str_eq_nocase(code, SJ_S("enterprise")) || sj_str_eq_nocase(code, SJ_S("E")))
        return SJ_SCHEMA_ORGANISATION;
    return SJ_SCHEMA_UNKNOWN;
}

/* ---- names ---- */

static sj_name_kind name_kind(const sj_builder *b, const sj_xml_node *n)
{
    const sj_str strong = get(n, "strong"), remark = get(n, "remark");
    if (sj_str_eq_nocase(strong, SJ_S("false")) ||
        sj_build_find_nocase(remark, SJ_S("low quality"), 0) < remark.len)
        return SJ_NAME_WEAK;
    /* two of the languages that the list is translated into are not written in Latin */
    const sj_str language = get(n, "nameLanguage");
    const bool translated =
        sj_str_eq_nocase(language, SJ_S("BG")) || sj_str_eq_nocase(language, SJ_S("EL"));
    if (language.len && (translated || !sj_build_is_original(get(n, "wholeName"))))
        return SJ_NAME_TRANSLATION;
    if (language.len)
        return SJ_NAME_ORIGINAL;
    for (size_t i = 0; i < b->e->name_count; i++)
        if (b->e->name[i].kind == SJ_NAME_PRIMARY)
            return sj_build_is_original(get(n, "wholeName")) ? SJ_NAME_ORIGINAL : SJ_NAME_ALIAS;
    return SJ_NAME_PRIMARY;
}

/* Where every name has a language, the English one is the entry's, or else the first. */
void sj_eu_fsf_finish(sj_list *list)
{
    for (size_t i = 0; i < list->entity_count; i++) {
        sj_entity_name *chosen = NULL;
        for (size_t k = 0; k < list->entity[i].name_count; k++) {
            sj_entity_name *n = &list->entity[i].name[k];
            const bool english = sj_str_eq_nocase(n->language, SJ_S("EN"));
            if (n->kind == SJ_NAME_TRANSLATION &&
                (!chosen || (english && !sj_str_eq_nocase(chosen->language, SJ_S("EN")))))
                chosen = n;
            if (n->kind == SJ_NAME_PRIMARY) {
                chosen = NULL;
                break;
            }
        }
        if (chosen)
            chosen->kind = SJ_NAME_PRIMARY;
    }
}

static void read_name(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"@firstName", "@middleName",        "@lastName",
                                        "@wholeName", "@nameLanguage",      "@gender",
                                        "@title",     "@function",          "@strong",
                                        "@remark",    "@logicalId",         "regulationSummary",
                                        "remark",     "@regulationLanguage"};
    const sj_str part[] = {get(n, "firstName"), get(n, "middleName"), get(n, "lastName")};
    const sj_str whole = get(n, "wholeName"), full = sj_build_join(b, part, 3, SJ_S(" "));
    sj_entity_name *e = sj_build_name(b, name_kind(b, n), whole.len ? whole : full); /* (1) */
    e->part[SJ_PART_GIVEN] = sj_build_keep(b, part[0]);
    e->part[SJ_PART_MIDDLE] = sj_build_keep(b, part[1]);
    e->part[SJ_PART_FAMILY] = sj_build_keep(b, part[2]);
    e->part[SJ_PART_TITLE] = sj_build_keep(b, get(n, "title"));
    e->language = sj_build_keep(b, get(n, "nameLanguage"));
    e->note = sj_build_keep(b, get(n, "remark"));
    sj_build_fact(b, SJ_FACT_TITLE, SJ_S("title"), get(n, "title"));
    sj_build_fact(b, SJ_FACT_POSITION, SJ_S("function"), get(n, "function"));
    sj_build_gender(b, SJ_S("gender"), get(n, "gender"));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

/* ---- places and dates ---- */

static bool is_unknown(sj_str country)
{
    return sj_str_eq(country, SJ_S("00")) || sj_str_eq_nocase(country, SJ_S("UNKNOWN"));
}
static sj_str country_code(const sj_xml_node *n)
{
    const sj_str code = get(n, "countryIso2Code");
    return is_unknown(code) ? (sj_str){0} : code;
}
static sj_str country_text(const sj_xml_node *n)
{
    const sj_str text = get(n, "countryDescription");
    return is_unknown(text) || !text.len ? country_code(n) : text; /* (2) */
}

static void read_place(sj_builder *b, const sj_xml_node *n, sj_place_kind kind)
{
    const sj_str street[] = {get(n, "street"), get(n, "poBox"), get(n, "number")};
    const sj_str city[] = {get(n, "place"), get(n, "city")};
    const bool address = kind == SJ_PLACE_ADDRESS;
    const sj_str note[] = {address ? get(n, "remark") : (sj_str){0}, get(n, "contactInfo"),
                           yes(n, "asAtListingTime") ? SJ_S("as at listing time") : (sj_str){0}};
    const sj_build_place_parts parts = {.street = sj_build_join(b, street, 3, SJ_S(", ")),
                                        .city = sj_build_join(b, city, 2, SJ_S(", ")),
                                        .region = get(n, "region"),
                                        .postcode = get(n, "zipCode"),
                                        .country_text = country_text(n),
                                        .note = sj_build_join(b, note, 3, SJ_S("; "))};
    sj_entity_place *p = sj_build_place(b, kind, &parts);
    if (country_code(n).len)
        p->country = sj_country_parse(sj_build_keep(b, country_code(n)));
}

static void read_address(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"@city",
                                        "@street",
                                        "@poBox",
                                        "@zipCode",
                                        "@region",
                                        "@place",
                                        "@number",
                                        "@remark",
                                        "@logicalId",
                                        "@regulationLanguage",
                                        "@asAtListingTime",
                                        "@contactInfo",
                                        "remark",
                                        "regulationSummary",
                                        "@countryIso2Code",
                                        "@countryDescription"};
    read_place(b, n, SJ_PLACE_ADDRESS);
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_birth(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"@birthdate",
                                        "@dayOfMonth",
                                        "@monthOfYear",
                                        "@year",
                                        "@yearRangeFrom",
                                        "@yearRangeTo",
                                        "@circa",
                                        "@calendarType",
                                        "@city",
                                        "@zipCode",
                                        "@region",
                                        "@place",
                                        "@remark",
                                        "remark",
                                        "@logicalId",
                                        "@countryIso2Code",
                                        "@countryDescription",
                                        "@regulationLanguage",
                                        "regulationSummary"};
    const sj_str years[] = {get(n, "yearRangeFrom"), get(n, "yearRangeTo")};
    const sj_str parts[] = {get(n, "dayOfMonth"), get(n, "monthOfYear"), get(n, "year")};
    const sj_str calendar = get(n, "calendarType");
    sj_str text = get(n, "birthdate");
    if (text.len == 0)
        text = sj_build_join(b, years, 2, SJ_S(" to "));
    const bool foreign = calendar.len && !sj_str_eq_nocase(calendar, SJ_S("GREGORIAN"));
    const bool by_parts = text.len == 0;
    if (by_parts)
        text = sj_build_join(b, parts, 3, SJ_S("/"));
    sj_entity_date *d = sj_build_date(b, SJ_DATE_BIRTH, text);
    if (foreign && by_parts) {
        d->parsed = false; /* (3) */
        memset(&d->range, 0, sizeof d->range);
    }
    d->range.circa = d->range.circa || yes(n, "circa");
    d->calendar = foreign ? sj_build_keep(b, calendar) : (sj_str){0};
    d->note = sj_build_keep(b, get(n, "remark"));
    if (text.len == 0)
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("birthdate/remark"), get(n, "remark"));
    read_place(b, n, SJ_PLACE_BIRTH);
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_citizenship(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {
        "@region", "@countryIso2Code", "@countryDescription", "@remark",
        "remark",  "@logicalId",       "@regulationLanguage", "regulationSummary"};
    const sj_str note[] = {get(n, "region"), get(n, "remark")};
    sj_entity_fact *f = sj_build_fact(b, SJ_FACT_NATIONALITY, SJ_S("citizenship"), country_text(n));
    f->note = sj_build_join(b, note, 2, SJ_S("; "));
    if (country_code(n).len)
        f->country = sj_country_parse(sj_build_keep(b, country_code(n)));
    if (country_text(n).len == 0)
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("citizenship"), f->note);
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

/* ---- documents ---- */

static void date_of(sj_builder *b, sj_date_range *to, const sj_xml_node *n, const char *name)
{
    sj_build_listing_date(b, to, sj_str_from(name), get(n, name));
}

static void read_identification(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"@number",
                                        "@latinNumber",
                                        "@nameOnDocument",
                                        "@region",
                                        "@issuedBy",
                                        "@issuedDate",
                                        "@validFrom",
                                        "@validTo",
                                        "@diplomatic",
                                        "@knownExpired",
                                        "@knownFalse",
                                        "@reportedLost",
                                        "@revokedByIssuer",
                                        "@identificationTypeCode",
                                        "@identificationTypeDescription",
                                        "@countryIso2Code",
                                        "@countryDescription",
                                        "@remark",
                                        "remark",
                                        "@logicalId",
                                        "@regulationLanguage",
                                        "regulationSummary"};
    const sj_str type = get(n, "identificationTypeDescription");
    const sj_str code = get(n, "identificationTypeCode"), number = get(n, "number");
    const sj_str latin = get(n, "latinNumber"), label[] = {type, code};
    const sj_str note[] = {number.len ? latin : (sj_str){0},
                           get(n, "nameOnDocument"),
                           get(n, "region"),
                           get(n, "issuedBy"),
                           get(n, "remark"),
                           yes(n, "diplomatic") ? SJ_S("diplomatic") : (sj_str){0}};
    sj_identifier_kind kind = sj_list_identifier_kind(code);
    if (kind == SJ_ID_OTHER)
        kind = sj_list_identifier_kind(type);
    sj_entity_identifier *id = sj_build_number(b, kind, sj_build_join(b, label, 2, SJ_S(" / ")),
                                               number.len ? number : latin);
    const sj_str notes[] = {id->note, sj_build_join(b, note, SJ_COUNT(note), SJ_S("; "))};
    id->note = sj_build_join(b, notes, 2, SJ_S("; "));
    if (country_text(n).len) {
        id->issuer_text = sj_build_keep(b, country_text(n));
        id->country = sj_country_parse(
            sj_build_keep(b, country_code(n).len ? country_code(n) : country_text(n)));
    }
    date_of(b, &id->issued, n, "issuedDate");
    date_of(b, &id->expires, n, "validTo");
    sj_build_fact(b, SJ_FACT_OTHER, SJ_S("identification/validFrom"), get(n, "validFrom"));
    id->invalid = id->invalid || yes(n, "knownExpired") || yes(n, "knownFalse") ||
                  yes(n, "reportedLost") || yes(n, "revokedByIssuer");
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

/* ---- the entry itself ---- */

static void read_regulation(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {
        "@regulationType",     "@organisationType", "@publicationDate",
        "@entryIntoForceDate", "@numberTitle",      "@programme",
        "@logicalId",          "publicationUrl",    "@publicationUrl"};
    const sj_str basis[] = {get(n, "numberTitle"), get(n, "regulationType"),
                            get(n, "organisationType"), get(n, "publicationUrl")};
    sj_entity_listing *l = sj_build_listing(b, "EU");
    l->programme = sj_build_keep(b, get(n, "programme"));
    l->legal_basis = sj_build_join(b, basis, SJ_COUNT(basis), SJ_S("; "));
    date_of(b, &l->amended, n, "publicationDate");
    sj_build_fact(b, SJ_FACT_OTHER, SJ_S("entryIntoForceDate"), get(n, "entryIntoForceDate"));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_entity(sj_builder *b, const sj_xml_node *n)
{
    if (b->e->listing_count == 0)
        sj_build_listing(b, "EU");
    if (b->status)
        return;
    sj_entity_listing *l = &b->e->listing[0];
    l->reference = sj_build_keep(b, get(n, "euReferenceNumber"));
    date_of(b, &l->listed, n, "designationDate");
    sj_build_fact(b, SJ_FACT_OTHER, SJ_S("unitedNationId"), get(n, "unitedNationId"));
    sj_build_fact(b, SJ_FACT_REMARK, SJ_S("designationDetails"), get(n, "designationDetails"));
    sj_build_fact(b, SJ_FACT_REMARK, SJ_S("remark"), get(n, "remark"));
}

void sj_eu_fsf_part(sj_builder *b, const sj_xml_node *n)
{
    static const struct {
        const char *name;
        void (*read)(sj_builder *b, const sj_xml_node *n);
    } parts[] = {{"nameAlias", read_name},
                 {"address", read_address},
                 {"birthdate", read_birth},
                 {"citizenship", read_citizenship},
                 {"identification", read_identification},
                 {"regulation", read_regulation},
                 {"sanctionEntity", read_entity}};
    for (size_t i = 0; i < SJ_COUNT(parts); i++)
        if (sj_str_eq(n->name, sj_str_from(parts[i].name)))
            parts[i].read(b, n);
}
