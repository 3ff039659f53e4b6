/* tests/unit/lists/audit.h -- the independent witness of the readers: walks a
 * real file with expat alone and demands that every non-empty text and every
 * attribute is either found, by value, in the entity of its record, or stands
 * in the reader's table of what is left out.
 *
 * A value counts as found if the entity holds it anywhere (blanks collapsed,
 * ASCII case ignored), or all its pieces between ';', or the ISO form of the
 * date it is. Nothing here knows what the reader does with a path. */
#ifndef SJ_TESTS_AUDIT_H
#define SJ_TESTS_AUDIT_H
#include "lists/reader.h"
#include "test.h"
#include <expat.h>
#include <time.h>

/* ---- all that one entity says, as one text ---- */

static inline void audit_add(sj_buf *to, sj_str s)
{
    bool blank = true;
    for (size_t i = 0; i < s.len; i++) {
        const char c = s.ptr[i];
        const unsigned char third = i + 2 < s.len ? (unsigned char)s.ptr[i + 2] : 0;
        if (i + 2 < s.len && !memcmp(s.ptr + i, "\xe2\x80", 2) &&
            (third == 0x8e || third == 0x8f || (third >= 0xaa && third <= 0xae))) {
            i += 2; /* a mark of writing direction */
            continue;
        }
        const bool is_blank = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!is_blank || !blank)
            sj_buf_add_char(to, is_blank ? ' ' : c);
        blank = is_blank;
    }
    sj_buf_add_char(to, '\n');
}
static inline void audit_add_range(sj_buf *to, const sj_date_range *r)
{
    char text[32];
    if (r->from.year || r->to.year)
        audit_add(to, (sj_str){text, sj_date_write(r, text)});
}
static inline void audit_add_places(sj_buf *to, const sj_entity *e)
{
    for (size_t i = 0; i < e->place_count; i++) {
        const sj_entity_place *p = &e->place[i];
        const sj_str all[] = {p->full,     p->street,  p->city,         p->region,
                              p->postcode, p->country, p->country_text, p->note};
        for (size_t k = 0; k < SJ_COUNT(all); k++)
            audit_add(to, all[k]);
        if (p->kind == SJ_PLACE_BIRTH) /* OFAC's labels for the kind */
            audit_add(to, SJ_S("POB Place of Birth"));
    }
}
static inline void audit_add_names(sj_buf *to, const sj_entity *e)
{
    for (size_t i = 0; i < e->name_count; i++) {
        const sj_entity_name *n = &e->name[i];
        audit_add(to, n->full);
        for (size_t k = 0; k < SJ_PART_COUNT; k++)
            audit_add(to, n->part[k]);
        audit_add(to, n->note);
        audit_add(to, n->script);
        audit_add(to, n->language);
    }
    for (size_t i = 0; i < e->date_count; i++) {
        audit_add(to, e->date[i].text);
        audit_add(to, e->date[i].note);
        audit_add(to, e->date[i].calendar);
        if (e->date[i].kind == SJ_DATE_BIRTH)
            audit_add(to, SJ_S("DOB Birthdate"));
        if (e->date[i].parsed)
            audit_add_range(to, &e->date[i].range);
    }
}
static inline void audit_blob(sj_buf *to, const sj_entity *e)
{
    sj_buf_clear(to);
    audit_add(to, e->id);
    audit_add(to, sj_schema_text(e->schema));
    audit_add_names(to, e);
    audit_add_places(to, e);
    for (size_t i = 0; i < e->identifier_count; i++) {
        const sj_entity_identifier *d = &e->identifier[i];
        const sj_str all[] = {d->value, d->type_text, d->country, d->issuer_text, d->note};
        for (size_t k = 0; k < SJ_COUNT(all); k++)
            audit_add(to, all[k]);
        if (d->kind == SJ_ID_CRYPTO) { /* OFAC's label, of which the currency is kept */
            sj_buf_add(to, SJ_S("Digital Currency Address - "));
            audit_add(to, d->type_text);
        }
        audit_add_range(to, &d->issued);
        audit_add_range(to, &d->expires);
    }
    for (size_t i = 0; i < e->link_count; i++) {
        const sj_str all[] = {e->link[i].target_id, e->link[i].target_name, e->link[i].text,
                              e->link[i].share};
        for (size_t k = 0; k < SJ_COUNT(all); k++)
            audit_add(to, all[k]);
        audit_add_range(to, &e->link[i].from);
        audit_add_range(to, &e->link[i].to);
    }
    for (size_t i = 0; i < e->listing_count; i++) {
        const sj_entity_listing *l = &e->listing[i];
        const sj_str all[] = {l->programme, l->measure, l->reference, l->legal_basis, l->reason};
        for (size_t k = 0; k < SJ_COUNT(all); k++)
            audit_add(to, all[k]);
        audit_add_range(to, &l->listed);
        audit_add_range(to, &l->amended);
        audit_add_range(to, &l->delisted);
    }
    for (size_t i = 0; i < e->fact_count; i++) {
        audit_add(to, e->fact[i].label);
        audit_add(to, e->fact[i].value);
        audit_add(to, e->fact[i].note);
    }
    sj_buf_add_char(to, '\0');
}

static inline bool audit_holds(const sj_buf *blob, sj_str value)
{
    SJ_SCOPED(sj_buf) plain = {0};
    audit_add(&plain, sj_str_trim(value));
    if (plain.len <= 1)
        return true;
    plain.ptr[plain.len - 1] = '\0'; /* the line end */
    return strstr(blob->ptr, plain.ptr) || strcasestr(blob->ptr, plain.ptr);
}
static inline bool audit_found(const sj_buf *blob, sj_str value)
{
    sj_date_range r;
    char text[32];
    if (audit_holds(blob, value))
        return true;
    if (sj_date_parse(value, &r) && audit_holds(blob, (sj_str){text, sj_date_write(&r, text)}))
        return true;
    if (sj_str_find(value, SJ_S(";"), 0) == value.len)
        return false;
    sj_str piece;
    while (sj_str_split(&value, ';', &piece))
        if (!audit_holds(blob, piece))
            return false;
    return true;
}

/* Prose: every word must be there, but for those that became a field. */
static inline bool audit_words(const sj_buf *blob, sj_str value)
{
    static const char marks[] = " \t\r\n;:,.()'";
    static const char *const fields[] = {"alt",   "issued", "expires", "expired",
                                         "a.k.a", "f.k.a",  "n.k.a"};
    size_t at = 0;
    while (at < value.len) {
        size_t end = at;
        while (end < value.len && !strchr(" \t\r\n;", value.ptr[end]))
            end++;
        sj_str word = sj_str_slice(value, at, end);
        at = end + 1;
        while (word.len && strchr(marks, word.ptr[0]))
            word = sj_str_slice(word, 1, word.len);
        while (word.len && strchr(marks, word.ptr[word.len - 1]))
            word.len--;
        bool field = false;
        for (size_t i = 0; i < SJ_COUNT(fields); i++)
            field |= sj_str_eq_nocase(word, sj_str_from(fields[i]));
        if (!field && !audit_holds(blob, word))
            return false;
    }
    return true;
}

/* ---- the walk ---- */

struct audit {
    const sj_list *list;
    const sj_list_reader *reader;
    const char *const *record; /* names of the elements that become entities */
    size_t record_count;
    char path[2048];
    size_t path_len[64], depth, record_depth, next;
    sj_buf text[64], blob;
    sj_buf all; /* of all entities, for tables that stand apart from the records */
    size_t checked, missing;
};

static inline bool audit_left_out(const struct audit *a, const char *path)
{
    const size_t len = strlen(path);
    for (size_t i = 0; i < a->reader->left_out_count; i++) {
        const char *out = a->reader->left_out[i].path;
        const size_t n = strlen(out);
        if (n < len && strcmp(path + len - n, out) == 0 &&
            (out[0] == '@' || path[len - n - 1] == '/' || path[len - n - 1] == '@'))
            return true;
        if (n && out[n - 1] == '*') { /* everything below */
            char below[256];
            snprintf(below, sizeof below, "/%.*s", (int)(n - 1), out);
            if (strstr(path, below))
                return true;
        }
    }
    return false;
}
static inline void audit_value(struct audit *a, const char *path, sj_str value)
{
    value = sj_str_trim(value);
    if (value.len == 0)
        return;
    a->checked++;
    const bool version = sj_str_starts(a->list->version, value) ||
                         sj_str_find(value, a->list->version, 0) < value.len;
    if (audit_left_out(a, path) || (!a->record_depth && version) ||
        (a->record_depth && audit_found(&a->blob, value)) ||
        (!a->record_depth && a->all.len && audit_found(&a->all, value)))
        return;
    const bool prose = strstr(path, "/remarks") || strstr(path, "/DistinctParty/Comment");
    if (a->record_depth && prose && audit_words(&a->blob, value))
        return;
    if (a->missing++ < 20)
        print_message("lost: %s: '%.*s' (record %zu)\n", path,
                      (int)(value.len > 120 ? 120 : value.len), value.ptr, a->next);
}
static inline void audit_open(void *ctx, const XML_Char *name, const XML_Char **attribute)
{
    struct audit *a = ctx;
    const char *local = strrchr(name, ':') ? strrchr(name, ':') + 1 : name;
    const size_t at = strlen(a->path);
    a->path_len[a->depth] = at;
    snprintf(a->path + at, sizeof a->path - at, "/%s", local);
    sj_buf_clear(&a->text[a->depth++]);
    for (size_t i = 0; !a->record_depth && i < a->record_count; i++)
        if (strcmp(local, a->record[i]) == 0) {
            a->record_depth = a->depth;
            assert_true(a->next < a->list->entity_count);
            audit_blob(&a->blob, &a->list->entity[a->next++]);
        }
    for (size_t i = 0; attribute[i]; i += 2) {
        if (strncmp(attribute[i], "xmlns", 5) == 0)
            continue;
        const char *plain =
            strchr(attribute[i], ':') ? strchr(attribute[i], ':') + 1 : attribute[i];
        char path[2200];
        snprintf(path, sizeof path, "%s@%s", a->path, plain);
        audit_value(a, path, sj_str_from(attribute[i + 1]));
    }
}
static inline void audit_text(void *ctx, const XML_Char *s, int len)
{
    struct audit *a = ctx;
    sj_buf_add(&a->text[a->depth - 1], (sj_str){s, (size_t)len});
}
static inline void audit_close(void *ctx, const XML_Char *name)
{
    struct audit *a = ctx;
    (void)name;
    audit_value(a, a->path, sj_buf_str(&a->text[a->depth - 1]));
    if (a->record_depth == a->depth)
        a->record_depth = 0;
    a->path[a->path_len[--a->depth]] = '\0';
}

/* Fails the test if the file says anything that the list does not. */
static inline void audit_xml(const sj_list_reader *reader, const sj_list *list, sj_str bytes,
                             const char *const *record, size_t record_count)
{
    static struct audit a;
    memset(&a, 0, sizeof a);
    for (size_t i = 0; reader->format == SJ_LIST_OFAC_ADVANCED_XML && i < list->entity_count; i++) {
        audit_blob(&a.blob, &list->entity[i]);
        sj_buf_add(&a.all, (sj_str){a.blob.ptr, a.blob.len - 1});
    }
    if (a.all.len)
        sj_buf_add_char(&a.all, '\0');
    a.reader = reader;
    a.list = list;
    a.record = record;
    a.record_count = record_count;
    XML_Parser p = XML_ParserCreate(NULL);
    XML_SetUserData(p, &a);
    XML_SetElementHandler(p, audit_open, audit_close);
    XML_SetCharacterDataHandler(p, audit_text);
    assert_int_equal(XML_Parse(p, bytes.ptr, (int)bytes.len, 1), XML_STATUS_OK);
    XML_ParserFree(p);
    for (size_t i = 0; i < SJ_COUNT(a.text); i++)
        sj_buf_done(&a.text[i]);
    sj_buf_done(&a.blob);
    sj_buf_done(&a.all);
    print_message("audit: %zu values in %zu records, %zu lost\n", a.checked, a.next, a.missing);
    assert_true(a.checked > 10);
    assert_int_equal(a.next, list->entity_count);
    assert_int_equal(a.missing, 0);
}

/* ---- reading, and refusing ---- */

static inline sj_status audit_read(const sj_list_reader *reader, sj_str bytes, sj_arena *arena,
                                   sj_list *list, sj_diag *diag)
{
    const sj_list_file file = {SJ_S("sample"), bytes};
    const sj_list_options options = {0};
    return reader->read(&file, 1, &options, arena, list, diag);
}

/* Cut anywhere, or with a byte that is no UTF-8, the bytes must be refused and
 * the diagnosis must say what was expected. `last` is the length from which on
 * a cut no longer loses anything (trailing blanks). */
static inline void audit_refusals(const sj_list_reader *reader, sj_str bytes, size_t cuts,
                                  size_t last)
{
    char *copy = sj_mem_alloc(bytes.len);
    assert_non_null(copy);
    for (size_t i = 0; i < 2 * cuts; i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_list list = {0};
        sj_diag diag = {0};
        const size_t at = i / 2 * last / cuts;
        memcpy(copy, bytes.ptr, bytes.len);
        copy[at] = (char)0xfe; /* never part of UTF-8 */
        const sj_str bad = {copy, i % 2 ? at : bytes.len};
        const sj_status s = audit_read(reader, bad, &arena, &list, &diag);
        if (s >= 0 || s == SJ_ENOMEM || !diag.reason)
            fail_msg("%s at byte %zu: %s, %s", i % 2 ? "cut" : "no UTF-8", at, sj_status_name(s),
                     diag.reason ? diag.reason : "no reason");
    }
    sj_mem_free(copy);
}
#endif
