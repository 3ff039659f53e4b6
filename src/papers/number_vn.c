/* papers/number_vn.c -- Vietnam: citizen identity number, tax code.
 *
 * Sources: Decree 137/2015/ND-CP, article 13 and Circular 07/2016/TT-BCA with
 * the codes of provinces (province of birth registration 3, century and sex 1,
 * year of birth 2, random 6; no check digit), Circular 105/2020/TT-BTC (tax code:
 * province of the tax office and serial 9, check 1, branch 3).
 *
 *   (1) A person born abroad has a code of the country of birth in place of the
 *       province; those codes are not in the table and refuse nothing but 000.
 *   (2) Tax code: weights modulo 11, 10 minus the remainder; a remainder of 0
 *       would need the digit 10 and is never given, so every change is seen. */
#include "papers/checkdigit.h"
#include "papers/number_int.h"

bool sj_number_read_cccd(sj_number_work *w)
{
    const unsigned c = (unsigned)(w->text[3] - '0');
    const sj_str province = sj_number_span(w, 0, 3), name = sj_number_region("VN", province);
    if (sj_number_value(w, 0, 3) == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_REGION, 0, 3, "a province or country code");
    sj_number_add(w, SJ_NUMBER_FACT_REGION, province, name);
    if (name.len == 0)
        sj_number_note(w, "the code is of no province: registered abroad, or unknown");
    if (!sj_number_birth(w, 1900 + c / 2 * 100 + sj_number_value(w, 4, 6), 0, 0, 3))
        return false;
    sj_number_sex_is(w, c % 2 == 0);
    return true;
}

bool sj_number_read_mst(sj_number_work *w)
{
    static const uint8_t weight[9] = {31, 29, 23, 19, 17, 13, 7, 5, 3};
    const unsigned r = sj_check_weighted(w->text, weight, 9) % 11;
    if (sj_number_value(w, 2, 9) == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 2, 7, "a serial number");
    if (w->len == 13 && sj_number_value(w, 10, 13) == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 10, 3, "a branch from 001");
    if (r == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_CHECK_DIGIT, 9, 1, "no digit: never given");
    if (w->len == 13)
        sj_number_add(w, SJ_NUMBER_FACT_BRANCH, sj_number_span(w, 10, 13), SJ_S(""));
    return sj_number_expect(w, 9, (char)('0' + (10 - r)));
}
