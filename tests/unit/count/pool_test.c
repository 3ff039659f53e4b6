/* pool_test.c -- laws from ranges, pools and random effects against the reference
 * digits of estimation.md section 3 (data/estimate/pool). */
#include "unit/count/reference.h"
#include "count/pool.h"

static void ranges_become_laws(void **state)
{
    (void)state;
    sj_distribution d;
    assert_int_equal(sj_distribution_lognormal(50000, 120000, 0.05, &d), SJ_OK);
    near(d.a, 11.25751, 1e-6, "mu");
    near(d.b, 0.2661236, 1e-6, "sigma");
    near(sj_distribution_quantile(&d, 0.5), 77459.67, 1e-7, "median");
    near(sj_distribution_mean(&d), 80251.73, 1e-7, "mean");
    assert_int_equal(sj_distribution_pert(50000, 100000, 120000, &d), SJ_OK);
    near(d.c, 3.857143, 1e-6, "alpha");
    near(sj_distribution_mean(&d), 95000, 1e-12, "PERT mean");
    near(sj_distribution_quantile(&d, 0.05), 72260.79, 1e-7, "PERT 5");
    near(sj_distribution_quantile(&d, 0.5), 96174.11, 1e-7, "PERT 50");
    near(sj_distribution_quantile(&d, 0.95), 113698.4, 1e-6, "PERT 95");
    assert_int_equal(sj_distribution_triangular(50000, 100000, 120000, &d), SJ_OK);
    near(sj_distribution_quantile(&d, 0.05), 63228.76, 1e-6, "triangular 5");
    near(sj_distribution_quantile(&d, 0.5), 91833, 1e-5, "triangular 50");
    near(sj_distribution_quantile(&d, 0.95), 111633.4, 1e-6, "triangular 95");
    near(sj_distribution_mean(&d), 90000, 1e-12, "triangular mean");
}

static void a_metalog_passes_through_its_points(void **state)
{
    (void)state;
    sj_distribution d = {0};
    assert_int_equal(sj_distribution_metalog(40, 100, 150, 0.1, &d), SJ_OK);
    near(sj_distribution_quantile(&d, 0.1), 40, 1e-12, "p10");
    near(sj_distribution_quantile(&d, 0.5), 100, 1e-12, "p50");
    near(sj_distribution_quantile(&d, 0.9), 150, 1e-12, "p90");
    for (double p = 0.01; p < 1; p += 0.07)
        near(sj_distribution_cdf(&d, sj_distribution_quantile(&d, p)), p, 1e-9, "there and back");
    assert_int_equal(sj_distribution_metalog(1, 99, 100, 0.1, &d), SJ_EREFUSED);
    assert_int_equal(sj_distribution_metalog(5, 4, 100, 0.1, &d), SJ_EINVAL);
    assert_int_equal(sj_distribution_lognormal(10, 5, 0.05, &d), SJ_EINVAL);
    assert_int_equal(sj_distribution_lognormal(0, 5, 0.05, &d), SJ_EINVAL);
    assert_int_equal(sj_distribution_pert(1, 9, 5, &d), SJ_EINVAL);
}

static void three(sj_pool_member m[3], double w[3])
{
    const double low[3] = {45000, 80000, 90000}, high[3] = {60000, 120000, 110000};
    for (uint32_t i = 0; i < 3; i++) {
        m[i] = (sj_pool_member){.origin = i, .trust = 1};
        assert_int_equal(sj_distribution_lognormal(low[i], high[i], 0.05, &m[i].law), SJ_OK);
    }
    size_t origins;
    assert_int_equal(sj_pool_weights(m, 3, w, &origins), SJ_OK);
    assert_int_equal(origins, 3);
}

/* ref_pooling_run.txt: linear, quantile average, log pool. */
static void pools_give_the_reference_digits(void **state)
{
    (void)state;
    static const double p[3] = {0.05, 0.5, 0.95};
    static const double linear[3] = {47459.1, 93417.11, 112638};
    static const double average[3] = {68682.85, 79715.91, 92521.3};
    static const double logs[3] = {72482.48, 82716.11, 94394.6};
    sj_pool_member m[3];
    sj_distribution pooled;
    double w[3];
    three(m, w);
    assert_int_equal(sj_pool_log(m, w, 3, &pooled), SJ_OK);
    near(pooled.b, 0.08029253, 1e-6, "log pool sd");
    for (int i = 0; i < 3; i++) {
        const double q = sj_pool_linear_quantile(m, w, 3, p[i]);
        near(q, linear[i], 5e-6, "linear pool");
        near(sj_pool_linear_cdf(m, w, 3, q), p[i], 1e-9, "sum w F(q) = p");
        near(sj_pool_average_quantile(m, w, 3, p[i]), average[i], 1e-6, "quantile average");
        near(sj_distribution_quantile(&pooled, p[i]), logs[i], 1e-6, "log pool");
    }
}

static void documents_of_one_origin_weigh_as_one(void **state)
{
    (void)state;
    sj_pool_member m[4];
    double w[4];
    size_t origins;
    for (int i = 0; i < 4; i++)
        m[i] = (sj_pool_member){.origin = i < 3 ? 9 : 2, .trust = 1};
    assert_int_equal(sj_pool_weights(m, 4, w, &origins), SJ_OK);
    assert_int_equal(origins, 2);
    near(w[0] + w[1] + w[2], 0.5, 1e-15, "three documents of one origin");
    near(w[3], 0.5, 1e-15, "the other");
    m[0].trust = 0;
    assert_int_equal(sj_pool_weights(m, 4, w, &origins), SJ_EINVAL);
    assert_int_equal(sj_pool_weights(m, 0, w, &origins), SJ_EINVAL);
    near(sj_pool_effective(5, 0.5), 5.0 / 3, 1e-15, "effective");
}

/* The reference solves Q(tau2) = k - 1 on a loose tolerance only, hence the tolerance of PM. */
static void random_effects_give_the_digits_of_metafor(void **state)
{
    (void)state;
    static double y[REFERENCE_ROWS], v[REFERENCE_ROWS];
    const size_t n = reference_column("estimate/pool/bcg.csv", 5, y);
    if (n == 0)
        skip();
    assert_int_equal(n, reference_column("estimate/pool/bcg.csv", 6, v));
    static const struct {
        sj_meta_method method;
        double b, se, low, high, tau2, i2, tolerance;
    } row[] = {
        {SJ_META_FIXED, -0.4302851637, 0.04049875171, -0.5096612584, -0.3509090689, 0, 92.11734685,
         1e-9},
        {SJ_META_DL, -0.7141172221, 0.1787420895, -1.06444528, -0.3637891641, 0.3087602629,
         92.11734685, 1e-9},
        {SJ_META_REML, -0.7145323484, 0.1797815318, -1.066897676, -0.362167021, 0.313243326,
         92.22138607, 1e-6},
        {SJ_META_PM, -0.7149704056, 0.1808979841, -1.069523939, -0.3604168719, 0.3180937119,
         92.33090029, 1e-4},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        sj_meta m;
        assert_int_equal(sj_meta_fit(y, v, n, row[i].method, false, 0.95, &m), SJ_OK);
        near(m.mean, row[i].b, row[i].tolerance, "b");
        near(m.se, row[i].se, row[i].tolerance, "se");
        near(m.low, row[i].low, row[i].tolerance, "low");
        near(m.high, row[i].high, row[i].tolerance, "high");
        near(m.tau2, row[i].tau2, row[i].tolerance * 10, "tau2");
        near(m.i2_percent, row[i].i2, row[i].tolerance, "I2");
        near(m.q, 152.2330081, 1e-9, "Q");
    }
    sj_meta m;
    assert_int_equal(sj_meta_fit(y, v, n, SJ_META_DL, false, 0.95, &m), SJ_OK);
    near(m.prediction_low, -1.858153753, 1e-9, "prediction low");
    near(m.prediction_high, 0.4299193086, 1e-8, "prediction high");
    assert_int_equal(sj_meta_fit(y, v, n, SJ_META_REML, true, 0.95, &m), SJ_OK);
    near(m.se, 0.1807917455, 1e-6, "HKSJ se");
    near(m.low, -1.108443723, 1e-6, "HKSJ low");
}

/* ref_pooling_run.txt, last five lines: the three lognormals as effects. */
static void three_figures_leave_the_spread_unknown(void **state)
{
    (void)state;
    sj_pool_member member[3];
    double w[3], y[3], v[3];
    sj_meta m;
    three(member, w);
    for (int i = 0; i < 3; i++) {
        y[i] = member[i].law.a;
        v[i] = member[i].law.b * member[i].law.b;
    }
    assert_int_equal(sj_meta_fit(y, v, 3, SJ_META_DL, false, 0.95, &m), SJ_OK);
    near(exp(m.mean), 79610.5, 1e-6, "DL");
    near(exp(m.prediction_low), 33777.41, 1e-6, "DL prediction");
    near(exp(m.prediction_high), 187635.2, 1e-6, "DL prediction");
    assert_int_equal(sj_meta_fit(y, v, 3, SJ_META_REML, true, 0.95, &m), SJ_OK);
    near(exp(m.high), 200363.2, 2e-5, "REML HKSJ");
    near(exp(m.prediction_low), 13077, 1e-4, "REML HKSJ prediction");
    near(exp(m.prediction_high), 484568.8, 1e-4, "REML HKSJ prediction");
    sj_meta b;
    assert_int_equal(sj_meta_bayes(y, v, 3, 0.5, 0.95, &b), SJ_OK);
    assert_true(b.prediction_high < m.prediction_high && b.prediction_low > m.prediction_low);
    assert_true(b.tau2 > 0 && b.low < b.mean && b.mean < b.high);
    assert_int_equal(sj_meta_fit(y, v, 1, SJ_META_DL, false, 0.95, &m), SJ_EINVAL);
}

static void law(double low, double high, sj_distribution *ret)
{
    assert_int_equal(sj_distribution_lognormal(low, high, 0.05, ret), SJ_OK);
}

static void the_identity_holds_or_says_by_how_much_it_fails(void **state)
{
    (void)state;
    sj_distribution part[5];
    sj_identity i;
    law(400, 800, &part[0]);
    law(300, 500, &part[1]);
    law(20, 60, &part[2]);
    law(20, 80, &part[3]);
    law(60, 120, &part[4]);
    assert_int_equal(sj_identity_check(part, 20000, 1, &i), SJ_OK);
    assert_true(i.holds);
    double sum = i.adjusted[0];
    for (int k = 1; k < 5; k++)
        sum -= i.adjusted[k];
    assert_true(fabs(sum) < 1e-9);
    law(2000, 4000, &part[1]); /* Darusman's total against the wages seen */
    assert_int_equal(sj_identity_check(part, 20000, 1, &i), SJ_OK);
    assert_true(!i.holds && i.gap_high < 0 && i.covered > 3);
}

static sj_status story(void *ctx)
{
    sj_identity i;
    return sj_identity_check(ctx, 10, 1, &i);
}

static void lack_of_memory_is_an_error(void **state)
{
    (void)state;
    sj_distribution part[5];
    for (int k = 0; k < 5; k++)
        law(1, 2, &part[k]);
    sj_test_sweep(story, part, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ranges_become_laws),
        cmocka_unit_test(a_metalog_passes_through_its_points),
        cmocka_unit_test(pools_give_the_reference_digits),
        cmocka_unit_test(documents_of_one_origin_weigh_as_one),
        cmocka_unit_test(random_effects_give_the_digits_of_metafor),
        cmocka_unit_test(three_figures_leave_the_spread_unknown),
        cmocka_unit_test(the_identity_holds_or_says_by_how_much_it_fails),
        cmocka_unit_test(lack_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
