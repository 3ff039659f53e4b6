/* fuzz/papers_csv_fuzz.c -- any bytes as the table of `papers --csv`. Laws: every row is
 * written with valid, why and facts behind its cells. The command's own reader is not in
 * the library, so its source stands here. */
#include "cli/cli.c"
#include "cli/cmd_papers.c"
#include "cli/papers.c"
#include "csv_rows.h"

enum { INPUT_MAX = 20000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct use u = {.csv = "fuzz", .ask = {.as_of = {2026, 1, 1}}};
    if (size <= INPUT_MAX)
        fuzz_rows(&u, answer_rows, true, data, size);
    return 0;
}
