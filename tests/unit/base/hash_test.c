/* The table hash must be the same for ever (files hold it); SHA-256 by the
 * examples of FIPS 180-4. */
#include "test.h"

static void is_frozen(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t seed, want;
    } row[] = {
        {"", 0, 0x07ec6bcbb3af05d9u},
        {"a", 0, 0xb4499ce47c958cccu},
        {"abcdefgh", 0, 0x07829042db3eb2c7u},
        {"abcdefghi", 1, 0xaf431259388b4c7du},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        const uint64_t got = sj_hash_bytes(row[i].text, strlen(row[i].text), row[i].seed);
        if (got != row[i].want)
            fail_msg("\"%s\": 0x%016llx", row[i].text, (unsigned long long)got);
    }
    assert_true(sj_hash_str((sj_str){NULL, 0}) == sj_hash_bytes("", 0, 0));
}

/* Every bit of 1..40 bytes matters, and so do length and seed: no two of these
 * near neighbours collide, and a flipped bit changes about half of the hash. */
static void every_bit_matters(void **state)
{
    (void)state;
    unsigned char p[40] = {0};
    uint64_t changed = 0, cases = 0;
    for (size_t n = 1; n <= sizeof p; n++) {
        const uint64_t h = sj_hash_bytes(p, n, 0);
        assert_true(h != sj_hash_bytes(p, n - 1, 0));
        assert_true(h != sj_hash_bytes(p, n, 1));
        for (size_t bit = 0; bit < 8 * n; bit++) {
            p[bit / 8] ^= (unsigned char)(1u << bit % 8);
            const uint64_t other = sj_hash_bytes(p, n, 0);
            p[bit / 8] ^= (unsigned char)(1u << bit % 8);
            assert_true(other != h);
            changed += (uint64_t)__builtin_popcountll(other ^ h);
            cases++;
        }
    }
    assert_in_range(changed / cases, 30, 34);
}

static void sha256(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t repeat;
        const char *want;
    } row[] = {
        {"", 1, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", 1, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"a", 1000000, "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        SJ_AUTO(sj_sha256) *h = NULL;
        assert_int_equal(sj_sha256_new(&h), SJ_OK);
        for (size_t k = 0; k < row[i].repeat; k++)
            assert_int_equal(sj_sha256_add(h, row[i].text, strlen(row[i].text)), SJ_OK);
        char hex[65];
        assert_int_equal(sj_sha256_hex(h, hex), SJ_OK);
        assert_string_equal(hex, row[i].want);
    }
    assert_null(sj_sha256_free(NULL));
}

static sj_status story(void *ctx)
{
    (void)ctx;
    SJ_AUTO(sj_sha256) *h = NULL;
    SJ_TRY(sj_sha256_new(&h));
    return sj_sha256_add(h, "x", 1);
}

static void survives_every_failure(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(is_frozen),
        cmocka_unit_test(every_bit_matters),
        cmocka_unit_test(sha256),
        cmocka_unit_test(survives_every_failure),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
