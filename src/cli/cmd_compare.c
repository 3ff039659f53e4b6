/* cli/cmd_compare.c -- two names, or a CSV of pairs: the score and why. */
#include "cli/cli.h"
#include "cli/explain.h"
#include "records/csv.h"
#include "sojourn/names.h"

enum { KIND, CSV, OUT, JSON, OPTIONS };
static const sj_cli_option options[OPTIONS] = {[KIND] = {"kind", true},
                                               [CSV] = {"csv", true},
                                               [OUT] = {"out", true},
                                               [JSON] = {"json", false}};

struct use {
    const char *name[2], *csv, *out;
    int names;
    bool json;
    sj_compare_kind kind;
};

static bool parse(int argc, char **argv, struct use *u)
{
    sj_cli_args args = {.argc = argc, .argv = argv};
    for (int i; (i = sj_cli_next(&args, options, OPTIONS)) != SJ_CLI_END;) {
        if (i == SJ_CLI_BAD)
            return false;
        if (i == SJ_CLI_POSITIONAL && u->names < 2) {
            if (!sj_cli_is_name(args.value))
                return false;
            u->name[u->names++] = args.value;
        } else if (i == SJ_CLI_POSITIONAL)
            return sj_cli_say("compare takes two names; quote each"), false;
        else if (i == CSV)
            u->csv = args.value;
        else if (i == OUT)
            u->out = args.value;
        else if (i == JSON)
            u->json = true;
        else if (!sj_compare_kind_parse(sj_str_from(args.value), &u->kind))
            return sj_cli_say("--kind is person, company, vessel or any, not '%s'", args.value),
                   false;
    }
    if ((u->names == 2) == (u->csv != NULL))
        return sj_cli_say("give two names, or --csv FILE"), false;
    return true;
}

static sj_status explain_pair(sj_str a, sj_str b, sj_compare_kind kind, sj_arena *arena,
                              sj_name_explanation *ret)
{
    const sj_name *x, *y;
    SJ_TRY(sj_name_prepare(a, NULL, kind, arena, &x));
    SJ_TRY(sj_name_prepare(b, NULL, kind, arena, &y));
    sj_name_explain(x, y, ret);
    return SJ_OK;
}

static int compare_two(const struct use *u)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) b = {0};
    sj_name_explanation e;
    const sj_str name[2] = {sj_str_from(u->name[0]), sj_str_from(u->name[1])};
    const sj_status s = explain_pair(name[0], name[1], u->kind, &arena, &e);
    if (s < 0)
        return sj_cli_fail("the names cannot be compared", s, NULL);
    if (u->json)
        sj_explain_json(name[0], name[1], &e, &b);
    else
        sj_explain_text(name[0], name[1], &e, &b);
    FILE *out = sj_cli_open_out(u->out);
    if (!out)
        return SJ_EXIT_FAILED;
    const bool written = sj_cli_write(out, &b);
    return sj_cli_close_out(out) && written ? SJ_EXIT_DONE : SJ_EXIT_FAILED;
}

/* ---- --csv ---- */

struct columns {
    size_t name1, name2, schema, count;
};

static bool find_columns(const sj_str *cell, size_t count, struct columns *ret)
{
    *ret = (struct columns){count, count, count, count};
    for (size_t i = 0; i < count; i++) {
        const sj_str title = sj_str_trim(cell[i]);
        if (sj_str_eq_nocase(title, SJ_S("name1")))
            ret->name1 = i;
        else if (sj_str_eq_nocase(title, SJ_S("name2")))
            ret->name2 = i;
        else if (sj_str_eq_nocase(title, SJ_S("schema")))
            ret->schema = i;
    }
    return ret->name1 < count && ret->name2 < count;
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

/* Appends score, match, why; false if the row cannot be read (said). */
static bool write_row(const struct columns *c, const struct use *u, const sj_str *cell,
                      size_t count, uint64_t line, sj_buf *to, sj_status *ret_status)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) why = {0};
    sj_compare_kind kind = u->kind;
    sj_name_explanation e;
    bool extra = false; /* cells that no column is the title of */
    for (size_t i = c->count; i < count; i++)
        extra |= sj_str_trim(cell[i]).len > 0;
    if (extra || count <= c->name1 || count <= c->name2) {
        sj_cli_say("%s: line %llu: expected %zu cells, found %zu", u->csv, (unsigned long long)line,
                   c->count, count);
        return false;
    }
    const sj_str schema = c->schema < count ? sj_str_trim(cell[c->schema]) : SJ_S("");
    if (schema.len && !sj_compare_kind_parse(schema, &kind)) {
        sj_cli_say("%s: line %llu: schema: expected person, company, vessel or any, not '%.*s'",
                   u->csv, (unsigned long long)line, SJ_STR_FMT(schema));
        return false;
    }
    *ret_status = explain_pair(cell[c->name1], cell[c->name2], kind, &arena, &e);
    if (*ret_status < 0)
        return false;
    sj_name_explanation_write(&e, &why);
    write_cells(cell, count, c->count, to);
    sj_buf_add_char(to, ',');
    sj_buf_add_fixed(to, e.score, 4);
    sj_buf_add(to, e.score >= SJ_NAME_THRESHOLD ? SJ_S(",true,") : SJ_S(",false,"));
    sj_csv_write_cell(to, sj_buf_str(&why));
    sj_buf_add_char(to, '\n');
    *ret_status = sj_buf_status(&why);
    return *ret_status >= 0;
}

static int compare_rows(const struct use *u, sj_csv *csv, FILE *out)
{
    sj_diag d = {0};
    const sj_str *cell;
    size_t count;
    uint64_t line;
    struct columns c;
    SJ_SCOPED(sj_buf) b = {0};
    sj_diag_file(&d, sj_str_from(u->csv));
    sj_status s = sj_csv_next(csv, &cell, &count, &line, &d);
    if (s == SJ_DONE || (s >= 0 && !find_columns(cell, count, &c))) {
        sj_cli_say("%s: line 1: expected a header with columns name1,name2,schema", u->csv);
        return SJ_EXIT_UNREADABLE;
    }
    if (s >= 0) {
        write_cells(cell, count, count, &b);
        sj_buf_add(&b, SJ_S(",score,match,why\n"));
    }
    int exit_status = SJ_EXIT_DONE;
    while (s >= 0 && (s = sj_csv_next(csv, &cell, &count, &line, &d)) == SJ_OK) {
        if (!write_row(&c, u, cell, count, line, &b, &s))
            exit_status = SJ_EXIT_UNREADABLE;
        if (s >= 0 && !sj_cli_write(out, &b))
            return SJ_EXIT_FAILED;
        sj_buf_clear(&b);
    }
    return s < 0 ? sj_cli_fail(u->csv, s, &d) : exit_status;
}

static int compare_csv(const struct use *u)
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
    const int exit_status = compare_rows(u, csv, out);
    return sj_cli_close_out(out) ? exit_status : SJ_EXIT_FAILED;
}

int sj_cmd_compare(int argc, char **argv)
{
    struct use u = {0};
    if (!parse(argc, argv, &u))
        return SJ_EXIT_USE;
    return u.csv ? compare_csv(&u) : compare_two(&u);
}
