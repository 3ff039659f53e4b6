/* fuzz/ofac_csv_fuzz.c -- lists/ofac_csv.c against any bytes: up to four files
 * between bytes 0x1D; see list_reader.h. If the set is read, it is not once the
 * last byte of its first file (an end mark) is cut. */
#include "list_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    sj_list_file file[4];
    sj_str rest = {(const char *)data, size};
    size_t count = 0;
    (void)sj_reader_ofac_csv.recognise(rest);
    while (count < SJ_COUNT(file) && sj_str_split(&rest, '\x1d', &file[count].bytes))
        file[count++].name = SJ_S("fuzz.csv");
    if (count && check_reader(&sj_reader_ofac_csv, file, count) && file[0].bytes.len &&
        file[0].bytes.ptr[file[0].bytes.len - 1] == 0x1a) {
        file[0].bytes.len--;
        demand(!check_reader(&sj_reader_ofac_csv, file, count));
    }
    return 0;
}
