/* The UTF-8 part of base/str.c against its slow twin, on every sequence of up
 * to three bytes and every four-byte one that lies on an edge. */
#include "test.h"
#include "ref/utf8_ref.h"

static void agree(const unsigned char *p, size_t n)
{
    const sj_str s = {(const char *)p, n};
    uint32_t want = 0xFFFD;
    const size_t len = ref_utf8(p, n, &want);
    size_t pos = 0;
    const uint32_t got = sj_utf8_decode(s, &pos);
    if (got != want || pos != (len ? len : 1))
        fail_msg("%02x %02x %02x %02x (%zu bytes): U+%04X, %zu read; want U+%04X, %zu", p[0], p[1],
                 p[2], p[3], n, got, pos, want, len);
    size_t valid = 0; /* the whole, sequence by sequence */
    for (size_t step; valid < n && (step = ref_utf8(p + valid, n - valid, &want)) > 0;)
        valid += step;
    if (sj_utf8_check(s) != valid)
        fail_msg("%02x %02x %02x %02x: check says %zu, want %zu", p[0], p[1], p[2], p[3],
                 sj_utf8_check(s), valid);
}

static void up_to_three_bytes(void **state)
{
    (void)state;
    unsigned char p[4] = {0};
    for (uint32_t x = 0; x < 1u << 24; x++) {
        p[0] = (unsigned char)(x >> 16);
        p[1] = (unsigned char)(x >> 8);
        p[2] = (unsigned char)x;
        agree(p, 3);
        if (p[2] == 0)
            agree(p, 2);
        if (p[1] == 0 && p[2] == 0)
            agree(p, 1);
    }
}

static void four_bytes(void **state)
{
    (void)state;
    static const unsigned char edge[] = {0x00, 0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0,
                                         0xBF, 0xC0, 0xC2, 0xE0, 0xED, 0xF0, 0xF4, 0xFF};
    unsigned char p[4];
    for (unsigned a = 0xC0; a < 0x100; a++)
        for (unsigned b = 0; b < 0x100; b++)
            for (size_t c = 0; c < SJ_COUNT(edge); c++)
                for (size_t d = 0; d < SJ_COUNT(edge); d++) {
                    p[0] = (unsigned char)a;
                    p[1] = (unsigned char)b;
                    p[2] = edge[c];
                    p[3] = edge[d];
                    agree(p, 4);
                }
}

static void every_code_point_returns(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp < 0x120000; cp++) {
        char bytes[4];
        const size_t n = sj_utf8_encode(cp, bytes);
        size_t pos = 0;
        const uint32_t got = sj_utf8_decode((sj_str){bytes, n}, &pos);
        const bool scalar = cp <= 0x10FFFF && !(cp >= 0xD800 && cp < 0xE000);
        assert_true(got == (scalar ? cp : 0xFFFD));
        assert_true(pos == n && sj_utf8_count((sj_str){bytes, n}) == 1);
    }
}

/* The eight-byte stride of check() stops at the right byte at every offset. */
static void finds_the_bad_byte_anywhere(void **state)
{
    (void)state;
    char text[40];
    for (size_t n = 0; n <= sizeof text; n++) {
        memset(text, 'a', sizeof text);
        assert_int_equal(sj_utf8_check((sj_str){text, n}), n);
        for (size_t bad = 0; bad < n; bad++) {
            text[bad] = (char)0xFF;
            assert_int_equal(sj_utf8_check((sj_str){text, n}), bad);
            text[bad] = (char)0xC3; /* a first byte without its second */
            assert_int_equal(sj_utf8_check((sj_str){text, n}), bad);
            text[bad] = 'a';
        }
    }
    assert_int_equal(sj_utf8_check((sj_str){NULL, 0}), 0);
    assert_int_equal(sj_utf8_count((sj_str){NULL, 0}), 0);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(up_to_three_bytes),
        cmocka_unit_test(four_bytes),
        cmocka_unit_test(every_code_point_returns),
        cmocka_unit_test(finds_the_bad_byte_anywhere),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
