/* Katakana against Latin: what the sounds of Kana may stand for, and what they may not. */
#include "test.h"
#include "names/kana.h"
#include "text/letters.h"

static double likeness(const char *kana, const char *latin)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_roman_kana(sj_str_from(kana), &b);
    return sj_kana_likeness(sj_buf_str(&b), sj_str_from(latin));
}

static void one_name(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"ウラジーミル", "vladimir"},    {"プーチン", "putin"},
        {"フセイン", "hussein"},         {"アレクサンドル", "aleksandr"},
        {"アレクサンドル", "alexander"}, {"コノノフ", "kononov"},
        {"ザイツェフ", "zaitsev"},       {"アフマディ", "ahmadi"},
        {"バッシャール", "bashar"},      {"ムクルティチェフ", "mkrtychev"},
        {"ティルファーフ", "tilfah"}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        if (likeness(rows[i][0], rows[i][1]) < 0.70)
            fail_msg("%s is %s: %g", rows[i][0], rows[i][1], likeness(rows[i][0], rows[i][1]));
}

static void two_names(void **state)
{
    (void)state;
    static const char *const rows[][2] = {{"フセイン", "hassan"},    {"プーチン", "popov"},
                                          {"セルゲイ", "sergio"},    {"アントン", "antonina"},
                                          {"モハンマド", "mahmoud"}, {"ラヴロフ", "lebedev"}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        if (likeness(rows[i][0], rows[i][1]) > 0)
            fail_msg("%s is not %s: %g", rows[i][0], rows[i][1], likeness(rows[i][0], rows[i][1]));
}

/* Any bytes of a-z give a likeness in [0, 1], and a word is like itself. */
static void range(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int i = 0; i < 20000; i++) {
        char text[2][48];
        sj_str s[2];
        for (int k = 0; k < 2; k++) {
            s[k] = (sj_str){text[k], sj_test_random(&seed) % sizeof text[k]};
            for (size_t n = 0; n < s[k].len; n++)
                text[k][n] = (char)('a' + sj_test_random(&seed) % 26);
        }
        const double x = sj_kana_likeness(s[0], s[1]);
        assert_true(x >= 0 && x <= 1);
        assert_true(sj_kana_likeness(s[0], s[0]) > 0.9);
    }
}

static double compare(const char *a, const char *b, sj_compare_kind kind)
{
    SJ_SCOPED(sj_arena) arena = {0};
    const sj_name *x, *y;
    assert_int_equal(sj_name_prepare(sj_str_from(a), NULL, kind, &arena, &x), SJ_OK);
    assert_int_equal(sj_name_prepare(sj_str_from(b), NULL, kind, &arena, &y), SJ_OK);
    return sj_name_compare(x, y);
}

static void whole_names(void **state)
{
    (void)state;
    const sj_compare_kind person = SJ_COMPARE_PERSON;
    assert_true(compare("イワン・ポポフ", "Ivan Popov", person) >= SJ_NAME_THRESHOLD);
    assert_true(compare("ジョージ・ブッシュ", "George Bush", person) >= SJ_NAME_THRESHOLD);
    assert_true(compare("ジョージ・ブッシュ", "John Bush", person) < SJ_NAME_THRESHOLD);
    assert_true(compare("アリ・ハメネイ", "Ali Khamenei", person) >= SJ_NAME_THRESHOLD);
    assert_true(compare("サダム・フセイン", "Saddam Hassan", person) < SJ_NAME_THRESHOLD);
    assert_true(compare("タンチョン・コマーシャル・バンク", "Tanchon Commercial Bank",
                        SJ_COMPARE_COMPANY) >= SJ_NAME_THRESHOLD);
}

/* Sounds that may all be nothing: the search for skeletons ends. */
static void long_words(void **state)
{
    (void)state;
    static const char *const letters[] = {"フ", "ブ", "ラ", "ヴ", "ッ", "ー", "ン", "ジ", "ヤ"};
    for (size_t k = 0; k < SJ_COUNT(letters); k++) {
        SJ_SCOPED(sj_buf) b = {0};
        for (size_t i = 0; i < 500; i++)
            sj_buf_add(&b, sj_str_from(letters[k]));
        sj_buf_add(&b, SJ_S(" ペトロフ"));
        sj_buf_add_char(&b, 0);
        assert_int_equal(sj_buf_status(&b), SJ_OK);
        assert_true(compare(b.ptr, "Petrov Fufufu", SJ_COMPARE_PERSON) < SJ_NAME_THRESHOLD);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_name),    cmocka_unit_test(two_names),  cmocka_unit_test(range),
        cmocka_unit_test(whole_names), cmocka_unit_test(long_words),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
