/* records/tables.c -- ten tables: rows, and the ways between them. tables_open.c finds and
 * reads the files, tables_ftm.c the other form.
 *
 *   row:  [cell][cell][cell] text text text     one block of its table's arena
 *   key:  id -> row                              while a table is read that is not sorted,
 *                                                and kept where something is looked up by id
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
#include "records/roster_int.h"
#include "records/tables_int.h"

enum { NOTES_MAX = 1000, HEADERS_SHOWN = 20 /* of the columns that a table has not */ };

const sj_cell sj_cell_absent = {.ptr = ""};

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

sj_str sj_table_file(sj_table table)
{
    return tables[table].file;
}

/* ---- problems and notes ---- */

/* The words of a column, from the first of its table that has these. */
#define EXPECT(words)           \
    {                           \
        words, "one of: " words \
    }
static const char *words_of(const sj_column *c)
{
#define X(name, header, type, required, words) EXPECT(words),
    static const char *const all[][2] = {SJ_ORGANISATIONS_COLUMNS(X) SJ_PAPERS_COLUMNS(
        X) SJ_PERMITS_COLUMNS(X) SJ_JOBS_COLUMNS(X) SJ_ACCOUNTS_COLUMNS(X) SJ_CLAIMS_COLUMNS(X)};
#undef X
    for (size_t i = 0; i < SJ_COUNT(all); i++)
        if (sj_str_eq(c->words, sj_str_from(all[i][0])))
            return all[i][1];
    return "one of the column's words";
}

const char *sj_column_expects(const sj_column *c)
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
    case SJ_CELL_CURRENCY:
        return "a currency (ISO 4217, such as USD)";
    case SJ_CELL_WORD:
        return words_of(c);
    case SJ_CELL_TEXT:
    case SJ_CELL_KEY:
    case SJ_CELL_LINK:
        break;
    }
    return "a value";
}

sj_status sj_table_complain(sj_table_data *t, const sj_column *column, uint64_t line, size_t cell,
                            const char *expected)
{
    if (t->problem_count == SJ_TABLE_PROBLEMS_MAX)
        return SJ_ELIMIT;
    SJ_TRY(sj_mem_grow(&t->problem, &t->problem_capacity, t->problem_count + 1,
                       SJ_TABLE_PROBLEMS_MAX, sizeof *t->problem));
    t->problem[t->problem_count++] = (sj_table_problem){.column = column,
                                                        .expected = expected,
                                                        .line = (uint32_t)line,
                                                        .cell = (uint16_t)(cell + 1)};
    return SJ_OK;
}

void sj_table_tell(const sj_tables *t, sj_table table, const sj_table_problem *p, sj_diag *ret)
{
    SJ_SCOPED(sj_buf) field = {0};
    memset(ret, 0, sizeof *ret);
    (void)sj_diag_set(ret, SJ_ESYNTAX, p->expected, 0, p->line, t->file.len ? 0 : p->cell);
    sj_diag_file(ret, t->file.len ? t->file : tables[table].file);
    if (!p->column)
        return;
    if (t->file.len) /* one file of all tables: the field says which */
        sj_buf_addf(&field, "%.*s.", SJ_STR_FMT(tables[table].name));
    sj_buf_add(&field, p->column->header);
    sj_diag_field(ret, sj_buf_str(&field));
}

/* Each spelling that is not the code itself, once. */
static sj_status note_country(sj_table_data *t, const sj_cell *c)
{
    sj_str rest = sj_cell_text(c), piece, own;
    sj_map_entry *e;
    if (c->len == 2 && memcmp(c->ptr, c->as.country, 2) == 0)
        return SJ_OK; /* most are */
    while (sj_str_split(&rest, '|', &piece)) {
        piece = sj_str_trim(piece);
        const sj_str code = sj_country_parse(piece);
        if (code.len != 2 || sj_str_eq(code, piece) || t->noted.len == NOTES_MAX ||
            sj_map_find(&t->noted, piece))
            continue;
        SJ_TRY(sj_arena_copy(&t->arena, piece, &own));
        SJ_TRY(sj_map_put(&t->noted, own, &e));
        e->value = (uint64_t)(uint8_t)code.ptr[0] << 8 | (uint8_t)code.ptr[1];
    }
    return SJ_OK;
}

/* ---- one table ---- */

sj_status sj_table_read_cell(sj_table_data *t, sj_table table, uint64_t line, size_t at,
                             size_t column, sj_str text, sj_cell *cells)
{
    const sj_column *c = &tables[table].column[column];
    if (!sj_cell_read(c, text, &cells[column]))
        SJ_TRY(sj_table_complain(t, c, line, at, sj_column_expects(c)));
    if (c->type == SJ_CELL_DATE && t->two_ways.len == 0 && sj_date_is_two_ways(text))
        return sj_arena_copy(&t->arena, text, &t->two_ways);
    if (c->type == SJ_CELL_COUNTRY && cells[column].state == SJ_CELL_READ)
        return note_country(t, &cells[column]);
    return SJ_OK;
}

static sj_status keep_cells(sj_table_data *t, sj_table table, const sj_cell *cells,
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

sj_status sj_table_fill_cell(sj_table_data *t, sj_table table, size_t row, size_t column,
                             sj_str text)
{
    sj_cell cells[SJ_COLUMNS_MAX];
    sj_table_row *r = &t->row[row];
    for (size_t c = 0; c < tables[table].count; c++)
        cells[c] = *sj_row_cell(r, c);
    SJ_TRY(sj_table_read_cell(t, table, r->line, column, column, text, cells));
    return keep_cells(t, table, cells, r);
}

static sj_status check_required(sj_table_data *t, sj_table table, const sj_table_row *row)
{
    const bool named = table == SJ_TABLE_PEOPLE || table == SJ_TABLE_ORGANISATIONS;
    static_assert((int)SJ_PEOPLE_NAME == (int)SJ_ORGANISATIONS_NAME, "one column of names");
    for (size_t c = 0; c < tables[table].count; c++)
        if (tables[table].column[c].required && !(row->present >> c & 1))
            SJ_TRY(sj_table_complain(t, &tables[table].column[c], row->line, t->place[c],
                                     "a value: this column may not be empty"));
    if (named && row->present >> SJ_PEOPLE_NAME & 1 &&
        !sj_roster_says_a_name(sj_cell_text(sj_row_cell(row, SJ_PEOPLE_NAME))))
        return sj_table_complain(t, &tables[table].column[SJ_PEOPLE_NAME], row->line,
                                 t->place[SJ_PEOPLE_NAME], "a name with a letter or a digit");
    return SJ_OK;
}

/* ---- the order of ids ---- */

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

static sj_str key_of(const sj_table_row *row)
{
    return sj_cell_text(sj_row_cell(row, 0));
}

sj_status sj_table_enter_keys(sj_table_data *t)
{
    sj_map_entry *e;
    if (t->unsorted)
        return SJ_OK;
    for (size_t i = t->key.len; i < t->count; i++) {
        SJ_TRY(sj_map_put(&t->key, key_of(&t->row[i]), &e));
        e->value = i + 1;
    }
    return SJ_OK;
}

/* Most files are sorted: as long as each id is greater than the one before, none is that of
 * an earlier row, and no map is needed to know it. */
static sj_status enter_key(sj_table_data *t, sj_table table, size_t number)
{
    const sj_table_row *row = &t->row[number];
    const sj_str key = key_of(row);
    sj_map_entry *e;
    if (!t->unsorted) {
        if (key.len && (number == 0 || compare_ids(key_of(row - 1), key) < 0))
            return SJ_OK;
        SJ_TRY(sj_table_enter_keys(t));
        t->unsorted = true;
    }
    if (key.len == 0)
        return SJ_OK;
    SJ_TRY(sj_map_put(&t->key, key, &e));
    if (e->value)
        return sj_table_complain(t, tables[table].column, row->line, t->place[0],
                                 "an id that no earlier row of the table has");
    e->value = number + 1;
    return SJ_OK;
}

/* Which column says the currency of an amount. */
static const struct {
    sj_table table;
    uint8_t amount, currency;
} money[] = {
    {SJ_TABLE_TRANSFERS, SJ_TRANSFERS_AMOUNT, SJ_TRANSFERS_CURRENCY},
    {SJ_TABLE_JOBS, SJ_JOBS_WAGE_CONTRACTED, SJ_JOBS_CURRENCY},
    {SJ_TABLE_JOBS, SJ_JOBS_WAGE_RECORDED, SJ_JOBS_CURRENCY},
    {SJ_TABLE_JOBS, SJ_JOBS_WAGE_RECEIVED, SJ_JOBS_CURRENCY},
    {SJ_TABLE_JOBS, SJ_JOBS_DEDUCTIONS, SJ_JOBS_CURRENCY},
    {SJ_TABLE_JOBS, SJ_JOBS_FEE_PAID, SJ_JOBS_CURRENCY},
};

static sj_status check_money(sj_table_data *t, sj_table table, sj_cell *cells, uint64_t line)
{
    for (size_t i = 0; i < SJ_COUNT(money); i++) {
        int64_t minor;
        if (money[i].table != table)
            continue;
        sj_cell *amount = &cells[money[i].amount];
        const sj_cell *currency = &cells[money[i].currency];
        if (amount->state != SJ_CELL_READ || currency->state != SJ_CELL_READ ||
            sj_money(amount, currency, &minor))
            continue;
        amount->state = SJ_CELL_UNREADABLE;
        SJ_TRY(sj_table_complain(t, &tables[table].column[money[i].amount], line,
                                 t->place[money[i].amount],
                                 "a whole number of the currency's minor units, such as 100 JPY, "
                                 "1.50 USD, 0.125 KWD"));
    }
    return SJ_OK;
}

sj_status sj_table_keep_row(sj_table_data *t, sj_table table, sj_cell *cells, uint64_t line,
                            sj_table_row **ret_row)
{
    SJ_TRY(check_money(t, table, cells, line));
    SJ_TRY(sj_mem_grow(&t->row, &t->capacity, t->count + 1, SJ_TABLE_ROWS_MAX, sizeof *t->row));
    sj_table_row *row = &t->row[t->count];
    *row = (sj_table_row){.line = (uint32_t)line};
    SJ_TRY(keep_cells(t, table, cells, row));
    SJ_TRY(check_required(t, table, row));
    SJ_TRY(enter_key(t, table, t->count));
    t->count++;
    *ret_row = row;
    return SJ_OK;
}

/* ---- the order of rows ---- */

static int by_id(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    const sj_str x = key_of(a), y = key_of(b);
    if (x.len == 0 || y.len == 0) /* rows without an id stand last */
        return (x.len == 0) - (y.len == 0);
    return compare_ids(x, y);
}

/* By id, so that nothing that follows depends on how a file was sorted. Of rows with one id
 * the first in the file stays first. */
static sj_status sort_rows(sj_table_data *t)
{
    if (!t->unsorted)
        return SJ_OK;
    sj_table_row *scratch = sj_mem_alloc(t->count * sizeof *scratch);
    if (!scratch)
        return SJ_ENOMEM;
    sj_sort_stable(t->row, t->count, sizeof *t->row, scratch, by_id, NULL);
    sj_mem_free(scratch);
    for (size_t i = t->count; i-- > 0;) {
        sj_map_entry *e = sj_map_find(&t->key, key_of(&t->row[i]));
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

sj_status sj_table_finish(sj_table_data *t, sj_table table)
{
    SJ_TRY(sort_rows(t));
    if (looked_up(table))
        return sj_table_enter_keys(t);
    sj_map_done(&t->key);
    return SJ_OK;
}

static sj_table table_named(sj_str name)
{
    size_t i = 0;
    while (!sj_str_eq(tables[i].name, name))
        i++; /* the columns name tables that there are; a test walks them */
    return (sj_table)i;
}

/* The holder of an account may be an organisation; a table that the roster does not have
 * is missed as a whole, not row by row. */
static bool leads_elsewhere(const sj_tables *t, sj_table table, size_t column, sj_str key)
{
    return !t->table[table_named(tables[table].column[column].words)].present ||
           (table == SJ_TABLE_ACCOUNTS && column == SJ_ACCOUNTS_HOLDER_ID &&
            sj_tables_find(t, SJ_TABLE_ORGANISATIONS, key) != SIZE_MAX);
}

static sj_status make_link(sj_tables *t, sj_table table, size_t column)
{
    sj_table_data *of = &t->table[table];
    sj_table_link *l = &of->link[column];
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
        else if (!leads_elsewhere(t, table, column, sj_cell_text(c)) && l->lost++ == 0)
            l->first_lost = r;
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

/* ---- what was normalised, and which links lead nowhere, of all tables in order ---- */

sj_status sj_table_note(sj_tables *t, sj_str text)
{
    if (t->note_count == NOTES_MAX)
        return SJ_OK;
    sj_str *note = sj_arena_push(&t->arena, &t->note, &t->note_count, sizeof *note);
    if (!note)
        return SJ_ENOMEM;
    *note = text;
    return SJ_OK;
}

static sj_status note_lost(sj_tables *t, size_t i)
{
    for (size_t c = 0; c < tables[i].count; c++) {
        const sj_table_link *l = &t->table[i].link[c];
        if (l->lost == 0)
            continue;
        const sj_table_row *first = &t->table[i].row[l->first_lost];
        sj_str text;
        const sj_str to = tables[table_named(tables[i].column[c].words)].name;
        SJ_TRY(sj_arena_format(&t->arena, &text,
                               "%.*s.%.*s: %zu lead to no row of %.*s; the first is \"%.*s\" of "
                               "line %u%s%.*s",
                               SJ_STR_FMT(tables[i].name), SJ_STR_FMT(tables[i].column[c].header),
                               l->lost, SJ_STR_FMT(to),
                               SJ_STR_FMT(sj_str_slice(sj_cell_text(sj_row_cell(first, c)), 0, 80)),
                               first->line, t->file.len ? " of " : "", SJ_STR_FMT(t->file)));
        SJ_TRY(sj_table_note(t, text));
    }
    return SJ_OK;
}

/* The columns that no table has: kept, and said, for one may be a known one misspelt. */
static sj_status note_unknown(sj_tables *t, size_t i)
{
    const sj_table_data *of = &t->table[i];
    SJ_SCOPED(sj_buf) all = {0};
    uint32_t seen = 0;
    size_t unknown = 0;
    for (size_t h = 0; h < of->header_count; h++) {
        size_t c = 0;
        while (c < tables[i].count && !sj_str_eq_nocase(of->header[h], tables[i].column[c].header))
            c++;
        const bool passed_on =
            i == SJ_TABLE_PEOPLE && sj_str_eq_nocase(of->header[h], SJ_S("sources"));
        const bool known = passed_on || (c < tables[i].count && !(seen >> c & 1));
        seen |= known && !passed_on ? (uint32_t)1 << c : 0;
        if (known || unknown++ >= HEADERS_SHOWN)
            continue;
        sj_buf_addf(&all, "%s%.*s", all.len ? ", " : "",
                    SJ_STR_FMT(sj_str_slice(of->header[h], 0, 80)));
    }
    SJ_TRY(sj_buf_status(&all));
    sj_str text;
    if (unknown == 0)
        return SJ_OK;
    SJ_TRY(sj_arena_format(&t->arena, &text, "%.*s: kept, no known column: %.*s%s",
                           SJ_STR_FMT(tables[i].name), SJ_STR_FMT(sj_buf_str(&all)),
                           unknown > HEADERS_SHOWN ? " ..." : ""));
    return sj_table_note(t, text);
}

static sj_status note_two_ways(sj_tables *t)
{
    sj_str text;
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        if (t->table[i].two_ways.len) {
            SJ_TRY(sj_arena_format(&t->arena, &text, "%.*s: " SJ_ROSTER_TWO_WAYS,
                                   SJ_STR_FMT(tables[i].name),
                                   SJ_STR_FMT(sj_str_trim(t->table[i].two_ways))));
            SJ_TRY(sj_table_note(t, text));
        }
    return SJ_OK;
}

static sj_status join_notes(sj_tables *t)
{
    SJ_SCOPED(sj_map) said = {0};
    SJ_TRY(note_two_ways(t));
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        for (size_t n = 0; n < t->table[i].noted.len; n++) {
            const sj_map_entry *of = &t->table[i].noted.entry[n];
            sj_map_entry *e;
            if (sj_map_find(&said, of->key))
                continue;
            SJ_TRY(sj_map_put(&said, of->key, &e));
            sj_str text;
            SJ_TRY(sj_arena_format(&t->arena, &text, "\"%.*s\" is read as %c%c",
                                   SJ_STR_FMT(of->key), (char)(of->value >> 8),
                                   (char)(of->value & 255)));
            SJ_TRY(sj_table_note(t, text));
        }
        SJ_TRY(note_lost(t, i));
        SJ_TRY(note_unknown(t, i));
    }
    return SJ_OK;
}

sj_status sj_tables_link(sj_tables *t, unsigned threads)
{
    SJ_TRY(sj_thread_for(threads, SJ_TABLE_COUNT, make_links, t));
    return join_notes(t);
}

/* ---- asking ---- */

static void table_done(sj_table_data *t)
{
    sj_mem_free(t->row);
    sj_mem_free(t->problem);
    sj_map_done(&t->key);
    sj_map_done(&t->noted);
    sj_arena_done(&t->arena);
}

sj_tables *sj_tables_free(sj_tables *t)
{
    if (!t)
        return NULL;
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        table_done(&t->table[i]);
    table_done(&t->whole);
    sj_arena_done(&t->arena);
    sj_mem_free(t);
    return NULL;
}

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
    const sj_table_link *l = &t->table[table].link[column];
    *ret_count = 0;
    if (to >= l->to_count)
        return NULL;
    *ret_count = l->start[to + 1] - l->start[to];
    return l->row + l->start[to];
}

const sj_str *sj_tables_header(const sj_tables *t, sj_table table, size_t *ret_count)
{
    *ret_count = t->table[table].present ? t->table[table].header_count : 0;
    return t->table[table].header;
}

size_t sj_tables_problem_count(const sj_tables *t)
{
    size_t count = t->whole.problem_count;
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        count += t->table[i].problem_count;
    return count;
}

void sj_tables_problem(const sj_tables *t, size_t number, sj_diag *ret)
{
    const sj_table_data *of = &t->whole;
    size_t i = 0;
    while (number >= of->problem_count) {
        number -= of->problem_count;
        of = &t->table[i++];
    }
    sj_table_tell(t, i ? (sj_table)(i - 1) : SJ_TABLE_PEOPLE, &of->problem[number], ret);
}

const sj_str *sj_tables_notes(const sj_tables *t, size_t *ret_count)
{
    *ret_count = t->note_count;
    return t->note;
}
