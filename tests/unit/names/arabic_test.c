/* Prefixes and endings that are written joined or apart. */
#include "test.h"
#include "names/arabic.h"
#include "sojourn/names.h"

static void abdul(void **state)
{
    (void)state;
    assert_int_equal(sj_arabic_abdul(SJ_S("abdulrahman")), 5);
    assert_int_equal(sj_arabic_abdul(SJ_S("abdullah")), 0);
    assert_int_equal(sj_arabic_abdul(SJ_S("abdulla")), 0);
    assert_int_equal(sj_arabic_abdul(SJ_S("アブドゥルハイ")), 15);
    assert_int_equal(sj_arabic_abdul(SJ_S("アブドゥッラー")), 0);
    assert_int_equal(sj_arabic_abdul(SJ_S("")), 0);
    bool is_abdul;
    assert_int_equal(sj_arabic_prefix(SJ_S("عبدالرحمن"), &is_abdul), 10);
    assert_true(is_abdul);
    assert_int_equal(sj_arabic_prefix(SJ_S("عبدالله"), &is_abdul), 0);
    assert_int_equal(sj_arabic_prefix(SJ_S("الحسن"), &is_abdul), 4);
    assert_false(is_abdul);
}

static void apart(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_tokens t;
    assert_int_equal(sj_tokens_split(SJ_S("Abd al Rahman Abd Allah"), &a, &t), SJ_OK);
    assert_int_equal(sj_arabic_abdul_apart(&t, 0), 2);
    assert_false(sj_arabic_is_abdullah(&t, 0));
    assert_true(sj_arabic_is_abdullah(&t, 3));
    assert_false(sj_arabic_is_abdullah(&t, 4));
}

static double compare(const char *x, const char *y, sj_compare_kind kind)
{
    SJ_SCOPED(sj_arena) a = {0};
    const sj_name *n[2];
    assert_int_equal(sj_name_prepare(sj_str_from(x), NULL, kind, &a, &n[0]), SJ_OK);
    assert_int_equal(sj_name_prepare(sj_str_from(y), NULL, kind, &a, &n[1]), SJ_OK);
    return sj_name_compare(n[0], n[1]);
}

static void whole_names(void **state)
{
    (void)state;
    const sj_compare_kind person = SJ_COMPARE_PERSON;
    assert_true(compare("سراج الدين حقاني", "Sirajuddin Haqqani", person) >= SJ_NAME_THRESHOLD);
    assert_true(compare("سراج الدين حقاني", "Jalaluddin Haqqani", person) < SJ_NAME_THRESHOLD);
    assert_true(compare("Abd Allah Hasan", "Abdullah Hasan", person) >= 0.99);
    assert_true(compare("شركة الأمل للتجارة", "Al Amal Trading Company", SJ_COMPARE_COMPANY) >=
                SJ_NAME_THRESHOLD);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(abdul),
        cmocka_unit_test(apart),
        cmocka_unit_test(whole_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
