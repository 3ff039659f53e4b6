/* cli/overlap_table.c -- reads and checks the table; what is wrong is told with line and
 * column, before anything is estimated. */
#include "cli/overlap_table.h"
#include "records/csv.h"
#include "sojourn/tables.h"

enum { TABLES_MAX = 200000 }; /* replicates of one table, 3 kB each; seen: 1,000 */

static sj_status bad(sj_overlap_tables *in, uint64_t line, size_t column, const char *expected)
{
    return sj_diag_set(&in->diag, SJ_ESYNTAX, expected, 0, line, column + 1);
}

static sj_status add_list(sj_overlap_tables *in, sj_str header, size_t column)
{
    if (in->lists == SJ_OVERLAP_LISTS_MAX)
        return bad(in, 1, column, "at most eight lists");
    if (header.len == 0)
        return bad(in, 1, column, "a name for every list");
    for (unsigned l = 0; l < in->lists; l++)
        if (sj_str_eq(in->list[l], header))
            return bad(in, 1, column, "lists with different names");
    in->column[in->lists] = column;
    return sj_arena_copy(&in->arena, header, &in->list[in->lists++]);
}

/* *ret is SIZE_MAX if no column has this name. */
static sj_status find_column(sj_overlap_tables *in, const sj_str *cell, size_t count,
                             const char *name, size_t *ret)
{
    *ret = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (!sj_str_eq_nocase(sj_str_trim(cell[i]), sj_str_from(name)))
            continue;
        if (*ret != SIZE_MAX)
            return bad(in, 1, i, "one column `count` and one column `rep` at most");
        *ret = i;
    }
    return SJ_OK;
}

/* The first of these names that a column has: beside `count`, `n` is a list. */
static sj_status find_count(sj_overlap_tables *in, const sj_str *cell, size_t count)
{
    static const char *const names[] = {"count", "freq", "frequency", "n"};
    in->count_column = SIZE_MAX;
    for (size_t i = 0; i < SJ_COUNT(names) && in->count_column == SIZE_MAX; i++)
        SJ_TRY(find_column(in, cell, count, names[i], &in->count_column));
    if (in->people && in->count_column != SIZE_MAX)
        return bad(in, 1, in->count_column, "no counts: with --people each row is one person");
    if (!in->people && in->count_column == SIZE_MAX)
        return bad(in, 1, 0, "a column `count` (--people takes a table with one row a person)");
    return SJ_OK;
}

static sj_status read_header(sj_overlap_tables *in, const sj_str *cell, size_t count)
{
    in->columns = count;
    SJ_TRY(find_count(in, cell, count));
    SJ_TRY(find_column(in, cell, count, "rep", &in->rep_column));
    for (size_t i = 0; i < count; i++)
        if (i != in->count_column && i != in->rep_column)
            SJ_TRY(add_list(in, sj_str_trim(cell[i]), i));
    return in->lists < 2
               ? bad(in, 1, 0, "at least two lists: one list says nothing of who is on none")
               : SJ_OK;
}

static sj_status find_table(sj_overlap_tables *in, sj_str rep, uint64_t line,
                            sj_overlap_table **ret)
{
    sj_map_entry *e = sj_map_find(&in->rep, rep);
    if (e) {
        *ret = &in->table[e->value];
        return SJ_OK;
    }
    if (in->tables == TABLES_MAX)
        return SJ_ELIMIT;
    sj_str own;
    SJ_TRY(sj_arena_copy(&in->arena, rep, &own));
    sj_overlap_table *t = sj_arena_push(&in->arena, &in->table, &in->tables, sizeof *t);
    if (!t)
        return SJ_ENOMEM;
    t->overlap.lists = in->lists;
    t->rep = own;
    t->line = line;
    *ret = t;
    SJ_TRY(sj_map_put(&in->rep, own, &e));
    e->value = in->tables - 1;
    return SJ_OK;
}

/* 0 or 1 as tables have it: 1.0 of a program that holds numbers only, TRUE, yes. */
static bool on_list(sj_str text, unsigned *ret)
{
    static const char *const words[2][5] = {{"0", "0.0", "false", "no", "n"},
                                            {"1", "1.0", "true", "yes", "y"}};
    for (unsigned v = 0; v < 2; v++)
        for (size_t i = 0; i < SJ_COUNT(words[v]); i++)
            if (sj_str_eq_nocase(text, sj_str_from(words[v][i]))) {
                *ret = v;
                return true;
            }
    return false;
}

/* How many are on no list is what is asked for, so a row may say that it is not known. */
static bool is_unknown(sj_str text)
{
    return text.len == 0 || sj_str_eq_nocase(text, SJ_S("NA")) || sj_str_eq(text, SJ_S("?"));
}

static sj_status read_count(sj_overlap_tables *in, sj_str text, unsigned mask, uint64_t line,
                            int64_t *ret)
{
    if (mask == 0 && is_unknown(sj_str_trim(text)))
        *ret = 0;
    else if (!sj_decimal_parse(text, ret) || *ret < 0 || *ret % 1000000 != 0)
        return bad(in, line, in->count_column, "a whole number of people, 0 or more");
    *ret /= 1000000;
    return mask == 0 && *ret > 0
               ? bad(in, line, in->count_column, "nobody: people on no list are what is asked for")
               : SJ_OK;
}

static sj_status read_row(sj_overlap_tables *in, const sj_str *cell, size_t count, uint64_t line)
{
    unsigned mask = 0, on = 0;
    int64_t people = 1;
    sj_overlap_table *t;
    if (count != in->columns)
        return bad(in, line, count, "as many cells as the header has");
    for (unsigned i = 0; i < in->lists; i++) {
        if (!on_list(sj_str_trim(cell[in->column[i]]), &on))
            return bad(in, line, in->column[i], "0 or 1: is the person on this list?");
        mask |= on << i;
    }
    if (!in->people)
        SJ_TRY(read_count(in, cell[in->count_column], mask, line, &people));
    else if (mask == 0)
        return bad(in, line, 0, "a person on some list: those on none are what is asked for");
    SJ_TRY(find_table(in, in->rep_column == SIZE_MAX ? SJ_S("") : sj_str_trim(cell[in->rep_column]),
                      line, &t));
    if (!in->people && t->filled[mask])
        return bad(in, line, 0, "a pattern that no earlier row has");
    t->filled[mask] = true;
    t->overlap.count[mask] += (double)people;
    return SJ_OK;
}

static sj_status check_tables(sj_overlap_tables *in)
{
    if (in->tables == 0)
        return bad(in, 2, 0, "at least one row");
    for (size_t i = 0; i < in->tables; i++)
        for (unsigned l = 0; l < in->lists; l++) {
            double on = 0;
            for (unsigned m = 1; m < 1u << in->lists; m++)
                on += m >> l & 1 ? in->table[i].overlap.count[m] : 0;
            if (on > 0)
                continue;
            (void)!bad(in, in->rep_column == SIZE_MAX ? 1 : in->table[i].line, in->column[l],
                       in->rep_column == SIZE_MAX ? "somebody on this list"
                                                  : "somebody on this list in every replicate");
            sj_diag_field(&in->diag, in->list[l]);
            return SJ_ESYNTAX;
        }
    return SJ_OK;
}

sj_status sj_overlap_tables_read(sj_input *file, sj_overlap_tables *in)
{
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_str *cell;
    size_t count;
    uint64_t line;
    SJ_TRY(sj_csv_new(file, &(sj_csv_options){.any_separator = true}, &csv));
    sj_status s = sj_csv_next(csv, &cell, &count, &line, &in->diag);
    if (s == SJ_DONE)
        return bad(in, 1, 0, "a header row");
    SJ_TRY(s);
    SJ_TRY(read_header(in, cell, count));
    while ((s = sj_csv_next(csv, &cell, &count, &line, &in->diag)) == SJ_OK) {
        s = read_row(in, cell, count, line);
        if (s == SJ_ELIMIT)
            return sj_diag_set(&in->diag, s, "at most 200,000 values of `rep`", 0, line, 0);
        SJ_TRY(s);
    }
    SJ_TRY(s);
    return check_tables(in);
}

void sj_overlap_tables_done(sj_overlap_tables *in)
{
    sj_map_done(&in->rep);
    sj_arena_done(&in->arena);
}
