/* names/compare.c -- two prepared names: every pair of forms of one system, the
 * best counts; ties go to the first, so the answer is one. */
#include "names/core.h"

static bool comparable(const sj_form *a, const sj_form *b)
{
    return a->system == b->system && !(a->flags & b->flags & SJ_FORM_DERIVED) &&
           sj_kinds_compare((sj_compare_kind)a->kind, (sj_compare_kind)b->kind);
}

static double score_pair(const sj_form *a, const sj_form *b, sj_form_alignment *ret)
{
    float matrix[SJ_FORM_UNITS_MAX * SJ_FORM_UNITS_MAX];
    for (unsigned i = 0; i < a->unit_count; i++)
        for (unsigned j = 0; j < b->unit_count; j++)
            matrix[i * b->unit_count + j] =
                (float)sj_core_similarity(a->unit[i].core, b->unit[j].core, NULL);
    /* The product of the weights first: the same bits for (b, a). */
    return sj_form_score(a, b, matrix, ret) * ((double)a->weight * (double)b->weight);
}

static double best_pair(const sj_name *a, const sj_name *b, const sj_form **ret_a,
                        const sj_form **ret_b)
{
    double best = -1;
    for (size_t i = 0; i < a->form_count; i++)
        for (size_t j = 0; j < b->form_count; j++) {
            if (!comparable(&a->form[i], &b->form[j]))
                continue;
            const double score = score_pair(&a->form[i], &b->form[j], NULL);
            if (score > best) {
                best = score;
                *ret_a = &a->form[i];
                *ret_b = &b->form[j];
            }
        }
    return best;
}

double sj_name_compare(const sj_name *a, const sj_name *b)
{
    const sj_form *x, *y;
    const double best = best_pair(a, b, &x, &y);
    return best > 0 ? best : 0;
}

/* ---- why ---- */

sj_str sj_align_kind_text(sj_align_kind kind)
{
    static const sj_str text[] = {{"same", 4},         {"variant", 7}, {"typo", 4},
                                  {"initial", 7},      {"missing", 7}, {"missing", 7},
                                  {"contradicted", 12}};
    return (size_t)kind < SJ_COUNT(text) ? text[kind] : SJ_S("");
}

static sj_str system_text(uint8_t system)
{
    static const sj_str text[SJ_SYSTEM_COUNT] = {{"latin words", 11},
                                                 {"korean syllables", 16},
                                                 {"mandarin syllables", 18},
                                                 {"cantonese syllables", 19},
                                                 {"han characters", 14}};
    return system < SJ_SYSTEM_COUNT ? text[system] : SJ_S("");
}

static sj_str written(const sj_name *n, const sj_form *f, uint8_t unit)
{
    return unit == SJ_NO_UNIT ? SJ_S("")
                              : sj_str_slice(n->text, f->unit[unit].from, f->unit[unit].to);
}

static void explain_word(const sj_name *a, const sj_form *x, uint8_t i, const sj_name *b,
                         const sj_form *y, uint8_t j, sj_align_kind kind, sj_align *ret)
{
    *ret = (sj_align){.kind = kind, .a = written(a, x, i), .b = written(b, y, j)};
    const sj_core *p = i == SJ_NO_UNIT ? NULL : x->unit[i].core;
    const sj_core *q = j == SJ_NO_UNIT ? NULL : y->unit[j].core;
    if (p && q) {
        sj_similarity_reason why;
        ret->similarity = sj_core_similarity(p, q, &why);
        if (kind == SJ_ALIGN_SAME) {
            ret->kind = why.kind;
            ret->rule = why.kind == SJ_ALIGN_SAME ? SJ_S("") : sj_rule_text(why.rule);
        }
    }
    ret->weight =
        p && q ? ((double)p->weight + (double)q->weight) / 2 : (double)(p ? p : q)->weight;
}

void sj_name_explain(const sj_name *a, const sj_name *b, sj_name_explanation *ret)
{
    const sj_form *x = NULL, *y = NULL;
    sj_form_alignment alignment = {.count = 0};
    const double best = best_pair(a, b, &x, &y);
    ret->score = best > 0 ? best : 0;
    ret->system = ret->note = SJ_S("");
    ret->align_count = 0;
    if (!x)
        return;
    (void)score_pair(x, y, &alignment);
    ret->system = system_text(x->system);
    ret->note = alignment.exchanged   ? SJ_S("given and family name exchanged")
                : alignment.scrambled ? SJ_S("given names in another order: another name")
                : alignment.reordered ? SJ_S("words in another order")
                                      : SJ_S("");
    for (size_t i = 0; i < alignment.count; i++)
        explain_word(a, x, alignment.a[i], b, y, alignment.b[i], (sj_align_kind)alignment.kind[i],
                     &ret->align[ret->align_count++]);
}

void sj_name_explanation_write(const sj_name_explanation *e, sj_buf *to)
{
    sj_buf_add(to, e->system);
    for (size_t i = 0; i < e->align_count; i++) {
        const sj_align *w = &e->align[i];
        sj_buf_add(to, i ? SJ_S("; ") : SJ_S(": "));
        sj_buf_add(to, w->a.len ? w->a : SJ_S("-"));
        sj_buf_add(to, w->kind == SJ_ALIGN_SAME ? SJ_S(" = ") : SJ_S(" ~ "));
        sj_buf_add(to, w->b.len ? w->b : SJ_S("-"));
        if (w->kind == SJ_ALIGN_SAME)
            continue;
        sj_buf_add(to, SJ_S(" ("));
        sj_buf_add(to, sj_align_kind_text(w->kind));
        if (w->rule.len) {
            sj_buf_add(to, SJ_S(": "));
            sj_buf_add(to, w->rule);
        }
        sj_buf_add_char(to, ')');
    }
    if (e->note.len) {
        sj_buf_add(to, SJ_S("; "));
        sj_buf_add(to, e->note);
    }
}

bool sj_compare_kind_parse(sj_str text, sj_compare_kind *ret)
{
    static const struct {
        sj_str text;
        sj_compare_kind kind;
    } names[] = {{{"any", 3}, SJ_COMPARE_ANY},
                 {{"person", 6}, SJ_COMPARE_PERSON},
                 {{"company", 7}, SJ_COMPARE_COMPANY},
                 {{"organisation", 12}, SJ_COMPARE_COMPANY},
                 {{"organization", 12}, SJ_COMPARE_COMPANY},
                 {{"legalentity", 11}, SJ_COMPARE_COMPANY},
                 {{"publicbody", 10}, SJ_COMPARE_COMPANY},
                 {{"vessel", 6}, SJ_COMPARE_VESSEL},
                 {{"airplane", 8}, SJ_COMPARE_VESSEL},
                 {{"aircraft", 8}, SJ_COMPARE_VESSEL},
                 {{"thing", 5}, SJ_COMPARE_ANY}};
    for (size_t i = 0; i < SJ_COUNT(names); i++)
        if (sj_str_eq_nocase(text, names[i].text)) {
            *ret = names[i].kind;
            return true;
        }
    return false;
}

sj_compare_kind sj_compare_kind_of(sj_schema schema)
{
    switch (schema) {
    case SJ_SCHEMA_PERSON:
        return SJ_COMPARE_PERSON;
    case SJ_SCHEMA_ORGANISATION:
        return SJ_COMPARE_COMPANY;
    case SJ_SCHEMA_VESSEL:
    case SJ_SCHEMA_AIRCRAFT:
        return SJ_COMPARE_VESSEL;
    default:
        return SJ_COMPARE_ANY;
    }
}
