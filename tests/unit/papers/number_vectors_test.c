/* papers/number: every row of the shared file of public test vectors whose scheme
 * is one of ours, with a count a scheme. Rows that are wrong or that ask for
 * something else than the number's rules stand in a table, each with its reason;
 * a row that stands there and passes fails the test, so the table cannot rot. */
#include "test.h"
#include "records/csv.h"
#include "sojourn/number.h"

struct exception {
    const char *scheme, *value, *why;
};
static const struct exception exceptions[] = {
    {"be.iban", "BE83138811735115",
     "the library asks the National Bank's list of bank codes, which is not part of the number"},
    {"bitcoin", "BC1SW50QA3JX3S", "BIP 350: bech32 is invalid for witness versions above 0"},
    {"bitcoin", "bc1pw508d6qejxtdg4y5r3zarvary0c5xw7kw508d6qejxtdg4y5r3zarvary0c5xw7k7grplx",
     "BIP 350: bech32 is invalid for witness versions above 0"},
    {"bitcoin", "bc1zw508d6qejxtdg4y5r3zarvaryvg6kdaj",
     "BIP 350: bech32 is invalid for witness versions above 0"},
    {"crypto.btc", "GSa5espVLNseXEfKt46zEdS6jrPkmFghBU",
     "version byte 38 is Bitcoin Gold's (its chainparams), not Bitcoin's (0, 5, 111, 196)"},
    {"idnumbers.KOR.NationalID", "860121-4500147", "born on 2086-01-21 (Act: 4 is the 2000s)"},
    {"idnumbers.KOR.NationalID", "8207012409184",
     "the library wants the hyphen; the Act does not make it part of the number"},
    {"kr.rrn", "991231-4019906", "born on 2099-12-31 (Act: 4 is the 2000s)"},
    {"kr.brn", "206-18-12345", "not the check of the National Tax Service, which 241 rows obey"},
    {"kr.brn", "306-82-00417", "not the check of the National Tax Service, which 241 rows obey"},
    {"kr.brn", "728-86-00316", "not the check of the National Tax Service, which 241 rows obey"},
    {"ru.ogrn", "385768585948949", "registered in 2085 (order 165n: digits 2-3 are the year)"},
    {"validatorjs.isIdentityCard.PL", "06566860643", "day 68 (Act, art. 15: YYMMDD)"},
    {"validatorjs.isIdentityCard.PL", "54007481320", "month 00, day 74 (Act, art. 15: YYMMDD)"},
    {"validatorjs.isIdentityCard.PL", "77334586883", "month 13, day 45 (Act, art. 15: YYMMDD)"},
    {"validatorjs.isIdentityCard.PL", "77552478861", "month 15 (Act, art. 15: YYMMDD)"},
    {"validatorjs.isBtcAddress", "14qViLJfdGaP4EeHnDyJbEGQysnCpwk3gd",
     "the library checks the shape only; the double SHA-256 does not agree"},
    {"validatorjs.isBtcAddress", "17VZNX1SN5NtKa8UQFxwQbFeFc3iqRYhemt",
     "the library checks the shape only; more than 25 bytes"},
    {"validatorjs.isBtcAddress", "BC1P5D7RJQ7G6RDK2YHZKS9SMLAQTEDR4DEKQ08GE8ZTWAC72SFR9RUSXG3297",
     "BIP 173: decoders take upper case"},
    {"validatorjs.isBtcAddress", "TB1PZPELFFRDH9PTPAQNURWX30DLEWQV57RCXFEETP86HSSSK30P4CWS38TR9Y",
     "BIP 173: decoders take upper case"},
    {"validatorjs.isCreditCard[{\"provider\":\"UnionPay\"}]", "6765780016990268",
     "ISO/IEC 7812: 67 is Maestro's; UnionPay has 62 and 81"},
    {"validatorjs.isPassportNumber.IR", "A0123456",
     "older passports: 30 listed holders on the OFAC SDN list have a letter and seven digits"},
    {"validatorjs.isPassportNumber.ID", "A-3847362",
     "the library takes no hyphen; hyphens are folded away here, in every form"},
};

/* Numbers of Korea are refused by their check digit only before October 2020. */
static const sj_date today = {2026, 11, 1}, before_random = {2020, 10, 4};

static const char *find_exception(sj_str scheme, sj_str value)
{
    for (size_t i = 0; i < SJ_COUNT(exceptions); i++)
        if (sj_str_eq(scheme, sj_str_from(exceptions[i].scheme)) &&
            sj_str_eq(value, sj_str_from(exceptions[i].value)))
            return exceptions[i].why;
    return NULL;
}

struct tally {
    char scheme[64];
    int passed, excepted;
};
struct run {
    struct tally tally[256];
    size_t count;
    int wrong, rows;
};

static struct tally *tally_of(struct run *r, sj_str scheme)
{
    for (size_t i = 0; i < r->count; i++)
        if (sj_str_eq(scheme, sj_str_from(r->tally[i].scheme)))
            return &r->tally[i];
    assert_true(r->count < SJ_COUNT(r->tally));
    struct tally *t = &r->tally[r->count++];
    (void)snprintf(t->scheme, sizeof(t->scheme), "%.*s", SJ_STR_FMT(scheme));
    return t;
}

static void check_row(struct run *r, sj_str scheme, sj_str value, bool valid)
{
    sj_number n;
    const bool korean =
        (sj_str_starts(scheme, SJ_S("kr.")) || sj_str_starts(scheme, SJ_S("idnumbers.KOR"))) &&
        !sj_str_eq(scheme, SJ_S("idnumbers.KOR.NationalID")); /* since 2020 */
    const sj_status s = sj_number_check(scheme, value, korean ? before_random : today, &n);
    if (s == SJ_ENOTFOUND)
        return; /* not a scheme of ours */
    assert_int_equal(s, SJ_OK);
    struct tally *t = tally_of(r, scheme);
    const char *why = find_exception(scheme, value);
    const bool agrees = n.verdict == (valid ? SJ_NUMBER_VALID : SJ_NUMBER_INVALID);
    r->rows++;
    if (agrees && !why) {
        t->passed++;
        return;
    }
    if (!agrees && why) {
        t->excepted++;
        return;
    }
    SJ_SCOPED(sj_buf) b = {0};
    sj_number_write_why(&n, &b);
    printf("%.*s %.*s: the file says %s%s, we say %.*s\n", SJ_STR_FMT(scheme), SJ_STR_FMT(value),
           valid ? "valid" : "invalid", why ? " (and an exception stands for it)" : "",
           SJ_STR_FMT(sj_buf_str(&b)));
    r->wrong++;
}

/* validatorjs.isCreditCard[{"provider":"X"}]: true rows name the network. */
static void check_network(struct run *r, sj_str scheme, sj_str value, bool valid)
{
    static const char *const network[][2] = {{"AmEx", "American Express"},
                                             {"DinersClub", "Diners Club"},
                                             {"Discover", "Discover"},
                                             {"JCB", "JCB"},
                                             {"Mastercard", "Mastercard"},
                                             {"UnionPay", "UnionPay"},
                                             {"Visa", "Visa"}};
    sj_number n;
    if (!sj_str_starts(scheme, SJ_S("validatorjs.isCreditCard[{")) || !valid)
        return;
    assert_int_equal(sj_number_check(SJ_S("card"), value, today, &n), SJ_OK);
    for (size_t i = 0; i < SJ_COUNT(network); i++)
        if (sj_str_find(scheme, sj_str_from(network[i][0]), 0) < scheme.len) {
            const char *why = find_exception(scheme, value);
            const bool agrees =
                n.verdict == SJ_NUMBER_VALID && strcmp(n.fact[0].code, network[i][1]) == 0;
            struct tally *t = tally_of(r, scheme);
            r->rows++;
            *(why ? &t->excepted : &t->passed) += 1;
            if (agrees == (why != NULL)) {
                printf("%.*s %.*s: %s\n", SJ_STR_FMT(scheme), SJ_STR_FMT(value), n.fact[0].code);
                r->wrong++;
            }
        }
}

static void test_vectors(void **state)
{
    (void)state;
    static struct run r;
    char path[512];
    const char *found = sj_test_shared("ids/vectors.csv", path, sizeof(path));
    if (!found)
        skip();
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_str *cell;
    size_t count;
    uint64_t line;
    sj_diag d = {0};
    assert_int_equal(sj_input_open(found, SJ_S(""), UINT64_MAX, &in, &d), SJ_OK);
    assert_int_equal(sj_csv_new(in, &(sj_csv_options){0}, &csv), SJ_OK);
    while (sj_csv_next(csv, &cell, &count, &line, &d) == SJ_OK)
        if (count >= 4) {
            check_row(&r, cell[0], cell[2], sj_str_eq(cell[3], SJ_S("true")));
            check_network(&r, cell[0], cell[2], sj_str_eq(cell[3], SJ_S("true")));
        }
    for (size_t i = 0; i < r.count; i++) {
        printf("%-42s %4d passed", r.tally[i].scheme, r.tally[i].passed);
        if (r.tally[i].excepted)
            printf(", %d excepted", r.tally[i].excepted);
        printf("\n");
    }
    printf("%d rows of %zu schemes\n", r.rows, r.count);
    assert_int_equal(r.wrong, 0);
    assert_true(r.rows > 2000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_vectors)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
