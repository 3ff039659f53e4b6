/* papers/number: what each scheme answers, on numbers that are public examples of
 * their issuers, made up, or both; and the laws that hold for all of them. */
#include "test.h"
#include "papers/number_int.h"

static const sj_date today = {2024, 6, 1}, before_random = {2020, 10, 4};

/* `normal` is NULL where the number is its own canonical form. */
static const struct {
    const char *scheme, *value, *normal, *facts;
} valid[] = {
    {"cn.ric", "11010519491231002x", "11010519491231002X", /* GB 11643, example */
     "region 11 Beijing; district 1101 municipal districts; county 110105 Chaoyang; birth_date "
     "1949-12-31; sex female"},
    {"cn.ric", "１１０１０５１９４９１２３１００２ｘ", "11010519491231002X",
     "region 11 Beijing; district 1101 municipal districts; county 110105 Chaoyang; birth_date "
     "1949-12-31; sex female"},
    {"cn.ric", "222401680415431", NULL,
     "region 22 Jilin; district 2224 Yanbian Korean Autonomous Prefecture; county 222401 Yanji; "
     "birth_date 1968-04-15; sex male; form 222401196804154311 the number of 18 characters that "
     "replaced this one of 15 digits; note: cards with 15 digits were good until 31 December "
     "2012"},
    {"cn.ric", "235407195106112745", NULL,
     "region 23 Heilongjiang; district 2354; county 235407; note: the prefecture is not in the "
     "table of area codes; birth_date 1951-06-11; sex female"},
    {"cn.ric", "911408199001010016", NULL,
     "region 11 Beijing; citizenship KP North Korea; note: a permanent residence card of a "
     "foreigner (form of 2023); birth_date 1990-01-01; sex male"},
    {"cn.uscc", "91110000600037341L", NULL,
     "holder 91 market regulation (companies); region 110000 Beijing; district 1100"},
    {"kr.rrn", "751121-1356129", "7511211356129",
     "birth_date 1975-11-21; sex male; citizenship citizen; region 35 North Chungcheong; note: "
     "the check digit agrees; since 5 October 2020 the last six digits are random and agree by "
     "chance one time in ten"},
    {"kr.rrn", "201006-3123456", "2010063123456",
     "birth_date 2020-10-06; sex male; citizenship citizen; note: given since 5 October 2020: "
     "the last six digits are random, there is no check digit"},
    {"kr.arc", "840609-5260291", "8406095260291",
     "birth_date 1984-06-09; sex male; citizenship foreigner; note: the check digit agrees; "
     "since 5 October 2020 the last six digits are random and agree by chance one time in ten"},
    {"kr.brn", "124-81-00998", "1248100998",
     "issuer 124 tax office; holder 81 head office of a company for profit"},
    {"ru.inn", "7707083893", NULL, "holder company; region 77 Moscow; issuer 7707 tax office"},
    {"ru.inn", "500100732259", NULL,
     "holder person; region 50 Moscow Region; issuer 5001 tax office"},
    {"ru.snils", "112-233-445 95", "11223344595", ""}, /* the fund's worked example */
    {"ru.snils", "001-001-998 00", "00100199800", "note: numbers up to 001-001-998 carry no check"},
    {"ru.ogrn", "1027700132195", NULL, "holder company; issued 2002; region 77 Moscow"},
    {"ru.ogrn", "304500116000157", NULL,
     "holder person sole trader; issued 2004; region 50 Moscow Region"},
    {"ru.passport", "45 10 123456", "4510123456",
     "region 45 Moscow; issued 2010; citizenship RU Russia; note: the year is that in which the "
     "blank was printed"},
    {"jp.in_", "6214 9832 0257", "621498320257", ""},
    {"jp.cn", "5-8356-7825-6246", "5835678256246", "holder company"}, /* National Tax Agency */
    {"vn.cccd", "079301012345", NULL, "region 079 Hồ Chí Minh City; birth_date 2001; sex female"},
    {"vn.mst", "0102721191-001", "0102721191001", "branch 001"},
    {"my.nric", "770305-02-1234", "770305021234",
     "birth_date 1977-03-05; sex female; region 02 Kedah"},
    {"mn.regno", "аа05213015", "АА05213015", "birth_date 2005-01-30; sex male; region АА"},
    {"kz.iin", "061211600012", NULL, "birth_date 2006-12-11; sex female"},
    {"kz.bin", "990940003030", NULL,
     "issued 1999-09; holder 4 resident company; branch 0 head unit"},
    {"ua.rntrc", "1759013776", NULL, "birth_date 1948-02-28; sex male"},
    {"ua.edrpou", "32855961", NULL, "holder company"},
    {"pl.pesel", "44051401359", NULL, "birth_date 1944-05-14; sex male"},
    {"ae.emiratesid", "784-1980-1234567-8", "784198012345678", "birth_date 1980"},
    {"kw.civilid", "288070804106", NULL, "birth_date 1988-07-08"},
    {"qa.qid", "28940812345", NULL,
     "birth_date 1989; citizenship KP North Korea; note: the nationality is that at the first "
     "registration"},
    {"in.aadhaar", "2341 2341 2346", "234123412346", ""},
    {"in.pan", "ACUPA7085R", NULL,
     "holder P person; note A: first letter of the family name (of a person) or of the name"},
    {"tr.tckimlik", "10000000146", NULL, ""},
    {"us.ssn", "536-90-4399", "536904399",
     "region 536 Washington; note: the area states where it was applied for only if it was given "
     "before 25 June 2011"},
    {"us.itin", "912-90-3456", "912903456",
     "note: for taxpayers without a social security number; says nothing of the right to work"},
    {"gb.nino", "AB 12 34 56 C", "AB123456C", ""},
    {"iban", "gb29 NWBK 6016 1331 9268 19", "GB29NWBK60161331926819",
     "issuer GB United Kingdom; bank NWBK; branch 601613; account 31926819"},
    {"bic", "DEUTDEFF500", NULL, "issuer DE Germany; bank DEUT; branch 500"},
    {"lei", "5493001KJTIIGC8Y1R12", NULL, "issuer 5493 local operating unit"},
    {"card", "4111 1111 1111 1111", "4111111111111111",
     "network Visa; issuer 411111 issuer identification number (first six of up to eight "
     "digits)"},
    {"bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", NULL, "network bitcoin; form P2PKH"},
    {"bitcoin", "BC1QW508D6QEJXTDG4Y5R3ZARVARY0C5XW7KV8F3T4", /* BIP 173 */
     "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", "network bitcoin; form P2WPKH"},
    {"bitcoin", "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0", NULL, /* 350 */
     "network bitcoin; form P2TR"},
    {"bitcoin", "tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", NULL,
     "network testnet a test network: holds no money; form P2WPKH"},
    {"ethereum", "0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", /* EIP-55 */
     "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "network ethereum"},
    {"tron", "TNDzfERDpxLDS2w1q6yaFC7pzqaSQ3Bg3r", NULL, "network tron"},
    {"imo", "IMO 9074729", "9074729", ""}, /* IMO's own example */
    {"imo.company", "1790183", NULL, ""},  /* on the OFAC list */
    {"passport.MY", "A 12345678", "A12345678",
     "issuer MY Malaysia; note: A peninsula, H Sabah, K Sarawak"},
};

static const struct {
    const char *scheme, *value;
    sj_number_rule rule;
    size_t position;
    const char *expected, *found;
} invalid[] = {
    {"cn.ric", "  ", SJ_NUMBER_RULE_EMPTY, 0, "a number", "the end"},
    {"cn.ric", "1101051949123100", SJ_NUMBER_RULE_LENGTH, 16, "18 or 15 characters", "16"},
    {"cn.ric", "11010519491231O02X", SJ_NUMBER_RULE_CHARACTER, 14, "a digit", "O"},
    {"cn.ric", " 110105 19491231 0029", SJ_NUMBER_RULE_CHECK_DIGIT, 20, "X", "9"},
    {"cn.ric", "190105194912310021", SJ_NUMBER_RULE_REGION, 0, "a province of GB/T 2260", "19"},
    {"cn.ric", "110105194902300021", SJ_NUMBER_RULE_DATE, 6, "a day of the calendar", "194902"},
    {"cn.ric", "110105202507010021", SJ_NUMBER_RULE_DATE, 6, "a day that has been", "202507"},
    {"kr.arc", "840609-1260291", SJ_NUMBER_RULE_COMPONENT, 7, "5, 6, 7 or 8 (a foreigner)", "1"},
    {"ru.inn", "7707083894", SJ_NUMBER_RULE_CHECK_DIGIT, 9, "3", "4"},
    {"ru.passport", "0200 123456", SJ_NUMBER_RULE_REGION, 0, "a region of OKATO", "02"},
    {"my.nric", "770305-17-1234", SJ_NUMBER_RULE_REGION, 7, "a place code", "17"},
    {"mn.regno", "UB90010112", SJ_NUMBER_RULE_CHARACTER, 0, "a Cyrillic letter", "U"},
    {"qa.qid", "28999912345", SJ_NUMBER_RULE_COUNTRY, 3, "a numeric code of ISO 3166-1", "999"},
    {"kw.civilid", "488070804106", SJ_NUMBER_RULE_COMPONENT, 0, "2 or 3 (century)", "4"},
    {"us.ssn", "078-05-1120", SJ_NUMBER_RULE_RESERVED, 0, "a number of one person", "078051120"},
    {"us.ssn", "1112-23333", SJ_NUMBER_RULE_SEPARATOR, 4, "3-2-4", "-"},
    {"us.ssn", "666-12-0000", SJ_NUMBER_RULE_COMPONENT, 0, "an area 001-665 or 667-899", "666"},
    {"us.ssn", "123-00-1234", SJ_NUMBER_RULE_COMPONENT, 4, "a group from 01", "00"},
    {"us.ssn", "123-12-0000", SJ_NUMBER_RULE_COMPONENT, 7, "a serial from 0001", "0000"},
    {"us.itin", "812-90-3456", SJ_NUMBER_RULE_COMPONENT, 0, "9", "8"},
    {"us.itin", "912-93-3456", SJ_NUMBER_RULE_COMPONENT, 4, "50-65, 70-88, 90-92 or 94-99", "93"},
    {"in.aadhaar", "123412341234", SJ_NUMBER_RULE_COMPONENT, 0, "2 to 9", "1"},
    {"in.aadhaar", "222222222222", SJ_NUMBER_RULE_RESERVED, 0, "no palindrome", "222222222222"},
    {"in.pan", "ABMXA3211G", SJ_NUMBER_RULE_COMPONENT, 3, "a kind of holder", "X"},
    {"in.pan", "ACUPA0000R", SJ_NUMBER_RULE_COMPONENT, 5, "a serial from 0001", "0000"},
    {"vn.cccd", "000093001656", SJ_NUMBER_RULE_REGION, 0, "a province or country code", "000"},
    {"vn.mst", "0100000008", SJ_NUMBER_RULE_COMPONENT, 2, "a serial number", "0000000"},
    {"vn.mst", "0314409058-000", SJ_NUMBER_RULE_COMPONENT, 11, "a branch from 001", "000"},
    {"mn.regno", "УБ9001011", SJ_NUMBER_RULE_LENGTH, 11, "2 letters and 8 digits (12 bytes)", "11"},
    {"mn.regno", "УБ90130112", SJ_NUMBER_RULE_DATE, 4, "a day of the calendar", "901301"},
    {"kz.iin", "061211700012", SJ_NUMBER_RULE_COMPONENT, 6, "1 to 6 (century and sex)", "7"},
    {"kz.iin", "000813159890", SJ_NUMBER_RULE_CHECK_DIGIT, 11, "no digit: never given", "0"},
    {"kz.bin", "991340003030", SJ_NUMBER_RULE_DATE, 2, "a month", "13"},
    {"kz.bin", "990910003030", SJ_NUMBER_RULE_COMPONENT, 4, "4, 5 or 6 (kind of entity)", "1"},
    {"ae.emiratesid", "785198012345678", SJ_NUMBER_RULE_COUNTRY, 0, "784 (United Arab Emirates)",
     "785"},
    {"tr.tckimlik", "07291716092", SJ_NUMBER_RULE_COMPONENT, 0, "1 to 9", "0"},
    {"ru.ogrn", "0022500001325", SJ_NUMBER_RULE_COMPONENT, 0, "1 or 5 (OGRN)", "0"},
    {"ru.ogrn", "985768585948944", SJ_NUMBER_RULE_COMPONENT, 0, "3 (OGRNIP)", "9"},
    {"kr.brn", "100-86-08983", SJ_NUMBER_RULE_COMPONENT, 0, "a tax office from 101", "100"},
    {"kr.brn", "211-00-08983", SJ_NUMBER_RULE_COMPONENT, 4, "a kind from 01", "00"},
    {"kr.brn", "211-86-00003", SJ_NUMBER_RULE_COMPONENT, 7, "a serial number", "0000"},
    {"gb.nino", "DA123456C", SJ_NUMBER_RULE_COMPONENT, 0, "no D, F, I, Q, U or V", "D"},
    {"gb.nino", "AO123456C", SJ_NUMBER_RULE_COMPONENT, 1, "no D, F, I, O, Q, U or V", "O"},
    {"card", "4111 1111 1111 11", SJ_NUMBER_RULE_LENGTH, 17, "a length of this network", "14"},
    {"bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3tb", SJ_NUMBER_RULE_CHARACTER, 41,
     "a character of bech32", "b"},
    {"bitcoin", "bc1qr508d6qejxtdg4y5r3zarvaryvqyzf3du", SJ_NUMBER_RULE_CHECK_DIGIT, 31,
     "a checksum of bech32", "yzf3du"},
    {"gb.nino", "GB123456C", SJ_NUMBER_RULE_RESERVED, 0, "a prefix in use", "GB"},
    {"iban", "GB29 NWBK 6016 1331 9268 18", SJ_NUMBER_RULE_CHECK_DIGIT, 2, "56", "29"},
    {"iban", "XX82 1234", SJ_NUMBER_RULE_COUNTRY, 0, "a country that uses IBAN", "XX"},
    {"es.iban", "GB29NWBK60161331926819", SJ_NUMBER_RULE_COUNTRY, 0, "ES", "GB"},
    {"iban", "IE95TE8270900834048660", SJ_NUMBER_RULE_CHARACTER, 6, "a letter", "8"},
    {"bic", "DEUTXXFF", SJ_NUMBER_RULE_COUNTRY, 4, "a country code of ISO 3166-1", "XX"},
    {"card", "9999999999999995", SJ_NUMBER_RULE_COMPONENT, 0, "a range of a network", "999999"},
    {"bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7Div0Na", SJ_NUMBER_RULE_CHARACTER, 31,
     "a character of base58", "0"},
    {"bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8F3t4", SJ_NUMBER_RULE_CHARACTER, 38,
     "letters of one case", "F"},
    {"ethereum", "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD", SJ_NUMBER_RULE_CHECK_DIGIT, 41, "d",
     "D"},
    {"tron", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa", SJ_NUMBER_RULE_COMPONENT, 0, "T (version 0x41)",
     "1"},
    {"passport.KP", "12345678", SJ_NUMBER_RULE_LENGTH, 8, "9 or 11 characters", "8"},
    {"passport.CN", "EI1234567", SJ_NUMBER_RULE_CHARACTER, 1, "a digit", "I"},
};

static sj_number check(const char *scheme, sj_str value, sj_date as_of)
{
    sj_number n;
    assert_int_equal(sj_number_check(sj_str_from(scheme), value, as_of, &n), SJ_OK);
    return n;
}

static void test_valid(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(valid); i++) {
        SJ_SCOPED(sj_buf) b = {0};
        const sj_number n = check(valid[i].scheme, sj_str_from(valid[i].value), today);
        sj_number_write_why(&n, &b);
        if (n.verdict != SJ_NUMBER_VALID)
            fail_msg("%s %s: %.*s", valid[i].scheme, valid[i].value, SJ_STR_FMT(sj_buf_str(&b)));
        sj_buf_clear(&b);
        sj_number_write_facts(&n, &b);
        sj_buf_add_char(&b, 0);
        assert_string_equal(b.ptr, valid[i].facts);
        assert_string_equal(n.normal, valid[i].normal ? valid[i].normal : valid[i].value);
        assert_int_equal(n.rule, SJ_NUMBER_RULE_NONE);
    }
}

static void test_invalid(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(invalid); i++) {
        const sj_number n = check(invalid[i].scheme, sj_str_from(invalid[i].value), today);
        if (n.verdict != SJ_NUMBER_INVALID || n.rule != invalid[i].rule)
            fail_msg("%s %s: rule %d", invalid[i].scheme, invalid[i].value, (int)n.rule);
        assert_string_equal(n.expected, invalid[i].expected);
        assert_string_equal(n.found, invalid[i].found);
        assert_int_equal(n.position, invalid[i].position);
        assert_int_equal(n.fact_count, 0);
        assert_int_equal(n.birth.year, 0);
        assert_int_equal(n.sex, SJ_NUMBER_SEX_UNSTATED);
    }
}

/* Every scheme of the table has a valid example above. */
static void test_every_scheme_is_tried(void **state)
{
    (void)state;
    sj_number_scheme s;
    for (size_t i = 0; sj_number_scheme_at(i, &s); i++) {
        bool seen = false;
        for (size_t k = 0; k < SJ_COUNT(valid); k++)
            seen = seen || sj_str_starts(sj_str_from(valid[k].scheme), s.id);
        if (!seen)
            fail_msg("no example of %.*s", SJ_STR_FMT(s.id));
        assert_true(s.name.len && s.source.len && sj_number_use_text(s.use).len);
    }
}

static void test_normal_is_stable(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(valid); i++) {
        const sj_number a = check(valid[i].scheme, sj_str_from(valid[i].value), today);
        const sj_number b = check(valid[i].scheme, (sj_str){a.normal, a.normal_len}, today);
        assert_int_equal(b.verdict, SJ_NUMBER_VALID);
        assert_string_equal(a.normal, b.normal);
    }
}

/* ---- a change of one character ---- */

/* How many of all changes of one digit are taken for another valid number, on
 * this example, frozen. None in the systems that find every change; the others
 * say in their files why they may not: remainders modulo 11 of which 10 becomes a
 * digit (INN, SNILS, RNOKPP, EDRPOU, My Number, OGRN, RRN), second weights (IIN,
 * BIN), weights that share a factor with 10 (IMO). */
static const struct {
    const char *scheme, *value;
    int missed;
} changes[] = {
    {"cn.ric", "222401196804154311", 0},
    {"cn.uscc", "91110000600037341L", 0},
    {"lei", "5493001KJTIIGC8Y1R12", 0},
    {"iban", "GB29NWBK60161331926819", 0},
    {"iban", "DE89370400440532013000", 0},
    {"in.aadhaar", "234123412346", 0},
    {"ae.emiratesid", "784198012345678", 0},
    {"pl.pesel", "44051401359", 0},
    {"card", "4111111111111111", 0},
    {"vn.mst", "0100233488", 0},
    {"kw.civilid", "288070804106", 0},
    {"tr.tckimlik", "10000000146", 0},
    {"kz.iin", "061211600012", 5},
    {"kz.bin", "990940003030", 10},
    {"ru.snils", "11223344595", 0},
    {"ru.inn", "500100732259", 0},
    {"ru.inn", "7707083893", 0},
    {"ru.ogrn", "1027700132195", 0},
    {"ua.rntrc", "1759013776", 0},
    {"ua.edrpou", "32855961", 2},
    {"jp.in_", "621498320257", 0},
    {"jp.cn", "5835678256246", 0},
    {"kr.rrn", "7511211356129", 0},
    {"kr.arc", "8406095260291", 0},
    {"kr.brn", "1248100998", 0},
    {"imo", "9074729", 7},
    {"imo.company", "1790183", 0},
};

static int missed_changes(const char *scheme, const char *value)
{
    char text[64];
    int missed = 0;
    const size_t len = strlen(value);
    memcpy(text, value, len + 1);
    for (size_t i = 0; i < len; i++) {
        for (char c = '0'; c <= '9'; c++) {
            if (value[i] < '0' || value[i] > '9' || c == value[i])
                continue;
            text[i] = c;
            missed += check(scheme, (sj_str){text, len}, before_random).verdict == SJ_NUMBER_VALID;
        }
        text[i] = value[i];
    }
    return missed;
}

static void test_one_change_is_refused(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(changes); i++) {
        assert_int_equal(
            check(changes[i].scheme, sj_str_from(changes[i].value), before_random).verdict,
            SJ_NUMBER_VALID);
        const int missed = missed_changes(changes[i].scheme, changes[i].value);
        if (missed != changes[i].missed)
            fail_msg("%s %s: %d changes are not seen, expected %d", changes[i].scheme,
                     changes[i].value, missed, changes[i].missed);
    }
}

/* Addresses: any character of the alphabet in any place. */
static void test_wallets_see_changes(void **state)
{
    (void)state;
    static const char *const address[][2] = {
        {"bitcoin", "1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"},
        {"bitcoin", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4"},
        {"tron", "TNDzfERDpxLDS2w1q6yaFC7pzqaSQ3Bg3r"}};
    for (size_t k = 0; k < SJ_COUNT(address); k++) {
        char text[64];
        const size_t len = strlen(address[k][1]);
        memcpy(text, address[k][1], len + 1);
        for (size_t i = 0; i < len; i++) {
            for (char c = '0'; c <= 'z'; c++) {
                if (c == address[k][1][i])
                    continue;
                text[i] = c;
                assert_int_equal(check(address[k][0], (sj_str){text, len}, today).verdict,
                                 SJ_NUMBER_INVALID);
            }
            text[i] = address[k][1][i];
        }
    }
}

/* ---- national checks inside the IBAN ---- */

/* Examples of the registry and of the central banks. */
static const char *const national[] = {
    "AL47212110090000000235698741",
    "BA391290079401028494",
    "BE68539007547034",
    "CZ6508000000192000145399",
    "EE382200221020145685",
    "ES9121000418450200051332",
    "FI2112345600000785",
    "FR1420041010050500013M02606",
    "HR1210010051863000160",
    "HU42117730161111101800000000",
    "IT60X0542811101000000123456",
    "MC5811222000010123456789030",
    "ME25505000012345678951",
    "MK07250120000058984",
    "MR1300020001010000123456753",
    "NO9386011117947",
    "PL61109010140000071219812874",
    "PT50000201231234567890154",
    "RS35260005601001611379",
    "SI56263300012039086",
    "SK3112000000198742637541",
    "SM86U0322509800000000270100",
    "TL380080012345678910157",
    "TN5910006035183598478831",
    "XK051212012345678906",
};

/* With the check digits of the IBAN made right again, found by asking. */
static sj_number repaired(char *iban, size_t len)
{
    for (int n = 2; n <= 98; n++) {
        iban[2] = (char)('0' + n / 10);
        iban[3] = (char)('0' + n % 10);
        const sj_number got = check("iban", (sj_str){iban, len}, today);
        if (got.verdict == SJ_NUMBER_VALID || got.position != 2)
            return got;
    }
    fail_msg("%s cannot be repaired", iban);
    return check("iban", SJ_S(""), today);
}

static void test_national_checks(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(national); i++) {
        char text[40];
        const size_t len = strlen(national[i]);
        sj_number n = check("iban", sj_str_from(national[i]), today);
        if (n.verdict != SJ_NUMBER_VALID)
            fail_msg("%s: refused at %zu", national[i], n.position);
        memcpy(text, national[i], len + 1);
        /* Poland checks the bank, all others reach a digit of the account, too. */
        const size_t at = memcmp(text, "PL", 2) == 0 || memcmp(text, "AL", 2) == 0 ? 6 : len - 4;
        text[at] = text[at] == '3' ? '8' : '3';
        n = repaired(text, len);
        if (n.verdict != SJ_NUMBER_INVALID)
            fail_msg("%s: the national check did not see it", text);
        assert_string_equal(n.expected, "the national check digits");
    }
}

/* ---- dates, guesses, errors ---- */

static void test_as_of(void **state)
{
    (void)state;
    /* Korea: before October 2020 the check digit decides, after it does not. */
    assert_int_equal(check("kr.rrn", SJ_S("820701-2409184"), before_random).verdict,
                     SJ_NUMBER_INVALID);
    /* Born in 1897: nobody of that age was left to get a random number. */
    assert_int_equal(check("kr.rrn", SJ_S("971013-9019903"), today).verdict, SJ_NUMBER_INVALID);
    assert_int_equal(check("bic", SJ_S("DEUTDDFF500"), today).verdict, SJ_NUMBER_INVALID);
    assert_int_equal(check("ru.passport", SJ_S("05 03 \xe2\x84\x96 123456"), today).verdict,
                     SJ_NUMBER_VALID);
    sj_number n = check("kr.rrn", SJ_S("820701-2409184"), today);
    assert_int_equal(n.verdict, SJ_NUMBER_VALID);
    assert_int_equal(n.check, SJ_NUMBER_CHECK_DISAGREES);
    /* Two digits of the year are read back from as_of, and left open without it. */
    n = check("my.nric", SJ_S("010305-02-1234"), (sj_date){2001, 1, 1});
    assert_int_equal(n.birth.year, 1901);
    assert_true(n.century_assumed);
    n = check("my.nric", SJ_S("010305-02-1234"), today);
    assert_int_equal(n.birth.year, 2001);
    n = check("my.nric", SJ_S("010305-02-1234"), (sj_date){0});
    assert_int_equal(n.birth.year, 0);
    assert_string_equal(n.fact[0].code, "XX01-03-05");
    n = check("my.nric", SJ_S("000229-02-1234"), (sj_date){0}); /* 2000 has the day, 1900 not */
    assert_int_equal(n.verdict, SJ_NUMBER_VALID);
    /* Without as_of the future is open. */
    assert_int_equal(check("ru.passport", SJ_S("4549123456"), (sj_date){0}).verdict,
                     SJ_NUMBER_VALID);
    assert_int_equal(check("ru.passport", SJ_S("4549123456"), today).rule, SJ_NUMBER_RULE_DATE);
}

static void test_passports(void **state)
{
    (void)state;
    sj_passport_form f;
    assert_true(sj_passport_form_find(SJ_S("kp"), &f));
    assert_true(f.confirmed && f.form.len && f.source.len);
    assert_false(sj_passport_form_find(SJ_S("ZZ"), &f));
    assert_int_equal(check("passport.ZZ", SJ_S("123"), today).verdict, SJ_NUMBER_UNKNOWN);
    assert_int_equal(check("passport", SJ_S("123"), today).verdict, SJ_NUMBER_UNKNOWN);
    sj_number n = check("passport.kp", SJ_S("PS 381420397"), today);
    assert_int_equal(n.verdict, SJ_NUMBER_VALID);
    assert_string_equal(n.scheme, "passport.KP");
    assert_string_equal(n.country, "KP");
}

static void test_guess(void **state)
{
    (void)state;
    static const char *const first[][2] = {
        {"11010519491231002X", "cn.ric"},
        {"GB29 NWBK 6016 1331 9268 19", "iban"},
        {"DEUTDEFF", "bic"},
        {"784-1980-1234567-8", "ae.emiratesid"},
        {"5493001KJTIIGC8Y1R12", "lei"},
        {"4111111111111111", "card"},
        {"УБ90010112", "mn.regno"},
        {"9074729", "imo"},
        {"tb1qw508d6qejxtdg4y5r3zarvary0c5xw7kxpjzsx", "bitcoin"},
        {"0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "ethereum"}};
    sj_number_candidate c[SJ_NUMBER_GUESS_MAX];
    for (size_t i = 0; i < SJ_COUNT(first); i++) {
        assert_true(sj_number_guess(sj_str_from(first[i][0]), today, c) >= 1);
        assert_string_equal(c[0].scheme, first[i][1]);
        assert_int_equal(c[0].verdict, SJ_NUMBER_VALID);
    }
    /* Valid ones stand first, and one wrong digit still leads to the scheme. */
    const size_t n = sj_number_guess(SJ_S("110105194912310029"), today, c);
    bool failed = false, seen = false;
    for (size_t i = 0; i < n; i++) {
        assert_false(failed && c[i].verdict == SJ_NUMBER_VALID);
        failed = failed || c[i].verdict != SJ_NUMBER_VALID;
        seen = seen || strcmp(c[i].scheme, "cn.ric") == 0;
    }
    assert_true(seen);
    assert_int_equal(sj_number_guess(SJ_S("not a number"), today, c), 0);
    assert_int_equal(sj_number_guess(SJ_S(""), today, c), 0);
}

static void test_errors(void **state)
{
    (void)state;
    sj_number n;
    char longer[200];
    memset(longer, '1', sizeof(longer));
    assert_int_equal(sj_number_check(SJ_S("xx.none"), SJ_S("1"), today, &n), SJ_ENOTFOUND);
    assert_int_equal(sj_number_check(SJ_S(""), SJ_S("1"), today, &n), SJ_ENOTFOUND);
    assert_int_equal(sj_number_check(SJ_S("passport.K1"), SJ_S("1"), today, &n), SJ_ENOTFOUND);
    assert_int_equal(sj_number_check(SJ_S("cn.ric"), SJ_S("1"), (sj_date){2024, 2, 30}, &n),
                     SJ_EINVAL);
    for (size_t i = 0; i < SJ_COUNT(valid); i++) {
        n = check(valid[i].scheme, (sj_str){longer, sizeof(longer)}, today);
        assert_int_equal(n.rule, SJ_NUMBER_RULE_LENGTH);
        n = check(valid[i].scheme, SJ_S("\xff\xfe\x80"), today);
        assert_int_equal(n.verdict, SJ_NUMBER_INVALID);
        n = check(valid[i].scheme, (sj_str){NULL, 0}, today);
        assert_int_equal(n.rule, SJ_NUMBER_RULE_EMPTY);
    }
}

/* The published number of prefectures (2020 to 2025): 333, a province each. */
static void test_prefectures_are_complete(void **state)
{
    (void)state;
    static const struct {
        const char *province;
        int prefectures;
    } want[] = {{"13", 11}, {"14", 11}, {"15", 12}, {"21", 14}, {"22", 9},  {"23", 13}, {"32", 13},
                {"33", 11}, {"34", 16}, {"35", 9},  {"36", 11}, {"37", 16}, {"41", 17}, {"42", 13},
                {"43", 14}, {"44", 21}, {"45", 14}, {"46", 4},  {"51", 21}, {"52", 9},  {"53", 16},
                {"54", 7},  {"61", 10}, {"62", 14}, {"63", 8},  {"64", 5},  {"65", 14}};
    static const char *const other[] = {"former", "municipal", "counties", "administered"};
    int total = 0;
    for (size_t p = 0; p < SJ_COUNT(want); p++) {
        int count = 0;
        for (size_t i = 0; i < sj_number_region_count; i++) {
            const sj_number_region_row *row = &sj_number_region_table[i];
            bool counts = row->key.len == 7 && sj_str_starts(row->key, SJ_S("CN ")) &&
                          memcmp(row->key.ptr + 3, want[p].province, 2) == 0;
            for (size_t k = 0; k < SJ_COUNT(other); k++)
                counts =
                    counts && sj_str_find(row->name, sj_str_from(other[k]), 0) == row->name.len;
            count += counts;
        }
        assert_int_equal(count, want[p].prefectures);
        total += count;
    }
    assert_int_equal(total, 333);
}

/* The order of the table is what the search of it stands on. */
static void test_regions_are_sorted(void **state)
{
    (void)state;
    for (size_t i = 1; i < sj_number_region_count; i++)
        assert_true(sj_str_cmp(sj_number_region_table[i - 1].key, sj_number_region_table[i].key) <
                    0);
}

static sj_status write_story(void *ctx)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_number_write_json(ctx, &b);
    SJ_TRY(sj_buf_status(&b));
    assert_string_equal(
        (sj_buf_add_char(&b, 0), b.status < 0 ? "" : b.ptr),
        b.status < 0 ? ""
                     : "{\"scheme\":\"ru.inn\",\"valid\":false,\"normal\":\"7707083894\",\"check\":"
                       "\"none\",\"country\":\"RU\",\"why\":{\"rule\":\"check digit\",\"position\":"
                       "9,\"expected\":\"3\",\"found\":\"4\"},\"facts\":[]}");
    return b.status;
}

static void test_json(void **state)
{
    (void)state;
    sj_number n = check("ru.inn", SJ_S("7707083894"), today);
    sj_test_sweep(write_story, &n, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_valid),
        cmocka_unit_test(test_invalid),
        cmocka_unit_test(test_every_scheme_is_tried),
        cmocka_unit_test(test_normal_is_stable),
        cmocka_unit_test(test_one_change_is_refused),
        cmocka_unit_test(test_wallets_see_changes),
        cmocka_unit_test(test_national_checks),
        cmocka_unit_test(test_as_of),
        cmocka_unit_test(test_passports),
        cmocka_unit_test(test_guess),
        cmocka_unit_test(test_errors),
        cmocka_unit_test(test_prefectures_are_complete),
        cmocka_unit_test(test_regions_are_sorted),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
