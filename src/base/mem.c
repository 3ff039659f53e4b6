/* base/mem.c -- the one place that calls malloc, so that one counter can make
 * every allocation of the library fail in turn.
 *
 * Arena: a list of chunks, the newest first; an object never straddles chunks;
 * chunks double from 4 KiB to 1 MiB so that small arenas stay small and large
 * ones make few calls. Under ASan every object is a chunk of its own, so that
 * an overrun inside an arena is found. Invariant: head->used <= head->size. */
#include "base/base.h"
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

sj_mem_faults sj_mem_fault = {-1, false, 0};

/* Atomic, so that a sweep over code with threads is no data race. */
static bool must_fail(void)
{
    int64_t left = __atomic_load_n(&sj_mem_fault.fail_after, __ATOMIC_RELAXED);
    while (SJ_UNLIKELY(left >= 0)) {
        const int64_t next = left > 0 ? left - 1 : sj_mem_fault.persistent ? 0 : -1;
        if (__atomic_compare_exchange_n(&sj_mem_fault.fail_after, &left, next, false,
                                        __ATOMIC_RELAXED, __ATOMIC_RELAXED))
            return left == 0;
    }
    return false;
}

void *sj_mem_alloc(size_t size_bytes)
{
    if (must_fail())
        return NULL;
    void *p = malloc(size_bytes ? size_bytes : 1);
    if (p)
        __atomic_add_fetch(&sj_mem_fault.live, 1, __ATOMIC_RELAXED);
    return p;
}

void *sj_mem_zalloc(size_t size_bytes)
{
    if (must_fail())
        return NULL;
    void *p = calloc(1, size_bytes ? size_bytes : 1);
    if (p)
        __atomic_add_fetch(&sj_mem_fault.live, 1, __ATOMIC_RELAXED);
    return p;
}

void *sj_mem_realloc(void *p, size_t size_bytes)
{
    if (!p)
        return sj_mem_alloc(size_bytes);
    if (must_fail())
        return NULL;
    return realloc(p, size_bytes ? size_bytes : 1);
}

void sj_mem_free(void *p)
{
    if (p)
        __atomic_sub_fetch(&sj_mem_fault.live, 1, __ATOMIC_RELAXED);
    free(p);
}

sj_status sj_mem_regrow(void *array, size_t *capacity, size_t need, size_t max, size_t size_bytes)
{
    if (need > max)
        return SJ_ELIMIT;
    if (need <= *capacity)
        return SJ_OK;
    if (need > SIZE_MAX / 2 / size_bytes)
        return SJ_ELIMIT;
    size_t wanted = *capacity ? *capacity : 8;
    while (wanted < need)
        wanted *= 2;
    if (wanted > SIZE_MAX / size_bytes)
        return SJ_ELIMIT;
    void *old;
    memcpy(&old, array, sizeof old); /* array is T**: no aliasing of pointer types */
    void *grown = sj_mem_realloc(old, wanted * size_bytes);
    if (!grown)
        return SJ_ENOMEM;
    memcpy(array, &grown, sizeof grown);
    *capacity = wanted;
    return SJ_OK;
}

struct sj_arena_chunk {
    struct sj_arena_chunk *next;
    size_t size, used;
    _Alignas(16) unsigned char bytes[];
};
enum { CHUNK_MIN = 4096, CHUNK_MAX = 1 << 20 };

static struct sj_arena_chunk *chunk_new(sj_arena *a, size_t size)
{
    size_t wanted = CHUNK_MIN;
    if (!SJ_ASAN && a->head)
        wanted = a->head->size < CHUNK_MAX ? a->head->size * 2 : CHUNK_MAX;
    if (SJ_ASAN || wanted < size)
        wanted = size;
    struct sj_arena_chunk *c = sj_mem_alloc(sizeof *c + wanted);
    if (!c)
        return NULL;
    c->next = a->head;
    c->size = wanted;
    c->used = 0;
    a->head = c;
    return c;
}

void *sj_arena_alloc(sj_arena *a, size_t size_bytes)
{
    if (size_bytes > SIZE_MAX / 4)
        return NULL;
    const size_t size = SJ_ASAN ? (size_bytes ? size_bytes : 1) : (size_bytes + 15) & ~(size_t)15;
    if (a->max_bytes && (a->used_bytes > a->max_bytes || size > a->max_bytes - a->used_bytes))
        return NULL;
    struct sj_arena_chunk *c = a->head;
    if (SJ_ASAN || !c || c->size - c->used < size)
        c = chunk_new(a, size);
    if (!c)
        return NULL;
    void *p = c->bytes + c->used;
    c->used += size;
    a->used_bytes += size;
    return p;
}

void *sj_arena_zalloc(sj_arena *a, size_t size_bytes)
{
    void *p = sj_arena_alloc(a, size_bytes);
    if (p)
        memset(p, 0, size_bytes);
    return p;
}

sj_status sj_arena_copy(sj_arena *a, sj_str s, sj_str *ret)
{
    if (s.len == 0) {
        *ret = (sj_str){"", 0};
        return SJ_OK;
    }
    char *copy = sj_arena_alloc(a, s.len);
    if (!copy)
        return SJ_ENOMEM;
    memcpy(copy, s.ptr, s.len);
    *ret = (sj_str){copy, s.len};
    return SJ_OK;
}

sj_status sj_arena_format(sj_arena *a, sj_str *ret, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const int n = vsnprintf(NULL, 0, format, args);
    va_end(args);
    char *text = n < 0 ? NULL : sj_arena_alloc(a, (size_t)n + 1);
    if (text)
        (void)vsnprintf(text, (size_t)n + 1, format, again);
    va_end(again);
    if (n < 0)
        return SJ_EINVAL;
    if (!text)
        return SJ_ENOMEM;
    *ret = (sj_str){text, (size_t)n};
    return SJ_OK;
}

void *sj_arena_push(sj_arena *a, void *array, size_t *count, size_t size_bytes)
{
    unsigned char *items;
    memcpy(&items, array, sizeof items);
    const size_t n = *count;
    if ((n & (n - 1)) == 0) { /* full at 0 and at each power of two */
        unsigned char *grown = sj_arena_alloc(a, (n ? n * 2 : 1) * size_bytes);
        if (!grown)
            return NULL;
        if (n)
            memcpy(grown, items, n * size_bytes);
        items = grown;
        memcpy(array, &items, sizeof items);
    }
    void *item = items + n * size_bytes;
    memset(item, 0, size_bytes);
    *count = n + 1;
    return item;
}

void sj_arena_done(sj_arena *a)
{
    for (struct sj_arena_chunk *c = a->head, *next; c; c = next) {
        next = c->next;
        sj_mem_free(c);
    }
    a->head = NULL;
    a->used_bytes = 0;
}

void sj_arena_clear(sj_arena *a)
{
    if (SJ_ASAN || !a->head) {
        sj_arena_done(a);
        return;
    }
    struct sj_arena_chunk *keep = a->head; /* the newest, mostly the largest */
    a->head = keep->next;
    sj_arena_done(a);
    keep->next = NULL;
    keep->used = 0;
    a->head = keep;
}
