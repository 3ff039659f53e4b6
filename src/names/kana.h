/* names/kana.h -- foreign names as Katakana writes them, against their Latin spelling.
 *
 * Kana has no l, no v, no consonant alone, one sound for s and th, for z, dh and j, and
 * says vowels as they are heard: ウラジーミル is Vladimir. A word of Kana signs itself
 * with every consonant skeleton (sj_roman_skeleton) that its sounds may stand for; Latin
 * words carry theirs passively anyway, so no listed word grows. Who shares one is
 * compared sound by sound, vowels included: フセイン is Hussein and not Hassan. */
#ifndef SJ_NAMES_KANA_H
#define SJ_NAMES_KANA_H
#include "names/core.h"

/* Signs the draft with the skeletons, and, where a word is too short to have one, with the
 * spellings that r and l, b and v tell apart. `hepburn`: the word as sj_roman_kana reads it. */
void sj_kana_sign(sj_core_draft *d, sj_str hepburn);
/* How well a word of Kana (in Hepburn) is the Latin one: [0, 1], 0 if it is not. Pure. */
double sj_kana_likeness(sj_str hepburn, sj_str latin);
#endif
