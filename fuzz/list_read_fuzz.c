/* fuzz/list_read_fuzz.c -- any bytes as a list of no known format, packed or not: what
 * `lists import` meets. Laws: a refusal has a reason; what is read has entities with ids; the
 * format that the bytes are recognised as does not depend on how often they are asked. */
#include "sojourn/lists.h"
#include "records_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) arena = {.max_bytes = (size_t)64 << 20};
    const sj_str bytes = {(const char *)data, size};
    const sj_list_options options = {.name = SJ_S("fuzz")};
    sj_list list = {0};
    sj_diag diag = {0};
    demand(sj_list_recognise(bytes) == sj_list_recognise(bytes));
    if (sj_list_read_memory(bytes, &options, &arena, &list, &diag) < 0) {
        demand(diag.reason || diag.status == SJ_ENOMEM || diag.status == SJ_ELIMIT);
        return 0;
    }
    demand(list.entity_count > 0);
    for (size_t i = 0; i < list.entity_count; i++)
        demand(list.entity[i].id.len > 0);
    return 0;
}
