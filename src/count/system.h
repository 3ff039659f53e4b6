/* count/system.h -- stocks and flows: equations as text, integrated in time.
 * Shape:  variables by name: an input is drawn once a run, a stock changes by its
 *         inflows and outflows, a flow or auxiliary is an equation, an outside
 *         variable is set at each step by the caller.
 * Unit:   time in years unless the model says otherwise.
 * Source: Forrester 1961; XMILE 1.0 (OASIS 2015) for the meaning of non-negative. */
#ifndef SJ_COUNT_SYSTEM_H
#define SJ_COUNT_SYSTEM_H
#include "base/base.h"

enum {
    /* 40 countries x 6 sectors x 17: what a country and sector take in the supplied relief */
    SJ_SYSTEM_VARIABLES = 4096,
    SJ_SYSTEM_SLOTS = 8192, /* of the table of names: a power of two, twice as many */
    SJ_SYSTEM_CODE = 4096,  /* operations an equation: a sum over 40 x 8 with twelve each */
    SJ_SYSTEM_STACK = 64,
    SJ_SYSTEM_FLOWS = 320 /* into or out of one stock: 40 countries x 8 sectors */
};
typedef enum sj_variable_kind {
    SJ_INPUT,
    SJ_STOCK,
    SJ_FLOW,
    SJ_AUXILIARY,
    SJ_OUTSIDE
} sj_variable_kind;
typedef struct sj_operation {
    int code; /* see system.c */
    uint16_t variable;
    double value;
} sj_operation;
typedef struct sj_variable {
    sj_str name, equation; /* of a stock: its value at the start */
    sj_variable_kind kind;
    sj_operation *operation;
    size_t operations;
    uint16_t in[SJ_SYSTEM_FLOWS], out[SJ_SYSTEM_FLOWS];
    size_t ins, outs;
    bool may_be_negative;
    bool fixed; /* an auxiliary that reads inputs and numbers only: one value a run */
    uint64_t line, column;
} sj_variable;
typedef enum sj_method { SJ_EULER, SJ_RK4 } sj_method;
typedef struct sj_system {
    sj_variable *variable;
    size_t count;
    uint16_t *slot;                      /* names -> variable + 1, open addressing; 0: empty */
    uint16_t order[SJ_SYSTEM_VARIABLES]; /* equations, each after what it reads */
    size_t ordered, fixed;               /* the first of the order have one value a run */
    uint16_t stock[SJ_SYSTEM_VARIABLES];
    size_t stocks;
    double start, stop, dt;
    uint64_t time_line; /* the last that said one of them, 0: none */
    sj_method method;
} sj_system;

/* Adds a variable; names are [A-Za-z_][A-Za-z0-9_]*, not "time" or a function.
 * name and equation are borrowed. SJ_EINVAL (name taken or malformed), SJ_ELIMIT, SJ_ENOMEM. */
SJ_MUST sj_status sj_system_add(sj_system *s, sj_arena *arena, sj_variable_kind kind, sj_str name,
                                sj_str equation, uint64_t line, sj_variable **ret);
/* The number of a variable; false if there is none. */
bool sj_system_find(const sj_system *s, sj_str name, uint16_t *ret);
/* Compiles all equations and puts them in order. Errors: SJ_ESYNTAX with line and
 * column in the equation, SJ_EINVAL (unknown name, a circle, a step that does not
 * fit), SJ_ELIMIT, SJ_ENOMEM. Equations: + - * / ^, < <= > >= = <>, brackets,
 * min max exp ln sqrt abs if(c, a, b) step(height, from) ramp(slope, from). */
SJ_MUST sj_status sj_system_compile(sj_system *s, sj_arena *arena, sj_diag *reterr_diag);

/* Sets the outside variables of value[] for the step at `time`. */
typedef void (*sj_system_outside)(void *ctx, double time, double *value);
/* Sees value[] of each step, the last included. */
typedef void (*sj_system_seen)(void *ctx, size_t step, double time, const double *value);
typedef struct sj_system_hooks {
    sj_system_outside outside; /* NULL allowed */
    sj_system_seen seen;
    void *ctx;
} sj_system_hooks;
size_t sj_system_steps(const sj_system *s); /* values seen are one more */
/* The auxiliaries that are fixed, from the inputs in value[]: what a run can be told before
 * it begins. sj_system_run does this by itself. */
void sj_system_fix(const sj_system *s, double *value);
/* One run; value has `count` places, inputs filled in by the caller. A stock that
 * may not be negative gives at most what it has (Euler). Returns false if a value
 * is not finite. */
bool sj_system_run(const sj_system *s, const sj_system_hooks *hooks, double *value);
#endif
