/* fuzz/arrivals_fuzz.c -- any bytes as a table of arrivals. Laws: a refusal has a
 * reason; a table that is read gives an answer. The command's own reader is not in the
 * library, so its source stands here. */
#include "cli/arrivals_sums.c"
#include "cli/arrivals_table.c"
#include "cli/cli.c"
#include "cli/cmd_count_arrivals.c"
#include "cli/number.c"
#include "records_check.h"

/* Pages are drawn with --out only. */
void sj_arrivals_section(const sj_arrivals_about *about, const sj_arrivals_row *row, size_t count,
                         sj_buf *page_to, sj_buf *csv_to)
{
    (void)about, (void)row, (void)count, (void)page_to, (void)csv_to;
}

void sj_arrivals_path(const sj_arrivals_about *about, const sj_excess *e, const double *time,
                      const sj_str *name, sj_buf *page_to, sj_buf *csv_to)
{
    (void)about, (void)e, (void)time, (void)name, (void)page_to, (void)csv_to;
}

int sj_arrivals_report(const char *folder, const char *hash, uint64_t seed, const sj_buf *page,
                       const sj_buf *csv, const sj_buf *series)
{
    (void)folder, (void)hash, (void)seed, (void)page, (void)csv, (void)series;
    return SJ_EXIT_FAILED;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) b = {.max_bytes = 1 << 22};
    sj_entries t = {0};
    const struct request q = {.trips_low = 1, .trips_high = 2.5, .seed = 1, .change = "2020"};
    const sj_status s = sj_entries_read(&t, (sj_str){(const char *)data, size}, &arena);
    demand(s >= 0 || s == SJ_ENOMEM || s == SJ_ELIMIT || t.diag.reason);
    if (s >= 0 && t.count < 60)
        (void)!put_all(&t, &q, &arena, &b);
    sj_map_done(&t.purpose);
    return 0;
}
