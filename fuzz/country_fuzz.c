/* fuzz/country_fuzz.c -- any bytes as a state. Law: what is found is a code that
 * has a name, and the name leads back to it. */
#include "records_check.h"
#include "sojourn/records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const sj_str code = sj_country_parse((sj_str){(const char *)data, size});
    demand(code.len == 0 || code.len == 2);
    if (code.len) {
        const sj_str name = sj_country_name(code);
        demand(name.len > 0 && sj_str_eq(sj_country_parse(name), code));
    }
    return 0;
}
