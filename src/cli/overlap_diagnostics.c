/* cli/overlap_diagnostics.c -- see the header. All of it is told of one table, never of a
 * thousand replicates. */
#include "cli/overlap_diagnostics.h"
#include "cli/number.h"
#include "count/special.h"
#include <math.h>

void sj_overlap_json_cell(const sj_str *list, unsigned mask, sj_buf *to)
{
    SJ_SCOPED(sj_buf) name = {0};
    for (unsigned i = 0; mask >> i; i++) {
        if (!(mask >> i & 1))
            continue;
        if (name.len)
            sj_buf_add_char(&name, ':');
        sj_buf_add(&name, list[i]);
    }
    sj_buf_add_json(to, sj_buf_str(&name));
}

sj_status sj_overlap_certificate_json(const sj_overlap *o, const sj_overlap_model *m,
                                      const sj_str *list, sj_buf *to)
{
    sj_overlap_certificate c;
    bool first = true;
    SJ_TRY(sj_overlap_certify(o, m, &c));
    sj_buf_addf(to, ",\"certificate\":{\"by\":\"linear program\",\"code\":%d", c.code);
    sj_number_member(to, "largest_least_mean", c.least_mean, 9);
    sj_buf_addf(to, ",\"columns_independent\":%s,\"cells_run_empty\":[",
                c.full_rank ? "true" : "false");
    for (unsigned m2 = 1; m2 < 1u << o->lists; m2++)
        if (c.emptied[m2]) {
            if (!first)
                sj_buf_add_char(to, ',');
            first = false;
            sj_overlap_json_cell(list, m2, to);
        }
    sj_buf_add(to, SJ_S("]}"));
    return SJ_OK;
}

sj_status sj_overlap_heterogeneity_json(const sj_overlap *o, double level, sj_buf *to)
{
    static const struct {
        const char *name;
        sj_overlap_mixed kind;
        bool lists_differ;
    } kinds[] = {{"M0", SJ_OVERLAP_M0, false},
                 {"Mt", SJ_OVERLAP_MT, true},
                 {"Mh Chao", SJ_OVERLAP_CHAO, false},
                 {"Mh Poisson2", SJ_OVERLAP_POISSON, false},
                 {"Mh Darroch", SJ_OVERLAP_DARROCH, false},
                 {"Mh Gamma3.5", SJ_OVERLAP_GAMMA, false},
                 {"Mth Chao", SJ_OVERLAP_CHAO, true},
                 {"Mth Poisson2", SJ_OVERLAP_POISSON, true},
                 {"Mth Darroch", SJ_OVERLAP_DARROCH, true},
                 {"Mth Gamma3.5", SJ_OVERLAP_GAMMA, true}};
    const double z = sj_normal_quantile(0.5 + level / 2), n = sj_overlap_total(o);
    sj_buf_add(to, SJ_S(",\"heterogeneity\":["));
    for (size_t i = 0; o->lists > 2 && i < SJ_COUNT(kinds); i++) {
        sj_overlap_fit f;
        SJ_TRY(sj_overlap_mixed_fit(o, kinds[i].kind, kinds[i].lists_differ, &f));
        sj_buf_addf(to, "%s{\"model\":\"%s\",\"exists\":%s", i ? "," : "", kinds[i].name,
                    f.exists ? "true" : "false");
        sj_number_member(to, "estimate", f.exists ? f.estimate : NAN, 6);
        sj_number_member(to, "low", f.exists ? n + f.dark * exp(-z * f.se) : NAN, 6);
        sj_number_member(to, "high", f.exists ? n + f.dark * exp(z * f.se) : NAN, 6);
        sj_number_member(to, "bic", f.exists ? f.bic : NAN, 6);
        sj_number_member(to, "aic", f.exists ? f.aic : NAN, 6);
        sj_number_member(to, "deviance", f.exists ? f.deviance : NAN, 6);
        sj_buf_addf(to, ",\"parameters\":%u}", f.parameters);
    }
    sj_buf_add_char(to, ']');
    return SJ_OK;
}

static void pair_json(const sj_overlap *o, const sj_str *list, unsigned i, unsigned j, sj_buf *to)
{
    double a = 0, b = 0, both = 0;
    sj_overlap_pair p;
    for (unsigned m = 1; m < 1u << o->lists; m++) {
        a += m >> i & 1 ? o->count[m] : 0;
        b += m >> j & 1 ? o->count[m] : 0;
        both += (m >> i & m >> j & 1) ? o->count[m] : 0;
    }
    sj_overlap_two_lists(a, b, both, &p);
    sj_buf_add(to, SJ_S("{\"lists\":"));
    sj_overlap_json_cell(list, 1u << i | 1u << j, to);
    sj_number_member(to, "petersen", p.petersen, 6);
    sj_number_member(to, "chapman", p.chapman, 6);
    sj_number_member(to, "chapman_se", p.chapman_se, 6);
    sj_buf_add_char(to, '}');
}

void sj_overlap_closed_json(const sj_overlap *o, const sj_str *list, sj_buf *to)
{
    sj_overlap_coverage c;
    sj_buf_add(to, SJ_S(",\"two_lists\":["));
    for (unsigned i = 0; i < o->lists; i++)
        for (unsigned j = i + 1; j < o->lists; j++) {
            if (j > 1)
                sj_buf_add_char(to, ',');
            pair_json(o, list, i, j, to);
        }
    sj_overlap_sample_coverage(o, &c);
    sj_buf_addf(to, "],\"sample_coverage\":{\"lists\":%u", o->lists);
    sj_number_member(to, "coverage", c.coverage, 6);
    sj_number_member(to, "independent", c.independent, 6);
    sj_number_member(to, "high", c.high, 6);
    sj_number_member(to, "low", c.low, 6);
    sj_buf_add_char(to, '}');
}

void sj_overlap_plot_text(const sj_overlap_ranked *ranked, size_t count, sj_buf *to)
{
    enum { ROWS = 11, WIDTH = 60 };
    char cell[ROWS][WIDTH + 1];
    double low = INFINITY, high = 0;
    size_t n = 0;
    for (; n < count && ranked[n].bic <= ranked[0].bic + ROWS - 1; n++) {
        low = fmin(low, ranked[n].estimate);
        high = fmax(high, ranked[n].estimate);
    }
    if (n == 0)
        return;
    memset(cell, ' ', sizeof cell);
    for (size_t i = 0; i < n; i++) {
        const double part =
            high > low ? (log(ranked[i].estimate) - log(low)) / (log(high) - log(low)) : 0.5;
        cell[(int)(ranked[i].bic - ranked[0].bic + 0.5)][(int)(part * (WIDTH - 1) + 0.5)] = '*';
    }
    sj_buf_add(to, SJ_S("each model's estimate (across, logarithmic) and its BIC above the best "
                        "(down)\n"));
    for (int r = 0; r < ROWS; r++) {
        int end = WIDTH;
        while (end > 0 && cell[r][end - 1] == ' ')
            end--;
        sj_buf_addf(to, "  %2d |%.*s\n", r, end, cell[r]);
    }
    sj_buf_addf(to, "      %-30.0f%30.0f\n", low, high);
}
