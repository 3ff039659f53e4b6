/* papers/number_pl.c -- Poland: PESEL.
 *
 * Source: Population Registration Act of 24 September 2010, article 15 (YYMMDD
 * with the century in the month: 1800 +80, 1900 +0, 2000 +20, 2100 +40, 2200 +60;
 * serial 4 whose last digit is odd for men; check by weights 1,3,7,9).
 *
 *   (1) The weights are prime to 10: every change of one digit is seen. */
#include "papers/checkdigit.h"
#include "papers/number_int.h"

bool sj_number_read_pesel(sj_number_work *w)
{
    static const uint8_t weight[10] = {1, 3, 7, 9, 1, 3, 7, 9, 1, 3};
    const unsigned coded = sj_number_value(w, 2, 4), month = coded % 20;
    const unsigned century = coded >= 80 ? 1800 : 1900 + coded / 20 * 100;
    const unsigned day = sj_number_value(w, 4, 6);
    if (month == 0 || day == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 0, 6, "a day of the calendar");
    if (!sj_number_birth(w, century + sj_number_value(w, 0, 2), month, day, 0))
        return false;
    sj_number_sex_is(w, (w->text[9] - '0') % 2 == 1);
    const unsigned sum = sj_check_weighted(w->text, weight, 10);
    return sj_number_expect(w, 10, (char)('0' + (10 - sum % 10) % 10));
}
