/* count/machine.h -- relief and snapback as a machine of states.
 * Shape:  BAN -> CONDITIONAL (at `authorise`) -> TRIGGER (a detected breach) -> after
 *         the clock either CONDITIONAL again or SNAPBACK -> wind-down -> BAN.
 *         What happens when the clock runs out without a vote is `restore` (as in
 *         resolution 2231, paragraphs 11 and 12: the old rules come back) or
 *         `continue`; a vote overrides the default with probability `override`.
 * Unit:   years, except the days of clock and wind-down.
 * Source: regime.md section 8. */
#ifndef SJ_COUNT_MACHINE_H
#define SJ_COUNT_MACHINE_H
#include "count/random.h"

enum { SJ_MACHINE_TRIGGERS = 32 }; /* in one run; later breaches are not followed */
typedef struct sj_machine_rule {
    double authorise; /* when the corridor opens */
    double breach;    /* breaches a year while it is open */
    double detect;    /* probability that a breach is found */
    double clock_days, wind_down_days;
    double override_prob; /* that a vote overturns the default */
    double contested;     /* share of States that do not follow a snapback */
    double review;        /* years of compliance for one step up */
    bool restore;         /* the default on no vote */
} sj_machine_rule;
typedef struct sj_machine_run { /* what happened in one run */
    double trigger[SJ_MACHINE_TRIGGERS], decided[SJ_MACHINE_TRIGGERS];
    size_t triggers;
    double snapback, end; /* infinite if never; end of the wind-down */
    sj_machine_rule rule;
} sj_machine_run;
/* SJ_EINVAL for a probability outside [0, 1] or a negative time. */
SJ_MUST sj_status sj_machine_play(const sj_machine_rule *rule, double stop, sj_random *random,
                                  sj_machine_run *ret);
typedef struct sj_machine_state {
    double relief;    /* 1 while the corridor is open (also while the clock runs) */
    double trigger;   /* 1 while the clock runs */
    double wind_down; /* 1 between snapback and the end of the wind-down */
    double snapped;   /* 1 from the snapback on */
    double contested; /* share of States that go on, 0 before the snapback */
    double steps;     /* compliant reviews passed */
} sj_machine_state;
sj_machine_state sj_machine_at(const sj_machine_run *run, double time);
#endif
