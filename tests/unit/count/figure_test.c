/* figure_test.c -- published figures: laws from what is stated, groups that keep
 * unlike things apart, origins that count once. */
#include "unit/count/reference.h"
#include "count/figure.h"

static sj_figure persons(double low, double point, double high, const char *origin, int year)
{
    return (sj_figure){.definition = SJ_S("persons_present"),
                       .dimension = SJ_S("persons"),
                       .place = SJ_S("World"),
                       .sector = SJ_S("all"),
                       .origin = sj_str_from(origin),
                       .source = sj_str_from(origin),
                       .low = low,
                       .point = point,
                       .high = high,
                       .source_error = 0.48,
                       .year = year,
                       .reliability = 'F',
                       .credibility = '6',
                       .line = 7};
}

static void what_is_stated_becomes_a_law(void **state)
{
    (void)state;
    static const struct {
        double low, point, high, p, want;
        const char *why;
    } row[] = {
        {NAN, 100000, NAN, 0.5, 100000, "a point is the median"},
        {50000, NAN, 120000, 0.05, 50000, "a range is 5 to 95 %"},
        {50000, NAN, 120000, 0.95, 120000, "a range is 5 to 95 %"},
        {50000, 90000, 120000, 0.5, 90000, "low, point, high: all three"},
        {50000, 90000, 120000, 0.05, 50000, "low, point, high: all three"},
        {50000, NAN, NAN, 0.25, 50000, "more than x: the lower quartile"},
        {NAN, NAN, 80000, 0.75, 80000, "up to x: the upper quartile"},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        const sj_figure f = persons(row[i].low, row[i].point, row[i].high, "a", 2017);
        sj_distribution d = {0};
        const char *rule;
        assert_int_equal(sj_figure_law(&f, &d, &rule), SJ_OK);
        near(sj_distribution_quantile(&d, row[i].p), row[i].want, 1e-9, row[i].why);
    }
}

/* What low and high are, by the law's quantiles; closed forms. */
static void what_a_range_means_decides_the_law(void **state)
{
    (void)state;
    static const struct {
        sj_range_kind kind;
        double tail, low, point, high, p, want;
        const char *text, *dimension;
    } row[] = {
        {SJ_RANGE_UNSTATED, 0.05, 50, NAN, 120, 0.95, 120, "5-95 % (not stated)", "persons"},
        {SJ_RANGE_CENTRAL, 0.025, 50, NAN, 120, 0.975, 120, "2.5-97.5 %", "persons"},
        {SJ_RANGE_CENTRAL, 0.1, 50, 90, 120, 0.1, 50, "10-90 %", "persons"},
        {SJ_RANGE_CENTRAL, 0.1, 50, 90, 120, 0.5, 90, "10-90 %", "persons"},
        {SJ_RANGE_SOURCES, 0.05, 50, NAN, 120, 0.25, 50, "range over sources", "persons"},
        {SJ_RANGE_LIMITS, 0.05, 50000, 100000, 120000, 0.05, 72260.79, "least-most", "persons"},
        {SJ_RANGE_CENTRAL, 0.05, 0.7, NAN, 0.9, 0.05, 0.7, "5-95 %", "share"},
        {SJ_RANGE_CENTRAL, 0.25, 0.2, NAN, 0.99, 0.75, 0.99, "25-75 %", "share"},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        sj_figure f = persons(row[i].low, row[i].point, row[i].high, "a", 2017);
        sj_distribution d = {0};
        const char *rule;
        char text[32];
        f.range = row[i].kind;
        f.tail = row[i].tail;
        f.dimension = sj_str_from(row[i].dimension);
        assert_int_equal(sj_figure_law(&f, &d, &rule), SJ_OK);
        near(sj_distribution_quantile(&d, row[i].p), row[i].want, 1e-6, row[i].text);
        sj_figure_range_text(&f, text);
        assert_string_equal(text, row[i].text);
    }
}

static void what_cannot_be_is_refused_with_a_reason(void **state)
{
    (void)state;
    static const double bad[][3] = {{NAN, NAN, NAN}, {9, NAN, 5},    {5, 4, NAN},
                                    {NAN, 0, NAN},   {NAN, -3, NAN}, {1, 9, 5}};
    for (size_t i = 0; i < SJ_COUNT(bad); i++) {
        const sj_figure f = persons(bad[i][0], bad[i][1], bad[i][2], "a", 2017);
        sj_distribution d;
        const char *rule = NULL;
        assert_int_equal(sj_figure_law(&f, &d, &rule), SJ_EINVAL);
        assert_non_null(rule);
    }
    sj_figure share = persons(NAN, 1.2, NAN, "a", 2017);
    share.dimension = SJ_S("share");
    sj_distribution d;
    const char *rule;
    assert_int_equal(sj_figure_law(&share, &d, &rule), SJ_EINVAL);
    share.point = 0.8;
    share.source_error = 0.2;
    assert_int_equal(sj_figure_law(&share, &d, &rule), SJ_OK);
    assert_true(sj_distribution_quantile(&d, 0.9999) <= 1);
}

static void unlike_figures_never_share_a_pool(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_figure f[6];
    for (int i = 0; i < 6; i++)
        f[i] = persons(NAN, 1000, NAN, "a", 2017);
    f[1].definition = SJ_S("persons_planned");
    f[2].place = SJ_S("China");
    f[3].sector = SJ_S("it");
    f[4].year = 2024;
    f[5].currency = SJ_S("CNY");
    sj_figure_pool *pool;
    size_t pools;
    assert_int_equal(sj_figure_pools(f, 6, NULL, &arena, &pool, &pools, NULL), SJ_OK);
    assert_int_equal(pools, 6);
    sj_figure series[2] = {persons(NAN, 223, NAN, "fsb", 2021),
                           persons(NAN, 1117, NAN, "fsb", 2022)};
    series[0].series = series[1].series = true;
    assert_int_equal(sj_figure_pools(series, 2, NULL, &arena, &pool, &pools, NULL), SJ_OK);
    assert_int_equal(pools, 2); /* a series is no disagreement */
}

/* The same hundred thousand told five times weighs as one against fifty thousand. */
static void a_figure_told_again_weighs_no_more(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_figure f[6];
    sj_figure_pool *once, *often;
    size_t pools;
    f[0] = persons(NAN, 50000, NAN, "sejong", 2017);
    for (int i = 1; i < 6; i++)
        f[i] = persons(NAN, 100000, NAN, "us", 2017);
    assert_int_equal(sj_figure_pools(f, 2, NULL, &arena, &once, &pools, NULL), SJ_OK);
    assert_int_equal(sj_figure_pools(f, 6, NULL, &arena, &often, &pools, NULL), SJ_OK);
    assert_int_equal(often->count, 6);
    assert_int_equal(often->origins, 2);
    near(often->p50, once->p50, 1e-9, "median");
    near(often->p95, once->p95, 1e-9, "95 %");
    near(often->disagreement, 2, 1e-9, "factor between origins");
    assert_true(often->has_effects && exp(often->effects.prediction_low) < 50000);
}

/* All equal or by reliability: the sensitivity run stands beside the default. */
static void reliability_changes_only_the_graded_pool(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_figure f[2] = {persons(NAN, 50000, NAN, "a", 2017), persons(NAN, 100000, NAN, "b", 2017)};
    sj_figure_pool *equal, *graded;
    size_t pools;
    const sj_figure_weights w = {{1, 0.75, 0.5, 0.25, 0.05, 0.5}, {1, 1, 1, 1, 1, 0.5}};
    assert_int_equal(sj_figure_pools(f, 2, NULL, &arena, &equal, &pools, NULL), SJ_OK);
    near(equal->effective, 2 / (1 + SJ_FIGURE_RHO), 1e-12, "two origins are worth");
    near(sj_figure_trust(&w, 'B', '6'), 0.375, 1e-12, "reliability times credibility");
    f[1].reliability = 'A';
    f[0].reliability = 'E';
    assert_int_equal(sj_figure_pools(f, 2, &w, &arena, &graded, &pools, NULL), SJ_OK);
    near(graded->p50, equal->p50, 1e-12, "the headline");
    assert_true(graded->graded_p50 > 1.2 * equal->graded_p50);
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_figure_pool *pool;
    size_t pools;
    return sj_figure_pools(ctx, 2, NULL, &arena, &pool, &pools, NULL);
}

static void lack_of_memory_is_an_error(void **state)
{
    (void)state;
    sj_figure f[2] = {persons(NAN, 50000, NAN, "a", 2017), persons(NAN, 100000, NAN, "b", 2017)};
    sj_test_sweep(story, f, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_stated_becomes_a_law),
        cmocka_unit_test(what_a_range_means_decides_the_law),
        cmocka_unit_test(what_cannot_be_is_refused_with_a_reason),
        cmocka_unit_test(unlike_figures_never_share_a_pool),
        cmocka_unit_test(a_figure_told_again_weighs_no_more),
        cmocka_unit_test(reliability_changes_only_the_graded_pool),
        cmocka_unit_test(lack_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
