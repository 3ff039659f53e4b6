/* Tests of lists/ofac_enhanced_xml.c: the mapping on a small list, the audit and
 * the counts on the real one, refusals, out-of-memory. */
#include "audit.h"

#define READER (&sj_reader_ofac_enhanced_xml)
static const char *const record[] = {"entity"};

static const char sample[] =
    "<sanctionsData xmlns=\"https://example.org/ENHANCED_XML\"><publicationInfo>"
    "<dataAsOf>2024-08-28T00:00:00</dataAsOf></publicationInfo><entities>\n"
    "<entity id=\"5\"><generalInfo><identityId>1</identityId><entityType refId=\"600\">Individual"
    "</entityType><title>General</title></generalInfo>"
    "<sanctionsLists><sanctionsList refId=\"1550\" id=\"3\" datePublished=\"2019-04-15\">SDN List"
    "</sanctionsList></sanctionsLists><sanctionsPrograms><sanctionsProgram id=\"4\">IRGC"
    "</sanctionsProgram></sanctionsPrograms><sanctionsTypes><sanctionsType>Block</sanctionsType>"
    "</sanctionsTypes><names><name id=\"1\"><isPrimary>true</isPrimary>"
    "<isLowQuality>false</isLowQuality><translations><translation id=\"1\"><isPrimary>true"
    "</isPrimary><script>Latin</script><formattedLastName>TESTI</formattedLastName>"
    "<formattedFirstName>Ali</formattedFirstName><formattedFullName>TESTI, Ali</formattedFullName>"
    "<nameParts><namePart id=\"1\"><type>Last Name</type><value>Testi</value></namePart>"
    "<namePart id=\"2\"><type>First Name</type><value>Ali</value></namePart></nameParts>"
    "</translation><translation id=\"2\"><isPrimary>false</isPrimary><script>Arabic</script>"
    "<formattedFullName>\u202bعلی تستی\u202c</formattedFullName></translation></translations>"
    "</name><name id=\"2\"><isPrimary>false</isPrimary><isLowQuality>true</isLowQuality>"
    "<translations><translation><script>Latin</script><formattedFullName>ABU TEST"
    "</formattedFullName></translation></translations><aliasType>A.K.A.</aliasType></name></names>"
    "<features><feature id=\"1\"><type featureTypeId=\"8\">Birthdate</type><value>1972</value>"
    "<valueDate id=\"9\"><fromDateBegin>1972-01-01</fromDateBegin>"
    "<fromDateEnd>1972-01-01</fromDateEnd><toDateBegin>1972-12-31</toDateBegin>"
    "<toDateEnd>1972-12-31</toDateEnd><isApproximate>true</isApproximate>"
    "<isDateRange>false</isDateRange></valueDate></feature></features>"
    "<identityDocuments><identityDocument id=\"1\"><type>Passport</type><name>TESTI, Ali</name>"
    "<documentNumber>K123</documentNumber><isValid>false</isValid>"
    "<issuingCountry>Iran</issuingCountry><expirationDate><fromDateBegin>2019-03-03"
    "</fromDateBegin><toDateEnd>2019-03-03</toDateEnd></expirationDate></identityDocument>"
    "</identityDocuments><relationships><relationship id=\"1\"><type>Owned or Controlled By</type>"
    "<relatedEntity entityId=\"6\">TEST BANK</relatedEntity></relationship></relationships>"
    "<surprise level=\"9\">kept</surprise></entity>\n"
    "</entities></sanctionsData>\n";

static void maps_a_small_list(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    assert_int_equal(audit_read(READER, sj_str_from(sample), &arena, &list, &diag), SJ_OK);
    const sj_entity *e = &list.entity[0];
    assert_int_equal(e->name_count, 3);
    assert_true(sj_str_eq(e->name[0].full, SJ_S("TESTI, Ali")));
    assert_true(sj_str_eq(e->name[0].part[SJ_PART_FAMILY], SJ_S("Testi")));
    assert_int_equal(e->name[1].kind, SJ_NAME_ORIGINAL);
    assert_true(sj_str_eq(e->name[1].full, SJ_S("علی تستی")));
    assert_true(sj_str_eq(e->name[1].script, SJ_S("Arab")));
    assert_int_equal(e->name[2].kind, SJ_NAME_WEAK);
    assert_int_equal(e->date[0].range.from.year, 1972);
    assert_int_equal(e->date[0].range.from.month, 0);
    assert_int_equal(e->date[0].range.to.month, 0);
    assert_true(e->date[0].range.circa);
    assert_true(e->identifier[0].invalid);
    assert_int_equal(e->identifier[0].expires.from.day, 3);
    assert_int_equal(e->link[0].kind, SJ_LINK_OWNED_BY);
    assert_true(sj_str_eq(e->link[0].target_id, SJ_S("6")));
    assert_int_equal(e->listing[0].listed.from.year, 2019);
    audit_xml(READER, &list, sj_str_from(sample), record, 1);
}

static void reads_the_real_list(void **state)
{
    (void)state;
    char path[512];
    if (!sj_test_shared("lists/ofac-enhanced/IRGC_sanctions.xml", path, sizeof path))
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
    assert_int_equal(list.entity_count, 293);
    size_t names = 0, links = 0, dates = 0, unread = 0, programmes = 0, addresses = 0;
    for (size_t i = 0; i < list.entity_count; i++) {
        const sj_entity *e = &list.entity[i];
        names += e->name_count;
        links += e->link_count;
        dates += e->date_count;
        programmes += e->listing_count;
        for (size_t k = 0; k < e->place_count; k++)
            addresses += e->place[k].kind == SJ_PLACE_ADDRESS;
        for (size_t k = 0; k < e->date_count; k++)
            unread += !e->date[k].parsed;
    }
    print_message("%zu names, %zu links, %zu dates\n", names, links, dates);
    assert_int_equal(names, 930);
    assert_int_equal(links, 229);
    assert_int_equal(dates, 235);
    assert_int_equal(unread, 0);
    assert_int_equal(programmes, 973);
    assert_int_equal(addresses, 278); /* 356 less 78 empty ones */
}

static void refuses_what_is_no_list(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "<html/>",
        "<sanctionsData/>",
        "<sdnList/>",
        "<sanctionsData><entities><entity><generalInfo/></entity></entities></sanctionsData>",
        "<sanctionsData><entities><entity id=\"1\"/></entities></sanctionsData>",
        ("<sanctionsData><entities><entity id=\"1\"><generalInfo/></entity></entities>"
         "</sanctionsData>"),
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
