/* Tests of lists/prose.c: remarks as lists have them, with what must come out. */
#include "lists/prose.h"
#include "test.h"

static const struct {
    sj_schema schema;
    const char *text, *want; /* kind:value@state issued/expires, '!' invalid, '|' between */
} rows[] = {
    {SJ_SCHEMA_PERSON, "Title: Mullah. Passport no.: 654110043", "passport:654110043@"},
    {SJ_SCHEMA_PERSON, "Passport no: a) 381420565 b) 654120219. Test Person is an official",
     "passport:381420565@|passport:654120219@"},
    {SJ_SCHEMA_PERSON, "Passport no: (a) A0009228 (unconfirmed (likely Iran)) (b) 4229533",
     "passport:A0009228@|passport:4229533@"},
    {SJ_SCHEMA_PERSON,
     "Passport number: a) 014797 b) Libya number AA862825, issued on 19 May 2021, expires on 18 "
     "May 2029",
     "passport:014797@|passport:AA862825@LY from 2021-05-19 to 2029-05-18"},
    {SJ_SCHEMA_PERSON, "Passport number 472410022 (expired 2017); 563410081 (expired 2018)",
     "passport:472410022@ to 2017!|passport:563410081@ to 2018!"},
    {SJ_SCHEMA_PERSON,
     "no.: Tunisian passport number L191609, issued on 28 Feb. 1996, b) Kuwaiti passport 106261543",
     "passport:L191609@TN from 1996-02-28|passport:106261543@KW"},
    {SJ_SCHEMA_PERSON, "Passport no. OB 0243318", "passport:OB 0243318@"},
    {SJ_SCHEMA_PERSON, "Passport no.: Russian passport number 8208 No. 555627, issued by an office",
     "passport:8208 No. 555627@RU"},
    {SJ_SCHEMA_PERSON,
     "National identification no.: German federal identity card number 1007850441, issued on 27 "
     "Mar. 2001",
     "national_id:1007850441@DE from 2001-03-27"},
    {SJ_SCHEMA_PERSON, "National identification no.: a) Yemen 1388114 b) Yemen 10010057512",
     "national_id:1388114@YE|national_id:10010057512@YE"},
    {SJ_SCHEMA_PERSON, "National ID No. 101 0015 9792 (Sudan)", "national_id:101 0015 9792@SD"},
    {SJ_SCHEMA_PERSON,
     "Passport: D100008420 (Iran) expires 26 Jul 2026; National ID No. 4720725929 (Iran).",
     "passport:D100008420@IR to 2026-07-26|national_id:4720725929@IR"},
    {SJ_SCHEMA_ORGANISATION, "Registration ID (OGRN no.): 1 027 809 210 054",
     "ogrn:1 027 809 210 054@"},
    {SJ_SCHEMA_ORGANISATION,
     "Registration ID: 1027800000084 (Russia) Tax ID No.: 7816228080 (Russia) Email: a@b.ru",
     "registration_number:1027800000084@RU|tax_id:7816228080@RU"},
    {SJ_SCHEMA_ORGANISATION, "Tax Registration Number: 7725056162.", "tax_id:7725056162@"},
    {SJ_SCHEMA_ORGANISATION, "SWIFT/BIC: SMBKRUMM  SWIFT/BIC: SMBKRUMMXXX",
     "bic:SMBKRUMM@|bic:SMBKRUMMXXX@"},
    {SJ_SCHEMA_ORGANISATION, "Bank Identifier Code (BIC): INAKRU41", "bic:INAKRU41@"},
    {SJ_SCHEMA_ORGANISATION, "Legal Entity Identifier (LEI): 534006WDUE2J9S0ABC12",
     "lei:534006WDUE2J9S0ABC12@"},
    {SJ_SCHEMA_ORGANISATION, "IMO number: 5145892.", "registration_number:5145892@"},
    {SJ_SCHEMA_ORGANISATION, "IMO number: 8605026)", "imo:8605026@"},
    {SJ_SCHEMA_ORGANISATION, "Company Number IMO 5434358.", "registration_number:5434358@"},
    {SJ_SCHEMA_VESSEL, "IMO Number: 5145892", "imo:5145892@"},
    /* no number at all */
    {SJ_SCHEMA_PERSON, "Passport issued in 2012", ""},
    {SJ_SCHEMA_PERSON, "Passport expires 27 October 2026", ""},
    {SJ_SCHEMA_PERSON, "an Iraqi national whose passport identifies him; resolution 18222", ""},
    {SJ_SCHEMA_PERSON, "Passport: na. Phone 0300-8209199", ""},
    {SJ_SCHEMA_PERSON, "a passport of the DPRK, listed under resolution 17182006", ""},
    {SJ_SCHEMA_PERSON, "identity card; account 123456789", ""},
    {SJ_SCHEMA_PERSON, "no passportnumber123456", ""},
    {SJ_SCHEMA_ORGANISATION, "SWIFT ABCDEFGH", ""},
    {SJ_SCHEMA_ORGANISATION, "its swift response of 20170801", ""},
    {SJ_SCHEMA_ORGANISATION,
     "IMO Number: ((a) Chol Ryong (Ryong Gun Bong) 8606173, (b) Chong Bong 8909575", ""},
    {SJ_SCHEMA_ORGANISATION, "IMO Number: 12345678", ""},
    {SJ_SCHEMA_ORGANISATION, "", ""},
};

static sj_status read_remark(sj_schema schema, sj_str text, sj_arena *arena, sj_entity *ret)
{
    *ret = (sj_entity){.id = SJ_S("x"), .schema = schema};
    if (text.len)
        SJ_TRY(sj_list_fact(ret, arena, SJ_FACT_REMARK, SJ_S("l"), text));
    return sj_list_numbers_in_prose(ret, arena);
}

static void write_ids(const sj_entity *e, sj_buf *to)
{
    for (size_t i = 0; i < e->identifier_count; i++) {
        const sj_entity_identifier *id = &e->identifier[i];
        char from[32], end[32];
        const size_t n = sj_date_write(&id->issued, from), m = sj_date_write(&id->expires, end);
        sj_buf_addf(to, "%s%.*s:%.*s@%.*s", i ? "|" : "",
                    SJ_STR_FMT(sj_identifier_kind_text(id->kind)), SJ_STR_FMT(id->value),
                    SJ_STR_FMT(id->country));
        if (id->issued.from.year)
            sj_buf_addf(to, " from %.*s", (int)n, from);
        if (id->expires.from.year)
            sj_buf_addf(to, " to %.*s", (int)m, end);
        sj_buf_add(to, id->invalid ? SJ_S("!") : SJ_S(""));
    }
}

static void finds_what_a_label_announces(void **state SJ_UNUSED)
{
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        SJ_SCOPED(sj_buf) got = {0};
        sj_entity e;
        assert_int_equal(read_remark(rows[i].schema, sj_str_from(rows[i].text), &arena, &e), SJ_OK);
        write_ids(&e, &got);
        if (!sj_str_eq(sj_buf_str(&got), sj_str_from(rows[i].want)))
            fail_msg("%s: %.*s", rows[i].text, SJ_STR_FMT(sj_buf_str(&got)));
        assert_int_equal(e.fact_count, rows[i].text[0] != 0); /* the remark stays */
    }
}

static void a_number_the_entity_has_is_left(void **state SJ_UNUSED)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_entity e = {.id = SJ_S("x")};
    assert_int_equal(
        sj_list_identifier(&e, &arena, SJ_ID_PASSPORT, SJ_S("p"), SJ_S("654110043"), SJ_S("Iran")),
        SJ_OK);
    assert_int_equal(
        sj_list_fact(&e, &arena, SJ_FACT_REMARK, SJ_S("l"), SJ_S("Passport no.: 654110043")),
        SJ_OK);
    assert_int_equal(sj_list_numbers_in_prose(&e, &arena), SJ_OK);
    assert_int_equal(e.identifier_count, 1);
}

/* Every value is a piece of the remark, whatever the remark is. */
static void values_are_pieces_of_the_text(void **state SJ_UNUSED)
{
    static const char *const piece[] = {
        "passport", " no.", ": ",      "a) ", "b) ", "(a)", "123456", "AB", " ", "; ", "Iran",
        "SWIFT",    "IMO",  "8605026", "(",   ")",   ".",   "Tax ID", "1",  "-", "é"};
    uint64_t seed = 3;
    for (int turn = 0; turn < 20000; turn++) {
        SJ_SCOPED(sj_arena) arena = {0};
        SJ_SCOPED(sj_buf) text = {0};
        sj_entity e;
        for (uint64_t n = sj_test_random(&seed) % 12 + 1; n > 0; n--)
            sj_buf_add(&text, sj_str_from(piece[sj_test_random(&seed) % SJ_COUNT(piece)]));
        assert_int_equal(read_remark(SJ_SCHEMA_PERSON, sj_buf_str(&text), &arena, &e), SJ_OK);
        for (size_t i = 0; i < e.identifier_count; i++) {
            const sj_str v = e.identifier[i].value;
            assert_true(v.len >= 4 && sj_str_find(sj_buf_str(&text), v, 0) < text.len);
        }
    }
}

static void numbers_without_end(void **state SJ_UNUSED)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) text = {0};
    sj_entity e;
    for (int i = 0; i < 1500; i++)
        sj_buf_addf(&text, "passport %d; ", 100000 + i);
    assert_int_equal(read_remark(SJ_SCHEMA_PERSON, sj_buf_str(&text), &arena, &e), SJ_ELIMIT);
}

/* Labels without a number are read in one pass: a second each would show here. */
static void labels_without_end(void **state SJ_UNUSED)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) text = {0};
    sj_entity e;
    for (int i = 0; i < 100000; i++)
        sj_buf_add(&text, SJ_S("passport "));
    sj_buf_add(&text, SJ_S("no. 654110043"));
    const uint64_t since = sj_time_monotonic_ns();
    assert_int_equal(read_remark(SJ_SCHEMA_PERSON, sj_buf_str(&text), &arena, &e), SJ_OK);
    assert_true(sj_time_monotonic_ns() - since < 20000000000u);
    assert_true(e.identifier_count <= 1);
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_entity e;
    return read_remark(SJ_SCHEMA_PERSON, sj_str_from(ctx), &arena, &e);
}

static void out_of_memory(void **state SJ_UNUSED)
{
    char text[] = "Passport no: a) 381420565 b) Yemen 654120219. National ID No. 101 0015 9792";
    assert_int_equal(story(text), SJ_OK);
    sj_test_sweep(story, text, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(finds_what_a_label_announces),
        cmocka_unit_test(a_number_the_entity_has_is_left),
        cmocka_unit_test(values_are_pieces_of_the_text),
        cmocka_unit_test(numbers_without_end),
        cmocka_unit_test(labels_without_end),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
