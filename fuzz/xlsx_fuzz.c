/* fuzz/xlsx_fuzz.c -- lists/xlsx.c against any bytes: columns and rows ascend,
 * no cell is blank, a refusal has a status that is an error. */
#include "lists/xlsx.h"
#include <stdlib.h>

struct seen {
    uint64_t row;
};

static sj_status on_row(void *ctx, uint64_t row, const sj_xlsx_cell *cell, size_t count)
{
    struct seen *s = ctx;
    if (row <= s->row || count == 0)
        abort();
    for (size_t i = 0; i < count; i++)
        if ((i && cell[i].column <= cell[i - 1].column) || sj_str_trim(cell[i].text).len == 0)
            abort();
    s->row = row;
    return SJ_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_xlsx *x = NULL;
    sj_diag diag = {0};
    if (sj_xlsx_open((sj_str){(const char *)data, size}, &arena, &x, &diag) < 0)
        return 0;
    for (size_t i = 0; i < sj_xlsx_sheet_count(x); i++) {
        struct seen s = {0};
        if (sj_xlsx_rows(x, i, on_row, &s, &diag) < 0)
            return 0;
    }
    return 0;
}
