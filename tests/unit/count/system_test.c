/* system_test.c -- the integrators on the teacup and SIR models of the SDXorg test
 * suite (data/estimate/sd), on closed forms, and the faults of equations. */
#include "unit/count/reference.h"
#include "count/system.h"

struct seen {
    double *value; /* [step][column] */
    uint16_t column[4];
    size_t columns;
};

static void note(void *ctx, size_t step, double time, const double *value)
{
    struct seen *s = ctx;
    (void)time;
    for (size_t i = 0; i < s->columns; i++)
        s->value[step * s->columns + i] = value[s->column[i]];
}

static sj_variable *add(sj_system *s, sj_arena *a, sj_variable_kind kind, const char *name,
                        const char *equation)
{
    sj_variable *v = NULL;
    assert_int_equal(sj_system_add(s, a, kind, sj_str_from(name), sj_str_from(equation), 1, &v),
                     SJ_OK);
    return v;
}

static uint16_t number_of(const sj_system *s, const char *name)
{
    uint16_t i = 0;
    assert_true(sj_system_find(s, sj_str_from(name), &i));
    return i;
}

static void flow(sj_system *s, const char *name, const char *from, const char *to)
{
    const uint16_t f = number_of(s, name);
    if (from) {
        sj_variable *v = &s->variable[number_of(s, from)];
        v->out[v->outs++] = f;
    }
    if (to) {
        sj_variable *v = &s->variable[number_of(s, to)];
        v->in[v->ins++] = f;
    }
}

static void teacup_model(sj_system *s, sj_arena *a)
{
    *s = (sj_system){.start = 0, .stop = 30, .dt = 0.125};
    add(s, a, SJ_AUXILIARY, "room", "70");
    add(s, a, SJ_AUXILIARY, "characteristic_time", "10");
    add(s, a, SJ_STOCK, "tea", "180");
    add(s, a, SJ_FLOW, "loss", "(tea - room) / characteristic_time");
    flow(s, "loss", "tea", NULL);
    assert_int_equal(sj_system_compile(s, a, NULL), SJ_OK);
}

static void a_cup_of_tea_cools(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static double want[REFERENCE_ROWS], got[REFERENCE_ROWS];
    const size_t n = reference_column("estimate/sd/teacup_output.csv", 4, want);
    if (n == 0)
        skip();
    sj_system s;
    teacup_model(&s, &arena);
    struct seen seen = {.value = got, .columns = 1, .column = {number_of(&s, "tea")}};
    const sj_system_hooks hooks = {.seen = note, .ctx = &seen};
    double value[SJ_SYSTEM_VARIABLES];
    assert_true(sj_system_run(&s, &hooks, value));
    assert_int_equal(n, sj_system_steps(&s) + 1);
    for (size_t i = 0; i < n; i++)
        near(got[i], want[i], 5e-6, "temperature, as printed with six digits");
    near(got[1], 178.625, 1e-12, "T(0.125)");
    near(got[n - 1], 75.374, 1e-5, "T(30)");
    s.method = SJ_RK4; /* against the closed form, fourth order */
    assert_true(sj_system_run(&s, &hooks, value));
    for (size_t i = 0; i < n; i++)
        near(got[i], 70 + 110 * exp(-(double)i * 0.125 / 10), 1e-9, "closed form");
}

static void an_epidemic_runs_its_course(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static double time[REFERENCE_ROWS], want[3][REFERENCE_ROWS], got[3 * REFERENCE_ROWS];
    static const char file[] = "estimate/sd/SIR_output.csv";
    char path[512];
    if (!sj_test_shared(file, path, sizeof path))
        skip();
    FILE *f = fopen(path, "rb"); /* old Macintosh line ends */
    size_t n = 0;
    char line[256];
    int c, len = 0;
    while ((c = fgetc(f)) != EOF && n < REFERENCE_ROWS) {
        if (c != '\r' && c != '\n' && len < 255) {
            line[len++] = (char)c;
            continue;
        }
        line[len] = 0;
        len = 0;
        double x[9];
        if (sscanf(line, "%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf,%lf", x, x + 1, x + 2, x + 3, x + 4,
                   x + 5, x + 6, x + 7, x + 8) != 9)
            continue;
        time[n] = x[0];
        want[0][n] = x[7];
        want[1][n] = x[3];
        want[2][n++] = x[4];
    }
    fclose(f);
    assert_true(n > 1000);
    sj_system s = {.start = 0, .stop = time[n - 1], .dt = time[1] - time[0]};
    add(&s, &arena, SJ_AUXILIARY, "total", "1000");
    add(&s, &arena, SJ_AUXILIARY, "infectivity", "0.3");
    add(&s, &arena, SJ_AUXILIARY, "duration", "5");
    add(&s, &arena, SJ_STOCK, "susceptible", "1000");
    add(&s, &arena, SJ_STOCK, "infectious", "5");
    add(&s, &arena, SJ_STOCK, "recovered", "0");
    add(&s, &arena, SJ_FLOW, "succumbing", "susceptible * infectious / total * infectivity");
    add(&s, &arena, SJ_FLOW, "recovering", "infectious / duration");
    flow(&s, "succumbing", "susceptible", "infectious");
    flow(&s, "recovering", "infectious", "recovered");
    assert_int_equal(sj_system_compile(&s, &arena, NULL), SJ_OK);
    assert_true(sj_system_steps(&s) < REFERENCE_ROWS);
    struct seen seen = {.value = got,
                        .columns = 3,
                        .column = {number_of(&s, "susceptible"), number_of(&s, "infectious"),
                                   number_of(&s, "recovered")}};
    const sj_system_hooks hooks = {.seen = note, .ctx = &seen};
    double value[SJ_SYSTEM_VARIABLES];
    assert_true(sj_system_run(&s, &hooks, value));
    for (size_t i = 0; i < n; i++) {
        const size_t step = (size_t)floor(time[i] / s.dt + 0.5);
        for (size_t k = 0; k < 3; k++)
            near(got[3 * step + k], want[k][i], 1e-5, "people");
        near(got[3 * step] + got[3 * step + 1] + got[3 * step + 2], 1005, 1e-12, "conserved");
    }
}

/* W(t) = a tau + (W0 - a tau) exp(-t / tau); Little's law in the limit. */
static void a_constant_inflow_fills_a_stock(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_system s = {.start = 0, .stop = 40, .dt = 1.0 / 52, .method = SJ_RK4};
    static double got[4096];
    add(&s, &arena, SJ_AUXILIARY, "tau", "3");
    add(&s, &arena, SJ_FLOW, "come", "10000");
    add(&s, &arena, SJ_STOCK, "working", "100000");
    add(&s, &arena, SJ_FLOW, "go", "working / tau");
    flow(&s, "come", NULL, "working");
    flow(&s, "go", "working", NULL);
    assert_int_equal(sj_system_compile(&s, &arena, NULL), SJ_OK);
    struct seen seen = {.value = got, .columns = 1, .column = {number_of(&s, "working")}};
    const sj_system_hooks hooks = {.seen = note, .ctx = &seen};
    double value[SJ_SYSTEM_VARIABLES];
    assert_true(sj_system_run(&s, &hooks, value));
    for (size_t i = 0; i <= sj_system_steps(&s); i++)
        near(got[i], 30000 + 70000 * exp(-(double)i * s.dt / 3), 1e-9, "closed form");
    near(got[sj_system_steps(&s)], 30000, 1e-4, "Little's law");
}

static void nobody_leaves_who_is_not_there(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    sj_system s = {.start = 0, .stop = 10, .dt = 0.1};
    add(&s, &arena, SJ_STOCK, "waiting", "100");
    add(&s, &arena, SJ_STOCK, "gone", "0");
    add(&s, &arena, SJ_FLOW, "leave", "if(time < 5, 15, 1e9)");
    flow(&s, "leave", "waiting", "gone");
    assert_int_equal(sj_system_compile(&s, &arena, NULL), SJ_OK);
    double value[SJ_SYSTEM_VARIABLES];
    const sj_system_hooks hooks = {0};
    assert_true(sj_system_run(&s, &hooks, value));
    assert_true(value[0] == 0);
    near(value[0] + value[1], 100, 1e-12, "conserved");
}

static void equations_say_where_they_are_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *equation;
        sj_status status;
        uint64_t column;
        const char *why;
    } row[] = {
        {"1 +", SJ_ESYNTAX, 4, "an end too early"},
        {"1 + nobody", SJ_EINVAL, 5, "an unknown name"},
        {"min(1)", SJ_ESYNTAX, 6, "an argument missing"},
        {"frac(1)", SJ_EINVAL, 6, "an unknown function"},
        {"(1", SJ_ESYNTAX, 3, "a bracket open"},
        {"1 2", SJ_ESYNTAX, 3, "two numbers"},
        {"b", SJ_EINVAL, 0, "a circle"},
        {"", SJ_ESYNTAX, 1, "nothing"},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_system s = {.start = 0, .stop = 1, .dt = 1};
        sj_diag d = {0};
        add(&s, &arena, SJ_AUXILIARY, "a", row[i].equation);
        add(&s, &arena, SJ_AUXILIARY, "b", "a + 1");
        const sj_status got = sj_system_compile(&s, &arena, &d);
        if (got != row[i].status || d.column != row[i].column)
            fail_msg("%s: status %d, column %d", row[i].why, got, (int)d.column);
    }
}

static void equations_have_the_usual_precedence(void **state)
{
    (void)state;
    static const struct {
        const char *equation;
        double want;
    } row[] = {
        {"1 + 2 * 3 ^ 2", 19},          {"-2 ^ 2 + 10 / 4 - 1", 5.5},  {"(1 + 2) * 3", 9},
        {"min(4, max(1, 3)) < 3.5", 1}, {"if(1 >= 2, 5, abs(-6))", 6}, {"2 <> 2", 0},
        {"step(7, 0) + step(9, 1)", 7}, {"exp(ln(5)) + sqrt(16)", 9},  {"1.5e3 + 2e-1", 1500.2}};
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        sj_system s = {.start = 0, .stop = 0.5, .dt = 0.5};
        double value[SJ_SYSTEM_VARIABLES];
        const sj_system_hooks hooks = {0};
        add(&s, &arena, SJ_AUXILIARY, "a", row[i].equation);
        assert_int_equal(sj_system_compile(&s, &arena, NULL), SJ_OK);
        assert_true(sj_system_run(&s, &hooks, value));
        near(value[0], row[i].want, 1e-12, row[i].equation);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cup_of_tea_cools),
        cmocka_unit_test(an_epidemic_runs_its_course),
        cmocka_unit_test(a_constant_inflow_fills_a_stock),
        cmocka_unit_test(nobody_leaves_who_is_not_there),
        cmocka_unit_test(equations_say_where_they_are_wrong),
        cmocka_unit_test(equations_have_the_usual_precedence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
