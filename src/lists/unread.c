/* lists/unread.c -- see the header. The table of what is left out is matched as the audit
 * of the tests matches it: by the end of the path, or ("added*") by a name inside it.
 *
 * Not chosen: a table of all that a format may hold. It would be a second copy of what
 * the readers say, and wrong where they differ. */
#include "lists/unread.h"

enum { PATHS_MAX = 100 };

static bool ends_at_name(sj_str path, sj_str end)
{
    if (!sj_str_ends(path, end))
        return false;
    const size_t at = path.len - end.len;
    return at == 0 || end.ptr[0] == '@' || path.ptr[at - 1] == '/' || path.ptr[at - 1] == '@';
}

static bool is_left_out(const sj_list_reader *reader, sj_str path)
{
    for (size_t i = 0; i < reader->left_out_count; i++) {
        const sj_str out = sj_str_from(reader->left_out[i].path);
        const sj_str start = sj_str_slice(out, 0, out.len - 1);
        if (out.ptr[out.len - 1] != '*') {
            if (ends_at_name(path, out))
                return true;
            continue;
        }
        for (size_t at = 0; at < path.len; at++) { /* everything below */
            at = sj_str_find(path, start, at);
            if (at < path.len && (at == 0 || path.ptr[at - 1] == '/'))
                return true;
        }
    }
    return false;
}

/* The last two names: enough to find it, and the same for every record. */
static sj_str short_path(sj_str path)
{
    size_t slashes = 0, at = path.len;
    while (at > 0 && slashes < 2)
        slashes += path.ptr[--at] == '/';
    return slashes == 2 ? sj_str_slice(path, at + 1, path.len) : path;
}

/* The entry's value: twice how often, and 1 if a value could not be kept. */
static void count(sj_builder *b, sj_str path, bool is_kept)
{
    sj_map_entry *entry = sj_map_find(&b->unread, path);
    if (!entry && b->unread_paths >= PATHS_MAX) {
        b->unread_more++;
        return;
    }
    if (!entry) {
        const sj_str kept = sj_build_keep(b, path);
        sj_str *to = sj_arena_push(b->arena, &b->unread_path, &b->unread_paths, sizeof *to);
        if (!to && !b->status)
            b->status = SJ_ENOMEM;
        if (!b->status) {
            *to = kept;
            b->status = sj_map_put(&b->unread, kept, &entry);
        }
    }
    if (!b->status)
        entry->value = (entry->value + 2) | !is_kept;
}

void sj_unread_kept(sj_builder *b, sj_str path)
{
    if (!b->status)
        count(b, path, true);
}

static void found(sj_builder *b, const sj_list_reader *reader, sj_str path, sj_str value, bool keep)
{
    if (sj_str_trim(value).len == 0 || is_left_out(reader, path))
        return;
    count(b, short_path(path), keep);
    if (keep)
        sj_build_fact(b, SJ_FACT_OTHER, short_path(path), value);
}

/* The depth is bounded by the XML parser's. */
static void walk(sj_builder *b, const sj_list_reader *reader, const sj_xml_node *n, sj_buf *path,
                 bool keep)
{
    const size_t above = path->len;
    if (path->len)
        sj_buf_add_char(path, '/');
    sj_buf_add(path, n->name);
    if (!n->use->text)
        found(b, reader, sj_buf_str(path), n->text, keep);
    for (size_t i = 0; i < n->attribute_count; i++) {
        const size_t here = path->len;
        if (n->use->attributes >> i & 1)
            continue;
        sj_buf_add_char(path, '@');
        sj_buf_add(path, n->attribute[2 * i]);
        found(b, reader, sj_buf_str(path), n->attribute[2 * i + 1], keep);
        path->len = here;
    }
    for (const sj_xml_node *c = n->child; c && !b->status; c = c->next)
        walk(b, reader, c, path, keep);
    path->len = above;
}

void sj_unread_record(sj_builder *b, const sj_list_reader *reader, const sj_xml_node *n, bool keep)
{
    SJ_SCOPED(sj_buf) path = {0};
    if (b->status)
        return;
    sj_xml_used(n); /* a record's own text is blanks between its children */
    walk(b, reader, n, &path, keep);
    if (!b->status)
        b->status = sj_buf_status(&path);
}

void sj_unread_outside(sj_builder *b, const sj_list_reader *reader, sj_str path)
{
    if (!b->status && !is_left_out(reader, path))
        count(b, short_path(path), false);
}

static int by_path(const void *a, const void *b, void *ctx SJ_UNUSED)
{
    return sj_str_cmp(*(const sj_str *)a, *(const sj_str *)b);
}

static void reverse(sj_str *item, size_t count)
{
    for (size_t i = 0; i < count / 2; i++) {
        const sj_str other = item[count - 1 - i];
        item[count - 1 - i] = item[i];
        item[i] = other;
    }
}

/* The lines go before the others: who imports sees the first few. */
static void tell(sj_builder *b)
{
    sj_str scratch[PATHS_MAX], *path = b->unread_path;
    const size_t n = b->unread_paths;
    if (n > 1)
        sj_sort_stable(path, n, sizeof *path, scratch, by_path, NULL);
    const size_t before = b->list->warning_count;
    for (size_t i = 0; i < n && !b->status; i++) {
        const uint64_t value = sj_map_find(&b->unread, path[i])->value;
        b->status = sj_list_warn(b->list, b->arena,
                                 "%.*s is not known in this format: found %llu times, %s",
                                 SJ_STR_FMT(path[i]), (unsigned long long)(value / 2),
                                 value & 1 ? "not kept" : "kept as facts");
    }
    if (b->unread_more && !b->status)
        b->status = sj_list_warn(b->list, b->arena, "%zu values of further unknown elements",
                                 b->unread_more);
    if (b->list->warning_count > before) {
        reverse(b->list->warning, before);
        reverse(b->list->warning + before, b->list->warning_count - before);
        reverse(b->list->warning, b->list->warning_count);
    }
}

void sj_unread_forget(sj_builder *b)
{
    sj_map_done(&b->unread);
    b->unread_path = NULL;
    b->unread_paths = b->unread_more = 0;
}

sj_status sj_unread_end(sj_builder *b, sj_status so_far)
{
    if (so_far >= 0)
        tell(b);
    sj_unread_forget(b);
    return so_far < 0 ? so_far : b->status;
}
