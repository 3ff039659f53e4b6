/* records/date_test.c -- every form, what it means, what is no date. */
#include "test.h"
#include "sojourn/records.h"

static const struct row {
    const char *text, *want; /* NULL: no date */
} rows[] = {
    {"1945-04-29", "1945-04-29"},
    {"1945-04", "1945-04"},
    {"1945", "1945"},
    {"1945/04/29", "1945-04-29"},
    {"19450429", "1945-04-29"},
    {"1945-04-29T00:00:00Z", "1945-04-29"},
    {"1960-01-01-05:00", "1960-01-01"},
    {"2021-01-18T19:05:08.142-05:00", "2021-01-18"},
    {"29 Apr 1945", "1945-04-29"},
    {"29 APRIL 1945", "1945-04-29"},
    {"29-Apr-1945", "1945-04-29"},
    {"Apr 1945", "1945-04"},
    {"June 30, 2012", "2012-06-30"},
    {"8 Oct.1970", "1970-10-08"},
    {"12 Apr. 1960", "1960-04-12"},
    {"29.4.1945", "1945-04-29"},
    {"7.8. 1978", "1978-08-07"},
    {"28.01 1966", "1966-01-28"},
    {"6.5.1974.", "1974-05-06"},
    {"29/04/1945", "1945-04-29"},
    {"04/1945", "1945-04"},
    {"00/00/1964", "1964"},
    {"00/03/1964", "1964-03"},
    {"dd/mm/1970", "1970"},
    {"15/08/19yy", "1900/1999"},
    {"circa 1966", "~1966"},
    {"c. 1966", "~1966"},
    {"1970 circa", "~1970"},
    {"~1966", "~1966"},
    {"1980 (presumed)", "~1980"},
    {"(probably) 1944", "~1944"},
    {"on or around 3.4.1973", "~1973-04-03"},
    {"Approximately 1964", "~1964"},
    {"circa 1979-1982", "~1979/1982"},
    {"1966-1968", "1966/1968"},
    {"1966-68", "1966/1968"},
    {"1966 \xE2\x80\x93 1968", "1966/1968"},
    {"1966 to 1968", "1966/1968"},
    {"1968 to 1966", "1966/1968"},
    {"Between 1957 and 1960", "1957/1960"},
    {"1957/1958", "1957/1958"},
    {"1957 or 1958", "1957/1958"},
    {"1979, 1980 or 1981", "1979/1981"},
    {"30 Jun 1960 to 30 Jul 1960", "1960-06-30/1960-07-30"},
    {"between 1.1.1961 and 31.12.1963", "1961-01-01/1963-12-31"},
    {"March/April 1965", "1965-03/1965-04"},
    {"March 1968/1969", "1968-03/1969-03"},
    {"9.6.1981 or 1982", "1981-06-09/1982-06-09"},
    {"1960 or August 1961", "1960/1961-08"},
    {"1961-08/1963", "1961-08/1963"},
    {"1961-08-01/1963", "1961-08-01/1963"},
    {"16.6.1981 or 16.6.1980", "1980-06-16/1981-06-16"},
    {"early 1980s", "~1980/1984"},
    {"mid-1980s", "~1983/1987"},
    {"late 1970s", "~1975/1979"},
    {"1970s", "1970/1979"},
    {"1970's", "1970/1979"},
    {"5.9.1990 (Singapore)", "1990-09-05"},
    {"(a) 15.1.1973", "1973-01-15"},
    {"DOB 12 Feb 1961", "1961-02-12"},
    {"1938年", "1938"},
    {"1938年4月", "1938-04"},
    {"1938年4月5日", "1938-04-05"},
    {"1950년 3월 2일생", "1950-03-02"},
    {"1er janvier 1960", "1960-01-01"},
    {"3 ao\xC3\xBBt 1961", "1961-08-03"},
    {"29 de abril de 1945", "1945-04-29"},
    {"7 de mar\xC3\xA7o de 1950", "1950-03-07"},
    {"1. M\xC3\xA4rz 1950", "1950-03-01"},
    {"12 мая 1970 г.", "1970-05-12"},
    {"12 Травня 1970 року", "1970-05-12"},
    {"29 Feb 1960", "1960-02-29"},
    /* no dates */
    {"", NULL},
    {"30.2.1960", NULL},
    {"29 Feb 1961", NULL},
    {"1.13.1960", NULL},
    {"28 September", NULL},
    {"10 October (year unknown)", NULL},
    {"1.2.60", NULL},
    {"before 1964", NULL},
    {"до 1964", NULL},
    {"31.8.1995, 7.9.2002", NULL},
    {"(a) 1974, (b) 1975", NULL},
    {"24.6.1402 (Hijri Calendar)", NULL},
    {"Approximately (29 years old)", NULL},
    {"BUREAU 39", NULL},
    {"8.5.1967 Gender: female", NULL},
    {"0000", NULL},
    {"unknown", NULL},
    {"99999999999999999999", NULL},
    {"1966 to", NULL},
    {"12345", NULL},
};

static void test_parse(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        sj_date_range r = {.circa = true};
        char text[32] = "";
        const bool read = sj_date_parse(sj_str_from(rows[i].text), &r);
        const size_t len = read ? sj_date_write(&r, text) : 0;
        assert_int_equal(len, strlen(text));
        if (!read)
            assert_true(r.circa && r.from.year == 0); /* unchanged */
        if (read != (rows[i].want != NULL) || (read && strcmp(text, rows[i].want) != 0))
            fail_msg("%s: got %s, want %s", rows[i].text, read ? text : "none",
                     rows[i].want ? rows[i].want : "none");
    }
}

/* What is written is read back as the same. */
static void test_round_trip(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        sj_date_range r, back;
        char text[32], again[32];
        if (!sj_date_parse(sj_str_from(rows[i].text), &r))
            continue;
        const size_t len = sj_date_write(&r, text);
        assert_true(sj_date_parse((sj_str){text, len}, &back));
        sj_date_write(&back, again);
        assert_string_equal(text, again);
    }
}

static void test_days(void **state)
{
    (void)state;
    assert_int_equal(sj_date_first_day((sj_date){1970, 1, 1}), 0);
    assert_int_equal(sj_date_first_day((sj_date){2000, 3, 1}), 11017);
    assert_int_equal(sj_date_last_day((sj_date){1969, 0, 0}), -1);
    assert_int_equal(sj_date_last_day((sj_date){2000, 2, 0}), 11016);
    assert_int_equal(sj_date_first_day((sj_date){1, 1, 1}), -719162);
    int32_t day = sj_date_first_day((sj_date){1899, 1, 1});
    for (int16_t year = 1899; year <= 2101; year++)
        for (uint8_t month = 1; month <= 12; month++) {
            assert_int_equal(sj_date_first_day((sj_date){year, month, 0}), day);
            day = sj_date_last_day((sj_date){year, month, 0}) + 1;
        }
}

static void test_excel(void **state)
{
    (void)state;
    static const struct {
        uint64_t serial;
        sj_date want;
    } excel[] = {{1, {1900, 1, 1}},      {59, {1900, 2, 28}},       {61, {1900, 3, 1}},
                 {16556, {1945, 4, 29}}, {2958465, {9999, 12, 31}}, {36526, {2000, 1, 1}},
                 {25569, {1970, 1, 1}},  {45292, {2024, 1, 1}}};
    for (size_t i = 0; i < SJ_COUNT(excel); i++) {
        sj_date d = {0};
        assert_true(sj_date_from_excel(excel[i].serial, &d));
        if (d.year != excel[i].want.year || d.month != excel[i].want.month ||
            d.day != excel[i].want.day)
            fail_msg("%d: %d-%d-%d", (int)excel[i].serial, d.year, d.month, d.day);
    }
    sj_date d;
    assert_false(sj_date_from_excel(0, &d));
    assert_false(sj_date_from_excel(60, &d)); /* 1900-02-29 never was */
    assert_false(sj_date_from_excel(2958466, &d));
}

static void test_valid(void **state)
{
    (void)state;
    assert_true(sj_date_valid((sj_date){1960, 2, 29}));
    assert_true(sj_date_valid((sj_date){1960, 0, 0}));
    assert_false(sj_date_valid((sj_date){1900, 2, 29}));
    assert_false(sj_date_valid((sj_date){0, 1, 1}));
    assert_false(sj_date_valid((sj_date){1960, 0, 1}));
    assert_false(sj_date_valid((sj_date){1960, 13, 1}));
    assert_false(sj_date_valid((sj_date){1960, 4, 31}));
}

static void days_and_dates(void **state)
{
    (void)state;
    for (int32_t day = -719162; day <= 2932896; day += 37) { /* 0001-01-01 to 9999-12-31 */
        const sj_date d = sj_date_from_day(day);
        assert_true(sj_date_valid(d));
        assert_int_equal(sj_date_first_day(d), day);
    }
    assert_int_equal(sj_date_from_day(-719163).year, 0);
    assert_int_equal(sj_date_from_day(2932897).year, 0);
}

static void test_two_ways(void **state)
{
    static const char *const yes[] = {"03/04/1986", "3/4/1986", " 12-11-2001 ", "3-04-1986"};
    static const char *const no[] = {"",           "1986-04-03",  "13/04/1986", "04/13/1986",
                                     "04/04/1986", "03.04.1986",  "03/04/86",   "0/04/1986",
                                     "3 Apr 1986", "03/04/1986/1"};
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(yes); i++)
        assert_true(sj_date_is_two_ways(sj_str_from(yes[i])));
    for (size_t i = 0; i < SJ_COUNT(no); i++)
        assert_false(sj_date_is_two_ways(sj_str_from(no[i])));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two_ways), cmocka_unit_test(days_and_dates),
        cmocka_unit_test(test_parse),    cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_days),     cmocka_unit_test(test_excel),
        cmocka_unit_test(test_valid),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
