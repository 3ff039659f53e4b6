/* papers/number_text.c -- from what was typed to what is checked, and how a
 * refusal is written.
 *
 * People write numbers with blanks, hyphens of many kinds and, in East Asia, in
 * full-width characters. All that is folded away once; every character kept
 * remembers the byte it came from, so that a refusal points into the value as
 * it was given.
 *
 *   (1) text has at most SJ_NUMBER_TEXT_MAX bytes, at[len] is set.
 *   (2) Folding is idempotent: a folded text folds to itself.
 *   (3) A form never reads past the text; its own syntax is a constant of ours
 *       and checked by assert.
 *
 * Not chosen: regular expressions; twelve classes of letters in thirty lines
 * say at which character a number leaves its form, a regular expression cannot. */
#include "papers/number_int.h"
#include <stdio.h>
#include <assert.h>

/* The ASCII character that a code point stands for, or 0. */
static char plain(uint32_t cp)
{
    if (cp < 0x80)
        return (char)cp;
    if (cp >= 0xFF01 && cp <= 0xFF5E) /* full-width forms */
        return (char)(cp - 0xFF01 + '!');
    if ((cp >= 0x2010 && cp <= 0x2015) || cp == 0x2212 || cp == 0x00AD)
        return '-';
    if (cp == 0x2116) /* the sign for "number", which Russian papers print */
        return ' ';
    if (cp == 0xA0 || cp == 0x3000 || cp == 0x202F || (cp >= 0x2000 && cp <= 0x200B))
        return ' ';
    return 0;
}

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static void keep(sj_number_work *w, sj_str value, size_t from, size_t to, bool keeps_case)
{
    size_t pos = from;
    char c = plain(sj_utf8_decode(value, &pos));
    if (c && !keeps_case && c >= 'a' && c <= 'z')
        c = (char)(c - 'a' + 'A');
    for (size_t i = from; i < (c ? from + 1 : to); i++) {
        w->at[w->len] = (uint8_t)i;
        w->text[w->len++] = c ? c : value.ptr[i];
    }
}

/* Whether groups such as "3-2-4" have a border after `count` characters. */
static bool is_border(const char *groups, size_t count)
{
    size_t end = 0;
    for (const char *g = groups; *g; g++) {
        if (*g != '-')
            end += (size_t)(*g - '0');
        if (*g == '-' && end == count)
            return true;
    }
    return false;
}

bool sj_number_fold(sj_number_work *w, sj_str value, const sj_number_row *row)
{
    w->len = 0;
    w->at[0] = 0;
    const sj_str inner = sj_str_trim(value);
    if (inner.len == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_EMPTY, 0, 0, "a number");
    const size_t start = (size_t)(inner.ptr - value.ptr);
    if (start + inner.len > SJ_NUMBER_TEXT_MAX)
        return sj_number_refuse(w, SJ_NUMBER_RULE_LENGTH, 0, 0, "at most 127 bytes");
    for (size_t pos = start, from; pos < start + inner.len;) {
        from = pos;
        const char c = plain(sj_utf8_decode(value, &pos));
        w->at[w->len] = (uint8_t)from;
        if (!c || !(strchr(row->separators, is_blank(c) ? ' ' : c))) {
            keep(w, value, from, pos, row->keeps_case);
            continue;
        }
        const bool last_was = w->len && from && plain((uint8_t)value.ptr[from - 1]) == c;
        if (row->groups && (!is_border(row->groups, w->len) || last_was)) {
            w->text[w->len] = c;
            w->at[w->len + 1] = w->at[w->len];
            w->len++;
            return sj_number_refuse(w, SJ_NUMBER_RULE_SEPARATOR, w->len - 1, 1, row->groups);
        }
    }
    w->at[w->len] = (uint8_t)(start + inner.len);
    if (w->len == 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_EMPTY, 0, 0, "a number");
    return true;
}

/* ---- forms ---- */

/* One item: its class as "n", "a", "c", "[..]" or a literal, and how often. */
struct item {
    const char *set; /* the class begins here ... */
    size_t len;      /* ... and has this many bytes */
    size_t count;
};

static const char *next_item(const char *form, struct item *ret)
{
    ret->count = 0;
    for (; *form >= '0' && *form <= '9'; form++)
        ret->count = ret->count * 10 + (size_t)(*form - '0');
    if (ret->count == 0)
        ret->count = 1;
    ret->set = form;
    ret->len = 1;
    if (*form == '[') {
        const char *end = strchr(form, ']');
        assert(end);
        ret->len = (size_t)(end - form) + 1;
    }
    return form + ret->len;
}

static bool in_set(const struct item *it, char c)
{
    for (size_t i = 1; i + 1 < it->len; i++) {
        if (i + 3 < it->len && it->set[i + 1] == '-') {
            if (c >= it->set[i] && c <= it->set[i + 2])
                return true;
            i += 2;
        } else if (c == it->set[i]) {
            return true;
        }
    }
    return false;
}

static bool fits(const struct item *it, char c)
{
    const bool is_digit = c >= '0' && c <= '9', is_letter = c >= 'A' && c <= 'Z';
    switch (it->set[0]) {
    case 'n':
        return is_digit;
    case 'a':
        return is_letter;
    case 'c':
        return is_digit || is_letter;
    case '[':
        return in_set(it, c);
    default:
        return c == it->set[0];
    }
}

static size_t form_length(const char *form)
{
    size_t n = 0;
    struct item it;
    while (*form && *form != '|') {
        form = next_item(form, &it);
        n += it.count;
    }
    return n;
}

/* How far the text follows one alternative; *ret_item is the item it broke at. */
static size_t follow(sj_str text, const char *form, struct item *ret_item)
{
    size_t at = 0;
    while (*form && *form != '|') {
        form = next_item(form, ret_item);
        for (size_t i = 0; i < ret_item->count; i++, at++)
            if (at >= text.len || !fits(ret_item, text.ptr[at]))
                return at;
    }
    return at;
}

static void describe(const struct item *it, char ret[40])
{
    const char *word = it->set[0] == 'n'   ? "a digit"
                       : it->set[0] == 'a' ? "a letter"
                       : it->set[0] == 'c' ? "a letter or digit"
                                           : NULL;
    if (word)
        (void)snprintf(ret, 40, "%s", word);
    else
        (void)snprintf(ret, 40, "%.*s", (int)(it->len < 39 ? it->len : 39), it->set);
}

bool sj_number_form_fits(sj_str text, const char *form, size_t *ret_at, char ret_class[40])
{
    bool some_length = false;
    size_t best = 0;
    *ret_at = 0;
    ret_class[0] = 0;
    for (const char *alternative = form; alternative;) {
        const size_t want = form_length(alternative);
        struct item it = {"", 0, 0};
        if (want == text.len) {
            const size_t at = follow(text, alternative, &it);
            if (at == want)
                return true;
            if (!some_length || at > best) {
                best = at;
                describe(&it, ret_class);
            }
            some_length = true;
        }
        alternative = strchr(alternative, '|');
        alternative = alternative ? alternative + 1 : NULL;
    }
    *ret_at = best;
    return false;
}

static void describe_lengths(const char *form, char *ret, size_t size)
{
    size_t seen[16], count = 0, used = 0;
    for (const char *alternative = form; alternative && count < 16;) {
        const size_t n = form_length(alternative);
        bool known = false;
        for (size_t i = 0; i < count; i++)
            known = known || seen[i] == n;
        if (!known)
            seen[count++] = n;
        alternative = strchr(alternative, '|');
        alternative = alternative ? alternative + 1 : NULL;
    }
    for (size_t i = 0; i < count && used < size; i++)
        used += (size_t)snprintf(ret + used, size - used, "%s%zu", i ? " or " : "", seen[i]);
    if (used < size)
        (void)snprintf(ret + used, size - used, " characters");
}

bool sj_number_form_match(sj_number_work *w, const char *form)
{
    size_t at;
    char expected[64];
    const sj_str text = {w->text, w->len};
    if (sj_number_form_fits(text, form, &at, expected))
        return true;
    if (expected[0])
        return sj_number_refuse(w, SJ_NUMBER_RULE_CHARACTER, at, 1, expected);
    describe_lengths(form, expected, sizeof(expected));
    return sj_number_refuse(w, SJ_NUMBER_RULE_LENGTH, w->len, 0, expected);
}

/* ---- refusing ---- */

static void describe_found(const sj_number_work *w, size_t from, size_t count, char ret[24])
{
    const size_t end = from + count < w->len ? from + count : w->len;
    size_t n = 0;
    for (size_t i = from; i < end && n < 23; i++) {
        const bool seen = w->text[i] >= ' ' && w->text[i] <= '~';
        ret[n++] = seen ? w->text[i] : '?';
    }
    ret[n] = 0;
    if (n == 0)
        (void)snprintf(ret, 24, "the end");
}

bool sj_number_refuse(sj_number_work *w, sj_number_rule rule, size_t from, size_t count,
                      const char *expected)
{
    sj_number *out = w->out;
    out->verdict = SJ_NUMBER_INVALID;
    out->rule = rule;
    out->position = w->at[from < w->len ? from : w->len];
    (void)snprintf(out->expected, sizeof(out->expected), "%s", expected);
    if (rule == SJ_NUMBER_RULE_LENGTH)
        (void)snprintf(out->found, sizeof(out->found), "%zu", w->len);
    else
        describe_found(w, from, count, out->found);
    return false;
}

bool sj_number_expect(sj_number_work *w, size_t i, char expected)
{
    assert(i < w->len);
    if (w->text[i] != expected)
        return sj_number_refuse(w, SJ_NUMBER_RULE_CHECK_DIGIT, i, 1, (char[]){expected, 0});
    w->out->check = SJ_NUMBER_CHECK_AGREES;
    return true;
}

bool sj_number_expect_pair(sj_number_work *w, size_t i, unsigned expected)
{
    char want[3] = {(char)('0' + expected / 10 % 10), (char)('0' + expected % 10), 0};
    assert(i + 1 < w->len);
    if (memcmp(w->text + i, want, 2) != 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_CHECK_DIGIT, i, 2, want);
    w->out->check = SJ_NUMBER_CHECK_AGREES;
    return true;
}

uint32_t sj_number_value(const sj_number_work *w, size_t from, size_t to)
{
    uint32_t n = 0;
    assert(from <= to && to <= w->len && to - from <= 9);
    for (size_t i = from; i < to; i++)
        n = n * 10 + (uint32_t)(w->text[i] - '0');
    return n;
}

sj_str sj_number_span(const sj_number_work *w, size_t from, size_t to)
{
    return sj_str_slice((sj_str){w->text, w->len}, from, to);
}

void sj_number_set_normal(sj_number_work *w, sj_str normal)
{
    const size_t n = normal.len < SJ_NUMBER_TEXT_MAX ? normal.len : SJ_NUMBER_TEXT_MAX;
    memmove(w->out->normal, normal.ptr ? normal.ptr : "", n);
    w->out->normal[n] = 0;
    w->out->normal_len = n;
}
