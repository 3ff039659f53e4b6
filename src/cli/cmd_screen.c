/* cli/cmd_screen.c -- a roster against the lists.
 *
 * Rows are read in blocks; the rows of a block are prepared and searched side by side,
 * each into its own buffer; buffers are written in the order of the rows. So memory is
 * one block whatever the length of the roster, and the bytes written do not depend
 * on the number of threads. A row's entity dies when the next is read, so it is copied:
 * preparing a query takes as long as searching for it, and is not left to one thread. */
#include "cli/cli.h"
#include "cli/explain.h"
#include "cli/load.h"
#include "cli/screen_case.h"
#include "cli/tables.h"
#include "sojourn/roster.h"
#include <stdlib.h>
#include <unistd.h>

enum { BLOCK = 2048, TABLE_ROWS_MAX = 40, THREADS_MAX = 256, PROBLEMS_SHOWN = 20 };
enum {
    LISTS,
    OUT,
    THRESHOLD,
    THREADS,
    STRICT,
    JSON,
    QUIET,
    BASE_RATE,
    READING,
    FOR,
    AS_OF,
    LAW,
    OPTIONS
};
static const sj_cli_option options[OPTIONS] = {
    [LISTS] = {"lists", true},         [OUT] = {"out", true},
    [THRESHOLD] = {"threshold", true}, [THREADS] = {"threads", true},
    [STRICT] = {"strict", false},      [JSON] = {"json", false},
    [QUIET] = {"quiet", false},        [BASE_RATE] = {"base-rate", true},
    [READING] = {"reading", true},     [FOR] = {"for", true},
    [AS_OF] = {"as-of", true},         [LAW] = {"law", true},
};
struct use {
    const char *roster, *lists, *out, *law;
    double threshold, threads, base_rate;
    bool strict, json, quiet;
    sj_reading reading;
    sj_audience audience;
    sj_date_range as_of;
    sj_str name;        /* of standard input that is read twice; else empty */
    sj_cli_spool spool; /* and where it lies */
};
struct row {
    sj_arena arena;
    sj_entity entity;
    sj_str table, name;
    uint64_t line;
    sj_status status; /* SJ_ELIMIT, SJ_EENCODING: its names cannot be compared */
    const sj_query *query;
    sj_buf lines;         /* of matches.jsonl */
    sj_list_match *found; /* of the same hits, in the arena; for the case */
    size_t found_count;
    size_t matches;
    double best;
    sj_str best_text; /* for the table: "0.9000  KIM Jong Un [un KPi.001]" */
};
struct screening {
    const struct use *use;
    const sj_tables *tables;          /* NULL: a roster of one file */
    const sj_permit_classes *classes; /* with tables */
    const sj_index *index;
    sj_search_scratch *scratch[THREADS_MAX];
    struct row *row;
    size_t rows; /* in the block */
    FILE *out;
    bool keeps; /* matches for the case */
    sj_kept_matches kept;
    size_t total, with_matches, matches, problems, shown;
    uint64_t started_ns, told_ns;
};

/* ---- one row ---- */

/* "people" of "people.csv". */
static sj_str table_of(const struct row *r)
{
    return sj_str_slice(r->table, 0, r->table.len - (sj_str_ends(r->table, SJ_S(".csv")) ? 4 : 0));
}

/* Of a protected person no field leaves that tells where: see sj_case_is_protected. */
static bool is_protected(const struct screening *s, const struct row *r)
{
    if (!s->tables || !sj_str_eq(table_of(r), SJ_S("people")))
        return false;
    const size_t person = sj_tables_find(s->tables, SJ_TABLE_PEOPLE, r->entity.id);
    return person != SIZE_MAX && sj_case_is_protected(s->tables, s->classes, person);
}

static void drop_places(sj_hit_explanation *e)
{
    size_t kept = 0;
    for (size_t i = 0; i < e->evidence_count; i++)
        if (e->evidence[i].field != SJ_FIELD_COUNTRY && e->evidence[i].field != SJ_FIELD_PLACE &&
            e->evidence[i].field != SJ_FIELD_IDENTIFIER)
            e->evidence[kept++] = e->evidence[i];
    e->evidence_count = kept;
}

/* At least one field beside the name agrees, and none speaks against it. */
static bool fields_agree(const sj_hit_explanation *e)
{
    bool any = false;
    for (size_t i = 0; i < e->evidence_count; i++) {
        if (e->evidence[i].effect < 0)
            return false;
        any |= e->evidence[i].effect > 0;
    }
    return any;
}

static sj_status keep_hit(const struct screening *s, struct row *r, const sj_hit *hit,
                          const sj_hit_explanation *e)
{
    sj_index_record record;
    sj_index_list list;
    sj_list_match *m = sj_arena_push(&r->arena, &r->found, &r->found_count, sizeof *m);
    if (!m)
        return SJ_ENOMEM;
    sj_index_record_get(s->index, hit->record, &record);
    sj_index_list_get(s->index, record.list_number, &list);
    m->score = hit->score;
    m->by_identifier = hit->by_identifier;
    m->fields_agree = fields_agree(e);
    m->query_name = r->name;
    m->record = record.id;
    m->list = list.name;
    m->version = list.version;
    m->hash = list.hash;
    SJ_TRY(sj_arena_copy(&r->arena, sj_explain_identifier(e), &m->identifier));
    return sj_arena_copy(&r->arena, e->listed_name.len ? e->listed_name : record.caption,
                         &m->listed_name);
}

static sj_status write_hits(const struct screening *s, struct row *r, const sj_hit *hit,
                            size_t count)
{
    SJ_SCOPED(sj_arena) arena = {0};
    const bool guarded = is_protected(s, r);
    for (size_t i = 0; i < count; i++) {
        sj_hit_explanation e;
        SJ_TRY(sj_index_explain(s->index, r->query, &hit[i], &arena, &e));
        if (s->keeps)
            SJ_TRY(keep_hit(s, r, &hit[i], &e));
        if (!sj_audience_sees_people(s->use->audience))
            continue;
        if (guarded)
            drop_places(&e);
        sj_explain_hit_json(s->index, table_of(r), r->entity.id, &hit[i], &e, &r->lines);
        sj_arena_clear(&arena);
    }
    return sj_buf_status(&r->lines);
}

static sj_status screen_row(void *ctx, size_t i, unsigned worker)
{
    struct screening *s = ctx;
    struct row *r = &s->row[i];
    const sj_hit *hit;
    r->status = sj_query_prepare(&r->entity, &r->arena, &r->query);
    if (r->status == SJ_ELIMIT || r->status == SJ_EENCODING)
        return SJ_OK; /* this row only: said in its turn */
    SJ_TRY(r->status);
    SJ_TRY(sj_index_search(s->index, r->query, s->use->threshold, s->scratch[worker], &hit,
                           &r->matches));
    if (r->matches == 0)
        return SJ_OK;
    sj_index_record best;
    sj_index_list list;
    sj_index_record_get(s->index, hit[0].record, &best);
    sj_index_list_get(s->index, best.list_number, &list);
    r->best = hit[0].score;
    SJ_TRY(sj_arena_format(&r->arena, &r->best_text, "%.*s [%.*s %.*s]", SJ_STR_FMT(best.caption),
                           SJ_STR_FMT(list.name), SJ_STR_FMT(best.id)));
    return write_hits(s, r, hit, r->matches);
}

static sj_status take_row(struct screening *s, const sj_roster_row *row)
{
    struct row *r = &s->row[s->rows];
    r->matches = r->found_count = 0;
    r->found = NULL;
    r->line = row->line;
    SJ_TRY(sj_entity_copy(row->entity, &r->arena, &r->entity));
    SJ_TRY(sj_arena_copy(&r->arena, row->table, &r->table));
    r->name = r->entity.name_count ? r->entity.name[0].full : SJ_S("");
    s->rows++;
    return SJ_OK;
}

/* ---- a block ---- */

/* Text in a column of the table: blanks by characters, not by bytes. */
static void show_cell(sj_str text, size_t width, sj_buf *to)
{
    const size_t wide = sj_utf8_count(text);
    sj_buf_addf(to, "%.*s%*s  ", SJ_STR_FMT(text), (int)(wide < width ? width - wide : 0), "");
}

static void show_row(struct screening *s, const struct row *r)
{
    SJ_SCOPED(sj_buf) b = {0};
    if (s->use->json || !sj_audience_sees_people(s->use->audience))
        return;
    if (s->shown == 0)
        sj_buf_addf(&b, "%-6s  %-14s  %-28s  %s\n", "score", "row", "name", "best listed");
    if (s->shown++ >= TABLE_ROWS_MAX)
        return;
    sj_buf_addf(&b, "%.4f  ", r->best);
    show_cell(r->entity.id, 14, &b);
    show_cell(r->name, 28, &b);
    sj_buf_addf(&b, "%.*s%s\n", SJ_STR_FMT(r->best_text), r->matches > 1 ? " and others" : "");
    (void)sj_cli_write(stdout, &b);
}

static void tell_progress(struct screening *s, bool last)
{
    const uint64_t now = sj_time_monotonic_ns();
    if (s->use->quiet || isatty(STDERR_FILENO) != 1 || (!last && now - s->told_ns < 200000000u))
        return;
    s->told_ns = now;
    (void)fprintf(stderr, "\r%zu rows, %zu with matches, %.0f rows/s%s", s->total, s->with_matches,
                  (double)s->total * 1e9 / (double)(now - s->started_ns + 1), last ? "\n" : "");
}

static int write_row(struct screening *s, const struct row *r)
{
    if (r->status < 0) {
        s->problems++;
        sj_cli_say("%.*s: line %llu: the name cannot be compared: %s", SJ_STR_FMT(r->table),
                   (unsigned long long)r->line, sj_status_text(r->status));
        return s->use->strict ? sj_cli_fail("a row cannot be screened", r->status, NULL)
                              : SJ_EXIT_DONE;
    }
    s->total++;
    s->with_matches += r->matches > 0;
    s->matches += r->matches;
    if (r->matches)
        show_row(s, r);
    if (r->matches && !sj_cli_write(s->out, &r->lines))
        return SJ_EXIT_FAILED;
    for (size_t m = 0; m < r->found_count; m++) {
        const sj_status kept =
            sj_kept_matches_add(&s->kept, table_of(r), r->entity.id, &r->found[m]);
        if (kept < 0)
            return sj_cli_fail("screen", kept, NULL);
    }
    return SJ_EXIT_DONE;
}

static int write_block(struct screening *s)
{
    for (size_t i = 0; i < s->rows; i++) {
        struct row *r = &s->row[i];
        const int written = write_row(s, r);
        if (written != SJ_EXIT_DONE)
            return written;
        sj_buf_clear(&r->lines);
        sj_arena_clear(&r->arena);
    }
    s->rows = 0;
    tell_progress(s, false);
    return SJ_EXIT_DONE;
}

static int run_block(struct screening *s)
{
    const sj_status status = sj_thread_for((unsigned)s->use->threads, s->rows, screen_row, s);
    if (status < 0)
        return sj_cli_fail("the search failed", status, NULL);
    return write_block(s);
}

static void tell_problems(struct screening *s, const sj_roster_row *row)
{
    for (size_t i = 0; i < row->problem_count; i++) {
        s->problems++;
        if (s->keeps)
            continue; /* the case reads the tables again, all of them, and says it then */
        if (s->problems <= PROBLEMS_SHOWN)
            sj_cli_say_diag(&row->problem[i]);
        else if (s->problems == PROBLEMS_SHOWN + 1)
            sj_cli_say("further problems are counted, not shown");
    }
}

static int screen_rows(struct screening *s, sj_roster *roster)
{
    sj_diag d = {0};
    sj_status status;
    const sj_roster_row *row;
    while ((status = sj_roster_next(roster, &row, &d)) == SJ_OK) {
        tell_problems(s, row);
        status = take_row(s, row);
        if (status < 0)
            return sj_cli_fail("a row cannot be screened", status, NULL);
        if (s->rows < BLOCK)
            continue;
        const int block = run_block(s);
        if (block != SJ_EXIT_DONE)
            return block;
    }
    const int block = run_block(s); /* what was read before an error is still answered */
    if (block != SJ_EXIT_DONE)
        return block;
    return status < 0 ? sj_cli_fail("the roster cannot be read to its end", status, &d)
                      : SJ_EXIT_DONE;
}

/* ---- the whole ---- */

static void summarise(struct screening *s, sj_roster *roster, const char *path)
{
    size_t count;
    const sj_str *warning = sj_roster_warnings(roster, &count);
    tell_progress(s, true);
    for (size_t i = 0; i < count; i++)
        sj_cli_say("%.*s", SJ_STR_FMT(warning[i]));
    if (s->shown > TABLE_ROWS_MAX && !s->use->json)
        (void)printf("... and %zu more rows\n", s->shown - TABLE_ROWS_MAX);
    FILE *to = s->use->json || strcmp(path, "-") == 0 ? stderr : stdout;
    (void)fprintf(to, "%zu rows screened, %zu with matches, %zu matches, %zu problems; %s\n",
                  s->total, s->with_matches, s->matches,
                  s->keeps ? sj_tables_problem_count(s->tables) : s->problems, path);
}

static int screen(struct screening *s, sj_roster *roster, const char *path)
{
    const unsigned threads = s->use->threads < 1 ? sj_thread_cores() : (unsigned)s->use->threads;
    sj_status status = SJ_OK;
    for (unsigned i = 0; status >= 0 && i < threads && i < THREADS_MAX; i++)
        status = sj_search_scratch_new(s->index, &s->scratch[i]);
    s->row = sj_mem_zalloc((BLOCK + 1) * sizeof *s->row);
    int result = status < 0 || !s->row ? sj_cli_fail("screen", SJ_ENOMEM, NULL) : SJ_EXIT_DONE;
    if (result == SJ_EXIT_DONE) {
        s->started_ns = sj_time_monotonic_ns();
        result = screen_rows(s, roster);
        summarise(s, roster, path);
    }
    for (size_t i = 0; s->row && i <= BLOCK; i++) {
        sj_arena_done(&s->row[i].arena);
        sj_buf_done(&s->row[i].lines);
    }
    sj_mem_free(s->row);
    for (unsigned i = 0; i < THREADS_MAX; i++)
        s->scratch[i] = sj_search_scratch_free(s->scratch[i]);
    if (result != SJ_EXIT_DONE)
        return result;
    return s->problems ? SJ_EXIT_UNREADABLE : s->matches ? SJ_EXIT_FINDINGS : SJ_EXIT_DONE;
}

/* The second half; the worse of both exit statuses. */
static int judge(const struct use *u, const struct screening *s, int before)
{
    const sj_screen_case_use c = {.tables = s->tables,
                                  .out = u->out ? u->out : "sojourn-out",
                                  .index = s->index,
                                  .kept = &s->kept,
                                  .base_rate = u->base_rate,
                                  .reading = u->reading,
                                  .audience = u->audience,
                                  .as_of = u->as_of.from,
                                  .law = u->law,
                                  .threads = (unsigned)u->threads};
    const int after = sj_screen_case(&c);
    return after > before ? after : before;
}

static int open_and_screen(const struct use *u, const sj_index *index)
{
    SJ_AUTO(sj_roster) *roster = NULL;
    SJ_AUTO(sj_tables) *tables = NULL;
    SJ_AUTO(sj_permit_classes) *classes = NULL;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_diag d = {0};
    sj_str path;
    const bool to_stdout = u->json && !u->out, has_tables = sj_tables_are_at(u->roster);
    const bool keeps = has_tables && !to_stdout;
    const sj_roster_options roster_options = {
        .strict = u->strict, .name = u->name, .tables = keeps};
    const sj_tables_options tables_options = {
        .strict = u->strict, .threads = (unsigned)u->threads, .name = u->name};
    sj_status s = sj_roster_open(u->roster, &roster_options, &roster, &d);
    /* the tables come first: they say of whom no place may be written */
    if (s >= 0 && has_tables)
        s = sj_tables_open(u->roster, &tables_options, &tables, &d);
    if (s >= 0)
        s = sj_permit_classes_new(&classes);
    if (s < 0)
        return sj_cli_fail(u->name.len ? u->name.ptr : u->roster, s, &d);
    s = to_stdout ? SJ_OK : sj_file_make_folder(u->out ? u->out : "sojourn-out");
    if (s >= 0)
        s = to_stdout ? sj_arena_format(&arena, &path, "-")
                      : sj_arena_format(&arena, &path, "%s/matches.jsonl",
                                        u->out ? u->out : "sojourn-out");
    if (s < 0)
        return sj_cli_fail(u->out ? u->out : "sojourn-out", s, NULL);
    struct screening screening = {.use = u,
                                  .index = index,
                                  .out = sj_cli_open_out(path.ptr),
                                  .tables = tables,
                                  .classes = classes,
                                  .keeps = keeps};
    if (!screening.out)
        return SJ_EXIT_FAILED;
    int result = screen(&screening, roster, path.ptr);
    if (!sj_cli_close_out(screening.out))
        result = SJ_EXIT_FAILED;
    if (screening.keeps && result != SJ_EXIT_FAILED)
        result = judge(u, &screening, result);
    sj_arena_done(&screening.kept.arena);
    return result;
}

static bool take(struct use *u, int option, const char *value)
{
    switch (option) {
    case SJ_CLI_POSITIONAL:
        if (u->roster)
            return sj_cli_say("screen takes one roster"), false;
        u->roster = value;
        return true;
    case LISTS:
        u->lists = value;
        return true;
    case OUT:
        u->out = value;
        return true;
    case THRESHOLD:
        return sj_cli_number(value, "--threshold", 0, 1, &u->threshold);
    case THREADS:
        return sj_cli_number(value, "--threads", 1, THREADS_MAX, &u->threads);
    case BASE_RATE:
        return sj_cli_number(value, "--base-rate", 1e-9, 0.999999, &u->base_rate);
    case READING:
        return sj_reading_parse(sj_str_from(value), &u->reading) ||
               (sj_cli_say("--reading is text, permit-decides or practice, not '%s'", value),
                false);
    case FOR:
        return sj_audience_parse(sj_str_from(value), &u->audience) ||
               (sj_cli_say("--for is employer, bank, fiu, expert-panel, ngo or public, not '%s'",
                           value),
                false);
    case AS_OF:
        return sj_date_parse(sj_str_from(value), &u->as_of) ||
               (sj_cli_say("--as-of is a date, not '%s'", value), false);
    case LAW:
        u->law = value;
        return true;
    case STRICT:
        u->strict = true;
        return true;
    case JSON:
        u->json = true;
        return true;
    case QUIET:
        u->quiet = true;
        return true;
    default:
        return false;
    }
}

int sj_cmd_screen(int argc, char **argv)
{
    struct use u = {.threshold = SJ_NAME_THRESHOLD, .base_rate = SJ_CASE_BASE_RATE};
    sj_cli_args args = {.argc = argc, .argv = argv};
    for (int i; (i = sj_cli_next(&args, options, OPTIONS)) != SJ_CLI_END;)
        if (!take(&u, i, args.value))
            return SJ_EXIT_USE;
    if (!u.roster || !u.lists) {
        sj_cli_say("give a roster and --lists DIR");
        return SJ_EXIT_USE;
    }
    if (u.as_of.from.year == 0) { /* today */
        char now[21];
        sj_time_now(now);
        (void)sj_date_parse((sj_str){now, 10}, &u.as_of);
    }
    if (strcmp(u.roster, "-") == 0) { /* tables and names are read apart */
        const sj_status s = sj_cli_spool_input(&u.spool);
        if (s < 0)
            return sj_cli_fail("standard input", s, NULL);
        u.roster = u.spool.path;
        u.name = SJ_S("standard input");
    }
    sj_loaded lists;
    int status = sj_load(u.lists, u.quiet, true, &lists);
    if (status == SJ_EXIT_DONE)
        status = open_and_screen(&u, lists.index);
    sj_loaded_done(&lists);
    sj_cli_spool_done(&u.spool);
    return status;
}
