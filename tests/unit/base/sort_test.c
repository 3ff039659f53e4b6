/* The sorts against the C library's qsort and against the order of arrival. */
#include "test.h"

struct item {
    uint32_t key, arrival;
};

static int by_key(const void *a, const void *b, void *ctx)
{
    const struct item *x = a, *y = b;
    ++*(size_t *)ctx;
    return (x->key > y->key) - (x->key < y->key);
}

static int by_u64(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static void equal_keys_keep_their_order(void **state)
{
    (void)state;
    enum { MAX = 2100 };
    static struct item item[MAX], scratch[MAX];
    static uint32_t seen[MAX];
    uint64_t seed = 7;
    for (size_t n = 0; n < MAX; n += n < 70 ? 1 : 127) {
        const uint64_t keys = 1 + sj_test_random(&seed) % (n + 1);
        for (size_t i = 0; i < n; i++)
            item[i] = (struct item){(uint32_t)(sj_test_random(&seed) % keys), (uint32_t)i};
        size_t compared = 0;
        sj_sort_stable(item, n, sizeof *item, scratch, by_key, &compared);
        assert_true(n < 2 || compared <= n * 12); /* n log2 n */
        memset(seen, 0, sizeof seen);
        for (size_t i = 0; i < n; i++) {
            assert_int_equal(seen[item[i].arrival]++, 0); /* a permutation */
            if (i > 0 && item[i - 1].key == item[i].key)
                assert_true(item[i - 1].arrival < item[i].arrival);
            else if (i > 0)
                assert_true(item[i - 1].key < item[i].key);
        }
    }
}

static void radix_equals_qsort(void **state)
{
    (void)state;
    enum { MAX = 5000 };
    static uint64_t key[MAX], want[MAX], scratch[MAX];
    static const uint64_t mask[] = {UINT64_MAX, 0xFF, 0xFF00, 0xFF000000000000FFu, 0x0101, 0, 1};
    uint64_t seed = 11;
    for (size_t m = 0; m < SJ_COUNT(mask); m++)
        for (size_t n = 0; n <= MAX; n = n * 2 + 1) {
            for (size_t i = 0; i < n; i++)
                key[i] = want[i] =
                    (sj_test_random(&seed) & mask[m]) | (~mask[m] & 0x8000000000000000u);
            sj_sort_u64(key, n, scratch);
            qsort(want, n, sizeof *want, by_u64);
            assert_memory_equal(key, want, n * sizeof *key);
        }
    sj_sort_u64(NULL, 0, NULL);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(equal_keys_keep_their_order),
        cmocka_unit_test(radix_equals_qsort),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
