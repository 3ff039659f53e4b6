/* base/time.c -- a monotonic clock for progress and benches, and "now" in UTC
 * by arithmetic (no C library calendar: no locale, no time zone). */
#include "base/base.h"
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

uint64_t sj_time_monotonic_ns(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_MONOTONIC, &t);
    return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static uint64_t epoch_seconds(void)
{
    const char *fixed = getenv("SOURCE_DATE_EPOCH"); /* reproducible-builds.org */
    uint64_t n;
    if (fixed && sj_str_to_u64(sj_str_from(fixed), &n))
        return n;
    struct timespec t;
    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (uint64_t)t.tv_sec;
}

/* Days since 1970-01-01 to a proleptic Gregorian date: years are counted from
 * March so that the leap day is the last of its year. */
void sj_time_now(char ret[21])
{
    const uint64_t seconds = epoch_seconds() % 253402300800u; /* before year 10000 */
    const uint64_t days = seconds / 86400 + 719468, second = seconds % 86400;
    const uint64_t era = days / 146097, day_of_era = days % 146097;
    const uint64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const uint64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const uint64_t shifted = (5 * day_of_year + 2) / 153;
    const unsigned day = (unsigned)(day_of_year - (153 * shifted + 2) / 5 + 1);
    const unsigned month = (unsigned)(shifted < 10 ? shifted + 3 : shifted - 9);
    const unsigned year = (unsigned)(year_of_era + era * 400 + (month <= 2));
    (void)snprintf(ret, 21, "%04u-%02u-%02uT%02u:%02u:%02uZ", year % 10000, month % 100, day % 100,
                   (unsigned)(second / 3600), (unsigned)(second / 60 % 60),
                   (unsigned)(second % 60));
}
