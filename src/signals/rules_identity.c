/* signals/rules_identity.c -- is it one person? One person's papers against the record, against
 * each other, and each against its own zone and number.
 *
 *   (1) A date that is not exact contradicts only what it excludes: "1986" and 1986-04-29
 *       agree. A paper without the field contradicts nothing.
 *   (2) A paper is compared with the record, and if they agree with the earlier papers; the
 *       first that contradicts is named. What the record says never silences two papers: a
 *       column taken from the roster must not raise a finding.
 *   (3) A clerk's slip is context and no contradiction. */
#include "signals/stated.h"
#include <stdio.h>

/* Papers of one person that each is compared with, the first of them: nobody has more, and a
 * roster made to be slow must not be. All are compared with the record. */
enum { OTHERS_MAX = 256 };

static const sj_cell *paper(const sj_run *r, size_t row, size_t column)
{
    return sj_at(r, SJ_TABLE_PAPERS, row, column);
}

static sj_finding *raise_paper(sj_run *r, size_t row)
{
    return sj_raise(r, sj_person_of(r, SJ_TABLE_PAPERS, row), SJ_TABLE_PAPERS, row);
}

static sj_stated printed(const sj_run *r, size_t row, size_t column)
{
    return (sj_stated){.table = SJ_TABLE_PAPERS,
                       .row = row,
                       .column = column,
                       .text = sj_cell_text(paper(r, row, column))};
}

/* "The paper (d1) says born 1981-01-11; the record says 1991." */
static void raise_pair(sj_run *r, const sj_stated *a, const sj_stated *b, const char *what)
{
    char one[160], other[160];
    sj_finding *f = raise_paper(r, a->row);
    sj_stated_where(r, a, one, sizeof one);
    sj_stated_where(r, b, other, sizeof other);
    sj_stated_because(r, f, a);
    sj_stated_because(r, f, b);
    sj_say(r, f, "T%s says %s %.*s; %s says %.*s.", one + 1, what, SJ_STR_FMT(sj_stated_text(a)),
           other, SJ_STR_FMT(sj_stated_text(b)));
}

/* ---- a field of all papers of a person ---- */

struct field {
    const char *what;
    bool (*recorded)(const sj_run *r, size_t person, sj_stated *ret);
    size_t (*stated)(const sj_run *r, size_t row, sj_stated ret[2]);
    bool (*apart)(const sj_stated *a, const sj_stated *b);
    bool record_decides; /* papers are compared with each other only where it is blank */
};

static const sj_stated *contradicted(const struct field *x, const sj_stated *one,
                                     const sj_stated *record, const sj_stated *earlier, size_t n)
{
    if (record && x->apart(one, record))
        return record;
    for (size_t k = 0; k < n; k++)
        if (x->apart(one, &earlier[k]))
            return &earlier[k];
    return NULL;
}

static void compare_papers(sj_run *r, const struct field *x, size_t person, const uint32_t *row,
                           size_t count, sj_arena *a)
{
    sj_stated record;
    sj_arena_clear(a);
    sj_stated *said = sj_arena_alloc(a, 2 * count * sizeof *said);
    const bool recorded = x->recorded(r, person, &record);
    const bool alone = x->record_decides &&
                       (recorded || !sj_tables_has(r->t, SJ_TABLE_PEOPLE, SJ_PEOPLE_NATIONALITY));
    size_t n = 0;
    if (!said) {
        r->status = SJ_ENOMEM;
        return;
    }
    for (size_t i = 0; i < count && r->status >= 0; i++) {
        const size_t here = x->stated(r, row[i], &said[n]);
        const sj_stated *other = NULL;
        size_t k = n;
        for (; k < n + here && !other; k++)
            other = contradicted(x, &said[k], recorded ? &record : NULL, said,
                                 alone            ? 0
                                 : n < OTHERS_MAX ? n
                                                  : OTHERS_MAX);
        if (other)
            raise_pair(r, &said[k - 1], other, x->what);
        n += here;
    }
}

static void compare_field(sj_run *r, const struct field *x)
{
    SJ_SCOPED(sj_arena) a = {0};
    for (size_t p = 0; r->status >= 0 && p < sj_tables_count(r->t, SJ_TABLE_PEOPLE); p++) {
        size_t count;
        const uint32_t *row = sj_rows_of(r, p, SJ_TABLE_PAPERS, &count);
        if (count)
            compare_papers(r, x, p, row, count, &a);
    }
}

static bool recorded_birth(const sj_run *r, size_t person, sj_stated *ret)
{
    return sj_stated_birth_in_cell(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_BIRTH_DATE, ret);
}

static bool births_contradict(const sj_stated *a, const sj_stated *b)
{
    return sj_stated_apart(a, b) && !sj_stated_slip(a, b);
}

static bool births_slipped(const sj_stated *a, const sj_stated *b)
{
    return sj_stated_apart(a, b) && sj_stated_slip(a, b);
}

static void birth_contradicts(sj_run *r)
{
    compare_field(
        r, &(struct field){"born", recorded_birth, sj_stated_births, births_contradict, false});
}

static void birth_exchanged(sj_run *r)
{
    compare_field(r, &(struct field){"(as by a slip) born", recorded_birth, sj_stated_births,
                                     births_slipped, false});
}

static bool recorded_sex(const sj_run *r, size_t person, sj_stated *ret)
{
    return sj_stated_sex_in_cell(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_GENDER, ret);
}

static bool sexes_differ(const sj_stated *a, const sj_stated *b)
{
    return a->sex && b->sex && a->sex != b->sex;
}

static void gender_contradicts(sj_run *r)
{
    compare_field(r, &(struct field){"sex", recorded_sex, sj_stated_sexes, sexes_differ, false});
}

static bool recorded_nationality(const sj_run *r, size_t person, sj_stated *ret)
{
    const sj_cell *c = sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NATIONALITY);
    *ret = (sj_stated){.table = SJ_TABLE_PEOPLE,
                       .row = person,
                       .column = SJ_PEOPLE_NATIONALITY,
                       .text = sj_cell_text(c)};
    return sj_has(c);
}

/* The record may give several nationalities; a paper gives one. */
static bool nationalities_differ(const sj_stated *a, const sj_stated *b)
{
    sj_str rest = b->text, one;
    if (b->table != SJ_TABLE_PEOPLE)
        return strcmp(a->country, b->country) != 0;
    while (rest.len && sj_str_split(&rest, '|', &one))
        if (sj_str_eq(sj_country_parse(sj_str_trim(one)), sj_str_from(a->country)))
            return false;
    return true;
}

static void nationality_contradicts(sj_run *r)
{
    compare_field(r, &(struct field){"nationality", recorded_nationality, sj_stated_nationalities,
                                     nationalities_differ, true});
}

/* ---- names ---- */

static void name_against_record(sj_run *r, size_t person, const sj_stated *name)
{
    const double score = sj_names_score(r, person, sj_stated_text(name));
    if (score < 0 || score >= sj_threshold(r))
        return;
    const sj_stated record = {.table = SJ_TABLE_PEOPLE,
                              .row = person,
                              .column = SJ_PEOPLE_NAME,
                              .text =
                                  sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME))};
    raise_pair(r, name, &record, "the name");
}

/* Printed names alone: a zone is in Latin letters whatever the roster is written in, and what it
 * says against the printed name is paper.mrz-contradicts. */
static void name_contradicts(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_PAPERS, i);
        const sj_stated name = printed(r, i, SJ_PAPERS_NAME);
        if (person != SIZE_MAX && name.text.len)
            name_against_record(r, person, &name);
    }
}

/* ---- the zone against its own paper ---- */

/* Signs that a machine or an eye takes for each other, as one of them. */
static char look_alike(char c)
{
    static const char from[] = "oqdilzsgb", to[] = "000112568";
    const char *at = c ? strchr(from, c) : NULL;
    return at ? to[at - from] : c;
}

/* Letters and digits of both, without filler and signs; look-alikes are no difference, for
 * the zone's check digit tells which was meant. */
static bool numbers_differ(sj_run *r, sj_str printed, const char *zone)
{
    char plain[64];
    size_t n = 0;
    const sj_str key = sj_plain(r, printed);
    for (size_t i = 0; i < key.len && n < sizeof plain; i++)
        if (key.ptr[i] != ' ')
            plain[n++] = key.ptr[i];
    size_t z = 0;
    for (size_t i = 0; zone[i]; i++) {
        const char c = zone[i] >= 'A' && zone[i] <= 'Z' ? (char)(zone[i] - 'A' + 'a') : zone[i];
        if (c == '<')
            continue;
        if (z >= n || look_alike(plain[z++]) != look_alike(c))
            return true;
    }
    return z != n;
}

/* States whose passports are issued for these territories: there, one code for the other is
 * no contradiction. */
static sj_str state_of(sj_str country)
{
    static const char *const of[][2] = {
        {"HK", "CN"}, {"MO", "CN"}, {"PR", "US"}, {"GU", "US"}, {"VI", "US"}, {"AS", "US"},
        {"MP", "US"}, {"GG", "GB"}, {"JE", "GB"}, {"IM", "GB"}, {"GI", "GB"}, {"BM", "GB"},
        {"KY", "GB"}, {"VG", "GB"}, {"TC", "GB"}, {"AI", "GB"}, {"MS", "GB"}, {"FK", "GB"},
        {"SH", "GB"}, {"GL", "DK"}, {"FO", "DK"}, {"AX", "FI"}, {"PF", "FR"}, {"NC", "FR"},
        {"RE", "FR"}, {"GP", "FR"}, {"MQ", "FR"}, {"GF", "FR"}, {"YT", "FR"}, {"AW", "NL"},
        {"CW", "NL"}, {"SX", "NL"}};
    for (size_t i = 0; i < SJ_COUNT(of); i++)
        if (sj_str_eq(country, sj_str_from(of[i][0])))
            return sj_str_from(of[i][1]);
    return country;
}

static void zone_says(sj_run *r, size_t row, size_t column, const char *part, const char *value,
                      const char *what)
{
    sj_stated zone = {.table = SJ_TABLE_PAPERS, .row = row, .column = SJ_PAPERS_MRZ, .part = part};
    const sj_stated other = printed(r, row, column);
    sj_stated_keep(&zone, value);
    raise_pair(r, &zone, &other, what);
}

static void zone_state(sj_run *r, size_t row, size_t column, const char *country, const char *code,
                       const char *part)
{
    const sj_cell *c = paper(r, row, column);
    if (sj_has(c) && country[0] &&
        !sj_str_eq(state_of(sj_str_from(c->as.country)), state_of(sj_str_from(country))))
        zone_says(r, row, column, part, code, part);
}

/* A name contradicts if it is neither the zone's transliteration nor like it. */
static void zone_name(sj_run *r, size_t row, const sj_mrz *m)
{
    sj_stated zone;
    const sj_stated name = printed(r, row, SJ_PAPERS_NAME);
    if (name.text.len == 0 || sj_mrz_name_agrees(m, name.text))
        return;
    sj_stated_name_in_zone(m, row, &zone);
    char turned[100];
    (void)snprintf(turned, sizeof turned, "%s %s", m->surname, m->given);
    double score = sj_two_names_score(r, name.text, sj_stated_text(&zone));
    const double other = sj_two_names_score(r, name.text, sj_str_from(turned));
    score = other > score ? other : score;
    if (score >= 0 && score < 0.5)
        raise_pair(r, &zone, &name, "the name");
}

static void zone_contradicts(sj_run *r, size_t row, const sj_mrz *m)
{
    sj_stated zone, cell;
    const sj_str number = sj_cell_text(paper(r, row, SJ_PAPERS_NUMBER));
    if (number.len && m->number[0] && numbers_differ(r, number, m->number))
        zone_says(r, row, SJ_PAPERS_NUMBER, "number", m->number, "the number");
    if (sj_stated_birth_in_zone(m, row, &zone) &&
        sj_stated_birth_in_cell(r, SJ_TABLE_PAPERS, row, SJ_PAPERS_BIRTH_DATE, &cell) &&
        births_contradict(&zone, &cell))
        raise_pair(r, &zone, &cell, "born");
    if (sj_stated_sex_in_zone(m, row, &zone) &&
        sj_stated_sex_in_cell(r, SJ_TABLE_PAPERS, row, SJ_PAPERS_GENDER, &cell) &&
        sexes_differ(&zone, &cell))
        raise_pair(r, &zone, &cell, "sex");
    zone_state(r, row, SJ_PAPERS_NATIONALITY, m->nationality_country, m->nationality,
               "nationality");
    zone_state(r, row, SJ_PAPERS_COUNTRY, m->issuer_country, m->issuer, "issuer");
    zone_name(r, row, m);
}

static void mrz_contradicts(sj_run *r)
{
    sj_mrz m;
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++)
        if (sj_person_of(r, SJ_TABLE_PAPERS, i) != SIZE_MAX && sj_paper_zone(r, i, &m))
            zone_contradicts(r, i, &m);
}

/* ---- the number against everything else ---- */

/* What the number contradicts of a paper: printed, in its zone, or in the number of an earlier
 * one. */
static bool paper_apart(const sj_run *r, const sj_stated *number, size_t row, const struct field *x,
                        sj_stated *ret)
{
    sj_stated said[3];
    sj_number n;
    size_t count = x->stated(r, row, said);
    if (row < number->row && sj_paper_number(r, row, &n))
        count += number->sex ? sj_stated_sex_in_number(&n, row, &said[count])
                             : sj_stated_birth_in_number(&n, row, &said[count]);
    for (size_t i = 0; i < count; i++)
        if (x->apart(number, &said[i])) {
            *ret = said[i];
            return true;
        }
    return false;
}

/* The first of the record, the paper itself and the person's other papers. */
static void number_against(sj_run *r, const sj_stated *number, const struct field *x)
{
    const size_t person = sj_person_of(r, SJ_TABLE_PAPERS, number->row);
    sj_stated other;
    size_t count;
    const uint32_t *row = sj_rows_of(r, person, SJ_TABLE_PAPERS, &count);
    bool found = (x->recorded(r, person, &other) && x->apart(number, &other)) ||
                 paper_apart(r, number, number->row, x, &other);
    for (size_t i = 0; i < count && i < OTHERS_MAX && !found; i++)
        found = paper_apart(r, number, row[i], x, &other);
    if (found)
        raise_pair(r, number, &other, x->what);
}

static void number_contradicts(sj_run *r)
{
    static const struct field birth = {"born", recorded_birth, sj_stated_births, births_contradict,
                                       false},
                              sex = {"sex", recorded_sex, sj_stated_sexes, sexes_differ, false};
    sj_number n;
    sj_stated s;
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        if (sj_person_of(r, SJ_TABLE_PAPERS, i) == SIZE_MAX || !sj_paper_number(r, i, &n))
            continue;
        if (sj_stated_birth_in_number(&n, i, &s))
            number_against(r, &s, &birth);
        if (sj_stated_sex_in_number(&n, i, &s))
            number_against(r, &s, &sex);
    }
}

const sj_rule_row sj_rules_identity[] = {{"paper.mrz-contradicts", mrz_contradicts},
                                         {"paper.number-contradicts", number_contradicts},
                                         {"paper.name-contradicts", name_contradicts},
                                         {"paper.birth-contradicts", birth_contradicts},
                                         {"paper.birth-exchanged", birth_exchanged},
                                         {"paper.gender-contradicts", gender_contradicts},
                                         {"paper.nationality-contradicts", nationality_contradicts},
                                         {NULL, NULL}};
