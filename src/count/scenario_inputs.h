/* count/scenario_inputs.h -- the inputs of a scenario: which go together, how a run draws
 * them, and how the variance of the last values is shared out over them. */
#ifndef SJ_COUNT_SCENARIO_INPUTS_H
#define SJ_COUNT_SCENARIO_INPUTS_H
#include "count/copula.h"
#include "count/scenario.h"
#include "count/sobol.h"

/* Resolves the names of all ties and fills s->tied and s->tied_factor. Errors, with line and
 * reason: SJ_EINVAL (not two inputs, a point, a pair twice, rank correlations that no laws
 * can have together), SJ_ENOMEM. */
SJ_MUST sj_status sj_scenario_tie_inputs(sj_scenario *s, sj_arena *arena, sj_diag *reterr_diag);
/* Draws all inputs into value[], each from its place in the stream: in order, tied ones as
 * normals, so that a file without ties draws what it always drew. */
void sj_scenario_draw_inputs(const sj_scenario *s, sj_random *random, double *value);
/* One run with the inputs as they stand in value[], the machine's chance from `random`;
 * ret_last has a place for each output, filled if *ret_finite. Errors: those of the machine. */
SJ_MUST sj_status sj_scenario_last(const sj_scenario *s, sj_random random, double *value,
                                   double *ret_last, bool *ret_finite);

/* What takes a share: an input, inputs that are tied, or (the last, where the scenario has a
 * machine) the machine's own chance. Inputs that are points take none. */
enum { SJ_SCENARIO_GROUPS = SJ_SCENARIO_INPUTS + 1, SJ_SOBOL_REPLICATES = 200 };
static const size_t SJ_NO_GROUP = SIZE_MAX;
typedef struct sj_scenario_shares {
    size_t group_of[SJ_SCENARIO_INPUTS]; /* SJ_NO_GROUP: a point */
    size_t groups;
    bool has_chance;
    size_t rows, failed; /* rows with a value that is not finite are left out */
    struct {
        double variance; /* of the last value; NaN: it does not vary, and nothing has a share */
        sj_index share[SJ_SCENARIO_GROUPS];
    } output[SJ_SCENARIO_OUTPUTS];
} sj_scenario_shares;
/* First-order and total shares from rows (groups + 2) runs, on `threads` threads (0: all
 * cores), which do not change the result. Row i: two points of one sequence and streams 2i
 * and 2i + 1 of the machine. Errors: SJ_EINVAL (fewer than 16 rows, or of those whose values
 * are finite; nothing that varies), SJ_ELIMIT (more inputs than the sequence has dimensions
 * for, past 2^26 values), SJ_ENOMEM, and those of the machine. */
SJ_MUST sj_status sj_scenario_sobol(const sj_scenario *s, size_t rows, unsigned threads,
                                    sj_scenario_shares *ret);
#endif
