/* count/system.c -- the order of equations, two integrators.
 *
 * Invariants:
 *   (1) an equation runs after all equations it reads; a circle is refused with
 *       the name of one in it (a stock breaks a circle);
 *   (2) with Euler, what leaves one stock enters another: a flow that asks more
 *       than a stock has is cut before anybody sees it, so people are conserved;
 *   (3) all steps are start + i dt, computed so, never by repeated adding.
 * Not chosen: adaptive steps. Policies start on dates, and a step that jumps over
 * one is wrong however small its error estimate. */
#include "count/system_int.h"
#include <math.h>

enum { STEPS = 1000000 };

bool sj_system_find(const sj_system *s, sj_str name, uint16_t *ret)
{
    for (size_t i = 0; i < s->count; i++)
        if (sj_str_eq(s->variable[i].name, name)) {
            *ret = (uint16_t)i;
            return true;
        }
    return false;
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
    sj_variable *v = sj_arena_push(arena, &s->variable, &s->count, sizeof *v);
    if (!v)
        return SJ_ENOMEM;
    v->name = name;
    v->equation = equation;
    v->kind = kind;
    v->line = line;
    *ret = v;
    return SJ_OK;
}

static bool has_equation(const sj_variable *v)
{
    return v->kind == SJ_FLOW || v->kind == SJ_AUXILIARY;
}

static bool ready(const sj_system *s, const sj_variable *v, const bool *done)
{
    for (size_t i = 0; i < v->operations; i++) {
        const uint16_t k = v->operation[i].variable;
        if (v->operation[i].code == OP_VARIABLE && has_equation(&s->variable[k]) && !done[k])
            return false;
    }
    return true;
}

static sj_status put_in_order(sj_system *s, sj_diag *reterr_diag)
{
    bool done[SJ_SYSTEM_VARIABLES] = {false}, moved = true;
    s->ordered = 0;
    while (moved) {
        moved = false;
        for (size_t i = 0; i < s->count; i++) {
            const sj_variable *v = &s->variable[i];
            if (done[i] || !has_equation(v) || !ready(s, v, done))
                continue;
            s->order[s->ordered++] = (uint16_t)i;
            done[i] = moved = true;
        }
    }
    for (size_t i = 0; i < s->count; i++)
        if (has_equation(&s->variable[i]) && !done[i]) {
            sj_diag_field(reterr_diag, s->variable[i].name);
            return sj_diag_set(reterr_diag, SJ_EINVAL, "the equation reads itself through others",
                               0, s->variable[i].line, 0);
        }
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
    for (size_t i = 0; i < s->ordered; i++)
        value[s->order[i]] = sj_equation_value(&s->variable[s->order[i]], value, time);
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

/* Cuts what leaves each stock to what it holds and receives (2). Twice, so that a
 * cut upstream is felt downstream whatever the order of declaration. */
static void cut_flows(const sj_system *s, double *value)
{
    for (int pass = 0; pass < 2; pass++)
        for (size_t i = 0; i < s->count; i++) {
            const sj_variable *v = &s->variable[i];
            double in = 0, out = 0;
            if (v->kind != SJ_STOCK || v->may_be_negative)
                continue;
            for (size_t k = 0; k < v->ins; k++)
                in += value[v->in[k]];
            for (size_t k = 0; k < v->outs; k++)
                out += value[v->out[k]];
            const double most = value[i] / s->dt + in;
            if (out <= most || out <= 0)
                continue;
            for (size_t k = 0; k < v->outs; k++)
                value[v->out[k]] *= fmax(0, most) / out;
        }
}

static void step_euler(const sj_system *s, double *value)
{
    double change[SJ_SYSTEM_VARIABLES];
    for (size_t i = 0; i < s->count; i++)
        change[i] = s->variable[i].kind == SJ_STOCK ? net(&s->variable[i], value) * s->dt : 0;
    for (size_t i = 0; i < s->count; i++)
        value[i] += change[i];
}

static void step_rk4(const sj_system *s, const sj_system_hooks *h, double time, double *value)
{
    static const double part[4] = {0.5, 0.5, 1, 0},
                        weight[4] = {1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6};
    double start[SJ_SYSTEM_VARIABLES], sum[SJ_SYSTEM_VARIABLES] = {0};
    memcpy(start, value, s->count * sizeof *value);
    for (int stage = 0; stage < 4; stage++) {
        if (stage > 0)
            evaluate(s, h, time + s->dt * part[stage - 1], value);
        for (size_t i = 0; i < s->count; i++) {
            const sj_variable *v = &s->variable[i];
            if (v->kind == SJ_STOCK)
                sum[i] += weight[stage] * net(v, value) * s->dt;
        }
        double slope[SJ_SYSTEM_VARIABLES];
        for (size_t i = 0; i < s->count; i++)
            slope[i] = s->variable[i].kind == SJ_STOCK ? net(&s->variable[i], value) : 0;
        for (size_t i = 0; stage < 3 && i < s->count; i++)
            if (s->variable[i].kind == SJ_STOCK)
                value[i] = start[i] + slope[i] * s->dt * part[stage];
    }
    for (size_t i = 0; i < s->count; i++)
        if (s->variable[i].kind == SJ_STOCK)
            value[i] = start[i] + sum[i];
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
