/* records/csv_test.c -- rows of text, rows of cells, and why. */
#include "test.h"
#include "records/csv.h"
#include "../../ref/csv_ref.h"

static const struct row {
    const char *text, *want; /* cells joined by |, rows by / */
    sj_csv_options options;
    const char *why;
} rows[] = {
    {"a,b\nc,d\n", "a|b/c|d/", {0}, "plain"},
    {"a,b\r\nc,d", "a|b/c|d/", {0}, "CRLF and no end of line at the end"},
    {"a,b\rc,d\r", "a|b/c|d/", {0}, "CR alone"},
    {"\xEF\xBB\xBF"
     "a,b\n",
     "a|b/",
     {0},
     "a BOM is skipped"},
    {"\"a,\"\"x\"\"\",\"b\nc\"\n", "a,\"x\"|b\nc/", {0}, "quotes"},
    {"\n\n\"\"\n\na\n", "/a/", {0}, "empty lines are skipped, a quoted empty cell is not"},
    {",\n", "|/", {0}, "two empty cells"},
    {"a;b,c\n", "a|b,c/", {.separator = ';'}, "another separator"},
    {"a;\"b;,,,c\"\r\n1,5;2\r\n",
     "a|b;,,,c/1,5|2/",
     {.any_separator = true},
     "a spreadsheet's semicolons"},
    {"\xEF\xBB\xBF\n\na\tb,c\td\n1\t2\t3\n", "a|b,c|d/1|2|3/", {.any_separator = true}, "tabs"},
    {"a,b;c\n1,2\n", "a|b;c/1|2/", {.any_separator = true}, "a comma where they are as many"},
    {"a\n1;2\n", "a/1;2/", {.any_separator = true}, "one column: the first row decides"},
    {"sep=;\r\na,b,c;d\r\n1;2\r\n", "a,b,c|d/1|2/", {.any_separator = true}, "it says so"},
    {"sep=;\n", "", {.any_separator = true}, "and nothing after it"},
    {"", "", {.any_separator = true}, "nothing"},
    {"a;b", "a|b/", {.any_separator = true}, "no end of line"},
    {"a \"b\" c,d\n", "a \"b\" c|d/", {.stray_quotes = true}, "a stray quote is text"},
    {"a,b\n\x1A", "a|b/", {.dos_end_of_file = true}, "DOS end of file"},
    {"a,b\n\x1A\nc", "a|b/", {.dos_end_of_file = true}, "and nothing after it"},
    {"\x8A\xE9,\x80\n",
     "\xC5\xA0\xC3\xA9|\xE2\x82\xAC/",
     {.encoding = SJ_CSV_WINDOWS_1252},
     "windows-1252"},
    {"", "", {0}, "nothing"},
    {"a\n\"b\"", "a/b/", {0}, "a closing quote ends the file"},
};

static const struct error {
    const char *text;
    size_t len;
    sj_status want;
    uint64_t offset, line, column;
} errors[] = {
    {"a,\"b\nc", 6, SJ_ESYNTAX, 2, 1, 3},
    {"x\na,\"b\" c\n", 10, SJ_ESYNTAX, 7, 2, 6},
    {"a\"b\n", 4, SJ_ESYNTAX, 1, 1, 2},
    {"a,\xFF\n", 4, SJ_EENCODING, 2, 0, 3},
    {"a,\0\n", 4, SJ_EENCODING, 2, 0, 3},
    {"a\xC3", 2, SJ_EENCODING, 1, 0, 2},
    {"a,b\n\xED\xA0\x80\n", 8, SJ_EENCODING, 4, 0, 1},
};

static sj_status read_into(sj_str text, const sj_csv_options *options, sj_buf *out, sj_diag *d)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    SJ_TRY(sj_input_open_memory_raw(text, UINT64_MAX, &in, d));
    SJ_TRY(sj_csv_new(in, options, &csv));
    const sj_str *cell;
    size_t count;
    uint64_t line;
    sj_status s;
    while ((s = sj_csv_next(csv, &cell, &count, &line, d)) == SJ_OK) {
        for (size_t i = 0; i < count; i++) {
            if (i)
                sj_buf_add_char(out, '|');
            sj_buf_add(out, cell[i]);
        }
        sj_buf_add_char(out, '/');
    }
    SJ_TRY(s);
    return sj_buf_status(out);
}

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_buf) out = {0};
        assert_int_equal(read_into(sj_str_from(rows[i].text), &rows[i].options, &out, NULL), SJ_OK);
        if (!sj_str_eq(sj_buf_str(&out), sj_str_from(rows[i].want)))
            fail_msg("%s: got %.*s", rows[i].why, SJ_STR_FMT(sj_buf_str(&out)));
    }
}

static void test_errors(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(errors); i++) {
        SJ_SCOPED(sj_buf) out = {0};
        sj_diag d = {0};
        const struct error *e = &errors[i];
        assert_int_equal(read_into((sj_str){e->text, e->len}, NULL, &out, &d), e->want);
        if (d.offset_bytes != e->offset || d.line != e->line || d.column != e->column)
            fail_msg("error %zu: byte %d line %d column %d", i, (int)d.offset_bytes, (int)d.line,
                     (int)d.column);
    }
}

static void test_limits(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) text = {0};
    SJ_SCOPED(sj_buf) out = {0};
    for (int i = 0; i < 4096; i++)
        sj_buf_add_char(&text, ',');
    assert_int_equal(read_into(sj_buf_str(&text), NULL, &out, NULL), SJ_ELIMIT);
    sj_buf_clear(&text);
    for (int i = 0; i < (1 << 20); i++)
        sj_buf_add_char(&text, 'x');
    assert_int_equal(read_into(sj_buf_str(&text), NULL, &out, NULL), SJ_OK);
    sj_buf_add_char(&text, 'x');
    assert_int_equal(read_into(sj_buf_str(&text), NULL, &out, NULL), SJ_ELIMIT);
}

/* ---- against the slow twin ---- */
static sj_status read_marked(sj_str text, sj_buf *out)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    SJ_TRY(sj_input_open_memory_raw(text, UINT64_MAX, &in, NULL));
    SJ_TRY(sj_csv_new(in, NULL, &csv));
    const sj_str *cell;
    size_t count;
    uint64_t line;
    sj_status s;
    while ((s = sj_csv_next(csv, &cell, &count, &line, NULL)) == SJ_OK) {
        for (size_t i = 0; i < count; i++) {
            sj_buf_add(out, cell[i]);
            sj_buf_add_char(out, '\x1F');
        }
        sj_buf_add_char(out, '\x1E');
    }
    return s == SJ_DONE ? sj_buf_status(out) : s;
}

static void compare(sj_str text)
{
    SJ_SCOPED(sj_buf) fast = {0};
    SJ_SCOPED(sj_buf) slow = {0};
    const sj_status a = read_marked(text, &fast), b = ref_csv(text, &slow);
    if (a != b || !sj_str_eq(sj_buf_str(&fast), sj_buf_str(&slow)))
        fail_msg("%.*s: %s %s", SJ_STR_FMT(text), sj_status_name(a), sj_status_name(b));
}

static uint64_t next_random(uint64_t *seed)
{
    *seed += 0x9e3779b97f4a7c15u;
    return sj_hash_mix(*seed);
}

static void test_twin(void **state)
{
    (void)state;
    static const char alphabet[] = "ab,,\"\"\n\r";
    uint64_t seed = 1;
    for (int round = 0; round < 200000; round++) {
        char text[16];
        const size_t len = next_random(&seed) % sizeof text;
        for (size_t i = 0; i < len; i++)
            text[i] = alphabet[next_random(&seed) % (sizeof alphabet - 1)];
        compare((sj_str){text, len});
    }
}

/* Rows across the edges of the window: long plain and quoted cells. */
static void test_twin_long(void **state)
{
    (void)state;
    uint64_t seed = 2;
    for (int round = 0; round < 6; round++) {
        SJ_SCOPED(sj_buf) text = {0};
        for (int cell = 0; cell < 3000; cell++) {
            const size_t len = next_random(&seed) % (round % 2 ? 300 : 3000);
            const bool quoted = next_random(&seed) % 2;
            if (quoted)
                sj_buf_add_char(&text, '"');
            for (size_t i = 0; i < len; i++)
                sj_buf_add(&text, quoted && i % 97 == 0 ? SJ_S("\"\"") : SJ_S("\xC3\xA9"));
            if (quoted)
                sj_buf_add_char(&text, '"');
            sj_buf_add(&text, cell % 7 == 6 ? SJ_S("\r\n") : SJ_S(","));
        }
        assert_int_equal(sj_buf_status(&text), SJ_OK);
        compare(sj_buf_str(&text));
    }
}

/* All real tables are read whole. */
static void test_real(void **state)
{
    (void)state;
    static const char *const file[] = {"lists/ofac-sdn/sdn.csv", "lists/ofac-sdn/add.csv",
                                       "lists/opensanctions/targets.simple.csv",
                                       "screening/negatives_global.csv"};
    for (size_t i = 0; i < SJ_COUNT(file); i++) {
        char path[512];
        SJ_AUTO(sj_input) *in = NULL;
        SJ_AUTO(sj_csv) *csv = NULL;
        const sj_csv_options o = {.stray_quotes = true, .dos_end_of_file = true};
        const sj_str *cell;
        size_t count, columns = 0, lines = 0;
        uint64_t line;
        if (!sj_test_shared(file[i], path, sizeof path))
            return;
        assert_int_equal(sj_input_open(path, (sj_str){0}, SJ_INPUT_MAX_BYTES, &in, NULL), SJ_OK);
        assert_int_equal(sj_csv_new(in, &o, &csv), SJ_OK);
        sj_status s;
        while ((s = sj_csv_next(csv, &cell, &count, &line, NULL)) == SJ_OK) {
            columns = lines++ ? columns : count;
            assert_int_equal(count, columns);
        }
        assert_int_equal(s, SJ_DONE);
        assert_true(lines > 1);
    }
}

static sj_status story(void *ctx)
{
    (void)ctx;
    SJ_SCOPED(sj_buf) out = {0};
    SJ_TRY(read_into(SJ_S("a,b,c\nd,\"e\"\"\",f\n1,2,3,4,5,6,7,8,9,10\n"), NULL, &out, NULL));
    const sj_csv_options o = {.encoding = SJ_CSV_WINDOWS_1252};
    return read_into(SJ_S("a,\x80\n"), &o, &out, NULL);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

static void test_write(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) text = {0};
    SJ_SCOPED(sj_buf) out = {0};
    sj_csv_write_cell(&text, SJ_S("a\"b"));
    sj_buf_add_char(&text, ',');
    sj_csv_write_cell(&text, SJ_S("plain"));
    sj_buf_add_char(&text, ',');
    sj_csv_write_cell(&text, SJ_S("two\nlines, \"\""));
    assert_int_equal(read_into(sj_buf_str(&text), NULL, &out, NULL), SJ_OK);
    assert_true(sj_str_eq(sj_buf_str(&out), SJ_S("a\"b|plain|two\nlines, \"\"/")));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),          cmocka_unit_test(test_errors),
        cmocka_unit_test(test_limits),        cmocka_unit_test(test_write),
        cmocka_unit_test(test_out_of_memory), cmocka_unit_test(test_twin),
        cmocka_unit_test(test_twin_long),     cmocka_unit_test(test_real),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
