/* records/country_test.c -- names of states, and what is not guessed. */
#include "test.h"
#include "records/country_int.h"
#include "records/csv.h"
#include "sojourn/records.h"

static const struct {
    const char *text, *want;
} rows[] = {
    {"kp", "KP"},
    {"PRK", "KP"},
    {"408", "KP"},
    {"Korea, North", "KP"},
    {"DPRK", "KP"},
    {"Democratic People's Republic of Korea", "KP"},
    {"Democratic People\xE2\x80\x99s Republic of Korea", "KP"},
    {"KOREA, DEMOCRATIC PEOPLE'S REPUBLIC OF", "KP"},
    {"КНДР", "KP"},
    {"кндр", "KP"},
    {"조선민주주의인민공화국", "KP"},
    {"朝鮮", "KP"},
    {"Republic of Korea", "KR"},
    {"South Korean", "KR"},
    {"Great Britain", "GB"},
    {"The United Kingdom", "GB"},
    {"U.K.", "GB"},
    {"Palestinian", "PS"},
    {"Syrian", "SY"},
    {"Syria / Syrie", "SY"},
    {"Iran (Islamic Republic of)", "IR"},
    {"Iran, Islamic Republic of", "IR"},
    {"C\xC3\xB4te d'Ivoire", "CI"},
    {"COTE D IVOIRE", "CI"},
    {"T\xC3\xBCrkiye", "TR"},
    {"St. Kitts & Nevis", "KN"},
    {"Bosnia & Herzegovina", "BA"},
    {"USSR", "SU"},
    {"Yugoslavia", "YU"},
    {"Czechoslovakia", "CS"},
    {"German Democratic Republic", "DD"},
    {"Kosovo", "XK"},
    {"Burma", "MM"},
    {"Zaire", "CD"},
    {" Hong Kong ", "HK"},
    {"Congo", "CG"},
    {"Niger", "NE"},
    {"Nigerian", "NG"},
    {"Россия", "RU"},
    /* never a guess */
    {"", ""},
    {"Congolese", ""},
    {"Korea", ""},
    {"Syria / Iraq", ""},
    {"Nigeri", ""},
    {"Russian, Ukrainian", ""},
    {"Congo (Somewhere)", ""},
    {"unknown", ""},
    {"00", ""},
};

static void test_parse(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        const sj_str got = sj_country_parse(sj_str_from(rows[i].text));
        if (!sj_str_eq(got, sj_str_from(rows[i].want)))
            fail_msg("%s: got %.*s, want %s", rows[i].text, SJ_STR_FMT(got), rows[i].want);
    }
}

static void test_tables(void **state)
{
    (void)state;
    for (size_t i = 1; i < sj_country_key_count; i++)
        assert_true(sj_str_cmp(sj_country_key_table[i - 1].key, sj_country_key_table[i].key) < 0);
    for (size_t i = 1; i < sj_country_fold_count; i++)
        assert_true(sj_country_fold_table[i - 1].code_point < sj_country_fold_table[i].code_point);
    for (size_t i = 0; i < sj_country_row_count; i++) {
        const sj_str code = {sj_country_row_table[i].alpha2, 2};
        assert_true(sj_str_eq(sj_country_parse(code), code));
        assert_true(sj_str_eq(sj_country_parse(sj_country_name(code)), code));
    }
    assert_int_equal(sj_country_name(SJ_S("ZZ")).len, 0);
}

static void test_long_text(void **state)
{
    (void)state;
    char text[4000];
    memset(text, 'a', sizeof text);
    assert_int_equal(sj_country_parse((sj_str){text, sizeof text}).len, 0);
}

/* Every nationality of the 50,000 people that are on no list is understood. */
static void test_real_nationalities(void **state)
{
    (void)state;
    char path[512];
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_str *cell;
    size_t count;
    uint64_t line, unknown = 0;
    if (!sj_test_shared("screening/negatives_global.csv", path, sizeof path))
        return;
    assert_int_equal(sj_input_open(path, (sj_str){0}, SJ_INPUT_MAX_BYTES, &in, NULL), SJ_OK);
    assert_int_equal(sj_csv_new(in, NULL, &csv), SJ_OK);
    while (sj_csv_next(csv, &cell, &count, &line, NULL) == SJ_OK)
        if (line > 1 && count > 7 && cell[7].len && !sj_country_parse(cell[7]).len) {
            unknown++;
            printf("line %d: %.*s\n", (int)line, SJ_STR_FMT(cell[7]));
        }
    assert_int_equal(unknown, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parse),
        cmocka_unit_test(test_tables),
        cmocka_unit_test(test_long_text),
        cmocka_unit_test(test_real_nationalities),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
