/* Tests of lists/uk.c and the three readers on it: ConList in the layout of 2022
 * (written here in the official format: no whole file of it is at hand), ragged
 * rows of the UK Sanctions List, and lack of memory in each of them. */
#include "audit.h"

static const char conlist_2022[] =
    "\xef\xbb\xbfLast Updated,20/06/2022\r\n"
    "Name 6,Name 1,Name 2,Name 3,Name 4,Name 5,Title,Name Non-Latin Script,Non-Latin Script Type,"
    "Non-Latin Script Language,DOB,Town of Birth,Country of Birth,Nationality,Passport Number,"
    "Passport Details,National Identification Number,National Identification Details,Position,"
    "Address 1,Address 2,Address 3,Address 4,Address 5,Address 6,Post/Zip Code,Country,"
    "Other Information,Group Type,Alias Type,Alias Quality,Regime,Listed On,"
    "UK Sanctions List Date Designated,Last Updated,Group ID\r\n"
    "RI,Yong,Test,,,,General,리영테스트,Hangul,Korean,dd/mm/1955,Pyongyang,North Korea,North "
    "Korea,563310555,Issued in North Korea,1234-5,A note,Director,1 Road,,,,,Pyongyang,AB1,North "
    "Korea,\"(UK Sanctions List Ref):DPR0001 (UN Ref):KPi.001\",Individual,Primary "
    "name,,Democratic People's Republic of Korea,23/01/2013,23/01/2013,18/03/2022,12851\r\n"
    "CHOE,Yong,Test,,,,,,,,06/10/1957,,,,,,,,,,,,,,,,,,Individual,Primary name "
    "variation,,Democratic People's Republic of Korea,23/01/2013,23/01/2013,18/03/2022,12851\r\n"
    "SHORTY,,,,,,,,,,,,,,,,,,,,,,,,,,,,Individual,AKA,Low,Democratic People's Republic of "
    "Korea,23/01/2013,23/01/2013,18/03/2022,12851\r\n"
    "TEST TRADING CORPORATION,,,,,,,,,,,,,,,,,,,2 Way,,,,,Nampo,,North Korea,,Entity,Primary "
    "name,,Democratic People's Republic of Korea,30/07/2009,,18/03/2022,10930\r\n"
    "OLD TEST TRADING,,,,,,,,,,,,,,,,,,,,,,,,,,,,Entity,FKA,,Democratic People's Republic of "
    "Korea,30/07/2009,,18/03/2022,10930\r\n"
    "TEST SHIP,,,,,,,,,,,,,,,,,,,,,,,,,,,IMO number 8660313,Ship,Primary name,,Democratic "
    "People's Republic of Korea,09/10/2017,,,13541\r\n";

static const char sl_csv[] =
    "Report Date: 13-Feb-2026\n"
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name "
    "4,Name 5,Name type,Alias strength,Title,Name non-latin script,Non-latin script "
    "type,Non-latin script language,Regime Name,Designation Type,Designation source,Sanctions "
    "Imposed,Other Information,UK Statement of Reasons,Address Line 1,Address Line 2,Address Line "
    "3,Address Line 4,Address Line 5,Address Line 6,Address Postal Code,Address Country,Phone "
    "number,Website,Email address,Date Designated,D.O.B\n"
    "12/01/2022,DPR0001,1,KPi.001,TEST,Yong,,,,,Primary Name,,,,,,DPRK,Individual,UN,Asset "
    "freeze|Travel Ban\n"
    "12/01/2022,DPR0001,1,,TESTO,,,,,,ALias,Low quality "
    "a.k.a,,,,,DPRK,Individual,UN,,,,,,,,,,,,,,,,dd/mm/1970\n";

static const char sl_xml[] =
    "<Designations><DateGenerated>20/08/2026</DateGenerated><Designation><UniqueID>DPR0001"
    "</UniqueID><Names><Name><Name1>Yong</Name1><Name6>TEST</Name6><NameType>Primary Name"
    "</NameType></Name></Names><NonLatinNames><NonLatinName><NameNonLatinScript>영"
    "</NameNonLatinScript></NonLatinName></NonLatinNames><IndividualEntityShip>Individual"
    "</IndividualEntityShip><RegimeName>DPRK</RegimeName><Individual><DOB>dd/mm/1945</DOB>"
    "<Passport><PassportNumber>P1234567</PassportNumber></Passport><Location><TownOfBirth>Nampo"
    "</TownOfBirth></Location><Gender>Male</Gender></Individual><Address><AddressCountry>DPRK"
    "</AddressCountry></Address><New a=\"b\">kept</New></Designation></Designations>";

static const char csl[] =
    "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,"
    "start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,"
    "gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,"
    "alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,"
    "ids\n"
    "k1,Test List,77,Individual,TST; TST2,\"TESTOV, Ivan\",Director,\"1 Road; 2 Way\",85 FR "
    "1,2020-02-03,2030-01-01,Y,For all items,Denial,,,,,,,A remark.,http://a.example,Vanya; "
    "Joe,RU,1960; 1961,RU,Minsk,http://b.example,\"Passport, AB1, RU; Tax ID No., 5, BY\"\n";

static void expect(sj_str got, const char *want)
{
    if (!sj_str_eq(got, sj_str_from(want)))
        fail_msg("got '%.*s', want '%s'", SJ_STR_FMT(got), want);
}

static void read_ok(const sj_list_reader *reader, const char *text, sj_arena *arena, sj_list *list)
{
    sj_diag d = {0};
    const sj_str bytes = sj_str_from(text);
    assert_true(reader->recognise(bytes));
    const sj_status s = audit_read(reader, bytes, arena, list, &d);
    if (s != SJ_OK)
        fail_msg("%s: %s, line %d", sj_status_name(s), d.reason, (int)d.line);
}

static void the_layout_of_2022(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    read_ok(&sj_reader_uk_conlist_csv, conlist_2022, &arena, &list);
    assert_int_equal(list.entity_count, 3);
    const sj_entity *ri = &list.entity[0], *firm = &list.entity[1], *ship = &list.entity[2];
    expect(ri->id, "12851");
    assert_int_equal(ri->schema, SJ_SCHEMA_PERSON);
    assert_int_equal(ri->name_count, 4);
    expect(ri->name[0].full, "Yong Test RI");
    expect(ri->name[0].part[SJ_PART_FAMILY], "RI");
    assert_int_equal(ri->name[0].kind, SJ_NAME_PRIMARY);
    expect(ri->name[1].full, "리영테스트");
    assert_int_equal(ri->name[1].kind, SJ_NAME_ORIGINAL);
    expect(ri->name[1].language, "Korean");
    assert_int_equal(ri->name[2].kind, SJ_NAME_ALIAS); /* a variation */
    assert_int_equal(ri->name[3].kind, SJ_NAME_WEAK);  /* quality: low */
    assert_int_equal(ri->date_count, 2);
    assert_int_equal(ri->date[0].range.from.year, 1955);
    assert_int_equal(ri->date[1].range.from.day, 6);
    assert_int_equal(ri->identifier_count, 2);
    expect(ri->identifier[0].value, "563310555");
    assert_int_equal(ri->identifier[0].kind, SJ_ID_PASSPORT);
    assert_int_equal(ri->identifier[1].kind, SJ_ID_NATIONAL);
    expect(ri->identifier[1].note, "A note");
    assert_int_equal(ri->place_count, 2);
    assert_int_equal(ri->listing_count, 1);
    assert_int_equal(ri->listing[0].listed.from.year, 2013);
    assert_int_equal(ri->listing[0].amended.from.month, 3);
    assert_int_equal(firm->schema, SJ_SCHEMA_ORGANISATION);
    assert_int_equal(firm->name[1].kind, SJ_NAME_FORMER);
    expect(firm->place[0].country, "KP");
    assert_int_equal(ship->schema, SJ_SCHEMA_VESSEL);
    expect(list.version, "20/06/2022");
}

/* Every cell of the fixture is in the entity of its row. */
static void the_layout_of_2022_is_whole(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) blob = {0};
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    sj_list list = {0};
    const sj_str *cell;
    size_t count, lost = 0, checked = 0;
    uint64_t line;
    read_ok(&sj_reader_uk_conlist_csv, conlist_2022, &arena, &list);
    assert_int_equal(
        sj_input_open_memory(sj_str_from(conlist_2022), (sj_str){0}, UINT64_MAX, &in, NULL), SJ_OK);
    assert_int_equal(sj_csv_new(in, NULL, &csv), SJ_OK);
    while (sj_csv_next(csv, &cell, &count, &line, NULL) == SJ_OK) {
        for (size_t i = 0; line > 2 && i < list.entity_count; i++)
            if (sj_str_eq(list.entity[i].id, cell[35]))
                audit_blob(&blob, &list.entity[i]);
        for (size_t i = 0; line > 2 && i < count; i++) {
            checked += cell[i].len > 0;
            if (cell[i].len && !audit_found(&blob, cell[i]) && ++lost)
                print_message("line %d: '%.*s'\n", (int)line, SJ_STR_FMT(cell[i]));
        }
    }
    assert_true(checked > 60);
    assert_int_equal(lost, 0);
}

/* Thousands of numbers in a cell do not each get a copy of the words about them:
 * the words are kept once, beside them. */
static void many_numbers_share_their_words(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) text = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    bool words = false;
    const sj_str head = sj_str_from(conlist_2022);
    const size_t header = sj_str_find(head, SJ_S("Group ID\r\n"), 0) + 10;
    sj_buf_add(&text, sj_str_slice(head, 0, header));
    sj_buf_add(&text, SJ_S("TEST,,,,,,,,,,,,,,"));
    for (int i = 0; i < 5000; i++)
        sj_buf_addf(&text, "A%d; ", 100000 + i);
    sj_buf_add_char(&text, ',');
    for (int i = 0; i < 5000; i++)
        sj_buf_add(&text, SJ_S("words "));
    sj_buf_add(&text, SJ_S(",,,,,,,,,,,,,Individual,AKA,,DPRK,,,,1\r\n"));
    assert_int_equal(audit_read(&sj_reader_uk_conlist_csv, sj_buf_str(&text), &arena, &list, &diag),
                     SJ_OK);
    const sj_entity *e = &list.entity[0];
    assert_int_equal(e->identifier_count, 5000);
    for (size_t i = 0; i < e->fact_count; i++)
        words |= sj_str_eq(e->fact[i].label, SJ_S("Passport Details"));
    assert_true(words && arena.used_bytes < (size_t)16 << 20);
}

static void a_cut_row_is_refused(void **state)
{
    (void)state;
    const size_t len = sizeof conlist_2022 - 1;
    size_t refused = 0;
    for (size_t at = 0; at < len; at++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_diag diag = {0};
        const char before = at ? conlist_2022[at - 1] : '\n';
        const sj_status s =
            audit_read(&sj_reader_uk_conlist_csv, (sj_str){conlist_2022, at}, &arena, &list, &diag);
        refused += s < 0;
        if (before != '\n' && before != '\r' && (s >= 0 || !diag.reason)) /* a row's end */
            fail_msg("cut at %zu: %s", at, sj_status_name(s));
    }
    assert_true(refused > len - 20);
}

static void the_sanctions_list_is_ragged(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    read_ok(&sj_reader_uk_sl_csv, sl_csv, &arena, &list);
    assert_int_equal(list.entity_count, 1);
    assert_int_equal(list.entity[0].name[1].kind, SJ_NAME_WEAK);
    assert_int_equal(list.entity[0].date[0].range.from.year, 1970);
    sj_list xml = {0};
    read_ok(&sj_reader_uk_sl_xml, sl_xml, &arena, &xml);
    assert_int_equal(xml.entity[0].name_count, 2);
    assert_int_equal(xml.entity[0].identifier_count, 1);
    assert_int_equal(xml.entity[0].place_count, 2);
}

static sj_status story(void *ctx)
{
    (void)ctx;
    const struct {
        const sj_list_reader *reader;
        const char *text;
    } rows[] = {{&sj_reader_uk_conlist_csv, conlist_2022},
                {&sj_reader_uk_sl_csv, sl_csv},
                {&sj_reader_uk_sl_xml, sl_xml},
                {&sj_reader_us_csl_csv, csl}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        SJ_TRY(audit_read(rows[i].reader, sj_str_from(rows[i].text), &arena, &list, NULL));
        assert_true(list.entity_count > 0);
    }
    return SJ_OK;
}

static void out_of_memory(void **state)
{
    (void)state;
    assert_int_equal(story(NULL), SJ_OK);
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(the_layout_of_2022),
                                       cmocka_unit_test(the_layout_of_2022_is_whole),
                                       cmocka_unit_test(many_numbers_share_their_words),
                                       cmocka_unit_test(a_cut_row_is_refused),
                                       cmocka_unit_test(the_sanctions_list_is_ragged),
                                       cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
