/* Bytes as an index file: refused or opened, and if opened, searched. */
#include "sojourn/index.h"
#include "base/base.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    void *aligned = sj_mem_alloc(size + 16);
    SJ_AUTO(sj_index) *ix = NULL;
    sj_diag d = {0};
    if (!aligned)
        return 0;
    memcpy(aligned, data, size);
    if (sj_index_open_memory(aligned, size, &ix, &d) == SJ_OK)
        (void)sj_index_record_count(ix);
    ix = sj_index_free(ix);
    sj_mem_free(aligned);
    return 0;
}
