/* lists/xlsx.c -- four small XML files inside a zip, read by expat with one
 * shared driver that counts depth, refuses DTDs and carries our statuses.
 *
 * Why not records/xml.h: it trims text, and a shared string may be cut into
 * rich-text runs whose blanks stand at the edges ("Kim " + "Jong"). Here a
 * text run is kept byte for byte.
 *
 * Each parse is a struct `xml` with three callbacks. The text buffer collects
 * only while `want_text` is set, which the handlers switch on inside <t> and
 * <v>. Invariants:
 *   (1) the first error wins and stops the parser; later callbacks do nothing;
 *   (2) a cell is reported only if it has text, so a row of styled blanks is
 *       no row;
 *   (3) columns ascend inside a row and rows ascend in a sheet, as ECMA-376
 *       asks; a file that breaks this is refused, not sorted.
 * Not chosen: keeping a sheet as a table in memory. Japan's has 7,600 rows of
 * which 100 hold text. */
#include "lists/xlsx.h"
#include <expat.h>

enum {
    SHEETS_MAX = 1000,       /* Japan's list has 45 */
    ROWS_MAX = 1 << 20,      /* the format's own limit */
    COLUMNS_MAX = 16384,     /* the format's own limit */
    STRINGS_MAX = 16u << 20, /* Australia's list has 21,883 */
    TEXT_MAX = 1 << 20,      /* Excel stops at 32,767 characters a cell */
    DEPTH_MAX = 64,          /* a worksheet is at most about ten deep */
    RELATIONS_MAX = 10000,   /* a sheet has one, beside styles, themes and the like */
    BOOK_MAX = 512 << 20,    /* all members read, unpacked; Australia's are 7 MB */
};

struct sheet {
    sj_str name, relation, member;
};

struct sj_xlsx {
    sj_str bytes;
    sj_arena *arena;
    struct sheet *sheet;
    size_t sheet_count;
    sj_str *string;
    size_t string_count;
    size_t relation_count;
    uint64_t read_bytes; /* of all members: a thousand sheets may name the same one */
};

/* ---- the driver ---- */

struct xml {
    XML_Parser parser;
    void (*open)(struct xml *x, sj_str name, const char **attribute);
    void (*close)(struct xml *x, sj_str name);
    sj_xlsx *book;
    sj_status status;
    const char *reason;
    unsigned depth;
    bool want_text;
    sj_buf text;
    void *ctx;
};

static void stop(struct xml *x, sj_status status, const char *reason)
{
    if (x->status != SJ_OK)
        return; /* (1) */
    x->status = status;
    x->reason = reason;
    (void)XML_StopParser(x->parser, XML_FALSE);
}

static sj_str local_name(const char *qualified)
{
    const char *colon = strrchr(qualified, ':');
    return sj_str_from(colon ? colon + 1 : qualified);
}

static void XMLCALL on_open(void *user, const char *name, const char **attribute)
{
    struct xml *x = user;
    if (x->status != SJ_OK)
        return;
    if (++x->depth > DEPTH_MAX) {
        stop(x, SJ_ELIMIT, "expected at most 64 nested elements");
        return;
    }
    x->open(x, local_name(name), attribute);
}

static void XMLCALL on_close(void *user, const char *name)
{
    struct xml *x = user;
    if (x->status != SJ_OK)
        return;
    x->depth--;
    x->close(x, local_name(name));
}

static void XMLCALL on_text(void *user, const char *text, int len)
{
    struct xml *x = user;
    if (x->status != SJ_OK || !x->want_text)
        return;
    sj_buf_add(&x->text, (sj_str){text, (size_t)len});
    const sj_status s = sj_buf_status(&x->text);
    if (s < 0)
        stop(x, s, s == SJ_ELIMIT ? "expected at most 1 MiB of text in a cell" : NULL);
}

static void XMLCALL on_doctype(void *user, const char *name SJ_UNUSED,
                               const char *system_id SJ_UNUSED, const char *public_id SJ_UNUSED,
                               int has_internal SJ_UNUSED)
{
    stop(user, SJ_EREFUSED, "expected no document type declaration");
}

static sj_str attribute_of(const char **attribute, const char *name)
{
    for (size_t i = 0; attribute[i]; i += 2) /* NULL-terminated by expat */
        if (sj_str_eq(local_name(attribute[i]), sj_str_from(name)))
            return sj_str_from(attribute[i + 1]);
    return (sj_str){0};
}

static sj_status finish(struct xml *x, bool parsed, sj_str member, sj_diag *reterr_diag)
{
    if (parsed && x->status >= 0)
        return SJ_OK;
    sj_status status = x->status;
    const char *reason = x->reason;
    if (status == SJ_DONE)
        return SJ_OK;
    const enum XML_Error error = XML_GetErrorCode(x->parser);
    if (status == SJ_OK)
        status = error == XML_ERROR_NO_MEMORY                                          ? SJ_ENOMEM
                 : error == XML_ERROR_NO_ELEMENTS || error == XML_ERROR_UNCLOSED_TOKEN ? SJ_ECORRUPT
                                                                                       : SJ_ESYNTAX;
    if (!reason)
        reason = status == SJ_ESYNTAX ? "expected well-formed XML" : sj_status_text(status);
    if (reterr_diag && reterr_diag->status == status && reterr_diag->reason)
        return status; /* the row handler explained itself */
    sj_diag_field(reterr_diag, member);
    return sj_diag_set(reterr_diag, status, reason, (uint64_t)XML_GetCurrentByteIndex(x->parser),
                       XML_GetCurrentLineNumber(x->parser),
                       XML_GetCurrentColumnNumber(x->parser) + 1);
}

static sj_status feed(struct xml *x, sj_input *in, sj_str member, sj_diag *reterr_diag)
{
    bool parsed = true;
    for (size_t got = 1; got > 0 && parsed && x->status == SJ_OK;) {
        void *block = XML_GetBuffer(x->parser, 65536);
        if (!block)
            return SJ_ENOMEM;
        SJ_TRY(sj_input_read(in, block, 65536, &got, reterr_diag));
        x->book->read_bytes += got;
        parsed = XML_ParseBuffer(x->parser, (int)got, got == 0) == XML_STATUS_OK;
    }
    return finish(x, parsed, member, reterr_diag);
}

/* Parses one member with the callbacks in *x. */
static sj_status parse(struct xml *x, sj_str member, sj_diag *reterr_diag)
{
    static const XML_Memory_Handling_Suite memory = {sj_mem_alloc, sj_mem_realloc, sj_mem_free};
    SJ_AUTO(sj_input) *in = NULL;
    if (x->book->read_bytes >= BOOK_MAX)
        return sj_diag_set(reterr_diag, SJ_ELIMIT, "expected at most 512 MiB in a workbook", 0, 0,
                           0);
    SJ_TRY(sj_input_open_memory(x->book->bytes, member, BOOK_MAX - x->book->read_bytes, &in,
                                reterr_diag));
    x->parser = XML_ParserCreate_MM(NULL, &memory, NULL);
    if (!x->parser)
        return SJ_ENOMEM;
    x->text.max_bytes = TEXT_MAX;
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_open, on_close);
    XML_SetCharacterDataHandler(x->parser, on_text);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);

    const sj_status s = feed(x, in, member, reterr_diag);
    XML_ParserFree(x->parser);
    sj_buf_done(&x->text);
    return s;
}

/* ---- the workbook ---- */

static bool keep(struct xml *x, sj_str text, sj_str *ret)
{
    const sj_status s = sj_arena_copy(x->book->arena, text, ret);
    if (s < 0)
        stop(x, s, NULL);
    return s >= 0;
}

static void workbook_open(struct xml *x, sj_str name, const char **attribute)
{
    sj_xlsx *b = x->book;
    if (!sj_str_eq(name, SJ_S("sheet")))
        return;
    if (b->sheet_count == SHEETS_MAX) {
        stop(x, SJ_ELIMIT, "expected at most 1,000 sheets");
        return;
    }
    struct sheet *s = sj_arena_push(b->arena, &b->sheet, &b->sheet_count, sizeof *s);
    if (!s)
        stop(x, SJ_ENOMEM, NULL);
    else if (keep(x, attribute_of(attribute, "name"), &s->name))
        (void)keep(x, attribute_of(attribute, "id"), &s->relation);
}

static void relation_open(struct xml *x, sj_str name, const char **attribute)
{
    const sj_str id = attribute_of(attribute, "Id");
    if (!sj_str_eq(name, SJ_S("Relationship")))
        return;
    if (x->book->relation_count++ == RELATIONS_MAX) {
        stop(x, SJ_ELIMIT, "expected at most 10,000 relations");
        return;
    }
    for (size_t i = 0; i < x->book->sheet_count; i++) {
        struct sheet *s = &x->book->sheet[i];
        sj_str target = attribute_of(attribute, "Target");
        if (!sj_str_eq(s->relation, id) || x->status != SJ_OK)
            continue;
        if (s->member.len) {
            stop(x, SJ_ECORRUPT, "expected each relation once");
            return;
        }
        const bool rooted = sj_str_starts(target, SJ_S("/"));
        const sj_status status =
            sj_arena_format(x->book->arena, &s->member, "%s%.*s", rooted ? "" : "xl/",
                            (int)target.len - rooted, target.len ? target.ptr + rooted : "");
        if (status < 0)
            stop(x, status, NULL);
    }
}

static void ignore_close(struct xml *x SJ_UNUSED, sj_str name SJ_UNUSED) {}

/* ---- shared strings: <si>(<t>|<r><t>)*<rPh>...</rPh></si> ---- */

static void strings_open(struct xml *x, sj_str name, const char **attribute SJ_UNUSED)
{
    unsigned *phonetic = x->ctx;
    if (sj_str_eq(name, SJ_S("si")))
        sj_buf_clear(&x->text);
    else if (sj_str_eq(name, SJ_S("rPh")))
        ++*phonetic;
    else if (sj_str_eq(name, SJ_S("t")))
        x->want_text = *phonetic == 0;
}

static void strings_close(struct xml *x, sj_str name)
{
    unsigned *phonetic = x->ctx;
    sj_xlsx *b = x->book;
    x->want_text = false;
    if (sj_str_eq(name, SJ_S("rPh")) && *phonetic > 0)
        --*phonetic;
    if (!sj_str_eq(name, SJ_S("si")))
        return;
    if (b->string_count == STRINGS_MAX) {
        stop(x, SJ_ELIMIT, "expected at most 16 million shared strings");
        return;
    }
    sj_str *s = sj_arena_push(b->arena, &b->string, &b->string_count, sizeof *s);
    if (!s)
        stop(x, SJ_ENOMEM, NULL);
    else
        (void)keep(x, sj_buf_str(&x->text), s);
}

static bool has_member(const sj_str *member, size_t count, sj_str name)
{
    for (size_t i = 0; i < count; i++)
        if (sj_str_eq(member[i], name))
            return true;
    return false;
}

static sj_status read_parts(sj_xlsx *b, sj_arena *scratch, sj_diag *reterr_diag)
{
    const sj_str workbook = SJ_S("xl/workbook.xml"), relations = SJ_S("xl/_rels/workbook.xml.rels"),
                 strings = SJ_S("xl/sharedStrings.xml");
    sj_str *member = NULL;
    size_t count = 0;
    unsigned phonetic = 0;
    SJ_TRY(sj_input_zip_members(b->bytes, scratch, &member, &count, reterr_diag));
    if (!has_member(member, count, workbook) || !has_member(member, count, relations))
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected a workbook", 0, 0, 0);
    struct xml x = {.book = b, .open = workbook_open, .close = ignore_close};
    SJ_TRY(parse(&x, workbook, reterr_diag));
    struct xml r = {.book = b, .open = relation_open, .close = ignore_close};
    SJ_TRY(parse(&r, relations, reterr_diag));
    if (!has_member(member, count, strings))
        return SJ_OK; /* every text may stand in its cell */
    struct xml s = {.book = b, .open = strings_open, .close = strings_close, .ctx = &phonetic};
    return parse(&s, strings, reterr_diag);
}

sj_status sj_xlsx_open(sj_str bytes, sj_arena *arena, sj_xlsx **ret, sj_diag *reterr_diag)
{
    SJ_SCOPED(sj_arena) scratch = {0};
    sj_xlsx *b = sj_arena_zalloc(arena, sizeof *b);
    if (!b)
        return SJ_ENOMEM;
    b->bytes = bytes;
    b->arena = arena;
    if (!sj_str_starts(bytes, SJ_S("PK\3\4")))
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected a zip", 0, 0, 0);
    SJ_TRY(read_parts(b, &scratch, reterr_diag));
    *ret = b;
    return SJ_OK;
}

size_t sj_xlsx_sheet_count(const sj_xlsx *x)
{
    return x->sheet_count;
}

sj_str sj_xlsx_sheet_name(const sj_xlsx *x, size_t sheet)
{
    return sheet < x->sheet_count ? x->sheet[sheet].name : (sj_str){0};
}

/* ---- a sheet ---- */

bool sj_xlsx_reference(sj_str reference, uint32_t *ret_column, uint64_t *ret_row)
{
    uint32_t column = 0;
    size_t i = 0;
    for (; i < reference.len && reference.ptr[i] >= 'A' && reference.ptr[i] <= 'Z'; i++) {
        column = column * 26 + (uint32_t)(reference.ptr[i] - 'A') + 1;
        if (column > COLUMNS_MAX)
            return false;
    }
    uint64_t row;
    if (i == 0 || !sj_str_to_u64(sj_str_slice(reference, i, reference.len), &row) || row == 0 ||
        row > ROWS_MAX)
        return false;
    *ret_column = column - 1;
    *ret_row = row;
    return true;
}

enum cell_type { CELL_NUMBER, CELL_SHARED, CELL_INLINE, CELL_TEXT };

struct sheet_state {
    sj_xlsx_row row;
    void *ctx;
    sj_xlsx_cell *cell;
    size_t cell_count, cell_capacity;
    uint64_t row_number; /* of the row being read, 0 before the first */
    uint32_t next_column;
    unsigned phonetic;
    enum cell_type type;
    bool inside_cell;
};

static void begin_row(struct xml *x, const char **attribute)
{
    struct sheet_state *s = x->ctx;
    const sj_str r = attribute_of(attribute, "r");
    uint64_t number = s->row_number + 1; /* r may be absent: the next row */
    if ((r.len && !sj_str_to_u64(r, &number)) || number <= s->row_number || number > ROWS_MAX) {
        stop(x, SJ_ECORRUPT, "expected row numbers to ascend"); /* (3) */
        return;
    }
    s->row_number = number;
    s->cell_count = 0;
    s->next_column = 0;
}

static enum cell_type type_of(sj_str t)
{
    if (sj_str_eq(t, SJ_S("s")))
        return CELL_SHARED;
    if (sj_str_eq(t, SJ_S("inlineStr")))
        return CELL_INLINE;
    if (t.len == 0 || sj_str_eq(t, SJ_S("n")))
        return CELL_NUMBER;
    return CELL_TEXT; /* b, d, e, str: the value as written */
}

static void begin_cell(struct xml *x, const char **attribute)
{
    struct sheet_state *s = x->ctx;
    const sj_str r = attribute_of(attribute, "r");
    uint32_t column = s->next_column;
    uint64_t row = s->row_number;
    if ((r.len && !sj_xlsx_reference(r, &column, &row)) || row != s->row_number ||
        column < s->next_column || column >= COLUMNS_MAX) {
        stop(x, SJ_ECORRUPT, "expected cell references to ascend"); /* (3) */
        return;
    }
    s->next_column = column + 1;
    s->type = type_of(attribute_of(attribute, "t"));
    s->inside_cell = true;
    sj_buf_clear(&x->text);
}

static bool shared_text(struct xml *x, sj_str *ret)
{
    uint64_t index;
    const bool found =
        sj_str_to_u64(sj_str_trim(sj_buf_str(&x->text)), &index) && index < x->book->string_count;
    if (found)
        *ret = x->book->string[index];
    else
        stop(x, SJ_ECORRUPT, "expected the number of a shared string");
    return found;
}

static void end_cell(struct xml *x)
{
    struct sheet_state *s = x->ctx;
    sj_str text = {0};
    s->inside_cell = false;
    if (sj_buf_str(&x->text).len == 0)
        return;
    const bool known =
        s->type == CELL_SHARED ? shared_text(x, &text) : keep(x, sj_buf_str(&x->text), &text);
    if (!known || sj_str_trim(text).len == 0)
        return; /* (2) */
    const sj_status status =
        sj_mem_grow(&s->cell, &s->cell_capacity, s->cell_count + 1, COLUMNS_MAX, sizeof *s->cell);
    if (status < 0) {
        stop(x, status, NULL);
        return;
    }
    s->cell[s->cell_count++] = (sj_xlsx_cell){s->next_column - 1, s->type == CELL_NUMBER, text};
}

static void end_row(struct xml *x)
{
    struct sheet_state *s = x->ctx;
    if (s->cell_count == 0)
        return; /* (2) */
    const sj_status status = s->row(s->ctx, s->row_number, s->cell, s->cell_count);
    if (status != SJ_OK)
        stop(x, status, NULL);
}

static void sheet_open(struct xml *x, sj_str name, const char **attribute)
{
    struct sheet_state *s = x->ctx;
    if (sj_str_eq(name, SJ_S("row")))
        begin_row(x, attribute);
    else if (sj_str_eq(name, SJ_S("c")))
        begin_cell(x, attribute);
    else if (sj_str_eq(name, SJ_S("rPh")))
        s->phonetic++;
    else if (s->inside_cell && (sj_str_eq(name, SJ_S("v")) || sj_str_eq(name, SJ_S("t"))))
        x->want_text = s->phonetic == 0;
}

static void sheet_close(struct xml *x, sj_str name)
{
    struct sheet_state *s = x->ctx;
    x->want_text = false;
    if (sj_str_eq(name, SJ_S("rPh")) && s->phonetic > 0)
        s->phonetic--;
    else if (sj_str_eq(name, SJ_S("c")))
        end_cell(x);
    else if (sj_str_eq(name, SJ_S("row")))
        end_row(x);
}

sj_status sj_xlsx_rows(sj_xlsx *b, size_t sheet, sj_xlsx_row row, void *ctx, sj_diag *reterr_diag)
{
    if (sheet >= b->sheet_count)
        return SJ_EINVAL;
    if (b->sheet[sheet].member.len == 0)
        return sj_diag_set(reterr_diag, SJ_ECORRUPT, "expected a relation for every sheet", 0, 0,
                           0);
    struct sheet_state s = {.row = row, .ctx = ctx};
    struct xml x = {.book = b, .open = sheet_open, .close = sheet_close, .ctx = &s};
    const sj_status status = parse(&x, b->sheet[sheet].member, reterr_diag);
    sj_mem_free(s.cell);
    return status;
}

const sj_xlsx_cell *sj_xlsx_find(const sj_xlsx_cell *cell, size_t count, uint32_t column)
{
    for (size_t i = 0; i < count; i++)
        if (cell[i].column == column)
            return &cell[i];
    return NULL;
}

sj_str sj_xlsx_text(const sj_xlsx_cell *cell, size_t count, uint32_t column)
{
    const sj_xlsx_cell *c = sj_xlsx_find(cell, count, column);
    return c ? sj_str_trim(c->text) : (sj_str){0};
}

/* ---- recognising ---- */

struct wanted {
    const sj_str *text;
    size_t count;
    unsigned rows;
    bool found;
};

static bool row_has(const sj_xlsx_cell *cell, size_t count, sj_str text)
{
    for (size_t i = 0; i < count; i++)
        if (sj_str_eq(sj_str_trim(cell[i].text), text))
            return true;
    return false;
}

static sj_status look(void *ctx, uint64_t row SJ_UNUSED, const sj_xlsx_cell *cell, size_t count)
{
    struct wanted *w = ctx;
    size_t hits = 0;
    for (size_t i = 0; i < w->count; i++)
        hits += row_has(cell, count, w->text[i]);
    w->found = hits == w->count;
    return w->found || ++w->rows == 10 ? SJ_DONE : SJ_OK;
}

bool sj_xlsx_has_row(sj_str bytes, const sj_str *text, size_t count)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_xlsx *x = NULL;
    if (!sj_str_starts(bytes, SJ_S("PK\3\4")) || sj_xlsx_open(bytes, &arena, &x, NULL) < 0)
        return false;
    for (size_t i = 0; i < sj_xlsx_sheet_count(x); i++) {
        struct wanted w = {text, count, 0, false};
        if (sj_xlsx_rows(x, i, look, &w, NULL) < 0)
            return false;
        if (w.found)
            return true;
    }
    return false;
}
