/* lists/uk_conlist_csv.c -- OFSI's consolidated list (until January 2026), one
 * row a name, birth date or address; rows are joined by Group ID.
 *
 *   (1) Two layouts, told apart by their headers: 36 columns in UTF-8 (2022),
 *       29 columns in windows-1252 (older). An older file that is valid UTF-8
 *       is read as such. In windows-1252 every byte is a letter, so a damaged
 *       one cannot be seen.
 *   (2) Older files number several values in one cell: "1) Qatar 2) Yemen". */
#include "lists/uk.h"

enum {
    GROUP_ID,
    TYPE,
    NAME6,
    NAME1,
    NAME2,
    NAME3,
    NAME4,
    NAME5,
    ALIAS_TYPE,
    REGIME,
    LISTED,
    ALIAS_QUALITY,
    NON_LATIN,
    SCRIPT_TYPE,
    SCRIPT_LANGUAGE,
    UPDATED,
    DESIGNATED,
    LINE1,
    LINE2,
    LINE3,
    LINE4,
    LINE5,
    LINE6,
    POSTCODE,
    COUNTRY,
    BIRTH_TOWN,
    BIRTH_COUNTRY,
    PASSPORT_NUMBER,
    PASSPORT_DETAIL,
    NATIONAL_ID,
    NATIONAL_DETAIL,
    NI_NUMBER
};
#define HAND(header)                       \
    {                                      \
        header, SJ_SHEET_BY_HAND, 0, false \
    }
static const sj_sheet_column columns[] = {
    [GROUP_ID] = HAND("Group ID"),
    [TYPE] = HAND("Group Type"),
    [NAME6] = HAND("Name 6"),
    [NAME1] = HAND("Name 1"),
    [NAME2] = HAND("Name 2"),
    [NAME3] = HAND("Name 3"),
    [NAME4] = HAND("Name 4"),
    [NAME5] = HAND("Name 5"),
    [ALIAS_TYPE] = HAND("Alias Type"),
    [REGIME] = HAND("Regime"),
    [LISTED] = HAND("Listed On"),
    [ALIAS_QUALITY] = HAND("Alias Quality"),
    [NON_LATIN] = HAND("Name Non-Latin Script"),
    [SCRIPT_TYPE] = HAND("Non-Latin Script Type"),
    [SCRIPT_LANGUAGE] = HAND("Non-Latin Script Language"),
    [UPDATED] = HAND("Last Updated"),
    [DESIGNATED] = {"UK Sanctions List Date Designated", SJ_SHEET_FACT, SJ_FACT_OTHER, false},
    [LINE1] = HAND("Address 1"),
    [LINE2] = HAND("Address 2"),
    [LINE3] = HAND("Address 3"),
    [LINE4] = HAND("Address 4"),
    [LINE5] = HAND("Address 5"),
    [LINE6] = HAND("Address 6"),
    [POSTCODE] = HAND("Post/Zip Code"),
    [COUNTRY] = HAND("Country"),
    [BIRTH_TOWN] = HAND("Town of Birth"),
    [BIRTH_COUNTRY] = HAND("Country of Birth"),
    [PASSPORT_NUMBER] = HAND("Passport Number"),
    [PASSPORT_DETAIL] = HAND("Passport Details"),
    [NATIONAL_ID] = HAND("National Identification Number"),
    [NATIONAL_DETAIL] = HAND("National Identification Details"),
    [NI_NUMBER] = HAND("NI Number"),
    {"Title", SJ_SHEET_FACT, SJ_FACT_TITLE, false},
    {"DOB", SJ_SHEET_DATE, SJ_DATE_BIRTH, true},
    {"Nationality", SJ_SHEET_FACT, SJ_FACT_NATIONALITY, true},
    {"Position", SJ_SHEET_FACT, SJ_FACT_POSITION, true},
    {"Other Information", SJ_SHEET_FACT, SJ_FACT_REMARK, false},
};

static void add_names(sj_sheet *s)
{
    sj_builder *b = &s->b;
    sj_str name[6];
    for (size_t i = 0; i < 5; i++)
        name[i] = sj_sheet_get(s, NAME1 + i);
    name[5] = sj_sheet_get(s, NAME6);
    const sj_str type = sj_sheet_get(s, ALIAS_TYPE), quality = sj_sheet_get(s, ALIAS_QUALITY);
    const sj_name_kind kind = sj_uk_name_kind(type, quality);
    if (sj_sheet_first(s, sj_name_kind_text(kind), sj_uk_full_name(b, name))) {
        const sj_str note[] = {type, quality};
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
    sj_str *town, *country;
    size_t towns, countries;
    sj_sheet_split(s, sj_sheet_get(s, BIRTH_TOWN), &town, &towns);
    sj_sheet_split(s, sj_sheet_get(s, BIRTH_COUNTRY), &country, &countries);
    for (size_t i = 0; i < towns || i < countries; i++) { /* (2): the first with the first */
        const sj_str birth[] = {i < towns ? town[i] : (sj_str){0},
                                i < countries ? country[i] : (sj_str){0}};
        if (sj_sheet_first(s, SJ_S("birth"), sj_build_join(b, birth, 2, SJ_S("|"))))
            sj_build_place(b, SJ_PLACE_BIRTH,
                           &(sj_build_place_parts){.city = birth[0], .country_text = birth[1]});
    }
}

/* Numbers in a cell that each get a copy of the words about them; seen: 4. */
enum { NOTES_MAX = 64 };

/* `number` holds the number, `detail` words about it or, in the older layout,
 * both at once. */
static void add_document(sj_sheet *s, size_t number, size_t detail, sj_identifier_kind kind)
{
    const sj_str words = sj_sheet_get(s, detail);
    const sj_str text = sj_sheet_get(s, number).len ? sj_sheet_get(s, number) : words;
    const sj_str label = sj_str_from(columns[number].header), both[] = {text, words};
    if (!sj_sheet_first(s, label, sj_build_join(&s->b, both, 2, SJ_S("|"))))
        return;
    sj_str *piece;
    size_t count;
    sj_sheet_split(s, text, &piece, &count);
    const bool same = text.ptr == words.ptr;
    const bool apart = !same && count > NOTES_MAX; /* else each number bears the words */
    for (size_t i = 0; i < count; i++)
        sj_build_described(&s->b, kind, label, piece[i], same || apart ? (sj_str){0} : words);
    if (apart)
        sj_build_fact(&s->b, SJ_FACT_OTHER, sj_str_from(columns[detail].header), words);
}

static void add_listing(sj_sheet *s)
{
    sj_builder *b = &s->b;
    const sj_str part[] = {sj_sheet_get(s, REGIME), sj_sheet_get(s, LISTED),
                           sj_sheet_get(s, UPDATED)};
    if (!sj_sheet_first(s, SJ_S("listing"), sj_build_join(b, part, SJ_COUNT(part), SJ_S("|"))))
        return;
    sj_entity_listing *l = sj_build_listing(b, "UK");
    l->programme = sj_build_keep(b, part[0]);
    l->reference = b->e->id;
    sj_build_listing_date(b, &l->listed, SJ_S("Listed On"), part[1]);
    sj_build_listing_date(b, &l->amended, SJ_S("Last Updated"), part[2]);
}

static void on_row(sj_sheet *s)
{
    const sj_str type = sj_sheet_get(s, TYPE);
    sj_sheet_entity(s, sj_sheet_get(s, GROUP_ID), sj_uk_schema(type));
    if (s->fresh)
        sj_build_fact(&s->b, SJ_FACT_OTHER, SJ_S("Group Type"), type);
    add_names(s);
    add_places(s);
    add_document(s, PASSPORT_NUMBER, PASSPORT_DETAIL, SJ_ID_PASSPORT);
    add_document(s, NATIONAL_ID, NATIONAL_DETAIL, SJ_ID_NATIONAL);
    add_document(s, NI_NUMBER, NI_NUMBER, SJ_ID_NATIONAL);
    add_listing(s);
}

static bool is_older(sj_str bytes)
{
    static const char *const newer[] = {"Group ID", "Alias Quality"};
    return !sj_sheet_is(sj_str_slice(bytes, 0, 4096), ',', newer, 2);
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    sj_sheet_format format = {.column = columns,
                              .column_count = SJ_COUNT(columns),
                              .required = ALIAS_QUALITY,
                              .preamble = "Last Updated",
                              .on_row = on_row};
    if (file_count && is_older(file->bytes) && sj_utf8_check(file->bytes) < file->bytes.len)
        format.csv.encoding = SJ_CSV_WINDOWS_1252; /* (1) */
    return sj_sheet_read_one(&format, file, file_count, arena, list, reterr_diag);
}

static bool recognise(sj_str first_bytes)
{
    static const char *const header[] = {"Group ID", "Group Type", "Name 6", "Regime"};
    return sj_sheet_is(first_bytes, ',', header, SJ_COUNT(header));
}

const sj_list_reader sj_reader_uk_conlist_csv = {
    .format = SJ_LIST_UK_CONLIST_CSV, .authority = "UK", .recognise = recognise, .read = read_list};
