/* sobol_test.c -- the sequence, Ishigami's function, copula, a million draws. */
#include "unit/count/reference.h"
#include "count/quantile.h"
#include "count/sobol.h"

/* First points as Joe and Kuo print them. */
static void the_first_points(void **state)
{
    (void)state;
    static const double want[7][3] = {
        {0.5, 0.5, 0.5},       {0.75, 0.25, 0.25},    {0.25, 0.75, 0.75},   {0.375, 0.375, 0.625},
        {0.875, 0.875, 0.125}, {0.625, 0.125, 0.875}, {0.125, 0.625, 0.375}};
    sj_sobol s;
    double x[3];
    assert_int_equal(sj_sobol_open(3, 0, &s), SJ_OK);
    for (int i = 0; i < 7; i++) {
        sj_sobol_next(&s, x);
        for (int d = 0; d < 3; d++)
            assert_true(x[d] == want[i][d]);
    }
    assert_int_equal(sj_sobol_open(SJ_SOBOL_DIMENSIONS + 1, 0, &s), SJ_ELIMIT);
}

/* Property A of the table: the first digits of the first d direction numbers form
 * a matrix of full rank over the field of two elements. */
static void the_table_has_property_a(void **state)
{
    (void)state;
    sj_sobol s;
    assert_int_equal(sj_sobol_open(SJ_SOBOL_DIMENSIONS, 0, &s), SJ_OK);
    uint32_t row[SJ_SOBOL_DIMENSIONS];
    for (unsigned d = 0; d < SJ_SOBOL_DIMENSIONS; d++) {
        row[d] = 0;
        for (unsigned i = 0; i < SJ_SOBOL_DIMENSIONS; i++)
            row[d] |= (s.direction[d][i] >> 31) << i;
    }
    unsigned rank = 0;
    for (unsigned bit = 0; bit < SJ_SOBOL_DIMENSIONS; bit++) {
        unsigned p = rank;
        while (p < SJ_SOBOL_DIMENSIONS && !(row[p] >> bit & 1))
            p++;
        if (p == SJ_SOBOL_DIMENSIONS)
            continue;
        const uint32_t t = row[p];
        row[p] = row[rank];
        row[rank] = t;
        for (unsigned k = 0; k < SJ_SOBOL_DIMENSIONS; k++)
            if (k != rank && row[k] >> bit & 1)
                row[k] ^= t;
        rank++;
    }
    assert_int_equal(rank, SJ_SOBOL_DIMENSIONS);
}

static double ishigami(const double *x, void *ctx)
{
    (void)ctx;
    return sin(x[0]) + 7 * sin(x[1]) * sin(x[1]) + 0.1 * pow(x[2], 4) * sin(x[0]);
}

static void ishigami_has_its_exact_indices(void **state)
{
    (void)state;
    static const double first[3] = {.313905, .442411, 0}, total[3] = {.557589, .442411, .243684};
    const double pi = 3.14159265358979;
    sj_distribution input[3];
    sj_index index[3];
    double variance;
    for (int j = 0; j < 3; j++)
        assert_int_equal(sj_distribution_uniform(-pi, pi, &input[j]), SJ_OK);
    assert_int_equal(sj_sensitivity(ishigami, NULL, input, 3, 16384, 50, 0, index, &variance),
                     SJ_OK);
    near(variance, 13.844588, 5e-4, "variance");
    for (int j = 0; j < 3; j++) {
        assert_true(fabs(index[j].first - first[j]) < 2e-3);
        assert_true(fabs(index[j].total - total[j]) < 2e-3);
        assert_true(index[j].first_low < first[j] && first[j] < index[j].first_high);
        assert_true(index[j].total_low < total[j] && total[j] < index[j].total_high);
    }
    double low[3], high[3], base;
    sj_tornado(ishigami, NULL, input, 3, low, high, &base);
    assert_true(fabs(base) < 1e-12 && fabs(low[2]) < 1e-9);
    assert_int_equal(sj_sensitivity(ishigami, NULL, input, 11, 64, 0, 0, index, &variance),
                     SJ_ELIMIT);
}

enum { FACTORS = 6 };
static const double weak[FACTORS] = {0, 0.5, 3, 9, 99, 99};

static double g_function(const double *x, void *ctx)
{
    (void)ctx;
    double g = 1;
    for (int j = 0; j < FACTORS; j++)
        g *= (fabs(4 * x[j] - 2) + weak[j]) / (1 + weak[j]);
    return g;
}

/* Sobol's g: V_j = 1 / (3 (1 + a_j)^2), V = prod (1 + V_j) - 1. */
static void the_g_function_has_its_exact_indices(void **state)
{
    (void)state;
    sj_distribution input[FACTORS];
    sj_index index[FACTORS];
    double variance, all = 1;
    for (int j = 0; j < FACTORS; j++) {
        assert_int_equal(sj_distribution_uniform(0, 1, &input[j]), SJ_OK);
        all *= 1 + 1 / (3 * (1 + weak[j]) * (1 + weak[j]));
    }
    assert_int_equal(
        sj_sensitivity(g_function, NULL, input, FACTORS, 16384, 50, 0, index, &variance), SJ_OK);
    near(variance, all - 1, 2e-3, "variance of g");
    for (int j = 0; j < FACTORS; j++) {
        const double own = 1 / (3 * (1 + weak[j]) * (1 + weak[j]));
        assert_true(fabs(index[j].first - own / (all - 1)) < 1e-3);
        assert_true(fabs(index[j].total - own * all / (1 + own) / (all - 1)) < 1e-3);
        assert_true(index[j].first <= index[j].total + 1e-3);
    }
}

static double worker_year(const double *x, void *ctx)
{
    (void)ctx;
    return x[0] * x[1] * x[2] * x[3];
}

static void four_factors(sj_distribution d[4])
{
    assert_int_equal(sj_distribution_lognormal(50000, 120000, 0.05, &d[0]), SJ_OK);
    assert_int_equal(sj_distribution_lognormal(300, 1000, 0.05, &d[1]), SJ_OK);
    assert_int_equal(sj_distribution_pert(8, 11, 12, &d[2]), SJ_OK);
    assert_int_equal(sj_distribution_pert(0.5, 0.75, 0.9, &d[3]), SJ_OK);
}

static void a_million_draws(void **state)
{
    (void)state;
    enum { N = 1000000 };
    sj_distribution d[4];
    double *x = sj_mem_alloc(N * sizeof *x);
    assert_non_null(x);
    four_factors(d);
    const uint64_t start = sj_time_monotonic_ns();
    sj_quantile q[3] = {{.p = 0.05}, {.p = 0.5}, {.p = 0.95}};
    assert_int_equal(sj_model_draws(worker_year, NULL, d, 4, N, 7, x), SJ_OK);
    assert_int_equal(sj_quantiles(x, N, q, 3), SJ_OK);
    printf("a million draws of four factors and three quantiles: %.3f s; %.4g %.4g %.4g\n",
           (double)(sj_time_monotonic_ns() - start) / 1e9, q[0].value, q[1].value, q[2].value);
    double mean = 0;
    for (int i = 0; i < N; i++)
        mean += x[i] / N;
    double want = 1;
    for (int j = 0; j < 4; j++)
        want *= sj_distribution_mean(&d[j]);
    near(mean, want, 3e-3, "mean of a product of independent inputs");
    assert_true(q[1].mc_error < 0.002 * q[1].value);
    sj_mem_free(x);
}

static void the_copula_keeps_ranks_and_margins(void **state)
{
    (void)state;
    enum { N = 20000 };
    static double x[2 * N], a[N], b[N];
    sj_distribution d[4];
    four_factors(d);
    d[1] = d[3];
    const double rho[4] = {1, 0.6, 0.6, 1}, bad[4] = {1, 1, 1, 1};
    assert_int_equal(sj_copula_draws(d, 2, rho, N, 3, x), SJ_OK);
    for (int i = 0; i < N; i++) {
        a[i] = sj_distribution_cdf(&d[0], x[2 * i]);
        b[i] = sj_distribution_cdf(&d[1], x[2 * i + 1]);
    }
    double cross = 0; /* Spearman's rho is 12 times the covariance of the ranks */
    for (int i = 0; i < N; i++)
        cross += (a[i] - 0.5) * (b[i] - 0.5) / N;
    assert_true(fabs(12 * cross - 0.6) < 0.015);
    sj_quantile q = {.p = 0.5};
    assert_int_equal(sj_quantiles(b, N, &q, 1), SJ_OK);
    assert_true(fabs(q.value - 0.5) < 5 * q.mc_error);
    assert_int_equal(sj_copula_draws(d, 2, bad, N, 3, x), SJ_EREFUSED);
}

static sj_status story(void *ctx)
{
    sj_distribution d[4];
    sj_index index[4];
    double variance;
    (void)ctx;
    four_factors(d);
    return sj_sensitivity(worker_year, NULL, d, 4, 16, 3, 1, index, &variance);
}

static void lack_of_memory_is_an_error(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_points),
        cmocka_unit_test(the_table_has_property_a),
        cmocka_unit_test(ishigami_has_its_exact_indices),
        cmocka_unit_test(the_g_function_has_its_exact_indices),
        cmocka_unit_test(a_million_draws),
        cmocka_unit_test(the_copula_keeps_ranks_and_margins),
        cmocka_unit_test(lack_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
