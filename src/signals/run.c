/* signals/run.c -- runs every live rule and sorts what was found; what a rule needs to
 * raise a finding; what several people share. Whether the data was there: answer.c. */
#include "signals/run.h"
#include "records/tsv.h"
#include "signals/knowledge.h"
#include "names/form.h" /* form_count of a prepared name */
#include "sojourn/names.h"
#include "text/distance.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

enum { FINDINGS_MAX = 10000000, SAYS_MAX = 1024 };
#define SLIP_SCORE 0.9 /* of names that one slip parts: theirs, not another's */

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
        SJ_TRY(sj_arena_format(&f->arena, &s->without_values,
                               "Found, the values being withheld: %.*s.", SJ_STR_FMT(s->rule)));
        const sj_str strength = sj_tsv_cell(&t, i, sj_tsv_column(&t, SJ_S("strength")));
        s->strength = sj_str_eq(strength, SJ_S("hard"))     ? SJ_STRENGTH_HARD
                      : sj_str_eq(strength, SJ_S("strong")) ? SJ_STRENGTH_STRONG
                                                            : SJ_STRENGTH_CONTEXT;
        int64_t ratio = 1000000;
        (void)sj_decimal_parse(sj_tsv_cell(&t, i, sj_tsv_column(&t, SJ_S("likelihood_ratio"))),
                               &ratio);
        s->likelihood_ratio = (double)ratio / 1e6;
        s->runs = sj_str_eq(s->live, SJ_S("now"));
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
    if (!f || r->status < 0)
        return;
    sj_evidence_cell *e = sj_arena_push(&r->to->arena, &f->because, &f->because_count, sizeof *e);
    if (!e) {
        r->status = SJ_ENOMEM;
        return;
    }
    *e = (sj_evidence_cell){.table = table, .row = (uint32_t)row, .column = (uint32_t)column};
}

void sj_because_part(sj_run *r, sj_finding *f, sj_table table, size_t row, size_t column,
                     const char *part, sj_str value)
{
    sj_because(r, f, table, row, column);
    if (!f || r->status < 0 || !part)
        return;
    sj_evidence_cell *e = &f->because[f->because_count - 1];
    e->part = sj_str_from(part);
    r->status = sj_arena_copy(&r->to->arena, value, &e->value);
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
        r->status = sj_arena_copy(r->scratch, (sj_str){text, sj_date_write(&range, text)}, &kept);
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
        const size_t account = sj_cell_row(sj_at(r, table, row, SJ_SESSIONS_ACCOUNT_ID));
        return account == SIZE_MAX ? SIZE_MAX : sj_person_of(r, SJ_TABLE_ACCOUNTS, account);
    }
    const size_t column = person_column(table);
    return column == SIZE_MAX ? SIZE_MAX : sj_cell_row(sj_at(r, table, row, column));
}

const uint32_t *sj_rows_of(const sj_run *r, size_t person, sj_table table, size_t *ret_count)
{
    return sj_tables_linked(r->t, table, person_column(table), person, ret_count);
}

/* ---- names of one person ---- */

/* One slip of a key between two names written out: no reading of a name, and no score that
 * weighs its words, should make another person of it. */
static bool is_slip(sj_run *r, sj_str x, sj_str y)
{
    enum { SHORTEST = 5 }; /* bytes; below that one letter is half the name */
    const sj_str a = sj_plain(r, x), b = sj_plain(r, y);
    sj_edits edits;
    if (a.len < SHORTEST || b.len < SHORTEST)
        return false;
    sj_distance(a, b, 1, &edits);
    return edits.count <= 1;
}

static double best_of(sj_run *r, sj_arena *a, sj_str one, sj_str other)
{
    double best = -1;
    sj_str rest = one, x;
    while (rest.len && sj_str_split(&rest, '|', &x)) {
        sj_str others = other, y;
        while (others.len && sj_str_split(&others, '|', &y)) {
            const sj_name *p, *q;
            if (sj_str_eq_nocase(sj_str_trim(x), sj_str_trim(y)))
                return 1; /* most papers agree to the letter: nothing to compare */
            sj_status s = sj_name_prepare(sj_str_trim(x), NULL, SJ_COMPARE_PERSON, a, &p);
            if (s >= 0)
                s = sj_name_prepare(sj_str_trim(y), NULL, SJ_COMPARE_PERSON, a, &q);
            if (s == SJ_ENOMEM)
                r->status = s;
            if (s < 0 || p->form_count == 0 || q->form_count == 0)
                continue;
            double score = sj_name_compare(p, q);
            if (score < SLIP_SCORE && is_slip(r, x, y))
                score = SLIP_SCORE;
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
            best_of(r, &a, sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person, columns[i])), other);
        best = score > best ? score : best;
    }
    return best;
}

double sj_account_name_score(sj_run *r, size_t person, sj_str other)
{
    double best = sj_names_score(r, person, other);
    size_t count;
    const uint32_t *row = sj_rows_of(r, person, SJ_TABLE_PAPERS, &count);
    for (size_t i = 0; i < count && best < 1; i++) {
        const double score = sj_two_names_score(
            r, sj_cell_text(sj_at(r, SJ_TABLE_PAPERS, row[i], SJ_PAPERS_NAME)), other);
        best = score > best ? score : best;
    }
    return best;
}

double sj_two_names_score(sj_run *r, sj_str a, sj_str b)
{
    SJ_SCOPED(sj_arena) arena = {0};
    return best_of(r, &arena, a, b);
}

void sj_raise_holder_names(sj_run *r, unsigned kinds)
{
    for (size_t a = 0; r->status >= 0 && a < sj_tables_count(r->t, SJ_TABLE_ACCOUNTS); a++) {
        const size_t person = sj_person_of(r, SJ_TABLE_ACCOUNTS, a);
        const sj_cell *kind = sj_at(r, SJ_TABLE_ACCOUNTS, a, SJ_ACCOUNTS_KIND);
        const sj_str name = sj_cell_text(sj_at(r, SJ_TABLE_ACCOUNTS, a, SJ_ACCOUNTS_HOLDER_NAME));
        if (person == SIZE_MAX || name.len == 0 || !sj_has(kind) || !(kinds >> kind->word & 1))
            continue;
        const double score = sj_account_name_score(r, person, name);
        if (score < 0 || score >= sj_threshold(r))
            continue;
        sj_finding *f = sj_raise(r, person, SJ_TABLE_ACCOUNTS, a);
        sj_because(r, f, SJ_TABLE_ACCOUNTS, a, SJ_ACCOUNTS_HOLDER_NAME);
        sj_because(r, f, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME);
        sj_say(r, f, "The account %.*s is in the name %.*s; its holder is recorded as %.*s.",
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_ACCOUNTS, a, 0))), SJ_STR_FMT(name),
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME))));
    }
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

/* The rows of one value, in the order of time, and who they are of. */
struct group {
    const sj_share *item;
    size_t count, people; /* people: the most in any window */
    uint32_t *who;        /* of each row: number of the person among those of the group */
    uint32_t *rows_of;    /* of each person: rows in the window at hand */
    bool *shared;         /* of each row: stands in a window of enough people */
};

static int by_number(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

/* Fills who; returns how many people there are. `sorted` has room for two numbers a row. */
static size_t number_people(struct group *g, uint64_t *sorted)
{
    size_t people = 0;
    for (size_t i = 0; i < g->count; i++)
        sorted[i] = (uint64_t)g->item[i].person << 32 | i; /* rows and people fit 32 bits */
    sj_sort_stable(sorted, g->count, sizeof *sorted, sorted + g->count, by_number, NULL);
    for (size_t i = 0; i < g->count; i++) {
        people += i == 0 || sorted[i] >> 32 != sorted[i - 1] >> 32;
        g->who[(uint32_t)sorted[i]] = (uint32_t)(people - 1);
    }
    return people;
}

/* Moves a window over the rows; marks those of every window with enough people. */
static void mark_shared(struct group *g, size_t least, int64_t window)
{
    size_t people = 0, first = 0, marked = 0;
    for (size_t end = 0; end < g->count; end++) {
        people += g->rows_of[g->who[end]]++ == 0;
        while (window && g->item[end].time - g->item[first].time > window)
            people -= --g->rows_of[g->who[first++]] == 0;
        if (people < least)
            continue;
        for (size_t i = marked > first ? marked : first; i <= end; i++)
            g->shared[i] = true;
        marked = end + 1;
        g->people = people > g->people ? people : g->people;
    }
}

static void share_because(sj_run *r, sj_finding *f, const sj_share *s)
{
    sj_because_part(r, f, (sj_table)s->table, s->row, s->column, s->part, s->value);
}

/* One finding a person, on the first row; others' first rows are the evidence. */
static void raise_group(sj_run *r, const struct group *g, const char *what)
{
    enum { SHOWN = 8 };
    size_t first[SHOWN + 1], firsts = 0;
    memset(g->rows_of, 0, g->count * sizeof *g->rows_of);
    for (size_t i = 0; i < g->count && firsts < SJ_COUNT(first); i++)
        if (g->shared[i] && g->rows_of[g->who[i]]++ == 0)
            first[firsts++] = i;
    memset(g->rows_of, 0, g->count * sizeof *g->rows_of);
    for (size_t i = 0; i < g->count && r->status >= 0; i++) {
        if (!g->shared[i] || g->rows_of[g->who[i]]++)
            continue;
        const sj_share *own = &g->item[i];
        sj_finding *f = sj_raise(r, own->person, (sj_table)own->table, own->row);
        share_because(r, f, own);
        size_t shown = 0;
        for (size_t k = 0; k < firsts && shown < SHOWN; k++) {
            const sj_share *other = &g->item[first[k]];
            if (other->person == own->person)
                continue;
            share_because(r, f, other);
            shown++;
        }
        sj_say(r, f, what, SJ_STR_FMT(own->key), g->people);
        if (f && own->time) {
            f->day = (int32_t)(own->time / 86400);
            f->dated = true;
        }
    }
}

static sj_status share_group(sj_run *r, const sj_share *item, size_t count, size_t least,
                             int64_t window, const char *what, sj_arena *a)
{
    struct group g = {.item = item, .count = count};
    sj_arena_clear(a);
    uint64_t *sorted = sj_arena_alloc(a, count * 2 * sizeof *sorted);
    g.who = sj_arena_alloc(a, count * sizeof *g.who);
    g.rows_of = sj_arena_zalloc(a, count * sizeof *g.rows_of);
    g.shared = sj_arena_zalloc(a, count * sizeof *g.shared);
    if (!sorted || !g.who || !g.rows_of || !g.shared)
        return SJ_ENOMEM;
    if (number_people(&g, sorted) < least)
        return SJ_OK;
    mark_shared(&g, least, window);
    if (g.people)
        raise_group(r, &g, what);
    return r->status;
}

/* The rows of one value among the sorted ones. */
struct span {
    const sj_share *item;
    size_t count;
};

static int by_key(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    const struct span *x = a, *y = b;
    return sj_str_cmp(x->item->key, y->item->key);
}

/* The numbers of the rows, those of one value together: sorted by half of the key's hash, and
 * in the order they came in. */
static uint64_t *order_by_hash(const sj_shares *s, sj_arena *a)
{
    uint64_t *order = sj_arena_alloc(a, s->count * 2 * sizeof *order);
    for (size_t i = 0; order && i < s->count; i++)
        order[i] = sj_hash_str(s->item[i].key) >> 32 << 32 | i; /* at most UINT32_MAX of them */
    if (order)
        sj_sort_u64(order, s->count, order + s->count);
    return order;
}

/* Appends the values that `least` rows or more have, of the `count` rows of one hash. */
static sj_status add_spans(const sj_shares *s, const uint64_t *order, size_t count, size_t least,
                           sj_arena *a, struct span **span, size_t *spans)
{
    sj_share *item = sj_arena_alloc(a, count * 2 * sizeof *item);
    if (!item)
        return SJ_ENOMEM;
    for (size_t i = 0; i < count; i++)
        item[i] = s->item[(uint32_t)order[i]];
    sj_sort_stable(item, count, sizeof *item, item + count, by_key_and_time, NULL);
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && sj_str_eq(item[to].key, item[from].key); to++)
            ;
        if (to - from < least)
            continue;
        struct span *one = sj_arena_push(a, span, spans, sizeof *one);
        if (!one)
            return SJ_ENOMEM;
        *one = (struct span){item + from, to - from};
    }
    return SJ_OK;
}

/* Most values stand once: sorting eight bytes a row parts them from the others before any key
 * is read. What is left is raised in the order of the keys. */
static sj_status share_groups(sj_run *r, sj_shares *s, size_t least, int64_t window,
                              const char *what)
{
    SJ_SCOPED(sj_arena) a = {0}, of_group = {0};
    struct span *span = NULL;
    size_t spans = 0;
    const uint64_t *order = order_by_hash(s, &a);
    if (!order)
        return SJ_ENOMEM;
    for (size_t from = 0, to; from < s->count; from = to) {
        for (to = from + 1; to < s->count && order[to] >> 32 == order[from] >> 32; to++)
            ;
        if (to - from >= least)
            SJ_TRY(add_spans(s, order + from, to - from, least, &a, &span, &spans));
    }
    struct span *scratch = sj_arena_alloc(&a, (spans + 1) * sizeof *scratch);
    if (!scratch)
        return SJ_ENOMEM;
    sj_sort_stable(span, spans, sizeof *span, scratch, by_key, NULL);
    for (size_t i = 0; i < spans; i++)
        if (!s->counts || s->counts(r, span[i].item, span[i].count))
            SJ_TRY(share_group(r, span[i].item, span[i].count, least, window, what, &of_group));
    return SJ_OK;
}

void sj_shares_raise(sj_run *r, sj_shares *s, size_t least, int64_t window, const char *what)
{
    if (r->status >= 0 && s->count)
        r->status = share_groups(r, s, least, window, what);
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
        r->status = sj_arena_copy(r->scratch, sj_buf_str(&b), &kept);
    return kept;
}

/* ---- the run ---- */

static void (*rule_of(sj_str id))(sj_run *r)
{
    static const sj_rule_row *const tables[] = {
        sj_rules_list,  sj_rules_regime, sj_rules_permit, sj_rules_paper,  sj_rules_identity,
        sj_rules_claim, sj_rules_money,  sj_rules_access, sj_rules_network};
    for (size_t i = 0; i < SJ_COUNT(tables); i++)
        for (const sj_rule_row *row = tables[i]; row->id; row++)
            if (sj_str_eq(sj_str_from(row->id), id))
                return row->look;
    return NULL;
}

/* One rule, into findings of its own. */
static sj_status run_rule(void *ctx, size_t signal, unsigned worker)
{
    const sj_run *all = ctx;
    sj_findings *of = all->to;
    sj_run r = *all;
    SJ_SCOPED(sj_arena) scratch = {0};
    (void)worker;
    if (!of->signal[signal].runs)
        return SJ_OK;
    void (*look)(sj_run *) = rule_of(of->signal[signal].id);
    if (!look)
        return SJ_EINVAL; /* a live row without a rule; a test walks the table */
    r.to = &of->part[signal];
    r.to->signal = of->signal;
    r.signal = signal;
    r.scratch = &scratch;
    look(&r);
    return r.status;
}

/* Findings of all rules by person; of one person in the order of rules, then as raised. */
static sj_status join_findings(sj_findings *f)
{
    f->first = sj_arena_zalloc(&f->arena, (f->people + 2) * sizeof *f->first);
    if (!f->first)
        return SJ_ENOMEM;
    for (size_t s = 0; s < f->signal_count; s++)
        for (size_t i = 0; i < f->part[s].count; i++)
            f->first[f->part[s].finding[i].person + 2]++;
    for (size_t p = 2; p < f->people + 2; p++)
        f->first[p] += f->first[p - 1];
    f->count = f->first[f->people + 1];
    if (f->count > FINDINGS_MAX)
        return SJ_ELIMIT;
    f->finding = sj_mem_alloc((f->count + 1) * sizeof *f->finding);
    if (!f->finding)
        return SJ_ENOMEM;
    for (size_t s = 0; s < f->signal_count; s++) {
        for (size_t i = 0; i < f->part[s].count; i++) /* first[p + 1] walks to p's end */
            f->finding[f->first[f->part[s].finding[i].person + 1]++] = f->part[s].finding[i];
        sj_mem_free(f->part[s].finding);
        f->part[s].finding = NULL;
    }
    return SJ_OK;
}

sj_status sj_signals_run(const sj_signal_input *in, sj_findings **ret)
{
    SJ_AUTO(sj_findings) *f = sj_mem_zalloc(sizeof *f);
    if (!f)
        return SJ_ENOMEM;
    f->people = sj_tables_count(in->tables, SJ_TABLE_PEOPLE);
    sj_run r = {.in = in, .t = in->tables, .to = f};
    SJ_TRY(read_signals(f));
    f->part = sj_arena_zalloc(&f->arena, (f->signal_count + 1) * sizeof *f->part);
    if (!f->part)
        return SJ_ENOMEM;
    SJ_SCOPED(sj_arena) zones = {0};
    SJ_TRY(sj_zones_read(&r, &zones));
    SJ_TRY(sj_thread_for(in->threads, f->signal_count, run_rule, &r));
    SJ_TRY(join_findings(f));
    SJ_TRY(sj_answer_all(&r));
    *ret = SJ_TAKE(f);
    return SJ_OK;
}

sj_findings *sj_findings_free(sj_findings *f)
{
    if (!f)
        return NULL;
    for (size_t s = 0; f->part && s < f->signal_count; s++) {
        sj_mem_free(f->part[s].finding);
        sj_arena_done(&f->part[s].arena);
    }
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
