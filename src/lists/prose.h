/* lists/prose.h -- documents and numbers that stand among the words of a remark. */
#ifndef SJ_LISTS_PROSE_H
#define SJ_LISTS_PROSE_H
#include "lists/reader.h"

/* Adds to `e` each passport, national, tax and registration number, BIC, LEI and
 * IMO number that stands in a remark of it behind its label, with the issuer and
 * dates that the words beside it give; a number that the entity has is left. The
 * remarks stay whole. Borrowed from them, not copied.
 * Errors: SJ_ELIMIT (over 1,000 numbers in a remark), SJ_ENOMEM. */
SJ_MUST sj_status sj_list_numbers_in_prose(sj_entity *e, sj_arena *a);
#endif
