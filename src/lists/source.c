/* lists/source.c -- opens what a path holds and finds which files of a folder
 * belong together.
 *
 * Archives. Bytes that begin like a zip are listed first: with the two members
 * every XLSX has (`[Content_Types].xml`, `xl/workbook.xml`) the archive stays
 * closed and is the file; otherwise each member is a file. Anything else goes
 * through sj_input, which knows gzip and zstd by their first bytes.
 *
 * Folders. Every file is peeked at and given its reader or none. Groups are
 * built from leads: a file joins a lead's group if the lead's reader says that
 * the names belong together and no other reader claims it. Invariants:
 *   (1) every file of the folder ends in exactly one group, so none is lost;
 *   (2) groups depend on names and first bytes only, not on directory order.
 * A delta series (a folder with `delta.json`) is the one list whose files lie
 * in folders below it, one a version; it also takes the FtM file beside it as
 * its base, which is why delta leads are served first.
 *
 * Not chosen: recognising by extension. Downloads are renamed, and a page of
 * HTML called sdn.csv must not become a list. */
#include "lists/source.h"
#include "lists/meta.h"

/* base/file.c lists at most 100,000 names a folder; so many files over
 * all levels is a mistaken folder, not a place of lists. */
enum { FILES_MAX = 100000, DEPTH_MAX = 4 };
/* A zip of the zips that an agency offers; deeper ones are bombs. */
enum { ZIP_IN_ZIP_MAX = 1 };

sj_status sj_source_join(sj_arena *a, sj_str folder, sj_str name, sj_str *ret)
{
    if (folder.len == 0)
        return sj_arena_format(a, ret, "%.*s", SJ_STR_FMT(name));
    return sj_arena_format(a, ret, "%.*s/%.*s", SJ_STR_FMT(folder), SJ_STR_FMT(name));
}

static size_t last_slash(sj_str s)
{
    size_t i = s.len;
    while (i > 0 && s.ptr[i - 1] != '/')
        i--;
    return i; /* offset behind the slash, 0 if there is none */
}

sj_str sj_source_name(sj_str path)
{
    const size_t cut = last_slash(path);
    const sj_str base = sj_str_slice(path, cut, path.len);
    if (cut == 0 || !sj_str_starts(base, SJ_S("entities.delta.json")))
        return base;
    return sj_str_slice(path, last_slash(sj_str_slice(path, 0, cut - 1)), path.len);
}

static sj_str without_suffix(sj_str name)
{
    static const sj_str suffix[] = {{".gz", 3}, {".zst", 4}, {".zip", 4}};
    for (size_t i = 0; i < SJ_COUNT(suffix); i++)
        if (name.len > suffix[i].len && sj_str_ends(name, suffix[i]))
            return sj_str_slice(name, 0, name.len - suffix[i].len);
    return name;
}

static sj_status add_file(sj_str name, sj_str bytes, sj_arena *arena, sj_list_file **file,
                          size_t *count)
{
    sj_list_file *f = sj_arena_push(arena, file, count, sizeof **file);
    if (!f)
        return SJ_ENOMEM;
    f->bytes = bytes;
    return sj_arena_copy(arena, without_suffix(name), &f->name);
}

static sj_status read_peek(sj_input *in, size_t peek_bytes, sj_arena *arena, sj_str *ret,
                           sj_diag *reterr_diag)
{
    char *block = sj_arena_alloc(arena, peek_bytes);
    if (!block)
        return SJ_ENOMEM;
    size_t len = 0, got = 1;
    while (got > 0 && len < peek_bytes) {
        SJ_TRY(sj_input_read(in, block + len, peek_bytes - len, &got, reterr_diag));
        len += got;
    }
    *ret = (sj_str){block, len};
    return SJ_OK;
}

/* One member of a zip, or (member empty) the bytes that are no zip. A zip in it
 * stays closed and is given whole: its directory is at its end. */
static sj_status open_one(sj_str raw, sj_str member, uint64_t max_bytes, size_t peek_bytes,
                          sj_arena *arena, sj_str *ret, sj_diag *reterr_diag)
{
    SJ_AUTO(sj_input) *in = NULL;
    if (member.len)
        SJ_TRY(sj_input_open_memory(raw, member, max_bytes, &in, reterr_diag));
    else
        SJ_TRY(sj_input_open_memory_raw(raw, max_bytes, &in, reterr_diag));
    const bool zip = sj_str_starts(sj_input_first(in), SJ_S("PK\3\4"));
    if (peek_bytes != SIZE_MAX && !zip)
        return read_peek(in, peek_bytes, arena, ret, reterr_diag);
    return sj_input_read_all(in, arena, ret, reterr_diag);
}

static bool has_name(const sj_str *member, size_t count, sj_str name)
{
    for (size_t i = 0; i < count; i++)
        if (sj_str_eq(member[i], name))
            return true;
    return false;
}

static bool is_hidden(sj_str member) /* folders, and what macOS adds to a zip */
{
    const sj_str base = sj_str_slice(member, last_slash(member), member.len);
    return base.len == 0 || base.ptr[0] == '.' || sj_str_starts(member, SJ_S("__MACOSX/"));
}

/* One zip, and zips in it down to `depth`; `left` is what all may hold. */
struct unpacking {
    sj_arena *arena;
    size_t peek_bytes;
    uint64_t left;
    sj_list_file *file;
    size_t count;
};

static sj_status open_zip(struct unpacking *u, sj_str raw, sj_str name, unsigned depth,
                          sj_diag *reterr_diag);

static sj_status open_members(struct unpacking *u, sj_str raw, const sj_str *member,
                              size_t member_count, unsigned depth, sj_diag *reterr_diag)
{
    const size_t before = u->count;
    for (size_t i = 0; i < member_count; i++) {
        if (is_hidden(member[i]))
            continue;
        sj_str bytes;
        SJ_TRY(open_one(raw, member[i], u->left, u->peek_bytes, u->arena, &bytes, reterr_diag));
        u->left -= bytes.len < u->left ? bytes.len : u->left;
        const sj_str name = sj_source_name(member[i]);
        if (depth && sj_str_starts(bytes, SJ_S("PK\3\4")))
            SJ_TRY(open_zip(u, bytes, name, depth - 1, reterr_diag));
        else
            SJ_TRY(add_file(name, bytes, u->arena, &u->file, &u->count));
    }
    if (u->count > before)
        return SJ_OK;
    return sj_diag_set(reterr_diag, SJ_ECORRUPT, "the zip holds no file", 0, 0, 0);
}

static sj_status open_zip(struct unpacking *u, sj_str raw, sj_str name, unsigned depth,
                          sj_diag *reterr_diag)
{
    sj_str *member = NULL;
    size_t member_count = 0;
    SJ_TRY(sj_input_zip_members(raw, u->arena, &member, &member_count, reterr_diag));
    if (!has_name(member, member_count, SJ_S("xl/workbook.xml")))
        return open_members(u, raw, member, member_count, depth, reterr_diag);
    sj_str bytes = raw;
    if (u->peek_bytes == SIZE_MAX)
        SJ_TRY(sj_arena_copy(u->arena, raw, &bytes));
    return add_file(name, bytes, u->arena, &u->file, &u->count);
}

sj_status sj_source_open(sj_str raw, sj_str name, size_t peek_bytes, sj_arena *arena,
                         sj_list_file **ret, size_t *ret_count, sj_diag *reterr_diag)
{
    struct unpacking u = {.arena = arena, .peek_bytes = peek_bytes, .left = SJ_INPUT_MAX_BYTES};
    sj_diag_file(reterr_diag, name);
    if (sj_str_starts(raw, SJ_S("PK\3\4")) || sj_str_starts(raw, SJ_S("PK\5\6"))) {
        SJ_TRY(open_zip(&u, raw, name, ZIP_IN_ZIP_MAX, reterr_diag));
    } else {
        sj_str bytes;
        SJ_TRY(
            open_one(raw, (sj_str){0}, SJ_INPUT_MAX_BYTES, peek_bytes, arena, &bytes, reterr_diag));
        if (sj_str_starts(bytes, SJ_S("PK\3\4"))) /* a zip or an XLSX, packed once more */
            SJ_TRY(open_zip(&u, bytes, name, ZIP_IN_ZIP_MAX, reterr_diag));
        else
            SJ_TRY(add_file(name, bytes, arena, &u.file, &u.count));
    }
    *ret = u.file;
    *ret_count = u.count;
    return SJ_OK;
}

/* ---- folders ---- */

struct entry {
    sj_str path, name; /* name as companions see it */
    const sj_list_reader *reader;
    sj_status status;
    bool taken;
};

struct search {
    sj_arena *arena;
    sj_list_found *found;
    size_t found_count, file_count;
    sj_str hash; /* of the managed list being scanned */
};

/* Peeks into a file; failures other than of memory are kept, not returned. */
static sj_status peek(struct entry *e)
{
    SJ_SCOPED(sj_arena) scratch = {0};
    SJ_SCOPED(sj_file) raw = {0};
    sj_list_file *file = NULL;
    size_t count = 0;
    e->status = sj_file_open(e->path.ptr, SJ_INPUT_MAX_BYTES, &raw);
    if (e->status >= 0)
        e->status = sj_source_open((sj_str){raw.ptr, raw.len}, e->name, SJ_LIST_PEEK_BYTES,
                                   &scratch, &file, &count, NULL);
    if (e->status == SJ_ENOMEM)
        return SJ_ENOMEM;
    size_t bytes = 0;
    for (size_t i = 0; i < count; i++) {
        bytes += file[i].bytes.len;
        if (!e->reader)
            e->reader = sj_list_reader_of(file[i].bytes);
    }
    if (e->status >= 0 && bytes == 0)
        e->status = SJ_ECORRUPT; /* a list, perhaps, that was cut to nothing */
    return SJ_OK;
}

static sj_status add_entry(struct search *s, sj_str folder, sj_str relative, struct entry **entry,
                           size_t *count)
{
    if (sj_file_is_temporary(relative))
        return SJ_OK; /* of an import that was killed: what it was to replace stands */
    if (s->file_count++ >= FILES_MAX)
        return SJ_ELIMIT;
    struct entry *e = sj_arena_push(s->arena, entry, count, sizeof **entry);
    if (!e)
        return SJ_ENOMEM;
    SJ_TRY(sj_source_join(s->arena, folder, relative, &e->path));
    e->name = without_suffix(sj_source_name(e->path));
    return peek(e);
}

static bool joins(const struct entry *lead, const struct entry *e)
{
    const sj_list_reader *r = lead->reader;
    if (e->taken || !r->companion)
        return false;
    if (!r->companion(lead->name, e->name) &&
        !(e->reader == r && r->companion(e->name, lead->name)))
        return false;
    const bool base =
        r->format == SJ_LIST_FTM_DELTA && e->reader && e->reader->format == SJ_LIST_FTM_JSONL;
    return !e->reader || e->reader == r || base;
}

static sj_status add_group(struct search *s, sj_str below, struct entry *entry, size_t count,
                           size_t lead)
{
    sj_list_found *f = sj_arena_push(s->arena, &s->found, &s->found_count, sizeof *s->found);
    if (!f)
        return SJ_ENOMEM;
    f->reader = entry[lead].reader;
    f->folder = below;
    f->hash = s->hash;
    f->status = f->reader || entry[lead].status < 0 ? entry[lead].status : SJ_EFORMAT;
    f->reason = f->reader                 ? NULL
                : f->status == SJ_EFORMAT ? "not a list in a known format"
                                          : sj_status_text(f->status);
    for (size_t i = 0; i < count; i++) {
        if (i != lead && (!f->reader || !joins(&entry[lead], &entry[i])))
            continue;
        entry[i].taken = true;
        sj_str *path = sj_arena_push(s->arena, &f->path, &f->path_count, sizeof *f->path);
        if (!path)
            return SJ_ENOMEM;
        *path = entry[i].path;
    }
    return SJ_OK;
}

static sj_status group(struct search *s, sj_str below, struct entry *entry, size_t count)
{
    for (int turn = 0; turn < 3; turn++) /* delta series, other lists, the rest: (1) */
        for (size_t i = 0; i < count; i++) {
            const sj_list_reader *r = entry[i].reader;
            if (entry[i].taken || (turn < 2 && !r) || (turn == 0 && r->format != SJ_LIST_FTM_DELTA))
                continue;
            SJ_TRY(add_group(s, below, entry, count, i));
        }
    return SJ_OK;
}

static sj_status scan(struct search *s, sj_str folder, sj_str below, unsigned depth);

/* A folder inside a delta series holds one version; other folders are searched. */
static sj_status scan_folder(struct search *s, sj_str path, sj_str below, sj_str name,
                             unsigned depth)
{
    sj_str deeper;
    SJ_TRY(sj_source_join(s->arena, below, name, &deeper));
    return scan(s, path, deeper, depth - 1);
}

static sj_status add_version(struct search *s, sj_str folder, sj_str name, struct entry **entry,
                             size_t *count, bool *ret_added)
{
    sj_str relative, path;
    SJ_TRY(sj_source_join(s->arena, name, SJ_S("entities.delta.json"), &relative));
    SJ_TRY(sj_source_join(s->arena, folder, relative, &path));
    sj_file probe = {0};
    const sj_status status = sj_file_open(path.ptr, SIZE_MAX, &probe);
    sj_file_done(&probe);
    *ret_added = status >= 0;
    return *ret_added ? add_entry(s, folder, relative, entry, count) : SJ_OK;
}

/* A list that cannot be used, for a reason that is not its format: whoever loads the
 * folder must hear of it. */
static sj_status add_problem(struct search *s, sj_str below, sj_str path, sj_status status,
                             const char *reason)
{
    sj_list_found *f = sj_arena_push(s->arena, &s->found, &s->found_count, sizeof *s->found);
    if (!f)
        return SJ_ENOMEM;
    *f = (sj_list_found){.status = status, .reason = reason, .folder = below};
    sj_str *to = sj_arena_push(s->arena, &f->path, &f->path_count, sizeof *f->path);
    if (!to)
        return SJ_ENOMEM;
    *to = path;
    return SJ_OK;
}

/* A folder that import manages holds two versions; only the current one is a list
 * (sojourn/liststore.h), and it has the hash it was imported with. A damaged meta.json
 * is a problem, not a reason to read both. */
static sj_status scan_current(struct search *s, sj_str folder, sj_str below, bool *ret_managed)
{
    SJ_SCOPED(sj_file) file = {0};
    sj_list_meta meta = {0};
    sj_str path, current;
    SJ_TRY(sj_source_join(s->arena, folder, SJ_S("meta.json"), &path));
    sj_status status = sj_file_open(path.ptr, SJ_LIST_META_MAX, &file);
    if (status >= 0)
        status = sj_list_meta_parse((sj_str){file.ptr, file.len}, s->arena, &meta, NULL);
    *ret_managed = status != SJ_EFORMAT; /* somebody else's file of that name */
    if (status == SJ_EFORMAT || status == SJ_ENOMEM)
        return status == SJ_ENOMEM ? status : SJ_OK;
    if (status < 0)
        return add_problem(s, below, path, status, "the list's meta.json cannot be read");
    SJ_TRY(sj_source_join(s->arena, folder, meta.current, &current));
    if (!sj_file_is_folder(current.ptr))
        return add_problem(s, below, path, SJ_ECORRUPT,
                           "the version that meta.json names is not there");
    s->hash = meta.hash;
    status = scan(s, current, below, 0);
    s->hash = (sj_str){0};
    return status;
}

static sj_status scan(struct search *s, sj_str folder, sj_str below, unsigned depth)
{
    sj_str *name = NULL;
    size_t name_count = 0, count = 0;
    struct entry *entry = NULL;
    bool managed = false;
    SJ_TRY(sj_file_list(folder.ptr, s->arena, &name, &name_count));
    if (has_name(name, name_count, SJ_S("meta.json")))
        SJ_TRY(scan_current(s, folder, below, &managed));
    if (managed)
        return SJ_OK;
    const bool series = has_name(name, name_count, SJ_S("delta.json"));
    for (size_t i = 0; i < name_count; i++) {
        sj_str path;
        bool added = false;
        SJ_TRY(sj_source_join(s->arena, folder, name[i], &path));
        if (!sj_file_is_folder(path.ptr)) {
            SJ_TRY(add_entry(s, folder, name[i], &entry, &count));
            continue;
        }
        if (series)
            SJ_TRY(add_version(s, folder, name[i], &entry, &count, &added));
        if (!added && depth > 0)
            SJ_TRY(scan_folder(s, path, below, name[i], depth));
    }
    return group(s, below, entry, count);
}

static int by_path(const void *a, const void *b, void *ctx SJ_UNUSED)
{
    return sj_str_cmp(((const sj_list_found *)a)->path[0], ((const sj_list_found *)b)->path[0]);
}

sj_status sj_list_gather(const char *folder, unsigned depth, sj_arena *arena, sj_list_found **ret,
                         size_t *ret_count)
{
    struct search s = {.arena = arena};
    SJ_TRY(scan(&s, sj_str_from(folder), (sj_str){0}, depth < DEPTH_MAX ? depth : DEPTH_MAX));
    if (s.found_count > 1) {
        void *scratch = sj_arena_alloc(arena, s.found_count * sizeof *s.found);
        if (!scratch)
            return SJ_ENOMEM;
        sj_sort_stable(s.found, s.found_count, sizeof *s.found, scratch, by_path, NULL);
    }
    *ret = s.found;
    *ret_count = s.found_count;
    return SJ_OK;
}
