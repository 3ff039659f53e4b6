/* report/html.c -- the page as a whole.
 *
 * Written front to back into one buffer; nothing depends on the clock, so the same case
 * gives the same bytes. Colours say nothing that words do not say, too: the page is
 * printed in grey. */
#include "report/html.h"

enum { PEOPLE_MAX = 500 }; /* shown in full; the files hold all */

void sj_html_text(sj_buf *to, sj_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        switch (c) {
        case '&':
            sj_buf_addf(to, "&amp;");
            break;
        case '<':
            sj_buf_addf(to, "&lt;");
            break;
        case '>':
            sj_buf_addf(to, "&gt;");
            break;
        case '"':
            sj_buf_addf(to, "&quot;");
            break;
        case '\'':
            sj_buf_addf(to, "&#39;");
            break;
        default:
            sj_buf_add_char(to, (unsigned char)c < 0x20 ? ' ' : c);
        }
    }
}

void sj_html_count(sj_buf *to, size_t n, sj_audience a)
{
    if (a != SJ_AUDIENCE_SELF && n > 0 && n < 5)
        sj_buf_addf(to, "&lt;5");
    else
        sj_buf_addf(to, "%zu", n);
}

void sj_html_date(sj_buf *to, sj_date d)
{
    char text[32];
    const sj_date_range r = {d, d, false};
    if (d.year)
        sj_buf_add(to, (sj_str){text, sj_date_write(&r, text)});
}

static size_t people(const sj_case *c)
{
    return sj_tables_count(sj_case_input_of(c)->signals.tables, SJ_TABLE_PEOPLE);
}

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:0 "
    "auto;padding:1rem;color:#1a1a1a}"
    "h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem;border-bottom:1px solid #999}"
    "h3{font-size:1.05rem;margin:1.5rem 0 .3rem}table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;padding:.25rem .5rem;border-bottom:1px solid #ddd;vertical-align:top}"
    ".n{text-align:right}.quiet{color:#555;font-size:.9rem}.grade{font-weight:700}"
    "section.person{break-inside:avoid;border:1px solid #bbb;border-radius:.4rem;padding:.2rem "
    "1rem;margin:1rem 0}"
    "ul{padding-left:1.2rem}li{margin:.4rem 0}svg{max-width:100%;height:auto}"
    ".scroll{overflow-x:auto}@media print{body{font-size:11pt}a{color:inherit}}";

static void count_grades(const sj_case *c, size_t grade[4], double innocent[4])
{
    for (size_t p = 0; p < people(c); p++) {
        const sj_assessment *a = sj_case_assessment(c, p);
        grade[a->grade]++;
        innocent[a->grade] += 1 - a->probability;
    }
}

/* A bar of the four grades; widths in thousandths of the whole. */
static void grade_bar(const size_t grade[4], size_t total, sj_buf *to)
{
    static const char *const colour[4] = {"#bbbbbb", "#6a9fb5", "#e0a030", "#a03030"};
    size_t x = 0;
    sj_buf_addf(to,
                "<svg viewBox=\"0 0 1000 60\" role=\"img\" aria-label=\"share of each grade\">");
    for (int g = 3; g >= 0 && total; g--) {
        const size_t width = grade[g] * 1000 / total;
        sj_buf_addf(to,
                    "<rect x=\"%zu\" y=\"0\" width=\"%zu\" height=\"40\" fill=\"%s\"><title>%.*s "
                    "%zu</title></rect>",
                    x, width, colour[g], SJ_STR_FMT(sj_grade_text((sj_grade)g)), grade[g]);
        if (width > 60)
            sj_buf_addf(to, "<text x=\"%zu\" y=\"56\" font-size=\"14\">%.*s</text>", x + 2,
                        SJ_STR_FMT(sj_grade_text((sj_grade)g)));
        x += width;
    }
    sj_buf_addf(to, "</svg>");
}

static void summary(const sj_case *c, sj_audience a, sj_buf *to)
{
    const sj_case_input *in = sj_case_input_of(c);
    size_t grade[4] = {0};
    double innocent[4] = {0};
    count_grades(c, grade, innocent);
    sj_buf_addf(to, "<h2>Summary</h2><p>");
    sj_html_count(to, people(c), a);
    sj_buf_addf(to, " people, %zu jobs, judged as of ",
                sj_tables_count(in->signals.tables, SJ_TABLE_JOBS));
    sj_html_date(to, in->signals.as_of);
    sj_buf_addf(to, " under the reading \xE2\x80\x9C%.*s\xE2\x80\x9D.</p>",
                SJ_STR_FMT(sj_reading_text(in->signals.reading)));
    if (a == SJ_AUDIENCE_SELF)
        grade_bar(grade, people(c), to);
    sj_buf_addf(to, "<div class=\"scroll\"><table><tr><th>Grade</th><th class=\"n\">People</th>"
                    "<th class=\"n\">of these innocent, expected</th><th>What to do</th></tr>");
    static const char *const what[4] = {
        "Too little is known to say anything. Ask for the missing papers, or leave it.",
        "Nothing found that needs a person.",
        "One strong fact: a person reads it and rules out the innocent readings.",
        "A hard fact, or strong facts of two kinds: a person decides, before anything is done."};
    for (int g = 3; g >= 0; g--) {
        sj_buf_addf(to, "<tr><td class=\"grade\">%.*s</td><td class=\"n\">",
                    SJ_STR_FMT(sj_grade_text((sj_grade)g)));
        sj_html_count(to, grade[g], a);
        sj_buf_addf(to, "</td><td class=\"n\">");
        if (g >= SJ_GRADE_REVIEW)
            sj_buf_add_fixed(to, innocent[g], 1);
        sj_buf_addf(to, "</td><td>%s</td></tr>", what[g]);
    }
    sj_buf_addf(to, "</table></div><p class=\"quiet\">Expected numbers of innocent people rest on "
                    "a base rate of ");
    sj_buf_add_fixed(to, in->base_rate, 4);
    sj_buf_addf(
        to,
        " and on likelihood ratios that are assumed unless the table of signals names a source. "
        "A grade is a reason to look, never a verdict.</p>");
}

/* Numbers of the people to look at, refer before review, likelier first, ties as in the
 * roster: a stable insertion into a list that is kept short. */
static size_t choose(const sj_case *c, size_t *ret)
{
    size_t n = 0;
    for (size_t p = 0; p < people(c); p++) {
        const sj_assessment *a = sj_case_assessment(c, p);
        if (a->grade < SJ_GRADE_REVIEW)
            continue;
        size_t at = n < PEOPLE_MAX ? n : PEOPLE_MAX;
        while (at > 0) {
            const sj_assessment *b = sj_case_assessment(c, ret[at - 1]);
            if (a->grade < b->grade || (a->grade == b->grade && a->probability <= b->probability))
                break;
            if (at < PEOPLE_MAX)
                ret[at] = ret[at - 1];
            at--;
        }
        if (at < PEOPLE_MAX)
            ret[at] = p;
        n += n < PEOPLE_MAX;
    }
    return n;
}

static sj_status look_first(const sj_case *c, sj_audience a, sj_buf *to)
{
    size_t chosen[PEOPLE_MAX];
    const size_t n = choose(c, chosen);
    sj_buf_addf(to, "<h2>People to look at first</h2>");
    if (n == 0)
        sj_buf_addf(to, "<p>Nobody.</p>");
    for (size_t i = 0; i < n; i++)
        SJ_TRY(sj_html_person(c, chosen[i], a, to));
    if (n == PEOPLE_MAX)
        sj_buf_addf(to, "<p class=\"quiet\">Further people are in assessments.jsonl.</p>");
    return SJ_OK;
}

static void signals_table(const sj_case *c, sj_audience a, sj_buf *to)
{
    size_t count;
    const sj_signal *s = sj_findings_signals(sj_case_findings(c), &count);
    sj_buf_addf(to, "<h2>What was asked, and what was unknown</h2><div "
                    "class=\"scroll\"><table><tr><th>Signal</th>"
                    "<th>Strength</th><th class=\"n\">yes</th><th class=\"n\">no</th><th "
                    "class=\"n\">unknown</th></tr>");
    for (size_t i = 0; i < count; i++) {
        size_t answer[3] = {0};
        if (!s[i].runs || (sj_audience_sees_people(a) && !sj_audience_sees_family(a, s[i].family)))
            continue;
        for (size_t p = 0; p < people(c); p++)
            answer[sj_findings_answer(sj_case_findings(c), p, i)]++;
        sj_buf_addf(to, "<tr><td title=\"");
        sj_html_text(to, s[i].rule);
        sj_buf_addf(to, "\">");
        sj_html_text(to, s[i].id);
        sj_buf_addf(to, "</td><td>%.*s</td>", SJ_STR_FMT(sj_strength_text(s[i].strength)));
        static const sj_answer order[] = {SJ_ANSWER_YES, SJ_ANSWER_NO, SJ_ANSWER_UNKNOWN};
        for (size_t k = 0; k < SJ_COUNT(order); k++) {
            sj_buf_addf(to, "<td class=\"n\">");
            sj_html_count(to, answer[order[k]], a);
            sj_buf_addf(to, "</td>");
        }
        sj_buf_addf(to, "</tr>");
    }
    sj_buf_addf(to, "</table></div><p class=\"quiet\">Unknown means that the roster holds nothing "
                    "that could answer: it is not a no.</p>");
}

static void lists_table(const sj_case *c, sj_buf *to)
{
    const sj_case_input *in = sj_case_input_of(c);
    sj_buf_addf(to,
                "<h2>Lists and versions</h2><div "
                "class=\"scroll\"><table><tr><th>List</th><th>Version</th><th>SHA-256</th></tr>");
    for (size_t i = 0; i < in->list_count; i++) {
        sj_buf_addf(to, "<tr><td>");
        sj_html_text(to, in->list[i].name);
        sj_buf_addf(to, "</td><td>");
        sj_html_text(to, in->list[i].version);
        sj_buf_addf(to, "</td><td>");
        sj_html_text(to, sj_str_slice(in->list[i].hash, 0, 16));
        sj_buf_addf(to, "</td></tr>");
    }
    sj_buf_addf(to, "</table></div><p>Engine: ");
    sj_html_text(to, in->engine);
    sj_buf_addf(to, "</p>");
}

static void how_grades(sj_buf *to)
{
    sj_buf_addf(to,
                "<h2>How the grades were made</h2><p><b>refer</b>: one hard fact, or strong facts "
                "of two different families. "
                "<b>review</b>: one strong fact. <b>clear</b>: context at most. "
                "<b>insufficient</b>: fewer than %d questions could "
                "be answered and nothing strong was found. The probability multiplies the odds of "
                "the base rate by the "
                "greatest likelihood ratio of each family of signals.</p><p>No rule reads "
                "ethnicity, language, accent, face or the "
                "origin of a name. A name is compared with lists and with the names on the same "
                "person\xE2\x80\x99s papers. "
                "Nationality counts as papers document it, in the legal test only. The worker may "
                "be the victim.</p>",
                SJ_CASE_ANSWERS_MIN);
}

sj_status sj_report_html(const sj_case *c, sj_audience a, sj_buf *to)
{
    sj_buf_addf(to,
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                "<title>sojourn: report</title><style>%s</style></head><body><h1>sojourn: "
                "report%s%.*s</h1>",
                style, a == SJ_AUDIENCE_SELF ? "" : " for ",
                SJ_STR_FMT(a == SJ_AUDIENCE_SELF ? SJ_S("") : sj_audience_text(a)));
    if (a == SJ_AUDIENCE_NGO) { /* labour, and never beside an assessment */
        SJ_TRY(sj_html_labour(c, to));
    } else {
        summary(c, a, to);
        if (sj_audience_sees_people(a))
            SJ_TRY(look_first(c, a, to));
        signals_table(c, a, to);
        lists_table(c, to);
        how_grades(to);
    }
    sj_buf_addf(to, "</body></html>\n");
    return sj_buf_status(to);
}
