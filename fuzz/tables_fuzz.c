/* fuzz/tables_fuzz.c -- any bytes as one of the ten tables of a roster, beside a table of
 * people: the first byte says which. Laws: a refusal has a reason; a problem says where
 * and what was expected; what was read is read again, cell by cell, from the CSV that is
 * written of it. */
#include "records_check.h"
#include "sojourn/roster_ftm.h"
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

static void csv_path(const char *folder, size_t table, char to[128])
{
    const sj_str name = sj_table_name((sj_table)table);
    (void)snprintf(to, 128, "%s/%.*s.csv", folder, SJ_STR_FMT(name));
}

static void put(const char *folder, size_t table, sj_str bytes)
{
    char to[128];
    csv_path(folder, table, to);
    (void)mkdir(folder, 0700);
    FILE *f = fopen(to, "wb");
    demand(f && fwrite(bytes.ptr, 1, bytes.len, f) == bytes.len && fclose(f) == 0);
}

static void clear(const char *folder)
{
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        char of[128];
        csv_path(folder, i, of);
        (void)unlink(of);
    }
    (void)rmdir(folder);
}

static sj_tables *open_tables(const char *folder)
{
    sj_tables *t = NULL;
    sj_diag d = {0};
    demand_refusal(sj_tables_open(folder, &(sj_tables_options){.threads = 1}, &t, &d), &d);
    for (size_t i = 0; t && i < sj_tables_problem_count(t); i++) {
        sj_tables_problem(t, i, &d);
        demand(d.reason && d.line > 0);
    }
    return t;
}

static void write_tables(const sj_tables *t, const char *folder)
{
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        SJ_SCOPED(sj_buf) b = {0};
        size_t headers;
        (void)sj_tables_header(t, (sj_table)i, &headers);
        if (headers == 0)
            continue;
        demand(sj_roster_write_csv_header(t, (sj_table)i, &b) == SJ_OK);
        for (size_t r = 0; r < sj_tables_count(t, (sj_table)i); r++)
            demand(sj_roster_write_csv(t, (sj_table)i, r, &b) == SJ_OK);
        put(folder, i, sj_buf_str(&b));
    }
}

static void same(const sj_tables *a, const sj_tables *b)
{
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        size_t columns;
        (void)sj_table_columns((sj_table)i, &columns);
        demand(sj_tables_count(a, (sj_table)i) == sj_tables_count(b, (sj_table)i));
        for (size_t r = 0; r < sj_tables_count(a, (sj_table)i); r++)
            for (size_t c = 0; c < columns; c++)
                demand(sj_str_eq(sj_cell_text(sj_tables_cell(a, (sj_table)i, r, c)),
                                 sj_cell_text(sj_tables_cell(b, (sj_table)i, r, c))));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char folder[2][64];
    if (size == 0)
        return 0;
    for (int i = 0; i < 2; i++)
        (void)snprintf(folder[i], sizeof folder[i], "/tmp/sojourn-tables-fuzz-%ld-%d",
                       (long)getpid(), i);
    put(folder[0], SJ_TABLE_PEOPLE, SJ_S("person_id,name\np1,Kim\np2,Ri\n"));
    put(folder[0], data[0] % SJ_TABLE_COUNT, (sj_str){(const char *)data + 1, size - 1});
    SJ_AUTO(sj_tables) *a = open_tables(folder[0]);
    if (a) {
        write_tables(a, folder[1]);
        SJ_AUTO(sj_tables) *b = open_tables(folder[1]);
        demand(b != NULL);
        same(a, b);
    }
    clear(folder[0]);
    clear(folder[1]);
    return 0;
}
