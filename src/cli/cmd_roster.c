/* cli/cmd_roster.c -- a roster from one form to the other: FollowTheMoney lines, or a folder
 * of CSV tables. Either command reads either form. */
#include "cli/cli.h"
#include "cli/tables.h"
#include "sojourn/roster_ftm.h"

enum { OUT, STRICT, QUIET, OPTIONS, PIECE_BYTES = 1 << 16 };
static const sj_cli_option options[OPTIONS] = {
    [OUT] = {"out", true}, [STRICT] = {"strict", false}, [QUIET] = {"quiet", false}};
struct use {
    const char *verb, *roster, *out;
    bool strict, quiet;
};

/* ---- export ---- */

static bool write_piece(FILE *to, sj_buf *b, bool last)
{
    if (!last && b->status >= 0 && b->len < PIECE_BYTES)
        return true;
    const bool written = sj_cli_write(to, b);
    sj_buf_clear(b);
    return written;
}

static int write_lines(const sj_tables *t, sj_roster_writer *w, FILE *to)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_status s = sj_roster_write_ftm_start(w, &b);
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        for (size_t r = 0; r < sj_tables_count(t, (sj_table)i) && s >= 0; r++) {
            s = sj_roster_write_ftm(w, (sj_table)i, r, &b);
            if (s >= 0 && !write_piece(to, &b, false))
                return SJ_EXIT_FAILED;
        }
    if (s < 0)
        return sj_cli_fail("export", s, NULL);
    return write_piece(to, &b, true) ? SJ_EXIT_DONE : SJ_EXIT_FAILED;
}

static int export_tables(const struct use *u, const sj_tables *t)
{
    SJ_AUTO(sj_roster_writer) *w = NULL;
    const sj_status s = sj_roster_writer_new(t, &w);
    if (s < 0)
        return sj_cli_fail("export", s, NULL);
    FILE *to = sj_cli_open_out(u->out);
    if (!to)
        return SJ_EXIT_FAILED;
    const int result = write_lines(t, w, to);
    return sj_cli_close_out(to) ? result : SJ_EXIT_FAILED;
}

/* ---- import ---- */

static sj_status write_rows(const sj_tables *t, sj_table table, sj_file_writer *to)
{
    SJ_SCOPED(sj_buf) b = {0};
    const size_t rows = sj_tables_count(t, table);
    SJ_TRY(sj_roster_write_csv_header(t, table, &b));
    for (size_t r = 0; r < rows; r++) {
        SJ_TRY(sj_roster_write_csv(t, table, r, &b));
        if (b.len < PIECE_BYTES)
            continue;
        SJ_TRY(sj_file_writer_add(to, b.ptr, b.len));
        sj_buf_clear(&b);
    }
    return sj_file_writer_add(to, b.ptr, b.len);
}

static sj_status table_path(const struct use *u, size_t table, sj_arena *a, sj_str *ret)
{
    return sj_arena_format(a, ret, "%s/%.*s.csv", u->out,
                           SJ_STR_FMT(sj_table_name((sj_table)table)));
}

/* A table that lies there from before would be read as part of this roster. */
static int refuse_others(const struct use *u, sj_arena *a)
{
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        sj_str path;
        sj_file there = {0};
        sj_status s = table_path(u, i, a, &path);
        if (s >= 0 && (s = sj_file_open(path.ptr, SIZE_MAX, &there)) == SJ_ENOTFOUND)
            continue;
        sj_file_done(&there);
        if (s < 0)
            return sj_cli_fail("import", s, NULL);
        sj_cli_say("%.*s is there already: give a folder without tables", SJ_STR_FMT(path));
        return SJ_EXIT_USE;
    }
    return SJ_EXIT_DONE;
}

static sj_status write_table(const struct use *u, const sj_tables *t, size_t i, sj_arena *a)
{
    sj_file_writer to;
    sj_str path;
    size_t headers;
    (void)sj_tables_header(t, (sj_table)i, &headers);
    if (headers == 0)
        return SJ_OK;
    SJ_TRY(table_path(u, i, a, &path));
    SJ_TRY(sj_file_writer_open(path.ptr, &to));
    SJ_TRY(sj_file_writer_close(&to, write_rows(t, (sj_table)i, &to)));
    if (!u->quiet)
        sj_cli_say("%.*s: %zu rows", SJ_STR_FMT(path), sj_tables_count(t, (sj_table)i));
    return SJ_OK;
}

static int import_tables(const struct use *u, const sj_tables *t)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_status s = sj_file_make_folder(u->out);
    const int refused = s < 0 ? SJ_EXIT_DONE : refuse_others(u, &a);
    if (refused != SJ_EXIT_DONE)
        return refused;
    for (size_t i = 0; i < SJ_TABLE_COUNT && s >= 0; i++)
        s = write_table(u, t, i, &a);
    return s < 0 ? sj_cli_fail(u->out, s, NULL) : SJ_EXIT_DONE;
}

/* ---- the command ---- */

static int run(const struct use *u)
{
    SJ_AUTO(sj_tables) *t = NULL;
    sj_diag d = {0};
    const bool standard_input = strcmp(u->roster, "-") == 0;
    const sj_tables_options how = {.strict = u->strict,
                                   .name = standard_input ? SJ_S("standard input") : SJ_S("")};
    const sj_status s = sj_tables_open(u->roster, &how, &t, &d);
    if (s < 0)
        return sj_cli_fail(u->roster, s, &d);
    const size_t problems = sj_cli_say_problems(t);
    const int result = strcmp(u->verb, "export") == 0 ? export_tables(u, t) : import_tables(u, t);
    return result == SJ_EXIT_DONE && problems ? SJ_EXIT_UNREADABLE : result;
}

static bool take(struct use *u, int option, const char *value)
{
    switch (option) {
    case SJ_CLI_POSITIONAL:
        if (u->verb && u->roster)
            return sj_cli_say("roster %s takes one roster", u->verb), false;
        *(u->verb ? &u->roster : &u->verb) = value;
        return true;
    case OUT:
        u->out = value;
        return true;
    case STRICT:
        u->strict = true;
        return true;
    case QUIET:
        u->quiet = true;
        return true;
    default:
        return false;
    }
}

int sj_cmd_roster(int argc, char **argv)
{
    struct use u = {0};
    sj_cli_args args = {.argc = argc, .argv = argv};
    for (int i; (i = sj_cli_next(&args, options, OPTIONS)) != SJ_CLI_END;)
        if (!take(&u, i, args.value))
            return SJ_EXIT_USE;
    const bool import = u.verb && strcmp(u.verb, "import") == 0;
    if (!u.roster || (!import && strcmp(u.verb, "export") != 0)) {
        sj_cli_say("give export or import, and a roster");
        return SJ_EXIT_USE;
    }
    if (import && (!u.out || strcmp(u.out, "-") == 0)) {
        sj_cli_say("roster import takes --out DIR");
        return SJ_EXIT_USE;
    }
    return run(&u);
}
