/* cli/svg.h -- pictures of numbers as inline SVG: no script, no outside file, one
 * colour scheme that survives grey printing. All text is escaped.
 *
 * Values that are not finite are left out of a picture; the CSV beside it has
 * them as empty cells. */
#ifndef SJ_CLI_SVG_H
#define SJ_CLI_SVG_H
#include "base/base.h"

typedef struct sj_svg_range { /* a row of a forest */
    sj_str label;
    double low, middle, high;
    bool pooled; /* drawn as the summary */
} sj_svg_range;
/* Ranges on a logarithmic axis. */
void sj_svg_forest(sj_buf *to, sj_str title, const sj_svg_range *row, size_t count);

typedef struct sj_svg_bar {
    sj_str label;
    double low, high; /* of the result as this input goes from 5 to 95 % */
} sj_svg_bar;
/* The widest bar on top; at most 64. */
void sj_svg_tornado(sj_buf *to, sj_str title, double base, const sj_svg_bar *bar, size_t count);

typedef struct sj_svg_share { /* of variance, with limits */
    sj_str label;
    double first, first_low, first_high, total, total_low, total_high;
} sj_svg_share;
/* Bars from 0 to 1: in all, and over it alone; lines are the limits. */
void sj_svg_shares(sj_buf *to, sj_str title, const sj_svg_share *share, size_t count);

typedef struct sj_svg_fan {
    const double *time, *p5, *p25, *p50, *p75, *p95;
    size_t count;
    const double *seen_time, *seen; /* observed points */
    const bool *seen_bound;         /* of each: it is an upper bound, drawn pointing down */
    size_t seen_count;
} sj_svg_fan;
void sj_svg_fan_draw(sj_buf *to, sj_str title, const sj_svg_fan *fan);

/* value[0] is the whole, the rest are taken from it one after the other. */
void sj_svg_waterfall(sj_buf *to, sj_str title, const sj_str *label, const double *value,
                      size_t count);
/* Who stands on which lists together: a bar an overlap, dots below it; mask[i] has bit l
 * where list l is meant. */
void sj_svg_upset(sj_buf *to, sj_str title, const sj_str *list, unsigned lists,
                  const unsigned *mask, const double *people, size_t count);
/* Points: x across, y up from 0; x on a logarithmic axis. */
void sj_svg_scatter(sj_buf *to, sj_str title, sj_str x_label, sj_str y_label, const double *x,
                    const double *y, size_t count);
/* How many of the sorted values fall into each of 40 equal steps of their logarithm, with
 * marks at given values. */
void sj_svg_histogram(sj_buf *to, sj_str title, const double *sorted, size_t count,
                      const double *mark, size_t marks);
/* The page around them. */
void sj_page_open(sj_buf *to, sj_str title);
void sj_page_text(sj_buf *to, sj_str text); /* a paragraph */
void sj_page_close(sj_buf *to);
void sj_svg_escape(sj_buf *to, sj_str text);
#endif
