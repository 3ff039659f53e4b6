/* cli/scenario_shares.c -- see the header. A group is named by its inputs; the machine's
 * chance by "chance", which no input is called, for its name would have no brackets. */
#include "cli/scenario_shares.h"
#include "cli/number.h"
#include "cli/svg.h"
#include "records/csv.h"
#include <math.h>

static const double LEAST_SHOWN = 0.01;
static const char INTERVAL[] = "bootstrap over rows, 95 %";

static sj_str input_name(const sj_scenario *s, size_t i)
{
    return s->system.variable[s->input[i].variable].name;
}

static bool is_chance(const sj_scenario_shares *x, size_t group)
{
    return x->has_chance && group + 1 == x->groups;
}

static void put_group(const sj_scenario *s, const sj_scenario_shares *x, size_t group, sj_buf *to)
{
    bool any = false;
    if (is_chance(x, group))
        sj_buf_add(to, SJ_S("(chance of the machine)"));
    for (size_t i = 0; i < s->inputs; i++) {
        if (x->group_of[i] != group)
            continue;
        sj_buf_add(to, any ? SJ_S(" + ") : SJ_S(""));
        sj_buf_add(to, input_name(s, i));
        any = true;
    }
}

/* Numbers of groups by falling total share, equal ones in order. */
static void by_total(const sj_scenario_shares *x, size_t output, size_t *ret)
{
    const sj_index *share = x->output[output].share;
    for (size_t g = 0; g < x->groups; g++) {
        size_t at = g;
        for (; at > 0 && share[ret[at - 1]].total < share[g].total; at--)
            ret[at] = ret[at - 1];
        ret[at] = g;
    }
}

void sj_shares_text(const sj_scenario *s, const sj_scenario_shares *x, size_t output, sj_buf *to)
{
    size_t order[SJ_SCENARIO_GROUPS], small = 0;
    if (isnan(x->output[output].variance)) {
        sj_buf_add(to, SJ_S("  the last value does not vary: nothing has a share\n"));
        return;
    }
    by_total(x, output, order);
    sj_buf_add(to, SJ_S("  share of the variance of the last value, alone and in all [95 %]\n"));
    for (size_t k = 0; k < x->groups; k++) {
        const sj_index *i = &x->output[output].share[order[k]];
        if (i->total < LEAST_SHOWN) {
            small++;
            continue;
        }
        sj_buf_addf(to, "    %5.2f [%5.2f - %5.2f]  %5.2f [%5.2f - %5.2f]  ", i->first,
                    i->first_low, i->first_high, i->total, i->total_low, i->total_high);
        put_group(s, x, order[k], to);
        sj_buf_add_char(to, '\n');
    }
    if (small)
        sj_buf_addf(to, "    %zu more below %.2f in all\n", small, LEAST_SHOWN);
}

static void put_member(sj_buf *to, const char *name, double value)
{
    sj_buf_addf(to, ", \"%s\": ", name);
    sj_number_put(to, value, 6);
}

static void put_share(sj_buf *to, const sj_index *i)
{
    put_member(to, "first", i->first);
    put_member(to, "first_low", i->first_low);
    put_member(to, "first_high", i->first_high);
    put_member(to, "total", i->total);
    put_member(to, "total_low", i->total_low);
    put_member(to, "total_high", i->total_high);
}

void sj_shares_json(const sj_scenario *s, const sj_scenario_shares *x, size_t output, sj_buf *to)
{
    sj_buf_addf(to, ", \"sobol\": {\"rows\": %zu, \"failed_rows\": %zu, \"replicates\": %d",
                x->rows, x->failed, (int)SJ_SOBOL_REPLICATES);
    put_member(to, "variance", x->output[output].variance);
    sj_buf_addf(to, ", \"interval\": \"%s\", \"shares\": [", INTERVAL);
    for (size_t g = 0; g < x->groups; g++) {
        bool any = false;
        sj_buf_add(to, g ? SJ_S(", {\"inputs\": [") : SJ_S("{\"inputs\": ["));
        for (size_t i = 0; i < s->inputs; i++) {
            if (x->group_of[i] != g)
                continue;
            sj_buf_add(to, any ? SJ_S(", ") : SJ_S(""));
            sj_buf_add_json(to, input_name(s, i));
            any = true;
        }
        sj_buf_addf(to, "], \"chance\": %s", is_chance(x, g) ? "true" : "false");
        put_share(to, &x->output[output].share[g]);
        sj_buf_add_char(to, '}');
    }
    sj_buf_add(to, SJ_S("]}"));
}

void sj_shares_csv(const sj_scenario *s, const sj_scenario_shares *x, size_t output, size_t group,
                   sj_buf *to)
{
    const sj_index *i = &x->output[output].share[group];
    const double number[] = {i->first,
                             i->first_low,
                             i->first_high,
                             i->total,
                             i->total_low,
                             i->total_high,
                             x->output[output].variance};
    sj_buf_add(to, s->system.variable[s->output[output].variable].name);
    sj_buf_add_char(to, ',');
    put_group(s, x, group, to);
    sj_buf_add_char(to, ',');
    for (size_t k = 0; k < SJ_COUNT(number); k++) {
        if (isfinite(number[k]))
            sj_number_put(to, number[k], 9);
        sj_buf_add_char(to, ',');
    }
    sj_buf_addf(to, "%zu,%zu,", x->rows, x->failed);
    sj_csv_write_cell(to, sj_str_from(INTERVAL));
    sj_buf_add_char(to, ',');
}

void sj_shares_draw(const sj_scenario *s, const sj_scenario_shares *x, size_t output, sj_buf *to)
{
    size_t order[SJ_SCENARIO_GROUPS], shown = 0;
    sj_svg_share share[SJ_SCENARIO_GROUPS];
    SJ_SCOPED(sj_arena) arena = {0};
    if (isnan(x->output[output].variance))
        return;
    by_total(x, output, order);
    for (size_t k = 0; k < x->groups; k++) {
        const sj_index *i = &x->output[output].share[order[k]];
        SJ_SCOPED(sj_buf) name = {.max_bytes = 1 << 14};
        sj_str label = SJ_S("");
        if (i->total < LEAST_SHOWN)
            break;
        put_group(s, x, order[k], &name);
        if (sj_arena_copy(&arena, sj_buf_str(&name), &label) < 0)
            label = SJ_S("");
        share[shown++] = (sj_svg_share){label,    i->first,     i->first_low, i->first_high,
                                        i->total, i->total_low, i->total_high};
    }
    sj_svg_shares(to,
                  SJ_S("share of the variance of the last value: an input alone (dark), with all "
                       "its interactions (light)"),
                  share, shown);
}

void sj_ties_text(const sj_scenario *s, sj_buf *to)
{
    for (size_t i = 0; i < s->ties; i++) {
        const sj_scenario_tie *t = &s->tie[i];
        sj_buf_addf(to, "Correlated: %.*s and %.*s, ranks %.2f%s%.*s\n", SJ_STR_FMT(t->name[0]),
                    SJ_STR_FMT(t->name[1]), t->spearman, t->note.len ? ", " : "",
                    SJ_STR_FMT(t->note));
    }
}

void sj_ties_json(const sj_scenario *s, sj_buf *to)
{
    if (s->ties == 0)
        return;
    sj_buf_add(to, SJ_S(", \"correlations\": ["));
    for (size_t i = 0; i < s->ties; i++) {
        const sj_scenario_tie *t = &s->tie[i];
        sj_buf_add(to, i ? SJ_S(", {\"inputs\": [") : SJ_S("{\"inputs\": ["));
        sj_buf_add_json(to, t->name[0]);
        sj_buf_add(to, SJ_S(", "));
        sj_buf_add_json(to, t->name[1]);
        sj_buf_add(to, SJ_S("]"));
        put_member(to, "spearman", t->spearman);
        sj_buf_add(to, SJ_S(", \"note\": "));
        sj_buf_add_json(to, t->note);
        sj_buf_add_char(to, '}');
    }
    sj_buf_add_char(to, ']');
}
