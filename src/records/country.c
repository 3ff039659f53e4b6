/* records/country.c -- a text to the state or territory it names.
 *
 * The text is folded to a key (lower case; no accents, punctuation, blanks or
 * leading "the") and sought by bisection in a generated table. The folding is
 * the generator's, written out as a table, so both sides agree. Invariants:
 *   (1) a key that is not in the table gives nothing: no prefix, no near miss,
 *       because a wrong nationality contradicts and hides a true match;
 *   (2) what is returned is constant text.
 * Not chosen: a trie; 2,000 keys are found in eleven comparisons. */
#include "base/base.h"
#include "records/country_int.h"
#include "sojourn/records.h"

enum { KEY_MAX_BYTES = 128 }; /* the longest key has 82 */

static const sj_country_fold *find_fold(uint32_t cp)
{
    size_t low = 0, high = sj_country_fold_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (sj_country_fold_table[middle].code_point < cp)
            low = middle + 1;
        else
            high = middle;
    }
    return low < sj_country_fold_count && sj_country_fold_table[low].code_point == cp
               ? &sj_country_fold_table[low]
               : NULL;
}

/* Appends what a code point contributes; false if the key grows too long. */
static bool fold(uint32_t cp, char *key, size_t *len)
{
    char own[4];
    sj_str piece = {own, 0};
    if (cp < 0x80) {
        if (cp == '&')
            piece = SJ_S("and");
        else if (cp >= 'A' && cp <= 'Z')
            own[piece.len++] = (char)(cp + 32);
        else if ((cp >= 'a' && cp <= 'z') || (cp >= '0' && cp <= '9'))
            own[piece.len++] = (char)cp;
    } else {
        const sj_country_fold *f = find_fold(cp);
        if (f)
            piece = f->folded;
        else
            piece.len = sj_utf8_encode(cp, own);
    }
    if (*len + piece.len > KEY_MAX_BYTES)
        return false;
    if (piece.len)
        memcpy(key + *len, piece.ptr, piece.len);
    *len += piece.len;
    return true;
}

static sj_str find_one(sj_str text)
{
    char key[KEY_MAX_BYTES];
    size_t len = 0;
    text = sj_str_trim(text);
    if (sj_str_starts_nocase(text, SJ_S("the ")))
        text = sj_str_slice(text, 4, text.len);
    for (size_t pos = 0; pos < text.len;)
        if (!fold(sj_utf8_decode(text, &pos), key, &len))
            return (sj_str){"", 0};
    size_t low = 0, high = sj_country_key_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = sj_str_cmp(sj_country_key_table[middle].key, (sj_str){key, len});
        if (order == 0)
            return (sj_str){sj_country_row_table[sj_country_key_table[middle].row].alpha2, 2};
        if (order < 0)
            low = middle + 1;
        else
            high = middle;
    }
    return (sj_str){"", 0}; /* (1) */
}

/* "Syria / Syrie": one state in two languages, if both sides say the same. */
sj_str sj_country_parse(sj_str text)
{
    const sj_str whole = find_one(text);
    const size_t slash = sj_str_find(text, SJ_S("/"), 0);
    if (whole.len || slash == text.len)
        return whole;
    const sj_str first = find_one(sj_str_slice(text, 0, slash));
    const sj_str second = find_one(sj_str_slice(text, slash + 1, text.len));
    return sj_str_eq(first, second) ? first : (sj_str){"", 0};
}

static char upper(char c)
{
    return c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
}

sj_str sj_country_name(sj_str alpha2)
{
    if (alpha2.len != 2)
        return (sj_str){"", 0};
    const char first = upper(alpha2.ptr[0]), second = upper(alpha2.ptr[1]);
    for (size_t i = 0; i < sj_country_row_count; i++)
        if (sj_country_row_table[i].alpha2[0] == first &&
            sj_country_row_table[i].alpha2[1] == second)
            return sj_country_row_table[i].name;
    return (sj_str){"", 0};
}
