/* case/write.c -- findings, assessments and labour indicators as JSON lines, members in
 * a fixed order, numbers with fixed decimals: same case, same bytes. */
#include "base/base.h"
#include "sojourn/case.h"

static void member(sj_buf *to, const char *name, sj_str value)
{
    sj_buf_add_char(to, '"');
    sj_buf_add(to, sj_str_from(name));
    sj_buf_add(to, SJ_S("\":"));
    sj_buf_add_json(to, value);
}

static void member_date(sj_buf *to, const char *name, sj_date d)
{
    char text[32];
    const sj_date_range r = {d, d, false};
    member(to, name, (sj_str){text, d.year ? sj_date_write(&r, text) : 0});
}

static void subject(sj_buf *to, sj_str table, sj_str id)
{
    sj_buf_add(to, SJ_S("\"subject\":{"));
    member(to, "table", table);
    sj_buf_add_char(to, ',');
    member(to, "id", id);
    sj_buf_add_char(to, '}');
}

static sj_str person_id(const sj_case *c, size_t person)
{
    return sj_cell_text(
        sj_tables_cell(sj_case_input_of(c)->signals.tables, SJ_TABLE_PEOPLE, person, 0));
}

/* ---- findings ---- */

static void write_because(const sj_case *c, const sj_finding *f, sj_audience a, sj_buf *to)
{
    const sj_tables *t = sj_case_input_of(c)->signals.tables;
    bool first = true;
    sj_buf_add(to, SJ_S(",\"because\":["));
    for (size_t i = 0; i < f->because_count; i++) {
        if (!sj_case_shows(c, f, i, a))
            continue;
        sj_buf_add(to, first ? SJ_S("{") : SJ_S(",{"));
        first = false;
        member(to, "table", sj_table_name(f->because[i].table));
        sj_buf_add_char(to, ',');
        member(to, "id", sj_evidence_id(t, &f->because[i]));
        sj_buf_add_char(to, ',');
        member(to, "field", sj_evidence_field(&f->because[i]));
        sj_buf_add_char(to, ',');
        if (f->because[i].part.len) {
            member(to, "part", f->because[i].part);
            sj_buf_add_char(to, ',');
        }
        member(to, "value", sj_case_show(c, f, i, a));
        sj_buf_add_char(to, '}');
    }
    sj_buf_add_char(to, ']');
}

static void write_pieces(sj_buf *to, sj_str text)
{
    sj_str piece;
    bool first = true;
    while (text.len && sj_str_split(&text, '|', &piece)) {
        if (!first)
            sj_buf_add_char(to, ',');
        sj_buf_add_json(to, sj_str_trim(piece));
        first = false;
    }
}

static void write_basis(const sj_provision *p, sj_buf *to)
{
    sj_buf_add(to, SJ_S(",\"basis\":["));
    if (p) {
        sj_buf_add_char(to, '{');
        member(to, "instrument", p->instrument);
        sj_buf_add_char(to, ',');
        member(to, "paragraph", p->paragraph);
        sj_buf_add_char(to, ',');
        member_date(to, "in_force", p->from);
        sj_buf_add_char(to, '}');
    }
    sj_buf_add_char(to, ']');
}

static void write_list(const sj_case_list *l, sj_buf *to)
{
    sj_buf_add_char(to, '{');
    member(to, "name", l->name);
    sj_buf_add_char(to, ',');
    member(to, "version", l->version);
    sj_buf_add_char(to, ',');
    member(to, "hash", l->hash);
    sj_buf_add_char(to, '}');
}

static void write_lists(const sj_case *c, const sj_finding *f, sj_buf *to)
{
    const sj_case_input *in = sj_case_input_of(c);
    bool first = true;
    sj_buf_add(to, SJ_S(",\"lists\":["));
    for (size_t i = 0; f->match && i < in->list_count; i++) {
        if (!sj_str_eq(in->list[i].name, f->match->list))
            continue;
        if (!first)
            sj_buf_add_char(to, ',');
        write_list(&in->list[i], to);
        first = false;
    }
    sj_buf_add_char(to, ']');
}

static void write_finding(const sj_case *c, const sj_finding *f, sj_audience a, sj_buf *to)
{
    const sj_tables *t = sj_case_input_of(c)->signals.tables;
    const sj_signal *s = f->signal;
    sj_table table;
    size_t row;
    sj_case_subject(c, f, &table, &row);
    sj_buf_add_char(to, '{');
    member(to, "rule", s->id);
    sj_buf_add_char(to, ',');
    subject(to, sj_table_name(table), sj_cell_text(sj_tables_cell(t, table, row, 0)));
    sj_buf_add_char(to, ',');
    member(to, "person", person_id(c, f->person));
    sj_buf_add_char(to, ',');
    member(to, "family", s->family);
    sj_buf_add_char(to, ',');
    member(to, "strength", sj_strength_text(s->strength));
    if (f->dated) {
        sj_buf_add_char(to, ',');
        member_date(to, "at", sj_date_from_day(f->day));
    }
    sj_buf_add_char(to, ',');
    member(to, "says", sj_case_says(c, f, a));
    write_because(c, f, a, to);
    write_basis(f->basis, to);
    sj_buf_add_char(to, ',');
    member(to, "source", s->source);
    sj_buf_add(to, SJ_S(",\"also_explained_by\":["));
    write_pieces(to, s->innocent);
    sj_buf_add(to, SJ_S("],"));
    member(to, "engine", sj_case_input_of(c)->engine);
    write_lists(c, f, to);
    sj_buf_add(to, SJ_S("}\n"));
}

sj_status sj_case_write_findings(const sj_case *c, sj_audience a, size_t first, size_t end,
                                 sj_buf *to)
{
    for (size_t p = first; p < end; p++) {
        size_t count;
        const sj_finding *f = sj_findings_of(sj_case_findings(c), p, &count);
        for (size_t i = 0; i < count; i++)
            if (sj_audience_sees_family(a, f[i].signal->family))
                write_finding(c, &f[i], a, to);
    }
    return sj_buf_status(to);
}

/* ---- assessments ---- */

static void write_path(const sj_regime_verdict *v, bool is_protected, sj_buf *to)
{
    sj_buf_add(to, SJ_S(",\"path\":["));
    for (size_t i = 0; i < v->step_count; i++) {
        const sj_regime_step *s = &v->step[i];
        sj_buf_add(to, i ? SJ_S(",{") : SJ_S("{"));
        member(to, "question", sj_str_from(s->question));
        sj_buf_add_char(to, ',');
        member(to, "answer", sj_answer_text(s->answer));
        if (s->has_record && !is_protected) { /* a path tells where: withheld whole */
            sj_buf_add_char(to, ',');
            member(to, "table", sj_table_name(s->table));
            sj_buf_add_char(to, ',');
            member(to, "id", s->id);
            sj_buf_add_char(to, ',');
            member(to, "field", s->field);
            sj_buf_add_char(to, ',');
            member(to, "value", s->value);
        }
        sj_buf_add_char(to, '}');
    }
    sj_buf_add_char(to, ']');
}

static void write_regime(const sj_case *c, size_t person, sj_buf *to)
{
    sj_regime_verdict v;
    sj_case_regime(c, person, &v);
    sj_buf_add(to, SJ_S("\"regime\":{"));
    member(to, "outcome", sj_outcome_text(v.outcome));
    sj_buf_add_char(to, ',');
    member_date(to, "as_of", v.at);
    sj_buf_add_char(to, ',');
    member(to, "reading", sj_reading_text(v.reading));
    if (v.provision) {
        sj_buf_add_char(to, ',');
        member(to, "instrument", v.provision->instrument);
        sj_buf_add_char(to, ',');
        member(to, "paragraph", v.provision->paragraph);
    }
    write_path(&v, sj_case_assessment(c, person)->is_protected, to);
    sj_buf_add_char(to, '}');
}

static bool is_unknown(const sj_case *c, size_t person, const sj_signal *all, size_t i)
{
    return all[i].runs && sj_findings_answer(sj_case_findings(c), person, i) == SJ_ANSWER_UNKNOWN;
}

/* The signals without data; a family that has none at all is named alone. Signals of one
 * family stand together in the table. */
static void write_unknown(const sj_case *c, size_t person, sj_buf *to)
{
    size_t count;
    const sj_signal *s = sj_findings_signals(sj_case_findings(c), &count);
    bool first = true;
    sj_buf_add(to, SJ_S(",\"unknown\":["));
    for (size_t from = 0, end; from < count; from = end) {
        size_t unknown = 0, live = 0;
        for (end = from; end < count && sj_str_eq(s[end].family, s[from].family); end++) {
            live += s[end].runs;
            unknown += is_unknown(c, person, s, end);
        }
        const bool whole = unknown > 0 && unknown == live;
        for (size_t i = from; i < end && unknown; i++) {
            if (!whole && !is_unknown(c, person, s, i))
                continue;
            if (!first)
                sj_buf_add_char(to, ',');
            first = false;
            sj_buf_add_json(to, whole ? s[i].family : s[i].id);
            if (whole)
                break;
        }
    }
    sj_buf_add_char(to, ']');
}

/* A column `sources` of people.csv, which records.md does not have: who reported the
 * person, `ngo|police:0.8`, each with the probability that the record is of this person
 * (1 where none is given or it cannot be read). count --from reads it. */
static void write_sources(const sj_case *c, size_t person, sj_buf *to)
{
    const sj_table_row *row =
        sj_tables_row(sj_case_input_of(c)->signals.tables, SJ_TABLE_PEOPLE, person);
    const sj_extra *e = row->extra;
    while (e && e->text.len && !sj_str_eq_nocase(e->header, SJ_S("sources")))
        e++;
    if (!e || !e->text.len)
        return;
    sj_str rest = e->text, one;
    bool first = true;
    sj_buf_add(to, SJ_S(",\"sources\":["));
    while (rest.len && sj_str_split(&rest, '|', &one)) {
        const size_t colon = sj_str_find(one, SJ_S(":"), 0);
        const sj_str name = sj_str_trim(sj_str_slice(one, 0, colon));
        int64_t millionths = 1000000;
        if (name.len == 0)
            continue;
        if (!sj_decimal_parse(sj_str_slice(one, colon + 1, one.len), &millionths) ||
            millionths <= 0 || millionths > 1000000)
            millionths = 1000000;
        sj_buf_add(to, first ? SJ_S("{") : SJ_S(",{"));
        first = false;
        member(to, "name", name);
        sj_buf_add(to, SJ_S(",\"probability\":"));
        sj_buf_add_fixed(to, (double)millionths / 1e6, 6);
        sj_buf_add_char(to, '}');
    }
    sj_buf_add_char(to, ']');
}

static size_t seen_findings(const sj_case *c, size_t person, sj_audience a)
{
    size_t count, seen = 0;
    const sj_finding *f = sj_findings_of(sj_case_findings(c), person, &count);
    for (size_t i = 0; i < count; i++)
        seen += sj_audience_sees_family(a, f[i].signal->family);
    return seen;
}

sj_status sj_case_write_assessments(const sj_case *c, sj_audience audience, size_t first,
                                    size_t end, sj_buf *to)
{
    const sj_case_input *in = sj_case_input_of(c);
    for (size_t p = first; sj_audience_sees_people(audience) && p < end; p++) {
        const sj_assessment *a = sj_case_assessment(c, p);
        sj_buf_add_char(to, '{');
        subject(to, SJ_S("people"), person_id(c, p));
        sj_buf_add_char(to, ',');
        member(to, "grade", sj_grade_text(a->grade));
        sj_buf_add(to, SJ_S(",\"probability\":"));
        sj_buf_add_fixed(to, a->probability, 4);
        sj_buf_add(to, SJ_S(",\"base_rate\":"));
        sj_buf_add_fixed(to, in->base_rate, 6);
        sj_buf_add(to, SJ_S(",\"innocent_per_true\":"));
        sj_buf_add_fixed(to, (1 - a->probability) / a->probability, 2);
        sj_buf_add_char(to, ',');
        write_regime(c, p, to);
        sj_buf_addf(to, ",\"findings\":%zu,\"answered\":%zu", seen_findings(c, p, audience),
                    a->answered);
        if (sj_audience_sees_others(audience)) /* who reported is nobody else's business */
            write_sources(c, p, to);
        write_unknown(c, p, to);
        sj_buf_add(to, SJ_S("}\n"));
    }
    return sj_buf_status(to);
}

/* ---- labour ---- */

static void write_indicator(const sj_tables *t, const sj_indicator *n, const sj_indicator_answer *x,
                            bool guarded, sj_buf *to)
{
    sj_buf_add_char(to, '{');
    member(to, "indicator", n->id);
    sj_buf_add_char(to, ',');
    member(to, "answer", sj_answer_text(x->answer));
    sj_buf_add(to, SJ_S(",\"because\":["));
    for (size_t i = 0; i < x->because_count; i++) {
        sj_buf_add(to, i ? SJ_S(",{") : SJ_S("{"));
        member(to, "table", sj_table_name(x->because[i].table));
        sj_buf_add_char(to, ',');
        member(to, "id", sj_evidence_id(t, &x->because[i]));
        sj_buf_add_char(to, ',');
        member(to, "field", sj_evidence_field(&x->because[i]));
        sj_buf_add_char(to, ',');
        const bool shown = !guarded || sj_case_tells_no_place(&x->because[i]);
        member(to, "value", shown ? sj_evidence_value(t, &x->because[i]) : SJ_S("withheld"));
        sj_buf_add_char(to, '}');
    }
    sj_buf_add(to, SJ_S("]}"));
}

sj_status sj_case_write_labour(const sj_case *c, sj_audience audience, size_t first, size_t end,
                               sj_buf *to)
{
    const sj_tables *t = sj_case_input_of(c)->signals.tables;
    const sj_labour *l = sj_case_labour(c);
    for (size_t p = first; sj_audience_sees_labour(audience) && p < end; p++) {
        sj_indicator_answer answer[SJ_INDICATORS];
        sj_answer forced;
        sj_labour_judge(l, t, p, answer, &forced);
        sj_buf_add_char(to, '{');
        subject(to, SJ_S("people"), person_id(c, p));
        sj_buf_add_char(to, ',');
        member(to, "forced_labour", sj_answer_text(forced));
        sj_buf_add(to, SJ_S(",\"indicators\":["));
        for (size_t i = 0; i < SJ_INDICATORS; i++) {
            if (i)
                sj_buf_add_char(to, ',');
            write_indicator(t, &sj_labour_indicators(l)[i], &answer[i],
                            sj_case_assessment(c, p)->is_protected, to);
        }
        sj_buf_add(to, SJ_S("]}\n"));
    }
    return sj_buf_status(to);
}
