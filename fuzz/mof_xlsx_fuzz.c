/* fuzz/mof_xlsx_fuzz.c -- sj_reader_mof_xlsx against any bytes; see list_bytes.h. */
#include "list_bytes.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_list_bytes(&sj_reader_mof_xlsx, data, size);
}
