/* cli/screen_case.c -- tables, case, files, summary. */
#include "cli/screen_case.h"
#include "cli/cli.h"
#include "cli/explain.h"
#include "cli/tables.h"
#include "sojourn/report.h"
#include <stdlib.h>

enum { PIECE = 4096 /* people a worker takes at a time */ };

sj_status sj_kept_matches_add(sj_kept_matches *k, sj_str table, sj_str id,
                              const sj_list_match *match)
{
    sj_kept_match *m = sj_arena_push(&k->arena, &k->item, &k->count, sizeof *m);
    if (!m)
        return SJ_ENOMEM;
    m->match = *match;
    sj_str *const own[] = {&m->match.query_name, &m->match.listed_name, &m->match.list,
                           &m->match.version,    &m->match.hash,        &m->match.record,
                           &m->match.identifier};
    for (size_t i = 0; i < SJ_COUNT(own); i++)
        SJ_TRY(sj_arena_copy(&k->arena, *own[i], own[i]));
    SJ_TRY(sj_arena_copy(&k->arena, table, &m->table));
    return sj_arena_copy(&k->arena, id, &m->id);
}

/* ---- matches of rows ---- */

struct matches {
    sj_arena arena;
    sj_list_match *item;
    size_t count;
};

static sj_status add_match(struct matches *m, const sj_list_match *match)
{
    sj_list_match *n = sj_arena_push(&m->arena, &m->item, &m->count, sizeof *n);
    if (!n)
        return SJ_ENOMEM;
    *n = *match;
    return SJ_OK;
}

static int by_row(const void *a, const void *b, void *ctx)
{
    const sj_list_match *x = a, *y = b;
    (void)ctx;
    if (x->table != y->table)
        return x->table < y->table ? -1 : 1;
    return (x->row > y->row) - (x->row < y->row);
}

/* In the order of rows, whatever that of the file was; of one row as they were found. */
static sj_status place_kept(const sj_kept_matches *k, const sj_tables *t, struct matches *to)
{
    for (size_t i = 0; i < k->count; i++) {
        sj_list_match m = k->item[i].match;
        if (sj_str_eq(k->item[i].table, SJ_S("organisations")))
            m.table = SJ_TABLE_ORGANISATIONS;
        else if (sj_str_eq(k->item[i].table, SJ_S("people")))
            m.table = SJ_TABLE_PEOPLE;
        else
            continue; /* a vessel or a wallet of FollowTheMoney lines */
        m.row = sj_tables_find(t, m.table, k->item[i].id);
        if (m.row != SIZE_MAX)
            SJ_TRY(add_match(to, &m));
    }
    sj_list_match *scratch = sj_arena_alloc(&to->arena, (to->count + 1) * sizeof *scratch);
    if (!scratch)
        return SJ_ENOMEM;
    sj_sort_stable(to->item, to->count, sizeof *scratch, scratch, by_row, NULL);
    return SJ_OK;
}

/* Numbers of papers are not in people.csv: a listed number is looked up here. The names
 * have been searched already, so the entity has none. */
static sj_status entity_of(const sj_tables *t, size_t person, sj_arena *a, sj_entity *e)
{
    static const sj_identifier_kind kinds[] = {SJ_ID_PASSPORT, SJ_ID_NATIONAL, SJ_ID_NATIONAL,
                                               SJ_ID_DRIVING_LICENCE, SJ_ID_SEAMAN};
    size_t count;
    const uint32_t *row = sj_tables_linked(t, SJ_TABLE_PAPERS, SJ_PAPERS_PERSON_ID, person, &count);
    *e = (sj_entity){.schema = SJ_SCHEMA_PERSON};
    for (size_t i = 0; i < count; i++) {
        const sj_table_row *c = sj_tables_row(t, SJ_TABLE_PAPERS, row[i]);
        const sj_cell *kind = sj_row_cell(c, SJ_PAPERS_KIND),
                      *number = sj_row_cell(c, SJ_PAPERS_NUMBER),
                      *country = sj_row_cell(c, SJ_PAPERS_COUNTRY);
        if (kind->state != SJ_CELL_READ || kind->word >= SJ_COUNT(kinds) || number->len == 0)
            continue;
        sj_entity_identifier *n = sj_entity_add_identifier(e, a);
        if (!n)
            return SJ_ENOMEM;
        n->kind = kinds[kind->word];
        n->value = sj_cell_text(number);
        if (country->state == SJ_CELL_READ)
            n->country = sj_str_from(country->as.country);
    }
    return SJ_OK;
}

static void describe_hit(const sj_index *ix, const sj_hit *hit, sj_list_match *m)
{
    sj_index_record record;
    sj_index_list list;
    sj_index_record_get(ix, hit->record, &record);
    sj_index_list_get(ix, record.list_number, &list);
    m->score = hit->score;
    m->by_identifier = hit->by_identifier;
    m->listed_name = record.caption;
    m->record = record.id;
    m->list = list.name;
    m->version = list.version;
    m->hash = list.hash;
}

/* Kept matches stand in the order of people, so those of one person are found by halves. */
static bool already(const struct matches *m, size_t person, sj_str record)
{
    size_t low = 0, high = m->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const sj_list_match *x = &m->item[middle];
        if (x->table == SJ_TABLE_PEOPLE && x->row < person)
            low = middle + 1;
        else
            high = middle;
    }
    for (size_t i = low; i < m->count && m->item[i].row == person; i++)
        if (m->item[i].table == SJ_TABLE_PEOPLE && m->item[i].by_identifier &&
            sj_str_eq(m->item[i].record, record))
            return true;
    return false;
}

/* People are searched by pieces side by side, each into matches of its own, which are then
 * put together in the order of people. */
struct papers {
    const sj_index *index;
    const sj_tables *t;
    const struct matches *kept;
    struct matches *piece;
};

/* Numbers of accounts: of whatever is listed with one, a person or not. */
static sj_status accounts_of(const sj_tables *t, size_t person, sj_arena *a, sj_entity *e)
{
    size_t count;
    const uint32_t *row =
        sj_tables_linked(t, SJ_TABLE_ACCOUNTS, SJ_ACCOUNTS_HOLDER_ID, person, &count);
    *e = (sj_entity){.schema = SJ_SCHEMA_UNKNOWN};
    for (size_t i = 0; i < count; i++) {
        const sj_table_row *c = sj_tables_row(t, SJ_TABLE_ACCOUNTS, row[i]);
        const sj_cell *kind = sj_row_cell(c, SJ_ACCOUNTS_KIND),
                      *number = sj_row_cell(c, SJ_ACCOUNTS_IDENTIFIER);
        if (kind->state != SJ_CELL_READ || number->len == 0 ||
            (kind->word != SJ_ACCOUNT_BANK && kind->word != SJ_ACCOUNT_WALLET))
            continue;
        sj_entity_identifier *n = sj_entity_add_identifier(e, a);
        if (!n)
            return SJ_ENOMEM;
        n->kind = kind->word == SJ_ACCOUNT_WALLET ? SJ_ID_CRYPTO : SJ_ID_ACCOUNT;
        n->value = sj_cell_text(number);
    }
    return SJ_OK;
}

static sj_status match_numbers(const struct papers *w, size_t p, const sj_entity *e,
                               sj_search_scratch *scratch, sj_arena *a, struct matches *to)
{
    const sj_query *query;
    const sj_hit *hit;
    size_t count;
    const sj_status s = e->identifier_count ? sj_query_prepare(e, a, &query) : SJ_ELIMIT;
    if (s == SJ_ELIMIT || s == SJ_EENCODING)
        return SJ_OK; /* nothing to look up; the first half said so */
    SJ_TRY(s);
    SJ_TRY(sj_index_search(w->index, query, SJ_NAME_THRESHOLD, scratch, &hit, &count));
    for (size_t i = 0; i < count; i++) {
        sj_list_match m = {
            .table = SJ_TABLE_PEOPLE,
            .row = p,
            .query_name = sj_cell_text(sj_tables_cell(w->t, SJ_TABLE_PEOPLE, p, SJ_PEOPLE_NAME))};
        describe_hit(w->index, &hit[i], &m);
        if (!m.by_identifier || already(w->kept, p, m.record) || already(to, p, m.record))
            continue;
        sj_hit_explanation x;
        SJ_TRY(sj_index_explain(w->index, query, &hit[i], a, &x));
        SJ_TRY(sj_arena_copy(&to->arena, sj_explain_identifier(&x), &m.identifier));
        SJ_TRY(add_match(to, &m));
    }
    return SJ_OK;
}

static sj_status match_person(const struct papers *w, size_t p, sj_search_scratch *scratch,
                              sj_arena *a, struct matches *to)
{
    sj_entity e;
    SJ_TRY(entity_of(w->t, p, a, &e));
    SJ_TRY(match_numbers(w, p, &e, scratch, a, to));
    SJ_TRY(accounts_of(w->t, p, a, &e));
    return match_numbers(w, p, &e, scratch, a, to);
}

static sj_status match_piece(void *ctx, size_t piece, unsigned worker)
{
    const struct papers *w = ctx;
    SJ_AUTO(sj_search_scratch) *scratch = NULL;
    SJ_SCOPED(sj_arena) a = {0};
    const size_t people = sj_tables_count(w->t, SJ_TABLE_PEOPLE);
    (void)worker;
    SJ_TRY(sj_search_scratch_new(w->index, &scratch));
    for (size_t p = piece * PIECE; p < people && p < (piece + 1) * PIECE; p++) {
        sj_arena_clear(&a);
        SJ_TRY(match_person(w, p, scratch, &a, &w->piece[piece]));
    }
    return SJ_OK;
}

static sj_status match_papers(const sj_screen_case_use *u, const sj_tables *t, struct matches *to)
{
    const size_t pieces = (sj_tables_count(t, SJ_TABLE_PEOPLE) + PIECE - 1) / PIECE;
    struct papers w = {u->index, t, to, sj_mem_zalloc((pieces + 1) * sizeof *w.piece)};
    if (!w.piece)
        return SJ_ENOMEM;
    sj_status s = sj_thread_for(u->threads, pieces, match_piece, &w);
    for (size_t i = 0; i < pieces; i++) {
        for (size_t m = 0; s >= 0 && m < w.piece[i].count; m++) {
            sj_list_match *match = &w.piece[i].item[m]; /* its arena goes with the piece */
            s = sj_arena_copy(&to->arena, match->identifier, &match->identifier);
            if (s >= 0)
                s = add_match(to, match);
        }
        sj_arena_done(&w.piece[i].arena);
    }
    sj_mem_free(w.piece);
    return s;
}

/* ---- files ---- */

typedef sj_status (*write_people)(const sj_case *c, sj_audience a, size_t first, size_t end,
                                  sj_buf *to);
struct writing {
    const sj_screen_case_use *use;
    const sj_case *c;
};
static const struct {
    const char *name;
    write_people write; /* NULL: the report */
} files[] = {{"assessments.jsonl", sj_case_write_assessments},
             {"labour.jsonl", sj_case_write_labour},
             {"findings.jsonl", sj_case_write_findings},
             {"report.html", NULL}};

/* Piece after piece, so that a file of any size takes the memory of a piece. */
static sj_status write_pieces(const struct writing *w, write_people write, sj_file_writer *to)
{
    SJ_SCOPED(sj_buf) b = {0};
    const size_t people = sj_tables_count(sj_case_input_of(w->c)->signals.tables, SJ_TABLE_PEOPLE);
    for (size_t first = 0; first < people; first += PIECE) {
        const size_t end = people - first < PIECE ? people : first + PIECE;
        sj_buf_clear(&b);
        SJ_TRY(write(w->c, w->use->audience, first, end, &b));
        SJ_TRY(sj_file_writer_add(to, b.len ? b.ptr : "", b.len));
    }
    return SJ_OK;
}

/* The files are written side by side: each is as long to make as to write. */
static sj_status write_file(void *ctx, size_t i, unsigned worker)
{
    const struct writing *w = ctx;
    SJ_SCOPED(sj_arena) a = {0};
    SJ_SCOPED(sj_buf) b = {0};
    sj_file_writer to;
    sj_str path;
    (void)worker;
    SJ_TRY(sj_arena_format(&a, &path, "%s/%s", w->use->out, files[i].name));
    if (!files[i].write) {
        SJ_TRY(sj_report_html(w->c, w->use->audience, &b));
        return sj_file_replace(path.ptr, b.ptr, b.len);
    }
    SJ_TRY(sj_file_writer_open(path.ptr, &to));
    return sj_file_writer_close(&to, write_pieces(w, files[i].write, &to));
}

static int write_files(const sj_screen_case_use *u, const sj_case *c)
{
    struct writing w = {u, c};
    const sj_status s = sj_thread_for(u->threads, SJ_COUNT(files), write_file, &w);
    return s < 0 ? sj_cli_fail(u->out, s, NULL) : SJ_EXIT_DONE;
}

/* "48 refer": as the files may show it to whom they are for. */
static void say_grade(const size_t grade[4], const sj_shown shown[4], sj_grade g)
{
    const sj_str name = sj_grade_text(g);
    if (shown[g] == SJ_SHOWN)
        (void)printf("%zu %.*s", grade[g], SJ_STR_FMT(name));
    else
        (void)printf("%s %.*s", shown[g] == SJ_SHOWN_FEW ? "<5" : "(withheld)", SJ_STR_FMT(name));
    (void)printf("%s", g == SJ_GRADE_INSUFFICIENT ? "" : ", ");
}

static void say_innocent(const size_t grade[4], const double innocent[4], sj_grade g)
{
    const double guilty = (double)grade[g] - innocent[g];
    (void)printf("; of %zu to %.*s about %.1f, that is %.2f for each true one", grade[g],
                 SJ_STR_FMT(sj_grade_text(g)), innocent[g], innocent[g] / guilty);
}

static void summarise(const sj_screen_case_use *u, const sj_case *c, const sj_tables *t)
{
    size_t grade[4] = {0}, count;
    double innocent[4] = {0};
    sj_shown shown[4];
    for (size_t p = 0; p < sj_tables_count(t, SJ_TABLE_PEOPLE); p++) {
        const sj_assessment *a = sj_case_assessment(c, p);
        grade[a->grade]++;
        innocent[a->grade] += 1 - a->probability;
    }
    sj_case_suppress(grade, 4, u->audience, shown);
    (void)sj_findings_all(sj_case_findings(c), &count);
    (void)printf("%zu people: ", sj_tables_count(t, SJ_TABLE_PEOPLE));
    for (int g = SJ_GRADE_REFER; g >= SJ_GRADE_INSUFFICIENT; g--)
        say_grade(grade, shown, (sj_grade)g);
    (void)printf("; %zu findings\n", count);
    const char *before = "innocent people expected at a base rate of";
    bool said = false;
    for (int g = SJ_GRADE_REFER; g >= SJ_GRADE_REVIEW; g--)
        if (shown[g] == SJ_SHOWN && grade[g]) {
            if (!said)
                (void)printf("%s %g", before, u->base_rate);
            said = true;
            say_innocent(grade, innocent, (sj_grade)g);
        }
    (void)printf("%sreport: %s/report.html\n", said ? "\n" : "", u->out);
}

/* ---- the whole ---- */

static sj_status read_lists(const sj_index *ix, sj_arena *a, sj_case_input *in)
{
    in->list_count = sj_index_list_count(ix);
    sj_case_list *list = sj_arena_zalloc(a, (in->list_count + 1) * sizeof *list);
    if (!list)
        return SJ_ENOMEM;
    for (size_t i = 0; i < in->list_count; i++) {
        sj_index_list l;
        sj_index_list_get(ix, i, &l);
        list[i] = (sj_case_list){l.name, l.version, l.hash};
    }
    in->list = list;
    return SJ_OK;
}

static sj_status read_law(const char *path, sj_law **ret, sj_diag *d)
{
    if (!path)
        return sj_law_builtin(ret);
    sj_file file = {0};
    sj_status s = sj_file_open(path, (size_t)16 << 20, &file);
    if (s >= 0)
        s = sj_law_read((sj_str){file.ptr, file.len}, ret, d);
    sj_file_done(&file);
    sj_diag_file(d, sj_str_from(path));
    return s;
}

static int run_case(const sj_screen_case_use *u, const sj_tables *t, const sj_law *law,
                    const struct matches *m, sj_arena *a)
{
    SJ_AUTO(sj_case) *c = NULL;
    sj_case_input in = {.signals = {.tables = t,
                                    .law = law,
                                    .reading = u->reading,
                                    .as_of = u->as_of,
                                    .match = m->item,
                                    .match_count = m->count,
                                    .screened = true,
                                    .threads = u->threads},
                        .base_rate = u->base_rate,
                        .engine = SJ_S("sojourn " SJ_VERSION)};
    sj_status s = read_lists(u->index, a, &in);
    if (s >= 0)
        s = sj_case_run(&in, &c);
    if (s < 0)
        return sj_cli_fail("the case", s, NULL);
    const int written = write_files(u, c);
    if (written != SJ_EXIT_DONE)
        return written;
    summarise(u, c, t);
    for (size_t p = 0; p < sj_tables_count(t, SJ_TABLE_PEOPLE); p++)
        if (sj_case_assessment(c, p)->grade >= SJ_GRADE_REVIEW)
            return SJ_EXIT_FINDINGS;
    return SJ_EXIT_DONE;
}

int sj_screen_case(const sj_screen_case_use *u)
{
    SJ_AUTO(sj_law) *law = NULL;
    SJ_SCOPED(sj_arena) a = {0};
    struct matches m = {{0}};
    sj_diag d = {0};
    const size_t problems = sj_cli_say_problems(u->tables);
    sj_status s = read_law(u->law, &law, &d);
    if (s < 0)
        return sj_cli_fail(u->law ? u->law : "the built-in law", s, &d);
    s = place_kept(u->kept, u->tables, &m);
    if (s >= 0)
        s = match_papers(u, u->tables, &m);
    const int result =
        s < 0 ? sj_cli_fail("the matches", s, NULL) : run_case(u, u->tables, law, &m, &a);
    sj_arena_done(&m.arena);
    return result <= SJ_EXIT_FINDINGS && problems ? SJ_EXIT_UNREADABLE : result;
}
