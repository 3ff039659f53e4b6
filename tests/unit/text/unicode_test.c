/* text/unicode.c: laws over every code point, and pairs that people write. The
 * comparison with ICU is in unicode_icu_test.c. */
#include "test.h"
#include "text/unicode.h"

enum { CODE_POINTS = 0x110000, ROOM = 256 };

static size_t fold_text(sj_str s, char ret[ROOM])
{
    size_t n = 0;
    for (size_t pos = 0; pos < s.len;) {
        uint32_t fold[SJ_FOLD_MAX];
        const size_t count = sj_unicode_fold(sj_utf8_decode(s, &pos), fold);
        for (size_t i = 0; i < count && n + 4 <= ROOM; i++)
            n += sj_utf8_encode(fold[i], ret + n);
    }
    return n;
}

static bool is_part(uint32_t cp)
{
    const sj_char_class k = sj_unicode_class(cp);
    return k == SJ_CHAR_LETTER || k == SJ_CHAR_MARK || k == SJ_CHAR_DIGIT;
}

/* A look-up is in range, and what a fold writes folds to itself. */
static void laws_of_every_code_point(void **state)
{
    (void)state;
    for (uint32_t cp = 0; cp < CODE_POINTS + 256; cp++) {
        uint32_t fold[SJ_FOLD_MAX], again[SJ_FOLD_MAX];
        const size_t n = sj_unicode_fold(cp, fold);
        assert_true(n <= SJ_FOLD_MAX);
        if (cp < 0x80) /* only the capitals of ASCII change */
            assert_true(n == 1 && fold[0] == (cp >= 'A' && cp <= 'Z' ? cp + 32 : cp));
        for (size_t i = 0; i < n; i++) {
            if (is_part(cp) && !is_part(fold[i]))
                fail_msg("U+%04X folds to U+%04X, no part of a word", cp, fold[i]);
            if (sj_unicode_fold(fold[i], again) != 1 || again[0] != fold[i])
                fail_msg("U+%04X folds to U+%04X, which folds further", cp, fold[i]);
            if (sj_unicode_is_upper(fold[i]) && sj_unicode_class(cp) == SJ_CHAR_LETTER &&
                sj_unicode_script(cp) != SJ_SCRIPT_OTHER) /* Cherokee folds to capitals */
                fail_msg("U+%04X folds to U+%04X, a capital", cp, fold[i]);
        }
        assert_in_range(sj_unicode_script(cp), SJ_SCRIPT_COMMON, SJ_SCRIPT_OTHER);
        assert_in_range(sj_unicode_class(cp), SJ_CHAR_LETTER, SJ_CHAR_OTHER);
        const int digit = sj_unicode_digit(cp);
        assert_true(digit >= -1 && digit <= 9);
        if ((digit >= 0) != (sj_unicode_class(cp) == SJ_CHAR_DIGIT))
            fail_msg("U+%04X: digit %d, class %d", cp, digit, sj_unicode_class(cp));
        if (digit >= 0 && (n != 1 || fold[0] != (uint32_t)('0' + digit)))
            fail_msg("U+%04X: digit %d does not fold to itself", cp, digit);
        const uint32_t simple = sj_unicode_han_simplified(cp);
        if (sj_unicode_han_simplified(simple) != simple)
            fail_msg("U+%04X simplifies twice", cp);
        if (simple != cp)
            assert_int_equal(sj_unicode_script(simple), SJ_SCRIPT_HAN);
    }
}

static void fold_of_random_text_is_idempotent(void **state)
{
    (void)state;
    uint64_t seed = 7;
    char bytes[24], once[ROOM], twice[ROOM];
    for (unsigned round = 0; round < 20000; round++) {
        const size_t n = sj_test_random(&seed) % sizeof bytes;
        size_t len = 0;
        while (len + 4 <= n) { /* letters of the first planes, and bytes that are no UTF-8 */
            const uint64_t r = sj_test_random(&seed);
            if (r % 8 == 0)
                bytes[len++] = (char)(r >> 8);
            else
                len += sj_utf8_encode((uint32_t)((r >> 8) % (r % 8 == 1 ? 0x20000 : 0x600)),
                                      bytes + len);
        }
        const size_t a = fold_text((sj_str){bytes, len}, once);
        const size_t b = fold_text((sj_str){once, a}, twice);
        assert_int_equal(sj_utf8_check((sj_str){once, a}), a);
        assert_int_equal(a, b);
        assert_memory_equal(once, twice, a);
    }
}

static void folds_as_people_read(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want, *why;
    } row[] = {
        {"", "", "nothing"},
        {"AZaz09", "azaz09", "ASCII case"},
        {"ÀÉÎÕÜŠŽČ", "aeiouszc", "accents dropped"},
        {"Nguyễn", "nguyen", "two accents on a letter"},
        {"e\xCC\x81", "e", "combining accent"},
        {"ＡＢｃ１", "abc1", "full width"},
        {"Iı", "ii", "dotless i"},
        {"İi", "ii", "capital I with a dot loses the dot"},
        {"Şükrü Ğ", "sukru g", "Turkish"},
        {"Straße", "strasse", "sharp s"},
        {"STRAẞE", "strasse", "capital sharp s"},
        {"ﬁnﬂﬀﬃ", "finflffffi", "ligatures"},
        {"Æsop Œuvre", "aesop oeuvre", "ae and oe"},
        {"Łódź Đorđe Øre Þór", "lodz dorde ore thor", "strokes and thorn"},
        {"Əliyev", "aliyev", "schwa"},
        {"ǅ", "dz", "title-case digraph"},
        {"ſ", "s", "long s"},
        {"⑴ŉ", "1n", "a bracketed number, an n with its apostrophe"},
        {"ͺ", "ι", "an iota that stands on a space"},
        {"№", "№", "a sign, no letter"},
        {"²", "2", "superscript"},
        {"Ⅷ", "viii", "Roman numeral"},
        {"ΑΘΉΝΑΣ", "αθηνασ", "Greek case and tonos"},
        {"ς", "σ", "final sigma"},
        {"ЙЁИЕ", "йёие", "Cyrillic marks make letters"},
        {"ԱԲ", "աբ", "Armenian case"},
        {"և", "եւ", "Armenian ligature"},
        {"ᲐᲑ", "აბ", "Georgian capitals"},
        {"أإآٱ", "اااٱ", "hamza and madda dropped, wasla is a letter"},
        {"مُحَمَّد", "محمد", "Arabic marks"},
        {"ﻣﺤﻤﺪ", "محمد", "presentation forms"},
        {"ﷲ", "الله", "ligature of a word"},
        {"שָׁלוֹם", "שלום", "Hebrew points"},
        {"٣۴५", "345", "digits of other scripts"},
        {"金", "金", "Han stays"},
        {"한글", "한글", "Hangul stays whole"},
        {"がパ", "がパ", "kana keeps its voicing"},
    };
    char got[ROOM];
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        const size_t n = fold_text(sj_str_from(row[i].text), got);
        if (!sj_str_eq((sj_str){got, n}, sj_str_from(row[i].want)))
            fail_msg("%s: %.*s, want %s (%s)", row[i].text, (int)n, got, row[i].want, row[i].why);
    }
}

static void ill_formed_text_becomes_replacement(void **state)
{
    (void)state;
    static const char *const bad[] = {"\xFF", "\xC3", "\xE2\x82", "\xED\xA0\x80", "\xC0\x80"};
    for (size_t i = 0; i < SJ_COUNT(bad); i++) {
        const sj_str s = sj_str_from(bad[i]);
        char got[ROOM];
        const size_t n = fold_text(s, got);
        assert_true(n >= 3 && n % 3 == 0);
        for (size_t at = 0; at < n; at += 3)
            assert_memory_equal(got + at, "\xEF\xBF\xBD", 3);
    }
    assert_int_equal(sj_unicode_class(0xFFFD), SJ_CHAR_OTHER);
    assert_int_equal(sj_unicode_class(0x110000), SJ_CHAR_OTHER);
    assert_int_equal(sj_unicode_script(UINT32_MAX), SJ_SCRIPT_COMMON);
    assert_int_equal(sj_unicode_digit(UINT32_MAX), -1);
    assert_int_equal(sj_unicode_han_simplified(UINT32_MAX), UINT32_MAX);
}

static void scripts_and_classes(void **state)
{
    (void)state;
    static const struct {
        uint32_t cp;
        sj_script script;
        sj_char_class class;
    } row[] = {
        {'A', SJ_SCRIPT_LATIN, SJ_CHAR_LETTER},
        {'7', SJ_SCRIPT_COMMON, SJ_CHAR_DIGIT},
        {' ', SJ_SCRIPT_COMMON, SJ_CHAR_SPACE},
        {',', SJ_SCRIPT_COMMON, SJ_CHAR_COMMA},
        {'.', SJ_SCRIPT_COMMON, SJ_CHAR_DOT},
        {'-', SJ_SCRIPT_COMMON, SJ_CHAR_HYPHEN},
        {'\'', SJ_SCRIPT_COMMON, SJ_CHAR_APOSTROPHE},
        {'&', SJ_SCRIPT_COMMON, SJ_CHAR_OTHER},
        {0x00E9, SJ_SCRIPT_LATIN, SJ_CHAR_LETTER},
        {0x0301, SJ_SCRIPT_INHERITED, SJ_CHAR_MARK},
        {0x0416, SJ_SCRIPT_CYRILLIC, SJ_CHAR_LETTER},
        {0x03A9, SJ_SCRIPT_GREEK, SJ_CHAR_LETTER},
        {0x0531, SJ_SCRIPT_ARMENIAN, SJ_CHAR_LETTER},
        {0x10D0, SJ_SCRIPT_GEORGIAN, SJ_CHAR_LETTER},
        {0x0645, SJ_SCRIPT_ARABIC, SJ_CHAR_LETTER},
        {0x0640, SJ_SCRIPT_COMMON, SJ_CHAR_IGNORED},
        {0x060C, SJ_SCRIPT_COMMON, SJ_CHAR_COMMA},
        {0x0663, SJ_SCRIPT_ARABIC, SJ_CHAR_DIGIT},
        {0x05D0, SJ_SCRIPT_HEBREW, SJ_CHAR_LETTER},
        {0x91D1, SJ_SCRIPT_HAN, SJ_CHAR_LETTER},
        {0x3042, SJ_SCRIPT_HIRAGANA, SJ_CHAR_LETTER},
        {0x30A2, SJ_SCRIPT_KATAKANA, SJ_CHAR_LETTER},
        {0xAE40, SJ_SCRIPT_HANGUL, SJ_CHAR_LETTER},
        {0x0E01, SJ_SCRIPT_THAI, SJ_CHAR_LETTER},
        {0x0915, SJ_SCRIPT_DEVANAGARI, SJ_CHAR_LETTER},
        {0x0985, SJ_SCRIPT_OTHER, SJ_CHAR_LETTER},
        {0x2019, SJ_SCRIPT_COMMON, SJ_CHAR_APOSTROPHE},
        {0x2013, SJ_SCRIPT_COMMON, SJ_CHAR_HYPHEN},
        {0x200D, SJ_SCRIPT_INHERITED, SJ_CHAR_IGNORED},
        {0x00AD, SJ_SCRIPT_COMMON, SJ_CHAR_IGNORED},
        {0x202E, SJ_SCRIPT_COMMON, SJ_CHAR_IGNORED},
        {0x3001, SJ_SCRIPT_COMMON, SJ_CHAR_COMMA},
        {0x30FB, SJ_SCRIPT_COMMON, SJ_CHAR_OTHER},
        {0x3000, SJ_SCRIPT_COMMON, SJ_CHAR_SPACE},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++)
        if (sj_unicode_script(row[i].cp) != row[i].script ||
            sj_unicode_class(row[i].cp) != row[i].class)
            fail_msg("U+%04X: script %d, class %d; want %d, %d", row[i].cp,
                     sj_unicode_script(row[i].cp), sj_unicode_class(row[i].cp), row[i].script,
                     row[i].class);
    assert_true(sj_unicode_is_upper('A') && sj_unicode_is_upper(0x0416));
    assert_false(sj_unicode_is_upper('a') || sj_unicode_is_upper(0x91D1));
}

static void han_forms_meet(void **state)
{
    (void)state;
    static const uint32_t row[][2] = {
        {0x5F35, 0x5F20}, /* zhang */
        {0x9F8D, 0x9F99}, /* long, traditional */
        {0x7ADC, 0x9F99}, /* long, Japanese */
        {0x6FA4, 0x6CFD}, /* ze */
        {0x91D1, 0x91D1}, /* jin: one form */
        {'a', 'a'},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++)
        if (sj_unicode_han_simplified(row[i][0]) != row[i][1])
            fail_msg("U+%04X: U+%04X, want U+%04X", row[i][0], sj_unicode_han_simplified(row[i][0]),
                     row[i][1]);
}

/* Every syllable comes back from its parts (Unicode 3.12). */
static void hangul_syllables_in_three(void **state)
{
    (void)state;
    unsigned part[3], count = 0;
    for (uint32_t cp = 0; cp < CODE_POINTS; cp++) {
        if (!sj_unicode_hangul(cp, part))
            continue;
        assert_true(part[0] < 19 && part[1] < 21 && part[2] < 28);
        assert_int_equal(0xAC00 + (part[0] * 21 + part[1]) * 28 + part[2], cp);
        count++;
    }
    assert_int_equal(count, 11172);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(laws_of_every_code_point),
        cmocka_unit_test(fold_of_random_text_is_idempotent),
        cmocka_unit_test(folds_as_people_read),
        cmocka_unit_test(ill_formed_text_becomes_replacement),
        cmocka_unit_test(scripts_and_classes),
        cmocka_unit_test(han_forms_meet),
        cmocka_unit_test(hangul_syllables_in_three),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
