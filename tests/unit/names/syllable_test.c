/* Names read as syllables: spellings of one person that meet, spellings of two that
 * do not, how a form is made, and its laws on random input. */
#include "test.h"
#include "names/form.h"
#include "names/syllable.h"

struct row {
    const char *a, *b, *why;
};

static double score_of(const char *a, const char *b)
{
    SJ_SCOPED(sj_arena) arena = {0};
    const sj_name *x, *y;
    assert_int_equal(sj_name_prepare(sj_str_from(a), NULL, SJ_COMPARE_PERSON, &arena, &x), SJ_OK);
    assert_int_equal(sj_name_prepare(sj_str_from(b), NULL, SJ_COMPARE_PERSON, &arena, &y), SJ_OK);
    const double score = sj_name_compare(x, y);
    assert_true(score == sj_name_compare(y, x));
    return score;
}

static void check_rows(const struct row *row, size_t count, bool same)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++) {
        const double score = score_of(row[i].a, row[i].b);
        if ((score >= SJ_NAME_THRESHOLD) == same)
            continue;
        printf("%s ~ %s: %.3f (%s)\n", row[i].a, row[i].b, score, row[i].why);
        wrong++;
    }
    if (wrong)
        fail_msg("%zu of %zu rows", wrong, count);
}

/* One person each: every form must meet every other. */
static const char *const kim_jong_un[] = {
    "KIM, Jong Un", "Kim Jong-un",  "Kim Jong Eun", "Gim Jeong-eun", "Kim Chŏng-ŭn",
    "김정은",       "金正恩",       "Ким Чен Ын",   "Ким Чон Ын",    "Jong Un Kim",
    "Kim Jongun",   "Kim Jung Eun", "Jin Zheng'en", "Jin Zhengen"};
static const char *const ri_sol_ju[] = {"Ri Sol Ju",   "Ri Sol-ju",  "Lee Seol-ju",  "Yi Sŏl-chu",
                                        "I Seol-ju",   "리설주",     "이설주",       "李雪主",
                                        "Ли Соль Чжу", "Ри Соль Чу", "RI, Sol Ju",   "Sol Ju Ri",
                                        "Li Xuezhu",   "Lee Seolju", "Rhee Seol Joo"};
static const char *const choe_ryong_hae[] = {
    "Choe Ryong Hae", "Ch'oe Ryong-hae", "Choi Ryong-hae", "Choi Yong Hae", "최룡해",
    "최용해",         "崔龍海",          "崔龙海",         "Цой Рён Хэ",    "Чхве Рён Хэ",
    "Cui Longhai",    "CHOE, Ryong Hae", "Choe Ryonghae",  "Ryong Hae Choe"};
static const char *const pak_pong_ju[] = {
    "Pak Pong Ju", "Park Bong-ju", "Pak Pong-ju",  "박봉주",       "朴奉珠",
    "Пак Пон Чжу", "Piao Fengzhu", "PAK, Pong Ju", "Bong Ju Park", "Bak Bongju"};
static const char *const jong_kyong_thaek[] = {
    "Jong Kyong Thaek", "Jeong Gyeong-taek", "Jung Kyung-taek",  "Chŏng Kyŏng-t'aek",
    "정경택",           "Чон Гён Тхэк",      "Chung Kyung Taek", "JONG, Kyong-thaek"};
static const char *const namgung[] = {"Namgung Min", "Nam Gung Min", "남궁민", "南宮玟",
                                      "Namkung Min", "Min Namgung",  "남궁 민"};
static const char *const xi_jinping[] = {"Xi Jinping", "Xi Jin Ping", "Hsi Chin-p'ing",
                                         "习近平",     "習近平",      "Си Цзиньпин",
                                         "Jinping Xi", "Xi Jin-ping", "XI, Jinping"};
static const char *const ouyang[] = {"Ouyang Xiu", "Ou-yang Hsiu", "欧阳修",     "歐陽修",
                                     "Оуян Сю",    "Xiu Ouyang",   "OUYANG, Xiu"};
static const char *const zhuge[] = {"Zhuge Liang", "Chu-ko Liang", "诸葛亮",
                                    "諸葛亮",      "Чжугэ Лян",    "Liang Zhuge"};
static const char *const leung[] = {"Leung Chun-ying", "梁振英", "LEUNG Chun Ying",
                                    "Chun Ying Leung", "Leung Chunying"};
static const char *const wong[] = {"Wong Kar-wai", "王家卫", "王家衛", "Kar Wai Wong",
                                   "WONG Kar Wai"};

static void check_group(const char *const *name, size_t count)
{
    size_t wrong = 0;
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++) {
            const double score = score_of(name[i], name[j]);
            if (score >= SJ_NAME_THRESHOLD)
                continue;
            printf("%s ~ %s: %.3f\n", name[i], name[j], score);
            wrong++;
        }
    if (wrong)
        fail_msg("%zu pairs of one person do not meet", wrong);
}

static void one_person_in_any_writing(void **state)
{
    (void)state;
#define GROUP(x) check_group(x, SJ_COUNT(x))
    GROUP(kim_jong_un);
    GROUP(ri_sol_ju);
    GROUP(choe_ryong_hae);
    GROUP(pak_pong_ju);
    GROUP(jong_kyong_thaek);
    GROUP(namgung);
    GROUP(xi_jinping);
    GROUP(ouyang);
    GROUP(zhuge);
    GROUP(leung);
    GROUP(wong);
#undef GROUP
}

static void more_spellings_of_one(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Lim Soo Jin", "Rim Su Jin", "initial law in the family name"},
        {"림수진", "임수진", "the same in Hangul"},
        {"Roh Moo-hyun", "No Mu-hyon", "노 and 로"},
        {"노무현", "로무현", "the same in Hangul"},
        {"Yoo Seung-min", "Ryu Sung Min", "류 and 유"},
        {"Ryang Kyong Bok", "Yang Gyeong-bok", "량 and 양"},
        {"Syngman Rhee", "Yi Sŭng-man", "McCune-Reischauer with breve"},
        {"Syngman Rhee", "이승만", "Hangul"},
        {"Lee Myung-bak", "李明博", "Hanja"},
        {"Moon Jae-in", "Мун Чжэ Ин", "Kontsevich"},
        {"Moon Jae-in", "文在寅", "Hanja"},
        {"Ban Ki-moon", "Пан Ги Мун", "Russian press"},
        {"Hwang Pyong So", "Hwang Byeong-seo", "Revised"},
        {"Jang Song Thaek", "Чан Сон Тхэк", "aspirated in Russian"},
        {"Jang Song Thaek", "장성택", "Hangul"},
        {"Sonu Hyon", "Seonwoo Hyun", "compound 선우"},
        {"Hwangbo Kyong", "황보경", "compound 황보"},
        {"Mao Zedong", "Mao Tse-tung", "Wade-Giles"},
        {"Mao Zedong", "毛澤東", "traditional"},
        {"Мао Цзэдун", "毛泽东", "Palladius"},
        {"Deng Xiaoping", "Teng Hsiao-p'ing", "apostrophe"},
        {"Zhou Enlai", "Chou En-lai", "Wade-Giles"},
        {"Sima Qian", "司马迁", "compound"},
        {"Shangguan Yunzhu", "上官雲珠", "compound"},
        {"Lyu Xiaojun", "Lu Xiaojun", "u with diaeresis in passports"},
        {"Lee Ka-shing", "李嘉誠", "Hong Kong"},
        {"Chow Yun-fat", "周润发", "Hong Kong"},
        {"Tsang Yam-kuen", "曾蔭權", "Hong Kong, family reading of 曾"},
    };
    check_rows(rows, SJ_COUNT(rows), true);
}

static void two_persons(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {"Kim Yong Chol", "Kim Yong Chun", "one syllable differs"},
        {"Kim Jong Un", "Kim Jong Il", "son and father"},
        {"김정은", "김정일", "the same in Hangul"},
        {"Ким Чен Ын", "Ким Чен Ир", "the same in the press"},
        {"金正恩", "金正日", "the same in Hanja"},
        {"Kim Yong Nam", "Kim Yong Chol", "one syllable differs"},
        {"Ri Yong Ho", "Ri Yong Gil", "one syllable differs"},
        {"Ri Su Yong", "Ri Su Jong", "one syllable differs"},
        {"Pak Yong Sik", "Pak Yong Ho", "one syllable differs"},
        {"Kim Jong Un", "Ri Jong Un", "family name differs"},
        {"Park Ji-sung", "Park Ji-won", "one syllable differs"},
        {"Choe Ryong Hae", "Choe Ryong Rim", "one syllable differs"},
        {"Choe Ryong Hae", "Choe Yong Rim", "one syllable differs"},
        {"김영철", "김영춘", "Hangul"},
        {"Ким Ён Чхоль", "Ким Ён Чхун", "Kontsevich"},
        {"Kang Chol Su", "Kang Chol Nam", "one syllable differs"},
        {"Namgung Min", "Namgung Hun", "compound name, another given name"},
        {"Namgung Min", "Nam Min", "compound and single"},
        {"Xi Jinping", "Xi Jinpin", "ping and pin"},
        {"Xi Jinping", "Xi Zhongxun", "son and father"},
        {"Wang Wei", "Wang Wen", "one letter"},
        {"Li Ming", "Li Min", "ming and min"},
        {"Zhang Wei", "Zhang Wen", "one letter"},
        {"Ouyang Xiu", "Ouyang Feng", "compound name, another given name"},
        {"王伟", "王文", "Han"},
        {"Leung Chun-ying", "Leung Chun-fai", "Hong Kong"},
        {"Chan Kam Lam", "Chan Kam Fai", "Hong Kong"},
    };
    check_rows(rows, SJ_COUNT(rows), false);
}

/* ---- how a form is made ---- */

static size_t read_name(const char *text, const char *family, sj_arena *a,
                        sj_syllable_form ret[SJ_SYLLABLE_FORMS_MAX])
{
    sj_tokens t;
    assert_int_equal(sj_tokens_split(sj_str_from(text), a, &t), SJ_OK);
    return sj_syllable_read(&t, sj_str_from(family), ret);
}

static void forms_as_promised(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_syllable_form f[SJ_SYLLABLE_FORMS_MAX];
    assert_int_equal(read_name("", "", &a, f), 0);
    assert_int_equal(read_name("Vladimir Putin", "", &a, f), 0);
    assert_int_equal(read_name("Kim", "", &a, f), 0); /* a family name alone is no name */
    assert_int_equal(read_name("Kim Jong Un of Pyongyang", "", &a, f), 0);
    assert_true(read_name("KIM, Jong Un", "", &a, f) > 0);
    assert_int_equal(f[0].language, SJ_SYSTEM_KOREAN);
    assert_int_equal(f[0].count, 3);
    assert_int_equal(f[0].family_count, 1);
    assert_true(f[0].family_known && f[0].certain);
    assert_true(read_name("\xEB\x82\xA8\xEA\xB6\x81\xEB\xAF\xBC", "", &a, f) > 0); /* 남궁민 */
    assert_true(read_name("Ouyang Xiu", "", &a, f) > 0);
    assert_int_equal(f[0].family_count, 2);
    assert_int_equal(f[0].count, 3);
    assert_true(read_name("Yong Ri", "Ri", &a, f) > 0);
    assert_true(f[0].family_known);
}

/* The initial law: 리 is 리, and a little less 이; so the other way round. */
static void initial_law_is_two_choices(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    sj_syllable_form f[SJ_SYLLABLE_FORMS_MAX];
    const unsigned ri = 0xB9AC - 0xAC00, i = 0xC774 - 0xAC00;
    assert_int_equal(read_name("\xEB\xA6\xAC\xEC\x84\xA4\xEC\xA3\xBC", "", &a, f), 1);
    assert_int_equal(f[0].syllable[0].count, 2);
    assert_int_equal(f[0].syllable[0].choice[0].syllable, ri);
    assert_int_equal(f[0].syllable[0].choice[0].weight, 255);
    assert_int_equal(f[0].syllable[0].choice[1].syllable, i);
    assert_int_equal(f[0].syllable[0].choice[1].weight, 245);
}

static void written_syllables(void **state)
{
    (void)state;
    char text[16];
    assert_int_equal(sj_syllable_write(SJ_SYSTEM_KOREAN, 0xAE40 - 0xAC00, text), 3);
    assert_string_equal(text, "gim");
    assert_int_equal(sj_syllable_write(SJ_SYSTEM_KOREAN, 0xFFFF, text), 0);
    assert_string_equal(text, "");
    assert_int_equal(sj_syllable_write(SJ_SYSTEM_MANDARIN, 0xFFFF, text), 0);
    assert_int_equal(sj_syllable_write(SJ_SYSTEM_LATIN, 0, text), 0);
    for (unsigned n = 0; n < 11172; n++)
        assert_in_range(sj_syllable_write(SJ_SYSTEM_KOREAN, (uint16_t)n, text), 1, 15);
}

static const char *const pieces[] = {"kim",
                                     "ri",
                                     "jong",
                                     "un",
                                     "chol",
                                     "ouyang",
                                     "wei",
                                     "leung",
                                     "namgung",
                                     "\xEA\xB9\x80",
                                     "\xE9\x87\x91",
                                     "\xD0\x9A\xD0\xB8",
                                     "hsiao",
                                     "-",
                                     " ",
                                     " ",
                                     ", ",
                                     "x",
                                     "'",
                                     "ping"};

static void random_text(uint64_t *seed, char *ret, size_t size)
{
    size_t n = 0;
    ret[0] = 0;
    for (uint64_t k = 1 + sj_test_random(seed) % 7; k > 0; k--) {
        const sj_str p = sj_str_from(pieces[sj_test_random(seed) % SJ_COUNT(pieces)]);
        if (n + p.len + 1 >= size)
            return;
        memcpy(ret + n, p.ptr, p.len);
        ret[n += p.len] = 0;
    }
}

static void laws_on_random_names(void **state)
{
    (void)state;
    uint64_t seed = 11;
    size_t forms = 0;
    for (int i = 0; i < 40000; i++) {
        SJ_SCOPED(sj_arena) a = {0};
        sj_syllable_form f[SJ_SYLLABLE_FORMS_MAX];
        char text[96];
        random_text(&seed, text, sizeof text);
        const size_t n = read_name(text, "", &a, f);
        assert_true(n <= SJ_SYLLABLE_FORMS_MAX);
        for (size_t k = 0; k < n; k++, forms++) {
            assert_in_range(f[k].count, 2, SJ_SYLLABLES_MAX);
            assert_in_range(f[k].family_count, 1, f[k].count - 1);
            assert_true(f[k].weight > 0 && f[k].weight <= 1);
            assert_true(k == 0 || f[k].weight <= f[k - 1].weight);
            for (unsigned s = 0; s < f[k].count; s++)
                assert_in_range(f[k].syllable[s].count, 1, SJ_SYLLABLE_CHOICES);
        }
        if (n)
            assert_true(score_of(text, text) > 0.99);
    }
    assert_true(forms > 1000);
}

static void pinyin_of_words(void **state)
{
    (void)state;
    char text[16];
    assert_int_equal(sj_syllable_pinyin(SJ_S("华为"), text, sizeof text), 6);
    assert_memory_equal(text, "huawei", 6);
    assert_int_equal(sj_syllable_pinyin(SJ_S("华为"), text, 5), 0); /* longer than the room */
    assert_int_equal(sj_syllable_pinyin(SJ_S("ア"), text, sizeof text), 0);
    assert_int_equal(sj_syllable_pinyin(SJ_S(""), text, sizeof text), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_person_in_any_writing),
        cmocka_unit_test(more_spellings_of_one),
        cmocka_unit_test(two_persons),
        cmocka_unit_test(forms_as_promised),
        cmocka_unit_test(initial_law_is_two_choices),
        cmocka_unit_test(written_syllables),
        cmocka_unit_test(pinyin_of_words),
        cmocka_unit_test(laws_on_random_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
