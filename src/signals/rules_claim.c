/* signals/rules_claim.c -- what a claim of identity says of its maker, against the record and
 * the papers.
 *
 * A claim is text that somebody typed: "Kim Min-jun, born 1990-04-12, national of South
 * Korea", or a number alone. It is cut at commas and the like, and a piece counts only where
 * it is surely a date, a sex, a state after a word that says so, a valid number of a state
 * that the person is said to belong to, or, of the words that are left, a name of two words
 * (of one, where the script is not Latin). Whatever else stands there says nothing. */
#include "signals/stated.h"
#include <stdio.h>

/* ---- reading a claim ---- */

struct claim {
    sj_stated birth, sex, nationality, name;
    bool has_birth, has_sex, has_nationality;
    size_t words; /* of the name; one more where the script is not Latin */
    char buffer[104];
    size_t len;
};

static bool is_one_of(sj_str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sj_str_eq_nocase(word, sj_str_from(words[i])))
            return true;
    return false;
}

/* The piece without the words that only say what it is; *ret_state: one of them says that a
 * state follows. */
static sj_str without_labels(sj_str piece, bool *ret_state)
{
    static const char *const states[] = {"nationality", "national", "citizen", "citizenship"},
                             *const others[] = {"name",  "born", "on",     "date",     "of",
                                                "birth", "sex",  "gender", "passport", "id",
                                                "no",    "no.",  "number", "dob"};
    *ret_state = false;
    for (;;) {
        size_t end = 0;
        piece = sj_str_trim(piece);
        while (end < piece.len && piece.ptr[end] != ' ' && piece.ptr[end] != ':')
            end++;
        const sj_str word = sj_str_slice(piece, 0, end);
        const bool state = is_one_of(word, states, SJ_COUNT(states));
        if (end == piece.len || (!state && !is_one_of(word, others, SJ_COUNT(others))))
            return piece;
        *ret_state |= state;
        piece = sj_str_slice(piece, end + 1, piece.len);
    }
}

static bool has_digit(sj_str text)
{
    for (size_t i = 0; i < text.len; i++)
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9')
            return true;
    return false;
}

static size_t count_words(sj_str text, bool *ret_foreign)
{
    size_t words = 0;
    for (size_t i = 0; i < text.len; i++) {
        words += text.ptr[i] != ' ' && (i == 0 || text.ptr[i - 1] == ' ');
        *ret_foreign |= (text.ptr[i] & 0x80) != 0;
    }
    return words;
}

static void keep_text(sj_stated *to, sj_str text)
{
    const size_t fits = text.len < sizeof to->kept ? text.len : sizeof to->kept;
    to->kept_len = (uint8_t)sj_utf8_check(sj_str_slice(text, 0, fits));
    memcpy(to->kept, text.ptr, to->kept_len);
}

static bool read_date(sj_str text, sj_stated *to)
{
    sj_date_range when;
    bool parted = false; /* eight digits in a row may be the number of anything */
    for (size_t i = 0; i < text.len; i++)
        parted |= text.ptr[i] < '0' || text.ptr[i] > '9';
    if (!parted || !sj_date_parse(text, &when) || when.from.day == 0)
        return false;
    to->when = when;
    keep_text(to, text);
    return true;
}

static bool read_sex(sj_str text, sj_stated *to)
{
    static const char *const male[] = {"male", "m", "man"}, *const female[] = {"female", "f",
                                                                               "woman"};
    to->sex = is_one_of(text, male, SJ_COUNT(male))       ? 'M'
              : is_one_of(text, female, SJ_COUNT(female)) ? 'F'
                                                          : 0;
    if (to->sex)
        keep_text(to, text);
    return to->sex != 0;
}

static bool read_state(sj_str text, sj_stated *to)
{
    const sj_str country = sj_country_parse(text);
    if (country.len != 2)
        return false;
    memcpy(to->country, country.ptr, 2);
    keep_text(to, text);
    return true;
}

/* A valid identity number with a check digit, of a state that the person is said to belong to
 * or that issued a paper of theirs. */
static bool is_of_state(const sj_run *r, size_t person, sj_str country)
{
    size_t count;
    const uint32_t *row = sj_rows_of(r, person, SJ_TABLE_PAPERS, &count);
    if (sj_cell_has_country(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NATIONALITY), country))
        return true;
    for (size_t i = 0; i < count; i++)
        if (sj_cell_has_country(sj_at(r, SJ_TABLE_PAPERS, row[i], SJ_PAPERS_COUNTRY), country))
            return true;
    return false;
}

static void read_number(const sj_run *r, size_t person, sj_str text, struct claim *c)
{
    sj_number_scheme scheme;
    sj_number n;
    sj_stated said;
    for (size_t i = 0; sj_number_scheme_at(i, &scheme); i++) {
        if ((scheme.use != SJ_NUMBER_USE_IDENTITY && scheme.use != SJ_NUMBER_USE_RESIDENCE) ||
            !scheme.has_check_digit || !is_of_state(r, person, scheme.country) ||
            sj_number_check(scheme.id, text, r->in->as_of, &n) < 0)
            continue;
        if (!c->has_birth && sj_stated_birth_in_number(&n, &c->birth, &said)) {
            c->has_birth = true;
            c->birth = said;
        }
        if (!c->has_sex && sj_stated_sex_in_number(&n, &c->sex, &said)) {
            c->has_sex = true;
            c->sex = said;
        }
    }
}

static void read_piece(const sj_run *r, size_t person, sj_str piece, struct claim *c)
{
    bool state, foreign = false;
    const sj_str text = without_labels(piece, &state);
    if (text.len == 0)
        return;
    if (has_digit(text)) {
        if (!c->has_birth && read_date(text, &c->birth))
            c->has_birth = true;
        else
            read_number(r, person, text, c);
        return;
    }
    if (!c->has_sex && read_sex(text, &c->sex)) {
        c->has_sex = true;
        return;
    }
    if (state) {
        c->has_nationality = c->has_nationality || read_state(text, &c->nationality);
        return;
    }
    if (c->len + text.len + 1 >= sizeof c->buffer)
        return;
    if (c->len)
        c->buffer[c->len++] = ' ';
    memcpy(c->buffer + c->len, text.ptr, text.len);
    c->len += text.len;
    c->words = count_words((sj_str){c->buffer, c->len}, &foreign);
    c->words += foreign;
}

static void read_claim(const sj_run *r, size_t row, size_t person, struct claim *c)
{
    const sj_str value = sj_cell_text(sj_at(r, SJ_TABLE_CLAIMS, row, SJ_CLAIMS_VALUE));
    const sj_stated cell = {
        .table = SJ_TABLE_CLAIMS, .row = row, .column = SJ_CLAIMS_VALUE, .text = value};
    *c = (struct claim){.birth = cell, .sex = cell, .nationality = cell, .name = cell};
    c->birth.part = "birth_date";
    c->sex.part = "sex";
    c->nationality.part = "nationality";
    c->name.part = "name";
    for (size_t from = 0, to = 0; from <= value.len; from = to + 1) {
        for (to = from; to < value.len && !strchr(",;|()\n", value.ptr[to]); to++)
            ;
        read_piece(r, person, sj_str_slice(value, from, to), c);
    }
    keep_text(&c->name, (sj_str){c->buffer, c->len});
}

/* ---- a claim against record and papers ---- */

/* With the record, else with the first paper that contradicts. */
static void against_papers(sj_run *r, size_t person, const sj_stated *claim,
                           const sj_stated *record,
                           size_t (*stated)(const sj_run *r, size_t row, sj_stated ret[2]),
                           bool (*apart)(const sj_stated *a, const sj_stated *b), const char *what)
{
    size_t count;
    const uint32_t *row = sj_rows_of(r, person, SJ_TABLE_PAPERS, &count);
    if (record && apart(claim, record)) {
        sj_stated_raise(r, claim, record, what);
        return;
    }
    for (size_t i = 0; i < count; i++) {
        sj_stated said[2];
        const size_t n = stated(r, row[i], said);
        for (size_t k = 0; k < n; k++)
            if (apart(claim, &said[k])) {
                sj_stated_raise(r, claim, &said[k], what);
                return;
            }
    }
}

static void birth_claimed(sj_run *r, size_t person, const sj_stated *claim)
{
    sj_stated record;
    const bool recorded =
        sj_stated_birth_in_cell(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_BIRTH_DATE, &record);
    against_papers(r, person, claim, recorded ? &record : NULL, sj_stated_births,
                   sj_stated_births_contradict, "born");
}

static void sex_claimed(sj_run *r, size_t person, const sj_stated *claim)
{
    sj_stated record;
    const bool recorded =
        sj_stated_sex_in_cell(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_GENDER, &record);
    against_papers(r, person, claim, recorded ? &record : NULL, sj_stated_sexes,
                   sj_stated_sexes_differ, "sex");
}

/* The record decides: who has two may claim either. Papers are asked only where its cell is
 * blank; a roster without that column says nothing. */
static void nationality_claimed(sj_run *r, size_t person, const sj_stated *claim)
{
    const sj_stated record = sj_stated_nationality_of_record(r, person);
    if (record.text.len && sj_stated_nationalities_differ(claim, &record))
        sj_stated_raise(r, claim, &record, "nationality");
    else if (!record.text.len && sj_tables_has(r->t, SJ_TABLE_PEOPLE, SJ_PEOPLE_NATIONALITY))
        against_papers(r, person, claim, NULL, sj_stated_nationalities,
                       sj_stated_nationalities_differ, "nationality");
}

static void name_claimed(sj_run *r, size_t person, const struct claim *c)
{
    const double score =
        c->words > 1 ? sj_account_name_score(r, person, sj_stated_text(&c->name)) : -1;
    const sj_stated record = {.table = SJ_TABLE_PEOPLE,
                              .row = person,
                              .column = SJ_PEOPLE_NAME,
                              .text =
                                  sj_cell_text(sj_at(r, SJ_TABLE_PEOPLE, person, SJ_PEOPLE_NAME))};
    if (score >= 0 && score < sj_threshold(r))
        sj_stated_raise(r, &c->name, &record, "the name");
}

static void identity_contradicts(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < sj_tables_count(r->t, SJ_TABLE_CLAIMS); i++) {
        const size_t person = sj_person_of(r, SJ_TABLE_CLAIMS, i);
        struct claim c;
        if (person == SIZE_MAX ||
            !sj_is_word(sj_at(r, SJ_TABLE_CLAIMS, i, SJ_CLAIMS_KIND), SJ_CLAIM_IDENTITY))
            continue;
        read_claim(r, i, person, &c);
        name_claimed(r, person, &c);
        if (c.has_birth)
            birth_claimed(r, person, &c.birth);
        if (c.has_sex)
            sex_claimed(r, person, &c.sex);
        if (c.has_nationality)
            nationality_claimed(r, person, &c.nationality);
    }
}

const sj_rule_row sj_rules_claim[] = {{"network.identity-contradicts", identity_contradicts},
                                      {NULL, NULL}};
