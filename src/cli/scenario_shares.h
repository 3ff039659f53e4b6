/* cli/scenario_shares.h -- which inputs a scenario's last values hang on, and which inputs
 * go together: as text, JSON, rows of CSV and bars. */
#ifndef SJ_CLI_SCENARIO_SHARES_H
#define SJ_CLI_SCENARIO_SHARES_H
#include "count/scenario_inputs.h"

/* Of one output: groups by falling total share; those below 0.01 are counted. */
void sj_shares_text(const sj_scenario *s, const sj_scenario_shares *x, size_t output, sj_buf *to);
/* ", "sobol": {...}", a member of the object of an output. */
void sj_shares_json(const sj_scenario *s, const sj_scenario_shares *x, size_t output, sj_buf *to);
#define SJ_SHARES_HEAD                                                                   \
    "output,inputs,first,first_low,first_high,total,total_low,total_high,variance,rows," \
    "failed_rows,interval,"
/* The cells of SJ_SHARES_HEAD, of one group. */
void sj_shares_csv(const sj_scenario *s, const sj_scenario_shares *x, size_t output, size_t group,
                   sj_buf *to);
/* Nothing where the output does not vary. */
void sj_shares_draw(const sj_scenario *s, const sj_scenario_shares *x, size_t output, sj_buf *to);
/* Lines, and ", "correlations": [...]"; nothing where no input is correlated. */
void sj_ties_text(const sj_scenario *s, sj_buf *to);
void sj_ties_json(const sj_scenario *s, sj_buf *to);
#endif
