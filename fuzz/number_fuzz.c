/* fuzz/number_fuzz.c -- any bytes as a number of every scheme. Laws: a valid
 * number has a canonical form that is its own canonical form and stays valid; an
 * invalid one has a rule, a place inside the value and no facts; what is written
 * is UTF-8; a guess is what the check says. */
#include "base/base.h"
#include "sojourn/number.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool law)
{
    if (!law)
        abort();
}

static void check_valid(const sj_number *n, sj_date as_of)
{
    sj_number again;
    const sj_str normal = {n->normal, n->normal_len};
    demand(n->rule == SJ_NUMBER_RULE_NONE);
    demand(sj_number_check(sj_str_from(n->scheme), normal, as_of, &again) == SJ_OK);
    demand(again.verdict == SJ_NUMBER_VALID && again.normal_len == n->normal_len);
    demand(memcmp(again.normal, n->normal, n->normal_len) == 0);
    demand(again.fact_count == n->fact_count && again.sex == n->sex);
    for (size_t i = 0; i < n->fact_count; i++)
        demand(strcmp(n->fact[i].code, again.fact[i].code) == 0);
    demand(!n->birth.year || sj_date_valid(n->birth));
}

static void check_written(const sj_number *n)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_number_write_json(n, &b);
    demand(b.status == SJ_OK);
    demand(sj_utf8_check(sj_buf_str(&b)) == b.len);
    sj_number_write_why(n, &b);
    sj_number_write_facts(n, &b);
}

static void check_scheme(sj_str scheme, sj_str value, sj_date as_of)
{
    sj_number n;
    demand(sj_number_check(scheme, value, as_of, &n) == SJ_OK);
    demand(n.position <= value.len);
    demand(n.normal_len <= SJ_NUMBER_TEXT_MAX && n.fact_count <= SJ_NUMBER_FACT_MAX);
    if (n.verdict == SJ_NUMBER_VALID)
        check_valid(&n, as_of);
    else
        demand(n.fact_count == 0 && n.birth.year == 0 &&
               (n.rule != SJ_NUMBER_RULE_NONE) == (n.verdict == SJ_NUMBER_INVALID));
    check_written(&n);
}

static void check_guesses(sj_str value, sj_date as_of)
{
    sj_number_candidate c[SJ_NUMBER_GUESS_MAX];
    sj_number n;
    const size_t count = sj_number_guess(value, as_of, c);
    demand(count <= SJ_NUMBER_GUESS_MAX);
    for (size_t i = 0; i < count; i++) {
        demand(sj_number_check(sj_str_from(c[i].scheme), value, as_of, &n) == SJ_OK);
        demand(n.verdict == c[i].verdict && n.rule == c[i].rule && n.check == c[i].check);
        demand(i == 0 || c[i].verdict != SJ_NUMBER_VALID || c[i - 1].verdict == SJ_NUMBER_VALID);
        if (c[i].verdict == SJ_NUMBER_VALID)
            check_valid(&n, as_of);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const sj_date as_of[] = {{0, 0, 0}, {2019, 12, 22}, {2026, 11, 23}};
    const sj_str value = {(const char *)data, size};
    sj_number_scheme s;
    for (size_t k = 0; k < SJ_COUNT(as_of); k++) {
        for (size_t i = 0; sj_number_scheme_at(i, &s); i++)
            check_scheme(s.id, value, as_of[k]);
        check_guesses(value, as_of[k]);
    }
    return 0;
}
