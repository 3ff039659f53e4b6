/* lists/ftm_store.h -- FollowTheMoney objects of a file to a list: a store of
 * objects by id, then every object read (records/ftm.h has the mapping) and the
 * ones that stand between others hung on the entities they name.
 * Shape:  objects are kept as their JSON text; the newest text of an id counts.
 *         Entities come out sorted by id, so that a full file and a base with
 *         its deltas give the same list.
 * Source: FollowTheMoney 4 model, as published by OpenSanctions. */
#ifndef SJ_LISTS_FTM_STORE_H
#define SJ_LISTS_FTM_STORE_H
#include "lists/builder.h"
#include "records/ftm.h"

typedef struct sj_ftm_object {
    sj_str id, schema, caption, json;
    bool dead;        /* deleted by a delta */
    uint32_t entity;  /* index + 1 in the list, 0: none */
    uint32_t address; /* for an Address: who has it, index + 1 in `user` */
    uint32_t joined;  /* the object last hung on it, index + 1 */
} sj_ftm_object;

typedef struct sj_ftm_user { /* an entity that refers to an address */
    uint32_t entity, next;
} sj_ftm_user;

typedef struct sj_ftm {
    sj_builder b;
    sj_diag *diag;
    sj_ftm_object *object;
    size_t object_count;
    sj_ftm_user *user;
    size_t user_count;
    sj_map by_id;  /* id -> index + 1 */
    sj_str newest; /* the latest last_change */
} sj_ftm;

/* sj_json_parse_properties, with a warning (line > 0) for a property that stands
 * twice. On an error of the warning *ret is set too: the caller deletes it. */
SJ_MUST sj_status sj_ftm_parse(sj_ftm *f, sj_str text, uint64_t line, cJSON **ret);
/* Adds an object, or replaces the text of its id. `json` is copied if it does
 * not live as long as the arena (copy). An object nested in it is not read: it
 * is another one of the store, named by its id where a property refers to it.
 * Errors: SJ_ESYNTAX (no id, schema or properties). */
SJ_MUST sj_status sj_ftm_put(sj_ftm *f, const cJSON *object, sj_str json, bool copy, uint64_t line);
sj_ftm_object *sj_ftm_find(const sj_ftm *f, sj_str id); /* NULL if none or dead */
/* Every object becomes an entity or is joined to entities; fills the list. */
SJ_MUST sj_status sj_ftm_build(sj_ftm *f);
void sj_ftm_done(sj_ftm *f);
/* ftm_join.c: hangs a between-object on the entities it names. */
SJ_MUST sj_status sj_ftm_join(sj_ftm *f, const sj_ftm_object *o, const cJSON *json);

/* The text of a scalar; of an embedded object its id; empty for others. */
sj_str sj_ftm_value(const cJSON *value);
/* A property, an array or a single value; NULL if there is none. */
const cJSON *sj_ftm_property_of(const cJSON *object, const char *name);
#endif
