/* lists/meta.h -- meta.json: what a store knows of a list it manages, and which folder
 * is the current version (sojourn/liststore.h). */
#ifndef SJ_LISTS_META_H
#define SJ_LISTS_META_H
#include "base/base.h"
#include "sojourn/liststore.h"

enum { SJ_LIST_META_MAX = 1 << 20, SJ_LIST_META_HASH_DIGITS = 16 };

/* A version's folder: the first digits of its hash, or the next ones. */
bool sj_list_meta_is_version(sj_str name);
void sj_list_meta_write(sj_buf *b, const sj_list_meta *m);
/* Fills all but the name; texts are copied. What write has written is read back the
 * same. Errors: SJ_ESYNTAX, SJ_EENCODING, SJ_ECORRUPT (a field that must be there),
 * SJ_EFORMAT (an object of somebody else's: neither `current` nor `sha256`),
 * SJ_ENOMEM. */
SJ_MUST sj_status sj_list_meta_parse(sj_str bytes, sj_arena *a, sj_list_meta *ret,
                                     sj_diag *reterr_diag);
#endif
