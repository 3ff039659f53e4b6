/* fuzz/linked_people_fuzz.c -- any bytes as the people that count --from reads. Laws: a refusal
 * has a reason, and names its line unless the file as a whole is refused; what is read has
 * records of people and lists that are there, with chances in (0, 1], lists in order, and the
 * table of them holds somebody. The command's own reader is not in the library, so its source
 * stands here. */
#include "cli/linked_people.c"
#include "records_check.h"

static void check(const sj_linked_people *in)
{
    sj_overlap likely, mean;
    demand(in->lists >= 2 && in->lists <= SJ_OVERLAP_LISTS_MAX && in->people <= in->of_grade);
    for (unsigned l = 1; l < in->lists; l++)
        demand(sj_str_cmp(in->list[l - 1], in->list[l]) < 0);
    for (size_t i = 0; i < in->records; i++)
        demand(in->record[i].person < in->people && in->record[i].list < in->lists &&
               in->record[i].probability > 0 && in->record[i].probability <= 1);
    demand(in->records >= in->people && strlen(in->hash) == 64);
    if (sj_overlap_link_table(in->record, in->records, in->people, in->lists, &likely, &mean) >= 0)
        demand(sj_overlap_total(&likely) >= 1 && sj_overlap_total(&mean) > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    for (int review = 0; review < 2; review++) {
        SJ_AUTO(sj_input) *file = NULL;
        sj_linked_people in = {{0}};
        sj_status s = sj_input_open_memory((sj_str){(const char *)data, size}, SJ_S(""), 1 << 24,
                                           &file, &in.diag);
        if (s >= 0)
            s = sj_linked_people_read(file, review, &in);
        demand(s >= 0 || s == SJ_ENOMEM || s == SJ_ELIMIT || in.diag.reason);
        if (s >= 0)
            check(&in);
        sj_linked_people_done(&in);
    }
    return 0;
}
