/* records/ftm_rows.h -- one row of a table as one FollowTheMoney entity and back: the
 * mapping that sojourn/roster_ftm.h promises, as data.
 *
 * A row is its texts by column, as a CSV file would have them. Its items are what the
 * entity's properties hold, but for links, which are keys of rows and become ids where they
 * are written. texts -> items -> texts is what decides which texts must be written beside
 * the properties, and whether such texts still hold when they are read. */
#ifndef SJ_RECORDS_FTM_ROWS_H
#define SJ_RECORDS_FTM_ROWS_H
#include "records/json.h"
#include "sojourn/tables.h"

typedef enum sj_ftm_schema {
    SJ_FTM_PERSON,
    SJ_FTM_COMPANY,
    SJ_FTM_ORGANIZATION,
    SJ_FTM_PUBLIC_BODY,
    SJ_FTM_LEGAL_ENTITY, /* is read, not written */
    SJ_FTM_PASSPORT,
    SJ_FTM_IDENTITY, /* "Identification" */
    SJ_FTM_EMPLOYMENT,
    SJ_FTM_BANK_ACCOUNT,
    SJ_FTM_CRYPTO_WALLET,
    SJ_FTM_USER_ACCOUNT,
    SJ_FTM_PAYMENT,
    SJ_FTM_EVENT,
    SJ_FTM_NOTE,
    SJ_FTM_SCHEMA_COUNT
} sj_ftm_schema;
sj_str sj_ftm_schema_name(sj_ftm_schema schema);

typedef struct sj_ftm_item {
    sj_str property, value;
    int column; /* -1: an extra column's */
} sj_ftm_item;
typedef struct sj_ftm_items {
    sj_ftm_item *item;
    size_t count;
} sj_ftm_items;

typedef struct sj_ftm_row {
    sj_table table;
    sj_ftm_schema schema;
    sj_str text[SJ_COLUMNS_MAX];
    sj_extra *extra;
    size_t extra_count;
    sj_str address_id; /* addressEntity, where there is no address */
    bool whole;        /* written by us and since unchanged: the texts are all there is */
} sj_ftm_row;

/* The schema a row is written as; reads row->table and texts. */
sj_ftm_schema sj_ftm_schema_of(const sj_ftm_row *row);
/* Appends what the properties hold, by row->table, schema and texts. Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_ftm_items_of(const sj_ftm_row *row, sj_arena *a, sj_ftm_items *to);
/* The texts that the items alone give; what has no column is copied to ret_rest, its column
 * made -1. `caption` may be empty. Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_ftm_texts_of(sj_table table, sj_ftm_schema schema, sj_ftm_items *items,
                                  sj_str caption, sj_arena *a, sj_str text[SJ_COLUMNS_MAX],
                                  sj_ftm_items *ret_rest);
/* True if the property holds references to rows. */
bool sj_ftm_property_links(sj_table table, sj_ftm_schema schema, sj_str property);
/* True if the property is written for the graph, and the tables say the same elsewhere. */
bool sj_ftm_is_view(sj_table table, sj_str property);
/* True if a column would take this value of the property, so that it is no extra. */
bool sj_ftm_property_takes(sj_table table, sj_ftm_schema schema, sj_str property, sj_str value);
/* Reads an object. *ret_is_row is false if no table has its schema. Strings live in the
 * arena or in the object. Errors: SJ_EFORMAT (no id, schema or properties), SJ_ELIMIT (over
 * 10,000 values in a property, a text of over 1 MiB), SJ_ENOMEM. */
SJ_MUST sj_status sj_ftm_row_read(const cJSON *object, sj_arena *a, sj_ftm_row *ret,
                                  bool *ret_is_row, sj_diag *reterr_diag);

/* Empty if there is none. */
sj_str sj_ftm_object_id(const cJSON *object);
/* True if FollowTheMoney takes `key` in a reference and it cannot be taken for an id that we
 * made. */
bool sj_ftm_key_is_id(sj_str key);
/* "people." and the key, every other byte than a letter, a digit or a dot as "-2f". */
SJ_MUST sj_status sj_ftm_id_make(sj_table table, sj_str key, sj_arena *a, sj_str *ret);
/* The key that an id stands for: itself, but for ids that we made. "people.-row3" is the
 * empty key. */
SJ_MUST sj_status sj_ftm_key_of(sj_str id, sj_arena *a, sj_str *ret);

/* True if a line, unread, is sure to be an object of a schema without names to match (a
 * paper, a job, an account, a transfer, a session) with no object inside. */
bool sj_ftm_line_is_other(sj_str line);

/* In front of the header of an extra column that is a property, a member of the object. */
#define SJ_FTM_PROPERTY "ftm:"
#define SJ_FTM_MEMBER "ftm::"
#define SJ_FTM_BESIDE "sojourn" /* the member of the object that is ours */
#endif
