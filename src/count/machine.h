/* count/machine.h -- relief and snapback as a machine of states.
 * Shape:  BAN -> CONDITIONAL (at `authorise`) -> {AUDIT after an alert | TRIGGER after a
 *         breach that is found and of which a holder gives notice} -> after the clock either
 *         CONDITIONAL again or SNAPBACK -> wind-down -> BAN. An audit that finds nothing
 *         only delays the next step up; one that finds a breach is as a breach found.
 *         What happens when the clock runs out without a vote is `restore` (as in
 *         resolution 2231, paragraphs 11 and 12: the old rules come back) or
 *         `continue`; a vote overrides the default with probability `override`.
 *         Relief for a term has the opposite default: it lapses unless it is renewed.
 * Who:    holders are those who may give notice; without any, each found breach triggers.
 *         States contest a snapback each by itself, drawn once a run; the share
 *         `contested` stands for them where none is named.
 * Scope:  country, sector and cap. The caps of a State that contests stay open after a
 *         snapback; all others close.
 * Unit:   years, except the days of clock, audit and wind-down.
 * Source: regime.md section 8. */
#ifndef SJ_COUNT_MACHINE_H
#define SJ_COUNT_MACHINE_H
#include "count/random.h"

enum {
    SJ_MACHINE_TRIGGERS = 32, /* in one run; later breaches are not followed */
    SJ_MACHINE_AUDITS = 256,  /* in one run; more are SJ_ELIMIT */
    SJ_MACHINE_HOLDERS = 16,
    SJ_MACHINE_STATES = 64, /* hosts: about 40 */
    SJ_MACHINE_SCOPES = 320 /* 40 of them x 8 sectors */
};
typedef struct sj_machine_rule {
    double authorise; /* when the corridor opens */
    double breach;    /* breaches a year while it is open */
    double detect;    /* probability that a breach is found */
    double clock_days, wind_down_days;
    double override_prob; /* that a vote overturns the default */
    double contested;     /* share of States that do not follow a snapback; no state named */
    double review;        /* years of compliance for one step up */
    bool restore;         /* the default on no vote */
    double alert;         /* alerts a year */
    double audit_days;    /* how long an audit takes */
    double audit_finds;   /* probability that it finds a breach */
    double duration;      /* years of one term of relief, at least a day; 0: without end */
    double renew;         /* probability that a term is renewed */
    size_t holders, states, scopes;
    double notify[SJ_MACHINE_HOLDERS];  /* that a holder gives notice of a found breach */
    double share[SJ_MACHINE_STATES];    /* of the corridor; all together at most 1 */
    double contest[SJ_MACHINE_STATES];  /* that a State contests a snapback */
    double cap[SJ_MACHINE_SCOPES];      /* of a country and sector, people */
    int scope_state[SJ_MACHINE_SCOPES]; /* the State it lies in, -1: none that is named */
} sj_machine_rule;
typedef struct sj_machine_run { /* what happened in one run */
    double trigger[SJ_MACHINE_TRIGGERS], decided[SJ_MACHINE_TRIGGERS];
    double audit[SJ_MACHINE_AUDITS]; /* when each began */
    size_t triggers, audits;
    double snapback, lapse, end;      /* infinite if never; end of the wind-down */
    bool noticed[SJ_MACHINE_HOLDERS]; /* gave notice of some breach */
    bool contests[SJ_MACHINE_STATES]; /* once there is a snapback */
    sj_machine_rule rule;
} sj_machine_run;
/* SJ_EINVAL for a probability outside [0, 1], shares of over 1 together, a negative time or
 * cap; SJ_ELIMIT for over SJ_MACHINE_AUDITS audits. */
SJ_MUST sj_status sj_machine_play(const sj_machine_rule *rule, double stop, sj_random *random,
                                  sj_machine_run *ret);
typedef struct sj_machine_state {
    double relief;    /* 1 while the corridor is open (also while the clock runs) */
    double trigger;   /* 1 while the clock runs */
    double wind_down; /* 1 between snapback or lapse and the end of the wind-down */
    double snapped;   /* 1 from the snapback on */
    double contested; /* share of States that go on, 0 before the snapback */
    double steps;     /* compliant reviews passed */
    double audit;     /* 1 while an audit runs */
    double lapsed;    /* 1 from the end of a term that was not renewed */
    double since;     /* years since snapback or lapse, 0 before */
    double scope_cap; /* caps in force: all under relief, those of contesting States after */
} sj_machine_state;
sj_machine_state sj_machine_at(const sj_machine_run *run, double time);
/* 1 if the State contests a snapback that has come. */
double sj_machine_contests(const sj_machine_run *run, size_t state, double time);
#endif
