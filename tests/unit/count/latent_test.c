/* Latent classes: a table made by two classes, agreement of chains and the lack of it,
 * R-hat and effective size against closed forms, refusals, lack of memory. */
#include "test.h"
#include "count/latent.h"
#include "count/random.h"
#include <math.h>

/* Expected counts of two classes, rounded: 3,000 easy and 1,000 hard to find. */
static sj_overlap two_classes(void)
{
    static const double size[2] = {3000, 1000}, in[2][4] = {{.5, .4, .3, .6}, {.1, .05, .2, .1}};
    sj_overlap o = {.lists = 4};
    for (unsigned m = 1; m < 16; m++) {
        double mean = 0;
        for (unsigned k = 0; k < 2; k++) {
            double p = size[k];
            for (unsigned j = 0; j < 4; j++)
                p *= m >> j & 1 ? in[k][j] : 1 - in[k][j];
            mean += p;
        }
        o.count[m] = floor(mean + 0.5);
    }
    return o;
}

static sj_latent_options quick(void)
{
    sj_latent_options p = sj_latent_usual();
    p.burn = 300;
    p.keep = 300;
    p.thin = 2;
    p.classes = 5;
    return p;
}

static void finds_the_hidden(void **state)
{
    (void)state;
    const sj_overlap o = two_classes();
    sj_latent_options p = quick();
    sj_latent r, again;
    assert_int_equal(sj_latent_estimate(&o, &p, &r), SJ_OK);
    if (!(r.low < 4000 && 4000 < r.high && r.median > 3500 && r.median < 4600))
        fail_msg("median %g, %g to %g", r.median, r.low, r.high);
    assert_true(r.rhat < 1.3 && r.ess > 20 && r.truncated == 0);
    p.threads = 1;
    assert_int_equal(sj_latent_estimate(&o, &p, &again), SJ_OK);
    assert_memory_equal(&r, &again, sizeof r);
    p.seed = 2;
    assert_int_equal(sj_latent_estimate(&o, &p, &again), SJ_OK);
    assert_true(again.median != r.median);
}

/* Draws that are independent: R-hat 1, all of them effective. A first-order walk with
 * correlation a: (1 - a) / (1 + a) of them. Chains about two places: R-hat far over 1. */
static void diagnoses(void **state)
{
    (void)state;
    enum { CHAINS = 20, KEEP = 2000 };
    static double x[CHAINS * KEEP];
    const double a = 0.8;
    double rhat, ess;
    sj_random r = sj_random_stream(3, 0);
    for (size_t i = 0; i < CHAINS * KEEP; i++)
        x[i] = sj_random_normal(&r);
    sj_latent_diagnose(x, CHAINS, KEEP, &rhat, &ess);
    assert_true(fabs(rhat - 1) < 0.005 && fabs(ess / (CHAINS * KEEP) - 1) < 0.05);
    for (size_t i = 1; i < CHAINS * KEEP; i++)
        x[i] = a * x[i - 1] + sqrt(1 - a * a) * x[i];
    sj_latent_diagnose(x, CHAINS, KEEP, &rhat, &ess);
    assert_true(rhat < 1.02 && fabs(ess / (CHAINS * KEEP) / (1.0 / 9) - 1) < 0.15);
    for (size_t i = 0; i < CHAINS * KEEP; i++)
        x[i] += (double)(i / KEEP % 2) * 3;
    sj_latent_diagnose(x, CHAINS, KEEP, &rhat, &ess);
    assert_true(rhat > 1.5);
}

static void refuses(void **state)
{
    (void)state;
    sj_overlap o = two_classes();
    sj_latent_options p = quick();
    sj_latent r;
    p.chains = 1;
    assert_int_equal(sj_latent_estimate(&o, &p, &r), SJ_EREFUSED);
    p = quick();
    p.classes = SJ_LATENT_CLASSES_MAX + 1;
    assert_int_equal(sj_latent_estimate(&o, &p, &r), SJ_ELIMIT);
    p = quick();
    p.level = 1;
    assert_int_equal(sj_latent_estimate(&o, &p, &r), SJ_EINVAL);
    p = quick();
    o.count[3] = -1;
    assert_int_equal(sj_latent_estimate(&o, &p, &r), SJ_EINVAL);
}

static sj_status story(void *ctx)
{
    (void)ctx;
    const sj_overlap o = two_classes();
    sj_latent_options p = quick();
    sj_latent r;
    p.burn = 2;
    p.keep = 8;
    p.threads = 1;
    return sj_latent_estimate(&o, &p, &r);
}

static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(finds_the_hidden),
                                       cmocka_unit_test(diagnoses), cmocka_unit_test(refuses),
                                       cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
