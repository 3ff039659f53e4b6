/* cli/cmd_scenario.c -- sojourn scenario FILE: a model of stocks and flows run many
 * times; fans, years, coverage of what was observed, and what would change the
 * answer by a fifth. With --out also CSV, pictures and the model as XMILE.
 *
 * Invariant: no result is printed as one line through time; medians stand beside
 * their 5 and 95 %. Not chosen: a verdict. A scenario says what follows from its
 * assumptions, and these are printed with it. */
#include "cli/cli.h"
#include "cli/count_report.h"
#include "cli/number.h"
#include "cli/scenario_shares.h"
#include "cli/scenario_tables.h"
#include "cli/svg.h"
#include "cli/xmile_read.h"
#include "count/scenario.h"
#include "records/csv.h"
#include "records/input.h"
#include <math.h>

enum { FILE_BYTES = 1 << 20, OUTPUT_BYTES = 64 << 20 };
static const double FIFTH = 0.2;

struct request {
    const char *path, *out, *on_no_vote;
    bool json;
    double draws, seed, threads; /* negative: as the file says */
    double sobol;                /* rows; 0: no shares of variance */
};
struct answer {
    const sj_scenario *s;
    const sj_scenario_result *r;
    const char *hash;
    size_t origins, assumed;
    const sj_scenario_shares *shares; /* NULL: not asked for */
};

static struct answer answer_of(const sj_scenario *s, const sj_scenario_result *r, const char *hash)
{
    struct answer a = {s, r, hash, 0, 0, NULL};
    a.origins = sj_scenario_origins(s, &a.assumed);
    return a;
}

static sj_number number_of(const struct answer *a, const char *interval)
{
    return (sj_number){.level = 0.9,
                       .interval = interval,
                       .model = "stocks and flows",
                       .assumption = "the assumptions of the scenario file",
                       .n = a->s->inputs,
                       .origins = a->origins,
                       .replicates = a->r->draws - a->r->failed,
                       .seed = a->s->seed,
                       .mc_error = NAN,
                       .hash = a->hash};
}

static double fan_at(const sj_fan *f, int k, size_t i)
{
    return f->quantile[k][i];
}

/* What a stock leaves when it dies out is nothing, whatever share of it changes. */
static bool is_nothing(const sj_fan *f, double x)
{
    double highest = 0;
    for (size_t i = 0; i < f->points; i++)
        highest = fmax(highest, fmax(fabs(fan_at(f, 0, i)), fabs(fan_at(f, SJ_FAN - 1, i))));
    return fabs(x) <= 1e-6 * highest;
}

static bool changes_a_fifth(const struct answer *a, size_t output, size_t input)
{
    const double base = a->r->base[output];
    const sj_fan *f = &a->r->fan[output];
    if (is_nothing(f, base) && is_nothing(f, a->r->low[output][input]) &&
        is_nothing(f, a->r->high[output][input]))
        return false;
    const double most =
        fmax(fabs(a->r->low[output][input] - base), fabs(a->r->high[output][input] - base));
    return most > 0 && most >= FIFTH * fabs(base);
}

/* ---- text ---- */

static double shown_at(const sj_fan *f, int k, size_t i)
{
    return is_nothing(f, fan_at(f, k, i)) ? 0 : fan_at(f, k, i);
}

static void text_output(const struct answer *a, size_t k, sj_buf *b)
{
    const sj_fan *f = &a->r->fan[k];
    sj_buf_addf(b, "%.*s\n", SJ_STR_FMT(a->s->output[k].text));
    for (size_t i = 0; i < 6; i++) {
        const size_t at = i * (f->points - 1) / 5;
        sj_buf_addf(b, "  %7.1f  ", f->time[at]);
        sj_number_range(b, shown_at(f, 2, at), shown_at(f, 0, at), shown_at(f, 4, at));
        sj_buf_add_char(b, '\n');
    }
    bool any = false;
    for (size_t i = 0; i < a->s->inputs; i++) {
        if (!changes_a_fifth(a, k, i))
            continue;
        const uint16_t v = a->s->input[i].variable;
        sj_buf_addf(b, "%s%.*s", any ? ", " : "  changed by a fifth or more at the end by: ",
                    SJ_STR_FMT(a->s->system.variable[v].name));
        any = true;
    }
    sj_buf_add(b, any ? SJ_S("\n") : SJ_S("  no single input changes the end by a fifth\n"));
    if (a->shares)
        sj_shares_text(a->s, a->shares, k, b);
}

static void text_machine(const struct answer *a, sj_buf *b)
{
    const sj_scenario *s = a->s;
    sj_buf_addf(b, "Snapback in %.1f %% of runs; default on no vote: %s\n",
                100 * a->r->snapback_prob, s->restore ? "restore" : "continue");
    if (s->setting[SJ_SET_DURATION].given)
        sj_buf_addf(b, "Relief lapses unrenewed in %.1f %% of runs\n", 100 * a->r->lapse_prob);
    if (s->setting[SJ_SET_ALERT].given)
        sj_buf_addf(b, "Audits after alerts: %.2f a run\n", a->r->audits);
    for (size_t i = 0; i < s->holders; i++)
        sj_buf_addf(b, "%s%.*s in %.1f %% of runs%s", i ? ", " : "Notice given by ",
                    SJ_STR_FMT(s->holder[i].name), 100 * a->r->noticed_prob[i],
                    i + 1 == s->holders ? "\n" : "");
    for (size_t i = 0; i < s->states && a->r->snapback_prob > 0; i++)
        sj_buf_addf(b, "%s%.*s in %.1f %%%s", i ? ", " : "Of the snapbacks contested by ",
                    SJ_STR_FMT(s->state[i].name), 100 * a->r->contested_prob[i],
                    i + 1 == s->states ? "\n" : "");
}

static void text_targets(const struct answer *a, sj_buf *b)
{
    for (size_t i = 0; i < a->s->targets; i++) {
        sj_buf_addf(b, "%.*s: reached in %.1f %% of runs (+-%.1f)",
                    SJ_STR_FMT(a->s->target[i].text), 100 * a->r->target[i].reached_prob,
                    196 * a->r->target[i].mc_error);
        if (a->r->target[i].reached_prob > 0)
            sj_buf_addf(b, ", there in %.1f [%.1f - %.1f]", a->r->target[i].p50, a->r->target[i].p5,
                        a->r->target[i].p95);
        else
            sj_buf_addf(b, ", not before %.0f", a->s->system.stop);
        sj_buf_add_char(b, '\n');
    }
    if (a->s->has_machine)
        text_machine(a, b);
}

static void text_observed(const struct answer *a, sj_buf *b)
{
    for (size_t i = 0; i < a->s->observations; i++) {
        const sj_scenario_observed *o = &a->s->observed[i];
        sj_buf_addf(b, "  %7.2f  %s  seen ", o->time,
                    o->bound    ? "below"
                    : o->scored ? "score"
                                : "fit  ");
        sj_number_people(b, o->value);
        sj_buf_add(b, SJ_S("  model "));
        sj_number_range(b, a->r->observed[i].p50, a->r->observed[i].p5, a->r->observed[i].p95);
        sj_buf_addf(b, "  %s  %.*s\n", a->r->observed[i].inside ? "inside" : "OUTSIDE",
                    SJ_STR_FMT(o->text));
    }
    if (a->r->scored)
        sj_buf_addf(b, "Back-test: %zu of %zu scored observations agree with 5-95 %%\n",
                    a->r->covered, a->r->scored);
}

static void print_text(const struct answer *a, sj_buf *b)
{
    sj_buf_addf(b, "%.*s\n\n", SJ_STR_FMT(a->s->title));
    for (size_t k = 0; k < a->s->outputs; k++)
        text_output(a, k, b);
    sj_buf_add_char(b, '\n');
    sj_scenario_tables_text(a->s, a->r, b);
    text_targets(a, b);
    text_observed(a, b);
    sj_ties_text(a->s, b);
    for (size_t i = 0; i < a->s->assumptions; i++)
        sj_buf_addf(b, "Assumed: %.*s\n", SJ_STR_FMT(a->s->assumption[i]));
    sj_buf_addf(b, "From %zu named origin%s; %zu of %zu inputs are assumed\n", a->origins,
                a->origins == 1 ? "" : "s", a->assumed, a->s->inputs);
    sj_scenario_remarks(a->s, a->r, b);
    sj_buf_addf(b,
                "Medians with 5-95 %% over %zu runs (%zu failed). sojourn " SJ_VERSION
                ", seed %llu, inputs sha256 %.16s\n",
                a->r->draws - a->r->failed, a->r->failed, (unsigned long long)a->s->seed, a->hash);
}

/* ---- JSON ---- */

static void put_string(sj_buf *b, const char *name, sj_str text)
{
    sj_buf_addf(b, "\"%s\": ", name);
    sj_buf_add_json(b, text);
    sj_buf_add(b, SJ_S(", "));
}

static void put_array(sj_buf *b, const char *name, const double *x, size_t n)
{
    sj_buf_addf(b, ", \"%s\": [", name);
    for (size_t i = 0; i < n; i++) {
        sj_buf_add(b, i ? SJ_S(", ") : SJ_S(""));
        sj_number_put(b, x[i], 9);
    }
    sj_buf_add(b, SJ_S("]"));
}

static void json_output(const struct answer *a, size_t k, sj_buf *b)
{
    static const char *const name[SJ_FAN] = {"p5", "p25", "p50", "p75", "p95"};
    static const char *const error[SJ_FAN] = {"mc_error_p5", "mc_error_p25", "mc_error_p50",
                                              "mc_error_p75", "mc_error_p95"};
    const sj_fan *f = &a->r->fan[k];
    const size_t last = f->points - 1;
    sj_number n = number_of(a, "fan over runs, at the last time");
    n.low = fan_at(f, 0, last);
    n.estimate = fan_at(f, 2, last);
    n.high = fan_at(f, 4, last);
    n.mc_error = f->mc_error[2][last];
    sj_buf_add(b, SJ_S("{\"kind\": \"fan\", "));
    put_string(b, "scenario", a->s->title);
    put_string(b, "output", a->s->system.variable[a->s->output[k].variable].name);
    put_string(b, "text", a->s->output[k].text);
    sj_number_json(b, &n);
    put_array(b, "time", f->time, f->points);
    for (int i = 0; i < SJ_FAN; i++)
        put_array(b, name[i], f->quantile[i], f->points);
    for (int i = 0; i < SJ_FAN; i++)
        put_array(b, error[i], f->mc_error[i], f->points);
    sj_buf_add(b, SJ_S(", \"tornado\": ["));
    for (size_t i = 0; i < a->s->inputs; i++) {
        sj_buf_add(b, i ? SJ_S(", {") : SJ_S("{"));
        put_string(b, "input", a->s->system.variable[a->s->input[i].variable].name);
        sj_buf_add(b, SJ_S("\"low\": "));
        sj_number_put(b, a->r->low[k][i], 9);
        sj_buf_add(b, SJ_S(", \"high\": "));
        sj_number_put(b, a->r->high[k][i], 9);
        sj_buf_addf(b, ", \"changes_a_fifth\": %s}", changes_a_fifth(a, k, i) ? "true" : "false");
    }
    sj_buf_add_char(b, ']');
    if (a->shares)
        sj_shares_json(a->s, a->shares, k, b);
    sj_buf_add(b, SJ_S("}\n"));
}

static void json_parties(const char *member, const char *number, const sj_scenario_party *party,
                         const double *x, size_t count, sj_buf *b)
{
    sj_buf_addf(b, ", \"%s\": [", member);
    for (size_t i = 0; i < count; i++) {
        sj_buf_add(b, i ? SJ_S(", {") : SJ_S("{"));
        put_string(b, "name", party[i].name);
        sj_buf_addf(b, "\"%s\": ", number);
        sj_number_put(b, x[i], 9);
        sj_buf_add_char(b, '}');
    }
    sj_buf_add_char(b, ']');
}

static void json_machine(const struct answer *a, sj_buf *b)
{
    const sj_scenario *s = a->s;
    sj_buf_add(b, SJ_S(", \"lapse_probability\": "));
    sj_number_put(b, a->r->lapse_prob, 9);
    sj_buf_add(b, SJ_S(", \"audits_a_run\": "));
    sj_number_put(b, a->r->audits, 9);
    json_parties("holders", "notice_probability", s->holder, a->r->noticed_prob, s->holders, b);
    json_parties("states", "contested_probability", s->state, a->r->contested_prob, s->states, b);
    sj_buf_add(b, SJ_S(", \"scope\": ["));
    for (size_t i = 0; i < s->scopes; i++) {
        sj_buf_add(b, i ? SJ_S(", {") : SJ_S("{"));
        put_string(b, "country", s->scope[i].name);
        sj_buf_add(b, SJ_S("\"sector\": "));
        sj_buf_add_json(b, s->scope[i].sector);
        sj_buf_add_char(b, '}');
    }
    sj_buf_add_char(b, ']');
}

static void json_rest(const struct answer *a, sj_buf *b)
{
    const sj_number beside = number_of(a, NULL);
    sj_scenario_tables_json(a->s, a->r, &beside, b);
    for (size_t i = 0; i < a->s->targets; i++) {
        sj_number n = number_of(a, "year reached, of runs that reach it");
        n.estimate = a->r->target[i].p50;
        n.low = a->r->target[i].p5;
        n.high = a->r->target[i].p95;
        const double *error = a->r->target[i].year_error, limits[2] = {error[0], error[2]};
        n.mc_error = error[1];
        n.mc_limits = limits;
        sj_buf_add(b, SJ_S("{\"kind\": \"target\", "));
        put_string(b, "text", a->s->target[i].text);
        sj_buf_addf(b, "\"probability\": %.9g, \"probability_mc_error\": %.9g, ",
                    a->r->target[i].reached_prob, a->r->target[i].mc_error);
        sj_number_json(b, &n);
        sj_buf_add(b, SJ_S("}\n"));
    }
    for (size_t i = 0; i < a->s->observations; i++) {
        sj_number n = number_of(a, "fan over runs, at the time observed");
        n.estimate = a->r->observed[i].p50;
        n.low = a->r->observed[i].p5;
        n.high = a->r->observed[i].p95;
        n.mc_error = a->r->observed[i].mc_error[1];
        sj_buf_add(b, SJ_S("{\"kind\": \"observed\", "));
        put_string(b, "text", a->s->observed[i].text);
        sj_buf_addf(b,
                    "\"time\": %.9g, \"observed\": %.9g, \"scored\": %s, \"inside\": %s, "
                    "\"mc_error_p5\": %.9g, \"mc_error_p95\": %.9g, ",
                    a->s->observed[i].time, a->s->observed[i].value,
                    a->s->observed[i].scored ? "true" : "false",
                    a->r->observed[i].inside ? "true" : "false", a->r->observed[i].mc_error[0],
                    a->r->observed[i].mc_error[2]);
        sj_number_json(b, &n);
        sj_buf_add(b, SJ_S("}\n"));
    }
    sj_buf_addf(b,
                "{\"kind\": \"summary\", \"scored\": %zu, \"covered\": %zu, \"failed\": %zu, "
                "\"snapback_probability\": ",
                a->r->scored, a->r->covered, a->r->failed);
    sj_number_put(b, a->s->has_machine ? a->r->snapback_prob : NAN, 9);
    if (a->s->has_machine)
        json_machine(a, b);
    sj_buf_addf(b, ", \"origins\": %zu, \"assumed_inputs\": %zu", a->origins, a->assumed);
    sj_scenario_remarks_json(a->s, a->r, b);
    sj_ties_json(a->s, b);
    sj_buf_add(b, SJ_S(", \"assumptions\": ["));
    for (size_t i = 0; i < a->s->assumptions; i++) {
        sj_buf_add(b, i ? SJ_S(", ") : SJ_S(""));
        sj_buf_add_json(b, a->s->assumption[i]);
    }
    sj_buf_add(b, SJ_S("]}\n"));
}

/* ---- files ---- */

/* What stands beside every number of a table, and its heads. */
#define PROVENANCE "assumed_inputs,model," SJ_PROVENANCE_CSV
static void provenance_csv(const struct answer *a, sj_buf *b)
{
    const sj_provenance p = {.n = a->s->inputs,
                             .origins = a->origins,
                             .replicates = a->r->draws - a->r->failed,
                             .seed = a->s->seed,
                             .hash = a->hash,
                             .assumption = "the assumptions that the scenario's file states hold"};
    sj_buf_addf(b, "%zu,stocks and flows,", a->assumed);
    sj_provenance_csv(b, &p);
}

static void fan_csv(const struct answer *a, sj_buf *b)
{
    sj_buf_add(b, SJ_S("output,time,p5,p25,p50,p75,p95,mc_error_p5,mc_error_p25,mc_error_p50,"
                       "mc_error_p75,mc_error_p95,interval," PROVENANCE));
    for (size_t k = 0; k < a->s->outputs; k++)
        for (size_t i = 0; i < a->r->fan[k].points; i++) {
            sj_buf_addf(b, "%.*s,%.6f,",
                        SJ_STR_FMT(a->s->system.variable[a->s->output[k].variable].name),
                        a->r->fan[k].time[i]);
            for (int q = 0; q < SJ_FAN; q++)
                sj_buf_addf(b, "%.9g,", fan_at(&a->r->fan[k], q, i));
            for (int q = 0; q < SJ_FAN; q++)
                sj_buf_addf(b, "%.9g,", a->r->fan[k].mc_error[q][i]);
            sj_buf_add(b, SJ_S("fan over runs,"));
            provenance_csv(a, b);
        }
}

static void tornado_csv(const struct answer *a, sj_buf *b)
{
    sj_buf_add(b, SJ_S("output,input,base,low,high,changes_a_fifth,note,interval," PROVENANCE));
    for (size_t k = 0; k < a->s->outputs; k++)
        for (size_t i = 0; i < a->s->inputs; i++) {
            sj_buf_addf(b, "%.*s,%.*s,%.9g,%.9g,%.9g,%s,",
                        SJ_STR_FMT(a->s->system.variable[a->s->output[k].variable].name),
                        SJ_STR_FMT(a->s->system.variable[a->s->input[i].variable].name),
                        a->r->base[k], a->r->low[k][i], a->r->high[k][i],
                        changes_a_fifth(a, k, i) ? "yes" : "no");
            sj_csv_write_cell(b, a->s->input[i].note);
            sj_buf_add(b, SJ_S(",input at 5 and 95 % with the others at their medians,"));
            provenance_csv(a, b);
        }
}

static void sobol_csv(const struct answer *a, sj_buf *b)
{
    sj_buf_add(b, SJ_S(SJ_SHARES_HEAD PROVENANCE));
    for (size_t k = 0; k < a->s->outputs; k++)
        for (size_t g = 0; g < a->shares->groups; g++) {
            sj_shares_csv(a->s, a->shares, k, g, b);
            provenance_csv(a, b);
        }
}

static void observed_csv(const struct answer *a, sj_buf *b)
{
    sj_buf_add(b, SJ_S("variable,time,observed,use,p5,p50,p95,inside,source,interval," PROVENANCE));
    for (size_t i = 0; i < a->s->observations; i++) {
        const sj_scenario_observed *o = &a->s->observed[i];
        sj_buf_addf(b, "%.*s,%.6f,%.9g,%s,%.9g,%.9g,%.9g,%s,",
                    SJ_STR_FMT(a->s->system.variable[o->variable].name), o->time, o->value,
                    o->bound    ? "below"
                    : o->scored ? "score"
                                : "fit",
                    a->r->observed[i].p5, a->r->observed[i].p50, a->r->observed[i].p95,
                    a->r->observed[i].inside ? "yes" : "no");
        sj_csv_write_cell(b, o->text);
        sj_buf_add(b, SJ_S(",5-95 % over runs,"));
        provenance_csv(a, b);
    }
}

static void table_csv(const struct answer *a, sj_buf *b)
{
    SJ_SCOPED(sj_buf) provenance = {0};
    provenance_csv(a, &provenance);
    sj_scenario_tables_csv(a->s, a->r, PROVENANCE, sj_buf_str(&provenance), b);
    if (provenance.status < 0)
        b->status = provenance.status;
}

/* Bars that are a hundredth of the widest or less say nothing: they are counted, not drawn. */
static void draw_bars(const struct answer *a, size_t k, sj_buf *b)
{
    SJ_SCOPED(sj_buf) title = {0};
    sj_svg_bar bar[SJ_SCENARIO_INPUTS];
    size_t bars = 0, small = 0;
    double widest = 0;
    for (size_t i = 0; i < a->s->inputs; i++)
        widest = fmax(widest, fabs(a->r->high[k][i] - a->r->low[k][i]));
    for (size_t i = 0; i < a->s->inputs && widest > 0; i++)
        if (fabs(a->r->high[k][i] - a->r->low[k][i]) > widest / 100)
            bar[bars++] = (sj_svg_bar){a->s->system.variable[a->s->input[i].variable].name,
                                       a->r->low[k][i], a->r->high[k][i]};
        else
            small++;
    if (bars == 0)
        return;
    sj_buf_addf(&title, "The same in %.6g as each input goes from 5 to 95 %%", a->s->system.stop);
    if (small)
        sj_buf_addf(&title, " (%zu more hardly move it)", small);
    sj_svg_tornado(b, sj_buf_str(&title), a->r->base[k], bar, bars);
}

static void draw_output(const struct answer *a, size_t k, sj_buf *b)
{
    const sj_fan *f = &a->r->fan[k];
    double time[SJ_SCENARIO_OBSERVED], value[SJ_SCENARIO_OBSERVED];
    bool bound[SJ_SCENARIO_OBSERVED];
    size_t seen = 0;
    for (size_t i = 0; i < a->s->observations; i++)
        if (a->s->observed[i].variable == a->s->output[k].variable) {
            bound[seen] = a->s->observed[i].bound;
            time[seen] = a->s->observed[i].time;
            value[seen++] = a->s->observed[i].value;
        }
    const sj_svg_fan fan = {f->time,
                            f->quantile[0],
                            f->quantile[1],
                            f->quantile[2],
                            f->quantile[3],
                            f->quantile[4],
                            f->points,
                            time,
                            value,
                            bound,
                            seen};
    sj_svg_fan_draw(b, a->s->output[k].text, &fan);
    draw_bars(a, k, b);
    if (a->shares)
        sj_shares_draw(a->s, a->shares, k, b);
}

static void page(const struct answer *a, sj_buf *b)
{
    SJ_SCOPED(sj_buf) text = {.max_bytes = OUTPUT_BYTES};
    sj_page_open(b, a->s->title);
    sj_page_text(b, SJ_S("Bands are 25-75 % and 5-95 % over runs, the line is the median, dots are "
                         "what was observed, a triangle an upper bound. A scenario says what "
                         "follows from its assumptions."));
    for (size_t k = 0; k < a->s->outputs; k++)
        draw_output(a, k, b);
    sj_scenario_tables_page(a->s, a->r, b);
    print_text(a, &text);
    sj_buf_add(b, SJ_S("<pre>"));
    sj_svg_escape(b, sj_buf_str(&text));
    sj_buf_add(b, SJ_S("</pre>\n"));
    sj_page_close(b);
}

static void model_xmile(const struct answer *a, sj_buf *b)
{
    const sj_status s = sj_scenario_xmile(a->s, b);
    if (s < 0 && b->status >= 0)
        b->status = s;
}

static int write_files(const char *folder, const struct answer *a)
{
    static const struct {
        const char *name;
        void (*make)(const struct answer *a, sj_buf *b);
    } file[] = {{"scenario.html", page},      {"fan.csv", fan_csv},
                {"tornado.csv", tornado_csv}, {"observed.csv", observed_csv},
                {"table.csv", table_csv},     {"model.xmile", model_xmile},
                {"sobol.csv", sobol_csv}};
    const size_t files = SJ_COUNT(file) - (a->shares ? 0 : 1); /* the last one where asked for */
    sj_status s = sj_file_make_folder(folder);
    for (size_t i = 0; s >= 0 && i < files; i++) {
        SJ_SCOPED(sj_buf) b = {.max_bytes = OUTPUT_BYTES}, path = {.max_bytes = 4096};
        file[i].make(a, &b);
        sj_buf_addf(&path, "%s/%s", folder, file[i].name);
        sj_buf_add_char(&path, 0);
        s = sj_buf_status(&b);
        if (s >= 0)
            s = sj_buf_status(&path);
        if (s >= 0)
            s = sj_file_replace(path.ptr, b.ptr, b.len);
    }
    return s < 0 ? sj_cli_fail(folder, s, NULL) : SJ_EXIT_DONE;
}

static sj_status read_scenario(const struct request *q, sj_arena *arena, sj_scenario *ret,
                               char hash[65], sj_diag *diag)
{
    SJ_AUTO(sj_input) *in = NULL;
    sj_str bytes;
    SJ_TRY(sj_input_open(q->path, (sj_str){0}, FILE_BYTES, &in, diag));
    SJ_TRY(sj_input_read_all(in, arena, &bytes, diag));
    SJ_TRY(sj_number_hash(bytes, hash));
    SJ_SCOPED(sj_buf) text = {.max_bytes = 4 * FILE_BYTES};
    const bool xmile = sj_str_starts(sj_str_trim(bytes), SJ_S("<"));
    sj_status s = xmile ? sj_xmile_read(bytes, &text, diag) : SJ_OK;
    if (s >= 0)
        s = sj_scenario_parse(xmile ? sj_buf_str(&text) : bytes, arena, ret, diag);
    sj_diag_file(diag, sj_str_from(q->path));
    if (q->on_no_vote)
        ret->restore = strcmp(q->on_no_vote, "restore") == 0;
    if (q->draws > 0)
        ret->draws = (size_t)q->draws;
    if (q->seed >= 0)
        ret->seed = (uint64_t)q->seed;
    return s;
}

static sj_status run(const struct request *q, const sj_scenario *s, sj_arena *arena,
                     sj_scenario_result *ret, sj_diag *diag)
{
    const sj_status status = sj_scenario_run(s, (unsigned)q->threads, arena, ret);
    if (status != SJ_EINVAL && status != SJ_ELIMIT)
        return status;
    sj_diag_file(diag, sj_str_from(q->path));
    if (sj_scenario_why(s, diag) < 0)
        return status;
    return sj_diag_set(diag, status,
                       "runs x outputs x times come to more than 4 GiB: fewer draws or outputs", 0,
                       0, 0);
}

/* *ret is NULL where no shares of variance are asked for. */
static sj_status share(const struct request *q, const sj_scenario *s, sj_arena *arena,
                       const sj_scenario_shares **ret, sj_diag *diag)
{
    *ret = NULL;
    if (q->sobol == 0)
        return SJ_OK;
    sj_scenario_shares *x = sj_arena_zalloc(arena, sizeof *x);
    if (!x)
        return SJ_ENOMEM;
    const sj_status status = sj_scenario_sobol(s, (size_t)q->sobol, (unsigned)q->threads, x);
    *ret = x;
    if (status != SJ_EINVAL && status != SJ_ELIMIT)
        return status;
    sj_diag_file(diag, sj_str_from(q->path));
    return sj_diag_set(diag, status,
                       status == SJ_EINVAL
                           ? "no shares of variance: no input varies, or fewer than 16 rows of "
                             "runs have finite values"
                           : "no shares of variance: too many rows for so many inputs and outputs, "
                             "more than 128 inputs that vary, or more than 256 audits in one run",
                       0, 0, 0);
}

static bool take(struct request *q, int option, const char *value)
{
    switch (option) {
    case 0:
        q->json = true;
        return true;
    case 1:
        q->out = value;
        return true;
    case 2:
        return sj_cli_number(value, "--draws", 1, SJ_SCENARIO_DRAWS, &q->draws);
    case 3:
        return sj_cli_number(value, "--seed", 0, 1e9, &q->seed);
    case 4:
        return sj_cli_number(value, "--threads", 1, 256, &q->threads);
    case 5:
        q->on_no_vote = value;
        if (strcmp(value, "restore") == 0 || strcmp(value, "continue") == 0)
            return true;
        sj_cli_say("--default must be restore or continue, not '%s'", value);
        return false;
    case 6:
        return sj_cli_number(value, "--sobol", 16, 1 << 20, &q->sobol);
    case SJ_CLI_POSITIONAL:
        if (q->path)
            sj_cli_say("one file at a time, not also '%s'", value);
        q->path = q->path ? NULL : value;
        return q->path != NULL;
    default:
        return false;
    }
}

int sj_scenario_section(const char *path, sj_buf *page_to, sj_buf *csv_to)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_scenario *s = sj_arena_zalloc(&arena, sizeof *s);
    sj_scenario_result *r = sj_arena_zalloc(&arena, sizeof *r);
    const struct request q = {.path = path, .draws = -1, .seed = -1};
    sj_diag diag = {0};
    char hash[65];
    sj_status status = s && r ? read_scenario(&q, &arena, s, hash, &diag) : SJ_ENOMEM;
    if (status >= 0)
        status = run(&q, s, &arena, r, &diag);
    if (status < 0)
        return sj_cli_fail(path, status, &diag) == SJ_EXIT_FAILED ? SJ_EXIT_FAILED
                                                                  : SJ_EXIT_UNREADABLE;
    const struct answer a = answer_of(s, r, hash);
    sj_page_text(page_to, s->title);
    for (size_t k = 0; k < s->outputs; k++)
        draw_output(&a, k, page_to);
    fan_csv(&a, csv_to);
    return SJ_EXIT_DONE;
}

int sj_cmd_scenario(int argc, char **argv)
{
    static const sj_cli_option options[] = {{"json", false}, {"out", true},     {"draws", true},
                                            {"seed", true},  {"threads", true}, {"default", true},
                                            {"sobol", true}};
    sj_cli_args args = {.argc = argc, .argv = argv};
    struct request q = {.draws = -1, .seed = -1, .threads = 0};
    for (int o; (o = sj_cli_next(&args, options, SJ_COUNT(options))) != SJ_CLI_END;)
        if (!take(&q, o, args.value))
            return SJ_EXIT_USE;
    if (!q.path) {
        sj_cli_say("scenario needs a file (see sojourn help scenario)");
        return SJ_EXIT_USE;
    }
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) b = {.max_bytes = OUTPUT_BYTES};
    sj_scenario *s = sj_arena_zalloc(&arena, sizeof *s);
    sj_scenario_result *r = sj_arena_zalloc(&arena, sizeof *r);
    sj_diag diag = {0};
    char hash[65];
    sj_status status = s && r ? read_scenario(&q, &arena, s, hash, &diag) : SJ_ENOMEM;
    if (status >= 0)
        status = run(&q, s, &arena, r, &diag);
    const sj_scenario_shares *shares = NULL;
    if (status >= 0)
        status = share(&q, s, &arena, &shares, &diag);
    if (status < 0)
        return sj_cli_fail(q.path, status, &diag) == SJ_EXIT_FAILED ? SJ_EXIT_FAILED
                                                                    : SJ_EXIT_UNREADABLE;
    struct answer a = answer_of(s, r, hash);
    a.shares = shares;
    for (size_t k = 0; q.json && k < s->outputs; k++)
        json_output(&a, k, &b);
    if (q.json)
        json_rest(&a, &b);
    else
        print_text(&a, &b);
    if (!sj_cli_write(stdout, &b) || !sj_cli_close_out(stdout))
        return SJ_EXIT_FAILED;
    return q.out ? write_files(q.out, &a) : SJ_EXIT_DONE;
}
