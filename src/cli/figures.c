/* cli/figures.c -- from CSV rows to figures with a definition. What a cell says stands in
 * figure_cell.h.
 *
 * Invariants: (1) every figure has a definition and a unit of one dimension; (2) amounts
 * are in the unit of the dimension from here on; (3) a row is a figure or a refusal, never
 * neither. Not chosen: refusing a whole table for one row. The rows that can be read
 * answer most of what is asked; what was left out is told beside every answer, and the
 * exit status says so. */
#include "cli/figures.h"
#include "cli/figure_cell.h"
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
    RANGE,
    UNIT,
    CURRENCY,
    ORIGIN,
    DERIVED_FROM,
    SOURCE,
    LOCATOR,
    QUOTE,
    URL,
    STATUS,
    RELIABILITY,
    CREDIBILITY,
    ADMIRALTY,
    ID,
    COLUMNS
};
enum { TABLE_BYTES = 64 << 20, NAMES = 8, NAME = 64 }; /* 64 MiB: the published table has 40 kB */

/* The names of each column; the first that is there and not empty is read. */
static const char *const names[COLUMNS][NAMES] = {
    [PLACE] = {"place", "country", "geography", "scope", "host", "host_country", "region", "where"},
    [SECTOR] = {"sector", "industry", "branch", "activity"},
    [METRIC] = {"metric", "definition", "definition_code", "quantity", "measure", "variable"},
    [PERIOD] = {"period", "year", "date", "as_of", "date_observed", "time"},
    [LOW] = {"low", "lower", "min", "low_value", "value_low", "lower_bound", "least"},
    [POINT] = {"point", "value", "estimate", "central", "best", "amount", "median", "figure"},
    [HIGH] = {"high", "upper", "max", "high_value", "value_high", "upper_bound", "most"},
    [RANGE] = {"range", "range_meaning", "low_high", "low_high_meaning", "interval", "range_kind",
               "bounds"},
    [UNIT] = {"unit", "units"},
    [CURRENCY] = {"currency"},
    [ORIGIN] = {"origin_cluster", "cluster", "origin", "origin_id"},
    [DERIVED_FROM] = {"derived_from", "derivation", "based_on", "repeats"},
    [SOURCE] = {"source", "document", "publication", "publisher", "reference", "citation"},
    [LOCATOR] = {"locator", "page", "paragraph", "section", "source_locator"},
    [QUOTE] = {"quote", "quotation", "excerpt", "extract"},
    [URL] = {"url", "link", "source_url"},
    [STATUS] = {"status", "found", "tag"},
    [RELIABILITY] = {"reliability", "source_reliability"},
    [CREDIBILITY] = {"credibility", "information_credibility", "info_credibility"},
    [ADMIRALTY] = {"admiralty", "admiralty_code"},
    [ID] = {"id", "figure_id", "estimate_id", "key"},
};

struct reading {
    sj_arena *arena;
    int at[COLUMNS][NAMES];
    size_t columns;
    sj_figures *to;
    sj_str *id, *parent; /* of each figure */
    size_t ids, parents;
    uint64_t line;
    bool commas;
    sj_figure_refusal refusal; /* filled where a row is refused */
    sj_diag *diag;
};

/* SJ_EINVAL, with what is wrong in the refusal. */
static sj_status refuse(struct reading *r, const char *field, sj_str cell, const char *reason)
{
    r->refusal.line = r->line;
    r->refusal.field = sj_str_from(field);
    r->refusal.reason = reason;
    SJ_TRY(sj_arena_copy(r->arena, sj_str_slice(cell, 0, NAME), &r->refusal.cell));
    return SJ_EINVAL;
}

static sj_status refuse_table(struct reading *r, const char *field, const char *reason)
{
    (void)sj_diag_set(r->diag, SJ_EINVAL, reason, 0, r->line, 0);
    sj_diag_field(r->diag, sj_str_from(field));
    return SJ_EINVAL;
}

/* "Host country" is host_country. */
static bool same_name(sj_str cell, const char *name)
{
    const sj_str n = sj_str_from(name);
    if (cell.len != n.len)
        return false;
    for (size_t i = 0; i < n.len; i++) {
        const char c = cell.ptr[i] == ' ' || cell.ptr[i] == '-' ? '_' : cell.ptr[i];
        if ((c >= 'A' && c <= 'Z' ? (c | 0x20) : c) != n.ptr[i])
            return false;
    }
    return true;
}

/* The column of a name, and which of its names it is. */
static bool known_column(sj_str cell, int *ret_column, int *ret_name)
{
    for (int c = 0; c < COLUMNS; c++)
        for (int k = 0; k < NAMES && names[c][k]; k++)
            if (same_name(cell, names[c][k])) {
                *ret_column = c;
                *ret_name = k;
                return true;
            }
    return false;
}

static bool has(const struct reading *r, enum column c)
{
    for (int k = 0; k < NAMES; k++)
        if (r->at[c][k] >= 0)
            return true;
    return false;
}

static sj_status map_header(struct reading *r, const sj_str *cell, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        int c, k;
        const sj_str name = sj_str_trim(cell[i]);
        if (!known_column(name, &c, &k)) {
            if (name.len)
                SJ_TRY(sj_arena_format(r->arena, &r->to->unread, "%.*s%s%.*s",
                                       SJ_STR_FMT(r->to->unread), r->to->unread.len ? ", " : "",
                                       SJ_STR_FMT(name)));
            continue;
        }
        if (r->at[c][k] >= 0)
            return refuse_table(r, "header", "expected each column once");
        r->at[c][k] = (int)i;
    }
    return SJ_OK;
}

static sj_status read_header(struct reading *r, const sj_str *cell, size_t count)
{
    r->columns = count;
    for (int c = 0; c < COLUMNS; c++)
        for (int k = 0; k < NAMES; k++)
            r->at[c][k] = -1;
    SJ_TRY(map_header(r, cell, count));
    if (!has(r, METRIC))
        return refuse_table(r, "metric", "expected a column of this name in the first row");
    if (!has(r, PERIOD))
        return refuse_table(r, "period",
                            "expected a column of this name, or year, in the first row");
    if (!has(r, LOW) && !has(r, POINT) && !has(r, HIGH))
        return refuse_table(r, "point", "expected a column low, point or high in the first row");
    return SJ_OK;
}

static sj_str cell_of(const struct reading *r, enum column c, const sj_str *cell)
{
    for (int k = 0; k < NAMES; k++)
        if (r->at[c][k] >= 0) {
            const sj_str text = sj_str_trim(cell[r->at[c][k]]);
            if (text.len)
                return text;
        }
    return (sj_str){0};
}

/* The status of a reader, or the refusal of a row. */
static sj_status judge(struct reading *r, sj_status s, const char *field, sj_str cell,
                       const char *const *reason)
{
    return s == SJ_EINVAL ? refuse(r, field, cell, *reason) : s;
}

static sj_status read_definition(struct reading *r, const sj_str *cell, sj_figure *f,
                                 const sj_figure_metric **ret, sj_str *ret_name)
{
    const sj_str metric = cell_of(r, METRIC, cell);
    sj_str rest;
    SJ_TRY(sj_figure_metric_find(metric, r->arena, ret, ret_name, &rest));
    if (!*ret)
        return refuse(r, "metric", metric,
                      "a figure with no definition: the metric is not in data/figure_metrics.tsv");
    f->source_error = (*ret)->source_error;
    f->series = sj_str_eq((*ret)->kind, SJ_S("series"));
    return sj_arena_format(r->arena, &f->definition, "%.*s%s%.*s", SJ_STR_FMT((*ret)->definition),
                           rest.len ? "_" : "", SJ_STR_FMT(rest));
}

static sj_status read_place(struct reading *r, const sj_str *cell, sj_figure *f)
{
    const sj_str place = cell_of(r, PLACE, cell), sector = cell_of(r, SECTOR, cell);
    const char *reason;
    return judge(r, sj_figure_place_parse(place, sector, r->arena, &f->place, &f->sector, &reason),
                 "place", place, &reason);
}

/* What is counted, where: first, so that a refusal can say which pool lacks the row. */
static sj_status read_meaning(struct reading *r, const sj_str *cell, sj_figure *f,
                              double *ret_factor)
{
    const sj_str unit = cell_of(r, UNIT, cell), currency = cell_of(r, CURRENCY, cell);
    const sj_figure_metric *m;
    sj_figure_unit u;
    sj_str name;
    const char *reason;
    SJ_TRY(read_definition(r, cell, f, &m, &name));
    SJ_TRY(read_place(r, cell, f));
    SJ_TRY(judge(r, sj_figure_unit_parse(unit, currency, m, name, r->arena, &u, &reason), "unit",
                 unit, &reason));
    f->dimension = u.dimension;
    f->currency = u.currency;
    *ret_factor = u.factor;
    return SJ_OK;
}

/* A span tells a quarter of a flow from its year; a stock has none. */
static sj_status read_period(struct reading *r, const sj_str *cell, sj_figure *f)
{
    static const char *const reason = "expected a year or a date such as 2019 or 2019-12-31";
    const sj_str period = cell_of(r, PERIOD, cell);
    SJ_TRY(judge(r, sj_figure_period_parse(period, r->arena, &f->year, &f->span), "period", period,
                 &reason));
    if (!f->series && !sj_str_starts(f->dimension, SJ_S("money_year")) &&
        !sj_str_eq(f->dimension, SJ_S("money")))
        f->span = (sj_str){0};
    return SJ_OK;
}

/* "b", B or the machine tag admiralty-scale:source-reliability="b". */
static bool letter(sj_str cell, char low, char high, char absent, char *ret)
{
    const size_t tag = sj_str_find(cell, SJ_S("=\""), 0);
    if (tag < cell.len && sj_str_ends(cell, SJ_S("\"")))
        cell = sj_str_slice(cell, tag + 2, cell.len - 1);
    *ret = absent;
    if (cell.len == 0)
        return true;
    *ret = (char)(cell.ptr[0] & (cell.ptr[0] >= 'a' ? 0x5f : 0x7f));
    return cell.len == 1 && *ret >= low && *ret <= high;
}

static sj_status read_grades(struct reading *r, const sj_str *cell, sj_figure *f)
{
    const sj_str both = cell_of(r, ADMIRALTY, cell);
    sj_str reliability = cell_of(r, RELIABILITY, cell), credibility = cell_of(r, CREDIBILITY, cell);
    if (both.len == 2 && reliability.len == 0)
        reliability = sj_str_slice(both, 0, 1);
    if (both.len == 2 && credibility.len == 0)
        credibility = sj_str_slice(both, 1, 2);
    if (both.len != 0 && both.len != 2)
        return refuse(r, "admiralty", both, "expected a letter and a digit such as B2, or nothing");
    if (!letter(reliability, 'A', 'F', 'F', &f->reliability))
        return refuse(r, "reliability", reliability, "expected A to F, or nothing");
    if (!letter(credibility, '1', '6', '6', &f->credibility))
        return refuse(r, "credibility", credibility, "expected 1 to 6, or nothing");
    return SJ_OK;
}

static sj_status read_words(struct reading *r, const sj_str *cell, sj_figure *f)
{
    const sj_str origin = cell_of(r, ORIGIN, cell), source = cell_of(r, SOURCE, cell);
    const sj_str status = cell_of(r, STATUS, cell);
    SJ_TRY(sj_arena_copy(r->arena, origin.len ? origin : source, &f->origin));
    SJ_TRY(sj_arena_copy(r->arena, source, &f->source));
    SJ_TRY(sj_arena_copy(r->arena, cell_of(r, LOCATOR, cell), &f->locator));
    SJ_TRY(sj_arena_copy(r->arena, cell_of(r, URL, cell), &f->url));
    SJ_TRY(sj_arena_copy(r->arena, cell_of(r, QUOTE, cell), &f->quote));
    if (f->origin.len == 0)
        return refuse(r, "origin", origin,
                      "expected an origin or a source: where does the figure come from?");
    if (!sj_figure_status_parse(status, &f->status))
        return refuse(r, "status", status, "expected found, found2, recalled or derived");
    return read_grades(r, cell, f);
}

static bool is_amount(const sj_figure_amount *a)
{
    return !isnan(a->low) || !isnan(a->point) || !isnan(a->high);
}

/* A cell of low or high holds one number; "more than" may stand before a low, "up to"
 * before a high. */
static sj_status read_end(struct reading *r, const char *field, sj_str cell, bool low,
                          sj_figure_digits digits, double *ret)
{
    sj_figure_amount a;
    const char *reason;
    if (!sj_figure_amount_parse(cell, digits, &a, &reason))
        return refuse(r, field, cell, reason);
    const double bound = low ? a.low : a.high;
    if (is_amount(&a) && isnan(a.point) && (isnan(bound) || !isnan(low ? a.high : a.low)))
        return refuse(r, field, cell, "expected one number");
    *ret = isnan(a.point) ? bound : a.point;
    return SJ_OK;
}

static sj_status read_amounts(struct reading *r, const sj_str *cell, double factor, sj_figure *f)
{
    const sj_str point = cell_of(r, POINT, cell), range = cell_of(r, RANGE, cell);
    sj_figure_amount a;
    sj_distribution law;
    const char *reason;
    const bool whole = factor == 1 && !sj_str_starts(f->dimension, SJ_S("money")) &&
                       !sj_str_eq(f->dimension, SJ_S("share"));
    const sj_figure_digits digits = {.commas_separate_cells = r->commas, .whole = whole};
    SJ_TRY(read_end(r, "low", cell_of(r, LOW, cell), true, digits, &f->low));
    SJ_TRY(read_end(r, "high", cell_of(r, HIGH, cell), false, digits, &f->high));
    if (!sj_figure_amount_parse(point, digits, &a, &reason))
        return refuse(r, "point", point, reason);
    if ((!isnan(a.low) && !isnan(f->low)) || (!isnan(a.high) && !isnan(f->high)))
        return refuse(r, "point", point, "the point is a bound, and low or high stands beside it");
    f->low = factor * (isnan(a.low) ? f->low : a.low);
    f->high = factor * (isnan(a.high) ? f->high : a.high);
    f->point = factor * a.point;
    if (!sj_figure_range_parse(range, &f->range, &f->tail))
        return refuse(r, "range", range,
                      "expected what low and high are: 5-95, 90 %, least-most or sources");
    const sj_str told = cell_of(r, LOW, cell);
    return judge(r, sj_figure_law(f, &law, &reason), "low, point, high", told.len ? told : point,
                 &reason);
}

static sj_status read_figure(struct reading *r, const sj_str *cell, size_t count, sj_figure *f)
{
    double factor;
    if (count > r->columns)
        return refuse(r, "row", cell[r->columns], "expected no more cells than the first row has");
    if (count < r->columns)
        return refuse(r, "row", cell[count - 1], "expected as many cells as the first row has");
    SJ_TRY(read_meaning(r, cell, f, &factor));
    SJ_TRY(read_words(r, cell, f));
    SJ_TRY(read_period(r, cell, f));
    return read_amounts(r, cell, factor, f);
}

static sj_status keep_refusal(struct reading *r, const sj_figure *f)
{
    sj_figure_refusal *x = sj_arena_push(r->arena, &r->to->refused, &r->to->refusals, sizeof *x);
    if (!x)
        return SJ_ENOMEM;
    *x = r->refusal;
    x->definition = f->definition;
    x->place = f->place;
    x->sector = f->sector;
    return SJ_OK;
}

static sj_status keep_figure(struct reading *r, const sj_str *cell, const sj_figure *f)
{
    sj_str parent = cell_of(r, DERIVED_FROM, cell), first;
    sj_figure *to = sj_arena_push(r->arena, &r->to->figure, &r->to->count, sizeof *to);
    sj_str *id = sj_arena_push(r->arena, &r->id, &r->ids, sizeof *id);
    sj_str *up = sj_arena_push(r->arena, &r->parent, &r->parents, sizeof *up);
    if (!to || !id || !up)
        return SJ_ENOMEM;
    *to = *f;
    if (sj_str_split(&parent, '|', &first)) /* of several the first gives the origin */
        parent = sj_str_trim(first);
    SJ_TRY(sj_arena_copy(r->arena, cell_of(r, ID, cell), id));
    return sj_arena_copy(r->arena, parent, up);
}

static sj_status read_row(struct reading *r, const sj_str *cell, size_t count)
{
    sj_figure f = {.line = r->line};
    r->refusal = (sj_figure_refusal){0};
    const sj_status s = read_figure(r, cell, count, &f);
    if (s == SJ_EINVAL) /* (3) */
        return keep_refusal(r, &f);
    SJ_TRY(s);
    return keep_figure(r, cell, &f);
}

/* ---- derivation ---- */

static sj_status index_ids(const struct reading *r, sj_map *ids)
{
    sj_map_entry *e;
    for (size_t i = 0; i < r->ids; i++) {
        if (r->id[i].len == 0 || sj_map_find(ids, r->id[i]))
            continue;
        SJ_TRY(sj_map_put(ids, r->id[i], &e));
        e->value = i;
    }
    return SJ_OK;
}

/* The row at the end of the chain; a name that is no id is an origin. */
static sj_str origin_at_end(const struct reading *r, const sj_map *ids, size_t i)
{
    for (size_t step = 0; step < r->ids && r->parent[i].len; step++) {
        const sj_map_entry *e = sj_map_find(ids, r->parent[i]);
        if (!e)
            return r->parent[i];
        i = (size_t)e->value;
    }
    return r->to->figure[i].origin;
}

/* All at once from the origins as given, so the order of rows does not matter; a circle
 * ends at some row of it. */
static sj_status share_origins(struct reading *r)
{
    sj_map ids = {0};
    sj_str *origin = sj_arena_alloc(r->arena, (r->ids + 1) * sizeof *origin);
    sj_status s = origin ? index_ids(r, &ids) : SJ_ENOMEM;
    for (size_t i = 0; s >= 0 && i < r->ids; i++)
        origin[i] = origin_at_end(r, &ids, i);
    for (size_t i = 0; s >= 0 && i < r->ids; i++)
        r->to->figure[i].origin = origin[i];
    sj_map_done(&ids);
    return s;
}

/* ---- tables ---- */

/* What separates the cells: the first comma, semicolon or tab, for header names hold none. */
static bool commas_separate(sj_str bytes)
{
    for (size_t i = 0; i < bytes.len; i++)
        if (bytes.ptr[i] == ',' || bytes.ptr[i] == ';' || bytes.ptr[i] == '\t')
            return bytes.ptr[i] == ',';
    return true;
}

static sj_status read_rows(struct reading *r, sj_str bytes)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_csv_options options = {.any_separator = true};
    const sj_str *cell;
    size_t count;
    r->commas = commas_separate(bytes);
    SJ_TRY(sj_input_open_memory(bytes, (sj_str){0}, TABLE_BYTES, &in, r->diag));
    SJ_TRY(sj_csv_new(in, &options, &csv));
    for (bool header = true;; header = false) {
        const sj_status s = sj_csv_next(csv, &cell, &count, &r->line, r->diag);
        SJ_TRY(s);
        if (s == SJ_DONE)
            break;
        SJ_TRY(header ? read_header(r, cell, count) : read_row(r, cell, count));
    }
    return share_origins(r);
}

sj_status sj_figures_parse(sj_str bytes, bool strict, sj_arena *arena, sj_figures *ret,
                           sj_diag *reterr_diag)
{
    sj_figures to = {0};
    struct reading r = {.arena = arena, .to = &to, .diag = reterr_diag};
    SJ_TRY(read_rows(&r, bytes));
    if (to.refusals && (strict || to.count == 0)) {
        r.line = to.refused[0].line;
        (void)sj_diag_set(reterr_diag, SJ_EINVAL, to.refused[0].reason, 0, r.line, 0);
        sj_diag_field(reterr_diag, to.refused[0].field);
        return SJ_EINVAL;
    }
    r.line = 1;
    if (to.count == 0)
        return refuse_table(&r, "rows", "expected a header and at least one figure");
    *ret = to;
    return SJ_OK;
}

sj_status sj_figures_read(const char *path, bool strict, sj_arena *arena, sj_figures *ret,
                          sj_diag *reterr_diag)
{
    SJ_AUTO(sj_input) *in = NULL;
    sj_str bytes;
    char hash[65];
    sj_diag_file(reterr_diag, sj_str_from(path));
    SJ_TRY(sj_input_open(path, (sj_str){0}, TABLE_BYTES, &in, reterr_diag));
    SJ_TRY(sj_input_read_all(in, arena, &bytes, reterr_diag));
    SJ_TRY(sj_number_hash(bytes, hash));
    const sj_status s = sj_figures_parse(bytes, strict, arena, ret, reterr_diag);
    sj_diag_file(reterr_diag, sj_str_from(path));
    if (s >= 0)
        memcpy(ret->hash, hash, sizeof hash);
    return s;
}

/* ---- weights ---- */

/* "reliability, A, 0.75". */
static bool weight_line(sj_str line, sj_figure_weights *retadd)
{
    sj_str which, grade;
    double weight;
    if (!sj_str_split(&line, '\t', &which) || !sj_str_split(&line, '\t', &grade) || !line.ptr ||
        !sj_number_parse(sj_str_trim(line), &weight) || !(weight > 0) || weight > 1e6 ||
        grade.len != 1)
        return false;
    const bool letters = sj_str_eq(which, SJ_S("reliability"));
    const size_t at = (size_t)(grade.ptr[0] - (letters ? 'A' : '1'));
    if (at >= 6 || (!letters && !sj_str_eq(which, SJ_S("credibility"))))
        return false;
    (letters ? retadd->reliability : retadd->credibility)[at] = weight;
    return true;
}

sj_status sj_figure_weights_parse(sj_str bytes, sj_figure_weights *retadd, sj_diag *reterr_diag)
{
    sj_str line;
    sj_figure_weights to = *retadd;
    for (uint64_t n = 1; sj_str_split(&bytes, '\n', &line); n++) {
        const sj_str text = sj_str_trim(line);
        if (text.len == 0 || text.ptr[0] == '#' || weight_line(text, &to))
            continue;
        sj_diag_field(reterr_diag, SJ_S("weight"));
        return sj_diag_set(reterr_diag, SJ_EINVAL,
                           "expected reliability or credibility, A to F or 1 to 6, and a weight "
                           "above 0, tabs between them",
                           0, n, 0);
    }
    *retadd = to;
    return SJ_OK;
}

sj_status sj_figure_weights_read(const char *path, sj_figure_weights *retadd, sj_diag *reterr_diag)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_AUTO(sj_input) *in = NULL;
    sj_str bytes;
    sj_diag_file(reterr_diag, sj_str_from(path));
    SJ_TRY(sj_input_open(path, (sj_str){0}, TABLE_BYTES, &in, reterr_diag));
    SJ_TRY(sj_input_read_all(in, &arena, &bytes, reterr_diag));
    const sj_status s = sj_figure_weights_parse(bytes, retadd, reterr_diag);
    sj_diag_file(reterr_diag, sj_str_from(path));
    return s;
}
