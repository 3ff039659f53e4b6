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

/* One element of each kind with a text in every field, all of `source`. */
static sj_status fill(sj_entity *e, sj_arena *a, const char *source)
{
    size_t n = 0;
#define NEXT (sj_str){source + n++, 3}
    sj_entity_name *name = sj_entity_add_name(e, a);
    sj_entity_date *date = sj_entity_add_date(e, a);
    sj_entity_identifier *i = sj_entity_add_identifier(e, a);
    sj_entity_place *p = sj_entity_add_place(e, a);
    sj_entity_link *k = sj_entity_add_link(e, a);
    sj_entity_listing *g = sj_entity_add_listing(e, a);
    sj_entity_fact *f = sj_entity_add_fact(e, a);
    if (!name || !date || !i || !p || !k || !g || !f)
        return SJ_ENOMEM;
    e->id = NEXT;
    name->full = NEXT, name->language = NEXT, name->script = NEXT, name->note = NEXT;
    for (size_t part = 0; part < SJ_PART_COUNT; part++)
        name->part[part] = NEXT;
    date->text = NEXT, date->calendar = NEXT, date->note = NEXT;
    i->value = NEXT, i->type_text = NEXT, i->country = NEXT, i->issuer_text = NEXT, i->note = NEXT;
    p->full = NEXT, p->street = NEXT, p->city = NEXT, p->region = NEXT, p->postcode = NEXT;
    p->country = NEXT, p->country_text = NEXT, p->note = NEXT;
    k->target_id = NEXT, k->target_name = NEXT, k->text = NEXT, k->share = NEXT;
    g->authority = NEXT, g->programme = NEXT, g->measure = NEXT, g->reference = NEXT;
    g->legal_basis = NEXT, g->reason = NEXT;
    f->label = NEXT, f->value = NEXT, f->country = NEXT, f->note = NEXT;
#undef NEXT
    return SJ_OK;
}

/* Same bytes but for the pointers of strings, which lead to equal text elsewhere. */
static void assert_copied(const void *from, const void *copy, size_t size, const char *source,
                          size_t source_len)
{
    assert_ptr_not_equal(from, copy);
    for (size_t at = 0; at + sizeof(const char *) <= size; at += sizeof(const char *)) {
        const char *x, *y;
        memcpy(&x, (const char *)from + at, sizeof x);
        memcpy(&y, (const char *)copy + at, sizeof y);
        if (x >= source && x < source + source_len) {
            assert_ptr_not_equal(x, y);
            assert_memory_equal(x, y, 3);
        } else {
            assert_memory_equal(&x, &y, sizeof x);
        }
    }
}

static sj_status copy(void *ctx)
{
    static const char source[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
    SJ_SCOPED(sj_arena) a = {0}, b = {0};
    sj_entity e = {.schema = SJ_SCHEMA_PERSON}, c;
    (void)ctx;
    SJ_TRY(fill(&e, &a, source));
    SJ_TRY(fill(&e, &a, source));
    SJ_TRY(sj_entity_copy(&e, &b, &c));
    assert_int_equal(c.schema, SJ_SCHEMA_PERSON);
    assert_ptr_not_equal(c.id.ptr, e.id.ptr);
    assert_true(sj_str_eq(c.id, e.id));
#define COPIED(field, count)      \
    assert_int_equal(c.count, 2); \
    assert_copied(e.field, c.field, 2 * sizeof *e.field, source, sizeof source)
    COPIED(name, name_count);
    COPIED(date, date_count);
    COPIED(identifier, identifier_count);
    COPIED(place, place_count);
    COPIED(link, link_count);
    COPIED(listing, listing_count);
    COPIED(fact, fact_count);
#undef COPIED
    return SJ_OK;
}

static void test_copy(void **state)
{
    (void)state;
    sj_test_sweep(copy, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_words), cmocka_unit_test(test_copy),
                                       cmocka_unit_test(test_out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
