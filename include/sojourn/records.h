/* sojourn/records.h -- the typed model of whoever is listed or handed in: one
 * sj_entity carries the names, dates, numbers, places, links and listings of a
 * person, organisation, vessel, aircraft or wallet, as the source states them.
 *
 * Shape:  arrays inside the entity, in the order of the source. All strings are
 *         borrowed UTF-8 that lives as long as the arena the entity was made in.
 *         An absent string is {.len = 0}.
 * Unit:   dates are proleptic Gregorian; countries ISO 3166-1 alpha-2 in
 *         upper case beside the text as written.
 * Rule:   nothing the source says is dropped: what has no field of its own
 *         becomes a fact with the source's own label (SJ_FACT_OTHER). */
#ifndef SOJOURN_RECORDS_H
#define SOJOURN_RECORDS_H
#include "sojourn/base.h"

/* ---- dates ---- */
typedef struct sj_date {
    int16_t year;       /* 0 = unknown */
    uint8_t month, day; /* 0 = unknown; day known only if month is */
} sj_date;
/* A point or a span. Exact: from equals to. "1966 to 1968": two years. Circa:
 * as stated, not widened; the comparison widens it. */
typedef struct sj_date_range {
    sj_date from, to;
    bool circa;
} sj_date_range;
/* Reads every form seen in official lists and rosters: ISO 8601 full or partial
 * (with time zone or time ignored), "29 Apr 1945", "29 APRIL 1945", "Apr 1945",
 * "29.4.1945", "29/04/1945" (day first, as all lists that use it), "04/1945",
 * "00/00/1964", "dd/mm/1970", "15/08/19yy" -> 1900..1999, "circa 1966", "c. 1966",
 * "approximately", "about", "1966-1968", "1966 to 1968", "between 1966 and 1968",
 * "1938年", "1938年4月5日", Excel serials are NOT accepted here (the
 * caller knows it reads a spreadsheet: sj_date_from_excel).
 * Returns false if the text is no date; then *ret is unchanged. Feb 30 is none. */
SJ_API bool sj_date_parse(sj_str text, sj_date_range *ret);
/* A date of digits whose day and month could change places ("03/04/1986", "3-4-1986"):
 * sj_date_parse takes the day first, and who wrote it may not have. */
SJ_API bool sj_date_is_two_ways(sj_str text);
SJ_API bool sj_date_from_excel(uint64_t serial, sj_date *ret); /* 1900 system, 1 .. 2,958,465 */
SJ_API bool sj_date_valid(sj_date d);                          /* partial allowed; year 1..9999 */
/* Writes ISO ("1945-04-29", "1945-04", "1945"), or "1966/1968" for a span with
 * "~" in front if circa (EDTF); returns the length; ret has 32 bytes. */
SJ_API size_t sj_date_write(const sj_date_range *r, char ret[32]);
/* Days since 1970-01-01 of the first / last day the partial date allows. */
SJ_API int32_t sj_date_first_day(sj_date d);
SJ_API int32_t sj_date_last_day(sj_date d);
SJ_API sj_date sj_date_from_day(int32_t day); /* the inverse; year 0 outside 1..9999 */

/* ---- countries ---- */
/* ISO alpha-2 for alpha-2, alpha-3, English, French, official and common former
 * names, and native short names, any case ("Korea, North", "DPRK", "Democratic
 * People's Republic of Korea", "КНДР", "Great Britain", "Palestinian", "kp"); territories with
 * codes of their own keep them; "XK" Kosovo. Former states give their ISO 3166-3 alpha-4 owner's
 * former code as alpha-2 where one exists (SU, YU, CS, DD). Also demonyms ("Syrian"). Empty string
 * if not known: never a guess. Constant text. */
SJ_API sj_str sj_country_parse(sj_str text);
SJ_API sj_str sj_country_name(sj_str alpha2); /* English short name, empty if unknown */

/* ---- an entity ---- */
typedef enum sj_schema {
    SJ_SCHEMA_UNKNOWN, /* the list does not say: compares with every schema */
    SJ_SCHEMA_PERSON,
    SJ_SCHEMA_ORGANISATION, /* companies, agencies, groups, ministries */
    SJ_SCHEMA_VESSEL,
    SJ_SCHEMA_AIRCRAFT,
    SJ_SCHEMA_WALLET,
    SJ_SCHEMA_OTHER /* securities, assets, addresses listed by themselves */
} sj_schema;
SJ_API sj_str sj_schema_text(sj_schema schema); /* "person", "organisation", ... */
SJ_API bool sj_schema_parse(sj_str text, sj_schema *ret);

typedef enum sj_name_kind {
    SJ_NAME_PRIMARY,
    SJ_NAME_ALIAS, /* strong, "good quality" */
    SJ_NAME_WEAK,  /* weak, "low quality", nickname: needs support */
    SJ_NAME_FORMER,
    SJ_NAME_ORIGINAL,     /* in the original script */
    SJ_NAME_TRANSLATION,  /* the list's rendering in another language */
    SJ_NAME_ABBREVIATION, /* acronym or short form */
    SJ_NAME_MAIDEN
} sj_name_kind;
SJ_API sj_str sj_name_kind_text(sj_name_kind kind);

typedef enum sj_name_part {
    SJ_PART_GIVEN,
    SJ_PART_MIDDLE,
    SJ_PART_PATRONYMIC,
    SJ_PART_MATRONYMIC,
    SJ_PART_FAMILY,
    SJ_PART_MAIDEN,
    SJ_PART_TITLE,
    SJ_PART_SUFFIX,
    SJ_PART_COUNT
} sj_name_part;

typedef struct sj_entity_name {
    sj_str full;                /* as one would write it; never empty */
    sj_str part[SJ_PART_COUNT]; /* only where the source gives parts */
    sj_name_kind kind;
    sj_str language; /* BCP 47 / ISO 639 where stated */
    sj_str script;   /* ISO 15924 where stated */
    sj_str note;     /* remarks on this name, as written */
} sj_entity_name;

typedef enum sj_date_kind {
    SJ_DATE_BIRTH,
    SJ_DATE_DEATH,
    SJ_DATE_FOUNDED, /* incorporation, establishment */
    SJ_DATE_DISSOLVED,
    SJ_DATE_BUILT, /* vessel or aircraft */
    SJ_DATE_OTHER
} sj_date_kind;
typedef struct sj_entity_date {
    sj_date_kind kind;
    bool parsed; /* false: range is meaningless, text says what stood there */
    sj_date_range range;
    int32_t name;    /* the name it belongs to (index), or -1: the entity */
    sj_str text;     /* as written */
    sj_str calendar; /* where not Gregorian, as stated */
    sj_str note;
} sj_entity_date;

typedef enum sj_identifier_kind {
    SJ_ID_PASSPORT,
    SJ_ID_NATIONAL,
    SJ_ID_TAX,
    SJ_ID_REGISTRATION,
    SJ_ID_SOCIAL_SECURITY,
    SJ_ID_DRIVING_LICENCE,
    SJ_ID_SEAMAN,
    SJ_ID_VISA_OR_PERMIT,
    SJ_ID_BIC,
    SJ_ID_LEI,
    SJ_ID_DUNS,
    SJ_ID_INN,
    SJ_ID_OGRN,
    SJ_ID_IMO,
    SJ_ID_MMSI,
    SJ_ID_CALL_SIGN,
    SJ_ID_HULL,
    SJ_ID_AIRCRAFT_TAIL,
    SJ_ID_AIRCRAFT_SERIAL,
    SJ_ID_MODE_S,
    SJ_ID_CRYPTO, /* type_text: the currency, such as "XBT" */
    SJ_ID_IBAN,
    SJ_ID_ACCOUNT, /* bank account that is no IBAN */
    SJ_ID_ISIN,
    SJ_ID_PHONE,
    SJ_ID_EMAIL,
    SJ_ID_WEBSITE,
    SJ_ID_HANDLE, /* account name on a platform */
    SJ_ID_OTHER
} sj_identifier_kind;
SJ_API sj_str sj_identifier_kind_text(sj_identifier_kind kind);
SJ_API bool sj_identifier_kind_parse(sj_str text, sj_identifier_kind *ret);
typedef struct sj_entity_identifier {
    sj_identifier_kind kind;
    sj_str value;                  /* as written, trimmed */
    sj_str type_text;              /* the source's label, currency of a wallet */
    sj_str country;                /* issuer, alpha-2 or empty */
    sj_str issuer_text;            /* issuer as written */
    sj_date_range issued, expires; /* year 0 = not stated */
    bool invalid;                  /* the list says false, expired, lost or fraudulent */
    sj_str note;
} sj_entity_identifier;

typedef enum sj_place_kind {
    SJ_PLACE_ADDRESS,
    SJ_PLACE_BIRTH,
    SJ_PLACE_DEATH,
    SJ_PLACE_OTHER
} sj_place_kind;
typedef struct sj_entity_place {
    sj_place_kind kind;
    sj_str full; /* one line; never empty; built from the parts if need be */
    sj_str street, city, region, postcode;
    sj_str country, country_text; /* alpha-2 or empty; as written */
    sj_str note;
} sj_entity_place;

typedef enum sj_link_kind {
    SJ_LINK_OTHER,
    SJ_LINK_OWNED_BY, /* this one is owned or controlled by the target */
    SJ_LINK_OWNS,
    SJ_LINK_ACTS_FOR, /* acts for or on behalf of, provides support to */
    SJ_LINK_EMPLOYED_BY,
    SJ_LINK_LEADS,
    SJ_LINK_FAMILY,
    SJ_LINK_ASSOCIATE,
    SJ_LINK_SUCCESSOR,
    SJ_LINK_PREDECESSOR
} sj_link_kind;
typedef struct sj_entity_link {
    sj_link_kind kind;
    sj_str target_id; /* id in the same list, where the list gives it */
    sj_str target_name;
    sj_str text;  /* the source's words for the relation */
    sj_str share; /* per cent, as written */
    sj_date_range from, to;
} sj_entity_link;

typedef struct sj_entity_listing {
    sj_str authority;                        /* "UN", "OFAC", ... */
    sj_str programme;                        /* programme or regime, as written */
    sj_str measure;                          /* asset freeze, travel ban ... as written */
    sj_str reference;                        /* the list's public number, such as KPi.001 */
    sj_str legal_basis;                      /* regulation, resolution, notice, URL */
    sj_str reason;                           /* statement of reasons, as written */
    sj_date_range listed, amended, delisted; /* year 0 = not stated */
} sj_entity_listing;

typedef enum sj_fact_kind {
    SJ_FACT_OTHER,       /* label says what */
    SJ_FACT_NATIONALITY, /* declared or documented; country filled if known */
    SJ_FACT_RESIDENCE,
    SJ_FACT_JURISDICTION, /* of an organisation */
    SJ_FACT_GENDER,       /* value: "male", "female", or as written */
    SJ_FACT_TITLE,
    SJ_FACT_POSITION,
    SJ_FACT_FATHER,
    SJ_FACT_MOTHER,
    SJ_FACT_LEGAL_FORM,
    SJ_FACT_SECTOR,
    SJ_FACT_TOPIC, /* FollowTheMoney topics: sanction, debarment, ... */
    SJ_FACT_VESSEL_TYPE,
    SJ_FACT_VESSEL_FLAG,
    SJ_FACT_VESSEL_FLAG_FORMER,
    SJ_FACT_VESSEL_OWNER,
    SJ_FACT_VESSEL_OWNER_FORMER,
    SJ_FACT_VESSEL_TONNAGE,
    SJ_FACT_VESSEL_LENGTH,
    SJ_FACT_AIRCRAFT_TYPE,
    SJ_FACT_AIRCRAFT_OPERATOR,
    SJ_FACT_DECEASED,
    SJ_FACT_REMARK,
    SJ_FACT_SOURCE_URL
} sj_fact_kind;
SJ_API sj_str sj_fact_kind_text(sj_fact_kind kind);
typedef struct sj_entity_fact {
    sj_fact_kind kind;
    sj_str label; /* the source's own label; set for SJ_FACT_OTHER */
    sj_str value;
    sj_str country; /* alpha-2 where the fact is about a state and it is known */
    sj_str note;
} sj_entity_fact;

typedef struct sj_entity {
    sj_str id; /* unique in its list; never empty */
    sj_schema schema;
    sj_entity_name *name;
    sj_entity_date *date;
    sj_entity_identifier *identifier;
    sj_entity_place *place;
    sj_entity_link *link;
    sj_entity_listing *listing;
    sj_entity_fact *fact;
    size_t name_count, date_count, identifier_count, place_count, link_count, listing_count,
        fact_count;
} sj_entity;

/* Building: each appends a zeroed element that lives in the arena and returns
 * it, or NULL on out-of-memory. The strings put in must live as long. */
SJ_API sj_entity_name *sj_entity_add_name(sj_entity *e, sj_arena *a);
SJ_API sj_entity_date *sj_entity_add_date(sj_entity *e, sj_arena *a); /* name = -1 */
SJ_API sj_entity_identifier *sj_entity_add_identifier(sj_entity *e, sj_arena *a);
SJ_API sj_entity_place *sj_entity_add_place(sj_entity *e, sj_arena *a);
SJ_API sj_entity_link *sj_entity_add_link(sj_entity *e, sj_arena *a);
SJ_API sj_entity_listing *sj_entity_add_listing(sj_entity *e, sj_arena *a);
SJ_API sj_entity_fact *sj_entity_add_fact(sj_entity *e, sj_arena *a);

/* A copy with strings and arrays of its own in the arena; nothing may be added to it. Errors:
 * SJ_ENOMEM. */
SJ_API SJ_MUST sj_status sj_entity_copy(const sj_entity *e, sj_arena *a, sj_entity *ret);

/* One FollowTheMoney object (with nested Sanction, Address, Passport objects
 * as needed) on one line, keys in fixed order. Errors: SJ_ENOMEM. */
SJ_API SJ_MUST sj_status sj_entity_write_ftm(const sj_entity *e, sj_buf *to);
#endif
