/* The law of the index on small random worlds: searching finds what comparing with
 * everybody finds, in the same order, with the same scores. */
#include "world.h"
#include "base/base.h"
#include "index/format.h"

static const char *const words[] = {"kim",
                                    "jong",
                                    "un",
                                    "yong",
                                    "chol",
                                    "chun",
                                    "ri",
                                    "li",
                                    "lee",
                                    "mohammed",
                                    "muhamad",
                                    "ali",
                                    "aly",
                                    "hassan",
                                    "abd",
                                    "al",
                                    "rahman",
                                    "abdulrahman",
                                    "j",
                                    "m",
                                    "robert",
                                    "bob",
                                    "smith",
                                    "smyth",
                                    "smit",
                                    "trading",
                                    "general",
                                    "company",
                                    "ltd",
                                    "llc",
                                    "shipping",
                                    "corporation",
                                    "korea",
                                    "china",
                                    "ocean",
                                    "maritime",
                                    "sky",
                                    "net",
                                    "skynet",
                                    "2",
                                    "two",
                                    "ii",
                                    "no",
                                    "bank",
                                    "of",
                                    "petrov",
                                    "petrova",
                                    "vladimir",
                                    "volodymyr",
                                    "\xD0\x9A\xD0\xB8\xD0\xBC",
                                    "\xEA\xB9\x80\xEC\xB2\xA0",
                                    "\xE9\x87\x91",
                                    "ibm",
                                    "international",
                                    "business",
                                    "machines",
                                    "jr",
                                    "van",
                                    "der",
                                    "berg",
                                    "ウラジーミル",
                                    "ペトロフ",
                                    "モハメド",
                                    "キム",
                                    "ヨンチョル",
                                    "トレーディング",
                                    "heydar",
                                    "oglu",
                                    "geydarovich",
                                    "abdullah",
                                    "zyunko",
                                    "junko",
                                    "qasem",
                                    "ghasem",
                                    "petrovskaya",
                                    "petrovsky",
                                    "(ibm)"};

static sj_str random_name(uint64_t *seed, sj_arena *a)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_str name;
    const size_t n = 1 + sj_test_random(seed) % 5;
    for (size_t i = 0; i < n; i++) {
        if (i)
            sj_buf_add(&b, sj_test_random(seed) % 7 ? SJ_S(" ") : SJ_S(""));
        sj_buf_add(&b, sj_str_from(words[sj_test_random(seed) % SJ_COUNT(words)]));
        if (sj_test_random(seed) % 9 == 0 && b.len > 3)
            b.len--; /* a letter lost; may end inside a code point: then the name is refused */
        if (sj_test_random(seed) % 11 == 0)
            sj_buf_add_char(&b, (char)('a' + sj_test_random(seed) % 26));
    }
    assert_int_equal(sj_arena_copy(a, sj_buf_str(&b), &name), SJ_OK);
    return sj_utf8_check(name) == name.len ? name : SJ_S("kim jong un");
}

static sj_schema random_schema(uint64_t *seed)
{
    static const sj_schema schema[] = {SJ_SCHEMA_PERSON, SJ_SCHEMA_PERSON, SJ_SCHEMA_ORGANISATION,
                                       SJ_SCHEMA_UNKNOWN, SJ_SCHEMA_VESSEL};
    return schema[sj_test_random(seed) % SJ_COUNT(schema)];
}

/* Search and scan at a threshold and, with `edge`, at ones that are the scores of hits: a bound
 * that is too low by anything loses that hit. Returns how many the scan finds. */
static size_t same_at_the_edge(const world *w, const sj_entity *e, double threshold, bool edge,
                               sj_search_scratch *fast, sj_search_scratch *slow)
{
    enum { EDGES = 2 };
    SJ_SCOPED(sj_arena) a = {0};
    double at[1 + EDGES] = {threshold};
    size_t edges = 1, found = 0;
    const sj_query *q;
    const sj_hit *x, *y;
    size_t nx, ny;
    assert_int_equal(sj_query_prepare(e, &a, &q), SJ_OK);
    for (size_t i = 0; i < edges; i++) {
        assert_int_equal(sj_index_search(w->index, q, at[i], fast, &x, &nx), SJ_OK);
        assert_int_equal(sj_index_scan(w->index, q, at[i], slow, &y, &ny), SJ_OK);
        same_answer(x, nx, y, ny, e->name[0].full);
        if (i > 0)
            continue;
        found = ny;
        if (!edge)
            break;
        for (size_t h = 0; h < ny && edges <= EDGES; h += 1 + ny / EDGES)
            at[edges++] = y[h].score;
    }
    return found;
}

static void search_equals_scan(void **state)
{
    (void)state;
    enum { WORLDS = 12, RECORDS = 150, QUERIES = 120 };
    for (uint64_t round = 1; round <= WORLDS; round++) {
        uint64_t seed = round * 7919;
        world w = {0};
        sj_index_builder *b = NULL;
        sj_search_scratch *fast = NULL, *slow = NULL;
        sj_list list = {.name = SJ_S("random")};
        for (size_t i = 0; i < RECORDS; i++) {
            sj_entity *e = sj_arena_push(&w.arena, &list.entity, &list.entity_count, sizeof *e);
            *e = named(&w.arena, random_name(&seed, &w.arena), random_schema(&seed));
            sj_entity_add_name(e, &w.arena)->full = random_name(&seed, &w.arena);
            e->name[1].kind = (sj_name_kind)(sj_test_random(&seed) % 5);
        }
        assert_int_equal(sj_index_builder_new(&b), SJ_OK);
        world_add(b, &list);
        world_index(&w, b);
        assert_int_equal(sj_search_scratch_new(w.index, &fast), SJ_OK);
        assert_int_equal(sj_search_scratch_new(w.index, &slow), SJ_OK);
        for (size_t i = 0; i < QUERIES; i++) {
            const sj_str name = random_name(&seed, &w.arena);
            const sj_entity e = named(&w.arena, name, random_schema(&seed));
            (void)same_at_the_edge(&w, &e, i % 3 ? 0.70 : i % 2 ? 0.52 : 0.85, true, fast, slow);
        }
        sj_search_scratch_free(fast);
        sj_search_scratch_free(slow);
        sj_index_builder_free(b);
        world_done(&w);
    }
}

/* ---- names that the bounds are made for ---- */

/* Letters that make a word nobody has heard of; `n` of them. */
static void add_rare_word(sj_buf *b, size_t n, uint64_t *seed)
{
    static const char vowels[] = "aeiou", others[] = "bdfgklmnprstvz";
    for (size_t i = 0; i < n; i++)
        sj_buf_add_char(b, i % 2 ? vowels[sj_test_random(seed) % 5]
                                 : others[sj_test_random(seed) % 14]);
}

/* A name of `parts` rare words and `common` words that many have, which weigh least; and
 * a way to ask for it that meets many of its words with few: joined by threes or by twos,
 * by its initials, or word by word; or by initials beside the common words. */
static void long_name(sj_arena *a, size_t parts, size_t common, size_t way, uint64_t *seed,
                      sj_str *ret_listed, sj_str *ret_query)
{
    static const char *const commons[] = {"mohammed", "ali", "ahmed", "trading", "general", "kim"};
    SJ_SCOPED(sj_buf) listed = {0};
    SJ_SCOPED(sj_buf) query = {0};
    for (size_t i = 0; i < parts; i++) {
        const size_t from = listed.len + (i > 0);
        if (i)
            sj_buf_add_char(&listed, ' ');
        add_rare_word(&listed, 3 + sj_test_random(seed) % 3, seed);
        const sj_str word = sj_str_slice(sj_buf_str(&listed), from, listed.len);
        if (i && (way == 2 || way == 4 || (way == 0 && i % 3 == 0) || (way == 3 && i % 2 == 0)))
            sj_buf_add_char(&query, ' ');
        sj_buf_add(&query, way == 1 || way == 4 ? sj_str_slice(word, 0, 1) : word);
    }
    for (size_t i = 0; i < common; i++) {
        const char *word = commons[sj_test_random(seed) % SJ_COUNT(commons)];
        sj_buf_addf(&listed, " %s", word);
        if (way == 4)
            sj_buf_addf(&query, " %s", word);
    }
    if (way == 4 && parts % 2 == 0) { /* then not all of the query is listed */
        sj_buf_add_char(&query, ' ');
        add_rare_word(&query, 4, seed);
    }
    assert_int_equal(sj_arena_copy(a, sj_buf_str(&listed), ret_listed), SJ_OK);
    assert_int_equal(sj_arena_copy(a, sj_buf_str(&query), ret_query), SJ_OK);
}

enum {
    LONG_PARTS = 8,
    LONG_COMMON = 20,
    LONG_ROUND = LONG_PARTS * LONG_COMMON, /* of one way */
    LONG_WAYS = 4,
    LONG_NAMES = LONG_ROUND * (2 * LONG_WAYS + 1) /* the ways twice, and once the fifth */
};

static void long_names(void **state)
{
    (void)state;
    uint64_t seed = 77;
    world w = {0};
    sj_index_builder *b = NULL;
    sj_search_scratch *fast = NULL, *slow = NULL;
    sj_list list = {.name = SJ_S("long")};
    sj_entity *query = NULL;
    size_t queries = 0, hits = 0;
    for (size_t i = 0; i < LONG_NAMES; i++) {
        sj_str listed, asked;
        const size_t parts = 1 + i % LONG_PARTS, common = i / LONG_PARTS % LONG_COMMON,
                     way = i / LONG_ROUND < 2 * LONG_WAYS ? i / LONG_ROUND % LONG_WAYS : LONG_WAYS;
        const sj_schema schema = random_schema(&seed);
        long_name(&w.arena, parts, common, way, &seed, &listed, &asked);
        sj_entity *e = sj_arena_push(&w.arena, &list.entity, &list.entity_count, sizeof *e);
        *e = named(&w.arena, i % 4 ? listed : asked, schema); /* and the other way round */
        sj_entity *q = sj_arena_push(&w.arena, &query, &queries, sizeof *q);
        *q = named(&w.arena, i % 4 ? asked : listed, schema);
    }
    assert_int_equal(sj_index_builder_new(&b), SJ_OK);
    world_add(b, &list);
    world_index(&w, b);
    assert_int_equal(sj_search_scratch_new(w.index, &fast), SJ_OK);
    assert_int_equal(sj_search_scratch_new(w.index, &slow), SJ_OK);
    for (size_t i = 0; i < queries; i++) {
        static const double thresholds[] = {0.52, 0.6, 0.7, 0.8, 0.9, 0.97};
        hits += same_at_the_edge(&w, &query[i], thresholds[i % SJ_COUNT(thresholds)], i % 16 == 0,
                                 fast, slow);
    }
    assert_true(hits > queries / 8);
    sj_search_scratch_free(fast);
    sj_search_scratch_free(slow);
    sj_index_builder_free(b);
    world_done(&w);
}

/* A number finds its record whatever the names say, among records that share words. */
static void identifiers_alone(void **state)
{
    (void)state;
    enum { RECORDS = 60 };
    uint64_t seed = 5;
    world w = {0};
    sj_index_builder *b = NULL;
    sj_search_scratch *fast = NULL, *slow = NULL;
    sj_list list = {.name = SJ_S("numbers")};
    size_t hits = 0;
    for (size_t i = 0; i < RECORDS; i++) {
        sj_entity *e = sj_arena_push(&w.arena, &list.entity, &list.entity_count, sizeof *e);
        *e = named(&w.arena, random_name(&seed, &w.arena), SJ_SCHEMA_PERSON);
        sj_entity_identifier *id = sj_entity_add_identifier(e, &w.arena);
        id->kind = i % 2 ? SJ_ID_PASSPORT : SJ_ID_NATIONAL;
        assert_int_equal(sj_arena_format(&w.arena, &id->value, "AB%zu", 1234500 + i / 2 * 7),
                         SJ_OK);
    }
    assert_int_equal(sj_index_builder_new(&b), SJ_OK);
    world_add(b, &list);
    world_index(&w, b);
    assert_int_equal(sj_search_scratch_new(w.index, &fast), SJ_OK);
    assert_int_equal(sj_search_scratch_new(w.index, &slow), SJ_OK);
    for (size_t i = 0; i < RECORDS; i++) {
        sj_entity q = named(&w.arena, SJ_S("Wholly Otherwise"), SJ_SCHEMA_PERSON);
        q.identifier = list.entity[i].identifier;
        q.identifier_count = 1;
        const size_t found = same_at_the_edge(&w, &q, SJ_NAME_THRESHOLD, true, fast, slow);
        assert_true(found >= 1);
        hits += found;
    }
    assert_true(hits >= RECORDS);
    sj_search_scratch_free(fast);
    sj_search_scratch_free(slow);
    sj_index_builder_free(b);
    world_done(&w);
}

static sj_status build_and_search(void *ctx)
{
    (void)ctx;
    SJ_SCOPED(sj_arena) a = {0};
    SJ_AUTO(sj_index_builder) *b = NULL;
    SJ_AUTO(sj_index) *ix = NULL;
    SJ_AUTO(sj_search_scratch) *s = NULL;
    SJ_SCOPED(sj_buf) bytes = {0};
    uint32_t list;
    sj_entity e = {.id = SJ_S("1"), .schema = SJ_SCHEMA_PERSON};
    sj_entity_name *n = sj_entity_add_name(&e, &a);
    if (!n)
        return SJ_ENOMEM;
    n->full = SJ_S("Choe Ryong Hae");
    SJ_TRY(sj_index_builder_new(&b));
    SJ_TRY(sj_index_builder_list(b, &(sj_index_list){.name = SJ_S("l")}, &list));
    SJ_TRY(sj_index_builder_add(b, list, &e, NULL));
    SJ_TRY(sj_index_builder_write_memory(b, &bytes));
    SJ_TRY(sj_index_open_memory(bytes.ptr, bytes.len, &ix, NULL));
    SJ_TRY(sj_search_scratch_new(ix, &s));
    const sj_query *q;
    const sj_hit *hit;
    size_t count;
    SJ_TRY(sj_query_prepare(&e, &a, &q));
    SJ_TRY(sj_index_search(ix, q, 0.7, s, &hit, &count));
    assert_int_equal(count, 1);
    sj_hit_explanation why;
    SJ_TRY(sj_index_explain(ix, q, hit, &a, &why));
    assert_true(why.name.align_count >= 3);
    return SJ_OK;
}

static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(build_and_search, NULL, 0);
}

/* ---- one index, many threads ---- */

enum { SHARED_RECORDS = 600, SHARED_QUERIES = 60, SHARED_THREADS = 8, SHARED_TURNS = 4 };

struct shared {
    const sj_index *index;
    const sj_entity *query;
    sj_buf answer[SHARED_QUERIES]; /* of one thread alone */
};

/* All that a caller can learn of a query, as bytes; the scratch is the caller's. */
static sj_status answer(const sj_index *ix, const sj_entity *e, sj_search_scratch *s, sj_buf *to)
{
    SJ_SCOPED(sj_arena) a = {0};
    const sj_query *q;
    const sj_hit *hit;
    size_t count;
    SJ_TRY(sj_query_prepare(e, &a, &q));
    SJ_TRY(sj_index_search(ix, q, 0.5, s, &hit, &count));
    for (size_t i = 0; i < count; i++) {
        sj_hit_explanation why;
        sj_index_record record;
        sj_index_record_get(ix, hit[i].record, &record);
        SJ_TRY(sj_index_explain(ix, q, &hit[i], &a, &why));
        sj_buf_addf(to, "%u %.17g %.17g %u %u %.*s %.*s %zu\n", hit[i].record, hit[i].score,
                    hit[i].name_score, hit[i].query_name, hit[i].listed_name,
                    SJ_STR_FMT(record.caption), SJ_STR_FMT(why.listed_name), why.name.align_count);
    }
    return sj_buf_status(to);
}

/* One thread: every query, beginning elsewhere than the others, with its own scratch. */
static sj_status ask_all(void *ctx, size_t turn, unsigned worker SJ_UNUSED)
{
    const struct shared *k = ctx;
    SJ_AUTO(sj_search_scratch) *s = NULL;
    SJ_TRY(sj_search_scratch_new(k->index, &s));
    for (size_t i = 0; i < SHARED_QUERIES; i++) {
        const size_t at = (i + turn * 7) % SHARED_QUERIES;
        SJ_SCOPED(sj_buf) got = {0};
        SJ_TRY(answer(k->index, &k->query[at], s, &got));
        if (!sj_str_eq(sj_buf_str(&got), sj_buf_str(&k->answer[at])))
            return SJ_ECORRUPT;
    }
    return SJ_OK;
}

static void threads_share_one_index(void **state)
{
    (void)state;
    world w = {0};
    struct shared k = {0};
    sj_index_builder *b = NULL;
    sj_search_scratch *s = NULL;
    sj_list list = {.name = SJ_S("random")};
    sj_entity *query = NULL;
    size_t query_count = 0, bytes = 0;
    uint64_t seed = 11;
    for (size_t i = 0; i < SHARED_RECORDS; i++) {
        sj_entity *e = sj_arena_push(&w.arena, &list.entity, &list.entity_count, sizeof *e);
        *e = named(&w.arena, random_name(&seed, &w.arena), random_schema(&seed));
    }
    assert_int_equal(sj_index_builder_new(&b), SJ_OK);
    world_add(b, &list);
    world_index(&w, b);
    assert_int_equal(sj_search_scratch_new(w.index, &s), SJ_OK);
    k.index = w.index;
    for (size_t i = 0; i < SHARED_QUERIES; i++) {
        sj_entity *e = sj_arena_push(&w.arena, &query, &query_count, sizeof *e);
        *e = named(&w.arena, random_name(&seed, &w.arena), random_schema(&seed));
        assert_int_equal(answer(w.index, e, s, &k.answer[i]), SJ_OK);
        bytes += k.answer[i].len;
    }
    k.query = query;
    assert_true(bytes > 40 * SHARED_QUERIES); /* not a test of empty answers */
    assert_int_equal(sj_thread_for(SHARED_THREADS, SHARED_THREADS * SHARED_TURNS, ask_all, &k),
                     SJ_OK);
    for (size_t i = 0; i < SHARED_QUERIES; i++)
        sj_buf_done(&k.answer[i]);
    sj_search_scratch_free(s);
    sj_index_builder_free(b);
    world_done(&w);
}

/* ---- damage ---- */

static void small_index(world *w, sj_index_builder **b)
{
    sj_list list = {.name = SJ_S("l")};
    sj_entity *e = sj_arena_push(&w->arena, &list.entity, &list.entity_count, sizeof *e);
    *e = named(&w->arena, SJ_S("Pak Bong Nam"), SJ_SCHEMA_PERSON);
    assert_int_equal(sj_index_builder_new(b), SJ_OK);
    world_add(*b, &list);
    world_index(w, *b);
}

static void refused(const world *w, size_t len, sj_status want, const char *reason, uint64_t at)
{
    sj_index *ix = NULL;
    sj_diag d = {0};
    const sj_status s = sj_index_open_memory(w->bytes.ptr, len, &ix, &d);
    assert_null(ix);
    if (s != want || !strstr(d.reason, reason) || (at && d.offset_bytes != at))
        fail_msg("%s at %llu, not: %s", d.reason, (unsigned long long)d.offset_bytes, reason);
}

/* What a file of another engine, another file, a damaged or a cut one say. */
static void each_damage_has_its_reason(void **state)
{
    (void)state;
    static const struct {
        size_t at;
        sj_status want;
        const char *reason;
    } rows[] = {
        {0, SJ_EFORMAT, "not an index file"},
        {offsetof(sj_index_header, version), SJ_EVERSION, "another version"},
        {offsetof(sj_index_header, section_count), SJ_ECORRUPT, "header is damaged"},
        {offsetof(sj_index_header, fingerprint), SJ_ECORRUPT, "header is damaged"},
        {offsetof(sj_index_header, section), SJ_ECORRUPT, "header is damaged"},
        {offsetof(sj_index_header, checksum), SJ_ECORRUPT, "header is damaged"},
    };
    world w = {0};
    sj_index_builder *b = NULL;
    small_index(&w, &b);
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        w.bytes.ptr[rows[i].at] ^= 1;
        refused(&w, w.bytes.len, rows[i].want, rows[i].reason, 0);
        w.bytes.ptr[rows[i].at] ^= 1;
    }
    refused(&w, w.bytes.len - 1, SJ_ECORRUPT, "is cut", 0);
    sj_index_header *h = (sj_index_header *)(void *)w.bytes.ptr;
    h->fingerprint++; /* another engine's tables, in a true header */
    h->checksum = sj_hash_bytes(h, offsetof(sj_index_header, checksum), 0);
    refused(&w, w.bytes.len, SJ_EVERSION, "build again", 0);
    sj_index_builder_free(b);
    world_done(&w);
}

/* Every bit of the first and the last byte of each section. */
static void each_section_is_checked(void **state)
{
    (void)state;
    static const size_t item_bytes[] = {
#define X(name, type) sizeof(type),
        SJ_INDEX_SECTION_MAP(X)
#undef X
    };
    world w = {0};
    sj_index_builder *b = NULL;
    small_index(&w, &b);
    const sj_index_header *h = (const sj_index_header *)(const void *)w.bytes.ptr;
    for (unsigned i = 0; i < SJ_SECTION_COUNT; i++) {
        const size_t from = (size_t)h->section[i].offset,
                     len = (size_t)h->section[i].count * item_bytes[i];
        for (unsigned bit = 0; bit < 16 && len; bit++) {
            char *byte = w.bytes.ptr + from + (bit < 8 ? 0 : len - 1);
            *byte = (char)(*byte ^ (1 << bit % 8));
            refused(&w, w.bytes.len, SJ_ECORRUPT, "checksum differs", from);
            *byte = (char)(*byte ^ (1 << bit % 8));
        }
    }
    sj_index_builder_free(b);
    world_done(&w);
}

/* Every cut and every flipped byte of a small file is refused; so are strangers. */
static void damage_is_refused(void **state)
{
    (void)state;
    world w = {0};
    sj_index_builder *b = NULL;
    small_index(&w, &b);
    const size_t len = w.bytes.len;
    for (size_t cut = 0; cut < len; cut += cut < 2048 ? 1 : 61) {
        sj_index *ix = NULL;
        sj_diag d = {0};
        assert_true(sj_index_open_memory(w.bytes.ptr, cut, &ix, &d) < 0);
        assert_null(ix);
        assert_non_null(d.reason);
    }
    size_t padding = 0;
    for (size_t at = 0; at < len; at++) {
        sj_index *ix = NULL;
        sj_diag d = {0};
        w.bytes.ptr[at] ^= 0x10;
        if (sj_index_open_memory(w.bytes.ptr, len, &ix, &d) == SJ_OK) {
            assert_int_equal(w.bytes.ptr[at], 0x10); /* only bytes that nobody reads */
            padding++;
        }
        ix = sj_index_free(ix);
        w.bytes.ptr[at] ^= 0x10;
    }
    assert_true(padding < 64 * 25);
    sj_index_builder_free(b);
    world_done(&w);
}

static void same_input_same_bytes(void **state)
{
    (void)state;
    sj_buf bytes[2] = {{0}};
    for (int i = 0; i < 2; i++) {
        SJ_SCOPED(sj_arena) a = {0};
        SJ_AUTO(sj_index_builder) *b = NULL;
        uint32_t list;
        uint64_t seed = 4;
        assert_int_equal(sj_index_builder_new(&b), SJ_OK);
        assert_int_equal(sj_index_builder_list(b, &(sj_index_list){.name = SJ_S("l")}, &list),
                         SJ_OK);
        for (int k = 0; k < 200; k++) {
            const sj_entity e = named(&a, random_name(&seed, &a), random_schema(&seed));
            assert_int_equal(sj_index_builder_add(b, list, &e, NULL), SJ_OK);
        }
        assert_int_equal(sj_index_builder_write_memory(b, &bytes[i]), SJ_OK);
    }
    assert_int_equal(bytes[0].len, bytes[1].len);
    assert_memory_equal(bytes[0].ptr, bytes[1].ptr, bytes[0].len);
    sj_buf_done(&bytes[0]);
    sj_buf_done(&bytes[1]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(search_equals_scan),      cmocka_unit_test(long_names),
        cmocka_unit_test(identifiers_alone),       cmocka_unit_test(out_of_memory),
        cmocka_unit_test(threads_share_one_index), cmocka_unit_test(each_damage_has_its_reason),
        cmocka_unit_test(each_section_is_checked), cmocka_unit_test(damage_is_refused),
        cmocka_unit_test(same_input_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
