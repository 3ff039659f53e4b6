/* count/system.c -- the order of equations, two integrators.
 *
 * Invariants:
 *   (1) an equation runs after all equations it reads; a circle is refused with
 *       the names in it (a stock breaks a circle); what reads nothing that moves runs
 *       once, at the start;
 *   (2) with Euler, what leaves one stock enters another: a flow that asks more
 *       than a stock has is cut before anybody sees it, so people are conserved;
 *   (3) all steps are start + i dt, computed so, never by repeated adding.
 * Not chosen: adaptive steps. Policies start on dates, and a step that jumps over
 * one is wrong however small its error estimate. */
#include "count/system_int.h"
#include <math.h>

enum { STEPS = 1000000 };

/* The slot of a name, or the empty one where it belongs. */
static size_t slot_of(const sj_system *s, sj_str name)
{
    size_t i = sj_hash_str(name) % SJ_SYSTEM_SLOTS;
    while (s->slot[i] && !sj_str_eq(s->variable[s->slot[i] - 1].name, name))
        i = (i + 1) % SJ_SYSTEM_SLOTS; /* ends: at most half are taken */
    return i;
}

bool sj_system_find(const sj_system *s, sj_str name, uint16_t *ret)
{
    const uint16_t found = s->slot ? s->slot[slot_of(s, name)] : 0;
    if (found)
        *ret = (uint16_t)(found - 1);
    return found != 0;
}

static bool name_good(sj_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
        if (!letter && !(i > 0 && c >= '0' && c <= '9'))
            return false;
    }
    return name.len > 0 && name.len <= 64 && !sj_str_eq(name, SJ_S("time"));
}

sj_status sj_system_add(sj_system *s, sj_arena *arena, sj_variable_kind kind, sj_str name,
                        sj_str equation, uint64_t line, sj_variable **ret)
{
    uint16_t taken;
    if (!name_good(name) || sj_system_find(s, name, &taken))
        return SJ_EINVAL;
    if (s->count >= SJ_SYSTEM_VARIABLES)
        return SJ_ELIMIT;
    if (!s->slot)
        s->slot = sj_arena_zalloc(arena, SJ_SYSTEM_SLOTS * sizeof *s->slot);
    sj_variable *v = s->slot ? sj_arena_push(arena, &s->variable, &s->count, sizeof *v) : NULL;
    if (!v)
        return SJ_ENOMEM;
    v->name = name;
    v->equation = equation;
    v->kind = kind;
    v->line = line;
    s->slot[slot_of(s, name)] = (uint16_t)s->count;
    *ret = v;
    return SJ_OK;
}

static bool has_equation(const sj_variable *v)
{
    return v->kind == SJ_FLOW || v->kind == SJ_AUXILIARY;
}

enum { NEW, OPEN, DONE }; /* of an equation: not seen, being followed, in order */

/* The next equation that v reads and that is not in order, from operation *at on. */
static bool next_read(const sj_system *s, const sj_variable *v, const char *state, size_t *at,
                      uint16_t *ret)
{
    for (; *at < v->operations; ++*at) {
        *ret = v->operation[*at].variable;
        if (v->operation[*at].code == OP_VARIABLE && has_equation(&s->variable[*ret]) &&
            state[*ret] != DONE)
            return true;
    }
    return false;
}

static sj_status refuse_circle(const sj_system *s, const uint16_t *open, size_t depth,
                               uint16_t again, sj_diag *reterr_diag)
{
    SJ_SCOPED(sj_buf) names = {.max_bytes = 256};
    size_t i = 0;
    while (open[i] != again)
        i++;
    const sj_variable *first = &s->variable[again];
    for (; i < depth && names.len < sizeof reterr_diag->field; i++)
        sj_buf_addf(&names, "%.*s reads ", SJ_STR_FMT(s->variable[open[i]].name));
    sj_buf_add(&names, first->name);
    sj_diag_field(reterr_diag, sj_buf_str(&names));
    return sj_diag_set(reterr_diag, SJ_EINVAL, "the equation reads itself through others", 0,
                       first->line, 0);
}

/* Depth first, on a stack of our own: a chain may be as long as the model. */
static sj_status follow(sj_system *s, uint16_t from, char *state, sj_diag *reterr_diag)
{
    uint16_t open[SJ_SYSTEM_VARIABLES], next;
    size_t at[SJ_SYSTEM_VARIABLES], depth = 1;
    open[0] = from;
    at[0] = 0;
    state[from] = OPEN;
    while (depth) {
        const uint16_t top = open[depth - 1];
        if (!next_read(s, &s->variable[top], state, &at[depth - 1], &next)) {
            state[top] = DONE;
            s->order[s->ordered++] = top;
            depth--;
        } else if (state[next] == OPEN)
            return refuse_circle(s, open, depth, next, reterr_diag);
        else {
            state[next] = OPEN;
            open[depth] = next;
            at[depth++] = 0;
        }
    }
    return SJ_OK;
}

static bool is_fixed(const sj_system *s, const sj_variable *v)
{
    for (size_t i = 0; i < v->operations; i++) {
        const sj_operation *o = &v->operation[i];
        const sj_variable *read = &s->variable[o->variable];
        if (o->code == OP_TIME || o->code == OP_STEP || o->code == OP_RAMP ||
            (o->code == OP_VARIABLE && read->kind != SJ_INPUT && !read->fixed))
            return false;
    }
    return v->kind == SJ_AUXILIARY; /* a flow may be cut */
}

static sj_status put_in_order(sj_system *s, sj_diag *reterr_diag)
{
    char state[SJ_SYSTEM_VARIABLES] = {NEW};
    uint16_t moving[SJ_SYSTEM_VARIABLES];
    size_t movings = 0;
    s->ordered = s->fixed = s->stocks = 0;
    for (size_t i = 0; i < s->count; i++) {
        if (s->variable[i].kind == SJ_STOCK)
            s->stock[s->stocks++] = (uint16_t)i;
        if (has_equation(&s->variable[i]) && state[i] == NEW)
            SJ_TRY(follow(s, (uint16_t)i, state, reterr_diag));
    }
    for (size_t i = 0; i < s->ordered; i++) {
        sj_variable *v = &s->variable[s->order[i]];
        v->fixed = is_fixed(s, v);
        if (v->fixed)
            s->order[s->fixed++] = s->order[i];
        else
            moving[movings++] = s->order[i];
    }
    memcpy(s->order + s->fixed, moving, movings * sizeof *moving);
    return SJ_OK;
}

sj_status sj_system_compile(sj_system *s, sj_arena *arena, sj_diag *reterr_diag)
{
    const double steps = (s->stop - s->start) / s->dt;
    if (!(s->dt > 0) || !(steps >= 1) || !(steps <= STEPS))
        return sj_diag_set(reterr_diag, SJ_EINVAL,
                           "expected start before stop and at most 1,000,000 steps", 0,
                           s->time_line, 0);
    for (size_t i = 0; i < s->count; i++) {
        sj_variable *v = &s->variable[i];
        if (v->kind == SJ_STOCK || has_equation(v))
            SJ_TRY(sj_equation_compile(s, v, arena, reterr_diag));
    }
    return put_in_order(s, reterr_diag);
}

size_t sj_system_steps(const sj_system *s)
{
    return (size_t)floor((s->stop - s->start) / s->dt + 0.5);
}

static void evaluate(const sj_system *s, const sj_system_hooks *h, double time, double *value)
{
    if (h->outside)
        h->outside(h->ctx, time, value);
    for (size_t i = s->fixed; i < s->ordered; i++)
        value[s->order[i]] = sj_equation_value(&s->variable[s->order[i]], value, time);
}

void sj_system_fix(const sj_system *s, double *value)
{
    for (size_t i = 0; i < s->fixed; i++)
        value[s->order[i]] = sj_equation_value(&s->variable[s->order[i]], value, s->start);
}

static double net(const sj_variable *v, const double *value)
{
    double sum = 0;
    for (size_t i = 0; i < v->ins; i++)
        sum += value[v->in[i]];
    for (size_t i = 0; i < v->outs; i++)
        sum -= value[v->out[i]];
    return sum;
}

enum { CUT_PASSES = 32 }; /* the longest chain of emptied stocks that is felt to its end */

/* Cuts what leaves each stock to what it holds and receives (2). Again while anything is
 * cut, so that a cut upstream is felt downstream whatever the order of declaration. */
static void cut_flows(const sj_system *s, double *value)
{
    bool again = true;
    for (int pass = 0; again && pass < CUT_PASSES; pass++) {
        again = false;
        for (size_t i = 0; i < s->stocks; i++) {
            const sj_variable *v = &s->variable[s->stock[i]];
            double in = 0, out = 0;
            if (v->may_be_negative)
                continue;
            for (size_t k = 0; k < v->ins; k++)
                in += value[v->in[k]];
            for (size_t k = 0; k < v->outs; k++)
                out += value[v->out[k]];
            const double most = value[s->stock[i]] / s->dt + in;
            if (out <= most || out <= 0)
                continue;
            for (size_t k = 0; k < v->outs; k++)
                value[v->out[k]] *= fmax(0, most) / out;
            again = again || out > fmax(0, most) * (1 + 1e-12); /* more than rounding */
        }
    }
}

static void step_euler(const sj_system *s, double *value)
{
    double change[SJ_SYSTEM_VARIABLES];
    for (size_t i = 0; i < s->stocks; i++)
        change[i] = net(&s->variable[s->stock[i]], value) * s->dt;
    for (size_t i = 0; i < s->stocks; i++)
        value[s->stock[i]] += change[i];
}

static void step_rk4(const sj_system *s, const sj_system_hooks *h, double time, double *value)
{
    static const double part[4] = {0.5, 0.5, 1, 0},
                        weight[4] = {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6};
    double start[SJ_SYSTEM_VARIABLES], sum[SJ_SYSTEM_VARIABLES], slope[SJ_SYSTEM_VARIABLES];
    for (size_t i = 0; i < s->stocks; i++) {
        start[i] = value[s->stock[i]];
        sum[i] = 0;
    }
    for (int stage = 0; stage < 4; stage++) {
        if (stage > 0)
            evaluate(s, h, time + s->dt * part[stage - 1], value);
        for (size_t i = 0; i < s->stocks; i++)
            slope[i] = net(&s->variable[s->stock[i]], value);
        for (size_t i = 0; i < s->stocks; i++) {
            sum[i] += weight[stage] * slope[i] * s->dt;
            if (stage < 3)
                value[s->stock[i]] = start[i] + slope[i] * s->dt * part[stage];
        }
    }
    for (size_t i = 0; i < s->stocks; i++)
        value[s->stock[i]] = start[i] + sum[i];
}

bool sj_system_run(const sj_system *s, const sj_system_hooks *h, double *value)
{
    const size_t steps = sj_system_steps(s);
    for (size_t i = 0; i < s->count; i++)
        if (s->variable[i].kind != SJ_INPUT)
            value[i] = 0;
    if (h->outside)
        h->outside(h->ctx, s->start, value);
    for (int pass = 0; pass < 2; pass++) /* a stock's start may read an auxiliary */
        for (size_t i = 0; i < s->count + s->ordered; i++) {
            const size_t k = i < s->ordered ? s->order[i] : i - s->ordered;
            if (i < s->ordered || s->variable[k].kind == SJ_STOCK)
                value[k] = sj_equation_value(&s->variable[k], value, s->start);
        }
    for (size_t i = 0; i <= steps; i++) {
        const double time = s->start + (double)i * s->dt; /* (3) */
        evaluate(s, h, time, value);
        if (s->method == SJ_EULER)
            cut_flows(s, value);
        if (h->seen)
            h->seen(h->ctx, i, time, value);
        if (i == steps)
            break;
        if (s->method == SJ_EULER)
            step_euler(s, value);
        else
            step_rk4(s, h, time, value);
    }
    for (size_t i = 0; i < s->count; i++)
        if (!isfinite(value[i]))
            return false;
    return true;
}
