/* Nothing is dropped in silence: every word of every cell of the spreadsheets,
 * every value of the JSON formats and every cell of OpenSanctions' table is
 * found in the entity it belongs to, or is named in what is left out. Counts
 * are those of a second program (Python's zipfile, ElementTree and json). */
#include "audit.h"
#include "lists/mof_text.h"
#include "lists/source.h"
#include "lists/xlsx.h"
#include "records/json.h"

struct walk {
    sj_arena arena;
    sj_list list;
    sj_map by_id; /* id -> index */
    sj_buf blob;
    size_t checked, lost;
};

static bool open_walk(struct walk *w, const char *relative)
{
    char buffer[4096];
    sj_diag d = {0};
    const char *path = sj_test_shared(relative, buffer, sizeof buffer);
    *w = (struct walk){0};
    if (!path)
        return false;
    if (sj_list_read(path, NULL, &w->arena, &w->list, &d) != SJ_OK)
        fail_msg("%s: %s, field %s, line %d", relative, d.reason, d.field, (int)d.line);
    for (size_t i = 0; i < w->list.entity_count; i++) {
        sj_map_entry *e;
        assert_int_equal(sj_map_put(&w->by_id, w->list.entity[i].id, &e), SJ_OK);
        e->value = i;
    }
    return true;
}

static void close_walk(struct walk *w)
{
    sj_buf_done(&w->blob);
    sj_map_done(&w->by_id);
    sj_arena_done(&w->arena);
}

static bool enter(struct walk *w, sj_str id)
{
    const sj_map_entry *e = sj_map_find(&w->by_id, id);
    if (!e)
        return false;
    const sj_entity *entity = &w->list.entity[e->value];
    audit_blob(&w->blob, entity);
    w->blob.len--; /* its NUL: the listings' authorities are wanted too */
    for (size_t i = 0; i < entity->listing_count; i++)
        audit_add(&w->blob, entity->listing[i].authority);
    sj_buf_add_char(&w->blob, '\0');
    return true;
}

static void value(struct walk *w, const char *where, sj_str text)
{
    w->checked++;
    if (sj_str_trim(text).len == 0 || audit_found(&w->blob, text))
        return;
    if (w->lost++ < 10)
        print_message("lost in %s: %.*s\n", where, SJ_STR_FMT(text));
}

static bool is_word(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
           (unsigned char)c >= 0x80;
}

static bool is_mark(sj_str word)
{
    static const char *const marks[] = {
        "na",   "NA",   "N",      "A",        "alt",    "DOB", "or",       "and",   "不明", "別称",
        "旧称", "又は", "または", "original", "script", "k",   "formerly", "known", "also", "as",
        "なし", "性別", "別名1",  "別名2",    "iv",     "aka", "別名",     "Na",    "n"};
    for (size_t i = 0; i < SJ_COUNT(marks); i++)
        if (sj_str_eq(word, sj_str_from(marks[i])))
            return true;
    return false;
}

/* Every word of two bytes or more, cut also at the Japanese comma. */
static void words(struct walk *w, const char *where, sj_str text)
{
    static const sj_str cut[] = {{"、", 3}, {"。", 3}, {"又は", 6}, {"または", 9}, {"・", 3}};
    for (size_t from = 0, i = 0; i <= text.len; i++) {
        size_t skip = 0;
        for (size_t k = 0; k < SJ_COUNT(cut); k++)
            if (sj_str_starts(sj_str_slice(text, i, text.len), cut[k]))
                skip = cut[k].len;
        if (i < text.len && !skip && is_word(text.ptr[i]))
            continue;
        const sj_str word = sj_str_slice(text, from, i);
        if (word.len >= 2 && !is_mark(word))
            value(w, where, word);
        i += skip ? skip - 1 : 0;
        from = i + 1;
    }
}

/* ---- spreadsheets ---- */

struct sheet {
    struct walk *w;
    sj_xlsx *x;
    size_t cells, rows;
};

static sj_status dfat_row(void *ctx, uint64_t row, const sj_xlsx_cell *cell, size_t count)
{
    struct sheet *s = ctx;
    s->rows++;
    s->cells += count;
    if (row == 1)
        return SJ_OK;
    const sj_str reference = sj_xlsx_text(cell, count, 0);
    size_t digits = 0;
    while (digits < reference.len && reference.ptr[digits] >= '0' && reference.ptr[digits] <= '9')
        digits++;
    assert_true(enter(s->w, sj_str_slice(reference, 0, digits)));
    for (size_t i = 0; i < count; i++) {
        sj_str text = sj_str_trim(cell[i].text), narrow;
        uint64_t serial;
        sj_date day;
        char iso[32];
        if (cell[i].column == 2 || cell[i].column == 3)
            continue; /* type and name type: counted below */
        if (cell[i].column == 11 && sj_str_to_u64(text, &serial) &&
            sj_date_from_excel(serial, &day)) {
            const sj_date_range range = {day, day, false};
            text = (sj_str){iso, sj_date_write(&range, iso)};
        }
        assert_int_equal(sj_mof_narrow(&s->w->arena, text, &narrow), SJ_OK);
        words(s->w, "Australia's list", cell[i].column == 11 ? text : narrow);
    }
    return SJ_OK;
}

/* Dates that stay words: an age, a year of the Hijra, a day without a year. */
static size_t unread_dates(const sj_list *list)
{
    size_t n = 0;
    for (size_t i = 0; i < list->entity_count; i++)
        for (size_t k = 0; k < list->entity[i].date_count; k++)
            n += !list->entity[i].date[k].parsed;
    return n;
}

static void australia(void **state SJ_UNUSED)
{
    struct walk w;
    const char *path = "lists/australia-dfat/regulation8_consolidated.xlsx";
    if (!open_walk(&w, path))
        return;
    char buffer[4096];
    sj_file f = {0};
    struct sheet s = {.w = &w};
    assert_int_equal(sj_file_open(sj_test_shared(path, buffer, sizeof buffer), SIZE_MAX, &f),
                     SJ_OK);
    assert_int_equal(sj_xlsx_open((sj_str){f.ptr, f.len}, &w.arena, &s.x, NULL), SJ_OK);
    assert_int_equal(sj_xlsx_sheet_count(s.x), 1);
    assert_int_equal(sj_xlsx_rows(s.x, 0, dfat_row, &s, NULL), SJ_OK);
    assert_int_equal(s.rows, 9554);
    assert_int_equal(s.cells, 9554 * 7 + 8449 + 6342 + 5820 + 5487 + 4739);
    size_t names = 0, kind[8] = {0}, people = 0;
    for (size_t i = 0; i < w.list.entity_count; i++) {
        const sj_entity *e = &w.list.entity[i];
        people += e->schema == SJ_SCHEMA_PERSON;
        for (size_t k = 0; k < e->name_count; k++) {
            if (sj_str_eq(e->name[k].note, SJ_LIST_PART_NOTE))
                continue; /* no row of its own */
            names++;
            kind[e->name[k].kind]++;
        }
    }
    assert_int_equal(w.list.entity_count, 3062);
    assert_int_equal(unread_dates(&w.list), 6);
    assert_int_equal(names, 9553);
    assert_int_equal(kind[SJ_NAME_PRIMARY], 3062);
    assert_int_equal(kind[SJ_NAME_ORIGINAL], 416 + 12 + 8 + 3 + 1);
    assert_int_equal(kind[SJ_NAME_FORMER], 3 + 1);
    assert_true(people > 2000);
    print_message("%zu words checked, %zu lost\n", w.checked, w.lost);
    assert_int_equal(w.lost, 0);
    sj_file_done(&f);
    close_walk(&w);
}

struct mof_sheet {
    struct walk *w;
    size_t next, sheet_first; /* entities are in the order of rows */
    bool header, any;
    size_t rows;
    uint32_t japanese, english;
};

static sj_status mof_row(void *ctx, uint64_t row SJ_UNUSED, const sj_xlsx_cell *cell, size_t count)
{
    struct mof_sheet *s = ctx;
    if (!s->header) {
        for (size_t i = 0; i < count; i++) {
            if (sj_str_eq(sj_str_trim(cell[i].text), SJ_S("日本語表記")))
                s->japanese = cell[i].column;
            if (sj_str_eq(sj_str_trim(cell[i].text), SJ_S("英語表記"))) {
                s->english = cell[i].column;
                s->header = true;
            }
        }
        return SJ_OK;
    }
    const bool named =
        sj_xlsx_text(cell, count, s->japanese).len || sj_xlsx_text(cell, count, s->english).len;
    const bool lifted = !named && sj_xlsx_text(cell, count, 0).len;
    if (lifted || (!named && !s->any))
        return SJ_OK;
    if (named) {
        s->any = true;
        s->rows++;
        assert_true(s->next < s->w->list.entity_count);
        audit_blob(&s->w->blob, &s->w->list.entity[s->next++]);
    }
    for (size_t i = 0; i < count; i++) {
        sj_str narrow;
        assert_int_equal(sj_mof_narrow(&s->w->arena, cell[i].text, &narrow), SJ_OK);
        const bool original = audit_found(&s->w->blob, cell[i].text);
        if (!original)
            words(s->w, "Japan's list", narrow);
    }
    return SJ_OK;
}

static void japan(void **state SJ_UNUSED)
{
    struct walk w;
    const char *path = "lists/japan-mof/shisantouketsu20260305.xlsx";
    if (!open_walk(&w, path))
        return;
    char buffer[4096];
    sj_file f = {0};
    sj_xlsx *x = NULL;
    size_t next = 0, dprk = 0, rows = 0;
    assert_int_equal(sj_file_open(sj_test_shared(path, buffer, sizeof buffer), SIZE_MAX, &f),
                     SJ_OK);
    assert_int_equal(sj_xlsx_open((sj_str){f.ptr, f.len}, &w.arena, &x, NULL), SJ_OK);
    assert_int_equal(sj_xlsx_sheet_count(x), 45);
    for (size_t i = 0; i < 45; i++) {
        struct mof_sheet s = {.w = &w, .next = next};
        assert_int_equal(sj_xlsx_rows(x, i, mof_row, &s, NULL), SJ_OK);
        next = s.next;
        rows += s.rows;
        dprk += i >= 13 && i <= 17 ? s.rows : 0;
    }
    assert_int_equal(next, w.list.entity_count);
    assert_int_equal(unread_dates(&w.list), 3);
    assert_int_equal(dprk, 16 + 75 + 80 + 75 + 84);
    assert_int_equal(rows, 2862); /* rows of a name; 13 merged rows and one bare number beside */
    print_message("%zu words checked, %zu lost\n", w.checked, w.lost);
    assert_int_equal(w.lost, 0);
    sj_file_done(&f);
    close_walk(&w);
}

/* ---- JSON ---- */

static bool is_left_out(const struct walk *w, const char *key)
{
    const sj_list_reader *r = NULL;
    size_t count;
    const sj_list_reader *const *all = sj_list_readers(&count);
    for (size_t i = 0; i < count; i++)
        if (all[i]->format == w->list.format)
            r = all[i];
    for (size_t i = 0; r && i < r->left_out_count; i++)
        if (strcmp(r->left_out[i].path, key) == 0)
            return true;
    return false;
}

static sj_str text_of(const cJSON *v)
{
    return cJSON_IsString(v) ? sj_str_from(v->valuestring) : (sj_str){0};
}

static const char *const ends[] = {"entity", "holder",       "owner",    "director",  "person",
                                   "asset",  "organization", "relative", "associate", "subject"};

static bool is_end(const char *name) /* an id, which leads to the entity itself */
{
    for (size_t i = 0; i < SJ_COUNT(ends); i++)
        if (strcmp(ends[i], name) == 0)
            return true;
    return false;
}

/* Values of an object's properties, in the entity that is open. */
static void properties(struct walk *w, const cJSON *object)
{
    const cJSON *all = cJSON_GetObjectItemCaseSensitive(object, "properties");
    for (const cJSON *p = all ? all->child : NULL; p; p = p->next)
        if (strcmp(p->string, "addressEntity") != 0 && !is_end(p->string)) {
            value(w, p->string, text_of(p)); /* a single value without brackets */
            for (const cJSON *v = p->child; v; v = v->next)
                value(w, p->string, text_of(v));
        }
}

/* The entity that an object between others hangs on: the first end that is
 * listed; the other end is then the link's target. */
static bool enter_end(struct walk *w, const cJSON *object)
{
    const cJSON *all = cJSON_GetObjectItemCaseSensitive(object, "properties");
    for (size_t i = 0; i < SJ_COUNT(ends); i++) {
        const cJSON *p = cJSON_GetObjectItemCaseSensitive(all, ends[i]);
        for (const cJSON *v = p ? p->child : NULL; v; v = v->next)
            if (enter(w, text_of(v)))
                return true;
    }
    return false;
}

static void ftm_line(struct walk *w, const cJSON *object, size_t *things)
{
    if (enter(w, text_of(cJSON_GetObjectItemCaseSensitive(object, "id")))) {
        ++*things;
        for (const cJSON *m = object->child; m; m = m->next) {
            const bool plain = !is_left_out(w, m->string) && strcmp(m->string, "properties") != 0 &&
                               strcmp(m->string, "caption") != 0 &&
                               strcmp(m->string, "schema") != 0;
            if (plain && !cJSON_IsArray(m))
                value(w, m->string, text_of(m));
            for (const cJSON *v = plain && cJSON_IsArray(m) ? m->child : NULL; v; v = v->next)
                value(w, m->string, text_of(v));
        }
        properties(w, object);
    } else if (enter_end(w, object)) {
        properties(w, object);
    }
}

static void ftm_file(const char *path, size_t lines, size_t entities)
{
    struct walk w;
    char buffer[4096];
    sj_file f = {0};
    size_t things = 0, number = 0;
    if (!open_walk(&w, path))
        return;
    assert_int_equal(sj_file_open(sj_test_shared(path, buffer, sizeof buffer), SIZE_MAX, &f),
                     SJ_OK);
    sj_str rest = {f.ptr, f.len}, line;
    while (sj_str_split(&rest, '\n', &line)) {
        if (sj_str_trim(line).len == 0)
            continue;
        number++;
        cJSON *object = cJSON_ParseWithLength(line.ptr, line.len);
        assert_non_null(object);
        ftm_line(&w, object, &things);
        cJSON_Delete(object);
    }
    assert_int_equal(number, lines);
    assert_int_equal(things, w.list.entity_count);
    assert_int_equal(w.list.entity_count, entities);
    print_message("%s: %zu values checked, %zu lost\n", path, w.checked, w.lost);
    assert_int_equal(w.lost, 0);
    sj_file_done(&f);
    close_walk(&w);
}

static void follow_the_money(void **state SJ_UNUSED)
{
    ftm_file("lists/ftm/zala.ftm.json", 91, 17);
    ftm_file("lists/opensanctions/entities.ftm.json", 1565, 707);
}

/* Deltas: the witness applies them by itself, then looks for what is left. */
static void deltas(void **state SJ_UNUSED)
{
    struct walk w;
    char buffer[4096], path[4200];
    cJSON *live = cJSON_CreateObject();
    size_t ops[3] = {0}, things = 0;
    static const char *const version[] = {"20240527134702-zbn", "20240527194702-wnk",
                                          "20240528014702-pfh", "20240528074703-npf",
                                          "20240528134729-3iv"};
    const char *index = sj_test_shared("lists/ftm/delta/delta.json", buffer, sizeof buffer);
    if (index) {
        *strrchr(buffer, '/') = '\0'; /* the folder is the list */
        w = (struct walk){0};
        assert_int_equal(sj_list_read(buffer, NULL, &w.arena, &w.list, NULL), SJ_OK);
        assert_int_equal(w.list.format, SJ_LIST_FTM_DELTA);
    }
    for (size_t i = 0; index && i < SJ_COUNT(version); i++) {
        sj_file f = {0};
        snprintf(path, sizeof path, "%s/%s/entities.delta.json", buffer, version[i]);
        assert_int_equal(sj_file_open(path, SIZE_MAX, &f), SJ_OK);
        sj_str rest = {f.ptr, f.len}, line;
        while (sj_str_split(&rest, '\n', &line)) {
            cJSON *json = cJSON_ParseWithLength(line.ptr, line.len);
            if (!json)
                continue;
            cJSON *entity = cJSON_DetachItemFromObject(json, "entity");
            const char op = cJSON_GetObjectItem(json, "op")->valuestring[0];
            const char *id = cJSON_GetObjectItem(entity, "id")->valuestring;
            ops[op == 'A' ? 0 : op == 'M' ? 1 : 2]++;
            cJSON_DeleteItemFromObjectCaseSensitive(live, id);
            if (op == 'D')
                cJSON_Delete(entity);
            else
                assert_true(cJSON_AddItemToObject(live, id, entity));
            cJSON_Delete(json);
        }
        sj_file_done(&f);
    }
    for (size_t i = 0; index && i < w.list.entity_count; i++) {
        sj_map_entry *e;
        assert_int_equal(sj_map_put(&w.by_id, w.list.entity[i].id, &e), SJ_OK);
        e->value = i;
    }
    for (const cJSON *o = live->child; o; o = o->next)
        ftm_line(&w, o, &things);
    cJSON_Delete(live);
    if (!index)
        return;
    assert_true(ops[0] == 4 && ops[1] == 1 && ops[2] == 1);
    assert_int_equal(things, 3);
    assert_int_equal(w.list.entity_count, 3);
    assert_true(w.checked > 100);
    print_message("deltas: %zu values checked, %zu lost\n", w.checked, w.lost);
    assert_int_equal(w.lost, 0);
    close_walk(&w);
}

struct nested {
    struct walk *w;
    size_t entities, between;
};

/* Texts of an object stand in its own entity or, of one between others, in the
 * entity that holds it; nested objects are walked in turn. */
static void nested_object(struct nested *n, const cJSON *object, sj_str holder, int depth)
{
    const sj_str id = text_of(cJSON_GetObjectItemCaseSensitive(object, "id"));
    const bool own = sj_map_find(&n->w->by_id, id) != NULL;
    assert_true(depth < 8 && (own || holder.len));
    n->entities += own;
    n->between += !own;
    const cJSON *all = cJSON_GetObjectItemCaseSensitive(object, "properties");
    for (const cJSON *p = all->child; p; p = p->next)
        for (const cJSON *v = p->child; v; v = v->next) {
            assert_true(enter(n->w, own ? id : holder));
            if (cJSON_IsObject(v))
                nested_object(n, v, own ? id : holder, depth + 1);
            else if (own || !is_end(p->string))
                value(n->w, p->string, text_of(v));
        }
}

static void opensanctions_nested(void **state SJ_UNUSED)
{
    struct walk w;
    struct nested n = {&w, 0, 0};
    char buffer[4096];
    const char *path = "lists/opensanctions/targets.nested.json";
    sj_file f = {0};
    size_t lines = 0, links = 0;
    if (!open_walk(&w, path))
        return;
    assert_int_equal(w.list.format, SJ_LIST_OPENSANCTIONS_NESTED);
    assert_int_equal(sj_file_open(sj_test_shared(path, buffer, sizeof buffer), SIZE_MAX, &f),
                     SJ_OK);
    sj_str rest = {f.ptr, f.len}, line;
    while (sj_str_split(&rest, '\n', &line)) {
        cJSON *object = cJSON_ParseWithLength(line.ptr, line.len);
        if (object)
            nested_object(&n, object, (sj_str){0}, 0);
        lines += object != NULL;
        cJSON_Delete(object);
    }
    for (size_t i = 0; i < w.list.entity_count; i++)
        links += w.list.entity[i].link_count;
    assert_int_equal(lines, 5);
    assert_int_equal(n.entities, 5 + 4);
    assert_int_equal(n.between, 4 + 5);
    assert_int_equal(w.list.entity_count, 9);
    assert_int_equal(links, 2 * 4 + 5); /* of a family both ends, of an office its holder */
    print_message("%s: %zu values checked, %zu lost\n", path, w.checked, w.lost);
    assert_int_equal(w.lost, 0);
    sj_file_done(&f);
    close_walk(&w);
}

static void scalars(struct walk *w, const cJSON *node)
{
    for (const cJSON *m = node->child; m; m = m->next) {
        if (cJSON_IsArray(m) || cJSON_IsObject(m))
            scalars(w, m);
        else if (cJSON_IsString(m) && !(m->string && strcmp(m->string, "GENDER") == 0))
            value(w, m->string ? m->string : "(item)", text_of(m));
    }
}

static void senzing_file(const char *path, size_t records)
{
    struct walk w;
    char buffer[4096];
    sj_file f = {0};
    if (!open_walk(&w, path))
        return;
    assert_int_equal(w.list.entity_count, records);
    assert_int_equal(sj_file_open(sj_test_shared(path, buffer, sizeof buffer), SIZE_MAX, &f),
                     SJ_OK);
    sj_str rest = {f.ptr, f.len}, line;
    while (sj_str_split(&rest, '\n', &line)) {
        if (sj_str_trim(line).len == 0)
            continue;
        cJSON *object = cJSON_ParseWithLength(line.ptr, line.len);
        assert_non_null(object);
        assert_true(enter(&w, text_of(cJSON_GetObjectItemCaseSensitive(object, "RECORD_ID"))));
        scalars(&w, object);
        cJSON_Delete(object);
    }
    print_message("%s: %zu values checked, %zu lost\n", path, w.checked, w.lost);
    assert_int_equal(w.lost, 0);
    sj_file_done(&f);
    close_walk(&w);
}

static void senzing(void **state SJ_UNUSED)
{
    senzing_file("lists/opensanctions/senzing.json", 14);
    senzing_file("records/senzing-truth/customers.jsonl", 120);
    senzing_file("records/senzing-truth/reference.jsonl", 22);
    senzing_file("records/senzing-truth/watchlist.jsonl", 17);
}

/* ---- OpenSanctions' table ---- */

static void simple_file(const char *path, size_t rows, size_t columns)
{
    struct walk w;
    char buffer[4096];
    sj_str header[64];
    if (!open_walk(&w, path))
        return;
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_str *cell;
    size_t count, seen = 0;
    uint64_t line;
    assert_int_equal(sj_input_open(sj_test_shared(path, buffer, sizeof buffer), (sj_str){0},
                                   UINT64_MAX, &in, NULL),
                     SJ_OK);
    assert_int_equal(sj_csv_new(in, &(sj_csv_options){0}, &csv), SJ_OK);
    while (sj_csv_next(csv, &cell, &count, &line, NULL) == SJ_OK) {
        assert_int_equal(count, columns);
        for (size_t i = 0; i < count && line == 1; i++)
            assert_int_equal(sj_arena_copy(&w.arena, cell[i], &header[i]), SJ_OK);
        if (line == 1)
            continue;
        seen++;
        assert_true(enter(&w, cell[0]));
        for (size_t i = 0; i < count; i++) {
            char name[64];
            snprintf(name, sizeof name, "%.*s", SJ_STR_FMT(header[i]));
            if (!is_left_out(&w, name) && strcmp(name, "schema") != 0 &&
                strcmp(name, "dataset") != 0)
                value(&w, name, cell[i]);
        }
    }
    assert_int_equal(seen, rows);
    assert_int_equal(w.list.entity_count, rows);
    print_message("%s: %zu cells checked, %zu lost\n", path, w.checked, w.lost);
    assert_int_equal(w.lost, 0);
    close_walk(&w);
}

static void opensanctions_table(void **state SJ_UNUSED)
{
    simple_file("lists/opensanctions/targets.simple.csv", 5, 15);
    simple_file("lists/opensanctions/ransomwhere_2025_targets.simple.csv", 11186, 16);
}

/* ---- a plain table with a mapping ---- */

static void plain_table(void **state SJ_UNUSED)
{
    static const sj_str column[] = {
        {"full_name", 9}, {"first_name", 10},    {"middle_name", 11},   {"last_name", 9},
        {"gender", 6},    {"date_of_birth", 13}, {"place_of_birth", 14}};
    static const sj_str target[] = {{"name", 4},        {"first_name", 10}, {"middle_name", 11},
                                    {"last_name", 9},   {"gender", 6},      {"birth_date", 10},
                                    {"birth_place", 11}}; /* nationality becomes a fact */
    const sj_list_mapping mapping = {column, target, SJ_COUNT(column)};
    const sj_list_options options = {.mapping = &mapping};
    struct walk w = {0};
    char buffer[4096];
    const char *path =
        sj_test_shared("screening/positives_un_untreated.csv", buffer, sizeof buffer);
    if (!path)
        return;
    assert_int_equal(sj_list_read(path, &options, &w.arena, &w.list, NULL), SJ_OK);
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_str *cell;
    size_t count, rows = 0, dates = 0, born = 0;
    uint64_t line;
    assert_int_equal(sj_input_open(path, (sj_str){0}, UINT64_MAX, &in, NULL), SJ_OK);
    assert_int_equal(sj_csv_new(in, NULL, &csv), SJ_OK);
    while (sj_csv_next(csv, &cell, &count, &line, NULL) == SJ_OK) {
        if (line == 1)
            continue;
        const sj_entity *e = &w.list.entity[rows++];
        dates += e->date_count;
        born += cell[5].len > 0;
        audit_blob(&w.blob, e);
        for (size_t i = 0; i < count; i++)
            value(&w, "a plain table", cell[i]);
    }
    assert_int_equal(rows, 683);
    assert_int_equal(w.list.entity_count, 683);
    assert_int_equal(dates, born);
    print_message("a plain table: %zu cells checked, %zu lost\n", w.checked, w.lost);
    assert_int_equal(w.lost, 0);
    close_walk(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(australia),
        cmocka_unit_test(japan),
        cmocka_unit_test(follow_the_money),
        cmocka_unit_test(senzing),
        cmocka_unit_test(opensanctions_table),
        cmocka_unit_test(deltas),
        cmocka_unit_test(opensanctions_nested),
        cmocka_unit_test(plain_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
