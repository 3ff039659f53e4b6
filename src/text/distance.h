/* text/distance.h -- how many typing slips lie between two words.
 * Unit:   optimal string alignment edits (insert, delete, replace, swap of
 *         neighbours), after Damerau 1964 and Boytsov 2011 section 2; and which.
 * Texts here are a-z0-9 or UTF-8 letters of another script, compared by code
 * point. A slow twin (full matrix, Wagner and Fischer 1974) is tests/ref. */
#ifndef SJ_TEXT_DISTANCE_H
#define SJ_TEXT_DISTANCE_H
#include "base/base.h"

typedef enum sj_edit_kind {
    SJ_EDIT_NONE,
    SJ_EDIT_INSERT, /* b has a letter more */
    SJ_EDIT_DELETE,
    SJ_EDIT_REPLACE,
    SJ_EDIT_TRANSPOSE,
    SJ_EDIT_DOUBLE,   /* a letter doubled or undoubled */
    SJ_EDIT_KEYBOARD, /* replaced by a neighbouring key (QWERTY, QWERTZ, AZERTY) */
    SJ_EDIT_OCR       /* 0/o 1/l/i 5/s 8/b rn/m vv/w cl/d: counts as one edit */
} sj_edit_kind;
typedef struct sj_edits {
    unsigned count;       /* max + 1 if more than max */
    sj_edit_kind kind[2]; /* the first two, in the order of a */
    uint32_t at[2];       /* code point in a */
} sj_edits;
/* max <= 2. Cost: O(length) for max <= 2, no allocation. */
void sj_distance(sj_str a, sj_str b, unsigned max, sj_edits *ret);
/* 0/o 1/l 5/s 8/b, rn -> m, vv -> w, cl -> d: equal folds are one OCR edit. */
size_t sj_distance_ocr_fold(sj_str s, char *ret, size_t capacity);
#endif
