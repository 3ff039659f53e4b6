/* cli/figure_cell.c -- cells of a table of figures, one reading each.
 *
 * Everything is looked up in small tables of words; letters are folded to ASCII lower
 * case first. Invariant: a word that no table has makes the cell unread, so "heads" or
 * "won" (of which state?) is a refusal and not a guess. Amounts stand in figure_amount.c. */
#include "cli/figure_cell.h"
#include "cli/number.h"
#include "sojourn/records.h"
#include "sojourn/tables.h"
#include <math.h>

enum { CELL = SJ_FIGURE_CELL, WORDS = 16 };

static bool is_alnum(char c)
{
    return sj_figure_is_digit(c) || (sj_figure_lower(c) >= 'a' && sj_figure_lower(c) <= 'z');
}

/* ---- words ---- */

/* Words of a cell in lower case, cut at all that is no letter or digit; currency signs
 * and the per cent sign are words of their own. */
struct words {
    char text[CELL + WORDS];
    sj_str word[WORDS];
    size_t count;
};

static bool add_word(struct words *w, size_t from, size_t to)
{
    if (to == from)
        return true;
    if (w->count == WORDS)
        return false;
    w->word[w->count++] = (sj_str){w->text + from, to - from};
    return true;
}

static bool cut_words(sj_str cell, struct words *w)
{
    size_t start = 0, n = 0;
    w->count = 0;
    if (cell.len > CELL)
        return false;
    for (size_t i = 0; i < cell.len; i++) {
        const char c = cell.ptr[i];
        if (is_alnum(c)) {
            w->text[n++] = sj_figure_lower(c);
            continue;
        }
        if (!add_word(w, start, n))
            return false;
        start = n;
        if (c == '$' || c == '%') {
            w->text[n++] = c;
            if (!add_word(w, start, n))
                return false;
            start = n;
        } else if ((unsigned char)c >= 0x80)
            return false;
    }
    return add_word(w, start, n);
}

static bool among(sj_str word, const char *const *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sj_str_eq(word, sj_str_from(list[i])))
            return true;
    return false;
}

/* "month" of monthly, mo, month; NULL if the word is no time. */
static const char *time_of(sj_str word)
{
    static const struct {
        const char *word, *time;
    } times[] = {
        {"year", "year"},     {"yr", "year"},       {"y", "year"},      {"annum", "year"},
        {"annual", "year"},   {"annually", "year"}, {"yearly", "year"}, {"month", "month"},
        {"monthly", "month"}, {"mo", "month"},      {"mth", "month"},   {"week", "week"},
        {"weekly", "week"},   {"day", "day"},       {"daily", "day"},   {"hour", "hour"},
        {"hourly", "hour"},   {"hr", "hour"},       {"h", "hour"},      {"contract", "contract"}};
    for (size_t i = 0; i < SJ_COUNT(times); i++)
        if (sj_str_eq(word, sj_str_from(times[i].word)))
            return times[i].time;
    return NULL;
}

static double scale_of(sj_str word)
{
    static const struct {
        const char *word;
        double factor;
    } scales[] = {{"thousand", 1e3}, {"thousands", 1e3}, {"k", 1e3},   {"million", 1e6},
                  {"millions", 1e6}, {"mn", 1e6},        {"mio", 1e6}, {"billion", 1e9},
                  {"billions", 1e9}, {"bn", 1e9}};
    for (size_t i = 0; i < SJ_COUNT(scales); i++)
        if (sj_str_eq(word, sj_str_from(scales[i].word)))
            return scales[i].factor;
    return 0;
}

static const char *const fillers[] = {"per", "a", "an", "of", "each", "in", "us"};
static const char *const heads[] = {"worker", "workers", "person",  "persons",
                                    "head",   "capita",  "employee"};

/* A currency by code, sign or its English name; of a name that several states use, none. */
static bool currency_of(sj_str word, char ret[4])
{
    static const struct {
        const char *word, *code;
    } names[] = {{"$", "USD"},   {"dollar", "USD"},  {"dollars", "USD"}, {"yuan", "CNY"},
                 {"rmb", "CNY"}, {"ruble", "RUB"},   {"rubles", "RUB"},  {"rouble", "RUB"},
                 {"rub", "RUB"}, {"roubles", "RUB"}, {"euro", "EUR"},    {"euros", "EUR"},
                 {"yen", "JPY"}};
    int8_t minor;
    for (size_t i = 0; i < SJ_COUNT(names); i++)
        if (sj_str_eq(word, sj_str_from(names[i].word))) {
            memcpy(ret, names[i].code, 4);
            return true;
        }
    return word.len == 3 && sj_currency_parse(word, ret, &minor);
}

/* ---- units ---- */

static const sj_figure_unit *table_unit(sj_str name)
{
    for (size_t i = 0; i < sj_figure_units_count; i++)
        if (sj_str_eq_nocase(name, sj_figure_units[i].unit))
            return &sj_figure_units[i];
    return NULL;
}

struct unit_words { /* what the words of a unit add up to */
    double scale;
    const char *time;
    char currency[4];
    const sj_figure_unit *noun;
    bool per_head;
};

/* "USD/worker/month": a worker behind money is what it is divided by. */
static bool read_unit_word(sj_str word, struct unit_words *u)
{
    char currency[4];
    if (among(word, fillers, SJ_COUNT(fillers)))
        return true;
    if (scale_of(word) > 0) {
        u->scale *= scale_of(word);
        return true;
    }
    if (currency_of(word, currency)) {
        const bool first = u->currency[0] == 0;
        memcpy(u->currency, currency, 4);
        return first;
    }
    if (time_of(word)) {
        const bool first = u->time == NULL;
        u->time = time_of(word);
        return first;
    }
    if (u->currency[0] && among(word, heads, SJ_COUNT(heads))) {
        u->per_head = true;
        return true;
    }
    const bool first = u->noun == NULL;
    u->noun = table_unit(word);
    return first && u->noun;
}

static bool is_money(sj_str dimension)
{
    return sj_str_starts(dimension, SJ_S("money"));
}

static bool is_wage(const sj_figure_metric *m)
{
    return is_money(m->dimension) && sj_str_eq(m->kind, SJ_S("rate"));
}

/* The time of an amount of money: of the unit, of the metric's name, of a flow a year. */
static const char *time_for(const struct unit_words *u, const sj_figure_metric *m, sj_str metric)
{
    struct words w;
    if (u->time || !cut_words(metric, &w))
        return u->time;
    for (size_t i = 0; i < w.count; i++)
        if (time_of(w.word[i]) && w.word[i].len > 2)
            return time_of(w.word[i]);
    return sj_str_eq(m->dimension, SJ_S("money_year")) ? "year" : NULL;
}

static sj_status money_unit(const struct unit_words *u, const sj_figure_metric *m, sj_str metric,
                            sj_arena *arena, sj_figure_unit *ret, const char **reterr)
{
    const char *time = time_for(u, m, metric);
    const bool per_head = u->per_head && !is_wage(m);
    if (!time && is_wage(m)) {
        *reterr = "pay needs its time: expected a unit such as USD/month";
        return SJ_EINVAL;
    }
    *ret = (sj_figure_unit){.factor = u->scale};
    SJ_TRY(sj_arena_copy(arena, sj_str_from(u->currency), &ret->currency));
    return sj_arena_format(arena, &ret->dimension, "money%s%s%s", time ? "_" : "", time ? time : "",
                           per_head ? "_per_head" : "");
}

static bool read_unit_words(sj_str unit, sj_str currency, struct unit_words *u, const char **reterr)
{
    struct words w;
    char code[4];
    *u = (struct unit_words){.scale = 1};
    *reterr = "unknown unit: it is not in data/figure_units.tsv";
    if (!cut_words(unit, &w))
        return false;
    for (size_t i = 0; i < w.count; i++)
        if (!read_unit_word(w.word[i], u))
            return false;
    if (currency.len == 0)
        return true;
    *reterr = "expected a currency such as USD";
    if (!cut_words(currency, &w) || w.count != 1 || !currency_of(w.word[0], code))
        return false;
    *reterr = "the unit and the column currency name different currencies";
    if (u->currency[0] && memcmp(u->currency, code, 4) != 0)
        return false;
    memcpy(u->currency, code, 4);
    return true;
}

/* A unit as the table has it, where that needs no more than the table says. */
static const sj_figure_unit *whole_unit(sj_str unit, sj_str currency, const sj_figure_metric *m)
{
    const sj_figure_unit *u = table_unit(unit);
    if (unit.len == 0)
        return currency.len || is_money(m->dimension) ? NULL : table_unit(m->dimension);
    if (u && sj_str_eq(u->dimension, SJ_S("count")))
        u = is_money(m->dimension) ? NULL : table_unit(m->dimension);
    const bool bare = u && u->currency.len && sj_str_eq(u->currency, u->unit); /* "USD" */
    return bare || (u && currency.len && is_money(m->dimension)) ? NULL : u;
}

/* What the words say, for what the metric means. */
static sj_status unit_from_words(const struct unit_words *u, const sj_figure_metric *m,
                                 sj_str metric, sj_arena *arena, sj_figure_unit *ret,
                                 const char **reterr)
{
    const bool money = is_money(m->dimension);
    const sj_figure_unit *noun = u->noun ? u->noun : u->scale > 1 ? table_unit(m->dimension) : NULL;
    if (money && u->currency[0] && !u->noun)
        return money_unit(u, m, metric, arena, ret, reterr);
    *reterr = money && !u->noun ? "unknown unit: money needs one, such as USD/month or "
                                  "USD_million/year"
                                : "unknown unit: it is not in data/figure_units.tsv";
    const bool yearly = u->time && strcmp(u->time, "year") == 0 && /* "entries a year" */
                        (sj_str_eq(m->kind, SJ_S("series")) || sj_str_eq(m->kind, SJ_S("flow")));
    if (money || !noun || (u->time && !yearly))
        return SJ_EINVAL;
    *ret = *noun; /* a currency beside persons says nothing of them */
    ret->factor *= u->scale;
    return SJ_OK;
}

sj_status sj_figure_unit_parse(sj_str unit, sj_str currency, const sj_figure_metric *m,
                               sj_str metric, sj_arena *arena, sj_figure_unit *ret,
                               const char **reterr)
{
    struct unit_words u;
    const sj_figure_unit *whole = whole_unit(unit, currency, m);
    if (whole)
        *ret = *whole;
    else if (!read_unit_words(unit, currency, &u, reterr))
        return SJ_EINVAL;
    else
        SJ_TRY(unit_from_words(&u, m, metric, arena, ret, reterr));
    *reterr = "the unit does not count what the metric means";
    return sj_str_eq(ret->dimension, m->dimension) ||
                   (is_money(ret->dimension) && is_money(m->dimension))
               ? SJ_OK
               : SJ_EINVAL;
}

/* ---- metrics ---- */

static sj_status add_kept_words(sj_arena *arena, const struct words *w, size_t from, bool all,
                                sj_str *ret)
{
    static const char *const told[] = {"total", "all", "number", "count", "estimate", "persons"};
    char code[4];
    *ret = (sj_str){0};
    for (size_t i = from; i < w->count; i++) {
        const sj_str x = w->word[i];
        const bool dropped = among(x, fillers, SJ_COUNT(fillers)) || scale_of(x) > 0 ||
                             time_of(x) || currency_of(x, code) || among(x, told, SJ_COUNT(told));
        if (dropped && !all)
            continue;
        SJ_TRY(sj_arena_format(arena, ret, "%.*s%s%.*s", SJ_STR_FMT(*ret), ret->len ? "_" : "",
                               SJ_STR_FMT(x)));
    }
    return SJ_OK;
}

/* How many words of the name a metric of the table takes; 0: it is another. */
static size_t words_taken(const sj_figure_metric *m, const struct words *w)
{
    const bool open = m->metric.len && m->metric.ptr[m->metric.len - 1] == '*';
    sj_str rest = sj_str_slice(m->metric, 0, m->metric.len - open), piece;
    size_t n = 0;
    while (sj_str_split(&rest, '_', &piece)) {
        if (n == w->count || !sj_str_eq(piece, w->word[n]))
            return 0;
        n++;
    }
    return open || n == w->count ? n : 0;
}

sj_status sj_figure_metric_find(sj_str name, sj_arena *arena, const sj_figure_metric **ret,
                                sj_str *ret_name, sj_str *ret_rest)
{
    struct words w;
    const sj_figure_metric *best = NULL;
    size_t most = 0;
    *ret_name = *ret_rest = (sj_str){0};
    *ret = NULL;
    if (!cut_words(name, &w))
        return SJ_OK;
    SJ_TRY(add_kept_words(arena, &w, 0, true, ret_name));
    for (size_t i = 0; i < sj_figure_metrics_count; i++) {
        const size_t n = words_taken(&sj_figure_metrics[i], &w);
        best = n > most ? &sj_figure_metrics[i] : best;
        most = n > most ? n : most;
    }
    for (size_t i = 0; most < w.count && i < sj_figure_metrics_count; i++)
        if (sj_str_eq(*ret_name, sj_figure_metrics[i].definition)) {
            *ret = &sj_figure_metrics[i];
            return SJ_OK;
        }
    *ret = best;
    return best ? add_kept_words(arena, &w, most, false, ret_rest) : SJ_OK;
}

/* ---- places ---- */

static bool letters_only(sj_str s, char *ret, size_t room)
{
    size_t n = 0;
    for (size_t i = 0; i < s.len; i++)
        if (is_alnum(s.ptr[i])) {
            if (n + 1 >= room)
                return false;
            ret[n++] = sj_figure_lower(s.ptr[i]);
        }
    ret[n] = 0;
    return true;
}

static bool is_capitals(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (!((s.ptr[i] >= 'A' && s.ptr[i] <= 'Z') || s.ptr[i] == '.'))
            return false;
    return s.len > 0;
}

/* The short name of a state that is written by a code or with its short name inside; a
 * town that the country table knows ("Dubai") stays a place of its own. */
static sj_str name_of_state(sj_str place)
{
    char given[CELL], known[CELL];
    const sj_str code = sj_country_parse(place);
    const sj_str name = sj_str_eq(code, SJ_S("KP")) ? SJ_S("DPRK") : sj_country_name(code);
    if (code.len == 0 || !letters_only(place, given, CELL) || !letters_only(name, known, CELL))
        return place;
    return is_capitals(place) || strstr(given, known) || sj_str_eq(code, SJ_S("KP")) ? name : place;
}

static bool is_world(sj_str place)
{
    static const char *const names[] = {"world",  "worldwide", "global", "overseas",
                                        "abroad", "total",     "all"};
    char copy[CELL];
    return place.len == 0 ||
           (letters_only(place, copy, CELL) && among(sj_str_from(copy), names, SJ_COUNT(names)));
}

/* Cuts the word IT in capitals, and "workers" behind it, out of "China (IT)", "IT abroad". */
static sj_status cut_it(sj_str place, sj_arena *arena, sj_str *ret, bool *ret_found)
{
    bool found = false;
    *ret = (sj_str){0};
    for (size_t i = 0; i < place.len;) {
        size_t end = i;
        while (end < place.len &&
               (is_alnum(place.ptr[end]) || (unsigned char)place.ptr[end] >= 0x80))
            end++;
        const sj_str word = sj_str_slice(place, i, end);
        i = end + (end == i);
        if (word.len == 0)
            continue;
        if (sj_str_eq(word, SJ_S("IT"))) {
            found = true;
            continue;
        }
        if (found &&
            (sj_str_eq_nocase(word, SJ_S("workers")) || sj_str_eq_nocase(word, SJ_S("sector"))))
            continue;
        SJ_TRY(sj_arena_format(arena, ret, "%.*s%s%.*s", SJ_STR_FMT(*ret), ret->len ? " " : "",
                               SJ_STR_FMT(word)));
    }
    *ret_found = found;
    return SJ_OK;
}

static sj_status sector_words(sj_str sector, sj_arena *arena, sj_str *ret)
{
    static const char *const all[] = {"", "all", "any", "total", "all_sectors", "mixed", "overall"};
    static const char *const it[] = {
        "it", "ict", "information_technology", "it_workers", "it_work", "it_sector", "software"};
    struct words w;
    if (!cut_words(sector, &w))
        return sj_arena_copy(arena, sector, ret);
    SJ_TRY(add_kept_words(arena, &w, 0, true, ret));
    if (among(*ret, all, SJ_COUNT(all)))
        *ret = SJ_S("all");
    else if (among(*ret, it, SJ_COUNT(it)))
        *ret = SJ_S("it");
    return SJ_OK;
}

sj_status sj_figure_place_parse(sj_str place, sj_str sector, sj_arena *arena, sj_str *ret_place,
                                sj_str *ret_sector, const char **reterr)
{
    sj_str rest;
    bool found = false;
    SJ_TRY(sector_words(sector, arena, ret_sector));
    *reterr = "IT is a sector and the code of Italy: write Italy, or name the sector apart";
    if (sj_str_eq(sj_str_trim(place), SJ_S("IT")))
        return SJ_EINVAL;
    SJ_TRY(cut_it(place, arena, &rest, &found));
    if (found) {
        *reterr = "the place names the sector IT, the column sector another";
        if (!sj_str_eq(*ret_sector, SJ_S("all")) && !sj_str_eq(*ret_sector, SJ_S("it")))
            return SJ_EINVAL;
        *ret_sector = SJ_S("it");
        place = rest;
    }
    return sj_arena_copy(arena, is_world(place) ? SJ_S("World") : name_of_state(place), ret_place);
}

/* ---- status, range, period ---- */

bool sj_figure_status_parse(sj_str cell, sj_figure_status *ret)
{
    static const struct {
        const char *word;
        sj_figure_status status;
    } words[] = {{"", SJ_FIGURE_FOUND},
                 {"found", SJ_FIGURE_FOUND},
                 {"f", SJ_FIGURE_FOUND},
                 {"yes", SJ_FIGURE_FOUND},
                 {"true", SJ_FIGURE_FOUND},
                 {"found2", SJ_FIGURE_FOUND2},
                 {"f2", SJ_FIGURE_FOUND2},
                 {"secondary", SJ_FIGURE_FOUND2},
                 {"foundsecondary", SJ_FIGURE_FOUND2},
                 {"recalled", SJ_FIGURE_RECALLED},
                 {"r", SJ_FIGURE_RECALLED},
                 {"no", SJ_FIGURE_RECALLED},
                 {"false", SJ_FIGURE_RECALLED},
                 {"derived", SJ_FIGURE_DERIVED},
                 {"d", SJ_FIGURE_DERIVED},
                 {"computed", SJ_FIGURE_DERIVED}};
    char copy[CELL];
    if (!letters_only(cell, copy, CELL))
        return false;
    for (size_t i = 0; i < SJ_COUNT(words); i++)
        if (sj_str_eq(sj_str_from(copy), sj_str_from(words[i].word))) {
            *ret = words[i].status;
            return true;
        }
    return false;
}

static bool range_word(sj_str text, sj_range_kind *ret)
{
    static const struct {
        const char *word;
        sj_range_kind kind;
    } words[] = {{"leastmost", SJ_RANGE_LIMITS},      {"minmax", SJ_RANGE_LIMITS},
                 {"minimummaximum", SJ_RANGE_LIMITS}, {"limits", SJ_RANGE_LIMITS},
                 {"bounds", SJ_RANGE_LIMITS},         {"extremes", SJ_RANGE_LIMITS},
                 {"sources", SJ_RANGE_SOURCES},       {"rangeoversources", SJ_RANGE_SOURCES},
                 {"oversources", SJ_RANGE_SOURCES},   {"acrosssources", SJ_RANGE_SOURCES},
                 {"unstated", SJ_RANGE_UNSTATED},     {"notstated", SJ_RANGE_UNSTATED},
                 {"unknown", SJ_RANGE_UNSTATED},      {"stated", SJ_RANGE_UNSTATED},
                 {"point", SJ_RANGE_UNSTATED},        {"bound", SJ_RANGE_UNSTATED},
                 {"morethan", SJ_RANGE_UNSTATED},     {"atleast", SJ_RANGE_UNSTATED},
                 {"upto", SJ_RANGE_UNSTATED},         {"atmost", SJ_RANGE_UNSTATED},
                 {"fewerthan", SJ_RANGE_UNSTATED},    {"lowerbound", SJ_RANGE_UNSTATED},
                 {"upperbound", SJ_RANGE_UNSTATED}};
    for (size_t i = 0; i < SJ_COUNT(words); i++)
        if (sj_str_eq(text, sj_str_from(words[i].word))) {
            *ret = words[i].kind;
            return true;
        }
    return false;
}

/* Digits and points that stand together, from *at on. */
static bool next_number(sj_str s, size_t *at, double *ret)
{
    while (*at < s.len && !sj_figure_is_digit(s.ptr[*at]))
        ++*at;
    const size_t from = *at;
    while (*at < s.len && (sj_figure_is_digit(s.ptr[*at]) || s.ptr[*at] == '.'))
        ++*at;
    return *at > from && sj_number_parse(sj_str_slice(s, from, *at), ret);
}

/* "5-95", "2.5 to 97.5 %", "p5/p95" or a coverage, "90 %". */
static bool range_numbers(sj_str s, double *ret_tail)
{
    double first, second, more;
    size_t at = 0;
    if (!next_number(s, &at, &first))
        return false;
    if (!next_number(s, &at, &second)) {
        if (first > 0 && first < 1)
            first *= 100;
        *ret_tail = (1 - first / 100) / 2;
        return first > 0 && first < 100;
    }
    if (second <= 1) {
        first *= 100;
        second *= 100;
    }
    *ret_tail = first / 100;
    return !next_number(s, &at, &more) && first > 0 && first < 50 &&
           fabs(first + second - 100) < 1e-6;
}

bool sj_figure_range_parse(sj_str cell, sj_range_kind *ret, double *ret_tail)
{
    char copy[CELL];
    sj_range_kind kind = SJ_RANGE_UNSTATED;
    *ret_tail = 0.05;
    if (!letters_only(cell, copy, CELL))
        return false;
    if (cell.len > 0 && !range_word(sj_str_from(copy), &kind)) {
        if (!range_numbers(cell, ret_tail))
            return false;
        kind = SJ_RANGE_CENTRAL;
    }
    *ret = kind;
    return true;
}

static size_t count_years(sj_str period, int *ret_last)
{
    size_t years = 0;
    int first = 0;
    *ret_last = 0;
    for (size_t i = 0, run = 0; i < period.len; i++) {
        const char c = period.ptr[i];
        run = sj_figure_is_digit(c) ? run + 1 : 0;
        if (run != 4)
            continue;
        *ret_last = (period.ptr[i - 3] - '0') * 1000 + (period.ptr[i - 2] - '0') * 100 +
                    (period.ptr[i - 1] - '0') * 10 + (c - '0');
        years += years == 0 || *ret_last != first;
        first = years == 1 ? *ret_last : first;
    }
    return years;
}

/* Q1 to Q4, H1, H2 anywhere in the period. */
static sj_str part_of_year(sj_str period)
{
    static const sj_str part[] = {{"Q1", 2}, {"Q2", 2}, {"Q3", 2}, {"Q4", 2}, {"H1", 2}, {"H2", 2}};
    for (size_t i = 0; i + 1 < period.len; i++)
        for (size_t k = 0; k < SJ_COUNT(part); k++)
            if (sj_str_eq_nocase(sj_str_slice(period, i, i + 2), part[k]))
                return part[k];
    return (sj_str){0};
}

sj_status sj_figure_period_parse(sj_str period, sj_arena *arena, int *ret_year, sj_str *ret_span)
{
    const size_t years = count_years(period, ret_year);
    const bool month = period.len == 7 && period.ptr[4] == '-' && sj_figure_is_digit(period.ptr[5]);
    *ret_span = (sj_str){0};
    if (*ret_year < 1900 || *ret_year >= 2200)
        return SJ_EINVAL;
    *ret_span = part_of_year(period);
    if (ret_span->len == 0 &&
        (years > 1 || month || sj_str_find(period, SJ_S("/"), 0) < period.len))
        return sj_arena_copy(arena, period, ret_span);
    return SJ_OK;
}
