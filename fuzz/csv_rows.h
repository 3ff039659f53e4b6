/* fuzz/csv_rows.h -- what must hold of a command that reads rows of CSV and writes them
 * with cells added: whatever the bytes, every row that is written is whole. */
#ifndef SJ_FUZZ_CSV_ROWS_H
#define SJ_FUZZ_CSV_ROWS_H
#include "records_check.h"
#include <stdio.h>

/* Rows have the cells of the header, or more where `longer` and the input had more. */
static inline void check_rows(sj_str out, size_t added, bool longer)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_str *cell;
    size_t count, columns = 0;
    uint64_t line;
    if (out.len == 0)
        return;
    demand(sj_input_open_memory_raw(out, 1 << 26, &in, NULL) == SJ_OK);
    demand(sj_csv_new(in, &(sj_csv_options){0}, &csv) == SJ_OK);
    for (sj_status s; (s = sj_csv_next(csv, &cell, &count, &line, NULL)) != SJ_DONE;) {
        demand(s == SJ_OK && count > added);
        columns = columns ? columns : count;
        demand(longer ? count >= columns : count == columns);
    }
}

typedef int (*rows_command)(const struct use *u, sj_csv *csv, FILE *out);
static inline void fuzz_rows(const struct use *u, rows_command command, bool longer,
                             const uint8_t *data, size_t size)
{
    enum { ADDED = 3 };
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    char *text = NULL;
    size_t len = 0;
    if (sj_input_open_memory((sj_str){(const char *)data, size}, (sj_str){0}, 1 << 24, &in, NULL) <
            0 ||
        sj_csv_new(in, &(sj_csv_options){0}, &csv) < 0)
        return;
    FILE *out = open_memstream(&text, &len);
    demand(out != NULL);
    const int exit_status = command(u, csv, out);
    demand(fclose(out) == 0 && exit_status != SJ_EXIT_FAILED);
    if (exit_status != SJ_EXIT_UNREADABLE)
        check_rows((sj_str){text, len}, ADDED, longer);
    free(text);
}
#endif
