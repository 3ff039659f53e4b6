/* lists/opensanctions_csv.c -- OpenSanctions' targets.simple.csv: one row a
 * target, 16 columns (15 before `program_ids` came), several values in a cell
 * separated by ';'.
 *
 *   (1) columns are found by name, so both ages of the file read alike; a
 *       column that is new becomes a fact with its name;
 *   (2) what `identifiers` holds has no type in this format: SJ_ID_OTHER, except
 *       a wallet's, which is its address. */
#include "lists/table.h"
#include "lists/unread.h"
#include "records/ftm.h"

enum { COLUMNS_MAX = 64 }; /* 16 in 2026 */

struct simple {
    sj_builder b;
    sj_diag *diag;
    sj_str *column;
    size_t column_count;
    sj_str newest;
};

static const sj_list_left_out left_out[] = {
    {"first_seen", "when the source's crawler saw it, not when it was listed"},
    {"last_seen", "as first_seen"},
    {"last_change", "as first_seen; the newest is the list's version"},
};

static bool recognise(sj_str bytes)
{
    static const char *const column[] = {"id",         "schema",  "aliases",
                                         "birth_date", "dataset", "last_change"};
    const sj_str line = sj_table_first_line(bytes);
    for (size_t i = 0; i < SJ_COUNT(column); i++)
        if (!sj_table_has(line, ',', column[i]))
            return false;
    return true;
}

static void add_value(struct simple *t, sj_str column, sj_str value)
{
    sj_builder *b = &t->b;
    const sj_schema schema = b->e->schema;
    if (sj_str_eq(column, SJ_S("aliases"))) {
        (void)sj_build_name(b, SJ_NAME_ALIAS, value);
    } else if (sj_str_eq(column, SJ_S("birth_date"))) {
        (void)sj_build_date(b, schema == SJ_SCHEMA_ORGANISATION ? SJ_DATE_FOUNDED : SJ_DATE_BIRTH,
                            value);
    } else if (sj_str_eq(column, SJ_S("countries"))) {
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("country"), value)->country = sj_country_parse(value);
    } else if (sj_str_eq(column, SJ_S("addresses"))) {
        const sj_build_place_parts parts = {.street = value};
        sj_build_place(b, SJ_PLACE_ADDRESS, &parts)->street = (sj_str){0};
    } else if (sj_str_eq(column, SJ_S("identifiers"))) { /* (2) */
        (void)sj_build_identifier(b, schema == SJ_SCHEMA_WALLET ? SJ_ID_CRYPTO : SJ_ID_OTHER,
                                  (sj_str){0}, value, (sj_str){0});
    } else if (sj_str_eq(column, SJ_S("phones"))) {
        (void)sj_build_identifier(b, SJ_ID_PHONE, (sj_str){0}, value, (sj_str){0});
    } else if (sj_str_eq(column, SJ_S("emails"))) {
        (void)sj_build_identifier(b, SJ_ID_EMAIL, (sj_str){0}, value, (sj_str){0});
    } else {
        (void)sj_build_fact(b, SJ_FACT_OTHER, column, value); /* (1) */
        sj_unread_kept(b, column);
    }
}

/* `sanctions` and `program_ids` describe the same listings in words. */
static void add_listing(struct simple *t, const sj_str *cell)
{
    sj_str sanctions = {0}, programmes = {0}, dataset = {0};
    for (size_t i = 0; i < t->column_count; i++) {
        const sj_str value = sj_str_trim(cell[i]);
        if (sj_str_eq(t->column[i], SJ_S("sanctions")) && !sj_str_eq(value, SJ_S("\"\"")))
            sanctions = value;
        else if (sj_str_eq(t->column[i], SJ_S("program_ids")))
            programmes = value;
        else if (sj_str_eq(t->column[i], SJ_S("dataset")))
            dataset = value;
    }
    if (sanctions.len == 0 && programmes.len == 0 && dataset.len == 0)
        return;
    sj_entity_listing *l = sj_build_listing(&t->b, "");
    l->authority = sj_build_keep(&t->b, dataset);
    l->programme = sj_build_keep(&t->b, programmes.len ? programmes : sanctions);
    l->measure = sj_build_keep(&t->b, programmes.len ? sanctions : (sj_str){0});
}

static sj_str cell_of(const struct simple *t, const sj_str *cell, const char *name)
{
    for (size_t i = 0; i < t->column_count; i++)
        if (sj_str_eq(t->column[i], sj_str_from(name)))
            return sj_str_trim(cell[i]);
    return (sj_str){0};
}

static bool is_whole(sj_str column) /* read elsewhere, or left out */
{
    static const char *const whole[] = {"id",         "schema",      "name",
                                        "sanctions",  "program_ids", "dataset",
                                        "first_seen", "last_seen",   "last_change"};
    for (size_t i = 0; i < SJ_COUNT(whole); i++)
        if (sj_str_eq(column, sj_str_from(whole[i])))
            return true;
    return false;
}

static sj_status on_row(void *ctx, const sj_str *cell, size_t count, uint64_t line)
{
    struct simple *t = ctx;
    sj_builder *b = &t->b;
    const sj_str id = cell_of(t, cell, "id"), schema = cell_of(t, cell, "schema"),
                 changed = cell_of(t, cell, "last_change");
    if (id.len == 0)
        return sj_diag_set(t->diag, SJ_ESYNTAX, "expected an id", 0, line, 1);
    b->e = sj_build_entity(b, id, sj_ftm_model_schema(schema));
    if (b->e->schema == SJ_SCHEMA_OTHER || b->e->schema == SJ_SCHEMA_UNKNOWN)
        (void)sj_build_fact(b, SJ_FACT_OTHER, SJ_S("schema"), schema);
    (void)sj_build_name(b, SJ_NAME_PRIMARY, cell_of(t, cell, "name"));
    add_listing(t, cell);
    for (size_t i = 0; i < count; i++) {
        sj_str rest = cell[i], piece;
        while (!is_whole(t->column[i]) && sj_table_next(&rest, ';', &piece))
            add_value(t, t->column[i], piece);
    }
    if (sj_str_cmp(changed, t->newest) > 0)
        t->newest = sj_build_keep(b, changed);
    return b->status;
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options SJ_UNUSED, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    struct simple t = {.b = {.list = list, .arena = arena}, .diag = reterr_diag};
    char separator = ',';
    if (file_count != 1)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected one file", 0, 0, 0);
    const sj_status s = sj_table_header(file->bytes, arena, &t.column, &t.column_count, &separator);
    if (s < 0)
        return sj_diag_set(reterr_diag, s, "expected a header row", 0, 1, 0);
    if (t.column_count > COLUMNS_MAX)
        return sj_diag_set(reterr_diag, SJ_ELIMIT, "expected at most 64 columns", 0, 1, 0);
    const sj_status read = sj_table_rows(file, separator, t.column_count, on_row, &t, reterr_diag);
    list->version = t.newest;
    return sj_unread_end(&t.b, read);
}

const sj_list_reader sj_reader_opensanctions_csv = {.format = SJ_LIST_OPENSANCTIONS_CSV,
                                                    .authority = "",
                                                    .recognise = recognise,
                                                    .read = read_list,
                                                    .left_out = left_out,
                                                    .left_out_count = SJ_COUNT(left_out)};
