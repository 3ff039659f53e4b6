/* signals/rules_permit.c -- what a permit is for, and what is done under it.
 *
 * A permit covers a job if it is of the state where the job is done and their days
 * overlap. An end that is blank is open; of a column that the roster does not have nothing
 * is known. So days overlap surely, or only perhaps: a permit for study speaks against its
 * holder only if it surely covers the job, a permit for work speaks for them as soon as it
 * may. A column less can then never raise a finding. */
#include "signals/run.h"
#include <stdio.h>

enum { FAR = INT32_MAX };
#define HOURS(n) ((int64_t)(n)*1000000)

struct span {
    int32_t from, to;
};

/* What is not recorded reaches as far as it may. */
static struct span span_of(const sj_cell *from, const sj_cell *to)
{
    return (struct span){sj_has(from) ? sj_date_first_day(from->as.date.from) : -FAR,
                         sj_has(to) ? sj_date_last_day(to->as.date.to) : FAR};
}

static struct span job_span(const sj_run *r, size_t job)
{
    return span_of(sj_at(r, SJ_TABLE_JOBS, job, SJ_JOBS_STARTS),
                   sj_at(r, SJ_TABLE_JOBS, job, SJ_JOBS_ENDS));
}

static const sj_cell *permit_start(const sj_run *r, size_t permit)
{
    const sj_cell *from = sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_VALID_FROM);
    return sj_has(from) ? from : sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_GRANTED);
}

static struct span permit_span(const sj_run *r, size_t permit)
{
    return span_of(permit_start(r, permit),
                   sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_VALID_TO));
}

/* The days that are sure; from > to if there are none. A start that is not recorded is not
 * sure, nor an end that cannot be read or whose column is missing: then the first day is. */
static struct span sure_span(const sj_run *r, sj_table table, size_t row, const sj_cell *from,
                             size_t to_column)
{
    const sj_cell *to = sj_at(r, table, row, to_column);
    if (!sj_has(from))
        return (struct span){FAR, -FAR};
    const int32_t first = sj_date_last_day(from->as.date.to);
    if (sj_has(to))
        return (struct span){first, sj_date_first_day(to->as.date.from)};
    const bool open = to->state == SJ_CELL_ABSENT && sj_tables_has(r->t, table, to_column);
    return (struct span){first, open ? FAR : first};
}

static struct span sure_job_span(const sj_run *r, size_t job)
{
    return sure_span(r, SJ_TABLE_JOBS, job, sj_at(r, SJ_TABLE_JOBS, job, SJ_JOBS_STARTS),
                     SJ_JOBS_ENDS);
}

static struct span sure_permit_span(const sj_run *r, size_t permit)
{
    return sure_span(r, SJ_TABLE_PERMITS, permit, permit_start(r, permit), SJ_PERMITS_VALID_TO);
}

static bool overlap(struct span a, struct span b)
{
    return a.from <= b.to && b.from <= a.to;
}

static bool same_country(const sj_cell *a, const sj_cell *b)
{
    return sj_has(a) && sj_has(b) && memcmp(a->as.country, b->as.country, 2) == 0;
}

/* Permits of the job's state, in the order of the file; up to `max`. */
static size_t permits_of_job(const sj_run *r, size_t job, uint32_t *ret, size_t max)
{
    const size_t person = sj_person_of(r, SJ_TABLE_JOBS, job);
    size_t count, n = 0;
    if (person == SIZE_MAX)
        return 0;
    const uint32_t *row = sj_rows_of(r, person, SJ_TABLE_PERMITS, &count);
    for (size_t i = 0; i < count && n < max; i++)
        if (same_country(sj_at(r, SJ_TABLE_PERMITS, row[i], SJ_PERMITS_COUNTRY),
                         sj_at(r, SJ_TABLE_JOBS, job, SJ_JOBS_COUNTRY)))
            ret[n++] = row[i];
    return n;
}
enum { PERMITS_MAX = 64 }; /* of one person and state that are looked at */

static bool is_not_for_work(const sj_run *r, size_t permit)
{
    const sj_cell *p = sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_PURPOSE);
    return sj_has(p) && (p->word == SJ_PURPOSE_STUDY || p->word == SJ_PURPOSE_EXCHANGE ||
                         p->word == SJ_PURPOSE_TOURISM || p->word == SJ_PURPOSE_BUSINESS ||
                         p->word == SJ_PURPOSE_TRANSIT);
}

/* The class of the permit as it was on the first day of the job under it. */
static const sj_permit_class *class_of(const sj_run *r, const sj_permit_classes *c, size_t permit,
                                       size_t job)
{
    const sj_cell *country = sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_COUNTRY);
    const struct span p = permit_span(r, permit), j = job_span(r, job);
    const int32_t first = p.from > j.from ? p.from : j.from;
    return sj_has(country)
               ? sj_permit_class_find(
                     c, sj_str_from(country->as.country),
                     sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_CLASS)),
                     sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_PURPOSE)),
                     first == -FAR ? sj_date_last_day(r->in->as_of) : first)
               : NULL;
}

/* The permits that may cover any day of the job are all of purposes that are not work, and
 * one surely does: returns the first of these, or SIZE_MAX. */
static size_t only_not_for_work(const sj_run *r, size_t job)
{
    uint32_t permit[PERMITS_MAX];
    const size_t n = permits_of_job(r, job, permit, PERMITS_MAX);
    size_t found = SIZE_MAX;
    for (size_t i = 0; i < n; i++) {
        if (!overlap(permit_span(r, permit[i]), job_span(r, job)))
            continue;
        if (!is_not_for_work(r, permit[i]))
            return SIZE_MAX;
        if (found == SIZE_MAX && overlap(sure_permit_span(r, permit[i]), sure_job_span(r, job)))
            found = permit[i];
    }
    return found;
}

static void add_permit(sj_run *r, sj_finding *f, size_t permit)
{
    sj_because(r, f, SJ_TABLE_PERMITS, permit, SJ_PERMITS_PURPOSE);
    sj_because(r, f, SJ_TABLE_PERMITS, permit, SJ_PERMITS_COUNTRY);
    if (sj_has(sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_VALID_TO)))
        sj_because(r, f, SJ_TABLE_PERMITS, permit, SJ_PERMITS_VALID_TO);
}

static sj_finding *raise_job(sj_run *r, size_t job)
{
    sj_finding *f = sj_raise(r, sj_person_of(r, SJ_TABLE_JOBS, job), SJ_TABLE_JOBS, job);
    sj_on_day(f, sj_at(r, SJ_TABLE_JOBS, job, SJ_JOBS_STARTS));
    return f;
}

static const char *country_name(const sj_cell *c, char ret[64])
{
    const sj_str name = sj_has(c) ? sj_country_name(sj_str_from(c->as.country)) : sj_cell_text(c);
    const size_t n = name.len < 63 ? name.len : 63;
    memcpy(ret, name.len ? name.ptr : "", n);
    ret[n] = 0;
    return ret;
}

static const sj_provision *labour_law(const sj_run *r, size_t job)
{
    sj_regime_verdict v;
    const struct span s = job_span(r, job);
    if (s.from == -FAR)
        return NULL;
    const sj_cell *starts = sj_at(r, SJ_TABLE_JOBS, job, SJ_JOBS_STARTS);
    sj_regime_judge(r->in->law, r->t, job, starts->as.date.from, r->in->reading, &v);
    return v.outcome == SJ_OUTCOME_APPLIES ? v.provision : NULL;
}

/* ---- work against the purpose ---- */

static bool forbids(const sj_permit_class *c, const sj_cell *hours, int64_t full_time)
{
    const bool full = sj_has(hours) && hours->as.number >= full_time;
    if (c && c->work == SJ_WORK_YES)
        return false;
    return full || (c && c->work == SJ_WORK_NO);
}

static void purpose_contradicts(sj_run *r)
{
    SJ_AUTO(sj_permit_classes) *classes = NULL;
    r->status = sj_permit_classes_new(&classes);
    for (size_t j = 0; r->status >= 0 && j < sj_tables_count(r->t, SJ_TABLE_JOBS); j++) {
        const sj_cell *hours = sj_at(r, SJ_TABLE_JOBS, j, SJ_JOBS_HOURS_WEEK);
        const size_t permit = only_not_for_work(r, j);
        if (permit == SIZE_MAX)
            continue;
        if (!forbids(class_of(r, classes, permit, j), hours, HOURS(sj_threshold(r))))
            continue;
        char country[64], work[64] = "Worked";
        const sj_cell *starts = sj_at(r, SJ_TABLE_JOBS, j, SJ_JOBS_STARTS);
        if (sj_has(hours))
            (void)snprintf(work, sizeof work, "Worked %g hours a week",
                           (double)hours->as.number / 1e6);
        sj_finding *f = raise_job(r, j);
        add_permit(r, f, permit);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_STARTS);
        if (sj_has(hours))
            sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_HOURS_WEEK);
        if (f)
            f->basis = labour_law(r, j);
        sj_say(r, f, "%s from %.*s while the only permit (%.*s, %s) was for %.*s.", work,
               SJ_STR_FMT(sj_cell_text(starts)),
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, permit, 0))),
               country_name(sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_COUNTRY), country),
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_PURPOSE))));
    }
}

static void hours_over_limit(sj_run *r)
{
    enum { FULL_TIME = 35 }; /* from here permit.purpose-contradicts-work says it */
    SJ_AUTO(sj_permit_classes) *classes = NULL;
    r->status = sj_permit_classes_new(&classes);
    for (size_t j = 0; r->status >= 0 && j < sj_tables_count(r->t, SJ_TABLE_JOBS); j++) {
        const sj_cell *hours = sj_at(r, SJ_TABLE_JOBS, j, SJ_JOBS_HOURS_WEEK);
        const size_t permit = only_not_for_work(r, j);
        if (permit == SIZE_MAX || !sj_has(hours) || hours->as.number >= HOURS(FULL_TIME))
            continue;
        const sj_permit_class *c = class_of(r, classes, permit, j);
        if (!c || c->work == SJ_WORK_YES || c->hours_week < 0 ||
            hours->as.number <= HOURS(c->hours_week))
            continue;
        sj_finding *f = raise_job(r, j);
        add_permit(r, f, permit);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_HOURS_WEEK);
        sj_say(r, f, "Worked %g hours a week; the class of permit (%.*s) allows %d (%.*s%s).",
               (double)hours->as.number / 1e6, SJ_STR_FMT(c->name), (int)c->hours_week,
               SJ_STR_FMT(c->source),
               c->confirmed.len && c->confirmed.ptr[0] == 'F' ? "" : "; not confirmed");
    }
}

/* ---- before, after, without ---- */

static int32_t exchanged_day(int32_t day)
{
    const sj_date d = sj_date_from_day(day);
    const sj_date x = {d.year, d.day, d.month};
    return d.day <= 12 ? sj_date_first_day(x) : day;
}

/* Does the job start before the permit by days only, or by a slip: would the two be in
 * order if day and month of one of them were exchanged? */
static bool is_just_before(int32_t job, int32_t permit)
{
    enum { DAYS = 30 };
    return permit - job <= DAYS || exchanged_day(job) >= permit || exchanged_day(permit) <= job;
}

static void before_first_permit(sj_run *r, bool just)
{
    uint32_t permit[PERMITS_MAX];
    for (size_t j = 0; r->status >= 0 && j < sj_tables_count(r->t, SJ_TABLE_JOBS); j++) {
        const size_t n = permits_of_job(r, j, permit, PERMITS_MAX);
        const struct span job = job_span(r, j);
        size_t first = SIZE_MAX;
        for (size_t i = 0; i < n; i++)
            if (first == SIZE_MAX || permit_span(r, permit[i]).from < permit_span(r, first).from)
                first = permit[i];
        if (first == SIZE_MAX || job.from == -FAR || permit_span(r, first).from <= job.from ||
            is_just_before(job.from, permit_span(r, first).from) != just)
            continue;
        const bool valid = sj_has(sj_at(r, SJ_TABLE_PERMITS, first, SJ_PERMITS_VALID_FROM));
        sj_finding *f = raise_job(r, j);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_STARTS);
        sj_because(r, f, SJ_TABLE_PERMITS, first,
                   valid ? SJ_PERMITS_VALID_FROM : SJ_PERMITS_GRANTED);
        sj_say(r, f, "Worked from %.*s; the first permit (%.*s) %s %.*s.",
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_JOBS, j, SJ_JOBS_STARTS))),
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, first, 0))),
               valid ? "is valid from" : "was granted on",
               SJ_STR_FMT(sj_cell_text(permit_start(r, first))));
    }
}

static void before_grant(sj_run *r)
{
    before_first_permit(r, false);
}

static void just_before_grant(sj_run *r)
{
    before_first_permit(r, true);
}

static void after_expiry(sj_run *r)
{
    uint32_t permit[PERMITS_MAX];
    const int32_t today = sj_date_last_day(r->in->as_of), grace = (int32_t)sj_threshold(r);
    for (size_t j = 0; r->status >= 0 && j < sj_tables_count(r->t, SJ_TABLE_JOBS); j++) {
        const size_t n = permits_of_job(r, j, permit, PERMITS_MAX);
        struct span job = sure_job_span(r, j);
        size_t last = SIZE_MAX;
        for (size_t i = 0; i < n; i++)
            if (last == SIZE_MAX || permit_span(r, permit[i]).to > permit_span(r, last).to)
                last = permit[i];
        job.to = job.to > today ? today : job.to;
        if (last == SIZE_MAX || permit_span(r, last).to >= FAR - grace ||
            permit_span(r, last).to + grace >= job.to)
            continue;
        sj_finding *f = raise_job(r, j);
        sj_because(r, f, SJ_TABLE_PERMITS, last, SJ_PERMITS_VALID_TO);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_ENDS);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_STARTS);
        sj_say(r, f, "The last permit (%.*s) ended on %.*s; the job went on until %.*s at least.",
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, last, 0))),
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, last, SJ_PERMITS_VALID_TO))),
               SJ_STR_FMT(sj_day_text(r, job.to)));
    }
}

static void no_permit(sj_run *r)
{
    uint32_t permit[1];
    if (!sj_tables_count(r->t, SJ_TABLE_PERMITS))
        return;
    for (size_t j = 0; r->status >= 0 && j < sj_tables_count(r->t, SJ_TABLE_JOBS); j++) {
        const sj_cell *country = sj_at(r, SJ_TABLE_JOBS, j, SJ_JOBS_COUNTRY);
        const size_t person = sj_person_of(r, SJ_TABLE_JOBS, j);
        size_t others = 0;
        if (person != SIZE_MAX)
            (void)sj_rows_of(r, person, SJ_TABLE_PERMITS, &others);
        if (others == 0 || permits_of_job(r, j, permit, 1) || !sj_has(country))
            continue; /* nobody's permits at all: a national, or unknown */
        sj_finding *f = raise_job(r, j);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_COUNTRY);
        sj_say(r, f, "No permit of %.*s, where the job is done, is in the roster.",
               SJ_STR_FMT(sj_country_name(sj_str_from(country->as.country))));
    }
}

/* Does this permit name a sponsor who is surely another than those of the job? Where the
 * roster has no column of agencies, a sponsor who is an agency may be the job's. */
static bool is_sponsored_by_another(const sj_run *r, size_t permit)
{
    const sj_cell *sponsor = sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_SPONSOR_ID);
    const size_t row = sj_cell_row(sponsor);
    return sj_cell_text(sponsor).len &&
           (sj_tables_has(r->t, SJ_TABLE_JOBS, SJ_JOBS_AGENCY_ID) || row == SIZE_MAX ||
            !sj_is_word(sj_at(r, SJ_TABLE_ORGANISATIONS, row, SJ_ORGANISATIONS_KIND),
                        SJ_ORGANISATION_AGENCY));
}

/* A work permit of the job with such a sponsor, if none names the employer or agency. */
static size_t other_sponsor(const sj_run *r, size_t job)
{
    uint32_t permit[PERMITS_MAX];
    const size_t n = permits_of_job(r, job, permit, PERMITS_MAX);
    const sj_str employer = sj_cell_text(sj_at(r, SJ_TABLE_JOBS, job, SJ_JOBS_ORGANISATION_ID));
    const sj_str agency = sj_cell_text(sj_at(r, SJ_TABLE_JOBS, job, SJ_JOBS_AGENCY_ID));
    size_t other = SIZE_MAX;
    for (size_t i = 0; i < n && employer.len; i++) {
        const sj_str sponsor =
            sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, permit[i], SJ_PERMITS_SPONSOR_ID));
        if (!sj_is_word(sj_at(r, SJ_TABLE_PERMITS, permit[i], SJ_PERMITS_PURPOSE),
                        SJ_PURPOSE_WORK) ||
            !overlap(permit_span(r, permit[i]), job_span(r, job)))
            continue;
        if (sponsor.len == 0 || sj_str_eq(sponsor, employer) ||
            (agency.len && sj_str_eq(sponsor, agency)))
            return SIZE_MAX; /* one that says nothing may be theirs */
        if (is_sponsored_by_another(r, permit[i]) &&
            overlap(sure_permit_span(r, permit[i]), sure_job_span(r, job)))
            other = permit[i];
    }
    return other;
}

static void sponsor_differs(sj_run *r)
{
    for (size_t j = 0; r->status >= 0 && j < sj_tables_count(r->t, SJ_TABLE_JOBS); j++) {
        const size_t other = other_sponsor(r, j);
        if (other == SIZE_MAX)
            continue;
        sj_finding *f = raise_job(r, j);
        sj_because(r, f, SJ_TABLE_PERMITS, other, SJ_PERMITS_SPONSOR_ID);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_ORGANISATION_ID);
        sj_say(r, f, "The work permit (%.*s) is sponsored by %.*s; the work is used by %.*s.",
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, other, 0))),
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, other, SJ_PERMITS_SPONSOR_ID))),
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_JOBS, j, SJ_JOBS_ORGANISATION_ID))));
    }
}

/* ---- rows of permits ---- */

static void renewed_monthly(sj_run *r)
{
    enum { MONTH = 35, GAP = 7 }; /* days: "each of five weeks at most" */
    const size_t least = (size_t)sj_threshold(r);
    for (size_t p = 0; r->status >= 0 && p < sj_tables_count(r->t, SJ_TABLE_PEOPLE); p++) {
        size_t count, streak = 0, best = 0, end = 0;
        const uint32_t *row = sj_rows_of(r, p, SJ_TABLE_PERMITS, &count);
        for (size_t i = 0; i < count; i++) {
            const struct span s = permit_span(r, row[i]);
            const bool is_short = s.from != -FAR && s.to != FAR && s.to - s.from < MONTH;
            const bool follows =
                i > 0 && (int64_t)s.from - permit_span(r, row[i - 1]).to <= GAP &&
                s.from > permit_span(r, row[i - 1]).from &&
                same_country(sj_at(r, SJ_TABLE_PERMITS, row[i], SJ_PERMITS_COUNTRY),
                             sj_at(r, SJ_TABLE_PERMITS, row[i - 1], SJ_PERMITS_COUNTRY)) &&
                sj_str_eq(sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, row[i], SJ_PERMITS_PURPOSE)),
                          sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, row[i - 1], SJ_PERMITS_PURPOSE)));
            streak = !is_short ? 0 : follows && streak ? streak + 1 : 1;
            if (streak > best)
                best = streak, end = i;
        }
        if (best < least)
            continue;
        sj_finding *f = sj_raise(r, p, SJ_TABLE_PERMITS, row[end]);
        sj_on_day(f, sj_at(r, SJ_TABLE_PERMITS, row[end], SJ_PERMITS_VALID_FROM));
        for (size_t i = end + 1 - best; i <= end; i++)
            sj_because(r, f, SJ_TABLE_PERMITS, row[i], SJ_PERMITS_VALID_FROM);
        sj_say(r, f,
               "The same permit for %.*s was given anew %zu times in a row, each for a month.",
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, row[end], SJ_PERMITS_PURPOSE))),
               best);
    }
}

static void group_at_site(sj_run *r)
{
    sj_shares s = {0};
    for (size_t j = 0; r->status >= 0 && j < sj_tables_count(r->t, SJ_TABLE_JOBS); j++) {
        const size_t permit = only_not_for_work(r, j);
        const sj_str site = sj_cell_text(sj_at(r, SJ_TABLE_JOBS, j, SJ_JOBS_SITE));
        sj_str key;
        if (permit == SIZE_MAX || site.len == 0)
            continue;
        const sj_str sponsor =
            sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_SPONSOR_ID));
        if (sponsor.len == 0)
            continue;
        r->status = sj_arena_format(
            r->scratch, &key, "%.*s, %.*s, %.*s", SJ_STR_FMT(sponsor),
            SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_PURPOSE))),
            SJ_STR_FMT(site));
        sj_share_add(r, &s,
                     (sj_share){.key = key,
                                .person = sj_person_of(r, SJ_TABLE_JOBS, j),
                                .table = SJ_TABLE_JOBS,
                                .row = j,
                                .column = SJ_JOBS_SITE});
    }
    sj_shares_raise(r, &s, (size_t)sj_threshold(r), 0,
                    "Sponsor, purpose and site (%.*s) are the same for %zu people who work there.");
    sj_shares_done(&s);
}

static void employer_of_students(sj_run *r)
{
    enum { FULL_TIME = 35 };
    sj_shares s = {0};
    for (size_t j = 0; r->status >= 0 && j < sj_tables_count(r->t, SJ_TABLE_JOBS); j++) {
        const size_t permit = only_not_for_work(r, j);
        const sj_cell *hours = sj_at(r, SJ_TABLE_JOBS, j, SJ_JOBS_HOURS_WEEK);
        if (permit == SIZE_MAX || !sj_has(hours) || hours->as.number < HOURS(FULL_TIME) ||
            !sj_is_word(sj_at(r, SJ_TABLE_PERMITS, permit, SJ_PERMITS_PURPOSE), SJ_PURPOSE_STUDY))
            continue;
        sj_share_add(
            r, &s,
            (sj_share){.key = sj_cell_text(sj_at(r, SJ_TABLE_JOBS, j, SJ_JOBS_ORGANISATION_ID)),
                       .person = sj_person_of(r, SJ_TABLE_JOBS, j),
                       .table = SJ_TABLE_JOBS,
                       .row = j,
                       .column = SJ_JOBS_ORGANISATION_ID});
    }
    sj_shares_raise(r, &s, (size_t)sj_threshold(r), 0,
                    "The employer (%.*s) has %zu full-time workers with permits of study.");
    sj_shares_done(&s);
}

const sj_rule_row sj_rules_permit[] = {{"permit.purpose-contradicts-work", purpose_contradicts},
                                       {"permit.hours-over-limit", hours_over_limit},
                                       {"permit.work-before-grant", before_grant},
                                       {"permit.work-just-before-grant", just_before_grant},
                                       {"permit.work-after-expiry", after_expiry},
                                       {"permit.none", no_permit},
                                       {"permit.sponsor-differs", sponsor_differs},
                                       {"permit.renewed-monthly", renewed_monthly},
                                       {"permit.group-at-site", group_at_site},
                                       {"permit.employer-of-students", employer_of_students},
                                       {NULL, NULL}};
