/* lists/list.c -- the door to the readers: bytes are opened, recognised by
 * content, read by the one reader that claims them, and checked as a whole.
 *
 * A list is a table row (lists/reader.h). What every reader would otherwise
 * have to repeat is here: archives, companions, the hash, the name, and three
 * invariants of the result:
 *   (1) at least one entity: an empty list would clear everybody in silence;
 *   (2) every entity has an id, and no two have the same;
 *   (3) *ret is written only when everything succeeded.
 * Not chosen: recognising by trial parsing with every reader. It is slow, and
 * a damaged file would be refused with the words of the wrong format. */
#include "lists/prose.h"
#include "lists/source.h"
#include "lists/xlsx.h"

static const sj_list_reader *const reader_table[] = {
    &sj_reader_un_xml,
    &sj_reader_ofac_csv,
    &sj_reader_ofac_sdn_xml,
    &sj_reader_ofac_advanced_xml,
    &sj_reader_ofac_enhanced_xml,
    &sj_reader_eu_fsf_xml,
    &sj_reader_eu_fsf_csv,
    &sj_reader_eu_journal_csv,
    &sj_reader_uk_sl_xml,
    &sj_reader_uk_sl_csv,
    &sj_reader_uk_conlist_csv,
    &sj_reader_us_csl_csv,
    &sj_reader_seco_xml,
    &sj_reader_sema_xml,
    &sj_reader_dfat_xlsx,
    &sj_reader_mof_xlsx,
    &sj_reader_ftm_jsonl,
    &sj_reader_ftm_delta,
    &sj_reader_opensanctions_csv,
    &sj_reader_opensanctions_nested,
    &sj_reader_senzing_json,
    &sj_reader_plain_csv,
};

const sj_list_reader *const *sj_list_readers(size_t *ret_count)
{
    *ret_count = SJ_COUNT(reader_table);
    return reader_table;
}

sj_str sj_list_format_text(sj_list_format format)
{
    static const sj_str text[] = {
#define X(name, text) {text, sizeof(text) - 1},
        SJ_LIST_FORMAT_MAP(X)
#undef X
    };
    return (size_t)format < SJ_COUNT(text) ? text[format] : text[0];
}

bool sj_list_format_parse(sj_str text, sj_list_format *ret)
{
    for (int f = SJ_LIST_UN_XML; f <= SJ_LIST_PLAIN_CSV; f++)
        if (sj_str_eq_nocase(text, sj_list_format_text((sj_list_format)f))) {
            *ret = (sj_list_format)f;
            return true;
        }
    return false;
}

const sj_list_reader *sj_list_reader_of(sj_str first_bytes)
{
    size_t count;
    const sj_list_reader *const *reader = sj_list_readers(&count);
    if (!sj_str_starts(first_bytes, SJ_S("PK\3\4"))) /* an XLSX is judged whole */
        first_bytes = sj_str_slice(first_bytes, 0, SJ_LIST_PEEK_BYTES);
    for (size_t i = 0; i < count; i++)
        if (reader[i]->recognise(first_bytes))
            return reader[i];
    return NULL;
}

static const sj_list_reader *reader_for(sj_list_format format)
{
    size_t count;
    const sj_list_reader *const *reader = sj_list_readers(&count);
    for (size_t i = 0; i < count; i++)
        if (reader[i]->format == format)
            return reader[i];
    return NULL;
}

sj_list_format sj_list_recognise(sj_str first_bytes)
{
    const sj_list_reader *r = sj_list_reader_of(first_bytes);
    return r ? r->format : SJ_LIST_UNKNOWN;
}

/* ---- one list ---- */

static bool belongs(const sj_list_reader *r, sj_str a, sj_str b)
{
    return r->companion && (r->companion(a, b) || r->companion(b, a));
}

/* Why nobody knows a file, where its first bytes tell. */
static sj_status unknown(sj_str bytes, sj_diag *reterr_diag)
{
    const sj_str text = sj_str_trim(sj_str_slice(bytes, 0, SJ_LIST_PEEK_BYTES));
    const bool wide = sj_str_starts(bytes, SJ_S("\xff\xfe")) ||
                      sj_str_starts(bytes, SJ_S("\xfe\xff")) ||
                      (bytes.len > 1 && bytes.ptr[1] == '\0');
    if (text.len == 0)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected a list: the file is empty", 0, 1, 0);
    if (wide)
        return sj_diag_set(reterr_diag, SJ_EENCODING, "expected UTF-8: this is UTF-16", 0, 1, 0);
    if (sj_str_starts_nocase(text, SJ_S("<!doctype html")) ||
        sj_str_starts_nocase(text, SJ_S("<html")))
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected a list: this is a page of HTML", 0, 1,
                           0);
    return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected a list in a known format", 0, 1, 0);
}

/* The reader that all files agree on; a file that nobody recognises is welcome
 * if it is named as a companion (a damaged one is then refused by the reader
 * with its own words). */
static sj_status choose(const sj_list_file *file, size_t count, const sj_list_reader **ret,
                        sj_diag *reterr_diag)
{
    const sj_list_reader *chosen = NULL;
    size_t lead = 0;
    for (size_t turn = 0; turn < 2; turn++)
        for (size_t i = 0; i < count; i++) {
            const sj_list_reader *r = sj_list_reader_of(file[i].bytes);
            if (turn == 0 && r && (!chosen || r->format == SJ_LIST_FTM_DELTA)) {
                chosen = r;
                lead = i;
            }
            sj_diag_file(reterr_diag, file[i].name);
            if (turn == 1 && !chosen)
                return unknown(file[i].bytes, reterr_diag);
            if (turn == 1 && i != lead && !belongs(chosen, file[lead].name, file[i].name))
                return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected the files of one list", 0, 0,
                                   0);
        }
    *ret = chosen;
    return SJ_OK;
}

/* Looking into an XLSX needs memory, and a recogniser cannot say that it had
 * none: if nobody knows a workbook, see whether it can be opened at all. */
static sj_status check_memory(const sj_list_file *file)
{
    SJ_SCOPED(sj_arena) scratch = {0};
    sj_xlsx *x = NULL;
    return sj_xlsx_open(file->bytes, &scratch, &x, NULL) == SJ_ENOMEM ? SJ_ENOMEM : SJ_OK;
}

static sj_status choose_again(const sj_list_file *file, size_t count, const sj_list_reader **ret,
                              sj_diag *reterr_diag)
{
    const sj_status s = choose(file, count, ret, reterr_diag);
    if (s != SJ_EFORMAT || count != 1 || !sj_str_starts(file[0].bytes, SJ_S("PK\3\4")))
        return s;
    SJ_TRY(check_memory(&file[0]));
    return choose(file, count, ret, reterr_diag);
}

static sj_status choose_reader(const sj_list_file *file, size_t count,
                               const sj_list_options *options, const sj_list_reader **ret,
                               sj_diag *reterr_diag)
{
    const sj_list_reader *chosen = NULL;
    if (options->mapping || options->expected == SJ_LIST_PLAIN_CSV)
        chosen = reader_for(SJ_LIST_PLAIN_CSV);
    else
        SJ_TRY(choose_again(file, count, &chosen, reterr_diag));
    if (!chosen || (options->expected && chosen->format != options->expected))
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected a list in another format", 0, 0, 0);
    *ret = chosen;
    return SJ_OK;
}

static sj_status hash_files(const sj_list_file *file, size_t count, sj_arena *arena, sj_str *ret)
{
    SJ_AUTO(sj_sha256) *h = NULL;
    char hex[65];
    SJ_TRY(sj_sha256_new(&h));
    for (size_t i = 0; i < count; i++)
        SJ_TRY(sj_sha256_add(h, file[i].bytes.ptr, file[i].bytes.len));
    SJ_TRY(sj_sha256_hex(h, hex));
    return sj_arena_copy(arena, sj_str_from(hex), ret);
}

static sj_status check_ids(const sj_list *list, sj_map *seen, sj_diag *reterr_diag)
{
    for (size_t i = 0; i < list->entity_count; i++) {
        sj_map_entry *entry = NULL;
        const sj_str id = list->entity[i].id;
        sj_diag_field(reterr_diag, id);
        if (id.len == 0)
            return sj_diag_set(reterr_diag, SJ_ECORRUPT, "expected an id in every entity", 0, 0, 0);
        SJ_TRY(sj_map_put(seen, id, &entry));
        if (entry->value++ > 0)
            return sj_diag_set(reterr_diag, SJ_ECORRUPT, "expected ids to be unique", 0, 0, 0);
    }
    return SJ_OK;
}

static sj_status check(const sj_list *list, sj_diag *reterr_diag) /* (1) and (2) */
{
    if (list->entity_count == 0)
        return sj_diag_set(reterr_diag, SJ_ECORRUPT, "expected at least one entity", 0, 0, 0);
    SJ_SCOPED(sj_map) seen = {0};
    return check_ids(list, &seen, reterr_diag);
}

/* Data sets that were made from lists have each name and number by itself. */
static bool has_plain_fields(sj_list_format format)
{
    return format >= SJ_LIST_FTM_JSONL && format <= SJ_LIST_PLAIN_CSV;
}

/* What a list that people write says inside its texts: names in a name, numbers
 * in a remark. */
static sj_status read_texts(const sj_list *list, sj_arena *arena)
{
    for (size_t i = 0; i < list->entity_count && !has_plain_fields(list->format); i++) {
        SJ_TRY(sj_list_alternatives(&list->entity[i], arena,
                                    list->format == SJ_LIST_SEMA_XML)); /* English/French */
        SJ_TRY(sj_list_numbers_in_prose(&list->entity[i], arena));
    }
    return SJ_OK;
}

static sj_status read_files(const sj_list_file *file, size_t count, const sj_list_options *options,
                            sj_arena *arena, sj_list *ret, sj_diag *reterr_diag)
{
    static const sj_list_options none = {0};
    const sj_list_options *o = options ? options : &none;
    const sj_list_reader *reader = NULL;
    SJ_TRY(choose_reader(file, count, o, &reader, reterr_diag));
    sj_list list = {.format = reader->format, .authority = sj_str_from(reader->authority)};
    list.name = sj_list_format_text(reader->format);
    if (o->name.len)
        SJ_TRY(sj_arena_copy(arena, o->name, &list.name));
    sj_diag_file(reterr_diag, file[0].name);
    SJ_TRY(reader->read(file, count, o, arena, &list, reterr_diag));
    SJ_TRY(check(&list, reterr_diag));
    SJ_TRY(read_texts(&list, arena));
    SJ_TRY(hash_files(file, count, arena, &list.hash));
    *ret = list; /* (3) */
    return SJ_OK;
}

/* Puts the status into a diagnosis that the failing call left untouched. */
static sj_status explained(sj_status status, const char *path, sj_diag *reterr_diag)
{
    if (status >= 0 || !reterr_diag)
        return status;
    if (!reterr_diag->file[0])
        sj_diag_file(reterr_diag, sj_str_from(path));
    if (!reterr_diag->reason || reterr_diag->status != status)
        return sj_diag_set(reterr_diag, status, sj_status_text(status), 0, 0, 0);
    return status;
}

static sj_status open_path(sj_str path, sj_arena *arena, sj_list_file **file, size_t *count,
                           sj_diag *reterr_diag)
{
    SJ_SCOPED(sj_file) raw = {0};
    sj_list_file *opened = NULL;
    size_t opened_count = 0;
    sj_diag_file(reterr_diag, path);
    SJ_TRY(sj_file_open(path.ptr, SJ_INPUT_MAX_BYTES, &raw));
    const sj_status s = sj_source_open((sj_str){raw.ptr, raw.len}, sj_source_name(path), SIZE_MAX,
                                       arena, &opened, &opened_count, reterr_diag);
    if (s < 0 && reterr_diag && !reterr_diag->file[0])
        sj_diag_file(reterr_diag, sj_source_name(path));
    SJ_TRY(s);
    for (size_t i = 0; i < opened_count; i++) {
        sj_list_file *f = sj_arena_push(arena, file, count, sizeof **file);
        if (!f)
            return SJ_ENOMEM;
        *f = opened[i];
    }
    return SJ_OK;
}

sj_status sj_list_read_paths(const sj_str *path, size_t path_count, const sj_list_options *options,
                             sj_arena *arena, sj_list *ret, sj_diag *reterr_diag)
{
    sj_list_file *file = NULL;
    size_t count = 0;
    for (size_t i = 0; i < path_count; i++)
        SJ_TRY(open_path(path[i], arena, &file, &count, reterr_diag));
    return read_files(file, count, options, arena, ret, reterr_diag);
}

static sj_status resolve_folder(const char *path, sj_arena *arena, sj_str **ret, size_t *ret_count,
                                sj_diag *reterr_diag)
{
    sj_list_found *found = NULL;
    const sj_list_found *chosen = NULL;
    size_t count = 0;
    SJ_TRY(sj_list_gather(path, 2, arena, &found, &count));
    for (size_t i = 0; i < count; i++) {
        if (!found[i].reader && found[i].status != SJ_EFORMAT) {
            sj_diag_file(reterr_diag, found[i].path[0]);
            return sj_diag_set(reterr_diag, found[i].status, found[i].reason, 0, 0, 0);
        }
        if (!found[i].reader)
            continue;
        if (chosen)
            return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected one list in the folder", 0, 0, 0);
        chosen = &found[i];
    }
    if (!chosen)
        return sj_diag_set(reterr_diag, SJ_EFORMAT, "expected a list in the folder", 0, 0, 0);
    *ret = chosen->path;
    *ret_count = chosen->path_count;
    return SJ_OK;
}

/* OFAC's four files are one list wherever one of them is named: read alone,
 * sdn.csv would lose every alias and address. An EU act or one FtM file is a
 * list by itself, so only this format looks at its neighbours. */
static sj_status resolve_neighbours(sj_str path, sj_arena *arena, sj_str **ret, size_t *ret_count)
{
    const sj_str name = sj_source_name(path);
    sj_str folder = sj_str_slice(path, 0, path.len - name.len), *all = NULL, zero_terminated;
    size_t all_count = 0;
    if (folder.len == 0)
        folder = SJ_S("./");
    SJ_TRY(sj_arena_format(arena, &zero_terminated, "%.*s", SJ_STR_FMT(folder)));
    SJ_TRY(sj_file_list(zero_terminated.ptr, arena, &all, &all_count));
    for (size_t i = 0; i < all_count; i++) {
        if (!sj_str_eq(all[i], name) && !belongs(reader_for(SJ_LIST_OFAC_CSV), name, all[i]))
            continue;
        sj_str *p = sj_arena_push(arena, ret, ret_count, sizeof **ret);
        if (!p)
            return SJ_ENOMEM;
        SJ_TRY(sj_arena_format(arena, p, "%.*s%.*s", SJ_STR_FMT(folder), SJ_STR_FMT(all[i])));
    }
    return SJ_OK;
}

static sj_status is_ofac_file(sj_str path, sj_arena *arena, bool *ret, sj_diag *reterr_diag)
{
    SJ_SCOPED(sj_file) raw = {0};
    sj_list_file *file = NULL;
    size_t count = 0;
    SJ_TRY(sj_file_open(path.ptr, SJ_INPUT_MAX_BYTES, &raw));
    SJ_TRY(sj_source_open((sj_str){raw.ptr, raw.len}, sj_source_name(path), SJ_LIST_PEEK_BYTES,
                          arena, &file, &count, reterr_diag));
    *ret = count == 1 && sj_list_recognise(file[0].bytes) == SJ_LIST_OFAC_CSV;
    return SJ_OK;
}

sj_status sj_list_resolve(const char *path, const sj_list_options *options, sj_arena *arena,
                          sj_str **ret, size_t *ret_count, sj_diag *reterr_diag)
{
    const bool plain = options && (options->mapping || options->expected == SJ_LIST_PLAIN_CSV);
    const bool stream = sj_str_starts(sj_str_from(path), SJ_S("/dev/"));
    sj_str *one = NULL;
    size_t count = 0;
    bool ofac = false;
    if (sj_file_is_folder(path))
        return resolve_folder(path, arena, ret, ret_count, reterr_diag);
    if (!plain && !stream) /* a stream can be read only once */
        SJ_TRY(is_ofac_file(sj_str_from(path), arena, &ofac, reterr_diag));
    if (ofac) {
        SJ_TRY(resolve_neighbours(sj_str_from(path), arena, &one, &count));
    } else {
        sj_str *p = sj_arena_push(arena, &one, &count, sizeof *one);
        if (!p)
            return SJ_ENOMEM;
        SJ_TRY(sj_arena_format(arena, p, "%s", path));
    }
    *ret = one;
    *ret_count = count;
    return SJ_OK;
}

static sj_status read_path(const char *path, const sj_list_options *options, sj_arena *arena,
                           sj_list *ret, sj_diag *reterr_diag)
{
    SJ_SCOPED(sj_arena) scratch = {0};
    sj_str *file = NULL;
    size_t count = 0;
    SJ_TRY(sj_list_resolve(path, options, &scratch, &file, &count, reterr_diag));
    return sj_list_read_paths(file, count, options, arena, ret, reterr_diag);
}

sj_status sj_list_read(const char *path, const sj_list_options *options, sj_arena *arena,
                       sj_list *ret, sj_diag *reterr_diag)
{
    if (!path || !arena || !ret)
        return SJ_EINVAL;
    sj_diag_set(reterr_diag, SJ_OK, NULL, 0, 0, 0);
    sj_diag_file(reterr_diag, sj_str_from(path));
    const char *real = strcmp(path, "-") == 0 ? "/dev/stdin" : path;
    return explained(read_path(real, options, arena, ret, reterr_diag), path, reterr_diag);
}

sj_status sj_list_read_memory(sj_str bytes, const sj_list_options *options, sj_arena *arena,
                              sj_list *ret, sj_diag *reterr_diag)
{
    if (!arena || !ret)
        return SJ_EINVAL;
    sj_list_file *file = NULL;
    size_t count = 0;
    sj_diag_set(reterr_diag, SJ_OK, NULL, 0, 0, 0);
    sj_status s =
        sj_source_open(bytes, SJ_S("(memory)"), SIZE_MAX, arena, &file, &count, reterr_diag);
    if (s >= 0)
        s = read_files(file, count, options, arena, ret, reterr_diag);
    return explained(s, "(memory)", reterr_diag);
}
