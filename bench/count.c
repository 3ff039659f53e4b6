/* bench/count.c -- the speed of room count on one core: medians of processor time.
 *
 *     bench_count             a table of all tasks
 *     bench_count seconds     the tasks that bench/count.R does too, a name and seconds each
 *
 * The table is the one of the United Kingdom, 2013, six lists (Silverman 2014), and the
 * same with its two smallest lists joined; a four-factor model stands for an estimate of
 * revenue. The budgets beside the numbers are the issue's. */
#include "count/overlap.h"
#include "count/quantile.h"
#include "count/sobol.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { RUNS = 5, FITS = 2000, REPLICATES = 1000, MODELS = 1024, DRAWS = 1000000 };

static double now(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* LA, NG, PF, GO, GP, NCA: bit 0 to bit 5. */
static sj_overlap united_kingdom(void)
{
    static const struct {
        unsigned mask;
        double count;
    } cell[] = {{1, 54},  {2, 463}, {4, 907}, {8, 695}, {16, 316}, {32, 57}, {3, 15},
                {5, 19},  {9, 3},   {6, 56},  {10, 19}, {18, 1},   {34, 3},  {12, 69},
                {20, 10}, {36, 31}, {24, 8},  {40, 6},  {48, 1},   {7, 1},   {11, 1},
                {14, 4},  {38, 3},  {44, 1},  {15, 1}};
    sj_overlap o = {.lists = 6};
    for (size_t i = 0; i < SJ_COUNT(cell); i++)
        o.count[cell[i].mask] = cell[i].count;
    return o;
}

/* PF and NCA are one list: five lists, 1,024 models of pairs. */
static sj_overlap five_lists(void)
{
    const sj_overlap six = united_kingdom();
    sj_overlap o = {.lists = 5};
    for (unsigned m = 1; m < 64; m++)
        o.count[(m & 31) | (m >> 5 << 2)] += six.count[m];
    return o;
}

static int by_value(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static sj_status fits(void *ctx)
{
    const sj_overlap o = united_kingdom();
    sj_overlap_model m;
    sj_overlap_fit f;
    (void)ctx;
    sj_overlap_main_effects(&o, &m);
    sj_overlap_add_term(&m, 3);
    sj_overlap_add_term(&m, 36);
    for (int i = 0; i < FITS; i++)
        SJ_TRY(sj_overlap_estimate(&o, &m, &f));
    return SJ_OK;
}

static sj_status stepwise_bootstrap(void *ctx)
{
    const sj_overlap o = united_kingdom();
    sj_overlap_bootstrap b;
    (void)ctx;
    const sj_overlap_bootstrap_options p = {.select = SJ_OVERLAP_STEPWISE,
                                            .threshold = 0.02,
                                            .replicates = REPLICATES,
                                            .seed = 1,
                                            .level = 0.95,
                                            .estimate = 11418};
    return sj_overlap_bootstrap_interval(&o, &p, &b);
}

static sj_status rank(void *ctx)
{
    const sj_overlap o = five_lists();
    size_t count, tried, existing;
    SJ_TRY(sj_overlap_rank(&o, 2, ctx, MODELS, &count, &tried, &existing));
    return tried == MODELS ? SJ_OK : SJ_EINVAL;
}

static sj_status bic_bootstrap(void *ctx)
{
    const sj_overlap o = five_lists();
    sj_overlap_ranked *ranked = ctx;
    size_t count, tried, existing;
    sj_overlap_bootstrap b;
    SJ_TRY(sj_overlap_rank(&o, 2, ranked, MODELS, &count, &tried, &existing));
    const sj_overlap_bootstrap_options p = {.select = SJ_OVERLAP_BIC,
                                            .candidate = ranked,
                                            .candidates = count,
                                            .replicates = REPLICATES,
                                            .seed = 1,
                                            .level = 0.95,
                                            .estimate = ranked[0].estimate};
    return sj_overlap_bootstrap_interval(&o, &p, &b);
}

static double product(const double *x, void *ctx)
{
    (void)ctx;
    return x[0] * x[1] * x[2] * x[3];
}

static sj_status draws(void *ctx)
{
    sj_distribution d[4];
    sj_quantile q[3] = {{.p = 0.05}, {.p = 0.5}, {.p = 0.95}};
    SJ_TRY(sj_distribution_lognormal(50000, 120000, 0.05, &d[0]));
    SJ_TRY(sj_distribution_lognormal(300, 1000, 0.05, &d[1]));
    SJ_TRY(sj_distribution_pert(8, 11, 12, &d[2]));
    SJ_TRY(sj_distribution_pert(0.5, 0.75, 0.9, &d[3]));
    SJ_TRY(sj_model_draws(product, NULL, d, 4, DRAWS, 1, ctx));
    return sj_quantiles(ctx, DRAWS, q, 3);
}

static double median_of(sj_status (*work)(void *), void *ctx, clockid_t clock, int runs)
{
    double took[RUNS];
    for (int i = 0; i < runs; i++) {
        const double from = now(clock);
        if (work(ctx) < 0) {
            (void)fprintf(stderr, "bench_count: a task failed\n");
            exit(1);
        }
        took[i] = now(clock) - from;
    }
    qsort(took, (size_t)runs, sizeof *took, by_value);
    return took[runs / 2];
}

int main(int argc, char **argv)
{
    const clockid_t cpu = CLOCK_PROCESS_CPUTIME_ID, wall = CLOCK_MONOTONIC;
    const double fit = median_of(fits, NULL, cpu, RUNS) / FITS * 1e6;
    double *sample = sj_mem_alloc(DRAWS * sizeof *sample);
    sj_overlap_ranked *ranked = sj_mem_alloc(MODELS * sizeof *ranked);
    if (!sample || !ranked)
        return 1;
    if (argc > 1 && strcmp(argv[1], "seconds") == 0) {
        (void)printf("fit %.9f\nstepwise %.6f\nrank %.6f\ndraws %.6f\n", fit / 1e6,
                     median_of(stepwise_bootstrap, NULL, cpu, RUNS),
                     median_of(rank, ranked, cpu, RUNS), median_of(draws, sample, cpu, RUNS));
        sj_mem_free(sample);
        sj_mem_free(ranked);
        return 0;
    }
    (void)printf("| count, one core unless said | measured | wanted |\n|---|---|---|\n");
    (void)printf("| a log-linear fit, six lists, two pairs | %.1f us | 25 us |\n", fit);
    (void)printf("| 1,000 stepwise replicates, six lists | %.2f s | 0.3 s |\n",
                 median_of(stepwise_bootstrap, NULL, cpu, RUNS));
    (void)printf("| BIC of 1,024 models, five lists | %.1f ms | 10 ms |\n",
                 median_of(rank, ranked, cpu, RUNS) * 1e3);
    (void)printf("| its 1,000 replicates, all cores | %.1f s | 10 s |\n",
                 median_of(bic_bootstrap, ranked, wall, 1));
    (void)printf("| 1,000,000 draws of four factors, 3 exact quantiles | %.2f s | 0.3 s |\n\n",
                 median_of(draws, sample, cpu, RUNS));
    sj_mem_free(sample);
    sj_mem_free(ranked);
    return 0;
}
