/* text/token.c: what cuts a name, what each word remembers, the caps. */
#include "test.h"
#include "text/token.h"

enum { ROOM = 1024 };

/* The words as one line: text, then its marks: , comma after; < comma before; - hyphen
 * after; . dot after; ( in parentheses; ^ all upper; ~ a breve or apostrophe. */
static sj_str show(const sj_tokens *t, char ret[ROOM])
{
    size_t n = 0;
    for (size_t i = 0; i < t->count; i++) {
        const sj_token *w = &t->token[i];
        const struct {
            bool set;
            char sign;
        } mark[] = {{w->comma_after, ','},
                    {w->comma_before, '<'},
                    {w->hyphen_after, '-'},
                    {w->dot_after, '.'},
                    {w->in_parentheses, '('},
                    {w->all_upper, '^'},
                    {w->has_breve_or_apostrophe, '~'}};
        assert_true(n + w->text.len + 16 < ROOM);
        if (i)
            ret[n++] = ' ';
        memcpy(ret + n, w->text.ptr, w->text.len);
        n += w->text.len;
        for (size_t k = 0; k < SJ_COUNT(mark); k++)
            if (mark[k].set)
                ret[n++] = mark[k].sign;
    }
    return (sj_str){ret, n};
}

static const struct {
    const char *name, *want, *why;
} cut[] = {
    {"", "", "no word"},
    {" \t ", "", "spaces only"},
    {"'", "", "a sign is no word"},
    {"-, ./", "", "signs are no words"},
    {"Carlos Irwin Estévez", "carlos irwin estevez", "in the order of the text"},
    {"O'Neil", "oneil~", "an apostrophe is deleted"},
    {"O’Neil", "oneil~", "a typographic one too"},
    {"'Abd al-Rahman", "abd al- rahman", "an apostrophe before a word is nothing"},
    {"Ts'ai Yüan-p'ei", "tsai~ yuan- pei~", "Wade-Giles"},
    {"Kim Yŏng-nam", "kim yong-~ nam", "McCune-Reischauer"},
    {"Jean-Luc", "jean- luc", "a hyphen joins"},
    {"Jean--Luc", "jean luc", "two do not"},
    {"Anna- Maria", "anna maria", "nor one with a space behind it"},
    {"SMITH, John", "smith,^ john<", "a comma and a capital word"},
    {"Smith,", "smith,", "a comma at the end"},
    {", Smith", "smith", "a comma at the start"},
    {"علي، حسن", "علي, حسن<", "an Arabic comma"},
    {"王、李", "王, 李<", "an ideographic comma"},
    {"J. Smith", "j. smith", "an initial"},
    {"J.Smith", "j. smith", "a dot parts where a word follows"},
    {"St.Petersburg", "st. petersburg", "and after a word"},
    {"U.S.", "us.^", "an abbreviation of two letters"},
    {"U.S.A.", "usa.^", "of three"},
    {"U.S.S.R. Navy", "ussr.^ navy", "of four, and a word"},
    {"S.p.A", "spa.", "with a small letter"},
    {"J.R.R. Tolkien", "jrr.^ tolkien", "initials written close"},
    {"J.R.Tolkien", "jr.^ tolkien", "initials and the name written close"},
    {"A/B&C_D", "a b c d", "other signs part"},
    {"Kim (Jong Un) x", "kim jong( un( x", "parentheses"},
    {"a (b (c) d) e", "a b( c( d( e", "nested"},
    {"x) y", "x y", "one that was not opened"},
    {"（株）山田", "株( 山田", "full-width parentheses"},
    {"ПетровPetrov", "петров petrov", "Latin and another script part"},
    {"金正恩Kim", "金正恩 kim", "Han and Latin too"},
    {"たなか太郎", "たなか太郎", "kana and Han do not"},
    {"タナカ・タロウ", "タナカ タロウ", "a middle dot parts"},
    {"김정은", "김정은", "a run of Hangul"},
    {"مُحَمَّد", "محمد", "Arabic vowel marks are dropped"},
    {"محـمد", "محمد", "the stretching sign too"},
    {"خامنه\xE2\x80\x8Cای", "خامنهای", "a joiner inside a word is deleted"},
    {"\xCC\x81 a", "a", "a mark with no letter is no word"},
    {"3rd 2000", "3rd 2000", "digits are of the word"},
    {"ＳＭＩＴＨ　Ｊ", "smith^ j", "full width, ideographic space"},
    {"X", "x", "one capital is no capital word"},
    {"McDONALD", "mcdonald", "a small letter: not all upper"},
};

static void cuts_and_remembers(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(cut); i++) {
        SJ_SCOPED(sj_arena) a = {0};
        char line[ROOM];
        sj_tokens t;
        assert_int_equal(sj_tokens_split(sj_str_from(cut[i].name), &a, &t), SJ_OK);
        const sj_str got = show(&t, line);
        if (!sj_str_eq(got, sj_str_from(cut[i].want)))
            fail_msg("%s: '%.*s', want '%s' (%s)", cut[i].name, (int)got.len, got.ptr, cut[i].want,
                     cut[i].why);
    }
}

static sj_token only(const char *name, sj_arena *a)
{
    sj_tokens t;
    assert_int_equal(sj_tokens_split(sj_str_from(name), a, &t), SJ_OK);
    assert_int_equal(t.count, 1);
    return t.token[0];
}

static void scripts_and_case(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    static const struct {
        const char *name;
        sj_script script;
        bool mixed_case;
    } row[] = {
        {"anna", SJ_SCRIPT_LATIN, true},      {"ANNA", SJ_SCRIPT_LATIN, false},
        {"Анна", SJ_SCRIPT_CYRILLIC, true},   {"АННА", SJ_SCRIPT_CYRILLIC, false},
        {"Άννα", SJ_SCRIPT_GREEK, true},      {"محمد", SJ_SCRIPT_ARABIC, false},
        {"משה", SJ_SCRIPT_HEBREW, false},     {"金", SJ_SCRIPT_HAN, false},
        {"かな", SJ_SCRIPT_HIRAGANA, false},  {"カナ", SJ_SCRIPT_KATAKANA, false},
        {"김", SJ_SCRIPT_HANGUL, false},      {"กข", SJ_SCRIPT_THAI, false},
        {"राम", SJ_SCRIPT_DEVANAGARI, false}, {"42", SJ_SCRIPT_COMMON, false},
        {"4a", SJ_SCRIPT_LATIN, true},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        const sj_token t = only(row[i].name, &a);
        if (t.script != row[i].script || t.mixed_case != row[i].mixed_case)
            fail_msg("%s: script %d, mixed %d", row[i].name, t.script, t.mixed_case);
    }
}

/* from and to are the bytes of the word as it was written. */
static void bytes_of_the_original(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_tokens t;
    const sj_str name = SJ_S("(Müller), O'Neil ");
    assert_int_equal(sj_tokens_split(name, &a, &t), SJ_OK);
    assert_int_equal(t.count, 2);
    assert_true(sj_str_eq(sj_str_slice(name, t.token[0].from, t.token[0].to), SJ_S("Müller")));
    assert_true(sj_str_eq(sj_str_slice(name, t.token[1].from, t.token[1].to), SJ_S("O'Neil")));
}

static sj_status split_of(const char *letter, size_t times)
{
    static char text[SJ_NAME_BYTES_MAX + 64];
    SJ_SCOPED(sj_arena) a = {0};
    sj_tokens t = {0};
    const size_t n = strlen(letter);
    assert_true(n * times <= sizeof text);
    for (size_t i = 0; i < times; i++)
        memcpy(text + i * n, letter, n);
    return sj_tokens_split((sj_str){text, n * times}, &a, &t);
}

static void caps_and_errors(void **state)
{
    (void)state;
    assert_int_equal(split_of("a ", SJ_TOKENS_MAX), SJ_OK);
    assert_int_equal(split_of("a ", SJ_TOKENS_MAX + 1), SJ_ELIMIT);
    assert_int_equal(split_of("a", SJ_TOKEN_CP_MAX), SJ_OK);
    assert_int_equal(split_of("a", SJ_TOKEN_CP_MAX + 1), SJ_ELIMIT);
    assert_int_equal(split_of("\xF0\xA0\x80\x80", SJ_TOKEN_CP_MAX), SJ_OK);
    assert_int_equal(split_of("\xEF\xB7\xBA", SJ_TOKEN_CP_MAX / 8), SJ_OK);
    assert_int_equal(split_of(" ", SJ_NAME_BYTES_MAX), SJ_OK);
    assert_int_equal(split_of(" ", SJ_NAME_BYTES_MAX + 1), SJ_ELIMIT);
    assert_int_equal(split_of("\xFF", 1), SJ_EENCODING);
    assert_int_equal(split_of("\xC3", 1), SJ_EENCODING);
    assert_int_equal(split_of("\xED\xA0\x80", 1), SJ_EENCODING);
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_tokens t;
    const sj_status s = sj_tokens_split(*(const sj_str *)ctx, &a, &t);
    if (s == SJ_OK && t.count != 60)
        return SJ_ECORRUPT;
    return s;
}

static void memory_runs_out(void **state)
{
    (void)state;
    char name[360];
    for (size_t i = 0; i < 60; i++)
        memcpy(name + i * 6, "Mario ", 6);
    sj_str s = {name, sizeof name};
    sj_test_sweep(story, &s, 0);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(cuts_and_remembers),    cmocka_unit_test(scripts_and_case),
        cmocka_unit_test(bytes_of_the_original), cmocka_unit_test(caps_and_errors),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
