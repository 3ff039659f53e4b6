/* papers/checkdigit.h -- check digits, shared by the schemes.
 * Shape:  functions over bytes that the caller knows to be digits (or digits and
 *         upper-case letters where it says so); they return the check character
 *         that belongs behind the payload, or a remainder. They cannot fail. */
#ifndef SJ_PAPERS_CHECKDIGIT_H
#define SJ_PAPERS_CHECKDIGIT_H
#include "base/base.h"

bool sj_check_all_digits(sj_str s); /* false for empty */
/* Sum of weight[i] * digit[i]. */
unsigned sj_check_weighted(const char *digits, const uint8_t *weight, size_t count);
/* The check digit that ISO/IEC 7812-1 annex B puts behind the payload. */
char sj_check_luhn(sj_str payload);
/* Verhoeff 1969 (dihedral group of order 10), behind the payload. */
char sj_check_verhoeff(sj_str payload);
/* Damm 2004 (totally anti-symmetric quasigroup of order 10), behind the payload. */
char sj_check_damm(sj_str payload);
/* ISO/IEC 7064 pure systems: MOD 11-2 ('0'..'9', 'X') over digits, MOD 37-2
 * ('0'..'9', 'A'..'Z', '*') over digits and letters. */
char sj_check_mod_11_2(sj_str payload);
char sj_check_mod_37_2(sj_str payload);
/* ISO/IEC 7064 hybrid systems: MOD 11,10 over digits, MOD 37,36 over both. */
char sj_check_mod_11_10(sj_str payload);
char sj_check_mod_37_36(sj_str payload);
/* The remainder by 97 of digits and letters, A = 10 .. Z = 35; ISO/IEC 7064
 * MOD 97-10 is right if it is 1 with the check digits at the end. */
unsigned sj_check_mod_97(sj_str s);
#endif
