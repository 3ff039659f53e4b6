/* papers/number_tr.c -- Türkiye: identity number of citizens and residents.
 *
 * Source: Population Services Act 5490; the rule of the two check digits as the
 * population administration applies it: the tenth is seven times the digits 1, 3,
 * 5, 7, 9 minus the digits 2, 4, 6, 8; the eleventh the sum of the first ten, both
 * modulo 10. Numbers of foreigners begin with 99. Nothing else is stated.
 *
 *   (1) The last digit is a plain sum: every change of one digit is seen. */
#include "papers/number_int.h"

bool sj_number_read_tckn(sj_number_work *w)
{
    unsigned odd = 0, even = 0;
    if (w->text[0] == '0')
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 0, 1, "1 to 9");
    for (size_t i = 0; i < 9; i++)
        *(i % 2 ? &even : &odd) += (unsigned)(w->text[i] - '0');
    const unsigned tenth = (odd * 7 + 100 - even) % 10;
    if (!sj_number_expect(w, 9, (char)('0' + tenth)))
        return false;
    if (memcmp(w->text, "99", 2) == 0)
        sj_number_add(w, SJ_NUMBER_FACT_CITIZENSHIP, SJ_S("foreigner"), SJ_S(""));
    return sj_number_expect(w, 10, (char)('0' + (odd + even + tenth) % 10));
}
