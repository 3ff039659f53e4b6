/* fuzz/eu_fsf_csv_fuzz.c -- any bytes: the list is refused with a reason, or every
 * entry has an id. */
#include "lists/reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    SJ_SCOPED(sj_arena) arena = {.max_bytes = (size_t)64 << 20};
    sj_list list = {0};
    sj_diag diag = {0};
    const sj_list_options options = {0};
    const sj_list_file file = {SJ_S("fuzz"), {(const char *)data, size}};
    sj_reader_eu_fsf_csv.recognise(file.bytes);
    if (sj_reader_eu_fsf_csv.read(&file, 1, &options, &arena, &list, &diag) < 0)
        return 0;
    assert(list.entity_count > 0);
    for (size_t i = 0; i < list.entity_count; i++)
        assert(list.entity[i].id.len > 0);
    return 0;
}
