/* index/near.c -- rows (core -> likeness to each unit of the query's form) and the
 * gathering of all cores that share a signature with a unit.
 *
 *   slot: hash of core -> row number + 1      row: core, best, complete
 *   likeness: row-major, one float a unit, ROW_UNKNOWN where nobody looked
 *
 * Invariant: a row once made keeps its number until sj_near_clear; pointers to rows
 * die at the next sj_near_get. */
#include "index/blocks.h"
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
    memset(s->filter, 0, sizeof s->filter);
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

/* Tables, cores and texts of a big index are far away in memory: each step asks for
 * all it will need before the next step reads the first of it. */

static sj_status ask(sj_search_scratch *s, struct sj_ask a)
{
    SJ_TRY(sj_mem_grow(&s->ask, &s->ask_capacity, s->ask_count + 1, UINT32_MAX, sizeof *s->ask));
    s->ask[s->ask_count++] = a;
    return SJ_OK;
}

/* Step 1: what to ask for, signatures before deletions: a core that shares both is
 * compared in full. */
static sj_status ask_for_unit(sj_probe *p, unsigned unit)
{
    const sj_index *ix = p->ix;
    const sj_core *c = p->form->unit[unit].core;
    uint64_t deletion[SJ_DELETIONS_MAX];
    const size_t n = sj_core_deletions(c, deletion, SJ_COUNT(deletion));
    for (size_t i = 0; i < c->signature_count; i++) {
        const uint64_t hash = c->signature[i];
        SJ_PREFETCH(&ix->at.ACTIVE_START[hash >> ix->shift.active]);
        SJ_TRY(ask(p->s, (struct sj_ask){.hash = hash, .unit = (uint8_t)unit}));
        if (c->traits[i].passive || !sj_signature_may_be_passive(c->traits[i].kind))
            continue;
        SJ_PREFETCH(&ix->at.PASSIVE_START[hash >> ix->shift.passive]);
        SJ_TRY(ask(p->s, (struct sj_ask){.hash = hash, .unit = (uint8_t)unit, .passive = true}));
    }
    for (size_t i = 0; i < n; i++) {
        SJ_PREFETCH(&ix->at.ACTIVE_START[deletion[i] >> ix->shift.active]);
        SJ_TRY(ask(p->s,
                   (struct sj_ask){.hash = deletion[i], .unit = (uint8_t)unit, .deletion = true}));
    }
    return SJ_OK;
}

struct bucket {
    const sj_index_table_item *item;
    uint32_t from, to;
};
static struct bucket bucket_of(const sj_index *ix, const struct sj_ask *a)
{
    const uint32_t *start = a->passive ? ix->at.PASSIVE_START : ix->at.ACTIVE_START;
    const uint64_t b = a->hash >> (a->passive ? ix->shift.passive : ix->shift.active);
    return (struct bucket){a->passive ? ix->at.PASSIVE : ix->at.ACTIVE, start[b], start[b + 1]};
}

/* The cores a unit has met lately, by their last bits: equal words share all their
 * signatures, and need not be met by each. */
enum { LATELY = 256 };
struct lately {
    uint32_t core[LATELY]; /* + 1 */
    unsigned unit;
};

/* Step 2: the answers. */
static sj_status answer(sj_probe *p, const struct sj_ask *a, struct lately *lately)
{
    const sj_index *ix = p->ix;
    sj_search_scratch *s = p->s;
    const struct bucket b = bucket_of(ix, a);
    if (lately->unit != a->unit)
        *lately = (struct lately){.unit = a->unit};
    for (uint32_t i = b.from; i < b.to; i++) {
        if (b.item[i].tag != (uint32_t)a->hash)
            continue;
        const uint32_t core = b.item[i].value;
        if (core >= sj_index_count(ix, SJ_SECTION_CORES))
            return SJ_ECORRUPT;
        if (lately->core[core % LATELY] == core + 1)
            continue;
        lately->core[core % LATELY] = core + 1;
        SJ_PREFETCH(&ix->at.CORES[core]);
        SJ_TRY(
            sj_mem_grow(&s->met, &s->met_capacity, s->met_count + 1, UINT32_MAX, sizeof *s->met));
        s->met[s->met_count++] = (struct sj_met){core, a->unit, a->deletion};
    }
    return SJ_OK;
}

/* Step 4: how alike. */
static sj_status meet(sj_probe *p, const struct sj_met *m)
{
    const sj_index *ix = p->ix;
    if (ix->at.CORES[m->core].system != p->form->system)
        return SJ_OK;
    struct sj_row *row;
    SJ_TRY(sj_near_get(p, m->core, &row));
    float *likeness = sj_near_likeness(p, row);
    if (likeness[m->unit] >= 0)
        return SJ_OK;
    const sj_unit *unit = &p->form->unit[m->unit];
    const sj_core listed = sj_index_core(ix, m->core);
    likeness[m->unit] = (float)(m->deletion ? sj_core_slips(unit->core, &listed)
                                            : sj_core_similarity(unit->core, &listed, NULL));
    if (!(likeness[m->unit] > 0))
        return SJ_OK;
    if (likeness[m->unit] > row->best)
        row->best = likeness[m->unit];
    row->words |= sj_near_words(unit->first, unit->count);
    for (unsigned w = unit->first; w < (unsigned)unit->first + unit->count; w++)
        if (p->word_best[w] < likeness[m->unit])
            p->word_best[w] = likeness[m->unit];
    const uint32_t bit = m->core % SJ_NEAR_FILTER;
    p->s->filter[bit / 64] |= (uint64_t)1 << bit % 64;
    SJ_PREFETCH(&ix->at.ALL_START[m->core]); /* candidates.c is next */
    SJ_PREFETCH(&ix->at.LEAD_START[m->core]);
    sj_search_scratch *s = p->s;
    SJ_TRY(
        sj_mem_grow(&s->near, &s->near_capacity, s->near_count + 1, UINT32_MAX, sizeof *s->near));
    s->near[s->near_count++] = (struct sj_near){.core = m->core};
    return SJ_OK;
}

/* In a file that was not summed whole, what the next step reads is compared first. */
static sj_status check_asks(const sj_probe *p)
{
    const sj_index *ix = p->ix;
    for (size_t i = 0; i < p->s->ask_count; i++) {
        const struct sj_ask *a = &p->s->ask[i];
        SJ_TRY(a->passive ? sj_blocks_check_bucket(ix, SJ_SECTION_PASSIVE_START,
                                                   a->hash >> ix->shift.passive, SJ_SECTION_PASSIVE)
                          : sj_blocks_check_bucket(ix, SJ_SECTION_ACTIVE_START,
                                                   a->hash >> ix->shift.active, SJ_SECTION_ACTIVE));
    }
    return SJ_OK;
}

static sj_status check_met(const sj_probe *p)
{
    for (size_t i = 0; i < p->s->met_count; i++)
        SJ_TRY(sj_blocks_check_core(p->ix, p->s->met[i].core));
    return SJ_OK;
}

sj_status sj_near_gather(sj_probe *p)
{
    const sj_index *ix = p->ix;
    sj_search_scratch *s = p->s;
    s->ask_count = s->met_count = 0;
    p->initials = 0;
    p->initial_words = 0;
    memset(p->word_best, 0, p->form->token_count * sizeof *p->word_best);
    for (unsigned u = 0; u < p->form->unit_count; u++) {
        if (sj_near_is_gathered(&p->form->unit[u])) {
            SJ_TRY(ask_for_unit(p, u));
            continue;
        }
        p->word_best[p->form->unit[u].first] = 1;
        p->initial_words |= sj_near_words(p->form->unit[u].first, 1);
        p->initials++;
    }
    if (ix->checked)
        SJ_TRY(check_asks(p));
    for (size_t i = 0; i < s->ask_count; i++) {
        const struct bucket b = bucket_of(ix, &s->ask[i]);
        SJ_PREFETCH(&b.item[b.from]);
        SJ_PREFETCH(&b.item[b.to]);
    }
    struct lately lately = {.unit = 0};
    for (size_t i = 0; i < s->ask_count; i++)
        SJ_TRY(answer(p, &s->ask[i], &lately));
    if (ix->checked)
        SJ_TRY(check_met(p));
    for (size_t i = 0; i < s->met_count; i++) { /* step 3 */
        const sj_index_core_item *c = &ix->at.CORES[s->met[i].core];
        SJ_PREFETCH(ix->at.TEXT + c->text);
        if (!s->met[i].deletion)
            SJ_PREFETCH(&ix->at.SIGNATURES[c->signature_first]);
    }
    size_t at = 0;
    for (unsigned u = 0; u < p->form->unit_count; u++) {
        s->near_start[u] = s->near_count;
        for (; at < s->met_count && s->met[at].unit == u; at++)
            SJ_TRY(meet(p, &s->met[at]));
    }
    s->near_start[p->form->unit_count] = s->near_count;
    return SJ_OK;
}
