/* count/scenario_int.h -- what the parts of the runner of scenarios share. */
#ifndef SJ_COUNT_SCENARIO_INT_H
#define SJ_COUNT_SCENARIO_INT_H
#include "count/scenario.h"

/* Draws the inputs of run `draw` into value[] and its machine, from its own stream. */
SJ_MUST sj_status sj_scenario_draw(const sj_scenario *s, size_t draw, double *value,
                                   sj_machine_run *ret);
/* The machine of one run: its rule from the values of this run, its dates from random. The
 * fixed auxiliaries of value[] are set. Without a machine nothing is drawn. */
SJ_MUST sj_status sj_scenario_play(const sj_scenario *s, double *value, sj_random *random,
                                   sj_machine_run *ret);
sj_machine_rule sj_scenario_rule(const sj_scenario *s, const double *value);
/* Sets the machine's variables of value[] at `time`. */
void sj_scenario_outside(const sj_scenario *s, const sj_machine_run *m, double time, double *value);
/* Quantiles of tables, from cell[(i * SJ_SCENARIO_TIMES + k) * draws + draw]. */
SJ_MUST sj_status sj_scenario_tables(const sj_scenario *s, const double *cell, const bool *good,
                                     size_t draws, sj_arena *arena, sj_scenario_result *ret);
#endif
