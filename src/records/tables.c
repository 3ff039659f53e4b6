/* records/tables.c -- ten CSV tables in, rows and the ways between them out.
 *
 *   table[t]: rows, each an array of cells;  key: id -> row
 *   link[t][c]: value of a LINK column -> its rows, as groups of one array
 *
 * Invariants: (1) a row is never dropped once its line could be cut into cells;
 * (2) rows keep the order of the file, and so does every group of a link, so that
 * nothing downstream depends on a hash; (3) strings live in the arena.
 *
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

struct link {
    sj_map group;    /* key -> group + 1 */
    uint32_t *start; /* group -> first of its rows */
    uint32_t *row;
};
struct table {
    sj_table_row *row;
    size_t count, capacity;
    bool present, has[SJ_COLUMNS_MAX];
    sj_map key;
    struct link link[SJ_COLUMNS_MAX];
};
struct sj_tables {
    sj_arena arena;
    struct table table[SJ_TABLE_COUNT];
    sj_diag *problem;
    size_t problem_count, problem_capacity;
    sj_str *note;
    size_t note_count;
    sj_map noted;
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

static sj_status add_problem(sj_tables *t, sj_table table, uint64_t line, size_t cell,
                             sj_str header, const char *expected)
{
    if (t->problem_count == PROBLEMS_MAX)
        return SJ_ELIMIT;
    SJ_TRY(sj_mem_grow(&t->problem, &t->problem_capacity, t->problem_count + 1, PROBLEMS_MAX,
                       sizeof *t->problem));
    sj_diag *d = &t->problem[t->problem_count++];
    memset(d, 0, sizeof *d);
    (void)sj_diag_set(d, SJ_ESYNTAX, expected, 0, line, cell + 1);
    sj_diag_file(d, tables[table].file);
    sj_diag_field(d, header);
    return SJ_OK;
}

static sj_status note_country(sj_tables *t, const sj_cell *c)
{
    sj_map_entry *e;
    if (c->text.len == 2 || t->note_count == NOTES_MAX)
        return SJ_OK;
    if (sj_map_find(&t->noted, c->text))
        return SJ_OK;
    SJ_TRY(sj_map_put(&t->noted, c->text, &e));
    sj_str *note = sj_arena_push(&t->arena, &t->note, &t->note_count, sizeof *note);
    if (!note)
        return SJ_ENOMEM;
    return sj_arena_format(&t->arena, note, "\"%.*s\" is read as %s", SJ_STR_FMT(c->text),
                           c->as.country);
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

static sj_status bind(sj_tables *t, sj_table table, const sj_str *cell, size_t count,
                      struct binding *b, sj_diag *d)
{
    struct table *to = &t->table[table];
    sj_diag_file(d, tables[table].file);
    if (count > SJ_COUNT(b->column))
        return sj_diag_set(d, SJ_ELIMIT, "at most 280 columns", 0, 1, 0);
    b->count = count;
    for (size_t i = 0; i < count; i++) {
        const int c = column_of(table, sj_str_trim(cell[i]));
        SJ_TRY(sj_arena_copy(&t->arena, sj_str_trim(cell[i]), &b->header[i]));
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

static sj_status read_known(sj_tables *t, sj_table table, uint64_t line, size_t at, int column,
                            sj_str text, sj_cell *cells)
{
    const sj_column *c = &tables[table].column[column];
    sj_str own;
    SJ_TRY(sj_arena_copy(&t->arena, text, &own));
    if (!sj_cell_read(c, own, &cells[column]))
        return add_problem(t, table, line, at, c->header, expected_of(c));
    if (c->type == SJ_CELL_COUNTRY && cells[column].state == SJ_CELL_READ)
        return note_country(t, &cells[column]);
    return SJ_OK;
}

static sj_status read_extra(sj_tables *t, const struct binding *b, size_t at, sj_str text,
                            sj_extra **extra, size_t *count)
{
    const sj_str trimmed = sj_str_trim(text);
    if (trimmed.len == 0)
        return SJ_OK;
    sj_extra *e = sj_arena_push(&t->arena, extra, count, sizeof *e);
    if (!e)
        return SJ_ENOMEM;
    e->header = at < b->count ? b->header[at] : SJ_S("");
    return sj_arena_copy(&t->arena, trimmed, &e->text);
}

static sj_status check_required(sj_tables *t, sj_table table, const sj_table_row *row)
{
    for (size_t c = 0; c < tables[table].count; c++)
        if (tables[table].column[c].required && row->cell[c].state == SJ_CELL_ABSENT)
            SJ_TRY(add_problem(t, table, row->line, c, tables[table].column[c].header,
                               "a value: this column may not be empty"));
    return SJ_OK;
}

static sj_status enter_key(sj_tables *t, sj_table table, size_t number)
{
    const sj_table_row *row = &t->table[table].row[number];
    sj_map_entry *e;
    if (row->cell[0].text.len == 0)
        return SJ_OK;
    SJ_TRY(sj_map_put(&t->table[table].key, row->cell[0].text, &e));
    if (e->value)
        return add_problem(t, table, row->line, 0, tables[table].column[0].header,
                           "an id that no earlier row of the table has");
    e->value = number + 1;
    return SJ_OK;
}

static sj_status read_row(sj_tables *t, sj_table table, const struct binding *b, const sj_str *cell,
                          size_t count, uint64_t line)
{
    struct table *to = &t->table[table];
    sj_cell *cells = sj_arena_zalloc(&t->arena, tables[table].count * sizeof *cells);
    sj_extra *extra = NULL;
    size_t extra_count = 0;
    if (!cells)
        return SJ_ENOMEM;
    for (size_t i = 0; i < count; i++) {
        const int column = i < b->count ? b->column[i] : -1;
        if (column >= 0)
            SJ_TRY(read_known(t, table, line, i, column, cell[i], cells));
        else
            SJ_TRY(read_extra(t, b, i, cell[i], &extra, &extra_count));
    }
    SJ_TRY(sj_mem_grow(&to->row, &to->capacity, to->count + 1, ROWS_MAX, sizeof *to->row));
    to->row[to->count] = (sj_table_row){.cell = cells,
                                        .extra = extra,
                                        .extra_count = (uint32_t)extra_count,
                                        .line = (uint32_t)line};
    SJ_TRY(check_required(t, table, &to->row[to->count]));
    SJ_TRY(enter_key(t, table, to->count));
    to->count++;
    return SJ_OK;
}

static sj_status read_table(sj_tables *t, sj_table table, sj_input *in, sj_diag *d)
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
    t->table[table].present = true;
    for (;;) {
        const size_t before = t->problem_count;
        s = sj_csv_next(csv, &cell, &count, &line, d);
        if (s != SJ_OK)
            break;
        SJ_TRY(read_row(t, table, &b, cell, count, line));
        if (t->strict && t->problem_count > before) {
            if (d)
                *d = t->problem[before];
            return SJ_ESYNTAX;
        }
    }
    if (s < 0)
        sj_diag_file(d, tables[table].file);
    return s < 0 ? s : SJ_OK;
}

/* ---- the ways between rows ---- */

static sj_status make_groups(const struct table *t, size_t column, struct link *l, uint32_t *of_row)
{
    sj_map_entry *e;
    for (size_t r = 0; r < t->count; r++) {
        const sj_str key = t->row[r].cell[column].text;
        of_row[r] = UINT32_MAX;
        if (key.len == 0)
            continue;
        SJ_TRY(sj_map_put(&l->group, key, &e));
        if (e->value == 0)
            e->value = l->group.len;
        of_row[r] = (uint32_t)(e->value - 1);
    }
    return SJ_OK;
}

static sj_status make_link(sj_tables *t, struct table *of, size_t column)
{
    struct link *l = &of->link[column];
    uint32_t *of_row = sj_arena_alloc(&t->arena, (of->count + 1) * sizeof *of_row);
    if (!of_row)
        return SJ_ENOMEM;
    SJ_TRY(make_groups(of, column, l, of_row));
    l->start = sj_arena_zalloc(&t->arena, (l->group.len + 2) * sizeof *l->start);
    l->row = sj_arena_alloc(&t->arena, (of->count + 1) * sizeof *l->row);
    if (!l->start || !l->row)
        return SJ_ENOMEM;
    for (size_t r = 0; r < of->count; r++)
        if (of_row[r] != UINT32_MAX)
            l->start[of_row[r] + 2]++;
    for (size_t g = 2; g < l->group.len + 2; g++)
        l->start[g] += l->start[g - 1];
    for (size_t r = 0; r < of->count; r++) /* start[g + 1] walks to the end of g (2) */
        if (of_row[r] != UINT32_MAX)
            l->row[l->start[of_row[r] + 1]++] = (uint32_t)r;
    return SJ_OK;
}

static sj_status make_links(sj_tables *t)
{
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        for (size_t c = 0; c < tables[i].count; c++)
            if (tables[i].column[c].type == SJ_CELL_LINK)
                SJ_TRY(make_link(t, &t->table[i], c));
    return SJ_OK;
}

/* ---- opening ---- */

static sj_status open_folder(sj_tables *t, const char *path, sj_diag *d)
{
    SJ_SCOPED(sj_buf) file = {0};
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        SJ_AUTO(sj_input) *in = NULL;
        sj_buf_clear(&file);
        sj_buf_addf(&file, "%s/%.*s", path, SJ_STR_FMT(tables[i].file));
        sj_buf_add_char(&file, 0);
        SJ_TRY(sj_buf_status(&file));
        const sj_status s = sj_input_open(file.ptr, SJ_S(""), UINT64_MAX, &in, d);
        if (s == SJ_ENOTFOUND)
            continue;
        SJ_TRY(s);
        SJ_TRY(read_table(t, (sj_table)i, in, d));
    }
    return SJ_OK;
}

static sj_str base_name(sj_str path)
{
    size_t at = path.len;
    while (at > 0 && path.ptr[at - 1] != '/')
        at--;
    return sj_str_slice(path, at, path.len);
}

static sj_status open_zip(sj_tables *t, const char *path, sj_diag *d)
{
    SJ_AUTO(sj_input) *raw = NULL;
    sj_str bytes, *member;
    size_t count;
    SJ_TRY(sj_input_open_raw(path, SJ_INPUT_MAX_BYTES, &raw, d));
    SJ_TRY(sj_input_read_all(raw, &t->arena, &bytes, d));
    SJ_TRY(sj_input_zip_members(bytes, &t->arena, &member, &count, d));
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        for (size_t m = 0; m < count; m++) {
            SJ_AUTO(sj_input) *in = NULL;
            if (!sj_str_eq(base_name(member[m]), tables[i].file) || t->table[i].present)
                continue;
            SJ_TRY(sj_input_open_memory(bytes, member[m], UINT64_MAX, &in, d));
            SJ_TRY(read_table(t, (sj_table)i, in, d));
        }
    return SJ_OK;
}

sj_status sj_tables_open(const char *path, bool strict, sj_tables **ret, sj_diag *reterr_diag)
{
    SJ_AUTO(sj_tables) *t = sj_mem_zalloc(sizeof *t);
    if (!t)
        return SJ_ENOMEM;
    t->strict = strict;
    SJ_TRY(sj_file_is_folder(path) ? open_folder(t, path, reterr_diag)
                                   : open_zip(t, path, reterr_diag));
    if (!t->table[SJ_TABLE_PEOPLE].present)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "a roster with a table people.csv", 0, 0, 0);
    SJ_TRY(make_links(t));
    *ret = SJ_TAKE(t);
    return SJ_OK;
}

sj_tables *sj_tables_free(sj_tables *t)
{
    if (!t)
        return NULL;
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        sj_mem_free(t->table[i].row);
        sj_map_done(&t->table[i].key);
        for (size_t c = 0; c < SJ_COLUMNS_MAX; c++)
            sj_map_done(&t->table[i].link[c].group);
    }
    sj_map_done(&t->noted);
    sj_mem_free(t->problem);
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

const uint32_t *sj_tables_linked(const sj_tables *t, sj_table table, size_t column, sj_str key,
                                 size_t *ret_count)
{
    const struct link *l = &t->table[table].link[column];
    const sj_map_entry *e = sj_map_find(&l->group, key);
    *ret_count = 0;
    if (!e)
        return NULL;
    *ret_count = l->start[e->value] - l->start[e->value - 1];
    return l->row + l->start[e->value - 1];
}

const sj_diag *sj_tables_problems(const sj_tables *t, size_t *ret_count)
{
    *ret_count = t->problem_count;
    return t->problem;
}

const sj_str *sj_tables_notes(const sj_tables *t, size_t *ret_count)
{
    *ret_count = t->note_count;
    return t->note;
}
