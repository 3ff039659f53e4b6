/* lists/eu_fsf_xml.c -- the EU's list as XML 1.1: export/sanctionEntity, whose
 * children lists/eu_fsf.c knows. */
#include "lists/eu_fsf.h"

static void read_record(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {"nameAlias",          "address",         "birthdate",
                                        "citizenship",        "identification",  "regulation",
                                        "subjectType",        "remark",          "@logicalId",
                                        "@euReferenceNumber", "@unitedNationId", "@designationDate",
                                        "@designationDetails"};
    const sj_str id = sj_xml_attribute(n, SJ_S("logicalId"));
    const sj_xml_node *subject = sj_xml_child(n, SJ_S("subjectType"));
    if (id.len == 0) {
        sj_build_refuse(b, "expected a logicalId at the sanctionEntity");
        return;
    }
    sj_build_entity(b, id,
                    subject ? sj_eu_fsf_schema(sj_xml_attribute(subject, SJ_S("code")))
                            : SJ_SCHEMA_UNKNOWN);
    if (subject)
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("subjectType"),
                      sj_xml_attribute(subject, SJ_S("code")));
    for (const sj_xml_node *c = n->child; c; c = c->next)
        sj_eu_fsf_part(b, c);
    sj_eu_fsf_part(b, n);
    sj_build_rest(b, n, known, SJ_COUNT(known));
    if (!b->status && b->e->name_count == 0)
        sj_build_refuse(b, "expected a nameAlias in the sanctionEntity");
}

static void read_root(sj_builder *b, sj_str name, const sj_str *attribute, size_t count)
{
    for (size_t i = 0; sj_str_eq(name, SJ_S("export")) && i < count; i++)
        if (sj_str_eq(attribute[2 * i], SJ_S("generationDate")))
            b->list->version = sj_build_keep(b, attribute[2 * i + 1]);
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    const sj_str record[] = {SJ_S("sanctionEntity")};
    const sj_build_xml format = {.reader = &sj_reader_eu_fsf_xml,
                                 .root = "export",
                                 .record = record,
                                 .record_count = 1,
                                 .on_record = read_record,
                                 .on_open = read_root};
    sj_builder b = {.list = list, .arena = arena};
    SJ_TRY(sj_build_read_xml(&format, file, file_count, &b, reterr_diag));
    sj_eu_fsf_finish(list);
    return SJ_OK;
}

static bool recognise(sj_str first_bytes)
{
    return sj_build_is_xml(first_bytes, SJ_S("export"));
}

static const sj_list_left_out left_out[] = {
    {"@globalFileId", "a counter of the EU's exports"},
    {"@classificationCode", "the code of subjectType in one letter"},
    {"@regulationLanguage", "the language in which a clerk read the regulation"},
    {"nameAlias@logicalId", "a key inside the EU's database; the entry's own is kept"},
    {"birthdate@logicalId", "a key inside the EU's database"},
    {"identification@logicalId", "a key inside the EU's database"},
    {"address@logicalId", "a key inside the EU's database"},
    {"citizenship@logicalId", "a key inside the EU's database"},
    {"regulation@logicalId", "a key inside the EU's database"},
    {"regulationSummary*", "which act brought one single value; the entry's act is kept"},
    {"@strong", "coded: the kind of the name"},
    {"@circa", "coded: the date is circa"},
    {"@dayOfMonth", "the birth date again, in parts, where birthdate is given"},
    {"@monthOfYear", "the birth date again, in parts, where birthdate is given"},
    {"birthdate@year", "the birth date again, in parts, where birthdate is given"},
    {"@calendarType", "kept where it is not Gregorian"},
    {"@asAtListingTime", "coded: a note on the address"},
    {"@diplomatic", "coded: a note on the document"},
    {"@knownExpired", "coded: the document is invalid"},
    {"@knownFalse", "coded: the document is invalid"},
    {"@reportedLost", "coded: the document is invalid"},
    {"@revokedByIssuer", "coded: the document is invalid"},
};

const sj_list_reader sj_reader_eu_fsf_xml = {.format = SJ_LIST_EU_FSF_XML,
                                             .authority = "EU",
                                             .recognise = recognise,
                                             .read = read_list,
                                             .left_out = left_out,
                                             .left_out_count = SJ_COUNT(left_out)};
