/* count/overlap_omit.c -- other tables of the same people: without one of the lists, where
 * who stood on that list alone is not seen any more; with two lists taken as one (both:
 * Silverman 2020); and of the people of one list alone, who are known to be all there are of
 * them (Binette, Steorts 2022). */
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

void sj_overlap_merge(const sj_overlap *o, unsigned first, unsigned second, sj_overlap *ret)
{
    sj_overlap both = *o; /* who is on either is on the first */
    for (unsigned m = 1; m < 1u << o->lists; m++)
        if ((m >> second & 1) && !(m >> first & 1)) {
            both.count[m | 1u << first] += o->count[m];
            both.count[m] = 0;
        }
    sj_overlap_omit(&both, second, ret);
}

void sj_overlap_within(const sj_overlap *o, unsigned list, sj_overlap *ret)
{
    sj_overlap on = *o;
    for (unsigned m = 1; m < 1u << o->lists; m++)
        if (!(m >> list & 1))
            on.count[m] = 0;
    sj_overlap_omit(&on, list, ret);
}
