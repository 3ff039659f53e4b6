/* records/tables_ftm.c -- FollowTheMoney lines to the ten tables.
 *
 * A line is read, becomes a row and is forgotten; what it says of another line (an
 * Ownership, an address by its id) waits in a list until all lines are there, so the order
 * of lines does not matter. Objects inside objects are read as if they stood on the same
 * line, the outer one being the holder where the inner one names none. Invariants:
 *   (1) a line that cannot be read is one problem and costs nothing else;
 *   (2) of several owners of one thing, the one with the greatest share, then the smallest
 *       id, whichever came first;
 *   (3) a text of an object lives in the line's arena until its row is kept. */
#include "base/base.h"
#include "records/ftm_int.h"
#include "records/ftm_rows.h"
#include "records/tables_int.h"

enum {
    DEPTH_MAX = 16,    /* of objects in objects; FollowTheMoney nests one or two deep */
    SCHEMATA_MAX = 100 /* that are counted */
};
static const char too_deep[] = "objects nested at most 16 deep",
                  too_many[] = "at most 256 columns that no table has";

struct owner {
    sj_str owner, asset, share;
    int64_t percent; /* millionths; -1: not stated or not readable */
};
struct resident {
    sj_table table;
    size_t row;
    sj_str address;
};
struct filling {
    sj_tables *t;
    sj_arena line, kept; /* (3); what waits */
    struct owner *owner;
    size_t owner_count;
    struct resident *resident;
    size_t resident_count;
    sj_map address; /* id -> its place in `full` */
    sj_str *full;
    size_t full_count;
    sj_map header[SJ_TABLE_COUNT];  /* of extra columns */
    size_t unknown[SJ_TABLE_COUNT]; /* columns that are extra; as many as a CSV may have */
    sj_map schema;                  /* of lines that no table takes -> how many */
    uint64_t number;
};

static sj_status complain(struct filling *f, const char *expected)
{
    return sj_table_complain(&f->t->whole, NULL, f->number, 0, expected);
}

/* ---- what waits ---- */

static sj_status keep_owner(struct filling *f, const cJSON *o)
{
    const cJSON *asset = sj_ftm_values(o, "asset");
    if (cJSON_GetObjectItemCaseSensitive(o, SJ_FTM_BESIDE))
        return SJ_OK; /* written for the graph: the rows say it themselves */
    for (const cJSON *v = sj_ftm_first(asset); v; v = sj_ftm_next(asset, v)) {
        const cJSON *first = sj_ftm_first(sj_ftm_values(o, "owner"));
        struct owner *n = sj_arena_push(&f->kept, &f->owner, &f->owner_count, sizeof *n);
        if (!n)
            return SJ_ENOMEM;
        SJ_TRY(sj_ftm_key_of(cJSON_IsObject(v) ? sj_ftm_object_id(v) : sj_ftm_text(v), &f->kept,
                             &n->asset));
        SJ_TRY(sj_ftm_key_of(cJSON_IsObject(first) ? sj_ftm_object_id(first) : sj_ftm_text(first),
                             &f->kept, &n->owner));
        SJ_TRY(sj_arena_copy(&f->kept, sj_ftm_text(sj_ftm_first(sj_ftm_values(o, "percentage"))),
                             &n->share));
        if (!sj_decimal_parse(n->share, &n->percent))
            n->percent = -1;
    }
    return SJ_OK;
}

static sj_status keep_address(struct filling *f, const cJSON *o)
{
    static const char *const parts[] = {"street", "street2", "postalCode",
                                        "city",   "region",  "state"};
    SJ_SCOPED(sj_buf) text = {0};
    sj_map_entry *e;
    sj_str id, *full;
    sj_buf_add(&text, sj_ftm_text(sj_ftm_first(sj_ftm_values(o, "full"))));
    for (size_t i = 0; i < SJ_COUNT(parts) && sj_ftm_values(o, "full") == NULL; i++) {
        const sj_str part = sj_ftm_text(sj_ftm_first(sj_ftm_values(o, parts[i])));
        if (text.len && part.len)
            sj_buf_add(&text, SJ_S(", "));
        sj_buf_add(&text, part);
    }
    SJ_TRY(sj_buf_status(&text));
    SJ_TRY(sj_arena_copy(&f->kept, sj_ftm_object_id(o), &id));
    SJ_TRY(sj_map_put(&f->address, id, &e));
    if (!(full = sj_arena_push(&f->kept, &f->full, &f->full_count, sizeof *full)))
        return SJ_ENOMEM;
    if (!e->value)
        e->value = f->full_count;
    return sj_arena_copy(&f->kept, sj_buf_str(&text), full);
}

static sj_status keep_resident(struct filling *f, const sj_ftm_row *row, size_t number)
{
    struct resident *n = sj_arena_push(&f->kept, &f->resident, &f->resident_count, sizeof *n);
    if (!n)
        return SJ_ENOMEM;
    n->table = row->table;
    n->row = number;
    return sj_arena_copy(&f->kept, row->address_id, &n->address);
}

static sj_status count_schema(struct filling *f, sj_str schema)
{
    sj_map_entry *e = sj_map_find(&f->schema, schema);
    sj_str own;
    if (!e && f->schema.len == SCHEMATA_MAX)
        return SJ_OK;
    if (!e) {
        SJ_TRY(sj_arena_copy(&f->kept, schema, &own));
        SJ_TRY(sj_map_put(&f->schema, own, &e));
    }
    e->value++;
    return SJ_OK;
}

/* ---- a row ---- */

static sj_status keep_extras(struct filling *f, const sj_ftm_row *row, sj_table_row *to)
{
    sj_table_data *t = &f->t->table[row->table];
    if (row->extra_count == 0)
        return SJ_OK;
    sj_extra *e = sj_arena_zalloc(&t->arena, (row->extra_count + 1) * sizeof *e);
    if (!e)
        return SJ_ENOMEM;
    to->extra = e;
    for (size_t i = 0; i < row->extra_count; i++) {
        e[i].header = sj_map_find(&f->header[row->table], row->extra[i].header)->key;
        SJ_TRY(sj_arena_copy(&t->arena, row->extra[i].text, &e[i].text));
    }
    return SJ_OK;
}

/* False if the table has as many extra columns as it may. */
static sj_status enter_header(struct filling *f, size_t table, sj_str header, bool *ret_fits)
{
    sj_map_entry *e;
    sj_str own;
    *ret_fits = true;
    if (sj_map_find(&f->header[table], header))
        return SJ_OK;
    if (f->unknown[table] == SJ_TABLE_EXTRA_MAX) {
        *ret_fits = false;
        return SJ_OK;
    }
    f->unknown[table]++;
    SJ_TRY(sj_arena_copy(&f->t->table[table].arena, header, &own));
    return sj_map_put(&f->header[table], own, &e);
}

static sj_status enter_headers(struct filling *f, const sj_ftm_row *row, bool *ret_fits)
{
    *ret_fits = true;
    for (size_t i = 0; i < row->extra_count && *ret_fits; i++)
        SJ_TRY(enter_header(f, row->table, row->extra[i].header, ret_fits));
    return SJ_OK;
}

static sj_status keep_row(struct filling *f, const sj_ftm_row *row)
{
    sj_table_data *t = &f->t->table[row->table];
    sj_cell cells[SJ_COLUMNS_MAX];
    sj_table_row *kept;
    size_t count;
    bool fits;
    (void)sj_table_columns(row->table, &count);
    SJ_TRY(enter_headers(f, row, &fits));
    if (!fits)
        return complain(f, too_many);
    for (size_t c = 0; c < count; c++) {
        cells[c] = sj_cell_absent;
        SJ_TRY(sj_table_read_cell(t, row->table, f->number, c, c, row->text[c], cells));
        t->has[c] |= row->text[c].len > 0;
    }
    SJ_TRY(sj_table_keep_row(t, row->table, cells, f->number, &kept));
    SJ_TRY(keep_extras(f, row, kept));
    return row->address_id.len ? keep_resident(f, row, t->count - 1) : SJ_OK;
}

/* ---- an object ---- */

/* The object around it is whom a paper, an account or a job belongs to. */
static void belong(sj_ftm_row *row, const sj_ftm_row *outer)
{
    int column = -1;
    if (!outer || outer->table > SJ_TABLE_ORGANISATIONS)
        return;
    if (row->table == SJ_TABLE_PAPERS || row->table == SJ_TABLE_PERMITS)
        column = SJ_PAPERS_PERSON_ID; /* the same in both */
    else if (row->table == SJ_TABLE_ACCOUNTS)
        column = SJ_ACCOUNTS_HOLDER_ID;
    else if (row->table == SJ_TABLE_JOBS)
        column = outer->table == SJ_TABLE_PEOPLE ? SJ_JOBS_PERSON_ID : SJ_JOBS_ORGANISATION_ID;
    if (column >= 0 && row->text[column].len == 0)
        row->text[column] = outer->text[0];
}

static int known_column(size_t table, sj_str header)
{
    size_t count;
    const sj_column *column = sj_table_columns((sj_table)table, &count);
    for (size_t c = 0; c < count; c++)
        if (sj_str_eq_nocase(header, column[c].header))
            return (int)c;
    return -1;
}

/* The columns that the line of the roster states for a table; if they are more than a table
 * may have, those that occur are taken. */
static sj_status read_stated(struct filling *f, size_t i, const cJSON *all)
{
    sj_table_data *t = &f->t->table[i];
    const int n = cJSON_IsArray(all) ? cJSON_GetArraySize(all) : 0;
    uint32_t seen = 0;
    if (n <= 0 || n > SJ_COLUMNS_MAX + SJ_TABLE_EXTRA_MAX || t->header)
        return SJ_OK;
    t->header = sj_arena_zalloc(&t->arena, (size_t)n * sizeof *t->header);
    if (!t->header)
        return SJ_ENOMEM;
    for (const cJSON *v = all->child; v; v = v->next) {
        const sj_str header =
            sj_str_trim(cJSON_IsString(v) ? sj_str_from(v->valuestring) : (sj_str){"", 0});
        const int c = known_column(i, header);
        bool fits = true;
        if (header.len > SJ_TABLE_CELL_BYTES)
            continue;
        if (c < 0 && header.len && !sj_map_find(&f->header[i], header))
            SJ_TRY(enter_header(f, i, header, &fits));
        else if (c < 0 || seen >> c & 1) /* a repeat, or a column without a name */
            fits = f->unknown[i]++ < SJ_TABLE_EXTRA_MAX;
        if (c >= 0)
            seen |= (uint32_t)1 << c;
        if (!fits)
            break;
        SJ_TRY(sj_arena_copy(&t->arena, header, &t->header[t->header_count++]));
    }
    return SJ_OK;
}

static sj_status read_header_line(struct filling *f, const cJSON *columns)
{
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        SJ_TRY(read_stated(
            f, i, cJSON_GetObjectItemCaseSensitive(columns, sj_table_name((sj_table)i).ptr)));
    return SJ_OK;
}

static sj_status read_object(struct filling *f, const cJSON *o, const sj_ftm_row *outer,
                             unsigned depth);

static sj_status read_inner(struct filling *f, const cJSON *o, const sj_ftm_row *row,
                            unsigned depth)
{
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(o, "properties");
    const cJSON *p = cJSON_IsObject(properties) ? properties->child : NULL;
    for (; p; p = p->next)
        for (const cJSON *v = sj_ftm_first(p); v; v = sj_ftm_next(p, v))
            if (cJSON_IsObject(v) && sj_ftm_member(v, "schema").len)
                SJ_TRY(read_object(f, v, row, depth + 1));
    return SJ_OK;
}

static sj_status read_object(struct filling *f, const cJSON *o, const sj_ftm_row *outer,
                             unsigned depth)
{
    const sj_str schema = sj_ftm_member(o, "schema");
    const cJSON *beside = cJSON_GetObjectItemCaseSensitive(o, SJ_FTM_BESIDE);
    const cJSON *columns = cJSON_GetObjectItemCaseSensitive(beside, "columns");
    sj_ftm_row row;
    bool is_row;
    sj_diag why = {0};
    if (depth > DEPTH_MAX)
        return complain(f, too_deep);
    const sj_status s = sj_ftm_row_read(o, &f->line, &row, &is_row, &why);
    if (s == SJ_ENOMEM)
        return s;
    if (s < 0)
        return complain(f, why.reason); /* (1) */
    if (cJSON_IsObject(columns) && sj_str_eq(schema, SJ_S("Note")))
        return read_header_line(f, columns);
    if (is_row) {
        belong(&row, outer);
        SJ_TRY(keep_row(f, &row));
    } else if (sj_str_eq(schema, SJ_S("Ownership"))) {
        SJ_TRY(keep_owner(f, o));
    } else if (sj_str_eq(schema, SJ_S("Address"))) {
        SJ_TRY(keep_address(f, o));
    } else {
        SJ_TRY(count_schema(f, schema));
    }
    return read_inner(f, o, is_row ? &row : NULL, depth);
}

static sj_status read_line(struct filling *f, sj_str line)
{
    sj_json_auto cJSON *j = NULL;
    sj_diag why = {0};
    const sj_status s = sj_json_parse(line, &j, &why);
    if (s == SJ_ENOMEM)
        return s;
    return s < 0 ? complain(f, why.reason ? why.reason : "a JSON object")
                 : read_object(f, j, NULL, 0);
}

/* ---- joining ---- */

static int compare_owners(const void *a, const void *b, void *ctx)
{
    const struct owner *x = a, *y = b;
    (void)ctx;
    const int c = sj_str_cmp(x->asset, y->asset);
    if (c)
        return c;
    return x->percent != y->percent ? (x->percent > y->percent ? -1 : 1)
                                    : sj_str_cmp(x->owner, y->owner);
}

static sj_status fill(struct filling *f, sj_table table, size_t row, size_t column, sj_str text)
{
    f->t->table[table].has[column] |= text.len > 0;
    return sj_tables_cell(f->t, table, row, column)->len
               ? SJ_OK
               : sj_table_fill_cell(&f->t->table[table], table, row, column, text);
}

static sj_status join_owner(struct filling *f, const struct owner *o)
{
    size_t row = sj_tables_find(f->t, SJ_TABLE_ACCOUNTS, o->asset);
    if (row != SIZE_MAX)
        return fill(f, SJ_TABLE_ACCOUNTS, row, SJ_ACCOUNTS_HOLDER_ID, o->owner);
    row = sj_tables_find(f->t, SJ_TABLE_ORGANISATIONS, o->asset);
    if (row == SIZE_MAX)
        return count_schema(f, SJ_S("Ownership"));
    const sj_str parent =
        sj_cell_text(sj_tables_cell(f->t, SJ_TABLE_ORGANISATIONS, row, SJ_ORGANISATIONS_PARENT_ID));
    if (parent.len && !sj_str_eq(parent, o->owner))
        return SJ_OK;
    SJ_TRY(fill(f, SJ_TABLE_ORGANISATIONS, row, SJ_ORGANISATIONS_PARENT_ID, o->owner));
    return fill(f, SJ_TABLE_ORGANISATIONS, row, SJ_ORGANISATIONS_OWNERSHIP_SHARE, o->share);
}

static sj_status join(struct filling *f)
{
    struct owner *scratch = sj_arena_alloc(&f->kept, (f->owner_count + 1) * sizeof *scratch);
    if (!scratch)
        return SJ_ENOMEM;
    sj_sort_stable(f->owner, f->owner_count, sizeof *scratch, scratch, compare_owners, NULL);
    for (size_t i = 0; i < f->owner_count; i++) /* (2) */
        SJ_TRY(join_owner(f, &f->owner[i]));
    for (size_t i = 0; i < f->resident_count; i++) {
        const struct resident *n = &f->resident[i];
        const sj_map_entry *e = sj_map_find(&f->address, n->address);
        const size_t column = n->table == SJ_TABLE_PEOPLE ? (size_t)SJ_PEOPLE_ADDRESS
                                                          : (size_t)SJ_ORGANISATIONS_ADDRESS;
        if (!e || f->full[e->value - 1].len == 0)
            continue; /* the id stands in the row as an extra */
        SJ_TRY(fill(f, n->table, n->row, column, f->full[e->value - 1]));
    }
    return SJ_OK;
}

/* ---- the whole ---- */

/* The columns that are stated, then those that occur beside them. A column that is named as
 * a known one, but is extra, stands behind that one: so it does in CSV. */
static sj_status make_header(struct filling *f, size_t i)
{
    sj_table_data *t = &f->t->table[i];
    const sj_map *extra = &f->header[i];
    size_t count;
    const sj_column *column = sj_table_columns((sj_table)i, &count);
    const sj_str *stated = t->header;
    const size_t stated_count = t->header_count;
    uint32_t stands = 0;
    t->header =
        sj_arena_zalloc(&t->arena, (stated_count + count + extra->len + 1) * sizeof(sj_str));
    if (!t->header)
        return SJ_ENOMEM;
    SJ_SCOPED(sj_map) seen = {0};
    sj_map_entry *e;
    for (size_t h = 0; h < stated_count; h++) {
        const int c = known_column(i, stated[h]);
        t->header[h] = stated[h];
        stands |= c < 0 ? 0 : (uint32_t)1 << c;
        SJ_TRY(sj_map_put(&seen, stated[h], &e));
    }
    for (size_t h = 0; h < extra->len; h++) {
        const int c = known_column(i, extra->entry[h].key);
        if (c >= 0)
            t->has[c] = true;
    }
    for (size_t c = 0; c < count; c++) {
        t->has[c] |= column[c].required || (stands >> c & 1);
        if (t->has[c] && !(stands >> c & 1))
            t->header[t->header_count++] = column[c].header;
    }
    for (size_t h = 0; h < extra->len; h++)
        if (extra->entry[h].key.len &&
            (known_column(i, extra->entry[h].key) >= 0 || !sj_map_find(&seen, extra->entry[h].key)))
            t->header[t->header_count++] = extra->entry[h].key;
    for (size_t c = 0; c < count && stated_count == 0; c++)
        t->has[c] = true; /* entities have every property: what none of them says is empty */
    return SJ_OK;
}

static sj_status finish(struct filling *f)
{
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        SJ_TRY(sj_table_enter_keys(&f->t->table[i]));
    SJ_TRY(join(f));
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++) {
        sj_table_data *t = &f->t->table[i];
        t->present = i == SJ_TABLE_PEOPLE || t->count > 0 || t->header_count > 0;
        if (t->present)
            SJ_TRY(make_header(f, i));
        SJ_TRY(sj_table_finish(t, (sj_table)i));
    }
    for (size_t i = 0; i < f->schema.len; i++) {
        sj_str text;
        SJ_TRY(sj_arena_format(
            &f->t->arena, &text, "%llu of schema %.*s: no table has them, they are not judged",
            (unsigned long long)f->schema.entry[i].value, SJ_STR_FMT(f->schema.entry[i].key)));
        SJ_TRY(sj_table_note(f->t, text));
    }
    return SJ_OK;
}

/* The first problem of the line just read. */
static bool strict_stop(struct filling *f, sj_diag *d)
{
    if (!f->t->strict)
        return false;
    if (f->t->whole.problem_count) {
        sj_table_tell(f->t, SJ_TABLE_PEOPLE, f->t->whole.problem, d);
        return true;
    }
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        if (f->t->table[i].problem_count) {
            sj_table_tell(f->t, (sj_table)i, f->t->table[i].problem, d);
            return true;
        }
    return false;
}

static sj_status read_lines(struct filling *f, sj_input *in, sj_diag *d)
{
    SJ_AUTO(sj_lines) *lines = NULL;
    sj_str line;
    uint64_t offset;
    sj_status s;
    SJ_TRY(sj_lines_new(in, &lines));
    while ((s = sj_lines_next(lines, &line, &f->number, &offset, d)) == SJ_OK) {
        sj_arena_clear(&f->line);
        SJ_TRY(read_line(f, line));
        sj_diag first;
        if (strict_stop(f, d ? d : &first))
            return SJ_ESYNTAX;
    }
    if (s < 0)
        sj_diag_file(d, f->t->file);
    return s < 0 ? s : finish(f);
}

sj_status sj_tables_read_ftm(sj_tables *t, sj_input *in, sj_diag *d)
{
    struct filling f = {.t = t};
    const sj_status s = read_lines(&f, in, d);
    for (size_t i = 0; i < SJ_TABLE_COUNT; i++)
        sj_map_done(&f.header[i]);
    sj_map_done(&f.schema);
    sj_map_done(&f.address);
    sj_arena_done(&f.line);
    sj_arena_done(&f.kept);
    return s;
}
