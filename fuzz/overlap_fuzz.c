/* fuzz/overlap_fuzz.c -- any bytes as a table of overlapping lists. Laws: a refusal has
 * a reason and a line; in a table that is read nobody is on no list, somebody is on each,
 * and counts are whole. The command's own reader is not in the library, so its source
 * stands here. */
#include "cli/overlap_table.c"
#include "records_check.h"
#include <stdio.h>
#include <unistd.h>

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

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    char path[64];
    sj_overlap_tables in = {0};
    (void)snprintf(path, sizeof path, "/tmp/sojourn-overlap-fuzz-%ld", (long)getpid());
    FILE *f = fopen(path, "wb");
    demand(f && fwrite(data, 1, size, f) == size && fclose(f) == 0);
    const sj_status s = sj_overlap_tables_read(path, &in);
    demand(s >= 0 || s == SJ_ENOMEM || in.diag.reason);
    demand(s != SJ_ESYNTAX || in.diag.line > 0);
    for (size_t i = 0; s >= 0 && i < in.tables; i++)
        check_table(&in, &in.table[i]);
    sj_overlap_tables_done(&in);
    (void)unlink(path);
    return 0;
}
