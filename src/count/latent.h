/* count/latent.h -- how many stand on no list when people fall into classes that nobody
 * sees, the lists being independent within a class; Gibbs sampling over many chains.
 *
 * Shape:  Dirichlet process cut at `classes` sticks, v ~ Beta(1, alpha), alpha ~
 *         Gamma(shape, rate), inclusion ~ Beta(1, 1), p(N) ~ 1 / N.
 * Rule:   one chain proves nothing. At least 20 dispersed chains; split R-hat and the
 *         effective sample size of log(hidden) say whether they tell the same story, and
 *         where they do not, `mixed` is false and the numbers are not an estimate.
 * Bound:  the hidden number is drawn again while it exceeds cap * n, which truncates the
 *         prior; `truncated` says how large a share of draws met the bound.
 * Threads: chain i draws from stream i of the seed, so threads do not matter.
 * Source: Manrique-Vallier 2016, Biometrics 72(4); Gelman et al. 2013 (split R-hat). */
#ifndef SJ_COUNT_LATENT_H
#define SJ_COUNT_LATENT_H
#include "count/overlap.h"

enum {
    SJ_LATENT_CLASSES_MAX = 16,
    SJ_LATENT_CHAINS_MIN = 20,
    SJ_LATENT_CHAINS_MAX = 1000,
    SJ_LATENT_DRAWS_MAX = 1000000
};

typedef struct sj_latent_options {
    unsigned classes, chains;
    size_t burn, keep, thin; /* iterations of each chain: burn + keep * thin */
    double shape, rate, cap;
    double level;
    uint64_t seed;
    unsigned threads; /* 0: all cores */
} sj_latent_options;
/* 10 classes, 20 chains of 2,000 + 2,000 * 5, Gamma(1/4, 1/4), cap 20, level 0.95. */
sj_latent_options sj_latent_usual(void);

typedef struct sj_latent {
    double median, mean, low, high;
    double rhat, ess, median_mc_error;
    double truncated; /* share of draws that met the bound */
    bool mixed;       /* rhat below 1.05 and ess over 400 */
    size_t draws;
} sj_latent;
/* Errors: SJ_EINVAL (options, counts), SJ_ELIMIT (too many classes, chains, draws),
 * SJ_EREFUSED (fewer than 20 chains), SJ_ENOMEM. */
SJ_MUST sj_status sj_latent_estimate(const sj_overlap *o, const sj_latent_options *options,
                                     sj_latent *ret);

/* Of `chains` rows of `keep` values: split R-hat, and the effective number of draws by
 * Geyer's initial positive pairs. keep is at least 4. NaN where nothing varies. */
void sj_latent_diagnose(const double *value, size_t chains, size_t keep, double *ret_rhat,
                        double *ret_ess);
#endif
