/* cli/cmd_count_figures.c -- sojourn count --figures FILE: published figures,
 * like pooled with like, held against the article's table and against the
 * identity gross = state + agency + costs + take-home.
 *
 * What is computed stands in count/figure.h; here it is read, named and printed.
 * Not chosen: one table of all definitions. A reader adds up what stands in one
 * column, and these must not be added. */
#include "cli/cli.h"
#include "cli/count_report.h"
#include "cli/figures.h"
#include "cli/number.h"
#include <math.h>

enum { OUTPUT_BYTES = 64 << 20, IDENTITY_DRAWS = 20000 };
#define FIGURES_ASSUMPTION                                                                       \
    "one quantity per definition, place, sector and era; origins weigh alike; documents of one " \
    "origin share its weight"

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
        sj_buf_addf(b, "\"reliability\": \"%c\", \"credibility\": \"%c\", \"recalled\": %s}",
                    f->reliability, f->credibility, f->recalled ? "true" : "false");
    }
    sj_buf_add(b, SJ_S("]"));
}

static void pool_json(const sj_figure_pool *p, const char *hash, sj_buf *b)
{
    const sj_figure *f = p->figure[0];
    char period[16];
    sj_figure_pool_period(p, period);
    const sj_number number = {.estimate = p->p50,
                              .low = p->p5,
                              .high = p->p95,
                              .level = 0.9,
                              .interval = "linear pool by origin",
                              .model = "mixture of laws",
                              .assumption = FIGURES_ASSUMPTION,
                              .n = p->count,
                              .origins = p->origins,
                              .hash = hash};
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
    put_double(b, "quantile_average_p50", p->average_p50);
    put_double(b, "log_pool_p5", p->log_p5);
    put_double(b, "log_pool_p50", p->log_p50);
    put_double(b, "log_pool_p95", p->log_p95);
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

static void pool_text(const sj_figure_pool *p, sj_buf *b)
{
    const sj_figure *f = p->figure[0];
    char period[16];
    sj_figure_pool_period(p, period);
    sj_buf_addf(b, "%-12.*s %-12.*s %-22.*s %-12.*s %-4.*s %-10.*s ", SJ_STR_FMT(f->place),
                SJ_STR_FMT(f->sector), SJ_STR_FMT(f->definition), SJ_STR_FMT(f->dimension),
                SJ_STR_FMT(f->currency), 16, period);
    sj_number_people(b, p->p50);
    sj_buf_add(b, SJ_S("  ["));
    sj_number_people(b, p->p5);
    sj_buf_add(b, SJ_S(" - "));
    sj_number_people(b, p->p95);
    sj_buf_addf(b, "]  %zu of %zu", p->origins, p->count);
    if (p->origins > 1)
        sj_buf_addf(b, ", apart by %.1f", p->disagreement);
    sj_buf_add_char(b, '\n');
}

/* ---- the article's table ---- */

struct held { /* a claim against a pool of its definition */
    const sj_figure_claim *claim;
    const sj_figure_pool *pool; /* NULL: no figure of this definition */
};

static sj_status hold(const sj_figure_claim *c, const sj_figure *figure, size_t count,
                      sj_arena *arena, struct held *ret)
{
    const sj_figure marks = {.definition = c->definition,
                             .dimension = c->dimension,
                             .currency = sj_str_starts(c->dimension, SJ_S("money")) ? SJ_S("USD")
                                                                                    : (sj_str){0},
                             .place = c->place,
                             .sector = c->sector};
    sj_figure_pool *pool;
    SJ_TRY(sj_figure_pool_between(figure, count, &marks, c->first, c->last, arena, &pool, NULL));
    *ret = (struct held){c, pool};
    return SJ_OK;
}

static const char *verdict(const struct held *h)
{
    if (!h->pool)
        return "not estimable: no figure of this definition";
    const double low = isnan(h->claim->low) ? h->claim->point : h->claim->low;
    const double high = isnan(h->claim->high) ? h->claim->point : h->claim->high;
    if (high < h->pool->p5 || low > h->pool->p95)
        return "outside the pool's 90 %";
    return h->pool->origins > 1 ? "within the pool's 90 %" : "within, but the pool is one origin";
}

static void claim_put(const struct held *h, bool json, const char *hash, sj_buf *b)
{
    const sj_figure_claim *c = h->claim;
    if (json) {
        sj_buf_add(b, SJ_S("{\"kind\": \"claim\", "));
        put_str(b, "claim", c->text);
        put_double(b, "claimed_low", c->low);
        put_double(b, "claimed_point", c->point);
        put_double(b, "claimed_high", c->high);
        put_str(b, "verdict", sj_str_from(verdict(h)));
        put_double(b, "disagreement", h->pool ? h->pool->disagreement : NAN);
        sj_buf_addf(b, "\"first\": %d, \"last\": %d, ", c->first, c->last);
        const sj_number n = {.estimate = h->pool ? h->pool->p50 : NAN,
                             .low = h->pool ? h->pool->p5 : NAN,
                             .high = h->pool ? h->pool->p95 : NAN,
                             .level = 0.9,
                             .interval = "linear pool by origin",
                             .model = "mixture of laws",
                             .assumption = FIGURES_ASSUMPTION,
                             .n = h->pool ? h->pool->count : 0,
                             .origins = h->pool ? h->pool->origins : 0,
                             .hash = hash};
        sj_number_json(b, &n);
        sj_buf_add(b, SJ_S("}\n"));
        return;
    }
    sj_buf_addf(b, "  %-42.*s claimed ", SJ_STR_FMT(c->text));
    sj_number_people(b, isnan(c->point) ? c->low : c->point);
    if (isnan(c->point)) {
        sj_buf_add(b, SJ_S(" - "));
        sj_number_people(b, c->high);
    }
    if (h->pool) {
        sj_buf_add(b, SJ_S("; pooled "));
        sj_number_people(b, h->pool->p50);
        sj_buf_add(b, SJ_S(" ["));
        sj_number_people(b, h->pool->p5);
        sj_buf_add(b, SJ_S(" - "));
        sj_number_people(b, h->pool->p95);
        sj_buf_addf(b, "] by %zu origins, apart by %.1f (%d-%d)", h->pool->origins,
                    h->pool->disagreement, c->first, c->last);
    }
    sj_buf_addf(b, "; %s\n", verdict(h));
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
                             .replicates = IDENTITY_DRAWS,
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
                             .hash = c->hash};
        sj_buf_add(b, SJ_S("{\"kind\": \"revenue\", \"unit\": \"USD a year\", "));
        sj_number_json(b, &n);
        sj_buf_add(b, SJ_S(", \"sensitivity\": ["));
    } else {
        sj_buf_add(
            b, SJ_S("\nState revenue from workers x gross wage x months x share, USD a year: "));
        sj_number_people(b, r->q[1].value);
        sj_buf_add(b, SJ_S(" ["));
        sj_number_people(b, r->q[0].value);
        sj_buf_add(b, SJ_S(" - "));
        sj_number_people(b, r->q[2].value);
        sj_buf_add(b, SJ_S("], Monte Carlo error "));
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

struct request {
    const char *path, *out, *scenario;
    bool json;
    uint64_t seed;
};

static int parse(int argc, char **argv, struct request *r)
{
    static const sj_cli_option options[] = {
        {"figures", true}, {"json", false}, {"out", true}, {"seed", true}, {"scenario", true}};
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

static sj_status print_all(const sj_count_results *c, const sj_figure *figure, size_t count,
                           bool json, sj_arena *arena, sj_buf *b)
{
    if (!json)
        sj_buf_add(b, SJ_S("place        sector       definition             unit              "
                           "     period     median [5 - 95 %], origins of documents\n"));
    for (size_t i = 0; i < c->pools; i++) {
        if (json)
            pool_json(&c->pool[i], c->hash, b);
        else
            pool_text(&c->pool[i], b);
    }
    if (!json)
        sj_buf_add(b, SJ_S("\nThe article's table against the pool:\n"));
    for (size_t i = 0; i < sj_figure_claims_count; i++) {
        struct held h;
        SJ_TRY(hold(&sj_figure_claims[i], figure, count, arena, &h));
        claim_put(&h, json, c->hash, b);
    }
    if (!json && c->waterfalls)
        sj_buf_add(b,
                   SJ_S("\ngross = state + agency + costs + take-home, USD a worker and month:\n"));
    for (size_t i = 0; i < c->waterfalls; i++)
        identity_put(&c->waterfall[i], json, c->hash, c->seed, b);
    revenue_put(c, json, b);
    if (!json)
        sj_buf_addf(b,
                    "\n%s.\nPool: linear, by origin. %s.\nsojourn " SJ_VERSION
                    ", seed %llu, inputs sha256 %.16s\n",
                    SJ_WATERFALL_ASSUMPTION, FIGURES_ASSUMPTION, (unsigned long long)c->seed,
                    c->hash);
    return sj_buf_status(b);
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
    sj_figure *figure;
    size_t count;
    sj_status s = sj_figures_read(r.path, &arena, &figure, &count, c.hash, &diag);
    if (s >= 0)
        s = sj_figure_pools(figure, count, &arena, &c.pool, &c.pools, &diag);
    if (s >= 0)
        s = sj_waterfalls(figure, count, c.pool, c.pools, IDENTITY_DRAWS, r.seed, &arena,
                          &c.waterfall, &c.waterfalls);
    if (s >= 0)
        s = sj_revenue_from(figure, count, c.waterfalls ? &c.waterfall[0].part[0] : NULL,
                            c.waterfalls ? c.waterfall[0].figures : 0, r.seed, &arena, &c.revenue);
    if (s >= 0)
        s = print_all(&c, figure, count, r.json, &arena, &b);
    if (s < 0)
        return sj_cli_fail(r.path, s, &diag) == SJ_EXIT_FAILED ? SJ_EXIT_FAILED
                                                               : SJ_EXIT_UNREADABLE;
    if (!sj_cli_write(stdout, &b) || !sj_cli_close_out(stdout))
        return SJ_EXIT_FAILED;
    return r.out ? sj_count_report(r.out, &c) : SJ_EXIT_DONE;
}
