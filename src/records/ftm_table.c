/* records/ftm_table.c -- which FollowTheMoney property is which field. The first
 * row that fits wins, so a schema's own rows stand before the general ones, and
 * the property that writes a kind before others that only read into it. */
#include "base/base.h"
#include "records/ftm_int.h"

#define ANY (-1)

const char *const sj_ftm_place_word[SJ_FTM_PLACE_WORDS] = {"address", "birth", "death", "other"};

static const sj_ftm_property properties[] = {
    {"name", SJ_FTM_NAME, SJ_NAME_PRIMARY, ANY, false},
    {"alias", SJ_FTM_NAME, SJ_NAME_ALIAS, ANY, false},
    {"weakAlias", SJ_FTM_NAME, SJ_NAME_WEAK, ANY, false},
    {"previousName", SJ_FTM_NAME, SJ_NAME_FORMER, ANY, false},
    {"pastNames", SJ_FTM_NAME, SJ_NAME_FORMER, ANY, false},
    {"abbreviation", SJ_FTM_NAME, SJ_NAME_ABBREVIATION, ANY, false},
    {"maidenName", SJ_FTM_NAME, SJ_NAME_MAIDEN, ANY, false},
    {"birthName", SJ_FTM_NAME, SJ_NAME_MAIDEN, ANY, false},

    {"firstName", SJ_FTM_PART, SJ_PART_GIVEN, ANY, false},
    {"middleName", SJ_FTM_PART, SJ_PART_MIDDLE, ANY, false},
    {"patronymic", SJ_FTM_PART, SJ_PART_PATRONYMIC, ANY, false},
    {"matronymic", SJ_FTM_PART, SJ_PART_MATRONYMIC, ANY, false},
    {"lastName", SJ_FTM_PART, SJ_PART_FAMILY, ANY, false},
    {"nameSuffix", SJ_FTM_PART, SJ_PART_SUFFIX, ANY, false},
    {"nameTitle", SJ_FTM_PART, SJ_PART_TITLE, ANY, false},
    {"nameMaiden", SJ_FTM_PART, SJ_PART_MAIDEN, ANY, false},
    {"secondName", SJ_FTM_PART, SJ_PART_MIDDLE, ANY, false},

    {"birthDate", SJ_FTM_DATE, SJ_DATE_BIRTH, ANY, false},
    {"deathDate", SJ_FTM_DATE, SJ_DATE_DEATH, ANY, false},
    {"incorporationDate", SJ_FTM_DATE, SJ_DATE_FOUNDED, ANY, false},
    {"dissolutionDate", SJ_FTM_DATE, SJ_DATE_DISSOLVED, ANY, false},
    {"buildDate", SJ_FTM_DATE, SJ_DATE_BUILT, ANY, false},

    {"otherDate", SJ_FTM_DATE, SJ_DATE_OTHER, ANY, false},

    {"currency", SJ_FTM_CURRENCY, 0, SJ_SCHEMA_WALLET, false},
    {"registrationNumber", SJ_FTM_IDENTIFIER, SJ_ID_AIRCRAFT_TAIL, SJ_SCHEMA_AIRCRAFT, false},
    {"serialNumber", SJ_FTM_IDENTIFIER, SJ_ID_AIRCRAFT_SERIAL, SJ_SCHEMA_AIRCRAFT, false},
    {"icaoCode", SJ_FTM_IDENTIFIER, SJ_ID_MODE_S, SJ_SCHEMA_AIRCRAFT, false},
    {"passportNumber", SJ_FTM_IDENTIFIER, SJ_ID_PASSPORT, ANY, false},
    {"idNumber", SJ_FTM_IDENTIFIER, SJ_ID_NATIONAL, ANY, false},
    {"taxNumber", SJ_FTM_IDENTIFIER, SJ_ID_TAX, ANY, false},
    {"vatCode", SJ_FTM_IDENTIFIER, SJ_ID_TAX, ANY, true},
    {"registrationNumber", SJ_FTM_IDENTIFIER, SJ_ID_REGISTRATION, ANY, false},
    {"uscCode", SJ_FTM_IDENTIFIER, SJ_ID_REGISTRATION, ANY, true},
    {"jibCode", SJ_FTM_IDENTIFIER, SJ_ID_REGISTRATION, ANY, true},
    {"socialSecurityNumber", SJ_FTM_IDENTIFIER, SJ_ID_SOCIAL_SECURITY, ANY, false},
    {"swiftBic", SJ_FTM_IDENTIFIER, SJ_ID_BIC, ANY, false},
    {"leiCode", SJ_FTM_IDENTIFIER, SJ_ID_LEI, ANY, false},
    {"dunsCode", SJ_FTM_IDENTIFIER, SJ_ID_DUNS, ANY, false},
    {"innCode", SJ_FTM_IDENTIFIER, SJ_ID_INN, ANY, false},
    {"ogrnCode", SJ_FTM_IDENTIFIER, SJ_ID_OGRN, ANY, false},
    {"imoNumber", SJ_FTM_IDENTIFIER, SJ_ID_IMO, ANY, false},
    {"mmsi", SJ_FTM_IDENTIFIER, SJ_ID_MMSI, ANY, false},
    {"callSign", SJ_FTM_IDENTIFIER, SJ_ID_CALL_SIGN, ANY, false},
    {"hullNumber", SJ_FTM_IDENTIFIER, SJ_ID_HULL, ANY, false},
    {"publicKey", SJ_FTM_IDENTIFIER, SJ_ID_CRYPTO, ANY, false},
    {"cryptoWallets", SJ_FTM_IDENTIFIER, SJ_ID_CRYPTO, ANY, false},
    {"ibanCode", SJ_FTM_IDENTIFIER, SJ_ID_IBAN, ANY, false},
    {"iban", SJ_FTM_IDENTIFIER, SJ_ID_IBAN, ANY, false},
    {"accountNumber", SJ_FTM_IDENTIFIER, SJ_ID_ACCOUNT, ANY, false},
    {"isin", SJ_FTM_IDENTIFIER, SJ_ID_ISIN, ANY, false},
    {"isinCode", SJ_FTM_IDENTIFIER, SJ_ID_ISIN, ANY, false},
    {"phone", SJ_FTM_IDENTIFIER, SJ_ID_PHONE, ANY, false},
    {"email", SJ_FTM_IDENTIFIER, SJ_ID_EMAIL, ANY, false},
    {"website", SJ_FTM_IDENTIFIER, SJ_ID_WEBSITE, ANY, false},
    {"username", SJ_FTM_IDENTIFIER, SJ_ID_HANDLE, ANY, false},
    {"kppCode", SJ_FTM_IDENTIFIER, SJ_ID_OTHER, ANY, true},
    {"okpoCode", SJ_FTM_IDENTIFIER, SJ_ID_OTHER, ANY, true},
    {"bikCode", SJ_FTM_IDENTIFIER, SJ_ID_OTHER, ANY, true},
    {"uniqueEntityId", SJ_FTM_IDENTIFIER, SJ_ID_OTHER, ANY, true},
    {"permId", SJ_FTM_IDENTIFIER, SJ_ID_OTHER, ANY, true},
    {"npiCode", SJ_FTM_IDENTIFIER, SJ_ID_OTHER, ANY, true},
    {"giiNumber", SJ_FTM_IDENTIFIER, SJ_ID_OTHER, ANY, true},
    {"cageCode", SJ_FTM_IDENTIFIER, SJ_ID_OTHER, ANY, true},
    {"wikidataId", SJ_FTM_IDENTIFIER, SJ_ID_OTHER, ANY, true},
    {"ticker", SJ_FTM_IDENTIFIER, SJ_ID_OTHER, ANY, true},

    {"address", SJ_FTM_PLACE, SJ_PLACE_ADDRESS, ANY, false},
    {"birthPlace", SJ_FTM_PLACE, SJ_PLACE_BIRTH, ANY, false},
    {"deathPlace", SJ_FTM_PLACE, SJ_PLACE_DEATH, ANY, false},
    {"birthCountry", SJ_FTM_BIRTH_COUNTRY, SJ_PLACE_BIRTH, ANY, false},

    {"type", SJ_FTM_FACT, SJ_FACT_VESSEL_TYPE, SJ_SCHEMA_VESSEL, false},
    {"flag", SJ_FTM_FACT, SJ_FACT_VESSEL_FLAG, ANY, false},
    {"pastFlags", SJ_FTM_FACT, SJ_FACT_VESSEL_FLAG_FORMER, ANY, false},
    {"grossRegisteredTonnage", SJ_FTM_FACT, SJ_FACT_VESSEL_TONNAGE, ANY, false},
    {"tonnage", SJ_FTM_FACT, SJ_FACT_VESSEL_TONNAGE, ANY, false},
    {"type", SJ_FTM_FACT, SJ_FACT_AIRCRAFT_TYPE, SJ_SCHEMA_AIRCRAFT, false},
    {"vesselOwner", SJ_FTM_FACT, SJ_FACT_VESSEL_OWNER, ANY, false},
    {"pastVesselOwners", SJ_FTM_FACT, SJ_FACT_VESSEL_OWNER_FORMER, ANY, false},
    {"vesselLength", SJ_FTM_FACT, SJ_FACT_VESSEL_LENGTH, ANY, false},
    {"aircraftOperator", SJ_FTM_FACT, SJ_FACT_AIRCRAFT_OPERATOR, ANY, false},
    {"deceased", SJ_FTM_FACT, SJ_FACT_DECEASED, ANY, false},
    {"nationality", SJ_FTM_FACT, SJ_FACT_NATIONALITY, ANY, false},
    {"citizenship", SJ_FTM_FACT, SJ_FACT_NATIONALITY, ANY, true},
    {"country", SJ_FTM_FACT, SJ_FACT_RESIDENCE, ANY, false},
    {"mainCountry", SJ_FTM_FACT, SJ_FACT_RESIDENCE, ANY, true},
    {"jurisdiction", SJ_FTM_FACT, SJ_FACT_JURISDICTION, ANY, false},
    {"gender", SJ_FTM_FACT, SJ_FACT_GENDER, ANY, false},
    {"title", SJ_FTM_FACT, SJ_FACT_TITLE, ANY, false},
    {"position", SJ_FTM_FACT, SJ_FACT_POSITION, ANY, false},
    {"fatherName", SJ_FTM_FACT, SJ_FACT_FATHER, ANY, false},
    {"motherName", SJ_FTM_FACT, SJ_FACT_MOTHER, ANY, false},
    {"legalForm", SJ_FTM_FACT, SJ_FACT_LEGAL_FORM, ANY, false},
    {"sector", SJ_FTM_FACT, SJ_FACT_SECTOR, ANY, false},
    {"topics", SJ_FTM_FACT, SJ_FACT_TOPIC, ANY, false},
    {"notes", SJ_FTM_FACT, SJ_FACT_REMARK, ANY, false},
    {"summary", SJ_FTM_FACT, SJ_FACT_REMARK, ANY, true},
    {"description", SJ_FTM_FACT, SJ_FACT_REMARK, ANY, true},
    {"sourceUrl", SJ_FTM_FACT, SJ_FACT_SOURCE_URL, ANY, false},
};

const sj_ftm_property *sj_ftm_property_find(sj_str name, sj_schema schema)
{
    for (size_t i = 0; i < SJ_COUNT(properties); i++) {
        const sj_ftm_property *p = &properties[i];
        if ((p->schema == ANY || p->schema == (int)schema) && sj_str_eq(name, sj_str_from(p->name)))
            return p;
    }
    return NULL;
}

const sj_ftm_property *sj_ftm_property_for(sj_ftm_target target, int kind, sj_schema schema,
                                           sj_str label)
{
    const sj_ftm_property *plain = NULL;
    for (size_t i = 0; i < SJ_COUNT(properties); i++) {
        const sj_ftm_property *p = &properties[i];
        if (p->target != target || p->kind != kind ||
            (p->schema != ANY && p->schema != (int)schema))
            continue;
        if (p->labels && sj_str_eq(label, sj_str_from(p->name)))
            return p;
        if (!p->labels && !plain)
            plain = p;
    }
    /* registrationNumber of an aircraft reads as its tail number */
    return plain && sj_ftm_property_find(sj_str_from(plain->name), schema) == plain ? plain : NULL;
}

static const struct {
    sj_str ftm;
    sj_schema schema;
} schemata[] = {
#define ROW(text, schema)                \
    {                                    \
        {text, sizeof(text) - 1}, schema \
    }
    ROW("Person", SJ_SCHEMA_PERSON),
    ROW("Company", SJ_SCHEMA_ORGANISATION),
    ROW("Organization", SJ_SCHEMA_ORGANISATION),
    ROW("PublicBody", SJ_SCHEMA_ORGANISATION),
    ROW("LegalEntity", SJ_SCHEMA_UNKNOWN),
    ROW("Thing", SJ_SCHEMA_UNKNOWN),
    ROW("Vessel", SJ_SCHEMA_VESSEL),
    ROW("Airplane", SJ_SCHEMA_AIRCRAFT),
    ROW("CryptoWallet", SJ_SCHEMA_WALLET),
#undef ROW
};

sj_schema sj_ftm_model_schema(sj_str schema)
{
    for (size_t i = 0; i < SJ_COUNT(schemata); i++)
        if (sj_str_eq(schema, schemata[i].ftm))
            return schemata[i].schema;
    return SJ_SCHEMA_OTHER;
}
