/* papers/number_fact.c -- what a number states: dates, sex, regions, and how
 * facts are written.
 *
 *   (1) A fact is added only by a scheme that read it; number.c drops the facts
 *       of a number that turns out invalid.
 *   (2) A birth date is a real day that is not after as_of, or the number is
 *       refused.
 *
 * Region names come from data/number_regions_*.tsv by tools/gen_numbers.py. */
#include "papers/number_int.h"
#include <stdio.h>
#include <assert.h>

void sj_number_add(sj_number_work *w, sj_number_fact_kind kind, sj_str code, sj_str name)
{
    sj_number *out = w->out;
    assert(out->fact_count < SJ_NUMBER_FACT_MAX);
    if (out->fact_count >= SJ_NUMBER_FACT_MAX)
        return;
    sj_number_fact *f = &out->fact[out->fact_count++];
    *f = (sj_number_fact){.kind = kind, .name = name};
    const size_t n = code.len < SJ_NUMBER_CODE_MAX ? code.len : SJ_NUMBER_CODE_MAX;
    if (n)
        memcpy(f->code, code.ptr, n);
}

void sj_number_note(sj_number_work *w, const char *sentence)
{
    sj_number_add(w, SJ_NUMBER_FACT_NOTE, SJ_S(""), sj_str_from(sentence));
}

void sj_number_sex_is(sj_number_work *w, bool male)
{
    w->out->sex = male ? SJ_NUMBER_SEX_MALE : SJ_NUMBER_SEX_FEMALE;
    sj_number_add(w, SJ_NUMBER_FACT_SEX, male ? SJ_S("male") : SJ_S("female"), SJ_S(""));
}

void sj_number_year(sj_number_work *w, sj_number_fact_kind kind, unsigned year)
{
    char text[16];
    const int n = snprintf(text, sizeof(text), "%04u", year % 10000);
    sj_number_add(w, kind, (sj_str){text, (size_t)n}, SJ_S(""));
}

bool sj_number_is_future(const sj_number_work *w, sj_date d)
{
    return w->as_of.year && sj_date_first_day(d) > sj_date_last_day(w->as_of);
}

static bool refuse_date(sj_number_work *w, size_t at, const char *expected)
{
    return sj_number_refuse(w, SJ_NUMBER_RULE_DATE, at, 6, expected);
}

bool sj_number_birth(sj_number_work *w, unsigned year, unsigned month, unsigned day, size_t at)
{
    char text[32];
    if (month > 12 || day > 31 || year > 9999)
        return refuse_date(w, at, "a day of the calendar");
    const sj_date d = {(int16_t)year, (uint8_t)month, (uint8_t)day};
    if (!sj_date_valid(d))
        return refuse_date(w, at, "a day of the calendar");
    if (sj_number_is_future(w, d))
        return refuse_date(w, at, "a day that has been");
    w->out->birth = d;
    const size_t n = sj_date_write(&(sj_date_range){d, d, false}, text);
    sj_number_add(w, SJ_NUMBER_FACT_BIRTH_DATE, (sj_str){text, n}, SJ_S(""));
    return true;
}

static bool is_day(unsigned year, unsigned month, unsigned day)
{
    return month >= 1 && month <= 12 && day >= 1 && day <= 31 &&
           sj_date_valid((sj_date){(int16_t)year, (uint8_t)month, (uint8_t)day});
}

bool sj_number_birth_short(sj_number_work *w, unsigned yy, unsigned month, unsigned day, size_t at)
{
    char text[16];
    for (unsigned century = 2000; w->as_of.year && century >= 1900; century -= 100) {
        const unsigned year = century + yy;
        const sj_date d = {(int16_t)year, (uint8_t)(month % 13), (uint8_t)(day % 32)};
        if (!is_day(year, month, day) || sj_number_is_future(w, d))
            continue;
        w->out->century_assumed = true;
        return sj_number_birth(w, year, month, day, at);
    }
    if (w->as_of.year || (!is_day(1900 + yy, month, day) && !is_day(2000 + yy, month, day)))
        return refuse_date(w, at, "a day that has been");
    const int n =
        snprintf(text, sizeof(text), "XX%02u-%02u-%02u", yy % 100, month % 100, day % 100);
    sj_number_add(w, SJ_NUMBER_FACT_BIRTH_DATE, (sj_str){text, (size_t)n}, SJ_S(""));
    return true;
}

sj_str sj_number_region(const char *table, sj_str code)
{
    char key[32];
    const int n = snprintf(key, sizeof(key), "%s %.*s", table, SJ_STR_FMT(code));
    const sj_str wanted = {key, n > 0 && n < 32 ? (size_t)n : 0};
    size_t low = 0, high = sj_number_region_count;
    while (low < high) {
        const size_t mid = low + (high - low) / 2;
        const int order = sj_str_cmp(sj_number_region_table[mid].key, wanted);
        if (order == 0)
            return sj_number_region_table[mid].name;
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return SJ_S("");
}
