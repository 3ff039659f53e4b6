/* sojourn/case.h -- a whole roster judged: for each person what was found, which rule
 * applies, a grade, a probability, and what may leave the house to whom.
 *
 * Grade:  refer takes one hard fact or two strong ones of different families; one strong
 *         fact is review; context alone is clear; where fewer than SJ_CASE_ANSWERS_MIN
 *         signals had data, and nothing strong was found, insufficient.
 * Probability: prior odds from the base rate, times the greatest likelihood ratio of
 *         each family (findings of one family are not independent), at most 0.99.
 * People: the labour indicators are written to a file of their own. Of a protected
 *         person no export says where: only cells that tell no place are shown, and no
 *         finding names a protected person beside another person, account or employer.
 * Threads: one case, one thread; read by any. */
#ifndef SOJOURN_CASE_H
#define SOJOURN_CASE_H
#include "sojourn/signals.h"

typedef enum sj_grade {
    SJ_GRADE_INSUFFICIENT,
    SJ_GRADE_CLEAR,
    SJ_GRADE_REVIEW,
    SJ_GRADE_REFER
} sj_grade;
SJ_API sj_str sj_grade_text(sj_grade g);
enum { SJ_CASE_ANSWERS_MIN = 5 };
#define SJ_CASE_BASE_RATE 0.001 /* one in a thousand: cautious where nobody counted */

typedef struct sj_assessment {
    sj_grade grade;
    double probability;
    size_t hard, strong, context; /* findings */
    size_t answered, unknown;     /* live signals with data, without */
    bool has_job, is_protected;
    sj_outcome outcome; /* of the job that weighs most, if has_job: see sj_case_regime */
    size_t job;
} sj_assessment;

typedef struct sj_case_list {
    sj_str name, version, hash;
} sj_case_list;
typedef struct sj_case_input {
    sj_signal_input signals;
    double base_rate; /* (0, 1) */
    const sj_case_list *list;
    size_t list_count;
    sj_str engine; /* version, for every finding */
} sj_case_input;
typedef struct sj_case sj_case;
/* Errors: SJ_EINVAL (base rate), SJ_ENOMEM, SJ_ELIMIT. `in` is copied; what it points to
 * must outlive the case. */
SJ_API SJ_MUST sj_status sj_case_run(const sj_case_input *in, sj_case **ret);
SJ_API sj_case *sj_case_free(sj_case *c);
SJ_DEFINE_AUTO(sj_case)
SJ_API const sj_assessment *sj_case_assessment(const sj_case *c, size_t person);
/* The outcome of that job with its path; without a job `not in scope`. */
SJ_API void sj_case_regime(const sj_case *c, size_t person, sj_regime_verdict *ret);
SJ_API const sj_findings *sj_case_findings(const sj_case *c);
SJ_API const sj_labour *sj_case_labour(const sj_case *c);
SJ_API const sj_case_input *sj_case_input_of(const sj_case *c);

/* Who a file is for. */
typedef enum sj_audience {
    SJ_AUDIENCE_SELF, /* whoever holds the roster: everything, places of the protected withheld */
    SJ_AUDIENCE_EMPLOYER,
    SJ_AUDIENCE_BANK,
    SJ_AUDIENCE_FIU,
    SJ_AUDIENCE_PANEL,
    SJ_AUDIENCE_NGO,
    SJ_AUDIENCE_PUBLIC,
    SJ_AUDIENCE_COUNT
} sj_audience;
SJ_API sj_str
sj_audience_text(sj_audience a); /* "self", "employer", "bank", "fiu", "expert-panel" ... */
SJ_API bool sj_audience_parse(sj_str text, sj_audience *ret);
/* May this audience see findings and assessments of people; labour indicators; findings
 * of this family; other people's cells as evidence? */
SJ_API bool sj_audience_sees_people(sj_audience a);
SJ_API bool sj_audience_sees_labour(sj_audience a);
SJ_API bool sj_audience_sees_family(sj_audience a, sj_str family);
SJ_API bool sj_audience_sees_others(sj_audience a);

/* Is this person under protection: a permit of protection of any state and time, or one
 * whose purpose is blank or cannot be read, or whose class is one of protection. Of such a person
 * no export says where. */
SJ_API bool sj_case_is_protected(const sj_tables *t, const sj_permit_classes *classes,
                                 size_t person);
/* May this cell of a protected person leave: it tells no place. */
SJ_API bool sj_case_tells_no_place(const sj_evidence_cell *e);
/* Is a cell of evidence named to an audience at all: others' records only to those who see
 * them, and never a protected person's beside another's. */
SJ_API bool sj_case_shows(const sj_case *c, const sj_finding *f, size_t evidence, sj_audience a);
/* What may be shown of a cell of evidence to an audience: its value, or "withheld". */
SJ_API sj_str sj_case_show(const sj_case *c, const sj_finding *f, size_t evidence, sj_audience a);
/* The sentence of a finding, or the rule in general words where the sentence could say
 * what is not shown. */
SJ_API sj_str sj_case_says(const sj_case *c, const sj_finding *f, sj_audience a);
/* The record a finding is on; the person, where the record would lead to a protected one. */
SJ_API void sj_case_subject(const sj_case *c, const sj_finding *f, sj_table *ret_table,
                            size_t *ret_row);

/* How cells of a table that leaves the house are shown. */
typedef enum sj_shown {
    SJ_SHOWN,
    SJ_SHOWN_FEW,     /* "<5" */
    SJ_SHOWN_WITHHELD /* else a cell beside it could be worked out from the sum */
} sj_shown;
enum { SJ_CASE_CELL_MIN = 5 };
/* For `n` counts whose sum the reader knows: those from 1 to 4 become SJ_SHOWN_FEW, and the
 * smallest others SJ_SHOWN_WITHHELD until two cells or more are hidden that hold at least
 * SJ_CASE_CELL_MIN people together. For SJ_AUDIENCE_SELF all are shown. */
SJ_API void sj_case_suppress(const size_t *count, size_t n, sj_audience a, sj_shown *ret);

/* JSON lines: one finding, one assessment, one person's labour indicators a line, of the
 * people in [first, end): a large roster is written piece by piece. */
SJ_API SJ_MUST sj_status sj_case_write_findings(const sj_case *c, sj_audience a, size_t first,
                                                size_t end, sj_buf *to);
SJ_API SJ_MUST sj_status sj_case_write_assessments(const sj_case *c, sj_audience a, size_t first,
                                                   size_t end, sj_buf *to);
SJ_API SJ_MUST sj_status sj_case_write_labour(const sj_case *c, sj_audience a, size_t first,
                                              size_t end, sj_buf *to);
#endif
