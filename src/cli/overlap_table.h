/* cli/overlap_table.h -- the table of overlapping lists as a user hands it in: one 0/1
 * column a list (TRUE and FALSE, yes and no are understood), a column `count`, and where there
 * is a column `rep`, a table for each of its values. */
#ifndef SJ_CLI_OVERLAP_TABLE_H
#define SJ_CLI_OVERLAP_TABLE_H
#include "base/base.h"
#include "count/overlap.h"
#include "records/input.h"

typedef struct sj_overlap_table {
    sj_overlap overlap;
    sj_str rep;    /* empty: the only one */
    uint64_t line; /* of its first row */
    bool filled[SJ_OVERLAP_CELLS];
} sj_overlap_table;
typedef struct sj_overlap_tables {
    sj_arena arena;
    bool people; /* set before reading: one row a person, no counts */
    sj_str list[SJ_OVERLAP_LISTS_MAX];
    unsigned lists;
    size_t column[SJ_OVERLAP_LISTS_MAX], count_column, rep_column, columns;
    sj_overlap_table *table;
    size_t tables;
    sj_map rep; /* -> place in table */
    sj_diag diag;
} sj_overlap_tables;
/* Fills *in, which is zero but for `people`. Errors: those of the file, SJ_ESYNTAX with line
 * and column in in->diag (a list with nobody, one list, a count that is negative or no whole
 * number, a pattern twice, people on no list), SJ_ELIMIT (too many values of rep). The caller
 * clears *in, after an error too. */
SJ_MUST sj_status sj_overlap_tables_read(sj_input *file, sj_overlap_tables *in);
void sj_overlap_tables_done(sj_overlap_tables *in);
#endif
