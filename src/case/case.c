/* case/case.c -- the pipeline over a roster and the grade of each person.
 *
 * The probability is a help for the reader, not the grade: the grade follows from facts
 * that can be shown, the probability from a base rate that somebody chose and from
 * ratios that mostly nobody measured. Both are printed with what they assume. */
#include "sojourn/case.h"
#include "base/base.h"

struct sj_case {
    sj_case_input in;
    sj_findings *findings;
    sj_labour *labour;
    sj_permit_classes *classes;
    sj_assessment *assessment;
    size_t people;
};

sj_str sj_grade_text(sj_grade g)
{
    static const sj_str text[] = {{"insufficient", 12}, {"clear", 5}, {"review", 6}, {"refer", 5}};
    return (unsigned)g < SJ_COUNT(text) ? text[g] : SJ_S("");
}

/* ---- findings to grade ---- */

enum { FAMILIES_MAX = 16 };
struct families {
    sj_str name[FAMILIES_MAX];
    double ratio[FAMILIES_MAX]; /* the greatest */
    bool strong[FAMILIES_MAX];
    size_t count;
};

static size_t family_at(struct families *f, sj_str name)
{
    for (size_t i = 0; i < f->count; i++)
        if (sj_str_eq(f->name[i], name))
            return i;
    if (f->count == FAMILIES_MAX)
        return FAMILIES_MAX - 1; /* data/signals.tsv has eight */
    f->name[f->count] = name;
    f->ratio[f->count] = 1;
    f->strong[f->count] = false;
    return f->count++;
}

static void count_findings(const sj_case *c, size_t person, sj_assessment *a, struct families *f)
{
    size_t count;
    const sj_finding *finding = sj_findings_of(c->findings, person, &count);
    f->count = 0;
    for (size_t i = 0; i < count; i++) {
        const sj_signal *s = finding[i].signal;
        const size_t at = family_at(f, s->family);
        if (s->likelihood_ratio > f->ratio[at])
            f->ratio[at] = s->likelihood_ratio;
        f->strong[at] |= s->strength == SJ_STRENGTH_STRONG;
        a->hard += s->strength == SJ_STRENGTH_HARD;
        a->strong += s->strength == SJ_STRENGTH_STRONG;
        a->context += s->strength == SJ_STRENGTH_CONTEXT;
    }
}

static void count_answers(const sj_case *c, size_t person, sj_assessment *a)
{
    size_t count;
    const sj_signal *s = sj_findings_signals(c->findings, &count);
    for (size_t i = 0; i < count; i++) {
        if (!s[i].runs)
            continue;
        if (sj_findings_answer(c->findings, person, i) == SJ_ANSWER_UNKNOWN)
            a->unknown++;
        else
            a->answered++;
    }
}

static sj_grade grade_of(const sj_assessment *a, const struct families *f)
{
    size_t strong_families = 0;
    for (size_t i = 0; i < f->count; i++)
        strong_families += f->strong[i];
    if (a->hard > 0 || strong_families > 1)
        return SJ_GRADE_REFER;
    if (a->strong > 0)
        return SJ_GRADE_REVIEW;
    return a->answered < SJ_CASE_ANSWERS_MIN ? SJ_GRADE_INSUFFICIENT : SJ_GRADE_CLEAR;
}

static double probability_of(double base_rate, const struct families *f)
{
    const double most = 0.99; /* nothing here is certain */
    double odds = base_rate / (1 - base_rate);
    for (size_t i = 0; i < f->count; i++)
        odds *= f->ratio[i];
    const double p = odds / (1 + odds);
    return p > most ? most : p;
}

/* ---- the regime of a person ---- */

static unsigned weight_of(sj_outcome o)
{
    static const sj_outcome order[] = {SJ_OUTCOME_NOT_IN_SCOPE,  SJ_OUTCOME_UNDETERMINED,
                                       SJ_OUTCOME_OWN_NATIONAL,  SJ_OUTCOME_OFFICIAL_ACCREDITATION,
                                       SJ_OUTCOME_GRANDFATHERED, SJ_OUTCOME_COMMITTEE_APPROVED,
                                       SJ_OUTCOME_PROTECTED,     SJ_OUTCOME_APPLIES};
    for (unsigned i = 0; i < SJ_COUNT(order); i++)
        if (order[i] == o)
            return i;
    return 0;
}

static void judge_regime(const sj_case *c, size_t person, sj_assessment *a)
{
    const sj_signal_input *in = &c->in.signals;
    size_t count;
    const uint32_t *job =
        sj_tables_linked(in->tables, SJ_TABLE_JOBS, SJ_JOBS_PERSON_ID, person, &count);
    for (size_t i = 0; i < count; i++) {
        sj_regime_verdict v;
        const sj_date at = sj_signals_judged_on(in->tables, job[i], in->as_of);
        sj_regime_judge(in->law, in->tables, job[i], at, in->reading, &v);
        if (a->has_job && weight_of(v.outcome) <= weight_of(a->outcome))
            continue;
        a->has_job = true;
        a->outcome = v.outcome;
        a->job = job[i];
    }
}

/* ---- the whole ---- */

static void assess(sj_case *c, size_t person)
{
    sj_assessment *a = &c->assessment[person];
    struct families f;
    count_findings(c, person, a, &f);
    count_answers(c, person, a);
    judge_regime(c, person, a);
    a->is_protected = (a->has_job && a->outcome == SJ_OUTCOME_PROTECTED) ||
                      sj_case_is_protected(c->in.signals.tables, c->classes, person);
    a->grade = grade_of(a, &f);
    a->probability = probability_of(c->in.base_rate, &f);
}

enum { PIECE = 4096 }; /* people a worker takes at a time */

static sj_status assess_piece(void *ctx, size_t piece, unsigned worker)
{
    sj_case *c = ctx;
    (void)worker;
    const size_t end = (piece + 1) * PIECE < c->people ? (piece + 1) * PIECE : c->people;
    for (size_t p = piece * PIECE; p < end; p++)
        assess(c, p);
    return SJ_OK;
}

sj_status sj_case_run(const sj_case_input *in, sj_case **ret)
{
    if (!(in->base_rate > 0 && in->base_rate < 1))
        return SJ_EINVAL;
    SJ_AUTO(sj_case) *c = sj_mem_zalloc(sizeof *c);
    if (!c)
        return SJ_ENOMEM;
    c->in = *in;
    c->people = sj_tables_count(in->signals.tables, SJ_TABLE_PEOPLE);
    SJ_TRY(sj_signals_run(&c->in.signals, &c->findings));
    SJ_TRY(sj_labour_new(&c->labour));
    SJ_TRY(sj_permit_classes_new(&c->classes));
    c->assessment = sj_mem_zalloc((c->people + 1) * sizeof *c->assessment);
    if (!c->assessment)
        return SJ_ENOMEM;
    SJ_TRY(sj_thread_for(in->signals.threads, (c->people + PIECE - 1) / PIECE, assess_piece, c));
    *ret = SJ_TAKE(c);
    return SJ_OK;
}

sj_case *sj_case_free(sj_case *c)
{
    if (!c)
        return NULL;
    c->findings = sj_findings_free(c->findings);
    c->labour = sj_labour_free(c->labour);
    c->classes = sj_permit_classes_free(c->classes);
    sj_mem_free(c->assessment);
    sj_mem_free(c);
    return NULL;
}

const sj_assessment *sj_case_assessment(const sj_case *c, size_t person)
{
    return &c->assessment[person];
}

void sj_case_regime(const sj_case *c, size_t person, sj_regime_verdict *ret)
{
    const sj_signal_input *in = &c->in.signals;
    const sj_assessment *a = &c->assessment[person];
    if (a->has_job) {
        const sj_date at = sj_signals_judged_on(in->tables, a->job, in->as_of);
        sj_regime_judge(in->law, in->tables, a->job, at, in->reading, ret);
        return;
    }
    *ret = (sj_regime_verdict){
        .outcome = SJ_OUTCOME_NOT_IN_SCOPE, .at = in->as_of, .reading = in->reading};
}

const sj_labour *sj_case_labour(const sj_case *c)
{
    return c->labour;
}

const sj_findings *sj_case_findings(const sj_case *c)
{
    return c->findings;
}

const sj_case_input *sj_case_input_of(const sj_case *c)
{
    return &c->in;
}
