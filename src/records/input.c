/* records/input.c -- a chain of layers, each reading from the one below:
 *
 *     bytes | descriptor  <-  gzip | zstd | zip member  <-  ...  <-  sj_input
 *
 * A layer looks at the first bytes of the one below and is put on top if they
 * are its magic number. Invariants:
 *   (1) `ahead` holds bytes that were looked at and not yet read; they are
 *       handed out before anything else of the layer;
 *   (2) a layer says "end" (length 0) only where its format says so: an end of
 *       the layer below at any other place is SJ_ECORRUPT;
 *   (3) at most DEPTH_MAX compressed layers: a quine archive ends there.
 * A zip needs its directory, which stands at the end, so a zip that comes from
 * a descriptor is mapped, or gathered in memory where it cannot be. Files are
 * read by descriptor, not mapped, so that memory stays flat on any size.
 * Not chosen: libarchive for gzip and zstd too; it would hide where damage is
 * and allocates past our seam. */
#include "records/input.h"
#include <archive.h>
#include <archive_entry.h>
#include <errno.h>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>
#include <zstd.h>

enum {
    DEPTH_MAX = 2,           /* a gzip inside a zip; seen: 1 */
    BLOCK_BYTES = 65536,     /* one read from below */
    MAGIC_BYTES = 4,         /* the longest magic number looked for */
    ZIP_MEMBERS_MAX = 10000, /* seen: 62 (Japan's XLSX) */
    ZIP_NAME_MAX = 4096,     /* as PATH_MAX */
    ZSTD_WINDOW_LOG_MAX = 27 /* 128 MiB, zstd's own default for decoders */
};

struct layer {
    sj_status (*read)(struct layer *l, void *to, size_t capacity, size_t *ret_len, sj_diag *d);
    void (*close)(struct layer *l);
    struct layer *below;
    unsigned char ahead[MAGIC_BYTES]; /* (1) */
    size_t ahead_len, ahead_used;
    uint64_t offset; /* bytes handed out */
};

struct sj_input {
    struct layer *top;
    uint64_t left; /* bytes that may still be handed out */
    char name[256];
};

static sj_status layer_read(struct layer *l, void *to, size_t capacity, size_t *ret_len, sj_diag *d)
{
    size_t n = l->ahead_len - l->ahead_used;
    if (n > 0) {
        n = n < capacity ? n : capacity;
        memcpy(to, l->ahead + l->ahead_used, n);
        l->ahead_used += n;
    } else {
        SJ_TRY(l->read(l, to, capacity, &n, d));
    }
    l->offset += n;
    *ret_len = n;
    return SJ_OK;
}

/* Looks at the first bytes; to be called before the first read. */
static sj_status layer_peek(struct layer *l, sj_diag *d)
{
    while (l->ahead_len < MAGIC_BYTES) {
        size_t n;
        SJ_TRY(l->read(l, l->ahead + l->ahead_len, MAGIC_BYTES - l->ahead_len, &n, d));
        if (n == 0)
            break;
        l->ahead_len += n;
    }
    return SJ_OK;
}

static void layer_free(struct layer *l)
{
    while (l) {
        struct layer *below = l->below;
        if (l->close)
            l->close(l);
        sj_mem_free(l);
        l = below;
    }
}

/* ---- bytes in memory ---- */
struct memory_layer {
    struct layer base;
    sj_str rest;
    sj_file file;    /* owned where the bytes come from a file */
    sj_buf gathered; /* owned where they come from a pipe */
};

static sj_status memory_read(struct layer *l, void *to, size_t capacity, size_t *ret_len,
                             sj_diag *d)
{
    (void)d;
    struct memory_layer *m = (struct memory_layer *)l;
    const size_t n = m->rest.len < capacity ? m->rest.len : capacity;
    if (n)
        memcpy(to, m->rest.ptr, n);
    m->rest = sj_str_slice(m->rest, n, m->rest.len);
    *ret_len = n;
    return SJ_OK;
}

static void memory_close(struct layer *l)
{
    struct memory_layer *m = (struct memory_layer *)l;
    if (m->file.ptr)
        sj_file_done(&m->file);
    sj_buf_done(&m->gathered);
}

static struct memory_layer *memory_new(sj_str bytes)
{
    struct memory_layer *m = sj_mem_zalloc(sizeof *m);
    if (m) {
        m->base.read = memory_read;
        m->base.close = memory_close;
        m->rest = bytes;
    }
    return m;
}

/* ---- a descriptor ---- */
struct descriptor_layer {
    struct layer base;
    int fd;
};

static sj_status descriptor_read(struct layer *l, void *to, size_t capacity, size_t *ret_len,
                                 sj_diag *d)
{
    for (;;) {
        const ssize_t n = read(((struct descriptor_layer *)l)->fd, to, capacity);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return sj_diag_set(d, SJ_EIO, "the file cannot be read", l->offset, 0, 0);
        *ret_len = (size_t)n;
        return SJ_OK;
    }
}

static void descriptor_close(struct layer *l)
{
    const int fd = ((struct descriptor_layer *)l)->fd;
    if (fd > STDIN_FILENO)
        (void)close(fd);
}

/* A pipe cannot be opened a second time. */
static bool is_seekable(const struct layer *l)
{
    return l->read == descriptor_read &&
           lseek(((const struct descriptor_layer *)l)->fd, 0, SEEK_CUR) >= 0;
}

/* ---- gzip ---- */
struct gzip_layer {
    struct layer base;
    z_stream z;
    bool started; /* inside a member */
    unsigned char in[BLOCK_BYTES];
};

static voidpf zlib_alloc(voidpf opaque, uInt items, uInt size)
{
    (void)opaque;
    return sj_mem_zalloc((size_t)items * size);
}

static void zlib_free(voidpf opaque, voidpf p)
{
    (void)opaque;
    sj_mem_free(p);
}

static sj_status gzip_damaged(const struct gzip_layer *g, const char *reason, sj_diag *d)
{
    return sj_diag_set(d, SJ_ECORRUPT, reason, g->base.below->offset - g->z.avail_in, 0, 0);
}

static sj_status gzip_fill(struct gzip_layer *g, sj_diag *d)
{
    if (g->z.avail_in > 0)
        return SJ_OK;
    size_t n;
    SJ_TRY(layer_read(g->base.below, g->in, sizeof g->in, &n, d));
    g->z.next_in = g->in;
    g->z.avail_in = (uInt)n;
    return SJ_OK;
}

/* Between members: another one, zero padding to the end, or the end. */
static sj_status gzip_between(struct gzip_layer *g, bool *ret_end, sj_diag *d)
{
    SJ_TRY(gzip_fill(g, d));
    while (g->z.avail_in > 0 && g->z.next_in[0] == 0) {
        g->z.next_in++;
        g->z.avail_in--;
        SJ_TRY(gzip_fill(g, d));
    }
    *ret_end = g->z.avail_in == 0;
    if (*ret_end)
        return SJ_OK;
    if (g->z.next_in[0] != 0x1F || inflateReset(&g->z) != Z_OK)
        return gzip_damaged(g, "expected the end of the gzip file or another member", d);
    g->started = true;
    return SJ_OK;
}

static sj_status gzip_read(struct layer *l, void *to, size_t capacity, size_t *ret_len, sj_diag *d)
{
    struct gzip_layer *g = (struct gzip_layer *)l;
    g->z.next_out = to;
    g->z.avail_out = (uInt)(capacity < BLOCK_BYTES ? capacity : BLOCK_BYTES);
    const uInt room = g->z.avail_out;
    while (g->z.avail_out == room) {
        bool end = false;
        if (!g->started)
            SJ_TRY(gzip_between(g, &end, d));
        if (end)
            break;
        SJ_TRY(gzip_fill(g, d));
        if (g->z.avail_in == 0)
            return gzip_damaged(g, "the gzip data is truncated", d); /* (2) */
        const int r = inflate(&g->z, Z_NO_FLUSH);
        if (r == Z_MEM_ERROR)
            return sj_diag_set(d, SJ_ENOMEM, "out of memory", l->offset, 0, 0);
        if (r != Z_OK && r != Z_STREAM_END && r != Z_BUF_ERROR)
            return gzip_damaged(g, "the gzip data is damaged", d);
        g->started = r != Z_STREAM_END;
    }
    *ret_len = room - g->z.avail_out;
    return SJ_OK;
}

static void gzip_close(struct layer *l)
{
    (void)inflateEnd(&((struct gzip_layer *)l)->z);
}

static sj_status gzip_push(struct layer **top)
{
    struct gzip_layer *g = sj_mem_zalloc(sizeof *g);
    if (!g)
        return SJ_ENOMEM;
    g->z.zalloc = zlib_alloc;
    g->z.zfree = zlib_free;
    if (inflateInit2(&g->z, 15 + 16) != Z_OK) {
        sj_mem_free(g);
        return SJ_ENOMEM;
    }
    g->base.read = gzip_read;
    g->base.close = gzip_close;
    g->started = true;
    g->base.below = *top;
    *top = &g->base;
    return SJ_OK;
}

/* ---- zstd ---- */
struct zstd_layer {
    struct layer base;
    ZSTD_DCtx *z;
    bool inside; /* a frame has begun and has not ended */
    ZSTD_inBuffer input;
    unsigned char in[BLOCK_BYTES];
};

static sj_status zstd_read(struct layer *l, void *to, size_t capacity, size_t *ret_len, sj_diag *d)
{
    struct zstd_layer *z = (struct zstd_layer *)l;
    ZSTD_outBuffer out = {to, capacity, 0};
    while (out.pos == 0) {
        if (z->input.pos == z->input.size) {
            size_t n;
            SJ_TRY(layer_read(l->below, z->in, sizeof z->in, &n, d));
            z->input = (ZSTD_inBuffer){z->in, n, 0};
            /* inside and nothing read: output may still be buffered, so ask once more below */
            if (n == 0 && !z->inside)
                break;
        }
        const size_t before = z->input.pos;
        const size_t r = ZSTD_decompressStream(z->z, &out, &z->input);
        const uint64_t at = l->below->offset - (z->input.size - z->input.pos);
        if (ZSTD_isError(r))
            return sj_diag_set(d, SJ_ECORRUPT, "the zstd data is damaged", at, 0, 0);
        z->inside = r != 0;
        if (out.pos == 0 && z->input.pos == before && z->input.size == 0 && z->inside)
            return sj_diag_set(d, SJ_ECORRUPT, "the zstd data is truncated", at, 0, 0); /* (2) */
    }
    *ret_len = out.pos;
    return SJ_OK;
}

static void zstd_close(struct layer *l)
{
    (void)ZSTD_freeDCtx(((struct zstd_layer *)l)->z);
}

static sj_status zstd_push(struct layer **top)
{
    struct zstd_layer *z = sj_mem_zalloc(sizeof *z);
    if (!z)
        return SJ_ENOMEM;
    z->z = ZSTD_createDCtx();
    if (!z->z ||
        ZSTD_isError(ZSTD_DCtx_setParameter(z->z, ZSTD_d_windowLogMax, ZSTD_WINDOW_LOG_MAX))) {
        (void)ZSTD_freeDCtx(z->z);
        sj_mem_free(z);
        return SJ_ENOMEM;
    }
    z->base.read = zstd_read;
    z->base.close = zstd_close;
    z->base.below = *top;
    *top = &z->base;
    return SJ_OK;
}

/* ---- zip ---- */
struct zip_layer {
    struct layer base;
    struct archive *archive;
};

static sj_str zip_entry_name(struct archive_entry *entry)
{
    const char *name = archive_entry_pathname_utf8(entry);
    return sj_str_from(name ? name : archive_entry_pathname(entry));
}

static sj_status zip_start(sj_str bytes, struct archive **ret, sj_diag *d)
{
    struct archive *a = archive_read_new();
    if (!a)
        return sj_diag_set(d, SJ_ENOMEM, "out of memory", 0, 0, 0);
    if (archive_read_support_format_zip_seekable(a) != ARCHIVE_OK ||
        archive_read_open_memory(a, bytes.ptr, bytes.len) != ARCHIVE_OK) {
        (void)archive_read_free(a);
        return sj_diag_set(d, SJ_ECORRUPT, "the zip has no readable directory", 0, 0, 0);
    }
    *ret = a;
    return SJ_OK;
}

/* The next member that is a file; SJ_DONE after the last. */
static sj_status zip_next(struct archive *a, struct archive_entry **ret, size_t *members,
                          sj_diag *d)
{
    for (;;) {
        const int r = archive_read_next_header(a, ret);
        if (r == ARCHIVE_EOF)
            return SJ_DONE;
        if (r != ARCHIVE_OK && r != ARCHIVE_WARN) /* WARN: a name outside the locale */
            return sj_diag_set(d, SJ_ECORRUPT, "the zip directory is damaged", 0, 0, 0);
        if (++*members > ZIP_MEMBERS_MAX)
            return sj_diag_set(d, SJ_ELIMIT, "a zip of at most 10,000 members", 0, 0, 0);
        const sj_str name = zip_entry_name(*ret);
        if (name.len > ZIP_NAME_MAX)
            return sj_diag_set(d, SJ_ELIMIT, "zip member names of at most 4,096 bytes", 0, 0, 0);
        if (archive_entry_filetype(*ret) == AE_IFDIR || sj_str_ends(name, SJ_S("/")))
            continue;
        if (archive_entry_filetype(*ret) != AE_IFREG) /* a link would read as empty */
            return sj_diag_set(d, SJ_ECORRUPT, "a zip of plain files", 0, 0, 0);
        return SJ_OK;
    }
}

/* How many files the zip holds and which (0-based) is wanted. */
static sj_status zip_choose(sj_str bytes, sj_str member, size_t *ret_index, sj_diag *d)
{
    struct archive *a;
    SJ_TRY(zip_start(bytes, &a, d));
    struct archive_entry *entry;
    size_t members = 0, files = 0, chosen = SIZE_MAX;
    sj_status s;
    while ((s = zip_next(a, &entry, &members, d)) == SJ_OK) {
        if (member.len == 0 ? files == 0 : sj_str_eq(zip_entry_name(entry), member))
            chosen = files;
        files++;
    }
    (void)archive_read_free(a);
    SJ_TRY(s);
    if (chosen == SIZE_MAX) {
        sj_diag_field(d, member);
        return sj_diag_set(d, member.len ? SJ_ENOTFOUND : SJ_ECORRUPT,
                           member.len ? "the zip has no such member" : "the zip holds no file", 0,
                           0, 0);
    }
    if (member.len == 0 && files > 1)
        return sj_diag_set(d, SJ_EINVAL, "the zip holds several files: say which", 0, 0, 0);
    *ret_index = chosen;
    return SJ_OK;
}

static sj_status zip_read(struct layer *l, void *to, size_t capacity, size_t *ret_len, sj_diag *d)
{
    const la_ssize_t n = archive_read_data(((struct zip_layer *)l)->archive, to, capacity);
    if (n < 0)
        return sj_diag_set(d, SJ_ECORRUPT, "the zip member is truncated or damaged", l->offset, 0,
                           0);
    *ret_len = (size_t)n;
    return SJ_OK;
}

static void zip_close(struct layer *l)
{
    (void)archive_read_free(((struct zip_layer *)l)->archive);
}

static sj_status zip_position(struct archive *a, size_t index, sj_diag *d)
{
    struct archive_entry *entry;
    size_t members = 0;
    for (size_t i = 0; i <= index; i++) {
        const sj_status s = zip_next(a, &entry, &members, d);
        if (s != SJ_OK)
            return s < 0 ? s : sj_diag_set(d, SJ_ECORRUPT, "the zip directory changed", 0, 0, 0);
    }
    return SJ_OK;
}

/* `below` is a memory layer of which nothing was read. */
static sj_status zip_push(struct layer **top, sj_str bytes, sj_str member, sj_diag *d)
{
    size_t index = 0;
    SJ_TRY(zip_choose(bytes, member, &index, d));
    struct zip_layer *z = sj_mem_zalloc(sizeof *z);
    if (!z)
        return sj_diag_set(d, SJ_ENOMEM, "out of memory", 0, 0, 0);
    sj_status s = zip_start(bytes, &z->archive, d);
    if (s >= 0)
        s = zip_position(z->archive, index, d);
    if (s < 0) {
        (void)archive_read_free(z->archive);
        sj_mem_free(z);
        return s;
    }
    z->base.read = zip_read;
    z->base.close = zip_close;
    z->base.below = *top;
    *top = &z->base;
    return SJ_OK;
}

/* Everything the layer still gives, as a memory layer that takes its place. */
static sj_status gather(struct layer **top, uint64_t max_bytes, sj_diag *d)
{
    struct memory_layer *m = memory_new((sj_str){0});
    unsigned char *block = sj_mem_alloc(BLOCK_BYTES);
    sj_status s = m && block ? SJ_OK : sj_diag_set(d, SJ_ENOMEM, "out of memory", 0, 0, 0);
    if (m)
        m->gathered.max_bytes = max_bytes < SIZE_MAX / 4 ? (size_t)max_bytes : SIZE_MAX / 4;
    for (size_t n = 1; s >= 0 && n > 0;) {
        s = layer_read(*top, block, BLOCK_BYTES, &n, d);
        if (s < 0)
            break;
        sj_buf_add(&m->gathered, (sj_str){(char *)block, n});
        if ((s = sj_buf_status(&m->gathered)) < 0)
            sj_diag_set(d, s, "a zip within the cap on bytes", (*top)->offset, 0, 0);
    }
    sj_mem_free(block);
    if (s < 0) {
        layer_free(m ? &m->base : NULL);
        return s;
    }
    m->rest = sj_buf_str(&m->gathered);
    layer_free(*top);
    *top = &m->base;
    return SJ_OK;
}

/* ---- the chain ---- */
struct opening {
    sj_str member;
    uint64_t max_bytes;
    bool raw;         /* leave a zip closed */
    const char *path; /* NULL for memory and standard input */
};

static sj_status open_zip(struct layer **top, const struct opening *o, unsigned depth, sj_diag *d)
{
    if (depth == 0 && o->path && is_seekable(*top)) {
        struct memory_layer *m = memory_new((sj_str){0});
        if (!m)
            return sj_diag_set(d, SJ_ENOMEM, "out of memory", 0, 0, 0);
        layer_free(*top);
        *top = &m->base;
        const sj_status s = sj_file_open(o->path, SIZE_MAX / 4, &m->file);
        if (s < 0)
            return sj_diag_set(d, s, "the file cannot be read", 0, 0, 0);
        m->rest = (sj_str){m->file.ptr, m->file.len};
    } else if ((*top)->read != memory_read) {
        SJ_TRY(gather(top, o->max_bytes, d));
    }
    struct memory_layer *m = (struct memory_layer *)*top;
    sj_str bytes = m->rest;
    if (m->base.ahead_len) /* looked at, so in front of rest in the same bytes */
        bytes = (sj_str){bytes.ptr - m->base.ahead_len, bytes.len + m->base.ahead_len};
    return zip_push(top, bytes, o->member, d);
}

static sj_status open_layers(struct layer **top, const struct opening *o, sj_diag *d)
{
    bool closed = o->raw; /* also a zip that is the member asked for, such as an XLSX */
    for (unsigned depth = 0;; depth++) {
        SJ_TRY(layer_peek(*top, d));
        const sj_str magic = {(const char *)(*top)->ahead, (*top)->ahead_len};
        const bool gzip = sj_str_starts(magic, SJ_S("\x1F\x8B\x08"));
        const bool zstd = sj_str_starts(magic, SJ_S("\x28\xB5\x2F\xFD"));
        const bool zip = !closed && (sj_str_starts(magic, SJ_S("PK\x03\x04")) ||
                                     sj_str_starts(magic, SJ_S("PK\x05\x06")));
        if (!gzip && !zstd && !zip)
            return SJ_OK;
        if (depth == DEPTH_MAX) /* (3) */
            return sj_diag_set(d, SJ_ELIMIT, "at most two layers of compression", 0, 0, 0);
        const sj_status s = gzip   ? gzip_push(top)
                            : zstd ? zstd_push(top)
                                   : open_zip(top, o, depth, d);
        if (s == SJ_ENOMEM)
            return sj_diag_set(d, s, "out of memory", 0, 0, 0);
        SJ_TRY(s);
        closed |= zip && o->member.len > 0;
    }
}

static sj_status finish(struct layer *bottom, const struct opening *o, sj_input **ret, sj_diag *d)
{
    struct layer *top = bottom;
    sj_input *in = sj_mem_zalloc(sizeof *in);
    sj_status s =
        in ? open_layers(&top, o, d) : sj_diag_set(d, SJ_ENOMEM, "out of memory", 0, 0, 0);
    if (s < 0) {
        layer_free(top);
        sj_mem_free(in);
        return s;
    }
    in->top = top;
    in->left = o->max_bytes;
    *ret = in;
    return SJ_OK;
}

static sj_status open_path(const char *path, const struct opening *o, sj_input **ret, sj_diag *d)
{
    struct descriptor_layer *l = sj_mem_zalloc(sizeof *l);
    if (!l)
        return sj_diag_set(d, SJ_ENOMEM, "out of memory", 0, 0, 0);
    l->base.read = descriptor_read;
    l->base.close = descriptor_close;
    l->fd = o->path ? open(path, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
    if (l->fd < 0) {
        const bool absent = errno == ENOENT || errno == ENOTDIR;
        sj_mem_free(l);
        return sj_diag_set(d, absent ? SJ_ENOTFOUND : SJ_EIO,
                           absent ? "no such file" : "the file cannot be opened", 0, 0, 0);
    }
    return finish(&l->base, o, ret, d);
}

static sj_status open_named(const char *path, struct opening o, sj_input **ret, sj_diag *d)
{
    if (!path || !ret)
        return sj_diag_set(d, SJ_EINVAL, "a path", 0, 0, 0);
    o.path = sj_str_eq(sj_str_from(path), SJ_S("-")) ? NULL : path;
    sj_diag_file(d, sj_str_from(path));
    sj_input *in = NULL;
    SJ_TRY(open_path(path, &o, &in, d));
    sj_diag name;
    sj_diag_file(&name, sj_str_from(path));
    memcpy(in->name, name.file, sizeof in->name);
    *ret = in;
    return SJ_OK;
}

sj_status sj_input_open(const char *path, sj_str member, uint64_t max_bytes, sj_input **ret,
                        sj_diag *reterr_diag)
{
    return open_named(path, (struct opening){.member = member, .max_bytes = max_bytes}, ret,
                      reterr_diag);
}

sj_status sj_input_open_raw(const char *path, uint64_t max_bytes, sj_input **ret,
                            sj_diag *reterr_diag)
{
    return open_named(path, (struct opening){.raw = true, .max_bytes = max_bytes}, ret,
                      reterr_diag);
}

static sj_status open_bytes(sj_str bytes, struct opening o, sj_input **ret, sj_diag *d)
{
    struct memory_layer *m = memory_new(bytes);
    if (!m)
        return sj_diag_set(d, SJ_ENOMEM, "out of memory", 0, 0, 0);
    return finish(&m->base, &o, ret, d);
}

sj_status sj_input_open_memory(sj_str bytes, sj_str member, uint64_t max_bytes, sj_input **ret,
                               sj_diag *reterr_diag)
{
    return open_bytes(bytes, (struct opening){.member = member, .max_bytes = max_bytes}, ret,
                      reterr_diag);
}

sj_status sj_input_open_memory_raw(sj_str bytes, uint64_t max_bytes, sj_input **ret,
                                   sj_diag *reterr_diag)
{
    return open_bytes(bytes, (struct opening){.raw = true, .max_bytes = max_bytes}, ret,
                      reterr_diag);
}

sj_str sj_input_name(const sj_input *in)
{
    return sj_str_from(in->name);
}

sj_str sj_input_first(const sj_input *in)
{
    return (sj_str){(const char *)in->top->ahead, in->top->ahead_len};
}

sj_status sj_input_read(sj_input *in, void *to, size_t capacity, size_t *ret_len,
                        sj_diag *reterr_diag)
{
    size_t n;
    const sj_status s = layer_read(in->top, to, capacity, &n, reterr_diag);
    if (s < 0 || n > in->left)
        sj_diag_file(reterr_diag, sj_input_name(in));
    SJ_TRY(s);
    if (n > in->left)
        return sj_diag_set(reterr_diag, SJ_ELIMIT, "fewer bytes: the cap on the input is passed",
                           in->top->offset, 0, 0);
    in->left -= n;
    *ret_len = n;
    return SJ_OK;
}

sj_status sj_input_read_all(sj_input *in, sj_arena *arena, sj_str *ret, sj_diag *reterr_diag)
{
    SJ_SCOPED(sj_buf) all = {0};
    SJ_SCOPED(sj_buf) block = {0};
    sj_status s = sj_mem_grow(&block.ptr, &block.capacity, BLOCK_BYTES, SIZE_MAX / 4, 1);
    for (size_t n = 1; s >= 0 && n > 0;) {
        SJ_TRY(sj_input_read(in, block.ptr, BLOCK_BYTES, &n, reterr_diag));
        sj_buf_add(&all, (sj_str){block.ptr, n});
        s = sj_buf_status(&all);
    }
    if (s >= 0)
        s = sj_arena_copy(arena, sj_buf_str(&all), ret);
    return s < 0 ? sj_diag_set(reterr_diag, s, "out of memory", 0, 0, 0) : SJ_OK;
}

sj_input *sj_input_free(sj_input *in)
{
    if (in)
        layer_free(in->top);
    sj_mem_free(in);
    return NULL;
}

static sj_status list_members(struct archive *a, sj_arena *arena, sj_str **ret, size_t *ret_count,
                              sj_diag *d)
{
    struct archive_entry *entry;
    sj_str *name = NULL;
    size_t count = 0, members = 0;
    sj_status s;
    while ((s = zip_next(a, &entry, &members, d)) == SJ_OK) {
        sj_str *item = sj_arena_push(arena, &name, &count, sizeof *name);
        if (!item || sj_arena_copy(arena, zip_entry_name(entry), item) < 0)
            return sj_diag_set(d, SJ_ENOMEM, "out of memory", 0, 0, 0);
    }
    SJ_TRY(s);
    *ret = name;
    *ret_count = count;
    return SJ_OK;
}

sj_status sj_input_zip_members(sj_str bytes, sj_arena *arena, sj_str **ret, size_t *ret_count,
                               sj_diag *reterr_diag)
{
    if (!sj_str_starts(bytes, SJ_S("PK\x03\x04")) && !sj_str_starts(bytes, SJ_S("PK\x05\x06")))
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "a zip archive", 0, 0, 0);
    struct archive *a;
    SJ_TRY(zip_start(bytes, &a, reterr_diag));
    const sj_status s = list_members(a, arena, ret, ret_count, reterr_diag);
    (void)archive_read_free(a);
    return s;
}
