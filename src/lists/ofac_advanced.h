/* lists/ofac_advanced.h -- what the two halves of the advanced XML reader share:
 * ofac_advanced_xml.c walks the tables that parties point at, ofac_advanced_party.c
 * the parties and what points at them. */
#ifndef SJ_LISTS_OFAC_ADVANCED_H
#define SJ_LISTS_OFAC_ADVANCED_H
#include "lists/ofac.h"
#include <stdio.h>

struct advanced_document {
    sj_ofac_statement statement;
    bool invalid;
    uint64_t next; /* of the same identity, index + 1; 0 = none */
};

struct advanced {
    sj_builder b;
    sj_arena scratch;                          /* dies with the read */
    sj_map words, places, documents, profiles; /* "Set/ID" -> index */
    sj_str *word;
    sj_build_place_parts *place;
    struct advanced_document *document;
    size_t word_count, place_count, document_count, entry_count;
    char key[160];
};

void sj_advanced_put(struct advanced *r, sj_map *map, const char *set, sj_str id, uint64_t value);
/* A miss refuses the file. */
bool sj_advanced_find(struct advanced *r, const sj_map *map, const char *set, sj_str id,
                      uint64_t *ret);
/* The word behind a number; empty for an empty number. */
sj_str sj_advanced_word(struct advanced *r, const char *set, sj_str id);
/* The range of a DatePeriod (NULL allowed); year 0 if it states none. */
sj_date_range sj_advanced_period(const sj_xml_node *n);

void sj_advanced_issue(struct advanced *r, const sj_xml_node *n);
void sj_advanced_party(struct advanced *r, const sj_xml_node *n);
void sj_advanced_relationship(struct advanced *r, const sj_xml_node *n);
void sj_advanced_entry(struct advanced *r, const sj_xml_node *n);
void sj_advanced_link(struct advanced *r, const sj_xml_node *n);
#endif
