/* papers/number_card.c -- payment cards.
 *
 * Source: ISO/IEC 7812-1 (up to 19 digits, Luhn in the last) and the ranges that
 * the networks publish (data/card_ranges.tsv): the longest prefix decides.
 *
 *   (1) Any number with a Luhn digit would pass for a card: so a number outside
 *       every range, or of a length its network does not use, is refused.
 *   (2) The network is that of the range; co-badged cards have one range. */
#include "papers/checkdigit.h"
#include "papers/number_table.h"

static const sj_card_row *find(const sj_number_work *w)
{
    for (size_t i = 0; i < sj_card_count; i++) {
        const sj_card_row *row = &sj_card_table[i];
        const uint32_t prefix = sj_number_value(w, 0, row->digits);
        if (prefix >= row->low && prefix <= row->high)
            return row;
    }
    return NULL;
}

bool sj_number_read_card(sj_number_work *w)
{
    const sj_card_row *row = find(w);
    if (!row)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COMPONENT, 0, 6, "a range of a network");
    if (!(row->lengths >> w->len & 1))
        return sj_number_refuse(w, SJ_NUMBER_RULE_LENGTH, w->len, 0, "a length of this network");
    sj_number_add(w, SJ_NUMBER_FACT_NETWORK, row->network, SJ_S(""));
    sj_number_add(w, SJ_NUMBER_FACT_ISSUER, sj_number_span(w, 0, 6),
                  SJ_S("issuer identification number (first six of up to eight digits)"));
    return sj_number_expect(w, w->len - 1, sj_check_luhn(sj_number_span(w, 0, w->len - 1)));
}
