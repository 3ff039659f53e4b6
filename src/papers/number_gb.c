/* papers/number_gb.c -- United Kingdom: national insurance number.
 *
 * Source: HMRC, National Insurance Manual NIM39110 (two letters, six digits, a
 * suffix A to D that may be left out; D, F, I, Q, U, V in neither letter, O not in
 * the second; BG, GB, KN, NK, NT, TN, ZZ are not used). No check digit; nothing is
 * stated of the holder. */
#include "papers/number_int.h"

bool sj_number_read_nino(sj_number_work *w)
{
    static const char *const unused[] = {"BG", "GB", "KN", "NK", "NT", "TN", "ZZ"};
    if (strchr("DFIQUV", w->text[0]))
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 0, 1, "no D, F, I, Q, U or V");
    if (strchr("DFIOQUV", w->text[1]))
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 1, 1, "no D, F, I, O, Q, U or V");
    for (size_t i = 0; i < SJ_COUNT(unused); i++)
        if (memcmp(unused[i], w->text, 2) == 0)
            return sj_number_refuse(w, SJ_NUMBER_RULE_RESERVED, 0, 2, "a prefix in use");
    return true;
}
