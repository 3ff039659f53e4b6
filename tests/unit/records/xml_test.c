/* records/xml_test.c -- what a handler sees, what is refused, where. */
#include "test.h"
#include "records/xml.h"

struct seen {
    sj_buf out;
    sj_status answer; /* what the handler returns at close */
};

static sj_status on_open(void *ctx, sj_str name, const sj_str *attribute, size_t count)
{
    struct seen *seen = ctx;
    sj_buf_addf(&seen->out, "<%.*s", SJ_STR_FMT(name));
    for (size_t i = 0; i < count; i++)
        sj_buf_addf(&seen->out, " %.*s=%.*s", SJ_STR_FMT(attribute[2 * i]),
                    SJ_STR_FMT(attribute[2 * i + 1]));
    sj_buf_addf(&seen->out, ">");
    return sj_buf_status(&seen->out);
}

static sj_status on_close(void *ctx, sj_str name, sj_str text)
{
    struct seen *seen = ctx;
    sj_buf_addf(&seen->out, "[%.*s](%.*s)", SJ_STR_FMT(name), SJ_STR_FMT(text));
    SJ_TRY(sj_buf_status(&seen->out));
    return seen->answer;
}

static const sj_xml_handler handler = {on_open, on_close};

static sj_status parse(sj_str text, struct seen *seen, sj_diag *d)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_TRY(sj_input_open_memory_raw(text, UINT64_MAX, &in, d));
    return sj_xml_parse(in, &handler, seen, d);
}

#define T(lit)               \
    {                        \
        lit, sizeof(lit) - 1 \
    }

static const struct row {
    sj_str text;
    sj_status want;
    const char *seen; /* NULL: not looked at */
    const char *why;
} rows[] = {
    {T("<a> x <b k='1' n:l='2' xmlns='u' xmlns:n='v'>y</b> z </a>"), SJ_OK,
     "<a><b k=1 l=2>[b](y)[a](x  z)", "texts of parent and child do not mix"},
    {T("<n:a>&amp;<![CDATA[<]]></n:a>"), SJ_OK, "<a>[a](&<)", "prefix cut, CDATA joined"},
    {T("\xFF\xFE<\0a\0>\0\xE9\0<\0/\0a\0>\0"), SJ_OK, "<a>[a](\xC3\xA9)", "UTF-16"},
    {T("<!DOCTYPE a [<!ENTITY x 'y'>]><a>&x;</a>"), SJ_EREFUSED, "", "entities"},
    {T("<!DOCTYPE html><a/>"), SJ_EREFUSED, "", "any document type"},
    {T("<a><b></a>"), SJ_ESYNTAX, NULL, "tags that do not pair"},
    {T("<a>\xFF</a>"), SJ_EENCODING, NULL, "no UTF-8"},
    {T("<a><b>"), SJ_ECORRUPT, NULL, "truncated between tags"},
    {T("<a><b"), SJ_ECORRUPT, NULL, "truncated inside a tag"},
    {T(""), SJ_ECORRUPT, NULL, "nothing"},
    {T("<?xml version='1.0' encoding='klingon'?><a/>"), SJ_EENCODING, NULL, "unknown encoding"},
};

static void test_rows(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        struct seen seen = {0};
        sj_diag d = {0};
        const sj_status s = parse(rows[i].text, &seen, &d);
        if (s != rows[i].want || (s < 0 && !d.reason))
            fail_msg("%s: %s (%s)", rows[i].why, sj_status_name(s), d.reason ? d.reason : "");
        if (rows[i].seen && !sj_str_eq(sj_buf_str(&seen.out), sj_str_from(rows[i].seen)))
            fail_msg("%s: saw %.*s", rows[i].why, SJ_STR_FMT(sj_buf_str(&seen.out)));
        sj_buf_done(&seen.out);
    }
}

static void nested(sj_buf *text, int depth)
{
    for (int i = 0; i < depth; i++)
        sj_buf_addf(text, "<a>");
    for (int i = 0; i < depth; i++)
        sj_buf_addf(text, "</a>");
}

static void test_limits(void **state)
{
    (void)state;
    for (int over = 0; over < 2; over++) {
        SJ_SCOPED(sj_buf) text = {0};
        struct seen seen = {0};
        nested(&text, 64 + over);
        assert_int_equal(parse(sj_buf_str(&text), &seen, NULL), over ? SJ_ELIMIT : SJ_OK);
        sj_buf_done(&seen.out);
        sj_buf_clear(&text);
        sj_buf_addf(&text, "<a");
        for (int i = 0; i < 64 + over; i++)
            sj_buf_addf(&text, " k%d=''", i);
        sj_buf_addf(&text, "/>");
        assert_int_equal(parse(sj_buf_str(&text), &seen, NULL), over ? SJ_ELIMIT : SJ_OK);
        sj_buf_done(&seen.out);
    }
}

static void test_handler_stops(void **state)
{
    (void)state;
    struct seen seen = {.answer = SJ_ECANCELLED};
    sj_diag d = {0};
    assert_int_equal(parse(SJ_S("<a>\n<b/><c/></a>"), &seen, &d), SJ_ECANCELLED);
    assert_int_equal(d.line, 2);
    assert_true(sj_str_eq(sj_buf_str(&seen.out), SJ_S("<a><b>[b]()")));
    sj_buf_done(&seen.out);
}

static sj_status on_record(void *ctx, const sj_xml_node *node, uint64_t line)
{
    struct seen *seen = ctx;
    sj_buf_addf(&seen->out, "{%d %.*s", (int)line, SJ_STR_FMT(node->name));
    const sj_xml_node *alias = sj_xml_child(node, SJ_S("ALIAS"));
    for (; alias; alias = sj_xml_sibling(alias, SJ_S("ALIAS")))
        sj_buf_addf(&seen->out, " %.*s:%.*s", SJ_STR_FMT(sj_xml_attribute(alias, SJ_S("q"))),
                    SJ_STR_FMT(sj_xml_child_text(alias, SJ_S("NAME"))));
    sj_buf_addf(&seen->out, "}");
    return sj_buf_status(&seen->out);
}

static sj_status records_story(void *ctx)
{
    struct seen seen = {0};
    SJ_AUTO(sj_input) *in = NULL;
    const sj_str name[] = {SJ_S("P"), SJ_S("E")};
    const sj_xml_record_options o = {name, 2, &handler, &seen};
    SJ_TRY(sj_input_open_memory_raw(SJ_S("<L d='1'>\n<P><ALIAS q='g'><NAME>n</NAME></ALIAS><X/>"
                                         "<ALIAS><NAME>m</NAME></ALIAS></P>\n<E/></L>"),
                                    UINT64_MAX, &in, NULL));
    const sj_status s = sj_xml_records(in, &o, on_record, &seen, NULL);
    if (ctx)
        assert_true(sj_str_eq(sj_buf_str(&seen.out), SJ_S("<L d=1>{2 P g:n :m}{3 E}[L]()")));
    sj_buf_done(&seen.out);
    return s;
}

static void test_records(void **state)
{
    (void)state;
    int look = 1;
    assert_int_equal(records_story(&look), SJ_OK);
}

static void test_out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(records_story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rows),          cmocka_unit_test(test_limits),
        cmocka_unit_test(test_records),       cmocka_unit_test(test_handler_stops),
        cmocka_unit_test(test_out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
