/* Uncertain links: certain ones give the ordinary bootstrap; the mean of the drawn tables
 * is the table of expectations; bad records are refused; lack of memory. */
#include "test.h"
#include "count/overlap.h"
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

static void certain_links_are_the_bootstrap(void **state)
{
    (void)state;
    sj_overlap_record record[PEOPLE * LISTS];
    const size_t n = make(record, 1);
    sj_overlap table;
    sj_overlap_model m;
    sj_overlap_fit f;
    sj_overlap_linked linked;
    sj_overlap_bootstrap boot;
    assert_int_equal(sj_overlap_link_table(record, n, PEOPLE, LISTS, &table), SJ_OK);
    assert_true(sj_overlap_total(&table) == PEOPLE);
    sj_overlap_main_effects(&table, &m);
    assert_int_equal(sj_overlap_estimate(&table, &m, &f), SJ_OK);
    sj_overlap_bootstrap_options o = options_of(&m);
    assert_int_equal(sj_overlap_link_interval(record, n, PEOPLE, LISTS, &o, &linked), SJ_OK);
    o.estimate = f.estimate;
    assert_int_equal(sj_overlap_bootstrap_interval(&table, &o, &boot), SJ_OK);
    assert_true(linked.estimate == f.estimate);
    assert_true(linked.low == boot.percentile_low && linked.high == boot.percentile_high);
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
    sj_overlap table;
    assert_int_equal(sj_overlap_link_table(record, n, PEOPLE, LISTS, &table), SJ_OK);
    sj_overlap_main_effects(&table, &m);
    const sj_overlap_bootstrap_options o = options_of(&m);
    assert_int_equal(sj_overlap_link_interval(record, n, PEOPLE, LISTS, &o, &linked), SJ_OK);
    assert_true(linked.link_low < linked.link_high);
    assert_true(linked.high - linked.low > linked.link_high - linked.link_low);
    /* a record in five is somebody else's: more people on the lists, and fewer overlaps */
    assert_true(linked.table_low > PEOPLE && linked.link_low > linked.estimate);
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
    sj_overlap table;
    sj_overlap_model m;
    sj_overlap_linked l;
    SJ_TRY(sj_overlap_link_table(record, n, PEOPLE, LISTS, &table));
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
    const struct CMUnitTest tests[] = {cmocka_unit_test(certain_links_are_the_bootstrap),
                                       cmocka_unit_test(doubt_widens), cmocka_unit_test(refuses),
                                       cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
