/* cli/cmd_count_arrivals.c -- sojourn count arrivals FILE: entries by purpose and
 * period, and how many more came than a baseline explains.
 *
 * A series long enough is fitted before --change and predicted after it. A short
 * one gets the set of baselines that the file itself supports: the level of each
 * earlier year, the yearly rate of an earlier quarter, and rows marked baseline.
 * The range over baselines comes first, sampling error second.
 *
 * Invariants: (1) an empty count is missing and takes no part anywhere; (2) an
 * entry is a trip: persons are given only with the prior on trips a person; (3) rows
 * are in order of purpose (as first met), then of line, so that what is said of a
 * purpose reads its rows alone; (4) an answer's origins are the different ones of the
 * counts it used.
 * Not chosen: picking the best baseline. None of them is observed to be right. */
#include "cli/arrivals_report.h"
#include "cli/arrivals_table.h"
#include "cli/cli.h"
#include "cli/figures.h"
#include "cli/number.h"
#include "count/arrivals.h"
#include "records/input.h"
#include <math.h>

enum { FILE_BYTES = 64 << 20, OUTPUT_BYTES = 16 << 20, LEAST_POINTS = 24, DRAWS = 20000 };
static const double THETA = 4; /* of the wider limits: counts that vary by half of their mean */

struct request {
    const char *path, *change, *out;
    int target;
    double trips_low, trips_high;
    uint64_t seed;
    bool json;
    sj_buf *page, *table, *series; /* of --out */
};

static sj_status read_table(const char *path, sj_arena *arena, sj_entries *t)
{
    SJ_AUTO(sj_input) *in = NULL;
    sj_str bytes;
    SJ_TRY(sj_input_open(path, (sj_str){0}, FILE_BYTES, &in, &t->diag));
    SJ_TRY(sj_input_read_all(in, arena, &bytes, &t->diag));
    SJ_TRY(sj_number_hash(bytes, t->hash));
    const sj_status s = sj_entries_read(t, bytes, arena);
    sj_diag_file(&t->diag, sj_str_from(path));
    return s;
}

/* ---- baselines ---- */

struct baseline {
    sj_str what, origin;
    double count;
};

/* The count of a whole year; NULL if there is none. */
static const sj_entry *find_year(const sj_entries *t, int year)
{
    for (size_t i = 0; i < t->count; i++) {
        const sj_entry *r = &t->row[i];
        if (r->period.year == year && sj_period_is_year(&r->period) && !r->baseline &&
            !isnan(r->count))
            return r;
    }
    return NULL;
}

static sj_status add_baseline(sj_arena *arena, struct baseline **list, size_t *count, double value,
                              const sj_entry *r, const char *how, sj_str of)
{
    struct baseline *b = sj_arena_push(arena, list, count, sizeof *b);
    if (!b)
        return SJ_ENOMEM;
    b->count = value;
    b->origin = r->origin;
    return sj_arena_format(arena, &b->what, "%s %.*s", how, SJ_STR_FMT(of));
}

static bool same_rate(const sj_entry *a, const sj_entry *b)
{
    return !b->baseline && !isnan(b->count) && a->period.year == b->period.year &&
           a->period.weeks == b->period.weeks && a->period.length == b->period.length;
}

/* The yearly rate of what is there of a year, told at its first part. */
static sj_status add_rate(const sj_entries *t, size_t at, sj_arena *arena, struct baseline **ret,
                          size_t *ret_count)
{
    const sj_entry *r = &t->row[at];
    double sum = 0;
    size_t parts = 0;
    sj_str of = r->text;
    for (size_t i = 0; i < t->count; i++) {
        if (!same_rate(r, &t->row[i]))
            continue;
        if (i < at)
            return SJ_OK;
        sum += t->row[i].count;
        parts++;
    }
    const int all = sj_period_a_year(&r->period);
    if (parts > 1)
        SJ_TRY(sj_arena_format(arena, &of, "%d (%zu of %d %.*s)", r->period.year, parts, all,
                               SJ_STR_FMT(sj_period_plural(&r->period))));
    return add_baseline(arena, ret, ret_count, sum * all / (double)parts, r, "yearly rate of", of);
}

/* t holds the rows of one purpose. */
static sj_status baselines(const sj_entries *t, const sj_entry *target, sj_arena *arena,
                           struct baseline **ret, size_t *ret_count)
{
    *ret = NULL;
    *ret_count = 0;
    for (size_t i = 0; i < t->count; i++) {
        const sj_entry *r = &t->row[i];
        const bool year = sj_period_is_year(&r->period);
        if (isnan(r->count))
            continue;
        if (r->baseline) {
            if (r->period.year == target->period.year && year)
                SJ_TRY(add_baseline(arena, ret, ret_count, r->count, r, "stated:", r->source));
        } else if (r->period.year < target->period.year && year) {
            SJ_TRY(add_baseline(arena, ret, ret_count, r->count, r, "level of", r->text));
        } else if (r->period.year < target->period.year && !find_year(t, r->period.year)) {
            SJ_TRY(add_rate(t, i, arena, ret, ret_count));
        }
    }
    return SJ_OK;
}

static void put_baseline(const sj_entry *target, const struct baseline *k, bool json, bool first,
                         sj_buf *b)
{
    const sj_baseline_excess p = sj_excess_over(target->count, k->count, INFINITY);
    const sj_baseline_excess wide = sj_excess_over(target->count, k->count, THETA);
    if (json) {
        sj_buf_add(b, first ? SJ_S("{\"baseline\": ") : SJ_S(", {\"baseline\": "));
        sj_buf_add_json(b, k->what);
        sj_buf_addf(b,
                    ", \"expected\": %.9g, \"excess\": %.9g, \"poisson_low\": %.9g, "
                    "\"poisson_high\": %.9g, \"nb4_low\": %.9g, \"nb4_high\": %.9g}",
                    k->count, p.excess, p.low, p.high, wide.low, wide.high);
        return;
    }
    sj_buf_addf(b, "    %-44.*s %7.0f  excess %6.0f  Poisson +-%.0f, negative binomial +-%.0f\n",
                SJ_STR_FMT(k->what), k->count, p.excess, p.excess - p.low, wide.excess - wide.low);
}

struct short_answer {
    const sj_entry *target;
    struct baseline *list;
    size_t count, origins;
    double low, high; /* of the excess over baselines */
    double persons[3], error[3];
};

static void short_json(const struct short_answer *a, const sj_entries *t, const struct request *q,
                       sj_buf *b)
{
    const double limits[2] = {a->error[0], a->error[2]};
    const sj_number n = {.estimate = a->persons[1],
                         .low = a->persons[0],
                         .high = a->persons[2],
                         .level = 0.9,
                         .interval = "over baselines and trips a person",
                         .model = "set of explicit baselines",
                         .n = a->count,
                         .origins = a->origins,
                         .assumption =
                             "one of the baselines would have gone on; entries are trips; "
                             "other groups, such as soldiers, may have entered under the "
                             "same purpose",
                         .replicates = DRAWS,
                         .seed = q->seed,
                         .mc_error = a->error[1],
                         .mc_limits = limits,
                         .hash = t->hash};
    sj_buf_add(b, SJ_S("{\"kind\": \"excess\", \"purpose\": "));
    sj_buf_add_json(b, a->target->purpose);
    sj_buf_addf(b, ", \"year\": %d, \"observed\": %.0f, \"unit\": \"persons\", \"excess_low\": ",
                a->target->period.year, a->target->count);
    sj_number_put(b, a->low, 9);
    sj_buf_add(b, SJ_S(", \"excess_high\": "));
    sj_number_put(b, a->high, 9);
    sj_buf_add(b, SJ_S(", "));
    sj_number_json(b, &n);
    sj_buf_add(b, SJ_S(", \"baselines\": ["));
    for (size_t i = 0; i < a->count; i++)
        put_baseline(a->target, &a->list[i], true, i == 0, b);
    sj_buf_add(b, SJ_S("]}\n"));
}

static void short_text(const struct short_answer *a, sj_buf *b)
{
    sj_buf_addf(b, "%.*s %d: %.0f entries", SJ_STR_FMT(a->target->purpose), a->target->period.year,
                a->target->count);
    if (a->count == 0) {
        sj_buf_add(b, SJ_S("; not estimable: no earlier count of this purpose, no stated "
                           "baseline\n"));
        return;
    }
    sj_buf_addf(b, "; excess over %zu baselines %.0f to %.0f", a->count, a->low, a->high);
    if (a->high > 0)
        sj_buf_addf(b, "; persons %.0f [%.0f - %.0f] (Monte Carlo error %.1f)", a->persons[1],
                    a->persons[0], a->persons[2], a->error[1]);
    sj_buf_add_char(b, '\n');
    for (size_t i = 0; i < a->count; i++)
        put_baseline(a->target, &a->list[i], false, i == 0, b);
}

static sj_status short_origins(struct short_answer *a)
{
    sj_map seen = {0};
    sj_map_entry *e;
    sj_status s = sj_map_put(&seen, a->target->origin, &e);
    for (size_t i = 0; s >= 0 && i < a->count; i++)
        s = sj_map_put(&seen, a->list[i].origin, &e);
    a->origins = seen.len;
    sj_map_done(&seen);
    return s;
}

static sj_status draw_short(const struct short_answer *a, const sj_entries *t,
                            const struct request *q, sj_arena *arena)
{
    size_t n = 0;
    sj_arrivals_row *row = sj_arena_alloc(arena, (a->count + 1) * sizeof *row);
    if (!row)
        return SJ_ENOMEM;
    for (; n < a->count; n++) {
        const struct baseline *k = &a->list[n];
        const sj_baseline_excess wide = sj_excess_over(a->target->count, k->count, THETA);
        row[n] = (sj_arrivals_row){
            .baseline = k->what,
            .expected = k->count,
            .excess = wide.excess,
            .low = wide.low,
            .high = wide.high,
            .level = 0.95,
            .unit = "entries",
            .interval = "negative binomial of the baseline, theta 4",
            .model = "explicit baseline",
            .n = 2,
            .origins = sj_str_eq(k->origin, a->target->origin) ? 1 : 2,
        };
    }
    if (isfinite(a->persons[1]))
        row[n++] = (sj_arrivals_row){.baseline = SJ_S("all"),
                                     .expected = NAN,
                                     .excess = a->persons[1],
                                     .low = a->persons[0],
                                     .high = a->persons[2],
                                     .low_error = a->error[0],
                                     .high_error = a->error[2],
                                     .level = 0.9,
                                     .unit = "persons",
                                     .interval = "over baselines and trips a person",
                                     .model = "set of explicit baselines",
                                     .n = a->count + 1,
                                     .origins = a->origins,
                                     .replicates = DRAWS};
    const sj_arrivals_about about = {
        a->target->purpose, a->target->text, a->target->count, t->hash, q->seed, 0};
    sj_arrivals_section(&about, row, n, q->page, q->table);
    return SJ_OK;
}

static sj_status put_short(const sj_entries *t, const sj_entry *target, const struct request *q,
                           sj_arena *arena, sj_buf *b)
{
    struct short_answer a = {.target = target,
                             .low = INFINITY,
                             .high = -INFINITY,
                             .persons = {NAN, NAN, NAN},
                             .error = {NAN, NAN, NAN}};
    sj_distribution trips;
    SJ_TRY(baselines(t, target, arena, &a.list, &a.count));
    SJ_TRY(short_origins(&a));
    for (size_t i = 0; i < a.count; i++) {
        a.low = fmin(a.low, target->count - a.list[i].count);
        a.high = fmax(a.high, target->count - a.list[i].count);
    }
    SJ_TRY(sj_distribution_lognormal(q->trips_low, q->trips_high, 0.05, &trips));
    if (a.count && a.high > 0)
        SJ_TRY(sj_persons_of(fmax(0, a.low), a.high, &trips, DRAWS, q->seed, a.persons, a.error));
    if (q->json)
        short_json(&a, t, q, b);
    else
        short_text(&a, b);
    return q->out ? draw_short(&a, t, q, arena) : SJ_OK;
}

/* ---- long series ---- */

/* The counts of one purpose and length of period, in order of time, NaN where none. */
struct span { /* of the periods of a series */
    int length;
    bool weeks;
};
struct series {
    double *y, *offset; /* NaN where there is no count */
    double *time;       /* in years */
    sj_str *name;
    size_t n, origins;
    int first;
};

static bool in_series(const sj_entry *r, struct span span)
{
    return !r->baseline && !r->derived && r->period.length == span.length &&
           r->period.weeks == span.weeks;
}

/* The counts of one length of period, in order of time; n is 0 if they are too few. */
static sj_status series_of(const sj_entries *t, struct span span, sj_arena *arena,
                           struct series *ret)
{
    int first = INT32_MAX, last = 0;
    size_t seen = 0;
    for (size_t i = 0; i < t->count; i++) {
        const sj_entry *r = &t->row[i];
        if (!in_series(r, span))
            continue;
        first = r->period.start < first ? r->period.start : first;
        last = r->period.start > last ? r->period.start : last;
        seen += isnan(r->count) ? 0 : 1;
    }
    ret->n = seen >= LEAST_POINTS ? (size_t)((last - first) / span.length + 1) : 0;
    ret->first = first;
    if (ret->n == 0)
        return SJ_OK;
    ret->y = sj_arena_alloc(arena, ret->n * sizeof *ret->y);
    ret->offset = sj_arena_zalloc(arena, ret->n * sizeof *ret->offset);
    ret->time = sj_arena_zalloc(arena, ret->n * sizeof *ret->time);
    ret->name = sj_arena_zalloc(arena, ret->n * sizeof *ret->name);
    if (!ret->y || !ret->offset || !ret->time || !ret->name)
        return SJ_ENOMEM;
    for (size_t i = 0; i < ret->n; i++)
        ret->y[i] = NAN;
    for (size_t i = 0; i < t->count; i++) {
        const sj_entry *r = &t->row[i];
        if (!in_series(r, span))
            continue;
        const int at = (r->period.start - first) / span.length;
        ret->y[at] = r->count;
        ret->offset[at] = log(r->exposure);
        ret->name[at] = r->text;
        ret->time[at] =
            span.weeks ? 1970 + (r->period.start * 7 - 3) / 365.2425 : r->period.start / 12.0;
    }
    return SJ_OK;
}

static void put_step(const sj_arrivals_step *s, bool json, bool first, sj_buf *b)
{
    if (!json) {
        sj_buf_addf(b, "    level after over before %.4f [%.4f - %.4f] by %s with trend%s\n",
                    s->ratio, s->low, s->high, s->law, s->season ? " and season" : "");
        return;
    }
    const struct {
        const char *name;
        double value;
    } member[] = {{"ratio", s->ratio}, {"low", s->low}, {"high", s->high}};
    sj_buf_addf(b, "%s{\"law\": \"%s\", \"season\": %s", first ? "" : ", ", s->law,
                s->season ? "true" : "false");
    for (size_t i = 0; i < SJ_COUNT(member); i++) {
        sj_buf_addf(b, ", \"%s\": ", member[i].name);
        sj_number_put(b, member[i].value, 10);
    }
    sj_buf_add(b, SJ_S(", \"level\": 0.95, \"dispersion\": "));
    sj_number_put(b, s->dispersion, 10);
    sj_buf_add(b, SJ_S(", \"theta\": "));
    sj_number_put(b, s->theta, 10);
    sj_buf_add(b, SJ_S(", \"aic\": "));
    sj_number_put(b, s->aic, 10);
    sj_buf_add_char(b, '}');
}

/* Each count after the change beside what was expected, and the excess since. */
static void put_path(const sj_excess *e, const struct series *y, sj_buf *b)
{
    static const char *const name[] = {"observed", "expected",   "low",        "high",
                                       "excess",   "excess_low", "excess_high"};
    bool any = false;
    sj_buf_add(b, SJ_S(", \"series\": ["));
    for (size_t i = 0; i < e->points; i++) {
        const sj_excess_point *p = &e->point[i];
        const double value[] = {p->observed, p->expected, p->low,     p->high,
                                p->sum,      p->sum_low,  p->sum_high};
        if (isnan(p->sum))
            continue;
        sj_buf_add(b, any ? SJ_S(", {\"period\": ") : SJ_S("{\"period\": "));
        sj_buf_add_json(b, y->name[p->at]);
        for (size_t k = 0; k < SJ_COUNT(value); k++) {
            sj_buf_addf(b, ", \"%s\": ", name[k]);
            sj_number_put(b, value[k], 9);
        }
        sj_buf_add_char(b, '}');
        any = true;
    }
    sj_buf_add_char(b, ']');
}

static void put_persons(const sj_excess *e, const struct request *q, sj_buf *b)
{
    sj_buf_add(b, SJ_S("], \"persons\": {\"estimate\": "));
    sj_number_put(b, e->persons[1], 9);
    sj_buf_add(b, SJ_S(", \"low\": "));
    sj_number_put(b, e->persons[0], 9);
    sj_buf_add(b, SJ_S(", \"high\": "));
    sj_number_put(b, e->persons[2], 9);
    sj_buf_addf(b,
                ", \"level\": 0.9, \"interval\": \"prediction and trips a person\", "
                "\"trips_low\": %.9g, \"trips_high\": %.9g, \"mc_error\": ",
                q->trips_low, q->trips_high);
    sj_number_put(b, e->persons_mc_error[1], 9);
    sj_buf_add(b, SJ_S(", \"mc_error_low\": "));
    sj_number_put(b, e->persons_mc_error[0], 9);
    sj_buf_add(b, SJ_S(", \"mc_error_high\": "));
    sj_number_put(b, e->persons_mc_error[2], 9);
    sj_buf_add_char(b, '}');
}

static void put_excess(sj_str purpose, const sj_excess *e, const sj_arrivals_step *step,
                       size_t steps, const struct series *y, const sj_entries *t,
                       const struct request *q, sj_buf *b)
{
    if (!q->json) {
        sj_buf_addf(b,
                    "%.*s since %s: observed %.0f, expected %.0f, excess %.0f [%.0f - %.0f] (95 %% "
                    "prediction, Monte Carlo error %.0f); dispersion %.2f, autocorrelation %.2f\n",
                    SJ_STR_FMT(purpose), q->change, e->observed, e->expected, e->excess, e->low,
                    e->high, fmax(e->mc_error[0], e->mc_error[1]), e->dispersion,
                    e->autocorrelation);
        sj_buf_addf(b, "    persons %.0f [%.0f - %.0f] (5-95 %%, prediction and trips a person)\n",
                    e->persons[1], e->persons[0], e->persons[2]);
        for (size_t i = 0; i < steps; i++)
            put_step(&step[i], false, i == 0, b);
        return;
    }
    const sj_number n = {.estimate = e->excess,
                         .low = e->low,
                         .high = e->high,
                         .level = 0.95,
                         .interval = "prediction, simulated",
                         .n = e->n,
                         .origins = y->origins,
                         .model = "quasi-Poisson with trend and two harmonics",
                         .assumption = "without the change, trend and season had gone on",
                         .replicates = e->draws,
                         .seed = q->seed,
                         .mc_error = NAN, /* the estimate is not drawn */
                         .mc_limits = e->mc_error,
                         .hash = t->hash};
    sj_buf_add(b, SJ_S("{\"kind\": \"excess\", \"purpose\": "));
    sj_buf_add_json(b, purpose);
    sj_buf_addf(b,
                ", \"observed\": %.9g, \"expected\": %.9g, \"dispersion\": %.9g, "
                "\"autocorrelation\": %.9g, \"memory\": %.9g, \"wider\": %.9g, \"se_parameters\": "
                "%.9g, \"se_prediction\": %.9g, "
                "\"unit\": \"entries\", \"steps\": [",
                e->observed, e->expected, e->dispersion, e->autocorrelation, e->memory, e->wider,
                e->se_parameters, e->se_prediction);
    for (size_t i = 0; i < steps; i++)
        put_step(&step[i], true, i == 0, b);
    put_persons(e, q, b);
    sj_buf_add(b, SJ_S(", "));
    sj_number_json(b, &n);
    put_path(e, y, b);
    sj_buf_add(b, SJ_S("}\n"));
}

static void draw_long(sj_str purpose, const sj_excess *e, const struct series *y,
                      const sj_entries *t, const struct request *q)
{
    const size_t origins = y->origins;
    const sj_arrivals_row row[] = {{.baseline = SJ_S("trend and season before the change"),
                                    .expected = e->expected,
                                    .excess = e->excess,
                                    .low = e->low,
                                    .high = e->high,
                                    .low_error = e->mc_error[0],
                                    .high_error = e->mc_error[1],
                                    .level = 0.95,
                                    .unit = "entries",
                                    .interval = "prediction, simulated",
                                    .model = "quasi-Poisson with trend and season",
                                    .n = e->n,
                                    .origins = origins,
                                    .replicates = e->draws},
                                   {.baseline = SJ_S("trend and season before the change"),
                                    .expected = NAN,
                                    .excess = e->persons[1],
                                    .low = e->persons[0],
                                    .high = e->persons[2],
                                    .low_error = e->persons_mc_error[0],
                                    .high_error = e->persons_mc_error[2],
                                    .level = 0.9,
                                    .unit = "persons",
                                    .interval = "prediction and trips a person",
                                    .model = "quasi-Poisson with trend and season",
                                    .n = e->n,
                                    .origins = origins,
                                    .replicates = e->draws}};
    const sj_arrivals_about about = {purpose, sj_str_from(q->change), e->observed, t->hash, q->seed,
                                     origins};
    sj_arrivals_path(&about, e, y->time, y->name, q->page, q->series);
    sj_arrivals_section(&about, row, SJ_COUNT(row), q->page, q->table);
}

/* Of the counts that the series is made of. */
static sj_status series_origins(const sj_entries *t, struct span span, size_t *ret)
{
    sj_map seen = {0};
    sj_map_entry *e;
    sj_status s = SJ_OK;
    for (size_t i = 0; s >= 0 && i < t->count; i++)
        if (in_series(&t->row[i], span) && !isnan(t->row[i].count))
            s = sj_map_put(&seen, t->row[i].origin, &e);
    *ret = seen.len;
    sj_map_done(&seen);
    return s;
}

static sj_series_design design_of(struct span span)
{
    const unsigned period = span.weeks ? 52 : (unsigned)(12 / span.length);
    return (sj_series_design){.period = period,
                              .trend = true,
                              .harmonics = period >= 12  ? 2
                                           : period == 4 ? 1
                                                         : 0};
}

/* SJ_DONE if the series of this span is too short for the change. */
static sj_status put_series(const sj_entries *t, struct span span, const sj_period *change,
                            const struct request *q, sj_arena *arena, sj_buf *b)
{
    struct series y;
    size_t steps;
    sj_excess e;
    sj_arrivals_step step[SJ_ARRIVALS_STEPS];
    sj_distribution trips;
    const int from = sj_period_locate(change, span.weeks);
    SJ_TRY(sj_distribution_lognormal(q->trips_low, q->trips_high, 0.05, &trips));
    SJ_TRY(series_of(t, span, arena, &y));
    if (y.n == 0 || from <= y.first)
        return SJ_DONE;
    const sj_series_design d = design_of(span);
    const size_t at = (size_t)(from - y.first) / (size_t)span.length;
    const sj_status s =
        sj_excess_fit(y.y, y.offset, y.n, at, &d, &trips, DRAWS, q->seed, arena, &e);
    if (s < 0)
        return s == SJ_EINVAL ? SJ_DONE : s;
    SJ_TRY(sj_arrivals_steps(y.y, y.offset, y.n, at, &d, arena, step, &steps));
    SJ_TRY(series_origins(t, span, &y.origins));
    put_excess(t->row[0].purpose, &e, step, steps, &y, t, q, b);
    if (q->out)
        draw_long(t->row[0].purpose, &e, &y, t, q);
    return SJ_OK;
}

/* SJ_DONE if the series is too short or no change is named. */
static sj_status put_long(const sj_entries *t, const struct request *q, sj_arena *arena, sj_buf *b)
{
    static const struct span span[] = {{1, true}, {1, false}, {3, false}, {6, false}, {12, false}};
    sj_period change;
    if (!q->change || !sj_period_read(sj_str_from(q->change), &change))
        return SJ_DONE;
    for (size_t i = 0; i < SJ_COUNT(span); i++) {
        const sj_status s = put_series(t, span[i], &change, q, arena, b);
        if (s != SJ_DONE)
            return s;
    }
    return SJ_DONE;
}

/* A purpose without the year that is asked for is told, not passed over. */
static void put_nothing(const sj_entries *t, const struct request *q, sj_buf *b)
{
    const char *year = q->target ? "that year" : "a whole year";
    if (q->json) {
        sj_buf_add(b, SJ_S("{\"kind\": \"not estimable\", \"purpose\": "));
        sj_buf_add_json(b, t->row[0].purpose);
        sj_buf_addf(b,
                    ", \"reason\": \"no count of %s\", \"rows\": %zu, \"inputs_sha256\": "
                    "\"%s\"}\n",
                    year, t->count, t->hash);
    } else
        sj_buf_addf(b, "%.*s: not estimable: no count of %s\n", SJ_STR_FMT(t->row[0].purpose),
                    year);
}

/* What is said of one purpose, whose rows `t` holds alone. */
static sj_status put_purpose(const sj_entries *t, const struct request *q, sj_arena *arena,
                             sj_buf *b)
{
    const sj_entry *target = NULL;
    const sj_status s = put_long(t, q, arena, b);
    if (s != SJ_DONE)
        return s;
    for (int year = q->target ? q->target : 2199; !target && year >= 1900; year--) {
        target = find_year(t, year);
        if (q->target)
            break;
    }
    if (target)
        return put_short(t, target, q, arena, b);
    put_nothing(t, q, b);
    return SJ_OK;
}

static sj_status put_all(const sj_entries *t, const struct request *q, sj_arena *arena, sj_buf *b)
{
    size_t missing = 0;
    for (size_t i = 0; i < t->count; i++)
        missing += isnan(t->row[i].count) ? 1 : 0;
    for (size_t i = 0; i < t->count;) {
        sj_entries one = *t;
        one.row = &t->row[i];
        one.count = 0;
        while (i < t->count && t->row[i].group == one.row->group) {
            one.count++;
            i++;
        }
        SJ_TRY(put_purpose(&one, q, arena, b));
    }
    SJ_TRY(sj_entries_sums(t, q->json, arena, b));
    if (!q->json)
        sj_buf_addf(
            b,
            "%zu of %zu rows are missing and were left out, not counted as zero. Entries are "
            "trips; persons use %.3g to %.3g trips a person (5-95 %%). Other groups, such as "
            "soldiers, may stand behind the same entries.\n"
            "sojourn " SJ_VERSION ", seed %llu, inputs sha256 %.16s\n",
            missing, t->given, q->trips_low, q->trips_high, (unsigned long long)q->seed, t->hash);
    return sj_buf_status(b);
}

static bool read_trips(const char *text, struct request *q)
{
    sj_str rest = sj_str_from(text), low;
    const bool good = sj_str_split(&rest, '-', &low) && sj_number_parse(low, &q->trips_low) &&
                      sj_number_parse(rest, &q->trips_high) && q->trips_low > 0 &&
                      q->trips_low < q->trips_high;
    if (!good)
        sj_cli_say("--trips must be a range such as 1-2.5, not '%s'", text);
    return good;
}

static bool take(struct request *q, int option, const char *value)
{
    double x = 0;
    switch (option) {
    case 0:
        q->json = true;
        return true;
    case 1:
        q->change = value;
        return true;
    case 2:
        if (!sj_cli_number(value, "--target", 1900, 2199, &x))
            return false;
        q->target = (int)x;
        return true;
    case 3:
        return read_trips(value, q);
    case 4:
        if (!sj_cli_number(value, "--seed", 0, 1e9, &x))
            return false;
        q->seed = (uint64_t)x;
        return true;
    case 5:
        q->out = value;
        return true;
    case SJ_CLI_POSITIONAL:
        if (q->path)
            sj_cli_say("one file at a time, not also '%s'", value);
        q->path = q->path ? NULL : value;
        return q->path != NULL;
    default:
        return false;
    }
}

int sj_cmd_count_arrivals(int argc, char **argv)
{
    static const sj_cli_option options[] = {{"json", false}, {"change", true}, {"target", true},
                                            {"trips", true}, {"seed", true},   {"out", true}};
    sj_cli_args args = {.argc = argc, .argv = argv};
    struct request q = {.trips_low = 1, .trips_high = 2.5, .seed = 1};
    for (int o; (o = sj_cli_next(&args, options, SJ_COUNT(options))) != SJ_CLI_END;)
        if (!take(&q, o, args.value))
            return SJ_EXIT_USE;
    if (!q.path) {
        sj_cli_say("count arrivals needs a file (see sojourn help count)");
        return SJ_EXIT_USE;
    }
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) b = {.max_bytes = OUTPUT_BYTES}, page = {.max_bytes = OUTPUT_BYTES};
    SJ_SCOPED(sj_buf) table = {.max_bytes = OUTPUT_BYTES}, series = {.max_bytes = OUTPUT_BYTES};
    sj_period change;
    if (q.change && !sj_period_read(sj_str_from(q.change), &change)) {
        sj_cli_say("--change must be 2024, 2024-H1, 2024-Q3, 2024-07 or 2024-W31, not '%s'",
                   q.change);
        return SJ_EXIT_USE;
    }
    q.page = &page;
    q.table = &table;
    q.series = &series;
    sj_entries t = {0};
    sj_status s = read_table(q.path, &arena, &t);
    if (s >= 0)
        s = put_all(&t, &q, &arena, &b);
    sj_map_done(&t.purpose);
    if (s < 0)
        return sj_cli_fail(q.path, s, &t.diag) == SJ_EXIT_FAILED ? SJ_EXIT_FAILED
                                                                 : SJ_EXIT_UNREADABLE;
    const int written =
        q.out ? sj_arrivals_report(q.out, t.hash, q.seed, &page, &table, &series) : 0;
    if (written != SJ_EXIT_DONE)
        return written;
    return sj_cli_write(stdout, &b) && sj_cli_close_out(stdout) ? SJ_EXIT_DONE : SJ_EXIT_FAILED;
}
