/* fuzz/figures_fuzz.c -- any bytes as a table of published figures. Laws: a refusal
 * has a reason; figures pool; weights sum to 1; quantiles are ordered. The command's
 * own readers are not in the library, so their sources stand here. */
#include "cli/figure_table.c"
#include "cli/figures.c"
#include "cli/number.c"
#include "records_check.h"

enum { ROWS = 50 };

static void check_pool(const sj_figure_pool *p)
{
    double sum = 0;
    for (size_t i = 0; i < p->count; i++)
        sum += p->weight[i];
    demand(fabs(sum - 1) < 1e-9);
    demand(p->p5 <= p->p50 && p->p50 <= p->p95);
    demand(p->origins >= 1 && p->origins <= p->count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_diag d = {0};
    sj_figure *figure;
    sj_figure_pool *pool;
    size_t count, pools;
    const sj_status s =
        sj_figures_parse((sj_str){(const char *)data, size}, &arena, &figure, &count, &d);
    demand(s >= 0 || s == SJ_ENOMEM || d.reason);
    if (s < 0 || count > ROWS || sj_figure_pools(figure, count, &arena, &pool, &pools, &d) < 0)
        return 0;
    for (size_t i = 0; i < pools; i++)
        check_pool(&pool[i]);
    return 0;
}
