/* records/ftm_map.c -- which column is which property: the rows of the mapping, and texts
 * to properties and back by them.
 *
 * Each row of `map` is a column of a table, for some schemata a property, and how the one
 * becomes the other. Invariants:
 *   (1) a piece of a cell is written as a property only in a form that FollowTheMoney takes;
 *       what cannot be brought into it is not written there, never written wrongly;
 *   (2) every value of every property is given back: to a column, or in ret_rest. */
#include "base/base.h"
#include "records/ftm_int.h"
#include "records/ftm_rows.h"
#include <stdarg.h>
#include <stdio.h>

enum how {
    VALUES,  /* pieces separated by a bar, each by the column's type */
    NAMES,   /* the same; given back by texts_of_names */
    WHOLE,   /* one value, bars and all */
    GENDER,  /* male, female, other */
    WORD,    /* one of the column's words, with the affix */
    IBAN,    /* what looks like one */
    NO_IBAN, /* what does not */
    READ     /* read, not written: more values for the column */
};
enum { ANY = 0xFFFF };
#define BIT(schema) (1u << (schema))
#define ORGANISATION                                                            \
    (BIT(SJ_FTM_COMPANY) | BIT(SJ_FTM_ORGANIZATION) | BIT(SJ_FTM_PUBLIC_BODY) | \
     BIT(SJ_FTM_LEGAL_ENTITY))
#define COLUMN(table, column) SJ_TABLE_##table, SJ_##table##_##column

static const struct map {
    sj_table table;
    int column;
    unsigned schemata;
    const char *property;
    enum how how;
    const char *affix; /* WORD: behind the word */
    const char *none;  /* WORD: what no word at all means; NULL: nothing */
} map[] = {
    {COLUMN(PEOPLE, NAME), ANY, "name", NAMES, NULL, NULL},
    {COLUMN(PEOPLE, NATIVE_NAME), ANY, "name", NAMES, NULL, NULL},
    {COLUMN(PEOPLE, OTHER_NAMES), ANY, "alias", VALUES, NULL, NULL},
    {COLUMN(PEOPLE, BIRTH_DATE), ANY, "birthDate", VALUES, NULL, NULL},
    {COLUMN(PEOPLE, BIRTH_PLACE), ANY, "birthPlace", VALUES, NULL, NULL},
    {COLUMN(PEOPLE, NATIONALITY), ANY, "nationality", VALUES, NULL, NULL},
    {COLUMN(PEOPLE, NATIONALITY), ANY, "citizenship", READ, NULL, NULL},
    {COLUMN(PEOPLE, GENDER), ANY, "gender", GENDER, NULL, NULL},
    {COLUMN(PEOPLE, EMAIL), ANY, "email", VALUES, NULL, NULL},
    {COLUMN(PEOPLE, PHONE), ANY, "phone", VALUES, NULL, NULL},
    {COLUMN(PEOPLE, ADDRESS), ANY, "address", VALUES, NULL, NULL},
    {COLUMN(PEOPLE, COUNTRY), ANY, "country", VALUES, NULL, NULL},

    {COLUMN(ORGANISATIONS, NAME), ANY, "name", NAMES, NULL, NULL},
    {COLUMN(ORGANISATIONS, NATIVE_NAME), ANY, "name", NAMES, NULL, NULL},
    {COLUMN(ORGANISATIONS, OTHER_NAMES), ANY, "alias", VALUES, NULL, NULL},
    {COLUMN(ORGANISATIONS, KIND), BIT(SJ_FTM_PUBLIC_BODY), "classification", WORD, "",
     "government"},
    {COLUMN(ORGANISATIONS, KIND), ANY, "classification", WORD, "", NULL},
    {COLUMN(ORGANISATIONS, COUNTRY), ANY, "jurisdiction", VALUES, NULL, NULL},
    {COLUMN(ORGANISATIONS, COUNTRY), ANY, "country", READ, NULL, NULL},
    {COLUMN(ORGANISATIONS, COUNTRY), ANY, "mainCountry", READ, NULL, NULL},
    {COLUMN(ORGANISATIONS, REGISTRATION_NUMBER), ANY, "registrationNumber", VALUES, NULL, NULL},
    {COLUMN(ORGANISATIONS, ADDRESS), ANY, "address", VALUES, NULL, NULL},
    {COLUMN(ORGANISATIONS, PHONE), ANY, "phone", VALUES, NULL, NULL},
    {COLUMN(ORGANISATIONS, EMAIL), ANY, "email", VALUES, NULL, NULL},
    {COLUMN(ORGANISATIONS, WEBSITE), ANY, "website", VALUES, NULL, NULL},
    {COLUMN(ORGANISATIONS, PARENT_ID), ANY, "parent", VALUES, NULL, NULL},

    {COLUMN(PAPERS, PERSON_ID), ANY, "holder", VALUES, NULL, NULL},
    {COLUMN(PAPERS, KIND), BIT(SJ_FTM_PASSPORT), "type", WORD, "", "passport"},
    {COLUMN(PAPERS, KIND), ANY, "type", WORD, "", "other"},
    {COLUMN(PAPERS, COUNTRY), ANY, "country", VALUES, NULL, NULL},
    {COLUMN(PAPERS, NUMBER), ANY, "number", VALUES, NULL, NULL},
    {COLUMN(PAPERS, NUMBER), BIT(SJ_FTM_PASSPORT), "passportNumber", READ, NULL, NULL},
    {COLUMN(PAPERS, BIRTH_DATE), BIT(SJ_FTM_PASSPORT), "birthDate", VALUES, NULL, NULL},
    {COLUMN(PAPERS, GENDER), BIT(SJ_FTM_PASSPORT), "gender", GENDER, NULL, NULL},
    {COLUMN(PAPERS, ISSUED), ANY, "startDate", VALUES, NULL, NULL},
    {COLUMN(PAPERS, EXPIRES), ANY, "endDate", VALUES, NULL, NULL},

    {COLUMN(PERMITS, PERSON_ID), ANY, "holder", VALUES, NULL, NULL},
    {COLUMN(PERMITS, PURPOSE), ANY, "type", WORD, " permit", "other"},
    {COLUMN(PERMITS, COUNTRY), ANY, "country", VALUES, NULL, NULL},
    {COLUMN(PERMITS, NUMBER), ANY, "number", VALUES, NULL, NULL},
    {COLUMN(PERMITS, GRANTED), ANY, "date", VALUES, NULL, NULL},
    {COLUMN(PERMITS, VALID_FROM), ANY, "startDate", VALUES, NULL, NULL},
    {COLUMN(PERMITS, VALID_TO), ANY, "endDate", VALUES, NULL, NULL},

    {COLUMN(JOBS, PERSON_ID), ANY, "employee", VALUES, NULL, NULL},
    {COLUMN(JOBS, ORGANISATION_ID), ANY, "employer", VALUES, NULL, NULL},
    {COLUMN(JOBS, OCCUPATION), ANY, "role", VALUES, NULL, NULL},
    {COLUMN(JOBS, STARTS), ANY, "startDate", VALUES, NULL, NULL},
    {COLUMN(JOBS, ENDS), ANY, "endDate", VALUES, NULL, NULL},
    {COLUMN(JOBS, CONTRACT_SIGNED), ANY, "date", VALUES, NULL, NULL},

    {COLUMN(ACCOUNTS, KIND), BIT(SJ_FTM_BANK_ACCOUNT), "accountType", WORD, "", "bank"},
    {COLUMN(ACCOUNTS, KIND), BIT(SJ_FTM_CRYPTO_WALLET), "keywords", WORD, "", "wallet"},
    {COLUMN(ACCOUNTS, KIND), BIT(SJ_FTM_USER_ACCOUNT), "keywords", WORD, "", "platform"},
    {COLUMN(ACCOUNTS, PROVIDER), BIT(SJ_FTM_BANK_ACCOUNT), "bankName", VALUES, NULL, NULL},
    {COLUMN(ACCOUNTS, PROVIDER), BIT(SJ_FTM_CRYPTO_WALLET), "managingExchange", VALUES, NULL, NULL},
    {COLUMN(ACCOUNTS, PROVIDER), BIT(SJ_FTM_USER_ACCOUNT), "service", VALUES, NULL, NULL},
    {COLUMN(ACCOUNTS, IDENTIFIER), BIT(SJ_FTM_BANK_ACCOUNT), "iban", IBAN, NULL, NULL},
    {COLUMN(ACCOUNTS, IDENTIFIER), BIT(SJ_FTM_BANK_ACCOUNT), "accountNumber", NO_IBAN, NULL, NULL},
    {COLUMN(ACCOUNTS, IDENTIFIER), BIT(SJ_FTM_CRYPTO_WALLET), "publicKey", VALUES, NULL, NULL},
    {COLUMN(ACCOUNTS, IDENTIFIER), BIT(SJ_FTM_CRYPTO_WALLET), "cryptoAddress", READ, NULL, NULL},
    {COLUMN(ACCOUNTS, IDENTIFIER), BIT(SJ_FTM_USER_ACCOUNT), "username", VALUES, NULL, NULL},
    {COLUMN(ACCOUNTS, HOLDER_ID), BIT(SJ_FTM_CRYPTO_WALLET), "holder", VALUES, NULL, NULL},
    {COLUMN(ACCOUNTS, HOLDER_ID), BIT(SJ_FTM_USER_ACCOUNT), "owner", VALUES, NULL, NULL},
    {COLUMN(ACCOUNTS, COUNTRY), ANY, "country", VALUES, NULL, NULL},
    {COLUMN(ACCOUNTS, OPENED), BIT(SJ_FTM_BANK_ACCOUNT), "openingDate", VALUES, NULL, NULL},
    {COLUMN(ACCOUNTS, OPENED), BIT(SJ_FTM_CRYPTO_WALLET), "creationDate", VALUES, NULL, NULL},
    {COLUMN(ACCOUNTS, CLOSED), BIT(SJ_FTM_BANK_ACCOUNT), "closingDate", VALUES, NULL, NULL},
    {COLUMN(ACCOUNTS, EMAIL), BIT(SJ_FTM_USER_ACCOUNT), "email", VALUES, NULL, NULL},
    {COLUMN(ACCOUNTS, PHONE), BIT(SJ_FTM_USER_ACCOUNT), "phone", VALUES, NULL, NULL},

    {COLUMN(TRANSFERS, TIME), ANY, "date", VALUES, NULL, NULL},
    {COLUMN(TRANSFERS, FROM_ACCOUNT), ANY, "payerAccount", VALUES, NULL, NULL},
    {COLUMN(TRANSFERS, TO_ACCOUNT), ANY, "beneficiaryAccount", VALUES, NULL, NULL},
    {COLUMN(TRANSFERS, AMOUNT), ANY, "amount", VALUES, NULL, NULL},
    {COLUMN(TRANSFERS, CURRENCY), ANY, "currency", VALUES, NULL, NULL},
    {COLUMN(TRANSFERS, PURPOSE), ANY, "purpose", WHOLE, NULL, NULL},
    {COLUMN(TRANSFERS, REFERENCE), ANY, "transactionNumber", VALUES, NULL, NULL},

    {COLUMN(SESSIONS, TIME), ANY, "startDate", VALUES, NULL, NULL},
    {COLUMN(SESSIONS, ENDS), ANY, "endDate", VALUES, NULL, NULL},

    {COLUMN(SHIPMENTS, PERSON_ID), ANY, "involved", VALUES, NULL, NULL},
    {COLUMN(SHIPMENTS, ITEM), ANY, "summary", WHOLE, NULL, NULL},
    {COLUMN(SHIPMENTS, ADDRESS), ANY, "address", VALUES, NULL, NULL},
    {COLUMN(SHIPMENTS, COUNTRY), ANY, "country", VALUES, NULL, NULL},
    {COLUMN(SHIPMENTS, TIME), ANY, "date", VALUES, NULL, NULL},

    {COLUMN(CLAIMS, KIND), ANY, "keywords", WORD, " claim", NULL},
    {COLUMN(CLAIMS, PERSON_ID), ANY, "entity", VALUES, NULL, NULL},
    {COLUMN(CLAIMS, VALUE), ANY, "description", WHOLE, NULL, NULL},
    {COLUMN(CLAIMS, TIME), ANY, "createdAt", VALUES, NULL, NULL},
};

/* What others write for a word of ours. */
static const struct synonym {
    sj_table table;
    const char *text, *word;
} synonyms[] = {
    {SJ_TABLE_PAPERS, "identity card", "national_id"},
    {SJ_TABLE_PAPERS, "national identity card", "national_id"},
    {SJ_TABLE_PAPERS, "id card", "national_id"},
    {SJ_TABLE_PAPERS, "national id", "national_id"},
    {SJ_TABLE_PAPERS, "national identification number", "national_id"},
    {SJ_TABLE_PAPERS, "residence card", "residence_card"},
    {SJ_TABLE_PAPERS, "driving licence", "driving_licence"},
    {SJ_TABLE_PAPERS, "driving license", "driving_licence"},
    {SJ_TABLE_PAPERS, "driver's license", "driving_licence"},
    {SJ_TABLE_PAPERS, "drivers license", "driving_licence"},
    {SJ_TABLE_PAPERS, "seaman book", "seaman_book"},
    {SJ_TABLE_PAPERS, "seaman's book", "seaman_book"},
    {SJ_TABLE_PERMITS, "student permit", "study"},
    {SJ_TABLE_PERMITS, "student visa", "study"},
    {SJ_TABLE_PERMITS, "study visa", "study"},
    {SJ_TABLE_PERMITS, "work visa", "work"},
    {SJ_TABLE_PERMITS, "employment visa", "work"},
    {SJ_TABLE_PERMITS, "tourist visa", "tourism"},
    {SJ_TABLE_PERMITS, "business visa", "business"},
    {SJ_TABLE_PERMITS, "transit visa", "transit"},
    {SJ_TABLE_PERMITS, "family visa", "family"},
};

static const struct map *next_of(sj_table table, sj_ftm_schema schema, const struct map *after)
{
    const struct map *m = after ? after + 1 : map;
    while (m < map + SJ_COUNT(map) && (m->table != table || !(m->schemata & BIT(schema))))
        m++;
    return m < map + SJ_COUNT(map) ? m : NULL;
}

static const sj_column *column_of(const struct map *m)
{
    size_t count;
    return &sj_table_columns(m->table, &count)[m->column];
}

/* ---- texts to properties: (1) ---- */

enum { FORM_BYTES = 64 }; /* of a form that is made here; a word with its affix is longest */

static bool form(char to[FORM_BYTES], sj_str *ret, const char *format, ...) SJ_PRINTF(3, 4);
static bool form(char to[FORM_BYTES], sj_str *ret, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    const int n = vsnprintf(to, FORM_BYTES, format, args);
    va_end(args);
    *ret = (sj_str){to, n < 0 ? 0 : (size_t)n};
    return n > 0 && n < FORM_BYTES;
}

static bool country_out(sj_str piece, char to[FORM_BYTES], sj_str *ret)
{
    const sj_str code = sj_country_parse(piece);
    const sj_str former = SJ_S("SU YU CS DD"); /* FollowTheMoney has them not */
    if (code.len != 2 || sj_str_find(former, code, 0) < former.len)
        return false;
    return form(to, ret, "%c%c", code.ptr[0] | 32, code.ptr[1] | 32);
}

static bool date_out(sj_str piece, char to[FORM_BYTES], sj_str *ret)
{
    sj_date_range r;
    if (!sj_date_parse(piece, &r) || r.circa || memcmp(&r.from, &r.to, sizeof r.from) != 0 ||
        r.from.year < 1000)
        return false;
    *ret = (sj_str){to, sj_date_write(&r, to)};
    return true;
}

static bool time_out(sj_str piece, char to[FORM_BYTES], sj_str *ret)
{
    int64_t at;
    if (!sj_time_parse(piece, &at) || at < -30610224000) /* the year 1000 */
        return false;
    const int64_t day = (at >= 0 ? at : at - 86399) / 86400;
    const int second = (int)(at - day * 86400);
    const sj_date d = sj_date_from_day((int32_t)day);
    if (piece.len == 10)
        return form(to, ret, "%.*s", SJ_STR_FMT(piece));
    return d.year && form(to, ret, "%04d-%02d-%02dT%02d:%02d:%02d", d.year, d.month, d.day,
                          second / 3600, second / 60 % 60, second % 60);
}

static bool gender_out(sj_str piece, sj_str *ret)
{
    static const char *const word[] = {"male", "female", "other"};
    for (size_t i = 0; i < SJ_COUNT(word); i++)
        if (sj_str_eq_nocase(piece, sj_str_from(word[i])) ||
            (i < 2 && sj_str_eq_nocase(piece, (sj_str){word[i], 1}))) {
            *ret = sj_str_from(word[i]);
            return true;
        }
    return false;
}

/* The column's word in `text`, in its own spelling; empty if it is none. */
static sj_str word_of(const sj_column *c, sj_str text)
{
    sj_str rest = c->words, word;
    while (sj_str_split(&rest, ' ', &word))
        if (word.len && sj_str_eq_nocase(word, text))
            return word;
    return (sj_str){"", 0};
}

static bool looks_like_iban(sj_str s)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];
        const bool letter = c >= 'A' && c <= 'Z', digit = c >= '0' && c <= '9';
        if (c == ' ' && n > 0)
            continue;
        if ((n < 2 && !letter) || (n >= 2 && n < 4 && !digit) || (!letter && !digit))
            return false;
        n++;
    }
    return n >= 15 && n <= 34;
}

/* Into `to`, or as it stands. */
static bool piece_out(const struct map *m, sj_str piece, char to[FORM_BYTES], sj_str *ret)
{
    const sj_column *c = column_of(m);
    int64_t number;
    *ret = piece;
    if (m->how == GENDER)
        return gender_out(piece, ret);
    if (m->how == IBAN || m->how == NO_IBAN)
        return looks_like_iban(piece) == (m->how == IBAN);
    if (m->how == WORD) {
        const sj_str word = word_of(c, piece);
        return word.len && form(to, ret, "%.*s%s", SJ_STR_FMT(word), m->affix);
    }
    switch (c->type) {
    case SJ_CELL_COUNTRY:
        return country_out(piece, to, ret);
    case SJ_CELL_DATE:
        return date_out(piece, to, ret);
    case SJ_CELL_TIME:
        return time_out(piece, to, ret);
    case SJ_CELL_NUMBER:
        return sj_decimal_parse(piece, &number);
    default:
        return true;
    }
}

static sj_status add_item(sj_ftm_items *to, sj_arena *a, sj_str property, sj_str value, int column)
{
    sj_ftm_item *i = sj_arena_push(a, &to->item, &to->count, sizeof *i);
    if (!i)
        return SJ_ENOMEM;
    *i = (sj_ftm_item){property, value, column};
    return SJ_OK;
}

static bool has_values(const struct map *m) /* a cell of such a column may hold several */
{
    const sj_cell_type type = column_of(m)->type;
    return m->how != WHOLE && m->how != WORD &&
           (type == SJ_CELL_TEXT || type == SJ_CELL_COUNTRY || type == SJ_CELL_DATE);
}

static sj_status column_out(const struct map *m, sj_str text, sj_arena *a, sj_ftm_items *to)
{
    const char separator = has_values(m) ? '|' : '\0'; /* no text has a NUL */
    char made[FORM_BYTES];
    sj_str rest = text, piece, value;
    while (text.len && sj_str_split(&rest, separator, &piece)) {
        piece = sj_str_trim(piece);
        if (piece.len == 0 || !piece_out(m, piece, made, &value))
            continue;
        if (value.ptr == made)
            SJ_TRY(sj_arena_copy(a, value, &value));
        SJ_TRY(add_item(to, a, sj_str_from(m->property), value, m->column));
    }
    return SJ_OK;
}

sj_status sj_ftm_items_of(const sj_ftm_row *row, sj_arena *a, sj_ftm_items *to)
{
    int before = -1; /* a column's second row for one property is what another schema has */
    const char *said = "";
    for (const struct map *m = NULL; (m = next_of(row->table, row->schema, m));) {
        if (m->how == READ || (m->column == before && strcmp(said, m->property) == 0))
            continue;
        before = m->column;
        said = m->property;
        if (m->column == SJ_ORGANISATIONS_PARENT_ID && m->table == SJ_TABLE_ORGANISATIONS &&
            sj_str_eq(row->text[m->column], row->text[SJ_ORGANISATIONS_ORGANISATION_ID]))
            continue; /* FollowTheMoney has no reference to oneself */
        SJ_TRY(column_out(m, row->text[m->column], a, to));
    }
    if (row->table == SJ_TABLE_SESSIONS || row->table == SJ_TABLE_SHIPMENTS)
        return add_item(to, a, SJ_S("keywords"),
                        row->table == SJ_TABLE_SESSIONS ? SJ_S("session") : SJ_S("shipment"), -1);
    return SJ_OK;
}

/* ---- properties to texts: (2) ---- */

struct giving {
    sj_table table;
    sj_ftm_schema schema;
    sj_arena *a;
    sj_str *text;
    sj_buf *more; /* of each column */
    sj_ftm_items *rest;
};

static void add_text(struct giving *g, int column, sj_str value)
{
    if (g->more[column].len)
        sj_buf_add_char(&g->more[column], '|');
    sj_buf_add(&g->more[column], value);
}

static sj_str synonym_of(const struct map *m, sj_str text)
{
    for (size_t i = 0; i < SJ_COUNT(synonyms); i++)
        if (synonyms[i].table == m->table && sj_str_eq_nocase(text, sj_str_from(synonyms[i].text)))
            return sj_str_from(synonyms[i].word);
    return (sj_str){"", 0};
}

/* The word that WORD reads in a value; empty if none. */
static sj_str word_in(const struct map *m, sj_str value)
{
    const sj_str affix = sj_str_from(m->affix);
    sj_str word = {"", 0};
    if (sj_str_ends(value, affix))
        word = word_of(column_of(m), sj_str_slice(value, 0, value.len - affix.len));
    return word.len ? word : synonym_of(m, value);
}

static bool has_piece(sj_str text, sj_str value)
{
    sj_str piece;
    if (text.len > 4096) /* repeats cost less than a look at all of it for each */
        return false;
    while (text.len && sj_str_split(&text, '|', &piece))
        if (sj_str_eq(piece, value))
            return true;
    return false;
}

/* False if the column cannot take it (any more). */
static bool take(struct giving *g, const struct map *m, sj_str value)
{
    const sj_column *c = column_of(m);
    const bool first = g->more[m->column].len == 0;
    if (!first && !has_values(m))
        return false;
    if (m->how == WORD) {
        const sj_str word = word_in(m, value);
        add_text(g, m->column, word);
        return word.len > 0;
    }
    if (c->type == SJ_CELL_COUNTRY && value.len == 2) {
        const char upper[2] = {(char)(value.ptr[0] & ~32), (char)(value.ptr[1] & ~32)};
        const sj_str code = sj_country_parse((sj_str){upper, 2}).len ? (sj_str){upper, 2} : value;
        if (m->how != READ || !has_piece(sj_buf_str(&g->more[m->column]), code))
            add_text(g, m->column, code);
        return true;
    }
    if (m->how == READ && has_piece(sj_buf_str(&g->more[m->column]), value))
        return true;
    add_text(g, m->column, value);
    if (c->type == SJ_CELL_TIME && value.len > 10 && sj_str_find(value, SJ_S("T"), 0) == 10 &&
        sj_str_find(value, SJ_S("Z"), 10) == value.len &&
        sj_str_find(value, SJ_S("+"), 10) == value.len &&
        sj_str_find(value, SJ_S("-"), 10) == value.len)
        sj_buf_add_char(&g->more[m->column], 'Z'); /* FollowTheMoney's times are UTC */
    return true;
}

/* The first, or the caption if it is one of them, is the name; in another script than the
 * name a further one is the native name, else one of the other names. */
static void texts_of_names(struct giving *g, const sj_ftm_items *items, sj_str caption, int name,
                           int native, int other)
{
    sj_str primary = {"", 0};
    for (size_t i = 0; i < items->count; i++)
        if (sj_str_eq(items->item[i].property, SJ_S("name")) &&
            (!primary.len || sj_str_eq(items->item[i].value, caption)))
            primary = items->item[i].value;
    if (primary.len)
        add_text(g, name, primary);
    bool passed = false;
    for (size_t i = 0; i < items->count; i++) {
        const sj_str value = items->item[i].value;
        if (!sj_str_eq(items->item[i].property, SJ_S("name")))
            continue;
        if (!passed && sj_str_eq(value, primary)) {
            passed = true;
            continue;
        }
        add_text(g, sj_ftm_is_latin(value) == sj_ftm_is_latin(primary) ? other : native, value);
    }
}

static sj_status give(struct giving *g, sj_ftm_item *item)
{
    const bool marks = g->table == SJ_TABLE_SESSIONS || g->table == SJ_TABLE_SHIPMENTS;
    if (marks && sj_str_eq(item->property, SJ_S("keywords")) &&
        (sj_str_eq(item->value, SJ_S("session")) || sj_str_eq(item->value, SJ_S("shipment"))))
        return SJ_OK;
    for (const struct map *m = NULL; (m = next_of(g->table, g->schema, m));)
        if (sj_str_eq(item->property, sj_str_from(m->property)) &&
            (m->how == NAMES || take(g, m, item->value)))
            return SJ_OK;
    item->column = -1;
    return add_item(g->rest, g->a, item->property, item->value, -1);
}

static void give_names(struct giving *g, const sj_ftm_items *items, sj_str caption)
{
    if (g->table == SJ_TABLE_PEOPLE)
        texts_of_names(g, items, caption, SJ_PEOPLE_NAME, SJ_PEOPLE_NATIVE_NAME,
                       SJ_PEOPLE_OTHER_NAMES);
    if (g->table == SJ_TABLE_ORGANISATIONS)
        texts_of_names(g, items, caption, SJ_ORGANISATIONS_NAME, SJ_ORGANISATIONS_NATIVE_NAME,
                       SJ_ORGANISATIONS_OTHER_NAMES);
}

static sj_status give_all(struct giving *g, sj_ftm_items *items, sj_str caption)
{
    give_names(g, items, caption);
    for (size_t i = 0; i < items->count; i++)
        SJ_TRY(give(g, &items->item[i]));
    for (const struct map *m = NULL; (m = next_of(g->table, g->schema, m));)
        if (m->how == WORD && m->none && g->more[m->column].len == 0)
            add_text(g, m->column, sj_str_from(m->none));
    for (size_t c = 0; c < SJ_COLUMNS_MAX; c++) {
        SJ_TRY(sj_buf_status(&g->more[c]));
        if (g->more[c].len)
            SJ_TRY(sj_arena_copy(g->a, sj_buf_str(&g->more[c]), &g->text[c]));
    }
    return SJ_OK;
}

sj_status sj_ftm_texts_of(sj_table table, sj_ftm_schema schema, sj_ftm_items *items, sj_str caption,
                          sj_arena *a, sj_str text[SJ_COLUMNS_MAX], sj_ftm_items *ret_rest)
{
    sj_buf more[SJ_COLUMNS_MAX] = {{0}};
    struct giving g = {table, schema, a, text, more, ret_rest};
    for (size_t c = 0; c < SJ_COLUMNS_MAX; c++)
        text[c] = (sj_str){"", 0};
    const sj_status s = give_all(&g, items, caption);
    for (size_t c = 0; c < SJ_COLUMNS_MAX; c++)
        sj_buf_done(&more[c]);
    return s;
}

/* Properties that are for the graph only. */
bool sj_ftm_is_view(sj_table table, sj_str property)
{
    return (table == SJ_TABLE_TRANSFERS &&
            (sj_str_eq(property, SJ_S("payer")) || sj_str_eq(property, SJ_S("beneficiary")))) ||
           (table == SJ_TABLE_SESSIONS &&
            (sj_str_eq(property, SJ_S("involved")) || sj_str_eq(property, SJ_S("name")))) ||
           (table == SJ_TABLE_SHIPMENTS && sj_str_eq(property, SJ_S("name")));
}

bool sj_ftm_property_takes(sj_table table, sj_ftm_schema schema, sj_str property, sj_str value)
{
    if (sj_ftm_is_view(table, property))
        return true;
    for (const struct map *m = NULL; (m = next_of(table, schema, m));)
        if (sj_str_eq(property, sj_str_from(m->property)) &&
            (m->how != WORD || word_in(m, value).len))
            return true;
    return false;
}

bool sj_ftm_property_links(sj_table table, sj_ftm_schema schema, sj_str property)
{
    for (const struct map *m = NULL; (m = next_of(table, schema, m));)
        if (sj_str_eq(property, sj_str_from(m->property)))
            return column_of(m)->type == SJ_CELL_LINK;
    return false;
}
