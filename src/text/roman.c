/* text/roman.c -- one word to Latin: which script's rules, known names first.
 *
 * A word that no rule reads (Han, unknown scripts) comes back without a reading and is
 * compared letter by letter. Alternatives are made from the canonical text by
 * replacing what standards disagree on: г g or h, щ shch or sht, ъ a (Bulgarian), the
 * south Slavic letters without their hooks, χ ch or h, ج j or g, ق q k or g. */
#include "text/roman.h"
#include "text/japanese_table.h"
#include "text/letters.h"
#include "text/reading_table.h"

static const sj_reading_row *known(sj_str word)
{
    size_t from = 0, to = sj_reading_count;
    while (from < to) {
        const size_t middle = from + (to - from) / 2;
        if (sj_str_cmp(sj_reading_table[middle].native, word) < 0)
            from = middle + 1;
        else
            to = middle;
    }
    return from < sj_reading_count && sj_str_eq(sj_reading_table[from].native, word)
               ? &sj_reading_table[from]
               : NULL;
}

bool sj_roman_is_known(sj_str word)
{
    return known(word) != NULL;
}

static bool is_latin(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.ptr[i] >= 0x80)
            return false;
    return true;
}

/* The rules come before the table: what another spelling writes for a letter. */
static const char *latin_of(uint32_t cp, const sj_letter *rule, size_t rules)
{
    for (size_t i = 0; i < rules; i++)
        if (rule[i].cp == cp)
            return rule[i].latin;
    return sj_letter_latin(cp);
}

static bool letter_by_letter(sj_str word, const sj_letter *rule, size_t rules, sj_buf *to)
{
    for (size_t pos = 0; pos < word.len;) {
        const uint32_t cp = sj_utf8_decode(word, &pos);
        const char *latin = cp < 0x80 ? NULL : latin_of(cp, rule, rules);
        if (cp < 0x80)
            sj_buf_add_char(to, (char)cp);
        else if (latin)
            sj_buf_add(to, sj_str_from(latin));
        else
            return false; /* a letter of another language: better no reading than half */
    }
    return true;
}

static bool has_kana_only(sj_str word)
{
    for (size_t pos = 0; pos < word.len;)
        if (sj_unicode_script(sj_utf8_decode(word, &pos)) == SJ_SCRIPT_HAN)
            return false;
    return true;
}

static bool read_script(const sj_token *t, sj_buf *to)
{
    switch (t->script) {
    case SJ_SCRIPT_CYRILLIC:
    case SJ_SCRIPT_GEORGIAN:
    case SJ_SCRIPT_ARMENIAN:
        return letter_by_letter(t->text, NULL, 0, to);
    case SJ_SCRIPT_GREEK:
        sj_roman_greek(t->text, to);
        return true;
    case SJ_SCRIPT_ARABIC:
    case SJ_SCRIPT_HEBREW:
        sj_roman_abjad(t->text, to);
        return true;
    case SJ_SCRIPT_HIRAGANA:
    case SJ_SCRIPT_KATAKANA:
        sj_roman_kana(t->text, to);
        return has_kana_only(t->text);
    case SJ_SCRIPT_HANGUL:
        sj_roman_hangul(t->text, to);
        return true;
    case SJ_SCRIPT_THAI:
        sj_roman_thai(t->text, to);
        return true;
    case SJ_SCRIPT_DEVANAGARI:
        sj_roman_devanagari(t->text, to);
        return true;
    default:
        return false;
    }
}

/* ---- alternatives ---- */

static sj_status add_replaced(sj_roman *r, const char *from, const char *to, sj_arena *a)
{
    const sj_str needle = sj_str_from(from);
    SJ_SCOPED(sj_buf) b = {0};
    size_t at = 0;
    if (r->alternative_count == SJ_ROMAN_ALTERNATIVES ||
        sj_str_find(r->text, needle, 0) == r->text.len)
        return SJ_OK;
    while (at < r->text.len) {
        const size_t hit = sj_str_find(r->text, needle, at);
        sj_buf_add(&b, sj_str_slice(r->text, at, hit));
        if (hit < r->text.len)
            sj_buf_add(&b, sj_str_from(to));
        at = hit < r->text.len ? hit + needle.len : r->text.len;
    }
    SJ_TRY(sj_buf_status(&b));
    return sj_arena_copy(a, sj_buf_str(&b), &r->alternative[r->alternative_count++]);
}

/* Kunrei, the other system of Japan: si for shi, ti, tu, hu, zi, sya. */
static sj_status add_kunrei(sj_roman *r, sj_arena *a)
{
    static const struct {
        const char *hepburn, *kunrei;
    } rows[] = {{"shi", "si"}, {"chi", "ti"}, {"tsu", "tu"}, {"fu", "hu"},
                {"ji", "zi"},  {"sh", "sy"},  {"ch", "ty"},  {"j", "zy"}};
    SJ_SCOPED(sj_buf) b = {0};
    for (size_t at = 0; at < r->text.len;) {
        const sj_str rest = sj_str_slice(r->text, at, r->text.len);
        size_t i = 0;
        while (i < SJ_COUNT(rows) && !sj_str_starts(rest, sj_str_from(rows[i].hepburn)))
            i++;
        if (i < SJ_COUNT(rows))
            sj_buf_add(&b, sj_str_from(rows[i].kunrei));
        else
            sj_buf_add_char(&b, rest.ptr[0]);
        at += i < SJ_COUNT(rows) ? strlen(rows[i].hepburn) : 1;
    }
    SJ_TRY(sj_buf_status(&b));
    if (r->alternative_count == SJ_ROMAN_ALTERNATIVES || sj_str_eq(sj_buf_str(&b), r->text))
        return SJ_OK;
    return sj_arena_copy(a, sj_buf_str(&b), &r->alternative[r->alternative_count++]);
}

/* The word read again with other rules, where that gives another text. */
static sj_status add_reread(sj_roman *r, sj_str word, const sj_letter *rule, size_t rules,
                            sj_arena *a)
{
    SJ_SCOPED(sj_buf) b = {0};
    if (r->alternative_count == SJ_ROMAN_ALTERNATIVES)
        return SJ_OK;
    const bool read = letter_by_letter(word, rule, rules, &b);
    SJ_TRY(sj_buf_status(&b));
    if (!read || sj_str_eq(sj_buf_str(&b), r->text))
        return SJ_OK;
    return sj_arena_copy(a, sj_buf_str(&b), &r->alternative[r->alternative_count++]);
}

static bool holds(sj_str word, uint32_t cp)
{
    for (size_t pos = 0; pos < word.len;)
        if (sj_utf8_decode(word, &pos) == cp)
            return true;
    return false;
}

/* A hard sign that no soft vowel follows is the Bulgarian vowel. */
static bool holds_bulgarian_vowel(sj_str word)
{
    for (size_t pos = 0; pos < word.len;) {
        if (sj_utf8_decode(word, &pos) != 0x44A || pos == word.len)
            continue;
        size_t after = pos;
        const uint32_t next = sj_utf8_decode(word, &after);
        if (next != 0x435 && next != 0x451 && next != 0x44E && next != 0x44F)
            return true;
    }
    return false;
}

static sj_status add_cyrillic(sj_str word, sj_roman *r, sj_arena *a)
{
    static const sj_letter yo[] = {{0x451, "yo"}}, kazakh[] = {{0x436, "j"}},
                           vowel[] = {{0x44A, "a"}};
    /* Gajica and ISO 9 after their hooks are folded away. */
    static const sj_letter unhooked[] = {{0x436, "z"}, {0x445, "h"}, {0x446, "c"}, {0x447, "c"},
                                         {0x448, "s"}, {0x449, "s"}, {0x452, "d"}};
    const bool hooked = holds(word, 0x436) || holds(word, 0x447) || holds(word, 0x448) ||
                        holds(word, 0x449) || holds(word, 0x452);
    SJ_TRY(add_replaced(r, "g", "h", a));
    SJ_TRY(add_replaced(r, "shch", "sht", a));
    SJ_TRY(add_reread(r, word, yo, SJ_COUNT(yo), a));
    SJ_TRY(add_reread(r, word, kazakh, SJ_COUNT(kazakh), a));
    if (holds_bulgarian_vowel(word))
        SJ_TRY(add_reread(r, word, vowel, SJ_COUNT(vowel), a));
    return hooked ? add_reread(r, word, unhooked, SJ_COUNT(unhooked), a) : SJ_OK;
}

static sj_status add_alternatives(const sj_token *t, sj_roman *r, sj_arena *a)
{
    switch (t->script) {
    case SJ_SCRIPT_CYRILLIC:
        return add_cyrillic(t->text, r, a);
    case SJ_SCRIPT_GREEK:
        SJ_TRY(add_replaced(r, "ch", "h", a));
        SJ_TRY(add_replaced(r, "chatz", "hadj", a));
        SJ_TRY(add_replaced(r, "gi", "y", a));
        SJ_TRY(add_replaced(r, "mb", "b", a));
        return add_replaced(r, "nt", "d", a);
    case SJ_SCRIPT_ARABIC:
        SJ_TRY(add_replaced(r, "w", "v", a));
        SJ_TRY(add_replaced(r, "j", "g", a));
        SJ_TRY(add_replaced(r, "sh", "ch", a)); /* in French dress */
        return add_replaced(r, "q", "g", a);
    case SJ_SCRIPT_HIRAGANA:
    case SJ_SCRIPT_KATAKANA:
        return add_kunrei(r, a);
    case SJ_SCRIPT_HEBREW: /* letters that one dot more or less turns */
        SJ_TRY(add_replaced(r, "b", "v", a));
        SJ_TRY(add_replaced(r, "p", "f", a));
        return add_replaced(r, "h", "ch", a);
    case SJ_SCRIPT_ARMENIAN:
        SJ_TRY(add_replaced(r, "k", "g", a));
        return add_replaced(r, "t", "d", a);
    default:
        return SJ_OK;
    }
}

/* A known name may be written as it sounds, or in another dress, all the same. */
static sj_status add_as_heard(const sj_token *t, sj_roman *r, sj_arena *a)
{
    if (t->script == SJ_SCRIPT_ARABIC)
        return add_alternatives(t, r, a);
    if (t->script != SJ_SCRIPT_KATAKANA)
        return SJ_OK;
    SJ_SCOPED(sj_buf) b = {0};
    sj_roman_kana(t->text, &b);
    SJ_TRY(sj_buf_status(&b));
    return sj_arena_copy(a, sj_buf_str(&b), &r->alternative[r->alternative_count++]);
}

sj_status sj_roman_token(const sj_token *t, sj_arena *a, sj_roman *ret)
{
    char skeleton[64];
    *ret = (sj_roman){.text = {"", 0}};
    if (is_latin(t->text)) {
        ret->text = t->text;
        return SJ_OK;
    }
    const sj_reading_row *row = known(t->text);
    if (row) {
        ret->text = row->latin;
        SJ_TRY(add_as_heard(t, ret, a));
    } else {
        SJ_SCOPED(sj_buf) b = {0};
        const bool read = read_script(t, &b);
        SJ_TRY(sj_buf_status(&b));
        if (!read || b.len == 0)
            return SJ_OK;
        SJ_TRY(sj_arena_copy(a, sj_buf_str(&b), &ret->text));
        SJ_TRY(add_alternatives(t, ret, a));
    }
    if (t->script != SJ_SCRIPT_ARABIC && t->script != SJ_SCRIPT_HEBREW &&
        t->script != SJ_SCRIPT_THAI)
        return SJ_OK;
    ret->vowels_unwritten = row == NULL;
    if (row) /* the vowels are known: Hasan is not Husayn */
        return SJ_OK;
    const size_t n = sj_roman_skeleton(ret->text, skeleton);
    return sj_arena_copy(a, (sj_str){skeleton, n}, &ret->skeleton);
}

/* ---- consonants ---- */

/* The class of the consonant at s[i]; *ret_used letters write it. */
static char consonant(sj_str s, size_t i, size_t *ret_used)
{
    const char c = s.ptr[i], next = i + 1 < s.len ? s.ptr[i + 1] : 0;
    *ret_used = 2;
    if (next == 'h') {
        switch (c) {
        case 'k':
            return 'x';
        case 'g':
            return 'j';
        case 's':
            return 'S';
        case 'c':
            return 'C';
        case 't':
        case 'd':
        case 'z':
            return c;
        case 'p':
            return 'f';
        default:
            break;
        }
    }
    if (c == 't' && (next == 's' || next == 'z'))
        return 's';
    *ret_used = 1;
    switch (c) {
    case 'q':
    case 'c':
        return 'k';
    case 'g':
        return 'j';
    case 'p':
        return 'b';
    case 'x':
        return 's';
    case 'v':
        return 'w';
    default:
        return c;
    }
}

static bool is_vowel(char c)
{
    return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u';
}

size_t sj_roman_skeleton(sj_str latin, char ret[64])
{
    size_t n = 0, used;
    for (size_t i = 0; i < latin.len && n < 64; i += used) {
        const char c = consonant(latin, i, &used);
        const bool glide = i > 0 && (c == 'y' || c == 'w');
        const bool final_h = c == 'h' && i + 1 == latin.len;
        if (!is_vowel(c) && !glide && !final_h && !(n > 0 && ret[n - 1] == c))
            ret[n++] = c;
    }
    return n >= 2 ? n : 0;
}

/* ---- Japanese readings of Han ---- */

static const char *readings_of(uint32_t cp)
{
    uint32_t from = 0, to = sj_japanese_count;
    while (from < to) {
        const uint32_t middle = from + (to - from) / 2;
        if (sj_japanese_table[middle].cp < cp)
            from = middle + 1;
        else
            to = middle;
    }
    return from < sj_japanese_count && sj_japanese_table[from].cp == cp
               ? sj_japanese_table[from].readings
               : NULL;
}

struct joiner {
    sj_arena *arena;
    sj_str *reading;
    size_t count;
    uint32_t cp[6];
    size_t characters;
    char text[64];
};

static sj_status emit(struct joiner *j, size_t len)
{
    if (j->count == SJ_JAPANESE_READINGS)
        return SJ_OK;
    for (size_t i = 0; i < j->count; i++)
        if (sj_str_eq(j->reading[i], (sj_str){j->text, len}))
            return SJ_OK;
    return sj_arena_copy(j->arena, (sj_str){j->text, len}, &j->reading[j->count++]);
}

/* Rendaku: the first consonant of a later part is voiced (kuchi, guchi). */
static char voiced(char c)
{
    return c == 'k' ? 'g' : c == 's' ? 'z' : c == 't' ? 'd' : c == 'h' ? 'b' : 0;
}

static sj_status join(struct joiner *j, size_t at, size_t len)
{
    if (at == j->characters)
        return emit(j, len);
    if (j->count == SJ_JAPANESE_READINGS)
        return SJ_OK;
    sj_str rest = sj_str_from(readings_of(j->cp[at])), piece;
    while (sj_str_split(&rest, ' ', &piece)) {
        if (len + piece.len > sizeof j->text)
            continue;
        memcpy(j->text + len, piece.ptr, piece.len);
        SJ_TRY(join(j, at + 1, len + piece.len));
        if (at > 0 && voiced(piece.ptr[0])) {
            j->text[len] = voiced(piece.ptr[0]);
            SJ_TRY(join(j, at + 1, len + piece.len));
        }
    }
    return SJ_OK;
}

sj_status sj_roman_han_japanese(sj_str word, sj_arena *a, sj_str **ret, size_t *ret_count)
{
    struct joiner j = {.arena = a};
    *ret = NULL;
    *ret_count = 0;
    for (size_t pos = 0; pos < word.len;) {
        const uint32_t cp = sj_utf8_decode(word, &pos);
        if (j.characters == SJ_COUNT(j.cp) || !readings_of(cp))
            return SJ_OK;
        j.cp[j.characters++] = cp;
    }
    if (j.characters == 0)
        return SJ_OK;
    j.reading = sj_arena_alloc(a, SJ_JAPANESE_READINGS * sizeof *j.reading);
    if (!j.reading)
        return SJ_ENOMEM;
    SJ_TRY(join(&j, 0, 0));
    *ret = j.reading;
    *ret_count = j.count;
    return SJ_OK;
}
