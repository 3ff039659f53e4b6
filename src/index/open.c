/* index/open.c -- a file that a stranger may have made, mapped read-only.
 *
 * Every section's bounds are checked, and no byte is read that no checksum stands
 * for: a file below VERIFY_ALWAYS is summed whole here, a larger one when asked or
 * else block by block, each before it is first read (index/blocks.h): 4 GB take
 * seconds, and opening promises 50 ms. A sum is no proof against a forger: an index
 * is a cache that its user built. */
#include "index/blocks.h"

static const uint64_t verify_always_bytes = (uint64_t)64 << 20;

/* Names of every script and kind; whatever changes how they are cut, read or
 * weighed changes the fingerprint. */
static const struct {
    sj_str text;
    sj_compare_kind kind;
} probes[] = {
    {{"KIM, Jong Un", 12}, SJ_COMPARE_PERSON},
    {{"Choe Ryong-hae", 14}, SJ_COMPARE_PERSON},
    {{"\xEA\xB9\x80\xEC\xA0\x95\xEC\x9D\x80", 9}, SJ_COMPARE_PERSON},
    {{"\xE5\xB4\x94\xE9\xBE\x99\xE6\xB5\xB7", 9}, SJ_COMPARE_PERSON},
    {{"\xD0\x9A\xD0\xB8\xD0\xBC \xD0\xA7\xD0\xB5\xD0\xBD \xD0\xAB\xD0\xBD", 18}, SJ_COMPARE_ANY},
    {{"\xD9\x85\xD8\xAD\xD9\x85\xD8\xAF \xD8\xB9\xD9\x84\xD9\x8A", 15}, SJ_COMPARE_PERSON},
    {{"Mohammed bin Abdul Rahman al-Tikriti Jr.", 40}, SJ_COMPARE_PERSON},
    {{"Bill J. van der Berg-O'Neil III", 31}, SJ_COMPARE_PERSON},
    {{"Tung Chee Hwa", 13}, SJ_COMPARE_PERSON},
    {{"\xE3\x82\xA6\xE3\x83\xA9\xE3\x82\xB8\xE3\x83\xBC\xE3\x83\x9F\xE3\x83\xAB\xE3\x83\xBB\xE3\x83"
      "\x97\xE3\x83\xBC\xE3\x83\x81\xE3\x83\xB3",
      33},
     SJ_COMPARE_PERSON},
    {{"\xE3\x83\xAA\xE3\x83\xBB\xE3\x82\xBD\xE3\x83\xAB\xE3\x82\xB8\xE3\x83\xA5", 18},
     SJ_COMPARE_PERSON},
    {{"\xE3\x82\xB7\xE3\x83\xBC\xE3\x83\xBB\xE3\x82\xB8\xE3\x83\xB3\xE3\x83\x94\xE3\x83\xB3", 21},
     SJ_COMPARE_PERSON},
    {{"Ilham Heydar oglu Aliyev", 24}, SJ_COMPARE_PERSON},
    {{"Olga Grigoryevna Navalnaya", 26}, SJ_COMPARE_PERSON},
    {{"Tuda Zyunko", 11}, SJ_COMPARE_PERSON},
    {{"Qasem Sheikh Moqadam", 20}, SJ_COMPARE_PERSON},
    {{"\xD8\xB3\xD8\xB1\xD8\xA7\xD8\xAC \xD8\xA7\xD9\x84\xD8\xAF\xD9\x8A\xD9\x86 "
      "\xD8\xB9\xD8\xA8\xD8\xAF \xD8\xA7\xD9\x84\xD9\x84\xD9\x87",
      35},
     SJ_COMPARE_PERSON},
    {{"Foreign Trade Bank (FTB)", 24}, SJ_COMPARE_COMPANY},
    {{"Korea General Trading Corporation No. 2 Ltd", 43}, SJ_COMPARE_COMPANY},
    {{"Aktiengesellschaft f\xC3\xBCr Handel Berlin", 38}, SJ_COMPARE_COMPANY},
    {{"M/V Chong Chon Gang 7", 21}, SJ_COMPARE_VESSEL},
};

static uint64_t mix_core(uint64_t h, const sj_core *c)
{
    h = sj_hash_mix(h ^ sj_core_identity(c));
    h = sj_hash_bytes(&c->weight, sizeof c->weight, h);
    for (size_t i = 0; i < c->signature_count; i++)
        h = sj_hash_mix(h ^ c->signature[i] ^ c->traits[i].weight);
    uint64_t deletion[SJ_DELETIONS_MAX];
    const size_t n = sj_core_deletions(c, deletion, SJ_COUNT(deletion));
    return sj_hash_bytes(deletion, n * sizeof *deletion, h);
}

sj_status sj_index_fingerprint(uint64_t *ret)
{
    SJ_SCOPED(sj_arena) a = {0};
    uint64_t h = SJ_INDEX_VERSION;
    for (size_t i = 0; i < SJ_COUNT(probes); i++) {
        const sj_name *name;
        SJ_TRY(sj_name_prepare(probes[i].text, NULL, probes[i].kind, &a, &name));
        for (size_t f = 0; f < name->form_count; f++) {
            const sj_form *form = &name->form[f];
            h = sj_hash_mix(h ^ form->system ^ (uint64_t)form->unit_count << 8 ^
                            (uint64_t)form->flags << 16);
            for (unsigned u = 0; u < form->unit_count; u++)
                h = mix_core(h, form->unit[u].core);
        }
    }
    *ret = h;
    return SJ_OK;
}

static sj_status refuse(sj_diag *d, sj_status s, const char *reason, uint64_t at)
{
    return sj_diag_set(d, s, reason, at, 0, 0);
}

static sj_status check_header(const sj_index *ix, sj_diag *d)
{
    const sj_index_header *h = ix->header;
    if (ix->len < 12 || memcmp(h->magic, SJ_INDEX_MAGIC, sizeof h->magic) != 0)
        return refuse(d, SJ_EFORMAT, "not an index file: it does not begin with SJINDEX", 0);
    if (h->version != SJ_INDEX_VERSION)
        return refuse(d, SJ_EVERSION, "the index file is of another version: build it again", 8);
    if (ix->len < sizeof *h)
        return refuse(d, SJ_ECORRUPT, "the index file ends inside its header", ix->len);
    if (h->section_count != SJ_SECTION_COUNT ||
        h->checksum != sj_hash_bytes(h, offsetof(sj_index_header, checksum), 0))
        return refuse(d, SJ_ECORRUPT, "the index file's header is damaged", 0);
    if (h->file_bytes != ix->len)
        return refuse(d, SJ_ECORRUPT, "the index file is cut or has bytes after its end", ix->len);
    uint64_t fingerprint;
    SJ_TRY(sj_index_fingerprint(&fingerprint));
    if (h->fingerprint != fingerprint)
        return refuse(d, SJ_EVERSION,
                      "the index was built by an engine that reads names differently: build again",
                      16);
    return SJ_OK;
}

static sj_status check_section(const sj_index *ix, unsigned i, bool verify, sj_diag *d)
{
    const sj_index_section_item *s = &ix->header->section[i];
    if (s->offset % SJ_INDEX_ALIGNMENT || s->offset > ix->len ||
        s->count > (ix->len - s->offset) / sj_index_item_bytes[i])
        return refuse(d, SJ_ECORRUPT, "a section reaches past the end of the file", s->offset);
    if (verify && s->checksum != sj_hash_bytes(ix->bytes + s->offset,
                                               (size_t)s->count * sj_index_item_bytes[i], i))
        return refuse(d, SJ_ECORRUPT, "a section is damaged: its checksum differs", s->offset);
    return SJ_OK;
}

/* Buckets are 2^bits + 1 starts; returns 64 - bits, or 0 if they are not. */
static uint32_t shift_of(size_t starts)
{
    uint32_t bits = 1;
    while (bits < 31 && ((size_t)1 << bits) + 1 < starts)
        bits++;
    return ((size_t)1 << bits) + 1 == starts ? 64 - bits : 0;
}

static sj_status check_shape(sj_index *ix, sj_diag *d)
{
    ix->shift.active = shift_of(sj_index_count(ix, SJ_SECTION_ACTIVE_START));
    ix->shift.passive = shift_of(sj_index_count(ix, SJ_SECTION_PASSIVE_START));
    ix->shift.identifier = shift_of(sj_index_count(ix, SJ_SECTION_IDENTIFIER_START));
    const size_t cores = sj_index_count(ix, SJ_SECTION_CORES);
    const bool good =
        ix->shift.active && ix->shift.passive && ix->shift.identifier &&
        sj_index_count(ix, SJ_SECTION_TRAITS) == sj_index_count(ix, SJ_SECTION_SIGNATURES) &&
        sj_index_count(ix, SJ_SECTION_ALL_START) == cores + 1 &&
        sj_index_count(ix, SJ_SECTION_LEAD_START) == cores + 1 &&
        sj_index_count(ix, SJ_SECTION_SECOND_START) == cores + 1 &&
        sj_index_count(ix, SJ_SECTION_RANGES) == SJ_SYSTEM_COUNT * SJ_INDEX_DISTINCTIVE_MAX + 1 &&
        sj_index_count(ix, SJ_SECTION_BLOCKS) == sj_blocks_count(ix);
    return good ? SJ_OK
                : refuse(d, SJ_ECORRUPT, "the index file's sections do not fit together", 0);
}

static sj_status attach(sj_index *ix, bool verify, sj_diag *d)
{
    ix->header = (const sj_index_header *)(const void *)ix->bytes;
    SJ_TRY(check_header(ix, d));
    for (unsigned i = 0; i < SJ_SECTION_COUNT; i++)
        SJ_TRY(check_section(ix, i, verify, d));
#define X(name, type) \
    ix->at.name =     \
        (const type *)(const void *)(ix->bytes + ix->header->section[SJ_SECTION_##name].offset);
    SJ_INDEX_SECTION_MAP(X)
#undef X
    SJ_TRY(check_shape(ix, d));
    if (verify)
        return SJ_OK;
    const sj_status s = sj_blocks_begin(ix);
    return s == SJ_ECORRUPT ? refuse(d, s, "the index file's lists or checksums are damaged",
                                     ix->header->section[SJ_SECTION_BLOCKS].offset)
                            : s;
}

sj_status sj_index_open_bytes(const void *bytes, size_t len, bool verify, sj_index **ret,
                              sj_diag *reterr_diag)
{
    if ((uintptr_t)bytes % 16)
        return SJ_EINVAL;
    SJ_AUTO(sj_index) *ix = sj_mem_zalloc(sizeof *ix);
    if (!ix)
        return SJ_ENOMEM;
    ix->bytes = bytes;
    ix->len = len;
    SJ_TRY(attach(ix, verify, reterr_diag));
    *ret = SJ_TAKE(ix);
    return SJ_OK;
}

sj_status sj_index_open_memory(const void *bytes, size_t len, sj_index **ret, sj_diag *reterr_diag)
{
    return sj_index_open_bytes(bytes, len, true, ret, reterr_diag);
}

sj_status sj_index_open(const char *path, bool verify, sj_index **ret, sj_diag *reterr_diag)
{
    SJ_AUTO(sj_index) *ix = sj_mem_zalloc(sizeof *ix);
    if (!ix)
        return SJ_ENOMEM;
    sj_diag_file(reterr_diag, sj_str_from(path));
    const sj_status s = sj_file_open(path, SIZE_MAX, &ix->file);
    if (s < 0)
        return refuse(reterr_diag, s, "the index file cannot be opened", 0);
    ix->bytes = ix->file.ptr;
    ix->len = ix->file.len;
    SJ_TRY(attach(ix, verify || ix->len < verify_always_bytes, reterr_diag));
    *ret = SJ_TAKE(ix);
    return SJ_OK;
}

sj_status sj_index_verify(sj_index *ix)
{
    SJ_TRY(sj_blocks_check_all(ix));
    sj_mem_free(ix->checked);
    ix->checked = NULL;
    return SJ_OK;
}

sj_index *sj_index_free(sj_index *ix)
{
    if (!ix)
        return NULL;
    sj_file_done(&ix->file);
    sj_mem_free(ix->checked);
    sj_mem_free(ix);
    return NULL;
}

/* ---- what stands in it ---- */

static bool next_text(const char **at, const char *end, sj_str *ret)
{
    uint32_t len;
    if ((size_t)(end - *at) < sizeof len)
        return false;
    memcpy(&len, *at, sizeof len);
    *at += sizeof len;
    if (len > (size_t)(end - *at))
        return false;
    *ret = (sj_str){*at, len};
    *at += len;
    return true;
}

static bool next_list(const char **at, const char *end, sj_index_list *ret)
{
    return next_text(at, end, &ret->name) && next_text(at, end, &ret->authority) &&
           next_text(at, end, &ret->format) && next_text(at, end, &ret->version) &&
           next_text(at, end, &ret->hash);
}

size_t sj_index_list_count(const sj_index *ix)
{
    const char *at = ix->at.LISTS, *end = at + sj_index_count(ix, SJ_SECTION_LISTS);
    sj_index_list list;
    size_t n = 0;
    while (next_list(&at, end, &list))
        n++;
    return n;
}

void sj_index_list_get(const sj_index *ix, size_t i, sj_index_list *ret)
{
    const char *at = ix->at.LISTS, *end = at + sj_index_count(ix, SJ_SECTION_LISTS);
    *ret = (sj_index_list){0};
    for (size_t n = 0; n <= i; n++)
        if (!next_list(&at, end, ret)) {
            *ret = (sj_index_list){0};
            return;
        }
}

size_t sj_index_record_count(const sj_index *ix)
{
    return sj_index_count(ix, SJ_SECTION_RECORDS);
}

size_t sj_index_name_count(const sj_index *ix)
{
    return sj_index_count(ix, SJ_SECTION_NAMES);
}
