/* count/random.c -- a counter goes in, a block of four words comes out.
 *
 * Invariants:
 *   (1) the words drawn depend on seed, stream and how many were drawn before,
 *       on nothing else; a stream is a value and may be copied;
 *   (2) counter[2..3] hold the stream and never change, counter[0..1] count
 *       blocks, so two streams never meet.
 * Not chosen: one generator that all share (the answer would depend on who
 * draws first); ziggurat tables for the normal (inversion keeps one uniform to
 * one normal, which a copula and a Sobol point need as well). */
#include "count/random.h"
#include "count/special.h"
#include <math.h>

void sj_random_philox(const uint32_t counter[4], const uint32_t key[2], uint32_t ret[4])
{
    uint32_t c0 = counter[0], c1 = counter[1], c2 = counter[2], c3 = counter[3];
    uint32_t k0 = key[0], k1 = key[1];
    for (int i = 0; i < 10; i++) {
        const uint64_t a = (uint64_t)0xD2511F53u * c0, b = (uint64_t)0xCD9E8D57u * c2;
        c0 = (uint32_t)(b >> 32) ^ c1 ^ k0;
        c2 = (uint32_t)(a >> 32) ^ c3 ^ k1;
        c1 = (uint32_t)b;
        c3 = (uint32_t)a;
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    ret[0] = c0;
    ret[1] = c1;
    ret[2] = c2;
    ret[3] = c3;
}

sj_random sj_random_stream(uint64_t seed, uint64_t stream)
{
    return (sj_random){.key = {(uint32_t)seed, (uint32_t)(seed >> 32)},
                       .counter = {0, 0, (uint32_t)stream, (uint32_t)(stream >> 32)}};
}

/* The blocks at the counter and after it, side by side: the two chains of products
 * are independent, so the second costs next to nothing. */
static void two_blocks(sj_random *r)
{
    uint32_t c[2][4], k0 = r->key[0], k1 = r->key[1];
    for (uint32_t b = 0; b < 2; b++)
        memcpy(c[b], (uint32_t[4]){r->counter[0] + b, r->counter[1], r->counter[2], r->counter[3]},
               sizeof c[b]);
    for (int i = 0; i < 10; i++) {
        for (int b = 0; b < 2; b++) {
            const uint64_t x = (uint64_t)0xD2511F53u * c[b][0], y = (uint64_t)0xCD9E8D57u * c[b][2];
            c[b][0] = (uint32_t)(y >> 32) ^ c[b][1] ^ k0;
            c[b][2] = (uint32_t)(x >> 32) ^ c[b][3] ^ k1;
            c[b][1] = (uint32_t)y;
            c[b][3] = (uint32_t)x;
        }
        k0 += 0x9E3779B9u;
        k1 += 0xBB67AE85u;
    }
    memcpy(r->ready + 4, c[0], sizeof c[0]);
    memcpy(r->ready, c[1], sizeof c[1]);
    r->counter[0] += 2; /* even, so the pair never straddles a carry */
    r->counter[1] += r->counter[0] == 0;
    r->left = 8;
}

static inline uint32_t next_word(sj_random *r)
{
    if (r->left == 0)
        two_blocks(r);
    return r->ready[--r->left];
}

uint64_t sj_random_u64(sj_random *r)
{
    const uint64_t high = next_word(r);
    return high << 32 | next_word(r);
}

double sj_random_uniform(sj_random *r)
{
    return ((double)(sj_random_u64(r) >> 11) + 0.5) * 0x1p-53;
}

uint64_t sj_random_below(sj_random *r, uint64_t n)
{
    const uint64_t fair = UINT64_MAX - UINT64_MAX % n; /* a multiple of n */
    uint64_t x = sj_random_u64(r);
    while (x >= fair)
        x = sj_random_u64(r);
    return x % n;
}

double sj_random_normal(sj_random *r)
{
    return sj_normal_quantile(sj_random_uniform(r));
}

/* Marsaglia and Tsang 2000, for shapes of at least 1. */
static double gamma_large(sj_random *r, double shape)
{
    const double d = shape - 1.0 / 3, c = 1 / sqrt(9 * d);
    for (;;) {
        const double x = sj_random_normal(r), root = 1 + c * x;
        if (root <= 0)
            continue;
        const double v = root * root * root, u = sj_random_uniform(r);
        if (u < 1 - 0.0331 * x * x * x * x || log(u) < 0.5 * x * x + d * (1 - v + log(v)))
            return d * v;
    }
}

double sj_random_gamma(sj_random *r, double shape)
{
    if (shape >= 1)
        return gamma_large(r, shape);
    const double g = gamma_large(r, shape + 1);
    return g * pow(sj_random_uniform(r), 1 / shape);
}

/* Cheng 1978, algorithm BB: rejection from a log-logistic, for both shapes above 1. */
static double beta_large(sj_random *r, double a0, double b0)
{
    const double a = fmin(a0, b0), b = fmax(a0, b0), sum = a + b;
    const double beta = sqrt((sum - 2) / (2 * a * b - sum)), gamma = a + 1 / beta;
    for (;;) {
        const double u = sj_random_uniform(r), v = beta * log(u / (1 - u)), w = a * exp(v);
        const double u2 = sj_random_uniform(r), z = u * u * u2;
        const double rest = gamma * v - 1.3862943611198906, s = a + rest - w;
        const bool sure = s + 2.6094379124341003 >= 5 * z;
        if (sure || rest + sum * log(sum / (b + w)) >= log(z))
            return a == a0 ? w / (b + w) : b / (b + w);
    }
}

double sj_random_beta(sj_random *r, double a, double b)
{
    if (a > 1 && b > 1)
        return beta_large(r, a, b);
    const double x = sj_random_gamma(r, a), y = sj_random_gamma(r, b);
    return x + y > 0 ? x / (x + y) : 0.5;
}

/* Sequential search from zero; cheap for means of at most a few dozen. */
static double poisson_small(sj_random *r, double mean)
{
    double p = exp(-mean), u = sj_random_uniform(r), k = 0;
    while (u > p && p > 0) {
        u -= p;
        k++;
        p *= mean / k;
    }
    return k;
}

/* Hormann 1993, transformed rejection with squeeze (PTRS), for means of at least 10. */
static double poisson_large(sj_random *r, double mean)
{
    const double root = sqrt(mean), b = 0.931 + 2.53 * root, a = -0.059 + 0.02483 * b;
    const double inverse_alpha = 1.1239 + 1.1328 / (b - 3.4), vr = 0.9277 - 3.6224 / (b - 2);
    for (;;) {
        const double u = sj_random_uniform(r) - 0.5, v = sj_random_uniform(r);
        const double us = 0.5 - fabs(u), k = floor((2 * a / us + b) * u + mean + 0.43);
        if (us >= 0.07 && v <= vr)
            return k;
        if (k < 0 || (us < 0.013 && v > us))
            continue;
        if (log(v * inverse_alpha / (a / (us * us) + b)) <=
            k * log(mean) - mean - sj_log_gamma(k + 1))
            return k;
    }
}

double sj_random_poisson(sj_random *r, double mean)
{
    return mean < 10 ? poisson_small(r, mean) : poisson_large(r, mean);
}

double sj_random_negative_binomial(sj_random *r, double mean, double theta)
{
    if (!isfinite(theta) || mean <= 0)
        return sj_random_poisson(r, mean);
    return sj_random_poisson(r, sj_random_gamma(r, theta) * mean / theta);
}

/* Sequential search; n * p of a few dozen at most, and p not over a half. */
static uint64_t binomial_small(sj_random *r, uint64_t n, double p)
{
    const double odds = p / (1 - p);
    double f = exp((double)n * log1p(-p)), u = sj_random_uniform(r);
    uint64_t k = 0;
    while (u > f && k < n) {
        u -= f;
        k++;
        f *= odds * (double)(n - k + 1) / (double)k;
    }
    return k;
}

/* log of the chance of k over that of the mode m. */
static double log_ratio(double n, double k, double m, double log_odds)
{
    return sj_log_gamma(m + 1) + sj_log_gamma(n - m + 1) - sj_log_gamma(k + 1) -
           sj_log_gamma(n - k + 1) + (k - m) * log_odds;
}

/* Hormann 1993, transformed rejection (BTRS), for n * p of at least 10, p not over a half. */
static uint64_t binomial_large(sj_random *r, double n, double p)
{
    const double q = 1 - p, root = sqrt(n * p * q), b = 1.15 + 2.53 * root;
    const double a = -0.0873 + 0.0248 * b + 0.01 * p, centre = n * p + 0.5;
    const double vr = 0.92 - 4.2 / b, alpha = (2.83 + 5.1 / b) * root, m = floor((n + 1) * p);
    for (;;) {
        const double u = sj_random_uniform(r) - 0.5, v = sj_random_uniform(r);
        const double us = 0.5 - fabs(u), k = floor((2 * a / us + b) * u + centre);
        if (us >= 0.07 && v <= vr)
            return (uint64_t)k;
        if (k < 0 || k > n)
            continue;
        if (log(v * alpha / (a / (us * us) + b)) <= log_ratio(n, k, m, log(p / q)))
            return (uint64_t)k;
    }
}

uint64_t sj_random_binomial(sj_random *r, uint64_t n, double p)
{
    if (!(p > 0) || n == 0)
        return 0;
    if (p >= 1)
        return n;
    const double less = p <= 0.5 ? p : 1 - p;
    const uint64_t k =
        (double)n * less < 10 ? binomial_small(r, n, less) : binomial_large(r, (double)n, less);
    return p <= 0.5 ? k : n - k;
}
