/* count/scenario_table.c -- tables by place and sector, with their sums.
 *
 * Invariant: a sum is taken in each run before any quantile is read, so the median of all is
 * the median of all and not the sum of medians. Not chosen: fans of every cell; six times say
 * what a table can say, at a fortieth of the memory. */
#include "count/scenario_int.h"

struct totals {
    const sj_scenario *s;
    const double *cell;
    const bool *good;
    size_t draws;
    double *sum;
    sj_arena *arena;
    sj_scenario_result *ret;
};

static bool belongs(const sj_scenario_cell *c, size_t table, sj_str place, sj_str sector)
{
    return c->table == table && (place.len == 0 || sj_str_eq(place, c->place)) &&
           (sector.len == 0 || sj_str_eq(sector, c->sector));
}

static sj_status read_row(struct totals *t, size_t table, sj_str place, sj_str sector)
{
    sj_table_row *row = sj_arena_push(t->arena, &t->ret->row, &t->ret->rows, sizeof *row);
    if (!row)
        return SJ_ENOMEM;
    *row = (sj_table_row){.table = (uint16_t)table, .place = place, .sector = sector};
    for (size_t k = 0; k < SJ_SCENARIO_TIMES; k++) {
        sj_quantile q[3] = {{.p = 0.05}, {.p = 0.5}, {.p = 0.95}};
        size_t n = 0;
        memset(t->sum, 0, t->draws * sizeof *t->sum);
        for (size_t i = 0; i < t->s->cells; i++) {
            const bool taken = belongs(&t->s->cell[i], table, place, sector);
            for (size_t d = 0; taken && d < t->draws; d++)
                t->sum[d] += t->cell[(i * SJ_SCENARIO_TIMES + k) * t->draws + d];
        }
        for (size_t d = 0; d < t->draws; d++)
            if (t->good[d])
                t->sum[n++] = t->sum[d];
        SJ_TRY(sj_quantiles(t->sum, n, q, 3));
        row->at[k].p5 = q[0].value;
        row->at[k].p50 = q[1].value;
        row->at[k].p95 = q[2].value;
        for (int i = 0; i < 3; i++)
            row->at[k].mc_error[i] = q[i].mc_error;
    }
    return SJ_OK;
}

/* Whether no cell of the table before i has the place (or the sector) of cell i. */
static bool first(const sj_scenario *s, size_t i, bool by_place)
{
    const sj_scenario_cell *c = &s->cell[i];
    for (size_t k = 0; k < i; k++)
        if (belongs(&s->cell[k], c->table, by_place ? c->place : (sj_str){0},
                    by_place ? (sj_str){0} : c->sector))
            return false;
    return true;
}

sj_status sj_scenario_tables(const sj_scenario *s, const double *cell, const bool *good,
                             size_t draws, sj_arena *arena, sj_scenario_result *ret)
{
    SJ_SCOPED(sj_arena) room = {0};
    struct totals t = {s, cell, good, draws, NULL, arena, ret};
    t.sum = sj_arena_alloc(&room, (draws + 1) * sizeof *t.sum);
    if (!t.sum)
        return SJ_ENOMEM;
    for (size_t table = 0; table < s->tables; table++) {
        SJ_TRY(read_row(&t, table, (sj_str){0}, (sj_str){0}));
        for (int by = 1; by >= 0; by--)
            for (size_t i = 0; i < s->cells; i++)
                if (s->cell[i].table == table && first(s, i, by))
                    SJ_TRY(read_row(&t, table, by ? s->cell[i].place : (sj_str){0},
                                    by ? (sj_str){0} : s->cell[i].sector));
        for (size_t i = 0; i < s->cells; i++)
            if (s->cell[i].table == table)
                SJ_TRY(read_row(&t, table, s->cell[i].place, s->cell[i].sector));
    }
    return SJ_OK;
}
