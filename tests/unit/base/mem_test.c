/* The allocator seam, growing arrays and arenas. */
#include "test.h"

static void fails_once_or_for_good(void **state)
{
    (void)state;
    for (int persistent = 0; persistent < 2; persistent++) {
        sj_mem_fault.fail_after = 1;
        sj_mem_fault.persistent = persistent != 0;
        void *first = sj_mem_alloc(1), *second = sj_mem_alloc(1), *third = sj_mem_zalloc(1);
        sj_mem_fault.fail_after = -1;
        sj_mem_fault.persistent = false;
        assert_non_null(first);
        assert_null(second);
        assert_int_equal(third == NULL, persistent);
        sj_mem_free(first);
        sj_mem_free(third);
    }
}

static void counts_what_lives(void **state)
{
    (void)state;
    const int64_t before = sj_mem_fault.live;
    void *a = sj_mem_alloc(0), *b = sj_mem_realloc(NULL, 10), *c = sj_mem_zalloc(64);
    assert_int_equal(sj_mem_fault.live, before + 3);
    b = sj_mem_realloc(b, 1000);
    assert_int_equal(sj_mem_fault.live, before + 3);
    for (int i = 0; i < 64; i++)
        assert_int_equal(((char *)c)[i], 0);
    sj_mem_free(a);
    sj_mem_free(b);
    sj_mem_free(c);
    sj_mem_free(NULL);
    assert_int_equal(sj_mem_fault.live, before);
}

static void realloc_keeps_the_old_block_on_failure(void **state)
{
    (void)state;
    char *p = sj_mem_alloc(4);
    memcpy(p, "abc", 4);
    sj_mem_fault.fail_after = 0;
    assert_null(sj_mem_realloc(p, 1 << 20));
    assert_int_equal(sj_mem_fault.fail_after, -1);
    assert_string_equal(p, "abc");
    sj_mem_free(p);
}

static void grow_doubles_and_keeps_its_limits(void **state)
{
    (void)state;
    static const struct {
        size_t capacity, need, max;
        sj_status want;
        size_t want_capacity;
        const char *why;
    } row[] = {
        {0, 0, 10, SJ_OK, 0, "nothing needed, nothing taken"},
        {0, 1, 10, SJ_OK, 8, "the first step is 8"},
        {0, 9, 100, SJ_OK, 16, "doubles"},
        {0, 100, 100, SJ_OK, 128, "exactly the maximum"},
        {0, 101, 100, SJ_ELIMIT, 0, "one past the maximum"},
        {0, SIZE_MAX / 4, SIZE_MAX, SJ_ELIMIT, 0, "bytes would not fit in size_t"},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        uint64_t *array = NULL;
        size_t capacity = row[i].capacity;
        const sj_status s = sj_mem_grow(&array, &capacity, row[i].need, row[i].max, sizeof *array);
        if (s != row[i].want || capacity != row[i].want_capacity)
            fail_msg("%s: %s, capacity %zu", row[i].why, sj_status_name(s), capacity);
        sj_mem_free(array);
    }
}

static void grow_changes_nothing_on_error(void **state)
{
    (void)state;
    uint32_t *array = NULL;
    size_t capacity = 0;
    assert_int_equal(sj_mem_grow(&array, &capacity, 8, 100, sizeof *array), SJ_OK);
    array[7] = 42;
    uint32_t *const before = array;
    sj_mem_fault.fail_after = 0;
    assert_int_equal(sj_mem_grow(&array, &capacity, 9, 100, sizeof *array), SJ_ENOMEM);
    assert_ptr_equal(array, before);
    assert_int_equal(capacity, 8);
    assert_int_equal(array[7], 42);
    sj_mem_free(array);
}

/* Objects of all sizes around the chunk sizes keep their bytes and alignment. */
static void arena_objects_do_not_overlap(void **state)
{
    (void)state;
    enum { OBJECTS = 600 };
    static unsigned char *object[OBJECTS];
    static size_t size[OBJECTS];
    SJ_SCOPED(sj_arena) a = {0};
    uint64_t seed = 1;
    for (size_t i = 0; i < OBJECTS; i++) {
        const size_t edge = (size_t)1 << (sj_test_random(&seed) % 14);
        size[i] = i % 100 == 99 ? 3000000 : edge + sj_test_random(&seed) % 40;
        object[i] = sj_arena_alloc(&a, size[i]);
        assert_non_null(object[i]);
        if (!SJ_ASAN)
            assert_int_equal((uintptr_t)object[i] % 16, 0);
        memset(object[i], (int)(i & 0xFF), size[i]);
    }
    for (size_t i = 0; i < OBJECTS; i++)
        for (size_t k = 0; k<size[i]; k += size[i]> 4096 ? 4095 : 1)
            assert_int_equal(object[i][k], i & 0xFF);
}

static void arena_has_a_maximum(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {.max_bytes = 64};
    assert_non_null(sj_arena_alloc(&a, 48));
    assert_null(sj_arena_alloc(&a, 17));
    assert_non_null(sj_arena_alloc(&a, 16));
    assert_null(sj_arena_alloc(&a, 1));
    assert_null(sj_arena_alloc(&a, SIZE_MAX));
    assert_null(sj_arena_alloc(&a, SIZE_MAX / 4 + 1));
    sj_arena_clear(&a);
    assert_int_equal(a.used_bytes, 0);
    assert_non_null(sj_arena_alloc(&a, 64));
    sj_str s;
    assert_int_equal(sj_arena_copy(&a, SJ_S("x"), &s), SJ_ENOMEM);
    assert_int_equal(sj_arena_format(&a, &s, "%d", 1), SJ_ENOMEM);
}

static void arena_edges(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_arena_clear(&a); /* an empty one may be cleared and done */
    sj_arena_done(&a);
    assert_non_null(sj_arena_alloc(&a, 0));
    sj_str s = {NULL, 7};
    assert_int_equal(sj_arena_copy(&a, (sj_str){NULL, 0}, &s), SJ_OK);
    assert_non_null(s.ptr);
    assert_int_equal(s.len, 0);
    assert_int_equal(sj_arena_format(&a, &s, "%s-%05d", "row", 42), SJ_OK);
    assert_true(sj_str_eq(s, SJ_S("row-00042")));
    assert_int_equal(s.ptr[s.len], 0);
    assert_int_equal(sj_arena_format(&a, &s, "%s", ""), SJ_OK);
    assert_int_equal(s.len, 0);
    const unsigned char *zero = sj_arena_zalloc(&a, 5000);
    for (size_t i = 0; i < 5000; i++)
        assert_int_equal(zero[i], 0);
}

static void push_grows_by_copying(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    uint32_t *item = NULL;
    size_t count = 0;
    for (uint32_t i = 0; i < 1000; i++) {
        uint32_t *last = sj_arena_push(&a, &item, &count, sizeof *item);
        assert_non_null(last);
        assert_int_equal(*last, 0);
        assert_ptr_equal(last, &item[i]);
        *last = i + 1;
    }
    assert_int_equal(count, 1000);
    for (uint32_t i = 0; i < 1000; i++)
        assert_int_equal(item[i], i + 1);
    a.max_bytes = a.used_bytes; /* full: the array stays as it was */
    while (count & (count - 1))
        assert_non_null(sj_arena_push(&a, &item, &count, sizeof *item));
    const size_t full = count;
    assert_null(sj_arena_push(&a, &item, &count, sizeof *item));
    assert_int_equal(count, full);
    assert_int_equal(item[999], 1000);
}

static sj_status arena_story(void *ctx)
{
    (void)ctx;
    SJ_SCOPED(sj_arena) a = {0};
    sj_str s;
    uint64_t *item = NULL;
    size_t count = 0;
    for (int i = 0; i < 40; i++) {
        SJ_TRY(sj_arena_copy(&a, SJ_S("a word"), &s));
        SJ_TRY(sj_arena_format(&a, &s, "%d", i));
        if (!sj_arena_zalloc(&a, 3000) || !sj_arena_push(&a, &item, &count, sizeof *item))
            return SJ_ENOMEM;
    }
    return SJ_OK;
}

static void arena_survives_every_failure(void **state)
{
    (void)state;
    sj_test_sweep(arena_story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(fails_once_or_for_good),
        cmocka_unit_test(counts_what_lives),
        cmocka_unit_test(realloc_keeps_the_old_block_on_failure),
        cmocka_unit_test(grow_doubles_and_keeps_its_limits),
        cmocka_unit_test(grow_changes_nothing_on_error),
        cmocka_unit_test(arena_objects_do_not_overlap),
        cmocka_unit_test(arena_has_a_maximum),
        cmocka_unit_test(arena_edges),
        cmocka_unit_test(push_grows_by_copying),
        cmocka_unit_test(arena_survives_every_failure),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
