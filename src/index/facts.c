/* index/facts.c -- from an entity to comparable facts.
 *
 * item = tag (1 byte), length (LEB128), payload. The end is the end of the bytes.
 * Invariants: (1) every payload is normalised here and nowhere else; (2) a reader
 * never trusts a length: sj_facts_next stops at the first that does not fit. */
#include "index/facts.h"
#include "text/token.h"

enum { IDENTIFIER_MIN = 4, IDENTIFIER_MAX = 200 }; /* shorter agrees by chance; IBAN is 34 */

static void add_length(sj_buf *to, size_t n)
{
    for (; n >= 0x80; n >>= 7)
        sj_buf_add_char(to, (char)(n & 0x7F) | (char)0x80);
    sj_buf_add_char(to, (char)n);
}

static void add_item(sj_buf *to, sj_fact_tag tag, sj_str head, sj_str text)
{
    sj_buf_add_char(to, (char)tag);
    add_length(to, head.len + text.len);
    sj_buf_add(to, head);
    sj_buf_add(to, text);
}

bool sj_facts_next(sj_fact_cursor *c, sj_fact_item *ret)
{
    if (c->at >= c->end)
        return false;
    const uint8_t tag = (uint8_t)*c->at++;
    size_t n = 0;
    for (unsigned shift = 0;; shift += 7) {
        if (c->at >= c->end || shift > 28)
            return false;
        const uint8_t byte = (uint8_t)*c->at++;
        n |= (size_t)(byte & 0x7F) << shift;
        if (byte < 0x80)
            break;
    }
    if (n > (size_t)(c->end - c->at))
        return false;
    *ret = (sj_fact_item){tag, {c->at, n}};
    c->at += n;
    return true;
}

sj_identifier_group sj_identifier_group_of(sj_identifier_kind kind)
{
    switch (kind) {
    case SJ_ID_PASSPORT:
        return SJ_GROUP_PASSPORT;
    case SJ_ID_NATIONAL:
    case SJ_ID_TAX:
    case SJ_ID_SOCIAL_SECURITY:
    case SJ_ID_INN:
    case SJ_ID_DRIVING_LICENCE:
    case SJ_ID_SEAMAN:
    case SJ_ID_VISA_OR_PERMIT:
        return SJ_GROUP_PERSON;
    case SJ_ID_REGISTRATION:
    case SJ_ID_OGRN:
        return SJ_GROUP_COMPANY;
    case SJ_ID_BIC:
        return SJ_GROUP_BIC;
    case SJ_ID_LEI:
        return SJ_GROUP_LEI;
    case SJ_ID_DUNS:
        return SJ_GROUP_DUNS;
    case SJ_ID_IMO:
    case SJ_ID_HULL:
        return SJ_GROUP_VESSEL;
    case SJ_ID_MMSI:
    case SJ_ID_CALL_SIGN:
        return SJ_GROUP_RADIO;
    case SJ_ID_AIRCRAFT_TAIL:
    case SJ_ID_AIRCRAFT_SERIAL:
    case SJ_ID_MODE_S:
        return SJ_GROUP_AIRCRAFT;
    case SJ_ID_CRYPTO:
        return SJ_GROUP_WALLET;
    case SJ_ID_IBAN:
    case SJ_ID_ACCOUNT:
        return SJ_GROUP_ACCOUNT;
    case SJ_ID_ISIN:
        return SJ_GROUP_SECURITY;
    case SJ_ID_PHONE:
    case SJ_ID_EMAIL:
    case SJ_ID_WEBSITE:
    case SJ_ID_HANDLE:
        return SJ_GROUP_CONTACT;
    case SJ_ID_OTHER:
        break;
    }
    return SJ_GROUP_OTHER;
}

bool sj_identifier_decides(sj_identifier_group group)
{
    return group != SJ_GROUP_CONTACT && group != SJ_GROUP_OTHER && group != SJ_GROUP_RADIO;
}

uint64_t sj_identifier_hash(sj_identifier_group group, sj_str value)
{
    return sj_hash_bytes(value.ptr, value.len, 0x1D00u + (uint64_t)group);
}

/* Wallet addresses keep their case (base58 means it); all else is A-Z0-9, other
 * letters as they are. An IMO number keeps its seven digits only. */
static sj_str normalise(sj_identifier_group group, sj_str value, char *to)
{
    size_t n = 0;
    for (size_t i = 0; i < value.len && n < IDENTIFIER_MAX; i++) {
        const unsigned char c = (unsigned char)value.ptr[i];
        const bool digit = c >= '0' && c <= '9', lower = c >= 'a' && c <= 'z';
        const bool letter = lower || (c >= 'A' && c <= 'Z') || c >= 0x80;
        if (group == SJ_GROUP_VESSEL ? digit : digit || letter)
            to[n++] = (char)(lower && group != SJ_GROUP_WALLET ? c - 32 : c);
    }
    if (group == SJ_GROUP_BIC && n == 11 && memcmp(to + 8, "XXX", 3) == 0)
        n = 8; /* ISO 9362: XXX is the head office */
    return (sj_str){to, n};
}

static void add_identifier(const sj_entity_identifier *id, sj_buf *to)
{
    char text[IDENTIFIER_MAX];
    const sj_identifier_group group = sj_identifier_group_of(id->kind);
    const sj_str value = normalise(group, id->value, text);
    if (value.len < IDENTIFIER_MIN || (group == SJ_GROUP_VESSEL && value.len != 7))
        return;
    const bool known = id->country.len == 2;
    const char head[3] = {(char)group, known ? id->country.ptr[0] : ' ',
                          known ? id->country.ptr[1] : ' '};
    add_item(to, SJ_TAG_IDENTIFIER, (sj_str){head, sizeof head}, value);
}

static void add_date(const sj_entity_date *d, sj_buf *to)
{
    if (!d->parsed || (d->kind != SJ_DATE_BIRTH && d->kind != SJ_DATE_FOUNDED))
        return;
    const int32_t days[2] = {sj_date_first_day(d->range.from), sj_date_last_day(d->range.to)};
    char head[9];
    memcpy(head, days, 8);
    head[8] = d->range.circa ? SJ_DATE_FLAG_CIRCA : 0;
    char text[32];
    const size_t n = sj_date_write(&d->range, text);
    add_item(to, SJ_TAG_DATE, (sj_str){head, sizeof head}, (sj_str){text, n});
}

bool sj_fact_date_get(const sj_fact_item *item, sj_fact_date *ret)
{
    if (item->tag != SJ_TAG_DATE || item->payload.len < 9)
        return false;
    int32_t days[2];
    memcpy(days, item->payload.ptr, sizeof days);
    *ret = (sj_fact_date){days[0], days[1], (item->payload.ptr[8] & SJ_DATE_FLAG_CIRCA) != 0,
                          sj_str_slice(item->payload, 9, item->payload.len)};
    return true;
}

static void add_country(sj_str alpha2, sj_buf *to)
{
    if (alpha2.len == 2)
        add_item(to, SJ_TAG_COUNTRY, alpha2, SJ_S(""));
}

static void add_gender(sj_str value, sj_buf *to)
{
    if (value.len == 0)
        return;
    const char c = value.ptr[0];
    if (c == 'm' || c == 'M')
        add_item(to, SJ_TAG_GENDER, SJ_S("m"), SJ_S(""));
    else if (c == 'f' || c == 'F')
        add_item(to, SJ_TAG_GENDER, SJ_S("f"), SJ_S(""));
}

static void add_fact(const sj_entity_fact *f, sj_buf *to)
{
    switch (f->kind) {
    case SJ_FACT_NATIONALITY:
    case SJ_FACT_RESIDENCE:
    case SJ_FACT_JURISDICTION:
    case SJ_FACT_VESSEL_FLAG:
    case SJ_FACT_VESSEL_FLAG_FORMER:
        add_country(f->country, to);
        break;
    case SJ_FACT_GENDER:
        add_gender(f->value, to);
        break;
    default:
        break;
    }
}

static sj_status add_place(const sj_entity_place *p, sj_schema schema, sj_buf *to)
{
    if (schema != SJ_SCHEMA_PERSON && p->kind == SJ_PLACE_ADDRESS)
        add_country(p->country, to);
    if (p->full.len > SJ_NAME_BYTES_MAX)
        return SJ_OK; /* an essay, not a place */
    SJ_SCOPED(sj_arena) a = {0};
    SJ_SCOPED(sj_buf) words = {0};
    sj_tokens tokens;
    const sj_status s = sj_tokens_split(p->full, &a, &tokens);
    if (s == SJ_ELIMIT)
        return SJ_OK;
    SJ_TRY(s);
    for (size_t i = 0; i < tokens.count; i++) {
        if (i)
            sj_buf_add_char(&words, ' ');
        sj_buf_add(&words, tokens.token[i].text);
    }
    SJ_TRY(sj_buf_status(&words));
    add_item(to, SJ_TAG_PLACE, SJ_S(""), sj_buf_str(&words));
    return SJ_OK;
}

static bool separates(char c)
{
    return c == ' ' || c == ',' || c == ';' || c == '-' || c == '/' || c == '.' || c == '\n' ||
           c == '(' || c == '\'';
}

bool sj_name_piece(sj_str name, size_t *at, sj_str *ret)
{
    enum { WORDS_MAX = 50, BYTES_MAX = 3000 }; /* SJ_FORM_TOKENS_MAX, SJ_NAME_BYTES_MAX */
    size_t words = 0;
    for (size_t i = 0; i < name.len; i++)
        words += separates(name.ptr[i]);
    if (*at >= name.len)
        return false;
    if (words <= WORDS_MAX && name.len <= BYTES_MAX) {
        *ret = name;
        *at = name.len;
        return true;
    }
    size_t to = *at;
    for (words = 0; to < name.len && words < WORDS_MAX && to - *at < BYTES_MAX; to++) {
        if ((name.ptr[to] == ',' || name.ptr[to] == ';') && to > *at)
            break;
        words += separates(name.ptr[to]);
    }
    while (to < name.len && ((unsigned char)name.ptr[to] & 0xC0) == 0x80)
        to++; /* not inside a code point */
    *ret = sj_str_slice(name, *at, to);
    *at = to < name.len ? to + (name.ptr[to] == ',' || name.ptr[to] == ';') : to;
    return true;
}

static void add_name(const sj_entity_name *n, sj_buf *to)
{
    const char kind = (char)n->kind;
    add_item(to, SJ_TAG_NAME, (sj_str){&kind, 1}, n->full);
    for (unsigned part = 0; part < SJ_PART_COUNT; part++) {
        const char number = (char)part;
        if (n->part[part].len)
            add_item(to, SJ_TAG_PART, (sj_str){&number, 1}, n->part[part]);
    }
}

sj_status sj_facts_write(const sj_entity *e, sj_buf *to)
{
    add_item(to, SJ_TAG_ID, SJ_S(""), e->id);
    for (size_t i = 0; i < e->name_count; i++)
        add_name(&e->name[i], to);
    for (size_t i = 0; i < e->date_count; i++)
        add_date(&e->date[i], to);
    for (size_t i = 0; i < e->fact_count; i++)
        add_fact(&e->fact[i], to);
    for (size_t i = 0; i < e->place_count; i++)
        SJ_TRY(add_place(&e->place[i], e->schema, to));
    for (size_t i = 0; i < e->identifier_count; i++)
        add_identifier(&e->identifier[i], to);
    return sj_buf_status(to);
}
