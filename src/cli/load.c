/* cli/load.c -- lists are read side by side, one a thread, and added in the order
 * of their paths, so the index is the same on any number of cores. */
#include "cli/load.h"
#include "cli/cli.h"
#include "index/format.h"
#include "lists/source.h"
#include <stdlib.h>

enum { FOLDER_DEPTH = 2 }; /* DIR/list/current files, and DIR/series/version/file */

struct reading {
    const sj_list_found *found;
    sj_arena arena;
    sj_list list;
    sj_diag diag;
    sj_status status;
};

static sj_status read_one(void *ctx, size_t i, unsigned worker)
{
    (void)worker;
    struct reading *r = (struct reading *)ctx + i;
    if (!r->found->reader)
        return SJ_OK;
    const sj_str name = r->found->folder.len ? r->found->folder : (sj_str){0};
    const sj_list_options options = {.name = name};
    r->status = sj_list_read_paths(r->found->path, r->found->path_count, &options, &r->arena,
                                   &r->list, &r->diag);
    if (r->status >= 0 && r->found->hash.len && !sj_str_eq(r->found->hash, r->list.hash))
        r->status =
            sj_diag_set(&r->diag, SJ_ECORRUPT, "expected the bytes that were imported", 0, 0, 0);
    return SJ_OK; /* every list is tried: the user sees all that is wrong at once */
}

static int report(const struct reading *r, bool quiet)
{
    const sj_str path = r->found->path[0];
    if (!r->found->reader && r->found->status != SJ_EFORMAT) { /* may have been a list */
        sj_cli_say("%.*s: %s", SJ_STR_FMT(path),
                   r->found->reason ? r->found->reason : sj_status_text(r->found->status));
        return sj_cli_fail("a list cannot be read, nothing is loaded", r->found->status, NULL);
    }
    if (!r->found->reader) {
        if (!quiet)
            sj_cli_say("%.*s: not used: %s", SJ_STR_FMT(path),
                       r->found->reason ? r->found->reason : sj_status_text(r->found->status));
        return SJ_EXIT_DONE;
    }
    if (r->status < 0)
        return sj_cli_fail("a list was refused, nothing is loaded", r->status, &r->diag);
    if (!quiet)
        sj_cli_say("%.*s: %.*s, %zu entities, version %.*s, sha256 %.12s", SJ_STR_FMT(path),
                   SJ_STR_FMT(sj_list_format_text(r->list.format)), r->list.entity_count,
                   SJ_STR_FMT(r->list.version), r->list.hash.len >= 12 ? r->list.hash.ptr : "-");
    return SJ_EXIT_DONE;
}

static sj_status add_list(sj_index_builder *b, const sj_list *l, sj_diag *diag)
{
    uint32_t number;
    const sj_index_list about = {.name = l->name,
                                 .authority = l->authority,
                                 .format = sj_list_format_text(l->format),
                                 .version = l->version,
                                 .hash = l->hash};
    SJ_TRY(sj_index_builder_list(b, &about, &number));
    for (size_t i = 0; i < l->entity_count; i++)
        SJ_TRY(sj_index_builder_add(b, number, &l->entity[i], diag));
    return SJ_OK;
}

static int add_all(struct reading *r, size_t count, bool quiet, sj_index_builder *b)
{
    int worst = SJ_EXIT_DONE;
    size_t lists = 0;
    for (size_t i = 0; i < count; i++) {
        const int status = report(&r[i], quiet);
        worst = status > worst ? status : worst;
        lists += r[i].found->reader != NULL;
    }
    if (worst == SJ_EXIT_DONE && lists == 0) {
        sj_cli_say("no list in an official format was found there");
        return SJ_EXIT_UNREADABLE;
    }
    for (size_t i = 0; worst == SJ_EXIT_DONE && i < count; i++) {
        sj_diag diag = {0};
        const sj_status s = r[i].found->reader ? add_list(b, &r[i].list, &diag) : SJ_OK;
        if (s < 0)
            worst = sj_cli_fail("a list cannot be indexed", s, &diag);
    }
    return worst;
}

static int read_all(const sj_list_found *found, size_t count, bool quiet, sj_index_builder *b)
{
    struct reading *r = sj_mem_zalloc((count ? count : 1) * sizeof *r);
    if (!r)
        return sj_cli_fail("lists", SJ_ENOMEM, NULL);
    for (size_t i = 0; i < count; i++)
        r[i].found = &found[i];
    const sj_status s = sj_thread_for(0, count, read_one, r);
    const int status = s < 0 ? sj_cli_fail("lists", s, NULL) : add_all(r, count, quiet, b);
    for (size_t i = 0; i < count; i++)
        sj_arena_done(&r[i].arena);
    sj_mem_free(r);
    return status;
}

static int read_file(const char *path, bool quiet, sj_index_builder *b)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list list;
    sj_diag diag = {0};
    sj_status s = sj_list_read(path, &(sj_list_options){0}, &arena, &list, &diag);
    if (s >= 0)
        s = add_list(b, &list, &diag);
    if (s < 0)
        return sj_cli_fail("the list was refused", s, &diag);
    if (!quiet)
        sj_cli_say("%s: %.*s, %zu entities", path, SJ_STR_FMT(sj_list_format_text(list.format)),
                   list.entity_count);
    return SJ_EXIT_DONE;
}

int sj_load_build(const char *path, bool quiet, sj_index_builder *b)
{
    if (!sj_file_is_folder(path))
        return read_file(path, quiet, b);
    SJ_SCOPED(sj_arena) arena = {0};
    sj_list_found *found;
    size_t count;
    const sj_status s = sj_list_gather(path, FOLDER_DEPTH, &arena, &found, &count);
    return s < 0 ? sj_cli_fail(path, s, NULL) : read_all(found, count, quiet, b);
}

static bool is_index(const char *path)
{
    SJ_SCOPED(sj_file) f = {0};
    return !sj_file_is_folder(path) && sj_file_open(path, SIZE_MAX, &f) == SJ_OK &&
           f.len >= sizeof SJ_INDEX_MAGIC - 1 &&
           memcmp(f.ptr, SJ_INDEX_MAGIC, sizeof SJ_INDEX_MAGIC - 1) == 0;
}

static int build_in_memory(const char *path, bool quiet, sj_loaded *ret)
{
    SJ_AUTO(sj_index_builder) *b = NULL;
    sj_diag diag = {0};
    sj_status s = sj_index_builder_new(&b);
    if (s >= 0) {
        const int status = sj_load_build(path, quiet, b);
        if (status != SJ_EXIT_DONE)
            return status;
        s = sj_index_builder_write_memory(b, &ret->bytes);
    }
    if (s >= 0)
        s = sj_index_open_memory(ret->bytes.ptr, ret->bytes.len, &ret->index, &diag);
    return s < 0 ? sj_cli_fail("the index cannot be built", s, &diag) : SJ_EXIT_DONE;
}

int sj_load(const char *path, bool quiet, bool whole, sj_loaded *ret)
{
    *ret = (sj_loaded){0};
    if (!is_index(path))
        return build_in_memory(path, quiet, ret);
    sj_diag diag = {0};
    const sj_status s = sj_index_open(path, whole, &ret->index, &diag);
    return s < 0 ? sj_cli_fail(path, s, &diag) : SJ_EXIT_DONE;
}

void sj_loaded_done(sj_loaded *l)
{
    l->index = sj_index_free(l->index);
    sj_buf_done(&l->bytes);
}
