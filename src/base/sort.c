/* base/sort.c -- bottom-up merge sort (stable, no recursion, never fails) and an LSD
 * radix sort that skips the bytes in which no key differs. */
#include "base/base.h"

static void merge(const char *a, size_t na, const char *b, size_t nb, char *to, size_t size,
                  int (*compare)(const void *, const void *, void *), void *ctx)
{
    while (na > 0 && nb > 0) {
        const bool left = compare(a, b, ctx) <= 0;
        memcpy(to, left ? a : b, size);
        to += size;
        if (left) {
            a += size;
            na--;
        } else {
            b += size;
            nb--;
        }
    }
    if (na)
        memcpy(to, a, na * size);
    else if (nb)
        memcpy(to, b, nb * size);
}

void sj_sort_stable(void *base, size_t count, size_t size_bytes, void *scratch,
                    int (*compare)(const void *a, const void *b, void *ctx), void *ctx)
{
    char *from = base, *to = scratch;
    for (size_t width = 1; width < count; width *= 2) {
        for (size_t i = 0; i < count; i += 2 * width) {
            const size_t na = count - i < width ? count - i : width;
            const size_t left = count - i - na, nb = left < width ? left : width;
            merge(from + i * size_bytes, na, from + (i + na) * size_bytes, nb, to + i * size_bytes,
                  size_bytes, compare, ctx);
        }
        char *swap = from;
        from = to;
        to = swap;
    }
    if (from != base)
        memcpy(base, from, count * size_bytes);
}

void sj_sort_u64(uint64_t *key, size_t count, uint64_t *scratch)
{
    uint64_t any = 0, all = UINT64_MAX;
    for (size_t i = 0; i < count; i++) {
        any |= key[i];
        all &= key[i];
    }
    uint64_t *from = key, *to = scratch;
    for (unsigned shift = 0; shift < 64; shift += 8) {
        if (((any ^ all) >> shift & 0xFF) == 0)
            continue;
        size_t start[257] = {0};
        for (size_t i = 0; i < count; i++)
            start[(from[i] >> shift & 0xFF) + 1]++;
        for (unsigned i = 0; i < 256; i++)
            start[i + 1] += start[i];
        for (size_t i = 0; i < count; i++)
            to[start[from[i] >> shift & 0xFF]++] = from[i];
        uint64_t *swap = from;
        from = to;
        to = swap;
    }
    if (from != key && count)
        memcpy(key, from, count * sizeof *key);
}
