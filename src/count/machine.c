/* count/machine.c -- the run is drawn as a list of dates first and only read
 * afterwards, so a step of the integrator never decides anything.
 *
 * Invariants: (1) trigger[i] < decided[i] <= trigger[i + 1]; (2) a snapback stands at
 * the end of a clock, a lapse at the end of a term or of the clock that ran then; nothing
 * happens after either, and there is at most one of them; (3) what a rule does not have
 * draws nothing, so it does not move what else is drawn. Not chosen: a new relief after a
 * snapback; no precedent tells how long that takes. */
#include "count/machine.h"
#include <math.h>

static const double DAYS = 365.25;

static bool prob(double x)
{
    return x >= 0 && x <= 1;
}

static bool all_prob(const double *x, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (!prob(x[i]))
            return false;
    return true;
}

static bool good_parties(const sj_machine_rule *rule)
{
    double share = 0;
    for (size_t i = 0; i < rule->states; i++)
        share += rule->share[i];
    for (size_t i = 0; i < rule->scopes; i++)
        if (!(rule->cap[i] >= 0) || isinf(rule->cap[i]))
            return false;
    return all_prob(rule->notify, rule->holders) && all_prob(rule->contest, rule->states) &&
           all_prob(rule->share, rule->states) && share <= 1 + 1e-9;
}

static bool good(const sj_machine_rule *rule)
{
    return prob(rule->detect) && prob(rule->override_prob) && prob(rule->contested) &&
           prob(rule->audit_finds) && prob(rule->renew) && rule->breach >= 0 && rule->alert >= 0 &&
           rule->clock_days >= 0 && rule->wind_down_days >= 0 && rule->audit_days >= 0 &&
           (rule->duration == 0 || rule->duration >= 1 / DAYS) && rule->review > 0 &&
           isfinite(rule->authorise) && good_parties(rule);
}

static bool happens(sj_random *random, double p)
{
    return sj_random_uniform(random) < p;
}

/* Ends the terms that run out until `by`; true if one is not renewed. */
static bool lapses(sj_machine_run *m, sj_random *random, double now, double by, double *term_end)
{
    while (*term_end <= by) {
        if (!happens(random, m->rule.renew)) {
            m->lapse = fmax(now, *term_end);
            m->end = m->lapse + m->rule.wind_down_days / DAYS;
            return true;
        }
        *term_end += m->rule.duration;
    }
    return false;
}

/* A breach is known; whether a holder gives notice of it. */
static bool notice(sj_machine_run *m, sj_random *random)
{
    bool any = m->rule.holders == 0;
    for (size_t i = 0; i < m->rule.holders; i++)
        if (happens(random, m->rule.notify[i]))
            any = m->noticed[i] = true;
    return any;
}

/* The clock from *time on; true if it ends in a snapback. */
static bool run_clock(sj_machine_run *m, sj_random *random, double *time)
{
    m->trigger[m->triggers] = *time;
    *time += m->rule.clock_days / DAYS;
    m->decided[m->triggers++] = *time;
    if (happens(random, m->rule.override_prob) == m->rule.restore)
        return false;    /* restore and voted down, or continue and not voted */
    m->snapback = *time; /* (2) */
    m->end = *time + m->rule.wind_down_days / DAYS;
    for (size_t i = 0; i < m->rule.states; i++)
        m->contests[i] = happens(random, m->rule.contest[i]);
    return true;
}

/* What comes at *time: an alert with its audit, or a breach that is found; true if a
 * breach is known at the end of it. */
static sj_status find_breach(sj_machine_run *m, sj_random *random, double hazard, double *time,
                             bool *ret_known)
{
    *ret_known = m->rule.alert == 0 || !happens(random, m->rule.alert / hazard);
    if (*ret_known)
        return SJ_OK;
    if (m->audits == SJ_MACHINE_AUDITS)
        return SJ_ELIMIT;
    m->audit[m->audits++] = *time;
    *time += m->rule.audit_days / DAYS;
    *ret_known = happens(random, m->rule.audit_finds);
    return SJ_OK;
}

sj_status sj_machine_play(const sj_machine_rule *rule, double stop, sj_random *random,
                          sj_machine_run *ret)
{
    sj_machine_run m = {.snapback = INFINITY, .lapse = INFINITY, .end = INFINITY, .rule = *rule};
    if (!good(rule))
        return SJ_EINVAL;
    const double hazard = rule->breach * rule->detect + rule->alert;
    double time = rule->authorise, term = INFINITY;
    if (rule->duration > 0)
        term = rule->authorise + rule->duration;
    while (m.triggers < SJ_MACHINE_TRIGGERS) {
        const double now = time;
        bool known;
        time += hazard > 0 ? -log(sj_random_uniform(random)) / hazard : INFINITY;
        if (lapses(&m, random, now, fmin(time, stop), &term) || !(time < stop))
            break;
        const double came = time;
        SJ_TRY(find_breach(&m, random, hazard, &time, &known));
        if (lapses(&m, random, came, fmin(time, stop), &term)) /* during the audit */
            break;
        if (known && notice(&m, random) && run_clock(&m, random, &time))
            break;
    }
    *ret = m;
    return SJ_OK;
}

/* Years of compliance that count for a step up: since the last decision, audits left out. */
static double compliant(const sj_machine_run *run, double since, double time)
{
    double years = time - since;
    for (size_t i = 0; i < run->audits; i++) {
        const double from = fmax(since, run->audit[i]);
        const double to = fmin(time, run->audit[i] + run->rule.audit_days / DAYS);
        years -= to > from ? to - from : 0;
    }
    return years;
}

static bool in_audit(const sj_machine_run *run, double time)
{
    for (size_t i = 0; i < run->audits; i++)
        if (time >= run->audit[i] && time < run->audit[i] + run->rule.audit_days / DAYS)
            return true;
    return false;
}

double sj_machine_contests(const sj_machine_run *run, size_t state, double time)
{
    return time >= run->snapback && run->contests[state];
}

static double contested_share(const sj_machine_run *run)
{
    double sum = 0;
    for (size_t i = 0; i < run->rule.states; i++)
        sum += run->contests[i] ? run->rule.share[i] : 0;
    return run->rule.states ? sum : run->rule.contested;
}

static double caps_in_force(const sj_machine_run *run, const sj_machine_state *s)
{
    double sum = 0;
    for (size_t i = 0; i < run->rule.scopes; i++) {
        const int state = run->rule.scope_state[i];
        if (s->relief > 0 || (s->snapped > 0 && state >= 0 && run->contests[state]))
            sum += run->rule.cap[i];
    }
    return sum;
}

sj_machine_state sj_machine_at(const sj_machine_run *run, double time)
{
    sj_machine_state s = {0};
    if (time < run->rule.authorise)
        return s;
    double since = run->rule.authorise;
    const bool snapped = time >= run->snapback, lapsed = time >= run->lapse;
    s.snapped = snapped;
    s.lapsed = lapsed;
    s.relief = !snapped && !lapsed;
    s.wind_down = (snapped || lapsed) && time < run->end;
    s.contested = snapped ? contested_share(run) : 0;
    s.since = s.relief > 0 ? 0 : time - fmin(run->snapback, run->lapse);
    s.audit = s.relief > 0 && in_audit(run, time);
    s.scope_cap = caps_in_force(run, &s);
    for (size_t i = 0; i < run->triggers && run->trigger[i] <= time; i++) {
        s.trigger = time < run->decided[i];
        since = fmin(time, run->decided[i]);
    }
    s.steps = s.relief > 0 ? floor(compliant(run, since, time) / run->rule.review) : 0;
    return s;
}
