/* signals/rules_paper.c -- one person's papers against each other and against the
 * record; one paper's values on several people.
 *
 * A date that is not exact contradicts only what it excludes: "1986" and 1986-04-29
 * agree. A paper without the field contradicts nothing. */
#include "signals/run.h"
#include "sojourn/mrz.h"
#include "sojourn/number.h"
#include <stdio.h>

enum kind { PASSPORT, NATIONAL_ID, RESIDENCE_CARD };

static const sj_cell *paper(const sj_run *r, size_t row, size_t column)
{
    return sj_at(r, SJ_TABLE_PAPERS, row, column);
}

static sj_finding *raise_paper(sj_run *r, size_t row)
{
    return sj_raise(r, sj_person_of(r, SJ_TABLE_PAPERS, row), SJ_TABLE_PAPERS, row);
}

static bool ranges_apart(sj_date_range a, sj_date_range b)
{
    return sj_date_last_day(a.to) < sj_date_first_day(b.from) ||
           sj_date_last_day(b.to) < sj_date_first_day(a.from);
}

static bool dates_apart(const sj_cell *a, const sj_cell *b)
{
    return sj_has(a) && sj_has(b) && !a->circa && !b->circa &&
           ranges_apart(sj_cell_date(a), sj_cell_date(b));
}

static void name_contradicts(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_PAPERS, i);
        const sj_str name = sj_cell_text(paper(r, i, SJ_PAPERS_NAME));
        if (person == SIZE_MAX || name.len == 0)
            continue;
        const double score = sj_names_score(r, person, name);
        if (score < 0 || score >= sj_threshold(r))
            continue;
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_NAME);
        sj_because(r, f, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME);
        sj_say(r, f, "The paper (%.*s) is in the name %.*s; the person is recorded as %.*s.",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), SJ_STR_FMT(name),
               SJ_STR_FMT(sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME))));
    }
}

/* The commonest slips of a clerk, in one year: day and month exchanged (03-07 and 07-03),
 * or one digit of the two mistyped (03-07 and 03-17). A year that differs is no slip. */
static bool is_slip(const sj_cell *a, const sj_cell *b)
{
    const sj_date x = a->as.date.from, y = b->as.date.from;
    if (!sj_has(a) || !sj_has(b) || !x.day || !y.day || x.year != y.year)
        return false;
    const int differ = (x.month / 10 != y.month / 10) + (x.month % 10 != y.month % 10) +
                       (x.day / 10 != y.day / 10) + (x.day % 10 != y.day % 10);
    return differ == 1 || (x.month == y.day && x.day == y.month);
}

static void birth_exchanged(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_PAPERS, i);
        const sj_cell *here = paper(r, i, SJ_PAPERS_BIRTH_DATE);
        if (person == SIZE_MAX)
            continue;
        const sj_cell *there = sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_BIRTH_DATE);
        if (!dates_apart(here, there) || !is_slip(here, there))
            continue;
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_BIRTH_DATE);
        sj_because(r, f, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_BIRTH_DATE);
        sj_say(r, f, "The paper (%.*s) says born %.*s; the record, as by a slip, says %.*s.",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), SJ_STR_FMT(sj_cell_text(here)),
               SJ_STR_FMT(sj_cell_text(there)));
    }
}

static bool births_contradict(const sj_cell *a, const sj_cell *b)
{
    return dates_apart(a, b) && !is_slip(a, b);
}

static void birth_contradicts(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_PAPERS, i);
        if (person == SIZE_MAX)
            continue;
        const sj_cell *here = paper(r, i, SJ_PAPERS_BIRTH_DATE);
        const sj_cell *there = sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_BIRTH_DATE);
        sj_table table = SJ_TABLE_PEOPLE;
        size_t row = person, column = SJ_PEOPLE_BIRTH_DATE, count;
        if (!births_contradict(here, there)) { /* then against an earlier paper */
            const uint32_t *other = sj_rows_of(r, person, SJ_TABLE_PAPERS, &count);
            row = SIZE_MAX;
            for (size_t k = 0; k < count && other[k] < i && row == SIZE_MAX; k++)
                if (births_contradict(here, paper(r, other[k], SJ_PAPERS_BIRTH_DATE)))
                    row = other[k];
            table = SJ_TABLE_PAPERS;
            column = SJ_PAPERS_BIRTH_DATE;
        }
        if (row == SIZE_MAX)
            continue;
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_BIRTH_DATE);
        sj_because(r, f, table, row, column);
        sj_say(r, f, "The paper (%.*s) says born %.*s; %s says %.*s.",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), SJ_STR_FMT(sj_cell_text(here)),
               table == SJ_TABLE_PEOPLE ? "the record" : "another paper",
               SJ_STR_FMT(sj_cell_text(sj_at(r, table, row, column))));
    }
}

static char sex_of(sj_str text)
{
    const char c = text.len ? text.ptr[0] : 0;
    return c == 'm' || c == 'M' ? 'M' : c == 'f' || c == 'F' || c == 'w' || c == 'W' ? 'F' : 0;
}

static void gender_contradicts(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_PAPERS, i);
        if (person == SIZE_MAX)
            continue;
        const sj_cell *here = paper(r, i, SJ_PAPERS_GENDER);
        const sj_cell *there = sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_GENDER);
        if (!sex_of(sj_cell_text(here)) || !sex_of(sj_cell_text(there)) ||
            sex_of(sj_cell_text(here)) == sex_of(sj_cell_text(there)))
            continue;
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_GENDER);
        sj_because(r, f, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_GENDER);
        sj_say(r, f, "The paper (%.*s) says %.*s; the record says %.*s.",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), SJ_STR_FMT(sj_cell_text(here)),
               SJ_STR_FMT(sj_cell_text(there)));
    }
}

/* Is this state among the nationalities that the record gives? */
static bool is_said(const sj_cell *said, const char *country)
{
    sj_str rest = sj_cell_text(said), one;
    while (rest.len && sj_str_split(&rest, '|', &one))
        if (sj_str_eq(sj_country_parse(sj_str_trim(one)), sj_str_from(country)))
            return true;
    return false;
}

static void nationality_contradicts(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_PAPERS, i);
        const sj_cell *kind = paper(r, i, SJ_PAPERS_KIND);
        size_t column = SJ_PAPERS_NATIONALITY;
        if (person == SIZE_MAX)
            continue;
        if (!sj_has(paper(r, i, column)) &&
            (sj_is_word(kind, PASSPORT) || sj_is_word(kind, NATIONAL_ID)))
            column = SJ_PAPERS_COUNTRY;
        const sj_cell *here = paper(r, i, column);
        const sj_cell *said = sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NATIONALITY);
        if (!sj_has(here) || !sj_has(said) || is_said(said, here->as.country))
            continue;
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, column);
        sj_because(r, f, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NATIONALITY);
        sj_say(r, f,
               "The paper (%.*s) is of a national of %.*s; the person is recorded as of %.*s.",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))),
               SJ_STR_FMT(sj_country_name(sj_str_from(here->as.country))),
               SJ_STR_FMT(sj_cell_text(said)));
    }
}

/* ---- machine-readable zones ---- */

static bool read_zone(const sj_run *r, size_t row, sj_mrz *ret)
{
    const sj_str text = sj_cell_text(paper(r, row, SJ_PAPERS_MRZ));
    return text.len && sj_mrz_read(text, r->in->as_of, true, ret, NULL) == SJ_OK;
}

static void mrz_check_digit(sj_run *r)
{
    sj_mrz m;
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        if (!read_zone(r, i, &m))
            continue;
        const bool wrong =
            m.number_check == SJ_MRZ_DISAGREES || m.birth_check == SJ_MRZ_DISAGREES ||
            m.expiry_check == SJ_MRZ_DISAGREES || m.composite_check == SJ_MRZ_DISAGREES;
        if (!wrong)
            continue;
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_MRZ);
        sj_say(r, f, "The machine-readable zone of the paper (%.*s) fails %s (line %u, column %u).",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), m.problem[m.problem_count - 1].expected,
               m.problem[m.problem_count - 1].line, m.problem[m.problem_count - 1].column);
    }
}

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

/* The column of the paper that the zone contradicts; SIZE_MAX if none. A name
 * contradicts if it is neither the zone's transliteration nor like it. */
static size_t contradicted(sj_run *r, size_t row, const sj_mrz *m)
{
    const sj_cell *number = paper(r, row, SJ_PAPERS_NUMBER),
                  *born = paper(r, row, SJ_PAPERS_BIRTH_DATE);
    const sj_cell *nationality = paper(r, row, SJ_PAPERS_NATIONALITY);
    const sj_str name = sj_cell_text(paper(r, row, SJ_PAPERS_NAME));
    const sj_date_range in_zone = {m->birth_date, m->birth_date, false};
    const char sex = sex_of(sj_cell_text(paper(r, row, SJ_PAPERS_GENDER)));
    if (sj_cell_text(number).len && m->number[0] &&
        numbers_differ(r, sj_cell_text(number), m->number))
        return SJ_PAPERS_NUMBER;
    if (sj_has(born) && m->birth_date.year && ranges_apart(in_zone, sj_cell_date(born)) &&
        !is_slip(born, &(sj_cell){.state = SJ_CELL_READ, .as.date.from = m->birth_date}))
        return SJ_PAPERS_BIRTH_DATE;
    if (sex && (m->sex == 'M' || m->sex == 'F') && sex != m->sex)
        return SJ_PAPERS_GENDER;
    if (sj_has(nationality) && m->nationality_country[0] &&
        memcmp(nationality->as.country, m->nationality_country, 2) != 0)
        return SJ_PAPERS_NATIONALITY;
    if (name.len == 0 || sj_mrz_name_agrees(m, name))
        return SIZE_MAX;
    char whole[100];
    (void)snprintf(whole, sizeof whole, "%s %s", m->surname, m->given);
    const double score = sj_two_names_score(r, name, sj_str_from(whole));
    return score >= 0 && score < 0.5 ? SJ_PAPERS_NAME : SIZE_MAX;
}

static void mrz_contradicts(sj_run *r)
{
    sj_mrz m;
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const size_t column = read_zone(r, i, &m) ? contradicted(r, i, &m) : SIZE_MAX;
        if (column == SIZE_MAX)
            continue;
        size_t count;
        const sj_column *columns = sj_table_columns(SJ_TABLE_PAPERS, &count);
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_MRZ);
        sj_because(r, f, SJ_TABLE_PAPERS, i, column);
        sj_say(r, f,
               "The paper (%.*s) has a machine-readable zone that contradicts its %.*s (%.*s).",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), SJ_STR_FMT(columns[column].header),
               SJ_STR_FMT(sj_cell_text(paper(r, i, column))));
    }
}

/* ---- numbers ---- */

static void number_form(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const sj_cell *country = paper(r, i, SJ_PAPERS_COUNTRY),
                      *number = paper(r, i, SJ_PAPERS_NUMBER);
        char scheme[16];
        sj_passport_form form;
        sj_number n;
        if (!sj_is_word(paper(r, i, SJ_PAPERS_KIND), PASSPORT) || !sj_has(country) ||
            sj_cell_text(number).len == 0 ||
            !sj_passport_form_find(sj_str_from(country->as.country), &form))
            continue;
        (void)snprintf(scheme, sizeof scheme, "passport.%s", country->as.country);
        if (sj_number_check(sj_str_from(scheme), sj_cell_text(number), r->in->as_of, &n) < 0 ||
            n.verdict != SJ_NUMBER_INVALID)
            continue;
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_NUMBER);
        sj_say(r, f,
               "The number of the passport (%.*s) does not have the form that %.*s uses (%.*s%s).",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))),
               SJ_STR_FMT(sj_country_name(sj_str_from(country->as.country))), SJ_STR_FMT(form.form),
               form.confirmed ? "" : ", not confirmed");
    }
}

/* The scheme of the issuer's national number, where this engine has it. */
static sj_str scheme_of(const sj_run *r, size_t row)
{
    static const struct {
        const char *country;
        unsigned kind;
        sj_str scheme;
    } schemes[] = {
        {"CN", NATIONAL_ID, {"cn.ric", 6}},       {"KR", NATIONAL_ID, {"kr.rrn", 6}},
        {"KR", RESIDENCE_CARD, {"kr.rrn", 6}},    {"PL", NATIONAL_ID, {"pl.pesel", 8}},
        {"TR", NATIONAL_ID, {"tr.tckimlik", 11}}, {"MY", NATIONAL_ID, {"my.nric", 7}},
    };
    const sj_cell *kind = paper(r, row, SJ_PAPERS_KIND),
                  *country = paper(r, row, SJ_PAPERS_COUNTRY);
    for (size_t i = 0; i < SJ_COUNT(schemes); i++)
        if (sj_has(kind) && sj_has(country) && kind->word == schemes[i].kind &&
            memcmp(country->as.country, schemes[i].country, 2) == 0)
            return schemes[i].scheme;
    return SJ_S("");
}

static bool check_number(sj_run *r, size_t row, sj_number *ret)
{
    const sj_str scheme = scheme_of(r, row), value = sj_cell_text(paper(r, row, SJ_PAPERS_NUMBER));
    return scheme.len && value.len && sj_number_check(scheme, value, r->in->as_of, ret) >= 0;
}

static void number_check_digit(sj_run *r)
{
    sj_number n;
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        if (!check_number(r, i, &n) || n.verdict != SJ_NUMBER_INVALID)
            continue;
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_NUMBER);
        sj_say(r, f,
               "The number of the paper (%.*s) fails the issuer's rule on %.*s: expected %s, found "
               "%s.",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), SJ_STR_FMT(sj_number_rule_text(n.rule)),
               n.expected, n.found);
    }
}

static void number_contradicts(sj_run *r)
{
    sj_number n;
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_PAPERS, i);
        if (person == SIZE_MAX || !check_number(r, i, &n) || n.verdict != SJ_NUMBER_VALID)
            continue;
        const sj_cell *born = sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_BIRTH_DATE);
        const sj_cell *gender = sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_GENDER);
        const sj_date_range in_number = {n.birth, n.birth, false};
        const bool date = n.birth.year && sj_has(born) && !born->circa &&
                          ranges_apart(in_number, sj_cell_date(born));
        const char sex = n.sex == SJ_NUMBER_SEX_MALE     ? 'M'
                         : n.sex == SJ_NUMBER_SEX_FEMALE ? 'F'
                                                         : 0;
        const bool other_sex =
            sex && sex_of(sj_cell_text(gender)) && sex_of(sj_cell_text(gender)) != sex;
        if (!date && !other_sex)
            continue;
        char text[32];
        const size_t len = sj_date_write(&in_number, text);
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_NUMBER);
        sj_because(r, f, SJ_TABLE_PEOPLE, person, date ? SJ_PEOPLE_BIRTH_DATE : SJ_PEOPLE_GENDER);
        if (date)
            sj_say(r, f, "The number of the paper (%.*s) says born %.*s; the record says %.*s.",
                   SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), (int)len, text,
                   SJ_STR_FMT(sj_cell_text(born)));
        else
            sj_say(r, f, "The number of the paper (%.*s) says %s; the record says %.*s.",
                   SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), sex == 'M' ? "male" : "female",
                   SJ_STR_FMT(sj_cell_text(gender)));
    }
}

static void number_shared(sj_run *r)
{
    sj_shares s = {0};
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const sj_str number = sj_plain(r, sj_cell_text(paper(r, i, SJ_PAPERS_NUMBER)));
        const sj_cell *country = paper(r, i, SJ_PAPERS_COUNTRY),
                      *kind = paper(r, i, SJ_PAPERS_KIND);
        sj_str key;
        if (number.len < 4 || !sj_has(country) || !sj_has(kind) || r->status < 0)
            continue; /* shorter ones are placeholders */
        r->status = sj_arena_format(r->scratch, &key, "%s %.*s %.*s", country->as.country,
                                    SJ_STR_FMT(sj_cell_text(kind)), SJ_STR_FMT(number));
        sj_share_add(r, &s,
                     (sj_share){.key = key,
                                .person = sj_person_of(r, SJ_TABLE_PAPERS, i),
                                .table = SJ_TABLE_PAPERS,
                                .row = i,
                                .column = SJ_PAPERS_NUMBER});
    }
    sj_shares_raise(r, &s, 2, 0, "The document number %.*s stands on papers of %zu people.");
    sj_shares_done(&s);
}

static void image_shared(sj_run *r)
{
    sj_shares s = {0};
    for (size_t i = 0; i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++)
        sj_share_add(r, &s,
                     (sj_share){.key = sj_cell_text(paper(r, i, SJ_PAPERS_IMAGE_HASH)),
                                .person = sj_person_of(r, SJ_TABLE_PAPERS, i),
                                .table = SJ_TABLE_PAPERS,
                                .row = i,
                                .column = SJ_PAPERS_IMAGE_HASH});
    sj_shares_raise(r, &s, 2, 0, "The portrait %.*s stands on papers of %zu people.");
    sj_shares_done(&s);
}

static void name_birth_shared(sj_run *r)
{
    sj_shares s = {0};
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PEOPLE); i++) {
        const sj_str name = sj_plain(r, sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, i, SJ_PEOPLE_NAME)));
        const sj_cell *born = sj_at(r, SJ_TABLE_PEOPLE, i, SJ_PEOPLE_BIRTH_DATE);
        sj_str key;
        if (name.len == 0 || !sj_has(born) || born->as.date.from.day == 0 || r->status < 0)
            continue;
        r->status = sj_arena_format(r->scratch, &key, "%.*s, %.*s", SJ_STR_FMT(name),
                                    SJ_STR_FMT(sj_cell_text(born)));
        sj_share_add(r, &s,
                     (sj_share){.key = key,
                                .person = i,
                                .table = SJ_TABLE_PEOPLE,
                                .row = i,
                                .column = SJ_PEOPLE_NAME});
    }
    sj_shares_raise(r, &s, 2, 0, "Name and birth date (%.*s) are the same for %zu people.");
    sj_shares_done(&s);
}

/* ---- dates of a paper ---- */

static bool is_before(const sj_cell *issued, const sj_cell *born)
{
    return sj_has(issued) && sj_has(born) && !born->circa &&
           sj_date_last_day(issued->as.date.to) < sj_date_first_day(born->as.date.from);
}

/* Before the birth on the paper, or else before that in the record. */
static void issued_before_birth(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_PAPERS, i);
        const sj_cell *issued = paper(r, i, SJ_PAPERS_ISSUED),
                      *own = paper(r, i, SJ_PAPERS_BIRTH_DATE);
        if (person == SIZE_MAX)
            continue;
        const sj_cell *recorded = sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_BIRTH_DATE);
        const bool in_paper = is_before(issued, own);
        if (!in_paper && !is_before(issued, recorded))
            continue;
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_ISSUED);
        sj_because(r, f, in_paper ? SJ_TABLE_PAPERS : SJ_TABLE_PEOPLE, in_paper ? i : person,
                   in_paper ? SJ_PAPERS_BIRTH_DATE : SJ_PEOPLE_BIRTH_DATE);
        sj_say(r, f, "The paper (%.*s) was issued on %.*s, before its holder was born (%.*s).",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), SJ_STR_FMT(sj_cell_text(issued)),
               SJ_STR_FMT(sj_cell_text(in_paper ? own : recorded)));
    }
}

static void expired_at_use(sj_run *r)
{
    for (size_t j = 0; r->status >= 0 && j < sj_tables_count(r->t, SJ_TABLE_JOBS); j++) {
        const size_t person = sj_person_of(r, SJ_TABLE_JOBS, j);
        const sj_cell *starts = sj_at(r, SJ_TABLE_JOBS, j, SJ_JOBS_STARTS);
        size_t count, last = SIZE_MAX;
        if (person == SIZE_MAX || !sj_has(starts))
            continue;
        const uint32_t *row = sj_rows_of(r, person, SJ_TABLE_PAPERS, &count);
        bool all = true;
        for (size_t i = 0; i < count; i++) {
            if (!sj_is_word(paper(r, row[i], SJ_PAPERS_KIND), PASSPORT))
                continue;
            const sj_cell *expires = paper(r, row[i], SJ_PAPERS_EXPIRES);
            all &= sj_has(expires) &&
                   sj_date_last_day(expires->as.date.to) < sj_date_first_day(starts->as.date.from);
            last = row[i];
        }
        if (last == SIZE_MAX || !all)
            continue;
        sj_finding *f = raise_paper(r, last);
        sj_on_day(f, starts);
        sj_because(r, f, SJ_TABLE_PAPERS, last, SJ_PAPERS_EXPIRES);
        sj_because(r, f, SJ_TABLE_JOBS, j, SJ_JOBS_STARTS);
        sj_say(r, f, "The passport (%.*s) had expired on %.*s when the job began on %.*s.",
               SJ_STR_FMT(sj_cell_text(paper(r, last, 0))),
               SJ_STR_FMT(sj_cell_text(paper(r, last, SJ_PAPERS_EXPIRES))),
               SJ_STR_FMT(sj_cell_text(starts)));
    }
}

static void valid_too_long(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const sj_cell *issued = paper(r, i, SJ_PAPERS_ISSUED),
                      *expires = paper(r, i, SJ_PAPERS_EXPIRES);
        if (!sj_is_word(paper(r, i, SJ_PAPERS_KIND), PASSPORT) || !sj_has(issued) ||
            !sj_has(expires) ||
            (double)(sj_date_first_day(expires->as.date.from) -
                     sj_date_last_day(issued->as.date.to)) <= sj_threshold(r))
            continue;
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_ISSUED);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_EXPIRES);
        sj_say(r, f,
               "The passport (%.*s) is valid from %.*s to %.*s, longer than ten years and nine "
               "months.",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), SJ_STR_FMT(sj_cell_text(issued)),
               SJ_STR_FMT(sj_cell_text(expires)));
    }
}

const sj_rule_row sj_rules_paper[] = {{"paper.mrz-check-digit", mrz_check_digit},
                                      {"paper.mrz-contradicts", mrz_contradicts},
                                      {"paper.number-form", number_form},
                                      {"paper.number-check-digit", number_check_digit},
                                      {"paper.number-contradicts", number_contradicts},
                                      {"paper.name-contradicts", name_contradicts},
                                      {"paper.birth-contradicts", birth_contradicts},
                                      {"paper.birth-exchanged", birth_exchanged},
                                      {"paper.gender-contradicts", gender_contradicts},
                                      {"paper.nationality-contradicts", nationality_contradicts},
                                      {"paper.number-shared", number_shared},
                                      {"paper.image-shared", image_shared},
                                      {"paper.name-birth-shared", name_birth_shared},
                                      {"paper.issued-before-birth", issued_before_birth},
                                      {"paper.expired-at-use", expired_at_use},
                                      {"paper.valid-too-long", valid_too_long},
                                      {NULL, NULL}};
