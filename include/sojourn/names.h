/* sojourn/names.h -- comparing two names: a score, and why.
 *
 * Unit:   the score lies in [0, 1]; 1 is the same name, 0 nothing in common;
 *         SJ_NAME_THRESHOLD is where a match begins, for every kind. A name that
 *         contradicts the other in a distinctive word scores at most
 *         SJ_NAME_CONTRADICTED. More agreement never lowers the score.
 * Shape:  a name is prepared once (folded, read, classified) into an arena and
 *         compared many times; prepared names are immutable and shared freely.
 * Method: names/form.h (what is compared) and names/score.c (how). No rule asks
 *         where a name comes from; scripts and spellings are read, people are not. */
#ifndef SOJOURN_NAMES_H
#define SOJOURN_NAMES_H
#include "sojourn/records.h"

#define SJ_NAME_THRESHOLD 0.70
#define SJ_NAME_CONTRADICTED 0.50

typedef enum sj_compare_kind { /* what is being named */
                               SJ_COMPARE_ANY,
                               SJ_COMPARE_PERSON,
                               SJ_COMPARE_COMPANY,
                               SJ_COMPARE_VESSEL /* vessels and aircraft */
} sj_compare_kind;
SJ_API bool sj_compare_kind_parse(sj_str text, sj_compare_kind *ret); /* also schema names */
SJ_API sj_compare_kind sj_compare_kind_of(sj_schema schema);

typedef struct sj_name sj_name; /* prepared; lives as long as its arena */
/* `part` is NULL or SJ_PART_COUNT strings as the source gives them; they tell
 * given from family name. Errors: SJ_EENCODING, SJ_ELIMIT, SJ_ENOMEM. A name
 * without a letter or digit is prepared and matches nothing. */
SJ_API SJ_MUST sj_status sj_name_prepare(sj_str full, const sj_str *part, sj_compare_kind kind,
                                         sj_arena *arena, const sj_name **ret);

typedef enum sj_align_kind {
    SJ_ALIGN_SAME,
    SJ_ALIGN_VARIANT, /* a table or rule says they are one: `rule` */
    SJ_ALIGN_TYPO,    /* `rule` says which edit */
    SJ_ALIGN_INITIAL,
    SJ_ALIGN_MISSING_A,   /* only in b: a lacks it */
    SJ_ALIGN_MISSING_B,   /* only in a: b lacks it */
    SJ_ALIGN_CONTRADICTED /* a and b say different things here */
} sj_align_kind;
SJ_API sj_str sj_align_kind_text(sj_align_kind kind);
typedef struct sj_align {
    sj_align_kind kind;
    sj_str a, b;       /* as written in the two names; empty where missing */
    sj_str rule;       /* "hangul reading", "nickname table", "transposition" ... */
    double similarity; /* of the two words, [0, 1] */
    double weight;     /* of the word in the score */
} sj_align;
enum { SJ_ALIGN_MAX = 128 };
typedef struct sj_name_explanation {
    double score;
    sj_str system; /* "latin", "korean syllables", "mandarin syllables", ... */
    sj_str note;   /* order, exchanged parts, too little to match on ...; may be empty */
    sj_align align[SJ_ALIGN_MAX];
    size_t align_count;
} sj_name_explanation;

/* Symmetric: compare(a, b) == compare(b, a), bit for bit. Cannot fail. */
SJ_API double sj_name_compare(const sj_name *a, const sj_name *b);
/* The same score with its reasons; strings borrowed from the names or constant. */
SJ_API void sj_name_explain(const sj_name *a, const sj_name *b, sj_name_explanation *ret);
/* One line for people: "kim = kim; jong ~ chong (korean syllable); un missing". */
SJ_API void sj_name_explanation_write(const sj_name_explanation *e, sj_buf *to);
#endif
