/* sobol_test.c -- the sequence, Ishigami's function, copula, a million draws. */
#include "unit/count/reference.h"
#include "count/copula.h"
#include "count/quantile.h"
#include "count/sobol.h"

static const double CENTRE = 0x1p-33; /* of a cell */

/* First points as Joe and Kuo print them; later ones, and points of late dimensions, as
 * scipy.stats.qmc.Sobol(256, scramble=False) has them. */
static void the_points_are_the_published_ones(void **state)
{
    (void)state;
    static const double want[7][3] = {
        {0.5, 0.5, 0.5},       {0.75, 0.25, 0.25},    {0.25, 0.75, 0.75},   {0.375, 0.375, 0.625},
        {0.875, 0.875, 0.125}, {0.625, 0.125, 0.875}, {0.125, 0.625, 0.375}};
    static const struct {
        unsigned dimension;
        double at_1000, at_8191;
    } late[] = {{19, 0.7255859375, 0.9471435546875},  {20, 0.5224609375, 0.5858154296875},
                {63, 0.4462890625, 0.9986572265625},  {100, 0.7685546875, 0.1094970703125},
                {127, 0.5439453125, 0.2557373046875}, {200, 0.7529296875, 0.6143798828125},
                {255, 0.2490234375, 0.2030029296875}};
    static sj_sobol s;
    double x[SJ_SOBOL_DIMENSIONS];
    assert_int_equal(sj_sobol_open(3, 0, &s), SJ_OK);
    for (uint32_t i = 0; i < 7; i++) {
        sj_sobol_point(&s, i + 1, x);
        for (int d = 0; d < 3; d++)
            assert_true(x[d] == want[i][d] + CENTRE);
    }
    assert_int_equal(sj_sobol_open(SJ_SOBOL_DIMENSIONS, 0, &s), SJ_OK);
    for (size_t i = 0; i < SJ_COUNT(late); i++) {
        sj_sobol_point(&s, 1000, x);
        assert_true(x[late[i].dimension] == late[i].at_1000 + CENTRE);
        sj_sobol_point(&s, 8191, x);
        assert_true(x[late[i].dimension] == late[i].at_8191 + CENTRE);
    }
    assert_int_equal(sj_sobol_open(SJ_SOBOL_DIMENSIONS + 1, 0, &s), SJ_ELIMIT);
    assert_int_equal(sj_sobol_open(0, 0, &s), SJ_EINVAL);
}

/* Of 1,024 points from a multiple of 1,024 one lies in each 1,024th of each dimension,
 * scrambled or not: none is stuck, none is all zero. */
static void each_dimension_is_stratified(void **state)
{
    (void)state;
    enum { N = 1024 };
    static sj_sobol s;
    static uint8_t hit[SJ_SOBOL_DIMENSIONS][N];
    double x[SJ_SOBOL_DIMENSIONS];
    for (uint64_t seed = 0; seed < 4; seed++)
        for (uint32_t block = 0; block < 3; block++) {
            memset(hit, 0, sizeof hit);
            assert_int_equal(sj_sobol_open(SJ_SOBOL_DIMENSIONS, seed, &s), SJ_OK);
            for (uint32_t i = 0; i < N; i++) {
                sj_sobol_point(&s, block * N + i, x);
                for (int d = 0; d < SJ_SOBOL_DIMENSIONS; d++) {
                    assert_true(x[d] > 0 && x[d] < 1);
                    hit[d][(int)(x[d] * N)]++;
                }
            }
            for (int d = 0; d < SJ_SOBOL_DIMENSIONS; d++)
                for (int k = 0; k < N; k++)
                    assert_int_equal(hit[d][k], 1);
        }
}

/* No two dimensions are one: over 16,384 scrambled points none of the 32,640 pairs has a
 * correlation of note. (Late dimensions need many points: over 4,096 one pair has 0.09.) */
static void dimensions_do_not_go_together(void **state)
{
    (void)state;
    enum { N = 16384, D = SJ_SOBOL_DIMENSIONS };
    static sj_sobol s;
    static double x[N][D];
    assert_int_equal(sj_sobol_open(D, 9, &s), SJ_OK);
    for (uint32_t i = 0; i < N; i++)
        sj_sobol_point(&s, i, x[i]);
    for (int d = 0; d < D; d++)
        for (int e = 0; e < d; e++) {
            double cross = 0;
            for (int i = 0; i < N; i++)
                cross += (x[i][d] - 0.5) * (x[i][e] - 0.5);
            if (fabs(12 * cross / N) > 0.05)
                fail_msg("dimensions %d and %d: correlation %.3f", d, e, 12 * cross / N);
        }
}

/* The first digits of the direction numbers of one dimension; the recurrence goes on past
 * the 32 that a point uses. */
static void first_digits(const sj_sobol *s, unsigned d, uint8_t ret[SJ_SOBOL_DIMENSIONS])
{
    const sj_sobol_row *row = d ? &sj_sobol_table[d - 1] : NULL;
    for (unsigned i = 0; i < SJ_SOBOL_DIMENSIONS; i++) {
        if (!row || i < row->degree) {
            ret[i] = row ? (uint8_t)(s->direction[d][i] >> 31) : i == 0;
            continue;
        }
        ret[i] = ret[i - row->degree];
        for (unsigned k = 1; k < row->degree; k++)
            if (row->coefficients >> (row->degree - 1 - k) & 1)
                ret[i] = (uint8_t)(ret[i] ^ ret[i - k]);
    }
}

/* Property A (Sobol 1976) for every number of dimensions: the leading minors of the matrix
 * of first digits are not singular over two elements, so elimination needs no exchange. */
static void the_table_has_property_a(void **state)
{
    (void)state;
    enum { D = SJ_SOBOL_DIMENSIONS };
    static sj_sobol s;
    static uint8_t row[D][D];
    assert_int_equal(sj_sobol_open(D, 0, &s), SJ_OK);
    for (unsigned d = 0; d < D; d++)
        first_digits(&s, d, row[d]);
    for (unsigned p = 0; p < D; p++) {
        if (!row[p][p])
            fail_msg("dimension %u breaks property A", p + 1);
        for (unsigned d = p + 1; d < D; d++)
            for (unsigned i = D; row[d][p] && i-- > p;)
                row[d][i] = (uint8_t)(row[d][i] ^ row[p][i]);
    }
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
    assert_int_equal(sj_sensitivity(ishigami, NULL, input, SJ_SENSITIVITY_INPUTS + 1, 64, 0, 0,
                                    index, &variance),
                     SJ_ELIMIT);
}

/* Scrambled, the error at 16,384 rows is below 1e-3 in the mean over seeds, and an eighth
 * or less of that at 1,024: the points are spread evenly, not at random. */
static void the_error_falls_faster_than_that_of_random_points(void **state)
{
    (void)state;
    static const double first[3] = {.313905, .442411, 0}, total[3] = {.557589, .442411, .243684};
    enum { SEEDS = 12 };
    const double pi = 3.14159265358979;
    double error[2] = {0, 0}, variance;
    sj_distribution input[3];
    sj_index index[3];
    for (int j = 0; j < 3; j++)
        assert_int_equal(sj_distribution_uniform(-pi, pi, &input[j]), SJ_OK);
    for (uint64_t seed = 1; seed <= SEEDS; seed++)
        for (int many = 0; many < 2; many++) {
            assert_int_equal(sj_sensitivity(ishigami, NULL, input, 3, many ? 16384 : 1024, 0, seed,
                                            index, &variance),
                             SJ_OK);
            for (int j = 0; j < 3; j++)
                error[many] +=
                    (pow(index[j].first - first[j], 2) + pow(index[j].total - total[j], 2)) /
                    (6.0 * SEEDS);
        }
    printf("Ishigami, error of an index: %.2e at 1,024 rows, %.2e at 16,384\n", sqrt(error[0]),
           sqrt(error[1]));
    assert_true(sqrt(error[1]) < 1e-3);
    assert_true(sqrt(error[1]) < sqrt(error[0]) / 8);
}

enum { MANY = SJ_SENSITIVITY_INPUTS };
static double weighted_sum(const double *x, void *ctx)
{
    double sum = 0;
    (void)ctx;
    for (int j = 0; j < MANY; j++)
        sum += (1 + j % 8) * x[j];
    return sum;
}

/* As many inputs as the table has room for: a sum's shares are the squares of its weights. */
static void as_many_inputs_as_there_is_room_for(void **state)
{
    (void)state;
    static sj_distribution input[MANY];
    static sj_index index[MANY];
    double variance, all = 0;
    for (int j = 0; j < MANY; j++) {
        assert_int_equal(sj_distribution_uniform(0, 1, &input[j]), SJ_OK);
        all += (1 + j % 8) * (1 + j % 8);
    }
    assert_int_equal(sj_sensitivity(weighted_sum, NULL, input, MANY, 4096, 0, 3, index, &variance),
                     SJ_OK);
    near(variance, all / 12, 0.01, "variance of a sum");
    for (int j = 0; j < MANY; j++) {
        const double share = (1 + j % 8) * (1 + j % 8) / all;
        assert_true(fabs(index[j].first - share) < 5e-3);
        near(index[j].total, share, 0.05, "total of a sum");
    }
}

static double tenth(const double *x, void *ctx)
{
    (void)ctx;
    return 0.1 * (x[0] / x[0]);
}

/* A constant that no sum adds up exactly has no variance, and so nobody a share of it. */
static void what_does_not_vary_is_told(void **state)
{
    (void)state;
    sj_distribution d;
    sj_index index;
    double variance;
    assert_int_equal(sj_distribution_uniform(1, 2, &d), SJ_OK);
    assert_int_equal(sj_sensitivity(tenth, NULL, &d, 1, 1000, 10, 1, &index, &variance), SJ_EINVAL);
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

/* The exact tie of ranks to normals, and who does not fit. */
static void the_factor_is_of_the_normals(void **state)
{
    (void)state;
    const double r[9] = {1, 0, 0, 0.5, 1, 0, -0.3, 0.2, 1};
    double l[9];
    size_t row = 99;
    assert_int_equal(sj_copula_factor(r, 3, l, &row), SJ_OK);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j <= i; j++) {
            double sum = 0;
            for (int m = 0; m < 3; m++)
                sum += l[3 * i + m] * l[3 * j + m];
            near(sum, i == j ? 1 : 2 * sin(3.14159265358979 / 6 * r[3 * i + j]), 1e-12, "L L'");
        }
    assert_true(l[1] == 0 && l[2] == 0 && l[5] == 0);
    const double torn[9] = {1, 0, 0, 0.9, 1, 0, -0.9, 0.9, 1};
    assert_int_equal(sj_copula_factor(torn, 3, l, &row), SJ_EREFUSED);
    assert_int_equal(row, 2);
    assert_int_equal(sj_copula_factor(torn, 0, l, &row), SJ_EINVAL);
    assert_int_equal(sj_copula_factor(torn, SJ_COPULA_INPUTS + 1, l, &row), SJ_ELIMIT);
    sj_distribution d;
    assert_int_equal(sj_distribution_pert(8, 11, 12, &d), SJ_OK);
    assert_true(sj_copula_value(&d, 40) <= 12 && sj_copula_value(&d, -40) >= 8);
    assert_int_equal(sj_distribution_metalog(8, 11, 16, 0.05, &d), SJ_OK);
    assert_true(isfinite(sj_copula_value(&d, 40)) && isfinite(sj_copula_value(&d, -40)));
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
        cmocka_unit_test(the_points_are_the_published_ones),
        cmocka_unit_test(each_dimension_is_stratified),
        cmocka_unit_test(dimensions_do_not_go_together),
        cmocka_unit_test(the_table_has_property_a),
        cmocka_unit_test(ishigami_has_its_exact_indices),
        cmocka_unit_test(the_error_falls_faster_than_that_of_random_points),
        cmocka_unit_test(as_many_inputs_as_there_is_room_for),
        cmocka_unit_test(what_does_not_vary_is_told),
        cmocka_unit_test(the_g_function_has_its_exact_indices),
        cmocka_unit_test(a_million_draws),
        cmocka_unit_test(the_factor_is_of_the_normals),
        cmocka_unit_test(the_copula_keeps_ranks_and_margins),
        cmocka_unit_test(lack_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
