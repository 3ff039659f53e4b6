/* sojourn/signals.h -- red flags over a roster: each a row of data/signals.tsv with a
 * rule in src/signals, and for each person yes, no or unknown.
 *
 * Shape:  (roster, law, list matches, date) -> findings, sorted by person, then in the
 *         order of data/signals.tsv, then of the records.
 * Rule:   a signal whose data is missing for a person is unknown, not no. No rule reads
 *         a name, nationality, language or face, but the comparison with lists, of a
 *         person's names with each other, and the legal test.
 * Unit:   days since 1970-01-01. Strings live as long as the findings, the tables and
 *         the law.
 * Threads: rules run side by side on `threads`; the result is read by any. */
#ifndef SOJOURN_SIGNALS_H
#define SOJOURN_SIGNALS_H
#include "sojourn/regime.h"

typedef enum sj_strength { SJ_STRENGTH_CONTEXT, SJ_STRENGTH_STRONG, SJ_STRENGTH_HARD } sj_strength;
SJ_API sj_str sj_strength_text(sj_strength s);

/* One row of data/signals.tsv. */
typedef struct sj_signal {
    sj_str id, family, needs, rule, threshold, unit, threshold_kind, innocent, source, live;
    sj_str likelihood_ratio_source;
    sj_str without_values; /* a sentence of what was found, for whom the values are withheld */
    sj_strength strength;
    double likelihood_ratio; /* of the sign, on a dispatched worker against another */
    bool runs;               /* live: now */
} sj_signal;
enum { SJ_SIGNALS_MAX = 256 };

/* What the search found for a row of people or organisations. */
typedef struct sj_list_match {
    sj_table table; /* SJ_TABLE_PEOPLE or SJ_TABLE_ORGANISATIONS */
    size_t row;
    double score;
    bool by_identifier; /* an identifier decided it */
    bool fields_agree;  /* at least one field beside the name agrees, none contradicts */
    sj_str query_name, listed_name, list, version, hash, record;
    sj_str identifier; /* that decided it: A-Z0-9 of the roster's value; empty if none */
} sj_list_match;

/* A cell that a finding rests on; of a machine-readable zone or a number that states several
 * things, the part that is meant (`birth_date`) and what it says, else both are empty. */
typedef struct sj_evidence_cell {
    sj_table table;
    uint32_t row, column;
    sj_str part, value;
} sj_evidence_cell;
static inline sj_str sj_evidence_id(const sj_tables *t, const sj_evidence_cell *e)
{
    return sj_cell_text(sj_tables_cell(t, e->table, e->row, 0));
}
static inline sj_str sj_evidence_value(const sj_tables *t, const sj_evidence_cell *e)
{
    return e->part.len ? e->value : sj_cell_text(sj_tables_cell(t, e->table, e->row, e->column));
}
static inline sj_str sj_evidence_field(const sj_evidence_cell *e)
{
    size_t count;
    return sj_table_columns(e->table, &count)[e->column].header;
}
typedef struct sj_finding {
    const sj_signal *signal;
    size_t person; /* row of people */
    sj_table table;
    size_t row; /* the subject */
    int32_t day;
    bool dated;
    sj_str says;
    sj_evidence_cell *because;
    size_t because_count;
    const sj_provision *basis;  /* NULL where no law is the basis */
    const sj_list_match *match; /* of the list family */
} sj_finding;

typedef struct sj_signal_input {
    const sj_tables *tables;
    const sj_law *law;
    sj_reading reading;
    sj_date as_of;
    const sj_list_match *match;
    size_t match_count;
    bool screened;    /* false: no lists were given; the list family is unknown */
    unsigned threads; /* 0: all cores; the result is the same */
} sj_signal_input;
typedef struct sj_findings sj_findings;
/* Errors: SJ_ENOMEM, SJ_ELIMIT (over 10 million findings). `in` must outlive it. */
SJ_API SJ_MUST sj_status sj_signals_run(const sj_signal_input *in, sj_findings **ret);
SJ_API sj_findings *sj_findings_free(sj_findings *f);
SJ_DEFINE_AUTO(sj_findings)
SJ_API const sj_finding *sj_findings_all(const sj_findings *f, size_t *ret_count);
/* The findings of one person: a slice of sj_findings_all. */
SJ_API const sj_finding *sj_findings_of(const sj_findings *f, size_t person, size_t *ret_count);
/* The table of signals in use. */
SJ_API const sj_signal *sj_findings_signals(const sj_findings *f, size_t *ret_count);
/* Yes, no, or unknown, for a signal by its position. */
SJ_API sj_answer sj_findings_answer(const sj_findings *f, size_t person, size_t signal);

/* The day on which a job is judged: its last day, if that has come, else `as_of`. A blank
 * end is open; an end that cannot be read, or a roster without that column, leaves only the
 * first day sure. */
SJ_API sj_date sj_signals_judged_on(const sj_tables *t, size_t job, sj_date as_of);

/* ---- the eleven ILO indicators, apart from all this ---- */
typedef struct sj_indicator {
    sj_str id, name, needs, rule, threshold, threshold_kind, kind, norm, source;
} sj_indicator;
enum { SJ_INDICATORS = 11 };
typedef struct sj_indicator_answer {
    sj_answer answer;
    sj_evidence_cell because[4];
    size_t because_count;
} sj_indicator_answer;
typedef struct sj_labour sj_labour;
SJ_API SJ_MUST sj_status sj_labour_new(sj_labour **ret);
SJ_API sj_labour *sj_labour_free(sj_labour *l);
SJ_DEFINE_AUTO(sj_labour)
SJ_API const sj_indicator *sj_labour_indicators(const sj_labour *l);
/* Answers for one person, in the order of data/indicators.tsv. *ret_forced: at least one
 * indicator of involuntariness and one of coercion, or unknown while that is open. */
SJ_API void sj_labour_judge(const sj_labour *l, const sj_tables *t, size_t person,
                            sj_indicator_answer ret[SJ_INDICATORS], sj_answer *ret_forced);
#endif
