/* records/input_test.c -- plain, gzip, zstd and zip come out as the same bytes;
 * damage and truncation at every byte are refused, never a shorter answer. */
#include "test.h"
#include "records/input.h"
#include <archive.h>
#include <archive_entry.h>
#include <zlib.h>
#include <zstd.h>

/* Text that compresses, but not to nothing. */
static void fill(sj_buf *b, size_t lines)
{
    for (size_t i = 0; i < lines; i++)
        sj_buf_addf(b, "line %zu of %llx\n", i, (unsigned long long)sj_hash_mix(i));
    assert_int_equal(sj_buf_status(b), SJ_OK);
}

static void add_gzip(sj_str plain, sj_buf *to)
{
    z_stream z = {0};
    static Bytef out[1 << 20];
    assert_int_equal(deflateInit2(&z, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
    z.next_in = (Bytef *)(uintptr_t)plain.ptr;
    z.avail_in = (uInt)plain.len;
    z.next_out = out;
    z.avail_out = sizeof out;
    assert_int_equal(deflate(&z, Z_FINISH), Z_STREAM_END);
    sj_buf_add(to, (sj_str){(char *)out, sizeof out - z.avail_out});
    (void)deflateEnd(&z);
}

static void add_zstd(sj_str plain, sj_buf *to)
{
    static char out[1 << 20];
    ZSTD_CCtx *z = ZSTD_createCCtx();
    (void)ZSTD_CCtx_setParameter(z, ZSTD_c_checksumFlag, 1);
    const size_t n = ZSTD_compress2(z, out, sizeof out, plain.ptr, plain.len);
    assert_false(ZSTD_isError(n));
    sj_buf_add(to, (sj_str){out, n});
    (void)ZSTD_freeCCtx(z);
}

static void add_zip(const char *const *name, const sj_str *content, size_t count, sj_buf *to)
{
    static char out[1 << 20];
    size_t used = 0;
    struct archive *a = archive_write_new();
    assert_int_equal(archive_write_set_format_zip(a), ARCHIVE_OK);
    assert_int_equal(archive_write_open_memory(a, out, sizeof out, &used), ARCHIVE_OK);
    for (size_t i = 0; i < count; i++) {
        struct archive_entry *e = archive_entry_new();
        archive_entry_set_pathname(e, name[i]);
        archive_entry_set_size(e, (la_int64_t)content[i].len);
        archive_entry_set_filetype(e, AE_IFREG);
        archive_entry_set_perm(e, 0644);
        assert_int_equal(archive_write_header(a, e), ARCHIVE_OK);
        assert_int_equal(archive_write_data(a, content[i].ptr, content[i].len),
                         (la_ssize_t)content[i].len);
        archive_entry_free(e);
    }
    assert_int_equal(archive_write_close(a), ARCHIVE_OK);
    archive_write_free(a);
    sj_buf_add(to, (sj_str){out, used});
}

static sj_status all(sj_str bytes, sj_str member, uint64_t max, sj_arena *a, sj_str *ret)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_TRY(sj_input_open_memory(bytes, member, max, &in, NULL));
    return sj_input_read_all(in, a, ret, NULL);
}

static void expect_plain(sj_str bytes, sj_str want)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_str got;
    assert_int_equal(all(bytes, (sj_str){0}, SJ_INPUT_MAX_BYTES, &a, &got), SJ_OK);
    assert_true(sj_str_eq(got, want));
}

static void test_same_bytes(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) plain = {0};
    SJ_SCOPED(sj_buf) gzip = {0};
    SJ_SCOPED(sj_buf) zstd = {0};
    SJ_SCOPED(sj_buf) zip = {0};
    SJ_SCOPED(sj_buf) nested = {0};
    fill(&plain, 10000);
    const sj_str want = sj_buf_str(&plain);
    const char *const name[] = {"a.csv"};
    add_gzip(want, &gzip);
    add_zstd(want, &zstd);
    add_zip(name, &want, 1, &zip);
    expect_plain(want, want);
    expect_plain(sj_buf_str(&gzip), want);
    expect_plain(sj_buf_str(&zstd), want);
    expect_plain(sj_buf_str(&zip), want);
    const sj_str inner = sj_buf_str(&gzip);
    add_zip(name, &inner, 1, &nested);
    expect_plain(sj_buf_str(&nested), want);
    expect_plain(SJ_S("x"), SJ_S("x")); /* shorter than a magic number */
    expect_plain((sj_str){"", 0}, (sj_str){"", 0});
}

static void test_members_in_a_row(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) gzip = {0};
    SJ_SCOPED(sj_buf) zstd = {0};
    add_gzip(SJ_S("one "), &gzip);
    add_gzip(SJ_S("two"), &gzip);
    sj_buf_add(&gzip, (sj_str){"\0\0\0", 3}); /* padding */
    expect_plain(sj_buf_str(&gzip), SJ_S("one two"));
    add_zstd(SJ_S("one "), &zstd);
    add_zstd(SJ_S("two"), &zstd);
    expect_plain(sj_buf_str(&zstd), SJ_S("one two"));
    SJ_SCOPED(sj_arena) a = {0};
    sj_str got;
    sj_buf_add(&gzip, SJ_S("junk"));
    assert_int_equal(all(sj_buf_str(&gzip), (sj_str){0}, 100, &a, &got), SJ_ECORRUPT);
}

static void test_depth(void **state)
{
    (void)state;
    sj_buf layer[3] = {{0}};
    SJ_SCOPED(sj_arena) a = {0};
    sj_str got;
    add_gzip(SJ_S("x"), &layer[0]);
    for (int i = 1; i < 3; i++)
        add_gzip(sj_buf_str(&layer[i - 1]), &layer[i]);
    expect_plain(sj_buf_str(&layer[1]), SJ_S("x"));
    assert_int_equal(all(sj_buf_str(&layer[2]), (sj_str){0}, 100, &a, &got), SJ_ELIMIT);
    for (int i = 0; i < 3; i++)
        sj_buf_done(&layer[i]);
}

/* Each shorter form and each flipped byte: an error, or the very same bytes. */
static void check_damage(sj_str whole, sj_str want)
{
    for (size_t n = 4; n < whole.len; n++) {
        SJ_SCOPED(sj_arena) a = {0};
        sj_str got;
        const sj_status s = all((sj_str){whole.ptr, n}, (sj_str){0}, SJ_INPUT_MAX_BYTES, &a, &got);
        if (s == SJ_OK)
            fail_msg("cut at %zu of %zu is read", n, whole.len);
    }
    char *copy = malloc(whole.len);
    for (size_t n = 4; n < whole.len; n++) {
        SJ_SCOPED(sj_arena) a = {0};
        sj_str got;
        memcpy(copy, whole.ptr, whole.len);
        copy[n] = (char)(copy[n] ^ 0x10);
        const sj_status s =
            all((sj_str){copy, whole.len}, (sj_str){0}, SJ_INPUT_MAX_BYTES, &a, &got);
        if (s == SJ_OK && !sj_str_eq(got, want))
            fail_msg("byte %zu of %zu flipped: other bytes are read", n, whole.len);
    }
    free(copy);
}

static void test_damage(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) plain = {0};
    fill(&plain, 30);
    const sj_str want = sj_buf_str(&plain);
    const char *const name[] = {"a.csv"};
    SJ_SCOPED(sj_buf) gzip = {0};
    SJ_SCOPED(sj_buf) zstd = {0};
    SJ_SCOPED(sj_buf) zip = {0};
    add_gzip(want, &gzip);
    add_zstd(want, &zstd);
    add_zip(name, &want, 1, &zip);
    check_damage(sj_buf_str(&gzip), want);
    check_damage(sj_buf_str(&zstd), want);
    check_damage(sj_buf_str(&zip), want);
}

static void test_zip(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) zip = {0};
    SJ_SCOPED(sj_arena) a = {0};
    const char *const name[] = {"people.csv", "x/y.csv"};
    const sj_str content[] = {SJ_S("one"), SJ_S("two")};
    sj_str got, *member;
    size_t count;
    add_zip(name, content, 2, &zip);
    const sj_str bytes = sj_buf_str(&zip);
    assert_int_equal(all(bytes, (sj_str){0}, 100, &a, &got), SJ_EINVAL);
    assert_int_equal(all(bytes, SJ_S("x/y.csv"), 100, &a, &got), SJ_OK);
    assert_true(sj_str_eq(got, SJ_S("two")));
    assert_int_equal(all(bytes, SJ_S("z"), 100, &a, &got), SJ_ENOTFOUND);
    assert_int_equal(sj_input_zip_members(bytes, &a, &member, &count, NULL), SJ_OK);
    assert_int_equal(count, 2);
    assert_true(sj_str_eq(member[1], SJ_S("x/y.csv")));
    assert_int_equal(sj_input_zip_members(SJ_S("text"), &a, &member, &count, NULL), SJ_EFORMAT);
    SJ_AUTO(sj_input) *raw = NULL;
    assert_int_equal(sj_input_open_memory_raw(bytes, SJ_INPUT_MAX_BYTES, &raw, NULL), SJ_OK);
    assert_int_equal(sj_input_read_all(raw, &a, &got, NULL), SJ_OK);
    assert_true(sj_str_eq(got, bytes)); /* left closed */
}

static void test_cap(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) zeros = {0};
    SJ_SCOPED(sj_buf) gzip = {0};
    SJ_SCOPED(sj_arena) a = {0};
    sj_str got;
    for (int i = 0; i < 100000; i++)
        sj_buf_add_char(&zeros, 'x');
    add_gzip(sj_buf_str(&zeros), &gzip); /* a bomb: 1 : 700 */
    assert_int_equal(all(sj_buf_str(&gzip), (sj_str){0}, 100000, &a, &got), SJ_OK);
    assert_int_equal(all(sj_buf_str(&gzip), (sj_str){0}, 99999, &a, &got), SJ_ELIMIT);
}

static void test_paths(void **state)
{
    (void)state;
    SJ_AUTO(sj_input) *in = NULL;
    sj_diag d = {0};
    assert_int_equal(sj_input_open("/nonexistent", (sj_str){0}, 1, &in, &d), SJ_ENOTFOUND);
    assert_string_equal(d.file, "/nonexistent");
    assert_int_equal(sj_input_open("/tmp", (sj_str){0}, 1, &in, &d), SJ_EIO);
    assert_int_equal(sj_input_open("/dev/null", (sj_str){0}, 1, &in, &d), SJ_OK);
    char byte;
    size_t n;
    assert_int_equal(sj_input_read(in, &byte, 1, &n, &d), SJ_OK);
    assert_int_equal(n, 0);
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_str got;
    const sj_buf *b = ctx;
    return all(sj_buf_str(b), (sj_str){0}, SJ_INPUT_MAX_BYTES, &a, &got);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) gzip = {0};
    SJ_SCOPED(sj_buf) zstd = {0};
    SJ_SCOPED(sj_buf) zip = {0};
    const char *const name[] = {"a"};
    add_gzip(SJ_S("some text"), &gzip);
    add_zstd(SJ_S("some text"), &zstd);
    const sj_str inner = SJ_S("some text");
    add_zip(name, &inner, 1, &zip);
    sj_test_sweep(story, &gzip, 0);
    sj_buf_clear(&gzip);
    add_gzip(sj_buf_str(&zip), &gzip); /* a zip inside a gzip is gathered */
    sj_test_sweep(story, &gzip, 0);
    sj_test_sweep(story, &zstd, 0);
    sj_test_sweep(story, &zip, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_same_bytes), cmocka_unit_test(test_members_in_a_row),
        cmocka_unit_test(test_depth),      cmocka_unit_test(test_damage),
        cmocka_unit_test(test_zip),        cmocka_unit_test(test_cap),
        cmocka_unit_test(test_paths),      cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
