/* cli/figure_amount.c -- the amount that a cell of a table of figures says.
 *
 * The signs that typesetters use for blanks, dashes and bounds are turned into the plain
 * ones first; then a bound, a range, a scale and digits are taken off in turn. Not chosen:
 * reading numbers out of prose; a cell holds one amount or one range. */
#include "cli/figure_cell.h"
#include "cli/number.h"
#include <math.h>

/* The cell in ASCII; false if it is too long or has another sign. */
static bool plain(sj_str cell, char ret[SJ_FIGURE_CELL])
{
    static const struct {
        sj_str from;
        char to;
    } sign[] = {{{"\xc2\xa0", 2}, ' '},     {{"\xe2\x80\xaf", 3}, ' '}, {{"\xe2\x80\x89", 3}, ' '},
                {{"\xe2\x80\x93", 3}, '-'}, {{"\xe2\x80\x94", 3}, '-'}, {{"\xe2\x88\x92", 3}, '-'},
                {{"\xe2\x89\xa5", 3}, '>'}, {{"\xe2\x89\xa4", 3}, '<'}, {{"\xe2\x89\x88", 3}, '~'},
                {{"\xe2\x80\x99", 3}, '\''}};
    size_t n = 0;
    for (size_t i = 0; i < cell.len; n++) {
        if (n + 1 >= SJ_FIGURE_CELL)
            return false;
        size_t k = SJ_COUNT(sign);
        if ((unsigned char)cell.ptr[i] < 0x80) {
            ret[n] = sj_figure_lower(cell.ptr[i++]);
            continue;
        }
        for (k = 0; k < SJ_COUNT(sign); k++)
            if (sj_str_starts(sj_str_slice(cell, i, cell.len), sign[k].from))
                break;
        if (k == SJ_COUNT(sign))
            return false;
        ret[n] = sign[k].to;
        i += sign[k].from.len;
    }
    ret[n] = 0;
    return true;
}

enum bound { EXACT, AT_LEAST, AT_MOST };

static enum bound take_bound(sj_str *s)
{
    static const struct {
        sj_str word;
        enum bound bound;
    } words[] = {{{"more than ", 10}, AT_LEAST},
                 {{"at least ", 9}, AT_LEAST},
                 {{"over ", 5}, AT_LEAST},
                 {{">=", 2}, AT_LEAST},
                 {{">", 1}, AT_LEAST},
                 {{"up to ", 6}, AT_MOST},
                 {{"at most ", 8}, AT_MOST},
                 {{"fewer than ", 11}, AT_MOST},
                 {{"less than ", 10}, AT_MOST},
                 {{"under ", 6}, AT_MOST},
                 {{"<=", 2}, AT_MOST},
                 {{"<", 1}, AT_MOST},
                 {{"about ", 6}, EXACT},
                 {{"around ", 7}, EXACT},
                 {{"approximately ", 14}, EXACT},
                 {{"ca. ", 4}, EXACT},
                 {{"c. ", 3}, EXACT},
                 {{"~", 1}, EXACT}};
    for (size_t i = 0; i < SJ_COUNT(words); i++)
        if (sj_str_starts(*s, words[i].word)) {
            *s = sj_str_trim(sj_str_slice(*s, words[i].word.len, s->len));
            return words[i].bound;
        }
    if (sj_str_ends(*s, SJ_S("+"))) {
        *s = sj_str_trim(sj_str_slice(*s, 0, s->len - 1));
        return AT_LEAST;
    }
    return EXACT;
}

/* "million" behind the digits; 1 where there is none. */
static double take_scale(sj_str *s)
{
    static const struct {
        sj_str word;
        double factor;
    } words[] = {{{"thousand", 8}, 1e3}, {{"million", 7}, 1e6}, {{"billion", 7}, 1e9},
                 {{"mn", 2}, 1e6},       {{"bn", 2}, 1e9},      {{"k", 1}, 1e3}};
    for (size_t i = 0; i < SJ_COUNT(words); i++)
        if (s->len > words[i].word.len && sj_str_ends(*s, words[i].word)) {
            *s = sj_str_trim(sj_str_slice(*s, 0, s->len - words[i].word.len));
            return words[i].factor;
        }
    return 1;
}

/* Groups of three behind the first sign of this kind: how many; 0 if it is none, and
 * *ret_ends where the last group ends. */
static size_t groups(sj_str s, char sign, size_t *ret_end)
{
    size_t lead = 0, n = 0;
    while (lead < s.len && sj_figure_is_digit(s.ptr[lead]))
        lead++;
    *ret_end = lead;
    if (lead == 0 || lead > 3 || s.ptr[0] == '0')
        return 0;
    for (size_t i = lead; i < s.len && s.ptr[i] == sign; i += 4, n++) {
        if (i + 3 >= s.len || !sj_figure_is_digit(s.ptr[i + 1]) ||
            !sj_figure_is_digit(s.ptr[i + 2]) || !sj_figure_is_digit(s.ptr[i + 3]) ||
            (i + 4 < s.len && sj_figure_is_digit(s.ptr[i + 4])))
            return 0;
        *ret_end = i + 4;
    }
    return n;
}

static bool parse_without(sj_str s, char drop, char decimal, double *ret)
{
    char copy[SJ_FIGURE_CELL];
    size_t n = 0;
    for (size_t i = 0; i < s.len && n < sizeof copy; i++)
        if (s.ptr[i] != drop)
            copy[n++] = s.ptr[i] == decimal ? '.' : s.ptr[i];
    return sj_number_parse((sj_str){copy, n}, ret);
}

/* One number, its separators read by the one convention that they can have. */
static bool parse_digits(sj_str s, sj_figure_digits digits, double *ret, const char **reterr)
{
    static const char blank[] = {' ', '\'', '_'};
    const bool commas = digits.commas_separate_cells;
    size_t end, n;
    *reterr = "expected a number such as 1200, 1.5 or 1,200";
    for (size_t i = 0; i < SJ_COUNT(blank); i++)
        if (groups(s, blank[i], &end))
            return (end == s.len || s.ptr[end] == '.') && parse_without(s, blank[i], '.', ret);
    n = groups(s, ',', &end);
    if (n && (end == s.len || s.ptr[end] == '.')) {
        if (!commas && !digits.whole && n == 1 && end == s.len) {
            *reterr = "a comma and three digits: thousands or a fraction? write 1200 or 1.2";
            return false;
        }
        return parse_without(s, ',', '.', ret);
    }
    n = groups(s, '.', &end);
    if (n && (((n > 1 || digits.whole) && end == s.len) || (end < s.len && s.ptr[end] == ',')))
        return parse_without(s, '.', ',', ret);
    if (!commas && n == 1 && end == s.len) {
        *reterr = "a point and three digits: thousands or a fraction? write 1200 or 1.20";
        return false;
    }
    return parse_without(s, 0, commas ? '.' : ',', ret);
}

/* Where a range is cut in two: a dash or " to " that is no sign of a number. */
static size_t cut_of(sj_str s, size_t *ret_next)
{
    const size_t to = sj_str_find(s, SJ_S(" to "), 1);
    *ret_next = to + 4;
    if (to < s.len)
        return to;
    for (size_t i = 1; i < s.len; i++)
        if (s.ptr[i] == '-' && s.ptr[i - 1] != 'e') {
            *ret_next = i + 1;
            return i;
        }
    return s.len;
}

static bool parse_range(sj_str s, size_t cut, size_t next, sj_figure_digits digits,
                        sj_figure_amount *ret, const char **reterr)
{
    sj_str low = sj_str_trim(sj_str_slice(s, 0, cut)),
           high = sj_str_trim(sj_str_slice(s, next, s.len));
    double low_scale = take_scale(&low);
    const double high_scale = take_scale(&high);
    if (!parse_digits(low, digits, &ret->low, reterr) ||
        !parse_digits(high, digits, &ret->high, reterr))
        return false;
    if (low_scale == 1 && high_scale > 1 && ret->low <= ret->high)
        low_scale = high_scale; /* "1.2-2.3 billion" */
    ret->low *= low_scale;
    ret->high *= high_scale;
    return true;
}

bool sj_figure_amount_parse(sj_str cell, sj_figure_digits digits, sj_figure_amount *ret,
                            const char **reterr)
{
    char copy[SJ_FIGURE_CELL];
    size_t next;
    *ret = (sj_figure_amount){NAN, NAN, NAN};
    *reterr = "expected a number such as 1200, 1.5 or 1,200";
    if (cell.len == 0)
        return true;
    if (!plain(cell, copy))
        return false;
    sj_str s = sj_str_trim(sj_str_from(copy));
    const enum bound bound = take_bound(&s);
    const size_t cut = cut_of(s, &next);
    if (cut < s.len)
        return bound == EXACT && parse_range(s, cut, next, digits, ret, reterr);
    const double scale = take_scale(&s);
    double *to = bound == AT_LEAST ? &ret->low : bound == AT_MOST ? &ret->high : &ret->point;
    if (!parse_digits(s, digits, to, reterr))
        return false;
    *to *= scale;
    return true;
}
