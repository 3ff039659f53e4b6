/* text/token.h -- a name's text cut into words, each folded.
 * Shape: tokens in the order of the text; the folded text lives in the arena.
 * Rules: apostrophes and dots inside a word are deleted ("O'Neil" -> oneil,
 *        "U.S.A." -> usa; "J. Smith" is two words); spaces, hyphens, commas,
 *        slashes and other signs separate; a change between Latin and another
 *        script separates; Han, Kana, Hangul runs stay one word each as
 *        written (readings cut them). Text in parentheses is marked.
 * Caps: 64 words, 512 code points a word, 4,096 bytes a name: longest seen on
 *        any list 1,080 bytes (2026); past it SJ_ELIMIT. */
#ifndef SJ_TEXT_TOKEN_H
#define SJ_TEXT_TOKEN_H
#include "text/unicode.h"

enum { SJ_TOKENS_MAX = 64, SJ_TOKEN_CP_MAX = 512, SJ_NAME_BYTES_MAX = 4096 };
typedef struct sj_token {
    sj_str text;       /* folded (sj_unicode_fold), still in its own script */
    uint32_t from, to; /* bytes in the original */
    sj_script script;  /* of its letters; COMMON if only digits */
    bool all_upper;    /* at least two cased letters, none lower */
    bool comma_after, comma_before;
    bool hyphen_after; /* joined to the next word by a hyphen */
    bool dot_after;    /* "J." */
    bool in_parentheses;
    bool mixed_case;              /* the whole name has both cases: upper-case words are a hint */
    bool has_breve_or_apostrophe; /* McCune-Reischauer or Wade-Giles marks were dropped */
} sj_token;
typedef struct sj_tokens {
    sj_token *token;
    size_t count;
} sj_tokens;
/* Errors: SJ_EENCODING, SJ_ELIMIT, SJ_ENOMEM. An empty name gives count 0. */
SJ_MUST sj_status sj_tokens_split(sj_str name, sj_arena *a, sj_tokens *ret);
#endif
