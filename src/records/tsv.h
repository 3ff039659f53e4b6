/* records/tsv.h -- the tables of data/: tab-separated text with a header, edited by
 * lawyers and linguists. `#` starts a comment line; empty lines are skipped; there is
 * no quoting, so a cell holds no tab and no line end.
 * Errors: SJ_EENCODING, SJ_ESYNTAX (a row with more cells than the header), SJ_EFORMAT
 * (no header), SJ_ELIMIT (over 100,000 rows or 64 columns), SJ_ENOMEM. */
#ifndef SJ_RECORDS_TSV_H
#define SJ_RECORDS_TSV_H
#include "base/base.h"

enum { SJ_TSV_COLUMNS_MAX = 64 };
typedef struct sj_tsv {
    sj_str header[SJ_TSV_COLUMNS_MAX];
    size_t columns, rows;
    sj_str *cell;   /* row-major */
    uint32_t *line; /* of each row, from 1 */
} sj_tsv;
/* Cells point into `text`; the arrays live in the arena. */
SJ_MUST sj_status sj_tsv_read(sj_str text, sj_arena *arena, sj_tsv *ret, sj_diag *reterr_diag);
/* Position of a header; SIZE_MAX if the table has none such. */
size_t sj_tsv_column(const sj_tsv *t, sj_str header);
/* Empty where the row is short or the column is missing (SIZE_MAX). */
sj_str sj_tsv_cell(const sj_tsv *t, size_t row, size_t column);
/* Generated tables hold a text as lines (compilers cap one literal): joined again. */
SJ_MUST sj_status sj_tsv_join(const sj_str *line, size_t count, sj_arena *arena, sj_str *ret);
#endif
