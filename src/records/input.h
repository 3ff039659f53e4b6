/* records/input.h -- bytes from a file or memory, read through zip, gzip and
 * zstd, recognised by their first bytes (never by the file's name).
 *
 * Promise: the bytes after decompression, capped; a truncated or damaged
 * archive is SJ_ECORRUPT, never a shorter answer. A zip is opened member by
 * member; sj_input_open takes the single member or the one asked for.
 * Threads: one input, one thread. */
#ifndef SJ_RECORDS_INPUT_H
#define SJ_RECORDS_INPUT_H
#include "base/base.h"

typedef struct sj_input sj_input;

/* 2 GiB: sdn_advanced.xml is 0.12, OpenSanctions' largest CSV 0.5 (2026). A
 * zip bomb meets this cap; a larger roster is read as a stream of rows with
 * max_bytes = UINT64_MAX by the caller's choice. */
#define SJ_INPUT_MAX_BYTES ((uint64_t)2 << 30)

/* Opens PATH ("-" is standard input) and looks through compression (nesting
 * depth at most 2, such as a gzip inside a zip). `member` names a zip member
 * (empty: the only file in it; SJ_EINVAL if there are several); a member that is
 * a zip itself stays closed.
 * An XLSX is a zip of XML: sj_input_open_raw leaves it closed.
 * Errors: SJ_ENOTFOUND, SJ_EIO, SJ_ECORRUPT, SJ_ELIMIT, SJ_ENOMEM. */
SJ_MUST sj_status sj_input_open(const char *path, sj_str member, uint64_t max_bytes, sj_input **ret,
                                sj_diag *reterr_diag);
/* The same over bytes in memory, borrowed for the life of the input. */
SJ_MUST sj_status sj_input_open_memory(sj_str bytes, sj_str member, uint64_t max_bytes,
                                       sj_input **ret, sj_diag *reterr_diag);
/* The same two, but a zip is left closed (an XLSX is a zip): its own bytes are read. */
SJ_MUST sj_status sj_input_open_raw(const char *path, uint64_t max_bytes, sj_input **ret,
                                    sj_diag *reterr_diag);
SJ_MUST sj_status sj_input_open_memory_raw(sj_str bytes, uint64_t max_bytes, sj_input **ret,
                                           sj_diag *reterr_diag);
/* The path it was opened with, empty for memory; for diagnostics. */
sj_str sj_input_name(const sj_input *in);
/* The first bytes, at most 4, without reading them; before the first read only. */
sj_str sj_input_first(const sj_input *in);
/* Up to `capacity` bytes; *ret_len 0 means the end. */
SJ_MUST sj_status sj_input_read(sj_input *in, void *to, size_t capacity, size_t *ret_len,
                                sj_diag *reterr_diag);
/* All that is left, in the arena. */
SJ_MUST sj_status sj_input_read_all(sj_input *in, sj_arena *arena, sj_str *ret,
                                    sj_diag *reterr_diag);
sj_input *sj_input_free(sj_input *in);
SJ_DEFINE_AUTO(sj_input)

/* Member names of a zip, in the order of its directory; SJ_EFORMAT if the bytes
 * are no zip. Caps: 10,000 members, names of 4,096 bytes. */
SJ_MUST sj_status sj_input_zip_members(sj_str bytes, sj_arena *arena, sj_str **ret,
                                       size_t *ret_count, sj_diag *reterr_diag);
#endif
