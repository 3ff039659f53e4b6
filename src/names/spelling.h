/* names/spelling.h -- the spelling key: Latin spellings of one word in different
 * romanisations and orthographies give one key, different words different keys
 * as far as possible.
 * Shape: a-z0-9 in, a key of at most 64 bytes out, in which capital letters stand for
 *        sounds that one letter cannot write (C ch, X sh, J zh). Idempotent.
 * The rules stand in spelling.c, each with its reason. */
#ifndef SJ_NAMES_SPELLING_H
#define SJ_NAMES_SPELLING_H
#include "base/base.h"
enum { SJ_SPELLING_MAX = 64 };
size_t sj_spelling_key(sj_str latin, char ret[SJ_SPELLING_MAX]);
#endif
