/* Any bytes as a table of provisions. Laws: an error names a reason; every provision that
 * was read can be asked about its force and territory on any day. */
#include "sojourn/regime.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sj_law *law = NULL;
    sj_diag d = {0};
    size_t count;
    const sj_status s = sj_law_read((sj_str){(const char *)data, size}, &law, &d);
    if (s < 0) {
        if (s != SJ_ENOMEM && !d.reason)
            abort();
        return 0;
    }
    const sj_provision *p = sj_law_provisions(law, &count);
    for (size_t i = 0; i < count; i++) {
        if (p[i].id.len == 0)
            abort();
        (void)sj_provision_in_force(&p[i], 18000);
        (void)sj_provision_binds(&p[i], SJ_S("PL"));
    }
    sj_law_free(law);
    return 0;
}
