/* lists/builder.c -- see the header. Two invariants:
 *   (1) after the first failure nothing is added and the status stays;
 *   (2) what sj_build_keep returns lives as long as the list, whatever becomes
 *       of its argument.
 * Not chosen: a status from each verb. A reader has some hundred of them, and
 * the ladder of checks would bury the mapping, which is what one reads it for. */
#include "lists/builder.h"
#include "lists/unread.h"

sj_str sj_build_keep(sj_builder *b, sj_str s)
{
    sj_str copy = {0};
    s = sj_str_trim(s);
    if (s.len && !b->status)
        b->status = sj_arena_copy(b->arena, s, &copy);
    return b->status ? (sj_str){0} : copy;
}

#define MAX_JOINED 16 /* parts of one address or name; the most in use is 8 */

sj_str sj_build_join(sj_builder *b, const sj_str *part, size_t count, sj_str separator)
{
    sj_str trimmed[MAX_JOINED], joined = {0};
    assert(count <= MAX_JOINED);
    size_t used = 0;
    for (size_t i = 0; i < count && i < MAX_JOINED; i++) {
        trimmed[used] = sj_str_trim(part[i]);
        used += trimmed[used].len > 0;
    }
    if (used == 1)
        return sj_build_keep(b, trimmed[0]);
    if (!b->status)
        b->status = sj_list_join(b->arena, trimmed, used, separator, &joined);
    return b->status ? (sj_str){0} : joined;
}

static void *nothing(sj_builder *b)
{
    memset(&b->dummy, 0, sizeof b->dummy);
    return &b->dummy;
}

/* The new element, or the dummy: (1). */
static void *checked(sj_builder *b, void *made)
{
    if (!made && !b->status)
        b->status = SJ_ENOMEM;
    if (made)
        return made;
    return nothing(b);
}

sj_entity *sj_build_entity(sj_builder *b, sj_str id, sj_schema schema)
{
    const sj_str kept = sj_build_keep(b, id);
    void *made = b->status ? NULL : sj_list_add_entity(b->list, b->arena, kept, schema);
    b->e = checked(b, made);
    return b->e;
}

sj_entity_name *sj_build_name(sj_builder *b, sj_name_kind kind, sj_str full)
{
    full = sj_build_keep(b, full);
    if (b->status || full.len == 0)
        return nothing(b);
    sj_entity_name *n = checked(b, sj_entity_add_name(b->e, b->arena));
    n->kind = kind;
    n->full = full;
    return n;
}

sj_entity_date *sj_build_date(sj_builder *b, sj_date_kind kind, sj_str text)
{
    text = sj_build_keep(b, text);
    if (b->status || text.len == 0)
        return nothing(b);
    sj_entity_date *d = checked(b, sj_entity_add_date(b->e, b->arena));
    d->kind = kind;
    d->text = text;
    d->name = -1;
    d->parsed = sj_date_parse(text, &d->range);
    return d;
}

sj_entity_identifier *sj_build_identifier(sj_builder *b, sj_identifier_kind kind, sj_str type_text,
                                          sj_str value, sj_str issuer_text)
{
    value = sj_build_keep(b, value);
    if (b->status || value.len == 0)
        return nothing(b);
    sj_entity_identifier *i = checked(b, sj_entity_add_identifier(b->e, b->arena));
    i->kind = kind;
    i->value = value;
    i->type_text = sj_build_keep(b, type_text);
    i->issuer_text = sj_build_keep(b, issuer_text);
    if (i->issuer_text.len)
        i->country = sj_country_parse(i->issuer_text);
    return i;
}

sj_entity_fact *sj_build_fact(sj_builder *b, sj_fact_kind kind, sj_str label, sj_str value)
{
    value = sj_build_keep(b, value);
    label = sj_build_keep(b, label);
    if (b->status || value.len == 0)
        return nothing(b);
    b->status = sj_list_fact(b->e, b->arena, kind, label, value);
    return checked(b, b->status ? NULL : &b->e->fact[b->e->fact_count - 1]);
}

sj_entity_place *sj_build_place(sj_builder *b, sj_place_kind kind,
                                const sj_build_place_parts *parts)
{
    const sj_str region =
        sj_build_join(b, (const sj_str[]){parts->region, parts->postcode}, 2, SJ_S(" "));
    const sj_str line[] = {parts->street, parts->city, region, parts->country_text};
    sj_str full = sj_build_join(b, line, SJ_COUNT(line), SJ_S(", "));
    if (full.len == 0)
        full = sj_build_keep(b, parts->note);
    if (b->status || full.len == 0)
        return nothing(b);
    sj_entity_place *p = checked(b, sj_entity_add_place(b->e, b->arena));
    p->kind = kind;
    p->full = full;
    p->street = sj_build_keep(b, parts->street);
    p->city = sj_build_keep(b, parts->city);
    p->region = sj_build_keep(b, parts->region);
    p->postcode = sj_build_keep(b, parts->postcode);
    p->country_text = sj_build_keep(b, parts->country_text);
    p->note = sj_build_keep(b, parts->note);
    if (p->country_text.len)
        p->country = sj_country_parse(p->country_text);
    return p;
}

sj_entity_link *sj_build_link(sj_builder *b, sj_link_kind kind, sj_str target_name, sj_str text)
{
    target_name = sj_build_keep(b, target_name);
    text = sj_build_keep(b, text);
    sj_entity_link *l = checked(b, b->status ? NULL : sj_entity_add_link(b->e, b->arena));
    l->kind = kind;
    l->target_name = target_name;
    l->text = text;
    return l;
}

sj_entity_listing *sj_build_listing(sj_builder *b, const char *authority)
{
    sj_entity_listing *l = checked(b, b->status ? NULL : sj_entity_add_listing(b->e, b->arena));
    l->authority = sj_str_from(authority);
    return l;
}

/* ---- what no mapping knows ---- */

static bool is_known(sj_str name, bool attribute, const char *const *known, size_t known_count)
{
    for (size_t i = 0; i < known_count; i++) {
        const sj_str k = sj_str_from(known[i]);
        if (attribute && k.len && k.ptr[0] == '@' && sj_str_eq(sj_str_slice(k, 1, k.len), name))
            return true;
        if (!attribute && sj_str_eq(k, name))
            return true;
    }
    return false;
}

static void keep_unknown(sj_builder *b, sj_str path, sj_str value)
{
    if (sj_str_trim(value).len == 0)
        return;
    sj_build_fact(b, SJ_FACT_OTHER, path, value);
    sj_unread_kept(b, path);
}

static void rest_of(sj_builder *b, const sj_xml_node *n, sj_str path, const char *const *known,
                    size_t known_count)
{
    const sj_str label[] = {path, n->name};
    const sj_str here = path.len ? sj_build_join(b, label, 2, SJ_S("/")) : n->name;
    for (size_t i = 0; i < n->attribute_count; i++)
        if (!is_known(n->attribute[2 * i], true, known, known_count)) {
            const sj_str at[] = {here, n->attribute[2 * i]};
            keep_unknown(b, sj_build_join(b, at, 2, SJ_S("@")), n->attribute[2 * i + 1]);
            if (n->use)
                n->use->attributes |= (uint64_t)1 << i;
        }
    for (const sj_xml_node *c = n->child; c; c = c->next)
        if (!is_known(c->name, false, known, known_count)) {
            const sj_str at[] = {here, c->name};
            keep_unknown(b, sj_build_join(b, at, 2, SJ_S("/")), c->text);
            sj_xml_used(c);
            rest_of(b, c, here, NULL, 0);
        }
}

void sj_build_rest(sj_builder *b, const sj_xml_node *n, const char *const *known,
                   size_t known_count)
{
    rest_of(b, n, (sj_str){0}, known, known_count);
}

/* ---- dates and words inside remarks ---- */

static char lower(char c)
{
    return (char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

size_t sj_build_find_nocase(sj_str text, sj_str word, size_t from)
{
    for (size_t i = from; word.len && i + word.len <= text.len; i++)
        if (lower(text.ptr[i]) == lower(word.ptr[0]) &&
            sj_str_starts_nocase(sj_str_slice(text, i, text.len), word))
            return i;
    return text.len;
}

static size_t word_end(sj_str s, size_t from)
{
    while (from < s.len && s.ptr[from] != ' ' && s.ptr[from] != '\n' && s.ptr[from] != ',' &&
           s.ptr[from] != ';' && s.ptr[from] != ')')
        from++;
    return from;
}

/* The longest run of words at the start of `s` that is a date. */
static bool leading_date(sj_str s, sj_date_range *ret)
{
    size_t end[3], count = 0; /* "30 Aug. 2014" is three words */
    size_t at = 0;
    while (count < SJ_COUNT(end) && at < s.len) {
        end[count++] = at = word_end(s, at);
        while (at < s.len && (s.ptr[at] == ' ' || s.ptr[at] == '\n'))
            at++;
        if (at == end[count - 1])
            break;
    }
    while (count--) {
        sj_str piece = sj_str_slice(s, 0, end[count]);
        if (sj_str_ends(piece, SJ_S(".")))
            piece.len--;
        if (sj_date_parse(piece, ret))
            return true;
    }
    return false;
}

bool sj_build_date_after(sj_str text, sj_str word, sj_date_range *ret)
{
    size_t at = sj_build_find_nocase(text, word, 0);
    if (at == text.len)
        return false;
    at = word_end(text, at);
    for (unsigned skipped = 0; skipped < 3 && at < text.len; skipped++) { /* "date:", "on", "in" */
        while (at < text.len && (text.ptr[at] == ' ' || text.ptr[at] == '\n'))
            at++;
        if (leading_date(sj_str_slice(text, at, text.len), ret))
            return true;
        at = word_end(text, at);
    }
    return false;
}

bool sj_build_says_invalid(sj_str note)
{
    static const char *const words[] = {"false",   "fake",      "forged",  "fraud",   "stolen",
                                        "expired", "cancelled", "revoked", "invalid", "falsif"};
    for (size_t i = 0; i < SJ_COUNT(words); i++)
        if (sj_build_find_nocase(note, sj_str_from(words[i]), 0) < note.len)
            return true;
    const size_t lost = sj_build_find_nocase(note, SJ_S("lost"), 0);
    return lost < note.len && (lost == 0 || note.ptr[lost - 1] == ' ');
}

static bool is_month_end(sj_date d)
{
    return sj_date_valid(d) && !sj_date_valid((sj_date){d.year, d.month, (uint8_t)(d.day + 1)});
}

sj_date_range sj_build_span(sj_date first, sj_date last, bool circa)
{
    if (first.day == 1 && first.month == 1 && last.day == 31 && last.month == 12) {
        first.day = first.month = last.day = last.month = 0; /* whole years */
    } else if (first.day == 1 && last.day && is_month_end(last)) {
        first.day = last.day = 0; /* whole months */
    }
    return (sj_date_range){first, last, circa};
}

/* ---- the walk ---- */

void sj_build_refuse(sj_builder *b, const char *expected)
{
    if (b->status)
        return;
    b->status = SJ_ECORRUPT;
    b->refusal = expected;
}

struct walk {
    const sj_build_xml *format;
    sj_builder *b;
    bool rooted;
    sj_buf path; /* of the elements open outside records */
};

static sj_status outside_open(void *ctx, sj_str name, const sj_str *attribute, size_t count)
{
    struct walk *w = ctx;
    if (!w->rooted && !sj_str_eq(name, sj_str_from(w->format->root))) {
        w->b->refusal = "expected the root element of this list's format";
        return SJ_EFORMAT;
    }
    w->rooted = true;
    sj_buf_add_char(&w->path, '/');
    sj_buf_add(&w->path, name);
    if (w->format->on_open)
        w->format->on_open(w->b, name, attribute, count);
    return w->b->status;
}

static sj_status outside_close(void *ctx, sj_str name, sj_str text)
{
    struct walk *w = ctx;
    if (w->format->on_close)
        w->format->on_close(w->b, name, text);
    if (text.len && !sj_str_eq(text, w->b->list->version))
        sj_unread_outside(w->b, w->format->reader, sj_buf_str(&w->path));
    w->path.len -= w->path.len ? name.len + 1 : 0;
    return w->b->status < 0 ? w->b->status : sj_buf_status(&w->path);
}

static sj_status record(void *ctx, const sj_xml_node *n, uint64_t line)
{
    struct walk *w = ctx;
    if (!w->rooted) {
        w->b->refusal = "expected the root element of this list's format";
        return SJ_EFORMAT;
    }
    const size_t before = w->b->list->entity_count;
    w->b->line = line;
    w->b->passed_over = false;
    w->format->on_record(w->b, n);
    if (!w->b->passed_over)
        sj_unread_record(w->b, w->format->reader, n, w->b->list->entity_count > before);
    return w->b->status;
}

static sj_status walk_file(const sj_build_xml *format, sj_str bytes, sj_builder *b,
                           sj_diag *reterr_diag)
{
    struct walk w = {.format = format, .b = b};
    static const sj_xml_handler outside = {outside_open, outside_close};
    const sj_xml_record_options options = {format->record, format->record_count, &outside, &w};
    SJ_AUTO(sj_input) *in = NULL;
    SJ_TRY(sj_input_open_memory(bytes, (sj_str){0}, SJ_INPUT_MAX_BYTES, &in, reterr_diag));
    const sj_status s = sj_xml_records(in, &options, record, &w, reterr_diag);
    sj_buf_done(&w.path);
    return s;
}

sj_status sj_build_read_xml(const sj_build_xml *format, const sj_list_file *file, size_t file_count,
                            sj_builder *b, sj_diag *reterr_diag)
{
    if (file_count != 1)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected one file", 0, 0, 0);
    sj_status s = walk_file(format, file->bytes, b, reterr_diag);
    s = sj_unread_end(b, s);
    if (s < 0 && b->refusal)
        s = sj_diag_set(reterr_diag, s, b->refusal, 0, b->line, 0);
    if (s >= 0 && b->list->entity_count == 0)
        s = sj_diag_set(reterr_diag, SJ_ECORRUPT, "expected at least one entry", file->bytes.len, 0,
                        0);
    if (s < 0)
        sj_diag_file(reterr_diag, file->name);
    return s < 0 ? s : SJ_OK;
}

bool sj_build_is_xml(sj_str first_bytes, sj_str root)
{
    if (sj_str_starts(first_bytes, SJ_S("\xef\xbb\xbf")))
        first_bytes = sj_str_slice(first_bytes, 3, first_bytes.len);
    size_t at = 0;
    while (at < first_bytes.len) {
        at = sj_str_find(first_bytes, SJ_S("<"), at);
        if (++at >= first_bytes.len)
            return false;
        const char c = first_bytes.ptr[at];
        if (c != '?' && c != '!')
            break;
        const bool comment =
            sj_str_starts(sj_str_slice(first_bytes, at, first_bytes.len), SJ_S("!--"));
        at = sj_str_find(first_bytes, comment ? SJ_S("-->") : SJ_S(">"), at);
    }
    size_t end = at;
    while (end < first_bytes.len && !strchr(" \t\r\n/>", first_bytes.ptr[end]))
        end++;
    sj_str name = sj_str_slice(first_bytes, at, end);
    const size_t colon = sj_str_find(name, SJ_S(":"), 0);
    if (colon < name.len)
        name = sj_str_slice(name, colon + 1, name.len);
    return end < first_bytes.len && sj_str_eq(name, root);
}
