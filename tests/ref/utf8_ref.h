/* tests/ref/utf8_ref.h -- UTF-8 from the definition, slowly: gather the bits
 * that the first byte promises, then refuse what has a shorter form. The twin
 * of sj_utf8_decode and sj_utf8_check, which decide by ranges of bytes. */
#ifndef SJ_TESTS_UTF8_REF_H
#define SJ_TESTS_UTF8_REF_H
#include <stddef.h>
#include <stdint.h>

/* Length of the sequence at p (n > 0 bytes left) and its code point, or 0. */
static inline size_t ref_utf8(const unsigned char *p, size_t n, uint32_t *ret)
{
    size_t ones = 0;
    while (ones < 8 && (p[0] & (0x80 >> ones)))
        ones++;
    const size_t len = ones == 0 ? 1 : ones;
    if (ones == 1 || ones > 4 || len > n)
        return 0;
    uint32_t cp = ones == 0 ? p[0] : p[0] & (0x7Fu >> ones);
    for (size_t i = 1; i < len; i++) {
        if (p[i] / 64 != 2)
            return 0;
        cp = cp * 64 + p[i] % 64;
    }
    const size_t shortest = cp < 0x80 ? 1 : cp < 0x800 ? 2 : cp < 0x10000 ? 3 : 4;
    if (len != shortest || cp > 0x10FFFF || (cp >= 0xD800 && cp <= 0xDFFF))
        return 0;
    *ret = cp;
    return len;
}
#endif
