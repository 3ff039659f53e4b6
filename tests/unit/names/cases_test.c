/* The labelled cases of tests/cases/names.csv: the run is frozen in
 * names.scores.csv, so a changed score is a reviewed diff. Prints what each family
 * gets right. ACCEPT=1 rewrites the frozen file. */
#include "test.h"
#include "records/csv.h"
#include "sojourn/names.h"

struct family {
    sj_str name;
    unsigned right_yes, yes, right_no, no;
};
static struct family families[64];
static size_t family_count;

static struct family *family_of(sj_str name)
{
    for (size_t i = 0; i < family_count; i++)
        if (sj_str_eq(families[i].name, name))
            return &families[i];
    assert_true(family_count < SJ_COUNT(families));
    families[family_count] = (struct family){.name = name};
    return &families[family_count++];
}

static double score_of(sj_str a, sj_str b, sj_compare_kind kind)
{
    SJ_SCOPED(sj_arena) arena = {0};
    const sj_name *x, *y;
    assert_int_equal(sj_name_prepare(a, NULL, kind, &arena, &x), SJ_OK);
    assert_int_equal(sj_name_prepare(b, NULL, kind, &arena, &y), SJ_OK);
    const double score = sj_name_compare(x, y);
    assert_true(score == sj_name_compare(y, x)); /* symmetric, bit for bit */
    assert_true(score >= 0 && score <= 1);
    return score;
}

static void run_row(const sj_str *cell, sj_arena *a, sj_buf *out)
{
    sj_compare_kind kind;
    sj_str family;
    assert_true(sj_compare_kind_parse(cell[2], &kind));
    assert_int_equal(sj_arena_copy(a, cell[4], &family), SJ_OK);
    const double score = score_of(cell[0], cell[1], kind);
    const bool want = sj_str_eq(cell[3], SJ_S("yes")), got = score >= SJ_NAME_THRESHOLD;
    struct family *f = family_of(family);
    if (want) {
        f->yes++;
        f->right_yes += got;
    } else {
        f->no++;
        f->right_no += !got;
    }
    for (unsigned i = 0; i < 4; i++) {
        sj_csv_write_cell(out, cell[i]);
        sj_buf_add_char(out, ',');
    }
    sj_buf_add_fixed(out, score, 4);
    sj_buf_add(out, want == got ? SJ_S(",right\n") : SJ_S(",wrong\n"));
}

static void print_families(void)
{
    struct family all = {0};
    printf("%-22s %10s %10s\n", "family", "found", "kept apart");
    for (size_t i = 0; i < family_count; i++) {
        const struct family *f = &families[i];
        printf("%-22.*s %4u of %-4u %4u of %-4u\n", SJ_STR_FMT(f->name), f->right_yes, f->yes,
               f->right_no, f->no);
        all.right_yes += f->right_yes;
        all.yes += f->yes;
        all.right_no += f->right_no;
        all.no += f->no;
    }
    printf("%-22s %4u of %-4u %4u of %-4u\n", "all", all.right_yes, all.yes, all.right_no, all.no);
    assert_true(all.yes >= 200 && all.no >= 200);
}

static void compare_with_frozen(const char *path, sj_str now)
{
    sj_file frozen = {0};
    const char *accept = getenv("ACCEPT");
    if (accept && accept[0] == '1') {
        assert_int_equal(sj_file_replace(path, now.ptr, now.len), SJ_OK);
        return;
    }
    if (sj_file_open(path, 1 << 24, &frozen) != SJ_OK)
        fail_msg("%s is missing: run with ACCEPT=1 and review it", path);
    sj_str a = {frozen.ptr, frozen.len}, b = now, x = {0}, y = {0};
    size_t different = 0;
    while (sj_str_split(&a, '\n', &x) && sj_str_split(&b, '\n', &y))
        if (!sj_str_eq(x, y) && different++ < 20)
            printf("- %.*s\n+ %.*s\n", SJ_STR_FMT(x), SJ_STR_FMT(y));
    const bool same = frozen.len == now.len && different == 0;
    sj_file_done(&frozen);
    if (!same)
        fail_msg("scores differ from %s: review, then ACCEPT=1", path);
}

static void cases(void **state)
{
    (void)state;
    char path[1024], frozen[1024];
    const char *root = getenv("SOJOURN_SOURCE");
    assert_non_null(root);
    (void)snprintf(path, sizeof path, "%s/tests/cases/names.csv", root);
    (void)snprintf(frozen, sizeof frozen, "%s/tests/cases/names.scores.csv", root);
    SJ_SCOPED(sj_arena) a = {0};
    SJ_SCOPED(sj_buf) out = {0};
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_str *cell;
    size_t count;
    uint64_t line;
    sj_diag d = {0};
    assert_int_equal(sj_input_open(path, SJ_S(""), UINT64_MAX, &in, &d), SJ_OK);
    assert_int_equal(sj_csv_new(in, &(sj_csv_options){0}, &csv), SJ_OK);
    assert_int_equal(sj_csv_next(csv, &cell, &count, &line, &d), SJ_OK);
    while (sj_csv_next(csv, &cell, &count, &line, &d) == SJ_OK) {
        assert_int_equal(count, 6);
        run_row(cell, &a, &out);
    }
    assert_int_equal(sj_buf_status(&out), SJ_OK);
    print_families();
    compare_with_frozen(frozen, sj_buf_str(&out));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
