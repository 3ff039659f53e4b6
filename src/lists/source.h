/* lists/source.h -- from a path or bytes to the files a reader sees: opened
 * through zip, gzip and zstd, named, and grouped into lists.
 *
 * Shape: a zip of several members is a bundle of files; an XLSX is a zip that
 *        stays closed; ".gz" and ".zst" are cut off the names. */
#ifndef SJ_LISTS_SOURCE_H
#define SJ_LISTS_SOURCE_H
#include "lists/reader.h"

/* What sj_list_recognise needs to see of a file that is no XLSX. */
#define SJ_LIST_PEEK_BYTES ((size_t)64 << 10)

/* Opens `raw` (mapped or in memory) and puts the files it holds into the arena:
 * the first `peek_bytes` of each, or all with SIZE_MAX. While peeking, an XLSX
 * is borrowed from `raw`. All files together may hold SJ_INPUT_MAX_BYTES.
 * Errors: those of records/input.h; diag names the file. */
SJ_MUST sj_status sj_source_open(sj_str raw, sj_str name, size_t peek_bytes, sj_arena *arena,
                                 sj_list_file **ret, size_t *ret_count, sj_diag *reterr_diag);

/* The readers, in the order of the formats. */
const sj_list_reader *const *sj_list_readers(size_t *ret_count);
/* The one reader whose recogniser accepts these bytes; NULL if none does. */
const sj_list_reader *sj_list_reader_of(sj_str first_bytes);

/* Files of one folder that make one list, or one file that nobody knows. */
typedef struct sj_list_found {
    const sj_list_reader *reader; /* NULL: not a list */
    sj_status status;             /* why not, if opening failed; SJ_EFORMAT otherwise */
    const char *reason;           /* constant text for a file that is no list */
    sj_str folder;                /* below the folder searched, empty at its top */
    sj_str hash;                  /* a managed list's, as imported; else empty */
    sj_str *path;                 /* full paths, NUL-terminated */
    size_t path_count;
} sj_list_found;

/* Lists in FOLDER and in folders up to `depth` levels below, sorted by path.
 * Files that are no list are reported with reader NULL; nothing is skipped but
 * names that begin with a dot.
 * Errors: SJ_ENOTFOUND, SJ_EIO (the folder itself), SJ_ELIMIT, SJ_ENOMEM. */
SJ_MUST sj_status sj_list_gather(const char *folder, unsigned depth, sj_arena *arena,
                                 sj_list_found **ret, size_t *ret_count);

/* The files that PATH means: itself, or those of the one list in a folder, or
 * OFAC's others beside the one named. */
SJ_MUST sj_status sj_list_resolve(const char *path, const sj_list_options *options, sj_arena *arena,
                                  sj_str **ret, size_t *ret_count, sj_diag *reterr_diag);
/* Reads files that make one list; paths are NUL-terminated. Errors: as sj_list_read. */
SJ_MUST sj_status sj_list_read_paths(const sj_str *path, size_t path_count,
                                     const sj_list_options *options, sj_arena *arena, sj_list *ret,
                                     sj_diag *reterr_diag);
/* File name of a path: what stands after the last slash; a delta of a series
 * keeps the folder that names its version. */
sj_str sj_source_name(sj_str path);
/* folder/name, NUL-terminated behind its length. */
SJ_MUST sj_status sj_source_join(sj_arena *a, sj_str folder, sj_str name, sj_str *ret);
#endif
