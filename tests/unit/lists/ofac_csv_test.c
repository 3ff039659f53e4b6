/* Tests of lists/ofac_csv.c and ofac_remarks.c: the mapping on a small set, the
 * counts and an audit of every cell and every clause on the real ones, refusals,
 * out-of-memory. */
#include "audit.h"

#define READER (&sj_reader_ofac_csv)

static const char small_prim[] =
    "36,\"AEROTEST AIRLINES\",-0- ,\"CUBA\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n"
    "7,\"KIM, Yong Test\",\"individual\",\"DPRK2] [NPWMD\",\"Director\",-0- ,-0- ,-0- ,-0- ,-0- "
    ",-0- ,\"DOB 10 Dec 1948; alt. DOB 1966 to 1968; alt. DOB circa 1950; POB Pyongyang, Korea, "
    "North; nationality Korea, North; Gender Male; Passport A0003445 (Korea, North) issued 28 Feb "
    "1996 expires 27 Feb 2001; alt. Passport RL 123456 (Lebanon); National ID No. 660000 73767 "
    "(Belgium); a.k.a. 'SHORTY'; Digital Currency Address - XBT 12QtD5BFwRsdNsAZY76UVE1xyCGNTojH9h;"
    " a member of the cabinet; Secondary sanctions risk: North Korea Sanctions Regulations, "
    "secti\"\r\n"
    "9,\"HERTEST\",\"vessel\",\"CUBA\",-0- ,\"CL2685\",\"General Cargo\",\"2597\",\"1098\","
    "\"Cuba\",\"Compania Test S.A.\",\"Former Vessel Flag Malta; Vessel Registration "
    "Identification "
    "IMO 9187629; MMSI 572469210; Linked To: TEST S.A.\"\r\n\x1a";
static const char small_add[] =
    "36,25,Emerson No. 148 \"Piso\" 7,\"Mexico, D.F. 11570\",\"Mexico\",-0- \r\n"
    "9,26,-0- ,-0- ,-0- ,-0- \r\n\x1a";
static const char small_alt[] = "36,12,\"aka\",\"AERO-TEST\",-0- \r\n"
                                "7,13,\"fka\",\"CHOE, Yong Test\",-0- \r\n\x1a";
static const char small_comments[] = "7,\"ons 510.201; Linked To: AEROTEST AIRLINES.\"\r\n";

static sj_status read_set(const sj_str bytes[4], size_t count, sj_arena *arena, sj_list *list,
                          sj_diag *diag)
{
    const sj_list_file file[] = {{SJ_S("sdn.csv"), bytes[0]},
                                 {SJ_S("add.csv"), bytes[1]},
                                 {SJ_S("alt.csv"), bytes[2]},
                                 {SJ_S("sdn_comments.csv"), bytes[3]}};
    const sj_list_options options = {0};
    return READER->read(file, count, &options, arena, list, diag);
}

static void small_set(sj_str ret[4])
{
    ret[0] = sj_str_from(small_prim);
    ret[1] = sj_str_from(small_add);
    ret[2] = sj_str_from(small_alt);
    ret[3] = sj_str_from(small_comments);
}

static void maps_a_small_set(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    sj_str bytes[4];
    small_set(bytes);
    assert_int_equal(read_set(bytes, 4, &arena, &list, &diag), SJ_OK);
    assert_int_equal(list.entity_count, 3);
    const sj_entity *air = &list.entity[0], *kim = &list.entity[1], *ship = &list.entity[2];
    assert_int_equal(air->schema, SJ_SCHEMA_ORGANISATION);
    assert_int_equal(air->place_count, 1);
    assert_true(sj_str_eq(air->place[0].street, SJ_S("Emerson No. 148 \"Piso\" 7")));
    assert_int_equal(kim->schema, SJ_SCHEMA_PERSON);
    assert_true(sj_str_eq(kim->name[0].part[SJ_PART_FAMILY], SJ_S("KIM")));
    assert_int_equal(kim->name[1].kind, SJ_NAME_FORMER);
    assert_int_equal(kim->name[2].kind, SJ_NAME_WEAK);
    assert_true(sj_str_eq(kim->name[2].full, SJ_S("SHORTY")));
    assert_int_equal(kim->listing_count, 2);
    assert_true(sj_str_eq(kim->listing[1].programme, SJ_S("NPWMD")));
    assert_int_equal(kim->date_count, 3);
    assert_int_equal(kim->date[0].range.from.day, 10);
    assert_int_equal(kim->date[1].range.to.year, 1968);
    assert_true(kim->date[2].range.circa);
    assert_int_equal(kim->identifier_count, 4);
    assert_true(sj_str_eq(kim->identifier[0].value, SJ_S("A0003445")));
    assert_true(sj_str_eq(kim->identifier[0].country, SJ_S("KP")));
    assert_int_equal(kim->identifier[0].issued.from.year, 1996);
    assert_int_equal(kim->identifier[0].expires.from.year, 2001);
    assert_true(sj_str_eq(kim->identifier[1].value, SJ_S("RL 123456")));
    assert_true(sj_str_eq(kim->identifier[2].value, SJ_S("660000 73767")));
    assert_int_equal(kim->identifier[2].kind, SJ_ID_NATIONAL);
    assert_int_equal(kim->identifier[3].kind, SJ_ID_CRYPTO);
    assert_true(sj_str_eq(kim->link[0].target_id, SJ_S("36")));
    const sj_str risk = kim->fact[kim->fact_count - 1].value;
    assert_true(sj_str_eq(risk, SJ_S("North Korea Sanctions Regulations, sections 510.201")));
    assert_int_equal(ship->identifier[0].kind, SJ_ID_CALL_SIGN);
    assert_int_equal(ship->identifier[1].kind, SJ_ID_IMO);
    assert_true(sj_str_eq(ship->link[0].target_name, SJ_S("TEST S.A.")));
}

/* ---- the real sets, walked cell by cell with a scanner of our own ---- */

struct cells {
    sj_str cell[16];
    size_t count;
};
/* One CRLF row; quotes as OFAC writes them. False at the end. */
static bool next_row(const char **at, const char *end, struct cells *ret)
{
    ret->count = 0;
    if (*at >= end || **at == 0x1a)
        return false;
    while (ret->count < SJ_COUNT(ret->cell)) {
        const char *p = *at, *q = p;
        if (p < end && *p == '"') {
            for (q = ++p; q < end; q++)
                if (*q == '"' && (q[1] == ',' || q[1] == '\r' || q[1] == '\n'))
                    break;
            ret->cell[ret->count++] = (sj_str){p, (size_t)(q - p)};
            q++;
        } else {
            while (q < end && *q != ',' && *q != '\r' && *q != '\n')
                q++;
            ret->cell[ret->count++] = (sj_str){p, (size_t)(q - p)};
        }
        const char mark = q < end ? *q : '\n';
        while (q < end && mark != ',' && (*q == '\r' || *q == '\n'))
            q++;
        *at = mark == ',' ? q + 1 : q;
        if (mark != ',')
            break;
    }
    return true;
}

static size_t index_of(const sj_list *list, sj_str id)
{
    for (size_t i = 0; i < list->entity_count; i++)
        if (sj_str_eq(list->entity[i].id, id))
            return i;
    fail_msg("no entity %.*s", SJ_STR_FMT(id));
    return 0;
}

struct tally {
    size_t cells, lost, clauses, lost_clauses, types[6];
};

static void audit_cell(struct tally *t, const sj_buf *blob, sj_str id, sj_str cell)
{
    cell = sj_str_trim(cell);
    if (sj_str_eq(cell, SJ_S("-0-")) || cell.len == 0)
        return;
    t->cells++;
    if (!audit_found(blob, cell) && t->lost++ < 10)
        print_message("lost cell of %.*s: %.*s\n", SJ_STR_FMT(id), SJ_STR_FMT(cell));
}

static void audit_remarks(struct tally *t, const sj_buf *blob, sj_str id, sj_str text)
{
    sj_str clause;
    if (sj_str_eq(sj_str_trim(text), SJ_S("-0-")))
        return;
    while (sj_str_split(&text, ';', &clause)) {
        t->clauses++;
        if (!audit_words(blob, clause) && t->lost_clauses++ < 10)
            print_message("lost clause of %.*s: %.*s\n", SJ_STR_FMT(id), SJ_STR_FMT(clause));
    }
}

/* Every non-empty cell of the four files, but those the reader leaves out. */
static void audit_set(const sj_list *list, const sj_str bytes[4], struct tally *t)
{
    SJ_SCOPED(sj_buf) blob = {0};
    SJ_SCOPED(sj_buf) text = {0};
    struct cells row;
    const char *at = bytes[0].ptr;
    for (size_t i = 0; next_row(&at, bytes[0].ptr + bytes[0].len, &row); i++) {
        assert_int_equal(row.count, 12);
        audit_blob(&blob, &list->entity[i]);
        for (size_t k = 0; k < 11; k++)
            if (k == 3) {
                sj_str rest = row.cell[k], piece;
                while (sj_str_split(&rest, ']', &piece)) {
                    piece = sj_str_trim(piece);
                    audit_cell(t, &blob, row.cell[0],
                               sj_str_slice(piece, piece.len && piece.ptr[0] == '[', piece.len));
                }
            } else if (k != 2)
                audit_cell(t, &blob, row.cell[0], row.cell[k]);
        sj_buf_clear(&text);
        sj_buf_add(&text, row.cell[11]);
        const char *comment = bytes[3].ptr;
        struct cells c;
        while (next_row(&comment, bytes[3].ptr + bytes[3].len, &c))
            if (sj_str_eq(c.cell[0], row.cell[0]))
                sj_buf_add(&text, c.cell[1]);
        audit_remarks(t, &blob, row.cell[0], sj_buf_str(&text));
        t->types[list->entity[i].schema]++;
    }
    for (int file = 1; file < 3; file++) {
        sj_str last = {0};
        at = bytes[file].ptr;
        while (next_row(&at, bytes[file].ptr + bytes[file].len, &row)) {
            if (!sj_str_eq(row.cell[0], last))
                audit_blob(&blob, &list->entity[index_of(list, row.cell[0])]);
            last = row.cell[0];
            for (size_t k = file == 1 ? 2 : 3; k < row.count; k++)
                audit_cell(t, &blob, row.cell[0], row.cell[k]);
        }
    }
}

static bool open_set(const char *folder, const char *const names[4], sj_file file[4],
                     sj_str bytes[4])
{
    for (size_t i = 0; i < 4; i++) {
        char relative[256], path[512];
        snprintf(relative, sizeof relative, "%s/%s", folder, names[i]);
        if (!sj_test_shared(relative, path, sizeof path))
            return false;
        assert_int_equal(sj_file_open(path, SIZE_MAX, &file[i]), SJ_OK);
        bytes[i] = (sj_str){file[i].ptr, file[i].len};
    }
    return true;
}

static void cut_set(const sj_str bytes[4])
{
    for (size_t i = 0; i < 24; i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_diag diag = {0};
        sj_str cut[4] = {bytes[0], bytes[1], bytes[2], bytes[3]};
        cut[i % 3].len = cut[i % 3].len * (i / 3) / 8;
        const sj_status s = read_set(cut, 4, &arena, &list, &diag);
        if (s >= 0 || !diag.reason || !diag.file[0])
            fail_msg("file %zu cut at %zu: %s", i % 3, cut[i % 3].len, sj_status_name(s));
    }
}

/* Print what was not understood best: remarks with a digit. */
static void show_remarks(const sj_list *list, size_t *ret_remarks, size_t *ret_unread)
{
    for (size_t i = 0; i < list->entity_count; i++) {
        const sj_entity *e = &list->entity[i];
        for (size_t k = 0; k < e->fact_count; k++)
            *ret_remarks += e->fact[k].kind == SJ_FACT_REMARK;
        for (size_t k = 0; k < e->date_count; k++)
            if (!e->date[k].parsed && (*ret_unread)++ < 10)
                print_message("no date: '%.*s'\n", SJ_STR_FMT(e->date[k].text));
    }
}

static void reads_the_real_sets(void **state)
{
    (void)state;
    static const char *const names[2][4] = {
        {"sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"},
        {"cons_prim.csv", "cons_add.csv", "cons_alt.csv", "cons_comments.csv"}};
    static const char *const folders[] = {"lists/ofac-sdn", "lists/ofac-consolidated"};
    for (size_t i = 0; i < 2; i++) {
        sj_file file[4] = {{0}};
        sj_str bytes[4];
        if (!open_set(folders[i], names[i], file, bytes))
            continue;
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_diag diag = {0};
        const uint64_t start = sj_time_monotonic_ns();
        assert_int_equal(read_set(bytes, 4, &arena, &list, &diag), SJ_OK);
        print_message("%s: %zu entities, %zu bytes, %.1f ms\n", folders[i], list.entity_count,
                      arena.used_bytes, (double)(sj_time_monotonic_ns() - start) / 1e6);
        struct tally t = {0};
        audit_set(&list, bytes, &t);
        size_t remarks = 0, unread = 0;
        show_remarks(&list, &remarks, &unread);
        print_message("%zu cells, %zu clauses, %zu left as remarks, %zu dates unread\n", t.cells,
                      t.clauses, remarks, unread);
        assert_int_equal(t.lost, 0);
        assert_int_equal(t.lost_clauses, 0);
        if (i == 0) {
            assert_int_equal(list.entity_count, 8976);
            assert_int_equal(t.types[SJ_SCHEMA_PERSON], 4620);
            assert_int_equal(t.types[SJ_SCHEMA_ORGANISATION], 3673);
            assert_int_equal(t.types[SJ_SCHEMA_VESSEL], 406);
            assert_int_equal(t.types[SJ_SCHEMA_AIRCRAFT], 277);
        } else
            assert_int_equal(list.entity_count, 442);
        cut_set(bytes);
        for (size_t k = 0; k < 4; k++)
            sj_file_done(&file[k]);
    }
}

static void refuses_what_is_no_set(void **state)
{
    (void)state;
    sj_str bytes[4];
    small_set(bytes);
    static const struct {
        int file;
        const char *bytes, *why;
    } rows[] = {
        {0, "", "empty"},
        {0, "\x1a", "no entry"},
        {0, "a,b\r\n\x1a", "no ent_num"},
        {0, "7,8,9\r\n\x1a", "no table has three columns"},
        {0, "36,\"A\",-0- ,\"C\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n", "no end mark"},
        {0, "36,\"A\",-0- ,\"C\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a", "others dangle"},
        {0, "36,-0- ,-0- ,\"C\",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- \r\n\x1a", "no name"},
        {1, "36,1,\"A\",\"B\",\"C\",-0- \r\n36,2\r\n\x1a", "a short row"},
        {1, "36,1,\"A\",\"B\",\"C\",-0- \r\n", "no end mark"},
        {1, "99,1,\"A\",\"B\",\"C\",-0- \r\n\x1a", "no entry 99"},
        {1, "36,1,\"A\",\"\xfe\",\"C\",-0- \r\n\x1a", "no UTF-8"},
        {2, "36,1,\"aka\",\"A\",-0- \r\n\x1a\r\n36,2,\"aka\",\"B\",-0- \r\n\x1a",
         "rows behind the end"},
        {2, "36,1,\"aka\",\"A\r\n\x1a", "an open quote"},
        {3, "7,\"cut in the middle", "an open quote"},
        {3, "99,\"text\"\r\n", "no entry 99"},
    };
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_diag diag = {0};
        sj_str set[4] = {bytes[0], bytes[1], bytes[2], bytes[3]};
        set[rows[i].file] = sj_str_from(rows[i].bytes);
        if (read_set(set, 4, &arena, &list, &diag) >= 0 || !diag.reason)
            fail_msg("read though %s", rows[i].why);
    }
    for (size_t at = 0; at < bytes[0].len - 1; at++) { /* every cut of the entries */
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_str cut[4] = {{bytes[0].ptr, at}, bytes[1], bytes[2], bytes[3]};
        if (read_set(cut, 4, &arena, &list, NULL) >= 0)
            fail_msg("read though cut at %zu", at);
    }
}

/* Rows of remarks for one entry are joined: thousands would make gigabytes. */
static void remarks_without_end(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) comments = {0};
    sj_list list = {0};
    sj_diag diag = {0};
    sj_str bytes[4];
    small_set(bytes);
    for (int i = 0; i < 4000; i++)
        sj_buf_add(&comments, SJ_S("7,\"twenty bytes of text; twenty bytes of text; \"\r\n"));
    bytes[3] = sj_buf_str(&comments);
    assert_int_equal(read_set(bytes, 4, &arena, &list, &diag), SJ_ELIMIT);
    assert_true(diag.line > 1000 && arena.used_bytes < (size_t)128 << 20);
}

static void says_what_is_missing(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_str bytes[4];
    small_set(bytes);
    assert_int_equal(read_set(bytes, 1, &arena, &list, NULL), SJ_OK);
    assert_int_equal(list.warning_count, 3);
}

/* By folder, by one of the files, and never as another format. */
static void reads_through_the_door(void **state)
{
    (void)state;
    char path[512];
    if (!sj_test_shared("lists/ofac-sdn/sdn.csv", path, sizeof path))
        return;
    for (int turn = 0; turn < 2; turn++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_diag diag = {0};
        sj_list_options options = {0};
        assert_int_equal(sj_list_read(path, &options, &arena, &list, &diag), SJ_OK);
        assert_int_equal(list.format, SJ_LIST_OFAC_CSV);
        assert_int_equal(list.entity_count, 8976);
        assert_int_equal(list.hash.len, 64);
        options.expected = SJ_LIST_UN_XML;
        assert_int_equal(sj_list_read(path, &options, &arena, &list, &diag), SJ_EFORMAT);
        *strrchr(path, '/') = '\0'; /* the folder */
    }
}

static sj_status story(void *ctx)
{
    (void)ctx;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list = {0};
    sj_str bytes[4];
    small_set(bytes);
    return read_set(bytes, 4, &arena, &list, NULL);
}
static void out_of_memory(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(maps_a_small_set),       cmocka_unit_test(reads_the_real_sets),
        cmocka_unit_test(refuses_what_is_no_set), cmocka_unit_test(remarks_without_end),
        cmocka_unit_test(says_what_is_missing),   cmocka_unit_test(reads_through_the_door),
        cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
