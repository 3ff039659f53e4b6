/* lists/xlsx.h -- the text of a spreadsheet's cells, row by row.
 * Shape:  an XLSX is a zip; `xl/workbook.xml` names the sheets, a relation file
 *         says where each lies, `xl/sharedStrings.xml` holds texts by number.
 *         Numbers, and with them dates (serials), are given as written.
 * Source: ECMA-376-1:2016 (SpreadsheetML), 18.2 to 18.4; what a reader of lists
 *         does not need (styles, formulas, merged areas) is not read. Phonetic
 *         runs (rPh, 18.4.6) are how a name is pronounced, not its text.
 * Limits: 512 MiB unpacked, 1,000 sheets, 2^20 rows, 16,384 columns (the format's own), 32 MiB of
 *         text in a cell never passes since Excel stops at 32,767 characters;
 *         ours is 1 MiB. */
#ifndef SJ_LISTS_XLSX_H
#define SJ_LISTS_XLSX_H
#include "records/input.h"

typedef struct sj_xlsx sj_xlsx;

typedef struct sj_xlsx_cell {
    uint32_t column; /* 0 = A */
    bool number;     /* a number (or a date: a serial), as written */
    sj_str text;     /* not trimmed; lives as long as the arena */
} sj_xlsx_cell;

/* Opens the workbook; `bytes` and `arena` must outlive *ret, which lives in the
 * arena. Errors: SJ_EFORMAT (no workbook), SJ_ECORRUPT, SJ_ESYNTAX, SJ_EREFUSED
 * (a DTD), SJ_ELIMIT, SJ_ENOMEM; diag names the member. */
SJ_MUST sj_status sj_xlsx_open(sj_str bytes, sj_arena *arena, sj_xlsx **ret, sj_diag *reterr_diag);
size_t sj_xlsx_sheet_count(const sj_xlsx *x);
sj_str sj_xlsx_sheet_name(const sj_xlsx *x, size_t sheet);

/* One row with at least one non-empty cell; columns ascend. SJ_DONE stops the
 * reading without an error. The cell array is borrowed for the call. */
typedef sj_status (*sj_xlsx_row)(void *ctx, uint64_t row, const sj_xlsx_cell *cell, size_t count);
/* Every such row of a sheet in order. diag's line is the row, its column the
 * cell's, its field the sheet's name. Errors: as for open, and row's own. */
SJ_MUST sj_status sj_xlsx_rows(sj_xlsx *x, size_t sheet, sj_xlsx_row row, void *ctx,
                               sj_diag *reterr_diag);

/* Text of a column in a row, trimmed; empty if absent. */
sj_str sj_xlsx_text(const sj_xlsx_cell *cell, size_t count, uint32_t column);
const sj_xlsx_cell *sj_xlsx_find(const sj_xlsx_cell *cell, size_t count, uint32_t column);
/* True if one of the first ten rows of some sheet has all the texts (trimmed)
 * as cells: how readers know their workbook. False too if it cannot be read. */
bool sj_xlsx_has_row(sj_str bytes, const sj_str *text, size_t count);
/* "AB12" -> column 27 (A is 0), row 12; false if it is no reference. */
bool sj_xlsx_reference(sj_str reference, uint32_t *ret_column, uint64_t *ret_row);
#endif
