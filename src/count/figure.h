/* count/figure.h -- published figures of unlike definitions, pooled like with like.
 * Shape:  a figure is one row of a table of figures; a group is all figures of
 *         one definition, dimension, currency, place, sector and era; of a series or
 *         flow also of one span, so a quarter never pools with a year.
 * Unit:   that of the dimension (persons, entries, money a year, money a month,
 *         share); never converted between currencies.
 * Source: estimation.md section 3; the eras are those of the rules and borders: to
 *         2017 (before resolution 2397), 2018-2019 (wind-down), 2020-2022 (border
 *         closed until August 2023), from 2023. */
#ifndef SJ_COUNT_FIGURE_H
#define SJ_COUNT_FIGURE_H
#include "count/pool.h"

/* What low and high are. Unless a table says, a range is 5 to 95 % (of a share: the
 * least and most). A range over k sources covers about (k - 1) / (k + 1) of what one
 * more would say; three, and so 25 to 75 %, are assumed. */
typedef enum sj_range_kind {
    SJ_RANGE_UNSTATED,
    SJ_RANGE_CENTRAL, /* quantiles `tail` and 1 - `tail` */
    SJ_RANGE_LIMITS,  /* least and most: nothing lies outside */
    SJ_RANGE_SOURCES  /* the lowest and highest of several sources */
} sj_range_kind;
/* How the row came about. Only what was found in a text of the source is `found`. */
typedef enum sj_figure_status {
    SJ_FIGURE_FOUND,
    SJ_FIGURE_FOUND2,   /* in a secondary text that quotes the source */
    SJ_FIGURE_RECALLED, /* not seen in a source */
    SJ_FIGURE_DERIVED   /* arithmetic on other figures; shares their weight */
} sj_figure_status;
sj_str sj_figure_status_text(sj_figure_status s);

typedef struct sj_figure {
    sj_str definition, dimension, currency, place, sector, origin, source, locator;
    sj_str span, url, quote; /* span: part of a year or several, "" for one year */
    double low, point, high; /* NaN: not stated */
    sj_range_kind range;
    double tail;                   /* of SJ_RANGE_CENTRAL, 0 < tail < 1/2 */
    double source_error;           /* of a single number: deviation of its logarithm */
    int year;                      /* the last of its period */
    char reliability, credibility; /* Admiralty: 'A'-'F' and '1'-'6' */
    bool series;                   /* of a register: only figures of one year pool */
    sj_figure_status status;
    uint64_t line;
} sj_figure;

typedef enum sj_era {
    SJ_ERA_BEFORE,
    SJ_ERA_WIND_DOWN,
    SJ_ERA_CLOSED,
    SJ_ERA_OPEN,
    SJ_ERA_COUNT
} sj_era;
sj_era sj_era_of(int year);
sj_str sj_era_text(sj_era e); /* "to 2017" */

/* The law a figure states and the rule that made it ("lognormal, range as 5-95 %",
 * "point with source error", ...). A bound ("more than x") is read as the quantile
 * 0.25 of a law with the source's error, "up to x" as 0.75: an assumption, named in the
 * rule. A range of limits is a PERT over it.
 * Errors: SJ_EINVAL with *ret_rule saying why: nothing stated, upside down, not
 * above 0, a share above 1. */
SJ_MUST sj_status sj_figure_law(const sj_figure *f, sj_distribution *ret, const char **ret_rule);

/* What low and high of a figure are, in words: "5-95 %", "5-95 % (not stated)",
 * "least-most", "more than", "up to", "no range". */
void sj_figure_range_text(const sj_figure *f, char ret[32]);

/* The set of weights that a pool is run with besides equal ones: of each reliability A
 * to F and each credibility 1 to 6, multiplied; all above 0. */
typedef struct sj_figure_weights {
    double reliability[6], credibility[6];
} sj_figure_weights;
double sj_figure_trust(const sj_figure_weights *w, char reliability, char credibility);
/* Correlation between origins behind `effective`: 0.3, an assumption that is named
 * wherever the number is shown. */
#define SJ_FIGURE_RHO 0.3

typedef struct sj_figure_pool {
    const sj_figure *const *figure; /* of the group, by year then row */
    size_t count, origins;
    sj_distribution *law;                     /* of each */
    double *weight;                           /* of each; sums to 1 */
    double p5, p25, p50, p75, p95;            /* linear pool by origin */
    double graded_p5, graded_p50, graded_p95; /* the same with sj_figure_trust */
    double average_p50;                       /* quantile averaging */
    double log_p5, log_p50, log_p95;          /* logarithmic pool; NaN if refused */
    sj_meta effects; /* random effects on logarithms, half-normal prior on tau; origins >= 2 */
    bool has_effects;
    double disagreement; /* largest median of an origin over the smallest */
    double effective;    /* origins / (1 + (origins - 1) SJ_FIGURE_RHO) */
    sj_era era;
} sj_figure_pool;
/* "2019" for a series, else the era; with the span where there is one. */
enum { SJ_FIGURE_PERIOD = 40 };
void sj_figure_pool_period(const sj_figure_pool *p, char ret[SJ_FIGURE_PERIOD]);
/* Groups in order of first appearance, graded by `weights` (NULL: all equal); all
 * lives as long as arena. Errors: SJ_EINVAL with the row in *reterr_diag, SJ_ENOMEM,
 * SJ_ELIMIT (10,000 figures). */
SJ_MUST sj_status sj_figure_pools(const sj_figure *figure, size_t count,
                                  const sj_figure_weights *weights, sj_arena *arena,
                                  sj_figure_pool **ret, size_t *ret_count, sj_diag *reterr_diag);
/* One pool of all figures with these marks whose year lies in first .. last,
 * whatever their era; *ret is NULL if there is none. Errors as above. */
SJ_MUST sj_status sj_figure_pool_between(const sj_figure *figure, size_t count,
                                         const sj_figure_weights *weights, const sj_figure *marks,
                                         int first, int last, sj_arena *arena, sj_figure_pool **ret,
                                         sj_diag *reterr_diag);
/* The group with these marks (first match), or NULL. */
const sj_figure_pool *sj_figure_find(const sj_figure_pool *pool, size_t count, sj_str definition,
                                     sj_str dimension, sj_str place, sj_str sector, sj_era era);
#endif
