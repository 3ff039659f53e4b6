/* fuzz/distance_fuzz.c -- two words, a line each, any bytes. Laws: symmetric; at most
 * max + 1; a higher max never finds fewer edits below the lower one; places lie in
 * the first word; equal folds of a scanner are one edit; a fold keeps its capacity. */
#include "records_check.h"
#include "text/distance.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static sj_edits check(sj_str a, sj_str b, unsigned max)
{
    sj_edits e, back;
    sj_distance(a, b, max, &e);
    sj_distance(b, a, max, &back);
    demand(e.count == back.count && e.count <= max + 1);
    for (unsigned i = 0; i < e.count && e.count <= max; i++) {
        demand(e.kind[i] > SJ_EDIT_NONE && e.kind[i] <= SJ_EDIT_OCR);
        demand(e.at[i] <= sj_utf8_count(a));
    }
    return e;
}

static void check_fold(sj_str a, sj_str b)
{
    char x[64], y[64];
    const size_t n = sj_distance_ocr_fold(a, x, sizeof x);
    const size_t m = sj_distance_ocr_fold(b, y, sizeof y);
    demand(n <= a.len && n <= sizeof x);
    if (a.len > sizeof x || b.len > sizeof y || sj_str_eq(a, b))
        return;
    if (sj_str_eq((sj_str){x, n}, (sj_str){y, m}))
        demand(check(a, b, 1).kind[0] == SJ_EDIT_OCR);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sj_str b = {(const char *)data, size}, a;
    if (!sj_str_split(&b, '\n', &a) || !b.ptr)
        return 0;
    if (sj_utf8_check(a) != a.len || sj_utf8_check(b) != b.len)
        return 0; /* a caller's words are text */
    unsigned least = 0;
    for (unsigned max = 0; max <= 2; max++) {
        const unsigned count = check(a, b, max).count;
        demand(count >= least && (count == least || least == max));
        least = count;
    }
    demand((check(a, b, 0).count == 0) == sj_str_eq(a, b));
    check_fold(a, b);
    return 0;
}
