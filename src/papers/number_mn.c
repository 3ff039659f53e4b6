/* papers/number_mn.c -- Mongolia: register number.
 *
 * Source: the rule of the General Authority for State Registration as practised:
 * two Cyrillic letters (district of registration), year 2, month 2 (plus 20 for
 * births since 2000), day 2, two digits of which the first is odd for men. There
 * is no public check digit.
 *
 *   (1) Letters are Cyrillic; Latin look-alikes are refused with the letter that
 *       stands there, since two spellings of one number would not compare equal.
 *   (2) The canonical form has capital letters. */
#include "papers/number_int.h"

/* Capital of a Mongolian Cyrillic letter, or 0. */
static uint32_t capital(uint32_t cp)
{
    if (cp >= 0x430 && cp <= 0x44F)
        cp -= 0x20;
    else if (cp == 0x451)
        cp = 0x401;
    else if (cp == 0x4E9 || cp == 0x4AF)
        cp -= 1;
    const bool known = (cp >= 0x410 && cp <= 0x42F) || cp == 0x401 || cp == 0x4E8 || cp == 0x4AE;
    return known ? cp : 0;
}

static bool read_letters(sj_number_work *w)
{
    char canonical[16];
    size_t n = 0, pos = 0;
    const sj_str text = {w->text, w->len};
    for (int i = 0; i < 2; i++) {
        const size_t from = pos;
        const uint32_t cp = pos < w->len ? capital(sj_utf8_decode(text, &pos)) : 0;
        if (!cp)
            return sj_number_refuse(w, SJ_NUMBER_RULE_CHARACTER, from, 1, "a Cyrillic letter");
        n += sj_utf8_encode(cp, canonical + n);
    }
    memcpy(w->text, canonical, n); /* capitals have as many bytes: both are of two */
    return true;
}

bool sj_number_read_mn(sj_number_work *w)
{
    if (!read_letters(w))
        return false;
    sj_number_set_normal(w, (sj_str){w->text, w->len});
    for (size_t i = 4; i < w->len; i++)
        if (w->text[i] < '0' || w->text[i] > '9')
            return sj_number_refuse(w, SJ_NUMBER_RULE_CHARACTER, i, 1, "a digit");
    if (w->len != 12)
        return sj_number_refuse(w, SJ_NUMBER_RULE_LENGTH, w->len, 0,
                                "2 letters and 8 digits (12 bytes)");
    const unsigned month = sj_number_value(w, 6, 8), later = month > 20;
    if (month - 20 * later == 0 || sj_number_value(w, 8, 10) == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, 4, 6, "a day of the calendar");
    if (!sj_number_birth(w, (later ? 2000 : 1900) + sj_number_value(w, 4, 6), month - 20 * later,
                         sj_number_value(w, 8, 10), 4))
        return false;
    sj_number_sex_is(w, (w->text[10] - '0') % 2 == 1);
    sj_number_add(w, SJ_NUMBER_FACT_REGION, sj_number_span(w, 0, 4), SJ_S(""));
    return true;
}
