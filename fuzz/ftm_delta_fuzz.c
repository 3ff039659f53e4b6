/* fuzz/ftm_delta_fuzz.c -- sj_reader_ftm_delta against any bytes; see list_bytes.h. */
#include "list_bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_list_bytes(&sj_reader_ftm_delta, data, size);
}
