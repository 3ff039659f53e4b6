/* records/tsv.c -- see the header; two passes, the first counts. */
#include "records/tsv.h"

enum { ROWS_MAX = 100000 };

static bool is_row(sj_str line)
{
    return sj_str_trim(line).len > 0 && line.ptr[0] != '#';
}

static sj_str next_line(sj_str *rest, bool *ret_more)
{
    sj_str line = {0};
    *ret_more = sj_str_split(rest, '\n', &line);
    if (line.len && line.ptr[line.len - 1] == '\r')
        line.len--;
    return line;
}

static size_t count_rows(sj_str text)
{
    size_t n = 0;
    bool more;
    for (sj_str line = next_line(&text, &more); more; line = next_line(&text, &more))
        n += is_row(line);
    return n;
}

static sj_status cut(sj_str line, sj_str *cell, size_t max, size_t *ret_count)
{
    sj_str piece;
    *ret_count = 0;
    while (sj_str_split(&line, '\t', &piece)) {
        if (*ret_count == max)
            return SJ_ELIMIT;
        cell[(*ret_count)++] = sj_str_trim(piece);
    }
    return SJ_OK;
}

sj_status sj_tsv_read(sj_str text, sj_arena *arena, sj_tsv *ret, sj_diag *reterr_diag)
{
    memset(ret, 0, sizeof *ret);
    const size_t bad = sj_utf8_check(text), rows = count_rows(text);
    if (bad < text.len)
        return sj_diag_set(reterr_diag, SJ_EENCODING, "expected UTF-8", bad, 0, 0);
    if (rows == 0)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "a header row", 0, 1, 0);
    if (rows > ROWS_MAX)
        return sj_diag_set(reterr_diag, SJ_ELIMIT, "at most 100,000 rows", 0, 0, 0);
    bool more;
    uint32_t number = 0;
    for (sj_str line = next_line(&text, &more); more; line = next_line(&text, &more)) {
        size_t count;
        number++;
        if (!is_row(line))
            continue;
        if (ret->columns == 0) {
            if (cut(line, ret->header, SJ_TSV_COLUMNS_MAX, &ret->columns) < 0)
                return sj_diag_set(reterr_diag, SJ_ELIMIT, "at most 64 columns", 0, number, 0);
            ret->cell = sj_arena_zalloc(arena, rows * ret->columns * sizeof *ret->cell);
            ret->line = sj_arena_zalloc(arena, rows * sizeof *ret->line);
            if (!ret->cell || !ret->line)
                return SJ_ENOMEM;
            continue;
        }
        if (cut(line, ret->cell + ret->rows * ret->columns, ret->columns, &count) < 0)
            return sj_diag_set(reterr_diag, SJ_ESYNTAX, "no more cells than the header has", 0,
                               number, ret->columns + 1);
        ret->line[ret->rows++] = number;
    }
    return SJ_OK;
}

size_t sj_tsv_column(const sj_tsv *t, sj_str header)
{
    for (size_t c = 0; c < t->columns; c++)
        if (sj_str_eq(t->header[c], header))
            return c;
    return SIZE_MAX;
}

sj_str sj_tsv_cell(const sj_tsv *t, size_t row, size_t column)
{
    return column < t->columns ? t->cell[row * t->columns + column] : SJ_S("");
}

sj_status sj_tsv_join(const sj_str *line, size_t count, sj_arena *arena, sj_str *ret)
{
    SJ_SCOPED(sj_buf) b = {0};
    for (size_t i = 0; i < count; i++) {
        sj_buf_add(&b, line[i]);
        sj_buf_add_char(&b, '\n');
    }
    SJ_TRY(sj_buf_status(&b));
    return sj_arena_copy(arena, sj_buf_str(&b), ret);
}
