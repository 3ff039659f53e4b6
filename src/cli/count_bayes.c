/* cli/count_bayes.c -- posteriors of N: run, and write with what decides them.
 *
 * For graphs delta decides (Kosovo: 4,617 with 1, 12,591 with 1/16), so the answer always
 * carries what other deltas give. For latent classes mixing decides: chains that tell
 * different stories are refused, their R-hat and effective size are told. For a threshold
 * the threshold decides: what 1, 2 and 3 give stands beside it. */
#include "cli/count_bayes.h"
#include "cli/number.h"
#include "count/dga.h"
#include "count/latent.h"
#include "count/threshold.h"
#include <math.h>

enum { DELTAS = 3 };
static const char *const names[] = {"loglinear", "graphs", "latent", "threshold"};

bool sj_count_method_parse(const char *text, sj_count_method *ret)
{
    for (unsigned i = 0; i < SJ_COUNT(names); i++)
        if (strcmp(text, names[i]) == 0) {
            *ret = (sj_count_method)i;
            return true;
        }
    return sj_cli_say("--method is loglinear, graphs, latent or threshold, not '%s'", text), false;
}

static void head(const sj_count_bayes_use *u, const sj_overlap *o, const sj_str *list, sj_str rep,
                 bool exists, double median, double low, double high, sj_buf *to)
{
    sj_buf_add_char(to, '{');
    if (rep.len) {
        sj_buf_add(to, SJ_S("\"rep\":"));
        sj_buf_add_json(to, rep);
        sj_buf_add_char(to, ',');
    }
    sj_buf_addf(to, "\"n\":%.0f", sj_overlap_total(o));
    sj_number_member(to, "estimate", exists ? median : NAN, 6);
    sj_number_member(to, "low", exists ? low : NAN, 6);
    sj_number_member(to, "high", exists ? high : NAN, 6);
    sj_buf_add(to, SJ_S(",\"interval\":\"posterior\""));
    sj_number_member(to, "level", u->level, 4);
    sj_buf_addf(to, ",\"method\":\"%s\",\"bic\":null,\"aic\":null,\"deviance\":null",
                names[u->method]);
    sj_buf_addf(to, ",\"exists\":%s,\"lists\":[", exists ? "true" : "false");
    for (unsigned i = 0; i < o->lists; i++) {
        if (i)
            sj_buf_add_char(to, ',');
        sj_buf_add_json(to, list[i]);
    }
    sj_buf_add_char(to, ']');
}

static void foot(sj_buf *to)
{
    sj_buf_add(to, SJ_S("},\"engine\":\"sojourn " SJ_VERSION "\"}\n"));
}

/* ---- graphs ---- */

static sj_dga_options graph_options(const sj_count_bayes_use *u, const sj_overlap *o, double delta)
{
    const double most = u->hidden > 0 ? u->hidden : 20 * sj_overlap_total(o);
    return (sj_dga_options){.delta = delta,
                            .hidden_max =
                                (size_t)(most < SJ_DGA_HIDDEN_MAX ? most : SJ_DGA_HIDDEN_MAX),
                            .shape = u->shape,
                            .scale = u->scale,
                            .level = u->level};
}

static void graphs_json(const sj_count_bayes_use *u, const sj_overlap *o, const sj_str *list,
                        sj_str rep, const sj_dga_options *p, const sj_dga *r, const double *delta,
                        const sj_dga *other, sj_buf *to)
{
    head(u, o, list, rep, true, r->median, r->low, r->high, to);
    sj_buf_add(to, SJ_S(",\"model\":\""));
    sj_overlap_model_write(o, &r->best, to);
    sj_buf_add_char(to, '"');
    sj_number_member(to, "mean", r->mean, 6);
    sj_number_member(to, "mode", r->mode, 0);
    sj_number_member(to, "bayes_estimate", r->bayes, 6);
    sj_buf_addf(to,
                ",\"assumes\":\"a closed population, correct links, a decomposable graph of "
                "dependence\",\"diagnostics\":{\"graphs\":%zu,\"hidden_max\":%zu",
                r->graphs, p->hidden_max);
    sj_number_member(to, "delta", p->delta, 6);
    sj_number_member(to, "prior_shape", p->shape, 6);
    sj_number_member(to, "prior_scale", p->scale, 6);
    sj_number_member(to, "best_probability", r->best_probability, 6);
    sj_number_member(to, "at_bound", r->at_bound, 6);
    sj_buf_add(to, SJ_S(",\"other_deltas\":["));
    for (size_t i = 0; i < DELTAS; i++) {
        sj_buf_addf(to, "%s{\"delta\":", i ? "," : "");
        sj_buf_add_fixed(to, delta[i], 6);
        sj_number_member(to, "median", other[i].median, 0);
        sj_number_member(to, "low", other[i].low, 0);
        sj_number_member(to, "high", other[i].high, 0);
        sj_buf_add_char(to, '}');
    }
    sj_buf_add_char(to, ']');
    foot(to);
}

static void graphs_text(const sj_count_bayes_use *u, const sj_overlap *o, const sj_dga_options *p,
                        const sj_dga *r, const double *delta, const sj_dga *other, sj_buf *to)
{
    sj_buf_addf(to,
                "%.0f people on the lists\nestimate %.0f, posterior interval at %g: %.0f to "
                "%.0f (mean %.1f, mode %.0f)\n",
                sj_overlap_total(o), r->median, u->level, r->low, r->high, r->mean, r->mode);
    sj_buf_addf(to, "%zu decomposable graphs, delta %g; the likeliest has probability %.3f: ",
                r->graphs, p->delta, r->best_probability);
    sj_overlap_model_write(o, &r->best, to);
    sj_buf_addf(to, "\nother deltas:");
    for (size_t i = 0; i < DELTAS; i++)
        sj_buf_addf(to, "%s %g gives %.0f (%.0f to %.0f)", i ? "," : "", delta[i], other[i].median,
                    other[i].low, other[i].high);
    sj_buf_add_char(to, '\n');
    if (r->at_bound > 0.001)
        sj_buf_addf(to, "the bound of %zu hidden people cuts the posterior: raise --hidden\n",
                    p->hidden_max);
}

static sj_status graphs(const sj_count_bayes_use *u, const sj_overlap *o, const sj_str *list,
                        sj_str rep, sj_buf *to)
{
    const double delta[DELTAS] = {1, 0.5, ldexp(1, -(int)o->lists)};
    const sj_dga_options p = graph_options(u, o, u->delta > 0 ? u->delta : delta[DELTAS - 1]);
    sj_dga r, other[DELTAS];
    SJ_TRY(sj_dga_estimate(o, &p, &r));
    for (size_t i = 0; i < DELTAS; i++) {
        const sj_dga_options q = graph_options(u, o, delta[i]);
        SJ_TRY(sj_dga_estimate(o, &q, &other[i]));
    }
    if (u->json)
        graphs_json(u, o, list, rep, &p, &r, delta, other, to);
    else
        graphs_text(u, o, &p, &r, delta, other, to);
    return sj_buf_status(to);
}

/* ---- latent classes ---- */

static void latent_json(const sj_count_bayes_use *u, const sj_overlap *o, const sj_str *list,
                        sj_str rep, const sj_latent_options *p, const sj_latent *r, sj_buf *to)
{
    head(u, o, list, rep, r->mixed, r->median, r->low, r->high, to);
    sj_buf_addf(to, ",\"model\":\"latent classes, at most %u\"", p->classes);
    if (!r->mixed)
        sj_buf_add(to, SJ_S(",\"refused\":\"the chains do not mix: R-hat is not below 1.05, or "
                            "fewer than 400 draws are effective\""));
    sj_buf_addf(to,
                ",\"assumes\":\"a closed population, correct links, lists independent within a "
                "class\",\"diagnostics\":{\"chains\":%u,\"draws\":%zu,\"seed\":%.0f,"
                "\"classes\":%u",
                p->chains, r->draws, u->seed, p->classes);
    sj_number_member(to, "rhat", r->rhat, 4);
    sj_number_member(to, "ess", r->ess, 1);
    sj_number_member(to, "median", r->median, 2);
    sj_number_member(to, "median_mc_error", r->median_mc_error, 2);
    sj_number_member(to, "mean", r->mean, 2);
    sj_number_member(to, "cap", p->cap, 1);
    sj_number_member(to, "truncated", r->truncated, 6);
    foot(to);
}

static void latent_text(const sj_count_bayes_use *u, const sj_overlap *o,
                        const sj_latent_options *p, const sj_latent *r, sj_buf *to)
{
    sj_buf_addf(to, "%.0f people on the lists\n", sj_overlap_total(o));
    if (r->mixed)
        sj_buf_addf(to, "estimate %.0f, posterior interval at %g: %.0f to %.0f\n", r->median,
                    u->level, r->low, r->high);
    else
        sj_buf_add(to, SJ_S("refused: the chains do not mix\n"));
    sj_buf_addf(to,
                "%u chains, %zu draws, split R-hat %.4f, %.0f of them effective; median %.0f "
                "with Monte Carlo error %.1f\n",
                p->chains, r->draws, r->rhat, r->ess, r->median, r->median_mc_error);
    if (r->truncated > 0)
        sj_buf_addf(to, "%.2f %% of draws met the bound of %g times those seen\n",
                    100 * r->truncated, p->cap);
}

/* As long as was asked for; else a short run, and where its chains disagree one that is
 * ten times as long, which is the last word. */
static sj_status run_latent(const sj_overlap *o, double keep, sj_latent_options *p, sj_latent *ret)
{
    enum { SHORT = 2000, LONG = 20000 };
    p->keep = p->burn = keep > 0 ? (size_t)keep : SHORT;
    SJ_TRY(sj_latent_estimate(o, p, ret));
    if (keep > 0 || ret->mixed)
        return SJ_OK;
    p->keep = p->burn = LONG;
    return sj_latent_estimate(o, p, ret);
}

static sj_status latent(const sj_count_bayes_use *u, const sj_overlap *o, const sj_str *list,
                        sj_str rep, sj_buf *to)
{
    sj_latent_options p = sj_latent_usual();
    sj_latent r;
    p.chains = (unsigned)u->chains;
    p.classes = (unsigned)u->classes;
    p.level = u->level;
    p.seed = (uint64_t)u->seed;
    SJ_TRY(run_latent(o, u->keep, &p, &r));
    if (u->json)
        latent_json(u, o, list, rep, &p, &r, to);
    else
        latent_text(u, o, &p, &r, to);
    return sj_buf_status(to);
}

/* ---- a threshold on interactions ---- */

enum { CUTS = 3, THRESHOLD_DRAWS = 20000 };

static void threshold_json(const sj_count_bayes_use *u, const sj_overlap *o, const sj_str *list,
                           sj_str rep, const double *cut, const sj_threshold *r, sj_buf *to)
{
    head(u, o, list, rep, r->exists, r->median, r->low, r->high, to);
    sj_buf_add(to, SJ_S(",\"model\":\""));
    sj_overlap_model_write(o, &r->model, to);
    sj_buf_add_char(to, '"');
    sj_number_member(to, "mean", r->mean, 6);
    sj_buf_addf(to,
                ",\"origins\":%u,\"assumes\":\"a closed population, correct links, interactions "
                "drawn to 0 by a normal prior\",\"diagnostics\":{\"order\":%.0f,\"draws\":%d,"
                "\"seed\":%.0f,\"interactions\":%u,\"kept\":%u",
                o->lists, u->order, THRESHOLD_DRAWS, u->seed, r->tried, r->kept);
    sj_number_member(to, "threshold", u->cut, 6);
    sj_number_member(to, "prior_variance", u->variance, 6);
    sj_number_member(to, "effective", r->effective, 1);
    sj_number_member(to, "median_mc_error", r->exists ? r->median_mc_error : NAN, 3);
    sj_number_member(to, "low_mc_error", r->exists ? r->low_mc_error : NAN, 3);
    sj_number_member(to, "high_mc_error", r->exists ? r->high_mc_error : NAN, 3);
    sj_buf_add(to, SJ_S(",\"other_thresholds\":["));
    for (size_t i = 0; i < CUTS; i++) {
        sj_buf_addf(to, "%s{\"threshold\":", i ? "," : "");
        sj_buf_add_fixed(to, cut[i], 6);
        sj_number_member(to, "median", r[i + 1].median, 2);
        sj_number_member(to, "low", r[i + 1].low, 2);
        sj_number_member(to, "high", r[i + 1].high, 2);
        sj_buf_add_char(to, '}');
    }
    sj_buf_add_char(to, ']');
    foot(to);
}

static void threshold_text(const sj_count_bayes_use *u, const sj_overlap *o, const double *cut,
                           const sj_threshold *r, sj_buf *to)
{
    sj_buf_addf(to, "%.0f people on the lists\n", sj_overlap_total(o));
    if (r->exists)
        sj_buf_addf(to, "estimate %.0f, posterior interval at %g: %.0f to %.0f, model ", r->median,
                    u->level, r->low, r->high);
    else
        sj_buf_add(to, SJ_S("not estimable: nothing overlaps, or too few draws are effective; "
                            "model "));
    sj_overlap_model_write(o, &r->model, to);
    sj_buf_addf(to,
                "\n%u of %u interactions are at least %g deviations from 0; %.0f of %d draws "
                "effective, Monte Carlo error of the median %.1f\nother thresholds:",
                r->kept, r->tried, u->cut, r->effective, THRESHOLD_DRAWS, r->median_mc_error);
    for (size_t i = 0; i < CUTS; i++)
        if (r[i + 1].exists)
            sj_buf_addf(to, "%s %g gives %.0f (%.0f to %.0f)", i ? "," : "", cut[i],
                        r[i + 1].median, r[i + 1].low, r[i + 1].high);
        else
            sj_buf_addf(to, "%s %g is not estimable", i ? "," : "", cut[i]);
    sj_buf_add_char(to, '\n');
}

static sj_status threshold(const sj_count_bayes_use *u, const sj_overlap *o, const sj_str *list,
                           sj_str rep, sj_buf *to)
{
    const double cut[CUTS] = {1, 2, 3};
    sj_threshold r[CUTS + 1]; /* the one asked for, then the others */
    for (size_t i = 0; i < SJ_COUNT(r); i++) {
        const sj_threshold_options p = {.order = (unsigned)u->order,
                                        .threshold = i ? cut[i - 1] : u->cut,
                                        .variance = u->variance,
                                        .draws = THRESHOLD_DRAWS,
                                        .seed = (uint64_t)u->seed,
                                        .level = u->level};
        SJ_TRY(sj_threshold_estimate(o, &p, &r[i]));
    }
    if (u->json)
        threshold_json(u, o, list, rep, cut, r, to);
    else
        threshold_text(u, o, cut, r, to);
    return sj_buf_status(to);
}

sj_status sj_count_bayes_answer(const sj_count_bayes_use *u, const sj_overlap *o,
                                const sj_str *list, sj_str rep, sj_buf *to)
{
    if (rep.len && !u->json)
        sj_buf_addf(to, "replicate %.*s\n", SJ_STR_FMT(rep));
    return u->method == SJ_COUNT_GRAPHS   ? graphs(u, o, list, rep, to)
           : u->method == SJ_COUNT_LATENT ? latent(u, o, list, rep, to)
                                          : threshold(u, o, list, rep, to);
}
