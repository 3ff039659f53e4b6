/* Complete on the real lists: UN, OFAC SDN and Consolidated, EU Journal together;
 * 20,000 queries (their own names as they are, with a slip, in another order, shortened
 * to initials, joined, romanised; every third with the dates, numbers and states that
 * are listed with it, or with those of somebody else; and people on no list) against
 * comparing with everybody.
 * SJ_COMPLETE_QUERIES sets another number; with sanitizers 200, for time. */
#include "world.h"
#include "sojourn/roster.h"
#include "text/roman.h"

#ifdef __clang__
enum { QUERIES = SJ_ASAN ? 200 : 2000 }; /* the same code: gcc does them all */
#else
enum { QUERIES = SJ_ASAN ? 200 : 20000 };
#endif

struct work {
    world *w;
    const sj_entity *query;
    sj_search_scratch *fast[256], *slow[256];
};

static sj_status check_one(void *ctx, size_t i, unsigned worker)
{
    struct work *k = ctx;
    SJ_SCOPED(sj_arena) a = {0};
    const sj_query *q;
    const sj_hit *x, *y;
    size_t nx, ny;
    SJ_TRY(sj_query_prepare(&k->query[i], &a, &q));
    SJ_TRY(sj_index_search(k->w->index, q, SJ_NAME_THRESHOLD, k->fast[worker], &x, &nx));
    SJ_TRY(sj_index_scan(k->w->index, q, SJ_NAME_THRESHOLD, k->slow[worker], &y, &ny));
    bool same = nx == ny;
    for (size_t h = 0; same && h < nx; h++)
        same = x[h].record == y[h].record && x[h].score == y[h].score &&
               x[h].listed_name == y[h].listed_name;
    if (!same)
        printf("differs: '%.*s': search %zu, scan %zu\n", SJ_STR_FMT(k->query[i].name[0].full), nx,
               ny);
    return same ? SJ_OK : SJ_ECORRUPT;
}

/* The name, mistreated in the i-th way; always valid UTF-8. */
static sj_str mistreat(sj_arena *a, sj_str name, size_t way, uint64_t *seed)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_str out;
    const size_t at = name.len ? sj_test_random(seed) % name.len : 0;
    const bool ascii = name.len && (unsigned char)name.ptr[at] < 0x80;
    const size_t blank = sj_str_find(name, SJ_S(" "), 0);
    if (way == 1 && ascii) { /* a letter lost */
        sj_buf_add(&b, sj_str_slice(name, 0, at));
        sj_buf_add(&b, sj_str_slice(name, at + 1, name.len));
    } else if (way == 2 && ascii) { /* another letter */
        sj_buf_add(&b, sj_str_slice(name, 0, at));
        sj_buf_add_char(&b, (char)('a' + sj_test_random(seed) % 26));
        sj_buf_add(&b, sj_str_slice(name, at + 1, name.len));
    } else if (way == 3 && blank < name.len) { /* first word last */
        sj_buf_add(&b, sj_str_slice(name, blank + 1, name.len));
        sj_buf_add_char(&b, ' ');
        sj_buf_add(&b, sj_str_slice(name, 0, blank));
    } else if (way == 4 && blank < name.len) { /* joined */
        sj_buf_add(&b, sj_str_slice(name, 0, blank));
        sj_buf_add(&b, sj_str_slice(name, blank + 1, name.len));
    } else if (way == 5 && blank < name.len && (unsigned char)name.ptr[0] < 0x80) { /* initial */
        sj_buf_add_char(&b, name.ptr[0]);
        sj_buf_add(&b, sj_str_slice(name, blank, name.len));
    } else {
        sj_buf_add(&b, name);
    }
    assert_int_equal(sj_buf_status(&b), SJ_OK);
    assert_int_equal(sj_arena_copy(a, sj_buf_str(&b), &out), SJ_OK);
    return out;
}

/* What is not written in Latin letters, word by word in them. */
static sj_str romanised(sj_arena *a, sj_str name)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_tokens t;
    sj_str out;
    if (sj_tokens_split(name, a, &t) != SJ_OK)
        return name;
    for (size_t i = 0; i < t.count; i++) {
        sj_roman r = {0};
        const sj_status s = sj_roman_token(&t.token[i], a, &r);
        if (i)
            sj_buf_add_char(&b, ' ');
        sj_buf_add(&b, s == SJ_OK && r.text.len ? r.text : t.token[i].text);
    }
    assert_int_equal(sj_buf_status(&b), SJ_OK);
    assert_int_equal(sj_arena_copy(a, sj_buf_str(&b), &out), SJ_OK);
    return out;
}

/* `about`: whose dates, numbers and states the query has; NULL: a bare name. */
static void add_query(world *w, sj_entity **query, size_t *count, sj_str name, sj_schema schema,
                      const sj_entity *about)
{
    sj_entity *e = sj_arena_push(&w->arena, query, count, sizeof *e);
    assert_non_null(e);
    *e = named(&w->arena, name.len ? name : SJ_S("x"), schema);
    if (!about)
        return;
    e->date = about->date;
    e->date_count = about->date_count;
    e->identifier = about->identifier;
    e->identifier_count = about->identifier_count;
    e->fact = about->fact;
    e->fact_count = about->fact_count;
    e->place = about->place;
    e->place_count = about->place_count;
}

/* People of a table of names: who is on no list, or on one, mistreated. */
static void add_people(world *w, const char *table, sj_entity **query, size_t *count, size_t until)
{
    char path[512];
    sj_roster *r = NULL;
    const sj_roster_row *row;
    sj_diag d = {0};
    if (!sj_test_shared(table, path, sizeof path))
        return;
    assert_int_equal(sj_roster_open(path, &(sj_roster_options){0}, &r, &d), SJ_OK);
    while (*count < until && sj_roster_next(r, &row, &d) == SJ_OK) {
        sj_str name;
        assert_int_equal(sj_arena_copy(&w->arena, row->entity->name[0].full, &name), SJ_OK);
        add_query(w, query, count, name, SJ_SCHEMA_PERSON, NULL);
    }
    sj_roster_free(r);
}

/* Names of Japan's list, which stand on the others in Latin letters, in Katakana. */
static void add_katakana(world *w, sj_entity **query, size_t *count, size_t until)
{
    char path[512];
    sj_diag d = {0};
    sj_list list;
    if (!sj_test_shared("lists/japan-mof", path, sizeof path))
        return;
    assert_true(sj_list_read(path, &(sj_list_options){0}, &w->arena, &list, &d) >= 0);
    const size_t step = list.entity_count / (until - *count + 1) + 1;
    for (size_t i = 0; i < list.entity_count && *count < until; i += step)
        if (list.entity[i].name_count)
            add_query(w, query, count, list.entity[i].name[0].full, list.entity[i].schema, NULL);
}

static bool load(world *w, sj_index_builder *b)
{
    static const char *const names[] = {"lists/un/UN_consolidated.xml", "lists/ofac-sdn/sdn.csv",
                                        "lists/ofac-consolidated/cons_prim.csv",
                                        "lists/eu-journal/32014R0269.csv"};
    for (size_t i = 0; i < SJ_COUNT(names); i++) {
        char path[512];
        sj_diag d = {0};
        if (!sj_test_shared(names[i], path, sizeof path))
            return false;
        if (i > 0)
            *strrchr(path, '/') = 0; /* the folder is the list */
        const sj_status s =
            sj_list_read(path, &(sj_list_options){0}, &w->arena, &w->list[w->lists], &d);
        if (s < 0)
            fail_msg("%s: %s", path, d.reason);
        world_add(b, &w->list[w->lists++]);
    }
    world_index(w, b);
    return true;
}

static void complete_on_real_lists(void **state)
{
    (void)state;
    const char *set = getenv("SJ_COMPLETE_QUERIES");
    const size_t wanted = set ? strtoul(set, NULL, 10) : QUERIES;
    world w = {0};
    struct work k = {.w = &w};
    sj_index_builder *b = NULL;
    sj_entity *query = NULL;
    size_t count = 0;
    uint64_t seed = 20260227;
    assert_int_equal(sj_index_builder_new(&b), SJ_OK);
    if (load(&w, b)) {
        while (count < wanted * 4 / 5) {
            const sj_list *l = &w.list[sj_test_random(&seed) % w.lists];
            const sj_entity *e = &l->entity[sj_test_random(&seed) % l->entity_count];
            if (e->name_count == 0)
                continue;
            const sj_str name = e->name[sj_test_random(&seed) % e->name_count].full;
            const sj_entity *other = &l->entity[sj_test_random(&seed) % l->entity_count];
            add_query(&w, &query, &count,
                      count % 7 == 6 ? romanised(&w.arena, name)
                                     : mistreat(&w.arena, name, count % 7, &seed),
                      count % 8 ? e->schema : SJ_SCHEMA_UNKNOWN,
                      count % 3   ? NULL
                      : count % 2 ? other
                                  : e);
        }
        add_katakana(&w, &query, &count, wanted * 17 / 20);
        add_people(&w, "screening/positives_un_treated.csv", &query, &count, wanted * 9 / 10);
        add_people(&w, "screening/negatives_global.csv", &query, &count, wanted);
        for (unsigned i = 0; i < sj_thread_cores(); i++) {
            assert_int_equal(sj_search_scratch_new(w.index, &k.fast[i]), SJ_OK);
            assert_int_equal(sj_search_scratch_new(w.index, &k.slow[i]), SJ_OK);
        }
        k.query = query;
        assert_int_equal(sj_thread_for(0, count, check_one, &k), SJ_OK);
        printf("%zu queries on %zu records, %zu names: search equals scan\n", count,
               sj_index_record_count(w.index), sj_index_name_count(w.index));
        for (unsigned i = 0; i < sj_thread_cores(); i++) {
            sj_search_scratch_free(k.fast[i]);
            sj_search_scratch_free(k.slow[i]);
        }
    }
    sj_index_builder_free(b);
    world_done(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(complete_on_real_lists)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
