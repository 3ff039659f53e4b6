/* Two names, a line each: prepared in every kind, compared both ways. Properties:
 * symmetric, in [0, 1], the explanation has the same score. */
#include "sojourn/names.h"
#include "base/base.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sj_str rest = {(const char *)data, size}, first;
    if (!sj_str_split(&rest, '\n', &first) || !rest.ptr)
        return 0;
    for (int kind = SJ_COMPARE_ANY; kind <= SJ_COMPARE_VESSEL; kind++) {
        SJ_SCOPED(sj_arena) a = {0};
        const sj_name *x, *y;
        if (sj_name_prepare(first, NULL, (sj_compare_kind)kind, &a, &x) < 0 ||
            sj_name_prepare(rest, NULL, (sj_compare_kind)kind, &a, &y) < 0)
            return 0;
        const double score = sj_name_compare(x, y);
        sj_name_explanation e;
        sj_name_explain(x, y, &e);
        if (score != sj_name_compare(y, x) || !(score >= 0 && score <= 1) || e.score != score)
            abort();
    }
    return 0;
}
