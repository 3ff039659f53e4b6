/* tests/ref/distance_ref.h -- optimal string alignment by the full matrix (Wagner
 * and Fischer 1974, with the swap of neighbours), and the letters of a scanner by
 * a table of pairs. The twins of sj_distance and sj_distance_ocr_fold. */
#ifndef SJ_TESTS_DISTANCE_REF_H
#define SJ_TESTS_DISTANCE_REF_H
#include "base/base.h"

enum { REF_DISTANCE_MAX = 64 }; /* code points: the tests write no longer word */

static inline size_t ref_code_points(sj_str s, uint32_t ret[REF_DISTANCE_MAX])
{
    size_t n = 0;
    for (size_t pos = 0; pos < s.len && n < REF_DISTANCE_MAX;)
        ret[n++] = sj_utf8_decode(s, &pos);
    return n;
}

static inline unsigned ref_least(unsigned a, unsigned b)
{
    return a < b ? a : b;
}

/* d[i][j]: edits between the first i letters of a and the first j of b. */
static inline unsigned ref_distance(sj_str a, sj_str b)
{
    unsigned d[REF_DISTANCE_MAX + 1][REF_DISTANCE_MAX + 1];
    uint32_t x[REF_DISTANCE_MAX], y[REF_DISTANCE_MAX];
    const size_t n = ref_code_points(a, x), m = ref_code_points(b, y);
    for (size_t i = 0; i <= n; i++)
        for (size_t j = 0; j <= m; j++) {
            if (i == 0 || j == 0) {
                d[i][j] = (unsigned)(i + j);
                continue;
            }
            d[i][j] = d[i - 1][j - 1] + (x[i - 1] != y[j - 1]);
            d[i][j] = ref_least(d[i][j], d[i - 1][j] + 1);
            d[i][j] = ref_least(d[i][j], d[i][j - 1] + 1);
            if (i > 1 && j > 1 && x[i - 1] == y[j - 2] && x[i - 2] == y[j - 1])
                d[i][j] = ref_least(d[i][j], d[i - 2][j - 2] + 1);
        }
    return d[n][m];
}

/* Left to right, the first row that fits; ret holds at least s.len bytes. */
static inline size_t ref_ocr_fold(sj_str s, char *ret)
{
    static const char *const row[][2] = {{"rn", "m"}, {"vv", "w"}, {"cl", "d"}, {"0", "o"},
                                         {"1", "l"},  {"5", "s"},  {"8", "b"}};
    size_t n = 0;
    for (size_t i = 0; i < s.len;) {
        size_t r = 0;
        while (r < SJ_COUNT(row) && !(s.len - i >= strlen(row[r][0]) &&
                                      memcmp(s.ptr + i, row[r][0], strlen(row[r][0])) == 0))
            r++;
        ret[n++] = r < SJ_COUNT(row) ? row[r][1][0] : s.ptr[i];
        i += r < SJ_COUNT(row) ? strlen(row[r][0]) : 1;
    }
    return n;
}
#endif
