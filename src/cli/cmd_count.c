/* cli/cmd_count.c -- sojourn count: which of its parts was asked for. */
#include "cli/cli.h"

static const struct part {
    const char *word; /* first argument: a sub-command, or the option that starts a part */
    int (*run)(int argc, char **argv);
    bool is_option; /* the word belongs to the part's own options */
} parts[] = {
    {"overlap", sj_cmd_count_overlap, false},   {"--figures", sj_cmd_count_figures, true},
    {"--from", sj_cmd_count_from, true},        {"seen", sj_cmd_count_seen, false},
    {"arrivals", sj_cmd_count_arrivals, false},
};

int sj_cmd_count(int argc, char **argv)
{
    const char *word = argc > 1 ? argv[1] : "";
    for (size_t i = 0; i < SJ_COUNT(parts); i++) {
        const size_t len = strlen(parts[i].word);
        if (strncmp(word, parts[i].word, len) != 0 ||
            (word[len] && !(parts[i].is_option && word[len] == '=')))
            continue;
        return parts[i].is_option ? parts[i].run(argc, argv) : parts[i].run(argc - 1, argv + 1);
    }
    sj_cli_say("count needs overlap TABLE, seen TABLE, --from FINDINGS, --figures FILE or arrivals "
               "FILE (see sojourn "
               "help count)");
    return SJ_EXIT_USE;
}
