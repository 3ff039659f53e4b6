/* text/unicode.c -- look-ups in two-level tables: a page number for each run of
 * 128 code points, then the property within the page. ASCII and the letters of
 * names sit in few pages, which stay in the first-level cache. */
#include "text/unicode.h"
#include "text/unicode_table.h"

static size_t at(uint32_t cp)
{
    return (size_t)sj_unicode_page[cp / SJ_UNICODE_PAGE] * SJ_UNICODE_PAGE + cp % SJ_UNICODE_PAGE;
}

static unsigned property(uint32_t cp)
{
    return cp < SJ_UNICODE_LIMIT ? sj_unicode_property[at(cp)]
                                 : SJ_SCRIPT_COMMON | SJ_CHAR_OTHER << 4 | 15u << 12;
}

sj_script sj_unicode_script(uint32_t cp)
{
    return (sj_script)(property(cp) & 15);
}

sj_char_class sj_unicode_class(uint32_t cp)
{
    return (sj_char_class)(property(cp) >> 4 & 15);
}

int sj_unicode_digit(uint32_t cp)
{
    const unsigned d = property(cp) >> 12;
    return d == 15 ? -1 : (int)d;
}

bool sj_unicode_is_upper(uint32_t cp)
{
    return (property(cp) >> 8 & 1) != 0;
}

size_t sj_unicode_fold(uint32_t cp, uint32_t ret[SJ_FOLD_MAX])
{
    if (cp < 0x80) {
        ret[0] = cp >= 'A' && cp <= 'Z' ? cp + 32 : cp;
        return 1;
    }
    const unsigned fold = cp < SJ_UNICODE_LIMIT ? sj_unicode_fold_at[at(cp)] : 0;
    if (fold == 0) {
        ret[0] = cp;
        return 1;
    }
    if (fold == 1)
        return 0;
    const uint32_t *item = &sj_unicode_fold_pool[fold - 2];
    for (uint32_t i = 0; i < item[0]; i++)
        ret[i] = item[1 + i];
    return item[0];
}

uint32_t sj_unicode_han_simplified(uint32_t cp)
{
    uint32_t from = 0, to = sj_unicode_han_count;
    while (from < to) {
        const uint32_t middle = from + (to - from) / 2;
        if (sj_unicode_han_from[middle] < cp)
            from = middle + 1;
        else
            to = middle;
    }
    return from < sj_unicode_han_count && sj_unicode_han_from[from] == cp ? sj_unicode_han_to[from]
                                                                          : cp;
}

bool sj_unicode_hangul(uint32_t cp, unsigned ret[3])
{
    if (cp < 0xAC00 || cp > 0xD7A3)
        return false;
    const uint32_t n = cp - 0xAC00;
    ret[0] = n / 588;
    ret[1] = n % 588 / 28;
    ret[2] = n % 28;
    return true;
}
