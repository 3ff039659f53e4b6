/* cli/arrivals_report.c -- see the header. The axis is logarithmic, so a limit below one
 * entry is drawn at one; the CSV has it as it is. */
#include "cli/arrivals_report.h"
#include "cli/cli.h"
#include "cli/number.h"
#include "cli/svg.h"
#include "records/csv.h"
#include <math.h>

enum { ROWS = 60, PAGE_BYTES = 64 << 20 };

static const char assumes[] =
    "the baseline would have gone on; entries are trips, not persons; other groups may stand "
    "behind the same entries; missing counts are left out, never zero";

static void csv_number(sj_buf *to, double x)
{
    if (isfinite(x))
        sj_number_put(to, x, 9);
    sj_buf_add_char(to, ',');
}

static void csv_text(sj_buf *to, sj_str s)
{
    sj_csv_write_cell(to, s);
    sj_buf_add_char(to, ',');
}

static void csv_row(const sj_arrivals_about *about, const sj_arrivals_row *row, sj_buf *to)
{
    csv_text(to, about->purpose);
    csv_text(to, about->period);
    csv_number(to, about->observed);
    csv_text(to, row->baseline);
    csv_number(to, row->expected);
    csv_text(to, sj_str_from(row->unit));
    csv_number(to, row->excess);
    csv_number(to, row->low);
    csv_number(to, row->high);
    csv_number(to, row->low_error > 0 ? row->low_error : NAN);
    csv_number(to, row->high_error > 0 ? row->high_error : NAN);
    csv_number(to, row->level);
    csv_text(to, sj_str_from(row->interval));
    csv_text(to, sj_str_from(row->model));
    const sj_provenance p = {.n = row->n,
                             .origins = row->origins,
                             .replicates = row->replicates,
                             .seed = about->seed,
                             .hash = about->hash,
                             .assumption = assumes};
    sj_provenance_csv(to, &p);
}

void sj_arrivals_section(const sj_arrivals_about *about, const sj_arrivals_row *row, size_t count,
                         sj_buf *page_to, sj_buf *csv_to)
{
    sj_svg_range range[ROWS + 1];
    size_t n = 0;
    const double observed = about->observed;
    SJ_SCOPED(sj_buf) title = {0};
    for (size_t i = 0; i < count; i++)
        csv_row(about, &row[i], csv_to);
    if (observed > 0)
        range[n++] = (sj_svg_range){SJ_S("observed"), observed, observed, observed, true};
    for (size_t i = 0; i < count && n <= ROWS; i++)
        if (row[i].expected > 0)
            range[n++] = (sj_svg_range){row[i].baseline, fmax(1, observed - row[i].high),
                                        fmax(1, row[i].expected), observed - row[i].low, false};
    sj_buf_addf(&title, "%.*s, %.*s: entries observed, and expected by each baseline (excess.csv)",
                SJ_STR_FMT(about->purpose), SJ_STR_FMT(about->period));
    if (n > 1)
        sj_svg_forest(page_to, sj_buf_str(&title), range, n);
}

void sj_arrivals_path(const sj_arrivals_about *about, const sj_excess *e, const double *time,
                      const sj_str *name, sj_buf *page_to, sj_buf *csv_to)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) title = {0};
    double *room = sj_arena_alloc(&arena, (5 * e->points + 1) * sizeof *room);
    if (!room || e->points == 0)
        return;
    const sj_provenance from = {.n = e->n,
                                .origins = about->origins,
                                .replicates = e->draws,
                                .seed = about->seed,
                                .hash = about->hash,
                                .assumption = assumes};
    double *column[5];
    for (int k = 0; k < 5; k++)
        column[k] = room + (size_t)k * e->points;
    for (size_t i = 0; i < e->points; i++) {
        const sj_excess_point *p = &e->point[i];
        const double cells[] = {p->observed, p->expected, p->low,     p->high,
                                p->sum,      p->sum_low,  p->sum_high};
        const bool after = !isnan(p->sum);
        column[0][i] = time[p->at];
        column[1][i] = after ? p->low : p->expected;
        column[2][i] = p->expected;
        column[3][i] = after ? p->high : p->expected;
        column[4][i] = p->observed;
        csv_text(csv_to, about->purpose);
        csv_text(csv_to, name[p->at]);
        sj_buf_add(csv_to, after ? SJ_S("after,") : SJ_S("before,"));
        for (size_t k = 0; k < SJ_COUNT(cells); k++)
            csv_number(csv_to, cells[k]);
        sj_buf_add(csv_to, SJ_S("0.95,\"prediction, simulated\","));
        sj_provenance_csv(csv_to, &from);
    }
    const sj_svg_fan fan = {.time = column[0],
                            .p5 = column[1],
                            .p25 = column[2],
                            .p50 = column[2],
                            .p75 = column[2],
                            .p95 = column[3],
                            .count = e->points,
                            .seen_time = column[0],
                            .seen = column[4],
                            .seen_count = e->points};
    sj_buf_addf(&title,
                "%.*s: counts (dots), what is expected without the change of %.*s (line), "
                "95 %% of each count after it (series.csv)",
                SJ_STR_FMT(about->purpose), SJ_STR_FMT(about->period));
    sj_svg_fan_draw(page_to, sj_buf_str(&title), &fan);
}

static sj_status write_file(const char *folder, const char *name, const sj_buf *b)
{
    SJ_SCOPED(sj_arena) a = {0};
    sj_str path;
    SJ_TRY(sj_buf_status(b));
    SJ_TRY(sj_arena_format(&a, &path, "%s/%s", folder, name));
    return sj_file_replace(path.ptr, b->ptr ? b->ptr : "", b->len);
}

int sj_arrivals_report(const char *folder, const char *hash, uint64_t seed, const sj_buf *page,
                       const sj_buf *csv, const sj_buf *series)
{
    SJ_SCOPED(sj_buf) path = {.max_bytes = PAGE_BYTES};
    SJ_SCOPED(sj_buf) html = {.max_bytes = PAGE_BYTES}, table = {.max_bytes = PAGE_BYTES};
    sj_page_open(&html, SJ_S("Arrivals: how many more came than a baseline explains"));
    sj_page_text(&html, SJ_S("Which baseline would have gone on is not observed: the range over "
                             "baselines comes first, the limits of each (95 %) second. Entries are "
                             "trips, not persons; other groups may stand behind the same entries. "
                             "Missing counts are left out, never zero."));
    sj_buf_add(&html, sj_buf_str(page));
    sj_buf_addf(&html, "<p>sojourn " SJ_VERSION ", seed %llu, inputs sha256 %s</p>\n",
                (unsigned long long)seed, hash);
    sj_page_close(&html);
    sj_buf_add(&table, SJ_S("purpose,period,observed,baseline,expected,unit,excess,low,high,mc_"
                            "error_low,mc_error_high,level,interval,"
                            "model," SJ_PROVENANCE_CSV));
    sj_buf_add(&table, sj_buf_str(csv));
    sj_status s = sj_buf_status(page);
    if (s >= 0)
        s = sj_file_make_folder(folder);
    if (s >= 0)
        s = write_file(folder, "excess.csv", &table);
    if (s >= 0 && series->len) {
        sj_buf_add(&path,
                   SJ_S("purpose,period,phase,observed,expected,low,high,excess_since_change,"
                        "excess_low,excess_high,level,interval," SJ_PROVENANCE_CSV));
        sj_buf_add(&path, sj_buf_str(series));
        s = write_file(folder, "series.csv", &path);
    }
    if (s >= 0)
        s = write_file(folder, "count.html", &html);
    return s < 0 ? sj_cli_fail(folder, s, NULL) : SJ_EXIT_DONE;
}
