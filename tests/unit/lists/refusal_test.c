/* One promise, every format: a file that is cut, mis-encoded, empty or another
 * is refused whole, the diagnosis says where, and the list that was imported
 * before stays as it was. Real files are cut at several places; formats without
 * a whole real file at hand use a seed of the fuzz corpus. */
#include "audit.h"
#include "sojourn/liststore.h"
#include <unistd.h>

static const struct sample {
    sj_list_format format;
    const char *path; /* in the shared data, or below fuzz/corpus */
    bool corpus;
    bool any_byte; /* every byte is a letter, or a checksum guards the file */
} samples[] = {
    {SJ_LIST_UN_XML, "un/UN_consolidated.xml", false, false},
    {SJ_LIST_OFAC_CSV, "ofac-consolidated/cons_prim.csv", false, false},
    {SJ_LIST_OFAC_SDN_XML, "ofac-sdnxml/consolidated_nonsdn_2024-05-06.xml", false, false},
    {SJ_LIST_OFAC_ADVANCED_XML, "ofac-advanced/cons_advanced.xml", false, false},
    {SJ_LIST_OFAC_ENHANCED_XML, "ofac-enhanced/IRGC_sanctions.xml", false, false},
    {SJ_LIST_EU_FSF_XML, "eu-fsf/eu_fsf_1_1_2018-12-21_excerpt.xml", false, false},
    {SJ_LIST_EU_FSF_CSV, "eu_fsf_csv/layout_1_0.csv", true, false},
    {SJ_LIST_EU_JOURNAL_CSV, "eu-journal/32017R1509.csv", false, false},
    {SJ_LIST_UK_SL_XML, "uk-sl/uksl_excerpt_2026-08.xml", false, false},
    {SJ_LIST_UK_SL_CSV, "uk-sl/uksl_real_header_and_one_row_2026-10-08.csv", false, false},
    {SJ_LIST_UK_CONLIST_CSV, "uk-conlist/conlist_2018.csv", false, true},
    {SJ_LIST_US_CSL_CSV, "us_csl_csv/with_id.csv", true, false},
    {SJ_LIST_SECO_XML, "seco/seco_excerpt_2026-08-27.xml", false, false},
    {SJ_LIST_SEMA_XML, "canada-sema/sema-lmes.xml", false, false},
    {SJ_LIST_DFAT_XLSX, "australia-dfat/regulation8_consolidated.xlsx", false, true},
    {SJ_LIST_MOF_XLSX, "japan-mof/shisantouketsu20260305.xlsx", false, true},
    {SJ_LIST_FTM_JSONL, "ftm/zala.ftm.json", false, false},
    {SJ_LIST_FTM_DELTA, "ftm/delta/20240527194702-wnk/entities.delta.json", false, false},
    {SJ_LIST_OPENSANCTIONS_CSV, "opensanctions/targets.simple.csv", false, false},
    {SJ_LIST_OPENSANCTIONS_NESTED, "opensanctions/targets.nested.json", false, false},
    {SJ_LIST_SENZING_JSON, "opensanctions/senzing.json", false, false},
    {SJ_LIST_PLAIN_CSV, "plain_csv/comma.csv", true, false},
};

static bool load(const struct sample *sample, sj_arena *arena, sj_str *ret)
{
    char relative[256], buffer[4096];
    const char *path = buffer, *root = getenv("SOJOURN_SOURCE");
    sj_file file = {0};
    if (sample->corpus) {
        if (!root)
            return false;
        snprintf(buffer, sizeof buffer, "%s/fuzz/corpus/%s", root, sample->path);
    } else {
        snprintf(relative, sizeof relative, "lists/%s", sample->path);
        path = sj_test_shared(relative, buffer, sizeof buffer);
    }
    if (!path)
        return false;
    if (sj_file_open(path, SIZE_MAX, &file) != SJ_OK)
        fail_msg("%s is not there", path);
    assert_int_equal(sj_arena_copy(arena, (sj_str){file.ptr, file.len}, ret), SJ_OK);
    sj_file_done(&file);
    return true;
}

static sj_status read_as(sj_list_format format, sj_str bytes, sj_diag *diag)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {.entity_count = 77};
    const sj_list_options options = {.expected = format};
    *diag = (sj_diag){0};
    const sj_status s = sj_list_read_memory(bytes, &options, &arena, &list, diag);
    if (s < 0)
        assert_int_equal(list.entity_count, 77); /* unchanged on error */
    else
        assert_true(list.entity_count > 0);
    return s;
}

/* What was read is refused, with words and, behind the header, with a place. */
static void must_refuse(const struct sample *sample, sj_str bytes, const char *what, size_t at)
{
    sj_diag diag;
    const sj_status s = read_as(sample->format, bytes, &diag);
    const bool place = diag.line || diag.offset_bytes || diag.file[0] || diag.field[0];
    if (s >= 0 || s == SJ_ENOMEM || !diag.reason || !diag.reason[0] || (!place && s != SJ_EFORMAT))
        fail_msg("%s: %s at %zu of %zu: %s, '%s'", sample->path, what, at, bytes.len,
                 sj_status_name(s), diag.reason ? diag.reason : "");
}

static void cut_files(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(samples); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_str whole;
        sj_diag diag;
        if (!load(&samples[i], &arena, &whole))
            continue;
        if (read_as(samples[i].format, whole, &diag) != SJ_OK)
            fail_msg("%s: %s", samples[i].path, diag.reason);
        for (size_t k = 1; k < 10; k++) {
            size_t at = k * whole.len / 10;
            while (at > 1 && (whole.ptr[at - 1] == '\n' || whole.ptr[at - 1] == '\r' ||
                              whole.ptr[at - 1] == '}'))
                at--; /* the end of a row cannot be seen */
            must_refuse(&samples[i], sj_str_slice(whole, 0, at), "cut", at);
        }
        const sj_str text = sj_str_trim(whole);
        must_refuse(&samples[i], sj_str_slice(text, 0, text.len - 1), "cut", text.len - 1);
    }
}

static void damaged_bytes(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(samples); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_str whole;
        if (!load(&samples[i], &arena, &whole) || samples[i].any_byte)
            continue;
        char *copy = sj_arena_alloc(&arena, whole.len);
        assert_non_null(copy);
        for (size_t k = 0; k < 8; k++) {
            const size_t at = k * (whole.len - 2) / 8 + 1;
            memcpy(copy, whole.ptr, whole.len);
            copy[at] = (char)0xfe; /* never part of UTF-8 */
            must_refuse(&samples[i], (sj_str){copy, whole.len}, "no UTF-8", at);
            copy[at] = '\0';
            must_refuse(&samples[i], (sj_str){copy, whole.len}, "a NUL", at);
        }
    }
}

/* A checksum guards each member of a spreadsheet: a damaged byte is refused, or
 * stands where nobody looks and changes nothing. */
static void damaged_spreadsheets(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(samples); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_str whole;
        const bool sheet = samples[i].format == SJ_LIST_DFAT_XLSX;
        if (!sheet || !load(&samples[i], &arena, &whole))
            continue;
        sj_list before = {0};
        const sj_list_options options = {0};
        char *copy = sj_arena_alloc(&arena, whole.len);
        size_t refused = 0;
        assert_non_null(copy);
        assert_int_equal(sj_list_read_memory(whole, &options, &arena, &before, NULL), SJ_OK);
        for (size_t k = 0; k < 12; k++) {
            SJ_SCOPED(sj_arena) own = {0};
            sj_list after = {0};
            sj_list_difference d = {0};
            sj_diag diag = {0};
            memcpy(copy, whole.ptr, whole.len);
            copy[k * whole.len / 12 + 1] ^= 0x55;
            const sj_status s =
                sj_list_read_memory((sj_str){copy, whole.len}, &options, &own, &after, &diag);
            refused += s < 0;
            if (s < 0)
                continue;
            assert_int_equal(sj_list_diff(&before, &after, &own, &d), SJ_OK);
            assert_int_equal(d.added_count + d.changed_count + d.removed_count, 0);
        }
        assert_true(refused >= 8);
    }
}

static void empty_and_wrong_files(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",
                                        "\n",
                                        "\xef\xbb\xbf",
                                        "<html><body>502</body></html>",
                                        "{\"error\":\"try later\"}",
                                        "PK\3\4",
                                        "\x1f\x8b\x08",
                                        "a,b\n",
                                        "<?xml version=\"1.0\"?>",
                                        "[]",
                                        "{}"};
    for (size_t i = 0; i < SJ_COUNT(samples); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_str whole;
        for (size_t k = 0; k < SJ_COUNT(wrong); k++)
            must_refuse(&samples[i], sj_str_from(wrong[k]), "not a list", k);
        if (!load(&samples[i], &arena, &whole))
            continue;
        for (size_t k = 0; k < SJ_COUNT(samples); k++)
            if (k != i && samples[k].format != SJ_LIST_PLAIN_CSV) /* any table is one, if told so */
                must_refuse(&samples[k], whole, "the list of somebody else", k);
    }
}

/* ---- the store keeps what it had ---- */

struct place {
    char dir[64], file[96];
};

static sj_status import(const struct place *p, sj_list_format format, sj_str bytes)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_import_result r = {0};
    sj_diag diag = {0};
    const sj_import_options options = {.expected = format,
                                       .fetched_at = SJ_S("2026-01-02T03:04:05Z")};
    assert_int_equal(sj_file_replace(p->file, bytes.ptr, bytes.len), SJ_OK);
    return sj_store_import(p->dir, SJ_S("mine"), p->file, &options, &arena, &r, &diag);
}

static void check_kept(const struct place *p, const char *hash, const char *what)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_store store = {0};
    sj_list list = {0};
    assert_int_equal(sj_store_open(p->dir, &arena, &store, NULL), SJ_OK);
    assert_int_equal(store.count, 1);
    if (!sj_str_eq(store.item[0].meta.hash, sj_str_from(hash)))
        fail_msg("%s: another list stands there", what);
    assert_int_equal(sj_store_read(&store.item[0], &arena, &list, NULL), SJ_OK);
    assert_int_equal(list.entity_count, store.item[0].meta.entities);
}

static void keep_one(const struct sample *sample)
{
    SJ_SCOPED(sj_arena) arena = {0};
    struct place p = {"/tmp/sj_refusal_XXXXXX", ""};
    char hash[65] = {0}, command[160];
    sj_list_meta meta = {0};
    sj_str whole;
    if (!load(sample, &arena, &whole))
        return;
    assert_non_null(mkdtemp(p.dir));
    const char *dot = strrchr(sample->path, '.');
    snprintf(p.file, sizeof p.file, "%s%s", p.dir, dot);
    assert_int_equal(import(&p, sample->format, whole), SJ_OK);
    assert_int_equal(sj_store_meta(p.dir, SJ_S("mine"), &arena, &meta, NULL), SJ_OK);
    memcpy(hash, meta.hash.ptr, meta.hash.len < 64 ? meta.hash.len : 64);
    size_t at = whole.len / 3;
    while (at > 1 && (whole.ptr[at - 1] == '\n' || whole.ptr[at - 1] == '\r'))
        at--;
    assert_true(import(&p, sample->format, sj_str_slice(whole, 0, at)) < 0);
    check_kept(&p, hash, sample->path);
    assert_true(import(&p, sample->format, SJ_S("<html>502</html>")) < 0);
    assert_true(import(&p, sample->format, (sj_str){"", 0}) < 0);
    check_kept(&p, hash, sample->path);
    snprintf(command, sizeof command, "rm -rf '%s' '%s'", p.dir, p.file);
    assert_int_equal(system(command), 0);
}

static void the_list_before_stays(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(samples); i++)
        keep_one(&samples[i]);
}

static void every_format_is_here(void **state)
{
    (void)state;
    for (int f = SJ_LIST_UN_XML; f <= SJ_LIST_PLAIN_CSV; f++)
        assert_int_equal(samples[f - SJ_LIST_UN_XML].format, f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_format_is_here),  cmocka_unit_test(cut_files),
        cmocka_unit_test(damaged_bytes),         cmocka_unit_test(damaged_spreadsheets),
        cmocka_unit_test(empty_and_wrong_files), cmocka_unit_test(the_list_before_stays)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
