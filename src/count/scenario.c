/* count/scenario.c -- many runs of one model, and what stands in their spread.
 *
 * Each run draws its inputs and the dates of its machine from its own stream, and
 * writes into its own column of the tables; threads therefore change nothing.
 *
 * Invariants: (1) a run whose values are not finite is counted as failed and left
 * out of every quantile; (2) a fan is read off at the same steps in all runs.
 * Not chosen: storing all steps of all variables (a gigabyte for nothing). */
#include "count/scenario.h"
#include <math.h>

struct ensemble {
    const sj_scenario *s;
    size_t stride, points, steps;
    double *fan;      /* [output][point][draw] */
    double *observed; /* [observation][draw] */
    double *reached;  /* [target][draw]: time, infinite if never */
    bool *good, *snapped;
    size_t draws;
};
struct run { /* one draw */
    const struct ensemble *e;
    sj_machine_run machine;
    size_t draw;
    double *last; /* of each output; NULL: write into the ensemble */
};

static double setting(const sj_scenario *s, int i, const double *value)
{
    return s->setting[i].is_input ? value[s->setting[i].variable] : s->setting[i].value;
}

static sj_status play(const sj_scenario *s, const double *value, sj_random *random,
                      sj_machine_run *ret)
{
    const sj_machine_rule rule = {.authorise = setting(s, SJ_SET_AUTHORISE, value),
                                  .breach = setting(s, SJ_SET_BREACH, value),
                                  .detect = setting(s, SJ_SET_DETECT, value),
                                  .clock_days = setting(s, SJ_SET_CLOCK, value),
                                  .wind_down_days = setting(s, SJ_SET_WIND_DOWN, value),
                                  .override_prob = setting(s, SJ_SET_OVERRIDE, value),
                                  .contested = setting(s, SJ_SET_CONTESTED, value),
                                  .review = setting(s, SJ_SET_REVIEW, value),
                                  .restore = s->restore};
    return s->has_machine ? sj_machine_play(&rule, s->system.stop, random, ret) : SJ_OK;
}

static void outside(void *ctx, double time, double *value)
{
    const struct run *r = ctx;
    const sj_scenario *s = r->e->s;
    if (!s->has_machine)
        return;
    const sj_machine_state m = sj_machine_at(&r->machine, time);
    const double x[6] = {m.relief, m.trigger, m.wind_down, m.snapped, m.contested, m.steps};
    for (int i = 0; i < 6; i++)
        value[s->outside[i]] = x[i];
}

static void note_last(const struct run *r, const double *value)
{
    for (size_t i = 0; i < r->e->s->outputs; i++)
        r->last[i] = value[r->e->s->output[i].variable];
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
    if (step % e->stride == 0 && step / e->stride < e->points) /* (2) */
        for (size_t i = 0; i < s->outputs; i++)
            e->fan[(i * e->points + step / e->stride) * e->draws + r->draw] =
                value[s->output[i].variable];
    for (size_t i = 0; i < s->observations; i++)
        if (fabs(time - s->observed[i].time) <= s->system.dt / 2 * 1.000001)
            e->observed[i * e->draws + r->draw] = value[s->observed[i].variable];
    for (size_t i = 0; i < s->targets; i++) {
        double *at = &e->reached[i * e->draws + r->draw];
        if (isinf(*at) && value[s->target[i].variable] >= s->target[i].value)
            *at = time;
    }
}

static sj_status one_run(void *ctx, size_t draw, unsigned worker)
{
    const struct ensemble *e = ctx;
    const sj_scenario *s = e->s;
    double value[SJ_SYSTEM_VARIABLES] = {0};
    struct run r = {.e = e, .draw = draw};
    sj_random random = sj_random_stream(s->seed, draw);
    (void)worker;
    for (size_t i = 0; i < s->inputs; i++)
        value[s->input[i].variable] = sj_distribution_draw(&s->input[i].law, &random);
    SJ_TRY(play(s, value, &random, &r.machine));
    const sj_system_hooks hooks = {outside, seen, &r};
    e->good[draw] = sj_system_run(&s->system, &hooks, value);
    e->snapped[draw] = s->has_machine && isfinite(r.machine.snapback);
    return SJ_OK;
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
        ret->target[i].year_error = k > 0 ? q[1].mc_error : NAN;
    }
    return SJ_OK;
}

/* The last values with one input moved; the machine's dates are those of stream 0. */
static sj_status moved(const struct ensemble *e, size_t which, double p, double *ret_last)
{
    const sj_scenario *s = e->s;
    double value[SJ_SYSTEM_VARIABLES] = {0};
    struct run r = {.e = e, .last = ret_last};
    sj_random random = sj_random_stream(s->seed, 0);
    for (size_t i = 0; i < s->inputs; i++)
        value[s->input[i].variable] =
            sj_distribution_quantile(&s->input[i].law, i == which ? p : 0.5);
    SJ_TRY(play(s, value, &random, &r.machine));
    const sj_system_hooks hooks = {outside, seen, &r};
    return sj_system_run(&s->system, &hooks, value) ? SJ_OK : SJ_EINVAL;
}

static sj_status move_all(const struct ensemble *e, sj_scenario_result *ret)
{
    double low[SJ_SCENARIO_OUTPUTS], high[SJ_SCENARIO_OUTPUTS];
    SJ_TRY(moved(e, SIZE_MAX, 0.5, ret->base));
    for (size_t i = 0; i < e->s->inputs; i++) {
        SJ_TRY(moved(e, i, 0.05, low));
        SJ_TRY(moved(e, i, 0.95, high));
        for (size_t k = 0; k < e->s->outputs; k++) {
            ret->low[k][i] = low[k];
            ret->high[k][i] = high[k];
        }
    }
    return SJ_OK;
}

static sj_status make_room(struct ensemble *e, sj_arena *arena)
{
    const sj_scenario *s = e->s;
    e->fan = sj_arena_zalloc(arena, s->outputs * e->points * e->draws * sizeof *e->fan);
    e->observed = sj_arena_zalloc(arena, (s->observations + 1) * e->draws * sizeof *e->observed);
    e->reached = sj_arena_alloc(arena, (s->targets + 1) * e->draws * sizeof *e->reached);
    e->good = sj_arena_zalloc(arena, e->draws);
    e->snapped = sj_arena_zalloc(arena, e->draws);
    if (!e->fan || !e->observed || !e->reached || !e->good || !e->snapped)
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
    size_t snapped = 0;
    for (size_t i = 0; i < e.draws; i++) {
        ret->failed += !e.good[i];
        snapped += e.snapped[i];
    }
    if (ret->failed == e.draws)
        return SJ_EINVAL;
    ret->snapback_prob = (double)snapped / (double)e.draws;
    for (size_t i = 0; i < s->outputs; i++)
        SJ_TRY(read_fan(&e, i, packed, arena, &ret->fan[i]));
    SJ_TRY(read_observed(&e, packed, ret));
    SJ_TRY(read_targets(&e, packed, ret));
    return move_all(&e, ret);
}
