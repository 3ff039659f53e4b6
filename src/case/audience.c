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
 * sanctions assessment; the public gets tables only. Places of protected people are
 * withheld from everybody (invariant 1). */
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

/* Fields from which one could tell where somebody is. */
static bool tells_a_place(sj_str field)
{
    static const char *const fields[] = {
        "address",         "country",   "site",       "housing",     "ip",
        "phone",           "contact",   "value",      "birth_place", "email",
        "organisation_id", "agency_id", "sponsor_id", "device_id"};
    for (size_t i = 0; i < SJ_COUNT(fields); i++)
        if (sj_str_eq(field, sj_str_from(fields[i])))
            return true;
    return false;
}

static size_t owner_of(const sj_tables *t, const sj_evidence_cell *e)
{
    static const struct {
        sj_table table;
        size_t column;
    } by[] = {
        {SJ_TABLE_PAPERS, SJ_PAPERS_PERSON_ID},       {SJ_TABLE_PERMITS, SJ_PERMITS_PERSON_ID},
        {SJ_TABLE_JOBS, SJ_JOBS_PERSON_ID},           {SJ_TABLE_ACCOUNTS, SJ_ACCOUNTS_HOLDER_ID},
        {SJ_TABLE_SHIPMENTS, SJ_SHIPMENTS_PERSON_ID}, {SJ_TABLE_CLAIMS, SJ_CLAIMS_PERSON_ID}};
    if (e->table == SJ_TABLE_PEOPLE)
        return e->row;
    for (size_t i = 0; i < SJ_COUNT(by); i++)
        if (by[i].table == e->table)
            return sj_cell_row(sj_tables_cell(t, e->table, e->row, by[i].column));
    return SIZE_MAX;
}

sj_str sj_case_show(const sj_case *c, const sj_finding *f, size_t evidence, sj_audience a)
{
    const sj_evidence_cell *e = &f->because[evidence];
    const size_t owner = owner_of(sj_case_input_of(c)->signals.tables, e);
    const bool other = owner != SIZE_MAX && owner != f->person;
    const bool guarded = (owner != SIZE_MAX && sj_case_assessment(c, owner)->is_protected) ||
                         sj_case_assessment(c, f->person)->is_protected;
    if ((other && !sj_audience_sees_others(a)) || (guarded && tells_a_place(sj_evidence_field(e))))
        return SJ_S("withheld");
    return sj_evidence_value(sj_case_input_of(c)->signals.tables, e);
}

sj_str sj_case_says(const sj_case *c, const sj_finding *f, sj_audience a)
{
    bool guarded = sj_case_assessment(c, f->person)->is_protected;
    for (size_t i = 0; i < f->because_count; i++)
        guarded |= sj_str_eq(sj_case_show(c, f, i, a), SJ_S("withheld"));
    return guarded ? f->signal->rule : f->says;
}
