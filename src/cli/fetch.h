/* cli/fetch.h -- one address over HTTPS into memory: conditional, bounded,
 * retried. Only the command fetches; the library never opens a connection. */
#ifndef SJ_CLI_FETCH_H
#define SJ_CLI_FETCH_H
#include "base/base.h"

/* A row of data/list_sources.tsv; a list of several files has several rows. */
typedef struct sj_list_source {
    const char *name, *file, *format, *authority, *url, *note;
} sj_list_source;
extern const sj_list_source sj_list_sources[];
extern const size_t sj_list_source_count;

typedef struct sj_fetch_options {
    uint64_t max_bytes;         /* 0: 1 GiB; OFAC's advanced XML has 0.12 */
    unsigned attempts;          /* 0: 4 in all */
    unsigned backoff_ms;        /* 0: 1,000; doubles with each attempt, at most 60,000 */
    unsigned connect_seconds;   /* 0: 20 */
    unsigned stall_seconds;     /* 0: 60 without a byte */
    bool plain_loopback;        /* also http, to 127.0.0.1 only: for tests */
    sj_str etag, last_modified; /* of the version at hand; empty: unconditional */
} sj_fetch_options;

typedef struct sj_fetch_result {
    sj_buf body; /* the caller's to release */
    bool not_modified;
    long http_status; /* of the last answer, 0 if there was none */
    unsigned attempts;
    char etag[256], last_modified[64];
    char reason[256]; /* why not, in words */
} sj_fetch_result;

/* GET. Tried again after a broken connection, a stall, a short body, 408, 429
 * and 5xx; not after other answers. At most five redirects, https only.
 * Errors: SJ_ENETWORK, SJ_ENOTFOUND (404, 410), SJ_EREFUSED (an address that is
 * not https), SJ_ELIMIT (larger than max_bytes), SJ_ENOMEM. */
SJ_MUST sj_status sj_fetch(const char *url, const sj_fetch_options *options, sj_fetch_result *ret);

/* `sojourn lists index`; an exit status. */
int sj_cmd_lists_index(const char *dir, const char *out);
#endif
