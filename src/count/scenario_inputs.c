/* count/scenario_inputs.c -- inputs by name become rows of a copula.
 *
 * Invariants: (1) tied inputs stand in the order of the file, so that a draw reads the
 * stream in one order whatever the order of the `correlate` lines; (2) an input's own law
 * is never changed by a tie. */
#include "count/scenario_inputs.h"
#include <math.h>

static sj_status refuse(const sj_scenario_tie *t, int which, const char *reason, sj_diag *diag)
{
    sj_diag_field(diag, t->name[which]);
    return sj_diag_set(diag, SJ_EINVAL, reason, 0, t->line, 0);
}

static sj_status resolve(const sj_scenario *s, sj_scenario_tie *t, sj_diag *diag)
{
    for (int side = 0; side < 2; side++) {
        uint16_t v;
        size_t i = 0;
        if (!sj_system_find(&s->system, t->name[side], &v))
            return refuse(t, side, "unknown name", diag);
        while (i < s->inputs && s->input[i].variable != v)
            i++;
        if (i == s->inputs || (side == 1 && t->input[0] == i))
            return refuse(t, side, "expected the names of two inputs", diag);
        if (s->input[i].law.family == SJ_POINT)
            return refuse(t, side, "a point has no ranks to correlate", diag);
        t->input[side] = i;
    }
    if (t->input[0] < t->input[1]) { /* the later input first: the lower half of the matrix */
        const size_t earlier = t->input[0];
        t->input[0] = t->input[1];
        t->input[1] = earlier;
    }
    return SJ_OK;
}

static bool has(const sj_scenario *s, size_t input)
{
    for (size_t i = 0; i < s->ties; i++)
        if (s->tie[i].input[0] == input || s->tie[i].input[1] == input)
            return true;
    return false;
}

static sj_status refuse_twice(const sj_scenario *s, sj_diag *diag)
{
    for (size_t i = 1; i < s->ties; i++)
        for (size_t k = 0; k < i; k++)
            if (s->tie[i].input[0] == s->tie[k].input[0] &&
                s->tie[i].input[1] == s->tie[k].input[1])
                return refuse(&s->tie[i], 0, "expected one correlation of two inputs", diag);
    return SJ_OK;
}

static size_t place(const sj_scenario *s, size_t input)
{
    size_t at = 0;
    while (s->tied[at] != input)
        at++;
    return at;
}

/* The line that ties an input to those before it, which do fit. */
static sj_status refuse_matrix(const sj_scenario *s, size_t row, sj_diag *diag)
{
    const sj_scenario_tie *last = NULL;
    for (size_t i = 0; i < s->ties; i++)
        if (s->tie[i].input[0] == s->tied[row])
            last = &s->tie[i];
    if (!last)
        return SJ_EINVAL;
    return refuse(last, 0,
                  "no inputs can be correlated so: the matrix of rank correlations is not "
                  "positive definite",
                  diag);
}

sj_status sj_scenario_tie_inputs(sj_scenario *s, sj_arena *arena, sj_diag *reterr_diag)
{
    size_t row;
    if (s->ties == 0)
        return SJ_OK;
    for (size_t i = 0; i < s->ties; i++)
        SJ_TRY(resolve(s, &s->tie[i], reterr_diag));
    SJ_TRY(refuse_twice(s, reterr_diag));
    for (size_t i = 0; i < s->inputs; i++)
        if (has(s, i))
            s->tied[s->tied_count++] = i; /* (1) */
    const size_t k = s->tied_count;
    double *spearman = sj_arena_zalloc(arena, k * k * sizeof *spearman);
    s->tied_factor = sj_arena_zalloc(arena, k * k * sizeof *s->tied_factor);
    if (!spearman || !s->tied_factor)
        return SJ_ENOMEM;
    for (size_t i = 0; i < s->ties; i++)
        spearman[place(s, s->tie[i].input[0]) * k + place(s, s->tie[i].input[1])] =
            s->tie[i].spearman;
    const sj_status status = sj_copula_factor(spearman, k, s->tied_factor, &row);
    if (status == SJ_ELIMIT)
        return sj_diag_set(reterr_diag, status, "at most 64 correlated inputs", 0, s->tie[0].line,
                           0);
    return status == SJ_EREFUSED ? refuse_matrix(s, row, reterr_diag) : status;
}

void sj_scenario_draw_inputs(const sj_scenario *s, sj_random *random, double *value)
{
    double z[SJ_COPULA_INPUTS], mixed[SJ_COPULA_INPUTS];
    size_t next = 0;
    for (size_t i = 0; i < s->inputs; i++) {
        if (next < s->tied_count && s->tied[next] == i)
            z[next++] = sj_random_normal(random);
        else
            value[s->input[i].variable] = sj_distribution_draw(&s->input[i].law, random);
    }
    if (next == 0)
        return;
    sj_copula_mix(s->tied_factor, next, z, mixed);
    for (size_t k = 0; k < next; k++) {
        const sj_scenario_input *input = &s->input[s->tied[k]];
        value[input->variable] = sj_copula_value(&input->law, mixed[k]); /* (2) */
    }
}
