/* count/latent.c -- Gibbs on cells, not persons: those of one cell are exchangeable, so a
 * cell of 1,000 costs one multinomial draw.
 *
 * A sweep: (1) split each cell over the classes; (2) inclusion of each list in each class;
 * (3) sticks and weights of classes; (4) the chance to be hidden; (5) the hidden number,
 * negative binomial; (6) the hidden split over classes; (7) alpha.
 * Sticks are drawn as logarithms of gammas: alpha near 0 makes plain ones underflow.
 * Chains start from random classes of very different sizes, so that agreement means
 * something.
 * Not chosen: rank-normalised R-hat; log(hidden) has tails light enough, and the plain
 * one is what readers can check by hand. */
#include "count/latent.h"
#include "count/quantile.h"
#include "count/random.h"
#include <math.h>
#include <stdlib.h>

enum { K_MAX = SJ_LATENT_CLASSES_MAX, T_MAX = SJ_OVERLAP_LISTS_MAX, REDRAWS_MAX = 1000 };
struct chain {
    const sj_overlap *o;
    const sj_latent_options *options;
    sj_random random;
    unsigned lists, classes, cells;
    unsigned cell[SJ_OVERLAP_CELLS]; /* occupied ones */
    double n, hidden, alpha;
    double log_weight[K_MAX], log_in[K_MAX][T_MAX], log_out[K_MAX][T_MAX];
    double size[K_MAX], on[K_MAX][T_MAX]; /* people of a class, and of it on a list */
    size_t met_bound;
};

/* log of Gamma(shape), right where the gamma itself would underflow. */
static double log_gamma_draw(sj_random *r, double shape)
{
    if (shape >= 1)
        return log(sj_random_gamma(r, shape));
    return log(sj_random_gamma(r, shape + 1)) + log(sj_random_uniform(r)) / shape;
}

static void log_beta_draw(sj_random *r, double a, double b, double *ret_in, double *ret_out)
{
    const double x = log_gamma_draw(r, a), y = log_gamma_draw(r, b);
    const double most = x > y ? x : y, sum = most + log(exp(x - most) + exp(y - most));
    *ret_in = x - sum;
    *ret_out = y - sum;
}

/* n people over the classes by log odds. */
static void split(struct chain *c, double n, const double *log_odds, double *ret)
{
    double p[K_MAX], most = -INFINITY, left = 0;
    for (unsigned k = 0; k < c->classes; k++)
        most = log_odds[k] > most ? log_odds[k] : most;
    for (unsigned k = 0; k < c->classes; k++)
        left += p[k] = exp(log_odds[k] - most);
    for (unsigned k = 0; k + 1 < c->classes; k++) {
        ret[k] = n > 0 && left > 0
                     ? (double)sj_random_binomial(&c->random, (uint64_t)n, fmin(1, p[k] / left))
                     : 0;
        n -= ret[k];
        left -= p[k];
    }
    ret[c->classes - 1] = n;
}

static void log_odds_of(const struct chain *c, unsigned mask, double *ret)
{
    for (unsigned k = 0; k < c->classes; k++) {
        ret[k] = c->log_weight[k];
        for (unsigned j = 0; j < c->lists; j++)
            ret[k] += mask >> j & 1 ? c->log_in[k][j] : c->log_out[k][j];
    }
}

static void split_cells(struct chain *c)
{
    double odds[K_MAX], part[K_MAX];
    memset(c->size, 0, sizeof c->size);
    memset(c->on, 0, sizeof c->on);
    for (unsigned i = 0; i < c->cells; i++) {
        log_odds_of(c, c->cell[i], odds);
        split(c, c->o->count[c->cell[i]], odds, part);
        for (unsigned k = 0; k < c->classes; k++) {
            c->size[k] += part[k];
            for (unsigned j = 0; j < c->lists; j++)
                c->on[k][j] += c->cell[i] >> j & 1 ? part[k] : 0;
        }
    }
    log_odds_of(c, 0, odds);
    split(c, c->hidden, odds, part);
    for (unsigned k = 0; k < c->classes; k++)
        c->size[k] += part[k];
}

static void draw_classes(struct chain *c)
{
    double after = 0, in, out, stick = 0;
    for (unsigned k = 0; k < c->classes; k++)
        after += c->size[k];
    for (unsigned k = 0; k < c->classes; k++) {
        for (unsigned j = 0; j < c->lists; j++)
            log_beta_draw(&c->random, 1 + c->on[k][j], 1 + c->size[k] - c->on[k][j],
                          &c->log_in[k][j], &c->log_out[k][j]);
        after -= c->size[k];
        in = out = 0;
        if (k + 1 < c->classes)
            log_beta_draw(&c->random, 1 + c->size[k], c->alpha + after, &in, &out);
        c->log_weight[k] = stick + in;
        stick += out;
    }
    const double rate = c->options->rate - c->log_weight[c->classes - 1];
    c->alpha = sj_random_gamma(&c->random, c->options->shape + c->classes - 1) / rate;
    c->alpha = c->alpha > 1e-300 ? c->alpha : 1e-300;
}

static void draw_hidden(struct chain *c)
{
    double odds[K_MAX], p0 = 0;
    const double most = c->options->cap * c->n;
    log_odds_of(c, 0, odds);
    for (unsigned k = 0; k < c->classes; k++)
        p0 += exp(odds[k]);
    p0 = fmin(p0, 1 - 1e-12);
    bool met = false;
    for (int i = 0; i < REDRAWS_MAX; i++) {
        const double mean = sj_random_gamma(&c->random, c->n) * p0 / (1 - p0);
        c->hidden = mean > 4 * most ? mean : sj_random_poisson(&c->random, mean);
        if (c->hidden <= most)
            break;
        met = true;
    }
    if (c->hidden > most)
        c->hidden = floor(most);
    c->met_bound += met;
}

static void start(struct chain *c, const sj_overlap *o, const sj_latent_options *options, size_t i)
{
    *c = (struct chain){.o = o, .options = options, .lists = o->lists, .classes = options->classes};
    c->random = sj_random_stream(options->seed, i);
    c->n = sj_overlap_total(o);
    for (unsigned m = 1; m < 1u << o->lists; m++)
        if (o->count[m] > 0)
            c->cell[c->cells++] = m;
    c->alpha = 0.05 + sj_random_uniform(&c->random);
    c->hidden = floor(c->n * exp(4 * sj_random_uniform(&c->random) - 3)); /* 1/20 to e times */
    c->hidden = fmin(c->hidden, c->options->cap * c->n);
    for (unsigned k = 0; k < c->classes; k++) {
        c->log_weight[k] = -log((double)c->classes);
        for (unsigned j = 0; j < c->lists; j++) {
            const double u = sj_random_uniform(&c->random);
            c->log_in[k][j] = log(u);
            c->log_out[k][j] = log(1 - u);
        }
    }
}

static void sweep(struct chain *c)
{
    split_cells(c);
    draw_classes(c);
    draw_hidden(c);
}

struct run {
    const sj_overlap *o;
    const sj_latent_options *options;
    double *value; /* log(hidden + 1/2), chain after chain */
    size_t *met_bound;
};

static sj_status run_chain(void *ctx, size_t i, unsigned worker)
{
    const struct run *r = ctx;
    struct chain c;
    (void)worker;
    start(&c, r->o, r->options, i);
    for (size_t k = 0; k < r->options->burn; k++)
        sweep(&c);
    c.met_bound = 0;
    for (size_t k = 0; k < r->options->keep; k++) {
        for (size_t t = 0; t < r->options->thin; t++)
            sweep(&c);
        r->value[i * r->options->keep + k] = log(c.hidden + 0.5);
    }
    r->met_bound[i] = c.met_bound;
    return SJ_OK;
}

/* ---- do the chains agree? ---- */

static double mean_of(const double *x, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++)
        sum += x[i];
    return sum / (double)n;
}

static double covariance_at(const double *x, size_t n, size_t lag, double mean)
{
    double sum = 0;
    for (size_t i = 0; i + lag < n; i++)
        sum += (x[i] - mean) * (x[i + lag] - mean);
    return sum / (double)n;
}

/* Autocorrelation at a lag over all half chains. */
static double correlation_at(const double *value, size_t chains, size_t keep, size_t lag,
                             double within, double pooled)
{
    const size_t half = keep / 2;
    double sum = 0;
    for (size_t h = 0; h < 2 * chains; h++) {
        const double *x = value + h / 2 * keep + h % 2 * (keep - half);
        sum += covariance_at(x, half, lag, mean_of(x, half));
    }
    return 1 - (within - sum / (double)(2 * chains)) / pooled;
}

void sj_latent_diagnose(const double *value, size_t chains, size_t keep, double *ret_rhat,
                        double *ret_ess)
{
    const size_t half = keep / 2, halves = 2 * chains;
    double within = 0, between = 0, grand = 0, sum = 0;
    for (size_t h = 0; h < halves; h++)
        grand += mean_of(value + h / 2 * keep + h % 2 * (keep - half), half) / (double)halves;
    for (size_t h = 0; h < halves; h++) {
        const double *x = value + h / 2 * keep + h % 2 * (keep - half);
        const double m = mean_of(x, half);
        between += (m - grand) * (m - grand) / (double)(halves - 1);
        within += covariance_at(x, half, 0, m) * (double)half / (double)(half - 1) / (double)halves;
    }
    const double pooled = within * (double)(half - 1) / (double)half + between;
    *ret_rhat = sqrt(pooled / within);
    *ret_ess = NAN;
    if (!(pooled > 0))
        return;
    double before = INFINITY;
    for (size_t lag = 1; lag + 1 < half; lag += 2) {
        double pair = correlation_at(value, chains, keep, lag, within, pooled) +
                      correlation_at(value, chains, keep, lag + 1, within, pooled);
        if (!(pair > 0))
            break;
        pair = pair < before ? pair : before; /* monotone */
        before = pair;
        sum += pair;
    }
    *ret_ess = (double)(halves * half) / (1 + 2 * sum);
}

/* ---- the answer ---- */

sj_latent_options sj_latent_usual(void)
{
    return (sj_latent_options){.classes = 10,
                               .chains = 20,
                               .burn = 2000,
                               .keep = 2000,
                               .thin = 5,
                               .shape = 0.25,
                               .rate = 0.25,
                               .cap = 20,
                               .level = 0.95,
                               .seed = 1};
}

static sj_status check(const sj_overlap *o, const sj_latent_options *p)
{
    if (o->lists < 2 || o->lists > SJ_OVERLAP_LISTS_MAX || p->classes < 1 || p->keep < 8 ||
        p->thin < 1 || !(p->shape > 0) || !(p->rate > 0) || !(p->cap > 0) ||
        !(p->level > 0 && p->level < 1) || !(sj_overlap_total(o) > 0))
        return SJ_EINVAL;
    for (unsigned m = 1; m < 1u << o->lists; m++)
        if (!(o->count[m] >= 0 && o->count[m] < 1e12) || o->count[m] != floor(o->count[m]))
            return SJ_EINVAL;
    if (p->chains < SJ_LATENT_CHAINS_MIN)
        return SJ_EREFUSED;
    const bool fits = p->classes <= K_MAX && p->chains <= SJ_LATENT_CHAINS_MAX &&
                      p->keep <= SJ_LATENT_DRAWS_MAX / p->chains &&
                      p->thin <= SJ_LATENT_DRAWS_MAX && p->burn <= 100 * SJ_LATENT_DRAWS_MAX;
    return fits ? SJ_OK : SJ_ELIMIT;
}

static sj_status describe(const sj_overlap *o, const struct run *r, sj_latent *ret)
{
    const sj_latent_options *p = r->options;
    const double n = sj_overlap_total(o), tail = (1 - p->level) / 2;
    sj_quantile q[] = {{.p = tail}, {.p = 0.5}, {.p = 1 - tail}};
    size_t met = 0;
    *ret = (sj_latent){.draws = p->chains * p->keep};
    sj_latent_diagnose(r->value, p->chains, p->keep, &ret->rhat, &ret->ess);
    ret->mixed = ret->rhat < 1.05 && ret->ess > 400;
    for (size_t i = 0; i < p->chains; i++)
        met += r->met_bound[i];
    ret->truncated = (double)met / (double)(ret->draws * p->thin);
    for (size_t i = 0; i < ret->draws; i++) {
        r->value[i] = n + exp(r->value[i]) - 0.5;
        ret->mean += r->value[i] / (double)ret->draws;
    }
    SJ_TRY(sj_quantiles(r->value, ret->draws, q, 3));
    ret->low = q[0].value;
    ret->median = q[1].value;
    ret->high = q[2].value;
    ret->median_mc_error = q[1].mc_error * sqrt((double)ret->draws / ret->ess);
    return SJ_OK;
}

sj_status sj_latent_estimate(const sj_overlap *o, const sj_latent_options *options, sj_latent *ret)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_TRY(check(o, options));
    struct run r = {.o = o, .options = options};
    r.value = sj_arena_alloc(&arena, options->chains * options->keep * sizeof *r.value);
    r.met_bound = sj_arena_zalloc(&arena, options->chains * sizeof *r.met_bound);
    if (!r.value || !r.met_bound)
        return SJ_ENOMEM;
    SJ_TRY(sj_thread_for(options->threads, options->chains, run_chain, &r));
    return describe(o, &r, ret);
}
