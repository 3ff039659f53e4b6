/* count/dga.c -- the posterior of N summed over decomposable graphs.
 *
 * Hyper-Dirichlet: log p(N, G | Y) = log N! - log n0! + log p(N) + sum over cliques of L
 * - sum over separators of L - L(no list), where L(m) = sum over cells of the margin m of
 * [lnG(Y + d) - lnG(d)] and d = delta 2^(t - |m|). An empty separator stands for each
 * pair of parts that are not joined, so every graph has one clique more than separators.
 *
 * (1) Only the all-zero cell of a margin depends on n0, so going from n0 to n0 + 1 adds
 *     one logarithm to each of the 2^t margins.
 * (2) A graph is a list of margins with signs; all graphs of one n0 are summed with their
 *     maximum taken out, and the weights of graphs are rescaled when it grows: one exp for
 *     each graph and n0, nothing overflows.
 * (3) Graphs are found by trying all; maximum cardinality search both tells a decomposable
 *     one and gives its cliques and separators (Blair and Peyton 1993).
 * Not chosen: a matrix of graphs by hidden numbers, which at 822 by 300,000 is 2 GB. */
#include "count/dga.h"
#include "count/special.h"
#include <math.h>

enum { LISTS = SJ_DGA_LISTS_MAX, MARGINS = 1 << LISTS, PARTS = 2 * LISTS };
struct graph {
    unsigned cliques, separators;
    uint8_t clique[PARTS], separator[PARTS];
    double weight;
};
struct dga {
    unsigned lists, graphs;
    double n;
    double likelihood[MARGINS], zero[MARGINS], delta[MARGINS];
    double largest; /* graph weights stand divided by exp(largest) */
    struct graph graph[SJ_DGA_GRAPHS_MAX];
};

/* ---- graphs ---- */

/* neighbour[v]: the lists joined with v. */
static void read_edges(unsigned lists, unsigned edges, unsigned *neighbour)
{
    unsigned e = 0;
    memset(neighbour, 0, lists * sizeof *neighbour);
    for (unsigned i = 0; i < lists; i++)
        for (unsigned j = i + 1; j < lists; j++, e++)
            if (edges >> e & 1) {
                neighbour[i] |= 1u << j;
                neighbour[j] |= 1u << i;
            }
}

static bool is_complete(const unsigned *neighbour, unsigned set)
{
    for (unsigned v = 0; set >> v; v++)
        if (set >> v & 1 && (set & ~(1u << v) & ~neighbour[v]))
            return false;
    return true;
}

static unsigned next_vertex(unsigned lists, const unsigned *neighbour, unsigned done)
{
    unsigned best = 0;
    int most = -1;
    for (unsigned v = 0; v < lists; v++) {
        const int c = __builtin_popcount(neighbour[v] & done);
        if (!(done >> v & 1) && c > most) {
            most = c;
            best = v;
        }
    }
    return best;
}

/* False if the graph is not decomposable. (3) */
static bool make_graph(unsigned lists, unsigned edges, struct graph *g)
{
    unsigned neighbour[LISTS], done = 0, clique = 0;
    read_edges(lists, edges, neighbour);
    *g = (struct graph){0};
    for (unsigned i = 0; i < lists; i++) {
        const unsigned v = next_vertex(lists, neighbour, done), before = neighbour[v] & done;
        if (!is_complete(neighbour, before))
            return false;
        if (i > 0 && before != clique) {
            g->clique[g->cliques++] = (uint8_t)clique;
            g->separator[g->separators++] = (uint8_t)before;
        }
        clique = before | 1u << v;
        done |= 1u << v;
    }
    g->clique[g->cliques++] = (uint8_t)clique;
    return true;
}

/* ---- margins ---- */

/* L(m) with nobody hidden, its zero cell left out: that one is added by (1). */
static void make_margin(const sj_overlap *o, double delta, unsigned m, struct dga *d)
{
    double cell[MARGINS] = {0}, l = 0;
    const unsigned outside = o->lists - (unsigned)__builtin_popcount(m);
    d->delta[m] = ldexp(delta, (int)outside);
    for (unsigned c = 1; c < 1u << o->lists; c++)
        cell[c & m] += o->count[c];
    for (unsigned c = m;; c = (c - 1) & m) {
        l += sj_log_gamma(cell[c] + d->delta[m]) - sj_log_gamma(d->delta[m]);
        if (c == 0)
            break;
    }
    d->zero[m] = cell[0];
    d->likelihood[m] = l;
}

static void one_more_hidden(struct dga *d, double hidden)
{
    for (unsigned m = 0; m < 1u << d->lists; m++)
        d->likelihood[m] += log(d->zero[m] + hidden - 1 + d->delta[m]);
}

static double graph_likelihood(const struct dga *d, const struct graph *g)
{
    double l = 0;
    for (unsigned i = 0; i < g->cliques; i++)
        l += d->likelihood[g->clique[i]];
    for (unsigned i = 0; i < g->separators; i++)
        l -= d->likelihood[g->separator[i]];
    return l;
}

/* log of the sum over graphs, without what all graphs share; weights are added up. (2) */
static double sum_graphs(struct dga *d, double shared)
{
    double value[SJ_DGA_GRAPHS_MAX], most = -INFINITY, sum = 0;
    for (unsigned g = 0; g < d->graphs; g++) {
        value[g] = graph_likelihood(d, &d->graph[g]);
        most = value[g] > most ? value[g] : most;
    }
    if (most + shared > d->largest) {
        const double shrink = exp(d->largest - most - shared);
        for (unsigned g = 0; g < d->graphs; g++)
            d->graph[g].weight *= shrink;
        d->largest = most + shared;
    }
    const double scale = exp(most + shared - d->largest);
    for (unsigned g = 0; g < d->graphs; g++) {
        const double e = exp(value[g] - most);
        sum += e;
        d->graph[g].weight += e * scale;
    }
    return most + shared + log(sum);
}

static double log_prior(const sj_dga_options *o, double total)
{
    if (o->shape == 0)
        return -log(total);
    return sj_log_gamma(total + o->shape) - sj_log_gamma(total + 1) +
           total * log(o->scale / (1 + o->scale));
}

/* ---- the answer ---- */

static void describe(const double *p, size_t hidden_max, double n, double level, sj_dga *ret)
{
    double upto = 0, inverse = 0, square = 0, most = -1;
    const double tail = (1 - level) / 2;
    ret->low = ret->median = ret->high = NAN;
    for (size_t i = 0; i < hidden_max; i++) {
        const double total = n + (double)i + 1;
        const double before = upto;
        upto += p[i];
        ret->mean += p[i] * total;
        inverse += p[i] / total;
        square += p[i] / (total * total);
        if (p[i] > most) {
            most = p[i];
            ret->mode = total;
        }
        if (before < tail && upto >= tail)
            ret->low = total;
        if (before < 0.5 && upto >= 0.5)
            ret->median = total;
        if (before < 1 - tail && upto >= 1 - tail)
            ret->high = total;
        if (i >= hidden_max - hidden_max / 100)
            ret->at_bound += p[i];
    }
    ret->bayes = inverse / square;
}

static void find_best(const sj_overlap *o, const struct dga *d, sj_dga *ret)
{
    const struct graph *best = &d->graph[0];
    double sum = 0;
    for (unsigned g = 0; g < d->graphs; g++) {
        sum += d->graph[g].weight;
        if (d->graph[g].weight > best->weight)
            best = &d->graph[g];
    }
    ret->best_probability = best->weight / sum;
    sj_overlap_main_effects(o, &ret->best);
    for (unsigned i = 0; i < best->cliques; i++)
        sj_overlap_add_term(&ret->best, best->clique[i]);
}

static void normalise(double *p, size_t count)
{
    double most = -INFINITY, sum = 0;
    for (size_t i = 0; i < count; i++)
        most = p[i] > most ? p[i] : most;
    for (size_t i = 0; i < count; i++)
        sum += p[i] = exp(p[i] - most);
    for (size_t i = 0; i < count; i++)
        p[i] /= sum;
}

static void run(const sj_overlap *o, const sj_dga_options *options, struct dga *d, double *p,
                sj_dga *ret)
{
    const unsigned pairs = o->lists * (o->lists - 1) / 2;
    for (unsigned edges = 0; edges < 1u << pairs; edges++)
        d->graphs += make_graph(o->lists, edges, &d->graph[d->graphs]);
    for (unsigned m = 0; m < 1u << o->lists; m++)
        make_margin(o, options->delta, m, d);
    d->largest = -INFINITY;
    for (size_t i = 0; i < options->hidden_max; i++) {
        const double hidden = (double)i + 1, total = d->n + hidden;
        one_more_hidden(d, hidden);
        const double shared = sj_log_gamma(total + 1) - sj_log_gamma(hidden + 1) +
                              log_prior(options, total) - d->likelihood[0];
        p[i] = sum_graphs(d, shared);
    }
    normalise(p, options->hidden_max);
    *ret = (sj_dga){.graphs = d->graphs};
    describe(p, options->hidden_max, d->n, options->level, ret);
    find_best(o, d, ret);
}

static sj_status check(const sj_overlap *o, const sj_dga_options *options)
{
    if (o->lists < 2 || !(options->delta > 0) || options->hidden_max == 0 ||
        !(options->shape >= 0) || (options->shape > 0 && !(options->scale > 0)) ||
        !(options->level > 0 && options->level < 1) || !(sj_overlap_total(o) > 0))
        return SJ_EINVAL;
    for (unsigned c = 1; o->lists <= LISTS && c < 1u << o->lists; c++)
        if (!(o->count[c] >= 0) || o->count[c] != floor(o->count[c]))
            return SJ_EINVAL;
    return o->lists > LISTS || options->hidden_max > SJ_DGA_HIDDEN_MAX ? SJ_ELIMIT : SJ_OK;
}

sj_status sj_dga_estimate(const sj_overlap *o, const sj_dga_options *options, sj_dga *ret)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_TRY(o->lists > SJ_OVERLAP_LISTS_MAX ? SJ_ELIMIT : check(o, options));
    struct dga *d = sj_arena_zalloc(&arena, sizeof *d);
    double *p = sj_arena_alloc(&arena, options->hidden_max * sizeof *p);
    if (!d || !p)
        return SJ_ENOMEM;
    d->lists = o->lists;
    d->n = sj_overlap_total(o);
    run(o, options, d, p, ret);
    return SJ_OK;
}
