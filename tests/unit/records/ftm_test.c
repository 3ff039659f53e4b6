/* records/ftm_test.c -- one FollowTheMoney object in, the model out, and back. */
#include "test.h"
#include "records/ftm.h"

static sj_status read_text(const char *text, sj_arena *a, sj_entity *e, sj_diag *d)
{
    sj_json_auto cJSON *j = NULL;
    SJ_TRY(sj_json_parse(sj_str_from(text), &j, d));
    return sj_ftm_entity(j, a, e, d);
}

static const char person[] =
    "{\"id\":\"p1\",\"schema\":\"Person\",\"caption\":\"Kim\",\"properties\":{"
    "\"alias\":[\"KIM Y.C.\"],\"weakAlias\":[\"Chol\"],\"name\":[\"Kim Yong Chol\",\"김영철\"],"
    "\"firstName\":[\"Yong Chol\"],\"lastName\":[\"Kim\"],\"birthDate\":[\"1946\",\"circa 1947\"],"
    "\"birthPlace\":[\"Pyongyang\"],\"birthCountry\":[\"kp\"],\"nationality\":[\"kp\"],"
    "\"passportNumber\":[\"AB 12\"],\"kppCode\":[\"77\"],\"gender\":[\"male\"],"
    "\"address\":[\"Pyongyang\"],\"notes\":[\"a note\"],\"shoeSize\":[\"43\"],"
    "\"extra:alias\":[\"a column\"],"
    "\"addressEntity\":[{\"id\":\"a\",\"schema\":\"Address\",\"properties\":{\"city\":[\"Dandong\"]"
    ","
    "\"country\":[\"cn\"],\"remarks\":[\"old\"]}}],"
    "\"sanctions\":[{\"schema\":\"Sanction\",\"properties\":{\"authority\":[\"UN\"],"
    "\"program\":[\"1718\"],\"startDate\":[\"2017-06-02\"],\"status\":[\"active\"]}}],"
    "\"passports\":[{\"schema\":\"Passport\",\"properties\":{\"number\":[\"654\"],"
    "\"country\":[\"kp\"],\"endDate\":[\"2019-01-01\"]}}],"
    "\"ownershipOwner\":[{\"schema\":\"Ownership\",\"properties\":{\"owner\":[\"p1\"],"
    "\"asset\":[{\"id\":\"c1\",\"schema\":\"Company\",\"properties\":{\"name\":[\"X Ltd\"]}}],"
    "\"percentage\":[\"51\"]}}]}}";

static void expect(sj_str got, const char *want)
{
    if (!sj_str_eq(got, sj_str_from(want)))
        fail_msg("got %.*s, want %s", SJ_STR_FMT(got), want);
}

static void test_person(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_entity e;
    assert_int_equal(read_text(person, &a, &e, NULL), SJ_OK);
    expect(e.id, "p1");
    assert_int_equal(e.schema, SJ_SCHEMA_PERSON);
    assert_int_equal(e.name_count, 4);
    expect(e.name[0].full, "Kim Yong Chol"); /* the primary first */
    expect(e.name[0].part[SJ_PART_FAMILY], "Kim");
    expect(e.name[0].part[SJ_PART_GIVEN], "Yong Chol");
    assert_int_equal(e.name[1].kind, SJ_NAME_ALIAS);
    assert_int_equal(e.name[2].kind, SJ_NAME_WEAK);
    assert_int_equal(e.name[3].kind, SJ_NAME_ORIGINAL);
    assert_int_equal(e.date_count, 2);
    assert_true(e.date[1].range.circa && e.date[1].range.from.year == 1947);
    assert_int_equal(e.place_count, 3);
    expect(e.place[0].country, "KP"); /* birth place and country are one */
    expect(e.place[2].full, "Dandong, cn");
    assert_int_equal(e.identifier_count, 3);
    expect(e.identifier[1].type_text, "kppCode");
    expect(e.identifier[2].country, "KP");
    assert_int_equal(e.identifier[2].expires.from.year, 2019);
    assert_int_equal(e.listing_count, 1);
    expect(e.listing[0].programme, "1718");
    assert_int_equal(e.link_count, 1);
    assert_int_equal(e.link[0].kind, SJ_LINK_OWNS);
    expect(e.link[0].target_id, "c1");
    expect(e.link[0].target_name, "X Ltd");
    expect(e.link[0].share, "51");
    bool shoe = false, column = false, status = false, remark = false;
    for (size_t i = 0; i < e.fact_count; i++) {
        shoe |= sj_str_eq(e.fact[i].label, SJ_S("shoeSize"));
        column |= sj_str_eq(e.fact[i].label, SJ_S("alias"));
        status |= sj_str_eq(e.fact[i].label, SJ_S("Sanction.status"));
        remark |= sj_str_eq(e.fact[i].label, SJ_S("Address.remarks"));
    }
    assert_true(shoe && column && status && remark);
}

static void test_names(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_entity e;
    assert_int_equal(read_text("{\"id\":1,\"schema\":\"Person\",\"properties\":{\"lastName\":"
                               "[\"Kim\"],\"firstName\":[\"A\"]}}",
                               &a, &e, NULL),
                     SJ_OK);
    expect(e.id, "1");
    expect(e.name[0].full, "A Kim");
    /* two given names: nobody can say which goes with which */
    assert_int_equal(read_text("{\"id\":\"1\",\"schema\":\"Person\",\"properties\":{\"name\":"
                               "[\"A Kim\"],\"firstName\":[\"A\",\"B\"]}}",
                               &a, &e, NULL),
                     SJ_OK);
    assert_int_equal(e.name[0].part[SJ_PART_GIVEN].len, 0);
    assert_int_equal(e.fact_count, 2);
    assert_int_equal(read_text("{\"id\":\"1\",\"schema\":\"Company\",\"caption\":\"X\","
                               "\"properties\":{}}",
                               &a, &e, NULL),
                     SJ_OK);
    expect(e.name[0].full, "X");
}

static void test_refused(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_entity e = {0};
    sj_diag d = {0};
    assert_int_equal(read_text("{\"id\":\"1\",\"schema\":\"Person\"}", &a, &e, &d), SJ_EFORMAT);
    assert_int_equal(read_text("{\"schema\":\"Person\",\"properties\":{}}", &a, &e, &d),
                     SJ_EFORMAT);
    assert_int_equal(read_text("[]", &a, &e, &d), SJ_EFORMAT);
}

static sj_status story(void *ctx)
{
    (void)ctx;
    SJ_SCOPED(sj_arena) a = {0};
    sj_entity e;
    return read_text(person, &a, &e, NULL);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_person),
        cmocka_unit_test(test_names),
        cmocka_unit_test(test_refused),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
