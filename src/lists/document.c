/* lists/document.c -- what is written about a document beside its number.
 *
 *   K142736 (Saudi Arabian passport number issued 14.7.2011 in Al-Khafji)
 *   Uganda number DA025963
 *   A005465 (Libya) issued 12 April 2015, expires 11 April 2017
 *   00481779(...)(2000年12月9日発行、2006年12月9日失効)
 *
 *   (1) A field that is already filled stays: a column says it better.
 *   (2) A state is read only at the start of the text or behind a bracket or a
 *       mark, and only from four letters on ("No 123" is no Norwegian number):
 *       "issued in Kuwait" is where, not by whom.
 * Not chosen: reading states anywhere. Remarks name many that issued nothing. */
#include "lists/sheet.h"

enum { STATE_WORDS_MAX = 5, STATE_BYTES_MIN = 4, DATE_BYTES_MAX = 48 };

static bool is_mark(char c)
{
    return strchr("(),;:.[]", c) != NULL;
}

/* The state that the first words of the text name, longest first; empty: none. */
static sj_str leading_state(sj_str text)
{
    size_t end[STATE_WORDS_MAX], count = 0;
    for (size_t at = 0; at < text.len && count < STATE_WORDS_MAX; at++) {
        while (at < text.len && text.ptr[at] != ' ' && !is_mark(text.ptr[at]))
            at++;
        end[count++] = at;
        if (at < text.len && is_mark(text.ptr[at]))
            break;
    }
    while (count--) {
        const sj_str words = sj_str_slice(text, 0, end[count]);
        const bool code = sj_str_eq(words, SJ_S("USA")) || sj_str_eq(words, SJ_S("UAE"));
        const sj_str state =
            words.len < STATE_BYTES_MIN && !code ? (sj_str){0} : sj_country_parse(words);
        if (state.len)
            return state;
    }
    return (sj_str){0};
}

static sj_str state_in(sj_str text) /* (2) */
{
    for (size_t at = 0; at < text.len; at++) {
        while (at < text.len && (text.ptr[at] == ' ' || is_mark(text.ptr[at])))
            at++;
        const sj_str state = leading_state(sj_str_slice(text, at, text.len));
        if (state.len)
            return state;
        while (at < text.len && !is_mark(text.ptr[at]))
            at++;
    }
    return (sj_str){0};
}

/* The date that a text begins with, behind what is no digit. */
static bool first_date(sj_str text, sj_date_range *ret)
{
    size_t from = 0;
    while (from < text.len && !(text.ptr[from] >= '0' && text.ptr[from] <= '9'))
        from++;
    for (size_t end = from + DATE_BYTES_MAX; end > from && from < text.len; end--)
        if (sj_date_parse(sj_str_slice(text, from, end), ret))
            return true;
    return false;
}

/* The date in the clause that ends with `word`: "2000年12月9日に発行", and the
 * one behind it: "失効日:2018年2月4日". */
static bool date_at(sj_str text, sj_str word, sj_date_range *ret)
{
    static const char *const marks[] = {"(", "（", "、", "。", ",", ";"};
    const size_t end = sj_str_find(text, word, 0);
    size_t from = 0;
    if (end == text.len)
        return false;
    for (size_t i = 0; i < SJ_COUNT(marks); i++) {
        const sj_str mark = sj_str_from(marks[i]);
        for (size_t at = sj_str_find(text, mark, 0); at < end; at = sj_str_find(text, mark, at + 1))
            from = at + mark.len > from ? at + mark.len : from;
    }
    const sj_str behind = sj_str_slice(text, end + word.len, text.len);
    return first_date(sj_str_slice(text, from, end), ret) ||
           (sj_str_starts(behind, SJ_S("日")) && first_date(behind, ret));
}

void sj_build_describe(sj_entity_identifier *id, sj_str text)
{
    sj_date_range r;
    if (id->country.len == 0) /* (1) */
        id->country = state_in(text);
    if (id->issued.from.year == 0 &&
        (sj_build_date_after(text, SJ_S("issued"), &r) || date_at(text, SJ_S("発行"), &r)))
        id->issued = r;
    if (id->expires.from.year == 0 &&
        (sj_build_date_after(text, SJ_S("expir"), &r) || date_at(text, SJ_S("失効"), &r)))
        id->expires = r;
}
