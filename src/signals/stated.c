/* signals/stated.c -- what records state of a person, and whether two statements agree.
 *
 *   (1) Nothing is guessed: a cell that was not read, a zone without a year, a number that is
 *       not valid state nothing.
 *   (2) A year of two digits stands for every century: only what disagrees in all of them
 *       contradicts. */
#include "signals/stated.h"
#include <stdio.h>

static const sj_cell *paper(const sj_run *r, size_t row, size_t column)
{
    return sj_at(r, SJ_TABLE_PAPERS, row, column);
}

/* ---- reading ---- */

/* A scheme of the issuer's identity numbers. `only`: cards of this kind carry nothing else in
 * the place of the number; otherwise a card may state its own serial number (Poland, Kazakhstan,
 * Ukraine ...), so that another form is another number and no contradiction. */
struct number_scheme {
    const char *country;
    unsigned kind;
    sj_str scheme;
    bool only;
};

static const struct number_scheme *scheme_of(const sj_cell *country, unsigned kind)
{
    static const struct number_scheme schemes[] = {
        {"AE", SJ_PAPER_NATIONAL_ID, {"ae.emiratesid", 13}, false},
        {"AE", SJ_PAPER_RESIDENCE_CARD, {"ae.emiratesid", 13}, false},
        {"CN", SJ_PAPER_NATIONAL_ID, {"cn.ric", 6}, true},
        {"CN", SJ_PAPER_RESIDENCE_CARD, {"cn.ric", 6}, false},
        {"IN", SJ_PAPER_NATIONAL_ID, {"in.aadhaar", 10}, false},
        {"KR", SJ_PAPER_NATIONAL_ID, {"kr.rrn", 6}, true},
        {"KR", SJ_PAPER_RESIDENCE_CARD, {"kr.rrn", 6}, true},
        {"KW", SJ_PAPER_NATIONAL_ID, {"kw.civilid", 10}, false},
        {"KW", SJ_PAPER_RESIDENCE_CARD, {"kw.civilid", 10}, false},
        {"KZ", SJ_PAPER_NATIONAL_ID, {"kz.iin", 6}, false},
        {"KZ", SJ_PAPER_RESIDENCE_CARD, {"kz.iin", 6}, false},
        {"MN", SJ_PAPER_NATIONAL_ID, {"mn.regno", 8}, false},
        {"MY", SJ_PAPER_NATIONAL_ID, {"my.nric", 7}, true},
        {"PL", SJ_PAPER_NATIONAL_ID, {"pl.pesel", 8}, false},
        {"QA", SJ_PAPER_NATIONAL_ID, {"qa.qid", 6}, false},
        {"QA", SJ_PAPER_RESIDENCE_CARD, {"qa.qid", 6}, false},
        {"RU", SJ_PAPER_NATIONAL_ID, {"ru.passport", 11}, false},
        {"TR", SJ_PAPER_NATIONAL_ID, {"tr.tckimlik", 11}, false},
        {"TR", SJ_PAPER_RESIDENCE_CARD, {"tr.tckimlik", 11}, false},
        {"UA", SJ_PAPER_NATIONAL_ID, {"ua.rntrc", 8}, false},
        {"VN", SJ_PAPER_NATIONAL_ID, {"vn.cccd", 7}, false},
    };
    for (size_t i = 0; sj_has(country) && i < SJ_COUNT(schemes); i++)
        if (kind == schemes[i].kind && memcmp(country->as.country, schemes[i].country, 2) == 0)
            return &schemes[i];
    return NULL;
}

static bool is_other_form(sj_number_rule rule)
{
    return rule == SJ_NUMBER_RULE_LENGTH || rule == SJ_NUMBER_RULE_CHARACTER ||
           rule == SJ_NUMBER_RULE_SEPARATOR;
}

bool sj_paper_number(const sj_run *r, size_t row, sj_number *ret)
{
    const sj_cell *kind = paper(r, row, SJ_PAPERS_KIND);
    const struct number_scheme *s =
        sj_has(kind) ? scheme_of(paper(r, row, SJ_PAPERS_COUNTRY), kind->word) : NULL;
    const sj_str value = sj_cell_text(paper(r, row, SJ_PAPERS_NUMBER));
    return s && value.len && sj_number_check(s->scheme, value, r->in->as_of, ret) >= 0 &&
           (s->only || ret->verdict == SJ_NUMBER_VALID || !is_other_form(ret->rule));
}

bool sj_permit_number(const sj_run *r, size_t row, sj_number *ret)
{
    const struct number_scheme *s =
        scheme_of(sj_at(r, SJ_TABLE_PERMITS, row, SJ_PERMITS_COUNTRY), SJ_PAPER_RESIDENCE_CARD);
    const sj_str value = sj_cell_text(sj_at(r, SJ_TABLE_PERMITS, row, SJ_PERMITS_NUMBER));
    return s && value.len && sj_number_check(s->scheme, value, r->in->as_of, ret) >= 0 &&
           ret->verdict == SJ_NUMBER_VALID;
}

/* ---- one statement ---- */

void sj_stated_keep(sj_stated *s, const char *text)
{
    const size_t len = strlen(text);
    s->kept_len = (uint8_t)(len < sizeof s->kept ? len : sizeof s->kept);
    memcpy(s->kept, text, s->kept_len);
}

sj_str sj_stated_text(const sj_stated *s)
{
    return s->kept_len ? (sj_str){s->kept, s->kept_len} : s->text;
}

static void keep_date(sj_stated *s, sj_date d)
{
    char text[32];
    s->when = (sj_date_range){d, d, false};
    const size_t len = sj_date_write(&s->when, text);
    text[len < sizeof text ? len : sizeof text - 1] = 0;
    sj_stated_keep(s, text);
}

static sj_stated in_cell(const sj_run *r, sj_table table, size_t row, size_t column)
{
    return (sj_stated){.table = table,
                       .row = row,
                       .column = column,
                       .text = sj_cell_text(sj_at(r, table, row, column))};
}

static sj_stated in_part(size_t row, size_t column, const char *part)
{
    return (sj_stated){.table = SJ_TABLE_PAPERS, .row = row, .column = column, .part = part};
}

bool sj_stated_birth_in_cell(const sj_run *r, sj_table table, size_t row, size_t column,
                             sj_stated *ret)
{
    const sj_cell *c = sj_at(r, table, row, column);
    *ret = in_cell(r, table, row, column);
    if (!sj_has(c))
        return false;
    ret->when = sj_cell_date(c);
    ret->circa = c->circa;
    return true;
}

bool sj_stated_sex_in_cell(const sj_run *r, sj_table table, size_t row, size_t column,
                           sj_stated *ret)
{
    *ret = in_cell(r, table, row, column);
    const char c = ret->text.len ? ret->text.ptr[0] : 0;
    ret->sex = c == 'm' || c == 'M' ? 'M' : c == 'f' || c == 'F' || c == 'w' || c == 'W' ? 'F' : 0;
    return ret->sex != 0;
}

bool sj_stated_birth_in_zone(const sj_run *r, size_t row, sj_stated *ret)
{
    const sj_zone *zone = &r->zone[row];
    if (!zone->birth.year)
        return false;
    *ret = in_part(row, SJ_PAPERS_MRZ, "birth_date");
    ret->century_open = true;
    keep_date(ret, zone->birth);
    return true;
}

bool sj_stated_sex_in_zone(const sj_run *r, size_t row, sj_stated *ret)
{
    const sj_zone *zone = &r->zone[row];
    if (!zone->sex)
        return false;
    *ret = in_part(row, SJ_PAPERS_MRZ, "sex");
    ret->sex = zone->sex;
    sj_stated_keep(ret, zone->sex == 'M' ? "M" : "F");
    return true;
}

static sj_stated in_number(const sj_stated *cell, const char *part)
{
    return (sj_stated){
        .table = cell->table, .row = cell->row, .column = cell->column, .part = part};
}

bool sj_stated_birth_in_number(const sj_number *n, const sj_stated *cell, sj_stated *ret)
{
    *ret = in_number(cell, "birth_date");
    ret->century_open = n->century_assumed;
    if (n->verdict != SJ_NUMBER_VALID || !n->birth.year)
        return false;
    keep_date(ret, n->birth);
    return true;
}

bool sj_stated_sex_in_number(const sj_number *n, const sj_stated *cell, sj_stated *ret)
{
    *ret = in_number(cell, "sex");
    ret->sex = n->sex == SJ_NUMBER_SEX_MALE ? 'M' : n->sex == SJ_NUMBER_SEX_FEMALE ? 'F' : 0;
    if (n->verdict != SJ_NUMBER_VALID || !ret->sex)
        return false;
    sj_stated_keep(ret, ret->sex == 'M' ? "male" : "female");
    return true;
}

size_t sj_stated_births(const sj_run *r, size_t row, sj_stated ret[2])
{
    const size_t n = sj_stated_birth_in_cell(r, SJ_TABLE_PAPERS, row, SJ_PAPERS_BIRTH_DATE, ret);
    return n + sj_stated_birth_in_zone(r, row, &ret[n]);
}

size_t sj_stated_sexes(const sj_run *r, size_t row, sj_stated ret[2])
{
    const size_t n = sj_stated_sex_in_cell(r, SJ_TABLE_PAPERS, row, SJ_PAPERS_GENDER, ret);
    return n + sj_stated_sex_in_zone(r, row, &ret[n]);
}

size_t sj_stated_nationalities(const sj_run *r, size_t row, sj_stated ret[2])
{
    const sj_zone *zone = &r->zone[row];
    const sj_cell *kind = paper(r, row, SJ_PAPERS_KIND);
    size_t column = SJ_PAPERS_NATIONALITY, n = 0;
    if (!sj_has(paper(r, row, column)) && !zone->country[0] && sj_has(kind) &&
        sj_regime_issuer_documents(kind, paper(r, row, SJ_PAPERS_COUNTRY)))
        column = SJ_PAPERS_COUNTRY;
    if (sj_has(paper(r, row, column))) {
        ret[n] = in_cell(r, SJ_TABLE_PAPERS, row, column);
        memcpy(ret[n++].country, paper(r, row, column)->as.country, sizeof ret->country);
    }
    if (zone->country[0]) {
        ret[n] = in_part(row, SJ_PAPERS_MRZ, "nationality");
        memcpy(ret[n].country, zone->country, sizeof ret->country);
        sj_stated_keep(&ret[n++], zone->nationality);
    }
    return n;
}

void sj_stated_name_in_zone(const sj_mrz *m, size_t row, sj_stated *ret)
{
    *ret = in_part(row, SJ_PAPERS_MRZ, "name");
    (void)snprintf(ret->kept, sizeof ret->kept, "%s%s%s", m->given, m->given[0] ? " " : "",
                   m->surname);
    ret->kept_len = (uint8_t)strlen(ret->kept);
}

/* ---- quoting ---- */

void sj_stated_because(sj_run *r, sj_finding *f, const sj_stated *s)
{
    sj_because_part(r, f, s->table, s->row, s->column, s->part, sj_stated_text(s));
}

static const char *noun_of(sj_table table)
{
    return table == SJ_TABLE_PERMITS    ? "permit"
           : table == SJ_TABLE_CLAIMS   ? "claim"
           : table == SJ_TABLE_ACCOUNTS ? "account"
                                        : "paper";
}

void sj_stated_where(const sj_run *r, const sj_stated *s, char *ret, size_t capacity)
{
    if (s->table == SJ_TABLE_PEOPLE) {
        (void)snprintf(ret, capacity, "the record");
        return;
    }
    (void)snprintf(ret, capacity, "%sthe %s (%.*s)",
                   !s->part || s->table == SJ_TABLE_CLAIMS ? ""
                   : s->table == SJ_TABLE_PERMITS || s->column == SJ_PAPERS_NUMBER
                       ? "the number of "
                       : "the machine-readable zone of ",
                   noun_of(s->table), SJ_STR_FMT(sj_cell_text(sj_at(r, s->table, s->row, 0))));
}

void sj_stated_raise(sj_run *r, const sj_stated *a, const sj_stated *b, const char *what)
{
    char one[160], other[160];
    sj_finding *f = sj_raise(r, sj_person_of(r, a->table, a->row), a->table, a->row);
    sj_stated_where(r, a, one, sizeof one);
    sj_stated_where(r, b, other, sizeof other);
    sj_stated_because(r, f, a);
    sj_stated_because(r, f, b);
    sj_say(r, f, "T%s says %s %.*s; %s says %.*s.", one + 1, what, SJ_STR_FMT(sj_stated_text(a)),
           other, SJ_STR_FMT(sj_stated_text(b)));
}

/* ---- comparing ---- */

sj_stated sj_stated_nationality_of_record(const sj_run *r, size_t person)
{
    sj_stated s = in_cell(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NATIONALITY);
    if (!sj_has(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NATIONALITY)))
        s.text = (sj_str){0};
    return s;
}

bool sj_stated_nationalities_differ(const sj_stated *a, const sj_stated *b)
{
    sj_str rest = b->text, one;
    if (b->table != SJ_TABLE_PEOPLE)
        return strcmp(a->country, b->country) != 0;
    while (rest.len && sj_str_split(&rest, '|', &one))
        if (sj_str_eq(sj_country_parse(sj_str_trim(one)), sj_str_from(a->country)))
            return false;
    return true;
}

bool sj_stated_sexes_differ(const sj_stated *a, const sj_stated *b)
{
    return a->sex && b->sex && a->sex != b->sex;
}

bool sj_stated_births_contradict(const sj_stated *a, const sj_stated *b)
{
    return sj_stated_apart(a, b) && !sj_stated_slip(a, b);
}

static bool spans_apart(sj_date_range a, sj_date_range b)
{
    return sj_date_last_day(a.to) < sj_date_first_day(b.from) ||
           sj_date_last_day(b.to) < sj_date_first_day(a.from);
}

/* b as it stands nearest to a, if its century is open. */
static sj_date_range of_century(const sj_stated *a, const sj_stated *b)
{
    sj_date_range d = b->when;
    const int years = a->when.from.year - d.from.year;
    if (b->century_open && (years == 100 || years == -100)) {
        d.from.year = (int16_t)(d.from.year + years);
        d.to.year = (int16_t)(d.to.year + years);
    }
    return d;
}

bool sj_stated_apart(const sj_stated *a, const sj_stated *b)
{
    return !a->circa && !b->circa && spans_apart(a->when, of_century(a, b)) &&
           spans_apart(of_century(b, a), b->when);
}

bool sj_stated_slip(const sj_stated *a, const sj_stated *b)
{
    const sj_date x = of_century(b, a).from, y = of_century(a, b).from;
    if (!x.day || !y.day || x.year != y.year)
        return false;
    const bool one_digit =
        x.day == y.day && (x.month / 10 != y.month / 10) + (x.month % 10 != y.month % 10) == 1;
    return x.month == y.month || one_digit || (x.month == y.day && x.day == y.month);
}

/* ---- lists ---- */

bool sj_stated_list_init(sj_run *r, sj_stated_list *l)
{
    l->count = 0;
    l->item = sj_arena_alloc(r->scratch, (SJ_STATED_KEPT + 2) * sizeof *l->item);
    if (!l->item)
        r->status = SJ_ENOMEM;
    return l->item != NULL;
}

static int32_t start_of(const sj_stated *s)
{
    return sj_date_first_day(s->when.from);
}

static int32_t end_of(const sj_stated *s)
{
    return sj_date_last_day(s->when.to);
}

static bool same_value(const sj_stated *a, const sj_stated *b)
{
    if (!a->when.from.year && !a->sex && !a->country[0]) /* words */
        return sj_str_eq_nocase(sj_stated_text(a), sj_stated_text(b));
    return a->sex == b->sex && strcmp(a->country, b->country) == 0 &&
           a->century_open == b->century_open && a->circa == b->circa &&
           start_of(a) == start_of(b) && end_of(a) == end_of(b);
}

void sj_stated_list_add(sj_stated_list *l, const sj_stated *one)
{
    for (size_t i = 0; i < l->count && i < SJ_STATED_KEPT; i++)
        if (same_value(&l->item[i], one))
            return;
    sj_stated *earliest = &l->item[SJ_STATED_KEPT], *latest = earliest + 1;
    if (l->count < SJ_STATED_KEPT) {
        l->item[l->count++] = *one;
        return;
    }
    const bool fresh = l->count == SJ_STATED_KEPT;
    l->count = SJ_STATED_KEPT + 2;
    if (fresh || end_of(one) < end_of(earliest))
        *earliest = *one;
    if (fresh || start_of(one) > start_of(latest))
        *latest = *one;
}
