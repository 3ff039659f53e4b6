/* records/xml.h -- expat with our limits: no DTD, no entity declarations, depth
 * at most 64, attributes at most 64, one tag or comment at most 4
 * MiB, one text run at most 16 MiB. Streaming;
 * namespaces are cut off (local names only).
 *
 * The handler sees: open(name, attributes), text runs joined and trimmed at
 * close. A handler's error stops the parse and is returned. */
#ifndef SJ_RECORDS_XML_H
#define SJ_RECORDS_XML_H
#include "records/input.h"

typedef struct sj_xml_handler {
    /* attributes: name, value, name, value ... count pairs; borrowed for the call. */
    sj_status (*open)(void *ctx, sj_str name, const sj_str *attribute, size_t count);
    /* text: what stood directly inside the element (children's text excluded),
     * trimmed; borrowed for the call. */
    sj_status (*close)(void *ctx, sj_str name, sj_str text);
} sj_xml_handler;
/* Errors: SJ_ESYNTAX (with line, column, byte), SJ_EENCODING, SJ_ELIMIT,
 * SJ_ECORRUPT (no root or truncated), SJ_EREFUSED (DTD), SJ_ENOMEM, handlers'. */
SJ_MUST sj_status sj_xml_parse(sj_input *in, const sj_xml_handler *handler, void *ctx,
                               sj_diag *reterr_diag);

/* A small tree for record-shaped files: the reader collects one element (such
 * as <INDIVIDUAL>) into nodes in an arena and hands it over, then forgets it. */
typedef struct sj_xml_use { /* what of a node somebody asked for */
    uint64_t attributes;    /* a bit each; there are 64 at most */
    bool text;
} sj_xml_use;
typedef struct sj_xml_node {
    sj_str name, text;
    sj_str *attribute; /* pairs */
    size_t attribute_count;
    struct sj_xml_node *child, *next, *last_child;
    sj_xml_use *use; /* noted by the calls below, so that what nobody read can be told;
                        NULL in a node that was not read from XML */
} sj_xml_node;
typedef sj_status (*sj_xml_record)(void *ctx, const sj_xml_node *node, uint64_t line);
typedef struct sj_xml_record_options {
    const sj_str *record_name; /* element names to collect, at any depth outside another */
    size_t record_name_count;
    const sj_xml_handler *outside; /* elements outside records; NULL allowed */
    void *outside_ctx;
} sj_xml_record_options;
/* The node lives until `record` returns. */
SJ_MUST sj_status sj_xml_records(sj_input *in, const sj_xml_record_options *options,
                                 sj_xml_record record, void *ctx, sj_diag *reterr_diag);
/* Whoever walks `child` and `next` by himself says which text he took. */
static inline void sj_xml_used(const sj_xml_node *n)
{
    if (n->use)
        n->use->text = true;
}
const sj_xml_node *sj_xml_child(const sj_xml_node *n, sj_str name);   /* NULL if none */
const sj_xml_node *sj_xml_sibling(const sj_xml_node *n, sj_str name); /* next of the name */
sj_str sj_xml_child_text(const sj_xml_node *n, sj_str name);          /* empty if none */
sj_str sj_xml_attribute(const sj_xml_node *n, sj_str name);           /* empty if none */
#endif
