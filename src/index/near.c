/* index/near.c -- rows (core -> likeness to each unit of the query's form) and the
 * gathering of all cores that share a signature with a unit.
 *
 *   slot: hash of core -> row number + 1      row: core, near, complete
 *   likeness: row-major, one float a unit, ROW_UNKNOWN where nobody looked
 *
 * Invariant: a row once made keeps its number until sj_near_clear; pointers to rows
 * die at the next sj_near_get. */
#include "index/near.h"

enum { ROW_UNKNOWN = -1 };

/* ---- rows: what is known of a core ---- */

struct sj_row *sj_near_find(const sj_search_scratch *s, uint32_t core)
{
    for (size_t i = sj_near_slot(s->slot_count, core); s->slot[i];
         i = (i + 1) & (s->slot_count - 1))
        if (s->row[s->slot[i] - 1].core == core)
            return &s->row[s->slot[i] - 1];
    return NULL;
}

void sj_near_clear(sj_search_scratch *s)
{
    if (s->row_count * 8 > s->slot_count) {
        memset(s->slot, 0, s->slot_count * sizeof *s->slot);
    } else {
        for (size_t r = s->row_count; r-- > 0;) { /* last in, first out keeps probes whole */
            size_t i = sj_near_slot(s->slot_count, s->row[r].core);
            while (s->slot[i] != r + 1)
                i = (i + 1) & (s->slot_count - 1);
            s->slot[i] = 0;
        }
    }
    s->row_count = 0;
    s->near_count = 0;
}

static sj_status double_slots(sj_search_scratch *s)
{
    const size_t count = s->slot_count * 2;
    uint32_t *slot = sj_mem_zalloc(count * sizeof *slot);
    if (!slot)
        return SJ_ENOMEM;
    for (size_t r = 0; r < s->row_count; r++) {
        size_t i = sj_near_slot(count, s->row[r].core);
        while (slot[i])
            i = (i + 1) & (count - 1);
        slot[i] = (uint32_t)(r + 1);
    }
    sj_mem_free(s->slot);
    s->slot = slot;
    s->slot_count = count;
    return SJ_OK;
}

sj_status sj_near_get(sj_probe *p, uint32_t core, struct sj_row **ret)
{
    sj_search_scratch *s = p->s;
    *ret = sj_near_find(s, core);
    if (*ret)
        return SJ_OK;
    const size_t stride = p->form->unit_count;
    SJ_TRY(sj_mem_grow(&s->row, &s->row_capacity, s->row_count + 1, UINT32_MAX, sizeof *s->row));
    SJ_TRY(sj_mem_grow(&s->likeness, &s->likeness_capacity, (s->row_count + 1) * stride,
                       SIZE_MAX / 8, sizeof *s->likeness));
    if ((s->row_count + 1) * 2 > s->slot_count)
        SJ_TRY(double_slots(s));
    size_t i = sj_near_slot(s->slot_count, core);
    while (s->slot[i])
        i = (i + 1) & (s->slot_count - 1);
    float *likeness = s->likeness + s->row_count * stride;
    for (size_t u = 0; u < stride; u++)
        likeness[u] = ROW_UNKNOWN;
    s->row[s->row_count] = (struct sj_row){.core = core};
    s->slot[i] = (uint32_t)++s->row_count;
    *ret = &s->row[s->row_count - 1];
    return SJ_OK;
}

/* ---- gathering the cores near each unit ---- */

static sj_status meet(sj_probe *p, unsigned unit, uint32_t core)
{
    const sj_index *ix = p->ix;
    if (core >= sj_index_count(ix, SJ_SECTION_CORES))
        return SJ_ECORRUPT;
    if (ix->at.CORES[core].system != p->form->system)
        return SJ_OK;
    struct sj_row *row;
    SJ_TRY(sj_near_get(p, core, &row));
    float *likeness = sj_near_likeness(p, row);
    if (likeness[unit] >= 0)
        return SJ_OK;
    const sj_core view = sj_index_core(ix, core);
    likeness[unit] = (float)sj_core_similarity(p->form->unit[unit].core, &view, NULL);
    if (!(likeness[unit] > 0))
        return SJ_OK;
    row->near = true;
    row->words |= sj_near_words(p->form->unit[unit].first, p->form->unit[unit].count);
    sj_search_scratch *s = p->s;
    SJ_TRY(
        sj_mem_grow(&s->near, &s->near_capacity, s->near_count + 1, UINT32_MAX, sizeof *s->near));
    s->near[s->near_count++] = (struct sj_near){core, (uint8_t)unit};
    return SJ_OK;
}

static sj_status meet_bucket(sj_probe *p, unsigned unit, uint64_t hash, const uint32_t *start,
                             const sj_index_table_item *item, uint32_t shift)
{
    const uint64_t bucket = hash >> shift;
    for (uint32_t i = start[bucket]; i < start[bucket + 1]; i++)
        if (item[i].tag == (uint32_t)hash)
            SJ_TRY(meet(p, unit, item[i].value));
    return SJ_OK;
}

/* The buckets of a big index are far away in memory: all of a unit's are asked for
 * before the first is read. */
static void fetch(const uint64_t *hash, size_t count, const uint32_t *start, uint32_t shift)
{
    for (size_t i = 0; i < count; i++)
        SJ_PREFETCH(&start[hash[i] >> shift]);
}

static sj_status gather_unit(sj_probe *p, unsigned unit)
{
    const sj_index *ix = p->ix;
    const sj_core *c = p->form->unit[unit].core;
    uint64_t deletion[SJ_DELETIONS_MAX];
    const size_t n = sj_core_deletions(c, deletion, SJ_COUNT(deletion));
    fetch(deletion, n, ix->at.ACTIVE_START, ix->shift.active);
    for (size_t i = 0; i < c->signature_count; i++) {
        const sj_signature *g = &c->signature[i];
        SJ_TRY(meet_bucket(p, unit, g->hash, ix->at.ACTIVE_START, ix->at.ACTIVE, ix->shift.active));
        if (!g->passive)
            SJ_TRY(meet_bucket(p, unit, g->hash, ix->at.PASSIVE_START, ix->at.PASSIVE,
                               ix->shift.passive));
    }
    for (size_t i = 0; i < n; i++)
        SJ_PREFETCH(&ix->at.ACTIVE[ix->at.ACTIVE_START[deletion[i] >> ix->shift.active]]);
    for (size_t i = 0; i < n; i++)
        SJ_TRY(meet_bucket(p, unit, deletion[i], ix->at.ACTIVE_START, ix->at.ACTIVE,
                           ix->shift.active));
    return SJ_OK;
}

sj_status sj_near_gather(sj_probe *p)
{
    p->initials = 0;
    for (unsigned u = 0; u < p->form->unit_count; u++) {
        p->s->near_start[u] = p->s->near_count;
        if (sj_near_is_gathered(&p->form->unit[u]))
            SJ_TRY(gather_unit(p, u));
        else
            p->initials++;
    }
    p->s->near_start[p->form->unit_count] = p->s->near_count;
    return SJ_OK;
}
