/* lists/eu_fsf.h -- the EU's Financial Sanctions Files: what one element, or one
 * group of columns with the same names, means. */
#ifndef SJ_LISTS_EU_FSF_H
#define SJ_LISTS_EU_FSF_H
#include "lists/sheet.h"

/* By the name of the node: sanctionEntity (its own attributes), regulation,
 * subjectType, nameAlias, birthdate, identification, address, citizenship; the
 * builder's entity is the one it belongs to. What is not known is kept. */
void sj_eu_fsf_part(sj_builder *b, const sj_xml_node *n);
sj_schema sj_eu_fsf_schema(sj_str code);
/* After the last entry: every entry has a primary name that is not weak, if any. */
void sj_eu_fsf_finish(sj_list *list);
#endif
