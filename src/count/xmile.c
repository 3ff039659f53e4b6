/* count/xmile.c -- a scenario as XMILE 1.0, for Stella, PySD, Simlin and others.
 *
 * Equations are written back from the compiled code, every operation bracketed, so
 * no reader's precedence can change them. Inputs become constants at the median;
 * the machine's variables become steps of time, as they are without a breach.
 *
 * Not chosen: arrays and modules. Each variable of a scenario is one number. */
#include "count/scenario.h"
#include "count/system_int.h"
#include <math.h>

enum { TEXT_BYTES = 1 << 20, STEPS_MAX = 100 };

static const struct {
    int code, arguments;
    const char *before, *between, *after;
} forms[] = {
    {OP_NEGATE, 1, "(-", "", ")"},     {OP_ADD, 2, "(", " + ", ")"},
    {OP_SUBTRACT, 2, "(", " - ", ")"}, {OP_MULTIPLY, 2, "(", " * ", ")"},
    {OP_DIVIDE, 2, "(", " / ", ")"},   {OP_POWER, 2, "(", " ^ ", ")"},
    {OP_LESS, 2, "(", " &lt; ", ")"},  {OP_AT_MOST, 2, "(", " &lt;= ", ")"},
    {OP_MORE, 2, "(", " &gt; ", ")"},  {OP_AT_LEAST, 2, "(", " &gt;= ", ")"},
    {OP_EQUAL, 2, "(", " = ", ")"},    {OP_UNLIKE, 2, "(", " &lt;&gt; ", ")"},
    {OP_MIN, 2, "MIN(", ", ", ")"},    {OP_MAX, 2, "MAX(", ", ", ")"},
    {OP_EXP, 1, "EXP(", "", ")"},      {OP_LN, 1, "LN(", "", ")"},
    {OP_SQRT, 1, "SQRT(", "", ")"},    {OP_ABS, 1, "ABS(", "", ")"},
    {OP_IF, 3, "(IF (", NULL, ")"},    {OP_STEP, 2, "STEP(", ", ", ")"},
    {OP_RAMP, 2, "RAMP(", ", ", ")"},
};

/* Truth is a number here and a condition there: IF reads <> 0, a comparison
 * anywhere else becomes IF ... THEN 1 ELSE 0. */
static bool compares(int code)
{
    return code >= OP_LESS && code <= OP_UNLIKE;
}

static sj_status leaf(const sj_system *s, const sj_operation *o, sj_arena *arena, sj_str *ret)
{
    if (o->code == OP_NUMBER)
        return sj_arena_format(arena, ret, "%.15g", o->value);
    *ret = o->code == OP_TIME ? SJ_S("TIME") : s->variable[o->variable].name;
    return SJ_OK;
}

static sj_status join(const sj_operation *o, sj_str *stack, size_t *n, sj_arena *arena)
{
    size_t k = 0;
    while (forms[k].code != o->code)
        k++;
    *n -= (size_t)forms[k].arguments;
    const sj_str *a = stack + *n;
    sj_str text;
    if (o->code == OP_IF)
        SJ_TRY(sj_arena_format(arena, &text, "(IF (%.*s) &lt;&gt; 0 THEN %.*s ELSE %.*s)",
                               SJ_STR_FMT(a[0]), SJ_STR_FMT(a[1]), SJ_STR_FMT(a[2])));
    else if (forms[k].arguments == 1)
        SJ_TRY(sj_arena_format(arena, &text, "%s%.*s%s", forms[k].before, SJ_STR_FMT(a[0]),
                               forms[k].after));
    else
        SJ_TRY(sj_arena_format(arena, &text, "%s%s%.*s%s%.*s%s%s", compares(o->code) ? "(IF " : "",
                               forms[k].before, SJ_STR_FMT(a[0]), forms[k].between,
                               SJ_STR_FMT(a[1]), forms[k].after,
                               compares(o->code) ? " THEN 1 ELSE 0)" : ""));
    if (text.len > TEXT_BYTES)
        return SJ_ELIMIT;
    stack[(*n)++] = text;
    return SJ_OK;
}

static sj_status put_equation(const sj_system *s, const sj_variable *v, sj_buf *to)
{
    SJ_SCOPED(sj_arena) arena = {.max_bytes = 16 * TEXT_BYTES};
    sj_str stack[SJ_SYSTEM_STACK + 1];
    size_t n = 0;
    for (size_t i = 0; i < v->operations; i++) {
        if (v->operation[i].code <= OP_TIME)
            SJ_TRY(leaf(s, &v->operation[i], &arena, &stack[n++]));
        else
            SJ_TRY(join(&v->operation[i], stack, &n, &arena));
    }
    sj_buf_add(to, SJ_S("<eqn>"));
    sj_buf_add(to, n == 1 ? stack[0] : SJ_S("0"));
    sj_buf_add(to, SJ_S("</eqn>"));
    return SJ_OK;
}

static void put_text(sj_buf *to, sj_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (c == '<' || c == '&' || c == '>')
            sj_buf_addf(to, "&#%d;", c);
        else
            sj_buf_add_char(to, c);
    }
}

static sj_status put_stock(const sj_system *s, const sj_variable *v, sj_buf *to)
{
    sj_buf_addf(to, "<stock name=\"%.*s\">", SJ_STR_FMT(v->name));
    SJ_TRY(put_equation(s, v, to));
    for (size_t i = 0; i < v->ins; i++)
        sj_buf_addf(to, "<inflow>%.*s</inflow>", SJ_STR_FMT(s->variable[v->in[i]].name));
    for (size_t i = 0; i < v->outs; i++)
        sj_buf_addf(to, "<outflow>%.*s</outflow>", SJ_STR_FMT(s->variable[v->out[i]].name));
    sj_buf_add(to, v->may_be_negative ? SJ_S("</stock>\n") : SJ_S("<non_negative/></stock>\n"));
    return SJ_OK;
}

static double median_of(const sj_scenario *s, const sj_scenario_setting *a)
{
    double value[SJ_SYSTEM_VARIABLES] = {0};
    if (!a->is_input)
        return a->value;
    for (size_t i = 0; i < s->inputs; i++)
        value[s->input[i].variable] = sj_distribution_quantile(&s->input[i].law, 0.5);
    sj_system_fix(&s->system, value);
    return value[a->variable];
}

static double total_cap(const sj_scenario *s)
{
    double sum = 0;
    for (size_t i = 0; i < s->scopes; i++)
        sum += median_of(s, &s->scope[i].amount);
    return sum;
}

/* The machine as it runs without a breach or an alert: the corridor opens and steps up, and
 * lapses at its first term if renewal is not likelier than not; nothing is triggered. Only
 * steps of time, which every reader has. */
static sj_status put_outside(const sj_scenario *s, size_t which, sj_str name, sj_buf *to)
{
    enum { RELIEF, TRIGGER, WIND_DOWN, SNAPPED, CONTESTED, STEPS, AUDIT, LAPSED, SCOPE_CAP, SINCE };
    const double opens = median_of(s, &s->setting[SJ_SET_AUTHORISE]);
    const double review = median_of(s, &s->setting[SJ_SET_REVIEW]);
    const double term = median_of(s, &s->setting[SJ_SET_DURATION]);
    const bool lapses = term > 0 && median_of(s, &s->setting[SJ_SET_RENEW]) < 0.5;
    const double lapse = lapses ? opens + term : INFINITY, last = fmin(lapse, s->system.stop);
    int steps = 0;
    sj_buf_addf(to, "<aux name=\"%.*s\"><eqn>0", SJ_STR_FMT(name));
    if (which == SCOPE_CAP)
        sj_buf_addf(to, " + %.15g * STEP(1, %.15g)", total_cap(s), opens);
    if (which == RELIEF)
        sj_buf_addf(to, " + STEP(1, %.15g)", opens);
    for (; which == STEPS && steps < STEPS_MAX && opens + (steps + 1) * review <= last; steps++)
        sj_buf_addf(to, " + STEP(1, %.15g)", opens + (steps + 1) * review);
    if (lapses && (which == WIND_DOWN || which == LAPSED))
        sj_buf_addf(to, " + STEP(1, %.15g)", lapse);
    if (lapses && which == SINCE)
        sj_buf_addf(to, " + RAMP(1, %.15g)", lapse);
    if (lapses && which == WIND_DOWN)
        sj_buf_addf(to, " - STEP(1, %.15g)",
                    lapse + median_of(s, &s->setting[SJ_SET_WIND_DOWN]) / 365.25);
    if (lapses && (which == RELIEF || which == STEPS || which == SCOPE_CAP))
        sj_buf_addf(to, " - %.15g * STEP(1, %.15g)",
                    which == RELIEF  ? 1
                    : which == STEPS ? (double)steps
                                     : total_cap(s),
                    lapse);
    sj_buf_add(to, SJ_S("</eqn><doc>without a breach; chance is not exported</doc></aux>\n"));
    return SJ_OK;
}

static sj_status put_variable(const sj_scenario *s, size_t i, sj_buf *to)
{
    const sj_variable *v = &s->system.variable[i];
    const char *tag = v->kind == SJ_FLOW ? "flow" : "aux";
    if (v->kind == SJ_STOCK)
        return put_stock(&s->system, v, to);
    if (v->kind == SJ_OUTSIDE)
        return put_outside(s, i - s->outside[0], v->name, to);
    sj_buf_addf(to, "<%s name=\"%.*s\">", tag, SJ_STR_FMT(v->name));
    if (v->kind != SJ_INPUT)
        SJ_TRY(put_equation(&s->system, v, to));
    for (size_t k = 0; v->kind == SJ_INPUT && k < s->inputs; k++)
        if (s->input[k].variable == i) {
            sj_buf_addf(to, "<eqn>%.15g</eqn><doc>",
                        sj_distribution_quantile(&s->input[k].law, 0.5));
            put_text(to, s->input[k].note);
            sj_buf_add(to, SJ_S("</doc>"));
        }
    sj_buf_addf(to, "</%s>\n", tag);
    return SJ_OK;
}

sj_status sj_scenario_xmile(const sj_scenario *s, sj_buf *to)
{
    sj_buf_add(to,
               SJ_S("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmile version=\"1.0\" "
                    "xmlns=\"http://docs.oasis-open.org/xmile/ns/XMILE/v1.0\">\n<header><vendor>"
                    "sojourn</vendor><name>"));
    put_text(to, s->title);
    sj_buf_addf(to,
                "</name><product version=\"" SJ_VERSION "\">sojourn</product></header>\n<sim_specs "
                "method=\"%s\"><start>%.15g</start><stop>%.15g</stop><dt>%.15g</dt></sim_specs>\n"
                "<model><variables>\n",
                s->system.method == SJ_RK4 ? "rk4" : "euler", s->system.start, s->system.stop,
                s->system.dt);
    for (size_t i = 0; i < s->system.count; i++)
        SJ_TRY(put_variable(s, i, to));
    sj_buf_add(to, SJ_S("</variables></model>\n</xmile>\n"));
    return sj_buf_status(to);
}
