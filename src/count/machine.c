/* count/machine.c -- the run is drawn as a list of dates first and only read
 * afterwards, so a step of the integrator never decides anything.
 *
 * Invariants: (1) trigger[i] < decided[i] <= trigger[i + 1]; (2) a snapback stands at
 * the end of a clock and nothing is triggered after it. Not chosen: a new relief after a snapback;
 * no precedent tells how long that takes. */
#include "count/machine.h"
#include <math.h>

static const double DAYS = 365.25;

static bool prob(double x)
{
    return x >= 0 && x <= 1;
}

sj_status sj_machine_play(const sj_machine_rule *rule, double stop, sj_random *random,
                          sj_machine_run *ret)
{
    sj_machine_run m = {.snapback = INFINITY, .end = INFINITY, .rule = *rule};
    if (!prob(rule->detect) || !prob(rule->override_prob) || !prob(rule->contested) ||
        !(rule->breach >= 0) || !(rule->clock_days >= 0) || !(rule->wind_down_days >= 0) ||
        !(rule->review > 0) || !isfinite(rule->authorise))
        return SJ_EINVAL;
    double time = rule->authorise;
    while (m.triggers < SJ_MACHINE_TRIGGERS) {
        const double hazard = rule->breach * rule->detect;
        time += hazard > 0 ? -log(sj_random_uniform(random)) / hazard : INFINITY;
        if (!(time < stop))
            break;
        m.trigger[m.triggers] = time;
        time += rule->clock_days / DAYS;
        m.decided[m.triggers++] = time;
        const bool voted = sj_random_uniform(random) < rule->override_prob;
        if (voted == rule->restore)
            continue;      /* restore and voted down, or continue and not voted */
        m.snapback = time; /* (2) */
        m.end = time + rule->wind_down_days / DAYS;
        break;
    }
    *ret = m;
    return SJ_OK;
}

sj_machine_state sj_machine_at(const sj_machine_run *run, double time)
{
    sj_machine_state s = {0};
    if (time < run->rule.authorise)
        return s;
    double since = run->rule.authorise;
    const bool snapped = time >= run->snapback;
    s.snapped = snapped;
    s.relief = !snapped;
    s.wind_down = snapped && time < run->end;
    s.contested = snapped ? run->rule.contested : 0;
    for (size_t i = 0; i < run->triggers && run->trigger[i] <= time; i++) {
        s.trigger = time < run->decided[i];
        since = fmin(time, run->decided[i]);
    }
    s.steps = !snapped ? floor((time - since) / run->rule.review) : 0;
    return s;
}
