/* lists/reader.h -- what every format's reader is to lists/list.c: one row in a
 * table. A reader sees decompressed input and fills entities into an arena. */
#ifndef SJ_LISTS_READER_H
#define SJ_LISTS_READER_H
#include "base/base.h"
#include "records/csv.h"
#include "records/input.h"
#include "records/xml.h"
#include "sojourn/lists.h"

/* One input file of a list: `name` is the file's name without folder. */
typedef struct sj_list_file {
    sj_str name;
    sj_str bytes; /* decompressed, mapped or in the arena; may be 120 MB */
} sj_list_file;

/* Elements or columns left out on purpose, each with the reason; the audit test
 * of each format walks a real file and demands that every non-empty element or
 * column is read by the reader or stands here. */
typedef struct sj_list_left_out {
    const char *path; /* "INDIVIDUAL/SORT_KEY" or a column's name */
    const char *reason;
} sj_list_left_out;

typedef struct sj_list_reader {
    sj_list_format format;
    const char *authority;
    /* True if the first bytes (up to 64 KiB, decompressed) are this format. */
    bool (*recognise)(sj_str first_bytes);
    /* Fills list->version, entity, warning (name, hash, format are the caller's).
     * Strings may be borrowed from file->bytes or copied into arena: both live
     * as long as the list. */
    sj_status (*read)(const sj_list_file *file, size_t file_count, const sj_list_options *options,
                      sj_arena *arena, sj_list *list, sj_diag *reterr_diag);
    const sj_list_left_out *left_out;
    size_t left_out_count;
    /* Names of files that belong together ("sdn.csv", "alt.csv", ...): list.c
     * gathers them from a folder; NULL: every file is a list of its own. */
    bool (*companion)(sj_str lead_name, sj_str other_name);
} sj_list_reader;

extern const sj_list_reader sj_reader_un_xml, sj_reader_ofac_csv, sj_reader_ofac_sdn_xml,
    sj_reader_ofac_advanced_xml, sj_reader_ofac_enhanced_xml, sj_reader_eu_fsf_xml,
    sj_reader_eu_fsf_csv, sj_reader_eu_journal_csv, sj_reader_uk_sl_xml, sj_reader_uk_sl_csv,
    sj_reader_uk_conlist_csv, sj_reader_us_csl_csv, sj_reader_seco_xml, sj_reader_sema_xml,
    sj_reader_dfat_xlsx, sj_reader_mof_xlsx, sj_reader_ftm_jsonl, sj_reader_ftm_delta,
    sj_reader_opensanctions_csv, sj_reader_opensanctions_nested, sj_reader_senzing_json,
    sj_reader_plain_csv;

/* ---- shared by readers (lists/common.c) ---- */
/* Adds an entity to list (arena-grown). NULL on out-of-memory. */
sj_entity *sj_list_add_entity(sj_list *list, sj_arena *a, sj_str id, sj_schema schema);
SJ_MUST sj_status sj_list_warn(sj_list *list, sj_arena *a, const char *format, ...) SJ_PRINTF(3, 4);
/* Short forms of the common additions; empty values add nothing and succeed.
 * Values are borrowed, not copied. */
SJ_MUST sj_status sj_list_name(sj_entity *e, sj_arena *a, sj_name_kind kind, sj_str full);
SJ_MUST sj_status sj_list_fact(sj_entity *e, sj_arena *a, sj_fact_kind kind, sj_str label,
                               sj_str value); /* fills country for nationality, residence, ... */
SJ_MUST sj_status sj_list_identifier(sj_entity *e, sj_arena *a, sj_identifier_kind kind,
                                     sj_str type_text, sj_str value, sj_str issuer_text);
SJ_MUST sj_status sj_list_date(sj_entity *e, sj_arena *a, sj_date_kind kind, sj_str text,
                               int32_t name); /* parses; keeps text either way */
/* The dates that stand among the words of `text`, which as a whole is none: each
 * with its own words as text and the whole as note (lists/dates.c). Without any,
 * and for a plain date, as sj_list_date. Borrowed, not copied. */
SJ_MUST sj_status sj_list_dates_among_words(sj_entity *e, sj_arena *a, sj_date_kind kind,
                                            sj_str text, int32_t name);
SJ_MUST sj_status sj_list_place(sj_entity *e, sj_arena *a, sj_place_kind kind, sj_str full,
                                sj_str country_text);
/* Guesses an identifier's kind from the label a list uses ("Passport", "Número
 * de passeport", "Tax ID No.", "SWIFT/BIC", "Vessel Registration Identification"
 * with value "IMO 9826902", ...). SJ_ID_OTHER if unknown: never dropped. */
sj_identifier_kind sj_list_identifier_kind(sj_str label);
/* Two or more texts joined by `separator`, empty ones skipped. */
SJ_MUST sj_status sj_list_join(sj_arena *a, const sj_str *part, size_t count, sj_str separator,
                               sj_str *ret);
/* Splits "(a) X (b) Y" / "a) X; b) Y" / "1: X 2: Y" enumerations; one item if none. */
SJ_MUST sj_status sj_list_enumeration(sj_arena *a, sj_str text, sj_str **ret, size_t *ret_count);
/* Names that stand inside a name ("A / B", "X (a.k.a. Y)", "Denis (Denys) Z"):
 * each is added behind the entity's names, which stay as they are
 * (lists/alternatives.c). For lists that people write, not for those whose
 * source has each name by itself; in a bilingual one "A/B" is a name twice.
 * Errors: SJ_ENOMEM. */
#define SJ_LIST_PART_NOTE SJ_S("part of a longer name on the list") /* note of each */
SJ_MUST sj_status sj_list_alternatives(sj_entity *e, sj_arena *a, bool bilingual);
#endif
