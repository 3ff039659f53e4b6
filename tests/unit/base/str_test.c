/* Slices, numbers, status texts and diagnostics. UTF-8 has its own file. */
#include "test.h"

static void equal(sj_str got, const char *want, const char *why)
{
    if (!sj_str_eq(got, sj_str_from(want)))
        fail_msg("%s: got \"%.*s\", want \"%s\"", why, SJ_STR_FMT(got), want);
}

static void status_texts(void **state)
{
    (void)state;
#define X(name, value, text)                         \
    assert_int_equal(name, value);                   \
    assert_string_equal(sj_status_text(name), text); \
    assert_string_equal(sj_status_name(name), #name);
    SJ_STATUS_MAP(X)
#undef X
    assert_string_equal(sj_status_text((sj_status)-99), "unknown status");
    assert_string_equal(sj_status_name((sj_status)99), "SJ_UNKNOWN");
}

static void compares(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        bool eq, eq_nocase, starts, starts_nocase, ends;
        int cmp;
    } row[] = {
        {"", "", true, true, true, true, true, 0},
        {"a", "", false, false, true, true, true, 1},
        {"", "a", false, false, false, false, false, -1},
        {"abc", "abc", true, true, true, true, true, 0},
        {"abc", "ABC", false, true, false, true, false, 1},
        {"abc", "ab", false, false, true, true, false, 1},
        {"abc", "bc", false, false, false, false, true, -1},
        {"ABc", "ab", false, false, false, true, false, -1},
        {"[", "{", false, false, false, false, false, -1},               /* 32 apart, no letters */
        {"\xC3\x84", "\xC3\xA4", false, false, false, false, false, -1}, /* not ASCII */
        {"\xFF", "a", false, false, false, false, false, 1},             /* bytes are unsigned */
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        const sj_str a = sj_str_from(row[i].a), b = sj_str_from(row[i].b);
        const int c = sj_str_cmp(a, b), back = sj_str_cmp(b, a);
        assert_int_equal(sj_str_eq(a, b), row[i].eq);
        assert_int_equal(sj_str_eq_nocase(a, b), row[i].eq_nocase);
        assert_int_equal(sj_str_starts(a, b), row[i].starts);
        assert_int_equal(sj_str_starts_nocase(a, b), row[i].starts_nocase);
        assert_int_equal(sj_str_ends(a, b), row[i].ends);
        assert_int_equal((c > 0) - (c < 0), row[i].cmp);
        assert_int_equal((back > 0) - (back < 0), -row[i].cmp);
    }
    assert_true(sj_str_eq((sj_str){NULL, 0}, SJ_S("")));
    assert_int_equal(sj_str_cmp((sj_str){NULL, 0}, SJ_S("")), 0);
    assert_int_equal(sj_str_from(NULL).len, 0);
}

static void finds(void **state)
{
    (void)state;
    static const struct {
        const char *text, *needle;
        size_t from, want;
        const char *why;
    } row[] = {
        {"banana", "an", 0, 1, "the first"},
        {"banana", "an", 2, 3, "from inside"},
        {"banana", "ana", 2, 3, "overlapping"},
        {"banana", "nab", 0, 6, "absent"},
        {"banana", "banana!", 0, 6, "longer than the text"},
        {"banana", "banana", 0, 0, "the whole"},
        {"banana", "a", 6, 6, "from the end"},
        {"banana", "a", SIZE_MAX, 6, "from past the end"},
        {"banana", "", 2, 2, "empty is everywhere"},
        {"banana", "", 9, 6, "but not past the end"},
        {"", "a", 0, 0, "in nothing"},
        {"aab", "ab", 0, 1, "a false start"},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        const size_t got =
            sj_str_find(sj_str_from(row[i].text), sj_str_from(row[i].needle), row[i].from);
        if (got != row[i].want)
            fail_msg("%s: got %zu, want %zu", row[i].why, got, row[i].want);
    }
}

static void trims_and_slices(void **state)
{
    (void)state;
    equal(sj_str_trim(SJ_S("  a b\t\r\n\f\v ")), "a b", "ASCII blanks");
    equal(sj_str_trim(SJ_S("\xEF\xBB\xBF\xC2\xA0x\xC2\xA0\xEF\xBB\xBF")), "x", "BOM and NBSP");
    equal(sj_str_trim(SJ_S(" \n ")), "", "only blanks");
    equal(sj_str_trim((sj_str){NULL, 0}), "", "nothing");
    equal(sj_str_trim(SJ_S("\xC2")), "\xC2", "half an NBSP stays");
    equal(sj_str_slice(SJ_S("abcdef"), 2, 4), "cd", "inside");
    equal(sj_str_slice(SJ_S("abcdef"), 4, 99), "ef", "end clamped");
    equal(sj_str_slice(SJ_S("abcdef"), 9, 99), "", "start clamped");
    equal(sj_str_slice(SJ_S("abcdef"), 4, 2), "", "backwards is empty");
    equal(sj_str_slice((sj_str){NULL, 0}, 0, 1), "", "of nothing");
}

static void splits(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *piece[4];
        size_t count;
    } row[] = {
        {"a,b,c", {"a", "b", "c"}, 3},
        {"a,,c", {"a", "", "c"}, 3},
        {",", {"", ""}, 2},
        {"a,", {"a", ""}, 2},
        {"", {""}, 1},
        {"abc", {"abc"}, 1},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        sj_str rest = sj_str_from(row[i].text), piece;
        size_t n = 0;
        for (; sj_str_split(&rest, ',', &piece); n++) {
            assert_true(n < row[i].count);
            equal(piece, row[i].piece[n], row[i].text);
        }
        assert_int_equal(n, row[i].count);
        assert_false(sj_str_split(&rest, ',', &piece));
    }
}

static void reads_numbers(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool ok;
        uint64_t want;
    } row[] = {
        {"0", true, 0},
        {"007", true, 7},
        {"18446744073709551615", true, UINT64_MAX},
        {"18446744073709551616", false, 0},
        {"18446744073709551620", false, 0},
        {"99999999999999999999", false, 0},
        {"", false, 0},
        {"-1", false, 0},
        {"+1", false, 0},
        {" 1", false, 0},
        {"1 ", false, 0},
        {"1x", false, 0},
        {"\xD9\xA1", false, 0}, /* ARABIC-INDIC DIGIT ONE */
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        uint64_t got = 77;
        assert_int_equal(sj_str_to_u64(sj_str_from(row[i].text), &got), row[i].ok);
        assert_true(got == (row[i].ok ? row[i].want : 77)); /* set only on success */
    }
}

static void diagnostics(void **state)
{
    (void)state;
    assert_int_equal(sj_diag_set(NULL, SJ_ESYNTAX, "x", 1, 2, 3), SJ_ESYNTAX);
    sj_diag_file(NULL, SJ_S("x"));
    sj_diag_field(NULL, SJ_S("x"));
    sj_diag d = {0};
    assert_int_equal(sj_diag_set(&d, SJ_ECORRUPT, "a quote was expected", 17, 2, 5), SJ_ECORRUPT);
    assert_int_equal(d.status, SJ_ECORRUPT);
    assert_string_equal(d.reason, "a quote was expected");
    assert_true(d.offset_bytes == 17 && d.line == 2 && d.column == 5);
    sj_diag_file(&d, SJ_S("un.xml"));
    assert_string_equal(d.file, "un.xml");
    sj_diag_file(&d, (sj_str){NULL, 0});
    assert_string_equal(d.file, "");
}

/* A long field is cut between code points, never inside one. */
static void diagnostics_cut_whole_letters(void **state)
{
    (void)state;
    char text[300];
    for (size_t lead = 0; lead < 4; lead++) {
        memset(text, 'x', lead);
        for (size_t i = lead; i + 3 <= sizeof text; i += 3)
            memcpy(text + i, "\xEA\xB9\x80", 3);
        sj_diag d = {0};
        sj_diag_field(&d, (sj_str){text, 297});
        const sj_str got = sj_str_from(d.field);
        assert_int_equal(sj_utf8_check(got), got.len);
        assert_in_range(got.len, sizeof d.field - 3, sizeof d.field - 1);
    }
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(status_texts), cmocka_unit_test(compares),
        cmocka_unit_test(finds),        cmocka_unit_test(trims_and_slices),
        cmocka_unit_test(splits),       cmocka_unit_test(reads_numbers),
        cmocka_unit_test(diagnostics),  cmocka_unit_test(diagnostics_cut_whole_letters),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
