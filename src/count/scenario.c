/* count/scenario.c -- many runs of one model, and what stands in their spread.
 *
 * Each run draws its inputs and the dates of its machine from its own stream, and
 * writes into its own column of the tables; threads therefore change nothing.
 *
 * Invariants: (1) a run whose values are not finite is counted as failed and left
 * out of every quantile; (2) a fan is read off at the same steps in all runs.
 * Not chosen: storing all steps of all variables (a gigabyte for nothing). */
#include "count/scenario_inputs.h"
#include <math.h>

struct happened { /* in the machine of one run */
    bool snapped, lapsed, noticed[SJ_MACHINE_HOLDERS], contests[SJ_MACHINE_STATES];
    size_t audits;
};
struct ensemble {
    const sj_scenario *s;
    size_t stride, points, steps;
    double *fan;      /* [output][point][draw] */
    double *observed; /* [observation][draw] */
    double *reached;  /* [target][draw]: time, infinite if never */
    bool *good;
    struct happened *happened; /* [draw] */
    size_t draws;
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

static sj_machine_rule rule_of(const sj_scenario *s, const double *value)
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

static sj_status play(const sj_scenario *s, const double *value, sj_random *random,
                      sj_machine_run *ret)
{
    if (!s->has_machine)
        return SJ_OK;
    const sj_machine_rule rule = rule_of(s, value);
    return sj_machine_play(&rule, s->system.stop, random, ret);
}

static void outside(void *ctx, double time, double *value)
{
    const struct run *r = ctx;
    const sj_scenario *s = r->e->s;
    if (!s->has_machine)
        return;
    const sj_machine_state m = sj_machine_at(&r->machine, time);
    const double x[SJ_OUTSIDE_FIXED] = {m.relief, m.trigger, m.wind_down, m.snapped,  m.contested,
                                        m.steps,  m.audit,   m.lapsed,    m.scope_cap};
    for (int i = 0; i < SJ_OUTSIDE_FIXED; i++)
        value[s->outside[i]] = x[i];
    for (size_t i = 0; i < s->states; i++)
        value[s->state[i].flag] = sj_machine_contests(&r->machine, i, time);
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
    sj_scenario_draw_inputs(s, &random, value);
    SJ_TRY(play(s, value, &random, &r.machine));
    const sj_system_hooks hooks = {outside, seen, &r};
    e->good[draw] = sj_system_run(&s->system, &hooks, value);
    struct happened *h = &e->happened[draw];
    h->snapped = s->has_machine && isfinite(r.machine.snapback);
    h->lapsed = s->has_machine && isfinite(r.machine.lapse);
    h->audits = r.machine.audits;
    memcpy(h->noticed, r.machine.noticed, sizeof h->noticed);
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
    SJ_TRY(play(s, value, &random, &r.machine));
    const sj_system_hooks hooks = {outside, seen, &r};
    *ret_finite = sj_system_run(&s->system, &hooks, value);
    return SJ_OK;
}

/* The last values with one input moved; the machine's dates are those of stream 0. */
static sj_status moved(const struct ensemble *e, size_t which, double p, double *ret_last)
{
    const sj_scenario *s = e->s;
    double value[SJ_SYSTEM_VARIABLES] = {0};
    bool finite;
    for (size_t i = 0; i < s->inputs; i++)
        value[s->input[i].variable] =
            sj_distribution_quantile(&s->input[i].law, i == which ? p : 0.5);
    SJ_TRY(sj_scenario_last(s, sj_random_stream(s->seed, 0), value, ret_last, &finite));
    return finite ? SJ_OK : SJ_EINVAL;
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
    e->happened = sj_arena_zalloc(arena, e->draws * sizeof *e->happened);
    if (!e->fan || !e->observed || !e->reached || !e->good || !e->happened)
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
    return move_all(&e, ret);
}
