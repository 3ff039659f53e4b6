/* count/overlap.h -- how many stand on no list: multiple systems estimation from the
 * overlap of lists (Fienberg 1972; Cormack 1989; Chan, Silverman, Vincent 2021 for empty
 * overlaps).
 *
 * Shape:  count[m] is the number of people on exactly the lists of the mask m; count[0]
 *         is not observed and not read. A model is a set of terms (masks), closed under
 *         hierarchy, with all main effects.
 * Rule:   log mu_m = sum of the coefficients of the terms inside m; the dark figure is
 *         exp of the intercept. A term with no observation at all has coefficient minus
 *         infinity: it is dropped with its cells and still counted as a parameter.
 * Errors: a model whose estimate does not exist is SJ_OK with `exists` false and a code:
 *         1 the likelihood has no maximum, 2 parameters cannot be told apart, 3 both.
 * Threads: pure; a bootstrap replicate draws from a stream of its own number. */
#ifndef SJ_COUNT_OVERLAP_H
#define SJ_COUNT_OVERLAP_H
#include "base/base.h"

enum {
    SJ_OVERLAP_LISTS_MAX = 8,
    SJ_OVERLAP_CELLS = 256,
    SJ_OVERLAP_TERMS_MAX = 64, /* with the intercept; all pairs of eight lists are 37 */
    SJ_OVERLAP_MODELS_MAX = 200000
};
typedef struct sj_overlap {
    unsigned lists;
    double count[SJ_OVERLAP_CELLS];
} sj_overlap;
double sj_overlap_total(const sj_overlap *o);

/* The same without one list of three or more. */
void sj_overlap_omit(const sj_overlap *o, unsigned list, sj_overlap *ret);
/* Two lists, of three or more, as one in the place of `first`, which is the lower. */
void sj_overlap_merge(const sj_overlap *o, unsigned first, unsigned second, sj_overlap *ret);
/* The people of one list alone, of three or more, on the others; may have nobody on a list. */
void sj_overlap_within(const sj_overlap *o, unsigned list, sj_overlap *ret);

typedef struct sj_overlap_model {
    bool term[SJ_OVERLAP_CELLS]; /* [0] is the intercept and always in */
} sj_overlap_model;
void sj_overlap_main_effects(const sj_overlap *o, sj_overlap_model *ret);
/* Adds a term and everything below it. */
void sj_overlap_add_term(sj_overlap_model *m, unsigned term);
/* "[12,13,4]", "12;13": generators by numbers of lists; with `name`, one a list, "LA:NG,PF"
 * too. Brackets may be left out; `,` `;` `+` or a blank parts terms, `:` or `*` lists. SJ_ESYNTAX
 * for what is no model of these lists or can be read in two ways ("12:3"; digits that are the
 * name of another list). */
SJ_MUST sj_status sj_overlap_model_parse(const sj_overlap *o, const sj_str *name, sj_str text,
                                         sj_overlap_model *ret);
void sj_overlap_model_write(const sj_overlap *o, const sj_overlap_model *m, sj_buf *to);

typedef struct sj_overlap_fit {
    bool exists;
    int code;                  /* 0 to 3, see above */
    double estimate, dark, se; /* se of the intercept */
    double deviance, log_likelihood, aic, bic;
    unsigned parameters, dropped, iterations;
    double mean[SJ_OVERLAP_CELLS]; /* fitted; [0] the dark figure */
} sj_overlap_fit;
/* Errors: SJ_EINVAL (no list, a negative or fractional count, nobody), SJ_ELIMIT. */
SJ_MUST sj_status sj_overlap_estimate(const sj_overlap *o, const sj_overlap_model *m,
                                      sj_overlap_fit *ret);

/* The linear program behind `exists`: the largest least mean that a table with the same
 * margins can have (0: the likelihood has no maximum, and the cells that run empty without
 * people being moved are told), and whether the columns are independent. Codes add: 3 is
 * both faults. Errors: SJ_ENOMEM, SJ_ELIMIT. */
typedef struct sj_overlap_certificate {
    int code;
    double least_mean;
    bool full_rank;
    unsigned cells; /* how many are emptied */
    bool emptied[SJ_OVERLAP_CELLS];
} sj_overlap_certificate;
SJ_MUST sj_status sj_overlap_certify(const sj_overlap *o, const sj_overlap_model *m,
                                     sj_overlap_certificate *ret);

/* Forward selection of pairs by the Poisson test of SparseMSE (Chan, Silverman, Vincent
 * 2021, section 5). `ret_pair` has room for 28 masks, in the order they came in. */
SJ_MUST sj_status sj_overlap_stepwise(const sj_overlap *o, double threshold, sj_overlap_model *ret,
                                      sj_overlap_fit *ret_fit, unsigned *ret_pair,
                                      size_t *ret_pairs);

/* Hierarchical models up to an order, best BIC first; ties in the order of enumeration.
 * Where there are more than SJ_OVERLAP_MODELS_MAX (from seven lists on at order 2) they are
 * searched: from the model without interaction a term is added or removed at a time, until
 * all neighbours of every model within 10 of the best BIC are fitted, or 3,000 models. */
typedef struct sj_overlap_ranked {
    sj_overlap_model model;
    double bic, estimate;
} sj_overlap_ranked;
/* ret has room for `room`; *ret_count says how many were filled, *ret_tried and
 * *ret_existing how many models were fitted and have an estimate. Errors: SJ_ENOMEM, and
 * those of sj_overlap_estimate. */
SJ_MUST sj_status sj_overlap_rank(const sj_overlap *o, unsigned order, sj_overlap_ranked *ret,
                                  size_t room, size_t *ret_count, size_t *ret_tried,
                                  size_t *ret_existing);

/* Whether sj_overlap_rank fits every model, or searches. */
bool sj_overlap_ranks_all(unsigned lists, unsigned order);
/* The search, whatever the number of models. */
SJ_MUST sj_status sj_overlap_search(const sj_overlap *o, unsigned order, sj_overlap_ranked *ret,
                                    size_t room, size_t *ret_count, size_t *ret_tried,
                                    size_t *ret_existing);

/* ---- intervals ---- */
typedef struct sj_overlap_profile {
    double estimate, low, high;       /* multinomial likelihood, over N */
    double poisson_low, poisson_high; /* Poisson likelihood, over the mean of the dark figure */
} sj_overlap_profile;
/* NaN where the estimate does not exist; high is infinite where the likelihood stays above
 * the limit however large N is. */
SJ_MUST sj_status sj_overlap_profile_interval(const sj_overlap *o, const sj_overlap_model *m,
                                              double level, sj_overlap_profile *ret);
typedef enum sj_overlap_select {
    SJ_OVERLAP_FIXED,
    SJ_OVERLAP_STEPWISE,
    SJ_OVERLAP_BIC
} sj_overlap_select;
typedef struct sj_overlap_bootstrap_options {
    sj_overlap_select select;
    const sj_overlap_model *model;      /* SJ_OVERLAP_FIXED */
    double threshold;                   /* SJ_OVERLAP_STEPWISE */
    const sj_overlap_ranked *candidate; /* SJ_OVERLAP_BIC: models to choose from again */
    size_t candidates;
    size_t replicates; /* at most 100,000 */
    uint64_t seed;
    double level;
    double estimate;   /* on the table itself */
    double *ret_value; /* NULL, or room for the estimates of all replicates: sorted, those
                          without an estimate left out */
} sj_overlap_bootstrap_options;
/* The errors are Monte Carlo, one standard deviation from seed to seed at this number of
 * replicates: of the order statistic and, with BCa, of z0. At the least or largest replicate
 * it is the gap to the last but two: the order of the deviation, no more. BCa limits are NaN where
 * all replicates fall on one side of the estimate. */
typedef struct sj_overlap_bootstrap {
    double percentile_low, percentile_high, bca_low, bca_high, z0, acceleration;
    double percentile_low_error, percentile_high_error, bca_low_error, bca_high_error;
    size_t replicates, without_estimate;
} sj_overlap_bootstrap;
SJ_MUST sj_status sj_overlap_bootstrap_interval(const sj_overlap *o,
                                                const sj_overlap_bootstrap_options *options,
                                                sj_overlap_bootstrap *ret);

/* The estimate of a table after selecting a model as the options say; NaN if none exists, and
 * of a table with nobody. */
SJ_MUST sj_status sj_overlap_select_again(const sj_overlap *o,
                                          const sj_overlap_bootstrap_options *b, double *ret);
/* Of `count` candidates as many as `replicates` can choose from again in some minutes; a
 * command tells how many these are. */
size_t sj_overlap_candidates(unsigned lists, size_t count, size_t replicates);

/* ---- links that are not certain ---- */
/* A record of a list says that it is of a person; with the rest of the probability it is
 * of somebody whom no other record is of. */
typedef struct sj_overlap_record {
    uint32_t person; /* 0 .. people - 1 */
    unsigned list;
    double probability; /* (0, 1] */
} sj_overlap_record;
typedef struct sj_overlap_linked {
    sj_overlap likely;            /* the table where every record of 0.5 and more is linked */
    sj_overlap mean;              /* the expectation of the drawn tables: not whole numbers */
    double estimate;              /* the median by links alone; NaN if not estimable */
    double likely_estimate;       /* of the likely table, which knows of no doubt: too small */
    double low, median, high;     /* links and sampling both drawn */
    double link_low, link_high;   /* links drawn, the lists as they are; hold the estimate */
    double table_low, table_high; /* people on the lists, over the draws of links */
    double estimate_error, limit_error; /* Monte Carlo, of the estimate and of low and high */
    size_t draws, without_estimate;
} sj_overlap_linked;
/* Draws links `options->replicates` times; of each table the estimate, selected again,
 * and that of one replicate of it, in which all who are estimated are drawn again. The
 * estimate is the middle of the former. `records` in any order. Errors: SJ_EINVAL (no
 * record, a list or person out of range, a probability outside (0, 1]), SJ_ENOMEM. */
SJ_MUST sj_status sj_overlap_link_table(const sj_overlap_record *record, size_t count,
                                        size_t people, unsigned lists, sj_overlap *ret_likely,
                                        sj_overlap *ret_mean);
SJ_MUST sj_status sj_overlap_link_interval(const sj_overlap_record *record, size_t count,
                                           size_t people, unsigned lists,
                                           const sj_overlap_bootstrap_options *options,
                                           sj_overlap_linked *ret);

/* ---- heterogeneity: people differ in how easily a list takes them ---- */
typedef enum sj_overlap_mixed {
    SJ_OVERLAP_M0,      /* lists alike, people alike */
    SJ_OVERLAP_MT,      /* lists differ: the model without interaction */
    SJ_OVERLAP_CHAO,    /* a lower bound: free for three lists and more, never below zero */
    SJ_OVERLAP_POISSON, /* h(k) = 2^k - 1 */
    SJ_OVERLAP_DARROCH, /* h(k) = k^2 / 2 */
    SJ_OVERLAP_GAMMA    /* h(k) = log 3.5 - log(3.5 + k) */
} sj_overlap_mixed;
/* Log-linear models with a column of the number k of lists that a person is on (Darroch
 * and others 1993; Chao 1987; Rivest, Baillargeon 2007); lists_differ gives Mth instead of
 * Mh. They fit nearly alike and lie far apart, which is what they are shown for. ret->mean
 * is not filled. Three lists at least, else code 2. */
SJ_MUST sj_status sj_overlap_mixed_fit(const sj_overlap *o, sj_overlap_mixed kind,
                                       bool lists_differ, sj_overlap_fit *ret);

/* ---- small estimators, from how many were seen once, twice ... ---- */
typedef struct sj_overlap_small {
    double chao, chao_se, chao_bias_corrected, zelterman, zelterman_se, poisson_rate, poisson,
        geometric, turing;
} sj_overlap_small;
/* frequency[k] people were seen k + 1 times. NaN where one does not exist. */
void sj_overlap_small_estimators(const double *frequency, size_t count, sj_overlap_small *ret);
/* Chao's log-normal interval of n + hidden, with the standard error of hidden. */
void sj_overlap_lognormal_interval(double n, double hidden, double se, double level,
                                   double *ret_low, double *ret_high);

/* Two lists a and b alone: Petersen a b / both (NaN without overlap), and Chapman's
 * (a + 1)(b + 1) / (both + 1) - 1 with Seber's standard error (Seber 1982, section 3.1). */
typedef struct sj_overlap_pair {
    double petersen, chapman, chapman_se;
} sj_overlap_pair;
void sj_overlap_two_lists(double a, double b, double both, sj_overlap_pair *ret);

/* Sample coverage (Chao and Tsay 1998): independent lists, and for three lists with
 * dependence, where coverage is high and where it is low; NaN for other numbers of lists
 * and where nothing overlaps. */
typedef struct sj_overlap_coverage {
    double coverage, independent, high, low;
} sj_overlap_coverage;
void sj_overlap_sample_coverage(const sj_overlap *o, sj_overlap_coverage *ret);
#endif
