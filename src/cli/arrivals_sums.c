/* cli/arrivals_sums.c -- do the counts add up?
 *
 * What the purposes leave of `all`, and the parts of a year of the year, is what no row
 * says; what exceeds it contradicts. Where purposes add up exactly, a purpose that is missing
 * there but has a count in a part of the year has no room: definitions or revisions differ.
 * Invariant: an empty count takes no part in a sum. */
#include "cli/arrivals_table.h"
#include "cli/number.h"
#include <math.h>
#include <stdlib.h>

struct sum {
    sj_str period, purpose; /* purpose empty: over purposes */
    sj_str parts_are;       /* "purposes", "quarters" */
    double whole, parts;
    size_t n;
    bool complete; /* all parts of a year are there */
    const sj_entry *block;
    size_t block_n;
};

static int by_time(const void *a, const void *b)
{
    const sj_entry *x = a, *y = b;
    const int key[][2] = {{x->period.year, y->period.year},
                          {(int)x->period.weeks, (int)y->period.weeks},
                          {-x->period.length, -y->period.length},
                          {x->period.start, y->period.start}};
    for (size_t i = 0; i < SJ_COUNT(key); i++)
        if (key[i][0] != key[i][1])
            return key[i][0] < key[i][1] ? -1 : 1;
    return x->group < y->group ? -1 : x->group > y->group;
}

static int by_purpose(const void *a, const void *b)
{
    const sj_entry *x = a, *y = b;
    return x->group != y->group ? (x->group < y->group ? -1 : 1) : by_time(a, b);
}

static bool same_period(const sj_entry *x, const sj_entry *y)
{
    return x->period.weeks == y->period.weeks && x->period.length == y->period.length &&
           x->period.start == y->period.start;
}

static bool same_purpose_year(const sj_entry *x, const sj_entry *y)
{
    return x->group == y->group && x->period.year == y->period.year;
}

static const char *verdict(const struct sum *s)
{
    if (s->parts > s->whole || (s->complete && s->parts != s->whole))
        return "contradicts";
    return s->parts == s->whole ? "exact" : "rest";
}

/* The counts of a purpose within the year, without those of the year itself. */
static double within(const sj_entries *t, const sj_entry *missing)
{
    double most = 0;
    for (size_t i = 0; i < t->count; i++) {
        const sj_entry *r = &t->row[i];
        if (same_purpose_year(r, missing) && !r->baseline && !sj_period_is_year(&r->period) &&
            r->count > most)
            most = r->count;
    }
    return most;
}

static void put_no_room(const sj_entries *t, const struct sum *s, bool json, sj_buf *to)
{
    bool any = false;
    if (s->purpose.len || s->parts != s->whole)
        return;
    for (size_t i = 0; i < s->block_n; i++) {
        const sj_entry *r = &s->block[i];
        if (!isnan(r->count) || !sj_period_is_year(&r->period) || !(within(t, r) > 0))
            continue;
        sj_buf_add(to, json ? (any ? SJ_S(", ") : SJ_S(", \"no_room_for\": ["))
                            : (any ? SJ_S(", ") : SJ_S("; no room for ")));
        if (json)
            sj_buf_add_json(to, r->purpose);
        else
            sj_buf_addf(to, "%.*s, which has %.0f in a part of the year", SJ_STR_FMT(r->purpose),
                        within(t, r));
        any = true;
    }
    if (any && json)
        sj_buf_add_char(to, ']');
}

static void sum_json(const sj_entries *t, const struct sum *s, sj_buf *to)
{
    sj_buf_add(to, SJ_S("{\"kind\": \"sum\", \"period\": "));
    sj_buf_add_json(to, s->period);
    sj_buf_add(to, SJ_S(", \"purpose\": "));
    sj_buf_add_json(to, s->purpose.len ? s->purpose : SJ_S("all"));
    sj_buf_add(to, SJ_S(", \"of\": "));
    sj_buf_add_json(to, s->parts_are);
    sj_buf_addf(to,
                ", \"n\": %zu, \"parts\": %.0f, \"whole\": %.0f, \"rest\": %.0f, "
                "\"verdict\": \"%s\"",
                s->n, s->parts, s->whole, s->whole - s->parts, verdict(s));
    put_no_room(t, s, true, to);
    sj_buf_addf(to, ", \"inputs_sha256\": \"%s\"}\n", t->hash);
}

static void sum_text(const sj_entries *t, const struct sum *s, sj_buf *to)
{
    const double rest = s->whole - s->parts;
    sj_buf_addf(to, "  %.*s %.*s: %.*s (%zu) make %.0f of %.0f", SJ_STR_FMT(s->period),
                SJ_STR_FMT(s->purpose.len ? s->purpose : SJ_S("all")), SJ_STR_FMT(s->parts_are),
                s->n, s->parts, s->whole);
    if (strcmp(verdict(s), "contradicts") == 0)
        sj_buf_addf(to, ", which CONTRADICTS it by %.0f", fabs(rest));
    else if (rest > 0)
        sj_buf_addf(to, ", %.0f in no row", rest);
    else
        sj_buf_add(to, SJ_S(", exactly"));
    put_no_room(t, s, false, to);
    sj_buf_add_char(to, '\n');
}

struct place {
    const sj_entries *t;
    bool json, any;
    sj_buf *to;
};

static void put(struct place *p, const struct sum *s)
{
    if (!p->json && !p->any)
        sj_buf_add(p->to, SJ_S("Sums:\n"));
    p->any = true;
    (p->json ? sum_json : sum_text)(p->t, s, p->to);
}

/* Rows of one period: the purposes against `all`. */
static void over_purposes(const sj_entry *row, size_t n, struct place *p)
{
    struct sum s = {.period = row->text,
                    .parts_are = SJ_S("purposes"),
                    .whole = NAN,
                    .block = row,
                    .block_n = n};
    for (size_t i = 0; i < n; i++) {
        if (isnan(row[i].count))
            continue;
        if (sj_str_eq(row[i].purpose, SJ_S("all")))
            s.whole = row[i].count;
        else {
            s.parts += row[i].count;
            s.n++;
        }
    }
    if (s.n && !isnan(s.whole))
        put(p, &s);
}

/* Rows of one purpose and year, the year first: each length of parts against it. */
static void over_periods(const sj_entry *row, size_t n, struct place *p)
{
    if (!sj_period_is_year(&row->period) || isnan(row->count))
        return;
    for (size_t i = 1; i < n;) {
        struct sum s = {.period = row->text,
                        .purpose = row->purpose,
                        .parts_are = sj_period_plural(&row[i].period),
                        .whole = row->count};
        const size_t first = i;
        for (; i < n && row[i].period.length == row[first].period.length &&
               row[i].period.weeks == row[first].period.weeks;
             i++) {
            s.parts += isnan(row[i].count) ? 0 : row[i].count;
            s.n += isnan(row[i].count) ? 0 : 1;
        }
        s.complete = !row[first].period.weeks && (int)s.n == sj_period_a_year(&row[first].period);
        if (s.n)
            put(p, &s);
    }
}

sj_status sj_entries_sums(const sj_entries *t, bool json, sj_arena *arena, sj_buf *to)
{
    struct place p = {t, json, false, to};
    size_t n = 0;
    sj_entry *row = sj_arena_alloc(arena, (t->count + 1) * sizeof *row);
    if (!row)
        return SJ_ENOMEM;
    for (size_t i = 0; i < t->count; i++)
        if (!t->row[i].baseline && !t->row[i].derived)
            row[n++] = t->row[i];
    qsort(row, n, sizeof *row, by_time);
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i; next < n && same_period(&row[i], &row[next]);)
            next++;
        over_purposes(row + i, next - i, &p);
    }
    qsort(row, n, sizeof *row, by_purpose);
    for (size_t i = 0, next; i < n; i = next) {
        for (next = i; next < n && same_purpose_year(&row[i], &row[next]);)
            next++;
        over_periods(row + i, next - i, &p);
    }
    return sj_buf_status(to);
}
