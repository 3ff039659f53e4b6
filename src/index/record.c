/* index/record.c -- from name pairs to the score of a record; the same code for
 * the fast search and for its slow twin. */
#include "index/blocks.h"
#include "index/search.h"
#include <stdlib.h>

sj_str sj_index_facts(const sj_index *ix, uint32_t record)
{
    if (ix->checked && sj_blocks_check_record(ix, record) < 0)
        return SJ_S("");
    const sj_index_record_item *r = &ix->at.RECORDS[record];
    const uint64_t bytes = sj_index_count(ix, SJ_SECTION_BLOB);
    if (r->blob > bytes || r->blob_len > bytes - r->blob)
        return SJ_S("");
    return (sj_str){ix->at.BLOB + r->blob, r->blob_len};
}

void sj_index_record_get(const sj_index *ix, uint32_t record, sj_index_record *ret)
{
    *ret = (sj_index_record){0};
    if (ix->checked && sj_blocks_check_record(ix, record) < 0)
        return;
    *ret = (sj_index_record){.list_number = ix->at.RECORDS[record].list,
                             .schema = (sj_schema)ix->at.RECORDS[record].schema};
    sj_fact_item item;
    for (sj_fact_cursor c = sj_facts_begin(sj_index_facts(ix, record)); sj_facts_next(&c, &item);) {
        if (item.tag == SJ_TAG_ID)
            ret->id = item.payload;
        if (item.tag == SJ_TAG_NAME) {
            ret->caption = sj_str_slice(item.payload, 1, item.payload.len);
            return;
        }
    }
}

static bool person(sj_schema s)
{
    return s == SJ_SCHEMA_PERSON || s == SJ_SCHEMA_UNKNOWN;
}

/* A name in Han or Hangul without blanks has forms of syllables besides. */
static bool is_one_word(const sj_name *n)
{
    return n->form_count == 1 && n->form[0].token_count == 1;
}

bool sj_pair_needs_support(const sj_query *q, uint32_t query_name, sj_name_kind listed_kind,
                           const sj_form *listed)
{
    if (listed_kind == SJ_NAME_WEAK || q->name[query_name].kind == SJ_NAME_WEAK)
        return true;
    if (!person(q->schema) || listed->kind == SJ_COMPARE_COMPANY ||
        listed->kind == SJ_COMPARE_VESSEL)
        return false;
    const bool whole_name = listed_kind == SJ_NAME_PRIMARY || listed_kind == SJ_NAME_ORIGINAL;
    const bool one_word = listed->token_count == 1 ||
                          (listed->distinctive_count <= 1 && is_one_word(q->name[query_name].name));
    return one_word && !whole_name; /* "Usama" is not all of the alias Abu Usama either */
}

static void better(sj_best_pair *best, double score, uint32_t query_name, uint32_t listed_name)
{
    const bool lower = query_name < best->query_name ||
                       (query_name == best->query_name && listed_name < best->listed_name);
    if (score > best->score || (score == best->score && lower))
        *best = (sj_best_pair){score, query_name, listed_name};
}

void sj_record_best_add(sj_record_best *best, bool needs_support, double score, uint32_t query_name,
                        uint32_t listed_name)
{
    better(needs_support ? &best->supported : &best->alone, score, query_name, listed_name);
}

static void take_pair(sj_hit *hit, const sj_best_pair *pair, double score)
{
    hit->score = score;
    hit->name_score = pair->score;
    hit->query_name = pair->query_name;
    hit->listed_name = pair->listed_name;
}

bool sj_record_hit(const sj_index *ix, const sj_query *q, const sj_record_best *best,
                   double threshold, sj_hit *ret)
{
    sj_evidence e;
    sj_evidence_weigh(q->facts, sj_index_facts(ix, best->record), &e);
    const double alone = sj_evidence_score(best->alone.score, false, &e);
    const double supported = sj_evidence_score(best->supported.score, true, &e);
    sj_hit hit = {.record = best->record, .by_identifier = e.decided};
    if (supported > alone)
        take_pair(&hit, &best->supported, supported);
    else
        take_pair(&hit, &best->alone, alone);
    if (!(hit.score >= threshold) || (hit.name_score == 0 && !e.decided))
        return false;
    *ret = hit;
    return true;
}

static int by_score(const void *a, const void *b)
{
    const sj_hit *x = a, *y = b;
    if (x->score != y->score)
        return x->score > y->score ? -1 : 1;
    return (x->record > y->record) - (x->record < y->record);
}

void sj_hits_sort(sj_hit *hit, size_t count)
{
    if (count > 1)
        qsort(hit, count, sizeof *hit, by_score); /* a total order: no ties are left */
}

double sj_name_least(const sj_query *q, double threshold)
{
    const double rounding = 1e-9; /* a pair on the edge is looked at, not lost */
    const double most = threshold < SJ_NAME_THRESHOLD ? threshold : SJ_NAME_THRESHOLD;
    const double lifted = threshold - q->evidence_most;
    return (lifted < most ? lifted : most) - rounding;
}
