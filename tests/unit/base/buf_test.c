/* Growing buffers: the sticky status, the maximum, numbers and JSON strings. */
#include "test.h"
#include <float.h>
#include <math.h>

static void holds(const sj_buf *b, const char *want, const char *why)
{
    if (sj_buf_status(b) < 0 || !sj_str_eq(sj_buf_str(b), sj_str_from(want)))
        fail_msg("%s: %s \"%.*s\", want \"%s\"", why, sj_status_name(b->status),
                 SJ_STR_FMT(sj_buf_str(b)), want);
}

static void appends(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) b = {0};
    assert_int_equal(sj_buf_str(&b).len, 0);
    assert_non_null(sj_buf_str(&b).ptr);
    sj_buf_add(&b, (sj_str){NULL, 0});
    sj_buf_add(&b, SJ_S("ab"));
    sj_buf_add_char(&b, 'c');
    sj_buf_add_cp(&b, 0xAE40);
    sj_buf_addf(&b, "%d|%s", -7, "x");
    sj_buf_add_u64(&b, 0);
    sj_buf_add_char(&b, ' ');
    sj_buf_add_u64(&b, UINT64_MAX);
    holds(&b, "abc\xEA\xB9\x80-7|x0 18446744073709551615", "all kinds");
    sj_buf_clear(&b);
    holds(&b, "", "cleared");
}

static void maximum_is_exact_and_sticky(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) b = {.max_bytes = 5};
    sj_buf_add(&b, SJ_S("abcde"));
    holds(&b, "abcde", "exactly full");
    sj_buf_add_char(&b, 'f');
    assert_int_equal(sj_buf_status(&b), SJ_ELIMIT);
    assert_true(sj_str_eq(sj_buf_str(&b), SJ_S("abcde")));
    sj_buf_clear(&b);
    sj_buf_addf(&b, "%s", "12345"); /* its NUL does not count */
    holds(&b, "12345", "formatted, exactly full");
    sj_buf_clear(&b);
    sj_buf_addf(&b, "%s", "123456");
    assert_int_equal(sj_buf_status(&b), SJ_ELIMIT);
    sj_buf_add_char(&b, 'x'); /* would fit, but the error is sticky */
    sj_buf_add_fixed(&b, NAN, 1);
    assert_int_equal(sj_buf_status(&b), SJ_ELIMIT);
    assert_int_equal(b.len, 0);
    sj_buf_done(&b);
    assert_int_equal(b.max_bytes, 5);
}

static void fixed_numbers(void **state)
{
    (void)state;
    static const struct {
        double x;
        unsigned decimals;
        const char *want; /* NULL: refused */
    } row[] = {
        {0, 0, "0"},
        {-0.0, 2, "0.00"},
        {-0.001, 2, "0.00"}, /* no minus before nothing */
        {-0.005, 2, "-0.01"},
        {0.5, 0, "1"},
        {-0.5, 0, "-1"},
        {1.5, 0, "2"},
        {2.5, 0, "3"},                 /* half away from zero, not to even */
        {0.49999999999999994, 0, "0"}, /* the largest below a half */
        {0.05, 1, "0.1"},
        {0.7, 4, "0.7000"},
        {0.99995, 4, "1.0000"},
        {0.99994, 4, "0.9999"},
        {123.456, 1, "123.5"},
        {9.999, 2, "10.00"},
        {1e-300, 3, "0.000"},
        {4503599627370497.0, 0, "4503599627370497"}, /* past 2^52, odd */
        {9007199254740991.0, 0, "9007199254740991"},
        {9007199254740992.0, 0, NULL},
        {9.0, 15, "9.000000000000000"},
        {10.0, 15, NULL},
        {0.1, 16, NULL},
        {0.1, UINT32_MAX, NULL},
        {DBL_MAX, 0, NULL},
        {(double)INFINITY, 2, NULL},
        {-(double)INFINITY, 2, NULL},
        {(double)NAN, 2, NULL},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        SJ_SCOPED(sj_buf) b = {0};
        sj_buf_add_fixed(&b, row[i].x, row[i].decimals);
        if (row[i].want)
            holds(&b, row[i].want, row[i].want);
        else
            assert_int_equal(sj_buf_status(&b), SJ_EINVAL);
    }
}

/* For scores (0 .. 1, four decimals) the C library is the twin, ties aside. */
static void fixed_equals_printf(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int i = 0; i < 200000; i++) {
        const double x = (double)(sj_test_random(&seed) >> 11) / 9007199254740992.0;
        char want[32];
        (void)snprintf(want, sizeof want, "%.4f", x);
        SJ_SCOPED(sj_buf) b = {0};
        sj_buf_add_fixed(&b, x, 4);
        holds(&b, want, "as printf");
    }
}

static void json_strings(void **state)
{
    (void)state;
    static const struct {
        sj_str text;
        const char *want;
    } row[] = {
        {{NULL, 0}, "\"\""},
        {{"a\"b\\c/d", 7}, "\"a\\\"b\\\\c/d\""},
        {{"\n\r\t", 3}, "\"\\n\\r\\t\""},
        {{"\0x", 2}, "\"\\u0000x\""},
        {{"\x1f\x7f", 2}, "\"\\u001f\x7f\""},
        {{"\b\f", 2}, "\"\\u0008\\u000c\""},
        {{"\xEA\xB9\x80", 3}, "\"\xEA\xB9\x80\""},
        {{"\"", 1}, "\"\\\"\""},
        {{" ~", 2}, "\" ~\""}, /* the first and last that stand for themselves */
        {{"\"\"x", 3}, "\"\\\"\\\"x\""},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        SJ_SCOPED(sj_buf) b = {0};
        sj_buf_add_json(&b, row[i].text);
        holds(&b, row[i].want, row[i].want);
    }
}

static sj_status story(void *ctx)
{
    (void)ctx;
    SJ_SCOPED(sj_buf) b = {0};
    for (int i = 0; i < 50; i++) {
        sj_buf_add_json(&b, SJ_S("a \"name\" of some length"));
        sj_buf_addf(&b, "%d", i);
        sj_buf_add_fixed(&b, 0.5, 3);
    }
    return sj_buf_status(&b);
}

static void survives_every_failure(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(appends),       cmocka_unit_test(maximum_is_exact_and_sticky),
        cmocka_unit_test(fixed_numbers), cmocka_unit_test(fixed_equals_printf),
        cmocka_unit_test(json_strings),  cmocka_unit_test(survives_every_failure),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
