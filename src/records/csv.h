/* records/csv.h -- RFC 4180 and what official files make of it.
 * Shape:  a stream of rows; each row is an array of cells that live until the
 *         next row. A BOM is skipped; CRLF, LF or CR end a row; a quoted cell
 *         may hold separators, newlines and doubled quotes.
 * Lenient (per option): a quote inside an unquoted cell is text (OFAC, EU FSF
 *         write such); a lone 0x1A ends the file (OFAC); ragged rows are given
 *         as they are, the caller decides.
 * Any separator (option): what the first row that is not empty has most of outside of
 *         quotes, a comma where that is not one alone; spreadsheets write semicolons
 *         where a comma is the decimal mark. A first line "sep=;" names it and is no row.
 * Errors: SJ_ESYNTAX (unclosed quote, text after a closing quote), SJ_EENCODING
 *         (with byte offset), SJ_ELIMIT (cell over 1 MiB, over 4,096 cells). */
#ifndef SJ_RECORDS_CSV_H
#define SJ_RECORDS_CSV_H
#include "records/input.h"

typedef enum sj_csv_encoding { SJ_CSV_UTF8, SJ_CSV_WINDOWS_1252 } sj_csv_encoding;
typedef struct sj_csv_options {
    char separator;           /* 0 = ',' */
    bool any_separator;       /* a comma, a semicolon or a tab: see below */
    bool stray_quotes;        /* a quote inside an unquoted cell is text */
    bool dos_end_of_file;     /* a row that is a lone 0x1A ends the file */
    sj_csv_encoding encoding; /* windows-1252 is turned into UTF-8 */
} sj_csv_options;
typedef struct sj_csv sj_csv;
/* The reader borrows `in`. */
SJ_MUST sj_status sj_csv_new(sj_input *in, const sj_csv_options *options, sj_csv **ret);
/* The next row; SJ_DONE at the end. Empty lines are skipped (a line that is one
 * quoted empty cell is not). *ret_line is the line on which the row starts. */
SJ_MUST sj_status sj_csv_next(sj_csv *csv, const sj_str **ret_cell, size_t *ret_count,
                              uint64_t *ret_line, sj_diag *reterr_diag);
sj_csv *sj_csv_free(sj_csv *csv);
SJ_DEFINE_AUTO(sj_csv)
/* Appends a cell, quoted where RFC 4180 asks for it (and no formula guard:
 * bytes are the user's; the caller adds separators and line ends). */
void sj_csv_write_cell(sj_buf *to, sj_str cell);
#endif
