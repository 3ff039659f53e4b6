/* signals/answer.c -- for each person and signal: was the data there at all?
 *
 * A signal is `yes` for a person with a finding; `unknown` if one of its needs holds
 * nothing for the person; else `no`. So a roster without sessions leaves all of the access
 * family unknown. A need is a field as data/signals.tsv names it, or several separated by
 * | of which one suffices; with :word only rows of that kind count. A cell that says
 * `unknown` holds nothing. */
#include "signals/run.h"

/* What signals need: each need once, and for each signal which of them. */
enum { NEEDS_MAX = 128, FIELDS_MAX = 8, NEEDS_OF_SIGNAL_MAX = 4 };
struct field {
    sj_table table;
    size_t column;
    size_t kind_column; /* SIZE_MAX: rows of any kind */
    unsigned kind;
};
struct need {
    struct field field[FIELDS_MAX];
    size_t count;
};
struct needs {
    struct need need[NEEDS_MAX];
    size_t count;
    struct {
        uint8_t need[NEEDS_OF_SIGNAL_MAX];
        size_t count;
        bool live;
    } of[SJ_SIGNALS_MAX];
};

/* ---- the table's words ---- */

static bool column_named(sj_table table, sj_str header, size_t *ret)
{
    size_t columns;
    const sj_column *column = sj_table_columns(table, &columns);
    for (size_t c = 0; c < columns; c++)
        if (sj_str_eq(column[c].header, header)) {
            *ret = c;
            return true;
        }
    return false;
}

static bool table_named(sj_str name, sj_table *ret)
{
    for (unsigned t = 0; t < SJ_TABLE_COUNT; t++)
        if (sj_str_eq(sj_table_name((sj_table)t), name)) {
            *ret = (sj_table)t;
            return true;
        }
    return false;
}

/* `table.column` or `table.column:kind`; SJ_EINVAL if there is no such thing: a live row
 * must name its needs. */
static sj_status parse_field(sj_str text, struct field *ret)
{
    const size_t dot = sj_str_find(text, SJ_S("."), 0), colon = sj_str_find(text, SJ_S(":"), dot);
    sj_cell kind;
    *ret = (struct field){.kind_column = SIZE_MAX};
    if (!table_named(sj_str_slice(text, 0, dot), &ret->table) ||
        !column_named(ret->table, sj_str_slice(text, dot + 1, colon), &ret->column))
        return SJ_EINVAL;
    if (colon == text.len)
        return SJ_OK;
    size_t count;
    if (!column_named(ret->table, SJ_S("kind"), &ret->kind_column) ||
        !sj_cell_read(&sj_table_columns(ret->table, &count)[ret->kind_column],
                      sj_str_slice(text, colon + 1, text.len), &kind))
        return SJ_EINVAL;
    ret->kind = kind.word;
    return SJ_OK;
}

static bool same_need(const struct need *a, const struct need *b)
{
    bool same = a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++)
        same = a->field[i].table == b->field[i].table && a->field[i].column == b->field[i].column &&
               a->field[i].kind_column == b->field[i].kind_column &&
               a->field[i].kind == b->field[i].kind;
    return same;
}

static sj_status add_need(struct needs *n, size_t signal, sj_str text)
{
    struct need need = {.count = 0};
    sj_str one;
    size_t at = 0;
    while (text.len && sj_str_split(&text, '|', &one)) {
        if (need.count == FIELDS_MAX)
            return SJ_ELIMIT;
        SJ_TRY(parse_field(sj_str_trim(one), &need.field[need.count++]));
    }
    while (at < n->count && !same_need(&n->need[at], &need))
        at++;
    if (at == NEEDS_MAX || n->of[signal].count == NEEDS_OF_SIGNAL_MAX)
        return SJ_ELIMIT;
    if (at == n->count)
        n->need[n->count++] = need;
    n->of[signal].need[n->of[signal].count++] = (uint8_t)at;
    return SJ_OK;
}

static sj_status collect_needs(const sj_run *r, struct needs *n)
{
    memset(n, 0, sizeof *n);
    for (size_t s = 0; s < r->to->signal_count; s++) {
        const sj_signal *signal = &r->to->signal[s];
        sj_str rest = signal->needs, text;
        const bool list = sj_str_eq(signal->family, SJ_S("list"));
        if (!signal->runs || (list && !r->in->screened))
            continue;
        n->of[s].live = true;
        while (rest.len && sj_str_split(&rest, ';', &text))
            SJ_TRY(add_need(n, s, sj_str_trim(text)));
    }
    return SJ_OK;
}

/* ---- the cells ---- */

static bool cell_says(const sj_run *r, const struct field *f, size_t row)
{
    const sj_cell *c = sj_at(r, f->table, row, f->column);
    if (!sj_has(c) || sj_str_eq_nocase(sj_cell_text(c), SJ_S("unknown")))
        return false;
    return f->kind_column == SIZE_MAX ||
           sj_is_word(sj_at(r, f->table, row, f->kind_column), f->kind);
}

static bool any_says(const sj_run *r, const struct field *f, const uint32_t *row, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (cell_says(r, f, row[i]))
            return true;
    return false;
}

/* Of the organisations that use the person's labour or supply it. */
static bool organisations_say(const sj_run *r, size_t person, const struct field *f)
{
    static const size_t links[] = {SJ_JOBS_ORGANISATION_ID, SJ_JOBS_AGENCY_ID};
    size_t jobs;
    const uint32_t *job = sj_rows_of(r, person, SJ_TABLE_JOBS, &jobs);
    for (size_t i = 0; i < jobs; i++)
        for (size_t l = 0; l < SJ_COUNT(links); l++) {
            const size_t o = sj_cell_row(sj_at(r, SJ_TABLE_JOBS, job[i], links[l]));
            if (o != SIZE_MAX && cell_says(r, f, o))
                return true;
        }
    return false;
}

/* Sessions and transfers belong to the person's accounts. */
static bool accounts_say(const sj_run *r, size_t person, const struct field *f)
{
    const bool session = f->table == SJ_TABLE_SESSIONS;
    const size_t links[2] = {session ? SJ_SESSIONS_ACCOUNT_ID : SJ_TRANSFERS_FROM_ACCOUNT,
                             session ? SJ_SESSIONS_ACCOUNT_ID : SJ_TRANSFERS_TO_ACCOUNT};
    size_t accounts, count;
    const uint32_t *account = sj_rows_of(r, person, SJ_TABLE_ACCOUNTS, &accounts);
    for (size_t i = 0; i < accounts; i++)
        for (size_t l = 0; l < SJ_COUNT(links); l++) {
            const uint32_t *row = sj_tables_linked(r->t, f->table, links[l], account[i], &count);
            if (any_says(r, f, row, count))
                return true;
        }
    return false;
}

static bool field_met(const sj_run *r, size_t person, const struct field *f)
{
    size_t count;
    if (f->table == SJ_TABLE_PEOPLE)
        return cell_says(r, f, person);
    if (f->table == SJ_TABLE_ORGANISATIONS)
        return organisations_say(r, person, f);
    if (f->table == SJ_TABLE_SESSIONS || f->table == SJ_TABLE_TRANSFERS)
        return accounts_say(r, person, f);
    const uint32_t *row = sj_rows_of(r, person, f->table, &count);
    return any_says(r, f, row, count);
}

static bool need_met(const sj_run *r, size_t person, const struct need *n)
{
    for (size_t i = 0; i < n->count; i++)
        if (field_met(r, person, &n->field[i]))
            return true;
    return false;
}

/* ---- everybody ---- */

struct answering {
    sj_run *r;
    struct needs needs;
};
enum { PIECE = 4096 }; /* people a worker takes at a time */

static bool is_answered(const struct needs *n, size_t signal, const bool *met)
{
    bool all = n->of[signal].live;
    for (size_t i = 0; all && i < n->of[signal].count; i++)
        all = met[n->of[signal].need[i]];
    return all;
}

/* Two bits a signal: a byte each would be 150 MB of a million people. A person begins a byte, so
 * that no two workers write to one. */
static size_t bytes_a_person(const sj_findings *f)
{
    return (f->signal_count + 3) / 4;
}

static void set_answer(sj_findings *f, size_t person, size_t signal, sj_answer a)
{
    uint8_t *byte = &f->answer[person * bytes_a_person(f) + signal / 4];
    const unsigned shift = signal % 4 * 2;
    *byte = (uint8_t)((*byte & ~(3u << shift)) | (unsigned)a << shift);
}

sj_answer sj_findings_answer(const sj_findings *f, size_t person, size_t signal)
{
    return (sj_answer)(f->answer[person * bytes_a_person(f) + signal / 4] >> signal % 4 * 2 & 3);
}

static sj_status answer_piece(void *ctx, size_t piece, unsigned worker)
{
    const struct answering *w = ctx;
    sj_findings *f = w->r->to;
    (void)worker;
    const size_t end = (piece + 1) * PIECE < f->people ? (piece + 1) * PIECE : f->people;
    for (size_t p = piece * PIECE; p < end; p++) {
        bool met[NEEDS_MAX];
        for (size_t n = 0; n < w->needs.count; n++)
            met[n] = need_met(w->r, p, &w->needs.need[n]);
        for (size_t s = 0; s < f->signal_count; s++)
            set_answer(f, p, s, is_answered(&w->needs, s, met) ? SJ_ANSWER_NO : SJ_ANSWER_UNKNOWN);
        for (size_t i = f->first[p]; i < f->first[p + 1]; i++)
            set_answer(f, p, (size_t)(f->finding[i].signal - f->signal), SJ_ANSWER_YES);
    }
    return SJ_OK;
}

sj_status sj_answer_all(sj_run *r)
{
    sj_findings *f = r->to;
    struct answering w = {.r = r};
    f->answer = sj_arena_zalloc(&f->arena, f->people * bytes_a_person(f) + 1);
    if (!f->answer)
        return SJ_ENOMEM;
    SJ_TRY(collect_needs(r, &w.needs));
    return sj_thread_for(r->in->threads, (f->people + PIECE - 1) / PIECE, answer_piece, &w);
}
