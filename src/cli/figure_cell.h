/* cli/figure_cell.h -- what one cell of a table of figures says: an amount, a unit, a
 * metric, a place, a status, what a range is.
 * Shape:  a cell in, a value out; the reason of a refusal is a constant text.
 * Errors: SJ_EINVAL with *reterr for a cell that has no reading or two; SJ_ENOMEM.
 * Rule:   a cell with two readings is refused, never guessed. "1,500" is fifteen hundred
 *         where commas separate the cells; where semicolons or tabs do, it may be one and
 *         a half, so an amount of money is refused there, while people are whole, and "1,5"
 *         and "1.500.000" have one reading. */
#ifndef SJ_CLI_FIGURE_CELL_H
#define SJ_CLI_FIGURE_CELL_H
#include "cli/figures.h"

enum { SJ_FIGURE_CELL = 96 }; /* bytes of a cell that is read by words or digits */
static inline bool sj_figure_is_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline char sj_figure_lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c | 0x20) : c;
}

typedef struct sj_figure_amount {
    double low, point, high; /* NaN: not said */
} sj_figure_amount;
typedef struct sj_figure_digits {
    bool commas_separate_cells; /* so a comma within a cell is no decimal mark */
    bool whole;                 /* the amount counts: three digits behind a sign are thousands */
} sj_figure_digits;
/* "1200", "1,200", "1 200", "1.2 million", "20k"; "more than 5,000", ">= 5000", "5000+" is a
 * low; "up to", "fewer than", "<" a high; "5,000-8,000" both; "about" and
 * "~" change nothing. Empty: all NaN. False with *reterr for anything else. */
bool sj_figure_amount_parse(sj_str cell, sj_figure_digits digits, sj_figure_amount *ret,
                            const char **reterr);
/* A unit of data/figure_units.tsv, or words: a scale, a currency, a time, a noun that is
 * counted ("million USD per year", "thousand persons", "CNY/month"). `currency` is the cell
 * of its own column, "" if none; `metric` may name the time ("net_wage_month"). The
 * dimension of money is "money" and the time: money_year, money_month ... or "money" for a
 * sum without one, which a wage may not be. Per-head amounts of what is not a wage are
 * "money_year_per_head" and so on. */
SJ_MUST sj_status sj_figure_unit_parse(sj_str unit, sj_str currency, const sj_figure_metric *m,
                                       sj_str metric, sj_arena *arena, sj_figure_unit *ret,
                                       const char **reterr);
/* The metric in the words of the table, "net-wage (USD)" as net_wage_usd; what it means,
 * and what stands behind a known beginning, without words of units and time. *ret is NULL
 * if it is not in data/figure_metrics.tsv. The texts live as long as arena. */
SJ_MUST sj_status sj_figure_metric_find(sj_str name, sj_arena *arena, const sj_figure_metric **ret,
                                        sj_str *ret_name, sj_str *ret_rest);
/* Splits "China (IT)" or "IT abroad" into place and sector it; names the world World, a
 * state by its short name. A bare "IT" (Italy's code) is refused unless sector names it. */
SJ_MUST sj_status sj_figure_place_parse(sj_str place, sj_str sector, sj_arena *arena,
                                        sj_str *ret_place, sj_str *ret_sector, const char **reterr);
/* found, found2, recalled, derived, their first letters (F, F2, R, D), yes and no. */
bool sj_figure_status_parse(sj_str cell, sj_figure_status *ret);
/* "5-95", "90 %", "95 % CI", "least-most", "min-max", "sources"; "" is unstated. */
bool sj_figure_range_parse(sj_str cell, sj_range_kind *ret, double *ret_tail);
/* The year a period ends (the last four digits that stand together) and its span: "" for
 * one year or a day of it, else "Q3", "H1", "2024-05" or the period as it stands. */
SJ_MUST sj_status sj_figure_period_parse(sj_str period, sj_arena *arena, int *ret_year,
                                         sj_str *ret_span);
#endif
