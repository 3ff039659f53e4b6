/* signals/labour.c -- the eleven indicators of the ILO for one person, each from the
 * cells that show it. They describe how a worker is treated, never who the worker is,
 * and stand apart from everything that grades.
 *
 * `no` needs the data that would have shown it; where a table or cell is missing, the
 * answer is `unknown`. Violence and threats have no table and are always unknown. */
#include "base/base.h"
#include "records/tsv.h"
#include "signals/knowledge.h"
#include "sojourn/signals.h"

struct sj_labour {
    sj_arena arena;
    sj_indicator indicator[SJ_INDICATORS];
    sj_permit_classes *classes;
};

sj_status sj_labour_new(sj_labour **ret)
{
    SJ_AUTO(sj_labour) *l = sj_mem_zalloc(sizeof *l);
    sj_str text;
    sj_tsv t;
    if (!l)
        return SJ_ENOMEM;
    SJ_TRY(sj_tsv_join(sj_indicators_line, sj_indicators_line_count, &l->arena, &text));
    SJ_TRY(sj_tsv_read(text, &l->arena, &t, NULL));
    SJ_TRY(sj_permit_classes_new(&l->classes));
    for (size_t i = 0; i < SJ_INDICATORS; i++) {
        sj_indicator *n = &l->indicator[i];
        sj_str *const field[] = {&n->id,   &n->name,      &n->needs,
                                 &n->rule, &n->threshold, &n->threshold_kind,
                                 &n->kind, &n->norm,      &n->source};
        for (size_t c = 0; c < SJ_COUNT(field); c++)
            *field[c] = sj_tsv_cell(&t, i, c);
    }
    *ret = SJ_TAKE(l);
    return SJ_OK;
}

sj_labour *sj_labour_free(sj_labour *l)
{
    if (!l)
        return NULL;
    l->classes = sj_permit_classes_free(l->classes);
    sj_arena_done(&l->arena);
    sj_mem_free(l);
    return NULL;
}

const sj_indicator *sj_labour_indicators(const sj_labour *l)
{
    return l->indicator;
}

/* ---- the rows of a person ---- */

struct view {
    const sj_labour *l;
    const sj_tables *t;
    size_t person;
    const uint32_t *job, *paper, *permit;
    size_t jobs, papers, permits;
};

static const sj_cell *job(const struct view *v, size_t i, size_t column)
{
    return sj_tables_cell(v->t, SJ_TABLE_JOBS, v->job[i], column);
}

static bool has(const sj_cell *c)
{
    return c->state == SJ_CELL_READ;
}

static void because(sj_indicator_answer *a, sj_table table, size_t row, size_t column)
{
    if (a->because_count < SJ_COUNT(a->because))
        a->because[a->because_count++] =
            (sj_evidence_cell){.table = table, .row = (uint32_t)row, .column = (uint32_t)column};
}

static void say(const struct view *v, sj_indicator_answer *a, size_t i, size_t column)
{
    a->answer = SJ_ANSWER_YES;
    because(a, SJ_TABLE_JOBS, v->job[i], column);
}

/* Data was seen and shows nothing: `no`, unless something else showed it. */
static void seen(sj_indicator_answer *a)
{
    if (a->answer == SJ_ANSWER_UNKNOWN)
        a->answer = SJ_ANSWER_NO;
}

/* ---- one each ---- */

/* The first day of the job under the permit; today's law where neither has a day. */
static int32_t first_common_day(const sj_cell *starts, const sj_table_row *permit)
{
    const sj_cell *from = sj_row_cell(permit, SJ_PERMITS_VALID_FROM);
    const int32_t job = has(starts) ? sj_date_first_day(starts->as.date.from) : INT32_MIN;
    const int32_t valid = has(from) ? sj_date_first_day(from->as.date.from) : INT32_MIN;
    const int32_t first = job > valid ? job : valid;
    return first == INT32_MIN ? INT32_MAX - 1 : first;
}

static void vulnerability(const struct view *v, sj_indicator_answer *a)
{
    for (size_t i = 0; i < v->jobs; i++)
        for (size_t p = 0; p < v->permits; p++) {
            const sj_table_row *c = sj_tables_row(v->t, SJ_TABLE_PERMITS, v->permit[p]);
            const sj_cell *country = job(v, i, SJ_JOBS_COUNTRY);
            if (!has(sj_row_cell(c, SJ_PERMITS_COUNTRY)) || !has(country) ||
                !has(sj_row_cell(c, SJ_PERMITS_PURPOSE)) ||
                memcmp(country->as.country, sj_row_cell(c, SJ_PERMITS_COUNTRY)->as.country, 2) != 0)
                continue;
            const sj_permit_class *k =
                sj_permit_class_find(v->l->classes, sj_str_from(country->as.country),
                                     sj_cell_text(sj_row_cell(c, SJ_PERMITS_CLASS)),
                                     sj_cell_text(sj_row_cell(c, SJ_PERMITS_PURPOSE)),
                                     first_common_day(job(v, i, SJ_JOBS_STARTS), c));
            const bool bound =
                k && k->employer_bound == SJ_ANSWER_YES && has(job(v, i, SJ_JOBS_HOUSING));
            if (!k || k->work == SJ_WORK_UNKNOWN)
                continue;
            seen(a);
            if (k->work != SJ_WORK_NO && !bound)
                continue;
            a->answer = SJ_ANSWER_YES;
            because(a, SJ_TABLE_PERMITS, v->permit[p], SJ_PERMITS_PURPOSE);
            say(v, a, i, bound ? SJ_JOBS_HOUSING : SJ_JOBS_STARTS);
        }
}

static bool less_by_a_fifth(const sj_cell *less, const sj_cell *more)
{
    return less->as.number < more->as.number && less->as.number / 4 < more->as.number / 5;
}

static void deception(const struct view *v, sj_indicator_answer *a)
{
    for (size_t i = 0; i < v->jobs; i++) {
        const sj_cell *agreed = job(v, i, SJ_JOBS_WAGE_CONTRACTED);
        static const size_t columns[] = {SJ_JOBS_WAGE_RECORDED, SJ_JOBS_WAGE_RECEIVED};
        for (size_t c = 0; c < SJ_COUNT(columns); c++) {
            if (!has(agreed) || !has(job(v, i, columns[c])))
                continue;
            seen(a);
            if (!less_by_a_fifth(job(v, i, columns[c]), agreed))
                continue;
            say(v, a, i, SJ_JOBS_WAGE_CONTRACTED);
            say(v, a, i, columns[c]);
        }
    }
}

static void movement(const struct view *v, sj_indicator_answer *a)
{
    for (size_t i = 0; i < v->jobs; i++) {
        const sj_cell *c = job(v, i, SJ_JOBS_ESCORTED);
        if (has(c) && c->word == 0)
            say(v, a, i, SJ_JOBS_ESCORTED);
        else if (has(c) && c->word == 1)
            seen(a);
    }
}

static bool on_site(sj_str housing)
{
    static const char *const words[] = {"site",    "dormitor", "container",
                                        "barrack", "ship",     "hostel of the employer"};
    for (size_t w = 0; w < SJ_COUNT(words); w++)
        for (size_t at = 0; at < housing.len; at++)
            if (sj_str_starts_nocase(sj_str_slice(housing, at, housing.len), sj_str_from(words[w])))
                return true;
    return false;
}

static void isolation(const struct view *v, sj_indicator_answer *a)
{
    const sj_cell *phone = sj_tables_cell(v->t, SJ_TABLE_PEOPLE, v->person, SJ_PEOPLE_PHONE);
    if (!sj_tables_has(v->t, SJ_TABLE_PEOPLE, SJ_PEOPLE_PHONE))
        return;
    for (size_t i = 0; i < v->jobs; i++) {
        if (!has(job(v, i, SJ_JOBS_HOUSING)))
            continue;
        if (on_site(sj_cell_text(job(v, i, SJ_JOBS_HOUSING))) && !has(phone))
            say(v, a, i, SJ_JOBS_HOUSING);
        else
            seen(a);
    }
}

static void documents(const struct view *v, sj_indicator_answer *a)
{
    enum { PERSON, EMPLOYER, AGENCY, STATE };
    for (size_t i = 0; i < v->papers; i++) {
        const sj_cell *c = sj_tables_cell(v->t, SJ_TABLE_PAPERS, v->paper[i], SJ_PAPERS_HELD_BY);
        if (has(c) && c->word >= EMPLOYER && c->word <= STATE) {
            a->answer = SJ_ANSWER_YES;
            because(a, SJ_TABLE_PAPERS, v->paper[i], SJ_PAPERS_HELD_BY);
        } else if (has(c) && c->word == PERSON) {
            seen(a);
        }
    }
}

static void wages(const struct view *v, sj_indicator_answer *a)
{
    for (size_t i = 0; i < v->jobs; i++) {
        const sj_cell *to = job(v, i, SJ_JOBS_PAID_TO),
                      *received = job(v, i, SJ_JOBS_WAGE_RECEIVED);
        const sj_cell *recorded = job(v, i, SJ_JOBS_WAGE_RECORDED);
        if (has(to) && to->word != SJ_PAID_TO_WORKER)
            say(v, a, i, SJ_JOBS_PAID_TO);
        if (has(recorded) && has(received)) {
            seen(a);
            if (less_by_a_fifth(received, recorded)) {
                say(v, a, i, SJ_JOBS_WAGE_RECORDED);
                say(v, a, i, SJ_JOBS_WAGE_RECEIVED);
            }
        } else if (has(to) && to->word == SJ_PAID_TO_WORKER) {
            seen(a);
        }
    }
}

/* A month's wage; pay by the hour or the contract is not turned into one. */
static void debt(const struct view *v, sj_indicator_answer *a)
{
    enum { HOUR, DAY, WEEK, MONTH };
    for (size_t i = 0; i < v->jobs; i++) {
        const sj_cell *fee = job(v, i, SJ_JOBS_FEE_PAID),
                      *wage = job(v, i, SJ_JOBS_WAGE_CONTRACTED);
        const sj_cell *period = job(v, i, SJ_JOBS_PERIOD);
        if (!has(fee))
            continue;
        if (fee->as.number == 0) {
            seen(a);
            continue;
        }
        if (!has(wage) || !has(period) || period->word != MONTH)
            continue;
        if (fee->as.number >= wage->as.number) {
            say(v, a, i, SJ_JOBS_FEE_PAID);
            say(v, a, i, SJ_JOBS_WAGE_CONTRACTED);
        } else {
            seen(a);
        }
    }
}

static void conditions(const struct view *v, sj_indicator_answer *a)
{
    for (size_t i = 0; i < v->jobs; i++) {
        const sj_cell *rest = job(v, i, SJ_JOBS_REST_DAYS_MONTH),
                      *housing = job(v, i, SJ_JOBS_HOUSING);
        if (has(rest) && rest->as.number <= 1000000)
            say(v, a, i, SJ_JOBS_REST_DAYS_MONTH);
        else if (has(rest))
            seen(a);
        if (has(housing) && on_site(sj_cell_text(housing)))
            say(v, a, i, SJ_JOBS_HOUSING);
        else if (has(housing))
            seen(a);
    }
}

static void overtime(const struct view *v, sj_indicator_answer *a)
{
    for (size_t i = 0; i < v->jobs; i++) {
        const sj_cell *hours = job(v, i, SJ_JOBS_HOURS_WEEK);
        if (has(hours) && hours->as.number > INT64_C(60000000))
            say(v, a, i, SJ_JOBS_HOURS_WEEK);
        else if (has(hours))
            seen(a);
    }
}

static const struct {
    const char *id;
    void (*judge)(const struct view *v, sj_indicator_answer *a);
} judges[] = {{"vulnerability", vulnerability},
              {"deception", deception},
              {"movement", movement},
              {"isolation", isolation},
              {"documents", documents},
              {"wages", wages},
              {"debt", debt},
              {"conditions", conditions},
              {"overtime", overtime}};

static sj_answer forced(const sj_labour *l, const sj_indicator_answer *a)
{
    bool involuntary = false, coerced = false, open = false;
    for (size_t i = 0; i < SJ_INDICATORS; i++) {
        const bool yes = a[i].answer == SJ_ANSWER_YES;
        involuntary |= yes && sj_str_eq(l->indicator[i].kind, SJ_S("involuntariness"));
        coerced |= yes && sj_str_eq(l->indicator[i].kind, SJ_S("coercion"));
        open |= a[i].answer == SJ_ANSWER_UNKNOWN;
    }
    return involuntary && coerced ? SJ_ANSWER_YES : open ? SJ_ANSWER_UNKNOWN : SJ_ANSWER_NO;
}

void sj_labour_judge(const sj_labour *l, const sj_tables *t, size_t person,
                     sj_indicator_answer ret[SJ_INDICATORS], sj_answer *ret_forced)
{
    struct view v = {.l = l, .t = t, .person = person};
    v.job = sj_tables_linked(t, SJ_TABLE_JOBS, SJ_JOBS_PERSON_ID, person, &v.jobs);
    v.paper = sj_tables_linked(t, SJ_TABLE_PAPERS, SJ_PAPERS_PERSON_ID, person, &v.papers);
    v.permit = sj_tables_linked(t, SJ_TABLE_PERMITS, SJ_PERMITS_PERSON_ID, person, &v.permits);
    for (size_t i = 0; i < SJ_INDICATORS; i++) {
        ret[i] = (sj_indicator_answer){.answer = SJ_ANSWER_UNKNOWN};
        for (size_t j = 0; j < SJ_COUNT(judges); j++)
            if (sj_str_eq(l->indicator[i].id, sj_str_from(judges[j].id)))
                judges[j].judge(&v, &ret[i]);
    }
    *ret_forced = forced(l, ret);
}
