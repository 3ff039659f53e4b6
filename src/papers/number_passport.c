/* papers/number_passport.c -- the forms of passport numbers by issuer.
 *
 * Source: data/passport_numbers.tsv, a row an issuer: the form, what is known of
 * it, where from, and whether it was confirmed.
 *
 *   (1) An issuer that is not in the table, or none given, answers UNKNOWN: a
 *       form that we do not know refuses nobody.
 *   (2) A form says that a number could be one of this issuer's; hardly any
 *       passport number has a check digit of its own (the zone has). */
#include "papers/number_table.h"

static const sj_passport_row *find(sj_str issuer)
{
    for (size_t i = 0; i < sj_passport_count; i++)
        if (sj_str_eq_nocase(issuer, (sj_str){sj_passport_table[i].issuer, 2}))
            return &sj_passport_table[i];
    return NULL;
}

sj_str sj_number_passport_issuer(size_t i)
{
    return i < sj_passport_count ? sj_str_from(sj_passport_table[i].issuer) : SJ_S("");
}

bool sj_number_passport_fits(size_t i, sj_str text)
{
    size_t at;
    char class[40];
    return sj_number_form_fits(text, sj_passport_table[i].form, &at, class);
}

bool sj_number_may_be_passport(sj_str issuer, sj_str text)
{
    const sj_passport_row *row = find(issuer);
    size_t at;
    char class[40];
    return !row || !row->confirmed || sj_number_form_fits(text, row->form, &at, class);
}

bool sj_passport_form_find(sj_str issuer, sj_passport_form *ret)
{
    const sj_passport_row *row = find(issuer);
    if (!row)
        return false;
    *ret = (sj_passport_form){sj_str_from(row->issuer), sj_str_from(row->form), row->note,
                              row->source, row->confirmed};
    return true;
}

bool sj_number_read_passport(sj_number_work *w)
{
    const sj_passport_row *row = find(w->issuer);
    if (!row) {
        w->out->verdict = SJ_NUMBER_UNKNOWN;
        return false;
    }
    if (!sj_number_form_match(w, row->form))
        return false;
    const sj_str issuer = sj_str_from(row->issuer);
    sj_number_add(w, SJ_NUMBER_FACT_ISSUER, issuer, sj_country_name(issuer));
    if (row->note.len)
        sj_number_add(w, SJ_NUMBER_FACT_NOTE, SJ_S(""), row->note);
    return true;
}
