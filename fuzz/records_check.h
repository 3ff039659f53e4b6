/* fuzz/records_check.h -- what the targets of the room records share. */
#ifndef SJ_FUZZ_RECORDS_CHECK_H
#define SJ_FUZZ_RECORDS_CHECK_H
#include "base/base.h"
#include "records/input.h"
#include <stdlib.h>

static inline void demand(bool holds)
{
    if (!holds)
        abort();
}

/* Text as the library promises it: valid UTF-8 without NUL. */
static inline void demand_text(sj_str s)
{
    demand(sj_utf8_check(s) == s.len);
    demand(s.len == 0 || !memchr(s.ptr, 0, s.len));
}

/* A refusal says what was expected; nothing but a refusal ends the work. */
static inline void demand_refusal(sj_status s, const sj_diag *d)
{
    demand(s >= 0 || (d->reason && d->status == s));
}

static inline sj_input *bytes_open(const uint8_t *data, size_t size)
{
    sj_input *in = NULL;
    demand(sj_input_open_memory_raw((sj_str){(const char *)data, size}, 1 << 20, &in, NULL) < 0 ||
           in);
    return in;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
#endif
