/* sojourn/tables.h -- a whole roster in memory: the ten tables of people,
 * organisations, papers, permits, jobs, accounts, transfers, sessions, shipments and
 * claims, every cell read by its column's type and kept as written.
 *
 * Shape:  table -> rows in the order of their ids (p2 before p10) -> the cells that are not empty,
 * found by column, and the unknown columns as they stand ("extra"). Unit:   numbers are integers of
 * millionths, and so are amounts, which are whole minor units of the currency beside them where
 * that is one (sj_money); times are seconds since 1970-01-01T00:00:00Z; dates as in records.h, a
 * partial date is a span. Rule:   a cell that cannot be read is a problem (table, line, column,
 * what was expected); its row stays and the cell is SJ_CELL_UNREADABLE. A row without its key, or
 * with the key of an earlier row, is a problem too and stays. Life:   all strings live as long as
 * the tables. Cap:    20 million rows a table, 1 MiB a cell (csv.h). Memory: 24 bytes a cell that
 * is not empty, 24 a row, and the text. Threads: built by one, then read by any. */
#ifndef SOJOURN_TABLES_H
#define SOJOURN_TABLES_H
#include "sojourn/records.h"

typedef enum sj_table {
    SJ_TABLE_PEOPLE,
    SJ_TABLE_ORGANISATIONS,
    SJ_TABLE_PAPERS,
    SJ_TABLE_PERMITS,
    SJ_TABLE_JOBS,
    SJ_TABLE_ACCOUNTS,
    SJ_TABLE_TRANSFERS,
    SJ_TABLE_SESSIONS,
    SJ_TABLE_SHIPMENTS,
    SJ_TABLE_CLAIMS,
    SJ_TABLE_COUNT
} sj_table;

typedef enum sj_cell_type {
    SJ_CELL_TEXT, /* text; several values separated by | where it says so in records */
    SJ_CELL_KEY,  /* id of the row, unique in its table */
    SJ_CELL_LINK, /* id of a row of the table that the column's words name */
    SJ_CELL_DATE,
    SJ_CELL_TIME,    /* RFC 3339, or a date (then its first second, UTC) */
    SJ_CELL_COUNTRY, /* alpha-2; names and alpha-3 are understood and said to be */
    SJ_CELL_NUMBER,
    SJ_CELL_CURRENCY, /* ISO 4217, in any case */
    SJ_CELL_WORD      /* one of the column's words */
} sj_cell_type;

/* Columns: X(enumerator, header, type, required, words). The enumerators of a table
 * count from 0. */
#define SJ_PEOPLE_COLUMNS(X)                          \
    X(PERSON_ID, "person_id", KEY, true, "")          \
    X(NAME, "name", TEXT, true, "")                   \
    X(NATIVE_NAME, "native_name", TEXT, false, "")    \
    X(OTHER_NAMES, "other_names", TEXT, false, "")    \
    X(BIRTH_DATE, "birth_date", DATE, false, "")      \
    X(BIRTH_PLACE, "birth_place", TEXT, false, "")    \
    X(NATIONALITY, "nationality", COUNTRY, false, "") \
    X(GENDER, "gender", TEXT, false, "")              \
    X(EMAIL, "email", TEXT, false, "")                \
    X(PHONE, "phone", TEXT, false, "")                \
    X(ADDRESS, "address", TEXT, false, "")            \
    X(COUNTRY, "country", COUNTRY, false, "")
#define SJ_ORGANISATIONS_COLUMNS(X)                                                       \
    X(ORGANISATION_ID, "organisation_id", KEY, true, "")                                  \
    X(NAME, "name", TEXT, true, "")                                                       \
    X(NATIVE_NAME, "native_name", TEXT, false, "")                                        \
    X(OTHER_NAMES, "other_names", TEXT, false, "")                                        \
    X(KIND, "kind", WORD, false, "employer agency platform bank school government other") \
    X(COUNTRY, "country", COUNTRY, false, "")                                             \
    X(REGISTRATION_NUMBER, "registration_number", TEXT, false, "")                        \
    X(ADDRESS, "address", TEXT, false, "")                                                \
    X(PHONE, "phone", TEXT, false, "")                                                    \
    X(EMAIL, "email", TEXT, false, "")                                                    \
    X(WEBSITE, "website", TEXT, false, "")                                                \
    X(PARENT_ID, "parent_id", LINK, false, "organisations")                               \
    X(OWNERSHIP_SHARE, "ownership_share", NUMBER, false, "")
#define SJ_PAPERS_COLUMNS(X)                                                           \
    X(PAPER_ID, "paper_id", KEY, true, "")                                             \
    X(PERSON_ID, "person_id", LINK, true, "people")                                    \
    X(KIND, "kind", WORD, true,                                                        \
      "passport national_id residence_card driving_licence seaman_book diploma other") \
    X(COUNTRY, "country", COUNTRY, true, "")                                           \
    X(NUMBER, "number", TEXT, false, "")                                               \
    X(NAME, "name", TEXT, false, "")                                                   \
    X(BIRTH_DATE, "birth_date", DATE, false, "")                                       \
    X(GENDER, "gender", TEXT, false, "")                                               \
    X(NATIONALITY, "nationality", COUNTRY, false, "")                                  \
    X(ISSUED, "issued", DATE, false, "")                                               \
    X(EXPIRES, "expires", DATE, false, "")                                             \
    X(MRZ, "mrz", TEXT, false, "")                                                     \
    X(HELD_BY, "held_by", WORD, false, "person employer agency state unknown")         \
    X(IMAGE_HASH, "image_hash", TEXT, false, "")                                       \
    X(BIRTH_PLACE, "birth_place", TEXT, false, "")
#define SJ_PERMITS_COLUMNS(X)                                                                 \
    X(PERMIT_ID, "permit_id", KEY, true, "")                                                  \
    X(PERSON_ID, "person_id", LINK, true, "people")                                           \
    X(COUNTRY, "country", COUNTRY, true, "")                                                  \
    X(PURPOSE, "purpose", WORD, true,                                                         \
      "work study trainee exchange tourism business transit family official crew protection " \
      "residence other")                                                                      \
    X(CLASS, "class", TEXT, false, "")                                                        \
    X(NUMBER, "number", TEXT, false, "")                                                      \
    X(GRANTED, "granted", DATE, false, "")                                                    \
    X(VALID_FROM, "valid_from", DATE, false, "")                                              \
    X(VALID_TO, "valid_to", DATE, false, "")                                                  \
    X(SPONSOR_ID, "sponsor_id", LINK, false, "organisations")
#define SJ_JOBS_COLUMNS(X)                                                \
    X(JOB_ID, "job_id", KEY, true, "")                                    \
    X(PERSON_ID, "person_id", LINK, true, "people")                       \
    X(ORGANISATION_ID, "organisation_id", LINK, true, "organisations")    \
    X(AGENCY_ID, "agency_id", LINK, false, "organisations")               \
    X(COUNTRY, "country", COUNTRY, true, "")                              \
    X(SITE, "site", TEXT, false, "")                                      \
    X(SECTOR, "sector", TEXT, false, "")                                  \
    X(OCCUPATION, "occupation", TEXT, false, "")                          \
    X(STARTS, "starts", DATE, true, "")                                   \
    X(ENDS, "ends", DATE, false, "")                                      \
    X(CONTRACT_SIGNED, "contract_signed", DATE, false, "")                \
    X(HOURS_WEEK, "hours_week", NUMBER, false, "")                        \
    X(REST_DAYS_MONTH, "rest_days_month", NUMBER, false, "")              \
    X(WAGE_CONTRACTED, "wage_contracted", NUMBER, false, "")              \
    X(WAGE_RECORDED, "wage_recorded", NUMBER, false, "")                  \
    X(WAGE_RECEIVED, "wage_received", NUMBER, false, "")                  \
    X(CURRENCY, "currency", CURRENCY, false, "")                          \
    X(PERIOD, "period", WORD, false, "hour day week month year contract") \
    X(PAID_TO, "paid_to", WORD, false, "worker agency employer other")    \
    X(PAYEE_ACCOUNT_ID, "payee_account_id", LINK, false, "accounts")      \
    X(DEDUCTIONS, "deductions", NUMBER, false, "")                        \
    X(FEE_PAID, "fee_paid", NUMBER, false, "")                            \
    X(HOUSING, "housing", TEXT, false, "")                                \
    X(ESCORTED, "escorted", WORD, false, "yes no unknown")
#define SJ_ACCOUNTS_COLUMNS(X)                                                        \
    X(ACCOUNT_ID, "account_id", KEY, true, "")                                        \
    X(KIND, "kind", WORD, true, "bank card platform exchange wallet email code_host") \
    X(PROVIDER, "provider", TEXT, false, "")                                          \
    X(IDENTIFIER, "identifier", TEXT, false, "")                                      \
    X(HOLDER_ID, "holder_id", LINK, false, "people")                                  \
    X(HOLDER_NAME, "holder_name", TEXT, false, "")                                    \
    X(COUNTRY, "country", COUNTRY, false, "")                                         \
    X(OPENED, "opened", DATE, false, "")                                              \
    X(CLOSED, "closed", DATE, false, "")                                              \
    X(EMAIL, "email", TEXT, false, "")                                                \
    X(PHONE, "phone", TEXT, false, "")
#define SJ_TRANSFERS_COLUMNS(X)                             \
    X(TRANSFER_ID, "transfer_id", KEY, true, "")            \
    X(TIME, "time", TIME, true, "")                         \
    X(FROM_ACCOUNT, "from_account", LINK, true, "accounts") \
    X(TO_ACCOUNT, "to_account", LINK, true, "accounts")     \
    X(AMOUNT, "amount", NUMBER, true, "")                   \
    X(CURRENCY, "currency", CURRENCY, true, "")             \
    X(PURPOSE, "purpose", TEXT, false, "")                  \
    X(REFERENCE, "reference", TEXT, false, "")
#define SJ_SESSIONS_COLUMNS(X)                          \
    X(SESSION_ID, "session_id", KEY, true, "")          \
    X(ACCOUNT_ID, "account_id", LINK, true, "accounts") \
    X(TIME, "time", TIME, true, "")                     \
    X(ENDS, "ends", TIME, false, "")                    \
    X(IP, "ip", TEXT, false, "")                        \
    X(DEVICE_ID, "device_id", TEXT, false, "")          \
    X(USER_AGENT, "user_agent", TEXT, false, "")        \
    X(TOOL, "tool", TEXT, false, "")                    \
    X(PORT, "port", NUMBER, false, "")
#define SJ_SHIPMENTS_COLUMNS(X)                     \
    X(SHIPMENT_ID, "shipment_id", KEY, true, "")    \
    X(PERSON_ID, "person_id", LINK, true, "people") \
    X(ITEM, "item", TEXT, false, "")                \
    X(ADDRESS, "address", TEXT, true, "")           \
    X(COUNTRY, "country", COUNTRY, false, "")       \
    X(TIME, "time", TIME, false, "")
#define SJ_CLAIMS_COLUMNS(X)                                                                   \
    X(CLAIM_ID, "claim_id", KEY, true, "")                                                     \
    X(PERSON_ID, "person_id", LINK, true, "people")                                            \
    X(KIND, "kind", WORD, true, "employer school address timezone referee portfolio identity") \
    X(VALUE, "value", TEXT, true, "")                                                          \
    X(CONTACT, "contact", TEXT, false, "")                                                     \
    X(VERIFIED, "verified", WORD, false, "yes no unknown")                                     \
    X(TIME, "time", TIME, false, "")
#define SJ_TABLE_MAP(X)               \
    X(PEOPLE, "people")               \
    X(ORGANISATIONS, "organisations") \
    X(PAPERS, "papers")               \
    X(PERMITS, "permits")             \
    X(JOBS, "jobs")                   \
    X(ACCOUNTS, "accounts")           \
    X(TRANSFERS, "transfers")         \
    X(SESSIONS, "sessions")           \
    X(SHIPMENTS, "shipments")         \
    X(CLAIMS, "claims")

#define X(name, header, type, required, words) SJ_PEOPLE_##name,
enum { SJ_PEOPLE_COLUMNS(X) SJ_PEOPLE_COLUMN_COUNT };
#undef X
#define X(name, header, type, required, words) SJ_ORGANISATIONS_##name,
enum { SJ_ORGANISATIONS_COLUMNS(X) SJ_ORGANISATIONS_COLUMN_COUNT };
#undef X
#define X(name, header, type, required, words) SJ_PAPERS_##name,
enum { SJ_PAPERS_COLUMNS(X) SJ_PAPERS_COLUMN_COUNT };
#undef X
#define X(name, header, type, required, words) SJ_PERMITS_##name,
enum { SJ_PERMITS_COLUMNS(X) SJ_PERMITS_COLUMN_COUNT };
#undef X
#define X(name, header, type, required, words) SJ_JOBS_##name,
enum { SJ_JOBS_COLUMNS(X) SJ_JOBS_COLUMN_COUNT };
#undef X
#define X(name, header, type, required, words) SJ_ACCOUNTS_##name,
enum { SJ_ACCOUNTS_COLUMNS(X) SJ_ACCOUNTS_COLUMN_COUNT };
#undef X
#define X(name, header, type, required, words) SJ_TRANSFERS_##name,
enum { SJ_TRANSFERS_COLUMNS(X) SJ_TRANSFERS_COLUMN_COUNT };
#undef X
#define X(name, header, type, required, words) SJ_SESSIONS_##name,
enum { SJ_SESSIONS_COLUMNS(X) SJ_SESSIONS_COLUMN_COUNT };
#undef X
#define X(name, header, type, required, words) SJ_SHIPMENTS_##name,
enum { SJ_SHIPMENTS_COLUMNS(X) SJ_SHIPMENTS_COLUMN_COUNT };
#undef X
#define X(name, header, type, required, words) SJ_CLAIMS_##name,
enum { SJ_CLAIMS_COLUMNS(X) SJ_CLAIMS_COLUMN_COUNT };
#undef X
enum { SJ_COLUMNS_MAX = 24 };

/* Words of columns that rules ask for, in the order of the column: sj_cell.word. A test holds
 * the two together. */
typedef enum sj_organisation_kind {
    SJ_ORGANISATION_EMPLOYER,
    SJ_ORGANISATION_AGENCY
} sj_organisation_kind;
typedef enum sj_paper_kind {
    SJ_PAPER_PASSPORT,
    SJ_PAPER_NATIONAL_ID,
    SJ_PAPER_RESIDENCE_CARD,
    SJ_PAPER_DRIVING_LICENCE,
    SJ_PAPER_SEAMAN_BOOK
} sj_paper_kind;
typedef enum sj_purpose {
    SJ_PURPOSE_WORK,
    SJ_PURPOSE_STUDY,
    SJ_PURPOSE_TRAINEE,
    SJ_PURPOSE_EXCHANGE,
    SJ_PURPOSE_TOURISM,
    SJ_PURPOSE_BUSINESS,
    SJ_PURPOSE_TRANSIT,
    SJ_PURPOSE_FAMILY,
    SJ_PURPOSE_OFFICIAL,
    SJ_PURPOSE_CREW,
    SJ_PURPOSE_PROTECTION
} sj_purpose;
typedef enum sj_paid_to {
    SJ_PAID_TO_WORKER,
    SJ_PAID_TO_AGENCY,
    SJ_PAID_TO_EMPLOYER,
    SJ_PAID_TO_OTHER
} sj_paid_to;
typedef enum sj_account_kind {
    SJ_ACCOUNT_BANK,
    SJ_ACCOUNT_CARD,
    SJ_ACCOUNT_PLATFORM,
    SJ_ACCOUNT_EXCHANGE,
    SJ_ACCOUNT_WALLET,
    SJ_ACCOUNT_EMAIL,
    SJ_ACCOUNT_CODE_HOST
} sj_account_kind;
typedef enum sj_claim_kind {
    SJ_CLAIM_EMPLOYER,
    SJ_CLAIM_SCHOOL,
    SJ_CLAIM_ADDRESS,
    SJ_CLAIM_TIMEZONE,
    SJ_CLAIM_REFEREE,
    SJ_CLAIM_PORTFOLIO,
    SJ_CLAIM_IDENTITY
} sj_claim_kind;

typedef struct sj_column {
    sj_str header;
    sj_cell_type type;
    bool required;
    sj_str words; /* SJ_CELL_WORD: separated by blanks; SJ_CELL_LINK: the table it names */
} sj_column;
SJ_API const sj_column *sj_table_columns(sj_table table, size_t *ret_count);
SJ_API sj_str sj_table_name(sj_table table); /* "people" */

typedef enum sj_cell_state { SJ_CELL_ABSENT, SJ_CELL_READ, SJ_CELL_UNREADABLE } sj_cell_state;
/* 24 bytes, because a roster has tens of millions. */
typedef struct sj_cell {
    const char *ptr; /* as written, without blanks at the ends: see sj_cell_text */
    uint32_t len;
    uint8_t state;
    uint8_t word; /* SJ_CELL_WORD: position among the column's words */
    bool circa;   /* SJ_CELL_DATE */
    union {
        struct {
            sj_date from, to;
        } date;
        int64_t time;   /* seconds */
        int64_t number; /* millionths */
        char country[3];
        struct {
            char code[4];
            int8_t minor; /* decimals of the minor unit; -1: ISO 4217 gives none */
        } currency;
        uint32_t row; /* SJ_CELL_LINK: see sj_cell_row */
    } as;
} sj_cell;
static inline sj_str sj_cell_text(const sj_cell *c)
{
    return c->len ? (sj_str){c->ptr, c->len} : (sj_str){"", 0};
}
static inline sj_date_range sj_cell_date(const sj_cell *c)
{
    return (sj_date_range){c->as.date.from, c->as.date.to, c->circa};
}
/* The row a link leads to; SIZE_MAX if the cell is empty or no row has that id. */
static inline size_t sj_cell_row(const sj_cell *c)
{
    return c->state == SJ_CELL_READ && c->as.row != UINT32_MAX ? (size_t)c->as.row : SIZE_MAX;
}

typedef struct sj_extra {
    sj_str header, text;
} sj_extra;
typedef struct sj_table_row {
    sj_cell *packed;       /* those that are not absent, in the order of columns */
    const sj_extra *extra; /* of unknown columns what is not empty, then one with an empty text;
                              NULL if there is nothing */
    uint32_t present;      /* bit c: column c has a cell */
    uint32_t line;
} sj_table_row;
SJ_API extern const sj_cell sj_cell_absent;
static inline const sj_cell *sj_row_cell(const sj_table_row *row, size_t column)
{
    const uint32_t bit = (uint32_t)1 << column;
    if (!(row->present & bit))
        return &sj_cell_absent;
    return &row->packed[__builtin_popcount(row->present & (bit - 1))];
}

typedef struct sj_tables sj_tables;
typedef struct sj_tables_options {
    bool strict;      /* the first problem is an error */
    unsigned threads; /* 0: all cores; the result is the same */
    sj_str name;      /* what problems call a file of FollowTheMoney lines; empty: its name */
} sj_tables_options;
/* Reads a folder or a zip of tables (people.csv must be there), or a file of FollowTheMoney
 * entities, one JSON object a line, compressed or not; sojourn/roster_ftm.h says which entity
 * is which row. Of such a file a line that cannot be read is a problem of its own (no table);
 * the field of a problem is "papers.issued". Errors: SJ_ENOTFOUND,
 * SJ_EIO, SJ_EFORMAT (no people.csv, no column of a required header), SJ_ESYNTAX,
 * SJ_EENCODING, SJ_ECORRUPT, SJ_ELIMIT, SJ_ENOMEM; with `strict` the first problem. */
SJ_API SJ_MUST sj_status sj_tables_open(const char *path, const sj_tables_options *options,
                                        sj_tables **ret, sj_diag *reterr_diag);
SJ_API sj_tables *sj_tables_free(sj_tables *t);
SJ_DEFINE_AUTO(sj_tables)
SJ_API size_t sj_tables_count(const sj_tables *t, sj_table table);
SJ_API const sj_table_row *sj_tables_row(const sj_tables *t, sj_table table, size_t number);
/* Was the table, and this column of it, in the roster at all? */
SJ_API bool sj_tables_has(const sj_tables *t, sj_table table, size_t column);
static inline const sj_cell *sj_tables_cell(const sj_tables *t, sj_table table, size_t row,
                                            size_t column)
{
    return sj_row_cell(sj_tables_row(t, table, row), column);
}
/* Number of the row with this key; SIZE_MAX if there is none. Only people, organisations,
 * jobs and accounts are looked up by key. */
SJ_API size_t sj_tables_find(const sj_tables *t, sj_table table, sj_str key);
/* Numbers of the rows of `table` whose column LINK leads to row `to` of the table that
 * the column names, in the order of rows. */
SJ_API const uint32_t *sj_tables_linked(const sj_tables *t, sj_table table, size_t column,
                                        size_t to, size_t *ret_count);
/* Everything that could not be read, in the order of tables and lines. */
SJ_API size_t sj_tables_problem_count(const sj_tables *t);
SJ_API void sj_tables_problem(const sj_tables *t, size_t number, sj_diag *ret);
/* True if PATH is a folder, a zip with people.csv, or FollowTheMoney lines. */
SJ_API bool sj_tables_are_at(const char *path);
/* The headers of a table in the order of the file, unknown ones too; none if it was absent.
 * Of FollowTheMoney lines: those of the roster that they were made from, else what occurs. */
SJ_API const sj_str *sj_tables_header(const sj_tables *t, sj_table table, size_t *ret_count);
/* What was understood by normalising ("Korea, North" as KP), once a spelling; which links of
 * a column lead to no row; which columns a table has not; which schemata of FollowTheMoney
 * no table has. */
SJ_API const sj_str *sj_tables_notes(const sj_tables *t, size_t *ret_count);

/* Reads one cell by a column's type. Returns false if it cannot be read. Several dates
 * ("1986|1988") are the span that holds them all; of several countries the first is
 * as.country, and the cell is read if any of them is. */
SJ_API bool sj_cell_read(const sj_column *column, sj_str text, sj_cell *ret);
/* ISO 4217, current and of the last thirty years, in any case. */
SJ_API bool sj_currency_parse(sj_str text, char ret_code[4], int8_t *ret_minor);
/* The amount in minor units: 100 JPY is 100, 1.50 USD is 150, 0.125 KWD is 125. False if either
 * was not read, or the amount is no whole number of them. A currency without a minor unit
 * (gold, drawing rights) counts millionths. */
SJ_API bool sj_money(const sj_cell *amount, const sj_cell *currency, int64_t *ret_minor_units);
/* True if a country stands in the cell, alone or as one of several. */
SJ_API bool sj_cell_has_country(const sj_cell *c, sj_str alpha2);
/* RFC 3339 ("2024-05-01T08:00:00+09:00", a blank for the T, fractions dropped); a date
 * alone is its first second. */
SJ_API bool sj_time_parse(sj_str text, int64_t *ret_seconds);
/* "12.5" is 12500000; sign, digits, one point, at most 6 decimals that count. */
SJ_API bool sj_decimal_parse(sj_str text, int64_t *ret_millionths);
#endif
