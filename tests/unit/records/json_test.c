/* records/json_test.c -- values, refusals with their place, lines. */
#include "test.h"
#include "records/input.h"
#include "records/json.h"

#define T(lit)               \
    {                        \
        lit, sizeof(lit) - 1 \
    }

static const struct row {
    sj_str text;
    sj_status want;
    uint64_t offset;
    const char *why;
} rows[] = {
    {T("{\"a\":[1,-2.5e3,true,false,null,\"x\"]}"), SJ_OK, 0, "every kind"},
    {T(" \"\\u00e9\\ud83d\\ude00\\n\" "), SJ_OK, 0, "escapes"},
    {T("{\"a\":1,}"), SJ_ESYNTAX, 7, "a comma too many"},
    {T("[1,]"), SJ_ESYNTAX, 3, "a comma too many in an array"},
    {T("[01]"), SJ_ESYNTAX, 2, "a leading zero"},
    {T("[1.]"), SJ_ESYNTAX, 3, "no digit after the point"},
    {T("[NaN]"), SJ_ESYNTAX, 1, "no such word"},
    {T("{\"a\":1,\"a\":2}"), SJ_ESYNTAX, 12, "a key twice"},
    {T("{} {}"), SJ_ESYNTAX, 3, "two values"},
    {T("\"a\\u0000\""), SJ_EENCODING, 2, "an escaped NUL"},
    {T("\"a\0\""), SJ_EENCODING, 2, "a NUL"},
    {T("\"\\ud83d\""), SJ_EENCODING, 1, "half a surrogate pair"},
    {T("\"\\ude00\""), SJ_EENCODING, 1, "the other half"},
    {T("\"\xC3\""), SJ_EENCODING, 1, "a cut sequence"},
    {T("\"a"), SJ_ESYNTAX, 0, "no closing quote"},
    {T("\"a\\"), SJ_ESYNTAX, 0, "ends after a backslash"},
    {T("\"a\nb\""), SJ_ESYNTAX, 2, "a raw newline"},
    {T("\"\\x\""), SJ_ESYNTAX, 1, "no such escape"},
    {T(""), SJ_ESYNTAX, 0, "nothing"},
    {T("{"), SJ_ESYNTAX, 1, "half an object"},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        sj_json_auto cJSON *j = NULL;
        sj_diag d = {0};
        const sj_status s = sj_json_parse(rows[i].text, &j, &d);
        if (s != rows[i].want || (s < 0 && d.offset_bytes != rows[i].offset))
            fail_msg("%s: %s at %d", rows[i].why, sj_status_name(s), (int)d.offset_bytes);
    }
}

static void test_depth(void **state)
{
    (void)state;
    char text[200];
    for (size_t depth = 64; depth <= 65; depth++) {
        memset(text, '[', depth);
        memset(text + depth, ']', depth);
        sj_json_auto cJSON *j = NULL;
        assert_int_equal(sj_json_parse((sj_str){text, 2 * depth}, &j, NULL),
                         depth == 64 ? SJ_OK : SJ_ELIMIT);
    }
}

static void test_many_keys(void **state)
{
    (void)state;
    for (int twice = 0; twice < 2; twice++) {
        SJ_SCOPED(sj_buf) text = {0};
        sj_buf_add_char(&text, '{');
        for (int i = 0; i < 5000; i++)
            sj_buf_addf(&text, "\"k%d\":%d,", i, i);
        sj_buf_addf(&text, "\"k%d\":0}", twice ? 77 : 5000);
        sj_json_auto cJSON *j = NULL;
        sj_diag d = {0};
        assert_int_equal(sj_json_parse(sj_buf_str(&text), &j, &d), twice ? SJ_ESYNTAX : SJ_OK);
        assert_string_equal(d.field, twice ? "k77" : "");
    }
}

static void test_text(void **state)
{
    (void)state;
    sj_json_auto cJSON *j = NULL;
    SJ_SCOPED(sj_arena) a = {0};
    sj_str text;
    sj_status sticky = SJ_OK;
    const sj_str source =
        SJ_S("{\"n\":12345678901234567890,\"b\":true,\"s\":\"x\",\"e\":\"\",\"o\":{}}");
    assert_int_equal(sj_json_parse(source, &j, NULL), SJ_OK);
    assert_true(sj_json_text(j, "n", &a, &text, &sticky));
    assert_true(sj_str_eq(text, SJ_S("12345678901234567890")));
    assert_true(sj_json_text(j, "b", &a, &text, &sticky));
    assert_true(sj_str_eq(text, SJ_S("true")));
    assert_true(sj_json_text(j, "s", &a, &text, &sticky));
    assert_false(sj_json_text(j, "e", &a, &text, &sticky));
    assert_false(sj_json_text(j, "o", &a, &text, &sticky));
    assert_false(sj_json_text(j, "absent", &a, &text, &sticky));
    assert_int_equal(sticky, SJ_OK);
}

static void test_lines(void **state)
{
    (void)state;
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_lines) *l = NULL;
    sj_str line;
    uint64_t number, offset;
    assert_int_equal(
        sj_input_open_memory(SJ_S("\xEF\xBB\xBF{}\r\n\n  [1]"), (sj_str){0}, 100, &in, NULL),
        SJ_OK);
    assert_int_equal(sj_lines_new(in, &l), SJ_OK);
    assert_int_equal(sj_lines_next(l, &line, &number, &offset, NULL), SJ_OK);
    assert_true(sj_str_eq(line, SJ_S("{}")) && number == 1 && offset == 3);
    assert_int_equal(sj_lines_next(l, &line, &number, &offset, NULL), SJ_OK);
    assert_true(sj_str_eq(line, SJ_S("[1]")) && number == 3 && offset == 10);
    assert_int_equal(sj_lines_next(l, &line, &number, &offset, NULL), SJ_DONE);
}

static sj_status story(void *ctx)
{
    (void)ctx;
    sj_json_auto cJSON *j = NULL;
    return sj_json_parse(SJ_S("{\"a\":[1,{\"b\":\"c\"}],\"1\":0,\"2\":0,\"3\":0,\"4\":0,\"5\":0,"
                              "\"6\":0,\"7\":0,\"8\":0,\"9\":0,\"10\":0,\"11\":0,\"12\":0,"
                              "\"13\":0,\"14\":0,\"15\":0,\"16\":0,\"17\":0}"),
                         &j, NULL);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

static void test_joining(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want, *key; /* want NULL: refused */
    } joined[] = {
        {"{\"properties\":{\"a\":[1],\"b\":[],\"a\":[2,3],\"a\":[]}}",
         "{\"properties\":{\"a\":[1,2,3],\"b\":[]}}", "a"},
        {"{\"properties\":{\"a\":[],\"a\":[2],\"a\":[3]}}", "{\"properties\":{\"a\":[2,3]}}", "a"},
        {"{\"properties\":{\"a\":\"x\",\"a\":[\"y\"],\"a\":{\"z\":1}}}",
         "{\"properties\":{\"a\":[\"x\",\"y\",{\"z\":1}]}}", "a"},
        {"{\"properties\":{\"a\":[1]}}", "{\"properties\":{\"a\":[1]}}", ""},
        {"{\"a\":[1],\"a\":[2]}", NULL, ""},
        {"{\"x\":{\"a\":[1],\"a\":[2]}}", NULL, ""},
        {"{\"properties\":{\"a\":[1],\"a\":[2]}} {}", NULL, NULL},
        {"{\"properties\":{\"a\":[1],\"a\":[\"\\u0000\"]}}", NULL, NULL},
        {"{\"properties\":{\"1\":[],\"2\":[],\"3\":[],\"4\":[],\"5\":[],\"6\":[],\"7\":[],\"8\":[],"
         "\"9\":[],\"a\":[1],\"b\":[],\"c\":[],\"d\":[],\"e\":[],\"f\":[],\"g\":[],\"h\":[],\"a\":["
         "2]}}",
         "{\"properties\":{\"1\":[],\"2\":[],\"3\":[],\"4\":[],\"5\":[],\"6\":[],\"7\":[],\"8\":[],"
         "\"9\":[],\"a\":[1,2],\"b\":[],\"c\":[],\"d\":[],\"e\":[],\"f\":[],\"g\":[],\"h\":[]}}",
         "a"},
    };
    for (size_t i = 0; i < SJ_COUNT(joined); i++) {
        sj_json_auto cJSON *j = NULL;
        char key[SJ_JSON_KEY_BYTES];
        sj_diag d = {0};
        const sj_status s = sj_json_parse_properties(sj_str_from(joined[i].text), key, &j, &d);
        if ((s == SJ_OK) != (joined[i].want != NULL))
            fail_msg("%s: %s", joined[i].text, sj_status_name(s));
        if (joined[i].key)
            assert_string_equal(key, joined[i].key);
        if (s < 0)
            continue;
        char *text = cJSON_PrintUnformatted(j);
        assert_string_equal(text, joined[i].want);
        cJSON_free(text);
    }
}

static sj_status joining_story(void *ctx)
{
    sj_json_auto cJSON *j = NULL;
    char key[SJ_JSON_KEY_BYTES];
    return sj_json_parse_properties(sj_str_from(ctx), key, &j, NULL);
}

static void test_joining_out_of_memory(void **state)
{
    (void)state;
    char text[] = "{\"properties\":{\"a\":\"x\",\"a\":{\"b\":[1]},\"a\":\"y\"}}";
    sj_test_sweep(joining_story, text, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),      cmocka_unit_test(test_depth),
        cmocka_unit_test(test_many_keys), cmocka_unit_test(test_text),
        cmocka_unit_test(test_joining),   cmocka_unit_test(test_joining_out_of_memory),
        cmocka_unit_test(test_lines),     cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
