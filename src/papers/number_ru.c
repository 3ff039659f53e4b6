/* papers/number_ru.c -- Russia: INN, SNILS, OGRN, the internal passport.
 *
 * Sources: Federal Tax Service order MMV-7-6/435@ (INN), Pension Fund resolution
 * 473p (SNILS), Ministry of Finance order 165n (OGRN), Government resolution 828
 * and the order of the Ministry of the Interior on its blanks (passport: series =
 * OKATO code of the region 2, year in which the blank was printed 2; number 6).
 *
 *   (1) INN: weighted sums modulo 11 whose remainder 10 becomes 0, so one change
 *       in about fifty is not seen. SNILS: modulo 101, 100 becomes 00; numbers up
 *       to 001-001-998 carry no check.
 *   (2) The region is that of the office which gave the number.
 *   (3) A passport number has no check digit; its year is that of the blank, at
 *       most a few years before the issue. */
#include "papers/checkdigit.h"
#include "papers/number_int.h"

static const uint8_t inn_weight[12] = {3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8, 0};

static void add_subject(sj_number_work *w, size_t at)
{
    const sj_str code = sj_number_span(w, at, at + 2);
    sj_number_add(w, SJ_NUMBER_FACT_REGION, code, sj_number_region("RU", code));
}

/* The check digit behind the first `count` digits, by the last weights. */
static char inn_check(const sj_number_work *w, size_t count)
{
    return (char)('0' + sj_check_weighted(w->text, inn_weight + (11 - count), count) % 11 % 10);
}

bool sj_number_read_inn(sj_number_work *w)
{
    const bool person = w->len == 12, foreign = !person && memcmp(w->text, "9909", 4) == 0;
    sj_number_add(w, SJ_NUMBER_FACT_HOLDER, person ? SJ_S("person") : SJ_S("company"),
                  foreign ? SJ_S("foreign organisation") : SJ_S(""));
    add_subject(w, 0);
    sj_number_add(w, SJ_NUMBER_FACT_ISSUER, sj_number_span(w, 0, 4), SJ_S("tax office"));
    if (!person)
        return sj_number_expect(w, 9, inn_check(w, 9));
    return sj_number_expect(w, 10, inn_check(w, 10)) && sj_number_expect(w, 11, inn_check(w, 11));
}

bool sj_number_read_snils(sj_number_work *w)
{
    static const uint8_t weight[9] = {9, 8, 7, 6, 5, 4, 3, 2, 1};
    if (sj_number_value(w, 0, 9) == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_RESERVED, 0, 9, "a number from 1");
    if (sj_number_value(w, 0, 9) <= 1001998) {
        sj_number_note(w, "numbers up to 001-001-998 carry no check");
        return true;
    }
    return sj_number_expect_pair(w, 9, sj_check_weighted(w->text, weight, 9) % 101 % 100);
}

/* The digits in front of the check, modulo 11 or 13. */
static unsigned ogrn_remainder(const sj_number_work *w)
{
    const unsigned modulus = (unsigned)w->len - 2;
    unsigned r = 0;
    for (size_t i = 0; i + 1 < w->len; i++)
        r = (r * 10 + (unsigned)(w->text[i] - '0')) % modulus;
    return r;
}

bool sj_number_read_ogrn(sj_number_work *w)
{
    const bool company = w->len == 13;
    const char c = w->text[0];
    if (company && c != '1' && c != '5')
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 0, 1, "1 or 5 (OGRN)");
    if (!company && c != '3')
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 0, 1, "3 (OGRNIP)");
    const unsigned year = 2000 + sj_number_value(w, 1, 3);
    sj_number_add(w, SJ_NUMBER_FACT_HOLDER, company ? SJ_S("company") : SJ_S("person"),
                  company ? SJ_S("") : SJ_S("sole trader"));
    sj_number_year(w, SJ_NUMBER_FACT_ISSUED, year);
    add_subject(w, 3);
    if (!sj_number_expect(w, w->len - 1, (char)('0' + ogrn_remainder(w) % 10)))
        return false;
    if (sj_number_is_future(w, (sj_date){(int16_t)year, 0, 0}))
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 1, 2, "a year that has been");
    return true;
}

bool sj_number_read_ru_passport(sj_number_work *w)
{
    const unsigned yy = sj_number_value(w, 2, 4), year = yy >= 97 ? 1900 + yy : 2000 + yy;
    const sj_str okato = sj_number_span(w, 0, 2), name = sj_number_region("OKATO", okato);
    if (name.len == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_REGION, 0, 2, "a region of OKATO");
    if (sj_number_is_future(w, (sj_date){(int16_t)year, 0, 0}))
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 2, 2, "a year that has been");
    sj_number_add(w, SJ_NUMBER_FACT_REGION, okato, name);
    sj_number_year(w, SJ_NUMBER_FACT_ISSUED, year);
    sj_number_add(w, SJ_NUMBER_FACT_CITIZENSHIP, SJ_S("RU"), sj_country_name(SJ_S("RU")));
    sj_number_note(w, "the year is that in which the blank was printed");
    return true;
}
