/* lists/table.c -- headers and rows of CSV files whose columns have names.
 *
 * The separator is guessed from the header alone: the candidate that cuts it
 * into the most cells. A header holds no quoted separators in any known file,
 * so the guess and the CSV reader agree; if not, the rows are ragged and the
 * file is refused. */
#include "lists/table.h"

static sj_status header_with(sj_str bytes, char separator, sj_arena *arena, sj_str **ret,
                             size_t *ret_count)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_csv_options options = {.separator = separator};
    const sj_str *cell = NULL;
    uint64_t line;
    size_t count = 0;
    SJ_TRY(sj_input_open_memory(bytes, (sj_str){0}, SJ_INPUT_MAX_BYTES, &in, NULL));
    SJ_TRY(sj_csv_new(in, &options, &csv));
    const sj_status s = sj_csv_next(csv, &cell, &count, &line, NULL);
    SJ_TRY(s);
    sj_str *copy = sj_arena_alloc(arena, (count + 1) * sizeof *copy);
    if (!copy)
        return SJ_ENOMEM;
    for (size_t i = 0; i < count && s == SJ_OK; i++)
        SJ_TRY(sj_arena_copy(arena, sj_str_trim(cell[i]), &copy[i]));
    *ret = copy;
    *ret_count = s == SJ_OK ? count : 0;
    return SJ_OK;
}

sj_status sj_table_header(sj_str bytes, sj_arena *arena, sj_str **ret, size_t *ret_count,
                          char *ret_separator)
{
    static const char candidate[] = {',', ';', '\t'};
    /* Only the first line is looked at: the rest need not be whole. */
    const sj_str head = sj_str_slice(bytes, 0, sj_str_find(bytes, SJ_S("\n"), 0));
    *ret_count = 0;
    for (size_t i = 0; i < SJ_COUNT(candidate); i++) {
        sj_str *cell = NULL;
        size_t count = 0;
        const sj_status s = header_with(head, candidate[i], arena, &cell, &count);
        if (s == SJ_ENOMEM)
            return s;
        if (s < 0 || count <= *ret_count)
            continue;
        *ret = cell;
        *ret_count = count;
        *ret_separator = candidate[i];
    }
    return *ret_count ? SJ_OK : SJ_EFORMAT;
}

static bool extra_is_empty(const sj_str *cell, size_t count, size_t columns)
{
    for (size_t i = columns; i < count; i++)
        if (sj_str_trim(cell[i]).len)
            return false;
    return true;
}

sj_status sj_table_rows(const sj_list_file *file, char separator, size_t columns, sj_table_row row,
                        void *ctx, sj_diag *reterr_diag)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_csv_options options = {.separator = separator};
    const sj_str *cell = NULL;
    uint64_t line;
    size_t count = 0;
    sj_diag_file(reterr_diag, file->name);
    SJ_TRY(sj_input_open_memory(file->bytes, (sj_str){0}, SJ_INPUT_MAX_BYTES, &in, reterr_diag));
    SJ_TRY(sj_csv_new(in, &options, &csv));
    for (bool header = true;; header = false) {
        const sj_status s = sj_csv_next(csv, &cell, &count, &line, reterr_diag);
        if (s == SJ_DONE)
            return SJ_OK;
        SJ_TRY(s);
        if (header)
            continue;
        if (count < columns || !extra_is_empty(cell, count, columns))
            return sj_diag_set(reterr_diag, SJ_ESYNTAX, "expected as many cells as the header has",
                               0, line, count + 1);
        SJ_TRY(row(ctx, cell, columns, line));
    }
}

bool sj_table_next(sj_str *rest, char separator, sj_str *ret_piece)
{
    while (sj_str_split(rest, separator, ret_piece)) {
        *ret_piece = sj_str_trim(*ret_piece);
        if (ret_piece->len)
            return true;
    }
    return false;
}
