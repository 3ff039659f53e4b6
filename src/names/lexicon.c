/* names/lexicon.c -- binary search in a table sorted by bytes. */
#include "names/lexicon.h"

static size_t first_at_least(sj_str word)
{
    size_t from = 0, to = sj_lexicon_count;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (sj_str_cmp(sj_lexicon_table[middle].word, word) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from;
}

const sj_lexicon_entry *sj_lexicon_find(sj_str word, size_t *ret_count)
{
    const size_t first = first_at_least(word);
    size_t n = 0;
    while (first + n < sj_lexicon_count && sj_str_eq(sj_lexicon_table[first + n].word, word))
        n++;
    *ret_count = n;
    return n ? &sj_lexicon_table[first] : NULL;
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
