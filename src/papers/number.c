/* papers/number.c -- the table of schemes, one check, one guess.
 *
 * A check folds the value, matches the form of the scheme, and calls the reader
 * of the scheme for the rest (number_<country or kind>.c, one each). What the
 * number states is kept only if it is valid:
 *
 *   (1) verdict VALID: rule NONE, normal is the canonical text, and checking
 *       normal again gives the same normal and VALID;
 *   (2) verdict INVALID: a rule, a position inside the value or at its end, no
 *       facts, no birth date, no sex;
 *   (3) nothing is allocated and nothing is kept between calls.
 *
 * Not chosen: a registry at run time. The schemes are known when the library is
 * built, and a const table needs no lock and no order of initialisation. */
#include "papers/number_int.h"
#include <stdio.h>

#define BLANKS " -"
static const sj_number_row rows[] = {
    {"cn.ric", "idnumbers.CHN.ResidentID validatorjs.isIdentityCard.zh-CN", "CN",
     "resident identity number", "GB 11643-1999; GB/T 2260; ISO 7064 MOD 11-2", "17n[0-9X]|15n",
     BLANKS, NULL, false, true, sj_number_read_resident, SJ_NUMBER_USE_IDENTITY},
    {"cn.uscc", "", "CN", "unified social credit code", "GB 32100-2015",
     "[0-9A-HJ-NPQRTUWXY][0-9A-HJ-NPQRTUWXY]6n10[0-9A-HJ-NPQRTUWXY]", BLANKS, NULL, false, true,
     sj_number_read_uscc, SJ_NUMBER_USE_ORGANISATION},
    {"kr.rrn", "idnumbers.KOR.OldResidentRegistration idnumbers.KOR.NationalID", "KR",
     "resident registration number",
     "Resident Registration Act, enforcement rules 2 (before and since 5 October 2020)", "13n",
     BLANKS, NULL, false, true, sj_number_read_rrn, SJ_NUMBER_USE_IDENTITY},
    {"kr.arc", "idnumbers.KOR.ARC", "KR", "foreign registration number",
     "Immigration Act, art. 31 and 88-2 (before and since 5 October 2020)", "13n", BLANKS, NULL,
     false, true, sj_number_read_arc, SJ_NUMBER_USE_RESIDENCE},
    {"kr.brn", "", "KR", "business registration number", "National Tax Service, rules on numbering",
     "10n", BLANKS, NULL, false, true, sj_number_read_kr_company, SJ_NUMBER_USE_ORGANISATION},
    {"ru.inn", "", "RU", "taxpayer number (INN)",
     "Federal Tax Service, order of 29 June 2012 MMV-7-6/435@", "12n|10n", BLANKS, NULL, false,
     true, sj_number_read_inn, SJ_NUMBER_USE_TAX},
    {"ru.snils", "", "RU", "insurance number (SNILS)",
     "Pension Fund, resolution of 9 June 2016 473p", "11n", BLANKS, NULL, false, true,
     sj_number_read_snils, SJ_NUMBER_USE_INSURANCE},
    {"ru.ogrn", "", "RU", "state registration number (OGRN, OGRNIP)",
     "Ministry of Finance, order of 30 October 2017 165n", "15n|13n", BLANKS, NULL, false, true,
     sj_number_read_ogrn, SJ_NUMBER_USE_ORGANISATION},
    {"ru.passport", "", "RU", "internal passport, series and number",
     "Government resolution of 8 July 1997 828; OKATO (OK 019-95)", "10n", BLANKS, NULL, false,
     false, sj_number_read_ru_passport, SJ_NUMBER_USE_IDENTITY},
    {"jp.in_", "jp.mynumber idnumbers.JPN.NationalID", "JP", "individual number (My Number)",
     "Ordinance of the Ministry of Internal Affairs 2014/85, art. 5", "12n", BLANKS, NULL, false,
     true, sj_number_read_my_number, SJ_NUMBER_USE_TAX},
    {"jp.cn", "", "JP", "corporate number", "Ordinance of the Ministry of Finance 2014/70, art. 2",
     "13n", BLANKS, NULL, false, true, sj_number_read_jp_company, SJ_NUMBER_USE_ORGANISATION},
    {"vn.cccd", "idnumbers.VNM.NationalID", "VN", "citizen identity number (CCCD)",
     "Decree 137/2015/ND-CP; Circular 07/2016/TT-BCA, annex", "12n", BLANKS, NULL, false, false,
     sj_number_read_cccd, SJ_NUMBER_USE_IDENTITY},
    {"vn.mst", "", "VN", "tax code (MST)", "Circular 105/2020/TT-BTC", "13n|10n", " -.", NULL,
     false, true, sj_number_read_mst, SJ_NUMBER_USE_TAX},
    {"my.nric", "idnumbers.MYS.NationalID", "MY", "identity card number (NRIC)",
     "National Registration Department, place codes", "12n", BLANKS, NULL, false, false,
     sj_number_read_my, SJ_NUMBER_USE_IDENTITY},
    {"mn.regno", "", "MN", "register number", "General Authority for State Registration", NULL,
     BLANKS, NULL, false, false, sj_number_read_mn, SJ_NUMBER_USE_IDENTITY},
    {"kz.iin", "idnumbers.KAZ.IndividualIDNumber", "KZ", "individual number (IIN)",
     "Law of 12 January 2007 223-III; Government resolution 853/2003", "12n", BLANKS, NULL, false,
     true, sj_number_read_iin, SJ_NUMBER_USE_IDENTITY},
    {"kz.bin", "idnumbers.KAZ.BusinessIDNumber", "KZ", "business number (BIN)",
     "Law of 12 January 2007 223-III; Government resolution 853/2003", "12n", BLANKS, NULL, false,
     true, sj_number_read_bin, SJ_NUMBER_USE_ORGANISATION},
    {"ua.rntrc", "idnumbers.UKR.TaxpayerIDNumber validatorjs.isTaxID.uk-UA", "UA",
     "taxpayer card number (RNOKPP)", "Ministry of Finance, order of 29 September 2017 822", "10n",
     BLANKS, NULL, false, true, sj_number_read_rntrc, SJ_NUMBER_USE_TAX},
    {"ua.edrpou", "idnumbers.UKR.EntityIDNumber", "UA", "register code of organisations (EDRPOU)",
     "State Statistics Service, EDRPOU rules", "8n", BLANKS, NULL, false, true,
     sj_number_read_edrpou, SJ_NUMBER_USE_ORGANISATION},
    {"pl.pesel", "idnumbers.POL.PESEL validatorjs.isIdentityCard.PL", "PL", "PESEL",
     "Population Registration Act of 24 September 2010, art. 15", "11n", BLANKS, NULL, false, true,
     sj_number_read_pesel, SJ_NUMBER_USE_IDENTITY},
    {"ae.emiratesid", "idnumbers.ARE.EmiratesIDNumber", "AE", "Emirates ID",
     "Federal Authority for Identity; ISO/IEC 7812-1 annex B", "15n", BLANKS, NULL, false, true,
     sj_number_read_ae, SJ_NUMBER_USE_IDENTITY},
    {"kw.civilid", "idnumbers.KWT.CivilNumber", "KW", "Civil ID",
     "Public Authority for Civil Information", "12n", BLANKS, NULL, false, true, sj_number_read_kw,
     SJ_NUMBER_USE_IDENTITY},
    {"qa.qid", "", "QA", "Qatar ID", "Ministry of Interior; ISO 3166-1 numeric codes", "11n",
     BLANKS, NULL, false, false, sj_number_read_qa, SJ_NUMBER_USE_IDENTITY},
    {"in.aadhaar", "in_.aadhaar idnumbers.IND.NationalID validatorjs.isIdentityCard.IN", "IN",
     "Aadhaar", "UIDAI, A UID Numbering Scheme (2010); Verhoeff", "12n", BLANKS, NULL, false, true,
     sj_number_read_aadhaar, SJ_NUMBER_USE_IDENTITY},
    {"in.pan", "in_.pan validatorjs.isTaxID.en-IN", "IN", "permanent account number (PAN)",
     "Income-tax Act 1961, s. 139A; Income Tax Department", "5a4na", BLANKS, NULL, false, false,
     sj_number_read_pan, SJ_NUMBER_USE_TAX},
    {"tr.tckimlik", "idnumbers.TUR.NationalID", "TR", "identity number (T.C. kimlik)",
     "Population Services Act 5490, art. 46-47", "11n", BLANKS, NULL, false, true,
     sj_number_read_tckn, SJ_NUMBER_USE_IDENTITY},
    {"us.ssn", "idnumbers.USA.SocialSecurityNumber", "US", "social security number",
     "Social Security Administration, POMS RM 10201", "9n", BLANKS, "3-2-4", false, false,
     sj_number_read_ssn, SJ_NUMBER_USE_INSURANCE},
    {"us.itin", "", "US", "individual taxpayer number (ITIN)", "IRS Publication 1915; IRM 3.21.263",
     "9n", BLANKS, "3-2-4", false, false, sj_number_read_itin, SJ_NUMBER_USE_TAX},
    {"gb.nino", "idnumbers.GBR.NationalInsuranceNumber", "GB", "national insurance number (NINO)",
     "HMRC, NIM39110", "2a6n[A-D]|2a6n", BLANKS, NULL, false, false, sj_number_read_nino,
     SJ_NUMBER_USE_INSURANCE},
    {"iban", "validatorjs.isIBAN", "", "IBAN", "ISO 13616-1:2020; SWIFT IBAN registry", NULL, " -.",
     NULL, false, true, sj_number_read_iban, SJ_NUMBER_USE_ACCOUNT},
    {"bic", "validatorjs.isBIC", "", "BIC", "ISO 9362:2022", "6a2c|6a5c", BLANKS, NULL, false,
     false, sj_number_read_bic, SJ_NUMBER_USE_ORGANISATION},
    {"lei", "", "", "LEI", "ISO 17442-1:2020; ISO 7064 MOD 97-10", "18c2n", BLANKS, NULL, false,
     true, sj_number_read_lei, SJ_NUMBER_USE_ORGANISATION},
    {"card", "validatorjs.isCreditCard", "", "payment card",
     "ISO/IEC 7812-1:2017; ranges as the networks publish them", "12n|13n|14n|15n|16n|17n|18n|19n",
     BLANKS, NULL, false, true, sj_number_read_card, SJ_NUMBER_USE_CARD},
    {"bitcoin", "crypto.btc btc validatorjs.isBtcAddress", "", "Bitcoin address",
     "Bitcoin developer reference (base58check); BIP 173; BIP 350", NULL, "", NULL, true, true,
     sj_number_read_bitcoin, SJ_NUMBER_USE_WALLET},
    {"ethereum", "crypto.eth eth validatorjs.isEthereumAddress", "", "Ethereum address",
     "EIP-55; Keccak (2011)", NULL, "", NULL, true, true, sj_number_read_ethereum,
     SJ_NUMBER_USE_WALLET},
    {"tron", "crypto.tron trx", "", "Tron address", "TRON protocol, base58check with prefix 0x41",
     NULL, "", NULL, true, true, sj_number_read_tron, SJ_NUMBER_USE_WALLET},
    {"imo", "", "", "IMO ship number", "IMO resolution A.1117(30)", NULL, BLANKS, NULL, false, true,
     sj_number_read_imo, SJ_NUMBER_USE_VESSEL},
    {"imo.company", "", "", "IMO company number", "IMO resolution MSC.160(78)", NULL, BLANKS, NULL,
     false, true, sj_number_read_imo_company, SJ_NUMBER_USE_ORGANISATION},
    {"passport", "", "", "passport number", "data/passport_numbers.tsv", NULL, BLANKS, NULL, false,
     false, sj_number_read_passport, SJ_NUMBER_USE_PASSPORT},
};

static bool is_alias(const char *aliases, sj_str id)
{
    sj_str rest = sj_str_from(aliases), piece;
    while (sj_str_split(&rest, ' ', &piece))
        if (piece.len && sj_str_eq_nocase(piece, id))
            return true;
    return false;
}

static const sj_number_row *find_id(sj_str id)
{
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        if (sj_str_eq_nocase(sj_str_from(rows[i].id), id))
            return &rows[i];
    for (size_t i = 0; i < SJ_COUNT(rows); i++)
        if (is_alias(rows[i].aliases, id))
            return &rows[i];
    return NULL;
}

/* "passport.XX" and "xx.iban" are rows with an issuer. */
static const sj_number_row *find_row(sj_str id, sj_str *ret_issuer)
{
    *ret_issuer = SJ_S("");
    const sj_str prefix = SJ_S("passport.");
    const sj_str foreign = SJ_S("validatorjs.isPassportNumber.");
    const size_t n = sj_str_starts_nocase(id, prefix)    ? prefix.len
                     : sj_str_starts_nocase(id, foreign) ? foreign.len
                                                         : 0;
    if (n) {
        *ret_issuer = sj_str_slice(id, n, id.len);
        return find_id(SJ_S("passport"));
    }
    if (id.len == 7 && sj_str_eq_nocase(sj_str_slice(id, 2, 7), SJ_S(".iban"))) {
        *ret_issuer = sj_str_slice(id, 0, 2);
        return find_id(SJ_S("iban"));
    }
    return find_id(id);
}

/* The issuer as two upper-case letters; false if it is none. */
static bool fold_issuer(sj_str issuer, char ret[3])
{
    ret[0] = 0;
    if (issuer.len != 2)
        return false;
    for (size_t i = 0; i < 2; i++) {
        const char c = issuer.ptr[i];
        ret[i] = c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c;
        if (ret[i] < 'A' || ret[i] > 'Z')
            return false;
    }
    ret[2] = 0;
    return true;
}

static void drop_facts(sj_number *n)
{
    memset(n->fact, 0, sizeof(n->fact));
    n->fact_count = 0;
    n->birth = (sj_date){0};
    n->century_assumed = false;
    n->sex = SJ_NUMBER_SEX_UNSTATED;
    n->check = SJ_NUMBER_CHECK_NONE;
}

static void run(const sj_number_row *row, sj_str issuer, sj_str value, sj_date as_of, sj_number *n)
{
    sj_number_work w = {.as_of = as_of, .issuer = issuer, .out = n};
    *n = (sj_number){.verdict = SJ_NUMBER_VALID};
    const bool passport = issuer.len && strcmp(row->id, "passport") == 0;
    (void)snprintf(n->scheme, sizeof(n->scheme), "%s%s%.*s", row->id, passport ? "." : "",
                   passport ? (int)issuer.len : 0, issuer.len ? issuer.ptr : "");
    (void)snprintf(n->country, sizeof(n->country), "%.2s", passport ? issuer.ptr : row->country);
    bool good = sj_number_fold(&w, value, row);
    sj_number_set_normal(&w, (sj_str){w.text, w.len});
    good = good && (!row->form || sj_number_form_match(&w, row->form)) && row->read(&w);
    if (!good)
        drop_facts(n);
}

sj_status sj_number_check(sj_str scheme, sj_str value, sj_date as_of, sj_number *ret)
{
    char issuer[3] = "";
    sj_str given;
    if (as_of.year && !sj_date_valid(as_of))
        return SJ_EINVAL;
    const sj_number_row *row = find_row(scheme, &given);
    if (!row || (given.len && !fold_issuer(given, issuer)))
        return SJ_ENOTFOUND;
    run(row, sj_str_from(issuer), value, as_of, ret);
    return SJ_OK;
}

bool sj_number_scheme_at(size_t i, sj_number_scheme *ret)
{
    if (i >= SJ_COUNT(rows))
        return false;
    *ret = (sj_number_scheme){sj_str_from(rows[i].id),
                              sj_str_from(rows[i].country),
                              sj_str_from(rows[i].name),
                              sj_str_from(rows[i].source),
                              rows[i].use,
                              rows[i].has_check_digit};
    return true;
}

/* ---- guessing ---- */

/* 0 first. Failures of form mean that the value is something else. */
static int rank(const sj_number *n)
{
    if (n->verdict == SJ_NUMBER_VALID)
        return n->check == SJ_NUMBER_CHECK_AGREES ? 0 : 1;
    if (n->verdict == SJ_NUMBER_UNKNOWN)
        return -1;
    switch (n->rule) {
    case SJ_NUMBER_RULE_CHECK_DIGIT:
    case SJ_NUMBER_RULE_DATE:
    case SJ_NUMBER_RULE_REGION:
    case SJ_NUMBER_RULE_RESERVED:
        return 3;
    default:
        return -1;
    }
}

/* Rows and passport forms together are fewer than the candidates there is room for. */
struct guesses {
    sj_number_candidate seen[SJ_NUMBER_GUESS_MAX];
    int rank[SJ_NUMBER_GUESS_MAX];
    size_t count;
    sj_str value;
    sj_date as_of;
};

static void try_row(struct guesses *g, const sj_number_row *row, sj_str issuer)
{
    sj_number n;
    run(row, issuer, g->value, g->as_of, &n);
    const int r = rank(&n);
    if (r < 0 || g->count >= SJ_NUMBER_GUESS_MAX)
        return;
    sj_number_candidate *c = &g->seen[g->count];
    *c = (sj_number_candidate){.verdict = n.verdict, .check = n.check, .rule = n.rule};
    memcpy(c->scheme, n.scheme, sizeof(c->scheme));
    /* A passport form says little: after the other valid ones. */
    g->rank[g->count++] = issuer.len && r == 1 ? 2 : r;
}

size_t sj_number_guess(sj_str value, sj_date as_of, sj_number_candidate ret[SJ_NUMBER_GUESS_MAX])
{
    const sj_number_row *passport = &rows[SJ_COUNT(rows) - 1];
    struct guesses g = {.value = value, .as_of = as_of};
    sj_number scratch;
    sj_number_work w = {.out = &scratch};
    const bool foldable = sj_number_fold(&w, value, passport);
    size_t count = 0;
    sj_str issuer;
    if (as_of.year && !sj_date_valid(as_of))
        g.as_of = (sj_date){0};
    for (size_t i = 0; i + 1 < SJ_COUNT(rows); i++)
        try_row(&g, &rows[i], SJ_S(""));
    for (size_t i = 0; (issuer = sj_number_passport_issuer(i)).len; i++)
        if (foldable && sj_number_passport_fits(i, (sj_str){w.text, w.len}))
            try_row(&g, passport, issuer);
    for (int wanted = 0; wanted <= 3; wanted++)
        for (size_t i = 0; i < g.count; i++)
            if (g.rank[i] == wanted)
                ret[count++] = g.seen[i];
    return count;
}
