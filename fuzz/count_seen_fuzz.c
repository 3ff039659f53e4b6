/* fuzz/count_seen_fuzz.c -- any bytes as a table of how often people were seen. Laws: a
 * refusal has a reason; what is read adds up; no estimate that exists is below the
 * people seen. The command's own reader is not in the library, so its source stands here. */
#include "cli/cli.c"
#include "cli/cmd_count_seen.c"
#include "cli/number.c"
#include "records_check.h"

static void check(const struct input *in)
{
    double n = 0, value[ESTIMATORS];
    sj_overlap_small small;
    for (size_t k = 0; k < TIMES_MAX; k++) {
        demand(in->frequency[k] >= 0 && (in->given[k] || in->frequency[k] == 0));
        demand(k < in->times || !in->given[k]);
        n += in->frequency[k];
    }
    demand(in->n > 0 && fabs(in->n - n) <= 1e-9 * n && in->seen >= in->n);
    values_of(in->frequency, in->times, value, &small);
    for (size_t e = 0; e < ESTIMATORS; e++)
        demand(isnan(value[e]) || value[e] >= in->n * (1 - 1e-9));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_AUTO(sj_input) *file = NULL;
    struct input in = {.frequency = sj_arena_zalloc(&arena, TIMES_MAX * sizeof *in.frequency),
                       .given = sj_arena_zalloc(&arena, TIMES_MAX * sizeof *in.given)};
    if (!in.frequency || !in.given)
        return 0;
    sj_status s = sj_input_open_memory((sj_str){(const char *)data, size}, (sj_str){0}, 1 << 24,
                                       &file, &in.diag);
    if (s >= 0)
        s = read_table(file, &in);
    demand(s >= 0 || s == SJ_ENOMEM || s == SJ_ELIMIT || in.diag.reason);
    if (s >= 0)
        check(&in);
    return 0;
}
