/* records/roster.c -- rows of tables to entities.
 *
 * A roster is a list of sources (a file of a folder, a member of a zip, one
 * input), read one after the other; each is a CSV table or JSON lines. The
 * header binds each cell to a column once; a row then walks its cells. Strings
 * of an entity are slices of the row itself wherever they can be. Invariants:
 *   (1) all of a row lives in the row's arena or in the reader's window, and both
 *       are reused by the next row: memory is flat;
 *   (2) every non-empty cell ends in a field or in a fact, also of a row that has
 *       problems;
 *   (3) a column of the roster's own name wins over a common spelling of the
 *       same thing, which is an extra column then.
 * Not found here: an id that stands twice. That takes memory for all ids, and
 * the screening of each row does not need it. */
#include "base/base.h"
#include "records/csv.h"
#include "records/ftm_int.h"
#include "records/ftm_rows.h"
#include "records/input.h"
#include "records/roster_int.h"

enum {
    PROBLEMS_MAX = 64, /* of a row; more are counted as the last */
    VALUES_MAX = 1000  /* separated by a bar in a cell; a cell is at most 1 MiB */
};

struct binding {
    sj_str header;
    const sj_roster_column *column; /* NULL: extra */
};

struct sj_roster {
    sj_roster_options options;
    sj_arena arena; /* as long as the roster */
    sj_str path;
    sj_str zip;                      /* the bytes of a zip; empty otherwise */
    sj_str member[SJ_ROSTER_TABLES]; /* of the zip; empty: absent */
    size_t next_table;               /* of a folder or zip; SJ_ROSTER_TABLES: none left */
    sj_input *in;                    /* the open source; NULL between sources */
    sj_csv *csv;
    sj_lines *lines;
    const sj_roster_table *table;
    sj_str table_name;
    struct binding *binding;
    size_t binding_count;
    cJSON *object; /* the line at work, while objects inside it wait */
    sj_arena line_arena;
    const cJSON **inner;
    size_t inner_count, inner_next;
    uint32_t own[SJ_ROSTER_TABLES]; /* of lines that were a roster: which of its own columns a
                                       table had, by bits; 0: not said */
    sj_str two_ways;                /* the first date of which day and month could be exchanged */
    bool numbered;                  /* no id column: the row's number serves */
    uint64_t row_number, skipped;
    sj_arena row_arena; /* (1) */
    sj_entity entity;
    sj_diag *problem;
    size_t problem_count;
    sj_roster_row row;
    sj_str *warning;
    size_t warning_count;
    bool ended;
};

static sj_status no_memory(sj_diag *d)
{
    return sj_diag_set(d, SJ_ENOMEM, "out of memory", 0, 0, 0);
}

static sj_status warn(sj_roster *r, sj_str text)
{
    sj_str *item = sj_arena_push(&r->arena, &r->warning, &r->warning_count, sizeof *item);
    return item ? sj_arena_copy(&r->arena, text, item) : SJ_ENOMEM;
}

/* ---- problems of a row ---- */
static sj_status problem(sj_roster *r, const char *expected, size_t cell)
{
    if (r->problem_count == PROBLEMS_MAX)
        return SJ_OK;
    sj_diag *d = sj_arena_push(&r->row_arena, &r->problem, &r->problem_count, sizeof *d);
    if (!d)
        return SJ_ENOMEM;
    (void)sj_diag_set(d, SJ_ESYNTAX, expected, 0, r->row.line, cell + 1);
    sj_diag_file(d, r->table_name);
    if (cell < r->binding_count)
        sj_diag_field(d, r->binding[cell].header);
    return SJ_OK;
}

/* ---- one value of a cell ---- */
static sj_status add_name(sj_roster *r, sj_name_kind kind, sj_str text)
{
    if (kind == SJ_NAME_PRIMARY && r->entity.name_count > 0 &&
        r->entity.name[0].kind == SJ_NAME_PRIMARY)
        kind = SJ_NAME_ALIAS; /* "A|B" in the column of the name */
    sj_entity_name *n = sj_entity_add_name(&r->entity, &r->row_arena);
    if (!n)
        return SJ_ENOMEM;
    n->kind = kind;
    n->full = text;
    if (kind == SJ_NAME_PRIMARY && r->entity.name_count > 1) { /* it stands first */
        const sj_entity_name primary = *n;
        memmove(r->entity.name + 1, r->entity.name,
                (r->entity.name_count - 1) * sizeof *r->entity.name);
        r->entity.name[0] = primary;
    }
    return SJ_OK;
}

static sj_status add_date(sj_roster *r, sj_date_kind kind, sj_str text, size_t cell)
{
    sj_entity_date *d = sj_entity_add_date(&r->entity, &r->row_arena);
    if (!d)
        return SJ_ENOMEM;
    d->kind = kind;
    d->text = text;
    d->parsed = sj_date_parse(text, &d->range);
    if (r->two_ways.len == 0 && sj_date_is_two_ways(text))
        SJ_TRY(sj_arena_copy(&r->arena, text, &r->two_ways));
    return d->parsed ? SJ_OK : problem(r, "a date such as 1986-04-30, 1986-04 or 1986", cell);
}

static sj_status add_fact(sj_roster *r, sj_fact_kind kind, sj_str label, sj_str text)
{
    sj_entity_fact *f = sj_entity_add_fact(&r->entity, &r->row_arena);
    if (!f)
        return SJ_ENOMEM;
    f->kind = kind;
    f->label = label;
    f->value = text;
    if (kind == SJ_FACT_GENDER && text.len == 1) {
        if (text.ptr[0] == 'm' || text.ptr[0] == 'M')
            f->value = SJ_S("male");
        else if (text.ptr[0] == 'f' || text.ptr[0] == 'F')
            f->value = SJ_S("female");
    }
    return SJ_OK;
}

static sj_status add_country(sj_roster *r, sj_fact_kind kind, sj_str text, size_t cell)
{
    const sj_str code = sj_country_parse(text);
    SJ_TRY(add_fact(r, kind, (sj_str){0}, text));
    sj_entity_fact *f = &r->entity.fact[r->entity.fact_count - 1];
    f->country = code;
    if (code.len == 0)
        return problem(r, "a state: ISO 3166-1 code or name", cell);
    if (!sj_str_eq(code, text)) /* understood and normalised: it says so */
        return sj_arena_format(&r->row_arena, &f->note, "read as %.*s", SJ_STR_FMT(code));
    return SJ_OK;
}

static sj_status add_identifier(sj_roster *r, sj_identifier_kind kind, sj_str text)
{
    sj_entity_identifier *i = sj_entity_add_identifier(&r->entity, &r->row_arena);
    if (!i)
        return SJ_ENOMEM;
    i->kind = kind;
    i->value = text;
    return SJ_OK;
}

static sj_status add_place(sj_roster *r, sj_place_kind kind, sj_str text)
{
    sj_entity_place *p = sj_entity_add_place(&r->entity, &r->row_arena);
    if (!p)
        return SJ_ENOMEM;
    p->kind = kind;
    p->full = text;
    return SJ_OK;
}

static sj_status add_parent(sj_roster *r, sj_str text, bool share)
{
    sj_entity_link *l = r->entity.link_count ? &r->entity.link[r->entity.link_count - 1] : NULL;
    const bool fits = l && (share ? l->share.len == 0 : l->target_id.len == 0);
    if (!fits)
        l = sj_entity_add_link(&r->entity, &r->row_arena);
    if (!l)
        return SJ_ENOMEM;
    l->kind = SJ_LINK_OWNED_BY;
    *(share ? &l->share : &l->target_id) = text;
    return SJ_OK;
}

static sj_status add_value(sj_roster *r, const struct binding *b, sj_str text, size_t cell)
{
    const sj_roster_column *c = b->column;
    switch (c ? c->cell : SJ_ROSTER_EXTRA) {
    case SJ_ROSTER_ID:
        r->entity.id = r->entity.id.len ? r->entity.id : text;
        return SJ_OK;
    case SJ_ROSTER_NAME:
        return add_name(r, (sj_name_kind)c->kind, text);
    case SJ_ROSTER_DATE:
        return add_date(r, (sj_date_kind)c->kind, text, cell);
    case SJ_ROSTER_PLACE:
        return add_place(r, (sj_place_kind)c->kind, text);
    case SJ_ROSTER_FACT:
        return add_fact(r, (sj_fact_kind)c->kind, (sj_str){0}, text);
    case SJ_ROSTER_COUNTRY:
        return add_country(r, (sj_fact_kind)c->kind, text, cell);
    case SJ_ROSTER_IDENTIFIER:
        return add_identifier(r, (sj_identifier_kind)c->kind, text);
    case SJ_ROSTER_PARENT:
        return add_parent(r, text, false);
    case SJ_ROSTER_SHARE:
        return add_parent(r, text, true);
    default:
        return add_fact(r, SJ_FACT_OTHER, b->header, text);
    }
}

static sj_status add_cell(sj_roster *r, size_t cell, sj_str text)
{
    const struct binding past = {SJ_S("(no header)"), NULL};
    const struct binding *b = cell < r->binding_count ? &r->binding[cell] : &past;
    const bool single = b->column && b->column->cell == SJ_ROSTER_ID;
    sj_str rest = text, piece;
    size_t values = 0;
    if (b->column && b->column->cell == SJ_ROSTER_PART)
        return SJ_OK; /* with the names, once the row is read */
    while (sj_str_split(&rest, single ? '\n' : '|', &piece)) {
        const sj_str value = sj_str_trim(piece);
        if (++values > VALUES_MAX)
            return problem(r, "at most 1,000 values in a cell", cell);
        if (value.len)
            SJ_TRY(add_value(r, b, value, cell));
    }
    return SJ_OK;
}

/* ---- a row ---- */
static void row_clear(sj_roster *r)
{
    sj_arena_clear(&r->row_arena);
    r->entity = (sj_entity){.schema = r->table ? r->table->schema : SJ_SCHEMA_UNKNOWN};
    r->problem = NULL;
    r->problem_count = 0;
}

/* Parts are a name where there is none, and its parts where there is one. */
static sj_status add_parts(sj_roster *r, const sj_str *cell, size_t count)
{
    sj_str part[SJ_PART_COUNT] = {0};
    SJ_SCOPED(sj_buf) full = {0};
    for (size_t i = 0; i < count && i < r->binding_count; i++)
        if (r->binding[i].column && r->binding[i].column->cell == SJ_ROSTER_PART)
            part[r->binding[i].column->kind] = sj_str_trim(cell[i]);
    for (size_t i = 0; i < SJ_PART_COUNT; i++) {
        if (full.len && part[i].len)
            sj_buf_add_char(&full, ' ');
        sj_buf_add(&full, part[i]);
    }
    SJ_TRY(sj_buf_status(&full));
    if (full.len == 0)
        return SJ_OK;
    if (r->entity.name_count == 0 || r->entity.name[0].kind != SJ_NAME_PRIMARY) {
        sj_str copy;
        SJ_TRY(sj_arena_copy(&r->row_arena, sj_buf_str(&full), &copy));
        SJ_TRY(add_name(r, SJ_NAME_PRIMARY, copy));
    }
    memcpy(r->entity.name[0].part, part, sizeof part);
    return SJ_OK;
}

static size_t cell_of(const sj_roster *r, sj_roster_cell cell)
{
    for (size_t i = 0; i < r->binding_count; i++)
        if (r->binding[i].column && r->binding[i].column->cell == cell)
            return i;
    return 0;
}

static sj_status finish_row(sj_roster *r)
{
    r->row_number++;
    if (r->entity.id.len == 0) {
        SJ_TRY(sj_arena_format(&r->row_arena, &r->entity.id, r->numbered ? "%llu" : "row %llu",
                               (unsigned long long)r->row_number));
        if (!r->numbered)
            SJ_TRY(problem(r, "an id", cell_of(r, SJ_ROSTER_ID)));
    }
    for (size_t i = 0; i < r->entity.name_count; i++)
        if (sj_roster_says_a_name(r->entity.name[i].full))
            return SJ_OK;
    return problem(r, "a name", cell_of(r, SJ_ROSTER_NAME));
}

static sj_status read_row(sj_roster *r, const sj_str *cell, size_t count)
{
    row_clear(r);
    if (count != r->binding_count)
        SJ_TRY(problem(r, "as many cells as the header has",
                       count < r->binding_count ? count : r->binding_count));
    for (size_t i = 0; i < count; i++)
        SJ_TRY(add_cell(r, i, cell[i])); /* (2) */
    SJ_TRY(add_parts(r, cell, count));
    return finish_row(r);
}

static sj_status next_csv(sj_roster *r, sj_diag *d)
{
    const sj_str *cell;
    size_t count;
    const sj_status s = sj_csv_next(r->csv, &cell, &count, &r->row.line, d);
    r->row.table = r->table_name;
    if (s != SJ_OK)
        return s;
    const sj_status read = read_row(r, cell, count);
    return read == SJ_ENOMEM ? no_memory(d) : read;
}

/* ---- the header of a table ---- */
static bool bound(const sj_roster *r, sj_roster_cell cell, int kind)
{
    for (size_t i = 0; i < r->binding_count; i++) {
        const sj_roster_column *c = r->binding[i].column;
        if (c && c->cell == cell && c->kind == kind)
            return true;
    }
    return false;
}

/* A column "ftm:innCode" is that property of FollowTheMoney. */
static sj_status bind_property(sj_roster *r, struct binding *b, sj_arena *a)
{
    static const sj_roster_cell cell[] = {[SJ_FTM_NAME] = SJ_ROSTER_NAME,
                                          [SJ_FTM_DATE] = SJ_ROSTER_DATE,
                                          [SJ_FTM_IDENTIFIER] = SJ_ROSTER_IDENTIFIER,
                                          [SJ_FTM_PLACE] = SJ_ROSTER_PLACE,
                                          [SJ_FTM_FACT] = SJ_ROSTER_FACT};
    const size_t before = sizeof SJ_FTM_PROPERTY - 1;
    const sj_ftm_property *p =
        sj_str_starts(b->header, SJ_S(SJ_FTM_PROPERTY))
            ? sj_ftm_property_find(sj_str_slice(b->header, before, b->header.len), r->table->schema)
            : NULL;
    if (!p || p->target == SJ_FTM_PART || p->target >= SJ_COUNT(cell) ||
        (p->target != SJ_FTM_NAME && cell[p->target] == SJ_ROSTER_EXTRA))
        return SJ_OK;
    sj_roster_column *c = sj_arena_zalloc(a, sizeof *c);
    if (!c)
        return SJ_ENOMEM;
    const bool state = p->target == SJ_FTM_FACT &&
                       (p->kind == SJ_FACT_NATIONALITY || p->kind == SJ_FACT_RESIDENCE ||
                        p->kind == SJ_FACT_JURISDICTION);
    *c = (sj_roster_column){p->name, state ? SJ_ROSTER_COUNTRY : cell[p->target], p->kind, true};
    b->column = c;
    return SJ_OK;
}

/* The roster's own columns first, then the common spellings of what is left. In a row of
 * JSON a repeat is an extra: it stood in no header. */
static sj_status bind_columns(sj_roster *r, sj_arena *a, bool row, sj_diag *d)
{
    for (int common = 0; common < 2; common++)
        for (size_t i = 0; i < r->binding_count; i++) {
            struct binding *b = &r->binding[i];
            const sj_roster_column *c = sj_roster_column_find(r->table, b->header);
            if (!c || c->common != (common != 0) || b->column)
                continue;
            const bool many = c->cell == SJ_ROSTER_NAME && c->kind != SJ_NAME_PRIMARY;
            if (c->cell != SJ_ROSTER_EXTRA && bound(r, c->cell, c->kind) && !many) {
                if (common || row)
                    continue; /* (3) */
                sj_diag_field(d, b->header);
                return sj_diag_set(d, SJ_EFORMAT, "each column once", 0, 1, i + 1);
            }
            b->column = c;
        }
    for (size_t i = 0; i < r->binding_count; i++)
        if (!r->binding[i].column && bind_property(r, &r->binding[i], a) < 0)
            return no_memory(d);
    return SJ_OK;
}

/* ---- JSON lines ---- */
/* A line that cannot be read is a row with nothing but a problem. */
static sj_status unreadable_line(sj_roster *r, const sj_diag *why)
{
    row_clear(r);
    SJ_TRY(problem(r, why->reason ? why->reason : "a FollowTheMoney object", SIZE_MAX - 1));
    r->problem[0].status = why->status;
    r->problem[0].offset_bytes = why->offset_bytes;
    r->problem[0].column = why->column;
    return sj_arena_format(&r->row_arena, &r->entity.id, "line %llu",
                           (unsigned long long)r->row.line);
}

/* A person or organisation that was written from a table, as the table's row. */
static sj_status read_as_row(sj_roster *r, const sj_ftm_row *row)
{
    size_t count, n = 0;
    const sj_column *own = sj_table_columns(row->table, &count);
    const uint32_t had = r->own[row->table];
    sj_str *cell = sj_arena_zalloc(&r->row_arena, (count + row->extra_count) * sizeof *cell);
    struct binding *b = sj_arena_zalloc(&r->row_arena, (count + row->extra_count) * sizeof *b);
    if (!cell || !b)
        return SJ_ENOMEM;
    for (size_t c = 0; c < count; c++)
        if (row->text[c].len || (had >> c & 1)) {
            b[n].header = own[c].header;
            SJ_TRY(sj_arena_copy(&r->row_arena, row->text[c], &cell[n++]));
        }
    for (size_t i = 0; i < row->extra_count; i++) {
        SJ_TRY(sj_arena_copy(&r->row_arena, row->extra[i].header, &b[n].header));
        SJ_TRY(sj_arena_copy(&r->row_arena, row->extra[i].text, &cell[n++]));
    }
    r->table = &sj_roster_table_all[row->table];
    r->entity.schema = r->table->schema;
    r->binding = b;
    r->binding_count = n;
    r->numbered = false;
    SJ_TRY(bind_columns(r, &r->row_arena, true, NULL));
    for (size_t i = 0; i < n; i++)
        SJ_TRY(add_cell(r, i, cell[i]));
    SJ_TRY(add_parts(r, cell, n));
    const sj_status s = finish_row(r);
    r->table = NULL;
    r->binding_count = 0;
    return s;
}

static sj_status read_as_entity(sj_roster *r, const cJSON *object, const sj_ftm_row *row,
                                sj_diag *why)
{
    SJ_TRY(sj_ftm_entity(object, &r->row_arena, &r->entity, why));
    if (row->text[0].len)
        SJ_TRY(sj_arena_copy(&r->row_arena, row->text[0], &r->entity.id));
    for (size_t i = 0; i < r->entity.date_count; i++)
        if (!r->entity.date[i].parsed)
            SJ_TRY(problem(r, "a date such as 1986-04-30, 1986-04 or 1986", SIZE_MAX - 1));
    return r->entity.name_count || r->entity.schema == SJ_SCHEMA_WALLET
               ? SJ_OK
               : problem(r, "a name", SIZE_MAX - 1);
}

/* A line that is no person, organisation or thing of its own, or a row of another table. */
static bool is_passed_over(const cJSON *object, const sj_ftm_row *row, bool is_row)
{
    const sj_str schema = sj_ftm_member(object, "schema");
    if (is_row && row->table > SJ_TABLE_ORGANISATIONS)
        return row->schema != SJ_FTM_CRYPTO_WALLET ||
               cJSON_GetObjectItemCaseSensitive(object, SJ_FTM_BESIDE);
    return !is_row && schema.len &&
           (sj_ftm_role_of(schema) != SJ_FTM_ENTITY || sj_str_eq(schema, SJ_S("Note")));
}

static sj_status read_object(sj_roster *r, const cJSON *object, bool *ret_skip, sj_diag *why)
{
    sj_ftm_row row = {0};
    bool is_row;
    SJ_TRY(sj_ftm_row_read(object, &r->row_arena, &row, &is_row, why));
    *ret_skip = is_passed_over(object, &row, is_row);
    if (*ret_skip) {
        const bool beside = cJSON_GetObjectItemCaseSensitive(object, SJ_FTM_BESIDE) != NULL;
        r->skipped += !is_row && !beside;
        sj_roster_note_columns(object, r->own);
        return SJ_OK;
    }
    r->row.table = !is_row || row.table > SJ_TABLE_ORGANISATIONS
                       ? r->table_name
                       : sj_str_from(sj_roster_table_all[row.table].file);
    return is_row && row.whole ? read_as_row(r, &row) : read_as_entity(r, object, &row, why);
}

/* People and organisations inside the object, which are rows of their own. */
static sj_status collect_inner(sj_roster *r, const cJSON *object)
{
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(object, "properties");
    const cJSON *p = cJSON_IsObject(properties) ? properties->child : NULL;
    for (; p; p = p->next)
        for (const cJSON *v = sj_ftm_first(p); v; v = sj_ftm_next(p, v)) {
            const sj_schema schema = sj_ftm_model_schema(sj_ftm_member(v, "schema"));
            if (!cJSON_IsObject(v) || sj_ftm_member(v, "schema").len == 0)
                continue;
            if (schema <= SJ_SCHEMA_ORGANISATION && sj_ftm_object_id(v).len) {
                const cJSON **i =
                    sj_arena_push(&r->line_arena, &r->inner, &r->inner_count, sizeof *i);
                if (!i)
                    return SJ_ENOMEM;
                *i = v;
            }
            SJ_TRY(collect_inner(r, v)); /* json.h caps the depth */
        }
    return SJ_OK;
}

static void line_done(sj_roster *r)
{
    r->object = sj_json_free(r->object);
    sj_arena_clear(&r->line_arena);
    r->inner = NULL;
    r->inner_count = r->inner_next = 0;
}

static sj_status read_line(sj_roster *r, sj_str line, bool *ret_skip)
{
    sj_diag why = {0};
    row_clear(r);
    r->row.table = r->table_name;
    *ret_skip = r->options.tables && sj_ftm_line_is_other(line);
    if (*ret_skip)
        return SJ_OK;
    sj_status s = sj_json_parse(line, &r->object, &why);
    if (s >= 0)
        s = read_object(r, r->object, ret_skip, &why);
    if (s >= 0)
        s = collect_inner(r, r->object);
    if (s == SJ_ENOMEM)
        return s;
    return s < 0 ? unreadable_line(r, &why) : SJ_OK;
}

static sj_status read_inner(sj_roster *r, bool *ret_skip)
{
    sj_diag why = {0};
    row_clear(r);
    const sj_status s = read_object(r, r->inner[r->inner_next++], ret_skip, &why);
    if (s == SJ_ENOMEM)
        return s;
    return s < 0 ? unreadable_line(r, &why) : SJ_OK;
}

static sj_status next_line(sj_roster *r, sj_diag *d)
{
    for (;;) {
        sj_str line;
        uint64_t offset;
        bool skip = false;
        sj_status s = SJ_OK;
        if (r->inner_next < r->inner_count) {
            s = read_inner(r, &skip);
        } else {
            line_done(r);
            s = sj_lines_next(r->lines, &line, &r->row.line, &offset, d);
            if (s != SJ_OK)
                return s;
            s = read_line(r, line, &skip);
        }
        if (s < 0)
            return no_memory(d);
        if (!skip)
            return SJ_OK;
    }
}

/* ---- the first row ---- */
static sj_status warn_header(sj_roster *r, const sj_str *cell, size_t count)
{
    SJ_SCOPED(sj_buf) b = {0};
    sj_str text;
    if (r->numbered) {
        SJ_TRY(sj_arena_format(&r->arena, &text, "%.*s has no column %s: row numbers serve as ids",
                               SJ_STR_FMT(r->table_name), r->table->id));
        SJ_TRY(warn(r, text));
    }
    if (r->options.tables || sj_roster_unknown_headers(r->table, cell, count, &b) == 0)
        return sj_buf_status(&b); /* of tables it is said where they are judged */
    SJ_TRY(sj_buf_status(&b));
    SJ_TRY(sj_arena_format(&r->arena, &text, "%.*s: kept but not compared, no known column: %.*s",
                           SJ_STR_FMT(r->table_name), SJ_STR_FMT(sj_buf_str(&b))));
    return warn(r, text);
}

static sj_status read_header(sj_roster *r, const sj_roster_table *expected, sj_diag *d)
{
    const sj_str *cell;
    size_t count;
    uint64_t line;
    sj_status s = sj_csv_next(r->csv, &cell, &count, &line, d);
    if (s == SJ_DONE)
        return sj_diag_set(d, SJ_EFORMAT, "a header row", 0, 1, 1);
    SJ_TRY(s);
    r->table = expected ? expected : sj_roster_table_choose(cell, count);
    r->binding = sj_arena_zalloc(&r->arena, count * sizeof *r->binding);
    r->binding_count = count;
    if (!r->binding)
        return no_memory(d);
    for (size_t i = 0; i < count; i++)
        if (sj_arena_copy(&r->arena, sj_str_trim(cell[i]), &r->binding[i].header) < 0)
            return no_memory(d);
    SJ_TRY(bind_columns(r, &r->arena, false, d));
    const bool named =
        bound(r, SJ_ROSTER_NAME, SJ_NAME_PRIMARY) || bound(r, SJ_ROSTER_PART, SJ_PART_FAMILY);
    if (!named) {
        SJ_SCOPED(sj_buf) b = {0};
        sj_buf_add(&b, SJ_S("instead of "));
        (void)sj_roster_unknown_headers(r->table, cell, count, &b);
        sj_diag_field(d, sj_buf_str(&b)); /* what stands there instead */
        return sj_diag_set(d, SJ_EFORMAT,
                           "a header with a column for names: name, full_name, "
                           "or first_name and last_name",
                           0, line, 1);
    }
    r->numbered = !bound(r, SJ_ROSTER_ID, 0);
    s = warn_header(r, cell, count);
    return s < 0 ? no_memory(d) : SJ_OK;
}

/* ---- sources ---- */
static void source_close(sj_roster *r)
{
    r->csv = sj_csv_free(r->csv);
    r->lines = sj_lines_free(r->lines);
    r->in = sj_input_free(r->in);
}

static sj_str base_name(sj_str path)
{
    size_t from = path.len;
    while (from > 0 && path.ptr[from - 1] != '/')
        from--;
    return sj_str_slice(path, from, path.len);
}

/* r->in is open; finds out what it is. */
static sj_status source_start(sj_roster *r, const sj_roster_table *expected, sj_str name,
                              sj_diag *d)
{
    sj_str first = sj_input_first(r->in);
    if (sj_str_starts(first, SJ_S("\xEF\xBB\xBF")))
        first = sj_str_slice(first, 3, first.len);
    r->table_name = name;
    r->row_number = 0;
    r->table = NULL;
    r->binding_count = 0;
    sj_diag_file(d, name);
    if (!expected && sj_str_starts(first, SJ_S("{")))
        return sj_lines_new(r->in, &r->lines) < 0 ? no_memory(d) : SJ_OK;
    if (sj_csv_new(r->in, &(sj_csv_options){.any_separator = true}, &r->csv) < 0)
        return no_memory(d);
    return read_header(r, expected, d);
}

static sj_status open_in_folder(sj_roster *r, const char *file, sj_diag *d)
{
    sj_str path; /* format leaves a NUL behind the text */
    if (sj_arena_format(&r->arena, &path, "%.*s/%s", SJ_STR_FMT(r->path), file) < 0)
        return no_memory(d);
    return sj_input_open(path.ptr, (sj_str){0}, UINT64_MAX, &r->in, d);
}

/* The next table of a folder or zip that is there; SJ_DONE after the last. */
static sj_status next_table(sj_roster *r, sj_diag *d)
{
    while (r->next_table < SJ_ROSTER_TABLES) {
        const size_t i = r->next_table++;
        const sj_roster_table *t = &sj_roster_table_all[i];
        sj_status s = SJ_ENOTFOUND;
        if (r->zip.len == 0)
            s = open_in_folder(r, t->file, d);
        else if (r->member[i].len)
            s = sj_input_open_memory(r->zip, r->member[i], UINT64_MAX, &r->in, d);
        if (s == SJ_ENOTFOUND && i != SJ_ROSTER_PEOPLE)
            continue;
        if (s == SJ_ENOTFOUND)
            return sj_diag_set(d, SJ_EFORMAT, "a roster with a table people.csv", 0, 0, 0);
        SJ_TRY(s);
        return source_start(r, t, sj_str_from(t->file), d);
    }
    return SJ_DONE;
}

static sj_status open_zip(sj_roster *r, sj_diag *d)
{
    sj_str *name;
    size_t count;
    SJ_TRY(sj_input_read_all(r->in, &r->arena, &r->zip, d));
    r->in = sj_input_free(r->in);
    SJ_TRY(sj_input_zip_members(r->zip, &r->arena, &name, &count, d));
    bool any = false;
    for (size_t i = 0; i < count; i++)
        for (size_t t = 0; t < SJ_ROSTER_TABLES; t++)
            if (sj_str_eq(base_name(name[i]), sj_str_from(sj_roster_table_all[t].file))) {
                r->member[t] = name[i];
                any = true;
            }
    if (any) {
        r->next_table = 0;
        return next_table(r, d);
    }
    if (count != 1)
        return sj_diag_set(d, SJ_EFORMAT, "a zip with people.csv or a single file", 0, 0, 0);
    SJ_TRY(sj_input_open_memory(r->zip, name[0], UINT64_MAX, &r->in, d));
    return source_start(r, NULL, base_name(name[0]), d);
}

static sj_status open_path(sj_roster *r, const char *path, sj_diag *d)
{
    if (sj_arena_copy(&r->arena, sj_str_from(path), &r->path) < 0)
        return no_memory(d);
    r->next_table = SJ_ROSTER_TABLES;
    if (sj_file_is_folder(path)) {
        r->next_table = 0;
        return next_table(r, d);
    }
    SJ_TRY(sj_input_open_raw(path, UINT64_MAX, &r->in, d));
    const sj_str first = sj_input_first(r->in);
    if (sj_str_starts(first, SJ_S("PK\x03\x04")))
        return open_zip(r, d);
    sj_str name = sj_str_eq(r->path, SJ_S("-")) ? SJ_S("standard input") : base_name(r->path);
    if (r->options.name.len && sj_arena_copy(&r->arena, r->options.name, &name) < 0)
        return no_memory(d);
    return source_start(r, NULL, name, d);
}

sj_status sj_roster_open(const char *path, const sj_roster_options *options, sj_roster **ret,
                         sj_diag *reterr_diag)
{
    if (!path || !ret)
        return sj_diag_set(reterr_diag, SJ_EINVAL, "a path", 0, 0, 0);
    SJ_AUTO(sj_roster) *r = sj_mem_zalloc(sizeof *r);
    if (!r)
        return no_memory(reterr_diag);
    if (options)
        r->options = *options;
    SJ_TRY(open_path(r, path, reterr_diag));
    *ret = SJ_TAKE(r);
    return SJ_OK;
}

/* At the end: what was read one way and may be meant another, what was passed over. */
static sj_status say_last(sj_roster *r, sj_diag *d)
{
    sj_str text;
    sj_status s = SJ_OK;
    if (r->two_ways.len && !r->options.tables)
        s = sj_arena_format(&r->arena, &text, SJ_ROSTER_TWO_WAYS, SJ_STR_FMT(r->two_ways));
    if (r->two_ways.len && !r->options.tables && s >= 0)
        s = warn(r, text);
    r->two_ways.len = 0;
    if (s < 0 || r->skipped == 0)
        return s < 0 ? no_memory(d) : SJ_OK;
    s = sj_arena_format(&r->arena, &text,
                        "%llu lines are no people, organisations or things of their own "
                        "(Address, Ownership, Sanction ...): no name is searched there",
                        (unsigned long long)r->skipped);
    if (s >= 0)
        s = warn(r, text);
    r->skipped = 0;
    return s < 0 ? no_memory(d) : SJ_OK;
}

static sj_status advance(sj_roster *r, sj_diag *d)
{
    for (;;) {
        const sj_status s = r->csv ? next_csv(r, d) : r->lines ? next_line(r, d) : SJ_DONE;
        if (s != SJ_DONE)
            return s;
        source_close(r);
        const sj_status t = next_table(r, d);
        if (t != SJ_OK) {
            SJ_TRY(t);
            SJ_TRY(say_last(r, d));
            return SJ_DONE;
        }
    }
}

sj_status sj_roster_next(sj_roster *r, const sj_roster_row **ret, sj_diag *reterr_diag)
{
    if (r->ended)
        return SJ_DONE;
    const sj_status s = advance(r, reterr_diag);
    r->ended = s != SJ_OK;
    if (s != SJ_OK)
        return s;
    if (r->options.strict && r->problem_count) {
        r->ended = true;
        if (reterr_diag)
            *reterr_diag = r->problem[0];
        return r->problem[0].status;
    }
    r->row.entity = &r->entity;
    r->row.problem = r->problem;
    r->row.problem_count = r->problem_count;
    *ret = &r->row;
    return SJ_OK;
}

const sj_str *sj_roster_warnings(const sj_roster *r, size_t *ret_count)
{
    *ret_count = r->warning_count;
    return r->warning;
}

sj_roster *sj_roster_free(sj_roster *r)
{
    if (r) {
        source_close(r);
        line_done(r);
        sj_arena_done(&r->line_arena);
        sj_arena_done(&r->row_arena);
        sj_arena_done(&r->arena);
    }
    sj_mem_free(r);
    return NULL;
}
