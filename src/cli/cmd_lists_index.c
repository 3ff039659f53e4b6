/* cli/cmd_lists_index.c -- sojourn lists index: the lists of a folder as one index
 * file, which `--lists FILE` then opens without reading any list. Apart from
 * cmd_lists.c, which stands on lists alone and is tested without an index. */
#include "cli/cli.h"
#include "cli/fetch.h"
#include "cli/load.h"

int sj_cmd_lists_index(const char *dir, const char *out)
{
    SJ_AUTO(sj_index_builder) *b = NULL;
    sj_status s = sj_index_builder_new(&b);
    if (s < 0)
        return sj_cli_fail("index", s, NULL);
    const int status = sj_load_build(dir, false, b);
    if (status != SJ_EXIT_DONE)
        return status;
    s = sj_index_builder_write(b, out);
    return s < 0 ? sj_cli_fail(out, s, NULL) : SJ_EXIT_DONE;
}
