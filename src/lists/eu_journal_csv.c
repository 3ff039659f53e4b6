/* lists/eu_journal_csv.c -- annexes of EU acts, as published in the Official
 * Journal and set into tables, one file an act; a folder of them is one list.
 *
 *   (1) Rows are one entity only if act, number, annex and name agree: numbers
 *       start again in each annex, and rows without a number stand alone.
 *   (2) "X (Сергей Y)" is a name and its original script.
 * Not chosen: joining the same person over acts. That is a finding, not what
 * the file says. */
#include "lists/sheet.h"
#include "lists/unread.h"
#include <stdio.h>

enum {
    CELEX,
    RECORD_ID,
    PROGRAM_KEY,
    SCHEMA,
    NAME,
    ANNEX,
    MEASURE,
    START_DATE,
    REASON,
    ALIAS,
    WEAK_ALIAS,
    PREVIOUS_NAME,
    NATIONALITY,
    BIRTH_DATE
};
static const sj_sheet_column columns[] = {
    [CELEX] = {"celex", SJ_SHEET_BY_HAND, 0, false},
    [RECORD_ID] = {"recordId", SJ_SHEET_BY_HAND, 0, false},
    [PROGRAM_KEY] = {"programKey", SJ_SHEET_BY_HAND, 0, false},
    [SCHEMA] = {"schema", SJ_SHEET_BY_HAND, 0, false},
    [NAME] = {"name", SJ_SHEET_BY_HAND, 0, false},
    [ANNEX] = {"annex", SJ_SHEET_BY_HAND, 0, false},
    [MEASURE] = {"measure", SJ_SHEET_BY_HAND, 0, false},
    [START_DATE] = {"startDate", SJ_SHEET_BY_HAND, 0, false},
    [REASON] = {"reason", SJ_SHEET_BY_HAND, 0, false},
    [ALIAS] = {"alias", SJ_SHEET_BY_HAND, 0, false},
    [WEAK_ALIAS] = {"weakAlias", SJ_SHEET_BY_HAND, 0, false},
    [PREVIOUS_NAME] = {"previousName", SJ_SHEET_BY_HAND, 0, false},
    [NATIONALITY] = {"nationality", SJ_SHEET_BY_HAND, 0, false},
    [BIRTH_DATE] = {"birthDate", SJ_SHEET_DATE, SJ_DATE_BIRTH, true},
    {"country", SJ_SHEET_FACT, SJ_FACT_RESIDENCE, true},
    {"jurisdiction", SJ_SHEET_FACT, SJ_FACT_JURISDICTION, true},
    {"birthPlace", SJ_SHEET_BIRTH_PLACE, 0, true},
    {"position", SJ_SHEET_FACT, SJ_FACT_POSITION, true},
    {"passportNumber", SJ_SHEET_IDENTIFIER, SJ_ID_PASSPORT, true},
    {"gender", SJ_SHEET_FACT, SJ_FACT_GENDER, false},
    {"appearance", SJ_SHEET_FACT, SJ_FACT_OTHER, false},
    {"ethnicity", SJ_SHEET_FACT, SJ_FACT_OTHER, false},
    {"fatherName", SJ_SHEET_FACT, SJ_FACT_FATHER, true},
    {"motherName", SJ_SHEET_FACT, SJ_FACT_MOTHER, true},
    {"incorporationDate", SJ_SHEET_DATE, SJ_DATE_FOUNDED, true},
    {"legalForm", SJ_SHEET_FACT, SJ_FACT_LEGAL_FORM, true},
    {"sector", SJ_SHEET_FACT, SJ_FACT_SECTOR, true},
    {"registrationNumber", SJ_SHEET_IDENTIFIER, SJ_ID_REGISTRATION, true},
    {"taxNumber", SJ_SHEET_IDENTIFIER, SJ_ID_TAX, true},
    {"idNumber", SJ_SHEET_IDENTIFIER, SJ_ID_NATIONAL, true},
    {"innCode", SJ_SHEET_IDENTIFIER, SJ_ID_INN, true},
    {"ogrnCode", SJ_SHEET_IDENTIFIER, SJ_ID_OGRN, true},
    {"kppCode", SJ_SHEET_IDENTIFIER, SJ_ID_TAX, true},
    {"okpoCode", SJ_SHEET_IDENTIFIER, SJ_ID_REGISTRATION, true},
    {"leiCode", SJ_SHEET_IDENTIFIER, SJ_ID_LEI, true},
    {"swiftBic", SJ_SHEET_IDENTIFIER, SJ_ID_BIC, true},
    {"ticker", SJ_SHEET_IDENTIFIER, SJ_ID_OTHER, true},
    {"imoNumber", SJ_SHEET_IDENTIFIER, SJ_ID_IMO, true},
    {"mmsi", SJ_SHEET_IDENTIFIER, SJ_ID_MMSI, true},
    {"flag", SJ_SHEET_FACT, SJ_FACT_VESSEL_FLAG, true},
    {"address", SJ_SHEET_ADDRESS, 0, true},
    {"phone", SJ_SHEET_IDENTIFIER, SJ_ID_PHONE, true},
    {"email", SJ_SHEET_IDENTIFIER, SJ_ID_EMAIL, true},
    {"website", SJ_SHEET_IDENTIFIER, SJ_ID_WEBSITE, true},
    {"notes", SJ_SHEET_FACT, SJ_FACT_REMARK, false},
};

static sj_schema schema_of(sj_str text)
{
    if (sj_str_eq(text, SJ_S("Person")))
        return SJ_SCHEMA_PERSON;
    if (sj_str_eq(text, SJ_S("Vessel")))
        return SJ_SCHEMA_VESSEL;
    if (sj_str_eq(text, SJ_S("Asset")))
        return SJ_SCHEMA_OTHER;
    if (sj_str_eq(text, SJ_S("LegalEntity"))) /* a person or a body: the act does not say */
        return SJ_SCHEMA_UNKNOWN;
    return SJ_SCHEMA_ORGANISATION;
}

/* "32014R0269/I/12/<name>": (1). The name is hashed to keep the id short. */
static sj_str id_of(sj_sheet *s)
{
    sj_builder *b = &s->b;
    const sj_str record = sj_sheet_get(s, RECORD_ID), annex = sj_sheet_get(s, ANNEX);
    const uint64_t hash = sj_hash_str(sj_sheet_get(s, NAME)) >> 32;
    char own[48];
    const int n = snprintf(own, sizeof own, record.len ? "%08llx" : "%08llx-row-%llu",
                           (unsigned long long)hash, (unsigned long long)b->line);
    const sj_str part[] = {sj_sheet_get(s, CELEX), annex, record, {own, (size_t)n}};
    return sj_build_join(b, part, SJ_COUNT(part), SJ_S("/"));
}

static void add_names(sj_sheet *s, size_t column, sj_name_kind kind)
{
    sj_str *piece;
    size_t count;
    sj_sheet_split(s, sj_sheet_get(s, column), &piece, &count);
    for (size_t i = 0; i < count; i++)
        if (sj_sheet_first(s, SJ_S("name"), piece[i]))
            sj_build_two_scripts(&s->b, kind, piece[i]);
}

static void add_nationality(sj_sheet *s)
{
    static const sj_str label = {"nationality", 11};
    sj_str *piece;
    size_t count;
    sj_sheet_split(s, sj_sheet_get(s, NATIONALITY), &piece, &count);
    for (size_t i = 0; i < count; i++) {
        sj_str rest = piece[i], one;
        bool all = !sj_country_parse(piece[i]).len;
        while (all && sj_str_split(&rest, ',', &one))
            all = sj_country_parse(sj_str_trim(one)).len > 0;
        rest = piece[i];
        if (!all && sj_sheet_first(s, label, piece[i]))
            sj_build_fact(&s->b, SJ_FACT_NATIONALITY, label, piece[i]);
        while (all && sj_str_split(&rest, ',', &one))
            if (sj_sheet_first(s, label, sj_str_trim(one)))
                sj_build_fact(&s->b, SJ_FACT_NATIONALITY, label, one);
    }
}

static void add_listing(sj_sheet *s)
{
    sj_builder *b = &s->b;
    const sj_str part[] = {sj_sheet_get(s, CELEX), sj_sheet_get(s, ANNEX)};
    sj_entity_listing *l = sj_build_listing(b, "EU");
    l->legal_basis = sj_build_join(b, part, 2, SJ_S(", annex "));
    l->programme = sj_build_keep(b, sj_sheet_get(s, PROGRAM_KEY));
    l->measure = sj_build_keep(b, sj_sheet_get(s, MEASURE));
    l->reference = sj_build_keep(b, sj_sheet_get(s, RECORD_ID));
    l->reason = sj_build_keep(b, sj_sheet_get(s, REASON));
    sj_build_listing_date(b, &l->listed, SJ_S("startDate"), sj_sheet_get(s, START_DATE));
}

static void on_row(sj_sheet *s)
{
    const sj_str name = sj_sheet_get(s, NAME);
    if (name.len == 0)
        sj_build_refuse(&s->b, "expected a name in the row");
    sj_sheet_entity(s, id_of(s), schema_of(sj_sheet_get(s, SCHEMA)));
    if (s->fresh)
        sj_build_fact(&s->b, SJ_FACT_OTHER, SJ_S("schema"), sj_sheet_get(s, SCHEMA));
    if (sj_sheet_first(s, SJ_S("name"), name))
        sj_build_two_scripts(&s->b, SJ_NAME_PRIMARY, name);
    add_names(s, ALIAS, SJ_NAME_ALIAS);
    add_names(s, WEAK_ALIAS, SJ_NAME_WEAK);
    add_names(s, PREVIOUS_NAME, SJ_NAME_FORMER);
    add_nationality(s);
    add_listing(s);
}

static const sj_sheet_format format = {
    .column = columns, .column_count = SJ_COUNT(columns), .required = ANNEX, .on_row = on_row};

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    SJ_SCOPED(sj_sheet) s = {.b = {.list = list, .arena = arena}};
    for (size_t i = 0; i < file_count; i++)
        SJ_TRY(sj_sheet_read(&format, &file[i], &s, reterr_diag));
    SJ_TRY(sj_unread_end(&s.b, SJ_OK));
    if (list->entity_count == 0)
        return sj_diag_set(reterr_diag, SJ_ECORRUPT, "expected at least one entry", 0, 0, 0);
    return SJ_OK;
}

static bool recognise(sj_str first_bytes)
{
    static const char *const header[] = {"celex", "recordId", "programKey", "annex", "schema"};
    return sj_sheet_is(first_bytes, ',', header, SJ_COUNT(header));
}

/* An act is "32014R0269.csv": year, letter of the kind, number. */
static bool is_act(sj_str name)
{
    if (name.len != 14 || !sj_str_ends(name, SJ_S(".csv")))
        return false;
    for (size_t i = 0; i < 10; i++)
        if (i != 5 && (name.ptr[i] < '0' || name.ptr[i] > '9'))
            return false;
    return true;
}
static bool companion(sj_str lead_name, sj_str other_name)
{
    return is_act(lead_name) && is_act(other_name);
}

const sj_list_reader sj_reader_eu_journal_csv = {
    .format = SJ_LIST_EU_JOURNAL_CSV,
    .authority = "EU",
    .recognise = recognise,
    .read = read_list,
    .companion = companion,
};
