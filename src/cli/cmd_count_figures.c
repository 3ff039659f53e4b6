/* cli/cmd_count_figures.c -- sojourn count --figures FILE: published figures,
 * like pooled with like, held against the article's table and against the
 * identity gross = state + agency + costs + take-home.
 *
 * What is computed stands in count/figure.h; here it is read, named and printed.
 * Not chosen: one table of all definitions. A reader adds up what stands in one
 * column, and these must not be added. */
#include "cli/cli.h"
#include "cli/count_report.h"
#include "cli/number.h"
#include <math.h>

enum { OUTPUT_BYTES = 64 << 20, REFUSALS_SAID = 50 };

static void put_str(sj_buf *b, const char *name, sj_str s)
{
    sj_buf_addf(b, "\"%s\": ", name);
    sj_buf_add_json(b, s);
    sj_buf_add(b, SJ_S(", "));
}

static void put_double(sj_buf *b, const char *name, double x)
{
    sj_buf_addf(b, "\"%s\": ", name);
    sj_number_put(b, x, 9);
    sj_buf_add(b, SJ_S(", "));
}

static void figures_json(const sj_figure_pool *p, sj_buf *b)
{
    sj_buf_add(b, SJ_S("\"figures\": ["));
    for (size_t i = 0; i < p->count; i++) {
        const sj_figure *f = p->figure[i];
        const char *rule = "";
        sj_distribution law;
        (void)!sj_figure_law(f, &law, &rule);
        sj_buf_add(b, i ? SJ_S(", {") : SJ_S("{"));
        sj_buf_addf(b, "\"line\": %llu, \"year\": %d, ", (unsigned long long)f->line, f->year);
        put_str(b, "source", f->source);
        put_str(b, "origin", f->origin);
        put_str(b, "locator", f->locator);
        put_double(b, "low", f->low);
        put_double(b, "point", f->point);
        put_double(b, "high", f->high);
        put_double(b, "weight", p->weight[i]);
        put_str(b, "law", sj_family_text(law.family));
        put_str(b, "rule", sj_str_from(rule));
        char range[32];
        sj_figure_range_text(f, range);
        put_str(b, "range", sj_str_from(range));
        put_str(b, "status", sj_figure_status_text(f->status));
        if (f->url.len)
            put_str(b, "url", f->url);
        if (f->quote.len)
            put_str(b, "quote", f->quote);
        sj_buf_addf(b, "\"reliability\": \"%c\", \"credibility\": \"%c\", \"recalled\": %s}",
                    f->reliability, f->credibility,
                    f->status == SJ_FIGURE_RECALLED ? "true" : "false");
    }
    sj_buf_add(b, SJ_S("]"));
}

static void pool_json(const sj_count_results *c, const sj_figure_pool *p, sj_buf *b)
{
    const sj_figure *f = p->figure[0];
    char period[SJ_FIGURE_PERIOD];
    sj_figure_pool_period(p, period);
    const sj_number number = {.estimate = p->p50,
                              .low = p->p5,
                              .high = p->p95,
                              .level = 0.9,
                              .interval = "linear pool by origin",
                              .model = "mixture of laws",
                              .assumption = SJ_FIGURES_ASSUMPTION,
                              .n = p->count,
                              .origins = p->origins,
                              .seed = c->seed,
                              .hash = c->figures.hash};
    sj_buf_add(b, SJ_S("{\"kind\": \"pool\", "));
    put_str(b, "definition", f->definition);
    put_str(b, "unit", f->dimension);
    put_str(b, "currency", f->currency);
    put_str(b, "place", f->place);
    put_str(b, "sector", f->sector);
    put_str(b, "period", sj_str_from(period));
    sj_number_json(b, &number);
    sj_buf_add(b, SJ_S(", "));
    put_double(b, "p25", p->p25);
    put_double(b, "p75", p->p75);
    put_double(b, "disagreement", p->disagreement);
    put_double(b, "effective_origins", p->effective);
    put_double(b, "rho", SJ_FIGURE_RHO);
    sj_buf_addf(b, "\"left_out\": %zu, ", sj_count_left_out(c, p));
    put_double(b, "quantile_average_p50", p->average_p50);
    put_double(b, "log_pool_p5", p->log_p5);
    put_double(b, "log_pool_p50", p->log_p50);
    put_double(b, "log_pool_p95", p->log_p95);
    put_str(b, "weights", SJ_S("equal"));
    put_str(b, "graded_by", sj_str_from(c->weights_name));
    put_double(b, "graded_p5", p->graded_p5);
    put_double(b, "graded_p50", p->graded_p50);
    put_double(b, "graded_p95", p->graded_p95);
    if (p->has_effects) {
        put_double(b, "random_effects", exp(p->effects.mean));
        put_double(b, "random_effects_low", exp(p->effects.low));
        put_double(b, "random_effects_high", exp(p->effects.high));
        put_double(b, "prediction_low", exp(p->effects.prediction_low));
        put_double(b, "prediction_high", exp(p->effects.prediction_high));
    }
    figures_json(p, b);
    sj_buf_add(b, SJ_S("}\n"));
}

static void pool_text(const sj_count_results *c, const sj_figure_pool *p, sj_buf *b)
{
    const sj_figure *f = p->figure[0];
    char period[SJ_FIGURE_PERIOD];
    sj_figure_pool_period(p, period);
    sj_buf_addf(b, "%-12.*s %-12.*s %-22.*s %-12.*s %-4.*s %-10s ", SJ_STR_FMT(f->place),
                SJ_STR_FMT(f->sector), SJ_STR_FMT(f->definition), SJ_STR_FMT(f->dimension),
                SJ_STR_FMT(f->currency), period);
    sj_number_people(b, p->p50);
    sj_buf_add(b, SJ_S("  ["));
    sj_number_people(b, p->p5);
    sj_buf_add(b, SJ_S(" - "));
    sj_number_people(b, p->p95);
    sj_buf_addf(b, "]  %zu of %zu", p->origins, p->count);
    if (p->origins > 1)
        sj_buf_addf(b, ", apart by %.1f", p->disagreement);
    if (sj_count_left_out(c, p))
        sj_buf_addf(b, ", %zu left out", sj_count_left_out(c, p));
    sj_buf_add_char(b, '\n');
}

/* ---- the article's table ---- */

static void pool_number(const sj_count_results *c, const sj_figure_pool *p, sj_buf *b)
{
    const sj_number n = {.estimate = p ? p->p50 : NAN,
                         .low = p ? p->p5 : NAN,
                         .high = p ? p->p95 : NAN,
                         .level = 0.9,
                         .interval = "linear pool by origin",
                         .model = "mixture of laws",
                         .assumption = SJ_FIGURES_ASSUMPTION,
                         .n = p ? p->count : 0,
                         .origins = p ? p->origins : 0,
                         .seed = c->seed,
                         .hash = c->figures.hash};
    sj_number_json(b, &n);
}

static void claim_json(const sj_count_results *c, const sj_claim_held *h, sj_buf *b)
{
    const sj_figure_claim *x = h->claim;
    sj_buf_add(b, SJ_S("{\"kind\": \"claim\", "));
    put_str(b, "claim", x->text);
    put_double(b, "claimed_low", x->low);
    put_double(b, "claimed_point", x->point);
    put_double(b, "claimed_high", x->high);
    put_str(b, "verdict", sj_str_from(sj_claim_verdict(h)));
    put_double(b, "pooled_over_claimed", sj_claim_ratio(h));
    put_double(b, "disagreement", h->pool ? h->pool->disagreement : NAN);
    sj_buf_addf(b, "\"claimant_pooled\": %s, ", h->claimant_pooled ? "true" : "false");
    put_double(b, "others_p5", h->others ? h->others->p5 : NAN);
    put_double(b, "others_p50", h->others ? h->others->p50 : NAN);
    put_double(b, "others_p95", h->others ? h->others->p95 : NAN);
    sj_buf_addf(b, "\"first\": %d, \"last\": %d, ", x->first, x->last);
    pool_number(c, h->pool, b);
    sj_buf_add(b, SJ_S("}\n"));
}

static void claim_text(const sj_claim_held *h, sj_buf *b)
{
    const sj_figure_claim *c = h->claim;
    sj_buf_addf(b, "  %-42.*s claimed ", SJ_STR_FMT(c->text));
    sj_number_people(b, isnan(c->point) ? c->low : c->point);
    if (isnan(c->point)) {
        sj_buf_add(b, SJ_S(" - "));
        sj_number_people(b, c->high);
    }
    if (h->pool) {
        sj_buf_add(b, SJ_S("; pooled "));
        sj_number_range(b, h->pool->p50, h->pool->p5, h->pool->p95);
        sj_buf_addf(b, ", %.2f of it, by %zu origin%s, apart by %.1f (%d-%d)", sj_claim_ratio(h),
                    h->pool->origins, h->pool->origins == 1 ? "" : "s", h->pool->disagreement,
                    c->first, c->last);
    }
    if (h->others) {
        sj_buf_add(b, SJ_S("; without the claimant "));
        sj_number_range(b, h->others->p50, h->others->p5, h->others->p95);
    }
    sj_buf_addf(b, "; %s\n", sj_claim_verdict(h));
}

/* ---- totals ---- */

static void total_json(const sj_count_results *c, const sj_total *t, sj_buf *b)
{
    static const char *const kind[] = {"places", "sectors", "twice"};
    const sj_figure *f = t->whole->figure[0];
    char period[SJ_FIGURE_PERIOD];
    sj_figure_pool_period(t->whole, period);
    const sj_number n = {.estimate = t->p50,
                         .low = t->p5,
                         .high = t->p95,
                         .level = 0.9,
                         .interval = "Monte Carlo over pools",
                         .model = "sum of parts",
                         .assumption = SJ_TOTAL_ASSUMPTION,
                         .n = t->figures,
                         .origins = t->origins,
                         .replicates = SJ_TOTAL_DRAWS,
                         .seed = c->seed,
                         .mc_error = t->mc_error,
                         .hash = c->figures.hash};
    sj_buf_addf(b, "{\"kind\": \"total\", \"of\": \"%s\", ", kind[t->kind]);
    put_str(b, "place", f->place);
    put_str(b, "sector", f->sector);
    put_str(b, "definition", f->definition);
    put_str(b, "unit", f->dimension);
    put_str(b, "period", sj_str_from(period));
    put_str(b, "parts", t->parts);
    put_double(b, "whole_p5", t->whole->p5);
    put_double(b, "whole_p50", t->whole->p50);
    put_double(b, "whole_p95", t->whole->p95);
    put_double(b, "parts_over_whole", t->share);
    put_double(b, "probability_above", t->above);
    put_str(b, "verdict", sj_str_from(sj_total_verdict(t)));
    sj_number_json(b, &n);
    sj_buf_add(b, SJ_S("}\n"));
}

static void total_text(const sj_total *t, sj_buf *b)
{
    const sj_figure *f = t->whole->figure[0];
    char period[SJ_FIGURE_PERIOD];
    sj_figure_pool_period(t->whole, period);
    sj_buf_addf(b, "  %.*s %.*s %.*s, %s: ", SJ_STR_FMT(f->place), SJ_STR_FMT(f->sector),
                SJ_STR_FMT(f->definition), period);
    sj_number_range(b, t->whole->p50, t->whole->p5, t->whole->p95);
    if (t->kind == SJ_TOTAL_TWICE) {
        sj_buf_add(b, SJ_S(" with IT within; "));
        sj_number_range(b, t->p50, t->p5, t->p95);
        sj_buf_addf(b, " with IT on top (%.*s)", SJ_STR_FMT(t->parts));
    } else {
        sj_buf_addf(b, " against %.*s: together ", SJ_STR_FMT(t->parts));
        sj_number_range(b, t->p50, t->p5, t->p95);
        sj_buf_addf(b, ", %.2f of it, more than it with probability %.2f", t->share, t->above);
    }
    sj_buf_addf(b, "; %s\n", sj_total_verdict(t));
}

/* ---- the identity, per worker and month ---- */

static void identity_put(const sj_waterfall *w, bool json, const char *hash, uint64_t seed,
                         sj_buf *b)
{
    const sj_identity *i = &w->identity;
    if (json) {
        const double limits[2] = {i->gap_mc_error[0], i->gap_mc_error[2]};
        const sj_number n = {.estimate = i->gap,
                             .low = i->gap_low,
                             .high = i->gap_high,
                             .level = 0.9,
                             .interval = "Monte Carlo, parts independent",
                             .model = "gross = state + agency + costs + take-home",
                             .assumption = SJ_WATERFALL_ASSUMPTION,
                             .n = w->figures,
                             .origins = w->origins,
                             .replicates = SJ_IDENTITY_DRAWS,
                             .seed = seed,
                             .mc_error = i->gap_mc_error[1],
                             .mc_limits = limits,
                             .hash = hash};
        sj_buf_add(b, SJ_S("{\"kind\": \"identity\", "));
        put_str(b, "state_take_of", w->source);
        sj_buf_addf(b, "\"holds\": %s, ", i->holds ? "true" : "false");
        put_double(b, "parts_over_gross", i->covered);
        for (int k = 0; k < 5; k++)
            put_double(b, sj_waterfall_part(k), sj_distribution_quantile(&w->part[k], 0.5));
        sj_number_json(b, &n);
        sj_buf_add(b, SJ_S("}\n"));
        return;
    }
    sj_buf_addf(b, "  %-32.*s state take ", SJ_STR_FMT(w->source));
    sj_number_people(b, sj_distribution_quantile(&w->part[1], 0.5));
    sj_buf_add(b, SJ_S(" of gross "));
    sj_number_people(b, sj_distribution_quantile(&w->part[0], 0.5));
    sj_buf_addf(b, "; parts are %.2f of gross: ", i->covered);
    if (i->holds)
        sj_buf_add(b, SJ_S("holds\n"));
    else {
        sj_buf_add(b, SJ_S("fails by "));
        sj_number_people(b, fabs(i->gap));
        sj_buf_add(b, SJ_S(" USD a worker and month\n"));
    }
}

static void revenue_put(const sj_count_results *c, bool json, sj_buf *b)
{
    const sj_revenue *r = &c->revenue;
    if (!r->estimable)
        return;
    if (json) {
        const double limits[2] = {r->q[0].mc_error, r->q[2].mc_error};
        const sj_number n = {.estimate = r->q[1].value,
                             .low = r->q[0].value,
                             .high = r->q[2].value,
                             .level = 0.9,
                             .interval = "Monte Carlo over four independent factors",
                             .model = "workers x gross wage x months x share",
                             .assumption = SJ_REVENUE_ASSUMPTION,
                             .n = r->figures,
                             .origins = r->origins,
                             .replicates = SJ_REVENUE_DRAWS,
                             .seed = c->seed,
                             .mc_error = r->q[1].mc_error,
                             .mc_limits = limits,
                             .hash = c->figures.hash};
        sj_buf_add(b, SJ_S("{\"kind\": \"revenue\", \"unit\": \"USD a year\", "));
        sj_number_json(b, &n);
        sj_buf_add(b, SJ_S(", \"sensitivity\": ["));
    } else {
        sj_buf_add(
            b, SJ_S("\nState revenue from workers x gross wage x months x share, USD a year: "));
        sj_number_range(b, r->q[1].value, r->q[0].value, r->q[2].value);
        sj_buf_add(b, SJ_S(", Monte Carlo error "));
        sj_number_people(b, r->q[1].mc_error);
        sj_buf_add(b, SJ_S("\n"));
    }
    for (size_t i = 0; i < SJ_REVENUE_INPUTS; i++) {
        const sj_index *x = &r->index[i];
        sj_buf_addf(
            b,
            json ? "%s{\"input\": \"%s\", \"first\": %.6f, \"first_low\": %.6f, "
                   "\"first_high\": %.6f, \"total\": %.6f, \"total_low\": %.6f, "
                   "\"total_high\": %.6f}"
                 : "%s  %-20s share of variance %.2f [%.2f - %.2f], total %.2f [%.2f - %.2f]\n",
            json && i ? ", " : "", sj_revenue_input(i), x->first, x->first_low, x->first_high,
            x->total, x->total_low, x->total_high);
    }
    if (json) {
        sj_buf_add_char(b, ']');
        sj_revenue_ties_json(r, b);
        sj_buf_add(b, SJ_S("}\n"));
        return;
    }
    sj_revenue_ties_text(r, b);
    sj_buf_add(b, SJ_S("  " SJ_REVENUE_ASSUMPTION ".\n"));
}

/* ---- weights and rows left out ---- */

static void weights_text(const sj_count_results *c, sj_buf *b)
{
    size_t moved = 0;
    for (size_t i = 0; i < c->pools; i++) {
        const sj_figure_pool *p = &c->pool[i];
        if (fabs(p->graded_p50 / p->p50 - 1) < 0.01)
            continue;
        if (moved++ == 0)
            sj_buf_addf(b, "\nWeighed by grade (%s) instead of alike:\n", c->weights_name);
        const sj_figure *f = p->figure[0];
        sj_buf_addf(b, "  %.*s %.*s %.*s, %.*s: ", SJ_STR_FMT(f->place), SJ_STR_FMT(f->sector),
                    SJ_STR_FMT(f->definition), SJ_STR_FMT(sj_era_text(p->era)));
        sj_number_range(b, p->p50, p->p5, p->p95);
        sj_buf_add(b, SJ_S(" becomes "));
        sj_number_range(b, p->graded_p50, p->graded_p5, p->graded_p95);
        sj_buf_add_char(b, '\n');
    }
    if (moved == 0)
        sj_buf_addf(b, "\nWeighed by grade (%s) instead of alike no median moves by 1 %%.\n",
                    c->weights_name);
}

static void refusals_put(const sj_figures *f, bool json, sj_buf *b)
{
    for (size_t i = 0; i < f->refusals && json; i++) {
        const sj_figure_refusal *x = &f->refused[i];
        sj_buf_addf(b, "{\"kind\": \"left_out\", \"line\": %llu, ", (unsigned long long)x->line);
        put_str(b, "column", x->field);
        put_str(b, "cell", x->cell);
        put_str(b, "reason", sj_str_from(x->reason));
        sj_buf_add(b, SJ_S("\"inputs_sha256\": "));
        sj_buf_add_json(b, sj_str_from(f->hash));
        sj_buf_add(b, SJ_S("}\n"));
    }
    if (json)
        return;
    if (f->refusals)
        sj_buf_addf(b,
                    "\n%zu of %zu rows could not be read and are left out (said on standard "
                    "error).\n",
                    f->refusals, f->refusals + f->count);
    if (f->unread.len)
        sj_buf_addf(b, "\nColumns that are not read: %.*s.\n", SJ_STR_FMT(f->unread));
}

static void say_refusals(const char *path, const sj_figures *f)
{
    for (size_t i = 0; i < f->refusals && i < REFUSALS_SAID; i++) {
        const sj_figure_refusal *x = &f->refused[i];
        sj_cli_say("%s: line %llu: %.*s: %s: '%.*s' (row left out)", path,
                   (unsigned long long)x->line, SJ_STR_FMT(x->field), x->reason,
                   SJ_STR_FMT(x->cell));
    }
    if (f->refusals > REFUSALS_SAID)
        sj_cli_say("%s: and %zu rows more that are left out", path, f->refusals - REFUSALS_SAID);
}

struct request {
    const char *path, *out, *scenario, *weights;
    bool json, strict;
    uint64_t seed;
};

static int parse(int argc, char **argv, struct request *r)
{
    static const sj_cli_option options[] = {
        {"figures", true},  {"json", false},   {"out", true},    {"seed", true},
        {"scenario", true}, {"weights", true}, {"strict", false}};
    sj_cli_args args = {.argc = argc, .argv = argv};
    double seed = 1;
    for (;;) {
        switch (sj_cli_next(&args, options, SJ_COUNT(options))) {
        case 0:
            r->path = args.value;
            break;
        case 1:
            r->json = true;
            break;
        case 2:
            r->out = args.value;
            break;
        case 3:
            if (!sj_cli_number(args.value, "--seed", 0, 1e9, &seed))
                return SJ_EXIT_USE;
            break;
        case 4:
            r->scenario = args.value;
            break;
        case 5:
            r->weights = args.value;
            break;
        case 6:
            r->strict = true;
            break;
        case SJ_CLI_END:
            r->seed = (uint64_t)seed;
            return SJ_EXIT_DONE;
        case SJ_CLI_POSITIONAL:
            sj_cli_say("unexpected argument '%s' (see sojourn help count)", args.value);
            return SJ_EXIT_USE;
        default:
            return SJ_EXIT_USE;
        }
    }
}

static void print_pools(const sj_count_results *c, bool json, sj_buf *b)
{
    if (!json)
        sj_buf_add(b, SJ_S("place        sector       definition             unit              "
                           "     period     median [5 - 95 %], origins of documents\n"));
    for (size_t i = 0; i < c->pools; i++) {
        if (json)
            pool_json(c, &c->pool[i], b);
        else
            pool_text(c, &c->pool[i], b);
    }
}

static void print_claims(const sj_count_results *c, bool json, sj_buf *b)
{
    if (!json)
        sj_buf_add(b, SJ_S("\nThe article's table against the pool:\n"));
    for (size_t i = 0; i < c->claims; i++) {
        if (json)
            claim_json(c, &c->claim[i], b);
        else
            claim_text(&c->claim[i], b);
    }
    if (!json && c->totals)
        sj_buf_add(b, SJ_S("\nTotals against their parts of the same years:\n"));
    for (size_t i = 0; i < c->totals; i++) {
        if (json)
            total_json(c, &c->total[i], b);
        else
            total_text(&c->total[i], b);
    }
}

static sj_status print_all(const sj_count_results *c, bool json, sj_buf *b)
{
    print_pools(c, json, b);
    print_claims(c, json, b);
    if (!json && c->waterfalls)
        sj_buf_add(b,
                   SJ_S("\ngross = state + agency + costs + take-home, USD a worker and month:\n"));
    for (size_t i = 0; i < c->waterfalls; i++)
        identity_put(&c->waterfall[i], json, c->figures.hash, c->seed, b);
    revenue_put(c, json, b);
    if (!json)
        weights_text(c, b);
    refusals_put(&c->figures, json, b);
    if (!json)
        sj_buf_addf(b,
                    "\n%s.\nPool: linear, by origin. %s.\nTotals: " SJ_TOTAL_ASSUMPTION
                    ".\nsojourn " SJ_VERSION ", seed %llu, inputs sha256 %.16s\n",
                    SJ_WATERFALL_ASSUMPTION, SJ_FIGURES_ASSUMPTION, (unsigned long long)c->seed,
                    c->figures.hash);
    return sj_buf_status(b);
}

size_t sj_count_left_out(const sj_count_results *c, const sj_figure_pool *p)
{
    const sj_figure *f = p->figure[0];
    size_t n = 0;
    for (size_t i = 0; i < c->figures.refusals; i++) {
        const sj_figure_refusal *x = &c->figures.refused[i];
        n += sj_str_eq(x->definition, f->definition) && sj_str_eq(x->place, f->place) &&
             sj_str_eq(x->sector, f->sector);
    }
    return n;
}

static sj_status read_all(const struct request *r, sj_arena *arena, sj_count_results *c,
                          sj_diag *reterr_diag)
{
    c->weights = sj_figure_weights_table;
    c->weights_name = r->weights ? r->weights : "data/figure_weights.tsv";
    if (r->weights)
        SJ_TRY(sj_figure_weights_read(r->weights, &c->weights, reterr_diag));
    return sj_figures_read(r->path, r->strict, arena, &c->figures, reterr_diag);
}

static sj_status compute(sj_arena *arena, sj_count_results *c, sj_diag *reterr_diag)
{
    const sj_figure *f = c->figures.figure;
    const size_t n = c->figures.count;
    SJ_TRY(sj_figure_pools(f, n, &c->weights, arena, &c->pool, &c->pools, reterr_diag));
    SJ_TRY(sj_claims_hold(&c->figures, arena, &c->claim, &c->claims));
    SJ_TRY(sj_totals_check(c->pool, c->pools, c->seed, arena, &c->total, &c->totals));
    SJ_TRY(sj_waterfalls(f, n, c->pool, c->pools, SJ_IDENTITY_DRAWS, c->seed, arena, &c->waterfall,
                         &c->waterfalls));
    return sj_revenue_from(f, n, c->waterfalls ? &c->waterfall[0].part[0] : NULL,
                           c->waterfalls ? c->waterfall[0].figures : 0, c->seed, arena,
                           &c->revenue);
}

int sj_cmd_count_figures(int argc, char **argv)
{
    struct request r = {0};
    const int use = parse(argc, argv, &r);
    if (use != SJ_EXIT_DONE)
        return use;
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) b = {.max_bytes = OUTPUT_BYTES};
    sj_diag diag = {0};
    sj_count_results c = {.seed = r.seed, .scenario = r.scenario};
    sj_status s = read_all(&r, &arena, &c, &diag);
    if (s >= 0)
        s = compute(&arena, &c, &diag);
    if (s >= 0)
        s = print_all(&c, r.json, &b);
    if (s < 0)
        return sj_cli_fail(r.path, s, &diag) == SJ_EXIT_FAILED ? SJ_EXIT_FAILED
                                                               : SJ_EXIT_UNREADABLE;
    say_refusals(r.path, &c.figures);
    if (!sj_cli_write(stdout, &b) || !sj_cli_close_out(stdout))
        return SJ_EXIT_FAILED;
    const int done = r.out ? sj_count_report(r.out, &c) : SJ_EXIT_DONE;
    return done == SJ_EXIT_DONE && c.figures.refusals ? SJ_EXIT_UNREADABLE : done;
}
