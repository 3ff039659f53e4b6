/* signals/rules_list.c -- what the search found, as findings. */
#include "signals/run.h"

/* Does a cell hold this identifier, which has letters and digits only? */
static bool holds(const sj_cell *c, sj_str identifier)
{
    const sj_str text = sj_cell_text(c);
    size_t at = 0;
    for (size_t i = 0; i < text.len; i++) {
        const char s = text.ptr[i], upper = s >= 'a' && s <= 'z' ? (char)(s - 32) : s;
        const bool counts = (upper >= 'A' && upper <= 'Z') || (s >= '0' && s <= '9') || s < 0;
        if (!counts)
            continue;
        const char want = at < identifier.len ? identifier.ptr[at] : 0;
        if (want != upper && want != s)
            return false;
        at++;
    }
    return identifier.len && at == identifier.len;
}

/* The cells of the person or organisation that hold the identifier of the match. */
static void add_identifier(sj_run *r, sj_finding *f, const sj_list_match *m)
{
    static const struct {
        sj_table of, table;
        size_t column;
    } where[] = {
        {SJ_TABLE_PEOPLE, SJ_TABLE_PAPERS, SJ_PAPERS_NUMBER},
        {SJ_TABLE_PEOPLE, SJ_TABLE_ACCOUNTS, SJ_ACCOUNTS_IDENTIFIER},
        {SJ_TABLE_PEOPLE, SJ_TABLE_PEOPLE, SJ_PEOPLE_EMAIL},
        {SJ_TABLE_PEOPLE, SJ_TABLE_PEOPLE, SJ_PEOPLE_PHONE},
        {SJ_TABLE_ORGANISATIONS, SJ_TABLE_ORGANISATIONS, SJ_ORGANISATIONS_REGISTRATION_NUMBER},
        {SJ_TABLE_ORGANISATIONS, SJ_TABLE_ORGANISATIONS, SJ_ORGANISATIONS_EMAIL},
        {SJ_TABLE_ORGANISATIONS, SJ_TABLE_ORGANISATIONS, SJ_ORGANISATIONS_PHONE}};
    for (size_t i = 0; i < SJ_COUNT(where) && m->identifier.len; i++) {
        const uint32_t own = (uint32_t)m->row;
        const uint32_t *row = &own;
        size_t count = 1;
        if (where[i].of != m->table)
            continue;
        if (where[i].table != m->table)
            row = sj_rows_of(r, m->row, where[i].table, &count);
        for (size_t k = 0; k < count; k++)
            if (holds(sj_at(r, where[i].table, row[k], where[i].column), m->identifier))
                sj_because(r, f, where[i].table, row[k], where[i].column);
    }
}

static void raise_match(sj_run *r, const sj_list_match *m, size_t person, sj_table table,
                        size_t row)
{
    sj_finding *f = sj_raise(r, person, table, row);
    sj_because(r, f, m->table, m->row,
               m->table == SJ_TABLE_PEOPLE ? SJ_PEOPLE_NAME : SJ_ORGANISATIONS_NAME);
    if (f)
        f->match = m;
    add_identifier(r, f, m);
    sj_say(r, f, "%.*s matches %.*s (%.*s of %.*s) with score %.2f%s.", SJ_STR_FMT(m->query_name),
           SJ_STR_FMT(m->listed_name), SJ_STR_FMT(m->record), SJ_STR_FMT(m->list), m->score,
           m->by_identifier ? ", by an identifier" : "");
}

/* Of a person's matches only the strongest class is said. */
static void people(sj_run *r, bool by_identifier, bool fields)
{
    for (size_t i = 0; r->status >= 0 && i < r->in->match_count; i++) {
        const sj_list_match *m = &r->in->match[i];
        if (m->table == SJ_TABLE_PEOPLE && m->by_identifier == by_identifier &&
            (by_identifier || m->fields_agree == fields))
            raise_match(r, m, m->row, SJ_TABLE_PEOPLE, m->row);
    }
}

static void identifier(sj_run *r)
{
    people(r, true, false);
}

static void name_and_fields(sj_run *r)
{
    people(r, false, true);
}

static void name_only(sj_run *r)
{
    people(r, false, false);
}

static void raise_on_workers(sj_run *r, const sj_list_match *m, size_t organisation)
{
    static const size_t columns[] = {SJ_JOBS_ORGANISATION_ID, SJ_JOBS_AGENCY_ID};
    for (size_t c = 0; c < SJ_COUNT(columns); c++) {
        size_t count;
        const uint32_t *job =
            sj_tables_linked(r->t, SJ_TABLE_JOBS, columns[c], organisation, &count);
        for (size_t i = 0; i < count; i++) {
            const size_t before = r->to->count;
            raise_match(r, m, sj_person_of(r, SJ_TABLE_JOBS, job[i]), SJ_TABLE_JOBS, job[i]);
            if (r->status >= 0 && r->to->count > before)
                sj_because(r, &r->to->finding[before], SJ_TABLE_JOBS, job[i], columns[c]);
        }
    }
}

static void organisation(sj_run *r)
{
    for (size_t i = 0; r->status >= 0 && i < r->in->match_count; i++)
        if (r->in->match[i].table == SJ_TABLE_ORGANISATIONS &&
            (r->in->match[i].by_identifier || r->in->match[i].score >= sj_threshold(r)))
            raise_on_workers(r, &r->in->match[i], r->in->match[i].row);
}

static void owner(sj_run *r)
{
    enum { CHAIN_MAX = 16 }; /* owners of owners; longer is a circle */
    for (size_t o = 0; r->status >= 0 && o < sj_tables_count(r->t, SJ_TABLE_ORGANISATIONS); o++) {
        size_t at = o;
        for (int step = 0; step < CHAIN_MAX; step++) {
            const sj_cell *share =
                sj_at(r, SJ_TABLE_ORGANISATIONS, at, SJ_ORGANISATIONS_OWNERSHIP_SHARE);
            at = sj_cell_row(sj_at(r, SJ_TABLE_ORGANISATIONS, at, SJ_ORGANISATIONS_PARENT_ID));
            if (at == SIZE_MAX || at == o || !sj_has(share) ||
                (double)share->as.number < sj_threshold(r) * 1e6)
                break;
            for (size_t i = 0; i < r->in->match_count; i++)
                if (r->in->match[i].table == SJ_TABLE_ORGANISATIONS && r->in->match[i].row == at &&
                    (r->in->match[i].by_identifier || r->in->match[i].score >= 0.85))
                    raise_on_workers(r, &r->in->match[i], o);
        }
    }
}

const sj_rule_row sj_rules_list[] = {
    {"list.identifier", identifier}, {"list.name-and-fields", name_and_fields},
    {"list.name", name_only},        {"list.organisation", organisation},
    {"list.owner", owner},           {NULL, NULL}};
