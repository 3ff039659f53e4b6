/* count/scenario.h -- a scenario: a model of stocks and flows whose inputs are
 * uncertain, run many times. Results are fans, never lines.
 * Shape:  text, one statement a line; see sojourn-scenario(1). `#` starts
 *         a comment. Inputs are drawn once a run, run i from stream i; those of a
 *         `correlate` together, by a Gaussian copula.
 * Source: regime.md section 8, estimation.md section 4. */
#ifndef SJ_COUNT_SCENARIO_H
#define SJ_COUNT_SCENARIO_H
#include "count/distribution.h"
#include "count/machine.h"
#include "count/quantile.h"
#include "count/scenario_expand.h"
#include "count/system.h"

enum {
    SJ_SCENARIO_INPUTS = 128,  /* shares, wages and takes of 3 places x 7 sectors take 60 */
    SJ_SCENARIO_OUTPUTS = 256, /* the stocks of a model read from XMILE are outputs */
    SJ_SCENARIO_TABLES = 16,
    SJ_SCENARIO_CELLS = 2048, /* of all tables: 40 countries x 8 sectors, six times */
    SJ_SCENARIO_TIMES = 6,    /* at which a table is told, start and end among them */
    SJ_SCENARIO_OBSERVED = 64,
    SJ_SCENARIO_TARGETS = 8,
    SJ_SCENARIO_ASSUMPTIONS = 32,
    SJ_SCENARIO_DRAWS = 100000,
    SJ_SCENARIO_POINTS = 240,       /* of a fan */
    SJ_SCENARIO_NUMBERS = 512 << 20 /* kept of all runs, 4 GiB; passing it is SJ_ELIMIT */
};
typedef struct sj_scenario_input {
    uint16_t variable;
    sj_distribution law;
    sj_str note;
} sj_scenario_input;
typedef struct sj_scenario_tie { /* two inputs with a rank correlation */
    sj_str name[2];
    size_t input[2];
    double spearman;
    uint64_t line;
    sj_str note;
} sj_scenario_tie;
typedef struct sj_scenario_output {
    uint16_t variable;
    sj_str text;
} sj_scenario_output;
typedef struct sj_scenario_observed {
    uint16_t variable;
    double time, value;
    bool scored; /* false: was used to choose the inputs */
    bool bound;  /* the source says "fewer than": value is an upper bound */
    sj_str text;
    uint64_t line, column;
} sj_scenario_observed;
typedef struct sj_scenario_target {
    uint16_t variable;
    double value;
    sj_str text;
} sj_scenario_target;
typedef struct sj_scenario_cell { /* of a table: a variable by place and sector */
    uint16_t table, variable;
    sj_str place, sector;
} sj_scenario_cell;
typedef struct sj_scenario_table { /* of what adds up: people, money, never shares */
    sj_str name, text;
} sj_scenario_table;
/* Of the machine: a constant, an input, or an auxiliary of inputs alone. */
typedef struct sj_scenario_setting {
    bool given, is_input; /* is_input: read from variable */
    uint16_t variable;
    double value;
    uint64_t line, column;
} sj_scenario_setting;
enum {
    SJ_SET_AUTHORISE,
    SJ_SET_BREACH,
    SJ_SET_DETECT,
    SJ_SET_CLOCK,
    SJ_SET_WIND_DOWN,
    SJ_SET_OVERRIDE,
    SJ_SET_CONTESTED,
    SJ_SET_REVIEW,
    SJ_SET_ALERT, /* from here on not every machine has them */
    SJ_SET_AUDIT,
    SJ_SET_AUDIT_FINDS,
    SJ_SET_DURATION,
    SJ_SET_RENEW,
    SJ_SETTINGS
};
typedef struct sj_scenario_party { /* a holder, a State, or a part of the scope */
    sj_str name, sector;
    sj_scenario_setting amount, share; /* probability or cap; share of a State */
    uint16_t flag;                     /* of a State: the variable contests_NAME */
} sj_scenario_party;
enum { SJ_OUTSIDE_FIXED = 10 }; /* the machine's variables, in the order of sj_machine_state */
typedef struct sj_scenario {
    sj_str title;
    sj_system system;
    sj_scenario_input input[SJ_SCENARIO_INPUTS];
    sj_scenario_output output[SJ_SCENARIO_OUTPUTS];
    sj_scenario_observed observed[SJ_SCENARIO_OBSERVED];
    sj_scenario_target target[SJ_SCENARIO_TARGETS];
    sj_scenario_table table[SJ_SCENARIO_TABLES];
    sj_scenario_cell *cell;
    sj_label *label; /* of members of sets */
    sj_str assumption[SJ_SCENARIO_ASSUMPTIONS];
    size_t tables, cells, labels;
    size_t inputs, outputs, observations, targets, assumptions, draws;
    sj_scenario_tie *tie;
    size_t ties, tied[SJ_SCENARIO_INPUTS], tied_count; /* tied: inputs of a tie, upwards */
    double *tied_factor;                               /* tied_count squared: see copula.h */
    uint64_t seed;
    bool has_machine, restore;
    sj_scenario_setting setting[SJ_SETTINGS];
    sj_scenario_party holder[SJ_MACHINE_HOLDERS], state[SJ_MACHINE_STATES],
        scope[SJ_MACHINE_SCOPES];
    size_t holders, states, scopes;
    uint16_t outside[SJ_OUTSIDE_FIXED];
} sj_scenario;
/* Parses and compiles; strings live as long as arena, text is copied. Errors: SJ_ESYNTAX,
 * SJ_EINVAL, SJ_ELIMIT with line (and column in an equation) and reason, SJ_ENOMEM. */
SJ_MUST sj_status sj_scenario_parse(sj_str text, sj_arena *arena, sj_scenario *ret,
                                    sj_diag *reterr_diag);

enum { SJ_FAN = 5 }; /* 5, 25, 50, 75, 95 % */
typedef struct sj_fan {
    double *time, *quantile[SJ_FAN], *mc_error[SJ_FAN];
    size_t points;
} sj_fan;
typedef struct sj_table_row {
    uint16_t table;
    sj_str place, sector; /* empty: all of them; what it holds is added up in each run */
    struct {
        double p5, p50, p95, mc_error[3]; /* of each */
    } at[SJ_SCENARIO_TIMES];
} sj_table_row;
typedef struct sj_scenario_result {
    sj_fan fan[SJ_SCENARIO_OUTPUTS];
    sj_table_row *row; /* of each table: all, by place, by sector, then the cells */
    size_t rows;
    double row_time[SJ_SCENARIO_TIMES];
    struct {
        double p5, p50, p95, mc_error[3]; /* of each */
        bool inside;                      /* 5-95 %; for a bound: the 5 % quantile lies below it */
    } observed[SJ_SCENARIO_OBSERVED];
    size_t scored, covered; /* observations outside the fit, and those inside 5-95 % */
    struct {
        double reached_prob, mc_error, p5, p50, p95; /* the year, of runs that reach it */
        double year_error[3];                        /* of these years */
    } target[SJ_SCENARIO_TARGETS];
    /* Last values: without a machine of one run, else medians over `moved_runs` machines,
     * the same ones each time. */
    double base[SJ_SCENARIO_OUTPUTS];                     /* all inputs at the median */
    double low[SJ_SCENARIO_OUTPUTS][SJ_SCENARIO_INPUTS];  /* an input at 5 % */
    double high[SJ_SCENARIO_OUTPUTS][SJ_SCENARIO_INPUTS]; /* an input at 95 % */
    size_t moved_runs;
    /* The largest change of a last value when dt is halved, as a share of it or of a
     * thousandth of the highest p95, and of which output. */
    double half_step;
    size_t half_output;
    double snapback_prob, lapse_prob;
    double audits;                            /* a run, on average */
    double noticed_prob[SJ_MACHINE_HOLDERS];  /* runs in which the holder gave notice */
    double contested_prob[SJ_MACHINE_STATES]; /* of the runs with a snapback; NaN if none */
    size_t draws, failed;                     /* runs whose values were not finite; left out */
} sj_scenario_result;
/* How many distinct sources the inputs, and the observations they were fitted to, name in
 * square brackets; a source that is named twice is one. *ret_assumed: the inputs without. */
size_t sj_scenario_origins(const sj_scenario *s, size_t *ret_assumed);
/* Whether no input has a width: fans are lines then, and say nothing of how sure they are. */
bool sj_scenario_is_certain(const sj_scenario *s);
/* Whether an equation, a setting, an output or an observation reads the variable. */
bool sj_scenario_reads(const sj_scenario *s, uint16_t variable);
/* Why runs fail: the first variable of the first failing run whose value is not finite, or the
 * setting of the machine that is out of range, with its line. SJ_OK: no run fails. */
SJ_MUST sj_status sj_scenario_why(const sj_scenario *s, sj_diag *reterr_diag);

/* All runs on `threads` threads (0: all cores); the result does not depend on their
 * number. Errors: SJ_EINVAL (all runs fail, a setting of the machine out of range), SJ_ELIMIT
 * (over SJ_MACHINE_AUDITS audits, more than SJ_SCENARIO_NUMBERS to keep), SJ_ENOMEM. */
SJ_MUST sj_status sj_scenario_run(const sj_scenario *s, unsigned threads, sj_arena *arena,
                                  sj_scenario_result *ret);
/* The model as XMILE with inputs at their medians, the machine's state as it is when
 * nothing is breached. */
SJ_MUST sj_status sj_scenario_xmile(const sj_scenario *s, sj_buf *to);
#endif
