/* cli/cmd_regime.c -- the law, and the outcome for a job: show, at, explain. */
#include "cli/cli.h"
#include "sojourn/case.h"
#include "sojourn/regime.h"

enum { JOB, ROSTER, READING, LAW, AT, OUT, JSON, OPTIONS };
static const sj_cli_option options[OPTIONS] = {
    [JOB] = {"job", true},   [ROSTER] = {"roster", true}, [READING] = {"reading", true},
    [LAW] = {"law", true},   [AT] = {"at", true},         [OUT] = {"out", true},
    [JSON] = {"json", false}};
struct use {
    const char *word[3], *job, *roster, *law, *out;
    int words;
    bool json, dated;
    sj_reading reading;
    sj_date_range at;
};

static bool take(struct use *u, int option, const char *value)
{
    switch (option) {
    case SJ_CLI_POSITIONAL:
        if (u->words == 3)
            return sj_cli_say("regime takes show [ID], at DATE, or explain JOB"), false;
        u->word[u->words++] = value;
        return true;
    case JOB:
        u->job = value;
        return true;
    case ROSTER:
        u->roster = value;
        return true;
    case LAW:
        u->law = value;
        return true;
    case OUT:
        u->out = value;
        return true;
    case JSON:
        u->json = true;
        return true;
    case AT:
        u->dated = sj_date_parse(sj_str_from(value), &u->at);
        return u->dated || (sj_cli_say("--at is a date, not '%s'", value), false);
    case READING:
        return sj_reading_parse(sj_str_from(value), &u->reading) ||
               (sj_cli_say("--reading is text, permit-decides or practice, not '%s'", value),
                false);
    default:
        return false;
    }
}

static int load_law(const struct use *u, sj_law **ret)
{
    sj_diag d = {0};
    if (!u->law) {
        const sj_status s = sj_law_builtin(ret);
        return s < 0 ? sj_cli_fail("the built-in law", s, NULL) : SJ_EXIT_DONE;
    }
    sj_file file = {0};
    sj_status s = sj_file_open(u->law, (size_t)16 << 20, &file);
    if (s >= 0)
        s = sj_law_read((sj_str){file.ptr, file.len}, ret, &d);
    sj_file_done(&file);
    sj_diag_file(&d, sj_str_from(u->law));
    return s < 0 ? sj_cli_fail(u->law, s, &d) : SJ_EXIT_DONE;
}

static int finish(const struct use *u, const sj_buf *b)
{
    if (sj_buf_status(b) < 0)
        return sj_cli_fail("regime", SJ_ENOMEM, NULL);
    FILE *out = sj_cli_open_out(u->out);
    if (!out)
        return SJ_EXIT_FAILED;
    const bool written = sj_cli_write(out, b);
    return sj_cli_close_out(out) && written ? SJ_EXIT_DONE : SJ_EXIT_FAILED;
}

/* ---- provisions ---- */

static void add_date(sj_buf *b, sj_date d)
{
    char text[32];
    const sj_date_range r = {d, d, false};
    if (d.year)
        sj_buf_add(b, (sj_str){text, sj_date_write(&r, text)});
}

static void add_member(sj_buf *b, const char *name, sj_str value)
{
    sj_buf_addf(b, ",\"%s\":", name);
    sj_buf_add_json(b, value);
}

static void add_member_date(sj_buf *b, const char *name, sj_date d)
{
    if (d.year == 0)
        return;
    sj_buf_addf(b, ",\"%s\":\"", name);
    add_date(b, d);
    sj_buf_add_char(b, '"');
}

static void provision_json(const sj_provision *p, sj_buf *b)
{
    sj_buf_addf(b, "{\"id\":");
    sj_buf_add_json(b, p->id);
    add_member(b, "instrument", p->instrument);
    add_member(b, "paragraph", p->paragraph);
    add_member_date(b, "in_force", p->from);
    add_member_date(b, "ended", p->to);
    add_member_date(b, "deadline", p->deadline);
    add_member_date(b, "suspended_from", p->suspended_from);
    add_member_date(b, "suspended_to", p->suspended_to);
    add_member(b, "territory", p->territory);
    add_member(b, "subject", p->subject);
    add_member(b, "effect", p->effect);
    add_member(b, "rule", p->rule);
    add_member(b, "exceptions", p->exceptions);
    add_member(b, "contested", p->contested);
    add_member(b, "source", p->source);
    sj_buf_addf(b, ",\"text_confirmed\":%s}\n", p->text_confirmed ? "true" : "false");
}

static void provision_text(const sj_provision *p, sj_buf *b)
{
    sj_buf_addf(b, "%.*s  %.*s%s%.*s, in force ", SJ_STR_FMT(p->id), SJ_STR_FMT(p->instrument),
                p->paragraph.len ? ", paragraph " : "", SJ_STR_FMT(p->paragraph));
    add_date(b, p->from);
    if (p->deadline.year) {
        sj_buf_addf(b, ", deadline ");
        add_date(b, p->deadline);
    }
    sj_buf_addf(b, "\n  %.*s\n  binds: %.*s; subject: %.*s; effect: %.*s\n", SJ_STR_FMT(p->rule),
                SJ_STR_FMT(p->territory), SJ_STR_FMT(p->subject), SJ_STR_FMT(p->effect));
    if (p->exceptions.len)
        sj_buf_addf(b, "  exceptions: %.*s\n", SJ_STR_FMT(p->exceptions));
    if (p->contested.len)
        sj_buf_addf(b, "  contested: %.*s\n", SJ_STR_FMT(p->contested));
    sj_buf_addf(b, "  source: %.*s (%s)\n", SJ_STR_FMT(p->source),
                p->text_confirmed ? "text confirmed" : "text not confirmed");
}

/* `wanted`: part of the id or the instrument; NULL: those in force at the date. */
static int show(const struct use *u, const sj_law *law, const char *wanted)
{
    SJ_SCOPED(sj_buf) b = {0};
    size_t count, shown = 0;
    const sj_provision *p = sj_law_provisions(law, &count);
    for (size_t i = 0; i < count; i++) {
        const sj_str w = sj_str_from(wanted);
        if (w.len && sj_str_find(p[i].id, w, 0) == p[i].id.len &&
            sj_str_find(p[i].instrument, w, 0) == p[i].instrument.len)
            continue;
        if (u->dated && !sj_provision_in_force(&p[i], sj_date_first_day(u->at.from)))
            continue;
        if (u->json)
            provision_json(&p[i], &b);
        else
            provision_text(&p[i], &b);
        shown++;
    }
    if (shown == 0 && wanted) {
        sj_cli_say("no provision '%s'", wanted);
        return SJ_EXIT_USE;
    }
    return finish(u, &b);
}

/* ---- a job ---- */

static void verdict_json(const struct use *u, const sj_regime_verdict *v, sj_buf *b)
{
    sj_buf_addf(b, "{\"job\":");
    sj_buf_add_json(b, sj_str_from(u->job));
    add_member(b, "outcome", sj_outcome_text(v->outcome));
    add_member_date(b, "as_of", v->at);
    add_member(b, "reading", sj_reading_text(v->reading));
    sj_buf_addf(b, ",\"wind_down\":%s", v->wind_down ? "true" : "false");
    if (v->provision) {
        add_member(b, "instrument", v->provision->instrument);
        add_member(b, "paragraph", v->provision->paragraph);
        add_member_date(b, "in_force", v->provision->from);
        if (v->provision->contested.len)
            add_member(b, "contested", v->provision->contested);
    }
    sj_buf_addf(b, ",\"path\":[");
    for (size_t i = 0; i < v->step_count; i++) {
        const sj_regime_step *s = &v->step[i];
        sj_buf_addf(b, "%s{\"question\":", i ? "," : "");
        sj_buf_add_json(b, sj_str_from(s->question));
        add_member(b, "answer", sj_answer_text(s->answer));
        if (s->has_record) {
            add_member(b, "table", sj_table_name(s->table));
            add_member(b, "id", s->id);
            add_member(b, "field", s->field);
            add_member(b, "value", s->value);
        }
        sj_buf_add_char(b, '}');
    }
    sj_buf_addf(b, "]}\n");
}

static void verdict_text(const struct use *u, const sj_regime_verdict *v, sj_buf *b)
{
    sj_buf_addf(b, "%s at ", u->job);
    add_date(b, v->at);
    sj_buf_addf(b, ": %.*s%s\n", SJ_STR_FMT(sj_outcome_text(v->outcome)),
                v->wind_down ? " (in wind-down)" : "");
    if (v->provision) {
        sj_buf_addf(b, "  by %.*s%s%.*s, in force ", SJ_STR_FMT(v->provision->instrument),
                    v->provision->paragraph.len ? ", paragraph " : "",
                    SJ_STR_FMT(v->provision->paragraph));
        add_date(b, v->provision->from);
        sj_buf_addf(b, "; reading: %.*s\n", SJ_STR_FMT(sj_reading_text(v->reading)));
        if (v->provision->contested.len)
            sj_buf_addf(b, "  contested: %.*s\n", SJ_STR_FMT(v->provision->contested));
    }
    for (size_t i = 0; i < v->step_count; i++) {
        const sj_regime_step *s = &v->step[i];
        sj_buf_addf(b, "  %zu. %s %.*s", i + 1, s->question, SJ_STR_FMT(sj_answer_text(s->answer)));
        if (s->has_record)
            sj_buf_addf(b, "  [%.*s %.*s: %.*s = %.*s]", SJ_STR_FMT(sj_table_name(s->table)),
                        SJ_STR_FMT(s->id), SJ_STR_FMT(s->field), SJ_STR_FMT(s->value));
        sj_buf_add_char(b, '\n');
    }
}

/* As in an assessment: the records on the path of a protected person tell where. */
static sj_status withhold_records(const sj_tables *t, size_t job, sj_regime_verdict *v)
{
    SJ_AUTO(sj_permit_classes) *classes = NULL;
    const size_t person = sj_cell_row(sj_tables_cell(t, SJ_TABLE_JOBS, job, SJ_JOBS_PERSON_ID));
    SJ_TRY(sj_permit_classes_new(&classes));
    const bool guarded = person != SIZE_MAX && sj_case_is_protected(t, classes, person);
    for (size_t i = 0; guarded && i < v->step_count; i++)
        v->step[i].has_record = false;
    return SJ_OK;
}

static int judge(struct use *u, const sj_law *law)
{
    SJ_AUTO(sj_tables) *t = NULL;
    SJ_SCOPED(sj_buf) b = {0};
    sj_diag d = {0};
    sj_regime_verdict v;
    const char *roster = u->roster ? u->roster : ".";
    sj_status s = sj_tables_open(roster, &(sj_tables_options){0}, &t, &d);
    if (s < 0)
        return sj_cli_fail(roster, s, &d);
    const size_t job = sj_tables_find(t, SJ_TABLE_JOBS, sj_str_from(u->job));
    if (job == SIZE_MAX) {
        sj_cli_say("no job '%s' in %s", u->job, roster);
        return SJ_EXIT_USE;
    }
    const sj_table_row *c = sj_tables_row(t, SJ_TABLE_JOBS, job);
    const sj_cell *ends = sj_row_cell(c, SJ_JOBS_ENDS), *starts = sj_row_cell(c, SJ_JOBS_STARTS);
    if (!u->dated && ends->state == SJ_CELL_READ)
        u->at = sj_cell_date(ends); /* its last day is the latest that is recorded */
    else if (!u->dated && starts->state == SJ_CELL_READ)
        u->at = sj_cell_date(starts);
    sj_regime_judge(law, t, job, u->at.from, u->reading, &v);
    s = withhold_records(t, job, &v);
    if (s < 0)
        return sj_cli_fail("regime", s, NULL);
    if (u->json)
        verdict_json(u, &v, &b);
    else
        verdict_text(u, &v, &b);
    return finish(u, &b);
}

int sj_cmd_regime(int argc, char **argv)
{
    struct use u = {.reading = SJ_READING_TEXT};
    sj_cli_args args = {.argc = argc, .argv = argv};
    for (int i; (i = sj_cli_next(&args, options, OPTIONS)) != SJ_CLI_END;)
        if (!take(&u, i, args.value))
            return SJ_EXIT_USE;
    const sj_str what = sj_str_from(u.word[0]);
    const bool at = sj_str_eq(what, SJ_S("at")), explain = sj_str_eq(what, SJ_S("explain"));
    if (at && !(u.words > 1 && take(&u, AT, u.word[1])))
        return u.words > 1 ? SJ_EXIT_USE : (sj_cli_say("regime at takes a date"), SJ_EXIT_USE);
    if (explain && u.words > 1)
        u.job = u.word[1];
    if (!(at || (explain && u.job) || sj_str_eq(what, SJ_S("show")))) {
        sj_cli_say("regime takes show [ID], at DATE [--job JOB], or explain JOB");
        return SJ_EXIT_USE;
    }
    SJ_AUTO(sj_law) *law = NULL;
    const int loaded = load_law(&u, &law);
    if (loaded != SJ_EXIT_DONE)
        return loaded;
    return u.job ? judge(&u, law) : show(&u, law, at ? NULL : u.word[1]);
}
