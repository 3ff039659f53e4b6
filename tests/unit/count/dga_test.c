/* Decomposable graphs: reference digits, a slow twin, how many graphs there are. */
#include "test.h"
#include "count/dga.h"
#include "count/special.h"
#include <math.h>

static sj_overlap spina_bifida(void) /* Madigan and York 1997, table 1 */
{
    sj_overlap o = {.lists = 3};
    static const double count[8] = {0, 60, 49, 4, 247, 112, 142, 12};
    memcpy(o.count, count, sizeof count);
    return o;
}

static void madigan_york(void **state)
{
    (void)state;
    const sj_overlap o = spina_bifida();
    const sj_dga_options options = {
        .delta = 1, .hidden_max = 300, .shape = 13.14, .scale = 55.17, .level = 0.95};
    sj_dga r;
    assert_int_equal(sj_dga_estimate(&o, &options, &r), SJ_OK);
    assert_true(fabs(r.bayes - 731.0966) < 1e-3);
    assert_true(r.mode == 728);
    assert_true(fabs(r.best_probability - 0.373767) < 1e-5);
    assert_int_equal(r.graphs, 8);
}

/* L of one margin with `hidden` people on no list, from its definition. */
static double margin(const sj_overlap *o, unsigned m, double hidden, double delta)
{
    const double d = delta * pow(2, o->lists - (unsigned)__builtin_popcount(m));
    double l = 0;
    for (unsigned want = 0; want < 1u << o->lists; want++) {
        double y = 0;
        if (want & ~m)
            continue;
        for (unsigned c = 0; c < 1u << o->lists; c++)
            y += (c & m) == want ? (c ? o->count[c] : hidden) : 0;
        l += sj_log_gamma(y + d) - sj_log_gamma(d);
    }
    return l;
}

/* The eight graphs of three lists written out by hand, all sums afresh. */
static void twin_of_three_lists(void **state)
{
    (void)state;
    static const unsigned part[8][6] = {
        /* cliques, 0, separators with the empty one twice where there are two */
        {1, 2, 4}, {3, 4}, {5, 2}, {6, 1}, {3, 5}, {3, 6}, {5, 6}, {7}};
    static const unsigned between[8] = {0, 0, 0, 0, 1, 2, 4, 0}; /* the separator */
    static const unsigned empties[8] = {2, 1, 1, 1, 0, 0, 0, 0};
    enum { HIDDEN = 400 };
    sj_overlap o = {.lists = 3};
    uint64_t seed = 5;
    for (int round = 0; round < 5; round++) {
        double p[HIDDEN], sum = 0, mean = 0, most = -INFINITY, n;
        for (unsigned c = 1; c < 8; c++)
            o.count[c] = (double)(1 + sj_test_random(&seed) % 60);
        n = sj_overlap_total(&o);
        for (int pass = 0; pass < 2; pass++)
            for (unsigned h = 1; h <= HIDDEN; h++) {
                p[h - 1] = 0;
                for (unsigned g = 0; g < 8; g++) {
                    double l = sj_log_gamma(n + h + 1) - sj_log_gamma(h + 1.0) - log(n + h) -
                               (1 + empties[g]) * margin(&o, 0, h, 0.125);
                    for (unsigned i = 0; part[g][i]; i++)
                        l += margin(&o, part[g][i], h, 0.125);
                    l -= between[g] ? margin(&o, between[g], h, 0.125) : 0;
                    most = pass == 0 && l > most ? l : most;
                    p[h - 1] += pass ? exp(l - most) : 0;
                }
            }
        for (unsigned h = 1; h <= HIDDEN; h++) {
            sum += p[h - 1];
            mean += p[h - 1] * (n + h);
        }
        sj_dga r;
        const sj_dga_options options = {.delta = 0.125, .hidden_max = HIDDEN, .level = 0.9};
        assert_int_equal(sj_dga_estimate(&o, &options, &r), SJ_OK);
        if (!(fabs(r.mean - mean / sum) < 1e-6 * r.mean))
            fail_msg("round %d: mean %.9g, slow twin %.9g", round, r.mean, mean / sum);
        assert_true(r.low <= r.median && r.median <= r.high);
    }
}

static void counts_graphs(void **state)
{
    (void)state;
    static const size_t want[] = {0, 0, 2, 8, 61, 822};
    for (unsigned t = 2; t <= 5; t++) {
        sj_overlap o = {.lists = t};
        for (unsigned c = 1; c < 1u << t; c++)
            o.count[c] = 3;
        sj_dga r;
        const sj_dga_options options = {.delta = 0.1, .hidden_max = 50, .level = 0.95};
        assert_int_equal(sj_dga_estimate(&o, &options, &r), SJ_OK);
        assert_int_equal(r.graphs, want[t]);
    }
}

static void refuses(void **state)
{
    (void)state;
    sj_overlap o = spina_bifida();
    sj_dga r;
    const sj_dga_options bad[] = {{.delta = 0, .hidden_max = 9, .level = 0.9},
                                  {.delta = 1, .hidden_max = 0, .level = 0.9},
                                  {.delta = 1, .hidden_max = 9, .level = 1},
                                  {.delta = 1, .hidden_max = 9, .shape = 2, .level = 0.9}};
    for (size_t i = 0; i < SJ_COUNT(bad); i++)
        assert_int_equal(sj_dga_estimate(&o, &bad[i], &r), SJ_EINVAL);
    const sj_dga_options good = {.delta = 1, .hidden_max = 9, .level = 0.9};
    o.lists = 6;
    assert_int_equal(sj_dga_estimate(&o, &good, &r), SJ_ELIMIT);
    o.lists = 3;
    o.count[1] = 1.5;
    assert_int_equal(sj_dga_estimate(&o, &good, &r), SJ_EINVAL);
}

static sj_status story(void *ctx)
{
    (void)ctx;
    const sj_overlap o = spina_bifida();
    const sj_dga_options options = {.delta = 1, .hidden_max = 20, .level = 0.95};
    sj_dga r;
    return sj_dga_estimate(&o, &options, &r);
}

static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(madigan_york),  cmocka_unit_test(twin_of_three_lists),
        cmocka_unit_test(counts_graphs), cmocka_unit_test(refuses),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
