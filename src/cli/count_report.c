/* cli/count_report.c -- the pools as one page and as tables. Every picture has
 * its CSV beside it, so nobody has to measure a drawing.
 *
 * Invariant: a file is written whole or not at all (sj_file_replace). */
#include "cli/count_report.h"
#include "cli/cli.h"
#include "cli/count_places.h"
#include "cli/number.h"
#include "cli/svg.h"
#include "records/csv.h"
#include <math.h>

enum { PAGE_BYTES = 64 << 20, FOREST_ROWS = 200 };

static void cell(sj_buf *b, sj_str s)
{
    sj_csv_write_cell(b, s);
    sj_buf_add_char(b, ',');
}

static void cell_number(sj_buf *b, double x)
{
    if (isfinite(x))
        sj_number_put(b, x, 9);
    sj_buf_add_char(b, ',');
}

static void provenance(const sj_count_results *c, size_t n, size_t origins, size_t replicates,
                       const char *assumption, sj_buf *b)
{
    const sj_provenance p = {.n = n,
                             .origins = origins,
                             .replicates = replicates,
                             .seed = c->seed,
                             .hash = c->figures.hash,
                             .assumption = assumption};
    sj_provenance_csv(b, &p);
}

static void pool_marks(sj_buf *b, const sj_figure_pool *p)
{
    const sj_figure *f = p->figure[0];
    char period[SJ_FIGURE_PERIOD];
    sj_figure_pool_period(p, period);
    cell(b, f->place);
    cell(b, f->sector);
    cell(b, f->definition);
    cell(b, f->dimension);
    cell(b, f->currency);
    cell(b, sj_str_from(period));
}

static void pools_csv(const sj_count_results *c, sj_buf *b)
{
    sj_buf_add(b,
               SJ_S("place,sector,definition,unit,currency,period,p5,p25,estimate,p75,p95,interval,"
                    "model,weights,documents,left_out,effective_origins,rho,disagreement,log_pool,"
                    "random_effects,prediction_low,prediction_high,graded_p5,graded_p50,graded_p95,"
                    "graded_by," SJ_PROVENANCE_CSV));
    for (size_t i = 0; i < c->pools; i++) {
        const sj_figure_pool *p = &c->pool[i];
        pool_marks(b, p);
        cell_number(b, p->p5);
        cell_number(b, p->p25);
        cell_number(b, p->p50);
        cell_number(b, p->p75);
        cell_number(b, p->p95);
        sj_buf_addf(b, "5-95 %% linear pool by origin,mixture of laws,equal,%zu,%zu,", p->count,
                    sj_count_left_out(c, p));
        cell_number(b, p->effective);
        cell_number(b, SJ_FIGURE_RHO);
        cell_number(b, p->disagreement);
        cell_number(b, p->log_p50);
        cell_number(b, p->has_effects ? exp(p->effects.mean) : NAN);
        cell_number(b, p->has_effects ? exp(p->effects.prediction_low) : NAN);
        cell_number(b, p->has_effects ? exp(p->effects.prediction_high) : NAN);
        cell_number(b, p->graded_p5);
        cell_number(b, p->graded_p50);
        cell_number(b, p->graded_p95);
        cell(b, sj_str_from(c->weights_name));
        provenance(c, p->count, p->origins, 0, SJ_FIGURES_ASSUMPTION, b);
    }
}

static void forest_csv(const sj_count_results *c, sj_buf *b)
{
    sj_buf_add(
        b, SJ_S("place,sector,definition,unit,currency,period,source,origin,year,low,point,high,"
                "range,law,rule,p5,p50,p95,weight,reliability,credibility,status,locator,url,"
                "quote,line,interval," SJ_PROVENANCE_CSV));
    for (size_t i = 0; i < c->pools; i++) {
        const sj_figure_pool *p = &c->pool[i];
        for (size_t k = 0; k < p->count; k++) {
            const sj_figure *f = p->figure[k];
            const char *rule = "";
            sj_distribution law;
            (void)!sj_figure_law(f, &law, &rule);
            pool_marks(b, p);
            cell(b, f->source);
            cell(b, f->origin);
            sj_buf_addf(b, "%d,", f->year);
            char range[32];
            sj_figure_range_text(f, range);
            cell_number(b, f->low);
            cell_number(b, f->point);
            cell_number(b, f->high);
            cell(b, sj_str_from(range));
            cell(b, sj_family_text(law.family));
            cell(b, sj_str_from(rule));
            cell_number(b, sj_distribution_quantile(&law, 0.05));
            cell_number(b, sj_distribution_quantile(&law, 0.5));
            cell_number(b, sj_distribution_quantile(&law, 0.95));
            cell_number(b, p->weight[k]);
            sj_buf_addf(b, "%c,%c,%s,", f->reliability, f->credibility,
                        sj_figure_status_text(f->status).ptr);
            cell(b, f->locator);
            cell(b, f->url);
            cell(b, f->quote);
            sj_buf_addf(b, "%llu,5 and 95 %% of the law,", (unsigned long long)f->line);
            provenance(c, 1, 1, 0, rule, b);
        }
    }
}

static void waterfall_csv(const sj_count_results *c, sj_buf *b)
{
    sj_buf_add(
        b, SJ_S("state_take_of,gross,state,agency,costs,take_home,gap,gap_p5,gap_p95,mc_error_gap,"
                "mc_error_gap_p5,mc_error_gap_p95,"
                "parts_over_gross,holds,adjusted_gross,adjusted_state,adjusted_agency,"
                "adjusted_costs,adjusted_take_home,interval," SJ_PROVENANCE_CSV));
    for (size_t i = 0; i < c->waterfalls; i++) {
        const sj_waterfall *w = &c->waterfall[i];
        cell(b, w->source);
        for (int k = 0; k < 5; k++)
            cell_number(b, sj_distribution_quantile(&w->part[k], 0.5));
        cell_number(b, w->identity.gap);
        cell_number(b, w->identity.gap_low);
        cell_number(b, w->identity.gap_high);
        cell_number(b, w->identity.gap_mc_error[1]);
        cell_number(b, w->identity.gap_mc_error[0]);
        cell_number(b, w->identity.gap_mc_error[2]);
        cell_number(b, w->identity.covered);
        sj_buf_addf(b, "%s,", w->identity.holds ? "yes" : "no");
        for (int k = 0; k < 5; k++)
            cell_number(b, w->identity.adjusted[k]);
        sj_buf_add(b, SJ_S("5-95 % Monte Carlo,"));
        provenance(c, w->figures, w->origins, SJ_IDENTITY_DRAWS, SJ_WATERFALL_ASSUMPTION, b);
    }
}

static void tornado_csv(const sj_count_results *c, sj_buf *b)
{
    const sj_revenue *r = &c->revenue;
    sj_buf_add(b,
               SJ_S("input,p5,p50,p95,revenue_base,revenue_low,revenue_high,first_order,first_low,"
                    "first_high,total,total_low,total_high,interval," SJ_PROVENANCE_CSV));
    for (size_t i = 0; r->estimable && i < SJ_REVENUE_INPUTS; i++) {
        const sj_distribution *d = &r->input[i];
        const sj_index *x = &r->index[i];
        const double cells[] = {sj_distribution_quantile(d, 0.05),
                                sj_distribution_quantile(d, 0.5),
                                sj_distribution_quantile(d, 0.95),
                                r->base,
                                r->low[i],
                                r->high[i],
                                x->first,
                                x->first_low,
                                x->first_high,
                                x->total,
                                x->total_low,
                                x->total_high};
        cell(b, sj_str_from(sj_revenue_input(i)));
        for (size_t k = 0; k < SJ_COUNT(cells); k++)
            cell_number(b, cells[k]);
        sj_buf_add(b, SJ_S("bootstrap 95 %,"));
        provenance(c, r->figures, r->origins, SJ_REVENUE_BOOTSTRAP, SJ_REVENUE_ASSUMPTION, b);
    }
}

static void correlation_csv(const sj_count_results *c, sj_buf *b)
{
    sj_revenue_ties_csv(&c->revenue, c->seed, c->figures.hash, b);
}

static void claims_csv(const sj_count_results *c, sj_buf *b)
{
    sj_buf_add(b, SJ_S("claim,definition,unit,place,sector,first,last,claimed_low,claimed_point,"
                       "claimed_high,p5,estimate,p95,interval,pooled_over_claimed,disagreement,"
                       "others_p5,others_p50,others_p95,verdict," SJ_PROVENANCE_CSV));
    for (size_t i = 0; i < c->claims; i++) {
        const sj_claim_held *h = &c->claim[i];
        const sj_figure_claim *x = h->claim;
        const sj_figure_pool *p = h->pool, *o = h->others;
        const sj_str words[] = {x->text, x->definition, x->dimension, x->place, x->sector};
        const double numbers[] = {x->low,          x->point,         x->high,
                                  p ? p->p5 : NAN, p ? p->p50 : NAN, p ? p->p95 : NAN};
        const double more[] = {sj_claim_ratio(h), p ? p->disagreement : NAN, o ? o->p5 : NAN,
                               o ? o->p50 : NAN, o ? o->p95 : NAN};
        for (size_t k = 0; k < SJ_COUNT(words); k++)
            cell(b, words[k]);
        sj_buf_addf(b, "%d,%d,", x->first, x->last);
        for (size_t k = 0; k < SJ_COUNT(numbers); k++)
            cell_number(b, numbers[k]);
        sj_buf_add(b, SJ_S("5-95 % linear pool by origin,"));
        for (size_t k = 0; k < SJ_COUNT(more); k++)
            cell_number(b, more[k]);
        cell(b, sj_str_from(sj_claim_verdict(h)));
        provenance(c, p ? p->count : 0, p ? p->origins : 0, 0, SJ_FIGURES_ASSUMPTION, b);
    }
}

static void totals_csv(const sj_count_results *c, sj_buf *b)
{
    static const char *const kind[] = {"places", "sectors", "twice"};
    sj_buf_add(b, SJ_S("of,place,sector,definition,unit,currency,period,parts,whole_p5,whole_p50,"
                       "whole_p95,p5,estimate,p95,mc_error,interval,parts_over_whole,"
                       "probability_above,verdict," SJ_PROVENANCE_CSV));
    for (size_t i = 0; i < c->totals; i++) {
        const sj_total *t = &c->total[i];
        const double numbers[] = {t->whole->p5, t->whole->p50, t->whole->p95, t->p5,
                                  t->p50,       t->p95,        t->mc_error};
        sj_buf_addf(b, "%s,", kind[t->kind]);
        pool_marks(b, t->whole);
        cell(b, t->parts);
        for (size_t k = 0; k < SJ_COUNT(numbers); k++)
            cell_number(b, numbers[k]);
        sj_buf_add(b, SJ_S("5-95 % Monte Carlo over pools,"));
        cell_number(b, t->share);
        cell_number(b, t->above);
        cell(b, sj_str_from(sj_total_verdict(t)));
        provenance(c, t->figures, t->origins, SJ_TOTAL_DRAWS, SJ_TOTAL_ASSUMPTION, b);
    }
}

static void left_out_csv(const sj_count_results *c, sj_buf *b)
{
    sj_buf_add(b, SJ_S("line,column,cell,reason,engine,inputs_sha256\n"));
    for (size_t i = 0; i < c->figures.refusals; i++) {
        const sj_figure_refusal *x = &c->figures.refused[i];
        sj_buf_addf(b, "%llu,", (unsigned long long)x->line);
        cell(b, x->field);
        cell(b, x->cell);
        cell(b, sj_str_from(x->reason));
        sj_buf_addf(b, "sojourn " SJ_VERSION ",%s\n", c->figures.hash);
    }
}

/* ---- the page ---- */

static void td(sj_buf *b, sj_str s)
{
    sj_buf_add(b, SJ_S("<td>"));
    sj_svg_escape(b, s);
    sj_buf_add(b, SJ_S("</td>"));
}

static void td_range(sj_buf *b, double middle, double low, double high)
{
    sj_buf_add(b, SJ_S("<td>"));
    if (isfinite(middle))
        sj_number_range(b, middle, low, high);
    sj_buf_add(b, SJ_S("</td>"));
}

static void head(sj_buf *b, const char *text)
{
    sj_buf_addf(b, "<h2>%s</h2>\n", text);
}

static void draw_claims(const sj_count_results *c, sj_buf *b)
{
    head(b, "The article's table");
    sj_page_text(b, SJ_S("What is claimed against the pool of its definition: median and 5 to 95 % "
                         "of the linear pool by origin (claims.csv). The claimant's own figure is "
                         "one of those pooled, so the other origins alone stand beside it."));
    sj_buf_add(b, SJ_S("<div class='wide'><table><tr><th>claim</th><th>claimed</th><th>pooled</th>"
                       "<th>without the claimant</th><th>origins</th><th>apart by</th><th>of the "
                       "claim</th><th>verdict</th></tr>\n"));
    for (size_t i = 0; i < c->claims; i++) {
        const sj_claim_held *h = &c->claim[i];
        const sj_figure_pool *p = h->pool, *o = h->others;
        sj_buf_add(b, SJ_S("<tr>"));
        td(b, h->claim->text);
        sj_buf_add(b, SJ_S("<td>"));
        sj_number_people(b, isnan(h->claim->point) ? h->claim->low : h->claim->point);
        if (isnan(h->claim->point)) {
            sj_buf_add(b, SJ_S(" - "));
            sj_number_people(b, h->claim->high);
        }
        sj_buf_add(b, SJ_S("</td>"));
        td_range(b, p ? p->p50 : NAN, p ? p->p5 : NAN, p ? p->p95 : NAN);
        td_range(b, o ? o->p50 : NAN, o ? o->p5 : NAN, o ? o->p95 : NAN);
        if (p)
            sj_buf_addf(b, "<td>%zu of %zu documents</td><td>%.1f</td><td>%.2f</td>", p->origins,
                        p->count, p->disagreement, sj_claim_ratio(h));
        else
            sj_buf_add(b, SJ_S("<td></td><td></td><td></td>"));
        td(b, sj_str_from(sj_claim_verdict(h)));
        sj_buf_add(b, SJ_S("</tr>\n"));
    }
    sj_buf_add(b, SJ_S("</table></div>\n"));
}

static void draw_totals(const sj_count_results *c, sj_buf *b)
{
    if (c->totals == 0)
        return;
    head(b, "Totals against their parts");
    sj_page_text(b,
                 SJ_S("Figures of the same years (totals.csv). Assumed: " SJ_TOTAL_ASSUMPTION "."));
    sj_buf_add(b, SJ_S("<div class='wide'><table><tr><th>whole</th><th>period</th><th>whole says"
                       "</th><th>parts</th><th>together</th><th>parts above the whole</th><th>"
                       "verdict</th></tr>\n"));
    for (size_t i = 0; i < c->totals; i++) {
        const sj_total *t = &c->total[i];
        const sj_figure *f = t->whole->figure[0];
        char period[SJ_FIGURE_PERIOD];
        sj_figure_pool_period(t->whole, period);
        sj_buf_add(b, SJ_S("<tr><td>"));
        sj_svg_escape(b, f->place);
        sj_buf_add(b, SJ_S(", "));
        sj_svg_escape(b, f->sector);
        sj_buf_addf(b, ": %s</td>",
                    sj_str_starts(f->dimension, SJ_S("money")) ? "state take, USD a year"
                                                               : "people");
        td(b, sj_str_from(period));
        td_range(b, t->whole->p50, t->whole->p5, t->whole->p95);
        td(b, t->parts);
        td_range(b, t->p50, t->p5, t->p95);
        if (t->kind == SJ_TOTAL_TWICE)
            sj_buf_add(b, SJ_S("<td>IT on top of the whole</td>"));
        else
            sj_buf_addf(b, "<td>probability %.2f</td>", t->above);
        td(b, sj_str_from(sj_total_verdict(t)));
        sj_buf_add(b, SJ_S("</tr>\n"));
    }
    sj_buf_add(b, SJ_S("</table></div>\n"));
}

static void draw_left_out(const sj_count_results *c, sj_buf *b)
{
    enum { SHOWN = 200 };
    SJ_SCOPED(sj_buf) text = {0};
    if (c->figures.unread.len) {
        sj_buf_addf(&text, "Columns that are not read: %.*s.", SJ_STR_FMT(c->figures.unread));
        sj_page_text(b, sj_buf_str(&text));
    }
    if (c->figures.refusals == 0)
        return;
    head(b, "Rows left out");
    sj_buf_addf(b,
                "<p>%zu of %zu rows could not be read (left_out.csv); nothing here holds them."
                "</p>\n<div class='wide'><table><tr><th>line</th><th>column</th><th>cell</th><th>"
                "reason</th></tr>\n",
                c->figures.refusals, c->figures.refusals + c->figures.count);
    for (size_t i = 0; i < c->figures.refusals && i < SHOWN; i++) {
        const sj_figure_refusal *x = &c->figures.refused[i];
        sj_buf_addf(b, "<tr><td>%llu</td>", (unsigned long long)x->line);
        td(b, x->field);
        td(b, x->cell);
        td(b, sj_str_from(x->reason));
        sj_buf_add(b, SJ_S("</tr>\n"));
    }
    sj_buf_add(b, SJ_S("</table></div>\n"));
}

static void draw_revenue(const sj_revenue *r, sj_buf *b)
{
    sj_svg_bar bar[SJ_REVENUE_INPUTS];
    if (!r->estimable)
        return;
    for (size_t i = 0; i < SJ_REVENUE_INPUTS; i++)
        bar[i] = (sj_svg_bar){sj_str_from(sj_revenue_input(i)), r->low[i], r->high[i]};
    head(b, "State revenue from its parts");
    sj_page_text(
        b, SJ_S("Workers x gross wage x months x share (tornado.csv). " SJ_REVENUE_ASSUMPTION "."));
    sj_svg_tornado(b, SJ_S("USD a year as each part goes from 5 to 95 %, the others at the median"),
                   r->base, bar, SJ_REVENUE_INPUTS);
    sj_buf_add(b,
               SJ_S("<table><tr><th>part</th><th>first-order share of variance</th><th>total</th>"
                    "</tr>\n"));
    for (size_t i = 0; i < SJ_REVENUE_INPUTS; i++) {
        const sj_index *x = &r->index[i];
        sj_buf_addf(b,
                    "<tr><td>%s</td><td>%.2f [%.2f - %.2f]</td><td>%.2f [%.2f - %.2f]</td></tr>\n",
                    sj_revenue_input(i), x->first, x->first_low, x->first_high, x->total,
                    x->total_low, x->total_high);
    }
    sj_buf_add(b, SJ_S("</table>\n"));
    sj_revenue_ties_draw(r, b);
}

/* Density of the linear pool over the logarithm, as a slope of its distribution. */
static void pool_density(const sj_figure_pool *p, double low, double high, double *x, double *y,
                         size_t points)
{
    const double step = (log(high) - log(low)) / (double)(points - 1);
    for (size_t i = 0; i < points; i++) {
        double below = 0, above = 0;
        x[i] = exp(log(low) + step * (double)i);
        for (size_t k = 0; k < p->count; k++) {
            below += p->weight[k] * sj_distribution_cdf(&p->law[k], x[i] * exp(-step / 2));
            above += p->weight[k] * sj_distribution_cdf(&p->law[k], x[i] * exp(step / 2));
        }
        y[i] = above - below;
    }
}

static sj_svg_range forest_row(const sj_figure_pool *p, size_t i, bool again, sj_arena *arena)
{
    const sj_figure *f = p->figure[i];
    char range[32];
    sj_svg_range row = {.label = f->source,
                        .low = sj_distribution_quantile(&p->law[i], 0.05),
                        .middle = sj_distribution_quantile(&p->law[i], 0.5),
                        .high = sj_distribution_quantile(&p->law[i], 0.95)};
    sj_figure_range_text(f, range);
    if (sj_arena_format(arena, &row.label, "%s%.*s (%d) %c%c%s, %s", again ? "same origin: " : "",
                        SJ_STR_FMT(f->source), f->year, f->reliability, f->credibility,
                        f->status == SJ_FIGURE_RECALLED ? ", recalled" : "", range) < 0)
        row.label = f->source;
    return row;
}

/* Rows of one origin stand together, in the order of the first of each. */
static size_t forest_rows(const sj_figure_pool *p, sj_arena *arena, sj_svg_range *row)
{
    size_t n = 0;
    for (size_t i = 0; i < p->count; i++) {
        bool seen = false;
        for (size_t j = 0; j < i; j++)
            seen = seen || sj_str_eq(p->figure[j]->origin, p->figure[i]->origin);
        for (size_t k = i; !seen && k < p->count && n + 1 < FOREST_ROWS; k++)
            if (sj_str_eq(p->figure[k]->origin, p->figure[i]->origin))
                row[n++] = forest_row(p, k, k > i, arena);
    }
    return n;
}

static void draw_forest(const sj_figure_pool *p, sj_buf *b)
{
    enum { POINTS = 120 };
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) words = {0};
    sj_svg_range row[FOREST_ROWS];
    double x[POINTS], y[POINTS], low = p->p5, high = p->p95;
    const sj_figure *f = p->figure[0];
    char period[SJ_FIGURE_PERIOD];
    sj_figure_pool_period(p, period);
    size_t n = forest_rows(p, &arena, row);
    row[n++] = (sj_svg_range){SJ_S("linear pool by origin"), p->p5, p->p50, p->p95, true};
    sj_buf_addf(&words, "%.*s, %.*s: %.*s, %.*s%s%.*s, %s", SJ_STR_FMT(f->place),
                SJ_STR_FMT(f->sector), SJ_STR_FMT(f->definition), SJ_STR_FMT(f->dimension),
                f->currency.len ? " " : "", SJ_STR_FMT(f->currency), period);
    for (size_t i = 0; i < words.len; i++)
        if (words.ptr[i] == '_')
            words.ptr[i] = ' ';
    for (size_t i = 0; i < n; i++) {
        low = fmin(low, row[i].low);
        high = fmax(high, row[i].high);
    }
    const bool positive = low > 0 && low < high;
    if (positive)
        pool_density(p, low, high, x, y, POINTS);
    sj_svg_forest_density(b, sj_buf_str(&words), row, n, x, y, positive ? POINTS : 0);
}

static void draw_waterfall(const sj_waterfall *w, sj_buf *b)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_str label[5], title;
    double value[5];
    for (int k = 0; k < 5; k++) {
        label[k] = sj_str_from(sj_waterfall_part(k));
        value[k] = sj_distribution_quantile(&w->part[k], 0.5);
    }
    if (sj_arena_format(&arena, &title, "USD a worker and month, state take by %.*s",
                        SJ_STR_FMT(w->source)) < 0)
        title = w->source;
    sj_svg_waterfall(b, title, label, value, 5);
}

static void table(const sj_count_results *c, sj_buf *b)
{
    sj_buf_add(b, SJ_S("<table><tr><th>place</th><th>sector</th><th>definition</th><th>unit</th>"
                       "<th>period</th><th>median</th><th>5 %</th><th>95 %</th><th>origins</th>"
                       "<th>documents</th><th>apart by</th></tr>\n"));
    for (size_t i = 0; i < c->pools; i++) {
        const sj_figure_pool *p = &c->pool[i];
        const sj_figure *f = p->figure[0];
        char period[SJ_FIGURE_PERIOD];
        sj_figure_pool_period(p, period);
        const sj_str words[] = {f->place, f->sector, f->definition, f->dimension,
                                sj_str_from(period)};
        const double numbers[] = {p->p50, p->p5, p->p95};
        sj_buf_add(b, SJ_S("<tr>"));
        for (size_t k = 0; k < SJ_COUNT(words); k++) {
            sj_buf_add(b, SJ_S("<td>"));
            sj_svg_escape(b, words[k]);
            sj_buf_add(b, SJ_S("</td>"));
        }
        for (size_t k = 0; k < SJ_COUNT(numbers); k++) {
            sj_buf_add(b, SJ_S("<td>"));
            sj_number_people(b, numbers[k]);
            sj_buf_add(b, SJ_S("</td>"));
        }
        sj_buf_addf(b, "<td>%zu</td><td>%zu</td><td>%.1f</td></tr>\n", p->origins, p->count,
                    p->disagreement);
    }
    sj_buf_add(b, SJ_S("</table>\n"));
}

static sj_status page(const sj_count_results *c, const sj_buf *fans, sj_buf *b)
{
    sj_page_open(b, SJ_S("Published figures, pooled like with like"));
    sj_page_text(b, SJ_S("Numbers of different definitions must not be added. Each median stands "
                         "with 5 to 95 % of its pool, each pool with the origins it rests on: "
                         "documents that repeat one figure share one weight."));
    draw_claims(c, b);
    draw_totals(c, b);
    head(b, "By place and sector");
    SJ_TRY(sj_count_places_draw(c->pool, c->pools, b));
    head(b, "Figures by origin, and their pool");
    sj_page_text(b, SJ_S("Lines are 5 to 95 % of the law that a figure states, the dot its median, "
                         "the bar the linear pool by origin (forest.csv); behind a source its "
                         "year, reliability and credibility and what its range is."));
    for (size_t i = 0; i < c->pools; i++)
        if (c->pool[i].count > 1)
            draw_forest(&c->pool[i], b);
    draw_revenue(&c->revenue, b);
    if (c->waterfalls)
        head(b, "From gross to take-home");
    if (c->waterfalls)
        sj_page_text(
            b,
            SJ_S("USD a worker and month, medians (waterfall.csv). " SJ_WATERFALL_ASSUMPTION "."));
    for (size_t i = 0; i < c->waterfalls; i++)
        draw_waterfall(&c->waterfall[i], b);
    sj_buf_add(b, sj_buf_str(fans));
    head(b, "All pools");
    sj_page_text(b, SJ_S("By place and sector (pools.csv). Assumed: " SJ_FIGURES_ASSUMPTION "."));
    table(c, b);
    draw_left_out(c, b);
    sj_buf_addf(b, "<p>sojourn " SJ_VERSION ", seed %llu, inputs sha256 %s</p>\n",
                (unsigned long long)c->seed, c->figures.hash);
    sj_page_close(b);
    return SJ_OK;
}

static sj_status write_file(const char *folder, const char *name, const sj_buf *b)
{
    SJ_SCOPED(sj_buf) path = {.max_bytes = 4096};
    sj_buf_addf(&path, "%s/%s", folder, name);
    sj_buf_add_char(&path, 0);
    SJ_TRY(sj_buf_status(&path));
    SJ_TRY(sj_buf_status(b));
    return sj_file_replace(path.ptr, b->ptr ? b->ptr : "", b->len);
}

/* The page needs the scenario's pictures, so a scenario that fails writes nothing. */
static int write_page(const char *folder, const sj_count_results *c)
{
    SJ_SCOPED(sj_buf) b = {.max_bytes = PAGE_BYTES}, fans = {.max_bytes = PAGE_BYTES};
    SJ_SCOPED(sj_buf) fan = {.max_bytes = PAGE_BYTES};
    const int made = c->scenario ? sj_scenario_section(c->scenario, &fans, &fan) : SJ_EXIT_DONE;
    if (made != SJ_EXIT_DONE)
        return made;
    sj_status s = page(c, &fans, &b);
    if (s >= 0)
        s = write_file(folder, "count.html", &b);
    if (s >= 0 && c->scenario)
        s = write_file(folder, "fan.csv", &fan);
    return s < 0 ? sj_cli_fail(folder, s, NULL) : SJ_EXIT_DONE;
}

int sj_count_report(const char *folder, const sj_count_results *c)
{
    static const struct {
        const char *name;
        void (*make)(const sj_count_results *c, sj_buf *b);
    } file[] = {{"pools.csv", pools_csv},
                {"forest.csv", forest_csv},
                {"waterfall.csv", waterfall_csv},
                {"tornado.csv", tornado_csv},
                {"correlation.csv", correlation_csv},
                {"claims.csv", claims_csv},
                {"totals.csv", totals_csv},
                {"left_out.csv", left_out_csv}};
    sj_status s = sj_file_make_folder(folder);
    for (size_t i = 0; s >= 0 && i < SJ_COUNT(file); i++) {
        SJ_SCOPED(sj_buf) b = {.max_bytes = PAGE_BYTES};
        file[i].make(c, &b);
        s = write_file(folder, file[i].name, &b);
    }
    SJ_SCOPED(sj_buf) places = {.max_bytes = PAGE_BYTES};
    if (s >= 0)
        s = sj_count_places_csv(c->pool, c->pools, c->figures.hash, c->seed, &places);
    if (s >= 0)
        s = write_file(folder, "places.csv", &places);
    return s < 0 ? sj_cli_fail(folder, s, NULL) : write_page(folder, c);
}
