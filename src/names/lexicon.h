/* names/lexicon.h -- what is known of words in names: class, group, weight. The
 * knowledge is data/ (*.tsv), compiled by tools/gen_lexicon.py. */
#ifndef SJ_NAMES_LEXICON_H
#define SJ_NAMES_LEXICON_H
#include "base/base.h"

typedef enum sj_lexicon_class {
    SJ_LEXICON_WORD,
    SJ_LEXICON_HONORIFIC,
    SJ_LEXICON_PARTICLE,
    SJ_LEXICON_SUFFIX,
    SJ_LEXICON_PREFIX,
    SJ_LEXICON_LEGAL_FORM,
    SJ_LEXICON_FILLER, /* generic, and contradicts nothing */
    SJ_LEXICON_GENERIC,
    SJ_LEXICON_PLACE,
    SJ_LEXICON_NUMBER,  /* group: the value */
    SJ_LEXICON_VARIANT, /* a row of name_variants.tsv */
    SJ_LEXICON_COUNT,   /* group 1: among people, 2: among others; weight by rarity */
    SJ_LEXICON_NEAR,    /* a given name that looks like another one (near_names.tsv) */
    SJ_LEXICON_KNOWN_AS /* a whole name of a row of known_names.tsv, words joined by blanks */
} sj_lexicon_class;
typedef struct sj_lexicon_entry {
    sj_str word; /* folded; words of a phrase joined by blanks */
    uint16_t group;
    uint8_t entry_class, weight; /* 255 = 1.0 */
} sj_lexicon_entry;

extern const sj_lexicon_entry sj_lexicon_table[];
extern const size_t sj_lexicon_count, sj_lexicon_slots; /* slots: a power of two */
extern const uint16_t sj_lexicon_slot[];                /* first entry + 1 of a word, by hash */
/* All entries of a word: *ret_count of them in a row; NULL if none. */
const sj_lexicon_entry *sj_lexicon_find(sj_str word, size_t *ret_count);
/* The entry of one class, NULL if the word is not of it. */
const sj_lexicon_entry *sj_lexicon_of(sj_str word, sj_lexicon_class entry_class);
enum { SJ_LEXICON_PHRASE_MAX = 6 }; /* words of the longest phrase */
#endif
