/* Tests of lists/un_xml.c: the mapping on a small list, the audit and the counts
 * on the real one, refusals, out-of-memory. */
#include "audit.h"

#define READER (&sj_reader_un_xml)

static const char sample[] =
    "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
    "<CONSOLIDATED_LIST dateGenerated=\"2026-02-27T00:00:09.554Z\"><INDIVIDUALS>\n"
    "<INDIVIDUAL><DATAID>11</DATAID><VERSIONNUM>1</VERSIONNUM><FIRST_NAME> PAK </FIRST_NAME>"
    "<SECOND_NAME>TEST IL</SECOND_NAME><UN_LIST_TYPE>DPRK</UN_LIST_TYPE>"
    "<REFERENCE_NUMBER>KPi.999</REFERENCE_NUMBER><LISTED_ON>2016-11-30</LISTED_ON>"
    "<NAME_ORIGINAL_SCRIPT>박시일</NAME_ORIGINAL_SCRIPT><COMMENTS1>A remark.</COMMENTS1>"
    "<DESIGNATION><VALUE>Director</VALUE><VALUE>Envoy</VALUE></DESIGNATION>"
    "<NATIONALITY><VALUE>Democratic People's Republic of Korea</VALUE></NATIONALITY>"
    "<LIST_TYPE><VALUE>UN List</VALUE></LIST_TYPE>"
    "<LAST_DAY_UPDATED><VALUE>2017-06-05</VALUE><VALUE>2017-01-02</VALUE></LAST_DAY_UPDATED>"
    "<INDIVIDUAL_ALIAS><QUALITY>Good</QUALITY><ALIAS_NAME>Pak Test-il; Park Si Il</ALIAS_NAME>"
    "<DATE_OF_BIRTH>1951-03-02</DATE_OF_BIRTH></INDIVIDUAL_ALIAS>"
    "<INDIVIDUAL_ALIAS><QUALITY>Low</QUALITY><ALIAS_NAME>Mr Il</ALIAS_NAME></INDIVIDUAL_ALIAS>"
    "<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>"
    "<INDIVIDUAL_ADDRESS><CITY>Pyongyang</CITY><COUNTRY>Democratic People's Republic of Korea"
    "</COUNTRY></INDIVIDUAL_ADDRESS>"
    "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>BETWEEN</TYPE_OF_DATE><FROM_YEAR>1950</FROM_YEAR>"
    "<TO_YEAR>1952</TO_YEAR></INDIVIDUAL_DATE_OF_BIRTH>"
    "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>APPROXIMATELY</TYPE_OF_DATE><YEAR>1951</YEAR>"
    "</INDIVIDUAL_DATE_OF_BIRTH>"
    "<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE/></INDIVIDUAL_DATE_OF_BIRTH>"
    "<INDIVIDUAL_DOCUMENT><TYPE_OF_DOCUMENT>Numéro\n de passeport</TYPE_OF_DOCUMENT>"
    "<NUMBER>654120219</NUMBER><ISSUING_COUNTRY>Oman</ISSUING_COUNTRY>"
    "<COUNTRY_OF_ISSUE>Qatar</COUNTRY_OF_ISSUE><NOTE>issued on 5 May 1998, expired on 4 May\n2003"
    "</NOTE></INDIVIDUAL_DOCUMENT>"
    "<NEW_ELEMENT>kept all the same</NEW_ELEMENT></INDIVIDUAL></INDIVIDUALS>\n"
    "<ENTITIES><ENTITY><DATAID>12</DATAID><FIRST_NAME>TEST TRADING</FIRST_NAME>"
    "<ENTITY_ALIAS><QUALITY>f.k.a.</QUALITY><ALIAS_NAME>Old Trading</ALIAS_NAME></ENTITY_ALIAS>"
    "</ENTITY></ENTITIES></CONSOLIDATED_LIST>\n";

static void maps_a_small_list(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    assert_int_equal(audit_read(READER, sj_str_from(sample), &arena, &list, &diag), SJ_OK);
    assert_int_equal(list.entity_count, 2);
    const sj_entity *e = &list.entity[0];
    assert_true(sj_str_eq(e->id, SJ_S("11")));
    assert_int_equal(e->schema, SJ_SCHEMA_PERSON);
    assert_int_equal(e->name_count, 5);
    assert_true(sj_str_eq(e->name[0].full, SJ_S("PAK TEST IL")));
    assert_int_equal(e->name[0].kind, SJ_NAME_PRIMARY);
    assert_int_equal(e->name[1].kind, SJ_NAME_ORIGINAL);
    assert_true(sj_str_eq(e->name[3].full, SJ_S("Park Si Il")));
    assert_int_equal(e->name[3].kind, SJ_NAME_ALIAS);
    assert_int_equal(e->name[4].kind, SJ_NAME_WEAK);
    assert_int_equal(e->date_count, 4); /* two belong to the two names of one alias */
    assert_int_equal(e->date[0].name, 2);
    assert_int_equal(e->date[1].name, 3);
    assert_int_equal(e->date[2].range.from.year, 1950);
    assert_int_equal(e->date[2].range.to.year, 1952);
    assert_true(e->date[3].range.circa);
    assert_int_equal(e->date[3].name, -1);
    assert_int_equal(e->identifier[0].kind, SJ_ID_PASSPORT);
    assert_true(sj_str_eq(e->identifier[0].country, SJ_S("OM")));
    assert_int_equal(e->identifier[0].issued.from.year, 1998);
    assert_int_equal(e->identifier[0].expires.from.day, 4);
    assert_true(e->identifier[0].invalid);
    assert_true(sj_str_eq(e->place[0].country, SJ_S("KP")));
    assert_int_equal(e->listing[0].listed.from.year, 2016);
    assert_int_equal(e->listing[0].amended.from.month, 6);
    assert_int_equal(list.entity[1].name[1].kind, SJ_NAME_FORMER);
    const char *const record[] = {"INDIVIDUAL", "ENTITY"};
    audit_xml(READER, &list, sj_str_from(sample), record, 2);
}

struct counts {
    size_t persons, organisations, good, low, spans, circa;
};
static struct counts count(const sj_list *list)
{
    struct counts c = {0};
    for (size_t i = 0; i < list->entity_count; i++) {
        const sj_entity *e = &list->entity[i];
        const bool person = e->schema == SJ_SCHEMA_PERSON;
        c.persons += person;
        c.organisations += !person;
        for (size_t k = 0; k < e->name_count; k++) {
            c.good += person && e->name[k].kind == SJ_NAME_ALIAS;
            c.low += e->name[k].kind == SJ_NAME_WEAK;
        }
        for (size_t k = 0; k < e->date_count; k++) {
            c.spans += e->date[k].range.from.year != e->date[k].range.to.year;
            c.circa += e->date[k].range.circa;
        }
    }
    return c;
}

/* Occurrences of `what` that are followed by a non-empty ALIAS_NAME, and the
 * ';' inside those: a scan that shares nothing with the reader. */
static size_t aliases_in(const char *bytes, const char *what, size_t *ret_pieces)
{
    size_t n = 0;
    for (const char *p = strstr(bytes, what); p; p = strstr(p + 1, what)) {
        const char *name = strstr(p, "<ALIAS_NAME>");
        n++;
        bool text = false;
        for (name += 12; *name != '<'; name++) {
            *ret_pieces += text && *name == ';';
            text = *name == ';' ? false : text || *name != ' ';
        }
        *ret_pieces += text;
    }
    return n;
}

static void reads_the_real_list(void **state)
{
    (void)state;
    char path[512];
    static const char *const names[] = {"lists/un/UN_consolidated.xml",
                                        "lists/un-2021/un_2021-01-18.xml"};
    for (size_t i = 0; i < SJ_COUNT(names); i++) {
        if (!sj_test_shared(names[i], path, sizeof path))
            continue;
        SJ_SCOPED(sj_file) file = {0};
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_diag diag = {0};
        assert_int_equal(sj_file_open(path, SIZE_MAX, &file), SJ_OK);
        const sj_str bytes = {file.ptr, file.len};
        const uint64_t start = sj_time_monotonic_ns();
        assert_int_equal(audit_read(READER, bytes, &arena, &list, &diag), SJ_OK);
        print_message("%s: %zu entities, %zu bytes, %.1f ms\n", names[i], list.entity_count,
                      arena.used_bytes, (double)(sj_time_monotonic_ns() - start) / 1e6);
        const char *const record[] = {"INDIVIDUAL", "ENTITY"};
        audit_xml(READER, &list, bytes, record, 2);
        audit_refusals(READER, bytes, 12, bytes.len - 30);
        if (i == 0) {
            sj_str text;
            assert_int_equal(sj_arena_format(&arena, &text, "%.*s", (int)bytes.len, bytes.ptr),
                             SJ_OK);
            const struct counts c = count(&list);
            size_t good = 0, low = 0;
            assert_int_equal(c.persons, 730);
            assert_int_equal(c.organisations, 273);
            assert_int_equal(aliases_in(text.ptr, "<QUALITY>Good<", &good), 1524);
            assert_int_equal(aliases_in(text.ptr, "<QUALITY>Low<", &low), 615);
            print_message("aliases after splitting: %zu good, %zu low\n", good, low);
            assert_int_equal(c.good, good);
            assert_int_equal(c.low, low);
            assert_int_equal(c.spans, 31);
            assert_true(c.circa >= 117);
        }
    }
}

static void refuses_what_is_no_list(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        " ",
        "<html><body>moved</body></html>",
        "<sdnList/>",
        "<CONSOLIDATED_LIST/>",
        "<CONSOLIDATED_LIST><INDIVIDUAL><DATAID>1</DATAID></INDIVIDUAL></CONSOLIDATED_LIST>",
        ("<CONSOLIDATED_LIST><INDIVIDUAL><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL>"
         "</CONSOLIDATED_LIST>"),
        "<INDIVIDUAL><DATAID>1</DATAID><FIRST_NAME>A</FIRST_NAME></INDIVIDUAL>",
        "<!DOCTYPE a [<!ENTITY b \"c\">]><CONSOLIDATED_LIST/>",
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
