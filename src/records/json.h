/* records/json.h -- one JSON value at a time, by cJSON, with our limits.
 * Deviation from cJSON: the text must be valid UTF-8 without NUL, depth at most
 * 64, one value and nothing after it, duplicate keys refused (RFC 8259 §4 leaves
 * them open; in evidence they hide facts). Numbers in an id are read as text by
 * sj_json_text. cJSON allocates through the allocator seam. */
#ifndef SJ_RECORDS_JSON_H
#define SJ_RECORDS_JSON_H
#include "base/base.h"
#include <cjson/cJSON.h>

static inline cJSON *sj_json_free(cJSON *j)
{
    cJSON_Delete(j);
    return NULL;
}
/* SJ_AUTO spelling for a type that is not ours: sj_json_auto cJSON *j = NULL; */
static inline void sj_json_freep(cJSON **p)
{
    *p = sj_json_free(*p);
}
#define sj_json_auto __attribute__((__cleanup__(sj_json_freep)))

/* Parses `text` whole. Errors: SJ_ESYNTAX, SJ_EENCODING with the byte offset,
 * SJ_ELIMIT (depth, 64 MiB a value), SJ_ENOMEM. The caller deletes *ret. */
SJ_MUST sj_status sj_json_parse(sj_str text, cJSON **ret, sj_diag *reterr_diag);
/* The same, but a key may stand twice in an object under the key "properties",
 * as in published FollowTheMoney: its values are put behind the first one's, in
 * an array. ret_key is the last such key, cut to fit; empty if there was none. */
#define SJ_JSON_KEY_BYTES 64
SJ_MUST sj_status sj_json_parse_properties(sj_str text, char ret_key[SJ_JSON_KEY_BYTES],
                                           cJSON **ret, sj_diag *reterr_diag);
/* A member that is a string, or a number/boolean turned into text in the
 * arena; false if absent, null, empty or a container. */
bool sj_json_text(const cJSON *object, const char *key, sj_arena *a, sj_str *ret,
                  sj_status *retsticky_status);
/* Lines of a JSON-lines file: blank lines skipped, 16 MiB a line at most. */
typedef struct sj_lines sj_lines;
struct sj_input;
SJ_MUST sj_status sj_lines_new(struct sj_input *in, sj_lines **ret);
SJ_MUST sj_status sj_lines_next(sj_lines *l, sj_str *ret_line, uint64_t *ret_number,
                                uint64_t *ret_offset_bytes, sj_diag *reterr_diag); /* SJ_DONE */
sj_lines *sj_lines_free(sj_lines *l);
SJ_DEFINE_AUTO(sj_lines)
#endif
