/* records/date.c -- dates as lists and people write them.
 *
 * Three steps: the text becomes tokens (numbers, words, marks); words that only
 * qualify ("circa", "born", "in") are taken out and remembered; what is left
 * must be, to the last token,
 *     point { connector point }
 * where a point is a day, a month, a year or a decade in any written order.
 * Invariants:
 *   (1) a text is a date only if every token was understood: a wrong date is
 *       worse than none, since a reader keeps the text of what was not read;
 *   (2) *ret is written once, at the end, by a range with from <= to;
 *   (3) day first: no list or roster seen writes the month first in digits.
 * "1957 or 1958" is a span, not circa: both ends are stated. "early 1980s" is
 * 1980..1984 and circa. Not chosen: regular expressions for each form; the forms
 * multiply (3 separators, 9 languages, ranges), the grammar does not. */
#include "base/base.h"
#include "records/date_int.h"
#include "sojourn/records.h"
#include <stdio.h>

enum {
    TEXT_MAX_BYTES = 160, /* the longest date text seen in lists: 97 */
    TOKENS_MAX = 48,
    POINTS_MAX = 8, /* "1979, 1980 or 1981": seen 3 */
    WORD_MAX_BYTES = 32,
    EXCEL_LAST = 2958465 /* 9999-12-31 */
};

struct token {
    enum token_kind kind;
    uint32_t value;
    unsigned digits; /* of a number */
};

/* ---- the calendar ---- */
static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static int month_days(int year, int month)
{
    static const uint8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && (year == 0 || is_leap(year)));
}

bool sj_date_valid(sj_date d)
{
    if (d.year < 1 || d.year > 9999 || d.month > 12)
        return false;
    return d.month ? d.day <= month_days(d.year, d.month) : d.day == 0;
}

/* Days since 1970-01-01, proleptic Gregorian: years are counted from March so
 * that the leap day is the last, and from a multiple of 400. */
static int32_t days_from_civil(int year, int month, int day)
{
    const int y = month > 2 ? year : year - 1;
    const int era = (y >= 0 ? y : y - 399) / 400, in_era = y - era * 400;
    const int in_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1;
    return era * 146097 + in_era * 365 + in_era / 4 - in_era / 100 + in_year - 719468;
}

int32_t sj_date_first_day(sj_date d)
{
    return days_from_civil(d.year, d.month ? d.month : 1, d.day ? d.day : 1);
}

int32_t sj_date_last_day(sj_date d)
{
    const int month = d.month ? d.month : 12;
    return days_from_civil(d.year, month, d.day ? d.day : month_days(d.year, month));
}

bool sj_date_from_excel(uint64_t serial, sj_date *ret)
{
    /* 60 is 1900-02-29, a day that never was; before it serials are one ahead. */
    if (serial < 1 || serial > EXCEL_LAST || serial == 60)
        return false;
    const int32_t want = (int32_t)serial - (serial > 60 ? 25569 : 25568);
    int year = 1900 + (int)(serial / 366);
    while (days_from_civil(year + 1, 1, 1) <= want)
        year++;
    int month = 1;
    while (month < 12 && days_from_civil(year, month + 1, 1) <= want)
        month++;
    const int day = want - days_from_civil(year, month, 1) + 1;
    *ret = (sj_date){(int16_t)year, (uint8_t)month, (uint8_t)day};
    return true;
}

static size_t write_point(sj_date d, char *to, size_t size)
{
    const int n = d.day     ? snprintf(to, size, "%04d-%02u-%02u", d.year, d.month, d.day)
                  : d.month ? snprintf(to, size, "%04d-%02u", d.year, d.month)
                            : snprintf(to, size, "%04d", d.year);
    return n > 0 && (size_t)n < size ? (size_t)n : 0;
}

static bool same(sj_date a, sj_date b)
{
    return a.year == b.year && a.month == b.month && a.day == b.day;
}

size_t sj_date_write(const sj_date_range *r, char ret[32])
{
    size_t n = 0;
    if (r->circa)
        ret[n++] = '~';
    n += write_point(r->from, ret + n, 32 - n);
    if (!same(r->from, r->to)) {
        ret[n++] = '/';
        n += write_point(r->to, ret + n, 32 - n);
    }
    ret[n] = 0;
    return n;
}

/* ---- tokens ---- */
struct tokens {
    struct token token[TOKENS_MAX];
    size_t count, at;
    bool circa;
};

static uint32_t lower(uint32_t cp)
{
    if ((cp >= 'A' && cp <= 'Z') || (cp >= 0xC0 && cp <= 0xDE && cp != 0xD7) ||
        (cp >= 0x410 && cp <= 0x42F))
        return cp + 32;
    return cp >= 0x400 && cp <= 0x40F ? cp + 80 : cp; /* Ukrainian І, Ї, Є */
}

static bool is_letter(uint32_t cp)
{
    return (cp >= 'a' && cp <= 'z') || (cp >= 0xC0 && cp < 0x2000 && cp != 0xD7 && cp != 0xF7);
}

static bool is_east_asian(uint32_t cp)
{
    return (cp >= 0x3041 && cp < 0xA000) || (cp >= 0xAC00 && cp < 0xD7A4);
}

static bool add(struct tokens *t, struct token token)
{
    if (t->count == TOKENS_MAX)
        return false;
    t->token[t->count++] = token;
    return true;
}

static bool add_word(struct tokens *t, const char *word)
{
    for (size_t i = 0; i < sj_date_word_count; i++) {
        if (strcmp(sj_date_word_table[i].word, word) != 0)
            continue;
        if (sj_date_word_table[i].kind == CIRCA)
            t->circa = true;
        if (sj_date_word_table[i].kind == CIRCA || sj_date_word_table[i].kind == SKIP)
            return true;
        return add(t, (struct token){sj_date_word_table[i].kind, sj_date_word_table[i].value, 0});
    }
    /* One letter, or one twice: T, Z, s, dd, mm, yy. Other words keep value 0. */
    const unsigned letters = word[0] == 0 || word[1] == 0         ? 1
                             : word[1] == word[0] && word[2] == 0 ? 2
                                                                  : 0;
    const uint32_t value = letters ? (unsigned char)word[0] : 0;
    return add(t, (struct token){WORD, value, letters});
}

static bool read_number(struct tokens *t, sj_str text, size_t *pos)
{
    struct token n = {NUMBER, 0, 0};
    for (; *pos < text.len && text.ptr[*pos] >= '0' && text.ptr[*pos] <= '9'; (*pos)++) {
        if (++n.digits > 9)
            return false;
        n.value = n.value * 10 + (uint32_t)(text.ptr[*pos] - '0');
    }
    return add(t, n);
}

/* Letters of one script run; East Asian units stand alone, kana runs together. */
static bool read_word(struct tokens *t, sj_str text, size_t *pos)
{
    char word[WORD_MAX_BYTES];
    size_t len = 0, next = *pos;
    bool kana = false;
    while (next < text.len) {
        size_t after = next;
        const uint32_t cp = lower(sj_utf8_decode(text, &after));
        const bool asian = is_east_asian(cp), is_kana = cp >= 0x3041 && cp < 0x3100;
        if ((!is_letter(cp) && !asian) || (asian && len > 0 && !(kana && is_kana)))
            break;
        if (len + 4 >= sizeof word)
            return false;
        len += sj_utf8_encode(cp, word + len);
        next = after;
        kana = is_kana;
        if (asian && !is_kana)
            break;
    }
    word[len] = 0;
    *pos = next;
    return add_word(t, word);
}

static bool read_mark(struct tokens *t, sj_str text, size_t *pos)
{
    const uint32_t cp = sj_utf8_decode(text, pos);
    switch (cp) {
    case ' ':
    case '\t':
    case '\n':
    case '\r':
    case 0xA0:
    case 0x3000:
    case '(':
    case ')':
    case '[':
    case ']':
    case '"':
    case '?':
        t->circa |= cp == '?';
        return true;
    case '~':
        if (t->count == 0)
            t->circa = true;
        return t->count == 0 || add(t, (struct token){BETWEEN, TO, 0});
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2212:
        return add(t, (struct token){MARK, '-', 0});
    default:
        return cp < 0x80 && add(t, (struct token){MARK, cp, 0});
    }
}

static bool tokenise(sj_str text, struct tokens *t)
{
    for (size_t pos = 0; pos < text.len;) {
        size_t after = pos;
        const uint32_t cp = lower(sj_utf8_decode(text, &after));
        const bool number = cp >= '0' && cp <= '9';
        if (!(number                               ? read_number(t, text, &pos)
              : is_letter(cp) || is_east_asian(cp) ? read_word(t, text, &pos)
                                                   : read_mark(t, text, &pos)))
            return false;
    }
    return true;
}

static const struct token *look(const struct tokens *t, size_t ahead)
{
    static const struct token none = {MARK, 0, 0};
    return t->at + ahead < t->count ? &t->token[t->at + ahead] : &none;
}

static bool is_mark(const struct tokens *t, size_t ahead, char mark)
{
    const struct token *k = look(t, ahead);
    return k->kind == MARK && k->value == (unsigned char)mark;
}

static bool is_year(const struct token *k)
{
    return k->kind == NUMBER && k->digits == 4 && k->value > 0;
}

/* A day or a month in digits; "dd" and "mm" stand for an unknown one. */
static bool is_small(const struct token *k, unsigned max)
{
    if (k->kind == WORD)
        return k->digits == 2 && (k->value == 'd' || k->value == 'm' || k->value == 'x');
    return k->kind == NUMBER && k->digits <= 2 && k->value <= max;
}

static uint8_t small_value(const struct token *k)
{
    return k->kind == NUMBER ? (uint8_t)k->value : 0;
}

static void skip_dots(struct tokens *t)
{
    while (is_mark(t, 0, '.') || is_mark(t, 0, ','))
        t->at++;
}

/* ---- points: each tries one shape at t->at, moves on only if it fits ---- */
struct point {
    sj_date from, to;
    bool iso; /* written year first: says all it knows */
};

static bool finish(struct tokens *t, size_t used, unsigned year, unsigned month, unsigned day,
                   struct point *ret)
{
    const sj_date d = {(int16_t)year, (uint8_t)month, (uint8_t)(month ? day : 0)};
    if (!sj_date_valid(d))
        return false;
    t->at += used;
    *ret = (struct point){d, d, false};
    return true;
}

/* T12:00:00.5+01:00, Z, -05:00 behind a full date: read and forgotten. */
static void skip_time(struct tokens *t)
{
    const struct token *k = look(t, 0);
    if (k->kind == WORD && k->digits == 1 && k->value == 't')
        t->at++;
    if (look(t, 0)->kind == NUMBER && is_mark(t, 1, ':'))
        while (look(t, 0)->kind == NUMBER && (is_mark(t, 1, ':') || is_mark(t, 1, '.')))
            t->at += 2;
    if (t->at > 0 && (t->token[t->at - 1].value == ':' || t->token[t->at - 1].value == '.') &&
        look(t, 0)->kind == NUMBER)
        t->at++;
    k = look(t, 0);
    if (k->kind == WORD && k->digits == 1 && k->value == 'z')
        t->at++;
    const bool sign = is_mark(t, 0, '+') || is_mark(t, 0, '-');
    if (sign && look(t, 1)->kind == NUMBER && look(t, 1)->digits == 2 && is_mark(t, 2, ':') &&
        look(t, 3)->kind == NUMBER)
        t->at += 4;
}

/* 1978-04-28, 1978/04/28, 1978.4.28; 1978-04; 19780428 */
static bool year_first(struct tokens *t, struct point *ret)
{
    const struct token *year = look(t, 0), *mark = look(t, 1);
    if (year->kind == NUMBER && year->digits == 8)
        return finish(t, 1, year->value / 10000, year->value / 100 % 100, year->value % 100, ret);
    if (!is_year(year) || mark->kind != MARK || !is_small(look(t, 2), 12))
        return false;
    const char m = (char)mark->value;
    if ((m == '-' || m == '/' || m == '.') && is_mark(t, 3, m) && is_small(look(t, 4), 31)) {
        if (!finish(t, 5, year->value, small_value(look(t, 2)), small_value(look(t, 4)), ret))
            return false;
        skip_time(t);
        ret->iso = true;
        return true;
    }
    if (m != '-' || look(t, 2)->digits != 2 ||
        !finish(t, 3, year->value, small_value(look(t, 2)), 0, ret))
        return false;
    ret->iso = true;
    return true;
}

/* 19yy, 196x: what is unknown spans. */
static bool masked_year(struct tokens *t, size_t ahead, struct point *ret)
{
    const struct token *n = look(t, ahead), *w = look(t, ahead + 1);
    if (n->kind != NUMBER || w->kind != WORD || (w->value != 'y' && w->value != 'x') ||
        n->digits + w->digits != 4 || n->value == 0)
        return false;
    const uint32_t scale = w->digits == 2 ? 100 : 10;
    t->at += ahead + 2;
    ret->from = (sj_date){(int16_t)(n->value * scale), 0, 0};
    ret->to = (sj_date){(int16_t)(n->value * scale + scale - 1), 0, 0};
    return true;
}

/* 29.4.1945, 29/04/1945, 29-04-1945, 7.8. 1978, 28.01 1966, 15/08/19yy, 04/1945 */
static bool day_first(struct tokens *t, struct point *ret)
{
    if (!is_small(look(t, 0), 31) || look(t, 1)->kind != MARK)
        return false;
    const char m = (char)look(t, 1)->value;
    if (m != '.' && m != '/' && m != '-')
        return false;
    if (is_year(look(t, 2)) && look(t, 0)->value <= 12)
        return finish(t, 3, look(t, 2)->value, small_value(look(t, 0)), 0, ret);
    if (!is_small(look(t, 2), 12))
        return false;
    const size_t year = is_mark(t, 3, m) ? 4 : m == '.' ? 3 : 0;
    if (year == 0)
        return false;
    if (masked_year(t, year, ret))
        return true;
    return is_year(look(t, year)) && finish(t, year + 1, look(t, year)->value,
                                            small_value(look(t, 2)), small_value(look(t, 0)), ret);
}

static size_t after_marks(const struct tokens *t, size_t ahead, const char *marks)
{
    while (look(t, ahead)->kind == MARK && look(t, ahead)->value &&
           strchr(marks, (int)look(t, ahead)->value))
        ahead++;
    return ahead;
}

/* 29 Apr 1945, 8 Oct.1970, 19-Apr-1945 */
static bool day_month_word(struct tokens *t, struct point *ret)
{
    if (!is_small(look(t, 0), 31))
        return false;
    const size_t month = after_marks(t, 1, ".-/");
    const size_t year = after_marks(t, month + 1, ".,-/");
    return look(t, month)->kind == MONTH && is_year(look(t, year)) &&
           finish(t, year + 1, look(t, year)->value, look(t, month)->value, small_value(look(t, 0)),
                  ret);
}

/* June 30, 2012; Apr 1945; March/April 1965 */
static bool month_word_first(struct tokens *t, struct point *ret)
{
    if (look(t, 0)->kind != MONTH)
        return false;
    const uint32_t month = look(t, 0)->value;
    const size_t next = after_marks(t, 1, ".,-/");
    const struct token *k = look(t, next);
    if (is_year(k))
        return finish(t, next + 1, k->value, month, 0, ret);
    const size_t last = k->kind == BETWEEN ? next + 1 : next;
    const size_t year = after_marks(t, last + 1, ".,");
    if (!is_year(look(t, year)))
        return false;
    if (k->kind == NUMBER && k->digits <= 2)
        return finish(t, year + 1, look(t, year)->value, month, k->value, ret);
    struct point to;
    if (look(t, last)->kind != MONTH ||
        !finish(t, year + 1, look(t, year)->value, look(t, last)->value, 0, &to))
        return false;
    *ret = (struct point){{to.from.year, (uint8_t)month, 0}, to.to, false};
    return true;
}

/* 1945 April 29, 1945 April */
static bool year_month_word(struct tokens *t, struct point *ret)
{
    const size_t month = after_marks(t, 1, ".,-/");
    if (!is_year(look(t, 0)) || look(t, month)->kind != MONTH)
        return false;
    const size_t day = after_marks(t, month + 1, ".,-/");
    const bool has_day = look(t, day)->kind == NUMBER && look(t, day)->digits <= 2;
    return finish(t, has_day ? day + 1 : month + 1, look(t, 0)->value, look(t, month)->value,
                  has_day ? look(t, day)->value : 0, ret);
}

static bool is_unit(const struct tokens *t, size_t ahead, char unit)
{
    return look(t, ahead)->kind == UNIT && look(t, ahead)->value == (unsigned char)unit;
}

/* 1938年, 1938年4月, 1938년 4월 5일 */
static bool east_asian(struct tokens *t, struct point *ret)
{
    if (!is_year(look(t, 0)) || !is_unit(t, 1, 'y'))
        return false;
    const uint32_t year = look(t, 0)->value;
    if (look(t, 2)->kind != NUMBER || !is_unit(t, 3, 'm'))
        return finish(t, 2, year, 0, 0, ret);
    const uint32_t month = look(t, 2)->value;
    if (month < 1 || month > 12)
        return false;
    if (look(t, 4)->kind != NUMBER || !is_unit(t, 5, 'd'))
        return finish(t, 4, year, month, 0, ret);
    return look(t, 4)->value <= 31 && finish(t, 6, year, month, look(t, 4)->value, ret);
}

/* 1970s, 1970's; early, mid, late 1970s */
static bool decade(struct tokens *t, struct point *ret)
{
    const bool period = look(t, 0)->kind == PERIOD;
    const size_t year = period ? after_marks(t, 1, "-.") : 0;
    size_t s = year + 1;
    if (is_mark(t, s, '\''))
        s++;
    const struct token *k = look(t, s);
    const bool plural = k->kind == WORD && k->digits == 1 && k->value == 's';
    if (!is_year(look(t, year)) || (!plural && !period) ||
        (plural && look(t, year)->value % 10 != 0))
        return false;
    static const int8_t bound[3][2] = {{0, 4}, {3, 7}, {5, 9}};
    const int first = (int)look(t, year)->value;
    const uint32_t which = look(t, 0)->value;
    ret->from = (sj_date){(int16_t)(first + (period && plural ? bound[which][0] : 0)), 0, 0};
    ret->to = (sj_date){(int16_t)(first + (!plural ? 0 : period ? bound[which][1] : 9)), 0, 0};
    t->circa |= period;
    t->at += plural ? s + 1 : year + 1;
    return sj_date_valid(ret->to);
}

static bool read_point(struct tokens *t, struct point *ret)
{
    *ret = (struct point){0};
    while (is_mark(t, 0, ':') || is_mark(t, 0, '.'))
        t->at++;
    const bool read = decade(t, ret) || east_asian(t, ret) || year_first(t, ret) ||
                      day_month_word(t, ret) || month_word_first(t, ret) ||
                      year_month_word(t, ret) || day_first(t, ret) || masked_year(t, 0, ret);
    if (read)
        return true;
    return is_year(look(t, 0)) && finish(t, 1, look(t, 0)->value, 0, 0, ret);
}

/* ---- the range ---- */
static enum connector read_connector(struct tokens *t)
{
    enum connector found = 0;
    for (; t->at < t->count; t->at++) {
        const struct token *k = look(t, 0);
        if (k->kind == BETWEEN)
            found = (enum connector)k->value;
        else if (k->kind != MARK)
            break;
        else if (k->value == '-')
            found = TO;
        else if (k->value == '/' || k->value == '|')
            found = OR;
        else if (k->value == ',' || k->value == ';')
            found = found ? found : COMMA;
        else
            break;
    }
    return found;
}

/* "March 1968/1969", "9.6.1981 or 1982": the second takes what it leaves out
 * from the first; "1968-03/1969" does not. "1966-68": the century. */
static void inherit(const struct point *first, enum connector c, struct point *second)
{
    if (c == OR && !first->iso && second->from.month == 0 && same(second->from, second->to) &&
        first->from.month != 0) {
        sj_date d = {second->from.year, first->from.month, first->from.day};
        if (sj_date_valid(d))
            *second = (struct point){d, d, false};
    }
}

static bool short_year(struct tokens *t, const struct point *first, struct point *ret)
{
    const struct token *k = look(t, 0);
    if (k->kind != NUMBER || k->digits != 2 || t->at + 1 != t->count || first->from.month != 0)
        return false;
    const unsigned year = (unsigned)first->from.year / 100 * 100 + k->value;
    return year > (unsigned)first->from.year && finish(t, 1, year, 0, 0, ret);
}

static bool whole_years(const struct point *p)
{
    return p->from.month == 0 && p->to.month == 0;
}

static bool read_range(struct tokens *t, struct point *ret)
{
    struct point whole, next;
    if (look(t, 0)->kind == BETWEEN && look(t, 0)->value == OR)
        t->at++; /* "on or around": both gone but the "or" */
    if (!read_point(t, &whole))
        return false;
    struct point last = whole;
    for (unsigned points = 1;; points++) {
        skip_dots(t);
        if (t->at == t->count)
            break;
        if (points == POINTS_MAX)
            return false;
        const size_t before = t->at;
        enum connector c = read_connector(t);
        if (c == 0 && before > 0 && t->token[before - 1].kind == MARK &&
            t->token[before - 1].value == ',')
            c = COMMA; /* skip_dots took it */
        if (c == 0 || (!read_point(t, &next) && !(c == TO && short_year(t, &last, &next))))
            return false;
        if (c == COMMA && !(whole_years(&last) && whole_years(&next)))
            return false; /* two facts, not one span */
        inherit(&last, c, &next);
        if (sj_date_first_day(next.from) < sj_date_first_day(whole.from))
            whole.from = next.from;
        if (sj_date_last_day(next.to) > sj_date_last_day(whole.to))
            whole.to = next.to;
        last = next;
    }
    *ret = whole;
    return true;
}

/* A remark in brackets at the end, such as "(Singapore)", says nothing about the
 * day; one with digits or another calendar does, and makes the text no date. */
static sj_str without_remark(sj_str text)
{
    const size_t open = sj_str_find(text, SJ_S("("), 0);
    if (open == 0 || open == text.len || !sj_str_ends(text, SJ_S(")")))
        return text;
    const sj_str inside = sj_str_slice(text, open, text.len);
    for (size_t i = 0; i < inside.len; i++)
        if (inside.ptr[i] >= '0' && inside.ptr[i] <= '9')
            return text;
    struct tokens t = {0};
    const bool plain = tokenise(inside, &t) && t.count == 0; /* "(approximately)" */
    const bool calendar = sj_str_find(inside, SJ_S("alendar"), 0) < inside.len ||
                          sj_str_find(inside, SJ_S("ijri"), 0) < inside.len;
    const bool gregorian = sj_str_find(inside, SJ_S("regorian"), 0) < inside.len;
    return plain || (calendar && !gregorian) ? text : sj_str_trim(sj_str_slice(text, 0, open));
}

/* "(a) 1.2.1950", "b) 1976": the letter of an enumeration that was cut apart. */
static sj_str without_letter(sj_str text)
{
    const size_t open = text.len && text.ptr[0] == '(';
    if (text.len > open + 2 && text.ptr[open] >= 'a' && text.ptr[open] <= 'z' &&
        text.ptr[open + 1] == ')')
        return sj_str_trim(sj_str_slice(text, open + 2, text.len));
    return text;
}

bool sj_date_parse(sj_str text, sj_date_range *ret)
{
    text = sj_str_trim(text);
    if (text.len && text.ptr[0] == '"')
        text = sj_str_trim(sj_str_slice(text, 1, text.len));
    text = without_remark(without_letter(text));
    struct tokens t = {0};
    struct point range;
    if (text.len == 0 || text.len > TEXT_MAX_BYTES || !tokenise(text, &t))
        return false;
    while (t.count > 0 && t.token[t.count - 1].kind == MARK && t.token[t.count - 1].value == '.')
        t.count--;
    if (t.count == 0 || !read_range(&t, &range)) /* (1) */
        return false;
    *ret = (sj_date_range){range.from, range.to, t.circa}; /* (2) */
    return true;
}

bool sj_date_is_two_ways(sj_str text)
{
    sj_str rest = sj_str_trim(text), part;
    if (rest.len < 8 || rest.len > 10 ||
        (rest.ptr[1] >= '0' && rest.ptr[1] <= '9' && rest.ptr[2] >= '0' && rest.ptr[2] <= '9'))
        return false; /* most: the year stands first */
    const char mark = sj_str_find(rest, SJ_S("/"), 0) < rest.len ? '/' : '-';
    uint64_t n[3] = {0};
    size_t count = 0;
    for (; sj_str_split(&rest, mark, &part); count++)
        if (count == 3 || part.len > 4 || !sj_str_to_u64(part, &n[count]))
            return false;
    return count == 3 && n[0] >= 1 && n[0] <= 12 && n[1] >= 1 && n[1] <= 12 && n[0] != n[1] &&
           n[2] >= 1000;
}

/* Days to civil date, after Hinnant (2013), "chrono-compatible low-level date
 * algorithms": years start in March, so that the leap day is their last. */
sj_date sj_date_from_day(int32_t day)
{
    const int64_t z = (int64_t)day + 719468, era = (z >= 0 ? z : z - 146096) / 146097;
    const int64_t of_era = z - era * 146097;
    const int64_t of_400 = (of_era - of_era / 1460 + of_era / 36524 - of_era / 146096) / 365;
    const int64_t of_year = of_era - (365 * of_400 + of_400 / 4 - of_400 / 100);
    const int64_t m = (5 * of_year + 2) / 153, month = m < 10 ? m + 3 : m - 9;
    const int64_t year = of_400 + era * 400 + (month <= 2);
    if (year < 1 || year > 9999)
        return (sj_date){0};
    return (sj_date){(int16_t)year, (uint8_t)month, (uint8_t)(of_year - (153 * m + 2) / 5 + 1)};
}
