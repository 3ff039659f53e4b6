/* cli/count_bayes.h -- count overlap by posteriors: decomposable graphs averaged, latent
 * classes, a threshold on interactions. One answer a table, as JSON or text. */
#ifndef SJ_CLI_COUNT_BAYES_H
#define SJ_CLI_COUNT_BAYES_H
#include "cli/cli.h"
#include "count/overlap.h"

typedef enum sj_count_method {
    SJ_COUNT_LOGLINEAR,
    SJ_COUNT_GRAPHS,
    SJ_COUNT_LATENT,
    SJ_COUNT_THRESHOLD
} sj_count_method;
typedef struct sj_count_bayes_use {
    sj_count_method method;
    double delta;                /* graphs; 0: 2^-lists */
    double hidden;               /* graphs: the most that may be hidden; 0: 20 times those seen */
    double shape, scale;         /* graphs: gamma prior of a Poisson N; 0: p(N) ~ 1/N */
    double chains, classes;      /* latent */
    double keep;                 /* latent; 0: as long as it takes, within reason */
    double order, cut, variance; /* threshold; cut in posterior standard deviations */
    double level, seed;
    bool json;
} sj_count_bayes_use;
bool sj_count_method_parse(const char *text, sj_count_method *ret); /* says what is wrong */
/* Errors: SJ_ELIMIT (graphs of over five lists, over 63 terms), SJ_EREFUSED (fewer than 20 chains),
 * SJ_EINVAL, SJ_ENOMEM. */
SJ_MUST sj_status sj_count_bayes_answer(const sj_count_bayes_use *u, const sj_overlap *o,
                                        const sj_str *list, sj_str rep, sj_buf *to);
#endif
