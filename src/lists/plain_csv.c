/* lists/plain_csv.c -- anybody's own table: a header and a mapping from its
 * columns to what a list can say. Without a mapping the headers themselves are
 * the targets (`name`, `birth_date`, `passport` ...), without regard to case.
 *
 *   (1) a column that is not mapped and not a target becomes a fact with its
 *       header as label;
 *   (2) several values in a cell are separated by '|', as in a roster; never
 *       by ';' or ',', which stand inside names and addresses;
 *   (3) without an id column the number of the row is the id.
 *
 * Recognised only if it has a name column and every official table would be
 * known by another: the names of columns that only those have are refused. */
#include "lists/table.h"
#include "lists/unread.h"

enum { COLUMNS_MAX = 256 };

enum action {
    DO_ID,
    DO_NAME,
    DO_PART,
    DO_DATE,
    DO_FACT,
    DO_IDENTIFIER,
    DO_PLACE,
    DO_SCHEMA,
    DO_LISTING,
    DO_OTHER
};
static const struct target {
    const char *name;
    enum action action;
    int kind;
} targets[] = {
    {"id", DO_ID, 0},
    {"schema", DO_SCHEMA, 0},
    {"type", DO_SCHEMA, 0},
    {"name", DO_NAME, SJ_NAME_PRIMARY},
    {"alias", DO_NAME, SJ_NAME_ALIAS},
    {"aliases", DO_NAME, SJ_NAME_ALIAS},
    {"other_names", DO_NAME, SJ_NAME_ALIAS},
    {"weak_alias", DO_NAME, SJ_NAME_WEAK},
    {"native_name", DO_NAME, SJ_NAME_ORIGINAL},
    {"former_name", DO_NAME, SJ_NAME_FORMER},
    {"abbreviation", DO_NAME, SJ_NAME_ABBREVIATION},
    {"maiden_name", DO_NAME, SJ_NAME_MAIDEN},
    {"first_name", DO_PART, SJ_PART_GIVEN},
    {"given_name", DO_PART, SJ_PART_GIVEN},
    {"middle_name", DO_PART, SJ_PART_MIDDLE},
    {"patronymic", DO_PART, SJ_PART_PATRONYMIC},
    {"last_name", DO_PART, SJ_PART_FAMILY},
    {"family_name", DO_PART, SJ_PART_FAMILY},
    {"surname", DO_PART, SJ_PART_FAMILY},
    {"suffix", DO_PART, SJ_PART_SUFFIX},
    {"birth_date", DO_DATE, SJ_DATE_BIRTH},
    {"date_of_birth", DO_DATE, SJ_DATE_BIRTH},
    {"dob", DO_DATE, SJ_DATE_BIRTH},
    {"death_date", DO_DATE, SJ_DATE_DEATH},
    {"founded", DO_DATE, SJ_DATE_FOUNDED},
    {"built", DO_DATE, SJ_DATE_BUILT},
    {"nationality", DO_FACT, SJ_FACT_NATIONALITY},
    {"citizenship", DO_FACT, SJ_FACT_NATIONALITY},
    {"country", DO_FACT, SJ_FACT_RESIDENCE},
    {"jurisdiction", DO_FACT, SJ_FACT_JURISDICTION},
    {"gender", DO_FACT, SJ_FACT_GENDER},
    {"title", DO_FACT, SJ_FACT_TITLE},
    {"position", DO_FACT, SJ_FACT_POSITION},
    {"remark", DO_FACT, SJ_FACT_REMARK},
    {"remarks", DO_FACT, SJ_FACT_REMARK},
    {"flag", DO_FACT, SJ_FACT_VESSEL_FLAG},
    {"vessel_type", DO_FACT, SJ_FACT_VESSEL_TYPE},
    {"source_url", DO_FACT, SJ_FACT_SOURCE_URL},
    {"address", DO_PLACE, SJ_PLACE_ADDRESS},
    {"birth_place", DO_PLACE, SJ_PLACE_BIRTH},
    {"identifier", DO_IDENTIFIER, SJ_ID_OTHER},
    {"passport", DO_IDENTIFIER, SJ_ID_PASSPORT},
    {"national_id", DO_IDENTIFIER, SJ_ID_NATIONAL},
    {"tax_id", DO_IDENTIFIER, SJ_ID_TAX},
    {"registration_number", DO_IDENTIFIER, SJ_ID_REGISTRATION},
    {"imo", DO_IDENTIFIER, SJ_ID_IMO},
    {"mmsi", DO_IDENTIFIER, SJ_ID_MMSI},
    {"call_sign", DO_IDENTIFIER, SJ_ID_CALL_SIGN},
    {"tail_number", DO_IDENTIFIER, SJ_ID_AIRCRAFT_TAIL},
    {"bic", DO_IDENTIFIER, SJ_ID_BIC},
    {"lei", DO_IDENTIFIER, SJ_ID_LEI},
    {"iban", DO_IDENTIFIER, SJ_ID_IBAN},
    {"crypto", DO_IDENTIFIER, SJ_ID_CRYPTO},
    {"email", DO_IDENTIFIER, SJ_ID_EMAIL},
    {"phone", DO_IDENTIFIER, SJ_ID_PHONE},
    {"website", DO_IDENTIFIER, SJ_ID_WEBSITE},
    {"programme", DO_LISTING, 0},
    {"program", DO_LISTING, 0},
    {"listed", DO_LISTING, 1},
    {"reason", DO_LISTING, 2},
    {"reference", DO_LISTING, 3},
};

struct plain {
    sj_builder b;
    sj_diag *diag;
    sj_str *column;
    size_t column_count;
    const struct target *target[COLUMNS_MAX]; /* NULL: (1) */
};

static const struct target *find_target(sj_str name)
{
    for (size_t i = 0; i < SJ_COUNT(targets); i++)
        if (sj_str_eq_nocase(name, sj_str_from(targets[i].name)))
            return &targets[i];
    return NULL;
}

static bool is_official(sj_str column)
{
    static const char *const only_there[] = {
        "celex",      "last_change",   "entity_number", "source_list_url", "fileGenerationDate",
        "Unique ID",  "OFSI Group ID", "Group ID",      "Name 6",          "TEST_GROUP",
        "DATA_SOURCE"};
    for (size_t i = 0; i < SJ_COUNT(only_there); i++)
        if (sj_str_eq_nocase(column, sj_str_from(only_there[i])))
            return true;
    return false;
}

static bool recognise(sj_str bytes)
{
    sj_str line = sj_table_first_line(bytes), column;
    const char separator = sj_table_separator(line);
    bool name = false, given = false, family = false;
    if (sj_str_starts(line, SJ_S("<")) || sj_str_starts(line, SJ_S("{")))
        return false;
    while (sj_table_column(&line, separator, &column)) {
        const struct target *t = find_target(column);
        if (is_official(column))
            return false;
        name |= t && t->action == DO_NAME && t->kind == SJ_NAME_PRIMARY;
        given |= t && t->action == DO_PART && t->kind == SJ_PART_GIVEN;
        family |= t && t->action == DO_PART && t->kind == SJ_PART_FAMILY;
    }
    return name || (given && family);
}

/* ---- a row ---- */

static sj_entity_listing *listing_of(struct plain *p)
{
    return p->b.e->listing_count ? &p->b.e->listing[0] : sj_build_listing(&p->b, "");
}

static void add_to_listing(struct plain *p, int which, sj_str value)
{
    sj_entity_listing *l = listing_of(p);
    const sj_str kept = sj_build_keep(&p->b, value);
    if (which == 0)
        l->programme = kept;
    else if (which == 2)
        l->reason = kept;
    else if (which == 3)
        l->reference = kept;
    else if (!sj_date_parse(kept, &l->listed))
        (void)sj_build_fact(&p->b, SJ_FACT_OTHER, SJ_S("listed"), kept);
}

static void add_value(struct plain *p, const struct target *t, sj_str label, sj_str value)
{
    sj_builder *b = &p->b;
    sj_schema schema;
    switch (t ? t->action : DO_OTHER) {
    case DO_NAME:
        (void)sj_build_name(b, (sj_name_kind)t->kind, value);
        break;
    case DO_DATE:
        (void)sj_build_date(b, (sj_date_kind)t->kind, value);
        break;
    case DO_FACT:
        (void)sj_build_fact(b, (sj_fact_kind)t->kind, label, value);
        break;
    case DO_IDENTIFIER:
        (void)sj_build_identifier(b, (sj_identifier_kind)t->kind, label, value, (sj_str){0});
        break;
    case DO_PLACE: {
        const sj_build_place_parts parts = {.street = value};
        sj_build_place(b, (sj_place_kind)t->kind, &parts)->street = (sj_str){0};
        break;
    }
    case DO_LISTING:
        add_to_listing(p, t->kind, value);
        break;
    case DO_SCHEMA:
        if (sj_schema_parse(value, &schema))
            b->e->schema = schema;
        else
            (void)sj_build_fact(b, SJ_FACT_OTHER, label, value);
        break;
    case DO_OTHER: /* (1) */
        (void)sj_build_fact(b, SJ_FACT_OTHER, label, value);
        sj_unread_kept(b, label);
        break;
    case DO_ID:
    case DO_PART:
        break;
    }
}

/* Columns of parts belong to the primary name, or make it. */
static void add_parts(struct plain *p, const sj_str *cell)
{
    sj_str part[SJ_PART_COUNT] = {0};
    bool any = false;
    for (size_t i = 0; i < p->column_count; i++)
        if (p->target[i] && p->target[i]->action == DO_PART && sj_str_trim(cell[i]).len) {
            part[p->target[i]->kind] = sj_str_trim(cell[i]);
            any = true;
        }
    if (!any)
        return;
    const sj_str order[] = {part[SJ_PART_GIVEN], part[SJ_PART_MIDDLE], part[SJ_PART_PATRONYMIC],
                            part[SJ_PART_FAMILY], part[SJ_PART_SUFFIX]};
    sj_entity_name *n = NULL;
    for (size_t i = 0; i < p->b.e->name_count && !n; i++)
        if (p->b.e->name[i].kind == SJ_NAME_PRIMARY)
            n = &p->b.e->name[i];
    if (!n)
        n = sj_build_name(&p->b, SJ_NAME_PRIMARY,
                          sj_build_join(&p->b, order, SJ_COUNT(order), SJ_S(" ")));
    for (size_t k = 0; k < SJ_PART_COUNT; k++)
        if (part[k].len)
            n->part[k] = sj_build_keep(&p->b, part[k]);
}

static sj_status open_entity(struct plain *p, const sj_str *cell, uint64_t line)
{
    sj_str id = {0};
    for (size_t i = 0; i < p->column_count; i++)
        if (p->target[i] && p->target[i]->action == DO_ID)
            id = sj_str_trim(cell[i]);
    if (id.len == 0) /* (3) */
        SJ_TRY(sj_arena_format(p->b.arena, &id, "row %llu", (unsigned long long)line));
    p->b.e = sj_build_entity(&p->b, id, SJ_SCHEMA_UNKNOWN);
    return p->b.status;
}

static sj_status on_row(void *ctx, const sj_str *cell, size_t count, uint64_t line)
{
    struct plain *p = ctx;
    SJ_TRY(open_entity(p, cell, line));
    for (size_t i = 0; i < count; i++) {
        sj_str rest = cell[i], piece;
        while (sj_table_next(&rest, '|', &piece)) /* (2) */
            add_value(p, p->target[i], p->column[i], piece);
    }
    add_parts(p, cell);
    SJ_TRY(p->b.status);
    if (p->b.e->name_count == 0)
        return sj_diag_set(p->diag, SJ_ESYNTAX, "expected a name", 0, line, 0);
    return p->b.status;
}

static void map_columns(struct plain *p, const sj_list_mapping *mapping)
{
    for (size_t i = 0; i < p->column_count; i++) {
        p->target[i] = mapping ? NULL : find_target(p->column[i]);
        for (size_t k = 0; mapping && k < mapping->count; k++)
            if (sj_str_eq_nocase(mapping->column[k], p->column[i]))
                p->target[i] = find_target(mapping->target[k]);
    }
}

static sj_status check_mapping(const struct plain *p, const sj_list_mapping *mapping)
{
    for (size_t k = 0; mapping && k < mapping->count; k++) {
        bool found = false;
        for (size_t i = 0; i < p->column_count; i++)
            found |= sj_str_eq_nocase(mapping->column[k], p->column[i]);
        sj_diag_field(p->diag, mapping->column[k]);
        if (!found)
            return sj_diag_set(p->diag, SJ_EFORMAT, "expected the column of the mapping", 0, 1, 0);
        sj_diag_field(p->diag, mapping->target[k]);
        if (!find_target(mapping->target[k]))
            return sj_diag_set(p->diag, SJ_EINVAL, "expected a known target", 0, 0, 0);
    }
    sj_diag_field(p->diag, (sj_str){0});
    return SJ_OK;
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    struct plain p = {.b = {.list = list, .arena = arena}, .diag = reterr_diag};
    char separator = ',';
    if (file_count != 1)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected one file", 0, 0, 0);
    const sj_status s = sj_table_header(file->bytes, arena, &p.column, &p.column_count, &separator);
    if (s < 0)
        return sj_diag_set(reterr_diag, s, "expected a header row", 0, 1, 0);
    if (p.column_count > COLUMNS_MAX)
        return sj_diag_set(reterr_diag, SJ_ELIMIT, "expected at most 256 columns", 0, 1, 0);
    SJ_TRY(check_mapping(&p, options->mapping));
    map_columns(&p, options->mapping);
    const sj_status read = sj_table_rows(file, separator, p.column_count, on_row, &p, reterr_diag);
    return sj_unread_end(&p.b, read);
}

const sj_list_reader sj_reader_plain_csv = {
    .format = SJ_LIST_PLAIN_CSV, .authority = "", .recognise = recognise, .read = read_list};
