/* base/compiler.h -- the only place that spells compiler attributes. */
#ifndef SJ_BASE_COMPILER_H
#define SJ_BASE_COMPILER_H
#define SJ_LIKELY(x) __builtin_expect(!!(x), 1)
#define SJ_UNLIKELY(x) __builtin_expect(!!(x), 0)
#define SJ_UNUSED __attribute__((__unused__))
#define SJ_NOINLINE __attribute__((__noinline__))
#define SJ_PURE __attribute__((__pure__))
#define SJ_PREFETCH(p) __builtin_prefetch(p)
#if defined(__SANITIZE_ADDRESS__)
#define SJ_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define SJ_ASAN 1
#endif
#endif
#ifndef SJ_ASAN
#define SJ_ASAN 0
#endif
#define SJ_COUNT(array) (sizeof(array) / sizeof(array)[0])
#endif
