/* The counted loop: every number once, whatever the threads; the first error. */
#include "test.h"
#include <unistd.h>

struct job {
    unsigned threads;
    uint32_t done[10000];
    bool fails; /* from fail_from on */
    size_t fail_from;
};

static sj_status work(void *ctx, size_t i, unsigned worker)
{
    struct job *j = ctx;
    if (worker >= j->threads)
        return SJ_EINVAL;
    __atomic_add_fetch(&j->done[i], 1, __ATOMIC_RELAXED);
    if (!j->fails || i < j->fail_from)
        return SJ_OK;
    if (i > j->fail_from)
        return SJ_EIO;
    (void)usleep(200); /* later failures are reported before the first one */
    return SJ_ECORRUPT;
}

static void each_once(void **state)
{
    (void)state;
    static const unsigned threads[] = {1, 2, 3, 7, 64, 256};
    static const size_t count[] = {0, 1, 2, 255, 10000};
    static struct job j;
    for (size_t t = 0; t < SJ_COUNT(threads); t++)
        for (size_t c = 0; c < SJ_COUNT(count); c++) {
            j = (struct job){.threads = threads[t]};
            assert_int_equal(sj_thread_for(threads[t], count[c], work, &j), SJ_OK);
            for (size_t i = 0; i < SJ_COUNT(j.done); i++)
                assert_int_equal(j.done[i], i < count[c]);
        }
}

static void the_lowest_error_wins(void **state)
{
    (void)state;
    static struct job j;
    for (unsigned round = 0; round < 200; round++) {
        const unsigned threads = 1 + round % 8;
        j = (struct job){.threads = threads, .fails = true, .fail_from = round % 50};
        assert_int_equal(sj_thread_for(threads, 2000, work, &j), SJ_ECORRUPT);
        for (size_t i = 0; i <= j.fail_from; i++)
            assert_int_equal(j.done[i], 1); /* all before it ran */
        assert_int_equal(j.done[1999], 0);  /* and the loop stopped */
    }
}

static void edges(void **state)
{
    (void)state;
    static struct job j;
    j = (struct job){.threads = sj_thread_cores()};
    assert_in_range(sj_thread_cores(), 1, 256);
    assert_int_equal(sj_thread_for(0, 100, work, &j), SJ_OK); /* 0 = all cores */
    assert_int_equal(j.done[99], 1);
    assert_int_equal(sj_thread_for(257, 1, work, &j), SJ_EINVAL);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(each_once),
        cmocka_unit_test(the_lowest_error_wins),
        cmocka_unit_test(edges),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
