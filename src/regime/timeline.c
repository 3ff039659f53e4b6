/* regime/timeline.c -- a status for each day, as spans between the days on which
 * anything changes.
 *
 * Days on which something may change: a job or permit starts or ends, a provision on
 * labour comes into force or passes its deadline, the border closes or opens, the
 * person returns. Between two of them every day has the answer of the first. */
#include "base/base.h"
#include "sojourn/regime.h"

enum { DAYS_MAX = 4096, UNKNOWN_DAY = INT32_MIN };

/* The border was closed from late January 2020; nationals could return from
 * 26 August 2023 (keia.org, JoongAng; regime.md section 0). */
static const sj_date border_closed = {2020, 1, 22}, border_open = {2023, 8, 26};

sj_str sj_stay_text(sj_stay s)
{
    static const sj_str text[] = {{"unknown", 7},           {"lawful", 6},
                                  {"in wind-down", 12},     {"should have been returned", 25},
                                  {"could not return", 16}, {"returned", 8}};
    return (unsigned)s < SJ_COUNT(text) ? text[s] : SJ_S("");
}

struct days {
    int32_t day[DAYS_MAX];
    size_t count;
};

static void add_day(struct days *d, int32_t day)
{
    if (d->count < DAYS_MAX)
        d->day[d->count++] = day;
}

static int32_t first_day(const sj_cell *c)
{
    return c->state == SJ_CELL_READ ? sj_date_first_day(c->as.date.from) : UNKNOWN_DAY;
}

static int32_t last_day(const sj_cell *c)
{
    return c->state == SJ_CELL_READ ? sj_date_last_day(c->as.date.to) : UNKNOWN_DAY;
}

struct stay {
    const sj_law *law;
    const sj_tables *t;
    size_t person;
    sj_reading reading;
    int32_t first, last, today, returned;
};

static void cover(struct stay *s, struct days *d, int32_t from, int32_t to)
{
    if (from != UNKNOWN_DAY) {
        add_day(d, from);
        s->first = s->first == UNKNOWN_DAY || from < s->first ? from : s->first;
    }
    if (to != UNKNOWN_DAY)
        add_day(d, to + 1);
    const int32_t end = to == UNKNOWN_DAY ? s->today : to;
    if (from != UNKNOWN_DAY && (s->last == UNKNOWN_DAY || end > s->last))
        s->last = end;
}

static void collect_rows(struct stay *s, struct days *d)
{
    size_t count;
    const uint32_t *row =
        sj_tables_linked(s->t, SJ_TABLE_JOBS, SJ_JOBS_PERSON_ID, s->person, &count);
    for (size_t i = 0; i < count; i++) {
        const sj_table_row *c = sj_tables_row(s->t, SJ_TABLE_JOBS, row[i]);
        cover(s, d, first_day(sj_row_cell(c, SJ_JOBS_STARTS)),
              last_day(sj_row_cell(c, SJ_JOBS_ENDS)));
    }
    row = sj_tables_linked(s->t, SJ_TABLE_PERMITS, SJ_PERMITS_PERSON_ID, s->person, &count);
    for (size_t i = 0; i < count; i++) {
        const sj_table_row *c = sj_tables_row(s->t, SJ_TABLE_PERMITS, row[i]);
        cover(s, d, first_day(sj_row_cell(c, SJ_PERMITS_VALID_FROM)),
              last_day(sj_row_cell(c, SJ_PERMITS_VALID_TO)));
    }
}

static void collect_law(const struct stay *s, struct days *d)
{
    size_t count;
    const sj_provision *p = sj_law_provisions(s->law, &count);
    for (size_t i = 0; i < count; i++) {
        if (!sj_str_eq(p[i].subject, SJ_S("labour")))
            continue;
        add_day(d, sj_date_first_day(p[i].from));
        if (p[i].to.year)
            add_day(d, sj_date_last_day(p[i].to) + 1);
        if (p[i].deadline.year)
            add_day(d, sj_date_last_day(p[i].deadline) + 1);
        if (p[i].suspended_from.year)
            add_day(d, sj_date_first_day(p[i].suspended_from));
        if (p[i].suspended_to.year) {
            const int32_t back = sj_date_last_day(p[i].suspended_to) + 1;
            int32_t last;
            add_day(d, back);
            if (sj_provision_deadline(&p[i], back, &last))
                add_day(d, last + 1);
        }
    }
    add_day(d, sj_date_first_day(border_closed));
    add_day(d, sj_date_first_day(border_open));
}

/* The roster has no column for it: an unknown column `returned` of people.csv is read. */
static int32_t day_of_return(const sj_table_row *person)
{
    for (const sj_extra *e = person->extra; e && e->text.len; e++) {
        sj_date_range r;
        if (sj_str_eq_nocase(e->header, SJ_S("returned")) && sj_date_parse(e->text, &r))
            return sj_date_first_day(r.from);
    }
    return UNKNOWN_DAY;
}

static sj_stay after_deadline(int32_t day)
{
    return day >= sj_date_first_day(border_closed) && day < sj_date_first_day(border_open)
               ? SJ_STAY_COULD_NOT_RETURN
               : SJ_STAY_SHOULD_HAVE_BEEN_RETURNED;
}

/* Of that state, or of any (an empty country). */
static bool has_permit(const struct stay *s, sj_str country, int32_t day)
{
    size_t count;
    const uint32_t *row =
        sj_tables_linked(s->t, SJ_TABLE_PERMITS, SJ_PERMITS_PERSON_ID, s->person, &count);
    for (size_t i = 0; i < count; i++) {
        const sj_table_row *c = sj_tables_row(s->t, SJ_TABLE_PERMITS, row[i]);
        const sj_cell *state = sj_row_cell(c, SJ_PERMITS_COUNTRY);
        const int32_t from = first_day(sj_row_cell(c, SJ_PERMITS_VALID_FROM)),
                      to = last_day(sj_row_cell(c, SJ_PERMITS_VALID_TO));
        if ((country.len == 0 || (state->state == SJ_CELL_READ &&
                                  sj_str_eq(sj_str_from(state->as.country), country))) &&
            from != UNKNOWN_DAY && day >= from && (to == UNKNOWN_DAY || day <= to))
            return true;
    }
    return false;
}

/* The rule does not reach the job. Then a stay is lawful for a national of the state, documented
 * or declared, and for who holds a permit there; of others nothing is known. */
static sj_stay stay_out_of_scope(const struct stay *s, const sj_table_row *job, int32_t day)
{
    const sj_cell *state = sj_row_cell(job, SJ_JOBS_COUNTRY);
    if (state->state != SJ_CELL_READ)
        return SJ_STAY_UNKNOWN;
    const sj_str country = sj_str_from(state->as.country);
    const sj_cell *declared =
        sj_tables_cell(s->t, SJ_TABLE_PEOPLE, s->person, SJ_PEOPLE_NATIONALITY);
    const bool national = sj_cell_has_country(declared, country) ||
                          sj_regime_documented(s->t, s->person, country).is == SJ_ANSWER_YES;
    return national || has_permit(s, country, day) ? SJ_STAY_LAWFUL : SJ_STAY_UNKNOWN;
}

/* A provision that only forbids a permit demands no return: whoever holds one against it is
 * neither lawful nor due to leave. */
static sj_stay stay_of_verdict(const struct stay *s, const sj_regime_verdict *v,
                               const sj_table_row *job, int32_t day)
{
    if (v->outcome == SJ_OUTCOME_UNDETERMINED)
        return SJ_STAY_UNKNOWN;
    if (v->outcome == SJ_OUTCOME_NOT_IN_SCOPE)
        return stay_out_of_scope(s, job, day);
    if (v->outcome != SJ_OUTCOME_APPLIES)
        return SJ_STAY_LAWFUL;
    if (!sj_str_eq(v->provision->effect, SJ_S("repatriate")))
        return SJ_STAY_UNKNOWN;
    return v->wind_down ? SJ_STAY_WIND_DOWN : after_deadline(day);
}

static sj_stay stay_on(const struct stay *s, int32_t day, size_t *ret_job)
{
    size_t count;
    sj_stay worst = SJ_STAY_UNKNOWN;
    *ret_job = SIZE_MAX;
    if (s->returned != UNKNOWN_DAY && day >= s->returned)
        return SJ_STAY_RETURNED;
    const uint32_t *row =
        sj_tables_linked(s->t, SJ_TABLE_JOBS, SJ_JOBS_PERSON_ID, s->person, &count);
    for (size_t i = 0; i < count; i++) {
        const sj_table_row *c = sj_tables_row(s->t, SJ_TABLE_JOBS, row[i]);
        const int32_t from = first_day(sj_row_cell(c, SJ_JOBS_STARTS)),
                      to = last_day(sj_row_cell(c, SJ_JOBS_ENDS));
        if (from == UNKNOWN_DAY || day < from || (to != UNKNOWN_DAY && day > to))
            continue;
        sj_regime_verdict v;
        sj_regime_judge(s->law, s->t, row[i], sj_date_from_day(day), s->reading, &v);
        const sj_stay stay = stay_of_verdict(s, &v, c, day);
        if (*ret_job == SIZE_MAX || stay > worst) {
            worst = stay;
            *ret_job = row[i];
        }
    }
    if (*ret_job == SIZE_MAX && has_permit(s, (sj_str){0}, day))
        return SJ_STAY_LAWFUL; /* without a job nothing is earned */
    return worst;
}

static void sort_days(struct days *d)
{
    for (size_t i = 1; i < d->count; i++) {
        const int32_t x = d->day[i];
        size_t j = i;
        for (; j > 0 && d->day[j - 1] > x; j--)
            d->day[j] = d->day[j - 1];
        d->day[j] = x;
    }
}

static sj_status add_span(sj_arena *a, sj_stay_span **spans, size_t *count, sj_stay_span now)
{
    if (*count) {
        sj_stay_span *before = &(*spans)[*count - 1];
        if (before->stay == now.stay && before->job == now.job) {
            before->to = now.to;
            return SJ_OK;
        }
    }
    sj_stay_span *s = sj_arena_push(a, spans, count, sizeof *s);
    if (!s)
        return SJ_ENOMEM;
    *s = now;
    return SJ_OK;
}

sj_status sj_regime_timeline(const sj_law *law, const sj_tables *t, size_t person, sj_date today,
                             sj_reading reading, sj_arena *arena, const sj_stay_span **ret,
                             size_t *ret_count)
{
    const sj_table_row *row = sj_tables_row(t, SJ_TABLE_PEOPLE, person);
    struct stay s = {.law = law,
                     .t = t,
                     .person = person,
                     .reading = reading,
                     .first = UNKNOWN_DAY,
                     .last = UNKNOWN_DAY,
                     .today = sj_date_last_day(today),
                     .returned = day_of_return(row)};
    struct days d = {.count = 0};
    sj_stay_span *spans = NULL;
    *ret_count = 0;
    *ret = NULL;
    collect_rows(&s, &d);
    if (s.first == UNKNOWN_DAY)
        return SJ_OK;
    if (s.last > s.today)
        s.last = s.today;
    collect_law(&s, &d);
    if (s.returned != UNKNOWN_DAY) {
        add_day(&d, s.returned);
        s.last = s.last < s.returned ? s.returned : s.last;
    }
    if (d.count == DAYS_MAX)
        return SJ_ELIMIT; /* a thousand permits and jobs of one person are no roster */
    sort_days(&d);
    for (size_t i = 0; i < d.count; i++) {
        const int32_t from = d.day[i], next = i + 1 < d.count ? d.day[i + 1] : s.last + 1;
        if (from < s.first || from > s.last || (i + 1 < d.count && next == from))
            continue;
        sj_stay_span now = {.from = from, .to = next > s.last ? s.last : next - 1};
        now.stay = stay_on(&s, from, &now.job);
        SJ_TRY(add_span(arena, &spans, ret_count, now));
    }
    *ret = spans;
    return SJ_OK;
}
