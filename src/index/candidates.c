/* index/candidates.c -- which listed forms may reach the threshold: the essay is
 * search.c's. */
#include "index/blocks.h"
#include "index/near.h"

enum {
    INTERSECT_ABOVE = 16, /* fewer candidates are verified at once */
    GALLOP_RATIO = 16     /* lists this much longer are searched, not read */
};

/* ---- a set of forms: a bit each, and a summary of a bit for each word that is not 0 ----
 * Filling it and reading it back sorts and drops repeats in a few operations a form,
 * whatever their order. Reading visits the summary: a word for 4,096 forms. A word of the
 * summary can say more than is there, never less. */

static size_t words_for(size_t bits)
{
    return bits / 64 + 1;
}

sj_status sj_form_set_init(sj_form_set *set, size_t forms)
{
    set->forms = forms;
    set->bits = sj_mem_zalloc(words_for(forms) * sizeof *set->bits);
    set->mark = sj_mem_zalloc(words_for(forms) * sizeof *set->mark);
    set->summary = sj_mem_zalloc(words_for(words_for(forms)) * sizeof *set->summary);
    return set->bits && set->mark && set->summary ? SJ_OK : SJ_ENOMEM;
}

void sj_form_set_free(sj_form_set *set)
{
    sj_mem_free(set->bits);
    sj_mem_free(set->mark);
    sj_mem_free(set->summary);
}

static uint64_t bit_of(uint32_t form)
{
    return (uint64_t)1 << form % 64;
}

static sj_status set_add(sj_form_set *set, uint32_t form)
{
    if (form >= set->forms)
        return SJ_ECORRUPT; /* the postings of a forged file */
    const size_t word = form / 64;
    set->count += (set->bits[word] & bit_of(form)) == 0;
    set->bits[word] |= bit_of(form);
    set->summary[word / 64] |= (uint64_t)1 << word % 64;
    return SJ_OK;
}

/* A form of the set that is marked stays when the rest is dropped. */
static sj_status set_mark(sj_form_set *set, uint32_t form)
{
    if (form >= set->forms)
        return SJ_ECORRUPT;
    set->mark[form / 64] |= set->bits[form / 64] & bit_of(form);
    return SJ_OK;
}

/* The set's forms, sorted, in s->candidate. */
static sj_status list_set(sj_search_scratch *s)
{
    const sj_form_set *set = &s->set;
    SJ_TRY(sj_mem_grow(&s->candidate, &s->candidate_capacity, set->count, UINT32_MAX,
                       sizeof *s->candidate));
    size_t n = 0;
    for (size_t i = 0; n < set->count; i++)
        for (uint64_t words = set->summary[i]; words; words &= words - 1) {
            const size_t word = i * 64 + (size_t)__builtin_ctzll(words);
            for (uint64_t forms = set->bits[word]; forms; forms &= forms - 1)
                s->candidate[n++] = (uint32_t)(word * 64 + (size_t)__builtin_ctzll(forms));
        }
    s->candidate_count = n;
    return SJ_OK;
}

/* Of the candidates, which are the set's forms. */
static void drop_unmarked(sj_search_scratch *s)
{
    sj_form_set *set = &s->set;
    size_t kept = 0;
    for (size_t i = 0; i < s->candidate_count; i++) {
        const uint32_t form = s->candidate[i];
        const bool marked = (set->mark[form / 64] & bit_of(form)) != 0;
        set->mark[form / 64] &= ~bit_of(form);
        set->bits[form / 64] &= ~(marked ? 0 : bit_of(form));
        s->candidate[kept] = form;
        kept += marked;
    }
    s->candidate_count = set->count = kept;
}

/* After list_set. */
static void empty_set(sj_search_scratch *s)
{
    for (size_t i = 0; i < s->candidate_count; i++) {
        s->set.bits[s->candidate[i] / 64] = 0;
        s->set.summary[s->candidate[i] / 4096] = 0;
    }
    s->set.count = 0;
}

/* After a failure, whatever it left. */
static void wipe_set(sj_form_set *set)
{
    memset(set->bits, 0, words_for(set->forms) * sizeof *set->bits);
    memset(set->mark, 0, words_for(set->forms) * sizeof *set->mark);
    memset(set->summary, 0, words_for(words_for(set->forms)) * sizeof *set->summary);
    set->count = 0;
}

/* ---- C1: all of the query is matched ---- */

static size_t lower_bound(const uint32_t *a, size_t from, size_t to, uint32_t x)
{
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (a[middle] < x)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

static bool covers_word(const sj_unit *u, unsigned word)
{
    return word >= u->first && word < (unsigned)u->first + u->count;
}

/* The postings of every near core; in a syllabic system those of forms as long as the
 * query's (law L). A core is of one system. */
static void take_postings(sj_probe *p)
{
    const sj_index *ix = p->ix;
    const uint32_t *range = ix->at.RANGES + (size_t)p->form->system * SJ_INDEX_DISTINCTIVE_MAX +
                            p->form->distinctive_count;
    const bool syllabic = sj_system_is_syllabic(p->form->system);
    for (size_t i = 0; i < p->s->near_count; i++) {
        struct sj_near *n = &p->s->near[i];
        n->from = ix->at.ALL_START[n->core];
        n->to = ix->at.ALL_START[n->core + 1];
        if (!syllabic)
            continue;
        n->from = (uint32_t)lower_bound(ix->at.ALL, n->from, n->to, range[0]);
        n->to = (uint32_t)lower_bound(ix->at.ALL, n->from, n->to, range[1]);
    }
}

/* How many postings stand behind all cores near a word or a span over it. */
static size_t word_cost(const sj_probe *p, unsigned word)
{
    size_t cost = 0;
    for (unsigned u = 0; u < p->form->unit_count; u++) {
        if (!covers_word(&p->form->unit[u], word))
            continue;
        for (size_t i = p->s->near_start[u]; i < p->s->near_start[u + 1]; i++)
            cost += p->s->near[i].to - p->s->near[i].from;
    }
    return cost;
}

static sj_status add_word(sj_probe *p, unsigned word)
{
    for (unsigned u = 0; u < p->form->unit_count; u++) {
        if (!covers_word(&p->form->unit[u], word))
            continue;
        for (size_t i = p->s->near_start[u]; i < p->s->near_start[u + 1]; i++)
            for (uint32_t at = p->s->near[i].from; at < p->s->near[i].to; at++)
                SJ_TRY(set_add(&p->s->set, p->ix->at.ALL[at]));
    }
    return SJ_OK;
}

/* A list that is much longer than the candidates is searched for each, from where the last
 * was found; of another each form is looked up in the set. */
static sj_status mark_list(sj_search_scratch *s, const uint32_t *list, size_t count)
{
    if (count / GALLOP_RATIO <= s->candidate_count) {
        for (size_t i = 0; i < count; i++)
            SJ_TRY(set_mark(&s->set, list[i]));
        return SJ_OK;
    }
    for (size_t i = 0, at = 0; i < s->candidate_count; i++) {
        at = lower_bound(list, at, count, s->candidate[i]);
        if (at < count && list[at] == s->candidate[i])
            SJ_TRY(set_mark(&s->set, list[at]));
    }
    return SJ_OK;
}

/* Keeps the candidates that hold something like the word. */
static sj_status intersect_word(sj_probe *p, unsigned word)
{
    sj_search_scratch *s = p->s;
    for (unsigned u = 0; u < p->form->unit_count; u++) {
        if (!covers_word(&p->form->unit[u], word))
            continue;
        for (size_t i = s->near_start[u]; i < s->near_start[u + 1]; i++)
            SJ_TRY(mark_list(s, p->ix->at.ALL + s->near[i].from, s->near[i].to - s->near[i].from));
    }
    drop_unmarked(s);
    return SJ_OK;
}

/* Leaves its candidates in the set. */
static sj_status all_of_query(sj_probe *p)
{
    sj_search_scratch *s = p->s;
    struct {
        unsigned word;
        size_t cost;
    } by_cost[SJ_FORM_TOKENS_MAX];
    unsigned n = 0;
    take_postings(p);
    for (unsigned u = 0; u < p->form->token_count; u++) {
        if (!p->form->unit[u].core->distinctive)
            continue;
        const size_t cost = word_cost(p, p->form->unit[u].first);
        if (cost == 0)
            return SJ_OK; /* nothing like this word is listed: not all can be matched */
        unsigned at = n++;
        for (; at > 0 && by_cost[at - 1].cost > cost; at--)
            by_cost[at] = by_cost[at - 1];
        by_cost[at].word = p->form->unit[u].first;
        by_cost[at].cost = cost;
    }
    if (n == 0)
        return SJ_OK;
    SJ_TRY(add_word(p, by_cost[0].word));
    if (n == 1 || s->set.count <= INTERSECT_ABOVE)
        return SJ_OK;
    SJ_TRY(list_set(s));
    for (unsigned i = 1; i < n && s->candidate_count > INTERSECT_ABOVE; i++)
        SJ_TRY(intersect_word(p, by_cost[i].word));
    return SJ_OK;
}

/* ---- C2: all of the listed name is matched ---- */

static sj_status add_leads(sj_probe *p, uint32_t core)
{
    const sj_index *ix = p->ix;
    for (uint32_t i = ix->at.LEAD_START[core]; i < ix->at.LEAD_START[core + 1]; i++) {
        const sj_index_lead_item *lead = &ix->at.LEAD[i];
        if (lead->partner != SJ_INDEX_NONE && p->initials == 0 &&
            !sj_near_like(p->s, lead->partner))
            continue;
        SJ_TRY(set_add(&p->s->set, lead->form));
    }
    return SJ_OK;
}

static sj_status add_list(sj_probe *p, const uint32_t *start, const uint32_t *item, uint32_t core)
{
    for (uint32_t i = start[core]; i < start[core + 1]; i++)
        SJ_TRY(set_add(&p->s->set, item[i]));
    return SJ_OK;
}

/* One initial can stand for one of a form's two rarest words, not for both; from
 * two initials on, any form that holds anything near is looked at. */
static sj_status all_of_listed(sj_probe *p)
{
    const sj_index *ix = p->ix;
    for (size_t i = 0; i < p->s->near_count; i++) {
        const uint32_t core = p->s->near[i].core;
        SJ_TRY(add_leads(p, core));
        if (p->initials == 1)
            SJ_TRY(add_list(p, ix->at.SECOND_START, ix->at.SECOND, core));
        else if (p->initials > 1)
            SJ_TRY(add_list(p, ix->at.ALL_START, ix->at.ALL, core));
    }
    return SJ_OK;
}

/* In a file that was not summed whole, the postings to be read are compared first. */
static sj_status check_postings(const sj_probe *p)
{
    for (size_t i = 0; i < p->s->near_count; i++) {
        const uint32_t core = p->s->near[i].core;
        SJ_TRY(sj_blocks_check_bucket(p->ix, SJ_SECTION_ALL_START, core, SJ_SECTION_ALL));
        SJ_TRY(sj_blocks_check_bucket(p->ix, SJ_SECTION_LEAD_START, core, SJ_SECTION_LEAD));
        if (p->initials)
            SJ_TRY(sj_blocks_check_bucket(p->ix, SJ_SECTION_SECOND_START, core, SJ_SECTION_SECOND));
    }
    return SJ_OK;
}

static sj_status find(sj_probe *p)
{
    if (p->ix->checked)
        SJ_TRY(check_postings(p));
    SJ_TRY(all_of_query(p));
    SJ_TRY(all_of_listed(p));
    SJ_TRY(list_set(p->s));
    empty_set(p->s);
    return SJ_OK;
}

sj_status sj_candidates_find(sj_probe *p)
{
    const sj_status status = find(p);
    if (status < 0)
        wipe_set(&p->s->set);
    return status;
}
