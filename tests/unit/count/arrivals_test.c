/* arrivals_test.c -- count regression, excess, prediction limits, STL and local
 * level against the reference digits of estimation.md section 5 (data/estimate/its). */
#include "unit/count/reference.h"
#include "count/arrivals.h"
#include "count/smooth.h"
#include "count/special.h"

enum { SICILY = 59 };
struct sicily {
    double y[REFERENCE_ROWS], ban[REFERENCE_ROWS], time[REFERENCE_ROWS], month[REFERENCE_ROWS];
    double offset[REFERENCE_ROWS];
    size_t n;
};
static struct sicily it;

static void read_sicily(void)
{
    static const char file[] = "estimate/its/sicily.csv";
    it.n = reference_column(file, 2, it.y);
    if (it.n == 0)
        skip();
    (void)reference_column(file, 1, it.month);
    (void)reference_column(file, 3, it.time);
    (void)reference_column(file, 4, it.ban);
    (void)reference_column(file, 6, it.offset);
    for (size_t i = 0; i < it.n; i++)
        it.offset[i] = log(it.offset[i]);
    assert_int_equal(it.n, SICILY);
}

/* Constant, ban, time, then harmonics and the change of slope where asked for. */
static sj_counts sicily_design(double *x, bool season, bool slope)
{
    const size_t p = 3 + (season ? 4u : 0) + slope;
    for (size_t i = 0; i < it.n; i++) {
        double *row = x + i * p;
        size_t k = 3;
        row[0] = 1;
        row[1] = it.ban[i];
        row[2] = it.time[i];
        for (int h = 1; season && h <= 2; h++) {
            row[k++] = sin(6.283185307179586 * h * it.month[i] / 12);
            row[k++] = cos(6.283185307179586 * h * it.month[i] / 12);
        }
        if (slope)
            row[k] = it.ban[i] * it.time[i];
    }
    return (sj_counts){it.y, x, it.offset, NULL, it.n, p};
}

/* The reference stops its steps at 1e-8 of the deviance, so its standard errors and
 * dispersions (not its estimates) stand at weights one step old: 1e-6 to 1e-5. */
static void the_smoking_ban_of_sicily(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static double x[SICILY * 8];
    sj_regression r;
    read_sicily();
    sj_counts c = sicily_design(x, false, false);
    assert_int_equal(sj_regression_poisson(&c, &arena, &r), SJ_OK);
    near(r.beta[0], -6.243150910465, 1e-10, "constant");
    near(r.beta[1], -0.111628442559, 1e-9, "ban");
    near(sqrt(r.cov[4]), 0.0172247650589, 2e-6, "se");
    near(exp(r.beta[1]), 0.89437650802, 1e-9, "RR");
    near(r.deviance, 197.3096125, 1e-9, "deviance");
    near(r.aic, 708.0325865, 1e-9, "AIC");
    near(r.dispersion, 3.559194632, 5e-6, "dispersion");
    const double quasi = 1.959963984540054 * sqrt(r.cov[4] * r.dispersion);
    near(exp(r.beta[1] - quasi), 0.83918900385, 1e-6, "quasi low");
    near(exp(r.beta[1] + quasi), 0.95319330262, 1e-6, "quasi high");
    c = sicily_design(x, true, false);
    assert_int_equal(sj_regression_poisson(&c, &arena, &r), SJ_OK);
    const double deviance = r.deviance;
    near(exp(r.beta[1]), 0.88507154724, 1e-9, "RR with season");
    near(r.dispersion, 2.262186415, 5e-6, "dispersion with season");
    near(deviance, 117.2661195, 1e-9, "deviance with season");
    near(sqrt(r.cov[8] * r.dispersion), 0.0270311072554, 5e-6, "quasi se");
    near(exp(12 * r.beta[2]), 1.066807597, 1e-9, "trend a year");
    c = sicily_design(x, true, true);
    assert_int_equal(sj_regression_poisson(&c, &arena, &r), SJ_OK);
    near(r.beta[7], 0.001482227998, 1e-8, "slope");
    const double f = (deviance - r.deviance) / r.dispersion;
    near(f, 0.63879, 2e-5, "F of the slope");
    near(sj_f_upper(1, 51, f), 0.42786, 1e-4, "p of the slope");
    c = sicily_design(x, false, false);
    assert_int_equal(sj_regression_negative_binomial(&c, &arena, &r), SJ_OK);
    near(r.theta, 356.2885685, 1e-5, "theta");
    near(r.theta_se, 93.45631877, 1e-4, "se of theta");
    near(exp(r.beta[1]), 0.89332891659, 1e-8, "NB RR");
    near(2 * r.log_likelihood, -634.3345973, 1e-9, "NB 2 log L");
    near(sqrt(r.cov[4]), 0.0315560268760, 2e-5, "NB se");
}

static void what_would_have_come_without_the_ban(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_excess e;
    read_sicily();
    const sj_series_design d = {.period = 12, .harmonics = 2, .trend = true};
    assert_int_equal(sj_excess_fit(it.y, it.offset, it.n, 36, &d, NULL, 20000, 1, &arena, &e),
                     SJ_OK);
    near(e.observed, 19723, 1e-12, "observed");
    near(e.expected, 21964.31646, 1e-8, "expected");
    near(e.excess, -2241.316458, 1e-7, "excess");
    near(e.se_parameters, 598.52218, 5e-6, "se of the parameters");
    near(e.se_prediction, 638.24064, 5e-6, "se of the prediction");
    near(e.dispersion, 2.236459974, 5e-6, "dispersion");
    near(e.low, e.excess - 1.96 * e.se_prediction, 0.05, "simulated low");
    near(e.high, e.excess + 1.96 * e.se_prediction, 0.08, "simulated high");
    assert_true(fabs(e.autocorrelation) < 0.5 && e.mc_error[0] < 40 && e.mc_error[1] < 40);
    assert_true(isnan(e.persons[1]));
    assert_int_equal(e.points, it.n);
    assert_true(e.point[35].at == 35 && isnan(e.point[35].sum) && isnan(e.point[35].low));
    const sj_excess_point *last = &e.point[e.points - 1];
    near(last->sum, e.excess, 1e-9, "the last sum");
    near(last->sum_low, e.low, 1e-9, "its low end");
    near(last->sum_high, e.high, 1e-9, "its high end");
    for (size_t i = 36; i < e.points; i++) {
        assert_true(e.point[i].low < e.point[i].expected);
        assert_true(e.point[i].expected < e.point[i].high);
    }
    sj_distribution trips;
    sj_excess p;
    assert_int_equal(sj_distribution_lognormal(2, 2.000001, 0.05, &trips), SJ_OK);
    assert_int_equal(sj_excess_fit(it.y, it.offset, it.n, 36, &d, &trips, 20000, 1, &arena, &p),
                     SJ_OK);
    assert_true(p.low == e.low && p.high == e.high); /* trips do not move entries */
    near(p.persons[1], e.excess / 2, 0.01, "two trips a person: half as many");
    near(p.persons[2] - p.persons[0], 1.644853627 * e.se_prediction, 0.06, "and half as sure");
    const sj_series_design far = {.period = 12, .harmonics = 6, .trend = true};
    assert_int_equal(sj_excess_fit(it.y, it.offset, 30, 12, &far, NULL, 10, 1, &arena, &e),
                     SJ_EINVAL);
}

/* A missing month is left out; nothing about the rest changes but its share. */
static void missing_is_not_zero(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_excess all, less;
    read_sicily();
    const sj_series_design d = {.period = 12, .harmonics = 2, .trend = true};
    assert_int_equal(sj_excess_fit(it.y, it.offset, it.n, 36, &d, NULL, 100, 1, &arena, &all),
                     SJ_OK);
    const double was = it.y[40];
    it.y[40] = NAN;
    assert_int_equal(sj_excess_fit(it.y, it.offset, it.n, 36, &d, NULL, 100, 1, &arena, &less),
                     SJ_OK);
    near(all.observed - less.observed, was, 1e-9, "observed");
    assert_true(fabs(all.expected - less.expected - 980) < 150);
}

/* Counts in slow waves are worth fewer: the limits widen by the autocorrelation. */
static void waves_widen_the_limits(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    double y[60];
    sj_excess e;
    for (int i = 0; i < 60; i++)
        y[i] = floor(200 + 60 * sin(i / 3.0));
    const sj_series_design d = {.period = 12, .trend = true};
    assert_int_equal(sj_excess_fit(y, NULL, 60, 48, &d, NULL, 20000, 1, &arena, &e), SJ_OK);
    const double r = e.autocorrelation, plain = 2 * sj_t_quantile(46, 0.975) * e.se_prediction;
    assert_true(r > 0.5 && e.memory > r && e.memory < 1);
    assert_true(e.wider >= sqrt((1 + e.memory) / (1 - e.memory)) - 1e-12);
    near((e.high - e.low) / plain, e.wider, 0.05, "width");
}

/* Where nobody came before, no law of counts can be fitted: a baseline is stated. */
static void nobody_before_is_no_series(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    double y[60] = {0};
    sj_excess e;
    for (int i = 48; i < 60; i++)
        y[i] = 100;
    const sj_series_design d = {.period = 12, .trend = true};
    assert_int_equal(sj_excess_fit(y, NULL, 60, 48, &d, NULL, 100, 1, &arena, &e), SJ_EINVAL);
}

/* Errors that remember, or vary more than Poisson: 200 series without any change, of which
 * the 95 % limits should hold 0. In so short a time memory cannot be known well; with the
 * autocorrelation of the residuals as it is they held 78 % of the first kind. */
static void the_limits_hold_what_they_say(void **state)
{
    (void)state;
    static const struct {
        double rho, least, own;
        const char *what;
    } kind[] = {{0.6, 0.85, 0.88, "memory of 0.6"},
                {0.3, 0.87, 0.92, "memory of 0.3"},
                {0, 0.91, 0.93, "none"}};
    enum { SERIES = 200, BEFORE = 48, ALL = 60 };
    const sj_series_design d = {.period = 12, .harmonics = 2, .trend = true};
    for (size_t k = 0; k < SJ_COUNT(kind); k++) {
        size_t held = 0, own = 0;
        for (uint64_t s = 0; s < SERIES; s++) {
            SJ_SCOPED(sj_arena) arena = {0};
            sj_random r = sj_random_stream(77 + k, s);
            const double spread = 0.25, fresh = sqrt(1 - kind[k].rho * kind[k].rho);
            double y[ALL], wave = sj_random_normal(&r);
            sj_excess e;
            for (int i = 0; i < ALL; i++) {
                y[i] = sj_random_poisson(&r, 200 * exp(spread * wave + 0.2 * sin(i * 0.5235988)));
                wave = kind[k].rho * wave + fresh * sj_random_normal(&r);
            }
            assert_int_equal(sj_excess_fit(y, NULL, ALL, BEFORE, &d, NULL, 2000, 1, &arena, &e),
                             SJ_OK);
            held += e.low <= 0 && e.high >= 0;
            for (size_t i = BEFORE; i < ALL; i++)
                own += e.point[i].low <= y[i] && y[i] <= e.point[i].high;
        }
        printf("95 %% limits of an excess, %s: held %.3f; of a month's count: %.3f\n", kind[k].what,
               (double)held / SERIES, (double)own / (SERIES * (ALL - BEFORE)));
        assert_true((double)own >= kind[k].own * SERIES * (ALL - BEFORE));
        assert_true((double)held >= kind[k].least * SERIES);
    }
}

/* MASS example: Days ~ Sex / (Age + Eth * Lrn), and the main effects. */
static size_t read_quine(double *y, double main_x[][7], double inter_x[][14])
{
    char path[512], line[256];
    if (!sj_test_shared("estimate/its/quine.csv", path, sizeof path))
        return 0;
    FILE *f = fopen(path, "rb");
    size_t n = 0;
    for (bool header = true; f && fgets(line, sizeof line, f); header = false) {
        char eth, sex, age, lrn;
        if (header || sscanf(line, "%c,%c,F%c,%cL,%lf", &eth, &sex, &age, &lrn, &y[n]) != 5)
            continue;
        const double e = eth == 'N', m = sex == 'M', s = lrn == 'S';
        const double a[3] = {age == '1', age == '2', age == '3'};
        memcpy(main_x[n], (double[7]){1, e, m, a[0], a[1], a[2], s}, sizeof main_x[n]);
        double *x = inter_x[n];
        x[0] = 1;
        x[1] = m;
        for (int g = 0; g < 2; g++) { /* within girls, within boys */
            const double in = g ? m : 1 - m;
            const double cell[6] = {a[0] * in, a[1] * in, a[2] * in, e * in, s * in, e * s * in};
            memcpy(x + 2 + 6 * g, cell, sizeof cell);
        }
        n++;
    }
    if (f)
        fclose(f);
    return n;
}

static void days_absent_from_school(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static double y[256], main_x[256][7], inter_x[256][14];
    sj_regression r;
    const size_t n = read_quine(y, main_x, inter_x);
    if (n == 0)
        skip();
    sj_counts c = {y, main_x[0], NULL, NULL, n, 7};
    assert_int_equal(sj_regression_negative_binomial(&c, &arena, &r), SJ_OK);
    near(r.theta, 1.274892646, 1e-7, "theta");
    near(r.aic, 1109.151018, 1e-9, "AIC");
    near(r.beta[1], -0.56937170340, 1e-7, "EthN");
    near(sqrt(r.cov[8]), 0.1533333596, 2e-5, "se");
    c = (sj_counts){y, inter_x[0], NULL, NULL, n, 14};
    assert_int_equal(sj_regression_negative_binomial(&c, &arena, &r), SJ_OK);
    near(r.theta, 1.597990733, 1e-7, "theta");
    near(r.theta_se, 0.2128654442, 5e-5, "se of theta");
    near(2 * r.log_likelihood, -1063.025022, 1e-9, "2 log L");
    near(r.deviance, 167.5558216, 1e-7, "deviance");
    near(r.aic, 1093.025022, 1e-9, "AIC");
}

/* ref_farrington_run.txt: upper bounds of weeks 282 to 312, alarms in 284 and 285. */
static void salmonella_alarms(void **state)
{
    (void)state;
    static const double upper[] = {
        6.97277374,  7.20725713,  5.77605981,  5.93214740,  5.08063658,  6.27088106,  6.07665977,
        4.84835965,  5.29467660,  6.09482614,  7.68034239,  13.24623858, 13.25865633, 11.81705343,
        11.44980771, 11.21605529, 11.08867394, 11.07931922, 11.25546241, 9.96785503,  6.84036012,
        7.17190063,  9.81304129,  5.81142830,  5.61592579,  7.86212785,  7.65014409,  7.92864524,
        6.87241208,  7.36288830,  17.29058878};
    SJ_SCOPED(sj_arena) arena = {0};
    static double y[REFERENCE_ROWS];
    const size_t n = reference_column("estimate/its/salmonella_agona.csv", 1, y);
    if (n == 0)
        skip();
    for (size_t i = 0; i < SJ_COUNT(upper); i++) {
        const size_t week = 282 + i;
        sj_farrington f;
        assert_int_equal(sj_farrington_at(y, n, week - 1, 4, 3, 52, 0.01, &arena, &f), SJ_OK);
        near(f.upper, upper[i], 5e-5, "upper bound");
        assert_int_equal(f.alarm, week == 284 || week == 285);
    }
}

static void carbon_dioxide_taken_apart(void **state)
{
    (void)state;
    static const char file[] = "estimate/its/stl_co2_log_sw21.csv";
    static double y[REFERENCE_ROWS], season[REFERENCE_ROWS], trend[REFERENCE_ROWS];
    static double want_season[REFERENCE_ROWS], want_trend[REFERENCE_ROWS];
    const size_t n = reference_column(file, 1, y);
    if (n == 0)
        skip();
    (void)reference_column(file, 2, want_season);
    (void)reference_column(file, 3, want_trend);
    for (size_t i = 0; i < n; i++)
        y[i] = log(y[i]);
    const sj_stl_options o = sj_stl_defaults(n, 12, 21, false);
    assert_int_equal(sj_stl(y, n, &o, season, trend), SJ_OK);
    for (size_t i = 0; i < n; i++) {
        assert_true(fabs(season[i] - want_season[i]) < 1e-9);
        assert_true(fabs(trend[i] - want_trend[i]) < 1e-9);
    }
}

/* The periodic run agrees to nine digits. The robust one drifts for all its 15
 * passes and agrees to 0.03 degrees only; the cause is not found. */
static void temperatures_of_nottingham(void **state)
{
    (void)state;
    static const char file[] = "estimate/its/stl_nottem_robust.csv";
    static double y[REFERENCE_ROWS], season[REFERENCE_ROWS], trend[REFERENCE_ROWS];
    static double want_season[REFERENCE_ROWS], want_trend[REFERENCE_ROWS];
    const size_t n = reference_column(file, 1, y);
    if (n == 0)
        skip();
    (void)reference_column(file, 2, want_season);
    (void)reference_column(file, 3, want_trend);
    sj_stl_options o = sj_stl_defaults(n, 12, 0, false);
    assert_int_equal(sj_stl(y, n, &o, season, trend), SJ_OK);
    near(season[0], -9.347198027, 1e-9, "periodic season");
    near(trend[0], 49.68067265, 1e-9, "trend beside it");
    o = sj_stl_defaults(n, 12, 7, true);
    o.trend = 51;
    o.trend_jump = 1;
    assert_int_equal(sj_stl(y, n, &o, season, trend), SJ_OK);
    for (size_t i = 0; i < n; i++) {
        assert_true(fabs(season[i] - want_season[i]) < 0.03); /* of 20 degrees: see above */
        assert_true(fabs(trend[i] - want_trend[i]) < 0.03);
    }
}

static void the_level_of_the_nile(void **state)
{
    (void)state;
    static double y[REFERENCE_ROWS], want[REFERENCE_ROWS], smooth[REFERENCE_ROWS];
    const size_t n = reference_column("estimate/its/nile_locallevel.csv", 1, y);
    if (n == 0)
        skip();
    (void)reference_column("estimate/its/nile_locallevel.csv", 2, want);
    sj_level l;
    assert_int_equal(sj_level_fit(y, n, 1e4, smooth, &l), SJ_OK);
    near(l.log_likelihood, -643.2009875, 1e-7, "log likelihood");
    near(l.level_variance, 1469.146619, 1e-3, "variance of the level");
    near(l.noise_variance, 15098.577154, 1e-4, "variance of the noise");
    for (size_t i = 0; i < n; i++)
        near(smooth[i], want[i], 1e-5, "level");
}

static void baselines_and_persons(void **state)
{
    (void)state;
    const sj_baseline_excess e = sj_excess_over(7887, 3200, INFINITY);
    near(e.excess, 4687, 1e-12, "baseline 2019");
    near(e.high - e.excess, 1.959964 * sqrt(3200), 1e-6, "Poisson width");
    near(sj_excess_over(7887, 3200, 4).high - 4687, 3138, 1e-3, "NB width");
    near(sj_excess_over(50, 0, INFINITY).low, 50 + log(0.025), 1e-12, "a baseline of nobody");
    sj_distribution trips;
    double p[3], error[3];
    assert_int_equal(sj_distribution_lognormal(1, 2.5, 0.05, &trips), SJ_OK);
    assert_int_equal(sj_persons_of(4687, 7639, &trips, 20000, 1, p, error), SJ_OK);
    assert_true(p[0] < p[1] && p[1] < p[2] && p[2] <= 7639 && p[1] > 3000 && p[1] < 5000);
    for (int i = 0; i < 3; i++)
        assert_true(error[i] > 0 && error[i] < 0.02 * p[i]);
    assert_int_equal(sj_persons_of(5, 4, &trips, 100, 1, p, error), SJ_EINVAL);
}

static void columns_that_depend_on_each_other_are_refused(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    const double y[4] = {1, 2, 3, 4}, x[8] = {1, 2, 1, 2, 1, 2, 1, 2}, bad[4] = {1, -2, 3, 4};
    sj_regression r;
    sj_counts c = {y, x, NULL, NULL, 4, 2};
    assert_int_equal(sj_regression_poisson(&c, &arena, &r), SJ_EREFUSED);
    c.y = bad;
    assert_int_equal(sj_regression_poisson(&c, &arena, &r), SJ_EINVAL);
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) arena = {0};
    const double y[12] = {5, 7, 6, 8, 7, 9, 8, 6, 9, 20, 21, 22};
    double season[12], trend[12];
    sj_excess e;
    sj_level l;
    (void)ctx;
    const sj_series_design d = {.period = 1, .trend = true};
    SJ_TRY(sj_excess_fit(y, NULL, 12, 9, &d, NULL, 10, 1, &arena, &e));
    const sj_stl_options o = sj_stl_defaults(12, 2, 3, true);
    SJ_TRY(sj_stl(y, 12, &o, season, trend));
    return sj_level_fit(y, 12, 1e4, season, &l);
}

static void lack_of_memory_is_an_error(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_smoking_ban_of_sicily),
        cmocka_unit_test(what_would_have_come_without_the_ban),
        cmocka_unit_test(missing_is_not_zero),
        cmocka_unit_test(waves_widen_the_limits),
        cmocka_unit_test(nobody_before_is_no_series),
        cmocka_unit_test(the_limits_hold_what_they_say),
        cmocka_unit_test(days_absent_from_school),
        cmocka_unit_test(salmonella_alarms),
        cmocka_unit_test(carbon_dioxide_taken_apart),
        cmocka_unit_test(temperatures_of_nottingham),
        cmocka_unit_test(the_level_of_the_nile),
        cmocka_unit_test(baselines_and_persons),
        cmocka_unit_test(columns_that_depend_on_each_other_are_refused),
        cmocka_unit_test(lack_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
