/* cli/arrivals_table.c -- see the header.
 *
 * Invariants: (1) a purpose and period has one count; (2) nothing is derived from parts of
 * which one is missing.
 * Not chosen: guessing a year from some of its parts. A rate is a baseline, not a count. */
#include "cli/arrivals_table.h"
#include "cli/number.h"
#include "records/csv.h"
#include <math.h>
#include <stdlib.h>

enum {
    TABLE_BYTES = 64 << 20,
    ROWS = 100000, /* monthly for 30 purposes over 250 years */
    FIXED = 5,
    MORE = 2
};

/* ---- periods ---- */

/* Of 1 January, since 1970. */
static int day_of_year(int year)
{
    const int before = year - 1;
    return before * 365 + before / 4 - before / 100 + before / 400 - 719162;
}

static int day_of_month(int month) /* since year 0 */
{
    static const int days[12] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};
    const int year = month / 12;
    const bool leap = (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
    return day_of_year(year) + days[month % 12] + (leap && month % 12 > 1);
}

/* Weeks begin on Mondays; number 0 holds 1 January 1970, a Thursday. */
static int week_of_day(int day)
{
    return day + 3 >= 0 ? (day + 3) / 7 : -((3 - day) / 7);
}

static int first_week(int year) /* the one with 4 January */
{
    return week_of_day(day_of_year(year) + 3);
}

int sj_period_locate(const sj_period *p, bool weeks)
{
    if (p->weeks == weeks)
        return p->start;
    if (weeks)
        return week_of_day(day_of_month(p->start));
    int month = p->year * 12; /* a week begins in its year, or in December before */
    const int day = p->start * 7 - 3;
    while (day_of_month(month + 1) <= day)
        month++;
    return day < day_of_month(month) ? month - 1 : month;
}

bool sj_period_is_year(const sj_period *p)
{
    return !p->weeks && p->length == 12;
}

int sj_period_a_year(const sj_period *p)
{
    return p->weeks ? first_week(p->year + 1) - first_week(p->year) : 12 / p->length;
}

sj_str sj_period_plural(const sj_period *p)
{
    return p->weeks         ? SJ_S("weeks")
           : p->length == 1 ? SJ_S("months")
           : p->length == 3 ? SJ_S("quarters")
           : p->length == 6 ? SJ_S("halves")
                            : SJ_S("years");
}

bool sj_period_read(sj_str s, sj_period *ret)
{
    uint64_t year, part;
    if (s.len < 4 || !sj_str_to_u64(sj_str_slice(s, 0, 4), &year) || year < 1900)
        return false;
    *ret = (sj_period){(int)year, (int)year * 12, 12, false};
    if (s.len == 4)
        return true;
    const char kind = s.len > 5 ? s.ptr[5] : 0;
    const bool weeks = kind == 'W';
    if (s.len != (weeks ? 8 : 7) || s.ptr[4] != '-')
        return false;
    const int months = kind == 'Q' ? 3 : kind == 'H' ? 6 : 1;
    if (!sj_str_to_u64(sj_str_slice(s, weeks || months > 1 ? 6 : 5, s.len), &part) || part == 0)
        return false;
    *ret = weeks ? (sj_period){(int)year, first_week((int)year) + (int)part - 1, 1, true}
                 : (sj_period){(int)year, (int)year * 12 + ((int)part - 1) * months, months, false};
    return (int)part <= sj_period_a_year(ret);
}

/* ---- reading ---- */

static sj_status refuse(sj_entries *t, uint64_t line, const char *field, const char *reason)
{
    (void)sj_diag_set(&t->diag, SJ_EINVAL, reason, 0, line, 0);
    sj_diag_field(&t->diag, sj_str_from(field));
    return SJ_EINVAL;
}

static sj_status set_purpose(sj_entries *t, sj_entry *r, sj_str purpose, sj_arena *arena)
{
    sj_map_entry *e;
    SJ_TRY(sj_arena_copy(arena, sj_str_trim(purpose), &r->purpose));
    SJ_TRY(sj_map_put(&t->purpose, r->purpose, &e));
    if (e->value == 0)
        e->value = t->purpose.len;
    r->group = (size_t)e->value - 1;
    return SJ_OK;
}

static sj_status read_row(sj_entries *t, const sj_str *cell, size_t count, uint64_t line,
                          sj_arena *arena)
{
    sj_entry *r = sj_arena_push(arena, &t->row, &t->count, sizeof *r);
    if (!r)
        return SJ_ENOMEM;
    if (t->count > ROWS)
        return SJ_ELIMIT;
    if (count != t->columns)
        return refuse(t, line, "row", "expected as many cells as the first row has");
    if (!sj_period_read(sj_str_trim(cell[0]), &r->period))
        return refuse(t, line, "period", "expected 2024, 2024-H1, 2024-Q3, 2024-07 or 2024-W31");
    const sj_str number = sj_str_trim(cell[2]), kind = sj_str_trim(cell[3]);
    r->count = NAN;
    if (number.len &&
        (!sj_number_parse(number, &r->count) || r->count < 0 || r->count != floor(r->count)))
        return refuse(t, line, "count", "expected a whole number, or nothing where it is missing");
    r->baseline = sj_str_eq(kind, SJ_S("baseline"));
    if (!r->baseline && !sj_str_eq(kind, SJ_S("observed")))
        return refuse(t, line, "kind", "expected observed or baseline");
    if (sj_str_trim(cell[1]).len == 0)
        return refuse(t, line, "purpose", "expected a purpose, or all");
    r->line = line;
    r->exposure = 1;
    if (t->exposure &&
        (!sj_number_parse(sj_str_trim(cell[t->exposure]), &r->exposure) || !(r->exposure > 0)))
        return refuse(t, line, "exposure", "expected a number above 0");
    SJ_TRY(set_purpose(t, r, cell[1], arena));
    SJ_TRY(sj_arena_copy(arena, sj_str_trim(cell[0]), &r->text));
    SJ_TRY(sj_arena_copy(arena, cell[4], &r->source));
    return sj_arena_copy(arena, sj_str_trim(cell[t->origin ? t->origin : 4]), &r->origin);
}

static bool read_header(sj_entries *t, const sj_str *cell, size_t count)
{
    static const char *const name[FIXED] = {"period", "purpose", "count", "kind", "source"};
    t->columns = count;
    if (count < FIXED || count > FIXED + MORE)
        return false;
    for (size_t i = 0; i < FIXED; i++)
        if (!sj_str_eq(sj_str_trim(cell[i]), sj_str_from(name[i])))
            return false;
    for (size_t i = FIXED; i < count; i++) {
        const sj_str more = sj_str_trim(cell[i]);
        size_t *to = sj_str_eq(more, SJ_S("exposure")) ? &t->exposure
                     : sj_str_eq(more, SJ_S("origin")) ? &t->origin
                                                       : NULL;
        if (!to || *to)
            return false;
        *to = i;
    }
    return true;
}

/* ---- order, and counts that stand twice ---- */

static int by_line(const sj_entry *a, const sj_entry *b)
{
    return a->line < b->line ? -1 : a->line > b->line;
}

static int by_group(const void *a, const void *b)
{
    const sj_entry *x = a, *y = b;
    return x->group != y->group ? (x->group < y->group ? -1 : 1) : by_line(x, y);
}

static int by_period(const sj_entry *x, const sj_entry *y)
{
    const int key[][2] = {{(int)x->period.weeks, (int)y->period.weeks},
                          {x->period.start, y->period.start},
                          {x->period.length, y->period.length}};
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    for (size_t i = 0; i < SJ_COUNT(key); i++)
        if (key[i][0] != key[i][1])
            return key[i][0] < key[i][1] ? -1 : 1;
    return 0;
}

static int by_period_line(const void *a, const void *b)
{
    const int c = by_period(a, b);
    return c ? c : by_line(a, b);
}

/* Refuses the first line whose purpose and period an earlier one has. */
static sj_status refuse_twice(sj_entries *t, sj_entry *observed, size_t n)
{
    uint64_t twice = UINT64_MAX;
    qsort(observed, n, sizeof *observed, by_period_line);
    for (size_t i = 1; i < n; i++)
        if (by_period(&observed[i - 1], &observed[i]) == 0 && observed[i].line < twice)
            twice = observed[i].line;
    return twice == UINT64_MAX
               ? SJ_OK
               : refuse(t, twice, "period", "expected one count of a purpose and period");
}

/* ---- years from their parts ---- */

static int by_year(const void *a, const void *b)
{
    const sj_entry *x = a, *y = b;
    const int key[][2] = {{x->period.year, y->period.year},
                          {(int)x->period.weeks, (int)y->period.weeks},
                          {-x->period.length, -y->period.length},
                          {x->period.start, y->period.start}};
    if (x->group != y->group)
        return x->group < y->group ? -1 : 1;
    for (size_t i = 0; i < SJ_COUNT(key); i++)
        if (key[i][0] != key[i][1])
            return key[i][0] < key[i][1] ? -1 : 1;
    return 0;
}

static bool same_year(const sj_entry *x, const sj_entry *y)
{
    return x->group == y->group && x->period.year == y->period.year;
}

static bool same_parts(const sj_entry *x, const sj_entry *y)
{
    return same_year(x, y) && x->period.weeks == y->period.weeks &&
           x->period.length == y->period.length;
}

/* Adds the year, if the parts row[0 .. n) of one length are all of it. */
static sj_status derive(sj_entries *t, const sj_entry *row, size_t n, sj_arena *arena,
                        bool *ret_done)
{
    double sum = 0, exposure = 0;
    *ret_done = false;
    for (size_t i = 0; i < n; i++) {
        sum += row[i].count;
        exposure += row[i].exposure;
    }
    if ((int)n != sj_period_a_year(&row->period) || isnan(sum))
        return SJ_OK;
    sj_entry *r = sj_arena_push(arena, &t->row, &t->count, sizeof *r);
    if (!r)
        return SJ_ENOMEM;
    *r = *row;
    r->period = (sj_period){row->period.year, row->period.year * 12, 12, false};
    r->count = sum;
    r->exposure = exposure / (double)n;
    r->derived = true;
    r->line = UINT64_MAX;
    *ret_done = true;
    SJ_TRY(sj_arena_format(arena, &r->source, "sum of its %d %.*s", (int)n,
                           SJ_STR_FMT(sj_period_plural(&row->period))));
    return sj_arena_format(arena, &r->text, "%d", row->period.year);
}

/* observed: by_year. A year that has a count of its own keeps it. */
static sj_status derive_years(sj_entries *t, const sj_entry *observed, size_t n, sj_arena *arena)
{
    for (size_t i = 0; i < n;) {
        bool done = sj_period_is_year(&observed[i].period) && !isnan(observed[i].count);
        size_t next = i;
        while (next < n && same_year(&observed[i], &observed[next])) {
            const size_t first = next;
            while (next < n && same_parts(&observed[first], &observed[next]))
                next++;
            if (!done && !sj_period_is_year(&observed[first].period))
                SJ_TRY(derive(t, observed + first, next - first, arena, &done));
        }
        i = next;
    }
    return SJ_OK;
}

static sj_status put_in_order(sj_entries *t, sj_arena *arena)
{
    size_t n = 0;
    sj_entry *observed = sj_arena_alloc(arena, t->count * sizeof *observed);
    if (!observed)
        return SJ_ENOMEM;
    for (size_t i = 0; i < t->count; i++)
        if (!t->row[i].baseline)
            observed[n++] = t->row[i];
    SJ_TRY(refuse_twice(t, observed, n));
    t->given = t->count;
    qsort(observed, n, sizeof *observed, by_year);
    SJ_TRY(derive_years(t, observed, n, arena));
    qsort(t->row, t->count, sizeof *t->row, by_group);
    return SJ_OK;
}

sj_status sj_entries_read(sj_entries *t, sj_str bytes, sj_arena *arena)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_csv_options options = {0};
    const sj_str *cell;
    size_t count;
    uint64_t line;
    SJ_TRY(sj_input_open_memory(bytes, (sj_str){0}, TABLE_BYTES, &in, &t->diag));
    SJ_TRY(sj_csv_new(in, &options, &csv));
    for (bool header = true;; header = false) {
        const sj_status s = sj_csv_next(csv, &cell, &count, &line, &t->diag);
        SJ_TRY(s);
        if (s == SJ_DONE)
            break;
        if (header && !read_header(t, cell, count))
            return refuse(
                t, line, "header",
                "expected period,purpose,count,kind,source and, if wanted, exposure, origin");
        if (!header)
            SJ_TRY(read_row(t, cell, count, line, arena));
    }
    return t->count ? put_in_order(t, arena) : refuse(t, 1, "rows", "expected at least one count");
}
