/* fuzz/overlap_fuzz.c -- any bytes as a table of overlapping lists, with counts and with a row
 * a person, and as a model of its lists. Laws: a refusal has a reason and a line; in a table
 * that is read nobody is on no list, somebody is on each, and counts are whole; a model that
 * is read is written and read again as the same. The command's own reader is not in the
 * library, so its source stands here. */
#include "cli/overlap_table.c"
#include "records_check.h"

static void check_table(const sj_overlap_tables *in, const sj_overlap_table *t)
{
    demand(t->overlap.lists == in->lists && t->overlap.count[0] == 0);
    for (unsigned l = 0; l < in->lists; l++) {
        double on = 0;
        for (unsigned m = 1; m < 1u << in->lists; m++)
            on += m >> l & 1 ? t->overlap.count[m] : 0;
        demand(on >= 1);
    }
    for (unsigned m = 0; m < 1u << in->lists; m++)
        demand(t->overlap.count[m] >= 0 &&
               (double)(int64_t)t->overlap.count[m] == t->overlap.count[m]);
}

static void check_model(const sj_overlap_tables *in, sj_str text)
{
    const sj_overlap shape = {.lists = in->lists};
    sj_overlap_model m, again;
    SJ_SCOPED(sj_buf) written = {0};
    if (sj_overlap_model_parse(&shape, in->list, text, &m) < 0)
        return;
    sj_overlap_model_write(&shape, &m, &written);
    if (sj_buf_status(&written) < 0)
        return;
    demand(sj_overlap_model_parse(&shape, NULL, sj_buf_str(&written), &again) >= 0);
    demand(memcmp(&m, &again, sizeof m) == 0);
}

static void check(const uint8_t *data, size_t size, bool people)
{
    SJ_AUTO(sj_input) *file = NULL;
    sj_overlap_tables in = {.people = people};
    const sj_str bytes = {(const char *)data, size};
    sj_status s = sj_input_open_memory(bytes, SJ_S(""), 1 << 24, &file, &in.diag);
    const bool opened = s >= 0;
    if (opened)
        s = sj_overlap_tables_read(file, &in);
    demand(s >= 0 || s == SJ_ENOMEM || in.diag.reason);
    demand(s != SJ_ESYNTAX || !opened || in.diag.line > 0);
    for (size_t i = 0; s >= 0 && i < in.tables; i++)
        check_table(&in, &in.table[i]);
    for (size_t i = 0; s >= 0 && i < size; i++) /* any line as a model */
        if (i == 0 || data[i - 1] == '\n') {
            const char *end = memchr(data + i, '\n', size - i);
            check_model(&in,
                        (sj_str){bytes.ptr + i, end ? (size_t)(end - bytes.ptr) - i : size - i});
        }
    sj_overlap_tables_done(&in);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    check(data, size, false);
    check(data, size, true);
    return 0;
}
