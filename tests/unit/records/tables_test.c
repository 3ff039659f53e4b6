/* The ten tables: every type of cell, problems with their place, links, extras, zip and
 * folder, lack of memory. */
#include "test.h"
#include "base/base.h"
#include "sojourn/tables.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static void put(const char *folder, const char *file, const char *text)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder, file);
    assert_int_equal(sj_file_replace(path, text, strlen(text)), SJ_OK);
}

static char folder[] = "/tmp/sj-tables-XXXXXX";

static int make(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    put(folder, "people.csv",
        "person_id,name,birth_date,nationality,shoe size\n"
        "p1,Kim Yong Chol,1986-04,\"Korea, North\",42\n"
        "p2,Anna Berg,yesterday,SWE,\n"
        "p2,Anna Berg again,,,\n"
        ",Nobody,,,\n");
    put(folder, "jobs.csv",
        "job_id,person_id,organisation_id,country,starts,hours_week,paid_to\n"
        "j1,p1,o1,RU,2024-05-01,44.5,agency\n"
        "j2,p2,o1,RU,2024-05-01,many,nobody\n"
        "j3,p1,o2,RU,2024-06-01,,\n");
    put(folder, "sessions.csv", "session_id,account_id,time\ns1,a1,2024-05-01T08:00:00+09:00\n");
    return 0;
}

static int clean(void **state)
{
    (void)state;
    static const char *const files[] = {"people.csv", "jobs.csv", "sessions.csv"};
    for (size_t i = 0; i < SJ_COUNT(files); i++) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

static void reads_cells(void **state)
{
    (void)state;
    SJ_AUTO(sj_tables) *t = NULL;
    sj_diag d = {0};
    assert_int_equal(sj_tables_open(folder, &(sj_tables_options){0}, &t, &d), SJ_OK);
    assert_int_equal(sj_tables_count(t, SJ_TABLE_PEOPLE), 4);
    assert_int_equal(sj_tables_count(t, SJ_TABLE_PAPERS), 0);
    const sj_table_row *p = sj_tables_row(t, SJ_TABLE_PEOPLE, 0);
    assert_int_equal(sj_row_cell(p, SJ_PEOPLE_BIRTH_DATE)->as.date.from.month, 4);
    assert_string_equal(sj_row_cell(p, SJ_PEOPLE_NATIONALITY)->as.country, "KP");
    assert_true(p->extra[1].text.len == 0);
    assert_true(sj_str_eq(p->extra[0].header, SJ_S("shoe size")));
    const sj_table_row *j = sj_tables_row(t, SJ_TABLE_JOBS, 0);
    assert_true(sj_row_cell(j, SJ_JOBS_HOURS_WEEK)->as.number == 44500000);
    assert_int_equal(sj_row_cell(j, SJ_JOBS_PAID_TO)->word, 1);
    assert_int_equal(sj_row_cell(j, SJ_JOBS_ENDS)->state, SJ_CELL_ABSENT);
    const sj_table_row *s = sj_tables_row(t, SJ_TABLE_SESSIONS, 0);
    assert_true(sj_row_cell(s, SJ_SESSIONS_TIME)->as.time == 1714518000); /* 2024-04-30T23:00Z */
    assert_true(sj_tables_has(t, SJ_TABLE_JOBS, SJ_JOBS_PAID_TO));
    assert_false(sj_tables_has(t, SJ_TABLE_JOBS, SJ_JOBS_HOUSING));
    size_t notes;
    const sj_str *note = sj_tables_notes(t, &notes);
    assert_int_equal(notes, 3);
    assert_true(sj_str_eq(note[0], SJ_S("\"Korea, North\" is read as KP")));
    assert_true(sj_str_eq(note[2], SJ_S("people: kept, no known column: shoe size")));
}

static void names_problems(void **state)
{
    (void)state;
    static const struct {
        const char *file, *field;
        unsigned line, column;
    } want[] = {{"people.csv", "birth_date", 3, 3},
                {"people.csv", "person_id", 4, 1},
                {"people.csv", "person_id", 5, 1},
                {"jobs.csv", "hours_week", 3, 6},
                {"jobs.csv", "paid_to", 3, 7}};
    SJ_AUTO(sj_tables) *t = NULL;
    sj_diag d = {0};
    assert_int_equal(sj_tables_open(folder, &(sj_tables_options){0}, &t, &d), SJ_OK);
    assert_int_equal(sj_tables_problem_count(t), SJ_COUNT(want));
    for (size_t i = 0; i < SJ_COUNT(want); i++) {
        sj_diag p;
        sj_tables_problem(t, i, &p);
        assert_string_equal(p.file, want[i].file);
        assert_string_equal(p.field, want[i].field);
        assert_int_equal(p.line, want[i].line);
        assert_int_equal(p.column, want[i].column);
    }
    sj_tables *strict = NULL;
    assert_int_equal(sj_tables_open(folder, &(sj_tables_options){.strict = true}, &strict, &d),
                     SJ_ESYNTAX);
    assert_int_equal(d.line, 3);
}

static void follows_links(void **state)
{
    (void)state;
    SJ_AUTO(sj_tables) *t = NULL;
    size_t count;
    assert_int_equal(sj_tables_open(folder, &(sj_tables_options){0}, &t, NULL), SJ_OK);
    const uint32_t *row = sj_tables_linked(t, SJ_TABLE_JOBS, SJ_JOBS_PERSON_ID,
                                           sj_tables_find(t, SJ_TABLE_PEOPLE, SJ_S("p1")), &count);
    assert_int_equal(count, 2);
    assert_int_equal(row[0], 0);
    assert_int_equal(row[1], 2);
    const sj_cell *job = sj_tables_cell(t, SJ_TABLE_JOBS, 0, SJ_JOBS_PERSON_ID);
    assert_int_equal(sj_cell_row(job), sj_tables_find(t, SJ_TABLE_PEOPLE, SJ_S("p1")));
    /* an organisation that is in no table leads nowhere */
    assert_true(sj_cell_row(sj_tables_cell(t, SJ_TABLE_JOBS, 2, SJ_JOBS_ORGANISATION_ID)) ==
                SIZE_MAX);
    (void)sj_tables_linked(t, SJ_TABLE_JOBS, SJ_JOBS_PERSON_ID, SIZE_MAX, &count);
    assert_int_equal(count, 0);
    assert_int_equal(sj_tables_find(t, SJ_TABLE_PEOPLE, SJ_S("p2")), 1);
    assert_true(sj_tables_find(t, SJ_TABLE_PEOPLE, SJ_S("p9")) == SIZE_MAX);
}

/* The same rows in another order of the file, and ids that bytes would sort wrongly. */
static void sorts_by_id(void **state)
{
    (void)state;
    static const char *const want[] = {"2", "p2", "p03", "p10", "q1", ""};
    char other[] = "/tmp/sj-sorted-XXXXXX", path[512];
    assert_non_null(mkdtemp(other));
    put(other, "people.csv", "person_id,name\np10,A\nq1,B\n,F\n2,C\np03,D\np2,E\n");
    SJ_AUTO(sj_tables) *t = NULL;
    assert_int_equal(sj_tables_open(other, &(sj_tables_options){0}, &t, NULL), SJ_OK);
    for (size_t i = 0; i < SJ_COUNT(want); i++) {
        const sj_str id = sj_cell_text(sj_tables_cell(t, SJ_TABLE_PEOPLE, i, 0));
        assert_true(sj_str_eq(id, sj_str_from(want[i])));
        assert_true(id.len == 0 || sj_tables_find(t, SJ_TABLE_PEOPLE, id) == i);
    }
    assert_int_equal(sj_tables_row(t, SJ_TABLE_PEOPLE, 0)->line, 5);
    (void)snprintf(path, sizeof path, "%s/people.csv", other);
    (void)unlink(path);
    (void)rmdir(other);
}

static void numbers_and_times(void **state)
{
    (void)state;
    int64_t n;
    assert_true(sj_decimal_parse(SJ_S("-12.5"), &n) && n == -12500000);
    assert_true(sj_decimal_parse(SJ_S("0.0000010"), &n) && n == 1);
    assert_true(sj_decimal_parse(SJ_S("9000000000000"), &n) && n == INT64_C(9000000000000000000));
    static const char *const no_number[] = {"",      ".",         "-",   "1,5",
                                            "1.2.3", "0.0000001", "1e3", "99999999999999"};
    for (size_t i = 0; i < SJ_COUNT(no_number); i++)
        assert_false(sj_decimal_parse(sj_str_from(no_number[i]), &n));
    assert_true(sj_time_parse(SJ_S("1970-01-01"), &n) && n == 0);
    assert_true(sj_time_parse(SJ_S("1970-01-02 00:00:01.75Z"), &n) && n == 86401);
    static const char *const no_time[] = {"",
                                          "2024",
                                          "2024-13-01",
                                          "2024-02-30",
                                          "2024-05-01T25:00Z",
                                          "2024-05-01T08:00:00+9",
                                          "2024-05-01x"};
    for (size_t i = 0; i < SJ_COUNT(no_time); i++)
        assert_false(sj_time_parse(sj_str_from(no_time[i]), &n));
}

static const sj_column *column_named(sj_table table, const char *header)
{
    size_t count;
    const sj_column *c = sj_table_columns(table, &count);
    for (size_t i = 0; i < count; i++)
        if (sj_str_eq(c[i].header, sj_str_from(header)))
            return &c[i];
    return NULL;
}

static void money_in_minor_units(void **state)
{
    (void)state;
    static const struct {
        const char *amount, *currency;
        bool read;
        int64_t minor;
    } rows[] = {{"100", "JPY", true, 100},      {"100.5", "JPY", false, 0},
                {"1.50", "usd", true, 150},     {"1.505", "USD", false, 0},
                {"0.125", "KWD", true, 125},    {"0.1255", "KWD", false, 0},
                {"-12.34", "EUR", true, -1234}, {"1.0000", "CLF", true, 10000},
                {"0.000001", "XAU", true, 1},   {"9000000000000", "KRW", true, 9000000000000},
                {"1", "USDT", false, 0},        {"1", "XYZ", false, 0},
                {"1", "us", false, 0}};
    const sj_column *amount = column_named(SJ_TABLE_TRANSFERS, "amount"),
                    *currency = column_named(SJ_TABLE_TRANSFERS, "currency");
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        sj_cell a, c;
        int64_t minor = 0;
        (void)sj_cell_read(amount, sj_str_from(rows[i].amount), &a);
        (void)sj_cell_read(currency, sj_str_from(rows[i].currency), &c);
        assert_int_equal(sj_money(&a, &c, &minor), rows[i].read);
        assert_true(minor == rows[i].minor);
    }
}

static void several_values(void **state)
{
    (void)state;
    sj_cell c;
    const sj_column *born = column_named(SJ_TABLE_PEOPLE, "birth_date"),
                    *state_of = column_named(SJ_TABLE_PEOPLE, "nationality");
    assert_true(sj_cell_read(born, SJ_S("1988|1986-04-30 | 1987"), &c));
    assert_int_equal(c.as.date.from.year, 1986);
    assert_int_equal(c.as.date.from.month, 4);
    assert_int_equal(c.as.date.to.year, 1988);
    assert_false(sj_cell_read(born, SJ_S("1988|soon"), &c));
    assert_int_equal(c.state, SJ_CELL_UNREADABLE);
    assert_true(sj_cell_read(state_of, SJ_S("CN|Korea, North"), &c));
    assert_string_equal(c.as.country, "CN");
    assert_true(sj_cell_has_country(&c, SJ_S("KP")) && sj_cell_has_country(&c, SJ_S("CN")));
    assert_false(sj_cell_has_country(&c, SJ_S("KR")));
    assert_false(sj_cell_read(state_of, SJ_S("Narnia|KP"), &c)); /* told, and what can be read is */
    assert_int_equal(c.state, SJ_CELL_READ);
    assert_string_equal(c.as.country, "KP");
}

/* A column's place in the file is told, wherever it stands. */
static void tells_places(void **state)
{
    (void)state;
    char other[] = "/tmp/sj-tables-place-XXXXXX";
    SJ_AUTO(sj_tables) *t = NULL;
    sj_diag d;
    assert_non_null(mkdtemp(other));
    put(other, "people.csv", "name,nationality,person_id\n,uk,p1\nA,,p1\nB\nC,,p3,,x\n");
    put(other, "jobs.csv",
        "starts,job_id,person_id,organisation_id,country,wage_received,currency\n"
        "2024,j1,p9,o1,RU,10.5,JPY\n");
    assert_int_equal(sj_tables_open(other, &(sj_tables_options){0}, &t, NULL), SJ_OK);
    assert_int_equal(sj_tables_problem_count(t), 6);
    sj_tables_problem(t, 2, &d); /* a short row, its id, a long one */
    assert_string_equal(d.reason, "as many cells as the header has");
    assert_int_equal(d.line, 4);
    assert_int_equal(d.column, 2);
    sj_tables_problem(t, 4, &d);
    assert_int_equal(d.line, 5);
    assert_int_equal(d.column, 4);
    sj_tables_problem(t, 0, &d);
    assert_string_equal(d.field, "name");
    assert_int_equal(d.column, 1);
    sj_tables_problem(t, 1, &d);
    assert_string_equal(d.field, "person_id");
    assert_int_equal(d.column, 3);
    sj_tables_problem(t, 5, &d);
    assert_string_equal(d.field, "wage_received");
    assert_int_equal(d.column, 6);
    assert_int_equal(sj_tables_cell(t, SJ_TABLE_JOBS, 0, SJ_JOBS_WAGE_RECEIVED)->state,
                     SJ_CELL_UNREADABLE);
    size_t notes;
    const sj_str *note = sj_tables_notes(t, &notes);
    assert_int_equal(notes, 2); /* no table of organisations: that link is not said to be lost */
    assert_true(sj_str_eq(note[0], SJ_S("\"uk\" is read as GB")));
    assert_true(sj_str_eq(note[1], SJ_S("jobs.person_id: 1 lead to no row of people; the first is "
                                        "\"p9\" of line 2")));
    static const char *const files[] = {"people.csv", "jobs.csv"};
    for (size_t i = 0; i < SJ_COUNT(files); i++) {
        char file[512];
        (void)snprintf(file, sizeof file, "%s/%s", other, files[i]);
        (void)unlink(file);
    }
    assert_int_equal(rmdir(other), 0);
}

static void refuses(void **state)
{
    (void)state;
    sj_tables *t = NULL;
    sj_diag d = {0};
    char empty[] = "/tmp/sj-no-tables-XXXXXX";
    assert_non_null(mkdtemp(empty));
    assert_int_equal(sj_tables_open(empty, &(sj_tables_options){0}, &t, &d), SJ_EFORMAT);
    assert_int_equal(rmdir(empty), 0);
    assert_int_equal(sj_tables_open("/nonexistent", &(sj_tables_options){0}, &t, &d), SJ_ENOTFOUND);
}

static sj_status open_all(void *ctx)
{
    (void)ctx;
    SJ_AUTO(sj_tables) *t = NULL;
    return sj_tables_open(folder, &(sj_tables_options){.threads = 1}, &t, NULL);
}

/* Of a table that cannot be read at all the diagnosis names that table, not one that
 * is absent. */
static void names_the_table_that_is_refused(void **state)
{
    (void)state;
    SJ_AUTO(sj_tables) *t = NULL;
    sj_diag d = {0};
    put(folder, "sessions.csv", "");
    assert_int_equal(sj_tables_open(folder, &(sj_tables_options){0}, &t, &d), SJ_EFORMAT);
    assert_null(t);
    assert_non_null(strstr(d.file, "sessions.csv"));
    assert_non_null(d.reason);
    assert_int_equal(d.line, 1);
    put(folder, "sessions.csv", "session_id,account_id,time\ns1,a1,2024-05-01T08:00:00+09:00\n");
}

static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(open_all, NULL, 0);
}

/* The enumerators that rules use stand where the column has the word. */
static void words_are_numbered(void **state)
{
    (void)state;
    static const struct {
        sj_table table;
        size_t column;
        const char *word;
        unsigned number;
    } want[] = {
        {SJ_TABLE_ORGANISATIONS, SJ_ORGANISATIONS_KIND, "employer", SJ_ORGANISATION_EMPLOYER},
        {SJ_TABLE_ORGANISATIONS, SJ_ORGANISATIONS_KIND, "agency", SJ_ORGANISATION_AGENCY},
        {SJ_TABLE_PAPERS, SJ_PAPERS_KIND, "passport", SJ_PAPER_PASSPORT},
        {SJ_TABLE_PAPERS, SJ_PAPERS_KIND, "national_id", SJ_PAPER_NATIONAL_ID},
        {SJ_TABLE_PAPERS, SJ_PAPERS_KIND, "residence_card", SJ_PAPER_RESIDENCE_CARD},
        {SJ_TABLE_PAPERS, SJ_PAPERS_KIND, "driving_licence", SJ_PAPER_DRIVING_LICENCE},
        {SJ_TABLE_PAPERS, SJ_PAPERS_KIND, "seaman_book", SJ_PAPER_SEAMAN_BOOK},
        {SJ_TABLE_PERMITS, SJ_PERMITS_PURPOSE, "work", SJ_PURPOSE_WORK},
        {SJ_TABLE_PERMITS, SJ_PERMITS_PURPOSE, "study", SJ_PURPOSE_STUDY},
        {SJ_TABLE_PERMITS, SJ_PERMITS_PURPOSE, "trainee", SJ_PURPOSE_TRAINEE},
        {SJ_TABLE_PERMITS, SJ_PERMITS_PURPOSE, "exchange", SJ_PURPOSE_EXCHANGE},
        {SJ_TABLE_PERMITS, SJ_PERMITS_PURPOSE, "tourism", SJ_PURPOSE_TOURISM},
        {SJ_TABLE_PERMITS, SJ_PERMITS_PURPOSE, "business", SJ_PURPOSE_BUSINESS},
        {SJ_TABLE_PERMITS, SJ_PERMITS_PURPOSE, "transit", SJ_PURPOSE_TRANSIT},
        {SJ_TABLE_PERMITS, SJ_PERMITS_PURPOSE, "family", SJ_PURPOSE_FAMILY},
        {SJ_TABLE_PERMITS, SJ_PERMITS_PURPOSE, "official", SJ_PURPOSE_OFFICIAL},
        {SJ_TABLE_PERMITS, SJ_PERMITS_PURPOSE, "crew", SJ_PURPOSE_CREW},
        {SJ_TABLE_PERMITS, SJ_PERMITS_PURPOSE, "protection", SJ_PURPOSE_PROTECTION},
        {SJ_TABLE_JOBS, SJ_JOBS_PAID_TO, "worker", SJ_PAID_TO_WORKER},
        {SJ_TABLE_JOBS, SJ_JOBS_PAID_TO, "agency", SJ_PAID_TO_AGENCY},
        {SJ_TABLE_JOBS, SJ_JOBS_PAID_TO, "employer", SJ_PAID_TO_EMPLOYER},
        {SJ_TABLE_JOBS, SJ_JOBS_PAID_TO, "other", SJ_PAID_TO_OTHER},
        {SJ_TABLE_ACCOUNTS, SJ_ACCOUNTS_KIND, "bank", SJ_ACCOUNT_BANK},
        {SJ_TABLE_ACCOUNTS, SJ_ACCOUNTS_KIND, "card", SJ_ACCOUNT_CARD},
        {SJ_TABLE_ACCOUNTS, SJ_ACCOUNTS_KIND, "platform", SJ_ACCOUNT_PLATFORM},
        {SJ_TABLE_ACCOUNTS, SJ_ACCOUNTS_KIND, "exchange", SJ_ACCOUNT_EXCHANGE},
        {SJ_TABLE_ACCOUNTS, SJ_ACCOUNTS_KIND, "wallet", SJ_ACCOUNT_WALLET},
        {SJ_TABLE_ACCOUNTS, SJ_ACCOUNTS_KIND, "email", SJ_ACCOUNT_EMAIL},
        {SJ_TABLE_ACCOUNTS, SJ_ACCOUNTS_KIND, "code_host", SJ_ACCOUNT_CODE_HOST},
        {SJ_TABLE_CLAIMS, SJ_CLAIMS_KIND, "employer", SJ_CLAIM_EMPLOYER},
        {SJ_TABLE_CLAIMS, SJ_CLAIMS_KIND, "school", SJ_CLAIM_SCHOOL},
        {SJ_TABLE_CLAIMS, SJ_CLAIMS_KIND, "address", SJ_CLAIM_ADDRESS},
        {SJ_TABLE_CLAIMS, SJ_CLAIMS_KIND, "timezone", SJ_CLAIM_TIMEZONE},
        {SJ_TABLE_CLAIMS, SJ_CLAIMS_KIND, "referee", SJ_CLAIM_REFEREE},
        {SJ_TABLE_CLAIMS, SJ_CLAIMS_KIND, "portfolio", SJ_CLAIM_PORTFOLIO},
        {SJ_TABLE_CLAIMS, SJ_CLAIMS_KIND, "identity", SJ_CLAIM_IDENTITY},
    };
    for (size_t i = 0; i < SJ_COUNT(want); i++) {
        size_t count;
        sj_cell c;
        const sj_column *column = &sj_table_columns(want[i].table, &count)[want[i].column];
        assert_true(sj_cell_read(column, sj_str_from(want[i].word), &c));
        if (c.word != want[i].number)
            fail_msg("%s is %u, not %u", want[i].word, c.word, want[i].number);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_are_numbered),
        cmocka_unit_test(reads_cells),
        cmocka_unit_test(money_in_minor_units),
        cmocka_unit_test(several_values),
        cmocka_unit_test(tells_places),
        cmocka_unit_test(names_problems),
        cmocka_unit_test(follows_links),
        cmocka_unit_test(sorts_by_id),
        cmocka_unit_test(numbers_and_times),
        cmocka_unit_test(refuses),
        cmocka_unit_test(names_the_table_that_is_refused),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, make, clean);
}
