/* bench/bench.c -- the numbers of the README: import, search, accuracy, and a big
 * synthetic index. Prints Markdown tables; the wrong ones of the accuracy run go to
 * files. Usage: bench lists|accuracy|big ...; bench/run.sh calls it. */
#include "base/base.h"
#include "sojourn/index.h"
#include "sojourn/lists.h"
#include "sojourn/roster.h"
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <sys/stat.h>

static void stop(const char *what, sj_status s, const sj_diag *d)
{
    (void)fprintf(stderr, "bench: %s: %s %s\n", what, sj_status_text(s),
                  d && d->reason ? d->reason : "");
    exit(1);
}
#define MUST(expr)                      \
    do {                                \
        sj_diag diag_ = {0};            \
        (void)diag_;                    \
        const sj_status must_ = (expr); \
        if (must_ < 0)                  \
            stop(#expr, must_, NULL);   \
    } while (0)

static double seconds(uint64_t since)
{
    return (double)(sj_time_monotonic_ns() - since) / 1e9;
}

static int by_number(const void *a, const void *b)
{
    const uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

struct lists {
    sj_arena arena;
    sj_list list[8];
    size_t count;
    sj_buf bytes;
    sj_index *index;
};

static void read_list(struct lists *l, const char *root, const char *name)
{
    char path[1024];
    sj_diag d = {0};
    (void)snprintf(path, sizeof path, "%s/lists/%s", root, name);
    const sj_status s =
        sj_list_read(path, &(sj_list_options){0}, &l->arena, &l->list[l->count], &d);
    if (s < 0)
        stop(path, s, &d);
    l->count++;
}

static void index_lists(struct lists *l)
{
    sj_index_builder *b = NULL;
    sj_diag d = {0};
    uint32_t number;
    MUST(sj_index_builder_new(&b));
    for (size_t i = 0; i < l->count; i++) {
        MUST(sj_index_builder_list(b, &(sj_index_list){.name = l->list[i].name}, &number));
        for (size_t e = 0; e < l->list[i].entity_count; e++)
            MUST(sj_index_builder_add(b, number, &l->list[i].entity[e], &d));
    }
    MUST(sj_index_builder_write_memory(b, &l->bytes));
    MUST(sj_index_open_memory(l->bytes.ptr, l->bytes.len, &l->index, &d));
    sj_index_builder_free(b);
}

/* ---- lists: import, and queries on one core against the slow twin ---- */

enum { QUERIES = 20000, RUNS = 5, TWIN_QUERIES = 60 };

static sj_entity *make_queries(struct lists *l, const char *root)
{
    sj_entity *q = sj_arena_zalloc(&l->arena, QUERIES * sizeof *q);
    char path[1024];
    sj_roster *r = NULL;
    const sj_roster_row *row;
    sj_diag d = {0};
    (void)snprintf(path, sizeof path, "%s/screening/negatives_global.csv", root);
    MUST(sj_roster_open(path, &(sj_roster_options){0}, &r, &d));
    for (size_t i = 0, e = 0; i < QUERIES; i++) {
        sj_str name;
        q[i] = (sj_entity){.id = SJ_S("q"), .schema = SJ_SCHEMA_PERSON};
        if (i % 2) { /* listed names, every 7th entity of every list in turn */
            const sj_list *list = &l->list[i % l->count];
            const sj_entity *from = &list->entity[(e += 7) % list->entity_count];
            name = from->name[i % from->name_count].full;
            q[i].schema = from->schema;
        } else {
            MUST(sj_roster_next(r, &row, &d));
            MUST(sj_arena_copy(&l->arena, row->entity->name[0].full, &name));
        }
        sj_entity_add_name(&q[i], &l->arena)->full = name;
    }
    sj_roster_free(r);
    return q;
}

static double run_queries(const struct lists *l, const sj_entity *q, uint64_t *ns, size_t *hits)
{
    sj_search_scratch *s = NULL;
    SJ_SCOPED(sj_arena) a = {0};
    const uint64_t from = sj_time_monotonic_ns();
    MUST(sj_search_scratch_new(l->index, &s));
    *hits = 0;
    for (size_t i = 0; i < QUERIES; i++) {
        const sj_query *query;
        const sj_hit *hit;
        size_t n;
        const uint64_t t = sj_time_monotonic_ns();
        MUST(sj_query_prepare(&q[i], &a, &query));
        MUST(sj_index_search(l->index, query, SJ_NAME_THRESHOLD, s, &hit, &n));
        ns[i] = sj_time_monotonic_ns() - t;
        *hits += n;
        sj_arena_clear(&a);
    }
    const double took = seconds(from);
    sj_search_scratch_free(s);
    return took;
}

static double run_twin(const struct lists *l, const sj_entity *q)
{
    sj_search_scratch *s = NULL;
    SJ_SCOPED(sj_arena) a = {0};
    MUST(sj_search_scratch_new(l->index, &s));
    const uint64_t from = sj_time_monotonic_ns();
    for (size_t i = 0; i < TWIN_QUERIES; i++) {
        const sj_query *query;
        const sj_hit *hit;
        size_t n;
        MUST(sj_query_prepare(&q[i], &a, &query));
        MUST(sj_index_scan(l->index, query, SJ_NAME_THRESHOLD, s, &hit, &n));
    }
    const double took = seconds(from);
    sj_search_scratch_free(s);
    return took / TWIN_QUERIES;
}

static int bench_lists(const char *root)
{
    static const char *const names[] = {"un/UN_consolidated.xml", "ofac-sdn", "eu-journal"};
    struct lists l = {{0}};
    const uint64_t from = sj_time_monotonic_ns();
    for (size_t i = 0; i < SJ_COUNT(names); i++)
        read_list(&l, root, names[i]);
    const double read = seconds(from);
    index_lists(&l);
    const double import = seconds(from);
    sj_entity *q = make_queries(&l, root);
    uint64_t *ns = sj_mem_alloc(QUERIES * sizeof *ns), rate[RUNS];
    size_t hits = 0;
    for (unsigned r = 0; r < RUNS; r++)
        rate[r] = (uint64_t)(QUERIES / run_queries(&l, q, ns, &hits));
    qsort(rate, RUNS, sizeof *rate, by_number);
    qsort(ns, QUERIES, sizeof *ns, by_number);
    const double twin = run_twin(&l, q);
    printf("| UN + OFAC SDN + EU Journal: %zu records, %zu names | |\n|---|---|\n",
           sj_index_record_count(l.index), sj_index_name_count(l.index));
    printf("| read the lists | %.2f s |\n| read and index | %.2f s |\n", read, import);
    printf("| queries/s, one core, median of %d runs of %d | %llu |\n", RUNS, QUERIES,
           (unsigned long long)rate[RUNS / 2]);
    printf("| p50, p99 of a query | %.3f ms, %.3f ms |\n", (double)ns[QUERIES / 2] / 1e6,
           (double)ns[QUERIES * 99 / 100] / 1e6);
    printf("| matches a query | %.2f |\n", (double)hits / QUERIES);
    printf("| comparing with everybody (the twin), a query | %.1f ms: %.0f times slower |\n\n",
           twin * 1e3, twin * (double)rate[RUNS / 2]);
    sj_mem_free(ns);
    sj_index_free(l.index);
    sj_buf_done(&l.bytes);
    sj_arena_done(&l.arena);
    return 0;
}

/* ---- accuracy ---- */

/* The record is right if one of its names is the name before it was mistreated. */
static bool is_right(const sj_entity *e, sj_str truth)
{
    SJ_SCOPED(sj_arena) a = {0};
    const sj_name *x, *y;
    MUST(sj_name_prepare(truth, NULL, SJ_COMPARE_PERSON, &a, &x));
    for (size_t i = 0; i < e->name_count; i++) {
        MUST(sj_name_prepare(e->name[i].full, NULL, SJ_COMPARE_PERSON, &a, &y));
        if (sj_name_compare(x, y) >= 0.999)
            return true;
    }
    return false;
}

struct tally {
    size_t rows, found, first, alerts;
};
enum { TRUTH_MAX = 1000 }; /* rows of the table of people; it has 683 */

static void judge_row(const struct lists *l, sj_str truth, const sj_hit *hit, size_t count,
                      sj_str name, struct tally *t, FILE *wrong)
{
    bool found = false, first = false;
    for (size_t i = 0; i < count; i++)
        if (is_right(&l->list[0].entity[hit[i].record], truth)) {
            found = true;
            first |= hit[i].score == hit[0].score;
        }
    t->found += found;
    t->first += first;
    if (!found || !first)
        (void)fprintf(wrong, "%s: %.*s (%.*s)\n", found ? "not first" : "missed", SJ_STR_FMT(name),
                      SJ_STR_FMT(truth));
}

static struct tally run_file(struct lists *l, const char *root, const char *file, const char *out,
                             bool name_only, sj_str *truth, bool learn)
{
    char path[1024];
    struct tally t = {0};
    sj_roster *r = NULL;
    const sj_roster_row *row;
    sj_search_scratch *s = NULL;
    sj_diag d = {0};
    SJ_SCOPED(sj_arena) a = {0};
    (void)snprintf(path, sizeof path, "%s/%s%s.txt", out, file, name_only ? "" : "_with_fields");
    FILE *wrong = fopen(path, "w");
    if (!wrong)
        stop(path, SJ_EIO, NULL);
    (void)snprintf(path, sizeof path, "%s/screening/%s.csv", root, file);
    MUST(sj_roster_open(path, &(sj_roster_options){0}, &r, &d));
    MUST(sj_search_scratch_new(l->index, &s));
    sj_status next;
    while ((next = sj_roster_next(r, &row, &d)) == SJ_OK) {
        sj_entity e = *row->entity;
        if (truth && t.rows == TRUTH_MAX)
            stop(path, SJ_ELIMIT, NULL);
        const sj_query *q;
        const sj_hit *hit;
        size_t n;
        e.schema = SJ_SCHEMA_PERSON;
        e.place_count = e.identifier_count = 0;
        if (name_only)
            e.date_count = e.fact_count = 0;
        MUST(sj_query_prepare(&e, &a, &q));
        MUST(sj_index_search(l->index, q, SJ_NAME_THRESHOLD, s, &hit, &n));
        if (learn)
            MUST(sj_arena_copy(&l->arena, e.name[0].full, &truth[t.rows]));
        if (truth)
            judge_row(l, truth[t.rows], hit, n, e.name[0].full, &t, wrong);
        else if (n) {
            sj_index_record best;
            sj_index_record_get(l->index, hit[0].record, &best);
            (void)fprintf(wrong, "%.4f  %.*s ~ %.*s\n", hit[0].score, SJ_STR_FMT(e.name[0].full),
                          SJ_STR_FMT(best.caption));
            t.alerts++;
        }
        t.rows++;
        sj_arena_clear(&a);
    }
    if (next < 0 || t.rows == 0)
        stop(path, next < 0 ? next : SJ_ECORRUPT, &d);
    if (fclose(wrong) != 0)
        stop(out, SJ_EIO, NULL);
    sj_search_scratch_free(s);
    sj_roster_free(r);
    return t;
}

static int bench_accuracy(const char *root, const char *out)
{
    struct lists l = {{0}};
    static sj_str truth[TRUTH_MAX];
    MUST(sj_file_make_folder(out));
    read_list(&l, root, "un/UN_consolidated.xml");
    index_lists(&l);
    struct tally t = run_file(&l, root, "positives_un_untreated", out, true, truth, true);
    printf("| people against the UN list, name only | rows | found | right record first |\n"
           "|---|---|---|---|\n");
    printf("| untreated | %zu | %.2f %% | %.2f %% |\n", t.rows,
           100.0 * (double)t.found / (double)t.rows, 100.0 * (double)t.first / (double)t.rows);
    t = run_file(&l, root, "positives_un_treated", out, true, truth, false);
    printf("| treated | %zu | %.2f %% | %.2f %% |\n\n", t.rows,
           100.0 * (double)t.found / (double)t.rows, 100.0 * (double)t.first / (double)t.rows);
    printf("| people on no list | rows | alerts |\n|---|---|---|\n");
    t = run_file(&l, root, "negatives_global", out, true, NULL, false);
    printf("| name only | %zu | %zu (%.3f %%) |\n", t.rows, t.alerts,
           100.0 * (double)t.alerts / (double)t.rows);
    t = run_file(&l, root, "negatives_global", out, false, NULL, false);
    printf("| with birth date, nationality and gender | %zu | %zu (%.3f %%) |\n\n", t.rows,
           t.alerts, 100.0 * (double)t.alerts / (double)t.rows);
    printf("The wrong ones are listed in %s/.\n\n", out);
    sj_index_free(l.index);
    sj_buf_done(&l.bytes);
    sj_arena_done(&l.arena);
    return 0;
}

/* ---- big: synthetic people and companies with a realistic skew ---- */

static const char *const onsets[] = {"b", "d", "f",  "g",  "h",  "j",  "k",  "kh",
                                     "l", "m", "n",  "p",  "r",  "s",  "sh", "t",
                                     "v", "z", "ch", "dr", "st", "br", "gr"};
static const char *const nuclei[] = {"a", "e", "i", "o", "u", "ai", "ei", "ou", "ia", "aa"};
static const char *const codas[] = {"", "", "n", "r", "l", "m", "s", "d", "k", "v", "nd", "rt"};
static const char *const common[] = {
    "mohammed", "ali",    "ahmed",  "hassan", "hussein", "maria", "jose",   "juan",    "garcia",
    "ivan",     "ivanov", "petrov", "kumar",  "singh",   "khan",  "nguyen", "van",     "kim",
    "lee",      "park",   "wang",   "li",     "zhang",   "chen",  "john",   "smith",   "david",
    "michael",  "anna",   "silva",  "santos", "lopez",   "abdul", "rahman", "ibrahim", "omar"};

/* Zipf-like: a fifth of the words from 36 common ones, the rest spread over `vocabulary`
 * made-up words, small numbers likelier. */
static void add_word(uint64_t *seed, uint64_t vocabulary, sj_buf *to)
{
    const uint64_t x = sj_hash_mix(*seed += 0x9e3779b97f4a7c15u);
    if (x % 100 < 20) {
        const uint64_t a = (x >> 8) % SJ_COUNT(common), b = (x >> 24) % SJ_COUNT(common);
        sj_buf_add(to, sj_str_from(common[a < b ? a : b]));
        return;
    }
    const double u = (double)(x >> 11) / 9007199254740992.0;
    const uint64_t number = (uint64_t)((double)vocabulary * u * u * u);
    uint64_t w = sj_hash_mix(number + 1);
    for (unsigned syllable = 0; syllable < 2 + number % 2; syllable++, w = sj_hash_mix(w)) {
        sj_buf_add(to, sj_str_from(onsets[w % SJ_COUNT(onsets)]));
        sj_buf_add(to, sj_str_from(nuclei[(w >> 16) % SJ_COUNT(nuclei)]));
        sj_buf_add(to, sj_str_from(codas[(w >> 32) % SJ_COUNT(codas)]));
    }
}

static sj_str synthetic_name(uint64_t *seed, uint64_t vocabulary, bool company, sj_buf *to)
{
    static const char *const tails[] = {
        " Trading Ltd", " Shipping Co",      " LLC", " Group", " General Trading LLC",
        " Bank",        " Technology Co Ltd"};
    const uint64_t words = 2 + sj_hash_mix(*seed + 7) % 2;
    sj_buf_clear(to);
    for (uint64_t i = 0; i < words; i++) {
        if (i)
            sj_buf_add_char(to, ' ');
        add_word(seed, vocabulary, to);
    }
    if (company)
        sj_buf_add(to, sj_str_from(tails[sj_hash_mix(*seed + 11) % SJ_COUNT(tails)]));
    MUST(sj_buf_status(to));
    return sj_buf_str(to);
}

static void add_record(sj_index_builder *b, uint32_t list, uint64_t number, uint64_t vocabulary,
                       sj_arena *a, sj_buf *text)
{
    uint64_t seed = number * 1000003u;
    char id[32];
    const bool company = number % 4 == 0;
    const int n = snprintf(id, sizeof id, "s%llu", (unsigned long long)number);
    sj_entity e = {.id = {id, (size_t)n},
                   .schema = company ? SJ_SCHEMA_ORGANISATION : SJ_SCHEMA_PERSON};
    const size_t names = 2 + number % 2; /* 2.5 on average */
    for (size_t i = 0; i < names; i++) {
        sj_entity_name *name = sj_entity_add_name(&e, a);
        name->kind = i ? SJ_NAME_ALIAS : SJ_NAME_PRIMARY;
        MUST(sj_arena_copy(a, synthetic_name(&seed, vocabulary, company, text), &name->full));
    }
    sj_entity_date *d = sj_entity_add_date(&e, a);
    d->kind = SJ_DATE_BIRTH;
    d->parsed = true;
    d->range.from = d->range.to =
        (sj_date){(int16_t)(1940 + number % 60), (uint8_t)(1 + number % 12), 1};
    MUST(sj_index_builder_add(b, list, &e, NULL));
    sj_arena_clear(a);
}

/* As screen does before its first query. */
static double verify(sj_index *ix)
{
    const uint64_t from = sj_time_monotonic_ns();
    MUST(sj_index_verify(ix));
    return seconds(from);
}

static int bench_big(uint64_t records, const char *path)
{
    enum { BIG_QUERIES = 20000 };
    const uint64_t vocabulary = records / 4 + 1000;
    SJ_SCOPED(sj_arena) a = {0};
    SJ_SCOPED(sj_buf) text = {0};
    sj_index_builder *b = NULL;
    sj_index *ix = NULL;
    sj_search_scratch *s = NULL;
    sj_diag d = {0};
    uint32_t list;
    uint64_t from = sj_time_monotonic_ns();
    MUST(sj_index_builder_new(&b));
    MUST(sj_index_builder_list(b, &(sj_index_list){.name = SJ_S("synthetic")}, &list));
    for (uint64_t i = 0; i < records; i++)
        add_record(b, list, i, vocabulary, &a, &text);
    MUST(sj_index_builder_write(b, path));
    b = sj_index_builder_free(b);
    const double built = seconds(from);
    struct rusage use;
    struct stat file;
    (void)getrusage(RUSAGE_SELF, &use);
    (void)stat(path, &file);
    from = sj_time_monotonic_ns();
    MUST(sj_index_open(path, false, &ix, &d));
    const double opened = seconds(from);
    const double verified = verify(ix);
    MUST(sj_search_scratch_new(ix, &s));
    uint64_t seed = 99, *ns = sj_mem_alloc(BIG_QUERIES * sizeof *ns);
    size_t hits = 0;
    from = sj_time_monotonic_ns();
    for (size_t i = 0; i < BIG_QUERIES; i++) {
        const sj_query *q;
        const sj_hit *hit;
        size_t n;
        sj_entity e = {.id = SJ_S("q"), .schema = SJ_SCHEMA_PERSON};
        sj_entity_add_name(&e, &a)->full = synthetic_name(&seed, vocabulary, false, &text);
        const uint64_t t = sj_time_monotonic_ns();
        MUST(sj_query_prepare(&e, &a, &q));
        MUST(sj_index_search(ix, q, SJ_NAME_THRESHOLD, s, &hit, &n));
        ns[i] = sj_time_monotonic_ns() - t;
        hits += n;
        sj_arena_clear(&a);
    }
    const double took = seconds(from);
    qsort(ns, BIG_QUERIES, sizeof *ns, by_number);
    printf("| synthetic: %zu records, %zu names | |\n|---|---|\n", sj_index_record_count(ix),
           sj_index_name_count(ix));
    printf("| built in | %.1f s |\n| peak memory | %.2f GB |\n| file | %.2f GB |\n", built,
           (double)use.ru_maxrss * 1024 / 1e9, (double)file.st_size / 1e9);
    printf("| opened in | %.1f ms |\n| compared whole in | %.2f s |\n", opened * 1e3, verified);
    printf("| queries/s, one core | %.0f |\n", BIG_QUERIES / took);
    printf("| p50, p99 of a query | %.3f ms, %.3f ms |\n| matches a query | %.1f |\n\n",
           (double)ns[BIG_QUERIES / 2] / 1e6, (double)ns[BIG_QUERIES * 99 / 100] / 1e6,
           (double)hits / BIG_QUERIES);
    sj_mem_free(ns);
    sj_search_scratch_free(s);
    sj_index_free(ix);
    return 0;
}

int main(int argc, char **argv)
{
    uint64_t records;
    if (argc == 3 && strcmp(argv[1], "lists") == 0)
        return bench_lists(argv[2]);
    if (argc == 4 && strcmp(argv[1], "accuracy") == 0)
        return bench_accuracy(argv[2], argv[3]);
    if (argc == 4 && strcmp(argv[1], "big") == 0 && sj_str_to_u64(sj_str_from(argv[2]), &records))
        return bench_big(records, argv[3]);
    (void)fprintf(stderr, "use: bench lists SHARED | accuracy SHARED OUT | big RECORDS FILE\n");
    return 2;
}
