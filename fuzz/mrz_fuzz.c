/* Any bytes as a zone. Laws: repair changes nothing of a valid zone; what it keeps makes
 * all check digits right; reading the lines it gives back gives the same fields. */
#include "sojourn/mrz.h"
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const sj_date as_of = {2024, 6, 1};
    sj_mrz plain, repaired, again;
    sj_diag d = {0};
    const sj_str text = {(const char *)data, size};
    if (size == 0 || sj_mrz_read(text, as_of, false, &plain, &d) != SJ_OK)
        return 0;
    if (sj_mrz_read(text, as_of, true, &repaired, &d) != SJ_OK || plain.repair_count)
        abort();
    if (plain.valid && repaired.repair_count)
        abort();
    char lines[140];
    size_t n = 0;
    for (unsigned i = 0; i < repaired.lines; i++) {
        memcpy(lines + n, repaired.line[i], repaired.width);
        n += repaired.width;
    }
    if (sj_mrz_read((sj_str){lines, n}, as_of, false, &again, &d) != SJ_OK ||
        again.valid != repaired.valid || strcmp(again.number, repaired.number) != 0 ||
        strcmp(again.surname, repaired.surname) != 0)
        abort();
    if (repaired.repair_count &&
        (again.number_check == SJ_MRZ_DISAGREES || again.composite_check == SJ_MRZ_DISAGREES))
        abort();
    (void)sj_mrz_name_agrees(&repaired, sj_str_from(repaired.given));
    return 0;
}
