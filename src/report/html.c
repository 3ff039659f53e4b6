/* report/html.c -- the page as a whole.
 *
 * Written front to back into one buffer; nothing depends on the clock, so the same case
 * gives the same bytes. Colours say nothing that words do not say, too: the page is
 * printed in grey, and read aloud. On a telephone a row of a table becomes a block that
 * names its columns. */
#include "report/html.h"

enum { PEOPLE_MAX = 500 }; /* shown in full; the files hold all */

void sj_html_text(sj_buf *to, sj_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        switch (c) {
        case '&':
            sj_buf_add(to, SJ_S("&amp;"));
            break;
        case '<':
            sj_buf_add(to, SJ_S("&lt;"));
            break;
        case '>':
            sj_buf_add(to, SJ_S("&gt;"));
            break;
        case '"':
            sj_buf_add(to, SJ_S("&quot;"));
            break;
        case '\'':
            sj_buf_add(to, SJ_S("&#39;"));
            break;
        default:
            sj_buf_add_char(to, (unsigned char)c < 0x20 ? ' ' : c);
        }
    }
}

void sj_html_name(sj_buf *to, sj_str name)
{
    sj_buf_add(to, SJ_S("<bdi>"));
    sj_html_text(to, name);
    sj_buf_add(to, SJ_S("</bdi>"));
}

void sj_html_pieces(sj_buf *to, sj_str text)
{
    sj_str piece;
    bool first = true;
    while (text.len && sj_str_split(&text, '|', &piece)) {
        if (!first)
            sj_buf_add(to, SJ_S("; "));
        sj_html_text(to, sj_str_trim(piece));
        first = false;
    }
}

void sj_html_shown(sj_buf *to, size_t n, sj_shown shown)
{
    if (shown == SJ_SHOWN)
        sj_buf_addf(to, "%zu", n);
    else
        sj_buf_add(to, shown == SJ_SHOWN_FEW ? SJ_S("&lt;5") : SJ_S("withheld"));
}

void sj_html_count(sj_buf *to, size_t n, sj_audience a)
{
    const bool few = a != SJ_AUDIENCE_SELF && n > 0 && n < SJ_CASE_CELL_MIN;
    sj_html_shown(to, n, few ? SJ_SHOWN_FEW : SJ_SHOWN);
}

void sj_html_date(sj_buf *to, sj_date d)
{
    char text[32];
    const sj_date_range r = {d, d, false};
    if (d.year)
        sj_buf_add(to, (sj_str){text, sj_date_write(&r, text)});
}

static const char style[] =
    "body{font:16px/1.5 system-ui,sans-serif;max-width:62rem;margin:0 auto;padding:1rem;"
    "color:#1a1a1a;background:#fff;overflow-wrap:break-word}"
    "h1{font-size:1.6rem;margin-bottom:.2rem}h2{font-size:1.25rem;margin-top:2.2rem;"
    "border-bottom:2px solid #444;break-after:avoid}"
    "h3{font-size:1.1rem;margin:.6rem 0 .2rem;break-after:avoid}"
    "h4{font-size:1rem;margin:.9rem 0 .2rem;break-after:avoid}p{margin:.4rem 0}"
    "nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;padding:0}"
    "a{color:#0b4f8a}table{border-collapse:collapse;width:100%;margin:.5rem 0}"
    "caption{text-align:left;color:#555;font-size:.9rem}"
    "th,td{text-align:left;padding:.3rem .6rem .3rem 0;border-bottom:1px solid #ccc;"
    "vertical-align:top}thead th{border-bottom:2px solid #888}tr{break-inside:avoid}"
    ".n{text-align:right;padding-right:1rem;font-variant-numeric:tabular-nums}.quiet{color:#555;"
    "font-size:.9rem}"
    ".grade{font-weight:700}.hash{font:.8rem ui-monospace,monospace;overflow-wrap:anywhere}"
    ".person{border:1px solid #999;border-left:.4rem solid #777;border-radius:.3rem;"
    "padding:.3rem 1rem .8rem;margin:1.2rem 0}.refer{border-left-color:#9b2c2c}"
    ".review{border-left-color:#b7791f}"
    "ul.found{list-style:none;padding:0}ul.found>li{margin:.6rem 0;padding-left:.8rem;"
    "border-left:3px solid #bbb;break-inside:avoid}ul.found>li.strong{border-color:#b7791f}"
    "ul.found>li.hard{border-color:#9b2c2c}b.tag{font-size:.8rem;text-transform:uppercase;"
    "letter-spacing:.04em}ol,ul{padding-left:1.4rem}"
    ".grade{white-space:nowrap}svg{display:block;width:100%}svg.key{display:inline-block;width:."
    "9em;height:.9em;"
    "vertical-align:-.1em;margin-right:.3em}.lane{display:grid;grid-template-columns:5rem 1fr;"
    "align-items:center;gap:.5rem;margin:.15rem 0}.ends{display:flex;"
    "justify-content:space-between;margin-left:5.5rem}"
    "ul.spans{list-style:none;padding:0;display:flex;flex-wrap:wrap;gap:.1rem 1.2rem}"
    "@media(max-width:36rem){thead{position:absolute;left:-99rem}"
    "tr{display:block;border-bottom:2px solid #bbb;padding:.4rem 0}"
    "td,tbody th{display:flex;justify-content:space-between;gap:1rem;border:0;"
    "padding:.1rem 0;text-align:left}td[data-l]::before{content:attr(data-l);color:#555;"
    "flex:none;max-width:45%;text-align:left}td:empty{display:none}td[data-l]>span{text-align:"
    "right;min-width:0;overflow-wrap:anywhere}.lane{grid-template-columns:1fr;gap:0}"
    ".ends{margin-left:0}.person{padding:.2rem .7rem .6rem}}"
    "@media print{body{font-size:9pt;line-height:1.35;max-width:none;padding:0}a{color:inherit;"
    "text-decoration:none}nav{display:none}.person{break-inside:auto}}";

static size_t people(const sj_case *c)
{
    return sj_tables_count(sj_case_input_of(c)->signals.tables, SJ_TABLE_PEOPLE);
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

/* The families with findings that this audience sees, each once, as the table has them. */
static void families(const sj_case *c, size_t person, sj_audience a, sj_buf *to)
{
    size_t count;
    sj_str last = {0};
    const sj_finding *f = sj_findings_of(sj_case_findings(c), person, &count);
    for (size_t i = 0; i < count; i++) {
        const sj_str family = f[i].signal->family;
        if (sj_str_eq(family, last) || !sj_audience_sees_family(a, family))
            continue;
        if (last.len)
            sj_buf_add(to, SJ_S(", "));
        sj_html_text(to, family);
        last = family;
    }
}

static void overview_row(const sj_case *c, size_t person, size_t number, sj_audience to_whom,
                         sj_buf *to)
{
    const sj_assessment *a = sj_case_assessment(c, person);
    const sj_tables *t = sj_case_input_of(c)->signals.tables;
    sj_buf_addf(to, "<tr><th scope=\"row\"><a href=\"#person-%zu\">", number);
    sj_html_name(to, sj_cell_text(sj_tables_cell(t, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME)));
    sj_buf_add(to, SJ_S("</a></th><td data-l=\"Person\">"));
    sj_html_text(to, sj_cell_text(sj_tables_cell(t, SJ_TABLE_PEOPLE, person, 0)));
    sj_buf_addf(to, "</td><td data-l=\"Grade\">%.*s</td><td data-l=\"Probability\" class=\"n\">",
                SJ_STR_FMT(sj_grade_text(a->grade)));
    sj_buf_add_fixed(to, a->probability, 3);
    sj_buf_addf(to, "</td><td data-l=\"Hard, strong, context\" class=\"n\">%zu, %zu, %zu</td>",
                a->hard, a->strong, a->context);
    sj_buf_add(to, SJ_S("<td data-l=\"Families\"><span>"));
    families(c, person, to_whom, to);
    sj_buf_add(to, SJ_S("</span></td></tr>"));
}

static void overview(const sj_case *c, const size_t *chosen, size_t n, sj_audience a, sj_buf *to)
{
    sj_buf_add(to, SJ_S("<table><caption>Refer before review, likelier first. The order is one of "
                        "reading, not of guilt.</caption><thead><tr><th scope=\"col\">Name</th>"
                        "<th scope=\"col\">Person</th><th scope=\"col\">Grade</th>"
                        "<th scope=\"col\" class=\"n\">Probability</th>"
                        "<th scope=\"col\" class=\"n\">Hard, strong, context</th>"
                        "<th scope=\"col\">Families</th></tr></thead><tbody>"));
    for (size_t i = 0; i < n; i++)
        overview_row(c, chosen[i], i + 1, a, to);
    sj_buf_add(to, SJ_S("</tbody></table>"));
}

static sj_status look_first(const sj_case *c, sj_audience a, sj_buf *to)
{
    size_t chosen[PEOPLE_MAX];
    const size_t n = choose(c, chosen);
    sj_buf_add(to, SJ_S("<h2 id=\"people\">People to look at first</h2>"));
    if (n == 0)
        sj_buf_add(to, SJ_S("<p>Nobody.</p>"));
    else
        overview(c, chosen, n, a, to);
    if (n == PEOPLE_MAX)
        sj_buf_addf(to,
                    "<p class=\"quiet\">These are the first %d; all are in "
                    "assessments.jsonl.</p>",
                    PEOPLE_MAX);
    if (n)
        sj_buf_add(to, SJ_S("<h2 id=\"each\">Each of them, with evidence</h2>"));
    for (size_t i = 0; i < n; i++) {
        const sj_str grade = sj_grade_text(sj_case_assessment(c, chosen[i])->grade);
        sj_buf_addf(to, "<section class=\"person %.*s\" id=\"person-%zu\">", SJ_STR_FMT(grade),
                    i + 1);
        SJ_TRY(sj_html_person(c, chosen[i], a, to));
        sj_buf_add(to, SJ_S("</section>"));
    }
    return SJ_OK;
}

/* regime.md 9.2: what a reader owes a person before anything is done. */
static void before_anything(sj_buf *to)
{
    sj_buf_add(
        to,
        SJ_S(
            "<h2 id=\"before\">Before anything is done</h2><ul>"
            "<li>A person decides, not this page. Rule out the innocent readings that stand with "
            "each finding, and ask the person concerned.</li>"
            "<li>Ask whether an exception holds: own national, refugee or human-rights bar, "
            "approval in advance, accreditation.</li>"
            "<li>The worker may be the victim, and a name on a paper may be that of somebody whose "
            "identity was taken. Offer a talk without a minder, with an interpreter whom the "
            "employer did not choose, and the way to asylum and to help against trafficking. "
            "Who was forced is not punished for it.</li>"
            "<li>Wages that are due stay due: hold them by a documented way, record what is owed, "
            "and do not keep them in silence.</li>"
            "<li>Give nothing to those who would return a person into danger. Keep this file "
            "no longer than the case needs, let those concerned see and correct it.</li></ul>"));
}

static void how_grades(const sj_case *c, sj_buf *to)
{
    sj_buf_addf(
        to,
        "<h2 id=\"how\">How the grades were made</h2><ul>"
        "<li><b>refer</b>: one hard fact, or strong facts of two different families.</li>"
        "<li><b>review</b>: strong facts of one family.</li>"
        "<li><b>clear</b>: context at most; context alone never goes above clear.</li>"
        "<li><b>insufficient</b>: fewer than %d questions could be answered, and nothing "
        "strong was found.</li></ul><p>The probability is printed beside the grade and does "
        "not make it: the odds of the base rate (",
        SJ_CASE_ANSWERS_MIN);
    sj_buf_addf(to, "%g", sj_case_input_of(c)->base_rate);
    sj_buf_add(
        to, SJ_S(") times the greatest likelihood ratio of each family with a finding, at most "
                 "0.99. Findings of one family are not independent, so only one of them counts. "
                 "The ratios and where they come from stand in the table of signals; "
                 "<i>assumed</i> means that nobody measured it.</p>"
                 "<p>No rule reads ethnicity, language, accent, face or the origin of a name. A "
                 "name is compared with lists and with the names on the same person\xE2\x80\x99s "
                 "papers and accounts. Nationality counts as papers document it, in the legal "
                 "test only. The indicators of forced labour are in a file of their own and play "
                 "no part here.</p>"));
}

static void contents(const sj_case *c, sj_audience a, sj_buf *to)
{
    (void)c;
    const bool sees = sj_audience_sees_people(a);
    sj_buf_add(to, SJ_S("<nav aria-label=\"Contents\"><ul><li><a href=\"#summary\">Summary</a></li>"
                        "<li><a href=\"#before\">Before anything is done</a></li>"));
    if (sj_audience_sees_others(a))
        sj_buf_add(to, SJ_S("<li><a href=\"#organisations\">Organisations</a></li>"));
    if (sees)
        sj_buf_add(to, SJ_S("<li><a href=\"#people\">People to look at first</a></li>"));
    sj_buf_add(to, SJ_S("<li><a href=\"#signals\">What was asked, and what was unknown</a></li>"
                        "<li><a href=\"#lists\">Lists and versions</a></li>"
                        "<li><a href=\"#how\">How the grades were made</a></li></ul></nav>"));
}

static sj_status assessments(const sj_case *c, sj_audience a, sj_buf *to)
{
    contents(c, a, to);
    sj_html_summary(c, a, to);
    before_anything(to);
    if (sj_audience_sees_others(a))
        SJ_TRY(sj_html_organisations(c, a, to));
    if (sj_audience_sees_people(a))
        SJ_TRY(look_first(c, a, to));
    sj_html_signals(c, a, to);
    sj_html_lists(c, to);
    how_grades(c, to);
    return SJ_OK;
}

sj_status sj_report_html(const sj_case *c, sj_audience a, sj_buf *to)
{
    sj_buf_addf(to,
                "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">"
                "<meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">"
                "<meta name=\"referrer\" content=\"no-referrer\">"
                "<title>sojourn: report</title><style>%s</style></head><body><header>"
                "<h1>sojourn: report%s%.*s</h1></header><main>",
                style, a == SJ_AUDIENCE_SELF ? "" : " for ",
                SJ_STR_FMT(a == SJ_AUDIENCE_SELF ? SJ_S("") : sj_audience_text(a)));
    if (a == SJ_AUDIENCE_NGO) /* labour, and never beside an assessment */
        SJ_TRY(sj_html_labour(c, a, to));
    else
        SJ_TRY(assessments(c, a, to));
    sj_buf_add(to, SJ_S("</main></body></html>\n"));
    return sj_buf_status(to);
}
