/* records/roster_table.c -- the columns of each table of a roster, then the
 * common spellings in which other systems export the same. */
#include "base/base.h"
#include "records/ftm_rows.h"
#include "records/roster_int.h"
#include "text/unicode.h"

enum { HEADERS_SHOWN = 12, HEADER_SHOWN_BYTES = 80 };

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
    {"employee_id", SJ_ROSTER_ID, 0, true},
    {"customer_id", SJ_ROSTER_ID, 0, true},
    {"worker_id", SJ_ROSTER_ID, 0, true},
    {"user_id", SJ_ROSTER_ID, 0, true},
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

const sj_roster_table *sj_roster_table_choose(const sj_str *header, size_t count)
{
    for (size_t t = 1; t < SJ_ROSTER_TABLES; t++)
        for (size_t i = 0; i < count; i++) {
            const sj_roster_column *c =
                sj_roster_column_find(&sj_roster_table_all[t], sj_str_trim(header[i]));
            if (c && c->cell == SJ_ROSTER_ID)
                return &sj_roster_table_all[t];
        }
    return &sj_roster_table_all[SJ_ROSTER_PEOPLE];
}

size_t sj_roster_unknown_headers(const sj_roster_table *table, const sj_str *header, size_t count,
                                 sj_buf *to)
{
    size_t unknown = 0;
    for (size_t i = 0; i < count; i++) {
        const sj_str h = sj_str_trim(header[i]);
        if (h.len == 0 || sj_str_starts(h, SJ_S(SJ_FTM_PROPERTY)) ||
            sj_roster_column_find(table, h))
            continue;
        if (unknown++ < HEADERS_SHOWN)
            sj_buf_addf(to, "%s%.*s", unknown > 1 ? ", " : "",
                        SJ_STR_FMT(sj_str_slice(h, 0, HEADER_SHOWN_BYTES)));
    }
    if (unknown > HEADERS_SHOWN)
        sj_buf_add(to, SJ_S(" ..."));
    return unknown;
}

bool sj_roster_says_a_name(sj_str text)
{
    for (size_t at = 0; at < text.len;) {
        const uint32_t cp = sj_utf8_decode(text, &at);
        const sj_char_class c = sj_unicode_class(cp);
        if (c == SJ_CHAR_LETTER || c == SJ_CHAR_DIGIT)
            return true;
    }
    return false;
}

void sj_roster_note_columns(const cJSON *object, uint32_t own[SJ_ROSTER_TABLES])
{
    const cJSON *columns = cJSON_GetObjectItemCaseSensitive(
        cJSON_GetObjectItemCaseSensitive(object, SJ_FTM_BESIDE), "columns");
    for (size_t t = 0; t < SJ_ROSTER_TABLES; t++) {
        const cJSON *all =
            cJSON_GetObjectItemCaseSensitive(columns, sj_table_name((sj_table)t).ptr);
        size_t count;
        const sj_column *column = sj_table_columns((sj_table)t, &count);
        for (const cJSON *v = cJSON_IsArray(all) ? all->child : NULL; v; v = v->next)
            for (size_t c = 0; c < count && cJSON_IsString(v); c++)
                if (sj_str_eq_nocase(sj_str_from(v->valuestring), column[c].header))
                    own[t] |= (uint32_t)1 << c;
    }
}
