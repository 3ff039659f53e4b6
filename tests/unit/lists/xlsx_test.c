/* Tests of lists/xlsx.c: which text a cell has, references, order, and workbooks
 * made to hurt. */
#include "lists/xlsx.h"
#include "sojourn/lists.h"
#include "test.h"
#include "zip_writer.h"

static const char workbook[] = "<workbook xmlns:r=\"u\"><sheets><sheet name=\"One\" r:id=\"a\"/>"
                               "<sheet name=\"Zwei\" r:id=\"b\"/></sheets></workbook>";
static const char relations[] = "<Relationships><Relationship Id=\"b\" Target=\"/xl/two.xml\"/>"
                                "<Relationship Id=\"a\" Target=\"one.xml\"/></Relationships>";
static const char strings[] =
    "<sst><si><t>plain</t></si><si><r><t>Kim </t></r><r><t>Jong</t></r></si>"
    "<si><t>東京</t><rPh sb=\"0\" eb=\"2\"><t>トウキョウ</t></rPh></si><si/></sst>";
static const char one[] =
    "<worksheet><dimension ref=\"A1:ZZ9\"/><sheetData>"
    "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"C1\" t=\"s\"><v>1</v></c></row>"
    "<row r=\"3\"><c r=\"B3\"><v>44197</v></c><c r=\"D3\" s=\"4\"/></row>"
    "<row r=\"4\"><c r=\"A4\" t=\"s\"><v>3</v></c></row>"
    "<row><c t=\"inlineStr\"><is><t> in </t><rPh><t>no</t></rPh></is></c><c t=\"b\"><v>1</v></c>"
    "<c t=\"s\"><v> 2 </v></c><c t=\"str\"><f>A1</f><v>sum</v></c></row></sheetData></worksheet>";
static const char two[] = "<worksheet><sheetData/></worksheet>";

/* "row:column=text" of each cell, numbers in brackets. */
static sj_status write_row(void *ctx, uint64_t row, const sj_xlsx_cell *cell, size_t count)
{
    sj_buf *b = ctx;
    for (size_t i = 0; i < count; i++)
        sj_buf_addf(b, cell[i].number ? "%d:%d=[%.*s] " : "%d:%d=%.*s ", (int)row,
                    (int)cell[i].column, SJ_STR_FMT(cell[i].text));
    return sj_buf_status(b);
}

struct book {
    const char *workbook, *relations, *strings, *one, *two;
};

static void make_book(zip_writer *z, const struct book *b)
{
    const struct {
        const char *name, *text;
    } member[] = {{"xl/workbook.xml", b->workbook},
                  {"xl/_rels/workbook.xml.rels", b->relations},
                  {"xl/sharedStrings.xml", b->strings},
                  {"xl/one.xml", b->one},
                  {"xl/two.xml", b->two}};
    for (size_t i = 0; i < SJ_COUNT(member); i++)
        if (member[i].text)
            zip_add(z, member[i].name, sj_str_from(member[i].text));
}

static const struct book good = {workbook, relations, strings, one, two};

static sj_status read_book(const struct book *b, sj_buf *ret, sj_diag *diag)
{
    SJ_SCOPED(sj_arena) arena = {0};
    zip_writer z = {0};
    sj_xlsx *x = NULL;
    make_book(&z, b);
    const sj_str bytes = zip_end(&z);
    sj_status s = sj_buf_status(&z.body);
    if (s >= 0)
        s = sj_xlsx_open(bytes, &arena, &x, diag);
    for (size_t i = 0; s >= 0 && i < sj_xlsx_sheet_count(x); i++)
        s = sj_xlsx_rows(x, i, write_row, ret, diag);
    zip_done(&z);
    return s;
}

static void reads_cells(void **state)
{
    (void)state;
    SJ_SCOPED(sj_buf) got = {0};
    sj_diag d = {0};
    assert_int_equal(read_book(&good, &got, &d), SJ_OK);
    sj_buf_add_char(&got, '\0');
    assert_string_equal(got.ptr, "1:0=plain 1:2=Kim Jong 3:1=[44197] "
                                 "5:0= in  5:1=1 5:2=東京 5:3=sum ");
}

static sj_status stop_at_three(void *ctx, uint64_t row, const sj_xlsx_cell *cell, size_t count)
{
    *(uint64_t *)ctx = row;
    assert_true(sj_str_eq(sj_xlsx_text(cell, count, 7), (sj_str){0}));
    assert_null(sj_xlsx_find(cell, count, 7));
    return row == 3 ? SJ_DONE : SJ_OK;
}

static void stops_and_names(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    zip_writer z = {0};
    sj_xlsx *x = NULL;
    uint64_t last = 0;
    make_book(&z, &good);
    const sj_str bytes = zip_end(&z);
    assert_int_equal(sj_xlsx_open(bytes, &arena, &x, NULL), SJ_OK);
    assert_int_equal(sj_xlsx_sheet_count(x), 2);
    assert_true(sj_str_eq(sj_xlsx_sheet_name(x, 1), SJ_S("Zwei")));
    assert_int_equal(sj_xlsx_sheet_name(x, 2).len, 0);
    assert_int_equal(sj_xlsx_rows(x, 0, stop_at_three, &last, NULL), SJ_OK);
    assert_int_equal(last, 3);
    assert_int_equal(sj_xlsx_rows(x, 2, stop_at_three, &last, NULL), SJ_EINVAL);
    const sj_str header[] = {SJ_S("Kim Jong"), SJ_S("plain")};
    const sj_str other[] = {SJ_S("plain"), SJ_S("44197")};
    assert_true(sj_xlsx_has_row(bytes, header, 2));
    assert_false(sj_xlsx_has_row(bytes, other, 2)); /* of two rows */
    assert_false(sj_xlsx_has_row(SJ_S("PK\3\4"), header, 2));
    zip_done(&z);
}

static void references(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool good;
        uint32_t column;
        uint64_t row;
    } rows[] = {{"A1", true, 0, 1},
                {"Z9", true, 25, 9},
                {"AB12", true, 27, 12},
                {"XFD1048576", true, 16383, 1048576},
                {"XFE1", false, 0, 0},
                {"A0", false, 0, 0},
                {"A1048577", false, 0, 0},
                {"A-1", false, 0, 0},
                {"A", false, 0, 0},
                {"1", false, 0, 0},
                {"", false, 0, 0},
                {"a1", false, 0, 0},
                {"ZZZZZZZZZZZZZZZZ1", false, 0, 0},
                {"A99999999999999999999", false, 0, 0}};
    for (size_t i = 0; i < SJ_COUNT(rows); i++) {
        uint32_t column = 0;
        uint64_t row = 0;
        const bool good_one = sj_xlsx_reference(sj_str_from(rows[i].text), &column, &row);
        if (good_one != rows[i].good || column != rows[i].column || row != rows[i].row)
            fail_msg("%s: %d, column %u", rows[i].text, good_one, column);
    }
}

#define SHEET(rows) "<worksheet><sheetData>" rows "</sheetData></worksheet>"

static const struct {
    struct book book;
    sj_status want;
    const char *why;
} hostile[] = {
    {{NULL, relations, strings, one, two}, SJ_EFORMAT, "no workbook"},
    {{workbook, NULL, strings, one, two}, SJ_EFORMAT, "no relations"},
    {{workbook, "<Relationships/>", strings, one, two}, SJ_ECORRUPT, "a sheet of nowhere"},
    {{workbook, relations, NULL, one, two}, SJ_ECORRUPT, "no strings behind numbers"},
    {{workbook, relations, strings, NULL, two}, SJ_ENOTFOUND, "no sheet behind its relation"},
    {{workbook, relations, strings, SHEET("<row><c t=\"s\"><v>4</v></c></row>"), two},
     SJ_ECORRUPT,
     "a string beyond the last"},
    {{workbook, relations, strings, SHEET("<row><c t=\"s\"><v>-1</v></c></row>"), two},
     SJ_ECORRUPT,
     "a negative number of a string"},
    {{workbook, relations, strings, SHEET("<row r=\"2\"/><row r=\"2\"/>"), two},
     SJ_ECORRUPT,
     "a row twice"},
    {{workbook, relations, strings, SHEET("<row r=\"99999999\"/>"), two},
     SJ_ECORRUPT,
     "a row beyond the format"},
    {{workbook, relations, strings, SHEET("<row r=\"1\"><c r=\"B1\"/><c r=\"A1\"/></row>"), two},
     SJ_ECORRUPT,
     "cells backwards"},
    {{workbook, relations, strings, SHEET("<row r=\"1\"><c r=\"A2\"/></row>"), two},
     SJ_ECORRUPT,
     "a cell of another row"},
    {{workbook, relations, strings, SHEET("<row r=\"1\"><c r=\"XFE1\"/></row>"), two},
     SJ_ECORRUPT,
     "a column beyond the format"},
    {{workbook, relations, strings, "<worksheet>", two}, SJ_ECORRUPT, "a sheet cut"},
    {{workbook, relations, strings, "<a></b>", two}, SJ_ESYNTAX, "no XML"},
    {{workbook, relations, strings, "", two}, SJ_ECORRUPT, "an empty sheet"},
    {{workbook, relations,
      "<!DOCTYPE x [<!ENTITY a \"aaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><sst><si><t>&b;</t>"
      "</si></sst>",
      one, two},
     SJ_EREFUSED,
     "entities declared"},
    {{"<!DOCTYPE x SYSTEM \"file:///etc/passwd\"><workbook/>", relations, strings, one, two},
     SJ_EREFUSED,
     "a document type from outside"},
    {{workbook,
      "<Relationships><Relationship Id=\"a\" Target=\"one.xml\"/><Relationship Id=\"a\" "
      "Target=\"two.xml\"/><Relationship Id=\"b\" Target=\"two.xml\"/></Relationships>",
      strings, one, two},
     SJ_ECORRUPT,
     "a relation twice"},
};

static void hostile_books(void **state)
{
    (void)state;
    for (size_t i = 0; i < SJ_COUNT(hostile); i++) {
        SJ_SCOPED(sj_buf) got = {0};
        sj_diag d = {0};
        const sj_status s = read_book(&hostile[i].book, &got, &d);
        if (s != hostile[i].want || !d.reason)
            fail_msg("%s: %s, %s", hostile[i].why, sj_status_name(s), d.reason);
    }
}

static void repeat(sj_buf *b, const char *text, size_t count)
{
    while (count-- > 0)
        sj_buf_add(b, sj_str_from(text));
}

static sj_status read_large(int which, const char *head, const char *piece, size_t count,
                            const char *tail)
{
    SJ_SCOPED(sj_buf) text = {0};
    SJ_SCOPED(sj_buf) got = {0};
    struct book b = good;
    sj_diag d = {0};
    repeat(&text, head, 1);
    repeat(&text, piece, count);
    repeat(&text, tail, 1);
    sj_buf_add_char(&text, '\0');
    assert_int_equal(sj_buf_status(&text), SJ_OK);
    *(which == 0 ? &b.workbook : which == 1 ? &b.relations : &b.one) = text.ptr;
    const sj_status s = read_book(&b, &got, &d);
    assert_true(s >= 0 || d.reason);
    return s;
}

static void large_books_end(void **state)
{
    (void)state;
    assert_int_equal(read_large(2, "", "<a>", 100000, ""), SJ_ELIMIT); /* depth */
    assert_int_equal(
        read_large(0, "<workbook>", "<sheet name=\"x\" id=\"a\"/>", 1001, "</workbook>"),
        SJ_ELIMIT);
    assert_int_equal(read_large(1, "<R>", "<Relationship Id=\"x\" Target=\"y\"/>", 20000, "</R>"),
                     SJ_ELIMIT);
    assert_int_equal(read_large(2, "<w><row>", "<c/>", 20000, "</row></w>"), SJ_ECORRUPT);
    assert_int_equal(
        read_large(2, "<w><row><c t=\"str\"><v>", "0123456789abcdef", 70000, "</v></c></row></w>"),
        SJ_ELIMIT); /* a cell over 1 MiB */
}

/* Australia's list with one reference in thousands of rows: each value is
 * compared with those before, so their number is bounded. */
static void one_reference_without_end(void **state)
{
    (void)state;
    static const char *const head[] = {"Reference", "Name of Individual or Entity",
                                       "Type",      "Name Type",
                                       "Address",   "Control Date"};
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) text = {0};
    struct book b = good;
    zip_writer z = {0};
    sj_list list = {0};
    sj_diag d = {0};
    sj_buf_add(&text, SJ_S("<w><row>"));
    for (size_t i = 0; i < SJ_COUNT(head); i++)
        sj_buf_addf(&text, "<c t=\"str\"><v>%s</v></c>", head[i]);
    sj_buf_add(&text, SJ_S("</row>"));
    for (int i = 0; i < 2500; i++)
        sj_buf_addf(&text,
                    "<row><c t=\"str\"><v>1</v></c><c t=\"str\"><v>N%d</v></c><c t=\"str\"><v>"
                    "Individual</v></c><c t=\"str\"><v>aka</v></c></row>",
                    i);
    sj_buf_add(&text, SJ_S("</w>"));
    sj_buf_add_char(&text, '\0');
    b.one = text.ptr;
    make_book(&z, &b);
    const sj_list_options options = {.expected = SJ_LIST_DFAT_XLSX};
    const sj_status s = sj_list_read_memory(zip_end(&z), &options, &arena, &list, &d);
    if (s != SJ_ELIMIT || d.line != 2002)
        fail_msg("%s, %s, row %d", sj_status_name(s), d.reason, (int)d.line);
    zip_done(&z);
}

/* A few kilobytes that say they are gigabytes, and that are. */
static void bombs(void **state)
{
    (void)state;
    enum { PLAIN = 600 << 20, BLOCK = 1 << 20 };
    static unsigned char packed[2 << 20];
    unsigned char *blank = sj_mem_alloc(BLOCK);
    SJ_SCOPED(sj_arena) arena = {0};
    zip_writer z = {0};
    z_stream s = {0};
    sj_xlsx *x = NULL;
    sj_diag d = {0};
    assert_non_null(blank);
    memset(blank, ' ', BLOCK);
    assert_int_equal(deflateInit2(&s, 9, Z_DEFLATED, -15, 9, Z_DEFAULT_STRATEGY), Z_OK);
    s.next_out = packed;
    s.avail_out = sizeof packed;
    uLong crc = 0;
    for (size_t left = PLAIN; left; left -= BLOCK) {
        s.next_in = blank;
        s.avail_in = BLOCK;
        crc = crc32(crc, blank, BLOCK);
        assert_int_equal(deflate(&s, left == BLOCK ? Z_FINISH : Z_NO_FLUSH),
                         left == BLOCK ? Z_STREAM_END : Z_OK);
    }
    make_book(&z, &(struct book){workbook, relations, NULL, one, two});
    zip_add_raw(&z, SJ_S("xl/sharedStrings.xml"), 8, (uint32_t)crc,
                (sj_str){(char *)packed, s.total_out}, PLAIN);
    const sj_str bytes = zip_end(&z);
    const sj_status st = sj_xlsx_open(bytes, &arena, &x, &d);
    if (st != SJ_ELIMIT || !d.reason)
        fail_msg("%s, %s", sj_status_name(st), d.reason);
    deflateEnd(&s);
    sj_mem_free(blank);
    zip_done(&z);
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) got = {0};
    sj_xlsx *x = NULL;
    SJ_TRY(sj_xlsx_open(*(const sj_str *)ctx, &arena, &x, NULL));
    return sj_xlsx_rows(x, 0, write_row, &got, NULL);
}

static void out_of_memory(void **state)
{
    (void)state;
    zip_writer z = {0};
    make_book(&z, &good);
    sj_str bytes = zip_end(&z);
    assert_int_equal(story(&bytes), SJ_OK);
    sj_test_sweep(story, &bytes, 0);
    zip_done(&z);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(reads_cells),     cmocka_unit_test(stops_and_names),
        cmocka_unit_test(references),      cmocka_unit_test(hostile_books),
        cmocka_unit_test(large_books_end), cmocka_unit_test(one_reference_without_end),
        cmocka_unit_test(bombs),           cmocka_unit_test(out_of_memory)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
