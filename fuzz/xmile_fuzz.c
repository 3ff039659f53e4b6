/* fuzz/xmile_fuzz.c -- any bytes as XMILE. Laws: a refusal by the reader has a reason;
 * what it writes is a scenario or refused with a line. The command's own reader is not
 * in the library, so its source stands here. */
#include "cli/xmile_read.c"
#include "count/scenario.h"
#include "records_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) text = {.max_bytes = 1 << 22};
    sj_diag d = {0};
    sj_scenario *s = sj_arena_zalloc(&arena, sizeof *s);
    const sj_status read = sj_xmile_read((sj_str){(const char *)data, size}, &text, &d);
    demand(read != SJ_EFORMAT || d.reason);
    if (!s || read < 0)
        return 0;
    const sj_status status = sj_scenario_parse(sj_buf_str(&text), &arena, s, &d);
    demand(status >= 0 || status == SJ_ENOMEM || d.reason);
    return 0;
}
