/* lists/us_csl_csv.c -- the Consolidated Screening List of the United States
 * (trade.gov): one row an entry, several values of a cell between ';'.
 *
 *   (1) The id is `_id` where the file has it; older files do not: then source,
 *       number and name together.
 *   (2) `ids` holds "type, number, country": the number may itself hold commas,
 *       so the type is before the first and the country after the last.
 *   (3) `ids` and the remarks of OFAC's rows are OFAC's statements (lists/ofac.c): a
 *       gender, a website, "Linked To".
 * Not chosen: leaving out the rows that repeat OFAC's SDN list. Whoever loads
 * both may drop one list; a reader that drops rows would be silent about it. */
#include "lists/ofac.h"
#include "lists/sheet.h"

enum {
    SOURCE,
    NAME,
    TYPE,
    ALT_NAMES,
    PROGRAMS,
    ENTITY_NUMBER,
    KEY,
    NOTICE,
    START,
    END,
    LICENSE,
    POLICY,
    IDS,
    REMARKS,
    ADDRESSES
};
#define HAND(header)                       \
    {                                      \
        header, SJ_SHEET_BY_HAND, 0, false \
    }
static const sj_sheet_column columns[] = {
    [SOURCE] = HAND("source"),
    [NAME] = HAND("name"),
    [TYPE] = HAND("type"),
    [ALT_NAMES] = HAND("alt_names"),
    [PROGRAMS] = HAND("programs"),
    [ENTITY_NUMBER] = HAND("entity_number"),
    [KEY] = HAND("_id"),
    [NOTICE] = HAND("federal_register_notice"),
    [START] = HAND("start_date"),
    [END] = HAND("end_date"),
    [LICENSE] = HAND("license_requirement"),
    [POLICY] = {"license_policy", SJ_SHEET_FACT, SJ_FACT_OTHER, false},
    [IDS] = HAND("ids"),
    [REMARKS] = HAND("remarks"),
    [ADDRESSES] = {"addresses", SJ_SHEET_ADDRESS, 0, true},
    {"title", SJ_SHEET_FACT, SJ_FACT_POSITION, true},
    {"standard_order", SJ_SHEET_FACT, SJ_FACT_OTHER, false},
    {"call_sign", SJ_SHEET_IDENTIFIER, SJ_ID_CALL_SIGN, false},
    {"vessel_type", SJ_SHEET_FACT, SJ_FACT_VESSEL_TYPE, false},
    {"gross_tonnage", SJ_SHEET_FACT, SJ_FACT_VESSEL_TONNAGE, false},
    {"gross_registered_tonnage", SJ_SHEET_FACT, SJ_FACT_VESSEL_TONNAGE, false},
    {"vessel_flag", SJ_SHEET_FACT, SJ_FACT_VESSEL_FLAG, false},
    {"vessel_owner", SJ_SHEET_FACT, SJ_FACT_VESSEL_OWNER, false},
    {"source_list_url", SJ_SHEET_FACT, SJ_FACT_SOURCE_URL, false},
    {"citizenships", SJ_SHEET_FACT, SJ_FACT_NATIONALITY, true},
    {"dates_of_birth", SJ_SHEET_DATE, SJ_DATE_BIRTH, true},
    {"nationalities", SJ_SHEET_FACT, SJ_FACT_NATIONALITY, true},
    {"places_of_birth", SJ_SHEET_BIRTH_PLACE, 0, true},
    {"source_information_url", SJ_SHEET_FACT, SJ_FACT_SOURCE_URL, false},
};

static sj_schema schema_of(sj_str type)
{
    sj_schema schema = SJ_SCHEMA_UNKNOWN;
    if (sj_str_eq_nocase(type, SJ_S("Individual")))
        schema = SJ_SCHEMA_PERSON;
    else if (sj_str_eq_nocase(type, SJ_S("Entity")))
        schema = SJ_SCHEMA_ORGANISATION;
    else if (sj_str_eq_nocase(type, SJ_S("Vessel")))
        schema = SJ_SCHEMA_VESSEL;
    else if (sj_str_eq_nocase(type, SJ_S("Aircraft")))
        schema = SJ_SCHEMA_AIRCRAFT;
    return schema;
}

/* "LAST, First" of a person. */
static void read_name(sj_sheet *s, sj_name_kind kind, sj_str text)
{
    sj_builder *b = &s->b;
    const size_t comma = sj_str_find(text, SJ_S(","), 0);
    if (b->e->schema != SJ_SCHEMA_PERSON || comma == text.len) {
        sj_build_two_scripts(b, kind, text);
        return;
    }
    const sj_str part[] = {sj_str_slice(text, comma + 1, text.len), sj_str_slice(text, 0, comma)};
    sj_entity_name *n = sj_build_name(b, kind, sj_build_join(b, part, 2, SJ_S(" ")));
    n->part[SJ_PART_GIVEN] = sj_build_keep(b, part[0]);
    n->part[SJ_PART_FAMILY] = sj_build_keep(b, part[1]);
    n->note = sj_build_keep(b, text);
}

static void read_aliases(sj_sheet *s)
{
    sj_str *piece;
    size_t count;
    sj_sheet_split(s, sj_sheet_get(s, ALT_NAMES), &piece, &count);
    for (size_t i = 0; i < count; i++)
        if (sj_sheet_first(s, SJ_S("name"), piece[i]))
            read_name(s, SJ_NAME_ALIAS, piece[i]);
}

static void read_ids(sj_sheet *s)
{
    sj_str *piece;
    size_t count;
    sj_sheet_split(s, sj_sheet_get(s, IDS), &piece, &count);
    for (size_t i = 0; i < count; i++) { /* (2) */
        const sj_str p = piece[i];
        const size_t first = sj_str_find(p, SJ_S(","), 0);
        size_t last = first;
        for (size_t at = first; at < p.len; at = sj_str_find(p, SJ_S(","), at + 1))
            last = at;
        const sj_str type = sj_str_trim(sj_str_slice(p, 0, first));
        const sj_str number = sj_str_slice(p, first + 1, last > first ? last : p.len);
        const sj_str country = last > first ? sj_str_slice(p, last + 1, p.len) : (sj_str){0};
        if (first == p.len)
            sj_build_fact(&s->b, SJ_FACT_OTHER, SJ_S("ids"), p);
        else
            sj_ofac_state(&s->b, &(sj_ofac_statement){.label = type,
                                                      .value = number,
                                                      .country = country,
                                                      .note = p,
                                                      .document = true});
    }
}

static void read_remarks(sj_sheet *s) /* (3) */
{
    const sj_str text = sj_sheet_get(s, REMARKS);
    if (!sj_sheet_first(s, SJ_S("remarks"), text))
        return;
    if (sj_build_find_nocase(sj_sheet_get(s, SOURCE), SJ_S("Treasury"), 0) <
        sj_sheet_get(s, SOURCE).len)
        sj_ofac_remarks(&s->b, text);
    else
        sj_build_fact(&s->b, SJ_FACT_REMARK, SJ_S("remarks"), text);
}

static void on_row(sj_sheet *s)
{
    sj_builder *b = &s->b;
    const sj_str part[] = {sj_sheet_get(s, SOURCE), sj_sheet_get(s, ENTITY_NUMBER),
                           sj_sheet_get(s, NAME)};
    const sj_str key = sj_sheet_get(s, KEY);
    if (part[2].len == 0)
        sj_build_refuse(b, "expected a name in the row");
    sj_sheet_entity(s, key.len ? key : sj_build_join(b, part, 3, SJ_S(" / ")), /* (1) */
                    schema_of(sj_sheet_get(s, TYPE)));
    if (s->fresh) {
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("type"), sj_sheet_get(s, TYPE));
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("entity_number"), part[1]);
    }
    if (sj_sheet_first(s, SJ_S("name"), part[2]))
        read_name(s, SJ_NAME_PRIMARY, part[2]);
    read_aliases(s);
    read_ids(s);
    read_remarks(s);
    sj_entity_listing *l = sj_build_listing(b, "US");
    l->authority = sj_build_keep(b, part[0]);
    l->programme = sj_build_keep(b, sj_sheet_get(s, PROGRAMS));
    l->measure = sj_build_keep(b, sj_sheet_get(s, LICENSE));
    l->reference = sj_build_keep(b, part[1]);
    l->legal_basis = sj_build_keep(b, sj_sheet_get(s, NOTICE));
    sj_build_listing_date(b, &l->listed, SJ_S("start_date"), sj_sheet_get(s, START));
    sj_build_fact(b, SJ_FACT_OTHER, SJ_S("end_date"), sj_sheet_get(s, END));
}

static const sj_sheet_format format = {.column = columns,
                                       .column_count = SJ_COUNT(columns),
                                       .required = ENTITY_NUMBER,
                                       .on_row = on_row};

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    SJ_TRY(sj_sheet_read_one(&format, file, file_count, arena, list, reterr_diag));
    return sj_ofac_resolve_links(list);
}

static bool recognise(sj_str first_bytes)
{
    static const char *const header[] = {"source", "entity_number", "alt_names", "programs"};
    return sj_sheet_is(first_bytes, ',', header, SJ_COUNT(header));
}

const sj_list_reader sj_reader_us_csl_csv = {
    .format = SJ_LIST_US_CSL_CSV, .authority = "US", .recognise = recognise, .read = read_list};
