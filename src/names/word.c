/* names/word.c -- from tokens to classified words.
 *
 * Order of work: phrases of the lexicon first ("limited liability company" is one
 * legal form), then runs of single letters ("A B C" is ABC in a company), then
 * each word by itself. Han and other scripts without blanks are cut at known legal
 * forms and trade words in companies. Arabic "Abd al-", "Abdul", "Abdel" before a name
 * become one particle, whether written apart or joined: Abdulrahman = Abd al-Rahman. */
#include "names/word.h"
#include "names/arabic.h"
#include "names/patronymic.h"
#include "text/roman.h"

enum { PHRASE_BYTES_MAX = 128 };

struct reader {
    const sj_tokens *tokens;
    sj_arena *arena;
    sj_words *out;
    bool company, vessel;
};

static bool latin_text(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return true;
}

static bool all_digits(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

/* Roman numerals from II to XXXIX; a single letter is no number. 0 if none. */
static uint32_t roman_numeral(sj_str s)
{
    static const char *const ones[] = {"", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"};
    static const char *const tens[] = {"", "x", "xx", "xxx"};
    for (size_t i = 0; i < s.len; i++) /* nearly every word is done here */
        if (s.ptr[i] != 'i' && s.ptr[i] != 'v' && s.ptr[i] != 'x')
            return 0;
    if (s.len < 2)
        return 0;
    for (uint32_t t = 0; t < SJ_COUNT(tens); t++)
        for (uint32_t o = 0; o < SJ_COUNT(ones); o++) {
            const sj_str ten = sj_str_from(tens[t]), one = sj_str_from(ones[o]);
            if (s.len == ten.len + one.len && sj_str_starts(s, ten) && sj_str_ends(s, one))
                return t * 10 + o;
        }
    return 0;
}

/* "32nd", "110th"; 0 if it is none. */
static uint32_t ordinal(sj_str s)
{
    static const sj_str ending[] = {{"st", 2}, {"nd", 2}, {"rd", 2}, {"th", 2}};
    uint64_t n;
    for (size_t i = 0; i < SJ_COUNT(ending); i++) {
        const sj_str digits = sj_str_slice(s, 0, s.len < 2 ? 0 : s.len - 2);
        if (s.len <= 11 && sj_str_ends(s, ending[i]) && all_digits(digits) &&
            sj_str_to_u64(digits, &n))
            return (uint32_t)n;
    }
    return 0;
}

static bool number_of(sj_str text, uint32_t *ret)
{
    uint64_t n;
    if (all_digits(text) && text.len <= 9 && sj_str_to_u64(text, &n)) {
        *ret = (uint32_t)n;
        return true;
    }
    const sj_lexicon_entry *e = sj_lexicon_of(text, SJ_LEXICON_NUMBER);
    if (e)
        *ret = e->group;
    else
        *ret = ordinal(text) ? ordinal(text) : roman_numeral(text);
    return e || *ret;
}

static void take_group(sj_word *w, const sj_lexicon_entry *e, sj_unit_class c)
{
    w->unit_class = (uint8_t)c;
    w->group = e->group;
    w->group_weight = e->weight;
    w->has_group = true;
}

static bool classify_company(sj_word *w, sj_str text, bool vessel)
{
    static const struct {
        sj_lexicon_class entry;
        sj_unit_class unit;
    } order[] = {{SJ_LEXICON_LEGAL_FORM, SJ_UNIT_LEGAL_FORM},
                 {SJ_LEXICON_GENERIC, SJ_UNIT_GENERIC},
                 {SJ_LEXICON_FILLER, SJ_UNIT_FILLER},
                 {SJ_LEXICON_PLACE, SJ_UNIT_PLACE}};
    for (size_t i = 0; i < SJ_COUNT(order); i++) {
        const sj_lexicon_entry *e = sj_lexicon_of(text, order[i].entry);
        if (e && !(vessel && order[i].unit == SJ_UNIT_LEGAL_FORM)) { /* ships have none */
            take_group(w, e, order[i].unit);
            return true;
        }
    }
    if (number_of(text, &w->number)) {
        w->unit_class = SJ_UNIT_NUMBER;
        return true;
    }
    return false;
}

static bool classify_shared(sj_word *w, sj_str text, bool company)
{
    static const struct {
        sj_lexicon_class entry;
        sj_unit_class unit;
        bool person_only;
    } order[] = {{SJ_LEXICON_PARTICLE, SJ_UNIT_PARTICLE, false},
                 {SJ_LEXICON_HONORIFIC, SJ_UNIT_HONORIFIC, true},
                 {SJ_LEXICON_SUFFIX, SJ_UNIT_SUFFIX, true}};
    for (size_t i = 0; i < SJ_COUNT(order); i++) {
        const sj_lexicon_entry *e = sj_lexicon_of(text, order[i].entry);
        if (e && !(order[i].person_only && company)) {
            take_group(w, e, order[i].unit);
            w->has_group = order[i].unit == SJ_UNIT_SUFFIX;
            return true;
        }
    }
    return false;
}

/* One letter of an alphabet, or what Latin writes for one Cyrillic letter and a dot. In
 * a person's name it is an initial, whatever else it might be ("A. Lukashenko"). */
static bool is_initial(const sj_word *w)
{
    static const sj_str digraph[] = {{"yu", 2}, {"ya", 2},   {"ye", 2},  {"yo", 2}, {"ju", 2},
                                     {"ja", 2}, {"je", 2},   {"iu", 2},  {"ia", 2}, {"zh", 2},
                                     {"kh", 2}, {"ch", 2},   {"sh", 2},  {"ts", 2}, {"th", 2},
                                     {"ph", 2}, {"shch", 4}, {"sch", 3}, {"tch", 3}};
    const sj_token *t = w->token;
    const bool letters = t->script >= SJ_SCRIPT_LATIN && t->script <= SJ_SCRIPT_ARMENIAN;
    if (!letters || w->latin.len == 0 || !latin_text(w->latin) || all_digits(w->text))
        return false;
    if (sj_utf8_count(w->text) == 1)
        return true;
    for (size_t i = 0; t->dot_after && i < SJ_COUNT(digraph); i++)
        if (sj_str_eq(w->text, digraph[i]))
            return true;
    return false;
}

/* The article before a sun letter, joined by a hyphen: ash-Shami, en-Nur, ud-Din. */
static bool is_sun_article(const sj_token *t)
{
    const sj_str s = t->text;
    const char *sun = "dlnrstz";
    if (!t->hyphen_after || s.len < 2 || s.len > 3 || !strchr("aeu", s.ptr[0]))
        return false;
    const char c = s.ptr[1];
    const bool h = s.len == 3 && s.ptr[2] == 'h' && strchr("stdc", c);
    return (s.len == 2 || h) && c && (strchr(sun, c) || (h && c == 'c')) &&
           ((t[1].text.len > 2 && t[1].text.ptr[0] == c) || sj_str_starts(t[1].text, SJ_S("ch")));
}

static void classify(sj_word *w, bool company, bool vessel)
{
    w->unit_class = SJ_UNIT_WORD;
    if (!company && is_initial(w)) {
        w->unit_class = SJ_UNIT_INITIAL;
        return;
    }
    if (!company && is_sun_article(w->token)) {
        w->unit_class = SJ_UNIT_PARTICLE;
        return;
    }
    const sj_str readings[2] = {w->text, w->latin};
    for (unsigned i = 0; i < (sj_str_eq(w->text, w->latin) ? 1u : 2u); i++) {
        const sj_str text = readings[i];
        if (text.len == 0)
            continue;
        if (vessel && sj_lexicon_of(text, SJ_LEXICON_PREFIX)) {
            w->unit_class = SJ_UNIT_PREFIX;
            return;
        }
        if (company && classify_company(w, text, vessel))
            return;
        if (classify_shared(w, text, company))
            return;
    }
    if (!company && all_digits(w->text) && number_of(w->text, &w->number))
        w->unit_class = SJ_UNIT_NUMBER;
}

/* ---- phrases ---- */

/* Longest run of tokens from `at` on that the lexicon knows as one; 0 if none. */
static size_t phrase_at(const sj_tokens *t, size_t at, char *text, sj_str *ret)
{
    size_t len = 0, best = 0;
    for (size_t n = 0; n < SJ_LEXICON_PHRASE_MAX && at + n < t->count; n++) {
        const sj_str word = t->token[at + n].text;
        if (len + word.len + 1 > PHRASE_BYTES_MAX)
            break;
        if (n)
            text[len++] = ' ';
        memcpy(text + len, word.ptr, word.len);
        len += word.len;
        const sj_str phrase = {text, len};
        if (n && (sj_lexicon_of(phrase, SJ_LEXICON_LEGAL_FORM) ||
                  sj_lexicon_of(phrase, SJ_LEXICON_PLACE))) {
            best = n + 1;
            *ret = phrase;
        }
    }
    return best;
}

/* Number words in a row say one number: "one hundred ten" is 110, "twenty first" 21.
 * Returns how many tokens it takes, 0 if it is not at least two. */
static size_t number_phrase(const sj_tokens *t, size_t at, uint32_t *ret)
{
    enum { WORDS_MAX = 12 };
    uint32_t done = 0, now = 0; /* thousands settled; what is below a thousand */
    size_t used = 0;
    for (size_t n = 0; n < WORDS_MAX && at + n < t->count; n++) {
        const sj_str text = t->token[at + n].text;
        const sj_lexicon_entry *e = sj_lexicon_of(text, SJ_LEXICON_NUMBER);
        if (n && !e && sj_str_eq(text, SJ_S("and")))
            continue;
        if (!e || (n && e->group == 0))
            break;
        const uint32_t value = e->group, ones = now % 100;
        if (value == 1000 && now < 1000 && done == 0)
            done = (now ? now : 1) * 1000, now = 0;
        else if (value == 100 && now < 10)
            now = (now ? now : 1) * 100;
        else if (value < 100 && (ones == 0 || (ones >= 20 && ones % 10 == 0 && value < 10)))
            now += value;
        else
            break;
        used = n + 1;
    }
    *ret = done + now;
    return used > 1 ? used : 0;
}

/* ---- adding words ---- */

static sj_status add_word(struct reader *r, sj_str text, const sj_token *t, uint32_t from,
                          uint32_t to, sj_word **ret)
{
    if (r->out->count == SJ_FORM_TOKENS_MAX)
        return SJ_ELIMIT;
    sj_word *w = &r->out->word[r->out->count++];
    *w = (sj_word){.text = text, .token = t, .from = from, .to = to};
    w->script = t->script;
    if (t->script >= SJ_SCRIPT_HAN && t->script <= SJ_SCRIPT_KATAKANA) { /* 株式会社マルハ */
        size_t first = 0;
        w->script = sj_unicode_script(sj_utf8_decode(text, &first));
    }
    if (latin_text(text)) {
        w->latin = text;
    } else {
        sj_token whole = *t;
        sj_roman reading;
        whole.text = text;
        whole.script = w->script;
        SJ_TRY(sj_roman_token(&whole, r->arena, &reading));
        w->latin = reading.text;
    }
    *ret = w;
    return SJ_OK;
}

static sj_status add_abdul(struct reader *r, const sj_token *t, uint32_t from, uint32_t to)
{
    sj_word *w;
    SJ_TRY(add_word(r, SJ_S("abdul"), t, from, to, &w));
    w->unit_class = SJ_UNIT_PARTICLE;
    return SJ_OK;
}

/* Cuts a word of a script without blanks at known legal forms and trade words. */
static sj_status add_pieces(struct reader *r, const sj_token *t)
{
    const sj_str s = t->text;
    size_t start = 0;
    sj_word *w;
    for (size_t at = 0; at < s.len;) {
        size_t best = 0;
        for (size_t to = at + 1; to <= s.len; to++) {
            const bool edge = to == s.len || ((unsigned char)s.ptr[to] & 0xC0) != 0x80;
            if (edge && to - at >= 6 &&
                (sj_lexicon_of(sj_str_slice(s, at, to), SJ_LEXICON_LEGAL_FORM) ||
                 sj_lexicon_of(sj_str_slice(s, at, to), SJ_LEXICON_GENERIC) ||
                 sj_lexicon_of(sj_str_slice(s, at, to), SJ_LEXICON_FILLER) ||
                 sj_lexicon_of(sj_str_slice(s, at, to), SJ_LEXICON_PLACE)))
                best = to - at;
        }
        if (!best) {
            size_t next = at;
            (void)sj_utf8_decode(s, &next);
            at = next;
            continue;
        }
        if (at > start)
            SJ_TRY(add_word(r, sj_str_slice(s, start, at), t, t->from, t->to, &w));
        if (at > start)
            classify(w, r->company, false);
        SJ_TRY(add_word(r, sj_str_slice(s, at, at + best), t, t->from, t->to, &w));
        classify(w, r->company, false);
        start = at = at + best;
    }
    if (start < s.len) {
        SJ_TRY(add_word(r, sj_str_slice(s, start, s.len), t, t->from, t->to, &w));
        classify(w, r->company, false);
    }
    return SJ_OK;
}

static bool without_blanks(const sj_token *t)
{
    return t->script >= SJ_SCRIPT_HAN && t->script <= SJ_SCRIPT_THAI;
}

/* Katakana parts its words by dots. */
static bool is_katakana(sj_str s)
{
    for (size_t at = 0; at < s.len;)
        if (sj_unicode_script(sj_utf8_decode(s, &at)) != SJ_SCRIPT_KATAKANA)
            return false;
    return true;
}

/* A run of two and more single letters in a company: one word. */
static size_t letters_at(const sj_tokens *t, size_t at)
{
    size_t n = 0;
    while (at + n < t->count && sj_utf8_count(t->token[at + n].text) == 1 &&
           t->token[at + n].script <= SJ_SCRIPT_CYRILLIC && !all_digits(t->token[at + n].text))
        n++;
    return n > 1 ? n : 0;
}

static sj_status add_joined(struct reader *r, size_t at, size_t n)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_str text;
    sj_word *w;
    const sj_token *t = &r->tokens->token[at];
    for (size_t i = 0; i < n; i++)
        sj_buf_add(&b, t[i].text);
    SJ_TRY(sj_buf_status(&b));
    SJ_TRY(sj_arena_copy(r->arena, sj_buf_str(&b), &text));
    SJ_TRY(add_word(r, text, t, t->from, t[n - 1].to, &w));
    classify(w, r->company, r->vessel); /* M/V is a prefix */
    return SJ_OK;
}

static sj_status add_phrase(struct reader *r, size_t at, size_t n, sj_str phrase)
{
    sj_str text;
    sj_word *w;
    const sj_token *t = &r->tokens->token[at];
    SJ_TRY(sj_arena_copy(r->arena, phrase, &text));
    SJ_TRY(add_word(r, text, t, t->from, t[n - 1].to, &w));
    if (!classify_company(w, text, r->vessel))
        w->unit_class = SJ_UNIT_WORD;
    return SJ_OK;
}

static sj_status add_article(struct reader *r, const sj_token *t)
{
    sj_word *w;
    SJ_TRY(add_word(r, SJ_S("al"), t, t->from, t->to, &w));
    w->unit_class = SJ_UNIT_PARTICLE;
    return SJ_OK;
}

static sj_status read_arabic(struct reader *r, const sj_token *t)
{
    bool abdul;
    sj_word *w;
    const size_t prefix = sj_arabic_prefix(t->text, &abdul);
    if (prefix)
        SJ_TRY(abdul ? add_abdul(r, t, t->from, t->to) : add_article(r, t));
    const size_t stem = prefix ? t->text.len : sj_persian_stem(t->text);
    SJ_TRY(add_word(r, sj_str_slice(t->text, prefix, stem), t, t->from, t->to, &w));
    classify(w, false, false);
    if (stem < t->text.len)
        SJ_TRY(add_word(r, sj_str_slice(t->text, stem, t->text.len), t, t->from, t->to, &w));
    if (stem < t->text.len)
        classify(w, false, false);
    return SJ_OK;
}

/* Thai writes Mr., Mrs. and Miss joined to the name: bytes of the title, 0 if none.
 * What is left must be a name of three letters and more. */
static size_t thai_title(sj_str s)
{
    static const sj_str title[] = {
        {"\xE0\xB8\x99\xE0\xB8\xB2\xE0\xB8\x87\xE0\xB8\xAA\xE0\xB8\xB2\xE0\xB8\xA7", 18},
        {"\xE0\xB8\x99\xE0\xB8\xB2\xE0\xB8\xA2", 9},
        {"\xE0\xB8\x99\xE0\xB8\xB2\xE0\xB8\x87", 9}};
    enum { NAME_BYTES = 9 };
    for (size_t i = 0; i < SJ_COUNT(title); i++)
        if (sj_str_starts(s, title[i]) && s.len >= title[i].len + NAME_BYTES)
            return title[i].len;
    return 0;
}

static sj_status read_thai(struct reader *r, const sj_token *t)
{
    sj_word *w;
    const size_t title = thai_title(t->text);
    if (title) {
        SJ_TRY(add_word(r, sj_str_slice(t->text, 0, title), t, t->from, t->to, &w));
        w->unit_class = SJ_UNIT_HONORIFIC;
    }
    SJ_TRY(add_word(r, sj_str_slice(t->text, title, t->text.len), t, t->from, t->to, &w));
    classify(w, false, false);
    return SJ_OK;
}

/* "J.F.", or "JF" among words in both cases: initials run together. */
static bool joined_initials(const sj_token *t)
{
    enum { INITIALS_MAX = 3 };
    static const sj_str others[] = {{"md", 2}, {"sk", 2}, {"ng", 2}, {"jr", 2}, {"sr", 2}};
    const size_t letters = sj_utf8_count(t->text);
    if (t->script < SJ_SCRIPT_LATIN || t->script > SJ_SCRIPT_ARMENIAN || letters < 2 ||
        letters > INITIALS_MAX)
        return false;
    if (t->dot_after && t->to - t->from == t->text.len + letters - 1)
        return true;
    for (size_t i = 0; i < SJ_COUNT(others); i++)
        if (sj_str_eq(t->text, others[i]))
            return false;
    for (size_t i = 0; i < t->text.len; i++)
        if (t->text.ptr[i] < 'a' || t->text.ptr[i] > 'z' || strchr("aeiouy", t->text.ptr[i]))
            return false;
    return letters == 2 && t->all_upper && t->mixed_case &&
           !sj_lexicon_of(t->text, SJ_LEXICON_HONORIFIC);
}

static sj_status add_initials(struct reader *r, const sj_token *t)
{
    for (size_t at = 0; at < t->text.len;) {
        const size_t from = at;
        sj_word *w;
        (void)sj_utf8_decode(t->text, &at);
        SJ_TRY(add_word(r, sj_str_slice(t->text, from, at), t, t->from, t->to, &w));
        w->unit_class = SJ_UNIT_INITIAL;
    }
    return SJ_OK;
}

/* 田中角栄: bytes of a known Japanese family name before a given name of one to three
 * characters; 0 if none. */
static size_t japanese_family(const sj_token *t)
{
    enum { CHARACTER = 3, FAMILY_MIN = 2, FAMILY_MAX = 3, GIVEN_MAX = 3 };
    const size_t characters = t->text.len / CHARACTER;
    if (t->script != SJ_SCRIPT_HAN || t->text.len != characters * CHARACTER)
        return 0;
    for (size_t n = FAMILY_MAX; n >= FAMILY_MIN; n--)
        if (characters > n && characters <= n + GIVEN_MAX &&
            sj_roman_is_known(sj_str_slice(t->text, 0, n * CHARACTER)))
            return n * CHARACTER;
    return 0;
}

static sj_status read_japanese(struct reader *r, const sj_token *t, size_t family)
{
    sj_word *w;
    SJ_TRY(add_word(r, sj_str_slice(t->text, 0, family), t, t->from, t->to, &w));
    return add_word(r, sj_str_slice(t->text, family, t->text.len), t, t->from, t->to, &w);
}

static sj_status read_person(struct reader *r, size_t at, size_t *ret_used)
{
    const sj_token *t = &r->tokens->token[at];
    sj_word *w;
    if (joined_initials(t))
        return add_initials(r, t);
    if (japanese_family(t))
        return read_japanese(r, t, japanese_family(t));
    if (sj_arabic_is_abdullah(r->tokens, at)) {
        *ret_used = 2;
        SJ_TRY(add_word(r, SJ_S("abdullah"), t, t->from, t[1].to, &w));
        w->unit_class = SJ_UNIT_WORD;
        return SJ_OK;
    }
    if (t->script == SJ_SCRIPT_ARABIC)
        return read_arabic(r, t);
    if (t->script == SJ_SCRIPT_THAI)
        return read_thai(r, t);
    const size_t apart = sj_arabic_abdul_apart(r->tokens, at);
    if (apart) {
        *ret_used = apart;
        return add_abdul(r, t, t->from, t[apart - 1].to);
    }
    const size_t prefix = sj_arabic_abdul(t->text);
    if (prefix)
        SJ_TRY(add_abdul(r, t, t->from, t->to));
    SJ_TRY(add_word(r, sj_str_slice(t->text, prefix, t->text.len), t, t->from, t->to, &w));
    classify(w, false, false);
    return SJ_OK;
}

static sj_status add_number(struct reader *r, size_t at, size_t n, uint32_t value)
{
    sj_word *w;
    const sj_token *t = &r->tokens->token[at];
    SJ_TRY(add_word(r, t->text, t, t->from, t[n - 1].to, &w));
    w->unit_class = SJ_UNIT_NUMBER;
    w->number = value;
    return SJ_OK;
}

/* A single letter at the end that counts: "Adrian Darya I"; of ships also V and X. */
static uint32_t last_numeral(const sj_token *t, bool vessel)
{
    if (t->text.len != 1 || t->dot_after)
        return 0;
    const char c = t->text.ptr[0];
    return c == 'i' ? 1 : vessel && c == 'v' ? 5 : vessel && c == 'x' ? 10 : 0;
}

static sj_status read_company(struct reader *r, size_t at, bool vessel, size_t *ret_used)
{
    char buffer[PHRASE_BYTES_MAX];
    sj_str phrase;
    sj_word *w;
    const sj_token *t = &r->tokens->token[at];
    const size_t words = phrase_at(r->tokens, at, buffer, &phrase);
    const size_t letters = letters_at(r->tokens, at);
    if (words || letters) {
        *ret_used = words ? words : letters;
        return words ? add_phrase(r, at, words, phrase) : add_joined(r, at, letters);
    }
    uint32_t number;
    const size_t numbers = number_phrase(r->tokens, at, &number);
    if (numbers) {
        *ret_used = numbers;
        return add_number(r, at, numbers, number);
    }
    if (without_blanks(t) && !is_katakana(t->text))
        return add_pieces(r, t);
    const size_t article = sj_arabic_company_article(t), purpose = sj_arabic_purpose(t);
    if (article)
        SJ_TRY(add_article(r, t));
    SJ_TRY(add_word(r, sj_str_slice(t->text, purpose ? purpose : article, t->text.len), t, t->from,
                    t->to, &w));
    classify(w, true, vessel);
    if (at > 0 && at + 1 == r->tokens->count && last_numeral(t, vessel)) {
        w->unit_class = SJ_UNIT_NUMBER;
        w->number = last_numeral(t, vessel);
    }
    return SJ_OK;
}

/* "Khalid al-Sheikh", "Martin King Jr.": a title at the end, behind the only other name and
 * no comma, is a name. */
static void title_as_name(sj_words *w)
{
    size_t names = 0, end = w->count;
    for (size_t i = 0; i < w->count; i++)
        names += w->word[i].unit_class == SJ_UNIT_WORD;
    while (end > 0 && w->word[end - 1].unit_class == SJ_UNIT_SUFFIX)
        end--;
    sj_word *last = end ? &w->word[end - 1] : NULL;
    if (last && names == 1 && last->unit_class == SJ_UNIT_HONORIFIC && !last->token->comma_before &&
        !last->token->dot_after && last->script <= SJ_SCRIPT_ARABIC)
        last->unit_class = SJ_UNIT_WORD;
}

/* "Le Van Dung", "Do Thi Hoa": before the middle name of Vietnam the family name stands. */
static void particle_as_family(sj_words *w)
{
    if (w->count < 3 || w->word[0].unit_class != SJ_UNIT_PARTICLE || w->word[0].text.len > 2)
        return;
    const sj_str second = w->word[1].text;
    if (sj_str_eq(second, SJ_S("van")) || sj_str_eq(second, SJ_S("thi")))
        w->word[0].unit_class = SJ_UNIT_WORD;
}

/* "Khalid Sheikh Mohammed": a title behind a name, not set apart by a comma, a dot or
 * parentheses, is a name. What stands behind it says nothing: a word more in both names may
 * not make two of one. */
static void later_title_as_name(sj_words *w)
{
    bool named = false;
    for (size_t i = 0; i < w->count; i++) {
        sj_word *word = &w->word[i];
        const sj_token *t = word->token;
        const bool apart = t->comma_before || t->dot_after || t->in_parentheses;
        if (named && word->unit_class == SJ_UNIT_HONORIFIC && !apart &&
            word->script == SJ_SCRIPT_LATIN)
            word->unit_class = SJ_UNIT_WORD;
        named = named || word->unit_class == SJ_UNIT_WORD;
    }
}

static void mark_fathers(sj_words *w)
{
    for (size_t i = 0; i + 1 < w->count; i++)
        w->word[i].child = (uint8_t)sj_patronymic_of(w->word[i + 1].latin);
}

/* ---- kind and roles ---- */

static bool looks_like_company(const sj_tokens *t)
{
    char buffer[PHRASE_BYTES_MAX];
    sj_str phrase;
    for (size_t i = 0; i < t->count; i++) {
        const sj_str w = t->token[i].text;
        const bool end = i + 1 == t->count || i == 0;
        if (phrase_at(t, i, buffer, &phrase) && sj_lexicon_of(phrase, SJ_LEXICON_LEGAL_FORM))
            return true;
        if (w.len >= 3 && end && t->count > 1 && sj_lexicon_of(w, SJ_LEXICON_LEGAL_FORM))
            return true;
        if (w.len >= 4 && t->count > 1 && sj_lexicon_of(w, SJ_LEXICON_GENERIC))
            return true;
    }
    return false;
}

static bool part_holds(sj_str part, sj_str word, sj_arena *a, sj_status *sticky)
{
    sj_tokens t;
    if (part.len == 0 || part.len > SJ_NAME_BYTES_MAX)
        return false;
    const sj_status s = sj_tokens_split(part, a, &t);
    if (s == SJ_ENOMEM)
        *sticky = s;
    for (size_t i = 0; s >= 0 && i < t.count; i++)
        if (sj_str_eq(t.token[i].text, word))
            return true;
    return false;
}

static sj_status roles_from_parts(const sj_str *part, sj_arena *a, sj_words *w)
{
    sj_status s = SJ_OK;
    bool family = false, given = false;
    for (size_t i = 0; i < w->count; i++) {
        const sj_str text = w->word[i].token->text;
        if (part_holds(part[SJ_PART_FAMILY], text, a, &s)) {
            w->word[i].role = SJ_ROLE_FAMILY;
            family = true;
        } else if (part_holds(part[SJ_PART_GIVEN], text, a, &s)) {
            w->word[i].role = SJ_ROLE_GIVEN;
            given = true;
        } else if (part_holds(part[SJ_PART_PATRONYMIC], text, a, &s)) {
            w->word[i].role = SJ_ROLE_PATRONYMIC;
        }
    }
    w->roles_known = family && given;
    return s;
}

/* "KIM, Jong Un" and "Jong Un KIM": what a comma or upper case says. */
static void roles_from_hints(sj_words *w)
{
    size_t commas = 0, upper = 0;
    for (size_t i = 0; i < w->count; i++) {
        commas += w->word[i].token->comma_after;
        upper += w->word[i].token->all_upper && w->word[i].token->mixed_case;
    }
    if (commas != 1 && (upper == 0 || upper == w->count))
        return;
    bool before = true;
    for (size_t i = 0; i < w->count; i++) {
        const sj_token *t = w->word[i].token;
        const bool family = commas == 1 ? before : t->all_upper;
        w->word[i].role = family ? SJ_ROLE_FAMILY : SJ_ROLE_GIVEN;
        before = before && !t->comma_after;
    }
    w->roles_known = true;
}

sj_status sj_words_read(const sj_tokens *tokens, const sj_str *part, sj_compare_kind kind,
                        sj_arena *a, sj_words *ret)
{
    const bool vessel = kind == SJ_COMPARE_VESSEL;
    ret->count = 0;
    ret->roles_known = false;
    ret->company = kind == SJ_COMPARE_COMPANY || vessel ||
                   (kind == SJ_COMPARE_ANY && looks_like_company(tokens));
    struct reader r = {
        .tokens = tokens, .arena = a, .out = ret, .company = ret->company, .vessel = vessel};
    for (size_t at = 0; at < tokens->count;) {
        size_t used = 1;
        SJ_TRY(ret->company ? read_company(&r, at, vessel, &used) : read_person(&r, at, &used));
        at += used;
    }
    if (ret->company)
        return SJ_OK;
    title_as_name(ret);
    later_title_as_name(ret);
    particle_as_family(ret);
    mark_fathers(ret);
    if (part)
        SJ_TRY(roles_from_parts(part, a, ret));
    if (!ret->roles_known)
        roles_from_hints(ret);
    return SJ_OK;
}
