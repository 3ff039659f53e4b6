/* fuzz/ftm_jsonl_fuzz.c -- sj_reader_ftm_jsonl against any bytes; see list_bytes.h. */
#include "list_bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_list_bytes(&sj_reader_ftm_jsonl, data, size);
}
