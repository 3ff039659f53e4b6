/* Zones: every row of the shared vectors, own specimens, repair against a slow twin that
 * tries every reading, names in three scripts, laws on random zones. */
#include "test.h"
#include "base/base.h"
#include "records/csv.h"
#include "sojourn/mrz.h"
#include <stdio.h>

static const sj_date as_of = {2025, 1, 15};

static sj_mrz zone(const char *text, bool repair)
{
    sj_mrz m;
    sj_diag d = {0};
    const sj_status s = sj_mrz_read(sj_str_from(text), as_of, repair, &m, &d);
    if (s != SJ_OK)
        fail_msg("%s: %s", text, d.reason);
    return m;
}

/* ---- the shared vectors ---- */

enum {
    FORMAT,
    LINE1,
    LINE2,
    LINE3,
    CODE,
    ISSUER,
    SURNAME,
    GIVEN,
    NUMBER,
    NATIONALITY,
    BIRTH,
    SEX,
    EXPIRY,
    OPTIONAL,
    NUMBER_CHECK,
    BIRTH_CHECK,
    EXPIRY_CHECK,
    COMPOSITE_CHECK
};

static void same_text(uint64_t line, const char *what, sj_str want, const char *got)
{
    if (!sj_str_eq(want, sj_str_from(got)))
        fail_msg("line %llu: %s: want '%.*s', got '%s'", (unsigned long long)line, what,
                 SJ_STR_FMT(want), got);
}

static void same_check(uint64_t line, const char *what, sj_str want, sj_mrz_check got)
{
    if (want.len == 0)
        return;
    const bool ok = got == SJ_MRZ_AGREES;
    if (ok != sj_str_eq(want, SJ_S("ok")))
        fail_msg("line %llu: %s: want %.*s", (unsigned long long)line, what, SJ_STR_FMT(want));
}

static void check_row(const sj_str *c, uint64_t line)
{
    char text[160], optional[40], sex[2] = {0};
    const bool three = c[LINE3].len > 0;
    (void)snprintf(text, sizeof text, "%.*s\n%.*s%s%.*s", SJ_STR_FMT(c[LINE1]),
                   SJ_STR_FMT(c[LINE2]), three ? "\n" : "", SJ_STR_FMT(c[LINE3]));
    const sj_mrz m = zone(text, false);
    assert_true(sj_str_eq(sj_mrz_format_text(m.format), c[FORMAT]));
    if (m.format == SJ_MRZ_FRANCE) {
        assert_true(m.number_check == SJ_MRZ_AGREES && m.birth_check == SJ_MRZ_AGREES &&
                    m.composite_check == SJ_MRZ_AGREES);
        return;
    }
    same_text(line, "code", c[CODE], m.document_code);
    same_text(line, "issuer", c[ISSUER], m.issuer);
    same_text(line, "surname", c[SURNAME], m.surname);
    same_text(line, "given", c[GIVEN], m.given);
    same_text(line, "number", c[NUMBER], m.number);
    same_text(line, "nationality", c[NATIONALITY], m.nationality);
    same_text(line, "birth", c[BIRTH], m.birth);
    sex[0] = m.sex;
    same_text(line, "sex", c[SEX], sex);
    same_text(line, "expiry", c[EXPIRY], m.expiry);
    (void)snprintf(optional, sizeof optional, "%s%s%s", m.optional, m.optional2[0] ? "|" : "",
                   m.optional2);
    same_text(line, "optional", c[OPTIONAL], optional);
    same_check(line, "number check", c[NUMBER_CHECK], m.number_check);
    same_check(line, "birth check", c[BIRTH_CHECK], m.birth_check);
    same_check(line, "expiry check", c[EXPIRY_CHECK], m.expiry_check);
    same_check(line, "composite check", c[COMPOSITE_CHECK], m.composite_check);
}

static void shared_vectors(void **state)
{
    (void)state;
    char path[1024];
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_str *cell;
    size_t count, rows = 0;
    uint64_t line;
    sj_diag d = {0};
    if (!sj_test_shared("mrz/vectors.csv", path, sizeof path))
        return;
    assert_int_equal(sj_input_open(path, SJ_S(""), UINT64_MAX, &in, &d), SJ_OK);
    assert_int_equal(sj_csv_new(in, &(sj_csv_options){0}, &csv), SJ_OK);
    assert_int_equal(sj_csv_next(csv, &cell, &count, &line, &d), SJ_OK);
    while (sj_csv_next(csv, &cell, &count, &line, &d) == SJ_OK) {
        assert_true(count > COMPOSITE_CHECK);
        check_row(cell, line);
        rows++;
    }
    printf("%zu zones\n", rows);
    assert_true(rows == 75);
}

/* ---- own specimens: ICAO's Utopia ---- */

#define TD3 \
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10"

static void specimens(void **state)
{
    (void)state;
    const sj_mrz m = zone(TD3, true);
    assert_true(m.valid && m.repair_count == 0);
    assert_int_equal(m.birth_date.year, 1974);
    assert_int_equal(m.expiry_date.year, 2012);
    assert_string_equal(m.given, "ANNA MARIA");
    assert_true(sj_str_eq(m.issuer_text, SJ_S("Utopia (specimen)")));
    const sj_mrz d = zone(
        "P<D<<MUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<|c01x0006h1d<<6408125f1710319<<<<<<<<<<<<<<<0",
        true);
    assert_true(d.valid && d.normalised);
    assert_string_equal(d.issuer_country, "DE");
    const sj_mrz l = zone("I<UTOD23145890<1233<<<<<<<<<<<\\n7408122F1204159UTO<<<<<<<<<<<"
                          "2\\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
                          true);
    assert_true(l.valid && l.number_is_long);
    assert_string_equal(l.number, "D23145890123");
    const sj_mrz run = zone(
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<L898902C36UTO7408122F1204159ZE184226B<<<<<10",
        true);
    assert_true(run.valid);
    const sj_mrz cut = zone("I<PRT007666667<ZZ00<<<<<<<<<<<\n8303143M3405293PRT<<<<<<<<<<<"
                            "4\nCACADOR<DE<ARAUJO<<ANDRE<ESTEV",
                            true);
    assert_true(cut.valid && cut.names_cut);
    assert_int_equal(cut.expiry_date.year, 2034);
    const sj_mrz unknown = zone("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO74<<<<"
                                "2F1204159ZE184226B<<<<<10",
                                false);
    assert_int_equal(unknown.birth_date.year, 1974);
    assert_int_equal(unknown.birth_date.month, 0);
}

static void refuses(void **state)
{
    (void)state;
    static const char *const bad[] = {"", "P<UTO", "P<UTOERIKSSON\nL898902C3", TD3 "<",
                                      "P<UTO\xC3\x84"};
    for (size_t i = 0; i < SJ_COUNT(bad); i++) {
        sj_mrz m;
        sj_diag d = {0};
        assert_true(sj_mrz_read(sj_str_from(bad[i]), as_of, true, &m, &d) < 0);
        assert_non_null(d.reason);
    }
}

static void century(void **state)
{
    (void)state;
    sj_mrz m = zone("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
                    "\nL898902C36UTO2502149F4912319ZE184226B<<<<<10",
                    false);
    assert_int_equal(m.birth_date.year, 1925); /* 14 February 2025 is after as_of */
    assert_int_equal(m.expiry_date.year, 2049);
}

/* ---- repair ---- */

static void repairs(void **state)
{
    (void)state;
    const sj_mrz m = zone("P<UT0ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
                          "\nL898902C36UTO740BI22F12O4I59ZE184226B<<<<<1O",
                          true);
    assert_true(m.valid);
    assert_int_equal(m.repair_count, 6);
    assert_string_equal(m.birth, "740812");
    assert_int_equal(m.repair[0].line * 100 + m.repair[0].column, 217);
    const sj_mrz n = zone("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
                          "\nH3N47Y9KO7UTO7408122F1204159ZE184226B<<<<<18",
                          true);
    assert_true(n.valid && n.repair_count == 1);
    assert_string_equal(n.number, "H3N47Y9K0");
    /* A wrong digit that is no look-alike stays wrong, and nothing is changed. */
    const sj_mrz w = zone("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<"
                          "\nL898902C36UTO7408132F12O4159ZE184226B<<<<<10",
                          true);
    assert_false(w.valid);
    assert_int_equal(w.repair_count, 0);
    assert_string_equal(w.expiry, "12O415");
    assert_true(w.problem_count >= 2);
}

/* Slow twin: all readings of the number; the fast one repairs iff exactly one is right. */
static void number_repair_is_unique(void **state)
{
    (void)state;
    static const char digits[] = "012568", letters[] = "OIZSGB"; /* and Q, D, L, T to digits */
    uint64_t seed = 5;
    size_t repaired = 0;
    for (int round = 0; round < 3000; round++) {
        char text[] = TD3;
        char *number = text + 45;
        for (int i = 0; i < 9; i++)
            number[i] = "0O1I2Z5S6G8BAC37"[sj_test_random(&seed) % 16];
        number[9] = (char)('0' + sj_test_random(&seed) % 10);
        size_t right = 0;
        const bool at_once = zone(text, false).valid;
        for (unsigned choice = 1; choice < 512; choice++) {
            char trial[sizeof text];
            memcpy(trial, text, sizeof text);
            bool same = false;
            for (int i = 0; i < 9; i++)
                if (choice >> i & 1) {
                    const char *d = strchr(digits, number[i]), *l = strchr(letters, number[i]);
                    same |= !d && !l;
                    trial[45 + i] = d ? letters[d - digits] : l ? digits[l - letters] : number[i];
                }
            right += !same && zone(trial, false).valid;
        }
        const sj_mrz m = zone(text, true);
        assert_int_equal(m.valid, at_once || right == 1);
        repaired += m.repair_count > 0;
    }
    assert_true(repaired > 10);
}

/* A Bulgarian passport: nine digits, the form confirmed. */
static void bulgarian(uint64_t *seed, char text[90])
{
    memcpy(text,
           "P<BGRPETROV<<I<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
           "0000000000BGR7408122F3204153<<<<<<<<<<<<<<00",
           90);
    for (int i = 0; i < 9; i++)
        text[45 + i] = (char)('0' + sj_test_random(seed) % 10);
    text[45 + 9] = sj_mrz_check_digit((sj_str){text + 45, 9});
    char covered[40];
    memcpy(covered, text + 45, 10);
    memcpy(covered + 10, text + 45 + 13, 7);
    memcpy(covered + 17, text + 45 + 21, 22);
    text[88] = sj_mrz_check_digit((sj_str){covered, 39});
}

static char misread(char c)
{
    static const char digits[] = "012568", letters[] = "OIZSGB";
    const char *at = strchr(digits, c);
    return at ? letters[at - digits] : c;
}

/* Where the issuer's form says which signs are digits, look-alikes are read right, and a sign
 * that is simply wrong is hardly ever "repaired" by changing others. */
static void form_of_issuer_decides(void **state)
{
    (void)state;
    enum { ROUNDS = 4000 };
    uint64_t seed = 11;
    size_t misread_count = 0, right = 0, wrong = 0;
    for (int round = 0; round < ROUNDS; round++) {
        char text[91] = "", spoilt[91];
        bulgarian(&seed, text);
        assert_true(zone(text, false).valid);
        const size_t at = 45 + sj_test_random(&seed) % 9;
        memcpy(spoilt, text, sizeof spoilt);
        spoilt[at] = misread(text[at]);
        if (!zone(spoilt, false).valid) { /* a G for a 6 is not seen: signs_of_equal_weight */
            const sj_mrz m = zone(spoilt, true);
            misread_count++;
            right += m.valid && memcmp(m.line[1], text + 45, 44) == 0;
        }
        spoilt[at] = "0123456789ACEFHJKMNPRUVWXY"[sj_test_random(&seed) % 26];
        const sj_mrz m = zone(spoilt, true);
        wrong += spoilt[at] != text[at] && m.repair_count > 0;
    }
    assert_true(misread_count > ROUNDS / 3);
    assert_int_equal(right, misread_count);
    assert_true(wrong < ROUNDS / 100);
}

/* 6 and G count the same, so no check digit tells them apart: the form does, once the zone is
 * wrong elsewhere. Filler and 0 count the same: a sign alone between fillers is no 0. */
static void signs_of_equal_weight(void **state)
{
    (void)state;
    const sj_mrz m = zone("P<CHNSUN<<WEI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
                          "E000146063CHN7408122F3204153<<<<<<<<<<<<<<00",
                          false);
    assert_true(m.valid);
    const sj_mrz g = zone("P<CHNSUN<<WEI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
                          "E00014G063CHN7408122F3204I53<<<<<<<<<<<<<<00",
                          true);
    assert_true(g.valid && g.repair_count == 2);
    assert_string_equal(g.number, "E00014606");
    const sj_mrz alone = zone("P<CHNSUN<<WEI<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\n"
                              "E000146063CHN7408122F3204153<<<<O<<<<<<<<<00",
                              true);
    assert_false(alone.valid);
    assert_int_equal(alone.repair_count, 0);
}

/* TD1 and TD2 have optional data under the composite alone. */
static void optional_data_are_repaired(void **state)
{
    (void)state;
    const sj_mrz right = zone("IDUTOD231458907AB8<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<3\n"
                              "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
                              false);
    assert_true(right.valid);
    const sj_mrz m = zone("IDUTOD231458907ABB<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<3\n"
                          "ERIKSSON<<ANNA<MARIA<<<<<<<<<<",
                          true);
    assert_true(m.valid && m.repair_count == 1);
    assert_memory_equal(m.line[0], right.line[0], 30);
}

static void dates_and_empty_fields(void **state)
{
    (void)state;
    static const struct {
        const char *birth, *want_birth; /* of a paper that expired on 15 April 2012 */
        bool valid;
    } rows[] = {{"<<0313", "", true},           {"<<<<<<", "", true},
                {"<<0231", "", false},          {"870230", "", false},
                {"87<<<<", "1987", true},       {"8703<<", "1987-03", true},
                {"150312", "1915-03-12", true}, {"110312", "2011-03-12", true}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        char text[] = "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL8988901C4UTO7408122F1204159<<<<<<<<";
        char found[32];
        memcpy(text + 37 + 13, rows[i].birth, 6);
        text[37 + 19] = sj_mrz_check_digit((sj_str){text + 37 + 13, 6});
        const sj_mrz m = zone(text, false);
        const sj_date_range r = {m.birth_date, m.birth_date, false};
        const size_t n = m.birth_date.year ? sj_date_write(&r, found) : 0;
        found[n] = 0;
        assert_string_equal(found, rows[i].want_birth);
        assert_int_equal(m.valid, rows[i].valid);
    }
    assert_false(
        zone("V<UTO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nL8988901C4UTO7408122F1204159<<<<<<<<", false)
            .valid);
    assert_false(
        zone("V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\n<<<<<<<<<0UTO7408122F1204159<<<<<<<<", false)
            .valid);
}

/* ---- laws ---- */

static void one_wrong_character_is_seen(void **state)
{
    (void)state;
    static const unsigned checked[] = {0, 8, 13, 18, 21, 26, 28, 36, 42};
    for (size_t i = 0; i < SJ_COUNT(checked); i++) {
        char text[] = TD3;
        char *at = text + 45 + checked[i];
        *at = *at == '7' ? '4' : '7';
        assert_false(zone(text, false).valid);
    }
}

/* ---- names ---- */

static void names(void **state)
{
    (void)state;
    static const struct {
        const char *name, *want;
    } rows[] = {{"Erika Müller-Groß", "ERIKA<MUELLER<GROSS"},
                {"Åse Ørsted", "AASE<OERSTED"},
                {"Łukasz O'Brien", "LUKASZ<OBRIEN"},
                {"Сергей Щукин", "SERGEI<SHCHUKIN"},
                {"جميلة", "JMYLXAH"},
                {"فرّوخ", "FRRWXKH"},
                {"Kim, Chol", "KIM<CHOL"},
                {"جمیلۃ", "JMXYALXTG"},
                {"Юлия Хрущёва", "IULIIA<KHRUSHCHEVA"},
                {"محمود عبدالرحيم", "MXHMWD<EBDALRXHYM"}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        char text[64];
        const size_t n = sj_mrz_transliterate(sj_str_from(rows[i].name), text, sizeof text);
        if (n != strlen(rows[i].want) || memcmp(text, rows[i].want, n) != 0)
            fail_msg("%s: %.*s, not %s", rows[i].name, (int)n, text, rows[i].want);
    }
    const sj_mrz m = zone(TD3, false);
    assert_true(sj_mrz_name_agrees(&m, SJ_S("Anna Maria Eriksson")));
    assert_false(sj_mrz_name_agrees(&m, SJ_S("Anna Eriksson")));
    const sj_mrz cut = zone("I<PRT007666667<ZZ00<<<<<<<<<<<\n8303143M3405293PRT<<<<<<<<<<<"
                            "4\nCACADOR<DE<ARAUJO<<ANDRE<ESTEV",
                            false);
    assert_true(sj_mrz_name_agrees(&cut, SJ_S("André Estevão Caçador de Araújo")));
}

static void states(void **state)
{
    (void)state;
    char country[3];
    sj_str text;
    assert_true(sj_mrz_state(SJ_S("PRK"), country, &text));
    assert_string_equal(country, "KP");
    assert_true(sj_mrz_state(SJ_S("D"), country, &text) &&
                sj_mrz_state(SJ_S("XXA"), country, &text));
    assert_string_equal(country, "");
    assert_false(sj_mrz_state(SJ_S("BAD"), country, &text));
    assert_false(sj_mrz_state(SJ_S("UT0"), country, &text));
    assert_false(sj_mrz_state(SJ_S(""), country, &text));
}

static void writes_json(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) b = {0};
    const sj_mrz m = zone(TD3, true);
    sj_mrz_write_json(&m, &b);
    assert_int_equal(sj_buf_status(&b), SJ_OK);
    assert_true(sj_str_find(sj_buf_str(&b), SJ_S("\"birth_date\":\"1974-08-12\""), 0) < b.len);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shared_vectors),
        cmocka_unit_test(specimens),
        cmocka_unit_test(refuses),
        cmocka_unit_test(century),
        cmocka_unit_test(repairs),
        cmocka_unit_test(number_repair_is_unique),
        cmocka_unit_test(optional_data_are_repaired),
        cmocka_unit_test(form_of_issuer_decides),
        cmocka_unit_test(signs_of_equal_weight),
        cmocka_unit_test(dates_and_empty_fields),
        cmocka_unit_test(one_wrong_character_is_seen),
        cmocka_unit_test(names),
        cmocka_unit_test(states),
        cmocka_unit_test(writes_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
