/* tests/ref/score_ref.h -- a slow twin of sj_form_score, from the formula in the
 * essay of src/names/score.c: every pairing of units is tried, nothing is pruned, no
 * sets in bits. It scores the pair in the order given; sj_form_score puts it in an
 * order of its own first, so it equals the twin on (a, b) or on (b, a).
 *
 * Cost: exponential in the words; for forms of up to about eight. */
#ifndef SJ_TESTS_SCORE_REF_H
#define SJ_TESTS_SCORE_REF_H
#include "names/form.h"

struct score_ref {
    const sj_form *a, *b;
    const float *m;
    bool turned; /* m is written b-major */
    bool used_a[SJ_FORM_TOKENS_MAX], used_b[SJ_FORM_TOKENS_MAX];
    unsigned pair_a[SJ_FORM_TOKENS_MAX], pair_b[SJ_FORM_TOKENS_MAX], pairs;
    double best; /* score of any pairing */
};

static double score_ref_like(const struct score_ref *r, unsigned i, unsigned j)
{
    const float x = r->turned ? r->m[j * r->a->unit_count + i] : r->m[i * r->b->unit_count + j];
    return (double)x < 0.30 ? 0 : (double)x;
}

static double score_ref_weight(const sj_form *f, const sj_unit *u)
{
    double w = 0;
    for (unsigned i = 0; i < u->count; i++)
        w += (double)f->unit[u->first + i].core->weight;
    return w;
}

static bool score_ref_company(const sj_form *f)
{
    return (f->flags & SJ_FORM_COMPANY_RULES) != 0 || f->kind == SJ_COMPARE_VESSEL;
}

static bool score_ref_has_distinctive(const sj_form *f, const sj_unit *u)
{
    for (unsigned i = 0; i < u->count; i++)
        if (f->unit[u->first + i].core->distinctive)
            return true;
    return false;
}

/* How many words without a partner are distinctive (class < 0) or of a class. */
static unsigned score_ref_open(const sj_form *f, const bool *used, int unit_class)
{
    unsigned n = 0;
    for (unsigned i = 0; i < f->token_count; i++)
        n += !used[i] && (unit_class < 0 ? f->unit[i].core->distinctive
                                         : f->unit[i].core->unit_class == unit_class);
    return n;
}

static double score_ref_order(const struct score_ref *r, bool company)
{
    unsigned back = 0;
    bool given_family = false, family_given = false;
    for (unsigned i = 0; i < r->pairs; i++) {
        const sj_unit *x = &r->a->unit[r->pair_a[i]], *y = &r->b->unit[r->pair_b[i]];
        if (i && y->first < r->b->unit[r->pair_b[i - 1]].first)
            back++;
        if (x->role == SJ_ROLE_GIVEN && y->role == SJ_ROLE_FAMILY)
            given_family = true;
        if (x->role == SJ_ROLE_FAMILY && y->role == SJ_ROLE_GIVEN)
            family_given = true;
    }
    if ((r->a->flags & SJ_FORM_ROLES_KNOWN) && (r->b->flags & SJ_FORM_ROLES_KNOWN) &&
        given_family && family_given)
        return 0.90;
    return back > (company ? 0u : 1u) ? 0.96 : 1;
}

static bool score_ref_trades_only(const sj_form *f)
{
    for (unsigned i = 0; i < f->token_count; i++)
        if (f->unit[i].core->distinctive && f->unit[i].core->unit_class != SJ_UNIT_GENERIC)
            return false;
    return true;
}

static double score_ref_trades(const struct score_ref *r)
{
    const bool trade_a = score_ref_open(r->a, r->used_a, SJ_UNIT_GENERIC) > 0;
    const bool trade_b = score_ref_open(r->b, r->used_b, SJ_UNIT_GENERIC) > 0;
    const bool general_a = score_ref_open(r->a, r->used_a, SJ_UNIT_FILLER) > 0;
    const bool general_b = score_ref_open(r->b, r->used_b, SJ_UNIT_FILLER) > 0;
    if (general_a && general_b && score_ref_trades_only(r->a) && score_ref_trades_only(r->b))
        return 0.68;
    if (trade_a && trade_b)
        return 0.68;
    return (trade_a && general_b) || (trade_b && general_a) ? 0.86 : 1;
}

/* Words that are left over, other than distinctive ones on both sides. */
static double score_ref_leftovers(const struct score_ref *r, bool company)
{
    if (!company && score_ref_open(r->a, r->used_a, SJ_UNIT_SUFFIX) > 0 &&
        score_ref_open(r->b, r->used_b, SJ_UNIT_SUFFIX) > 0)
        return 0.68;
    return score_ref_trades(r);
}

static bool score_ref_initial(const sj_form *a, const bool *used_a, const sj_form *b,
                              const bool *used_b)
{
    return score_ref_open(a, used_a, SJ_UNIT_INITIAL) > 0 &&
           score_ref_open(b, used_b, SJ_UNIT_INITIAL) + score_ref_open(b, used_b, SJ_UNIT_WORD) > 0;
}

/* Syllables of one language may only be turned round, as a family name moves. */
static bool score_ref_scrambled(const struct score_ref *r, bool company)
{
    const unsigned both = r->a->unit[0].core->syllabic & r->b->unit[0].core->syllabic & 0x7Fu;
    unsigned falls = 0;
    if (company || both == 0 || r->pairs < 2)
        return false;
    for (unsigned i = 0; i < r->pairs; i++) { /* the last is followed by the first */
        const unsigned next = (i + 1) % r->pairs;
        falls += r->b->unit[r->pair_b[next]].first < r->b->unit[r->pair_b[i]].first;
    }
    return falls > 1;
}

static bool score_ref_contradicted(const struct score_ref *r, bool company)
{
    if (score_ref_open(r->a, r->used_a, -1) > 0 && score_ref_open(r->b, r->used_b, -1) > 0)
        return true;
    if (!company && (score_ref_initial(r->a, r->used_a, r->b, r->used_b) ||
                     score_ref_initial(r->b, r->used_b, r->a, r->used_a)))
        return true;
    return score_ref_scrambled(r, company);
}

/* Too little for a match: no pair that tells, or one for people who have more. */
static bool score_ref_little(const struct score_ref *r, bool company)
{
    unsigned telling = 0;
    for (unsigned i = 0; i < r->pairs; i++) {
        const sj_unit *x = &r->a->unit[r->pair_a[i]], *y = &r->b->unit[r->pair_b[i]];
        if (x->core->unit_class == SJ_UNIT_INITIAL || y->core->unit_class == SJ_UNIT_INITIAL ||
            !score_ref_has_distinctive(r->a, x) || !score_ref_has_distinctive(r->b, y))
            continue;
        telling += x->count > 1 && y->count > 1 ? 2 : 1;
    }
    if (telling > 1 || (telling == 1 && company))
        return false;
    return telling == 0 || score_ref_open(r->a, r->used_a, -1) > 0 ||
           score_ref_open(r->b, r->used_b, -1) > 0;
}

static void score_ref_judge(struct score_ref *r)
{
    const bool company = score_ref_company(r->a) || score_ref_company(r->b);
    double agreed = 0, lost = 0, missing = 0;
    for (unsigned i = 0; i < r->pairs; i++) {
        const double w = score_ref_weight(r->a, &r->a->unit[r->pair_a[i]]) +
                         score_ref_weight(r->b, &r->b->unit[r->pair_b[i]]);
        const double like = score_ref_like(r, r->pair_a[i], r->pair_b[i]);
        agreed += w * like;
        lost += w * (1 - like);
    }
    for (unsigned i = 0; i < r->a->token_count; i++)
        missing += r->used_a[i] ? 0 : (double)r->a->unit[i].core->weight;
    for (unsigned j = 0; j < r->b->token_count; j++)
        missing += r->used_b[j] ? 0 : (double)r->b->unit[j].core->weight;
    double score = 0;
    if (agreed > 0) {
        score = agreed / (agreed + lost + missing * (company ? 0.95 : 0.62)) *
                score_ref_order(r, company) * score_ref_leftovers(r, company);
        const bool contradicted = score_ref_contradicted(r, company);
        const bool vessel = r->a->kind == SJ_COMPARE_VESSEL || r->b->kind == SJ_COMPARE_VESSEL;
        const unsigned numbers = score_ref_open(r->a, r->used_a, SJ_UNIT_NUMBER) +
                                 score_ref_open(r->b, r->used_b, SJ_UNIT_NUMBER);
        if (vessel && numbers > 0 && score > 0.65)
            score = 0.65;
        if (contradicted)
            score *= 0.62;
        if ((contradicted || score_ref_little(r, company)) && score > SJ_NAME_CONTRADICTED)
            score = SJ_NAME_CONTRADICTED;
    }
    r->best = score > r->best ? score : r->best;
}

static bool score_ref_take(bool *used, const sj_unit *u, bool take)
{
    for (unsigned i = 0; take && i < u->count; i++)
        if (used[u->first + i])
            return false;
    for (unsigned i = 0; i < u->count; i++)
        used[u->first + i] = take;
    return true;
}

static void score_ref_try(struct score_ref *r, unsigned word)
{
    if (word == r->a->token_count) {
        score_ref_judge(r);
        return;
    }
    score_ref_try(r, word + 1);
    for (unsigned i = 0; i < r->a->unit_count; i++) {
        const sj_unit *x = &r->a->unit[i];
        if (x->first != word || !score_ref_take(r->used_a, x, true))
            continue;
        for (unsigned j = 0; j < r->b->unit_count; j++) {
            const sj_unit *y = &r->b->unit[j];
            if (score_ref_like(r, i, j) <= 0 || !score_ref_take(r->used_b, y, true))
                continue;
            r->pair_a[r->pairs] = i;
            r->pair_b[r->pairs++] = j;
            score_ref_try(r, word + 1);
            r->pairs--;
            (void)score_ref_take(r->used_b, y, false);
        }
        (void)score_ref_take(r->used_a, x, false);
    }
}

/* Place by place: the same syllables in another order are another name. */
static double score_ref_syllables(const struct score_ref *r)
{
    const unsigned n = r->a->token_count, m = r->b->token_count, both = n < m ? n : m;
    double agreed = 0;
    bool contradicted = false;
    for (unsigned i = 0; i < both; i++) {
        agreed += score_ref_like(r, i, i);
        contradicted = contradicted || score_ref_like(r, i, i) < SJ_NAME_CONTRADICTED;
    }
    if (both == 0)
        return 0;
    double score = agreed / (both + 2.5 * 0.5 * (n + m - 2 * both));
    if (contradicted)
        score *= 0.62;
    if ((contradicted || both < 2 || n != m) && score > SJ_NAME_CONTRADICTED)
        score = SJ_NAME_CONTRADICTED;
    return score;
}

/* m as sj_form_score takes it for (a, b); turned: as it takes it for (b, a). */
static double score_ref(const sj_form *a, const sj_form *b, const float *m, bool turned)
{
    struct score_ref r = {.a = a, .b = b, .m = m, .turned = turned};
    if (sj_system_is_syllabic(a->system))
        return score_ref_syllables(&r);
    score_ref_try(&r, 0);
    return r.best;
}

#endif
