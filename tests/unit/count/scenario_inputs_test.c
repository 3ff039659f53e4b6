/* scenario_inputs_test.c -- inputs that go together, and shares of the variance of what a
 * scenario ends with. */
#include "unit/count/reference.h"
#include "count/scenario_inputs.h"

static sj_status parse(const char *text, sj_arena *arena, sj_scenario *s, sj_diag *d)
{
    return sj_scenario_parse(sj_str_from(text), arena, s, d);
}

#define HEAD "start 0\nstop 1\ndt 1\ndraws 200\n"
#define THREE                                                                          \
    "input a lognormal 50 120 assumed\ninput b pert 8 11 12 assumed\ninput c uniform " \
    "0 1 assumed\ninput d point 3 assumed\naux v = a + b + c\noutput v word\n"

static void a_correlation_that_cannot_be_names_its_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        sj_status status;
        uint64_t line;
        const char *why;
    } row[] = {
        {HEAD THREE "correlate a b\n", SJ_ESYNTAX, 11, "no number"},
        {HEAD THREE "correlate a b 1\n", SJ_ESYNTAX, 11, "one input twice over"},
        {HEAD THREE "correlate a b -1.5\n", SJ_ESYNTAX, 11, "below -1"},
        {HEAD THREE "correlate a b nan\n", SJ_ESYNTAX, 11, "no number"},
        {HEAD THREE "correlate a e 0.5\n", SJ_EINVAL, 11, "an unknown name"},
        {HEAD THREE "correlate a v 0.5\n", SJ_EINVAL, 11, "not an input"},
        {HEAD THREE "correlate a a 0.5\n", SJ_EINVAL, 11, "an input with itself"},
        {HEAD THREE "correlate a d 0.5\n", SJ_EINVAL, 11, "a point"},
        {HEAD THREE "correlate a b 0.5\n\ncorrelate b a 0.5\n", SJ_EINVAL, 13, "twice"},
        {"correlate c b 0.9\n" HEAD THREE "correlate a b 0.9\ncorrelate a c -0.9\n", SJ_EINVAL, 13,
         "three that no laws have"},
        {HEAD "correlate a b 0.9\ncorrelate c b 0.9\ncorrelate a c -0.9 [x]\n" THREE, SJ_EINVAL, 7,
         "ahead of the inputs"},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        static sj_scenario s;
        sj_diag d = {0};
        const sj_status got = parse(row[i].text, &arena, &s, &d);
        if (got != row[i].status || d.line != row[i].line || !d.reason)
            fail_msg("%s: status %s, line %d", row[i].why, sj_status_name(got), (int)d.line);
    }
}

enum { DRAWS = 20000 };

/* The ranks of two inputs over draws: 12 times the covariance of what the laws make of them. */
static double spearman(const sj_scenario *s, size_t a, size_t b, double *ret_mean_of_a)
{
    double value[SJ_SYSTEM_VARIABLES] = {0}, cross = 0;
    *ret_mean_of_a = 0;
    for (uint64_t i = 0; i < DRAWS; i++) {
        sj_random r = sj_random_stream(11, i);
        sj_scenario_draw_inputs(s, &r, value);
        const double u = sj_distribution_cdf(&s->input[a].law, value[s->input[a].variable]);
        const double v = sj_distribution_cdf(&s->input[b].law, value[s->input[b].variable]);
        cross += (u - 0.5) * (v - 0.5) / DRAWS;
        *ret_mean_of_a += value[s->input[a].variable] / DRAWS;
    }
    return 12 * cross;
}

static void ranks_go_together_and_laws_stay(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s;
    double mean;
    assert_int_equal(
        parse(HEAD THREE "correlate b a -0.6 [survey] why\ncorrelate c b 0.3\n", &arena, &s, NULL),
        SJ_OK);
    assert_int_equal(s.tied_count, 3);
    assert_true(fabs(spearman(&s, 0, 1, &mean) + 0.6) < 0.015);
    near(mean, sj_distribution_mean(&s.input[0].law), 0.005, "mean of a");
    assert_true(fabs(spearman(&s, 1, 2, &mean) - 0.3) < 0.02);
    near(mean, sj_distribution_mean(&s.input[1].law), 0.002, "mean of b");
    assert_true(fabs(spearman(&s, 2, 0, &mean)) < 0.02);
    near(mean, 0.5, 0.02, "mean of c");
    assert_true(sj_str_eq(s.tie[0].note, SJ_S("[survey] why")));
}

/* In any order the lines say the same, and draw the same. */
static void the_order_of_lines_says_nothing(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s, t;
    double x[SJ_SYSTEM_VARIABLES] = {0}, y[SJ_SYSTEM_VARIABLES] = {0};
    assert_int_equal(parse(HEAD THREE "correlate a b 0.6\ncorrelate b c 0.3\n", &arena, &s, NULL),
                     SJ_OK);
    assert_int_equal(parse(HEAD "correlate c b 0.3\ncorrelate b a 0.6\n" THREE, &arena, &t, NULL),
                     SJ_OK);
    for (uint64_t i = 0; i < 100; i++) {
        sj_random r = sj_random_stream(1, i), again = r;
        sj_scenario_draw_inputs(&s, &r, x);
        sj_scenario_draw_inputs(&t, &again, y);
        assert_memory_equal(x, y, sizeof x);
    }
}

/* v = 3 a + b + c: the squares of the weights, 9 : 1 : 1. */
static void a_sum_has_known_shares(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s;
    static sj_scenario_shares one, three;
    assert_int_equal(parse(HEAD "input a uniform 0 1 x\ninput p point 7 x\ninput b uniform 0 1 x\n"
                                "input c uniform 0 1 x\naux v = 3 * a + b + c + p\naux w = p / 10\n"
                                "output v word\noutput w constant\n",
                           &arena, &s, NULL),
                     SJ_OK);
    assert_int_equal(sj_scenario_sobol(&s, 1024, 1, &one), SJ_OK);
    assert_int_equal(sj_scenario_sobol(&s, 1024, 3, &three), SJ_OK);
    assert_memory_equal(one.output, three.output, sizeof one.output);
    assert_int_equal(one.groups, 3);
    assert_true(one.group_of[1] == SJ_NO_GROUP && one.group_of[3] == 2);
    near(one.output[0].variance, 11.0 / 12, 0.01, "variance");
    for (int g = 0; g < 3; g++) {
        const sj_index *i = &one.output[0].share[g];
        const double want = (g ? 1 : 9) / 11.0;
        assert_true(fabs(i->first - want) < 0.01 && fabs(i->total - want) < 0.01);
        assert_true(i->first_low < want && want < i->first_high);
        assert_true(i->total_low < want && want < i->total_high);
    }
    assert_true(isnan(one.output[1].variance) && isnan(one.output[1].share[0].total));
    assert_int_equal(sj_scenario_sobol(&s, 15, 1, &one), SJ_EINVAL);
    assert_int_equal(sj_scenario_sobol(&s, SIZE_MAX / 2, 1, &one), SJ_ELIMIT);
}

/* Tied inputs are one group: of v = a + b + c, with the correlation r of the normals, a and b
 * have 2 + 2 r of 3 + 2 r. */
static void tied_inputs_share_as_one(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s;
    static sj_scenario_shares x;
    assert_int_equal(parse(HEAD "input a normal 0 1 x\ninput c normal 0 1 x\ninput b normal 0 1 x\n"
                                "correlate b a 0.5\naux v = a + b + c\noutput v word\n",
                           &arena, &s, NULL),
                     SJ_OK);
    assert_int_equal(sj_scenario_sobol(&s, 4096, 1, &x), SJ_OK);
    assert_int_equal(x.groups, 2);
    assert_true(x.group_of[0] == x.group_of[2] && x.group_of[0] != x.group_of[1]);
    const double r = 2 * sin(3.14159265358979 / 12), want = (2 + 2 * r) / (3 + 2 * r);
    assert_true(fabs(x.output[0].share[0].first - want) < 0.01);
    assert_true(fabs(x.output[0].share[0].total - want) < 0.01);
    assert_true(fabs(x.output[0].share[1].total - (1 - want)) < 0.01);
}

#define MACHINE                                                                          \
    "machine authorise 0\nmachine breach 1\nmachine detect 0.5\nmachine clock_days 30\n" \
    "machine wind_down_days 30\nmachine override 0.3\nmachine contested 0\nmachine "     \
    "review 1\nmachine default restore\n"

/* The machine's chance is an input: v = x + snapped has the variance of both. */
static void chance_has_its_share(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s;
    static sj_scenario_shares x;
    static sj_scenario_result r;
    assert_int_equal(
        parse("start 0\nstop 1\ndt 1/4\ndraws 20000\ninput x uniform 0 1 assumed\n"
              "aux v = x + snapped\nreach snapped 1 snapped by the end\noutput v word\n" MACHINE,
              &arena, &s, NULL),
        SJ_OK);
    assert_int_equal(sj_scenario_run(&s, 0, &arena, &r), SJ_OK);
    assert_int_equal(sj_scenario_sobol(&s, 8192, 0, &x), SJ_OK);
    assert_true(x.has_chance && x.groups == 2);
    const double p = r.target[0].reached_prob, chance = p * (1 - p), own = 1.0 / 12;
    assert_true(p > 0.1 && p < 0.9);
    near(x.output[0].variance, chance + own, 0.02, "variance of the fan");
    assert_true(fabs(x.output[0].share[1].first - chance / (chance + own)) < 0.03);
    assert_true(fabs(x.output[0].share[0].total - own / (chance + own)) < 0.03);
}

/* A row with a value that is not finite is left out, and told. */
static void rows_that_fail_are_counted(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s;
    static sj_scenario_shares x;
    assert_int_equal(parse(HEAD "input a uniform -1 9 x\ninput b uniform 0 1 x\n"
                                "aux v = ln(a) + b\noutput v word\n",
                           &arena, &s, NULL),
                     SJ_OK);
    assert_int_equal(sj_scenario_sobol(&s, 1000, 2, &x), SJ_OK);
    assert_true(x.failed > 150 && x.failed < 230); /* a or its twin below 0: 19 % */
    assert_true(isfinite(x.output[0].share[0].first) && x.output[0].share[0].total > 0.3);
    assert_int_equal(
        parse(HEAD "input a uniform -9 -1 x\naux v = ln(a)\noutput v word\n", &arena, &s, NULL),
        SJ_OK);
    assert_int_equal(sj_scenario_sobol(&s, 1000, 2, &x), SJ_EINVAL);
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s;
    static sj_scenario_shares x;
    (void)ctx;
    SJ_TRY(parse(HEAD THREE "correlate a b 0.5\n", &arena, &s, NULL));
    return sj_scenario_sobol(&s, 16, 1, &x);
}

static void lack_of_memory_is_an_error(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 200); /* quantiles of 200 replicates ask often */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_correlation_that_cannot_be_names_its_line),
        cmocka_unit_test(ranks_go_together_and_laws_stay),
        cmocka_unit_test(the_order_of_lines_says_nothing),
        cmocka_unit_test(a_sum_has_known_shares),
        cmocka_unit_test(tied_inputs_share_as_one),
        cmocka_unit_test(chance_has_its_share),
        cmocka_unit_test(rows_that_fail_are_counted),
        cmocka_unit_test(lack_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
