/* reference.h -- reads columns of the reference tables under ../shared/data. */
#ifndef SJ_TESTS_COUNT_REFERENCE_H
#define SJ_TESTS_COUNT_REFERENCE_H
#include "test.h"
#include <math.h>

enum { REFERENCE_ROWS = 8192 };

static inline void near(double got, double want, double relative, const char *what)
{
    if (!(fabs(got - want) <= relative * fmax(1e-12, fabs(want))))
        fail_msg("%s: %.15g, not %.15g", what, got, want);
}

/* The number in cell `column` (from 0, plain commas) of each row after the
 * header; returns how many rows, or 0 where the file is not here. */
static inline size_t reference_column(const char *relative, int column, double *ret)
{
    char path[512], line[4096];
    if (!sj_test_shared(relative, path, sizeof path))
        return 0;
    FILE *f = fopen(path, "rb");
    size_t n = 0;
    for (bool header = true; f && n < REFERENCE_ROWS && fgets(line, sizeof line, f);
         header = false) {
        char *cell = line;
        for (int i = 0; i < column && cell; i++)
            cell = strchr(cell, ',') ? strchr(cell, ',') + 1 : NULL;
        if (!header && cell)
            ret[n++] = strtod(cell, NULL);
    }
    if (f)
        fclose(f);
    return n;
}
#endif
