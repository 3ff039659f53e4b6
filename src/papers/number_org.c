/* papers/number_org.c -- identifiers of organisations and ships that no state
 * gives: BIC, LEI, IMO.
 *
 * Sources: ISO 9362:2022 (BIC: party prefix 4, country 2, suffix 2, branch 3),
 * ISO 17442-1:2020 (LEI: issuer 4, entity 14, check 2 by ISO 7064 MOD 97-10), IMO
 * resolution A.1117(30) (ships: 7 digits, weights 7..2, the sum ends in the check
 * digit), MSC.160(78) and the rule of its number keeper (companies: weights 8, 6,
 * 4, 2, 9, 7, 11 minus the remainder by 11, modulo 10).
 *
 *   (1) BIC has no check digit: its country must be one. A prefix of letters
 *       only, as SWIFT gives them, though the standard allows digits.
 *   (2) A ship's number goes with the hull; weights 2, 4, 5, 6 share a factor
 *       with 10, so some changes of one digit are not seen. */
#include "papers/checkdigit.h"
#include <stdio.h>
#include "papers/number_int.h"

/* States of ISO 3166-3 whose codes have been withdrawn. */
static bool is_former(sj_str country)
{
    static const char *const former[] = {"AN", "CS", "DD", "SU", "YU"};
    for (size_t i = 0; i < SJ_COUNT(former); i++)
        if (sj_str_eq(country, sj_str_from(former[i])))
            return true;
    return false;
}

bool sj_number_read_bic(sj_number_work *w)
{
    const sj_str country = sj_number_span(w, 4, 6), name = sj_country_name(country);
    if (name.len == 0 || is_former(country))
        return sj_number_refuse(w, SJ_NUMBER_RULE_COUNTRY, 4, 2, "a country code of ISO 3166-1");
    (void)snprintf(w->out->country, sizeof(w->out->country), "%.2s", country.ptr);
    sj_number_add(w, SJ_NUMBER_FACT_ISSUER, country, name);
    sj_number_add(w, SJ_NUMBER_FACT_BANK, sj_number_span(w, 0, 4), SJ_S(""));
    if (w->len == 11)
        sj_number_add(w, SJ_NUMBER_FACT_BRANCH, sj_number_span(w, 8, 11),
                      memcmp(w->text + 8, "XXX", 3) == 0 ? SJ_S("head office") : SJ_S(""));
    if (w->text[7] == '0')
        sj_number_note(w, "a test code: not for payments");
    if (w->text[7] == '1')
        sj_number_note(w, "not connected to the network");
    return true;
}

bool sj_number_read_lei(sj_number_work *w)
{
    char body[20];
    memcpy(body, w->text, 18);
    memcpy(body + 18, "00", 2);
    sj_number_add(w, SJ_NUMBER_FACT_ISSUER, sj_number_span(w, 0, 4), SJ_S("local operating unit"));
    return sj_number_expect_pair(w, 18, 98 - sj_check_mod_97((sj_str){body, 20}));
}

/* "IMO" in front is part of the custom, not of the number. */
static bool read_seven(sj_number_work *w)
{
    if (w->len > 3 && memcmp(w->text, "IMO", 3) == 0) {
        memmove(w->text, w->text + 3, w->len - 2);
        memmove(w->at, w->at + 3, w->len - 2);
        w->len -= 3;
    }
    sj_number_set_normal(w, (sj_str){w->text, w->len});
    return sj_number_form_match(w, "7n");
}

bool sj_number_read_imo(sj_number_work *w)
{
    static const uint8_t weight[6] = {7, 6, 5, 4, 3, 2};
    return read_seven(w) &&
           sj_number_expect(w, 6, (char)('0' + sj_check_weighted(w->text, weight, 6) % 10));
}

bool sj_number_read_imo_company(sj_number_work *w)
{
    static const uint8_t weight[6] = {8, 6, 4, 2, 9, 7};
    if (!read_seven(w))
        return false;
    const unsigned r = sj_check_weighted(w->text, weight, 6) % 11;
    return sj_number_expect(w, 6, (char)('0' + (11 - r) % 10));
}
