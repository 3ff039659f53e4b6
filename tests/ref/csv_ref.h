/* tests/ref/csv_ref.h -- CSV one byte at a time, for separator ',' and strict
 * quotes: the twin of records/csv.c, which scans a window and cuts slices. Cells
 * are written to `out` as "cell\x1F", rows end in "\x1E". */
#ifndef SJ_TESTS_CSV_REF_H
#define SJ_TESTS_CSV_REF_H
#include "sojourn/base.h"

enum ref_csv_state { REF_START, REF_PLAIN, REF_QUOTED, REF_AFTER_QUOTE };

static inline void ref_csv_row(sj_buf *out, sj_buf *row, bool *quoted, size_t *cells)
{
    if (*cells > 1 || row->len > 1 || *quoted) { /* an empty line is no row */
        sj_buf_add(out, sj_buf_str(row));
        sj_buf_add_char(out, '\x1E');
    }
    sj_buf_clear(row);
    *quoted = false;
    *cells = 0;
}

/* SJ_OK or SJ_ESYNTAX; `out` holds the rows before the error. */
static inline sj_status ref_csv(sj_str text, sj_buf *out)
{
    SJ_SCOPED(sj_buf) row = {0};
    enum ref_csv_state state = REF_START;
    bool quoted = false, begun = false;
    size_t cells = 0;
    for (size_t i = 0; i <= text.len; i++) {
        const bool end = i == text.len;
        const char c = end ? '\n' : text.ptr[i];
        if (end && !begun)
            break;
        begun = true;
        if (state == REF_QUOTED) {
            if (end)
                return SJ_ESYNTAX;
            if (c == '"')
                state = REF_AFTER_QUOTE;
            else
                sj_buf_add_char(&row, c);
            continue;
        }
        if (c == '"' && state == REF_PLAIN)
            return SJ_ESYNTAX;
        if (c == '"') {
            if (state == REF_AFTER_QUOTE)
                sj_buf_add_char(&row, '"');
            quoted = true;
            state = REF_QUOTED;
            continue;
        }
        if (c != ',' && c != '\n' && c != '\r') {
            if (state == REF_AFTER_QUOTE)
                return SJ_ESYNTAX;
            sj_buf_add_char(&row, c);
            state = REF_PLAIN;
            continue;
        }
        sj_buf_add_char(&row, '\x1F');
        cells++;
        state = REF_START;
        if (c == ',')
            continue;
        ref_csv_row(out, &row, &quoted, &cells);
        begun = false;
        if (c == '\r' && i + 1 < text.len && text.ptr[i + 1] == '\n')
            i++;
    }
    return sj_buf_status(out);
}
#endif
