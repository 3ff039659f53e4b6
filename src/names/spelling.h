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
/* The press keys of a family name that is written as Slavic and Caucasian names are
 * (-ov, -ow, -off, -in, -ine, -sky, -enko, -witsch, -schwili ...): one key for what the
 * English, French and German press and the scientific systems make of it (Zhukov,
 * Joukov, Schukow, Zukov). Coarser than the spelling key, so it weighs less. Where a j
 * may be a y or a zh there are two. Returns how many; 0 for other words. */
typedef struct sj_press_keys {
    char key[2][SJ_SPELLING_MAX];
    size_t len[2];
} sj_press_keys;
size_t sj_spelling_press(sj_str latin, sj_press_keys *ret);
#endif
