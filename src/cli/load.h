/* cli/load.h -- from --lists to an index: a folder of official lists, one list, or
 * an index file built before (sojourn lists index). */
#ifndef SJ_CLI_LOAD_H
#define SJ_CLI_LOAD_H
#include "sojourn/index.h"

typedef struct sj_loaded {
    sj_index *index;
    sj_buf bytes; /* of an index built in memory; empty otherwise */
} sj_loaded;
/* Says what was read and what was not a list on standard error (unless quiet).
 * Every recognised list is read whole or nothing is loaded: a screening against
 * fewer lists than the user named is no answer. An index file is compared with
 * its checksums: now if `whole`, which takes seconds for gigabytes and tells of damage
 * before the first answer, else as it is read. Returns an exit status; 0 is success. */
int sj_load(const char *path, bool quiet, bool whole, sj_loaded *ret);
void sj_loaded_done(sj_loaded *l);
/* Reads the lists of a folder (or one list) into a builder. */
int sj_load_build(const char *path, bool quiet, sj_index_builder *b);
#endif
