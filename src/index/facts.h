/* index/facts.h -- the facts about a record that a comparison needs, as bytes.
 *
 * Both sides of a comparison, the query and the listed record, are the same
 * bytes: items of (tag, length, payload). What is normalised is normalised once,
 * when the record is added. */
#ifndef SJ_INDEX_FACTS_H
#define SJ_INDEX_FACTS_H
#include "base/base.h"
#include "sojourn/index.h"

typedef enum sj_fact_tag {
    SJ_TAG_ID = 'i',         /* text */
    SJ_TAG_NAME = 'n',       /* kind byte, text; the first is the record's caption */
    SJ_TAG_PART = 'p',       /* part byte, text: belongs to the name before it */
    SJ_TAG_DATE = 'd',       /* birth or founding: from day i32, to day i32, flags byte, text */
    SJ_TAG_COUNTRY = 'l',    /* two letters */
    SJ_TAG_GENDER = 'g',     /* 'm' or 'f' */
    SJ_TAG_PLACE = 'a',      /* folded words joined by blanks */
    SJ_TAG_IDENTIFIER = 'x', /* group byte, country two letters or blanks, text A-Z0-9 */
    SJ_TAG_END = 0
} sj_fact_tag;
enum { SJ_DATE_FLAG_CIRCA = 1 };

/* Numbers that can stand for one another; an agreeing value of one group is the
 * same number. */
typedef enum sj_identifier_group {
    SJ_GROUP_PASSPORT,
    SJ_GROUP_PERSON,  /* national number, tax number of a person, social security */
    SJ_GROUP_COMPANY, /* registration, OGRN */
    SJ_GROUP_BIC,
    SJ_GROUP_LEI,
    SJ_GROUP_DUNS,
    SJ_GROUP_VESSEL,   /* IMO */
    SJ_GROUP_RADIO,    /* MMSI, call sign */
    SJ_GROUP_AIRCRAFT, /* tail and serial numbers, Mode S */
    SJ_GROUP_WALLET,
    SJ_GROUP_ACCOUNT,  /* IBAN and others */
    SJ_GROUP_SECURITY, /* ISIN */
    SJ_GROUP_CONTACT,  /* telephone, e-mail, website, handle: supports, never decides */
    SJ_GROUP_OTHER     /* the list does not say: supports, never decides */
} sj_identifier_group;
sj_identifier_group sj_identifier_group_of(sj_identifier_kind kind);
bool sj_identifier_decides(sj_identifier_group group);
/* Key in the identifier table. */
uint64_t sj_identifier_hash(sj_identifier_group group, sj_str value);

/* A name as pieces that names/ can prepare: the whole of it, or, where a list wrote
 * a row of aliases or an essay into one name (98 words seen, EU 2026), the parts between
 * commas and semicolons, cut after 50 words at the latest. Starts with *at = 0;
 * false at the end. */
bool sj_name_piece(sj_str name, size_t *at, sj_str *ret);

/* Appends the facts of `e`. Errors: SJ_ENOMEM, SJ_ELIMIT. */
SJ_MUST sj_status sj_facts_write(const sj_entity *e, sj_buf *to);

typedef struct sj_fact_cursor {
    const char *at, *end;
} sj_fact_cursor;
typedef struct sj_fact_item {
    uint8_t tag;
    sj_str payload;
} sj_fact_item;
static inline sj_fact_cursor sj_facts_begin(sj_str facts)
{
    return (sj_fact_cursor){facts.ptr, facts.ptr + facts.len};
}
/* False at the end, and at damage (a length past the end). */
bool sj_facts_next(sj_fact_cursor *c, sj_fact_item *ret);

typedef struct sj_fact_date {
    int32_t from_day, to_day;
    bool circa;
    sj_str text;
} sj_fact_date;
bool sj_fact_date_get(const sj_fact_item *item, sj_fact_date *ret);

/* What the fields other than the name say: effects to add to the name's score.
 * `support` is true if a date, a place or a number agrees; `decided` if an
 * identifier of the right scheme does. */
typedef struct sj_evidence {
    sj_field_evidence item[SJ_EVIDENCE_MAX];
    size_t count;
    double effect;
    bool support, decided;
} sj_evidence;
void sj_evidence_weigh(sj_str query_facts, sj_str listed_facts, sj_evidence *ret);
/* The most that sj_evidence_weigh can add for this query, where no identifier
 * decides (those records are found by their number). */
double sj_evidence_most(sj_str query_facts);
/* The record's score from the best name's and the evidence (see evidence.c). */
double sj_evidence_score(double name_score, bool needs_support, const sj_evidence *evidence);
#endif
