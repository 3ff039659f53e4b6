/* A program that is nothing but `sojourn lists`, so that fetching is tested
 * whatever other commands exist. */
#include "cli/cli.h"
#include "cli/fetch.h"

int sj_cmd_lists_index(const char *dir, const char *out) /* needs the index: not here */
{
    sj_cli_say("no index of %s into %s in this program", dir, out);
    return SJ_EXIT_USE;
}

int main(int argc, char **argv)
{
    return sj_cmd_lists(argc, argv);
}
