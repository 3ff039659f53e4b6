/* records/xml.c -- expat, held on a short leash.
 *
 * One `parse` runs over one input. Text that stands directly inside an element
 * gathers in a buffer of that depth, so a parent's text and a child's never
 * mix. Invariants:
 *   (1) depth <= DEPTH_MAX and text[depth - 1] belongs to the open element;
 *   (2) after the first error `status` is negative, the parser is stopped and no
 *       handler is called any more;
 *   (3) a document type declaration stops the parse before expat reads an entity
 *       declaration, so nothing can expand (billion laughs) or be fetched.
 * Namespaces: a name is cut at its colon and xmlns attributes are dropped; real
 * lists change their namespace and keep their element names. Not chosen: expat's
 * namespace mode, which refuses an unbound prefix and so a usable list. */
#include "records/xml.h"
#include <expat.h>

enum {
    DEPTH_MAX = 64,      /* seen: 13 (OFAC advanced) */
    ATTRIBUTES_MAX = 64, /* seen: 12 (EU FSF) */
    BLOCK_BYTES = 65536,
    MARKUP_MAX_BYTES = 4 << 20 /* of one tag or comment; expat reads it anew with each block */
};
#define TEXT_MAX_BYTES ((size_t)16 << 20) /* seen: 31 kB (EU statement of reasons) */

struct parse {
    XML_Parser parser;
    const sj_xml_handler *handler;
    void *ctx;
    sj_status status; /* (2) */
    sj_diag *diag;
    size_t depth; /* (1) */
    sj_buf text[DEPTH_MAX];
};

static uint64_t parse_line(const struct parse *p)
{
    return (uint64_t)XML_GetCurrentLineNumber(p->parser);
}

static void stop(struct parse *p, sj_status status, const char *reason)
{
    if (p->status < 0)
        return;
    p->status = status;
    if (reason) /* a handler has filled the diag itself, or wants only the place */
        (void)sj_diag_set(p->diag, status, reason, (uint64_t)XML_GetCurrentByteIndex(p->parser),
                          parse_line(p), (uint64_t)XML_GetCurrentColumnNumber(p->parser) + 1);
    (void)XML_StopParser(p->parser, XML_FALSE);
}

static void handler_result(struct parse *p, sj_status s)
{
    if (s >= 0)
        return;
    const bool told = p->diag && p->diag->status == s && p->diag->reason;
    stop(p, s, told ? NULL : sj_status_text(s));
}

static sj_str local_name(const char *name)
{
    const char *colon = strchr(name, ':');
    return sj_str_from(colon ? colon + 1 : name);
}

static void on_open(void *user, const XML_Char *name, const XML_Char **attribute)
{
    struct parse *p = user;
    if (p->status < 0)
        return;
    if (p->depth == DEPTH_MAX) {
        stop(p, SJ_ELIMIT, "elements nested at most 64 deep");
        return;
    }
    sj_buf_clear(&p->text[p->depth++]);
    sj_str pair[2 * ATTRIBUTES_MAX];
    size_t count = 0;
    for (size_t i = 0; attribute[i]; i += 2) {
        if (sj_str_starts(sj_str_from(attribute[i]), SJ_S("xmlns")))
            continue;
        if (count == ATTRIBUTES_MAX) {
            stop(p, SJ_ELIMIT, "at most 64 attributes in an element");
            return;
        }
        pair[2 * count] = local_name(attribute[i]);
        pair[2 * count++ + 1] = sj_str_from(attribute[i + 1]);
    }
    if (p->handler->open)
        handler_result(p, p->handler->open(p->ctx, local_name(name), pair, count));
}

static void on_close(void *user, const XML_Char *name)
{
    struct parse *p = user;
    if (p->status < 0)
        return;
    assert(p->depth > 0); /* (1): expat has checked that tags pair */
    const sj_buf *text = &p->text[--p->depth];
    if (p->handler->close)
        handler_result(p,
                       p->handler->close(p->ctx, local_name(name), sj_str_trim(sj_buf_str(text))));
}

static void on_text(void *user, const XML_Char *run, int len)
{
    struct parse *p = user;
    if (p->status < 0 || p->depth == 0)
        return;
    sj_buf *text = &p->text[p->depth - 1];
    sj_buf_add(text, (sj_str){run, (size_t)len});
    const sj_status s = sj_buf_status(text);
    if (s < 0)
        stop(p, s, s == SJ_ENOMEM ? "out of memory" : "a text of at most 16 MiB");
}

static void on_doctype(void *user, const XML_Char *name, const XML_Char *system_id,
                       const XML_Char *public_id, int has_internal_subset)
{
    (void)name, (void)system_id, (void)public_id, (void)has_internal_subset;
    stop(user, SJ_EREFUSED, "no document type declaration (it can declare entities)"); /* (3) */
}

/* True if expat stumbled over a byte that is no UTF-8. */
static bool is_encoding_error(XML_Parser parser)
{
    int offset = 0, len = 0;
    const char *context = XML_GetInputContext(parser, &offset, &len);
    if (!context || offset < 0 || offset >= len)
        return false;
    const sj_str rest = {context + offset, (size_t)(len - offset)};
    return ((unsigned char)rest.ptr[0] & 0x80) && sj_utf8_check(rest) == 0;
}

static sj_status status_of(XML_Parser parser)
{
    switch (XML_GetErrorCode(parser)) {
    case XML_ERROR_NO_MEMORY:
        return SJ_ENOMEM;
    case XML_ERROR_NO_ELEMENTS:
    case XML_ERROR_UNCLOSED_TOKEN:
    case XML_ERROR_UNCLOSED_CDATA_SECTION:
        return SJ_ECORRUPT;
    case XML_ERROR_PARTIAL_CHAR:
    case XML_ERROR_UNKNOWN_ENCODING:
    case XML_ERROR_INCORRECT_ENCODING:
        return SJ_EENCODING;
    case XML_ERROR_INVALID_TOKEN:
        return is_encoding_error(parser) ? SJ_EENCODING : SJ_ESYNTAX;
    default:
        return SJ_ESYNTAX;
    }
}

static sj_status feed(struct parse *p, sj_input *in)
{
    uint64_t fed = 0;
    for (;;) {
        void *block = XML_GetBuffer(p->parser, BLOCK_BYTES);
        if (!block)
            return sj_diag_set(p->diag, SJ_ENOMEM, "out of memory", 0, 0, 0);
        size_t n;
        SJ_TRY(sj_input_read(in, block, BLOCK_BYTES, &n, p->diag));
        const enum XML_Status s = XML_ParseBuffer(p->parser, (int)n, n == 0);
        SJ_TRY(p->status);
        if (s != XML_STATUS_OK) {
            stop(p, status_of(p->parser), XML_ErrorString(XML_GetErrorCode(p->parser)));
            return p->status;
        }
        fed += n;
        const XML_Index at = XML_GetCurrentByteIndex(p->parser);
        if (n && at >= 0 && fed > (uint64_t)at + MARKUP_MAX_BYTES) {
            stop(p, SJ_ELIMIT, "a tag or comment of at most 4 MiB");
            return p->status;
        }
        if (n == 0)
            return SJ_OK;
    }
}

static const XML_Memory_Handling_Suite seam = {sj_mem_alloc, sj_mem_realloc, sj_mem_free};

static sj_status run(struct parse *p, sj_input *in)
{
    p->parser = XML_ParserCreate_MM(NULL, &seam, NULL);
    if (!p->parser)
        return sj_diag_set(p->diag, SJ_ENOMEM, "out of memory", 0, 0, 0);
    for (size_t i = 0; i < DEPTH_MAX; i++)
        p->text[i] = (sj_buf){.max_bytes = TEXT_MAX_BYTES};
    XML_SetUserData(p->parser, p);
    XML_SetElementHandler(p->parser, on_open, on_close);
    XML_SetCharacterDataHandler(p->parser, on_text);
    XML_SetStartDoctypeDeclHandler(p->parser, on_doctype);
    const sj_status s = feed(p, in);
    if (s < 0 && sj_input_name(in).len)
        sj_diag_file(p->diag, sj_input_name(in));
    for (size_t i = 0; i < DEPTH_MAX; i++)
        sj_buf_done(&p->text[i]);
    XML_ParserFree(p->parser);
    return s;
}

sj_status sj_xml_parse(sj_input *in, const sj_xml_handler *handler, void *ctx, sj_diag *reterr_diag)
{
    sj_diag own = {0}; /* so that a handler's words are told from stale ones */
    struct parse *p = sj_mem_zalloc(sizeof *p);
    if (!p)
        return sj_diag_set(reterr_diag, SJ_ENOMEM, "out of memory", 0, 0, 0);
    p->handler = handler;
    p->ctx = ctx;
    p->diag = reterr_diag ? reterr_diag : &own;
    if (reterr_diag)
        reterr_diag->reason = NULL;
    const sj_status s = run(p, in);
    sj_mem_free(p);
    return s;
}

/* ---- records ---- */
struct collect {
    struct parse *parse;
    const sj_xml_record_options *options;
    sj_xml_record record;
    void *ctx;
    sj_arena arena;               /* one record's nodes */
    sj_xml_node *path[DEPTH_MAX]; /* open nodes, the record first */
    size_t depth;                 /* 0 = outside a record */
    uint64_t line;
};

static bool is_record(const sj_xml_record_options *o, sj_str name)
{
    for (size_t i = 0; i < o->record_name_count; i++)
        if (sj_str_eq(o->record_name[i], name))
            return true;
    return false;
}

static sj_status node_fill(sj_arena *a, sj_xml_node *n, sj_str name, const sj_str *attribute,
                           size_t count)
{
    SJ_TRY(sj_arena_copy(a, name, &n->name));
    n->text = (sj_str){"", 0};
    if (count == 0)
        return SJ_OK;
    sj_str *copy = sj_arena_alloc(a, 2 * count * sizeof *copy);
    if (!copy)
        return SJ_ENOMEM;
    for (size_t i = 0; i < 2 * count; i++)
        SJ_TRY(sj_arena_copy(a, attribute[i], &copy[i]));
    n->attribute = copy;
    n->attribute_count = count;
    return SJ_OK;
}

static sj_status collect_open(void *user, sj_str name, const sj_str *attribute, size_t count)
{
    struct collect *c = user;
    const sj_xml_handler *outside = c->options->outside;
    if (c->depth == 0 && !is_record(c->options, name))
        return outside && outside->open
                   ? outside->open(c->options->outside_ctx, name, attribute, count)
                   : SJ_OK;
    if (c->depth == 0) {
        sj_arena_clear(&c->arena);
        c->line = parse_line(c->parse);
    }
    sj_xml_node *n = sj_arena_zalloc(&c->arena, sizeof *n);
    sj_xml_use *use = sj_arena_zalloc(&c->arena, sizeof *use);
    if (!n || !use)
        return SJ_ENOMEM;
    n->use = use;
    SJ_TRY(node_fill(&c->arena, n, name, attribute, count));
    if (c->depth > 0) {
        sj_xml_node *parent = c->path[c->depth - 1];
        if (parent->last_child)
            parent->last_child->next = n;
        else
            parent->child = n;
        parent->last_child = n;
    }
    c->path[c->depth++] = n;
    return SJ_OK;
}

static sj_status collect_close(void *user, sj_str name, sj_str text)
{
    struct collect *c = user;
    const sj_xml_handler *outside = c->options->outside;
    if (c->depth == 0)
        return outside && outside->close ? outside->close(c->options->outside_ctx, name, text)
                                         : SJ_OK;
    sj_xml_node *n = c->path[--c->depth];
    SJ_TRY(sj_arena_copy(&c->arena, text, &n->text));
    return c->depth > 0 ? SJ_OK : c->record(c->ctx, n, c->line);
}

static const sj_xml_handler collector = {collect_open, collect_close};

sj_status sj_xml_records(sj_input *in, const sj_xml_record_options *options, sj_xml_record record,
                         void *ctx, sj_diag *reterr_diag)
{
    sj_diag own = {0};
    struct parse *p = sj_mem_zalloc(sizeof *p);
    struct collect *c = sj_mem_zalloc(sizeof *c);
    sj_status s = SJ_ENOMEM;
    if (p && c) {
        *c = (struct collect){.parse = p, .options = options, .record = record, .ctx = ctx};
        p->handler = &collector;
        p->ctx = c;
        p->diag = reterr_diag ? reterr_diag : &own;
        p->diag->reason = NULL;
        s = run(p, in);
        sj_arena_done(&c->arena);
    } else {
        (void)sj_diag_set(reterr_diag, s, "out of memory", 0, 0, 0);
    }
    sj_mem_free(p);
    sj_mem_free(c);
    return s;
}

static const sj_xml_node *first_named(const sj_xml_node *n, sj_str name)
{
    while (n && !sj_str_eq(n->name, name))
        n = n->next;
    if (n)
        sj_xml_used(n);
    return n;
}

const sj_xml_node *sj_xml_child(const sj_xml_node *n, sj_str name)
{
    return n ? first_named(n->child, name) : NULL;
}

const sj_xml_node *sj_xml_sibling(const sj_xml_node *n, sj_str name)
{
    return n ? first_named(n->next, name) : NULL;
}

sj_str sj_xml_child_text(const sj_xml_node *n, sj_str name)
{
    const sj_xml_node *child = sj_xml_child(n, name);
    return child ? child->text : (sj_str){"", 0};
}

sj_str sj_xml_attribute(const sj_xml_node *n, sj_str name)
{
    for (size_t i = 0; n && i < n->attribute_count; i++)
        if (sj_str_eq(n->attribute[2 * i], name)) {
            if (n->use)
                n->use->attributes |= (uint64_t)1 << i;
            return n->attribute[2 * i + 1];
        }
    return (sj_str){"", 0};
}
