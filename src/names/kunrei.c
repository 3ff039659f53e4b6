/* names/kunrei.c -- words cut into Japanese syllables, Kunrei respelt as Hepburn.
 *
 * A syllable is a consonant (or y behind it) and a vowel; n, and the first letter of a
 * doubled consonant, may stand alone. The respelling goes syllable by syllable. */
#include "names/kunrei.h"
#include "names/spelling.h"

#define WEIGHT_OF(x) ((unsigned)((x)*255 + 0.5))

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

/* Letters of the consonant at `at`; 0 if the syllable begins with its vowel. */
static size_t consonant_at(sj_str s, size_t at)
{
    const char c = s.ptr[at], next = at + 1 < s.len ? s.ptr[at + 1] : 0;
    if ((next == 'h' && (c == 's' || c == 'c')) || (c == 't' && next == 's'))
        return 2;
    if (!strchr("kgsztdnhbpmryjfw", c))
        return 0;
    return next == 'y' && at + 2 < s.len && c != 'y' && c != 'w' ? 2 : 1;
}

/* The end of the syllable at `at`; `at` if there is none. */
static size_t syllable_end(sj_str s, size_t at)
{
    const size_t consonant = is_vowel(s.ptr[at]) ? 0 : consonant_at(s, at);
    const char c = s.ptr[at], next = at + 1 < s.len ? s.ptr[at + 1] : 0;
    if (at + consonant < s.len && is_vowel(s.ptr[at + consonant]))
        return at + consonant + 1;
    const bool doubled =
        at > 0 && (c == next || (c == 't' && next == 'c')) && strchr("kstpzdgc", c);
    const bool nasal = at > 0 && (c == 'n' || (c == 'm' && next && strchr("bmp", next)));
    return doubled || nasal ? at + 1 : at;
}

static bool reads(sj_str latin)
{
    size_t syllables = 0;
    for (size_t at = 0; at < latin.len; syllables++) {
        const size_t end = syllable_end(latin, at);
        if (end == at)
            return false;
        at = end;
    }
    return syllables >= 2;
}

/* Is there a pair of letters to respell? Nearly every word ends here. */
static bool has_pair(sj_str s)
{
    for (size_t at = 0; at + 1 < s.len; at++) {
        const char c = s.ptr[at], next = s.ptr[at + 1];
        if ((next == 'i' || next == 'y') && (c == 's' || c == 't' || c == 'z'))
            return true;
        if (next == 'u' && (c == 't' || c == 'h'))
            return true;
    }
    return false;
}

void sj_kunrei_sign(sj_core_draft *d, sj_str latin)
{
    static const struct {
        sj_str kunrei, hepburn;
    } rows[] = {{{"si", 2}, {"shi", 3}}, {{"ti", 2}, {"chi", 3}}, {{"tu", 2}, {"tsu", 3}},
                {{"hu", 2}, {"fu", 2}},  {{"zi", 2}, {"ji", 2}},  {{"sy", 2}, {"sh", 2}},
                {{"ty", 2}, {"ch", 2}},  {{"zy", 2}, {"j", 1}}};
    char text[SJ_SPELLING_MAX], key[SJ_SPELLING_MAX];
    size_t n = 0;
    bool changed = false;
    if (!has_pair(latin) || !reads(latin))
        return;
    for (size_t at = 0; at < latin.len;) {
        const sj_str rest = sj_str_slice(latin, at, latin.len);
        sj_str to = sj_str_slice(latin, at, at + 1);
        size_t used = 1;
        for (size_t i = 0; i < SJ_COUNT(rows) && used == 1; i++)
            if (sj_str_starts(rest, rows[i].kunrei) &&
                !(at && rest.ptr[0] == 'h' && strchr("sc", latin.ptr[at - 1]))) {
                to = rows[i].hepburn;
                used = 2;
            }
        changed = changed || used == 2;
        if (n + to.len > sizeof text)
            return;
        memcpy(text + n, to.ptr, to.len);
        n += to.len;
        at += used;
    }
    if (!changed)
        return;
    const size_t k = sj_spelling_key((sj_str){text, n}, key);
    sj_core_sign(d, SJ_SIGNATURE_SPELLING, (sj_str){key, k}, WEIGHT_OF(0.95), SJ_RULE_KUNREI,
                 false);
}
