/* records/roster_int.h -- the tables of a roster as rows of columns: what a cell
 * of a column becomes. A new table is a new array of columns. */
#ifndef SJ_RECORDS_ROSTER_INT_H
#define SJ_RECORDS_ROSTER_INT_H
#include "sojourn/roster.h"
#include <cjson/cJSON.h>

typedef enum sj_roster_cell {
    SJ_ROSTER_EXTRA, /* a fact with the header as label */
    SJ_ROSTER_ID,
    SJ_ROSTER_NAME,       /* kind: sj_name_kind */
    SJ_ROSTER_PART,       /* kind: sj_name_part */
    SJ_ROSTER_DATE,       /* kind: sj_date_kind */
    SJ_ROSTER_PLACE,      /* kind: sj_place_kind */
    SJ_ROSTER_FACT,       /* kind: sj_fact_kind */
    SJ_ROSTER_COUNTRY,    /* kind: sj_fact_kind; the value is a state */
    SJ_ROSTER_IDENTIFIER, /* kind: sj_identifier_kind */
    SJ_ROSTER_PARENT,     /* the id of the organisation that owns this one */
    SJ_ROSTER_SHARE       /* of the parent */
} sj_roster_cell;

typedef struct sj_roster_column {
    const char *name; /* lower case, '_' also stands for blank and '-' */
    sj_roster_cell cell;
    int kind;
    bool common; /* a common spelling, not the roster's own: yields to that */
} sj_roster_column;

typedef struct sj_roster_table {
    const char *file;
    sj_schema schema;
    const char *id;
    const sj_roster_column *column;
    size_t column_count;
} sj_roster_table;

/* Said once, with the first such date. */
#define SJ_ROSTER_TWO_WAYS \
    "\"%.*s\" and dates like it are read day first; write 1986-04-30 if that is wrong"

enum { SJ_ROSTER_PEOPLE, SJ_ROSTER_ORGANISATIONS, SJ_ROSTER_TABLES };
extern const sj_roster_table sj_roster_table_all[SJ_ROSTER_TABLES];
/* The table that a lone file is: people, unless it has the id of another. */
const sj_roster_table *sj_roster_table_choose(const sj_str *header, size_t count);
/* Appends those headers that are no column of the table, ", " between; for people to read,
 * so of many only the first. Returns how many there are. */
size_t sj_roster_unknown_headers(const sj_roster_table *table, const sj_str *header, size_t count,
                                 sj_buf *to);
/* A letter or a digit, in any script: without one there is nothing to compare. */
bool sj_roster_says_a_name(sj_str text);
/* Of the line that says which columns the tables had: adds theirs to `own`, as bits. */
void sj_roster_note_columns(const cJSON *object, uint32_t own[SJ_ROSTER_TABLES]);
/* NULL: a column we do not know. */
const sj_roster_column *sj_roster_column_find(const sj_roster_table *table, sj_str header);
#endif
