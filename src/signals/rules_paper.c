/* signals/rules_paper.c -- what is wrong with one paper by itself: its zone, its number, its
 * dates; and one paper's values on several people. Whether the papers of one person agree:
 * rules_identity.c. */
#include "signals/stated.h"
#include "records/tsv.h"
#include "signals/knowledge.h"
#include <stdio.h>

static const sj_cell *paper(const sj_run *r, size_t row, size_t column)
{
    return sj_at(r, SJ_TABLE_PAPERS, row, column);
}

static sj_finding *raise_paper(sj_run *r, size_t row)
{
    return sj_raise(r, sj_person_of(r, SJ_TABLE_PAPERS, row), SJ_TABLE_PAPERS, row);
}

/* ---- machine-readable zones ---- */

static void mrz_check_digit(sj_run *r)
{
    sj_mrz m;
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        if (!sj_paper_zone(r, i, &m))
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

/* ---- numbers ---- */

static void number_form(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const sj_cell *country = paper(r, i, SJ_PAPERS_COUNTRY),
                      *number = paper(r, i, SJ_PAPERS_NUMBER);
        char scheme[16];
        sj_passport_form form;
        sj_number n;
        if (!sj_is_word(paper(r, i, SJ_PAPERS_KIND), SJ_PASSPORT) || !sj_has(country) ||
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

static void number_check_digit(sj_run *r)
{
    sj_number n;
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        if (!sj_paper_number(r, i, &n) || n.verdict != SJ_NUMBER_INVALID)
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

/* Letters and digits alone: blanks between them are a matter of print. */
static sj_str packed(sj_run *r, sj_str text)
{
    const sj_str plain = sj_plain(r, text);
    char *to = sj_arena_alloc(r->scratch, plain.len + 1);
    size_t n = 0;
    if (!to) {
        r->status = SJ_ENOMEM;
        return (sj_str){0};
    }
    for (size_t i = 0; i < plain.len; i++)
        if (plain.ptr[i] != ' ')
            to[n++] = plain.ptr[i];
    return (sj_str){to, n};
}

/* The number printed; where that cell of the roster is blank, that of the zone. */
static sj_str number_of(sj_run *r, size_t row, size_t *ret_column)
{
    const sj_str printed = sj_cell_text(paper(r, row, SJ_PAPERS_NUMBER));
    sj_mrz m;
    *ret_column = SJ_PAPERS_NUMBER;
    if (printed.len || !sj_tables_has(r->t, SJ_TABLE_PAPERS, SJ_PAPERS_NUMBER) ||
        !sj_paper_zone(r, row, &m) || m.number_check == SJ_MRZ_DISAGREES)
        return packed(r, printed);
    *ret_column = SJ_PAPERS_MRZ;
    return packed(r, sj_str_from(m.number));
}

static void number_shared(sj_run *r)
{
    sj_shares s = {0};
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        size_t column;
        const sj_str number = number_of(r, i, &column);
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
                                .column = (uint8_t)column});
    }
    sj_shares_raise(r, &s, 2, 0, "The document number %.*s stands on papers of %zu people.");
    sj_shares_done(&s);
}

static void image_shared(sj_run *r)
{
    sj_shares s = {0};
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++)
        sj_share_add(r, &s,
                     (sj_share){.key = packed(r, sj_cell_text(paper(r, i, SJ_PAPERS_IMAGE_HASH))),
                                .person = sj_person_of(r, SJ_TABLE_PAPERS, i),
                                .table = SJ_TABLE_PAPERS,
                                .row = i,
                                .column = SJ_PAPERS_IMAGE_HASH});
    sj_shares_raise(r, &s, 2, 0, "The portrait %.*s stands on papers of %zu people.");
    sj_shares_done(&s);
}

/* A name with a full birth date, however that is written. */
static void add_name_and_birth(sj_run *r, sj_shares *s, sj_table table, size_t row, size_t name,
                               size_t birth)
{
    const sj_str plain = sj_plain(r, sj_cell_text(sj_at(r, table, row, name)));
    const sj_cell *born = sj_at(r, table, row, birth);
    char day[32];
    sj_str key;
    if (plain.len == 0 || !sj_has(born) || born->as.date.from.day == 0 || r->status < 0)
        return;
    const sj_date_range from = {born->as.date.from, born->as.date.from, false};
    const int len = (int)sj_date_write(&from, day); /* however it was written */
    r->status = sj_arena_format(r->scratch, &key, "%.*s, %.*s", SJ_STR_FMT(plain), len, day);
    sj_share_add(r, s,
                 (sj_share){.key = key,
                            .person = sj_person_of(r, table, row),
                            .table = (uint8_t)table,
                            .row = row,
                            .column = (uint8_t)name});
}

static void name_birth_shared(sj_run *r)
{
    sj_shares s = {0};
    for (size_t i = 0; i < sj_tables_count(r->t, SJ_TABLE_PEOPLE); i++)
        add_name_and_birth(r, &s, SJ_TABLE_PEOPLE, i, SJ_PEOPLE_NAME, SJ_PEOPLE_BIRTH_DATE);
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
            if (!sj_is_word(paper(r, row[i], SJ_PAPERS_KIND), SJ_PASSPORT))
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

/* data/validity.tsv, read once a run. */
struct validity {
    sj_tsv table;
    size_t country, kind, years, confirmed;
};

static bool read_validity(sj_run *r, struct validity *ret)
{
    sj_str text;
    r->status = sj_tsv_join(sj_validity_line, sj_validity_line_count, r->scratch, &text);
    if (r->status >= 0)
        r->status = sj_tsv_read(text, r->scratch, &ret->table, NULL);
    if (r->status < 0)
        return false;
    ret->country = sj_tsv_column(&ret->table, SJ_S("country"));
    ret->kind = sj_tsv_column(&ret->table, SJ_S("kind"));
    ret->years = sj_tsv_column(&ret->table, SJ_S("years"));
    ret->confirmed = sj_tsv_column(&ret->table, SJ_S("confirmed"));
    return true;
}

/* The most years that the issuer gives this kind of paper; 0 if unknown. Passports of an
 * issuer without a row: ten, the most that ICAO recommends. */
static int32_t years_given(const struct validity *v, const sj_cell *country, const sj_cell *kind,
                           const char **ret_note)
{
    *ret_note = "the issuer gives";
    for (size_t i = 0; i < v->table.rows && sj_has(country); i++) {
        int64_t years;
        if (sj_str_eq(sj_tsv_cell(&v->table, i, v->country), sj_str_from(country->as.country)) &&
            sj_str_eq_nocase(sj_tsv_cell(&v->table, i, v->kind), sj_cell_text(kind)) &&
            sj_decimal_parse(sj_tsv_cell(&v->table, i, v->years), &years)) {
            if (!sj_str_eq(sj_tsv_cell(&v->table, i, v->confirmed), SJ_S("yes")))
                *ret_note = "the issuer gives (not confirmed)";
            return (int32_t)(years / 1000000);
        }
    }
    *ret_note = "ICAO recommends";
    return sj_is_word(kind, SJ_PASSPORT) ? 10 : 0;
}

/* The threshold is the grace above the years: the rest of an old paper that some add. */
static void valid_too_long(sj_run *r)
{
    struct validity v;
    if (!read_validity(r, &v))
        return;
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const sj_cell *issued = paper(r, i, SJ_PAPERS_ISSUED),
                      *expires = paper(r, i, SJ_PAPERS_EXPIRES),
                      *kind = paper(r, i, SJ_PAPERS_KIND);
        const char *note;
        if (!sj_has(issued) || !sj_has(expires) || !sj_has(kind))
            continue;
        const int32_t years = years_given(&v, paper(r, i, SJ_PAPERS_COUNTRY), kind, &note);
        const int32_t days =
            sj_date_first_day(expires->as.date.from) - sj_date_last_day(issued->as.date.to);
        if (!years || days <= years * 365 + (years + 3) / 4 + (int32_t)sj_threshold(r))
            continue;
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_ISSUED);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_EXPIRES);
        sj_say(r, f,
               "The paper (%.*s, %.*s) is valid from %.*s to %.*s, longer than the %d years that "
               "%s.",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), SJ_STR_FMT(sj_cell_text(kind)),
               SJ_STR_FMT(sj_cell_text(issued)), SJ_STR_FMT(sj_cell_text(expires)), (int)years,
               note);
    }
}

const sj_rule_row sj_rules_paper[] = {{"paper.mrz-check-digit", mrz_check_digit},
                                      {"paper.number-form", number_form},
                                      {"paper.number-check-digit", number_check_digit},
                                      {"paper.number-shared", number_shared},
                                      {"paper.image-shared", image_shared},
                                      {"paper.name-birth-shared", name_birth_shared},
                                      {"paper.issued-before-birth", issued_before_birth},
                                      {"paper.expired-at-use", expired_at_use},
                                      {"paper.valid-too-long", valid_too_long},
                                      {NULL, NULL}};
