/* A big file is compared with its checksums block by block: no answer rests on a byte
 * that was not, and a damaged block is an error or was not needed. */
#include "world.h"
#include "base/base.h"
#include "index/blocks.h"

enum { RECORDS = 1500, QUERIES = 24 };

struct small {
    world w;
    sj_buf copy; /* of its bytes, to be damaged */
    sj_entity query[QUERIES];
    sj_buf answer[QUERIES];
};

static sj_str random_name(uint64_t *seed, sj_arena *a)
{
    static const char *const given[] = {"Mohammed", "Ali", "Jong Un", "Olga", "J.", "\xEC\xB2\xA0"};
    static const char *const family[] = {"Kim", "Hassan", "Petrov", "Trading Co", "Abd al-Rahman"};
    sj_str name;
    char rare[6] = {0};
    for (size_t i = 0; i < 5; i++)
        rare[i] = "aeioubdgklmnprst"[sj_test_random(seed) % 16];
    assert_int_equal(sj_arena_format(a, &name, "%s %s %s", given[sj_test_random(seed) % 6],
                                     family[sj_test_random(seed) % 5], rare),
                     SJ_OK);
    return name;
}

/* All that a caller learns of a query, as bytes. */
static sj_status ask(const sj_index *ix, const sj_entity *e, double threshold, sj_buf *to)
{
    SJ_SCOPED(sj_arena) a = {0};
    SJ_AUTO(sj_search_scratch) *s = NULL;
    const sj_query *q;
    const sj_hit *hit;
    size_t count;
    SJ_TRY(sj_search_scratch_new(ix, &s));
    SJ_TRY(sj_query_prepare(e, &a, &q));
    SJ_TRY(sj_index_search(ix, q, threshold, s, &hit, &count));
    for (size_t i = 0; i < count; i++) {
        sj_hit_explanation why;
        sj_index_record record;
        sj_index_list list;
        sj_index_record_get(ix, hit[i].record, &record);
        sj_index_list_get(ix, record.list_number, &list);
        SJ_TRY(sj_index_explain(ix, q, &hit[i], &a, &why));
        sj_buf_addf(to, "%.17g %.*s %.*s %.*s %zu\n", hit[i].score, SJ_STR_FMT(record.id),
                    SJ_STR_FMT(list.name), SJ_STR_FMT(why.listed_name), why.evidence_count);
    }
    return sj_buf_status(to);
}

static void make(struct small *k)
{
    uint64_t seed = 3;
    sj_index_builder *b = NULL;
    sj_list list = {.name = SJ_S("blocks")};
    memset(k, 0, sizeof *k);
    for (size_t i = 0; i < RECORDS; i++) {
        sj_entity *e = sj_arena_push(&k->w.arena, &list.entity, &list.entity_count, sizeof *e);
        *e = named(&k->w.arena, random_name(&seed, &k->w.arena), SJ_SCHEMA_PERSON);
        sj_entity_identifier *id = sj_entity_add_identifier(e, &k->w.arena);
        id->kind = SJ_ID_PASSPORT;
        assert_int_equal(sj_arena_format(&k->w.arena, &id->value, "P%zu", 100000 + i), SJ_OK);
    }
    assert_int_equal(sj_index_builder_new(&b), SJ_OK);
    world_add(b, &list);
    world_index(&k->w, b);
    sj_index_builder_free(b);
    sj_buf_add(&k->copy, sj_buf_str(&k->w.bytes));
    for (size_t i = 0; i < QUERIES; i++) {
        k->query[i] = i % 2
                          ? list.entity[i * 50]
                          : named(&k->w.arena, list.entity[i * 40].name[0].full, SJ_SCHEMA_PERSON);
        assert_int_equal(ask(k->w.index, &k->query[i], 0.7, &k->answer[i]), SJ_OK);
    }
}

static void done(struct small *k)
{
    for (size_t i = 0; i < QUERIES; i++)
        sj_buf_done(&k->answer[i]);
    sj_buf_done(&k->copy);
    world_done(&k->w);
}

/* Asks everything of the copy as it is now. Returns how many questions were refused;
 * the others have the true answer. */
static size_t refused(struct small *k)
{
    SJ_AUTO(sj_index) *ix = NULL;
    size_t n = 0;
    const sj_status opened = sj_index_open_bytes(k->copy.ptr, k->copy.len, false, &ix, NULL);
    if (opened < 0)
        return QUERIES;
    for (size_t i = 0; i < QUERIES; i++) {
        SJ_SCOPED(sj_buf) got = {0};
        const sj_status s = ask(ix, &k->query[i], 0.7, &got);
        if (s < 0)
            assert_int_equal(s, SJ_ECORRUPT);
        else
            assert_true(sj_str_eq(sj_buf_str(&got), sj_buf_str(&k->answer[i])));
        n += s < 0;
    }
    return n;
}

static void a_sound_file_answers_the_same(void **state)
{
    (void)state;
    struct small k;
    make(&k);
    size_t bytes = 0;
    for (size_t i = 0; i < QUERIES; i++)
        bytes += k.answer[i].len;
    assert_true(bytes > 1000); /* not a test of empty answers */
    assert_int_equal(refused(&k), 0);
    done(&k);
}

static void compares_only_what_it_reads(void **state)
{
    (void)state;
    struct small k;
    make(&k);
    sj_index *ix = NULL;
    SJ_SCOPED(sj_buf) got = {0};
    assert_int_equal(sj_index_open_bytes(k.copy.ptr, k.copy.len, false, &ix, NULL), SJ_OK);
    assert_int_equal(ask(ix, &k.query[1], 0.7, &got), SJ_OK);
    const size_t blocks = sj_blocks_count(ix);
    size_t compared = 0;
    for (size_t i = 0; i < blocks; i++)
        compared += ix->checked[i / 64] >> i % 64 & 1;
    assert_in_range(compared, 10, blocks * 3 / 4);
    assert_int_equal(sj_blocks_check_all(ix), SJ_OK);
    sj_index_free(ix);
    done(&k);
}

/* One byte of every block in turn. The scan reads everything, so it finds each. */
static void damage_is_refused_or_not_needed(void **state)
{
    (void)state;
    enum { STEP = SJ_INDEX_BLOCK / 2 };
    struct small k;
    uint64_t seed = 9;
    make(&k);
    const sj_index_header *h = (const sj_index_header *)(const void *)k.copy.ptr;
    const uint64_t end = h->section[SJ_SECTION_BLOCKS].offset;
    size_t all = 0, places = 0;
    for (uint64_t at = sizeof *h + SJ_INDEX_ALIGNMENT; at < end; at += STEP) {
        const uint64_t where = at + sj_test_random(&seed) % 64;
        const char was = k.copy.ptr[where < end ? where : at];
        char *byte = &k.copy.ptr[where < end ? where : at];
        *byte = (char)(was ^ (1 << sj_test_random(&seed) % 8));
        all += refused(&k);
        places++;
        *byte = was;
    }
    assert_true(places > 100);
    assert_true(all > places / 2); /* and the damage was met */
    assert_int_equal(refused(&k), 0);
    done(&k);
}

/* A whole section at a time, a bit in each eight bytes: whatever a search reads of it must
 * have been compared, or the answers (or the memory) would tell. */
static void a_damaged_section_is_met(void **state)
{
    (void)state;
    static const sj_index_section read[] = {
        SJ_SECTION_RECORDS,    SJ_SECTION_BLOB,       SJ_SECTION_NAMES,
        SJ_SECTION_FORMS,      SJ_SECTION_UNITS,      SJ_SECTION_CORES,
        SJ_SECTION_TEXT,       SJ_SECTION_SIGNATURES, SJ_SECTION_ACTIVE_START,
        SJ_SECTION_ACTIVE,     SJ_SECTION_ALL,        SJ_SECTION_ALL_START,
        SJ_SECTION_LEAD,       SJ_SECTION_LEAD_START, SJ_SECTION_TRAITS,
        SJ_SECTION_IDENTIFIER, SJ_SECTION_RANGES,     SJ_SECTION_IDENTIFIER_START};
    struct small k;
    make(&k);
    const sj_index_header *h = (const sj_index_header *)(const void *)k.w.bytes.ptr;
    for (size_t i = 0; i < SJ_COUNT(read); i++) {
        const uint64_t from = h->section[read[i]].offset;
        const uint64_t end = h->section[read[i] + 1].offset;
        for (uint64_t at = from; at < end; at += 8)
            k.copy.ptr[at] ^= 1;
        const size_t n = refused(&k);
        if (n < QUERIES / 2)
            fail_msg("section %u: %zu of %d refused", (unsigned)read[i], n, QUERIES);
        memcpy(k.copy.ptr + from, k.w.bytes.ptr + from, (size_t)(end - from));
    }
    done(&k);
}

static void blocks_that_changed_places_differ(void **state)
{
    (void)state;
    struct small k;
    char block[SJ_INDEX_BLOCK];
    make(&k);
    const sj_index_header *h = (const sj_index_header *)(const void *)k.copy.ptr;
    char *first = k.copy.ptr + h->section[SJ_SECTION_FORMS].offset;
    memcpy(block, first, sizeof block);
    memcpy(first, first + sizeof block, sizeof block);
    memcpy(first + sizeof block, block, sizeof block);
    sj_index *ix = NULL;
    assert_int_equal(sj_index_open_bytes(k.copy.ptr, k.copy.len, false, &ix, NULL), SJ_OK);
    assert_int_equal(sj_blocks_check_all(ix), SJ_ECORRUPT);
    assert_int_equal(sj_blocks_check(ix, SJ_SECTION_FORMS, 0, 1), SJ_ECORRUPT);
    SJ_SCOPED(sj_buf) got = {0};
    assert_int_equal(ask(ix, &k.query[0], 0.1, &got), SJ_ECORRUPT); /* the scan */
    sj_index_record record;
    sj_index_record_get(ix, 0, &record); /* what is sound is still given */
    assert_true(record.id.len > 0);
    sj_index_free(ix);
    done(&k);
}

static void a_damaged_record_is_empty(void **state)
{
    (void)state;
    struct small k;
    make(&k);
    const sj_index_header *h = (const sj_index_header *)(const void *)k.copy.ptr;
    memset(k.copy.ptr + h->section[SJ_SECTION_RECORDS].offset, 0xFF, sizeof(sj_index_record_item));
    sj_index *ix = NULL;
    sj_index_record record;
    assert_int_equal(sj_index_open_bytes(k.copy.ptr, k.copy.len, false, &ix, NULL), SJ_OK);
    sj_index_record_get(ix, 0, &record);
    assert_int_equal(record.id.len, 0);
    SJ_SCOPED(sj_arena) a = {0};
    const sj_query *q;
    sj_hit_explanation why;
    assert_int_equal(sj_query_prepare(&k.query[0], &a, &q), SJ_OK);
    assert_int_equal(sj_index_explain(ix, q, &(sj_hit){.record = 0}, &a, &why), SJ_ECORRUPT);
    sj_index_free(ix);
    done(&k);
}

static void the_table_itself_is_compared(void **state)
{
    (void)state;
    struct small k;
    make(&k);
    const sj_index_header *h = (const sj_index_header *)(const void *)k.copy.ptr;
    const sj_index_section which[] = {SJ_SECTION_BLOCKS, SJ_SECTION_LISTS, SJ_SECTION_RANGES};
    for (size_t i = 0; i < SJ_COUNT(which); i++) {
        char *byte = k.copy.ptr + h->section[which[i]].offset;
        sj_index *ix = NULL;
        sj_diag d = {0};
        *byte ^= 1;
        assert_int_equal(sj_index_open_bytes(k.copy.ptr, k.copy.len, false, &ix, &d), SJ_ECORRUPT);
        assert_non_null(d.reason);
        *byte ^= 1;
    }
    done(&k);
}

static sj_status open_lazily(void *ctx)
{
    const struct small *k = ctx;
    SJ_AUTO(sj_index) *ix = NULL;
    SJ_SCOPED(sj_buf) got = {0};
    SJ_TRY(sj_index_open_bytes(k->copy.ptr, k->copy.len, false, &ix, NULL));
    return ask(ix, &k->query[1], 0.7, &got);
}

static void out_of_memory(void **state)
{
    (void)state;
    struct small k;
    make(&k);
    sj_test_sweep(open_lazily, &k, 0);
    done(&k);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sound_file_answers_the_same),
        cmocka_unit_test(compares_only_what_it_reads),
        cmocka_unit_test(damage_is_refused_or_not_needed),
        cmocka_unit_test(a_damaged_section_is_met),
        cmocka_unit_test(blocks_that_changed_places_differ),
        cmocka_unit_test(a_damaged_record_is_empty),
        cmocka_unit_test(the_table_itself_is_compared),
        cmocka_unit_test(out_of_memory),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
