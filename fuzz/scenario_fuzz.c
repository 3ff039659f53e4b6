/* scenario_fuzz.c -- any text is a scenario or an error with a reason; a scenario
 * that parses runs, and its fans are ordered. */
#include "count/scenario.h"
#include "records_check.h"

enum { STEPS = 200, DRAWS = 3 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) b = {.max_bytes = 1 << 22};
    sj_scenario *s = sj_arena_zalloc(&arena, sizeof *s);
    sj_scenario_result *r = sj_arena_zalloc(&arena, sizeof *r);
    sj_diag d = {0};
    if (!s || !r || size > 1 << 16)
        return 0;
    const sj_status status = sj_scenario_parse((sj_str){(const char *)data, size}, &arena, s, &d);
    demand(status >= 0 || status == SJ_ENOMEM || d.reason);
    if (status < 0 || sj_system_steps(&s->system) > STEPS)
        return 0;
    s->draws = DRAWS;
    const sj_status ran = sj_scenario_run(s, 1, &arena, r);
    for (size_t k = 0; ran >= 0 && k < s->outputs; k++)
        for (size_t i = 0; i < r->fan[k].points; i++)
            demand(r->fan[k].quantile[0][i] <= r->fan[k].quantile[4][i]);
    (void)!sj_scenario_xmile(s, &b);
    return 0;
}
