/* text/distance.c against the full matrix of tests/ref on random pairs, and each
 * kind of edit by name. Words differ little, from alphabets so small that swaps,
 * doubles and the letters a scanner mistakes meet often. */
#include "ref/distance_ref.h"
#include "test.h"
#include "text/distance.h"

static const char *const ascii[] = {"a", "b", "c", "l", "o", "0", "1", "r", "n", "m", "v"};
static const char *const mixed[] = {"а", "б", "й", "n", "é", "金", "\xF0\x9F\x98\x80"};

struct text {
    char bytes[REF_DISTANCE_MAX * 4];
    const char *letter[REF_DISTANCE_MAX];
    size_t letters;
};

static sj_str join(struct text *t)
{
    size_t n = 0;
    for (size_t i = 0; i < t->letters; i++) {
        memcpy(t->bytes + n, t->letter[i], strlen(t->letter[i]));
        n += strlen(t->letter[i]);
    }
    return (sj_str){t->bytes, n};
}

static const char *any_letter(bool multi_byte, uint64_t *seed)
{
    const uint64_t r = sj_test_random(seed);
    return multi_byte ? mixed[r % SJ_COUNT(mixed)] : ascii[r % SJ_COUNT(ascii)];
}

static void make_word(struct text *t, bool multi_byte, uint64_t *seed)
{
    t->letters = sj_test_random(seed) % 12;
    for (size_t i = 0; i < t->letters; i++)
        t->letter[i] = any_letter(multi_byte, seed);
}

static void remove_letter(struct text *t, size_t at)
{
    for (size_t i = at; i + 1 < t->letters; i++)
        t->letter[i] = t->letter[i + 1];
    t->letters--;
}

static void insert_letter(struct text *t, size_t at, const char *letter)
{
    for (size_t i = t->letters++; i > at; i--)
        t->letter[i] = t->letter[i - 1];
    t->letter[at] = letter;
}

static void slip(struct text *t, bool multi_byte, uint64_t *seed)
{
    const size_t at = t->letters ? sj_test_random(seed) % t->letters : 0;
    switch (sj_test_random(seed) % 4) {
    case 0:
        insert_letter(t, at, any_letter(multi_byte, seed));
        break;
    case 1:
        if (t->letters)
            remove_letter(t, at);
        break;
    case 2:
        if (t->letters)
            t->letter[at] = any_letter(multi_byte, seed);
        break;
    default:
        if (at + 1 < t->letters) {
            const char *first = t->letter[at];
            t->letter[at] = t->letter[at + 1];
            t->letter[at + 1] = first;
        }
    }
}

/* Whether the edits k.. of e lead from x[i..] to y[j..]. A doubled letter may have
 * been added or dropped. */
static bool leads(const uint32_t *x, size_t n, size_t i, const uint32_t *y, size_t m, size_t j,
                  const sj_edits *e, unsigned k)
{
    const size_t stop = k < e->count ? e->at[k] : n;
    for (; i < stop; i++, j++)
        if (i >= n || j >= m || x[i] != y[j])
            return false;
    if (k == e->count)
        return j == m;
    switch (e->kind[k]) {
    case SJ_EDIT_INSERT:
        return i == stop && leads(x, n, i, y, m, j + 1, e, k + 1);
    case SJ_EDIT_DELETE:
        return i == stop && leads(x, n, i + 1, y, m, j, e, k + 1);
    case SJ_EDIT_DOUBLE:
        return i == stop &&
               (leads(x, n, i, y, m, j + 1, e, k + 1) || leads(x, n, i + 1, y, m, j, e, k + 1));
    case SJ_EDIT_REPLACE:
    case SJ_EDIT_KEYBOARD:
        return i == stop && leads(x, n, i + 1, y, m, j + 1, e, k + 1);
    case SJ_EDIT_TRANSPOSE:
        return i == stop && i + 1 < n && j + 1 < m && x[i] == y[j + 1] && x[i + 1] == y[j] &&
               leads(x, n, i + 2, y, m, j + 2, e, k + 1);
    default:
        return false;
    }
}

static bool same_to_a_scanner(sj_str a, sj_str b)
{
    char x[REF_DISTANCE_MAX * 4], y[REF_DISTANCE_MAX * 4];
    const sj_str p = {x, ref_ocr_fold(a, x)}, q = {y, ref_ocr_fold(b, y)};
    return !sj_str_eq(a, b) && sj_str_eq(p, q);
}

static void agree(sj_str a, sj_str b, unsigned max)
{
    uint32_t x[REF_DISTANCE_MAX], y[REF_DISTANCE_MAX];
    sj_edits e, back;
    sj_distance(a, b, max, &e);
    sj_distance(b, a, max, &back);
    const bool ocr = same_to_a_scanner(a, b);
    const unsigned want = ref_least(ocr ? 1 : ref_distance(a, b), max + 1);
    if (e.count != want || back.count != want)
        fail_msg("'%.*s' '%.*s' max %u: %u, back %u; want %u", (int)a.len, a.ptr, (int)b.len, b.ptr,
                 max, e.count, back.count, want);
    if (want == 0 || want > max)
        return;
    if (ocr) {
        assert_int_equal(e.kind[0], SJ_EDIT_OCR);
        return;
    }
    const size_t n = ref_code_points(a, x), m = ref_code_points(b, y);
    if (!leads(x, n, 0, y, m, 0, &e, 0))
        fail_msg("'%.*s' '%.*s': edits %d at %u, %d at %u do not lead there", (int)a.len, a.ptr,
                 (int)b.len, b.ptr, e.kind[0], e.at[0], e.kind[1], e.at[1]);
}

static void equals_the_matrix(void **state)
{
    (void)state;
    uint64_t seed = 20261123;
    static struct text a, b;
    for (unsigned round = 0; round < 20000; round++) {
        const bool multi_byte = round % 2;
        make_word(&a, multi_byte, &seed);
        b = a;
        if (round % 10 == 9)
            make_word(&b, multi_byte, &seed);
        for (uint64_t n = sj_test_random(&seed) % 5; n > 0; n--)
            slip(&b, multi_byte, &seed);
        const sj_str p = join(&a), q = join(&b);
        for (unsigned max = 0; max <= 2; max++)
            agree(p, q, max);
    }
}

/* All pairs of words of up to five letters over a, b: every interplay of two edits. */
static void equals_the_matrix_on_all_short_words(void **state)
{
    (void)state;
    char a[8], b[8];
    for (size_t n = 0; n <= 5; n++)
        for (size_t m = 0; m <= 5; m++)
            for (unsigned x = 0; x < 1u << n; x++)
                for (unsigned y = 0; y < 1u << m; y++) {
                    for (size_t i = 0; i < n; i++)
                        a[i] = x >> i & 1 ? 'a' : 'b';
                    for (size_t i = 0; i < m; i++)
                        b[i] = y >> i & 1 ? 'a' : 'b';
                    agree((sj_str){a, n}, (sj_str){b, m}, 2);
                }
}

static void each_kind_by_its_name(void **state)
{
    (void)state;
    static const struct {
        const char *a, *b;
        sj_edit_kind kind;
        uint32_t at;
        const char *why;
    } row[] = {
        {"petrov", "petrkov", SJ_EDIT_INSERT, 4, "k added"},
        {"ivan", "ivana", SJ_EDIT_INSERT, 4, "at the end"},
        {"van", "ivan", SJ_EDIT_INSERT, 0, "at the start"},
        {"johnson", "jonson", SJ_EDIT_DELETE, 2, "h dropped"},
        {"ali", "al", SJ_EDIT_DELETE, 2, "at the end"},
        {"carter", "carver", SJ_EDIT_REPLACE, 3, "t and v lie far apart"},
        {"brian", "brain", SJ_EDIT_TRANSPOSE, 2, "ia ai"},
        {"ab", "ba", SJ_EDIT_TRANSPOSE, 0, "a whole word"},
        {"mohamed", "mohammed", SJ_EDIT_DOUBLE, 5, "m doubled"},
        {"hassan", "hasan", SJ_EDIT_DOUBLE, 3, "s undoubled"},
        {"smith", "smoth", SJ_EDIT_KEYBOARD, 2, "i beside o"},
        {"maria", "maris", SJ_EDIT_KEYBOARD, 4, "a beside s"},
        {"zoran", "yoran", SJ_EDIT_REPLACE, 0,
         "z and y swap places between layouts, no neighbours"},
        {"tim", "zim", SJ_EDIT_KEYBOARD, 0, "t beside z on QWERTZ"},
        {"wan", "xan", SJ_EDIT_KEYBOARD, 0, "w beside x on AZERTY"},
        {"unit12", "unit13", SJ_EDIT_KEYBOARD, 5, "digits side by side"},
        {"c0ok", "cook", SJ_EDIT_OCR, 0, "0 for o"},
        {"a1ice", "alice", SJ_EDIT_OCR, 0, "1 for l"},
        {"8rown", "brown", SJ_EDIT_OCR, 0, "8 for b"},
        {"5mith", "smith", SJ_EDIT_OCR, 0, "5 for s"},
        {"rnarcus", "marcus", SJ_EDIT_OCR, 0, "rn for m"},
        {"vvalter", "walter", SJ_EDIT_OCR, 0, "vv for w"},
        {"clavid", "david", SJ_EDIT_OCR, 0, "cl for d"},
        {"иванов", "иваноф", SJ_EDIT_REPLACE, 5, "two bytes a letter, one edit"},
        {"金正恩", "金恩正", SJ_EDIT_TRANSPOSE, 1, "three bytes a letter"},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        sj_edits e;
        sj_distance(sj_str_from(row[i].a), sj_str_from(row[i].b), 2, &e);
        if (e.count != 1 || e.kind[0] != row[i].kind || e.at[0] != row[i].at)
            fail_msg("%s %s: %u edits, kind %d at %u; want kind %d at %u (%s)", row[i].a, row[i].b,
                     e.count, e.kind[0], e.at[0], row[i].kind, row[i].at, row[i].why);
    }
}

/* The boards, as one sees them: rows, and the keys below one another on QWERTY. */
static bool side_by_side(char x, char y)
{
    static const char *const rows[] = {"1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm",
                                       "azertyuiop", "qwertzuiop", "wxcvbn",    "yxcvbnm"};
    static const char *const below = "qaawsswsdedfrfgtghyhjujkikloslqwzaxszxcsdxvcfdbvgfnbhgmnjh";
    bool beside = false;
    for (size_t r = 0; r < SJ_COUNT(rows); r++)
        for (const char *p = rows[r]; p[1]; p++)
            beside |= (p[0] == x && p[1] == y) || (p[0] == y && p[1] == x);
    for (const char *p = below; *p; p += 2)
        beside |= (p[0] == x && p[1] == y) || (p[0] == y && p[1] == x);
    return beside;
}

static void keys_are_neighbours_as_on_the_boards(void **state)
{
    (void)state;
    static const char key[] = "0123456789abcdefghijklmnopqrstuvwxyz-";
    for (const char *x = key; *x; x++)
        for (const char *y = key; *y; y++) {
            const char a[] = {'k', *x, 'k'}, b[] = {'k', *y, 'k'};
            sj_edits e;
            sj_distance((sj_str){a, 3}, (sj_str){b, 3}, 1, &e);
            if (*x == *y || e.kind[0] == SJ_EDIT_OCR)
                continue;
            if ((e.kind[0] == SJ_EDIT_KEYBOARD) != side_by_side(*x, *y))
                fail_msg("%c %c: kind %d", *x, *y, e.kind[0]);
        }
}

static void names_two_edits_in_order(void **state)
{
    (void)state;
    sj_edits e;
    sj_distance(SJ_S("sergey"), SJ_S("ergeyv"), 2, &e);
    assert_int_equal(e.count, 2);
    assert_int_equal(e.kind[0], SJ_EDIT_DELETE);
    assert_int_equal(e.at[0], 0);
    assert_int_equal(e.kind[1], SJ_EDIT_INSERT);
    assert_int_equal(e.at[1], 6);
    sj_distance(SJ_S("ca"), SJ_S("abc"), 2,
                &e); /* Damerau's own 2 would touch a swap twice: OSA 3 */
    assert_int_equal(e.count, 3);
}

static void stops_at_max(void **state)
{
    (void)state;
    sj_edits e;
    sj_distance(SJ_S("anna"), SJ_S("anna"), 0, &e);
    assert_int_equal(e.count, 0);
    sj_distance(SJ_S("anna"), SJ_S("anne"), 0, &e);
    assert_int_equal(e.count, 1);
    sj_distance(SJ_S("anna"), SJ_S("hanne"), 1, &e);
    assert_int_equal(e.count, 2);
    sj_distance(SJ_S("abcdefgh"), SJ_S("zyxwvuts"), 2, &e);
    assert_int_equal(e.count, 3);
    sj_distance(SJ_S(""), SJ_S("ab"), 2, &e);
    assert_int_equal(e.count, 2);
    sj_distance(SJ_S(""), SJ_S("abc"), 2, &e);
    assert_int_equal(e.count, 3);
    sj_distance((sj_str){NULL, 0}, (sj_str){NULL, 0}, 2, &e);
    assert_int_equal(e.count, 0);
}

static void folds_what_a_scanner_confuses(void **state)
{
    (void)state;
    static const char *const row[][2] = {
        {"", ""},         {"smith", "smith"}, {"c0ok", "cook"}, {"a11", "all"}, {"barn", "bam"},
        {"rnrn", "mm"},   {"vvv", "wv"},      {"clcl", "dd"},   {"5a8", "sab"}, {"r", "r"},
        {"clarn", "dam"}, {"иrn", "иm"},      {"2467", "2467"}, {"rrn", "rm"},
    };
    char got[16], want[16];
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        const sj_str s = sj_str_from(row[i][0]);
        const size_t n = sj_distance_ocr_fold(s, got, sizeof got);
        if (!sj_str_eq((sj_str){got, n}, sj_str_from(row[i][1])))
            fail_msg("%s: %.*s, want %s", row[i][0], (int)n, got, row[i][1]);
        assert_int_equal(ref_ocr_fold(s, want), n);
        assert_memory_equal(got, want, n);
    }
    memset(got, '#', sizeof got);
    assert_int_equal(sj_distance_ocr_fold(SJ_S("abcdef"), got, 3), 3);
    assert_memory_equal(got, "abc#", 4);
    assert_int_equal(sj_distance_ocr_fold(SJ_S("abc"), got, 0), 0);
}

int main(void)
{
    const struct CMUnitTest test[] = {
        cmocka_unit_test(equals_the_matrix),
        cmocka_unit_test(equals_the_matrix_on_all_short_words),
        cmocka_unit_test(each_kind_by_its_name),
        cmocka_unit_test(keys_are_neighbours_as_on_the_boards),
        cmocka_unit_test(names_two_edits_in_order),
        cmocka_unit_test(stops_at_max),
        cmocka_unit_test(folds_what_a_scanner_confuses),
    };
    return cmocka_run_group_tests(test, NULL, NULL);
}
