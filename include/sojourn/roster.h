/* sojourn/roster.h -- the people and organisations a user hands in, one row at a
 * time.
 *
 * Shape:  a stream of sj_entity; memory does not grow with the number of rows.
 * Forms:  a folder or a zip with people.csv and organisations.csv, one such CSV
 *         file, FollowTheMoney JSON lines, any of these compressed, or "-"
 *         (standard input). The form is recognised from the content.
 * Rule:   a value that cannot be read is a problem of its row; the row is kept
 *         and handed out, the rest goes on. A column we do not know becomes a
 *         fact with the column's name as label.
 * FtM:    a line that is a row of another table (a paper, a job: sojourn/roster_ftm.h) is passed
 *         over; sj_tables_open reads those. A person or organisation that was written from a
 *         table is read as that table's row, any other by all of its properties. A person or
 *         organisation inside another object is a row of its own, behind that one.
 * Loose:  a CSV of people without person_id is read too if it has a column for
 *         names (name, full_name, or first_name and last_name; date_of_birth,
 *         place_of_birth and other common spellings): the row's number is the
 *         id then, and a warning says so.
 * Threads: one roster, one thread. */
#ifndef SOJOURN_ROSTER_H
#define SOJOURN_ROSTER_H
#include "sojourn/records.h"

typedef struct sj_roster sj_roster;

typedef struct sj_roster_options {
    bool strict; /* the first problem is an error */
    sj_str name; /* what rows and problems call a single file; empty: its name */
    bool tables; /* the caller reads the same by sj_tables_open: lines of FollowTheMoney that
                    are rows of other tables may be passed over unread, and what is wrong with
                    them is heard there */
} sj_roster_options;

typedef struct sj_roster_row {
    const sj_entity *entity; /* may have no name: then a problem says so */
    sj_str table;            /* "people.csv", "organisations.csv" (also of a FollowTheMoney line
                                that is such a row), or the file's name */
    uint64_t line;           /* where the row starts in its table, from 1 */
    const sj_diag *problem;  /* file = table, line, column = number of the cell,
                                field = header, reason = what was expected */
    size_t problem_count;
} sj_roster_row;

/* Opens PATH. Errors: SJ_ENOTFOUND, SJ_EIO, SJ_EFORMAT (no people.csv in the
 * folder or zip, no column for names), SJ_ESYNTAX, SJ_EENCODING, SJ_ECORRUPT,
 * SJ_ELIMIT, SJ_ENOMEM. */
SJ_API SJ_MUST sj_status sj_roster_open(const char *path, const sj_roster_options *options,
                                        sj_roster **ret, sj_diag *reterr_diag);
/* The next row; it lives until the next call. SJ_DONE after the last. Errors
 * end the stream: damage that makes the rest unreadable (SJ_ESYNTAX of CSV,
 * SJ_EENCODING, SJ_ECORRUPT, SJ_EIO, SJ_ELIMIT, SJ_ENOMEM), or with `strict` the
 * row's first problem. */
SJ_API SJ_MUST sj_status sj_roster_next(sj_roster *r, const sj_roster_row **ret,
                                        sj_diag *reterr_diag);
/* What the user should hear once, such as that row numbers serve as ids; complete
 * after the last row. Lives as long as r. */
SJ_API const sj_str *sj_roster_warnings(const sj_roster *r, size_t *ret_count);
SJ_API sj_roster *sj_roster_free(sj_roster *r);
SJ_DEFINE_AUTO(sj_roster)
#endif
