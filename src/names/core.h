/* names/core.h -- making cores; shared by form.c and the tests of names/. */
#ifndef SJ_NAMES_CORE_H
#define SJ_NAMES_CORE_H
#include "names/form.h"

#define SJ_RULE_MAP(X)                     \
    X(NONE, "")                            \
    X(TEXT, "same word")                   \
    X(SPELLING, "spelling of one sound")   \
    X(PRESS, "press spellings")            \
    X(READING, "another romanisation")     \
    X(JAPANESE, "japanese reading")        \
    X(SKELETON, "vowels not written")      \
    X(KUNREI, "kunrei spelling")           \
    X(FEMININE, "feminine of the name")    \
    X(PATRONYMIC, "one father's name")     \
    X(KANA, "katakana spelling")           \
    X(KANA_READING, "katakana reading")    \
    X(NAME_VARIANT, "name variants table") \
    X(KNOWN_AS, "known names table")       \
    X(LEGAL_FORM, "legal forms table")     \
    X(GENERIC, "trade words table")        \
    X(PLACE, "places table")               \
    X(NUMBER, "same number")               \
    X(PREFIX, "vessel prefix")             \
    X(SUFFIX, "same generation")           \
    X(INITIAL, "initial")                  \
    X(ACRONYM, "initials of the words")    \
    X(OCR, "look-alike letters")           \
    X(KOREAN, "korean syllable")           \
    X(MANDARIN, "mandarin syllable")       \
    X(CANTONESE, "cantonese syllable")     \
    X(HAN, "same character")               \
    X(INSERT, "a letter more")             \
    X(DELETE, "a letter less")             \
    X(REPLACE, "another letter")           \
    X(TRANSPOSE, "two letters exchanged")  \
    X(DOUBLE, "doubled letter")            \
    X(KEYBOARD, "neighbouring key")        \
    X(TWO_EDITS, "two slips")
typedef enum sj_rule {
#define X(name, text) SJ_RULE_##name,
    SJ_RULE_MAP(X)
#undef X
        SJ_RULE_COUNT
} sj_rule;
_Static_assert(SJ_RULE_COUNT <= 256, "sj_signature_traits.rule is a byte");

enum { SJ_CORE_SIGNATURES_MAX = 80 };
/* A core being made. */
typedef struct sj_core_draft {
    sj_core core;
    uint64_t signature[SJ_CORE_SIGNATURES_MAX];
    sj_signature_traits traits[SJ_CORE_SIGNATURES_MAX];
    size_t count;
} sj_core_draft;
/* Adds a signature; a repeat of a hash keeps the heavier, active over passive; past
 * the maximum the lightest readings are simply not added (they are the last). */
void sj_core_sign(sj_core_draft *d, sj_signature_kind kind, sj_str what, unsigned weight,
                  sj_rule rule, bool passive);
void sj_core_sign_number(sj_core_draft *d, sj_signature_kind kind, uint32_t what, unsigned weight,
                         sj_rule rule);
/* TEXT, and for words SPELLING, OCR, INITIAL and so on, as the class asks. */
void sj_core_sign_word(sj_core_draft *d);
/* The text after look-alike letters are made one: for words that stand no other slip too. */
void sj_core_sign_look_alikes(sj_core_draft *d);
/* The words that an initial may stand for. */
void sj_core_sign_initial(sj_core_draft *d);
/* Copies into the arena, signatures sorted. Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_core_finish(sj_core_draft *d, sj_arena *a, const sj_core **ret);
#endif
