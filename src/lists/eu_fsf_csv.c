/* lists/eu_fsf_csv.c -- the EU's list as CSV: ';' between cells, one row a name,
 * address, birth date, document or citizenship; rows are joined by the entry's
 * logical id. Version 1.1 has 118 columns, 1.0 has 59 with short prefixes.
 *
 *   (1) Columns of one prefix become the node that the XML would have, and
 *       lists/eu_fsf.c maps it: one mapping for both forms.
 *   (2) A copy saved by a spreadsheet program (each row one quoted cell, letters
 *       lost) is refused: what it lost cannot be known. */
#include "lists/eu_fsf.h"

enum section {
    NAME,
    ADDRESS,
    BIRTH,
    IDENTIFICATION,
    CITIZENSHIP,
    REGULATION,
    ENTITY,
    SECTION_COUNT,
    ID = SECTION_COUNT,
    SUBJECT,
    FILE_DATE,
    OUT
};
static const char *const element[SECTION_COUNT] = {"nameAlias",      "address",     "birthdate",
                                                   "identification", "citizenship", "regulation",
                                                   "sanctionEntity"};

/* Header, section, attribute of the XML. */
/* clang-format off */
#define COLUMNS(X) \
    X("fileGenerationDate", FILE_DATE, "") \
    X("Entity_LogicalId", ID, "") \
    X("Entity_EU_ReferenceNumber", ENTITY, "euReferenceNumber") \
    X("Entity_UnitedNationId", ENTITY, "unitedNationId") \
    X("Entity_DesignationDate", ENTITY, "designationDate") \
    X("Entity_DesignationDetails", ENTITY, "designationDetails") \
    X("Entity_Remark", ENTITY, "remark") \
    X("Entity_SubjectType", SUBJECT, "") \
    X("Entity_SubjectType_ClassificationCode", OUT, "") \
    X("Entity_Regulation_Type", REGULATION, "regulationType") \
    X("Entity_Regulation_OrganisationType", REGULATION, "organisationType") \
    X("Entity_Regulation_PublicationDate", REGULATION, "publicationDate") \
    X("Entity_Regulation_EntryIntoForceDate", REGULATION, "entryIntoForceDate") \
    X("Entity_Regulation_NumberTitle", REGULATION, "numberTitle") \
    X("Entity_Regulation_Programme", REGULATION, "programme") \
    X("Entity_Regulation_PublicationUrl", REGULATION, "publicationUrl") \
    X("NameAlias_LastName", NAME, "lastName") \
    X("NameAlias_FirstName", NAME, "firstName") \
    X("NameAlias_MiddleName", NAME, "middleName") \
    X("NameAlias_WholeName", NAME, "wholeName") \
    X("NameAlias_NameLanguage", NAME, "nameLanguage") \
    X("NameAlias_Gender", NAME, "gender") \
    X("NameAlias_Title", NAME, "title") \
    X("NameAlias_Function", NAME, "function") \
    X("NameAlias_LogicalId", OUT, "") \
    X("NameAlias_RegulationLanguage", OUT, "") \
    X("NameAlias_Remark", NAME, "remark") \
    X("NameAlias_Regulation_Type", OUT, "") \
    X("NameAlias_Regulation_OrganisationType", OUT, "") \
    X("NameAlias_Regulation_PublicationDate", OUT, "") \
    X("NameAlias_Regulation_EntryIntoForceDate", OUT, "") \
    X("NameAlias_Regulation_NumberTitle", OUT, "") \
    X("NameAlias_Regulation_Programme", OUT, "") \
    X("NameAlias_Regulation_PublicationUrl", OUT, "") \
    X("Address_City", ADDRESS, "city") \
    X("Address_Street", ADDRESS, "street") \
    X("Address_PoBox", ADDRESS, "poBox") \
    X("Address_ZipCode", ADDRESS, "zipCode") \
    X("Address_Region", ADDRESS, "region") \
    X("Address_Place", ADDRESS, "place") \
    X("Address_AsAtListingTime", ADDRESS, "asAtListingTime") \
    X("Address_ContactInfo", ADDRESS, "contactInfo") \
    X("Address_CountryIso2Code", ADDRESS, "countryIso2Code") \
    X("Address_CountryDescription", ADDRESS, "countryDescription") \
    X("Address_LogicalId", OUT, "") \
    X("Address_RegulationLanguage", OUT, "") \
    X("Address_Remark", ADDRESS, "remark") \
    X("Address_Regulation_Type", OUT, "") \
    X("Address_Regulation_OrganisationType", OUT, "") \
    X("Address_Regulation_PublicationDate", OUT, "") \
    X("Address_Regulation_EntryIntoForceDate", OUT, "") \
    X("Address_Regulation_NumberTitle", OUT, "") \
    X("Address_Regulation_Programme", OUT, "") \
    X("Address_Regulation_PublicationUrl", OUT, "") \
    X("BirthDate_BirthDate", BIRTH, "birthdate") \
    X("BirthDate_Day", BIRTH, "dayOfMonth") \
    X("BirthDate_Month", BIRTH, "monthOfYear") \
    X("BirthDate_Year", BIRTH, "year") \
    X("BirthDate_YearRangeFrom", BIRTH, "yearRangeFrom") \
    X("BirthDate_YearRangeTo", BIRTH, "yearRangeTo") \
    X("BirthDate_Circa", BIRTH, "circa") \
    X("BirthDate_CalendarType", BIRTH, "calendarType") \
    X("BirthDate_ZipCode", BIRTH, "zipCode") \
    X("BirthDate_Region", BIRTH, "region") \
    X("BirthDate_Place", BIRTH, "place") \
    X("BirthDate_City", BIRTH, "city") \
    X("BirthDate_CountryIso2Code", BIRTH, "countryIso2Code") \
    X("BirthDate_CountryDescription", BIRTH, "countryDescription") \
    X("BirthDate_LogicalId", OUT, "") \
    X("BirthDate_RegulationLanguage", OUT, "") \
    X("BirthDate_Remark", BIRTH, "remark") \
    X("BirthDate_Regulation_Type", OUT, "") \
    X("BirthDate_Regulation_OrganisationType", OUT, "") \
    X("BirthDate_Regulation_PublicationDate", OUT, "") \
    X("BirthDate_Regulation_EntryIntoForceDate", OUT, "") \
    X("BirthDate_Regulation_NumberTitle", OUT, "") \
    X("BirthDate_Regulation_Programme", OUT, "") \
    X("BirthDate_Regulation_PublicationUrl", OUT, "") \
    X("Identification_Number", IDENTIFICATION, "number") \
    X("Identification_Diplomatic", IDENTIFICATION, "diplomatic") \
    X("Identification_KnownExpired", IDENTIFICATION, "knownExpired") \
    X("Identification_KnownFalse", IDENTIFICATION, "knownFalse") \
    X("Identification_ReportedLost", IDENTIFICATION, "reportedLost") \
    X("Identification_RevokedByIssuer", IDENTIFICATION, "revokedByIssuer") \
    X("Identification_IssuedBy", IDENTIFICATION, "issuedBy") \
    X("Identification_IssuedDate", IDENTIFICATION, "issuedDate") \
    X("Identification_ValidFrom", IDENTIFICATION, "validFrom") \
    X("Identification_ValidTo", IDENTIFICATION, "validTo") \
    X("Identification_LatinNumber", IDENTIFICATION, "latinNumber") \
    X("Identification_NameOnDocument", IDENTIFICATION, "nameOnDocument") \
    X("Identification_TypeCode", IDENTIFICATION, "identificationTypeCode") \
    X("Identification_TypeDescription", IDENTIFICATION, "identificationTypeDescription") \
    X("Identification_Region", IDENTIFICATION, "region") \
    X("Identification_CountryIso2Code", IDENTIFICATION, "countryIso2Code") \
    X("Identification_CountryDescription", IDENTIFICATION, "countryDescription") \
    X("Identification_LogicalId", OUT, "") \
    X("Identification_RegulationLanguage", OUT, "") \
    X("Identification_Remark", IDENTIFICATION, "remark") \
    X("Identification_Regulation_Type", OUT, "") \
    X("Identification_Regulation_OrganisationType", OUT, "") \
    X("Identification_Regulation_PublicationDate", OUT, "") \
    X("Identification_Regulation_EntryIntoForceDate", OUT, "") \
    X("Identification_Regulation_NumberTitle", OUT, "") \
    X("Identification_Regulation_Programme", OUT, "") \
    X("Identification_Regulation_PublicationUrl", OUT, "") \
    X("Citizenship_Region", CITIZENSHIP, "region") \
    X("Citizenship_CountryIso2Code", CITIZENSHIP, "countryIso2Code") \
    X("Citizenship_CountryDescription", CITIZENSHIP, "countryDescription") \
    X("Citizenship_LogicalId", OUT, "") \
    X("Citizenship_RegulationLanguage", OUT, "") \
    X("Citizenship_Remark", CITIZENSHIP, "remark") \
    X("Citizenship_Regulation_Type", OUT, "") \
    X("Citizenship_Regulation_OrganisationType", OUT, "") \
    X("Citizenship_Regulation_PublicationDate", OUT, "") \
    X("Citizenship_Regulation_EntryIntoForceDate", OUT, "") \
    X("Citizenship_Regulation_NumberTitle", OUT, "") \
    X("Citizenship_Regulation_Programme", OUT, "") \
    X("Citizenship_Regulation_PublicationUrl", OUT, "") \
    X("Date_file", FILE_DATE, "") \
    X("Entity_logical_id", ID, "") \
    X("Date_filexxxx", FILE_DATE, "") \
    X("Subject_type", SUBJECT, "") \
    X("Leba_numtitle", REGULATION, "numberTitle") \
    X("Leba_publication_date", REGULATION, "publicationDate") \
    X("Leba_url", REGULATION, "publicationUrl") \
    X("Programme", REGULATION, "programme") \
    X("Entity_remark", ENTITY, "remark") \
    X("Naal_logical_id", OUT, "") \
    X("Naal_leba_numtitle", OUT, "") \
    X("Naal_leba_publication_date", OUT, "") \
    X("Naal_leba_url", OUT, "") \
    X("Naal_programme", OUT, "") \
    X("Naal_lastname", NAME, "lastName") \
    X("Naal_firstname", NAME, "firstName") \
    X("Naal_middlename", NAME, "middleName") \
    X("Naal_wholename", NAME, "wholeName") \
    X("Naal_gender", NAME, "gender") \
    X("Naal_title", NAME, "title") \
    X("Naal_function", NAME, "function") \
    X("Naal_language", NAME, "nameLanguage") \
    X("Addr_logical_id", OUT, "") \
    X("Addr_leba_numtitle", OUT, "") \
    X("Addr_leba_publication_date", OUT, "") \
    X("Addr_leba_url", OUT, "") \
    X("Addr_programme", OUT, "") \
    X("Addr_number", ADDRESS, "number") \
    X("Addr_street", ADDRESS, "street") \
    X("Addr_zipcode", ADDRESS, "zipCode") \
    X("Addr_city", ADDRESS, "city") \
    X("Addr_country", ADDRESS, "countryDescription") \
    X("Addr_other", ADDRESS, "contactInfo") \
    X("Birt_logical_id", OUT, "") \
    X("Birt_leba_numtitle", OUT, "") \
    X("Birt_leba_publication_date", OUT, "") \
    X("Birt_leba_url", OUT, "") \
    X("Birt_programme", OUT, "") \
    X("Birt_date", BIRTH, "birthdate") \
    X("Birt_place", BIRTH, "place") \
    X("Birt_country", BIRTH, "countryDescription") \
    X("Iden_logical_id", OUT, "") \
    X("Iden_leba_numtitle", OUT, "") \
    X("Iden_leba_publication_date", OUT, "") \
    X("Iden_leba_url", OUT, "") \
    X("Iden_programme", OUT, "") \
    X("Iden_number", IDENTIFICATION, "number") \
    X("Iden_country", IDENTIFICATION, "countryDescription") \
    X("Citi_logical_id", OUT, "") \
    X("Citi_leba_numtitle", OUT, "") \
    X("Citi_leba_publication_date", OUT, "") \
    X("Citi_leba_url", OUT, "") \
    X("Citi_programme", OUT, "") \
    X("Citi_country", CITIZENSHIP, "countryDescription") \
    X("EU_ref_num", ENTITY, "euReferenceNumber")
/* clang-format on */

static const sj_sheet_column columns[] = {
#define X(header, section, attribute) {header, SJ_SHEET_BY_HAND, 0, false},
    COLUMNS(X)
#undef X
};
static const struct {
    enum section section;
    const char *attribute;
} meaning[] = {
#define X(header, section, attribute) {section, attribute},
    COLUMNS(X)
#undef X
};

static sj_str first_of(const sj_sheet *s, enum section section)
{
    for (size_t i = 0; i < SJ_COUNT(columns); i++)
        if (meaning[i].section == section && sj_sheet_get(s, i).len)
            return sj_sheet_get(s, i);
    return (sj_str){0};
}

#define ATTRIBUTES_MAX 32 /* the widest section has 20 */

/* (1) */
static void read_section(sj_sheet *s, enum section section)
{
    sj_str pair[2 * ATTRIBUTES_MAX];
    sj_xml_node n = {.name = sj_str_from(element[section]), .attribute = pair};
    SJ_SCOPED(sj_buf) all = {0};
    for (size_t i = 0; i < SJ_COUNT(columns) && n.attribute_count < ATTRIBUTES_MAX; i++) {
        const sj_str value = meaning[i].section == section ? sj_sheet_get(s, i) : (sj_str){0};
        if (value.len == 0)
            continue;
        pair[2 * n.attribute_count] = sj_str_from(meaning[i].attribute);
        pair[2 * n.attribute_count++ + 1] = value;
        sj_buf_add_u64(&all, i);
        sj_buf_add_char(&all, '=');
        sj_buf_add(&all, value);
    }
    if (!s->b.status)
        s->b.status = sj_buf_status(&all);
    if (n.attribute_count && sj_sheet_first(s, n.name, sj_buf_str(&all)))
        sj_eu_fsf_part(&s->b, &n);
}

static void on_row(sj_sheet *s)
{
    const sj_str subject = first_of(s, SUBJECT);
    if (s->b.list->version.len == 0)
        s->b.list->version = sj_build_keep(&s->b, first_of(s, FILE_DATE));
    sj_sheet_entity(s, first_of(s, ID), sj_eu_fsf_schema(subject));
    if (s->fresh)
        sj_build_fact(&s->b, SJ_FACT_OTHER, SJ_S("subjectType"), subject);
    for (size_t i = 0; i < SECTION_COUNT; i++)
        read_section(s, (enum section)i);
}

static bool is_mangled(sj_str bytes)
{
    if (sj_str_starts(bytes, SJ_S("\xef\xbb\xbf")))
        bytes = sj_str_slice(bytes, 3, bytes.len);
    const size_t close = sj_str_find(bytes, SJ_S("\""), 1);
    return sj_str_starts(bytes, SJ_S("\"")) && sj_str_find(bytes, SJ_S(";"), 0) < close;
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    static const sj_sheet_format format = {.column = columns,
                                           .column_count = SJ_COUNT(columns),
                                           .csv = {.separator = ';', .stray_quotes = true},
                                           .on_row = on_row};
    if (file_count && is_mangled(file->bytes)) { /* (2) */
        sj_diag_file(reterr_diag, file->name);
        return sj_diag_set(reterr_diag, SJ_ECORRUPT,
                           "expected cells between ';': here each row is one quoted cell, as "
                           "spreadsheet programs save it, with letters lost; fetch the original",
                           0, 1, 1);
    }
    SJ_TRY(sj_sheet_read_one(&format, file, file_count, arena, list, reterr_diag));
    sj_eu_fsf_finish(list);
    return SJ_OK;
}

static bool recognise(sj_str first_bytes)
{
    static const char *const now[] = {"Entity_LogicalId", "NameAlias_WholeName"};
    static const char *const before[] = {"Entity_logical_id", "Naal_wholename"};
    return sj_sheet_is(first_bytes, ';', now, 2) || sj_sheet_is(first_bytes, ';', before, 2);
}

static const sj_list_left_out left_out[] = {
    {"Entity_SubjectType_ClassificationCode", "the code of the subject type in one letter"},
    {"*_LogicalId", "a key inside the EU's database; the entry's own is its id"},
    {"*_logical_id", "a key inside the EU's database; the entry's own is its id"},
    {"*_RegulationLanguage", "the language in which a clerk read the regulation"},
    {"NameAlias_Regulation_*", "which act brought one single value; the entry's act is kept"},
    {"Address_Regulation_*", "which act brought one single value"},
    {"BirthDate_Regulation_*", "which act brought one single value"},
    {"Identification_Regulation_*", "which act brought one single value"},
    {"Citizenship_Regulation_*", "which act brought one single value"},
    {"Naal_leba_*", "which act brought one single value"},
    {"Addr_leba_*", "which act brought one single value"},
    {"Birt_leba_*", "which act brought one single value"},
    {"Iden_leba_*", "which act brought one single value"},
    {"Citi_leba_*", "which act brought one single value"},
    {"*_programme", "the programme of the act that brought one single value"},
};

const sj_list_reader sj_reader_eu_fsf_csv = {.format = SJ_LIST_EU_FSF_CSV,
                                             .authority = "EU",
                                             .recognise = recognise,
                                             .read = read_list,
                                             .left_out = left_out,
                                             .left_out_count = SJ_COUNT(left_out)};
