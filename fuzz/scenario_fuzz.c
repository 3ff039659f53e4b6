/* scenario_fuzz.c -- any text is a scenario or an error with a reason; a scenario
 * that parses runs, its fans are ordered, no total share is below 0, and the rows of the
 * factor of its correlations have length 1. */
#include "count/scenario_inputs.h"
#include <math.h>
#include "records_check.h"

enum { STEPS = 200, DRAWS = 3, ROWS = 16 };

static void check_ties(const sj_scenario *s)
{
    for (size_t i = 0; i < s->tied_count; i++) {
        double square = 0;
        for (size_t j = 0; j < s->tied_count; j++)
            square += s->tied_factor[i * s->tied_count + j] * s->tied_factor[i * s->tied_count + j];
        demand(fabs(square - 1) < 1e-9);
        demand(s->tied[i] < s->inputs && (i == 0 || s->tied[i - 1] < s->tied[i]));
    }
}

static void check_shares(const sj_scenario *s, sj_arena *arena)
{
    sj_scenario_shares *x = sj_arena_zalloc(arena, sizeof *x);
    if (!x || sj_scenario_sobol(s, ROWS, 1, x) < 0)
        return;
    for (size_t i = 0; i < s->inputs; i++)
        demand(x->group_of[i] < x->groups || x->group_of[i] == SJ_NO_GROUP);
    for (size_t k = 0; k < s->outputs; k++)
        for (size_t g = 0; g < x->groups; g++)
            demand(isnan(x->output[k].variance) || x->output[k].share[g].total >= 0);
}

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
    check_ties(s);
    s->draws = DRAWS;
    const sj_status ran = sj_scenario_run(s, 1, &arena, r);
    for (size_t k = 0; ran >= 0 && k < s->outputs; k++)
        for (size_t i = 0; i < r->fan[k].points; i++)
            demand(r->fan[k].quantile[0][i] <= r->fan[k].quantile[4][i]);
    if (ran >= 0 && sj_system_steps(&s->system) <= STEPS / 10)
        check_shares(s, &arena);
    (void)!sj_scenario_xmile(s, &b);
    return 0;
}
