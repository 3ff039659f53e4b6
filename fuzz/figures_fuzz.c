/* fuzz/figures_fuzz.c -- any bytes as a table of published figures. Laws: a refusal
 * has a reason; figures pool; weights sum to 1; quantiles are ordered. The command's
 * own readers are not in the library, so their sources stand here. */
#include "cli/figure_table.c"
#include "cli/figure_amount.c"
#include "cli/figure_cell.c"
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

/* Every row is a figure or a refusal with a reason. */
static void check_table(const sj_figures *f)
{
    for (size_t i = 0; i < f->refusals; i++)
        demand(f->refused[i].reason && f->refused[i].line > 1 && f->refused[i].field.len);
    for (size_t i = 0; i < f->count; i++)
        demand(f->figure[i].definition.len && f->figure[i].origin.len);
}

static void check_weights(sj_str bytes)
{
    sj_figure_weights w = sj_figure_weights_table;
    sj_diag d = {0};
    if (sj_figure_weights_parse(bytes, &w, &d) < 0) {
        demand(d.reason && d.line);
        return;
    }
    for (size_t i = 0; i < SJ_COUNT(w.reliability); i++)
        demand(w.reliability[i] > 0 && w.credibility[i] > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_diag d = {0};
    sj_figures f;
    sj_figure_pool *pool;
    size_t pools;
    check_weights((sj_str){(const char *)data, size});
    const sj_status s =
        sj_figures_parse((sj_str){(const char *)data, size}, size % 2, &arena, &f, &d);
    demand(s >= 0 || s == SJ_ENOMEM || d.reason);
    if (s < 0)
        return 0;
    check_table(&f);
    if (f.count > ROWS ||
        sj_figure_pools(f.figure, f.count, &sj_figure_weights_table, &arena, &pool, &pools, &d) < 0)
        return 0;
    for (size_t i = 0; i < pools; i++)
        check_pool(&pool[i]);
    return 0;
}
