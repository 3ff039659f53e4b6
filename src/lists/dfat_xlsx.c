/* lists/dfat_xlsx.c -- Australia's consolidated list, a spreadsheet with one
 * row a name: the rows 1113, 1113a, 1113b ... are one entity, whose facts are
 * repeated in every row, sometimes with small differences.
 *
 * An entity is what shares the digits of the reference; rows of one entity need
 * not be neighbours (2940j stands among 2941's). Its facts are the union over
 * its rows: a value is added once, and a birth date that only an alias's row
 * has belongs to that alias. Columns are found by their headings; a heading
 * that is not known becomes a fact with that label, so nothing is lost.
 *
 *   (1) every row gives exactly one name;
 *   (2) "NA", "N/A" and "na" say nothing and are no values.
 *
 * A birth cell that is a number is an Excel serial, unless it lies in
 * 1800..2100: then it is a year (as a serial it would be a day of 1904..1905,
 * and the file does hold bare years). */
#include "lists/reader.h"
#include "lists/unread.h"
#include "lists/xlsx.h"

enum column {
    COL_REFERENCE,
    COL_NAME,
    COL_TYPE,
    COL_NAME_TYPE,
    COL_BIRTH,
    COL_BIRTH_PLACE,
    COL_CITIZENSHIP,
    COL_ADDRESS,
    COL_INFORMATION,
    COL_LISTING,
    COL_COMMITTEE,
    COL_CONTROL,
    COL_COUNT
};
static const char *const heading[COL_COUNT] = {"Reference",
                                               "Name of Individual or Entity",
                                               "Type",
                                               "Name Type",
                                               "Date of Birth",
                                               "Place of Birth",
                                               "Citizenship",
                                               "Address",
                                               "Additional Information",
                                               "Listing Information",
                                               "Committees",
                                               "Control Date"};
enum { COLUMNS_MAX = 256 }; /* the file has 12; Excel's limit is 16,384 */

struct dfat {
    sj_list *list;
    sj_arena *arena;
    sj_diag *diag;
    sj_map seen;               /* digits of the reference -> index + 1 */
    uint8_t role[COLUMNS_MAX]; /* enum column + 1, 0 = unknown */
    sj_str label[COLUMNS_MAX];
    bool has_header;
    sj_builder unknown; /* counts the columns that have no role */
    uint64_t line;      /* of the row */
    uint64_t control_max;
};

struct row {
    const sj_xlsx_cell *cell[COL_COUNT];
    sj_str text[COL_COUNT];
    int32_t name; /* index of this row's name */
};

static bool recognise(sj_str bytes)
{
    sj_str wanted[4];
    for (size_t i = 0; i < 4; i++)
        wanted[i] = sj_str_from(heading[i]);
    return sj_xlsx_has_row(bytes, wanted, 4);
}

static bool is_nothing(sj_str s) /* (2) */
{
    return s.len == 0 || sj_str_eq_nocase(s, SJ_S("na")) || sj_str_eq_nocase(s, SJ_S("n/a"));
}

static sj_status read_header(struct dfat *d, const sj_xlsx_cell *cell, size_t count)
{
    unsigned found = 0;
    for (size_t i = 0; i < count; i++) {
        if (cell[i].column >= COLUMNS_MAX)
            return sj_diag_set(d->diag, SJ_ELIMIT, "expected at most 256 columns", 0, 1, 0);
        const sj_str text = sj_str_trim(cell[i].text);
        d->label[cell[i].column] = text;
        for (unsigned c = 0; c < COL_COUNT; c++)
            if (sj_str_eq_nocase(text, sj_str_from(heading[c]))) {
                d->role[cell[i].column] = (uint8_t)(c + 1);
                found += c <= COL_NAME_TYPE;
            }
    }
    d->has_header = found == 4;
    return d->has_header
               ? SJ_OK
               : sj_diag_set(d->diag, SJ_EFORMAT, "expected the headings of the list", 0, 1, 0);
}

/* ---- one fact, once ---- */

static bool has_fact(const sj_entity *e, sj_fact_kind kind, sj_str label, sj_str value)
{
    for (size_t i = 0; i < e->fact_count; i++)
        if (e->fact[i].kind == kind && sj_str_eq(e->fact[i].label, label) &&
            sj_str_eq(e->fact[i].value, value))
            return true;
    return false;
}

static sj_status add_fact(struct dfat *d, sj_entity *e, sj_fact_kind kind, sj_str label,
                          sj_str value)
{
    value = sj_str_trim(value);
    if (is_nothing(value) || has_fact(e, kind, label, value))
        return SJ_OK;
    return sj_list_fact(e, d->arena, kind, label, value);
}

static sj_status add_place(struct dfat *d, sj_entity *e, sj_place_kind kind, sj_str full)
{
    full = sj_str_trim(full);
    if (is_nothing(full))
        return SJ_OK;
    for (size_t i = 0; i < e->place_count; i++)
        if (e->place[i].kind == kind && sj_str_eq(e->place[i].full, full))
            return SJ_OK;
    size_t comma = full.len;
    while (comma > 0 && full.ptr[comma - 1] != ',')
        comma--;
    sj_str country = sj_str_trim(sj_str_slice(full, comma, full.len));
    if (sj_country_parse(country).len == 0)
        country = (sj_str){0};
    return sj_list_place(e, d->arena, kind, full, country);
}

static bool has_date(const sj_entity *e, sj_str text)
{
    for (size_t i = 0; i < e->date_count; i++)
        if (sj_str_eq(e->date[i].text, text) || sj_str_eq(e->date[i].note, text))
            return true;
    return false;
}

static sj_status add_date(struct dfat *d, sj_entity *e, sj_str text, int32_t name)
{
    text = sj_str_trim(text);
    const sj_str alternative = SJ_S("alt DOB:");
    if (sj_str_starts_nocase(text, alternative))
        text = sj_str_trim(sj_str_slice(text, alternative.len, text.len));
    if (is_nothing(text) || has_date(e, text))
        return SJ_OK;
    return sj_list_dates_among_words(e, d->arena, SJ_DATE_BIRTH, text, name);
}

/* ---- cells with several values ---- */

/* Of one reference: each value is compared with those before. Seen: 35 names,
 * 21 places. */
enum { VALUES_MAX = 2000 };

static sj_status check_values(const struct dfat *d, const sj_entity *e)
{
    if (e->name_count < VALUES_MAX && e->date_count < VALUES_MAX && e->place_count < VALUES_MAX &&
        e->fact_count < VALUES_MAX)
        return SJ_OK;
    return sj_diag_set(d->diag, SJ_ELIMIT, "expected at most 2,000 values of one reference", 0,
                       d->line, 0);
}

typedef sj_status (*add_value)(struct dfat *d, sj_entity *e, sj_str value, int32_t tag);

/* Cuts at every separator and hands each piece on. */
static sj_status each_piece(struct dfat *d, sj_entity *e, sj_str text, const sj_str *separator,
                            size_t separator_count, add_value add, int32_t tag)
{
    for (size_t from = 0; from <= text.len;) {
        size_t end = text.len, skip = 0;
        for (size_t i = 0; i < separator_count; i++) {
            const size_t at = sj_str_find(text, separator[i], from);
            if (at < end) {
                end = at;
                skip = separator[i].len;
            }
        }
        SJ_TRY(check_values(d, e));
        SJ_TRY(add(d, e, sj_str_slice(text, from, end), tag));
        from = end + (skip ? skip : 1);
    }
    return SJ_OK;
}

static sj_status each_value(struct dfat *d, sj_entity *e, sj_str text, const sj_str *separator,
                            size_t separator_count, add_value add, int32_t tag)
{
    sj_str *item = NULL;
    size_t count = 0;
    if (is_nothing(text))
        return SJ_OK;
    SJ_TRY(sj_list_enumeration(d->arena, text, &item, &count));
    for (size_t i = 0; i < count; i++)
        SJ_TRY(each_piece(d, e, item[i], separator, separator_count, add, tag));
    return SJ_OK;
}

static sj_status value_date(struct dfat *d, sj_entity *e, sj_str value, int32_t name)
{
    return add_date(d, e, value, name);
}

static sj_status value_place(struct dfat *d, sj_entity *e, sj_str value, int32_t kind)
{
    return add_place(d, e, (sj_place_kind)kind, value);
}

/* The part of "Russian, Ukrainian and Moldovan" before the first mark; *rest is what is
 * behind it. The whole where it is one state ("Trinidad and Tobago") or has no mark. */
static sj_str first_state(sj_str text, sj_str *ret_rest)
{
    static const sj_str marks[] = {{" and ", 5}, {",", 1}, {"/", 1}};
    size_t end = text.len, skip = 0;
    for (size_t i = 0; i < SJ_COUNT(marks) && sj_country_parse(text).len == 0; i++) {
        const size_t at = sj_str_find(text, marks[i], 0);
        if (at < end) {
            end = at;
            skip = marks[i].len;
        }
    }
    *ret_rest = sj_str_trim(sj_str_slice(text, end + skip, text.len));
    return sj_str_trim(sj_str_slice(text, 0, end));
}

/* A longer text is no list of states: seen, 52 bytes; each part looks through the rest. */
enum { STATES_BYTES_MAX = 1024 };

static bool are_states(sj_str text)
{
    if (text.len > STATES_BYTES_MAX)
        return false;
    while (text.len)
        if (sj_country_parse(first_state(text, &text)).len == 0)
            return false;
    return true;
}

/* Several states in one text, if each part is one; else the text as it is. */
static sj_status value_citizenship(struct dfat *d, sj_entity *e, sj_str value, int32_t unused)
{
    (void)unused;
    sj_str rest = sj_str_trim(value);
    if (!are_states(rest))
        return add_fact(d, e, SJ_FACT_NATIONALITY, (sj_str){0}, value);
    while (rest.len)
        SJ_TRY(add_fact(d, e, SJ_FACT_NATIONALITY, (sj_str){0}, first_state(rest, &rest)));
    return SJ_OK;
}

/* ---- rows ---- */

static sj_status birth_serial(struct dfat *d, sj_entity *e, sj_str text, int32_t name)
{
    uint64_t serial;
    sj_date day;
    if (!sj_str_to_u64(text, &serial) || (serial >= 1800 && serial <= 2100) ||
        !sj_date_from_excel(serial, &day))
        return add_date(d, e, text, name);
    if (has_date(e, text))
        return SJ_OK;
    SJ_TRY(sj_list_date(e, d->arena, SJ_DATE_BIRTH, text, name));
    sj_entity_date *added = &e->date[e->date_count - 1];
    added->parsed = true;
    added->range = (sj_date_range){day, day, false};
    return SJ_OK;
}

static sj_status add_birth(struct dfat *d, sj_entity *e, const struct row *r)
{
    static const sj_str separator[] = {{";", 1}, {">>", 2}, {" or ", 4}};
    const sj_xlsx_cell *c = r->cell[COL_BIRTH];
    const int32_t name = e->name[r->name].kind == SJ_NAME_PRIMARY ? -1 : r->name;
    if (c && c->number)
        return birth_serial(d, e, r->text[COL_BIRTH], name);
    return each_value(d, e, r->text[COL_BIRTH], separator, SJ_COUNT(separator), value_date, name);
}

static sj_name_kind name_kind(sj_str type, bool *ret_known)
{
    *ret_known = true;
    if (sj_str_eq_nocase(type, SJ_S("Primary Name")))
        return SJ_NAME_PRIMARY;
    if (sj_str_eq_nocase(type, SJ_S("Original Script")))
        return SJ_NAME_ORIGINAL;
    if (sj_str_starts_nocase(type, SJ_S("Formerly")) ||
        sj_str_starts_nocase(type, SJ_S("Previously")))
        return SJ_NAME_FORMER;
    *ret_known = sj_str_eq_nocase(type, SJ_S("aka"));
    return SJ_NAME_ALIAS;
}

static sj_schema schema_of(sj_str type)
{
    if (sj_str_eq_nocase(type, SJ_S("Individual")))
        return SJ_SCHEMA_PERSON;
    if (sj_str_eq_nocase(type, SJ_S("Entity")))
        return SJ_SCHEMA_ORGANISATION;
    return sj_str_eq_nocase(type, SJ_S("Vessel")) ? SJ_SCHEMA_VESSEL : SJ_SCHEMA_UNKNOWN;
}

static sj_status add_name(struct dfat *d, sj_entity *e, struct row *r)
{
    bool known;
    const sj_name_kind kind = name_kind(r->text[COL_NAME_TYPE], &known);
    r->name = (int32_t)e->name_count;
    SJ_TRY(sj_list_name(e, d->arena, kind, r->text[COL_NAME]));
    const bool own = !sj_str_eq(r->text[COL_REFERENCE], e->id);
    const sj_str note[] = {own ? r->text[COL_REFERENCE] : (sj_str){0},
                           known ? (sj_str){0} : r->text[COL_NAME_TYPE]};
    return sj_list_join(d->arena, note, 2, SJ_S(", "), &e->name[r->name].note);
}

/* "Listed on 16 May 2014 (amended on ...)": the first date after "isted on". */
static void listed_on(sj_str text, sj_date_range *ret)
{
    const sj_str mark = SJ_S("isted on");
    const size_t at = sj_str_find(text, mark, 0);
    sj_str rest = sj_str_slice(text, at + mark.len, text.len), piece = rest;
    (void)sj_str_split(&rest, '(', &piece);
    piece = sj_str_trim(piece);
    if (piece.len && piece.ptr[0] == ':')
        piece = sj_str_trim(sj_str_slice(piece, 1, piece.len));
    (void)sj_date_parse(piece, ret); /* unreadable: the words stay in legal_basis */
}

static sj_status add_listing(struct dfat *d, sj_entity *e, const struct row *r)
{
    for (size_t i = 0; i < e->listing_count; i++)
        if (sj_str_eq(e->listing[i].legal_basis, r->text[COL_LISTING]) &&
            sj_str_eq(e->listing[i].programme, r->text[COL_COMMITTEE]))
            return SJ_OK;
    sj_entity_listing *l = sj_entity_add_listing(e, d->arena);
    if (!l)
        return SJ_ENOMEM;
    l->authority = SJ_S("AU");
    l->reference = e->id;
    l->legal_basis = r->text[COL_LISTING];
    l->programme = r->text[COL_COMMITTEE];
    listed_on(l->legal_basis, &l->listed);
    return SJ_OK;
}

/* The day on which the row was last checked: kept for the newest listing. */
static sj_status add_control(struct dfat *d, sj_entity *e, const struct row *r)
{
    uint64_t serial;
    sj_date day;
    const sj_str text = r->text[COL_CONTROL];
    if (!sj_str_to_u64(text, &serial) || !sj_date_from_excel(serial, &day))
        return add_fact(d, e, SJ_FACT_OTHER, SJ_S("Control Date"), text);
    if (serial > d->control_max)
        d->control_max = serial;
    char iso[32];
    sj_str value;
    const sj_date_range range = {day, day, false};
    SJ_TRY(sj_arena_copy(d->arena, (sj_str){iso, sj_date_write(&range, iso)}, &value));
    return add_fact(d, e, SJ_FACT_OTHER, SJ_S("Control Date"), value);
}

static sj_status add_facts(struct dfat *d, sj_entity *e, struct row *r)
{
    static const sj_str semicolon[] = {{";", 1}};
    SJ_TRY(add_name(d, e, r)); /* (1) */
    SJ_TRY(add_birth(d, e, r));
    SJ_TRY(each_value(d, e, r->text[COL_BIRTH_PLACE], semicolon, 1, value_place, SJ_PLACE_BIRTH));
    SJ_TRY(each_value(d, e, r->text[COL_CITIZENSHIP], semicolon, 1, value_citizenship, 0));
    SJ_TRY(each_value(d, e, r->text[COL_ADDRESS], semicolon, 1, value_place, SJ_PLACE_ADDRESS));
    SJ_TRY(add_fact(d, e, SJ_FACT_REMARK, (sj_str){0}, r->text[COL_INFORMATION]));
    SJ_TRY(add_listing(d, e, r));
    return add_control(d, e, r);
}

static sj_status find_entity(struct dfat *d, const struct row *r, uint64_t line, sj_entity **ret)
{
    const sj_str reference = r->text[COL_REFERENCE];
    size_t digits = 0;
    while (digits < reference.len && reference.ptr[digits] >= '0' && reference.ptr[digits] <= '9')
        digits++;
    if (digits == 0)
        return sj_diag_set(d->diag, SJ_ESYNTAX, "expected a reference that begins with digits", 0,
                           line, 1);
    if (r->text[COL_NAME].len == 0)
        return sj_diag_set(d->diag, SJ_ESYNTAX, "expected a name", 0, line, 2);
    sj_map_entry *entry = NULL;
    const sj_str id = sj_str_slice(reference, 0, digits);
    SJ_TRY(sj_map_put(&d->seen, id, &entry));
    if (entry->value == 0) {
        if (!sj_list_add_entity(d->list, d->arena, id, schema_of(r->text[COL_TYPE])))
            return SJ_ENOMEM;
        entry->value = d->list->entity_count;
    }
    *ret = &d->list->entity[entry->value - 1];
    return SJ_OK;
}

static sj_status on_row(void *ctx, uint64_t line, const sj_xlsx_cell *cell, size_t count)
{
    struct dfat *d = ctx;
    struct row r = {0};
    sj_entity *e = NULL;
    if (!d->has_header)
        return read_header(d, cell, count);
    for (size_t i = 0; i < count; i++) {
        const unsigned role = cell[i].column < COLUMNS_MAX ? d->role[cell[i].column] : 0;
        if (role == 0)
            continue;
        r.cell[role - 1] = &cell[i];
        r.text[role - 1] = sj_str_trim(cell[i].text);
    }
    d->line = line;
    SJ_TRY(find_entity(d, &r, line, &e));
    SJ_TRY(check_values(d, e));
    SJ_TRY(add_facts(d, e, &r));
    for (size_t i = 0; i < count; i++) {
        const uint32_t c = cell[i].column;
        if (c < COLUMNS_MAX && d->role[c])
            continue;
        const sj_str label =
            c < COLUMNS_MAX && d->label[c].len ? d->label[c] : SJ_S("(no heading)");
        SJ_TRY(add_fact(d, e, SJ_FACT_OTHER, label, cell[i].text));
        if (sj_str_trim(cell[i].text).len)
            sj_unread_kept(&d->unknown, label);
    }
    return d->unknown.status;
}

static sj_status read_sheets(struct dfat *d, sj_str bytes)
{
    sj_xlsx *x = NULL;
    SJ_TRY(sj_xlsx_open(bytes, d->arena, &x, d->diag));
    for (size_t i = 0; i < sj_xlsx_sheet_count(x); i++) {
        d->has_header = false;
        memset(d->role, 0, sizeof d->role);
        sj_diag_field(d->diag, sj_xlsx_sheet_name(x, i));
        SJ_TRY(sj_xlsx_rows(x, i, on_row, d, d->diag));
    }
    return SJ_OK;
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options SJ_UNUSED, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    struct dfat d = {.list = list, .arena = arena, .diag = reterr_diag};
    if (file_count != 1)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected one workbook", 0, 0, 0);
    d.unknown = (sj_builder){.list = list, .arena = arena};
    const sj_status s = sj_unread_end(&d.unknown, read_sheets(&d, file[0].bytes));
    sj_map_done(&d.seen);
    SJ_TRY(s);
    sj_date day;
    char iso[32];
    if (d.control_max && sj_date_from_excel(d.control_max, &day)) {
        const sj_date_range range = {day, day, false};
        SJ_TRY(sj_arena_copy(arena, (sj_str){iso, sj_date_write(&range, iso)}, &list->version));
    }
    return SJ_OK;
}

const sj_list_reader sj_reader_dfat_xlsx = {
    .format = SJ_LIST_DFAT_XLSX,
    .authority = "AU",
    .recognise = recognise,
    .read = read_list,
};
