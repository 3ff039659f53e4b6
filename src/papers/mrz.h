/* papers/mrz.h -- layouts as data, shared by reading and repair. */
#ifndef SJ_PAPERS_MRZ_H
#define SJ_PAPERS_MRZ_H
#include "base/base.h"
#include "sojourn/mrz.h"

/* A field: line from 0, first column from 0, length (0: the layout has none). */
typedef struct sj_mrz_field {
    uint8_t line, first, len;
} sj_mrz_field;
typedef struct sj_mrz_layout {
    uint8_t lines, width;
    sj_mrz_field code, issuer, names, number, number_check, nationality, birth, birth_check, sex,
        expiry, expiry_check, optional, optional2, optional_check, composite_check;
    sj_mrz_field composite[5]; /* what the composite covers, in order */
} sj_mrz_layout;
extern const sj_mrz_layout sj_mrz_layouts[SJ_MRZ_FORMAT_COUNT];

/* The characters of a field in the zone. */
static inline sj_str sj_mrz_cut(const sj_mrz *m, sj_mrz_field f)
{
    return (sj_str){&m->line[f.line][f.first], f.len};
}
/* Fills everything but the repairs from m->line. */
void sj_mrz_parse(sj_mrz *m, sj_date as_of);
bool sj_mrz_checks_agree(const sj_mrz *m);
#endif
