/* Tests of lists/mof_text.c: the small grammar of a cell in Japan's list. The
 * forms are those of its sheets; names are made up where they need not be real. */
#include "lists/mof_text.h"
#include "test.h"

static const char *const kind_mark[] = {"", "a:", "w:", "f:", "o:", "t:", "b:", "m:"};

/* Names with the mark of their kind, '|' between. */
static sj_status names_of(sj_name_kind kind, const char *cell, sj_arena *arena, sj_buf *ret)
{
    sj_entity e = {.id = SJ_S("x")};
    SJ_TRY(sj_mof_names(&e, arena, kind, sj_str_from(cell)));
    for (size_t i = 0; i < e.name_count; i++)
        sj_buf_addf(ret, "%s%s%.*s", i ? "|" : "", kind_mark[e.name[i].kind],
                    SJ_STR_FMT(e.name[i].full));
    return sj_buf_status(ret);
}

static void names(void **state)
{
    (void)state;
    static const struct {
        sj_name_kind kind;
        const char *cell, *want, *why;
    } rows[] = {
        {SJ_NAME_PRIMARY, "Ri Test", "Ri Test", "one name"},
        {SJ_NAME_PRIMARY, "　Ｒｉ　Ｔｅｓｔ　", "Ri Test", "full width"},
        {SJ_NAME_PRIMARY, "リ・テスト", "t:リ・テスト", "kana are a rendering"},
        {SJ_NAME_PRIMARY, "リ・テスト\nRi Test", "t:リ・テスト|Ri Test", "two lines"},
        {SJ_NAME_PRIMARY, "リ・テスト（Ri Test）", "t:リ・テスト|a:Ri Test", "in brackets"},
        {SJ_NAME_ALIAS, "(a)Ri One (b)Ri Two", "a:Ri One|a:Ri Two", "enumerated"},
        {SJ_NAME_ALIAS, "Ri One; Ri Two", "a:Ri One|a:Ri Two", "semicolons"},
        {SJ_NAME_ALIAS, "TEST CO., LTD", "a:TEST CO., LTD", "a legal form is no second name"},
        {SJ_NAME_ALIAS, "不明", "", "unknown"},
        {SJ_NAME_ALIAS, "", "", "empty"},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        SJ_SCOPED(sj_buf) got = {0};
        assert_int_equal(names_of(rows[i].kind, rows[i].cell, &arena, &got), SJ_OK);
        if (!sj_str_eq(sj_buf_str(&got), sj_str_from(rows[i].want)))
            fail_msg("%s: %s: %.*s", rows[i].cell, rows[i].why, SJ_STR_FMT(sj_buf_str(&got)));
    }
}

static void dates(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want; /* NULL: none */
    } rows[] = {{"1955年", "1955"},
                {"1955年頃", "~1955"},
                {"1955年4月29日", "1955-04-29"},
                {"1955年-1958年頃", "~1955/1958"},
                {"1955年4月", "1955-04"},
                {"10月22日", NULL},
                {"60年生まれ", NULL},
                {"1976年10月5\n日", "1976-10-05"},
                {"不明", NULL},
                {"", NULL},
                {"年", NULL},
                {"99999999999999999999年", NULL},
                {"1955年13月40日", "1955"}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        sj_date_range r = {0};
        char iso[33] = {0};
        const bool found = sj_mof_date(sj_str_from(rows[i].text), &r);
        if (found)
            iso[sj_date_write(&r, iso)] = '\0';
        if (found != (rows[i].want != NULL) || (found && strcmp(iso, rows[i].want) != 0))
            fail_msg("%s: %s", rows[i].text, found ? iso : "none");
    }
}

static void dates_that_lean_on_the_one_before(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want; /* NULL: none */
    } rows[] = {{"10月22日", "1967-10-22"},
                {"31日", "1967-12-31"},
                {"59", "1959"},
                {"60年生まれ", "1960"},
                {"10月", "1967-10"},
                {"2月31日", NULL},
                {"Qom, Iran", NULL},
                {"1", NULL},
                {"", NULL}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        sj_date_range r = {0};
        char iso[33] = {0};
        const bool found =
            sj_mof_date_after(sj_str_from(rows[i].text), (sj_date){1967, 12, 22}, &r);
        if (found)
            iso[sj_date_write(&r, iso)] = '\0';
        if (found != (rows[i].want != NULL) || (found && strcmp(iso, rows[i].want) != 0))
            fail_msg("%s: %s", rows[i].text, found ? iso : "none");
        assert_false(sj_mof_date_after(sj_str_from(rows[i].text), (sj_date){0}, &r));
    }
}

static void states_and_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *text, *want;
    } rows[] = {{"北朝鮮", "KP"},
                {"イラン", "IR"},
                {"Iran", "IR"},
                {"シリア", "SY"},
                {"アフガニスタン", "AF"},
                {"どこか", ""},
                {"", ""},
                {"ザンビア", "ZM"},
                {"サウディ・アラビア", "SA"},
                {"ボリビア多民族国", ""}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        if (!sj_str_eq(sj_mof_country(sj_str_from(rows[i].text)), sj_str_from(rows[i].want)))
            fail_msg("%s: %.*s", rows[i].text,
                     SJ_STR_FMT(sj_mof_country(sj_str_from(rows[i].text))));
    assert_true(sj_mof_is_nothing(SJ_S(" 不明 ")));
    assert_true(sj_mof_is_nothing(SJ_S("なし")));
    assert_true(sj_mof_is_nothing((sj_str){0}));
    assert_false(sj_mof_is_nothing(SJ_S("不明 1")));
}

static void states_that_begin_or_end_a_text(void **state)
{
    (void)state;
    static const struct {
        const char *text, *leading, *place; /* the name that leads; the state of the place */
    } rows[] = {{"北朝鮮平壌特別市", "北朝鮮", "KP"},
                {"シリア・アラブ共和国ダマスカス", "シリア・アラブ共和国", "SY"},
                {"インドネシア", "インドネシア", "ID"},
                {"ニジェール", "ニジェール", "NE"},
                {"マリウポリ", "", ""},
                {"マリ・エル共和国", "", ""},
                {"ガーナ（アクラ）", "ガーナ", "GH"},
                {"コンゴ民主共和国ゴマ", "コンゴ民主共和国", "CD"},
                {"コンゴ共和国", "コンゴ共和国", "CG"},
                {"オマーン国", "オマーン国", "OM"},
                {"スーダン人", "スーダン人", "SD"},
                {"Afghanistan passport", "Afghanistan", "AF"},
                {"No 123", "", ""},
                {"モスクワ(ロシア)", "", "RU"},
                {"レニングラード(現サンクトペテルブルク)(ロシア)", "", "RU"},
                {"トリポリ、リビア", "", "LY"},
                {"Tunis, Tunisia", "", "TN"},
                {"住所:エジプト・アラブ共和国", "", "EG"},
                {"中国丹東市、北朝鮮", "中国", ""},
                {"バグダッド", "", ""},
                {")", "", ""},
                {"", "", ""}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        sj_str code = {0};
        const sj_str text = sj_str_from(rows[i].text);
        const size_t len = sj_mof_leading_state(text, &code);
        if (len != strlen(rows[i].leading) || (len == 0) != (code.len == 0) ||
            !sj_str_eq(sj_mof_place_country(text), sj_str_from(rows[i].place)))
            fail_msg("%s: %zu bytes, %.*s", rows[i].text, len,
                     SJ_STR_FMT(sj_mof_place_country(text)));
    }
}

static void dashes_in_numbers(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_str got;
    assert_int_equal(sj_mof_narrow(&arena, SJ_S("ＳＥー011697 ＋850―2―18111 リー9 Aー"), &got),
                     SJ_OK);
    assert_true(sj_str_eq(got, SJ_S("SE-011697 +850-2-18111 リー9 Aー")));
}

static void items(void **state)
{
    (void)state;
    static const struct {
        const char *cell, *want;
    } rows[] = {{"(a)一つ (b)二つ", "一つ|二つ"},
                {"一つ\n二つ", "一つ|二つ"},
                {"（ａ）一つ（ｂ）二つ", "一つ|二つ"},
                {"一つ", "一つ"}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        SJ_SCOPED(sj_buf) got = {0};
        sj_str *item = NULL;
        size_t count = 0;
        assert_int_equal(sj_mof_items(&arena, sj_str_from(rows[i].cell), &item, &count), SJ_OK);
        for (size_t k = 0; k < count; k++)
            sj_buf_addf(&got, "%s%.*s", k ? "|" : "", SJ_STR_FMT(item[k]));
        if (!sj_str_eq(sj_buf_str(&got), sj_str_from(rows[i].want)))
            fail_msg("%s: %.*s", rows[i].cell, SJ_STR_FMT(sj_buf_str(&got)));
    }
}

/* (1) of mof_text.c on cells of random marks and letters: no letter is lost. */
static void no_letter_is_lost(void **state)
{
    (void)state;
    static const char *const piece[] = {"(", ")", "（",  "）",  ";",      "、",    ",", "\n",
                                        " ", "A", "b",   "リ",  "朴",     "・",    "-", ".",
                                        "9", ":", "(a)", "(b)", "a.k.a.", "f.k.a."};
    uint64_t seed = 7;
    for (int turn = 0; turn < 4000; turn++) {
        SJ_SCOPED(sj_arena) arena = {0};
        SJ_SCOPED(sj_buf) cell = {0};
        SJ_SCOPED(sj_buf) got = {0};
        static const char *const letter[] = {"リ", "朴"};
        for (uint64_t n = sj_test_random(&seed) % 14 + 1; n > 0; n--)
            sj_buf_add(&cell, sj_str_from(piece[sj_test_random(&seed) % SJ_COUNT(piece)]));
        sj_buf_add_char(&cell, '\0');
        const sj_str text = sj_str_from(cell.ptr);
        assert_int_equal(names_of(SJ_NAME_ALIAS, cell.ptr, &arena, &got), SJ_OK);
        for (size_t k = 0; k < SJ_COUNT(letter); k++) {
            const sj_str l = sj_str_from(letter[k]), found = sj_buf_str(&got);
            if (sj_str_find(text, l, 0) < text.len && sj_str_find(found, l, 0) == found.len)
                fail_msg("'%s' lost '%s': %.*s", cell.ptr, letter[k], SJ_STR_FMT(found));
        }
    }
}

static void names_without_end(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) cell = {0};
    SJ_SCOPED(sj_buf) got = {0};
    for (int i = 0; i < 3000; i++)
        sj_buf_addf(&cell, "N%d; ", i);
    sj_buf_add_char(&cell, '\0');
    assert_int_equal(names_of(SJ_NAME_ALIAS, cell.ptr, &arena, &got), SJ_ELIMIT);
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) got = {0};
    sj_str *item = NULL;
    size_t count = 0;
    SJ_TRY(names_of(SJ_NAME_ALIAS, ctx, &arena, &got));
    return sj_mof_items(&arena, sj_str_from(ctx), &item, &count);
}

static void out_of_memory(void **state)
{
    (void)state;
    char cell[] = "リ・テスト（Ri Test）\n(a)Ri One（f.k.a. Ri Two; Ri Three）(b)Ri Four、朴";
    assert_int_equal(story(cell), SJ_OK);
    sj_test_sweep(story, cell, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(names),
                                       cmocka_unit_test(dates),
                                       cmocka_unit_test(dates_that_lean_on_the_one_before),
                                       cmocka_unit_test(states_and_nothing),
                                       cmocka_unit_test(states_that_begin_or_end_a_text),
                                       cmocka_unit_test(dashes_in_numbers),
                                       cmocka_unit_test(items),
                                       cmocka_unit_test(no_letter_is_lost),
                                       cmocka_unit_test(names_without_end),
                                       cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
