/* Uncertain links: certain ones move nothing; the mean of the drawn tables is the table of
 * expectations; the estimate lies among the draws; where N and the chances of the links
 * are known the limits hold N about as often as they say; bad records are refused; lack
 * of memory. */
#include "test.h"
#include "count/overlap.h"
#include "count/random.h"
#include <math.h>

enum { PEOPLE = 400, LISTS = 3 };

static size_t make(sj_overlap_record *ret, double probability)
{
    uint64_t x = 7;
    size_t n = 0;
    for (uint32_t p = 0; p < PEOPLE; p++)
        for (unsigned l = 0; l < LISTS; l++) {
            x = x * 6364136223846793005u + 1442695040888963407u;
            if ((x >> 33) % 10 < 3 + l || (l == LISTS - 1 && (n == 0 || ret[n - 1].person != p)))
                ret[n++] = (sj_overlap_record){p, l, probability};
        }
    return n;
}

static sj_overlap_bootstrap_options options_of(const sj_overlap_model *m)
{
    return (sj_overlap_bootstrap_options){
        .select = SJ_OVERLAP_FIXED, .model = m, .replicates = 200, .seed = 11, .level = 0.9};
}

static void certain_links_move_nothing(void **state)
{
    (void)state;
    sj_overlap_record record[PEOPLE * LISTS];
    const size_t n = make(record, 1);
    sj_overlap table, mean;
    sj_overlap_model m;
    sj_overlap_fit f;
    sj_overlap_linked linked;
    sj_overlap_bootstrap boot;
    assert_int_equal(sj_overlap_link_table(record, n, PEOPLE, LISTS, &table, &mean), SJ_OK);
    assert_true(sj_overlap_total(&table) == PEOPLE);
    sj_overlap_main_effects(&table, &m);
    assert_int_equal(sj_overlap_estimate(&table, &m, &f), SJ_OK);
    sj_overlap_bootstrap_options o = options_of(&m);
    assert_int_equal(sj_overlap_link_interval(record, n, PEOPLE, LISTS, &o, &linked), SJ_OK);
    o.estimate = f.estimate;
    assert_int_equal(sj_overlap_bootstrap_interval(&table, &o, &boot), SJ_OK);
    assert_true(linked.estimate == f.estimate && linked.likely_estimate == f.estimate);
    assert_memory_equal(table.count, mean.count, sizeof mean.count);
    /* the bootstrap holds the people seen; here their number is drawn too */
    assert_true(linked.high - linked.low > boot.percentile_high - boot.percentile_low);
    assert_true(linked.low < f.estimate && f.estimate < linked.high);
    assert_true(linked.link_low == f.estimate && linked.link_high == f.estimate);
    assert_true(linked.table_low == PEOPLE && linked.table_high == PEOPLE);
}

/* The order of records changes only which draw goes to which: not certain ones. */
static void doubt_widens(void **state)
{
    (void)state;
    sj_overlap_record record[PEOPLE * LISTS];
    const size_t n = make(record, 0.8);
    sj_overlap_model m;
    sj_overlap_linked linked;
    sj_overlap table, mean;
    assert_int_equal(sj_overlap_link_table(record, n, PEOPLE, LISTS, &table, &mean), SJ_OK);
    sj_overlap_main_effects(&table, &m);
    const sj_overlap_bootstrap_options o = options_of(&m);
    assert_int_equal(sj_overlap_link_interval(record, n, PEOPLE, LISTS, &o, &linked), SJ_OK);
    assert_true(linked.link_low < linked.link_high);
    assert_true(linked.high - linked.low > linked.link_high - linked.link_low);
    /* a record in five is somebody else's: more people on the lists, and fewer overlaps */
    assert_true(linked.table_low > PEOPLE && linked.link_low > linked.likely_estimate);
    assert_true(linked.link_low < linked.estimate && linked.estimate < linked.link_high);
    /* expected people: those with any record linked, and every record that is not */
    double expected = 0;
    for (size_t i = 0; i < n;) {
        double none = 1;
        size_t j = i;
        for (; j < n && record[j].person == record[i].person; j++) {
            none *= 0.2;
            expected += 0.2;
        }
        expected += 1 - none;
        i = j;
    }
    assert_true(linked.table_low < expected && expected < linked.table_high);
    assert_true(fabs(sj_overlap_total(&mean) - expected) < 1e-9 * expected);
}

/* Two people; A is on both lists by two records of the second, B on the first alone. */
static void mean_table(void **state)
{
    (void)state;
    static const sj_overlap_record record[] = {{0, 0, 0.9}, {0, 1, 0.5}, {0, 1, 0.2}, {1, 0, 0.4}};
    const double on_second = 1 - 0.5 * 0.8;
    sj_overlap likely, mean;
    assert_int_equal(sj_overlap_link_table(record, 4, 2, 2, &likely, &mean), SJ_OK);
    assert_true(fabs(mean.count[1] - (0.9 * (1 - on_second) + 0.1 + 0.4 + 0.6)) < 1e-12);
    assert_true(fabs(mean.count[2] - (0.1 * on_second + 0.5 + 0.8)) < 1e-12);
    assert_true(fabs(mean.count[3] - (0.9 * on_second)) < 1e-12);
    assert_true(likely.count[1] == 1 && likely.count[2] == 1 && likely.count[3] == 1);
}

/* A world of HIDDEN people and three independent lists. Every person who is seen keeps the
 * first record for certain; each further one is told with a chance from Beta(9, 2), and a
 * quarter as many records of somebody else, seen once, are told as theirs with Beta(8, 3):
 * so of records told with chance p a share p is theirs. */
enum { HIDDEN = 400, WORLDS = 150 };
static size_t true_masks(sj_random *r, unsigned *ret_mask, unsigned *ret_false)
{
    static const double chance[LISTS] = {0.35, 0.3, 0.25};
    size_t links = 0, wrong = 0;
    for (size_t i = 0; i < HIDDEN; i++) {
        ret_mask[i] = 0;
        for (unsigned l = 0; l < LISTS; l++)
            ret_mask[i] |= sj_random_uniform(r) < chance[l] ? 1u << l : 0;
        links += ret_mask[i] ? (size_t)__builtin_popcount(ret_mask[i]) - 1 : 0;
    }
    for (size_t i = 0; i < links; i++)
        while (sj_random_uniform(r) < 0.2)
            wrong++;
    for (size_t i = 0; i < HIDDEN; i++) /* in no order: people are alike */
        ret_false[i] = wrong > 0 && __builtin_popcount(ret_mask[i]) == 1 && wrong--;
    return wrong;
}

static size_t tell(sj_random *r, sj_overlap_record *ret, uint32_t *ret_people)
{
    unsigned mask[HIDDEN], wrong[HIDDEN], told[HIDDEN];
    size_t n = 0;
    *ret_people = 0;
    assert_int_equal(true_masks(r, mask, wrong), 0);
    for (size_t i = 0; i < HIDDEN; i++) {
        if (!mask[i] || wrong[i])
            continue;
        told[*ret_people] = mask[i];
        for (unsigned l = 0; l < LISTS; l++)
            if (mask[i] >> l & 1)
                ret[n++] = (sj_overlap_record){
                    *ret_people, l, mask[i] & ((1u << l) - 1) ? sj_random_beta(r, 9, 2) : 1};
        ++*ret_people;
    }
    for (size_t i = 0; i < HIDDEN; i++) {
        const unsigned l = mask[i] ? (unsigned)__builtin_ctz(mask[i]) : 0;
        uint32_t whom = 0;
        if (!wrong[i])
            continue;
        do
            whom = (uint32_t)sj_random_below(r, *ret_people);
        while (told[whom] >> l & 1);
        told[whom] |= 1u << l;
        ret[n++] = (sj_overlap_record){whom, l, sj_random_beta(r, 8, 3)};
    }
    return n;
}

static void limits_hold(void **state)
{
    (void)state;
    unsigned held = 0, with_estimate = 0;
    double middle = 0, likely = 0;
    for (uint64_t world = 0; world < WORLDS; world++) {
        sj_random r = sj_random_stream(20170911, world);
        sj_overlap_record record[HIDDEN * LISTS];
        uint32_t people;
        const size_t n = tell(&r, record, &people);
        sj_overlap table = {.lists = LISTS};
        sj_overlap_model m;
        sj_overlap_linked l;
        sj_overlap_main_effects(&table, &m);
        sj_overlap_bootstrap_options o = options_of(&m);
        o.level = 0.95;
        o.seed = world;
        o.replicates = 400;
        assert_int_equal(sj_overlap_link_interval(record, n, people, LISTS, &o, &l), SJ_OK);
        held += l.low <= HIDDEN && HIDDEN <= l.high;
        with_estimate += l.low <= l.estimate && l.estimate <= l.high;
        middle += l.estimate / WORLDS;
        likely += l.likely_estimate / WORLDS;
    }
    print_message("%u of %d limits hold N; estimates are %.3f of it, as linked %.3f\n", held,
                  WORLDS, middle / HIDDEN, likely / HIDDEN);
    assert_int_equal(with_estimate, WORLDS);
    assert_in_range(held, 135, 148); /* 0.95 of them, give or take 2.7 standard errors */
    assert_true(fabs(middle / HIDDEN - 1) < 0.02 && likely / HIDDEN < 0.9);
}

static void refuses(void **state)
{
    (void)state;
    sj_overlap_model m = {{true}};
    const sj_overlap_bootstrap_options o = options_of(&m);
    sj_overlap_linked l;
    static const sj_overlap_record bad[] = {
        {2, 0, 1}, {0, 3, 1}, {0, 0, 0}, {0, 0, 1.1}, {0, 0, -1}};
    for (size_t i = 0; i < SJ_COUNT(bad); i++)
        assert_int_equal(sj_overlap_link_interval(&bad[i], 1, 2, 3, &o, &l), SJ_EINVAL);
    assert_int_equal(sj_overlap_link_interval(bad, 0, 2, 3, &o, &l), SJ_EINVAL);
    const sj_overlap_record nan_one = {0, 0, NAN};
    assert_int_equal(sj_overlap_link_interval(&nan_one, 1, 2, 3, &o, &l), SJ_EINVAL);
}

static sj_status everything(void *ctx)
{
    (void)ctx;
    sj_overlap_record record[PEOPLE * LISTS];
    const size_t n = make(record, 0.9);
    sj_overlap table, mean;
    sj_overlap_model m;
    sj_overlap_linked l;
    SJ_TRY(sj_overlap_link_table(record, n, PEOPLE, LISTS, &table, &mean));
    sj_overlap_main_effects(&table, &m);
    sj_overlap_bootstrap_options o = options_of(&m);
    o.replicates = 4;
    return sj_overlap_link_interval(record, n, PEOPLE, LISTS, &o, &l);
}

static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(everything, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(certain_links_move_nothing),
                                       cmocka_unit_test(doubt_widens),
                                       cmocka_unit_test(mean_table),
                                       cmocka_unit_test(limits_hold),
                                       cmocka_unit_test(refuses),
                                       cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
