/* records/json.c -- a strict reader that builds cJSON's tree.
 *
 * The tree, its accessors and its deletion are cJSON's; the text is read here,
 * for four reasons that cJSON's own parser cannot meet: it keeps its error in a
 * global that threads race on; it says "no" alike to bad syntax and to a failed
 * allocation; it cuts a string at \u0000; it lets a key stand twice.
 * Invariants:
 *   (1) every node and string comes from sj_mem_alloc, and the hooks that
 *       cJSON_Delete uses are set to sj_mem_free before the first node exists;
 *   (2) a node is linked to its parent before it is filled, so one delete of the
 *       root frees everything on any error;
 *   (3) depth <= DEPTH_MAX, so recursion is bounded.
 * cJSON lists: the first child's prev points to the last child. */
#include "records/json.h"
#include "records/input.h"
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

enum {
    DEPTH_MAX = 64,         /* seen: 7 (OpenSanctions nested) */
    PAIRWISE_KEYS = 16,     /* up to here duplicate keys are sought by pairs */
    NUMBER_MAX_BYTES = 400, /* a finite double in plain digits fits */
    BLOCK_BYTES = 65536
};
#define VALUE_MAX_BYTES ((size_t)64 << 20) /* a nested entity with all its links; seen: 1 MB */
#define LINE_MAX_BYTES ((size_t)16 << 20)  /* seen: 0.4 MB */

static pthread_once_t hooks_once = PTHREAD_ONCE_INIT;

static void set_hooks(void)
{
    cJSON_Hooks hooks = {sj_mem_alloc, sj_mem_free};
    cJSON_InitHooks(&hooks);
}

struct reader {
    sj_str text;
    size_t at;
    unsigned depth;
    sj_diag *diag;
    char *joined_key; /* 64 bytes; not NULL: values of a property that stands twice are joined */
};

static sj_status fail(const struct reader *r, sj_status status, const char *reason, size_t at)
{
    uint64_t line = 1;
    size_t start = 0;
    for (size_t i = 0; i < at; i++)
        if (r->text.ptr[i] == '\n') {
            line++;
            start = i + 1;
        }
    return sj_diag_set(r->diag, status, reason, at, line, at - start + 1);
}

static int peek(const struct reader *r)
{
    return r->at < r->text.len ? (unsigned char)r->text.ptr[r->at] : -1;
}

static void skip_blank(struct reader *r)
{
    for (int c = peek(r); c == ' ' || c == '\n' || c == '\r' || c == '\t'; c = peek(r))
        r->at++;
}

static sj_status hex4(struct reader *r, uint32_t *ret)
{
    uint32_t value = 0;
    for (int i = 0; i < 4; i++, r->at++) {
        const int c = peek(r);
        const int digit = c >= '0' && c <= '9'   ? c - '0'
                          : c >= 'a' && c <= 'f' ? c - 'a' + 10
                          : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                                 : -1;
        if (digit < 0)
            return fail(r, SJ_ESYNTAX, "four hexadecimal digits after \\u", r->at);
        value = value << 4 | (uint32_t)digit;
    }
    *ret = value;
    return SJ_OK;
}

static sj_status unicode_escape(struct reader *r, uint32_t *ret)
{
    const size_t from = r->at - 2;
    uint32_t high = 0, low = 0;
    SJ_TRY(hex4(r, &high));
    if (high == 0)
        return fail(r, SJ_EENCODING, "text without NUL", from);
    if (high >= 0xDC00 && high < 0xE000)
        return fail(r, SJ_EENCODING, "a high surrogate before the low one", from);
    *ret = high;
    if (high < 0xD800 || high >= 0xDC00)
        return SJ_OK;
    if (!sj_str_starts(sj_str_slice(r->text, r->at, r->at + 2), SJ_S("\\u")))
        return fail(r, SJ_EENCODING, "a low surrogate after the high one", from);
    r->at += 2;
    SJ_TRY(hex4(r, &low));
    if (low < 0xDC00 || low >= 0xE000)
        return fail(r, SJ_EENCODING, "a low surrogate after the high one", from);
    *ret = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    return SJ_OK;
}

static sj_status escape(struct reader *r, char *to, size_t *len)
{
    static const char from_letter[] = "\"\\/bfnrt", to_byte[] = "\"\\/\b\f\n\r\t";
    const int c = peek(r);
    r->at++;
    if (c == 'u') {
        uint32_t cp = 0;
        SJ_TRY(unicode_escape(r, &cp));
        *len += sj_utf8_encode(cp, to + *len); /* at most 4 bytes for 6 or 12 read */
        return SJ_OK;
    }
    const char *hit = c > 0 ? strchr(from_letter, c) : NULL;
    if (!hit)
        return fail(r, SJ_ESYNTAX, "an escape such as \\n or \\u0041", r->at - 2);
    to[(*len)++] = to_byte[hit - from_letter];
    return SJ_OK;
}

/* The end of the string that starts at `at`: the offset of its closing quote. */
static size_t string_end(const struct reader *r)
{
    size_t i = r->at;
    while (i < r->text.len && r->text.ptr[i] != '"')
        i += r->text.ptr[i] == '\\' ? 2 : 1;
    return i;
}

/* After the opening quote. *ret is filled at once so that the owner frees it. */
static sj_status read_string(struct reader *r, char **ret)
{
    const size_t from = r->at, end = string_end(r);
    if (end >= r->text.len)
        return fail(r, SJ_ESYNTAX, "a closing quote", from - 1);
    char *to = sj_mem_alloc(end - from + 1);
    if (!to)
        return fail(r, SJ_ENOMEM, "out of memory", from);
    *ret = to;
    size_t len = 0;
    while (r->at < end) {
        const unsigned char c = (unsigned char)r->text.ptr[r->at++];
        if (c < 0x20) {
            to[0] = 0;
            return fail(r, SJ_ESYNTAX, "control characters written as escapes", r->at - 1);
        }
        if (c != '\\') {
            to[len++] = (char)c;
            continue;
        }
        const sj_status s = escape(r, to, &len);
        if (s < 0) {
            to[0] = 0;
            return s;
        }
    }
    to[len] = 0;
    r->at++;
    return SJ_OK;
}

static size_t digits(struct reader *r)
{
    const size_t from = r->at;
    for (int c = peek(r); c >= '0' && c <= '9'; c = peek(r))
        r->at++;
    return r->at - from;
}

/* RFC 8259 §6: -?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)? */
static bool number_grammar(struct reader *r)
{
    if (peek(r) == '-')
        r->at++;
    if (peek(r) == '0')
        r->at++;
    else if (digits(r) == 0)
        return false;
    if (peek(r) == '.') {
        r->at++;
        if (digits(r) == 0)
            return false;
    }
    if (peek(r) == 'e' || peek(r) == 'E') {
        r->at++;
        if (peek(r) == '+' || peek(r) == '-')
            r->at++;
        return digits(r) > 0;
    }
    return true;
}

/* strtod reads '.' in the C locale only, which the library never leaves. The
 * digits are kept beside the double (valuestring), so that a long id survives. */
static sj_status read_number(struct reader *r, cJSON *node)
{
    const size_t from = r->at;
    if (!number_grammar(r))
        return fail(r, SJ_ESYNTAX, "a JSON value", r->at);
    const size_t len = r->at - from;
    if (len > NUMBER_MAX_BYTES)
        return fail(r, SJ_ELIMIT, "a number of at most 400 characters", from);
    char *text = sj_mem_alloc(len + 1);
    if (!text)
        return fail(r, SJ_ENOMEM, "out of memory", from);
    memcpy(text, r->text.ptr + from, len);
    text[len] = 0;
    node->valuestring = text;
    node->type = cJSON_Number;
    node->valuedouble = strtod(text, NULL);
    node->valueint = node->valuedouble >= 2147483647.0    ? 2147483647
                     : node->valuedouble <= -2147483648.0 ? -2147483647 - 1
                                                          : (int)node->valuedouble;
    return SJ_OK;
}

static sj_status read_word(struct reader *r, cJSON *node)
{
    static const struct {
        sj_str text;
        int type;
    } word[] = {{{"null", 4}, cJSON_NULL}, {{"true", 4}, cJSON_True}, {{"false", 5}, cJSON_False}};
    for (size_t i = 0; i < 3; i++)
        if (sj_str_starts(sj_str_slice(r->text, r->at, r->text.len), word[i].text)) {
            node->type = word[i].type;
            node->valueint = word[i].type == cJSON_True;
            r->at += word[i].text.len;
            return SJ_OK;
        }
    return read_number(r, node);
}

static cJSON *child_add(cJSON *parent)
{
    cJSON *node = sj_mem_zalloc(sizeof *node);
    if (!node)
        return NULL;
    node->type = cJSON_NULL;
    if (parent->child) {
        cJSON *last = parent->child->prev;
        last->next = node;
        node->prev = last;
        parent->child->prev = node;
    } else {
        parent->child = node;
        node->prev = node;
    }
    return node;
}

static cJSON *seen_before(const cJSON *object, const cJSON *node)
{
    for (cJSON *other = object->child; other != node; other = other->next)
        if (strcmp(other->string, node->string) == 0)
            return other;
    return NULL;
}

/* Turns a value into an array that holds it, under the same key. */
static bool wrap(cJSON *node)
{
    cJSON *inner = sj_mem_zalloc(sizeof *inner);
    if (!inner)
        return false;
    inner->type = node->type;
    inner->child = node->child;
    inner->valuestring = node->valuestring;
    inner->valuedouble = node->valuedouble;
    inner->valueint = node->valueint;
    inner->prev = inner;
    node->type = cJSON_Array;
    node->child = inner;
    node->valuestring = NULL;
    return true;
}

/* Puts the values of `node` behind those of `first` and takes it out of its
 * object; both become arrays. */
static bool join_values(cJSON *object, cJSON *first, cJSON *node)
{
    if ((!cJSON_IsArray(first) && !wrap(first)) || (!cJSON_IsArray(node) && !wrap(node)))
        return false;
    cJSON *values = node->child;
    node->child = NULL;
    cJSON_Delete(cJSON_DetachItemViaPointer(object, node));
    if (first->child && values) {
        cJSON *last = first->child->prev;
        first->child->prev = values->prev;
        last->next = values;
        values->prev = last;
    } else if (values) {
        first->child = values;
    }
    return true;
}

static sj_status twice(const struct reader *r, cJSON *object, cJSON *first, cJSON *node)
{
    if (!r->joined_key || !object->string || strcmp(object->string, "properties") != 0) {
        sj_diag_field(r->diag, sj_str_from(node->string));
        return fail(r, SJ_ESYNTAX, "each key once in an object", r->at - 1);
    }
    (void)snprintf(r->joined_key, SJ_JSON_KEY_BYTES, "%s", node->string);
    return join_values(object, first, node) ? SJ_OK : SJ_ENOMEM;
}

static sj_status check_keys(const struct reader *r, cJSON *object, size_t count)
{
    sj_map seen = {0};
    sj_status s = SJ_OK;
    for (cJSON *node = object->child, *next; node && s >= 0; node = next) {
        cJSON *first = NULL;
        next = node->next;
        if (count <= PAIRWISE_KEYS) {
            first = seen_before(object, node);
        } else {
            sj_map_entry *entry = NULL;
            s = sj_map_put(&seen, sj_str_from(node->string), &entry);
            if (s >= 0 && entry->value)
                first = (cJSON *)(uintptr_t)entry->value; /* NOLINT: put there below */
            else if (s >= 0)
                entry->value = (uintptr_t)node;
        }
        if (first)
            s = twice(r, object, first, node);
    }
    sj_map_done(&seen);
    return s == SJ_ENOMEM ? fail(r, s, "out of memory", r->at) : s;
}

static sj_status read_value(struct reader *r, cJSON *node);

static sj_status read_member(struct reader *r, cJSON *container, bool object)
{
    cJSON *node = child_add(container); /* (2) */
    if (!node)
        return fail(r, SJ_ENOMEM, "out of memory", r->at);
    skip_blank(r);
    if (object) {
        if (peek(r) != '"')
            return fail(r, SJ_ESYNTAX, "a key in quotes", r->at);
        r->at++;
        SJ_TRY(read_string(r, &node->string));
        skip_blank(r);
        if (peek(r) != ':')
            return fail(r, SJ_ESYNTAX, "a colon after the key", r->at);
        r->at++;
        skip_blank(r);
    }
    SJ_TRY(read_value(r, node));
    skip_blank(r);
    return SJ_OK;
}

static sj_status read_container(struct reader *r, cJSON *node, bool object)
{
    const char close = object ? '}' : ']';
    if (++r->depth > DEPTH_MAX) /* (3) */
        return fail(r, SJ_ELIMIT, "values nested at most 64 deep", r->at);
    node->type = object ? cJSON_Object : cJSON_Array;
    r->at++;
    skip_blank(r);
    size_t count = 0;
    if (peek(r) != close)
        for (;; count++, r->at++) {
            SJ_TRY(read_member(r, node, object));
            if (peek(r) == close)
                break;
            if (peek(r) != ',')
                return fail(r, SJ_ESYNTAX, object ? "a comma or }" : "a comma or ]", r->at);
        }
    r->at++;
    r->depth--;
    return object ? check_keys(r, node, count + 1) : SJ_OK;
}

static sj_status read_value(struct reader *r, cJSON *node)
{
    switch (peek(r)) {
    case '{':
        return read_container(r, node, true);
    case '[':
        return read_container(r, node, false);
    case '"':
        node->type = cJSON_String;
        r->at++;
        return read_string(r, &node->valuestring);
    default:
        return read_word(r, node);
    }
}

static sj_status parse(sj_str text, char *joined_key, cJSON **ret, sj_diag *reterr_diag)
{
    struct reader r = {.text = text, .diag = reterr_diag, .joined_key = joined_key};
    if (text.len > VALUE_MAX_BYTES)
        return sj_diag_set(reterr_diag, SJ_ELIMIT, "a value of at most 64 MiB", 0, 0, 0);
    const size_t good = sj_utf8_check(text);
    if (good < text.len)
        return fail(&r, SJ_EENCODING, "expected UTF-8", good);
    const char *nul = text.len ? memchr(text.ptr, 0, text.len) : NULL;
    if (nul)
        return fail(&r, SJ_EENCODING, "text without NUL bytes", (size_t)(nul - text.ptr));
    (void)pthread_once(&hooks_once, set_hooks); /* (1) */
    if (sj_str_starts(text, SJ_S("\xEF\xBB\xBF")))
        r.at = 3;
    sj_json_auto cJSON *root = sj_mem_zalloc(sizeof *root);
    if (!root)
        return fail(&r, SJ_ENOMEM, "out of memory", 0);
    root->type = cJSON_NULL;
    skip_blank(&r);
    SJ_TRY(read_value(&r, root));
    skip_blank(&r);
    if (r.at < text.len)
        return fail(&r, SJ_ESYNTAX, "nothing after the value", r.at);
    *ret = SJ_TAKE(root);
    return SJ_OK;
}

sj_status sj_json_parse(sj_str text, cJSON **ret, sj_diag *reterr_diag)
{
    return parse(text, NULL, ret, reterr_diag);
}

sj_status sj_json_parse_properties(sj_str text, char ret_key[SJ_JSON_KEY_BYTES], cJSON **ret,
                                   sj_diag *reterr_diag)
{
    ret_key[0] = '\0';
    return parse(text, ret_key, ret, reterr_diag);
}

bool sj_json_text(const cJSON *object, const char *key, sj_arena *a, sj_str *ret,
                  sj_status *retsticky_status)
{
    const cJSON *node = object ? cJSON_GetObjectItemCaseSensitive(object, key) : NULL;
    sj_str text = {0};
    if (cJSON_IsString(node) || cJSON_IsNumber(node))
        text = sj_str_from(node->valuestring); /* numbers keep their digits there */
    else if (cJSON_IsBool(node))
        text = cJSON_IsTrue(node) ? SJ_S("true") : SJ_S("false");
    if (text.len == 0)
        return false;
    const sj_status s = sj_arena_copy(a, text, ret);
    if (s < 0)
        *retsticky_status = s;
    return s >= 0;
}

/* ---- lines ---- */
struct sj_lines {
    sj_input *in;
    char *window;
    size_t capacity, start, searched, end; /* no LF in [start, searched) */
    uint64_t number, dropped_bytes;
    bool input_ended;
};

sj_status sj_lines_new(struct sj_input *in, sj_lines **ret)
{
    sj_lines *l = sj_mem_zalloc(sizeof *l);
    if (!l)
        return SJ_ENOMEM;
    l->in = in;
    *ret = l;
    return SJ_OK;
}

sj_lines *sj_lines_free(sj_lines *l)
{
    if (l)
        sj_mem_free(l->window);
    sj_mem_free(l);
    return NULL;
}

static sj_status lines_fail(const sj_lines *l, sj_status status, const char *reason, sj_diag *d)
{
    if (sj_input_name(l->in).len)
        sj_diag_file(d, sj_input_name(l->in));
    return sj_diag_set(d, status, reason, l->dropped_bytes + l->start, l->number + 1, 1);
}

static sj_status lines_fill(sj_lines *l, sj_diag *d)
{
    if (l->start > 0) {
        memmove(l->window, l->window + l->start, l->end - l->start);
        l->dropped_bytes += l->start;
        l->end -= l->start;
        l->searched -= l->start;
        l->start = 0;
    }
    if (l->end > LINE_MAX_BYTES)
        return lines_fail(l, SJ_ELIMIT, "lines of at most 16 MiB", d);
    if (sj_mem_grow(&l->window, &l->capacity, l->end + BLOCK_BYTES, SIZE_MAX / 4, 1) < 0)
        return lines_fail(l, SJ_ENOMEM, "out of memory", d);
    size_t n;
    SJ_TRY(sj_input_read(l->in, l->window + l->end, l->capacity - l->end, &n, d));
    l->end += n;
    l->input_ended = n == 0;
    return SJ_OK;
}

/* The next line with its blanks, LF excluded. */
static sj_status lines_cut(sj_lines *l, sj_str *ret, uint64_t *ret_offset, sj_diag *d)
{
    for (;;) {
        const size_t fresh = l->end - l->searched;
        const char *lf = fresh ? memchr(l->window + l->searched, '\n', fresh) : NULL;
        if (!lf && !l->input_ended) {
            l->searched = l->end;
            SJ_TRY(lines_fill(l, d));
            continue;
        }
        if (l->start == l->end)
            return SJ_DONE;
        const size_t to = lf ? (size_t)(lf - l->window) : l->end;
        *ret = (sj_str){l->window + l->start, to - l->start};
        *ret_offset = l->dropped_bytes + l->start;
        l->start = l->searched = lf ? to + 1 : to;
        l->number++;
        return SJ_OK;
    }
}

sj_status sj_lines_next(sj_lines *l, sj_str *ret_line, uint64_t *ret_number,
                        uint64_t *ret_offset_bytes, sj_diag *reterr_diag)
{
    for (;;) {
        sj_str line;
        uint64_t offset;
        const sj_status s = lines_cut(l, &line, &offset, reterr_diag);
        if (s != SJ_OK)
            return s;
        const sj_str trimmed = sj_str_trim(line);
        if (trimmed.len == 0)
            continue;
        if (trimmed.len > LINE_MAX_BYTES)
            return lines_fail(l, SJ_ELIMIT, "lines of at most 16 MiB", reterr_diag);
        *ret_line = trimmed;
        *ret_number = l->number;
        *ret_offset_bytes = offset + (size_t)(trimmed.ptr - line.ptr);
        return SJ_OK;
    }
}
