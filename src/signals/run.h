/* signals/run.h -- a run of all rules; shared by the files of rules.
 *
 * A rule looks through the roster once and raises findings:
 *     sj_finding *f = sj_raise(r, person, table, row);
 *     sj_because(r, f, table, row, column);  sj_say(r, f, "...", ...);
 * Memory that runs out is kept in r->status and ends the run; f may then be NULL, which
 * every function here takes. */
#ifndef SJ_SIGNALS_RUN_H
#define SJ_SIGNALS_RUN_H
#include "base/base.h"
#include "sojourn/signals.h"

struct sj_findings {
    sj_arena arena;
    sj_signal *signal;
    size_t signal_count;
    sj_findings *part; /* of each signal, while and after its rule ran: they hold the strings */
    sj_finding *finding;
    size_t count, capacity;
    size_t *first;   /* of each person, people + 1 */
    uint8_t *answer; /* of each person four signals a byte: see answer.c */
    size_t people;
};
/* What a machine-readable zone says that rules compare; all zero where there is none. */
typedef struct sj_zone {
    sj_date birth;                   /* year 0: unknown, or its check digit disagrees */
    char sex;                        /* M, F or 0 */
    char nationality[4], country[3]; /* as it stands, and the state (alpha-2) or empty */
    bool fails;                      /* a check digit disagrees */
} sj_zone;
typedef struct sj_run {
    const sj_signal_input *in;
    const sj_tables *t;
    const sj_zone *zone; /* of each paper */
    sj_findings *to;
    size_t signal;     /* at work */
    sj_arena *scratch; /* of the rule: keys and what is quoted once; gone when it returns */
    sj_status status;
} sj_run;

typedef struct sj_rule_row {
    const char *id;
    void (*look)(sj_run *r);
} sj_rule_row;
extern const sj_rule_row sj_rules_list[], sj_rules_regime[], sj_rules_permit[], sj_rules_paper[],
    sj_rules_identity[], sj_rules_claim[], sj_rules_money[], sj_rules_access[],
    sj_rules_network[]; /* each ends with {NULL, NULL} */

sj_finding *sj_raise(sj_run *r, size_t person, sj_table table, size_t row);
void sj_because(sj_run *r, sj_finding *f, sj_table table, size_t row, size_t column);
/* The same of a part of the cell: of a zone, a number, a claim. The value is copied. */
void sj_because_part(sj_run *r, sj_finding *f, sj_table table, size_t row, size_t column,
                     const char *part, sj_str value);
void sj_say(sj_run *r, sj_finding *f, const char *format, ...) SJ_PRINTF(3, 4);
void sj_on_day(sj_finding *f, const sj_cell *date);

static inline const sj_cell *sj_at(const sj_run *r, sj_table table, size_t row, size_t column)
{
    return sj_tables_cell(r->t, table, row, column);
}
static inline bool sj_has(const sj_cell *c)
{
    return c->state == SJ_CELL_READ;
}
static inline bool sj_is_word(const sj_cell *c, unsigned word)
{
    return c->state == SJ_CELL_READ && c->word == word;
}
/* The row of people a row belongs to (papers ... claims by person_id, accounts by
 * holder_id, sessions by their account); SIZE_MAX if none. */
size_t sj_person_of(const sj_run *r, sj_table table, size_t row);
/* The rows of `table` that name this person. */
const uint32_t *sj_rows_of(const sj_run *r, size_t person, sj_table table, size_t *ret_count);
/* The threshold of the signal at work, as data/signals.tsv has it. */
double sj_threshold(const sj_run *r);

/* Could the two be names of one person? The best score over both sets of names, where a
 * cell may hold several separated by |; -1 if one side is empty or cannot be read. */
double sj_names_score(sj_run *r, size_t person, sj_str other);
/* The same against the names on the person's papers too: where record and paper disagree,
 * an account in the name of either says nothing new. */
double sj_account_name_score(sj_run *r, size_t person, sj_str other);
/* The same for two texts. */
double sj_two_names_score(sj_run *r, sj_str a, sj_str b);
/* A finding on each account of a kind in `kinds` (a bit an SJ_ACCOUNT_...) whose name is, by the
 * threshold, none of its holder's. */
void sj_raise_holder_names(sj_run *r, unsigned kinds);
/* `2024-05-01` of a date cell or of a day. */
sj_str sj_day_text(sj_run *r, int32_t day);

/* Values that several people share. */
typedef struct sj_share {
    sj_str key;
    int64_t time; /* seconds; 0 where time does not matter */
    size_t person, row;
    uint8_t table, column;
    const char *part; /* of the cell that is meant, and what it says; NULL: the cell */
    sj_str value;     /* in scratch */
} sj_share;
typedef struct sj_shares {
    sj_share *item;
    size_t count, capacity;
    /* Does it count that these share one value? NULL: always. */
    bool (*counts)(sj_run *r, const sj_share *item, size_t count);
} sj_shares;
void sj_share_add(sj_run *r, sj_shares *s, sj_share item);
/* Sorts, then raises one finding on each of the people of every value that `least` or more
 * of them share within `window` seconds (0: ever). `what` has one %.*s for the value and
 * one %zu for the number of people. */
void sj_shares_raise(sj_run *r, sj_shares *s, size_t least, int64_t window, const char *what);
void sj_shares_done(sj_shares *s);
/* Reads the zones of all papers; r->zone then points into a. Errors: SJ_ENOMEM. */
SJ_MUST sj_status sj_zones_read(sj_run *r, sj_arena *a);
/* Yes, no or unknown of each person and signal, once the findings are joined. */
SJ_MUST sj_status sj_answer_all(sj_run *r);
/* Letters and digits, in lower case, single blanks between; in scratch. */
sj_str sj_plain(sj_run *r, sj_str text);
#endif
