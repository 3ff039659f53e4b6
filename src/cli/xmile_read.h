/* cli/xmile_read.h -- XMILE 1.0, the part that this program writes, as the text of a
 * scenario.
 * Shape:  stocks, flows and auxiliaries with equations, inflows, outflows and
 *         <non_negative/>; sim_specs. Each stock becomes an output, one run is drawn.
 * Refused: graphical functions, arrays, modules: better no model than another one. */
#ifndef SJ_CLI_XMILE_READ_H
#define SJ_CLI_XMILE_READ_H
#include "records/input.h"

/* Errors: SJ_EFORMAT (no XMILE, or a part that is refused) with the reason, SJ_ELIMIT, those of
 * XML. */
SJ_MUST sj_status sj_xmile_read(sj_str bytes, sj_buf *to, sj_diag *reterr_diag);
#endif
