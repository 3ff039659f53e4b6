/* papers/digest: the published vectors, and every length against libcrypto. */
#include "test.h"
#include "papers/digest.h"

static void check_hex(const uint8_t *digest, const char *want)
{
    char hex[65];
    for (size_t i = 0; i < 32; i++)
        (void)snprintf(hex + 2 * i, 3, "%02x", digest[i]);
    assert_string_equal(hex, want);
}

static void test_published(void **state)
{
    (void)state;
    uint8_t d[32];
    sj_digest_sha256((const uint8_t *)"abc", 3, d); /* FIPS 180-4, example */
    check_hex(d, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    sj_digest_keccak256((const uint8_t *)"", 0, d); /* the Keccak submission, KAT 0 */
    check_hex(d, "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470");
    sj_digest_keccak256((const uint8_t *)"abc", 3, d);
    check_hex(d, "4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
}

/* One block of ours = libcrypto, at every length that one block holds. */
static void test_sha256_like_libcrypto(void **state)
{
    (void)state;
    uint8_t text[55], d[32];
    for (size_t len = 0; len <= sizeof(text); len++) {
        char want[65];
        SJ_AUTO(sj_sha256) *h = NULL;
        for (size_t i = 0; i < len; i++)
            text[i] = (uint8_t)(i * 37 + len);
        assert_int_equal(sj_sha256_new(&h), SJ_OK);
        assert_int_equal(sj_sha256_add(h, text, len), SJ_OK);
        assert_int_equal(sj_sha256_hex(h, want), SJ_OK);
        sj_digest_sha256(text, len, d);
        check_hex(d, want);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_published),
                                       cmocka_unit_test(test_sha256_like_libcrypto)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
