/* fuzz/input_fuzz.c -- any bytes as a zip, gzip or zstd file. Law: never more
 * than the cap, a refusal says why, and reading in small steps gives the same
 * bytes as reading at once. */
#include "records_check.h"

enum { CAP = 1 << 16 };

static sj_status read_steps(sj_str bytes, size_t step, sj_buf *out)
{
    SJ_AUTO(sj_input) *in = NULL;
    sj_diag d = {0};
    sj_status s = sj_input_open_memory(bytes, (sj_str){0}, CAP, &in, &d);
    demand_refusal(s, &d);
    for (size_t n = 1; s >= 0 && n > 0;) {
        char block[4096];
        s = sj_input_read(in, block, step, &n, &d);
        demand_refusal(s, &d);
        if (s >= 0)
            sj_buf_add(out, (sj_str){block, n});
    }
    return s;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const sj_str bytes = {(const char *)data, size};
    SJ_SCOPED(sj_buf) large = {0};
    SJ_SCOPED(sj_buf) small = {0};
    const sj_status a = read_steps(bytes, 4096, &large), b = read_steps(bytes, 7, &small);
    demand(large.len <= CAP && a == b);
    demand(a < 0 || sj_str_eq(sj_buf_str(&large), sj_buf_str(&small)));
    SJ_SCOPED(sj_arena) arena = {0};
    sj_str *name;
    size_t count;
    sj_diag d = {0};
    demand_refusal(sj_input_zip_members(bytes, &arena, &name, &count, &d), &d);
    return 0;
}
