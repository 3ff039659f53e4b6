/* records/ftm_rows.c -- ids, and one object to one row.
 *
 * An object that we wrote has a member "sojourn" with its table, and the texts that its
 * properties would not give back. Whether those texts still hold is asked of the mapping
 * itself: texts -> properties must be what the object has. Invariants:
 *   (1) an object that a tool has changed is read by its properties: a text beside them only
 *       fills what they leave empty;
 *   (2) a property or member that no column takes is an extra;
 *   (3) ids that we make (with a table's name in front) and ids that are keys never meet. */
#include "records/ftm_rows.h"
#include "base/base.h"
#include "records/ftm_int.h"

enum {
    VALUES_MAX = 10000,   /* of one property; as in ftm.c */
    TEXT_BYTES = 1 << 20, /* a cell of CSV */
    ID_BYTES = 200        /* FollowTheMoney's ENTITY_ID_LEN */
};

static const char *const schema_name[SJ_FTM_SCHEMA_COUNT] = {
    [SJ_FTM_PERSON] = "Person",
    [SJ_FTM_COMPANY] = "Company",
    [SJ_FTM_ORGANIZATION] = "Organization",
    [SJ_FTM_PUBLIC_BODY] = "PublicBody",
    [SJ_FTM_LEGAL_ENTITY] = "LegalEntity",
    [SJ_FTM_PASSPORT] = "Passport",
    [SJ_FTM_IDENTITY] = "Identification",
    [SJ_FTM_EMPLOYMENT] = "Employment",
    [SJ_FTM_BANK_ACCOUNT] = "BankAccount",
    [SJ_FTM_CRYPTO_WALLET] = "CryptoWallet",
    [SJ_FTM_USER_ACCOUNT] = "UserAccount",
    [SJ_FTM_PAYMENT] = "Payment",
    [SJ_FTM_EVENT] = "Event",
    [SJ_FTM_NOTE] = "Note",
};

sj_str sj_ftm_schema_name(sj_ftm_schema schema)
{
    return sj_str_from(schema_name[schema]);
}

/* ---- ids: (3) ---- */

static bool is_letter_or_digit(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The table whose name and a dot begin the text, SJ_TABLE_COUNT if none's. "sojourn" and
 * "ownership" are names of ours that no table has. */
static size_t named_table(sj_str id, sj_str *ret_rest)
{
    for (size_t t = 0; t < SJ_TABLE_COUNT; t++) {
        const sj_str name = sj_table_name((sj_table)t);
        if (sj_str_starts(id, name) && id.len > name.len && id.ptr[name.len] == '.') {
            *ret_rest = sj_str_slice(id, name.len + 1, id.len);
            return t;
        }
    }
    return SJ_TABLE_COUNT;
}

bool sj_ftm_key_is_id(sj_str key)
{
    sj_str rest;
    if (key.len == 0 || key.len > ID_BYTES || !is_letter_or_digit(key.ptr[0]) ||
        !is_letter_or_digit(key.ptr[key.len - 1]))
        return false;
    for (size_t i = 0; i < key.len; i++)
        if (!is_letter_or_digit(key.ptr[i]) && key.ptr[i] != '.' && key.ptr[i] != '-')
            return false;
    return named_table(key, &rest) == SJ_TABLE_COUNT && !sj_str_starts(key, SJ_S("sojourn.")) &&
           !sj_str_starts(key, SJ_S("ownership."));
}

sj_status sj_ftm_id_make(sj_table table, sj_str key, sj_arena *a, sj_str *ret)
{
    SJ_SCOPED(sj_buf) id = {0};
    sj_buf_add(&id, sj_table_name(table));
    sj_buf_add_char(&id, '.');
    for (size_t i = 0; i < key.len; i++) {
        const char c = key.ptr[i];
        if (is_letter_or_digit(c) || (c == '.' && i + 1 < key.len))
            sj_buf_add_char(&id, c);
        else
            sj_buf_addf(&id, "-%02x", (unsigned)(unsigned char)c);
    }
    SJ_TRY(sj_buf_status(&id));
    return sj_arena_copy(a, sj_buf_str(&id), ret);
}

static int hex(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* False if the text is not what sj_ftm_id_make writes. */
static bool decode(sj_str s, char *to, size_t *ret_len)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++) {
        const bool escape = s.ptr[i] == '-';
        if (!escape && !is_letter_or_digit(s.ptr[i]) && s.ptr[i] != '.')
            return false;
        if (escape && (i + 2 >= s.len || hex(s.ptr[i + 1]) < 0 || hex(s.ptr[i + 2]) < 0))
            return false;
        to[n++] = escape ? (char)(hex(s.ptr[i + 1]) << 4 | hex(s.ptr[i + 2])) : s.ptr[i];
        i += escape ? 2 : 0;
    }
    *ret_len = n;
    return n > 0 && sj_utf8_check((sj_str){to, n}) == n && !memchr(to, 0, n);
}

sj_status sj_ftm_key_of(sj_str id, sj_arena *a, sj_str *ret)
{
    sj_str rest;
    size_t len;
    if (named_table(id, &rest) == SJ_TABLE_COUNT)
        return sj_arena_copy(a, id, ret);
    if (sj_str_starts(rest, SJ_S("-row"))) {
        *ret = (sj_str){"", 0};
        return SJ_OK;
    }
    char *to = sj_arena_alloc(a, rest.len + 1);
    if (!to)
        return SJ_ENOMEM;
    if (!decode(rest, to, &len))
        return sj_arena_copy(a, id, ret);
    *ret = (sj_str){to, len};
    return SJ_OK;
}

sj_str sj_ftm_object_id(const cJSON *object)
{
    return sj_ftm_text(cJSON_GetObjectItemCaseSensitive(object, "id"));
}

/* ---- schemata ---- */

static bool says(sj_str text, const char *word)
{
    return sj_str_eq_nocase(text, sj_str_from(word));
}

static sj_ftm_schema organisation_schema(const sj_ftm_row *row)
{
    const sj_str kind = row->text[SJ_ORGANISATIONS_KIND];
    if (says(kind, "government"))
        return SJ_FTM_PUBLIC_BODY;
    if (row->text[SJ_ORGANISATIONS_PARENT_ID].len || says(kind, "employer") ||
        says(kind, "agency") || says(kind, "platform") || says(kind, "bank"))
        return SJ_FTM_COMPANY;
    return SJ_FTM_ORGANIZATION;
}

sj_ftm_schema sj_ftm_schema_of(const sj_ftm_row *row)
{
    const sj_str *t = row->text;
    switch (row->table) {
    case SJ_TABLE_PEOPLE:
        return SJ_FTM_PERSON;
    case SJ_TABLE_ORGANISATIONS:
        return organisation_schema(row);
    case SJ_TABLE_PAPERS:
        return says(t[SJ_PAPERS_KIND], "passport") ? SJ_FTM_PASSPORT : SJ_FTM_IDENTITY;
    case SJ_TABLE_PERMITS:
        return SJ_FTM_IDENTITY;
    case SJ_TABLE_JOBS:
        return SJ_FTM_EMPLOYMENT;
    case SJ_TABLE_ACCOUNTS:
        return says(t[SJ_ACCOUNTS_KIND], "bank") || says(t[SJ_ACCOUNTS_KIND], "card")
                   ? SJ_FTM_BANK_ACCOUNT
               : says(t[SJ_ACCOUNTS_KIND], "wallet") ? SJ_FTM_CRYPTO_WALLET
                                                     : SJ_FTM_USER_ACCOUNT;
    case SJ_TABLE_TRANSFERS:
        return SJ_FTM_PAYMENT;
    case SJ_TABLE_SESSIONS:
    case SJ_TABLE_SHIPMENTS:
        return SJ_FTM_EVENT;
    case SJ_TABLE_CLAIMS:
    case SJ_TABLE_COUNT:
        break;
    }
    return SJ_FTM_NOTE;
}

/* ---- reading an object ---- */

struct reading {
    const cJSON *object, *beside;
    sj_arena *a;
    sj_ftm_row *row;
    sj_ftm_items items; /* of the properties, links as keys */
    sj_diag *diag;
};

static sj_status no_row(const struct reading *r, sj_status s, const char *expected)
{
    return sj_diag_set(r->diag, s, expected, 0, 0, 0);
}

static bool some_value(const cJSON *object, const char *property, bool (*is)(sj_str text))
{
    const cJSON *p = sj_ftm_values(object, property);
    for (const cJSON *v = sj_ftm_first(p); v; v = sj_ftm_next(p, v))
        if (is(sj_ftm_text(v)))
            return true;
    return false;
}

static bool is_permit(sj_str text)
{
    static const sj_str word[] = {{"permit", 6}, {"visa", 4}};
    for (size_t w = 0; w < SJ_COUNT(word); w++)
        for (size_t i = 0; i + word[w].len <= text.len; i++)
            if (sj_str_eq_nocase(sj_str_slice(text, i, i + word[w].len), word[w]))
                return true;
    return false;
}

static bool is_session(sj_str text)
{
    return sj_str_eq(text, SJ_S("session"));
}

static bool is_shipment(sj_str text)
{
    return sj_str_eq(text, SJ_S("shipment"));
}

static bool is_claim(sj_str text)
{
    return sj_str_ends(text, SJ_S(" claim"));
}

/* The table of an object, SJ_TABLE_COUNT for none. */
static size_t table_of(const cJSON *object, sj_ftm_schema schema)
{
    switch (schema) {
    case SJ_FTM_PERSON:
        return SJ_TABLE_PEOPLE;
    case SJ_FTM_COMPANY:
    case SJ_FTM_ORGANIZATION:
    case SJ_FTM_PUBLIC_BODY:
    case SJ_FTM_LEGAL_ENTITY:
        return SJ_TABLE_ORGANISATIONS;
    case SJ_FTM_PASSPORT:
        return SJ_TABLE_PAPERS;
    case SJ_FTM_IDENTITY:
        return some_value(object, "type", is_permit) ? SJ_TABLE_PERMITS : SJ_TABLE_PAPERS;
    case SJ_FTM_EMPLOYMENT:
        return SJ_TABLE_JOBS;
    case SJ_FTM_BANK_ACCOUNT:
    case SJ_FTM_CRYPTO_WALLET:
    case SJ_FTM_USER_ACCOUNT:
        return SJ_TABLE_ACCOUNTS;
    case SJ_FTM_PAYMENT:
        return SJ_TABLE_TRANSFERS;
    case SJ_FTM_EVENT:
        return some_value(object, "keywords", is_session)    ? SJ_TABLE_SESSIONS
               : some_value(object, "keywords", is_shipment) ? SJ_TABLE_SHIPMENTS
                                                             : SJ_TABLE_COUNT;
    case SJ_FTM_NOTE:
        return some_value(object, "keywords", is_claim) ? SJ_TABLE_CLAIMS : SJ_TABLE_COUNT;
    case SJ_FTM_SCHEMA_COUNT:
        break;
    }
    return SJ_TABLE_COUNT;
}

/* What the member beside the properties says, if a row of that table can have the schema. */
static size_t stated_table(const cJSON *beside, sj_ftm_schema schema)
{
    static const unsigned may[SJ_TABLE_COUNT] = {
        [SJ_TABLE_PEOPLE] = 1u << SJ_FTM_PERSON,
        [SJ_TABLE_ORGANISATIONS] =
            1u << SJ_FTM_COMPANY | 1u << SJ_FTM_ORGANIZATION | 1u << SJ_FTM_PUBLIC_BODY,
        [SJ_TABLE_PAPERS] = 1u << SJ_FTM_PASSPORT | 1u << SJ_FTM_IDENTITY,
        [SJ_TABLE_PERMITS] = 1u << SJ_FTM_IDENTITY,
        [SJ_TABLE_JOBS] = 1u << SJ_FTM_EMPLOYMENT,
        [SJ_TABLE_ACCOUNTS] =
            1u << SJ_FTM_BANK_ACCOUNT | 1u << SJ_FTM_CRYPTO_WALLET | 1u << SJ_FTM_USER_ACCOUNT,
        [SJ_TABLE_TRANSFERS] = 1u << SJ_FTM_PAYMENT,
        [SJ_TABLE_SESSIONS] = 1u << SJ_FTM_EVENT,
        [SJ_TABLE_SHIPMENTS] = 1u << SJ_FTM_EVENT,
        [SJ_TABLE_CLAIMS] = 1u << SJ_FTM_NOTE,
    };
    const sj_str said = sj_ftm_member(beside, "table");
    for (size_t t = 0; t < SJ_TABLE_COUNT; t++)
        if (sj_str_eq(said, sj_table_name((sj_table)t)) && may[t] >> schema & 1)
            return t;
    return SJ_TABLE_COUNT;
}

static sj_status add_extra(const struct reading *r, sj_str header, sj_str text)
{
    header = sj_str_trim(header);
    text = sj_str_trim(text);
    if (text.len == 0)
        return SJ_OK;
    if (text.len > TEXT_BYTES || header.len > TEXT_BYTES)
        return no_row(r, SJ_ELIMIT, "texts of at most 1 MiB");
    sj_extra *e = sj_arena_push(r->a, &r->row->extra, &r->row->extra_count, sizeof *e);
    if (!e)
        return SJ_ENOMEM;
    *e = (sj_extra){header, text};
    return SJ_OK;
}

/* Values of one property or member that follow each other are one extra. */
struct joining {
    sj_str header;
    sj_buf text;
};

static sj_status end_extra(const struct reading *r, struct joining *j)
{
    sj_str text;
    if (j->text.len == 0)
        return SJ_OK;
    if (j->text.status == SJ_ELIMIT)
        return no_row(r, SJ_ELIMIT, "texts of at most 1 MiB");
    SJ_TRY(sj_buf_status(&j->text));
    SJ_TRY(sj_arena_copy(r->a, sj_buf_str(&j->text), &text));
    sj_buf_clear(&j->text);
    return add_extra(r, j->header, text);
}

static sj_status add_more(const struct reading *r, const char *prefix, sj_str name, sj_str value,
                          struct joining *j)
{
    const size_t before = strlen(prefix);
    if (j->text.len == 0 || !sj_str_eq(sj_str_slice(j->header, before, j->header.len), name)) {
        SJ_TRY(end_extra(r, j));
        SJ_TRY(sj_arena_format(r->a, &j->header, "%s%.*s", prefix, SJ_STR_FMT(name)));
    }
    if (j->text.len)
        sj_buf_add_char(&j->text, '|');
    sj_buf_add(&j->text, value);
    return SJ_OK;
}

static sj_status value_text(const struct reading *r, const cJSON *v, sj_str *ret)
{
    const sj_str id = cJSON_IsObject(v) ? sj_ftm_object_id(v) : (sj_str){"", 0};
    *ret = id.len ? id : sj_ftm_text(v);
    if (id.len || !(cJSON_IsObject(v) || cJSON_IsArray(v)) || !v->child)
        return SJ_OK;
    char *json = cJSON_PrintUnformatted(v); /* what no model foresaw is kept as it is */
    if (!json)
        return SJ_ENOMEM;
    const sj_status s = sj_arena_copy(r->a, sj_str_from(json), ret);
    cJSON_free(json);
    return s;
}

static sj_status collect_property(struct reading *r, const cJSON *p)
{
    const sj_str name = sj_str_from(p->string);
    const bool links = sj_ftm_property_links(r->row->table, r->row->schema, name);
    size_t values = 0;
    for (const cJSON *v = sj_ftm_first(p); v; v = sj_ftm_next(p, v)) {
        sj_str text;
        if (++values > VALUES_MAX) {
            sj_diag_field(r->diag, name);
            return no_row(r, SJ_ELIMIT, "at most 10,000 values in a property");
        }
        SJ_TRY(value_text(r, v, &text));
        if (links)
            SJ_TRY(sj_ftm_key_of(text, r->a, &text));
        if (text.len == 0)
            continue;
        sj_ftm_item *i = sj_arena_push(r->a, &r->items.item, &r->items.count, sizeof *i);
        if (!i)
            return SJ_ENOMEM;
        *i = (sj_ftm_item){name, text, 0};
    }
    return SJ_OK;
}

/* ---- do the texts beside the properties still hold? ---- */

static int compare_items(const void *a, const void *b, void *ctx)
{
    const sj_ftm_item *x = a, *y = b;
    (void)ctx;
    const int c = sj_str_cmp(x->property, y->property);
    return c ? c : sj_str_cmp(x->value, y->value);
}

static sj_status sort_items(sj_ftm_items *items, sj_arena *a)
{
    sj_ftm_item *scratch = sj_arena_alloc(a, (items->count + 1) * sizeof *scratch);
    if (!scratch)
        return SJ_ENOMEM;
    sj_sort_stable(items->item, items->count, sizeof *scratch, scratch, compare_items, NULL);
    size_t kept = 0;
    for (size_t i = 0; i < items->count; i++)
        if (!kept || compare_items(&items->item[kept - 1], &items->item[i], NULL) != 0)
            items->item[kept++] = items->item[i];
    items->count = kept;
    return SJ_OK;
}

static bool holds(const sj_ftm_items *all, const sj_ftm_items *written, const sj_ftm_row *row)
{
    size_t w = 0;
    for (size_t i = 0; i < all->count; i++) {
        const sj_ftm_item *x = &all->item[i];
        if (sj_ftm_is_view(row->table, x->property))
            continue;
        if (w < written->count && compare_items(&written->item[w], x, NULL) == 0)
            w++;
        else if (x->column >= 0)
            return false; /* a value that the texts would not have given */
    }
    return w == written->count;
}

/* The texts, where a text beside the properties is put in place of theirs. */
static sj_status overlay(struct reading *r)
{
    const cJSON *cells = cJSON_GetObjectItemCaseSensitive(r->beside, "cells");
    sj_ftm_row with = *r->row;
    sj_ftm_items all, written = {0};
    size_t count;
    const sj_column *column = sj_table_columns(r->row->table, &count);
    for (size_t c = 0; c < count; c++) {
        const cJSON *cell = cJSON_GetObjectItemCaseSensitive(cells, column[c].header.ptr);
        if (cJSON_IsString(cell))
            with.text[c] = sj_str_from(cell->valuestring);
    }
    SJ_TRY(sj_ftm_items_of(&with, r->a, &written));
    all.count = r->items.count;
    all.item = sj_arena_alloc(r->a, (all.count + 1) * sizeof *all.item);
    if (!all.item)
        return SJ_ENOMEM;
    if (all.count)
        memcpy(all.item, r->items.item, all.count * sizeof *all.item);
    SJ_TRY(sort_items(&all, r->a));
    SJ_TRY(sort_items(&written, r->a));
    const bool hold = holds(&all, &written, r->row);
    r->row->whole = hold;
    for (size_t c = 0; c < count; c++) /* (1) */
        if (hold || r->row->text[c].len == 0)
            r->row->text[c] = with.text[c];
    return SJ_OK;
}

static sj_status read_extra(struct reading *r)
{
    const cJSON *extra = cJSON_GetObjectItemCaseSensitive(r->beside, "extra");
    if (!cJSON_IsArray(extra))
        return SJ_OK;
    for (const cJSON *e = extra->child; e; e = e->next) {
        const cJSON *header = cJSON_IsArray(e) ? e->child : NULL;
        const cJSON *text = header ? header->next : NULL;
        if (cJSON_IsString(header) && cJSON_IsString(text) && text->valuestring[0])
            SJ_TRY(add_extra(r, sj_str_from(header->valuestring), sj_str_from(text->valuestring)));
    }
    return SJ_OK;
}

/* (2) */
static sj_status read_members(struct reading *r)
{
    static const char *const ours[] = {"id", "schema", "properties", "caption", SJ_FTM_BESIDE};
    struct joining j = {.text = {.max_bytes = TEXT_BYTES}};
    sj_status s = SJ_OK;
    for (const cJSON *m = r->object->child; m && s >= 0; m = m->next) {
        bool known = false;
        for (size_t i = 0; i < SJ_COUNT(ours); i++)
            known |= strcmp(m->string, ours[i]) == 0;
        for (const cJSON *v = sj_ftm_first(m); v && !known && s >= 0; v = sj_ftm_next(m, v)) {
            sj_str text;
            s = value_text(r, v, &text);
            if (s >= 0 && text.len)
                s = add_more(r, SJ_FTM_MEMBER, sj_str_from(m->string), text, &j);
        }
    }
    if (s >= 0)
        s = end_extra(r, &j);
    sj_buf_done(&j.text);
    return s;
}

static sj_status read_rest(struct reading *r, const sj_ftm_items *rest)
{
    struct joining j = {.text = {.max_bytes = TEXT_BYTES}};
    sj_status s = SJ_OK;
    for (size_t i = 0; i < rest->count && s >= 0; i++) {
        if (r->beside && sj_ftm_is_view(r->row->table, rest->item[i].property))
            continue;
        r->row->whole = false;
        s = add_more(r, SJ_FTM_PROPERTY, rest->item[i].property, rest->item[i].value, &j);
    }
    if (s >= 0)
        s = end_extra(r, &j);
    sj_buf_done(&j.text);
    return s;
}

/* A passport's name stands in two properties that others write and we do not. */
static sj_status read_holder_name(struct reading *r)
{
    sj_str given, family;
    if (r->row->table != SJ_TABLE_PAPERS || r->row->text[SJ_PAPERS_NAME].len)
        return SJ_OK;
    SJ_TRY(sj_ftm_joined(sj_ftm_values(r->object, "givenName"), r->a, &given));
    SJ_TRY(sj_ftm_joined(sj_ftm_values(r->object, "surname"), r->a, &family));
    return sj_arena_format(r->a, &r->row->text[SJ_PAPERS_NAME], "%.*s%s%.*s", SJ_STR_FMT(family),
                           family.len && given.len ? " " : "", SJ_STR_FMT(given));
}

static sj_status read_properties(struct reading *r, const cJSON *properties)
{
    sj_ftm_items rest = {0};
    const sj_str caption = sj_str_trim(sj_ftm_member(r->object, "caption"));
    sj_str *text = r->row->text;
    for (const cJSON *p = properties->child; p; p = p->next)
        SJ_TRY(collect_property(r, p));
    SJ_TRY(sj_ftm_texts_of(r->row->table, r->row->schema, &r->items, caption, r->a, text, &rest));
    SJ_TRY(sj_ftm_key_of(sj_ftm_object_id(r->object), r->a, &text[0]));
    if (r->beside)
        SJ_TRY(overlay(r));
    SJ_TRY(read_extra(r));
    SJ_TRY(read_rest(r, &rest));
    SJ_TRY(read_members(r));
    SJ_TRY(read_holder_name(r));
    const bool named = r->row->table <= SJ_TABLE_ORGANISATIONS && text[SJ_PEOPLE_NAME].len == 0;
    if (named && !r->beside) /* the name stands in the same column of both */
        text[SJ_PEOPLE_NAME] = caption;
    for (size_t c = 0; c < SJ_COLUMNS_MAX; c++)
        if (text[c].len > TEXT_BYTES)
            return no_row(r, SJ_ELIMIT, "texts of at most 1 MiB");
    return SJ_OK;
}

static void read_address(struct reading *r)
{
    const int column = r->row->table == SJ_TABLE_PEOPLE          ? SJ_PEOPLE_ADDRESS
                       : r->row->table == SJ_TABLE_ORGANISATIONS ? SJ_ORGANISATIONS_ADDRESS
                                                                 : -1;
    const cJSON *first = sj_ftm_first(sj_ftm_values(r->object, "addressEntity"));
    if (column >= 0 && first && r->row->text[column].len == 0)
        r->row->address_id = cJSON_IsObject(first) ? sj_ftm_object_id(first) : sj_ftm_text(first);
}

sj_status sj_ftm_row_read(const cJSON *object, sj_arena *a, sj_ftm_row *ret, bool *ret_is_row,
                          sj_diag *reterr_diag)
{
    const sj_str schema = sj_ftm_member(object, "schema");
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(object, "properties");
    const cJSON *beside = cJSON_GetObjectItemCaseSensitive(object, SJ_FTM_BESIDE);
    sj_ftm_row row = {0};
    struct reading r = {object, NULL, a, &row, {0}, reterr_diag};
    *ret_is_row = false;
    if (schema.len == 0 || !cJSON_IsObject(properties) || sj_ftm_object_id(object).len == 0)
        return no_row(&r, SJ_EFORMAT, "an object with id, schema and properties");
    while (row.schema < SJ_FTM_SCHEMA_COUNT && !sj_str_eq(schema, sj_ftm_schema_name(row.schema)))
        row.schema++;
    if (row.schema == SJ_FTM_SCHEMA_COUNT)
        return SJ_OK;
    size_t table = cJSON_IsObject(beside) ? stated_table(beside, row.schema) : SJ_TABLE_COUNT;
    if (table < SJ_TABLE_COUNT)
        r.beside = beside;
    else
        table = table_of(object, row.schema);
    if (table == SJ_TABLE_COUNT)
        return SJ_OK;
    row.table = (sj_table)table;
    SJ_TRY(read_properties(&r, properties));
    read_address(&r);
    *ret = row;
    *ret_is_row = true;
    return SJ_OK;
}

/* ---- a line without reading it ---- */

/* A line as we write them, of a table without names, with nothing inside: where the id ends
 * the schema stands, and no key can hide behind an escape. */
bool sj_ftm_line_is_other(sj_str line)
{
    static const char *const others[] = {"Passport",    "Identification", "Employment",
                                         "BankAccount", "UserAccount",    "Payment",
                                         "Event"};
    const sj_str key = SJ_S("\"schema\"");
    const size_t end = sj_str_find(line, SJ_S("\""), 7);
    if (!sj_str_starts(line, SJ_S("{\"id\":\"")) || end >= line.len)
        return false;
    const sj_str rest = sj_str_slice(line, end, line.len);
    if (!sj_str_starts(rest, SJ_S("\",\"schema\":\"")) ||
        sj_str_find(line, SJ_S("\\u"), 0) < line.len ||
        sj_str_find(rest, key, 2 + key.len) < rest.len)
        return false;
    const sj_str schema = sj_str_slice(rest, 12, sj_str_find(rest, SJ_S("\""), 12));
    for (size_t i = 0; i < SJ_COUNT(others); i++)
        if (sj_str_eq(schema, sj_str_from(others[i])))
            return true;
    return false;
}
