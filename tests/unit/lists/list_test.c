/* The door to the readers: every sample is claimed by exactly one reader, the
 * right one; archives are looked through; what is no list is refused whole. */
#include "lists/source.h"
#include "test.h"
#include "zip_writer.h"
#include <unistd.h>
#include <zlib.h>

static const struct sample {
    const char *path;
    sj_list_format format; /* UNKNOWN: nobody may claim it */
} samples[] = {
    {"un/UN_consolidated.xml", SJ_LIST_UN_XML},
    {"un-2021/un_2021-01-18.xml", SJ_LIST_UN_XML},
    {"ofac-sdn/sdn.csv", SJ_LIST_OFAC_CSV},
    {"ofac-consolidated/cons_prim.csv", SJ_LIST_OFAC_CSV},
    {"ofac-sdnxml/consolidated_nonsdn_2024-05-06.xml", SJ_LIST_OFAC_SDN_XML},
    {"ofac-sdnxml/sdn_2015.xsd", SJ_LIST_UNKNOWN},
    {"ofac-advanced/cons_advanced.xml", SJ_LIST_OFAC_ADVANCED_XML},
    {"ofac-advanced/sdn_advanced_2018.xsd", SJ_LIST_UNKNOWN},
    {"ofac-advanced/ofac_codes.csv", SJ_LIST_UNKNOWN},
    {"ofac-enhanced/IRGC_sanctions.xml", SJ_LIST_OFAC_ENHANCED_XML},
    {"eu-fsf/eu_fsf_1_1_2018-12-21_excerpt.xml", SJ_LIST_EU_FSF_XML},
    {"eu-fsf/eu_fsf_1_1_2024-12-11_excerpt.xml", SJ_LIST_EU_FSF_XML},
    {"eu-fsf/schema_1_1.xsd", SJ_LIST_UNKNOWN},
    {"eu-journal/32017R1509.csv", SJ_LIST_EU_JOURNAL_CSV},
    {"eu-journal/32001R2580.csv", SJ_LIST_EU_JOURNAL_CSV},
    {"uk-sl/uksl_excerpt_2026-08.xml", SJ_LIST_UK_SL_XML},
    {"uk-sl/uksl_real_header_and_one_row_2026-10-08.csv", SJ_LIST_UK_SL_CSV},
    {"uk-conlist/conlist_2018.csv", SJ_LIST_UK_CONLIST_CSV},
    {"seco/seco_excerpt_2026-08-27.xml", SJ_LIST_SECO_XML},
    {"canada-sema/sema-lmes.xml", SJ_LIST_SEMA_XML},
    {"australia-dfat/regulation8_consolidated.xlsx", SJ_LIST_DFAT_XLSX},
    {"japan-mof/shisantouketsu20260305.xlsx", SJ_LIST_MOF_XLSX},
    {"ftm/zala.ftm.json", SJ_LIST_FTM_JSONL},
    {"ftm/delta/delta.json", SJ_LIST_UNKNOWN},
    {"ftm/delta/20240527194702-wnk/entities.delta.json", SJ_LIST_FTM_DELTA},
    {"ftm/delta/20240528074703-npf/entities.delta.json", SJ_LIST_FTM_DELTA},
    {"opensanctions/entities.ftm.json", SJ_LIST_FTM_JSONL},
    {"opensanctions/targets.simple.csv", SJ_LIST_OPENSANCTIONS_CSV},
    {"opensanctions/ransomwhere_2025_targets.simple.csv", SJ_LIST_OPENSANCTIONS_CSV},
    {"opensanctions/targets.nested.json", SJ_LIST_OPENSANCTIONS_NESTED},
    {"opensanctions/senzing.json", SJ_LIST_SENZING_JSON},
    {"opensanctions/SOURCE.txt", SJ_LIST_UNKNOWN},
    {"../records/senzing-truth/customers.jsonl", SJ_LIST_SENZING_JSON},
    {"../records/senzing-truth/actual_truthset_key.csv", SJ_LIST_UNKNOWN},
};

static bool has_reader(sj_list_format format)
{
    size_t count;
    const sj_list_reader *const *reader = sj_list_readers(&count);
    for (size_t i = 0; i < count; i++)
        if (reader[i]->format == format)
            return true;
    return format == SJ_LIST_UNKNOWN;
}

static void one_reader_claims_each_sample(void **state SJ_UNUSED)
{
    size_t count;
    const sj_list_reader *const *reader = sj_list_readers(&count);
    for (size_t i = 0; i < SJ_COUNT(samples); i++) {
        char relative[512], buffer[4096];
        snprintf(relative, sizeof relative, "lists/%s", samples[i].path);
        const char *path = sj_test_shared(relative, buffer, sizeof buffer);
        if (!path)
            continue;
        sj_file f = {0};
        assert_int_equal(sj_file_open(path, SIZE_MAX, &f), SJ_OK);
        sj_str bytes = {f.ptr, f.len};
        if (!sj_str_starts(bytes, SJ_S("PK")))
            bytes = sj_str_slice(bytes, 0, SJ_LIST_PEEK_BYTES);
        for (size_t r = 0; r < count; r++)
            if (reader[r]->recognise(bytes) != (reader[r]->format == samples[i].format))
                fail_msg("%s: %.*s says %d", samples[i].path,
                         SJ_STR_FMT(sj_list_format_text(reader[r]->format)),
                         reader[r]->recognise(bytes));
        if (has_reader(samples[i].format))
            assert_int_equal(sj_list_recognise(bytes), samples[i].format);
        sj_file_done(&f);
    }
}

static void format_names_round_trip(void **state SJ_UNUSED)
{
    for (int f = SJ_LIST_UN_XML; f <= SJ_LIST_PLAIN_CSV; f++) {
        sj_list_format back = SJ_LIST_UNKNOWN;
        assert_true(sj_list_format_parse(sj_list_format_text((sj_list_format)f), &back));
        assert_int_equal(back, f);
    }
    sj_list_format unchanged = SJ_LIST_UN_XML;
    assert_false(sj_list_format_parse(SJ_S("unknown"), &unchanged));
    assert_int_equal(unchanged, SJ_LIST_UN_XML);
}

static const char plain[] = "id,name,birth_date\n1,RI Yong Gil,1955\n2,Kim Su Il,1985-03-04\n";

static void reads_memory_and_hashes_it(void **state SJ_UNUSED)
{
    SJ_SCOPED(sj_arena) a = {0};
    SJ_AUTO(sj_sha256) *h = NULL;
    sj_list list = {0};
    sj_diag d = {0};
    char hex[65];
    assert_int_equal(sj_list_read_memory(sj_str_from(plain), NULL, &a, &list, &d), SJ_OK);
    assert_int_equal(list.format, SJ_LIST_PLAIN_CSV);
    assert_int_equal(list.entity_count, 2);
    assert_true(sj_str_eq(list.name, SJ_S("plain-csv")));
    assert_int_equal(sj_sha256_new(&h), SJ_OK);
    assert_int_equal(sj_sha256_add(h, plain, sizeof plain - 1), SJ_OK);
    assert_int_equal(sj_sha256_hex(h, hex), SJ_OK);
    assert_true(sj_str_eq(list.hash, sj_str_from(hex)));
}

static void looks_through_gzip_and_hashes_what_is_inside(void **state SJ_UNUSED)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_list list = {0}, raw = {0};
    sj_diag d = {0};
    unsigned char packed[512];
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)plain;
    z.avail_in = sizeof plain - 1;
    z.next_out = packed;
    z.avail_out = sizeof packed;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    const sj_str bytes = {(char *)packed, z.total_out};
    deflateEnd(&z);
    assert_int_equal(sj_list_read_memory(bytes, NULL, &a, &list, &d), SJ_OK);
    assert_int_equal(sj_list_read_memory(sj_str_from(plain), NULL, &a, &raw, &d), SJ_OK);
    assert_true(sj_str_eq(list.hash, raw.hash));
    const sj_str cut = {bytes.ptr, bytes.len - 6};
    list.entity_count = 77;
    assert_int_equal(sj_list_read_memory(cut, NULL, &a, &list, &d), SJ_ECORRUPT);
    assert_int_equal(list.entity_count, 77); /* unchanged on error */
}

static sj_str gzipped(sj_str bytes, unsigned char *packed, size_t size)
{
    z_stream z = {0};
    assert_int_equal(deflateInit2(&z, 9, Z_DEFLATED, 15 + 16, 9, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (unsigned char *)(uintptr_t)bytes.ptr;
    z.avail_in = (unsigned)bytes.len;
    z.next_out = packed;
    z.avail_out = (unsigned)size;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    const sj_str r = {(char *)packed, z.total_out};
    deflateEnd(&z);
    return r;
}

/* A spreadsheet is a zip: one that was packed once more is still a spreadsheet,
 * and is known from its folder too. */
static void looks_through_to_a_spreadsheet(void **state SJ_UNUSED)
{
    char path[4096], dir[] = "/tmp/sj_list_XXXXXX";
    const char *root = getenv("SOJOURN_SOURCE");
    static unsigned char packed[65536];
    SJ_SCOPED(sj_arena) a = {0};
    sj_list plain_list = {0}, list = {0};
    sj_list_found *found = NULL;
    size_t count = 0;
    sj_diag d = {0};
    sj_file f = {0};
    zip_writer z = {0};
    if (!root)
        return;
    snprintf(path, sizeof path, "%s/fuzz/corpus/dfat_xlsx/small.xlsx", root);
    assert_int_equal(sj_file_open(path, SIZE_MAX, &f), SJ_OK);
    const sj_str bytes = {f.ptr, f.len};
    zip_add(&z, "folder/list.xlsx", bytes);
    const sj_str zipped = zip_end(&z);
    assert_int_equal(sj_list_read_memory(bytes, NULL, &a, &plain_list, &d), SJ_OK);
    zip_writer outer = {0}; /* as a download of downloads */
    zip_add(&outer, "inner.zip", zipped);
    const sj_str variants[] = {zipped, gzipped(bytes, packed, sizeof packed), zip_end(&outer)};
    assert_non_null(mkdtemp(dir));
    for (size_t i = 0; i < SJ_COUNT(variants); i++) {
        if (sj_list_read_memory(variants[i], NULL, &a, &list, &d) != SJ_OK)
            fail_msg("variant %zu: %s", i, d.reason);
        assert_int_equal(list.format, SJ_LIST_DFAT_XLSX);
        assert_true(sj_str_eq(list.hash, plain_list.hash));
        snprintf(path, sizeof path, "%s/list.xlsx.%zu", dir, i);
        assert_int_equal(sj_file_replace(path, variants[i].ptr, variants[i].len), SJ_OK);
    }
    assert_int_equal(sj_list_gather(dir, 0, &a, &found, &count), SJ_OK);
    assert_int_equal(count, 3);
    for (size_t i = 0; i < count; i++) {
        assert_non_null(found[i].reader);
        assert_int_equal(found[i].reader->format, SJ_LIST_DFAT_XLSX);
        assert_int_equal(unlink(found[i].path[0].ptr), 0);
    }
    assert_int_equal(rmdir(dir), 0);
    zip_done(&z);
    zip_done(&outer);
    sj_file_done(&f);
}

static void refuses_what_is_no_list(void **state SJ_UNUSED)
{
    static const struct {
        const char *bytes;
        sj_list_format expected;
        sj_status want;
        const char *why;
    } rows[] = {
        {"", 0, SJ_EFORMAT, "an empty file"},
        {"<!DOCTYPE html><html><body>Not found</body></html>", 0, SJ_EFORMAT, "a page of HTML"},
        {"hello", 0, SJ_EFORMAT, "words"},
        {"id,name\n", 0, SJ_ECORRUPT, "a list of nobody"},
        {"id,name\n1,A\n1,B\n", 0, SJ_ECORRUPT, "an id twice"},
        {"id,name\n1,\xff\n", 0, SJ_EENCODING, "bytes that are no UTF-8"},
        {"id,name\n1,A\n", SJ_LIST_UN_XML, SJ_EFORMAT, "another format than expected"},
        {"id,name\n1\n", 0, SJ_ESYNTAX, "a row with too few cells"},
        {"id,name\n1,\"A\n", 0, SJ_ESYNTAX, "an open quote"},
        {"id,name\n1,A\n2,Be", 0, SJ_ECORRUPT, "a row without its end: it was Bertha"},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) a = {0};
        sj_list list = {0};
        sj_diag d = {0};
        const sj_list_options o = {.expected = rows[i].expected};
        const sj_status s = sj_list_read_memory(sj_str_from(rows[i].bytes), &o, &a, &list, &d);
        if (s != rows[i].want || list.entity_count || !d.reason || !d.reason[0])
            fail_msg("%s: %s, %s", rows[i].why, sj_status_name(s), d.reason);
    }
}

static void a_mapping_names_the_columns(void **state SJ_UNUSED)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_list list = {0};
    sj_diag d = {0};
    const sj_str column[] = {SJ_S("Vorname"), SJ_S("Nachname"), SJ_S("Pass"), SJ_S("Geb")};
    const sj_str target[] = {SJ_S("first_name"), SJ_S("last_name"), SJ_S("passport"),
                             SJ_S("birth_date")};
    const sj_list_mapping m = {column, target, 4};
    const sj_list_options o = {.mapping = &m};
    const char *bytes = "Vorname;Nachname;Pass;Geb;Notiz\nSu Il;Kim;654123|654124;4.3.1985;x\n";
    assert_int_equal(sj_list_read_memory(sj_str_from(bytes), &o, &a, &list, &d), SJ_OK);
    const sj_entity *e = &list.entity[0];
    assert_true(sj_str_eq(e->name[0].full, SJ_S("Su Il Kim")));
    assert_true(sj_str_eq(e->name[0].part[SJ_PART_FAMILY], SJ_S("Kim")));
    assert_int_equal(e->identifier_count, 2);
    assert_int_equal(e->identifier[1].kind, SJ_ID_PASSPORT);
    assert_true(sj_str_eq(e->id, SJ_S("row 2")));
    assert_int_equal(e->date[0].range.from.year, 1985);
    assert_true(sj_str_eq(e->fact[0].label, SJ_S("Notiz")));
    const sj_str missing[] = {SJ_S("Name")};
    const sj_list_mapping bad = {missing, target, 1};
    const sj_list_options wrong = {.mapping = &bad};
    assert_int_equal(sj_list_read_memory(sj_str_from(bytes), &wrong, &a, &list, &d), SJ_EFORMAT);
    assert_string_equal(d.field, "Name");
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_list list = {0};
    sj_diag d = {0};
    return sj_list_read_memory(*(const sj_str *)ctx, NULL, &a, &list, &d);
}

static void survives_lack_of_memory(void **state SJ_UNUSED)
{
    static const char *const inputs[] = {
        plain,
        "{\"id\":\"a\",\"caption\":\"Kim\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Kim\"]"
        ","
        "\"addressEntity\":[\"x\"]}}\n{\"id\":\"x\",\"schema\":\"Address\",\"properties\":{"
        "\"full\":"
        "[\"1 Road\"]}}\n{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":{\"entity\":[\"a\"],"
        "\"authority\":[\"UN\"]}}\n",
        "{\"op\":\"ADD\",\"entity\":{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":"
        "[\"Kim\"]}}}\n",
        "{\"id\":\"a\",\"caption\":\"Kim\",\"schema\":\"Person\",\"properties\":{\"name\":[\"Kim\"]"
        ","
        "\"addressEntity\":[{\"id\":\"x\",\"schema\":\"Address\",\"properties\":{\"full\":[\"1 "
        "Road\"]}}],"
        "\"ownershipOwner\":[{\"id\":\"o\",\"schema\":\"Ownership\",\"properties\":{\"owner\":["
        "\"a\"],"
        "\"asset\":[{\"id\":\"c\",\"schema\":\"Company\",\"properties\":{\"name\":[\"C\"]}}]}}]}}"
        "\n",
        "[{\"DATA_SOURCE\":\"T\",\"RECORD_ID\":\"1\",\"NAME_FULL\":\"Kim\",\"FEATURES\":[{\"ADDR_"
        "FULL"
        "\":\"1 Road\"},{\"PASSPORT_NUMBER\":\"1\"}]}]",
        "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"dataset\","
        "\"last_change\"\n\"1\",\"Person\",\"Kim\",\"A;B\",\"1955\",\"kp\",\"T\",\"2024\"\n",
    };
    for (size_t i = 0; i < SJ_COUNT(inputs); i++) {
        sj_str bytes = sj_str_from(inputs[i]);
        assert_int_equal(story(&bytes), SJ_OK);
        sj_test_sweep(story, &bytes, 0);
    }
}

static void spreadsheets_survive_lack_of_memory(void **state SJ_UNUSED)
{
    static const char *const paths[] = {"fuzz/corpus/dfat_xlsx/small.xlsx",
                                        "fuzz/corpus/mof_xlsx/small.xlsx"};
    const char *root = getenv("SOJOURN_SOURCE");
    for (size_t i = 0; root && i < SJ_COUNT(paths); i++) {
        char path[4096];
        sj_file f = {0};
        snprintf(path, sizeof path, "%s/%s", root, paths[i]);
        assert_int_equal(sj_file_open(path, SIZE_MAX, &f), SJ_OK);
        sj_str bytes = {f.ptr, f.len};
        assert_int_equal(story(&bytes), SJ_OK);
        sj_test_sweep(story, &bytes, 400);
        sj_file_done(&f);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_reader_claims_each_sample),
        cmocka_unit_test(format_names_round_trip),
        cmocka_unit_test(reads_memory_and_hashes_it),
        cmocka_unit_test(looks_through_gzip_and_hashes_what_is_inside),
        cmocka_unit_test(looks_through_to_a_spreadsheet),
        cmocka_unit_test(refuses_what_is_no_list),
        cmocka_unit_test(a_mapping_names_the_columns),
        cmocka_unit_test(survives_lack_of_memory),
        cmocka_unit_test(spreadsheets_survive_lack_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
