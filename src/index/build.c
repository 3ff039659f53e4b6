/* index/build.c -- entities in, columns out.
 *
 * Each name is prepared once; its cores are interned, so that the millions of
 * times "kim" is listed are one core. Interning trusts the 64-bit identity of a
 * core only together with its text, system and class (invariant 1): a collision
 * costs a probe, never a wrong word.
 *
 * Not chosen: threads. Preparing 10 million names is half a minute of a build that
 * is bound by memory; one thread keeps the bytes of the file independent of how
 * work was shared out. */
#include "index/build.h"
#include "index/facts.h"

#define PUSH(column)                                                                   \
    sj_mem_grow(&(column).item, &(column).capacity, (column).count + 1, SJ_COLUMN_MAX, \
                sizeof *(column).item)

enum { FIRST_SLOTS = 1024, SCRATCH_KEEP = 1 << 20 };

sj_status sj_index_builder_new(sj_index_builder **ret)
{
    sj_index_builder *b = sj_mem_zalloc(sizeof *b);
    if (!b)
        return SJ_ENOMEM;
    *ret = b;
    return SJ_OK;
}

sj_index_builder *sj_index_builder_free(sj_index_builder *b)
{
    if (!b)
        return NULL;
    sj_buf_done(&b->lists);
    sj_buf_done(&b->blob);
    sj_buf_done(&b->text);
    sj_mem_free(b->record.item);
    sj_mem_free(b->name.item);
    sj_mem_free(b->form.item);
    sj_mem_free(b->unit.item);
    sj_mem_free(b->core.item);
    sj_mem_free(b->identity.item);
    sj_mem_free(b->signature.item);
    sj_mem_free(b->traits.item);
    sj_mem_free(b->slot);
    sj_arena_done(&b->scratch);
    sj_mem_free(b);
    return NULL;
}

sj_status sj_index_builder_list(sj_index_builder *b, const sj_index_list *list,
                                uint32_t *ret_list_number)
{
    const sj_str field[] = {list->name, list->authority, list->format, list->version, list->hash};
    const size_t before = b->lists.len;
    for (size_t i = 0; i < SJ_COUNT(field); i++) {
        const uint32_t len = (uint32_t)field[i].len;
        if (field[i].len > 4096)
            return SJ_ELIMIT; /* a name or a hash; the longest is a URL */
        sj_buf_add(&b->lists, (sj_str){(const char *)&len, sizeof len});
        sj_buf_add(&b->lists, field[i]);
    }
    const sj_status s = sj_buf_status(&b->lists);
    if (s < 0) {
        b->lists.len = before;
        b->lists.status = SJ_OK;
        return s;
    }
    *ret_list_number = (uint32_t)b->list_count++;
    return SJ_OK;
}

/* ---- interning ---- */

static bool same_core(const sj_index_builder *b, uint32_t number, const sj_core *c,
                      uint64_t identity)
{
    const sj_index_core_item *have = &b->core.item[number];
    return b->identity.item[number] == identity && have->system == c->system &&
           have->unit_class == c->unit_class && have->text_len == c->text.len &&
           (c->text.len == 0 || memcmp(b->text.ptr + have->text, c->text.ptr, c->text.len) == 0);
}

static size_t find_slot(const sj_index_builder *b, const sj_core *c, uint64_t identity)
{
    size_t i = (size_t)identity & (b->slot_count - 1);
    while (b->slot[i] && !same_core(b, b->slot[i] - 1, c, identity))
        i = (i + 1) & (b->slot_count - 1);
    return i;
}

static sj_status grow_slots(sj_index_builder *b)
{
    if (b->slot_count && (b->core.count + 1) * 4 <= b->slot_count * 3)
        return SJ_OK;
    const size_t count = b->slot_count ? b->slot_count * 2 : FIRST_SLOTS;
    uint32_t *slot = sj_mem_zalloc(count * sizeof *slot);
    if (!slot)
        return SJ_ENOMEM;
    for (size_t n = 0; n < b->core.count; n++) {
        size_t i = (size_t)b->identity.item[n] & (count - 1);
        while (slot[i])
            i = (i + 1) & (count - 1);
        slot[i] = (uint32_t)(n + 1);
    }
    sj_mem_free(b->slot);
    b->slot = slot;
    b->slot_count = count;
    return SJ_OK;
}

static sj_status add_core(sj_index_builder *b, const sj_core *c, uint64_t identity)
{
    SJ_TRY(PUSH(b->core));
    SJ_TRY(PUSH(b->identity));
    SJ_TRY(sj_mem_grow(&b->signature.item, &b->signature.capacity,
                       b->signature.count + c->signature_count, SJ_COLUMN_MAX,
                       sizeof *b->signature.item));
    SJ_TRY(sj_mem_grow(&b->traits.item, &b->traits.capacity, b->traits.count + c->signature_count,
                       SJ_COLUMN_MAX, sizeof *b->traits.item));
    if (c->text.len > UINT16_MAX || b->text.len > UINT32_MAX - UINT16_MAX)
        return SJ_ELIMIT;
    const size_t text = b->text.len;
    sj_buf_add(&b->text, c->text);
    SJ_TRY(sj_buf_status(&b->text));
    const sj_index_core_item item = {
        .text = (uint32_t)text,
        .signature_first = (uint32_t)b->signature.count,
        .text_len = (uint16_t)c->text.len,
        .signature_count = c->signature_count,
        .weight = c->weight,
        .system = c->system,
        .unit_class = c->unit_class,
        .syllabic = c->syllabic,
        .typo_edits = (uint8_t)(c->typo_edits | (c->distinctive ? SJ_INDEX_DISTINCTIVE : 0)),
    };
    for (size_t i = 0; i < c->signature_count; i++) {
        b->signature.item[b->signature.count++] = c->signature[i];
        b->traits.item[b->traits.count++] = c->traits[i];
    }
    b->identity.item[b->identity.count++] = identity;
    b->core.item[b->core.count++] = item;
    return SJ_OK;
}

static sj_status intern(sj_index_builder *b, const sj_core *c, uint32_t *ret)
{
    SJ_TRY(grow_slots(b));
    const uint64_t identity = sj_hash_mix(sj_core_identity(c));
    const size_t slot = find_slot(b, c, identity);
    if (!b->slot[slot]) {
        SJ_TRY(add_core(b, c, identity));
        b->slot[slot] = (uint32_t)b->core.count;
    }
    *ret = b->slot[slot] - 1;
    return SJ_OK;
}

/* ---- one entity ---- */

static sj_status add_form(sj_index_builder *b, uint32_t name, const sj_form *f)
{
    SJ_TRY(PUSH(b->form));
    const uint32_t unit_first = (uint32_t)b->unit.count;
    for (unsigned i = 0; i < f->unit_count; i++) {
        const sj_unit *u = &f->unit[i];
        const bool distinctive = u->count == 1 && u->core->distinctive;
        uint32_t core;
        SJ_TRY(intern(b, u->core, &core));
        SJ_TRY(PUSH(b->unit));
        b->unit.item[b->unit.count++] = (sj_index_unit_item){
            .core = core,
            .first = u->first,
            .count = u->count,
            .role = (uint8_t)(u->role | (distinctive ? SJ_INDEX_DISTINCTIVE : 0)),
            .weight = (uint8_t)((double)u->core->weight * 255),
        };
    }
    b->form.item[b->form.count++] = (sj_index_form_item){
        .name = name,
        .unit_first = unit_first,
        .system = f->system,
        .kind = f->kind,
        .token_count = f->token_count,
        .unit_count = f->unit_count,
        .distinctive_count = f->distinctive_count,
        .flags = f->flags,
        .weight = f->weight,
    };
    return SJ_OK;
}

static sj_status add_name(sj_index_builder *b, uint32_t record, const sj_entity_name *n,
                          sj_compare_kind kind)
{
    SJ_TRY(PUSH(b->name));
    const sj_name *name;
    sj_str piece;
    for (size_t at = 0; sj_name_piece(n->full, &at, &piece);) {
        SJ_TRY(sj_name_prepare(piece, n->part, kind, &b->scratch, &name));
        for (size_t i = 0; i < name->form_count; i++)
            SJ_TRY(add_form(b, (uint32_t)b->name.count, &name->form[i]));
    }
    b->name.item[b->name.count++] =
        (sj_index_name_item){.record = record, .kind = (uint8_t)n->kind};
    return SJ_OK;
}

static sj_status add_entity(sj_index_builder *b, uint32_t list_number, const sj_entity *e,
                            sj_diag *reterr_diag)
{
    if (e->name_count > UINT16_MAX)
        return SJ_ELIMIT;
    SJ_TRY(PUSH(b->record));
    const size_t blob = b->blob.len;
    SJ_TRY(sj_facts_write(e, &b->blob));
    if (b->blob.len - blob > UINT32_MAX)
        return SJ_ELIMIT;
    const uint32_t name_first = (uint32_t)b->name.count;
    for (size_t i = 0; i < e->name_count; i++) {
        const sj_status s =
            add_name(b, (uint32_t)b->record.count, &e->name[i], sj_compare_kind_of(e->schema));
        if (s < 0) {
            sj_diag_field(reterr_diag, e->id);
            return sj_diag_set(reterr_diag, s, "name of this record cannot be prepared", 0, 0,
                               i + 1);
        }
    }
    b->record.item[b->record.count++] = (sj_index_record_item){
        .blob = blob,
        .blob_len = (uint32_t)(b->blob.len - blob),
        .list = list_number,
        .name_first = name_first,
        .name_count = (uint16_t)e->name_count,
        .schema = (uint8_t)e->schema,
    };
    return SJ_OK;
}

sj_status sj_index_builder_add(sj_index_builder *b, uint32_t list_number, const sj_entity *e,
                               sj_diag *reterr_diag)
{
    if (list_number >= b->list_count || e->id.len == 0)
        return SJ_EINVAL;
    const size_t blob = b->blob.len, name = b->name.count, form = b->form.count,
                 unit = b->unit.count;
    const sj_status s = add_entity(b, list_number, e, reterr_diag);
    if (s < 0) { /* cores may stay: no unit points to them */
        b->blob.len = blob;
        b->blob.status = b->text.status = SJ_OK;
        b->name.count = name;
        b->form.count = form;
        b->unit.count = unit;
    }
    if (b->scratch.used_bytes > SCRATCH_KEEP || s < 0)
        sj_arena_done(&b->scratch);
    else
        sj_arena_clear(&b->scratch);
    return s;
}

/* ---- writing ---- */

static void put_header(const sj_index_layout *l, uint64_t fingerprint, sj_index_header *h)
{
    memset(h, 0, sizeof *h);
    memcpy(h->magic, SJ_INDEX_MAGIC, sizeof h->magic);
    h->version = SJ_INDEX_VERSION;
    h->section_count = SJ_SECTION_COUNT;
    h->fingerprint = fingerprint;
    uint64_t at = (sizeof *h + SJ_INDEX_ALIGNMENT - 1) / SJ_INDEX_ALIGNMENT * SJ_INDEX_ALIGNMENT;
    for (unsigned i = 0; i < SJ_SECTION_COUNT; i++) {
        const sj_index_part *p = &l->part[i];
        const uint64_t len = (uint64_t)p->count * p->size_bytes;
        h->section[i] =
            (sj_index_section_item){at, p->count, sj_hash_bytes(p->bytes, (size_t)len, i)};
        at += (len + SJ_INDEX_ALIGNMENT - 1) / SJ_INDEX_ALIGNMENT * SJ_INDEX_ALIGNMENT;
    }
    h->file_bytes = at;
    h->checksum = sj_hash_bytes(h, offsetof(sj_index_header, checksum), 0);
}

struct sink {
    sj_status (*put)(void *to, const void *bytes, size_t len);
    void *to;
};

static sj_status put_padded(const struct sink *sink, const void *bytes, size_t len)
{
    static const char zeros[SJ_INDEX_ALIGNMENT];
    const size_t rest = len % SJ_INDEX_ALIGNMENT;
    if (len)
        SJ_TRY(sink->put(sink->to, bytes, len));
    return rest ? sink->put(sink->to, zeros, SJ_INDEX_ALIGNMENT - rest) : SJ_OK;
}

static sj_status put_all(const sj_index_layout *l, const struct sink *sink)
{
    uint64_t fingerprint;
    SJ_TRY(sj_index_fingerprint(&fingerprint));
    sj_index_header h;
    put_header(l, fingerprint, &h);
    SJ_TRY(put_padded(sink, &h, sizeof h));
    for (unsigned i = 0; i < SJ_SECTION_COUNT; i++)
        SJ_TRY(put_padded(sink, l->part[i].bytes, l->part[i].count * l->part[i].size_bytes));
    return SJ_OK;
}

static sj_status write_to(const sj_index_builder *b, const struct sink *sink)
{
    sj_index_layout l;
    sj_status s = sj_index_layout_make(b, &l);
    if (s >= 0)
        s = put_all(&l, sink);
    sj_index_layout_done(&l);
    return s;
}

static sj_status put_buf(void *to, const void *bytes, size_t len)
{
    sj_buf_add(to, (sj_str){bytes, len});
    return sj_buf_status(to);
}

sj_status sj_index_builder_write_memory(sj_index_builder *b, sj_buf *to)
{
    return write_to(b, &(struct sink){put_buf, to});
}

static sj_status put_file(void *to, const void *bytes, size_t len)
{
    return sj_file_writer_add(to, bytes, len);
}

sj_status sj_index_builder_write(sj_index_builder *b, const char *path)
{
    sj_file_writer w;
    SJ_TRY(sj_file_writer_open(path, &w));
    const sj_status s = write_to(b, &(struct sink){put_file, &w});
    return sj_file_writer_close(&w, s);
}
