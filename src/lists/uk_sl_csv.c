/* lists/uk_sl_csv.c -- the UK Sanctions List as CSV: a line with the date of
 * the report, a header of 58 columns, one row a name, address or birth date of
 * a designation; rows are joined by Unique ID. Real rows can lack cells at
 * their end, so a cut shows only where it leaves no line end. */
#include "lists/uk.h"

enum {
    UNIQUE_ID,
    TYPE,
    NAME6,
    NAME1,
    NAME2,
    NAME3,
    NAME4,
    NAME5,
    NAME_TYPE,
    STRENGTH,
    NON_LATIN,
    SCRIPT_TYPE,
    SCRIPT_LANGUAGE,
    UPDATED,
    GROUP_ID,
    UN_REFERENCE,
    REGIME,
    SOURCE,
    SANCTIONS,
    REASONS,
    LINE1,
    LINE2,
    LINE3,
    LINE4,
    LINE5,
    LINE6,
    POSTCODE,
    COUNTRY,
    DESIGNATED,
    NATIONAL_ID,
    NATIONAL_DETAIL,
    PASSPORT,
    PASSPORT_DETAIL,
    BIRTH_TOWN,
    BIRTH_COUNTRY
};
#define HAND(header)                       \
    {                                      \
        header, SJ_SHEET_BY_HAND, 0, false \
    }
static const sj_sheet_column columns[] = {
    [UNIQUE_ID] = HAND("Unique ID"),
    [TYPE] = HAND("Designation Type"),
    [NAME6] = HAND("Name 6"),
    [NAME1] = HAND("Name 1"),
    [NAME2] = HAND("Name 2"),
    [NAME3] = HAND("Name 3"),
    [NAME4] = HAND("Name 4"),
    [NAME5] = HAND("Name 5"),
    [NAME_TYPE] = HAND("Name type"),
    [STRENGTH] = HAND("Alias strength"),
    [NON_LATIN] = HAND("Name non-latin script"),
    [SCRIPT_TYPE] = HAND("Non-latin script type"),
    [SCRIPT_LANGUAGE] = HAND("Non-latin script language"),
    [UPDATED] = HAND("Last Updated"),
    [GROUP_ID] = {"OFSI Group ID", SJ_SHEET_FACT, SJ_FACT_OTHER, false},
    [UN_REFERENCE] = {"UN Reference Number", SJ_SHEET_FACT, SJ_FACT_OTHER, false},
    [REGIME] = HAND("Regime Name"),
    [SOURCE] = {"Designation source", SJ_SHEET_FACT, SJ_FACT_OTHER, false},
    [SANCTIONS] = HAND("Sanctions Imposed"),
    [REASONS] = HAND("UK Statement of Reasons"),
    [LINE1] = HAND("Address Line 1"),
    [LINE2] = HAND("Address Line 2"),
    [LINE3] = HAND("Address Line 3"),
    [LINE4] = HAND("Address Line 4"),
    [LINE5] = HAND("Address Line 5"),
    [LINE6] = HAND("Address Line 6"),
    [POSTCODE] = HAND("Address Postal Code"),
    [COUNTRY] = HAND("Address Country"),
    [DESIGNATED] = HAND("Date Designated"),
    [NATIONAL_ID] = HAND("National Identifier number"),
    [NATIONAL_DETAIL] = HAND("National Identifier additional information"),
    [PASSPORT] = HAND("Passport number"),
    [PASSPORT_DETAIL] = HAND("Passport additional information"),
    [BIRTH_TOWN] = HAND("Town of birth"),
    [BIRTH_COUNTRY] = HAND("Country of birth"),
    {"Title", SJ_SHEET_FACT, SJ_FACT_TITLE, false},
    {"Other Information", SJ_SHEET_FACT, SJ_FACT_REMARK, false},
    {"Phone number", SJ_SHEET_IDENTIFIER, SJ_ID_PHONE, true},
    {"Website", SJ_SHEET_IDENTIFIER, SJ_ID_WEBSITE, true},
    {"Email address", SJ_SHEET_IDENTIFIER, SJ_ID_EMAIL, true},
    {"D.O.B", SJ_SHEET_DATE, SJ_DATE_BIRTH, true},
    {"Nationality(/ies)", SJ_SHEET_FACT, SJ_FACT_NATIONALITY, true},
    {"Position", SJ_SHEET_FACT, SJ_FACT_POSITION, true},
    {"Gender", SJ_SHEET_FACT, SJ_FACT_GENDER, false},
    {"Type of entity", SJ_SHEET_FACT, SJ_FACT_LEGAL_FORM, true},
    {"Business registration number (s)", SJ_SHEET_IDENTIFIER, SJ_ID_REGISTRATION, true},
    {"IMO number", SJ_SHEET_IDENTIFIER, SJ_ID_IMO, true},
    {"Current owner/operator (s)", SJ_SHEET_FACT, SJ_FACT_VESSEL_OWNER, true},
    {"Previous owner/operator (s)", SJ_SHEET_FACT, SJ_FACT_VESSEL_OWNER_FORMER, true},
    {"Current believed flag of ship", SJ_SHEET_FACT, SJ_FACT_VESSEL_FLAG, true},
    {"Previous flags", SJ_SHEET_FACT, SJ_FACT_VESSEL_FLAG_FORMER, true},
    {"Type of ship", SJ_SHEET_FACT, SJ_FACT_VESSEL_TYPE, false},
    {"Tonnage of ship", SJ_SHEET_FACT, SJ_FACT_VESSEL_TONNAGE, false},
    {"Length of ship", SJ_SHEET_FACT, SJ_FACT_VESSEL_LENGTH, false},
    {"Year Built", SJ_SHEET_DATE, SJ_DATE_BUILT, false},
    {"Hull identification number (HIN)", SJ_SHEET_IDENTIFIER, SJ_ID_HULL, true},
};

static void add_names(sj_sheet *s)
{
    sj_builder *b = &s->b;
    sj_str name[6];
    for (size_t i = 0; i < 5; i++)
        name[i] = sj_sheet_get(s, NAME1 + i);
    name[5] = sj_sheet_get(s, NAME6);
    const sj_str full = sj_uk_full_name(b, name);
    const sj_name_kind kind =
        sj_uk_name_kind(sj_sheet_get(s, NAME_TYPE), sj_sheet_get(s, STRENGTH));
    if (sj_sheet_first(s, kind == SJ_NAME_PRIMARY ? SJ_S("primary") : SJ_S("alias"), full)) {
        const sj_str note[] = {sj_sheet_get(s, NAME_TYPE), sj_sheet_get(s, STRENGTH)};
        sj_uk_name(b, name, kind)->note = sj_build_join(b, note, 2, SJ_S("; "));
    }
    const sj_str original = sj_sheet_get(s, NON_LATIN);
    if (sj_sheet_first(s, SJ_S("non-latin"), original)) {
        sj_entity_name *n = sj_build_name(b, SJ_NAME_ORIGINAL, original);
        n->note = sj_build_keep(b, sj_sheet_get(s, SCRIPT_TYPE));
        n->language = sj_build_keep(b, sj_sheet_get(s, SCRIPT_LANGUAGE));
    }
}

static void add_places(sj_sheet *s)
{
    sj_builder *b = &s->b;
    sj_str part[8];
    for (size_t i = 0; i < 8; i++)
        part[i] = sj_sheet_get(s, LINE1 + i);
    if (sj_sheet_first(s, SJ_S("address"), sj_build_join(b, part, 8, SJ_S("|"))))
        sj_uk_address(b, part);
    const sj_str birth[] = {sj_sheet_get(s, BIRTH_TOWN), sj_sheet_get(s, BIRTH_COUNTRY)};
    if (sj_sheet_first(s, SJ_S("birth"), sj_build_join(b, birth, 2, SJ_S("|"))))
        sj_build_place(b, SJ_PLACE_BIRTH,
                       &(sj_build_place_parts){.city = birth[0], .country_text = birth[1]});
}

static void add_documents(sj_sheet *s)
{
    static const struct {
        size_t number, detail;
        sj_identifier_kind kind;
    } papers[] = {{NATIONAL_ID, NATIONAL_DETAIL, SJ_ID_NATIONAL},
                  {PASSPORT, PASSPORT_DETAIL, SJ_ID_PASSPORT}};
    for (size_t i = 0; i < SJ_COUNT(papers); i++) {
        const sj_str number = sj_sheet_get(s, papers[i].number);
        const sj_str detail = sj_sheet_get(s, papers[i].detail);
        const sj_str label = sj_str_from(columns[papers[i].number].header);
        const sj_str both[] = {number, detail};
        if (!sj_sheet_first(s, label, sj_build_join(&s->b, both, 2, SJ_S("|"))))
            continue;
        if (number.len)
            sj_build_described(&s->b, papers[i].kind, label, number, detail);
        else
            sj_build_fact(&s->b, SJ_FACT_OTHER, label, detail);
    }
}

static void add_listing(sj_sheet *s)
{
    sj_builder *b = &s->b;
    const sj_str part[] = {sj_sheet_get(s, REGIME), sj_sheet_get(s, SANCTIONS),
                           sj_sheet_get(s, REASONS), sj_sheet_get(s, DESIGNATED),
                           sj_sheet_get(s, UPDATED)};
    if (!sj_sheet_first(s, SJ_S("listing"), sj_build_join(b, part, SJ_COUNT(part), SJ_S("|"))))
        return;
    sj_entity_listing *l = sj_build_listing(b, "UK");
    l->programme = sj_build_keep(b, part[0]);
    l->measure = sj_build_keep(b, part[1]);
    l->reason = sj_build_keep(b, part[2]);
    l->reference = b->e->id;
    sj_build_listing_date(b, &l->listed, SJ_S("Date Designated"), part[3]);
    sj_build_listing_date(b, &l->amended, SJ_S("Last Updated"), part[4]);
}

static void on_row(sj_sheet *s)
{
    const sj_str type = sj_sheet_get(s, TYPE);
    sj_sheet_entity(s, sj_sheet_get(s, UNIQUE_ID), sj_uk_schema(type));
    if (s->fresh)
        sj_build_fact(&s->b, SJ_FACT_OTHER, SJ_S("Designation Type"), type);
    add_names(s);
    add_places(s);
    add_documents(s);
    add_listing(s);
}

static const sj_sheet_format format = {.column = columns,
                                       .column_count = SJ_COUNT(columns),
                                       .required = NAME_TYPE,
                                       .preamble = "Report Date:",
                                       .ragged = true,
                                       .on_row = on_row};

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    return sj_sheet_read_one(&format, file, file_count, arena, list, reterr_diag);
}

static bool recognise(sj_str first_bytes)
{
    static const char *const header[] = {"Unique ID", "OFSI Group ID", "Name 6", "Regime Name"};
    return sj_sheet_is(first_bytes, ',', header, SJ_COUNT(header));
}

const sj_list_reader sj_reader_uk_sl_csv = {
    .format = SJ_LIST_UK_SL_CSV, .authority = "UK", .recognise = recognise, .read = read_list};
