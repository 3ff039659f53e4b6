/* papers/number_ua.c -- Ukraine: taxpayer number (RNOKPP), register code (EDRPOU).
 *
 * Sources: Ministry of Finance order 822 of 29 September 2017 (days from 31
 * December 1899 to the birth 5, serial 4 whose last digit is odd for men, check
 * 1 by weights -1,5,7,9,4,6,10,5,7 modulo 11 modulo 10), State Statistics Service
 * (8 digits, weights 1..7 or 7,1..6 between 30000000 and 60000000, weights + 2 if
 * the remainder is 10, then modulo 10).
 *
 *   (1) A remainder of 10 becomes 0, so one change in about fifty is not seen. */
#include "papers/checkdigit.h"
#include "papers/number_int.h"

bool sj_number_read_rntrc(sj_number_work *w)
{
    static const uint8_t weight[9] = {10, 5, 7, 9, 4, 6, 10, 5, 7}; /* -1 is 10 modulo 11 */
    const uint32_t days = sj_number_value(w, 0, 5);
    sj_date d;
    /* The serials of spreadsheets count from the same day, but for a 29 February 1900. */
    if (!sj_date_from_excel(days < 60 ? days : days + 1, &d))
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 0, 5, "days since 31 December 1899");
    if (!sj_number_birth(w, (unsigned)d.year, d.month, d.day, 0))
        return false;
    sj_number_sex_is(w, (w->text[8] - '0') % 2 == 1);
    return sj_number_expect(w, 9, (char)('0' + sj_check_weighted(w->text, weight, 9) % 11 % 10));
}

bool sj_number_read_edrpou(sj_number_work *w)
{
    static const uint8_t outer[2][7] = {{1, 2, 3, 4, 5, 6, 7}, {3, 4, 5, 6, 7, 8, 9}};
    static const uint8_t inner[2][7] = {{7, 1, 2, 3, 4, 5, 6}, {9, 3, 4, 5, 6, 7, 8}};
    const uint32_t n = sj_number_value(w, 0, 8);
    const uint8_t(*weight)[7] = n >= 30000000 && n <= 60000000 ? inner : outer;
    unsigned r = sj_check_weighted(w->text, weight[0], 7) % 11;
    if (r == 10)
        r = sj_check_weighted(w->text, weight[1], 7) % 11;
    sj_number_add(w, SJ_NUMBER_FACT_HOLDER, SJ_S("company"), SJ_S(""));
    return sj_number_expect(w, 7, (char)('0' + r % 10));
}
