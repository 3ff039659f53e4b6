/* cli/cmd_match.c -- one name, with what else is known, against the lists. */
#include "cli/cli.h"
#include "cli/explain.h"
#include "cli/load.h"
#include "text/unicode.h"

enum {
    LISTS,
    KIND,
    BIRTH_DATE,
    NATIONALITY,
    GENDER,
    PLACE,
    ID,
    THRESHOLD,
    LIMIT,
    OUT,
    JSON,
    QUIET,
    OPTIONS
};
static const sj_cli_option options[OPTIONS] = {
    [LISTS] = {"lists", true},
    [KIND] = {"kind", true},
    [BIRTH_DATE] = {"birth-date", true},
    [NATIONALITY] = {"nationality", true},
    [GENDER] = {"gender", true},
    [PLACE] = {"place", true},
    [ID] = {"id", true},
    [THRESHOLD] = {"threshold", true},
    [LIMIT] = {"limit", true},
    [OUT] = {"out", true},
    [JSON] = {"json", false},
    [QUIET] = {"quiet", false},
};
struct use {
    const char *lists, *out;
    double threshold, limit;
    bool json, quiet;
    sj_arena arena;
    sj_entity query;
};

static bool add_birth_date(struct use *u, const char *text)
{
    sj_entity_date *d = sj_entity_add_date(&u->query, &u->arena);
    if (!d || !sj_date_parse(sj_str_from(text), &d->range))
        return sj_cli_say("--birth-date: expected a date such as 1945-04-29, 1945 or "
                          "1966 to 1968, not '%s'",
                          text),
               false;
    d->kind = SJ_DATE_BIRTH;
    d->parsed = true;
    d->text = sj_str_from(text);
    return true;
}

static bool add_fact(struct use *u, sj_fact_kind kind, const char *text)
{
    sj_entity_fact *f = sj_entity_add_fact(&u->query, &u->arena);
    if (!f)
        return sj_cli_say("%s", sj_status_text(SJ_ENOMEM)), false;
    f->kind = kind;
    f->value = sj_str_from(text);
    f->country = kind == SJ_FACT_NATIONALITY ? sj_country_parse(f->value) : SJ_S("");
    if (kind == SJ_FACT_NATIONALITY && f->country.len == 0)
        return sj_cli_say("--nationality: no such country: '%s'", text), false;
    return true;
}

/* "KIND:VALUE", or a bare value: it may be any number that decides. */
static bool add_identifier(struct use *u, const char *text)
{
    sj_str rest = sj_str_from(text), head;
    sj_identifier_kind kind = SJ_ID_OTHER;
    const bool split = sj_str_split(&rest, ':', &head) && rest.ptr;
    if (!split || !sj_identifier_kind_parse(head, &kind))
        return sj_cli_say("--id: expected KIND:VALUE, such as passport:A1234567 or imo:9314234, "
                          "not '%s'",
                          text),
               false;
    sj_entity_identifier *id = sj_entity_add_identifier(&u->query, &u->arena);
    if (!id)
        return sj_cli_say("%s", sj_status_text(SJ_ENOMEM)), false;
    id->kind = kind;
    id->value = rest;
    return true;
}

static bool add_place(struct use *u, const char *text)
{
    sj_entity_place *p = sj_entity_add_place(&u->query, &u->arena);
    if (!p)
        return sj_cli_say("%s", sj_status_text(SJ_ENOMEM)), false;
    p->kind = SJ_PLACE_BIRTH;
    p->full = sj_str_from(text);
    return true;
}

static bool add_gender(struct use *u, const char *text)
{
    static const char *const gender[] = {"male", "female"};
    for (size_t i = 0; i < SJ_COUNT(gender); i++)
        if (sj_str_eq_nocase(sj_str_from(text), sj_str_from(gender[i])) ||
            sj_str_eq_nocase(sj_str_from(text), sj_str_slice(sj_str_from(gender[i]), 0, 1)))
            return add_fact(u, SJ_FACT_GENDER, gender[i]);
    return sj_cli_say("--gender is male or female (m or f), not '%s'", text), false;
}

static bool add_name(struct use *u, const char *text)
{
    if (!sj_cli_is_name(text))
        return false;
    sj_entity_name *n = sj_entity_add_name(&u->query, &u->arena);
    if (!n)
        return sj_cli_say("%s", sj_status_text(SJ_ENOMEM)), false;
    n->full = sj_str_from(text);
    return true;
}

static bool take_kind(struct use *u, const char *text)
{
    sj_compare_kind kind;
    static const sj_schema schema[] = {[SJ_COMPARE_ANY] = SJ_SCHEMA_UNKNOWN,
                                       [SJ_COMPARE_PERSON] = SJ_SCHEMA_PERSON,
                                       [SJ_COMPARE_COMPANY] = SJ_SCHEMA_ORGANISATION,
                                       [SJ_COMPARE_VESSEL] = SJ_SCHEMA_VESSEL};
    if (!sj_compare_kind_parse(sj_str_from(text), &kind))
        return sj_cli_say("--kind is person, company, vessel or any, not '%s'", text), false;
    u->query.schema = schema[kind];
    return true;
}

static bool take(struct use *u, int option, const char *value)
{
    switch (option) {
    case SJ_CLI_POSITIONAL:
        return add_name(u, value);
    case LISTS:
        u->lists = value;
        return true;
    case KIND:
        return take_kind(u, value);
    case BIRTH_DATE:
        return add_birth_date(u, value);
    case NATIONALITY:
        return add_fact(u, SJ_FACT_NATIONALITY, value);
    case GENDER:
        return add_gender(u, value);
    case PLACE:
        return add_place(u, value);
    case ID:
        return add_identifier(u, value);
    case THRESHOLD:
        return sj_cli_number(value, "--threshold", 0, 1, &u->threshold);
    case LIMIT:
        return sj_cli_number(value, "--limit", 1, 1000000, &u->limit);
    case OUT:
        u->out = value;
        return true;
    case JSON:
        u->json = true;
        return true;
    case QUIET:
        u->quiet = true;
        return true;
    default:
        return false;
    }
}

static bool parse(int argc, char **argv, struct use *u)
{
    sj_cli_args args = {.argc = argc, .argv = argv};
    for (int i; (i = sj_cli_next(&args, options, OPTIONS)) != SJ_CLI_END;)
        if (!take(u, i, args.value))
            return false;
    if (!u->lists || (u->query.name_count == 0 && u->query.identifier_count == 0))
        return sj_cli_say("give a name (or --id KIND:VALUE) and --lists DIR"), false;
    return true;
}

static sj_status show(const struct use *u, const sj_index *ix, const sj_query *q, const sj_hit *hit,
                      size_t count, sj_buf *to)
{
    SJ_SCOPED(sj_arena) arena = {0};
    if (count == 0 && !u->json)
        sj_buf_add(to, SJ_S("no match\n"));
    for (size_t i = 0; i < count && i < (size_t)u->limit; i++) {
        sj_hit_explanation e;
        SJ_TRY(sj_index_explain(ix, q, &hit[i], &arena, &e));
        if (u->json)
            sj_explain_hit_json(ix, SJ_S("query"), SJ_S("1"), &hit[i], &e, to);
        else
            sj_explain_hit_text(ix, &hit[i], &e, to);
        sj_arena_clear(&arena);
    }
    if (count > (size_t)u->limit)
        sj_cli_say("%zu more matches are not shown (--limit)", count - (size_t)u->limit);
    return sj_buf_status(to);
}

static int match(struct use *u, const sj_index *ix)
{
    SJ_AUTO(sj_search_scratch) *scratch = NULL;
    SJ_SCOPED(sj_buf) b = {0};
    const sj_query *q;
    const sj_hit *hit;
    size_t count = 0;
    u->query.id = SJ_S("1");
    sj_status s = sj_query_prepare(&u->query, &u->arena, &q);
    if (s >= 0)
        s = sj_search_scratch_new(ix, &scratch);
    if (s >= 0)
        s = sj_index_search(ix, q, u->threshold, scratch, &hit, &count);
    if (s >= 0)
        s = show(u, ix, q, hit, count, &b);
    if (s == SJ_ECORRUPT)
        sj_cli_say("%s: a block of the index is damaged: its checksum differs; build it again",
                   u->lists);
    if (s < 0)
        return sj_cli_fail("the search failed", s, NULL);
    FILE *out = sj_cli_open_out(u->out);
    if (!out)
        return SJ_EXIT_FAILED;
    const bool written = sj_cli_write(out, &b);
    if (!sj_cli_close_out(out) || !written)
        return SJ_EXIT_FAILED;
    return count ? SJ_EXIT_FINDINGS : SJ_EXIT_DONE;
}

int sj_cmd_match(int argc, char **argv)
{
    struct use u = {.threshold = SJ_NAME_THRESHOLD, .limit = 20};
    sj_loaded lists;
    int status = SJ_EXIT_USE;
    if (parse(argc, argv, &u)) {
        status = sj_load(u.lists, u.quiet, false, &lists);
        if (status == SJ_EXIT_DONE)
            status = match(&u, lists.index);
        sj_loaded_done(&lists);
    }
    sj_arena_done(&u.arena);
    return status;
}
