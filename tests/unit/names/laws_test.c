/* The laws of names/form.h and names.h on random names: signatures (S),
 * contradiction (C), symmetry, range, identity, monotony, memory. */
#include "test.h"
#include "names/form.h"
#include "names/spelling.h"

static const char *const words[] = {"kim",
                                    "jong",
                                    "un",
                                    "yong",
                                    "chol",
                                    "vladimir",
                                    "volodymyr",
                                    "putin",
                                    "puttin",
                                    "john",
                                    "jon",
                                    "j",
                                    "smith",
                                    "smyth",
                                    "schmidt",
                                    "abd",
                                    "al",
                                    "rahman",
                                    "abdulrahman",
                                    "mohammed",
                                    "muhamad",
                                    "trading",
                                    "shipping",
                                    "company",
                                    "ltd",
                                    "ooo",
                                    "general",
                                    "bank",
                                    "2",
                                    "ii",
                                    "two",
                                    "ocean",
                                    "maritime",
                                    "christopher",
                                    "kristofer",
                                    "chrisopher",
                                    "van",
                                    "der",
                                    "berg",
                                    "oneil",
                                    "\xD0\x9F\xD1\x83\xD1\x82\xD0\xB8\xD0\xBD",
                                    "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF",
                                    "\xEA\xB9\x80",
                                    "\xE9\x87\x91\xE6\xAD\xA3\xE6\x81\xA9",
                                    "\xE7\x94\xB0\xE4\xB8\xAD",
                                    "jr"};

/* What names are written in beside that: Katakana, Kunrei, patronymics, Arabic joined or apart. */
static const char *const more_words[] = {
    "vladimir", "putin",       "mohammed", "general",      "sheikh",   "said",      "heydar",
    "oglu",     "geydarovich", "tuda",     "tsuda",        "zyunko",   "junko",     "navalnaya",
    "navalny",  "qasem",       "ghassem",  "abdullah",     "allah",    "abd",       "company",
    "trade",    "bank",        "(vtb)",    "ウラジーミル", "プーチン", "モハメド",  "アル",
    "キム",     "シェイク",    "محمد",     "سراج",         "الدين",    "sirajuddin"};
static const char *const *pool = words;
static size_t pool_count = SJ_COUNT(words);

static sj_str random_word(uint64_t *seed, sj_arena *a)
{
    const char *w = pool[sj_test_random(seed) % pool_count];
    SJ_SCOPED(sj_buf) b = {0};
    sj_str out;
    sj_buf_add(&b, sj_str_from(w));
    if (b.len > 4 && (unsigned char)w[1] < 0x80 && sj_test_random(seed) % 3 == 0) {
        const size_t at = sj_test_random(seed) % b.len;
        b.ptr[at] = (char)('a' + sj_test_random(seed) % 26);
    }
    assert_int_equal(sj_arena_copy(a, sj_buf_str(&b), &out), SJ_OK);
    return out;
}

static sj_str random_name(uint64_t *seed, sj_arena *a)
{
    sj_str name = random_word(seed, a);
    for (uint64_t n = sj_test_random(seed) % 4; n > 0; n--) {
        const sj_str next = random_word(seed, a);
        assert_int_equal(sj_arena_format(a, &name, "%.*s %.*s", SJ_STR_FMT(name), SJ_STR_FMT(next)),
                         SJ_OK);
    }
    return name;
}

static const sj_name *prepared(sj_str text, sj_compare_kind kind, sj_arena *a)
{
    const sj_name *n;
    assert_int_equal(sj_name_prepare(text, NULL, kind, a, &n), SJ_OK);
    return n;
}

static bool distinctive(const sj_name *n)
{
    return n->form_count && n->form[0].distinctive_count > 0;
}

static void symmetry_range_identity(void **state)
{
    (void)state;
    uint64_t seed = 1;
    for (int i = 0; i < 20000; i++) {
        SJ_SCOPED(sj_arena) a = {0};
        const sj_compare_kind kind = (sj_compare_kind)(sj_test_random(&seed) % 4);
        const sj_name *x = prepared(random_name(&seed, &a), kind, &a);
        const sj_name *y = prepared(random_name(&seed, &a), kind, &a);
        const double score = sj_name_compare(x, y);
        if (score != sj_name_compare(y, x) || !(score >= 0 && score <= 1))
            fail_msg("%.*s ~ %.*s: %g, the other way %g", SJ_STR_FMT(x->text), SJ_STR_FMT(y->text),
                     score, sj_name_compare(y, x));
        sj_name_explanation e;
        sj_name_explain(x, y, &e);
        assert_true(e.score == score);
        if (distinctive(x) && sj_name_compare(x, x) < 1 - 1e-12)
            fail_msg("%.*s is %g like itself", SJ_STR_FMT(x->text), sj_name_compare(x, x));
    }
}

/* (S): alike cores share a signature that one of them holds actively. */
static bool share_signature(const sj_core *x, const sj_core *y)
{
    for (size_t i = 0; i < x->signature_count; i++)
        assert_true(!x->traits[i].passive || sj_signature_may_be_passive(x->traits[i].kind));
    for (size_t i = 0; i < x->signature_count; i++)
        for (size_t j = 0; j < y->signature_count; j++)
            if (x->signature[i] == y->signature[j] &&
                !(x->traits[i].passive && y->traits[j].passive))
                return true;
    uint64_t a[SJ_DELETIONS_MAX], b[SJ_DELETIONS_MAX];
    const size_t n = sj_core_deletions(x, a, SJ_COUNT(a)), m = sj_core_deletions(y, b, SJ_COUNT(b));
    for (size_t i = 0; i < n; i++)
        for (size_t j = 0; j < m; j++)
            if (a[i] == b[j])
                return true;
    return false;
}

static void alike_cores_share_signatures(void **state)
{
    (void)state;
    uint64_t seed = 2;
    size_t alike = 0;
    for (int i = 0; i < 12000; i++) {
        SJ_SCOPED(sj_arena) a = {0};
        const sj_name *n[2];
        for (int k = 0; k < 2; k++)
            n[k] = prepared(random_name(&seed, &a), (sj_compare_kind)(i % 4), &a);
        for (size_t f = 0; f < n[0]->form_count; f++)
            for (size_t g = 0; g < n[1]->form_count; g++)
                for (unsigned u = 0; u < n[0]->form[f].unit_count; u++)
                    for (unsigned v = 0; v < n[1]->form[g].unit_count; v++) {
                        const sj_core *x = n[0]->form[f].unit[u].core;
                        const sj_core *y = n[1]->form[g].unit[v].core;
                        const double like = sj_core_similarity(x, y, NULL);
                        assert_true(like == sj_core_similarity(y, x, NULL));
                        if (like <= 0)
                            continue;
                        alike++;
                        if (!share_signature(x, y))
                            fail_msg("'%.*s' ~ '%.*s' %g: no common signature", SJ_STR_FMT(x->text),
                                     SJ_STR_FMT(y->text), like);
                    }
    }
    assert_true(alike > 1000);
}

static double gain_of(const sj_form *a, const sj_form *b, const float *m, size_t step_a,
                      size_t step_b, double least)
{
    const double lack =
        sj_form_lack((sj_compare_kind)a->kind, a->flags, (sj_compare_kind)b->kind, b->flags);
    double gain = 0;
    for (unsigned w = 0; w < a->token_count; w++) {
        double best = 0;
        for (unsigned u = 0; u < a->unit_count; u++)
            for (unsigned v = 0; v < b->unit_count; v++)
                if (w >= a->unit[u].first && w < a->unit[u].first + a->unit[u].count &&
                    (double)m[u * step_a + v * step_b] > best)
                    best = (double)m[u * step_a + v * step_b];
        gain += (double)a->unit[w].core->weight * sj_form_gain(best, least, lack);
    }
    return gain;
}

/* sj_form_gain: where the gains sum to less than nothing, the score is below. */
static void gains_bound_the_score(const sj_form *a, const sj_form *b, const float *m, double score)
{
    if (sj_system_is_syllabic(a->system) || a->system != b->system)
        return;
    const double gain = gain_of(a, b, m, b->unit_count, 1, score - 1e-9) +
                        gain_of(b, a, m, 1, b->unit_count, score - 1e-9);
    if (gain < -1e-9)
        fail_msg("score %g, but no gain at it: %g", score, gain);
}

/* (C): above SJ_NAME_CONTRADICTED all distinctive words of one side are like something. */
static void contradictions_bound_the_score(void **state)
{
    (void)state;
    uint64_t seed = 3;
    for (int i = 0; i < 20000; i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        const sj_name *x = prepared(random_name(&seed, &arena), (sj_compare_kind)(i % 4), &arena);
        const sj_name *y = prepared(random_name(&seed, &arena), (sj_compare_kind)(i % 4), &arena);
        const sj_form *a = &x->form[0], *b = &y->form[0];
        float m[SJ_FORM_UNITS_MAX * SJ_FORM_UNITS_MAX];
        uint64_t hit_a = 0, hit_b = 0, all_a = 0, all_b = 0;
        for (unsigned u = 0; u < a->unit_count; u++)
            for (unsigned v = 0; v < b->unit_count; v++) {
                m[u * b->unit_count + v] =
                    (float)sj_core_similarity(a->unit[u].core, b->unit[v].core, NULL);
                if (m[u * b->unit_count + v] > 0) {
                    hit_a |= (((uint64_t)1 << a->unit[u].count) - 1) << a->unit[u].first;
                    hit_b |= (((uint64_t)1 << b->unit[v].count) - 1) << b->unit[v].first;
                }
            }
        for (unsigned u = 0; u < a->token_count; u++)
            all_a |= (uint64_t)a->unit[u].core->distinctive << u;
        for (unsigned v = 0; v < b->token_count; v++)
            all_b |= (uint64_t)b->unit[v].core->distinctive << v;
        const double score = sj_form_score(a, b, m, NULL);
        const bool whole_a = (all_a & ~hit_a) == 0, whole_b = (all_b & ~hit_b) == 0;
        if (score > SJ_NAME_CONTRADICTED && !whole_a && !whole_b)
            fail_msg("%.*s ~ %.*s: %g though both lack a word", SJ_STR_FMT(x->text),
                     SJ_STR_FMT(y->text), score);
        gains_bound_the_score(a, b, m, score);
    }
}

/* The same word more on both sides never lowers a score. */
static void more_agreement_never_lowers(void **state)
{
    (void)state;
    uint64_t seed = 5;
    for (int i = 0; i < 20000; i++) {
        SJ_SCOPED(sj_arena) a = {0};
        const sj_str one = random_name(&seed, &a), two = random_name(&seed, &a);
        sj_str longer[2];
        assert_int_equal(sj_arena_format(&a, &longer[0], "%.*s zebedee", SJ_STR_FMT(one)), SJ_OK);
        assert_int_equal(sj_arena_format(&a, &longer[1], "%.*s zebedee", SJ_STR_FMT(two)), SJ_OK);
        const double less = sj_name_compare(prepared(one, SJ_COMPARE_PERSON, &a),
                                            prepared(two, SJ_COMPARE_PERSON, &a));
        const double more = sj_name_compare(prepared(longer[0], SJ_COMPARE_PERSON, &a),
                                            prepared(longer[1], SJ_COMPARE_PERSON, &a));
        if (more < less - 1e-9)
            fail_msg("%.*s ~ %.*s: %g, with a word more on both sides %g", SJ_STR_FMT(one),
                     SJ_STR_FMT(two), less, more);
    }
}

/* A word that contradicts scores no more than one that is missing (where either says
 * something: both may be next to nothing), and that no more than one that agrees. */
static void contradicted_missing_agreeing(void **state)
{
    (void)state;
    uint64_t seed = 11;
    for (int i = 0; i < 20000; i++) {
        SJ_SCOPED(sj_arena) a = {0};
        const sj_compare_kind kind = SJ_COMPARE_PERSON;
        const sj_str rest = random_name(&seed, &a);
        sj_str agreeing, contradicted;
        assert_int_equal(sj_arena_format(&a, &agreeing, "%.*s zebedee", SJ_STR_FMT(rest)), SJ_OK);
        assert_int_equal(sj_arena_format(&a, &contradicted, "%.*s quillfox", SJ_STR_FMT(rest)),
                         SJ_OK);
        const sj_name *whole = prepared(agreeing, kind, &a);
        const double same = sj_name_compare(whole, prepared(agreeing, kind, &a));
        const double less = sj_name_compare(whole, prepared(rest, kind, &a));
        const double least = sj_name_compare(whole, prepared(contradicted, kind, &a));
        if (same < 1 - 1e-9 || same < less - 1e-9 || (less < least - 1e-9 && least > 0.25))
            fail_msg("%.*s: same %g, missing %g, contradicted %g", SJ_STR_FMT(agreeing), same, less,
                     least);
    }
}

static void spelling_key_is_idempotent(void **state)
{
    (void)state;
    uint64_t seed = 6;
    for (int i = 0; i < 200000; i++) {
        char word[16], key[SJ_SPELLING_MAX], again[SJ_SPELLING_MAX];
        const size_t n = 1 + sj_test_random(&seed) % sizeof word;
        for (size_t k = 0; k < n; k++)
            word[k] = "aeiouyhcsztkgjwxqrd"[sj_test_random(&seed) % 19];
        const size_t m = sj_spelling_key((sj_str){word, n}, key);
        const size_t o = sj_spelling_key((sj_str){key, m}, again);
        if (o != m || memcmp(key, again, m) != 0)
            fail_msg("%.*s gives %.*s, then %.*s", (int)n, word, (int)m, key, (int)o, again);
    }
}

static sj_status prepare_all(void *ctx)
{
    (void)ctx;
    static const char abdullah[] = "\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF \xD8\xB9\xD8\xA8\xD8\xAF "
                                   "\xD8\xA7\xD9\x84\xD9\x84\xD9\x87";
    static const char *const names[] = {
        "KIM, Jong Un", "\xEC\xB5\x9C\xEB\xA3\xA1\xED\x95\xB4", abdullah,
        "\xE7\x94\xB0\xE4\xB8\xAD \xE5\xA4\xAA\xE9\x83\x8E", "De La Cruz Trading Co., Ltd. No. 2"};
    for (size_t i = 0; i < SJ_COUNT(names); i++) {
        SJ_SCOPED(sj_arena) a = {0};
        const sj_name *n;
        SJ_TRY(sj_name_prepare(sj_str_from(names[i]), NULL, (sj_compare_kind)(i % 4), &a, &n));
        assert_true(sj_name_compare(n, n) > 0.99);
    }
    return SJ_OK;
}

static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(prepare_all, NULL, 0);
}

static void limits_and_encoding(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) a = {0};
    const sj_name *n;
    static char longest[5000];
    memset(longest, 'a', sizeof longest);
    assert_int_equal(
        sj_name_prepare((sj_str){longest, sizeof longest}, NULL, SJ_COMPARE_ANY, &a, &n),
        SJ_ELIMIT);
    assert_int_equal(sj_name_prepare(SJ_S("\xFF"), NULL, SJ_COMPARE_ANY, &a, &n), SJ_EENCODING);
    const sj_name *nothing = prepared(SJ_S(" -- "), SJ_COMPARE_ANY, &a);
    assert_true(sj_name_compare(nothing, nothing) == 0);
    const sj_name *form = prepared(SJ_S("LLC"), SJ_COMPARE_COMPANY, &a);
    assert_true(sj_name_compare(form, form) < SJ_NAME_THRESHOLD); /* a legal form alone */
}

static void the_same_of_more_writings(void **state)
{
    pool = more_words;
    pool_count = SJ_COUNT(more_words);
    symmetry_range_identity(state);
    alike_cores_share_signatures(state);
    contradictions_bound_the_score(state);
    more_agreement_never_lowers(state);
    contradicted_missing_agreeing(state);
    pool = words;
    pool_count = SJ_COUNT(words);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(symmetry_range_identity),
        cmocka_unit_test(alike_cores_share_signatures),
        cmocka_unit_test(contradictions_bound_the_score),
        cmocka_unit_test(more_agreement_never_lowers),
        cmocka_unit_test(contradicted_missing_agreeing),
        cmocka_unit_test(the_same_of_more_writings),
        cmocka_unit_test(spelling_key_is_idempotent),
        cmocka_unit_test(out_of_memory),
        cmocka_unit_test(limits_and_encoding),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
