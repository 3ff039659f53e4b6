/* Kunrei words sign their Hepburn spelling; words of no Japanese syllables nothing. */
#include "test.h"
#include "names/kunrei.h"
#include "names/spelling.h"

static bool is_signed_as(const char *kunrei, const char *hepburn)
{
    char key[SJ_SPELLING_MAX];
    sj_core_draft d = {.count = 0}, e = {.count = 0};
    sj_kunrei_sign(&d, sj_str_from(kunrei));
    if (!hepburn)
        return d.count == 0;
    const size_t n = sj_spelling_key(sj_str_from(hepburn), key);
    sj_core_sign(&e, SJ_SIGNATURE_SPELLING, (sj_str){key, n}, 255, SJ_RULE_SPELLING, false);
    return d.count == 1 && d.signature[0] == e.signature[0];
}

static void respelt(void **state)
{
    (void)state;
    static const char *const rows[][2] = {{"tuda", "tsuda"},         {"zyunko", "junko"},
                                          {"titibu", "chichibu"},    {"hukuda", "fukuda"},
                                          {"syoiti", "shoichi"},     {"zyunitiro", "junichiro"},
                                          {"matumoto", "matsumoto"}, {"simizu", "shimizu"}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        if (!is_signed_as(rows[i][0], rows[i][1]))
            fail_msg("%s is %s", rows[i][0], rows[i][1]);
}

static void left_alone(void **state)
{
    (void)state;
    static const char *const rows[] = {"tsuda", "junko",  "shuzo", "chuji", "tanaka", "tulsi",
                                       "hasan", "fumiko", "kenji", "",      "si",     "zyx"};
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        if (!is_signed_as(rows[i], NULL))
            fail_msg("%s has no other spelling", rows[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(respelt),
        cmocka_unit_test(left_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
