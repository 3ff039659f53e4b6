/* report/html_person.c -- one person on the page.
 *
 * A protected person's section has no timeline, no path and no values of places: what is
 * left says that a rule was met, and nothing about where. */
#include "report/html.h"

static const sj_cell *cell(const sj_case *c, sj_table table, size_t row, size_t column)
{
    return sj_tables_cell(sj_case_input_of(c)->signals.tables, table, row, column);
}

static void heading(const sj_case *c, size_t person, sj_buf *to)
{
    const sj_assessment *a = sj_case_assessment(c, person);
    sj_buf_add(to, SJ_S("<h3>"));
    sj_html_name(to, sj_cell_text(cell(c, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME)));
    sj_buf_add(to, SJ_S(" <span class=\"quiet\">"));
    sj_html_text(to, sj_cell_text(cell(c, SJ_TABLE_PEOPLE, person, 0)));
    sj_buf_addf(to, "</span></h3><p><span class=\"grade\">%.*s</span> \xC2\xB7 probability ",
                SJ_STR_FMT(sj_grade_text(a->grade)));
    sj_buf_add_fixed(to, a->probability, 3);
    sj_buf_add(to, SJ_S(" at a base rate of "));
    sj_buf_addf(to, "%g", sj_case_input_of(c)->base_rate);
    sj_buf_add(to, SJ_S(": of such people about "));
    sj_buf_add_fixed(to, (1 - a->probability) / a->probability, 2);
    sj_buf_add(to, SJ_S(" are innocent for each who is not</p>"));
    if (a->is_protected)
        sj_buf_add(to, SJ_S("<p><b>Under protection, or it cannot be ruled out.</b> Nothing here "
                            "says where this person is, "
                            "and nothing may be sent to anybody who could return them.</p>"));
}

/* The greatest ratio of each family, by which the odds were multiplied. Of all families,
 * also those whose findings this audience does not see: the grade rests on them too. */
static void ratios(const sj_case *c, size_t person, sj_buf *to)
{
    size_t count;
    const sj_finding *f = sj_findings_of(sj_case_findings(c), person, &count);
    sj_buf_add(to, SJ_S("<p class=\"quiet\">Ratios taken, one a family:"));
    for (size_t i = 0, end; i < count; i = end) {
        double most = 1;
        for (end = i; end < count && sj_str_eq(f[end].signal->family, f[i].signal->family); end++)
            most = f[end].signal->likelihood_ratio > most ? f[end].signal->likelihood_ratio : most;
        sj_buf_addf(to, "%s %.*s ", i ? "," : "", SJ_STR_FMT(f[i].signal->family));
        sj_buf_add_fixed(to, most, 1);
    }
    sj_buf_add(to, SJ_S(".</p>"));
}

static void steps(const sj_regime_verdict *v, sj_buf *to)
{
    sj_buf_add(to, SJ_S("<ol class=\"quiet\">"));
    for (size_t i = 0; i < v->step_count; i++) {
        const sj_regime_step *s = &v->step[i];
        sj_buf_addf(to, "<li>%s <b>%.*s</b>", s->question, SJ_STR_FMT(sj_answer_text(s->answer)));
        if (s->has_record) {
            sj_buf_addf(to, " (%.*s ", SJ_STR_FMT(sj_table_name(s->table)));
            sj_html_text(to, s->id);
            sj_buf_addf(to, ", %.*s: ", SJ_STR_FMT(s->field));
            sj_html_text(to, s->value);
            sj_buf_add_char(to, ')');
        }
        sj_buf_add(to, SJ_S("</li>"));
    }
    sj_buf_add(to, SJ_S("</ol>"));
}

static void regime(const sj_case *c, size_t person, sj_buf *to)
{
    const sj_assessment *a = sj_case_assessment(c, person);
    sj_regime_verdict v;
    if (!a->has_job || a->is_protected)
        return;
    sj_case_regime(c, person, &v);
    sj_buf_addf(to, "<h4>Regime: %.*s", SJ_STR_FMT(sj_outcome_text(v.outcome)));
    if (v.provision) {
        sj_buf_add(to, SJ_S(" (last read: "));
        sj_html_text(to, v.provision->instrument);
        if (v.provision->paragraph.len)
            sj_buf_add(to, SJ_S(", paragraph "));
        sj_html_text(to, v.provision->paragraph);
        sj_buf_add(to, SJ_S(", in force "));
        sj_html_date(to, v.provision->from);
        sj_buf_add_char(to, ')');
    }
    sj_buf_add(to, SJ_S("</h4>"));
    steps(&v, to);
}

/* ---- timeline ---- */

struct axis {
    int32_t from, to;
};

static void bar(const struct axis *x, int32_t from, int32_t to_day, const char *colour, sj_buf *to)
{
    const double days = (double)x->to - x->from + 1;
    if (from < x->from)
        from = x->from;
    if (to_day > x->to)
        to_day = x->to;
    if (to_day < from)
        return;
    sj_buf_add(to, SJ_S("<rect y=\"0\" height=\"10\" x=\""));
    sj_buf_add_fixed(to, 1000 * ((double)from - x->from) / days, 1);
    sj_buf_add(to, SJ_S("\" width=\""));
    sj_buf_add_fixed(to, 1000 * ((double)to_day - from + 1) / days, 1);
    sj_buf_addf(to, "\" fill=\"%s\" stroke=\"#fff\" stroke-width=\".6\"/>", colour);
}

static void open_lane(const char *name, sj_buf *to)
{
    sj_buf_addf(to,
                "<div class=\"lane\"><span class=\"quiet\">%s</span><svg viewBox=\"0 0 1000 10\" "
                "height=\"14\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
                "<rect width=\"1000\" height=\"10\" fill=\"#f2f2f2\"/>",
                name);
}

/* Bars of rows that have two dates; an open end reaches to the end of the axis. */
static void rows_lane(const sj_case *c, const struct axis *x, size_t person, sj_table table,
                      sj_buf *to)
{
    const bool job = table == SJ_TABLE_JOBS;
    const size_t link = job ? SJ_JOBS_PERSON_ID : SJ_PERMITS_PERSON_ID,
                 starts = job ? SJ_JOBS_STARTS : SJ_PERMITS_VALID_FROM,
                 ends = job ? SJ_JOBS_ENDS : SJ_PERMITS_VALID_TO;
    size_t count;
    const uint32_t *row =
        sj_tables_linked(sj_case_input_of(c)->signals.tables, table, link, person, &count);
    open_lane(job ? "Jobs" : "Permits", to);
    for (size_t i = 0; i < count; i++) {
        const sj_cell *from = cell(c, table, row[i], starts), *end = cell(c, table, row[i], ends);
        if (from->state == SJ_CELL_READ)
            bar(x, sj_date_first_day(from->as.date.from),
                end->state == SJ_CELL_READ ? sj_date_last_day(end->as.date.to) : x->to,
                job ? "#444444" : "#5f8ea6", to);
    }
    sj_buf_add(to, SJ_S("</svg></div>"));
}

static const char *const stay_colour[] = {"#c4c4c4", "#6aa869", "#d9b93c",
                                          "#9b2c2c", "#5262a8", "#888888"};

static void spans(const sj_stay_span *s, size_t count, sj_buf *to)
{
    sj_buf_add(to, SJ_S("<ul class=\"spans quiet\">"));
    for (size_t i = 0; i < count; i++) {
        sj_buf_addf(to,
                    "<li><svg class=\"key\" viewBox=\"0 0 1 1\" aria-hidden=\"true\">"
                    "<rect width=\"1\" height=\"1\" fill=\"%s\"/></svg>",
                    stay_colour[s[i].stay]);
        sj_html_date(to, sj_date_from_day(s[i].from));
        sj_buf_add(to, SJ_S(" to "));
        sj_html_date(to, sj_date_from_day(s[i].to));
        sj_buf_addf(to, ": %.*s</li>", SJ_STR_FMT(sj_stay_text(s[i].stay)));
    }
    sj_buf_add(to, SJ_S("</ul>"));
}

/* Three lanes over one axis, and the status of each day in words. */
static sj_status timeline(const sj_case *c, size_t person, sj_audience a, sj_buf *to)
{
    const sj_signal_input *in = &sj_case_input_of(c)->signals;
    SJ_SCOPED(sj_arena) arena = {0};
    const sj_stay_span *s;
    size_t count;
    SJ_TRY(sj_regime_timeline(in->law, in->tables, person, in->as_of, in->reading, &arena, &s,
                              &count));
    if (count == 0)
        return SJ_OK;
    const struct axis x = {s[0].from, s[count - 1].to};
    sj_buf_add(to, SJ_S("<h4>Timeline</h4>"));
    if (sj_audience_sees_family(a, SJ_S("permit"))) {
        rows_lane(c, &x, person, SJ_TABLE_PERMITS, to);
        rows_lane(c, &x, person, SJ_TABLE_JOBS, to);
    }
    open_lane("Status", to);
    for (size_t i = 0; i < count; i++)
        bar(&x, s[i].from, s[i].to, stay_colour[s[i].stay], to);
    sj_buf_add(to, SJ_S("</svg></div><div class=\"ends quiet\" aria-hidden=\"true\"><span>"));
    sj_html_date(to, sj_date_from_day(x.from));
    sj_buf_add(to, SJ_S("</span><span>"));
    sj_html_date(to, sj_date_from_day(x.to));
    sj_buf_add(to, SJ_S("</span></div>"));
    spans(s, count, to);
    return SJ_OK;
}

/* ---- findings ---- */

/* The next piece of evidence from `i` on that is shown; because_count if none. */
static size_t next_shown(const sj_case *c, const sj_finding *f, size_t i, sj_audience a)
{
    while (i < f->because_count && !sj_case_shows(c, f, i, a))
        i++;
    return i;
}

/* Evidence that says the same of several rows is said once: "jobs j1, j2 site: hall 3". */
static void evidence(const sj_case *c, const sj_finding *f, sj_audience a, sj_buf *to)
{
    const sj_tables *t = sj_case_input_of(c)->signals.tables;
    size_t i = next_shown(c, f, 0, a);
    if (i == f->because_count)
        return;
    sj_buf_add(to, SJ_S("<br><span class=\"quiet\">Evidence: "));
    for (bool first = true; i < f->because_count; first = false) {
        const sj_evidence_cell *e = &f->because[i];
        const sj_str value = sj_case_show(c, f, i, a);
        sj_buf_addf(to, "%s%.*s ", first ? "" : "; ", SJ_STR_FMT(sj_table_name(e->table)));
        sj_html_text(to, sj_evidence_id(t, e));
        for (i = next_shown(c, f, i + 1, a); i < f->because_count; i = next_shown(c, f, i + 1, a)) {
            const sj_evidence_cell *n = &f->because[i];
            if (n->table != e->table || n->column != e->column ||
                !sj_str_eq(sj_case_show(c, f, i, a), value))
                break;
            sj_buf_add(to, SJ_S(", "));
            sj_html_text(to, sj_evidence_id(t, n));
        }
        sj_buf_addf(to, " %.*s%s%.*s: <b>", SJ_STR_FMT(sj_evidence_field(e)),
                    e->part.len ? ", " : "", SJ_STR_FMT(e->part));
        sj_html_text(to, value);
        sj_buf_add(to, SJ_S("</b>"));
    }
    sj_buf_add(to, SJ_S("</span>"));
}

static void basis(const sj_provision *p, sj_buf *to)
{
    if (!p)
        return;
    sj_buf_add(to, SJ_S("<br><span class=\"quiet\">Basis: "));
    sj_html_text(to, p->instrument);
    if (p->paragraph.len)
        sj_buf_add(to, SJ_S(", paragraph "));
    sj_html_text(to, p->paragraph);
    sj_buf_add(to, SJ_S(", in force "));
    sj_html_date(to, p->from);
    sj_buf_add(to, SJ_S("</span>"));
}

static void finding(const sj_case *c, const sj_finding *f, sj_audience a, sj_buf *to)
{
    const sj_str strength = sj_strength_text(f->signal->strength);
    sj_buf_addf(to, "<li class=\"%.*s\"><b class=\"tag\">%.*s</b> ", SJ_STR_FMT(strength),
                SJ_STR_FMT(strength));
    sj_html_text(to, sj_case_says(c, f, a));
    evidence(c, f, a, to);
    basis(f->basis, to);
    sj_buf_add(to, SJ_S("<br><span class=\"quiet\">Rule out first: "));
    sj_html_pieces(to, f->signal->innocent);
    sj_buf_add(to, SJ_S("</span><br><span class=\"quiet\">Rule: "));
    sj_html_text(to, f->signal->id);
    sj_buf_add(to, SJ_S("; source: "));
    sj_html_text(to, f->signal->source);
    sj_buf_add(to, SJ_S("</span></li>"));
}

/* Families of which nothing could be asked, and how many other questions stay open. */
static void unknown(const sj_case *c, size_t person, sj_audience a, sj_buf *to)
{
    size_t count, open = 0;
    bool first = true;
    const sj_signal *s = sj_findings_signals(sj_case_findings(c), &count);
    sj_buf_add(to, SJ_S("<p class=\"quiet\">Unknown for want of data:"));
    for (size_t from = 0, end; from < count; from = end) {
        size_t live = 0, missing = 0;
        for (end = from; end < count && sj_str_eq(s[end].family, s[from].family); end++) {
            live += s[end].runs;
            missing += s[end].runs &&
                       sj_findings_answer(sj_case_findings(c), person, end) == SJ_ANSWER_UNKNOWN;
        }
        if (!sj_audience_sees_family(a, s[from].family) || live == 0)
            continue;
        if (missing < live) {
            open += missing;
            continue;
        }
        sj_buf_addf(to, "%s all of family %.*s", first ? "" : ",", SJ_STR_FMT(s[from].family));
        first = false;
    }
    sj_buf_addf(to, "%s %zu other signals.</p>", first ? "" : ";", open);
}

sj_status sj_html_person(const sj_case *c, size_t person, sj_audience a, sj_buf *to)
{
    size_t count;
    const sj_finding *f = sj_findings_of(sj_case_findings(c), person, &count);
    heading(c, person, to);
    ratios(c, person, to);
    sj_buf_add(to, SJ_S("<h4>Findings</h4><ul class=\"found\">"));
    for (int strength = SJ_STRENGTH_HARD; strength >= SJ_STRENGTH_CONTEXT; strength--)
        for (size_t i = 0; i < count; i++)
            if ((int)f[i].signal->strength == strength &&
                sj_audience_sees_family(a, f[i].signal->family))
                finding(c, &f[i], a, to);
    sj_buf_add(to, SJ_S("</ul>"));
    regime(c, person, to);
    if (!sj_case_assessment(c, person)->is_protected)
        SJ_TRY(timeline(c, person, a, to));
    unknown(c, person, a, to);
    return SJ_OK;
}
