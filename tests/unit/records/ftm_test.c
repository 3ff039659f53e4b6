/* records/ftm_test.c -- one FollowTheMoney object in, the model out, and back. */
#include "test.h"
#include "records/ftm.h"
#include "records/input.h"

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

/* ---- writing ---- */
static sj_status written(const sj_entity *e, sj_arena *a, sj_str *ret)
{
    SJ_SCOPED(sj_buf) to = {0};
    SJ_TRY(sj_entity_write_ftm(e, &to));
    return sj_arena_copy(a, sj_buf_str(&to), ret);
}

static sj_status read_back(sj_str text, sj_arena *a, sj_entity *e)
{
    sj_json_auto cJSON *j = NULL;
    SJ_TRY(sj_json_parse(text, &j, NULL));
    return sj_ftm_entity(j, a, e, NULL);
}

/* What was written is read with as many facts, and writes the same again. */
static void check_round_trip(const sj_entity *e)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_str once, twice;
    sj_entity back;
    assert_int_equal(written(e, &a, &once), SJ_OK);
    assert_int_equal(read_back(once, &a, &back), SJ_OK);
    assert_int_equal(written(&back, &a, &twice), SJ_OK);
    const bool same = back.schema == e->schema && back.name_count == e->name_count &&
                      back.date_count == e->date_count &&
                      back.identifier_count == e->identifier_count &&
                      back.place_count == e->place_count && back.link_count == e->link_count &&
                      back.listing_count == e->listing_count && back.fact_count == e->fact_count;
    if (!same || !sj_str_eq(once, twice)) {
        printf("first  %.*ssecond %.*s", SJ_STR_FMT(once), SJ_STR_FMT(twice));
        (void)fflush(stdout);
        fail_msg("%.*s: %s", SJ_STR_FMT(e->id), same ? "another text" : "another count");
    }
}

static void add_records(sj_entity *e, sj_arena *a)
{
    for (int kind = SJ_ID_PASSPORT; kind <= SJ_ID_OTHER; kind++) {
        sj_entity_identifier *i = sj_entity_add_identifier(e, a);
        *i = (sj_entity_identifier){.kind = (sj_identifier_kind)kind, .value = SJ_S("1 2/3")};
        i = sj_entity_add_identifier(e, a);
        *i = (sj_entity_identifier){.kind = (sj_identifier_kind)kind,
                                    .value = SJ_S("4"),
                                    .type_text = SJ_S("Label"),
                                    .country = SJ_S("KP"),
                                    .issuer_text = SJ_S("an office"),
                                    .issued = {{2001, 2, 3}, {2001, 2, 3}, false},
                                    .invalid = kind % 2 == 0,
                                    .note = SJ_S("a note")};
    }
    for (int kind = SJ_PLACE_ADDRESS; kind <= SJ_PLACE_OTHER; kind++) {
        sj_entity_place *p = sj_entity_add_place(e, a);
        *p = (sj_entity_place){.kind = (sj_place_kind)kind,
                               .full = SJ_S("Pyongyang"),
                               .country = SJ_S("KP"),
                               .country_text = SJ_S("DPRK"),
                               .note = kind ? (sj_str){0} : SJ_S("old")};
    }
    for (int kind = SJ_LINK_OTHER; kind <= SJ_LINK_PREDECESSOR; kind++) {
        sj_entity_link *l = sj_entity_add_link(e, a);
        *l = (sj_entity_link){.kind = (sj_link_kind)kind,
                              .target_id = kind % 2 ? SJ_S("t") : (sj_str){0},
                              .target_name = SJ_S("Target"),
                              .text = SJ_S("words"),
                              .share = SJ_S("51")};
    }
}

static sj_entity rich(sj_arena *a)
{
    sj_entity e = {.id = SJ_S("e\"1"), .schema = SJ_SCHEMA_PERSON};
    for (int kind = SJ_NAME_PRIMARY; kind <= SJ_NAME_MAIDEN; kind++) {
        sj_entity_name *n = sj_entity_add_name(&e, a);
        n->kind = (sj_name_kind)kind;
        n->full = kind == SJ_NAME_ORIGINAL ? SJ_S("김영철") : SJ_S("Kim Yong Chol");
    }
    for (int part = 0; part < SJ_PART_COUNT; part++)
        e.name[0].part[part] = SJ_S("x");
    for (int kind = SJ_DATE_BIRTH; kind <= SJ_DATE_OTHER; kind++) {
        sj_entity_date *d = sj_entity_add_date(&e, a);
        d->kind = (sj_date_kind)kind;
        d->text = kind == SJ_DATE_DEATH ? SJ_S("in a fire") : SJ_S("circa 1966");
        d->parsed = sj_date_parse(d->text, &d->range);
    }
    add_records(&e, a);
    *sj_entity_add_listing(&e, a) =
        (sj_entity_listing){.authority = SJ_S("UN"),
                            .programme = SJ_S("1718"),
                            .measure = SJ_S("freeze; ban"),
                            .reference = SJ_S("KPi.001"),
                            .legal_basis = SJ_S("S/RES/1718"),
                            .reason = SJ_S("two\nlines"),
                            .listed = {{2017, 6, 2}, {2017, 6, 2}, false},
                            .delisted = {{2020, 0, 0}, {2020, 0, 0}, false}};
    for (int kind = SJ_FACT_OTHER; kind <= SJ_FACT_SOURCE_URL; kind++) {
        sj_entity_fact *f = sj_entity_add_fact(&e, a);
        f->kind = (sj_fact_kind)kind;
        f->value = SJ_S("Syria");
        if ((kind >= SJ_FACT_NATIONALITY && kind <= SJ_FACT_JURISDICTION) ||
            kind == SJ_FACT_VESSEL_FLAG || kind == SJ_FACT_VESSEL_FLAG_FORMER)
            f->country = SJ_S("SY");
        f->label = kind ? (sj_str){0} : SJ_S("alias"); /* a column that is a property */
    }
    return e;
}

static void test_round_trip(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_entity e = rich(&a), back;
    sj_str text;
    /* death and other dates, vessel facts and all: for every schema */
    for (int schema = SJ_SCHEMA_UNKNOWN; schema <= SJ_SCHEMA_OTHER; schema++) {
        e.schema = (sj_schema)schema;
        check_round_trip(&e);
    }
    e.schema = SJ_SCHEMA_PERSON;
    assert_int_equal(written(&e, &a, &text), SJ_OK);
    assert_int_equal(read_back(text, &a, &back), SJ_OK);
    expect(back.id, "e\"1");
    size_t invalid = 0, office = 0, passports = 0, birth = 0, links[10] = {0};
    for (size_t i = 0; i < back.identifier_count; i++) {
        invalid += back.identifier[i].invalid;
        passports += back.identifier[i].kind == SJ_ID_PASSPORT;
        office += sj_str_eq(back.identifier[i].issuer_text, SJ_S("an office")) &&
                  sj_str_eq(back.identifier[i].country, SJ_S("KP")) &&
                  sj_str_eq(back.identifier[i].type_text, SJ_S("Label")) &&
                  back.identifier[i].issued.from.day == 3;
    }
    assert_int_equal(invalid, 15);
    assert_int_equal(office, 29);
    assert_int_equal(passports, 2);
    for (size_t i = 0; i < back.place_count; i++)
        birth +=
            back.place[i].kind == SJ_PLACE_BIRTH && sj_str_eq(back.place[i].country, SJ_S("KP"));
    assert_int_equal(birth, 1);
    for (size_t i = 0; i < back.link_count; i++)
        links[back.link[i].kind]++;
    for (size_t i = 0; i < SJ_COUNT(links); i++)
        assert_int_equal(links[i], 1);
    for (int part = 0; part < SJ_PART_COUNT; part++)
        expect(back.name[0].part[part], "x");
    expect(back.listing[0].measure, "freeze; ban");
    expect(back.listing[0].reason, "two\nlines");
    assert_int_equal(back.listing[0].delisted.from.year, 2020);
}

/* Every entity of the real FollowTheMoney files. */
static void test_real_round_trip(void **state)
{
    (void)state;
    static const char *const file[] = {"lists/ftm/zala.ftm.json",
                                       "lists/opensanctions/entities.ftm.json",
                                       "lists/opensanctions/targets.nested.json"};
    for (size_t i = 0; i < SJ_COUNT(file); i++) {
        char path[512];
        SJ_AUTO(sj_input) *in = NULL;
        SJ_AUTO(sj_lines) *l = NULL;
        sj_str line;
        uint64_t number, offset;
        size_t entities = 0;
        if (!sj_test_shared(file[i], path, sizeof path))
            return;
        assert_int_equal(sj_input_open(path, (sj_str){0}, SJ_INPUT_MAX_BYTES, &in, NULL), SJ_OK);
        assert_int_equal(sj_lines_new(in, &l), SJ_OK);
        while (sj_lines_next(l, &line, &number, &offset, NULL) == SJ_OK) {
            SJ_SCOPED(sj_arena) a = {0};
            sj_entity e;
            if (read_back(line, &a, &e) == SJ_OK) {
                check_round_trip(&e);
                entities++;
            }
        }
        printf("%s: %zu entities\n", file[i], entities);
        assert_true(entities > 0);
    }
}

static sj_status write_story(void *ctx)
{
    SJ_SCOPED(sj_buf) to = {0};
    return sj_entity_write_ftm(ctx, &to);
}

static void test_write_out_of_memory(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_entity e = rich(&a);
    sj_test_sweep(write_story, &e, 0);
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
        cmocka_unit_test(test_person),          cmocka_unit_test(test_names),
        cmocka_unit_test(test_refused),         cmocka_unit_test(test_round_trip),
        cmocka_unit_test(test_real_round_trip), cmocka_unit_test(test_write_out_of_memory),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
