/* papers/number_my.c -- Malaysia: identity card number.
 *
 * Source: National Registration Department (YYMMDD, place of birth 2, serial 3,
 * last digit odd for men) and its list of place codes: states of Malaysia, and
 * 60 to 99 for places of birth abroad.
 *
 *   (1) The century is not stated: the date is read back from as_of.
 *   (2) The place is where the person was born, as registered; a code of a
 *       country says nothing of citizenship. There is no check digit. */
#include "papers/number_int.h"

bool sj_number_read_my(sj_number_work *w)
{
    const sj_str place = sj_number_span(w, 6, 8), name = sj_number_region("MY", place);
    if (name.len == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_REGION, 6, 2, "a place code");
    if (!sj_number_birth_short(w, sj_number_value(w, 0, 2), sj_number_value(w, 2, 4),
                               sj_number_value(w, 4, 6), 0))
        return false;
    sj_number_sex_is(w, (w->text[11] - '0') % 2 == 1);
    sj_number_add(w, SJ_NUMBER_FACT_REGION, place, name);
    return true;
}
