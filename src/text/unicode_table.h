/* text/unicode_table.h -- the generated tables (tools/gen_unicode.py).
 * property: script (4 bits), class (4), upper case (1), 3 unused, digit or 15 (4).
 * fold_at: 0 folds to itself, 1 to nothing, else 2 + offset in the pool of
 * (count, code points). */
#ifndef SJ_TEXT_UNICODE_TABLE_H
#define SJ_TEXT_UNICODE_TABLE_H
#include <stdint.h>
enum { SJ_UNICODE_PAGE = 128, SJ_UNICODE_LIMIT = 0x31400 };
extern const uint16_t sj_unicode_page[], sj_unicode_property[], sj_unicode_fold_at[];
extern const uint32_t sj_unicode_fold_pool[];
extern const uint32_t sj_unicode_han_from[], sj_unicode_han_to[], sj_unicode_han_count;
#endif
