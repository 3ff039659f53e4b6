/* The people of count --from: what is refused, with its line, and no memory for it. */
#include "test.h"
#include "cli/linked_people.c"

static sj_status read(const char *text, bool review, sj_linked_people *in)
{
    SJ_AUTO(sj_input) *file = NULL;
    memset(in, 0, sizeof *in);
    SJ_TRY(sj_input_open_memory(sj_str_from(text), SJ_S(""), 1 << 20, &file, &in->diag));
    return sj_linked_people_read(file, review, in);
}

#define PERSON(id, grade, sources) \
    "{\"subject\":{\"id\":\"" id "\"},\"grade\":\"" grade "\",\"sources\":[" sources "]}\n"
#define SOURCE(name, p) "{\"name\":\"" name "\",\"probability\":" p "}"
static const char good[] =
    PERSON("p1", "refer", SOURCE("police", "1") "," SOURCE("ngo", "0.25")) PERSON("p2", "refer", "")
        PERSON("p3", "review", SOURCE("court", "1")) PERSON("p4", "clear", SOURCE("press", "1"));

static void reads(void **state)
{
    (void)state;
    sj_linked_people in;
    assert_int_equal(read(good, false, &in), SJ_OK);
    assert_true(in.lists == 2 && in.people == 1 && in.of_grade == 2 && in.records == 2);
    assert_true(sj_str_eq(in.list[0], SJ_S("ngo")) && sj_str_eq(in.list[1], SJ_S("police")));
    assert_true(in.record[0].list == 1 && in.record[1].probability == 0.25);
    sj_linked_people_done(&in);
    assert_int_equal(read(good, true, &in), SJ_OK);
    assert_true(in.lists == 3 && in.people == 2 && in.of_grade == 3);
    sj_linked_people_done(&in);
}

static void refuses(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        uint64_t line;
        const char *why;
    } rows[] = {
        {PERSON("a", "refer", SOURCE("x", "1")) PERSON("a", "refer", SOURCE("y", "1")), 2, "twice"},
        {PERSON("a", "refer", SOURCE("x", "1.5")), 1, "a chance above one"},
        {PERSON("a", "refer", SOURCE("x", "0")), 1, "no chance"},
        {PERSON("a", "refer", SOURCE("x", "-0.1")), 1, "a chance below none"},
        {PERSON("a", "refer", SOURCE("x", "\"1\"")), 1, "a chance in quotes"},
        {PERSON("a", "refer", SOURCE("x", "NaN")), 1, "no JSON"},
        {PERSON("a", "refer", SOURCE("", "1")), 1, "a source without a name"},
        {PERSON("a", "refer", "7"), 1, "a source that is none"},
        {PERSON("a", "refer", SOURCE("x", "1")), 0, "one source"},
        {PERSON("a", "refer", ""), 0, "no source"},
        {"", 0, "nobody"},
        {PERSON("a", "refer", SOURCE("x", "1")) "{\"grade\":", 2, "cut off"},
        {"{\"grade\":\"refer\",\"sources\":\"ngo\"}\n", 1, "sources that are no array"},
        {"[]\n", 1, "no object"},
        {PERSON("a", "Refer", SOURCE("x", "1")), 1, "a grade misspelt"},
        {PERSON(
             "a", "refer",
             SOURCE("1", "1") "," SOURCE("2", "1") "," SOURCE("3", "1") "," SOURCE("4", "1") "," SOURCE(
                 "5", "1") "," SOURCE("6", "1") "," SOURCE("7",
                                                           "1") "," SOURCE("8",
                                                                           "1") "," SOURCE("9",
                                                                                           "1")),
         1, "nine sources"},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        sj_linked_people in;
        const sj_status s = read(rows[i].text, false, &in);
        if (s >= 0 || !in.diag.reason || in.diag.line != rows[i].line)
            fail_msg("%s: %s, line %llu", rows[i].why, sj_status_name(s),
                     (unsigned long long)in.diag.line);
        sj_linked_people_done(&in);
    }
}

static sj_status story(void *ctx)
{
    (void)ctx;
    sj_linked_people in;
    const sj_status s = read(good, true, &in);
    sj_linked_people_done(&in);
    return s;
}

static void survives_without_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads), cmocka_unit_test(refuses),
                                       cmocka_unit_test(survives_without_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
