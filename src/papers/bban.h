/* papers/bban.h -- the check digits that states put inside their account numbers. */
#ifndef SJ_PAPERS_BBAN_H
#define SJ_PAPERS_BBAN_H
#include "papers/number_table.h"

/* Whether the BBAN (which has the form of its row) agrees with the national
 * check; *ret_at is the first character of the check digits that do not. */
bool sj_bban_agrees(sj_bban_method method, sj_str bban, size_t *ret_at);
#endif
