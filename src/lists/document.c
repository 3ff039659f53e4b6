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

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

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
    while (from < text.len && !is_digit(text.ptr[from]))
        from++;
    for (size_t end = from + DATE_BYTES_MAX; end > from && from < text.len; end--)
        if ((end >= text.len || !is_digit(text.ptr[end])) &&
            sj_date_parse(sj_str_slice(text, from, end), ret))
            return true;
    return false;
}

/* Where the part of `text` begins that holds `end`: behind the last of the marks
 * before it. */
static size_t part_start(sj_str text, size_t end, const char *const *mark, size_t mark_count)
{
    size_t from = 0;
    for (size_t i = 0; i < mark_count; i++) {
        const sj_str m = sj_str_from(mark[i]);
        for (size_t at = sj_str_find(text, m, 0); at < end; at = sj_str_find(text, m, at + 1))
            from = at + m.len > from ? at + m.len : from;
    }
    return from;
}

/* The date that a clause gives for what it ends with; a birth date in it ("born
 * on ... as whom it was issued") is not that. */
static bool date_of_clause(sj_str clause, sj_date_range *ret)
{
    const sj_str born = SJ_S("生");
    size_t from = 0;
    for (size_t at = sj_str_find(clause, born, 0); at < clause.len;
         at = sj_str_find(clause, born, from))
        from = at + born.len;
    return first_date(sj_str_slice(clause, from, clause.len), ret);
}

/* The date in the clause that ends with `word`: "2000年12月9日に発行"; in a clause
 * before it in the same sentence, if that speaks of nothing else: "2003年8月15日、
 * 内務省にて発行"; and the one behind it: "失効日:2018年2月4日". */
static bool date_at(sj_str text, sj_str word, sj_date_range *ret)
{
    static const char *const marks[] = {"(", "（", "。", ";", "、"}, *const others[] = {"失効",
                                                                                        "有効"};
    const size_t end = sj_str_find(text, word, 0);
    if (end == text.len)
        return false;
    size_t from = part_start(text, end, marks, SJ_COUNT(marks));
    for (size_t at = from; at + 2 < end; at++) /* a comma between two dates, not in a place */
        if (text.ptr[at] == ',' && is_digit(text.ptr[at + 1 + (text.ptr[at + 1] == ' ')]))
            from = at + 1;
    const sj_str behind = sj_str_slice(text, end + word.len, text.len);
    const bool goes_on = sj_str_starts(behind, SJ_S("日")) || sj_str_starts(behind, SJ_S(":")) ||
                         (behind.len && is_digit(behind.ptr[0]));
    if (date_of_clause(sj_str_slice(text, from, end), ret) || (goes_on && first_date(behind, ret)))
        return true;
    from = part_start(text, end, marks, SJ_COUNT(marks) - 1);
    const sj_str sentence = sj_str_slice(text, from, end);
    for (size_t i = 0; i < SJ_COUNT(others); i++)
        if (sj_str_find(sentence, sj_str_from(others[i]), 0) < sentence.len)
            return false;
    return from && date_of_clause(sentence, ret);
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
        (sj_build_date_after(text, SJ_S("expir"), &r) || date_at(text, SJ_S("失効"), &r) ||
         date_at(text, SJ_S("有効期限"), &r) || date_at(text, SJ_S("まで有効"), &r)))
        id->expires = r;
}
