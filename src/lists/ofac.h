/* lists/ofac.h -- what OFAC's four formats share: one vocabulary of labels
 * ("Passport", "Aircraft Operator", "Linked To:"), one way to write a person's
 * name (LAST, First Middle), one kind of remark.
 *
 * Shape:  verbs on an sj_builder whose entity is open. */
#ifndef SJ_LISTS_OFAC_H
#define SJ_LISTS_OFAC_H
#include "lists/builder.h"

/* "Individual", "individual", "Entity", "Vessel", "Aircraft"; empty or "-0-" is
 * an organisation, anything else unknown. */
sj_schema sj_ofac_schema(sj_str type);

/* `full` as the list writes it; for a person the parts around the comma. */
sj_entity_name *sj_ofac_name(sj_builder *b, sj_name_kind kind, sj_str full);
/* "LAST, First" out of two fields, either may be empty; parts as above. */
sj_entity_name *sj_ofac_name_of(sj_builder *b, sj_name_kind kind, sj_str last, sj_str first);

/* One labelled statement, whatever the format: goes where the label says
 * (birth date, nationality, vessel flag, identifier ...), else becomes a fact
 * with the label. `country` is the issuer where one is stated. */
typedef struct sj_ofac_statement {
    sj_str label, value, country, note;
    sj_date_range issued, expires;
    bool document;              /* the format says it is one */
    const sj_date_range *range; /* a date the format states in numbers; NULL: from value */
} sj_ofac_statement;
void sj_ofac_state(sj_builder *b, const sj_ofac_statement *s);

/* Remarks: clauses between ';', each a labelled statement without a mark where
 * the label ends. A clause nobody knows is a remark, as written. */
void sj_ofac_remarks(sj_builder *b, sj_str text);

/* "Owned or Controlled By", "Acting for or on behalf of", ... */
sj_link_kind sj_ofac_link_kind(sj_str relation);
/* ISO 15924 of "Latin", "Chinese Simplified"...; empty if unknown. */
sj_str sj_ofac_script(sj_str script);
/* The name kind of "A.K.A.", "F.K.A.", "N.K.A.", "Name". */
sj_name_kind sj_ofac_alias_kind(sj_str type, bool low_quality);
/* Sets the target's id in links that only name it, where exactly one entity of
 * the list has that primary name. Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_ofac_resolve_links(sj_list *list);
/* Without the marks of writing direction that wrap some names. */
sj_str sj_ofac_unwrap(sj_str s);
#endif
