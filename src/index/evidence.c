/* index/evidence.c -- what dates, countries, gender, places and numbers add to a
 * name, each by a stated weight.
 *
 * score = shape(name) + sum of effects, clamped to [0, 1], where shape leaves
 * scores below the threshold alone and maps [0.70, 1] on [0.70, 0.84]: an exact
 * name alone is 0.84, and agreeing facts still have room to rank above it, while
 * the threshold for a name alone stays where names.h puts it. The weights below
 * are ours (stated, not fitted); no source publishes measured ones.
 *
 * Invariants: (1) sj_evidence_most bounds what sj_evidence_weigh can add, which is
 * what lets the index search names below the threshold and stay complete;
 * (2) a fact that one side lacks has no effect; (3) of several values the best
 * pair counts, so more values never hurt. */
#include "index/facts.h"

#define EXACT_NAME_ALONE 0.84
#define DECIDED_SCORE 0.95 /* an identifier of the right scheme agrees */
#define UNSUPPORTED_MOST 0.69

static const struct {
    double effect;
    sj_str rule;
} rules[] = {
#define SAME_DAY 0
    {0.10, {"same day", 8}},
#define SAME_MONTH 1
    {0.08, {"same month", 10}},
#define SAME_YEAR 2
    {0.06, {"same year", 9}},
#define DATES_OVERLAP 3
    {0.03, {"dates overlap", 13}},
#define EXCHANGED 4
    {0.04, {"day and month exchanged", 23}},
#define ONE_PART 5
    {-0.02, {"one part of the date differs", 28}},
#define YEAR_NEAR 6
    {-0.06, {"another day, years at most one apart", 36}},
#define YEAR_TWO 7
    {-0.15, {"years differ by two", 19}},
#define DATES_APART 8
    {-0.30, {"dates contradict", 16}},
#define COUNTRY_SAME 9
    {0.02, {"country in common", 17}},
#define COUNTRY_OTHER 10
    {-0.04, {"no country in common", 20}},
#define GENDER_OTHER 11
    {-0.15, {"gender contradicts", 18}},
#define PLACE_SAME 12
    {0.03, {"place in common", 15}},
#define NUMBER_SAME 13
    {0.10, {"identifier agrees", 17}},
#define NUMBER_SUPPORT 14
    {0.04, {"contact or number agrees", 24}},
#define NUMBER_OTHER 15
    {-0.10, {"identifiers contradict", 22}},
};

static void note(sj_evidence *e, sj_field field, int rule, sj_str query, sj_str listed)
{
    e->effect += rules[rule].effect;
    if (e->count < SJ_EVIDENCE_MAX)
        e->item[e->count++] = (sj_field_evidence){.field = field,
                                                  .effect = rules[rule].effect,
                                                  .rule = rules[rule].rule,
                                                  .query = query,
                                                  .listed = listed};
}

/* ---- dates: days since 1970; a year has 366 days at most ---- */

struct civil {
    int32_t year;
    unsigned month, day;
};
static struct civil civil_of(int32_t days) /* see base/time.c for the arithmetic */
{
    const int64_t z = (int64_t)days + 719468;
    const int64_t era = (z >= 0 ? z : z - 146096) / 146097;
    const int64_t day_of_era = z - era * 146097;
    const int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const int64_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const int64_t shifted = (5 * day_of_year + 2) / 153;
    const unsigned day = (unsigned)(day_of_year - (153 * shifted + 2) / 5 + 1);
    const unsigned month = (unsigned)(shifted < 10 ? shifted + 3 : shifted - 9);
    return (struct civil){(int32_t)(year_of_era + era * 400 + (month <= 2)), month, day};
}

static int rule_for_overlap(const sj_fact_date *a, const sj_fact_date *b)
{
    const int32_t wide_a = a->to_day - a->from_day, wide_b = b->to_day - b->from_day;
    const int32_t wide = wide_a > wide_b ? wide_a : wide_b;
    if (a->circa || b->circa || wide > 366)
        return DATES_OVERLAP;
    return wide == 0 ? SAME_DAY : wide <= 31 ? SAME_MONTH : SAME_YEAR;
}

static int rule_for_days(int32_t a_day, int32_t b_day)
{
    const struct civil a = civil_of(a_day), b = civil_of(b_day);
    if (a.year == b.year && a.month == b.day && a.day == b.month)
        return EXCHANGED;
    const int same = (a.year == b.year) + (a.month == b.month) + (a.day == b.day);
    const int32_t apart = a.year > b.year ? a.year - b.year : b.year - a.year;
    if (same == 2 && (apart <= 1 || apart == 10))
        return ONE_PART;
    return apart <= 1 ? YEAR_NEAR : apart == 2 ? YEAR_TWO : DATES_APART;
}

static int rule_for_dates(const sj_fact_date *a, const sj_fact_date *b)
{
    const int32_t slack = a->circa || b->circa ? 2 * 366 : 0;
    if (a->from_day <= b->to_day && b->from_day <= a->to_day)
        return rule_for_overlap(a, b);
    const int32_t gap = a->from_day > b->to_day ? a->from_day - b->to_day : b->from_day - a->to_day;
    if (gap <= slack)
        return DATES_OVERLAP;
    if (a->from_day == a->to_day && b->from_day == b->to_day)
        return rule_for_days(a->from_day, b->from_day);
    return gap < 366 ? YEAR_NEAR : gap < 731 ? YEAR_TWO : DATES_APART;
}

static void weigh_dates(sj_str query, sj_str listed, sj_evidence *e)
{
    int best = -1;
    sj_str text[2] = {{0}};
    sj_fact_item qi, li;
    sj_fact_date qd, ld;
    for (sj_fact_cursor q = sj_facts_begin(query); sj_facts_next(&q, &qi);) {
        if (!sj_fact_date_get(&qi, &qd))
            continue;
        for (sj_fact_cursor l = sj_facts_begin(listed); sj_facts_next(&l, &li);) {
            if (!sj_fact_date_get(&li, &ld))
                continue;
            const int rule = rule_for_dates(&qd, &ld);
            if (best >= 0 && rules[rule].effect <= rules[best].effect)
                continue;
            best = rule;
            text[0] = qd.text;
            text[1] = ld.text;
        }
    }
    if (best < 0)
        return;
    note(e, SJ_FIELD_BIRTH_DATE, best, text[0], text[1]);
    e->support |= rules[best].effect >= rules[SAME_YEAR].effect;
}

/* ---- countries and gender: sets that meet or do not ---- */

static void weigh_set(sj_str query, sj_str listed, sj_fact_tag tag, sj_field field, int same,
                      int other, sj_evidence *e)
{
    sj_str first[2] = {{0}};
    sj_fact_item qi, li;
    for (sj_fact_cursor q = sj_facts_begin(query); sj_facts_next(&q, &qi);) {
        if (qi.tag != tag)
            continue;
        for (sj_fact_cursor l = sj_facts_begin(listed); sj_facts_next(&l, &li);) {
            if (li.tag != tag)
                continue;
            if (sj_str_eq(qi.payload, li.payload)) {
                if (same >= 0)
                    note(e, field, same, qi.payload, li.payload);
                return;
            }
            if (!first[0].ptr) {
                first[0] = qi.payload;
                first[1] = li.payload;
            }
        }
    }
    if (first[0].ptr)
        note(e, field, other, first[0], first[1]);
}

/* ---- places: a word of four letters or more in common ---- */

enum { PLACE_WORD_MIN = 4 };

static bool share_word(sj_str a, sj_str b, sj_str *ret_word)
{
    sj_str word, other;
    while (sj_str_split(&a, ' ', &word)) {
        if (word.len < PLACE_WORD_MIN)
            continue;
        for (sj_str rest = b; sj_str_split(&rest, ' ', &other);)
            if (sj_str_eq(word, other)) {
                *ret_word = word;
                return true;
            }
    }
    return false;
}

/* Words of the sort "district", and names of states: they say nothing of a place. */
static bool place_word_says_little(sj_str word)
{
    static const sj_str little[] = {
        {"district", 8},    {"province", 8},    {"city", 4},         {"village", 7},
        {"street", 6},      {"road", 4},        {"avenue", 6},       {"area", 4},
        {"region", 6},      {"state", 5},       {"north", 5},        {"south", 5},
        {"east", 4},        {"west", 4},        {"near", 4},         {"republic", 8},
        {"democratic", 10}, {"people", 6},      {"peoples", 7},      {"united", 6},
        {"islamic", 7},     {"town", 4},        {"governorate", 11}, {"building", 8},
        {"house", 5},       {"floor", 5},       {"room", 4},         {"box", 3},
        {"unknown", 7},     {"federation", 10}, {"korea", 5},        {"room", 4},
        {"apartment", 9},   {"block", 5},       {"central", 7},
    };
    for (size_t i = 0; i < SJ_COUNT(little); i++)
        if (sj_str_eq(word, little[i]))
            return true;
    return sj_country_parse(word).len > 0;
}

static void weigh_places(sj_str query, sj_str listed, sj_evidence *e)
{
    sj_fact_item qi, li;
    sj_str word;
    for (sj_fact_cursor q = sj_facts_begin(query); sj_facts_next(&q, &qi);) {
        if (qi.tag != SJ_TAG_PLACE)
            continue;
        for (sj_fact_cursor l = sj_facts_begin(listed); sj_facts_next(&l, &li);) {
            if (li.tag != SJ_TAG_PLACE || !share_word(qi.payload, li.payload, &word) ||
                place_word_says_little(word))
                continue;
            note(e, SJ_FIELD_PLACE, PLACE_SAME, qi.payload, li.payload);
            e->support = true;
            return;
        }
    }
}

/* ---- identifiers ---- */

struct number {
    sj_identifier_group group;
    sj_str country, value;
};
static bool number_get(const sj_fact_item *item, struct number *ret)
{
    if (item->tag != SJ_TAG_IDENTIFIER || item->payload.len < 3)
        return false;
    *ret = (struct number){(sj_identifier_group)(uint8_t)item->payload.ptr[0],
                           sj_str_slice(item->payload, 1, 3),
                           sj_str_slice(item->payload, 3, item->payload.len)};
    return true;
}

static bool countries_differ(sj_str a, sj_str b)
{
    return a.ptr[0] != ' ' && b.ptr[0] != ' ' && !sj_str_eq(a, b);
}

/* A company has one LEI, a ship one IMO number; people have several passports and
 * lists know few of them, so only numbers that stay for life contradict. */
static bool for_life(sj_identifier_group group)
{
    return group == SJ_GROUP_LEI || group == SJ_GROUP_VESSEL || group == SJ_GROUP_PERSON;
}

static int rule_for_numbers(const struct number *a, const struct number *b)
{
    const bool differ = countries_differ(a->country, b->country);
    if (sj_str_eq(a->value, b->value) && !differ) {
        if (a->group == b->group)
            return sj_identifier_decides(a->group) ? NUMBER_SAME : NUMBER_SUPPORT;
        return a->group == SJ_GROUP_OTHER || b->group == SJ_GROUP_OTHER ? NUMBER_SUPPORT : -1;
    }
    const bool comparable = a->group == b->group && for_life(a->group) &&
                            a->value.len == b->value.len &&
                            (a->group != SJ_GROUP_PERSON ||
                             (a->country.ptr[0] != ' ' && sj_str_eq(a->country, b->country)));
    return comparable ? NUMBER_OTHER : -1;
}

static void weigh_identifiers(sj_str query, sj_str listed, sj_evidence *e)
{
    int best = -1;
    struct number qn, ln, pair[2];
    sj_fact_item qi, li;
    for (sj_fact_cursor q = sj_facts_begin(query); sj_facts_next(&q, &qi);) {
        if (!number_get(&qi, &qn))
            continue;
        for (sj_fact_cursor l = sj_facts_begin(listed); sj_facts_next(&l, &li);) {
            if (!number_get(&li, &ln))
                continue;
            const int rule = rule_for_numbers(&qn, &ln);
            if (rule < 0 || (best >= 0 && rules[rule].effect <= rules[best].effect))
                continue;
            best = rule;
            pair[0] = qn;
            pair[1] = ln;
        }
    }
    if (best < 0)
        return;
    note(e, SJ_FIELD_IDENTIFIER, best, pair[0].value, pair[1].value);
    e->support |= best != NUMBER_OTHER;
    e->decided |= best == NUMBER_SAME;
}

void sj_evidence_weigh(sj_str query_facts, sj_str listed_facts, sj_evidence *ret)
{
    ret->count = 0;
    ret->effect = 0;
    ret->support = ret->decided = false;
    weigh_dates(query_facts, listed_facts, ret);
    weigh_set(query_facts, listed_facts, SJ_TAG_COUNTRY, SJ_FIELD_COUNTRY, COUNTRY_SAME,
              COUNTRY_OTHER, ret);
    weigh_set(query_facts, listed_facts, SJ_TAG_GENDER, SJ_FIELD_GENDER, -1, GENDER_OTHER, ret);
    weigh_places(query_facts, listed_facts, ret);
    weigh_identifiers(query_facts, listed_facts, ret);
}

double sj_evidence_most(sj_str query_facts)
{
    bool seen[256] = {false};
    sj_fact_item item;
    for (sj_fact_cursor c = sj_facts_begin(query_facts); sj_facts_next(&c, &item);)
        seen[item.tag] = true;
    return (seen[SJ_TAG_DATE] ? rules[SAME_DAY].effect : 0) +
           (seen[SJ_TAG_COUNTRY] ? rules[COUNTRY_SAME].effect : 0) +
           (seen[SJ_TAG_PLACE] ? rules[PLACE_SAME].effect : 0) +
           (seen[SJ_TAG_IDENTIFIER] ? rules[NUMBER_SUPPORT].effect : 0);
}

double sj_evidence_score(double name_score, bool needs_support, const sj_evidence *evidence)
{
    double score = name_score;
    if (score > SJ_NAME_THRESHOLD)
        score = SJ_NAME_THRESHOLD +
                (score - SJ_NAME_THRESHOLD) *
                    ((EXACT_NAME_ALONE - SJ_NAME_THRESHOLD) / (1.0 - SJ_NAME_THRESHOLD));
    score += evidence->effect;
    if (needs_support && !evidence->support && score > UNSUPPORTED_MOST)
        score = UNSUPPORTED_MOST;
    if (evidence->decided && score < DECIDED_SCORE)
        score = DECIDED_SCORE;
    return score < 0 ? 0 : score > 1 ? 1 : score;
}

sj_str sj_field_text(sj_field field)
{
    static const sj_str text[SJ_FIELD_COUNT] = {
        {"name", 4},  {"birth date", 10}, {"country", 7},   {"gender", 6},
        {"place", 5}, {"identifier", 10}, {"weak name", 9},
    };
    return (unsigned)field < SJ_FIELD_COUNT ? text[field] : SJ_S("");
}
