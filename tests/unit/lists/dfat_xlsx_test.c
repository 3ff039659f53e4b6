/* Tests of lists/dfat_xlsx.c on small workbooks made here: what comes out of a row. The
 * real file is audited in audit_tables_test.c. */
#include "test.h"
#include "lists/reader.h"
#include "zip_writer.h"

enum { COLUMNS = 7 };

static sj_str make_book(const char *citizenship, const char *information, zip_writer *z)
{
    const char *all[] = {"Reference",    "Name of Individual or Entity",
                         "Type",         "Name Type",
                         "Citizenship",  "Additional Information",
                         "Control Date", "7",
                         "Test Person",  "Individual",
                         "Primary Name", citizenship,
                         information,    "45607"};
    return zip_book(z, "Sheet1", all, COLUMNS, 2);
}

static sj_status read_book(sj_str bytes, sj_arena *arena, sj_list *ret)
{
    const sj_list_options options = {.expected = SJ_LIST_DFAT_XLSX};
    return sj_list_read_memory(bytes, &options, arena, ret, NULL);
}

static void citizenships(void **state SJ_UNUSED)
{
    static const struct {
        const char *cell, *want; /* states, a blank between; '-' is unknown */
    } rows[] = {
        {"Afghanistan", "AF "},
        {"Trinidad and Tobago", "TT "},
        {"a) Trinidad and Tobago b) United States of America", "TT US "},
        {"United Kingdom of Great Britain and Northern Ireland", "GB "},
        {"Moldovan, Russian and Ukrainian", "MD RU UA "},
        {"Malian / Mauritanian", "ML MR "},
        {"Turkish/Jordanian", "TR JO "},
        {"Korea, North", "KP "},
        {"Russian and Martian", "- "},
        {"Congolese", "- "},
        {"na", ""},
        {",", "- "},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        SJ_SCOPED(sj_buf) got = {0};
        zip_writer z = {0};
        sj_list list = {0};
        assert_int_equal(read_book(make_book(rows[i].cell, "", &z), &arena, &list), SJ_OK);
        const sj_entity *e = &list.entity[0];
        for (size_t k = 0; k < e->fact_count; k++)
            if (e->fact[k].kind == SJ_FACT_NATIONALITY)
                sj_buf_addf(&got, "%.*s ",
                            SJ_STR_FMT(e->fact[k].country.len ? e->fact[k].country : SJ_S("-")));
        if (!sj_str_eq(sj_buf_str(&got), sj_str_from(rows[i].want)))
            fail_msg("%s: %.*s", rows[i].cell, SJ_STR_FMT(sj_buf_str(&got)));
        zip_done(&z);
    }
}

static void numbers_in_remarks(void **state SJ_UNUSED)
{
    SJ_SCOPED(sj_arena) arena = {0};
    zip_writer z = {0};
    sj_list list = {0};
    const sj_str bytes = make_book("", "Title: Mr. Passport no.: 654110043 (Iran)", &z);
    assert_int_equal(read_book(bytes, &arena, &list), SJ_OK);
    const sj_entity *e = &list.entity[0];
    assert_int_equal(e->identifier_count, 1);
    assert_true(sj_str_eq(e->identifier[0].value, SJ_S("654110043")));
    assert_true(sj_str_eq(e->identifier[0].country, SJ_S("IR")));
    zip_done(&z);
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    return read_book(*(const sj_str *)ctx, &arena, &list);
}

static void out_of_memory(void **state SJ_UNUSED)
{
    zip_writer z = {0};
    sj_str bytes = make_book("Malian / Mauritanian", "Passport no: a) 381420565 b) 654120219", &z);
    assert_int_equal(story(&bytes), SJ_OK);
    sj_test_sweep(story, &bytes, 0);
    zip_done(&z);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(citizenships),
                                       cmocka_unit_test(numbers_in_remarks),
                                       cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
