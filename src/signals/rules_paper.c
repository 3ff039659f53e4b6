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
        if (!r->zone[i].fails || !sj_paper_zone(r, i, &m))
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
        if (!sj_is_word(paper(r, i, SJ_PAPERS_KIND), SJ_PAPER_PASSPORT) || !sj_has(country) ||
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
static void number_of(sj_run *r, size_t row, sj_share *ret)
{
    const sj_str printed = sj_cell_text(paper(r, row, SJ_PAPERS_NUMBER));
    sj_mrz m;
    ret->column = SJ_PAPERS_NUMBER;
    ret->key = packed(r, printed);
    if (printed.len || !sj_tables_has(r->t, SJ_TABLE_PAPERS, SJ_PAPERS_NUMBER) ||
        !sj_paper_zone(r, row, &m) || m.number_check == SJ_MRZ_DISAGREES || r->status < 0)
        return;
    ret->column = SJ_PAPERS_MRZ;
    ret->part = "number";
    r->status = sj_arena_copy(r->scratch, sj_str_from(m.number), &ret->value);
    ret->key = packed(r, ret->value);
}

static void number_shared(sj_run *r)
{
    sj_shares s = {0};
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const sj_cell *country = paper(r, i, SJ_PAPERS_COUNTRY),
                      *kind = paper(r, i, SJ_PAPERS_KIND);
        sj_share one = {
            .person = sj_person_of(r, SJ_TABLE_PAPERS, i), .table = SJ_TABLE_PAPERS, .row = i};
        number_of(r, i, &one);
        if (one.key.len < 4 || !sj_has(country) || !sj_has(kind) || r->status < 0)
            continue; /* shorter ones are placeholders */
        r->status = sj_arena_format(r->scratch, &one.key, "%s %.*s %.*s", country->as.country,
                                    SJ_STR_FMT(sj_cell_text(kind)), SJ_STR_FMT(one.key));
        sj_share_add(r, &s, one);
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

/* ---- names with birth dates ---- */

enum { WORDS_MAX = 16 }; /* of a name; the rest is left out */

static int by_word(const void *a, const void *b, void *ctx)
{
    (void)ctx;
    return sj_str_cmp(*(const sj_str *)a, *(const sj_str *)b);
}

/* The words of a name, in the order of their letters: papers and zones put the family's name
 * in different places. */
static sj_str words_in_order(sj_run *r, sj_str name)
{
    sj_str word[2 * WORDS_MAX], rest = sj_plain(r, name);
    size_t n = 0, len = 0;
    while (rest.len && n < WORDS_MAX && sj_str_split(&rest, ' ', &word[n]))
        n++;
    sj_sort_stable(word, n, sizeof *word, word + WORDS_MAX, by_word, NULL);
    for (size_t i = 0; i < n; i++)
        len += word[i].len + 1;
    char *to = r->status < 0 ? NULL : sj_arena_alloc(r->scratch, len + 1);
    if (!to) {
        r->status = r->status < 0 ? r->status : SJ_ENOMEM;
        return (sj_str){0};
    }
    size_t at = 0;
    for (size_t i = 0; i < n; i++) {
        if (i)
            to[at++] = ' ';
        memcpy(to + at, word[i].ptr, word[i].len);
        at += word[i].len;
    }
    return (sj_str){to, at};
}

/* What is made of one person; only a key that differs from that of the record is kept. */
struct pairs {
    sj_shares shares;
    sj_arena *kept;
    sj_str of_record;
};

/* With a full birth date, however that is written. */
static void add_name_and_birth(sj_run *r, struct pairs *p, sj_share one, sj_str name,
                               const sj_stated *born)
{
    const sj_str words = words_in_order(r, name);
    char day[32];
    if (words.len == 0 || born->when.from.day == 0 || r->status < 0)
        return;
    const sj_date_range from = {born->when.from, born->when.from, false};
    const int len = (int)sj_date_write(&from, day);
    r->status = sj_arena_format(r->scratch, &one.key, "%.*s, %.*s", SJ_STR_FMT(words), len, day);
    if (r->status < 0 || sj_str_eq(one.key, p->of_record))
        return;
    r->status = sj_arena_copy(p->kept, one.key, &one.key);
    if (r->status >= 0 && one.part)
        r->status = sj_arena_copy(p->kept, one.value, &one.value);
    if (one.table == SJ_TABLE_PEOPLE)
        p->of_record = one.key;
    sj_share_add(r, &p->shares, one);
}

static void add_printed(sj_run *r, struct pairs *p, size_t person, sj_table table, size_t row,
                        size_t name, size_t birth)
{
    sj_stated born;
    if (sj_stated_birth_in_cell(r, table, row, birth, &born))
        add_name_and_birth(
            r, p,
            (sj_share){
                .person = person, .table = (uint8_t)table, .row = row, .column = (uint8_t)name},
            sj_cell_text(sj_at(r, table, row, name)), &born);
}

static void add_zone(sj_run *r, struct pairs *p, size_t person, size_t row)
{
    sj_stated born, name;
    sj_mrz m;
    sj_share one = {.person = person,
                    .table = SJ_TABLE_PAPERS,
                    .row = row,
                    .column = SJ_PAPERS_MRZ,
                    .part = "name"};
    if (!sj_stated_birth_in_zone(r, row, &born) || !sj_paper_zone(r, row, &m) || m.names_cut)
        return;
    sj_stated_name_in_zone(&m, row, &name);
    one.value = sj_stated_text(&name);
    add_name_and_birth(r, p, one, one.value, &born);
}

static void name_birth_shared(sj_run *r)
{
    SJ_SCOPED(sj_arena) passing = {0};
    struct pairs p = {.kept = r->scratch};
    sj_run of_one = *r;
    of_one.scratch = &passing;
    for (size_t i = 0; of_one.status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PEOPLE); i++) {
        size_t count;
        const uint32_t *row = sj_rows_of(r, i, SJ_TABLE_PAPERS, &count);
        sj_arena_clear(&passing);
        p.of_record = (sj_str){0};
        add_printed(&of_one, &p, i, SJ_TABLE_PEOPLE, i, SJ_PEOPLE_NAME, SJ_PEOPLE_BIRTH_DATE);
        for (size_t k = 0; k < count; k++) {
            add_printed(&of_one, &p, i, SJ_TABLE_PAPERS, row[k], SJ_PAPERS_NAME,
                        SJ_PAPERS_BIRTH_DATE);
            add_zone(&of_one, &p, i, row[k]);
        }
    }
    r->status = of_one.status;
    sj_shares_raise(r, &p.shares, 2, 0, "Name and birth date (%.*s) are the same for %zu people.");
    sj_shares_done(&p.shares);
}

/* ---- dates of a paper ---- */

static bool is_before(const sj_cell *issued, const sj_stated *born)
{
    return sj_has(issued) && !born->circa &&
           sj_date_last_day(issued->as.date.to) < sj_date_first_day(born->when.from);
}

/* The first of the dates that it is before: of the paper itself (printed, in its zone, in its
 * number), then of the record. */
static bool is_before_birth(const sj_run *r, size_t row, const sj_cell *issued, sj_stated *ret)
{
    const sj_stated cell = {.table = SJ_TABLE_PAPERS, .row = row, .column = SJ_PAPERS_NUMBER};
    sj_stated said[4];
    sj_number number;
    size_t n = sj_stated_births(r, row, said);
    if (sj_paper_number(r, row, &number) && sj_stated_birth_in_number(&number, &cell, &said[n]))
        n++;
    if (sj_stated_birth_in_cell(r, SJ_TABLE_PEOPLE, sj_person_of(r, SJ_TABLE_PAPERS, row),
                                SJ_PEOPLE_BIRTH_DATE, &said[n]))
        n++;
    for (size_t i = 0; i < n; i++)
        if (!said[i].century_open && is_before(issued, &said[i])) {
            *ret = said[i];
            return true;
        }
    return false;
}

static void issued_before_birth(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_PAPERS); i++) {
        const sj_cell *issued = paper(r, i, SJ_PAPERS_ISSUED);
        sj_stated born;
        if (sj_person_of(r, SJ_TABLE_PAPERS, i) == SIZE_MAX || !sj_has(issued) ||
            !is_before_birth(r, i, issued, &born))
            continue;
        sj_finding *f = raise_paper(r, i);
        sj_because(r, f, SJ_TABLE_PAPERS, i, SJ_PAPERS_ISSUED);
        sj_stated_because(r, f, &born);
        sj_say(r, f, "The paper (%.*s) was issued on %.*s, before its holder was born (%.*s).",
               SJ_STR_FMT(sj_cell_text(paper(r, i, 0))), SJ_STR_FMT(sj_cell_text(issued)),
               SJ_STR_FMT(sj_stated_text(&born)));
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
            if (!sj_is_word(paper(r, row[i], SJ_PAPERS_KIND), SJ_PAPER_PASSPORT))
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
    return sj_is_word(kind, SJ_PAPER_PASSPORT) ? 10 : 0;
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
