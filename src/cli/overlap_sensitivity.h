/* cli/overlap_sensitivity.h -- what else the same lists say: other models, other choices of
 * lists, and lists whose size is known. It is told of one table, never of a thousand
 * replicates. */
#ifndef SJ_CLI_OVERLAP_SENSITIVITY_H
#define SJ_CLI_OVERLAP_SENSITIVITY_H
#include "cli/overlap_report.h"
#include "count/overlap.h"

enum {
    SJ_OVERLAP_WITHIN = 10, /* BIC above the best: models that count for the spread */
    SJ_OVERLAP_SHOWN = 10   /* models that are listed */
};

/* The estimates of all models near the best; with normal limits of each, where they are asked
 * for. NaN where no model has an estimate. */
typedef struct sj_overlap_spread {
    size_t near, tried, existing;
    bool exhaustive;
    double low, high, limit_low, limit_high;
} sj_overlap_spread;
/* Fills low, high and near; limits too, if `level` is above 0. */
SJ_MUST sj_status sj_overlap_spread_find(const sj_overlap *o, const sj_overlap_ranked *ranked,
                                         size_t count, double level, sj_overlap_spread *ret);
/* One line without its end: "between 10 and 40 by the 3 models ...". */
void sj_overlap_spread_text(const sj_overlap_spread *s, double level, sj_buf *to);

/* ,"headline":"..." the same line: what to quote, where one number is quoted. */
void sj_overlap_headline_json(const sj_overlap_spread *s, double level, sj_buf *to);
/* ,"spread":{...} with the first of the ranked models. */
void sj_overlap_spread_json(const sj_overlap *o, const sj_overlap_ranked *ranked, size_t count,
                            const sj_overlap_spread *s, sj_buf *to);

/* How a model is chosen for a table that was made of another. */
typedef struct sj_overlap_choice {
    sj_overlap_select select; /* SJ_OVERLAP_FIXED: main effects, as a model by the numbers of its
                                 lists has no meaning for others */
    double threshold, level;
    unsigned order;
    bool exhaustive; /* what the models of the whole table were */
} sj_overlap_choice;
typedef struct sj_overlap_sensitivity {
    unsigned lists;
    sj_overlap_omitted omitted[SJ_OVERLAP_LISTS_MAX]; /* without each list */
    sj_overlap_omitted merged[28];                    /* pairs 12, 13, ..., 23, ... as one list */
    sj_overlap_omitted within[SJ_OVERLAP_LISTS_MAX];  /* of the people on each list alone */
    double known[SJ_OVERLAP_LISTS_MAX];               /* how many these are */
} sj_overlap_sensitivity;
/* Of three lists and more; ret->lists is 0 for two. */
SJ_MUST sj_status sj_overlap_sensitivity_find(const sj_overlap *o, const sj_overlap_choice *c,
                                              sj_overlap_sensitivity *ret);
/* ,"without_list":[...],"merged_lists":[...],"known_lists":[...] */
void sj_overlap_sensitivity_json(const sj_overlap *o, const sj_overlap_sensitivity *s,
                                 const sj_str *list, sj_buf *to);
void sj_overlap_sensitivity_text(const sj_overlap_sensitivity *s, const sj_str *list, sj_buf *to);

/* Reasons to trust the estimate less: few people on two lists, one many times those seen, one
 * that a single linked record moves by a fifth and more, lists whose known size the others do
 * not say. NaN where there is no estimate, or no estimate with one record more or fewer. */
typedef struct sj_overlap_evidence {
    const sj_overlap *overlap;
    double estimate, more, fewer;
    const sj_overlap_sensitivity *sensitivity;
} sj_overlap_evidence;
/* ,"cautions":["..."] */
void sj_overlap_cautions_json(const sj_overlap_evidence *e, const sj_str *list, sj_buf *to);
void sj_overlap_cautions_text(const sj_overlap_evidence *e, const sj_str *list, sj_buf *to);
#endif
