/* Outcomes of jobs on dates, the path to them, timelines, law from a file. */
#include "test.h"
#include "base/base.h"
#include "sojourn/regime.h"
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char folder[] = "/tmp/sj-regime-XXXXXX";
static sj_tables *tables;
static sj_law *law;

static void put(const char *file, const char *text)
{
    char path[512];
    (void)snprintf(path, sizeof path, "%s/%s", folder, file);
    assert_int_equal(sj_file_replace(path, text, strlen(text)), SJ_OK);
}

static int make(void **state)
{
    (void)state;
    if (!mkdtemp(folder))
        return 1;
    put("people.csv",
        "person_id,name,nationality,returned\n"
        "documented,A,KP,\ndeclared,B,KP,\nnobody,C,,\nown,D,,\nrefugee,E,,\n"
        "official,F,,\nold,G,,\nsouth,H,KR,\napproved,I,,\nhome,J,,2024-01-10\nunread,K,,\n"
        "worker,L,VN,\nbanned,M,,\n");
    put("papers.csv", "paper_id,person_id,kind,country,nationality\n"
                      "a1,documented,passport,KP,\na2,own,passport,KP,\na3,own,national_id,RU,RU\n"
                      "a4,refugee,residence_card,RU,KP\na5,official,passport,KP,KP\n"
                      "a6,old,passport,KP,\na7,south,passport,KR,\na8,approved,passport,KP,\n"
                      "a9,home,passport,KP,\na10,unread,passport,KP,\n"
                      "a11,worker,passport,VN,\na12,banned,passport,KP,\n");
    put("permits.csv", "permit_id,person_id,country,purpose,class,granted,valid_from,valid_to\n"
                       "v1,documented,RU,study,,2017-10-01,2017-10-01,2025-12-31\n"
                       "v2,refugee,RU,protection,,2015-01-01,2015-01-01,\n"
                       "v3,official,RU,official,,2015-01-01,2015-01-01,\n"
                       "v4,approved,RU,work,UN-1718 2018/7,2018-01-01,2018-01-01,2020-12-31\n"
                       "v5,old,RU,work,,2016-01-01,2016-01-01,2020-01-01\n"
                       "v6,unread,RU,,,2018-01-01,2018-01-01,2020-01-01\n"
                       "v7,unread,KZ,refuge,,2018-01-01,2018-01-01,\n"
                       "v8,worker,RU,work,,2020-01-01,2020-01-01,2021-12-31\n"
                       "v9,banned,RU,work,,2017-09-12,2017-09-12,2018-09-12\n");
    put("jobs.csv",
        "job_id,person_id,organisation_id,country,starts,ends,contract_signed\n"
        "documented,documented,o,RU,2016-01-01,2025-12-31,\n"
        "declared,declared,o,RU,2016-01-01,,\nnobody,nobody,o,RU,2016-01-01,,\n"
        "own,own,o,RU,2016-01-01,,\nrefugee,refugee,o,RU,2016-01-01,,\n"
        "official,official,o,RU,2016-01-01,,\nold,old,o,RU,2016-01-01,,2016-05-01\n"
        "south,south,o,RU,2016-01-01,,\napproved,approved,o,RU,2016-01-01,,\n"
        "at-home,documented,o,KP,2016-01-01,,\nhome,home,o,RU,2018-02-01,2024-01-05,\n"
        "unread,unread,o,RU,2018-02-01,,\nunread-kz,unread,o,KZ,2018-02-01,,\n"
        "worker,worker,o,RU,2020-06-01,2022-03-31,\nbanned,banned,o,RU,2017-09-12,2022-01-01,\n");
    sj_diag d = {0};
    return sj_tables_open(folder, &(sj_tables_options){0}, &tables, &d) < 0 ||
           sj_law_builtin(&law) < 0;
}

static int clean(void **state)
{
    (void)state;
    static const char *const files[] = {"people.csv", "papers.csv", "permits.csv", "jobs.csv"};
    for (size_t i = 0; i < SJ_COUNT(files); i++) {
        char path[512];
        (void)snprintf(path, sizeof path, "%s/%s", folder, files[i]);
        (void)unlink(path);
    }
    tables = sj_tables_free(tables);
    law = sj_law_free(law);
    return rmdir(folder);
}

static sj_regime_verdict judged(const char *job, const char *date, sj_reading reading)
{
    sj_date_range at;
    sj_regime_verdict v;
    assert_true(sj_date_parse(sj_str_from(date), &at));
    const size_t row = sj_tables_find(tables, SJ_TABLE_JOBS, sj_str_from(job));
    assert_true(row != SIZE_MAX);
    sj_regime_judge(law, tables, row, at.from, reading, &v);
    return v;
}

static void outcomes(void **state)
{
    (void)state;
    static const struct {
        const char *job, *date;
        sj_outcome outcome;
        const char *provision;
    } want[] = {
        {"documented", "2016-06-01", SJ_OUTCOME_NOT_IN_SCOPE, ""},
        {"documented", "2017-01-01", SJ_OUTCOME_NOT_IN_SCOPE, "UN-2321-34"},
        {"documented", "2017-08-10", SJ_OUTCOME_NOT_IN_SCOPE, "UN-2371-11"},
        {"documented", "2017-12-01", SJ_OUTCOME_UNDETERMINED, "UN-2375-17"}, /* no work permit */
        {"documented", "2017-12-22", SJ_OUTCOME_APPLIES, "UN-2397-8"},
        {"documented", "2019-12-22", SJ_OUTCOME_APPLIES, "UN-2397-8"},
        {"documented", "2024-05-01", SJ_OUTCOME_APPLIES, "UN-2397-8"},
        {"documented", "2026-01-01", SJ_OUTCOME_NOT_IN_SCOPE, ""}, /* the job is over */
        {"declared", "2024-05-01", SJ_OUTCOME_UNDETERMINED, "UN-2397-8"},
        {"nobody", "2024-05-01", SJ_OUTCOME_UNDETERMINED, "UN-2397-8"},
        {"own", "2024-05-01", SJ_OUTCOME_OWN_NATIONAL, "UN-2397-8"},
        {"refugee", "2024-05-01", SJ_OUTCOME_PROTECTED, "UN-2397-8"},
        {"official", "2024-05-01", SJ_OUTCOME_OFFICIAL_ACCREDITATION, "UN-2397-8"},
        {"old", "2017-12-01", SJ_OUTCOME_GRANDFATHERED, "UN-2375-17"},
        {"old", "2019-12-22", SJ_OUTCOME_GRANDFATHERED, "UN-2397-8"},
        {"old", "2019-12-23", SJ_OUTCOME_APPLIES, "UN-2397-8"},
        {"south", "2024-05-01", SJ_OUTCOME_NOT_IN_SCOPE, "UN-2397-8"},
        {"approved", "2018-06-01", SJ_OUTCOME_COMMITTEE_APPROVED, "UN-2397-8"},
        {"approved", "2021-01-01", SJ_OUTCOME_APPLIES, "UN-2397-8"},
        {"at-home", "2024-05-01", SJ_OUTCOME_NOT_IN_SCOPE, "UN-2397-8"},
        /* a purpose that is blank, or none: it may be protection, while the permit lasts */
        {"unread", "2019-05-01", SJ_OUTCOME_UNDETERMINED, "UN-2397-8"},
        {"unread", "2020-05-01", SJ_OUTCOME_APPLIES, "UN-2397-8"},
        {"unread-kz", "2024-05-01", SJ_OUTCOME_UNDETERMINED, "UN-2397-8"},
    };
    for (size_t i = 0; i < SJ_COUNT(want); i++) {
        const sj_regime_verdict v = judged(want[i].job, want[i].date, SJ_READING_TEXT);
        const sj_str id = v.provision ? v.provision->id : SJ_S("");
        if (v.outcome != want[i].outcome || !sj_str_eq(id, sj_str_from(want[i].provision)))
            fail_msg("%s at %s: %.*s by %.*s", want[i].job, want[i].date,
                     SJ_STR_FMT(sj_outcome_text(v.outcome)), SJ_STR_FMT(id));
        assert_true(v.step_count > 0);
    }
    assert_true(judged("documented", "2019-12-22", SJ_READING_TEXT).wind_down);
    assert_false(judged("documented", "2019-12-23", SJ_READING_TEXT).wind_down);
}

static void readings(void **state)
{
    (void)state;
    assert_int_equal(judged("documented", "2024-05-01", SJ_READING_PERMIT_DECIDES).outcome,
                     SJ_OUTCOME_NOT_IN_SCOPE);
    assert_int_equal(judged("documented", "2024-05-01", SJ_READING_PRACTICE).outcome,
                     SJ_OUTCOME_APPLIES);
    sj_reading r;
    assert_true(sj_reading_parse(SJ_S("practice"), &r) && r == SJ_READING_PRACTICE);
    assert_false(sj_reading_parse(SJ_S("Practice"), &r));
}

static void steps_show_records(void **state)
{
    (void)state;
    const sj_regime_verdict v = judged("own", "2024-05-01", SJ_READING_TEXT);
    const sj_regime_step *last = &v.step[v.step_count - 1];
    assert_true(last->has_record && last->table == SJ_TABLE_PAPERS);
    assert_true(sj_str_eq(last->id, SJ_S("a3")) && sj_str_eq(last->value, SJ_S("RU")));
}

static void timeline(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        sj_stay stay;
    } want[] = {
        {"2018-02-01", SJ_STAY_WIND_DOWN},        {"2019-12-23", SJ_STAY_SHOULD_HAVE_BEEN_RETURNED},
        {"2020-01-22", SJ_STAY_COULD_NOT_RETURN}, {"2023-08-26", SJ_STAY_SHOULD_HAVE_BEEN_RETURNED},
        {"2024-01-06", SJ_STAY_UNKNOWN},          {"2024-01-10", SJ_STAY_RETURNED}};
    SJ_SCOPED(sj_arena) a = {0};
    const sj_stay_span *span;
    size_t count;
    const size_t person = sj_tables_find(tables, SJ_TABLE_PEOPLE, SJ_S("home"));
    assert_int_equal(sj_regime_timeline(law, tables, person, (sj_date){2026, 1, 1}, SJ_READING_TEXT,
                                        &a, &span, &count),
                     SJ_OK);
    assert_int_equal(count, SJ_COUNT(want));
    for (size_t i = 0; i < count; i++) {
        sj_date_range from;
        assert_true(sj_date_parse(sj_str_from(want[i].from), &from));
        assert_int_equal(span[i].from, sj_date_first_day(from.from));
        assert_int_equal(span[i].stay, want[i].stay);
        assert_true(i == 0 || span[i].from == span[i - 1].to + 1);
    }
}

static void stays_as(const char *id, const char *const (*want)[2], size_t n)
{
    SJ_SCOPED(sj_arena) a = {0};
    const sj_stay_span *span;
    size_t count;
    const size_t person = sj_tables_find(tables, SJ_TABLE_PEOPLE, sj_str_from(id));
    assert_int_equal(sj_regime_timeline(law, tables, person, (sj_date){2026, 1, 1}, SJ_READING_TEXT,
                                        &a, &span, &count),
                     SJ_OK);
    assert_int_equal(count, n);
    for (size_t i = 0; i < count; i++) {
        sj_date_range from;
        assert_true(sj_date_parse(sj_str_from(want[i][0]), &from));
        assert_int_equal(span[i].from, sj_date_first_day(from.from));
        assert_true(sj_str_eq(sj_stay_text(span[i].stay), sj_str_from(want[i][1])));
    }
}

/* Lawful is who has a permit, with a job or without, or an exception; a permit that was granted
 * against a ban is neither lawful nor a duty to leave. */
static void lawful_days(void **state)
{
    (void)state;
    static const char *const worker[][2] = {{"2020-01-01", "lawful"},
                                            {"2020-06-01", "lawful"},
                                            {"2022-01-01", "unknown"}},
                             *const banned[][2] = {{"2017-09-12", "unknown"},
                                                   {"2017-12-22", "in wind-down"},
                                                   {"2019-12-23", "should have been returned"},
                                                   {"2020-01-22", "could not return"}};
    stays_as("worker", worker, SJ_COUNT(worker));
    stays_as("banned", banned, SJ_COUNT(banned));
}

/* Relief tried as data: the duty suspended for a year, then back. */
static void law_from_a_file(void **state)
{
    (void)state;
    static const char text[] =
        "id\tinstrument\tparagraph\tin_force_from\tterritory\tsubject\teffect\texceptions\t"
        "suspended_from\tsuspended_to\ttrigger\tclock_days\tdefault_outcome\twind_down_days\n"
        "X-1\tRelief\t1\t2017-12-22\tUN\tlabour\trepatriate\town_national\t2027-01-01\t2027-12-31\t"
        "any member\t30\trestore\t90\n";
    SJ_AUTO(sj_law) *relief = NULL;
    sj_diag d = {0};
    size_t count;
    assert_int_equal(sj_law_read(sj_str_from(text), &relief, &d), SJ_OK);
    const sj_provision *p = sj_law_provisions(relief, &count);
    assert_int_equal(count, 1);
    assert_int_equal(p->clock_days, 30);
    assert_int_equal(p->wind_down_days, 90);
    assert_true(sj_provision_in_force(p, sj_date_first_day((sj_date){2026, 12, 31})));
    assert_false(sj_provision_in_force(p, sj_date_first_day((sj_date){2027, 6, 1})));
    assert_true(sj_provision_in_force(p, sj_date_first_day((sj_date){2028, 1, 1})));
    sj_law *bad = NULL;
    assert_int_equal(sj_law_read(SJ_S("id\tinstrument\tin_force_from\tterritory\tsubject\teffect\n"
                                      "a\tb\tsoon\tUN\tlabour\tcap\n"),
                                 &bad, &d),
                     SJ_ESYNTAX);
    assert_int_equal(d.line, 2);
    assert_int_equal(d.column, 3);
    assert_int_equal(
        sj_law_read(SJ_S("id\tinstrument\tin_force_from\tterritory\tsubject\teffect\texceptions\n"
                         "a\tb\t2020\tUN\tlabour\tcap\tmy_friends\n"),
                    &bad, &d),
        SJ_ESYNTAX);
}

static void territories(void **state)
{
    (void)state;
    const sj_provision eu = {.territory = SJ_S("EU; NO")};
    static const char *const yes[] = {"PL", "AT", "SK", "NO"}, *const no[] = {"GB", "RU", "T ", ""};
    for (size_t i = 0; i < 4; i++) {
        assert_true(sj_provision_binds(&eu, sj_str_from(yes[i])));
        assert_false(sj_provision_binds(&eu, sj_str_from(no[i])));
    }
}

static sj_status read_law(void *ctx)
{
    (void)ctx;
    SJ_AUTO(sj_law) *l = NULL;
    SJ_AUTO(sj_permit_classes) *p = NULL;
    SJ_SCOPED(sj_arena) a = {0};
    const sj_stay_span *span;
    size_t count;
    const size_t person = sj_tables_find(tables, SJ_TABLE_PEOPLE, SJ_S("home"));
    SJ_TRY(sj_law_builtin(&l));
    SJ_TRY(sj_permit_classes_new(&p));
    return sj_regime_timeline(l, tables, person, (sj_date){2026, 1, 1}, SJ_READING_TEXT, &a, &span,
                              &count);
}

static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(read_law, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(outcomes),           cmocka_unit_test(readings),
        cmocka_unit_test(steps_show_records), cmocka_unit_test(timeline),
        cmocka_unit_test(law_from_a_file),    cmocka_unit_test(territories),
        cmocka_unit_test(lawful_days),        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, make, clean);
}
