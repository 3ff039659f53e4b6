/* papers/digest.h -- the two digests inside wallet addresses, for short messages.
 * Neither allocates nor fails, so that a check of a number cannot either. */
#ifndef SJ_PAPERS_DIGEST_H
#define SJ_PAPERS_DIGEST_H
#include "base/base.h"

/* SHA-256 (FIPS 180-4) of at most 55 bytes: one block. */
void sj_digest_sha256(const uint8_t *p, size_t len, uint8_t ret[32]);
/* Keccak-256 with the padding of 2011 (Ethereum's; not SHA-3) of at most 135
 * bytes: one block. */
void sj_digest_keccak256(const uint8_t *p, size_t len, uint8_t ret[32]);
#endif
