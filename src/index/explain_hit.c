/* index/explain_hit.c -- why a hit has its score: the two names are prepared and
 * explained anew from the text the index keeps, so that nothing for people is
 * stored per form. */
#include "index/blocks.h"
#include "index/search.h"

static bool listed_name_at(sj_str facts, uint32_t number, sj_str *ret_text, uint8_t *ret_kind,
                           sj_str part[SJ_PART_COUNT])
{
    sj_fact_item item;
    uint32_t n = 0;
    bool found = false;
    for (sj_fact_cursor c = sj_facts_begin(facts); sj_facts_next(&c, &item);) {
        if (item.tag == SJ_TAG_NAME && item.payload.len >= 1) {
            if (found)
                return true;
            if (n++ != number)
                continue;
            found = true;
            *ret_kind = (uint8_t)item.payload.ptr[0];
            *ret_text = sj_str_slice(item.payload, 1, item.payload.len);
        } else if (found && item.tag == SJ_TAG_PART && item.payload.len >= 1) {
            const uint8_t which = (uint8_t)item.payload.ptr[0];
            if (which < SJ_PART_COUNT)
                part[which] = sj_str_slice(item.payload, 1, item.payload.len);
        }
    }
    return found;
}

static sj_status explain_best_piece(const sj_name *query, sj_str listed, const sj_str *part,
                                    sj_compare_kind kind, sj_arena *arena, sj_name_explanation *ret)
{
    double best = -1;
    sj_str piece;
    for (size_t at = 0; sj_name_piece(listed, &at, &piece);) {
        const sj_name *name;
        SJ_TRY(sj_name_prepare(piece, part, kind, arena, &name));
        const double score = sj_name_compare(query, name);
        if (score > best) {
            best = score;
            sj_name_explain(query, name, ret);
        }
    }
    return SJ_OK;
}

static void add_weak_note(const sj_hit *hit, const sj_evidence *e, sj_hit_explanation *ret)
{
    const double free_score = sj_evidence_score(hit->name_score, false, e);
    const double lost = hit->score - free_score;

    if (lost < 0 && ret->evidence_count < SJ_EVIDENCE_MAX)
        ret->evidence[ret->evidence_count++] = (sj_field_evidence){
            .field = SJ_FIELD_WEAK_NAME,
            .effect = lost,
            .rule = SJ_S("a weak alias or a single word, without support from another field"),
            .query = ret->query_name,
            .listed = ret->listed_name};
}

sj_status sj_index_explain(const sj_index *ix, const sj_query *q, const sj_hit *hit,
                           sj_arena *arena, sj_hit_explanation *ret)
{
    if (hit->record >= sj_index_record_count(ix))
        return SJ_EINVAL;
    memset(ret, 0, sizeof *ret);
    SJ_TRY(sj_blocks_check_record(ix, hit->record));
    const sj_str facts = sj_index_facts(ix, hit->record);
    sj_str part[SJ_PART_COUNT] = {{0}};
    uint8_t kind = 0;
    if (listed_name_at(facts, hit->listed_name, &ret->listed_name, &kind, part) &&
        hit->query_name < q->name_count) {
        const sj_schema schema = (sj_schema)ix->at.RECORDS[hit->record].schema;
        SJ_TRY(explain_best_piece(q->name[hit->query_name].name, ret->listed_name, part,
                                  sj_compare_kind_of(schema), arena, &ret->name));
        ret->query_name = q->name[hit->query_name].name->text;
    }
    ret->listed_name_kind = (sj_name_kind)kind;
    sj_evidence e;
    sj_evidence_weigh(q->facts, facts, &e);
    for (size_t i = 0; i < e.count; i++)
        ret->evidence[ret->evidence_count++] = e.item[i];
    add_weak_note(hit, &e, ret);
    return SJ_OK;
}
