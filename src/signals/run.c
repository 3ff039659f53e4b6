/* signals/run.c -- runs every live rule, sorts what was found, and works out for each
 * person and signal whether the data was there at all.
 *
 * A signal is `yes` for a person with a finding; `unknown` if one of its needs (table and
 * field, as data/signals.tsv names them) holds nothing readable for the person; else
 * `no`. So a roster without sessions leaves all of the access family unknown. */
#include "signals/run.h"
#include "records/tsv.h"
#include "signals/knowledge.h"
#include "names/form.h" /* form_count of a prepared name */
#include "sojourn/names.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { FINDINGS_MAX = 10000000, SAYS_MAX = 1024 };

sj_str sj_strength_text(sj_strength s)
{
    return s == SJ_STRENGTH_HARD     ? SJ_S("hard")
           : s == SJ_STRENGTH_STRONG ? SJ_S("strong")
                                     : SJ_S("context");
}

/* ---- the table ---- */

static sj_status read_signals(sj_findings *f)
{
    sj_str text;
    sj_tsv t;
    SJ_TRY(sj_tsv_join(sj_signals_line, sj_signals_line_count, &f->arena, &text));
    SJ_TRY(sj_tsv_read(text, &f->arena, &t, NULL));
    f->signal = sj_arena_zalloc(&f->arena, (t.rows + 1) * sizeof *f->signal);
    if (!f->signal)
        return SJ_ENOMEM;
    if (t.rows > SJ_SIGNALS_MAX)
        return SJ_ELIMIT;
    for (size_t i = 0; i < t.rows; i++) {
        sj_signal *s = &f->signal[i];
        sj_str *const field[] = {&s->id,
                                 &s->family,
                                 &s->needs,
                                 &s->rule,
                                 &s->threshold,
                                 &s->unit,
                                 &s->threshold_kind,
                                 &s->innocent,
                                 &s->source,
                                 &s->live,
                                 &s->likelihood_ratio_source};
        static const char *const header[] = {"id",        "family", "needs",          "rule",
                                             "threshold", "unit",   "threshold_kind", "innocent",
                                             "source",    "live",   "ratio_source"};
        for (size_t c = 0; c < SJ_COUNT(field); c++)
            *field[c] = sj_tsv_cell(&t, i, sj_tsv_column(&t, sj_str_from(header[c])));
        const sj_str strength = sj_tsv_cell(&t, i, sj_tsv_column(&t, SJ_S("strength")));
        s->strength = sj_str_eq(strength, SJ_S("hard"))     ? SJ_STRENGTH_HARD
                      : sj_str_eq(strength, SJ_S("strong")) ? SJ_STRENGTH_STRONG
                                                            : SJ_STRENGTH_CONTEXT;
        int64_t ratio = 1000000;
        (void)sj_decimal_parse(sj_tsv_cell(&t, i, sj_tsv_column(&t, SJ_S("likelihood_ratio"))),
                               &ratio);
        s->likelihood_ratio = (double)ratio / 1e6;
    }
    f->signal_count = t.rows;
    return SJ_OK;
}

double sj_threshold(const sj_run *r)
{
    int64_t n = 0;
    (void)sj_decimal_parse(r->to->signal[r->signal].threshold, &n);
    return (double)n / 1e6;
}

/* ---- raising ---- */

sj_finding *sj_raise(sj_run *r, size_t person, sj_table table, size_t row)
{
    sj_findings *f = r->to;
    if (r->status < 0 || person == SIZE_MAX)
        return NULL;
    r->status =
        sj_mem_grow(&f->finding, &f->capacity, f->count + 1, FINDINGS_MAX, sizeof *f->finding);
    if (r->status < 0)
        return NULL;
    sj_finding *n = &f->finding[f->count++];
    *n =
        (sj_finding){.signal = &f->signal[r->signal], .person = person, .table = table, .row = row};
    return n;
}

void sj_because(sj_run *r, sj_finding *f, sj_table table, size_t row, size_t column)
{
    size_t count;
    if (!f || r->status < 0)
        return;
    sj_evidence_cell *e = sj_arena_push(&r->to->arena, &f->because, &f->because_count, sizeof *e);
    if (!e) {
        r->status = SJ_ENOMEM;
        return;
    }
    const sj_table_row *of = sj_tables_row(r->t, table, row);
    *e = (sj_evidence_cell){.table = table,
                            .id = of->cell[0].text,
                            .field = sj_table_columns(table, &count)[column].header,
                            .value = of->cell[column].text};
}

void sj_say(sj_run *r, sj_finding *f, const char *format, ...)
{
    char text[SAYS_MAX];
    va_list arguments;
    if (!f || r->status < 0)
        return;
    va_start(arguments, format);
    const int n = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    size_t len = n < 0 ? 0 : (size_t)n < sizeof text ? (size_t)n : sizeof text - 1;
    len = sj_utf8_check((sj_str){text, len}); /* a cut may fall inside a letter */
    r->status = sj_arena_copy(&r->to->arena, (sj_str){text, len}, &f->says);
}

void sj_on_day(sj_finding *f, const sj_cell *date)
{
    if (!f || !sj_has(date))
        return;
    f->day = sj_date_first_day(date->as.date.from);
    f->dated = true;
}

sj_str sj_day_text(sj_run *r, int32_t day)
{
    const sj_date d = sj_date_from_day(day);
    const sj_date_range range = {d, d, false};
    char text[32];
    sj_str kept = {0};
    if (r->status >= 0)
        r->status =
            sj_arena_copy(&r->to->arena, (sj_str){text, sj_date_write(&range, text)}, &kept);
    return kept;
}

/* ---- whose row ---- */

static size_t person_column(sj_table table)
{
    switch (table) {
    case SJ_TABLE_PAPERS:
        return SJ_PAPERS_PERSON_ID;
    case SJ_TABLE_PERMITS:
        return SJ_PERMITS_PERSON_ID;
    case SJ_TABLE_JOBS:
        return SJ_JOBS_PERSON_ID;
    case SJ_TABLE_ACCOUNTS:
        return SJ_ACCOUNTS_HOLDER_ID;
    case SJ_TABLE_SHIPMENTS:
        return SJ_SHIPMENTS_PERSON_ID;
    case SJ_TABLE_CLAIMS:
        return SJ_CLAIMS_PERSON_ID;
    default:
        return SIZE_MAX;
    }
}

size_t sj_person_of(const sj_run *r, sj_table table, size_t row)
{
    if (table == SJ_TABLE_PEOPLE)
        return row;
    if (table == SJ_TABLE_SESSIONS) {
        const size_t account = sj_tables_find(r->t, SJ_TABLE_ACCOUNTS,
                                              sj_at(r, table, row, SJ_SESSIONS_ACCOUNT_ID)->text);
        return account == SIZE_MAX ? SIZE_MAX : sj_person_of(r, SJ_TABLE_ACCOUNTS, account);
    }
    const size_t column = person_column(table);
    return column == SIZE_MAX
               ? SIZE_MAX
               : sj_tables_find(r->t, SJ_TABLE_PEOPLE, sj_at(r, table, row, column)->text);
}

const uint32_t *sj_rows_of(const sj_run *r, size_t person, sj_table table, size_t *ret_count)
{
    return sj_tables_linked(r->t, table, person_column(table),
                            sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_PERSON_ID)->text,
                            ret_count);
}

/* ---- names of one person ---- */

static double best_of(sj_run *r, sj_arena *a, sj_str one, sj_str other)
{
    double best = -1;
    sj_str rest = one, x;
    while (rest.len && sj_str_split(&rest, '|', &x)) {
        sj_str others = other, y;
        while (others.len && sj_str_split(&others, '|', &y)) {
            const sj_name *p, *q;
            sj_status s = sj_name_prepare(sj_str_trim(x), NULL, SJ_COMPARE_PERSON, a, &p);
            if (s >= 0)
                s = sj_name_prepare(sj_str_trim(y), NULL, SJ_COMPARE_PERSON, a, &q);
            if (s == SJ_ENOMEM)
                r->status = s;
            if (s < 0 || p->form_count == 0 || q->form_count == 0)
                continue;
            const double score = sj_name_compare(p, q);
            best = score > best ? score : best;
        }
    }
    return best;
}

double sj_names_score(sj_run *r, size_t person, sj_str other)
{
    static const size_t columns[] = {SJ_PEOPLE_NAME, SJ_PEOPLE_NATIVE_NAME, SJ_PEOPLE_OTHER_NAMES};
    SJ_SCOPED(sj_arena) a = {0};
    double best = -1;
    for (size_t i = 0; i < SJ_COUNT(columns); i++) {
        const double score =
            best_of(r, &a, sj_at(r, SJ_TABLE_PEOPLE, person, columns[i])->text, other);
        best = score > best ? score : best;
    }
    return best;
}

double sj_two_names_score(sj_run *r, sj_str a, sj_str b)
{
    SJ_SCOPED(sj_arena) arena = {0};
    return best_of(r, &arena, a, b);
}

/* ---- values that people share ---- */

void sj_share_add(sj_run *r, sj_shares *s, sj_share item)
{
    if (r->status < 0 || item.key.len == 0 || item.person == SIZE_MAX)
        return;
    r->status = sj_mem_grow(&s->item, &s->capacity, s->count + 1, UINT32_MAX, sizeof *s->item);
    if (r->status >= 0)
        s->item[s->count++] = item;
}

static int by_key_and_time(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    const sj_share *x = a, *y = b;
    const int c = sj_str_cmp(x->key, y->key);
    if (c)
        return c;
    return x->time < y->time ? -1 : x->time > y->time;
}

/* How many different people stand in [from, to). */
static size_t people_in(const sj_share *item, size_t from, size_t to)
{
    size_t n = 0;
    for (size_t i = from; i < to; i++) {
        size_t j = from;
        while (j < i && item[j].person != item[i].person)
            j++;
        n += j == i;
    }
    return n;
}

static void raise_range(sj_run *r, const sj_share *item, size_t from, size_t to, size_t people,
                        const char *what, size_t *done)
{
    enum { SHOWN = 8 };
    for (size_t i = from; i < to && r->status >= 0; i++) {
        size_t j = from;
        while (j < i && item[j].person != item[i].person)
            j++;
        if (j < i || *done > i) /* once a person; a window before raised it already */
            continue;
        sj_finding *f = sj_raise(r, item[i].person, item[i].table, item[i].row);
        sj_because(r, f, item[i].table, item[i].row, item[i].column);
        size_t shown = 0;
        for (size_t k = from; k < to && shown < SHOWN; k++)
            if (item[k].person != item[i].person) {
                sj_because(r, f, item[k].table, item[k].row, item[k].column);
                shown++;
            }
        sj_say(r, f, what, SJ_STR_FMT(item[i].key), people);
        if (f && item[i].time) {
            f->day = (int32_t)(item[i].time / 86400);
            f->dated = true;
        }
    }
    *done = to;
}

void sj_shares_raise(sj_run *r, sj_shares *s, size_t least, int64_t window, const char *what)
{
    enum { WINDOW_MAX = 4096 }; /* rows of one value looked at together; people repeat in them */
    if (r->status < 0 || s->count == 0)
        return;
    sj_share *scratch = sj_mem_alloc(s->count * sizeof *scratch);
    if (!scratch) {
        r->status = SJ_ENOMEM;
        return;
    }
    sj_sort_stable(s->item, s->count, sizeof *s->item, scratch, by_key_and_time, NULL);
    sj_mem_free(scratch);
    for (size_t from = 0, to; from < s->count; from = to) {
        for (to = from; to < s->count && sj_str_eq(s->item[to].key, s->item[from].key); to++)
            ;
        size_t done = 0;
        for (size_t i = from, end = from; i < to && end < to; i++) {
            end = end < i ? i : end;
            while (end < to && end - i < WINDOW_MAX &&
                   (window == 0 || s->item[end].time - s->item[i].time <= window))
                end++;
            const size_t people = people_in(s->item, i, end);
            if (people >= least)
                raise_range(r, s->item, i, end, people, what, &done);
        }
    }
}

void sj_shares_done(sj_shares *s)
{
    sj_mem_free(s->item);
    *s = (sj_shares){0};
}

sj_str sj_plain(sj_run *r, sj_str text)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_str kept = {0};
    bool blank = false;
    for (size_t pos = 0; pos < text.len;) {
        const size_t at = pos;
        const uint32_t cp = sj_utf8_decode(text, &pos);
        const bool letter = cp >= 0x80 || (cp >= '0' && cp <= '9') || (cp >= 'a' && cp <= 'z') ||
                            (cp >= 'A' && cp <= 'Z') || cp == '@';
        if (!letter) {
            blank = b.len > 0;
            continue;
        }
        if (blank)
            sj_buf_add_char(&b, ' ');
        blank = false;
        if (cp >= 'A' && cp <= 'Z')
            sj_buf_add_char(&b, (char)(cp - 'A' + 'a'));
        else
            sj_buf_add(&b, sj_str_slice(text, at, pos));
    }
    if (r->status >= 0)
        r->status = sj_buf_status(&b);
    if (r->status >= 0)
        r->status = sj_arena_copy(&r->to->arena, sj_buf_str(&b), &kept);
    return kept;
}

/* ---- was the data there? ---- */

static bool row_has(const sj_run *r, sj_table table, const uint32_t *row, size_t count,
                    size_t column)
{
    for (size_t i = 0; i < count; i++)
        if (sj_has(sj_at(r, table, row[i], column)))
            return true;
    return false;
}

static bool organisations_have(const sj_run *r, size_t person, size_t column)
{
    size_t jobs;
    const uint32_t *job = sj_rows_of(r, person, SJ_TABLE_JOBS, &jobs);
    for (size_t i = 0; i < jobs; i++) {
        const size_t o =
            sj_tables_find(r->t, SJ_TABLE_ORGANISATIONS,
                           sj_at(r, SJ_TABLE_JOBS, job[i], SJ_JOBS_ORGANISATION_ID)->text);
        if (o != SIZE_MAX && sj_has(sj_at(r, SJ_TABLE_ORGANISATIONS, o, column)))
            return true;
    }
    return false;
}

/* Sessions and transfers belong to the person's accounts. */
static bool accounts_have(const sj_run *r, size_t person, sj_table table, size_t column)
{
    size_t accounts, count;
    const uint32_t *account = sj_rows_of(r, person, SJ_TABLE_ACCOUNTS, &accounts);
    for (size_t i = 0; i < accounts; i++) {
        const sj_str id = sj_at(r, SJ_TABLE_ACCOUNTS, account[i], 0)->text;
        const size_t links[2] = {
            table == SJ_TABLE_SESSIONS ? SJ_SESSIONS_ACCOUNT_ID : SJ_TRANSFERS_FROM_ACCOUNT,
            table == SJ_TABLE_SESSIONS ? SJ_SESSIONS_ACCOUNT_ID : SJ_TRANSFERS_TO_ACCOUNT};
        for (size_t l = 0; l < 2; l++) {
            const uint32_t *row = sj_tables_linked(r->t, table, links[l], id, &count);
            if (row_has(r, table, row, count, column))
                return true;
        }
    }
    return false;
}

static bool need_met(const sj_run *r, size_t person, sj_str need)
{
    const size_t dot = sj_str_find(need, SJ_S("."), 0);
    const sj_str table_name = sj_str_slice(need, 0, dot),
                 field = sj_str_slice(need, dot + 1, need.len);
    for (unsigned t = 0; t < SJ_TABLE_COUNT; t++) {
        size_t columns, count;
        if (!sj_str_eq(sj_table_name((sj_table)t), table_name))
            continue;
        const sj_column *column = sj_table_columns((sj_table)t, &columns);
        for (size_t c = 0; c < columns; c++) {
            if (!sj_str_eq(column[c].header, field))
                continue;
            if (t == SJ_TABLE_PEOPLE)
                return sj_has(sj_at(r, SJ_TABLE_PEOPLE, person, c));
            if (t == SJ_TABLE_ORGANISATIONS)
                return organisations_have(r, person, c);
            if (t == SJ_TABLE_SESSIONS || t == SJ_TABLE_TRANSFERS)
                return accounts_have(r, person, (sj_table)t, c);
            const uint32_t *row = sj_rows_of(r, person, (sj_table)t, &count);
            return row_has(r, (sj_table)t, row, count, c);
        }
    }
    return false;
}

static bool data_there(const sj_run *r, size_t person, const sj_signal *s)
{
    sj_str rest = s->needs, need;
    if (sj_str_eq(s->family, SJ_S("list")) && !r->in->screened)
        return false;
    while (rest.len && sj_str_split(&rest, ';', &need))
        if (!need_met(r, person, sj_str_trim(need)))
            return false;
    return true;
}

static sj_status answer_all(sj_run *r)
{
    sj_findings *f = r->to;
    f->answer = sj_arena_zalloc(&f->arena, f->people * f->signal_count + 1);
    if (!f->answer)
        return SJ_ENOMEM;
    for (size_t p = 0; p < f->people; p++)
        for (size_t s = 0; s < f->signal_count; s++) {
            const bool live = sj_str_eq(f->signal[s].live, SJ_S("now"));
            f->answer[p * f->signal_count + s] =
                live && data_there(r, p, &f->signal[s]) ? SJ_ANSWER_NO : SJ_ANSWER_UNKNOWN;
        }
    for (size_t i = 0; i < f->count; i++)
        f->answer[f->finding[i].person * f->signal_count +
                  (size_t)(f->finding[i].signal - f->signal)] = SJ_ANSWER_YES;
    return SJ_OK;
}

/* ---- the run ---- */

static void (*rule_of(sj_str id))(sj_run *r)
{
    static const sj_rule_row *const tables[] = {sj_rules_list,  sj_rules_permit, sj_rules_paper,
                                                sj_rules_money, sj_rules_access, sj_rules_network};
    for (size_t i = 0; i < SJ_COUNT(tables); i++)
        for (const sj_rule_row *row = tables[i]; row->id; row++)
            if (sj_str_eq(sj_str_from(row->id), id))
                return row->look;
    return NULL;
}

static int by_person(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    const sj_finding *x = a, *y = b;
    if (x->person != y->person)
        return x->person < y->person ? -1 : 1;
    if (x->signal != y->signal)
        return x->signal < y->signal ? -1 : 1;
    return 0;
}

static sj_status sort_findings(sj_findings *f)
{
    f->first = sj_arena_zalloc(&f->arena, (f->people + 2) * sizeof *f->first);
    sj_finding *scratch = sj_mem_alloc((f->count + 1) * sizeof *scratch);
    if (!f->first || !scratch) {
        sj_mem_free(scratch);
        return SJ_ENOMEM;
    }
    if (f->count)
        sj_sort_stable(f->finding, f->count, sizeof *f->finding, scratch, by_person, NULL);
    sj_mem_free(scratch);
    for (size_t i = 0; i < f->count; i++)
        f->first[f->finding[i].person + 1]++;
    for (size_t p = 0; p < f->people; p++)
        f->first[p + 1] += f->first[p];
    return SJ_OK;
}

static sj_status run_all(sj_run *r)
{
    sj_findings *f = r->to;
    for (r->signal = 0; r->signal < f->signal_count && r->status >= 0; r->signal++) {
        if (!sj_str_eq(f->signal[r->signal].live, SJ_S("now")))
            continue;
        void (*look)(sj_run *) = rule_of(f->signal[r->signal].id);
        if (!look)
            return SJ_EINVAL; /* a live row without a rule; a test walks the table */
        look(r);
    }
    SJ_TRY(r->status);
    SJ_TRY(sort_findings(f));
    return answer_all(r);
}

sj_status sj_signals_run(const sj_signal_input *in, sj_findings **ret)
{
    SJ_AUTO(sj_findings) *f = sj_mem_zalloc(sizeof *f);
    if (!f)
        return SJ_ENOMEM;
    f->people = sj_tables_count(in->tables, SJ_TABLE_PEOPLE);
    sj_run r = {.in = in, .t = in->tables, .to = f};
    SJ_TRY(read_signals(f));
    SJ_TRY(run_all(&r));
    *ret = SJ_TAKE(f);
    return SJ_OK;
}

sj_findings *sj_findings_free(sj_findings *f)
{
    if (!f)
        return NULL;
    sj_mem_free(f->finding);
    sj_arena_done(&f->arena);
    sj_mem_free(f);
    return NULL;
}

const sj_finding *sj_findings_all(const sj_findings *f, size_t *ret_count)
{
    *ret_count = f->count;
    return f->finding;
}

const sj_finding *sj_findings_of(const sj_findings *f, size_t person, size_t *ret_count)
{
    *ret_count = f->first[person + 1] - f->first[person];
    return f->finding + f->first[person];
}

const sj_signal *sj_findings_signals(const sj_findings *f, size_t *ret_count)
{
    *ret_count = f->signal_count;
    return f->signal;
}

sj_answer sj_findings_answer(const sj_findings *f, size_t person, size_t signal)
{
    return (sj_answer)f->answer[person * f->signal_count + signal];
}
