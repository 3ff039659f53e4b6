/* report/html_labour.c -- the labour table, for those who see no assessments. */
#include "report/html.h"

struct sums {
    size_t answer[SJ_INDICATORS + 1][3]; /* yes, no, unknown; the last: both kinds together */
};

static void count_answers(const sj_case *c, struct sums *s)
{
    const sj_tables *t = sj_case_input_of(c)->signals.tables;
    for (size_t p = 0; p < sj_tables_count(t, SJ_TABLE_PEOPLE); p++) {
        sj_indicator_answer answer[SJ_INDICATORS];
        sj_answer forced;
        sj_labour_judge(sj_case_labour(c), t, p, answer, &forced);
        for (size_t i = 0; i <= SJ_INDICATORS; i++) {
            const sj_answer x = i < SJ_INDICATORS ? answer[i].answer : forced;
            s->answer[i][x == SJ_ANSWER_YES ? 0 : x == SJ_ANSWER_NO ? 1 : 2]++;
        }
    }
}

static void row(const size_t answer[3], const sj_indicator *n, sj_audience a, sj_buf *to)
{
    static const char *const label[] = {"yes", "no", "unknown"};
    sj_shown shown[3];
    sj_case_suppress(answer, 3, a, shown);
    sj_buf_add(to, SJ_S("<tr><th scope=\"row\">"));
    sj_html_text(to, n ? n->name : SJ_S("both kinds together"));
    sj_buf_add(to, SJ_S("</th><td data-l=\"What the tables show\"><span>"));
    sj_html_text(to, n ? n->rule : SJ_S("at least one of each kind, never a bare count"));
    sj_buf_add(to, SJ_S("</span></td><td data-l=\"Kind\">"));
    sj_html_text(to, n ? n->kind : SJ_S(""));
    sj_buf_add(to, SJ_S("</td><td data-l=\"Norm\"><span>"));
    sj_html_text(to, n ? n->norm : SJ_S(""));
    sj_buf_add(to, SJ_S("</span></td>"));
    for (size_t k = 0; k < 3; k++) {
        sj_buf_addf(to, "<td class=\"n\" data-l=\"%s\">", label[k]);
        sj_html_shown(to, answer[k], shown[k]);
        sj_buf_add(to, SJ_S("</td>"));
    }
    sj_buf_add(to, SJ_S("</tr>"));
}

sj_status sj_html_labour(const sj_case *c, sj_audience a, sj_buf *to)
{
    struct sums s = {{{0}}};
    count_answers(c, &s);
    sj_buf_add(to,
               SJ_S("<h2>Indicators of forced labour</h2><p>Of each person the indicators are "
                    "in labour.jsonl. A finding of forced labour takes at least one indicator "
                    "of involuntariness and one of coercion. Unknown means that the roster "
                    "holds nothing that could answer: it is not a no.</p><table><thead><tr>"
                    "<th scope=\"col\">Indicator</th><th scope=\"col\">What the tables show</th>"
                    "<th scope=\"col\">Kind</th><th scope=\"col\">Norm</th>"
                    "<th scope=\"col\" class=\"n\">yes</th><th scope=\"col\" "
                    "class=\"n\">no</th><th scope=\"col\" class=\"n\">unknown</th></tr>"
                    "</thead><tbody>"));
    for (size_t i = 0; i <= SJ_INDICATORS; i++)
        row(s.answer[i], i < SJ_INDICATORS ? &sj_labour_indicators(sj_case_labour(c))[i] : NULL, a,
            to);
    sj_buf_add(to, SJ_S("</tbody></table>"));
    return SJ_OK;
}
