/* Tests of lists/ftm_store.c and ftm_join.c: objects in any order, hung once on
 * everyone they name; what is missing is said; what is too much is refused. The
 * mapping of a single object is tested in records/ftm_test.c. */
#include "lists/reader.h"
#include "test.h"

#define THING(id, schema, more) \
    "{\"id\":\"" id "\",\"schema\":\"" schema "\",\"properties\":{" more "}}\n"

static sj_status read_lines(const char *text, sj_arena *arena, sj_list *list, sj_diag *diag)
{
    const sj_list_options options = {.expected = SJ_LIST_UNKNOWN};
    return sj_list_read_memory(sj_str_from(text), &options, arena, list, diag);
}

static const sj_entity *entity_of(const sj_list *list, const char *id)
{
    for (size_t i = 0; i < list->entity_count; i++)
        if (sj_str_eq(list->entity[i].id, sj_str_from(id)))
            return &list->entity[i];
    fail_msg("no entity %s", id);
    return NULL;
}

static void expect(sj_str got, const char *want)
{
    if (!sj_str_eq(got, sj_str_from(want)))
        fail_msg("got '%.*s', want '%s'", SJ_STR_FMT(got), want);
}

static size_t facts(const sj_entity *e, const char *label, const char *value)
{
    size_t n = 0;
    for (size_t i = 0; i < e->fact_count; i++)
        n += sj_str_eq(e->fact[i].label, sj_str_from(label)) &&
             sj_str_eq(e->fact[i].value, sj_str_from(value));
    return n;
}

/* What stands between comes first, the things last: the order does not count. */
static const char file[] = THING(
    "1s", "Sanction",
    "\"entity\":[\"p\",\"p\",\"c\"],\"authority\":[\"UN\"],\"program\":[\"1718\"],"
    "\"programId\":[\"UN-DPRK\"],\"unscId\":[\"KPi.1\"],\"listingDate\":[\"2017-06-02\","
    "\"2018-01-01\"],\"startDate\":[\"some day\"],\"recordId\":[\"7\"]")
    THING(
        "2o", "Ownership",
        "\"owner\":[\"p\",\"gone\"],\"asset\":[\"c\"],\"percentage\":[\"51\"],\"role\":[\"owner\"],"
        "\"sharesCount\":[\"9\"],\"startDate\":[\"2011-02-03\"],\"endDate\":[\"soon\"]")
        THING("3y", "Occupancy",
              "\"holder\":[\"p\"],\"startDate\":[\"2001\"],\"status\":[\"ended\"]")
            THING("4a", "Address",
                  "\"full\":[\"1 Road, Nampo\"],\"city\":[\"Nampo\"],\"state\":[\"S\"]")
                THING(
                    "5p", "Passport",
                    "\"holder\":[\"p\"],\"number\":[\"AB1\",\"AB2\"],\"country\":[\"kp\"],"
                    "\"startDate\":[\"2010-01-01\"]") THING("6i", "Identification",
                                                            "\"holder\":[\"p\"],\"number\":["
                                                            "\"77\"]") THING("7f", "Family",
                                                                             "\"person\":[\"p\"],"
                                                                             "\"relative\":[\"p\"],"
                                                                             "\"relationship\":["
                                                                             "\"self\"]")
                    THING("8d", "Debt", "\"debtor\":[\"nobody\"],\"creditor\":[\"none\"]") THING(
                        "c", "Company",
                        "\"name\":[\"Test Co\"],\"addressEntity\":[\"4a\",\"4a\"]") "{\"id\":\"p\","
                                                                                    "\"schema\":"
                                                                                    "\"Person\","
                                                                                    "\"caption\":"
                                                                                    "\"Ri "
                                                                                    "Test\","
                                                                                    "\"mood\":["
                                                                                    "\"good\"],"
                                                                                    "\"target\":"
                                                                                    "false,"
                                                                                    "\"datasets\":["
                                                                                    "\"t\"],\"last_"
                                                                                    "change\":"
                                                                                    "\"2024-02-"
                                                                                    "03\","
                                                                                    "\"properties\""
                                                                                    ":{"
                                                                                    "\"name\":["
                                                                                    "\"리테스트\","
                                                                                    "\"Ri "
                                                                                    "Test\",\"Ri "
                                                                                    "T.\"],"
                                                                                    "\"firstName\":"
                                                                                    "[\"Test\"],"
                                                                                    "\"lastName\":["
                                                                                    "\"Ri\"],"
                                                                                    "\"passportNumb"
                                                                                    "er\":[\"AB1\"]"
                                                                                    ",\"address\":["
                                                                                    "\"1 Road, "
                                                                                    "Nampo\"],"
                                                                                    "\"addressEntit"
                                                                                    "y\":[\"4a\","
                                                                                    "\"4z\"],"
                                                                                    "\"birthCountry"
                                                                                    "\":[\"kp\"],"
                                                                                    "\"shoe\":[["
                                                                                    "\"43\",\"44\"]"
                                                                                    "],"
                                                                                    "\"birthCountry"
                                                                                    "\":[\"su\"]}}"
                                                                                    "\n";

static void checks_the_person(const sj_entity *p)
{
    assert_int_equal(p->name_count, 3);
    expect(p->name[0].full, "Ri Test"); /* the caption is the primary one */
    assert_int_equal(p->name[0].kind, SJ_NAME_PRIMARY);
    expect(p->name[0].part[SJ_PART_FAMILY], "Ri");
    assert_int_equal(p->name[1].kind, SJ_NAME_ORIGINAL);
    assert_int_equal(p->name[2].kind, SJ_NAME_ALIAS);
    assert_int_equal(p->identifier_count, 3);
    expect(p->identifier[0].value, "AB1"); /* filled, not repeated */
    expect(p->identifier[0].country, "KP");
    assert_int_equal(p->identifier[0].issued.from.year, 2010);
    expect(p->identifier[1].value, "AB2");
    assert_int_equal(p->identifier[2].kind, SJ_ID_NATIONAL);
    assert_int_equal(p->place_count, 3); /* one address, two countries of birth */
    expect(p->place[0].city, "Nampo");
    assert_int_equal(p->listing_count, 1); /* named twice, hung once */
    assert_int_equal(facts(p, "shoe", "[\"43\",\"44\"]"), 1);
    assert_int_equal(facts(p, "mood", "good"), 1);
    assert_int_equal(facts(p, "target", "false"), 1);
    assert_int_equal(facts(p, "dataset", "t"), 1);
    assert_int_equal(facts(p, "addressEntity", "4z"), 1); /* not in the file: kept */
    assert_int_equal(facts(p, "Address.state", "S"), 1);
}

static void objects_find_each_other(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag d = {0};
    if (read_lines(file, &arena, &list, &d) != SJ_OK)
        fail_msg("%s, line %d, %s", d.reason, (int)d.line, d.field);
    assert_int_equal(list.format, SJ_LIST_FTM_JSONL);
    assert_int_equal(list.entity_count, 2);
    expect(list.version, "2024-02-03");
    assert_int_equal(list.warning_count, 4); /* a key twice, an address, a debt of nobody */
    expect(list.warning[0], "mood is not known in this format: found 1 times, kept as facts");
    const sj_entity *p = entity_of(&list, "p"), *c = entity_of(&list, "c");
    checks_the_person(p);
    const sj_entity_listing *l = &p->listing[0];
    expect(l->programme, "1718; UN-DPRK");
    expect(l->reference, "KPi.1");
    assert_int_equal(l->listed.from.year, 2017);
    assert_int_equal(facts(p, "Sanction.listingDate", "2018-01-01"), 1); /* a second date */
    assert_int_equal(facts(p, "Sanction.startDate", "some day"), 1);     /* no date */
    assert_int_equal(facts(p, "Sanction.recordId", "7"), 1);
    assert_int_equal(p->link_count, 4); /* asset, office, oneself from both ends */
    expect(p->link[0].target_id, "c");
    assert_int_equal(p->link[0].kind, SJ_LINK_OWNS);
    expect(p->link[0].share, "51");
    expect(p->link[0].text, "owner; sharesCount: 9; endDate: soon");
    assert_int_equal(p->link[0].from.from.day, 3);
    expect(p->link[1].text, "status: ended"); /* an office without its post */
    assert_int_equal(p->link[1].target_id.len, 0);
    assert_int_equal(c->link_count, 2); /* an owner that the file lacks too */
    assert_int_equal(c->link[0].kind, SJ_LINK_OWNED_BY);
    expect(c->link[0].target_name, "Ri Test");
    expect(c->link[1].target_id, "gone");
    assert_int_equal(c->place_count, 1); /* named twice, hung once */
    expect(c->name[0].full, "Test Co");
}

/* The same objects nested in one: the same list, but for what only lines say. */
static void nested_is_the_same(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag d = {0};
    const char *text =
        "{\"id\":\"p\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Ri Test\"],"
        "\"sanctions\":[{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"p\"],"
        "\"authority\":[\"UN\"]}}],\"addressEntity\":[{\"id\":\"a\",\"schema\":\"Address\","
        "\"properties\":{\"full\":[\"1 Road\"]}}],\"ownershipOwner\":[{\"id\":\"o\",\"schema\":"
        "\"Ownership\",\"properties\":{\"owner\":[\"p\"],\"asset\":[{\"id\":\"c\",\"schema\":"
        "\"Company\",\"properties\":{\"name\":[\"Test Co\"]}}]}}]}}\n";
    assert_int_equal(read_lines(text, &arena, &list, &d), SJ_OK);
    assert_int_equal(list.format, SJ_LIST_OPENSANCTIONS_NESTED);
    assert_int_equal(list.entity_count, 2);
    const sj_entity *p = entity_of(&list, "p"), *c = entity_of(&list, "c");
    assert_int_equal(p->listing_count, 1);
    assert_int_equal(p->place_count, 1);
    assert_int_equal(p->link_count, 1);
    expect(p->link[0].target_id, "c");
    assert_int_equal(c->link_count, 1);
    expect(c->link[0].target_id, "p");
    for (size_t i = 0; i < p->fact_count; i++)
        if (sj_str_find(p->fact[i].value, SJ_S("{"), 0) < p->fact[i].value.len)
            fail_msg("an object as a fact: %.*s", SJ_STR_FMT(p->fact[i].value));
}

static void bad_objects_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *text, *why;
        sj_status want;
    } rows[] = {
        {THING("a", "Person", "\"name\":[\"A\"]") "{\"id\":\"b\",\"schema\":\"Person\"}\n",
         "no properties", SJ_ESYNTAX},
        {THING("a", "Person", "\"name\":[\"A\"]") "{\"schema\":\"Person\",\"properties\":{}}\n",
         "no id", SJ_ESYNTAX},
        {THING("a", "Person", "\"name\":[\"A\"]") THING("a", "Person", "\"name\":[\"B\"]"),
         "an id twice", SJ_ECORRUPT},
        {"{\"id\":\"a\",\"id\":\"b\",\"schema\":\"Person\",\"properties\":{}}\n", "two ids",
         SJ_ESYNTAX},
        {THING("a", "Person", "\"name\":[\"A\"]") "[1]\n", "no object", SJ_ESYNTAX},
        {THING("a", "Person", "\"name\":[\"A\"]") "{\"id\":\"b\"", "cut", SJ_ESYNTAX},
        {THING("s", "Sanction", "\"entity\":[\"a\"]"), "nobody", SJ_ECORRUPT},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_diag d = {0};
        const sj_status s = read_lines(rows[i].text, &arena, &list, &d);
        if (s != rows[i].want || !d.reason || list.entity_count)
            fail_msg("%s: %s, %s", rows[i].why, sj_status_name(s), d.reason);
    }
}

/* Owners times assets: a line of half a megabyte would make 100 million links. */
static void a_relation_of_all_with_all(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) text = {0};
    sj_list list = {0};
    sj_diag d = {0};
    for (int i = 0; i < 400; i++)
        sj_buf_addf(
            &text, "{\"id\":\"%d\",\"schema\":\"Company\",\"properties\":{\"name\":[\"C\"]}}\n", i);
    for (int side = 0; side < 2; side++) {
        sj_buf_add(&text, side ? SJ_S("],\"asset\":[")
                               : SJ_S("{\"id\":\"o\",\"schema\":\"Ownership\",\"properties\":"
                                      "{\"owner\":["));
        for (int i = 0; i < 400; i++)
            sj_buf_addf(&text, i ? ",\"%d\"" : "\"%d\"", i);
    }
    sj_buf_add(&text, SJ_S("]}}\n"));
    sj_buf_add_char(&text, '\0');
    assert_int_equal(read_lines(text.ptr, &arena, &list, &d), SJ_ELIMIT);
    assert_string_equal(d.field, "o");
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag d = {0};
    return read_lines(ctx, &arena, &list, &d);
}

static void out_of_memory(void **state)
{
    (void)state;
    char text[sizeof file];
    memcpy(text, file, sizeof file);
    assert_int_equal(story(text), SJ_OK);
    sj_test_sweep(story, text, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(objects_find_each_other), cmocka_unit_test(nested_is_the_same),
        cmocka_unit_test(bad_objects_are_refused), cmocka_unit_test(a_relation_of_all_with_all),
        cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
