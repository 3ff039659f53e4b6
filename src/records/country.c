/* records/country.c -- a text to the state or territory it names.
 *
 * The text is folded to a key (lower case; no accents, punctuation, blanks or
 * leading "the") and sought by bisection in a generated table. The folding is
 * the generator's, written out as a table, so both sides agree. Invariants:
 *   (1) a key that is not in the table gives nothing: no prefix, no near miss,
 *       because a wrong nationality contradicts and hides a true match;
 *   (2) what is returned is constant text.
 * Nearly every cell of a roster is a code of two or three letters: the first two say between
 * which few keys it stands. Not chosen: a trie. */
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

static bool is_letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* NULL if no state has this key. */
static const sj_country_row *find_key(sj_str key)
{
    size_t low = 0, high = sj_country_key_count;
    if (key.len >= 2 && is_letter(key.ptr[0]) && is_letter(key.ptr[1])) {
        const uint16_t *start = &sj_country_key_start[(key.ptr[0] - 'a') * 26 + (key.ptr[1] - 'a')];
        low = start[0];
        high = start[1];
    }
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int order = sj_str_cmp(sj_country_key_table[middle].key, key);
        if (order == 0)
            return &sj_country_row_table[sj_country_key_table[middle].row];
        *(order < 0 ? &low : &high) = order < 0 ? middle + 1 : middle;
    }
    return NULL; /* (1) */
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
    const sj_country_row *row = find_key((sj_str){key, len});
    return row ? (sj_str){row->alpha2, 2} : (sj_str){"", 0};
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

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

sj_str sj_country_name(sj_str alpha2)
{
    if (alpha2.len != 2)
        return (sj_str){"", 0};
    const char key[2] = {lower(alpha2.ptr[0]), lower(alpha2.ptr[1])};
    const sj_country_row *row = find_key((sj_str){key, 2});
    const bool is_code = row && lower(row->alpha2[0]) == key[0] && lower(row->alpha2[1]) == key[1];
    return is_code ? row->name : (sj_str){"", 0}; /* "uk" is a key and no code */
}
