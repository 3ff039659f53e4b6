/* index/search.c -- the complete search, without comparing with everybody.
 *
 * Purpose: every record whose score reaches the threshold. By the laws of
 * names/form.h a pair of forms above SJ_NAME_CONTRADICTED has
 *   (C1) every distinctive word of the query matched, or
 *   (C2) every distinctive word of the listed name matched.
 * For C1 the query's word with the fewest postings leads: only the forms that hold a
 * word like it are looked at (of syllables those of equal length, law L), and where
 * they are many, only those that hold a word like the second, third ... too.
 * For C2 a listed form stands under its two rarest words only (layout.c, invariant
 * 1), so a common word brings the few names made of nothing rarer.
 * Likeness of words is looked up, not computed: alike words share a signature
 * (law S), so the cores near a unit are the union of a few hash buckets. What is near
 * a unit is kept in a table core -> likeness to each unit of the query; a
 * candidate's matrix is filled from it, and sj_form_score decides.
 *
 * Invariants: (1) a unit is `gathered` unless it is an initial: then a core
 * without an entry for it has likeness 0, and the likeness of initials is computed when
 * a candidate asks; (2) candidates are verified by the same function as the
 * twin's (scan.c), so a candidate too many costs time, never a wrong answer;
 * (3) nothing is cut: every bound used is an upper bound.
 *
 * Why it is fast: on 20,000 listed records a query looks up some hundred buckets
 * and verifies a handful of forms; common words cost their own postings only when the
 * whole name is common. Not chosen: WAND over a weighted union, because the laws
 * turn the union into intersections, which cut deeper. */
#include "index/blocks.h"
#include "index/near.h"

sj_status sj_search_scratch_new(const sj_index *ix, sj_search_scratch **ret)
{
    SJ_AUTO(sj_search_scratch) *s = sj_mem_zalloc(sizeof *s);
    if (!s)
        return SJ_ENOMEM;
    s->slot_count = s->best_slot_count = 256;
    s->slot = sj_mem_zalloc(s->slot_count * sizeof *s->slot);
    s->best_slot = sj_mem_zalloc(s->best_slot_count * sizeof *s->best_slot);
    if (!s->slot || !s->best_slot)
        return SJ_ENOMEM;
    SJ_TRY(sj_form_set_init(&s->set, sj_index_count(ix, SJ_SECTION_FORMS)));
    *ret = SJ_TAKE(s);
    return SJ_OK;
}

sj_search_scratch *sj_search_scratch_free(sj_search_scratch *s)
{
    if (!s)
        return NULL;
    sj_mem_free(s->row);
    sj_mem_free(s->likeness);
    sj_mem_free(s->slot);
    sj_mem_free(s->ask);
    sj_mem_free(s->met);
    sj_mem_free(s->near);
    sj_form_set_free(&s->set);
    sj_mem_free(s->candidate);
    sj_mem_free(s->best);
    sj_mem_free(s->best_slot);
    sj_mem_free(s->hit);
    sj_mem_free(s);
    return NULL;
}

/* ---- verifying ---- */

static sj_status get_best(sj_search_scratch *s, uint32_t record, sj_record_best **ret)
{
    if ((s->best_count + 1) * 2 > s->best_slot_count) {
        const size_t count = s->best_slot_count * 2;
        uint32_t *slot = sj_mem_zalloc(count * sizeof *slot);
        if (!slot)
            return SJ_ENOMEM;
        for (size_t b = 0; b < s->best_count; b++) {
            size_t i = sj_near_slot(count, s->best[b].record);
            while (slot[i])
                i = (i + 1) & (count - 1);
            slot[i] = (uint32_t)(b + 1);
        }
        sj_mem_free(s->best_slot);
        s->best_slot = slot;
        s->best_slot_count = count;
    }
    size_t i = sj_near_slot(s->best_slot_count, record);
    for (; s->best_slot[i]; i = (i + 1) & (s->best_slot_count - 1))
        if (s->best[s->best_slot[i] - 1].record == record) {
            *ret = &s->best[s->best_slot[i] - 1];
            return SJ_OK;
        }
    SJ_TRY(
        sj_mem_grow(&s->best, &s->best_capacity, s->best_count + 1, UINT32_MAX, sizeof *s->best));
    s->best[s->best_count] = (sj_record_best){.record = record};
    s->best_slot[i] = (uint32_t)++s->best_count;
    *ret = &s->best[s->best_count - 1];
    return SJ_OK;
}

/* The listed form as names/ sees it; views hold its cores. */
static sj_form view_form(const sj_index *ix, const sj_index_form_item *f, sj_unit *unit,
                         sj_core *core)
{
    const sj_index_unit_item *u = ix->at.UNITS + f->unit_first;
    for (unsigned i = 0; i < f->unit_count; i++) {
        core[i] = sj_index_core(ix, u[i].core);
        unit[i] = (sj_unit){.core = &core[i],
                            .first = u[i].first,
                            .count = u[i].count,
                            .role = u[i].role & (SJ_INDEX_DISTINCTIVE - 1)};
    }
    return (sj_form){.system = f->system,
                     .kind = f->kind,
                     .token_count = f->token_count,
                     .unit_count = f->unit_count,
                     .distinctive_count = f->distinctive_count,
                     .flags = f->flags,
                     .weight = f->weight,
                     .unit = unit};
}

/* Column j of the matrix: the likeness of one listed core to each unit (1). */
static sj_status fill_column(sj_probe *p, const sj_core *core, uint32_t number, unsigned j,
                             unsigned columns, float *matrix)
{
    struct sj_row *row;
    SJ_TRY(sj_near_get(p, number, &row));
    float *likeness = sj_near_likeness(p, row);
    if (!row->complete) {
        for (unsigned i = 0; i < p->form->unit_count; i++)
            if (likeness[i] < 0)
                likeness[i] = sj_near_is_gathered(&p->form->unit[i])
                                  ? 0
                                  : (float)sj_core_similarity(p->form->unit[i].core, core, NULL);
        row->complete = true;
    }
    for (unsigned i = 0; i < p->form->unit_count; i++)
        matrix[(size_t)i * columns + j] = likeness[i];
    return SJ_OK;
}

/* The pair's score, entered for its record if it may matter. */
static sj_status enter(sj_probe *p, const sj_index_form_item *f, const sj_form *b,
                       const float *matrix)
{
    const sj_index *ix = p->ix;
    const double weight = (double)p->form->weight * (double)b->weight;
    const double score = sj_form_score_from(p->form, b, matrix, p->name_least / weight) * weight;
    if (score < p->name_least)
        return SJ_OK;
    const sj_index_name_item *name = &ix->at.NAMES[f->name];
    sj_record_best *best;
    SJ_TRY(get_best(p->s, name->record, &best));
    sj_record_best_add(best,
                       sj_pair_needs_support(p->q, p->query_name, (sj_name_kind)name->kind, b),
                       score, p->query_name, f->name - ix->at.RECORDS[name->record].name_first);
    return SJ_OK;
}

static bool forms_compare(const sj_form *a, uint8_t b_kind, uint8_t b_flags)
{
    return sj_kinds_compare((sj_compare_kind)a->kind, (sj_compare_kind)b_kind) &&
           !(a->flags & b_flags & SJ_FORM_DERIVED);
}

/* The units of a listed form that are like a unit of the query's, and the words that
 * both sides' alike units cover, a bit each. */
struct reach {
    uint64_t query, listed;
    uint64_t listed_distinctive; /* words */
    unsigned count;
    uint8_t unit[SJ_FORM_UNITS_MAX];
    const struct sj_row *row[SJ_FORM_UNITS_MAX];
};

static void find_reach(const sj_probe *p, const sj_index_form_item *f, struct reach *ret)
{
    const sj_index_unit_item *u = p->ix->at.UNITS + f->unit_first;
    ret->query = p->initial_words;
    ret->listed = ret->listed_distinctive = 0;
    ret->count = 0;
    for (unsigned j = 0; j < f->unit_count; j++) {
        const uint64_t words = sj_near_words(u[j].first, u[j].count);
        if (u[j].role & SJ_INDEX_DISTINCTIVE)
            ret->listed_distinctive |= words;
        const struct sj_row *row = sj_near_like(p->s, u[j].core);
        if (!row)
            continue;
        ret->query |= row->words;
        ret->listed |= words;
        ret->unit[ret->count] = (uint8_t)j;
        ret->row[ret->count++] = row;
    }
}

static void raise(float *of_word, unsigned first, unsigned count, float likeness)
{
    for (unsigned w = first; w < first + count; w++)
        if (of_word[w] < likeness)
            of_word[w] = likeness;
}

/* What the listed form's words gain at most; an initial of the query can be like one of
 * them that is like nothing else. */
static double gain_of_listed(const sj_probe *p, const sj_index_form_item *f, const struct reach *r,
                             double least, double lack)
{
    const sj_index_unit_item *u = p->ix->at.UNITS + f->unit_first;
    const double most = sj_form_gain(1, least, lack);
    float likeness[SJ_FORM_TOKENS_MAX];
    double sum = 0, spare = 0;
    memset(likeness, 0, f->token_count * sizeof *likeness);
    for (unsigned n = 0; n < r->count; n++)
        raise(likeness, u[r->unit[n]].first, u[r->unit[n]].count, r->row[n]->best);
    for (unsigned j = 0; j < f->token_count; j++) { /* a form's first units are its words */
        const double g = sj_form_gain((double)likeness[j], least, lack);
        const double weight = (u[j].weight + 1) / 255.0; /* rounded: the most it can be */
        sum += g * (g > 0 ? weight : weight - 1 / 255.0);
        spare = (most - g) * weight > spare ? (most - g) * weight : spare;
    }
    return sum + p->initials * spare;
}

/* What the query's words gain at most, by what is listed at all. */
static double gain_of_query(const sj_probe *p, const struct reach *r, double least, double lack)
{
    const double nothing = sj_form_gain(0, least, lack);
    double sum = 0;
    for (unsigned i = 0; i < p->form->token_count; i++)
        sum += (double)p->form->unit[i].core->weight *
               (r->query >> i & 1 ? sj_form_gain((double)p->word_best[i], least, lack) : nothing);
    return sum;
}

/* The same by what this form holds. */
static double gain_of_query_here(const sj_probe *p, const struct reach *r, double least,
                                 double lack)
{
    const sj_form *q = p->form;
    float likeness[SJ_FORM_TOKENS_MAX];
    double sum = 0;
    memset(likeness, 0, q->token_count * sizeof *likeness);
    for (unsigned n = 0; n < r->count; n++) {
        const float *row = sj_near_likeness(p, r->row[n]);
        for (unsigned i = 0; i < q->unit_count; i++)
            if (row[i] > 0)
                raise(likeness, q->unit[i].first, q->unit[i].count, row[i]);
    }
    for (unsigned i = 0; i < q->token_count; i++)
        sum +=
            (double)q->unit[i].core->weight *
            sj_form_gain(sj_near_is_gathered(&q->unit[i]) ? (double)likeness[i] : 1, least, lack);
    return sum;
}

/* The bound of sj_form_gain: is there a way to the threshold at all? */
static bool may_gain(const sj_probe *p, const sj_index_form_item *f, const struct reach *r)
{
    const double slack = 1e-9; /* of adding up to 120 numbers of order 1 */
    const double least = p->least / (double)f->weight;
    const double lack = sj_form_lack((sj_compare_kind)p->form->kind, p->form->flags,
                                     (sj_compare_kind)f->kind, f->flags);
    const double listed = gain_of_listed(p, f, r, least, lack) + slack;
    return listed + gain_of_query(p, r, least, lack) >= 0 &&
           listed + gain_of_query_here(p, r, least, lack) >= 0;
}

/* Laws C1 and C2 again, now with the form at hand, then the bound. Cheaper than the
 * matrix by far. An initial of the query is no distinctive word of its own, and stands for
 * one of the listed form's at most. */
static bool may_reach(const sj_probe *p, const sj_index_form_item *f)
{
    struct reach r;
    const bool syllabic = sj_system_is_syllabic(f->system);
    if (syllabic && f->token_count != p->form->token_count) /* law L */
        return false;
    find_reach(p, f, &r);
    if ((p->distinctive & ~r.query) != 0 &&
        (unsigned)__builtin_popcountll(r.listed_distinctive & ~r.listed) > p->initials)
        return false;
    return syllabic || may_gain(p, f, &r);
}

static sj_status verify(sj_probe *p, uint32_t number)
{
    const sj_index *ix = p->ix;
    if (ix->checked)
        SJ_TRY(sj_blocks_check_form(ix, number));
    const sj_index_form_item *f = &ix->at.FORMS[number];
    if (f->system != p->form->system || !forms_compare(p->form, f->kind, f->flags) ||
        (double)f->weight < p->least || !may_reach(p, f))
        return SJ_OK;
    sj_unit unit[SJ_FORM_UNITS_MAX];
    sj_core core[SJ_FORM_UNITS_MAX];
    float matrix[SJ_FORM_UNITS_MAX * SJ_FORM_UNITS_MAX];
    for (unsigned j = 0; ix->checked && j < f->unit_count; j++)
        SJ_TRY(sj_blocks_check_core(ix, ix->at.UNITS[f->unit_first + j].core));
    const sj_form b = view_form(ix, f, unit, core);
    for (unsigned j = 0; j < b.unit_count; j++)
        SJ_TRY(fill_column(p, &core[j], ix->at.UNITS[f->unit_first + j].core, j, b.unit_count,
                           matrix));
    return enter(p, f, &b, matrix);
}
static sj_status verify_all(sj_probe *p)
{
    enum { AHEAD = 8 }; /* forms, and half as many forms' units, are asked for before use */
    const sj_index *ix = p->ix;
    const uint32_t *c = p->s->candidate;
    const size_t n = p->s->candidate_count;
    for (size_t i = 0; i < n; i++) {
        if (i + AHEAD < n)
            SJ_PREFETCH(&ix->at.FORMS[c[i + AHEAD]]);
        if (i + AHEAD / 2 < n)
            SJ_PREFETCH(&ix->at.UNITS[ix->at.FORMS[c[i + AHEAD / 2]].unit_first]);
        SJ_TRY(verify(p, c[i]));
    }
    return SJ_OK;
}

/* ---- the search ---- */

static sj_status search_form(sj_probe *p)
{
    p->least = p->name_least / (double)p->form->weight;
    if (p->least > 1 || p->form->distinctive_count == 0)
        return SJ_OK;
    p->distinctive = 0;
    for (unsigned i = 0; i < p->form->token_count; i++)
        p->distinctive |= (uint64_t)p->form->unit[i].core->distinctive << i;
    sj_near_clear(p->s);
    SJ_TRY(sj_near_gather(p));
    SJ_TRY(sj_candidates_find(p));
    return verify_all(p);
}

static sj_status search_identifiers(const sj_index *ix, const sj_query *q, sj_search_scratch *s)
{
    sj_record_best *best;
    sj_fact_item item;
    for (sj_fact_cursor c = sj_facts_begin(q->facts); sj_facts_next(&c, &item);) {
        if (item.tag != SJ_TAG_IDENTIFIER || item.payload.len < 3)
            continue;
        const uint64_t hash = sj_identifier_hash((sj_identifier_group)(uint8_t)item.payload.ptr[0],
                                                 sj_str_slice(item.payload, 3, item.payload.len));
        const uint64_t bucket = hash >> ix->shift.identifier;
        SJ_TRY(
            sj_blocks_check_bucket(ix, SJ_SECTION_IDENTIFIER_START, bucket, SJ_SECTION_IDENTIFIER));
        for (uint32_t i = ix->at.IDENTIFIER_START[bucket]; i < ix->at.IDENTIFIER_START[bucket + 1];
             i++)
            if (ix->at.IDENTIFIER[i].tag == (uint32_t)hash)
                SJ_TRY(get_best(s, ix->at.IDENTIFIER[i].value, &best));
    }
    return SJ_OK;
}

static void clear_best(sj_search_scratch *s)
{
    for (size_t b = s->best_count; b-- > 0;) { /* last in, first out keeps probes whole */
        size_t i = sj_near_slot(s->best_slot_count, s->best[b].record);
        while (s->best_slot[i] != b + 1)
            i = (i + 1) & (s->best_slot_count - 1);
        s->best_slot[i] = 0;
    }
    s->best_count = 0;
}

static sj_status collect_hits(const sj_index *ix, const sj_query *q, double threshold,
                              sj_search_scratch *s, const sj_hit **ret_hit, size_t *ret_count)
{
    size_t count = 0;
    SJ_TRY(sj_mem_grow(&s->hit, &s->hit_capacity, s->best_count + 1, UINT32_MAX, sizeof *s->hit));
    for (size_t i = 0; ix->checked && i < s->best_count; i++)
        SJ_TRY(sj_blocks_check_record(ix, s->best[i].record));
    for (size_t i = 0; i < s->best_count; i++)
        count += sj_record_hit(ix, q, &s->best[i], threshold, &s->hit[count]);
    sj_hits_sort(s->hit, count);
    *ret_hit = s->hit;
    *ret_count = count;
    return SJ_OK;
}

sj_status sj_index_search(const sj_index *ix, const sj_query *q, double threshold,
                          sj_search_scratch *s, const sj_hit **ret_hit, size_t *ret_count)
{
    if (!(threshold >= 0 && threshold <= 1))
        return SJ_EINVAL;
    sj_probe p = {.ix = ix, .q = q, .s = s, .name_least = sj_name_least(q, threshold)};
    if (p.name_least <= SJ_NAME_CONTRADICTED)
        return sj_index_scan(ix, q, threshold, s, ret_hit, ret_count);
    clear_best(s);
    for (size_t n = 0; n < q->name_count; n++) {
        p.query_name = (uint32_t)n;
        for (size_t f = 0; f < q->name[n].name->form_count; f++) {
            p.form = &q->name[n].name->form[f];
            SJ_TRY(search_form(&p));
        }
    }
    SJ_TRY(search_identifiers(ix, q, s));
    return collect_hits(ix, q, threshold, s, ret_hit, ret_count);
}

/* ---- the twin: every core, every form of every record ---- */

/* like[c] = core c is like some unit of the query's form. Nothing is looked up: every
 * core is compared. */
static void compare_cores(const sj_probe *p, uint8_t *like)
{
    const size_t cores = sj_index_count(p->ix, SJ_SECTION_CORES);
    for (size_t c = 0; c < cores; c++) {
        like[c] = 0;
        if (p->ix->at.CORES[c].system != p->form->system)
            continue;
        const sj_core core = sj_index_core(p->ix, (uint32_t)c);
        for (unsigned u = 0; u < p->form->unit_count && !like[c]; u++)
            like[c] = sj_core_similarity(p->form->unit[u].core, &core, NULL) > 0;
    }
}

static bool any_like(const sj_probe *p, const sj_index_form_item *f, const uint8_t *like)
{
    for (unsigned j = 0; j < f->unit_count; j++)
        if (like[p->ix->at.UNITS[f->unit_first + j].core])
            return true;
    return false; /* no pair of units is alike: the score is 0 */
}

static sj_status scan_form(sj_probe *p, uint32_t number, const uint8_t *like)
{
    const sj_index_form_item *f = &p->ix->at.FORMS[number];
    if (f->system != p->form->system || !forms_compare(p->form, f->kind, f->flags) ||
        !any_like(p, f, like))
        return SJ_OK;
    sj_unit unit[SJ_FORM_UNITS_MAX];
    sj_core core[SJ_FORM_UNITS_MAX];
    float matrix[SJ_FORM_UNITS_MAX * SJ_FORM_UNITS_MAX];
    const sj_form b = view_form(p->ix, f, unit, core);
    for (unsigned i = 0; i < p->form->unit_count; i++)
        for (unsigned j = 0; j < b.unit_count; j++)
            matrix[i * b.unit_count + j] =
                (float)sj_core_similarity(p->form->unit[i].core, &core[j], NULL);
    return enter(p, f, &b, matrix);
}

static sj_status scan_names(sj_probe *p, uint8_t *like)
{
    for (size_t n = 0; n < p->q->name_count; n++) {
        p->query_name = (uint32_t)n;
        for (size_t f = 0; f < p->q->name[n].name->form_count; f++) {
            p->form = &p->q->name[n].name->form[f];
            compare_cores(p, like);
            for (size_t i = 0; i < sj_index_count(p->ix, SJ_SECTION_FORMS); i++)
                SJ_TRY(scan_form(p, (uint32_t)i, like));
        }
    }
    return SJ_OK;
}

sj_status sj_index_scan(const sj_index *ix, const sj_query *q, double threshold,
                        sj_search_scratch *s, const sj_hit **ret_hit, size_t *ret_count)
{
    if (!(threshold >= 0 && threshold <= 1))
        return SJ_EINVAL;
    sj_probe p = {.ix = ix, .q = q, .s = s, .name_least = sj_name_least(q, threshold)};
    sj_record_best *best;
    SJ_TRY(sj_blocks_check_all(ix));
    clear_best(s);
    uint8_t *like = sj_mem_alloc(sj_index_count(ix, SJ_SECTION_CORES) + 1);
    if (!like)
        return SJ_ENOMEM;
    const sj_status scanned = scan_names(&p, like);
    sj_mem_free(like);
    SJ_TRY(scanned);
    for (size_t i = 0; i < sj_index_record_count(ix); i++) {
        sj_evidence e;
        sj_evidence_weigh(q->facts, sj_index_facts(ix, (uint32_t)i), &e);
        if (e.decided)
            SJ_TRY(get_best(s, (uint32_t)i, &best));
    }
    return collect_hits(ix, q, threshold, s, ret_hit, ret_count);
}
