/* count/smooth.c -- STL from the description in the 1990 paper, and the local
 * level by the Kalman filter.
 *
 * Loess at x: tricube weights of the nearest points within the window, a line or
 * a mean through them; with a jump it is computed every so many points and drawn
 * straight between. Indices count from 1 as in the paper, arrays are shifted.
 *
 * Invariants: (1) season + trend + rest = y exactly; (2) with n + 2 period values
 * of the smoothed season, three moving averages of period, period and 3 leave n.
 * Not chosen: an analytic gradient for two variances; a nested search of the
 * logarithms costs a millisecond. */
#include "count/smooth.h"
#include <math.h>

static const double TWO_PI = 6.283185307179586;

struct loess {
    const double *y, *weight; /* weight NULL: all 1 */
    size_t n, window;
    unsigned degree;
};

/* The value at x from points left .. right (from 1); false if all weights vanish. */
static bool loess_at(const struct loess *s, double x, size_t left, size_t right, double *w,
                     double *ret)
{
    const double range = (double)s->n - 1;
    double h = fmax(x - (double)left, (double)right - x), total = 0, sum = 0;
    if (s->window > s->n)
        h += (double)((s->window - s->n) / 2);
    for (size_t j = left; j <= right; j++) {
        const double r = fabs((double)j - x), u = h > 0 ? r / h : 0, c = 1 - u * u * u;
        w[j] = r > 0.999 * h ? 0 : r <= 0.001 * h ? 1 : c * c * c;
        if (s->weight)
            w[j] *= s->weight[j - 1];
        total += w[j];
    }
    if (total <= 0)
        return false;
    for (size_t j = left; j <= right; j++)
        w[j] /= total;
    if (h > 0 && s->degree > 0) {
        double a = 0, c = 0;
        for (size_t j = left; j <= right; j++)
            a += w[j] * (double)j;
        for (size_t j = left; j <= right; j++)
            c += w[j] * ((double)j - a) * ((double)j - a);
        if (sqrt(c) > 0.001 * range)
            for (size_t j = left; j <= right; j++)
                w[j] *= (x - a) / c * ((double)j - a) + 1;
    }
    for (size_t j = left; j <= right; j++)
        sum += w[j] * s->y[j - 1];
    *ret = sum;
    return true;
}

static void straight(double *to, size_t from, size_t until) /* between two points, from 1 */
{
    const double step = (to[until - 1] - to[from - 1]) / (double)(until - from);
    for (size_t j = from + 1; j < until; j++)
        to[j - 1] = to[from - 1] + step * (double)(j - from);
}

/* The window of a smooth at i: the nearest `window` points, kept inside 1 .. n. */
static size_t left_of(const struct loess *s, size_t i)
{
    const size_t half = (s->window + 1) / 2;
    if (s->window >= s->n || i < half)
        return 1;
    return i > s->n - (s->window - half) ? s->n - s->window + 1 : i - half + 1;
}

static void loess_smooth(const struct loess *s, size_t jump, double *w, double *to)
{
    const size_t n = s->n, width = s->window < n ? s->window : n;
    size_t i = 1, last = 1;
    if (n < 2) {
        to[0] = s->y[0];
        return;
    }
    jump = jump < n - 1 ? jump : n - 1;
    for (; i <= n; i += jump) {
        const size_t left = left_of(s, i);
        if (!loess_at(s, (double)i, left, left + width - 1, w, &to[i - 1]))
            to[i - 1] = s->y[i - 1];
        if (i > 1 && jump > 1)
            straight(to, i - jump, i);
        last = i;
    }
    if (last == n)
        return;
    const size_t left = left_of(s, n);
    if (!loess_at(s, (double)n, left, left + width - 1, w, &to[n - 1]))
        to[n - 1] = s->y[n - 1];
    if (n - last > 1)
        straight(to, last, n);
}

static void moving_average(const double *from, size_t n, size_t width, double *to)
{
    double sum = 0;
    for (size_t i = 0; i < width; i++)
        sum += from[i];
    to[0] = sum / (double)width;
    for (size_t i = width; i < n; i++) {
        sum += from[i] - from[i - width];
        to[i - width + 1] = sum / (double)width;
    }
}

struct stl {
    const sj_stl_options *o;
    const double *y;
    size_t n;
    double *season, *trend, *robust;         /* robust NULL in the first pass */
    double *a, *b, *c, *w, *sub, *subweight; /* n + 2 period each */
};

/* Smooths each cycle-subseries one step beyond both ends: from a into b. */
static void smooth_cycles(struct stl *s)
{
    const size_t period = s->o->period;
    for (size_t j = 0; j < period; j++) {
        const size_t k = (s->n - j - 1) / period + 1;
        for (size_t m = 0; m < k; m++) {
            s->sub[m] = s->a[m * period + j];
            s->subweight[m] = s->robust ? s->robust[m * period + j] : 1;
        }
        const struct loess l = {s->sub, s->robust ? s->subweight : NULL, k, s->o->season,
                                s->o->season_degree};
        const size_t right = s->o->season < k ? s->o->season : k;
        const size_t left = k > s->o->season ? k - s->o->season + 1 : 1;
        double first, last;
        loess_smooth(&l, s->o->season_jump, s->w, s->c + 1);
        if (!loess_at(&l, 0, 1, right, s->w, &first))
            first = s->c[1];
        if (!loess_at(&l, (double)(k + 1), left, k, s->w, &last))
            last = s->c[k];
        s->c[0] = first;
        s->c[k + 1] = last;
        for (size_t m = 0; m < k + 2; m++)
            s->b[m * period + j] = s->c[m];
    }
}

static void one_pass(struct stl *s)
{
    const size_t period = s->o->period, n = s->n, long_n = n + 2 * period;
    for (size_t i = 0; i < n; i++)
        s->a[i] = s->y[i] - s->trend[i];
    smooth_cycles(s);
    moving_average(s->b, long_n, period, s->c); /* (2) */
    moving_average(s->c, long_n - period + 1, period, s->a);
    moving_average(s->a, n + 2, 3, s->c);
    const struct loess low = {s->c, NULL, n, s->o->low, s->o->low_degree};
    loess_smooth(&low, s->o->low_jump, s->w, s->a);
    for (size_t i = 0; i < n; i++)
        s->season[i] = s->b[period + i] - s->a[i];
    for (size_t i = 0; i < n; i++)
        s->a[i] = s->y[i] - s->season[i];
    const struct loess trend = {s->a, s->robust, n, s->o->trend, s->o->trend_degree};
    loess_smooth(&trend, s->o->trend_jump, s->w, s->trend);
}

static int upwards(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    const double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Bisquare weights of the rest, at six median absolute values. */
static void weigh_rest(struct stl *s, double *robust)
{
    for (size_t i = 0; i < s->n; i++)
        s->a[i] = s->b[i] = fabs(s->y[i] - s->trend[i] - s->season[i]);
    sj_sort_stable(s->b, s->n, sizeof *s->b, s->c, upwards, NULL);
    const double six = 3 * (s->b[s->n / 2] + s->b[s->n - s->n / 2 - 1]);
    for (size_t i = 0; i < s->n; i++) {
        const double u = six > 0 ? s->a[i] / six : 0;
        robust[i] = u <= 0.001 ? 1 : u <= 0.999 ? (1 - u * u) * (1 - u * u) : 0;
    }
}

static void same_every_year(struct stl *s)
{
    for (size_t j = 0; j < s->o->period; j++) {
        double sum = 0, count = 0;
        for (size_t i = j; i < s->n; i += s->o->period, count++)
            sum += s->season[i];
        for (size_t i = j; i < s->n; i += s->o->period)
            s->season[i] = sum / count;
    }
}

static size_t odd(size_t n)
{
    return n < 3 ? 3 : n | 1;
}

sj_stl_options sj_stl_defaults(size_t n, size_t period, size_t season, bool robust)
{
    sj_stl_options o = {.period = period,
                        .periodic = season == 0,
                        .trend_degree = 1,
                        .low_degree = 1,
                        .inner = robust ? 1 : 2,
                        .outer = robust ? 15 : 0};
    o.season = season ? odd(season) : 10 * n + 1;
    o.trend = odd((size_t)ceil(1.5 * (double)period / (1 - 1.5 / (double)o.season)));
    o.low = odd(period);
    return o;
}

static sj_stl_options complete(const sj_stl_options *given)
{
    sj_stl_options o = *given;
    o.season = odd(o.season);
    o.trend = odd(o.trend);
    o.low = odd(o.low);
    o.season_jump = o.season_jump ? o.season_jump : (o.season + 9) / 10;
    o.trend_jump = o.trend_jump ? o.trend_jump : (o.trend + 9) / 10;
    o.low_jump = o.low_jump ? o.low_jump : (o.low + 9) / 10;
    return o;
}

sj_status sj_stl(const double *y, size_t n, const sj_stl_options *given, double *ret_season,
                 double *ret_trend)
{
    const sj_stl_options o = complete(given);
    SJ_SCOPED(sj_arena) arena = {0};
    if (o.period < 2 || n < 2 * o.period)
        return SJ_EINVAL;
    for (size_t i = 0; i < n; i++)
        if (!isfinite(y[i]))
            return SJ_EINVAL;
    const size_t room = (n + 2 * o.period + 2) * sizeof(double);
    double *work = sj_arena_zalloc(&arena, 8 * room);
    if (!work)
        return SJ_ENOMEM;
    const size_t step = room / sizeof(double);
    struct stl s = {.o = &o,
                    .y = y,
                    .n = n,
                    .season = work,
                    .trend = work + step,
                    .a = work + 2 * step,
                    .b = work + 3 * step,
                    .c = work + 4 * step,
                    .w = work + 5 * step,
                    .sub = work + 6 * step,
                    .subweight = work + 7 * step};
    double *robust = sj_arena_zalloc(&arena, n * sizeof *robust);
    if (!robust)
        return SJ_ENOMEM;
    for (unsigned pass = 0; pass <= o.outer; pass++) {
        for (unsigned i = 0; i < o.inner; i++)
            one_pass(&s);
        if (pass == o.outer)
            break;
        weigh_rest(&s, robust);
        s.robust = robust;
    }
    if (o.periodic)
        same_every_year(&s);
    memcpy(ret_season, s.season, n * sizeof *ret_season);
    memcpy(ret_trend, s.trend, n * sizeof *ret_trend);
    return SJ_OK;
}

/* ---- local level ---- */

struct kalman {
    const double *y;
    size_t n;
    double first, prior;
    double *mean, *variance; /* of the level given y up to i; NULL: likelihood only */
};

static double filter(const struct kalman *k, double level, double noise)
{
    double a = k->first, p = k->prior, sum = 0;
    for (size_t i = 0; i < k->n; i++) {
        const bool missing = isnan(k->y[i]);
        const double f = p + noise, v = missing ? 0 : k->y[i] - a;
        if (!missing) {
            sum += log(TWO_PI * f) + v * v / f;
            a += p / f * v;
            p -= p / f * p;
        }
        if (k->mean) {
            k->mean[i] = a;
            k->variance[i] = p;
        }
        p += level;
    }
    return -0.5 * sum;
}

/* Golden section in the logarithm of one variance, the other by `inner`. */
static double search(const struct kalman *k, double *level, double *noise, double low, double high,
                     bool outer)
{
    const double ratio = 0.6180339887498949;
    double best = 0;
    for (int i = 0; i < 90; i++) {
        const double x[2] = {high - ratio * (high - low), low + ratio * (high - low)};
        double value[2];
        for (int j = 0; j < 2; j++) {
            *(outer ? level : noise) = exp(x[j]);
            value[j] = outer ? search(k, level, noise, low - 40, high + 40, false)
                             : filter(k, *level, *noise);
        }
        if (value[0] > value[1])
            high = x[1];
        else
            low = x[0];
        best = fmax(value[0], value[1]);
        if (high - low < 1e-9)
            break;
    }
    return best;
}

sj_status sj_level_fit(const double *y, size_t n, double prior_scale, double *ret_smooth,
                       sj_level *ret)
{
    double sum = 0, square = 0, count = 0;
    for (size_t i = 0; i < n; i++) {
        if (isnan(y[i]))
            continue;
        sum += y[i];
        count++;
    }
    for (size_t i = 0; i < n; i++)
        square += isnan(y[i]) ? 0 : (y[i] - sum / count) * (y[i] - sum / count);
    if (count < 3 || !(square > 0) || isnan(y[0]) || !(prior_scale > 0))
        return SJ_EINVAL;
    double *work = sj_mem_zalloc(2 * n * sizeof *work);
    if (!work)
        return SJ_ENOMEM;
    const double variance = square / (count - 1), middle = log(variance);
    struct kalman k = {.y = y, .n = n, .first = y[0], .prior = prior_scale * variance};
    sj_level l;
    l.log_likelihood =
        search(&k, &l.level_variance, &l.noise_variance, middle - 20, middle + 5, true);
    k.mean = work;
    k.variance = work + n;
    l.log_likelihood = filter(&k, l.level_variance, l.noise_variance);
    ret_smooth[n - 1] = k.mean[n - 1];
    for (size_t i = n - 1; i-- > 0;) { /* Rauch, Tung, Striebel */
        const double gain = k.variance[i] / (k.variance[i] + l.level_variance);
        ret_smooth[i] = k.mean[i] + gain * (ret_smooth[i + 1] - k.mean[i]);
    }
    sj_mem_free(work);
    *ret = l;
    return SJ_OK;
}
