/* records/entity_test.c -- arrays that grow in an arena; words that round-trip. */
#include "test.h"
#include "sojourn/records.h"

static void test_words(void **state)
{
    (void)state;
    for (int i = 0; i <= SJ_SCHEMA_OTHER; i++) {
        sj_schema back = SJ_SCHEMA_OTHER;
        assert_true(sj_schema_parse(sj_schema_text((sj_schema)i), &back));
        assert_int_equal(back, i);
    }
    for (int i = 0; i <= SJ_ID_OTHER; i++) {
        sj_identifier_kind back = SJ_ID_OTHER;
        assert_true(
            sj_identifier_kind_parse(sj_identifier_kind_text((sj_identifier_kind)i), &back));
        assert_int_equal(back, i);
    }
    for (int i = 0; i <= SJ_FACT_SOURCE_URL; i++)
        assert_true(sj_fact_kind_text((sj_fact_kind)i).len > 0);
    for (int i = 0; i <= SJ_NAME_MAIDEN; i++)
        assert_true(sj_name_kind_text((sj_name_kind)i).len > 0);
    sj_schema schema = SJ_SCHEMA_OTHER;
    assert_true(sj_schema_parse(SJ_S(" Company "), &schema));
    assert_int_equal(schema, SJ_SCHEMA_ORGANISATION);
    assert_false(sj_schema_parse(SJ_S("companyx"), &schema));
    assert_int_equal(sj_schema_text((sj_schema)99).len, 0);
}

static sj_status grow(void *ctx)
{
    (void)ctx;
    SJ_SCOPED(sj_arena) a = {0};
    sj_entity e = {0};
    for (int i = 0; i < 40; i++) {
        sj_entity_name *n = sj_entity_add_name(&e, &a);
        sj_entity_date *d = sj_entity_add_date(&e, &a);
        if (!n || !d || !sj_entity_add_identifier(&e, &a) || !sj_entity_add_place(&e, &a) ||
            !sj_entity_add_link(&e, &a) || !sj_entity_add_listing(&e, &a) ||
            !sj_entity_add_fact(&e, &a))
            return SJ_ENOMEM;
        assert_int_equal(d->name, -1);
        assert_int_equal(n->full.len, 0);
        n->full = SJ_S("x");
    }
    assert_int_equal(e.name_count, 40);
    assert_int_equal(e.fact_count, 40);
    for (int i = 0; i < 40; i++)
        assert_int_equal(e.name[i].full.len, 1);
    return SJ_OK;
}

static void test_out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(grow, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_words),
                                       cmocka_unit_test(test_out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
