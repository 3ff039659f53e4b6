/* Tests of the XML lists of the EU, the UK, Switzerland and Canada: the audit of
 * every value in the real samples, some mappings, refusals, out-of-memory. */
#include "audit.h"

static const struct sample {
    const sj_list_reader *reader;
    const char *path, *record;
    size_t entities;
} samples[] = {
    {&sj_reader_eu_fsf_xml, "lists/eu-fsf/eu_fsf_1_1_2018-12-21_excerpt.xml", "sanctionEntity", 2},
    {&sj_reader_eu_fsf_xml, "lists/eu-fsf/eu_fsf_1_1_2024-12-11_excerpt.xml", "sanctionEntity", 1},
    {&sj_reader_uk_sl_xml, "lists/uk-sl/uksl_excerpt_2026-08.xml", "Designation", 3},
    {&sj_reader_seco_xml, "lists/seco/seco_excerpt_2026-08-27.xml", "target", 4},
    {&sj_reader_sema_xml, "lists/canada-sema/sema-lmes.xml", "record", 1369},
};

static sj_str load(const char *relative, sj_arena *arena)
{
    char path[512];
    sj_file file = {0};
    sj_str copy = {0};
    if (!sj_test_shared(relative, path, sizeof path))
        return copy;
    assert_int_equal(sj_file_open(path, (size_t)1 << 30, &file), SJ_OK);
    assert_int_equal(sj_arena_copy(arena, sj_str_trim((sj_str){file.ptr, file.len}), &copy), SJ_OK);
    sj_file_done(&file);
    return copy;
}

/* What the EU's schema defines as no statement: country 00, UNKNOWN. */
static sj_str without_unknown(sj_str bytes, sj_arena *arena)
{
    static const char *const words[] = {"\"00\"", "\"UNKNOWN\""};
    char *copy = sj_arena_alloc(arena, bytes.len);
    memcpy(copy, bytes.ptr, bytes.len);
    for (size_t w = 0; w < SJ_COUNT(words); w++)
        for (size_t at = 0; (at = sj_str_find(bytes, sj_str_from(words[w]), at)) < bytes.len; at++)
            memset(copy + at + 1, ' ', strlen(words[w]) - 2);
    return (sj_str){copy, bytes.len};
}

static void samples_are_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(samples); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        const sj_str bytes = load(samples[i].path, &arena);
        sj_list list = {0};
        sj_diag diag = {0};
        if (!bytes.len)
            continue;
        assert_true(samples[i].reader->recognise(sj_str_slice(bytes, 0, 65536)));
        assert_int_equal(audit_read(samples[i].reader, bytes, &arena, &list, &diag), SJ_OK);
        assert_int_equal(list.entity_count, samples[i].entities);
        audit_xml(samples[i].reader, &list, without_unknown(bytes, &arena), &samples[i].record, 1);
        audit_refusals(samples[i].reader, bytes, 40, bytes.len);
        for (size_t k = 0; k < SJ_COUNT(samples); k++) {
            const bool same = samples[k].reader == samples[i].reader;
            assert_int_equal(samples[k].reader->recognise(bytes), same);
            if (!same)
                assert_true(audit_read(samples[k].reader, bytes, &arena, &list, &diag) < 0);
        }
    }
}

static const char seco[] =
    "<swiss-sanctions-list date=\"2026-01-01\"><sanctions-program ssid=\"1\">"
    "<program-key lang=\"eng\">Test</program-key><sanctions-set ssid=\"2\" lang=\"eng\">Freeze"
    "</sanctions-set><origin>UN</origin></sanctions-program><target ssid=\"3\"><sanctions-set-id>2"
    "</sanctions-set-id><individual sex=\"male\"><identity main=\"true\"><name ssid=\"4\" "
    "name-type=\"primary-name\"><name-part order=\"1\" name-part-type=\"family-name\"><value>Test"
    "</value><spelling-variant lang=\"RUS\" script=\"CYRL\">Тест</spelling-variant></name-part>"
    "<name-part order=\"2\" name-part-type=\"given-name\"><value>Ivan</value></name-part></name>"
    "<address place-id=\"9\"><address-details>1 Road</address-details></address>"
    "<identification-document document-type=\"passport\"><number>AB1</number><issuer>Belarus"
    "</issuer></identification-document></identity><identity main=\"false\">"
    "<name name-type=\"primary-name\"><name-part name-part-type=\"whole-name\"><value>Other"
    "</value></name-part></name><day-month-year day=\"1\" month=\"2\" year=\"1960\"/></identity>"
    "</individual><modification modification-type=\"de-listed\" effective-date=\"2016-03-01\"/>"
    "<modification modification-type=\"listed\" effective-date=\"2012-03-01\"/></target>"
    "<place ssid=\"9\"><location>Minsk</location><country>Belarus</country></place>"
    "</swiss-sanctions-list>";

static void seco_maps(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    assert_int_equal(audit_read(&sj_reader_seco_xml, sj_str_from(seco), &arena, &list, &diag),
                     SJ_OK);
    const sj_entity *e = &list.entity[0];
    assert_int_equal(e->name_count, 3);
    assert_true(sj_str_eq(e->name[0].full, SJ_S("Ivan Test")));
    assert_true(sj_str_eq(e->name[1].full, SJ_S("Ivan Тест")));
    assert_int_equal(e->name[1].kind, SJ_NAME_ORIGINAL);
    assert_int_equal(e->name[2].kind, SJ_NAME_ALIAS);
    assert_int_equal(e->date[0].name, 2); /* it belongs to the other identity */
    assert_true(sj_str_eq(e->place[0].full, SJ_S("1 Road, Minsk, Belarus")));
    assert_true(sj_str_eq(e->identifier[0].country, SJ_S("BY")));
    assert_int_equal(e->listing[0].delisted.from.year, 2016);
    assert_int_equal(e->listing[0].listed.from.year, 2012);
    assert_true(sj_str_eq(e->listing[0].programme, SJ_S("Test")));
    assert_true(sj_str_eq(e->listing[0].measure, SJ_S("Freeze")));
}

static const char fsf[] =
    "<export><sanctionEntity logicalId=\"5\"><regulation programme=\"TST\" numberTitle=\"1/2020\"/>"
    "<subjectType code=\"person\"/><nameAlias wholeName=\"Ivan Test\" lastName=\"Test\"/>"
    "<nameAlias wholeName=\"Jean Test\" nameLanguage=\"FR\"/><nameAlias wholeName=\"Joe\" "
    "strong=\"false\"/><birthdate year=\"1350\" calendarType=\"ISLAMIC\"/>"
    "<birthdate yearRangeFrom=\"1960\" yearRangeTo=\"1962\" circa=\"true\"/>"
    "<identification number=\"AB1\" identificationTypeCode=\"passport\" knownFalse=\"true\" "
    "countryIso2Code=\"BY\" countryDescription=\"BELARUS\"/>"
    "<identification number=\"AB2\" identificationTypeCode=\"passport\" diplomatic=\"true\"/>"
    "<identification number=\"AB3\" identificationTypeCode=\"passport\" diplomatic=\"false\"/>"
    "<address city=\"Minsk\" asAtListingTime=\"true\"/>"
    "<address city=\"Brest\" asAtListingTime=\"false\"/></sanctionEntity></export>";

static void fsf_maps(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    assert_int_equal(audit_read(&sj_reader_eu_fsf_xml, sj_str_from(fsf), &arena, &list, &diag),
                     SJ_OK);
    const sj_entity *e = &list.entity[0];
    assert_int_equal(e->name[0].kind, SJ_NAME_PRIMARY);
    assert_int_equal(e->name[1].kind, SJ_NAME_TRANSLATION);
    assert_int_equal(e->name[2].kind, SJ_NAME_WEAK);
    assert_false(e->date[0].parsed); /* no Gregorian year */
    assert_int_equal(e->date[1].range.from.year, 1960);
    assert_int_equal(e->date[1].range.to.year, 1962);
    assert_true(e->date[1].range.circa);
    assert_int_equal(e->identifier[0].kind, SJ_ID_PASSPORT);
    assert_true(e->identifier[0].invalid);
    assert_true(sj_str_eq(e->identifier[0].country, SJ_S("BY")));
    assert_true(sj_str_eq(e->identifier[1].note, SJ_S("diplomatic")));
    assert_int_equal(e->identifier[2].note.len, 0);
    assert_true(sj_str_eq(e->place[0].note, SJ_S("as at listing time")));
    assert_int_equal(e->place[1].note.len, 0);
}

/* Each of many aliases in one element bears the element as its note: kept once,
 * or 100 kB would make a gigabyte. */
static void sema_aliases_share_their_note(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) text = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    sj_buf_add(&text, SJ_S("<data-set><record><Country>A</Country><Entity>B</Entity><Aliases>"));
    for (int i = 0; i < 16000; i++)
        sj_buf_addf(&text, "n%d, ", i);
    sj_buf_add(&text, SJ_S("last</Aliases><Item>1</Item></record></data-set>"));
    assert_int_equal(audit_read(&sj_reader_sema_xml, sj_buf_str(&text), &arena, &list, &diag),
                     SJ_OK);
    assert_int_equal(list.entity[0].name_count, 16002);
    assert_true(arena.used_bytes < (size_t)32 << 20);
}

static sj_status story(void *ctx)
{
    (void)ctx;
    const struct {
        const sj_list_reader *reader;
        const char *text;
    } rows[] = {{&sj_reader_seco_xml, seco},
                {&sj_reader_eu_fsf_xml, fsf},
                {&sj_reader_sema_xml,
                 "<data-set><record><Country>A</Country><Entity>B, Ltd.</Entity>"
                 "<Aliases>C Co., Ltd., D</Aliases><Item>1</Item></record>"
                 "</data-set>"}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        SJ_TRY(audit_read(rows[i].reader, sj_str_from(rows[i].text), &arena, &list, NULL));
        if (i == 2) {
            assert_int_equal(list.entity[0].name_count, 3);
            assert_true(sj_str_eq(list.entity[0].name[1].full, SJ_S("C Co., Ltd.")));
        }
    }
    return SJ_OK;
}
static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(samples_are_whole),
                                       cmocka_unit_test(seco_maps), cmocka_unit_test(fsf_maps),
                                       cmocka_unit_test(sema_aliases_share_their_note),
                                       cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
