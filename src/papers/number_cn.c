/* papers/number_cn.c -- China: resident identity numbers and credit codes.
 *
 * Sources: GB 11643-1999 (18 characters: area 6, birth 8, sequence 3, check by
 * ISO 7064 MOD 11-2; the older number of 15 digits has a two-digit year of the
 * 20th century and no check), GB/T 2260 (area codes), the 2023 form of the
 * permanent residence card (9, province 2, nationality 3 as ISO 3166-1 numeric,
 * then as above), GB 32100-2015 (18 characters, base 31).
 *
 *   (1) The area is where the household was registered when the number was
 *       given; a county may have been renamed or dissolved since. So an unknown
 *       province refuses, an unknown prefecture or county does not.
 *   (2) The sequence is odd for men.
 *   (3) MOD 11-2 finds each change of one character; a number of 15 digits has
 *       no check digit and says so. */
#include "papers/checkdigit.h"
#include "papers/number_int.h"

static bool read_province(sj_number_work *w, size_t at)
{
    const sj_str code = sj_number_span(w, at, at + 2), name = sj_number_region("CN", code);
    if (name.len == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_REGION, at, 2, "a province of GB/T 2260");
    sj_number_add(w, SJ_NUMBER_FACT_REGION, code, name);
    return true;
}

static void read_special(sj_number_work *w)
{
    const sj_str code = sj_number_span(w, 0, 2);
    if (sj_str_eq(code, SJ_S("81")) || sj_str_eq(code, SJ_S("82")) || sj_str_eq(code, SJ_S("83")))
        sj_number_note(w, "a residence permit of a resident of Hong Kong, Macau or Taiwan");
}

static bool read_area(sj_number_work *w)
{
    if (!read_province(w, 0))
        return false;
    const sj_str prefecture = sj_number_region("CN", sj_number_span(w, 0, 4));
    const sj_str county = sj_number_region("CN", sj_number_span(w, 0, 6));
    sj_number_add(w, SJ_NUMBER_FACT_DISTRICT, sj_number_span(w, 0, 4), prefecture);
    sj_number_add(w, SJ_NUMBER_FACT_COUNTY, sj_number_span(w, 0, 6), county);
    if (prefecture.len == 0)
        sj_number_note(w, "the prefecture is not in the table of area codes");
    read_special(w);
    return true;
}

static bool read_foreign_area(sj_number_work *w)
{
    const sj_str numeric = sj_number_span(w, 3, 6), alpha2 = sj_number_region("ISO", numeric);
    if (!read_province(w, 1))
        return false;
    if (alpha2.len == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COUNTRY, 3, 3, "a numeric code of ISO 3166-1");
    sj_number_add(w, SJ_NUMBER_FACT_CITIZENSHIP, alpha2, sj_country_name(alpha2));
    sj_number_note(w, "a permanent residence card of a foreigner (form of 2023)");
    return true;
}

static bool read_old(sj_number_work *w)
{
    char longer[19];
    if (!read_area(w) || !sj_number_birth(w, 1900 + sj_number_value(w, 6, 8),
                                          sj_number_value(w, 8, 10), sj_number_value(w, 10, 12), 6))
        return false;
    sj_number_sex_is(w, (w->text[14] - '0') % 2 == 1);
    memcpy(longer, w->text, 6);
    memcpy(longer + 6, "19", 2);
    memcpy(longer + 8, w->text + 6, 9);
    longer[17] = sj_check_mod_11_2((sj_str){longer, 17});
    sj_number_add(w, SJ_NUMBER_FACT_FORM, (sj_str){longer, 18},
                  SJ_S("the number of 18 characters that replaced this one of 15 digits"));
    sj_number_note(w, "cards with 15 digits were good until 31 December 2012");
    return true;
}

bool sj_number_read_resident(sj_number_work *w)
{
    if (w->len == 15)
        return read_old(w);
    const unsigned year = sj_number_value(w, 6, 10);
    if (!(w->text[0] == '9' ? read_foreign_area(w) : read_area(w)))
        return false;
    if (year < 1800 || year > 2099)
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 6, 4, "a year from 1800 to 2099");
    if (!sj_number_birth(w, year, sj_number_value(w, 10, 12), sj_number_value(w, 12, 14), 6))
        return false;
    if (w->out->birth.month == 0 || w->out->birth.day == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 6, 8, "a day of the calendar");
    sj_number_sex_is(w, (w->text[16] - '0') % 2 == 1);
    return sj_number_expect(w, 17, sj_check_mod_11_2(sj_number_span(w, 0, 17)));
}

static sj_str registrar(char c)
{
    switch (c) {
    case '1':
        return SJ_S("organ of state or public institution (office of establishments)");
    case '5':
        return SJ_S("civil affairs");
    case '9':
        return SJ_S("market regulation (companies)");
    case 'N':
        return SJ_S("agriculture");
    case 'Y':
        return SJ_S("others");
    default:
        return SJ_S("");
    }
}

bool sj_number_read_uscc(sj_number_work *w)
{
    static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    unsigned sum = 0, weight = 1;
    for (size_t i = 0; i < 17; i++, weight = weight * 3 % 31) {
        const char *p = strchr(alphabet, w->text[i]);
        if (!p)
            return sj_number_refuse(w, SJ_NUMBER_RULE_CHARACTER, i, 1, "no I, O, S, V or Z");
        sum = (sum + (unsigned)(p - alphabet) * weight) % 31;
    }
    sj_number_add(w, SJ_NUMBER_FACT_HOLDER, sj_number_span(w, 0, 2), registrar(w->text[0]));
    const sj_str area = sj_number_span(w, 2, 8);
    sj_number_add(w, SJ_NUMBER_FACT_REGION, area, sj_number_region("CN", sj_number_span(w, 2, 4)));
    sj_number_add(w, SJ_NUMBER_FACT_DISTRICT, sj_number_span(w, 2, 6),
                  sj_number_region("CN", sj_number_span(w, 2, 6)));
    return sj_number_expect(w, 17, alphabet[(31 - sum) % 31]);
}
