/* regime/judge.c -- one job, one date, one outcome, and the path to it.
 *
 * The questions, in the order of the path; the first that settles it ends it:
 *   1. Is there a job on that date?                      no -> not in scope
 *   2. Is it done outside the state whose nationals are bound?  no -> not in scope
 *   3. Does a paper document that nationality?           no -> not in scope,
 *                                                        unknown -> undetermined
 *   4. Which provision on labour is in force there, the strictest first (repatriate, no
 *      new permit)?                                      none -> not in scope
 *   5. The provision's exceptions, in its own order.     yes -> that exception
 *   6. What its effect asks (a ban on new permits looks at the date of the grant).
 *
 * A paper of the host state settles own_national even where another paper documents the
 * bound nationality: that is the text of 2397 paragraph 8. Not chosen: a score. Law is
 * yes, no, or not known. */
#include "base/base.h"
#include "sojourn/regime.h"

sj_str sj_outcome_text(sj_outcome o)
{
    static const sj_str text[SJ_OUTCOME_COUNT] = {
        {"applies", 7},        {"own national", 12},
        {"protected", 9},      {"committee approved", 18},
        {"grandfathered", 13}, {"official accreditation", 22},
        {"not in scope", 12},  {"undetermined", 12}};
    return (unsigned)o < SJ_OUTCOME_COUNT ? text[o] : SJ_S("");
}

sj_str sj_reading_text(sj_reading r)
{
    static const sj_str text[SJ_READING_COUNT] = {
        {"text", 4}, {"permit-decides", 14}, {"practice", 8}};
    return (unsigned)r < SJ_READING_COUNT ? text[r] : SJ_S("");
}

bool sj_reading_parse(sj_str text, sj_reading *ret)
{
    for (unsigned r = 0; r < SJ_READING_COUNT; r++)
        if (sj_str_eq(text, sj_reading_text((sj_reading)r))) {
            *ret = (sj_reading)r;
            return true;
        }
    return false;
}

sj_str sj_answer_text(sj_answer a)
{
    return a == SJ_ANSWER_YES ? SJ_S("yes") : a == SJ_ANSWER_NO ? SJ_S("no") : SJ_S("unknown");
}

/* ---- papers ---- */

/* Emirates ID, Kuwait Civil ID, Qatar ID, Bahrain's CPR card and Oman's card: of residents. */
bool sj_regime_issuer_documents(const sj_cell *kind, const sj_cell *issuer)
{
    static const char residents[][3] = {"AE", "BH", "KW", "OM", "QA"};
    bool to_all = false;
    for (size_t i = 0; i < SJ_COUNT(residents); i++)
        to_all |= issuer->state == SJ_CELL_READ && strcmp(issuer->as.country, residents[i]) == 0;
    return issuer->state == SJ_CELL_READ && kind->state == SJ_CELL_READ &&
           (kind->word == SJ_PAPER_PASSPORT || (kind->word == SJ_PAPER_NATIONAL_ID && !to_all));
}

/* Does this paper say of which state its holder is a national, and where does it? */
static bool states_nationality(const sj_table_row *paper, sj_str *ret_country, size_t *ret_column)
{
    const sj_cell *nationality = sj_row_cell(paper, SJ_PAPERS_NATIONALITY);
    const sj_cell *kind = sj_row_cell(paper, SJ_PAPERS_KIND),
                  *issuer = sj_row_cell(paper, SJ_PAPERS_COUNTRY);
    *ret_column = SJ_PAPERS_NATIONALITY;
    if (nationality->state == SJ_CELL_READ) {
        *ret_country = sj_str_from(nationality->as.country);
        return kind->state == SJ_CELL_READ && kind->word <= SJ_PAPER_SEAMAN_BOOK;
    }
    *ret_column = SJ_PAPERS_COUNTRY;
    *ret_country = sj_str_from(issuer->as.country);
    return sj_regime_issuer_documents(kind, issuer);
}

sj_documented sj_regime_documented(const sj_tables *t, size_t person, sj_str country)
{
    sj_documented found = {SJ_ANSWER_UNKNOWN, SIZE_MAX, 0};
    size_t count, column;
    sj_str stated;
    const uint32_t *row = sj_tables_linked(t, SJ_TABLE_PAPERS, SJ_PAPERS_PERSON_ID, person, &count);
    for (size_t i = 0; i < count; i++) {
        if (!states_nationality(sj_tables_row(t, SJ_TABLE_PAPERS, row[i]), &stated, &column))
            continue;
        if (sj_str_eq(stated, country))
            return (sj_documented){SJ_ANSWER_YES, row[i], column};
        if (found.is == SJ_ANSWER_UNKNOWN)
            found = (sj_documented){SJ_ANSWER_NO, row[i], column};
    }
    return found;
}

/* ---- the path ---- */

struct walk {
    const sj_law *law;
    const sj_tables *t;
    const sj_table_row *job;
    size_t person, job_row;
    sj_str country;
    int32_t day;
    sj_regime_verdict *v;
};

static sj_regime_step *step(struct walk *w, const char *question, sj_answer answer)
{
    sj_regime_step *s =
        &w->v->step[w->v->step_count < SJ_REGIME_STEPS_MAX ? w->v->step_count++
                                                           : SJ_REGIME_STEPS_MAX - 1];
    *s = (sj_regime_step){.question = question, .answer = answer};
    return s;
}

static void step_reads(struct walk *w, const char *question, sj_answer answer, sj_table table,
                       size_t row, size_t column)
{
    sj_regime_step *s = step(w, question, answer);
    size_t count;
    const sj_table_row *r = sj_tables_row(w->t, table, row);
    s->has_record = true;
    s->table = table;
    s->id = sj_cell_text(sj_row_cell(r, 0));
    s->field = sj_table_columns(table, &count)[column].header;
    s->value = sj_cell_text(sj_row_cell(r, column));
}

static bool day_in(const sj_cell *from, const sj_cell *to, int32_t day)
{
    if (from->state == SJ_CELL_READ && day < sj_date_first_day(from->as.date.from))
        return false;
    return to->state != SJ_CELL_READ || day <= sj_date_last_day(to->as.date.to);
}

/* A permit of the person, of the host state, that covers the day, of a purpose (or any,
 * -1); SIZE_MAX if there is none. */
static size_t permit_on(const struct walk *w, int purpose)
{
    size_t count;
    const uint32_t *row =
        sj_tables_linked(w->t, SJ_TABLE_PERMITS, SJ_PERMITS_PERSON_ID, w->person, &count);
    for (size_t i = 0; i < count; i++) {
        const sj_table_row *c = sj_tables_row(w->t, SJ_TABLE_PERMITS, row[i]);
        if (sj_row_cell(c, SJ_PERMITS_COUNTRY)->state != SJ_CELL_READ ||
            !sj_str_eq(sj_str_from(sj_row_cell(c, SJ_PERMITS_COUNTRY)->as.country), w->country))
            continue;
        if (purpose >= 0 && (sj_row_cell(c, SJ_PERMITS_PURPOSE)->state != SJ_CELL_READ ||
                             sj_row_cell(c, SJ_PERMITS_PURPOSE)->word != purpose))
            continue;
        if (day_in(sj_row_cell(c, SJ_PERMITS_VALID_FROM), sj_row_cell(c, SJ_PERMITS_VALID_TO),
                   w->day))
            return row[i];
    }
    return SIZE_MAX;
}

static bool exception_own_national(struct walk *w)
{
    const sj_documented d = sj_regime_documented(w->t, w->person, w->country);
    if (d.is == SJ_ANSWER_YES)
        step_reads(w, "is the person a national of the host state?", SJ_ANSWER_YES, SJ_TABLE_PAPERS,
                   d.paper, d.column);
    else
        step(w, "is the person a national of the host state?", SJ_ANSWER_NO);
    return d.is == SJ_ANSWER_YES;
}

/* A permit of the host state that covers the day and whose purpose is blank or cannot be read
 * may be one of protection: then nobody knows. */
static bool may_be_protected(struct walk *w)
{
    size_t count;
    const uint32_t *row =
        sj_tables_linked(w->t, SJ_TABLE_PERMITS, SJ_PERMITS_PERSON_ID, w->person, &count);
    for (size_t i = 0; i < count; i++) {
        const sj_table_row *c = sj_tables_row(w->t, SJ_TABLE_PERMITS, row[i]);
        const sj_cell *country = sj_row_cell(c, SJ_PERMITS_COUNTRY);
        if (sj_row_cell(c, SJ_PERMITS_PURPOSE)->state == SJ_CELL_READ ||
            country->state != SJ_CELL_READ ||
            !sj_str_eq(sj_str_from(country->as.country), w->country) ||
            !day_in(sj_row_cell(c, SJ_PERMITS_VALID_FROM), sj_row_cell(c, SJ_PERMITS_VALID_TO),
                    w->day))
            continue;
        step_reads(w, "is a permit of unread purpose one of protection?", SJ_ANSWER_UNKNOWN,
                   SJ_TABLE_PERMITS, row[i], SJ_PERMITS_PURPOSE);
        return true;
    }
    return false;
}

static bool exception_permit(struct walk *w, const char *question, int purpose)
{
    const size_t permit = permit_on(w, purpose);
    if (permit == SIZE_MAX)
        step(w, question, SJ_ANSWER_NO);
    else
        step_reads(w, question, SJ_ANSWER_YES, SJ_TABLE_PERMITS, permit, SJ_PERMITS_PURPOSE);
    return permit != SIZE_MAX;
}

/* The roster says so by a permit of class UN-1718: the Committee's decision. */
static bool exception_committee(struct walk *w)
{
    static const char question[] = "did the 1718 Committee approve it in advance?";
    size_t count;
    const uint32_t *row =
        sj_tables_linked(w->t, SJ_TABLE_PERMITS, SJ_PERMITS_PERSON_ID, w->person, &count);
    for (size_t i = 0; i < count; i++) {
        const sj_table_row *c = sj_tables_row(w->t, SJ_TABLE_PERMITS, row[i]);
        if (!sj_str_starts_nocase(sj_cell_text(sj_row_cell(c, SJ_PERMITS_CLASS)),
                                  SJ_S("UN-1718")) ||
            !day_in(sj_row_cell(c, SJ_PERMITS_VALID_FROM), sj_row_cell(c, SJ_PERMITS_VALID_TO),
                    w->day))
            continue;
        step_reads(w, question, SJ_ANSWER_YES, SJ_TABLE_PERMITS, row[i], SJ_PERMITS_CLASS);
        return true;
    }
    step(w, question, SJ_ANSWER_NO);
    return false;
}

static bool exception_grandfathered(struct walk *w, const sj_provision *p)
{
    static const char question[] =
        "was the contract signed before the rule, and is its time not over?";
    const sj_cell *signed_on = sj_row_cell(w->job, SJ_JOBS_CONTRACT_SIGNED);
    const bool early =
        signed_on->state == SJ_CELL_READ && p->contracts_before.year &&
        sj_date_last_day(signed_on->as.date.to) < sj_date_first_day(p->contracts_before);
    int32_t last;
    const bool in_time = !sj_provision_deadline(p, w->day, &last) || w->day <= last;
    const sj_answer answer = early && in_time ? SJ_ANSWER_YES : SJ_ANSWER_NO;
    if (signed_on->state == SJ_CELL_READ)
        step_reads(w, question, answer, SJ_TABLE_JOBS, w->job_row, SJ_JOBS_CONTRACT_SIGNED);
    else
        step(w, question, answer);
    return answer == SJ_ANSWER_YES;
}

/* Exceptions that the roster's tables can show; the others of law.c are of other
 * subjects. */
static bool exception_holds(struct walk *w, const sj_provision *p, sj_str name, sj_outcome *ret)
{
    if (sj_str_eq(name, SJ_S("own_national"))) {
        *ret = SJ_OUTCOME_OWN_NATIONAL;
        return exception_own_national(w);
    }
    if (sj_str_eq(name, SJ_S("protected"))) {
        *ret = SJ_OUTCOME_PROTECTED;
        if (exception_permit(w, "is the person under protection there?", SJ_PURPOSE_PROTECTION))
            return true;
        *ret = SJ_OUTCOME_UNDETERMINED;
        return may_be_protected(w);
    }
    if (sj_str_eq(name, SJ_S("official_accreditation"))) {
        *ret = SJ_OUTCOME_OFFICIAL_ACCREDITATION;
        return exception_permit(w, "is the person accredited as an official?", SJ_PURPOSE_OFFICIAL);
    }
    if (sj_str_eq(name, SJ_S("committee_approved"))) {
        *ret = SJ_OUTCOME_COMMITTEE_APPROVED;
        return exception_committee(w);
    }
    if (sj_str_eq(name, SJ_S("grandfathered"))) {
        *ret = SJ_OUTCOME_GRANDFATHERED;
        return exception_grandfathered(w, p);
    }
    return false;
}

static unsigned strictness(const sj_provision *p)
{
    static const char *const order[] = {"vigilance", "cap", "no_renewal", "no_new_permit",
                                        "repatriate"};
    for (unsigned i = 0; i < SJ_COUNT(order); i++)
        if (sj_str_eq(p->effect, sj_str_from(order[i])))
            return i + 1;
    return 0;
}

static bool has_passed(const sj_provision *p, int32_t day)
{
    int32_t last;
    return sj_provision_deadline(p, day, &last) && day > last;
}

bool sj_provision_is_stricter(const sj_provision *a, const sj_provision *b, int32_t day)
{
    if (strictness(a) != strictness(b))
        return strictness(a) > strictness(b);
    return has_passed(a, day) && !has_passed(b, day);
}

/* The strictest provision on labour that binds the host state on the day; of equals the
 * first in the table. A national of which state it binds is asked next. */
static const sj_provision *binding_provision(const struct walk *w)
{
    size_t count;
    const sj_provision *p = sj_law_provisions(w->law, &count), *best = NULL;
    for (size_t i = 0; i < count; i++)
        if (sj_str_eq(p[i].subject, SJ_S("labour")) && sj_provision_in_force(&p[i], w->day) &&
            sj_provision_binds(&p[i], w->country) &&
            (!best || sj_provision_is_stricter(&p[i], best, w->day)))
            best = &p[i];
    return best;
}

static sj_outcome by_nationality(struct walk *w, sj_str nationality)
{
    static const char question[] = "do papers document the nationality that the rule names?";
    const sj_documented d = sj_regime_documented(w->t, w->person, nationality);
    const sj_cell *declared =
        sj_tables_cell(w->t, SJ_TABLE_PEOPLE, w->person, SJ_PEOPLE_NATIONALITY);
    const bool declares = sj_cell_has_country(declared, nationality);
    if (d.paper != SIZE_MAX)
        step_reads(w, question, d.is, SJ_TABLE_PAPERS, d.paper, d.column);
    else
        step(w, question, SJ_ANSWER_UNKNOWN);
    if (d.is == SJ_ANSWER_YES)
        return SJ_OUTCOME_APPLIES;
    if (declares) { /* declared, and no paper says so: nobody guesses which is true */
        step_reads(w, "is it declared, though no paper documents it?", SJ_ANSWER_YES,
                   SJ_TABLE_PEOPLE, w->person, SJ_PEOPLE_NATIONALITY);
        return SJ_OUTCOME_UNDETERMINED;
    }
    return d.is == SJ_ANSWER_NO ? SJ_OUTCOME_NOT_IN_SCOPE : SJ_OUTCOME_UNDETERMINED;
}

static sj_outcome by_reading(struct walk *w)
{
    static const int purposes[] = {SJ_PURPOSE_STUDY,   SJ_PURPOSE_TRAINEE,  SJ_PURPOSE_EXCHANGE,
                                   SJ_PURPOSE_TOURISM, SJ_PURPOSE_BUSINESS, SJ_PURPOSE_TRANSIT};
    if (w->v->reading == SJ_READING_TEXT || permit_on(w, SJ_PURPOSE_WORK) != SIZE_MAX)
        return SJ_OUTCOME_APPLIES; /* who has a permit for work, works */
    for (size_t i = 0; i < SJ_COUNT(purposes); i++) {
        const bool practice =
            purposes[i] == SJ_PURPOSE_TRAINEE || purposes[i] == SJ_PURPOSE_EXCHANGE;
        if (w->v->reading == SJ_READING_PRACTICE && !practice)
            continue;
        const size_t permit = permit_on(w, purposes[i]);
        if (permit == SIZE_MAX)
            continue;
        step_reads(w, "contested reading: is the stay of this purpose no work at all?",
                   SJ_ANSWER_YES, SJ_TABLE_PERMITS, permit, SJ_PERMITS_PURPOSE);
        return SJ_OUTCOME_NOT_IN_SCOPE;
    }
    return SJ_OUTCOME_APPLIES;
}

static sj_outcome by_exceptions(struct walk *w, const sj_provision *p)
{
    sj_str rest = p->exceptions, name;
    sj_outcome outcome;
    while (rest.len && sj_str_split(&rest, ';', &name))
        if (exception_holds(w, p, sj_str_trim(name), &outcome))
            return outcome;
    return SJ_OUTCOME_APPLIES;
}

/* A ban on new permits asks when the permit that covers the day was granted. */
static sj_outcome by_grant(struct walk *w, const sj_provision *p)
{
    static const char question[] = "was a permit granted after the rule came into force?";
    const size_t permit = permit_on(w, SJ_PURPOSE_WORK);
    if (permit == SIZE_MAX) {
        step(w, question, SJ_ANSWER_UNKNOWN);
        return SJ_OUTCOME_UNDETERMINED;
    }
    const sj_cell *granted = sj_tables_cell(w->t, SJ_TABLE_PERMITS, permit, SJ_PERMITS_GRANTED);
    const sj_answer answer = granted->state != SJ_CELL_READ ? SJ_ANSWER_UNKNOWN
                             : sj_date_last_day(granted->as.date.to) >= sj_date_first_day(p->from)
                                 ? SJ_ANSWER_YES
                                 : SJ_ANSWER_NO;
    step_reads(w, question, answer, SJ_TABLE_PERMITS, permit, SJ_PERMITS_GRANTED);
    return answer == SJ_ANSWER_YES  ? SJ_OUTCOME_APPLIES
           : answer == SJ_ANSWER_NO ? SJ_OUTCOME_NOT_IN_SCOPE
                                    : SJ_OUTCOME_UNDETERMINED;
}

static sj_outcome by_effect(struct walk *w, const sj_provision *p)
{
    if (sj_str_eq(p->effect, SJ_S("repatriate"))) {
        int32_t last;
        w->v->wind_down = sj_provision_deadline(p, w->day, &last) && w->day <= last;
        step(w, "has the deadline passed?", w->v->wind_down ? SJ_ANSWER_NO : SJ_ANSWER_YES);
        return SJ_OUTCOME_APPLIES;
    }
    if (sj_str_eq(p->effect, SJ_S("no_new_permit")) || sj_str_eq(p->effect, SJ_S("no_renewal")))
        return by_grant(w, p);
    step(w, "does the rule forbid a single job (not only a total)?", SJ_ANSWER_NO);
    return SJ_OUTCOME_NOT_IN_SCOPE;
}

static sj_outcome walk_path(struct walk *w)
{
    const sj_table_row *c = w->job;
    if (sj_row_cell(c, SJ_JOBS_STARTS)->state != SJ_CELL_READ) {
        step(w, "is there a job on that date?", SJ_ANSWER_UNKNOWN);
        return SJ_OUTCOME_UNDETERMINED;
    }
    const bool active =
        day_in(sj_row_cell(c, SJ_JOBS_STARTS), sj_row_cell(c, SJ_JOBS_ENDS), w->day);
    step_reads(w, "is there a job on that date?", active ? SJ_ANSWER_YES : SJ_ANSWER_NO,
               SJ_TABLE_JOBS, w->job_row, SJ_JOBS_STARTS);
    if (!active)
        return SJ_OUTCOME_NOT_IN_SCOPE;
    if (sj_row_cell(c, SJ_JOBS_COUNTRY)->state != SJ_CELL_READ) {
        step(w, "where is it done?", SJ_ANSWER_UNKNOWN);
        return SJ_OUTCOME_UNDETERMINED;
    }
    const sj_provision *p = binding_provision(w);
    step(w, "is a provision on labour in force there?", p ? SJ_ANSWER_YES : SJ_ANSWER_NO);
    if (!p)
        return SJ_OUTCOME_NOT_IN_SCOPE;
    w->v->provision = p;
    const bool abroad = !sj_str_eq(w->country, p->nationality);
    step_reads(w, "is it done outside the state whose nationals are bound?",
               abroad ? SJ_ANSWER_YES : SJ_ANSWER_NO, SJ_TABLE_JOBS, w->job_row, SJ_JOBS_COUNTRY);
    if (!abroad)
        return SJ_OUTCOME_NOT_IN_SCOPE;
    sj_outcome o =
        w->person == SIZE_MAX ? SJ_OUTCOME_UNDETERMINED : by_nationality(w, p->nationality);
    if (o == SJ_OUTCOME_APPLIES)
        o = by_exceptions(w, p);
    if (o == SJ_OUTCOME_APPLIES)
        o = by_reading(w);
    return o == SJ_OUTCOME_APPLIES ? by_effect(w, p) : o;
}

void sj_regime_judge(const sj_law *law, const sj_tables *t, size_t job, sj_date at,
                     sj_reading reading, sj_regime_verdict *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->at = at;
    ret->reading = reading;
    struct walk w = {
        .law = law, .t = t, .job = sj_tables_row(t, SJ_TABLE_JOBS, job), .job_row = job, .v = ret};
    const sj_cell *country = sj_row_cell(w.job, SJ_JOBS_COUNTRY);
    w.person = sj_cell_row(sj_row_cell(w.job, SJ_JOBS_PERSON_ID));
    w.country = country->state == SJ_CELL_READ ? sj_str_from(country->as.country) : SJ_S("");
    w.day = sj_date_first_day(at);
    ret->outcome = walk_path(&w);
}
