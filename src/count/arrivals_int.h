/* count/arrivals_int.h -- between the files of arrivals. */
#ifndef SJ_COUNT_ARRIVALS_INT_H
#define SJ_COUNT_ARRIVALS_INT_H
#include "count/arrivals.h"

/* The autocorrelation of errors, in 0 .. 0.95, from that of residuals. A regression takes
 * waves out of its residuals, the more the fewer rows it has a column for, so r is too low:
 * what is returned is the rho for which the mean of r would be what was seen. q is n * p with
 * orthonormal columns that span the weighted design, row after row; *ret_df is what the
 * sum of squares is divided by to have the variance of such errors, n - p where rho is 0.
 * Errors: SJ_ENOMEM. Cost: O(n p). */
SJ_MUST sj_status sj_series_memory(const double *q, size_t n, size_t p, double r, double *ret_rho,
                                   double *ret_df);
#endif
