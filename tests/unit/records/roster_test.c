/* records/roster_test.c -- every form of a roster, what is kept of a bad row, and
 * flat memory. Files are written to a folder of the test's own. */
#include "test.h"
#include "sojourn/roster.h"
#include <unistd.h>

static char folder[64];

static const char *put(const char *name, const char *text)
{
    static char path[256];
    assert_true(snprintf(path, sizeof path, "%s/%s", folder, name) > 0);
    assert_int_equal(sj_file_replace(path, text, strlen(text)), SJ_OK);
    return path;
}

static void expect(sj_str got, const char *want)
{
    if (!sj_str_eq(got, sj_str_from(want)))
        fail_msg("got %.*s, want %s", SJ_STR_FMT(got), want);
}

static void test_people(void **state)
{
    (void)state;
    SJ_AUTO(sj_roster) *r = NULL;
    const sj_roster_row *row;
    const char *path =
        put("people.csv", "person_id,name,native_name,other_names,birth_date,nationality,gender,"
                          "address,country,shoe size\n"
                          "p1,Kim Yong Chol,김영철,Chol|Kim Y.C.,1986-04,Korea (North),m,\"1, Rd\","
                          "RU,43\n"
                          "p2,Ri,,,31 Feb 1980,Atlantis,,,,\n"
                          "p3,,,,,,,,,,too much\n");
    assert_int_equal(sj_roster_open(path, NULL, &r, NULL), SJ_OK);
    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_OK);
    const sj_entity *e = row->entity;
    assert_int_equal(row->problem_count, 0);
    expect(row->table, "people.csv");
    assert_int_equal(row->line, 2);
    expect(e->id, "p1");
    assert_int_equal(e->schema, SJ_SCHEMA_PERSON);
    assert_int_equal(e->name_count, 4);
    assert_int_equal(e->name[1].kind, SJ_NAME_ORIGINAL);
    expect(e->name[3].full, "Kim Y.C.");
    assert_true(e->date[0].parsed && e->date[0].range.from.month == 4);
    expect(e->fact[0].country, "KP");
    expect(e->fact[0].value, "Korea (North)");
    expect(e->fact[0].note, "read as KP");
    expect(e->fact[1].value, "male");
    expect(e->fact[2].country, "RU");
    expect(e->fact[3].label, "shoe size");
    expect(e->fact[3].value, "43");
    expect(e->place[0].full, "1, Rd");

    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_OK);
    assert_int_equal(row->problem_count, 2);
    assert_int_equal(row->problem[0].line, 3);
    assert_int_equal(row->problem[0].column, 5);
    assert_string_equal(row->problem[0].field, "birth_date");
    assert_string_equal(row->problem[0].file, "people.csv");
    assert_string_equal(row->problem[1].field, "nationality");
    expect(row->entity->date[0].text, "31 Feb 1980"); /* kept as written */
    expect(row->entity->fact[0].value, "Atlantis");

    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_OK);
    assert_int_equal(row->problem_count, 2); /* a cell too many, no name */
    expect(row->entity->fact[0].value, "too much");
    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_DONE);
    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_DONE);
}

static void test_spreadsheet(void **state)
{
    (void)state;
    SJ_AUTO(sj_roster) *r = NULL;
    const sj_roster_row *row;
    size_t count;
    const char *path = put("s.csv", "\xEF\xBB\xBF"
                                    "Employee ID;Full Name;Date of Birth;Shoe\r\n"
                                    "e1;Ri, Chol;1990-02-03;43\r\n"
                                    "e2;Kim;03/04/1986;\r\n"
                                    "e3;?!;1986;\r\n");
    assert_int_equal(sj_roster_open(path, NULL, &r, NULL), SJ_OK);
    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_OK);
    expect(row->entity->id, "e1");
    expect(row->entity->name[0].full, "Ri, Chol");
    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_OK);
    assert_int_equal(row->entity->date[0].range.from.month, 4);
    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_OK);
    assert_int_equal(row->problem_count, 1); /* no letter: nothing to compare */
    assert_int_equal(row->problem[0].column, 2);
    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_DONE);
    const sj_str *warning = sj_roster_warnings(r, &count);
    assert_int_equal(count, 2);
    expect(warning[0], "s.csv: kept but not compared, no known column: Shoe");
    expect(warning[1], "\"03/04/1986\" and dates like it are read day first; write 1986-04-30 if "
                       "that is wrong");
}

static void test_no_name_column(void **state)
{
    (void)state;
    SJ_AUTO(sj_roster) *r = NULL;
    sj_diag d = {0};
    const char *path = put("s.csv", "Nr;Vorname und Nachname\n1;Ri Chol\n");
    assert_int_equal(sj_roster_open(path, NULL, &r, &d), SJ_EFORMAT);
    assert_string_equal(d.field, "instead of Nr, Vorname und Nachname");
}

static void test_strict(void **state)
{
    (void)state;
    SJ_AUTO(sj_roster) *r = NULL;
    const sj_roster_row *row;
    sj_diag d = {0};
    const char *path = put("s.csv", "person_id,name,birth_date\n1,A,1980\n2,B,never\n3,C,\n");
    const sj_roster_options strict = {.strict = true};
    assert_int_equal(sj_roster_open(path, &strict, &r, &d), SJ_OK);
    assert_int_equal(sj_roster_next(r, &row, &d), SJ_OK);
    assert_int_equal(sj_roster_next(r, &row, &d), SJ_ESYNTAX);
    assert_int_equal(d.line, 3);
    assert_string_equal(d.field, "birth_date");
    assert_int_equal(sj_roster_next(r, &row, &d), SJ_DONE);
}

static void test_loose(void **state)
{
    (void)state;
    SJ_AUTO(sj_roster) *r = NULL;
    const sj_roster_row *row;
    size_t warnings;
    const char *path = put("loose.csv", "\xEF\xBB\xBF"
                                        "First Name,last-name,DOB,Place of Birth\n"
                                        "Yong Chol,Kim,1946,Pyongyang\n");
    assert_int_equal(sj_roster_open(path, NULL, &r, NULL), SJ_OK);
    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_OK);
    assert_int_equal(row->problem_count, 0);
    expect(row->entity->id, "1");
    expect(row->entity->name[0].full, "Yong Chol Kim");
    expect(row->entity->name[0].part[SJ_PART_FAMILY], "Kim");
    assert_int_equal(row->entity->date[0].range.from.year, 1946);
    assert_int_equal(row->entity->place[0].kind, SJ_PLACE_BIRTH);
    const sj_str *warning = sj_roster_warnings(r, &warnings);
    assert_int_equal(warnings, 1);
    assert_true(sj_str_find(warning[0], SJ_S("row numbers"), 0) < warning[0].len);
}

static void test_folder_and_zip(void **state)
{
    (void)state;
    put("people.csv", "person_id,name\np1,A\n");
    put("organisations.csv", "organisation_id,name,country,parent_id,ownership_share,kind\n"
                             "o1,X Ltd,CN,o2,51,agency\n");
    char zip[128], command[512];
    (void)snprintf(zip, sizeof zip, "%s/roster.zip", folder);
    (void)snprintf(command, sizeof command,
                   "python3 -c \"import zipfile as z;f=z.ZipFile('%s','w',z.ZIP_DEFLATED);"
                   "[f.write('%s/'+n,'r/'+n) for n in ('people.csv','organisations.csv')]\"",
                   zip, folder);
    const bool zipped = system(command) == 0;
    for (int form = 0; form < (zipped ? 2 : 1); form++) {
        SJ_AUTO(sj_roster) *r = NULL;
        const sj_roster_row *row;
        assert_int_equal(sj_roster_open(form ? zip : folder, NULL, &r, NULL), SJ_OK);
        assert_int_equal(sj_roster_next(r, &row, NULL), SJ_OK);
        expect(row->entity->id, "p1");
        assert_int_equal(sj_roster_next(r, &row, NULL), SJ_OK);
        expect(row->table, "organisations.csv");
        assert_int_equal(row->entity->schema, SJ_SCHEMA_ORGANISATION);
        expect(row->entity->link[0].target_id, "o2");
        expect(row->entity->link[0].share, "51");
        expect(row->entity->fact[0].country, "CN");
        expect(row->entity->fact[1].label, "kind");
        assert_int_equal(sj_roster_next(r, &row, NULL), SJ_DONE);
    }
}

static void test_lines(void **state)
{
    (void)state;
    SJ_AUTO(sj_roster) *r = NULL;
    const sj_roster_row *row;
    size_t warnings;
    const char *path =
        put("ftm.json", "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":[\"A\"]}}\n"
                        "{\"id\":\"b\",\"schema\":\"Address\",\"properties\":{\"full\":[\"B\"]}}\n"
                        "{\"id\":\"c\",\n"
                        "{\"id\":\"v\",\"schema\":\"Vessel\",\"properties\":{\"name\":[\"V\"]}}\n");
    assert_int_equal(sj_roster_open(path, NULL, &r, NULL), SJ_OK);
    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_OK);
    expect(row->entity->id, "a");
    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_OK);
    assert_int_equal(row->problem_count, 1);
    assert_int_equal(row->problem[0].line, 3);
    expect(row->entity->id, "line 3");
    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_OK);
    assert_int_equal(row->entity->schema, SJ_SCHEMA_VESSEL);
    assert_int_equal(sj_roster_next(r, &row, NULL), SJ_DONE);
    (void)sj_roster_warnings(r, &warnings);
    assert_int_equal(warnings, 1); /* the address line */
}

static const struct {
    const char *text;
    sj_status want;
} refused[] = {
    {"", SJ_EFORMAT},
    {"a,b\n1,2\n", SJ_EFORMAT},
    {"person_id,name,name\n", SJ_EFORMAT},
    {"\xFF", SJ_EENCODING},
};

static void test_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(refused); i++) {
        SJ_AUTO(sj_roster) *r = NULL;
        sj_diag d = {0};
        assert_int_equal(sj_roster_open(put("bad.csv", refused[i].text), NULL, &r, &d),
                         refused[i].want);
        assert_true(d.reason != NULL);
    }
    SJ_AUTO(sj_roster) *r = NULL;
    assert_int_equal(sj_roster_open("/nonexistent", NULL, &r, NULL), SJ_ENOTFOUND);
    assert_int_equal(sj_roster_open("/proc", NULL, &r, NULL), SJ_EFORMAT);
}

static sj_status story(void *ctx)
{
    SJ_AUTO(sj_roster) *r = NULL;
    const sj_roster_row *row;
    SJ_TRY(sj_roster_open(ctx, NULL, &r, NULL));
    sj_status s;
    while ((s = sj_roster_next(r, &row, NULL)) == SJ_OK)
        ;
    return s == SJ_DONE ? SJ_OK : s;
}

static void test_out_of_memory(void **state)
{
    (void)state;
    char path[256];
    (void)snprintf(path, sizeof path, "%s",
                   put("o.csv", "first_name,last_name,dob,nationality,x\nA,B,1980,Syria,y\n"
                                "C,D,bad,Nowhere,z|w\n,,,\n"));
    sj_test_sweep(story, path, 0);
    (void)snprintf(path, sizeof path, "%s",
                   put("o.json", "{\"id\":\"b\",\"schema\":\"Address\",\"properties\":{}}\n{]\n"
                                 "{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{\"name\":"
                                 "[\"A\"],\"birthDate\":[\"never\"]}}\n"));
    sj_test_sweep(story, path, 0);
}

/* The arena of the row is reused: what is alive does not grow with the rows. */
static void test_flat_memory(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) text = {0};
    sj_buf_addf(&text, "person_id,name,birth_date,nationality,note\n");
    for (int i = 0; i < 50000; i++)
        sj_buf_addf(&text, "p%d,Name %d|Other %d,1980-01-01,Syria,some note\n", i, i, i);
    assert_int_equal(sj_buf_status(&text), SJ_OK);
    sj_buf_add_char(&text, 0);
    SJ_AUTO(sj_roster) *r = NULL;
    const sj_roster_row *row;
    assert_int_equal(sj_roster_open(put("many.csv", text.ptr), NULL, &r, NULL), SJ_OK);
    int64_t early = 0;
    size_t rows = 0;
    while (sj_roster_next(r, &row, NULL) == SJ_OK)
        if (++rows == 100)
            early = sj_mem_fault.live;
    assert_int_equal(rows, 50000);
    assert_true(sj_mem_fault.live <= early);
}

/* The real tables; three dates of the treated ones are none (1974-01-32,
 * 1968-13-30, 1948-13-16). */
static void test_real(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        size_t rows, problems;
    } real[] = {{"screening/negatives_global.csv", 50000, 0},
                {"screening/positives_un_untreated.csv", 683, 0},
                {"screening/positives_un_treated.csv", 683, 3}};
    for (size_t i = 0; i < SJ_COUNT(real); i++) {
        char path[512];
        SJ_AUTO(sj_roster) *r = NULL;
        const sj_roster_row *row;
        size_t rows = 0, problems = 0;
        if (!sj_test_shared(real[i].file, path, sizeof path))
            return;
        assert_int_equal(sj_roster_open(path, NULL, &r, NULL), SJ_OK);
        while (sj_roster_next(r, &row, NULL) == SJ_OK) {
            rows++;
            problems += row->problem_count > 0;
        }
        assert_int_equal(rows, real[i].rows);
        assert_int_equal(problems, real[i].problems);
    }
}

static int set_up(void **state)
{
    (void)state;
    (void)snprintf(folder, sizeof folder, "/tmp/sojourn-roster-%ld", (long)getpid());
    return sj_file_make_folder(folder) == SJ_OK ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    static const char *const file[] = {"people.csv", "organisations.csv", "roster.zip", "s.csv",
                                       "loose.csv",  "ftm.json",          "bad.csv",    "o.csv",
                                       "o.json",     "many.csv"};
    for (size_t i = 0; i < SJ_COUNT(file); i++) {
        char path[256];
        (void)snprintf(path, sizeof path, "%s/%s", folder, file[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_people),         cmocka_unit_test(test_spreadsheet),
        cmocka_unit_test(test_no_name_column), cmocka_unit_test(test_strict),
        cmocka_unit_test(test_loose),          cmocka_unit_test(test_folder_and_zip),
        cmocka_unit_test(test_lines),          cmocka_unit_test(test_refused),
        cmocka_unit_test(test_out_of_memory),  cmocka_unit_test(test_flat_memory),
        cmocka_unit_test(test_real),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
