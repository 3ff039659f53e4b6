/* index/query.c -- an entity as a question. */
#include "index/query.h"
#include "index/facts.h"

static sj_status add_name(sj_query *q, const sj_entity_name *name, sj_arena *arena)
{
    sj_str text, piece;
    SJ_TRY(sj_arena_copy(arena, name->full, &text));
    for (size_t at = 0; sj_name_piece(text, &at, &piece);) {
        if (q->name_count == SJ_QUERY_NAMES_MAX)
            return SJ_ELIMIT;
        sj_query_name *n = sj_arena_push(arena, &q->name, &q->name_count, sizeof *q->name);
        if (!n)
            return SJ_ENOMEM;
        n->kind = (uint8_t)name->kind;
        SJ_TRY(sj_name_prepare(piece, name->part, sj_compare_kind_of(q->schema), arena, &n->name));
    }
    return SJ_OK;
}

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
    for (size_t i = 0; i < e->name_count; i++)
        SJ_TRY(add_name(q, &e->name[i], arena));
    *ret = q;
    return SJ_OK;
}
