/* sojourn/regime.h -- which rule on workers sent abroad applies to a job on a date.
 *
 * Law is data: provisions with paragraph, dates in force, territory, effect and
 * exceptions (data/instruments.tsv, built in; any file of the same form can stand in
 * its place, also of law that does not exist yet).
 * Shape:  (law, roster, job, date, reading) -> one outcome and the path to it, each step
 *         with the record and field it read.
 * Rule:   nationality enters only as papers document it; what the roster merely declares
 *         is shown but decides nothing: the outcome is `undetermined`. A paper of the
 *         host state makes its holder an own national. The date alone chooses the law.
 * Unit:   dates as in records.h. Strings live as long as the law or the tables.
 * Threads: a law, once read, by any. */
#ifndef SOJOURN_REGIME_H
#define SOJOURN_REGIME_H
#include "sojourn/tables.h"

typedef enum sj_outcome {
    SJ_OUTCOME_APPLIES,
    SJ_OUTCOME_OWN_NATIONAL,
    SJ_OUTCOME_PROTECTED,
    SJ_OUTCOME_COMMITTEE_APPROVED,
    SJ_OUTCOME_GRANDFATHERED,
    SJ_OUTCOME_OFFICIAL_ACCREDITATION,
    SJ_OUTCOME_NOT_IN_SCOPE,
    SJ_OUTCOME_UNDETERMINED,
    SJ_OUTCOME_COUNT
} sj_outcome;
SJ_API sj_str sj_outcome_text(sj_outcome o); /* "applies", "own national" ... */

/* One row of data/instruments.tsv. */
typedef struct sj_provision {
    sj_str id, instrument, paragraph;
    sj_str subject, effect; /* "labour"; "repatriate", "no_new_permit", "cap", "vigilance" ... */
    sj_str territory;       /* "UN", "EU", or countries separated by ; */
    sj_str exceptions;      /* separated by ; */
    sj_str rule, contested, source, tag;
    sj_str nationality;                   /* alpha-2 whose nationals it binds; empty: KP */
    sj_date adopted, from, to, deadline;  /* year 0: none */
    sj_date suspended_from, suspended_to; /* relief and snapback, as dates */
    sj_date contracts_before;             /* signed before: grandfathered until the deadline */
    sj_str trigger, default_outcome;      /* who may call the snapback; on no vote */
    int32_t clock_days, wind_down_days;   /* -1: not stated */
    bool text_confirmed;
} sj_provision;
typedef struct sj_law sj_law;
/* The table that is built in. Errors: SJ_ENOMEM. */
SJ_API SJ_MUST sj_status sj_law_builtin(sj_law **ret);
/* A table of the same form. Errors: as records/tsv.h, and SJ_ESYNTAX with line and
 * column for a date, number, effect or exception that is none. */
SJ_API SJ_MUST sj_status sj_law_read(sj_str text, sj_law **ret, sj_diag *reterr_diag);
SJ_API sj_law *sj_law_free(sj_law *law);
SJ_DEFINE_AUTO(sj_law)
SJ_API const sj_provision *sj_law_provisions(const sj_law *law, size_t *ret_count);
/* Is it in force on that day: adopted, not ended, not suspended? */
SJ_API bool sj_provision_in_force(const sj_provision *p, int32_t day);
SJ_API bool sj_provision_binds(const sj_provision *p, sj_str country);
/* Does a ask more of labour than b (vigilance, a cap, no renewal, no new permit, return)? Of two
 * that ask the same, the one whose deadline has passed on `day` is stricter. */
SJ_API bool sj_provision_is_stricter(const sj_provision *a, const sj_provision *b, int32_t day);
/* The last day on which what the provision forbids may still be wound down, as it stands on
 * `day`: the deadline, or, once a suspension is over, wind_down_days after its last day if
 * that is later. False if there is neither. */
SJ_API bool sj_provision_deadline(const sj_provision *p, int32_t day, int32_t *ret_last);

/* Contested readings; the default is the text. */
typedef enum sj_reading {
    SJ_READING_TEXT,
    SJ_READING_PERMIT_DECIDES, /* who holds a permit of study, tourism ... does not work */
    SJ_READING_PRACTICE,       /* trainees and exchange visitors practise, they do not work */
    SJ_READING_COUNT
} sj_reading;
SJ_API sj_str sj_reading_text(sj_reading r); /* "text", "permit-decides", "practice" */
SJ_API bool sj_reading_parse(sj_str text, sj_reading *ret);

typedef enum sj_answer { SJ_ANSWER_NO, SJ_ANSWER_YES, SJ_ANSWER_UNKNOWN } sj_answer;
SJ_API sj_str sj_answer_text(sj_answer a);
typedef struct sj_regime_step {
    const char *question; /* constant text */
    sj_answer answer;
    bool has_record;
    sj_table table; /* the record and field it read, if any */
    sj_str id, field, value;
} sj_regime_step;
enum { SJ_REGIME_STEPS_MAX = 16 };
typedef struct sj_regime_verdict {
    sj_outcome outcome;
    sj_date at;
    sj_reading reading;
    const sj_provision *provision; /* that decided; NULL where none was reached */
    bool wind_down;                /* applies, demands return, and its deadline has not passed */
    sj_regime_step step[SJ_REGIME_STEPS_MAX];
    size_t step_count;
} sj_regime_verdict;
/* Judges row `job` of SJ_TABLE_JOBS at a date (a partial date: its first day). */
SJ_API void sj_regime_judge(const sj_law *law, const sj_tables *t, size_t job, sj_date at,
                            sj_reading reading, sj_regime_verdict *ret);

/* What is known of a person's nationality from papers. */
typedef struct sj_documented {
    sj_answer is;  /* documented as this nationality? */
    size_t paper;  /* row that says so, or says otherwise; SIZE_MAX if none */
    size_t column; /* of that row */
} sj_documented;
SJ_API sj_documented sj_regime_documented(const sj_tables *t, size_t person, sj_str country);
/* Does the issuer (a cell of papers.country) of a paper of this kind that names no nationality
 * document one: a passport, or an identity card of a state that gives it to its nationals
 * alone. The Gulf states give theirs to every resident. */
SJ_API bool sj_regime_issuer_documents(const sj_cell *kind, const sj_cell *issuer);

/* ---- classes of permit (data/permits.tsv) ---- */
typedef enum sj_permit_work {
    SJ_WORK_UNKNOWN,
    SJ_WORK_NO,
    SJ_WORK_YES,
    SJ_WORK_LIMITED,      /* hours or conditions */
    SJ_WORK_PERMIT_NEEDED /* only with a further permit of the worker or the employer */
} sj_permit_work;
typedef struct sj_permit_class {
    sj_str country, code, name, purpose, conditions, source, confirmed;
    sj_permit_work work;
    int32_t hours_week; /* in term; -1: none or not known */
    sj_answer employer_bound;
    int32_t from, to; /* days on which the row holds; INT32_MIN, INT32_MAX: open */
} sj_permit_class;
typedef struct sj_permit_classes sj_permit_classes;
SJ_API SJ_MUST sj_status sj_permit_classes_new(sj_permit_classes **ret);
SJ_API sj_permit_classes *sj_permit_classes_free(sj_permit_classes *p);
SJ_DEFINE_AUTO(sj_permit_classes)
/* The class of this state with this code as it is on `day`; where the code is empty or not
 * in the table, the state's first class of that purpose on that day. NULL: nothing is
 * known of that day, which is no "no". */
SJ_API const sj_permit_class *sj_permit_class_find(const sj_permit_classes *p, sj_str country,
                                                   sj_str code, sj_str purpose, int32_t day);

/* ---- the person's timeline ---- */
typedef enum sj_stay {
    SJ_STAY_UNKNOWN,
    SJ_STAY_LAWFUL,
    SJ_STAY_WIND_DOWN,
    SJ_STAY_SHOULD_HAVE_BEEN_RETURNED,
    SJ_STAY_COULD_NOT_RETURN, /* stranded by the closed border */
    SJ_STAY_RETURNED
} sj_stay;
SJ_API sj_str sj_stay_text(sj_stay s);
typedef struct sj_stay_span {
    int32_t from, to; /* days since 1970-01-01, both included */
    sj_stay stay;
    size_t job; /* that decides; SIZE_MAX if none */
} sj_stay_span;
/* Spans in order, without gaps, from the first permit or job to the last one's end or
 * `today`; none if the roster has neither. The array lives in the arena. */
SJ_API SJ_MUST sj_status sj_regime_timeline(const sj_law *law, const sj_tables *t, size_t person,
                                            sj_date today, sj_reading reading, sj_arena *arena,
                                            const sj_stay_span **ret, size_t *ret_count);
#endif
