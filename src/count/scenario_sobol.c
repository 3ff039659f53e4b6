/* count/scenario_sobol.c -- the variance of a scenario's last values, shared out.
 *
 * A row has two sets of inputs, A and B, and one run more for each group, which is A with
 * that group from B. The machine throws dice of its own: its stream is one more input,
 * independent of the others, so "A with the chance of B" is a run like the rest, and the
 * shares add up over the very fan that is printed. (With the stream held fixed they would
 * be shares of a variance that no run has; with a fresh stream in every run the totals
 * would all carry it.)
 *
 * Invariants: (1) tied inputs move as one group: groups are independent of each other,
 * without which neither index means anything; (2) a row stands or falls as a whole, so a,
 * b and ab stay parallel; (3) a row depends on seed and its number only.
 * Not chosen: Shapley effects, which share a group out over its members by running all
 * subsets of it. */
#include "count/scenario_inputs.h"
#include "count/special.h"
#include <math.h>

static const size_t MOST_VALUES = (size_t)1 << 26;       /* half a gigabyte of last values */
static const uint64_t POINTS = 0x50b01, CHANCE = 0xd1ce; /* streams that no draw of a fan has */

struct table {
    const sj_scenario *s;
    const sj_scenario_shares *shares;
    sj_sobol sobol;
    size_t input[SJ_SCENARIO_INPUTS], inputs; /* those that vary: one dimension of A, one of B */
    size_t runs;                              /* of a row */
    double *last;                             /* [output][run][row] */
    bool *good;                               /* [row] */
};

/* ---- groups ---- */

/* Tied inputs take the lowest label among them, until nothing changes. */
static void label(const sj_scenario *s, size_t *ret)
{
    for (size_t i = 0; i < s->inputs; i++)
        ret[i] = i;
    for (bool moved = true; moved;) {
        moved = false;
        for (size_t i = 0; i < s->ties; i++) {
            size_t *a = &ret[s->tie[i].input[0]], *b = &ret[s->tie[i].input[1]];
            moved = moved || *a != *b;
            *a = *b = *a < *b ? *a : *b;
        }
    }
}

static void make_groups(const sj_scenario *s, sj_scenario_shares *ret)
{
    size_t own[SJ_SCENARIO_INPUTS], number[SJ_SCENARIO_INPUTS];
    label(s, own);
    for (size_t i = 0; i < s->inputs; i++) {
        const bool point = s->input[i].law.family == SJ_POINT;
        if (!point && own[i] == i)
            number[i] = ret->groups++;
        ret->group_of[i] = point ? SJ_NO_GROUP : number[own[i]];
    }
    ret->has_chance = s->has_machine;
    ret->groups += s->has_machine;
}

/* ---- runs ---- */

/* The inputs that vary, from their points; tied ones through the copula. */
static void place_inputs(const struct table *t, const double *u, double *value)
{
    double z[SJ_COPULA_INPUTS], mixed[SJ_COPULA_INPUTS];
    const sj_scenario *s = t->s;
    size_t next = 0;
    for (size_t i = 0; i < t->inputs; i++) {
        const sj_scenario_input *input = &s->input[t->input[i]];
        if (next < s->tied_count && s->tied[next] == t->input[i])
            z[next++] = sj_normal_quantile(u[i]);
        else
            value[input->variable] = sj_distribution_quantile(&input->law, u[i]);
    }
    if (next)
        sj_copula_mix(s->tied_factor, next, z, mixed);
    for (size_t k = 0; k < next; k++) {
        const sj_scenario_input *input = &s->input[s->tied[k]];
        value[input->variable] = sj_copula_value(&input->law, mixed[k]);
    }
}

/* One run of a row: A with group `from_b` of B, its chance from stream 2 row or 2 row + 1. */
static sj_status run_one(const struct table *t, size_t row, size_t run, const double *u)
{
    double value[SJ_SYSTEM_VARIABLES] = {0}, last[SJ_SCENARIO_OUTPUTS], mixed[SJ_SCENARIO_INPUTS];
    const sj_scenario *s = t->s;
    const size_t rows = t->shares->rows;
    bool finite;
    for (size_t i = 0; i < s->inputs; i++)
        value[s->input[i].variable] = s->input[i].law.a; /* of a point: its value */
    for (size_t i = 0; i < t->inputs; i++) {
        const bool from_b = run == 1 || (run > 1 && t->shares->group_of[t->input[i]] == run - 2);
        mixed[i] = u[i + (from_b ? t->inputs : 0)];
    }
    place_inputs(t, mixed, value);
    const bool chance_b = run == 1 || (t->shares->has_chance && run == t->runs - 1);
    const sj_random random = sj_random_stream(s->seed ^ CHANCE << 32, 2 * row + chance_b);
    SJ_TRY(sj_scenario_last(s, random, value, last, &finite));
    for (size_t k = 0; k < s->outputs; k++) {
        finite = finite && isfinite(last[k]);
        t->last[(k * t->runs + run) * rows + row] = last[k];
    }
    t->good[row] = t->good[row] && finite;
    return SJ_OK;
}

static sj_status run_row(void *ctx, size_t row, unsigned worker)
{
    const struct table *t = ctx;
    double u[SJ_SOBOL_DIMENSIONS];
    (void)worker;
    sj_sobol_point(&t->sobol, (uint32_t)row, u);
    t->good[row] = true;
    for (size_t run = 0; run < t->runs && t->good[row]; run++)
        SJ_TRY(run_one(t, row, run, u));
    return SJ_OK;
}

/* ---- shares ---- */

/* Rows that are not good leave every run (2); how many stay. */
static size_t pack(const struct table *t)
{
    const size_t rows = t->shares->rows, columns = t->s->outputs * t->runs;
    size_t kept = 0;
    for (size_t i = 0; i < rows; i++) {
        if (!t->good[i])
            continue;
        for (size_t k = 0; k < columns; k++)
            t->last[k * rows + kept] = t->last[k * rows + i];
        kept++;
    }
    for (size_t k = 1; k < columns; k++)
        memmove(t->last + k * kept, t->last + k * rows, kept * sizeof *t->last);
    return kept;
}

static sj_status share_output(const struct table *t, size_t kept, size_t k, sj_scenario_shares *ret)
{
    const double *first = t->last + k * t->runs * kept;
    const sj_variance_runs runs = {first, first + kept, first + 2 * kept, kept, ret->groups};
    const sj_status s = sj_variance_shares(&runs, SJ_SOBOL_REPLICATES, t->s->seed,
                                           ret->output[k].share, &ret->output[k].variance);
    if (s != SJ_EINVAL)
        return s;
    ret->output[k].variance = NAN; /* it does not vary */
    for (size_t g = 0; g < ret->groups; g++)
        ret->output[k].share[g] = (sj_index){NAN, NAN, NAN, NAN, NAN, NAN};
    return SJ_OK;
}

struct sharing {
    const struct table *t;
    size_t kept;
    sj_scenario_shares *ret;
};

static sj_status share_one(void *ctx, size_t output, unsigned worker)
{
    const struct sharing *s = ctx;
    (void)worker;
    return share_output(s->t, s->kept, output, s->ret);
}

sj_status sj_scenario_sobol(const sj_scenario *s, size_t rows, unsigned threads,
                            sj_scenario_shares *ret)
{
    SJ_SCOPED(sj_arena) arena = {0};
    struct table *t = sj_arena_zalloc(&arena, sizeof *t);
    if (!t)
        return SJ_ENOMEM;
    *ret = (sj_scenario_shares){.rows = rows};
    make_groups(s, ret);
    t->s = s;
    t->shares = ret;
    for (size_t i = 0; i < s->inputs; i++)
        if (ret->group_of[i] != SJ_NO_GROUP)
            t->input[t->inputs++] = i;
    t->runs = ret->groups + 2;
    if (rows < 16 || ret->groups == 0)
        return SJ_EINVAL;
    if (rows > MOST_VALUES / (t->runs * s->outputs))
        return SJ_ELIMIT;
    if (t->inputs)
        SJ_TRY(sj_sobol_open((unsigned)(2 * t->inputs), s->seed ^ POINTS, &t->sobol));
    t->last = sj_arena_zalloc(&arena, rows * t->runs * s->outputs * sizeof *t->last);
    t->good = sj_arena_zalloc(&arena, rows);
    if (!t->last || !t->good)
        return SJ_ENOMEM;
    SJ_TRY(sj_thread_for(threads, rows, run_row, t));
    struct sharing sharing = {t, pack(t), ret};
    ret->failed = rows - sharing.kept;
    if (sharing.kept < 16)
        return SJ_EINVAL;
    return sj_thread_for(threads, s->outputs, share_one, &sharing);
}
