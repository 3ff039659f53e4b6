/* lists/uk_sl_xml.c -- the UK Sanctions List as XML: one Designation a record,
 * values wrapped in plural and singular elements.
 *
 *   (1) A leaf is mapped by its own name wherever it stands; one that is not in
 *       the table is kept as a fact with its name.
 *   (2) Elements whose leaves belong together (a name, an address, a paper, a
 *       place of birth) are mapped whole. */
#include "lists/uk.h"
#include "lists/unread.h"

#define TEXT(n, name) sj_xml_child_text(n, SJ_S(name))

static void read_name(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"Name1", "Name2", "Name3",    "Name4",
                                        "Name5", "Name6", "NameType", "AliasStrength"};
    const sj_str name[6] = {TEXT(n, "Name1"), TEXT(n, "Name2"), TEXT(n, "Name3"),
                            TEXT(n, "Name4"), TEXT(n, "Name5"), TEXT(n, "Name6")};
    const sj_str note[] = {TEXT(n, "NameType"), TEXT(n, "AliasStrength")};
    sj_uk_name(b, name, sj_uk_name_kind(note[0], note[1]))->note =
        sj_build_join(b, note, 2, SJ_S("; "));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_non_latin(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"NameNonLatinScript", "NonLatinScriptType",
                                        "NonLatinScriptLanguage"};
    sj_entity_name *name = sj_build_name(b, SJ_NAME_ORIGINAL, TEXT(n, "NameNonLatinScript"));
    name->note = sj_build_keep(b, TEXT(n, "NonLatinScriptType"));
    name->language = sj_build_keep(b, TEXT(n, "NonLatinScriptLanguage"));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_address(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"AddressLine1",      "AddressLine2",  "AddressLine3",
                                        "AddressLine4",      "AddressLine5",  "AddressLine6",
                                        "AddressPostalCode", "AddressCountry"};
    sj_str part[SJ_COUNT(known)];
    for (size_t i = 0; i < SJ_COUNT(known); i++)
        part[i] = sj_xml_child_text(n, sj_str_from(known[i]));
    sj_uk_address(b, part);
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_birth_place(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"TownOfBirth", "CountryOfBirth"};
    sj_build_place(b, SJ_PLACE_BIRTH,
                   &(sj_build_place_parts){.city = TEXT(n, "TownOfBirth"),
                                           .country_text = TEXT(n, "CountryOfBirth")});
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_paper(sj_builder *b, const sj_xml_node *n, sj_identifier_kind kind, sj_str number,
                       sj_str detail)
{
    if (number.len)
        sj_build_described(b, kind, n->name, number, detail);
    else
        sj_build_fact(b, SJ_FACT_OTHER, n->name, detail);
}
static void read_passport(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"PassportNumber", "PassportAdditionalInformation"};
    read_paper(b, n, SJ_ID_PASSPORT, TEXT(n, "PassportNumber"),
               TEXT(n, "PassportAdditionalInformation"));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}
static void read_national(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"NationalIdentifierNumber",
                                        "NationalIdentifierAdditionalInformation"};
    read_paper(b, n, SJ_ID_NATIONAL, TEXT(n, "NationalIdentifierNumber"),
               TEXT(n, "NationalIdentifierAdditionalInformation"));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static const struct whole {
    const char *name;
    void (*read)(sj_builder *b, const sj_xml_node *n);
} wholes[] = {{"Name", read_name},         {"NonLatinName", read_non_latin},
              {"Address", read_address},   {"Location", read_birth_place},
              {"Passport", read_passport}, {"NationalIdentifier", read_national}};

enum role { LISTING, FACT, NUMBER, DATE };
static const struct leaf {
    const char *name;
    enum role role;
    int kind;
} leaves[] = {
    {"UniqueID", LISTING, 0},
    {"LastUpdated", LISTING, 0},
    {"DateDesignated", LISTING, 0},
    {"RegimeName", LISTING, 0},
    {"SanctionsImposed", LISTING, 0},
    {"UKStatementofReasons", LISTING, 0},
    {"IndividualEntityShip", FACT, SJ_FACT_OTHER},
    {"DesignationSource", FACT, SJ_FACT_OTHER},
    {"OFSIGroupID", FACT, SJ_FACT_OTHER},
    {"UNReferenceNumber", FACT, SJ_FACT_OTHER},
    {"ParentCompany", FACT, SJ_FACT_OTHER},
    {"Subsidiary", FACT, SJ_FACT_OTHER},
    {"Title", FACT, SJ_FACT_TITLE},
    {"OtherInformation", FACT, SJ_FACT_REMARK},
    {"Nationality", FACT, SJ_FACT_NATIONALITY},
    {"Position", FACT, SJ_FACT_POSITION},
    {"Gender", FACT, SJ_FACT_GENDER},
    {"TypeOfEntity", FACT, SJ_FACT_LEGAL_FORM},
    {"CurrentOwnerOperator", FACT, SJ_FACT_VESSEL_OWNER},
    {"PreviousOwnerOperator", FACT, SJ_FACT_VESSEL_OWNER_FORMER},
    {"CurrentBelievedFlagOfShip", FACT, SJ_FACT_VESSEL_FLAG},
    {"PreviousFlag", FACT, SJ_FACT_VESSEL_FLAG_FORMER},
    {"TypeOfShip", FACT, SJ_FACT_VESSEL_TYPE},
    {"TonnageOfShip", FACT, SJ_FACT_VESSEL_TONNAGE},
    {"LengthOfShip", FACT, SJ_FACT_VESSEL_LENGTH},
    {"PhoneNumber", NUMBER, SJ_ID_PHONE},
    {"EmailAddress", NUMBER, SJ_ID_EMAIL},
    {"Website", NUMBER, SJ_ID_WEBSITE},
    {"BusinessRegistrationNumber", NUMBER, SJ_ID_REGISTRATION},
    {"IMONumber", NUMBER, SJ_ID_IMO},
    {"HullIdentificationNumber", NUMBER, SJ_ID_HULL},
    {"DOB", DATE, SJ_DATE_BIRTH},
    {"YearBuilt", DATE, SJ_DATE_BUILT},
};

static void read_leaf(sj_builder *b, const sj_xml_node *n, sj_str parent)
{
    const struct leaf *l = NULL;
    for (size_t i = 0; i < SJ_COUNT(leaves); i++)
        if (sj_str_eq(n->name, sj_str_from(leaves[i].name)))
            l = &leaves[i];
    if (l && l->role == LISTING)
        return;
    if (l && l->role == NUMBER)
        sj_build_number(b, (sj_identifier_kind)l->kind, n->name, n->text);
    else if (l && l->role == DATE)
        sj_build_dates(b, (sj_date_kind)l->kind, n->text);
    else if (l && l->kind == SJ_FACT_GENDER)
        sj_build_gender(b, n->name, n->text);
    else
        sj_build_fact(b, l ? (sj_fact_kind)l->kind : SJ_FACT_OTHER, n->name, n->text); /* (1) */
    /* a flag a measure, which they add to with each new measure */
    if (!l && n->text.len && !sj_str_eq(parent, SJ_S("SanctionsImposedIndicators")))
        sj_unread_kept(b, n->name);
}

/* The depth is bounded by the XML parser's. */
static void read_children(sj_builder *b, const sj_xml_node *n)
{
    for (const sj_xml_node *c = n->child; c; c = c->next) {
        const struct whole *w = NULL;
        for (size_t i = 0; i < SJ_COUNT(wholes); i++)
            if (sj_str_eq(c->name, sj_str_from(wholes[i].name)))
                w = &wholes[i];
        if (w) {
            w->read(b, c); /* (2) */
            continue;
        }
        read_leaf(b, c, n->name);
        sj_xml_used(c);
        read_children(b, c);
    }
}

static void read_record(sj_builder *b, const sj_xml_node *n)
{
    const sj_str id = TEXT(n, "UniqueID");
    if (id.len == 0) {
        sj_build_refuse(b, "expected a UniqueID in the designation");
        return;
    }
    sj_build_entity(b, id, sj_uk_schema(TEXT(n, "IndividualEntityShip")));
    sj_entity_listing *l = sj_build_listing(b, "UK");
    l->reference = b->e->id;
    l->programme = sj_build_keep(b, TEXT(n, "RegimeName"));
    l->measure = sj_build_keep(b, TEXT(n, "SanctionsImposed"));
    l->reason = sj_build_keep(b, TEXT(n, "UKStatementofReasons"));
    sj_build_listing_date(b, &l->listed, SJ_S("DateDesignated"), TEXT(n, "DateDesignated"));
    sj_build_listing_date(b, &l->amended, SJ_S("LastUpdated"), TEXT(n, "LastUpdated"));
    read_children(b, n);
    if (b->e->name_count == 0)
        sj_build_refuse(b, "expected a name in the designation");
}

static void outside_close(sj_builder *b, sj_str name, sj_str text)
{
    if (sj_str_eq(name, SJ_S("DateGenerated")))
        b->list->version = sj_build_keep(b, text);
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    const sj_str record[] = {SJ_S("Designation")};
    const sj_build_xml format = {.reader = &sj_reader_uk_sl_xml,
                                 .root = "Designations",
                                 .record = record,
                                 .record_count = 1,
                                 .on_record = read_record,
                                 .on_close = outside_close};
    sj_builder b = {.list = list, .arena = arena};
    return sj_build_read_xml(&format, file, file_count, &b, reterr_diag);
}

static bool recognise(sj_str first_bytes)
{
    return sj_build_is_xml(first_bytes, SJ_S("Designations"));
}

const sj_list_reader sj_reader_uk_sl_xml = {
    .format = SJ_LIST_UK_SL_XML, .authority = "UK", .recognise = recognise, .read = read_list};
