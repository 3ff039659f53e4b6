/* sojourn/base.h -- the ground every other header stands on: status, borrowed
 * strings, arenas, growing buffers, diagnostics, the allocator seam.
 *
 * Nothing here knows of names, lists or people. The library never logs, never
 * exits, keeps no hidden state but the allocator seam, and reports every
 * failure as a status; text for people is built by the caller from sj_diag. */
#ifndef SOJOURN_BASE_H
#define SOJOURN_BASE_H
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define SJ_MUST __attribute__((__warn_unused_result__))
#define SJ_API __attribute__((__visibility__("default")))
#define SJ_PRINTF(format_index, first_argument) \
    __attribute__((__format__(__printf__, format_index, first_argument)))

/* Status: 0 is success, a negative number an error, SJ_DONE the end of an
 * iteration (only `next` functions return it). */
#define SJ_STATUS_MAP(X)                               \
    X(SJ_OK, 0, "ok")                                  \
    X(SJ_DONE, 1, "no more items")                     \
    X(SJ_ENOMEM, -1, "out of memory")                  \
    X(SJ_EINVAL, -2, "invalid argument")               \
    X(SJ_ELIMIT, -3, "a documented limit was passed")  \
    X(SJ_ESYNTAX, -4, "malformed input")               \
    X(SJ_EENCODING, -5, "text is not valid UTF-8")     \
    X(SJ_ECORRUPT, -6, "data is truncated or damaged") \
    X(SJ_EFORMAT, -7, "not the expected format")       \
    X(SJ_EVERSION, -8, "made by another version")      \
    X(SJ_EIO, -9, "read or write failed")              \
    X(SJ_ENOTFOUND, -10, "not found")                  \
    X(SJ_ENETWORK, -11, "network request failed")      \
    X(SJ_EREFUSED, -12, "refused by a safety rule")    \
    X(SJ_ECANCELLED, -13, "stopped by the caller")
typedef enum sj_status {
#define X(name, value, text) name = value,
    SJ_STATUS_MAP(X)
#undef X
} sj_status;

/* Constant English text of a status; an unknown value gives "unknown status". */
SJ_API const char *sj_status_text(sj_status status);
/* The identifier itself, such as "SJ_ENOMEM". */
SJ_API const char *sj_status_name(sj_status status);

/* Return early on error. Only where all that is held is arena or SJ_AUTO. */
#define SJ_TRY(expr)                      \
    do {                                  \
        const sj_status sj_try_ = (expr); \
        if (sj_try_ < 0)                  \
            return sj_try_;               \
    } while (0)

/* Scope-bound heap objects: SJ_AUTO(sj_thing) *x = NULL; ... *ret = SJ_TAKE(x). */
#define SJ_AUTO(T) __attribute__((__cleanup__(T##_freep_))) T
#define SJ_DEFINE_AUTO(T)                \
    static inline void T##_freep_(T **p) \
    {                                    \
        *p = T##_free(*p);               \
    }
#define SJ_TAKE(p)                    \
    __extension__({                   \
        __typeof__(p) sj_take_ = (p); \
        (p) = NULL;                   \
        sj_take_;                     \
    })
/* Scope-bound in-place objects: SJ_SCOPED(sj_arena) a = {0}; calls T_done. */
#define SJ_SCOPED(T) __attribute__((__cleanup__(T##_done))) T

/* A borrowed byte string; by value; valid UTF-8 without NUL unless a function
 * says otherwise. {NULL, 0} is the empty string. */
typedef struct sj_str {
    const char *ptr;
    size_t len;
} sj_str;
#define SJ_S(lit) ((sj_str){"" lit, sizeof(lit) - 1})
#define SJ_STR_FMT(s) (int)(s).len, (s).len ? (s).ptr : "" /* for "%.*s" */

SJ_API sj_str sj_str_from(const char *zero_terminated); /* NULL gives empty */
SJ_API bool sj_str_eq(sj_str a, sj_str b);
SJ_API bool sj_str_eq_nocase(sj_str a, sj_str b); /* ASCII letters only */
SJ_API int sj_str_cmp(sj_str a, sj_str b);        /* bytewise: <0, 0, >0 */
SJ_API bool sj_str_starts(sj_str s, sj_str prefix);
SJ_API bool sj_str_starts_nocase(sj_str s, sj_str prefix); /* ASCII */
SJ_API bool sj_str_ends(sj_str s, sj_str suffix);
/* Byte offset of the first occurrence at or after `from`; s.len if absent. */
SJ_API size_t sj_str_find(sj_str s, sj_str needle, size_t from);
/* Without ASCII blanks (space, tab, CR, LF, FF, VT), NBSP and U+FEFF at both ends. */
SJ_API sj_str sj_str_trim(sj_str s);
SJ_API sj_str sj_str_slice(sj_str s, size_t from, size_t to); /* clamped */
/* Cuts `*rest` at the first `separator` byte: the piece before it is returned,
 * `*rest` keeps what follows. Returns false once `*rest` is spent (ptr NULL). */
SJ_API bool sj_str_split(sj_str *rest, char separator, sj_str *ret_piece);
/* Decimal digits only; false on anything else, empty, or overflow. */
SJ_API bool sj_str_to_u64(sj_str s, uint64_t *ret);

/* Where a parser stopped and why. `reason` is constant text and says what was
 * expected. offset_bytes counts from the start of the (decompressed) input;
 * line and column count from 1, 0 = unknown. `file` and `field` are copied. */
typedef struct sj_diag {
    sj_status status;
    const char *reason;
    uint64_t offset_bytes, line, column;
    char file[256];
    char field[96];
} sj_diag;
/* Fills a diag (NULL allowed) and returns `status`, so: return sj_diag_set(...). */
SJ_API sj_status sj_diag_set(sj_diag *d, sj_status status, const char *reason,
                             uint64_t offset_bytes, uint64_t line, uint64_t column);
SJ_API void sj_diag_file(sj_diag *d, sj_str file);   /* truncates, NULL allowed */
SJ_API void sj_diag_field(sj_diag *d, sj_str field); /* truncates, NULL allowed */

/* The allocator seam. Tests set `fail_after` to n to make the n-th allocation
 * from now fail (once, or from then on if persistent); -1 switches it off. The
 * seam is global and for tests; production code never touches it. */
typedef struct sj_mem_faults {
    int64_t fail_after;
    bool persistent;
    int64_t live; /* allocations not yet freed */
} sj_mem_faults;
SJ_API extern sj_mem_faults sj_mem_fault;
SJ_API void *sj_mem_alloc(size_t size_bytes);            /* NULL on failure; size 0 is 1 */
SJ_API void *sj_mem_zalloc(size_t size_bytes);           /* zeroed */
SJ_API void *sj_mem_realloc(void *p, size_t size_bytes); /* p stays on failure */
SJ_API void sj_mem_free(void *p);                        /* NULL allowed */
/* Grows `*array` (elements of `size_bytes`) so that `need` fit; doubles; no
 * change on error. Errors: SJ_ENOMEM, SJ_ELIMIT if need > max. */
SJ_API SJ_MUST sj_status sj_mem_regrow(void *array /* T** */, size_t *capacity, size_t need,
                                       size_t max, size_t size_bytes);
/* The same; where nothing is to be done, as in most pushes, without a call. */
SJ_MUST static inline sj_status sj_mem_grow(void *array, size_t *capacity, size_t need, size_t max,
                                            size_t size_bytes)
{
    return need <= *capacity && need <= max ? SJ_OK
                                            : sj_mem_regrow(array, capacity, need, max, size_bytes);
}

/* An arena: many small objects, one life. Zero-initialise; done() frees all.
 * Objects are aligned to 16 and live until clear/done. In ASan builds each
 * object is its own malloc so that every edge is seen. */
typedef struct sj_arena {
    struct sj_arena_chunk *head;
    size_t used_bytes; /* handed out so far */
    size_t max_bytes;  /* 0 = no limit; passing it makes alloc return NULL */
} sj_arena;
SJ_API void *sj_arena_alloc(sj_arena *a, size_t size_bytes);  /* NULL on failure */
SJ_API void *sj_arena_zalloc(sj_arena *a, size_t size_bytes); /* zeroed */
SJ_API SJ_MUST sj_status sj_arena_copy(sj_arena *a, sj_str s, sj_str *ret);
SJ_API SJ_MUST sj_status sj_arena_format(sj_arena *a, sj_str *ret, const char *format, ...)
    SJ_PRINTF(3, 4);
/* Appends one zeroed element to an array that lives in the arena (grown by
 * copying, capacities are powers of two). Returns NULL on out-of-memory. */
SJ_API void *sj_arena_push(sj_arena *a, void *array /* T** */, size_t *count, size_t size_bytes);
SJ_API void sj_arena_clear(sj_arena *a); /* objects die, memory may be kept */
SJ_API void sj_arena_done(sj_arena *a);

/* A growing byte buffer with a maximum and a sticky status: appends return
 * void, ask sj_buf_status() once at the end. Zero-init gives max 0 = no limit. */
typedef struct sj_buf {
    char *ptr;
    size_t len, capacity, max_bytes;
    sj_status status;
} sj_buf;
SJ_API void sj_buf_add(sj_buf *b, sj_str s);
SJ_API void sj_buf_add_char(sj_buf *b, char c);
SJ_API void sj_buf_add_cp(sj_buf *b, uint32_t code_point); /* as UTF-8 */
SJ_API void sj_buf_addf(sj_buf *b, const char *format, ...) SJ_PRINTF(2, 3);
SJ_API void sj_buf_add_u64(sj_buf *b, uint64_t n);
/* Shortest decimal that is stable: fixed `decimals` digits, '.' whatever the locale. */
SJ_API void sj_buf_add_fixed(sj_buf *b, double x, unsigned decimals);
SJ_API void sj_buf_add_json(sj_buf *b, sj_str s); /* a quoted JSON string */
SJ_API SJ_MUST sj_status sj_buf_status(const sj_buf *b);
SJ_API sj_str sj_buf_str(const sj_buf *b); /* borrowed until the next append */
SJ_API void sj_buf_clear(sj_buf *b);
SJ_API void sj_buf_done(sj_buf *b);

/* UTF-8. decode: reads one code point at *pos (< s.len) of valid UTF-8 and
 * advances; on an invalid byte returns U+FFFD and advances by one. */
SJ_API uint32_t sj_utf8_decode(sj_str s, size_t *pos);
/* Writes 1..4 bytes, returns how many. Surrogates and > 10FFFF become U+FFFD. */
SJ_API size_t sj_utf8_encode(uint32_t code_point, char ret[4]);
/* Offset of the first invalid byte (overlong, surrogate, truncated), s.len if none. */
SJ_API size_t sj_utf8_check(sj_str s);
SJ_API size_t sj_utf8_count(sj_str s); /* code points of valid UTF-8 */
#endif
