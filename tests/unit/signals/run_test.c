/* The signals over the fictional roster of examples/harbour, on which most of them
 * fire: lack of memory at each allocation is an error that leaks nothing, and the number
 * of threads changes nothing. What each rule says is tested in
 * tests/integration/signals_test.py. */
#include "test.h"
#include "sojourn/signals.h"

struct harbour {
    sj_tables *tables;
    sj_law *law;
};

static int open_harbour(void **state)
{
    static struct harbour h;
    char path[4096];
    const char *root = getenv("SOJOURN_SOURCE");
    (void)snprintf(path, sizeof path, "%s/examples/harbour", root ? root : ".");
    assert_int_equal(sj_tables_open(path, &(sj_tables_options){.threads = 1}, &h.tables, NULL),
                     SJ_OK);
    assert_int_equal(sj_law_builtin(&h.law), SJ_OK);
    *state = &h;
    return 0;
}

static int close_harbour(void **state)
{
    struct harbour *h = *state;
    h->law = sj_law_free(h->law);
    h->tables = sj_tables_free(h->tables);
    return 0;
}

static sj_signal_input input(const struct harbour *h, unsigned threads)
{
    return (sj_signal_input){
        .tables = h->tables, .law = h->law, .as_of = {2024, 6, 1}, .threads = threads};
}

static void same_on_any_number_of_threads(void **state)
{
    const sj_signal_input alone = input(*state, 1), many = input(*state, 7);
    SJ_AUTO(sj_findings) *a = NULL, *b = NULL;
    size_t n, m, signals, rules = 0;
    bool fired[256] = {false};
    assert_int_equal(sj_signals_run(&alone, &a), SJ_OK);
    assert_int_equal(sj_signals_run(&many, &b), SJ_OK);
    const sj_signal *first = sj_findings_signals(a, &signals);
    assert_true(signals <= SJ_COUNT(fired));
    const sj_finding *x = sj_findings_all(a, &n), *y = sj_findings_all(b, &m);
    assert_int_equal(n, m);
    for (size_t i = 0; i < n; i++) {
        assert_true(sj_str_eq(x[i].says, y[i].says) && x[i].person == y[i].person);
        assert_true(x[i].table == y[i].table && x[i].row == y[i].row && x[i].day == y[i].day);
        assert_int_equal(x[i].because_count, y[i].because_count);
        fired[x[i].signal - first] = true;
    }
    for (size_t i = 0; i < signals; i++)
        rules += fired[i];
    assert_true(rules > 30); /* a roster on which little fires would prove little */
}

static sj_status story(void *ctx)
{
    const sj_signal_input in = input(ctx, 1);
    SJ_AUTO(sj_findings) *f = NULL;
    return sj_signals_run(&in, &f);
}

static void out_of_memory(void **state)
{
    assert_int_equal(story(*state), SJ_OK);
    sj_test_sweep(story, *state, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(same_on_any_number_of_threads),
                                       cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, open_harbour, close_harbour);
}
