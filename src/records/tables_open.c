/* records/tables_open.c -- where the tables of a roster lie, and CSV into rows: a folder, a
 * zip, or FollowTheMoney lines (tables_ftm.c). The tables of a folder are read side by side. */
#include "base/base.h"
#include "records/csv.h"
#include "records/tables_int.h"

/* ---- one table ---- */

struct binding {
    int16_t column[SJ_COLUMNS_MAX + SJ_TABLE_EXTRA_MAX]; /* of each cell; -1: unknown, kept */
    size_t count;
};

static int column_of(sj_table table, sj_str header)
{
    size_t count;
    const sj_column *column = sj_table_columns(table, &count);
    for (size_t c = 0; c < count; c++)
        if (sj_str_eq_nocase(header, column[c].header))
            return (int)c;
    return -1;
}

static sj_status bind(sj_table_data *to, sj_table table, const sj_str *cell, size_t count,
                      struct binding *b, sj_diag *d)
{
    size_t columns;
    sj_diag_file(d, sj_table_file(table));
    if (count > SJ_COUNT(b->column))
        return sj_diag_set(d, SJ_ELIMIT, "at most 280 columns", 0, 1, 0);
    b->count = count;
    to->header = sj_arena_zalloc(&to->arena, (count + 1) * sizeof *to->header);
    to->header_count = count;
    if (!to->header)
        return SJ_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        const int c = column_of(table, sj_str_trim(cell[i]));
        SJ_TRY(sj_arena_copy(&to->arena, sj_str_trim(cell[i]), &to->header[i]));
        b->column[i] = (int16_t)(c >= 0 && to->has[c] ? -1 : c); /* a header's repeat is extra */
        if (b->column[i] >= 0) {
            to->has[c] = true;
            to->place[c] = (uint16_t)i;
        }
    }
    const sj_column *column = sj_table_columns(table, &columns);
    for (size_t c = 0; c < columns; c++)
        if (column[c].required && !to->has[c]) {
            sj_diag_field(d, column[c].header);
            return sj_diag_set(d, SJ_EFORMAT, "a column with this header", 0, 1, 0);
        }
    return SJ_OK;
}

/* What stands under no known header, and beyond the last header. */
static sj_status keep_extra(sj_table_data *t, const struct binding *b, const sj_str *cell,
                            size_t count, sj_table_row *row)
{
    size_t n = 0;
    for (size_t i = 0; i < count; i++)
        n += (i >= b->count || b->column[i] < 0) && sj_str_trim(cell[i]).len > 0;
    if (n == 0)
        return SJ_OK;
    sj_extra *e = sj_arena_zalloc(&t->arena, (n + 1) * sizeof *e);
    if (!e)
        return SJ_ENOMEM;
    row->extra = e;
    for (size_t i = 0; i < count; i++) {
        const sj_str text = sj_str_trim(cell[i]);
        if ((i < b->count && b->column[i] >= 0) || text.len == 0)
            continue;
        e->header = i < b->count ? t->header[i] : SJ_S("");
        SJ_TRY(sj_arena_copy(&t->arena, text, &e++->text));
    }
    return SJ_OK;
}

static sj_status read_row(sj_table_data *t, sj_table table, const struct binding *b,
                          const sj_str *cell, size_t count, uint64_t line)
{
    sj_cell cells[SJ_COLUMNS_MAX];
    sj_table_row *row;
    for (size_t c = 0; c < SJ_COLUMNS_MAX; c++)
        cells[c] = sj_cell_absent;
    for (size_t i = 0; i < count && i < b->count; i++)
        if (b->column[i] >= 0)
            SJ_TRY(sj_table_read_cell(t, table, line, i, (size_t)b->column[i], cell[i], cells));
    if (count != b->count) /* a quote is missing, or a separator too many */
        SJ_TRY(sj_table_complain(t, NULL, line, count < b->count ? count : b->count,
                                 "as many cells as the header has"));
    SJ_TRY(sj_table_keep_row(t, table, cells, line, &row));
    return keep_extra(t, b, cell, count, row);
}

static sj_status read_table(sj_tables *of, sj_table table, sj_input *in, sj_diag *d)
{
    sj_table_data *t = &of->table[table];
    SJ_AUTO(sj_csv) *csv = NULL;
    struct binding b = {.count = 0};
    const sj_str *cell;
    size_t count;
    uint64_t line;
    SJ_TRY(sj_csv_new(in, &(sj_csv_options){.any_separator = true}, &csv));
    sj_status s = sj_csv_next(csv, &cell, &count, &line, d);
    if (s == SJ_DONE) {
        sj_diag_file(d, sj_table_file(table));
        return sj_diag_set(d, SJ_EFORMAT, "a header row", 0, 1, 0);
    }
    SJ_TRY(s);
    SJ_TRY(bind(t, table, cell, count, &b, d));
    t->present = true;
    while ((s = sj_csv_next(csv, &cell, &count, &line, d)) == SJ_OK) {
        SJ_TRY(read_row(t, table, &b, cell, count, line));
        if (of->strict && t->problem_count > 0) {
            sj_table_tell(of, table, t->problem, d);
            return SJ_ESYNTAX;
        }
    }
    if (s < 0)
        sj_diag_file(d, sj_table_file(table));
    return s < 0 ? s : SJ_OK;
}

/* ---- opening ---- */

struct source {
    sj_tables *t;
    const char *folder;                   /* or, of a zip: */
    sj_str bytes, member[SJ_TABLE_COUNT]; /* no name: no such table */
};

static sj_status open_table(const struct source *from, size_t i, sj_input **ret, sj_diag *d)
{
    SJ_SCOPED(sj_buf) file = {0};
    if (!from->folder)
        return from->member[i].len
                   ? sj_input_open_memory(from->bytes, from->member[i], UINT64_MAX, ret, d)
                   : SJ_ENOTFOUND;
    sj_buf_addf(&file, "%s/%.*s", from->folder, SJ_STR_FMT(sj_table_file((sj_table)i)));
    sj_buf_add_char(&file, 0);
    SJ_TRY(sj_buf_status(&file));
    return sj_input_open(file.ptr, SJ_S(""), UINT64_MAX, ret, d);
}

/* The usually longest first: a table is read by one thread, and the last to be begun is what
 * the others wait for. */
static const sj_table reading_order[SJ_TABLE_COUNT] = {
    SJ_TABLE_TRANSFERS, SJ_TABLE_PAPERS,       SJ_TABLE_SESSIONS, SJ_TABLE_PEOPLE,
    SJ_TABLE_JOBS,      SJ_TABLE_PERMITS,      SJ_TABLE_ACCOUNTS, SJ_TABLE_SHIPMENTS,
    SJ_TABLE_CLAIMS,    SJ_TABLE_ORGANISATIONS};

static sj_status read_one(void *ctx, size_t turn, unsigned worker)
{
    (void)worker;
    const struct source *from = ctx;
    const sj_table i = reading_order[turn];
    sj_table_data *t = &from->t->table[i];
    SJ_AUTO(sj_input) *in = NULL;
    const sj_status s = open_table(from, i, &in, &t->diag);
    if (s == SJ_ENOTFOUND) { /* no fault: not what is wrong with the roster if another is */
        t->diag = (sj_diag){0};
        return SJ_OK;
    }
    SJ_TRY(s);
    SJ_TRY(read_table(from->t, i, in, &t->diag));
    return sj_table_finish(t, i);
}

static sj_str base_name(sj_str path)
{
    size_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '/')
        at--;
    return sj_str_slice(path, at, path.len);
}

static sj_status find_members(const char *path, struct source *from, sj_diag *d)
{
    SJ_AUTO(sj_input) *raw = NULL;
    sj_str *member;
    size_t count;
    SJ_TRY(sj_input_open_raw(path, SJ_INPUT_MAX_BYTES, &raw, d));
    if (!sj_str_starts(sj_input_first(raw), SJ_S("PK")))
        return sj_diag_set(d, SJ_EFORMAT, "a folder or zip of tables, or FollowTheMoney lines", 0,
                           0, 0);
    SJ_TRY(sj_input_read_all(raw, &from->t->arena, &from->bytes, d));
    SJ_TRY(sj_input_zip_members(from->bytes, &from->t->arena, &member, &count, d));
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        for (size_t m = 0; m < count; m++)
            if (!from->member[i].len && sj_str_eq(base_name(member[m]), sj_table_file((sj_table)i)))
                from->member[i] = member[m];
    return SJ_OK;
}

static bool begins_as_json(const sj_input *in)
{
    const sj_str first = sj_input_first(in), mark = SJ_S("\xEF\xBB\xBF");
    return sj_str_starts(sj_str_slice(first, sj_str_starts(first, mark) ? 3 : 0, 4), SJ_S("{"));
}

/* FollowTheMoney lines, alone in a zip or not; SJ_ENOTFOUND if it is something else. */
static sj_status read_ftm(sj_tables *t, const char *path, sj_str name, sj_diag *d)
{
    SJ_AUTO(sj_input) *in = NULL;
    const sj_status s = sj_input_open(path, SJ_S(""), UINT64_MAX, &in, d);
    if (s == SJ_EINVAL || (s == SJ_OK && !begins_as_json(in)))
        return SJ_ENOTFOUND;
    SJ_TRY(s);
    SJ_TRY(sj_arena_copy(&t->arena, name.len ? name : base_name(sj_str_from(path)), &t->file));
    return sj_tables_read_ftm(t, in, d);
}

static sj_status read_tables(sj_tables *t, const char *path, const sj_tables_options *options,
                             sj_diag *d)
{
    struct source from = {.t = t};
    if (sj_file_is_folder(path)) {
        from.folder = path;
    } else {
        sj_diag ftm = {0};
        const sj_status s = read_ftm(t, path, options->name, &ftm);
        if (s != SJ_ENOTFOUND || ftm.status == SJ_ENOTFOUND) {
            if (d)
                *d = ftm;
            return s;
        }
        SJ_TRY(find_members(path, &from, d));
    }
    const sj_status s = sj_thread_for(options->threads, SJ_TABLE_COUNT, read_one, &from);
    for (size_t i = 0; s < 0 && d && i < SJ_TABLE_COUNT; i++) {
        const sj_diag *of = &t->table[reading_order[i]].diag;
        if (of->status < 0) { /* the first in the order, whichever was done first */
            *d = *of;
            break;
        }
    }
    return s;
}

sj_status sj_tables_open(const char *path, const sj_tables_options *options, sj_tables **ret,
                         sj_diag *reterr_diag)
{
    SJ_AUTO(sj_tables) *t = sj_mem_zalloc(sizeof *t);
    if (!t)
        return SJ_ENOMEM;
    t->strict = options->strict;
    SJ_TRY(read_tables(t, path, options, reterr_diag));
    if (!t->table[SJ_TABLE_PEOPLE].present)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "a roster with a table people.csv", 0, 0, 0);
    SJ_TRY(sj_tables_link(t, options->threads));
    *ret = SJ_TAKE(t);
    return SJ_OK;
}

bool sj_tables_are_at(const char *path)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_AUTO(sj_input) *in = NULL, *raw = NULL;
    sj_str bytes, *member;
    size_t count, m = 0;
    if (sj_file_is_folder(path))
        return true;
    const sj_status s = sj_input_open(path, SJ_S(""), UINT64_MAX, &in, NULL);
    if (s == SJ_OK && begins_as_json(in))
        return true;
    if (sj_input_open_raw(path, SJ_INPUT_MAX_BYTES, &raw, NULL) < 0 ||
        !sj_str_starts(sj_input_first(raw), SJ_S("PK")) ||
        sj_input_read_all(raw, &arena, &bytes, NULL) < 0 ||
        sj_input_zip_members(bytes, &arena, &member, &count, NULL) < 0)
        return false;
    while (m < count && !sj_str_eq(base_name(member[m]), sj_table_file(SJ_TABLE_PEOPLE)))
        m++;
    return m < count;
}
