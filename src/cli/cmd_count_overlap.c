/* cli/cmd_count_overlap.c -- sojourn count overlap: a table of overlapping lists, and how
 * many stand on none of them; one answer a table.
 *
 * The headline is the spread over models; the chosen model's interval stands beside it
 * with its kind. `not estimable` is an answer. */
#include "cli/cli.h"
#include "cli/count_bayes.h"
#include "cli/number.h"
#include "cli/overlap_diagnostics.h"
#include "cli/overlap_report.h"
#include "cli/overlap_sensitivity.h"
#include "cli/overlap_table.h"
#include "count/overlap.h"
#include "count/special.h"
#include <math.h>
#include <stdlib.h>

enum {
    SELECT,
    ORDER,
    INTERVAL,
    REPLICATES,
    SEED,
    THRESHOLD,
    LEVEL,
    TOP,
    OUT,
    JSON,
    METHOD,
    DELTA,
    HIDDEN,
    PRIOR,
    CHAINS,
    KEEP,
    CLASSES,
    VARIANCE,
    PEOPLE,
    OPTIONS
};
static const sj_cli_option options[OPTIONS] = {
    [SELECT] = {"select", true},     [ORDER] = {"order", true},
    [INTERVAL] = {"interval", true}, [REPLICATES] = {"replicates", true},
    [SEED] = {"seed", true},         [THRESHOLD] = {"threshold", true},
    [LEVEL] = {"level", true},       [TOP] = {"top", true},
    [OUT] = {"out", true},           [JSON] = {"json", false},
    [METHOD] = {"method", true},     [DELTA] = {"delta", true},
    [HIDDEN] = {"hidden", true},     [PRIOR] = {"prior", true},
    [CHAINS] = {"chains", true},     [KEEP] = {"keep", true},
    [CLASSES] = {"classes", true},   [VARIANCE] = {"variance", true},
    [PEOPLE] = {"people", false},
};
enum interval { NORMAL, PROFILE, PERCENTILE, BCA };
enum { ROOM = 40000, LEVER_MODELS = 200 };
struct use {
    const char *file, *out, *model; /* model: text of --select MODEL */
    sj_overlap_select select;
    bool main_effects, json, people;
    enum interval interval;
    sj_count_bayes_use bayes; /* --method graphs or latent */
    double order, replicates, seed, threshold, level, top;
};

/* What is none of the words is a model, which can be read once the lists are known. */
static void take_select(struct use *u, const char *value)
{
    u->model = NULL;
    u->select = SJ_OVERLAP_FIXED;
    u->main_effects = strcmp(value, "main") == 0;
    if (strcmp(value, "stepwise") == 0)
        u->select = SJ_OVERLAP_STEPWISE;
    else if (strcmp(value, "bic") == 0)
        u->select = SJ_OVERLAP_BIC;
    else if (!u->main_effects)
        u->model = value;
}

static bool take_interval(struct use *u, const char *value)
{
    static const char *const words[] = {"normal", "profile", "percentile", "bca"};
    for (unsigned i = 0; i < SJ_COUNT(words); i++)
        if (strcmp(value, words[i]) == 0) {
            u->interval = (enum interval)i;
            return true;
        }
    return sj_cli_say("--interval is normal, profile, percentile or bca, not '%s'", value), false;
}

/* A gamma-Poisson prior of N: "SHAPE,SCALE". */
static bool take_prior(sj_count_bayes_use *u, const char *value)
{
    char shape[64];
    const char *comma = strchr(value, ',');
    const size_t n = comma ? (size_t)(comma - value) : 0;
    if (n == 0 || n >= sizeof shape)
        return sj_cli_say("--prior is SHAPE,SCALE of a gamma law, not '%s'", value), false;
    memcpy(shape, value, n);
    shape[n] = 0;
    return sj_cli_number(shape, "--prior", 1e-6, 1e9, &u->shape) &&
           sj_cli_number(comma + 1, "--prior", 1e-6, 1e12, &u->scale);
}

static bool take_bayes(sj_count_bayes_use *u, int option, const char *value)
{
    switch (option) {
    case METHOD:
        return sj_count_method_parse(value, &u->method);
    case DELTA:
        return sj_cli_number(value, "--delta", 1e-9, 1e6, &u->delta);
    case HIDDEN:
        return sj_cli_number(value, "--hidden", 1, 1000000, &u->hidden);
    case PRIOR:
        return take_prior(u, value);
    case CHAINS:
        return sj_cli_number(value, "--chains", 1, 1000, &u->chains);
    case KEEP:
        return sj_cli_number(value, "--keep", 8, 50000, &u->keep);
    case CLASSES:
        return sj_cli_number(value, "--classes", 1, 16, &u->classes);
    case VARIANCE:
        return sj_cli_number(value, "--variance", 1e-6, 1e6, &u->variance);
    default:
        return false;
    }
}

static bool take(struct use *u, int option, const char *value)
{
    switch (option) {
    case SJ_CLI_POSITIONAL:
        if (u->file)
            return sj_cli_say("count overlap takes one table"), false;
        u->file = value;
        return true;
    case SELECT:
        take_select(u, value);
        return true;
    case INTERVAL:
        return take_interval(u, value);
    case ORDER:
        return sj_cli_number(value, "--order", 1, 7, &u->order);
    case REPLICATES:
        return sj_cli_number(value, "--replicates", 1, 100000, &u->replicates);
    case SEED:
        return sj_cli_number(value, "--seed", 0, 9007199254740992, &u->seed);
    case THRESHOLD:
        return sj_cli_number(value, "--threshold", 0, 1000, &u->threshold);
    case LEVEL:
        return sj_cli_number(value, "--level", 0.01, 0.9999, &u->level);
    case TOP:
        return sj_cli_number(value, "--top", 1, ROOM, &u->top);
    case OUT:
        u->out = value;
        return true;
    case JSON:
        u->json = true;
        return true;
    case PEOPLE:
        u->people = true;
        return true;
    default:
        return take_bayes(&u->bayes, option, value);
    }
}

/* One option, two meanings: a p of the stepwise test, or posterior standard deviations. */
static bool settle_threshold(struct use *u)
{
    u->bayes.cut = u->threshold < 0 ? 2 : u->threshold;
    u->threshold = u->threshold < 0 ? 0.02 : u->threshold;
    if (u->bayes.method == SJ_COUNT_THRESHOLD || u->threshold <= 1)
        return true;
    return sj_cli_say("--threshold is a probability, 0 to 1, but for --method threshold"), false;
}

/* ---- one answer ---- */

struct answer {
    sj_overlap_model model;
    sj_overlap_fit fit;
    unsigned pair[28];
    size_t pairs;
    sj_overlap_ranked *ranked;
    size_t ranked_count;
    sj_overlap_spread spread;
    double low, high;
    sj_overlap_profile profile;
    bool has_profile;
    sj_overlap_bootstrap boot;
    double more, fewer; /* leverage: the estimate with one linked record more, fewer */
    unsigned lever;     /* the cell of it */
    bool can_fewer;     /* there is a record to take from it */
    size_t candidates;  /* of the models, those that a replicate chose from */
    sj_overlap_sensitivity sensitivity;
    double *replicate; /* room for them, or NULL */
};

/* The spread over models is of the one table that is asked about: replicates of a table,
 * a thousand of them, are answered by the chosen model alone. */
static sj_status select_model(const struct use *u, const sj_overlap_tables *in, const sj_overlap *o,
                              bool alone, struct answer *a)
{
    sj_overlap_spread *s = &a->spread;
    if (alone || u->select == SJ_OVERLAP_BIC)
        SJ_TRY(sj_overlap_rank(o, (unsigned)u->order, a->ranked, ROOM, &a->ranked_count, &s->tried,
                               &s->existing));
    s->exhaustive = sj_overlap_ranks_all(o->lists, (unsigned)u->order);
    SJ_TRY(sj_overlap_spread_find(o, a->ranked, a->ranked_count, alone ? u->level : 0, s));
    if (u->select == SJ_OVERLAP_STEPWISE)
        return sj_overlap_stepwise(o, u->threshold, &a->model, &a->fit, a->pair, &a->pairs);
    if (u->select == SJ_OVERLAP_BIC && a->ranked_count)
        a->model = a->ranked[0].model;
    else if (u->model)
        SJ_TRY(sj_overlap_model_parse(o, in->list, sj_str_from(u->model), &a->model));
    else
        sj_overlap_main_effects(o, &a->model);
    return sj_overlap_estimate(o, &a->model, &a->fit);
}

static sj_overlap_bootstrap_options bootstrap_options(const struct use *u, const sj_overlap *o,
                                                      const struct answer *a)
{
    const size_t all = sj_overlap_candidates(o->lists, a->ranked_count, (size_t)u->replicates);
    const size_t top = u->top > 0 && u->top < (double)a->ranked_count ? (size_t)u->top : all;
    return (sj_overlap_bootstrap_options){.select = u->select,
                                          .model = &a->model,
                                          .threshold = u->threshold,
                                          .candidate = a->ranked,
                                          .candidates = top,
                                          .replicates = (size_t)u->replicates,
                                          .seed = (uint64_t)u->seed,
                                          .level = u->level,
                                          .estimate = a->fit.estimate,
                                          .ret_value = a->replicate};
}

/* The profile stands beside the normal interval of the one table that is asked about: it
 * holds N more often. */
static sj_status find_interval(const struct use *u, const sj_overlap *o, bool alone,
                               struct answer *a)
{
    const double z = sj_normal_quantile(0.5 + u->level / 2), n = sj_overlap_total(o);
    a->low = a->high = NAN;
    if (!a->fit.exists)
        return SJ_OK;
    if (u->interval == NORMAL) {
        a->low = n + a->fit.dark * exp(-z * a->fit.se);
        a->high = n + a->fit.dark * exp(z * a->fit.se);
        a->has_profile = alone;
        return alone ? sj_overlap_profile_interval(o, &a->model, u->level, &a->profile) : SJ_OK;
    }
    if (u->interval == PROFILE) {
        SJ_TRY(sj_overlap_profile_interval(o, &a->model, u->level, &a->profile));
        a->has_profile = true;
        a->low = a->profile.low;
        a->high = a->profile.high;
        return SJ_OK;
    }
    const sj_overlap_bootstrap_options b = bootstrap_options(u, o, a);
    a->candidates = u->select == SJ_OVERLAP_BIC ? b.candidates : 0;
    SJ_TRY(sj_overlap_bootstrap_interval(o, &b, &a->boot));
    a->low = u->interval == BCA ? a->boot.bca_low : a->boot.percentile_low;
    a->high = u->interval == BCA ? a->boot.bca_high : a->boot.percentile_high;
    return SJ_OK;
}

/* How one record more or fewer in an overlap moves the estimate, selected again as the
 * estimate was; bic chooses among the models near the best. */
static sj_status find_lever(const sj_overlap *o, const sj_overlap_bootstrap_options *b,
                            unsigned mask, struct answer *a, double *ret_most)
{
    double more, fewer = NAN;
    sj_overlap changed = *o;
    changed.count[mask]++;
    SJ_TRY(sj_overlap_select_again(&changed, b, &more));
    if (o->count[mask] > 0) {
        changed.count[mask] = o->count[mask] - 1;
        SJ_TRY(sj_overlap_select_again(&changed, b, &fewer));
    }
    const double moved = fmax(fabs(more - a->fit.estimate), fabs(fewer - a->fit.estimate));
    if (!(moved > *ret_most))
        return SJ_OK;
    *ret_most = moved;
    a->lever = mask;
    a->more = more;
    a->fewer = fewer;
    a->can_fewer = o->count[mask] > 0;
    return SJ_OK;
}

/* Of the overlaps of two lists and more, the one where one record matters most. */
static sj_status find_leverage(const struct use *u, const sj_overlap *o, bool alone,
                               struct answer *a)
{
    double most = -1;
    sj_overlap_bootstrap_options b = bootstrap_options(u, o, a);
    a->more = a->fewer = NAN;
    b.candidates = 0;
    while (b.candidates < a->ranked_count && b.candidates < LEVER_MODELS &&
           a->ranked[b.candidates].bic <= a->ranked[0].bic + SJ_OVERLAP_WITHIN)
        b.candidates++;
    if (!alone)
        b.select = SJ_OVERLAP_FIXED;
    for (unsigned m = 1; a->fit.exists && m < 1u << o->lists; m++)
        if (__builtin_popcount(m) > 1)
            SJ_TRY(find_lever(o, &b, m, a, &most));
    return SJ_OK;
}

static sj_status find_sensitivity(const struct use *u, const sj_overlap *o, struct answer *a)
{
    const sj_overlap_choice c = {.select = u->select,
                                 .threshold = u->threshold,
                                 .level = u->level,
                                 .order = (unsigned)u->order,
                                 .exhaustive = a->spread.exhaustive};
    return sj_overlap_sensitivity_find(o, &c, &a->sensitivity);
}

/* ---- writing ---- */

/* The estimate that belongs to the interval: over N itself in the profile likelihood. */
static double estimate_of(const struct use *u, const struct answer *a)
{
    if (!a->fit.exists)
        return NAN;
    return u->interval == PROFILE ? a->profile.estimate : a->fit.estimate;
}

static void model_json(const sj_overlap *o, const sj_overlap_model *m, sj_buf *to)
{
    sj_buf_addf(to, ",\"model\":\"");
    sj_overlap_model_write(o, m, to);
    sj_buf_add_char(to, '"');
}

static const char *interval_name(enum interval i)
{
    static const char *const names[] = {"normal", "profile", "percentile", "bca"};
    return names[i];
}

static const char *select_name(const struct use *u)
{
    return u->select == SJ_OVERLAP_STEPWISE ? "stepwise"
           : u->select == SJ_OVERLAP_BIC    ? "bic"
           : u->model                       ? "model"
                                            : "main";
}

/* Monte Carlo errors of the limits that are printed. */
static double error_low(const struct use *u, const struct answer *a)
{
    return u->interval == BCA ? a->boot.bca_low_error : a->boot.percentile_low_error;
}

static double error_high(const struct use *u, const struct answer *a)
{
    return u->interval == BCA ? a->boot.bca_high_error : a->boot.percentile_high_error;
}

static void diagnostics_json(const struct use *u, const sj_overlap_tables *in,
                             const struct answer *a, sj_buf *to)
{
    sj_buf_addf(to,
                ",\"diagnostics\":{\"parameters\":%u,\"dropped\":%u,\"iterations\":%u,\"code\":%d",
                a->fit.parameters, a->fit.dropped, a->fit.iterations, a->fit.code);
    sj_number_member(to, "se_log_dark_figure", a->fit.exists ? a->fit.se : NAN, 8);
    sj_number_member(to, "poisson_estimate", a->fit.exists ? a->fit.estimate : NAN, 8);
    if (u->interval >= PERCENTILE) {
        sj_buf_addf(to, ",\"replicates\":%zu,\"without_estimate\":%zu,\"seed\":%.0f",
                    a->boot.replicates, a->boot.without_estimate, u->seed);
        if (a->candidates)
            sj_buf_addf(to, ",\"models_chosen_from\":%zu", a->candidates);
        sj_number_member(to, "z0", a->boot.z0, 6);
        sj_number_member(to, "acceleration", a->boot.acceleration, 8);
        sj_number_member(to, "percentile_low", a->boot.percentile_low, 6);
        sj_number_member(to, "percentile_high", a->boot.percentile_high, 6);
        sj_number_member(to, "bca_low", a->boot.bca_low, 6);
        sj_number_member(to, "bca_high", a->boot.bca_high, 6);
        sj_number_member(to, "mc_error_low", error_low(u, a), 6);
        sj_number_member(to, "mc_error_high", error_high(u, a), 6);
    }
    if (u->interval == PROFILE)
        sj_buf_addf(to, ",\"likelihood\":\"multinomial\"");
    if (a->has_profile) {
        sj_number_member(to, "multinomial_estimate", a->profile.estimate, 8);
        sj_number_member(to, "multinomial_low", a->profile.low, 6);
        sj_number_member(to, "multinomial_high", a->profile.high, 6);
        sj_number_member(to, "poisson_low", a->profile.poisson_low, 6);
        sj_number_member(to, "poisson_high", a->profile.poisson_high, 6);
    }
    if (a->fit.exists && a->lever) {
        sj_buf_addf(to, ",\"leverage\":{\"overlap\":");
        sj_overlap_json_cell(in->list, a->lever, to);
        sj_number_member(to, "one_more", a->more, 6);
        sj_number_member(to, "one_fewer", a->fewer, 6);
        sj_buf_add_char(to, '}');
    }
    sj_buf_add_char(to, '}');
}

static sj_overlap_evidence evidence_of(const struct use *u, const sj_overlap *o,
                                       const struct answer *a)
{
    return (sj_overlap_evidence){.overlap = o,
                                 .estimate = estimate_of(u, a),
                                 .more = a->more,
                                 .fewer = a->fewer,
                                 .sensitivity = &a->sensitivity};
}

static sj_status hash_of(const sj_overlap_tables *in, const sj_overlap *o, char ret[65])
{
    SJ_SCOPED(sj_buf) b = {0};
    for (unsigned l = 0; l < o->lists; l++) {
        sj_buf_add(&b, in->list[l]);
        sj_buf_add_char(&b, '\n');
    }
    for (unsigned m = 1; m < 1u << o->lists; m++)
        sj_buf_addf(&b, "%u %.0f\n", m, o->count[m]);
    SJ_AUTO(sj_sha256) *hash = NULL;
    SJ_TRY(sj_buf_status(&b));
    SJ_TRY(sj_sha256_new(&hash));
    SJ_TRY(sj_sha256_add(hash, b.ptr, b.len));
    return sj_sha256_hex(hash, ret);
}

static sj_status answer_json(const struct use *u, const sj_overlap_tables *in,
                             const sj_overlap_table *t, const struct answer *a, sj_buf *to)
{
    const bool exists = a->fit.exists;
    sj_buf_add_char(to, '{');
    if (t->rep.len) {
        sj_buf_addf(to, "\"rep\":");
        sj_buf_add_json(to, t->rep);
        sj_buf_add_char(to, ',');
    }
    sj_buf_addf(to, "\"n\":%.0f", sj_overlap_total(&t->overlap));
    sj_number_member(to, "estimate", estimate_of(u, a), 8);
    sj_number_member(to, "low", a->low, 8);
    sj_number_member(to, "high", a->high, 8);
    sj_buf_addf(to, ",\"interval\":\"%s\"", interval_name(u->interval));
    sj_number_member(to, "level", u->level, 4);
    model_json(&t->overlap, &a->model, to);
    sj_buf_addf(to, ",\"select\":\"%s\",\"pairs\":[", select_name(u));
    for (size_t i = 0; i < a->pairs; i++) {
        if (i)
            sj_buf_add_char(to, ',');
        sj_overlap_json_cell(in->list, a->pair[i], to);
    }
    sj_buf_add_char(to, ']');
    sj_number_member(to, "bic", exists ? a->fit.bic : NAN, 8);
    sj_number_member(to, "aic", exists ? a->fit.aic : NAN, 8);
    sj_number_member(to, "deviance", exists ? a->fit.deviance : NAN, 8);
    sj_buf_addf(to, ",\"exists\":%s,\"lists\":[", exists ? "true" : "false");
    for (unsigned i = 0; i < in->lists; i++) {
        if (i)
            sj_buf_add_char(to, ',');
        sj_buf_add_json(to, in->list[i]);
    }
    sj_buf_addf(to, "],\"assumes\":\"a closed population, correct links, and no interaction of all "
                    "lists at once\"");
    diagnostics_json(u, in, a, to);
    sj_overlap_spread_json(&t->overlap, a->ranked, a->ranked_count, &a->spread, to);
    if (in->tables == 1) {
        const sj_overlap_evidence e = evidence_of(u, &t->overlap, a);
        sj_overlap_headline_json(&a->spread, u->level, to);
        sj_overlap_cautions_json(&e, in->list, to);
        sj_overlap_sensitivity_json(&t->overlap, &a->sensitivity, in->list, to);
        sj_overlap_closed_json(&t->overlap, in->list, to);
        SJ_TRY(sj_overlap_heterogeneity_json(&t->overlap, u->level, to));
        SJ_TRY(sj_overlap_certificate_json(&t->overlap, &a->model, in->list, to));
    }
    char hash[65];
    SJ_TRY(hash_of(in, &t->overlap, hash));
    sj_buf_addf(to, ",\"origins\":%u,\"replicates\":%zu,\"seed\":%.0f", in->lists,
                a->boot.replicates, u->seed);
    sj_buf_addf(to, ",\"engine\":\"sojourn " SJ_VERSION "\",\"inputs_sha256\":\"%s\"}\n", hash);
    return SJ_OK;
}

static void chosen_text(const struct use *u, const sj_overlap *o, const struct answer *a,
                        sj_buf *to)
{
    static const char *const why[] = {
        "", "the likelihood has no maximum (empty overlaps)", "the parameters cannot be told apart",
        "the likelihood has no maximum, nor are parameters told apart"};
    if (!a->fit.exists) {
        sj_buf_addf(to, "not estimable: %s, model ", why[a->fit.code & 3]);
        sj_overlap_model_write(o, &a->model, to);
        sj_buf_add_char(to, '\n');
        return;
    }
    const char *kind = u->interval == PROFILE ? "multinomial profile" : interval_name(u->interval);
    sj_buf_addf(to, "estimate %.1f, %s interval at %g: ", estimate_of(u, a), kind, u->level);
    if (isnan(a->low) || isnan(a->high))
        sj_buf_add(to, SJ_S("none (all replicates lie on one side of the estimate), model "));
    else
        sj_buf_addf(to, "%.1f to %.1f, model ", a->low, a->high);
    sj_overlap_model_write(o, &a->model, to);
    sj_buf_add_char(to, '\n');
    if (u->interval == NORMAL && a->has_profile)
        sj_buf_addf(to, "multinomial profile: %.1f to %.1f about %.1f\n", a->profile.low,
                    a->profile.high, a->profile.estimate);
    if (a->has_profile)
        sj_buf_addf(to, "Poisson profile: %.1f to %.1f about %.1f\n", a->profile.poisson_low,
                    a->profile.poisson_high, a->fit.estimate);
    if (u->interval < PERCENTILE)
        return;
    sj_buf_addf(to,
                "%zu replicates (%zu without an estimate), seed %.0f, z0 %.4f, acceleration "
                "%.6f, percentile %.1f to %.1f",
                a->boot.replicates, a->boot.without_estimate, u->seed, a->boot.z0,
                a->boot.acceleration, a->boot.percentile_low, a->boot.percentile_high);
    if (isfinite(error_low(u, a)) && isfinite(error_high(u, a)))
        sj_buf_addf(to, "; Monte Carlo error of the limits %.1f and %.1f", error_low(u, a),
                    error_high(u, a));
    sj_buf_add_char(to, '\n');
}

static void leverage_text(const sj_overlap_tables *in, const struct answer *a, sj_buf *to)
{
    if (!a->fit.exists || !a->lever)
        return;
    sj_buf_add(to, SJ_S("one linked record more on "));
    sj_overlap_json_cell(in->list, a->lever, to);
    if (isnan(a->more))
        sj_buf_add(to, SJ_S(" leaves no estimate"));
    else
        sj_buf_addf(to, " gives %.1f", a->more);
    if (!a->can_fewer)
        sj_buf_add(to, SJ_S(", none stands there to take away\n"));
    else if (isnan(a->fewer))
        sj_buf_add(to, SJ_S(", one fewer leaves no estimate\n"));
    else
        sj_buf_addf(to, ", one fewer %.1f\n", a->fewer);
}

static void answer_text(const struct use *u, const sj_overlap_tables *in, const sj_overlap_table *t,
                        const struct answer *a, sj_buf *to)
{
    if (t->rep.len)
        sj_buf_addf(to, "replicate %.*s\n", SJ_STR_FMT(t->rep));
    sj_buf_addf(to, "%.0f people on the lists\n", sj_overlap_total(&t->overlap));
    if (in->tables == 1 || a->ranked_count) { /* first, for it is the headline */
        sj_overlap_spread_text(&a->spread, u->level, to);
        sj_buf_add_char(to, '\n');
    }
    chosen_text(u, &t->overlap, a, to);
    leverage_text(in, a, to);
    sj_overlap_plot_text(a->ranked, a->ranked_count, to);
    for (size_t i = 0; i < a->ranked_count && i < SJ_OVERLAP_SHOWN; i++) {
        sj_buf_addf(to, "  %2zu  %12.1f  BIC + %-8.3f ", i + 1, a->ranked[i].estimate,
                    a->ranked[i].bic - a->ranked[0].bic);
        sj_overlap_model_write(&t->overlap, &a->ranked[i].model, to);
        sj_buf_add_char(to, '\n');
    }
    if (in->tables == 1) {
        const sj_overlap_evidence e = evidence_of(u, &t->overlap, a);
        sj_overlap_sensitivity_text(&a->sensitivity, in->list, to);
        sj_overlap_cautions_text(&e, in->list, to);
    }
    sj_buf_add(to, SJ_S("Assumed: a closed population, correct links, and no interaction of all "
                        "lists at once.\n"));
}

static sj_status write_report(const struct use *u, const sj_overlap_tables *in,
                              const sj_overlap_table *t, const struct answer *a, int *ret_exit)
{
    const bool many = t->overlap.lists > 2, boot = u->interval >= PERCENTILE;
    sj_overlap_report r = {.overlap = &t->overlap,
                           .list = in->list,
                           .ranked = a->ranked,
                           .ranked_count = a->ranked_count,
                           .omitted = many ? a->sensitivity.omitted : NULL,
                           .replicate = boot ? a->replicate : NULL,
                           .replicates = boot ? a->boot.replicates - a->boot.without_estimate : 0,
                           .estimate = estimate_of(u, a),
                           .low = a->low,
                           .high = a->high,
                           .level = u->level,
                           .estimate_z0 = boot ? a->boot.z0 : NAN,
                           .acceleration = boot ? a->boot.acceleration : NAN,
                           .model = &a->model,
                           .asked = a->boot.replicates,
                           .seed = u->seed,
                           .interval = interval_name(u->interval),
                           .select = select_name(u)};
    SJ_TRY(hash_of(in, &t->overlap, r.hash));
    *ret_exit = sj_overlap_report_write(u->out, &r);
    return SJ_OK;
}

static sj_status answer_table(const struct use *u, const sj_overlap_tables *in,
                              const sj_overlap_table *t, sj_overlap_ranked *room, double *replicate,
                              sj_buf *to, int *ret_exit)
{
    const bool alone = in->tables == 1;
    if (u->bayes.method != SJ_COUNT_LOGLINEAR)
        return sj_count_bayes_answer(&u->bayes, &t->overlap, in->list, t->rep, to);
    struct answer a = {.ranked = room, .replicate = replicate};
    SJ_TRY(select_model(u, in, &t->overlap, alone, &a));
    SJ_TRY(find_interval(u, &t->overlap, alone, &a));
    SJ_TRY(find_leverage(u, &t->overlap, alone, &a));
    if (alone)
        SJ_TRY(find_sensitivity(u, &t->overlap, &a));
    if (u->json)
        SJ_TRY(answer_json(u, in, t, &a, to));
    else
        answer_text(u, in, t, &a, to);
    SJ_TRY(sj_buf_status(to));
    return alone && u->out ? write_report(u, in, t, &a, ret_exit) : SJ_OK;
}

static sj_status answer_tables(const struct use *u, const sj_overlap_tables *in, sj_buf *to,
                               int *ret_exit)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_overlap_ranked *room = sj_arena_alloc(&a, ROOM * sizeof *room);
    double *replicate = sj_arena_alloc(&a, (size_t)u->replicates * sizeof *replicate);
    if (!room || !replicate)
        return SJ_ENOMEM;
    for (size_t i = 0; i < in->tables; i++)
        SJ_TRY(answer_table(u, in, &in->table[i], room, replicate, to, ret_exit));
    return SJ_OK;
}

static int answer_all(const struct use *u, sj_overlap_tables *in)
{
    SJ_SCOPED(sj_buf) b = {0};
    int result = SJ_EXIT_DONE;
    const sj_status s = answer_tables(u, in, &b, &result);
    if (s == SJ_ELIMIT)
        return sj_cli_fail(u->bayes.method == SJ_COUNT_GRAPHS
                               ? "graphs are averaged over at most five lists"
                               : "a model has more than 63 terms",
                           s, NULL);
    if (s < 0)
        return sj_cli_fail(s == SJ_EREFUSED ? "fewer than 20 chains prove nothing" : u->file, s,
                           NULL);
    if (!sj_cli_write(stdout, &b))
        return SJ_EXIT_FAILED;
    return result;
}

/* Says what can not be answered of this table. */
static bool is_usable(const struct use *u, const sj_overlap_tables *in)
{
    sj_overlap_model named;
    const sj_overlap shape = {.lists = in->lists};
    if (u->out && (in->tables > 1 || u->bayes.method != SJ_COUNT_LOGLINEAR))
        return sj_cli_say("--out writes the page of one table and --method loglinear"), false;
    if (u->model && sj_overlap_model_parse(&shape, in->list, sj_str_from(u->model), &named) < 0)
        return sj_cli_say("--select is main, stepwise, bic or a model, written by the numbers of "
                          "its lists, here 1 to %u, such as [12,3], or by their names, such as "
                          "%.*s:%.*s, not '%s'",
                          in->lists, SJ_STR_FMT(in->list[0]), SJ_STR_FMT(in->list[1]), u->model),
               false;
    return true;
}

int sj_cmd_count_overlap(int argc, char **argv)
{
    struct use u = {.select = SJ_OVERLAP_BIC,
                    .order = 2,
                    .replicates = 1000,
                    .seed = 1,
                    .threshold = -1,
                    .level = 0.95,
                    .bayes = {.chains = 20, .classes = 10, .variance = 1}};
    sj_cli_args args = {.argc = argc, .argv = argv};
    for (int i; (i = sj_cli_next(&args, options, OPTIONS)) != SJ_CLI_END;)
        if (!take(&u, i, args.value))
            return SJ_EXIT_USE;
    if (!u.file) {
        sj_cli_say("count overlap needs a table: one 0/1 column a list and a column count");
        return SJ_EXIT_USE;
    }
    if (!settle_threshold(&u))
        return SJ_EXIT_USE;
    u.bayes.order = u.order;
    u.bayes.level = u.level;
    u.bayes.seed = u.seed;
    u.bayes.json = u.json;
    sj_overlap_tables in = {.people = u.people};
    SJ_AUTO(sj_input) *file = NULL;
    sj_status s = sj_input_open(u.file, SJ_S(""), SJ_INPUT_MAX_BYTES, &file, &in.diag);
    if (s >= 0)
        s = sj_overlap_tables_read(file, &in);
    if (s >= 0 && !is_usable(&u, &in)) {
        sj_overlap_tables_done(&in);
        return SJ_EXIT_USE;
    }
    sj_diag_file(&in.diag, sj_str_from(u.file));
    const int result = s < 0 ? sj_cli_fail(u.file, s, &in.diag) : answer_all(&u, &in);
    sj_overlap_tables_done(&in);
    return result;
}
