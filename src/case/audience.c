/* case/audience.c -- who may see what.
 *
 *              people  families                     labour  others' cells
 *   self       yes     all                          yes     yes
 *   employer   yes     all                          no      no
 *   bank       yes     list regime paper money      no      no
 *   fiu        yes     all                          no      yes
 *   panel      yes     all                          no      yes
 *   ngo        no                                   yes     no
 *   public     no                                   no      no
 *
 * An employer never learns who may be a victim; a labour-rights group never gets a
 * sanctions assessment; the public gets tables only. Where protected people are is
 * withheld from everybody ((1) and (2) below). */
#include "base/base.h"
#include "sojourn/case.h"

sj_str sj_audience_text(sj_audience a)
{
    static const sj_str text[SJ_AUDIENCE_COUNT] = {{"self", 4},  {"employer", 8},      {"bank", 4},
                                                   {"fiu", 3},   {"expert-panel", 12}, {"ngo", 3},
                                                   {"public", 6}};
    return (unsigned)a < SJ_AUDIENCE_COUNT ? text[a] : SJ_S("");
}

bool sj_audience_parse(sj_str text, sj_audience *ret)
{
    for (unsigned a = 0; a < SJ_AUDIENCE_COUNT; a++)
        if (sj_str_eq_nocase(text, sj_audience_text((sj_audience)a))) {
            *ret = (sj_audience)a;
            return true;
        }
    return false;
}

bool sj_audience_sees_people(sj_audience a)
{
    return a != SJ_AUDIENCE_NGO && a != SJ_AUDIENCE_PUBLIC;
}

bool sj_audience_sees_labour(sj_audience a)
{
    return a == SJ_AUDIENCE_SELF || a == SJ_AUDIENCE_NGO;
}

bool sj_audience_sees_family(sj_audience a, sj_str family)
{
    if (!sj_audience_sees_people(a))
        return false;
    return a != SJ_AUDIENCE_BANK || sj_str_eq(family, SJ_S("list")) ||
           sj_str_eq(family, SJ_S("regime")) || sj_str_eq(family, SJ_S("paper")) ||
           sj_str_eq(family, SJ_S("money"));
}

bool sj_audience_sees_others(sj_audience a)
{
    return a == SJ_AUDIENCE_SELF || a == SJ_AUDIENCE_FIU || a == SJ_AUDIENCE_PANEL;
}

/* ---- protected people ----
 *
 * (1) Whatever is written of a protected person stands on a list of what tells no place:
 *     a field that is not on it, and a table that is not (accounts, sessions, shipments,
 *     claims, whatever an extra column holds), never leave. A nationality may be the one
 *     that the refuge gave, and a number or zone names its issuer, so neither is on it.
 * (2) No finding names a protected person beside anybody or anything else: what two share
 *     tells where one of them is as soon as it is known of the other. So the finding on a
 *     protected person names no other record, and the finding on another names none of a
 *     protected person's. */

static bool tells_no_place(sj_table table, sj_str field)
{
    static const struct {
        sj_table table;
        const char *fields[10];
    } allowed[] = {
        {SJ_TABLE_PEOPLE, {"name", "native_name", "other_names", "birth_date", "gender"}},
        {SJ_TABLE_PAPERS, {"kind", "name", "birth_date", "gender", "issued", "expires", "held_by"}},
        {SJ_TABLE_PERMITS, {"purpose", "granted", "valid_from", "valid_to"}},
        {SJ_TABLE_JOBS,
         {"starts", "ends", "hours_week", "rest_days_month", "wage_contracted", "wage_recorded",
          "wage_received", "paid_to", "fee_paid", "escorted"}}};
    for (size_t i = 0; i < SJ_COUNT(allowed); i++)
        for (size_t k = 0; allowed[i].table == table && k < SJ_COUNT(allowed[i].fields); k++)
            if (allowed[i].fields[k] && sj_str_eq(field, sj_str_from(allowed[i].fields[k])))
                return true;
    return false;
}

bool sj_case_tells_no_place(const sj_evidence_cell *e)
{
    return tells_no_place(e->table, sj_evidence_field(e));
}

static bool own_table(sj_table t)
{
    return t == SJ_TABLE_PEOPLE || t == SJ_TABLE_PAPERS || t == SJ_TABLE_PERMITS ||
           t == SJ_TABLE_JOBS;
}

/* A permit of protection, or one that may be: a purpose that is blank or cannot be read, or a class
 * that the table of permits knows as protection whatever purpose was written. */
static bool permit_protects(const sj_tables *t, const sj_permit_classes *k, size_t permit)
{
    const sj_table_row *row = sj_tables_row(t, SJ_TABLE_PERMITS, permit);
    const sj_cell *purpose = sj_row_cell(row, SJ_PERMITS_PURPOSE),
                  *country = sj_row_cell(row, SJ_PERMITS_COUNTRY),
                  *from = sj_row_cell(row, SJ_PERMITS_VALID_FROM);
    if (purpose->state != SJ_CELL_READ || purpose->word == SJ_PURPOSE_PROTECTION)
        return true;
    const sj_str code = sj_cell_text(sj_row_cell(row, SJ_PERMITS_CLASS));
    if (code.len == 0 || country->state != SJ_CELL_READ)
        return false;
    const int32_t day =
        from->state == SJ_CELL_READ ? sj_date_first_day(from->as.date.from) : INT32_MAX - 1;
    const sj_permit_class *c =
        sj_permit_class_find(k, sj_str_from(country->as.country), code, SJ_S(""), day);
    return c && sj_str_eq(c->purpose, SJ_S("protection"));
}

bool sj_case_is_protected(const sj_tables *t, const sj_permit_classes *k, size_t person)
{
    size_t count;
    const uint32_t *row =
        sj_tables_linked(t, SJ_TABLE_PERMITS, SJ_PERMITS_PERSON_ID, person, &count);
    for (size_t i = 0; i < count; i++)
        if (permit_protects(t, k, row[i]))
            return true;
    return false;
}

/* ---- whose is a cell ---- */

static size_t holder_of(const sj_tables *t, sj_table table, size_t row, size_t link)
{
    const size_t account = sj_cell_row(sj_tables_cell(t, table, row, link));
    return account == SIZE_MAX
               ? SIZE_MAX
               : sj_cell_row(sj_tables_cell(t, SJ_TABLE_ACCOUNTS, account, SJ_ACCOUNTS_HOLDER_ID));
}

/* Up to two people, SIZE_MAX where there is none: a transfer has two ends, and a job may
 * pay into another's account. */
static void owners_of(const sj_tables *t, const sj_evidence_cell *e, size_t ret[2])
{
    static const struct {
        sj_table table;
        size_t column;
    } by[] = {
        {SJ_TABLE_PAPERS, SJ_PAPERS_PERSON_ID},       {SJ_TABLE_PERMITS, SJ_PERMITS_PERSON_ID},
        {SJ_TABLE_JOBS, SJ_JOBS_PERSON_ID},           {SJ_TABLE_ACCOUNTS, SJ_ACCOUNTS_HOLDER_ID},
        {SJ_TABLE_SHIPMENTS, SJ_SHIPMENTS_PERSON_ID}, {SJ_TABLE_CLAIMS, SJ_CLAIMS_PERSON_ID}};
    ret[0] = e->table == SJ_TABLE_PEOPLE ? e->row : SIZE_MAX;
    ret[1] = SIZE_MAX;
    for (size_t i = 0; i < SJ_COUNT(by); i++)
        if (by[i].table == e->table)
            ret[0] = sj_cell_row(sj_tables_cell(t, e->table, e->row, by[i].column));
    if (e->table == SJ_TABLE_JOBS && e->column == SJ_JOBS_PAYEE_ACCOUNT_ID)
        ret[1] = holder_of(t, e->table, e->row, SJ_JOBS_PAYEE_ACCOUNT_ID);
    if (e->table == SJ_TABLE_SESSIONS)
        ret[0] = holder_of(t, e->table, e->row, SJ_SESSIONS_ACCOUNT_ID);
    if (e->table == SJ_TABLE_TRANSFERS) {
        ret[0] = holder_of(t, e->table, e->row, SJ_TRANSFERS_FROM_ACCOUNT);
        ret[1] = holder_of(t, e->table, e->row, SJ_TRANSFERS_TO_ACCOUNT);
    }
}

bool sj_case_shows(const sj_case *c, const sj_finding *f, size_t evidence, sj_audience a)
{
    const sj_evidence_cell *e = &f->because[evidence];
    size_t owner[2];
    owners_of(sj_case_input_of(c)->signals.tables, e, owner);
    const bool own = owner[0] == f->person || owner[1] == f->person;
    const bool others = !own && (owner[0] != SIZE_MAX || owner[1] != SIZE_MAX);
    for (size_t i = 0; i < 2; i++)
        if (owner[i] != SIZE_MAX && owner[i] != f->person &&
            sj_case_assessment(c, owner[i])->is_protected)
            return false;
    if (sj_case_assessment(c, f->person)->is_protected)
        return own && own_table(e->table);
    return !others || sj_audience_sees_others(a);
}

sj_str sj_case_show(const sj_case *c, const sj_finding *f, size_t evidence, sj_audience a)
{
    const sj_evidence_cell *e = &f->because[evidence];
    const bool guarded = sj_case_assessment(c, f->person)->is_protected;
    if (!sj_case_shows(c, f, evidence, a) || (guarded && !sj_case_tells_no_place(e)))
        return SJ_S("withheld");
    return sj_evidence_value(sj_case_input_of(c)->signals.tables, e);
}

sj_str sj_case_says(const sj_case *c, const sj_finding *f, sj_audience a)
{
    bool guarded = sj_case_assessment(c, f->person)->is_protected;
    for (size_t i = 0; i < f->because_count; i++)
        guarded |= !sj_case_shows(c, f, i, a);
    return guarded ? f->signal->without_values : f->says;
}

void sj_case_subject(const sj_case *c, const sj_finding *f, sj_table *ret_table, size_t *ret_row)
{
    const bool guarded = sj_case_assessment(c, f->person)->is_protected && !own_table(f->table);
    *ret_table = guarded ? SJ_TABLE_PEOPLE : f->table;
    *ret_row = guarded ? f->person : f->row;
}

/* ---- small cells ---- */

void sj_case_suppress(const size_t *count, size_t n, sj_audience a, sj_shown *ret)
{
    size_t hidden = 0, sum = 0;
    for (size_t i = 0; i < n; i++) {
        const bool small = count[i] > 0 && count[i] < SJ_CASE_CELL_MIN && a != SJ_AUDIENCE_SELF;
        ret[i] = small ? SJ_SHOWN_FEW : SJ_SHOWN;
        hidden += small;
        sum += small ? count[i] : 0;
    }
    while (hidden > 0 && (hidden == 1 || sum < SJ_CASE_CELL_MIN)) {
        size_t least = n; /* the smallest that is still shown; an empty one only if none is */
        for (size_t i = 0; i < n; i++)
            if (ret[i] == SJ_SHOWN &&
                (least == n || count[least] == 0 || (count[i] > 0 && count[i] < count[least])))
                least = i;
        if (least == n)
            return; /* all are withheld */
        ret[least] = SJ_SHOWN_WITHHELD;
        hidden++;
        sum += count[least];
    }
}
