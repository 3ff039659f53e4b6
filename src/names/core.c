/* names/core.c -- what a word is by itself, and how like two words are.
 *
 * Likeness has three sources, the best counts: equal text; a common signature (a
 * spelling key, a table row, a reading, a syllable); few typing slips. Law (S)
 * of form.h holds by construction: equal texts share TEXT; slips share a deletion
 * signature or, for look-alike letters, OCR.
 *
 * Deletion signatures (after the symmetric deletion of Garbe's SymSpell, 2012,
 * and Bocek, Hunt, Stiller 2007): leave out up to k of the first 10 letters on both
 * sides; words within k edits meet. Why the prefix is enough: align the two words; cut
 * both after 10 letters; the side with fewer letters left out drops trailing ones
 * until both are the same prefix of what they share; neither drops more than k. */
#include "names/core.h"
#include "names/kana.h"
#include "names/lexicon.h"
#include "names/spelling.h"
#include "text/distance.h"
#include "text/roman.h"

#define WEIGHT_OF(x) ((unsigned)((x)*255 + 0.5))

sj_str sj_rule_text(uint16_t rule)
{
    static const sj_str text[SJ_RULE_COUNT] = {
#define X(name, text) {text, sizeof(text) - 1},
        SJ_RULE_MAP(X)
#undef X
    };
    return rule < SJ_RULE_COUNT ? text[rule] : text[0];
}

/* ---- making ---- */

static void sign(sj_core_draft *d, uint64_t hash, sj_signature_traits t)
{
    for (size_t i = 0; i < d->count; i++) {
        if (d->signature[i] != hash)
            continue;
        if (t.weight > d->traits[i].weight || (d->traits[i].passive && !t.passive))
            d->traits[i] = t;
        return;
    }
    if (d->count == SJ_CORE_SIGNATURES_MAX)
        return;
    d->signature[d->count] = hash;
    d->traits[d->count++] = t;
}

void sj_core_sign(sj_core_draft *d, sj_signature_kind kind, sj_str what, unsigned weight,
                  sj_rule rule, bool passive)
{
    const uint64_t seed = (uint64_t)kind << 8 | d->core.system;
    sign(d, sj_hash_bytes(what.ptr, what.len, seed),
         (sj_signature_traits){.weight = (uint8_t)(weight > 255 ? 255 : weight),
                               .kind = (uint8_t)kind,
                               .rule = (uint8_t)rule,
                               .passive = passive});
}

void sj_core_sign_number(sj_core_draft *d, sj_signature_kind kind, uint32_t what, unsigned weight,
                         sj_rule rule)
{
    const char bytes[5] = {(char)(what & 0xFF), (char)(what >> 8 & 0xFF), (char)(what >> 16 & 0xFF),
                           (char)(what >> 24 & 0xFF), (char)rule};
    sj_core_sign(d, kind, (sj_str){bytes, sizeof bytes}, weight, rule, false);
}

static bool is_latin(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return s.len > 0;
}

/* Yu. stands for Yuri, Juri and Iouri, and E. for Yevgeny: beside the first letter as
 * written the spelling key tells, two letters of it where a glide begins the word. */
static void sign_initials(sj_core_draft *d, const char *key, size_t n, bool active)
{
    const sj_str text = d->core.text;
    const unsigned weight = active ? WEIGHT_OF(0.80) : 255;
    const bool glide = n > 1 && key[0] == 'i' && strchr("aeou", key[1]);
    sj_core_sign(d, SJ_SIGNATURE_INITIAL, sj_str_slice(text, 0, 1), weight, SJ_RULE_INITIAL,
                 !active || text.len > 1);
    if (n)
        sj_core_sign(d, SJ_SIGNATURE_INITIAL, (sj_str){key, glide ? 2u : 1u}, weight,
                     SJ_RULE_INITIAL, !active);
}

void sj_core_sign_initial(sj_core_draft *d)
{
    char key[SJ_SPELLING_MAX];
    sign_initials(d, key, sj_spelling_key(d->core.text, key), true);
}

/* Whole words can be meant by an initial, an acronym, another script's reading. */
static void sign_passive(sj_core_draft *d, const char *key, size_t key_len)
{
    const sj_str text = d->core.text;
    char skeleton[64];
    sign_initials(d, key, key_len, false);
    if (text.len >= 3)
        sj_core_sign(d, SJ_SIGNATURE_ACRONYM, text, 255, SJ_RULE_ACRONYM, true);
    sj_core_sign(d, SJ_SIGNATURE_READING, text, 255, SJ_RULE_READING, true);
    const size_t n = sj_roman_skeleton(text, skeleton);
    if (n)
        sj_core_sign(d, SJ_SIGNATURE_SKELETON, (sj_str){skeleton, n}, 255, SJ_RULE_SKELETON, true);
}

/* A key no spelling key can be: it begins with a sign. */
static void sign_press(sj_core_draft *d)
{
    sj_press_keys k;
    const size_t n = d->core.unit_class == SJ_UNIT_WORD ? sj_spelling_press(d->core.text, &k) : 0;
    for (size_t i = 0; i < n; i++) {
        char key[SJ_SPELLING_MAX + 1] = {'/'};
        memcpy(key + 1, k.key[i], k.len[i]);
        sj_core_sign(d, SJ_SIGNATURE_SPELLING, (sj_str){key, k.len[i] + 1}, WEIGHT_OF(0.90),
                     SJ_RULE_PRESS, false);
    }
}

/* Persian says gh for both letters that are written q and gh: Moqadam, Moghaddam. */
static void sign_persian(sj_core_draft *d)
{
    const sj_str text = d->core.text;
    char with_gh[SJ_SPELLING_MAX], key[SJ_SPELLING_MAX];
    size_t n = 0;
    if (!memchr(text.ptr, 'q', text.len) || text.len * 2 > sizeof with_gh)
        return;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == 'q' && i + 1 < text.len && text.ptr[i + 1] == 'u')
            return;
        with_gh[n++] = text.ptr[i] == 'q' ? 'g' : text.ptr[i];
    }
    n = sj_spelling_key((sj_str){with_gh, n}, key);
    if (n >= 2)
        sj_core_sign(d, SJ_SIGNATURE_SPELLING, (sj_str){key, n}, WEIGHT_OF(0.94), SJ_RULE_READING,
                     false);
}

/* Navalnaya and Navalny, Tolstaya and Tolstoy bear one family name, as Ivanova and Ivanov,
 * whom a slip joins: an adjective signs the keys of its masculine. */
static void sign_adjective(sj_core_draft *d)
{
    static const sj_str feminine[] = {{"aya", 3}, {"aia", 3}, {"aja", 3}},
                        masculine[] = {{"y", 1}, {"oy", 2}};
    enum { LETTERS_MIN = 7 };
    const sj_str text = d->core.text;
    char man[SJ_SPELLING_MAX], key[SJ_SPELLING_MAX];
    bool adjective = false;
    if (text.len < LETTERS_MIN || text.len > sizeof man || d->core.unit_class != SJ_UNIT_WORD ||
        text.ptr[text.len - 1] != 'a')
        return;
    for (size_t i = 0; i < SJ_COUNT(feminine); i++)
        adjective = adjective || sj_str_ends(text, feminine[i]);
    const size_t stem = text.len - feminine[0].len;
    for (size_t i = 0; adjective && i < SJ_COUNT(masculine); i++) {
        memcpy(man, text.ptr, stem);
        memcpy(man + stem, masculine[i].ptr, masculine[i].len);
        const size_t n = sj_spelling_key((sj_str){man, stem + masculine[i].len}, key);
        sj_core_sign(d, SJ_SIGNATURE_SPELLING, (sj_str){key, n}, WEIGHT_OF(0.92), SJ_RULE_FEMININE,
                     false);
    }
}

void sj_core_sign_look_alikes(sj_core_draft *d)
{
    char ocr[SJ_SPELLING_MAX * 4];
    if (d->core.text.len > sizeof ocr)
        return;
    const size_t n = sj_distance_ocr_fold(d->core.text, ocr, sizeof ocr);
    sj_core_sign(d, SJ_SIGNATURE_OCR, (sj_str){ocr, n}, WEIGHT_OF(0.92), SJ_RULE_OCR, false);
}

void sj_core_sign_word(sj_core_draft *d)
{
    const sj_str text = d->core.text;
    char key[SJ_SPELLING_MAX];
    if (text.len == 0)
        return;
    sj_core_sign(d, SJ_SIGNATURE_TEXT, text, 255, SJ_RULE_TEXT, false);
    if (!is_latin(text))
        return;
    const size_t n = sj_spelling_key(text, key);
    if (n >= 2)
        sj_core_sign(d, SJ_SIGNATURE_SPELLING, (sj_str){key, n}, WEIGHT_OF(0.97), SJ_RULE_SPELLING,
                     false);
    if (d->core.unit_class == SJ_UNIT_SPAN)
        return;
    sign_press(d);
    sign_adjective(d);
    sign_persian(d);
    if (d->core.typo_edits && text.len >= 4)
        sj_core_sign_look_alikes(d);
    sign_passive(d, key, n);
}

sj_status sj_core_finish(sj_core_draft *d, sj_arena *a, const sj_core **ret)
{
    sj_core *c = sj_arena_alloc(a, sizeof *c);
    uint64_t *s = sj_arena_alloc(a, (d->count ? d->count : 1) * sizeof *s);
    sj_signature_traits *t = sj_arena_alloc(a, (d->count ? d->count : 1) * sizeof *t);
    if (!c || !s || !t)
        return SJ_ENOMEM;
    for (size_t i = 0; i < d->count; i++) {
        size_t j = i;
        for (; j > 0 && s[j - 1] > d->signature[i]; j--) {
            s[j] = s[j - 1];
            t[j] = t[j - 1];
        }
        s[j] = d->signature[i];
        t[j] = d->traits[i];
    }
    *c = d->core;
    c->signature = s;
    c->traits = t;
    c->signature_count = (uint16_t)d->count;
    *ret = c;
    return SJ_OK;
}

uint64_t sj_core_identity(const sj_core *c)
{
    uint64_t h = sj_hash_bytes(c->text.ptr, c->text.len, c->system);
    uint32_t weight;
    memcpy(&weight, &c->weight, sizeof weight);
    h = sj_hash_mix(h ^ ((uint64_t)c->unit_class | (uint64_t)c->typo_edits << 8 |
                         (uint64_t)c->syllabic << 16 | (uint64_t)c->distinctive << 24 |
                         (uint64_t)weight << 32));
    for (size_t i = 0; i < c->signature_count; i++)
        h = sj_hash_mix(h ^ c->signature[i]) + c->traits[i].weight +
            (c->traits[i].passive ? 256u : 0u);
    return h;
}

/* ---- likeness ---- */

/* Only what the letters say: two words of names that are both certain in one
 * syllabic system are compared there. */
static bool counts_when_syllabic(uint8_t kind)
{
    return kind == SJ_SIGNATURE_TEXT || kind == SJ_SIGNATURE_INITIAL;
}

/* Katakana says only that the sounds may be the same: they are compared. */
static unsigned by_kana(const sj_core *kana, const sj_core *other)
{
    return (unsigned)(sj_kana_likeness(kana->text, other->text) * 255 * 255);
}

static double by_signature(const sj_core *x, const sj_core *y, bool syllabic, uint16_t *ret_rule)
{
    unsigned best = 0;
    bool kana_asked = false;
    for (size_t i = 0, j = 0; i < x->signature_count && j < y->signature_count;) {
        const uint64_t hash_x = x->signature[i], hash_y = y->signature[j];
        if (hash_x != hash_y) {
            i += hash_x < hash_y;
            j += hash_x > hash_y;
            continue;
        }
        const sj_signature_traits *a = &x->traits[i], *b = &y->traits[j];
        const bool kana_x = a->rule == SJ_RULE_KANA, kana_y = b->rule == SJ_RULE_KANA;
        unsigned both = (unsigned)a->weight * b->weight;
        if (kana_x || kana_y)
            both = kana_asked || syllabic || kana_x == kana_y ? 0
                   : kana_x                                   ? by_kana(x, y)
                                                              : by_kana(y, x);
        kana_asked = kana_asked || kana_x || kana_y;
        if (both > best && !(a->passive && b->passive) &&
            !(syllabic && !counts_when_syllabic(a->kind))) {
            best = both;
            *ret_rule = a->passive ? b->rule : a->rule;
        }
        i++;
        j++;
    }
    return (double)best / (255.0 * 255.0);
}

static uint16_t rule_of_edit(sj_edit_kind kind)
{
    switch (kind) {
    case SJ_EDIT_INSERT:
        return SJ_RULE_INSERT;
    case SJ_EDIT_DELETE:
        return SJ_RULE_DELETE;
    case SJ_EDIT_TRANSPOSE:
        return SJ_RULE_TRANSPOSE;
    case SJ_EDIT_DOUBLE:
        return SJ_RULE_DOUBLE;
    case SJ_EDIT_KEYBOARD:
        return SJ_RULE_KEYBOARD;
    case SJ_EDIT_OCR:
        return SJ_RULE_OCR;
    default:
        return SJ_RULE_REPLACE;
    }
}

/* One slip in a short word takes more than in a long one. Stated by us, checked
 * on tests/cases/names.csv. */
static double one_slip(size_t letters, sj_edit_kind kind)
{
    static const double by_length[] = {0, 0, 0, 0.62, 0.66, 0.69, 0.74, 0.79, 0.84};
    const double base = letters < SJ_COUNT(by_length) ? by_length[letters] : 0.87;
    const bool likely = kind == SJ_EDIT_TRANSPOSE || kind == SJ_EDIT_DOUBLE ||
                        kind == SJ_EDIT_KEYBOARD || kind == SJ_EDIT_OCR;
    return likely ? base + 0.05 : base;
}

static double by_slips(const sj_core *x, const sj_core *y, uint16_t *ret_rule)
{
    const unsigned max = x->typo_edits < y->typo_edits ? x->typo_edits : y->typo_edits;
    const size_t longer = x->text.len > y->text.len ? x->text.len : y->text.len;
    const size_t shorter = x->text.len + y->text.len - longer;
    if (max == 0 || longer < 4 || longer - shorter > max * 4)
        return 0;
    sj_edits e;
    sj_distance(x->text, y->text, max, &e);
    if (e.count == 0 || e.count > max)
        return 0;
    const size_t a = sj_utf8_count(x->text), b = sj_utf8_count(y->text);
    const size_t letters = a < b ? a : b;
    *ret_rule = e.count == 1 ? rule_of_edit(e.kind[0]) : SJ_RULE_TWO_EDITS;
    if (e.count == 1)
        return one_slip(letters, e.kind[0]);
    return letters >= 10 ? 0.76 : 0.70;
}

double sj_core_similarity(const sj_core *x, const sj_core *y, sj_similarity_reason *ret_why)
{
    sj_similarity_reason why = {SJ_ALIGN_SAME, SJ_RULE_TEXT};
    double best = 0;
    if (x->system == y->system && x->text.len && sj_str_eq(x->text, y->text)) {
        best = 1;
    } else if (x->system == y->system &&
               !(x->unit_class == SJ_UNIT_ACRONYM && y->unit_class == SJ_UNIT_ACRONYM)) {
        const bool syllabic = (x->syllabic & y->syllabic) != 0;
        uint16_t rule = SJ_RULE_NONE, slip_rule = SJ_RULE_NONE;
        best = by_signature(x, y, syllabic, &rule);
        why = (sj_similarity_reason){rule == SJ_RULE_INITIAL
                                         ? SJ_ALIGN_INITIAL
                                         : (rule == SJ_RULE_OCR ? SJ_ALIGN_TYPO : SJ_ALIGN_VARIANT),
                                     rule};
        const double slips = syllabic || best >= 0.9 ? 0 : by_slips(x, y, &slip_rule);
        if (slips > best) {
            best = slips;
            why = (sj_similarity_reason){SJ_ALIGN_TYPO, slip_rule};
        }
    }
    if (ret_why)
        *ret_why = why;
    return best;
}

double sj_core_slips(const sj_core *x, const sj_core *y)
{
    uint16_t rule;
    return (x->syllabic & y->syllabic) != 0 ? 0 : by_slips(x, y, &rule);
}

/* ---- deletion signatures ---- */

/* The hash of a prefix less up to two letters is a polynomial in PLACE, whose letters
 * behind a gap move down by a power of it: with the sums of `upto` no hash costs more
 * than a few operations. */
#define PLACE 0x9E3779B97F4A7C15u         /* odd, so it has an inverse modulo 2^64 */
#define PLACE_INVERSE 0xF1DE83E19937733Du /* PLACE * PLACE_INVERSE = 1 */
struct prefix {
    uint64_t upto[SJ_DELETION_PREFIX + 1]; /* sum of letter * PLACE^number, letters before */
    unsigned letters;
    uint64_t seed;
};

static struct prefix prefix_of(const sj_core *c)
{
    struct prefix p = {.seed = (uint64_t)SJ_SIGNATURE_DELETION << 8 | c->system};
    uint64_t place = 1;
    size_t pos = 0;
    while (pos < c->text.len && p.letters < SJ_DELETION_PREFIX) {
        p.upto[p.letters + 1] = p.upto[p.letters] + place * sj_utf8_decode(c->text, &pos);
        place *= PLACE;
        p.letters++;
    }
    return p;
}

/* Without letters i and j, i < j; `letters` stands for none. */
static uint64_t hash_without(const struct prefix *p, unsigned i, unsigned j)
{
    const unsigned n = p->letters, after_i = i < n ? i + 1 : n, after_j = j < n ? j + 1 : n;
    const uint64_t moved = p->upto[j] - p->upto[after_i];
    const uint64_t twice = p->upto[n] - p->upto[after_j];
    return sj_hash_mix(p->seed ^ (p->upto[i] + (moved + twice * PLACE_INVERSE) * PLACE_INVERSE));
}

/* Hashes without repeats. A bit of `seen` that is not set yet spares the search: of at
 * most 56 hashes few meet in 1 of 256 bits. */
struct deletions {
    uint64_t *hash;
    size_t count, capacity;
    uint64_t seen[4];
};

static void add_new(struct deletions *d, uint64_t hash)
{
    uint64_t *seen = &d->seen[hash >> 6 & 3];
    const uint64_t bit = (uint64_t)1 << (hash & 63);
    for (size_t i = 0; (*seen & bit) && i < d->count; i++)
        if (d->hash[i] == hash)
            return;
    *seen |= bit;
    if (d->count < d->capacity)
        d->hash[d->count++] = hash;
}

size_t sj_core_deletions(const sj_core *c, uint64_t *ret, size_t capacity)
{
    if (c->typo_edits == 0)
        return 0;
    const struct prefix p = prefix_of(c);
    const unsigned n = p.letters;
    struct deletions d = {.hash = ret, .capacity = capacity};
    add_new(&d, hash_without(&p, n, n));
    for (unsigned i = 0; i < n; i++)
        add_new(&d, hash_without(&p, i, n));
    for (unsigned i = 0; c->typo_edits > 1 && i < n; i++)
        for (unsigned j = i + 1; j < n; j++)
            add_new(&d, hash_without(&p, i, j));
    return d.count;
}
