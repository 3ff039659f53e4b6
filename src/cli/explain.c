/* cli/explain.c -- how a score is shown. Scores have four decimals, effects two:
 * no reader can use more, and the bytes stay the same on every machine. */
#include "cli/explain.h"
#include "base/base.h"

static void add_member(sj_buf *to, sj_str key, sj_str value)
{
    sj_buf_add_json(to, key);
    sj_buf_add_char(to, ':');
    sj_buf_add_json(to, value);
}

void sj_explain_words_json(const sj_name_explanation *e, sj_buf *to)
{
    sj_buf_add(to, SJ_S("\"words\":["));
    for (size_t i = 0; i < e->align_count; i++) {
        const sj_align *w = &e->align[i];
        sj_buf_add(to, i ? SJ_S(",{") : SJ_S("{"));
        add_member(to, SJ_S("is"), sj_align_kind_text(w->kind));
        sj_buf_add_char(to, ',');
        add_member(to, SJ_S("a"), w->a);
        sj_buf_add_char(to, ',');
        add_member(to, SJ_S("b"), w->b);
        if (w->rule.len) {
            sj_buf_add_char(to, ',');
            add_member(to, SJ_S("rule"), w->rule);
        }
        sj_buf_add(to, SJ_S(",\"similarity\":"));
        sj_buf_add_fixed(to, w->similarity, 2);
        sj_buf_add(to, SJ_S(",\"weight\":"));
        sj_buf_add_fixed(to, w->weight, 2);
        sj_buf_add_char(to, '}');
    }
    sj_buf_add_char(to, ']');
}

void sj_explain_json(sj_str a, sj_str b, const sj_name_explanation *e, sj_buf *to)
{
    sj_buf_add_char(to, '{');
    add_member(to, SJ_S("name1"), a);
    sj_buf_add_char(to, ',');
    add_member(to, SJ_S("name2"), b);
    sj_buf_add(to, SJ_S(",\"score\":"));
    sj_buf_add_fixed(to, e->score, 4);
    sj_buf_add(to, e->score >= SJ_NAME_THRESHOLD ? SJ_S(",\"match\":true,")
                                                 : SJ_S(",\"match\":false,"));
    add_member(to, SJ_S("system"), e->system);
    sj_buf_add_char(to, ',');
    if (e->note.len) {
        add_member(to, SJ_S("note"), e->note);
        sj_buf_add_char(to, ',');
    }
    sj_explain_words_json(e, to);
    sj_buf_add(to, SJ_S("}\n"));
}

static void add_words_text(const sj_name_explanation *e, sj_buf *to)
{
    for (size_t i = 0; i < e->align_count; i++) {
        const sj_align *w = &e->align[i];
        sj_buf_addf(to, "    %-12.*s ", SJ_STR_FMT(sj_align_kind_text(w->kind)));
        sj_buf_add(to, w->a.len ? w->a : SJ_S("-"));
        sj_buf_add(to, SJ_S(" / "));
        sj_buf_add(to, w->b.len ? w->b : SJ_S("-"));
        if (w->rule.len) {
            sj_buf_add(to, SJ_S("  ("));
            sj_buf_add(to, w->rule);
            sj_buf_add_char(to, ')');
        }
        sj_buf_add(to, SJ_S("  likeness "));
        sj_buf_add_fixed(to, w->similarity, 2);
        sj_buf_add(to, SJ_S(", weight "));
        sj_buf_add_fixed(to, w->weight, 2);
        sj_buf_add_char(to, '\n');
    }
}

void sj_explain_text(sj_str a, sj_str b, const sj_name_explanation *e, sj_buf *to)
{
    sj_buf_add_fixed(to, e->score, 4);
    sj_buf_add(to, e->score >= SJ_NAME_THRESHOLD ? SJ_S("  match     ") : SJ_S("  no match  "));
    sj_buf_add(to, a);
    sj_buf_add(to, SJ_S("  ~  "));
    sj_buf_add(to, b);
    sj_buf_add(to, SJ_S("\n  compared as "));
    sj_buf_add(to, e->system.len ? e->system : SJ_S("nothing: no word to compare"));
    if (e->note.len) {
        sj_buf_add(to, SJ_S("; "));
        sj_buf_add(to, e->note);
    }
    sj_buf_add_char(to, '\n');
    add_words_text(e, to);
}

static void add_signed(sj_buf *to, double x)
{
    if (x > 0)
        sj_buf_add_char(to, '+');
    sj_buf_add_fixed(to, x, 2);
}

static void add_fields_json(const sj_hit_explanation *e, sj_buf *to)
{
    sj_buf_add(to, SJ_S("\"fields\":["));
    for (size_t i = 0; i < e->evidence_count; i++) {
        const sj_field_evidence *f = &e->evidence[i];
        sj_buf_add(to, i ? SJ_S(",{") : SJ_S("{"));
        add_member(to, SJ_S("field"), sj_field_text(f->field));
        sj_buf_add_char(to, ',');
        add_member(to, SJ_S("rule"), f->rule);
        sj_buf_add(to, SJ_S(",\"effect\":"));
        sj_buf_add_fixed(to, f->effect, 2);
        sj_buf_add_char(to, ',');
        add_member(to, SJ_S("query"), f->query);
        sj_buf_add_char(to, ',');
        add_member(to, SJ_S("listed"), f->listed);
        sj_buf_add_char(to, '}');
    }
    sj_buf_add_char(to, ']');
}

static void add_list_json(const sj_index *ix, uint32_t number, sj_buf *to)
{
    sj_index_list l;
    sj_index_list_get(ix, number, &l);
    sj_buf_add(to, SJ_S("\"list\":{"));
    add_member(to, SJ_S("name"), l.name);
    sj_buf_add_char(to, ',');
    add_member(to, SJ_S("authority"), l.authority);
    sj_buf_add_char(to, ',');
    add_member(to, SJ_S("version"), l.version);
    sj_buf_add_char(to, ',');
    add_member(to, SJ_S("hash"), l.hash);
    sj_buf_add(to, SJ_S("}"));
}

void sj_explain_hit_json(const sj_index *ix, sj_str table, sj_str id, const sj_hit *hit,
                         const sj_hit_explanation *e, sj_buf *to)
{
    sj_index_record r;
    sj_index_record_get(ix, hit->record, &r);
    sj_buf_add(to, SJ_S("{\"query\":{"));
    add_member(to, SJ_S("table"), table);
    sj_buf_add_char(to, ',');
    add_member(to, SJ_S("id"), id);
    sj_buf_add_char(to, ',');
    add_member(to, SJ_S("name"), e->query_name);
    sj_buf_add(to, SJ_S("},\"candidate\":{"));
    add_member(to, SJ_S("id"), r.id);
    sj_buf_add_char(to, ',');
    add_member(to, SJ_S("name"), r.caption);
    sj_buf_add_char(to, ',');
    add_member(to, SJ_S("schema"), sj_schema_text(r.schema));
    sj_buf_add(to, SJ_S("},"));
    add_list_json(ix, r.list_number, to);
    sj_buf_add(to, SJ_S(",\"score\":"));
    sj_buf_add_fixed(to, hit->score, 4);
    sj_buf_add(to, SJ_S(",\"name_score\":"));
    sj_buf_add_fixed(to, hit->name_score, 4);
    sj_buf_add(to, hit->by_identifier ? SJ_S(",\"by_identifier\":true,")
                                      : SJ_S(",\"by_identifier\":false,"));
    add_member(to, SJ_S("listed_name"), e->listed_name);
    sj_buf_add_char(to, ',');
    add_member(to, SJ_S("listed_name_kind"), sj_name_kind_text(e->listed_name_kind));
    sj_buf_add_char(to, ',');
    add_member(to, SJ_S("compared_as"), e->name.system);
    sj_buf_add_char(to, ',');
    sj_explain_words_json(&e->name, to);
    sj_buf_add_char(to, ',');
    add_fields_json(e, to);
    sj_buf_add_char(to, ',');
    add_member(to, SJ_S("engine"), SJ_S("sojourn " SJ_VERSION));
    sj_buf_add(to, SJ_S("}\n"));
}

void sj_explain_hit_text(const sj_index *ix, const sj_hit *hit, const sj_hit_explanation *e,
                         sj_buf *to)
{
    sj_index_record r;
    sj_index_list l;
    sj_index_record_get(ix, hit->record, &r);
    sj_index_list_get(ix, r.list_number, &l);
    sj_buf_add_fixed(to, hit->score, 4);
    sj_buf_add(to, SJ_S("  "));
    sj_buf_add(to, r.caption);
    sj_buf_addf(to, "  [%.*s %.*s]", SJ_STR_FMT(l.name), SJ_STR_FMT(r.id));
    sj_buf_add(to, SJ_S("\n  "));
    sj_buf_add(to, e->query_name);
    sj_buf_add(to, SJ_S("  ~  "));
    sj_buf_add(to, e->listed_name);
    sj_buf_addf(to, " (%.*s)  name ", SJ_STR_FMT(sj_name_kind_text(e->listed_name_kind)));
    sj_buf_add_fixed(to, hit->name_score, 4);
    sj_buf_add(to, SJ_S("\n"));
    add_words_text(&e->name, to);
    for (size_t i = 0; i < e->evidence_count; i++) {
        const sj_field_evidence *f = &e->evidence[i];
        sj_buf_addf(to, "    %-12.*s ", SJ_STR_FMT(sj_field_text(f->field)));
        add_signed(to, f->effect);
        sj_buf_addf(to, "  %.*s: %.*s / %.*s\n", SJ_STR_FMT(f->rule), SJ_STR_FMT(f->query),
                    SJ_STR_FMT(f->listed));
    }
}

sj_str sj_explain_identifier(const sj_hit_explanation *e)
{
    for (size_t i = 0; i < e->evidence_count; i++)
        if (e->evidence[i].field == SJ_FIELD_IDENTIFIER && e->evidence[i].effect >= 0)
            return e->evidence[i].query;
    return SJ_S("");
}
