/* report/html_tables.c -- the tables of the page: grades, organisations, signals, lists.
 *
 * A table that leaves the house hides cells under five, and as many others as it takes
 * that none can be worked out (sj_case_suppress): by rows where a row sums up to the
 * people, by columns where a column does. A number that is made from hidden ones is hidden
 * as well. */
#include "report/html.h"

static size_t people(const sj_case *c)
{
    return sj_tables_count(sj_case_input_of(c)->signals.tables, SJ_TABLE_PEOPLE);
}

/* ---- grades ---- */

struct grades {
    size_t count[4];
    double innocent[4]; /* expected */
    sj_shown shown[4];
};

static void count_grades(const sj_case *c, sj_audience a, struct grades *g)
{
    *g = (struct grades){0};
    for (size_t p = 0; p < people(c); p++) {
        const sj_assessment *x = sj_case_assessment(c, p);
        g->count[x->grade]++;
        g->innocent[x->grade] += 1 - x->probability;
    }
    sj_case_suppress(g->count, 4, a, g->shown);
}

static const char *const grade_colour[4] = {"#c4c4c4", "#5f8ea6", "#d69a2d", "#9b2c2c"};

/* A bar of the four grades; widths in thousandths of the whole. */
static void grade_bar(const struct grades *g, size_t total, sj_buf *to)
{
    size_t x = 0;
    sj_buf_add(to, SJ_S("<svg viewBox=\"0 0 1000 40\" height=\"28\" preserveAspectRatio=\"none\" "
                        "role=\"img\" aria-label=\"Share of each grade:"));
    for (int k = 3; k >= 0; k--)
        sj_buf_addf(to, " %.*s %zu%s", SJ_STR_FMT(sj_grade_text((sj_grade)k)), g->count[k],
                    k ? "," : "");
    sj_buf_add(to, SJ_S("\">"));
    for (int k = 3; k >= 0; k--) {
        const size_t width = g->count[k] * 1000 / total;
        sj_buf_addf(to, "<rect x=\"%zu\" y=\"0\" width=\"%zu\" height=\"40\" fill=\"%s\"/>", x,
                    width, grade_colour[k]);
        x += width;
    }
    sj_buf_add(to, SJ_S("</svg>"));
}

static void grade_row(const struct grades *g, int k, sj_buf *to)
{
    static const char *const what[4] = {
        "Too little is known to say anything. Ask for the missing papers, or leave it.",
        "Nothing found that needs a person.",
        "Strong facts of one kind: a person reads them and rules out the innocent readings.",
        "A hard fact, or strong facts of two kinds: a person decides, before anything is done."};
    const double guilty = (double)g->count[k] - g->innocent[k];
    sj_buf_addf(
        to,
        "<tr><th scope=\"row\"><span class=\"grade\"><svg class=\"key\" viewBox=\"0 0 1 1\" "
        "aria-hidden=\"true\"><rect width=\"1\" height=\"1\" fill=\"%s\"/></svg>%.*s</span>"
        "</th><td class=\"n\" data-l=\"People\">",
        grade_colour[k], SJ_STR_FMT(sj_grade_text((sj_grade)k)));
    sj_html_shown(to, g->count[k], g->shown[k]);
    sj_buf_add(to, SJ_S("</td><td class=\"n\" data-l=\"Innocent, expected\">"));
    const bool told = k >= SJ_GRADE_REVIEW && g->count[k] > 0 && g->shown[k] == SJ_SHOWN;
    if (told)
        sj_buf_add_fixed(to, g->innocent[k], 1);
    sj_buf_add(to, SJ_S("</td><td class=\"n\" data-l=\"Innocent for each true one\">"));
    if (told)
        sj_buf_add_fixed(to, g->innocent[k] / guilty, 2);
    sj_buf_addf(to, "</td><td data-l=\"What to do\"><span>%s</span></td></tr>", what[k]);
}

void sj_html_summary(const sj_case *c, sj_audience a, sj_buf *to)
{
    const sj_case_input *in = sj_case_input_of(c);
    struct grades g;
    count_grades(c, a, &g);
    sj_buf_add(to, SJ_S("<h2 id=\"summary\">Summary</h2><p>"));
    sj_html_count(to, people(c), a);
    sj_buf_add(to, SJ_S(" people, "));
    sj_html_count(to, sj_tables_count(in->signals.tables, SJ_TABLE_JOBS), a);
    sj_buf_add(to, SJ_S(" jobs, judged as of "));
    sj_html_date(to, in->signals.as_of);
    sj_buf_addf(to, " under the reading \xE2\x80\x9C%.*s\xE2\x80\x9D.</p>",
                SJ_STR_FMT(sj_reading_text(in->signals.reading)));
    if (a == SJ_AUDIENCE_SELF && people(c))
        grade_bar(&g, people(c), to);
    sj_buf_add(to, SJ_S("<table><thead><tr><th scope=\"col\">Grade</th>"
                        "<th scope=\"col\" class=\"n\">People</th>"
                        "<th scope=\"col\" class=\"n\">Innocent, expected</th>"
                        "<th scope=\"col\" class=\"n\">Innocent for each true one</th>"
                        "<th scope=\"col\">What to do</th></tr></thead><tbody>"));
    for (int k = 3; k >= 0; k--)
        grade_row(&g, k, to);
    sj_buf_add(to, SJ_S("</tbody></table><p class=\"quiet\">Expected numbers of innocent people "
                        "rest on a base rate of "));
    sj_buf_addf(to, "%g", in->base_rate);
    sj_buf_add(to, SJ_S(", which <code>--base-rate</code> sets, and on likelihood ratios that are "
                        "assumed unless the table of signals names a source. A grade is a reason "
                        "to look, never a verdict.</p>"));
}

/* ---- organisations ---- */

enum { ORGANISATIONS_SHOWN = 50, ROLES = 2 };
struct role {
    size_t refer, review, workers;
};
struct organisation {
    size_t row;
    struct role role; /* of a worker who is hired out and in, once */
    bool employs, supplies;
};

/* Adds one person to the organisations of their jobs, to each once. */
static void add_person(const sj_case *c, size_t person, struct organisation *o)
{
    static const size_t columns[ROLES] = {SJ_JOBS_ORGANISATION_ID, SJ_JOBS_AGENCY_ID};
    const sj_tables *t = sj_case_input_of(c)->signals.tables;
    const sj_assessment *a = sj_case_assessment(c, person);
    size_t jobs, seen[64], seen_count = 0;
    const uint32_t *job = sj_tables_linked(t, SJ_TABLE_JOBS, SJ_JOBS_PERSON_ID, person, &jobs);
    if (a->is_protected) /* an employer is a place */
        return;
    for (size_t j = 0; j < jobs; j++)
        for (size_t r = 0; r < ROLES; r++) {
            const size_t at = sj_cell_row(sj_tables_cell(t, SJ_TABLE_JOBS, job[j], columns[r]));
            size_t k = 0;
            if (at == SIZE_MAX)
                continue;
            *(r ? &o[at].supplies : &o[at].employs) = true;
            while (k < seen_count && seen[k] != at)
                k++;
            if (k < seen_count || seen_count == SJ_COUNT(seen))
                continue;
            seen[seen_count++] = at;
            o[at].role.workers++;
            o[at].role.refer += a->grade == SJ_GRADE_REFER;
            o[at].role.review += a->grade == SJ_GRADE_REVIEW;
        }
}

static int most_referred_first(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    const struct organisation *x = a, *y = b;
    if (x->role.refer != y->role.refer)
        return x->role.refer > y->role.refer ? -1 : 1;
    if (x->role.review != y->role.review)
        return x->role.review > y->role.review ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static void organisation_row(const sj_tables *t, const struct organisation *o, sj_audience a,
                             sj_shown refer, sj_shown review, sj_buf *to)
{
    sj_buf_add(to, SJ_S("<tr><th scope=\"row\">"));
    sj_html_name(
        to, sj_cell_text(sj_tables_cell(t, SJ_TABLE_ORGANISATIONS, o->row, SJ_ORGANISATIONS_NAME)));
    sj_buf_add(to, SJ_S("</th><td data-l=\"Record\">"));
    sj_html_text(to, sj_cell_text(sj_tables_cell(t, SJ_TABLE_ORGANISATIONS, o->row, 0)));
    sj_buf_addf(to, "</td><td data-l=\"Role\">%s%s%s</td><td data-l=\"Country\">",
                o->employs ? "uses the labour" : "", o->employs && o->supplies ? ", " : "",
                o->supplies ? "supplies it" : "");
    sj_html_text(to, sj_cell_text(sj_tables_cell(t, SJ_TABLE_ORGANISATIONS, o->row,
                                                 SJ_ORGANISATIONS_COUNTRY)));
    sj_buf_add(to, SJ_S("</td><td class=\"n\" data-l=\"Workers to refer\">"));
    sj_html_shown(to, o->role.refer, refer);
    sj_buf_add(to, SJ_S("</td><td class=\"n\" data-l=\"to review\">"));
    sj_html_shown(to, o->role.review, review);
    if (a == SJ_AUDIENCE_SELF)
        sj_buf_addf(to, "</td><td class=\"n\" data-l=\"in all\">%zu", o->role.workers);
    sj_buf_add(to, SJ_S("</td></tr>"));
}

static void organisation_rows(const sj_tables *t, const struct organisation *o, size_t n,
                              sj_audience a, sj_buf *to)
{
    size_t refer[ORGANISATIONS_SHOWN] = {0}, review[ORGANISATIONS_SHOWN] = {0};
    sj_shown refer_shown[ORGANISATIONS_SHOWN], review_shown[ORGANISATIONS_SHOWN];
    for (size_t i = 0; i < n; i++) {
        refer[i] = o[i].role.refer;
        review[i] = o[i].role.review;
    }
    sj_case_suppress(refer, n, a, refer_shown);
    sj_case_suppress(review, n, a, review_shown);
    sj_buf_addf(to,
                "<table><thead><tr><th scope=\"col\">Organisation</th><th scope=\"col\">Record</th>"
                "<th scope=\"col\">Role</th><th scope=\"col\">Country</th>"
                "<th scope=\"col\" class=\"n\">Workers to refer</th>"
                "<th scope=\"col\" class=\"n\">to review</th>%s</tr></thead><tbody>",
                a == SJ_AUDIENCE_SELF ? "<th scope=\"col\" class=\"n\">in all</th>" : "");
    for (size_t i = 0; i < n; i++)
        organisation_row(t, &o[i], a, refer_shown[i], review_shown[i], to);
    sj_buf_add(to, SJ_S("</tbody></table>"));
}

sj_status sj_html_organisations(const sj_case *c, sj_audience a, sj_buf *to)
{
    const sj_tables *t = sj_case_input_of(c)->signals.tables;
    const size_t count = sj_tables_count(t, SJ_TABLE_ORGANISATIONS);
    SJ_SCOPED(sj_arena) arena = {0};
    struct organisation *o = sj_arena_zalloc(&arena, (count + 1) * 2 * sizeof *o);
    size_t n = 0;
    if (!o)
        return SJ_ENOMEM;
    for (size_t i = 0; i < count; i++)
        o[i].row = i;
    for (size_t p = 0; p < people(c); p++)
        add_person(c, p, o);
    sj_sort_stable(o, count, sizeof *o, o + count, most_referred_first, NULL);
    while (n < count && n < ORGANISATIONS_SHOWN && o[n].role.refer + o[n].role.review)
        n++;
    sj_buf_add(to, SJ_S("<h2 id=\"organisations\">Organisations to look at first</h2><p>Agencies, "
                        "employers and facilitators are the subjects; the workers may be their "
                        "victims. A worker counts at each organisation once.</p>"));
    if (n)
        organisation_rows(t, o, n, a, to);
    else
        sj_buf_add(to, SJ_S("<p>None: no organisation has a worker to look at.</p>"));
    return sj_buf_status(to);
}

/* ---- signals ---- */

static void threshold(const sj_signal *s, sj_buf *to)
{
    sj_html_text(to, s->rule);
    if (!s->threshold.len)
        return;
    sj_buf_add(to, SJ_S(" <span class=\"quiet\">("));
    sj_html_text(to, s->threshold);
    sj_buf_add_char(to, ' ');
    sj_html_text(to, s->unit);
    sj_buf_add(to, SJ_S(", "));
    sj_html_text(to, s->threshold_kind);
    sj_buf_add(to, SJ_S(")</span>"));
}

static void signal_row(const sj_case *c, const sj_signal *s, size_t number, sj_audience a,
                       sj_buf *to)
{
    static const struct {
        sj_answer answer;
        const char *label;
    } order[] = {{SJ_ANSWER_YES, "yes"}, {SJ_ANSWER_NO, "no"}, {SJ_ANSWER_UNKNOWN, "unknown"}};
    size_t count[3] = {0};
    sj_shown shown[3];
    for (size_t p = 0; p < people(c); p++)
        for (size_t k = 0; k < SJ_COUNT(order); k++)
            count[k] += sj_findings_answer(sj_case_findings(c), p, number) == order[k].answer;
    sj_case_suppress(count, 3, a, shown);
    sj_buf_add(to, SJ_S("<tr><th scope=\"row\"><span>"));
    sj_html_text(to, s->id);
    sj_buf_addf(to, "<br><span class=\"quiet\">%.*s</span></span></th><td><span>",
                SJ_STR_FMT(sj_strength_text(s->strength)));
    threshold(s, to);
    sj_buf_add(to, SJ_S("</span></td><td class=\"n\" data-l=\"Likelihood ratio\"><span>"));
    sj_buf_add_fixed(to, s->likelihood_ratio, 1);
    sj_buf_add(to, SJ_S(" <span class=\"quiet\">"));
    sj_html_text(to, s->likelihood_ratio_source);
    sj_buf_add(to, SJ_S("</span></span></td>"));
    for (size_t k = 0; k < SJ_COUNT(order); k++) {
        sj_buf_addf(to, "<td class=\"n\" data-l=\"%s\">", order[k].label);
        sj_html_shown(to, count[k], shown[k]);
        sj_buf_add(to, SJ_S("</td>"));
    }
    sj_buf_add(to, SJ_S("</tr>"));
}

void sj_html_signals(const sj_case *c, sj_audience a, sj_buf *to)
{
    size_t count, asleep = 0;
    const sj_signal *s = sj_findings_signals(sj_case_findings(c), &count);
    sj_buf_add(to, SJ_S("<h2 id=\"signals\">What was asked, and what was unknown</h2><p>Unknown "
                        "means that the roster holds nothing that could answer: it is not a "
                        "no.</p><table><thead><tr><th scope=\"col\">Signal</th>"
                        "<th scope=\"col\">Rule</th>"
                        "<th scope=\"col\" class=\"n\">Likelihood ratio</th>"
                        "<th scope=\"col\" class=\"n\">yes</th><th scope=\"col\" "
                        "class=\"n\">no</th><th scope=\"col\" class=\"n\">unknown</th></tr>"
                        "</thead><tbody>"));
    for (size_t i = 0; i < count; i++) {
        asleep += !s[i].runs;
        if (s[i].runs && (!sj_audience_sees_people(a) || sj_audience_sees_family(a, s[i].family)))
            signal_row(c, &s[i], i, a, to);
    }
    sj_buf_addf(to,
                "</tbody></table><p class=\"quiet\">%zu further signals are known and not asked: "
                "they need data that these tables do not hold.</p>",
                asleep);
}

/* ---- lists ---- */

void sj_html_lists(const sj_case *c, sj_buf *to)
{
    const sj_case_input *in = sj_case_input_of(c);
    sj_buf_add(to, SJ_S("<h2 id=\"lists\">Lists and versions</h2><table><thead><tr>"
                        "<th scope=\"col\">List</th><th scope=\"col\">Version</th>"
                        "<th scope=\"col\">SHA-256</th></tr></thead><tbody>"));
    for (size_t i = 0; i < in->list_count; i++) {
        sj_buf_add(to, SJ_S("<tr><th scope=\"row\">"));
        sj_html_text(to, in->list[i].name);
        sj_buf_add(to, SJ_S("</th><td data-l=\"Version\">"));
        if (in->list[i].version.len)
            sj_html_text(to, in->list[i].version);
        else
            sj_buf_add(to, SJ_S("<span class=\"quiet\">the list names none</span>"));
        sj_buf_add(to, SJ_S("</td><td data-l=\"SHA-256\"><span class=\"hash\">"));
        sj_html_text(to, in->list[i].hash);
        sj_buf_add(to, SJ_S("</span></td></tr>"));
    }
    sj_buf_add(to, SJ_S("</tbody></table><p>Engine: "));
    sj_html_text(to, in->engine);
    sj_buf_add(to, SJ_S("</p>"));
}
