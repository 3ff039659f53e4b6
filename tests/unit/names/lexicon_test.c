/* The generated lexicon: every entry is found by its word, entries of a word stand
 * together, and the table says what data/ says. */
#include "test.h"
#include "names/lexicon.h"

static void every_entry_is_found(void **state)
{
    (void)state;
    assert_int_equal(sj_lexicon_slots & (sj_lexicon_slots - 1), 0);
    for (size_t i = 0; i < sj_lexicon_count; i++) {
        const sj_lexicon_entry *e = &sj_lexicon_table[i];
        size_t n;
        const sj_lexicon_entry *found = sj_lexicon_find(e->word, &n);
        if (!found || e < found || e >= found + n)
            fail_msg("'%.*s' is not found", SJ_STR_FMT(e->word));
        assert_non_null(sj_lexicon_of(e->word, (sj_lexicon_class)e->entry_class));
        if (i && sj_str_cmp(e[-1].word, e->word) > 0)
            fail_msg("'%.*s' is out of order", SJ_STR_FMT(e->word));
    }
}

static void unknown_words_are_missed(void **state)
{
    (void)state;
    size_t n = 7;
    assert_null(sj_lexicon_find(SJ_S(""), &n));
    assert_int_equal(n, 0);
    assert_null(sj_lexicon_find(SJ_S("qxqxqx"), &n));
    assert_null(sj_lexicon_of(SJ_S("trading"), SJ_LEXICON_HONORIFIC));
    uint64_t seed = 1;
    for (int i = 0; i < 50000; i++) {
        char word[12];
        const size_t len = 1 + sj_test_random(&seed) % sizeof word;
        for (size_t k = 0; k < len; k++)
            word[k] = (char)('a' + sj_test_random(&seed) % 26);
        const sj_lexicon_entry *e = sj_lexicon_find((sj_str){word, len}, &n);
        assert_true((e != NULL) == (n > 0));
        assert_true(!e || sj_str_eq(e->word, (sj_str){word, len}));
    }
}

static unsigned group_of(const char *word, sj_lexicon_class c)
{
    const sj_lexicon_entry *e = sj_lexicon_of(sj_str_from(word), c);
    if (!e)
        fail_msg("%s is not of class %d", word, c);
    return e->group;
}

static void rows_are_groups(void **state)
{
    (void)state;
    assert_int_equal(group_of("gmbh", SJ_LEXICON_LEGAL_FORM),
                     group_of("ooo", SJ_LEXICON_LEGAL_FORM));
    assert_int_not_equal(group_of("gmbh", SJ_LEXICON_LEGAL_FORM),
                         group_of("ag", SJ_LEXICON_LEGAL_FORM));
    assert_int_equal(group_of("peking", SJ_LEXICON_PLACE), group_of("beijing", SJ_LEXICON_PLACE));
    assert_int_equal(group_of("seventeen", SJ_LEXICON_NUMBER), 17);
    assert_int_equal(group_of("chiang kai shek", SJ_LEXICON_KNOWN_AS),
                     group_of("jieshi jiang", SJ_LEXICON_KNOWN_AS));
    assert_non_null(sj_lexicon_of(SJ_S("roberta"), SJ_LEXICON_NEAR));
}

/* Bert is Albert or Robert; that makes no Albert a Robert. */
static void short_forms_pair(void **state)
{
    (void)state;
    size_t n, m, common = 0;
    const sj_lexicon_entry *a = sj_lexicon_find(SJ_S("albert"), &n);
    const sj_lexicon_entry *b = sj_lexicon_find(SJ_S("robert"), &m);
    assert_non_null(a);
    assert_non_null(b);
    for (size_t i = 0; i < n; i++)
        for (size_t k = 0; k < m; k++)
            common += a[i].entry_class == SJ_LEXICON_VARIANT &&
                      b[k].entry_class == SJ_LEXICON_VARIANT && a[i].group == b[k].group;
    assert_int_equal(common, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_entry_is_found),
        cmocka_unit_test(unknown_words_are_missed),
        cmocka_unit_test(rows_are_groups),
        cmocka_unit_test(short_forms_pair),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
