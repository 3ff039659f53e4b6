/* index/format.h -- the index file: a header, then sections, each an array of
 * fixed-size little-endian items aligned to 64 bytes.
 *
 *   record -> name -> form -> unit -> core -> signature        (what was listed)
 *   signature hash -> cores (active, passive)                  (which words are alike)
 *   core -> forms (all), -> forms it leads (lead, second)      (which names hold them)
 *   identifier hash -> records
 *
 * Forms are numbered in the order of (system, count of distinctive words), so a
 * bound on that count is a range of form numbers and every posting list, sorted
 * by form, is cut by two binary searches (or none: lists are scanned from the
 * start of the range). */
#ifndef SJ_INDEX_FORMAT_H
#define SJ_INDEX_FORMAT_H
#include "names/form.h"
#include "sojourn/index.h"

enum {
    SJ_INDEX_VERSION = 6,
    SJ_INDEX_ALIGNMENT = 64,
    SJ_INDEX_BLOCK = 4096, /* bytes under one checksum of BLOCKS */
    SJ_INDEX_DISTINCTIVE_MAX = SJ_FORM_TOKENS_MAX + 1
};
#define SJ_INDEX_MAGIC "SJINDEX\n"
#define SJ_INDEX_NONE UINT32_MAX
#define SJ_INDEX_DISTINCTIVE 0x80u

#define SJ_INDEX_SECTION_MAP(X)        \
    X(LISTS, char)                     \
    X(RECORDS, sj_index_record_item)   \
    X(BLOB, char)                      \
    X(NAMES, sj_index_name_item)       \
    X(FORMS, sj_index_form_item)       \
    X(UNITS, sj_index_unit_item)       \
    X(CORES, sj_index_core_item)       \
    X(SIGNATURES, uint64_t)            \
    X(TRAITS, sj_signature_traits)     \
    X(TEXT, char)                      \
    X(RANGES, uint32_t)                \
    X(ACTIVE_START, uint32_t)          \
    X(ACTIVE, sj_index_table_item)     \
    X(PASSIVE_START, uint32_t)         \
    X(PASSIVE, sj_index_table_item)    \
    X(ALL_START, uint32_t)             \
    X(ALL, uint32_t)                   \
    X(LEAD_START, uint32_t)            \
    X(LEAD, sj_index_lead_item)        \
    X(SECOND_START, uint32_t)          \
    X(SECOND, uint32_t)                \
    X(IDENTIFIER_START, uint32_t)      \
    X(IDENTIFIER, sj_index_table_item) \
    X(BLOCKS, uint64_t) /* last: index/blocks.h */
typedef enum sj_index_section {
#define X(name, type) SJ_SECTION_##name,
    SJ_INDEX_SECTION_MAP(X)
#undef X
        SJ_SECTION_COUNT
} sj_index_section;

typedef struct sj_index_section_item {
    uint64_t offset, count, checksum; /* bytes from the start; items; sj_hash_bytes */
} sj_index_section_item;
typedef struct sj_index_header {
    char magic[8];
    uint32_t version, section_count;
    uint64_t fingerprint; /* of the engine's tables: sj_index_fingerprint */
    uint64_t file_bytes;
    sj_index_section_item section[SJ_SECTION_COUNT];
    uint64_t checksum; /* of all above */
} sj_index_header;

typedef struct sj_index_record_item {
    uint64_t blob; /* offset of its facts in BLOB (index/facts.h) */
    uint32_t blob_len, list, name_first;
    uint16_t name_count;
    uint8_t schema, pad;
} sj_index_record_item;
typedef struct sj_index_name_item {
    uint32_t record;
    uint8_t kind; /* sj_name_kind */
    uint8_t pad[3];
} sj_index_name_item;
typedef struct sj_index_form_item {
    uint32_t name, unit_first;
    uint8_t system, kind, token_count, unit_count;
    uint8_t distinctive_count, flags, pad[2];
    float weight;
} sj_index_form_item;
typedef struct sj_index_unit_item {
    uint32_t core;
    uint8_t first, count;
    uint8_t role;   /* sj_role; SJ_INDEX_DISTINCTIVE is added to single words that are */
    uint8_t weight; /* of a single word, in 255ths, rounded down: bounds need no core */
} sj_index_unit_item;
typedef struct sj_index_core_item {
    uint32_t text; /* offset in TEXT */
    uint32_t signature_first;
    uint16_t text_len, signature_count;
    float weight;
    uint8_t system, unit_class, syllabic;
    uint8_t typo_edits; /* SJ_INDEX_DISTINCTIVE is added where the core is */
} sj_index_core_item;
/* Forms of one (system, distinctive count): [first, next range's first). */
/* A hash table as sorted buckets: the top bits of the hash choose
 * [start[b], start[b + 1]), `tag` holds the low 32 bits. */
typedef struct sj_index_table_item {
    uint32_t tag, value;
} sj_index_table_item;
typedef struct sj_index_lead_item {
    uint32_t form;
    uint32_t partner; /* the core that must be matched too, or SJ_INDEX_NONE */
} sj_index_lead_item;

/* Changes whenever the engine would cut, read or weigh names differently: a hash
 * over prepared probe names of every script and kind. Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_index_fingerprint(uint64_t *ret);

struct sj_index {
    const char *bytes;
    size_t len;
    sj_file file; /* empty if the bytes are borrowed */
    const sj_index_header *header;
#define X(name, type) const type *name;
    struct {
        SJ_INDEX_SECTION_MAP(X)
    } at;
#undef X
    struct {
        uint32_t active, passive, identifier;
    } shift;           /* 64 - log2(buckets) of each table */
    uint64_t *checked; /* a bit a block; NULL: all were compared (index/blocks.h) */
    size_t block_first[SJ_SECTION_COUNT];
};
/* sj_index_open with the bytes borrowed. With `verify` false blocks are compared when
 * they are first read, however small the file. */
SJ_MUST sj_status sj_index_open_bytes(const void *bytes, size_t len, bool verify, sj_index **ret,
                                      sj_diag *reterr_diag);
static inline size_t sj_index_count(const sj_index *ix, sj_index_section s)
{
    return (size_t)ix->header->section[s].count;
}
/* A core of the file as names/ sees it. */
static inline sj_core sj_index_core(const sj_index *ix, uint32_t number)
{
    const sj_index_core_item *c = &ix->at.CORES[number];
    return (sj_core){
        .text = {ix->at.TEXT + c->text, c->text_len},
        .system = c->system,
        .unit_class = c->unit_class,
        .typo_edits = c->typo_edits & (SJ_INDEX_DISTINCTIVE - 1),
        .syllabic = c->syllabic,
        .distinctive = (c->typo_edits & SJ_INDEX_DISTINCTIVE) != 0,
        .weight = c->weight,
        .signature = ix->at.SIGNATURES + c->signature_first,
        .traits = ix->at.TRAITS + c->signature_first,
        .signature_count = c->signature_count,
    };
}
#endif
