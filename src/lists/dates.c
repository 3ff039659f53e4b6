/* lists/dates.c -- dates that stand among words, as some lists write them in a
 * cell of dates: "20.8.1963 POB: Tokmak", "1922 as bank and 2007 as institute",
 * "3.5.1977 (15.4.1974 for the alias Mikhail Stepanov)".
 *
 *   (1) only a cell that is no date as a whole comes here, and each date keeps
 *       the whole cell as its note: no word is lost;
 *   (2) the longest run of words that is a date wins, so "30 August 2014" is not
 *       cut to a year;
 *   (3) a date in parentheses is somebody's only if they name an alias that the
 *       entity has: "(privatised 2009)" and passport numbers are not read;
 *   (4) "before 1964" is no date; a year that parentheses put into another
 *       calendar is kept unread, with the calendar.
 * Not chosen: converting the Islamic calendar. Its months begin with a sighting,
 * so a tabular day can be one off, and a false birth date rejects a true match. */
#include "lists/reader.h"

/* The most words one date has: "between 5 March 1966 and 7 April 1968". */
enum { DATE_WORDS_MAX = 8 };
/* The longest cell that is searched; seen: 118 bytes. A longer one stays unread,
 * so that a cell of brackets costs no quadratic time. */
enum { CELL_MAX_BYTES = 4096 };

struct among {
    sj_entity *e;
    sj_arena *arena;
    sj_date_kind kind;
    sj_str text, note;
    int32_t name;
    size_t found;
};

static bool is_gap(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',' || c == ';';
}

static bool is_mark(char c)
{
    return is_gap(c) || c == '(' || c == ')';
}

static bool contains_nocase(sj_str text, sj_str word)
{
    for (size_t i = 0; word.len && i + word.len <= text.len; i++)
        if (sj_str_starts_nocase(sj_str_slice(text, i, text.len), word))
            return true;
    return false;
}

/* The longest date that begins at `at` and ends at or before `end`: (2). */
static size_t date_at(sj_str text, size_t at, size_t end, sj_date_range *ret)
{
    size_t best = at;
    size_t to = at;
    for (unsigned words = 0; words < DATE_WORDS_MAX && to < end; words++) {
        while (to < end && is_gap(text.ptr[to]))
            to++;
        while (to < end && !is_mark(text.ptr[to]))
            to++;
        sj_str piece = sj_str_slice(text, at, to);
        while (piece.len && (is_gap(piece.ptr[piece.len - 1]) || piece.ptr[piece.len - 1] == '.'))
            piece.len--;
        if (to < end && text.ptr[to] == ')') /* "1969 c) 1971": the mark of an item */
            break;
        if (sj_date_parse(piece, ret))
            best = at + piece.len;
        if (to < end && text.ptr[to] == '(')
            break;
    }
    return best;
}

/* The parenthesis that follows at once; empty if none. */
static sj_str aside(sj_str text, size_t at)
{
    while (at < text.len && (is_gap(text.ptr[at]) || text.ptr[at] == '.'))
        at++;
    if (at == text.len || text.ptr[at] != '(')
        return (sj_str){0};
    const size_t close = sj_str_find(text, SJ_S(")"), at);
    return sj_str_slice(text, at + 1, close);
}

/* The alias that the words name, or -1. */
static int32_t alias_in(const sj_entity *e, sj_str words)
{
    for (size_t i = 0; i < e->name_count; i++)
        if (e->name[i].kind != SJ_NAME_PRIMARY && contains_nocase(words, e->name[i].full))
            return (int32_t)i;
    return -1;
}

static sj_status add(struct among *m, sj_str text, int32_t name, sj_str calendar)
{
    SJ_TRY(sj_list_date(m->e, m->arena, m->kind, text, name));
    sj_entity_date *d = &m->e->date[m->e->date_count - 1];
    d->note = m->note;
    d->calendar = calendar;
    if (calendar.len)
        d->parsed = false;
    m->found++;
    return SJ_OK;
}

static bool is_barred(sj_str before)
{
    static const sj_str word[] = {{"before", 6}, {"after", 5}, {"until", 5}, {"prior to", 8}};
    while (before.len && is_gap(before.ptr[before.len - 1]))
        before.len--;
    for (size_t i = 0; i < SJ_COUNT(word); i++)
        if (before.len >= word[i].len &&
            sj_str_eq_nocase(sj_str_slice(before, before.len - word[i].len, before.len), word[i]))
            return true;
    return false;
}

/* A date at the head of a parenthesis that names an alias: (3). */
static sj_status in_parenthesis(struct among *m, size_t open, size_t close)
{
    sj_date_range unused;
    const sj_str inside = sj_str_slice(m->text, open + 1, close);
    const int32_t alias = alias_in(m->e, inside);
    const size_t end = alias < 0 ? 0 : date_at(inside, 0, inside.len, &unused);
    return end ? add(m, sj_str_slice(inside, 0, end), alias, (sj_str){0}) : SJ_OK;
}

static sj_status outside(struct among *m, size_t at, size_t end)
{
    const sj_str words = aside(m->text, end);
    const bool foreign =
        contains_nocase(words, SJ_S("hijri")) || contains_nocase(words, SJ_S("islamic calendar"));
    sj_date_range other;
    const bool own = date_at(words, 0, words.len, &other) == 0; /* else theirs is in there */
    const int32_t alias = own ? alias_in(m->e, words) : -1;
    if (is_barred(sj_str_slice(m->text, 0, at)))
        return SJ_OK;
    return add(m, sj_str_slice(m->text, at, end), alias < 0 ? m->name : alias,
               foreign ? words : (sj_str){0}); /* (4) */
}

static sj_status scan(struct among *m)
{
    for (size_t at = 0; at < m->text.len;) {
        sj_date_range unused;
        if (is_gap(m->text.ptr[at]) || m->text.ptr[at] == ')') {
            at++;
        } else if (m->text.ptr[at] == '(') {
            const size_t close = sj_str_find(m->text, SJ_S(")"), at);
            SJ_TRY(in_parenthesis(m, at, close));
            at = close;
        } else {
            const size_t end = date_at(m->text, at, m->text.len, &unused);
            if (end > at)
                SJ_TRY(outside(m, at, end));
            for (at = end > at ? end : at; at < m->text.len && !is_mark(m->text.ptr[at]);)
                at++;
        }
    }
    return SJ_OK;
}

/* A blank that forbids a break (U+00A0) is a blank. */
static sj_status without_fixed_blanks(sj_arena *a, sj_str text, sj_str *ret)
{
    static const sj_str fixed = {"\xC2\xA0", 2};
    char *copy = sj_arena_alloc(a, text.len + 1);
    if (!copy)
        return SJ_ENOMEM;
    memcpy(copy, text.ptr, text.len);
    for (size_t i = 0; (i = sj_str_find(text, fixed, i)) < text.len; i += fixed.len)
        memset(copy + i, ' ', fixed.len);
    *ret = (sj_str){copy, text.len};
    return SJ_OK;
}

sj_status sj_list_dates_among_words(sj_entity *e, sj_arena *a, sj_date_kind kind, sj_str text,
                                    int32_t name)
{
    sj_date_range r;
    text = sj_str_trim(text);
    struct among m = {e, a, kind, text, text, name, 0};
    if (text.len <= CELL_MAX_BYTES && !sj_date_parse(text, &r)) { /* (1) */
        SJ_TRY(without_fixed_blanks(a, text, &m.text));
        SJ_TRY(scan(&m));
    }
    return m.found ? SJ_OK : sj_list_date(e, a, kind, text, name);
}
