/* names/arabic.c -- prefixes by tables, longest first where one begins another. */
#include "names/arabic.h"
#include "names/lexicon.h"

#define TEXT(text)               \
    {                            \
        (text), sizeof(text) - 1 \
    }

enum { KANA_LEAD = 0xE3, ARABIC_AYN = 0xD8 }; /* first bytes */

/* What "Abdullah" leaves of God's name behind its prefix; that name is one word. */
static bool is_god(sj_str s)
{
    static const sj_str forms[] = {{"llah", 4},  {"allah", 5}, {"ullah", 5},
                                   {"llahi", 5}, TEXT("الله"), TEXT("اللہ")};
    for (size_t i = 0; i < SJ_COUNT(forms); i++)
        if (sj_str_eq(s, forms[i]))
            return true;
    return false;
}

/* アブドゥルハイ; アブドゥッラーフ is Abdullah, アブドゥッラフマン Abd al-Rahman. */
static size_t abdul_prefix_kana(sj_str s)
{
    static const sj_str start[] = {TEXT("アブドゥル"), TEXT("アブドル"),   TEXT("アブデル"),
                                   TEXT("アブダル"),   TEXT("アブドゥッ"), TEXT("アブドッ")};
    enum { LETTER = 3, NAME = 2, DOUBLED_NAME = 4 };
    for (size_t i = 0; i < SJ_COUNT(start); i++) {
        const size_t letters = sj_str_ends(start[i], SJ_S("ッ")) ? DOUBLED_NAME : NAME;
        if (sj_str_starts(s, start[i]) && s.len >= start[i].len + letters * LETTER)
            return start[i].len;
    }
    return 0;
}

/* "abdul", "abdel", "abd al" ... and what follows. Length of the prefix in a joined
 * word, 0 if it is none or what follows is too short to be a name (Abdullah). */
size_t sj_arabic_abdul(sj_str s)
{
    static const sj_str start[] = {{"abdoul", 6}, {"abdul", 5}, {"abdel", 5}, {"abdal", 5},
                                   {"abdol", 5},  {"abdur", 5}, {"abder", 5}, {"abdar", 5},
                                   {"abdus", 5},  {"abdes", 5}, {"abdu", 4},  {"abdi", 4}};
    if (s.len == 0 || s.ptr[0] != 'a') /* nearly every word */
        return s.len && (unsigned char)s.ptr[0] == KANA_LEAD ? abdul_prefix_kana(s) : 0;
    for (size_t i = 0; i < SJ_COUNT(start); i++)
        if (sj_str_starts(s, start[i]) && s.len >= start[i].len + 4)
            return is_god(sj_str_slice(s, start[i].len, s.len)) ? 0 : start[i].len;
    return 0;
}

static bool is_abdul(sj_str s)
{
    static const sj_str words[] = {{"abdul", 5},     {"abdel", 5},    {"abdal", 5},
                                   {"abdol", 5},     {"abdoul", 6},   {"abdu", 4},
                                   {"abdur", 5},     {"abder", 5},    TEXT("アブドゥル"),
                                   TEXT("アブドル"), TEXT("アブデル")};
    for (size_t i = 0; i < SJ_COUNT(words); i++)
        if (sj_str_eq(s, words[i]))
            return true;
    return false;
}

/* "Abd Allah", in Latin or Arabic letters: Abdullah. */
bool sj_arabic_is_abdullah(const sj_tokens *t, size_t at)
{
    const unsigned char first = t->token[at].text.len ? (unsigned char)t->token[at].text.ptr[0] : 0;
    if (first != 'a' && first != ARABIC_AYN && first != KANA_LEAD)
        return false; /* nearly every word */
    if (at + 1 >= t->count || !is_god(t->token[at + 1].text))
        return false;
    return is_abdul(t->token[at].text) || sj_str_eq(t->token[at].text, SJ_S("abd")) ||
           sj_str_eq(t->token[at].text, SJ_S("عبد"));
}

/* Returns how many tokens were used as the prefix, 0 if none. */
size_t sj_arabic_abdul_apart(const sj_tokens *t, size_t at)
{
    if (at + 1 >= t->count)
        return 0;
    if (is_abdul(t->token[at].text))
        return 1;
    if (!sj_str_eq(t->token[at].text, SJ_S("abd")))
        return 0;
    const sj_str next = t->token[at + 1].text;
    const bool article = next.len == 2 && (next.ptr[1] == 'l' || next.ptr[1] == 'r' ||
                                           next.ptr[1] == 's' || next.ptr[1] == 'n');
    return article && at + 2 < t->count ? 2 : 1;
}

/* Arabic writes the article, and "Abd al-", joined to the name: bytes of the prefix
 * that stands before a name of three letters and more; 0 if none. */
size_t sj_arabic_prefix(sj_str s, bool *ret_abdul)
{
    static const sj_str abdul = {"\xD8\xB9\xD8\xA8\xD8\xAF\xD8\xA7\xD9\x84", 10},
                        article = {"\xD8\xA7\xD9\x84", 4}, god = {"\xD9\x84\xD9\x87", 4};
    enum { NAME_BYTES = 6, ABDUL_NAME_BYTES = 4 };
    *ret_abdul = sj_str_starts(s, abdul) && s.len >= abdul.len + ABDUL_NAME_BYTES &&
                 !sj_str_eq(sj_str_slice(s, abdul.len, s.len), god);
    if (*ret_abdul)
        return abdul.len;
    return sj_str_starts(s, article) && s.len >= article.len + NAME_BYTES ? article.len : 0;
}

/* Persian family names end in what Latin letters join and Arabic letters mostly part:
 * -nejad, -zadeh, -pour. Bytes before the ending; all if there is none. */
size_t sj_persian_stem(sj_str s)
{
    static const sj_str ending[] = {{"\xD9\x86\xDA\x98\xD8\xA7\xD8\xAF", 8},
                                    {"\xD8\xB2\xD8\xA7\xD8\xAF\xD9\x87", 8},
                                    {"\xD9\xBE\xD9\x88\xD8\xB1", 6}};
    enum { NAME_BYTES = 6 };
    for (size_t i = 0; i < SJ_COUNT(ending); i++)
        if (s.len >= ending[i].len + NAME_BYTES && sj_str_ends(s, ending[i]))
            return s.len - ending[i].len;
    return s.len;
}

/* "For trade", للتجارة, where the rest is a word of the tables: bytes of what is in front. */
size_t sj_arabic_purpose(const sj_token *t)
{
    const sj_str front = SJ_S("لل");
    size_t n;
    return sj_str_starts(t->text, front) &&
                   sj_lexicon_find(sj_str_slice(t->text, front.len, t->text.len), &n)
               ? front.len
               : 0;
}

/* As arabic_prefix, but a word of the tables stays whole. */
size_t sj_arabic_company_article(const sj_token *t)
{
    bool abdul;
    size_t n;
    if (t->script != SJ_SCRIPT_ARABIC || sj_lexicon_find(t->text, &n))
        return 0;
    n = sj_arabic_prefix(t->text, &abdul);
    return abdul ? 0 : n;
}
