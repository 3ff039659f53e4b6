/* fuzz/ofac_enhanced_xml_fuzz.c -- lists/ofac_enhanced_xml.c against any bytes; see list_reader.h.
 */
#include "list_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    return fuzz_xml_reader(&sj_reader_ofac_enhanced_xml, data, size);
}
