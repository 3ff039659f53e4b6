/* count/overlap_omit.c -- the same people without one of the lists: how much an estimate
 * rests on it (Silverman 2020, omitting lists). Who stood on that list alone is not seen
 * any more. */
#include "count/overlap.h"

void sj_overlap_omit(const sj_overlap *o, unsigned list, sj_overlap *ret)
{
    const unsigned below = (1u << list) - 1;
    memset(ret, 0, sizeof *ret);
    ret->lists = o->lists - 1;
    for (unsigned m = 1; m < 1u << o->lists; m++) {
        const unsigned without = (m & below) | (m >> 1 & ~below);
        if (without)
            ret->count[without] += o->count[m];
    }
}
