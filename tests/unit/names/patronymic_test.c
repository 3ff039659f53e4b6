/* One father's name in several languages; sons, daughters and other fathers stay apart. */
#include "test.h"
#include "names/patronymic.h"

static const sj_core *signed_as(const char *text, sj_child child, sj_arena *a)
{
    const sj_core *c;
    sj_core_draft d = {.count = 0};
    d.core = (sj_core){.text = sj_str_from(text), .unit_class = SJ_UNIT_WORD, .weight = 1};
    sj_core_sign(&d, SJ_SIGNATURE_TEXT, d.core.text, 255, SJ_RULE_TEXT, false);
    sj_patronymic_sign(&d, d.core.text, child);
    assert_int_equal(sj_core_finish(&d, a, &c), SJ_OK);
    return c;
}

struct row {
    const char *a, *b;
    sj_child child_a, child_b;
};

static void one_father(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"heydar", "geydarovich", SJ_CHILD_SON, SJ_CHILD_NONE},
        {"abishuly", "abishevich", SJ_CHILD_NONE, SJ_CHILD_NONE},
        {"arif", "arifovna", SJ_CHILD_DAUGHTER, SJ_CHILD_NONE},
        {"murtuza", "murtuzovich", SJ_CHILD_SON, SJ_CHILD_NONE},
        {"valeriyovych", "valeryevich", SJ_CHILD_NONE, SJ_CHILD_NONE},
        {"hryhorovych", "grigoryevich", SJ_CHILD_NONE, SJ_CHILD_NONE}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) a = {0};
        if (sj_core_similarity(signed_as(rows[i].a, rows[i].child_a, &a),
                               signed_as(rows[i].b, rows[i].child_b, &a), NULL) < 0.85)
            fail_msg("%s and %s are one father's", rows[i].a, rows[i].b);
    }
}

static void other_fathers(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"heydar", "geydarovna", SJ_CHILD_SON, SJ_CHILD_NONE},   /* a daughter */
        {"heydar", "geydarovich", SJ_CHILD_NONE, SJ_CHILD_NONE}, /* no patronymic */
        {"sahib", "sabirovich", SJ_CHILD_SON, SJ_CHILD_NONE},    /* another father */
        {"ivanovich", "ivanovna", SJ_CHILD_NONE, SJ_CHILD_NONE}, /* brother and sister */
        {"andreyevich", "antonovich", SJ_CHILD_NONE, SJ_CHILD_NONE}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) a = {0};
        if (sj_core_similarity(signed_as(rows[i].a, rows[i].child_a, &a),
                               signed_as(rows[i].b, rows[i].child_b, &a), NULL) > 0)
            fail_msg("%s and %s are two", rows[i].a, rows[i].b);
    }
}

static void particles(void **state)
{
    (void)state;
    assert_int_equal(sj_patronymic_of(SJ_S("oglu")), SJ_CHILD_SON);
    assert_int_equal(sj_patronymic_of(SJ_S("qizi")), SJ_CHILD_DAUGHTER);
    assert_int_equal(sj_patronymic_of(SJ_S("bin")), SJ_CHILD_NONE);
    assert_int_equal(sj_patronymic_of(SJ_S("")), SJ_CHILD_NONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_father),
        cmocka_unit_test(other_fathers),
        cmocka_unit_test(particles),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
