/* sj_form_score against its slow twin, on names of a real list and on random forms;
 * symmetry bit for bit; more likeness and one more word in common never lower it. */
#include "test.h"
#include "names/form.h"
#include "records/csv.h"
#include "ref/score_ref.h"

enum { WORDS = 6, UNITS = 2 * WORDS, NODES = 3000 };

/* ---- random forms ---- */

struct made {
    sj_form form;
    sj_core core[UNITS];
    sj_unit unit[UNITS];
    char text[UNITS];
};

static bool one_in(uint64_t *seed, unsigned n)
{
    return sj_test_random(seed) % n == 0;
}

static void make_core(struct made *f, unsigned i, sj_unit_class c, uint64_t *seed)
{
    const bool distinctive = c == SJ_UNIT_WORD || c == SJ_UNIT_NUMBER || c == SJ_UNIT_PLACE;
    const double part = (double)(sj_test_random(seed) % 1000) / 1000;
    f->text[i] = (char)('a' + sj_test_random(seed) % 26);
    f->core[i] = (sj_core){.text = {&f->text[i], 1},
                           .unit_class = (uint8_t)c,
                           .distinctive = distinctive,
                           .weight = (float)(distinctive ? 0.5 + part / 2 : 0.04 + part * 0.4)};
}

static void make_form(struct made *f, uint64_t *seed, unsigned company)
{
    static const sj_unit_class classes[] = {
        SJ_UNIT_WORD,    SJ_UNIT_WORD,     SJ_UNIT_WORD,    SJ_UNIT_WORD,   SJ_UNIT_NUMBER,
        SJ_UNIT_GENERIC, SJ_UNIT_PARTICLE, SJ_UNIT_INITIAL, SJ_UNIT_FILLER, SJ_UNIT_SUFFIX};
    const unsigned words = 1 + (unsigned)(sj_test_random(seed) % 4);
    memset(f, 0, sizeof *f);
    f->form.token_count = f->form.unit_count = (uint8_t)words;
    f->form.kind = company && one_in(seed, 3) ? SJ_COMPARE_VESSEL : SJ_COMPARE_ANY;
    const bool syllables = one_in(seed, 4);
    f->form.flags = (uint8_t)((company ? SJ_FORM_COMPANY_RULES : 0) |
                              (one_in(seed, 4) ? SJ_FORM_ROLES_KNOWN : 0));
    for (unsigned i = 0; i < words; i++) {
        make_core(f, i, classes[sj_test_random(seed) % SJ_COUNT(classes)], seed);
        f->core[i].syllabic = syllables ? 1u << SJ_SYSTEM_KOREAN : 0;
        f->unit[i] = (sj_unit){.core = &f->core[i],
                               .first = (uint8_t)i,
                               .count = 1,
                               .role = (uint8_t)(sj_test_random(seed) % 3)};
    }
    for (unsigned i = 0; i + 1 < words; i++) {
        if (one_in(seed, 2))
            continue;
        const unsigned at = f->form.unit_count++;
        make_core(f, at, SJ_UNIT_SPAN, seed);
        f->unit[at] = (sj_unit){.core = &f->core[at], .first = (uint8_t)i, .count = 2};
    }
    f->form.unit = f->unit;
}

static void random_matrix(const sj_form *a, const sj_form *b, float *m, uint64_t *seed)
{
    for (unsigned i = 0; i < (unsigned)a->unit_count * b->unit_count; i++)
        m[i] = one_in(seed, 3) ? (float)(sj_test_random(seed) % 21) / 20.0f : 0;
}

static void turn(const sj_form *a, const sj_form *b, const float *m, float *ret)
{
    for (unsigned i = 0; i < a->unit_count; i++)
        for (unsigned j = 0; j < b->unit_count; j++)
            ret[j * a->unit_count + i] = m[i * b->unit_count + j];
}

static double score_both_ways(const sj_form *a, const sj_form *b, const float *m)
{
    static float turned[SJ_FORM_UNITS_MAX * SJ_FORM_UNITS_MAX];
    turn(a, b, m, turned);
    const double score = sj_form_score(a, b, m, NULL);
    if (score != sj_form_score(b, a, turned, NULL))
        fail_msg("%.17g, the other way %.17g", score, sj_form_score(b, a, turned, NULL));
    assert_true(score >= 0 && score <= 1);
    return score;
}

/* Asked only for scores from `least` on: the same bits from there on, less below. */
static void check_from(const sj_form *a, const sj_form *b, const float *m, double score)
{
    const double least[] = {0, 0.3, SJ_NAME_CONTRADICTED, SJ_NAME_THRESHOLD, 0.9, score, 1};
    for (size_t i = 0; i < SJ_COUNT(least); i++) {
        const double from = sj_form_score_from(a, b, m, least[i]);
        if (score >= least[i] ? from != score : from >= least[i])
            fail_msg("from %.17g on: %.17g; score %.17g", least[i], from, score);
    }
}

static void check_twin(const sj_form *a, const sj_form *b, const float *m)
{
    const double fast = score_both_ways(a, b, m);
    check_from(a, b, m, fast);
    const double slow = score_ref(a, b, m, false), other = score_ref(b, a, m, true);
    const double close = 1e-12;
    const bool equal = (fast - slow < close && slow - fast < close) ||
                       (fast - other < close && other - fast < close);
    if (!equal)
        fail_msg("fast %.15g, slow %.15g, slow the other way %.15g", fast, slow, other);
}

static void equals_twin_on_random_forms(void **state)
{
    (void)state;
    uint64_t seed = 1;
    static struct made a, b;
    for (int i = 0; i < 30000; i++) {
        float m[UNITS * UNITS];
        make_form(&a, &seed, i & 1);
        make_form(&b, &seed, i & 1);
        random_matrix(&a.form, &b.form, m, &seed);
        check_twin(&a.form, &b.form, m);
    }
}

/* ---- names of a list ---- */

enum { KEEP = 4 };
typedef void check_pair(const sj_form *a, const sj_form *b, const float *m, void *ctx);

static void fill(const sj_form *a, const sj_form *b, float *m)
{
    for (unsigned i = 0; i < a->unit_count; i++)
        for (unsigned j = 0; j < b->unit_count; j++)
            m[i * b->unit_count + j] =
                (float)sj_core_similarity(a->unit[i].core, b->unit[j].core, NULL);
}

static void each_form_pair(sj_str x, sj_str y, sj_compare_kind kind, check_pair *check, void *ctx)
{
    static float m[SJ_FORM_UNITS_MAX * SJ_FORM_UNITS_MAX];
    SJ_SCOPED(sj_arena) arena = {0};
    const sj_name *a, *b;
    if (sj_name_prepare(x, NULL, kind, &arena, &a) != SJ_OK ||
        sj_name_prepare(y, NULL, kind, &arena, &b) != SJ_OK)
        return;
    for (size_t i = 0; i < a->form_count; i++)
        for (size_t j = 0; j < b->form_count; j++) {
            if (a->form[i].system != b->form[j].system || a->form[i].token_count > WORDS ||
                b->form[j].token_count > WORDS)
                continue;
            fill(&a->form[i], &b->form[j], m);
            check(&a->form[i], &b->form[j], m, ctx);
        }
}

/* Each alias with the next three: mostly of one record. False: the list is absent. */
static bool each_listed_pair(check_pair *check, void *ctx)
{
    char path[1024];
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    sj_str kept[KEEP] = {{0}};
    const sj_str *cell;
    size_t count, rows = 0;
    uint64_t line;
    sj_diag d = {0};
    if (!sj_test_shared("lists/ofac-sdn/alt.csv", path, sizeof path))
        return false;
    assert_int_equal(sj_input_open(path, SJ_S(""), UINT64_MAX, &in, &d), SJ_OK);
    assert_int_equal(sj_csv_new(in, &(sj_csv_options){.dos_end_of_file = true}, &csv), SJ_OK);
    for (; sj_csv_next(csv, &cell, &count, &line, &d) == SJ_OK; rows++) {
        assert_true(count >= 4);
        const size_t at = rows % KEEP;
        assert_int_equal(sj_arena_copy(&arena, cell[3], &kept[at]), SJ_OK);
        for (size_t i = 1; i < KEEP; i++)
            if (kept[(at + i) % KEEP].len)
                each_form_pair(kept[at], kept[(at + i) % KEEP], (sj_compare_kind)(rows % 3), check,
                               ctx);
    }
    assert_true(rows > 1000);
    return true;
}

static void twin_of_pair(const sj_form *a, const sj_form *b, const float *m, void *ctx)
{
    size_t *pairs = ctx;
    check_twin(a, b, m);
    ++*pairs;
}

static void equals_twin_on_listed_names(void **state)
{
    (void)state;
    size_t pairs = 0;
    if (each_listed_pair(twin_of_pair, &pairs))
        assert_true(pairs > 10000);
}

/* ---- monotony: the score is that of the pairing that scores most, so a likeness that
 * grows never lowers it ---- */

struct falls {
    size_t tried;
    uint64_t seed;
};

static double raised(const sj_form *a, const sj_form *b, const float *m, size_t at, uint64_t *seed)
{
    static float more[SJ_FORM_UNITS_MAX * SJ_FORM_UNITS_MAX];
    memcpy(more, m, (size_t)a->unit_count * b->unit_count * sizeof *m);
    more[at] += (1 - m[at]) * (float)(1 + sj_test_random(seed) % 4) / 4.0f;
    return sj_form_score(a, b, more, NULL);
}

static void raise_any(const sj_form *a, const sj_form *b, const float *m, void *ctx)
{
    struct falls *f = ctx;
    const size_t cells = (size_t)a->unit_count * b->unit_count;
    if (cells == 0)
        return;
    const double less = sj_form_score(a, b, m, NULL);
    const double after = raised(a, b, m, sj_test_random(&f->seed) % cells, &f->seed);
    f->tried++;
    if (after < less - 1e-9)
        fail_msg("two units more alike: %g falls to %g", less, after);
}

static void raise_paired(const sj_form *a, const sj_form *b, const float *m, void *ctx)
{
    struct falls *f = ctx;
    sj_form_alignment pairs;
    const double less = sj_form_score(a, b, m, &pairs);
    for (size_t i = 0; i < pairs.count; i++) {
        if (pairs.kind[i] != SJ_ALIGN_SAME)
            continue;
        const double after =
            raised(a, b, m, (size_t)pairs.a[i] * b->unit_count + pairs.b[i], &f->seed);
        f->tried++;
        if (after < less - 1e-9)
            fail_msg("units %u and %u more alike: %g falls to %g", pairs.a[i], pairs.b[i], less,
                     after);
    }
}

static void each_random_pair(check_pair *check, void *ctx)
{
    uint64_t seed = 8;
    static struct made a, b;
    for (int i = 0; i < 30000; i++) {
        float m[UNITS * UNITS];
        make_form(&a, &seed, i & 1);
        make_form(&b, &seed, i & 1);
        random_matrix(&a.form, &b.form, m, &seed);
        check(&a.form, &b.form, m, ctx);
    }
}

static void paired_words_more_alike(void **state)
{
    (void)state;
    struct falls f = {.seed = 7};
    each_random_pair(raise_paired, &f);
    assert_true(f.tried > 10000);
    (void)each_listed_pair(raise_paired, &f);
}

static void any_words_more_alike(void **state)
{
    (void)state;
    struct falls f = {.seed = 9};
    each_random_pair(raise_any, &f);
    assert_true(f.tried > 10000);
    (void)each_listed_pair(raise_any, &f);
}

static void without_syllables(struct made *f)
{
    for (unsigned i = 0; i < UNITS; i++)
        f->core[i].syllabic = 0;
}

/* (L): a syllable more is another name, however alike the rest. */
static void syllables_are_as_many(void **state)
{
    (void)state;
    uint64_t seed = 29;
    for (int round = 0; round < 3000; round++) {
        struct made a, b;
        float m[UNITS * UNITS];
        make_form(&a, &seed, 0);
        make_form(&b, &seed, 0);
        a.form.system = b.form.system = SJ_SYSTEM_KOREAN + (uint8_t)(round % 3);
        a.form.unit_count = a.form.token_count;
        b.form.unit_count = b.form.token_count;
        for (size_t i = 0; i < SJ_COUNT(m); i++)
            m[i] = one_in(&seed, 8) ? 0.9f : 1;
        const double score = sj_form_score(&a.form, &b.form, m, NULL);
        assert_true(a.form.token_count == b.form.token_count || score <= SJ_NAME_CONTRADICTED);
        assert_true(a.form.token_count != b.form.token_count || a.form.token_count < 2 ||
                    score > SJ_NAME_CONTRADICTED);
    }
}

/* A word that both have, put behind: never less. (Of syllables it tells which word is the
 * family name, so that two others in another order turn out to be another given name.) */
static void one_word_more(void **state)
{
    (void)state;
    uint64_t seed = 10;
    static struct made a, b;
    for (int i = 0; i < 30000; i++) {
        float m[UNITS * UNITS] = {0};
        make_form(&a, &seed, i & 1);
        make_form(&b, &seed, i & 1);
        without_syllables(&a);
        without_syllables(&b);
        a.form.unit_count = a.form.token_count; /* no spans: the new word is the last unit */
        b.form.unit_count = b.form.token_count;
        a.form.flags = b.form.flags = (uint8_t)(a.form.flags & SJ_FORM_COMPANY_RULES);
        const unsigned n = a.form.unit_count, k = b.form.unit_count;
        float wide[UNITS * UNITS] = {0};
        random_matrix(&a.form, &b.form, m, &seed);
        const double less = sj_form_score(&a.form, &b.form, m, NULL);
        for (unsigned x = 0; x < n; x++)
            memcpy(&wide[x * (k + 1)], &m[x * k], k * sizeof *m);
        wide[n * (k + 1) + k] = 1;
        make_core(&a, n, SJ_UNIT_WORD, &seed);
        b.core[k] = a.core[n];
        a.unit[n] = (sj_unit){.core = &a.core[n], .first = (uint8_t)n, .count = 1};
        b.unit[k] = (sj_unit){.core = &b.core[k], .first = (uint8_t)k, .count = 1};
        a.form.token_count = a.form.unit_count = (uint8_t)(n + 1);
        b.form.token_count = b.form.unit_count = (uint8_t)(k + 1);
        const double more = sj_form_score(&a.form, &b.form, wide, NULL);
        if (more < less - 1e-9)
            fail_msg("%g, with a word more in common %g", less, more);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equals_twin_on_random_forms),
        cmocka_unit_test(equals_twin_on_listed_names),
        cmocka_unit_test(paired_words_more_alike),
        cmocka_unit_test(any_words_more_alike),
        cmocka_unit_test(one_word_more),
        cmocka_unit_test(syllables_are_as_many),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
