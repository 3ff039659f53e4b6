/* papers/number_write.c -- a checked number as text: JSON for machines, one line
 * for people. The words of rules and facts stand here once and are stable: they
 * are part of the output that scripts read. */
#include "papers/number_int.h"

sj_str sj_number_rule_text(sj_number_rule rule)
{
    static const char *const text[] = {
        [SJ_NUMBER_RULE_NONE] = "",
        [SJ_NUMBER_RULE_EMPTY] = "empty",
        [SJ_NUMBER_RULE_CHARACTER] = "character",
        [SJ_NUMBER_RULE_SEPARATOR] = "separator",
        [SJ_NUMBER_RULE_LENGTH] = "length",
        [SJ_NUMBER_RULE_COUNTRY] = "country",
        [SJ_NUMBER_RULE_COMPONENT] = "component",
        [SJ_NUMBER_RULE_REGION] = "region",
        [SJ_NUMBER_RULE_DATE] = "date",
        [SJ_NUMBER_RULE_RESERVED] = "reserved",
        [SJ_NUMBER_RULE_CHECK_DIGIT] = "check digit",
    };
    return sj_str_from((size_t)rule < SJ_COUNT(text) ? text[rule] : "");
}

sj_str sj_number_fact_kind_text(sj_number_fact_kind kind)
{
    static const char *const text[] = {
        [SJ_NUMBER_FACT_BIRTH_DATE] = "birth_date",
        [SJ_NUMBER_FACT_SEX] = "sex",
        [SJ_NUMBER_FACT_REGION] = "region",
        [SJ_NUMBER_FACT_DISTRICT] = "district",
        [SJ_NUMBER_FACT_COUNTY] = "county",
        [SJ_NUMBER_FACT_CITIZENSHIP] = "citizenship",
        [SJ_NUMBER_FACT_HOLDER] = "holder",
        [SJ_NUMBER_FACT_ISSUED] = "issued",
        [SJ_NUMBER_FACT_ISSUER] = "issuer",
        [SJ_NUMBER_FACT_BANK] = "bank",
        [SJ_NUMBER_FACT_BRANCH] = "branch",
        [SJ_NUMBER_FACT_ACCOUNT] = "account",
        [SJ_NUMBER_FACT_NETWORK] = "network",
        [SJ_NUMBER_FACT_FORM] = "form",
        [SJ_NUMBER_FACT_NOTE] = "note",
    };
    return sj_str_from((size_t)kind < SJ_COUNT(text) ? text[kind] : "");
}

sj_str sj_number_use_text(sj_number_use use)
{
    static const char *const text[] = {
        [SJ_NUMBER_USE_IDENTITY] = "identity",
        [SJ_NUMBER_USE_RESIDENCE] = "residence",
        [SJ_NUMBER_USE_TAX] = "tax",
        [SJ_NUMBER_USE_INSURANCE] = "insurance",
        [SJ_NUMBER_USE_ORGANISATION] = "organisation",
        [SJ_NUMBER_USE_ACCOUNT] = "account",
        [SJ_NUMBER_USE_CARD] = "card",
        [SJ_NUMBER_USE_WALLET] = "wallet",
        [SJ_NUMBER_USE_VESSEL] = "vessel",
        [SJ_NUMBER_USE_PASSPORT] = "passport",
    };
    return sj_str_from((size_t)use < SJ_COUNT(text) ? text[use] : "");
}

static sj_str check_text(sj_number_check_state state)
{
    static const char *const text[] = {
        [SJ_NUMBER_CHECK_NONE] = "none",
        [SJ_NUMBER_CHECK_AGREES] = "agrees",
        [SJ_NUMBER_CHECK_ABSENT] = "absent",
        [SJ_NUMBER_CHECK_DISAGREES] = "disagrees",
    };
    return sj_str_from((size_t)state < SJ_COUNT(text) ? text[state] : "");
}

static void add_pair(sj_buf *to, const char *key, sj_str value)
{
    sj_buf_addf(to, "\"%s\":", key);
    sj_buf_add_json(to, value);
}

static void add_fact(sj_buf *to, const sj_number_fact *f)
{
    sj_buf_add_char(to, '{');
    add_pair(to, "kind", sj_number_fact_kind_text(f->kind));
    if (f->code[0]) {
        sj_buf_add_char(to, ',');
        add_pair(to, "code", sj_str_from(f->code));
    }
    if (f->name.len) {
        sj_buf_add_char(to, ',');
        add_pair(to, "name", f->name);
    }
    sj_buf_add_char(to, '}');
}

/* Valid UTF-8 whatever stood in the value: a broken byte becomes U+FFFD. */
static void add_text_pair(sj_buf *to, const char *key, sj_str value)
{
    SJ_SCOPED(sj_buf) clean = {.max_bytes = 4 * (size_t)SJ_NUMBER_TEXT_MAX};
    for (size_t pos = 0; pos < value.len;)
        sj_buf_add_cp(&clean, sj_utf8_decode(value, &pos));
    add_pair(to, key, sj_buf_str(&clean));
    if (clean.status < 0)
        to->status = clean.status;
}

void sj_number_write_json(const sj_number *n, sj_buf *to)
{
    sj_buf_add_char(to, '{');
    add_pair(to, "scheme", sj_str_from(n->scheme));
    sj_buf_addf(to, ",\"valid\":%s,",
                n->verdict == SJ_NUMBER_VALID     ? "true"
                : n->verdict == SJ_NUMBER_INVALID ? "false"
                                                  : "null");
    add_text_pair(to, "normal", (sj_str){n->normal, n->normal_len});
    sj_buf_add_char(to, ',');
    add_pair(to, "check", check_text(n->check));
    if (n->country[0]) {
        sj_buf_add_char(to, ',');
        add_pair(to, "country", sj_str_from(n->country));
    }
    if (n->verdict == SJ_NUMBER_INVALID) {
        sj_buf_add(to, SJ_S(",\"why\":{"));
        add_pair(to, "rule", sj_number_rule_text(n->rule));
        sj_buf_addf(to, ",\"position\":%zu,", n->position);
        add_pair(to, "expected", sj_str_from(n->expected));
        sj_buf_add_char(to, ',');
        add_pair(to, "found", sj_str_from(n->found));
        sj_buf_add_char(to, '}');
    }
    sj_buf_add(to, SJ_S(",\"facts\":["));
    for (size_t i = 0; i < n->fact_count; i++) {
        if (i)
            sj_buf_add_char(to, ',');
        add_fact(to, &n->fact[i]);
    }
    sj_buf_add(to, SJ_S("]}"));
}

void sj_number_write_why(const sj_number *n, sj_buf *to)
{
    if (n->verdict == SJ_NUMBER_VALID) {
        sj_buf_add(to, n->check == SJ_NUMBER_CHECK_AGREES ? SJ_S("valid, check digits agree")
                                                          : SJ_S("valid in form"));
        return;
    }
    if (n->verdict == SJ_NUMBER_UNKNOWN) {
        sj_buf_add(to, SJ_S("unknown: no form is known of this issuer"));
        return;
    }
    const sj_str rule = sj_number_rule_text(n->rule);
    sj_buf_addf(to, "%.*s at byte %zu: expected %s, found %s", SJ_STR_FMT(rule), n->position,
                n->expected, n->found);
}

void sj_number_write_facts(const sj_number *n, sj_buf *to)
{
    for (size_t i = 0; i < n->fact_count; i++) {
        const sj_number_fact *f = &n->fact[i];
        if (i)
            sj_buf_add(to, SJ_S("; "));
        sj_buf_add(to, sj_number_fact_kind_text(f->kind));
        if (f->code[0])
            sj_buf_addf(to, " %s", f->code);
        if (f->name.len)
            sj_buf_addf(to, f->kind == SJ_NUMBER_FACT_NOTE ? ": %.*s" : " %.*s",
                        SJ_STR_FMT(f->name));
    }
}
