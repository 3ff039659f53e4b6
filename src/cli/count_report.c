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

static void pool_marks(sj_buf *b, const sj_figure_pool *p)
{
    const sj_figure *f = p->figure[0];
    char period[16];
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
                    "documents,origins,disagreement,log_pool,random_effects,prediction_low,"
                    "prediction_high,engine,inputs_sha256\n"));
    for (size_t i = 0; i < c->pools; i++) {
        const sj_figure_pool *p = &c->pool[i];
        pool_marks(b, p);
        cell_number(b, p->p5);
        cell_number(b, p->p25);
        cell_number(b, p->p50);
        cell_number(b, p->p75);
        cell_number(b, p->p95);
        sj_buf_addf(b, "linear pool by origin,%zu,%zu,", p->count, p->origins);
        cell_number(b, p->disagreement);
        cell_number(b, p->log_p50);
        cell_number(b, p->has_effects ? exp(p->effects.mean) : NAN);
        cell_number(b, p->has_effects ? exp(p->effects.prediction_low) : NAN);
        cell_number(b, p->has_effects ? exp(p->effects.prediction_high) : NAN);
        sj_buf_addf(b, "sojourn " SJ_VERSION ",%s\n", c->hash);
    }
}

static void forest_csv(const sj_count_results *c, sj_buf *b)
{
    sj_buf_add(b,
               SJ_S("place,sector,definition,unit,currency,period,source,origin,year,law,rule,p5,"
                    "p50,p95,weight,reliability,credibility,status,interval,n,origins,engine,"
                    "inputs_sha256\n"));
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
            cell(b, sj_family_text(law.family));
            cell(b, sj_str_from(rule));
            cell_number(b, sj_distribution_quantile(&law, 0.05));
            cell_number(b, sj_distribution_quantile(&law, 0.5));
            cell_number(b, sj_distribution_quantile(&law, 0.95));
            cell_number(b, p->weight[k]);
            sj_buf_addf(b, "%c,%c,%s,5 and 95 %% of the law,1,1,sojourn " SJ_VERSION ",%s\n",
                        f->reliability, f->credibility, f->recalled ? "recalled" : "found",
                        c->hash);
        }
    }
}

static void waterfall_csv(const sj_count_results *c, sj_buf *b)
{
    sj_buf_add(
        b, SJ_S("state_take_of,gross,state,agency,costs,take_home,gap,gap_p5,gap_p95,mc_error_gap,"
                "mc_error_gap_p5,mc_error_gap_p95,"
                "parts_over_gross,holds,interval,replicates,seed,figures,origins,engine,"
                "inputs_sha256\n"));
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
        sj_buf_addf(b, "%s,Monte Carlo,20000,%llu,%zu,%zu,sojourn " SJ_VERSION ",%s\n",
                    w->identity.holds ? "yes" : "no", (unsigned long long)c->seed, w->figures,
                    w->origins, c->hash);
    }
}

static void tornado_csv(const sj_count_results *c, sj_buf *b)
{
    const sj_revenue *r = &c->revenue;
    sj_buf_add(
        b, SJ_S("input,p5,p50,p95,revenue_base,revenue_low,revenue_high,first_order,first_low,"
                "first_high,total,total_low,total_high,interval,replicates,seed,figures,origins,"
                "engine,inputs_sha256\n"));
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
        sj_buf_addf(b, "bootstrap 95 %%,%d,%llu,%zu,%zu,sojourn " SJ_VERSION ",%s\n",
                    SJ_REVENUE_BOOTSTRAP, (unsigned long long)c->seed, r->figures, r->origins,
                    c->hash);
    }
}

static void correlation_csv(const sj_count_results *c, sj_buf *b)
{
    sj_revenue_ties_csv(&c->revenue, c->seed, c->hash, b);
}

static void draw_revenue(const sj_revenue *r, sj_buf *b)
{
    sj_svg_bar bar[SJ_REVENUE_INPUTS];
    if (!r->estimable)
        return;
    for (size_t i = 0; i < SJ_REVENUE_INPUTS; i++)
        bar[i] = (sj_svg_bar){sj_str_from(sj_revenue_input(i)), r->low[i], r->high[i]};
    sj_page_text(b, SJ_S("State revenue from its parts. " SJ_REVENUE_ASSUMPTION "."));
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

static void draw_forest(const sj_figure_pool *p, sj_buf *b)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_svg_range row[FOREST_ROWS];
    size_t n = 0;
    sj_str title;
    const sj_figure *f = p->figure[0];
    char period[16];
    sj_figure_pool_period(p, period);
    for (size_t i = 0; i < p->count && n + 1 < FOREST_ROWS; i++, n++) {
        const sj_distribution *d = &p->law[i];
        row[n] = (sj_svg_range){.low = sj_distribution_quantile(d, 0.05),
                                .middle = sj_distribution_quantile(d, 0.5),
                                .high = sj_distribution_quantile(d, 0.95)};
        if (sj_arena_format(&arena, &row[n].label, "%.*s (%d)", SJ_STR_FMT(p->figure[i]->source),
                            p->figure[i]->year) < 0)
            row[n].label = p->figure[i]->source;
    }
    row[n++] = (sj_svg_range){SJ_S("linear pool by origin"), p->p5, p->p50, p->p95, true};
    SJ_SCOPED(sj_buf) words = {0};
    sj_buf_addf(&words, "%.*s, %.*s: %.*s, %.*s%s%.*s, %.16s", SJ_STR_FMT(f->place),
                SJ_STR_FMT(f->sector), SJ_STR_FMT(f->definition), SJ_STR_FMT(f->dimension),
                f->currency.len ? " " : "", SJ_STR_FMT(f->currency), period);
    for (size_t i = 0; i < words.len; i++)
        if (words.ptr[i] == '_')
            words.ptr[i] = ' ';
    title = sj_buf_str(&words);
    sj_svg_forest(b, title, row, n);
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
        char period[16];
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
    sj_page_text(b, SJ_S("Bars are 5 to 95 % of the law that a figure states; the pool is linear, "
                         "by origin: documents that repeat one figure share one weight. Numbers of "
                         "different definitions must not be added."));
    SJ_TRY(sj_count_places_draw(c->pool, c->pools, b));
    for (size_t i = 0; i < c->pools; i++)
        if (c->pool[i].count > 1)
            draw_forest(&c->pool[i], b);
    draw_revenue(&c->revenue, b);
    sj_page_text(b, SJ_S("From gross to take-home. " SJ_WATERFALL_ASSUMPTION "."));
    for (size_t i = 0; i < c->waterfalls; i++)
        draw_waterfall(&c->waterfall[i], b);
    sj_buf_add(b, sj_buf_str(fans));
    sj_page_text(b, SJ_S("All pools by place and sector (pools.csv)."));
    table(c, b);
    sj_buf_addf(b, "<p>sojourn " SJ_VERSION ", seed %llu, inputs sha256 %s</p>\n",
                (unsigned long long)c->seed, c->hash);
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
                {"correlation.csv", correlation_csv}};
    sj_status s = sj_file_make_folder(folder);
    for (size_t i = 0; s >= 0 && i < SJ_COUNT(file); i++) {
        SJ_SCOPED(sj_buf) b = {.max_bytes = PAGE_BYTES};
        file[i].make(c, &b);
        s = write_file(folder, file[i].name, &b);
    }
    SJ_SCOPED(sj_buf) places = {.max_bytes = PAGE_BYTES};
    if (s >= 0)
        s = sj_count_places_csv(c->pool, c->pools, c->hash, &places);
    if (s >= 0)
        s = write_file(folder, "places.csv", &places);
    return s < 0 ? sj_cli_fail(folder, s, NULL) : write_page(folder, c);
}
