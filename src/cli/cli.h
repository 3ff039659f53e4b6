/* cli/cli.h -- what the commands share: options, messages, output.
 *
 * A command is a row of the table in main.c. It parses its own options with
 * sj_cli_next, writes results to its output (standard output or --out) and all
 * else to standard error, and returns an exit status. */
#ifndef SJ_CLI_CLI_H
#define SJ_CLI_CLI_H
#include "base/base.h"
#include <stdio.h>

enum {
    SJ_EXIT_DONE = 0,
    SJ_EXIT_FINDINGS = 1,   /* findings need a person */
    SJ_EXIT_USE = 2,        /* bad use */
    SJ_EXIT_UNREADABLE = 3, /* some input was unreadable */
    SJ_EXIT_FAILED = 4      /* the engine failed: memory, disk */
};

/* One option a command takes. */
typedef struct sj_cli_option {
    const char *name; /* "threshold", given as --threshold X or --threshold=X */
    bool takes_value;
} sj_cli_option;
/* The arguments at work; zero-init with argc, argv of the command (argv[0] is its name). */
typedef struct sj_cli_args {
    int argc;
    char **argv;
    int at;             /* next to look at; starts at 1 */
    bool options_ended; /* "--" was seen */
    const char *value;  /* of the option just returned */
} sj_cli_args;
enum { SJ_CLI_END = -1, SJ_CLI_POSITIONAL = -2, SJ_CLI_BAD = -3 };
/* The index of the next option in `option`, or SJ_CLI_POSITIONAL (value is the
 * argument; "-" is one), SJ_CLI_END, or SJ_CLI_BAD after saying why. */
int sj_cli_next(sj_cli_args *args, const sj_cli_option *option, size_t count);
/* Decimal number in [low, high]; false after saying what was expected. */
bool sj_cli_number(const char *text, const char *what, double low, double high, double *ret);

/* "sojourn: <message>" on standard error. */
void sj_cli_say(const char *format, ...) SJ_PRINTF(1, 2);
/* Has it a letter or a digit? Without, "no match" would be a lie: false after saying so. */
bool sj_cli_is_name(const char *text);
/* file:line:column: field: reason (status), as much of it as is known. */
void sj_cli_say_diag(const sj_diag *d);
/* Says what failed and returns the exit status that fits: unreadable input or
 * failed engine. */
int sj_cli_fail(const char *what, sj_status s, const sj_diag *d);
/* Control characters, bytes that are no UTF-8 and marks that turn the direction of text are
 * written as \x1b or \u202e: in a stranger's name they could erase or hide what a terminal
 * shows. Messages go through it always, results on a terminal only: a file is data. */
void sj_cli_make_visible(sj_str text, sj_buf *to);

/* Writes all of a buffer; false (said) if the disk is full or the pipe closed. */
bool sj_cli_write(FILE *to, const sj_buf *b);
/* Opens PATH for writing; NULL or "-" is standard output. NULL after saying why. */
FILE *sj_cli_open_out(const char *path);
bool sj_cli_close_out(FILE *f); /* flushes; false (said) on error */

int sj_cmd_compare(int argc, char **argv);
int sj_cmd_match(int argc, char **argv);
int sj_cmd_papers(int argc, char **argv);
int sj_cmd_screen(int argc, char **argv);
int sj_cmd_lists(int argc, char **argv);
int sj_cmd_count(int argc, char **argv);
int sj_cmd_count_overlap(int argc, char **argv);
int sj_cmd_count_figures(int argc, char **argv);
int sj_cmd_count_from(int argc, char **argv);
int sj_cmd_count_seen(int argc, char **argv);
int sj_cmd_count_arrivals(int argc, char **argv);
int sj_cmd_scenario(int argc, char **argv);
int sj_cmd_roster(int argc, char **argv);
int sj_cmd_regime(int argc, char **argv);
int sj_cmd_version(int argc, char **argv);
int sj_cmd_doctor(int argc, char **argv);
#endif
