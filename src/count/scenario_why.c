/* count/scenario_why.c -- what is wrong with runs that have no values, and what a scenario
 * has that decides nothing.
 *
 * A failing run is made again, alone, and watched: nobody pays for the watching while all
 * goes well. Invariant: the run is the same, from the same stream. */
#include "count/scenario_int.h"
#include "count/system_int.h"
#include <math.h>

struct watch {
    const sj_scenario *s;
    sj_machine_run machine;
    uint16_t first; /* variable that is not finite */
    bool found;
};

static void outside(void *ctx, double time, double *value)
{
    const struct watch *w = ctx;
    sj_scenario_outside(w->s, &w->machine, time, value);
}

/* The first in the order in which values are made: stocks, then equations. */
static void seen(void *ctx, size_t step, double time, const double *value)
{
    struct watch *w = ctx;
    const sj_system *s = &w->s->system;
    (void)step;
    (void)time;
    for (size_t i = 0; !w->found && i < s->ordered; i++)
        if (!isfinite(value[s->order[i]])) {
            w->first = s->order[i];
            w->found = true;
        }
    for (size_t i = 0; !w->found && i < s->stocks; i++)
        if (!isfinite(value[s->stock[i]])) {
            w->first = s->stock[i];
            w->found = true;
        }
}

static bool is_prob(double x)
{
    return x >= 0 && x <= 1;
}

static sj_status blame(const sj_scenario *s, const sj_scenario_setting *x, const char *reason,
                       sj_diag *d)
{
    if (x->is_input)
        sj_diag_field(d, s->system.variable[x->variable].name);
    return sj_diag_set(d, SJ_EINVAL, reason, 0, x->line, x->column);
}

static sj_status blame_parties(const sj_scenario *s, const sj_machine_rule *r, sj_diag *d)
{
    for (size_t i = 0; i < s->holders; i++)
        if (!is_prob(r->notify[i]))
            return blame(s, &s->holder[i].amount, "a probability lies outside 0 to 1", d);
    for (size_t i = 0; i < s->states; i++) {
        if (!is_prob(r->contest[i]))
            return blame(s, &s->state[i].amount, "a probability lies outside 0 to 1", d);
        if (!is_prob(r->share[i]))
            return blame(s, &s->state[i].share, "a share lies outside 0 to 1", d);
    }
    for (size_t i = 0; i < s->scopes; i++)
        if (!(r->cap[i] >= 0) || isinf(r->cap[i]))
            return blame(s, &s->scope[i].amount, "a cap is negative or no number", d);
    return sj_diag_set(d, SJ_EINVAL, "the shares of the machine's States are over 1 together", 0,
                       s->states ? s->state[0].share.line : 0, 0);
}

/* Which setting of a rule that sj_machine_play refuses. */
static sj_status blame_machine(const sj_scenario *s, const sj_machine_rule *r, sj_diag *d)
{
    const struct {
        int set;
        bool good;
    } row[] = {{SJ_SET_AUTHORISE, isfinite(r->authorise)},
               {SJ_SET_BREACH, r->breach >= 0},
               {SJ_SET_DETECT, is_prob(r->detect)},
               {SJ_SET_CLOCK, r->clock_days >= 0},
               {SJ_SET_WIND_DOWN, r->wind_down_days >= 0},
               {SJ_SET_OVERRIDE, is_prob(r->override_prob)},
               {SJ_SET_CONTESTED, is_prob(r->contested)},
               {SJ_SET_REVIEW, r->review > 0},
               {SJ_SET_ALERT, r->alert >= 0},
               {SJ_SET_AUDIT, r->audit_days >= 0},
               {SJ_SET_AUDIT_FINDS, is_prob(r->audit_finds)},
               {SJ_SET_DURATION, r->duration == 0 || r->duration >= 1 / 365.25},
               {SJ_SET_RENEW, is_prob(r->renew)}};
    static_assert(SJ_COUNT(row) == SJ_SETTINGS, "every setting is looked at");
    for (size_t i = 0; i < SJ_COUNT(row); i++)
        if (!row[i].good)
            return blame(s, &s->setting[row[i].set],
                         "a setting of the machine is no probability, no time, or negative", d);
    return blame_parties(s, r, d);
}

static sj_status blame_variable(const sj_scenario *s, uint16_t variable, sj_diag *d)
{
    const sj_variable *v = &s->system.variable[variable];
    sj_diag_field(d, v->name);
    return sj_diag_set(d, SJ_EINVAL,
                       "the equation has no finite value in some run: a division by zero, a "
                       "logarithm or root of what has none, or an overflow",
                       0, v->line, v->column);
}

/* One run again, watched. */
static sj_status watch_run(const sj_scenario *s, size_t draw, sj_diag *reterr_diag)
{
    double value[SJ_SYSTEM_VARIABLES] = {0};
    struct watch w = {.s = s};
    SJ_TRY(sj_scenario_draw(s, draw, value, &w.machine));
    const sj_system_hooks hooks = {outside, seen, &w};
    if (sj_system_run(&s->system, &hooks, value))
        return SJ_OK;
    for (size_t i = 0; !w.found && i < s->system.count; i++)
        if (!isfinite(value[i])) {
            w.first = (uint16_t)i;
            w.found = true;
        }
    return blame_variable(s, w.first, reterr_diag);
}

sj_status sj_scenario_why(const sj_scenario *s, sj_diag *reterr_diag)
{
    for (size_t draw = 0; draw < s->draws; draw++) {
        double value[SJ_SYSTEM_VARIABLES] = {0};
        sj_machine_run machine = {0};
        const sj_status played = sj_scenario_draw(s, draw, value, &machine);
        if (played == SJ_EINVAL) {
            sj_system_fix(&s->system, value);
            const sj_machine_rule rule = sj_scenario_rule(s, value);
            return blame_machine(s, &rule, reterr_diag);
        }
        if (played == SJ_ELIMIT)
            return sj_diag_set(reterr_diag, played, "alerts bring more than 256 audits in one run",
                               0, s->setting[SJ_SET_ALERT].line, s->setting[SJ_SET_ALERT].column);
        SJ_TRY(watch_run(s, draw, reterr_diag));
    }
    return SJ_OK;
}

/* ---- what decides nothing ---- */

bool sj_scenario_is_certain(const sj_scenario *s)
{
    for (size_t i = 0; i < s->inputs; i++)
        if (sj_distribution_quantile(&s->input[i].law, 0.05) !=
            sj_distribution_quantile(&s->input[i].law, 0.95))
            return false;
    return true;
}

static bool set_reads(const sj_scenario *s, uint16_t variable)
{
    bool reads = false;
    for (int i = 0; i < SJ_SETTINGS; i++)
        reads = reads || (s->setting[i].is_input && s->setting[i].variable == variable);
    const struct {
        const sj_scenario_party *party;
        size_t count;
    } all[] = {{s->holder, s->holders}, {s->state, s->states}, {s->scope, s->scopes}};
    for (size_t k = 0; k < SJ_COUNT(all); k++)
        for (size_t i = 0; i < all[k].count; i++) {
            const sj_scenario_party *p = &all[k].party[i];
            reads = reads || (p->amount.is_input && p->amount.variable == variable) ||
                    (p->share.is_input && p->share.variable == variable);
        }
    return reads;
}

bool sj_scenario_reads(const sj_scenario *s, uint16_t variable)
{
    bool reads = set_reads(s, variable);
    for (size_t i = 0; i < s->outputs; i++)
        reads = reads || s->output[i].variable == variable;
    for (size_t i = 0; i < s->observations; i++)
        reads = reads || s->observed[i].variable == variable;
    for (size_t i = 0; i < s->targets; i++)
        reads = reads || s->target[i].variable == variable;
    for (size_t i = 0; i < s->cells; i++)
        reads = reads || s->cell[i].variable == variable;
    for (size_t i = 0; !reads && i < s->system.count; i++) {
        const sj_variable *v = &s->system.variable[i];
        for (size_t k = 0; k < v->operations; k++)
            reads = reads ||
                    (v->operation[k].code == OP_VARIABLE && v->operation[k].variable == variable);
    }
    return reads;
}
