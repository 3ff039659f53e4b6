/* papers/number_iban.c -- international bank account numbers.
 *
 * Source: ISO 13616-1:2020 (country 2, check 2, BBAN up to 30; ISO 7064 MOD 97-10
 * with the first four characters moved to the end), the SWIFT IBAN registry for
 * lengths and structures (data/iban.tsv), papers/bban.c for national checks.
 *
 *   (1) Asked in this order: characters, country, length, structure, check,
 *       national check; the first that fails is the answer.
 *   (2) Checks from 02 to 98 only: 00, 01 and 99 never come out of the rule.
 *   (3) MOD 97-10 finds each change of one character. */
#include "papers/bban.h"
#include <stdio.h>
#include "papers/checkdigit.h"

static const sj_iban_row *find(const char *country)
{
    for (size_t i = 0; i < sj_iban_count; i++)
        if (memcmp(sj_iban_table[i].country, country, 2) == 0)
            return &sj_iban_table[i];
    return NULL;
}

static bool read_head(sj_number_work *w, const sj_iban_row **ret)
{
    size_t at;
    char class[40];
    if (w->len < 5)
        return sj_number_refuse(w, SJ_NUMBER_RULE_LENGTH, w->len, 0, "15 to 34 characters");
    if (!sj_number_form_fits(sj_number_span(w, 0, 4), "2a2n", &at, class))
        return sj_number_refuse(w, SJ_NUMBER_RULE_CHARACTER, at, 1, class);
    *ret = find(w->text);
    if (!*ret)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COUNTRY, 0, 2, "a country that uses IBAN");
    if (w->issuer.len && memcmp(w->issuer.ptr, w->text, 2) != 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_COUNTRY, 0, 2, w->issuer.ptr);
    return true;
}

static bool check_bban(sj_number_work *w, const sj_iban_row *row)
{
    char expected[40];
    size_t at;
    const sj_str bban = sj_number_span(w, 4, w->len);
    if (w->len != row->length) {
        (void)snprintf(expected, sizeof(expected), "%u characters", row->length);
        return sj_number_refuse(w, SJ_NUMBER_RULE_LENGTH, w->len, 0, expected);
    }
    if (!sj_number_form_fits(bban, row->form, &at, expected))
        return sj_number_refuse(w, SJ_NUMBER_RULE_CHARACTER, 4 + at, 1, expected);
    return true;
}

/* The check digits that the rest asks for: 98 minus the remainder with 00. */
static unsigned check_digits(const sj_number_work *w)
{
    char turned[SJ_NUMBER_TEXT_MAX + 1];
    memcpy(turned, w->text + 4, w->len - 4);
    memcpy(turned + w->len - 4, w->text, 2);
    memcpy(turned + w->len - 2, "00", 2);
    return 98 - sj_check_mod_97((sj_str){turned, w->len});
}

static void add_part(sj_number_work *w, sj_number_fact_kind kind, const uint8_t part[2])
{
    if (part[0] < part[1])
        sj_number_add(w, kind, sj_number_span(w, 4u + part[0], 4u + part[1]), SJ_S(""));
}

static void add_facts(sj_number_work *w, const sj_iban_row *row)
{
    const size_t account = 4u + (row->branch[1] > row->bank[1] ? row->branch[1] : row->bank[1]);
    const sj_str country = sj_str_from(row->country);
    (void)snprintf(w->out->country, sizeof(w->out->country), "%s", row->country);
    sj_number_add(w, SJ_NUMBER_FACT_ISSUER, country, sj_country_name(country));
    add_part(w, SJ_NUMBER_FACT_BANK, row->bank);
    add_part(w, SJ_NUMBER_FACT_BRANCH, row->branch);
    sj_number_add(w, SJ_NUMBER_FACT_ACCOUNT, sj_number_span(w, account, w->len), SJ_S(""));
    if (!row->registered)
        sj_number_note(w, "the country uses IBAN but is not in the registry");
}

bool sj_number_read_iban(sj_number_work *w)
{
    const sj_iban_row *row = NULL;
    size_t at;
    if (!read_head(w, &row) || !check_bban(w, row))
        return false;
    if (!sj_number_expect_pair(w, 2, check_digits(w)))
        return false;
    if (!sj_bban_agrees((sj_bban_method)row->method, sj_number_span(w, 4, w->len), &at))
        return sj_number_refuse(w, SJ_NUMBER_RULE_CHECK_DIGIT, 4 + at, 1,
                                "the national check digits");
    add_facts(w, row);
    return true;
}
