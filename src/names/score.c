/* names/score.c -- two rows of words, and how likely they name one.
 *
 * The words of both names are paired in the way that scores most (a search over few
 * possibilities: most words are like at most one other), where a pairing scores
 *
 *   agreed  = sum over pairs of (weight_a + weight_b) * likeness
 *   lost    = sum over pairs of (weight_a + weight_b) * (1 - likeness)
 *   missing = sum of the weights of words without a partner * LACK
 *   score   = agreed / (agreed + lost + missing) * order * contradiction
 *
 * A distinctive word without a partner on BOTH sides contradicts: the score is
 * at most SJ_NAME_CONTRADICTED, however much agrees. That is law (C), and why three
 * words that agree never buy off one that does not. Trade words that differ
 * (Trading, Shipping) halve as much as they weigh.
 *
 * What stands on one side only tells less, with these exceptions: an initial that no word
 * of the other begins with contradicts the word that is left over there; Jr. and Sr.,
 * two trades, or two general words where nothing else names the body, lower the score;
 * a ship with a number is not the ship without.
 *
 * Syllabic systems are compared place by place: the same syllables in another
 * order are another name.
 *
 * Words of a name that reads as syllables (Ri Su Yong) may only be rotated, as a family
 * name moves: given names that change places are another name.
 *
 * Symmetry bit for bit: the pair is put in one order before anything is summed
 * (invariant 1). Monotone: in a pairing a likeness that grows makes `agreed` grow and
 * `lost` shrink; a pair that becomes possible only adds pairings to take the best
 * of (tests/unit/names/score_test.c).
 *
 * Why it is fast: what can be known before the search is (words that are like none of the
 * other name's are open in every pairing), so the bound is sharp at the root, and who
 * asks only for scores from some least one on (the index) lets the search begin there.
 *
 * The numbers below are stated, not fitted; tests/cases/names.csv holds them to
 * account. */
#include "names/form.h"

#define LACK_PERSON 0.62  /* a middle name or a father's name is often left out */
#define LACK_COMPANY 0.95 /* a distinctive word less is often another company */
#define LACK_SYLLABLE 2.5 /* a syllable less is another name */
#define REORDERED 0.96
#define EXCHANGED 0.90
#define TRADES_DIFFER 0.68
#define TRADE_OR_GENERAL 0.86
#define GENERALS_DIFFER 0.68    /* International, National: where trades are all that is left */
#define GENERATIONS_DIFFER 0.68 /* Jr. and Sr. are father and son */
#define NUMBER_ONE_SIDED 0.65   /* Petrel and Petrel 2: at most this */
#define CONTRADICTION 0.62
#define LEAST_LIKENESS 0.30 /* below, a pair is no pair */
enum { NODES_MAX = 4000 };  /* of the search for the best pairing; then the best so far */

struct sides {
    const sj_form *a, *b;
    const float *likeness; /* a-major after ordering */
    size_t step_a, step_b;
    uint64_t distinctive_a, distinctive_b; /* words, a bit each */
    bool company;                          /* rules of companies and vessels */
    bool vessel, trades_only;              /* no word of either names it but its trade */
    double lack;
    double weight_a[SJ_FORM_UNITS_MAX], weight_b[SJ_FORM_UNITS_MAX]; /* of the words covered */
};
struct pairing {
    uint8_t a[SJ_FORM_TOKENS_MAX], b[SJ_FORM_TOKENS_MAX]; /* units */
    unsigned count;
    double agreed;
};
static double likeness_of(const struct sides *s, unsigned i, unsigned j)
{
    const double x = (double)s->likeness[i * s->step_a + j * s->step_b];
    return x >= LEAST_LIKENESS ? x : 0;
}

static uint64_t words_of(const sj_unit *u)
{
    const uint64_t ones = u->count >= 64 ? UINT64_MAX : ((uint64_t)1 << u->count) - 1;
    return ones << u->first;
}

static double weight_of(const sj_form *f, unsigned unit)
{
    const sj_unit *u = &f->unit[unit];
    double w = 0;
    for (unsigned i = u->first; i < (unsigned)u->first + u->count; i++)
        w += (double)f->unit[i].core->weight;
    return w;
}

/* ---- judging one pairing ---- */

struct verdict {
    double score;
    bool exchanged, reordered, scrambled;
    uint64_t open_a, open_b; /* words without a partner */
};

static uint64_t distinctive_words(const sj_form *f)
{
    uint64_t words = 0;
    for (unsigned i = 0; i < f->token_count; i++)
        words |= (uint64_t)f->unit[i].core->distinctive << i;
    return words;
}

static bool is_trades_only(const sj_form *f)
{
    for (unsigned i = 0; i < f->token_count; i++)
        if (f->unit[i].core->distinctive && f->unit[i].core->unit_class != SJ_UNIT_GENERIC)
            return false;
    return true;
}

static double open_weight(const sj_form *f, uint64_t open)
{
    double w = 0;
    for (unsigned i = 0; i < f->token_count; i++)
        if (open >> i & 1)
            w += (double)f->unit[i].core->weight;
    return w;
}

double sj_form_lack(sj_compare_kind kind_a, unsigned flags_a, sj_compare_kind kind_b,
                    unsigned flags_b)
{
    const bool company = ((flags_a | flags_b) & SJ_FORM_COMPANY_RULES) != 0 ||
                         kind_a == SJ_COMPARE_VESSEL || kind_b == SJ_COMPARE_VESSEL;
    return company ? LACK_COMPANY : LACK_PERSON;
}

static uint64_t all_words(const sj_form *f)
{
    return ((uint64_t)1 << f->token_count) - 1; /* SJ_FORM_TOKENS_MAX < 64 */
}

static bool open_of_class(const sj_form *f, uint64_t open, sj_unit_class c)
{
    for (unsigned i = 0; i < f->token_count; i++)
        if ((open >> i & 1) && f->unit[i].core->unit_class == c)
            return true;
    return false;
}

/* How often the words of b that are met step back as those of a go on: never, if the
 * order is the same; once, if one block moved (a family name first or last). */
static unsigned steps_back(const struct pairing *p, const sj_form *b)
{
    unsigned falls = 0;
    for (unsigned i = 1; i < p->count; i++)
        falls += b->unit[p->b[i]].first < b->unit[p->b[i - 1]].first;
    return falls;
}

static bool is_exchanged(const struct pairing *p, const struct sides *s)
{
    if (!(s->a->flags & s->b->flags & SJ_FORM_ROLES_KNOWN))
        return false;
    bool given_family = false, family_given = false;
    for (unsigned i = 0; i < p->count; i++) {
        const uint8_t x = s->a->unit[p->a[i]].role, y = s->b->unit[p->b[i]].role;
        given_family |= x == SJ_ROLE_GIVEN && y == SJ_ROLE_FAMILY;
        family_given |= x == SJ_ROLE_FAMILY && y == SJ_ROLE_GIVEN;
    }
    return given_family && family_given;
}

/* Both names read as syllables of one language: there the family name moves as a whole,
 * and given names that change places are other names. */
static bool is_other_order_of_syllables(const struct pairing *p, const struct sides *s)
{
    const unsigned both = s->a->unit[0].core->syllabic & s->b->unit[0].core->syllabic;
    if (s->company || p->count < 2 || (both & ~(unsigned)SJ_CORE_NEAR_NAME) == 0)
        return false;
    const unsigned falls = steps_back(p, s->b);
    const unsigned first = s->b->unit[p->b[0]].first, last = s->b->unit[p->b[p->count - 1]].first;
    return falls > 1 || (falls == 1 && last > first); /* once: a rotation */
}

static double order_factor(const struct pairing *p, const struct sides *s, struct verdict *v)
{
    v->exchanged = is_exchanged(p, s);
    v->reordered = steps_back(p, s->b) > (s->company ? 0 : 1);
    return v->exchanged ? EXCHANGED : v->reordered ? REORDERED : 1;
}

/* How many pairs say something: of distinctive words, better than by an initial. */
static unsigned telling_pairs(const struct pairing *p, const struct sides *s)
{
    unsigned n = 0;
    for (unsigned i = 0; i < p->count; i++) {
        const sj_unit *x = &s->a->unit[p->a[i]], *y = &s->b->unit[p->b[i]];
        const bool initial =
            x->core->unit_class == SJ_UNIT_INITIAL || y->core->unit_class == SJ_UNIT_INITIAL;
        const uint64_t da = s->distinctive_a & words_of(x);
        const uint64_t db = s->distinctive_b & words_of(y);
        if (!initial && da && db)
            n += x->count > 1 && y->count > 1 ? 2 : 1;
    }
    return n;
}

static bool too_little(const struct pairing *p, const struct sides *s, const struct verdict *v)
{
    const unsigned telling = telling_pairs(p, s);
    if (telling == 0)
        return true;
    const bool all_a = (v->open_a & s->distinctive_a) == 0;
    const bool all_b = (v->open_b & s->distinctive_b) == 0;
    /* One word of a person's name says nothing unless it is all of both. */
    if (telling == 1 && !s->company)
        return !(all_a && all_b);
    return false;
}

/* Trading here, Shipping there: two bodies; a trade here and something general
 * there (Management, Services): likely two. */
static double trades_factor(const struct sides *s, const struct verdict *v)
{
    if (s->trades_only && open_of_class(s->a, v->open_a, SJ_UNIT_FILLER) &&
        open_of_class(s->b, v->open_b, SJ_UNIT_FILLER))
        return GENERALS_DIFFER;
    const bool trade_a = open_of_class(s->a, v->open_a, SJ_UNIT_GENERIC);
    const bool trade_b = open_of_class(s->b, v->open_b, SJ_UNIT_GENERIC);
    if (trade_a && trade_b)
        return TRADES_DIFFER;
    const bool general_a = open_of_class(s->a, v->open_a, SJ_UNIT_FILLER);
    const bool general_b = open_of_class(s->b, v->open_b, SJ_UNIT_FILLER);
    return (trade_a && general_b) || (trade_b && general_a) ? TRADE_OR_GENERAL : 1;
}

static bool contradicts_by_initial(const sj_form *a, uint64_t open_a, const sj_form *b,
                                   uint64_t open_b)
{
    return open_of_class(a, open_a, SJ_UNIT_INITIAL) &&
           (open_of_class(b, open_b, SJ_UNIT_INITIAL) || open_of_class(b, open_b, SJ_UNIT_WORD));
}

static bool is_contradicted(const struct sides *s, const struct verdict *v)
{
    if ((v->open_a & s->distinctive_a) != 0 && (v->open_b & s->distinctive_b) != 0)
        return true;
    if (v->open_a && v->open_b && !s->company &&
        (contradicts_by_initial(s->a, v->open_a, s->b, v->open_b) ||
         contradicts_by_initial(s->b, v->open_b, s->a, v->open_a)))
        return true;
    return v->scrambled;
}

/* Words that only one side or each side alone has, other than those that contradict. */
static double open_factor(const struct sides *s, const struct verdict *v)
{
    if (!v->open_a || !v->open_b)
        return 1;
    if (!s->company && open_of_class(s->a, v->open_a, SJ_UNIT_SUFFIX) &&
        open_of_class(s->b, v->open_b, SJ_UNIT_SUFFIX))
        return GENERATIONS_DIFFER;
    return trades_factor(s, v);
}

static bool has_number_alone(const struct sides *s, const struct verdict *v)
{
    return s->vessel && (open_of_class(s->a, v->open_a, SJ_UNIT_NUMBER) ||
                         open_of_class(s->b, v->open_b, SJ_UNIT_NUMBER));
}

static struct verdict judge(const struct pairing *p, const struct sides *s)
{
    struct verdict v = {0};
    double agreed = 0, lost = 0;
    uint64_t taken_a = 0, taken_b = 0;
    for (unsigned i = 0; i < p->count; i++) {
        const double w = s->weight_a[p->a[i]] + s->weight_b[p->b[i]];
        const double like = likeness_of(s, p->a[i], p->b[i]);
        agreed += w * like;
        lost += w * (1 - like);
        taken_a |= words_of(&s->a->unit[p->a[i]]);
        taken_b |= words_of(&s->b->unit[p->b[i]]);
    }
    v.open_a = all_words(s->a) & ~taken_a;
    v.open_b = all_words(s->b) & ~taken_b;
    if (agreed <= 0)
        return v;
    const double missing = (open_weight(s->a, v.open_a) + open_weight(s->b, v.open_b)) * s->lack;
    v.score = agreed / (agreed + lost + missing) * order_factor(p, s, &v);
    v.score *= open_factor(s, &v);
    v.scrambled = is_other_order_of_syllables(p, s);
    const bool contradicted = is_contradicted(s, &v);
    if (has_number_alone(s, &v) && v.score > NUMBER_ONE_SIDED)
        v.score = NUMBER_ONE_SIDED;
    if (contradicted)
        v.score *= CONTRADICTION;
    if ((contradicted || too_little(p, s, &v)) && v.score > SJ_NAME_CONTRADICTED)
        v.score = SJ_NAME_CONTRADICTED;
    return v;
}

/* ---- finding the best pairing ---- */

struct search {
    const struct sides *s;
    uint8_t partner[SJ_FORM_UNITS_MAX][SJ_FORM_UNITS_MAX];      /* units of b like a unit of a */
    uint8_t partners[SJ_FORM_UNITS_MAX];                        /* how many */
    uint8_t start[SJ_FORM_TOKENS_MAX], next[SJ_FORM_UNITS_MAX]; /* units of a by first word,
                                                                   only those with partners */
    double best_from[SJ_FORM_TOKENS_MAX + 1]; /* most that words from here on can add */
    uint64_t alone_a, alone_b;                /* words that are like none: open in every pairing */
    uint64_t met_b;
    struct pairing now, best;
    struct verdict verdict; /* on the best */
    unsigned nodes;
};

static void settle(struct search *f)
{
    const struct verdict v = judge(&f->now, f->s);
    if (v.score > f->verdict.score + 1e-12) { /* of equals the first */
        f->best = f->now;
        f->verdict = v;
    }
}

/* What can still be reached. `cost`: what the choices so far have lost or left without a
 * partner, and all that is alone. No choice from here on can agree by more than
 * best_from, and agreed / (agreed + cost) grows with agreed: an upper bound, as factors
 * of order only lower it. */
static double bound(const struct search *f, double most, double cost, uint64_t open_a)
{
    const double score = most / (most + cost);
    if (!(open_a & f->s->distinctive_a) || !(f->alone_b & f->s->distinctive_b))
        return score;
    return score * CONTRADICTION < SJ_NAME_CONTRADICTED ? score * CONTRADICTION
                                                        : SJ_NAME_CONTRADICTED;
}

static void descend(struct search *f, unsigned word, uint64_t free_a, uint64_t free_b,
                    uint64_t open_a, double cost)
{
    const struct sides *s = f->s;
    if (++f->nodes > NODES_MAX)
        return;
    while (word < s->a->token_count && !(free_a >> word & 1))
        word++;
    const unsigned count = f->now.count;
    const double agreed = f->now.agreed, most = agreed + f->best_from[word];
    if (most <= 0 || bound(f, most, cost, open_a) <= f->verdict.score)
        return;
    if (word >= s->a->token_count) {
        settle(f);
        return;
    }
    for (unsigned i = f->start[word]; i != SJ_NO_UNIT; i = f->next[i]) {
        const uint64_t words_a = words_of(&s->a->unit[i]);
        if (words_a & ~free_a)
            continue;
        for (unsigned n = 0; n < f->partners[i]; n++) {
            const unsigned j = f->partner[i][n];
            const uint64_t words_b = words_of(&s->b->unit[j]);
            if (words_b & ~free_b)
                continue;
            const double weight = s->weight_a[i] + s->weight_b[j], like = likeness_of(s, i, j);
            f->now.a[count] = (uint8_t)i;
            f->now.b[count] = (uint8_t)j;
            f->now.count = count + 1;
            f->now.agreed = agreed + weight * like;
            descend(f, word + 1, free_a & ~words_a, free_b & ~words_b, open_a,
                    cost + weight * (1 - like));
            f->now.count = count;
            f->now.agreed = agreed;
        }
    }
    const uint64_t left = (uint64_t)1 << word; /* without a partner */
    descend(f, word + 1, free_a & ~left, free_b, open_a | left,
            cost + (f->alone_a & left ? 0 : s->weight_a[word] * s->lack));
}

static double find_partners(struct search *f, unsigned i)
{
    double most = 0;
    f->partners[i] = 0;
    for (unsigned j = 0; j < f->s->b->unit_count; j++) {
        const double like = likeness_of(f->s, i, j);
        if (!(like > 0))
            continue;
        f->partner[i][f->partners[i]++] = (uint8_t)j;
        f->met_b |= words_of(&f->s->b->unit[j]);
        const double value = (f->s->weight_a[i] + f->s->weight_b[j]) * like;
        most = value > most ? value : most;
    }
    return most;
}

static void prepare_search(struct search *f, const struct sides *s)
{
    double most[SJ_FORM_TOKENS_MAX] = {0};
    uint64_t met_a = 0;
    f->s = s;
    f->nodes = 0;
    f->met_b = 0;
    f->now.count = f->best.count = 0;
    f->now.agreed = f->best.agreed = 0;
    memset(f->start, SJ_NO_UNIT, s->a->token_count);
    for (unsigned i = s->a->unit_count; i-- > 0;) {
        const unsigned first = s->a->unit[i].first;
        const double value = find_partners(f, i); /* a span's is booked on its first word */
        most[first] = value > most[first] ? value : most[first];
        if (f->partners[i] == 0)
            continue;
        met_a |= words_of(&s->a->unit[i]);
        f->next[i] = f->start[first];
        f->start[first] = (uint8_t)i;
    }
    f->alone_a = all_words(s->a) & ~met_a;
    f->alone_b = all_words(s->b) & ~f->met_b;
    f->best_from[s->a->token_count] = 0;
    for (unsigned w = s->a->token_count; w-- > 0;)
        f->best_from[w] = f->best_from[w + 1] + most[w];
}

/* ---- syllables: place by place ---- */

static double score_syllables(const struct sides *s, sj_form_alignment *ret)
{
    const unsigned n =
        s->a->token_count < s->b->token_count ? s->a->token_count : s->b->token_count;
    const unsigned more = s->a->token_count + s->b->token_count - 2 * n;
    double agreed = 0;
    bool contradicted = false;
    for (unsigned i = 0; i < n; i++) {
        const double like = likeness_of(s, i, i);
        agreed += like;
        contradicted |= like < SJ_NAME_CONTRADICTED;
        if (ret) {
            ret->a[ret->count] = ret->b[ret->count] = (uint8_t)i;
            ret->kind[ret->count++] =
                like < SJ_NAME_CONTRADICTED ? SJ_ALIGN_CONTRADICTED : SJ_ALIGN_SAME;
        }
    }
    if (n == 0)
        return 0;
    double score = agreed / (n + LACK_SYLLABLE * 0.5 * more);
    if (contradicted)
        score *= CONTRADICTION;
    if ((contradicted || n < 2 || more > 0) && score > SJ_NAME_CONTRADICTED)
        score = SJ_NAME_CONTRADICTED;
    return score;
}

/* ---- the whole ---- */

/* An order of forms that does not depend on which side they came from. */
static int compare_forms(const sj_form *a, const sj_form *b)
{
    if (a->token_count != b->token_count)
        return a->token_count < b->token_count ? -1 : 1;
    for (unsigned i = 0; i < a->token_count; i++) {
        const int c = sj_str_cmp(a->unit[i].core->text, b->unit[i].core->text);
        if (c)
            return c;
    }
    if (a->flags != b->flags)
        return a->flags < b->flags ? -1 : 1;
    if (a->kind != b->kind)
        return a->kind < b->kind ? -1 : 1;
    for (unsigned i = 0; i < a->token_count; i++) {
        const uint64_t x = sj_core_identity(a->unit[i].core) + a->unit[i].role;
        const uint64_t y = sj_core_identity(b->unit[i].core) + b->unit[i].role;
        if (x != y)
            return x < y ? -1 : 1;
    }
    return 0;
}

static void add_pair(sj_form_alignment *ret, uint8_t a, uint8_t b, sj_align_kind kind, bool swapped)
{
    if (ret->count == SJ_ALIGN_MAX)
        return;
    ret->a[ret->count] = swapped ? b : a;
    ret->b[ret->count] = swapped ? a : b;
    ret->kind[ret->count++] = (uint8_t)kind;
}

/* Do two words without a partner say different things of the same? */
static bool are_opposed(const sj_core *x, const sj_core *y, bool trades_only)
{
    if (trades_only && x->unit_class == SJ_UNIT_FILLER && y->unit_class == SJ_UNIT_FILLER)
        return true;
    if (x->distinctive && y->distinctive)
        return true;
    if (x->unit_class == SJ_UNIT_INITIAL || y->unit_class == SJ_UNIT_INITIAL)
        return (x->distinctive || x->unit_class == SJ_UNIT_INITIAL) &&
               (y->distinctive || y->unit_class == SJ_UNIT_INITIAL);
    return x->unit_class == y->unit_class && !x->distinctive && !y->distinctive &&
           (x->unit_class == SJ_UNIT_GENERIC || x->unit_class == SJ_UNIT_SUFFIX);
}

/* Words that are open on both sides are shown against each other, in order. */
static void align(const struct search *f, const struct verdict *v, bool swapped,
                  sj_form_alignment *ret)
{
    const sj_form *a = f->s->a, *b = f->s->b;
    uint64_t open_b = v->open_b;
    for (unsigned i = 0; i < f->best.count; i++)
        add_pair(ret, f->best.a[i], f->best.b[i], SJ_ALIGN_SAME, swapped);
    for (unsigned i = 0; i < a->token_count; i++) {
        if (!(v->open_a >> i & 1))
            continue;
        unsigned j = 0;
        while (j < b->token_count &&
               !((open_b >> j & 1) &&
                 are_opposed(a->unit[i].core, b->unit[j].core, f->s->trades_only)))
            j++;
        if (j < b->token_count) {
            open_b &= ~((uint64_t)1 << j);
            add_pair(ret, (uint8_t)i, (uint8_t)j, SJ_ALIGN_CONTRADICTED, swapped);
        } else {
            add_pair(ret, (uint8_t)i, SJ_NO_UNIT, swapped ? SJ_ALIGN_MISSING_A : SJ_ALIGN_MISSING_B,
                     swapped);
        }
    }
    for (unsigned j = 0; j < b->token_count; j++)
        if (open_b >> j & 1)
            add_pair(ret, SJ_NO_UNIT, (uint8_t)j, swapped ? SJ_ALIGN_MISSING_B : SJ_ALIGN_MISSING_A,
                     swapped);
    ret->exchanged = v->exchanged;
    ret->reordered = v->reordered;
    ret->scrambled = v->scrambled;
}

static void make_sides(const sj_form *a, const sj_form *b, const float *similarity, bool swapped,
                       struct sides *ret)
{
    ret->a = swapped ? b : a;
    ret->b = swapped ? a : b;
    ret->likeness = similarity;
    ret->step_a = swapped ? 1 : b->unit_count;
    ret->step_b = swapped ? b->unit_count : 1;
    ret->lack =
        sj_form_lack((sj_compare_kind)a->kind, a->flags, (sj_compare_kind)b->kind, b->flags);
    ret->company = ret->lack > LACK_PERSON;
    ret->vessel = a->kind == SJ_COMPARE_VESSEL || b->kind == SJ_COMPARE_VESSEL;
    if (sj_system_is_syllabic(a->system))
        return; /* the rest is of words */
    ret->distinctive_a = distinctive_words(ret->a);
    ret->distinctive_b = distinctive_words(ret->b);
    ret->trades_only = is_trades_only(a) && is_trades_only(b);
    for (unsigned i = 0; i < ret->a->unit_count; i++)
        ret->weight_a[i] = weight_of(ret->a, i);
    for (unsigned j = 0; j < ret->b->unit_count; j++)
        ret->weight_b[j] = weight_of(ret->b, j);
}

/* The best pairing of those that score more than `least`; if none does, the verdict's
 * score stays `least`. */
static void search_pairings(struct search *f, const struct sides *s, double least)
{
    prepare_search(f, s);
    f->verdict = (struct verdict){.score = least};
    if (f->best_from[0] > 0)
        descend(f, 0, all_words(s->a), all_words(s->b), f->alone_a,
                (open_weight(s->a, f->alone_a) + open_weight(s->b, f->alone_b)) * s->lack);
}

static double score_from(const sj_form *a, const sj_form *b, const float *similarity, double least,
                         sj_form_alignment *ret_alignment)
{
    const bool swapped = compare_forms(a, b) > 0; /* (1) */
    struct sides s;
    make_sides(a, b, similarity, swapped, &s);
    if (sj_system_is_syllabic(a->system))
        return score_syllables(&s, ret_alignment);
    struct search f; /* 35 KB, of which a search touches what it fills */
    search_pairings(&f, &s, least);
    if (f.verdict.score < 0)
        f.verdict = judge(&f.best, &s);
    if (ret_alignment)
        align(&f, &f.verdict, swapped, ret_alignment);
    return f.verdict.score;
}

double sj_form_score(const sj_form *a, const sj_form *b, const float *similarity,
                     sj_form_alignment *ret_alignment)
{
    if (ret_alignment)
        *ret_alignment = (sj_form_alignment){.count = 0};
    return score_from(a, b, similarity, -1, ret_alignment);
}

double sj_form_score_from(const sj_form *a, const sj_form *b, const float *similarity, double least)
{
    const double slack = 1e-9; /* far more than what makes two scores one in settle() */
    return score_from(a, b, similarity, least - slack, NULL);
}

bool sj_kinds_compare(sj_compare_kind a, sj_compare_kind b)
{
    return a == SJ_COMPARE_ANY || b == SJ_COMPARE_ANY || a == b;
}
