/* Tests of lists/alternatives.c: which names are found inside a name, and what
 * must not become one. Each row was seen on a list, but for its letters. */
#include "lists/reader.h"
#include "test.h"

static const struct {
    const char *text, *want; /* what is added, '|' between; "" nothing */
    sj_schema schema;
    bool bilingual;
    const char *why;
} rows[] = {
    {"KIM Chol Su", "", SJ_SCHEMA_PERSON, false, "a plain name"},
    {"", "", SJ_SCHEMA_PERSON, false, "nothing"},
    {"Sohra Group / Sohra LLC", "Sohra Group|Sohra LLC", SJ_SCHEMA_UNKNOWN, false, "two names"},
    {"HARAKAT UL-TEST / HUM", "HARAKAT UL-TEST", SJ_SCHEMA_ORGANISATION, false,
     "an acronym alone would match strangers"},
    {"Front for Tests / the Levant", "Front for Tests", SJ_SCHEMA_ORGANISATION, false,
     "an article is no word of its own"},
    {"Елена ТЕСТОВА / Олена ТЕСТОВА", "Елена ТЕСТОВА|Олена ТЕСТОВА", SJ_SCHEMA_PERSON, false,
     "in two languages"},
    {"Alesia TESTO or Olesya TESTO", "Alesia TESTO|Olesya TESTO", SJ_SCHEMA_PERSON, false, "or"},
    {"Bank of This or That", "", SJ_SCHEMA_ORGANISATION, false, "\"or\" belongs to the name"},
    {"Samer AL-TEST a.k.a. ‘Samir’ سامر التست", "Samer AL-TEST|سامر التست", SJ_SCHEMA_PERSON, false,
     "a.k.a., then the script of origin"},
    {"Agha Jan Test آغا جان", "Agha Jan Test|آغا جان", SJ_SCHEMA_PERSON, false, "two scripts"},
    {"Oбщество Тест Завод", "", SJ_SCHEMA_ORGANISATION, false,
     "a Latin letter slipped into a Cyrillic word"},
    {"Valery (Valeriy) N. TESTOV", "Valery N. TESTOV|Valeriy N. TESTOV", SJ_SCHEMA_PERSON, false,
     "a spelling of the word before"},
    {"Igor(Ihor) TESTYANOV(TESTIANOV/TESTJANOV)", "Igor TESTYANOV|Ihor TESTIANOV|Ihor TESTJANOV",
     SJ_SCHEMA_PERSON, false, "several"},
    {"Anna TESTEI/TESTAI", "Anna TESTEI|Anna TESTAI", SJ_SCHEMA_PERSON, false, "behind a slash"},
    {"Naim (a.k.a. Naeem, Naaim) TESTMAN", "Naim TESTMAN|Naeem TESTMAN|Naaim TESTMAN",
     SJ_SCHEMA_PERSON, false, "marked"},
    {"Nik Test (previously listed as)", "Nik Test", SJ_SCHEMA_PERSON, false, "words, no name"},
    {"Jin Tiesan (金铁三)", "金铁三|Jin Tiesan", SJ_SCHEMA_PERSON, false,
     "Han letters are a whole name"},
    {"Abu Test (original script: Абу Тест)", "Абу Тест|Abu Test", SJ_SCHEMA_PERSON, false,
     "behind a colon"},
    {"TESTO, Jose (Jesus) Luis", "TESTO, Jose Luis|TESTO, Jesus Luis", SJ_SCHEMA_PERSON, false,
     "a comma stays"},
    {"LEADER (HONG KONG) LIMITED", "", SJ_SCHEMA_ORGANISATION, false,
     "the place makes it another company"},
    {"Test Trading (a.k.a. Prove Trading; Demo Trading)", "Prove Trading|Demo Trading|Test Trading",
     SJ_SCHEMA_ORGANISATION, false, "a.k.a. does not"},
    {"CHINA TEST IMPORT/EXPORT CORPORATION", "", SJ_SCHEMA_ORGANISATION, false,
     "a slash inside a name"},
    {"Iranian Test/Essai iranien", "Iranian Test|Essai iranien", SJ_SCHEMA_ORGANISATION, true,
     "in English and French"},
    {"Ryenha Test J/V Corporation", "", SJ_SCHEMA_ORGANISATION, true, "joint venture"},
    {"((((((a b", "", SJ_SCHEMA_PERSON, false, "half brackets"},
    {")))) / ((((", "", SJ_SCHEMA_PERSON, false, "nothing but marks"},
};

static sj_status added(size_t row, sj_arena *arena, sj_buf *ret)
{
    sj_entity e = {.id = SJ_S("x"), .schema = rows[row].schema};
    SJ_TRY(sj_list_name(&e, arena, SJ_NAME_PRIMARY, sj_str_from(rows[row].text)));
    const size_t before = e.name_count;
    SJ_TRY(sj_list_alternatives(&e, arena, rows[row].bilingual));
    for (size_t i = before; i < e.name_count; i++) {
        if (i > before)
            sj_buf_add_char(ret, '|');
        sj_buf_add(ret, e.name[i].full);
        if (!sj_str_eq(e.name[i].note, SJ_LIST_PART_NOTE))
            sj_buf_add(ret, SJ_S(" (not marked)"));
    }
    return sj_buf_status(ret);
}

static void finds_names_inside_a_name(void **state SJ_UNUSED)
{
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        SJ_SCOPED(sj_buf) got = {0};
        assert_int_equal(added(i, &arena, &got), SJ_OK);
        if (!sj_str_eq(sj_buf_str(&got), sj_str_from(rows[i].want)))
            fail_msg("%s (%s): %.*s, not %s", rows[i].text, rows[i].why,
                     SJ_STR_FMT(sj_buf_str(&got)), rows[i].want);
    }
}

static sj_name_kind kind_added(sj_name_kind kind, const char *text)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_entity e = {.id = SJ_S("x"), .schema = SJ_SCHEMA_PERSON};
    assert_int_equal(sj_list_name(&e, &arena, kind, sj_str_from(text)), SJ_OK);
    assert_int_equal(sj_list_alternatives(&e, &arena, false), SJ_OK);
    assert_int_equal(e.name[0].kind, kind);
    return e.name_count > 1 ? e.name[1].kind : SJ_NAME_TRANSLATION;
}

static void keeps_what_a_name_is(void **state SJ_UNUSED)
{
    assert_int_equal(kind_added(SJ_NAME_PRIMARY, "Anna TESTEI/TESTAI"), SJ_NAME_ALIAS);
    assert_int_equal(kind_added(SJ_NAME_WEAK, "Anna TESTEI/TESTAI"), SJ_NAME_WEAK);
    assert_int_equal(kind_added(SJ_NAME_FORMER, "Anna TESTEI/TESTAI"), SJ_NAME_FORMER);
    assert_int_equal(kind_added(SJ_NAME_PRIMARY, "Анна ТЕСТО / Ганна ТЕСТО"), SJ_NAME_ORIGINAL);
    assert_int_equal(kind_added(SJ_NAME_TRANSLATION, "Anna TESTEI/TESTAI"), SJ_NAME_TRANSLATION);
}

static void stays_small(void **state SJ_UNUSED)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) text = {0};
    for (int i = 0; i < 100; i++)
        sj_buf_addf(&text, "A%d Test / ", i);
    sj_entity e = {.id = SJ_S("x")};
    assert_int_equal(sj_list_name(&e, &arena, SJ_NAME_PRIMARY, sj_buf_str(&text)), SJ_OK);
    assert_int_equal(sj_list_alternatives(&e, &arena, false), SJ_OK);
    assert_int_equal(e.name_count, 1 + 16);
}

static sj_status all_rows(void *ctx SJ_UNUSED)
{
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        SJ_SCOPED(sj_buf) got = {0};
        SJ_TRY(added(i, &arena, &got));
    }
    return SJ_OK;
}
static void survives_no_memory(void **state SJ_UNUSED)
{
    sj_test_sweep(all_rows, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_names_inside_a_name),
        cmocka_unit_test(keeps_what_a_name_is),
        cmocka_unit_test(stays_small),
        cmocka_unit_test(survives_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
