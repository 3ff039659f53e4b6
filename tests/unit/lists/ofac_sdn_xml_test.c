/* Tests of lists/ofac_sdn_xml.c: the mapping on a small list, the audit and the
 * counts on the real one, refusals, out-of-memory. */
#include "audit.h"

#define READER (&sj_reader_ofac_sdn_xml)
static const char *const record[] = {"sdnEntry"};

static const char sample[] =
    "<?xml version=\"1.0\" standalone=\"yes\"?>\n"
    "<sdnList xmlns=\"http://tempuri.org/sdnList.xsd\"><publshInformation>"
    "<Publish_Date>05/06/2024</Publish_Date><Record_Count>2</Record_Count></publshInformation>\n"
    "<sdnEntry><uid>7</uid><firstName>Yong Test</firstName><lastName>KIM</lastName>"
    "<title>Director</title><sdnType>Individual</sdnType>"
    "<remarks>(Linked To: TEST SHIPPING)</remarks>"
    "<programList><program>DPRK2</program><program>NPWMD</program></programList>"
    "<idList><id><uid>1</uid><idType>Passport</idType><idNumber>654120219</idNumber>"
    "<idCountry>Korea, North</idCountry><expirationDate>04 Jul 2017</expirationDate></id>"
    "<id><uid>2</uid><idType>Gender</idType><idNumber>Male</idNumber></id>"
    "<id><uid>3</uid><idType>Digital Currency Address - XBT</idType><idNumber>1AbCdEf</idNumber>"
    "</id><id><uid>4</uid><idType>Secondary sanctions risk:</idType><idNumber>section 510"
    "</idNumber></id></idList>"
    "<akaList><aka><uid>5</uid><type>a.k.a.</type><category>weak</category>"
    "<lastName>SHORTY</lastName></aka></akaList>"
    "<dateOfBirthList><dateOfBirthItem><uid>6</uid><dateOfBirth>1966 to 1968</dateOfBirth>"
    "<mainEntry>true</mainEntry></dateOfBirthItem></dateOfBirthList>"
    "<nationalityList><nationality><uid>8</uid><country>Korea, North</country>"
    "<mainEntry>true</mainEntry></nationality></nationalityList></sdnEntry>\n"
    "<sdnEntry><uid>9</uid><lastName>TEST SHIPPING</lastName><sdnType>Vessel</sdnType>"
    "<vesselInfo><callSign>P3TT</callSign><vesselType>Tanker</vesselType>"
    "<vesselFlag>Cyprus</vesselFlag><tonnage>200</tonnage></vesselInfo>"
    "<idList><id><uid>10</uid><idType>Vessel Registration Identification</idType>"
    "<idNumber>IMO 9187629</idNumber></id></idList>"
    "<addressList><address><uid>11</uid><address1>Street 1</address1><city>Limassol</city>"
    "<postalCode>3011</postalCode><country>Cyprus</country></address></addressList>"
    "<newList><item>kept</item></newList></sdnEntry></sdnList>\n";

static void maps_a_small_list(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    assert_int_equal(audit_read(READER, sj_str_from(sample), &arena, &list, &diag), SJ_OK);
    assert_int_equal(list.entity_count, 2);
    assert_true(sj_str_eq(list.version, SJ_S("05/06/2024")));
    const sj_entity *e = &list.entity[0];
    assert_true(sj_str_eq(e->name[0].full, SJ_S("KIM, Yong Test")));
    assert_true(sj_str_eq(e->name[0].part[SJ_PART_FAMILY], SJ_S("KIM")));
    assert_true(sj_str_eq(e->name[0].part[SJ_PART_GIVEN], SJ_S("Yong Test")));
    assert_int_equal(e->name[1].kind, SJ_NAME_WEAK);
    assert_int_equal(e->listing_count, 2);
    assert_int_equal(e->identifier[0].kind, SJ_ID_PASSPORT);
    assert_true(sj_str_eq(e->identifier[0].country, SJ_S("KP")));
    assert_int_equal(e->identifier[0].expires.from.year, 2017);
    assert_int_equal(e->identifier[1].kind, SJ_ID_CRYPTO);
    assert_true(sj_str_eq(e->identifier[1].type_text, SJ_S("XBT")));
    assert_int_equal(e->date[0].range.to.year, 1968);
    assert_true(sj_str_eq(e->link[0].target_id, SJ_S("9")));
    assert_int_equal(list.entity[1].schema, SJ_SCHEMA_VESSEL);
    assert_int_equal(list.entity[1].identifier[0].kind, SJ_ID_IMO);
    audit_xml(READER, &list, sj_str_from(sample), record, 1);
}

static void reads_the_real_list(void **state)
{
    (void)state;
    char path[512];
    if (!sj_test_shared("lists/ofac-sdnxml/consolidated_nonsdn_2024-05-06.xml", path, sizeof path))
        return;
    SJ_SCOPED(sj_file) file = {0};
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    assert_int_equal(sj_file_open(path, SIZE_MAX, &file), SJ_OK);
    const sj_str bytes = {file.ptr, file.len};
    assert_int_equal(audit_read(READER, bytes, &arena, &list, &diag), SJ_OK);
    audit_xml(READER, &list, bytes, record, 1);
    audit_refusals(READER, bytes, 12, bytes.len - 30);
    assert_int_equal(list.entity_count, 443);
    size_t persons = 0, weak = 0, dates = 0, parsed = 0, addresses = 0, identifiers = 0;
    for (size_t i = 0; i < list.entity_count; i++) {
        const sj_entity *e = &list.entity[i];
        persons += e->schema == SJ_SCHEMA_PERSON;
        for (size_t k = 1; k < e->name_count; k++)
            weak += e->name[k].kind == SJ_NAME_WEAK;
        for (size_t k = 0; k < e->date_count; k++) {
            dates += e->date[k].kind == SJ_DATE_BIRTH;
            parsed += e->date[k].parsed;
        }
        for (size_t k = 0; k < e->place_count; k++)
            addresses += e->place[k].kind == SJ_PLACE_ADDRESS;
        identifiers += e->identifier_count;
    }
    print_message("%zu persons, %zu weak names, %zu birth dates, %zu addresses, %zu identifiers\n",
                  persons, weak, dates, addresses, identifiers);
    assert_int_equal(dates, 74);
    assert_int_equal(addresses, 503);
    assert_true(identifiers > 1000);
    assert_true(parsed >= 74);
}

static void refuses_what_is_no_list(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "<html/>",
        "<sdnList/>",
        "<CONSOLIDATED_LIST/>",
        ("<sdnList><publshInformation><Record_Count>2</Record_Count></publshInformation>"
         "<sdnEntry><uid>1</uid><lastName>A</lastName></sdnEntry></sdnList>"),
        "<sdnList><sdnEntry><lastName>A</lastName></sdnEntry></sdnList>",
        "<sdnList><sdnEntry><uid>1</uid></sdnEntry></sdnList>",
        "uid,lastName\n1,A\n",
    };
    for (size_t i = 0; i < SJ_COUNT(bad); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_diag diag = {0};
        if (audit_read(READER, sj_str_from(bad[i]), &arena, &list, &diag) >= 0 || !diag.reason)
            fail_msg("'%s' is read", bad[i]);
    }
    audit_refusals(READER, sj_str_from(sample), 400, sizeof sample - 4);
}

static sj_status story(void *ctx)
{
    (void)ctx;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    return audit_read(READER, sj_str_from(sample), &arena, &list, NULL);
}
static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_a_small_list), cmocka_unit_test(reads_the_real_list),
        cmocka_unit_test(refuses_what_is_no_list), cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
