/* count/special.h -- the special functions that the estimators need.
 * Range:  relative error below 1e-12 where the tests look; a NaN argument gives
 *         NaN; probabilities outside [0, 1] give NaN, 0 and 1 the ends.
 * Source: Wichura 1988 (AS 241) for the normal; Numerical recipes 6.2 and 6.4
 *         are the usual account of the continued fractions, DLMF 8.9.2, 8.17.22
 *         their formulae. */
#ifndef SJ_COUNT_SPECIAL_H
#define SJ_COUNT_SPECIAL_H
#include "base/base.h"

double sj_normal_cdf(double z) SJ_PURE;
double sj_normal_quantile(double p) SJ_PURE;
double sj_log_gamma(double x);        /* x above 0 */
double sj_digamma(double x) SJ_PURE;  /* x above 0 */
double sj_trigamma(double x) SJ_PURE; /* x above 0 */
/* Regularised incomplete gamma P(a, x), its upper tail 1 - P(a, x) with no digit lost where it
 * is small, and beta I_x(a, b). */
double sj_gamma_cdf(double a, double x);
double sj_gamma_upper(double a, double x);
double sj_beta_cdf(double a, double b, double x);
double sj_beta_quantile(double a, double b, double p);
double sj_chi2_cdf(double df, double x);
double sj_chi2_quantile(double df, double p);
double sj_t_cdf(double df, double t);
double sj_t_quantile(double df, double p);
double sj_f_upper(double df1, double df2, double f); /* P(F > f) */
#endif
