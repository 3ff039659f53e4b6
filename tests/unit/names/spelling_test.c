/* The spelling key: spellings of one word give one key, different words do not, and a
 * key keyed again stays. */
#include "test.h"
#include "names/spelling.h"

struct row {
    const char *a, *b, *why;
};

static bool same_key(const char *a, const char *b)
{
    char x[SJ_SPELLING_MAX], y[SJ_SPELLING_MAX];
    const size_t n = sj_spelling_key(sj_str_from(a), x), m = sj_spelling_key(sj_str_from(b), y);
    return n == m && memcmp(x, y, n) == 0;
}

static void one_key(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"sergei", "sergey", "final ei and ey"}, {"yuri", "iouri", "French"},
        {"khalid", "halid", "kh and h"},         {"schmidt", "shmidt", "German sch"},
        {"qasim", "kasim", "q and k"},           {"weber", "veber", "w and v"},
        {"yevgeny", "evgeni", "initial ye"},     {"moussa", "musa", "French ou and ss"},
        {"fatimah", "fatima", "final h"},        {"zhukov", "zhukov", "itself"},
        {"tchaikov", "chaikov", "French tch"},   {"alekseyy", "aleksei", "doubled letters"},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        if (!same_key(rows[i].a, rows[i].b))
            fail_msg("%s and %s: %s", rows[i].a, rows[i].b, rows[i].why);
}

static void other_keys(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"ahmed", "ahmad", "a and e stay apart"},
        {"omar", "umar", "o and u stay apart"},
        {"chen", "shen", "ch is not sh"},
        {"zhang", "jang", "zh is not j"},
        {"11", "1", "digits are not doubled letters"},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        if (same_key(rows[i].a, rows[i].b))
            fail_msg("%s and %s: %s", rows[i].a, rows[i].b, rows[i].why);
}

static bool share_press_key(const char *a, const char *b)
{
    sj_press_keys x, y;
    const size_t n = sj_spelling_press(sj_str_from(a), &x);
    const size_t m = sj_spelling_press(sj_str_from(b), &y);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++)
            if (x.len[i] == y.len[k] && memcmp(x.key[i], y.key[k], x.len[i]) == 0)
                return true;
    return false;
}

static void press_keys(void **state)
{
    (void)state;
    static const struct row one[] = {
        {"zhukov", "schukow", "German"},      {"zhukov", "joukov", "French j"},
        {"zhukov", "zhukoff", "old French"},  {"khrushchev", "chruschtschow", "German, yo"},
        {"putin", "poutine", "French -ine"},  {"khrushchev", "khrouchtchev", "French"},
        {"kuznetsov", "kusnezow", "s and z"}, {"yakovlev", "jakowlew", "j is y"},
        {"prigozhin", "prigojine", "zh"},     {"saakashvili", "saakaschwili", "Georgian"}};
    static const struct row other[] = {{"zhukov", "bukov", "another letter"},
                                       {"hassan", "jassan", "no such ending"},
                                       {"ov", "ow", "too short"}};
    for (size_t i = 0; i < SJ_COUNT(one); i++)
        if (!share_press_key(one[i].a, one[i].b))
            fail_msg("%s and %s: %s", one[i].a, one[i].b, one[i].why);
    for (size_t i = 0; i < SJ_COUNT(other); i++)
        if (share_press_key(other[i].a, other[i].b))
            fail_msg("%s and %s: %s", other[i].a, other[i].b, other[i].why);
}

static void length_is_bounded(void **state)
{
    (void)state;
    char key[SJ_SPELLING_MAX];
    static char longest[500];
    for (size_t i = 0; i < sizeof longest; i++)
        longest[i] = "axbz"[i % 4]; /* x becomes two letters */
    assert_int_equal(sj_spelling_key((sj_str){longest, sizeof longest}, key), SJ_SPELLING_MAX);
    assert_int_equal(sj_spelling_key((sj_str){longest, 0}, key), 0);
}

static void any_word_settles(void **state)
{
    (void)state;
    uint64_t seed = 4;
    for (int i = 0; i < 50000; i++) {
        char word[24], key[SJ_SPELLING_MAX], again[SJ_SPELLING_MAX];
        const size_t n = sj_test_random(&seed) % sizeof word;
        for (size_t k = 0; k < n; k++)
            word[k] = "abcdefghijklmnopqrstuvwxyz0189"[sj_test_random(&seed) % 30];
        const size_t m = sj_spelling_key((sj_str){word, n}, key);
        assert_true(m <= SJ_SPELLING_MAX);
        assert_int_equal(sj_spelling_key((sj_str){key, m}, again), m);
        assert_memory_equal(key, again, m);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_key),          cmocka_unit_test(other_keys),
        cmocka_unit_test(press_keys),       cmocka_unit_test(length_is_bounded),
        cmocka_unit_test(any_word_settles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
