/* What the fields beside the name say, and that more agreement never lowers. */
#include "test.h"
#include "index/facts.h"

static sj_str facts_of(sj_arena *a, const char *birth, const char *country, const char *gender,
                       sj_identifier_kind kind, const char *number)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_entity e = {.id = SJ_S("1"), .schema = SJ_SCHEMA_PERSON};
    sj_str out;
    if (birth) {
        sj_entity_date *d = sj_entity_add_date(&e, a);
        d->parsed = sj_date_parse(sj_str_from(birth), &d->range);
        assert_true(d->parsed);
    }
    if (country) {
        sj_entity_fact *f = sj_entity_add_fact(&e, a);
        f->kind = SJ_FACT_NATIONALITY;
        f->country = sj_str_from(country);
    }
    if (gender) {
        sj_entity_fact *f = sj_entity_add_fact(&e, a);
        f->kind = SJ_FACT_GENDER;
        f->value = sj_str_from(gender);
    }
    if (number) {
        sj_entity_identifier *id = sj_entity_add_identifier(&e, a);
        id->kind = kind;
        id->value = sj_str_from(number);
        id->country = SJ_S("KP");
    }
    assert_int_equal(sj_facts_write(&e, &b), SJ_OK);
    assert_int_equal(sj_arena_copy(a, sj_buf_str(&b), &out), SJ_OK);
    return out;
}

static void dates(void **state)
{
    (void)state;
    static const struct {
        const char *query, *listed;
        double effect;
    } rows[] = {
        {"1984-01-08", "1984-01-08", 0.10},
        {"1984", "1984-01-08", 0.06},
        {"1984-01", "1984-01-08", 0.08},
        {"1983 to 1985", "1984", 0.03},
        {"circa 1982", "1984", 0.03},
        {"1984-08-01", "1984-01-08", 0.04},
        {"1984-01-09", "1984-01-08", -0.02},
        {"1985", "1984", -0.06},
        {"1970-05-05", "1984-01-08", -0.30},
        {"1994-01-08", "1984-01-08", -0.02},
        {"1986", "1984", -0.15},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) a = {0};
        sj_evidence e;
        const sj_str q = facts_of(&a, rows[i].query, NULL, NULL, SJ_ID_OTHER, NULL);
        const sj_str l = facts_of(&a, rows[i].listed, NULL, NULL, SJ_ID_OTHER, NULL);
        sj_evidence_weigh(q, l, &e);
        if (e.effect < rows[i].effect - 1e-9 || e.effect > rows[i].effect + 1e-9)
            fail_msg("%s / %s: %g, want %g", rows[i].query, rows[i].listed, e.effect,
                     rows[i].effect);
        assert_true(e.effect <= sj_evidence_most(q) + 1e-12);
    }
}

static double score_with(double name, sj_str q, sj_str l)
{
    sj_evidence e;
    sj_evidence_weigh(q, l, &e);
    return sj_evidence_score(name, false, &e);
}

static void agreement_ranks_higher(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    const sj_str nothing = facts_of(&a, NULL, NULL, NULL, SJ_ID_OTHER, NULL);
    const sj_str birth = facts_of(&a, "1984-01-08", NULL, NULL, SJ_ID_OTHER, NULL);
    const sj_str both = facts_of(&a, "1984-01-08", "KP", "m", SJ_ID_OTHER, NULL);
    const sj_str other = facts_of(&a, "1950-02-02", "KR", "f", SJ_ID_OTHER, NULL);
    assert_true(score_with(1, birth, birth) > score_with(1, nothing, birth));
    assert_true(score_with(1, both, both) > score_with(1, birth, birth));
    assert_true(score_with(1, other, both) < SJ_NAME_THRESHOLD);
    assert_true(score_with(0.70, nothing, both) == 0.70);
    for (double n = 0; n < 1; n += 0.001)
        assert_true(score_with(n, both, both) <= score_with(n + 0.001, both, both));
}

static void identifiers(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_evidence e;
    const sj_str p1 = facts_of(&a, NULL, NULL, NULL, SJ_ID_PASSPORT, "A 123-4567");
    const sj_str p2 = facts_of(&a, NULL, NULL, NULL, SJ_ID_PASSPORT, "a1234567");
    const sj_str n1 = facts_of(&a, NULL, NULL, NULL, SJ_ID_NATIONAL, "A1234567");
    const sj_str n2 = facts_of(&a, NULL, NULL, NULL, SJ_ID_NATIONAL, "B7654321");
    const sj_str mail = facts_of(&a, NULL, NULL, NULL, SJ_ID_EMAIL, "a@b.example");
    sj_evidence_weigh(p1, p2, &e);
    assert_true(e.decided && sj_evidence_score(0, false, &e) >= 0.95);
    sj_evidence_weigh(p1, n1, &e);
    assert_false(e.decided); /* the same letters in another scheme are another number */
    sj_evidence_weigh(n1, n2, &e);
    assert_true(e.effect < 0 && !e.support);
    sj_evidence_weigh(mail, mail, &e);
    assert_true(e.support && !e.decided);
}

static void weak_names_need_support(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_evidence e;
    const sj_str nothing = facts_of(&a, NULL, "KP", NULL, SJ_ID_OTHER, NULL);
    const sj_str birth = facts_of(&a, "1984-01-08", NULL, NULL, SJ_ID_OTHER, NULL);
    sj_evidence_weigh(nothing, nothing, &e);
    assert_true(sj_evidence_score(1, true, &e) < SJ_NAME_THRESHOLD);
    sj_evidence_weigh(birth, birth, &e);
    assert_true(sj_evidence_score(1, true, &e) >= SJ_NAME_THRESHOLD);
}

static void damaged_facts_end(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    const sj_str whole = facts_of(&a, "1984-01-08", "KP", "m", SJ_ID_PASSPORT, "A1234567");
    for (size_t cut = 0; cut <= whole.len; cut++) {
        sj_evidence e;
        sj_evidence_weigh(sj_str_slice(whole, 0, cut), whole, &e); /* reads nothing past it */
        assert_true(e.count <= SJ_EVIDENCE_MAX);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates),
        cmocka_unit_test(agreement_ranks_higher),
        cmocka_unit_test(identifiers),
        cmocka_unit_test(weak_names_need_support),
        cmocka_unit_test(damaged_facts_end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
