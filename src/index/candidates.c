/* index/candidates.c -- which listed forms may reach the threshold: the essay is
 * search.c's. */
#include "index/blocks.h"
#include "index/near.h"

enum {
    INTERSECT_ABOVE = 16, /* fewer candidates are verified at once */
    GALLOP_RATIO = 16     /* lists this much longer are searched, not walked */
};

/* ---- candidates ---- */

static sj_status add_candidate(sj_search_scratch *s, uint32_t form)
{
    SJ_TRY(sj_mem_grow(&s->candidate, &s->candidate_capacity, s->candidate_count + 1, UINT32_MAX,
                       sizeof *s->candidate));
    s->candidate[s->candidate_count++] = form;
    return SJ_OK;
}

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

/* Sorted and without repeats. */
static sj_status sort_candidates(sj_search_scratch *s)
{
    uint32_t *a = s->candidate;
    const size_t n = s->candidate_count;
    SJ_TRY(sj_mem_grow(&s->other, &s->other_capacity, n, UINT32_MAX, sizeof *s->other));
    sj_sort_u32(a, n, s->other);
    size_t kept = 0;
    for (size_t i = 0; i < n; i++)
        if (kept == 0 || a[kept - 1] != a[i])
            a[kept++] = a[i];
    s->candidate_count = kept;
    return SJ_OK;
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
                SJ_TRY(add_candidate(p->s, p->ix->at.ALL[at]));
    }
    return SJ_OK;
}

/* Both are sorted. The shorter is walked; where the other is much longer, it is searched
 * from where the last was found. */
static void mark_list(sj_search_scratch *s, const uint32_t *list, size_t count)
{
    const uint32_t *candidate = s->candidate;
    const size_t candidates = s->candidate_count;
    size_t i = 0, at = 0;
    while (i < candidates && at < count) {
        if (candidate[i] == list[at]) {
            s->mark[i++] = 1;
            at++;
        } else if (candidate[i] < list[at]) {
            i = candidates / GALLOP_RATIO > count ? lower_bound(candidate, i, candidates, list[at])
                                                  : i + 1;
        } else {
            at = count / GALLOP_RATIO > candidates ? lower_bound(list, at, count, candidate[i])
                                                   : at + 1;
        }
    }
}

/* Keeps the candidates (sorted) that hold something like the word. */
static sj_status intersect_word(sj_probe *p, unsigned word)
{
    sj_search_scratch *s = p->s;
    SJ_TRY(sj_mem_grow(&s->mark, &s->mark_capacity, s->candidate_count, UINT32_MAX, 1));
    memset(s->mark, 0, s->candidate_count);
    size_t kept = 0;
    for (unsigned u = 0; u < p->form->unit_count; u++) {
        if (!covers_word(&p->form->unit[u], word))
            continue;
        for (size_t i = s->near_start[u]; i < s->near_start[u + 1]; i++)
            mark_list(s, p->ix->at.ALL + s->near[i].from, s->near[i].to - s->near[i].from);
    }
    for (size_t i = 0; i < s->candidate_count; i++)
        if (s->mark[i])
            s->candidate[kept++] = s->candidate[i];
    s->candidate_count = kept;
    return SJ_OK;
}

/* C1. Leaves sorted candidates. */
static sj_status all_of_query(sj_probe *p)
{
    struct {
        unsigned word;
        size_t cost;
    } by_cost[SJ_FORM_TOKENS_MAX];
    unsigned n = 0;
    take_postings(p);
    p->s->candidate_count = 0;
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
    SJ_TRY(sort_candidates(p->s));
    for (unsigned i = 1; i < n && p->s->candidate_count > INTERSECT_ABOVE; i++)
        SJ_TRY(intersect_word(p, by_cost[i].word));
    return SJ_OK;
}

/* ---- C2: all of the listed name is matched ---- */

static sj_status add_leads(sj_probe *p, uint32_t core)
{
    const sj_index *ix = p->ix;
    for (uint32_t i = ix->at.LEAD_START[core]; i < ix->at.LEAD_START[core + 1]; i++) {
        const sj_index_lead_item *lead = &ix->at.LEAD[i];
        if (lead->partner != SJ_INDEX_NONE && p->initials == 0) {
            const struct sj_row *partner = sj_near_find(p->s, lead->partner);
            if (!partner || !(partner->best > 0))
                continue;
        }
        SJ_TRY(add_candidate(p->s, lead->form));
    }
    return SJ_OK;
}

static sj_status add_list(sj_probe *p, const uint32_t *start, const uint32_t *item, uint32_t core)
{
    for (uint32_t i = start[core]; i < start[core + 1]; i++)
        SJ_TRY(add_candidate(p->s, item[i]));
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

sj_status sj_candidates_find(sj_probe *p)
{
    if (p->ix->checked)
        SJ_TRY(check_postings(p));
    SJ_TRY(all_of_query(p));
    SJ_TRY(all_of_listed(p));
    return sort_candidates(p->s);
}
