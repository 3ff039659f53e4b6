/* lists/ftm_join.c -- objects between others find the entities they name: a
 * sanction its subject, a paper its holder, an address who refers to it, a
 * relation both its ends. What they then say is read by records/ftm_attach.c.
 *
 *   (1) an object is hung on an entity once, however often it names it;
 *   (2) an object that touches no entity of the file is named in a warning;
 *   (3) an embedded object at an end is known by its id: it stands in the store. */
#include "lists/ftm_store.h"

/* Of one relation: as many owners times as many assets; seen: 4. */
enum { LINKS_MAX = 100000 };

/* Names of the targets that the file has; kinds of papers by their labels. */
static void refine(sj_ftm *f, size_t links_before, size_t papers_before)
{
    sj_entity *e = f->b.e;
    for (size_t i = links_before; i < e->link_count; i++) {
        const sj_ftm_object *target = sj_ftm_find(f, e->link[i].target_id);
        if (target && target->caption.len)
            e->link[i].target_name = target->caption;
    }
    for (size_t i = papers_before; i < e->identifier_count; i++) {
        sj_entity_identifier *d = &e->identifier[i];
        if (d->kind == SJ_ID_OTHER) /* FollowTheMoney's Identification is a national one */
            d->kind = d->type_text.len ? sj_list_identifier_kind(d->type_text) : SJ_ID_NATIONAL;
    }
}

static sj_status hang(sj_ftm *f, sj_entity *e, const cJSON *json, bool *ret_used, size_t *links)
{
    const size_t links_before = e->link_count, papers_before = e->identifier_count;
    f->b.e = e;
    *ret_used = true;
    SJ_TRY(sj_ftm_attach(json, f->b.arena, e, f->diag));
    *links += e->link_count - links_before;
    if (*links > LINKS_MAX)
        return sj_diag_set(f->diag, SJ_ELIMIT, "expected at most 100,000 links of a relation", 0, 0,
                           0);
    refine(f, links_before, papers_before);
    return SJ_OK;
}

struct joining {
    sj_ftm *f;
    const sj_ftm_object *o;
    const cJSON *json;
    bool used;
    size_t links;
};

static sj_status join_end(struct joining *j, const char *property)
{
    const cJSON *p = sj_ftm_property_of(j->json, property);
    const cJSON *v = cJSON_IsArray(p) ? p->child : p;
    const uint32_t self = (uint32_t)(j->o - j->f->object) + 1;
    for (; v; v = cJSON_IsArray(p) ? v->next : NULL) {
        sj_ftm_object *end = sj_ftm_find(j->f, sj_ftm_value(v));
        if (!end || !end->entity || end->joined == self) /* (1) */
            continue;
        end->joined = self;
        SJ_TRY(hang(j->f, &j->f->b.list->entity[end->entity - 1], j->json, &j->used, &j->links));
    }
    return SJ_OK;
}

static sj_status join_address(struct joining *j)
{
    uint32_t last = 0; /* one that names it twice stands twice in a row: (1) */
    for (uint32_t u = j->o->address; u; u = j->f->user[u - 1].next) {
        const uint32_t entity = j->f->user[u - 1].entity;
        if (entity != last)
            SJ_TRY(hang(j->f, &j->f->b.list->entity[entity - 1], j->json, &j->used, &j->links));
        last = entity;
    }
    return SJ_OK;
}

static sj_status join_by_role(struct joining *j)
{
    const char *from = NULL, *to = NULL;
    switch (sj_ftm_role_of(j->o->schema)) {
    case SJ_FTM_SANCTION:
        return join_end(j, "entity");
    case SJ_FTM_IDENTIFICATION:
        return join_end(j, "holder");
    case SJ_FTM_ADDRESS:
        return join_address(j);
    case SJ_FTM_RELATION:
        if (!sj_ftm_ends(j->o->schema, &from, &to))
            return SJ_OK;
        SJ_TRY(join_end(j, from));
        return join_end(j, to);
    case SJ_FTM_ENTITY:
        break;
    }
    return SJ_OK;
}

sj_status sj_ftm_join(sj_ftm *f, const sj_ftm_object *o, const cJSON *json)
{
    struct joining j = {f, o, json, false, 0};
    SJ_TRY(join_by_role(&j));
    if (j.used)
        return f->b.status;
    return sj_list_warn(f->b.list, f->b.arena, "%.*s %.*s belongs to nobody in the file", /* (2) */
                        SJ_STR_FMT(o->schema), SJ_STR_FMT(o->id));
}
