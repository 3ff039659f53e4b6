/* records/entity.c -- growing an entity, and the stable words for its kinds.
 *
 * Each array grows inside the arena (sj_arena_push: capacities are powers of
 * two), so an entity is freed with its arena and never by itself. The words are
 * written into output files and read back: they are part of the format and must
 * not change. Each table is indexed by its enum and checked for its length. */
#include "base/base.h"
#include "sojourn/records.h"

#define WORD(lit)            \
    {                        \
        lit, sizeof(lit) - 1 \
    }

static const sj_str schema_word[] = {
    [SJ_SCHEMA_UNKNOWN] = WORD("unknown"),
    [SJ_SCHEMA_PERSON] = WORD("person"),
    [SJ_SCHEMA_ORGANISATION] = WORD("organisation"),
    [SJ_SCHEMA_VESSEL] = WORD("vessel"),
    [SJ_SCHEMA_AIRCRAFT] = WORD("aircraft"),
    [SJ_SCHEMA_WALLET] = WORD("wallet"),
    [SJ_SCHEMA_OTHER] = WORD("other"),
};
static_assert(SJ_COUNT(schema_word) == SJ_SCHEMA_OTHER + 1, "a word for each schema");

static const sj_str name_word[] = {
    [SJ_NAME_PRIMARY] = WORD("primary"),
    [SJ_NAME_ALIAS] = WORD("alias"),
    [SJ_NAME_WEAK] = WORD("weak"),
    [SJ_NAME_FORMER] = WORD("former"),
    [SJ_NAME_ORIGINAL] = WORD("original"),
    [SJ_NAME_TRANSLATION] = WORD("translation"),
    [SJ_NAME_ABBREVIATION] = WORD("abbreviation"),
    [SJ_NAME_MAIDEN] = WORD("maiden"),
};
static_assert(SJ_COUNT(name_word) == SJ_NAME_MAIDEN + 1, "a word for each kind of name");

static const sj_str identifier_word[] = {
    [SJ_ID_PASSPORT] = WORD("passport"),
    [SJ_ID_NATIONAL] = WORD("national_id"),
    [SJ_ID_TAX] = WORD("tax_id"),
    [SJ_ID_REGISTRATION] = WORD("registration_number"),
    [SJ_ID_SOCIAL_SECURITY] = WORD("social_security"),
    [SJ_ID_DRIVING_LICENCE] = WORD("driving_licence"),
    [SJ_ID_SEAMAN] = WORD("seaman_book"),
    [SJ_ID_VISA_OR_PERMIT] = WORD("visa_or_permit"),
    [SJ_ID_BIC] = WORD("bic"),
    [SJ_ID_LEI] = WORD("lei"),
    [SJ_ID_DUNS] = WORD("duns"),
    [SJ_ID_INN] = WORD("inn"),
    [SJ_ID_OGRN] = WORD("ogrn"),
    [SJ_ID_IMO] = WORD("imo"),
    [SJ_ID_MMSI] = WORD("mmsi"),
    [SJ_ID_CALL_SIGN] = WORD("call_sign"),
    [SJ_ID_HULL] = WORD("hull_number"),
    [SJ_ID_AIRCRAFT_TAIL] = WORD("aircraft_tail"),
    [SJ_ID_AIRCRAFT_SERIAL] = WORD("aircraft_serial"),
    [SJ_ID_MODE_S] = WORD("mode_s"),
    [SJ_ID_CRYPTO] = WORD("crypto"),
    [SJ_ID_IBAN] = WORD("iban"),
    [SJ_ID_ACCOUNT] = WORD("account"),
    [SJ_ID_ISIN] = WORD("isin"),
    [SJ_ID_PHONE] = WORD("phone"),
    [SJ_ID_EMAIL] = WORD("email"),
    [SJ_ID_WEBSITE] = WORD("website"),
    [SJ_ID_HANDLE] = WORD("handle"),
    [SJ_ID_OTHER] = WORD("other"),
};
static_assert(SJ_COUNT(identifier_word) == SJ_ID_OTHER + 1, "a word for each identifier");

static const sj_str fact_word[] = {
    [SJ_FACT_OTHER] = WORD("other"),
    [SJ_FACT_NATIONALITY] = WORD("nationality"),
    [SJ_FACT_RESIDENCE] = WORD("residence"),
    [SJ_FACT_JURISDICTION] = WORD("jurisdiction"),
    [SJ_FACT_GENDER] = WORD("gender"),
    [SJ_FACT_TITLE] = WORD("title"),
    [SJ_FACT_POSITION] = WORD("position"),
    [SJ_FACT_FATHER] = WORD("father"),
    [SJ_FACT_MOTHER] = WORD("mother"),
    [SJ_FACT_LEGAL_FORM] = WORD("legal_form"),
    [SJ_FACT_SECTOR] = WORD("sector"),
    [SJ_FACT_TOPIC] = WORD("topic"),
    [SJ_FACT_VESSEL_TYPE] = WORD("vessel_type"),
    [SJ_FACT_VESSEL_FLAG] = WORD("vessel_flag"),
    [SJ_FACT_VESSEL_FLAG_FORMER] = WORD("vessel_flag_former"),
    [SJ_FACT_VESSEL_OWNER] = WORD("vessel_owner"),
    [SJ_FACT_VESSEL_OWNER_FORMER] = WORD("vessel_owner_former"),
    [SJ_FACT_VESSEL_TONNAGE] = WORD("vessel_tonnage"),
    [SJ_FACT_VESSEL_LENGTH] = WORD("vessel_length"),
    [SJ_FACT_AIRCRAFT_TYPE] = WORD("aircraft_type"),
    [SJ_FACT_AIRCRAFT_OPERATOR] = WORD("aircraft_operator"),
    [SJ_FACT_DECEASED] = WORD("deceased"),
    [SJ_FACT_REMARK] = WORD("remark"),
    [SJ_FACT_SOURCE_URL] = WORD("source_url"),
};
static_assert(SJ_COUNT(fact_word) == SJ_FACT_SOURCE_URL + 1, "a word for each fact");

/* What other spellings of a schema mean: FollowTheMoney's and the field's. */
static const struct {
    sj_str word;
    sj_schema schema;
} schema_alias[] = {
    {WORD("individual"), SJ_SCHEMA_PERSON},
    {WORD("organization"), SJ_SCHEMA_ORGANISATION},
    {WORD("company"), SJ_SCHEMA_ORGANISATION},
    {WORD("entity"), SJ_SCHEMA_ORGANISATION},
    {WORD("enterprise"), SJ_SCHEMA_ORGANISATION},
    {WORD("publicbody"), SJ_SCHEMA_ORGANISATION},
    {WORD("ship"), SJ_SCHEMA_VESSEL},
    {WORD("airplane"), SJ_SCHEMA_AIRCRAFT},
    {WORD("cryptowallet"), SJ_SCHEMA_WALLET},
    {WORD("legalentity"), SJ_SCHEMA_UNKNOWN},
    {WORD("any"), SJ_SCHEMA_UNKNOWN},
};

static sj_str word_of(const sj_str *word, size_t count, size_t i)
{
    return i < count ? word[i] : (sj_str){"", 0};
}

static bool find_word(const sj_str *word, size_t count, sj_str text, size_t *ret)
{
    for (size_t i = 0; i < count; i++)
        if (sj_str_eq_nocase(word[i], text)) {
            *ret = i;
            return true;
        }
    return false;
}

sj_str sj_schema_text(sj_schema schema)
{
    return word_of(schema_word, SJ_COUNT(schema_word), schema);
}

bool sj_schema_parse(sj_str text, sj_schema *ret)
{
    size_t i;
    text = sj_str_trim(text);
    if (find_word(schema_word, SJ_COUNT(schema_word), text, &i)) {
        *ret = (sj_schema)i;
        return true;
    }
    for (i = 0; i < SJ_COUNT(schema_alias); i++)
        if (sj_str_eq_nocase(schema_alias[i].word, text)) {
            *ret = schema_alias[i].schema;
            return true;
        }
    return false;
}

sj_str sj_name_kind_text(sj_name_kind kind)
{
    return word_of(name_word, SJ_COUNT(name_word), kind);
}

sj_str sj_identifier_kind_text(sj_identifier_kind kind)
{
    return word_of(identifier_word, SJ_COUNT(identifier_word), kind);
}

bool sj_identifier_kind_parse(sj_str text, sj_identifier_kind *ret)
{
    size_t i;
    if (!find_word(identifier_word, SJ_COUNT(identifier_word), sj_str_trim(text), &i))
        return false;
    *ret = (sj_identifier_kind)i;
    return true;
}

sj_str sj_fact_kind_text(sj_fact_kind kind)
{
    return word_of(fact_word, SJ_COUNT(fact_word), kind);
}

sj_entity_name *sj_entity_add_name(sj_entity *e, sj_arena *a)
{
    return sj_arena_push(a, &e->name, &e->name_count, sizeof *e->name);
}

sj_entity_date *sj_entity_add_date(sj_entity *e, sj_arena *a)
{
    sj_entity_date *d = sj_arena_push(a, &e->date, &e->date_count, sizeof *e->date);
    if (d)
        d->name = -1;
    return d;
}

sj_entity_identifier *sj_entity_add_identifier(sj_entity *e, sj_arena *a)
{
    return sj_arena_push(a, &e->identifier, &e->identifier_count, sizeof *e->identifier);
}

sj_entity_place *sj_entity_add_place(sj_entity *e, sj_arena *a)
{
    return sj_arena_push(a, &e->place, &e->place_count, sizeof *e->place);
}

sj_entity_link *sj_entity_add_link(sj_entity *e, sj_arena *a)
{
    return sj_arena_push(a, &e->link, &e->link_count, sizeof *e->link);
}

sj_entity_listing *sj_entity_add_listing(sj_entity *e, sj_arena *a)
{
    return sj_arena_push(a, &e->listing, &e->listing_count, sizeof *e->listing);
}

sj_entity_fact *sj_entity_add_fact(sj_entity *e, sj_arena *a)
{
    return sj_arena_push(a, &e->fact, &e->fact_count, sizeof *e->fact);
}
