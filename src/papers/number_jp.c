/* papers/number_jp.c -- Japan: My Number of people, corporate numbers.
 *
 * Sources: Ordinance 85/2014 of the Ministry of Internal Affairs, article 5
 * (weights 2..7, 2..6 from the right, modulo 11, remainders 0 and 1 give 0: one
 * change in about fifty is not seen), Ordinance 70/2014 of the Ministry of
 * Finance, article 2 (check digit in front, 9 minus a sum modulo 9).
 *
 * Neither number states anything of its holder. */
#include "papers/checkdigit.h"
#include "papers/number_int.h"

bool sj_number_read_my_number(sj_number_work *w)
{
    static const uint8_t weight[11] = {6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2};
    const unsigned r = sj_check_weighted(w->text, weight, 11) % 11;
    return sj_number_expect(w, 11, (char)(r <= 1 ? '0' : '0' + (11 - r)));
}

bool sj_number_read_jp_company(sj_number_work *w)
{
    static const uint8_t weight[12] = {2, 1, 2, 1, 2, 1, 2, 1, 2, 1, 2, 1};
    const unsigned sum = sj_check_weighted(w->text + 1, weight, 12);
    sj_number_add(w, SJ_NUMBER_FACT_HOLDER, SJ_S("company"), SJ_S(""));
    return sj_number_expect(w, 0, (char)('0' + (9 - sum % 9)));
}
