/* names/spelling.h -- the spelling key: Latin spellings of one word in different
 * romanisations and orthographies give one key, different words different keys
 * as far as possible.
 * Shape: a-z0-9 in, a key of at most 64 bytes out. Idempotent: key(key(x)) = key(x).
 * Rules (data/spelling_rules.tsv, each with its reason): doubled letters single;
 * ph f; kh x h after vowel; zh j; sh sch; tch ch; ts tz c; w v; ck k; q k; y i ii ij iy;
 * ou u oo; ee i; yu ju iu; ya ja ia; yo jo io e after soft; x ks; th t; dh d; gh g;
 * ae e; oe o; ue u; final e after consonant ... */
#ifndef SJ_NAMES_SPELLING_H
#define SJ_NAMES_SPELLING_H
#include "base/base.h"
enum { SJ_SPELLING_MAX = 64 };
size_t sj_spelling_key(sj_str latin, char ret[SJ_SPELLING_MAX]);
#endif
