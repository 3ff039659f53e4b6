/* random_test.c -- streams, special functions, quantiles. */
#include "test.h"
#include "count/quantile.h"
#include "count/random.h"
#include "count/special.h"
#include <math.h>

static void near(double got, double want, double relative, const char *what)
{
    if (!(fabs(got - want) <= relative * fmax(1e-300, fabs(want))))
        fail_msg("%s: %.17g, not %.17g", what, got, want);
}

/* Known answers published with the generator (Random123, kat_vectors). */
static void philox_gives_the_published_words(void **state)
{
    (void)state;
    static const struct {
        uint32_t counter[4], key[2], want[4];
    } row[] = {
        {{0, 0, 0, 0}, {0, 0}, {0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}},
        {{0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff},
         {0xffffffff, 0xffffffff},
         {0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}},
        {{0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344},
         {0xa4093822, 0x299f31d0},
         {0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        uint32_t got[4];
        sj_random_philox(row[i].counter, row[i].key, got);
        assert_memory_equal(got, row[i].want, sizeof got);
    }
}

static void a_stream_is_a_function_of_seed_and_number(void **state)
{
    (void)state;
    sj_random a = sj_random_stream(7, 3), b = sj_random_stream(7, 3), c = sj_random_stream(7, 4);
    int same = 0;
    for (int i = 0; i < 1000; i++) {
        const uint64_t x = sj_random_u64(&a);
        assert_true(x == sj_random_u64(&b));
        same += x == sj_random_u64(&c);
    }
    assert_int_equal(same, 0);
}

/* Mean and variance of 200,000 draws within 4.5 standard errors of the law's. */
static void moments(const char *what, double (*draw)(sj_random *), double mean, double variance,
                    double fourth)
{
    enum { N = 200000 };
    double sum = 0, square = 0;
    for (uint64_t i = 0; i < N; i++) {
        sj_random r = sj_random_stream(20261123, i);
        const double x = draw(&r) - mean;
        sum += x;
        square += x * x;
    }
    const double mean_error = sqrt(variance / N),
                 variance_error = sqrt((fourth - variance * variance) / N);
    if (fabs(sum / N) > 4.5 * mean_error || fabs(square / N - variance) > 4.5 * variance_error)
        fail_msg("%s: mean off by %g, variance %g", what, sum / N, square / N);
}

static double gamma_small(sj_random *r)
{
    return sj_random_gamma(r, 0.4);
}
static double gamma_big(sj_random *r)
{
    return sj_random_gamma(r, 9);
}
static double beta_draw(sj_random *r)
{
    return sj_random_beta(r, 2, 3);
}
static double poisson_few(sj_random *r)
{
    return sj_random_poisson(r, 3.5);
}
static double poisson_many(sj_random *r)
{
    return sj_random_poisson(r, 250);
}
static double binomial_few(sj_random *r)
{
    return (double)sj_random_binomial(r, 12, 0.3);
}
static double binomial_many(sj_random *r)
{
    return (double)sj_random_binomial(r, 900, 0.8);
}
static double negative(sj_random *r)
{
    return sj_random_negative_binomial(r, 20, 4);
}

static void draws_have_the_moments_of_their_law(void **state)
{
    (void)state;
    moments("uniform", sj_random_uniform, 0.5, 1.0 / 12, 1.0 / 80);
    moments("normal", sj_random_normal, 0, 1, 3);
    moments("gamma 0.4", gamma_small, 0.4, 0.4, 3 * 0.16 + 6 * 0.4);
    moments("gamma 9", gamma_big, 9, 9, 3 * 81 + 6 * 9);
    moments("beta 2 3", beta_draw, 0.4, 0.04, 0.04 * 0.04 * 2.5);
    moments("poisson 3.5", poisson_few, 3.5, 3.5, 3 * 3.5 * 3.5 + 3.5);
    moments("poisson 250", poisson_many, 250, 250, 3.0 * 250 * 250 + 250);
    moments("binomial 12 0.3", binomial_few, 3.6, 2.52, 2.52 * (1 + 3 * 10 * 0.21));
    moments("binomial 900 0.8", binomial_many, 720, 144, 144 * (1 + 3 * 898 * 0.16));
    moments("negative binomial", negative, 20, 120, 120 * 120 * (3 + 6 / 4.0 + 1.0 / 120));
}

static void special_functions_agree_with_tables(void **state)
{
    (void)state;
    near(sj_normal_quantile(0.975), 1.959963984540054, 1e-14, "z 0.975");
    near(sj_normal_quantile(1e-10), -6.361340902404056, 1e-13, "z 1e-10");
    for (double p = 1e-12; p < 0.5; p *= 3)
        near(sj_normal_cdf(sj_normal_quantile(p)), p, 1e-12, "normal there and back");
    near(sj_digamma(1), -0.57721566490153286, 1e-13, "digamma 1");
    near(sj_trigamma(1), 1.6449340668482264, 1e-13, "trigamma 1");
    near(sj_gamma_cdf(3, 2), 0.32332358381693654, 1e-12, "P(3, 2)");
    near(sj_gamma_cdf(3, 9), 0.99376780489362266, 1e-13, "P(3, 9)");
    near(sj_beta_cdf(2, 3, 0.5), 0.6875, 1e-13, "I 0.5");
    near(sj_beta_quantile(2, 3, 0.6875), 0.5, 1e-12, "I inverse");
    near(sj_chi2_quantile(1, 0.95), 3.841458820694124, 1e-11, "chi2");
    near(sj_t_quantile(2, 0.975), 4.302652729749464, 1e-11, "t 2");
    near(sj_f_upper(1, 51, 0.63879), 0.42786, 2e-5, "F");
    assert_true(isnan(sj_normal_quantile(1.5)) && isinf(sj_normal_quantile(0)));
}

static int upwards(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* The radix selection and a plain sort give the same bits. */
static void quantiles_equal_those_of_a_sorted_copy(void **state)
{
    (void)state;
    enum { N = 5000 };
    static double x[N], sorted[N];
    for (size_t n = 1; n <= N; n = n * 3 + 1) {
        for (size_t i = 0; i < n; i++) {
            sj_random r = sj_random_stream(n, i);
            x[i] = floor(1000 * sj_random_normal(&r)) / (i % 3 ? 1 : 1e6);
        }
        memcpy(sorted, x, n * sizeof *x);
        qsort(sorted, n, sizeof *sorted, upwards);
        sj_quantile q[] = {{.p = 0}, {.p = 0.025}, {.p = 0.5}, {.p = 0.9}, {.p = 1}};
        assert_int_equal(sj_quantiles(x, n, q, SJ_COUNT(q)), SJ_OK);
        for (size_t i = 0; i < SJ_COUNT(q); i++)
            assert_true(q[i].value == sj_quantile_sorted(sorted, n, q[i].p));
    }
}

static void the_monte_carlo_error_is_that_of_the_median(void **state)
{
    (void)state;
    enum { N = 40000 };
    static double x[N];
    sj_random r = sj_random_stream(1, 1);
    for (int i = 0; i < N; i++)
        x[i] = sj_random_normal(&r);
    sj_quantile q = {.p = 0.5};
    assert_int_equal(sj_quantiles(x, N, &q, 1), SJ_OK);
    near(q.mc_error, sqrt(3.14159265 / 2 / N), 0.25, "error of the median of a normal");
    assert_true(fabs(q.value) < 5 * q.mc_error);
}

static void bad_samples_are_refused(void **state)
{
    (void)state;
    const double x[2] = {1, NAN};
    sj_quantile q = {.p = 0.5}, wrong = {.p = 1.5};
    assert_int_equal(sj_quantiles(x, 0, &q, 1), SJ_EINVAL);
    assert_int_equal(sj_quantiles(x, 2, &q, 1), SJ_EINVAL);
    assert_int_equal(sj_quantiles(x, 1, &wrong, 1), SJ_EINVAL);
}

static sj_status story(void *ctx)
{
    (void)ctx;
    const double x[3] = {3, 1, 2};
    sj_quantile q = {.p = 0.5};
    return sj_quantiles(x, 3, &q, 1);
}

static void lack_of_memory_is_an_error(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(philox_gives_the_published_words),
        cmocka_unit_test(a_stream_is_a_function_of_seed_and_number),
        cmocka_unit_test(draws_have_the_moments_of_their_law),
        cmocka_unit_test(special_functions_agree_with_tables),
        cmocka_unit_test(quantiles_equal_those_of_a_sorted_copy),
        cmocka_unit_test(the_monte_carlo_error_is_that_of_the_median),
        cmocka_unit_test(bad_samples_are_refused),
        cmocka_unit_test(lack_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
