/* cli/cmd_count_from.c -- sojourn count --from FINDINGS: the people that `screen` found,
 * by the sources that reported them, as a table of overlapping lists.
 *
 * FINDINGS is assessments.jsonl, or the folder it stands in. Its people carry `sources`
 * where people.csv had a column `sources`: names separated by |, each with the
 * probability that the source's record is of this person (ngo|police:0.8). Only people
 * of the grade asked for are counted. Links are drawn, so the interval holds both what
 * was not seen and what may be linked wrongly. */
#include "cli/cli.h"
#include "cli/linked_people.h"
#include "cli/number.h"
#include "cli/overlap_sensitivity.h"
#include "count/overlap.h"
#include <math.h>
#include <stdlib.h>

enum { FROM, GRADE, SELECT, ORDER, DRAWS, SEED, LEVEL, THRESHOLD, OUT, JSON, OPTIONS };
static const sj_cli_option options[OPTIONS] = {
    [FROM] = {"from", true},   [GRADE] = {"grade", true},         [SELECT] = {"select", true},
    [ORDER] = {"order", true}, [DRAWS] = {"draws", true},         [SEED] = {"seed", true},
    [LEVEL] = {"level", true}, [THRESHOLD] = {"threshold", true}, [OUT] = {"out", true},
    [JSON] = {"json", false},
};
enum { ROOM = 40000 };
struct use {
    const char *from, *out;
    bool review, json, main_effects;
    sj_overlap_select select;
    double order, draws, seed, level, threshold;
};

static bool take_select(struct use *u, const char *value)
{
    u->main_effects = strcmp(value, "main") == 0;
    if (u->main_effects)
        u->select = SJ_OVERLAP_FIXED;
    else if (strcmp(value, "stepwise") == 0)
        u->select = SJ_OVERLAP_STEPWISE;
    else if (strcmp(value, "bic") == 0)
        u->select = SJ_OVERLAP_BIC;
    else
        return sj_cli_say("--select is main, stepwise or bic, not '%s'", value), false;
    return true;
}

static bool take(struct use *u, int option, const char *value)
{
    switch (option) {
    case FROM:
        u->from = value;
        return true;
    case GRADE:
        u->review = strcmp(value, "review") == 0;
        if (!u->review && strcmp(value, "refer") != 0)
            return sj_cli_say("--grade is refer or review, not '%s'", value), false;
        return true;
    case SELECT:
        return take_select(u, value);
    case ORDER:
        return sj_cli_number(value, "--order", 1, 7, &u->order);
    case DRAWS:
        return sj_cli_number(value, "--draws", 1, 100000, &u->draws);
    case SEED:
        return sj_cli_number(value, "--seed", 0, 9007199254740992, &u->seed);
    case LEVEL:
        return sj_cli_number(value, "--level", 0.01, 0.9999, &u->level);
    case THRESHOLD:
        return sj_cli_number(value, "--threshold", 0, 1, &u->threshold);
    case OUT:
        u->out = value;
        return true;
    case JSON:
        u->json = true;
        return true;
    default:
        sj_cli_say("count --from takes one file or folder");
        return false;
    }
}

/* ---- the answer ---- */

struct answer {
    sj_overlap_linked linked;
    sj_overlap_ranked *ranked; /* room for ROOM: models of the table `whole` makes */
    size_t ranked_count, candidates;
    sj_overlap_spread spread;
    sj_overlap_model model; /* the best of the whole numbers nearest to the mean table */
};

/* Models are ranked on whole people: the mean of the drawn tables, rounded. */
static sj_overlap whole(const sj_overlap *mean)
{
    sj_overlap o = *mean;
    for (unsigned m = 1; m < 1u << o.lists; m++)
        o.count[m] = round(o.count[m]);
    return o;
}

/* The spread over models of the mean table, whatever the model is that draws are estimated by. */
static sj_status rank_models(const struct use *u, struct answer *a)
{
    sj_overlap o = whole(&a->linked.mean);
    sj_overlap_spread *s = &a->spread;
    if (sj_overlap_total(&o) == 0)
        o = a->linked.likely;
    s->exhaustive = sj_overlap_ranks_all(o.lists, (unsigned)u->order);
    SJ_TRY(sj_overlap_rank(&o, (unsigned)u->order, a->ranked, ROOM, &a->ranked_count, &s->tried,
                           &s->existing));
    return sj_overlap_spread_find(&o, a->ranked, a->ranked_count, u->level, s);
}

static sj_status estimate(const struct use *u, const sj_linked_people *in, struct answer *a)
{
    const bool bic = u->select == SJ_OVERLAP_BIC;
    SJ_TRY(sj_overlap_link_table(in->record, in->records, in->people, in->lists, &a->linked.likely,
                                 &a->linked.mean));
    SJ_TRY(rank_models(u, a));
    sj_overlap_main_effects(&a->linked.likely, &a->model);
    a->candidates =
        sj_overlap_candidates(in->lists, bic ? a->ranked_count : 0, 2 * (size_t)u->draws);
    const sj_overlap_bootstrap_options o = {.select = u->select,
                                            .model = &a->model,
                                            .threshold = u->threshold,
                                            .candidate = a->ranked,
                                            .candidates = a->candidates,
                                            .replicates = (size_t)u->draws,
                                            .seed = (uint64_t)u->seed,
                                            .level = u->level};
    SJ_TRY(
        sj_overlap_link_interval(in->record, in->records, in->people, in->lists, &o, &a->linked));
    if (bic && a->ranked_count)
        a->model = a->ranked[0].model;
    return SJ_OK;
}

static const char *select_name(const struct use *u)
{
    return u->select == SJ_OVERLAP_STEPWISE ? "stepwise" : u->main_effects ? "main" : "bic";
}

static const char assumes[] =
    "a closed population, sources that report independently given the model, links drawn "
    "independently with the probabilities given, and nobody linked who should not be";

static void table_json(sj_buf *to, const char *name, const sj_overlap *o)
{
    sj_buf_addf(to, ",\"%s\":[", name);
    for (unsigned m = 1; m < 1u << o->lists; m++) {
        if (m > 1)
            sj_buf_add_char(to, ',');
        sj_buf_add_fixed(to, o->count[m], 4);
    }
    sj_buf_add_char(to, ']');
}

static void interval_json(const struct use *u, const sj_overlap_linked *l, sj_buf *to)
{
    sj_number_member(to, "estimate", l->estimate, 4);
    sj_number_member(to, "low", l->low, 4);
    sj_number_member(to, "high", l->high, 4);
    sj_buf_addf(to, ",\"interval\":\"percentile, links and sampling drawn\"");
    sj_number_member(to, "level", u->level, 4);
    sj_number_member(to, "median", l->median, 4);
    sj_number_member(to, "link_low", l->link_low, 4);
    sj_number_member(to, "link_high", l->link_high, 4);
    sj_number_member(to, "mc_error", l->estimate_error, 4);
    sj_number_member(to, "mc_error_limits", l->limit_error, 4);
    sj_number_member(to, "estimate_as_linked", l->likely_estimate, 4);
    sj_number_member(to, "n_low", l->table_low, 4);
    sj_number_member(to, "n_high", l->table_high, 4);
}

static void answer_json(const struct use *u, const sj_linked_people *in, const struct answer *a,
                        sj_buf *to)
{
    const sj_overlap_linked *l = &a->linked;
    sj_buf_addf(to, "{\"n\":");
    sj_buf_add_fixed(to, sj_overlap_total(&l->mean), 4);
    interval_json(u, l, to);
    sj_buf_addf(to, ",\"select\":\"%s\",\"model\":\"", select_name(u));
    if (u->select != SJ_OVERLAP_STEPWISE)
        sj_overlap_model_write(&l->mean, &a->model, to);
    sj_buf_addf(to, "\",\"models_chosen_from\":%zu,\"grade\":\"%s\",\"people\":%zu", a->candidates,
                u->review ? "review" : "refer", in->of_grade);
    sj_buf_addf(to, ",\"without_sources\":%zu,\"records\":%zu,\"draws\":%zu",
                in->of_grade - in->people, in->records, l->draws);
    sj_buf_addf(to, ",\"replicates\":%zu,\"without_estimate\":%zu,\"seed\":%.0f,\"lists\":[",
                l->draws, l->without_estimate, u->seed);
    for (size_t i = 0; i < in->lists; i++) {
        if (i)
            sj_buf_add_char(to, ',');
        sj_buf_add_json(to, in->list[i]);
    }
    sj_buf_addf(to, "],\"origins\":%u", in->lists);
    table_json(to, "table", &l->mean);
    table_json(to, "table_as_linked", &l->likely);
    sj_overlap_spread_json(&l->mean, a->ranked, a->ranked_count, &a->spread, to);
    sj_overlap_headline_json(&a->spread, u->level, to);
    sj_buf_addf(to, ",\"exists\":%s,\"assumes\":\"%s\",\"engine\":\"sojourn " SJ_VERSION "\"",
                isnan(l->estimate) ? "false" : "true", assumes);
    sj_buf_addf(to, ",\"inputs_sha256\":\"%s\"}\n", in->hash);
}

static void answer_text(const struct use *u, const sj_linked_people *in, const struct answer *a,
                        sj_buf *to)
{
    const sj_overlap_linked *l = &a->linked;
    sj_buf_addf(to, "%zu people graded %s, %zu of them with sources:", in->of_grade,
                u->review ? "review or refer" : "refer", in->people);
    for (size_t i = 0; i < in->lists; i++)
        sj_buf_addf(to, "%s %.*s", i ? "," : "", SJ_STR_FMT(in->list[i]));
    sj_buf_addf(to, "\n%.1f on the lists, %.0f to %.0f as links are drawn\n",
                sj_overlap_total(&l->mean), l->table_low, l->table_high);
    sj_overlap_spread_text(&a->spread, u->level, to); /* first, for it is the headline */
    sj_buf_add_char(to, '\n');
    if (isnan(l->estimate))
        sj_buf_add(to, SJ_S("not estimable: no model of these overlaps has an estimate\n"));
    else
        sj_buf_addf(to,
                    "estimate %.1f (%s); %g of draws from %.1f to %.1f, by links alone %.1f to "
                    "%.1f (Monte Carlo error %.1f, of the limits %.1f)\n",
                    l->estimate, select_name(u), u->level, l->low, l->high, l->link_low,
                    l->link_high, l->estimate_error, l->limit_error);
    if (!isnan(l->likely_estimate))
        sj_buf_addf(to, "with every likely link taken as certain: %.1f\n", l->likely_estimate);
    sj_buf_addf(to, "%zu draws, %zu of them not estimable, seed %.0f\nassumes %s\n", l->draws,
                l->without_estimate, u->seed, assumes);
}

static int answer(const struct use *u, sj_linked_people *in)
{
    SJ_SCOPED(sj_buf) b = {0};
    SJ_SCOPED(sj_arena) arena = {0};
    struct answer a = {.ranked = sj_arena_alloc(&arena, ROOM * sizeof *a.ranked)};
    const sj_status s = a.ranked ? estimate(u, in, &a) : SJ_ENOMEM;
    if (s < 0)
        return sj_cli_fail(
            s == SJ_ELIMIT ? "too many models of this order: try --order 2" : u->from, s, NULL);
    if (u->json)
        answer_json(u, in, &a, &b);
    else
        answer_text(u, in, &a, &b);
    FILE *out = sj_cli_open_out(u->out);
    if (!out)
        return SJ_EXIT_FAILED;
    const bool written = sj_cli_write(out, &b);
    return sj_cli_close_out(out) && written ? SJ_EXIT_DONE : SJ_EXIT_FAILED;
}

int sj_cmd_count_from(int argc, char **argv)
{
    struct use u = {.select = SJ_OVERLAP_BIC,
                    .order = 2,
                    .draws = 1000,
                    .seed = 1,
                    .level = 0.95,
                    .threshold = 0.02};
    sj_cli_args args = {.argc = argc, .argv = argv};
    for (int i; (i = sj_cli_next(&args, options, OPTIONS)) != SJ_CLI_END;)
        if (!take(&u, i, args.value))
            return SJ_EXIT_USE;
    SJ_SCOPED(sj_arena) a = {0};
    sj_linked_people in = {{0}};
    SJ_AUTO(sj_input) *file = NULL;
    sj_str path = sj_str_from(u.from);
    if (sj_file_is_folder(u.from) && sj_arena_format(&a, &path, "%s/assessments.jsonl", u.from) < 0)
        return sj_cli_fail(u.from, SJ_ENOMEM, NULL);
    sj_status s = sj_input_open(path.ptr, SJ_S(""), UINT64_MAX, &file, &in.diag);
    if (s >= 0)
        s = sj_linked_people_read(file, u.review, &in);
    sj_diag_file(&in.diag, path);
    const int result = s < 0 ? sj_cli_fail(path.ptr, s, &in.diag) : answer(&u, &in);
    sj_linked_people_done(&in);
    return result;
}
