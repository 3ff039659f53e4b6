/* base/buf.c -- growing bytes. Invariant: once status is an error nothing is
 * appended any more, so a caller asks once, at the end; reserve() and
 * refuse() are the only places that set it. */
#include "base/base.h"
#include <stdarg.h>
#include <stdio.h>

static void refuse(sj_buf *b, sj_status status)
{
    if (b->status >= 0)
        b->status = status;
}

/* Room for n bytes of content and `spare` bytes that do not count. */
static char *reserve(sj_buf *b, size_t n, size_t spare)
{
    if (b->status < 0)
        return NULL;
    if (!b->max_bytes && n + spare <= b->capacity - b->len && n <= SIZE_MAX / 4)
        return b->ptr + b->len; /* nearly always */
    const size_t max = b->max_bytes ? b->max_bytes : SIZE_MAX / 4;
    if (n > max || b->len > max - n) {
        refuse(b, SJ_ELIMIT);
        return NULL;
    }
    const sj_status s = sj_mem_grow(&b->ptr, &b->capacity, b->len + n + spare, SIZE_MAX / 2, 1);
    if (s < 0) {
        refuse(b, s);
        return NULL;
    }
    return b->ptr + b->len;
}

void sj_buf_add(sj_buf *b, sj_str s)
{
    char *to = s.len ? reserve(b, s.len, 0) : NULL;
    if (!to)
        return;
    memcpy(to, s.ptr, s.len);
    b->len += s.len;
}

void sj_buf_add_char(sj_buf *b, char c)
{
    char *to = reserve(b, 1, 0);
    if (!to)
        return;
    *to = c;
    b->len++;
}

void sj_buf_add_cp(sj_buf *b, uint32_t code_point)
{
    char bytes[4];
    const size_t n = sj_utf8_encode(code_point, bytes);
    sj_buf_add(b, (sj_str){bytes, n});
}

void sj_buf_addf(sj_buf *b, const char *format, ...)
{
    va_list args, again;
    va_start(args, format);
    va_copy(again, args);
    const size_t room = b->status >= 0 ? b->capacity - b->len : 0;
    const int n =
        vsnprintf(room ? b->ptr + b->len : NULL, room, format, args); /* nearly always fits */
    va_end(args);
    char *to = n < 0 ? NULL : reserve(b, (size_t)n, 1); /* its NUL */
    if (n < 0)
        refuse(b, SJ_EINVAL);
    if (to && (size_t)n >= room)
        (void)vsnprintf(to, (size_t)n + 1, format, again);
    if (to)
        b->len += (size_t)n;
    va_end(again);
}

void sj_buf_add_u64(sj_buf *b, uint64_t n)
{
    char digits[20];
    size_t at = sizeof digits;
    do {
        digits[--at] = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    sj_buf_add(b, (sj_str){digits + at, sizeof digits - at});
}

/* Fixed point by integers: rounds half away from zero, never asks the locale.
 * Values past 2^53 / 10^decimals are no scores or amounts of ours: EINVAL. The
 * half is compared, not added: the sum would round once more. */
void sj_buf_add_fixed(sj_buf *b, double x, unsigned decimals)
{
    double scale = 1;
    for (unsigned i = 0; i < decimals && i < 16; i++)
        scale *= 10;
    const double scaled = (x < 0 ? -x : x) * scale;
    if (!(scaled < 9007199254740992.0) || decimals > 15) {
        refuse(b, SJ_EINVAL);
        return;
    }
    uint64_t whole = (uint64_t)scaled;
    whole += scaled - (double)whole >= 0.5;
    const uint64_t unit = (uint64_t)scale;
    if (x < 0 && whole > 0)
        sj_buf_add_char(b, '-');
    sj_buf_add_u64(b, whole / unit);
    if (decimals == 0)
        return;
    sj_buf_add_char(b, '.');
    for (uint64_t place = unit / 10; place > 0; place /= 10)
        sj_buf_add_char(b, (char)('0' + whole / place % 10));
}

static char escape_letter(unsigned char c)
{
    switch (c) {
    case '"':
    case '\\':
        return (char)c;
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    default:
        return 0;
    }
}

void sj_buf_add_json(sj_buf *b, sj_str s)
{
    static const char hex[] = "0123456789abcdef";
    sj_buf_add_char(b, '"');
    size_t from = 0;
    for (size_t i = 0; i < s.len; i++) {
        const unsigned char c = (unsigned char)s.ptr[i];
        if (c >= 0x20 && c != '"' && c != '\\')
            continue;
        sj_buf_add(b, sj_str_slice(s, from, i));
        from = i + 1;
        const char letter = escape_letter(c);
        if (letter) {
            const char two[2] = {'\\', letter};
            sj_buf_add(b, (sj_str){two, 2});
        } else {
            const char six[6] = {'\\', 'u', '0', '0', hex[c >> 4], hex[c & 15]};
            sj_buf_add(b, (sj_str){six, 6});
        }
    }
    sj_buf_add(b, sj_str_slice(s, from, s.len));
    sj_buf_add_char(b, '"');
}

sj_status sj_buf_status(const sj_buf *b)
{
    return b->status;
}

sj_str sj_buf_str(const sj_buf *b)
{
    return b->len ? (sj_str){b->ptr, b->len} : (sj_str){"", 0};
}

void sj_buf_clear(sj_buf *b)
{
    b->len = 0;
    b->status = SJ_OK;
}

void sj_buf_done(sj_buf *b)
{
    sj_mem_free(b->ptr);
    *b = (sj_buf){.max_bytes = b->max_bytes};
}
