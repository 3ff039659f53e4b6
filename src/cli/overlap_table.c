/* cli/overlap_table.c -- reads and checks the table; what is wrong is told with line and
 * column, before anything is estimated. */
#include "cli/overlap_table.h"
#include "records/csv.h"
#include "sojourn/tables.h"

static bool is_count(sj_str header)
{
    return sj_str_eq_nocase(header, SJ_S("count")) || sj_str_eq_nocase(header, SJ_S("n")) ||
           sj_str_eq_nocase(header, SJ_S("freq")) || sj_str_eq_nocase(header, SJ_S("frequency"));
}

static sj_status bad(sj_overlap_tables *in, uint64_t line, size_t column, const char *expected)
{
    return sj_diag_set(&in->diag, SJ_ESYNTAX, expected, 0, line, column + 1);
}

static sj_status read_header(sj_overlap_tables *in, const sj_str *cell, size_t count)
{
    in->columns = count;
    in->count_column = in->rep_column = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        const sj_str header = sj_str_trim(cell[i]);
        if (is_count(header) && in->count_column == SIZE_MAX)
            in->count_column = i;
        else if (sj_str_eq_nocase(header, SJ_S("rep")))
            in->rep_column = i;
        else if (in->lists == SJ_OVERLAP_LISTS_MAX)
            return bad(in, 1, i, "at most eight lists");
        else {
            if (header.len == 0)
                return bad(in, 1, i, "a name for every list");
            for (unsigned l = 0; l < in->lists; l++)
                if (sj_str_eq(in->list[l], header))
                    return bad(in, 1, i, "lists with different names");
            in->column[in->lists] = i;
            SJ_TRY(sj_arena_copy(&in->arena, header, &in->list[in->lists++]));
        }
    }
    if (in->count_column == SIZE_MAX)
        return bad(in, 1, 0, "a column `count`");
    return in->lists < 2
               ? bad(in, 1, 0, "at least two lists: one list says nothing of who is on none")
               : SJ_OK;
}

static sj_status find_table(sj_overlap_tables *in, sj_str rep, sj_overlap_table **ret)
{
    for (size_t i = in->tables; i-- > 0;)
        if (sj_str_eq(in->table[i].rep, rep)) {
            *ret = &in->table[i];
            return SJ_OK;
        }
    sj_overlap_table *t = sj_arena_push(&in->arena, &in->table, &in->tables, sizeof *t);
    if (!t)
        return SJ_ENOMEM;
    t->overlap.lists = in->lists;
    *ret = t;
    return sj_arena_copy(&in->arena, rep, &t->rep);
}

static sj_status read_row(sj_overlap_tables *in, const sj_str *cell, size_t count, uint64_t line)
{
    unsigned mask = 0;
    int64_t people;
    sj_overlap_table *t;
    if (count != in->columns)
        return bad(in, line, count, "as many cells as the header has");
    for (unsigned i = 0; i < in->lists; i++) {
        const sj_str on = sj_str_trim(cell[in->column[i]]);
        if (on.len != 1 || (on.ptr[0] != '0' && on.ptr[0] != '1'))
            return bad(in, line, in->column[i], "0 or 1: is the person on this list?");
        mask |= (unsigned)(on.ptr[0] - '0') << i;
    }
    if (!sj_decimal_parse(cell[in->count_column], &people) || people < 0 || people % 1000000 != 0)
        return bad(in, line, in->count_column, "a whole number of people, 0 or more");
    SJ_TRY(find_table(in, in->rep_column == SIZE_MAX ? SJ_S("") : sj_str_trim(cell[in->rep_column]),
                      &t));
    if (t->filled[mask])
        return bad(in, line, 0, "a pattern that no earlier row has");
    t->filled[mask] = true;
    if (mask == 0 && people > 0)
        return bad(in, line, in->count_column, "nobody: people on no list are what is asked for");
    t->overlap.count[mask] = (double)(people / 1000000);
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
            (void)!bad(in, 1, in->column[l],
                       in->rep_column == SIZE_MAX ? "somebody on this list"
                                                  : "somebody on this list in every replicate");
            sj_diag_field(&in->diag, in->list[l]);
            return SJ_ESYNTAX;
        }
    return SJ_OK;
}

sj_status sj_overlap_tables_read(const char *path, sj_overlap_tables *in)
{
    SJ_AUTO(sj_input) *file = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_str *cell;
    size_t count;
    uint64_t line;
    SJ_TRY(sj_input_open(path, SJ_S(""), SJ_INPUT_MAX_BYTES, &file, &in->diag));
    SJ_TRY(sj_csv_new(file, &(sj_csv_options){.any_separator = true}, &csv));
    sj_status s = sj_csv_next(csv, &cell, &count, &line, &in->diag);
    if (s == SJ_DONE)
        return bad(in, 1, 0, "a header row");
    SJ_TRY(s);
    SJ_TRY(read_header(in, cell, count));
    while ((s = sj_csv_next(csv, &cell, &count, &line, &in->diag)) == SJ_OK)
        SJ_TRY(read_row(in, cell, count, line));
    SJ_TRY(s);
    return check_tables(in);
}
