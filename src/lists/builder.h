/* lists/builder.h -- filling one list from a tree or table that dies: every
 * text is copied into the list's arena, every failure is kept until the end.
 *
 * Shape:  one builder a read; it has at most one entity open. All verbs return
 *         void or a place to write to (never NULL: after a failure it is a
 *         dummy); the reader asks `status` once a record. Empty texts add
 *         nothing.
 * A place is good until the next verb of the same kind on the same entity. */
#ifndef SJ_LISTS_BUILDER_H
#define SJ_LISTS_BUILDER_H
#include "lists/reader.h"

typedef struct sj_builder {
    sj_list *list;
    sj_arena *arena;
    sj_entity *e;
    sj_status status;
    const char *refusal; /* with SJ_ECORRUPT: what was expected */
    uint64_t line;       /* of the record being read */
    bool passed_over;    /* set by on_record: this record is not read, or not now */
    sj_map unread;       /* path -> how often; of what nobody asked for (lists/unread.h) */
    sj_str *unread_path;
    size_t unread_paths, unread_more; /* more: values of paths beyond those */
    union {
        sj_entity entity;
        sj_entity_name name;
        sj_entity_date date;
        sj_entity_identifier identifier;
        sj_entity_place place;
        sj_entity_link link;
        sj_entity_listing listing;
        sj_entity_fact fact;
    } dummy;
} sj_builder;

/* Trimmed and copied. */
sj_str sj_build_keep(sj_builder *b, sj_str s);
/* The non-empty ones of `part`, trimmed, with `separator` between them. */
sj_str sj_build_join(sj_builder *b, const sj_str *part, size_t count, sj_str separator);

sj_entity *sj_build_entity(sj_builder *b, sj_str id, sj_schema schema);
sj_entity_name *sj_build_name(sj_builder *b, sj_name_kind kind, sj_str full);
sj_entity_date *sj_build_date(sj_builder *b, sj_date_kind kind, sj_str text); /* parsed */
sj_entity_identifier *sj_build_identifier(sj_builder *b, sj_identifier_kind kind, sj_str type_text,
                                          sj_str value, sj_str issuer_text);
/* Countries of nationality and the like are filled. */
sj_entity_fact *sj_build_fact(sj_builder *b, sj_fact_kind kind, sj_str label, sj_str value);
/* An address, place of birth ...; full is built from the parts, the country
 * last. All empty: nothing is added. */
typedef struct sj_build_place_parts {
    sj_str street, city, region, postcode, country_text, note;
} sj_build_place_parts;
sj_entity_place *sj_build_place(sj_builder *b, sj_place_kind kind,
                                const sj_build_place_parts *parts);
sj_entity_link *sj_build_link(sj_builder *b, sj_link_kind kind, sj_str target_name, sj_str text);
sj_entity_listing *sj_build_listing(sj_builder *b, const char *authority);

/* Children of `n` that are not in `known`, and attributes that are not in
 * `known` as "@name", become facts labelled with their path: a format that
 * grows an element loses nothing. Depth is bounded by the XML parser's. */
void sj_build_rest(sj_builder *b, const sj_xml_node *n, const char *const *known,
                   size_t known_count);

/* The date in `text` that follows the first of the ASCII words `word`
 * ("issued", "expire"), as in "expired on 30 Aug. 2014"; false if none. */
bool sj_build_date_after(sj_str text, sj_str word, sj_date_range *ret);
/* True if a remark calls a document false, lost, stolen, expired or revoked. */
bool sj_build_says_invalid(sj_str note);
/* Position of `word` in `text` without regard to the case of ASCII letters,
 * text.len if absent. */
size_t sj_build_find_nocase(sj_str text, sj_str word, size_t from);
/* The span from the first day of a period to its last, as OFAC's XML states it;
 * whole years and whole months lose the days (and months) that only frame them. */
sj_date_range sj_build_span(sj_date first, sj_date last, bool circa);

/* The record breaks a rule of the format: the whole list will be refused. */
void sj_build_refuse(sj_builder *b, const char *expected);

/* One XML list: records inside a root, walked by callbacks whose `b` may be
 * the head of a larger struct. NULL callbacks are skipped. */
typedef struct sj_build_xml {
    const sj_list_reader *reader; /* whose table of what is left out holds */
    const char *root;             /* name of the outermost element */
    const sj_str *record;         /* elements handed over whole */
    size_t record_count;
    void (*on_record)(sj_builder *b, const sj_xml_node *n);
    void (*on_open)(sj_builder *b, sj_str name, const sj_str *attribute, size_t count);
    void (*on_close)(sj_builder *b, sj_str name, sj_str text); /* outside records */
} sj_build_xml;
/* What no callback asked for and no table leaves out, an attribute or element that the
 * format has grown, becomes a fact of the record's entity, labelled with its path; and
 * the list's warnings tell of it, and of text outside records that is not known.
 * Errors: those of records/xml.h; SJ_EFORMAT for another root or several files;
 * SJ_ECORRUPT for a refusal or no entity. The diagnosis names file and line. */
SJ_MUST sj_status sj_build_read_xml(const sj_build_xml *format, const sj_list_file *file,
                                    size_t file_count, sj_builder *b, sj_diag *reterr_diag);
/* True if the bytes are XML whose first element has this local name. */
bool sj_build_is_xml(sj_str first_bytes, sj_str root);
#endif
