/* regime/law.c -- provisions read from a table.
 *
 * Dates and exceptions are checked when a law is read, so that a misspelt exception is
 * an error of the file and never an exemption that silently does not exist. Columns that
 * only inform (rule, source ...) are free text. */
#include "records/tsv.h"
#include "regime/knowledge.h"
#include "sojourn/regime.h"

struct sj_law {
    sj_arena arena;
    sj_provision *provision;
    size_t count;
};

/* What a cell may hold; exceptions that the engine can test are judge.c's, the others
 * belong to other subjects than labour. */
static const char *const effects[] = {"freeze",     "forbid",   "repatriate", "no_new_permit",
                                      "no_renewal", "cap",      "vigilance",  "presume",
                                      "exempt",     "sanction", "permit",     "report"};
static const char *const exceptions[] = {
    "own_national",    "protected",    "official_accreditation", "committee_approved",
    "grandfathered",   "humanitarian", "basic_expenses",         "judicial",
    "un_headquarters", "medical",      "public_utility",         "clear_and_convincing_evidence",
    "wages_to_worker", "licence"};

struct reader {
    const sj_tsv *table;
    size_t row;
    sj_diag *diag;
};

static sj_str cell(const struct reader *r, const char *header)
{
    return sj_tsv_cell(r->table, r->row, sj_tsv_column(r->table, sj_str_from(header)));
}

static sj_status bad(const struct reader *r, const char *header, const char *expected)
{
    sj_diag_field(r->diag, sj_str_from(header));
    return sj_diag_set(r->diag, SJ_ESYNTAX, expected, 0, r->table->line[r->row],
                       sj_tsv_column(r->table, sj_str_from(header)) + 1);
}

static sj_status read_date(const struct reader *r, const char *header, sj_date *ret)
{
    const sj_str text = cell(r, header);
    sj_date_range range;
    if (text.len == 0)
        return SJ_OK;
    if (!sj_date_parse(text, &range))
        return bad(r, header, "a date such as 2017-12-22");
    *ret = range.from;
    return SJ_OK;
}

static sj_status read_days(const struct reader *r, const char *header, int32_t *ret)
{
    const sj_str text = cell(r, header);
    uint64_t days;
    *ret = -1;
    if (text.len == 0)
        return SJ_OK;
    if (!sj_str_to_u64(text, &days) || days > 36500)
        return bad(r, header, "a number of days, at most 36500");
    *ret = (int32_t)days;
    return SJ_OK;
}

static bool known(sj_str word, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sj_str_eq(word, sj_str_from(words[i])))
            return true;
    return false;
}

static sj_status check_words(const struct reader *r, const sj_provision *p)
{
    if (p->id.len == 0 || p->instrument.len == 0)
        return bad(r, "id", "an id and an instrument");
    if (!known(p->effect, effects, SJ_COUNT(effects)))
        return bad(r, "effect", "a known effect (freeze, forbid, repatriate, no_new_permit ...)");
    sj_str rest = p->exceptions, word;
    while (rest.len && sj_str_split(&rest, ';', &word))
        if (!known(sj_str_trim(word), exceptions, SJ_COUNT(exceptions)))
            return bad(r, "exceptions", "known exceptions separated by ;");
    return SJ_OK;
}

static sj_status read_provision(const struct reader *r, sj_provision *p)
{
    p->id = cell(r, "id");
    p->instrument = cell(r, "instrument");
    p->paragraph = cell(r, "paragraph");
    p->subject = cell(r, "subject");
    p->effect = cell(r, "effect");
    p->territory = cell(r, "territory");
    p->exceptions = cell(r, "exceptions");
    p->rule = cell(r, "rule");
    p->contested = cell(r, "contested");
    p->source = cell(r, "source");
    p->tag = cell(r, "tag");
    p->nationality = cell(r, "nationality");
    if (p->nationality.len == 0)
        p->nationality = SJ_S("KP");
    p->trigger = cell(r, "trigger");
    p->default_outcome = cell(r, "default_outcome");
    p->text_confirmed = sj_str_eq(cell(r, "text_confirmed"), SJ_S("yes"));
    SJ_TRY(read_date(r, "adopted", &p->adopted));
    SJ_TRY(read_date(r, "in_force_from", &p->from));
    SJ_TRY(read_date(r, "in_force_to", &p->to));
    SJ_TRY(read_date(r, "deadline", &p->deadline));
    SJ_TRY(read_date(r, "suspended_from", &p->suspended_from));
    SJ_TRY(read_date(r, "suspended_to", &p->suspended_to));
    SJ_TRY(read_date(r, "contracts_before", &p->contracts_before));
    SJ_TRY(read_days(r, "clock_days", &p->clock_days));
    SJ_TRY(read_days(r, "wind_down_days", &p->wind_down_days));
    return check_words(r, p);
}

static sj_status read_all(sj_law *law, sj_str text, sj_diag *d)
{
    static const char *const needed[] = {"id",        "instrument", "in_force_from",
                                         "territory", "subject",    "effect"};
    sj_tsv table;
    SJ_TRY(sj_tsv_read(text, &law->arena, &table, d));
    for (size_t i = 0; i < SJ_COUNT(needed); i++)
        if (sj_tsv_column(&table, sj_str_from(needed[i])) == SIZE_MAX) {
            sj_diag_field(d, sj_str_from(needed[i]));
            return sj_diag_set(d, SJ_EFORMAT, "a column with this header", 0, 1, 0);
        }
    law->provision = sj_arena_zalloc(&law->arena, (table.rows + 1) * sizeof *law->provision);
    if (!law->provision)
        return SJ_ENOMEM;
    struct reader r = {.table = &table, .diag = d};
    for (r.row = 0; r.row < table.rows; r.row++)
        SJ_TRY(read_provision(&r, &law->provision[r.row]));
    law->count = table.rows;
    return SJ_OK;
}

sj_status sj_law_read(sj_str text, sj_law **ret, sj_diag *reterr_diag)
{
    SJ_AUTO(sj_law) *law = sj_mem_zalloc(sizeof *law);
    sj_str own;
    if (!law)
        return SJ_ENOMEM;
    SJ_TRY(sj_arena_copy(&law->arena, text, &own));
    SJ_TRY(read_all(law, own, reterr_diag));
    *ret = SJ_TAKE(law);
    return SJ_OK;
}

sj_status sj_law_builtin(sj_law **ret)
{
    SJ_AUTO(sj_law) *law = sj_mem_zalloc(sizeof *law);
    sj_str text;
    if (!law)
        return SJ_ENOMEM;
    SJ_TRY(sj_tsv_join(sj_instruments_line, sj_instruments_line_count, &law->arena, &text));
    SJ_TRY(read_all(law, text, NULL));
    *ret = SJ_TAKE(law);
    return SJ_OK;
}

sj_law *sj_law_free(sj_law *law)
{
    if (law)
        sj_arena_done(&law->arena);
    sj_mem_free(law);
    return NULL;
}

const sj_provision *sj_law_provisions(const sj_law *law, size_t *ret_count)
{
    *ret_count = law->count;
    return law->provision;
}

bool sj_provision_in_force(const sj_provision *p, int32_t day)
{
    if (p->from.year == 0 || day < sj_date_first_day(p->from))
        return false;
    if (p->to.year && day > sj_date_last_day(p->to))
        return false;
    return p->suspended_from.year == 0 || day < sj_date_first_day(p->suspended_from) ||
           (p->suspended_to.year && day > sj_date_last_day(p->suspended_to));
}

bool sj_provision_deadline(const sj_provision *p, int32_t day, int32_t *ret_last)
{
    const int32_t relief_ends =
        p->suspended_to.year ? sj_date_last_day(p->suspended_to) : INT32_MAX;
    const bool back = day > relief_ends && p->wind_down_days >= 0;
    if (p->deadline.year == 0 && !back)
        return false;
    const int32_t deadline = p->deadline.year ? sj_date_last_day(p->deadline) : INT32_MIN;
    const int32_t wound_down = back ? relief_ends + p->wind_down_days : INT32_MIN;
    *ret_last = deadline > wound_down ? deadline : wound_down;
    return true;
}

/* Members of the European Union since the first measure on workers (2016); the United
 * Kingdom left on 2020-01-31 and carried the rules over. */
static bool in_european_union(sj_str country)
{
    const sj_str members = SJ_S("AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL "
                                "PT RO SE SI SK");
    const size_t at = sj_str_find(members, country, 0);
    return country.len == 2 && at < members.len && at % 3 == 0;
}

bool sj_provision_binds(const sj_provision *p, sj_str country)
{
    sj_str rest = p->territory, word;
    while (rest.len && sj_str_split(&rest, ';', &word)) {
        word = sj_str_trim(word);
        if (sj_str_eq(word, SJ_S("UN")) || sj_str_eq(word, country))
            return true;
        if (sj_str_eq(word, SJ_S("EU")) && in_european_union(country))
            return true;
    }
    return false;
}
