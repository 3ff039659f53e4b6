/* count/random.h -- random numbers that anybody can draw again.
 * Shape:  a stream is a pure function of (seed, number of the stream); streams
 *         share nothing, so replicate 17 draws the same numbers whether it runs
 *         first, last or on another thread.
 * Source: Salmon, Moraes, Dror, Shaw 2011 (SC11), Philox 4x32 with 10 rounds. */
#ifndef SJ_COUNT_RANDOM_H
#define SJ_COUNT_RANDOM_H
#include "base/base.h"

typedef struct sj_random {
    uint32_t key[2], counter[4], ready[8]; /* two blocks at once */
    unsigned left;                         /* of ready */
} sj_random;

/* Ten rounds of Philox 4x32: the block that stands at `counter` under `key`. */
void sj_random_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t ret[4]);
/* The stream; it repeats after 2^66 draws of 64 bits. */
sj_random sj_random_stream(uint64_t seed, uint64_t stream);
uint64_t sj_random_u64(sj_random *r);
/* In (0, 1), both ends excluded, on a grid of 2^-53. */
double sj_random_uniform(sj_random *r);
/* Of 0 .. n - 1, each as likely; n is at least 1. */
uint64_t sj_random_below(sj_random *r, uint64_t n);
double sj_random_normal(sj_random *r); /* mean 0, deviation 1 */
/* Shape above 0, scale 1. */
double sj_random_gamma(sj_random *r, double shape);
double sj_random_beta(sj_random *r, double a, double b); /* a, b above 0 */
/* Mean at least 0. */
double sj_random_poisson(sj_random *r, double mean);
/* Of n tries, each with chance p in [0, 1]; exact; n at most 2^53. */
uint64_t sj_random_binomial(sj_random *r, uint64_t n, double p);
/* Variance mean + mean^2 / theta; theta above 0, infinite gives Poisson. */
double sj_random_negative_binomial(sj_random *r, double mean, double theta);
#endif
