/* cli/overlap_report.c -- pictures of an overlap, each with its numbers in a CSV beside it.
 *
 * The headline of the page is the spread over models, not the chosen one: models that fit
 * alike can be far apart, and which is true no table can tell. */
#include "cli/overlap_report.h"
#include "cli/number.h"
#include "cli/svg.h"
#include "count/quantile.h"
#include "count/special.h"
#include "records/csv.h"
#include <math.h>

enum { BARS_MAX = 32, WITHIN = 10 }; /* overlaps drawn; BIC beyond which a model is not told */
static const char assumes[] =
    "Assumed: a closed population, correct links, and no interaction of all lists at once. "
    "Models that fit alike may be far apart: no data can tell which of them holds.";

static void put(sj_buf *b, double x)
{
    if (isfinite(x))
        sj_number_put(b, x, 9);
}

/* The occupied overlaps, most people first. */
static size_t occupied(const sj_overlap *o, unsigned *mask, double *people)
{
    size_t n = 0;
    for (unsigned m = 1; m < 1u << o->lists; m++) {
        if (o->count[m] <= 0)
            continue;
        size_t at = n++;
        for (; at > 0 && people[at - 1] < o->count[m]; at--) {
            people[at] = people[at - 1];
            mask[at] = mask[at - 1];
        }
        people[at] = o->count[m];
        mask[at] = m;
    }
    return n;
}

/* ---- tables ---- */

/* What every row carries: the people, lists (each an origin), engine and table. */
static void provenance(const sj_overlap_report *r, double n, unsigned lists, size_t replicates,
                       sj_buf *b)
{
    const sj_provenance p = {.n = (size_t)(n + 0.5),
                             .lists = lists,
                             .origins = lists,
                             .replicates = replicates,
                             .seed = (uint64_t)r->seed,
                             .hash = r->hash,
                             .assumption = assumes};
    sj_provenance_csv(b, &p);
}

static void overlap_csv(const sj_overlap_report *r, sj_buf *b)
{
    for (unsigned l = 0; l < r->overlap->lists; l++) {
        sj_csv_write_cell(b, r->list[l]);
        sj_buf_add_char(b, ',');
    }
    sj_buf_add(b, SJ_S("count," SJ_PROVENANCE_CSV));
    for (unsigned m = 1; m < 1u << r->overlap->lists; m++) {
        for (unsigned l = 0; l < r->overlap->lists; l++)
            sj_buf_addf(b, "%u,", m >> l & 1);
        sj_buf_addf(b, "%.0f,", r->overlap->count[m]);
        provenance(r, sj_overlap_total(r->overlap), r->overlap->lists, 0, b);
    }
}

static void model_cell(const sj_overlap *o, const sj_overlap_model *m, sj_buf *b)
{
    SJ_SCOPED(sj_buf) model = {0};
    sj_overlap_model_write(o, m, &model);
    sj_csv_write_cell(b, sj_buf_str(&model));
    sj_buf_add_char(b, ',');
}

/* Estimate, limits, level and their kind; nothing where there is no estimate. */
static void range(double estimate, double low, double high, double level, const char *kind,
                  sj_buf *b)
{
    const double x[] = {estimate, low, high, level};
    for (size_t i = 0; i < SJ_COUNT(x); i++) {
        put(b, x[i]);
        sj_buf_add_char(b, ',');
    }
    sj_buf_addf(b, "%s,", kind);
}

static void estimate_csv(const sj_overlap_report *r, sj_buf *b)
{
    sj_buf_add(
        b,
        SJ_S("model,select,estimate,low,high,level,interval,z0,acceleration," SJ_PROVENANCE_CSV));
    model_cell(r->overlap, r->model, b);
    sj_buf_addf(b, "%s,", r->select);
    range(r->estimate, r->low, r->high, r->level, r->interval, b);
    put(b, r->estimate_z0);
    sj_buf_add_char(b, ',');
    put(b, r->acceleration);
    sj_buf_add_char(b, ',');
    provenance(r, sj_overlap_total(r->overlap), r->overlap->lists, r->asked, b);
}

/* A model is fitted once more for its limits: ranking keeps estimates alone. */
static void models_csv(const sj_overlap_report *r, sj_buf *b)
{
    const double z = sj_normal_quantile(0.5 + r->level / 2), n = sj_overlap_total(r->overlap);
    sj_buf_add(
        b, SJ_S("rank,model,estimate,low,high,level,interval,bic,delta_bic," SJ_PROVENANCE_CSV));
    for (size_t i = 0; i < r->ranked_count; i++) {
        sj_overlap_fit f;
        const bool fitted =
            sj_overlap_estimate(r->overlap, &r->ranked[i].model, &f) >= 0 && f.exists;
        sj_buf_addf(b, "%zu,", i + 1);
        model_cell(r->overlap, &r->ranked[i].model, b);
        range(r->ranked[i].estimate, fitted ? n + f.dark * exp(-z * f.se) : NAN,
              fitted ? n + f.dark * exp(z * f.se) : NAN, r->level, "normal given the model", b);
        put(b, r->ranked[i].bic);
        sj_buf_add_char(b, ',');
        put(b, r->ranked[i].bic - r->ranked[0].bic);
        sj_buf_add_char(b, ',');
        provenance(r, n, r->overlap->lists, 0, b);
    }
}

static void omitted_csv(const sj_overlap_report *r, sj_buf *b)
{
    sj_buf_add(b, SJ_S("without,model,estimate,low,high,level,interval," SJ_PROVENANCE_CSV));
    for (unsigned l = 0; r->omitted && l < r->overlap->lists; l++) {
        const sj_overlap_omitted *x = &r->omitted[l];
        sj_overlap less;
        sj_overlap_omit(r->overlap, l, &less);
        sj_csv_write_cell(b, r->list[l]);
        sj_buf_add_char(b, ',');
        model_cell(&less, &x->model, b);
        range(x->estimate, x->low, x->high, r->level, "normal given the model", b);
        provenance(r, x->n, less.lists, 0, b);
    }
}

static void bootstrap_csv(const sj_overlap_report *r, sj_buf *b)
{
    const double n = sj_overlap_total(r->overlap);
    sj_buf_add(b, SJ_S("estimate," SJ_PROVENANCE_CSV));
    for (size_t i = 0; i < r->replicates; i++) {
        put(b, r->replicate[i]);
        sj_buf_add_char(b, ',');
        provenance(r, n, r->overlap->lists, r->asked, b);
    }
}

/* ---- pictures ---- */

/* Overlaps of which nobody is seen, those of fewest lists first: they decide whether an
 * estimate exists. How many there are; `mask` has room for BARS_MAX. */
static size_t add_empty(const sj_overlap *o, unsigned *mask, size_t *retadd)
{
    size_t empty = 0;
    for (unsigned size = 1; size <= o->lists; size++)
        for (unsigned m = 1; m < 1u << o->lists; m++) {
            if (o->count[m] > 0 || (unsigned)__builtin_popcount(m) != size)
                continue;
            empty++;
            if (*retadd < BARS_MAX)
                mask[(*retadd)++] = m;
        }
    return empty;
}

static void draw_overlaps(const sj_overlap_report *r, sj_buf *b)
{
    unsigned mask[SJ_OVERLAP_CELLS];
    double people[SJ_OVERLAP_CELLS] = {0};
    SJ_SCOPED(sj_buf) text = {0};
    const size_t occupied_count = occupied(r->overlap, mask, people);
    size_t n = occupied_count < BARS_MAX ? occupied_count : BARS_MAX;
    const size_t empty = add_empty(r->overlap, mask, &n);
    sj_svg_upset(b, SJ_S("Who stands on which lists (overlap.csv)"), r->list, r->overlap->lists,
                 mask, people, n);
    if (n < occupied_count + empty)
        sj_buf_addf(&text, "%zu of %zu overlaps are drawn; overlap.csv has them all. ", n,
                    occupied_count + empty);
    if (empty)
        sj_buf_addf(&text,
                    "%zu overlap%s nobody (red, a ring): an empty overlap says little of how "
                    "lists depend, and may leave a model without an estimate.",
                    empty, empty == 1 ? " has" : "s have");
    if (text.len)
        sj_page_text(b, sj_buf_str(&text));
}

/* Two lists without a person in common say nothing of each other; the picture of the
 * overlaps that are there cannot show them. */
static void tell_empty(const sj_overlap_report *r, sj_buf *b)
{
    SJ_SCOPED(sj_buf) text = {0};
    for (unsigned i = 0; i < r->overlap->lists; i++)
        for (unsigned j = i + 1; j < r->overlap->lists; j++) {
            double both = 0;
            for (unsigned m = 1; m < 1u << r->overlap->lists; m++)
                both += (m >> i & m >> j & 1) ? r->overlap->count[m] : 0;
            if (both > 0)
                continue;
            sj_buf_addf(&text, "%s%.*s and %.*s",
                        text.len ? "; " : "Nobody stands on both: ", SJ_STR_FMT(r->list[i]),
                        SJ_STR_FMT(r->list[j]));
        }
    if (text.len)
        sj_page_text(b, sj_buf_str(&text));
}

static sj_status draw_models(const sj_overlap_report *r, sj_buf *b)
{
    SJ_SCOPED(sj_arena) a = {0};
    size_t n = 0;
    while (n < r->ranked_count && r->ranked[n].bic <= r->ranked[0].bic + WITHIN)
        n++;
    double *x = sj_arena_alloc(&a, (n + 1) * sizeof *x),
           *y = sj_arena_alloc(&a, (n + 1) * sizeof *y);
    if (!x || !y)
        return SJ_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        x[i] = r->ranked[i].estimate;
        y[i] = r->ranked[i].bic - r->ranked[0].bic;
    }
    sj_svg_scatter(b, SJ_S("The estimate of every model within 10 of the best BIC (models.csv)"),
                   SJ_S("people in all"), SJ_S("BIC above the best"), x, y, n);
    return SJ_OK;
}

static void draw_omitted(const sj_overlap_report *r, sj_buf *b)
{
    sj_svg_range row[SJ_OVERLAP_LISTS_MAX + 1];
    row[0] = (sj_svg_range){SJ_S("all lists"), r->low, r->estimate, r->high, true};
    for (unsigned l = 0; l < r->overlap->lists; l++) {
        const sj_overlap_omitted *x = &r->omitted[l];
        row[l + 1] = (sj_svg_range){r->list[l], x->low, x->estimate, x->high, false};
    }
    sj_svg_forest(b, SJ_S("The estimate without each list (omitted.csv)"), row,
                  r->overlap->lists + 1);
}

static void headline(const sj_overlap_report *r, sj_buf *b)
{
    SJ_SCOPED(sj_buf) text = {0};
    double low = INFINITY, high = 0;
    size_t n = 0;
    for (; n < r->ranked_count && r->ranked[n].bic <= r->ranked[0].bic + WITHIN; n++) {
        low = fmin(low, r->ranked[n].estimate);
        high = fmax(high, r->ranked[n].estimate);
    }
    sj_buf_addf(&text, "%.0f people stand on the lists. ", sj_overlap_total(r->overlap));
    if (n)
        sj_buf_addf(
            &text,
            "The %zu models within 10 of the best BIC put all of them between %.0f and %.0f. ", n,
            low, high);
    if (isnan(r->estimate))
        sj_buf_add(&text, SJ_S("The chosen model has no estimate."));
    else
        sj_buf_addf(&text, "The chosen one (%s) says %.0f, %s interval at %g: %.0f to %.0f.",
                    r->select, r->estimate, r->interval, r->level, r->low, r->high);
    sj_page_text(b, sj_buf_str(&text));
    sj_page_text(b, sj_str_from(assumes));
}

static void draw_bootstrap(const sj_overlap_report *r, sj_buf *b)
{
    const double tail = (1 - r->level) / 2;
    const bool other = strcmp(r->interval, "percentile") != 0 && r->replicates;
    const sj_svg_mark mark[] = {
        {r->low, r->interval, false},
        {r->high, r->interval, false},
        {r->estimate, "estimate", false},
        {other ? sj_quantile_sorted(r->replicate, r->replicates, tail) : NAN, "percentile", true},
        {other ? sj_quantile_sorted(r->replicate, r->replicates, 1 - tail) : NAN, "percentile",
         true}};
    sj_svg_histogram(
        b, SJ_S("The bootstrap: estimates of all replicates and the limits (bootstrap.csv)"),
        r->replicate, r->replicates, mark, SJ_COUNT(mark));
}

static sj_status page(const sj_overlap_report *r, sj_buf *b)
{
    sj_page_open(b, SJ_S("How many stand on no list"));
    headline(r, b);
    draw_overlaps(r, b);
    tell_empty(r, b);
    SJ_TRY(draw_models(r, b));
    if (r->replicate)
        draw_bootstrap(r, b);
    if (r->omitted)
        draw_omitted(r, b);
    sj_buf_addf(b, "<p>sojourn " SJ_VERSION ", %zu replicates, seed %.0f, inputs sha256 %s</p>\n",
                r->replicates, r->seed, r->hash);
    sj_page_close(b);
    return sj_buf_status(b);
}

/* ---- files ---- */

static sj_status write_file(const char *folder, const char *name, const sj_buf *b)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_str path;
    SJ_TRY(sj_arena_format(&a, &path, "%s/%s", folder, name));
    SJ_TRY(sj_buf_status(b));
    return sj_file_replace(path.ptr, b->ptr ? b->ptr : "", b->len);
}

int sj_overlap_report_write(const char *folder, const sj_overlap_report *r)
{
    static const struct {
        const char *name;
        void (*make)(const sj_overlap_report *r, sj_buf *b);
    } files[] = {{"estimate.csv", estimate_csv},
                 {"overlap.csv", overlap_csv},
                 {"models.csv", models_csv},
                 {"omitted.csv", omitted_csv},
                 {"bootstrap.csv", bootstrap_csv}};
    SJ_SCOPED(sj_buf) html = {0};
    sj_status s = sj_file_make_folder(folder);
    for (size_t i = 0; s >= 0 && i < SJ_COUNT(files); i++) {
        SJ_SCOPED(sj_buf) b = {0};
        if (files[i].make == bootstrap_csv && !r->replicate)
            continue;
        files[i].make(r, &b);
        s = write_file(folder, files[i].name, &b);
    }
    if (s >= 0)
        s = page(r, &html);
    if (s >= 0)
        s = write_file(folder, "count.html", &html);
    return s < 0 ? sj_cli_fail(folder, s, NULL) : SJ_EXIT_DONE;
}
