/* text/roman_syllabaries.c -- Kana, Hangul, Thai and Devanagari.
 * Sources: Hepburn (long vowels single, as passports write them); Revised
 * Romanization of Korean 2000, without its sound changes between syllables, as names
 * are written; RTGS 1999; the Hunterian system with the last inherent vowel dropped. */
#include "text/letters.h"

/* ---- Kana ---- */

static const char *const kana[] = {
    /* U+3041.. in order, small letters included */
    "a",  "a",  "i",   "i",  "u",  "u",   "e",  "e",   "o",  "o",  "ka", "ga", "ki", "gi", "ku",
    "gu", "ke", "ge",  "ko", "go", "sa",  "za", "shi", "ji", "su", "zu", "se", "ze", "so", "zo",
    "ta", "da", "chi", "ji", "",   "tsu", "zu", "te",  "de", "to", "do", "na", "ni", "nu", "ne",
    "no", "ha", "ba",  "pa", "hi", "bi",  "pi", "fu",  "bu", "pu", "he", "be", "pe", "ho", "bo",
    "po", "ma", "mi",  "mu", "me", "mo",  "ya", "ya",  "yu", "yu", "yo", "yo", "ra", "ri", "ru",
    "re", "ro", "wa",  "wa", "i",  "e",   "o",  "n",   "vu", "ka", "ke"};

static uint32_t hiragana(uint32_t cp)
{
    return cp >= 0x30A1 && cp <= 0x30F6 ? cp - 0x60 : cp;
}

static void add_small_y(uint32_t cp, sj_buf *to)
{
    const char *y = cp == 0x3083 ? "ya" : cp == 0x3085 ? "yu" : "yo";
    if (to->len && to->ptr[to->len - 1] == 'i') {
        to->len--;
        const char before = to->len ? to->ptr[to->len - 1] : 0;
        if (before == 'h' || before == 'j') /* sha, cha, ja */
            y++;
    }
    sj_buf_add(to, sj_str_from(y));
}

/* A small a, i, u, e or o takes the place of the vowel before it (ti, fa, che), makes a
 * w of a lone u, a y of a lone i, and follows k and g as kwa, gwa. */
static void add_small_vowel(const char *vowel, sj_buf *to)
{
    const char last = to->len ? to->ptr[to->len - 1] : 0;
    const char before = to->len > 1 ? to->ptr[to->len - 2] : 0;
    const bool alone = before == 0 || strchr("aiueon", before) != NULL;
    if (last == 'u' && (alone || before == 'k' || before == 'g')) {
        to->len--;
        sj_buf_add_char(to, 'w');
    } else if (last == 'i' && alone && vowel[0] == 'e') {
        to->len--;
        sj_buf_add_char(to, 'y');
    } else if (last != 0 && !alone && strchr("aiueo", last)) {
        to->len--;
    }
    if (to->len == 0 || to->ptr[to->len - 1] != vowel[0])
        sj_buf_add(to, sj_str_from(vowel));
}

static bool repeats_vowel(const sj_buf *b, const char *next)
{
    const char c = b->len ? b->ptr[b->len - 1] : 0;
    return next[1] == 0 && (c == next[0] || (c == 'o' && next[0] == 'u')) &&
           (c == 'o' || c == 'u' || c == 'a' || c == 'e');
}

void sj_roman_kana(sj_str word, sj_buf *to)
{
    bool doubled = false;
    for (size_t pos = 0; pos < word.len;) {
        const uint32_t cp = hiragana(sj_utf8_decode(word, &pos));
        if (cp == 0x3063) { /* small tsu: the next consonant is doubled */
            doubled = true;
            continue;
        }
        if (cp == 0x3083 || cp == 0x3085 || cp == 0x3087) {
            add_small_y(cp, to);
        } else if (cp >= 0x3041 && cp <= 0x3049 && cp % 2) {
            add_small_vowel(kana[cp - 0x3041], to);
        } else if (cp >= 0x3041 && cp - 0x3041 < SJ_COUNT(kana)) {
            const char *latin = kana[cp - 0x3041];
            if (doubled && latin[0])
                sj_buf_add_char(to, latin[0] == 'c' ? 't' : latin[0]);
            if (!repeats_vowel(to, latin))
                sj_buf_add(to, sj_str_from(latin));
        }
        doubled = false;
    }
}

/* ---- Hangul ---- */

void sj_roman_hangul(sj_str word, sj_buf *to)
{
    static const char *const first[] = {"g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
                                        "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
    static const char *const vowel[] = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo",
                                        "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                        "wo", "we", "wi", "yu",  "eu", "ui", "i"};
    static const char *const final[] = {"",  "k",  "k", "k", "n", "n", "n", "t", "l", "k",
                                        "m", "l",  "l", "l", "p", "l", "m", "p", "p", "t",
                                        "t", "ng", "t", "t", "k", "t", "p", "t"};
    unsigned part[3];
    for (size_t pos = 0; pos < word.len;) {
        if (!sj_unicode_hangul(sj_utf8_decode(word, &pos), part))
            continue;
        sj_buf_add(to, sj_str_from(first[part[0]]));
        sj_buf_add(to, sj_str_from(vowel[part[1]]));
        sj_buf_add(to, sj_str_from(final[part[2]]));
    }
}

/* ---- Thai ---- */

struct thai {
    const char *first, *last; /* as the first and the last sound of a syllable */
};
static const struct thai thai_consonants[] = {
    /* U+0E01 .. U+0E2E */
    {"k", "k"},   {"kh", "k"},    {"kh", "k"}, {"kh", "k"}, {"kh", "k"}, {"kh", "k"},
    {"ng", "ng"}, {"ch", "t"},    {"ch", "t"}, {"ch", "t"}, {"s", "t"},  {"ch", "t"},
    {"y", "n"},   {"d", "t"},     {"t", "t"},  {"th", "t"}, {"th", "t"}, {"th", "t"},
    {"n", "n"},   {"d", "t"},     {"t", "t"},  {"th", "t"}, {"th", "t"}, {"th", "t"},
    {"n", "n"},   {"b", "p"},     {"p", "p"},  {"ph", "p"}, {"f", "p"},  {"ph", "p"},
    {"f", "p"},   {"ph", "p"},    {"m", "m"},  {"y", "i"},  {"r", "n"},  {"rue", "rue"},
    {"l", "n"},   {"lue", "lue"}, {"w", "o"},  {"s", "t"},  {"s", "t"},  {"s", "t"},
    {"h", ""},    {"l", "n"},     {"", "o"},   {"h", ""}};

static bool thai_consonant(uint32_t cp)
{
    return cp >= 0xE01 && cp - 0xE01 < SJ_COUNT(thai_consonants);
}

static const char *thai_vowel(uint32_t cp)
{
    switch (cp) {
    case 0xE30:
    case 0xE31:
    case 0xE32:
        return "a";
    case 0xE33:
        return "am";
    case 0xE34:
    case 0xE35:
        return "i";
    case 0xE36:
    case 0xE37:
        return "ue";
    case 0xE38:
    case 0xE39:
        return "u";
    default:
        return NULL;
    }
}

static const char *thai_leading(uint32_t cp)
{
    return cp == 0xE40                  ? "e"
           : cp == 0xE41                ? "ae"
           : cp == 0xE42                ? "o"
           : cp == 0xE43 || cp == 0xE44 ? "ai"
                                        : NULL;
}

static bool thai_sonorant(uint32_t cp) /* ng y n m y r l w */
{
    return cp == 0xE07 || cp == 0xE0D || cp == 0xE19 || cp == 0xE21 || cp == 0xE22 || cp == 0xE23 ||
           cp == 0xE25 || cp == 0xE27;
}

/* A consonant opens a syllable if a vowel follows it (or stands before it); the next
 * bare one closes it; two bare ones have an unwritten "o" between them. */
void sj_roman_thai(sj_str word, sj_buf *to)
{
    const char *leading = NULL;
    bool open = false; /* a vowel was written: the next bare consonant may close */
    for (size_t pos = 0; pos < word.len;) {
        const uint32_t cp = sj_utf8_decode(word, &pos);
        size_t after = pos;
        uint32_t next = pos < word.len ? sj_utf8_decode(word, &after) : 0;
        if (cp == 0xE2B && thai_sonorant(next))
            continue; /* an h that only raises the tone: Ying, not Hoying */
        if (thai_leading(cp)) {
            leading = thai_leading(cp);
        } else if (thai_vowel(cp)) {
            sj_buf_add(to, sj_str_from(thai_vowel(cp)));
            open = true;
        } else if (thai_consonant(cp)) {
            const struct thai *c = &thai_consonants[cp - 0xE01];
            if (next == 0xE4C) { /* silenced */
                pos = after;
                continue;
            }
            const bool vowel_next = thai_vowel(next) != NULL;
            if (open && !vowel_next && !leading) {
                sj_buf_add(to, sj_str_from(c->last));
                open = false;
            } else {
                sj_buf_add(to, sj_str_from(c->first));
                if (leading)
                    sj_buf_add(to, sj_str_from(leading));
                else if (!vowel_next && thai_consonant(next))
                    sj_buf_add(to, SJ_S("o"));
                open = leading != NULL || (!vowel_next && thai_consonant(next));
                leading = NULL;
            }
        }
    }
}

/* ---- Devanagari ---- */

static const char *const deva_consonants[] = {
    /* U+0915 .. U+0939 */
    "k",  "kh", "g", "gh", "n", "ch", "chh", "j",  "jh", "n",  "t", "th", "d",
    "dh", "n",  "t", "th", "d", "dh", "n",   "n",  "p",  "ph", "b", "bh", "m",
    "y",  "r",  "r", "l",  "l", "l",  "v",   "sh", "sh", "s",  "h"};
static const char *const deva_vowels[] = {/* U+0905 .. U+0914 */
                                          "a", "a", "i", "i",  "u", "u", "ri", "li",
                                          "e", "e", "e", "ai", "o", "o", "o",  "au"};
static const char *const deva_signs[] = {/* U+093E .. U+094C */
                                         "a", "i", "i",  "u", "u", "ri", "ri", "e",
                                         "e", "e", "ai", "o", "o", "o",  "au"};

static const char *deva_sign(uint32_t cp)
{
    return cp >= 0x93E && cp - 0x93E < SJ_COUNT(deva_signs) ? deva_signs[cp - 0x93E] : NULL;
}

static bool deva_consonant(uint32_t cp)
{
    return cp >= 0x915 && cp - 0x915 < SJ_COUNT(deva_consonants);
}

/* The inherent vowel: dropped at the end, before a virama or a sign, and between a
 * vowel and consonant + vowel (Suresh, not Suresha; Gandhi). */
static bool keeps_vowel(sj_str word, size_t pos, bool after_vowel)
{
    size_t p = pos;
    if (p >= word.len)
        return false;
    const uint32_t next = sj_utf8_decode(word, &p);
    if (next == 0x94D || deva_sign(next))
        return false;
    if (!deva_consonant(next) || p >= word.len || !after_vowel)
        return true;
    return !deva_sign(sj_utf8_decode(word, &p));
}

void sj_roman_devanagari(sj_str word, sj_buf *to)
{
    bool after_vowel = false;
    for (size_t pos = 0; pos < word.len;) {
        const uint32_t cp = sj_utf8_decode(word, &pos);
        if (deva_consonant(cp)) {
            size_t p = pos;
            const bool nukta = p < word.len && sj_utf8_decode(word, &p) == 0x93C;
            if (nukta)
                pos = p; /* a foreign sound, near enough; but a dotted j is a z */
            sj_buf_add(to, sj_str_from(nukta && cp == 0x91C ? "z" : deva_consonants[cp - 0x915]));
            const bool vowel = keeps_vowel(word, pos, after_vowel);
            if (vowel)
                sj_buf_add_char(to, 'a');
            after_vowel = vowel;
        } else if (deva_sign(cp)) {
            sj_buf_add(to, sj_str_from(deva_sign(cp)));
            after_vowel = true;
        } else if (cp >= 0x905 && cp - 0x905 < SJ_COUNT(deva_vowels)) {
            sj_buf_add(to, sj_str_from(deva_vowels[cp - 0x905]));
            after_vowel = true;
        } else if (cp == 0x902 || cp == 0x901) {
            sj_buf_add_char(to, 'n');
        }
    }
}
