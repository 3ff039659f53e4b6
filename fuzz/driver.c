/* fuzz/driver.c -- replays a corpus without libFuzzer, with any compiler.
 *
 *   x_fuzz FOLDER|FILE ...
 *
 * Each file is fed whole, cut at eleven lengths, and with bytes changed at
 * places drawn from a seed that depends only on the file's size, so a failure
 * here is a failure everywhere. Inputs are copied into blocks of exactly their
 * size, so that ASan sees one byte read too many. On a crash the last line on
 * standard error names the file and the variant. */
#include "base/base.h"
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { FILE_BYTES_MAX = 1 << 20, CHANGES = 48 };

static void run(const char *path, const char *variant, size_t number, const char *bytes, size_t n)
{
    fprintf(stderr, "%s: %s %zu\n", path, variant, number);
    uint8_t *exact = malloc(n ? n : 1);
    if (!exact)
        abort();
    if (n)
        memcpy(exact, bytes, n);
    (void)LLVMFuzzerTestOneInput(exact, n);
    free(exact);
}

static void run_cut(const char *path, const char *bytes, size_t n)
{
    const size_t cut[] = {0,         1,         2,         3,         n / 8, n / 4,
                          n / 2 - 1, n / 2 + 1, n - n / 4, n - n / 8, n - 1};
    for (size_t i = 0; i < SJ_COUNT(cut); i++)
        if (cut[i] < n)
            run(path, "cut at byte", cut[i], bytes, cut[i]);
}

/* A flipped bit, a byte of markup or of number syntax, or a control byte. */
static void run_changed(const char *path, char *bytes, size_t n)
{
    static const char spice[] = "\"',;<>&{}[]\\/=-:0 \n\t\x1a\xc3\xff";
    uint64_t seed = n;
    for (unsigned i = 0; i < CHANGES && n > 0; i++) {
        seed = sj_hash_mix(seed + 0x9e3779b97f4a7c15u);
        const size_t at = (size_t)(seed % n);
        const char was = bytes[at];
        bytes[at] =
            i & 1 ? spice[(seed >> 40) % sizeof spice] : (char)(was ^ (1 << (seed >> 60 & 7)));
        run(path, "changed byte", at, bytes, n);
        bytes[at] = was;
    }
}

static bool replay(const char *path)
{
    sj_file f = {0};
    const sj_status s = sj_file_open(path, FILE_BYTES_MAX, &f);
    char *copy = s < 0 ? NULL : malloc(f.len ? f.len : 1);
    if (!copy) {
        fprintf(stderr, "%s: %s\n", path, s < 0 ? sj_status_text(s) : "out of memory");
        return false;
    }
    if (f.len)
        memcpy(copy, f.ptr, f.len);
    run(path, "whole, bytes:", f.len, copy, f.len);
    run_cut(path, copy, f.len);
    run_changed(path, copy, f.len);
    free(copy);
    sj_file_done(&f);
    return true;
}

/* How many files were replayed; 0 if one could not be read. */
static size_t replay_folder(const char *folder)
{
    SJ_SCOPED(sj_arena) arena = {0};
    sj_str *name = NULL;
    size_t count = 0;
    const sj_status s = sj_file_list(folder, &arena, &name, &count);
    if (s < 0)
        fprintf(stderr, "%s: %s\n", folder, sj_status_text(s));
    for (size_t i = 0; i < count; i++) {
        sj_str path;
        if (sj_arena_format(&arena, &path, "%s/%.*s", folder, SJ_STR_FMT(name[i])) < 0 ||
            !replay(path.ptr))
            return 0;
    }
    return count;
}

int main(int argc, char **argv)
{
    size_t total = 0;
    for (int i = 1; i < argc; i++) {
        const size_t n = sj_file_is_folder(argv[i]) ? replay_folder(argv[i]) : replay(argv[i]);
        if (n == 0) {
            fprintf(stderr, "%s: no corpus file here\n", argv[i]);
            return 1;
        }
        total += n;
    }
    printf("%zu corpus files replayed\n", total);
    return total > 0 ? 0 : 1;
}
