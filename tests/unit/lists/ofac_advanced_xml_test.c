/* Tests of lists/ofac_advanced_*.c: the mapping on a small list, the audit and
 * the counts on the real one, refusals, out-of-memory, and that memory follows
 * the content and not the size of the file. */
#include "audit.h"

#define READER (&sj_reader_ofac_advanced_xml)
static const char *const record[] = {"DistinctParty"};

#define POINT(y, m, d) "<Year>" y "</Year><Month>" m "</Month><Day>" d "</Day>"
#define PERIOD(from, to, circa)                                                             \
    "<DatePeriod CalendarTypeID=\"1\"><Start Approximate=\"" circa "\"><From>" from         \
    "</From><To>" from "</To></Start><End Approximate=\"false\"><From>" to "</From><To>" to \
    "</To></End></DatePeriod>"

static const char head[] =
    "<Sanctions xmlns=\"http://www.un.org/sanctions/1.0\" Version=\"3\"><DateOfIssue>" POINT(
        "2026", "3",
        "7") "</DateOfIssue><ReferenceValueSets>"
             "<AliasTypeValues><AliasType ID=\"1400\">A.K.A.</AliasType><AliasType ID=\"1403\">Name"
             "</AliasType></AliasTypeValues><AreaCodeValues><AreaCode ID=\"5\" CountryID=\"5\" "
             "Description=\"Korea, North\">KP</AreaCode></AreaCodeValues>"
             "<CountryValues><Country ID=\"5\" ISO2=\"KP\">Korea, North</Country></CountryValues>"
             "<FeatureTypeValues><FeatureType ID=\"8\">Birthdate</FeatureType>"
             "<FeatureType ID=\"25\">Location</FeatureType><FeatureType ID=\"10\">Nationality "
             "Country"
             "</FeatureType><FeatureType ID=\"224\">Gender</FeatureType></FeatureTypeValues>"
             "<DetailReferenceValues><DetailReference ID=\"91526\">Male</DetailReference>"
             "</DetailReferenceValues><IDRegDocDateTypeValues><IDRegDocDateType ID=\"1480\">Issue "
             "Date"
             "</IDRegDocDateType></IDRegDocDateTypeValues><IDRegDocTypeValues>"
             "<IDRegDocType ID=\"1571\">Passport</IDRegDocType></IDRegDocTypeValues>"
             "<LegalBasisValues><LegalBasis ID=\"1\">Executive Order "
             "13382</LegalBasis></LegalBasisValues>"
             "<ListValues><List ID=\"1550\">SDN List</List></ListValues>"
             "<LocPartTypeValues><LocPartType ID=\"1454\">CITY</LocPartType></LocPartTypeValues>"
             "<NamePartTypeValues><NamePartType ID=\"1520\">Last Name</NamePartType>"
             "<NamePartType ID=\"1521\">First Name</NamePartType></NamePartTypeValues>"
             "<PartySubTypeValues><PartySubType ID=\"4\" PartyTypeID=\"1\">Unknown</PartySubType>"
             "</PartySubTypeValues><PartyTypeValues><PartyType ID=\"1\">Individual</PartyType>"
             "</PartyTypeValues><RelationTypeValues><RelationType ID=\"3\">Acting for or on behalf "
             "of"
             "</RelationType></RelationTypeValues><EntryEventTypeValues><EntryEventType "
             "ID=\"1\">Created"
             "</EntryEventType></EntryEventTypeValues><SanctionsTypeValues><SanctionsType "
             "ID=\"1\">Program"
             "</SanctionsType><SanctionsType "
             "ID=\"1705\">Block</SanctionsType></SanctionsTypeValues>"
             "<ScriptValues><Script ID=\"215\">Latin</Script><Script ID=\"220\">Korean</Script>"
             "</ScriptValues><ValidityValues><Validity ID=\"1\">Valid</Validity>"
             "<Validity ID=\"2\">Fraudulent</Validity></ValidityValues></ReferenceValueSets>\n"
             "<Locations><Location ID=\"70\"><LocationCountry CountryID=\"5\"/>"
             "<LocationPart LocPartTypeID=\"1454\"><LocationPartValue><Value>Pyongyang</Value>"
             "</LocationPartValue></LocationPart></Location>"
             "<Location ID=\"71\"><LocationAreaCode AreaCodeID=\"5\"/></Location></Locations>\n"
             "<IDRegDocuments><IDRegDocument ID=\"1\" IDRegDocTypeID=\"1571\" IdentityID=\"50\" "
             "IssuedBy-CountryID=\"5\" "
             "ValidityID=\"2\"><IDRegistrationNo>654120219</IDRegistrationNo>"
             "<DocumentDate IDRegDocDateTypeID=\"1480\">" PERIOD(
                 POINT("2009", "8", "31"), POINT("2009", "8", "31"),
                 "false") "</DocumentDate></IDRegDocument></IDRegDocuments><DistinctParties>\n";

#define PARTY(id, identity, last)                                                                  \
    "<DistinctParty FixedRef=\"" id "\"><Comment/><Profile ID=\"" id "\" PartySubTypeID=\"4\">"    \
    "<Identity ID=\"" identity "\" FixedRef=\"" id "\" Primary=\"true\" False=\"false\">"          \
    "<Alias FixedRef=\"" id "\" AliasTypeID=\"1403\" Primary=\"true\" LowQuality=\"false\">"       \
    "<DocumentedName ID=\"1\" FixedRef=\"" id "\" DocNameStatusID=\"1\"><DocumentedNamePart>"      \
    "<NamePartValue NamePartGroupID=\"1\" ScriptID=\"215\" Acronym=\"false\">" last                \
    "</NamePartValue></DocumentedNamePart><DocumentedNamePart><NamePartValue "                     \
    "NamePartGroupID=\"2\" ScriptID=\"215\">Test Il</NamePartValue></DocumentedNamePart>"          \
    "</DocumentedName><DocumentedName ID=\"2\"><DocumentedNamePart><NamePartValue "                \
    "NamePartGroupID=\"1\" ScriptID=\"220\">박시일</NamePartValue></DocumentedNamePart>"        \
    "</DocumentedName></Alias><Alias AliasTypeID=\"1400\" LowQuality=\"true\"><DocumentedName>"    \
    "<DocumentedNamePart><NamePartValue NamePartGroupID=\"1\" ScriptID=\"215\">SHORTY"             \
    "</NamePartValue></DocumentedNamePart></DocumentedName></Alias><NamePartGroups>"               \
    "<MasterNamePartGroup><NamePartGroup ID=\"1\" NamePartTypeID=\"1520\"/></MasterNamePartGroup>" \
    "<MasterNamePartGroup><NamePartGroup ID=\"2\" NamePartTypeID=\"1521\"/></MasterNamePartGroup>" \
    "</NamePartGroups></Identity>"

#define FEATURE(type, what) \
    "<Feature FeatureTypeID=\"" type "\"><FeatureVersion>" what "</FeatureVersion></Feature>"

static const char body[] = PARTY("100", "50", "PAK")
    FEATURE("8", PERIOD(POINT("1962", "1", "1"), POINT("1962", "12", "31"), "true")) FEATURE(
        "8", PERIOD(POINT("1966", "1", "1"), POINT("1968", "12", "31"), "false"))
        FEATURE("8", PERIOD(POINT("1970", "4", "2"), POINT("1970", "4", "2"), "false")) FEATURE(
            "25", "<VersionLocation LocationID=\"70\"/>")
            FEATURE("10", "<VersionLocation LocationID=\"71\"/>") FEATURE(
                "224", "<VersionDetail DetailReferenceID=\"91526\"/>") "<Surprise>kept</Surprise></"
                                                                       "Profile></DistinctParty>\n";

static const char tail[] =
    "</DistinctParties><ProfileRelationships><ProfileRelationship ID=\"1\" From-ProfileID=\"100\" "
    "To-ProfileID=\"100\" RelationTypeID=\"3\" Former=\"false\"/></ProfileRelationships>"
    "<SanctionsEntries><SanctionsEntry ID=\"1\" ProfileID=\"100\" ListID=\"1550\"><EntryEvent "
    "ID=\"1\" EntryEventTypeID=\"1\" LegalBasisID=\"1\"><Date>" POINT(
        "2014", "10",
        "9") "</Date></EntryEvent><SanctionsMeasure ID=\"1\" SanctionsTypeID=\"1705\"><DatePeriod "
             "YearFixed=\"true\"/></SanctionsMeasure><SanctionsMeasure ID=\"2\" "
             "SanctionsTypeID=\"1\">"
             "<Comment>DPRK2</Comment></SanctionsMeasure></SanctionsEntry></SanctionsEntries>"
             "<SanctionsEntryLinks/></Sanctions>\n";

static sj_str whole(void)
{
    static char text[sizeof head + sizeof body + sizeof tail];
    const int n = snprintf(text, sizeof text, "%s%s%s", head, body, tail);
    return (sj_str){text, (size_t)n};
}

static void maps_a_small_list(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    assert_int_equal(audit_read(READER, whole(), &arena, &list, &diag), SJ_OK);
    assert_true(sj_str_eq(list.version, SJ_S("2026-03-07")));
    const sj_entity *e = &list.entity[0];
    assert_int_equal(e->schema, SJ_SCHEMA_PERSON);
    assert_int_equal(e->name_count, 3);
    assert_true(sj_str_eq(e->name[0].full, SJ_S("PAK, Test Il")));
    assert_true(sj_str_eq(e->name[0].part[SJ_PART_FAMILY], SJ_S("PAK")));
    assert_int_equal(e->name[1].kind, SJ_NAME_ORIGINAL);
    assert_true(sj_str_eq(e->name[1].script, SJ_S("Kore")));
    assert_int_equal(e->name[2].kind, SJ_NAME_WEAK);
    assert_int_equal(e->date_count, 3);
    assert_int_equal(e->date[0].range.from.year, 1962);
    assert_int_equal(e->date[0].range.from.month, 0); /* the year-only rule */
    assert_true(e->date[0].range.circa);
    assert_int_equal(e->date[1].range.to.year, 1968);
    assert_int_equal(e->date[1].range.to.day, 0);
    assert_int_equal(e->date[2].range.to.day, 2);
    assert_int_equal(e->place_count, 1);
    assert_true(sj_str_eq(e->place[0].city, SJ_S("Pyongyang")));
    assert_true(sj_str_eq(e->place[0].country, SJ_S("KP")));
    assert_int_equal(e->identifier[0].kind, SJ_ID_PASSPORT);
    assert_int_equal(e->identifier[0].issued.from.month, 8);
    assert_true(e->identifier[0].invalid);
    assert_int_equal(e->link[0].kind, SJ_LINK_ACTS_FOR);
    assert_true(sj_str_eq(e->link[0].target_id, SJ_S("100")));
    assert_int_equal(e->listing_count, 1);
    assert_true(sj_str_eq(e->listing[0].programme, SJ_S("DPRK2")));
    assert_true(sj_str_eq(e->listing[0].measure, SJ_S("Block")));
    assert_int_equal(e->listing[0].listed.from.day, 9);
    bool nationality = false, surprise = false;
    for (size_t i = 0; i < e->fact_count; i++) {
        nationality |=
            e->fact[i].kind == SJ_FACT_NATIONALITY && sj_str_eq(e->fact[i].country, SJ_S("KP"));
        surprise |= sj_str_eq(e->fact[i].label, SJ_S("Profile/Surprise"));
    }
    assert_true(nationality);
    assert_true(surprise);
    audit_xml(READER, &list, whole(), record, 1);
}

static void reads_the_real_list(void **state)
{
    (void)state;
    char path[512];
    if (!sj_test_shared("lists/ofac-advanced/cons_advanced.xml", path, sizeof path))
        return;
    SJ_SCOPED(sj_file) file = {0};
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    assert_int_equal(sj_file_open(path, SIZE_MAX, &file), SJ_OK);
    const sj_str bytes = {file.ptr, file.len};
    const uint64_t start = sj_time_monotonic_ns();
    const sj_status s = audit_read(READER, bytes, &arena, &list, &diag);
    if (s < 0)
        fail_msg("%s line %llu", diag.reason, (unsigned long long)diag.line);
    print_message("%zu bytes of file, %zu of list, %.1f ms\n", bytes.len, arena.used_bytes,
                  (double)(sj_time_monotonic_ns() - start) / 1e6);
    size_t names = 0, links = 0, dates = 0, programmes = 0, addresses = 0, persons = 0;
    for (size_t i = 0; i < list.entity_count; i++) {
        const sj_entity *e = &list.entity[i];
        persons += e->schema == SJ_SCHEMA_PERSON;
        names += e->name_count;
        links += e->link_count;
        dates += e->date_count;
        programmes += e->listing_count;
        addresses += e->place_count;
    }
    print_message("%zu persons, %zu names, %zu links, %zu dates, %zu listings, %zu places\n",
                  persons, names, links, dates, programmes, addresses);
    assert_int_equal(list.entity_count, 375);
    assert_int_equal(names, 1290);
    assert_int_equal(links, 276);
    assert_int_equal(dates, 77);
    assert_true(programmes >= 759);
    audit_xml(READER, &list, bytes, record, 1);
    audit_refusals(READER, bytes, 8, bytes.len - 30);
}

static void refuses_what_is_no_list(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "<html/>",
        "<sdnList/>",
        "<Sanctions/>",
        "<Sanctions><DistinctParties><DistinctParty FixedRef=\"1\"><Profile ID=\"1\" "
        "PartySubTypeID=\"4\"/></DistinctParty></DistinctParties></Sanctions>",
        "<Sanctions><DistinctParties><DistinctParty/></DistinctParties></Sanctions>",
        "<Sanctions><SanctionsEntries><SanctionsEntry ProfileID=\"7\"/></SanctionsEntries>"
        "</Sanctions>"};
    for (size_t i = 0; i < SJ_COUNT(bad); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_diag diag = {0};
        if (audit_read(READER, sj_str_from(bad[i]), &arena, &list, &diag) >= 0 || !diag.reason)
            fail_msg("'%s' is read", bad[i]);
    }
    audit_refusals(READER, whole(), 400, whole().len - 4);
}

/* 30 MB of file with 5,000 parties; parties with equal content need equal memory. */
static void reads_a_large_list_in_one_pass(void **state)
{
    (void)state;
    size_t used[2];
    for (int turn = 0; turn < 2; turn++) {
        SJ_SCOPED(sj_buf) text = {0};
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_diag diag = {0};
        const unsigned parties = turn ? 5000 : 500;
        sj_buf_add(&text, sj_str_from(head));
        sj_buf_add(&text, sj_str_from(body));
        for (unsigned i = 1; i < parties; i++) {
            sj_buf_addf(&text,
                        "<DistinctParty FixedRef=\"%u\"><Profile ID=\"%u\" "
                        "PartySubTypeID=\"4\"><Identity ID=\"%u\">",
                        1000 + i, 1000 + i, 1000 + i);
            sj_buf_add(&text, SJ_S("<Alias AliasTypeID=\"1403\"><DocumentedName>"
                                   "<DocumentedNamePart><NamePartValue NamePartGroupID=\"1\" "
                                   "ScriptID=\"215\">SOMEONE</NamePartValue>"
                                   "</DocumentedNamePart></DocumentedName></Alias>"));
            for (unsigned k = 0; k < 100; k++) /* what OFAC's file is mostly made of */
                sj_buf_add(&text, SJ_S("<!-- nothing that a list would need to keep -->"));
            sj_buf_add(&text, SJ_S("</Identity></Profile></DistinctParty>\n"));
        }
        sj_buf_add(&text, sj_str_from(tail));
        assert_int_equal(sj_buf_status(&text), SJ_OK);
        const uint64_t start = sj_time_monotonic_ns();
        assert_int_equal(audit_read(READER, sj_buf_str(&text), &arena, &list, &diag), SJ_OK);
        assert_int_equal(list.entity_count, parties);
        used[turn] = arena.used_bytes;
        print_message("%u parties in %zu bytes: %zu bytes, %.1f ms\n", parties, text.len,
                      used[turn], (double)(sj_time_monotonic_ns() - start) / 1e6);
    }
    assert_true(used[1] < used[0] * 25); /* ten times the content, doubling arrays */
}

static sj_status story(void *ctx)
{
    (void)ctx;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    return audit_read(READER, whole(), &arena, &list, NULL);
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
        cmocka_unit_test(refuses_what_is_no_list), cmocka_unit_test(reads_a_large_list_in_one_pass),
        cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
