/* lists/ofac_sdn_xml.c -- OFAC's sdn.xml and consolidated.xml.
 *
 * sdnList / publshInformation (so spelled), sdnEntry*: uid, names, programs and
 * lists of ids, aliases, dates, places, addresses. Both namespaces in use
 * (tempuri.org and exports/XML) carry the same local names; the order of
 * children is not what the published schema says, so none is assumed.
 *
 *   (1) Record_Count must equal the number of entries: a file that lost some
 *       is corrupt though it is well formed.
 *   (2) An idList item is a labelled statement, not always a document: it holds
 *       websites, genders, directives too; ofac.c knows them.
 *   (3) What no mapping knows becomes a fact (sj_build_rest). */
#include "lists/ofac.h"

#define TEXT(n, name) sj_xml_child_text(n, SJ_S(name))

struct reading {
    sj_builder b;
    sj_str record_count;
};

static void read_id(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"uid",       "idType",    "idNumber",
                                        "idCountry", "issueDate", "expirationDate"};
    const sj_str issued = TEXT(n, "issueDate"), expires = TEXT(n, "expirationDate");
    sj_ofac_statement s = {.label = TEXT(n, "idType"),
                           .value = TEXT(n, "idNumber"),
                           .country = TEXT(n, "idCountry"),
                           .document = true};
    const bool parsed[] = {sj_date_parse(issued, &s.issued), sj_date_parse(expires, &s.expires)};
    const sj_str unread[] = {parsed[0] ? (sj_str){0} : issued, parsed[1] ? (sj_str){0} : expires};
    s.note = sj_build_join(b, unread, 2, SJ_S("; "));
    if (s.value.len)
        sj_ofac_state(b, &s);
    else /* a label or country alone */
        sj_build_fact(b, SJ_FACT_OTHER, s.label.len ? s.label : SJ_S("id"),
                      s.country.len ? s.country : s.label);
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_aka(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"uid", "type", "category", "lastName", "firstName"};
    const bool weak = sj_str_eq_nocase(TEXT(n, "category"), SJ_S("weak"));
    sj_ofac_name_of(b, sj_ofac_alias_kind(TEXT(n, "type"), weak), TEXT(n, "lastName"),
                    TEXT(n, "firstName"));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

/* Items that hold one text: dates and places of birth, nationalities. */
static void read_item(sj_builder *b, const sj_xml_node *n)
{
    static const struct {
        const char *child, *label;
    } items[] = {{"dateOfBirth", "DOB"}, {"placeOfBirth", "POB"}};
    static const char *const known[] = {"uid", "mainEntry", "dateOfBirth", "placeOfBirth",
                                        "country"};
    for (size_t i = 0; i < SJ_COUNT(items); i++) {
        const sj_str value = sj_xml_child_text(n, sj_str_from(items[i].child));
        if (value.len)
            sj_ofac_state(
                b, &(sj_ofac_statement){.label = sj_str_from(items[i].label), .value = value});
    }
    const sj_str country = TEXT(n, "country");
    if (country.len) /* "nationality" or "citizenship" is the element itself */
        sj_build_fact(b, SJ_FACT_NATIONALITY, n->name, country);
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_address(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"uid",  "address1",        "address2",   "address3",
                                        "city", "stateOrProvince", "postalCode", "country"};
    const sj_str street[] = {TEXT(n, "address1"), TEXT(n, "address2"), TEXT(n, "address3")};
    sj_build_place(b, SJ_PLACE_ADDRESS,
                   &(sj_build_place_parts){.street = sj_build_join(b, street, 3, SJ_S(", ")),
                                           .city = TEXT(n, "city"),
                                           .region = TEXT(n, "stateOrProvince"),
                                           .postcode = TEXT(n, "postalCode"),
                                           .country_text = TEXT(n, "country")});
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_vessel(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"callSign",    "vesselType", "vesselFlag",
                                        "vesselOwner", "tonnage",    "grossRegisteredTonnage"};
    static const sj_fact_kind kind[] = {SJ_FACT_OTHER,          SJ_FACT_VESSEL_TYPE,
                                        SJ_FACT_VESSEL_FLAG,    SJ_FACT_VESSEL_OWNER,
                                        SJ_FACT_VESSEL_TONNAGE, SJ_FACT_VESSEL_TONNAGE};
    sj_build_identifier(b, SJ_ID_CALL_SIGN, SJ_S("callSign"), TEXT(n, "callSign"), (sj_str){0});
    for (size_t i = 1; i < SJ_COUNT(known); i++)
        sj_build_fact(b, kind[i], sj_str_from(known[i]),
                      sj_xml_child_text(n, sj_str_from(known[i])));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static void read_program(sj_builder *b, const sj_xml_node *n)
{
    if (n->text.len)
        sj_build_listing(b, "OFAC")->programme = sj_build_keep(b, n->text);
}

/* Lists of an entry: the list's name, its items' name, what reads an item. */
static const struct part {
    const char *list, *item;
    void (*read)(sj_builder *b, const sj_xml_node *n);
} parts[] = {
    {"programList", "program", read_program},
    {"idList", "id", read_id},
    {"akaList", "aka", read_aka},
    {"dateOfBirthList", "dateOfBirthItem", read_item},
    {"placeOfBirthList", "placeOfBirthItem", read_item},
    {"addressList", "address", read_address},
    {"nationalityList", "nationality", read_item},
    {"citizenshipList", "citizenship", read_item},
};

static void read_parts(sj_builder *b, const sj_xml_node *n)
{
    for (const sj_xml_node *c = n->child; c; c = c->next)
        for (size_t i = 0; i < SJ_COUNT(parts); i++) {
            if (!sj_str_eq(c->name, sj_str_from(parts[i].list)))
                continue;
            for (const sj_xml_node *item = c->child; item; item = item->next)
                if (sj_str_eq(item->name, sj_str_from(parts[i].item))) {
                    sj_xml_used(item);
                    parts[i].read(b, item);
                }
            sj_build_rest(b, c, &parts[i].item, 1);
        }
}

static void read_entry(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {
        "uid",        "firstName",       "lastName",         "title",           "sdnType",
        "remarks",    "programList",     "idList",           "akaList",         "addressList",
        "vesselInfo", "dateOfBirthList", "placeOfBirthList", "nationalityList", "citizenshipList"};
    const sj_str id = TEXT(n, "uid"), last = TEXT(n, "lastName"), type = TEXT(n, "sdnType");
    if (id.len == 0 || (last.len == 0 && TEXT(n, "firstName").len == 0)) {
        sj_build_refuse(b, "expected a uid and a lastName in the sdnEntry");
        return;
    }
    const sj_schema schema = sj_ofac_schema(type);
    sj_build_entity(b, id, schema);
    if (schema == SJ_SCHEMA_UNKNOWN)
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("sdnType"), type);
    sj_ofac_name_of(b, SJ_NAME_PRIMARY, last, TEXT(n, "firstName"));
    sj_build_fact(b, SJ_FACT_TITLE, SJ_S("title"), TEXT(n, "title"));
    read_parts(b, n);
    const sj_xml_node *vessel = sj_xml_child(n, SJ_S("vesselInfo"));
    if (vessel)
        read_vessel(b, vessel);
    sj_ofac_remarks(b, TEXT(n, "remarks"));
    sj_build_rest(b, n, known, SJ_COUNT(known)); /* (3) */
}

static void read_header(sj_builder *b, sj_str name, sj_str text)
{
    struct reading *r = (struct reading *)b;
    if (sj_str_eq(name, SJ_S("Publish_Date")))
        b->list->version = sj_build_keep(b, text);
    if (sj_str_eq(name, SJ_S("Record_Count")))
        r->record_count = sj_build_keep(b, text);
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    const sj_str record[] = {SJ_S("sdnEntry")};
    const sj_build_xml format = {.reader = &sj_reader_ofac_sdn_xml,
                                 .root = "sdnList",
                                 .record = record,
                                 .record_count = SJ_COUNT(record),
                                 .on_record = read_entry,
                                 .on_close = read_header};
    struct reading r = {.b = {.list = list, .arena = arena}};
    SJ_TRY(sj_build_read_xml(&format, file, file_count, &r.b, reterr_diag));
    uint64_t promised;
    if (sj_str_to_u64(r.record_count, &promised) && promised != list->entity_count) { /* (1) */
        sj_diag_file(reterr_diag, file->name);
        return sj_diag_set(reterr_diag, SJ_ECORRUPT,
                           "expected as many entries as Record_Count says", file->bytes.len, 0, 0);
    }
    return sj_ofac_resolve_links(list);
}

static bool recognise(sj_str first_bytes)
{
    return sj_build_is_xml(first_bytes, SJ_S("sdnList"));
}

static const sj_list_left_out left_out[] = {
    {"aka/uid", "a number inside OFAC's database"},
    {"id/uid", "a number inside OFAC's database"},
    {"address/uid", "a number inside OFAC's database"},
    {"dateOfBirthItem/uid", "a number inside OFAC's database"},
    {"placeOfBirthItem/uid", "a number inside OFAC's database"},
    {"nationality/uid", "a number inside OFAC's database"},
    {"citizenship/uid", "a number inside OFAC's database"},
    {"aka/type", "coded: the kind of the name"},
    {"aka/category", "coded: the kind of the name"},
    {"sdnType", "coded: the schema; one that is unknown is kept as a fact"},
    {"mainEntry", "which of several is printed first: the order is kept"},
    {"Record_Count", "checked, not kept"},
    {"@schemaLocation", "names the schema"},
};

const sj_list_reader sj_reader_ofac_sdn_xml = {
    .format = SJ_LIST_OFAC_SDN_XML,
    .authority = "OFAC",
    .recognise = recognise,
    .read = read_list,
    .left_out = left_out,
    .left_out_count = SJ_COUNT(left_out),
};
