/* count/scenario.c -- many runs of one model, and what stands in their spread.
 *
 * Each run draws its inputs and the dates of its machine from its own stream, and
 * writes into its own column of the tables; threads therefore change nothing.
 *
 * Invariants: (1) a run whose values are not finite is counted as failed and left
 * out of every quantile; (2) a fan is read off at the same steps in all runs.
 * Not chosen: storing all steps of all variables (a gigabyte for nothing). */
#include "count/scenario_inputs.h"
#include "count/scenario_int.h"
#include <math.h>

enum { SJ_MOVED_MACHINES = 15 }; /* for the bars of a scenario with a machine */

struct happened { /* in the machine of one run */
    bool snapped, lapsed, noticed[SJ_MACHINE_HOLDERS], contests[SJ_MACHINE_STATES];
    size_t audits;
};
struct ensemble {
    const sj_scenario *s;
    size_t stride, points, steps;
    double *fan;      /* [output][point][draw] */
    double *cell;     /* [cell][SJ_SCENARIO_TIMES][draw] */
    double *observed; /* [observation][draw] */
    double *reached;  /* [target][draw]: time, infinite if never */
    bool *good;
    struct happened *happened; /* [draw] */
    size_t draws;
    double *moved; /* [2 inputs + 1][machine][output] */
    size_t machines;
};
struct run { /* one draw */
    const struct ensemble *e;
    sj_machine_run machine;
    size_t draw;
    double *last; /* of each output; NULL: write into the ensemble */
};

static double amount(const sj_scenario_setting *x, const double *value)
{
    return x->is_input ? value[x->variable] : x->value;
}

static int state_of(const sj_scenario *s, sj_str country)
{
    for (size_t i = 0; i < s->states; i++)
        if (sj_str_eq(s->state[i].name, country))
            return (int)i;
    return -1;
}

sj_machine_rule sj_scenario_rule(const sj_scenario *s, const double *value)
{
    double x[SJ_SETTINGS];
    for (int i = 0; i < SJ_SETTINGS; i++)
        x[i] = amount(&s->setting[i], value);
    sj_machine_rule r = {.authorise = x[SJ_SET_AUTHORISE],
                         .breach = x[SJ_SET_BREACH],
                         .detect = x[SJ_SET_DETECT],
                         .clock_days = x[SJ_SET_CLOCK],
                         .wind_down_days = x[SJ_SET_WIND_DOWN],
                         .override_prob = x[SJ_SET_OVERRIDE],
                         .contested = x[SJ_SET_CONTESTED],
                         .review = x[SJ_SET_REVIEW],
                         .alert = x[SJ_SET_ALERT],
                         .audit_days = x[SJ_SET_AUDIT],
                         .audit_finds = x[SJ_SET_AUDIT_FINDS],
                         .duration = x[SJ_SET_DURATION],
                         .renew = x[SJ_SET_RENEW],
                         .restore = s->restore,
                         .holders = s->holders,
                         .states = s->states,
                         .scopes = s->scopes};
    for (size_t i = 0; i < s->holders; i++)
        r.notify[i] = amount(&s->holder[i].amount, value);
    for (size_t i = 0; i < s->states; i++) {
        r.share[i] = amount(&s->state[i].share, value);
        r.contest[i] = amount(&s->state[i].amount, value);
    }
    for (size_t i = 0; i < s->scopes; i++) {
        r.cap[i] = amount(&s->scope[i].amount, value);
        r.scope_state[i] = state_of(s, s->scope[i].name);
    }
    return r;
}

sj_status sj_scenario_play(const sj_scenario *s, double *value, sj_random *random,
                           sj_machine_run *ret)
{
    if (!s->has_machine)
        return SJ_OK;
    sj_system_fix(&s->system, value);
    const sj_machine_rule rule = sj_scenario_rule(s, value);
    return sj_machine_play(&rule, s->system.stop, random, ret);
}

void sj_scenario_outside(const sj_scenario *s, const sj_machine_run *run, double time,
                         double *value)
{
    if (!s->has_machine)
        return;
    const sj_machine_state m = sj_machine_at(run, time);
    const double x[SJ_OUTSIDE_FIXED] = {m.relief, m.trigger, m.wind_down, m.snapped,   m.contested,
                                        m.steps,  m.audit,   m.lapsed,    m.scope_cap, m.since};
    for (int i = 0; i < SJ_OUTSIDE_FIXED; i++)
        value[s->outside[i]] = x[i];
    for (size_t i = 0; i < s->states; i++)
        value[s->state[i].flag] = sj_machine_contests(run, i, time);
}

static void outside(void *ctx, double time, double *value)
{
    const struct run *r = ctx;
    sj_scenario_outside(r->e->s, &r->machine, time, value);
}

static void note_last(const struct run *r, const double *value)
{
    for (size_t i = 0; i < r->e->s->outputs; i++)
        r->last[i] = value[r->e->s->output[i].variable];
}

/* The points at which tables are told. */
static size_t told(const struct ensemble *e, size_t k)
{
    return k * (e->points - 1) / (SJ_SCENARIO_TIMES - 1);
}

static void note_cells(const struct run *r, size_t point, const double *value)
{
    const struct ensemble *e = r->e;
    for (size_t k = 0; k < SJ_SCENARIO_TIMES && e->s->cells; k++)
        for (size_t i = 0; told(e, k) == point && i < e->s->cells; i++)
            e->cell[(i * SJ_SCENARIO_TIMES + k) * e->draws + r->draw] =
                value[e->s->cell[i].variable];
}

static void seen(void *ctx, size_t step, double time, const double *value)
{
    struct run *r = ctx;
    const struct ensemble *e = r->e;
    const sj_scenario *s = e->s;
    if (r->last) {
        note_last(r, value);
        return;
    }
    const size_t point = step / e->stride;
    if (step % e->stride == 0 && point < e->points) { /* (2) */
        for (size_t i = 0; i < s->outputs; i++)
            e->fan[(i * e->points + point) * e->draws + r->draw] = value[s->output[i].variable];
        note_cells(r, point, value);
    }
    for (size_t i = 0; i < s->observations; i++)
        if (fabs(time - s->observed[i].time) <= s->system.dt / 2 * 1.000001)
            e->observed[i * e->draws + r->draw] = value[s->observed[i].variable];
    for (size_t i = 0; i < s->targets; i++) {
        double *at = &e->reached[i * e->draws + r->draw];
        if (isinf(*at) && value[s->target[i].variable] >= s->target[i].value)
            *at = time;
    }
}

sj_status sj_scenario_draw(const sj_scenario *s, size_t draw, double *value, sj_machine_run *ret)
{
    sj_random random = sj_random_stream(s->seed, draw);
    sj_scenario_draw_inputs(s, &random, value);
    return sj_scenario_play(s, value, &random, ret);
}

static sj_status one_run(void *ctx, size_t draw, unsigned worker)
{
    const struct ensemble *e = ctx;
    const sj_scenario *s = e->s;
    double value[SJ_SYSTEM_VARIABLES] = {0};
    struct run r = {.e = e, .draw = draw};
    (void)worker;
    SJ_TRY(sj_scenario_draw(s, draw, value, &r.machine));
    const sj_system_hooks hooks = {outside, seen, &r};
    e->good[draw] = sj_system_run(&s->system, &hooks, value);
    struct happened *h = &e->happened[draw];
    h->snapped = s->has_machine && r.machine.snapback <= s->system.stop; /* within the run */
    h->lapsed = s->has_machine && r.machine.lapse <= s->system.stop;
    h->audits = r.machine.audits;
    memcpy(h->noticed, r.machine.noticed, sizeof h->noticed);
    if (h->snapped)
        memcpy(h->contests, r.machine.contests, sizeof h->contests);
    return SJ_OK;
}

/* ---- where the inputs come from ---- */

/* What stands in square brackets, empty if nothing does. */
static sj_str origin_of(sj_str text)
{
    const size_t from = sj_str_find(text, SJ_S("["), 0);
    const size_t to = from < text.len ? sj_str_find(text, SJ_S("]"), from) : text.len;
    return to < text.len ? sj_str_trim(sj_str_slice(text, from + 1, to)) : (sj_str){0};
}

static void note_origin(sj_str origin, sj_str *known, size_t *count)
{
    for (size_t i = 0; i < *count; i++)
        if (sj_str_eq(known[i], origin))
            return;
    known[(*count)++] = origin;
}

size_t sj_scenario_origins(const sj_scenario *s, size_t *ret_assumed)
{
    sj_str known[SJ_SCENARIO_INPUTS + SJ_SCENARIO_OBSERVED];
    size_t count = 0;
    *ret_assumed = 0;
    for (size_t i = 0; i < s->inputs; i++) {
        const sj_str origin = origin_of(s->input[i].note);
        if (origin.len)
            note_origin(origin, known, &count);
        else
            ++*ret_assumed;
    }
    for (size_t i = 0; i < s->observations; i++) {
        const sj_str origin = origin_of(s->observed[i].text);
        if (origin.len && !s->observed[i].scored)
            note_origin(origin, known, &count);
    }
    return count;
}

/* ---- reading the tables ---- */

/* The values of good runs, packed into to; how many. */
static size_t pack(const struct ensemble *e, const double *from, double *to)
{
    size_t n = 0;
    for (size_t i = 0; i < e->draws; i++)
        if (e->good[i])
            to[n++] = from[i];
    return n;
}

static sj_status read_fan(const struct ensemble *e, size_t output, double *packed, sj_arena *arena,
                          sj_fan *ret)
{
    static const double p[SJ_FAN] = {0.05, 0.25, 0.5, 0.75, 0.95};
    double *room = sj_arena_alloc(arena, (2 * SJ_FAN + 1) * e->points * sizeof *room);
    if (!room)
        return SJ_ENOMEM;
    ret->points = e->points;
    ret->time = room;
    for (int k = 0; k < SJ_FAN; k++) {
        ret->quantile[k] = room + (size_t)(2 * k + 1) * e->points;
        ret->mc_error[k] = ret->quantile[k] + e->points;
    }
    for (size_t i = 0; i < e->points; i++) {
        sj_quantile q[SJ_FAN];
        const size_t n = pack(e, e->fan + (output * e->points + i) * e->draws, packed);
        for (int k = 0; k < SJ_FAN; k++)
            q[k].p = p[k];
        SJ_TRY(sj_quantiles(packed, n, q, SJ_FAN));
        ret->time[i] = e->s->system.start + (double)(i * e->stride) * e->s->system.dt;
        for (int k = 0; k < SJ_FAN; k++) {
            ret->quantile[k][i] = q[k].value;
            ret->mc_error[k][i] = q[k].mc_error;
        }
    }
    return SJ_OK;
}

static sj_status read_observed(const struct ensemble *e, double *packed, sj_scenario_result *ret)
{
    for (size_t i = 0; i < e->s->observations; i++) {
        const sj_scenario_observed *o = &e->s->observed[i];
        sj_quantile q[3] = {{.p = 0.05}, {.p = 0.5}, {.p = 0.95}};
        SJ_TRY(sj_quantiles(packed, pack(e, e->observed + i * e->draws, packed), q, 3));
        ret->observed[i].p5 = q[0].value;
        ret->observed[i].p50 = q[1].value;
        ret->observed[i].p95 = q[2].value;
        for (int k = 0; k < 3; k++)
            ret->observed[i].mc_error[k] = q[k].mc_error;
        ret->observed[i].inside = o->value >= q[0].value && (o->bound || o->value <= q[2].value);
        ret->scored += o->scored;
        ret->covered += o->scored && ret->observed[i].inside;
    }
    return SJ_OK;
}

static sj_status read_targets(const struct ensemble *e, double *packed, sj_scenario_result *ret)
{
    for (size_t i = 0; i < e->s->targets; i++) {
        const size_t n = pack(e, e->reached + i * e->draws, packed);
        size_t k = 0;
        for (size_t j = 0; j < n; j++)
            if (isfinite(packed[j]))
                packed[k++] = packed[j];
        const double p = (double)k / (double)n;
        sj_quantile q[3] = {
            {.p = 0.05, .value = NAN}, {.p = 0.5, .value = NAN}, {.p = 0.95, .value = NAN}};
        if (k > 0)
            SJ_TRY(sj_quantiles(packed, k, q, 3));
        ret->target[i].reached_prob = p;
        ret->target[i].mc_error = sqrt(p * (1 - p) / (double)n);
        ret->target[i].p5 = q[0].value;
        ret->target[i].p50 = q[1].value;
        ret->target[i].p95 = q[2].value;
        for (int j = 0; j < 3; j++)
            ret->target[i].year_error[j] = k > 0 ? q[j].mc_error : NAN;
    }
    return SJ_OK;
}

static void read_machine(const struct ensemble *e, sj_scenario_result *ret)
{
    const double n = (double)e->draws;
    double snapped = 0, lapsed = 0, audits = 0;
    for (size_t i = 0; i < e->draws; i++) {
        const struct happened *h = &e->happened[i];
        snapped += h->snapped;
        lapsed += h->lapsed;
        audits += (double)h->audits;
        for (size_t k = 0; k < e->s->holders; k++)
            ret->noticed_prob[k] += h->noticed[k] / n;
        for (size_t k = 0; k < e->s->states; k++)
            ret->contested_prob[k] += h->contests[k];
    }
    for (size_t k = 0; k < e->s->states; k++)
        ret->contested_prob[k] = snapped > 0 ? ret->contested_prob[k] / snapped : NAN;
    ret->snapback_prob = snapped / n;
    ret->lapse_prob = lapsed / n;
    ret->audits = audits / n;
}

sj_status sj_scenario_last(const sj_scenario *s, sj_random random, double *value, double *ret_last,
                           bool *ret_finite)
{
    const struct ensemble e = {.s = s};
    struct run r = {.e = &e, .last = ret_last};
    SJ_TRY(sj_scenario_play(s, value, &random, &r.machine));
    const sj_system_hooks hooks = {outside, seen, &r};
    *ret_finite = sj_system_run(&s->system, &hooks, value);
    return SJ_OK;
}

/* ---- one input moved ---- */

/* The last values with one input at p and the others at their medians; the machine's dates
 * are those of the stream. */
static sj_status moved(const struct ensemble *e, const sj_system *system, size_t which, double p,
                       uint64_t stream, double *ret_last)
{
    const sj_scenario *s = e->s;
    double value[SJ_SYSTEM_VARIABLES] = {0};
    struct run r = {.e = e, .last = ret_last};
    sj_random random = sj_random_stream(s->seed, stream);
    for (size_t i = 0; i < s->inputs; i++)
        value[s->input[i].variable] =
            sj_distribution_quantile(&s->input[i].law, i == which ? p : 0.5);
    SJ_TRY(sj_scenario_play(s, value, &random, &r.machine));
    const sj_system_hooks hooks = {outside, seen, &r};
    if (!sj_system_run(system, &hooks, value)) /* told as no number, not as a failure of all */
        for (size_t k = 0; k < s->outputs; k++)
            ret_last[k] = NAN;
    return SJ_OK;
}

/* Run i: nothing moved, then each input down and up, on each machine. */
static sj_status move_one(void *ctx, size_t i, unsigned worker)
{
    const struct ensemble *e = ctx;
    const size_t side = i / e->machines;
    (void)worker;
    return moved(e, &e->s->system, side ? (side - 1) / 2 : SIZE_MAX, side % 2 ? 0.05 : 0.95,
                 i % e->machines, e->moved + i * e->s->outputs);
}

/* The median over machines, NaN if one of them has no number. */
static sj_status middle(const struct ensemble *e, size_t side, size_t output, double *ret)
{
    double last[SJ_MOVED_MACHINES];
    sj_quantile q = {.p = 0.5};
    for (size_t i = 0; i < e->machines; i++) {
        last[i] = e->moved[(side * e->machines + i) * e->s->outputs + output];
        if (!isfinite(last[i])) {
            *ret = NAN;
            return SJ_OK;
        }
    }
    SJ_TRY(sj_quantiles(last, e->machines, &q, 1));
    *ret = q.value;
    return SJ_OK;
}

/* A value that has all but died out is measured against a thousandth of what it was. */
static double size_of(const sj_fan *f, double last)
{
    double highest = 0;
    for (size_t i = 0; i < f->points; i++)
        highest = fmax(highest, fmax(fabs(f->quantile[0][i]), fabs(f->quantile[SJ_FAN - 1][i])));
    const double size = fmax(fabs(last), highest / 1000);
    return size > 0 ? size : 1;
}

/* How far the last values of one run go when the step is halved. */
static sj_status halve_step(const struct ensemble *e, sj_scenario_result *ret)
{
    double whole[SJ_SCENARIO_OUTPUTS], half[SJ_SCENARIO_OUTPUTS];
    sj_system fine = e->s->system;
    fine.dt /= 2;
    SJ_TRY(moved(e, &e->s->system, SIZE_MAX, 0.5, 0, whole));
    SJ_TRY(moved(e, &fine, SIZE_MAX, 0.5, 0, half));
    for (size_t k = 0; k < e->s->outputs; k++) {
        const double change = fabs(half[k] - whole[k]) / size_of(&ret->fan[k], whole[k]);
        if (change > ret->half_step) {
            ret->half_step = change;
            ret->half_output = k;
        }
    }
    return SJ_OK;
}

/* With a machine one run is chance: medians over some, the same for every input. A draw in
 * 200, so that a short run stays short; an odd number, so that a median is a run. */
static sj_status move_all(struct ensemble *e, unsigned threads, sj_arena *arena,
                          sj_scenario_result *ret)
{
    const sj_scenario *s = e->s;
    const size_t sides = 2 * s->inputs + 1;
    e->machines = s->has_machine ? e->draws / 200 : 1;
    e->machines = e->machines > SJ_MOVED_MACHINES ? SJ_MOVED_MACHINES : e->machines | 1;
    ret->moved_runs = e->machines;
    e->moved = sj_arena_alloc(arena, sides * e->machines * s->outputs * sizeof *e->moved);
    if (!e->moved)
        return SJ_ENOMEM;
    SJ_TRY(sj_thread_for(threads, sides * e->machines, move_one, e));
    for (size_t k = 0; k < s->outputs; k++) {
        SJ_TRY(middle(e, 0, k, &ret->base[k]));
        for (size_t i = 0; i < s->inputs; i++) {
            SJ_TRY(middle(e, 2 * i + 1, k, &ret->low[k][i]));
            SJ_TRY(middle(e, 2 * i + 2, k, &ret->high[k][i]));
        }
    }
    return halve_step(e, ret);
}

/* What all runs together keep is known before any is made. */
static bool too_much(const struct ensemble *e)
{
    const size_t each = e->s->outputs * e->points + e->s->cells * SJ_SCENARIO_TIMES;
    return each * e->draws > SJ_SCENARIO_NUMBERS;
}

static sj_status make_room(struct ensemble *e, sj_arena *arena)
{
    const sj_scenario *s = e->s;
    if (too_much(e))
        return SJ_ELIMIT;
    e->fan = sj_arena_zalloc(arena, s->outputs * e->points * e->draws * sizeof *e->fan);
    e->cell =
        sj_arena_zalloc(arena, (s->cells * SJ_SCENARIO_TIMES + 1) * e->draws * sizeof *e->cell);
    e->observed = sj_arena_zalloc(arena, (s->observations + 1) * e->draws * sizeof *e->observed);
    e->reached = sj_arena_alloc(arena, (s->targets + 1) * e->draws * sizeof *e->reached);
    e->good = sj_arena_zalloc(arena, e->draws);
    e->happened = sj_arena_zalloc(arena, e->draws * sizeof *e->happened);
    if (!e->fan || !e->cell || !e->observed || !e->reached || !e->good || !e->happened)
        return SJ_ENOMEM;
    for (size_t i = 0; i < (s->targets + 1) * e->draws; i++)
        e->reached[i] = INFINITY;
    return SJ_OK;
}

sj_status sj_scenario_run(const sj_scenario *s, unsigned threads, sj_arena *arena,
                          sj_scenario_result *ret)
{
    SJ_SCOPED(sj_arena) tables = {0};
    struct ensemble e = {.s = s, .draws = s->draws, .steps = sj_system_steps(&s->system)};
    e.stride = (e.steps + SJ_SCENARIO_POINTS - 2) / (SJ_SCENARIO_POINTS - 1);
    e.points = e.steps / e.stride + 1;
    *ret = (sj_scenario_result){.draws = s->draws};
    SJ_TRY(make_room(&e, &tables));
    double *packed = sj_arena_alloc(&tables, e.draws * sizeof *packed);
    if (!packed)
        return SJ_ENOMEM;
    SJ_TRY(sj_thread_for(threads, e.draws, one_run, &e));
    for (size_t i = 0; i < e.draws; i++)
        ret->failed += !e.good[i];
    if (ret->failed == e.draws)
        return SJ_EINVAL;
    read_machine(&e, ret);
    for (size_t i = 0; i < s->outputs; i++)
        SJ_TRY(read_fan(&e, i, packed, arena, &ret->fan[i]));
    SJ_TRY(read_observed(&e, packed, ret));
    SJ_TRY(read_targets(&e, packed, ret));
    for (size_t k = 0; k < SJ_SCENARIO_TIMES; k++)
        ret->row_time[k] = s->system.start + (double)(told(&e, k) * e.stride) * s->system.dt;
    SJ_TRY(sj_scenario_tables(s, e.cell, e.good, e.draws, arena, ret));
    return move_all(&e, threads, &tables, ret);
}
