/* tests/test.h -- what every unit test shares: cmocka, the out-of-memory sweep,
 * and the path of the shared data with a clear skip where it is absent. */
#ifndef SJ_TESTS_TEST_H
#define SJ_TESTS_TEST_H
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include "base/base.h"
#include <stdio.h>
#include <stdlib.h>

/* Runs story(ctx) with the n-th allocation failing, for every n, once and from
 * then on, until it succeeds untouched. story returns SJ_OK, or SJ_ENOMEM and
 * must have freed all; anything else fails the test. At most `limit` failures
 * are tried (0 = all); a long story is swept in strides that still hit the
 * first 200 allocations one by one. */
static inline void sj_test_sweep(sj_status (*story)(void *ctx), void *ctx, int64_t limit)
{
    for (int persistent = 0; persistent < 2; persistent++) {
        const int64_t live = sj_mem_fault.live;
        for (int64_t n = 0; limit == 0 || n < limit; n += n < 200 ? 1 : n / 50) {
            sj_mem_fault.fail_after = n;
            sj_mem_fault.persistent = persistent != 0;
            const sj_status s = story(ctx);
            const bool untouched = sj_mem_fault.fail_after > 0;
            sj_mem_fault.fail_after = -1;
            sj_mem_fault.persistent = false;
            if (sj_mem_fault.live != live)
                fail_msg("allocation %lld: %lld objects leaked", (long long)n,
                         (long long)(sj_mem_fault.live - live));
            if (s != SJ_OK && s != SJ_ENOMEM)
                fail_msg("allocation %lld: %s", (long long)n, sj_status_name(s));
            if (untouched && s == SJ_OK)
                break;
        }
    }
}

/* The next of a sequence that the seed decides: the same on every machine. */
static inline uint64_t sj_test_random(uint64_t *seed)
{
    *seed += 0x9e3779b97f4a7c15u;
    return sj_hash_mix(*seed);
}

/* PATH under ../shared/data, or NULL after printing why the test is skipped. */
static inline const char *sj_test_shared(const char *relative, char *buffer, size_t size)
{
    const char *root = getenv("SOJOURN_SHARED");
    if (root && snprintf(buffer, size, "%s/%s", root, relative) < (int)size) {
        FILE *f = fopen(buffer, "rb");
        if (f) {
            fclose(f);
            return buffer;
        }
    }
    printf("skipped: shared data %s is not here\n", relative);
    return NULL;
}
#endif
