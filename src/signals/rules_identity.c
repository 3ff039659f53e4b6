/* signals/rules_identity.c -- is it one person? One person's papers against the record, against
 * each other, and each against its own zone and number; the numbers of permits, too. What
 * claims state is in rules_claim.c.
 *
 *   (1) A date that is not exact contradicts only what it excludes: "1986" and 1986-04-29
 *       agree. A paper without the field contradicts nothing.
 *   (2) A paper is compared with the record, and if they agree with the earlier papers; the
 *       first that contradicts is named. What the record says never silences two papers: a
 *       column taken from the roster must not raise a finding. Names are compared with all
 *       names of the record, which are never silent: papers in two names that it gives both
 *       do not contradict each other.
 *   (3) A clerk's slip is context and no contradiction.
 *   (4) However many papers, a value is compared once: a list keeps different ones. */
#include "signals/stated.h"
#include <stdio.h>

static const sj_cell *paper(const sj_run *r, size_t row, size_t column)
{
    return sj_at(r, SJ_TABLE_PAPERS, row, column);
}

static sj_stated printed(const sj_run *r, size_t row, size_t column)
{
    return (sj_stated){.table = SJ_TABLE_PAPERS,
                       .row = row,
                       .column = column,
                       .text = sj_cell_text(paper(r, row, column))};
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
        if (country.len == 2 && memcmp(country.ptr, of[i][0], 2) == 0)
            return sj_str_from(of[i][1]);
    return country;
}

/* ---- a field of all papers of a person ---- */

struct field {
    const char *what;
    bool (*recorded)(const sj_run *r, size_t person, sj_stated *ret);
    size_t (*stated)(const sj_run *r, size_t row, sj_stated ret[2]);
    bool (*apart)(const sj_stated *a, const sj_stated *b);
    bool record_decides; /* papers are compared with each other only where it is blank */
};

static const sj_stated *first_apart(const struct field *x, const sj_stated *one,
                                    const sj_stated *other, size_t n)
{
    for (size_t k = 0; k < n; k++)
        if (x->apart(one, &other[k]))
            return &other[k];
    return NULL;
}

/* Papers without what the record decides are not compared with each other either where the
 * roster lacks the record's column. */
static bool only_with_record(const sj_run *r, const struct field *x, bool recorded)
{
    return x->record_decides &&
           (recorded || !sj_tables_has(r->t, SJ_TABLE_PEOPLE, SJ_PEOPLE_NATIONALITY));
}

static void compare_papers(sj_run *r, const struct field *x, size_t person, const uint32_t *row,
                           size_t count, sj_stated_list *earlier)
{
    sj_stated record, said[2];
    const bool recorded = x->recorded(r, person, &record);
    const bool alone = only_with_record(r, x, recorded);
    earlier->count = 0;
    for (size_t i = 0; i < count && r->status >= 0; i++) {
        const size_t here = x->stated(r, row[i], said);
        const sj_stated *other = NULL;
        size_t k = 0;
        for (; k < here && !other; k++) {
            other = recorded ? first_apart(x, &said[k], &record, 1) : NULL;
            if (!other && !alone)
                other = first_apart(x, &said[k], earlier->item, earlier->count);
        }
        if (other)
            sj_stated_raise(r, &said[k - 1], other, x->what);
        for (k = 0; k < here; k++)
            sj_stated_list_add(earlier, &said[k]);
    }
}

static void compare_field(sj_run *r, const struct field *x)
{
    sj_stated_list earlier;
    if (!sj_stated_list_init(r, &earlier))
        return;
    for (size_t p = 0; r->status >= 0 && p < sj_tables_count(r->t, SJ_TABLE_PEOPLE); p++) {
        size_t count;
        const uint32_t *row = sj_rows_of(r, p, SJ_TABLE_PAPERS, &count);
        if (count)
            compare_papers(r, x, p, row, count, &earlier);
    }
}

static bool recorded_birth(const sj_run *r, size_t person, sj_stated *ret)
{
    return sj_stated_birth_in_cell(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_BIRTH_DATE, ret);
}

static bool births_slipped(const sj_stated *a, const sj_stated *b)
{
    return sj_stated_apart(a, b) && sj_stated_slip(a, b);
}

static void birth_contradicts(sj_run *r)
{
    compare_field(r, &(struct field){"born", recorded_birth, sj_stated_births,
                                     sj_stated_births_contradict, false});
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

static void gender_contradicts(sj_run *r)
{
    compare_field(
        r, &(struct field){"sex", recorded_sex, sj_stated_sexes, sj_stated_sexes_differ, false});
}

static bool recorded_nationality(const sj_run *r, size_t person, sj_stated *ret)
{
    *ret = sj_stated_nationality_of_record(r, person);
    return ret->text.len != 0;
}

static void nationality_contradicts(sj_run *r)
{
    compare_field(r, &(struct field){"nationality", recorded_nationality, sj_stated_nationalities,
                                     sj_stated_nationalities_differ, true});
}

static bool recorded_place(const sj_run *r, size_t person, sj_stated *ret)
{
    *ret =
        (sj_stated){.table = SJ_TABLE_PEOPLE,
                    .row = person,
                    .column = SJ_PEOPLE_BIRTH_PLACE,
                    .text = sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_BIRTH_PLACE))};
    return ret->text.len != 0;
}

static size_t stated_places(const sj_run *r, size_t row, sj_stated ret[2])
{
    ret[0] = printed(r, row, SJ_PAPERS_BIRTH_PLACE);
    return ret[0].text.len != 0;
}

static bool places_differ(const sj_stated *a, const sj_stated *b)
{
    return sj_stated_places_apart(a->text, b->text);
}

static void place_contradicts(sj_run *r)
{
    compare_field(r,
                  &(struct field){"born in", recorded_place, stated_places, places_differ, false});
}

/* Whatever the record declares: passports, cards and zones of two states are two
 * nationalities, or somebody else's papers. Said once of a person. */
static void nationalities_several(sj_run *r)
{
    for (size_t p = 0; r->status >= 0 && p < sj_tables_count(r->t, SJ_TABLE_PEOPLE); p++) {
        sj_stated first, said[2];
        size_t count;
        const uint32_t *row = sj_rows_of(r, p, SJ_TABLE_PAPERS, &count);
        bool any = false, several = false;
        for (size_t i = 0; i < count && !several; i++) {
            const size_t n = sj_stated_nationalities(r, row[i], said);
            for (size_t k = 0; k < n && !several; k++) {
                several = any && sj_stated_nationalities_differ(&said[k], &first);
                if (several)
                    sj_stated_raise(r, &said[k], &first, "nationality");
                first = any ? first : said[k];
                any = true;
            }
        }
    }
}

/* A passport or an identity card of a state of which neither the record nor the paper itself
 * says that its holder is a national. */
static void issuer_differs(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_PAPERS, i);
        const sj_cell *own = paper(r, i, SJ_PAPERS_NATIONALITY),
                      *issuer = paper(r, i, SJ_PAPERS_COUNTRY);
        sj_stated state = printed(r, i, SJ_PAPERS_COUNTRY);
        if (person == SIZE_MAX || !sj_has(own) ||
            !sj_regime_issuer_documents(paper(r, i, SJ_PAPERS_KIND), issuer) ||
            sj_str_eq(state_of(sj_str_from(own->as.country)),
                      state_of(sj_str_from(issuer->as.country))))
            continue;
        const sj_stated record = sj_stated_nationality_of_record(r, person);
        memcpy(state.country, issuer->as.country, sizeof state.country);
        if (record.text.len && !sj_stated_nationalities_differ(&state, &record))
            continue;
        const sj_stated nationality = printed(r, i, SJ_PAPERS_NATIONALITY);
        sj_finding *f = sj_raise(r, person, SJ_TABLE_PAPERS, i);
        sj_stated_because(r, f, &state);
        sj_stated_because(r, f, &nationality);
        sj_say(
            r, f,
            "The paper (%.*s) is of %.*s, of which its holder is not said to be a national (%.*s).",
            SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), SJ_STR_FMT(state.text),
            SJ_STR_FMT(nationality.text));
    }
}

/* ---- names ---- */

static void raise_name(sj_run *r, size_t person, const sj_stated *name)
{
    const sj_stated record = {.table = SJ_TABLE_PEOPLE,
                              .row = person,
                              .column = SJ_PEOPLE_NAME,
                              .text =
                                  sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME))};
    sj_stated_raise(r, name, &record, "the name");
}

static bool name_differs(sj_run *r, size_t person, sj_str name)
{
    const double score = sj_names_score(r, person, name);
    return score >= 0 && score < sj_threshold(r);
}

/* Is a name of the record, in whatever script, the zone's as it is transliterated there? */
static bool zone_agrees(const sj_run *r, size_t person, const sj_mrz *m)
{
    static const size_t columns[] = {SJ_PEOPLE_NAME, SJ_PEOPLE_NATIVE_NAME, SJ_PEOPLE_OTHER_NAMES};
    for (size_t i = 0; i < SJ_COUNT(columns); i++) {
        sj_str rest = sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person, columns[i])), one;
        while (rest.len && sj_str_split(&rest, '|', &one))
            if (sj_mrz_name_agrees(m, sj_str_trim(one)))
                return true;
    }
    return false;
}

/* Which of the parts is the family's is a matter of print: either order may agree. */
static bool zone_name_differs(sj_run *r, size_t person, size_t row, sj_stated *ret)
{
    sj_mrz m;
    char turned[100];
    if (!sj_paper_zone(r, row, &m) || !(m.surname[0] || m.given[0]) || zone_agrees(r, person, &m))
        return false;
    sj_stated_name_in_zone(&m, row, ret);
    (void)snprintf(turned, sizeof turned, "%s %s", m.surname, m.given);
    return name_differs(r, person, sj_stated_text(ret)) &&
           name_differs(r, person, sj_str_from(turned));
}

/* Printed and in the zone, always both, as with every field; one finding a paper. */
static void name_contradicts(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_PAPERS, i);
        const sj_stated name = printed(r, i, SJ_PAPERS_NAME);
        sj_stated zone;
        if (person == SIZE_MAX)
            continue;
        if (name.text.len && name_differs(r, person, name.text))
            raise_name(r, person, &name);
        else if (zone_name_differs(r, person, i, &zone))
            raise_name(r, person, &zone);
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

static void zone_says(sj_run *r, size_t row, size_t column, const char *part, const char *value,
                      const char *what)
{
    sj_stated zone = {.table = SJ_TABLE_PAPERS, .row = row, .column = SJ_PAPERS_MRZ, .part = part};
    const sj_stated other = printed(r, row, column);
    sj_stated_keep(&zone, value);
    sj_stated_raise(r, &zone, &other, what);
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
        sj_stated_raise(r, &zone, &name, "the name");
}

static void zone_contradicts(sj_run *r, size_t row, const sj_mrz *m)
{
    sj_stated zone, cell;
    const sj_str number = sj_cell_text(paper(r, row, SJ_PAPERS_NUMBER));
    if (number.len && m->number[0] && numbers_differ(r, number, m->number))
        zone_says(r, row, SJ_PAPERS_NUMBER, "number", m->number, "the number");
    if (sj_stated_birth_in_zone(r, row, &zone) &&
        sj_stated_birth_in_cell(r, SJ_TABLE_PAPERS, row, SJ_PAPERS_BIRTH_DATE, &cell) &&
        sj_stated_births_contradict(&zone, &cell))
        sj_stated_raise(r, &zone, &cell, "born");
    if (sj_stated_sex_in_zone(r, row, &zone) &&
        sj_stated_sex_in_cell(r, SJ_TABLE_PAPERS, row, SJ_PAPERS_GENDER, &cell) &&
        sj_stated_sexes_differ(&zone, &cell))
        sj_stated_raise(r, &zone, &cell, "sex");
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

/* ---- numbers against everything else ---- */

/* What the papers of a person state, and the numbers before the one at hand. */
struct numbered {
    const struct field *field;
    bool (*stated)(const sj_number *n, const sj_stated *cell, sj_stated *ret);
    sj_stated_list papers, numbers;
};

static const struct field birth_field = {"born", recorded_birth, sj_stated_births,
                                         sj_stated_births_contradict, false},
                          sex_field = {"sex", recorded_sex, sj_stated_sexes, sj_stated_sexes_differ,
                                       false};

/* The first that contradicts: of the record, the paper itself, the papers, and the numbers of
 * earlier ones. */
static void number_against(sj_run *r, struct numbered *w, const sj_number *n, const sj_stated *cell)
{
    sj_stated number, record, own[2];
    const size_t person = sj_person_of(r, cell->table, cell->row);
    if (!w->stated(n, cell, &number))
        return;
    const size_t owns = cell->table == SJ_TABLE_PAPERS ? w->field->stated(r, cell->row, own) : 0;
    const sj_stated *other =
        w->field->recorded(r, person, &record) ? first_apart(w->field, &number, &record, 1) : NULL;
    if (!other)
        other = first_apart(w->field, &number, own, owns);
    if (!other)
        other = first_apart(w->field, &number, w->papers.item, w->papers.count);
    if (!other)
        other = first_apart(w->field, &number, w->numbers.item, w->numbers.count);
    if (other)
        sj_stated_raise(r, &number, other, w->field->what);
    sj_stated_list_add(&w->numbers, &number);
}

static void collect_papers(const sj_run *r, struct numbered *w, const uint32_t *row, size_t count)
{
    sj_stated said[2];
    w->papers.count = w->numbers.count = 0;
    for (size_t i = 0; i < count; i++) {
        const size_t n = w->field->stated(r, row[i], said);
        for (size_t k = 0; k < n; k++)
            sj_stated_list_add(&w->papers, &said[k]);
    }
}

static bool number_in(const sj_run *r, const sj_stated *cell, sj_number *ret)
{
    return cell->table == SJ_TABLE_PERMITS ? sj_permit_number(r, cell->row, ret)
                                           : sj_paper_number(r, cell->row, ret);
}

/* Most people have no number that states anything: papers are read with the first one. */
static void numbers_of(sj_run *r, size_t person, struct numbered *birth, struct numbered *sex)
{
    static const struct {
        sj_table table;
        size_t column;
    } where[] = {{SJ_TABLE_PAPERS, SJ_PAPERS_NUMBER}, {SJ_TABLE_PERMITS, SJ_PERMITS_NUMBER}};
    size_t papers, count;
    const uint32_t *paper_row = sj_rows_of(r, person, SJ_TABLE_PAPERS, &papers);
    bool collected = false;
    for (size_t t = 0; t < SJ_COUNT(where); t++) {
        const uint32_t *row = sj_rows_of(r, person, where[t].table, &count);
        for (size_t i = 0; i < count && r->status >= 0; i++) {
            const sj_stated cell = {
                .table = where[t].table, .row = row[i], .column = where[t].column};
            sj_number n;
            if (!number_in(r, &cell, &n))
                continue;
            if (!collected) {
                collect_papers(r, birth, paper_row, papers);
                collect_papers(r, sex, paper_row, papers);
                collected = true;
            }
            number_against(r, birth, &n, &cell);
            number_against(r, sex, &n, &cell);
        }
    }
}

static void number_contradicts(sj_run *r)
{
    struct numbered birth = {.field = &birth_field, .stated = sj_stated_birth_in_number},
                    sex = {.field = &sex_field, .stated = sj_stated_sex_in_number};
    if (!sj_stated_list_init(r, &birth.papers) || !sj_stated_list_init(r, &birth.numbers) ||
        !sj_stated_list_init(r, &sex.papers) || !sj_stated_list_init(r, &sex.numbers))
        return;
    for (size_t p = 0; r->status >= 0 && p < sj_tables_count(r->t, SJ_TABLE_PEOPLE); p++)
        numbers_of(r, p, &birth, &sex);
}

const sj_rule_row sj_rules_identity[] = {{"paper.mrz-contradicts", mrz_contradicts},
                                         {"paper.number-contradicts", number_contradicts},
                                         {"paper.name-contradicts", name_contradicts},
                                         {"paper.birth-contradicts", birth_contradicts},
                                         {"paper.birth-exchanged", birth_exchanged},
                                         {"paper.gender-contradicts", gender_contradicts},
                                         {"paper.nationality-contradicts", nationality_contradicts},
                                         {"paper.place-contradicts", place_contradicts},
                                         {"paper.nationalities-several", nationalities_several},
                                         {"paper.issuer-differs", issuer_differs},
                                         {NULL, NULL}};
