/* names/word.h -- the words of a name, classified, before they become units. */
#ifndef SJ_NAMES_WORD_H
#define SJ_NAMES_WORD_H
#include "names/core.h"
#include "names/lexicon.h"
#include "text/token.h"

typedef struct sj_word {
    sj_str text;           /* folded, in its own script; phrases joined by blanks */
    sj_str latin;          /* folded and romanised; = text for Latin; empty: no reading */
    const sj_token *token; /* the first of its tokens */
    sj_script script;      /* its own: a token may hold Han and Kana */
    uint32_t from, to;
    uint8_t unit_class, role;
    uint16_t group; /* row of the lexicon, or the number's value */
    uint8_t group_weight;
    uint8_t child; /* sj_child: what the word behind it says */
    bool has_group;
    uint32_t number;
} sj_word;
typedef struct sj_words {
    sj_word word[SJ_FORM_TOKENS_MAX];
    size_t count;
    bool company; /* company rules apply */
    bool roles_known;
} sj_words;
/* Cuts and classifies. `kind` as asked; ANY becomes a company where a legal form or a
 * trade word stands in it. Errors: SJ_ENOMEM, SJ_ELIMIT (over 32 words). */
SJ_MUST sj_status sj_words_read(const sj_tokens *tokens, const sj_str *part, sj_compare_kind kind,
                                sj_arena *a, sj_words *ret);
#endif
