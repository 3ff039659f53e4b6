/* base/str.c -- status texts, slices and UTF-8. No locale: classification of
 * bytes is spelt out here. */
#include "base/base.h"

const char *sj_status_text(sj_status status)
{
    switch (status) {
#define X(name, value, text) \
    case name:               \
        return text;
        SJ_STATUS_MAP(X)
#undef X
    }
    return "unknown status";
}

const char *sj_status_name(sj_status status)
{
    switch (status) {
#define X(name, value, text) \
    case name:               \
        return #name;
        SJ_STATUS_MAP(X)
#undef X
    }
    return "SJ_UNKNOWN";
}

sj_str sj_str_from(const char *zero_terminated)
{
    return zero_terminated ? (sj_str){zero_terminated, strlen(zero_terminated)} : (sj_str){"", 0};
}

bool sj_str_eq(sj_str a, sj_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + 32 : c);
}

bool sj_str_eq_nocase(sj_str a, sj_str b)
{
    return a.len == b.len && sj_str_starts_nocase(a, b);
}

int sj_str_cmp(sj_str a, sj_str b)
{
    const size_t n = a.len < b.len ? a.len : b.len;
    const int c = n ? memcmp(a.ptr, b.ptr, n) : 0;
    return c ? c : (a.len > b.len) - (a.len < b.len);
}

bool sj_str_starts(sj_str s, sj_str prefix)
{
    return s.len >= prefix.len && (prefix.len == 0 || memcmp(s.ptr, prefix.ptr, prefix.len) == 0);
}

bool sj_str_starts_nocase(sj_str s, sj_str prefix)
{
    if (s.len < prefix.len)
        return false;
    for (size_t i = 0; i < prefix.len; i++)
        if (lower(s.ptr[i]) != lower(prefix.ptr[i]))
            return false;
    return true;
}

bool sj_str_ends(sj_str s, sj_str suffix)
{
    return s.len >= suffix.len &&
           (suffix.len == 0 || memcmp(s.ptr + s.len - suffix.len, suffix.ptr, suffix.len) == 0);
}

size_t sj_str_find(sj_str s, sj_str needle, size_t from)
{
    if (needle.len == 0)
        return from < s.len ? from : s.len;
    if (needle.len > s.len)
        return s.len;
    for (size_t i = from; i <= s.len - needle.len; i++) {
        const char *hit = memchr(s.ptr + i, needle.ptr[0], s.len - i - needle.len + 1);
        if (!hit)
            return s.len;
        i = (size_t)(hit - s.ptr);
        if (memcmp(hit, needle.ptr, needle.len) == 0)
            return i;
    }
    return s.len;
}

static size_t blank_at_start(sj_str s)
{
    if (s.len == 0)
        return 0;
    if (s.ptr[0] == ' ' || (s.ptr[0] >= '\t' && s.ptr[0] <= '\r'))
        return 1;
    if (sj_str_starts(s, SJ_S("\xC2\xA0")))
        return 2;
    return sj_str_starts(s, SJ_S("\xEF\xBB\xBF")) ? 3 : 0;
}

static size_t blank_at_end(sj_str s)
{
    if (s.len == 0)
        return 0;
    const char c = s.ptr[s.len - 1];
    if (c == ' ' || (c >= '\t' && c <= '\r'))
        return 1;
    if (sj_str_ends(s, SJ_S("\xC2\xA0")))
        return 2;
    return sj_str_ends(s, SJ_S("\xEF\xBB\xBF")) ? 3 : 0;
}

/* Most texts begin and end with a letter of ASCII: these have no blank to look for. */
static bool is_plain(char c)
{
    return c > ' ' && c < 0x7F;
}

sj_str sj_str_trim(sj_str s)
{
    if (s.len && is_plain(s.ptr[0]) && is_plain(s.ptr[s.len - 1]))
        return s;
    for (size_t n; (n = blank_at_start(s)) > 0;)
        s = (sj_str){s.ptr + n, s.len - n};
    for (size_t n; (n = blank_at_end(s)) > 0;)
        s.len -= n;
    return s;
}

sj_str sj_str_slice(sj_str s, size_t from, size_t to)
{
    to = to < s.len ? to : s.len;
    from = from < to ? from : to;
    return (sj_str){s.ptr ? s.ptr + from : NULL, to - from};
}

bool sj_str_split(sj_str *rest, char separator, sj_str *ret_piece)
{
    if (!rest->ptr)
        return false;
    const char *hit = rest->len ? memchr(rest->ptr, separator, rest->len) : NULL;
    if (!hit) {
        *ret_piece = *rest;
        *rest = (sj_str){NULL, 0};
        return true;
    }
    const size_t n = (size_t)(hit - rest->ptr);
    *ret_piece = (sj_str){rest->ptr, n};
    *rest = (sj_str){hit + 1, rest->len - n - 1};
    return true;
}

bool sj_str_to_u64(sj_str s, uint64_t *ret)
{
    uint64_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];
        if (c < '0' || c > '9' || n > (UINT64_MAX - (uint64_t)(c - '0')) / 10)
            return false;
        n = n * 10 + (uint64_t)(c - '0');
    }
    if (s.len)
        *ret = n;
    return s.len > 0;
}

sj_status sj_diag_set(sj_diag *d, sj_status status, const char *reason, uint64_t offset_bytes,
                      uint64_t line, uint64_t column)
{
    if (d) {
        d->status = status;
        d->reason = reason;
        d->offset_bytes = offset_bytes;
        d->line = line;
        d->column = column;
    }
    return status;
}

static void copy_cut(char *to, size_t size, sj_str s)
{
    size_t n = s.len < size - 1 ? s.len : size - 1;
    while (n < s.len && n > 0 && ((unsigned char)s.ptr[n] & 0xC0) == 0x80)
        n--; /* not inside a code point */
    if (n)
        memcpy(to, s.ptr, n);
    to[n] = 0;
}

void sj_diag_file(sj_diag *d, sj_str file)
{
    if (d)
        copy_cut(d->file, sizeof d->file, file);
}

void sj_diag_field(sj_diag *d, sj_str field)
{
    if (d)
        copy_cut(d->field, sizeof d->field, field);
}

/* Length of the valid sequence at p (n bytes left), 0 if invalid. Unicode 15,
 * table 3-7: the second byte carries the limits against overlong forms,
 * surrogates and values past 10FFFF. */
static size_t sequence(const unsigned char *p, size_t n)
{
    if (p[0] < 0x80)
        return 1;
    if (p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    const size_t need = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (n < need)
        return 0;
    const unsigned char low = p[0] == 0xE0 ? 0xA0 : p[0] == 0xF0 ? 0x90 : 0x80;
    const unsigned char high = p[0] == 0xED ? 0x9F : p[0] == 0xF4 ? 0x8F : 0xBF;
    if (p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < need; i++)
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    return need;
}

uint32_t sj_utf8_decode(sj_str s, size_t *pos)
{
    const unsigned char *p = (const unsigned char *)s.ptr + *pos;
    const size_t n = sequence(p, s.len - *pos);
    *pos += n ? n : 1;
    switch (n) {
    case 1:
        return p[0];
    case 2:
        return (uint32_t)(p[0] & 0x1F) << 6 | (p[1] & 0x3F);
    case 3:
        return (uint32_t)(p[0] & 0x0F) << 12 | (uint32_t)(p[1] & 0x3F) << 6 | (p[2] & 0x3F);
    case 4:
        return (uint32_t)(p[0] & 0x07) << 18 | (uint32_t)(p[1] & 0x3F) << 12 |
               (uint32_t)(p[2] & 0x3F) << 6 | (p[3] & 0x3F);
    default:
        return 0xFFFD;
    }
}

size_t sj_utf8_encode(uint32_t cp, char ret[4])
{
    if (cp > 0x10FFFF || (cp >= 0xD800 && cp < 0xE000))
        cp = 0xFFFD;
    if (cp < 0x80) {
        ret[0] = (char)cp;
        return 1;
    }
    if (cp < 0x800) {
        ret[0] = (char)(0xC0 | cp >> 6);
        ret[1] = (char)(0x80 | (cp & 0x3F));
        return 2;
    }
    if (cp < 0x10000) {
        ret[0] = (char)(0xE0 | cp >> 12);
        ret[1] = (char)(0x80 | (cp >> 6 & 0x3F));
        ret[2] = (char)(0x80 | (cp & 0x3F));
        return 3;
    }
    ret[0] = (char)(0xF0 | cp >> 18);
    ret[1] = (char)(0x80 | (cp >> 12 & 0x3F));
    ret[2] = (char)(0x80 | (cp >> 6 & 0x3F));
    ret[3] = (char)(0x80 | (cp & 0x3F));
    return 4;
}

size_t sj_utf8_check(sj_str s)
{
    const unsigned char *p = (const unsigned char *)s.ptr;
    size_t i = 0;
    while (i < s.len) {
        uint64_t eight;
        if (s.len - i >= 8 && (memcpy(&eight, p + i, 8), (eight & 0x8080808080808080u) == 0)) {
            i += 8;
            continue;
        }
        const size_t n = sequence(p + i, s.len - i);
        if (n == 0)
            return i;
        i += n;
    }
    return s.len;
}

size_t sj_utf8_count(sj_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        n += ((unsigned char)s.ptr[i] & 0xC0) != 0x80;
    return n;
}
