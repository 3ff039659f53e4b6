/* cli/figures.c -- from CSV cells to figures with a definition.
 *
 * Invariants: (1) every figure has a definition and a unit of one dimension, or
 * the file is refused with line and reason; (2) amounts are in the unit of the
 * dimension from here on. Not chosen: skipping a bad row. A table that is read in
 * part gives a pool that nobody can reproduce. */
#include "cli/figures.h"
#include "cli/number.h"
#include "records/csv.h"
#include <math.h>

enum column {
    PLACE,
    SECTOR,
    METRIC,
    PERIOD,
    LOW,
    POINT,
    HIGH,
    UNIT,
    ORIGIN,
    SOURCE,
    LOCATOR,
    STATUS,
    RELIABILITY,
    CREDIBILITY,
    COLUMNS
};
enum { TABLE_BYTES = 64 << 20, NONE = -1 }; /* 64 MiB: the published table has 40 kB */

static const struct {
    sj_str name;
    enum column column;
} names[] = {
    {{"place", 5}, PLACE},
    {{"country", 7}, PLACE},
    {{"geography", 9}, PLACE},
    {{"scope", 5}, PLACE},
    {{"region", 6}, PLACE},
    {{"sector", 6}, SECTOR},
    {{"metric", 6}, METRIC},
    {{"definition", 10}, METRIC},
    {{"period", 6}, PERIOD},
    {{"year", 4}, PERIOD},
    {{"low", 3}, LOW},
    {{"point", 5}, POINT},
    {{"value", 5}, POINT},
    {{"estimate", 8}, POINT},
    {{"high", 4}, HIGH},
    {{"unit", 4}, UNIT},
    {{"origin", 6}, ORIGIN},
    {{"origin_cluster", 14}, ORIGIN},
    {{"source", 6}, SOURCE},
    {{"locator", 7}, LOCATOR},
    {{"status", 6}, STATUS},
    {{"found", 5}, STATUS},
    {{"tag", 3}, STATUS},
    {{"reliability", 11}, RELIABILITY},
    {{"credibility", 11}, CREDIBILITY},
};

struct reading {
    sj_arena *arena;
    int at[COLUMNS];
    size_t columns;
    sj_figure *figure;
    size_t count;
    uint64_t line;
    sj_diag *diag;
};

static sj_status refuse(struct reading *r, const char *field, const char *reason)
{
    (void)sj_diag_set(r->diag, SJ_EINVAL, reason, 0, r->line, 0);
    sj_diag_field(r->diag, sj_str_from(field));
    return SJ_EINVAL;
}

/* Two columns of one name: nobody can tell which is meant. */
static bool stands_twice(const sj_str *cell, size_t count)
{
    for (size_t k = 0; k < SJ_COUNT(names); k++) {
        size_t times = 0;
        for (size_t i = 0; i < count; i++)
            times += sj_str_eq_nocase(sj_str_trim(cell[i]), names[k].name);
        if (times > 1)
            return true;
    }
    return false;
}

static sj_status read_header(struct reading *r, const sj_str *cell, size_t count)
{
    r->columns = count;
    if (stands_twice(cell, count))
        return refuse(r, "header", "expected each column once");
    for (int c = 0; c < COLUMNS; c++)
        r->at[c] = NONE;
    for (size_t i = 0; i < count; i++)
        for (size_t k = 0; k < SJ_COUNT(names); k++)
            if (sj_str_eq_nocase(sj_str_trim(cell[i]), names[k].name) && r->at[names[k].column] < 0)
                r->at[names[k].column] = (int)i;
    if (r->at[METRIC] < 0)
        return refuse(r, "metric", "expected a column of this name in the first row");
    if (r->at[PERIOD] < 0)
        return refuse(r, "period", "expected a column of this name, or year, in the first row");
    if (r->at[LOW] < 0 && r->at[POINT] < 0 && r->at[HIGH] < 0)
        return refuse(r, "point", "expected a column low, point or high in the first row");
    return SJ_OK;
}

static sj_str cell_of(const struct reading *r, enum column c, const sj_str *cell, size_t count)
{
    return r->at[c] >= 0 && (size_t)r->at[c] < count ? sj_str_trim(cell[r->at[c]]) : (sj_str){0};
}

bool sj_figures_year(sj_str period, int *ret)
{
    int found = 0;
    for (size_t i = 0, run = 0; i < period.len; i++) {
        const char c = period.ptr[i];
        run = c >= '0' && c <= '9' ? run + 1 : 0;
        if (run == 4)
            found = (period.ptr[i - 3] - '0') * 1000 + (period.ptr[i - 2] - '0') * 100 +
                    (period.ptr[i - 1] - '0') * 10 + (c - '0');
    }
    *ret = found;
    return found >= 1900 && found < 2200;
}

/* "Persons present" is persons_present. */
static bool same_words(sj_str a, sj_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        const char c = a.ptr[i] == ' ' || a.ptr[i] == '-' ? '_' : a.ptr[i];
        if ((c >= 'A' && c <= 'Z' ? c | 0x20 : c) != b.ptr[i])
            return false;
    }
    return true;
}

/* A metric, or else the name of a definition itself. */
static const sj_figure_metric *metric_of(sj_str name)
{
    for (size_t i = 0; i < sj_figure_metrics_count; i++) {
        const sj_str m = sj_figure_metrics[i].metric;
        const bool prefix = m.ptr[m.len - 1] == '*';
        if (prefix ? sj_str_starts(name, sj_str_slice(m, 0, m.len - 1)) : sj_str_eq(name, m))
            return &sj_figure_metrics[i];
    }
    for (size_t i = 0; i < sj_figure_metrics_count; i++)
        if (same_words(name, sj_figure_metrics[i].definition))
            return &sj_figure_metrics[i];
    return NULL;
}

/* Pay by the hour, month and year are told apart by the unit's dimension. */
static bool is_money(sj_str dimension)
{
    return sj_str_starts(dimension, SJ_S("money"));
}

/* A count needs no unit beside its metric; money does. */
static const sj_figure_unit *unit_of(sj_str name, const sj_figure_metric *m)
{
    for (size_t i = 0; i < sj_figure_units_count; i++)
        if (name.len == 0 ? sj_str_eq(m->dimension, sj_figure_units[i].unit)
                          : sj_str_eq_nocase(name, sj_figure_units[i].unit))
            return &sj_figure_units[i];
    return NULL;
}

static sj_status amount(struct reading *r, sj_str cell, const char *field, double factor,
                        double *ret)
{
    *ret = NAN;
    if (cell.len == 0)
        return SJ_OK;
    if (!sj_number_parse(cell, ret))
        return refuse(r, field, "expected a number such as 1200 or 1.5");
    *ret *= factor;
    return SJ_OK;
}

/* A prefix metric such as border_entries_education keeps its purpose apart; the name of a
 * definition has no purpose. */
static sj_status definition_of(struct reading *r, sj_str metric, const sj_figure_metric *m,
                               sj_str *ret)
{
    const size_t known = m->metric.len - 1;
    if (m->metric.ptr[known] != '*' || metric.len <= known || same_words(metric, m->definition))
        return sj_arena_copy(r->arena, m->definition, ret);
    const sj_str rest = sj_str_slice(metric, known, metric.len);
    return sj_arena_format(r->arena, ret, "%.*s%.*s", SJ_STR_FMT(m->definition), SJ_STR_FMT(rest));
}

static sj_status read_meaning(struct reading *r, const sj_str *cell, size_t count, sj_figure *f,
                              double *ret_factor)
{
    const sj_str metric = cell_of(r, METRIC, cell, count), unit = cell_of(r, UNIT, cell, count);
    const sj_figure_metric *m = metric_of(metric);
    if (!m)
        return refuse(r, "metric",
                      "a figure with no definition: the metric is not in data/figure_metrics.tsv");
    const sj_figure_unit *u = unit_of(unit, m);
    if (!u)
        return refuse(r, "unit", "unknown unit: it is not in data/figure_units.tsv");
    if (!sj_str_eq(u->dimension, m->dimension) &&
        !(is_money(u->dimension) && is_money(m->dimension)))
        return refuse(r, "unit", "the unit does not count what the metric means");
    f->dimension = u->dimension;
    f->currency = u->currency;
    f->source_error = m->source_error;
    f->series = sj_str_eq(m->kind, SJ_S("series"));
    *ret_factor = u->factor;
    return definition_of(r, metric, m, &f->definition);
}

static bool letter(sj_str cell, char low, char high, char absent, char *ret)
{
    *ret = absent;
    if (cell.len == 0)
        return true;
    *ret = (char)(cell.ptr[0] & (cell.ptr[0] >= 'a' ? 0x5f : 0x7f));
    return cell.len == 1 && *ret >= low && *ret <= high;
}

static sj_status read_words(struct reading *r, const sj_str *cell, size_t count, sj_figure *f)
{
    const sj_str place = cell_of(r, PLACE, cell, count), sector = cell_of(r, SECTOR, cell, count);
    const sj_str origin = cell_of(r, ORIGIN, cell, count), source = cell_of(r, SOURCE, cell, count);
    SJ_TRY(sj_arena_copy(r->arena, place.len ? place : SJ_S("World"), &f->place));
    SJ_TRY(sj_arena_copy(r->arena, sector.len ? sector : SJ_S("all"), &f->sector));
    SJ_TRY(sj_arena_copy(r->arena, origin.len ? origin : source, &f->origin));
    SJ_TRY(sj_arena_copy(r->arena, source, &f->source));
    SJ_TRY(sj_arena_copy(r->arena, cell_of(r, LOCATOR, cell, count), &f->locator));
    if (f->origin.len == 0)
        return refuse(r, "origin",
                      "expected an origin or a source: where does the figure come from?");
    f->recalled = sj_str_eq_nocase(cell_of(r, STATUS, cell, count), SJ_S("recalled"));
    if (!letter(cell_of(r, RELIABILITY, cell, count), 'A', 'F', 'F', &f->reliability))
        return refuse(r, "reliability", "expected A to F, or nothing");
    if (!letter(cell_of(r, CREDIBILITY, cell, count), '1', '6', '6', &f->credibility))
        return refuse(r, "credibility", "expected 1 to 6, or nothing");
    return SJ_OK;
}

static sj_status read_row(struct reading *r, const sj_str *cell, size_t count)
{
    sj_figure *f = sj_arena_push(r->arena, &r->figure, &r->count, sizeof *f);
    sj_distribution law;
    double factor;
    const char *rule;
    if (!f)
        return SJ_ENOMEM;
    f->line = r->line;
    if (count > r->columns)
        return refuse(r, "row", "expected no more cells than the first row has");
    SJ_TRY(read_meaning(r, cell, count, f, &factor));
    SJ_TRY(read_words(r, cell, count, f));
    if (!sj_figures_year(cell_of(r, PERIOD, cell, count), &f->year))
        return refuse(r, "period", "expected a year or a date such as 2019 or 2019-12-31");
    SJ_TRY(amount(r, cell_of(r, LOW, cell, count), "low", factor, &f->low));
    SJ_TRY(amount(r, cell_of(r, POINT, cell, count), "point", factor, &f->point));
    SJ_TRY(amount(r, cell_of(r, HIGH, cell, count), "high", factor, &f->high));
    return sj_figure_law(f, &law, &rule) < 0 ? refuse(r, "low, point, high", rule) : SJ_OK;
}

static sj_status read_rows(struct reading *r, sj_str bytes)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_csv_options options = {0};
    const sj_str *cell;
    size_t count;
    SJ_TRY(sj_input_open_memory(bytes, (sj_str){0}, TABLE_BYTES, &in, r->diag));
    SJ_TRY(sj_csv_new(in, &options, &csv));
    bool header = true;
    for (;;) {
        const sj_status s = sj_csv_next(csv, &cell, &count, &r->line, r->diag);
        SJ_TRY(s);
        if (s == SJ_DONE)
            break;
        SJ_TRY(header ? read_header(r, cell, count) : read_row(r, cell, count));
        header = false;
    }
    r->line = 1;
    return r->count ? SJ_OK : refuse(r, "rows", "expected a header and at least one figure");
}

sj_status sj_figures_parse(sj_str bytes, sj_arena *arena, sj_figure **ret, size_t *ret_count,
                           sj_diag *reterr_diag)
{
    struct reading r = {.arena = arena, .diag = reterr_diag};
    SJ_TRY(read_rows(&r, bytes));
    *ret = r.figure;
    *ret_count = r.count;
    return SJ_OK;
}

sj_status sj_figures_read(const char *path, sj_arena *arena, sj_figure **ret, size_t *ret_count,
                          char ret_hash[65], sj_diag *reterr_diag)
{
    SJ_AUTO(sj_input) *in = NULL;
    sj_str bytes;
    sj_diag_file(reterr_diag, sj_str_from(path));
    SJ_TRY(sj_input_open(path, (sj_str){0}, TABLE_BYTES, &in, reterr_diag));
    SJ_TRY(sj_input_read_all(in, arena, &bytes, reterr_diag));
    SJ_TRY(sj_number_hash(bytes, ret_hash));
    const sj_status s = sj_figures_parse(bytes, arena, ret, ret_count, reterr_diag);
    sj_diag_file(reterr_diag, sj_str_from(path));
    return s;
}
