/* records/tables.c -- ten CSV tables in, rows and the ways between them out.
 *
 *   row:  [cell][cell][cell] text text text     one block of its table's arena
 *   key:  id -> row                              while a table is read, and kept where
 *                                                something is looked up by id
 *   link: rows sorted by the row their cell leads to; start[to] .. start[to + 1]
 *
 * Invariants: (1) a row is never dropped once its line could be cut into cells;
 * (2) rows stand in the order of their ids, and so does every group of a link, so that
 * nothing downstream depends on a hash or on how the file was sorted; (3) strings live in the
 * table's arena; (4) tables know nothing of each other until all are read, so they are read at
 * once.
 *
 * Only cells that hold something are stored: half of a real roster's columns are empty.
 * Not chosen: columns as typed arrays. A rule quotes the cell it rests on, so the text
 * and its place are needed as often as the value. */
#include "sojourn/tables.h"
#include "base/base.h"
#include "records/csv.h"

enum {
    ROWS_MAX = 20000000,    /* of a table: 10 GB of cells */
    PROBLEMS_MAX = 1000000, /* past it the file is not this table */
    NOTES_MAX = 1000,
    EXTRA_MAX = 256 /* unknown columns of a table */
};

const sj_cell sj_cell_absent = {.ptr = ""};

struct problem {
    const sj_column *column;
    const char *expected;
    uint32_t line;
    uint16_t cell;
};
struct link {
    uint32_t *start; /* of each row led to: first of the rows that lead there */
    uint32_t *row;
    size_t to_count;
};
struct table {
    sj_arena arena;
    sj_table_row *row;
    size_t count, capacity;
    bool present, has[SJ_COLUMNS_MAX];
    sj_map key;
    struct link link[SJ_COLUMNS_MAX];
    struct problem *problem;
    size_t problem_count, problem_capacity;
    sj_map noted; /* text -> alpha-2 as a number, in the order of the file */
    sj_diag diag; /* why it could not be read */
};
struct sj_tables {
    sj_arena arena;
    struct table table[SJ_TABLE_COUNT];
    sj_str *note;
    size_t note_count;
    bool strict;
};

/* ---- the columns ---- */

#define X(name, header, type, required, words) \
    {{header, sizeof(header) - 1}, SJ_CELL_##type, required, {words, sizeof(words) - 1}},
static const sj_column people[] = {SJ_PEOPLE_COLUMNS(X)};
static const sj_column organisations[] = {SJ_ORGANISATIONS_COLUMNS(X)};
static const sj_column papers[] = {SJ_PAPERS_COLUMNS(X)};
static const sj_column permits[] = {SJ_PERMITS_COLUMNS(X)};
static const sj_column jobs[] = {SJ_JOBS_COLUMNS(X)};
static const sj_column accounts[] = {SJ_ACCOUNTS_COLUMNS(X)};
static const sj_column transfers[] = {SJ_TRANSFERS_COLUMNS(X)};
static const sj_column sessions[] = {SJ_SESSIONS_COLUMNS(X)};
static const sj_column shipments[] = {SJ_SHIPMENTS_COLUMNS(X)};
static const sj_column claims[] = {SJ_CLAIMS_COLUMNS(X)};
#undef X
static const struct {
    sj_str name, file;
    const sj_column *column;
    size_t count;
} tables[] = {
#define X(id, name)                          \
    {{name, sizeof(name) - 1},               \
     {name ".csv", sizeof(name ".csv") - 1}, \
     SJ_TABLE_COLUMN_ARRAY_##id,             \
     SJ_##id##_COLUMN_COUNT},
#define SJ_TABLE_COLUMN_ARRAY_PEOPLE people
#define SJ_TABLE_COLUMN_ARRAY_ORGANISATIONS organisations
#define SJ_TABLE_COLUMN_ARRAY_PAPERS papers
#define SJ_TABLE_COLUMN_ARRAY_PERMITS permits
#define SJ_TABLE_COLUMN_ARRAY_JOBS jobs
#define SJ_TABLE_COLUMN_ARRAY_ACCOUNTS accounts
#define SJ_TABLE_COLUMN_ARRAY_TRANSFERS transfers
#define SJ_TABLE_COLUMN_ARRAY_SESSIONS sessions
#define SJ_TABLE_COLUMN_ARRAY_SHIPMENTS shipments
#define SJ_TABLE_COLUMN_ARRAY_CLAIMS claims
    SJ_TABLE_MAP(X)
#undef X
};

const sj_column *sj_table_columns(sj_table table, size_t *ret_count)
{
    *ret_count = tables[table].count;
    return tables[table].column;
}

sj_str sj_table_name(sj_table table)
{
    return tables[table].name;
}

/* ---- problems and notes ---- */

static const char *expected_of(const sj_column *c)
{
    switch (c->type) {
    case SJ_CELL_DATE:
        return "a date, such as 1986, 1986-04 or 1986-04-29";
    case SJ_CELL_TIME:
        return "a time of RFC 3339, such as 2024-05-01T08:00:00Z";
    case SJ_CELL_COUNTRY:
        return "a country (ISO 3166-1 alpha-2, alpha-3 or a name)";
    case SJ_CELL_NUMBER:
        return "a decimal number";
    case SJ_CELL_WORD:
        return "one of the words that records.md gives for this column";
    case SJ_CELL_TEXT:
    case SJ_CELL_KEY:
    case SJ_CELL_LINK:
        break;
    }
    return "a value";
}

static sj_status add_problem(struct table *t, const sj_column *column, uint64_t line, size_t cell,
                             const char *expected)
{
    if (t->problem_count == PROBLEMS_MAX)
        return SJ_ELIMIT;
    SJ_TRY(sj_mem_grow(&t->problem, &t->problem_capacity, t->problem_count + 1, PROBLEMS_MAX,
                       sizeof *t->problem));
    t->problem[t->problem_count++] = (struct problem){.column = column,
                                                      .expected = expected,
                                                      .line = (uint32_t)line,
                                                      .cell = (uint16_t)(cell + 1)};
    return SJ_OK;
}

static void tell_problem(sj_table table, const struct problem *p, sj_diag *ret)
{
    memset(ret, 0, sizeof *ret);
    (void)sj_diag_set(ret, SJ_ESYNTAX, p->expected, 0, p->line, p->cell);
    sj_diag_file(ret, tables[table].file);
    sj_diag_field(ret, p->column->header);
}

static sj_status note_country(struct table *t, const sj_cell *c)
{
    sj_map_entry *e;
    sj_str own;
    if (c->len == 2 || t->noted.len == NOTES_MAX || sj_map_find(&t->noted, sj_cell_text(c)))
        return SJ_OK;
    SJ_TRY(sj_arena_copy(&t->arena, sj_cell_text(c), &own));
    SJ_TRY(sj_map_put(&t->noted, own, &e));
    e->value = (uint64_t)(uint8_t)c->as.country[0] << 8 | (uint8_t)c->as.country[1];
    return SJ_OK;
}

/* ---- one table ---- */

struct binding {
    int16_t column[SJ_COLUMNS_MAX + EXTRA_MAX]; /* of each cell; -1: unknown, kept */
    sj_str header[SJ_COLUMNS_MAX + EXTRA_MAX];
    size_t count;
};

static int column_of(sj_table table, sj_str header)
{
    for (size_t c = 0; c < tables[table].count; c++)
        if (sj_str_eq_nocase(header, tables[table].column[c].header))
            return (int)c;
    return -1;
}

static sj_status bind(struct table *to, sj_table table, const sj_str *cell, size_t count,
                      struct binding *b, sj_diag *d)
{
    sj_diag_file(d, tables[table].file);
    if (count > SJ_COUNT(b->column))
        return sj_diag_set(d, SJ_ELIMIT, "at most 280 columns", 0, 1, 0);
    b->count = count;
    for (size_t i = 0; i < count; i++) {
        const int c = column_of(table, sj_str_trim(cell[i]));
        SJ_TRY(sj_arena_copy(&to->arena, sj_str_trim(cell[i]), &b->header[i]));
        b->column[i] = (int16_t)(c >= 0 && to->has[c] ? -1 : c); /* a header's repeat is extra */
        if (b->column[i] >= 0)
            to->has[c] = true;
    }
    for (size_t c = 0; c < tables[table].count; c++)
        if (tables[table].column[c].required && !to->has[c]) {
            sj_diag_field(d, tables[table].column[c].header);
            return sj_diag_set(d, SJ_EFORMAT, "a column with this header", 0, 1, 0);
        }
    return SJ_OK;
}

/* Into the cells of a row, which point into the reader's buffer until they are kept. */
static sj_status read_known(struct table *t, sj_table table, uint64_t line, size_t at, int column,
                            sj_str text, sj_cell *cells)
{
    const sj_column *c = &tables[table].column[column];
    if (!sj_cell_read(c, text, &cells[column]))
        return add_problem(t, c, line, at, expected_of(c));
    if (c->type == SJ_CELL_COUNTRY && cells[column].state == SJ_CELL_READ)
        return note_country(t, &cells[column]);
    return SJ_OK;
}

static sj_status keep_cells(struct table *t, sj_table table, const sj_cell *cells,
                            sj_table_row *row)
{
    size_t count = 0, bytes = 0;
    for (size_t c = 0; c < tables[table].count; c++) {
        count += cells[c].state != SJ_CELL_ABSENT;
        bytes += cells[c].len;
    }
    sj_cell *kept = sj_arena_alloc(&t->arena, count * sizeof *kept + bytes);
    if (!kept)
        return SJ_ENOMEM;
    char *text = (char *)(kept + count);
    row->packed = kept;
    for (size_t c = 0; c < tables[table].count; c++) {
        if (cells[c].state == SJ_CELL_ABSENT)
            continue;
        row->present |= (uint32_t)1 << c;
        memcpy(text, cells[c].ptr, cells[c].len);
        *kept = cells[c];
        kept++->ptr = text;
        text += cells[c].len;
    }
    return SJ_OK;
}

/* What stands under no known header, and beyond the last header. */
static sj_status keep_extra(struct table *t, const struct binding *b, const sj_str *cell,
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
        e->header = i < b->count ? b->header[i] : SJ_S("");
        SJ_TRY(sj_arena_copy(&t->arena, text, &e++->text));
    }
    return SJ_OK;
}

static sj_status check_required(struct table *t, sj_table table, const sj_table_row *row)
{
    for (size_t c = 0; c < tables[table].count; c++)
        if (tables[table].column[c].required && !(row->present >> c & 1))
            SJ_TRY(add_problem(t, &tables[table].column[c], row->line, c,
                               "a value: this column may not be empty"));
    return SJ_OK;
}

static sj_status enter_key(struct table *t, sj_table table, size_t number)
{
    const sj_table_row *row = &t->row[number];
    const sj_str key = sj_cell_text(sj_row_cell(row, 0));
    sj_map_entry *e;
    if (key.len == 0)
        return SJ_OK;
    SJ_TRY(sj_map_put(&t->key, key, &e));
    if (e->value)
        return add_problem(t, tables[table].column, row->line, 0,
                           "an id that no earlier row of the table has");
    e->value = number + 1;
    return SJ_OK;
}

static sj_status read_row(struct table *t, sj_table table, const struct binding *b,
                          const sj_str *cell, size_t count, uint64_t line)
{
    sj_cell cells[SJ_COLUMNS_MAX];
    for (size_t c = 0; c < tables[table].count; c++)
        cells[c] = sj_cell_absent;
    for (size_t i = 0; i < count && i < b->count; i++)
        if (b->column[i] >= 0)
            SJ_TRY(read_known(t, table, line, i, b->column[i], cell[i], cells));
    SJ_TRY(sj_mem_grow(&t->row, &t->capacity, t->count + 1, ROWS_MAX, sizeof *t->row));
    sj_table_row *row = &t->row[t->count];
    *row = (sj_table_row){.line = (uint32_t)line};
    SJ_TRY(keep_cells(t, table, cells, row));
    SJ_TRY(keep_extra(t, b, cell, count, row));
    SJ_TRY(check_required(t, table, row));
    SJ_TRY(enter_key(t, table, t->count));
    t->count++;
    return SJ_OK;
}

static sj_status read_table(struct table *t, sj_table table, bool strict, sj_input *in, sj_diag *d)
{
    SJ_AUTO(sj_csv) *csv = NULL;
    struct binding b;
    const sj_str *cell;
    size_t count;
    uint64_t line;
    SJ_TRY(sj_csv_new(in, &(sj_csv_options){0}, &csv));
    sj_status s = sj_csv_next(csv, &cell, &count, &line, d);
    if (s == SJ_DONE) {
        sj_diag_file(d, tables[table].file);
        return sj_diag_set(d, SJ_EFORMAT, "a header row", 0, 1, 0);
    }
    SJ_TRY(s);
    SJ_TRY(bind(t, table, cell, count, &b, d));
    t->present = true;
    while ((s = sj_csv_next(csv, &cell, &count, &line, d)) == SJ_OK) {
        SJ_TRY(read_row(t, table, &b, cell, count, line));
        if (strict && t->problem_count > 0) {
            tell_problem(table, t->problem, d);
            return SJ_ESYNTAX;
        }
    }
    if (s < 0)
        sj_diag_file(d, tables[table].file);
    return s < 0 ? s : SJ_OK;
}

/* ---- the order of rows ---- */

static size_t digits_at(sj_str s, size_t at)
{
    size_t end = at;
    while (end < s.len && s.ptr[end] >= '0' && s.ptr[end] <= '9')
        end++;
    return end;
}

/* The number at `at` without the zeros that lead it. */
static sj_str number_at(sj_str s, size_t at)
{
    const size_t end = digits_at(s, at);
    while (at + 1 < end && s.ptr[at] == '0')
        at++;
    return sj_str_slice(s, at, end);
}

/* p2 before p10; equal numbers written apart (p02, p2) as bytes. */
static int compare_ids(sj_str a, sj_str b)
{
    size_t i = 0, j = 0;
    while (i < a.len && j < b.len) {
        const size_t i_end = digits_at(a, i), j_end = digits_at(b, j);
        if (i_end > i && j_end > j) {
            const sj_str x = number_at(a, i), y = number_at(b, j);
            const int c = x.len != y.len ? (x.len < y.len ? -1 : 1) : memcmp(x.ptr, y.ptr, x.len);
            if (c)
                return c;
            i = i_end;
            j = j_end;
            continue;
        }
        if (a.ptr[i] != b.ptr[j])
            return (uint8_t)a.ptr[i] < (uint8_t)b.ptr[j] ? -1 : 1;
        i++;
        j++;
    }
    return i < a.len ? 1 : j < b.len ? -1 : sj_str_cmp(a, b);
}

static int by_id(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    const sj_str x = sj_cell_text(sj_row_cell(a, 0)), y = sj_cell_text(sj_row_cell(b, 0));
    if (x.len == 0 || y.len == 0) /* rows without an id stand last */
        return (x.len == 0) - (y.len == 0);
    return compare_ids(x, y);
}

/* By id, so that nothing that follows depends on how a file was sorted; most are sorted
 * already, and are only looked at. Of rows with one id the first in the file stays first. */
static sj_status sort_rows(struct table *t)
{
    size_t i = 1;
    while (i < t->count && by_id(&t->row[i - 1], &t->row[i], NULL) <= 0)
        i++;
    if (i >= t->count)
        return SJ_OK;
    sj_table_row *scratch = sj_mem_alloc(t->count * sizeof *scratch);
    if (!scratch)
        return SJ_ENOMEM;
    sj_sort_stable(t->row, t->count, sizeof *t->row, scratch, by_id, NULL);
    sj_mem_free(scratch);
    for (i = t->count; i-- > 0;) {
        sj_map_entry *e = sj_map_find(&t->key, sj_cell_text(sj_row_cell(&t->row[i], 0)));
        if (e)
            e->value = i + 1;
    }
    return SJ_OK;
}

/* ---- the ways between rows ---- */

static bool looked_up(sj_table table)
{
    return table == SJ_TABLE_PEOPLE || table == SJ_TABLE_ORGANISATIONS || table == SJ_TABLE_JOBS ||
           table == SJ_TABLE_ACCOUNTS;
}

static sj_table table_named(sj_str name)
{
    size_t i = 0;
    while (!sj_str_eq(tables[i].name, name))
        i++; /* the columns name tables that there are; a test walks them */
    return (sj_table)i;
}

static sj_status make_link(sj_tables *t, sj_table table, size_t column)
{
    struct table *of = &t->table[table];
    struct link *l = &of->link[column];
    const sj_table target = table_named(tables[table].column[column].words);
    l->to_count = t->table[target].count;
    l->start = sj_arena_zalloc(&of->arena, (l->to_count + 2) * sizeof *l->start);
    l->row = sj_arena_alloc(&of->arena, (of->count + 1) * sizeof *l->row);
    if (!l->start || !l->row)
        return SJ_ENOMEM;
    for (size_t r = 0; r < of->count; r++) {
        const sj_cell *found = sj_row_cell(&of->row[r], column);
        if (found->state != SJ_CELL_READ)
            continue;
        sj_cell *c = &of->row[r].packed[found - of->row[r].packed];
        const size_t to = sj_tables_find(t, target, sj_cell_text(c));
        c->as.row = to == SIZE_MAX ? UINT32_MAX : (uint32_t)to;
        if (to != SIZE_MAX)
            l->start[to + 2]++;
    }
    for (size_t g = 2; g < l->to_count + 2; g++)
        l->start[g] += l->start[g - 1];
    for (size_t r = 0; r < of->count; r++) { /* start[to + 1] walks to the end of its group */
        const size_t to = sj_cell_row(sj_row_cell(&of->row[r], column));
        if (to != SIZE_MAX)
            l->row[l->start[to + 1]++] = (uint32_t)r;
    }
    return SJ_OK;
}

static sj_status make_links(void *ctx, size_t i, unsigned worker)
{
    (void)worker;
    for (size_t c = 0; c < tables[i].count; c++)
        if (tables[i].column[c].type == SJ_CELL_LINK)
            SJ_TRY(make_link(ctx, (sj_table)i, c));
    return SJ_OK;
}

/* ---- what was normalised, of all tables in order ---- */

static sj_status join_notes(sj_tables *t)
{
    SJ_SCOPED(sj_map) said = {0};
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        for (size_t n = 0; n < t->table[i].noted.len && t->note_count < NOTES_MAX; n++) {
            const sj_map_entry *of = &t->table[i].noted.entry[n];
            sj_map_entry *e;
            if (sj_map_find(&said, of->key))
                continue;
            SJ_TRY(sj_map_put(&said, of->key, &e));
            sj_str *note = sj_arena_push(&t->arena, &t->note, &t->note_count, sizeof *note);
            if (!note)
                return SJ_ENOMEM;
            SJ_TRY(sj_arena_format(&t->arena, note, "\"%.*s\" is read as %c%c", SJ_STR_FMT(of->key),
                                   (char)(of->value >> 8), (char)(of->value & 255)));
        }
    return SJ_OK;
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
    sj_buf_addf(&file, "%s/%.*s", from->folder, SJ_STR_FMT(tables[i].file));
    sj_buf_add_char(&file, 0);
    SJ_TRY(sj_buf_status(&file));
    return sj_input_open(file.ptr, SJ_S(""), UINT64_MAX, ret, d);
}

static sj_status read_one(void *ctx, size_t i, unsigned worker)
{
    (void)worker;
    const struct source *from = ctx;
    struct table *t = &from->t->table[i];
    SJ_AUTO(sj_input) *in = NULL;
    const sj_status s = open_table(from, i, &in, &t->diag);
    if (s == SJ_ENOTFOUND)
        return SJ_OK;
    SJ_TRY(s);
    SJ_TRY(read_table(t, (sj_table)i, from->t->strict, in, &t->diag));
    SJ_TRY(sort_rows(t));
    if (!looked_up((sj_table)i))
        sj_map_done(&t->key);
    return SJ_OK;
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
    SJ_TRY(sj_input_read_all(raw, &from->t->arena, &from->bytes, d));
    SJ_TRY(sj_input_zip_members(from->bytes, &from->t->arena, &member, &count, d));
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        for (size_t m = 0; m < count; m++)
            if (!from->member[i].len && sj_str_eq(base_name(member[m]), tables[i].file))
                from->member[i] = member[m];
    return SJ_OK;
}

static sj_status read_tables(sj_tables *t, const char *path, unsigned threads, sj_diag *d)
{
    struct source from = {.t = t};
    if (sj_file_is_folder(path))
        from.folder = path;
    else
        SJ_TRY(find_members(path, &from, d));
    const sj_status s = sj_thread_for(threads, SJ_TABLE_COUNT, read_one, &from);
    for (size_t i = 0; s < 0 && d && i < SJ_TABLE_COUNT; i++)
        if (t->table[i].diag.status < 0) { /* the first table's, whichever was read first */
            *d = t->table[i].diag;
            break;
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
    SJ_TRY(read_tables(t, path, options->threads, reterr_diag));
    if (!t->table[SJ_TABLE_PEOPLE].present)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "a roster with a table people.csv", 0, 0, 0);
    SJ_TRY(sj_thread_for(options->threads, SJ_TABLE_COUNT, make_links, t));
    SJ_TRY(join_notes(t));
    *ret = SJ_TAKE(t);
    return SJ_OK;
}

sj_tables *sj_tables_free(sj_tables *t)
{
    if (!t)
        return NULL;
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        sj_mem_free(t->table[i].row);
        sj_mem_free(t->table[i].problem);
        sj_map_done(&t->table[i].key);
        sj_map_done(&t->table[i].noted);
        sj_arena_done(&t->table[i].arena);
    }
    sj_arena_done(&t->arena);
    sj_mem_free(t);
    return NULL;
}

/* ---- asking ---- */

size_t sj_tables_count(const sj_tables *t, sj_table table)
{
    return t->table[table].count;
}

const sj_table_row *sj_tables_row(const sj_tables *t, sj_table table, size_t number)
{
    return &t->table[table].row[number];
}

bool sj_tables_has(const sj_tables *t, sj_table table, size_t column)
{
    return t->table[table].has[column];
}

size_t sj_tables_find(const sj_tables *t, sj_table table, sj_str key)
{
    const sj_map_entry *e = sj_map_find(&t->table[table].key, key);
    return e ? (size_t)e->value - 1 : SIZE_MAX;
}

const uint32_t *sj_tables_linked(const sj_tables *t, sj_table table, size_t column, size_t to,
                                 size_t *ret_count)
{
    const struct link *l = &t->table[table].link[column];
    *ret_count = 0;
    if (to >= l->to_count)
        return NULL;
    *ret_count = l->start[to + 1] - l->start[to];
    return l->row + l->start[to];
}

size_t sj_tables_problem_count(const sj_tables *t)
{
    size_t count = 0;
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        count += t->table[i].problem_count;
    return count;
}

void sj_tables_problem(const sj_tables *t, size_t number, sj_diag *ret)
{
    size_t i = 0;
    while (number >= t->table[i].problem_count)
        number -= t->table[i++].problem_count;
    tell_problem((sj_table)i, &t->table[i].problem[number], ret);
}

const sj_str *sj_tables_notes(const sj_tables *t, size_t *ret_count)
{
    *ret_count = t->note_count;
    return t->note;
}
