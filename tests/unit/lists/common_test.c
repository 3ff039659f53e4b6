/* Tests of lists/common.c that need nothing from other rooms. */
#include "test.h"
#include "lists/reader.h"

static void kinds_of_identifiers(void **state)
{
    (void)state;
    static const struct {
        const char *label;
        sj_identifier_kind want;
        const char *why;
    } rows[] = {
        {"Passport", SJ_ID_PASSPORT, "all lists"},
        {"Numéro de passeport", SJ_ID_PASSPORT, "UN, French"},
        {"Número de pasaporte", SJ_ID_PASSPORT, "UN, Spanish"},
        {"Diplomatic Passport", SJ_ID_PASSPORT, "OFAC"},
        {"Civil\nIdentification\nnumber", SJ_ID_NATIONAL, "UN writes line ends"},
        {"National Identification\n               Number", SJ_ID_NATIONAL, "UN"},
        {"Electoral Registry No.", SJ_ID_OTHER, "no register of companies"},
        {"Driver's Permit", SJ_ID_DRIVING_LICENCE, "no permit of residence"},
        {"Residency Number", SJ_ID_VISA_OR_PERMIT, "OFAC"},
        {"Vessel Registration Identification", SJ_ID_IMO, "OFAC: value IMO n"},
        {"Company Number IMO", SJ_ID_REGISTRATION, "a company's number is no ship's"},
        {"Aircraft Manufacturer's Serial Number (MSN)", SJ_ID_AIRCRAFT_SERIAL, "OFAC"},
        {"SWIFT/BIC", SJ_ID_BIC, "OFAC"},
        {"Tax ID No.", SJ_ID_TAX, "OFAC"},
        {"NIT #", SJ_ID_TAX, "Colombia"},
        {"Identity document (\"Bundespersonalausweis\")", SJ_ID_NATIONAL, "UN"},
        {"Registration Identification", SJ_ID_REGISTRATION, "'tin' only as a word"},
        {"Digital Currency Address - XBT", SJ_ID_CRYPTO, "OFAC"},
        {"旅券番号", SJ_ID_PASSPORT, "Japan"},
        {"id", SJ_ID_NATIONAL, "the EU's code"},
        {"Other ID", SJ_ID_OTHER, "'id' only alone"},
        {"", SJ_ID_OTHER, "empty"},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        if (sj_list_identifier_kind(sj_str_from(rows[i].label)) != rows[i].want)
            fail_msg("%s: %s", rows[i].label, rows[i].why);
}

static void enumerations(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want; /* items joined by | */
    } rows[] = {
        {"(a) Minister; (b) General", "Minister|General"},
        {"a) 5 June 1970 b) 1972", "5 June 1970|1972"},
        {"1: First. 2: Second. 3: Third", "First.|Second.|Third"},
        {"1) one, 2) two", "one|two"},
        {"(A) one (B) two", "one|two"},
        {"(a) alone", "(a) alone"},
        {"born (a) here (b) there", "born (a) here (b) there"},
        {"(a) one (c) three", "(a) one (c) three"},
        {"plain", "plain"},
        {"", ""},
        {"(a) one (b)", "one"},
        {"1:30 to 2:45", "1:30 to 2:45"},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) a = {0};
        sj_str *item = NULL, got = {0};
        size_t count = 0;
        assert_int_equal(sj_list_enumeration(&a, sj_str_from(rows[i].text), &item, &count), SJ_OK);
        assert_int_equal(sj_list_join(&a, item, count, SJ_S("|"), &got), SJ_OK);
        if (!sj_str_eq(got, sj_str_from(rows[i].want)))
            fail_msg("'%s': '%.*s'", rows[i].text, SJ_STR_FMT(got));
    }
}

static sj_status story(void *ctx)
{
    (void)ctx;
    SJ_SCOPED(sj_arena) a = {0};
    sj_list list = {0};
    sj_entity *e = sj_list_add_entity(&list, &a, SJ_S("1"), SJ_SCHEMA_PERSON);
    if (!e)
        return SJ_ENOMEM;
    SJ_TRY(sj_list_warn(&list, &a, "line %d: %s", 3, "odd"));
    sj_str *item;
    size_t count;
    SJ_TRY(sj_list_enumeration(&a, SJ_S("(a) one (b) two (c) three"), &item, &count));
    sj_str joined;
    SJ_TRY(sj_list_join(&a, item, count, SJ_S(", "), &joined));
    assert_true(sj_str_eq(joined, SJ_S("one, two, three")));
    assert_true(sj_str_eq(list.warning[0], SJ_S("line 3: odd")));
    return SJ_OK;
}

static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(kinds_of_identifiers),
                                       cmocka_unit_test(enumerations),
                                       cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
