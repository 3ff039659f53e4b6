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

static bool says(const char *word, const struct part *p)
{
    const size_t len = strlen(p->word);
    return strncmp(word, p->word, len) == 0 && (!word[len] || (p->is_option && word[len] == '='));
}

int sj_cmd_count(int argc, char **argv)
{
    for (size_t i = 0; argc > 1 && i < SJ_COUNT(parts); i++)
        if (!parts[i].is_option && says(argv[1], &parts[i]))
            return parts[i].run(argc - 1, argv + 1);
    for (int k = 1; k < argc; k++) /* options stand in any order */
        for (size_t i = 0; i < SJ_COUNT(parts); i++)
            if (parts[i].is_option && says(argv[k], &parts[i]))
                return parts[i].run(argc, argv);
    sj_cli_say("count needs overlap TABLE, seen TABLE, --from FINDINGS, --figures FILE or arrivals "
               "FILE (see sojourn "
               "help count)");
    return SJ_EXIT_USE;
}
