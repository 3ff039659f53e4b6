/* cli/xmile_read.c -- XMILE in, scenario text out.
 *
 * Names in XMILE may hold blanks inside quotation marks; here each byte that is not
 * a letter or digit becomes "_", in names and in quoted parts of equations alike, so
 * both still meet.
 *
 * Invariant: what is not understood is refused, never dropped. Not chosen: building
 * the model directly; the text can be shown to the user, who then sees what was read. */
#include "cli/xmile_read.h"
#include "count/scenario.h"
#include "records/xml.h"

/* As many as a scenario holds; a stock has as many ends as a scenario's. */
enum { VARIABLES = SJ_SYSTEM_VARIABLES, ENDS = SJ_SYSTEM_FLOWS };

struct variable {
    sj_str kind, name, equation; /* kind: stock, flow, aux; empty between variables */
    sj_str *in, *out;
    size_t ins, outs;
    bool non_negative;
};
struct reading {
    sj_arena arena;
    struct variable *variable;
    size_t count;
    bool open; /* inside the last variable */
    sj_str title, start, stop, dt, method;
    sj_status status;
    const char *reason;
};

static sj_status refuse(struct reading *r, const char *reason)
{
    r->reason = reason;
    return SJ_EFORMAT;
}

static bool plain(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/* A name with or without quotation marks, as an identifier. */
static sj_status read_name(struct reading *r, sj_str text, sj_str *ret)
{
    text = sj_str_trim(text);
    if (text.len >= 2 && text.ptr[0] == '"' && text.ptr[text.len - 1] == '"')
        text = sj_str_slice(text, 1, text.len - 1);
    char *copy = sj_arena_alloc(&r->arena, text.len + 1);
    if (!copy)
        return SJ_ENOMEM;
    for (size_t i = 0; i < text.len; i++)
        copy[i] = plain(text.ptr[i]) ? text.ptr[i] : '_';
    *ret = (sj_str){copy, text.len};
    return text.len ? SJ_OK : refuse(r, "expected a name");
}

/* Quoted names in an equation lose their quotation marks; line ends become blanks. */
static sj_status read_equation(struct reading *r, sj_str text, sj_str *ret)
{
    char *copy = sj_arena_alloc(&r->arena, text.len + 1);
    size_t n = 0;
    bool quoted = false;
    if (!copy)
        return SJ_ENOMEM;
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (c == '#')
            return refuse(r, "an equation with # is not read");
        if (c == '"')
            quoted = !quoted;
        else
            copy[n++] = quoted && !plain(c) ? '_' : c == '\n' || c == '\r' ? ' ' : c;
    }
    *ret = (sj_str){copy, n};
    return n && !quoted ? SJ_OK : refuse(r, "expected an equation");
}

static sj_status open_element(void *ctx, sj_str name, const sj_str *attribute, size_t count)
{
    struct reading *r = ctx;
    const bool variable = sj_str_eq(name, SJ_S("stock")) || sj_str_eq(name, SJ_S("flow")) ||
                          sj_str_eq(name, SJ_S("aux"));
    if (sj_str_eq(name, SJ_S("gf")) || sj_str_eq(name, SJ_S("module")) ||
        sj_str_eq(name, SJ_S("element")) || sj_str_eq(name, SJ_S("group")))
        return refuse(r, "graphical functions, arrays, groups and modules are not read");
    for (size_t i = 0; i < count; i++) {
        if (sj_str_eq(name, SJ_S("sim_specs")) && sj_str_eq(attribute[2 * i], SJ_S("method")))
            SJ_TRY(sj_arena_copy(&r->arena, attribute[2 * i + 1], &r->method));
        if (!variable || !sj_str_eq(attribute[2 * i], SJ_S("name")))
            continue;
        if (r->count >= VARIABLES)
            return SJ_ELIMIT;
        struct variable *v = sj_arena_push(&r->arena, &r->variable, &r->count, sizeof *v);
        if (!v)
            return SJ_ENOMEM;
        SJ_TRY(sj_arena_copy(&r->arena, name, &v->kind));
        SJ_TRY(read_name(r, attribute[2 * i + 1], &v->name));
        r->open = true;
    }
    return variable && !r->open ? refuse(r, "expected a variable with a name") : SJ_OK;
}

static sj_status close_in_variable(struct reading *r, sj_str name, sj_str text)
{
    struct variable *v = &r->variable[r->count - 1];
    if (sj_str_eq(name, SJ_S("eqn")))
        return read_equation(r, text, &v->equation);
    if (sj_str_eq(name, SJ_S("non_negative")))
        v->non_negative = true;
    const bool in = sj_str_eq(name, SJ_S("inflow")), out = sj_str_eq(name, SJ_S("outflow"));
    if (in || out) {
        size_t *count = in ? &v->ins : &v->outs;
        if (*count >= ENDS)
            return SJ_ELIMIT;
        sj_str *end = sj_arena_push(&r->arena, in ? &v->in : &v->out, count, sizeof *end);
        return end ? read_name(r, text, end) : SJ_ENOMEM;
    }
    if (sj_str_eq(name, v->kind))
        r->open = false;
    return SJ_OK;
}

static sj_status close_element(void *ctx, sj_str name, sj_str text)
{
    struct reading *r = ctx;
    const struct {
        sj_str name, *to;
    } known[] = {{SJ_S("start"), &r->start}, {SJ_S("stop"), &r->stop}, {SJ_S("dt"), &r->dt}};
    if (r->open)
        return close_in_variable(r, name, text);
    for (size_t i = 0; i < SJ_COUNT(known); i++)
        if (sj_str_eq(name, known[i].name))
            return sj_arena_copy(&r->arena, text, known[i].to);
    if (sj_str_eq(name, SJ_S("name")) && r->title.len == 0)
        return sj_arena_copy(&r->arena, text, &r->title);
    return SJ_OK;
}

static void put_flow(const struct reading *r, const struct variable *v, sj_buf *to)
{
    sj_buf_addf(to, "flow %.*s", SJ_STR_FMT(v->name));
    for (size_t i = 0; i < r->count; i++) {
        const struct variable *s = &r->variable[i];
        for (size_t k = 0; k < s->outs; k++)
            if (sj_str_eq_nocase(s->out[k], v->name))
                sj_buf_addf(to, " from %.*s", SJ_STR_FMT(s->name));
        for (size_t k = 0; k < s->ins; k++)
            if (sj_str_eq_nocase(s->in[k], v->name))
                sj_buf_addf(to, " to %.*s", SJ_STR_FMT(s->name));
    }
    sj_buf_addf(to, " = %.*s\n", SJ_STR_FMT(v->equation));
}

/* A title is words: braces in it are no subscripts. */
static void put_title(sj_str title, sj_buf *to)
{
    sj_buf_add(to, SJ_S("title "));
    for (size_t i = 0; i < title.len; i++)
        sj_buf_add_char(to, title.ptr[i] == '{' ? '(' : title.ptr[i] == '}' ? ')' : title.ptr[i]);
    sj_buf_add_char(to, '\n');
}

/* Stocks are outputs, as many as there may be; that others are not is said. */
static void put_stock(const struct variable *v, size_t *outputs, sj_buf *to)
{
    sj_buf_addf(to, "stock %.*s%s = %.*s\n", SJ_STR_FMT(v->name),
                v->non_negative ? "" : " may be negative", SJ_STR_FMT(v->equation));
    if (++*outputs <= SJ_SCENARIO_OUTPUTS)
        sj_buf_addf(to, "output %.*s %.*s\n", SJ_STR_FMT(v->name), SJ_STR_FMT(v->name));
    else if (*outputs == SJ_SCENARIO_OUTPUTS + 1)
        sj_buf_add(to, SJ_S("assume only the first 256 stocks are told\n"));
}

static sj_status write_text(struct reading *r, sj_buf *to)
{
    size_t outputs = 0;
    if (r->count == 0 || r->start.len == 0 || r->stop.len == 0)
        return refuse(r, "expected XMILE with sim_specs and variables");
    put_title(r->title.len ? r->title : SJ_S("XMILE model"), to);
    sj_buf_addf(to, "start %.*s\nstop %.*s\ndt %.*s\nmethod %s\ndraws 1\n", SJ_STR_FMT(r->start),
                SJ_STR_FMT(r->stop), SJ_STR_FMT(r->dt.len ? r->dt : SJ_S("1")),
                sj_str_starts_nocase(r->method, SJ_S("rk4")) ? "rk4" : "euler");
    for (size_t i = 0; i < r->count; i++) {
        const struct variable *v = &r->variable[i];
        if (sj_str_eq(v->kind, SJ_S("stock")))
            put_stock(v, &outputs, to);
        else if (sj_str_eq(v->kind, SJ_S("flow")))
            put_flow(r, v, to);
        else
            sj_buf_addf(to, "aux %.*s = %.*s\n", SJ_STR_FMT(v->name), SJ_STR_FMT(v->equation));
    }
    return sj_buf_status(to);
}

static sj_status parse(struct reading *r, sj_str bytes, sj_buf *to, sj_diag *diag)
{
    SJ_AUTO(sj_input) *in = NULL;
    const sj_xml_handler handler = {open_element, close_element};
    SJ_TRY(sj_input_open_memory(bytes, (sj_str){0}, bytes.len + 1, &in, diag));
    SJ_TRY(sj_xml_parse(in, &handler, r, diag));
    return write_text(r, to);
}

sj_status sj_xmile_read(sj_str bytes, sj_buf *to, sj_diag *reterr_diag)
{
    struct reading r = {0};
    const sj_status s = parse(&r, bytes, to, reterr_diag);
    if (s < 0 && r.reason)
        (void)sj_diag_set(reterr_diag, s, r.reason, 0, 0, 0);
    sj_arena_done(&r.arena);
    return s;
}
