/* cli/tables.h -- a roster on the command line: what is wrong with it, and standard input
 * that must be read twice. */
#ifndef SJ_CLI_TABLES_H
#define SJ_CLI_TABLES_H
#include "sojourn/tables.h"

/* Tells the first problems and notes of tables; returns how many problems there are. */
size_t sj_cli_say_problems(const sj_tables *t);

/* Copies standard input to a file without a name (in TMPDIR, or /tmp), which ret_path reads
 * from its start as often as it is opened while ret_descriptor is open. Errors: SJ_EIO. */
typedef struct sj_cli_spool {
    int descriptor;
    char path[32];
} sj_cli_spool;
SJ_MUST sj_status sj_cli_spool_input(sj_cli_spool *ret);
void sj_cli_spool_done(sj_cli_spool *s);
#endif
