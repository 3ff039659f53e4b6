/* text/roman.h -- a folded word of a non-Latin script as Latin letters.
 *
 * One canonical romanisation a word, a-z0-9 only, chosen so that the spelling
 * key (names/spelling.h) of every common standard's result equals the key of
 * ours: Cyrillic BGN/PCGN, ISO 9, GOST, ICAO, Bulgarian, Serbian gajica, Ukrainian
 * 2010; Greek ELOT 743; Georgian and Armenian national; Arabic and Persian
 * (short vowels are not written: `vowels_unwritten`); Hebrew; Kana Hepburn (long
 * vowels single); Thai RTGS; Devanagari Hunterian (final schwa dropped); Hangul
 * Revised Romanization. Han has no reading here: see names/syllable.h and
 * sj_roman_han_japanese.
 * `alternative`: up to 6 further readings that no key can reach (г as g or h,
 * Armenian eastern/western, Arabic ج as j or g, ق as q, k or g, و as w, o, u or v,
 * ي as y or i, ة as a or t; ё; Serbian or Bulgarian щ, ъ ...), best first. */
#ifndef SJ_TEXT_ROMAN_H
#define SJ_TEXT_ROMAN_H
#include "text/token.h"

enum { SJ_ROMAN_ALTERNATIVES = 6, SJ_JAPANESE_READINGS = 48 };
typedef struct sj_roman {
    sj_str text; /* empty: this word has no reading */
    sj_str alternative[SJ_ROMAN_ALTERNATIVES];
    size_t alternative_count;
    bool vowels_unwritten; /* text holds guesses for short vowels */
    sj_str skeleton;       /* consonants only, where vowels are unwritten */
} sj_roman;
/* Errors: SJ_ENOMEM, SJ_ELIMIT. Latin words come back as they are. */
SJ_MUST sj_status sj_roman_token(const sj_token *t, sj_arena *a, sj_roman *ret);
/* Is the word, in its own script, in the table of known names? */
bool sj_roman_is_known(sj_str word);
/* The consonant skeleton of a Latin word, comparable with the one above: classes
 * of consonants that Arabic, Persian and Hebrew spellings confuse in Latin
 * collapse (k q c, t, s z th, d dh, kh h, gh g j, w v o u and y i e dropped save
 * at the start ...), doubled ones single. Empty if fewer than 2 are left. */
size_t sj_roman_skeleton(sj_str latin, char ret[64]);
/* Japanese readings of a Han (or Han + kana) word: on and kun readings of the
 * characters joined (Unihan kJapaneseOn, kJapaneseKun; rendaku k-g s-z t-d h-b),
 * Hepburn, long vowels single; at most SJ_JAPANESE_READINGS, best first. */
SJ_MUST sj_status sj_roman_han_japanese(sj_str word, sj_arena *a, sj_str **ret, size_t *ret_count);
#endif
