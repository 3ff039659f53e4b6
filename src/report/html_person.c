/* report/html_person.c -- one person on the page, and the labour table.
 *
 * A protected person's section has no timeline, no path and no values of places: what is
 * left says that a rule was met, and nothing about where. */
#include "report/html.h"

static const sj_cell *who(const sj_case *c, size_t person, size_t column)
{
    return sj_tables_cell(sj_case_input_of(c)->signals.tables, SJ_TABLE_PEOPLE, person, column);
}

static void heading(const sj_case *c, size_t person, sj_buf *to)
{
    const sj_assessment *a = sj_case_assessment(c, person);
    sj_buf_addf(to, "<h3>");
    sj_html_text(to, sj_cell_text(who(c, person, SJ_PEOPLE_NAME)));
    sj_buf_addf(to, " <span class=\"quiet\">");
    sj_html_text(to, sj_cell_text(who(c, person, SJ_PEOPLE_PERSON_ID)));
    sj_buf_addf(to, "</span></h3><p><span class=\"grade\">%.*s</span> \xC2\xB7 probability ",
                SJ_STR_FMT(sj_grade_text(a->grade)));
    sj_buf_add_fixed(to, a->probability, 3);
    sj_buf_addf(to, " at a base rate of ");
    sj_buf_add_fixed(to, sj_case_input_of(c)->base_rate, 4);
    sj_buf_addf(to, ": of such people about ");
    sj_buf_add_fixed(to, (1 - a->probability) / a->probability, 1);
    sj_buf_addf(to, " are innocent for each who is not</p>");
}

static void path(const sj_case *c, size_t person, sj_buf *to)
{
    const sj_assessment *a = sj_case_assessment(c, person);
    sj_regime_verdict v;
    if (!a->has_job || a->is_protected)
        return;
    sj_case_regime(c, person, &v);
    sj_buf_addf(to, "<p>Regime: <b>%.*s</b>", SJ_STR_FMT(sj_outcome_text(v.outcome)));
    if (v.provision) {
        sj_buf_addf(to, " (");
        sj_html_text(to, v.provision->instrument);
        sj_buf_addf(to, ", paragraph ");
        sj_html_text(to, v.provision->paragraph);
        sj_buf_addf(to, ", in force ");
        sj_html_date(to, v.provision->from);
        sj_buf_add_char(to, ')');
    }
    sj_buf_addf(to, "</p><details><summary>The path through the rule</summary><ol>");
    for (size_t i = 0; i < v.step_count; i++) {
        const sj_regime_step *s = &v.step[i];
        sj_buf_addf(to, "<li>%s <b>%.*s</b>", s->question, SJ_STR_FMT(sj_answer_text(s->answer)));
        if (s->has_record) {
            sj_buf_addf(to, " <span class=\"quiet\">%.*s ", SJ_STR_FMT(sj_table_name(s->table)));
            sj_html_text(to, s->id);
            sj_buf_addf(to, ", %.*s: ", SJ_STR_FMT(s->field));
            sj_html_text(to, s->value);
            sj_buf_addf(to, "</span>");
        }
        sj_buf_addf(to, "</li>");
    }
    sj_buf_addf(to, "</ol></details>");
}

/* A bar from the first day to the last, a colour a status, the years below. */
static sj_status timeline(const sj_case *c, size_t person, sj_buf *to)
{
    static const char *const colour[] = {"#dddddd", "#7fb77e", "#e8c547",
                                         "#a03030", "#5b6fb5", "#888888"};
    const sj_signal_input *in = &sj_case_input_of(c)->signals;
    SJ_SCOPED(sj_arena) arena = {0};
    const sj_stay_span *s;
    size_t count;
    SJ_TRY(sj_regime_timeline(in->law, in->tables, person, in->as_of, in->reading, &arena, &s,
                              &count));
    if (count == 0)
        return SJ_OK;
    const double days = (double)s[count - 1].to - s[0].from + 1;
    sj_buf_addf(to, "<svg viewBox=\"0 0 1000 46\" role=\"img\" aria-label=\"timeline\">");
    for (size_t i = 0; i < count; i++) {
        const double x = 1000 * ((double)s[i].from - s[0].from) / days;
        sj_buf_addf(to, "<rect y=\"4\" height=\"20\" fill=\"%s\" x=\"", colour[s[i].stay]);
        sj_buf_add_fixed(to, x, 1);
        sj_buf_addf(to, "\" width=\"");
        sj_buf_add_fixed(to, 1000 * ((double)s[i].to - s[i].from + 1) / days, 1);
        sj_buf_addf(to, "\"><title>");
        sj_html_date(to, sj_date_from_day(s[i].from));
        sj_buf_addf(to, " to ");
        sj_html_date(to, sj_date_from_day(s[i].to));
        sj_buf_addf(to, ": %.*s</title></rect>", SJ_STR_FMT(sj_stay_text(s[i].stay)));
    }
    sj_buf_addf(to, "<text x=\"0\" y=\"40\" font-size=\"14\">");
    sj_html_date(to, sj_date_from_day(s[0].from));
    sj_buf_addf(to, "</text><text x=\"1000\" y=\"40\" font-size=\"14\" text-anchor=\"end\">");
    sj_html_date(to, sj_date_from_day(s[count - 1].to));
    sj_buf_addf(to, "</text></svg><p class=\"quiet\">");
    for (size_t i = 0; i < count; i++) {
        sj_buf_addf(to, i ? "; from " : "From ");
        sj_html_date(to, sj_date_from_day(s[i].from));
        sj_buf_addf(to, " %.*s", SJ_STR_FMT(sj_stay_text(s[i].stay)));
    }
    sj_buf_addf(to, "</p>");
    return SJ_OK;
}

static void finding(const sj_case *c, const sj_finding *f, sj_audience a, sj_buf *to)
{
    sj_buf_addf(to, "<li><b>%.*s</b> ", SJ_STR_FMT(sj_strength_text(f->signal->strength)));
    sj_html_text(to, sj_case_says(c, f, a));
    sj_buf_addf(to, "<br><span class=\"quiet\">");
    sj_html_text(to, f->signal->id);
    bool first = true;
    for (size_t i = 0; i < f->because_count; i++) {
        if (!sj_case_shows(c, f, i, a))
            continue;
        sj_buf_addf(to, first ? " \xC2\xB7 " : ", ");
        first = false;
        sj_buf_addf(to, "%.*s ", SJ_STR_FMT(sj_table_name(f->because[i].table)));
        sj_html_text(to, sj_evidence_id(sj_case_input_of(c)->signals.tables, &f->because[i]));
        sj_buf_addf(to, " %.*s: ", SJ_STR_FMT(sj_evidence_field(&f->because[i])));
        sj_html_text(to, sj_case_show(c, f, i, a));
    }
    sj_buf_addf(to, " \xC2\xB7 source: ");
    sj_html_text(to, f->signal->source);
    sj_buf_addf(to, "<br>Rule out first: ");
    sj_html_text(to, f->signal->innocent);
    sj_buf_addf(to, "</span></li>");
}

sj_status sj_html_person(const sj_case *c, size_t person, sj_audience a, sj_buf *to)
{
    size_t count;
    const sj_finding *f = sj_findings_of(sj_case_findings(c), person, &count);
    sj_buf_addf(to, "<section class=\"person\">");
    heading(c, person, to);
    path(c, person, to);
    if (!sj_case_assessment(c, person)->is_protected)
        SJ_TRY(timeline(c, person, to));
    sj_buf_addf(to, "<ul>");
    for (size_t i = 0; i < count; i++)
        if (sj_audience_sees_family(a, f[i].signal->family))
            finding(c, &f[i], a, to);
    sj_buf_addf(to, "</ul></section>");
    return SJ_OK;
}

/* ---- labour ---- */

sj_status sj_html_labour(const sj_case *c, sj_buf *to)
{
    SJ_AUTO(sj_labour) *l = NULL;
    const sj_tables *t = sj_case_input_of(c)->signals.tables;
    size_t yes[SJ_INDICATORS + 1] = {0}, no[SJ_INDICATORS + 1] = {0},
                               unknown[SJ_INDICATORS + 1] = {0};
    SJ_TRY(sj_labour_new(&l));
    for (size_t p = 0; p < sj_tables_count(t, SJ_TABLE_PEOPLE); p++) {
        sj_indicator_answer answer[SJ_INDICATORS];
        sj_answer forced;
        sj_labour_judge(l, t, p, answer, &forced);
        for (size_t i = 0; i <= SJ_INDICATORS; i++) {
            const sj_answer x = i < SJ_INDICATORS ? answer[i].answer : forced;
            yes[i] += x == SJ_ANSWER_YES;
            no[i] += x == SJ_ANSWER_NO;
            unknown[i] += x == SJ_ANSWER_UNKNOWN;
        }
    }
    sj_buf_addf(
        to,
        "<h2>Indicators of forced labour</h2><p>Of each person the indicators are in labour.jsonl. "
        "A finding "
        "of forced labour takes at least one indicator of involuntariness and one of coercion.</p>"
        "<div class=\"scroll\"><table><tr><th>Indicator</th><th>Norm</th><th class=\"n\">yes</th>"
        "<th class=\"n\">no</th><th class=\"n\">unknown</th></tr>");
    for (size_t i = 0; i <= SJ_INDICATORS; i++) {
        const bool sum = i == SJ_INDICATORS;
        sj_buf_addf(to, "<tr><td>");
        sj_html_text(to, sum ? SJ_S("both kinds together") : sj_labour_indicators(l)[i].name);
        sj_buf_addf(to, "</td><td>");
        sj_html_text(to, sum ? SJ_S("") : sj_labour_indicators(l)[i].norm);
        const size_t *const cell[] = {yes, no, unknown};
        for (size_t k = 0; k < SJ_COUNT(cell); k++) {
            sj_buf_addf(to, "</td><td class=\"n\">");
            sj_html_count(to, cell[k][i], SJ_AUDIENCE_NGO);
        }
        sj_buf_addf(to, "</td></tr>");
    }
    sj_buf_addf(to, "</table></div>");
    return SJ_OK;
}
