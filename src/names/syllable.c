/* names/syllable.c -- a name cut into syllables of Korean, Mandarin, Cantonese.
 *
 * Each writing system is a sorted table of spellings with the syllables they may
 * stand for; Han characters and Hangul are read one by one. A word is cut into at
 * most three spellings, the cuts of a name are joined, and each order in which a
 * family name stands first or last gives a form.
 *
 * 1. A form has its family name first, 1 to 3 given syllables behind it.
 * 2. A word is either family name or given name, unless it is Han or Hangul.
 * 3. Nothing is invented: one letter outside the table and the system has no form.
 *
 * Not chosen: comparing respelt Latin. A spelling is a set of syllables, and a
 * normal form of the set loses which of them two spellings share. */
#include "names/syllable.h"

#include <string.h>

#include "names/form.h"
#include "names/syllable_table.h"

enum { CUT_MAX = 3, CUTS_MAX = 2, WORDS_MAX = 5, HANGUL_COUNT = 11172 };

struct cut {
    sj_syllable syllable[CUT_MAX];
    uint8_t count;
    bool family; /* all of it spells a family name, of one syllable or two */
    unsigned weight;
};
struct word {
    struct cut cut[CUTS_MAX];
    size_t count;
};
struct reader {
    const sj_tokens *name;
    sj_str family;
    unsigned language, source, keys;
    float weight;
    struct word word[WORDS_MAX];
    sj_syllable_form *ret;
    size_t count;
};

/* The range of sorted keys narrows letter by letter: most foreign words leave the
 * table after two. Each step adds half or nothing, which needs no branch: where the letter
 * of a name stands in the table cannot be foreseen. */
static size_t letter_bound(const sj_syllable_key *key, size_t low, size_t high, size_t at,
                           unsigned char letter)
{
    for (size_t left = high - low; left > 0;) {
        const size_t half = (left + 1) / 2;
        const bool below = (unsigned char)key[low + half - 1].key[at] < letter;
        low += below ? half : 0;
        left = below ? left - half : half - 1;
    }
    return low;
}

/* ret[n] = the key that is the first n bytes of the text, or NULL; returns the longest. */
static size_t find_keys(unsigned system, const char *text, size_t len,
                        const sj_syllable_key *ret[SJ_SYLLABLE_KEY_MAX])
{
    const sj_syllable_system *s = &sj_syllable_systems[system];
    size_t low = 0, high = s->count, longest = 0;
    for (size_t n = 1; n <= len && n < SJ_SYLLABLE_KEY_MAX; n++) {
        const unsigned char letter = (unsigned char)text[n - 1];
        low = letter_bound(s->key, low, high, n - 1, letter);
        high = letter_bound(s->key, low, high, n - 1, (unsigned char)(letter + 1));
        if (low == high || letter == 0xFF)
            break;
        ret[n] = s->key[low].key[n] == 0 ? &s->key[low] : NULL; /* the shortest is first */
        longest = ret[n] ? n : longest;
    }
    return longest;
}

static const sj_syllable_han *find_han(uint32_t cp)
{
    size_t low = 0, high = sj_syllable_han_count;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        if (sj_syllable_hans[mid].cp == cp)
            return &sj_syllable_hans[mid];
        if (sj_syllable_hans[mid].cp < cp)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

static void put_choice(sj_syllable *s, unsigned syllable, unsigned weight)
{
    if (s->count < SJ_SYLLABLE_CHOICES)
        s->choice[s->count++] = (sj_syllable_choice){(uint16_t)syllable, (uint8_t)weight};
}

static void put_pool(sj_syllable *s, uint32_t first, unsigned count)
{
    for (unsigned i = 0; i < count; i++)
        put_choice(s, sj_syllable_choices[first + i].syllable,
                   sj_syllable_choices[first + i].weight);
}

/* The best cuts, fewest syllables first, then the likelier. */
static void keep_cut(struct word *w, const struct cut *c)
{
    size_t at = 0;
    while (at < w->count && (w->cut[at].count < c->count ||
                             (w->cut[at].count == c->count && w->cut[at].weight >= c->weight)))
        at++;
    if (at == CUTS_MAX)
        return;
    if (w->count < CUTS_MAX)
        w->count++;
    for (size_t i = w->count - 1; i > at; i--)
        w->cut[i] = w->cut[i - 1];
    w->cut[at] = *c;
}

static bool has_choice(const sj_syllable *s, unsigned syllable)
{
    enum { LIKELY = 200 };
    for (unsigned i = 0; i < s->count; i++)
        if (s->choice[i].syllable == syllable)
            return s->choice[i].weight >= LIKELY;
    return false;
}

/* 남궁 and Namgung, 欧阳 and Ouyang: two syllables that are one family name. */
static bool is_compound(unsigned language, const sj_syllable *s)
{
    for (size_t i = 0; i < sj_syllable_compounds_count; i++) {
        const sj_syllable_compound *c = &sj_syllable_compounds[i];
        if (c->language == language && has_choice(&s[0], c->first) && has_choice(&s[1], c->second))
            return true;
    }
    return false;
}

/* Bytes of the mark that makes a vowel of Katakana long: it tells no syllable from another. */
static size_t long_mark(const sj_token *t, size_t at)
{
    const sj_str mark = {"\xE3\x83\xBC", 3};
    return t->script == SJ_SCRIPT_KATAKANA &&
                   sj_str_starts(sj_str_slice(t->text, at, t->text.len), mark)
               ? mark.len
               : 0;
}

/* Katakana writes n for a final k only before n and m (グンニョル is Kuk Ryol), for a final m
 * only before b, p and m: elsewhere these readings fall away. */
static void drop_unassimilated(sj_syllable *s, const sj_token *t, size_t next)
{
    enum { FINALS = 28, FINAL_K = 1, FINAL_M = 16 };
    const sj_str n = {"\xE3\x83\xB3", 3};
    if (!sj_str_ends(s->written, n))
        return;
    const uint32_t cp = next < t->text.len ? sj_utf8_decode(t->text, &next) : 0;
    const bool m = cp >= 0x30DE && cp <= 0x30E2, before_k = m || (cp >= 0x30CA && cp <= 0x30CE);
    const bool before_m = m || (cp >= 0x30CF && cp <= 0x30DD && (cp - 0x30CF) % 3 != 0);
    uint8_t kept = 0;
    for (unsigned i = 0; i < s->count; i++) {
        const unsigned final = s->choice[i].syllable % FINALS;
        if (!((final == FINAL_K && !before_k) || (final == FINAL_M && !before_m)))
            s->choice[kept++] = s->choice[i];
    }
    s->count = kept;
}

/* Depth at most CUT_MAX, each level tries the lengths of a key. */
static void cut_word(const struct reader *r, const sj_token *t, size_t from, struct cut *c,
                     struct word *w)
{
    const size_t left = t->text.len - from;
    const unsigned weight = c->weight;
    const sj_syllable_key *key[SJ_SYLLABLE_KEY_MAX];
    for (size_t len = find_keys(r->keys, t->text.ptr + from, left, key); len > 0; len--) {
        const size_t used = len + long_mark(t, from + len);
        if (used != left && c->count + 1 == CUT_MAX)
            break; /* the last syllable takes all that is left */
        if (!key[len])
            continue;
        sj_syllable *s = &c->syllable[c->count++];
        memset(s, 0, sizeof *s);
        put_pool(s, key[len]->first, key[len]->count);
        s->from = t->from;
        s->to = t->to;
        s->written = (sj_str){t->text.ptr + from, len};
        if (r->source == SJ_READ_KOREAN_KANA)
            drop_unassimilated(s, t, from + used);
        if (s->count == 0) {
            c->count--;
            continue;
        }
        c->weight = weight * (unsigned)(len + 1) / 2u;
        if (used == left) {
            c->family = c->count == 1   ? key[len]->family
                        : c->count == 2 ? is_compound(r->language, c->syllable)
                                        : false;
            keep_cut(w, c);
            c->family = false;
        } else {
            cut_word(r, t, from + used, c, w);
        }
        c->weight = weight;
        c->count--;
    }
}

/* ㄹ and ㄴ at the start of a word: 리 and 이, 림 and 임, 녀 and 여, 로 and 노. */
static void put_hangul(sj_syllable *s, unsigned n)
{
    const unsigned i = n / 588, v = n / 28 % 21;
    const bool y = v == 2 || v == 3 || v == 6 || v == 7 || v == 12 || v == 17 || v == 20;
    put_choice(s, n, 255);
    if (i == 5)
        put_choice(s, n + (y ? 6u * 588u : 0u) - (y ? 0u : 3u * 588u), 245);
    else if (i == 11 && y)
        put_choice(s, n - 6u * 588u, 245);
    else if (i == 2 && !y)
        put_choice(s, n + 3u * 588u, 245);
}

static bool put_han(const struct reader *r, sj_syllable *s, uint32_t cp, bool *ret_family)
{
    const sj_syllable_han *h = find_han(cp);
    if (!h)
        return false;
    const bool korean = r->language == SJ_SYSTEM_KOREAN;
    *ret_family = (h->family & (korean ? 1 : 2)) != 0;
    if (korean)
        put_pool(s, h->first, h->count);
    else {
        const uint16_t *n = r->language == SJ_SYSTEM_MANDARIN ? h->mandarin : h->cantonese;
        for (unsigned i = 0; i < 2; i++)
            if (n[i] != SJ_SYLLABLE_NONE && (i == 0 || n[i] != n[0]))
                put_choice(s, n[i], 255);
    }
    return s->count > 0;
}

static bool is_family_hangul(unsigned syllable)
{
    for (size_t i = 0; i < sj_syllable_family_hangul_count; i++)
        if (sj_syllable_family_hangul[i] == syllable)
            return true;
    return false;
}

static size_t read_characters(const struct reader *r, sj_syllable *ret, bool *family)
{
    size_t count = 0;
    for (size_t i = 0; i < r->name->count; i++) {
        const sj_token *t = &r->name->token[i];
        for (size_t at = 0; at < t->text.len;) {
            const size_t from = at;
            const uint32_t cp = sj_utf8_decode(t->text, &at);
            if (count == CUT_MAX + 1)
                return 0;
            sj_syllable *s = &ret[count];
            memset(s, 0, sizeof *s);
            if (cp >= 0xAC00 && cp < 0xAC00 + HANGUL_COUNT) {
                put_hangul(s, cp - 0xAC00);
                family[count] = is_family_hangul(cp - 0xAC00);
            } else if (!put_han(r, s, cp, &family[count])) {
                return 0;
            }
            s->from = t->from;
            s->to = t->to;
            s->written = (sj_str){t->text.ptr + from, at - from};
            count++;
        }
    }
    return count;
}

static void put_form(struct reader *r, const sj_syllable_form *f)
{
    size_t at = 0;
    while (at < r->count && r->ret[at].weight >= f->weight)
        at++;
    if (at == SJ_SYLLABLE_FORMS_MAX)
        return;
    if (r->count < SJ_SYLLABLE_FORMS_MAX)
        r->count++;
    for (size_t i = r->count - 1; i > at; i--)
        r->ret[i] = r->ret[i - 1];
    r->ret[at] = *f;
}

static sj_syllable_form new_form(const struct reader *r)
{
    sj_syllable_form f;
    memset(&f, 0, sizeof f);
    f.language = (uint8_t)r->language;
    f.source = (uint8_t)r->source;
    f.family_count = 1;
    f.weight = r->weight;
    return f;
}

static void put_han_order(struct reader *r, const sj_syllable *s, size_t n, size_t family,
                          size_t family_count, float weight)
{
    sj_syllable_form f = new_form(r);
    for (size_t i = 0; i < family_count; i++)
        f.syllable[f.count++] = s[family + i];
    for (size_t i = 0; i < n; i++)
        if (i < family || i >= family + family_count)
            f.syllable[f.count++] = s[i];
    f.family_count = (uint8_t)family_count;
    f.certain = r->source == SJ_READ_HANGUL && n <= 3;
    f.weight *= weight;
    put_form(r, &f);
}

/* Family first; family last where a space cuts off one character. A compound family
 * name says nothing where its first character is one too: the order is the same. */
static void read_han(struct reader *r)
{
    sj_syllable s[CUT_MAX + 1];
    bool family[CUT_MAX + 1] = {false};
    const size_t n = read_characters(r, s, family);
    if (n < 2)
        return;
    const sj_token *last = &r->name->token[r->name->count - 1];
    const bool cut_off = r->name->count == 2 && s[n - 2].from != last->from && n > 2;
    if (family[0])
        put_han_order(r, s, n, 0, 1, 1);
    else if (n > 2 && is_compound(r->language, s))
        put_han_order(r, s, n, 0, 2, 1);
    if (family[n - 1] && cut_off)
        put_han_order(r, s, n, n - 1, 1, family[0] ? 0.97f : 1.0f);
}

/* Read in one language and said in another: each syllable is several characters' by now. */
static bool is_through_characters(const struct reader *r)
{
    return r->source == SJ_READ_KOREAN_PINYIN || r->source == SJ_READ_CANTONESE_PINYIN;
}

/* A given name joined in one word says little: "sara", "solo", "anna" cut well. */
static bool is_certain(const struct reader *r, const struct cut *const *given, size_t words,
                       size_t syllables, bool last)
{
    if (is_through_characters(r) || syllables > 2 || syllables == 0)
        return false;
    if (words == syllables)
        return syllables == 2 || !last;
    const sj_str end = given[0]->syllable[1].written;
    const char c = end.ptr[end.len - 1];
    enum { LONG = 7 }; /* no foreign word so long falls into two syllables */
    if (!last && given[0]->syllable[0].written.len + end.len >= LONG)
        return true;
    return !last && end.len >= 2 && memchr("aeiouy", c, 6) == NULL;
}

static bool same_text(sj_str part, const sj_token *t)
{
    if (part.len != t->to - t->from)
        return false;
    for (size_t i = 0; i < part.len && i < t->text.len; i++)
        if (((unsigned char)part.ptr[i] | 32u) != ((unsigned char)t->text.ptr[i] | 32u))
            return false;
    return true;
}

static void put_order(struct reader *r, const struct cut *const *cut, bool last, bool both)
{
    const size_t n = r->name->count, at = last ? n - 1 : 0;
    const struct cut *given[WORDS_MAX];
    size_t words = 0;
    sj_syllable_form f = new_form(r);
    for (size_t k = 0; k < cut[at]->count; k++)
        f.syllable[f.count++] = cut[at]->syllable[k];
    f.family_count = f.count;
    for (size_t i = 0; i < n; i++) {
        if (i == at)
            continue;
        given[words++] = cut[i];
        for (size_t k = 0; k < cut[i]->count; k++) {
            if (f.count == CUT_MAX + 1)
                return;
            f.syllable[f.count++] = cut[i]->syllable[k];
        }
    }
    const sj_token *t = &r->name->token[at];
    f.family_known = (!last && t->comma_after) || (t->mixed_case && t->all_upper && !both) ||
                     (r->family.len > 0 && same_text(r->family, t));
    f.certain = is_certain(r, given, words, (size_t)f.count - f.family_count, last);
    const sj_token *other = &r->name->token[last ? 0 : n - 1];
    const bool elsewhere = both && r->family.len > 0 && same_text(r->family, other);
    if ((last && both && !f.family_known) || (elsewhere && !f.family_known))
        f.weight *= 0.9f;
    if (is_through_characters(r))
        f.weight *= f.count > 2 ? 0.85f : 0.65f;
    put_form(r, &f);
}

static void put_cuts(struct reader *r, size_t choice)
{
    const size_t n = r->name->count;
    const struct cut *cut[WORDS_MAX];
    bool other = choice == 0;
    for (size_t i = 0; i < n; i++) {
        const bool has = choice < r->word[i].count;
        const bool family = (i == 0 || i + 1 == n) && r->word[i].cut[0].family;
        cut[i] = &r->word[i].cut[has && !family ? choice : 0];
        other = other || (has && !family);
    }
    if (!other)
        return;
    const bool comma = r->name->token[0].comma_after;
    const bool first = cut[0]->family, last = cut[n - 1]->family && !comma;
    if (first)
        put_order(r, cut, false, first && last);
    if (last)
        put_order(r, cut, true, first && last);
}

static void read_letters(struct reader *r)
{
    const size_t n = r->name->count;
    if (n < 2 || n > WORDS_MAX - 1)
        return;
    for (size_t i = 0; i < n; i++) {
        /* The ends first: most foreign names fail there. */
        const size_t at = i == 0 ? n - 1 : i - 1;
        const sj_token *t = &r->name->token[at];
        struct cut c;
        c.count = 0;
        c.family = false;
        c.weight = 16;
        r->word[at].count = 0;
        if (t->text.len > (size_t)CUT_MAX * (SJ_SYLLABLE_KEY_MAX - 1))
            return;
        cut_word(r, t, 0, &c, &r->word[at]);
        if (r->word[at].count == 0)
            return;
    }
    put_cuts(r, 0);
    put_cuts(r, 1);
}

static bool one_script(const sj_tokens *name, sj_script *ret)
{
    if (name->count == 0 || name->count > WORDS_MAX)
        return false;
    *ret = name->token[0].script;
    for (size_t i = 1; i < name->count; i++)
        if (name->token[i].script != *ret)
            return false;
    return true;
}

struct system {
    uint8_t script, language, source, keys;
    float weight;
};
static const struct system systems[] = {
    {SJ_SCRIPT_LATIN, SJ_SYSTEM_KOREAN, SJ_READ_KOREAN_LATIN, SJ_KEYS_KOREAN_LATIN, 1.0f},
    {SJ_SCRIPT_LATIN, SJ_SYSTEM_MANDARIN, SJ_READ_PINYIN, SJ_KEYS_PINYIN, 0.99f},
    {SJ_SCRIPT_LATIN, SJ_SYSTEM_MANDARIN, SJ_READ_WADE_GILES, SJ_KEYS_WADE_GILES, 0.9f},
    {SJ_SCRIPT_LATIN, SJ_SYSTEM_KOREAN, SJ_READ_KOREAN_PINYIN, SJ_KEYS_KOREAN_PINYIN, 1.0f},
    {SJ_SCRIPT_LATIN, SJ_SYSTEM_CANTONESE, SJ_READ_CANTONESE_LATIN, SJ_KEYS_CANTONESE, 0.95f},
    {SJ_SCRIPT_LATIN, SJ_SYSTEM_MANDARIN, SJ_READ_CANTONESE_PINYIN, SJ_KEYS_CANTONESE_PINYIN, 1.0f},
    {SJ_SCRIPT_CYRILLIC, SJ_SYSTEM_KOREAN, SJ_READ_KOREAN_RUSSIAN, SJ_KEYS_KOREAN_RUSSIAN, 1.0f},
    {SJ_SCRIPT_CYRILLIC, SJ_SYSTEM_MANDARIN, SJ_READ_PALLADIUS, SJ_KEYS_PALLADIUS, 0.98f},
    {SJ_SCRIPT_KATAKANA, SJ_SYSTEM_KOREAN, SJ_READ_KOREAN_KANA, SJ_KEYS_KOREAN_KANA, 1.0f},
    {SJ_SCRIPT_KATAKANA, SJ_SYSTEM_MANDARIN, SJ_READ_MANDARIN_KANA, SJ_KEYS_MANDARIN_KANA, 0.97f},
    {SJ_SCRIPT_HANGUL, SJ_SYSTEM_KOREAN, SJ_READ_HANGUL, 0, 1.0f},
    {SJ_SCRIPT_HAN, SJ_SYSTEM_MANDARIN, SJ_READ_HAN_MANDARIN, 0, 1.0f},
    {SJ_SCRIPT_HAN, SJ_SYSTEM_KOREAN, SJ_READ_HANJA, 0, 0.95f},
    {SJ_SCRIPT_HAN, SJ_SYSTEM_CANTONESE, SJ_READ_HAN_CANTONESE, 0, 0.9f},
};

size_t sj_syllable_read(const sj_tokens *name, sj_str family,
                        sj_syllable_form ret[SJ_SYLLABLE_FORMS_MAX])
{
    sj_script script = SJ_SCRIPT_OTHER;
    if (!one_script(name, &script))
        return 0;
    struct reader r;
    r.name = name;
    r.family = family;
    r.ret = ret;
    r.count = 0;
    for (size_t i = 0; i < sizeof systems / sizeof *systems; i++) {
        if (systems[i].script != script)
            continue;
        r.language = systems[i].language;
        r.source = systems[i].source;
        r.keys = systems[i].keys;
        r.weight = systems[i].weight;
        if (script == SJ_SCRIPT_HANGUL || script == SJ_SCRIPT_HAN)
            read_han(&r);
        else
            read_letters(&r);
    }
    return r.count;
}

static size_t write_korean(unsigned n, char ret[16])
{
    static const char initial[][3] = {"g",  "kk", "n", "d",  "tt", "r", "m", "b", "pp", "s",
                                      "ss", "",   "j", "jj", "ch", "k", "t", "p", "h"};
    static const char vowel[][4] = {"a",  "ae", "ya", "yae", "eo", "e",  "yeo",
                                    "ye", "o",  "wa", "wae", "oe", "yo", "u",
                                    "wo", "we", "wi", "yu",  "eu", "ui", "i"};
    static const char final[][3] = {"",  "k",  "k", "k", "n", "n", "n", "t", "l", "k",
                                    "m", "l",  "l", "l", "p", "l", "m", "p", "p", "t",
                                    "t", "ng", "t", "t", "k", "t", "p", "t"};
    const char *part[3] = {initial[n / 588], vowel[n / 28 % 21], final[n % 28]};
    size_t len = 0;
    for (size_t i = 0; i < 3; i++)
        for (const char *c = part[i]; *c; c++)
            ret[len++] = *c;
    ret[len] = 0;
    return len;
}

size_t sj_syllable_write(unsigned language, uint16_t syllable, char ret[16])
{
    ret[0] = 0;
    if (language == SJ_SYSTEM_KOREAN)
        return syllable < HANGUL_COUNT ? write_korean(syllable, ret) : 0;
    const bool mandarin = language == SJ_SYSTEM_MANDARIN;
    if (!mandarin && language != SJ_SYSTEM_CANTONESE)
        return 0;
    if (syllable >= (mandarin ? sj_syllable_mandarin_count : sj_syllable_cantonese_count))
        return 0;
    const char *text = (mandarin ? sj_syllable_mandarin : sj_syllable_cantonese)[syllable];
    const size_t len = strlen(text);
    memcpy(ret, text, len + 1);
    return len;
}

size_t sj_syllable_pinyin(sj_str han, char *ret, size_t capacity)
{
    size_t n = 0;
    for (size_t at = 0; at < han.len;) {
        const sj_syllable_han *h = find_han(sj_utf8_decode(han, &at));
        if (!h || h->mandarin[0] == SJ_SYLLABLE_NONE)
            return 0;
        const char *text = sj_syllable_mandarin[h->mandarin[0]];
        const size_t len = strlen(text);
        if (n + len > capacity)
            return 0;
        memcpy(ret + n, text, len);
        n += len;
    }
    return n;
}
