/* lists/store.c -- the folder of lists.
 *
 * A managed list is a folder with meta.json and one folder a version, named by
 * the first digits of the version's hash. Importing writes the new version
 * beside the old one, then replaces meta.json by a rename. Invariants:
 *   (1) meta.json names only versions whose files are complete;
 *   (2) nothing is deleted before the new meta.json stands;
 *   (3) at most two versions are kept, the current one and the one before.
 * Not chosen: `current` as a symbolic link; it cannot carry the meta data in
 * the same step, and copies of a folder lose it. */
#include "lists/meta.h"
#include "lists/source.h"
#include <stdio.h>
#include <unistd.h>

static sj_status format_path(sj_arena *a, sj_str *ret, const char *dir, sj_str name,
                             const char *rest)
{
    return sj_arena_format(a, ret, "%s/%.*s%s%s", dir, SJ_STR_FMT(name), rest[0] ? "/" : "", rest);
}

sj_status sj_store_meta(const char *dir, sj_str name, sj_arena *arena, sj_list_meta *ret,
                        sj_diag *reterr_diag)
{
    SJ_SCOPED(sj_file) file = {0};
    sj_list_meta meta = {.name = name};
    sj_str path;
    SJ_TRY(format_path(arena, &path, dir, name, "meta.json"));
    sj_diag_file(reterr_diag, path);
    SJ_TRY(sj_file_open(path.ptr, SJ_LIST_META_MAX, &file));
    SJ_TRY(sj_list_meta_parse((sj_str){file.ptr, file.len}, arena, &meta, reterr_diag));
    *ret = meta;
    return SJ_OK;
}

static sj_status put_meta(const char *dir, const sj_list_meta *m, sj_arena *arena)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_str path;
    sj_list_meta_write(&b, m);
    SJ_TRY(sj_buf_status(&b));
    SJ_TRY(format_path(arena, &path, dir, m->name, "meta.json"));
    return sj_file_replace(path.ptr, b.ptr, b.len);
}

/* ---- opening ---- */

static sj_status add_item(sj_store *s, sj_arena *arena, const sj_store_item *item)
{
    sj_store_item *to = sj_arena_push(arena, &s->item, &s->count, sizeof *s->item);
    if (!to)
        return SJ_ENOMEM;
    *to = *item;
    return SJ_OK;
}

static sj_status add_managed(sj_store *s, const char *dir, sj_str name, sj_arena *arena,
                             sj_diag *reterr_diag)
{
    sj_store_item item = {.name = name, .managed = true, .is_list = true};
    sj_str folder;
    SJ_TRY(sj_store_meta(dir, name, arena, &item.meta, reterr_diag));
    SJ_TRY(sj_arena_format(arena, &folder, "%s/%.*s/%.*s", dir, SJ_STR_FMT(name),
                           SJ_STR_FMT(item.meta.current)));
    sj_list_options options = {.expected = item.meta.format};
    /* A version folder holds one list's files and nothing else. */
    SJ_TRY(sj_list_resolve(folder.ptr, &options, arena, &item.path, &item.path_count, reterr_diag));
    return add_item(s, arena, &item);
}

static sj_str stem(sj_str name)
{
    return sj_str_slice(name, 0, sj_str_find(name, SJ_S("."), 1));
}

static sj_status name_found(const sj_list_found *f, sj_str below, sj_arena *arena, sj_str *ret)
{
    const bool several = f->path_count > 1;
    if (several && below.len)
        return sj_arena_copy(arena, below, ret);
    if (several) {
        *ret = sj_list_format_text(f->reader->format);
        return SJ_OK;
    }
    const sj_str file = f->reader ? stem(sj_source_name(f->path[0])) : sj_source_name(f->path[0]);
    return sj_source_join(arena, below, file, ret);
}

static sj_status add_found(sj_store *s, const char *folder, sj_str below, unsigned depth,
                           sj_arena *arena)
{
    sj_list_found *found = NULL;
    size_t count = 0;
    SJ_TRY(sj_list_gather(folder, depth, arena, &found, &count));
    for (size_t i = 0; i < count; i++) {
        sj_store_item item = {.is_list = found[i].reader != NULL,
                              .problem = found[i].reason,
                              .path = found[i].path,
                              .path_count = found[i].path_count};
        sj_str inner;
        SJ_TRY(sj_source_join(arena, below, found[i].folder, &inner));
        if (found[i].folder.len == 0)
            inner = below;
        SJ_TRY(name_found(&found[i], inner, arena, &item.name));
        if (found[i].reader) {
            item.meta.format = found[i].reader->format;
            item.meta.authority = sj_str_from(found[i].reader->authority);
        }
        SJ_TRY(add_item(s, arena, &item));
    }
    return SJ_OK;
}

static bool is_file(const char *path)
{
    sj_file f = {0};
    const bool there = sj_file_open(path, SIZE_MAX, &f) >= 0;
    sj_file_done(&f);
    return there;
}

static int by_path(const void *a, const void *b, void *ctx SJ_UNUSED)
{
    return sj_str_cmp(((const sj_store_item *)a)->path[0], ((const sj_store_item *)b)->path[0]);
}

static sj_status sort_items(sj_store *s, sj_arena *arena)
{
    if (s->count < 2)
        return SJ_OK;
    void *scratch = sj_arena_alloc(arena, s->count * sizeof *s->item);
    if (!scratch)
        return SJ_ENOMEM;
    sj_sort_stable(s->item, s->count, sizeof *s->item, scratch, by_path, NULL);
    return SJ_OK;
}

static sj_status open_folder(sj_store *s, const char *dir, sj_arena *arena, sj_diag *reterr_diag)
{
    sj_str *name = NULL;
    size_t count = 0;
    SJ_TRY(sj_file_list(dir, arena, &name, &count));
    SJ_TRY(add_found(s, dir, (sj_str){0}, 0, arena));
    for (size_t i = 0; i < count; i++) {
        sj_str folder, meta, series;
        SJ_TRY(format_path(arena, &folder, dir, name[i], ""));
        SJ_TRY(format_path(arena, &meta, dir, name[i], "meta.json"));
        SJ_TRY(format_path(arena, &series, dir, name[i], "entities.delta.json"));
        if (!sj_file_is_folder(folder.ptr) || is_file(series.ptr))
            continue; /* a version of a delta series belongs to its list */
        const sj_status managed =
            is_file(meta.ptr) ? add_managed(s, dir, name[i], arena, reterr_diag) : SJ_EFORMAT;
        SJ_TRY(managed == SJ_EFORMAT ? add_found(s, folder.ptr, name[i], 1, arena) : managed);
    }
    return sort_items(s, arena);
}

sj_status sj_store_open(const char *dir, sj_arena *arena, sj_store *ret, sj_diag *reterr_diag)
{
    sj_store s = {0};
    sj_diag_set(reterr_diag, SJ_OK, NULL, 0, 0, 0);
    sj_diag_file(reterr_diag, sj_str_from(dir));
    sj_status status;
    if (sj_file_is_folder(dir)) {
        status = open_folder(&s, dir, arena, reterr_diag);
    } else {
        sj_store_item item = {.is_list = true, .name = stem(sj_source_name(sj_str_from(dir)))};
        status = sj_list_resolve(dir, NULL, arena, &item.path, &item.path_count, reterr_diag);
        if (status >= 0)
            status = add_item(&s, arena, &item);
    }
    if (status < 0 && (!reterr_diag || !reterr_diag->reason))
        return sj_diag_set(reterr_diag, status, sj_status_text(status), 0, 0, 0);
    if (status >= 0)
        *ret = s;
    return status;
}

sj_status sj_store_read(const sj_store_item *item, sj_arena *arena, sj_list *ret,
                        sj_diag *reterr_diag)
{
    const sj_list_options options = {.name = item->name, .expected = item->meta.format};
    sj_list list = {0};
    sj_diag_set(reterr_diag, SJ_OK, NULL, 0, 0, 0);
    if (!item->is_list)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected a list in a known format", 0, 0, 0);
    const sj_status s =
        sj_list_read_paths(item->path, item->path_count, &options, arena, &list, reterr_diag);
    if (s < 0 && (!reterr_diag || !reterr_diag->reason))
        return sj_diag_set(reterr_diag, s, sj_status_text(s), 0, 0, 0);
    SJ_TRY(s);
    if (item->managed && !sj_str_eq(list.hash, item->meta.hash))
        return sj_diag_set(reterr_diag, SJ_ECORRUPT, "expected the bytes that were imported", 0, 0,
                           0);
    *ret = list;
    return SJ_OK;
}

/* ---- importing ---- */

static bool name_is_good(sj_str name)
{
    for (size_t i = 0; i < name.len; i++) {
        const char c = name.ptr[i];
        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              c == '-' || c == '_' || c == '.'))
            return false;
    }
    return name.len > 0 && name.len <= 100 && name.ptr[0] != '.';
}

/* Copies a file into the version's folder under its own name. */
static sj_status copy_file(const char *folder, sj_str path, sj_arena *arena)
{
    SJ_SCOPED(sj_file) raw = {0};
    const sj_str name = sj_source_name(path);
    sj_str to, parent;
    SJ_TRY(sj_arena_format(arena, &to, "%s/%.*s", folder, SJ_STR_FMT(name)));
    const size_t slash = sj_str_find(name, SJ_S("/"), 0);
    if (slash < name.len) {
        SJ_TRY(sj_arena_format(arena, &parent, "%s/%.*s", folder, (int)slash, name.ptr));
        SJ_TRY(sj_file_make_folder(parent.ptr));
    }
    SJ_TRY(sj_file_open(path.ptr, SJ_INPUT_MAX_BYTES, &raw));
    return sj_file_replace(to.ptr, raw.ptr, raw.len);
}

/* Files and folders below; only ever called on a version's folder. */
static sj_status remove_folder(sj_str folder, unsigned depth, sj_arena *arena)
{
    sj_str *name = NULL;
    size_t count = 0;
    SJ_TRY(sj_file_list(folder.ptr, arena, &name, &count));
    for (size_t i = 0; i < count; i++) {
        sj_str path;
        SJ_TRY(sj_source_join(arena, folder, name[i], &path));
        if (!sj_file_is_folder(path.ptr))
            (void)unlink(path.ptr);
        else if (depth > 0)
            SJ_TRY(remove_folder(path, depth - 1, arena));
    }
    (void)rmdir(folder.ptr); /* what stays behind is named by no meta.json */
    return SJ_OK;
}

static sj_status remove_old(const char *dir, const sj_list_meta *m, sj_arena *arena) /* (2) (3) */
{
    sj_str folder, *name = NULL;
    size_t count = 0;
    SJ_TRY(format_path(arena, &folder, dir, m->name, ""));
    SJ_TRY(sj_file_list(folder.ptr, arena, &name, &count));
    for (size_t i = 0; i < count; i++) {
        sj_str path;
        if (!sj_list_meta_is_version(name[i]) || sj_str_eq(name[i], m->current) ||
            sj_str_eq(name[i], m->previous))
            continue;
        SJ_TRY(sj_source_join(arena, folder, name[i], &path));
        SJ_TRY(remove_folder(path, 1, arena));
    }
    return SJ_OK;
}

static sj_status version_folder(const char *dir, sj_str name, sj_str version, sj_arena *arena,
                                sj_str *ret)
{
    return sj_arena_format(arena, ret, "%s/%.*s/%.*s", dir, SJ_STR_FMT(name), SJ_STR_FMT(version));
}

/* True if the folder holds files of these names and no other. */
static sj_status has_the_names(sj_str folder, const sj_str *path, size_t count, sj_arena *arena,
                               bool *ret)
{
    sj_str *there = NULL;
    size_t there_count = 0, same = 0, temporary = 0;
    SJ_TRY(sj_file_list(folder.ptr, arena, &there, &there_count));
    for (size_t i = 0; i < there_count; i++) {
        temporary += sj_file_is_temporary(there[i]); /* of an import that was killed */
        for (size_t k = 0; k < count; k++)
            same += sj_str_eq(there[i], sj_source_name(path[k]));
    }
    *ret = same == count && there_count - temporary == count;
    return SJ_OK;
}

/* The digits of the hash that name the new version's folder: the first ones but
 * where a folder of that name is in use for the same bytes under other names
 * (sdn.csv, now sdn.csv.gz). Two folders are in use at most: (3). */
static sj_status choose_version(const char *dir, sj_str name, const sj_list_meta *old, sj_str hash,
                                const sj_str *path, size_t count, sj_arena *arena, sj_str *ret)
{
    for (size_t from = 0; from + SJ_LIST_META_HASH_DIGITS <= hash.len;
         from += SJ_LIST_META_HASH_DIGITS) {
        const sj_str version = sj_str_slice(hash, from, from + SJ_LIST_META_HASH_DIGITS);
        sj_str folder;
        bool fits = true;
        *ret = version;
        SJ_TRY(version_folder(dir, name, version, arena, &folder));
        if (!sj_file_is_folder(folder.ptr))
            return SJ_OK;
        if (!sj_str_eq(version, old->current) && !sj_str_eq(version, old->previous))
            return remove_folder(folder, 1, arena); /* of an import that did not end */
        SJ_TRY(has_the_names(folder, path, count, arena, &fits));
        if (fits)
            return SJ_OK;
    }
    return SJ_EIO;
}

static sj_status write_version(const char *dir, const sj_list_meta *m, const sj_str *path,
                               size_t count, sj_arena *arena)
{
    sj_str folder;
    SJ_TRY(version_folder(dir, m->name, m->current, arena, &folder));
    SJ_TRY(sj_file_make_folder(folder.ptr));
    for (size_t i = 0; i < count; i++)
        SJ_TRY(copy_file(folder.ptr, path[i], arena));
    SJ_TRY(put_meta(dir, m, arena)); /* (1): the files are there */
    /* The new list stands. What could not be removed is named by no meta.json
     * and goes with the next import: no error of this one. */
    const sj_status removed SJ_UNUSED = remove_old(dir, m, arena);
    return SJ_OK;
}

static uint64_t count_names(const sj_list *list)
{
    uint64_t n = 0;
    for (size_t i = 0; i < list->entity_count; i++)
        n += list->entity[i].name_count;
    return n;
}

static sj_status fill_meta(sj_list_meta *m, const sj_list *list, const sj_import_options *options,
                           sj_arena *arena)
{
    char now[21];
    m->format = list->format;
    m->authority = list->authority;
    m->version = list->version;
    m->hash = list->hash;
    m->entities = list->entity_count;
    m->names = count_names(list);
    m->url = options->url;
    m->etag = options->etag;
    m->last_modified = options->last_modified;
    m->fetched_at = options->fetched_at;
    if (m->fetched_at.len)
        return SJ_OK;
    sj_time_now(now);
    return sj_arena_copy(arena, sj_str_from(now), &m->fetched_at);
}

/* Imports of one list wait for each other: one removes the folders that the other's
 * meta.json does not name. Readers need no lock: what a meta.json names stays until the
 * import after the next. */
static sj_status lock_list(const char *dir, sj_str name, sj_arena *arena, sj_file_lock *ret)
{
    sj_str folder, path;
    SJ_TRY(format_path(arena, &folder, dir, name, ""));
    SJ_TRY(format_path(arena, &path, dir, name, ".lock"));
    SJ_TRY(sj_file_make_folder(folder.ptr));
    return sj_file_lock_wait(path.ptr, ret);
}

sj_status sj_store_touch(const char *dir, sj_str name, sj_str fetched_at, sj_arena *arena,
                         sj_diag *reterr_diag)
{
    sj_list_meta m = {0};
    SJ_SCOPED(sj_file_lock) lock = {-1};
    SJ_TRY(sj_store_meta(dir, name, arena, &m, reterr_diag)); /* there is one */
    SJ_TRY(lock_list(dir, name, arena, &lock));
    SJ_TRY(sj_store_meta(dir, name, arena, &m, reterr_diag));
    m.fetched_at = fetched_at;
    return put_meta(dir, &m, arena);
}

static sj_status import(const char *dir, sj_str name, const char *path,
                        const sj_import_options *options, sj_arena *arena, sj_import_result *ret,
                        sj_diag *reterr_diag)
{
    const sj_list_options read = {.name = name, .expected = options->expected};
    sj_list list = {0};
    sj_list_meta old = {0};
    sj_import_result r = {.meta.name = name};
    sj_str *file = NULL;
    size_t count = 0;
    SJ_TRY(sj_list_resolve(path, &read, arena, &file, &count, reterr_diag));
    SJ_TRY(sj_list_read_paths(file, count, &read, arena, &list, reterr_diag));
    SJ_SCOPED(sj_file_lock) lock = {-1};
    SJ_TRY(lock_list(dir, name, arena, &lock));
    const sj_status known = sj_store_meta(dir, name, arena, &old, reterr_diag);
    if (known < 0 && known != SJ_ENOTFOUND)
        return known;
    sj_diag_file(reterr_diag, sj_str_from(path));
    r.entities_before = old.entities;
    r.entities = list.entity_count;
    r.names_before = old.names;
    r.names = count_names(&list);
    r.warning = list.warning;
    r.warning_count = list.warning_count;
    *ret = r;
    if (!options->accept_shrink && r.entities * 10 < r.entities_before * 9)
        return sj_diag_set(reterr_diag, SJ_EREFUSED,
                           "expected at least nine tenths of the entities", 0, 0, 0);
    if (!options->accept_shrink && r.names * 10 < r.names_before * 9)
        return sj_diag_set(reterr_diag, SJ_EREFUSED, "expected at least nine tenths of the names",
                           0, 0, 0);
    SJ_TRY(fill_meta(&r.meta, &list, options, arena));
    SJ_TRY(choose_version(dir, name, &old, list.hash, file, count, arena, &r.meta.current));
    r.unchanged = known == SJ_OK && sj_str_eq(old.hash, list.hash);
    r.meta.previous = r.unchanged ? old.previous : old.current;
    SJ_TRY(write_version(dir, &r.meta, file, count, arena));
    *ret = r;
    return SJ_OK;
}

sj_status sj_store_import(const char *dir, sj_str name, const char *path,
                          const sj_import_options *options, sj_arena *arena, sj_import_result *ret,
                          sj_diag *reterr_diag)
{
    static const sj_import_options none = {0};
    sj_diag_set(reterr_diag, SJ_OK, NULL, 0, 0, 0);
    sj_diag_file(reterr_diag, sj_str_from(path));
    if (!name_is_good(name))
        return sj_diag_set(reterr_diag, SJ_EINVAL,
                           "expected a name of letters, digits, '-', '_' and '.'", 0, 0, 0);
    const sj_status s = import(dir, name, path, options ? options : &none, arena, ret, reterr_diag);
    if (s < 0 && (!reterr_diag || !reterr_diag->reason || reterr_diag->status != s))
        return sj_diag_set(reterr_diag, s, sj_status_text(s), 0, 0, 0);
    return s;
}
