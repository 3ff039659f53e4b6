/* signals/zone.c -- what the rules ask of every machine-readable zone, read once.
 *
 * Seven rules compare a zone's birth date, sex and nationality with something; reading a zone
 * (layout, dates, states, five check digits) takes a hundred times as long as comparing. So
 * the few facts are kept, 16 bytes a paper, and a rule that needs more (names, number) reads
 * the zone again by sj_paper_zone. Not chosen: keeping all that is read, 700 bytes a paper. */
#include "signals/stated.h"

enum { PIECE = 4096 }; /* papers a worker takes at a time */

bool sj_paper_zone(const sj_run *r, size_t row, sj_mrz *ret)
{
    const sj_str text = sj_cell_text(sj_at(r, SJ_TABLE_PAPERS, row, SJ_PAPERS_MRZ));
    return text.len && sj_mrz_read(text, r->in->as_of, true, ret, NULL) == SJ_OK;
}

static sj_zone facts_of(const sj_mrz *m)
{
    sj_zone z = {.sex = m->sex == 'M' || m->sex == 'F' ? m->sex : (char)0};
    if (m->birth_check != SJ_MRZ_DISAGREES)
        z.birth = m->birth_date;
    z.fails = m->number_check == SJ_MRZ_DISAGREES || m->birth_check == SJ_MRZ_DISAGREES ||
              m->expiry_check == SJ_MRZ_DISAGREES || m->composite_check == SJ_MRZ_DISAGREES;
    memcpy(z.nationality, m->nationality, sizeof z.nationality);
    memcpy(z.country, m->nationality_country, sizeof z.country);
    return z;
}

struct reading {
    const sj_run *r;
    sj_zone *zone;
    size_t count;
};

static sj_status read_piece(void *ctx, size_t piece, unsigned worker)
{
    const struct reading *w = ctx;
    const size_t from = piece * PIECE, end = w->count - from < PIECE ? w->count : from + PIECE;
    sj_mrz m;
    (void)worker;
    for (size_t i = from; i < end; i++)
        if (sj_paper_zone(w->r, i, &m))
            w->zone[i] = facts_of(&m);
    return SJ_OK;
}

sj_status sj_zones_read(sj_run *r, sj_arena *a)
{
    struct reading w = {.r = r, .count = sj_tables_count(r->t, SJ_TABLE_PAPERS)};
    w.zone = sj_arena_zalloc(a, (w.count + 1) * sizeof *w.zone);
    if (!w.zone)
        return SJ_ENOMEM;
    SJ_TRY(sj_thread_for(r->in->threads, (w.count + PIECE - 1) / PIECE, read_piece, &w));
    r->zone = w.zone;
    return SJ_OK;
}
