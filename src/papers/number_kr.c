/* papers/number_kr.c -- South Korea: residents, foreigners, businesses.
 *
 * Sources: Resident Registration Act and its enforcement rules (YYMMDD, then
 * century and sex, then until 4 October 2020 region 4, order 1, check 1),
 * Immigration Act (foreign registration: the same shape, its own check), National
 * Tax Service (business number: office 3, kind 2, serial 4, check 1).
 *
 * Since 5 October 2020 the last six digits of new resident and foreign numbers
 * are random: neither region nor check digit is there to be read. Old numbers
 * stay as they were, and anybody may get a new one (naturalisation, settlement,
 * a change after a leak), so the birth date does not tell which kind it is:
 *
 *   (1) The check digit agrees: the region is stated, with a note that a random
 *       number agrees one time in ten.
 *   (2) It does not agree: refused only if as_of is before 5 October 2020, or if
 *       the holder was born before 1900 and so died before that day; otherwise valid, state
 * DISAGREES, with a note. (3) Weights 2..9,2..5, modulo 11: 11 - r for residents, 13 - r for
 * foreigners, modulo 10; so two of eleven remainders share a digit and one change in about ten is
 * not seen. Numbers of foreigners that stand as resident numbers are taken with either. */
#include "papers/checkdigit.h"
#include "papers/number_int.h"

static const sj_date random_since = {2020, 10, 5};

static char check_digit(const sj_number_work *w, unsigned base)
{
    static const uint8_t weight[12] = {2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5};
    return (char)('0' + (base - sj_check_weighted(w->text, weight, 12) % 11) % 10);
}

static unsigned century_of(char c)
{
    static const unsigned century[10] = {1800, 1900, 1900, 2000, 2000,
                                         1900, 1900, 2000, 2000, 1800};
    return century[c - '0'];
}

static bool is_foreign(char c)
{
    return c >= '5' && c <= '8';
}

/* Shown before, or of somebody born in the 1800s: none of them lived to get a new one. */
static bool shown_before_random(const sj_number_work *w)
{
    return w->out->birth.year < 1900 ||
           (w->as_of.year && sj_date_last_day(w->as_of) < sj_date_first_day(random_since));
}

static bool born_before_random(const sj_number_work *w)
{
    return sj_date_first_day(w->out->birth) < sj_date_first_day(random_since);
}

static bool read_old_tail(sj_number_work *w, bool region)
{
    w->out->check = SJ_NUMBER_CHECK_AGREES;
    const sj_str code = sj_number_span(w, 7, 9);
    if (region)
        sj_number_add(w, SJ_NUMBER_FACT_REGION, code, sj_number_region("KR", code));
    if (!shown_before_random(w))
        sj_number_note(w, "the check digit agrees; since 5 October 2020 the last six digits are "
                          "random and agree by chance one time in ten");
    return true;
}

static bool read_random_tail(sj_number_work *w, char expected)
{
    if (shown_before_random(w))
        return sj_number_expect(w, 12, expected);
    w->out->check = SJ_NUMBER_CHECK_DISAGREES;
    sj_number_note(w, born_before_random(w)
                          ? "the check digit does not agree: only a number given since 5 October "
                            "2020, whose last six digits are random, may have that"
                          : "given since 5 October 2020: the last six digits are random, there "
                            "is no check digit");
    return true;
}

static bool read_head(sj_number_work *w)
{
    const char c = w->text[6];
    if (!sj_number_birth(w, century_of(c) + sj_number_value(w, 0, 2), sj_number_value(w, 2, 4),
                         sj_number_value(w, 4, 6), 0))
        return false;
    if (w->out->birth.month == 0 || w->out->birth.day == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 0, 6, "a day of the calendar");
    sj_number_sex_is(w, (c - '0') % 2 == 1);
    sj_number_add(w, SJ_NUMBER_FACT_CITIZENSHIP,
                  is_foreign(c) ? SJ_S("foreigner") : SJ_S("citizen"), SJ_S(""));
    return true;
}

bool sj_number_read_rrn(sj_number_work *w)
{
    if (!read_head(w))
        return false;
    const bool foreign = is_foreign(w->text[6]);
    const bool place = foreign || sj_number_value(w, 7, 9) <= 96;
    const bool agrees =
        w->text[12] == check_digit(w, 11) || (foreign && w->text[12] == check_digit(w, 13));
    if (agrees && place && born_before_random(w))
        return read_old_tail(w, !foreign);
    if (agrees && !place && shown_before_random(w))
        return sj_number_refuse(w, SJ_NUMBER_RULE_REGION, 7, 2, "a region from 00 to 96");
    return read_random_tail(w, check_digit(w, 11));
}

bool sj_number_read_arc(sj_number_work *w)
{
    if (!is_foreign(w->text[6]))
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 6, 1, "5, 6, 7 or 8 (a foreigner)");
    if (!read_head(w))
        return false;
    const char expected = check_digit(w, 13);
    if (w->text[12] == expected && born_before_random(w))
        return read_old_tail(w, false);
    return read_random_tail(w, expected);
}

static sj_str business_kind(unsigned n)
{
    if ((n >= 1 && n <= 79) || n >= 90)
        return SJ_S("sole trader");
    if (n == 81 || (n >= 86 && n <= 88))
        return SJ_S("head office of a company for profit");
    if (n == 82)
        return SJ_S("body not for profit");
    if (n == 83)
        return SJ_S("state or local government");
    if (n == 84)
        return SJ_S("foreign company");
    if (n == 85)
        return SJ_S("branch of a company");
    return SJ_S("association");
}

bool sj_number_read_kr_company(sj_number_work *w)
{
    static const uint8_t weight[9] = {1, 3, 7, 1, 3, 7, 1, 3, 5};
    const unsigned kind = sj_number_value(w, 3, 5);
    if (sj_number_value(w, 0, 3) < 101)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 0, 3, "a tax office from 101");
    if (kind == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 3, 2, "a kind from 01");
    if (sj_number_value(w, 5, 9) == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 5, 4, "a serial number");
    sj_number_add(w, SJ_NUMBER_FACT_ISSUER, sj_number_span(w, 0, 3), SJ_S("tax office"));
    sj_number_add(w, SJ_NUMBER_FACT_HOLDER, sj_number_span(w, 3, 5), business_kind(kind));
    const unsigned sum =
        sj_check_weighted(w->text, weight, 9) + (unsigned)(w->text[8] - '0') * 5 / 10;
    return sj_number_expect(w, 9, (char)('0' + (10 - sum % 10) % 10));
}
