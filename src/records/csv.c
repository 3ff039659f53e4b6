/* records/csv.c -- rows out of a sliding window of bytes.
 *
 *     window:  [ done rows | row being read ... | free ]
 *                            ^start        ^end
 * A row is scanned where it lies; its cells are slices of the window, and a
 * doubled quote is removed in place once the row is complete. When the row does
 * not end inside the window, it is moved to the front, more is read, and the
 * row is scanned again; each refill at least doubles what is there, so a long
 * row costs a constant factor. Invariants:
 *   (1) bytes before `checked` are valid UTF-8 without NUL; scanning stops there;
 *   (2) the window does not change between the end of a scan and the next call,
 *       so cells stay valid as promised;
 *   (3) a scan that asks for more has changed nothing but scratch.
 * Not chosen: a state machine that copies cell by cell; four times slower. */
#include "records/csv.h"

enum {
    BLOCK_BYTES = 262144,
    CELLS_MAX = 4096, /* seen: 118 (EU FSF) */
    SUB_BYTE = 0x1A   /* DOS end of file */
};
#define CELL_MAX_BYTES ((size_t)1 << 20) /* seen: 42 kB (US CSL) */
#define ROW_MAX_BYTES ((size_t)64 << 20) /* far over what seen rows need: 61 kB */

struct sj_csv {
    sj_input *in;
    sj_csv_options options;
    bool stop[256]; /* separator, quote, CR, LF: what ends a run of plain bytes */
    char *window;
    size_t capacity, start, checked, end; /* start <= checked <= end <= capacity; (1) */
    bool input_ended, finished, skip_lf;
    uint64_t line, dropped_bytes; /* line at start; bytes before the window */
    sj_str *cell;
    bool *doubled; /* the cell holds doubled quotes, to be halved */
    size_t cell_capacity, doubled_capacity, count;
    char *raw; /* windows-1252 bytes before they are turned */
};

/* Where a scan is inside the row. */
struct scan {
    size_t at;
    uint64_t line;
    bool row_ended;
};
enum { NEED_MORE = SJ_DONE + 1 };

static const uint16_t windows_1252[32] = {
    0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
    0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
    0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178};

sj_status sj_csv_new(sj_input *in, const sj_csv_options *options, sj_csv **ret)
{
    SJ_AUTO(sj_csv) *c = sj_mem_zalloc(sizeof *c);
    if (!c)
        return SJ_ENOMEM;
    c->in = in;
    if (options)
        c->options = *options;
    if (!c->options.separator)
        c->options.separator = ',';
    c->stop[(unsigned char)c->options.separator] = !c->options.any_separator;
    c->stop['"'] = c->stop['\r'] = c->stop['\n'] = true;
    c->line = 1;
    SJ_TRY(sj_mem_grow(&c->window, &c->capacity, BLOCK_BYTES, SIZE_MAX / 4, 1));
    if (c->options.encoding == SJ_CSV_WINDOWS_1252) {
        c->raw = sj_mem_alloc(BLOCK_BYTES / 4);
        if (!c->raw)
            return SJ_ENOMEM;
    }
    *ret = SJ_TAKE(c);
    return SJ_OK;
}

sj_csv *sj_csv_free(sj_csv *csv)
{
    if (csv) {
        sj_mem_free(csv->window);
        sj_mem_free(csv->raw);
        sj_mem_free(csv->cell);
        sj_mem_free(csv->doubled);
    }
    sj_mem_free(csv);
    return NULL;
}

static sj_status fail(const sj_csv *c, sj_status status, const char *reason, size_t at,
                      uint64_t line, sj_diag *d)
{
    size_t column = at;
    while (column > 0 && c->window[column - 1] != '\n')
        column--;
    (void)sj_diag_set(d, status, reason, c->dropped_bytes + at, line, at - column + 1);
    if (sj_input_name(c->in).len)
        sj_diag_file(d, sj_input_name(c->in));
    return status;
}

/* ---- filling the window ---- */
static sj_status read_turned(sj_csv *c, size_t *ret_len, sj_diag *d)
{
    size_t n;
    SJ_TRY(sj_input_read(c->in, c->raw, BLOCK_BYTES / 4, &n, d));
    char *to = c->window + c->end; /* at least BLOCK_BYTES are free: 4 for each byte */
    for (size_t i = 0; i < n; i++) {
        const unsigned char b = (unsigned char)c->raw[i];
        to += sj_utf8_encode(b >= 0x80 && b < 0xA0 ? windows_1252[b - 0x80] : b, to);
    }
    c->end = (size_t)(to - c->window);
    *ret_len = n;
    return SJ_OK;
}

static sj_status read_block(sj_csv *c, size_t *ret_len, sj_diag *d)
{
    if (c->raw)
        return read_turned(c, ret_len, d);
    SJ_TRY(sj_input_read(c->in, c->window + c->end, c->capacity - c->end, ret_len, d));
    c->end += *ret_len;
    return SJ_OK;
}

/* What a spreadsheet wrote that did not write UTF-8. */
static const char *expected_text(const sj_csv *c)
{
    const unsigned char *w = (const unsigned char *)c->window;
    const bool marked = c->dropped_bytes == 0 && c->end >= 2 &&
                        ((w[0] == 0xFF && w[1] == 0xFE) || (w[0] == 0xFE && w[1] == 0xFF));
    return marked ? "expected UTF-8, found UTF-16: save it as CSV UTF-8"
                  : "expected UTF-8: save a file in another encoding as CSV UTF-8";
}

/* Moves `checked` up to what is valid; a sequence cut by the end may wait. */
static sj_status check(sj_csv *c, sj_diag *d)
{
    const sj_str fresh = {c->window + c->checked, c->end - c->checked};
    const size_t good = sj_utf8_check(fresh);
    const char *nul = good ? memchr(fresh.ptr, 0, good) : NULL;
    if (nul)
        return fail(c, SJ_EENCODING, "expected text without NUL bytes: is it UTF-16, or no text?",
                    (size_t)(nul - c->window), 0, d);
    c->checked += good;
    if (good < fresh.len && (fresh.len - good >= 4 || c->input_ended))
        return fail(c, SJ_EENCODING, expected_text(c), c->checked, 0, d);
    return SJ_OK;
}

static void skip_bom(sj_csv *c)
{
    if (c->dropped_bytes == 0 && c->start == 0 && c->end >= 3 &&
        memcmp(c->window, "\xEF\xBB\xBF", 3) == 0)
        c->start = 3;
}

static sj_status fill(sj_csv *c, sj_diag *d)
{
    const bool first = c->dropped_bytes == 0 && c->end == 0;
    if (c->start > 0) {
        memmove(c->window, c->window + c->start, c->end - c->start);
        c->dropped_bytes += c->start;
        c->end -= c->start;
        c->checked -= c->start;
        c->start = 0;
    }
    const size_t held = c->end;
    if (held > ROW_MAX_BYTES)
        return fail(c, SJ_ELIMIT, "rows of at most 64 MiB", 0, c->line, d);
    const size_t wanted = 2 * held > 4 ? 2 * held : 4; /* twice, so that scanning again is cheap */
    while (c->end < wanted && !c->input_ended) {
        if (sj_mem_grow(&c->window, &c->capacity, c->end + BLOCK_BYTES, SIZE_MAX / 4, 1) < 0)
            return fail(c, SJ_ENOMEM, "out of memory", 0, c->line, d);
        size_t n;
        SJ_TRY(read_block(c, &n, d));
        c->input_ended = n == 0;
    }
    if (first)
        skip_bom(c);
    return check(c, d);
}

/* ---- which separator ---- */
/* Counts what may separate up to the end of the first row that is not empty; false if the
 * window ends before it. */
static bool count_separators(const sj_csv *c, const char any[], size_t ret_count[])
{
    bool quoted = false, something = false;
    ret_count[0] = ret_count[1] = ret_count[2] = 0;
    for (size_t at = c->start; at < c->checked; at++) {
        const char b = c->window[at];
        if (!quoted && (b == '\n' || b == '\r')) {
            if (something)
                return true;
            continue;
        }
        something = true;
        quoted ^= b == '"';
        for (size_t i = 0; i < 3 && !quoted; i++)
            ret_count[i] += b == any[i];
    }
    return false;
}

/* "sep=;", which spreadsheets write above the header: true, and it is passed over. */
static bool take_sep_line(sj_csv *c)
{
    const sj_str rest = {c->window + c->start, c->checked - c->start};
    if (rest.len < 6 || !sj_str_starts(rest, SJ_S("sep=")) ||
        (rest.ptr[5] != '\n' && rest.ptr[5] != '\r') || !memchr(",;\t|", rest.ptr[4], 4))
        return false;
    c->options.separator = rest.ptr[4];
    c->skip_lf = rest.ptr[5] == '\r';
    c->start += 6;
    c->line++;
    return true;
}

static sj_status choose_separator(sj_csv *c, sj_diag *d)
{
    static const char any[3] = {',', ';', '\t'};
    size_t count[3];
    while (!count_separators(c, any, count) && !c->input_ended)
        SJ_TRY(fill(c, d));
    if (!take_sep_line(c)) {
        size_t most = 0;
        for (size_t i = 1; i < 3; i++)
            most = count[i] > count[most] ? i : most;
        c->options.separator = any[most];
    }
    c->stop[(unsigned char)c->options.separator] = true;
    c->options.any_separator = false; /* it is known */
    return SJ_OK;
}

/* ---- scanning a row ---- */
static sj_status cell_add(sj_csv *c, size_t from, size_t to, bool doubled, const struct scan *s,
                          sj_diag *d)
{
    if (to - from > CELL_MAX_BYTES)
        return fail(c, SJ_ELIMIT, "cells of at most 1 MiB", from, s->line, d);
    if (c->count == c->cell_capacity) {
        sj_status grown =
            sj_mem_grow(&c->cell, &c->cell_capacity, c->count + 1, CELLS_MAX, sizeof *c->cell);
        if (grown >= 0)
            grown = sj_mem_grow(&c->doubled, &c->doubled_capacity, c->count + 1, CELLS_MAX,
                                sizeof *c->doubled);
        if (grown < 0)
            return fail(c, grown, grown == SJ_ENOMEM ? "out of memory" : "at most 4,096 cells",
                        from, s->line, d);
    }
    c->cell[c->count] = (sj_str){c->window + from, to - from};
    c->doubled[c->count++] = doubled;
    return SJ_OK;
}

/* After a cell: a separator, the end of the row, the end of the file. */
static sj_status after_cell(sj_csv *c, struct scan *s, sj_diag *d)
{
    if (s->at == c->checked) {
        s->row_ended = true;
        return c->input_ended ? SJ_OK : (sj_status)NEED_MORE;
    }
    const char b = c->window[s->at];
    if (b != '\n' && b != '\r' && b != c->options.separator)
        return fail(c, SJ_ESYNTAX, "a separator or the end of the row after a closing quote", s->at,
                    s->line, d);
    s->at++;
    s->row_ended = b != c->options.separator;
    c->skip_lf = b == '\r';
    s->line += s->row_ended;
    return SJ_OK;
}

static sj_status scan_plain(sj_csv *c, struct scan *s, sj_diag *d)
{
    const size_t from = s->at;
    size_t at = from;
    for (;; at++) {
        while (at < c->checked && !c->stop[(unsigned char)c->window[at]])
            at++;
        if (at == c->checked || c->window[at] != '"' || c->options.separator == '"')
            break;
        if (!c->options.stray_quotes)
            return fail(c, SJ_ESYNTAX, "no quote inside an unquoted cell", at, s->line, d);
    }
    s->at = at;
    if (at == c->checked && !c->input_ended)
        return (sj_status)NEED_MORE;
    return cell_add(c, from, at, false, s, d);
}

static sj_status scan_quoted(sj_csv *c, struct scan *s, sj_diag *d)
{
    const size_t from = s->at + 1, first_line = s->line;
    bool doubled = false;
    size_t at = from;
    for (;;) {
        while (at < c->checked && c->window[at] != '"') {
            s->line += c->window[at] == '\n';
            at++;
        }
        if (at == c->checked)
            return c->input_ended
                       ? fail(c, SJ_ESYNTAX, "a closing quote before the end of the file", from - 1,
                              first_line, d)
                       : (sj_status)NEED_MORE;
        if (at + 1 == c->checked && !c->input_ended)
            return (sj_status)NEED_MORE; /* the next byte says whether it is doubled */
        if (at + 1 == c->checked || c->window[at + 1] != '"')
            break;
        doubled = true;
        at += 2;
    }
    s->at = at + 1;
    return cell_add(c, from, at, doubled, s, d);
}

static sj_status scan_row(sj_csv *c, struct scan *s, sj_diag *d)
{
    c->count = 0;
    if (c->skip_lf && s->at < c->checked) {
        s->at += c->window[s->at] == '\n';
        c->start = s->at;
        c->skip_lf = false;
    }
    if (s->at == c->checked)
        return c->input_ended ? SJ_DONE : (sj_status)NEED_MORE;
    const bool skip_lf = c->skip_lf;
    while (!s->row_ended) {
        const bool quoted = s->at < c->checked && c->window[s->at] == '"';
        sj_status r = quoted ? scan_quoted(c, s, d) : scan_plain(c, s, d);
        if (r == SJ_OK)
            r = after_cell(c, s, d);
        if (r != SJ_OK) {
            c->skip_lf = skip_lf; /* (3) */
            return r;
        }
    }
    return SJ_OK;
}

static void halve_quotes(sj_str *cell)
{
    char *p = (char *)(uintptr_t)cell->ptr; /* the window is ours to write */
    size_t to = 0;
    for (size_t i = 0; i < cell->len; i++) {
        p[to++] = p[i];
        i += p[i] == '"';
    }
    cell->len = to;
}

/* An empty line, or the lone 0x1A with which DOS ends a file. */
static bool is_nothing(sj_csv *c, size_t from)
{
    if (c->count != 1 || c->window[from] == '"')
        return false;
    const sj_str only = c->cell[0];
    if (c->options.dos_end_of_file && only.len == 1 && only.ptr[0] == SUB_BYTE)
        c->finished = true;
    return only.len == 0 || c->finished;
}

sj_status sj_csv_next(sj_csv *csv, const sj_str **ret_cell, size_t *ret_count, uint64_t *ret_line,
                      sj_diag *reterr_diag)
{
    if (csv->options.any_separator)
        SJ_TRY(choose_separator(csv, reterr_diag));
    while (!csv->finished) {
        struct scan s = {csv->start, csv->line, false};
        const sj_status r = scan_row(csv, &s, reterr_diag);
        if (r == (sj_status)NEED_MORE) {
            SJ_TRY(fill(csv, reterr_diag));
            continue;
        }
        if (r != SJ_OK)
            return r;
        const size_t from = csv->start;
        const uint64_t line = csv->line;
        csv->start = s.at;
        csv->line = s.line;
        if (is_nothing(csv, from))
            continue;
        for (size_t i = 0; i < csv->count; i++)
            if (csv->doubled[i])
                halve_quotes(&csv->cell[i]);
        *ret_cell = csv->cell;
        *ret_count = csv->count;
        *ret_line = line;
        return SJ_OK;
    }
    return SJ_DONE;
}

void sj_csv_write_cell(sj_buf *to, sj_str cell)
{
    bool quote = cell.len > 0 && (cell.ptr[0] == ' ' || cell.ptr[cell.len - 1] == ' ');
    for (size_t i = 0; i < cell.len && !quote; i++) {
        const char c = cell.ptr[i];
        quote = c == '"' || c == ',' || c == ';' || c == '\t' || c == '\n' || c == '\r';
    }
    if (!quote) {
        sj_buf_add(to, cell);
        return;
    }
    sj_buf_add_char(to, '"');
    sj_str piece;
    for (bool first = true; sj_str_split(&cell, '"', &piece); first = false) {
        if (!first)
            sj_buf_add(to, SJ_S("\"\""));
        sj_buf_add(to, piece);
    }
    sj_buf_add_char(to, '"');
}
