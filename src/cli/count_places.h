/* cli/count_places.h -- people present, gross pay, what the state takes and what the worker
 * keeps, by state and sector: a map of people, a table a quantity, a CSV. Of each place and
 * sector the pool of the latest era stands; numbers of sectors are never added,
 * since sources that say "all" and sources of one sector count other people. */
#ifndef SJ_CLI_COUNT_PLACES_H
#define SJ_CLI_COUNT_PLACES_H
#include "count/figure.h"

/* Map and tables; places that the map does not know are named under it. Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_count_places_draw(const sj_figure_pool *pool, size_t pools, sj_buf *to);
/* A header and a row a quantity, place and sector. Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_count_places_csv(const sj_figure_pool *pool, size_t pools, const char *hash,
                                      uint64_t seed, sj_buf *to);
#endif
