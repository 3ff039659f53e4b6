/* papers/number_wallet.c -- Bitcoin, Ethereum, Tron.
 *
 * Sources: Bitcoin developer reference (base58check: version 1, hash 20, first
 * four bytes of the double SHA-256), BIP 173 (bech32) and BIP 350 (bech32m: every
 * witness version but 0), EIP-55 (the case of each hexadecimal letter is a bit of
 * the Keccak-256 of the lower-case address), TRON (base58check, version 0x41).
 *
 *   (1) Addresses of test networks are valid and say so: they hold no money.
 *   (2) Bech32 is of one case; the canonical form is lower case. Base58 keeps its
 *       case. The canonical form of Ethereum is that of EIP-55.
 *   (3) An Ethereum address of one case has no check: state ABSENT.
 *   (4) Base58check misses a change with odds of one in 2^32; bech32 finds every
 *       change of up to four characters; EIP-55 misses one in some hundreds. */
#include "papers/digest.h"
#include "papers/number_int.h"

enum { BASE58_BYTES = 25, BASE58_MAX = 35, BECH32_MAX = 90 /* BIP 173 */ };

/* ---- base58check ---- */

static bool refuse_address(sj_number_work *w, sj_number_rule rule, const char *expected)
{
    return sj_number_refuse(w, rule, rule == SJ_NUMBER_RULE_LENGTH ? w->len : 0, 1, expected);
}

/* Decodes the text to exactly 25 bytes, big-endian. */
static bool decode58(sj_number_work *w, uint8_t ret[BASE58_BYTES])
{
    static const char alphabet[] = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    size_t ones = 0, zeros = 0;
    if (w->len > BASE58_MAX)
        return refuse_address(w, SJ_NUMBER_RULE_LENGTH, "25 to 35 characters");
    memset(ret, 0, BASE58_BYTES);
    for (size_t i = 0; i < w->len; i++) {
        const char *p = w->text[i] ? strchr(alphabet, w->text[i]) : NULL;
        if (!p)
            return sj_number_refuse(w, SJ_NUMBER_RULE_CHARACTER, i, 1, "a character of base58");
        unsigned carry = (unsigned)(p - alphabet);
        for (size_t k = BASE58_BYTES; k-- > 0;) {
            carry += 58u * ret[k];
            ret[k] = (uint8_t)carry;
            carry >>= 8;
        }
        if (carry)
            return refuse_address(w, SJ_NUMBER_RULE_LENGTH, "25 bytes in base58");
    }
    while (ones < w->len && w->text[ones] == '1')
        ones++;
    while (zeros < BASE58_BYTES && ret[zeros] == 0)
        zeros++;
    if (ones != zeros) /* each leading zero byte is one '1' */
        return refuse_address(w, SJ_NUMBER_RULE_LENGTH, "25 bytes in base58");
    return true;
}

static bool check58(sj_number_work *w, uint8_t ret[BASE58_BYTES])
{
    uint8_t once[32], twice[32];
    if (!decode58(w, ret))
        return false;
    sj_digest_sha256(ret, 21, once);
    sj_digest_sha256(once, 32, twice);
    if (memcmp(twice, ret + 21, 4) != 0)
        return sj_number_refuse(w, SJ_NUMBER_RULE_CHECK_DIGIT, 0, w->len, "another checksum");
    w->out->check = SJ_NUMBER_CHECK_AGREES;
    return true;
}

static void add_network(sj_number_work *w, sj_str code, bool test, const char *form)
{
    sj_number_add(w, SJ_NUMBER_FACT_NETWORK, code,
                  test ? SJ_S("a test network: holds no money") : SJ_S(""));
    if (form)
        sj_number_add(w, SJ_NUMBER_FACT_FORM, sj_str_from(form), SJ_S(""));
}

static bool read_bitcoin58(sj_number_work *w)
{
    uint8_t bytes[BASE58_BYTES];
    if (!check58(w, bytes))
        return false;
    switch (bytes[0]) {
    case 0x00:
    case 0x05:
        add_network(w, SJ_S("bitcoin"), false, bytes[0] ? "P2SH" : "P2PKH");
        return true;
    case 0x6f:
    case 0xc4:
        add_network(w, SJ_S("testnet"), true, bytes[0] == 0xc4 ? "P2SH" : "P2PKH");
        return true;
    default:
        return refuse_address(w, SJ_NUMBER_RULE_COMPONENT, "a version byte of Bitcoin");
    }
}

bool sj_number_read_tron(sj_number_work *w)
{
    uint8_t bytes[BASE58_BYTES];
    if (!check58(w, bytes))
        return false;
    if (bytes[0] != 0x41)
        return refuse_address(w, SJ_NUMBER_RULE_COMPONENT, "T (version 0x41)");
    add_network(w, SJ_S("tron"), false, NULL);
    return true;
}

/* ---- bech32 ---- */

static uint32_t polymod(uint32_t c, unsigned value)
{
    static const uint32_t generator[5] = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd,
                                          0x2a1462b3};
    const uint32_t top = c >> 25;
    c = (c & 0x1ffffff) << 5 ^ value;
    for (unsigned i = 0; i < 5; i++)
        c ^= (top >> i & 1) ? generator[i] : 0;
    return c;
}

/* Lower case, or refused because both cases stand in it. */
static bool one_case(sj_number_work *w)
{
    bool upper = false, lower = false;
    for (size_t i = 0; i < w->len; i++) {
        upper = upper || (w->text[i] >= 'A' && w->text[i] <= 'Z');
        lower = lower || (w->text[i] >= 'a' && w->text[i] <= 'z');
        if (upper && lower)
            return sj_number_refuse(w, SJ_NUMBER_RULE_CHARACTER, i, 1, "letters of one case");
    }
    for (size_t i = 0; i < w->len; i++)
        if (w->text[i] >= 'A' && w->text[i] <= 'Z')
            w->text[i] = (char)(w->text[i] - 'A' + 'a');
    sj_number_set_normal(w, (sj_str){w->text, w->len});
    return true;
}

/* The values of 5 bits behind the prefix and its '1', and the checksum. */
static bool decode32(sj_number_work *w, size_t prefix, uint8_t *ret, uint32_t *ret_checksum)
{
    static const char alphabet[] = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
    uint32_t c = 1;
    for (size_t i = 0; i < prefix; i++)
        c = polymod(c, (unsigned char)w->text[i] >> 5);
    c = polymod(c, 0);
    for (size_t i = 0; i < prefix; i++)
        c = polymod(c, (unsigned char)w->text[i] & 31);
    for (size_t i = prefix + 1; i < w->len; i++) {
        const char *p = w->text[i] ? strchr(alphabet, w->text[i]) : NULL;
        if (!p)
            return sj_number_refuse(w, SJ_NUMBER_RULE_CHARACTER, i, 1, "a character of bech32");
        ret[i - prefix - 1] = (uint8_t)(p - alphabet);
        c = polymod(c, (unsigned)(p - alphabet));
    }
    *ret_checksum = c;
    return true;
}

/* The witness program: its length in bytes, or false if bits are left over. */
static bool program_length(const uint8_t *value, size_t count, size_t *ret)
{
    const size_t left = count * 5 % 8;
    *ret = count * 5 / 8;
    return left < 5 && (count == 0 || (value[count - 1] & ((1u << left) - 1)) == 0);
}

static bool check_program(sj_number_work *w, unsigned version, size_t bytes)
{
    if (version > 16)
        return refuse_address(w, SJ_NUMBER_RULE_COMPONENT, "a witness version up to 16");
    if (bytes < 2 || bytes > 40 || (version == 0 && bytes != 20 && bytes != 32))
        return refuse_address(w, SJ_NUMBER_RULE_LENGTH, "a witness program of 20 or 32 bytes");
    return true;
}

static const char *program_form(unsigned version, size_t bytes)
{
    if (version == 0)
        return bytes == 20 ? "P2WPKH" : "P2WSH";
    return version == 1 && bytes == 32 ? "P2TR" : "witness";
}

static bool read_bech32(sj_number_work *w, size_t prefix)
{
    uint8_t value[BECH32_MAX];
    uint32_t checksum = 0;
    size_t bytes;
    if (w->len > BECH32_MAX || w->len < prefix + 1 + 1 + 6)
        return refuse_address(w, SJ_NUMBER_RULE_LENGTH, "14 to 90 characters");
    if (!one_case(w) || !decode32(w, prefix, value, &checksum))
        return false;
    const size_t count = w->len - prefix - 1 - 6;
    if (checksum != (value[0] == 0 ? 1 : 0x2bc830a3))
        return sj_number_refuse(w, SJ_NUMBER_RULE_CHECK_DIGIT, w->len - 6, 6,
                                value[0] == 0 ? "a checksum of bech32" : "a checksum of bech32m");
    w->out->check = SJ_NUMBER_CHECK_AGREES;
    if (!program_length(value + 1, count - 1, &bytes))
        return refuse_address(w, SJ_NUMBER_RULE_COMPONENT, "a whole number of bytes");
    if (!check_program(w, value[0], bytes))
        return false;
    const bool test = w->text[0] == 't' || prefix > 2;
    add_network(w,
                !test        ? SJ_S("bitcoin")
                : prefix > 2 ? SJ_S("regtest")
                             : SJ_S("testnet"),
                test, program_form(value[0], bytes));
    return true;
}

bool sj_number_read_bitcoin(sj_number_work *w)
{
    const sj_str text = {w->text, w->len};
    if (sj_str_starts_nocase(text, SJ_S("bc1")) || sj_str_starts_nocase(text, SJ_S("tb1")))
        return read_bech32(w, 2);
    if (sj_str_starts_nocase(text, SJ_S("bcrt1")))
        return read_bech32(w, 4);
    return read_bitcoin58(w);
}

/* ---- EIP-55 ---- */

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool ethereum_shape(sj_number_work *w)
{
    if (w->len < 2 || w->text[0] != '0' || w->text[1] != 'x')
        return sj_number_refuse(w, SJ_NUMBER_RULE_CHARACTER, 0, 2, "0x");
    for (size_t i = 2; i < w->len; i++)
        if (!is_hex(w->text[i]))
            return sj_number_refuse(w, SJ_NUMBER_RULE_CHARACTER, i, 1, "a hexadecimal digit");
    if (w->len != 42)
        return refuse_address(w, SJ_NUMBER_RULE_LENGTH, "42 characters");
    return true;
}

/* The address with the case that EIP-55 gives each letter. */
static void mixed_case(const sj_number_work *w, char ret[42])
{
    uint8_t digest[32];
    memcpy(ret, w->text, 42);
    for (size_t i = 2; i < 42; i++)
        if (ret[i] >= 'A' && ret[i] <= 'F')
            ret[i] = (char)(ret[i] - 'A' + 'a');
    sj_digest_keccak256((const uint8_t *)ret + 2, 40, digest);
    for (size_t i = 0; i < 40; i++) {
        const unsigned nibble = i % 2 ? digest[i / 2] & 15u : digest[i / 2] >> 4;
        if (nibble >= 8 && ret[2 + i] >= 'a')
            ret[2 + i] = (char)(ret[2 + i] - 'a' + 'A');
    }
}

bool sj_number_read_ethereum(sj_number_work *w)
{
    char wanted[42];
    bool upper = false, lower = false;
    if (!ethereum_shape(w))
        return false;
    for (size_t i = 2; i < 42; i++) {
        upper = upper || (w->text[i] >= 'A' && w->text[i] <= 'F');
        lower = lower || w->text[i] >= 'a';
    }
    mixed_case(w, wanted);
    w->out->check = upper && lower ? SJ_NUMBER_CHECK_AGREES : SJ_NUMBER_CHECK_ABSENT;
    for (size_t i = 2; i < 42 && upper && lower; i++)
        if (w->text[i] != wanted[i]) {
            w->out->check = SJ_NUMBER_CHECK_NONE;
            return sj_number_refuse(w, SJ_NUMBER_RULE_CHECK_DIGIT, i, 1, (char[]){wanted[i], 0});
        }
    sj_number_set_normal(w, (sj_str){wanted, 42});
    add_network(w, SJ_S("ethereum"), false, NULL);
    return true;
}
