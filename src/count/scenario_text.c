/* count/scenario_text.c -- the text of a scenario. One statement a line, a keyword
 * first, so that a file reads like a list of what is assumed.
 *
 * Invariants: (1) an error carries the line and column it stands on in the source, and in
 * a loop the instance; (2) names are resolved after the whole text is read, so statements
 * may stand in any order; (3) what there is one of is said once.
 * Not chosen: YAML or JSON. Equations inside quotes inside brackets are what
 * nobody reads twice. */
#include "count/scenario.h"
#include "count/scenario_inputs.h"
#include <math.h>

struct place { /* in the text */
    const sj_expanded_line *line;
    const char *mark; /* the word at fault */
};
struct link { /* a flow's ends, by name, resolved at the end */
    sj_str flow, from, to;
    struct place at;
};
struct named { /* an output, observation, target or setting: what it names */
    sj_str name;
    uint16_t *ret;
    struct place at;
};
struct celled { /* a cell and the table it belongs to, by name */
    sj_str table;
    struct place at;
};
struct reading {
    sj_scenario *s;
    sj_arena *arena;
    struct link *link;
    struct named *named;
    struct celled *celled;
    struct place *made; /* where each variable stands */
    size_t links, names, celleds, mades;
    struct place at, machine; /* the first statement of the machine */
    unsigned said;            /* statements there is one of */
    sj_diag *diag;
};

/* NAME (place china, sector it), as far as there is either. */
static void say_where(sj_diag *d, sj_str name, sj_str instance)
{
    char field[sizeof d->field];
    const int n = snprintf(field, sizeof field, "%.*s%s%.*s%s", SJ_STR_FMT(name),
                           instance.len ? " (" : "", SJ_STR_FMT(instance), instance.len ? ")" : "");
    if (n > 0)
        sj_diag_field(d, (sj_str){field, (size_t)n < sizeof field ? (size_t)n : sizeof field - 1});
}

static sj_status refuse_name(struct reading *r, sj_status status, const char *reason, sj_str name)
{
    if (name.len || r->at.line->instance.len)
        say_where(r->diag, name, r->at.line->instance);
    return sj_diag_set(r->diag, status, reason, 0, r->at.line->line,
                       sj_expanded_column(r->at.line, r->at.mark));
}

static sj_status refuse(struct reading *r, sj_status status, const char *reason)
{
    return refuse_name(r, status, reason, (sj_str){0});
}

/* The next word, which a refusal will point at. */
static sj_str take(struct reading *r, sj_str *rest)
{
    const sj_str word = sj_scenario_word(rest);
    r->at.mark = word.len ? word.ptr : r->at.line->text.ptr + r->at.line->text.len;
    return word;
}

enum { DIGITS = 22 }; /* powers of ten are exact in a double up to 10^22 */

/* Digits, or a fraction such as 1/52. */
static bool read_fraction(sj_str s, double *ret)
{
    double part[2] = {0, 1}, unit[2] = {1, 1};
    size_t k = 0, digits = 0;
    bool point = false;
    const bool negative = s.len && s.ptr[0] == '-';
    for (size_t i = negative; i < s.len; i++) {
        const char c = s.ptr[i];
        if (c == '/' && k == 0 && digits) {
            part[++k] = 0;
            digits = 0;
            point = false;
        } else if (c == '.' && !point)
            point = true;
        else if (c >= '0' && c <= '9' && digits < DIGITS) {
            digits++;
            part[k] = part[k] * 10 + (c - '0');
            unit[k] *= point ? 10 : 1;
        } else
            return false;
    }
    *ret = (negative ? -1 : 1) * (part[0] / unit[0]) / (part[1] / unit[1]);
    return digits > 0 && part[1] != 0;
}

/* Such as 250000, 2.5e5 or 1/52; an exponent has at most two digits. */
static bool read_number(sj_str s, double *ret)
{
    size_t e = 0;
    double x, power = 0;
    while (e < s.len && s.ptr[e] != 'e' && s.ptr[e] != 'E')
        e++;
    if (!read_fraction(sj_str_slice(s, 0, e), &x))
        return false;
    if (e < s.len) {
        const size_t digits =
            e + 1 + (e + 1 < s.len && (s.ptr[e + 1] == '-' || s.ptr[e + 1] == '+'));
        if (s.len < digits + 1 || s.len > digits + 2 ||
            !read_fraction(sj_str_slice(s, digits, s.len), &power) || power != floor(power))
            return false;
        power = s.ptr[e + 1] == '-' ? -power : power;
    }
    *ret = x * pow(10, power);
    return true;
}

static sj_status later(struct reading *r, sj_str name, uint16_t *ret)
{
    struct named *n = sj_arena_push(r->arena, &r->named, &r->names, sizeof *n);
    if (!n)
        return SJ_ENOMEM;
    *n = (struct named){name, ret, r->at};
    return name.len ? SJ_OK : refuse(r, SJ_ESYNTAX, "expected a name");
}

static sj_status add(struct reading *r, sj_variable_kind kind, sj_str name, sj_str equation)
{
    sj_variable *v;
    uint16_t taken;
    if (sj_system_find(&r->s->system, name, &taken))
        return refuse_name(r, SJ_EINVAL, "the name is used twice", name);
    struct place *made = sj_arena_push(r->arena, &r->made, &r->mades, sizeof *made);
    if (!made)
        return SJ_ENOMEM;
    *made = r->at;
    const sj_status s =
        sj_system_add(&r->s->system, r->arena, kind, name, equation, r->at.line->line, &v);
    if (s >= 0)
        v->column = sj_expanded_column(r->at.line, name.ptr);
    if (s == SJ_EINVAL)
        return refuse(r, s, "expected a name of letters, digits and _, at most 64, not time");
    return s == SJ_ELIMIT ? refuse(r, s, "at most 4,096 variables") : s;
}

/* ---- statements ---- */

static sj_status make_law(struct reading *r, sj_str family, const double *x, size_t n,
                          sj_distribution *ret)
{
    static const struct {
        sj_str name;
        size_t numbers;
    } known[] = {{{"point", 5}, 1},     {{"uniform", 7}, 2}, {{"normal", 6}, 2},
                 {{"lognormal", 9}, 2}, {{"pert", 4}, 3},    {{"triangular", 10}, 3},
                 {{"metalog", 7}, 3}};
    size_t k = 0;
    while (k < SJ_COUNT(known) && !sj_str_eq(known[k].name, family))
        k++;
    if (k == SJ_COUNT(known))
        return refuse(r, SJ_EINVAL,
                      "expected point, uniform, normal, lognormal, pert, triangular or metalog");
    if (n != known[k].numbers)
        return refuse(r, SJ_ESYNTAX, "expected another number of parameters for this law");
    sj_status s = SJ_EINVAL;
    if (k == 0)
        s = sj_distribution_point(x[0], ret);
    else if (k == 1)
        s = sj_distribution_uniform(x[0], x[1], ret);
    else if (k == 2)
        s = sj_distribution_normal(x[0], x[1], 0.05, ret);
    else if (k == 3)
        s = sj_distribution_lognormal(x[0], x[1], 0.05, ret);
    else if (k == 4)
        s = sj_distribution_pert(x[0], x[1], x[2], ret);
    else if (k == 5)
        s = sj_distribution_triangular(x[0], x[1], x[2], ret);
    else
        s = sj_distribution_metalog(x[0], x[1], x[2], 0.05, ret);
    return s < 0
               ? refuse(r, SJ_EINVAL,
                        "the range is upside down, not positive, or no such law passes through it")
               : s;
}

static sj_status read_input(struct reading *r, sj_str rest)
{
    sj_scenario *s = r->s;
    const sj_str name = take(r, &rest), family = take(r, &rest);
    double x[3];
    size_t n = 0;
    while (n < 3 && rest.len) {
        sj_str after = rest;
        if (!read_number(take(r, &after), &x[n]))
            break;
        rest = after;
        n++;
    }
    if (s->inputs >= SJ_SCENARIO_INPUTS)
        return refuse(r, SJ_ELIMIT, "at most 128 inputs");
    if (rest.len == 0)
        return refuse(r, SJ_ESYNTAX, "expected a word on where the range comes from");
    sj_scenario_input *i = &s->input[s->inputs];
    r->at.mark = family.ptr;
    SJ_TRY(make_law(r, family, x, n, &i->law));
    r->at.mark = name.ptr;
    i->note = rest;
    i->variable = (uint16_t)s->system.count;
    s->inputs++;
    return add(r, SJ_INPUT, name, (sj_str){0});
}

static sj_status read_correlation(struct reading *r, sj_str rest)
{
    sj_scenario_tie *t = sj_arena_push(r->arena, &r->s->tie, &r->s->ties, sizeof *t);
    if (!t)
        return SJ_ENOMEM;
    t->line = r->at.line->line;
    t->name[0] = take(r, &rest);
    t->name[1] = take(r, &rest);
    if (!read_number(take(r, &rest), &t->spearman) || !(fabs(t->spearman) < 1))
        return refuse(r, SJ_ESYNTAX,
                      "expected: correlate INPUT INPUT RHO, a rank correlation between -1 and 1");
    t->note = rest;
    return SJ_OK;
}

/* "NAME = EQUATION"; what stands between NAME and = is left in *ret_between. */
static sj_status read_equation(struct reading *r, sj_variable_kind kind, sj_str rest,
                               sj_str *ret_name, sj_str *ret_between)
{
    const size_t at = sj_str_find(rest, SJ_S("="), 0);
    if (at == rest.len)
        return refuse(r, SJ_ESYNTAX, "expected a name, = and an equation");
    *ret_between = sj_str_slice(rest, 0, at);
    *ret_name = take(r, ret_between);
    return add(r, kind, *ret_name, sj_str_trim(sj_str_slice(rest, at + 1, rest.len)));
}

static sj_status read_plain(struct reading *r, sj_variable_kind kind, sj_str rest)
{
    sj_str name, between;
    SJ_TRY(read_equation(r, kind, rest, &name, &between));
    return between.len ? refuse(r, SJ_ESYNTAX, "expected = after the name") : SJ_OK;
}

static sj_status read_stock(struct reading *r, sj_str rest)
{
    sj_str name, between;
    SJ_TRY(read_equation(r, SJ_STOCK, rest, &name, &between));
    const bool negative = sj_str_eq(between, SJ_S("may be negative"));
    r->s->system.variable[r->s->system.count - 1].may_be_negative = negative;
    return negative || between.len == 0
               ? SJ_OK
               : refuse(r, SJ_ESYNTAX, "expected: stock NAME [may be negative] = START");
}

static sj_status read_auxiliary(struct reading *r, sj_str rest)
{
    return read_plain(r, SJ_AUXILIARY, rest);
}

static sj_status read_flow(struct reading *r, sj_str rest)
{
    struct link *l = sj_arena_push(r->arena, &r->link, &r->links, sizeof *l);
    sj_str between;
    if (!l)
        return SJ_ENOMEM;
    l->at = r->at;
    SJ_TRY(read_equation(r, SJ_FLOW, rest, &l->flow, &between));
    while (between.len) {
        const sj_str word = take(r, &between), end = take(r, &between);
        if (sj_str_eq(word, SJ_S("from")) && end.len && !l->from.len)
            l->from = end;
        else if (sj_str_eq(word, SJ_S("to")) && end.len && !l->to.len)
            l->to = end;
        else
            return refuse(r, SJ_ESYNTAX, "expected: flow NAME from STOCK to STOCK = EQUATION");
    }
    if (l->from.len && sj_str_eq(l->from, l->to))
        return refuse(r, SJ_EINVAL, "a flow goes from one stock to another");
    return l->from.len || l->to.len ? SJ_OK
                                    : refuse(r, SJ_ESYNTAX, "a flow goes from or to a stock");
}

static sj_status read_output(struct reading *r, sj_str rest)
{
    sj_scenario *s = r->s;
    if (s->outputs >= SJ_SCENARIO_OUTPUTS)
        return refuse(r, SJ_ELIMIT, "at most 256 outputs");
    sj_scenario_output *o = &s->output[s->outputs++];
    SJ_TRY(later(r, take(r, &rest), &o->variable));
    o->text = rest;
    return rest.len ? SJ_OK : refuse(r, SJ_ESYNTAX, "expected what the output is, in words");
}

static sj_status read_observed(struct reading *r, sj_str rest)
{
    sj_scenario *s = r->s;
    if (s->observations >= SJ_SCENARIO_OBSERVED)
        return refuse(r, SJ_ELIMIT, "at most 64 observations");
    sj_scenario_observed *o = &s->observed[s->observations++];
    SJ_TRY(later(r, take(r, &rest), &o->variable));
    const sj_str time = take(r, &rest);
    o->line = r->at.line->line;
    o->column = sj_expanded_column(r->at.line, r->at.mark);
    const bool numbers = read_number(time, &o->time) && read_number(take(r, &rest), &o->value);
    const sj_str use = take(r, &rest);
    o->bound = sj_str_eq(use, SJ_S("below"));
    o->scored = o->bound || sj_str_eq(use, SJ_S("score"));
    o->text = rest;
    if (!numbers || (!o->scored && !sj_str_eq(use, SJ_S("fit"))) || rest.len == 0)
        return refuse(r, SJ_ESYNTAX, "expected: observe NAME TIME VALUE fit|score|below SOURCE");
    return SJ_OK;
}

static sj_status read_target(struct reading *r, sj_str rest)
{
    sj_scenario *s = r->s;
    if (s->targets >= SJ_SCENARIO_TARGETS)
        return refuse(r, SJ_ELIMIT, "at most 8 targets");
    sj_scenario_target *t = &s->target[s->targets++];
    SJ_TRY(later(r, take(r, &rest), &t->variable));
    const bool number = read_number(take(r, &rest), &t->value);
    t->text = rest;
    return number && rest.len ? SJ_OK : refuse(r, SJ_ESYNTAX, "expected: reach NAME VALUE WORDS");
}

static sj_status read_assumption(struct reading *r, sj_str rest)
{
    if (r->s->assumptions >= SJ_SCENARIO_ASSUMPTIONS)
        return refuse(r, SJ_ELIMIT, "at most 32 assumptions");
    r->s->assumption[r->s->assumptions++] = rest;
    return SJ_OK;
}

static sj_status read_setting(struct reading *r, sj_str value, sj_scenario_setting *ret)
{
    ret->given = true;
    ret->line = r->at.line->line;
    ret->column = sj_expanded_column(r->at.line, value.ptr);
    ret->is_input = !read_number(value, &ret->value);
    return ret->is_input ? later(r, value, &ret->variable) : SJ_OK;
}

/* holder NAME PROBABILITY; state NAME SHARE PROBABILITY; scope COUNTRY SECTOR CAP. */
static sj_status read_party(struct reading *r, sj_str kind, sj_str rest)
{
    sj_scenario *s = r->s;
    const bool state = sj_str_eq(kind, SJ_S("state")), scope = sj_str_eq(kind, SJ_S("scope"));
    sj_scenario_party *all = state ? s->state : scope ? s->scope : s->holder;
    size_t *count = state ? &s->states : scope ? &s->scopes : &s->holders;
    const size_t most = state   ? (size_t)SJ_MACHINE_STATES
                        : scope ? (size_t)SJ_MACHINE_SCOPES
                                : (size_t)SJ_MACHINE_HOLDERS;
    if (*count == most)
        return refuse(r, SJ_ELIMIT, "at most 16 holders, 64 States and 320 parts of the scope");
    sj_scenario_party *p = &all[*count];
    p->name = take(r, &rest);
    for (size_t i = 0; i < *count; i++)
        if (sj_str_eq(all[i].name, p->name) && !scope)
            return refuse(r, SJ_EINVAL, "a holder or State stands twice");
    if (scope)
        p->sector = take(r, &rest);
    if (state)
        SJ_TRY(read_setting(r, take(r, &rest), &p->share));
    SJ_TRY(read_setting(r, take(r, &rest), &p->amount));
    ++*count;
    return rest.len == 0 ? SJ_OK
                         : refuse(r, SJ_ESYNTAX,
                                  "expected: machine holder NAME PROBABILITY, state NAME SHARE "
                                  "PROBABILITY, or scope COUNTRY SECTOR CAP");
}

static sj_status read_machine(struct reading *r, sj_str rest)
{
    static const sj_str name[SJ_SETTINGS] = {
        {"authorise", 9},   {"breach", 6},          {"detect", 6},
        {"clock_days", 10}, {"wind_down_days", 14}, {"override", 8},
        {"contested", 9},   {"review", 6},          {"alert", 5},
        {"audit_days", 10}, {"audit_finds", 11},    {"duration", 8},
        {"renew", 5}};
    const sj_str word = take(r, &rest);
    if (!r->s->has_machine)
        r->machine = r->at;
    r->s->has_machine = true;
    if (sj_str_eq(word, SJ_S("holder")) || sj_str_eq(word, SJ_S("state")) ||
        sj_str_eq(word, SJ_S("scope")))
        return read_party(r, word, rest);
    const sj_str value = take(r, &rest);
    if (sj_str_eq(word, SJ_S("default"))) {
        r->s->restore = sj_str_eq(value, SJ_S("restore"));
        return r->s->restore || sj_str_eq(value, SJ_S("continue"))
                   ? SJ_OK
                   : refuse(r, SJ_ESYNTAX, "expected restore or continue");
    }
    for (int i = 0; i < SJ_SETTINGS; i++)
        if (sj_str_eq(word, name[i]))
            return r->s->setting[i].given
                       ? refuse_name(r, SJ_EINVAL, "the setting stands twice", word) /* (3) */
                       : read_setting(r, value, &r->s->setting[i]);
    return refuse_name(r, SJ_EINVAL, "unknown setting of the machine", word);
}

static sj_status read_number_into(struct reading *r, sj_str rest, double least, double most,
                                  double *ret)
{
    r->at.mark = rest.ptr;
    if (!read_number(rest, ret) || !(*ret >= least && *ret <= most))
        return refuse(r, SJ_EINVAL, "expected a number within its bounds");
    return SJ_OK;
}

static sj_status read_title(struct reading *r, sj_str rest)
{
    r->s->title = rest;
    return SJ_OK;
}

static sj_status read_start(struct reading *r, sj_str rest)
{
    r->s->system.time_line = r->at.line->line;
    return read_number_into(r, rest, -1e6, 1e6, &r->s->system.start);
}

static sj_status read_stop(struct reading *r, sj_str rest)
{
    r->s->system.time_line = r->at.line->line;
    return read_number_into(r, rest, -1e6, 1e6, &r->s->system.stop);
}

static sj_status read_dt(struct reading *r, sj_str rest)
{
    r->s->system.time_line = r->at.line->line;
    return read_number_into(r, rest, 1e-6, 1e3, &r->s->system.dt);
}

static sj_status read_draws(struct reading *r, sj_str rest)
{
    double x;
    SJ_TRY(read_number_into(r, rest, 1, SJ_SCENARIO_DRAWS, &x));
    r->s->draws = (size_t)x;
    return SJ_OK;
}

static sj_status read_seed(struct reading *r, sj_str rest)
{
    double x;
    SJ_TRY(read_number_into(r, rest, 0, 1e15, &x));
    r->s->seed = (uint64_t)x;
    return SJ_OK;
}

static sj_status read_method(struct reading *r, sj_str rest)
{
    r->s->system.method = sj_str_eq(rest, SJ_S("rk4")) ? SJ_RK4 : SJ_EULER;
    return r->s->system.method == SJ_RK4 || sj_str_eq(rest, SJ_S("euler"))
               ? SJ_OK
               : refuse(r, SJ_EINVAL, "expected euler or rk4");
}

/* ---- tables ---- */

static sj_status read_table(struct reading *r, sj_str rest)
{
    sj_scenario *s = r->s;
    const sj_str name = take(r, &rest);
    if (s->tables == SJ_SCENARIO_TABLES)
        return refuse(r, SJ_ELIMIT, "at most 16 tables");
    for (size_t i = 0; i < s->tables; i++)
        if (sj_str_eq(s->table[i].name, name))
            return refuse_name(r, SJ_EINVAL, "the table stands twice", name);
    s->table[s->tables++] = (sj_scenario_table){name, rest};
    return name.len && rest.len ? SJ_OK : refuse(r, SJ_ESYNTAX, "expected: table NAME WORDS");
}

static sj_status read_cell(struct reading *r, sj_str rest)
{
    sj_scenario *s = r->s;
    const sj_str table = take(r, &rest), place = take(r, &rest), sector = take(r, &rest);
    const sj_str name = take(r, &rest);
    if (!name.len || rest.len)
        return refuse(r, SJ_ESYNTAX, "expected: cell TABLE PLACE SECTOR NAME");
    if (s->cells == SJ_SCENARIO_CELLS)
        return refuse(r, SJ_ELIMIT, "at most 2,048 cells of tables");
    sj_scenario_cell *c = sj_arena_push(r->arena, &s->cell, &s->cells, sizeof *c);
    struct celled *t = sj_arena_push(r->arena, &r->celled, &r->celleds, sizeof *t);
    if (!c || !t)
        return SJ_ENOMEM;
    *c = (sj_scenario_cell){.place = place, .sector = sector};
    *t = (struct celled){table, r->at};
    return later(r, name, NULL);
}

static const struct {
    sj_str word;
    sj_status (*read)(struct reading *r, sj_str rest);
    bool once;
} statements[] = {
    {{"title", 5}, read_title, true},
    {{"start", 5}, read_start, true},
    {{"stop", 4}, read_stop, true},
    {{"dt", 2}, read_dt, true},
    {{"draws", 5}, read_draws, true},
    {{"seed", 4}, read_seed, true},
    {{"method", 6}, read_method, true},
    {{"input", 5}, read_input, false},
    {{"stock", 5}, read_stock, false},
    {{"flow", 4}, read_flow, false},
    {{"aux", 3}, read_auxiliary, false},
    {{"output", 6}, read_output, false},
    {{"observe", 7}, read_observed, false},
    {{"reach", 5}, read_target, false},
    {{"assume", 6}, read_assumption, false},
    {{"machine", 7}, read_machine, false},
    {{"table", 5}, read_table, false},
    {{"cell", 4}, read_cell, false},
    {{"correlate", 9}, read_correlation, false},
};

static sj_status read_line(struct reading *r, const sj_expanded_line *line)
{
    sj_str rest = sj_str_trim(line->text);
    r->at = (struct place){line, line->text.ptr};
    const sj_str word = take(r, &rest);
    for (size_t i = 0; i < SJ_COUNT(statements); i++) {
        if (!sj_str_eq(word, statements[i].word))
            continue;
        if (statements[i].once && r->said & 1u << i)
            return refuse_name(r, SJ_EINVAL, "the statement stands twice", word); /* (3) */
        r->said |= 1u << i;
        return statements[i].read(r, rest);
    }
    return refuse_name(r, SJ_ESYNTAX,
                       "expected a statement such as input, stock, flow, aux or output", word);
}

/* ---- names ---- */

static sj_status join(struct reading *r, const struct link *l, sj_str end, bool into)
{
    sj_system *s = &r->s->system;
    uint16_t flow, stock;
    if (end.len == 0)
        return SJ_OK;
    r->at = (struct place){l->at.line, end.ptr};
    if (!sj_system_find(s, end, &stock) || s->variable[stock].kind != SJ_STOCK)
        return refuse_name(r, SJ_EINVAL, "expected the name of a stock", end);
    if (!sj_system_find(s, l->flow, &flow))
        return refuse_name(r, SJ_EINVAL, "unknown name", l->flow);
    sj_variable *v = &s->variable[stock];
    if ((into ? v->ins : v->outs) >= SJ_SYSTEM_FLOWS)
        return refuse_name(r, SJ_ELIMIT, "at most 320 flows into or out of a stock", end);
    if (into)
        v->in[v->ins++] = flow;
    else
        v->out[v->outs++] = flow;
    return SJ_OK;
}

static sj_status find_name(struct reading *r, const struct named *n, uint16_t *ret)
{
    r->at = n->at;
    if (sj_system_find(&r->s->system, n->name, ret))
        return SJ_OK;
    r->at.mark = n->name.ptr;
    return refuse_name(r, SJ_EINVAL, "unknown name", n->name);
}

/* Cell i reads the i-th name that has nowhere else to go: cells move while they are added. */
static sj_status place_cell(struct reading *r, size_t i, const struct named *n)
{
    sj_scenario *s = r->s;
    sj_scenario_cell *c = &s->cell[i];
    const struct celled *t = &r->celled[i];
    SJ_TRY(find_name(r, n, &c->variable));
    size_t k = 0;
    while (k < s->tables && !sj_str_eq(s->table[k].name, t->table))
        k++;
    r->at = (struct place){t->at.line, t->table.ptr};
    if (k == s->tables)
        return refuse_name(r, SJ_EINVAL, "unknown table", t->table);
    c->table = (uint16_t)k;
    for (size_t j = 0; j < i; j++)
        if (s->cell[j].table == k && sj_str_eq(s->cell[j].place, c->place) &&
            sj_str_eq(s->cell[j].sector, c->sector))
            return refuse(r, SJ_EINVAL, "the cell stands twice");
    return SJ_OK;
}

static sj_status resolve(struct reading *r)
{
    size_t cell = 0;
    for (size_t i = 0; i < r->links; i++) {
        SJ_TRY(join(r, &r->link[i], r->link[i].from, false));
        SJ_TRY(join(r, &r->link[i], r->link[i].to, true));
    }
    for (size_t i = 0; i < r->names; i++)
        SJ_TRY(r->named[i].ret ? find_name(r, &r->named[i], r->named[i].ret)
                               : place_cell(r, cell++, &r->named[i]));
    return SJ_OK;
}

/* ---- what can only be asked once all is compiled ---- */

static sj_status check_setting(struct reading *r, const sj_scenario_setting *x)
{
    const sj_variable *v = x->is_input ? &r->s->system.variable[x->variable] : NULL;
    if (!v || v->kind == SJ_INPUT || v->fixed)
        return SJ_OK;
    sj_diag_field(r->diag, v->name);
    return sj_diag_set(r->diag, SJ_EINVAL,
                       "a setting of the machine is a number, an input, or an auxiliary that "
                       "reads inputs only",
                       0, x->line, x->column);
}

static sj_status check_settings(struct reading *r)
{
    const sj_scenario *s = r->s;
    for (int i = 0; i < SJ_SETTINGS; i++)
        SJ_TRY(check_setting(r, &s->setting[i]));
    for (size_t i = 0; i < s->holders; i++)
        SJ_TRY(check_setting(r, &s->holder[i].amount));
    for (size_t i = 0; i < s->scopes; i++)
        SJ_TRY(check_setting(r, &s->scope[i].amount));
    for (size_t i = 0; i < s->states; i++) {
        SJ_TRY(check_setting(r, &s->state[i].amount));
        SJ_TRY(check_setting(r, &s->state[i].share));
    }
    return SJ_OK;
}

/* A year that never comes: nothing would be compared, or nothing would ever open. */
static sj_status check_years(struct reading *r)
{
    const sj_scenario *s = r->s;
    const sj_scenario_setting *opens = &s->setting[SJ_SET_AUTHORISE];
    const double half = s->system.dt / 2;
    for (size_t i = 0; i < s->observations; i++)
        if (!(s->observed[i].time >= s->system.start - half &&
              s->observed[i].time <= s->system.stop + half))
            return sj_diag_set(r->diag, SJ_EINVAL, "observed before the start or after the stop", 0,
                               s->observed[i].line, s->observed[i].column);
    if (opens->given && !opens->is_input && !(opens->value <= s->system.stop))
        return sj_diag_set(r->diag, SJ_EINVAL, "the corridor would open after the stop", 0,
                           opens->line, opens->column);
    return SJ_OK;
}

/* A fault is told where it stands in the line of the source: in the equation, or of a
 * circle the name of the first in it. */
static sj_status compile(struct reading *r)
{
    sj_diag d = {0};
    const sj_system *system = &r->s->system;
    const sj_status s = sj_system_compile(&r->s->system, r->arena, &d);
    uint16_t i = 0;
    if (s >= 0)
        return s;
    sj_str field = sj_str_from(d.field);
    const sj_str name = sj_scenario_word(&field);
    const bool known = sj_system_find(system, name, &i);
    if (known && d.column) {
        r->at = r->made[i];
        r->at.mark = system->variable[i].equation.ptr + d.column - 1;
        return refuse_name(r, s, d.reason, name);
    }
    d.column = known ? system->variable[i].column : 0;
    *r->diag = d;
    return s;
}

/* contests_NAME, the flag of a State. */
static sj_status add_flag(struct reading *r, sj_scenario_party *state)
{
    sj_str name;
    SJ_TRY(sj_arena_format(r->arena, &name, "contests_%.*s", SJ_STR_FMT(state->name)));
    state->flag = (uint16_t)r->s->system.count;
    return add(r, SJ_OUTSIDE, name, (sj_str){0});
}

static sj_status check_machine(struct reading *r)
{
    const sj_scenario_setting *set = r->s->setting;
    for (int i = 0; i < SJ_SET_ALERT; i++)
        if (!set[i].given && !(i == SJ_SET_CONTESTED && r->s->states))
            return refuse(r, SJ_EINVAL,
                          "the machine needs authorise, breach, detect, clock_days, "
                          "wind_down_days, override, contested (or States) and review");
    if (r->s->states && set[SJ_SET_CONTESTED].given)
        return refuse(r, SJ_EINVAL, "the machine has either contested or States by name");
    if (set[SJ_SET_ALERT].given != set[SJ_SET_AUDIT].given ||
        set[SJ_SET_ALERT].given != set[SJ_SET_AUDIT_FINDS].given)
        return refuse(r, SJ_EINVAL, "alert, audit_days and audit_finds go together");
    if (set[SJ_SET_DURATION].given != set[SJ_SET_RENEW].given)
        return refuse(r, SJ_EINVAL, "duration and renew go together");
    return SJ_OK;
}

static sj_status add_machine(struct reading *r)
{
    static const sj_str name[SJ_OUTSIDE_FIXED] = {
        {"relief", 6}, {"trigger", 7}, {"wind_down", 9}, {"snapped", 7},   {"contested_share", 15},
        {"steps", 5},  {"audit", 5},   {"lapsed", 6},    {"scope_cap", 9}, {"since_end", 9}};
    r->at = r->machine;
    for (int i = 0; i < SJ_OUTSIDE_FIXED; i++) {
        r->s->outside[i] = (uint16_t)r->s->system.count;
        SJ_TRY(add(r, SJ_OUTSIDE, name[i], (sj_str){0}));
    }
    for (size_t i = 0; i < r->s->states; i++)
        SJ_TRY(add_flag(r, &r->s->state[i]));
    return check_machine(r);
}

sj_status sj_scenario_parse(sj_str text, sj_arena *arena, sj_scenario *ret, sj_diag *reterr_diag)
{
    sj_diag unused = {0};
    struct reading r = {.s = ret, .arena = arena, .diag = reterr_diag ? reterr_diag : &unused};
    sj_expanded lines;
    *ret = (sj_scenario){.draws = 2000, .seed = 1, .system = {.dt = 1.0 / 52}};
    if (sj_utf8_check(text) != text.len)
        return sj_diag_set(reterr_diag, SJ_EENCODING, "expected UTF-8", sj_utf8_check(text), 0, 0);
    SJ_TRY(sj_arena_copy(arena, text, &text));
    SJ_TRY(sj_scenario_expand(text, arena, &lines, r.diag));
    ret->label = lines.label;
    ret->labels = lines.labels;
    for (size_t i = 0; i < lines.lines; i++)
        SJ_TRY(read_line(&r, &lines.line[i]));
    if (ret->has_machine)
        SJ_TRY(add_machine(&r));
    if (ret->outputs == 0)
        return sj_diag_set(r.diag, SJ_EINVAL, "expected at least one output", 0,
                           lines.lines ? lines.line[lines.lines - 1].line : 0, 0);
    SJ_TRY(resolve(&r));
    SJ_TRY(compile(&r));
    SJ_TRY(check_settings(&r));
    SJ_TRY(check_years(&r));
    return sj_scenario_tie_inputs(ret, arena, r.diag);
}
