/* names/lexicon.c -- one probe of a table hashed when it was generated: a name asks
 * for each of its words, and most words are not there. */
#include "names/lexicon.h"

const sj_lexicon_entry *sj_lexicon_find(sj_str word, size_t *ret_count)
{
    size_t at = (size_t)sj_hash_str(word) & (sj_lexicon_slots - 1);
    *ret_count = 0;
    while (sj_lexicon_slot[at] && !sj_str_eq(sj_lexicon_table[sj_lexicon_slot[at] - 1].word, word))
        at = (at + 1) & (sj_lexicon_slots - 1);
    if (!sj_lexicon_slot[at])
        return NULL;
    const size_t first = sj_lexicon_slot[at] - 1u;
    size_t n = 1;
    while (first + n < sj_lexicon_count && sj_str_eq(sj_lexicon_table[first + n].word, word))
        n++;
    *ret_count = n;
    return &sj_lexicon_table[first];
}

const sj_lexicon_entry *sj_lexicon_of(sj_str word, sj_lexicon_class entry_class)
{
    size_t n;
    const sj_lexicon_entry *e = sj_lexicon_find(word, &n);
    for (size_t i = 0; i < n; i++)
        if (e[i].entry_class == entry_class)
            return &e[i];
    return NULL;
}
