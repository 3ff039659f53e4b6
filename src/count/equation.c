/* count/equation.c -- one equation: text to postfix, postfix to a number.
 *
 * A recursive-descent parser with one function a level of precedence; depth is
 * capped, so a stranger's brackets cannot exhaust the stack.
 *
 * Invariants: (1) compiled code never reads below its stack: each operation's
 * arity was counted when it was written; (2) the stack never passes its cap, for
 * the same reason. Not chosen: a tree. Postfix runs in one loop without pointers. */
#include "count/system_int.h"
#include <math.h>

enum { DEPTH = 40 };

struct parser {
    const sj_system *system;
    sj_str text;
    size_t at;
    sj_operation *code;
    size_t count;
    int stack, depth;
    const char *fault; /* set once: the first is reported */
    size_t fault_at;
    sj_status status;
};

static const struct {
    sj_str name;
    int code, arguments;
} functions[] = {
    {{"min", 3}, OP_MIN, 2}, {{"max", 3}, OP_MAX, 2},   {{"exp", 3}, OP_EXP, 1},
    {{"ln", 2}, OP_LN, 1},   {{"sqrt", 4}, OP_SQRT, 1}, {{"abs", 3}, OP_ABS, 1},
    {{"if", 2}, OP_IF, 3},   {{"step", 4}, OP_STEP, 2}, {{"ramp", 4}, OP_RAMP, 2},
};

static void fail(struct parser *p, sj_status status, const char *reason)
{
    if (p->status < 0)
        return;
    p->status = status;
    p->fault = reason;
    p->fault_at = p->at;
}

static void emit(struct parser *p, int code, int takes, uint16_t variable, double value)
{
    if (p->status < 0)
        return;
    if (p->count >= SJ_SYSTEM_CODE) {
        fail(p, SJ_ELIMIT, "an equation has at most 4,096 operations");
        return;
    }
    p->code[p->count++] = (sj_operation){code, variable, value};
    p->stack += 1 - takes;
    if (p->stack > SJ_SYSTEM_STACK) /* (2) */
        fail(p, SJ_ELIMIT, "an equation holds at most 64 values at once");
}

static char peek(struct parser *p)
{
    while (p->at < p->text.len && (p->text.ptr[p->at] == ' ' || p->text.ptr[p->at] == '\t'))
        p->at++;
    return p->at < p->text.len ? p->text.ptr[p->at] : 0;
}

static bool accept(struct parser *p, char c)
{
    if (peek(p) != c)
        return false;
    p->at++;
    return true;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void comparison(struct parser *p);

static void number(struct parser *p)
{
    double x = 0, unit = 1;
    int exponent = 0, sign = 1, digits = 0;
    const sj_str t = p->text;
    for (; p->at < t.len && is_digit(t.ptr[p->at]); p->at++, digits++)
        x = x * 10 + (t.ptr[p->at] - '0');
    if (p->at < t.len && t.ptr[p->at] == '.')
        for (p->at++; p->at < t.len && is_digit(t.ptr[p->at]); p->at++, digits++) {
            x = x * 10 + (t.ptr[p->at] - '0');
            unit *= 10;
        }
    if (digits == 0 || digits > 22) {
        fail(p, SJ_ESYNTAX, "expected a number of at most 22 digits");
        return;
    }
    if (p->at < t.len && (t.ptr[p->at] == 'e' || t.ptr[p->at] == 'E')) {
        p->at++;
        if (p->at < t.len && (t.ptr[p->at] == '-' || t.ptr[p->at] == '+'))
            sign = t.ptr[p->at++] == '-' ? -1 : 1;
        for (digits = 0; p->at < t.len && is_digit(t.ptr[p->at]) && digits < 3; p->at++, digits++)
            exponent = exponent * 10 + (t.ptr[p->at] - '0');
        if (digits == 0)
            fail(p, SJ_ESYNTAX, "expected an exponent");
    }
    emit(p, OP_NUMBER, 0, 0, x / unit * pow(10, sign * exponent));
}

static void call(struct parser *p, sj_str name)
{
    for (size_t i = 0; i < SJ_COUNT(functions); i++) {
        if (!sj_str_eq_nocase(name, functions[i].name))
            continue;
        for (int k = 0; k < functions[i].arguments; k++) {
            comparison(p);
            if (!accept(p, k + 1 < functions[i].arguments ? ',' : ')'))
                fail(p, SJ_ESYNTAX,
                     "expected a comma or a closing bracket: wrong number of arguments");
        }
        emit(p, functions[i].code, functions[i].arguments, 0, 0);
        return;
    }
    fail(p, SJ_EINVAL, "unknown function");
}

/* Whether the bracket that stands next holds a comma of its own: if(c, a, b). */
static bool has_comma(struct parser *p)
{
    int depth = 0;
    if (peek(p) != '(')
        return false;
    for (size_t i = p->at; i < p->text.len; i++) {
        const char c = p->text.ptr[i];
        depth += c == '(' ? 1 : c == ')' ? -1 : 0;
        if (depth == 0 || (depth == 1 && c == ','))
            return depth == 1;
    }
    return false;
}

static void keyword(struct parser *p, sj_str want)
{
    (void)peek(p);
    if (p->status >= 0 && !sj_str_starts_nocase(sj_str_slice(p->text, p->at, p->text.len), want))
        fail(p, SJ_ESYNTAX, "expected IF condition THEN value ELSE value");
    p->at += p->status >= 0 ? want.len : 0;
}

/* IF c THEN a ELSE b, as XMILE writes it. */
static void condition(struct parser *p)
{
    if (++p->depth > DEPTH) {
        fail(p, SJ_ELIMIT, "brackets nest at most 40 deep");
        return;
    }
    comparison(p);
    keyword(p, SJ_S("then"));
    comparison(p);
    keyword(p, SJ_S("else"));
    comparison(p);
    emit(p, OP_IF, 3, 0, 0);
    p->depth--;
}

static void word(struct parser *p)
{
    const size_t from = p->at;
    uint16_t variable;
    while (p->at < p->text.len && (is_letter(p->text.ptr[p->at]) || is_digit(p->text.ptr[p->at])))
        p->at++;
    const sj_str name = sj_str_slice(p->text, from, p->at);
    if (sj_str_eq_nocase(name, SJ_S("if")) && !has_comma(p))
        condition(p);
    else if (accept(p, '('))
        call(p, name);
    else if (sj_str_eq_nocase(name, SJ_S("time")))
        emit(p, OP_TIME, 0, 0, 0);
    else if (sj_system_find(p->system, name, &variable))
        emit(p, OP_VARIABLE, 0, variable, 0);
    else {
        p->at = from;
        fail(p, SJ_EINVAL, "the equation reads an unknown name here");
    }
}

static void atom(struct parser *p)
{
    const char c = peek(p);
    if (++p->depth > DEPTH)
        fail(p, SJ_ELIMIT, "brackets nest at most 40 deep");
    else if (accept(p, '(')) {
        comparison(p);
        if (!accept(p, ')'))
            fail(p, SJ_ESYNTAX, "expected a closing bracket");
    } else if (accept(p, '-')) {
        atom(p);
        emit(p, OP_NEGATE, 1, 0, 0);
    } else if (is_digit(c) || c == '.')
        number(p);
    else if (is_letter(c))
        word(p);
    else
        fail(p, SJ_ESYNTAX, "expected a number, a name or a bracket");
    p->depth--;
}

static void power(struct parser *p)
{
    atom(p);
    while (p->status >= 0 && accept(p, '^')) {
        atom(p);
        emit(p, OP_POWER, 2, 0, 0);
    }
}

static void product(struct parser *p)
{
    power(p);
    while (p->status >= 0 && (peek(p) == '*' || peek(p) == '/')) {
        const int code = p->text.ptr[p->at++] == '*' ? OP_MULTIPLY : OP_DIVIDE;
        power(p);
        emit(p, code, 2, 0, 0);
    }
}

static void sum(struct parser *p)
{
    product(p);
    while (p->status >= 0 && (peek(p) == '+' || peek(p) == '-')) {
        const int code = p->text.ptr[p->at++] == '+' ? OP_ADD : OP_SUBTRACT;
        product(p);
        emit(p, code, 2, 0, 0);
    }
}

static void comparison(struct parser *p)
{
    sum(p);
    if (p->status < 0)
        return;
    int code = 0;
    if (accept(p, '<'))
        code = accept(p, '=') ? OP_AT_MOST : accept(p, '>') ? OP_UNLIKE : OP_LESS;
    else if (accept(p, '>'))
        code = accept(p, '=') ? OP_AT_LEAST : OP_MORE;
    else if (accept(p, '='))
        code = OP_EQUAL;
    if (code) {
        sum(p);
        emit(p, code, 2, 0, 0);
    }
}

sj_status sj_equation_compile(const sj_system *s, sj_variable *v, sj_arena *arena,
                              sj_diag *reterr_diag)
{
    sj_operation code[SJ_SYSTEM_CODE]; /* the arena keeps only what is used of it */
    struct parser p = {.system = s, .text = v->equation, .code = code};
    comparison(&p);
    if (p.status >= 0 && peek(&p))
        fail(&p, SJ_ESYNTAX, "expected the end of the equation");
    if (p.status < 0) {
        sj_diag_field(reterr_diag, v->name);
        return sj_diag_set(reterr_diag, p.status, p.fault, 0, v->line, p.fault_at + 1);
    }
    v->operation = sj_arena_alloc(arena, p.count * sizeof *v->operation);
    if (!v->operation)
        return SJ_ENOMEM;
    memcpy(v->operation, code, p.count * sizeof *code);
    v->operations = p.count;
    return SJ_OK;
}

static double combine(int code, double a, double b, double time)
{
    switch (code) {
    case OP_POWER:
        return pow(a, b);
    case OP_LESS:
        return a < b;
    case OP_AT_MOST:
        return a <= b;
    case OP_MORE:
        return a > b;
    case OP_AT_LEAST:
        return a >= b;
    case OP_EQUAL:
        return a == b;
    case OP_UNLIKE:
        return a != b;
    case OP_MIN:
        return a < b ? a : b;
    case OP_MAX:
        return a > b ? a : b;
    case OP_STEP:
        return time >= b - 1e-9 ? a : 0;
    default: /* OP_RAMP */
        return time > b ? a * (time - b) : 0;
    }
}

static double apply_one(int code, double a)
{
    switch (code) {
    case OP_NEGATE:
        return -a;
    case OP_EXP:
        return exp(a);
    case OP_LN:
        return log(a);
    case OP_SQRT:
        return sqrt(a);
    default: /* OP_ABS */
        return fabs(a);
    }
}

/* Applies the operation to what lies below, if it is one of the commonest. */
static inline bool at_once(int code, double *below, double x)
{
    switch (code) {
    case OP_ADD:
        *below += x;
        return true;
    case OP_SUBTRACT:
        *below -= x;
        return true;
    case OP_MULTIPLY:
        *below *= x;
        return true;
    case OP_DIVIDE:
        *below /= x;
        return true;
    default:
        return false;
    }
}

double sj_equation_value(const sj_variable *v, const double *value, double time)
{
    double stack[SJ_SYSTEM_STACK + 1];
    size_t n = 0;
    for (size_t i = 0; i < v->operations; i++) {
        const sj_operation *o = &v->operation[i];
        switch (o->code) {
        case OP_NUMBER:
            stack[n++] = o->value;
            break;
        case OP_VARIABLE: /* most are read to be added or multiplied at once */
            stack[n] = value[o->variable];
            if (i + 1 < v->operations && at_once(o[1].code, &stack[n - (n > 0)], stack[n]))
                i++;
            else
                n++;
            break;
        case OP_TIME:
            stack[n++] = time;
            break;
        case OP_IF:
            n -= 2;
            stack[n - 1] = stack[n - 1] != 0 ? stack[n] : stack[n + 1];
            break;
        case OP_NEGATE:
        case OP_EXP:
        case OP_LN:
        case OP_SQRT:
        case OP_ABS:
            stack[n - 1] = apply_one(o->code, stack[n - 1]);
            break;
        case OP_ADD:
        case OP_SUBTRACT:
        case OP_MULTIPLY:
        case OP_DIVIDE:
            n--;
            (void)at_once(o->code, &stack[n - 1], stack[n]);
            break;
        default:
            n--;
            stack[n - 1] = combine(o->code, stack[n - 1], stack[n], time);
        }
    }
    return n == 1 ? stack[0] : NAN;
}
