/* cli/main.c -- the command table. */
#include "cli/cli.h"

struct command {
    const char *name;
    int (*run)(int argc, char **argv);
    const char *use, *what;
};
static const struct command commands[] = {
    {"screen", sj_cmd_screen,
     "sojourn screen ROSTER --lists DIR [--out DIR] [--threshold T] [--threads N] [--strict] "
     "[--json] [--quiet]\n"
     "       [--as-of DATE] [--base-rate P] [--reading text|permit-decides|practice] "
     "[--law FILE]\n"
     "       [--for employer|bank|fiu|expert-panel|ngo|public]",
     "screen a roster: matches, and of a folder of tables findings, assessments, a report"},
    {"roster", sj_cmd_roster,
     "sojourn roster export ROSTER [--out FILE] [--strict]\n"
     "       sojourn roster import FILE --out DIR [--strict] [--quiet]",
     "a roster as FollowTheMoney lines, and back to a folder of tables"},
    {"match", sj_cmd_match,
     "sojourn match NAME ... --lists DIR [--kind person|company|vessel|any] [--birth-date DATE]\n"
     "       [--nationality COUNTRY] [--gender male|female] [--place TEXT] [--id KIND:VALUE]\n"
     "       [--threshold T] [--limit N] [--out FILE] [--json] [--quiet]",
     "one name against the lists"},
    {"compare", sj_cmd_compare,
     "sojourn compare A B [--kind person|company|vessel|any] [--json]\n"
     "       sojourn compare --csv FILE [--out FILE]",
     "two names: the score and why"},
    {"papers", sj_cmd_papers,
     "sojourn papers MRZ|NUMBER ... [--scheme ID] [--as-of DATE] [--out FILE] [--json]\n"
     "       sojourn papers --csv FILE [--scheme ID] [--as-of DATE] [--out FILE]\n"
     "       sojourn papers --schemes [--json]",
     "numbers and machine-readable zones: valid, why not, what they state"},
    {"lists", sj_cmd_lists,
     "sojourn lists fetch [NAME ...] --lists DIR [--from URL --format F] [--accept-shrink] "
     "[--json]\n"
     "             [--attempts N] [--backoff-ms N] [--stall-seconds N] [--max-bytes N] "
     "[--plain-loopback]\n"
     "       sojourn lists import NAME PATH --lists DIR [--format F] [--accept-shrink] [--json]\n"
     "       sojourn lists show --lists DIR [--json]\n"
     "       sojourn lists diff A B [--format F] [--json]\n"
     "       sojourn lists index --lists DIR --out FILE",
     "fetch, import, show, compare and index official lists"},
    {"count", sj_cmd_count,
     "sojourn count overlap TABLE.csv [--select main|stepwise|bic|MODEL] [--order K]\n"
     "             [--interval normal|profile|percentile|bca] [--level P] [--replicates B] "
     "[--seed S]\n"
     "             [--threshold P] [--top N] [--out DIR] [--json]\n"
     "       sojourn count overlap TABLE.csv --method graphs|latent|threshold [--level P] "
     "[--seed S] [--json]\n"
     "             graphs: [--delta D] [--hidden N] [--prior SHAPE,SCALE]; "
     "latent: [--chains N] [--keep N]\n"
     "             [--classes N]; threshold: [--order K] [--variance V] [--threshold T]\n"
     "       sojourn count seen TABLE.csv [--replicates B] [--level P] [--seed S] [--json]\n"
     "       sojourn count --from FINDINGS [--grade refer|review] [--select main|stepwise|bic]\n"
     "             [--order K] [--threshold P] [--draws B] [--level P] [--seed S] [--json]\n"
     "       sojourn count --figures FILE [--seed S] [--out DIR [--scenario FILE]] [--json]\n"
     "       sojourn count arrivals FILE [--change PERIOD] [--target YEAR] [--trips LOW-HIGH] "
     "[--seed S] [--out DIR] [--json]",
     "numbers: overlaps of lists, accounts seen, published figures, arrivals"},
    {"scenario", sj_cmd_scenario,
     "sojourn scenario FILE [--draws N] [--seed S] [--threads N] [--sobol ROWS] "
     "[--default restore|continue] [--out DIR] [--json]",
     "what follows if: stocks and flows with uncertain inputs"},
    {"regime", sj_cmd_regime,
     "sojourn regime show [ID] | at DATE [--job JOB --roster DIR] | explain JOB --roster DIR\n"
     "       [--at DATE] [--reading text|permit-decides|practice] [--law FILE] [--out FILE] "
     "[--json]",
     "the law on a date, the outcome for a job and the path to it"},
    {"doctor", sj_cmd_doctor, "sojourn doctor", "check that the engine reads names as it should"},
    {"version", sj_cmd_version, "sojourn version",
     "print the version and the fingerprint of how names are read"},
};

static const struct command *find(const char *name)
{
    for (size_t i = 0; i < SJ_COUNT(commands); i++)
        if (strcmp(commands[i].name, name) == 0)
            return &commands[i];
    return NULL;
}

static void print_help(FILE *to)
{
    (void)fputs("sojourn screens people and companies against official sanctions lists.\n\n", to);
    for (size_t i = 0; i < SJ_COUNT(commands); i++)
        (void)fprintf(to, "  %-8s %s\n", commands[i].name, commands[i].what);
    (void)fputs(
        "\nsojourn help COMMAND tells how to use one; man sojourn-COMMAND tells more.\n"
        "Exit: 0 done, 1 something needs a person, 2 bad use, 3 some input was unreadable,\n"
        "4 the engine failed.\n",
        to);
}

static int help(int argc, char **argv)
{
    const struct command *c = argc > 1 ? find(argv[1]) : NULL;
    if (argc > 1 && !c) {
        sj_cli_say("no command '%s' (see sojourn help)", argv[1]);
        return SJ_EXIT_USE;
    }
    if (c)
        (void)printf("use: %s\n\n%s\n", c->use, c->what);
    else
        print_help(stdout);
    return SJ_EXIT_DONE;
}

static bool is_help(const char *word)
{
    return strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0;
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        print_help(stderr);
        return SJ_EXIT_USE;
    }
    if (strcmp(argv[1], "help") == 0 || is_help(argv[1]))
        return help(argc - 1, argv + 1);
    if (strcmp(argv[1], "--version") == 0)
        return sj_cmd_version(argc - 1, argv + 1);
    const struct command *c = find(argv[1]);
    if (!c) {
        sj_cli_say("no command '%s' (see sojourn help)", argv[1]);
        return SJ_EXIT_USE;
    }
    for (int i = 2; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (is_help(argv[i])) { /* also behind a verb: sojourn lists import --help */
            char *named[] = {argv[0], argv[1], NULL};
            return help(2, named);
        }
    return c->run(argc - 1, argv + 1);
}
