/* The calendar against the C library's, through SOURCE_DATE_EPOCH. */
#include "test.h"
#include <time.h>

static void now_at(uint64_t seconds, char ret[21])
{
    char text[24];
    (void)snprintf(text, sizeof text, "%llu", (unsigned long long)seconds);
    assert_int_equal(setenv("SOURCE_DATE_EPOCH", text, 1), 0);
    sj_time_now(ret);
}

static void known_moments(void **state)
{
    (void)state;
    static const struct {
        uint64_t seconds;
        const char *want;
    } row[] = {
        {0, "1970-01-01T00:00:00Z"},
        {86399, "1970-01-01T23:59:59Z"},
        {951782400, "2000-02-29T00:00:00Z"},
        {4107542399, "2100-02-28T23:59:59Z"},
        {4107542400, "2100-03-01T00:00:00Z"},
        {253402300799, "9999-12-31T23:59:59Z"},
        {253402300800, "1970-01-01T00:00:00Z"}, /* a year of five digits wraps */
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        char got[21];
        now_at(row[i].seconds, got);
        assert_string_equal(got, row[i].want);
    }
}

static void every_day_of_six_centuries(void **state)
{
    (void)state;
    for (uint64_t day = 0; day < 366 * 600; day++) {
        char got[21], want[21];
        const time_t t = (time_t)(day * 86400 + day * 7919 % 86400);
        struct tm tm;
        assert_non_null(gmtime_r(&t, &tm));
        assert_int_equal(strftime(want, sizeof want, "%Y-%m-%dT%H:%M:%SZ", &tm), 20);
        now_at((uint64_t)t, got);
        assert_string_equal(got, want);
    }
}

static void clocks_run(void **state)
{
    (void)state;
    char got[21];
    assert_int_equal(setenv("SOURCE_DATE_EPOCH", "yesterday", 1), 0); /* no number: ignored */
    sj_time_now(got);
    assert_true(strcmp(got, "2026-01-01") > 0 && strlen(got) == 20);
    assert_int_equal(unsetenv("SOURCE_DATE_EPOCH"), 0);
    const uint64_t before = sj_time_monotonic_ns();
    assert_true(before > 0 && sj_time_monotonic_ns() >= before);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(known_moments),
        cmocka_unit_test(every_day_of_six_centuries),
        cmocka_unit_test(clocks_run),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
