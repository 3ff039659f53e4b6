/* fuzz/tables_ftm_fuzz.c -- any bytes as FollowTheMoney lines of a roster. Laws: the tables
 * that were read are read again, cell by cell, from the lines and from the CSV that are
 * written of them; a problem says where. */
#include "records_check.h"
#include "sojourn/roster_ftm.h"
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static char path[2][64], folder[64];

static void put(const char *to, const void *bytes, size_t size)
{
    FILE *f = fopen(to, "wb");
    demand(f && fwrite(bytes, 1, size, f) == size && fclose(f) == 0);
}

static void csv_path(size_t table, char to[128])
{
    const sj_str name = sj_table_name((sj_table)table);
    (void)snprintf(to, 128, "%s/%.*s.csv", folder, SJ_STR_FMT(name));
}

static void write_csv(const sj_tables *t)
{
    (void)mkdir(folder, 0700);
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        SJ_SCOPED(sj_buf) b = {0};
        char to[128];
        size_t headers;
        csv_path(i, to);
        (void)unlink(to);
        (void)sj_tables_header(t, (sj_table)i, &headers);
        if (headers == 0)
            continue;
        demand(sj_roster_write_csv_header(t, (sj_table)i, &b) == SJ_OK);
        for (size_t r = 0; r < sj_tables_count(t, (sj_table)i); r++)
            demand(sj_roster_write_csv(t, (sj_table)i, r, &b) == SJ_OK);
        put(to, b.ptr, b.len);
    }
}

static void write_lines(const sj_tables *t, sj_buf *b)
{
    SJ_AUTO(sj_roster_writer) *w = NULL;
    demand(sj_roster_writer_new(t, &w) == SJ_OK && sj_roster_write_ftm_start(w, b) == SJ_OK);
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        for (size_t r = 0; r < sj_tables_count(t, (sj_table)i); r++)
            demand(sj_roster_write_ftm(w, (sj_table)i, r, b) == SJ_OK);
}

static bool has_extra(const sj_table_row *row, const sj_extra *e)
{
    for (const sj_extra *x = row->extra; x && x->text.len; x++)
        if (sj_str_eq(x->header, e->header) && sj_str_eq(x->text, e->text))
            return true;
    return false;
}

static void same_row(const sj_table_row *a, const sj_table_row *b, size_t columns)
{
    for (size_t c = 0; c < columns; c++)
        demand(sj_str_eq(sj_cell_text(sj_row_cell(a, c)), sj_cell_text(sj_row_cell(b, c))));
    for (const sj_extra *e = a->extra; e && e->text.len; e++)
        demand(has_extra(b, e));
    for (const sj_extra *e = b->extra; e && e->text.len; e++)
        demand(has_extra(a, e));
}

static void same(const sj_tables *a, const char *from)
{
    SJ_AUTO(sj_tables) *b = NULL;
    sj_diag d = {0};
    demand(sj_tables_open(from, &(sj_tables_options){.threads = 1}, &b, &d) == SJ_OK);
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        size_t columns;
        (void)sj_table_columns((sj_table)i, &columns);
        demand(sj_tables_count(a, (sj_table)i) == sj_tables_count(b, (sj_table)i));
        for (size_t r = 0; r < sj_tables_count(a, (sj_table)i); r++)
            same_row(sj_tables_row(a, (sj_table)i, r), sj_tables_row(b, (sj_table)i, r), columns);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_AUTO(sj_tables) *t = NULL;
    SJ_SCOPED(sj_buf) lines = {0};
    sj_diag d = {0};
    for (int i = 0; i < 2; i++)
        (void)snprintf(path[i], sizeof path[i], "/tmp/sojourn-ftm-fuzz-%ld-%d", (long)getpid(), i);
    (void)snprintf(folder, sizeof folder, "/tmp/sojourn-ftm-fuzz-%ld", (long)getpid());
    put(path[0], data, size);
    const sj_status s = sj_tables_open(path[0], &(sj_tables_options){.threads = 1}, &t, &d);
    demand_refusal(s, &d);
    for (size_t i = 0; t && i < sj_tables_problem_count(t); i++) {
        sj_tables_problem(t, i, &d);
        demand(d.reason && d.line > 0);
    }
    if (t) {
        write_lines(t, &lines);
        put(path[1], lines.ptr, lines.len);
        same(t, path[1]);
        write_csv(t);
        same(t, folder);
    }
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        char of[128];
        csv_path(i, of);
        (void)unlink(of);
    }
    (void)rmdir(folder);
    (void)unlink(path[0]);
    (void)unlink(path[1]);
    return 0;
}
