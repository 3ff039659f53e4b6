/* fuzz/json_lines_fuzz.c -- any bytes as JSON lines. Law: a line that is read is
 * printed by cJSON and read again; an object that is an entity writes itself and
 * reads back to the same text. */
#include "records/ftm.h"
#include "records_check.h"

static void check_entity(const cJSON *j)
{
    SJ_SCOPED(sj_arena) a = {0};
    SJ_SCOPED(sj_buf) once = {0};
    SJ_SCOPED(sj_buf) twice = {0};
    sj_json_auto cJSON *back = NULL;
    sj_entity e, again;
    sj_diag d = {0};
    const sj_status s = sj_ftm_entity(j, &a, &e, &d);
    demand_refusal(s, &d);
    if (s < 0)
        return;
    demand(e.id.len > 0);
    demand(sj_entity_write_ftm(&e, &once) == SJ_OK);
    demand(sj_json_parse(sj_buf_str(&once), &back, &d) == SJ_OK);
    demand(sj_ftm_entity(back, &a, &again, &d) == SJ_OK);
    demand(sj_entity_write_ftm(&again, &twice) == SJ_OK);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_AUTO(sj_input) *in = bytes_open(data, size);
    SJ_AUTO(sj_lines) *lines = NULL;
    sj_str line;
    uint64_t number, offset, last = 0;
    if (!in || sj_lines_new(in, &lines) < 0)
        return 0;
    const bool packed = size > 3 && (data[0] == 0x1F || data[0] == 0x28); /* offsets differ then */
    while (sj_lines_next(lines, &line, &number, &offset, NULL) == SJ_OK) {
        sj_json_auto cJSON *j = NULL;
        sj_diag d = {0};
        demand(number > last && line.len > 0);
        demand(packed || offset + line.len <= size);
        demand(packed || memcmp(data + offset, line.ptr, line.len) == 0);
        last = number;
        const sj_status s = sj_json_parse(line, &j, &d);
        demand_refusal(s, &d);
        if (s < 0) {
            demand(d.offset_bytes <= line.len);
            continue;
        }
        check_entity(j);
    }
    return 0;
}
