/* text/unicode.c against ICU, where the two are meant to agree: NFKD, default case
 * folding, marks stripped. They are not meant to agree on scripts in which a mark
 * makes another letter (Cyrillic, kana, Hangul stay whole) nor on Latin letters
 * without a decomposition, which we spell out. */
#include "test.h"
#include "text/unicode.h"

#ifdef SJ_TEST_ICU
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/ustring.h>

enum { LIMIT = 0x31400, ROOM = 64 };

static bool same_version(void)
{
    UVersionInfo v;
    u_getUnicodeVersion(v);
    if (v[0] == 15 && v[1] == 0)
        return true;
    printf("skipped: ICU knows Unicode %d.%d, the tables are of 15.0\n", v[0], v[1]);
    return false;
}

static bool is_mark(UChar32 c)
{
    return (U_GET_GC_MASK(c) & U_GC_M_MASK) != 0;
}

/* The scripts whose marks are accents; those of others are vowels and stay. */
static bool strips(UChar32 c)
{
    const sj_script s = sj_unicode_script((uint32_t)c);
    return is_mark(c) && (s <= SJ_SCRIPT_GREEK || s == SJ_SCRIPT_ARABIC || s == SJ_SCRIPT_HEBREW);
}

static int32_t nfkd(const UChar *from, int32_t n, UChar ret[ROOM])
{
    UErrorCode e = U_ZERO_ERROR;
    const UNormalizer2 *rule = unorm2_getNFKDInstance(&e);
    const int32_t len = unorm2_normalize(rule, from, n, ret, ROOM, &e);
    assert_true(U_SUCCESS(e));
    return len;
}

/* False where the two differ on purpose. */
static bool oracle(uint32_t cp, uint32_t ret[ROOM], size_t *ret_count)
{
    UChar text[ROOM], other[ROOM];
    UChar32 letter[ROOM];
    UErrorCode e = U_ZERO_ERROR;
    int32_t n = 0;
    U16_APPEND_UNSAFE(text, n, cp);
    n = nfkd(text, n, other);
    n = u_strFoldCase(text, ROOM, other, n, U_FOLD_CASE_DEFAULT, &e);
    assert_true(U_SUCCESS(e));
    n = nfkd(text, n, other);
    u_strToUTF32(letter, ROOM, &n, other, n, &e);
    assert_true(U_SUCCESS(e));
    *ret_count = 0;
    for (int32_t i = 0; i < n; i++) {
        const UChar32 c = letter[i];
        const sj_script s = sj_unicode_script((uint32_t)c);
        const bool whole =
            s == SJ_SCRIPT_CYRILLIC || (s >= SJ_SCRIPT_HIRAGANA && s <= SJ_SCRIPT_HANGUL);
        if (whole || (s == SJ_SCRIPT_LATIN && c >= 0x80))
            return false;
        const sj_char_class k = sj_unicode_class((uint32_t)c);
        const bool part = k == SJ_CHAR_LETTER || k == SJ_CHAR_MARK || k == SJ_CHAR_DIGIT;
        if (part && !strips(c)) /* no brackets of a compatibility form */
            ret[(*ret_count)++] = (uint32_t)c;
    }
    return *ret_count <= SJ_FOLD_MAX;
}

static void folds_as_icu_does(void **state)
{
    (void)state;
    if (!same_version())
        return;
    unsigned compared = 0;
    for (uint32_t cp = 0x80; cp < LIMIT; cp++) {
        uint32_t want[ROOM], got[SJ_FOLD_MAX];
        size_t want_count;
        const sj_char_class k = sj_unicode_class(cp);
        if ((k != SJ_CHAR_LETTER && k != SJ_CHAR_MARK) || !oracle(cp, want, &want_count))
            continue;
        const size_t n = sj_unicode_fold(cp, got);
        if (n != want_count || memcmp(got, want, n * sizeof *got) != 0)
            fail_msg("U+%04X: %zu code points from U+%04X, ICU %zu from U+%04X", cp, n,
                     n ? got[0] : 0, want_count, want_count ? want[0] : 0);
        compared++;
    }
    printf("%u code points fold as ICU folds them\n", compared);
    assert_true(compared > 100000);
}

static sj_script script_of(UScriptCode s)
{
    static const struct {
        UScriptCode icu;
        sj_script ours;
    } row[] = {{USCRIPT_COMMON, SJ_SCRIPT_COMMON},        {USCRIPT_INHERITED, SJ_SCRIPT_INHERITED},
               {USCRIPT_LATIN, SJ_SCRIPT_LATIN},          {USCRIPT_CYRILLIC, SJ_SCRIPT_CYRILLIC},
               {USCRIPT_GREEK, SJ_SCRIPT_GREEK},          {USCRIPT_ARMENIAN, SJ_SCRIPT_ARMENIAN},
               {USCRIPT_GEORGIAN, SJ_SCRIPT_GEORGIAN},    {USCRIPT_ARABIC, SJ_SCRIPT_ARABIC},
               {USCRIPT_HEBREW, SJ_SCRIPT_HEBREW},        {USCRIPT_HAN, SJ_SCRIPT_HAN},
               {USCRIPT_HIRAGANA, SJ_SCRIPT_HIRAGANA},    {USCRIPT_KATAKANA, SJ_SCRIPT_KATAKANA},
               {USCRIPT_HANGUL, SJ_SCRIPT_HANGUL},        {USCRIPT_THAI, SJ_SCRIPT_THAI},
               {USCRIPT_DEVANAGARI, SJ_SCRIPT_DEVANAGARI}};
    for (size_t i = 0; i < SJ_COUNT(row); i++)
        if (row[i].icu == s)
            return row[i].ours;
    return SJ_SCRIPT_OTHER;
}

static void properties_as_icu_has_them(void **state)
{
    (void)state;
    if (!same_version())
        return;
    for (uint32_t cp = 0; cp < LIMIT; cp++) {
        UErrorCode e = U_ZERO_ERROR;
        const UChar32 c = (UChar32)cp;
        if (u_charType(c) == U_UNASSIGNED || u_charType(c) == U_SURROGATE ||
            u_charType(c) == U_PRIVATE_USE_CHAR)
            continue;
        const sj_script want = script_of(uscript_getScript(c, &e));
        if (sj_unicode_script(cp) != want)
            fail_msg("U+%04X: script %d, ICU %d", cp, sj_unicode_script(cp), want);
        const bool upper = (U_GET_GC_MASK(c) & (U_GC_LU_MASK | U_GC_LT_MASK)) != 0;
        if (sj_unicode_is_upper(cp) != upper)
            fail_msg("U+%04X: upper case %d, ICU %d", cp, !upper, upper);
        const int digit = u_charType(c) == U_DECIMAL_DIGIT_NUMBER ? (int)u_charDigitValue(c) : -1;
        if (sj_unicode_digit(cp) != digit)
            fail_msg("U+%04X: digit %d, ICU %d", cp, sj_unicode_digit(cp), digit);
    }
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(folds_as_icu_does),
        cmocka_unit_test(properties_as_icu_has_them),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
#else
int main(void)
{
    printf("skipped: ICU (icu-uc) is not here, no oracle for the fold\n");
    return 0;
}
#endif
