/* text/roman_alphabets.c -- Cyrillic, Georgian and Armenian letters, and Greek
 * with its digraphs. Sources: BGN/PCGN 1947 (Russian) and the Ukrainian resolution 55
 * of 2010 as a middle way that the spelling key folds to; ELOT 743 (ISO 843) for
 * Greek; the Georgian national system of 2002; BGN/PCGN 1981 for Armenian. */
#include "text/letters.h"

static const sj_letter letters[] = {
    {0x3B1, "a"},   {0x3B2, "v"},   {0x3B3, "g"},    {0x3B4, "d"},   {0x3B5, "e"},   {0x3B6, "z"},
    {0x3B7, "i"},   {0x3B8, "th"},  {0x3B9, "i"},    {0x3BA, "k"},   {0x3BB, "l"},   {0x3BC, "m"},
    {0x3BD, "n"},   {0x3BE, "x"},   {0x3BF, "o"},    {0x3C0, "p"},   {0x3C1, "r"},   {0x3C2, "s"},
    {0x3C3, "s"},   {0x3C4, "t"},   {0x3C5, "y"},    {0x3C6, "f"},   {0x3C7, "ch"},  {0x3C8, "ps"},
    {0x3C9, "o"},   {0x430, "a"},   {0x431, "b"},    {0x432, "v"},   {0x433, "g"},   {0x434, "d"},
    {0x435, "e"},   {0x436, "zh"},  {0x437, "z"},    {0x438, "i"},   {0x439, "y"},   {0x43A, "k"},
    {0x43B, "l"},   {0x43C, "m"},   {0x43D, "n"},    {0x43E, "o"},   {0x43F, "p"},   {0x440, "r"},
    {0x441, "s"},   {0x442, "t"},   {0x443, "u"},    {0x444, "f"},   {0x445, "kh"},  {0x446, "ts"},
    {0x447, "ch"},  {0x448, "sh"},  {0x449, "shch"}, {0x44A, ""},    {0x44B, "y"},   {0x44C, ""},
    {0x44D, "e"},   {0x44E, "yu"},  {0x44F, "ya"},   {0x450, "e"},   {0x451, "e"},   {0x452, "dj"},
    {0x453, "g"},   {0x454, "ye"},  {0x455, "dz"},   {0x456, "i"},   {0x457, "yi"},  {0x458, "j"},
    {0x459, "lj"},  {0x45A, "nj"},  {0x45B, "c"},    {0x45C, "k"},   {0x45D, "i"},   {0x45E, "u"},
    {0x45F, "dzh"}, {0x491, "g"},   {0x493, "gh"},   {0x497, "zh"},  {0x49B, "q"},   {0x4A3, "ng"},
    {0x4AF, "u"},   {0x4B1, "u"},   {0x4B3, "kh"},   {0x4B7, "j"},   {0x4BB, "h"},   {0x4D9, "a"},
    {0x4E3, "i"},   {0x4E9, "o"},   {0x4EF, "u"},    {0x561, "a"},   {0x562, "b"},   {0x563, "g"},
    {0x564, "d"},   {0x565, "e"},   {0x566, "z"},    {0x567, "e"},   {0x568, "y"},   {0x569, "t"},
    {0x56A, "zh"},  {0x56B, "i"},   {0x56C, "l"},    {0x56D, "kh"},  {0x56E, "ts"},  {0x56F, "k"},
    {0x570, "h"},   {0x571, "dz"},  {0x572, "gh"},   {0x573, "ch"},  {0x574, "m"},   {0x575, "y"},
    {0x576, "n"},   {0x577, "sh"},  {0x578, "o"},    {0x579, "ch"},  {0x57A, "p"},   {0x57B, "j"},
    {0x57C, "r"},   {0x57D, "s"},   {0x57E, "v"},    {0x57F, "t"},   {0x580, "r"},   {0x581, "ts"},
    {0x582, "u"},   {0x583, "p"},   {0x584, "k"},    {0x585, "o"},   {0x586, "f"},   {0x587, "ev"},
    {0x10D0, "a"},  {0x10D1, "b"},  {0x10D2, "g"},   {0x10D3, "d"},  {0x10D4, "e"},  {0x10D5, "v"},
    {0x10D6, "z"},  {0x10D7, "t"},  {0x10D8, "i"},   {0x10D9, "k"},  {0x10DA, "l"},  {0x10DB, "m"},
    {0x10DC, "n"},  {0x10DD, "o"},  {0x10DE, "p"},   {0x10DF, "zh"}, {0x10E0, "r"},  {0x10E1, "s"},
    {0x10E2, "t"},  {0x10E3, "u"},  {0x10E4, "p"},   {0x10E5, "k"},  {0x10E6, "gh"}, {0x10E7, "q"},
    {0x10E8, "sh"}, {0x10E9, "ch"}, {0x10EA, "ts"},  {0x10EB, "dz"}, {0x10EC, "ts"}, {0x10ED, "ch"},
    {0x10EE, "kh"}, {0x10EF, "j"},  {0x10F0, "h"},
};

const char *sj_letter_latin(uint32_t cp)
{
    size_t from = 0, to = SJ_COUNT(letters);
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (letters[middle].cp < cp)
            from = middle + 1;
        else
            to = middle;
    }
    return from < SJ_COUNT(letters) && letters[from].cp == cp ? letters[from].latin : NULL;
}

static const char *greek_pair(uint32_t a, uint32_t b, bool start)
{
    static const struct {
        uint32_t a, b;
        const char *latin, *at_start;
    } pairs[] = {
        {0x3BF, 0x3C5, "ou", "ou"}, {0x3BC, 0x3C0, "mb", "b"},  {0x3BD, 0x3C4, "nt", "d"},
        {0x3B3, 0x3BA, "gk", "g"},  {0x3C4, 0x3B6, "tz", "tz"}, {0x3B1, 0x3C5, "av", "av"},
        {0x3B5, 0x3C5, "ev", "ev"}, {0x3B3, 0x3B3, "ng", "ng"}, {0x3B3, 0x3C7, "nch", "nch"}};
    for (size_t i = 0; i < SJ_COUNT(pairs); i++)
        if (pairs[i].a == a && pairs[i].b == b)
            return start ? pairs[i].at_start : pairs[i].latin;
    return NULL;
}

void sj_roman_greek(sj_str word, sj_buf *to)
{
    for (size_t pos = 0; pos < word.len;) {
        const bool start = pos == 0;
        const uint32_t a = sj_utf8_decode(word, &pos);
        size_t after = pos;
        const uint32_t b = pos < word.len ? sj_utf8_decode(word, &after) : 0;
        const char *pair = greek_pair(a, b, start);
        const char *one = sj_letter_latin(a);
        if (pair)
            pos = after;
        sj_buf_add(to, sj_str_from(pair ? pair : one));
    }
}
