/* text/roman_abjad.c -- Arabic (with Persian and Urdu letters) and Hebrew.
 *
 * Short vowels are not written. The guess puts an "a" between two consonants that no
 * written vowel parts; waw and ya are vowels between consonants and consonants at the
 * start. The skeleton carries the comparison; the guess is what people see, and what a
 * spelling key meets when it happens to be right. */
#include "text/letters.h"

struct abjad_letter {
    uint32_t cp;
    const char *latin; /* as a consonant */
    char vowel;        /* what it writes between consonants, 0: nothing */
};
static const struct abjad_letter table[] = {
    {0x5D0, "", 'a'},  {0x5D1, "b", 0},   {0x5D2, "g", 0},   {0x5D3, "d", 0},  {0x5D4, "h", 0},
    {0x5D5, "v", 'o'}, {0x5D6, "z", 0},   {0x5D7, "h", 0},   {0x5D8, "t", 0},  {0x5D9, "y", 'i'},
    {0x5DA, "k", 0},   {0x5DB, "k", 0},   {0x5DC, "l", 0},   {0x5DD, "m", 0},  {0x5DE, "m", 0},
    {0x5DF, "n", 0},   {0x5E0, "n", 0},   {0x5E1, "s", 0},   {0x5E2, "", 'a'}, {0x5E3, "f", 0},
    {0x5E4, "p", 0},   {0x5E5, "ts", 0},  {0x5E6, "ts", 0},  {0x5E7, "k", 0},  {0x5E8, "r", 0},
    {0x5E9, "sh", 0},  {0x5EA, "t", 0},   {0x621, "", 0},    {0x627, "", 'a'}, {0x628, "b", 0},
    {0x629, "", 'a'},  {0x62A, "t", 0},   {0x62B, "th", 0},  {0x62C, "j", 0},  {0x62D, "h", 0},
    {0x62E, "kh", 0},  {0x62F, "d", 0},   {0x630, "dh", 0},  {0x631, "r", 0},  {0x632, "z", 0},
    {0x633, "s", 0},   {0x634, "sh", 0},  {0x635, "s", 0},   {0x636, "d", 0},  {0x637, "t", 0},
    {0x638, "z", 0},   {0x639, "", 'a'},  {0x63A, "gh", 0},  {0x641, "f", 0},  {0x642, "q", 0},
    {0x643, "k", 0},   {0x644, "l", 0},   {0x645, "m", 0},   {0x646, "n", 0},  {0x647, "h", 0},
    {0x648, "w", 'u'}, {0x649, "", 'a'},  {0x64A, "y", 'i'}, {0x671, "", 'a'}, {0x679, "t", 0},
    {0x67E, "p", 0},   {0x686, "ch", 0},  {0x688, "d", 0},   {0x691, "r", 0},  {0x698, "zh", 0},
    {0x6A9, "k", 0},   {0x6AF, "g", 0},   {0x6BA, "n", 0},   {0x6BE, "h", 0},  {0x6C1, "h", 0},
    {0x6CC, "y", 'i'}, {0x6D2, "y", 'e'}, {0x6D5, "", 'e'},
};

static const struct abjad_letter *find(uint32_t cp)
{
    for (size_t i = 0; i < SJ_COUNT(table); i++)
        if (table[i].cp == cp)
            return &table[i];
    return NULL;
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

static char last(const sj_buf *b)
{
    return b->len ? b->ptr[b->len - 1] : 0;
}

static void add_consonant(const char *latin, sj_buf *to)
{
    if (to->len && !is_vowel(last(to)))
        sj_buf_add_char(to, 'a');
    sj_buf_add(to, sj_str_from(latin));
}

/* Persian -eh with the ending -i (Khamenei): its h is a mere e. */
static bool ends_in_ei(sj_str rest)
{
    static const sj_str ending[] = {{"\xD9\x87\xD8\xA7\xDB\x8C", 6},
                                    {"\xD9\x87\xD8\xA7\xD9\x8A", 6}};
    return sj_str_eq(rest, ending[0]) || sj_str_eq(rest, ending[1]);
}

void sj_roman_abjad(sj_str word, sj_buf *to)
{
    for (size_t pos = 0; pos < word.len;) {
        if (to->len && !is_vowel(last(to)) && ends_in_ei(sj_str_slice(word, pos, word.len))) {
            sj_buf_add(to, SJ_S("ei"));
            return;
        }
        const bool start = to->len == 0;
        const struct abjad_letter *l = find(sj_utf8_decode(word, &pos));
        if (!l)
            continue;
        const bool after_vowel = is_vowel(last(to));
        if (l->latin[0] == 0) {
            if (l->vowel && !after_vowel)
                sj_buf_add_char(to, l->vowel);
        } else if (l->vowel && !start && !after_vowel) {
            sj_buf_add_char(to, l->vowel);
        } else {
            add_consonant(l->latin, to);
        }
    }
}
