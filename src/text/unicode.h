/* text/unicode.h -- what a code point is: script, case, base letter, digits.
 * Generated from Debian's unicode-data (tools/gen_unicode.py -> unicode_table.c);
 * ICU is the oracle in tests. 23-30 ns a name is the aim: two-level tables, an
 * ASCII path without look-ups. */
#ifndef SJ_TEXT_UNICODE_H
#define SJ_TEXT_UNICODE_H
#include "base/base.h"

typedef enum sj_script {
    SJ_SCRIPT_COMMON, /* digits, punctuation, spaces */
    SJ_SCRIPT_INHERITED,
    SJ_SCRIPT_LATIN,
    SJ_SCRIPT_CYRILLIC,
    SJ_SCRIPT_GREEK,
    SJ_SCRIPT_ARMENIAN,
    SJ_SCRIPT_GEORGIAN,
    SJ_SCRIPT_ARABIC,
    SJ_SCRIPT_HEBREW,
    SJ_SCRIPT_HAN,
    SJ_SCRIPT_HIRAGANA,
    SJ_SCRIPT_KATAKANA,
    SJ_SCRIPT_HANGUL,
    SJ_SCRIPT_THAI,
    SJ_SCRIPT_DEVANAGARI,
    SJ_SCRIPT_OTHER /* any other script: compared letter by letter, no reading */
} sj_script;
sj_script sj_unicode_script(uint32_t cp);

typedef enum sj_char_class {
    SJ_CHAR_LETTER,
    SJ_CHAR_MARK,
    SJ_CHAR_DIGIT,      /* Nd; value by sj_unicode_digit */
    SJ_CHAR_APOSTROPHE, /* ' and its look-alikes, modifier letters, ayn and hamza signs */
    SJ_CHAR_HYPHEN,
    SJ_CHAR_COMMA,
    SJ_CHAR_DOT,
    SJ_CHAR_SPACE,
    SJ_CHAR_IGNORED, /* ZWJ, ZWNJ, bidi controls, soft hyphen, variation selectors */
    SJ_CHAR_OTHER    /* other punctuation and symbols: separates tokens */
} sj_char_class;
sj_char_class sj_unicode_class(uint32_t cp);
int sj_unicode_digit(uint32_t cp); /* 0..9 for any script's decimal digits, -1 */
bool sj_unicode_is_upper(uint32_t cp);

/* Full fold of one code point: NFKD, default case folding, marks dropped where
 * they are accents (Latin, Greek, Cyrillic breve of й is kept: й is a letter),
 * and letters that do not decompose spelt out for Latin (ß ss, æ ae, ø o, ł l,
 * đ d, þ th, ı i, ə a, ŋ ng ...). Only letters, marks and digits of a compatibility
 * form are kept: ⑴ is 1, ŉ is n. Writes up to 8 code points, returns how many
 * (0: it folds to nothing, such as a combining accent). */
enum { SJ_FOLD_MAX = 8 };
size_t sj_unicode_fold(uint32_t cp, uint32_t ret[SJ_FOLD_MAX]);
/* Han traditional or variant form -> the one simplified form they share
 * (Unihan kSimplifiedVariant, kZVariant, Japanese shinjitai); itself if none. */
uint32_t sj_unicode_han_simplified(uint32_t cp);
/* Hangul: a precomposed syllable as initial (0..18), vowel (0..20), final
 * (0..27, 0 = none). False if it is none. */
bool sj_unicode_hangul(uint32_t cp, unsigned ret[3]);
#endif
