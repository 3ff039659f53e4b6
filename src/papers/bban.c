/* papers/bban.c -- national check digits inside the IBAN.
 *
 * The IBAN's own check covers all of it, but whoever makes up an account number
 * can compute that; the older national check is a second, independent one. Most
 * are one of three kinds: a weighted sum, ISO 7064 MOD 97-10 over the whole
 * (remainder 1), or the French RIB key (remainder 0, letters as digits 1 to 9).
 *
 * Sources: the national standards that the SWIFT registry names: RIB of CFONB (FR),
 * CCC of the Spanish banks (ES), CIN of Banca d'Italia (IT), NIB (PT), the Belgian
 * account number (BE), Finance Finland (FI), Bits (NO), sort codes of the National
 * Bank of Poland (PL), GIRO (HU), decree 169/2011 of the Czech National Bank (CZ),
 * the Estonian 7-3-1 method (EE), ISO 7064 MOD 11,10 (HR), Bank of Albania (AL).
 * Each was tried on the registry's own example (tests/unit/papers/number_test.c).
 *
 *   (1) Remainders stay below 97 at each step.
 *   (2) A state whose banks use no common check, or whose published examples do
 *       not obey it, has SJ_BBAN_NONE: a wrong refusal is worse than none. */
#include "papers/bban.h"
#include "papers/checkdigit.h"

static unsigned digit_at(sj_str s, size_t i)
{
    return (unsigned)(s.ptr[i] - '0');
}

static unsigned weighted(sj_str s, size_t from, size_t to, const char *weights)
{
    unsigned sum = 0;
    for (size_t i = from, k = 0; i < to; i++, k++) /* weights repeat; ':' is 10 */
        sum += (unsigned)(weights[k % strlen(weights)] - '0') * digit_at(s, i);
    return sum;
}

static bool check_al(sj_str s, size_t *at)
{
    *at = 7;
    return weighted(s, 0, 8, "97319731") % 10 == 0;
}

static bool check_be(sj_str s, size_t *at)
{
    const unsigned r = sj_check_mod_97(sj_str_slice(s, 0, 10));
    *at = 10;
    return digit_at(s, 10) * 10 + digit_at(s, 11) == (r ? r : 97);
}

static bool check_cz(sj_str s, size_t *at)
{
    *at = 9;
    if (weighted(s, 4, 10, ":58421") % 11 != 0)
        return false;
    *at = 19;
    return weighted(s, 10, 20, "6379:58421") % 11 == 0;
}

static bool check_ee(sj_str s, size_t *at)
{
    *at = 15;
    return (weighted(s, 2, 15, "7137137137137") + digit_at(s, 15)) % 10 == 0;
}

static unsigned spanish(sj_str s, size_t from, size_t to, const char *weights)
{
    const unsigned check = 11 - weighted(s, from, to, weights) % 11;
    return check == 11 ? 0 : check == 10 ? 1 : check;
}

static bool check_es(sj_str s, size_t *at)
{
    *at = 8;
    if (spanish(s, 0, 8, "485:9736") != digit_at(s, 8))
        return false;
    *at = 9;
    return spanish(s, 10, 20, "12485:9736") == digit_at(s, 9);
}

static bool check_fi(sj_str s, size_t *at)
{
    *at = 13;
    return sj_check_luhn(sj_str_slice(s, 0, 13)) == s.ptr[13];
}

/* A..I, J..R, S..Z are 1..9, 1..9, 2..9. */
static unsigned rib_digit(char c)
{
    if (c <= '9')
        return (unsigned)(c - '0');
    const unsigned n = (unsigned)(c - 'A');
    return n < 18 ? n % 9 + 1 : n - 18 + 2;
}

static bool check_fr(sj_str s, size_t *at)
{
    unsigned r = 0;
    for (size_t i = 0; i < s.len; i++)
        r = (r * 10 + rib_digit(s.ptr[i])) % 97;
    *at = s.len - 2;
    return r == 0;
}

static bool check_hr(sj_str s, size_t *at)
{
    *at = 6;
    if (sj_check_mod_11_10(sj_str_slice(s, 0, 6)) != s.ptr[6])
        return false;
    *at = 16;
    return sj_check_mod_11_10(sj_str_slice(s, 7, 16)) == s.ptr[16];
}

static bool check_hu(sj_str s, size_t *at)
{
    *at = 7;
    if (weighted(s, 0, 8, "9731") % 10 != 0)
        return false;
    *at = 23;
    return weighted(s, 8, 24, "9731") % 10 == 0;
}

static bool check_it(sj_str s, size_t *at)
{
    static const uint8_t odd[] = {1,  0,  5, 7, 9, 13, 15, 17, 19, 21, 2,  4,  18,
                                  20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23};
    unsigned sum = 0;
    for (size_t i = 1; i < s.len; i++) {
        const char c = s.ptr[i];
        const unsigned n = (unsigned)(c <= '9' ? c - '0' : c - 'A');
        sum += i % 2 ? odd[n] : n;
    }
    *at = 0;
    return s.ptr[0] == (char)('A' + sum % 26);
}

static bool check_mod97(sj_str s, size_t *at)
{
    *at = s.len - 2;
    return sj_check_mod_97(s) == 1;
}

static bool check_no(sj_str s, size_t *at)
{
    const unsigned check = (11 - weighted(s, 0, 10, "5432765432") % 11) % 11;
    *at = 10;
    return check == digit_at(s, 10); /* 10 is never a digit */
}

static bool check_pl(sj_str s, size_t *at)
{
    *at = 7;
    return weighted(s, 0, 8, "39713971") % 10 == 0;
}

bool sj_bban_agrees(sj_bban_method method, sj_str bban, size_t *ret_at)
{
    static bool (*const check[])(sj_str, size_t *) = {
        [SJ_BBAN_AL] = check_al, [SJ_BBAN_BE] = check_be,       [SJ_BBAN_CZ] = check_cz,
        [SJ_BBAN_EE] = check_ee, [SJ_BBAN_ES] = check_es,       [SJ_BBAN_FI] = check_fi,
        [SJ_BBAN_FR] = check_fr, [SJ_BBAN_HR] = check_hr,       [SJ_BBAN_HU] = check_hu,
        [SJ_BBAN_IT] = check_it, [SJ_BBAN_MOD97] = check_mod97, [SJ_BBAN_NO] = check_no,
        [SJ_BBAN_PL] = check_pl,
    };
    *ret_at = 0;
    return method == SJ_BBAN_NONE || check[method](bban, ret_at);
}
