/* fuzz/tokens_fuzz.c -- any bytes as a name. Laws: refused for its encoding exactly when
 * it is no UTF-8; words lie in order in the original and do not overlap; their text
 * is not empty, folded, within the caps; the same twice. */
#include "records_check.h"
#include "text/token.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand_folded(sj_str s)
{
    for (size_t pos = 0; pos < s.len;) {
        uint32_t fold[SJ_FOLD_MAX];
        const uint32_t cp = sj_utf8_decode(s, &pos);
        demand(sj_unicode_fold(cp, fold) == 1 && fold[0] == cp);
    }
}

static void check(const sj_tokens *t, size_t size)
{
    uint32_t end = 0;
    demand(t->count <= SJ_TOKENS_MAX);
    for (size_t i = 0; i < t->count; i++) {
        const sj_token *w = &t->token[i];
        demand(w->text.len > 0 && sj_utf8_check(w->text) == w->text.len);
        demand(sj_utf8_count(w->text) <= SJ_TOKEN_CP_MAX);
        demand(w->from >= end && w->from < w->to && w->to <= size);
        demand(!w->comma_before || i > 0);
        demand(w->mixed_case == t->token[0].mixed_case);
        demand_folded(w->text);
        end = w->to;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const sj_str name = {(const char *)data, size};
    SJ_SCOPED(sj_arena) a = {0};
    sj_tokens t = {0}, again = {0};
    const sj_status s = sj_tokens_split(name, &a, &t);
    if (size <= SJ_NAME_BYTES_MAX)
        demand((s == SJ_EENCODING) == (sj_utf8_check(name) != size));
    demand(sj_tokens_split(name, &a, &again) == s);
    demand(s == SJ_OK || s == SJ_EENCODING || s == SJ_ELIMIT);
    if (s != SJ_OK)
        return 0;
    check(&t, size);
    demand(t.count == again.count);
    for (size_t i = 0; i < t.count; i++)
        demand(sj_str_eq(t.token[i].text, again.token[i].text));
    return 0;
}
