/* names/kunrei.h -- Japanese names in the other Latin system of Japan.
 *
 * Kunrei and Nihon-shiki write si, ti, tu, hu, zi, sya, tya, zya where Hepburn, the
 * passports' system, has shi, chi, tsu, fu, ji, sha, cha, ja: Tuda Zyunko is Tsuda Junko.
 * Only a word that falls into syllables of Japanese as a whole is read so. */
#ifndef SJ_NAMES_KUNREI_H
#define SJ_NAMES_KUNREI_H
#include "names/core.h"

/* Signs the word with its Hepburn spelling, if it has another. */
void sj_kunrei_sign(sj_core_draft *d, sj_str latin);
#endif
