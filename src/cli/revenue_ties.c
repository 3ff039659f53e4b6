/* cli/revenue_ties.c -- the revenue if workers and wages were correlated, as text, JSON,
 * table and CSV. The median of a product of two such laws does not move; its ends do. */
#include "cli/cli.h"
#include "cli/number.h"
#include "cli/revenue.h"

double sj_revenue_tie(size_t i)
{
    static const double rho[SJ_REVENUE_TIES] = {-0.5, 0.5};
    return i < SJ_REVENUE_TIES ? rho[i] : 0;
}

void sj_revenue_ties_text(const sj_revenue *r, sj_buf *to)
{
    for (size_t i = 0; i < SJ_REVENUE_TIES; i++) {
        sj_buf_addf(to, "  were workers and wages correlated, ranks %+.1f: ", sj_revenue_tie(i));
        sj_number_range(to, r->tied[i][1].value, r->tied[i][0].value, r->tied[i][2].value);
        sj_buf_add_char(to, '\n');
    }
}

static void put_member(sj_buf *to, const char *name, double value)
{
    sj_buf_addf(to, ", \"%s\": ", name);
    sj_number_put(to, value, 9);
}

void sj_revenue_ties_json(const sj_revenue *r, sj_buf *to)
{
    sj_buf_add(to, SJ_S(", \"correlated\": ["));
    for (size_t i = 0; i < SJ_REVENUE_TIES; i++) {
        sj_buf_addf(to, "%s{\"inputs\": [\"%s\", \"%s\"], \"spearman\": %.1f", i ? ", " : "",
                    sj_revenue_input(0), sj_revenue_input(1), sj_revenue_tie(i));
        put_member(to, "estimate", r->tied[i][1].value);
        put_member(to, "low", r->tied[i][0].value);
        put_member(to, "high", r->tied[i][2].value);
        put_member(to, "mc_error", r->tied[i][1].mc_error);
        put_member(to, "mc_error_low", r->tied[i][0].mc_error);
        put_member(to, "mc_error_high", r->tied[i][2].mc_error);
        sj_buf_add_char(to, '}');
    }
    sj_buf_add_char(to, ']');
}

void sj_revenue_ties_draw(const sj_revenue *r, sj_buf *to)
{
    sj_buf_add(to, SJ_S("<table><tr><th>rank correlation of workers and wages</th><th>USD a year, "
                        "median [5 - 95 %]</th></tr>\n"));
    for (size_t i = 0; i <= SJ_REVENUE_TIES; i++) { /* the independent case in the middle */
        const bool own = i == 1;
        const size_t k = i > 1 ? i - 1 : 0;
        sj_buf_addf(to, "<tr><td>%.1f</td><td>", own ? 0 : sj_revenue_tie(k));
        const sj_quantile *q = own ? r->q : r->tied[k];
        sj_number_range(to, q[1].value, q[0].value, q[2].value);
        sj_buf_add(to, SJ_S("</td></tr>\n"));
    }
    sj_buf_add(to, SJ_S("</table>\n"));
}

static void csv_row(double rho, const sj_quantile q[3], sj_buf *to)
{
    sj_buf_addf(to, "%.1f", rho);
    for (int k = 0; k < 3; k++) {
        sj_buf_add_char(to, ',');
        sj_number_put(to, q[k].value, 9);
    }
    for (int k = 0; k < 3; k++) {
        sj_buf_add_char(to, ',');
        sj_number_put(to, q[k].mc_error, 9);
    }
}

void sj_revenue_ties_csv(const sj_revenue *r, uint64_t seed, const char *hash, sj_buf *to)
{
    sj_buf_add(to, SJ_S("rank_correlation_of_workers_and_wages,p5,p50,p95,mc_error_p5,mc_error_p50,"
                        "mc_error_p95,interval," SJ_PROVENANCE_CSV));
    const sj_provenance from = {.n = r->figures,
                                .origins = r->origins,
                                .replicates = SJ_REVENUE_DRAWS,
                                .seed = seed,
                                .hash = hash,
                                .assumption = SJ_REVENUE_ASSUMPTION};
    for (size_t i = 0; r->estimable && i <= SJ_REVENUE_TIES; i++) {
        const bool own = i == 1;
        const size_t k = i > 1 ? i - 1 : 0;
        csv_row(own ? 0 : sj_revenue_tie(k), own ? r->q : r->tied[k], to);
        sj_buf_add(to, SJ_S(",5 and 95 % of Monte Carlo draws,"));
        sj_provenance_csv(to, &from);
    }
}
