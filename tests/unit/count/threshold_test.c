/* threshold_test.c -- the Bayesian threshold against a slow twin: where a flat prior meets
 * as many coefficients as cells, the means are independent gammas and need no fit. */
#include "unit/count/reference.h"
#include "count/random.h"
#include "count/threshold.h"
#include <stdlib.h>

enum { TWIN = 100000 };

static int upwards(const void *a, const void *b)
{
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

static sj_threshold_options usual(void)
{
    return (sj_threshold_options){
        .order = 2, .threshold = 0, .variance = 1, .draws = 20000, .seed = 3, .level = 0.9};
}

/* The dark mean is the product of the means of cells with an odd number of lists over that
 * of the cells with an even one. */
static void check_twin(const sj_overlap *o, const sj_threshold *r)
{
    double *x = calloc(TWIN, sizeof *x);
    assert_non_null(x);
    for (size_t i = 0; i < TWIN; i++) {
        sj_random random = sj_random_stream(77, i);
        x[i] = 1;
        for (unsigned c = 1; c < 1u << o->lists; c++) {
            const double mean = sj_random_gamma(&random, o->count[c]);
            x[i] *= __builtin_popcount(c) % 2 ? mean : 1 / mean;
        }
        x[i] += sj_overlap_total(o);
    }
    qsort(x, TWIN, sizeof *x, upwards);
    near(r->median, x[TWIN / 2], 0.02, "median");
    near(r->low, x[TWIN / 20], 0.02, "5 %");
    near(r->high, x[TWIN * 19 / 20], 0.04, "95 %");
    assert_true(r->median_mc_error > 0 && r->median_mc_error < 0.02 * r->median);
    free(x);
}

static void twins_of_gammas(void **state)
{
    (void)state;
    const sj_overlap two = {.lists = 2, .count = {0, 80, 60, 20}};
    const sj_overlap three = {.lists = 3, .count = {0, 80, 60, 40, 90, 50, 45, 30}};
    sj_threshold_options q = usual();
    sj_threshold r;
    assert_int_equal(sj_threshold_estimate(&two, &q, &r), SJ_OK);
    assert_true(r.exists && r.tried == 0 && r.effective > 10000);
    check_twin(&two, &r);
    q.variance = 1e6;
    assert_int_equal(sj_threshold_estimate(&three, &q, &r), SJ_OK);
    assert_true(r.exists && r.tried == 3 && r.kept == 3);
    check_twin(&three, &r);
}

/* What lies below a kept interaction stays; a threshold nothing reaches leaves main effects. */
static void the_threshold_decides(void **state)
{
    (void)state;
    const sj_overlap o = {.lists = 3, .count = {0, 200, 200, 150, 200, 20, 20, 15}};
    sj_threshold_options q = usual();
    sj_threshold r;
    q.threshold = 2;
    assert_int_equal(sj_threshold_estimate(&o, &q, &r), SJ_OK);
    assert_true(r.exists && r.model.term[3] && r.kept >= 1);
    q.threshold = 1000;
    assert_int_equal(sj_threshold_estimate(&o, &q, &r), SJ_OK);
    assert_true(r.exists && r.kept == 0 && !r.model.term[3] && !r.model.term[5]);
    const sj_overlap apart = {.lists = 3, .count = {0, 5, 6, 0, 7}};
    assert_int_equal(sj_threshold_estimate(&apart, &q, &r), SJ_OK);
    assert_false(r.exists);
}

static void refuses(void **state)
{
    (void)state;
    sj_overlap o = {.lists = 2, .count = {0, 8, 6, 2}};
    sj_threshold r;
    for (int i = 0; i < 6; i++) {
        sj_threshold_options q = usual();
        q.order = i == 0 ? 0 : 2;
        q.threshold = i == 1 ? -1 : 0;
        q.variance = i == 2 ? 0 : 1;
        q.draws = i == 3 ? 99 : 1000;
        q.level = i == 4 ? 1 : 0.9;
        o.count[1] = i == 5 ? 1.5 : 8;
        assert_int_equal(sj_threshold_estimate(&o, &q, &r), SJ_EINVAL);
    }
    sj_overlap eight = {.lists = 8};
    for (unsigned c = 1; c < 256; c++)
        eight.count[c] = 3;
    sj_threshold_options q = usual();
    q.order = 3;
    assert_int_equal(sj_threshold_estimate(&eight, &q, &r), SJ_ELIMIT);
}

static sj_status story(void *ctx)
{
    (void)ctx;
    const sj_overlap o = {.lists = 2, .count = {0, 8, 6, 2}};
    sj_threshold_options q = usual();
    sj_threshold r;
    q.draws = 500;
    return sj_threshold_estimate(&o, &q, &r);
}

static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(twins_of_gammas),
                                       cmocka_unit_test(the_threshold_decides),
                                       cmocka_unit_test(refuses), cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
