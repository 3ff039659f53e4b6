/* lists/sheet.h -- the readers of lists that are one CSV table with a header:
 * columns are found by name, rows of one entity are joined by its id, and what
 * has a field of its own is mapped by a row in a table.
 *
 * Shape:  sj_sheet_read calls on_row for each row; on_row names the entity
 *         (sj_sheet_entity) and maps the columns that belong together; the
 *         others follow from their rows in the table of columns.
 * Rule:   a column that the table does not know becomes a fact labelled with
 *         its header, so a format that grows a column loses nothing. The same
 *         value of the same column is added once to an entity: official files
 *         multiply names by addresses by birth dates.
 * Limit:  a row with too few cells, and a last row without a line end, are
 *         refused as cut. A file cut exactly at the end of a row is whole to
 *         anyone who only has the file. */
#ifndef SJ_LISTS_SHEET_H
#define SJ_LISTS_SHEET_H
#include "lists/builder.h"

typedef enum sj_sheet_role {
    SJ_SHEET_BY_HAND, /* on_row maps it */
    SJ_SHEET_LEFT_OUT,
    SJ_SHEET_FACT,
    SJ_SHEET_IDENTIFIER,
    SJ_SHEET_DATE,
    SJ_SHEET_ADDRESS,
    SJ_SHEET_BIRTH_PLACE
} sj_sheet_role;
typedef struct sj_sheet_column {
    const char *header; /* compared without case */
    sj_sheet_role role;
    int kind;  /* of the fact, identifier or date */
    bool many; /* "(a) X (b) Y" or "X; Y" are several values */
} sj_sheet_column;

typedef struct sj_sheet sj_sheet;
typedef struct sj_sheet_format {
    const sj_sheet_column *column;
    size_t column_count;
    size_t required;      /* the first so many columns must be in the header */
    const char *preamble; /* start of the line before the header; NULL: none */
    sj_csv_options csv;
    bool ragged; /* rows may lack cells at their end */
    void (*on_row)(sj_sheet *s);
} sj_sheet_format;

#define SJ_SHEET_COLUMNS_MAX 256 /* seen: 118 */
struct sj_sheet {
    sj_builder b;
    const sj_sheet_format *format;
    const sj_str *cell; /* of the row */
    size_t cell_count;
    sj_str header[SJ_SHEET_COLUMNS_MAX];
    int known[SJ_SHEET_COLUMNS_MAX]; /* header -> column of the table, -1 */
    int at[SJ_SHEET_COLUMNS_MAX];    /* column of the table -> header, -1 */
    size_t header_count;
    sj_map entity, seen;
    sj_buf key;
    bool fresh; /* the last sj_sheet_entity made one */
};
void sj_sheet_done(sj_sheet *s);

/* The row's cell of a column of the table; trimmed; empty if absent. */
sj_str sj_sheet_get(const sj_sheet *s, size_t column);
/* Makes or finds the entity and makes it the builder's. */
void sj_sheet_entity(sj_sheet *s, sj_str id, sj_schema schema);
/* True for the first time that this entity is given `value` under `label`. */
bool sj_sheet_first(sj_sheet *s, sj_str label, sj_str value);
/* Pieces of a cell: enumeration, then ';'. In the arena; empty ones left out. */
void sj_sheet_split(sj_sheet *s, sj_str text, sj_str **ret, size_t *ret_count);
/* Reads one file; several calls join into one list. */
SJ_MUST sj_status sj_sheet_read(const sj_sheet_format *format, const sj_list_file *file,
                                sj_sheet *s, sj_diag *reterr_diag);
/* The same for a list that is one file: SJ_ECORRUPT without an entry. */
SJ_MUST sj_status sj_sheet_read_one(const sj_sheet_format *format, const sj_list_file *file,
                                    size_t file_count, sj_arena *arena, sj_list *list,
                                    sj_diag *reterr_diag);
/* True if a header line among the first rows holds these columns. */
bool sj_sheet_is(sj_str first_bytes, char separator, const char *const *header, size_t count);

/* "AB12 (Romania)", "123 (Tax ID/INN)", "IMO 5122966": the number, and what
 * stands around it as issuer or better label; the text as written is the note. */
sj_entity_identifier *sj_build_number(sj_builder *b, sj_identifier_kind kind, sj_str label,
                                      sj_str text);
/* A document described in words: the first word with four digits is the number. */
sj_entity_identifier *sj_build_described(sj_builder *b, sj_identifier_kind kind, sj_str label,
                                         sj_str text, sj_str detail);
/* Where the series begins of the number whose digits begin at `from`: "H 236483",
 * "SE 011252"; `from` if it has none. */
size_t sj_build_series_start(sj_str text, size_t from);
/* What the words about a document say and no column did: the issuing state
 * ("(Libya)", "Saudi Arabian passport"), when it was issued and expires
 * (lists/document.c). */
void sj_build_describe(sj_entity_identifier *id, sj_str text);
/* Dates of birth that stand in one text: "1966 or 1967", "1.2.1960, 3.2.1960". */
void sj_build_dates(sj_builder *b, sj_date_kind kind, sj_str text);
/* True if the first letter beyond ASCII and Latin stands before any Latin one. */
bool sj_build_is_original(sj_str text);
/* One name; "X (Сергей Y)" is a name and its original script. */
void sj_build_two_scripts(sj_builder *b, sj_name_kind kind, sj_str text);
/* Empty if there is nothing; "male" and "female" in lower case. */
void sj_build_gender(sj_builder *b, sj_str label, sj_str text);
/* Puts a parsed date into *to or, if it is none, keeps it as a fact. */
void sj_build_listing_date(sj_builder *b, sj_date_range *to, sj_str label, sj_str text);
#endif
