/* lists/ofac_csv.c -- OFAC's legacy files: sdn.csv, add.csv, alt.csv and
 * sdn_comments.csv, and the same four of the consolidated list (cons_*.csv).
 * No headers; rows are told apart by their 12, 6, 5 or 2 cells.
 *
 *   (1) "-0-" with a trailing blank is null; a null SDN_Type is an organisation.
 *   (2) Rows of the other files hang on ent_num. One that names no entry makes
 *       the set corrupt: sdn.csv lost rows, or the files are of different days.
 *   (3) A lone 0x1A ends each file but the comments (OFAC's own lack it). It is
 *       the only sign that a file is whole, so without it the set is refused,
 *       and so it is with anything behind it.
 *   (4) Remarks are cut at 1000 characters; the comments carry on in the middle
 *       of a word, so the two are joined before they are read.
 *
 * What cannot be seen: a comments file cut between two rows (its tail of some
 * remarks is missing; the warning says that no end mark was there), and a
 * companion file that was never handed over (a warning says which).
 *
 * Not chosen: columns by file name. Bytes handed over in memory have none. */
#include "lists/ofac.h"

enum { PRIM, ADD, ALT, COMMENTS, TABLES };
/* Of remarks beyond sdn.csv; each row is joined to those before. Seen: 882 bytes. */
enum { TAIL_MAX_BYTES = 64 << 10 };
static const size_t columns[TABLES] = {12, 6, 5, 2};
static const char *const table_names[TABLES] = {"the entries", "addresses (add.csv)",
                                                "aliases (alt.csv)",
                                                "the rest of long remarks (sdn_comments.csv)"};

struct reading {
    sj_builder b;
    const sj_list_file *file;
    sj_diag *diag;
    sj_map by_id; /* ent_num -> entity + 1 */
    sj_str *tail; /* of the entity's remarks, from the comments */
    sj_str *remarks;
};

static sj_status refuse(struct reading *r, sj_status s, const char *expected, uint64_t line)
{
    sj_diag_file(r->diag, r->file->name);
    return sj_diag_set(r->diag, s, expected, 0, line, 0);
}

static sj_str cell_text(sj_str cell)
{
    cell = sj_str_trim(cell);
    return sj_str_eq(cell, SJ_S("-0-")) ? (sj_str){0} : cell; /* (1) */
}

/* ---- rows ---- */

/* "SDGT] [SYRIA": several programmes in one cell. */
static void read_programmes(sj_builder *b, sj_str cell)
{
    sj_str piece;
    while (sj_str_split(&cell, ']', &piece)) {
        piece = sj_str_trim(piece);
        while (piece.len && piece.ptr[0] == '[')
            piece = sj_str_trim(sj_str_slice(piece, 1, piece.len));
        if (piece.len)
            sj_build_listing(b, "OFAC")->programme = sj_build_keep(b, piece);
    }
}

static sj_status read_prim(struct reading *r, const sj_str *cell, uint64_t line)
{
    static const struct {
        size_t column;
        sj_fact_kind kind;
        const char *label;
    } facts[] = {{4, SJ_FACT_TITLE, "Title"},
                 {6, SJ_FACT_VESSEL_TYPE, "Vess_type"},
                 {7, SJ_FACT_VESSEL_TONNAGE, "Tonnage"},
                 {8, SJ_FACT_VESSEL_TONNAGE, "GRT"},
                 {9, SJ_FACT_VESSEL_FLAG, "Vess_flag"},
                 {10, SJ_FACT_VESSEL_OWNER, "Vess_owner"}};
    sj_builder *b = &r->b;
    const sj_str id = sj_str_trim(cell[0]), name = cell_text(cell[1]);
    uint64_t number;
    if (!sj_str_to_u64(id, &number) || name.len == 0)
        return refuse(r, SJ_ECORRUPT, "expected an ent_num and an SDN_Name", line);
    sj_build_entity(b, id, sj_ofac_schema(cell[2]));
    if (b->e->schema == SJ_SCHEMA_UNKNOWN)
        sj_build_fact(b, SJ_FACT_OTHER, SJ_S("SDN_Type"), cell[2]);
    sj_ofac_name(b, SJ_NAME_PRIMARY, name);
    read_programmes(b, cell_text(cell[3]));
    sj_build_identifier(b, SJ_ID_CALL_SIGN, SJ_S("Call_Sign"), cell_text(cell[5]), (sj_str){0});
    for (size_t i = 0; i < SJ_COUNT(facts); i++)
        sj_build_fact(b, facts[i].kind, sj_str_from(facts[i].label),
                      cell_text(cell[facts[i].column]));
    if (b->status)
        return b->status;
    sj_map_entry *entry;
    SJ_TRY(sj_map_put(&r->by_id, b->e->id, &entry));
    if (entry->value)
        return refuse(r, SJ_ECORRUPT, "expected each ent_num once", line);
    entry->value = b->list->entity_count;
    size_t count = b->list->entity_count - 1;
    sj_str *remarks = sj_arena_push(b->arena, &r->remarks, &count, sizeof *remarks);
    if (!remarks)
        return SJ_ENOMEM;
    if (cell_text(cell[11]).len) /* untrimmed: (4) */
        SJ_TRY(sj_arena_copy(b->arena, cell[11], remarks));
    return SJ_OK;
}

static void read_add(sj_builder *b, const sj_str *cell)
{
    const sj_str street = cell_text(cell[2]), city = cell_text(cell[3]);
    const sj_str country = cell_text(cell[4]), note = cell_text(cell[5]);
    sj_build_place(b, SJ_PLACE_ADDRESS,
                   &(sj_build_place_parts){
                       .street = street, .city = city, .country_text = country, .note = note});
}

static void read_alt(sj_builder *b, const sj_str *cell)
{
    const sj_name_kind kind = sj_ofac_alias_kind(cell_text(cell[2]), false);
    const sj_str name = cell_text(cell[3]);
    if (name.len)
        sj_ofac_name(b, kind, name)->note = sj_build_keep(b, cell_text(cell[4]));
}

static sj_status read_hanging(struct reading *r, int table, const sj_str *cell, uint64_t line)
{
    sj_builder *b = &r->b;
    const sj_map_entry *m = sj_map_find(&r->by_id, sj_str_trim(cell[0]));
    if (!m) /* (2) */
        return refuse(r, SJ_ECORRUPT, "expected an ent_num that the entries have", line);
    b->e = &b->list->entity[m->value - 1];
    if (table == ADD)
        read_add(b, cell);
    else if (table == ALT)
        read_alt(b, cell);
    else {
        const sj_str both[] = {r->tail[m->value - 1], cell[1]};
        if (both[0].len + both[1].len > TAIL_MAX_BYTES)
            return refuse(r, SJ_ELIMIT, "expected at most 64 KiB of remarks for an ent_num", line);
        sj_str tail; /* not trimmed: (4) */
        SJ_TRY(sj_list_join(b->arena, both, 2, (sj_str){0}, &tail));
        if (both[0].len) /* joined anew: not the reader's cell */
            r->tail[m->value - 1] = tail;
        else
            SJ_TRY(sj_arena_copy(b->arena, tail, &r->tail[m->value - 1]));
    }
    return b->status;
}

/* ---- files ---- */

static sj_status read_rows(struct reading *r, int table, sj_csv *csv)
{
    const sj_str *cell;
    size_t count;
    uint64_t line;
    sj_status s;
    while ((s = sj_csv_next(csv, &cell, &count, &line, r->diag)) == SJ_OK) {
        if (count != columns[table])
            return refuse(r, SJ_ECORRUPT, "expected as many cells as the first row has", line);
        SJ_TRY(table == PRIM ? read_prim(r, cell, line) : read_hanging(r, table, cell, line));
    }
    if (s != SJ_DONE)
        sj_diag_file(r->diag, r->file->name);
    return s == SJ_DONE ? SJ_OK : s;
}

static sj_status open_csv(sj_str bytes, sj_input **ret_in, sj_csv **ret, sj_diag *diag)
{
    static const sj_csv_options options = {.stray_quotes = true, .dos_end_of_file = true};
    SJ_AUTO(sj_input) *in = NULL;
    SJ_TRY(sj_input_open_memory(bytes, (sj_str){0}, SJ_INPUT_MAX_BYTES, &in, diag));
    SJ_TRY(sj_csv_new(in, &options, ret));
    *ret_in = SJ_TAKE(in);
    return SJ_OK;
}

static sj_status read_table(struct reading *r, int table)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    SJ_TRY(open_csv(r->file->bytes, &in, &csv, r->diag));
    return read_rows(r, table, csv);
}

/* Which table a file is, by the cells of its first row; TABLES if none. */
static sj_status classify(const sj_list_file *file, int *ret, sj_diag *reterr_diag)
{
    const sj_str *cell;
    size_t count = 0;
    uint64_t line;
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    SJ_TRY(open_csv(file->bytes, &in, &csv, reterr_diag));
    const sj_status s = sj_csv_next(csv, &cell, &count, &line, NULL);
    if (s == SJ_ENOMEM)
        return s;
    *ret = TABLES;
    uint64_t number;
    for (int t = 0; s == SJ_OK && t < TABLES; t++)
        if (count == columns[t] && sj_str_to_u64(sj_str_trim(cell[0]), &number))
            *ret = t;
    return SJ_OK;
}

/* (3) */
static sj_status check_end(struct reading *r, int table)
{
    const sj_str bytes = sj_str_trim(r->file->bytes);
    const char *mark = bytes.len ? memchr(bytes.ptr, 0x1a, bytes.len) : NULL;
    const uint64_t end = bytes.len;
    sj_diag_file(r->diag, r->file->name);
    if (mark && mark != bytes.ptr + bytes.len - 1)
        return sj_diag_set(r->diag, SJ_ECORRUPT, "expected nothing behind the end mark 0x1A",
                           (uint64_t)(mark - bytes.ptr), 0, 0);
    if (mark)
        return SJ_OK;
    if (table != COMMENTS)
        return sj_diag_set(r->diag, SJ_ECORRUPT,
                           "expected the end mark 0x1A: the file is cut or was edited", end, 0, 0);
    if (r->file->bytes.len && r->file->bytes.ptr[r->file->bytes.len - 1] != '\n')
        return sj_diag_set(r->diag, SJ_ECORRUPT, "expected the end of a row", end, 0, 0);
    return sj_list_warn(r->b.list, r->b.arena,
                        "%.*s has no end mark, as usual: a cut between two rows cannot be seen",
                        SJ_STR_FMT(r->file->name));
}

static sj_status sort_files(struct reading *r, const sj_list_file *file, size_t count,
                            const sj_list_file *ret_table[TABLES])
{
    for (size_t i = 0; i < count; i++) {
        int table;
        r->file = &file[i];
        sj_diag_file(r->diag, file[i].name);
        SJ_TRY(classify(&file[i], &table, r->diag));
        if (table == TABLES)
            return refuse(r, SJ_EFORMAT,
                          "expected rows of 12, 6, 5 or 2 cells that begin with an"
                          " ent_num",
                          1);
        if (ret_table[table])
            return refuse(r, SJ_EFORMAT, "expected each of the four files once", 1);
        ret_table[table] = &file[i];
    }
    if (ret_table[PRIM])
        return SJ_OK;
    return sj_diag_set(r->diag, SJ_EFORMAT, "expected the file of the entries (12 columns)", 0, 0,
                       0);
}

static sj_status read_all_remarks(struct reading *r)
{
    sj_builder *b = &r->b;
    for (size_t i = 0; i < b->list->entity_count; i++) {
        const sj_str both[] = {r->remarks[i], r->tail[i]};
        sj_str text;
        SJ_TRY(sj_list_join(b->arena, both, 2, (sj_str){0}, &text));
        b->e = &b->list->entity[i];
        sj_ofac_remarks(b, text);
    }
    return b->status;
}

static sj_status read_tables(struct reading *r, const sj_list_file *table[TABLES])
{
    sj_list *list = r->b.list;
    for (int t = 0; t < TABLES; t++) {
        r->file = table[t];
        if (!r->file) {
            SJ_TRY(sj_list_warn(list, r->b.arena, "a file is missing: %s", table_names[t]));
            continue;
        }
        SJ_TRY(check_end(r, t));
        SJ_TRY(read_table(r, t));
        if (t > PRIM)
            continue;
        if (list->entity_count == 0)
            return refuse(r, SJ_ECORRUPT, "expected at least one entry", 1);
        r->tail = sj_arena_zalloc(r->b.arena, list->entity_count * sizeof *r->tail);
        if (!r->tail)
            return SJ_ENOMEM;
    }
    SJ_TRY(read_all_remarks(r));
    return sj_ofac_resolve_links(list);
}

static sj_status read_list(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    (void)options;
    const sj_list_file *table[TABLES] = {0};
    struct reading r = {.b = {.list = list, .arena = arena}, .diag = reterr_diag};
    sj_status s = sort_files(&r, file, file_count, table);
    if (s == SJ_OK)
        s = read_tables(&r, table);
    sj_map_done(&r.by_id);
    return s;
}

/* A first row of one of the four widths, its number first, and a file's own
 * mark: nulls as -0- (each real row has one). */
static bool recognise(sj_str first_bytes)
{
    const size_t end = sj_str_find(first_bytes, SJ_S("\n"), 0);
    const sj_str row = sj_str_slice(first_bytes, 0, end);
    const size_t comma = sj_str_find(row, SJ_S(","), 0);
    uint64_t number;
    return comma < row.len && sj_str_to_u64(sj_str_slice(row, 0, comma), &number) &&
           sj_str_find(row, SJ_S("-0-"), 0) < row.len;
}

static bool is_one_of(sj_str name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sj_str_eq_nocase(name, sj_str_from(names[i])))
            return true;
    return false;
}

static bool companion(sj_str lead_name, sj_str other_name)
{
    static const char *const sdn[] = {"sdn.csv", "add.csv", "alt.csv", "sdn_comments.csv"};
    static const char *const cons[] = {"cons_prim.csv", "cons_add.csv", "cons_alt.csv",
                                       "cons_comments.csv"};
    return (is_one_of(lead_name, sdn, SJ_COUNT(sdn)) &&
            is_one_of(other_name, sdn, SJ_COUNT(sdn))) ||
           (is_one_of(lead_name, cons, SJ_COUNT(cons)) &&
            is_one_of(other_name, cons, SJ_COUNT(cons)));
}

static const sj_list_left_out left_out[] = {
    {"add.add_num", "a number inside OFAC's database"},
    {"alt.alt_num", "a number inside OFAC's database"},
    {"alt.alt_type", "coded: the kind of the name"},
    {"sdn.SDN_Type", "coded: the schema; one that is unknown is kept as a fact"},
};

const sj_list_reader sj_reader_ofac_csv = {
    .format = SJ_LIST_OFAC_CSV,
    .authority = "OFAC",
    .recognise = recognise,
    .read = read_list,
    .left_out = left_out,
    .left_out_count = SJ_COUNT(left_out),
    .companion = companion,
};
