/* Whole files in and out, in a folder of its own. */
#include "test.h"
#include <sys/stat.h>
#include <unistd.h>

enum { NO_LIMIT = 1 << 30 };
static char folder[] = "/tmp/sojourn-file-test-XXXXXX";
static char path_text[512];

static const char *in_folder(const char *name)
{
    (void)snprintf(path_text, sizeof path_text, "%s/%s", folder, name);
    return path_text;
}

static void reads_what_was_written(void **state)
{
    (void)state;
    static char big[100000];
    memset(big, 'x', sizeof big);
    static const size_t size[] = {0, 1, 4095, 4096, 4097, sizeof big};
    for (size_t i = 0; i < SJ_COUNT(size); i++) {
        const char *path = in_folder("whole");
        assert_int_equal(sj_file_replace(path, big, size[i]), SJ_OK);
        sj_file f = {0};
        assert_int_equal(sj_file_open(path, size[i], &f), SJ_OK);
        assert_int_equal(f.len, size[i]);
        if (size[i])
            assert_memory_equal(f.ptr, big, size[i]);
        sj_file_done(&f);
        assert_null(f.ptr);
        if (size[i])
            assert_int_equal(sj_file_open(path, size[i] - 1, &f), SJ_ELIMIT);
    }
    assert_int_equal(unlink(in_folder("whole")), 0);
}

static void knows_its_temporary_files(void **state)
{
    (void)state;
    assert_true(sj_file_is_temporary(SJ_S("old.csv.tmp.22803")));
    assert_true(sj_file_is_temporary(SJ_S("a.tmp.b.tmp.1")));
    assert_false(sj_file_is_temporary(SJ_S("old.csv")));
    assert_false(sj_file_is_temporary(SJ_S("old.tmp.")));
    assert_false(sj_file_is_temporary(SJ_S("old.tmp.1a")));
    assert_false(sj_file_is_temporary(SJ_S(".tmp.12"))); /* of no file */
    assert_false(sj_file_is_temporary(SJ_S("2024")));
    assert_false(sj_file_is_temporary(SJ_S("")));
}

/* What has no size before it is read: here a file of the kernel, and a pipe. */
static void reads_streams_up_to_the_limit(void **state)
{
    (void)state;
    sj_file f = {0};
    assert_int_equal(sj_file_open("/proc/self/status", NO_LIMIT, &f), SJ_OK);
    assert_true(f.len > 100 && !f.mapped);
    sj_file_done(&f);
    assert_int_equal(sj_file_open("/proc/self/status", 10, &f), SJ_ELIMIT);
    assert_int_equal(sj_file_open("/proc/self/status", 0, &f), SJ_ELIMIT);
    assert_int_equal(sj_file_open("/dev/null", 0, &f), SJ_OK);
    assert_int_equal(f.len, 0);
    sj_file_done(&f);
}

static void says_what_went_wrong(void **state)
{
    (void)state;
    sj_file f = {0};
    assert_int_equal(sj_file_open(in_folder("absent"), NO_LIMIT, &f), SJ_ENOTFOUND);
    assert_int_equal(sj_file_open(folder, NO_LIMIT, &f), SJ_EIO); /* a folder is no file */
    assert_int_equal(sj_file_replace(in_folder("no/such/folder"), "x", 1), SJ_EIO);
    static char endless[5000];
    memset(endless, 'a', sizeof endless - 1);
    assert_int_equal(sj_file_replace(endless, "x", 1), SJ_ELIMIT);
    assert_int_equal(sj_file_make_folder(endless), SJ_EINVAL);
    assert_int_equal(sj_file_make_folder(""), SJ_EINVAL);
    SJ_SCOPED(sj_arena) a = {0};
    sj_str *name = NULL;
    size_t count = 0;
    assert_int_equal(sj_file_list(in_folder("absent"), &a, &name, &count), SJ_ENOTFOUND);
}

static void replaces_or_leaves(void **state)
{
    (void)state;
    const char *path = in_folder("replaced");
    assert_int_equal(sj_file_replace(path, "old", 3), SJ_OK);
    sj_file before = {0}, after = {0};
    assert_int_equal(sj_file_open(path, NO_LIMIT, &before), SJ_OK);
    assert_int_equal(sj_file_replace(path, "newer", 5), SJ_OK);
    assert_int_equal(sj_file_open(path, NO_LIMIT, &after), SJ_OK);
    assert_memory_equal(before.ptr, "old", 3); /* a reader keeps what it opened */
    assert_true(after.len == 5 && memcmp(after.ptr, "newer", 5) == 0);
    sj_file_done(&before);
    sj_file_done(&after);
    assert_int_equal(unlink(path), 0);
    /* A folder in the way: refused, and no temporary file stays behind. */
    assert_int_equal(mkdir(in_folder("inway"), 0777), 0);
    assert_int_equal(sj_file_replace(in_folder("inway"), "x", 1), SJ_EIO);
    assert_int_equal(rmdir(in_folder("inway")), 0);
}

static void lists_sorted(void **state)
{
    (void)state;
    static const char *const made[] = {"b", "a", "B", ".hidden", "a.xml", "\xEA\xB9\x80"};
    static const char *const want[] = {"B", "a", "a.xml", "b", "\xEA\xB9\x80"};
    for (size_t i = 0; i < SJ_COUNT(made); i++)
        assert_int_equal(sj_file_replace(in_folder(made[i]), "", 0), SJ_OK);
    SJ_SCOPED(sj_arena) a = {0};
    sj_str *name = NULL;
    size_t count = 0;
    assert_int_equal(sj_file_list(folder, &a, &name, &count), SJ_OK);
    assert_int_equal(count, SJ_COUNT(want));
    for (size_t i = 0; i < count; i++)
        assert_string_equal(name[i].ptr, want[i]); /* NUL-terminated, too */
    for (size_t i = 0; i < SJ_COUNT(made); i++)
        assert_int_equal(unlink(in_folder(made[i])), 0);
}

static void makes_folders(void **state)
{
    (void)state;
    assert_int_equal(sj_file_make_folder(in_folder("x//y/z/")), SJ_OK);
    assert_true(sj_file_is_folder(in_folder("x/y/z")));
    assert_int_equal(sj_file_make_folder(in_folder("x/y")), SJ_OK); /* is there: fine */
    assert_int_equal(sj_file_replace(in_folder("x/file"), "", 0), SJ_OK);
    assert_false(sj_file_is_folder(in_folder("x/file")));
    assert_int_equal(sj_file_make_folder(in_folder("x/file")), SJ_EIO);
    assert_int_equal(sj_file_make_folder(in_folder("x/file/below")), SJ_EIO);
    assert_int_equal(unlink(in_folder("x/file")), 0);
    assert_int_equal(rmdir(in_folder("x/y/z")), 0);
    assert_int_equal(rmdir(in_folder("x/y")), 0);
    assert_int_equal(rmdir(in_folder("x")), 0);
}

static sj_status story(void *ctx)
{
    (void)ctx;
    sj_file f = {0};
    SJ_TRY(sj_file_open("/proc/self/status", NO_LIMIT, &f));
    sj_file_done(&f);
    SJ_SCOPED(sj_arena) a = {0};
    sj_str *name = NULL;
    size_t count = 0;
    return sj_file_list("/proc/self", &a, &name, &count);
}

static void survives_every_failure(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

static int make(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int clean(void **state) /* fails if a test left something behind */
{
    (void)state;
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(reads_what_was_written),
        cmocka_unit_test(knows_its_temporary_files),
        cmocka_unit_test(reads_streams_up_to_the_limit),
        cmocka_unit_test(says_what_went_wrong),
        cmocka_unit_test(replaces_or_leaves),
        cmocka_unit_test(lists_sorted),
        cmocka_unit_test(makes_folders),
        cmocka_unit_test(survives_every_failure),
    };
    return cmocka_run_group_tests(test, make, clean);
}
