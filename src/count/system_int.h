/* count/system_int.h -- what the parser of equations and the runner share. */
#ifndef SJ_COUNT_SYSTEM_INT_H
#define SJ_COUNT_SYSTEM_INT_H
#include "count/system.h"

enum sj_operation_code {
    OP_NUMBER,
    OP_VARIABLE,
    OP_TIME,
    OP_NEGATE,
    OP_ADD,
    OP_SUBTRACT,
    OP_MULTIPLY,
    OP_DIVIDE,
    OP_POWER,
    OP_LESS,
    OP_AT_MOST,
    OP_MORE,
    OP_AT_LEAST,
    OP_EQUAL,
    OP_UNLIKE,
    OP_MIN,
    OP_MAX,
    OP_EXP,
    OP_LN,
    OP_SQRT,
    OP_ABS,
    OP_IF,
    OP_STEP,
    OP_RAMP
};
/* Text of one equation to postfix code. */
SJ_MUST sj_status sj_equation_compile(const sj_system *s, sj_variable *v, sj_arena *arena,
                                      sj_diag *reterr_diag);
double sj_equation_value(const sj_variable *v, const double *value, double time);
#endif
