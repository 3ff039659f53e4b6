/* cli/linked_people.h -- the people of assessments.jsonl by the sources that reported them:
 * the records of overlapping lists, each with the chance that it is of its person.
 *
 * Shape:  one JSON object a line, as `screen` writes them: grade, subject.id, and `sources`,
 *         an array of objects with name and probability. Other members are not looked at.
 * Limits: eight different sources; 100,000,000 records. */
#ifndef SJ_CLI_LINKED_PEOPLE_H
#define SJ_CLI_LINKED_PEOPLE_H
#include "base/base.h"
#include "count/overlap.h"
#include "records/input.h"

typedef struct sj_linked_people {
    sj_arena arena;
    sj_map source;             /* name -> number, as first met */
    sj_map id;                 /* of the people of the grade: one who stands twice is one person */
    sj_overlap_record *record; /* its list is a place in `list` */
    size_t records, capacity;
    size_t people, of_grade; /* with sources; all of the grade */
    unsigned lists;
    sj_str list[SJ_OVERLAP_LISTS_MAX]; /* in the order of their names */
    char hash[65];                     /* of the lines, as if each ended in a line feed */
    sj_diag diag;
} sj_linked_people;
/* Fills *in, which is zero, with those graded refer and, if `review`, those to review. Errors:
 * those of the file, SJ_EFORMAT with line and member in in->diag (a person twice, a source
 * without name or probability, a ninth source, fewer than two), SJ_ELIMIT. The caller clears
 * *in, after an error too. */
SJ_MUST sj_status sj_linked_people_read(sj_input *file, bool review, sj_linked_people *in);
void sj_linked_people_done(sj_linked_people *in);
#endif
