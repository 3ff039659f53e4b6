/* index/query.c -- an entity as a question. */
#include "index/query.h"
#include "index/facts.h"

sj_status sj_query_prepare(const sj_entity *e, sj_arena *arena, const sj_query **ret)
{
    if (e->name_count > SJ_QUERY_NAMES_MAX)
        return SJ_ELIMIT;
    sj_query *q = sj_arena_zalloc(arena, sizeof *q);
    if (!q)
        return SJ_ENOMEM;
    SJ_SCOPED(sj_buf) facts = {0};
    SJ_TRY(sj_facts_write(e, &facts));
    SJ_TRY(sj_arena_copy(arena, sj_buf_str(&facts), &q->facts));
    q->schema = e->schema;
    q->evidence_most = sj_evidence_most(q->facts);
    for (size_t i = 0; i < e->name_count; i++) {
        sj_query_name *n = sj_arena_push(arena, &q->name, &q->name_count, sizeof *q->name);
        sj_str text;
        if (!n)
            return SJ_ENOMEM;
        SJ_TRY(sj_arena_copy(arena, e->name[i].full, &text));
        n->kind = (uint8_t)e->name[i].kind;
        SJ_TRY(
            sj_name_prepare(text, e->name[i].part, sj_compare_kind_of(e->schema), arena, &n->name));
    }
    *ret = q;
    return SJ_OK;
}
