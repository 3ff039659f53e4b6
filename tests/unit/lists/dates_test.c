/* Tests of lists/dates.c: which dates among words are read, whose they are, and
 * which must not be. */
#include "lists/reader.h"
#include "test.h"

/* "ISO@name" of each date read, a '?' for one that is not, '|' between. */
static sj_status dates_of(const char *text, sj_arena *arena, sj_buf *ret)
{
    sj_entity e = {.id = SJ_S("x")};
    SJ_TRY(sj_list_name(&e, arena, SJ_NAME_PRIMARY, SJ_S("Ivan Testov")));
    SJ_TRY(sj_list_name(&e, arena, SJ_NAME_ALIAS, SJ_S("Oleg Alias")));
    SJ_TRY(sj_list_dates_among_words(&e, arena, SJ_DATE_BIRTH, sj_str_from(text), -1));
    for (size_t i = 0; i < e.date_count; i++) {
        char iso[32];
        if (i)
            sj_buf_add_char(ret, '|');
        if (e.date[i].parsed)
            sj_buf_add(ret, (sj_str){iso, sj_date_write(&e.date[i].range, iso)});
        else
            sj_buf_add_char(ret, '?');
        if (e.date[i].name >= 0)
            sj_buf_addf(ret, "@%d", e.date[i].name);
        if (e.date[i].calendar.len)
            sj_buf_addf(ret, " %.*s", SJ_STR_FMT(e.date[i].calendar));
        if (!sj_str_eq(e.date[i].note, sj_str_trim(sj_str_from(text))) &&
            !sj_str_eq(e.date[i].text, sj_str_trim(sj_str_from(text))))
            sj_buf_add(ret, SJ_S(" (words lost)"));
    }
    return sj_buf_status(ret);
}

static const struct {
    const char *text, *want, *why;
} rows[] = {
    {"1.2.1960", "1960-02-01", "a plain date is one"},
    {"20.8.1963 POB: Tokmak (now there) Gender: male", "1963-08-20", "words behind"},
    {"(ii) 11.4.1960", "1960-04-11", "a stray number of an item"},
    {"1922 as bank and 2007 as institute", "1922|2007", "two"},
    {"01/10/1983,15/10/1983, 01/01/1980", "1983-10-01|1983-10-15|1980-01-01", "commas"},
    {"1969 c) 1971", "1969|1971", "the mark of an item is not circa"},
    {"a)\xc2\xa0"
     "circa\xc2\xa0"
     "1962  b) 1961",
     "~1962|1961", "fixed blanks"},
    {"5 June 1970 (this aka only, 1969)", "1970-06-05", "parentheses that name nobody"},
    {"3.5.1977 (15.4.1974 for the alias oleg alias)", "1977-05-03|1974-04-15@1", "whose it is"},
    {"1970 (as Oleg Alias) 1971", "1970@1|1971", "the one before them"},
    {"1340 (Iranian Hijri calendar), 1961 (Gregorian calendar)", "? Iranian Hijri calendar|1961",
     "another calendar"},
    {"before 1964", "?", "no date"},
    {"not prior to 1964, but 1966", "1966", "the barred one only"},
    {"1999 (privatised 2009)", "1999", "not a second founding"},
    {"30-35 years old", "?", "an age"},
    {"Law No. 67-FZ", "?", "no year"},
    {"N/D", "?", "nothing"},
    {"((((", "?", "open brackets"},
    {"1960 (", "1960", "an open bracket behind a date"},
};

static void reads_what_is_a_date(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        SJ_SCOPED(sj_buf) got = {0};
        assert_int_equal(dates_of(rows[i].text, &arena, &got), SJ_OK);
        if (!sj_str_eq(sj_buf_str(&got), sj_str_from(rows[i].want)))
            fail_msg("%s: %s: %.*s", rows[i].text, rows[i].why, SJ_STR_FMT(sj_buf_str(&got)));
    }
}

static void long_cells_stay_as_they_are(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) text = {0};
    SJ_SCOPED(sj_buf) got = {0};
    for (int i = 0; i < 1000; i++)
        sj_buf_add(&text, SJ_S("1960 ("));
    sj_buf_add_char(&text, '\0');
    assert_int_equal(dates_of(text.ptr, &arena, &got), SJ_OK);
    assert_true(sj_str_eq(sj_buf_str(&got), SJ_S("?")));
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) got = {0};
    return dates_of(ctx, &arena, &got);
}

static void out_of_memory(void **state)
{
    (void)state;
    char text[] = "3.5.1977 (15.4.1974 for the alias Oleg Alias) 1340 (Hijri calendar)";
    sj_test_sweep(story, text, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(reads_what_is_a_date),
                                       cmocka_unit_test(long_cells_stay_as_they_are),
                                       cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
