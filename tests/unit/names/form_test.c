/* Prepared names: which forms stand, how their units cover words, what cores weigh. */
#include "test.h"
#include "names/form.h"

static const sj_name *prepared(const char *text, sj_compare_kind kind, sj_arena *a)
{
    const sj_name *n;
    assert_int_equal(sj_name_prepare(sj_str_from(text), NULL, kind, a, &n), SJ_OK);
    return n;
}

static bool has_system(const sj_name *n, sj_system system)
{
    for (size_t i = 0; i < n->form_count; i++)
        if (n->form[i].system == system)
            return true;
    return false;
}

static void systems_of_names(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    const sj_name *n = prepared("Vladimir Putin", SJ_COMPARE_PERSON, &a);
    assert_int_equal(n->form_count, 1);
    n = prepared("Kim Jong Un", SJ_COMPARE_PERSON, &a);
    assert_int_equal(n->form[0].system, SJ_SYSTEM_LATIN); /* always stands first */
    assert_true(has_system(n, SJ_SYSTEM_KOREAN));
    n = prepared("\xE4\xB9\xA0\xE8\xBF\x91\xE5\xB9\xB3", SJ_COMPARE_PERSON, &a);
    assert_true(has_system(n, SJ_SYSTEM_HAN) && has_system(n, SJ_SYSTEM_MANDARIN));
    n = prepared("Kim Jong Un", SJ_COMPARE_COMPANY, &a); /* a company has no syllables */
    assert_int_equal(n->form_count, 1);
}

static void check_form(const sj_form *f)
{
    unsigned distinctive = 0;
    assert_true(f->unit_count >= f->token_count && f->unit_count <= SJ_FORM_UNITS_MAX);
    for (unsigned i = 0; i < f->unit_count; i++) {
        const sj_unit *u = &f->unit[i];
        assert_true(u->count >= 1 && u->first + u->count <= f->token_count);
        assert_true(u->from <= u->to);
        assert_true(i >= f->token_count || (u->first == i && u->count == 1));
        assert_true(u->core->weight > 0 && u->core->weight <= 1);
        assert_true(!u->core->distinctive || u->core->weight >= 0.5f);
        for (unsigned s = 1; s < u->core->signature_count; s++)
            assert_true(u->core->signature[s - 1] < u->core->signature[s]);
        distinctive += i < f->token_count && u->core->distinctive;
    }
    assert_int_equal(distinctive, f->distinctive_count);
}

static void units_cover_words(void **state)
{
    (void)state;
    static const char *const names[] = {
        "Juan De La Cruz", "Acme General Trading Co. Ltd. No. 2",
        "Chiang Kai-shek", "A",
        "Ouyang Xiu",      "LLC",
        "Robert Maria",    "\xEC\x82\xBC\xEC\x84\xB1\xEC\xA0\x84\xEC\x9E\x90"};
    for (size_t i = 0; i < SJ_COUNT(names); i++)
        for (int kind = SJ_COMPARE_ANY; kind <= SJ_COMPARE_VESSEL; kind++) {
            SJ_SCOPED(sj_arena) a = {0};
            const sj_name *n = prepared(names[i], (sj_compare_kind)kind, &a);
            assert_in_range(n->form_count, 1, SJ_NAME_FORMS_MAX);
            for (size_t f = 0; f < n->form_count; f++)
                check_form(&n->form[f]);
        }
}

static const sj_core *first_core(const char *text, sj_arena *a)
{
    return prepared(text, SJ_COMPARE_PERSON, a)->form[0].unit[0].core;
}

/* Two names that a letter tells apart are no slips; a slip of one still is. */
static void near_names(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    const sj_core *robert = first_core("Robert", &a), *roberta = first_core("Roberta", &a);
    const sj_core *robret = first_core("Robret", &a), *bob = first_core("Bob", &a);
    assert_true(robert->syllabic & SJ_CORE_NEAR_NAME);
    assert_true(sj_core_similarity(robert, roberta, NULL) == 0);
    assert_true(sj_core_similarity(robert, robret, NULL) > 0.7);
    assert_true(sj_core_similarity(robert, bob, NULL) > 0.8);
    assert_true(sj_core_similarity(first_core("Sergei", &a), first_core("Sergey", &a), NULL) > 0.9);
    assert_true(sj_core_similarity(first_core("Mary", &a), first_core("Maria", &a), NULL) > 0.9);
}

static void identity_sees_what_likeness_sees(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    assert_true(sj_core_identity(first_core("Ivan", &a)) ==
                sj_core_identity(first_core("IVAN", &a)));
    assert_true(sj_core_identity(first_core("Ivan", &a)) !=
                sj_core_identity(first_core("Ivana", &a)));
    assert_true(sj_core_identity(first_core("Chol", &a)) !=
                sj_core_identity(prepared("Chol", SJ_COMPARE_COMPANY, &a)->form[0].unit[0].core));
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) a = {0};
    const sj_name *n;
    (void)ctx;
    SJ_TRY(sj_name_prepare(SJ_S("Kai-shek Chiang"), NULL, SJ_COMPARE_PERSON, &a, &n));
    SJ_TRY(sj_name_prepare(SJ_S("Robert Namgung"), NULL, SJ_COMPARE_ANY, &a, &n));
    return sj_name_prepare(SJ_S("Twenty First Century Shipping Co"), NULL, SJ_COMPARE_ANY, &a, &n);
}

static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(systems_of_names), cmocka_unit_test(units_cover_words),
        cmocka_unit_test(near_names),       cmocka_unit_test(identity_sees_what_likeness_sees),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
