/* text/token.c -- one pass over the code points of a name.
 *
 * A word is open while letters come; what ends it is a separator, or a change of
 * script between Latin and another (marks and digits belong to the word they
 * follow). Folded text is gathered in a buffer and copied to the arena when the
 * word closes. Invariants: (1) a word has at least one letter or digit; (2) from < to,
 * and words do not overlap. */
#include "text/token.h"

struct splitter {
    sj_arena *arena;
    sj_tokens *out;
    char text[SJ_TOKEN_CP_MAX * 4 + 32];
    size_t len, cps;
    sj_token open; /* the word being read; from == to: none */
    bool lower, any_lower, comma;
    unsigned uppers, parentheses;
};

static sj_status close_word(struct splitter *s)
{
    if (s->cps == 0)
        return SJ_OK;
    if (s->out->count == SJ_TOKENS_MAX)
        return SJ_ELIMIT;
    sj_token *t = sj_arena_push(s->arena, &s->out->token, &s->out->count, sizeof *t);
    if (!t)
        return SJ_ENOMEM;
    s->open.all_upper = s->uppers >= 2 && !s->lower;
    s->open.comma_before = s->comma;
    s->comma = false;
    *t = s->open;
    SJ_TRY(sj_arena_copy(s->arena, (sj_str){s->text, s->len}, &t->text));
    s->open = (sj_token){.script = SJ_SCRIPT_COMMON};
    s->len = s->cps = 0;
    s->uppers = 0;
    s->lower = false;
    return SJ_OK;
}

static sj_token *last_word(struct splitter *s)
{
    return s->out->count ? &s->out->token[s->out->count - 1] : NULL;
}

static bool one_word_together(sj_script a, sj_script b)
{
    const bool kana_a = a >= SJ_SCRIPT_HAN && a <= SJ_SCRIPT_KATAKANA;
    const bool kana_b = b >= SJ_SCRIPT_HAN && b <= SJ_SCRIPT_KATAKANA;
    return a == b || a <= SJ_SCRIPT_INHERITED || b <= SJ_SCRIPT_INHERITED || (kana_a && kana_b) ||
           (a == SJ_SCRIPT_LATIN) == (b == SJ_SCRIPT_LATIN);
}

static sj_status add_folded(struct splitter *s, uint32_t cp)
{
    uint32_t fold[SJ_FOLD_MAX];
    const size_t n = sj_unicode_fold(cp, fold);
    if (s->cps + n > SJ_TOKEN_CP_MAX)
        return SJ_ELIMIT;
    for (size_t i = 0; i < n; i++)
        s->len += sj_utf8_encode(fold[i], s->text + s->len);
    s->cps += n;
    return SJ_OK;
}

static sj_status add_letter(struct splitter *s, uint32_t cp, uint32_t from, uint32_t to)
{
    const sj_script script = sj_unicode_script(cp);
    if (s->cps && !one_word_together(s->open.script, script))
        SJ_TRY(close_word(s));
    const size_t before = s->cps;
    SJ_TRY(add_folded(s, cp));
    if (before == 0 && s->cps) {
        s->open.from = from;
        s->open.in_parentheses = s->parentheses > 0;
    }
    s->open.to = to;
    if (script > SJ_SCRIPT_INHERITED && (s->open.script <= SJ_SCRIPT_INHERITED))
        s->open.script = script;
    if (sj_unicode_is_upper(cp)) {
        s->uppers++;
    } else if (sj_unicode_class(cp) == SJ_CHAR_LETTER && script >= SJ_SCRIPT_LATIN &&
               script <= SJ_SCRIPT_ARMENIAN) {
        s->lower = true;
        s->any_lower = true;
    }
    return SJ_OK;
}

/* Marks of McCune-Reischauer and Wade-Giles that the fold drops. */
static bool is_reading_mark(uint32_t cp)
{
    return cp == 0x306 || cp == 0x14F || cp == 0x16D || cp == 0x14E || cp == 0x16C;
}

static bool letter_follows(sj_str name, size_t pos)
{
    if (pos >= name.len)
        return false;
    const sj_char_class c = sj_unicode_class(sj_utf8_decode(name, &pos));
    return c == SJ_CHAR_LETTER || c == SJ_CHAR_DIGIT || c == SJ_CHAR_MARK;
}

/* A dot inside a word is deleted when letters follow at once and the word so far
 * is an abbreviation of single letters ("U.S.A."); else it ends the word. */
static sj_status add_dot(struct splitter *s, sj_str name, size_t pos, uint32_t to)
{
    if (s->cps == 0)
        return SJ_OK;
    const bool single = s->cps == 1 || s->open.dot_after; /* each letter so far has its dot */
    if (single && letter_follows(name, pos)) {
        size_t after = pos;
        (void)sj_utf8_decode(name, &after);
        if (!letter_follows(name, after)) { /* one letter, then no other: "U.S." */
            s->open.dot_after = true;
            s->open.to = to;
            return SJ_OK;
        }
    }
    s->open.dot_after = true;
    return close_word(s);
}

static sj_status add_sign(struct splitter *s, uint32_t cp, sj_str name, size_t pos, uint32_t to)
{
    switch (sj_unicode_class(cp)) {
    case SJ_CHAR_APOSTROPHE:
        s->open.has_breve_or_apostrophe = s->cps > 0;
        return SJ_OK;
    case SJ_CHAR_IGNORED:
        return SJ_OK;
    case SJ_CHAR_DOT:
        return add_dot(s, name, pos, to);
    case SJ_CHAR_HYPHEN:
        s->open.hyphen_after = s->cps > 0 && letter_follows(name, pos);
        return close_word(s);
    case SJ_CHAR_COMMA:
        SJ_TRY(close_word(s));
        if (last_word(s)) {
            last_word(s)->comma_after = true;
            s->comma = true;
        }
        return SJ_OK;
    default:
        SJ_TRY(close_word(s));
        if (cp == '(' || cp == 0xFF08)
            s->parentheses++;
        else if ((cp == ')' || cp == 0xFF09) && s->parentheses)
            s->parentheses--;
        return SJ_OK;
    }
}

sj_status sj_tokens_split(sj_str name, sj_arena *a, sj_tokens *ret)
{
    if (name.len > SJ_NAME_BYTES_MAX)
        return SJ_ELIMIT;
    if (sj_utf8_check(name) != name.len)
        return SJ_EENCODING;
    sj_tokens out = {0};
    struct splitter s = {.arena = a, .out = &out, .open = {.script = SJ_SCRIPT_COMMON}};
    for (size_t pos = 0; pos < name.len;) {
        const uint32_t from = (uint32_t)pos;
        const uint32_t cp = sj_utf8_decode(name, &pos);
        const sj_char_class c = sj_unicode_class(cp);
        const uint32_t to = (uint32_t)pos;
        if (is_reading_mark(cp))
            s.open.has_breve_or_apostrophe = true;
        if (c == SJ_CHAR_LETTER || c == SJ_CHAR_DIGIT || (c == SJ_CHAR_MARK && s.cps))
            SJ_TRY(add_letter(&s, cp, from, to));
        else if (c != SJ_CHAR_MARK)
            SJ_TRY(add_sign(&s, cp, name, pos, to));
    }
    SJ_TRY(close_word(&s));
    for (size_t i = 0; i < out.count; i++)
        out.token[i].mixed_case = s.any_lower;
    *ret = out;
    return SJ_OK;
}
