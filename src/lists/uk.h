/* lists/uk.h -- what the lists of the United Kingdom share: six name fields
 * with the family name in the sixth, kinds of names in words. */
#ifndef SJ_LISTS_UK_H
#define SJ_LISTS_UK_H
#include "lists/sheet.h"

/* Name 1 .. Name 6 at [0 .. 5]. "Primary name", "Alias", "AKA", "FKA", "Prime
 * Alias", in any case; strength "Good quality a.k.a", "Low quality a.k.a". */
sj_name_kind sj_uk_name_kind(sj_str type, sj_str strength);
/* "Individual", "Entity", "Ship". */
sj_schema sj_uk_schema(sj_str type);
/* The name as one would write it: family name last; in the arena. */
sj_str sj_uk_full_name(sj_builder *b, const sj_str name[6]);
sj_entity_name *sj_uk_name(sj_builder *b, const sj_str name[6], sj_name_kind kind);
/* Address lines 1 .. 6, postcode, country. */
void sj_uk_address(sj_builder *b, const sj_str part[8]);
#endif
