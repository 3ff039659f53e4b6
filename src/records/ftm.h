/* records/ftm.h -- one FollowTheMoney object to the model and back.
 *
 * A FollowTheMoney object is {id, schema, caption, properties: {name: [values]}}
 * where a value is a string or, in the nested form, another object. Here is the
 * mapping of a single object; what joins lines (an Address line to the person
 * who names its id) belongs to the list reader, which calls sj_ftm_attach.
 * Source: followthemoney.tech, the schemata as of 2026; properties that we do
 *         not know become SJ_FACT_OTHER with the property's name as label. */
#ifndef SJ_RECORDS_FTM_H
#define SJ_RECORDS_FTM_H
#include "records/json.h"
#include "sojourn/records.h"

typedef enum sj_ftm_role {
    SJ_FTM_ENTITY,         /* Person, Company, Vessel ... and any schema we do not know */
    SJ_FTM_SANCTION,       /* property `entity` names whom it is about */
    SJ_FTM_ADDRESS,        /* named by `addressEntity` of others */
    SJ_FTM_IDENTIFICATION, /* Passport, Identification: `holder` */
    SJ_FTM_RELATION        /* two ends: see sj_ftm_ends */
} sj_ftm_role;
sj_ftm_role sj_ftm_role_of(sj_str schema);
/* The schema of the model; SJ_SCHEMA_UNKNOWN for LegalEntity, which may be a
 * person; SJ_SCHEMA_OTHER for what has no own. */
sj_schema sj_ftm_model_schema(sj_str schema);
/* The properties that name the two ends of a relation ("owner", "asset");
 * false if the schema is no relation. */
bool sj_ftm_ends(sj_str schema, const char **ret_from, const char **ret_to);

/* Reads one object that is an entity. *ret is overwritten; its strings are copied
 * into the arena. Nested objects are attached. Without a name the caption
 * serves, then the parts of a name; an entity without any is read too (name_count
 * 0): the caller decides. Errors: SJ_EFORMAT (no id, schema or properties),
 * SJ_ELIMIT (over 10,000 values in a property), SJ_ENOMEM. */
SJ_MUST sj_status sj_ftm_entity(const cJSON *object, sj_arena *arena, sj_entity *ret,
                                sj_diag *reterr_diag);
/* Adds what an object of another role says to `e`: a Sanction becomes a listing,
 * an Address a place, a Passport an identifier, a relation a link to its other
 * end (the end that does not hold e->id). What has no field becomes a fact with
 * the label "Sanction.status". An entity object becomes a link of kind OTHER. */
SJ_MUST sj_status sj_ftm_attach(const cJSON *object, sj_arena *arena, sj_entity *e,
                                sj_diag *reterr_diag);
#endif
