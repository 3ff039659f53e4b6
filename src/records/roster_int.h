/* records/roster_int.h -- the tables of a roster as rows of columns: what a cell
 * of a column becomes. A new table is a new array of columns. */
#ifndef SJ_RECORDS_ROSTER_INT_H
#define SJ_RECORDS_ROSTER_INT_H
#include "sojourn/roster.h"

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

enum { SJ_ROSTER_PEOPLE, SJ_ROSTER_ORGANISATIONS, SJ_ROSTER_TABLES };
extern const sj_roster_table sj_roster_table_all[SJ_ROSTER_TABLES];
/* NULL: a column we do not know. */
const sj_roster_column *sj_roster_column_find(const sj_roster_table *table, sj_str header);
#endif
