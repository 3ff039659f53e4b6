/* count/scenario_expand.h -- subscripts: the text of a scenario with its loops written out.
 * Shape:  `set PLACE china russia` names members; `label china China` their words.
 *         `each PLACE` ... `end` repeats the lines between for each member, with
 *         {PLACE} replaced by it and {PLACE label} by its words; loops may nest.
 *         `each PLACE in A B` goes over some members (and makes the set where there is
 *         none), `each NAME of SET` over another set, whose name may hold {PLACE}.
 *         In an equation sum(PLACE: EXPRESSION) adds the expression over the members;
 *         `in` and `of` as above.
 * Unit:   text; nothing is computed here, so what is written out can be shown.
 * Source: subscripts of Vensim and arrays of XMILE 1.0 section 4.1; that they are text is ours. */
#ifndef SJ_COUNT_SCENARIO_EXPAND_H
#define SJ_COUNT_SCENARIO_EXPAND_H
#include "base/base.h"

enum {
    SJ_EXPAND_SOURCE = 10000,  /* lines; a model of 4,096 variables read from XMILE has 8,200 */
    SJ_EXPAND_LINES = 20000,   /* written out: 40 countries x 8 sectors x 20 variables, thrice */
    SJ_EXPAND_BYTES = 4 << 20, /* of these lines; the supplied files take 40 kB */
    SJ_EXPAND_NEST = 8,        /* loops and sums within one another; three are in use */
    SJ_EXPAND_MEMBERS = 256,   /* of a set: 193 States and some groups of them */
    SJ_EXPAND_SETS = 256,      /* a set of sectors for each of 193 States */
    SJ_EXPAND_LABELS = 512     /* States and sectors */
};
typedef struct sj_expanded_line {
    sj_str text;            /* without its comment */
    uint64_t line;          /* in the source */
    const uint32_t *column; /* of each byte and of the end, in the source; NULL: as in text */
    sj_str instance;        /* "place china, sector it"; empty outside of loops */
} sj_expanded_line;
typedef struct sj_label {
    sj_str member, words;
} sj_label;
typedef struct sj_expanded {
    sj_expanded_line *line;
    sj_label *label;
    size_t lines, labels;
} sj_expanded;
/* Borrows text, which is valid UTF-8; lives as long as arena. Errors: SJ_ESYNTAX (braces or
 * brackets not closed, each without end), SJ_EINVAL (unknown set, member or subscript, a name
 * twice), SJ_ELIMIT, each with line, column and reason; SJ_ENOMEM. */
SJ_MUST sj_status sj_scenario_expand(sj_str text, sj_arena *arena, sj_expanded *ret,
                                     sj_diag *reterr_diag);
/* Takes the first word, to a blank, off *rest, which is trimmed; empty if there is none. */
sj_str sj_scenario_word(sj_str *rest);
/* The column in the source of a byte of an expanded line, from 1. */
uint64_t sj_expanded_column(const sj_expanded_line *l, const char *at);
#endif
