/* lists/table.c -- headers and rows of CSV files whose columns have names. A
 * last row without a line end is refused: the file may be cut in its last cell.
 *
 * The separator is guessed from the header alone: the candidate that cuts it
 * into the most cells. A header holds no quoted separators in any known file,
 * so the guess and the CSV reader agree; if not, the rows are ragged and the
 * file is refused. */
#include "lists/table.h"

sj_str sj_table_first_line(sj_str bytes)
{
    if (sj_str_starts(bytes, SJ_S("\xEF\xBB\xBF")))
        bytes = sj_str_slice(bytes, 3, bytes.len);
    return sj_str_trim(sj_str_slice(bytes, 0, sj_str_find(bytes, SJ_S("\n"), 0)));
}

char sj_table_separator(sj_str first_line)
{
    static const char candidate[] = {',', ';', '\t'};
    size_t most = 0;
    char best = ',';
    for (size_t i = 0; i < SJ_COUNT(candidate); i++) {
        size_t n = 0;
        for (size_t k = 0; k < first_line.len; k++)
            n += first_line.ptr[k] == candidate[i];
        if (n > most) {
            most = n;
            best = candidate[i];
        }
    }
    return best;
}

bool sj_table_column(sj_str *rest, char separator, sj_str *ret_name)
{
    if (!sj_str_split(rest, separator, ret_name))
        return false;
    sj_str s = sj_str_trim(*ret_name);
    if (s.len >= 2 && s.ptr[0] == '"' && s.ptr[s.len - 1] == '"')
        s = sj_str_slice(s, 1, s.len - 1);
    *ret_name = s;
    return true;
}

bool sj_table_has(sj_str first_line, char separator, const char *name)
{
    sj_str column;
    while (sj_table_column(&first_line, separator, &column))
        if (sj_str_eq(column, sj_str_from(name)))
            return true;
    return false;
}

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
    /* Only the first line is looked at: the rest need not be whole. */
    const sj_str head = sj_str_slice(bytes, 0, sj_str_find(bytes, SJ_S("\n"), 0));
    *ret_separator = sj_table_separator(sj_table_first_line(bytes));
    SJ_TRY(header_with(head, *ret_separator, arena, ret, ret_count));
    return *ret_count ? SJ_OK : SJ_EFORMAT;
}

static bool ends_a_row(sj_str bytes)
{
    return bytes.len && (bytes.ptr[bytes.len - 1] == '\n' || bytes.ptr[bytes.len - 1] == '\r');
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
    uint64_t line = 0;
    size_t count = 0;
    sj_diag_file(reterr_diag, file->name);
    SJ_TRY(sj_input_open_memory(file->bytes, (sj_str){0}, SJ_INPUT_MAX_BYTES, &in, reterr_diag));
    SJ_TRY(sj_csv_new(in, &options, &csv));
    for (bool header = true;; header = false) {
        const sj_status s = sj_csv_next(csv, &cell, &count, &line, reterr_diag);
        if (s == SJ_DONE && ends_a_row(file->bytes))
            return SJ_OK;
        if (s == SJ_DONE)
            return sj_diag_set(reterr_diag, SJ_ECORRUPT,
                               "expected a line end after the last row: the file is cut",
                               file->bytes.len, line, 0);
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
