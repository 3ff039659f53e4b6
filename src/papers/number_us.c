/* papers/number_us.c -- United States: social security and taxpayer numbers.
 *
 * Sources: Social Security Administration, POMS RM 10201.030 ff. (area 3, group
 * 2, serial 4; never 000, 666 or 9xx, 00, 0000; areas meant a state until 24 June
 * 2011, since then they are random), its list of numbers that advertisements made
 * public; Internal Revenue Manual 3.21.263 (ITIN: 9xx, fourth and fifth digit
 * 50-65, 70-88, 90-92, 94-99).
 *
 *   (1) No check digit: form and reserved values are all there is. */
#include "papers/number_int.h"

/* Printed in pamphlets, wallets and advertisements; thousands used them. */
static const char *const printed[] = {
    "002281852", "042103580", "062360749", "078051120", "095073645", "128036045",
    "135016629", "141186941", "165167999", "165187999", "165207999", "165227999",
    "165247999", "189092294", "212097694", "212099999", "219099999", "306302348",
    "308125070", "457555462", "468288779", "549241889",
};

bool sj_number_read_ssn(sj_number_work *w)
{
    const unsigned area = sj_number_value(w, 0, 3);
    if (area == 0 || area == 666 || area >= 900)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 0, 3, "an area 001-665 or 667-899");
    if (sj_number_value(w, 3, 5) == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 3, 2, "a group from 01");
    if (sj_number_value(w, 5, 9) == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 5, 4, "a serial from 0001");
    for (size_t i = 0; i < SJ_COUNT(printed); i++)
        if (memcmp(printed[i], w->text, 9) == 0)
            return sj_number_refuse(w, SJ_NUMBER_RULE_RESERVED, 0, 9, "a number of one person");
    const sj_str code = sj_number_span(w, 0, 3), name = sj_number_region("US", code);
    if (name.len)
        sj_number_add(w, SJ_NUMBER_FACT_REGION, code, name);
    sj_number_note(w, name.len ? "the area states where it was applied for only if it was given "
                                 "before 25 June 2011"
                               : "given since 25 June 2011: the area states nothing");
    return true;
}

bool sj_number_read_itin(sj_number_work *w)
{
    const unsigned group = sj_number_value(w, 3, 5);
    const bool good = (group >= 50 && group <= 65) || (group >= 70 && group <= 88) ||
                      (group >= 90 && group <= 92) || group >= 94;
    if (w->text[0] != '9')
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 0, 1, "9");
    if (!good)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 3, 2, "50-65, 70-88, 90-92 or 94-99");
    sj_number_note(w, "for taxpayers without a social security number; says nothing of the right "
                      "to work");
    return true;
}
