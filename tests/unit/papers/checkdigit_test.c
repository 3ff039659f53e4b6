/* papers/checkdigit: the standards' own examples, slow twins, and that a change
 * of one character is seen. */
#include "test.h"
#include "papers/checkdigit.h"

struct row {
    char (*check)(sj_str payload);
    const char *whole; /* with its check character behind */
};

static void test_examples(void **state)
{
    (void)state;
    static const struct row rows[] = {
        {sj_check_luhn, "79927398713"},     /* ISO/IEC 7812-1 annex B form */
        {sj_check_luhn, "490154203237518"}, /* 3GPP TS 23.003 */
        {sj_check_verhoeff, "2363"},        /* Verhoeff 1969 */
        {sj_check_verhoeff, "123451"},
        {sj_check_damm, "5724"}, /* Damm 2004 */
        {sj_check_mod_11_2, "0794"
                            "0"}, /* ISO/IEC 7064, clause 7.3 */
        {sj_check_mod_11_2, "079X"},
        {sj_check_mod_37_2, "G123489654321Y"},      /* ISBT 128 */
        {sj_check_mod_11_10, "07945"},              /* ISO/IEC 7064, clause 9.3 */
        {sj_check_mod_37_36, "A12425GABC1234002M"}, /* GRid */
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        const sj_str whole = sj_str_from(rows[i].whole);
        const char got = rows[i].check(sj_str_slice(whole, 0, whole.len - 1));
        if (got != whole.ptr[whole.len - 1])
            fail_msg("%s: got %c", rows[i].whole, got);
    }
    assert_int_equal(sj_check_mod_97(SJ_S("9999123456789012141490")), 1);
    assert_int_equal(sj_check_mod_97(SJ_S("08686001256515001121751")), 1);
}

/* Verhoeff by his tables as printed, the slow way round: multiply the whole
 * number's digits and demand the identity. */
static bool verhoeff_identity(sj_str whole)
{
    static const char *const d[10] = {"0123456789", "1234067895", "2340178956", "3401289567",
                                      "4012395678", "5987604321", "6598710432", "7659821043",
                                      "8765932104", "9876543210"};
    static const char *const p[8] = {"0123456789", "1576283094", "5803796142", "8916043527",
                                     "9453126870", "4286573901", "2793806415", "7046913258"};
    int c = 0;
    for (size_t i = 0; i < whole.len; i++)
        c = d[c][p[i % 8][whole.ptr[whole.len - 1 - i] - '0'] - '0'] - '0';
    return c == 0;
}

static void test_verhoeff_twin(void **state)
{
    (void)state;
    uint64_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        char text[24];
        const size_t len = 1 + sj_test_random(&seed) % 20;
        for (size_t i = 0; i < len; i++)
            text[i] = (char)('0' + sj_test_random(&seed) % 10);
        text[len] = sj_check_verhoeff((sj_str){text, len});
        assert_true(verhoeff_identity((sj_str){text, len + 1}));
    }
}

/* Each system sees every change of one payload digit: the check moves. */
static void test_changes_are_seen(void **state)
{
    (void)state;
    static char (*const systems[])(sj_str) = {
        sj_check_luhn,     sj_check_verhoeff,  sj_check_damm,     sj_check_mod_11_2,
        sj_check_mod_37_2, sj_check_mod_11_10, sj_check_mod_37_36};
    uint64_t seed = 11;
    for (size_t s = 0; s < SJ_COUNT(systems); s++)
        for (int round = 0; round < 300; round++) {
            char text[16];
            for (size_t i = 0; i < sizeof(text); i++)
                text[i] = (char)('0' + sj_test_random(&seed) % 10);
            const sj_str payload = {text, sizeof(text)};
            const char before = systems[s](payload);
            const size_t at = sj_test_random(&seed) % sizeof(text);
            text[at] = (char)('0' + (text[at] - '0' + 1 + (int)(sj_test_random(&seed) % 9)) % 10);
            assert_int_not_equal(systems[s](payload), before);
        }
}

/* Rows of the shared file for the systems themselves. */
static void test_shared(void **state)
{
    (void)state;
    static const struct {
        const char *scheme;
        char (*check)(sj_str payload);
    } systems[] = {{"luhn", sj_check_luhn},
                   {"verhoeff", sj_check_verhoeff},
                   {"damm", sj_check_damm},
                   {"iso7064.mod_11_2", sj_check_mod_11_2},
                   {"iso7064.mod_37_2", sj_check_mod_37_2},
                   {"iso7064.mod_11_10", sj_check_mod_11_10},
                   {"iso7064.mod_37_36", sj_check_mod_37_36}};
    char path[512], line[4096];
    int rows = 0;
    const char *found = sj_test_shared("ids/vectors.csv", path, sizeof(path));
    if (!found)
        skip();
    FILE *f = fopen(found, "rb");
    assert_non_null(f);
    while (fgets(line, sizeof(line), f)) { /* these rows have no quoted cells in front */
        sj_str rest = sj_str_from(line), scheme, value, valid;
        if (!sj_str_split(&rest, ',', &scheme) || !sj_str_split(&rest, ',', &value) ||
            !sj_str_split(&rest, ',', &value) || !sj_str_split(&rest, ',', &valid))
            continue;
        for (size_t s = 0; s < SJ_COUNT(systems); s++) {
            if (!sj_str_eq(scheme, sj_str_from(systems[s].scheme)))
                continue;
            const char got = systems[s].check(sj_str_slice(value, 0, value.len - 1));
            if ((got == value.ptr[value.len - 1]) != sj_str_eq(valid, SJ_S("true")))
                fail_msg("%.*s %.*s: got %c", SJ_STR_FMT(scheme), SJ_STR_FMT(value), got);
            rows++;
        }
    }
    fclose(f);
    printf("check digit systems: %d shared rows\n", rows);
    assert_true(rows >= 35);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_examples), cmocka_unit_test(test_verhoeff_twin),
        cmocka_unit_test(test_changes_are_seen), cmocka_unit_test(test_shared)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
