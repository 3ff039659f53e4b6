/* FollowTheMoney lines as tables: rows of others and of ours, in any order of lines, problems
 * with their line, what a tool changed, ids, lack of memory. */
#include "test.h"
#include "base/base.h"
#include "records/ftm_rows.h"
#include "sojourn/roster_ftm.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char path[] = "/tmp/sj-tables-ftm-XXXXXX";

static int make(void **state)
{
    (void)state;
    const int f = mkstemp(path);
    return f < 0 || close(f) != 0;
}

static int clean(void **state)
{
    (void)state;
    return unlink(path);
}

static sj_tables *read_text(const char *text)
{
    sj_tables *t = NULL;
    sj_diag d = {0};
    assert_int_equal(sj_file_replace(path, text, strlen(text)), SJ_OK);
    assert_int_equal(sj_tables_open(path, &(sj_tables_options){.name = SJ_S("x.json")}, &t, &d),
                     SJ_OK);
    return t;
}

/* Of the row with this key; tables that are not looked up by key have one row here. */
static const char *cell(const sj_tables *t, sj_table table, const char *key, size_t column)
{
    static char text[200];
    for (size_t r = 0; r < sj_tables_count(t, table); r++)
        if (sj_str_eq(sj_cell_text(sj_tables_cell(t, table, r, 0)), sj_str_from(key))) {
            (void)snprintf(text, sizeof text, "%.*s",
                           SJ_STR_FMT(sj_cell_text(sj_tables_cell(t, table, r, column))));
            return text;
        }
    return "(no such row)";
}

#define P(id, more) "{\"id\":\"" id "\",\"schema\":\"Person\",\"properties\":{" more "}}\n"

static const char others[] =
    "{\"id\":\"own\",\"schema\":\"Ownership\",\"properties\":{\"owner\":["
    "\"c2\"],\"asset\":[\"c1\"],"
    "\"percentage\":[\"30\"]}}\n"
    "{\"id\":\"ow2\",\"schema\":\"Ownership\",\"properties\":{\"owner\":["
    "\"c3\"],\"asset\":[\"c1\"],"
    "\"percentage\":[\"51\"]}}\n"
    "{\"id\":\"ow3\",\"schema\":\"Ownership\",\"properties\":{\"owner\":["
    "\"a\"],\"asset\":[\"b\"]}}\n"
    "{\"id\":\"pp\",\"schema\":\"Passport\",\"properties\":{\"holder\":["
    "\"a\"],\"passportNumber\":"
    "[\"X1\"],\"country\":[\"kp\"],\"surname\":[\"KIM\"],\"givenName\":["
    "\"JONG\"]}}\n"
    "{\"id\":\"iv\",\"schema\":\"Identification\",\"properties\":{"
    "\"holder\":[\"a\"],\"type\":"
    "[\"Student visa\"],\"country\":[\"ru\"]}}\n"
    "{\"id\":\"ic\",\"schema\":\"Identification\",\"properties\":{"
    "\"holder\":[\"a\"],\"type\":"
    "[\"Cart\xC3\xA3o\"],\"country\":[\"mz\"]}}\n"
    "{\"id\":\"e\",\"schema\":\"Employment\",\"properties\":{\"employee\":"
    "[\"a\"],\"employer\":[\"c1\"],"
    "\"startDate\":[\"2020-05\"]}}\n" P(
        "a", "\"name\":[\"\xEA\xB9\x80\xEC\xA0\x95\",\"Kim Jong\"],"
             "\"alias\":[\"KJ\"],\"nationality\":[\"kp\"],\"citizenship\":"
             "[\"kp\",\"cn\"],\"addressEntity\":[\"ad\"],\"innCode\":[\"77\"]")
        P("n", "\"name\":[\"Nest\"],\"identification\":[{\"id\":\"np\","
               "\"schema\":\"Passport\","
               "\"properties\":{\"number\":[\"N5\"],\"country\":[\"de\"]}}"
               "]") "{\"id\":\"c1\",\"schema\":\"Company\",\"properties\":"
                    "{\"name\":[\"One\"],\"country\":[\"cn\"]}}\n"
                    "{\"id\":\"b\",\"schema\":\"BankAccount\","
                    "\"properties\":{\"iban\":[\"DE89370400440532013000\"]"
                    "}}\n"
                    "{\"id\":\"ad\",\"schema\":\"Address\",\"properties\":"
                    "{\"street\":[\"Main 1\"],\"city\":"
                    "[\"Dandong\"]}}\n"
                    "{\"id\":\"s\",\"schema\":\"Sanction\",\"properties\":"
                    "{\"entity\":[\"a\"]}}\n";

static void reads_others(void **state)
{
    (void)state;
    SJ_AUTO(sj_tables) *t = read_text(others);
    assert_string_equal(cell(t, SJ_TABLE_PEOPLE, "a", SJ_PEOPLE_NAME), "\xEA\xB9\x80\xEC\xA0\x95");
    assert_string_equal(cell(t, SJ_TABLE_PEOPLE, "a", SJ_PEOPLE_NATIVE_NAME), "Kim Jong");
    assert_string_equal(cell(t, SJ_TABLE_PEOPLE, "a", SJ_PEOPLE_OTHER_NAMES), "KJ");
    assert_string_equal(cell(t, SJ_TABLE_PEOPLE, "a", SJ_PEOPLE_NATIONALITY), "KP|CN");
    assert_string_equal(cell(t, SJ_TABLE_PEOPLE, "a", SJ_PEOPLE_ADDRESS), "Main 1, Dandong");
    assert_string_equal(cell(t, SJ_TABLE_ORGANISATIONS, "c1", SJ_ORGANISATIONS_PARENT_ID), "c3");
    assert_string_equal(cell(t, SJ_TABLE_ORGANISATIONS, "c1", SJ_ORGANISATIONS_OWNERSHIP_SHARE),
                        "51");
    assert_string_equal(cell(t, SJ_TABLE_ORGANISATIONS, "c1", SJ_ORGANISATIONS_COUNTRY), "CN");
    assert_string_equal(cell(t, SJ_TABLE_ACCOUNTS, "b", SJ_ACCOUNTS_HOLDER_ID), "a");
    assert_string_equal(cell(t, SJ_TABLE_ACCOUNTS, "b", SJ_ACCOUNTS_KIND), "bank");
    assert_string_equal(cell(t, SJ_TABLE_PAPERS, "pp", SJ_PAPERS_NAME), "KIM JONG");
    assert_string_equal(cell(t, SJ_TABLE_PAPERS, "pp", SJ_PAPERS_NUMBER), "X1");
    assert_string_equal(cell(t, SJ_TABLE_PAPERS, "ic", SJ_PAPERS_KIND), "other");
    assert_string_equal(cell(t, SJ_TABLE_PAPERS, "np", SJ_PAPERS_PERSON_ID), "n");
    assert_string_equal(cell(t, SJ_TABLE_PERMITS, "iv", SJ_PERMITS_PURPOSE), "study");
    assert_string_equal(cell(t, SJ_TABLE_JOBS, "e", SJ_JOBS_STARTS), "2020-05");
    assert_int_equal(sj_cell_row(sj_tables_cell(t, SJ_TABLE_JOBS, 0, SJ_JOBS_ORGANISATION_ID)), 0);
    const sj_extra *extra = sj_tables_row(t, SJ_TABLE_PEOPLE, 0)->extra;
    assert_true(sj_str_eq(extra[0].header, SJ_S("ftm:addressEntity")));
    assert_true(sj_str_eq(extra[1].header, SJ_S("ftm:innCode")));
    assert_true(sj_str_eq(extra[1].text, SJ_S("77")));
    size_t notes;
    (void)sj_tables_notes(t, &notes);
    assert_int_equal(notes, 4); /* a Sanction; a parent that is no row; other columns, twice */
}

/* The same lines from the last to the first are the same tables. */
static void any_order(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) back = {0};
    size_t end = sizeof others - 1;
    for (size_t i = end - 1; i-- > 0;)
        if (i == 0 || others[i - 1] == '\n') {
            sj_buf_add(&back, (sj_str){others + i, end - i});
            end = i;
        }
    sj_buf_add_char(&back, 0);
    SJ_AUTO(sj_tables) *a = read_text(others);
    SJ_AUTO(sj_tables) *b = read_text(back.ptr);
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        assert_int_equal(sj_tables_count(a, (sj_table)i), sj_tables_count(b, (sj_table)i));
        for (size_t r = 0; r < sj_tables_count(a, (sj_table)i); r++)
            for (size_t c = 0, n = 0; c < (sj_table_columns((sj_table)i, &n), n); c++)
                assert_true(sj_str_eq(sj_cell_text(sj_tables_cell(a, (sj_table)i, r, c)),
                                      sj_cell_text(sj_tables_cell(b, (sj_table)i, r, c))));
    }
}

/* A line that cannot be read costs itself. */
static void names_lines(void **state)
{
    (void)state;
    static const struct {
        unsigned line;
        const char *field;
    } want[] = {{1, ""},
                {2, ""},
                {3, ""},
                {4, ""},
                {6, "people.birth_date"},
                {7, "people.person_id"},
                {8, "transfers.to_account"},
                {8, "transfers.currency"}};
    char deep[2000] = "";
    for (int i = 0; i < 20; i++)
        strcat(deep, "{\"id\":\"d\",\"schema\":\"Thing\",\"properties\":{\"x\":[");
    for (int i = 0; i < 20; i++)
        strcat(deep, "]}}");
    char text[4000];
    (void)snprintf(text, sizeof text,
                   "{\"id\":\"x\",\"schema\":\"Person\"}\nnonsense\n[]\n%s\n%s"
                   "{\"id\":\"t\",\"schema\":\"Payment\",\"properties\":{\"date\":[\"2024-01-01\"],"
                   "\"payerAccount\":[\"a\"],\"amount\":[\"1\"],\"currency\":[\"doubloons\"]}}\n",
                   deep,
                   P("p", "\"name\":[\"A\"]") P("q", "\"name\":[\"B\"],\"birthDate\":[\"soon\"]")
                       P("p", "\"name\":[\"C\"]"));
    SJ_AUTO(sj_tables) *t = read_text(text);
    assert_int_equal(sj_tables_count(t, SJ_TABLE_PEOPLE), 3);
    assert_int_equal(sj_tables_problem_count(t), SJ_COUNT(want));
    for (size_t i = 0; i < SJ_COUNT(want); i++) {
        sj_diag d;
        sj_tables_problem(t, i, &d);
        assert_string_equal(d.file, "x.json");
        bool found = false;
        for (size_t k = 0; k < SJ_COUNT(want); k++)
            found |= d.line == want[k].line && strcmp(d.field, want[k].field) == 0;
        if (!found)
            fail_msg("line %u, %s", (unsigned)d.line, d.field);
    }
    sj_tables *strict = NULL;
    sj_diag d = {0};
    assert_int_equal(sj_tables_open(path, &(sj_tables_options){.strict = true}, &strict, &d),
                     SJ_ESYNTAX);
    assert_int_equal(d.line, 1);
}

#define OURS(name, cells)                                                   \
    "{\"id\":\"p\",\"schema\":\"Person\",\"properties\":{\"name\":[\"" name \
    "\"],\"nationality\":[\"kp\"]},\"sojourn\":{\"table\":\"people\",\"cells\":{" cells "}}}\n"

/* A text beside the properties holds as long as they say the same. */
static void what_a_tool_changed(void **state)
{
    (void)state;
    static const char cells[] =
        OURS("Ann", "\"nationality\":\"Korea, North\",\"birth_date\":\"soon\"");
    SJ_AUTO(sj_tables) *as_written = read_text(cells);
    assert_string_equal(cell(as_written, SJ_TABLE_PEOPLE, "p", SJ_PEOPLE_NATIONALITY),
                        "Korea, North");
    assert_string_equal(cell(as_written, SJ_TABLE_PEOPLE, "p", SJ_PEOPLE_BIRTH_DATE), "soon");
    SJ_AUTO(sj_tables) *changed =
        read_text(OURS("Ann", "\"nationality\":\"Korea, South\",\"birth_date\":\"soon\""));
    assert_string_equal(cell(changed, SJ_TABLE_PEOPLE, "p", SJ_PEOPLE_NATIONALITY), "KP");
    assert_string_equal(cell(changed, SJ_TABLE_PEOPLE, "p", SJ_PEOPLE_BIRTH_DATE), "soon");
    SJ_AUTO(sj_tables) *dropped = read_text(OURS("Ann\",\"Anna", "\"other_names\":\"\""));
    assert_string_equal(cell(dropped, SJ_TABLE_PEOPLE, "p", SJ_PEOPLE_OTHER_NAMES), "Anna");
}

static void ids(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        bool plain;
        const char *id;
    } rows[] = {{"p1", true, "people.p1"},
                {"a.b-c", true, "people.a.b-2dc"},
                {"p 1", false, "people.p-201"},
                {"-p", false, "people.-2dp"},
                {"p.", false, "people.p-2e"},
                {"\xEA\xB9\x80", false, "people.-ea-b9-80"},
                {"jobs.p1", false, "people.jobs.p1"},
                {"ownership.x", false, "people.ownership.x"},
                {"", false, "people."}};
    SJ_SCOPED(sj_arena) a = {0};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        sj_str id, key;
        assert_int_equal(sj_ftm_key_is_id(sj_str_from(rows[i].key)), rows[i].plain);
        assert_int_equal(sj_ftm_id_make(SJ_TABLE_PEOPLE, sj_str_from(rows[i].key), &a, &id), SJ_OK);
        assert_true(sj_str_eq(id, sj_str_from(rows[i].id)));
        assert_int_equal(sj_ftm_key_of(id, &a, &key), SJ_OK);
        assert_true(sj_str_eq(key, rows[i].key[0] ? sj_str_from(rows[i].key) : id));
    }
}

static void lines_without_names(void **state)
{
    (void)state;
#define PASS "{\"id\":\"a\",\"schema\":\"Passport\",\"properties\":{"
    static const struct {
        const char *line;
        bool other;
    } rows[] = {
        {PASS "\"number\":[\"1\"]}}", true},
        {PASS "\"number\":[\"\\\"schema\\\"\"]}}", true}, /* in a text */
        {PASS "\"holder\":[{\"id\":\"b\",\"schema\":\"Person\"}]}}", false},
        {PASS "\"holder\":[{\"id\":\"b\",\"sch\\u0065ma\":\"Person\"}]}}", false},
        {"{\"id\":\"a\",\"schema\":\"Person\",\"properties\":{}}", false},
        {"{\"schema\":\"Passport\",\"id\":\"a\",\"properties\":{}}", false},
        {"{\"id\":\"a", false},
        {"", false},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        assert_int_equal(sj_ftm_line_is_other(sj_str_from(rows[i].line)), rows[i].other);
}

static sj_status there_and_back(void *ctx)
{
    SJ_AUTO(sj_tables) *t = NULL;
    SJ_AUTO(sj_roster_writer) *w = NULL;
    SJ_SCOPED(sj_buf) b = {0};
    SJ_TRY(sj_tables_open(ctx, &(sj_tables_options){.threads = 1}, &t, NULL));
    SJ_TRY(sj_roster_writer_new(t, &w));
    SJ_TRY(sj_roster_write_ftm_start(w, &b));
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        SJ_TRY(sj_roster_write_csv_header(t, (sj_table)i, &b));
        for (size_t r = 0; r < sj_tables_count(t, (sj_table)i); r++) {
            SJ_TRY(sj_roster_write_ftm(w, (sj_table)i, r, &b));
            SJ_TRY(sj_roster_write_csv(t, (sj_table)i, r, &b));
        }
    }
    return SJ_OK;
}

static void out_of_memory(void **state)
{
    (void)state;
    SJ_AUTO(sj_tables) *t = read_text(others);
    t = sj_tables_free(t);
    sj_test_sweep(there_and_back, path, 0);
    t = read_text(OURS("Ann", "\"nationality\":\"Korea, North\"")
                      OURS("Bo", "\"nationality\":\"Korea, North\""));
    t = sj_tables_free(t);
    sj_test_sweep(there_and_back, path, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_others),        cmocka_unit_test(any_order),
        cmocka_unit_test(names_lines),         cmocka_unit_test(what_a_tool_changed),
        cmocka_unit_test(lines_without_names), cmocka_unit_test(ids),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, make, clean);
}
