/* Tests of lists/document.c and of numbers that stand among words (sheet.c):
 * texts as lists have them, with what must come out of each. */
#include "lists/sheet.h"
#include "test.h"

static const struct {
    const char *text;
    const char *value, *country, *issued, *expires;
    sj_identifier_kind kind;
    bool described; /* sj_build_described, else sj_build_number */
} rows[] = {
    {"K142736 (Saudi Arabian passport number issued 14.7.2011 in Testji, Saudi Arabia)", "K142736",
     "SA", "2011-07-14", "", SJ_ID_PASSPORT, false},
    {"South Sudan number S00004370", "S00004370", "SS", "", "", SJ_ID_PASSPORT, false},
    {"R00012098, South Sudan", "R00012098", "SS", "", "", SJ_ID_PASSPORT, false},
    {"Saudi Arabia national identification number G579315", "G579315", "SA", "", "", SJ_ID_NATIONAL,
     false},
    {"National ID No. 5929869741 (Iran)", "5929869741", "IR", "", "", SJ_ID_NATIONAL, false},
    {"7801563590 (Tax ID/INN)", "7801563590", "", "", "", SJ_ID_INN, false},
    {"60699645 (BRN)", "60699645", "", "", "", SJ_ID_REGISTRATION, false},
    {"IMO 5122966", "5122966", "", "", "", SJ_ID_IMO, false},
    {"68 13 814996 (Russian Federation)", "68 13 814996", "RU", "", "", SJ_ID_PASSPORT, false},
    {"series 4507 No 336855, issued on 20.8.2004 by an office", "series 4507 No 336855", "",
     "2004-08-20", "", SJ_ID_PASSPORT, false},
    {"No 0080467741", "No 0080467741", "", "", "", SJ_ID_PASSPORT, false},
    {"A005465 (Libya) issued 12 April 2015, expires 11 April 2017", "A005465", "LY", "2015-04-12",
     "2017-04-11", SJ_ID_PASSPORT, true},
    {"665334 (Pakistani). Issued in Kuwait", "665334", "PK", "", "", SJ_ID_PASSPORT, true},
    {"H 236483 (Moroccan)", "H 236483", "MA", "", "", SJ_ID_PASSPORT, true},
    {"ID 2364831", "2364831", "", "", "", SJ_ID_PASSPORT, true},
    {"477845448 (USA)", "477845448", "US", "", "", SJ_ID_PASSPORT, true},
    {"TR024417(2003年12月20日に発行、2006年12月29日に失効)", "TR024417", "", "2003-12-20",
     "2006-12-29", SJ_ID_PASSPORT, true},
    {"PS472330208(旅券失効日:2017年7月4日)", "PS472330208", "", "", "2017-07-04", SJ_ID_PASSPORT,
     true},
};

static bool is_day(const sj_date_range *r, const char *iso)
{
    char text[32];
    const bool there = r->from.year != 0;
    return there ? sj_str_eq((sj_str){text, sj_date_write(r, text)}, sj_str_from(iso)) : !iso[0];
}

static sj_status read_row(size_t i, bool check)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_builder b = {.list = &list, .arena = &arena};
    const sj_str text = sj_str_from(rows[i].text);
    sj_build_entity(&b, SJ_S("x"), SJ_SCHEMA_PERSON);
    const sj_entity_identifier *id =
        rows[i].described ? sj_build_described(&b, SJ_ID_PASSPORT, SJ_S("l"), text, (sj_str){0})
                          : sj_build_number(&b, SJ_ID_PASSPORT, SJ_S("l"), text);
    SJ_TRY(b.status);
    if (check &&
        (!sj_str_eq(id->value, sj_str_from(rows[i].value)) ||
         !sj_str_eq(id->country, sj_str_from(rows[i].country)) || id->kind != rows[i].kind ||
         !is_day(&id->issued, rows[i].issued) || !is_day(&id->expires, rows[i].expires)))
        fail_msg("%s: '%.*s' of '%.*s', kind %d, issued %d, expires %d", rows[i].text,
                 SJ_STR_FMT(id->value), SJ_STR_FMT(id->country), (int)id->kind,
                 id->issued.from.year, id->expires.from.year);
    const bool whole = sj_str_eq(id->value, text);
    if (check && !whole && sj_str_find(id->note, text, 0) == id->note.len)
        fail_msg("%s: the text as written is no note", rows[i].text);
    return SJ_OK;
}

static void reads_what_is_said_of_a_number(void **state SJ_UNUSED)
{
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        assert_int_equal(read_row(i, true), SJ_OK);
}

static void leaves_filled_fields_alone(void **state SJ_UNUSED)
{
    sj_entity_identifier id = {.country = SJ_S("FR"), .issued.from.year = 1999};
    sj_build_describe(&id, SJ_S("AB1234 (Libya) issued 1.2.2003"));
    assert_true(sj_str_eq(id.country, SJ_S("FR")));
    assert_int_equal(id.issued.from.year, 1999);
    sj_build_describe(&id, (sj_str){0});
    assert_int_equal(id.expires.from.year, 0);
}

static sj_status all_rows(void *ctx SJ_UNUSED)
{
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        SJ_TRY(read_row(i, false));
    return SJ_OK;
}
static void survives_no_memory(void **state SJ_UNUSED)
{
    sj_test_sweep(all_rows, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_what_is_said_of_a_number),
        cmocka_unit_test(leaves_filled_fields_alone),
        cmocka_unit_test(survives_no_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
