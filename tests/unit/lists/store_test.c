/* The folder of lists: importing replaces whole or not at all, a list that
 * shrank is refused, two versions are kept, differences are exact. */
#include "lists/source.h"
#include "sojourn/liststore.h"
#include "test.h"
#include <unistd.h>

struct place {
    char dir[64], file[96];
};

static int make_place(void **state)
{
    struct place *p = calloc(1, sizeof *p);
    snprintf(p->dir, sizeof p->dir, "/tmp/sj_store_XXXXXX");
    if (!p || !mkdtemp(p->dir))
        return -1;
    snprintf(p->file, sizeof p->file, "%s.csv", p->dir);
    *state = p;
    return 0;
}

static int remove_place(void **state)
{
    struct place *p = *state;
    char command[256];
    snprintf(command, sizeof command, "rm -rf '%s' '%s'", p->dir, p->file);
    const int r = system(command);
    free(p);
    return r;
}

/* A list of `count` people; `changed` gets another birth date. */
static void write_list(const struct place *p, unsigned count, unsigned changed)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_buf_add(&b, SJ_S("id,name,birth_date\n"));
    for (unsigned i = 1; i <= count; i++)
        sj_buf_addf(&b, "p%02u,Person %u,%u\n", i, i, i == changed ? 1977 : 1950 + i);
    assert_int_equal(sj_file_replace(p->file, b.ptr, b.len), SJ_OK);
}

static sj_status import(const struct place *p, bool accept, sj_import_result *ret)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_diag d = {0};
    const sj_import_options o = {.accept_shrink = accept,
                                 .fetched_at = SJ_S("2026-01-02T03:04:05Z")};
    const sj_status s = sj_store_import(p->dir, SJ_S("mine"), p->file, &o, &a, ret, &d);
    ret->meta = (sj_list_meta){0}; /* dies with the arena */
    assert_true(s >= 0 || (d.reason && d.reason[0]));
    return s;
}

static size_t stored(const struct place *p)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_store s = {0};
    sj_list list = {0};
    sj_diag d = {0};
    assert_int_equal(sj_store_open(p->dir, &a, &s, &d), SJ_OK);
    assert_int_equal(s.count, 1);
    assert_true(s.item[0].managed);
    assert_true(sj_str_eq(s.item[0].name, SJ_S("mine")));
    assert_int_equal(sj_store_read(&s.item[0], &a, &list, &d), SJ_OK);
    assert_int_equal(list.entity_count, s.item[0].meta.entities);
    return list.entity_count;
}

static void import_replaces_whole_or_not_at_all(void **state)
{
    const struct place *p = *state;
    sj_import_result r = {0};
    write_list(p, 20, 0);
    assert_int_equal(import(p, false, &r), SJ_OK);
    assert_int_equal(r.entities_before, 0);
    assert_int_equal(stored(p), 20);
    assert_int_equal(import(p, false, &r), SJ_OK);
    assert_true(r.unchanged);
    write_list(p, 18, 0); /* exactly nine tenths: taken */
    assert_int_equal(import(p, false, &r), SJ_OK);
    assert_false(r.unchanged);
    write_list(p, 16, 0);
    assert_int_equal(import(p, false, &r), SJ_EREFUSED);
    assert_int_equal(r.entities_before, 18);
    assert_int_equal(r.entities, 16);
    assert_int_equal(stored(p), 18);
    assert_int_equal(import(p, true, &r), SJ_OK);
    assert_int_equal(stored(p), 16);
    const char *html = "<html>502</html>";
    assert_int_equal(sj_file_replace(p->file, html, strlen(html)), SJ_OK);
    assert_int_equal(import(p, true, &r), SJ_EFORMAT);
    assert_int_equal(stored(p), 16);
}

/* As OFAC's files without alt.csv: every entry is there, the aliases are not. */
static void write_aliases(const struct place *p, unsigned with)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_buf_add(&b, SJ_S("id,name,alias\n"));
    for (unsigned i = 1; i <= 20; i++)
        sj_buf_addf(&b, "p%02u,Person %u,%s\n", i, i, i <= with ? "Some Other" : "");
    assert_int_equal(sj_file_replace(p->file, b.ptr, b.len), SJ_OK);
}

static void names_that_went_are_a_loss_too(void **state)
{
    const struct place *p = *state;
    sj_import_result r = {0};
    write_aliases(p, 20);
    assert_int_equal(import(p, true, &r), SJ_OK);
    write_aliases(p, 16); /* exactly nine tenths of 40: taken */
    assert_int_equal(import(p, false, &r), SJ_OK);
    write_aliases(p, 12); /* 32 of 36 */
    assert_int_equal(import(p, false, &r), SJ_EREFUSED);
    assert_int_equal(r.entities, r.entities_before);
    assert_int_equal(r.names_before, 36);
    assert_int_equal(r.names, 32);
    assert_int_equal(import(p, true, &r), SJ_OK);
}

/* The command gathers the same folder: it must see the current version only. */
static size_t gathered(const struct place *p)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_list_found *found = NULL;
    size_t count = 0, lists = 0;
    assert_int_equal(sj_list_gather(p->dir, 2, &a, &found, &count), SJ_OK);
    for (size_t i = 0; i < count; i++)
        lists += found[i].reader != NULL;
    assert_int_equal(count, lists);
    return lists;
}

static void keeps_two_versions(void **state)
{
    const struct place *p = *state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_import_result r = {0};
    sj_list_meta m = {0};
    sj_str *name = NULL, folder;
    size_t count = 0;
    for (unsigned n = 20; n < 24; n++) {
        write_list(p, n, 0);
        assert_int_equal(import(p, false, &r), SJ_OK);
    }
    assert_int_equal(sj_store_meta(p->dir, SJ_S("mine"), &a, &m, NULL), SJ_OK);
    assert_int_equal(sj_arena_format(&a, &folder, "%s/mine", p->dir), SJ_OK);
    assert_int_equal(sj_file_list(folder.ptr, &a, &name, &count), SJ_OK);
    assert_int_equal(gathered(p), 1);
    assert_int_equal(count, 3); /* two versions and meta.json */
    assert_int_equal(m.current.len, 16);
    assert_int_equal(m.previous.len, 16);
    assert_int_equal(m.entities, 23);
}

/* The same bytes from elsewhere, under another name: one file, one list. */
static void the_same_bytes_under_another_name(void **state)
{
    const struct place *p = *state;
    sj_import_result r = {0};
    write_list(p, 20, 0);
    assert_int_equal(import(p, false, &r), SJ_OK);
    for (int turn = 0; turn < 3; turn++) {
        struct place other = *p;
        snprintf(other.file, sizeof other.file, "%s.%d.csv", p->dir, turn % 2);
        assert_int_equal(rename(p->file, other.file), 0);
        assert_int_equal(import(&other, false, &r), SJ_OK);
        assert_true(r.unchanged);
        assert_int_equal(stored(p), 20);
        assert_int_equal(rename(other.file, p->file), 0);
    }
    write_list(p, 21, 0);
    assert_int_equal(import(p, false, &r), SJ_OK);
    assert_int_equal(stored(p), 21);
    write_list(p, 20, 0); /* back to the version before */
    assert_int_equal(import(p, false, &r), SJ_OK);
    assert_int_equal(stored(p), 20);
}

static void a_touched_file_is_found_out(void **state)
{
    const struct place *p = *state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_import_result r = {0};
    sj_store s = {0};
    sj_list list = {0};
    sj_diag d = {0};
    write_list(p, 5, 0);
    assert_int_equal(import(p, false, &r), SJ_OK);
    assert_int_equal(sj_store_open(p->dir, &a, &s, &d), SJ_OK);
    const char *other = "id,name\nx,Somebody else\n";
    assert_int_equal(sj_file_replace(s.item[0].path[0].ptr, other, strlen(other)), SJ_OK);
    assert_int_equal(sj_store_read(&s.item[0], &a, &list, &d), SJ_ECORRUPT);
}

static void refuses_names_that_leave_the_folder(void **state)
{
    const struct place *p = *state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_import_result r = {0};
    sj_diag d = {0};
    static const char *const bad[] = {"", "..", ".x", "a/b", "a b", "\xc3\xa9"};
    write_list(p, 5, 0);
    for (size_t i = 0; i < SJ_COUNT(bad); i++)
        assert_int_equal(sj_store_import(p->dir, sj_str_from(bad[i]), p->file, NULL, &a, &r, &d),
                         SJ_EINVAL);
}

static void any_folder_is_a_store(void **state)
{
    const struct place *p = *state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_store s = {0};
    sj_diag d = {0};
    char path[128];
    const char *list = "id,name\nx,Somebody\n", *note = "see the wiki";
    snprintf(path, sizeof path, "%s/a.csv", p->dir);
    assert_int_equal(sj_file_replace(path, list, strlen(list)), SJ_OK);
    snprintf(path, sizeof path, "%s/sub", p->dir);
    assert_int_equal(sj_file_make_folder(path), SJ_OK);
    snprintf(path, sizeof path, "%s/sub/b.csv", p->dir);
    assert_int_equal(sj_file_replace(path, list, strlen(list)), SJ_OK);
    snprintf(path, sizeof path, "%s/sub/README", p->dir);
    assert_int_equal(sj_file_replace(path, note, strlen(note)), SJ_OK);
    assert_int_equal(sj_store_open(p->dir, &a, &s, &d), SJ_OK);
    assert_int_equal(s.count, 3);
    assert_true(sj_str_eq(s.item[0].name, SJ_S("a")));
    assert_false(s.item[1].is_list); /* named, not skipped */
    assert_non_null(s.item[1].problem);
    assert_true(sj_str_eq(s.item[2].name, SJ_S("sub/b")));
}

static void diff_says_what_changed(void **state)
{
    const struct place *p = *state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_list before = {0}, after = {0};
    sj_list_difference d = {0};
    write_list(p, 5, 0);
    assert_int_equal(sj_list_read(p->file, NULL, &a, &before, NULL), SJ_OK);
    write_list(p, 4, 3);
    assert_int_equal(sj_list_read(p->file, NULL, &a, &after, NULL), SJ_OK);
    assert_int_equal(sj_list_diff(&before, &after, &a, &d), SJ_OK);
    assert_int_equal(d.added_count, 0);
    assert_int_equal(d.removed_count, 1);
    assert_true(sj_str_eq(d.removed[0].id, SJ_S("p05")));
    assert_int_equal(d.changed_count, 1);
    assert_true(sj_str_eq(d.changed[0].id, SJ_S("p03")));
    assert_int_equal(d.changed[0].field_count, 1);
    assert_true(sj_str_eq(d.changed[0].field[0].field, SJ_S("date")));
    assert_true(sj_str_eq(d.changed[0].field[0].before, SJ_S("birth | 1953")));
    assert_true(sj_str_eq(d.changed[0].field[0].after, SJ_S("birth | 1977")));
    assert_int_equal(sj_list_diff(&after, &after, &a, &d), SJ_OK);
    assert_int_equal(d.added_count + d.changed_count + d.removed_count, 0);
    assert_int_equal(sj_list_diff(&after, &before, &a, &d), SJ_OK);
    assert_int_equal(d.added_count, 1);
}

/* ---- lack of memory ---- */

static sj_status diff_story(void *ctx)
{
    const struct place *p = ctx;
    SJ_SCOPED(sj_arena) a = {0};
    sj_list before = {0}, after = {0};
    sj_list_difference d = {0};
    char other[128];
    snprintf(other, sizeof other, "%s/other.csv", p->dir);
    SJ_TRY(sj_list_read(p->file, NULL, &a, &before, NULL));
    SJ_TRY(sj_list_read(other, NULL, &a, &after, NULL));
    SJ_TRY(sj_list_diff(&before, &after, &a, &d));
    assert_int_equal(d.removed_count, 1);
    assert_int_equal(d.changed_count, 1);
    return SJ_OK;
}

static void diff_survives_lack_of_memory(void **state)
{
    struct place *p = *state, other = *p;
    snprintf(other.file, sizeof other.file, "%s/other.csv", p->dir);
    write_list(p, 4, 0);
    write_list(&other, 3, 2);
    assert_int_equal(diff_story(p), SJ_OK);
    sj_test_sweep(diff_story, p, 0);
}

struct import_story {
    const struct place *p;
    unsigned turn;
    size_t before;
};

/* Imports a list of 20 and one of 21 people by turns; what is stored afterwards
 * is the new one, whole, or the one before. */
static sj_status import_story(void *ctx)
{
    struct import_story *story = ctx;
    sj_import_result r = {0};
    const sj_mem_faults armed = sj_mem_fault;
    const unsigned count = 20 + story->turn++ % 2;
    sj_mem_fault.fail_after = -1;
    write_list(story->p, count, 0);
    sj_mem_fault.fail_after = armed.fail_after;
    SJ_SCOPED(sj_arena) a = {0};
    const sj_status s =
        sj_store_import(story->p->dir, SJ_S("mine"), story->p->file, NULL, &a, &r, NULL);
    const int64_t left = sj_mem_fault.fail_after;
    sj_mem_fault.fail_after = -1;
    if (s == SJ_OK)
        story->before = count;
    assert_int_equal(stored(story->p), story->before);
    sj_mem_fault.fail_after = left;
    return s;
}

static void import_survives_lack_of_memory(void **state)
{
    const struct place *p = *state;
    struct import_story story = {p, 0, 0};
    assert_int_equal(import_story(&story), SJ_OK);
    sj_test_sweep(import_story, &story, 0);
}

static sj_status open_story(void *ctx)
{
    const struct place *p = ctx;
    SJ_SCOPED(sj_arena) a = {0};
    sj_store s = {0};
    sj_list list = {0};
    SJ_TRY(sj_store_open(p->dir, &a, &s, NULL));
    assert_int_equal(s.count, 2);
    SJ_TRY(sj_store_read(&s.item[0], &a, &list, NULL));
    return sj_store_touch(p->dir, SJ_S("mine"), SJ_S("2026-02-03T04:05:06Z"), &a, NULL);
}

static void opening_survives_lack_of_memory(void **state)
{
    struct place *p = *state, loose = *p;
    sj_import_result r = {0};
    write_list(p, 3, 0);
    assert_int_equal(import(p, false, &r), SJ_OK);
    snprintf(loose.file, sizeof loose.file, "%s/loose.csv", p->dir);
    write_list(&loose, 3, 0);
    assert_int_equal(open_story(p), SJ_OK);
    sj_test_sweep(open_story, p, 0);
}

/* ---- deltas ---- */

#define PERSON(id, name)                                                 \
    "{\"id\":\"" id "\",\"caption\":\"" name "\",\"schema\":\"Person\"," \
    "\"properties\":{\"name\":[\"" name "\"]},\"datasets\":[\"t\"]}"

static void put(const struct place *p, const char *name, const char *text)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", p->dir, name);
    char *slash = strrchr(path, '/');
    *slash = 0;
    assert_int_equal(sj_file_make_folder(path), SJ_OK);
    *slash = '/';
    assert_int_equal(sj_file_replace(path, text, strlen(text)), SJ_OK);
}

static sj_status read_series(const struct place *p, sj_arena *a, sj_list *ret, sj_diag *d)
{
    char path[160];
    snprintf(path, sizeof path, "%s/s", p->dir);
    return sj_list_read(path, NULL, a, ret, d);
}

static void deltas_give_what_the_full_file_gives(void **state)
{
    const struct place *p = *state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_list series = {0}, full = {0};
    sj_list_difference diff = {0};
    sj_diag d = {0};
    put(p, "s/base.ftm.json", PERSON("b", "Bo") "\n" PERSON("a", "Al") "\n");
    put(p, "s/delta.json",
        "{\"versions\":{\"20240101-old\":\"u\",\"20240102-abc\":\"u\","
        "\"20240103-abc\":\"u\",\"20240104-abc\":\"u\"}}");
    put(p, "s/20240102-abc/entities.delta.json",
        "{\"op\":\"ADD\",\"entity\":" PERSON("c", "Cy") "}\n"
                                                        "{\"op\":\"MOD\",\"entity\":" PERSON(
                                                            "a", "Alf") "}\n");
    put(p, "s/20240103-abc/entities.delta.json", "");
    put(p, "s/20240104-abc/entities.delta.json", "{\"op\":\"DEL\",\"entity\":{\"id\":\"b\"}}\n");
    assert_int_equal(read_series(p, &a, &series, &d), SJ_OK);
    assert_int_equal(series.format, SJ_LIST_FTM_DELTA);
    assert_int_equal(
        sj_list_read_memory(sj_str_from(PERSON("c", "Cy") "\n" PERSON("a", "Alf") "\n"), NULL, &a,
                            &full, &d),
        SJ_OK);
    assert_int_equal(sj_list_diff(&full, &series, &a, &diff), SJ_OK);
    assert_int_equal(diff.added_count + diff.changed_count + diff.removed_count, 0);
    for (size_t i = 0; i < full.entity_count; i++)
        assert_true(sj_str_eq(full.entity[i].id, series.entity[i].id));
}

static void deltas_of_another_base_are_refused(void **state)
{
    const struct place *p = *state;
    static const struct {
        const char *delta, *why;
    } rows[] = {
        {"{\"op\":\"DEL\",\"entity\":{\"id\":\"x\"}}\n", "deletes what is not there"},
        {"{\"op\":\"MOD\",\"entity\":" PERSON("x", "X") "}\n", "changes what is not there"},
        {"{\"op\":\"ADD\",\"entity\":" PERSON("a", "Al") "}\n", "adds what is there"},
    };
    put(p, "s/base.ftm.json", PERSON("a", "Al") "\n");
    put(p, "s/delta.json", "{\"versions\":{\"20240102-abc\":\"u\",\"20240103-abc\":\"u\"}}");
    put(p, "s/20240102-abc/entities.delta.json",
        "{\"op\":\"ADD\",\"entity\":" PERSON("c", "Cy") "}\n");
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) a = {0};
        sj_list list = {0};
        sj_diag d = {0};
        put(p, "s/20240103-abc/entities.delta.json", rows[i].delta);
        if (read_series(p, &a, &list, &d) != SJ_EREFUSED || d.line != 1)
            fail_msg("%s: %s", rows[i].why, d.reason);
    }
    SJ_SCOPED(sj_arena) a = {0};
    sj_list list = {0};
    sj_diag d = {0};
    put(p, "s/delta.json",
        "{\"versions\":{\"20240102-abc\":\"u\",\"20240102-mid\":\"u\","
        "\"20240103-abc\":\"u\"}}");
    assert_int_equal(read_series(p, &a, &list, &d), SJ_EREFUSED);
    assert_string_equal(d.field, "20240102-mid");
}

int main(void)
{
#define ROW(f) cmocka_unit_test_setup_teardown(f, make_place, remove_place)
    const struct CMUnitTest tests[] = {
        ROW(import_replaces_whole_or_not_at_all),
        ROW(names_that_went_are_a_loss_too),
        ROW(keeps_two_versions),
        ROW(the_same_bytes_under_another_name),
        ROW(a_touched_file_is_found_out),
        ROW(refuses_names_that_leave_the_folder),
        ROW(any_folder_is_a_store),
        ROW(diff_says_what_changed),
        ROW(diff_survives_lack_of_memory),
        ROW(import_survives_lack_of_memory),
        ROW(opening_survives_lack_of_memory),
        ROW(deltas_give_what_the_full_file_gives),
        ROW(deltas_of_another_base_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
