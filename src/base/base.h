/* base/base.h -- what the rooms share beyond the public header: maps, hashes,
 * files, threads, time. See sojourn/base.h for the rest. */
#ifndef SJ_BASE_BASE_H
#define SJ_BASE_BASE_H
#include "base/compiler.h"
#include "sojourn/base.h"
#include <assert.h>

/* ---- hash.c: deterministic on every machine and run (no random seed: inputs
 * are capped, and tables that strangers fill also cap their probe length) ---- */
uint64_t sj_hash_bytes(const void *p, size_t len, uint64_t seed) SJ_PURE;
static inline uint64_t sj_hash_str(sj_str s)
{
    return sj_hash_bytes(s.ptr, s.len, 0);
}
static inline uint64_t sj_hash_mix(uint64_t x) /* a bijection (Stafford's variant 13) */
{
    x ^= x >> 30;
    x *= 0xbf58476d1ce4e5b9u;
    x ^= x >> 27;
    x *= 0x94d049bb133111ebu;
    return x ^ (x >> 31);
}
/* SHA-256 by libcrypto, incremental. hex takes 65 bytes with its NUL. */
typedef struct sj_sha256 sj_sha256;
SJ_MUST sj_status sj_sha256_new(sj_sha256 **ret);
sj_sha256 *sj_sha256_free(sj_sha256 *h);
SJ_DEFINE_AUTO(sj_sha256)
SJ_MUST sj_status sj_sha256_add(sj_sha256 *h, const void *p, size_t len);
SJ_MUST sj_status sj_sha256_hex(sj_sha256 *h, char ret_hex[65]);

/* ---- map.c: string -> uint64_t, open addressing, keys borrowed. Zero-init.
 * Iteration is in order of insertion: entry[0 .. len). ---- */
typedef struct sj_map_entry {
    sj_str key;
    uint64_t value;
} sj_map_entry;
typedef struct sj_map_slot {
    uint32_t number; /* index into entry + 1, 0 = empty */
    uint32_t tag;    /* of the key's hash */
} sj_map_slot;
typedef struct sj_map {
    sj_map_entry *entry;
    sj_map_slot *slot;
    size_t len, entry_capacity, slot_count;
} sj_map;
/* NULL if absent. The pointer dies at the next put. */
sj_map_entry *sj_map_find(const sj_map *m, sj_str key);
/* Finds or adds (value 0 then); *ret_entry is valid until the next put.
 * Errors: SJ_ENOMEM, SJ_ELIMIT past 2^31 entries; the map is unchanged. */
SJ_MUST sj_status sj_map_put(sj_map *m, sj_str key, sj_map_entry **ret_entry);
void sj_map_done(sj_map *m);

/* ---- file.c ---- */
/* A whole file read-only; mapped where that works. Zero-init; done() lets go. */
typedef struct sj_file {
    const char *ptr;
    size_t len;
    bool mapped;
} sj_file;
/* Errors: SJ_ENOTFOUND, SJ_EIO, SJ_ELIMIT if larger than max_bytes, SJ_ENOMEM. */
SJ_MUST sj_status sj_file_open(const char *path, size_t max_bytes, sj_file *ret);
void sj_file_done(sj_file *f);
/* Writes to PATH.tmp.PID in the same folder, fsyncs, renames over: readers see
 * the old bytes or the new ones, never a mixture. Errors: SJ_EIO, SJ_ELIMIT (a
 * path of 4 KiB). */
SJ_MUST sj_status sj_file_replace(const char *path, const void *bytes, size_t len);
/* Is this the name of such a file, left behind by a process that was killed? */
bool sj_file_is_temporary(sj_str name);
/* The same in pieces, for what does not fit in memory twice. close(w, SJ_OK)
 * puts the file in place; with an error it removes what was written and returns
 * that error. Errors: SJ_EIO, SJ_ELIMIT (path too long). */
typedef struct sj_file_writer {
    char path[4096], temporary[4096];
    int descriptor;
} sj_file_writer;
SJ_MUST sj_status sj_file_writer_open(const char *path, sj_file_writer *ret);
SJ_MUST sj_status sj_file_writer_add(sj_file_writer *w, const void *bytes, size_t len);
SJ_MUST sj_status sj_file_writer_close(sj_file_writer *w, sj_status so_far);
/* Names (not paths) in a folder, bytewise sorted, without dot-files, each with a
 * NUL after it; any bytes the file system allows; lives as long as arena. Errors: SJ_ENOTFOUND,
 * SJ_EIO, SJ_ENOMEM, SJ_ELIMIT (> 100,000). */
SJ_MUST sj_status sj_file_list(const char *folder, sj_arena *arena, sj_str **ret,
                               size_t *ret_count);
bool sj_file_is_folder(const char *path);
SJ_MUST sj_status sj_file_make_folder(const char *path); /* with parents */
/* One holder of a file's lock at a time, over all processes; made if missing, never
 * removed. Waits. Where the file system knows no locks, there is none. A holder that
 * dies lets go. Errors: SJ_EIO. */
typedef struct sj_file_lock {
    int descriptor; /* -1: not held */
} sj_file_lock;
SJ_MUST sj_status sj_file_lock_wait(const char *path, sj_file_lock *ret);
void sj_file_lock_done(sj_file_lock *l);

/* ---- thread.c ---- */
/* Calls work(ctx, i, worker) for every i in [0, count) on `threads` workers
 * (0 = all cores, at most 256), worker in [0, threads). Stops handing out work
 * after the first error and returns the error of the lowest i that failed. */
typedef sj_status (*sj_thread_work)(void *ctx, size_t i, unsigned worker);
SJ_MUST sj_status sj_thread_for(unsigned threads, size_t count, sj_thread_work work, void *ctx);
unsigned sj_thread_cores(void);

/* ---- time.c ---- */
uint64_t sj_time_monotonic_ns(void);
/* Now as "2026-11-23T18:41:18Z" (UTC), 21 bytes with NUL. SOURCE_DATE_EPOCH
 * overrides the clock so that outputs can be repeated. */
void sj_time_now(char ret[21]);

/* ---- sort.c ---- */
/* Stable merge sort; `scratch` holds count elements. Never fails. */
void sj_sort_stable(void *base, size_t count, size_t size_bytes, void *scratch,
                    int (*compare)(const void *a, const void *b, void *ctx), void *ctx);
/* LSD radix sort of 64-bit keys; scratch holds count keys. */
void sj_sort_u64(uint64_t *key, size_t count, uint64_t *scratch);
#endif
