/* records/roster_table.c -- the columns of each table of a roster, then the
 * common spellings in which other systems export the same. */
#include "base/base.h"
#include "records/roster_int.h"

static const sj_roster_column people[] = {
    {"person_id", SJ_ROSTER_ID, 0, false},
    {"name", SJ_ROSTER_NAME, SJ_NAME_PRIMARY, false},
    {"native_name", SJ_ROSTER_NAME, SJ_NAME_ORIGINAL, false},
    {"other_names", SJ_ROSTER_NAME, SJ_NAME_ALIAS, false},
    {"birth_date", SJ_ROSTER_DATE, SJ_DATE_BIRTH, false},
    {"birth_place", SJ_ROSTER_PLACE, SJ_PLACE_BIRTH, false},
    {"nationality", SJ_ROSTER_COUNTRY, SJ_FACT_NATIONALITY, false},
    {"gender", SJ_ROSTER_FACT, SJ_FACT_GENDER, false},
    {"email", SJ_ROSTER_IDENTIFIER, SJ_ID_EMAIL, false},
    {"phone", SJ_ROSTER_IDENTIFIER, SJ_ID_PHONE, false},
    {"address", SJ_ROSTER_PLACE, SJ_PLACE_ADDRESS, false},
    {"country", SJ_ROSTER_COUNTRY, SJ_FACT_RESIDENCE, false},
    {"id", SJ_ROSTER_ID, 0, true},
    {"full_name", SJ_ROSTER_NAME, SJ_NAME_PRIMARY, true},
    {"fullname", SJ_ROSTER_NAME, SJ_NAME_PRIMARY, true},
    {"aliases", SJ_ROSTER_NAME, SJ_NAME_ALIAS, true},
    {"alias", SJ_ROSTER_NAME, SJ_NAME_ALIAS, true},
    {"maiden_name", SJ_ROSTER_NAME, SJ_NAME_MAIDEN, true},
    {"former_name", SJ_ROSTER_NAME, SJ_NAME_FORMER, true},
    {"first_name", SJ_ROSTER_PART, SJ_PART_GIVEN, true},
    {"given_name", SJ_ROSTER_PART, SJ_PART_GIVEN, true},
    {"given_names", SJ_ROSTER_PART, SJ_PART_GIVEN, true},
    {"forename", SJ_ROSTER_PART, SJ_PART_GIVEN, true},
    {"middle_name", SJ_ROSTER_PART, SJ_PART_MIDDLE, true},
    {"patronymic", SJ_ROSTER_PART, SJ_PART_PATRONYMIC, true},
    {"last_name", SJ_ROSTER_PART, SJ_PART_FAMILY, true},
    {"family_name", SJ_ROSTER_PART, SJ_PART_FAMILY, true},
    {"surname", SJ_ROSTER_PART, SJ_PART_FAMILY, true},
    {"date_of_birth", SJ_ROSTER_DATE, SJ_DATE_BIRTH, true},
    {"birthdate", SJ_ROSTER_DATE, SJ_DATE_BIRTH, true},
    {"dob", SJ_ROSTER_DATE, SJ_DATE_BIRTH, true},
    {"place_of_birth", SJ_ROSTER_PLACE, SJ_PLACE_BIRTH, true},
    {"pob", SJ_ROSTER_PLACE, SJ_PLACE_BIRTH, true},
    {"nationalities", SJ_ROSTER_COUNTRY, SJ_FACT_NATIONALITY, true},
    {"citizenship", SJ_ROSTER_COUNTRY, SJ_FACT_NATIONALITY, true},
    {"sex", SJ_ROSTER_FACT, SJ_FACT_GENDER, true},
    {"position", SJ_ROSTER_FACT, SJ_FACT_POSITION, true},
    {"passport", SJ_ROSTER_IDENTIFIER, SJ_ID_PASSPORT, true},
    {"passport_number", SJ_ROSTER_IDENTIFIER, SJ_ID_PASSPORT, true},
    {"national_id", SJ_ROSTER_IDENTIFIER, SJ_ID_NATIONAL, true},
    {"tax_id", SJ_ROSTER_IDENTIFIER, SJ_ID_TAX, true},
};

static const sj_roster_column organisations[] = {
    {"organisation_id", SJ_ROSTER_ID, 0, false},
    {"name", SJ_ROSTER_NAME, SJ_NAME_PRIMARY, false},
    {"native_name", SJ_ROSTER_NAME, SJ_NAME_ORIGINAL, false},
    {"other_names", SJ_ROSTER_NAME, SJ_NAME_ALIAS, false},
    {"kind", SJ_ROSTER_EXTRA, 0, false},
    {"country", SJ_ROSTER_COUNTRY, SJ_FACT_JURISDICTION, false},
    {"registration_number", SJ_ROSTER_IDENTIFIER, SJ_ID_REGISTRATION, false},
    {"address", SJ_ROSTER_PLACE, SJ_PLACE_ADDRESS, false},
    {"phone", SJ_ROSTER_IDENTIFIER, SJ_ID_PHONE, false},
    {"email", SJ_ROSTER_IDENTIFIER, SJ_ID_EMAIL, false},
    {"website", SJ_ROSTER_IDENTIFIER, SJ_ID_WEBSITE, false},
    {"parent_id", SJ_ROSTER_PARENT, 0, false},
    {"ownership_share", SJ_ROSTER_SHARE, 0, false},
    {"organization_id", SJ_ROSTER_ID, 0, true},
    {"aliases", SJ_ROSTER_NAME, SJ_NAME_ALIAS, true},
    {"former_name", SJ_ROSTER_NAME, SJ_NAME_FORMER, true},
    {"tax_id", SJ_ROSTER_IDENTIFIER, SJ_ID_TAX, true},
    {"bic", SJ_ROSTER_IDENTIFIER, SJ_ID_BIC, true},
    {"lei", SJ_ROSTER_IDENTIFIER, SJ_ID_LEI, true},
};

const sj_roster_table sj_roster_table_all[SJ_ROSTER_TABLES] = {
    {"people.csv", SJ_SCHEMA_PERSON, "person_id", people, SJ_COUNT(people)},
    {"organisations.csv", SJ_SCHEMA_ORGANISATION, "organisation_id", organisations,
     SJ_COUNT(organisations)},
};

static bool is_header(const char *name, sj_str header)
{
    if (strlen(name) != header.len)
        return false;
    for (size_t i = 0; i < header.len; i++) {
        char c = header.ptr[i];
        c = c >= 'A' && c <= 'Z' ? (char)(c + 32) : c == ' ' || c == '-' ? '_' : c;
        if (c != name[i])
            return false;
    }
    return true;
}

const sj_roster_column *sj_roster_column_find(const sj_roster_table *table, sj_str header)
{
    for (size_t i = 0; i < table->column_count; i++)
        if (is_header(table->column[i].name, header))
            return &table->column[i];
    return NULL;
}
