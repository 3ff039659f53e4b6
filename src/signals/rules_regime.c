/* signals/rules_regime.c -- the legal test as findings: on the person itself, and on those who
 * work in a crew that it concerns.
 *
 * Nationality enters here and nowhere else, and only through the outcome of sj_regime_judge.
 * An agency that supplies several documented nationals to one employer supplies the rest of
 * that crew, too: of somebody without papers, or with another state's, the outcome stays
 * `undetermined` or `not in scope`, and the finding says no more than who supplied them. */
#include "signals/run.h"

/* For "%s%.*s": ", paragraph 8"; a decision is cited whole. */
#define PARAGRAPH(p) (p)->paragraph.len ? ", paragraph " : "", SJ_STR_FMT((p)->paragraph)

static sj_finding *raise_job(sj_run *r, size_t job)
{
    sj_finding *f = sj_raise(r, sj_person_of(r, SJ_TABLE_JOBS, job), SJ_TABLE_JOBS, job);
    sj_on_day(f, sj_at(r, SJ_TABLE_JOBS, job, SJ_JOBS_STARTS));
    return f;
}

sj_date sj_signals_judged_on(const sj_tables *t, size_t job, sj_date as_of)
{
    const sj_cell *ends = sj_tables_cell(t, SJ_TABLE_JOBS, job, SJ_JOBS_ENDS),
                  *starts = sj_tables_cell(t, SJ_TABLE_JOBS, job, SJ_JOBS_STARTS);
    sj_date last = as_of;
    if (sj_has(ends))
        last = ends->as.date.to;
    else if (sj_has(starts) &&
             (ends->state != SJ_CELL_ABSENT || !sj_tables_has(t, SJ_TABLE_JOBS, SJ_JOBS_ENDS)))
        last = starts->as.date.to;
    return sj_date_last_day(last) < sj_date_last_day(as_of) ? last : as_of;
}

static void judge(const sj_run *r, size_t job, sj_regime_verdict *ret)
{
    sj_regime_judge(r->in->law, r->t, job, sj_signals_judged_on(r->t, job, r->in->as_of),
                    r->in->reading, ret);
}

static bool is_over_deadline(const sj_regime_verdict *v)
{
    return v->outcome == SJ_OUTCOME_APPLIES && !v->wind_down;
}

static void applies(sj_run *r)
{
    for (size_t j = 0; r->status >= 0 && j < sj_tables_count(r->t, SJ_TABLE_JOBS); j++) {
        sj_regime_verdict v;
        judge(r, j, &v);
        if (!is_over_deadline(&v))
            continue;
        sj_finding *f = raise_job(r, j);
        const sj_documented d =
            sj_regime_documented(r->t, sj_person_of(r, SJ_TABLE_JOBS, j), v.provision->nationality);
        if (d.paper != SIZE_MAX)
            sj_because(r, f, SJ_TABLE_PAPERS, d.paper, d.column);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_COUNTRY);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_STARTS);
        if (f)
            f->basis = v.provision;
        sj_say(r, f, "%.*s%s%.*s, applies to this job: %s and no exception is recorded.",
               SJ_STR_FMT(v.provision->instrument), PARAGRAPH(v.provision),
               sj_str_eq(v.provision->effect, SJ_S("repatriate"))
                   ? "its deadline has passed"
                   : "its permit was granted after the rule came into force");
    }
}

/* Of the provisions in force that name a nationality which the person declares and no paper
 * documents, the strictest; NULL if there is none. */
static const sj_provision *law_of_declared(const sj_run *r, size_t person, const sj_cell *declared)
{
    const int32_t day = sj_date_last_day(r->in->as_of);
    const sj_provision *best = NULL;
    size_t count;
    const sj_provision *law = sj_law_provisions(r->in->law, &count);
    for (size_t i = 0; sj_has(declared) && i < count; i++)
        if (sj_str_eq(law[i].subject, SJ_S("labour")) &&
            sj_cell_has_country(declared, law[i].nationality) &&
            sj_provision_in_force(&law[i], day) &&
            sj_regime_documented(r->t, person, law[i].nationality).is != SJ_ANSWER_YES &&
            (!best || sj_provision_is_stricter(&law[i], best, day)))
            best = &law[i];
    return best;
}

static void declared_only(sj_run *r)
{
    for (size_t p = 0; r->status >= 0 && p < sj_tables_count(r->t, SJ_TABLE_PEOPLE); p++) {
        const sj_cell *declared = sj_at(r, SJ_TABLE_PEOPLE, p, SJ_PEOPLE_NATIONALITY);
        const sj_provision *law = law_of_declared(r, p, declared);
        if (!law)
            continue;
        sj_finding *f = sj_raise(r, p, SJ_TABLE_PEOPLE, p);
        sj_because(r, f, SJ_TABLE_PEOPLE, p, SJ_PEOPLE_NATIONALITY);
        if (f)
            f->basis = law;
        sj_say(r, f, "The nationality %.*s is declared and no paper documents it.",
               SJ_STR_FMT(sj_cell_text(declared)));
    }
}

/* A national needs no permit: a permit of the state that a paper makes its holder's own says
 * that one of the two was not always so, or is not theirs. */
static void permit_of_own_state(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PERMITS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_PERMITS, i);
        const sj_cell *state = sj_at(r, SJ_TABLE_PERMITS, i, SJ_PERMITS_COUNTRY);
        if (person == SIZE_MAX || !sj_has(state))
            continue;
        const sj_documented d = sj_regime_documented(r->t, person, sj_str_from(state->as.country));
        if (d.is != SJ_ANSWER_YES)
            continue;
        sj_finding *f = sj_raise(r, person, SJ_TABLE_PERMITS, i);
        sj_because(r, f, SJ_TABLE_PERMITS, i, SJ_PERMITS_COUNTRY);
        sj_because(r, f, SJ_TABLE_PAPERS, d.paper, d.column);
        sj_say(r, f,
               "The permit (%.*s) is of %.*s; the paper (%.*s) says that its holder is a national "
               "there.",
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, i, 0))),
               SJ_STR_FMT(sj_country_name(sj_str_from(state->as.country))),
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PAPERS, d.paper, 0))));
    }
}

/* ---- crews ---- */

/* Who is supplied by one agency to one employer, in one state. */
struct place {
    sj_str agency, employer, country;
    size_t person, job;
    const sj_provision *applies; /* to this job, and its deadline has passed; else NULL */
};

static int by_crew(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    const struct place *x = a, *y = b;
    int c = sj_str_cmp(x->agency, y->agency);
    if (!c)
        c = sj_str_cmp(x->employer, y->employer);
    if (!c)
        c = sj_str_cmp(x->country, y->country);
    if (!c)
        c = x->person < y->person ? -1 : x->person > y->person;
    return c ? c : x->job < y->job ? -1 : x->job > y->job;
}

static bool same_crew(const struct place *x, const struct place *y)
{
    return sj_str_eq(x->agency, y->agency) && sj_str_eq(x->employer, y->employer) &&
           sj_str_eq(x->country, y->country);
}

static struct place place_of(const sj_run *r, size_t job)
{
    sj_regime_verdict v;
    struct place p = {.agency = sj_cell_text(sj_at(r, SJ_TABLE_JOBS, job, SJ_JOBS_AGENCY_ID)),
                      .employer =
                          sj_cell_text(sj_at(r, SJ_TABLE_JOBS, job, SJ_JOBS_ORGANISATION_ID)),
                      .country = sj_cell_text(sj_at(r, SJ_TABLE_JOBS, job, SJ_JOBS_COUNTRY)),
                      .person = sj_person_of(r, SJ_TABLE_JOBS, job),
                      .job = job};
    if (p.agency.len && p.employer.len && p.person != SIZE_MAX) {
        judge(r, job, &v);
        p.applies = is_over_deadline(&v) ? v.provision : NULL;
    }
    return p;
}

/* May the rest of the crew speak of this one: not of whom the papers let judge (of this
 * nationality, or of the state's), and not of somebody with a permit of protection or of a
 * purpose that cannot be read. */
static bool may_be_of_crew(const sj_run *r, const struct place *p, sj_str nationality)
{
    const sj_cell *country = sj_at(r, SJ_TABLE_JOBS, p->job, SJ_JOBS_COUNTRY);
    size_t count;
    const uint32_t *row = sj_rows_of(r, p->person, SJ_TABLE_PERMITS, &count);
    sj_regime_verdict v;
    for (size_t i = 0; i < count; i++) {
        const sj_cell *purpose = sj_at(r, SJ_TABLE_PERMITS, row[i], SJ_PERMITS_PURPOSE);
        if (!sj_has(purpose) || purpose->word == SJ_PURPOSE_PROTECTION)
            return false;
    }
    if (!sj_has(country) ||
        sj_regime_documented(r->t, p->person, sj_str_from(country->as.country)).is ==
            SJ_ANSWER_YES ||
        sj_regime_documented(r->t, p->person, nationality).is == SJ_ANSWER_YES)
        return false;
    judge(r, p->job, &v);
    return v.outcome == SJ_OUTCOME_UNDETERMINED || v.outcome == SJ_OUTCOME_NOT_IN_SCOPE;
}

enum { SHOWN = 8 };

/* Those to whom the rule applies: how many people, and the first job of the first of them. */
struct applying {
    const struct place *shown[SHOWN];
    size_t count;
};

static void raise_on(sj_run *r, const struct place *p, const struct applying *others)
{
    const sj_provision *law = others->shown[0]->applies;
    sj_finding *f = raise_job(r, p->job);
    sj_because(r, f, SJ_TABLE_JOBS, p->job, SJ_JOBS_AGENCY_ID);
    sj_because(r, f, SJ_TABLE_JOBS, p->job, SJ_JOBS_ORGANISATION_ID);
    for (size_t k = 0; k < others->count && k < SHOWN; k++)
        sj_because(r, f, SJ_TABLE_JOBS, others->shown[k]->job, SJ_JOBS_AGENCY_ID);
    if (f)
        f->basis = law;
    sj_say(r, f,
           "The agency (%.*s) that supplies this worker to %.*s supplies %zu others there to "
           "whose jobs %.*s%s%.*s, applies.",
           SJ_STR_FMT(p->agency), SJ_STR_FMT(p->employer), others->count,
           SJ_STR_FMT(law->instrument), PARAGRAPH(law));
}

/* The jobs of one of the crew stand together: the end of those that begin at `from`. */
static size_t end_of_person(const struct place *crew, size_t from, size_t count)
{
    size_t end = from + 1;
    while (end < count && crew[end].person == crew[from].person)
        end++;
    return end;
}

static const struct place *job_that_applies(const struct place *job, const struct place *end)
{
    while (job < end && !job->applies)
        job++;
    return job < end ? job : NULL;
}

static void look_at_crew(sj_run *r, const struct place *crew, size_t count)
{
    struct applying a = {.count = 0};
    for (size_t i = 0, end; i < count; i = end) {
        end = end_of_person(crew, i, count);
        const struct place *job = job_that_applies(crew + i, crew + end);
        if (job && a.count++ < SHOWN)
            a.shown[a.count - 1] = job;
    }
    if (a.count < (size_t)sj_threshold(r))
        return;
    for (size_t i = 0, end; i < count && r->status >= 0; i = end) {
        end = end_of_person(crew, i, count);
        if (may_be_of_crew(r, &crew[i], a.shown[0]->applies->nationality))
            raise_on(r, &crew[i], &a);
    }
}

static void crew_applies(sj_run *r)
{
    const size_t jobs = sj_tables_count(r->t, SJ_TABLE_JOBS);
    struct place *place = sj_arena_alloc(r->scratch, (2 * jobs + 1) * sizeof *place);
    size_t n = 0;
    if (!place) {
        r->status = SJ_ENOMEM;
        return;
    }
    for (size_t j = 0; j < jobs; j++) {
        place[n] = place_of(r, j);
        n += place[n].agency.len && place[n].employer.len && place[n].person != SIZE_MAX;
    }
    sj_sort_stable(place, n, sizeof *place, place + n, by_crew, NULL);
    for (size_t from = 0, to; from < n && r->status >= 0; from = to) {
        for (to = from + 1; to < n && same_crew(&place[from], &place[to]); to++)
            ;
        look_at_crew(r, place + from, to - from);
    }
}

const sj_rule_row sj_rules_regime[] = {{"regime.applies", applies},
                                       {"regime.declared-not-documented", declared_only},
                                       {"regime.permit-of-own-state", permit_of_own_state},
                                       {"regime.crew-applies", crew_applies},
                                       {NULL, NULL}};
