/* cli/fetch.c -- libcurl with every bound set.
 *
 *   (1) an answer counts only when it is whole: a body shorter than announced
 *       is a failure of the network and tried again;
 *   (2) the number of attempts, the wait between them, the size, the time
 *       without a byte and the redirects are all bounded;
 *   (3) the body is released between attempts, never joined.
 * Not chosen: resuming a download. A list that changed in between would be
 * sewn together from two versions. */
#include "cli/fetch.h"
#include <curl/curl.h>
#include <stdio.h>
#include <time.h>

enum { REDIRECTS_MAX = 5, BACKOFF_MAX_MS = 60000 };

struct transfer {
    sj_fetch_result *result;
    sj_status write_status;
};

static size_t on_body(char *bytes, size_t size, size_t count, void *user)
{
    struct transfer *t = user;
    sj_buf_add(&t->result->body, (sj_str){bytes, size * count});
    t->write_status = sj_buf_status(&t->result->body);
    return t->write_status < 0 ? 0 : size * count;
}

static void keep_header(sj_str line, const char *name, char *to, size_t size)
{
    const sj_str n = sj_str_from(name);
    if (!sj_str_starts_nocase(line, n))
        return;
    const sj_str value = sj_str_trim(sj_str_slice(line, n.len, line.len));
    to[0] = 0;
    if (value.len < size) { /* a longer one is not worth a condition */
        memcpy(to, value.ptr, value.len);
        to[value.len] = 0;
    }
}

static size_t on_header(char *bytes, size_t size, size_t count, void *user)
{
    struct transfer *t = user;
    const sj_str line = {bytes, size * count};
    if (sj_str_starts(line, SJ_S("HTTP/"))) { /* of a redirect: forget */
        t->result->etag[0] = 0;
        t->result->last_modified[0] = 0;
    }
    keep_header(line, "ETag:", t->result->etag, sizeof t->result->etag);
    keep_header(line, "Last-Modified:", t->result->last_modified, sizeof t->result->last_modified);
    return line.len;
}

static bool is_loopback(const char *url)
{
    const sj_str u = sj_str_from(url);
    return sj_str_starts(u, SJ_S("http://127.0.0.1:")) ||
           sj_str_starts(u, SJ_S("http://127.0.0.1/"));
}

static struct curl_slist *conditions(const sj_fetch_options *o, bool *ret_failed)
{
    struct curl_slist *list = NULL;
    char line[400];
    const struct {
        const char *name;
        sj_str value;
    } header[] = {{"If-None-Match", o->etag}, {"If-Modified-Since", o->last_modified}};
    for (size_t i = 0; i < SJ_COUNT(header); i++) {
        if (header[i].value.len == 0 || header[i].value.len > 300)
            continue;
        (void)snprintf(line, sizeof line, "%s: %.*s", header[i].name, SJ_STR_FMT(header[i].value));
        struct curl_slist *grown = curl_slist_append(list, line);
        *ret_failed |= grown == NULL;
        list = grown ? grown : list;
    }
    return list;
}

static void set_bounds(CURL *curl, const char *url, const sj_fetch_options *o)
{
    const char *protocols = o->plain_loopback && is_loopback(url) ? "http,https" : "https";
    (void)curl_easy_setopt(curl, CURLOPT_URL, url);
    (void)curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, protocols);
    (void)curl_easy_setopt(curl, CURLOPT_REDIR_PROTOCOLS_STR, protocols);
    (void)curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_MAXREDIRS, (long)REDIRECTS_MAX);
    (void)curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT,
                           (long)(o->connect_seconds ? o->connect_seconds : 20));
    (void)curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
    (void)curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME,
                           (long)(o->stall_seconds ? o->stall_seconds : 60));
    (void)curl_easy_setopt(curl, CURLOPT_ACCEPT_ENCODING, "");
    (void)curl_easy_setopt(curl, CURLOPT_USERAGENT, "sojourn/" SJ_VERSION);
}

static sj_status judge(CURLcode code, const struct transfer *t, sj_fetch_result *r)
{
    if (code == CURLE_WRITE_ERROR && t->write_status < 0) {
        (void)snprintf(r->reason, sizeof r->reason, "the answer is larger than allowed");
        return t->write_status;
    }
    if (code == CURLE_OUT_OF_MEMORY)
        return SJ_ENOMEM;
    if (code != CURLE_OK) {
        (void)snprintf(r->reason, sizeof r->reason, "%s", curl_easy_strerror(code));
        return code == CURLE_UNSUPPORTED_PROTOCOL ? SJ_EREFUSED : SJ_ENETWORK;
    }
    r->not_modified = r->http_status == 304;
    if (r->http_status == 200 || r->not_modified)
        return SJ_OK;
    (void)snprintf(r->reason, sizeof r->reason, "HTTP status %ld", r->http_status);
    return r->http_status == 404 || r->http_status == 410 ? SJ_ENOTFOUND : SJ_ENETWORK;
}

static sj_status attempt(const char *url, const sj_fetch_options *o, sj_fetch_result *r)
{
    struct transfer t = {.result = r};
    bool failed = false;
    sj_buf_done(&r->body); /* (3) */
    r->body = (sj_buf){.max_bytes = o->max_bytes ? (size_t)o->max_bytes : (size_t)1 << 30};
    r->http_status = 0;
    CURL *curl = curl_easy_init();
    if (!curl)
        return SJ_ENOMEM;
    struct curl_slist *header = conditions(o, &failed);
    set_bounds(curl, url, o);
    (void)curl_easy_setopt(curl, CURLOPT_HTTPHEADER, header);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
    (void)curl_easy_setopt(curl, CURLOPT_WRITEDATA, &t);
    (void)curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
    (void)curl_easy_setopt(curl, CURLOPT_HEADERDATA, &t);
    const CURLcode code = failed ? CURLE_OUT_OF_MEMORY : curl_easy_perform(curl);
    (void)curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &r->http_status);
    const sj_status s = judge(code, &t, r); /* (1): CURLE_PARTIAL_FILE is no CURLE_OK */
    curl_slist_free_all(header);
    curl_easy_cleanup(curl);
    return s;
}

static bool is_worth_another(sj_status s, long http)
{
    return s == SJ_ENETWORK && (http < 400 || http >= 500 || http == 408 || http == 429);
}

static void wait_ms(uint64_t ms)
{
    struct timespec t = {(time_t)(ms / 1000), (long)(ms % 1000) * 1000000};
    (void)nanosleep(&t, NULL);
}

sj_status sj_fetch(const char *url, const sj_fetch_options *options, sj_fetch_result *ret)
{
    const unsigned attempts = options->attempts ? options->attempts : 4;
    uint64_t wait = options->backoff_ms ? options->backoff_ms : 1000;
    *ret = (sj_fetch_result){0};
    if (!sj_str_starts(sj_str_from(url), SJ_S("https://")) &&
        !(options->plain_loopback && is_loopback(url))) {
        (void)snprintf(ret->reason, sizeof ret->reason, "expected an https address");
        return SJ_EREFUSED;
    }
    for (;;) { /* (2) */
        ret->attempts++;
        const sj_status s = attempt(url, options, ret);
        if (s >= 0 || ret->attempts >= attempts || !is_worth_another(s, ret->http_status))
            return s;
        wait_ms(wait);
        wait = wait * 2 < BACKOFF_MAX_MS ? wait * 2 : BACKOFF_MAX_MS;
    }
}
