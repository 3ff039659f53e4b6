/* cli/papers.c -- one number as an answer.
 *
 * Without a scheme every scheme is asked. What is valid is told with its facts;
 * passport forms say so little that they are told on one line; and only if
 * nothing is valid, what it would be but for a wrong digit or date. */
#include "cli/papers.h"

/* ID_MAX: the longest id asked for, aliases such as "validatorjs.isIdentityCard.zh-CN" too. */
enum { NAME_MAX = sizeof(((sj_number *)NULL)->scheme), ID_MAX = 64 };

static void answer_scheme(const sj_number_scheme *s, const sj_number *n, sj_buf *to)
{
    sj_buf_addf(to, "  %s", n->scheme);
    if (s->name.len)
        sj_buf_addf(to, " (%.*s)", SJ_STR_FMT(s->name));
    sj_buf_add(to, SJ_S(": "));
    sj_number_write_why(n, to);
    sj_buf_add_char(to, '\n');
    for (size_t i = 0; i < n->fact_count; i++) {
        const sj_number_fact *f = &n->fact[i];
        sj_buf_addf(to, "    %-12.*s", SJ_STR_FMT(sj_number_fact_kind_text(f->kind)));
        if (f->code[0])
            sj_buf_addf(to, " %s", f->code);
        if (f->name.len)
            sj_buf_addf(to, " %.*s", SJ_STR_FMT(f->name));
        sj_buf_add_char(to, '\n');
    }
}

static sj_number_scheme scheme_of(const char *id)
{
    sj_number_scheme s, none = {.id = {NULL, 0}};
    const bool passport = sj_str_starts(sj_str_from(id), SJ_S("passport."));
    for (size_t i = 0; sj_number_scheme_at(i, &s); i++)
        if (sj_str_eq(s.id, passport ? SJ_S("passport") : sj_str_from(id)))
            return s;
    return none;
}

static void tell(const sj_number *n, bool json, bool first, sj_buf *to)
{
    const sj_number_scheme s = scheme_of(n->scheme);
    if (!json) {
        answer_scheme(&s, n, to);
        return;
    }
    if (!first)
        sj_buf_add_char(to, ',');
    sj_number_write_json(n, to);
}

static bool is_passport(const char *scheme)
{
    return sj_str_starts(sj_str_from(scheme), SJ_S("passport."));
}

static void tell_passports(const sj_number_candidate *c, size_t count, sj_buf *to)
{
    bool any = false;
    for (size_t i = 0; i < count; i++) {
        if (!is_passport(c[i].scheme))
            continue;
        sj_buf_addf(to, "%s%s", any ? " " : "  has the form of passport numbers of: ",
                    c[i].scheme + strlen("passport."));
        any = true;
    }
    if (any)
        sj_buf_add_char(to, '\n');
}

#define NO_LAYOUT                                                                               \
    "  looks like a machine-readable zone, but no layout has lines of these lengths: three of " \
    "30,\n  or two of 36 or 44; give all its lines in one argument, or with | between\n"

/* Fillers in a row stand in no number. */
static bool looks_like_zone(sj_str value)
{
    return sj_str_find(value, SJ_S("<<"), 0) < value.len;
}

static bool guess(const sj_paper_question *ask, sj_str value, sj_buf *to)
{
    sj_number_candidate c[SJ_NUMBER_GUESS_MAX];
    sj_number n;
    const size_t count = sj_number_guess(value, ask->as_of, c);
    const bool valid = count && c[0].verdict == SJ_NUMBER_VALID;
    bool first = true;
    for (size_t i = 0; i < count; i++) {
        if (!ask->json && valid && (is_passport(c[i].scheme) || c[i].verdict != SJ_NUMBER_VALID))
            continue;
        if (sj_number_check(sj_str_from(c[i].scheme), value, ask->as_of, &n) != SJ_OK)
            continue;
        tell(&n, ask->json, first, to);
        first = false;
    }
    if (!ask->json && valid)
        tell_passports(c, count, to);
    if (!ask->json && count == 0)
        sj_buf_add(to,
                   looks_like_zone(value) ? SJ_S(NO_LAYOUT) : SJ_S("  no scheme has this form\n"));
    return valid;
}

static bool check_one(const sj_paper_question *ask, sj_str value, sj_buf *to)
{
    sj_number n;
    if (!ask->scheme.len)
        return guess(ask, value, to);
    if (sj_number_check(ask->scheme, value, ask->as_of, &n) != SJ_OK)
        return false;
    tell(&n, ask->json, true, to);
    return n.verdict == SJ_NUMBER_VALID;
}

/* Bytes of the command line need not be UTF-8: a broken one becomes U+FFFD. */
static void add_clean(sj_buf *to, sj_str value, bool json)
{
    SJ_SCOPED(sj_buf) clean = {0};
    for (size_t pos = 0; pos < value.len;)
        sj_buf_add_cp(&clean, sj_utf8_decode(value, &pos));
    if (json)
        sj_buf_add_json(to, sj_buf_str(&clean));
    else
        sj_buf_add(to, sj_buf_str(&clean));
    if (clean.status < 0)
        to->status = clean.status;
}

/* ---- zones ---- */

static void tell_field(sj_buf *to, const char *name, sj_str value)
{
    if (value.len)
        sj_buf_addf(to, "    %-14s %.*s\n", name, SJ_STR_FMT(value));
}

static void tell_zone_date(sj_buf *to, const char *name, sj_date d)
{
    char text[32];
    const sj_date_range r = {d, d, false};
    if (d.year)
        tell_field(to, name, (sj_str){text, sj_date_write(&r, text)});
}

static void tell_zone(const sj_mrz *m, sj_buf *to)
{
    sj_buf_addf(to, "  %s  %.*s\n", m->valid ? "valid  " : "invalid",
                SJ_STR_FMT(sj_mrz_format_text(m->format)));
    tell_field(to, "document", sj_str_from(m->document_code));
    tell_field(to, "issuer", m->issuer_text.len ? m->issuer_text : sj_str_from(m->issuer));
    tell_field(to, "number", sj_str_from(m->number));
    tell_field(to, "surname", sj_str_from(m->surname));
    tell_field(to, "given names", sj_str_from(m->given));
    tell_field(to, "nationality",
               m->nationality_text.len ? m->nationality_text : sj_str_from(m->nationality));
    tell_zone_date(to, "birth_date", m->birth_date);
    tell_field(to, "sex", (sj_str){&m->sex, 1});
    tell_zone_date(to, "expires", m->expiry_date);
    tell_field(to, "optional", sj_str_from(m->optional));
    if (m->names_cut)
        tell_field(to, "note", SJ_S("the field of names is full: they may go on"));
    for (size_t i = 0; i < m->repair_count; i++)
        sj_buf_addf(to, "    repaired       line %u, column %u: %c read as %c\n", m->repair[i].line,
                    m->repair[i].column, m->repair[i].from, m->repair[i].to);
    for (size_t i = 0; i < m->problem_count; i++)
        sj_buf_addf(to, "    problem        line %u, column %u: expected %s, found %c\n",
                    m->problem[i].line, m->problem[i].column, m->problem[i].expected,
                    m->problem[i].found);
}

/* A zone, if the value has the shape of one and no scheme was asked for. */
static bool answer_zone(const sj_paper_question *ask, sj_str value, sj_buf *to, bool *ret_valid)
{
    sj_mrz m;
    if (ask->scheme.len || sj_mrz_read(value, ask->as_of, true, &m, NULL) != SJ_OK)
        return false;
    *ret_valid = m.valid;
    if (ask->json) {
        sj_buf_addf(to, "{\"value\":");
        add_clean(to, value, true);
        sj_buf_addf(to, ",\"mrz\":");
        sj_mrz_write_json(&m, to);
        sj_buf_addf(to, "}\n");
        return true;
    }
    for (unsigned i = 0; i < m.lines; i++)
        sj_buf_addf(to, "%s\n", m.line[i]);
    tell_zone(&m, to);
    return true;
}

bool sj_paper_answer(const sj_paper_question *ask, sj_str value, sj_buf *to)
{
    bool zone_valid;
    if (answer_zone(ask, value, to, &zone_valid))
        return zone_valid;
    if (ask->json)
        sj_buf_add(to, SJ_S("{\"value\":"));
    add_clean(to, value, ask->json);
    sj_buf_add(to, ask->json ? SJ_S(",\"readings\":[") : SJ_S("\n"));
    const bool valid = check_one(ask, value, to);
    if (ask->json)
        sj_buf_add(to, SJ_S("]}\n"));
    return valid;
}

/* ---- a row of CSV ---- */

/* "passport" and "iban" of a country; false if the name is too long. */
static bool compose(sj_str scheme, sj_str country, char ret[ID_MAX])
{
    const bool passport = sj_str_eq_nocase(scheme, SJ_S("passport"));
    const bool iban = sj_str_eq_nocase(scheme, SJ_S("iban"));
    int n;
    if (passport && country.len)
        n = snprintf(ret, ID_MAX, "passport.%.*s", SJ_STR_FMT(country));
    else if (iban && country.len)
        n = snprintf(ret, ID_MAX, "%.*s.iban", SJ_STR_FMT(country));
    else
        n = snprintf(ret, ID_MAX, "%.*s", SJ_STR_FMT(scheme));
    return n >= 0 && n < ID_MAX;
}

/* The first guess; of a country the first of it, or one that belongs to no country. */
static bool best_guess(const sj_paper_question *ask, sj_str country, sj_str value, char ret[ID_MAX])
{
    sj_number_candidate c[SJ_NUMBER_GUESS_MAX];
    const size_t count = sj_number_guess(value, ask->as_of, c);
    size_t best = country.len ? count : 0;
    for (size_t i = 0; i < count && country.len; i++) {
        const sj_number_scheme s = scheme_of(c[i].scheme);
        const sj_str issuer =
            is_passport(c[i].scheme) ? sj_str_from(c[i].scheme + strlen("passport.")) : s.country;
        if (sj_str_eq(issuer, country)) {
            best = i;
            break;
        }
        if (issuer.len == 0 && best == count)
            best = i;
    }
    if (best < count)
        memcpy(ret, c[best].scheme, NAME_MAX);
    return best < count;
}

static sj_str verdict_text(sj_number_verdict v)
{
    return v == SJ_NUMBER_VALID     ? SJ_S("true")
           : v == SJ_NUMBER_INVALID ? SJ_S("false")
                                    : SJ_S("unknown");
}

static void add_text_fact(sj_buf *to, const char *name, sj_str value)
{
    if (value.len)
        sj_buf_addf(to, "%s%s %.*s", to->len ? "; " : "", name, SJ_STR_FMT(value));
}

static void add_date_fact(sj_buf *to, const char *name, sj_date d)
{
    char text[32];
    const sj_date_range r = {d, d, false};
    if (d.year)
        add_text_fact(to, name, (sj_str){text, sj_date_write(&r, text)});
}

static void write_zone_facts(const sj_mrz *m, sj_buf *to)
{
    add_text_fact(to, "document", sj_str_from(m->document_code));
    add_text_fact(to, "issuer", sj_str_from(m->issuer));
    add_text_fact(to, "number", sj_str_from(m->number));
    add_text_fact(to, "surname", sj_str_from(m->surname));
    add_text_fact(to, "given_names", sj_str_from(m->given));
    add_text_fact(to, "nationality", sj_str_from(m->nationality));
    add_date_fact(to, "birth_date", m->birth_date);
    add_text_fact(to, "sex", (sj_str){&m->sex, 1});
    add_date_fact(to, "expires", m->expiry_date);
    add_text_fact(to, "optional", sj_str_from(m->optional));
    add_text_fact(to, "optional", sj_str_from(m->optional2));
    if (m->names_cut)
        add_text_fact(to, "note:", SJ_S("the field of names is full: they may go on"));
}

static void write_zone_why(const sj_mrz *m, sj_buf *to)
{
    sj_buf_addf(to, "%.*s: %s", SJ_STR_FMT(sj_mrz_format_text(m->format)),
                m->valid ? "valid, check digits agree" : "");
    for (size_t i = 0; i < m->problem_count; i++)
        sj_buf_addf(to, "%sline %u, column %u: expected %s, found %c", i ? "; " : "",
                    m->problem[i].line, m->problem[i].column, m->problem[i].expected,
                    m->problem[i].found);
    for (size_t i = 0; i < m->repair_count; i++)
        sj_buf_addf(to, "; repaired line %u, column %u: %c read as %c", m->repair[i].line,
                    m->repair[i].column, m->repair[i].from, m->repair[i].to);
}

/* A zone, asked for as "mrz" or by its shape. */
static bool zone_row(const sj_paper_question *ask, sj_str scheme, sj_str value, sj_str *ret_answer,
                     sj_buf *ret_why, sj_buf *ret_facts)
{
    sj_mrz m;
    sj_diag d = {0};
    const bool named = sj_str_eq_nocase(scheme, SJ_S("mrz"));
    if (!named && (scheme.len || ask->scheme.len))
        return false;
    if (sj_mrz_read(value, ask->as_of, true, &m, &d) != SJ_OK) {
        if (!named)
            return false;
        *ret_answer = SJ_S("false");
        sj_buf_addf(ret_why, "at byte %llu: expected %s", (unsigned long long)d.offset_bytes,
                    d.reason ? d.reason : "a zone");
        return true;
    }
    *ret_answer = m.valid ? SJ_S("true") : SJ_S("false");
    write_zone_why(&m, ret_why);
    write_zone_facts(&m, ret_facts);
    return true;
}

bool sj_paper_row(const sj_paper_question *ask, sj_str scheme, sj_str country, sj_str value,
                  sj_str *ret_answer, sj_buf *ret_why, sj_buf *ret_facts)
{
    char id[ID_MAX] = "";
    sj_number n;
    const sj_str code = sj_country_parse(country);
    *ret_answer = SJ_S("unknown");
    if (country.len && !code.len) {
        sj_buf_addf(ret_why, "country: expected a country, not '%.*s'", SJ_STR_FMT(country));
        return false;
    }
    if (zone_row(ask, scheme, value, ret_answer, ret_why, ret_facts))
        return true;
    const bool named = scheme.len || ask->scheme.len;
    if (!named && !best_guess(ask, code, value, id)) {
        sj_buf_add(ret_why, SJ_S("no scheme has this form"));
        return true;
    }
    if ((named && !compose(scheme.len ? scheme : ask->scheme, code, id)) ||
        sj_number_check(sj_str_from(id), value, ask->as_of, &n) != SJ_OK) {
        sj_buf_addf(ret_why, "scheme: expected one of sojourn papers --schemes, not '%.*s'",
                    SJ_STR_FMT(scheme));
        return false;
    }
    *ret_answer = verdict_text(n.verdict);
    if (!named)
        sj_buf_addf(ret_why, "read as %s: ", n.scheme);
    sj_number_write_why(&n, ret_why);
    sj_number_write_facts(&n, ret_facts);
    return true;
}
