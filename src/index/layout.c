/* index/layout.c -- columns in, sections out: numbering, hash tables, postings.
 *
 * Forms get new numbers, sorted by (system, distinctive count, order of entry): a
 * counting sort. All posting lists are filled in the order of the new numbers,
 * so each is sorted without sorting. The hash tables are counting-sorted by
 * bucket.
 *
 * Which forms does a core lead? Let L and P be the two rarest distinctive words of
 * a form (fewest forms hold them; ties by number). If all its distinctive words are
 * matched by a query, then
 *   - L is matched as a word: the form is under LEAD[L], with P beside it, which is
 *     matched as a word too (checked without touching the form), or
 *   - L or P is matched as part of a span: the form is under LEAD[span], no partner;
 *   - if one of them meets only an initial of the query, the other does not (law
 *     I and one initial): LEAD[L] with the partner ignored, or SECOND[P].
 * This is invariant (1), on which search.c rests. */
#include "index/blocks.h"
#include "index/facts.h"

enum { TABLE_LOAD = 4 }; /* items a bucket, on average */

struct work {
    const sj_index_builder *b;
    sj_index_layout *out;
    uint32_t *order;     /* new number -> form in the builder */
    uint32_t *frequency; /* of each core, as a distinctive word */
};

static void *take(struct work *w, size_t count, size_t size_bytes)
{
    return sj_arena_zalloc(&w->out->arena, (count ? count : 1) * size_bytes);
}

static void put(struct work *w, sj_index_section s, const void *bytes, size_t count,
                size_t size_bytes)
{
    w->out->part[s] = (sj_index_part){bytes, count, size_bytes};
}

/* ---- numbering ---- */

static size_t range_of(const sj_index_form_item *f)
{
    return (size_t)f->system * SJ_INDEX_DISTINCTIVE_MAX + f->distinctive_count;
}

static sj_status number_forms(struct work *w)
{
    const size_t n = w->b->form.count, ranges = SJ_SYSTEM_COUNT * SJ_INDEX_DISTINCTIVE_MAX;
    uint32_t *range = take(w, ranges + 1, sizeof *range);
    sj_index_form_item *form = take(w, n, sizeof *form);
    uint32_t *next = take(w, ranges + 1, sizeof *next);
    w->order = take(w, n, sizeof *w->order);
    if (!range || !form || !next || !w->order)
        return SJ_ENOMEM;
    for (size_t i = 0; i < n; i++)
        next[range_of(&w->b->form.item[i]) + 1]++;
    for (size_t r = 0; r < ranges; r++) {
        next[r + 1] += next[r];
        range[r] = next[r];
    }
    range[ranges] = (uint32_t)n;
    for (size_t i = 0; i < n; i++) {
        const uint32_t number = next[range_of(&w->b->form.item[i])]++;
        w->order[number] = (uint32_t)i;
        form[number] = w->b->form.item[i];
    }
    put(w, SJ_SECTION_RANGES, range, ranges + 1, sizeof *range);
    put(w, SJ_SECTION_FORMS, form, n, sizeof *form);
    return SJ_OK;
}

/* ---- hash tables ---- */

static unsigned table_bits(size_t count)
{
    unsigned bits = 1;
    while (bits < 30 && ((size_t)1 << bits) * TABLE_LOAD < count)
        bits++;
    return bits;
}

/* A counting sort by bucket; within a bucket items keep the order of entry, so the
 * bytes are a function of the input. */
static sj_status table(struct work *w, const uint64_t *hash, const uint32_t *value, size_t count,
                       sj_index_section start_section, sj_index_section item_section)
{
    const unsigned bits = table_bits(count);
    const size_t buckets = (size_t)1 << bits;
    uint32_t *start = take(w, buckets + 1, sizeof *start);
    sj_index_table_item *item = take(w, count, sizeof *item);
    uint32_t *next = sj_mem_zalloc((buckets + 1) * sizeof *next);
    if (!start || !item || !next) {
        sj_mem_free(next);
        return SJ_ENOMEM;
    }
    for (size_t i = 0; i < count; i++)
        start[(hash[i] >> (64 - bits)) + 1]++;
    for (size_t i = 0; i < buckets; i++)
        start[i + 1] += start[i];
    memcpy(next, start, (buckets + 1) * sizeof *next);
    for (size_t i = 0; i < count; i++)
        item[next[hash[i] >> (64 - bits)]++] = (sj_index_table_item){(uint32_t)hash[i], value[i]};
    sj_mem_free(next);
    put(w, start_section, start, buckets + 1, sizeof *start);
    put(w, item_section, item, count, sizeof *item);
    return SJ_OK;
}

struct pairs {
    SJ_COLUMN(uint64_t) hash;
    SJ_COLUMN(uint32_t) value;
};

static sj_status add_pair(struct pairs *p, uint64_t hash, uint32_t value)
{
    SJ_TRY(sj_mem_grow(&p->hash.item, &p->hash.capacity, p->hash.count + 1, SJ_COLUMN_MAX,
                       sizeof *p->hash.item));
    SJ_TRY(sj_mem_grow(&p->value.item, &p->value.capacity, p->value.count + 1, SJ_COLUMN_MAX,
                       sizeof *p->value.item));
    p->hash.item[p->hash.count++] = hash;
    p->value.item[p->value.count++] = value;
    return SJ_OK;
}

static void pairs_done(struct pairs *p)
{
    sj_mem_free(p->hash.item);
    sj_mem_free(p->value.item);
}

static sj_core core_of(const sj_index_builder *b, uint32_t number)
{
    const sj_index_core_item *c = &b->core.item[number];
    return (sj_core){
        .text = {b->text.ptr + c->text, c->text_len},
        .system = c->system,
        .unit_class = c->unit_class,
        .typo_edits = c->typo_edits & (SJ_INDEX_DISTINCTIVE - 1),
        .syllabic = c->syllabic,
        .distinctive = (c->typo_edits & SJ_INDEX_DISTINCTIVE) != 0,
        .weight = c->weight,
        .signature = b->signature.item + c->signature_first,
        .traits = b->traits.item + c->signature_first,
        .signature_count = c->signature_count,
    };
}

static sj_status add_signatures(const sj_index_builder *b, uint32_t number, struct pairs *active,
                                struct pairs *passive)
{
    const sj_core c = core_of(b, number);
    for (size_t i = 0; i < c.signature_count; i++)
        SJ_TRY(add_pair(c.traits[i].passive ? passive : active, c.signature[i], number));
    uint64_t deletion[SJ_DELETIONS_MAX];
    const size_t n = sj_core_deletions(&c, deletion, SJ_COUNT(deletion));
    for (size_t i = 0; i < n; i++)
        SJ_TRY(add_pair(active, deletion[i], number));
    return SJ_OK;
}

static sj_status signature_tables(struct work *w)
{
    struct pairs active = {0}, passive = {0};
    sj_status s = SJ_OK;
    for (size_t i = 0; s >= 0 && i < w->b->core.count; i++)
        s = add_signatures(w->b, (uint32_t)i, &active, &passive);
    if (s >= 0)
        s = table(w, active.hash.item, active.value.item, active.hash.count,
                  SJ_SECTION_ACTIVE_START, SJ_SECTION_ACTIVE);
    if (s >= 0)
        s = table(w, passive.hash.item, passive.value.item, passive.hash.count,
                  SJ_SECTION_PASSIVE_START, SJ_SECTION_PASSIVE);
    pairs_done(&active);
    pairs_done(&passive);
    return s;
}

static sj_status add_identifiers(const sj_index_builder *b, uint32_t record, struct pairs *to)
{
    const sj_index_record_item *r = &b->record.item[record];
    sj_fact_item item;
    for (sj_fact_cursor c = sj_facts_begin((sj_str){b->blob.ptr + r->blob, r->blob_len});
         sj_facts_next(&c, &item);) {
        if (item.tag != SJ_TAG_IDENTIFIER)
            continue;
        const sj_identifier_group group = (sj_identifier_group)(uint8_t)item.payload.ptr[0];
        if (sj_identifier_decides(group))
            SJ_TRY(add_pair(to, sj_identifier_hash(group, sj_str_slice(item.payload, 3, SIZE_MAX)),
                            record));
    }
    return SJ_OK;
}

static sj_status identifier_table(struct work *w)
{
    struct pairs p = {0};
    sj_status s = SJ_OK;
    for (size_t i = 0; s >= 0 && i < w->b->record.count; i++)
        s = add_identifiers(w->b, (uint32_t)i, &p);
    if (s >= 0)
        s = table(w, p.hash.item, p.value.item, p.hash.count, SJ_SECTION_IDENTIFIER_START,
                  SJ_SECTION_IDENTIFIER);
    pairs_done(&p);
    return s;
}

/* ---- postings ---- */

static const sj_index_unit_item *units_of(const struct work *w, size_t number, unsigned *ret_count)
{
    const sj_index_form_item *f = &w->b->form.item[w->order[number]];
    *ret_count = f->unit_count;
    return w->b->unit.item + f->unit_first;
}

static bool is_distinctive(const sj_index_unit_item *u)
{
    return (u->role & SJ_INDEX_DISTINCTIVE) != 0;
}

static bool seen_before(const sj_index_unit_item *u, unsigned i)
{
    for (unsigned j = 0; j < i; j++)
        if (u[j].core == u[i].core)
            return true;
    return false;
}

static sj_status count_words(struct work *w)
{
    w->frequency = take(w, w->b->core.count, sizeof *w->frequency);
    if (!w->frequency)
        return SJ_ENOMEM;
    for (size_t f = 0; f < w->b->form.count; f++) {
        unsigned count;
        const sj_index_unit_item *u = units_of(w, f, &count);
        for (unsigned i = 0; i < count; i++)
            w->frequency[u[i].core] += is_distinctive(&u[i]) && !seen_before(u, i);
    }
    return SJ_OK;
}

static sj_status starts_from_counts(uint32_t *start, size_t count)
{
    uint64_t sum = 0;
    for (size_t i = 0; i < count; i++) { /* start[i + 1] holds the count of i */
        sum += start[i + 1];
        if (sum > UINT32_MAX)
            return SJ_ELIMIT;
        start[i + 1] = (uint32_t)sum;
    }
    return SJ_OK;
}

static sj_status post_all(struct work *w)
{
    const size_t cores = w->b->core.count;
    uint32_t *start = take(w, cores + 1, sizeof *start), *next = take(w, cores, sizeof *next);
    if (!start || !next)
        return SJ_ENOMEM;
    unsigned count;
    for (size_t f = 0; f < w->b->form.count; f++) {
        const sj_index_unit_item *u = units_of(w, f, &count);
        for (unsigned i = 0; i < count; i++)
            start[u[i].core + 1] += !seen_before(u, i);
    }
    SJ_TRY(starts_from_counts(start, cores));
    memcpy(next, start, cores * sizeof *next);
    uint32_t *all = take(w, start[cores], sizeof *all);
    if (!all)
        return SJ_ENOMEM;
    for (size_t f = 0; f < w->b->form.count; f++) {
        const sj_index_unit_item *u = units_of(w, f, &count);
        for (unsigned i = 0; i < count; i++)
            if (!seen_before(u, i))
                all[next[u[i].core]++] = (uint32_t)f;
    }
    put(w, SJ_SECTION_ALL_START, start, cores + 1, sizeof *start);
    put(w, SJ_SECTION_ALL, all, start[cores], sizeof *all);
    return SJ_OK;
}

/* The two rarest distinctive words of a form; their first positions. */
static unsigned leads(const struct work *w, const sj_index_unit_item *u, unsigned count,
                      unsigned ret[2])
{
    unsigned found = 0;
    for (unsigned i = 0; i < count; i++) {
        if (!is_distinctive(&u[i]) || seen_before(u, i))
            continue;
        unsigned at = found < 2 ? found : 2;
        while (at > 0) {
            const uint32_t have = u[ret[at - 1]].core;
            const bool rarer = w->frequency[u[i].core] != w->frequency[have]
                                   ? w->frequency[u[i].core] < w->frequency[have]
                                   : u[i].core < have;
            if (!rarer)
                break;
            if (at < 2)
                ret[at] = ret[at - 1];
            at--;
        }
        if (at < 2)
            ret[at] = i;
        found += found < 2;
    }
    return found;
}

struct post {
    uint32_t core;
    uint32_t partner;
};
static bool covers(const sj_index_unit_item *span, const sj_index_unit_item *u, unsigned count,
                   uint32_t core)
{
    for (unsigned i = 0; i < count; i++) /* every place where the word stands */
        if (u[i].count == 1 && u[i].core == core && u[i].first >= span->first &&
            u[i].first < span->first + span->count)
            return true;
    return false;
}

/* Under which cores a form stands in LEAD, at most SJ_FORM_UNITS_MAX + 1. */
static unsigned lead_posts(const struct work *w, size_t form, struct post *ret,
                           uint32_t *ret_second)
{
    unsigned count, n = 0, at[2];
    const sj_index_unit_item *u = units_of(w, form, &count);
    const unsigned found = leads(w, u, count, at);
    *ret_second = found > 1 ? u[at[1]].core : SJ_INDEX_NONE;
    if (found == 0)
        return 0;
    ret[n++] = (struct post){u[at[0]].core, *ret_second};
    for (unsigned i = 0; i < count; i++)
        if (u[i].count > 1 && !seen_before(u, i) &&
            (covers(&u[i], u, count, u[at[0]].core) ||
             (found > 1 && covers(&u[i], u, count, u[at[1]].core))))
            ret[n++] = (struct post){u[i].core, SJ_INDEX_NONE};
    return n;
}

static sj_status post_leads(struct work *w)
{
    const size_t cores = w->b->core.count;
    uint32_t *start = take(w, cores + 1, sizeof *start), *next = take(w, cores, sizeof *next);
    uint32_t *start2 = take(w, cores + 1, sizeof *start2), *next2 = take(w, cores, sizeof *next2);
    if (!start || !next || !start2 || !next2)
        return SJ_ENOMEM;
    struct post post[SJ_FORM_UNITS_MAX + 1];
    uint32_t second;
    for (size_t f = 0; f < w->b->form.count; f++) {
        const unsigned n = lead_posts(w, f, post, &second);
        for (unsigned i = 0; i < n; i++)
            start[post[i].core + 1]++;
        if (second != SJ_INDEX_NONE)
            start2[second + 1]++;
    }
    SJ_TRY(starts_from_counts(start, cores));
    SJ_TRY(starts_from_counts(start2, cores));
    memcpy(next, start, cores * sizeof *next);
    memcpy(next2, start2, cores * sizeof *next2);
    sj_index_lead_item *lead = take(w, start[cores], sizeof *lead);
    uint32_t *seconds = take(w, start2[cores], sizeof *seconds);
    if (!lead || !seconds)
        return SJ_ENOMEM;
    for (size_t f = 0; f < w->b->form.count; f++) {
        const unsigned n = lead_posts(w, f, post, &second);
        for (unsigned i = 0; i < n; i++)
            lead[next[post[i].core]++] = (sj_index_lead_item){(uint32_t)f, post[i].partner};
        if (second != SJ_INDEX_NONE)
            seconds[next2[second]++] = (uint32_t)f;
    }
    put(w, SJ_SECTION_LEAD_START, start, cores + 1, sizeof *start);
    put(w, SJ_SECTION_LEAD, lead, start[cores], sizeof *lead);
    put(w, SJ_SECTION_SECOND_START, start2, cores + 1, sizeof *start2);
    put(w, SJ_SECTION_SECOND, seconds, start2[cores], sizeof *seconds);
    return SJ_OK;
}

sj_status sj_index_layout_make(const sj_index_builder *b, sj_index_layout *ret)
{
    memset(ret, 0, sizeof *ret);
    struct work w = {.b = b, .out = ret};
    put(&w, SJ_SECTION_LISTS, b->lists.ptr, b->lists.len, 1);
    put(&w, SJ_SECTION_RECORDS, b->record.item, b->record.count, sizeof *b->record.item);
    put(&w, SJ_SECTION_BLOB, b->blob.ptr, b->blob.len, 1);
    put(&w, SJ_SECTION_NAMES, b->name.item, b->name.count, sizeof *b->name.item);
    put(&w, SJ_SECTION_UNITS, b->unit.item, b->unit.count, sizeof *b->unit.item);
    put(&w, SJ_SECTION_CORES, b->core.item, b->core.count, sizeof *b->core.item);
    put(&w, SJ_SECTION_SIGNATURES, b->signature.item, b->signature.count,
        sizeof *b->signature.item);
    put(&w, SJ_SECTION_TRAITS, b->traits.item, b->traits.count, sizeof *b->traits.item);
    put(&w, SJ_SECTION_TEXT, b->text.ptr, b->text.len, 1);
    SJ_TRY(number_forms(&w));
    SJ_TRY(count_words(&w));
    SJ_TRY(signature_tables(&w));
    SJ_TRY(identifier_table(&w));
    SJ_TRY(post_all(&w));
    SJ_TRY(post_leads(&w));
    return sj_blocks_make(ret->part, &ret->arena, &ret->part[SJ_SECTION_BLOCKS]);
}

void sj_index_layout_done(sj_index_layout *l)
{
    sj_arena_done(&l->arena);
}
