/* sojourn/lists.h -- official lists: bytes in, entities out, whole or not at all.
 *
 * A reader takes the bytes of one list (or of the files that make it, such as
 * OFAC's quartet) and gives an sj_list, or refuses with a diagnosis that names
 * file, line or byte and what was expected. Nothing is dropped in silence: what
 * a format says is mapped to the model of sojourn/records.h, kept as a fact with
 * its own label, or named in the reader's table of what is left out on purpose. */
#ifndef SOJOURN_LISTS_H
#define SOJOURN_LISTS_H
#include "sojourn/records.h"

#define SJ_LIST_FORMAT_MAP(X)                       \
    X(UNKNOWN, "unknown")                           \
    X(UN_XML, "un-xml")                             \
    X(OFAC_CSV, "ofac-csv")                         \
    X(OFAC_SDN_XML, "ofac-sdn-xml")                 \
    X(OFAC_ADVANCED_XML, "ofac-advanced-xml")       \
    X(OFAC_ENHANCED_XML, "ofac-enhanced-xml")       \
    X(EU_FSF_XML, "eu-fsf-xml")                     \
    X(EU_FSF_CSV, "eu-fsf-csv")                     \
    X(EU_JOURNAL_CSV, "eu-journal-csv")             \
    X(UK_SL_XML, "uk-sl-xml")                       \
    X(UK_SL_CSV, "uk-sl-csv")                       \
    X(UK_CONLIST_CSV, "uk-conlist-csv")             \
    X(US_CSL_CSV, "us-csl-csv")                     \
    X(SECO_XML, "seco-xml")                         \
    X(SEMA_XML, "sema-xml")                         \
    X(DFAT_XLSX, "dfat-xlsx")                       \
    X(MOF_XLSX, "mof-xlsx")                         \
    X(FTM_JSONL, "ftm-jsonl")                       \
    X(FTM_DELTA, "ftm-delta")                       \
    X(OPENSANCTIONS_CSV, "opensanctions-csv")       \
    X(OPENSANCTIONS_NESTED, "opensanctions-nested") \
    X(SENZING_JSON, "senzing-json")                 \
    X(PLAIN_CSV, "plain-csv")
typedef enum sj_list_format {
#define X(name, text) SJ_LIST_##name,
    SJ_LIST_FORMAT_MAP(X)
#undef X
} sj_list_format;
SJ_API sj_str sj_list_format_text(sj_list_format format);
SJ_API bool sj_list_format_parse(sj_str text, sj_list_format *ret);

typedef struct sj_list {
    sj_list_format format;
    sj_str name;      /* the caller's name for it, or the format's */
    sj_str authority; /* "UN", "OFAC", "EU", "UK", ... */
    sj_str version;   /* date or number the file states; empty if it states none */
    sj_str hash;      /* SHA-256 of the decompressed bytes, hex; several files in order */
    sj_entity *entity;
    size_t entity_count;
    sj_str *warning; /* oddities that did not stop the reading, one line each */
    size_t warning_count;
} sj_list;

/* Which column of a plain CSV holds what; header names, matched without case. */
typedef struct sj_list_mapping {
    const sj_str *column; /* the file's header */
    const sj_str *target; /* id, name, alias, weak_alias, native_name, former_name, birth_date,
                             nationality, country, gender, address, birth_place, identifier,
                             passport, national_id, tax_id, registration_number, imo, bic, lei,
                             crypto, email, phone, website, schema, programme, remark,
                             first_name, middle_name, last_name, ... */
    size_t count;
} sj_list_mapping;

typedef struct sj_list_options {
    sj_str name;                    /* empty: the format's text */
    sj_list_format expected;        /* SJ_LIST_UNKNOWN: recognise */
    const sj_list_mapping *mapping; /* plain CSV only; NULL: by header names */
} sj_list_options;

/* Reads PATH: a file, or a folder that holds one list in several files (OFAC's
 * quartet, the EU Journal's acts, an FtM delta series). Everything in *ret lives
 * as long as `arena`. A list with no entity is SJ_ECORRUPT.
 * Errors: SJ_ENOTFOUND, SJ_EIO, SJ_EFORMAT (not recognised, not the expected
 * one), SJ_ESYNTAX, SJ_EENCODING, SJ_ECORRUPT, SJ_ELIMIT, SJ_ENOMEM; *ret is
 * unchanged and reterr_diag says where. */
SJ_API SJ_MUST sj_status sj_list_read(const char *path, const sj_list_options *options,
                                      sj_arena *arena, sj_list *ret, sj_diag *reterr_diag);
/* The same for one file's bytes in memory (still compressed is fine). */
SJ_API SJ_MUST sj_status sj_list_read_memory(sj_str bytes, const sj_list_options *options,
                                             sj_arena *arena, sj_list *ret, sj_diag *reterr_diag);
/* From the first bytes after decompression (64 KiB are enough). */
SJ_API sj_list_format sj_list_recognise(sj_str first_bytes);
#endif
