/* lists/table.h -- CSV files with a header of named columns: what the readers
 * of OpenSanctions' simple targets and of plain tables share. */
#ifndef SJ_LISTS_TABLE_H
#define SJ_LISTS_TABLE_H
#include "lists/builder.h"

/* The next column's name in the first line of a file, without quotes and blanks;
 * *rest starts as sj_table_first_line. Allocates nothing, so that recognising
 * cannot fail for lack of memory. */
sj_str sj_table_first_line(sj_str bytes);
char sj_table_separator(sj_str first_line);
bool sj_table_column(sj_str *rest, char separator, sj_str *ret_name);
bool sj_table_has(sj_str first_line, char separator, const char *name);

/* Cells of the first row of bytes, trimmed, in the arena; commas, semicolons
 * and tabs are tried and the one that cuts most wins. */
SJ_MUST sj_status sj_table_header(sj_str bytes, sj_arena *arena, sj_str **ret, size_t *ret_count,
                                  char *ret_separator);
/* Hands every row under the header on; ragged rows are SJ_ESYNTAX unless the
 * cells beyond the header are empty. */
typedef sj_status (*sj_table_row)(void *ctx, const sj_str *cell, size_t count, uint64_t line);
SJ_MUST sj_status sj_table_rows(const sj_list_file *file, char separator, size_t columns,
                                sj_table_row row, void *ctx, sj_diag *reterr_diag);
/* Calls add for each non-empty piece between separators, trimmed. */
bool sj_table_next(sj_str *rest, char separator, sj_str *ret_piece);
#endif
