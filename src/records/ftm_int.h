/* records/ftm_int.h -- the table of properties that reading and writing share. */
#ifndef SJ_RECORDS_FTM_INT_H
#define SJ_RECORDS_FTM_INT_H
#include "records/ftm.h"

typedef enum sj_ftm_target {
    SJ_FTM_NAME,
    SJ_FTM_PART,
    SJ_FTM_DATE,
    SJ_FTM_IDENTIFIER,
    SJ_FTM_PLACE,
    SJ_FTM_BIRTH_COUNTRY,
    SJ_FTM_CURRENCY, /* of a wallet's address */
    SJ_FTM_FACT
} sj_ftm_target;
typedef struct sj_ftm_property {
    const char *name;
    sj_ftm_target target;
    int kind;    /* of the target's own enum */
    int schema;  /* an sj_schema, or -1: every one */
    bool labels; /* several properties share the kind: the label keeps them apart */
} sj_ftm_property;

/* NULL for a property that has no field. */
const sj_ftm_property *sj_ftm_property_find(sj_str name, sj_schema schema);
/* The property that writes this kind, NULL if none; one that labels is found by
 * its label. */
const sj_ftm_property *sj_ftm_property_for(sj_ftm_target target, int kind, sj_schema schema,
                                           sj_str label);

/* Words for sj_place_kind in an Address that is no postal one (our property
 * `placeKind`). */
enum { SJ_FTM_PLACE_WORDS = SJ_PLACE_OTHER + 1 };
extern const char *const sj_ftm_place_word[SJ_FTM_PLACE_WORDS];
/* True if most letters are Latin: tells a name in the original script. */
bool sj_ftm_is_latin(sj_str text);

/* ---- values of an object (ftm.c) ---- */
/* A text member beside the properties; empty if there is none. */
sj_str sj_ftm_member(const cJSON *object, const char *key);
/* The property of that name; NULL if there is none. */
const cJSON *sj_ftm_values(const cJSON *object, const char *name);
/* Its values, whether it is an array (as it should be) or not. */
const cJSON *sj_ftm_first(const cJSON *property);
const cJSON *sj_ftm_next(const cJSON *property, const cJSON *value);
/* A value as text; empty for containers. Numbers keep their digits. */
sj_str sj_ftm_text(const cJSON *value);
/* All texts of a property, joined by "; ", copied. */
SJ_MUST sj_status sj_ftm_joined(const cJSON *property, sj_arena *a, sj_str *ret);
/* Copies the texts; fills the country of facts about one. */
SJ_MUST sj_status sj_ftm_add_fact(sj_entity *e, sj_arena *a, sj_fact_kind kind, sj_str label,
                                  sj_str value);

/* A label that is a property's name is written with this in front. */
#define SJ_FTM_EXTRA "extra:"
#endif
