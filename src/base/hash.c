/* base/hash.c -- one 64-bit hash for tables and SHA-256 for identity.
 *
 * The table hash multiplies 64-bit words into 128 bits and folds the halves
 * (the construction of wyhash and of many since); written here from the idea.
 * Same value on every little- or big-endian machine: words are assembled from
 * bytes. SHA-256 is libcrypto's. */
#include "base/base.h"
#include <openssl/evp.h>

static uint64_t word(const unsigned char *p, size_t n)
{
    uint64_t w = 0;
    for (size_t i = 0; i < n; i++)
        w |= (uint64_t)p[i] << (8 * i);
    return w;
}

static uint64_t fold(uint64_t a, uint64_t b)
{
    __extension__ typedef unsigned __int128 u128;
    const u128 product = (u128)a * b;
    return (uint64_t)product ^ (uint64_t)(product >> 64);
}

/* The n < 8 bytes after p as word() gives them, by loads that overlap: bytes that two of them
 * cover stand at one place in both. `len` is how many bytes end at p + n. */
static uint64_t last_word(const unsigned char *p, size_t n, size_t len)
{
    if (len >= 8)
        return word(p + n - 8, 8) >> (8 * (8 - n));
    if (n >= 4)
        return word(p, 4) | word(p + n - 4, 4) << (8 * (n - 4));
    return (uint64_t)p[0] | (uint64_t)p[n / 2] << (8 * (n / 2)) |
           (uint64_t)p[n - 1] << (8 * (n - 1));
}

uint64_t sj_hash_bytes(const void *bytes, size_t len, uint64_t seed)
{
    const unsigned char *p = bytes;
    uint64_t h = fold(seed ^ 0x9e3779b97f4a7c15u, (uint64_t)len ^ 0xd1b54a32d192ed03u);
    size_t n = len;
    for (; n >= 8; n -= 8, p += 8)
        h = fold(h ^ word(p, 8), 0xa0761d6478bd642fu);
    if (n)
        h = fold(h ^ last_word(p, n, len), 0xe7037ed1a0b428dbu);
    return sj_hash_mix(h);
}

struct sj_sha256 {
    EVP_MD_CTX *context;
};

sj_status sj_sha256_new(sj_sha256 **ret)
{
    SJ_AUTO(sj_sha256) *h = sj_mem_zalloc(sizeof *h);
    if (!h)
        return SJ_ENOMEM;
    h->context = EVP_MD_CTX_new();
    if (!h->context || EVP_DigestInit_ex(h->context, EVP_sha256(), NULL) != 1)
        return SJ_ENOMEM;
    *ret = SJ_TAKE(h);
    return SJ_OK;
}

sj_sha256 *sj_sha256_free(sj_sha256 *h)
{
    if (h)
        EVP_MD_CTX_free(h->context);
    sj_mem_free(h);
    return NULL;
}

sj_status sj_sha256_add(sj_sha256 *h, const void *p, size_t len)
{
    return EVP_DigestUpdate(h->context, p, len) == 1 ? SJ_OK : SJ_EIO;
}

sj_status sj_sha256_hex(sj_sha256 *h, char ret_hex[65])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char bytes[EVP_MAX_MD_SIZE];
    unsigned n = 0;
    if (EVP_DigestFinal_ex(h->context, bytes, &n) != 1 || n != 32)
        return SJ_EIO;
    for (unsigned i = 0; i < 32; i++) {
        ret_hex[2 * i] = digits[bytes[i] >> 4];
        ret_hex[2 * i + 1] = digits[bytes[i] & 15];
    }
    ret_hex[64] = 0;
    return SJ_OK;
}
