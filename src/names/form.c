/* names/form.c -- a name prepared: words to cores, cores to forms.
 *
 * The LATIN form always stands; a name that reads as syllables of Korean, Mandarin or
 * Cantonese gets a form for each reading, and a name in Han characters one by its
 * characters. Weights (stated, see data/): a distinctive word 0.5 to 1 by rarity, a
 * place 0.6, a number 0.8, trade words by the table, the rest next to nothing.
 * Invariant: a distinctive word weighs at least 0.5. */
#include "names/form.h"
#include "names/kana.h"
#include "names/kunrei.h"
#include "names/patronymic.h"
#include "names/spelling.h"
#include "names/syllable.h"
#include "names/word.h"
#include "text/roman.h"
#include <stdio.h>

#define WEIGHT_OF(x) ((unsigned)((x)*255 + 0.5))
enum { HAN_CHARACTERS_MAX = 8, ACRONYM_MAX = 12 };

struct maker {
    sj_arena *arena;
    sj_form *form;
    size_t count;
    uint8_t kind;
    uint8_t syllabic; /* systems in which the whole name reads with certainty */
    size_t words;
    const sj_lexicon_entry *known_as; /* the whole name is in known_names.tsv, or NULL */
};

/* ---- cores of words ---- */

static float rarity(sj_str latin, bool company)
{
    size_t n;
    const sj_lexicon_entry *e = sj_lexicon_find(latin, &n);
    float least = 1;
    for (size_t i = 0; i < n; i++)
        if (e[i].entry_class == SJ_LEXICON_COUNT && e[i].group == (company ? 2 : 1))
            least = (float)e[i].weight / 255.0f;
    return least;
}

static float weight_of_word(const sj_word *w, bool company)
{
    switch ((sj_unit_class)w->unit_class) {
    case SJ_UNIT_GENERIC:
        return (float)w->group_weight / 255.0f;
    case SJ_UNIT_NUMBER:
        return 0.8f;
    case SJ_UNIT_PLACE:
        return 0.6f;
    case SJ_UNIT_FILLER:
    case SJ_UNIT_HONORIFIC:
    case SJ_UNIT_SUFFIX:
        return 0.12f;
    case SJ_UNIT_PARTICLE:
        return company ? 0.04f : 0.10f;
    case SJ_UNIT_LEGAL_FORM:
    case SJ_UNIT_PREFIX:
        return 0.05f;
    case SJ_UNIT_INITIAL:
        return 0.40f;
    default:
        return rarity(w->latin.len ? w->latin : w->text, company);
    }
}

static bool is_distinctive(uint8_t unit_class)
{
    return unit_class == SJ_UNIT_WORD || unit_class == SJ_UNIT_NUMBER ||
           unit_class == SJ_UNIT_PLACE || unit_class == SJ_UNIT_SYLLABLE;
}

/* One character of these scripts is a word or a syllable: another is no slip. */
static bool without_letters_to_mistype(sj_script s)
{
    return s == SJ_SCRIPT_HAN || s == SJ_SCRIPT_HANGUL;
}

static bool has_digit(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9')
            return true;
    return false;
}

static uint8_t tolerated_edits(const sj_word *w, sj_str text)
{
    if (w->unit_class != SJ_UNIT_WORD)
        return w->unit_class == SJ_UNIT_GENERIC && text.len >= 5 ? 1 : 0;
    if (has_digit(text) && text.len < 5)
        return 0;
    const size_t letters = sj_utf8_count(text);
    if (letters == 0 || without_letters_to_mistype(w->script))
        return 0;
    return letters < 3 ? 0 : letters < 8 ? 1 : 2;
}

static void sign_group(sj_core_draft *d, const sj_word *w)
{
    static const struct {
        sj_unit_class unit;
        sj_rule rule;
    } rules[] = {{SJ_UNIT_LEGAL_FORM, SJ_RULE_LEGAL_FORM},
                 {SJ_UNIT_GENERIC, SJ_RULE_GENERIC},
                 {SJ_UNIT_FILLER, SJ_RULE_GENERIC},
                 {SJ_UNIT_PLACE, SJ_RULE_PLACE},
                 {SJ_UNIT_SUFFIX, SJ_RULE_SUFFIX}};
    for (size_t i = 0; w->has_group && i < SJ_COUNT(rules); i++)
        if (w->unit_class == rules[i].unit)
            sj_core_sign_number(d, SJ_SIGNATURE_GROUP, w->group, 252, rules[i].rule);
    if (w->unit_class == SJ_UNIT_NUMBER)
        sj_core_sign_number(d, SJ_SIGNATURE_GROUP, w->number, 255, SJ_RULE_NUMBER);
    if (w->unit_class == SJ_UNIT_PREFIX)
        sj_core_sign_number(d, SJ_SIGNATURE_GROUP, 0, 250, SJ_RULE_PREFIX);
}

/* What two near names may still agree in: see SJ_CORE_NEAR_NAME. */
static void sign_near_name(sj_core_draft *d, sj_str latin)
{
    char key[SJ_SPELLING_MAX + 1] = {'~'}; /* no word begins so */
    const size_t n = sj_spelling_key(latin, key + 1);
    d->core.syllabic |= SJ_CORE_NEAR_NAME;
    sj_core_sign(d, SJ_SIGNATURE_TEXT, (sj_str){key, n + 1}, WEIGHT_OF(0.97), SJ_RULE_SPELLING,
                 false);
}

static void sign_variants(sj_core_draft *d, sj_str latin, bool near)
{
    size_t n;
    const sj_lexicon_entry *e = sj_lexicon_find(latin, &n);
    for (size_t i = 0; i < n; i++) {
        if (e[i].entry_class != SJ_LEXICON_VARIANT)
            continue;
        sj_core_sign_number(d, SJ_SIGNATURE_GROUP, e[i].group, e[i].weight, SJ_RULE_NAME_VARIANT);
        if (near)
            sj_core_sign_number(d, SJ_SIGNATURE_TEXT, e[i].group, e[i].weight,
                                SJ_RULE_NAME_VARIANT);
    }
}

static void sign_person(sj_core_draft *d, sj_str latin)
{
    const bool near = d->core.unit_class == SJ_UNIT_WORD && sj_lexicon_of(latin, SJ_LEXICON_NEAR);
    if (near)
        sign_near_name(d, latin);
    sign_variants(d, latin, near);
}

/* The spelling key of another reading. */
static void sign_key(sj_core_draft *d, sj_str reading)
{
    char key[SJ_SPELLING_MAX];
    const size_t n = sj_spelling_key(reading, key);
    if (n >= 2)
        sj_core_sign(d, SJ_SIGNATURE_SPELLING, (sj_str){key, n}, WEIGHT_OF(0.92), SJ_RULE_SPELLING,
                     false);
}

/* Seoul's firms and people write eo as u (Samsung) or o, eu as u, and so on against the
 * Revised Romanization that a Hangul word is read in. */
static void sign_hangul_habits(sj_core_draft *d, sj_str revised)
{
    static const struct {
        char eo, eu;
    } habits[] = {{'u', 'u'}, {'o', 'u'}, {'o', 'e'}};
    for (size_t h = 0; h < SJ_COUNT(habits); h++) {
        char text[SJ_SPELLING_MAX];
        size_t n = 0;
        for (size_t i = 0; i < revised.len && n < sizeof text; i++) {
            const char c = revised.ptr[i], next = i + 1 < revised.len ? revised.ptr[i + 1] : 0;
            const bool one = c == 'e' && (next == 'o' || next == 'u');
            text[n++] = !one ? c : next == 'o' ? habits[h].eo : habits[h].eu;
            i += one;
        }
        sj_core_sign(d, SJ_SIGNATURE_READING, (sj_str){text, n}, WEIGHT_OF(0.93), SJ_RULE_READING,
                     false);
        sign_key(d, (sj_str){text, n});
    }
}

/* Thai people write j and p where the Royal system has ch and ph: Jaidee for Chaidi. */
static void sign_thai_habits(sj_core_draft *d, sj_str royal)
{
    char text[SJ_SPELLING_MAX];
    size_t n = 0;
    for (size_t i = 0; i < royal.len && n < sizeof text; i++) {
        const bool aspirated = i + 1 < royal.len && royal.ptr[i + 1] == 'h';
        const char c = royal.ptr[i];
        text[n++] = aspirated && c == 'c' ? 'j' : c;
        i += aspirated && (c == 'c' || c == 'p');
    }
    sign_key(d, (sj_str){text, n});
}

/* 华为 in a firm's name is a word, Huawei; in a person's the syllables are compared. */
static void sign_pinyin(sj_core_draft *d, sj_str han)
{
    char text[SJ_SPELLING_MAX];
    const size_t n = sj_syllable_pinyin(han, text, sizeof text);
    if (n)
        sj_core_sign(d, SJ_SIGNATURE_READING, (sj_str){text, n}, WEIGHT_OF(0.93), SJ_RULE_MANDARIN,
                     false);
}

static sj_status sign_japanese(sj_core_draft *d, sj_str han, sj_arena *a)
{
    sj_str *reading;
    size_t count;
    SJ_TRY(sj_roman_han_japanese(han, a, &reading, &count));
    for (size_t i = 0; i < count; i++) {
        char text[SJ_SPELLING_MAX];
        const size_t n = reading[i].len;
        sj_core_sign(d, SJ_SIGNATURE_READING, reading[i], WEIGHT_OF(0.88), SJ_RULE_JAPANESE, false);
        if (n < 2 || n >= sizeof text || reading[i].ptr[n - 1] != 'o')
            continue;
        memcpy(text, reading[i].ptr, n); /* Taro, Tarou */
        text[n] = 'u';
        sj_core_sign(d, SJ_SIGNATURE_READING, (sj_str){text, n + 1}, WEIGHT_OF(0.86),
                     SJ_RULE_JAPANESE, false);
    }
    return SJ_OK;
}

/* Of two consonants one that may be another (ق as g: Aqili, Gholi) is too little. */
static void sign_skeletons(sj_core_draft *d, const sj_roman *r)
{
    char skeleton[64];
    for (size_t i = 0; i < r->alternative_count; i++) {
        const size_t n = sj_roman_skeleton(r->alternative[i], skeleton);
        if (n >= 3 || (n && memchr(skeleton, 'j', n) == NULL))
            sj_core_sign(d, SJ_SIGNATURE_SKELETON, (sj_str){skeleton, n},
                         n >= 3 ? WEIGHT_OF(0.84) : WEIGHT_OF(0.72), SJ_RULE_SKELETON, false);
    }
}

/* What other scripts' words can be read as. */
static sj_status sign_readings(sj_core_draft *d, const sj_word *w, bool company, sj_arena *a)
{
    if (w->script <= SJ_SCRIPT_LATIN)
        return SJ_OK;
    sj_roman r;
    sj_token t = *w->token;
    t.text = w->text;
    t.script = w->script;
    if (t.script == SJ_SCRIPT_HANGUL)
        sign_hangul_habits(d, w->latin);
    if (t.script == SJ_SCRIPT_THAI)
        sign_thai_habits(d, w->latin);
    SJ_TRY(sj_roman_token(&t, a, &r));
    for (size_t i = 0; i < r.alternative_count; i++) {
        sj_core_sign(d, SJ_SIGNATURE_READING, r.alternative[i], WEIGHT_OF(0.93), SJ_RULE_READING,
                     false);
        sign_key(d, r.alternative[i]);
    }
    if (t.script == SJ_SCRIPT_KATAKANA && !sj_roman_is_known(t.text))
        sj_kana_sign(d, w->latin);
    if (r.skeleton.len >= 2)
        sj_core_sign(d, SJ_SIGNATURE_SKELETON, r.skeleton,
                     r.skeleton.len >= 3 ? WEIGHT_OF(0.86) : WEIGHT_OF(0.74), SJ_RULE_SKELETON,
                     false);
    if ((t.script == SJ_SCRIPT_HEBREW || t.script == SJ_SCRIPT_ARABIC) && r.skeleton.len >= 2)
        sign_skeletons(d, &r);
    if (t.script != SJ_SCRIPT_HAN)
        return SJ_OK;
    if (company)
        sign_pinyin(d, w->text);
    return sign_japanese(d, w->text, a);
}

static sj_status core_of_word(struct maker *m, const sj_word *w, bool company, bool promoted,
                              const sj_core **ret)
{
    sj_core_draft d = {.count = 0};
    const sj_str text = w->latin.len ? w->latin : w->text;
    const float weight = weight_of_word(w, company);
    d.core = (sj_core){.text = text,
                       .system = SJ_SYSTEM_LATIN,
                       .unit_class = w->unit_class,
                       .typo_edits = tolerated_edits(w, text),
                       .syllabic = m->syllabic,
                       .distinctive = promoted || is_distinctive(w->unit_class),
                       .weight = promoted && weight < 0.5f ? 0.5f : weight};
    char digits[16];
    if (w->unit_class == SJ_UNIT_NUMBER) {
        const int n = snprintf(digits, sizeof digits, "%u", (unsigned)w->number);
        SJ_TRY(sj_arena_copy(m->arena, (sj_str){digits, (size_t)n}, &d.core.text));
        sj_core_sign(&d, SJ_SIGNATURE_TEXT, d.core.text, 255, SJ_RULE_TEXT, false);
    } else if (w->unit_class == SJ_UNIT_INITIAL) {
        sj_core_sign(&d, SJ_SIGNATURE_TEXT, text, 255, SJ_RULE_TEXT, false);
        sj_core_sign_initial(&d);
    } else {
        sj_core_sign_word(&d);
        if (!company)
            sign_person(&d, text);
        if (!company && w->unit_class == SJ_UNIT_WORD) {
            sj_kunrei_sign(&d, text);
            sj_patronymic_sign(&d, text, (sj_child)w->child);
        }
        if (!company && d.core.typo_edits == 0 && text.len == 4 && has_digit(text))
            sj_core_sign_look_alikes(&d);
        if (m->known_as && m->words == 1)
            sj_core_sign_number(&d, SJ_SIGNATURE_GROUP, m->known_as->group, m->known_as->weight,
                                SJ_RULE_KNOWN_AS);
        SJ_TRY(sign_readings(&d, w, company, m->arena));
    }
    sign_group(&d, w);
    return sj_core_finish(&d, m->arena, ret);
}

/* ---- spans and the acronym ---- */

static bool joins(const sj_word *w)
{
    return (w->unit_class == SJ_UNIT_WORD || w->unit_class == SJ_UNIT_PARTICLE ||
            w->unit_class == SJ_UNIT_GENERIC || w->unit_class == SJ_UNIT_FILLER ||
            w->unit_class == SJ_UNIT_PLACE || w->unit_class == SJ_UNIT_HONORIFIC ||
            w->unit_class == SJ_UNIT_NUMBER) &&
           w->latin.len > 0;
}

static bool has_number(const sj_word *w, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (w[i].unit_class == SJ_UNIT_NUMBER)
            return true;
    return false;
}

/* Three texts behind each other: sj_arena_format would cost as much as the signatures. */
static sj_status join(sj_arena *a, const sj_str part[3], sj_str *ret)
{
    char *text = sj_arena_alloc(a, part[0].len + part[1].len + part[2].len + 1);
    size_t n = 0;
    if (!text)
        return SJ_ENOMEM;
    for (size_t i = 0; i < 3; i++) {
        memcpy(text + n, part[i].ptr, part[i].len);
        n += part[i].len;
    }
    *ret = (sj_str){text, n};
    return SJ_OK;
}

/* Arabic writes apart what Latin joins: سراج الدين Sirajuddin, فيض الله Faizullah. */
static void sign_arabic_compound(sj_core_draft *d, const sj_word *w, size_t count)
{
    static const struct {
        sj_str word, latin;
    } rows[] = {{{"\xD8\xAF\xD9\x8A\xD9\x86", 6}, {"uddin", 5}},
                {{"\xD8\xAF\xDB\x8C\xD9\x86", 6}, {"uddin", 5}},
                {{"\xD8\xA7\xD9\x84\xD9\x84\xD9\x87", 8}, {"ullah", 5}}};
    char text[SJ_SPELLING_MAX], skeleton[64];
    const sj_word *last = &w[count - 1];
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        if (!sj_str_eq(last->text, rows[i].word) || w->latin.len + rows[i].latin.len > sizeof text)
            continue;
        memcpy(text, w->latin.ptr, w->latin.len);
        memcpy(text + w->latin.len, rows[i].latin.ptr, rows[i].latin.len);
        const sj_str joined = {text, w->latin.len + rows[i].latin.len};
        sj_core_sign(d, SJ_SIGNATURE_READING, joined, WEIGHT_OF(0.95), SJ_RULE_READING, false);
        sign_key(d, joined);
        const size_t n = sj_roman_skeleton(joined, skeleton);
        if (n >= 2)
            sj_core_sign(d, SJ_SIGNATURE_SKELETON, (sj_str){skeleton, n},
                         n >= 3 ? WEIGHT_OF(0.86) : WEIGHT_OF(0.74), SJ_RULE_SKELETON, false);
    }
}

static sj_status core_of_span(struct maker *m, const sj_word *w, size_t count, bool company,
                              const sj_core **ret)
{
    const sj_str none = {"", 0};
    sj_core_draft d = {.count = 0};
    d.core = (sj_core){.system = SJ_SYSTEM_LATIN,
                       .unit_class = SJ_UNIT_SPAN,
                       .syllabic = m->syllabic,
                       .weight = 1};
    SJ_TRY(join(m->arena, (const sj_str[]){w[0].latin, w[1].latin, count > 2 ? w[2].latin : none},
                &d.core.text));
    if (has_number(w, count)) { /* YV-2869, YV2869: numbers decide, to the letter */
        sj_core_sign(&d, SJ_SIGNATURE_TEXT, d.core.text, 255, SJ_RULE_TEXT, false);
        return sj_core_finish(&d, m->arena, ret);
    }
    sj_core_sign_word(&d);
    sj_core_sign(&d, SJ_SIGNATURE_READING, d.core.text, 255, SJ_RULE_READING, true);
    if (!company)
        sign_variants(&d, d.core.text, false);
    if (!company && w->script == SJ_SCRIPT_ARABIC)
        sign_arabic_compound(&d, w, count);
    return sj_core_finish(&d, m->arena, ret);
}

/* How a firm's initials are taken: of the words that say something; with as many of
 * its legal forms ("Corporation" lends its C); with particles and the letters of a short
 * legal form (Petroleos de Venezuela S.A., PDVSA). ret_from, if not NULL, is how many
 * letters stand before each word. */
static size_t initials(const sj_words *words, unsigned legal_forms, bool all, char ret[ACRONYM_MAX],
                       uint8_t *ret_from)
{
    size_t n = 0;
    for (size_t i = 0; i < words->count; i++) {
        const sj_word *w = &words->word[i];
        if (ret_from)
            ret_from[i] = (uint8_t)n;
        const bool legal = w->unit_class == SJ_UNIT_LEGAL_FORM;
        const bool says = w->unit_class == SJ_UNIT_WORD || w->unit_class == SJ_UNIT_GENERIC ||
                          w->unit_class == SJ_UNIT_FILLER || w->unit_class == SJ_UNIT_PLACE ||
                          (all && w->unit_class == SJ_UNIT_PARTICLE) ||
                          (legal && (all || legal_forms > 0));
        if (legal && !all && legal_forms)
            legal_forms--;
        const size_t letters = !says ? 0 : all && legal && w->latin.len <= 3 ? w->latin.len : 1;
        for (size_t k = 0; k < letters && k < w->latin.len && n < ACRONYM_MAX; k++)
            ret[n++] = w->latin.ptr[k];
    }
    return n;
}

enum { LEGAL_FORMS = 2 };

/* Is the word made of the letters just before it, or just behind its own? */
static bool is_beside(const sj_word *w, sj_str letters, size_t from)
{
    const size_t least = w->token->in_parentheses ? 2 : 3;
    const sj_str before = sj_str_slice(letters, 0, from);
    return w->unit_class == SJ_UNIT_WORD && w->latin.len >= least &&
           (sj_str_ends(before, w->latin) ||
            (from + 1 < letters.len &&
             sj_str_starts(sj_str_slice(letters, from + 1, letters.len), w->latin)));
}

/* "Foreign Trade Bank (FTB)": the initials of the words beside it say nothing that the
 * words do not. */
static void drop_own_acronyms(sj_words *words)
{
    enum { WORDS_MIN = 3 };
    char letters[ACRONYM_MAX];
    uint8_t from[SJ_FORM_TOKENS_MAX];
    bool own[SJ_FORM_TOKENS_MAX] = {false};
    if (!words->company || words->count < WORDS_MIN)
        return;
    for (unsigned i = 0; i <= LEGAL_FORMS + 1; i++) {
        const size_t n = initials(words, i, i > LEGAL_FORMS, letters, from);
        for (size_t k = 0; k < words->count; k++)
            own[k] = own[k] || is_beside(&words->word[k], (sj_str){letters, n}, from[k]);
    }
    for (size_t k = 0; k < words->count; k++)
        if (own[k])
            words->word[k].unit_class = SJ_UNIT_PARTICLE;
}

static sj_status core_of_acronym(struct maker *m, const sj_words *words, const sj_core **ret)
{
    enum { LETTERS_MIN = 3 };
    char letters[ACRONYM_MAX];
    sj_core_draft d = {.count = 0};
    *ret = NULL;
    if (!words->company)
        return SJ_OK;
    d.core = (sj_core){.system = SJ_SYSTEM_LATIN, .unit_class = SJ_UNIT_ACRONYM, .weight = 1};
    for (unsigned i = 0; i <= LEGAL_FORMS + 1; i++) {
        const size_t n = initials(words, i, i > LEGAL_FORMS, letters, NULL);
        if (n >= LETTERS_MIN)
            sj_core_sign(&d, SJ_SIGNATURE_ACRONYM, (sj_str){letters, n}, WEIGHT_OF(0.85),
                         SJ_RULE_ACRONYM, false);
    }
    return d.count ? sj_core_finish(&d, m->arena, ret) : SJ_OK;
}

/* ---- the LATIN form ---- */

static bool any_distinctive(const sj_words *w)
{
    for (size_t i = 0; i < w->count; i++)
        if (is_distinctive(w->word[i].unit_class))
            return true;
    return false;
}

/* Where no word is distinctive the best class that stands there decides: trade words,
 * else general ones, titles and particles; a legal form or an initial never. */
static sj_unit_class promoted_class(const sj_words *w)
{
    static const sj_unit_class order[] = {SJ_UNIT_GENERIC, SJ_UNIT_FILLER, SJ_UNIT_HONORIFIC,
                                          SJ_UNIT_PARTICLE};
    if (any_distinctive(w))
        return SJ_UNIT_WORD;
    for (size_t c = 0; c < SJ_COUNT(order); c++)
        for (size_t i = 0; i < w->count; i++)
            if (w->word[i].unit_class == order[c])
                return order[c];
    return SJ_UNIT_WORD;
}

static sj_form *new_form(struct maker *m, sj_system system, size_t units, sj_unit **ret_unit)
{
    if (m->count == SJ_NAME_FORMS_MAX)
        return NULL;
    sj_form *f = &m->form[m->count];
    *ret_unit = sj_arena_zalloc(m->arena, (units ? units : 1) * sizeof **ret_unit);
    if (!*ret_unit)
        return NULL;
    *f = (sj_form){.system = (uint8_t)system, .kind = m->kind, .weight = 1, .unit = *ret_unit};
    return f;
}

static void count_words(sj_form *f)
{
    for (unsigned i = 0; i < f->token_count; i++)
        f->distinctive_count = (uint8_t)(f->distinctive_count + f->unit[i].core->distinctive);
}

static bool are_short_words(const sj_word *w, size_t count)
{
    enum { SHORT = 5 };
    for (size_t i = 0; i < count; i++)
        if (w[i].latin.len > SHORT)
            return false;
    return true;
}

static sj_status add_span(struct maker *m, const sj_word *w, size_t first, size_t count, sj_form *f,
                          sj_unit *unit)
{
    const sj_core *core;
    SJ_TRY(core_of_span(m, w, count, (f->flags & SJ_FORM_COMPANY_RULES) != 0, &core));
    unit[f->unit_count++] = (sj_unit){.core = core,
                                      .first = (uint8_t)first,
                                      .count = (uint8_t)count,
                                      .from = w[0].from,
                                      .to = w[count - 1].to};
    return SJ_OK;
}

static sj_status add_spans(struct maker *m, const sj_words *words, sj_form *f, sj_unit *unit)
{
    for (size_t i = 0; i + 1 < words->count; i++) {
        const sj_word *w = &words->word[i];
        const bool o =
            w[1].unit_class == SJ_UNIT_INITIAL && w[1].token->hyphen_after; /* Chan-o-cha */
        if (!joins(w) || !(joins(w + 1) || o))
            continue;
        SJ_TRY(add_span(m, w, i, 2, f, unit));
        /* De La Cruz, Delacruz; Chong Chon Gang, Chongchongang. */
        if (i + 2 < words->count && joins(w + 2) &&
            (w[1].unit_class == SJ_UNIT_PARTICLE || o || (words->company && are_short_words(w, 3))))
            SJ_TRY(add_span(m, w, i, 3, f, unit));
    }
    const sj_core *acronym;
    SJ_TRY(core_of_acronym(m, words, &acronym));
    if (acronym)
        unit[f->unit_count++] = (sj_unit){.core = acronym,
                                          .count = (uint8_t)words->count,
                                          .from = words->word[0].from,
                                          .to = words->word[words->count - 1].to};
    return SJ_OK;
}

/* The whole name, its words joined by blanks, as data/known_names.tsv writes it. */
static sj_status find_known(struct maker *m, const sj_words *words, sj_str *ret)
{
    enum { WORDS_MAX = 4 }; /* of the longest name in the table */
    SJ_SCOPED(sj_buf) b = {0};
    m->words = words->count;
    m->known_as = NULL;
    if (words->company || words->count > WORDS_MAX)
        return SJ_OK;
    for (size_t i = 0; i < words->count; i++) {
        if (i)
            sj_buf_add_char(&b, ' ');
        sj_buf_add(&b, words->word[i].text);
    }
    SJ_TRY(sj_buf_status(&b));
    m->known_as = sj_lexicon_of(sj_buf_str(&b), SJ_LEXICON_KNOWN_AS);
    return m->known_as ? sj_arena_copy(m->arena, sj_buf_str(&b), ret) : SJ_OK;
}

/* A unit over all words of a known name: it meets the other names of its row. */
static sj_status add_known(struct maker *m, const sj_words *words, sj_str text, sj_form *f,
                           sj_unit *unit)
{
    const sj_core *core;
    sj_core_draft d = {.count = 0};
    if (!m->known_as || words->count < 2)
        return SJ_OK;
    d.core =
        (sj_core){.text = text, .system = SJ_SYSTEM_LATIN, .unit_class = SJ_UNIT_SPAN, .weight = 1};
    sj_core_sign(&d, SJ_SIGNATURE_TEXT, text, 255, SJ_RULE_TEXT, false);
    sj_core_sign_number(&d, SJ_SIGNATURE_GROUP, m->known_as->group, m->known_as->weight,
                        SJ_RULE_KNOWN_AS);
    SJ_TRY(sj_core_finish(&d, m->arena, &core));
    unit[f->unit_count++] = (sj_unit){.core = core,
                                      .count = (uint8_t)words->count,
                                      .from = words->word[0].from,
                                      .to = words->word[words->count - 1].to};
    return SJ_OK;
}

static sj_status make_latin(struct maker *m, const sj_words *words)
{
    sj_unit *unit;
    const size_t units = words->count * 3 + 2; /* a word, two spans; acronym, known name */
    sj_form *f = new_form(m, SJ_SYSTEM_LATIN, units, &unit);
    if (!f)
        return SJ_ENOMEM;
    sj_str known = {0};
    SJ_TRY(find_known(m, words, &known));
    const sj_unit_class promoted = promoted_class(words);
    const bool promote = promoted != SJ_UNIT_WORD;
    for (size_t i = 0; i < words->count; i++) {
        const sj_word *w = &words->word[i];
        const sj_core *core;
        SJ_TRY(core_of_word(m, w, words->company, promote && w->unit_class == promoted, &core));
        unit[i] = (sj_unit){.core = core,
                            .first = (uint8_t)i,
                            .count = 1,
                            .role = w->role,
                            .from = w->from,
                            .to = w->to};
    }
    f->token_count = f->unit_count = (uint8_t)words->count;
    f->flags = (uint8_t)((words->roles_known ? SJ_FORM_ROLES_KNOWN : 0) |
                         (words->company ? SJ_FORM_COMPANY_RULES : 0));
    if (words->count)
        SJ_TRY(add_spans(m, words, f, unit));
    SJ_TRY(add_known(m, words, known, f, unit));
    count_words(f);
    m->count++;
    return SJ_OK;
}

/* ---- syllables ---- */

static sj_status core_of_syllable(struct maker *m, const sj_syllable *s, unsigned language,
                                  unsigned source, const sj_core **ret)
{
    static const sj_rule rules[] = {[SJ_SYSTEM_KOREAN] = SJ_RULE_KOREAN,
                                    [SJ_SYSTEM_MANDARIN] = SJ_RULE_MANDARIN,
                                    [SJ_SYSTEM_CANTONESE] = SJ_RULE_CANTONESE};
    sj_core_draft d = {.count = 0};
    d.core = (sj_core){.system = (uint8_t)language,
                       .unit_class = SJ_UNIT_SYLLABLE,
                       .distinctive = true,
                       .weight = 1};
    /* The text names the set: the same letters read in another way are another core. */
    const char digit[2] = {(char)('0' + source / 10), (char)('0' + source % 10)};
    SJ_TRY(join(m->arena, (const sj_str[]){s->written, SJ_S("/"), {digit, sizeof digit}},
                &d.core.text));
    sj_core_sign(&d, SJ_SIGNATURE_TEXT, d.core.text, 255, SJ_RULE_TEXT, false);
    for (unsigned i = 0; i < s->count; i++)
        sj_core_sign_number(&d, SJ_SIGNATURE_SYLLABLE, s->choice[i].syllable, s->choice[i].weight,
                            rules[language]);
    return sj_core_finish(&d, m->arena, ret);
}

static bool is_derived(unsigned source)
{
    return source == SJ_READ_HANJA || source == SJ_READ_KOREAN_PINYIN ||
           source == SJ_READ_CANTONESE_PINYIN || source == SJ_READ_HAN_MANDARIN ||
           source == SJ_READ_HAN_CANTONESE;
}

static sj_status make_syllables(struct maker *m, const sj_syllable_form *s)
{
    sj_unit *unit;
    sj_form *f = new_form(m, (sj_system)s->language, s->count, &unit);
    if (!f)
        return m->count == SJ_NAME_FORMS_MAX ? SJ_OK : SJ_ENOMEM;
    for (unsigned i = 0; i < s->count; i++) {
        SJ_TRY(core_of_syllable(m, &s->syllable[i], s->language, s->source, &unit[i].core));
        unit[i].first = (uint8_t)i;
        unit[i].count = 1;
        unit[i].from = s->syllable[i].from;
        unit[i].to = s->syllable[i].to;
    }
    f->token_count = f->unit_count = s->count;
    f->weight = s->weight;
    f->flags = is_derived(s->source) ? SJ_FORM_DERIVED : 0;
    count_words(f);
    m->count++;
    return SJ_OK;
}

/* ---- characters ---- */

static size_t han_characters(const sj_tokens *t, uint32_t cp[HAN_CHARACTERS_MAX],
                             uint32_t from[HAN_CHARACTERS_MAX])
{
    size_t n = 0;
    for (size_t i = 0; i < t->count; i++) {
        uint32_t at = t->token[i].from;
        for (size_t pos = 0; pos < t->token[i].text.len;) {
            const size_t start = pos;
            const uint32_t c = sj_utf8_decode(t->token[i].text, &pos);
            if (sj_unicode_script(c) != SJ_SCRIPT_HAN || n == HAN_CHARACTERS_MAX)
                return 0;
            from[n] = at + (uint32_t)start;
            cp[n++] = sj_unicode_han_simplified(c);
        }
    }
    return n;
}

static sj_status make_han(struct maker *m, const sj_tokens *t)
{
    uint32_t cp[HAN_CHARACTERS_MAX], from[HAN_CHARACTERS_MAX];
    const size_t n = han_characters(t, cp, from);
    if (n < 2)
        return SJ_OK;
    sj_unit *unit;
    sj_form *f = new_form(m, SJ_SYSTEM_HAN, n, &unit);
    if (!f)
        return m->count == SJ_NAME_FORMS_MAX ? SJ_OK : SJ_ENOMEM;
    for (size_t i = 0; i < n; i++) {
        sj_core_draft d = {.count = 0};
        char bytes[4];
        d.core = (sj_core){.system = SJ_SYSTEM_HAN,
                           .unit_class = SJ_UNIT_SYLLABLE,
                           .distinctive = true,
                           .weight = 1};
        SJ_TRY(
            sj_arena_copy(m->arena, (sj_str){bytes, sj_utf8_encode(cp[i], bytes)}, &d.core.text));
        sj_core_sign(&d, SJ_SIGNATURE_TEXT, d.core.text, 255, SJ_RULE_HAN, false);
        SJ_TRY(sj_core_finish(&d, m->arena, &unit[i].core));
        unit[i].first = (uint8_t)i;
        unit[i].count = 1;
        unit[i].from = from[i];
        unit[i].to = from[i] + (uint32_t)d.core.text.len;
    }
    f->token_count = f->unit_count = (uint8_t)n;
    count_words(f);
    m->count++;
    return SJ_OK;
}

/* ---- the whole ---- */

/* In a name that reads as syllables "U", "O", "No" and "An" are no particles. */
static void read_as_syllables(sj_words *words)
{
    for (size_t i = 0; i < words->count; i++)
        if (!words->word[i].token->dot_after && words->word[i].unit_class != SJ_UNIT_NUMBER)
            words->word[i].unit_class = SJ_UNIT_WORD;
}

static sj_status make_forms(struct maker *m, const sj_tokens *t, const sj_str *part,
                            sj_compare_kind kind)
{
    static const sj_str none = {"", 0};
    sj_syllable_form reading[SJ_SYLLABLE_FORMS_MAX];
    sj_words words;
    SJ_TRY(sj_words_read(t, part, kind, m->arena, &words));
    drop_own_acronyms(&words);
    const size_t readings =
        words.company ? 0 : sj_syllable_read(t, part ? part[SJ_PART_FAMILY] : none, reading);
    for (size_t i = 0; i < readings; i++)
        if (reading[i].certain)
            m->syllabic |= (uint8_t)(1u << reading[i].language);
    if (m->syllabic)
        read_as_syllables(&words);
    SJ_TRY(make_latin(m, &words));
    for (size_t i = 0; i < readings; i++)
        SJ_TRY(make_syllables(m, &reading[i]));
    return words.company ? SJ_OK : make_han(m, t);
}

sj_status sj_name_prepare(sj_str full, const sj_str *part, sj_compare_kind kind, sj_arena *arena,
                          const sj_name **ret)
{
    sj_name *name = sj_arena_zalloc(arena, sizeof *name);
    struct maker m = {.arena = arena, .kind = (uint8_t)kind};
    m.form = sj_arena_zalloc(arena, SJ_NAME_FORMS_MAX * sizeof *m.form);
    if (!name || !m.form)
        return SJ_ENOMEM;
    sj_tokens tokens;
    SJ_TRY(sj_tokens_split(full, arena, &tokens));
    SJ_TRY(make_forms(&m, &tokens, part, kind));
    *name = (sj_name){.text = full, .kind = kind, .form = m.form, .form_count = m.count};
    *ret = name;
    return SJ_OK;
}
