/* The map against a list that is searched from its start. */
#include "test.h"

enum { KEYS = 3000 };
static char key_text[KEYS][24];

/* Short keys, so that many share their first bytes; the empty key is one. */
static sj_str key(size_t i)
{
    if (i == 0)
        return (sj_str){NULL, 0};
    (void)snprintf(key_text[i], sizeof key_text[i], "%zx", i);
    return sj_str_from(key_text[i]);
}

static void agrees_with_a_list(void **state)
{
    (void)state;
    static size_t order[KEYS];
    static uint64_t value[KEYS];
    static bool present[KEYS];
    sj_map m = {0};
    size_t count = 0;
    uint64_t seed = 5;
    assert_null(sj_map_find(&m, SJ_S("x")));
    for (int step = 0; step < 30000; step++) {
        const size_t i = (size_t)(sj_test_random(&seed) % KEYS);
        const sj_map_entry *found = sj_map_find(&m, key(i));
        assert_int_equal(found != NULL, present[i]);
        if (found)
            assert_true(found->value == value[i]);
        if (step % 3)
            continue;
        sj_map_entry *e = NULL;
        assert_int_equal(sj_map_put(&m, key(i), &e), SJ_OK);
        assert_true(e->value == value[i]); /* 0 when new */
        if (!present[i])
            order[count++] = i;
        present[i] = true;
        e->value = value[i] = sj_test_random(&seed);
    }
    assert_int_equal(m.len, count);
    for (size_t i = 0; i < count; i++)
        assert_true(sj_str_eq(m.entry[i].key, key(order[i]))); /* order of insertion */
    sj_map_done(&m);
    assert_int_equal(m.len, 0);
    sj_map_done(&m); /* twice is once */
}

static sj_status story(void *ctx)
{
    (void)ctx;
    sj_map m = {0};
    sj_status s = SJ_OK;
    for (size_t i = 0; i < 200 && s == SJ_OK; i++) {
        const size_t before = m.len;
        sj_map_entry *e = NULL;
        s = sj_map_put(&m, key(i), &e);
        assert_int_equal(m.len, before + (s == SJ_OK)); /* unchanged on error */
        for (size_t k = 0; k < before; k++)
            assert_non_null(sj_map_find(&m, key(k)));
    }
    sj_map_done(&m);
    return s;
}

static void survives_every_failure(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(agrees_with_a_list),
        cmocka_unit_test(survives_every_failure),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
