/* fuzz/csv_fuzz.c -- any bytes as CSV. The first byte chooses the options. Law:
 * cells are valid text; what is read and written again reads as the same. */
#include "records/csv.h"
#include "records_check.h"

/* Reads into `out`, written as CSV again; lines never go backwards. */
static sj_status rewrite(sj_input *in, const sj_csv_options *options, sj_buf *out, sj_diag *d)
{
    SJ_AUTO(sj_csv) *csv = NULL;
    SJ_TRY(sj_csv_new(in, options, &csv));
    const sj_str *cell;
    size_t count;
    uint64_t line, last = 0;
    sj_status s;
    while ((s = sj_csv_next(csv, &cell, &count, &line, d)) == SJ_OK) {
        demand(line > last && count > 0);
        last = line;
        for (size_t i = 0; i < count; i++) {
            demand_text(cell[i]);
            if (i)
                sj_buf_add_char(out, ',');
            if (count == 1 && cell[0].len == 0)
                sj_buf_add(out, SJ_S("\"\""));
            sj_csv_write_cell(out, cell[i]);
        }
        sj_buf_add_char(out, '\n');
    }
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size == 0)
        return 0;
    const sj_csv_options options = {.separator = data[0] & 1 ? ';' : ',',
                                    .stray_quotes = data[0] & 2,
                                    .dos_end_of_file = data[0] & 4,
                                    .any_separator = data[0] & 16,
                                    .encoding = data[0] & 8 ? SJ_CSV_WINDOWS_1252 : SJ_CSV_UTF8};
    SJ_SCOPED(sj_buf) once = {0};
    SJ_SCOPED(sj_buf) twice = {0};
    sj_diag d = {0};
    SJ_AUTO(sj_input) *in = bytes_open(data + 1, size - 1);
    const sj_status s = in ? rewrite(in, &options, &once, &d) : SJ_ENOMEM;
    if (s < 0 && in)
        demand_refusal(s, &d);
    if (s != SJ_DONE)
        return 0;
    const sj_str text = sj_buf_str(&once);
    if (sj_str_starts(text, SJ_S("\xEF\xBB\xBF")))
        return 0; /* a first cell that starts with a BOM loses it */
    SJ_AUTO(sj_input) *again = bytes_open((const uint8_t *)text.ptr, text.len);
    const sj_csv_options plain = {.stray_quotes = true};
    demand(again && rewrite(again, &plain, &twice, NULL) == SJ_DONE);
    demand(sj_str_eq(text, sj_buf_str(&twice)));
    return 0;
}
