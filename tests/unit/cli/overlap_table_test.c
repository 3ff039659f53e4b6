/* The table of overlapping lists: without memory it is refused, never answered in part. What
 * it takes and refuses stands in tests/integration/overlap_test.py, through the command. */
#include "test.h"
#include "cli/overlap_table.c"

static sj_status story(void *ctx)
{
    const bool people = ctx != NULL;
    const sj_str text = people
                            ? SJ_S("a,b,c\n1,0,1\nyes,TRUE,0\n0,1,1.0\n")
                            : SJ_S("a,b,count,rep\n1,0,5,x\n0,1,4,y\n1,1,3,x\n0,1,3,x\n1,0,2,y\n");
    SJ_AUTO(sj_input) *file = NULL;
    sj_overlap_tables in = {.people = people};
    SJ_TRY(sj_input_open_memory(text, SJ_S(""), 1 << 20, &file, &in.diag));
    const sj_status s = sj_overlap_tables_read(file, &in);
    if (s >= 0)
        assert_true(in.tables == (people ? 1 : 2) &&
                    in.table[0].overlap.count[1] == (people ? 0 : 5));
    sj_overlap_tables_done(&in);
    return s;
}

static void survives_without_memory(void **state)
{
    (void)state;
    char people = 1;
    sj_test_sweep(story, NULL, 0);
    sj_test_sweep(story, &people, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(survives_without_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
