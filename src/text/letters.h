/* text/letters.h -- romanisation tables shared by roman*.c: one row a letter. */
#ifndef SJ_TEXT_LETTERS_H
#define SJ_TEXT_LETTERS_H
#include "text/roman.h"

typedef struct sj_letter {
    uint32_t cp;
    const char *latin;
} sj_letter;
/* The Latin of a letter in an alphabet whose letters stand for themselves
 * (Cyrillic, Greek, Georgian, Armenian); NULL if there is none. */
const char *sj_letter_latin(uint32_t cp);
/* Scripts with rules of their own; each appends a-z to `to`. */
void sj_roman_greek(sj_str word, sj_buf *to);
void sj_roman_kana(sj_str word, sj_buf *to);
void sj_roman_hangul(sj_str word, sj_buf *to);
void sj_roman_thai(sj_str word, sj_buf *to);
void sj_roman_devanagari(sj_str word, sj_buf *to);
/* Arabic and Hebrew letters: consonants with guessed vowels. */
void sj_roman_abjad(sj_str word, sj_buf *to);
#endif
