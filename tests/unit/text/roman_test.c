/* text/roman*.c: names with the romanisation that must be among their readings, one
 * table a script, then the laws of every reading. */
#include "test.h"
#include "names/syllable.h"
#include "text/roman.h"

struct row {
    const char *name, *latin; /* one word each */
};

static bool plain(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= 'a' && s.ptr[i] <= 'z') || (s.ptr[i] >= '0' && s.ptr[i] <= '9')))
            return false;
    return true;
}

static void split(const char *name, sj_arena *a, sj_token *ret)
{
    sj_tokens t;
    assert_int_equal(sj_tokens_split(sj_str_from(name), a, &t), SJ_OK);
    if (t.count != 1)
        fail_msg("%s: %zu words", name, t.count);
    *ret = t.token[0];
}

static void read_all(const struct row *row, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        SJ_SCOPED(sj_arena) a = {0};
        sj_token t;
        sj_roman r;
        split(row[i].name, &a, &t);
        assert_int_equal(sj_roman_token(&t, &a, &r), SJ_OK);
        const sj_str want = sj_str_from(row[i].latin);
        bool found = sj_str_eq(r.text, want);
        for (size_t k = 0; k < r.alternative_count; k++)
            found = found || sj_str_eq(r.alternative[k], want);
        if (!found)
            fail_msg("%s: %.*s and %zu more, none is %s", row[i].name, (int)r.text.len, r.text.ptr,
                     r.alternative_count, row[i].latin);
        assert_true(plain(r.text));
    }
}

static void russian(void **state)
{
    (void)state;
    static const struct row row[] = {
        {"Путин", "putin"},
        {"Шойгу", "shoygu"},
        {"Жириновский", "zhirinovskiy"},
        {"Хрущёв", "khrushchev"},
        {"Хрущёв", "khrushchyov"},
        {"Щербаков", "shcherbakov"},
        {"Цой", "tsoy"},
        {"Юлия", "yuliya"},
        {"Яшин", "yashin"},
        {"Эдуард", "eduard"},
        {"Объедков", "obedkov"},
        {"Семёнов", "semenov"},
        {"Семёнов", "semyonov"},
        {"Соловьёв", "solovyov"},
        {"Фёдор", "fyodor"},
        {"Чехов", "chekhov"},
        {"Чехов", "cehov"},
        {"Жуков", "zukov"},
        {"Шостакович", "sostakovic"},
        {"Игорь", "igor"},
        {"Крым", "krym"},
    };
    read_all(row, SJ_COUNT(row));
}

static void other_cyrillic(void **state)
{
    (void)state;
    static const struct row row[] = {
        /* Ukrainian */
        {"Зеленський", "zelenskiy"},
        {"Ігор", "ihor"},
        {"Ґалаґан", "galagan"},
        {"Гончар", "honchar"},
        {"Єрмак", "yermak"},
        {"Їжак", "yizhak"},
        /* Belarusian */
        {"Лукашэнка", "lukashenka"},
        {"Быкаў", "bykau"},
        {"Святлана", "svyatlana"},
        {"Рыгор", "ryhor"},
        /* Bulgarian */
        {"Първанов", "parvanov"},
        {"Кънев", "kanev"},
        {"Щерев", "shterev"},
        {"Живков", "zhivkov"},
        /* Serbian */
        {"Вучић", "vucic"},
        {"Ђинђић", "djindjic"},
        {"Ђинђић", "dindic"},
        {"Милошевић", "milosevic"},
        {"Живковић", "zivkovic"},
        {"Чедомир", "cedomir"},
        {"Шешељ", "seselj"},
        {"Његош", "njegos"},
        {"Младић", "mladic"},
        /* Kazakh */
        {"Нұрсұлтан", "nursultan"},
        {"Қасым", "qasym"},
        {"Тоқаев", "toqaev"},
        {"Әлия", "aliya"},
        {"Өмірзақ", "omirzaq"},
        {"Ғани", "ghani"},
    };
    read_all(row, SJ_COUNT(row));
}

static void greek_georgian_armenian(void **state)
{
    (void)state;
    static const struct row row[] = {
        {"Παπαδόπουλος", "papadopoulos"},
        {"Χρήστος", "christos"},
        {"Χρήστος", "hristos"},
        {"Μπάμπης", "bambis"},
        {"Ευάγγελος", "evangelos"},
        {"Τσίπρας", "tsipras"},
        {"Γκίκας", "gikas"},
        {"Ντίνος", "dinos"},
        {"Αυγή", "avgi"},
        {"Ψαρρός", "psarros"},
        {"Ξένια", "xenia"},
        {"Ούτης", "outis"},
        {"სააკაშვილი", "saakashvili"},
        {"ივანიშვილი", "ivanishvili"},
        {"ჯუღაშვილი", "jughashvili"},
        {"ქეთევან", "ketevan"},
        {"Պետրոսյան", "petrosyan"},
        {"Պետրոսյան", "pedrosyan"},
        {"Սարգսյան", "sargsyan"},
        {"Փաշինյան", "pashinyan"},
        {"Հայկ", "hayk"},
        {"Հայկ", "hayg"},
    };
    read_all(row, SJ_COUNT(row));
}

static void arabic_persian_hebrew(void **state)
{
    (void)state;
    static const struct row row[] = {
        {"محمد", "muhammad"},  {"مُحَمَّد", "muhammad"},    {"علي", "ali"},
        {"حسن", "hasan"},      {"يوسف", "yusuf"},       {"صدام", "saddam"},
        {"خالد", "khalid"},    {"جمال", "jamal"},       {"قاسم", "qasim"},
        {"فاطمة", "fatima"},   {"احمدی", "ahmadi"},     {"روحانی", "rouhani"},
        {"چمران", "chamaran"}, {"נתניהו", "netanyahu"}, {"בנימין", "binyamin"},
        {"משה", "moshe"},      {"כהן", "cohen"},        {"שרון", "sharon"},
        {"יצחק", "yitzhak"},
    };
    read_all(row, SJ_COUNT(row));
}

static void kana_hangul_thai_devanagari(void **state)
{
    (void)state;
    static const struct row row[] = {
        {"あべ", "abe"},
        {"しんぞう", "shinzo"},
        {"タナカ", "tanaka"},
        {"いちろう", "ichiro"},
        {"きょうと", "kyoto"},
        {"しゃちょう", "shacho"},
        {"ジュン", "jun"},
        {"にっぽん", "nippon"},
        {"マッチャ", "matcha"},
        {"おおの", "ono"},
        {"ミュラー", "myura"},
        {"ティム", "timu"},
        {"フィリップ", "firippu"},
        {"ジェームズ", "jemuzu"},
        {"チェン", "chen"},
        {"シェリー", "sheri"},
        {"ヴァン", "van"},
        {"ウィリアム", "wiriamu"},
        {"クァン", "kwan"},
        {"イェン", "yen"},
        {"ァ", "a"},
        {"カァ", "ka"},
        {"박근혜", "bakgeunhye"},
        {"홍길동", "honggildong"},
        {"김", "gim"},
        {"이", "i"},
        {"최", "choe"},
        {"สมชาย", "somchai"},
        {"ทักษิณ", "thaksin"},
        {"मोदी", "modi"},
        {"गांधी", "gandhi"},
        {"राहुल", "rahul"},
        {"सुरेश", "suresh"},
        {"कुमार", "kumar"},
        {"प्रिया", "priya"},
        {"anna", "anna"},
    };
    read_all(row, SJ_COUNT(row));
}

static void japanese_readings_of_han(void **state)
{
    (void)state;
    static const struct row row[] = {
        {"田中", "tanaka"}, {"鈴木", "suzuki"},  {"山口", "yamaguchi"},
        {"佐藤", "sato"},   {"小泉", "koizumi"},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        SJ_SCOPED(sj_arena) a = {0};
        sj_str *reading;
        size_t n;
        bool found = false;
        assert_int_equal(sj_roman_han_japanese(sj_str_from(row[i].name), &a, &reading, &n), SJ_OK);
        assert_true(n > 0 && n <= SJ_JAPANESE_READINGS);
        for (size_t k = 0; k < n; k++) {
            assert_true(plain(reading[k]));
            found = found || sj_str_eq(reading[k], sj_str_from(row[i].latin));
            for (size_t j = 0; j < k; j++)
                assert_false(sj_str_eq(reading[j], reading[k]));
        }
        if (!found)
            fail_msg("%s: %zu readings, none is %s", row[i].name, n, row[i].latin);
    }
    SJ_SCOPED(sj_arena) a = {0};
    sj_str *reading;
    size_t n = 7;
    assert_int_equal(sj_roman_han_japanese(SJ_S("abc"), &a, &reading, &n), SJ_OK);
    assert_true(n == 0 && reading == NULL);
    assert_int_equal(sj_roman_han_japanese(SJ_S("田田田田田田田"), &a, &reading, &n), SJ_OK);
    assert_int_equal(n, 0); /* more characters than a name has */
}

/* The syllables of a Latin spelling and of the characters meet in one language. */
static size_t forms_of(const char *name, sj_arena *a, sj_syllable_form ret[SJ_SYLLABLE_FORMS_MAX])
{
    sj_tokens t;
    assert_int_equal(sj_tokens_split(sj_str_from(name), a, &t), SJ_OK);
    return sj_syllable_read(&t, (sj_str){0}, ret);
}

static bool syllables_meet(const sj_syllable *x, const sj_syllable *y)
{
    for (size_t i = 0; i < x->count; i++)
        for (size_t j = 0; j < y->count; j++)
            if (x->choice[i].syllable == y->choice[j].syllable)
                return true;
    return false;
}

static bool forms_meet(const sj_syllable_form *x, const sj_syllable_form *y)
{
    if (x->language != y->language || x->count != y->count)
        return false;
    for (size_t i = 0; i < x->count; i++)
        if (!syllables_meet(&x->syllable[i], &y->syllable[i]))
            return false;
    return true;
}

static void han_and_hangul_read_as_syllables(void **state)
{
    (void)state;
    static const struct {
        const char *native, *latin;
        sj_syllable_source source; /* the system that must read the Latin */
        bool meet;
    } row[] = {
        {"习近平", "Xi Jinping", SJ_READ_PINYIN, true},
        {"毛泽东", "Mao Tse-tung", SJ_READ_WADE_GILES, true},
        {"毛澤東", "Mao Zedong", SJ_READ_PINYIN, true},
        {"周恩来", "Chou En-lai", SJ_READ_WADE_GILES, true},
        {"習近平", "Си Цзиньпин", SJ_READ_PALLADIUS, true},
        {"張國榮", "Cheung Kwok-wing", SJ_READ_CANTONESE_LATIN, true},
        {"林鄭月娥", "Xi Jinping", SJ_READ_PINYIN, false},
        {"金正恩", "Kim Jong Un", SJ_READ_KOREAN_LATIN, true},
        {"김정은", "Kim Chŏng-ŭn", SJ_READ_KOREAN_LATIN, true},
        {"김정은", "Gim Jeongeun", SJ_READ_KOREAN_LATIN, true},
        {"김정은", "金正恩", SJ_READ_HANJA, true},
        {"김정은", "Park Geun-hye", SJ_READ_KOREAN_LATIN, false},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        SJ_SCOPED(sj_arena) a = {0};
        static sj_syllable_form x[SJ_SYLLABLE_FORMS_MAX], y[SJ_SYLLABLE_FORMS_MAX];
        const size_t n = forms_of(row[i].native, &a, x), m = forms_of(row[i].latin, &a, y);
        bool met = false;
        for (size_t j = 0; j < n; j++)
            for (size_t k = 0; k < m; k++)
                met = met || (y[k].source == row[i].source && forms_meet(&x[j], &y[k]));
        if (met != row[i].meet)
            fail_msg("%s %s: %zu and %zu forms %s", row[i].native, row[i].latin, n, m,
                     met ? "meet" : "do not meet");
    }
}

/* ---- laws ---- */

static const uint32_t letters_from[] = {'a',    0x3B1,  0x430,  0x561,  0x5D0,
                                        0x621,  0x905,  0xE01,  0x10D0, 0x3041,
                                        0x30A1, 0xAC00, 0x4E00, 0x300,  0x1F600};

static sj_str random_word(char *bytes, uint64_t *seed)
{
    const uint32_t from = letters_from[sj_test_random(seed) % SJ_COUNT(letters_from)];
    const size_t n = 1 + sj_test_random(seed) % 20;
    size_t len = 0;
    for (size_t i = 0; i < n; i++)
        len += sj_utf8_encode(from + (uint32_t)(sj_test_random(seed) % 90), bytes + len);
    return (sj_str){bytes, len};
}

static void same_twice(const sj_roman *r, const sj_roman *q)
{
    assert_true(sj_str_eq(r->text, q->text) && sj_str_eq(r->skeleton, q->skeleton));
    assert_int_equal(r->alternative_count, q->alternative_count);
    for (size_t k = 0; k < r->alternative_count; k++)
        assert_true(sj_str_eq(r->alternative[k], q->alternative[k]));
}

static void laws_on_random_words(void **state)
{
    (void)state;
    uint64_t seed = 99;
    char bytes[80];
    for (unsigned round = 0; round < 20000; round++) {
        SJ_SCOPED(sj_arena) a = {0};
        sj_tokens t;
        assert_int_equal(sj_tokens_split(random_word(bytes, &seed), &a, &t), SJ_OK);
        for (size_t i = 0; i < t.count; i++) {
            sj_roman r, q;
            assert_int_equal(sj_roman_token(&t.token[i], &a, &r), SJ_OK);
            assert_int_equal(sj_roman_token(&t.token[i], &a, &q), SJ_OK);
            same_twice(&r, &q);
            assert_true(plain(r.text) && r.skeleton.len <= 64);
            assert_true(r.alternative_count <= SJ_ROMAN_ALTERNATIVES);
            for (size_t k = 0; k < r.alternative_count; k++) {
                if (!plain(r.alternative[k]) || sj_str_eq(r.alternative[k], r.text))
                    fail_msg("%.*s: alternative %.*s", (int)t.token[i].text.len,
                             t.token[i].text.ptr, (int)r.alternative[k].len, r.alternative[k].ptr);
            }
        }
    }
}

static void skeletons(void **state)
{
    (void)state;
    static const char *const same[][2] = {
        {"qadhafi", "kadafi"}, {"muhammad", "mohamed"}, {"hussein", "husayn"},
        {"jamal", "gamal"},    {"hassan", "hasan"},     {"wael", "vael"},
    };
    char x[64], y[64], word[200];
    for (size_t i = 0; i < SJ_COUNT(same); i++) {
        const size_t n = sj_roman_skeleton(sj_str_from(same[i][0]), x);
        const size_t m = sj_roman_skeleton(sj_str_from(same[i][1]), y);
        if (n != m || memcmp(x, y, n) != 0)
            fail_msg("%s %.*s, %s %.*s", same[i][0], (int)n, x, same[i][1], (int)m, y);
    }
    assert_int_equal(sj_roman_skeleton(SJ_S(""), x), 0);
    assert_int_equal(sj_roman_skeleton(SJ_S("ali"), x), 0); /* fewer than two consonants */
    for (size_t i = 0; i < sizeof word; i++)
        word[i] = i % 2 ? 'b' : 'd';
    assert_int_equal(sj_roman_skeleton((sj_str){word, sizeof word}, x), 64);
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_tokens t;
    sj_roman r;
    sj_str *reading;
    size_t n;
    SJ_TRY(sj_tokens_split(*(const sj_str *)ctx, &a, &t));
    for (size_t i = 0; i < t.count; i++)
        SJ_TRY(sj_roman_token(&t.token[i], &a, &r));
    return sj_roman_han_japanese(SJ_S("小泉"), &a, &reading, &n);
}

static void memory_runs_out(void **state)
{
    (void)state;
    sj_str name = SJ_S("Щёголев Първанов Ђинђић Χρήστος چمران शर्मा タナカ 홍길동 สมชาย Հայկ John");
    sj_test_sweep(story, &name, 0);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(russian),
        cmocka_unit_test(other_cyrillic),
        cmocka_unit_test(greek_georgian_armenian),
        cmocka_unit_test(arabic_persian_hebrew),
        cmocka_unit_test(kana_hangul_thai_devanagari),
        cmocka_unit_test(japanese_readings_of_han),
        cmocka_unit_test(han_and_hangul_read_as_syllables),
        cmocka_unit_test(laws_on_random_words),
        cmocka_unit_test(skeletons),
        cmocka_unit_test(memory_runs_out),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
