/* count/overlap_model.c -- which terms a model has, as text and back.
 *
 * A term is written by the numbers of its lists (12), by their names (LA:NG), or by numbers
 * apart (1:2); terms stand between brackets, commas, semicolons, plus signs and blanks. What
 * has two readings has none: 12:3 may be the pair 12 beside 3, or all three. */
#include "count/overlap.h"

void sj_overlap_main_effects(const sj_overlap *o, sj_overlap_model *ret)
{
    memset(ret, 0, sizeof *ret);
    ret->term[0] = true;
    for (unsigned i = 0; i < o->lists; i++)
        ret->term[1u << i] = true;
}

void sj_overlap_add_term(sj_overlap_model *m, unsigned term)
{
    for (unsigned s = term; s; s = (s - 1) & term)
        m->term[s] = true;
}

/* ---- reading ---- */

struct text {
    const char *at, *end;
    const sj_str *name; /* of the lists, or NULL */
    unsigned lists;
};

static bool is_one_of(const struct text *t, const char *set)
{
    return t->at < t->end && *t->at && strchr(set, *t->at);
}

static bool ends_part(const char *at, const char *end)
{
    return at == end || (*at && strchr(",;:*+[] ", *at));
}

/* The longest name that stands here as a whole; 0 if none does. */
static unsigned name_here(const struct text *t, size_t *ret_len)
{
    unsigned found = 0;
    *ret_len = 0;
    for (unsigned i = 0; t->name && i < t->lists; i++) {
        const sj_str name = t->name[i];
        if (name.len > *ret_len && name.len <= (size_t)(t->end - t->at) &&
            memcmp(name.ptr, t->at, name.len) == 0 && ends_part(t->at + name.len, t->end)) {
            *ret_len = name.len;
            found = 1u << i;
        }
    }
    return found;
}

/* Digits, each the number of a list and none twice; 0 if they are not. */
static unsigned numbers_here(const struct text *t, size_t *ret_len)
{
    unsigned found = 0;
    const char *at = t->at;
    for (; !ends_part(at, t->end); at++) {
        const unsigned bit = *at >= '1' && *at < (char)('1' + t->lists) ? 1u << (*at - '1') : 0;
        if (bit == 0 || found & bit)
            return 0;
        found |= bit;
    }
    *ret_len = (size_t)(at - t->at);
    return found;
}

/* One list or, where numbers stand together, more; 0 if neither number nor name is there, or
 * both with different meanings. */
static unsigned take_part(struct text *t)
{
    size_t name_len, len = 0;
    const unsigned name = name_here(t, &name_len), number = numbers_here(t, &len);
    if (name && number && name != number)
        return 0;
    t->at += name ? name_len : len;
    return name ? name : number;
}

static bool take_term(struct text *t, unsigned *ret)
{
    bool single = true, joined = false;
    *ret = 0;
    for (;;) {
        const unsigned part = take_part(t);
        if (part == 0 || *ret & part)
            return false;
        single &= (part & (part - 1)) == 0;
        *ret |= part;
        if (!is_one_of(t, ":*"))
            return single || !joined;
        joined = true;
        t->at++;
    }
}

sj_status sj_overlap_model_parse(const sj_overlap *o, const sj_str *name, sj_str text,
                                 sj_overlap_model *ret)
{
    struct text t = {text.ptr, text.ptr + text.len, name, o->lists};
    const bool opened = text.len > 0 && text.ptr[0] == '[';
    sj_overlap_model m;
    unsigned term;
    sj_overlap_main_effects(o, &m);
    if (opened && text.ptr[text.len - 1] != ']')
        return SJ_ESYNTAX;
    t.at += opened;
    t.end -= opened;
    do {
        while (is_one_of(&t, " "))
            t.at++;
        if (!take_term(&t, &term))
            return SJ_ESYNTAX;
        sj_overlap_add_term(&m, term);
        while (is_one_of(&t, " "))
            t.at++;
        t.at += is_one_of(&t, ",;+");
    } while (t.at < t.end);
    *ret = m;
    return SJ_OK;
}

/* ---- writing ---- */

static bool is_generator(const sj_overlap *o, const sj_overlap_model *m, unsigned term)
{
    for (unsigned bit = 1; bit < 1u << o->lists; bit <<= 1)
        if (!(term & bit) && m->term[term | bit])
            return false;
    return m->term[term];
}

static void add_generators(const sj_overlap *o, const sj_overlap_model *m, unsigned prefix,
                           unsigned from, bool *first, sj_buf *to)
{
    if (prefix && is_generator(o, m, prefix)) {
        if (!*first)
            sj_buf_add_char(to, ',');
        for (unsigned i = 0; i < o->lists; i++)
            if (prefix >> i & 1)
                sj_buf_addf(to, "%u", i + 1);
        *first = false;
    }
    for (unsigned i = from; i < o->lists; i++)
        add_generators(o, m, prefix | 1u << i, i + 1, first, to);
}

void sj_overlap_model_write(const sj_overlap *o, const sj_overlap_model *m, sj_buf *to)
{
    bool first = true;
    sj_buf_add_char(to, '[');
    add_generators(o, m, 0, 0, &first, to); /* in the order of the numbers as words */
    sj_buf_add_char(to, ']');
}
