/* Tokens cut and classified: one row a name, the classes of its words as letters. */
#include "test.h"
#include "names/word.h"
#include "sojourn/names.h"

/* w word, # number, p place, g generic, l legal form, a particle, h honorific, s suffix,
 * i initial, v vessel prefix, f filler */
static char letter_of(uint8_t unit_class)
{
    switch ((sj_unit_class)unit_class) {
    case SJ_UNIT_WORD:
        return 'w';
    case SJ_UNIT_NUMBER:
        return '#';
    case SJ_UNIT_PLACE:
        return 'p';
    case SJ_UNIT_GENERIC:
        return 'g';
    case SJ_UNIT_LEGAL_FORM:
        return 'l';
    case SJ_UNIT_PARTICLE:
        return 'a';
    case SJ_UNIT_HONORIFIC:
        return 'h';
    case SJ_UNIT_SUFFIX:
        return 's';
    case SJ_UNIT_INITIAL:
        return 'i';
    case SJ_UNIT_PREFIX:
        return 'v';
    case SJ_UNIT_FILLER:
        return 'f';
    default:
        return '?';
    }
}

struct row {
    const char *name;
    sj_compare_kind kind;
    const char *classes, *why;
};

static sj_status read_words(const char *name, sj_compare_kind kind, sj_arena *a, sj_words *ret)
{
    sj_tokens *t = sj_arena_zalloc(a, sizeof *t);
    if (!t)
        return SJ_ENOMEM;
    SJ_TRY(sj_tokens_split(sj_str_from(name), a, t));
    return sj_words_read(t, NULL, kind, a, ret);
}

static void check_classes(const struct row *rows, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        SJ_SCOPED(sj_arena) a = {0};
        static sj_words w;
        char classes[SJ_FORM_TOKENS_MAX + 1] = {0};
        assert_int_equal(read_words(rows[i].name, rows[i].kind, &a, &w), SJ_OK);
        for (size_t k = 0; k < w.count; k++)
            classes[k] = letter_of(w.word[k].unit_class);
        if (strcmp(classes, rows[i].classes) != 0)
            printf("%s: %s, not %s (%s)\n", rows[i].name, classes, rows[i].classes, rows[i].why);
        wrong += strcmp(classes, rows[i].classes) != 0;
    }
    assert_int_equal(wrong, 0);
}

static void words_have_classes(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Vladimir Putin", SJ_COMPARE_PERSON, "ww", "plain"},
        {"Dr. John F. Smith Jr.", SJ_COMPARE_PERSON, "hwiws", "title, initial, suffix"},
        {"Osama bin Laden", SJ_COMPARE_PERSON, "waw", "particle"},
        {"Abdulrahman Saleh", SJ_COMPARE_PERSON, "aww", "Abdul is cut off"},
        {"Abd al-Rahman Saleh", SJ_COMPARE_PERSON, "aww", "and written apart is the same"},
        {"Acme Trading LLC", SJ_COMPARE_COMPANY, "wgl", "trade word, legal form"},
        {"Acme Limited Liability Company", SJ_COMPARE_COMPANY, "wl", "a phrase is one word"},
        {"Bank of Beijing", SJ_COMPARE_COMPANY, "gap", "place"},
        {"A B C Group", SJ_COMPARE_COMPANY, "wf", "single letters join"},
        {"Unit II", SJ_COMPARE_COMPANY, "w#", "Roman numeral"},
        {"One Hundred and Ten Factory", SJ_COMPARE_COMPANY, "#g", "number in words"},
        {"One Two", SJ_COMPARE_COMPANY, "##", "two numbers stay two"},
        {"M/V Ocean Star", SJ_COMPARE_VESSEL, "vww", "prefix of a vessel"},
        {"Acme Trading", SJ_COMPARE_ANY, "wg", "a trade word makes ANY a company"},
        {"\xE0\xB8\x99\xE0\xB8\xB2\xE0\xB8\xA2\xE0\xB8\xAA\xE0\xB8\xA1\xE0\xB8\x8A\xE0\xB8\xB2"
         "\xE0\xB8\xA2",
         SJ_COMPARE_PERSON, "hw", "Thai Mr. joined"},
        {"\xD8\xA7\xD8\xAD\xD9\x85\xD8\xAF\xDB\x8C\xD9\x86\xDA\x98\xD8\xA7\xD8\xAF",
         SJ_COMPARE_PERSON, "ww", "-nejad joined"},
        {"", SJ_COMPARE_ANY, "", "nothing"},
    };
    check_classes(rows, SJ_COUNT(rows));
}

static void initials_titles_and_numerals(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"A. Lukashenko", SJ_COMPARE_PERSON, "iw", "an initial, no article"},
        {"S K Shoigu", SJ_COMPARE_PERSON, "iiw", "initials without dots"},
        {"J.F. Kennedy", SJ_COMPARE_PERSON, "iiw", "initials run together"},
        {"JF Kennedy", SJ_COMPARE_PERSON, "iiw", "the same without dots"},
        {"NG Kai", SJ_COMPARE_PERSON, "ww", "a family name, no initials"},
        {"Yu. V. Andropov", SJ_COMPARE_PERSON, "iiw", "two letters for one of Cyrillic"},
        {"Yu Hua", SJ_COMPARE_PERSON, "ww", "no dot, no initial"},
        {"\xD0\xA5. \xD0\x9F\xD1\x83\xD1\x82\xD0\xB8\xD0\xBD", SJ_COMPARE_PERSON, "iw",
         "kh of one letter"},
        {"Mahmoud ash-Shami", SJ_COMPARE_PERSON, "waw", "the article before a sun letter"},
        {"As Shami", SJ_COMPARE_PERSON, "ww", "but not without a hyphen"},
        {"Khalid al-Sheikh", SJ_COMPARE_PERSON, "waw", "a title that is a name"},
        {"Martin King Jr.", SJ_COMPARE_PERSON, "wws", "the same before a suffix"},
        {"Sheikh Khalid", SJ_COMPARE_PERSON, "hw", "a title"},
        {"Smith, John, Dr.", SJ_COMPARE_PERSON, "wwh", "a title behind a comma"},
        {"\xE7\x94\xB0\xE4\xB8\xAD\xE8\xA7\x92\xE6\xA0\x84", SJ_COMPARE_PERSON, "ww",
         "cut behind a Japanese family name"},
        {"32nd Brigade", SJ_COMPARE_COMPANY, "#g", "an ordinal in digits"},
        {"Adrian Darya I", SJ_COMPARE_VESSEL, "ww#", "a single numeral at the end"},
        {"I Adrian", SJ_COMPARE_VESSEL, "ww", "not at the start"},
        {"EP Star", SJ_COMPARE_VESSEL, "ww", "ships have no legal forms"},
        {"\xE6\xA0\xAA\xE5\xBC\x8F\xE4\xBC\x9A\xE7\xA4\xBE\xE3\x83\x9E\xE3\x83\xAB"
         "\xE3\x83\x8F",
         SJ_COMPARE_COMPANY, "lw", "Han and Kana in one word"},
    };
    check_classes(rows, SJ_COUNT(rows));
}

static void numbers_have_values(void **state)
{
    (void)state;
    static const struct {
        const char *name;
        uint32_t value;
    } rows[] = {{"One Hundred Ten", 110},
                {"Twenty-First", 21},
                {"Two Thousand", 2000},
                {"Nineteen", 19},
                {"XIV", 14},
                {"007", 7},
                {"One Thousand Two Hundred Thirty Four", 1234}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) a = {0};
        static sj_words w;
        assert_int_equal(read_words(rows[i].name, SJ_COMPARE_COMPANY, &a, &w), SJ_OK);
        assert_int_equal(w.count, 1);
        assert_int_equal(w.word[0].number, rows[i].value);
    }
}

static void commas_and_capitals_tell_roles(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    static sj_words w;
    assert_int_equal(read_words("Putin, Vladimir", SJ_COMPARE_PERSON, &a, &w), SJ_OK);
    assert_true(w.roles_known);
    assert_int_equal(w.word[0].role, SJ_ROLE_FAMILY);
    assert_int_equal(w.word[1].role, SJ_ROLE_GIVEN);
    assert_int_equal(read_words("Vladimir PUTIN", SJ_COMPARE_PERSON, &a, &w), SJ_OK);
    assert_int_equal(w.word[1].role, SJ_ROLE_FAMILY);
    assert_int_equal(read_words("VLADIMIR PUTIN", SJ_COMPARE_PERSON, &a, &w), SJ_OK);
    assert_false(w.roles_known);
}

static void too_many_words_are_refused(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    static sj_words w;
    char name[200] = {0};
    for (size_t i = 0; i < 61; i++)
        memcpy(name + 3 * i, "wx ", 3);
    const sj_status s = read_words(name, SJ_COMPARE_PERSON, &a, &w);
    assert_int_equal(s, SJ_ELIMIT);
}

static sj_status story(void *ctx)
{
    static sj_words w;
    SJ_SCOPED(sj_arena) a = {0};
    SJ_TRY(read_words("A B C Trading No. One Hundred Ten Limited Liability Company",
                      SJ_COMPARE_COMPANY, &a, &w));
    SJ_TRY(read_words(ctx, SJ_COMPARE_COMPANY, &a, &w));
    return read_words(ctx, SJ_COMPARE_PERSON, &a, &w);
}

static void out_of_memory(void **state)
{
    (void)state;
    static char samsung[] = "\xEC\x82\xBC\xEC\x84\xB1\xEC\xA0\x84\xEC\x9E\x90";
    sj_test_sweep(story, samsung, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_have_classes),
        cmocka_unit_test(initials_titles_and_numerals),
        cmocka_unit_test(numbers_have_values),
        cmocka_unit_test(commas_and_capitals_tell_roles),
        cmocka_unit_test(too_many_words_are_refused),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
