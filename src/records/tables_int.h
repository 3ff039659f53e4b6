/* records/tables_int.h -- a table while it is filled, for the two forms that fill it:
 * tables.c reads CSV, tables_ftm.c FollowTheMoney lines. */
#ifndef SJ_RECORDS_TABLES_INT_H
#define SJ_RECORDS_TABLES_INT_H
#include "records/input.h"
#include "sojourn/tables.h"

enum {
    SJ_TABLE_ROWS_MAX = 20000000,    /* of a table: 10 GB of cells */
    SJ_TABLE_PROBLEMS_MAX = 1000000, /* past it the file is not this table */
    SJ_TABLE_EXTRA_MAX = 256,        /* unknown columns of a table */
    SJ_TABLE_CELL_BYTES = 1 << 20    /* as csv.h */
};

typedef struct sj_table_problem {
    const sj_column *column; /* NULL: the line as a whole */
    const char *expected;
    uint32_t line;
    uint16_t cell;
} sj_table_problem;
typedef struct sj_table_link {
    uint32_t *start; /* of each row led to: first of the rows that lead there */
    uint32_t *row;
    size_t to_count;
    size_t lost, first_lost; /* cells that lead to no row; the row of the first */
} sj_table_link;
typedef struct sj_table_data {
    sj_arena arena;
    sj_table_row *row;
    size_t count, capacity;
    bool present, has[SJ_COLUMNS_MAX];
    uint16_t place[SJ_COLUMNS_MAX]; /* of a column among the cells of the file */
    sj_str *header;                 /* all, in the order of the file; the unknown ones too */
    size_t header_count;
    bool unsorted; /* a row does not come after the one before it, by id */
    sj_map key;
    sj_table_link link[SJ_COLUMNS_MAX];
    sj_table_problem *problem;
    size_t problem_count, problem_capacity;
    sj_str two_ways; /* the first date of which day and month could be exchanged */
    sj_map noted;    /* text -> alpha-2 as a number, in the order of the file */
    sj_diag diag;    /* why it could not be read */
} sj_table_data;
struct sj_tables {
    sj_arena arena;
    sj_table_data table[SJ_TABLE_COUNT];
    sj_table_data whole; /* problems of lines of no table */
    sj_str file;         /* of FollowTheMoney lines; empty: one file a table */
    sj_str *note;
    size_t note_count;
    bool strict;
};

sj_str sj_table_file(sj_table table); /* "people.csv" */
/* What was expected of a cell of this column. */
const char *sj_column_expects(const sj_column *c);
/* Errors: SJ_ENOMEM, SJ_ELIMIT past the cap. `cell` counts from 0. */
SJ_MUST sj_status sj_table_complain(sj_table_data *t, const sj_column *column, uint64_t line,
                                    size_t cell, const char *expected);
void sj_table_tell(const sj_tables *t, sj_table table, const sj_table_problem *p, sj_diag *ret);
/* Reads a cell; it points into `text` until the row is kept. A problem is noted. */
SJ_MUST sj_status sj_table_read_cell(sj_table_data *t, sj_table table, uint64_t line, size_t at,
                                     size_t column, sj_str text, sj_cell *cells);
/* Appends a row of these cells (one a column), copied, with what is amiss with it as a
 * row: empty where it may not be, the key of an earlier one. ret_row takes extras. */
SJ_MUST sj_status sj_table_keep_row(sj_table_data *t, sj_table table, sj_cell *cells, uint64_t line,
                                    sj_table_row **ret_row);
/* Fills an empty cell of a row that is kept. A value that cannot be read is a problem. */
SJ_MUST sj_status sj_table_fill_cell(sj_table_data *t, sj_table table, size_t row, size_t column,
                                     sj_str text);
/* `text` lives as long as t. Of many notes only the first are kept. */
SJ_MUST sj_status sj_table_note(sj_tables *t, sj_str text);
/* Rows can be found by their id from here on; sj_table_finish does it where rows are looked up.
 * Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_table_enter_keys(sj_table_data *t);
/* Order, keys: what is left to do once all rows of a table are there. */
SJ_MUST sj_status sj_table_finish(sj_table_data *t, sj_table table);
/* Links and notes, once all tables are finished. */
SJ_MUST sj_status sj_tables_link(sj_tables *t, unsigned threads);
/* Fills t->table from FollowTheMoney lines; t->file names them. */
SJ_MUST sj_status sj_tables_read_ftm(sj_tables *t, sj_input *in, sj_diag *d);
#endif
