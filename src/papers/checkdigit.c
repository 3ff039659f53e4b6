/* papers/checkdigit.c -- the check-digit systems that many schemes share.
 *
 * Sources: ISO/IEC 7064:2003 (pure systems, clause 7; hybrid systems, clause 9),
 * ISO/IEC 7812-1 annex B (Luhn), J. Verhoeff, Error Detecting Decimal Codes
 * (1969), H. M. Damm, Total anti-symmetrische Quasigruppen (2004).
 *
 *   (1) Every system here but Luhn finds each change of a single character;
 *       Luhn does too, for digits. Systems of weighted sums modulo 11 that map
 *       the remainder 10 to a digit do not: their schemes say so.
 *   (2) Remainders are kept small at each step, so that no length overflows.
 *
 * Not chosen: one function with a table of systems; the callers know which
 * system they need, and each of these is shorter than its row would be. */
#include "papers/checkdigit.h"

static unsigned digit(char c)
{
    return (unsigned)(c - '0');
}

/* 0..9, A = 10 .. Z = 35; the caller knows that it is one of these. */
static unsigned alphanumeric(char c)
{
    return c <= '9' ? digit(c) : (unsigned)(c - 'A') + 10;
}

bool sj_check_all_digits(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
    return s.len > 0;
}

unsigned sj_check_weighted(const char *digits, const uint8_t *weight, size_t count)
{
    unsigned sum = 0;
    for (size_t i = 0; i < count; i++)
        sum += weight[i] * digit(digits[i]);
    return sum;
}

char sj_check_luhn(sj_str payload)
{
    unsigned sum = 0;
    for (size_t i = 0; i < payload.len; i++) { /* from the right: doubled, plain, doubled ... */
        const unsigned d = digit(payload.ptr[payload.len - 1 - i]);
        const unsigned twice = d < 5 ? 2 * d : 2 * d - 9;
        sum = (sum + (i % 2 == 0 ? twice : d)) % 10;
    }
    return (char)('0' + (10 - sum) % 10);
}

/* The product of the dihedral group of order 10: 0..4 are rotations, 5..9 the
 * reflections. */
static unsigned dihedral(unsigned a, unsigned b)
{
    if (a < 5)
        return b < 5 ? (a + b) % 5 : 5 + (a + b) % 5;
    return b < 5 ? 5 + (a + 5 - b) % 5 : (a + 5 - b) % 5;
}

char sj_check_verhoeff(sj_str payload)
{
    static const uint8_t permutation[10] = {1, 5, 7, 6, 2, 8, 3, 0, 9, 4};
    unsigned c = 0;
    for (size_t i = 0; i < payload.len; i++) {
        unsigned d = digit(payload.ptr[payload.len - 1 - i]);
        for (size_t power = 0; power < (i + 1) % 8; power++) /* it has order 8 */
            d = permutation[d];
        c = dihedral(c, d);
    }
    return (char)('0' + (c < 5 ? (5 - c) % 5 : c)); /* the inverse */
}

char sj_check_damm(sj_str payload)
{
    static const char *const quasigroup[10] = {
        "0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
        "3674209581", "5869720134", "8945362017", "9438617205", "2581436790"};
    unsigned c = 0;
    for (size_t i = 0; i < payload.len; i++)
        c = digit(quasigroup[c][digit(payload.ptr[i])]);
    return (char)('0' + c);
}

static unsigned pure_2(sj_str payload, unsigned modulus)
{
    unsigned p = 0;
    for (size_t i = 0; i < payload.len; i++)
        p = (p + alphanumeric(payload.ptr[i])) * 2 % modulus;
    return (modulus + 1 - p) % modulus;
}

char sj_check_mod_11_2(sj_str payload)
{
    return "0123456789X"[pure_2(payload, 11)];
}

char sj_check_mod_37_2(sj_str payload)
{
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ*"[pure_2(payload, 37)];
}

static unsigned hybrid(sj_str payload, unsigned modulus)
{
    unsigned p = modulus;
    for (size_t i = 0; i < payload.len; i++) {
        const unsigned s = (p + alphanumeric(payload.ptr[i])) % modulus;
        p = (s ? s : modulus) * 2 % (modulus + 1);
    }
    return (modulus + 1 - p) % modulus;
}

char sj_check_mod_11_10(sj_str payload)
{
    return (char)('0' + hybrid(payload, 10));
}

char sj_check_mod_37_36(sj_str payload)
{
    return "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"[hybrid(payload, 36)];
}

unsigned sj_check_mod_97(sj_str s)
{
    unsigned r = 0;
    for (size_t i = 0; i < s.len; i++) {
        const unsigned v = alphanumeric(s.ptr[i]);
        r = (r * (v < 10 ? 10 : 100) + v) % 97;
    }
    return r;
}
