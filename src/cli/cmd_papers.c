/* cli/cmd_papers.c -- numbers and machine-readable zones, or a CSV of numbers:
 * valid, why not, and what each states. Exit 1 says that one of them is not
 * valid, so that a script can ask one number by its exit status. */
#include "cli/cli.h"
#include "cli/papers.h"
#include "records/csv.h"

enum { SCHEME, AS_OF, CSV, OUT, JSON, SCHEMES, OPTIONS };
static const sj_cli_option options[OPTIONS] = {
    [SCHEME] = {"scheme", true}, [AS_OF] = {"as-of", true}, [CSV] = {"csv", true},
    [OUT] = {"out", true},       [JSON] = {"json", false},  [SCHEMES] = {"schemes", false}};

struct use {
    const char *csv, *out;
    bool schemes;
    int first; /* the values are argv[first ..], moved together */
    int count;
    sj_paper_question ask;
};

/* A whole day: a year alone would leave open what was past on it. */
static bool parse_as_of(const char *text, sj_date *ret)
{
    sj_date_range r;
    if (sj_date_parse(sj_str_from(text), &r) && r.from.day && r.from.month &&
        memcmp(&r.from, &r.to, sizeof(r.from)) == 0) {
        *ret = r.from;
        return true;
    }
    sj_cli_say("--as-of is a day such as 2019-12-22, not '%s'", text);
    return false;
}

static bool parse_scheme(const char *text, struct use *u)
{
    sj_number n;
    u->ask.scheme = sj_str_from(text);
    if (sj_number_check(u->ask.scheme, SJ_S("0"), (sj_date){0}, &n) == SJ_OK)
        return true;
    sj_cli_say("no scheme '%s' (see sojourn papers --schemes)", text);
    return false;
}

static bool parse_option(int i, const char *value, struct use *u)
{
    switch (i) {
    case SCHEME:
        return parse_scheme(value, u);
    case AS_OF:
        return parse_as_of(value, &u->ask.as_of);
    case CSV:
        u->csv = value;
        return true;
    case OUT:
        u->out = value;
        return true;
    case SCHEMES:
        u->schemes = true;
        return true;
    default:
        u->ask.json = true;
        return true;
    }
}

static bool parse(int argc, char **argv, struct use *u)
{
    sj_cli_args args = {.argc = argc, .argv = argv};
    u->first = 1;
    for (int i; (i = sj_cli_next(&args, options, OPTIONS)) != SJ_CLI_END;) {
        if (i == SJ_CLI_BAD)
            return false;
        if (i == SJ_CLI_POSITIONAL)
            argv[u->first + u->count++] = argv[args.at - 1];
        else if (!parse_option(i, args.value, u))
            return false;
    }
    const int kinds = (u->count > 0) + (u->csv != NULL) + u->schemes;
    if (kinds == 1 && !(u->csv && u->ask.json))
        return true;
    sj_cli_say(kinds == 1 ? "--csv writes CSV: leave --json out"
                          : "give numbers or zones, or --csv FILE, or --schemes");
    return false;
}

/* Today, where --as-of is not given. */
static void default_as_of(sj_paper_question *ask)
{
    char now[21];
    sj_date_range r;
    sj_time_now(now);
    if (!ask->as_of.year && sj_date_parse((sj_str){now, 10}, &r))
        ask->as_of = r.from;
}

static void list_schemes(bool json, sj_buf *to)
{
    sj_number_scheme s;
    for (size_t i = 0; sj_number_scheme_at(i, &s); i++) {
        if (json) {
            sj_buf_add(to, SJ_S("{\"id\":"));
            sj_buf_add_json(to, s.id);
            sj_buf_add(to, SJ_S(",\"country\":"));
            sj_buf_add_json(to, s.country);
            sj_buf_add(to, SJ_S(",\"name\":"));
            sj_buf_add_json(to, s.name);
            sj_buf_add(to, SJ_S(",\"source\":"));
            sj_buf_add_json(to, s.source);
            sj_buf_add(to, SJ_S(",\"use\":"));
            sj_buf_add_json(to, sj_number_use_text(s.use));
            sj_buf_addf(to, ",\"check_digit\":%s}\n", s.has_check_digit ? "true" : "false");
            continue;
        }
        sj_buf_addf(to, "%-14.*s %-2.*s  %-12.*s  %.*s\n", SJ_STR_FMT(s.id), SJ_STR_FMT(s.country),
                    SJ_STR_FMT(sj_number_use_text(s.use)), SJ_STR_FMT(s.name));
    }
}

static int answer(const struct use *u, char **argv)
{
    SJ_SCOPED(sj_buf) b = {0};
    int exit_status = SJ_EXIT_DONE;
    if (u->schemes)
        list_schemes(u->ask.json, &b);
    for (int i = 0; i < u->count; i++)
        if (!sj_paper_answer(&u->ask, sj_str_from(argv[u->first + i]), &b))
            exit_status = SJ_EXIT_FINDINGS;
    FILE *out = sj_cli_open_out(u->out);
    if (!out)
        return SJ_EXIT_FAILED;
    const bool written = sj_cli_write(out, &b);
    return sj_cli_close_out(out) && written ? exit_status : SJ_EXIT_FAILED;
}

/* ---- --csv ---- */

struct columns {
    size_t scheme, country, value, count;
};

static bool find_columns(const sj_str *cell, size_t count, struct columns *ret)
{
    *ret = (struct columns){count, count, count, count};
    for (size_t i = 0; i < count; i++) {
        const sj_str title = sj_str_trim(cell[i]);
        if (sj_str_eq_nocase(title, SJ_S("scheme")))
            ret->scheme = i;
        else if (sj_str_eq_nocase(title, SJ_S("country")))
            ret->country = i;
        else if (sj_str_eq_nocase(title, SJ_S("value")))
            ret->value = i;
    }
    return ret->value < count;
}

static void write_cells(const sj_str *cell, size_t count, size_t columns, sj_buf *to)
{
    for (size_t i = 0; i < columns; i++) {
        if (i)
            sj_buf_add_char(to, ',');
        if (i < count)
            sj_csv_write_cell(to, cell[i]);
    }
}

/* What --csv met so far. */
struct outcome {
    bool unreadable, invalid;
};

static void write_row(const struct use *u, const struct columns *c, const sj_str *cell,
                      size_t count, uint64_t line, sj_buf *to, struct outcome *o)
{
    SJ_SCOPED(sj_buf) why = {0};
    SJ_SCOPED(sj_buf) facts = {0};
    sj_str answer = SJ_S("");
    const sj_str nothing = SJ_S("");
    const sj_str scheme = c->scheme < count ? sj_str_trim(cell[c->scheme]) : nothing;
    const sj_str country = c->country < count ? sj_str_trim(cell[c->country]) : nothing;
    const sj_str value = c->value < count ? cell[c->value] : nothing;
    if (!sj_paper_row(&u->ask, scheme, country, value, &answer, &why, &facts)) {
        sj_cli_say("%s: line %llu: %.*s", u->csv, (unsigned long long)line,
                   SJ_STR_FMT(sj_buf_str(&why)));
        o->unreadable = true;
    }
    o->invalid = o->invalid || sj_str_eq(answer, SJ_S("false"));
    write_cells(cell, count, count > c->count ? count : c->count, to);
    sj_buf_addf(to, ",%.*s,", SJ_STR_FMT(answer));
    sj_csv_write_cell(to, sj_buf_str(&why));
    sj_buf_add_char(to, ',');
    sj_csv_write_cell(to, sj_buf_str(&facts));
    sj_buf_add_char(to, '\n');
    if (why.status < 0 || facts.status < 0)
        to->status = SJ_ENOMEM;
}

static int answer_rows(const struct use *u, sj_csv *csv, FILE *out)
{
    sj_diag d = {0};
    const sj_str *cell;
    size_t count;
    uint64_t line;
    struct columns c;
    struct outcome o = {false, false};
    SJ_SCOPED(sj_buf) b = {0};
    sj_diag_file(&d, sj_str_from(u->csv));
    sj_status s = sj_csv_next(csv, &cell, &count, &line, &d);
    if (s == SJ_DONE || (s >= 0 && !find_columns(cell, count, &c))) {
        sj_cli_say("%s: line 1: expected a header with columns scheme,country,value", u->csv);
        return SJ_EXIT_UNREADABLE;
    }
    if (s >= 0) {
        write_cells(cell, count, count, &b);
        sj_buf_add(&b, SJ_S(",valid,why,facts\n"));
    }
    while (s >= 0 && (s = sj_csv_next(csv, &cell, &count, &line, &d)) == SJ_OK) {
        write_row(u, &c, cell, count, line, &b, &o);
        if (!sj_cli_write(out, &b))
            return SJ_EXIT_FAILED;
        sj_buf_clear(&b);
    }
    if (s < 0)
        return sj_cli_fail(u->csv, s, &d);
    if (!sj_cli_write(out, &b)) /* a header without rows */
        return SJ_EXIT_FAILED;
    return o.unreadable ? SJ_EXIT_UNREADABLE : o.invalid ? SJ_EXIT_FINDINGS : SJ_EXIT_DONE;
}

static int answer_csv(const struct use *u)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    sj_diag d = {0};
    sj_status s = sj_input_open(u->csv, SJ_S(""), UINT64_MAX, &in, &d);
    if (s >= 0)
        s = sj_csv_new(in, &(sj_csv_options){.any_separator = true}, &csv);
    if (s < 0)
        return sj_cli_fail(u->csv, s, &d);
    FILE *out = sj_cli_open_out(u->out);
    if (!out)
        return SJ_EXIT_FAILED;
    const int exit_status = answer_rows(u, csv, out);
    return sj_cli_close_out(out) ? exit_status : SJ_EXIT_FAILED;
}

int sj_cmd_papers(int argc, char **argv)
{
    struct use u = {0};
    if (!parse(argc, argv, &u))
        return SJ_EXIT_USE;
    default_as_of(&u.ask);
    return u.csv ? answer_csv(&u) : answer(&u, argv);
}
