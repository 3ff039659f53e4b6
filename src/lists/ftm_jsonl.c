/* lists/ftm_jsonl.c -- three ways to the same objects: JSON lines, nested JSON
 * lines (OpenSanctions' targets.nested.json), and a base with a series of
 * deltas.
 *
 * A delta is JSON lines `{"op": "ADD"|"MOD"|"DEL", "entity": {...}}`. Deltas are
 * applied in the order of their names (a version begins with its time). With a
 * `delta.json` beside them, its versions and the folders must agree, but that
 * the oldest versions may be missing: they are in the base.
 *
 *   (1) ADD of a known id, MOD or DEL of an unknown one: the delta does not
 *       belong to this base, and the whole list is refused;
 *   (2) an empty delta file is a version in which nothing changed;
 *   (3) a nested object counts as one of the file unless the file gives the
 *       same id at its top level, which then counts. */
#include "lists/ftm_store.h"

static const sj_list_left_out left_out[] = {
    {"referents", "ids that were merged into this one; the source's housekeeping"},
    {"first_seen", "when the source's crawler saw it, not when it was listed"},
    {"last_seen", "as first_seen"},
    {"last_change", "as first_seen; the newest is the list's version"},
    {"op", "the operation of a delta, applied"},
};

static sj_str first_line(sj_str bytes)
{
    sj_str line = {0};
    bytes = sj_str_trim(bytes);
    (void)sj_str_split(&bytes, '\n', &line);
    return sj_str_trim(line);
}

static bool has(sj_str s, const char *part)
{
    return sj_str_find(s, sj_str_from(part), 0) < s.len;
}

static bool is_delta(sj_str bytes)
{
    const sj_str line = first_line(bytes);
    return sj_str_starts(line, SJ_S("{")) && has(line, "\"op\"") && has(line, "\"entity\"") &&
           has(sj_str_slice(line, 0, 40), "\"op\"");
}

static bool is_ftm(sj_str bytes)
{
    const sj_str line = first_line(bytes);
    return sj_str_starts(line, SJ_S("{")) && !is_delta(bytes) && has(line, "\"id\"") &&
           has(line, "\"schema\"") && has(line, "\"properties\"");
}

/* A nested file has an object inside an array of a property. An entity of a
 * flat file has arrays of texts only, so the first "[{" tells. */
static bool is_nested(sj_str bytes)
{
    return is_ftm(bytes) && (has(bytes, ":[{") || has(bytes, ": [{"));
}

static bool is_flat(sj_str bytes)
{
    return is_ftm(bytes) && !is_nested(bytes);
}

/* ---- lines ---- */

typedef sj_status (*on_object)(sj_ftm *f, cJSON *json, sj_str line, uint64_t number);

static sj_status each_line(sj_ftm *f, const sj_list_file *file, on_object handle)
{
    SJ_AUTO(sj_input) *in = NULL;
    SJ_AUTO(sj_lines) *lines = NULL;
    sj_str line;
    uint64_t number, offset;
    sj_diag_file(f->diag, file->name);
    SJ_TRY(sj_input_open_memory(file->bytes, (sj_str){0}, SJ_INPUT_MAX_BYTES, &in, f->diag));
    SJ_TRY(sj_lines_new(in, &lines));
    for (;;) {
        const sj_status s = sj_lines_next(lines, &line, &number, &offset, f->diag);
        if (s == SJ_DONE)
            return SJ_OK;
        SJ_TRY(s);
        sj_json_auto cJSON *json = NULL;
        const sj_status parsed = sj_ftm_parse(f, line, number, &json);
        if (parsed < 0 && f->diag)
            f->diag->offset_bytes += offset;
        SJ_TRY(parsed);
        SJ_TRY(handle(f, json, line, number));
    }
}

static sj_status put_flat(sj_ftm *f, cJSON *json, sj_str line, uint64_t number)
{
    if (sj_ftm_find(f, sj_ftm_value(cJSON_GetObjectItemCaseSensitive(json, "id"))))
        return sj_diag_set(f->diag, SJ_ECORRUPT, "expected every id once", 0, number, 1);
    return sj_ftm_put(f, json, line, true, number);
}

/* ---- nested ---- */

enum { NESTING_MAX = 16 }; /* OpenSanctions nests three deep */

static sj_status put_text(sj_ftm *f, const cJSON *json, uint64_t number)
{
    char *text = cJSON_PrintUnformatted(json);
    if (!text)
        return SJ_ENOMEM;
    const sj_status s = sj_ftm_put(f, json, sj_str_from(text), true, number);
    cJSON_free(text);
    return s;
}

static sj_status put_nested(sj_ftm *f, const cJSON *json, uint64_t number, unsigned depth)
{
    if (depth > NESTING_MAX)
        return sj_diag_set(f->diag, SJ_ELIMIT, "expected at most 16 nested entities", 0, number, 0);
    const sj_str id = sj_ftm_value(cJSON_GetObjectItemCaseSensitive(json, "id"));
    if (depth == 0 || !sj_ftm_find(f, id)) /* (3) */
        SJ_TRY(put_text(f, json, number));
    const cJSON *properties = cJSON_GetObjectItemCaseSensitive(json, "properties");
    for (const cJSON *p = properties ? properties->child : NULL; p; p = p->next)
        for (const cJSON *v = p->child; v; v = v->next)
            if (cJSON_IsObject(v))
                SJ_TRY(put_nested(f, v, number, depth + 1));
    return SJ_OK;
}

static sj_status put_nested_line(sj_ftm *f, cJSON *json, sj_str line SJ_UNUSED, uint64_t number)
{
    return put_nested(f, json, number, 0);
}

/* ---- deltas ---- */

static sj_status refuse(sj_ftm *f, sj_str id, const char *expected, uint64_t number)
{
    sj_diag_field(f->diag, id);
    return sj_diag_set(f->diag, SJ_EREFUSED, expected, 0, number, 1);
}

static sj_status apply(sj_ftm *f, cJSON *json, sj_str line SJ_UNUSED, uint64_t number)
{
    const sj_str op = sj_ftm_value(cJSON_GetObjectItemCaseSensitive(json, "op"));
    const cJSON *entity = cJSON_GetObjectItemCaseSensitive(json, "entity");
    const sj_str id = sj_ftm_value(entity);
    sj_ftm_object *known = sj_ftm_find(f, id);
    if (!cJSON_IsObject(entity) || id.len == 0)
        return sj_diag_set(f->diag, SJ_ESYNTAX, "expected an entity with an id", 0, number, 1);
    if (sj_str_eq(op, SJ_S("DEL"))) {
        if (!known)
            return refuse(f, id, "expected a known id to delete", number); /* (1) */
        known->dead = true;
        return SJ_OK;
    }
    if (sj_str_eq(op, SJ_S("ADD")) && known)
        return refuse(f, id, "expected a new id to add", number);
    if (sj_str_eq(op, SJ_S("MOD")) && !known)
        return refuse(f, id, "expected a known id to change", number);
    if (!sj_str_eq(op, SJ_S("ADD")) && !sj_str_eq(op, SJ_S("MOD")))
        return sj_diag_set(f->diag, SJ_ESYNTAX, "expected ADD, MOD or DEL", 0, number, 1);
    return put_text(f, entity, number);
}

static bool is_index(sj_str name)
{
    return sj_str_eq(name, SJ_S("delta.json"));
}

static const sj_list_file *version_file(const sj_list_file *file, size_t count, const char *version)
{
    for (size_t i = 0; i < count; i++) {
        const sj_str v = sj_str_from(version);
        if (sj_str_starts(file[i].name, v) && file[i].name.len > v.len &&
            file[i].name.ptr[v.len] == '/')
            return &file[i];
    }
    return NULL;
}

/* delta.json names each version once; a hole after the first one present would
 * skip changes, and a folder that it does not name came from elsewhere. */
static sj_status check_versions(sj_ftm *f, const cJSON *index, const sj_list_file *file,
                                size_t count)
{
    const cJSON *versions = cJSON_GetObjectItemCaseSensitive(index, "versions");
    size_t present = 0, folders = 0;
    for (const cJSON *v = versions ? versions->child : NULL; v; v = v->next) {
        const bool here = version_file(file, count, v->string) != NULL;
        if (!here && present)
            return refuse(f, sj_str_from(v->string), "expected every version since the first", 0);
        present += here;
    }
    for (size_t i = 0; i < count; i++)
        folders += has(file[i].name, "/");
    return folders == present ? SJ_OK
                              : sj_diag_set(f->diag, SJ_EREFUSED,
                                            "expected delta.json to name every version", 0, 0, 0);
}

static sj_status check_index(sj_ftm *f, const sj_list_file *file, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        sj_json_auto cJSON *index = NULL;
        if (!is_index(file[i].name))
            continue;
        sj_diag_file(f->diag, file[i].name);
        SJ_TRY(sj_json_parse(file[i].bytes, &index, f->diag));
        SJ_TRY(check_versions(f, index, file, count));
    }
    return SJ_OK;
}

static int by_name(const void *a, const void *b, void *ctx SJ_UNUSED)
{
    return sj_str_cmp(((const sj_list_file *)a)->name, ((const sj_list_file *)b)->name);
}

static sj_status read_series(sj_ftm *f, const sj_list_file *file, size_t count)
{
    sj_list_file *sorted = sj_arena_alloc(f->b.arena, 2 * count * sizeof *sorted);
    if (!sorted)
        return SJ_ENOMEM;
    memcpy(sorted, file, count * sizeof *sorted);
    sj_sort_stable(sorted, count, sizeof *sorted, sorted + count, by_name, NULL);
    SJ_TRY(check_index(f, sorted, count));
    for (size_t i = 0; i < count; i++)
        if (is_ftm(sorted[i].bytes))
            SJ_TRY(each_line(f, &sorted[i], put_flat));
    for (size_t i = 0; i < count; i++) /* (2) */
        if (!is_index(sorted[i].name) && !is_ftm(sorted[i].bytes) &&
            sj_str_trim(sorted[i].bytes).len)
            SJ_TRY(each_line(f, &sorted[i], apply));
    return SJ_OK;
}

static bool delta_companion(sj_str lead, sj_str other)
{
    (void)lead;
    return is_index(other) || sj_str_ends(other, SJ_S(".delta.json")) ||
           sj_str_ends(other, SJ_S(".ftm.json"));
}

/* ---- the readers ---- */

static sj_status finish(sj_ftm *f, sj_status status)
{
    if (status >= 0)
        status = sj_ftm_build(f);
    sj_ftm_done(f);
    return status;
}

static sj_status read_one(const sj_list_file *file, size_t file_count, sj_arena *arena,
                          sj_list *list, sj_diag *reterr_diag, on_object handle)
{
    sj_ftm f = {.b = {.list = list, .arena = arena}, .diag = reterr_diag};
    if (file_count != 1)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected one file", 0, 0, 0);
    return finish(&f, each_line(&f, file, handle));
}

static sj_status read_flat(const sj_list_file *file, size_t file_count,
                           const sj_list_options *options SJ_UNUSED, sj_arena *arena, sj_list *list,
                           sj_diag *reterr_diag)
{
    return read_one(file, file_count, arena, list, reterr_diag, put_flat);
}

static sj_status read_nested(const sj_list_file *file, size_t file_count,
                             const sj_list_options *options SJ_UNUSED, sj_arena *arena,
                             sj_list *list, sj_diag *reterr_diag)
{
    return read_one(file, file_count, arena, list, reterr_diag, put_nested_line);
}

static sj_status read_delta(const sj_list_file *file, size_t file_count,
                            const sj_list_options *options SJ_UNUSED, sj_arena *arena,
                            sj_list *list, sj_diag *reterr_diag)
{
    sj_ftm f = {.b = {.list = list, .arena = arena}, .diag = reterr_diag};
    return finish(&f, read_series(&f, file, file_count));
}

const sj_list_reader sj_reader_ftm_jsonl = {.format = SJ_LIST_FTM_JSONL,
                                            .authority = "",
                                            .recognise = is_flat,
                                            .read = read_flat,
                                            .left_out = left_out,
                                            .left_out_count = SJ_COUNT(left_out)};
const sj_list_reader sj_reader_ftm_delta = {.format = SJ_LIST_FTM_DELTA,
                                            .authority = "",
                                            .recognise = is_delta,
                                            .read = read_delta,
                                            .left_out = left_out,
                                            .left_out_count = SJ_COUNT(left_out),
                                            .companion = delta_companion};
const sj_list_reader sj_reader_opensanctions_nested = {.format = SJ_LIST_OPENSANCTIONS_NESTED,
                                                       .authority = "",
                                                       .recognise = is_nested,
                                                       .read = read_nested,
                                                       .left_out = left_out,
                                                       .left_out_count = SJ_COUNT(left_out)};
