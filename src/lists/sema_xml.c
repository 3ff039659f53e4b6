/* lists/sema_xml.c -- Canada's list under the Special Economic Measures Act:
 * flat records. Files since 2023 name some elements anew and add ships.
 *
 *   (1) A record has no number of its own: country, schedule and item are its
 *       id, with a count behind where the file repeats them.
 *   (2) Aliases are separated by ", "; a piece that is only a legal form
 *       ("Ltd.") belongs to the piece before it. */
#include "lists/sheet.h"

#define TEXT(n, name) sj_xml_child_text(n, SJ_S(name))

struct reading {
    sj_builder b;
    sj_map id;
};
static void reading_done(struct reading *r)
{
    sj_map_done(&r->id);
}

static sj_str id_of(struct reading *r, const sj_xml_node *n)
{
    sj_builder *b = &r->b;
    const sj_str part[] = {TEXT(n, "Country"), TEXT(n, "Schedule"), TEXT(n, "Item")};
    sj_str id = sj_build_join(b, part, SJ_COUNT(part), SJ_S(" / "));
    sj_map_entry *seen;
    if (!b->status)
        b->status = sj_map_put(&r->id, id, &seen);
    if (!b->status && ++seen->value > 1)
        b->status = sj_arena_format(b->arena, &id, "%.*s / %llu", SJ_STR_FMT(id),
                                    (unsigned long long)seen->value);
    return b->status ? (sj_str){0} : id;
}

static bool is_legal_form(sj_str s)
{
    static const char *const forms[] = {"Ltd",  "Ltd.",    "Inc", "Inc.", "LLC",  "L.L.C.",
                                        "S.A.", "SA",      "JSC", "OJSC", "PJSC", "GmbH",
                                        "Co.",  "Limited", "Jr.", "Sr."};
    for (size_t i = 0; i < SJ_COUNT(forms); i++)
        if (sj_str_eq_nocase(s, sj_str_from(forms[i])))
            return true;
    return false;
}

static void read_aliases(sj_builder *b, sj_str text)
{
    size_t start = 0;
    text = sj_build_keep(b, text);        /* once: each name's note is the whole */
    for (size_t at = 0; at < text.len;) { /* (2) */
        size_t end = sj_str_find(text, SJ_S(","), at);
        const size_t next = sj_str_find(text, SJ_S(","), end + 1);
        at = end + 1;
        if (end < text.len && is_legal_form(sj_str_trim(sj_str_slice(text, end + 1, next))))
            continue;
        const sj_str piece = sj_str_trim(sj_str_slice(text, start, end));
        sj_entity_name *name =
            sj_build_name(b, sj_build_is_original(piece) ? SJ_NAME_ORIGINAL : SJ_NAME_ALIAS, piece);
        if (piece.len != text.len)
            name->note = text; /* the cut is ours */
        start = at;
    }
}

static void read_names(sj_builder *b, const sj_xml_node *n)
{
    const sj_str part[] = {TEXT(n, "GivenName"), TEXT(n, "LastName")};
    sj_entity_name *name = sj_build_name(b, SJ_NAME_PRIMARY, sj_build_join(b, part, 2, SJ_S(" ")));
    name->part[SJ_PART_GIVEN] = sj_build_keep(b, part[0]);
    name->part[SJ_PART_FAMILY] = sj_build_keep(b, part[1]);
    sj_build_name(b, SJ_NAME_PRIMARY, TEXT(n, "Entity"));
    sj_build_name(b, SJ_NAME_PRIMARY, TEXT(n, "EntityOrShip"));
    read_aliases(b, TEXT(n, "Aliases"));
}

static void read_record(sj_builder *b, const sj_xml_node *n)
{
    static const char *const known[] = {
        "Country", "Entity",      "EntityOrShip",  "LastName",     "GivenName",
        "Aliases", "Schedule",    "Item",          "DateOfBirth",  "DateOfBirthOrShipBuildDate",
        "Title",   "TitleOrShip", "ShipIMONumber", "DateOfListing"};
    struct reading *r = (struct reading *)(void *)b;
    const bool person = TEXT(n, "LastName").len || TEXT(n, "GivenName").len;
    const bool ship = TEXT(n, "ShipIMONumber").len > 0;
    const sj_str id = id_of(r, n), built = TEXT(n, "DateOfBirthOrShipBuildDate");
    if (!b->status && id.len == 0)
        sj_build_refuse(b, "expected Country, Schedule or Item in the record");
    sj_build_entity(b, id,
                    ship     ? SJ_SCHEMA_VESSEL
                    : person ? SJ_SCHEMA_PERSON
                             : SJ_SCHEMA_ORGANISATION);
    read_names(b, n);
    if (!b->status && b->e->name_count == 0)
        sj_build_refuse(b, "expected a name in the record");
    sj_build_dates(b, SJ_DATE_BIRTH, TEXT(n, "DateOfBirth"));
    sj_build_dates(b, ship ? SJ_DATE_BUILT : SJ_DATE_BIRTH, built);
    sj_build_fact(b, SJ_FACT_TITLE, SJ_S("Title"), TEXT(n, "Title"));
    sj_build_fact(b, ship ? SJ_FACT_VESSEL_TYPE : SJ_FACT_TITLE, SJ_S("TitleOrShip"),
                  TEXT(n, "TitleOrShip"));
    sj_build_number(b, SJ_ID_IMO, SJ_S("ShipIMONumber"), TEXT(n, "ShipIMONumber"));
    const sj_str reference[] = {TEXT(n, "Schedule"), TEXT(n, "Item")};
    sj_entity_listing *l = sj_build_listing(b, "CA");
    l->programme = sj_build_keep(b, TEXT(n, "Country"));
    l->reference = sj_build_join(b, reference, 2, SJ_S(", item "));
    sj_build_listing_date(b, &l->listed, SJ_S("DateOfListing"), TEXT(n, "DateOfListing"));
    sj_build_rest(b, n, known, SJ_COUNT(known));
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    const sj_str record[] = {SJ_S("record")};
    const sj_build_xml format = {.reader = &sj_reader_sema_xml,
                                 .root = "data-set",
                                 .record = record,
                                 .record_count = 1,
                                 .on_record = read_record};
    __attribute__((__cleanup__(reading_done))) struct reading r = {
        .b = {.list = list, .arena = arena}};
    return sj_build_read_xml(&format, file, file_count, &r.b, reterr_diag);
}

static bool recognise(sj_str first_bytes)
{
    return sj_build_is_xml(first_bytes, SJ_S("data-set")) &&
           sj_str_find(first_bytes, SJ_S("<Country>"), 0) < first_bytes.len;
}

const sj_list_reader sj_reader_sema_xml = {
    .format = SJ_LIST_SEMA_XML, .authority = "CA", .recognise = recognise, .read = read_list};
