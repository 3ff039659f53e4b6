/* sojourn/index.h -- from millions of listed names to the few worth comparing,
 * and the score of a record.
 *
 * Promise: complete. The result of a search is the set that comparing with
 *         every record would give (sj_index_scan does just that and is the twin).
 * Shape:  one immutable file, checksummed, mapped read-only, shared by threads
 *         without locks; scratch is an argument, one a thread.
 * Unit:   record scores lie in [0, 1]; the threshold for a match is
 *         SJ_NAME_THRESHOLD. The best name pair gives the base; other fields
 *         raise or lower it by stated weights (sj_field_weights). */
#ifndef SOJOURN_INDEX_H
#define SOJOURN_INDEX_H
#include "sojourn/names.h"
#include "sojourn/records.h"

/* ---- building ---- */
typedef struct sj_index_builder sj_index_builder;
typedef struct sj_index_list { /* a list whose entities follow */
    sj_str name, authority, format, version, hash;
} sj_index_list;
SJ_API SJ_MUST sj_status sj_index_builder_new(sj_index_builder **ret);
SJ_API SJ_MUST sj_status sj_index_builder_list(sj_index_builder *b, const sj_index_list *list,
                                               uint32_t *ret_list_number);
/* Copies what it needs. Errors: SJ_ENOMEM, SJ_ELIMIT (2^31 records or names); a name that
 * cannot be prepared is an error with the entity's id in the diag, never skipped. */
SJ_API SJ_MUST sj_status sj_index_builder_add(sj_index_builder *b, uint32_t list_number,
                                              const sj_entity *e, sj_diag *reterr_diag);
/* Writes the file (atomically). Same entities in the same order: same bytes. */
SJ_API SJ_MUST sj_status sj_index_builder_write(sj_index_builder *b, const char *path);
SJ_API SJ_MUST sj_status sj_index_builder_write_memory(sj_index_builder *b, sj_buf *to);
SJ_API sj_index_builder *sj_index_builder_free(sj_index_builder *b);
SJ_DEFINE_AUTO(sj_index_builder)

/* ---- opening ---- */
typedef struct sj_index sj_index;
/* Checks magic, version, engine tables' fingerprint, bounds of every section and
 * (verify true, or always below 64 MiB) the checksum of each. With verify false a
 * larger file is compared with its checksums block by block, each block before it is
 * first read: opening is quick, and a search that meets a damaged block is
 * SJ_ECORRUPT, never an answer. Errors: SJ_EFORMAT, SJ_EVERSION, SJ_ECORRUPT with
 * reason, SJ_ENOTFOUND, SJ_EIO, SJ_ENOMEM. */
SJ_API SJ_MUST sj_status sj_index_open(const char *path, bool verify, sj_index **ret,
                                       sj_diag *reterr_diag);
SJ_API SJ_MUST sj_status sj_index_open_memory(const void *bytes, size_t len, sj_index **ret,
                                              sj_diag *reterr_diag); /* borrowed */
/* Compares what is left of a file opened without verifying, so that searches need not:
 * before threads share it. SJ_ECORRUPT if a block is damaged; then nothing changes. */
SJ_API SJ_MUST sj_status sj_index_verify(sj_index *ix);
SJ_API sj_index *sj_index_free(sj_index *ix);
SJ_DEFINE_AUTO(sj_index)
SJ_API size_t sj_index_list_count(const sj_index *ix);
SJ_API void sj_index_list_get(const sj_index *ix, size_t i, sj_index_list *ret);
SJ_API size_t sj_index_record_count(const sj_index *ix);
SJ_API size_t sj_index_name_count(const sj_index *ix);
typedef struct sj_index_record {
    uint32_t list_number;
    sj_schema schema;
    sj_str id, caption; /* borrowed from the map */
} sj_index_record;
/* Of a hit's record, or any below the count; empty if its block is damaged. */
SJ_API void sj_index_record_get(const sj_index *ix, uint32_t record, sj_index_record *ret);

/* ---- searching ---- */
/* A query: an entity's names, dates, countries, gender, places, identifiers,
 * prepared once; lives as long as arena. */
typedef struct sj_query sj_query;
SJ_API SJ_MUST sj_status sj_query_prepare(const sj_entity *e, sj_arena *arena,
                                          const sj_query **ret);

typedef enum sj_field {
    SJ_FIELD_NAME,
    SJ_FIELD_BIRTH_DATE,
    SJ_FIELD_COUNTRY, /* nationality, residence, jurisdiction, flag */
    SJ_FIELD_GENDER,
    SJ_FIELD_PLACE,      /* birth place, address */
    SJ_FIELD_IDENTIFIER, /* numbers, documents, contacts, wallets */
    SJ_FIELD_WEAK_NAME,  /* a weak alias or a one-word query without support */
    SJ_FIELD_COUNT
} sj_field;
SJ_API sj_str sj_field_text(sj_field field);
typedef struct sj_field_evidence {
    sj_field field;
    double effect;        /* added to (or taken from) the score, as stated in the table */
    sj_str rule;          /* "same day", "year differs by one", ... constant text */
    sj_str query, listed; /* the two values */
} sj_field_evidence;
enum { SJ_EVIDENCE_MAX = 16 };
typedef struct sj_hit {
    uint32_t record;
    double score;
    double name_score;
    uint32_t query_name;  /* which of the query's names */
    uint32_t listed_name; /* which of the record's names, by number in the record */
    bool by_identifier;   /* an identifier of the right scheme agrees: a match by itself */
} sj_hit;
typedef struct sj_search_scratch sj_search_scratch;
SJ_API SJ_MUST sj_status sj_search_scratch_new(const sj_index *ix, sj_search_scratch **ret);
SJ_API sj_search_scratch *sj_search_scratch_free(sj_search_scratch *s);
SJ_DEFINE_AUTO(sj_search_scratch)
/* Every record whose score reaches `threshold` (0.5 .. 1; below that the scan is
 * used), best first, ties by list and record number. *ret_hit is borrowed from
 * scratch until its next use. Errors: SJ_ENOMEM, SJ_EINVAL, SJ_ECORRUPT (a block
 * of a file that was opened without verifying is damaged). */
SJ_API SJ_MUST sj_status sj_index_search(const sj_index *ix, const sj_query *q, double threshold,
                                         sj_search_scratch *s, const sj_hit **ret_hit,
                                         size_t *ret_count);
/* The slow twin: compares with every record. Same result, same order. */
SJ_API SJ_MUST sj_status sj_index_scan(const sj_index *ix, const sj_query *q, double threshold,
                                       sj_search_scratch *s, const sj_hit **ret_hit,
                                       size_t *ret_count);
typedef struct sj_hit_explanation {
    sj_name_explanation name;
    sj_str query_name, listed_name; /* as written */
    sj_name_kind listed_name_kind;
    sj_field_evidence evidence[SJ_EVIDENCE_MAX];
    size_t evidence_count;
} sj_hit_explanation;
/* Why this hit has this score. Strings live as long as the query, the index and
 * `arena` do. Errors: SJ_ENOMEM, SJ_ECORRUPT. */
SJ_API SJ_MUST sj_status sj_index_explain(const sj_index *ix, const sj_query *q, const sj_hit *hit,
                                          sj_arena *arena, sj_hit_explanation *ret);
#endif
