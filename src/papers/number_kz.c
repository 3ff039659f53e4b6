/* papers/number_kz.c -- Kazakhstan: IIN of people, BIN of organisations.
 *
 * Source: Law 223-III of 12 January 2007 on national registers of identification
 * numbers, and the rules under it. IIN: YYMMDD, century and sex 1..6, serial 4,
 * check 1. BIN: year and month of registration 4, kind of entity (4 resident, 5
 * non-resident, 6 joint enterprise of sole traders), part (0 head, 1 branch, 2 representation, 3
 * farm), serial 5, check 1. Check: weights 1..11 modulo 11; if that gives 10, the
 * weights 3..11,1,2; a number that gives 10 again is never issued.
 *
 *   (1) A change of one digit moves a first sum that is not 10; only where the
 *       second weights come in may a change stay unseen. */
#include "papers/checkdigit.h"
#include <stdio.h>
#include "papers/number_int.h"

static bool check(sj_number_work *w)
{
    static const uint8_t first[11] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    static const uint8_t second[11] = {3, 4, 5, 6, 7, 8, 9, 10, 11, 1, 2};
    unsigned r = sj_check_weighted(w->text, first, 11) % 11;
    if (r == 10)
        r = sj_check_weighted(w->text, second, 11) % 11;
    if (r == 10)
        return sj_number_refuse(w, SJ_NUMBER_RULE_CHECK_DIGIT, 11, 1, "no digit: never given");
    return sj_number_expect(w, 11, (char)('0' + r));
}

bool sj_number_read_iin(sj_number_work *w)
{
    const unsigned c = (unsigned)(w->text[6] - '0');
    if (c < 1 || c > 6)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 6, 1, "1 to 6 (century and sex)");
    const unsigned month = sj_number_value(w, 2, 4), day = sj_number_value(w, 4, 6);
    if (month == 0 || day == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 0, 6, "a day of the calendar");
    if (!sj_number_birth(w, 1800 + (c - 1) / 2 * 100 + sj_number_value(w, 0, 2), month, day, 0))
        return false;
    sj_number_sex_is(w, c % 2 == 1);
    return check(w);
}

static sj_str part_name(char c)
{
    static const sj_str name[] = {
        {"head unit", 9}, {"branch", 6}, {"representation", 14}, {"farm", 4}};
    return c <= '3' ? name[c - '0'] : SJ_S("");
}

bool sj_number_read_bin(sj_number_work *w)
{
    char issued[16];
    const unsigned yy = sj_number_value(w, 0, 2), month = sj_number_value(w, 2, 4);
    const unsigned year = yy >= 91 ? 1900 + yy : 2000 + yy; /* the register begins in 1991 */
    const char kind = w->text[4];
    if (month < 1 || month > 12)
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 2, 2, "a month");
    if (sj_number_is_future(w, (sj_date){(int16_t)year, (uint8_t)month, 0}))
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 0, 4, "a month that has been");
    if (kind < '4' || kind > '6')
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 4, 1, "4, 5 or 6 (kind of entity)");
    const int n = snprintf(issued, sizeof(issued), "%04u-%02u", year, month);
    sj_number_add(w, SJ_NUMBER_FACT_ISSUED, (sj_str){issued, (size_t)n}, SJ_S(""));
    sj_number_add(w, SJ_NUMBER_FACT_HOLDER, sj_number_span(w, 4, 5),
                  kind == '4'   ? SJ_S("resident company")
                  : kind == '5' ? SJ_S("non-resident company")
                                : SJ_S("joint enterprise of sole traders"));
    sj_number_add(w, SJ_NUMBER_FACT_BRANCH, sj_number_span(w, 5, 6), part_name(w->text[5]));
    return check(w);
}
