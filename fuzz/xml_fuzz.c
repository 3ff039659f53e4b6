/* fuzz/xml_fuzz.c -- any bytes as XML. Law: every open has its close, names and
 * texts are valid, and a refusal says why. */
#include "records/xml.h"
#include "records_check.h"

struct seen {
    size_t open, close;
};

static sj_status on_open(void *ctx, sj_str name, const sj_str *attribute, size_t count)
{
    ((struct seen *)ctx)->open++;
    demand_text(name);
    for (size_t i = 0; i < 2 * count; i++)
        demand_text(attribute[i]);
    return SJ_OK;
}

static sj_status on_close(void *ctx, sj_str name, sj_str text)
{
    struct seen *s = ctx;
    demand(++s->close <= s->open);
    demand_text(name);
    demand_text(text);
    return SJ_OK;
}

static sj_status on_record(void *ctx, const sj_xml_node *node, uint64_t line)
{
    (void)ctx;
    demand(line > 0 && node->name.len > 0);
    demand(!sj_xml_child(node, SJ_S("b")) ||
           sj_str_eq(sj_xml_child(node, SJ_S("b"))->name, SJ_S("b")));
    return SJ_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const sj_xml_handler handler = {on_open, on_close};
    struct seen seen = {0};
    sj_diag d = {0};
    SJ_AUTO(sj_input) *in = bytes_open(data, size);
    SJ_AUTO(sj_input) *again = bytes_open(data, size);
    if (!in || !again)
        return 0;
    const sj_status s = sj_xml_parse(in, &handler, &seen, &d);
    demand_refusal(s, &d);
    demand(s < 0 || (seen.open == seen.close && seen.open > 0));
    const sj_str name[] = {SJ_S("a")};
    const sj_xml_record_options o = {.record_name = name, .record_name_count = 1};
    demand(sj_xml_records(again, &o, on_record, NULL, NULL) == s);
    return 0;
}
