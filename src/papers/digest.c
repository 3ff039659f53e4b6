/* papers/digest.c -- SHA-256 and Keccak-256 over one block.
 *
 * Sources: FIPS 180-4 (SHA-256), G. Bertoni et al., The Keccak reference 3.0
 * (2011): rate 1,088 bits, padding 1 0* 1, which Ethereum kept when FIPS 202
 * changed it. What wallets digest is shorter than a block (21, 32 or 40 bytes),
 * so there is no state to keep between calls.
 *
 *   (1) Messages fit one block: 55 and 135 bytes at most, asserted.
 *   (2) The constants of SHA-256 are the first 32 bits of the fractional parts
 *       of cube roots (round) and square roots (start) of the first primes.
 *
 * Not chosen: libcrypto through base, which allocates a context a call. */
#include "papers/digest.h"
#include <assert.h>

static uint32_t turn32(uint32_t x, unsigned n)
{
    return x >> n | x << (32 - n);
}

static const uint32_t sha_round[64] = {
    0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
    0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
    0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
    0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
    0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
    0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
    0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
    0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2};

static void sha_expand(const uint8_t block[64], uint32_t w[64])
{
    for (size_t i = 0; i < 16; i++)
        w[i] = (uint32_t)block[4 * i] << 24 | (uint32_t)block[4 * i + 1] << 16 |
               (uint32_t)block[4 * i + 2] << 8 | block[4 * i + 3];
    for (size_t i = 16; i < 64; i++) {
        const uint32_t a = w[i - 15], b = w[i - 2];
        w[i] = w[i - 16] + w[i - 7] + (turn32(a, 7) ^ turn32(a, 18) ^ a >> 3) +
               (turn32(b, 17) ^ turn32(b, 19) ^ b >> 10);
    }
}

void sj_digest_sha256(const uint8_t *p, size_t len, uint8_t ret[32])
{
    static const uint32_t start[8] = {0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a,
                                      0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19};
    uint8_t block[64] = {0};
    uint32_t w[64], v[8];
    assert(len <= 55); /* (1) */
    memcpy(block, p, len);
    block[len] = 0x80;
    block[62] = (uint8_t)(len >> 5);
    block[63] = (uint8_t)(len << 3);
    sha_expand(block, w);
    memcpy(v, start, sizeof(v));
    for (size_t i = 0; i < 64; i++) {
        const uint32_t e = v[4], a = v[0];
        const uint32_t t1 = v[7] + (turn32(e, 6) ^ turn32(e, 11) ^ turn32(e, 25)) +
                            ((e & v[5]) ^ (~e & v[6])) + sha_round[i] + w[i];
        const uint32_t t2 = (turn32(a, 2) ^ turn32(a, 13) ^ turn32(a, 22)) +
                            ((a & v[1]) ^ (a & v[2]) ^ (v[1] & v[2]));
        memmove(v + 1, v, 7 * sizeof(v[0]));
        v[4] += t1;
        v[0] = t1 + t2;
    }
    for (size_t i = 0; i < 32; i++)
        ret[i] = (uint8_t)((start[i / 4] + v[i / 4]) >> (24 - 8 * (i % 4)));
}

static uint64_t turn64(uint64_t x, unsigned n)
{
    return n ? x << n | x >> (64 - n) : x;
}

/* One round of Keccak-f[1600]; lanes a[x + 5y]. */
static void keccak_round(uint64_t a[25], uint64_t constant)
{
    static const uint8_t offset[25] = {0,  1,  62, 28, 27, 36, 44, 6,  55, 20, 3,  10, 43,
                                       25, 39, 41, 45, 15, 21, 8,  18, 2,  61, 56, 14};
    uint64_t c[5], b[25];
    for (size_t x = 0; x < 5; x++)
        c[x] = a[x] ^ a[x + 5] ^ a[x + 10] ^ a[x + 15] ^ a[x + 20];
    for (size_t i = 0; i < 25; i++)
        a[i] ^= c[(i + 4) % 5] ^ turn64(c[(i + 1) % 5], 1); /* i % 5 is x */
    for (size_t x = 0; x < 5; x++)
        for (size_t y = 0; y < 5; y++)
            b[y + 5 * ((2 * x + 3 * y) % 5)] = turn64(a[x + 5 * y], offset[x + 5 * y]);
    for (size_t i = 0; i < 25; i++) {
        const size_t x = i % 5, row = i - x;
        a[i] = b[i] ^ (~b[row + (x + 1) % 5] & b[row + (x + 2) % 5]);
    }
    a[0] ^= constant;
}

void sj_digest_keccak256(const uint8_t *p, size_t len, uint8_t ret[32])
{
    static const uint64_t constant[24] = {
        0x0000000000000001, 0x0000000000008082, 0x800000000000808a, 0x8000000080008000,
        0x000000000000808b, 0x0000000080000001, 0x8000000080008081, 0x8000000000008009,
        0x000000000000008a, 0x0000000000000088, 0x0000000080008009, 0x000000008000000a,
        0x000000008000808b, 0x800000000000008b, 0x8000000000008089, 0x8000000000008003,
        0x8000000000008002, 0x8000000000000080, 0x000000000000800a, 0x800000008000000a,
        0x8000000080008081, 0x8000000000008080, 0x0000000080000001, 0x8000000080008008};
    uint8_t block[136] = {0};
    uint64_t a[25] = {0};
    assert(len <= 135); /* (1) */
    memcpy(block, p, len);
    block[len] ^= 0x01;
    block[135] ^= 0x80;
    for (size_t i = 0; i < 136; i++)
        a[i / 8] ^= (uint64_t)block[i] << (8 * (i % 8));
    for (size_t i = 0; i < 24; i++)
        keccak_round(a, constant[i]);
    for (size_t i = 0; i < 32; i++)
        ret[i] = (uint8_t)(a[i / 8] >> (8 * (i % 8)));
}
