/* fuzz/compare_csv_fuzz.c -- any bytes as the table of `compare --csv`. Laws: every row
 * that was readable is written with score, match and why behind its cells. The command's
 * own reader is not in the library, so its source stands here. */
#include "cli/cli.c"
#include "cli/cmd_compare.c"
#include "cli/explain.c"
#include "csv_rows.h"

enum { INPUT_MAX = 2000 }; /* a pair of long names takes milliseconds */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct use u = {.csv = "fuzz"};
    if (size <= INPUT_MAX)
        fuzz_rows(&u, compare_rows, false, data, size);
    return 0;
}
