/* papers/number_gulf.c -- the Emirates, Kuwait, Qatar: identity numbers.
 *
 * Sources: Federal Authority for Identity (784, year of birth 4, serial 7, check
 * by Luhn), Public Authority for Civil Information (century 2 or 3, YYMMDD,
 * serial 4, check by weights 2,1,6,3,7,9,10,5,8,4,2: 11 minus the remainder by
 * 11, 10 and 11 are never given), Ministry of Interior of Qatar (century 2 or 3,
 * year of birth 2, nationality 3 as ISO 3166-1 numeric, serial 5; no public check).
 *
 * These numbers are given to residents of every nationality; only Qatar's states
 * which. */
#include "papers/checkdigit.h"
#include "papers/number_int.h"

bool sj_number_read_ae(sj_number_work *w)
{
    const unsigned year = sj_number_value(w, 3, 7);
    if (memcmp(w->text, "784", 3) != 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COUNTRY, 0, 3, "784 (United Arab Emirates)");
    if (year < 1800 || year > 2099)
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 3, 4, "a year from 1800 to 2099");
    return sj_number_birth(w, year, 0, 0, 3) &&
           sj_number_expect(w, 14, sj_check_luhn(sj_number_span(w, 0, 14)));
}

static unsigned century(sj_number_work *w)
{
    if (w->text[0] == '2' || w->text[0] == '3')
        return w->text[0] == '2' ? 1900 : 2000;
    (void)sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 0, 1, "2 or 3 (century)");
    return 0;
}

bool sj_number_read_kw(sj_number_work *w)
{
    static const uint8_t weight[11] = {2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    const unsigned base = century(w), month = sj_number_value(w, 3, 5);
    const unsigned day = sj_number_value(w, 5, 7);
    if (base == 0)
        return false;
    if (month == 0 || day == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 1, 6, "a day of the calendar");
    if (!sj_number_birth(w, base + sj_number_value(w, 1, 3), month, day, 1))
        return false;
    const unsigned check = 11 - sj_check_weighted(w->text, weight, 11) % 11;
    if (check > 9)
        return sj_number_refuse(w, SJ_NUMBER_RULE_CHECK_DIGIT, 11, 1, "no digit: never given");
    return sj_number_expect(w, 11, (char)('0' + check));
}

bool sj_number_read_qa(sj_number_work *w)
{
    const unsigned base = century(w);
    const sj_str alpha2 = sj_number_region("ISO", sj_number_span(w, 3, 6));
    if (base == 0 || !sj_number_birth(w, base + sj_number_value(w, 1, 3), 0, 0, 0))
        return false;
    if (alpha2.len == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COUNTRY, 3, 3, "a numeric code of ISO 3166-1");
    sj_number_add(w, SJ_NUMBER_FACT_CITIZENSHIP, alpha2, sj_country_name(alpha2));
    sj_number_note(w, "the nationality is that at the first registration");
    return true;
}
