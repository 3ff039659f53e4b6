/* Grades, probabilities, audiences and lack of memory, on a small roster. */
#include "test.h"
#include "base/base.h"
#include "sojourn/case.h"
#include "sojourn/report.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/sj-case-XXXXXX";

static void put(const char *file, const char *text)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder, file);
    assert_int_equal(sj_file_replace(path, text, strlen(text)), SJ_OK);
}

static const char *const files[] = {"people.csv", "papers.csv", "permits.csv", "jobs.csv"};

static int make(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    put(files[0], "person_id,name,birth_date,nationality,gender,address,phone\n"
                  "hard,Mun Song Hui,1990-01-02,KP,F,1 Dock,5550001\n"
                  "two,Anna Berg,1991-02-03,CN,F,2 Dock,5550002\n"
                  "one,Ivan Orlov,1992-03-04,RU,M,3 Dock,5550003\n"
                  "none,Olga Titova,1993-04-05,RU,F,4 Dock,5550004\n"
                  "blank,Nemo,,,,,\n"
                  "safe,Paek Un Ha,1989-05-06,KP,F,Hidden house 7,5550005\n");
    put(files[1], "paper_id,person_id,kind,country,number,birth_date\n"
                  "d1,hard,passport,KP,123456789,1990-01-02\n"
                  "d2,two,passport,CN,E12345678,1981-02-03\n"
                  "d3,one,passport,RU,751234567,1982-03-04\n"
                  "d4,none,passport,RU,751234568,1993-04-05\n"
                  "d5,safe,passport,KP,123456780,1989-05-06\n");
    put(files[2], "permit_id,person_id,country,purpose,valid_from,valid_to\n"
                  "v2,two,RU,study,2023-01-01,2025-01-01\n"
                  "v5,safe,RU,protection,2022-01-01,\n");
    put(files[3], "job_id,person_id,organisation_id,country,starts,hours_week,site,paid_to,wage_"
                  "contracted,wage_received\n"
                  "j1,hard,o1,RU,2023-05-01,40,,worker,100,100\n"
                  "j2,two,o1,RU,2023-05-01,44,,worker,100,100\n"
                  "j3,none,o1,RU,2023-05-01,40,,worker,100,100\n"
                  "j5,safe,o1,RU,2023-05-01,70,Secret site,agency,100,20\n");
    return 0;
}

static int clean(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(files); i++) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        (void)unlink(path);
    }
    return rmdir(folder);
}

struct all {
    sj_tables *tables;
    sj_law *law;
    sj_case *c;
};

static sj_status run(struct all *a, double base_rate)
{
    SJ_TRY(sj_tables_open(folder, &(sj_tables_options){.threads = 1}, &a->tables, NULL));
    SJ_TRY(sj_law_builtin(&a->law));
    const sj_case_input in = {
        .signals = {.tables = a->tables, .law = a->law, .as_of = {2024, 6, 1}, .threads = 1},
        .base_rate = base_rate,
        .engine = SJ_S("test")};
    return sj_case_run(&in, &a->c);
}

static void done(struct all *a)
{
    a->c = sj_case_free(a->c);
    a->law = sj_law_free(a->law);
    a->tables = sj_tables_free(a->tables);
}

static const sj_assessment *of(const struct all *a, const char *id)
{
    return sj_case_assessment(a->c, sj_tables_find(a->tables, SJ_TABLE_PEOPLE, sj_str_from(id)));
}

static void grades(void **state)
{
    (void)state;
    struct all a = {0};
    assert_int_equal(run(&a, 0.01), SJ_OK);
    assert_int_equal(of(&a, "hard")->grade, SJ_GRADE_REFER);
    assert_int_equal(of(&a, "two")->grade, SJ_GRADE_REFER); /* permit and paper */
    assert_int_equal(of(&a, "one")->grade, SJ_GRADE_REVIEW);
    assert_int_equal(of(&a, "none")->grade, SJ_GRADE_CLEAR);
    assert_int_equal(of(&a, "blank")->grade, SJ_GRADE_INSUFFICIENT);
    assert_int_equal(of(&a, "safe")->outcome, SJ_OUTCOME_PROTECTED);
    assert_true(of(&a, "safe")->is_protected);
    assert_int_equal(of(&a, "none")->outcome, SJ_OUTCOME_NOT_IN_SCOPE);
    assert_int_equal(of(&a, "hard")->outcome, SJ_OUTCOME_APPLIES);
    assert_true(of(&a, "none")->probability > 0.009 && of(&a, "none")->probability < 0.02);
    assert_true(of(&a, "hard")->probability > of(&a, "one")->probability);
    done(&a);
}

static void base_rate_is_required(void **state)
{
    (void)state;
    static const double bad[] = {0, 1, -1, 2};
    for (size_t i = 0; i < SJ_COUNT(bad); i++) {
        struct all a = {0};
        assert_int_equal(run(&a, bad[i]), SJ_EINVAL);
        done(&a);
    }
    struct all low = {0}, high = {0};
    assert_int_equal(run(&low, 0.0001), SJ_OK);
    assert_int_equal(run(&high, 0.1), SJ_OK);
    assert_true(of(&low, "one")->probability < of(&high, "one")->probability);
    assert_int_equal(of(&low, "one")->grade, of(&high, "one")->grade); /* facts, not odds */
    done(&low);
    done(&high);
}

enum { people = 5 };

static bool holds(const sj_buf *b, const char *what)
{
    return sj_str_find(sj_buf_str(b), sj_str_from(what), 0) < b->len;
}

static void audiences(void **state)
{
    (void)state;
    struct all a = {0};
    assert_int_equal(run(&a, 0.01), SJ_OK);
    for (unsigned i = 0; i < SJ_AUDIENCE_COUNT; i++) {
        SJ_SCOPED(sj_buf) b = {0};
        const sj_audience to = (sj_audience)i;
        assert_int_equal(sj_case_write_findings(a.c, to, 0, people, &b), SJ_OK);
        assert_int_equal(sj_case_write_assessments(a.c, to, 0, people, &b), SJ_OK);
        assert_int_equal(holds(&b, "\"grade\""), sj_audience_sees_people(to));
        assert_int_equal(sj_case_write_labour(a.c, to, 0, people, &b), SJ_OK);
        assert_int_equal(holds(&b, "\"forced_labour\""), sj_audience_sees_labour(to));
        assert_int_equal(sj_report_html(a.c, to, &b), SJ_OK);
        assert_false(holds(&b, "Hidden house") || holds(&b, "Secret site") || holds(&b, "5550005"));
        sj_audience parsed;
        assert_true(sj_audience_parse(sj_audience_text(to), &parsed) && parsed == to);
    }
    done(&a);
}

/* No cell that is hidden can be worked out from the sum and the others. */
static void small_cells(void **state)
{
    (void)state;
    static const struct {
        size_t count[4];
        const char *want; /* . shown, < few, - withheld */
    } rows[] = {
        {{3, 20, 300, 7}, "<..-"}, {{3, 4, 300, 0}, "<<.."}, {{1, 1, 300, 9}, "<<.-"},
        {{0, 0, 2, 300}, "..<-"},  {{0, 0, 2, 0}, "--<-"},   {{5, 6, 7, 8}, "...."},
        {{4, 0, 0, 0}, "<---"},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        sj_shown shown[4];
        char got[5] = "....";
        sj_case_suppress(rows[i].count, 4, SJ_AUDIENCE_PUBLIC, shown);
        for (size_t k = 0; k < 4; k++)
            got[k] = shown[k] == SJ_SHOWN ? '.' : shown[k] == SJ_SHOWN_FEW ? '<' : '-';
        assert_string_equal(got, rows[i].want);
        sj_case_suppress(rows[i].count, 4, SJ_AUDIENCE_SELF, shown);
        for (size_t k = 0; k < 4; k++)
            assert_int_equal(shown[k], SJ_SHOWN);
    }
}

static sj_status everything(void *ctx)
{
    (void)ctx;
    struct all a = {0};
    SJ_SCOPED(sj_buf) b = {0};
    sj_status s = run(&a, 0.01);
    if (s >= 0)
        s = sj_case_write_findings(a.c, SJ_AUDIENCE_SELF, 0, people, &b);
    if (s >= 0)
        s = sj_case_write_assessments(a.c, SJ_AUDIENCE_SELF, 0, people, &b);
    if (s >= 0)
        s = sj_case_write_labour(a.c, SJ_AUDIENCE_SELF, 0, people, &b);
    if (s >= 0)
        s = sj_report_html(a.c, SJ_AUDIENCE_SELF, &b);
    done(&a);
    return s;
}

static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(everything, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(grades),        cmocka_unit_test(base_rate_is_required),
        cmocka_unit_test(audiences),     cmocka_unit_test(small_cells),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, make, clean);
}
