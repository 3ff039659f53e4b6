/* Overlap of lists: fits against a dense solver of the same equations, existence, closed
 * forms, selection, intervals, lack of memory. */
#include "test.h"
#include "count/overlap.h"
#include "count/special.h"
#include <math.h>

static sj_overlap three(double a, double b, double c, double ab, double ac, double bc, double abc)
{
    sj_overlap o = {.lists = 3};
    o.count[1] = a;
    o.count[2] = b;
    o.count[4] = c;
    o.count[3] = ab;
    o.count[5] = ac;
    o.count[6] = bc;
    o.count[7] = abc;
    return o;
}

/* The slow twin: the score equations A' mu = A' n must hold at the fit. */
static void check_margins(const sj_overlap *o, const sj_overlap_model *m, const sj_overlap_fit *f)
{
    for (unsigned t = 0; t < 1u << o->lists; t++) {
        double seen = 0, fitted = 0;
        if (!m->term[t])
            continue;
        for (unsigned c = 1; c < 1u << o->lists; c++)
            if ((c & t) == t) {
                seen += o->count[c];
                fitted += f->mean[c];
            }
        if (fabs(seen - fitted) > 1e-6 * (1 + seen))
            fail_msg("margin %u: seen %g, fitted %g", t, seen, fitted);
    }
}

static void margins_are_kept(void **state)
{
    (void)state;
    uint64_t seed = 3;
    size_t existing = 0;
    for (int round = 0; round < 2000; round++) {
        sj_overlap o = {.lists = 2 + (unsigned)(sj_test_random(&seed) % 4)};
        sj_overlap_model m;
        sj_overlap_fit f;
        for (unsigned c = 1; c < 1u << o.lists; c++)
            o.count[c] = (double)(sj_test_random(&seed) % (__builtin_popcount(c) == 1 ? 90 : 7));
        for (unsigned i = 0; i < o.lists; i++)
            o.count[1u << i]++;
        sj_overlap_main_effects(&o, &m);
        for (unsigned i = 0; i < o.lists; i++)
            for (unsigned j = i + 1; j < o.lists && o.lists > 2; j++)
                if (sj_test_random(&seed) % 3 == 0)
                    sj_overlap_add_term(&m, 1u << i | 1u << j);
        assert_int_equal(sj_overlap_estimate(&o, &m, &f), SJ_OK);
        if (!f.exists) {
            assert_int_not_equal(f.code, 0);
            continue;
        }
        existing++;
        check_margins(&o, &m, &f);
        assert_true(f.estimate > sj_overlap_total(&o) && f.deviance > -1e-6);
        assert_true(fabs(f.bic - f.aic - f.parameters * (log(sj_overlap_total(&o)) - 2)) < 1e-6);
    }
    assert_true(existing > 500);
}

static void closed_forms(void **state)
{
    (void)state;
    sj_overlap two = {.lists = 2};
    sj_overlap_model m;
    sj_overlap_fit f;
    two.count[1] = 80;
    two.count[2] = 60;
    two.count[3] = 20;
    sj_overlap_main_effects(&two, &m);
    assert_int_equal(sj_overlap_estimate(&two, &m, &f), SJ_OK);
    assert_true(fabs(f.dark - 240) < 1e-6);
    assert_true(fabs(f.se - sqrt(1.0 / 80 + 1.0 / 60 + 1.0 / 20)) < 1e-9);
    /* All pairs of three lists: the dark figure is a b c abc / (ab ac bc). */
    sj_overlap o = three(50, 40, 30, 9, 8, 7, 2);
    assert_int_equal(sj_overlap_model_parse(&o, NULL, SJ_S("[12,13,23]"), &m), SJ_OK);
    assert_int_equal(sj_overlap_estimate(&o, &m, &f), SJ_OK);
    assert_true(fabs(f.dark - 50.0 * 40 * 30 * 2 / (9.0 * 8 * 7)) < 1e-6);
    const double frequency[] = {1645, 183, 37};
    sj_overlap_small s;
    sj_overlap_small_estimators(frequency, 2, &s);
    assert_true(fabs(s.chao - (1828 + 1645.0 * 1645 / 366)) < 1e-9);
    assert_true(fabs(s.poisson_rate / (1 - exp(-s.poisson_rate)) - (1645 + 366) / 1828.0) < 1e-12);
}

static void existence(void **state)
{
    (void)state;
    static const struct {
        const char *model;
        int code;
    } rows[] = {{"[1,2,3]", 0}, {"[12,3]", 1},  {"[13,2]", 0},  {"[23,1]", 0},
                {"[12,13]", 1}, {"[12,23]", 1}, {"[13,23]", 0}, {"[12,13,23]", 2}};
    sj_overlap o = three(40, 30, 20, 6, 0, 0, 0);
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        sj_overlap_model m;
        sj_overlap_fit f;
        assert_int_equal(sj_overlap_model_parse(&o, NULL, sj_str_from(rows[i].model), &m), SJ_OK);
        assert_int_equal(sj_overlap_estimate(&o, &m, &f), SJ_OK);
        assert_int_equal(f.code, rows[i].code);
        assert_int_equal(f.exists, rows[i].code == 0);
    }
}

/* A cell of 1e8 people leaves rounding in the coefficients of one with nobody: neither the fit
 * nor the certificate may take it for a likelihood without maximum. */
static void exists_beside_millions(void **state)
{
    (void)state;
    sj_overlap o = three(0, 1, 0, 208981374, 9, 0, 0),
               big = three(299177827, 0, 3, 535691503, 0, 0, 0);
    sj_overlap_model m;
    sj_overlap_fit f;
    sj_overlap_certificate c;
    sj_overlap_main_effects(&o, &m);
    assert_int_equal(sj_overlap_estimate(&o, &m, &f), SJ_OK);
    assert_true(f.exists && f.code == 0);
    assert_int_equal(sj_overlap_certify(&o, &m, &c), SJ_OK);
    assert_true(c.code == 0 && c.least_mean > 0);
    sj_overlap_add_term(&m, 6);
    assert_int_equal(sj_overlap_certify(&big, &m, &c), SJ_OK);
    assert_int_equal(c.code, 0);
    assert_int_equal(sj_overlap_estimate(&big, &m, &f), SJ_OK);
    assert_int_equal(f.code, c.code);
}

/* Of many people the tails are far below an epsilon: each is told from the other all the
 * same, and the pair with the smaller enters first. Reference: scipy.stats.poisson. */
static void small_tails(void **state)
{
    (void)state;
    assert_true(fabs(sj_gamma_upper(51, 200) / 6.815847235587897e-37 - 1) < 1e-9);
    assert_true(fabs(sj_gamma_upper(3, 9) - 0.0062321951063772) < 1e-14);
    assert_true(sj_gamma_upper(3, 0) == 1 && sj_gamma_upper(3, INFINITY) == 0);
    sj_overlap o = three(5819, 71500, 197, 8419, 235, 1, 67);
    sj_overlap_model m;
    sj_overlap_fit f;
    unsigned pair[28];
    size_t pairs;
    assert_int_equal(sj_overlap_stepwise(&o, 0.02, &m, &f, pair, &pairs), SJ_OK);
    assert_true(pairs == 2 && pair[0] == 5 && pair[1] == 6);
}

/* One person on all lists: nobody is left to take away. */
static void nobody_left(void **state)
{
    (void)state;
    sj_overlap o = three(0, 0, 0, 0, 0, 0, 0);
    const sj_overlap_bootstrap_options b = {.select = SJ_OVERLAP_STEPWISE, .threshold = 0.02};
    double estimate = 1;
    assert_int_equal(sj_overlap_select_again(&o, &b, &estimate), SJ_OK);
    assert_true(isnan(estimate));
}

/* Two lists of few people: the multinomial likelihood is highest at those who were seen. */
static void profile_of_few(void **state)
{
    (void)state;
    sj_overlap o = {.lists = 2, .count = {0, 1, 1, 8}};
    sj_overlap_model m;
    sj_overlap_profile p;
    sj_overlap_main_effects(&o, &m);
    assert_int_equal(sj_overlap_profile_interval(&o, &m, 0.9, &p), SJ_OK);
    assert_true(fabs(p.estimate - 10) < 1e-6 && p.low == 10);
    assert_true(fabs(p.high - 10.872909246870856) < 1e-5);
}

/* People are moved, never lost or made: merging keeps all, a list's own people are those on
 * it, and what is left out was on it alone. */
static void other_tables(void **state)
{
    (void)state;
    sj_overlap o = three(50, 40, 30, 9, 8, 7, 2), other;
    sj_overlap_merge(&o, 0, 2, &other);
    assert_true(other.lists == 2 && other.count[1] == 88 && other.count[2] == 40);
    assert_true(other.count[3] == 18 && sj_overlap_total(&other) == sj_overlap_total(&o));
    sj_overlap_within(&o, 1, &other);
    assert_true(other.lists == 2 && other.count[1] == 9 && other.count[2] == 7);
    assert_true(other.count[3] == 2 && other.count[0] == 0);
}

static void models_as_text(void **state)
{
    (void)state;
    sj_overlap o = three(40, 30, 20, 6, 5, 4, 3);
    sj_overlap_model m;
    SJ_SCOPED(sj_buf) b = {0};
    assert_int_equal(sj_overlap_model_parse(&o, NULL, SJ_S("[23;1]"), &m), SJ_OK);
    sj_overlap_model_write(&o, &m, &b);
    assert_true(sj_str_eq(sj_buf_str(&b), SJ_S("[1,23]")));
    assert_int_equal(sj_overlap_model_parse(&o, NULL, SJ_S("[14]"), &m), SJ_ESYNTAX);
}

/* Every spelling of a model, and what is none or more than one. */
static void spellings(void **state)
{
    (void)state;
    const sj_str name[] = {SJ_S("LA"), SJ_S("NG"), SJ_S("a b:c")},
                 digits[] = {SJ_S("2"), SJ_S("1"), SJ_S("3")};
    static const struct {
        const char *text, *want; /* NULL: refused */
    } rows[] = {{"[12,3]", "[12,3]"},
                {"[12;3]", "[12,3]"},
                {"12,3", "[12,3]"},
                {"12", "[12,3]"},
                {"21", "[12,3]"},
                {"12+13", "[12,13]"},
                {"12 13", "[12,13]"},
                {"1:2,3", "[12,3]"},
                {"LA:NG", "[12,3]"},
                {"LA*NG", "[12,3]"},
                {"[LA:NG,3]", "[12,3]"},
                {"NG:a b:c", "[1,23]"},
                {"1:2:3", "[123]"},
                {"[ 12 , 23 ]", "[12,23]"},
                {"LA:3", "[13,2]"},
                {"12:3", NULL},
                {"[14]", NULL},
                {"[11]", NULL},
                {"LA:LA", NULL},
                {"[12,3", NULL},
                {"12]", NULL},
                {"[]", NULL},
                {"", NULL},
                {"la:ng", NULL},
                {"LANG", NULL},
                {"[12][3]", NULL},
                {"0", NULL},
                {"12,,3", NULL},
                {":1", NULL},
                {"1:", NULL}};
    sj_overlap o = three(40, 30, 20, 6, 5, 4, 3);
    sj_overlap_model m;
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_buf) b = {0};
        const sj_status s = sj_overlap_model_parse(&o, name, sj_str_from(rows[i].text), &m);
        assert_int_equal(s, rows[i].want ? SJ_OK : SJ_ESYNTAX);
        if (!rows[i].want)
            continue;
        sj_overlap_model_write(&o, &m, &b);
        assert_true(sj_str_eq(sj_buf_str(&b), sj_str_from(rows[i].want)));
    }
    assert_int_equal(sj_overlap_model_parse(&o, digits, SJ_S("1:3"), &m), SJ_ESYNTAX);
    assert_int_equal(sj_overlap_model_parse(&o, digits, SJ_S("12"), &m), SJ_OK);
}

static void refuses(void **state)
{
    (void)state;
    sj_overlap_model m;
    sj_overlap_fit f;
    sj_overlap bad[] = {three(0, 0, 0, 0, 0, 0, 0), three(-1, 2, 3, 0, 0, 0, 0),
                        three(1.5, 2, 3, 0, 0, 0, 0)};
    for (size_t i = 0; i < SJ_COUNT(bad); i++) {
        sj_overlap_main_effects(&bad[i], &m);
        assert_int_equal(sj_overlap_estimate(&bad[i], &m, &f), SJ_EINVAL);
    }
}

/* Every ranked model, in order, and as many as there are hierarchical ones. */
static void ranks_all(void **state)
{
    (void)state;
    static sj_overlap_ranked ranked[200];
    sj_overlap o = three(50, 40, 30, 9, 8, 7, 2);
    size_t count, tried, existing;
    assert_int_equal(sj_overlap_rank(&o, 2, ranked, SJ_COUNT(ranked), &count, &tried, &existing),
                     SJ_OK);
    assert_int_equal(tried, 8);
    assert_int_equal(count, existing);
    for (size_t i = 1; i < count; i++)
        assert_true(ranked[i - 1].bic <= ranked[i].bic);
    sj_overlap four = {.lists = 4};
    for (unsigned c = 1; c < 16; c++)
        four.count[c] = 20 + c;
    assert_int_equal(sj_overlap_rank(&four, 3, ranked, SJ_COUNT(ranked), &count, &tried, &existing),
                     SJ_OK);
    assert_int_equal(tried, 113);
}

static sj_overlap_bootstrap boot(uint64_t seed, sj_status *ret)
{
    sj_overlap o = three(50, 40, 30, 9, 8, 7, 2);
    sj_overlap_model m;
    sj_overlap_fit f;
    sj_overlap_bootstrap b = {0};
    sj_overlap_main_effects(&o, &m);
    assert_int_equal(sj_overlap_estimate(&o, &m, &f), SJ_OK);
    const sj_overlap_bootstrap_options options = {.select = SJ_OVERLAP_STEPWISE,
                                                  .threshold = 0.02,
                                                  .replicates = 300,
                                                  .seed = seed,
                                                  .level = 0.95,
                                                  .estimate = f.estimate};
    *ret = sj_overlap_bootstrap_interval(&o, &options, &b);
    return b;
}

static void intervals(void **state)
{
    (void)state;
    sj_status s;
    const sj_overlap_bootstrap a = boot(1, &s), b = boot(1, &s), c = boot(2, &s);
    assert_int_equal(s, SJ_OK);
    assert_true(a.bca_low == b.bca_low && a.percentile_high == b.percentile_high &&
                a.percentile_low != c.percentile_low);
    assert_true(a.percentile_low < a.percentile_high);
    sj_overlap o = three(50, 40, 30, 9, 8, 7, 2);
    sj_overlap_model m;
    sj_overlap_profile p;
    sj_overlap_main_effects(&o, &m);
    assert_int_equal(sj_overlap_profile_interval(&o, &m, 0.95, &p), SJ_OK);
    assert_true(p.low < p.estimate && p.estimate < p.high && p.low >= 146);
    assert_true(p.poisson_low > 146 && p.poisson_low < p.estimate && p.estimate < p.poisson_high);
}

/* The Monte Carlo errors are about the deviation of the limits over seeds. */
static void limit_errors(void **state)
{
    (void)state;
    enum { SEEDS = 60 };
    double x[4][SEEDS], told[4] = {0};
    sj_status s;
    for (uint64_t seed = 0; seed < SEEDS; seed++) {
        const sj_overlap_bootstrap b = boot(seed, &s);
        const double limit[4] = {b.percentile_low, b.percentile_high, b.bca_low, b.bca_high};
        const double error[4] = {b.percentile_low_error, b.percentile_high_error, b.bca_low_error,
                                 b.bca_high_error};
        for (int i = 0; i < 4; i++) {
            x[i][seed] = limit[i];
            told[i] += error[i] / SEEDS;
        }
    }
    for (int i = 0; i < 4; i++) {
        double mean = 0, squares = 0;
        for (int k = 0; k < SEEDS; k++)
            mean += x[i][k] / SEEDS;
        for (int k = 0; k < SEEDS; k++)
            squares += (x[i][k] - mean) * (x[i][k] - mean) / (SEEDS - 1);
        assert_in_range((int)(100 * told[i] / sqrt(squares)), 70, 180);
    }
}

/* One replicate lies on one side of the estimate: there is no z0 and no BCa limit. */
static void no_limits(void **state)
{
    (void)state;
    sj_overlap o = three(50, 40, 30, 9, 8, 7, 2);
    sj_overlap_bootstrap b;
    const sj_overlap_bootstrap_options options = {.select = SJ_OVERLAP_STEPWISE,
                                                  .threshold = 0.02,
                                                  .replicates = 1,
                                                  .level = 0.95,
                                                  .estimate = 1e9};
    assert_int_equal(sj_overlap_bootstrap_interval(&o, &options, &b), SJ_OK);
    assert_true(isfinite(b.percentile_low) && isinf(b.z0));
    assert_true(isnan(b.bca_low) && isnan(b.bca_high) && isnan(b.bca_low_error));
}

/* Fits and the linear program agree about existence, on tables with empty overlaps. */
static void certificates(void **state)
{
    (void)state;
    uint64_t seed = 11;
    size_t codes[4] = {0};
    for (int round = 0; round < 3000; round++) {
        sj_overlap o = {.lists = 3 + (unsigned)(sj_test_random(&seed) % 3)};
        sj_overlap_model m;
        sj_overlap_fit f;
        sj_overlap_certificate c;
        for (unsigned i = 1; i < 1u << o.lists; i++)
            o.count[i] = (double)(__builtin_popcount(i) == 1 ? 1 + sj_test_random(&seed) % 20
                                                             : sj_test_random(&seed) % 4 / 3);
        sj_overlap_main_effects(&o, &m);
        for (unsigned i = 0; i < o.lists; i++)
            for (unsigned j = i + 1; j < o.lists; j++)
                if (sj_test_random(&seed) % 2)
                    sj_overlap_add_term(&m, 1u << i | 1u << j);
        assert_int_equal(sj_overlap_estimate(&o, &m, &f), SJ_OK);
        assert_int_equal(sj_overlap_certify(&o, &m, &c), SJ_OK);
        assert_int_equal(f.code, c.code);
        assert_int_equal(f.exists, c.code == 0);
        assert_true((c.code & 1) == (c.cells > 0));
        for (unsigned i = 1; i < 1u << o.lists; i++) /* no cell with people runs empty */
            assert_false(c.emptied[i] && o.count[i] > 0);
        codes[c.code]++;
    }
    assert_true(codes[0] > 100 && codes[1] > 100 && codes[2] > 10);
}

/* The search finds what counting out all models finds. */
static void search_is_ranking(void **state)
{
    (void)state;
    static sj_overlap_ranked all[1024], found[64];
    uint64_t seed = 5;
    for (int round = 0; round < 8; round++) {
        sj_overlap o = {.lists = 5};
        size_t count, tried, existing, best;
        for (unsigned c = 1; c < 32; c++)
            o.count[c] =
                (double)(sj_test_random(&seed) % (1 + (300u >> 2 * __builtin_popcount(c))) + 1);
        assert_int_equal(sj_overlap_rank(&o, 2, all, SJ_COUNT(all), &count, &tried, &existing),
                         SJ_OK);
        assert_int_equal(tried, 1024);
        assert_int_equal(sj_overlap_search(&o, 2, found, SJ_COUNT(found), &best, &tried, &existing),
                         SJ_OK);
        for (size_t i = 0; i < best && i < 5 && all[i].bic < all[0].bic + 6; i++)
            assert_true(fabs(found[i].bic - all[i].bic) < 1e-9);
    }
    assert_true(sj_overlap_ranks_all(5, 4) && sj_overlap_ranks_all(6, 2));
    assert_false(sj_overlap_ranks_all(7, 2) || sj_overlap_ranks_all(6, 3));
    assert_int_equal(sj_overlap_candidates(5, 6519, 1000), 6519);
    assert_true(sj_overlap_candidates(6, 32768, 1000) < 32768);
}

/* Mt is the model without interaction; Chao's bound has the closed form
 * n + f1^2 (t - 1) / (2 t f2) where nobody's third capture pulls it below. */
static void heterogeneity(void **state)
{
    (void)state;
    sj_overlap o = three(50, 40, 30, 9, 8, 7, 6);
    sj_overlap_model m;
    sj_overlap_fit f, g;
    sj_overlap_main_effects(&o, &m);
    assert_int_equal(sj_overlap_estimate(&o, &m, &f), SJ_OK);
    assert_int_equal(sj_overlap_mixed_fit(&o, SJ_OVERLAP_MT, true, &g), SJ_OK);
    assert_true(fabs(f.estimate - g.estimate) < 1e-6 && fabs(f.aic - g.aic) < 1e-6);
    assert_int_equal(sj_overlap_mixed_fit(&o, SJ_OVERLAP_CHAO, false, &f), SJ_OK);
    assert_true(fabs(f.estimate - (150 + 120.0 * 120 / (3 * 24))) < 1e-6);
    assert_int_equal(sj_overlap_mixed_fit(&o, SJ_OVERLAP_DARROCH, true, &g), SJ_OK);
    assert_true(g.exists && g.estimate > f.estimate);
    o.lists = 9;
    assert_int_equal(sj_overlap_mixed_fit(&o, SJ_OVERLAP_MT, true, &g), SJ_EINVAL);
}

static sj_status story(void *ctx)
{
    (void)ctx;
    sj_overlap o = three(50, 40, 30, 9, 8, 7, 2);
    sj_overlap_model m;
    sj_overlap_fit f;
    sj_overlap_certificate c;
    sj_overlap_ranked found[2];
    size_t count, tried, existing;
    sj_overlap_main_effects(&o, &m);
    SJ_TRY(sj_overlap_certify(&o, &m, &c));
    SJ_TRY(sj_overlap_mixed_fit(&o, SJ_OVERLAP_CHAO, false, &f));
    return sj_overlap_search(&o, 2, found, SJ_COUNT(found), &count, &tried, &existing);
}

static sj_status boot_story(void *ctx)
{
    (void)ctx;
    sj_status s;
    (void)boot(1, &s);
    return s;
}

static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(boot_story, NULL, 0);
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(margins_are_kept),  cmocka_unit_test(closed_forms),
        cmocka_unit_test(existence),         cmocka_unit_test(models_as_text),
        cmocka_unit_test(spellings),         cmocka_unit_test(exists_beside_millions),
        cmocka_unit_test(small_tails),       cmocka_unit_test(nobody_left),
        cmocka_unit_test(profile_of_few),    cmocka_unit_test(other_tables),
        cmocka_unit_test(refuses),           cmocka_unit_test(ranks_all),
        cmocka_unit_test(intervals),         cmocka_unit_test(limit_errors),
        cmocka_unit_test(no_limits),         cmocka_unit_test(certificates),
        cmocka_unit_test(search_is_ranking), cmocka_unit_test(heterogeneity),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
