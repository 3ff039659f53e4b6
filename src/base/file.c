/* base/file.c -- whole files in, whole files out. */
#include "base/base.h"
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { LIST_MAX = 100000, PATH_BYTES_MAX = 4096 };

static sj_status read_all(int fd, size_t max_bytes, sj_file *ret)
{
    SJ_SCOPED(sj_buf) b = {0};
    char block[65536];
    for (;;) {
        const ssize_t n = read(fd, block, sizeof block);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return SJ_EIO;
        if (n == 0)
            break;
        if ((size_t)n > max_bytes - b.len)
            return SJ_ELIMIT;
        sj_buf_add(&b, (sj_str){block, (size_t)n});
        SJ_TRY(sj_buf_status(&b));
    }
    *ret = (sj_file){b.ptr, b.len, false};
    b = (sj_buf){0};
    return SJ_OK;
}

static sj_status open_fd(int fd, size_t max_bytes, sj_file *ret)
{
    struct stat st;
    if (fstat(fd, &st) != 0)
        return SJ_EIO;
    if (!S_ISREG(st.st_mode) || st.st_size == 0)
        return S_ISDIR(st.st_mode) ? SJ_EIO : read_all(fd, max_bytes, ret);
    const size_t len = (size_t)st.st_size;
    if (len > max_bytes)
        return SJ_ELIMIT;
    void *p = mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0);
    if (p == MAP_FAILED)
        return read_all(fd, max_bytes, ret);
    *ret = (sj_file){p, len, true};
    return SJ_OK;
}

sj_status sj_file_open(const char *path, size_t max_bytes, sj_file *ret)
{
    const int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return errno == ENOENT || errno == ENOTDIR ? SJ_ENOTFOUND : SJ_EIO;
    const sj_status s = open_fd(fd, max_bytes, ret);
    (void)close(fd);
    return s;
}

void sj_file_done(sj_file *f)
{
    if (f->mapped)
        (void)munmap((void *)(uintptr_t)f->ptr, f->len);
    else
        sj_mem_free((void *)(uintptr_t)f->ptr);
    *f = (sj_file){0};
}

sj_status sj_file_writer_open(const char *path, sj_file_writer *ret)
{
    const int a = snprintf(ret->path, sizeof ret->path, "%s", path);
    const int b =
        snprintf(ret->temporary, sizeof ret->temporary, "%s.tmp.%ld", path, (long)getpid());
    if (a < 0 || b < 0 || (size_t)b >= sizeof ret->temporary)
        return SJ_ELIMIT;
    ret->descriptor = open(ret->temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    return ret->descriptor < 0 ? SJ_EIO : SJ_OK;
}

sj_status sj_file_writer_add(sj_file_writer *w, const void *bytes, size_t len)
{
    for (const char *p = bytes; len > 0;) {
        const ssize_t n = write(w->descriptor, p, len);
        if (n < 0 && errno == EINTR)
            continue;
        if (n <= 0)
            return SJ_EIO;
        p += n;
        len -= (size_t)n;
    }
    return SJ_OK;
}

sj_status sj_file_writer_close(sj_file_writer *w, sj_status so_far)
{
    sj_status s = so_far;
    if (s >= 0 && fsync(w->descriptor) != 0 && errno != EINVAL)
        s = SJ_EIO;
    if (close(w->descriptor) != 0 && s >= 0)
        s = SJ_EIO;
    if (s >= 0 && rename(w->temporary, w->path) != 0)
        s = SJ_EIO;
    if (s < 0)
        (void)unlink(w->temporary);
    return s;
}

sj_status sj_file_replace(const char *path, const void *bytes, size_t len)
{
    sj_file_writer w;
    SJ_TRY(sj_file_writer_open(path, &w));
    return sj_file_writer_close(&w, sj_file_writer_add(&w, bytes, len));
}

static int by_bytes(const void *a, const void *b)
{
    return sj_str_cmp(*(const sj_str *)a, *(const sj_str *)b);
}

static sj_status collect(DIR *dir, sj_arena *arena, sj_str **ret, size_t *ret_count)
{
    sj_str *name = NULL;
    size_t count = 0;
    for (const struct dirent *d; errno = 0, (d = readdir(dir)) != NULL;) {
        if (d->d_name[0] == '.')
            continue;
        if (count == LIST_MAX)
            return SJ_ELIMIT;
        sj_str copy;
        const size_t len = strlen(d->d_name);
        SJ_TRY(sj_arena_copy(arena, (sj_str){d->d_name, len + 1}, &copy));
        copy.len = len; /* NUL-terminated for the C library */
        sj_str *item = sj_arena_push(arena, &name, &count, sizeof *name);
        if (!item)
            return SJ_ENOMEM;
        *item = copy;
    }
    if (errno != 0) /* the folder could not be read to its end */
        return SJ_EIO;
    if (count)
        qsort(name, count, sizeof *name, by_bytes);
    *ret = name;
    *ret_count = count;
    return SJ_OK;
}

bool sj_file_is_temporary(sj_str name)
{
    const sj_str mark = SJ_S(".tmp.");
    size_t end = name.len;
    while (end > 0 && name.ptr[end - 1] >= '0' && name.ptr[end - 1] <= '9')
        end--;
    return end < name.len && end > mark.len && sj_str_ends(sj_str_slice(name, 0, end), mark);
}

sj_status sj_file_list(const char *folder, sj_arena *arena, sj_str **ret, size_t *ret_count)
{
    DIR *dir = opendir(folder);
    if (!dir)
        return errno == ENOENT || errno == ENOTDIR ? SJ_ENOTFOUND : SJ_EIO;
    const sj_status s = collect(dir, arena, ret, ret_count);
    (void)closedir(dir);
    return s;
}

bool sj_file_is_folder(const char *path)
{
    struct stat st;
    return stat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

sj_status sj_file_make_folder(const char *path)
{
    char part[PATH_BYTES_MAX];
    const size_t len = strlen(path);
    if (len == 0 || len >= sizeof part)
        return SJ_EINVAL;
    for (size_t i = 1; i <= len; i++) {
        if (i < len && path[i] != '/')
            continue;
        memcpy(part, path, i);
        part[i] = 0;
        if (mkdir(part, 0777) != 0 && errno != EEXIST)
            return SJ_EIO;
    }
    return sj_file_is_folder(path) ? SJ_OK : SJ_EIO;
}

sj_status sj_file_lock_wait(const char *path, sj_file_lock *ret)
{
    const int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
    if (fd < 0)
        return SJ_EIO;
    int failed;
    do
        failed = flock(fd, LOCK_EX);
    while (failed && errno == EINTR);
    if (failed && errno != ENOLCK && errno != EOPNOTSUPP && errno != ENOSYS) {
        (void)close(fd);
        return SJ_EIO;
    }
    ret->descriptor = fd;
    return SJ_OK;
}

void sj_file_lock_done(sj_file_lock *l)
{
    if (l->descriptor >= 0)
        (void)close(l->descriptor); /* which lets go */
    l->descriptor = -1;
}
