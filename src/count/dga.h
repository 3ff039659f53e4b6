/* count/dga.h -- how many stand on no list, averaged over every decomposable graph of
 * dependence between the lists.
 *
 * Shape:  a graph joins lists that depend on each other; in a decomposable one the
 *         likelihood of N has a closed form, so nothing is simulated. t lists have 2, 8,
 *         61, 822 such graphs (t = 2 .. 5), all equally likely beforehand.
 * Unit:   people. The hidden number runs over 1 .. hidden_max.
 * Source: Madigan and York 1997, Biometrika 84(1) 19-31. */
#ifndef SJ_COUNT_DGA_H
#define SJ_COUNT_DGA_H
#include "count/overlap.h"

enum { SJ_DGA_LISTS_MAX = 5, SJ_DGA_GRAPHS_MAX = 1024, SJ_DGA_HIDDEN_MAX = 1000000 };

typedef struct sj_dga_options {
    double delta;        /* prior weight of each cell of the full table; 2^-lists is usual */
    size_t hidden_max;   /* the most people that may be hidden */
    double shape, scale; /* N is Poisson with a gamma mean; shape 0: p(N) ~ 1 / N */
    double level;
} sj_dga_options;
typedef struct sj_dga {
    double mean, median, mode, low, high;
    double bayes;            /* least relative squared error: E(1/N) / E(1/N^2) */
    double best_probability; /* of the likeliest graph */
    sj_overlap_model best;   /* its cliques as a model */
    double at_bound;         /* probability of the last hundredth of the hidden range */
    size_t graphs;
} sj_dga;
/* Errors: SJ_EINVAL (options out of range, a count negative or fractional), SJ_ELIMIT
 * (over five lists, hidden_max over its bound), SJ_ENOMEM. Cost: graphs * hidden_max. */
SJ_MUST sj_status sj_dga_estimate(const sj_overlap *o, const sj_dga_options *options, sj_dga *ret);
#endif
