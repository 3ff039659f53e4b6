/* cli/scenario_tables.h -- the tables of a scenario by place and sector, as text, JSON, CSV
 * and on the page. All of them first, then places, sectors, and the cells. */
#ifndef SJ_CLI_SCENARIO_TABLES_H
#define SJ_CLI_SCENARIO_TABLES_H
#include "cli/number.h"
#include "count/scenario.h"

void sj_scenario_tables_text(const sj_scenario *s, const sj_scenario_result *r, sj_buf *to);
/* One object a row; `beside` has what stands beside each number. */
void sj_scenario_tables_json(const sj_scenario *s, const sj_scenario_result *r,
                             const sj_number *beside, sj_buf *to);
/* One line a row and time; `heads` and `provenance` end the header and each line. */
void sj_scenario_tables_csv(const sj_scenario *s, const sj_scenario_result *r, const char *heads,
                            sj_str provenance, sj_buf *to);
void sj_scenario_tables_page(const sj_scenario *s, const sj_scenario_result *r, sj_buf *to);
/* What else a reader must know: inputs without a range, inputs that nothing reads, how much
 * the step matters. */
void sj_scenario_remarks(const sj_scenario *s, const sj_scenario_result *r, sj_buf *to);
/* The same as members of a JSON object, each after a comma. */
void sj_scenario_remarks_json(const sj_scenario *s, const sj_scenario_result *r, sj_buf *to);
#endif
