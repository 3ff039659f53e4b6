/* records/roster_ftm.c -- rows of tables to FollowTheMoney lines, and to CSV.
 *
 * What a property cannot give back letter by letter is found by giving it back: the row's
 * texts become items, the items texts again, and where those differ the text is written
 * beside the properties. If a property has several values this is asked of them in the other
 * order, too, because tools do not keep it. Ids need to know whether another table has the
 * same one: the hashes of all keys, sorted, say so in the memory of 8 bytes a row. Two keys
 * of one hash only cost an id its plain form. */
#include "sojourn/roster_ftm.h"
#include "base/base.h"
#include "records/csv.h"
#include "records/ftm_rows.h"

struct sj_roster_writer {
    const sj_tables *t;
    uint64_t *key; /* hashes of all keys, sorted */
    size_t key_count;
    sj_arena row; /* of the row at work */
};

/* ---- ids ---- */

sj_roster_writer *sj_roster_writer_free(sj_roster_writer *w)
{
    if (!w)
        return NULL;
    sj_mem_free(w->key);
    sj_arena_done(&w->row);
    sj_mem_free(w);
    return NULL;
}

static sj_str key_of(const sj_tables *t, size_t table, size_t row)
{
    return sj_cell_text(sj_tables_cell(t, (sj_table)table, row, 0));
}

/* Rows stand in the order of ids, so an id's repeat stands behind it. */
static bool is_repeat(const sj_tables *t, size_t table, size_t row)
{
    return row > 0 && sj_str_eq(key_of(t, table, row), key_of(t, table, row - 1));
}

sj_status sj_roster_writer_new(const sj_tables *t, sj_roster_writer **ret)
{
    SJ_AUTO(sj_roster_writer) *w = sj_mem_zalloc(sizeof *w);
    size_t rows = 0;
    if (!w)
        return SJ_ENOMEM;
    w->t = t;
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        rows += sj_tables_count(t, (sj_table)i);
    w->key = sj_mem_alloc((rows + 1) * sizeof *w->key);
    uint64_t *scratch = sj_mem_alloc((rows + 1) * sizeof *scratch);
    if (!w->key || !scratch) {
        sj_mem_free(scratch);
        return SJ_ENOMEM;
    }
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        for (size_t r = 0; r < sj_tables_count(t, (sj_table)i); r++)
            if (key_of(t, i, r).len && !is_repeat(t, i, r))
                w->key[w->key_count++] = sj_hash_str(key_of(t, i, r));
    sj_sort_u64(w->key, w->key_count, scratch);
    sj_mem_free(scratch);
    *ret = SJ_TAKE(w);
    return SJ_OK;
}

/* How many rows of any table have the key: 0, 1, or 2 for more. */
static unsigned standing(const sj_roster_writer *w, sj_str key)
{
    const uint64_t hash = sj_hash_str(key);
    size_t low = 0, high = w->key_count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (w->key[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    unsigned n = 0;
    while (n < 2 && low + n < w->key_count && w->key[low + n] == hash)
        n++;
    return n;
}

static sj_status id_of_key(sj_roster_writer *w, sj_table table, sj_str key, bool found, sj_str *ret)
{
    const unsigned n = standing(w, key);
    if (sj_ftm_key_is_id(key) && n <= (found ? 1 : 0)) {
        *ret = key;
        return SJ_OK;
    }
    return sj_ftm_id_make(table, key, &w->row, ret);
}

static sj_status id_of_row(sj_roster_writer *w, sj_table table, size_t row, sj_str *ret)
{
    const sj_str key = key_of(w->t, table, row), name = sj_table_name(table);
    if (key.len == 0 || is_repeat(w->t, table, row))
        return sj_arena_format(&w->row, ret, "%.*s.-row%zu", SJ_STR_FMT(name), row + 1);
    return id_of_key(w, table, key, true, ret);
}

static sj_table table_named(sj_str name)
{
    size_t i = 0;
    while (!sj_str_eq(sj_table_name((sj_table)i), name))
        i++;
    return (sj_table)i;
}

/* The id of the row that a link's key leads to, or would. */
static sj_status id_of_link(sj_roster_writer *w, sj_table table, size_t column, sj_str key,
                            sj_str *ret)
{
    size_t count;
    sj_table to = table_named(sj_table_columns(table, &count)[column].words);
    bool found = sj_tables_find(w->t, to, key) != SIZE_MAX;
    if (!found && table == SJ_TABLE_ACCOUNTS && column == SJ_ACCOUNTS_HOLDER_ID &&
        sj_tables_find(w->t, SJ_TABLE_ORGANISATIONS, key) != SIZE_MAX) {
        to = SJ_TABLE_ORGANISATIONS;
        found = true;
    }
    return id_of_key(w, to, key, found, ret);
}

/* ---- properties ---- */

static sj_status add_item(sj_roster_writer *w, sj_ftm_items *to, sj_str property, sj_str value)
{
    sj_ftm_item *i = sj_arena_push(&w->row, &to->item, &to->count, sizeof *i);
    if (!i)
        return SJ_ENOMEM;
    *i = (sj_ftm_item){property, value, -1};
    return SJ_OK;
}

static sj_status add_holder(sj_roster_writer *w, sj_ftm_items *to, const char *property,
                            const sj_cell *account)
{
    const size_t row = sj_cell_row(account);
    const sj_str key =
        row == SIZE_MAX
            ? (sj_str){"", 0}
            : sj_cell_text(sj_tables_cell(w->t, SJ_TABLE_ACCOUNTS, row, SJ_ACCOUNTS_HOLDER_ID));
    sj_str id;
    if (key.len == 0)
        return SJ_OK;
    SJ_TRY(id_of_link(w, SJ_TABLE_ACCOUNTS, SJ_ACCOUNTS_HOLDER_ID, key, &id));
    return add_item(w, to, sj_str_from(property), id);
}

/* What the graph wants and the tables say elsewhere. */
static sj_status add_views(sj_roster_writer *w, sj_table table, size_t row, sj_ftm_items *to)
{
    const sj_table_row *r = sj_tables_row(w->t, table, row);
    if (table == SJ_TABLE_TRANSFERS) {
        SJ_TRY(add_holder(w, to, "payer", sj_row_cell(r, SJ_TRANSFERS_FROM_ACCOUNT)));
        return add_holder(w, to, "beneficiary", sj_row_cell(r, SJ_TRANSFERS_TO_ACCOUNT));
    }
    if (table == SJ_TABLE_SESSIONS) {
        SJ_TRY(add_item(w, to, SJ_S("name"), SJ_S("session")));
        return add_holder(w, to, "involved", sj_row_cell(r, SJ_SESSIONS_ACCOUNT_ID));
    }
    if (table == SJ_TABLE_SHIPMENTS)
        return add_item(w, to, SJ_S("name"), SJ_S("shipment"));
    return SJ_OK;
}

/* Pieces that JSON gives back as they are; a header that no other extra of the row has. */
static bool is_plain(const sj_extra *all, const sj_extra *e)
{
    sj_str rest = e->text, piece;
    for (const sj_extra *x = all; x->text.len; x++)
        if (x != e && sj_str_eq(x->header, e->header))
            return false;
    while (sj_str_split(&rest, '|', &piece))
        if (piece.len == 0 || sj_str_trim(piece).len != piece.len)
            return false;
    return true;
}

/* An extra column that is a property of the row's entity, and would come back as one. */
static bool is_property(const sj_ftm_row *row, const sj_extra *all, const sj_extra *e)
{
    const size_t before = sizeof SJ_FTM_PROPERTY - 1;
    const sj_str name = sj_str_slice(e->header, before, e->header.len);
    sj_str rest = e->text, piece;
    if (!sj_str_starts(e->header, SJ_S(SJ_FTM_PROPERTY)) || name.len == 0 || name.ptr[0] == ':')
        return false;
    if (!is_plain(all, e))
        return false;
    while (sj_str_split(&rest, '|', &piece))
        if (sj_ftm_property_takes(row->table, row->schema, name, piece))
            return false;
    return true;
}

static bool is_member(const sj_extra *all, const sj_extra *e)
{
    static const char *const ours[] = {"id", "schema", "properties", "caption", SJ_FTM_BESIDE};
    const sj_str name = sj_str_slice(e->header, sizeof SJ_FTM_MEMBER - 1, e->header.len);
    for (size_t i = 0; i < SJ_COUNT(ours); i++)
        if (sj_str_eq(name, sj_str_from(ours[i])))
            return false;
    return sj_str_starts(e->header, SJ_S(SJ_FTM_MEMBER)) && name.len > 0 && is_plain(all, e);
}

static sj_status add_extra_properties(sj_roster_writer *w, const sj_ftm_row *row,
                                      const sj_extra *all, sj_ftm_items *to)
{
    for (const sj_extra *e = all; e && e->text.len; e++) {
        sj_str rest = e->text, piece;
        const sj_str name = sj_str_slice(e->header, sizeof SJ_FTM_PROPERTY - 1, e->header.len);
        const bool view = sj_str_starts(e->header, SJ_S(SJ_FTM_PROPERTY)) &&
                          sj_ftm_is_view(row->table, name); /* beside the properties, too */
        if (!view && !is_property(row, all, e))
            continue;
        while (sj_str_split(&rest, '|', &piece))
            if (piece.len)
                SJ_TRY(add_item(w, to, name, piece));
    }
    return SJ_OK;
}

static void write_key(sj_buf *to, sj_str key, bool comma)
{
    if (comma)
        sj_buf_add_char(to, ',');
    sj_buf_add_json(to, key);
    sj_buf_add_char(to, ':');
}

static int by_property(const void *a, const void *b, void *ctx)
{
    const sj_ftm_item *x = a, *y = b;
    (void)ctx;
    return sj_str_cmp(x->property, y->property);
}

/* In the order of properties' names; a value once. */
static sj_status write_properties(sj_roster_writer *w, sj_ftm_items *items, sj_buf *to)
{
    sj_ftm_item *scratch = sj_arena_alloc(&w->row, (items->count + 1) * sizeof *scratch);
    if (!scratch)
        return SJ_ENOMEM;
    sj_sort_stable(items->item, items->count, sizeof *scratch, scratch, by_property, NULL);
    sj_buf_add_char(to, '{');
    for (size_t i = 0, next; i < items->count; i = next) {
        write_key(to, items->item[i].property, i > 0);
        sj_buf_add_char(to, '[');
        for (next = i;
             next < items->count && by_property(&items->item[i], &items->item[next], NULL) == 0;
             next++) {
            if (next > i && sj_str_eq(items->item[next].value, items->item[next - 1].value))
                continue;
            if (next > i)
                sj_buf_add_char(to, ',');
            sj_buf_add_json(to, items->item[next].value);
        }
        sj_buf_add_char(to, ']');
    }
    sj_buf_add_char(to, '}');
    return SJ_OK;
}

/* ---- beside the properties ---- */

static bool has_several(const sj_ftm_items *items)
{
    for (size_t i = 1; i < items->count; i++)
        if (sj_str_eq(items->item[i].property, items->item[i - 1].property))
            return true;
    return false;
}

/* Which columns the items give back as they are: bit c. */
static sj_status given_back(sj_roster_writer *w, const sj_ftm_row *row, sj_ftm_items *items,
                            uint32_t *ret)
{
    sj_ftm_items rest = {0};
    sj_str text[SJ_COLUMNS_MAX];
    SJ_TRY(sj_ftm_texts_of(row->table, row->schema, items, (sj_str){"", 0}, &w->row, text, &rest));
    for (size_t c = 0; c < SJ_COLUMNS_MAX; c++)
        if (!sj_str_eq(text[c], row->text[c]))
            *ret &= ~((uint32_t)1 << c);
    return SJ_OK;
}

static sj_status find_given_back(sj_roster_writer *w, const sj_ftm_row *row,
                                 const sj_ftm_items *items, uint32_t *ret)
{
    sj_ftm_items other = {sj_arena_alloc(&w->row, (items->count + 1) * sizeof *other.item),
                          items->count};
    if (!other.item)
        return SJ_ENOMEM;
    for (int turn = 0; turn < 1 + has_several(items); turn++) {
        for (size_t i = 0; i < items->count; i++)
            other.item[i] = items->item[turn ? items->count - 1 - i : i];
        SJ_TRY(given_back(w, row, &other, ret));
    }
    return SJ_OK;
}

static void write_cells(const sj_ftm_row *row, uint32_t given, sj_buf *to)
{
    size_t count;
    bool any = false;
    const sj_column *column = sj_table_columns(row->table, &count);
    for (size_t c = 0; c < count; c++) {
        if (given >> c & 1)
            continue;
        if (!any)
            sj_buf_add(to, SJ_S(",\"cells\":{"));
        write_key(to, column[c].header, any);
        sj_buf_add_json(to, row->text[c]);
        any = true;
    }
    if (any)
        sj_buf_add_char(to, '}');
}

static void write_extra(const sj_ftm_row *row, const sj_extra *all, sj_buf *to)
{
    bool any = false;
    for (const sj_extra *e = all; e && e->text.len; e++) {
        if (is_property(row, all, e) || is_member(all, e))
            continue;
        sj_buf_add(to, any ? SJ_S(",[") : SJ_S(",\"extra\":[["));
        sj_buf_add_json(to, e->header);
        sj_buf_add_char(to, ',');
        sj_buf_add_json(to, e->text);
        sj_buf_add_char(to, ']');
        any = true;
    }
    if (any)
        sj_buf_add_char(to, ']');
}

/* Members that others have beside the properties: texts, true and false, and lists of
 * texts; datasets, referents and origin are lists of any length. */
static void write_member(sj_str name, sj_str text, sj_buf *to)
{
    const bool list = sj_str_find(text, SJ_S("|"), 0) < text.len ||
                      sj_str_eq(name, SJ_S("datasets")) || sj_str_eq(name, SJ_S("referents")) ||
                      sj_str_eq(name, SJ_S("origin"));
    sj_str rest = text, piece;
    write_key(to, name, true);
    if (!list && (sj_str_eq(text, SJ_S("true")) || sj_str_eq(text, SJ_S("false")))) {
        sj_buf_add(to, text);
        return;
    }
    for (size_t i = 0; sj_str_split(&rest, '|', &piece); i++) {
        if (list)
            sj_buf_add_char(to, i ? ',' : '[');
        sj_buf_add_json(to, piece);
    }
    if (list)
        sj_buf_add_char(to, ']');
}

static void write_members(const sj_extra *all, sj_buf *to)
{
    for (const sj_extra *e = all; e && e->text.len; e++)
        if (is_member(all, e))
            write_member(sj_str_slice(e->header, sizeof SJ_FTM_MEMBER - 1, e->header.len), e->text,
                         to);
}

/* ---- lines ---- */

static void start_line(sj_str id, sj_str schema, sj_buf *to)
{
    sj_buf_add(to, SJ_S("{\"id\":"));
    sj_buf_add_json(to, id);
    sj_buf_add(to, SJ_S(",\"schema\":"));
    sj_buf_add_json(to, schema);
}

/* Who owns a company or holds a bank account is a line of its own in FollowTheMoney. */
static sj_status write_ownership(sj_roster_writer *w, const sj_ftm_row *row, size_t number,
                                 sj_str id, sj_buf *to)
{
    const bool company = row->table == SJ_TABLE_ORGANISATIONS;
    const size_t column =
        company ? (size_t)SJ_ORGANISATIONS_PARENT_ID : (size_t)SJ_ACCOUNTS_HOLDER_ID;
    sj_ftm_items items = {0};
    sj_str owner, own;
    if ((!company && row->schema != SJ_FTM_BANK_ACCOUNT) ||
        (company && row->schema != SJ_FTM_COMPANY) || row->text[column].len == 0 ||
        is_repeat(w->t, row->table, number) || row->text[0].len == 0)
        return SJ_OK;
    SJ_TRY(id_of_link(w, row->table, column, row->text[column], &owner));
    if (sj_str_eq(owner, id))
        return SJ_OK;
    SJ_TRY(sj_ftm_id_make(row->table, row->text[0], &w->row, &own));
    SJ_TRY(sj_arena_format(&w->row, &own, "ownership.%.*s", SJ_STR_FMT(own)));
    SJ_TRY(add_item(w, &items, SJ_S("owner"), owner));
    SJ_TRY(add_item(w, &items, SJ_S("asset"), id));
    if (company && row->text[SJ_ORGANISATIONS_OWNERSHIP_SHARE].len)
        SJ_TRY(
            add_item(w, &items, SJ_S("percentage"), row->text[SJ_ORGANISATIONS_OWNERSHIP_SHARE]));
    start_line(own, SJ_S("Ownership"), to);
    write_key(to, SJ_S("properties"), true);
    SJ_TRY(write_properties(w, &items, to));
    sj_buf_add(to, SJ_S(",\"" SJ_FTM_BESIDE "\":{\"view\":true}}\n"));
    return SJ_OK;
}

/* Links become ids, once what they give back has been asked. */
static sj_status link_items(sj_roster_writer *w, sj_table table, sj_ftm_items *items)
{
    size_t count;
    const sj_column *column = sj_table_columns(table, &count);
    for (size_t i = 0; i < items->count; i++) {
        sj_ftm_item *x = &items->item[i];
        if (x->column >= 0 && column[x->column].type == SJ_CELL_LINK)
            SJ_TRY(id_of_link(w, table, (size_t)x->column, x->value, &x->value));
    }
    return SJ_OK;
}

static sj_status write_row(sj_roster_writer *w, sj_ftm_row *row, size_t number, sj_buf *to)
{
    const sj_table_row *r = sj_tables_row(w->t, row->table, number);
    const bool keyed = row->text[0].len && !is_repeat(w->t, row->table, number);
    const sj_str key = row->text[0];
    sj_ftm_items items = {0};
    uint32_t given = UINT32_MAX;
    sj_str id;
    SJ_TRY(id_of_row(w, row->table, number, &id));
    SJ_TRY(sj_ftm_items_of(row, &w->row, &items));
    row->text[0] = (sj_str){"", 0}; /* the id gives the key back, not the properties */
    SJ_TRY(find_given_back(w, row, &items, &given));
    row->text[0] = key;
    if (!keyed && key.len)
        given &= ~(uint32_t)1;
    SJ_TRY(link_items(w, row->table, &items));
    SJ_TRY(add_views(w, row->table, number, &items));
    SJ_TRY(add_extra_properties(w, row, r->extra, &items));
    start_line(id, sj_ftm_schema_name(row->schema), to);
    if (row->table <= SJ_TABLE_ORGANISATIONS && row->text[SJ_PEOPLE_NAME].len) {
        sj_str rest = row->text[SJ_PEOPLE_NAME], first; /* the same column of both */
        write_key(to, SJ_S("caption"), true);
        (void)sj_str_split(&rest, '|', &first);
        sj_buf_add_json(to, sj_str_trim(first));
    }
    write_key(to, SJ_S("properties"), true);
    SJ_TRY(write_properties(w, &items, to));
    write_members(r->extra, to);
    sj_buf_add(to, SJ_S(",\"" SJ_FTM_BESIDE "\":{\"table\":"));
    sj_buf_add_json(to, sj_table_name(row->table));
    write_cells(row, given, to);
    write_extra(row, r->extra, to);
    sj_buf_add(to, SJ_S("}}\n"));
    return write_ownership(w, row, number, id, to);
}

sj_status sj_roster_write_ftm(sj_roster_writer *w, sj_table table, size_t number, sj_buf *to)
{
    sj_ftm_row row = {.table = table};
    size_t count;
    sj_arena_clear(&w->row);
    (void)sj_table_columns(table, &count);
    for (size_t c = 0; c < count; c++)
        row.text[c] = sj_cell_text(sj_tables_cell(w->t, table, number, c));
    row.schema = sj_ftm_schema_of(&row);
    SJ_TRY(write_row(w, &row, number, to));
    return sj_buf_status(to);
}

sj_status sj_roster_write_ftm_start(const sj_roster_writer *w, sj_buf *to)
{
    bool any = false;
    start_line(SJ_S("sojourn.roster"), SJ_S("Note"), to);
    sj_buf_add(to, SJ_S(",\"properties\":{\"description\":[\"The columns of the tables that these "
                        "entities were made from.\"]},\"" SJ_FTM_BESIDE "\":{\"columns\":{"));
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        size_t count;
        const sj_str *header = sj_tables_header(w->t, (sj_table)i, &count);
        if (count == 0)
            continue;
        write_key(to, sj_table_name((sj_table)i), any);
        any = true;
        for (size_t h = 0; h < count; h++) {
            sj_buf_add_char(to, h ? ',' : '[');
            sj_buf_add_json(to, header[h]);
        }
        sj_buf_add_char(to, ']');
    }
    sj_buf_add(to, SJ_S("}}}\n"));
    return sj_buf_status(to);
}

/* ---- CSV ---- */

sj_status sj_roster_write_csv_header(const sj_tables *t, sj_table table, sj_buf *to)
{
    size_t count;
    const sj_str *header = sj_tables_header(t, table, &count);
    for (size_t h = 0; h < count; h++) {
        if (h)
            sj_buf_add_char(to, ',');
        sj_csv_write_cell(to, header[h]);
    }
    sj_buf_add_char(to, '\n');
    return sj_buf_status(to);
}

/* Each cell under its header, what stood beyond the last header behind it. `used` has a bit
 * for each extra already written. */
static void write_csv_extra(const sj_extra *e, sj_str header, uint8_t *used, sj_buf *to)
{
    for (size_t i = 0; e && e[i].text.len; i++)
        if (!(used[i / 8] >> (i % 8) & 1) && sj_str_eq(e[i].header, header)) {
            used[i / 8] |= (uint8_t)(1u << (i % 8));
            sj_csv_write_cell(to, e[i].text);
            return;
        }
}

static int column_named(const sj_column *column, size_t count, sj_str header)
{
    for (size_t c = 0; c < count; c++)
        if (sj_str_eq_nocase(column[c].header, header))
            return (int)c;
    return -1;
}

sj_status sj_roster_write_csv(const sj_tables *t, sj_table table, size_t row, sj_buf *to)
{
    enum { EXTRAS_MAX = 4096 + 256 }; /* csv.h reads 4,096 cells */
    uint8_t used[EXTRAS_MAX / 8] = {0};
    const sj_table_row *r = sj_tables_row(t, table, row);
    uint32_t written = 0;
    size_t headers, count;
    const sj_str *header = sj_tables_header(t, table, &headers);
    const sj_column *column = sj_table_columns(table, &count);
    for (size_t h = 0; h < headers; h++) {
        const int c = column_named(column, count, header[h]);
        if (h)
            sj_buf_add_char(to, ',');
        if (c >= 0 && !(written >> c & 1)) {
            sj_csv_write_cell(to, sj_cell_text(sj_row_cell(r, (size_t)c)));
            written |= (uint32_t)1 << c;
        } else {
            write_csv_extra(r->extra, header[h], used, to);
        }
    }
    for (size_t i = 0; r->extra && r->extra[i].text.len; i++)
        if (!(used[i / 8] >> (i % 8) & 1)) {
            sj_buf_add_char(to, ',');
            sj_csv_write_cell(to, r->extra[i].text);
        }
    sj_buf_add_char(to, '\n');
    return sj_buf_status(to);
}
