/* Tests of lists/mof_xlsx.c on small workbooks made here: what comes out of a
 * row. The real file is audited in audit_tables_test.c. */
#include "test.h"
#include "lists/reader.h"
#include "zip_writer.h"

enum { COLUMNS = 8 };

/* A book of one sheet with a row of headings and one row of `cell`. */
static sj_str make_book(const char *const cell[COLUMNS], zip_writer *z)
{
    const char *all[2 * COLUMNS] = {"告示日付", "告示番号", "日本語表記", "英語表記",
                                    "国籍",     "旅券番号", "ID番号",     "住所・所在地"};
    memcpy(all + COLUMNS, cell, COLUMNS * sizeof *cell);
    return zip_book(z, "7.test", all, COLUMNS, 2);
}

static sj_status read_book(sj_str bytes, sj_arena *arena, sj_list *ret)
{
    const sj_list_options options = {.expected = SJ_LIST_MOF_XLSX};
    return sj_list_read_memory(bytes, &options, arena, ret, NULL);
}

static sj_status read_row(const char *const cell[COLUMNS], sj_arena *arena, sj_list *ret)
{
    zip_writer z = {0};
    const sj_status s = read_book(make_book(cell, &z), arena, ret);
    zip_done(&z);
    return s;
}

/* "value@state issued/expires!" of each, '|' between; '!' is an invalid one. */
static void write_papers(const sj_entity *e, sj_buf *to)
{
    for (size_t i = 0; i < e->identifier_count; i++) {
        const sj_entity_identifier *id = &e->identifier[i];
        char issued[32], expires[32];
        const size_t n = sj_date_write(&id->issued, issued),
                     m = sj_date_write(&id->expires, expires);
        sj_buf_addf(to, "%s%.*s@%.*s", i ? "|" : "", SJ_STR_FMT(id->value),
                    SJ_STR_FMT(id->country));
        if (id->issued.from.year)
            sj_buf_addf(to, " from %.*s", (int)n, issued);
        if (id->expires.from.year)
            sj_buf_addf(to, " to %.*s", (int)m, expires);
        sj_buf_add(to, id->invalid ? SJ_S("!") : SJ_S(""));
    }
}

static void papers(void **state SJ_UNUSED)
{
    static const struct {
        const char *cell, *want, *why;
    } rows[] = {
        {"108120258", "108120258@", "a number"},
        {"OA 454044（アフガニスタンにて発行）", "OA 454044@",
         "a series; where it was issued is not by whom"},
        {"アフガニスタン旅券D 000933", "D 000933@AF",
         "a series of one letter, joined to the words"},
        {"アフガニスタン旅券：SEー011697（1988年1月25日にカブールで発行、2000年2月23日に失効）",
         "SE-011697@AF from 1988-01-25 to 2000-02-23", "a long vowel for a hyphen"},
        {"旅券 ID 137803", "137803@", "ID is a label, no series"},
        {"ロシア旅券番号8208 No.555627", "8208 No.555627@RU", "series and number"},
        {"スーダン B002606号", "B002606@SD", "a state without another word"},
        {"(a)南スーダン S00004370号 (b)スーダン 00606号", "S00004370@SS|00606@SD", "enumerated"},
        {"アフガニスタン旅券 D 000769\n（1997年2月2日発行）", "D 000769@AF from 1997-02-02",
         "words about the number on a line of their own"},
        {"アフガニスタン国民ＩＤカード(tazkira)番号： (a)2132370 (b)812673", "2132370@AF|812673@AF",
         "a heading before the numbers"},
        {"住民票番号 665（Ayno Maina）", "住民票番号 665(Ayno Maina)@",
         "kept whole: too short for a number"},
        {"パスポート番号", "パスポート番号@", "words alone are kept"},
        {"番号：\n;", "番号:@", "so are a heading's without numbers"},
        {"フランス旅券番号 12CP63882、2012年7月31日発行（2022年7月30日まで有効）",
         "12CP63882@FR from 2012-07-31 to 2022-07-30", "valid until"},
        {"AB850901（有効期限2026年12月11日）", "AB850901@ to 2026-12-11", "term of validity"},
        {"インドネシア旅券番号 W344982（1985年3月4日Jakarta生まれのTestとして発行）", "W344982@ID",
         "a birth date is no date of issue"},
        {"インドネシア旅券番号 W344982（1985年3月4日Jakarta生まれのTestとして2012年5月28日発行）",
         "W344982@ID from 2012-05-28", "nor does it hide one"},
        {"サウジアラビア旅券番号K142736（2011年7月14日Al-Khafji, Saudi Arabiaにて発行）",
         "K142736@SA from 2011-07-14", "a comma inside a place"},
        {"ロシア旅券9103314932（2003年8月15日、内務省にて発行）", "9103314932@RU from 2003-08-15",
         "the date in a clause before"},
        {"ドイツIDカード 5802098444（ボンにて発行。2016年4月14日失効）",
         "5802098444@DE to 2016-04-14", "the end is no beginning"},
        {"リビア旅券347834、Testの名で発行", "347834@LY", "a number is no year"},
        {"インド旅券 A-333602 （1985年6月4日発行。その後取り消された旅券）",
         "A-333602@IN from 1985-06-04!", "revoked"},
        {"192-3238459-9", "192-3238459-9@", "192 is no state here, though ISO gives it to Cuba"},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        SJ_SCOPED(sj_buf) got = {0};
        sj_list list = {0};
        const char *cell[COLUMNS] = {"2001.9.22", "1", "リ", "Ri", "", rows[i].cell, "", ""};
        assert_int_equal(read_row(cell, &arena, &list), SJ_OK);
        write_papers(&list.entity[0], &got);
        if (!sj_str_eq(sj_buf_str(&got), sj_str_from(rows[i].want)))
            fail_msg("%s: %s: %.*s", rows[i].cell, rows[i].why, SJ_STR_FMT(sj_buf_str(&got)));
    }
}

static void states(void **state SJ_UNUSED)
{
    static const struct {
        const char *cell, *want; /* of the nationalities, a blank between; '-' is unknown */
    } rows[] = {{"北朝鮮", "KP "},
                {"トルコ、ヨルダン", "TR JO "},
                {"エジプトEgypt", "EG "},
                {"イラン\nIran", "IR "},
                {"米国。また、シリア国籍も所持していると見られる", "US "},
                {"インドネシア（2003年12月時点）", "ID "},
                {"2002年にクウェート国籍を剥奪された", "- "},
                {"（a）中央アフリカ共和国、 （b）コンゴ民主共和国", "CF CD "},
                {"コンゴ", "- "}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        SJ_SCOPED(sj_buf) got = {0};
        sj_list list = {0};
        const char *cell[COLUMNS] = {"2001.9.22", "1", "リ", "Ri", rows[i].cell, "", "", ""};
        assert_int_equal(read_row(cell, &arena, &list), SJ_OK);
        const sj_entity *e = &list.entity[0];
        for (size_t k = 0; k < e->fact_count; k++)
            if (e->fact[k].kind == SJ_FACT_NATIONALITY)
                sj_buf_addf(&got, "%.*s ",
                            SJ_STR_FMT(e->fact[k].country.len ? e->fact[k].country : SJ_S("-")));
        if (!sj_str_eq(sj_buf_str(&got), sj_str_from(rows[i].want)))
            fail_msg("%s: %.*s", rows[i].cell, SJ_STR_FMT(sj_buf_str(&got)));
    }
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    return read_book(*(const sj_str *)ctx, &arena, &list);
}

static void out_of_memory(void **state SJ_UNUSED)
{
    static const char *const cell[COLUMNS] = {"2001.9.22",
                                              "1",
                                              "リ・テスト",
                                              "Ri Test",
                                              "トルコ、ヨルダン",
                                              "アフガニスタン旅券 D 000769\n（1997年2月2日発行）",
                                              "番号：(a)1234567 (b)7654321",
                                              "北朝鮮平壌；モスクワ（ロシア）"};
    zip_writer z = {0};
    sj_str bytes = make_book(cell, &z);
    assert_int_equal(story(&bytes), SJ_OK);
    sj_test_sweep(story, &bytes, 0);
    zip_done(&z);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(papers), cmocka_unit_test(states),
                                       cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
