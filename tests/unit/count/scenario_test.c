/* scenario_test.c -- the text of scenarios, the machine of relief and snapback, the
 * supplied files, threads, lack of memory. */
#include "unit/count/reference.h"
#include "count/scenario.h"

static sj_status parse(const char *text, sj_arena *arena, sj_scenario *s, sj_diag *d)
{
    return sj_scenario_parse(sj_str_from(text), arena, s, d);
}

#define HEAD "start 0\nstop 2\ndt 1/4\ndraws 200\n"

#define MACHINE                                                                        \
    "machine authorise 0\nmachine breach 1\nmachine detect 1\nmachine clock_days 30\n" \
    "machine wind_down_days 30\nmachine override 0\nmachine contested 0\nmachine review 1\n"

static void errors_name_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        sj_status status;
        uint64_t line;
        const char *why;
    } row[] = {
        {HEAD "nonsense 1\noutput a b\n", SJ_ESYNTAX, 5, "unknown statement"},
        {HEAD "input x lognormal 5 1 word\n", SJ_EINVAL, 5, "upside down"},
        {HEAD "input x lognormal 1 5\n", SJ_ESYNTAX, 5, "a range from nowhere"},
        {HEAD "input x lognormal 1 word\n", SJ_ESYNTAX, 5, "a number missing"},
        {HEAD "input x cauchy 1 2 word\n", SJ_EINVAL, 5, "unknown law"},
        {HEAD "stock s 3\n", SJ_ESYNTAX, 5, "no ="},
        {HEAD "stock s = 3\nstock s = 4\n", SJ_EINVAL, 6, "a name twice"},
        {HEAD "flow f = 3\n", SJ_ESYNTAX, 5, "a flow from nowhere to nowhere"},
        {HEAD "flow f from x = 3\noutput f word\n", SJ_EINVAL, 5, "not a stock"},
        {HEAD "aux a = 1 +\noutput a word\n", SJ_ESYNTAX, 5, "half an equation"},
        {HEAD "aux a = 1\noutput b word\n", SJ_EINVAL, 6, "an output that is not"},
        {HEAD "aux a = 1\noutput a word\nobserve a 1 score\n", SJ_ESYNTAX, 7,
         "half an observation"},
        {HEAD "aux a = 1\noutput a word\nmachine speed 3\n", SJ_EINVAL, 7, "unknown setting"},
        {HEAD "aux a = 1\noutput a word\nmachine default perhaps\n", SJ_ESYNTAX, 7, "no default"},
        {HEAD "aux a = 1\noutput a word\nmachine state x 0.5\n", SJ_ESYNTAX, 7,
         "a State without a probability"},
        {HEAD "aux a = 1\noutput a word\nmachine holder x 0.5 0.5\n", SJ_ESYNTAX, 7,
         "a holder with two numbers"},
        {HEAD "machine holder x 0.5\nmachine holder x 0.5\n", SJ_EINVAL, 6, "a holder twice"},
        {HEAD MACHINE "machine state x 1 1\naux a = 1\noutput a word\n", SJ_EINVAL, 5,
         "States and a share of them"},
        {HEAD MACHINE "machine alert 1\naux a = 1\noutput a word\n", SJ_EINVAL, 5,
         "an alert without an audit"},
        {HEAD MACHINE "machine duration 1\naux a = 1\noutput a word\n", SJ_EINVAL, 5,
         "a term without a renewal"},
        {HEAD "draws 1000000\n", SJ_EINVAL, 5, "too many runs"},
        {"start 2\nstop 1\naux a = 1\noutput a word\n", SJ_EINVAL, 2, "a stop before the start"},
        {"start 0\nstop 5\ndt 1e-6\naux a = 1\noutput a word\n", SJ_EINVAL, 3, "too many steps"},
        {HEAD "input x uniform 1 2e word\n", SJ_ESYNTAX, 5, "an exponent without digits"},
        {HEAD "input x uniform 1 2e1.5 word\n", SJ_ESYNTAX, 5, "half an exponent"},
        {HEAD "input x uniform 1 2e999 word\n", SJ_ESYNTAX, 5, "an exponent beyond all"},
    };
    for (size_t i = 0; i < SJ_COUNT(row); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        static sj_scenario s;
        sj_diag d = {0};
        const sj_status got = parse(row[i].text, &arena, &s, &d);
        if (got != row[i].status || d.line != row[i].line || !d.reason)
            fail_msg("%s: status %s, line %d", row[i].why, sj_status_name(got), (int)d.line);
    }
}

static void numbers_may_have_exponents(void **state)
{
    (void)state;
    static const char text[] =
        HEAD "input x uniform 2.5e-1 1E+3 assumed\naux a = x\noutput a word\n";
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s;
    assert_int_equal(parse(text, &arena, &s, NULL), SJ_OK);
    near(sj_distribution_quantile(&s.input[0].law, 0), 0.25, 1e-12, "low");
    near(sj_distribution_quantile(&s.input[0].law, 1), 1000, 1e-12, "high");
}

static const char small[] =
    HEAD "input rate uniform 0.1 0.3 assumed\nstock s = 100\nstock home = 0\n"
         "flow leave from s to home = s * rate\naux all = s + home\n"
         "output s People\noutput all Everybody\nobserve s 2 70 score a count\n"
         "reach home 30 Thirty at home\nassume nothing\n";

static void the_spread_of_an_input_is_the_spread_of_the_fan(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s;
    static sj_scenario_result r, again;
    assert_int_equal(parse(small, &arena, &s, NULL), SJ_OK);
    s.draws = 4000;
    assert_int_equal(sj_scenario_run(&s, 1, &arena, &r), SJ_OK);
    assert_int_equal(sj_scenario_run(&s, 3, &arena, &again), SJ_OK);
    const size_t last = r.fan[0].points - 1;
    assert_int_equal(last, 8);
    near(r.fan[0].quantile[2][last], 100 * pow(1 - 0.2 / 4, 8), 0.01, "median");
    near(r.fan[0].quantile[0][last], 100 * pow(1 - 0.29 / 4, 8), 0.01, "5 %");
    for (size_t i = 0; i <= last; i++) {
        near(r.fan[1].quantile[0][i], 100, 1e-9, "people are conserved");
        for (int k = 0; k < SJ_FAN; k++)
            assert_true(r.fan[0].quantile[k][i] == again.fan[0].quantile[k][i]);
    }
    assert_int_equal(r.scored, 1);
    assert_int_equal(r.covered, 1);
    assert_true(r.target[0].reached_prob > 0.3 && r.target[0].reached_prob < 0.8);
    near(r.low[0][0], 100 * pow(1 - 0.11 / 4, 8), 1e-9, "tornado low");
    assert_true(r.low[0][0] > r.base[0] && r.high[0][0] < r.base[0]);
}

static sj_machine_rule rule(void)
{
    return (sj_machine_rule){.authorise = 1,
                             .breach = 2,
                             .detect = 1,
                             .clock_days = 30,
                             .wind_down_days = 180,
                             .override_prob = 0,
                             .contested = 0.4,
                             .review = 1,
                             .restore = true};
}

/* On no vote the old rules come back 30 days after the trigger, or never, as the
 * default says; a certain vote turns both round. */
static void the_default_decides_when_nobody_votes(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 200; i++) {
        sj_random r = sj_random_stream(5, i);
        sj_machine_run m;
        sj_machine_rule q = rule();
        assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_OK);
        assert_int_equal(m.triggers, 1);
        near(m.snapback - m.trigger[0], 30 / 365.25, 1e-9, "clock");
        near(m.end - m.snapback, 180 / 365.25, 1e-9, "wind-down");
        const sj_machine_state during = sj_machine_at(&m, m.trigger[0] + 0.01);
        const sj_machine_state after = sj_machine_at(&m, m.snapback + 0.01);
        const sj_machine_state late = sj_machine_at(&m, m.end + 1);
        assert_true(during.relief == 1 && during.trigger == 1 && during.snapped == 0);
        assert_true(after.relief == 0 && after.wind_down == 1 && after.contested == 0.4);
        assert_true(late.wind_down == 0 && late.snapped == 1);
        q.restore = false;
        assert_int_equal(sj_machine_play(&q, 20, &r, &m), SJ_OK);
        assert_true(isinf(m.snapback) && m.triggers > 1);
        q.override_prob = 1;
        assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_OK);
        assert_true(isfinite(m.snapback) && m.triggers == 1);
        q.restore = true;
        assert_int_equal(sj_machine_play(&q, 20, &r, &m), SJ_OK);
        assert_true(isinf(m.snapback));
    }
    sj_random r = sj_random_stream(5, 0);
    sj_machine_run m;
    sj_machine_rule q = rule();
    q.detect = 1.5;
    assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_EINVAL);
    q = rule();
    q.breach = 0;
    assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_OK);
    assert_true(sj_machine_at(&m, 0.5).relief == 0 && sj_machine_at(&m, 4.5).steps == 3);
}

/* An alert brings an audit, whose time earns no step and whose finding triggers. */
static void an_alert_brings_an_audit(void **state)
{
    (void)state;
    for (uint64_t i = 0; i < 200; i++) {
        sj_random r = sj_random_stream(6, i);
        sj_machine_run m;
        sj_machine_rule q = rule();
        q.breach = 0;
        q.alert = 2;
        q.audit_days = 90;
        assert_int_equal(sj_machine_play(&q, 11, &r, &m), SJ_OK);
        assert_true(m.triggers == 0 && isinf(m.snapback));
        double audited = 0;
        for (size_t k = 0; k < m.audits; k++)
            audited += fmin(11, m.audit[k] + 90 / 365.25) - m.audit[k];
        assert_true(sj_machine_at(&m, 11).steps == floor(10 - audited));
        if (m.audits)
            assert_true(sj_machine_at(&m, m.audit[0] + 0.1).audit == 1);
        q.audit_finds = 1;
        assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_OK);
        assert_int_equal(m.audits, 1);
        near(m.snapback - m.audit[0], 120 / 365.25, 1e-9, "audit and clock");
    }
    sj_random r = sj_random_stream(6, 0);
    sj_machine_run m;
    sj_machine_rule q = rule();
    q.breach = 0;
    q.alert = 1000;
    assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_ELIMIT);
}

/* Without notice no trigger; each holder's is told apart. */
static void only_a_holder_triggers(void **state)
{
    (void)state;
    size_t second = 0;
    for (uint64_t i = 0; i < 400; i++) {
        sj_random r = sj_random_stream(7, i);
        sj_machine_run m;
        sj_machine_rule q = rule();
        q.holders = 2;
        assert_int_equal(sj_machine_play(&q, 10, &r, &m), SJ_OK);
        assert_true(m.triggers == 0 && !m.noticed[0] && !m.noticed[1]);
        q.notify[0] = 1;
        q.notify[1] = 0.25;
        assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_OK);
        assert_true(m.triggers == 1 && m.noticed[0]);
        second += m.noticed[1];
    }
    assert_true(second > 60 && second < 140);
}

/* A term that is not renewed lapses, winds down, and is no snapback. */
static void terms_lapse_unless_renewed(void **state)
{
    (void)state;
    sj_random r = sj_random_stream(8, 0);
    sj_machine_run m;
    sj_machine_rule q = rule();
    q.breach = 0;
    q.duration = 3;
    assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_OK);
    near(m.lapse, 4, 1e-12, "authorised at 1, for 3");
    near(m.end - m.lapse, 180 / 365.25, 1e-9, "wind-down");
    const sj_machine_state s = sj_machine_at(&m, 4.1);
    assert_true(s.lapsed == 1 && s.wind_down == 1 && s.relief == 0 && s.snapped == 0 &&
                s.contested == 0);
    q.renew = 1;
    assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_OK);
    assert_true(isinf(m.lapse) && sj_machine_at(&m, 99).relief == 1);
    q.duration = 1e-9;
    assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_EINVAL);
    size_t during = 0; /* a term that ends within an audit lapses on its day */
    for (uint64_t i = 0; i < 200; i++) {
        r = sj_random_stream(9, i);
        q = rule();
        q.breach = 0;
        q.duration = 1;
        q.alert = 4;
        q.audit_days = 180;
        q.audit_finds = 1;
        assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_OK);
        if (m.audits && m.audit[0] + 180 / 365.25 > 2) {
            during++;
            assert_true(m.triggers == 0);
            near(m.lapse, 2, 1e-12, "not at the end of the audit");
        }
    }
    assert_true(during > 10);
}

/* A State contests or does not; its caps stay in force if it does. */
static void states_contest_each_by_itself(void **state)
{
    (void)state;
    size_t second = 0;
    for (uint64_t i = 0; i < 400; i++) {
        sj_random r = sj_random_stream(9, i);
        sj_machine_run m;
        sj_machine_rule q = rule();
        q.states = 2;
        q.share[0] = 0.5;
        q.share[1] = 0.25;
        q.contest[0] = 1;
        q.contest[1] = 0.5;
        q.scopes = 3;
        q.cap[0] = 100;
        q.cap[1] = 10;
        q.cap[2] = 1;
        q.scope_state[1] = 1;
        q.scope_state[2] = -1;
        assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_OK);
        assert_true(sj_machine_at(&m, 0.9).scope_cap == 0);
        const sj_machine_state before = sj_machine_at(&m, fmax(1, m.snapback - 0.01));
        const sj_machine_state after = sj_machine_at(&m, m.snapback + 0.01);
        assert_true(before.scope_cap == 111 && before.contested == 0);
        const bool also = sj_machine_contests(&m, 1, m.snapback + 0.01) == 1;
        assert_true(after.contested == (also ? 0.75 : 0.5));
        assert_true(after.scope_cap == (also ? 110 : 100));
        assert_true(sj_machine_contests(&m, 0, m.snapback - 0.01) == 0);
        second += also;
        q.share[0] = 0.9;
        assert_int_equal(sj_machine_play(&q, 100, &r, &m), SJ_EINVAL);
    }
    assert_true(second > 150 && second < 250);
}

/* A source that is named twice is one; a score is no input. */
static void origins_are_counted_once(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s;
    size_t assumed;
    assert_int_equal(parse(HEAD "input x point 1 a [one]\ninput y point 2 b [ one ] more\n"
                                "input z point 3 assumed\naux a = x\noutput a word\n"
                                "observe a 1 2 fit c [two]\nobserve a 1 2 score c [three]\n",
                           &arena, &s, NULL),
                     SJ_OK);
    assert_int_equal(sj_scenario_origins(&s, &assumed), 2);
    assert_int_equal(assumed, 1);
}

static sj_str read_supplied(const char *name, sj_arena *arena)
{
    char path[512];
    sj_file f;
    sj_str text;
    const char *root = getenv("SOJOURN_SOURCE");
    assert_true(root && snprintf(path, sizeof path, "%s/data/scenarios/%s", root, name) > 0);
    assert_int_equal(sj_file_open(path, 1 << 20, &f), SJ_OK);
    assert_int_equal(sj_arena_copy(arena, (sj_str){f.ptr, f.len}, &text), SJ_OK);
    sj_file_done(&f);
    return text;
}

static void the_supplied_scenarios_run(void **state)
{
    (void)state;
    static const char *const name[] = {"ban_2017_russia.txt", "more_400000.txt",
                                       "relief_snapback.txt"};
    for (size_t i = 0; i < SJ_COUNT(name); i++) {
        SJ_SCOPED(sj_arena) arena = {0};
        SJ_SCOPED(sj_buf) xmile = {0};
        static sj_scenario s;
        static sj_scenario_result r;
        sj_diag d = {0};
        if (sj_scenario_parse(read_supplied(name[i], &arena), &arena, &s, &d) < 0)
            fail_msg("%s:%d: %s", name[i], (int)d.line, d.reason);
        s.draws = 300;
        assert_int_equal(sj_scenario_run(&s, 0, &arena, &r), SJ_OK);
        assert_int_equal(r.failed, 0);
        for (size_t k = 0; k < s.outputs; k++)
            for (size_t t = 0; t < r.fan[k].points; t++)
                for (int q = 1; q < SJ_FAN; q++)
                    assert_true(r.fan[k].quantile[q - 1][t] <= r.fan[k].quantile[q][t]);
        if (i == 0) /* the back-test of 2019 and 2020 */
            assert_true(r.scored == 3 && r.covered >= 2);
        if (i == 2) /* all of the machine is used */
            assert_true(s.holders && s.states && s.scopes && r.audits > 0 && r.lapse_prob > 0 &&
                        r.noticed_prob[0] > r.noticed_prob[4] &&
                        r.contested_prob[0] > r.contested_prob[2]);
        assert_int_equal(sj_scenario_xmile(&s, &xmile), SJ_OK);
        assert_true(sj_str_find(sj_buf_str(&xmile), SJ_S("<non_negative/>"), 0) < xmile.len);
    }
}

static const char looped[] =
    HEAD "set place here there\nlabel here Here\ninput rate uniform 0.1 0.3 assumed\n"
         "each place\n each sector in x y\n  stock s_{place}_{sector} = 10 # a comment {\n"
         "  cell held {place} {sector} s_{place}_{sector}\n end\n"
         " aux s_{place} = sum(sector: s_{place}_{sector} * rate)\n"
         " output s_{place} In {place label}\nend\ntable held Held\n"
         "aux all = 1 + sum(p of place: sum(sector in y: s_{p}_{sector}))\noutput all All\n";

static void loops_are_written_out(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s;
    static sj_scenario_result r;
    sj_diag d = {0};
    if (parse(looped, &arena, &s, &d) < 0)
        fail_msg("line %d: %s", (int)d.line, d.reason);
    assert_int_equal(s.system.count, 1 + 4 + 2 + 1);
    assert_int_equal(s.cells, 4);
    assert_int_equal(s.outputs, 3);
    assert_true(sj_str_eq(s.output[0].text, SJ_S("In Here")));
    assert_true(sj_str_eq(s.output[1].text, SJ_S("In there"))); /* no label: the member */
    assert_int_equal(sj_scenario_run(&s, 1, &arena, &r), SJ_OK);
    near(r.fan[2].quantile[2][0], 21, 1e-12, "a sum over two places, of one sector");
    near(r.fan[0].quantile[0][0], 20 * 0.11, 0.05, "a sum over two sectors");
    assert_int_equal(r.rows, 1 + 2 + 2 + 4);
    near(r.row[0].at[5].p50, 40, 1e-12, "all cells");
    near(r.row[1].at[0].p95, 20, 1e-12, "a place");
    assert_true(sj_str_eq(r.row[3].sector, SJ_S("x")) && r.row[3].place.len == 0);
    assert_true(sj_scenario_why(&s, &d) == SJ_OK && !sj_scenario_is_certain(&s));
}

/* What a machine is told may be an auxiliary of inputs, and nothing that moves. */
static void a_setting_may_be_an_auxiliary(void **state)
{
    (void)state;
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s;
    static sj_scenario_result r;
    sj_diag d = {0};
    const char head[] = HEAD "machine authorise 0\nmachine breach often\nmachine detect 1\n"
                             "machine clock_days 30\nmachine wind_down_days 30\n"
                             "machine override 0\nmachine contested 0\nmachine review 1\n"
                             "machine default restore\ninput keep point 0.5 assumed\n"
                             "aux a = relief\noutput a word\n";
    SJ_SCOPED(sj_buf) b = {0};
    sj_buf_addf(&b, "%saux often = 1e9 * (1 - keep)\n", head);
    assert_int_equal(sj_scenario_parse(sj_buf_str(&b), &arena, &s, &d), SJ_OK);
    assert_int_equal(sj_scenario_run(&s, 1, &arena, &r), SJ_OK);
    assert_true(r.snapback_prob == 1);
    sj_buf_clear(&b);
    sj_buf_addf(&b, "%saux often = 0 * time\n", head);
    assert_int_equal(sj_scenario_parse(sj_buf_str(&b), &arena, &s, &d), SJ_EINVAL);
    assert_true(d.line == 6 && d.column == 16);
}

static sj_status loops(void *ctx)
{
    SJ_SCOPED(sj_arena) arena = {0};
    static sj_scenario s;
    static sj_scenario_result r;
    (void)ctx;
    SJ_TRY(parse(looped, &arena, &s, NULL));
    s.draws = 5;
    return sj_scenario_run(&s, 1, &arena, &r);
}

static sj_status story(void *ctx)
{
    SJ_SCOPED(sj_arena) arena = {0};
    SJ_SCOPED(sj_buf) b = {0};
    static sj_scenario s;
    static sj_scenario_result r;
    (void)ctx;
    SJ_TRY(parse(small, &arena, &s, NULL));
    s.draws = 5;
    SJ_TRY(sj_scenario_run(&s, 1, &arena, &r));
    return sj_scenario_xmile(&s, &b);
}

static void lack_of_memory_is_an_error(void **state)
{
    (void)state;
    sj_test_sweep(story, NULL, 0);
    sj_test_sweep(loops, NULL, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(errors_name_their_line),
        cmocka_unit_test(numbers_may_have_exponents),
        cmocka_unit_test(the_spread_of_an_input_is_the_spread_of_the_fan),
        cmocka_unit_test(the_default_decides_when_nobody_votes),
        cmocka_unit_test(an_alert_brings_an_audit),
        cmocka_unit_test(only_a_holder_triggers),
        cmocka_unit_test(terms_lapse_unless_renewed),
        cmocka_unit_test(states_contest_each_by_itself),
        cmocka_unit_test(origins_are_counted_once),
        cmocka_unit_test(loops_are_written_out),
        cmocka_unit_test(a_setting_may_be_an_auxiliary),
        cmocka_unit_test(the_supplied_scenarios_run),
        cmocka_unit_test(lack_of_memory_is_an_error),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
