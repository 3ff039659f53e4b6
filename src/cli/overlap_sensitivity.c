/* cli/overlap_sensitivity.c -- see the header. A table that was made of another is answered
 * with the model chosen again in the same way, and normal limits. */
#include "cli/overlap_sensitivity.h"
#include "cli/number.h"
#include "cli/overlap_diagnostics.h"
#include "count/special.h"
#include <math.h>

enum { FEW = 10, MANY_TIMES = 20 };

/* ---- models ---- */

sj_status sj_overlap_spread_find(const sj_overlap *o, const sj_overlap_ranked *ranked, size_t count,
                                 double level, sj_overlap_spread *ret)
{
    const double n = sj_overlap_total(o), z = sj_normal_quantile(0.5 + level / 2);
    ret->near = 0;
    ret->low = ret->high = ret->limit_low = ret->limit_high = NAN; /* fmin passes it over */
    for (; ret->near < count && ranked[ret->near].bic <= ranked[0].bic + SJ_OVERLAP_WITHIN;
         ret->near++) {
        const double estimate = ranked[ret->near].estimate;
        sj_overlap_fit f;
        ret->low = fmin(ret->low, estimate);
        ret->high = fmax(ret->high, estimate);
        if (level <= 0)
            continue;
        SJ_TRY(sj_overlap_estimate(o, &ranked[ret->near].model, &f));
        ret->limit_low = fmin(ret->limit_low, n + f.dark * exp(-z * f.se));
        ret->limit_high = fmax(ret->limit_high, n + f.dark * exp(z * f.se));
    }
    return SJ_OK;
}

void sj_overlap_spread_text(const sj_overlap_spread *s, double level, sj_buf *to)
{
    if (s->near == 0) {
        sj_buf_addf(to, "not estimable by any of the %zu models that were tried", s->tried);
        return;
    }
    sj_buf_addf(to,
                "between %.0f and %.0f by the %zu model%s within %d of the best BIC (%zu %s, "
                "%zu of them estimable)",
                s->low, s->high, s->near, s->near == 1 ? "" : "s", SJ_OVERLAP_WITHIN, s->tried,
                s->exhaustive ? "fitted" : "searched", s->existing);
    if (!isnan(s->limit_low))
        sj_buf_addf(to, "; with the interval of each at %g between %.0f and %.0f", level,
                    s->limit_low, s->limit_high);
}

void sj_overlap_headline_json(const sj_overlap_spread *s, double level, sj_buf *to)
{
    SJ_SCOPED(sj_buf) says = {0};
    sj_overlap_spread_text(s, level, &says);
    sj_buf_add(to, SJ_S(",\"headline\":"));
    sj_buf_add_json(to, sj_buf_str(&says));
}

void sj_overlap_spread_json(const sj_overlap *o, const sj_overlap_ranked *ranked, size_t count,
                            const sj_overlap_spread *s, sj_buf *to)
{
    sj_buf_addf(to, ",\"spread\":{\"models\":%zu,\"estimable\":%zu,\"exhaustive\":%s", s->tried,
                s->existing, s->exhaustive ? "true" : "false");
    sj_buf_addf(to, ",\"within_bic_10\":%zu", s->near);
    sj_number_member(to, "low_within_bic_10", s->low, 6);
    sj_number_member(to, "high_within_bic_10", s->high, 6);
    sj_number_member(to, "low_with_intervals", s->limit_low, 6);
    sj_number_member(to, "high_with_intervals", s->limit_high, 6);
    sj_buf_addf(to, ",\"best\":[");
    for (size_t i = 0; i < count && i < SJ_OVERLAP_SHOWN; i++) {
        sj_buf_addf(to, "%s{\"rank\":%zu,\"model\":\"", i ? "," : "", i + 1);
        sj_overlap_model_write(o, &ranked[i].model, to);
        sj_buf_add_char(to, '"');
        sj_number_member(to, "estimate", ranked[i].estimate, 6);
        sj_number_member(to, "bic", ranked[i].bic, 8);
        sj_number_member(to, "delta_bic", ranked[i].bic - ranked[0].bic, 6);
        sj_buf_add_char(to, '}');
    }
    sj_buf_addf(to, "]}");
}

/* ---- lists ---- */

/* Where the models of all lists were searched, so are those of fewer, which could just be
 * counted out but seven times. */
static sj_status best_model(const sj_overlap *o, const sj_overlap_choice *c, sj_overlap_model *ret)
{
    sj_overlap_ranked best;
    size_t count, tried, existing;
    SJ_TRY((c->exhaustive ? sj_overlap_rank : sj_overlap_search)(o, c->order, &best, 1, &count,
                                                                 &tried, &existing));
    if (count)
        *ret = best.model;
    return SJ_OK;
}

static sj_status answer(const sj_overlap *o, const sj_overlap_choice *c, sj_overlap_omitted *ret)
{
    const double z = sj_normal_quantile(0.5 + c->level / 2);
    sj_overlap_fit f;
    unsigned pair[28];
    size_t pairs;
    ret->n = sj_overlap_total(o);
    ret->estimate = ret->low = ret->high = NAN;
    sj_overlap_main_effects(o, &ret->model);
    if (ret->n == 0)
        return SJ_OK;
    if (c->select == SJ_OVERLAP_BIC)
        SJ_TRY(best_model(o, c, &ret->model));
    if (c->select == SJ_OVERLAP_STEPWISE)
        SJ_TRY(sj_overlap_stepwise(o, c->threshold, &ret->model, &f, pair, &pairs));
    else
        SJ_TRY(sj_overlap_estimate(o, &ret->model, &f));
    if (!f.exists)
        return SJ_OK;
    ret->estimate = f.estimate;
    ret->low = ret->n + f.dark * exp(-z * f.se);
    ret->high = ret->n + f.dark * exp(z * f.se);
    return SJ_OK;
}

sj_status sj_overlap_sensitivity_find(const sj_overlap *o, const sj_overlap_choice *c,
                                      sj_overlap_sensitivity *ret)
{
    sj_overlap other;
    size_t pair = 0;
    ret->lists = o->lists > 2 ? o->lists : 0;
    for (unsigned i = 0; i < ret->lists; i++) {
        sj_overlap_omit(o, i, &other);
        SJ_TRY(answer(&other, c, &ret->omitted[i]));
        sj_overlap_within(o, i, &other);
        SJ_TRY(answer(&other, c, &ret->within[i]));
        ret->known[i] = o->count[1u << i] + ret->within[i].n;
        for (unsigned j = i + 1; j < ret->lists; j++) {
            sj_overlap_merge(o, i, j, &other);
            SJ_TRY(answer(&other, c, &ret->merged[pair++]));
        }
    }
    return SJ_OK;
}

/* The model is by the numbers that lists have in the other table. */
static void entry_json(const sj_overlap *other, const sj_overlap_omitted *x, sj_buf *to)
{
    sj_number_member(to, "n", x->n, 0);
    sj_number_member(to, "estimate", x->estimate, 6);
    sj_number_member(to, "low", x->low, 6);
    sj_number_member(to, "high", x->high, 6);
    sj_buf_add(to, SJ_S(",\"model\":\""));
    sj_overlap_model_write(other, &x->model, to);
    sj_buf_add(to, SJ_S("\"}"));
}

static bool holds(const sj_overlap_sensitivity *s, unsigned list)
{
    return s->within[list].low <= s->known[list] && s->known[list] <= s->within[list].high;
}

void sj_overlap_sensitivity_json(const sj_overlap *o, const sj_overlap_sensitivity *s,
                                 const sj_str *list, sj_buf *to)
{
    const sj_overlap other = {.lists = o->lists - 1};
    size_t pair = 0;
    sj_buf_add(to, SJ_S(",\"without_list\":["));
    for (unsigned i = 0; i < s->lists; i++) {
        sj_buf_add(to, i ? SJ_S(",{\"list\":") : SJ_S("{\"list\":"));
        sj_buf_add_json(to, list[i]);
        entry_json(&other, &s->omitted[i], to);
    }
    sj_buf_add(to, SJ_S("],\"merged_lists\":["));
    for (unsigned i = 0; i < s->lists; i++)
        for (unsigned j = i + 1; j < s->lists; j++) {
            sj_buf_add(to, pair ? SJ_S(",{\"lists\":") : SJ_S("{\"lists\":"));
            sj_overlap_json_cell(list, 1u << i | 1u << j, to);
            entry_json(&other, &s->merged[pair++], to);
        }
    sj_buf_add(to, SJ_S("],\"known_lists\":["));
    for (unsigned i = 0; i < s->lists; i++) {
        sj_buf_add(to, i ? SJ_S(",{\"list\":") : SJ_S("{\"list\":"));
        sj_buf_add_json(to, list[i]);
        sj_number_member(to, "known", s->known[i], 0);
        sj_buf_addf(to, ",\"holds\":%s",
                    isnan(s->within[i].low) ? "null"
                    : holds(s, i)           ? "true"
                                            : "false");
        entry_json(&other, &s->within[i], to);
    }
    sj_buf_add_char(to, ']');
}

static void merged_text(const sj_overlap_sensitivity *s, const sj_str *list, sj_buf *to)
{
    size_t pair = 0, least = 0, most = 0, kept = 0;
    unsigned mask[28];
    for (unsigned i = 0; i < s->lists; i++)
        for (unsigned j = i + 1; j < s->lists; j++, pair++) {
            mask[pair] = 1u << i | 1u << j;
            if (isnan(s->merged[pair].estimate))
                continue;
            if (kept++ == 0)
                least = most = pair;
            least = s->merged[pair].estimate < s->merged[least].estimate ? pair : least;
            most = s->merged[pair].estimate > s->merged[most].estimate ? pair : most;
        }
    if (kept == 0)
        return;
    sj_buf_addf(to, "two lists taken as one: %.1f (", s->merged[least].estimate);
    sj_overlap_json_cell(list, mask[least], to);
    sj_buf_addf(to, ") to %.1f (", s->merged[most].estimate);
    sj_overlap_json_cell(list, mask[most], to);
    sj_buf_add(to, SJ_S(")\n"));
}

void sj_overlap_sensitivity_text(const sj_overlap_sensitivity *s, const sj_str *list, sj_buf *to)
{
    for (unsigned i = 0; i < s->lists; i++)
        if (isnan(s->omitted[i].estimate))
            sj_buf_addf(to, "without %.*s: not estimable\n", SJ_STR_FMT(list[i]));
        else
            sj_buf_addf(to, "without %.*s: %.1f\n", SJ_STR_FMT(list[i]), s->omitted[i].estimate);
    merged_text(s, list, to);
    for (unsigned i = 0; i < s->lists; i++)
        if (isnan(s->within[i].estimate))
            sj_buf_addf(to, "the %.0f on %.*s, from the other lists: not estimable\n", s->known[i],
                        SJ_STR_FMT(list[i]));
        else
            sj_buf_addf(to, "the %.0f on %.*s, from the other lists: %.1f (%.1f to %.1f)\n",
                        s->known[i], SJ_STR_FMT(list[i]), s->within[i].estimate, s->within[i].low,
                        s->within[i].high);
}

/* ---- cautions ---- */

enum caution { RESTS_ON_FEW, MANY_TIMES_SEEN, ONE_RECORD, LISTS_FAIL, CAUTIONS };

static double on_two_and_more(const sj_overlap *o)
{
    double n = 0;
    for (unsigned m = 1; m < 1u << o->lists; m++)
        n += m & (m - 1) ? o->count[m] : 0;
    return n;
}

static void name_failing(const sj_overlap_sensitivity *s, const sj_str *list, sj_buf *to)
{
    bool any = false;
    for (unsigned i = 0; i < s->lists; i++) {
        if (isnan(s->within[i].low) || holds(s, i))
            continue;
        sj_buf_add(to, any ? SJ_S(", ")
                           : SJ_S("the other lists misjudge a size that is known, that of "));
        sj_buf_add(to, list[i]);
        any = true;
    }
}

/* A sentence, or nothing where there is nothing to say. */
static void sentence(enum caution which, const sj_overlap_evidence *e, const sj_str *list,
                     sj_buf *to)
{
    const double n = sj_overlap_total(e->overlap), both = on_two_and_more(e->overlap);
    const double moved = fmax(fabs(e->more - e->estimate), fabs(e->fewer - e->estimate));
    switch (which) {
    case RESTS_ON_FEW:
        if (both < FEW)
            sj_buf_addf(to, "only %.0f stand on two lists and more, and all rests on them", both);
        break;
    case MANY_TIMES_SEEN:
        if (e->estimate > MANY_TIMES * n)
            sj_buf_addf(to, "the estimate is over %d times those who were seen", MANY_TIMES);
        break;
    case ONE_RECORD:
        if (moved > e->estimate / 5)
            sj_buf_addf(to, "one linked record more or fewer moves the estimate by %.0f", moved);
        break;
    case LISTS_FAIL:
        name_failing(e->sensitivity, list, to);
        break;
    case CAUTIONS:
        break;
    }
}

void sj_overlap_cautions_json(const sj_overlap_evidence *e, const sj_str *list, sj_buf *to)
{
    bool any = false;
    sj_buf_add(to, SJ_S(",\"cautions\":["));
    for (unsigned i = 0; i < CAUTIONS; i++) {
        SJ_SCOPED(sj_buf) says = {0};
        sentence((enum caution)i, e, list, &says);
        if (says.len == 0)
            continue;
        if (any)
            sj_buf_add_char(to, ',');
        any = true;
        sj_buf_add_json(to, sj_buf_str(&says));
    }
    sj_buf_add_char(to, ']');
}

void sj_overlap_cautions_text(const sj_overlap_evidence *e, const sj_str *list, sj_buf *to)
{
    for (unsigned i = 0; i < CAUTIONS; i++) {
        SJ_SCOPED(sj_buf) says = {0};
        sentence((enum caution)i, e, list, &says);
        if (says.len)
            sj_buf_addf(to, "Caution: %.*s.\n", SJ_STR_FMT(sj_buf_str(&says)));
    }
}
