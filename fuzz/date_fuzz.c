/* fuzz/date_fuzz.c -- any bytes as a date. Law: a date that is read is valid,
 * its range does not run backwards, and what it writes reads as the same. */
#include "records_check.h"
#include "sojourn/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sj_date_range r, back;
    char once[32], twice[32];
    if (!sj_date_parse((sj_str){(const char *)data, size}, &r))
        return 0;
    demand(sj_date_valid(r.from) && sj_date_valid(r.to));
    demand(sj_date_first_day(r.from) <= sj_date_last_day(r.to));
    const size_t len = sj_date_write(&r, once);
    demand(len < sizeof once && sj_date_parse((sj_str){once, len}, &back));
    demand(sj_date_write(&back, twice) == len && memcmp(once, twice, len) == 0);
    return 0;
}
