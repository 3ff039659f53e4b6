/* cli/cmd_count_seen.c -- sojourn count seen: how many there are, from how many were seen
 * once, twice, and so on (accounts of a platform, records of one list).
 *
 * One table supports a family of answers (6,700 to 13,500 in the classic example), so all
 * of them are told, each with what it assumes; the bootstrap draws the people again. */
#include "cli/cli.h"
#include "count/overlap.h"
#include "count/quantile.h"
#include "count/random.h"
#include "records/csv.h"
#include "sojourn/tables.h"
#include <math.h>
#include <stdlib.h>

enum { REPLICATES, SEED, LEVEL, OUT, JSON, OPTIONS };
static const sj_cli_option options[OPTIONS] = {
    [REPLICATES] = {"replicates", true},
    [SEED] = {"seed", true},
    [LEVEL] = {"level", true},
    [OUT] = {"out", true},
    [JSON] = {"json", false},
};
enum { TIMES_MAX = 10000, ESTIMATORS = 6 };
struct use {
    const char *file, *out;
    bool json;
    double replicates, seed, level;
};
static const struct {
    const char *name, *says, *assumes;
} estimators[ESTIMATORS] = {
    {"chao", "Chao's lower bound",
     "nobody is seen less because of having been seen; with differing chances a lower bound"},
    {"chao_bias_corrected", "Chao, bias corrected", "as Chao; exists without anybody seen twice"},
    {"zelterman", "Zelterman", "those seen once and twice have one chance, and the unseen have it"},
    {"poisson", "zero-truncated Poisson",
     "everybody has one chance, and sightings are independent"},
    {"geometric", "zero-truncated geometric", "chances differ as an exponential law"},
    {"turing", "Good and Turing", "the unseen share of sightings is that of those seen once"},
};

static bool take(struct use *u, int option, const char *value)
{
    switch (option) {
    case SJ_CLI_POSITIONAL:
        if (u->file)
            return sj_cli_say("count seen takes one table"), false;
        u->file = value;
        return true;
    case REPLICATES:
        return sj_cli_number(value, "--replicates", 1, 100000, &u->replicates);
    case SEED:
        return sj_cli_number(value, "--seed", 0, 9007199254740992, &u->seed);
    case LEVEL:
        return sj_cli_number(value, "--level", 0.01, 0.9999, &u->level);
    case OUT:
        u->out = value;
        return true;
    case JSON:
        u->json = true;
        return true;
    default:
        return false;
    }
}

/* ---- the table ---- */

struct input {
    double *frequency; /* [k]: seen k + 1 times; TIMES_MAX of them */
    bool *given;
    size_t times;
    double n, seen;
    sj_diag diag;
};

static sj_status bad(struct input *in, uint64_t line, size_t column, const char *expected)
{
    return sj_diag_set(&in->diag, SJ_ESYNTAX, expected, 0, line, column + 1);
}

static bool is_one_of(sj_str header, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (sj_str_eq_nocase(sj_str_trim(header), sj_str_from(words[i])))
            return true;
    return false;
}

static sj_status find_columns(struct input *in, const sj_str *cell, size_t count, size_t *ret_times,
                              size_t *ret_count)
{
    static const char *const times[] = {"times", "nbcap", "seen"};
    static const char *const counts[] = {"count", "freq", "frequency", "n"};
    *ret_times = *ret_count = SIZE_MAX;
    for (size_t i = 0; i < count; i++) {
        if (is_one_of(cell[i], times, SJ_COUNT(times)))
            *ret_times = i;
        if (is_one_of(cell[i], counts, SJ_COUNT(counts)))
            *ret_count = i;
    }
    if (*ret_times == SIZE_MAX)
        return bad(in, 1, 0, "a column `times`: how often somebody was seen");
    return *ret_count == SIZE_MAX ? bad(in, 1, 0, "a column `count`: how many people") : SJ_OK;
}

static bool whole(sj_str text, int64_t *ret)
{
    if (!sj_decimal_parse(text, ret) || *ret < 0 || *ret % 1000000 != 0)
        return false;
    *ret /= 1000000;
    return true;
}

static sj_status read_row(struct input *in, const sj_str *cell, size_t count, uint64_t line,
                          size_t times_column, size_t count_column)
{
    int64_t times, people;
    if (times_column >= count || count_column >= count)
        return bad(in, line, count, "as many cells as the header has");
    if (!whole(cell[times_column], &times) || times < 1 || times > TIMES_MAX)
        return bad(in, line, times_column,
                   "a whole number of times, 1 to 10,000: nobody is seen never");
    if (!whole(cell[count_column], &people))
        return bad(in, line, count_column, "a whole number of people, 0 or more");
    if (in->given[times - 1])
        return bad(in, line, times_column, "a number of times that no earlier row has");
    in->given[times - 1] = true;
    in->frequency[times - 1] = (double)people;
    in->times = (size_t)times > in->times ? (size_t)times : in->times;
    in->n += (double)people;
    in->seen += (double)people * (double)times;
    return SJ_OK;
}

static sj_status read_table(sj_input *file, struct input *in)
{
    SJ_AUTO(sj_csv) *csv = NULL;
    const sj_str *cell;
    size_t count, times_column, count_column;
    uint64_t line;
    SJ_TRY(sj_csv_new(file, &(sj_csv_options){.any_separator = true}, &csv));
    sj_status s = sj_csv_next(csv, &cell, &count, &line, &in->diag);
    if (s == SJ_DONE)
        return bad(in, 1, 0, "a header row");
    SJ_TRY(s);
    SJ_TRY(find_columns(in, cell, count, &times_column, &count_column));
    while ((s = sj_csv_next(csv, &cell, &count, &line, &in->diag)) == SJ_OK)
        SJ_TRY(read_row(in, cell, count, line, times_column, count_column));
    SJ_TRY(s);
    return in->n > 0 ? SJ_OK : bad(in, 2, 0, "somebody who was seen");
}

/* ---- the answers ---- */

static void values_of(const double *frequency, size_t times, double ret[ESTIMATORS],
                      sj_overlap_small *ret_small)
{
    sj_overlap_small_estimators(frequency, times, ret_small);
    const double value[ESTIMATORS] = {ret_small->chao,      ret_small->chao_bias_corrected,
                                      ret_small->zelterman, ret_small->poisson,
                                      ret_small->geometric, ret_small->turing};
    memcpy(ret, value, sizeof value);
}

struct bootstrap {
    const struct input *in;
    double *value; /* estimator after estimator */
    size_t replicates;
    uint64_t seed;
};

/* The people of the table drawn again with their numbers of sightings: multinomial by
 * one binomial a class. */
static sj_status replicate(void *ctx, size_t i, unsigned worker)
{
    const struct bootstrap *b = ctx;
    sj_random r = sj_random_stream(b->seed, i);
    sj_overlap_small small;
    double value[ESTIMATORS], left = b->in->n;
    double *again = sj_mem_zalloc((b->in->times + 1) * sizeof *again);
    uint64_t people = (uint64_t)b->in->n;
    (void)worker;
    if (!again)
        return SJ_ENOMEM;
    for (size_t k = 0; k < b->in->times && left > 0; k++) {
        const uint64_t drawn = sj_random_binomial(&r, people, fmin(1, b->in->frequency[k] / left));
        again[k] = (double)drawn;
        people -= drawn;
        left -= b->in->frequency[k];
    }
    values_of(again, b->in->times, value, &small);
    for (size_t e = 0; e < ESTIMATORS; e++)
        b->value[e * b->replicates + i] = value[e];
    sj_mem_free(again);
    return SJ_OK;
}

/* Exact quantiles of the replicates that have an estimate, each with its error. */
static sj_status interval_of(double *value, size_t count, double level, sj_quantile ret[2])
{
    size_t kept = 0;
    for (size_t i = 0; i < count; i++)
        if (!isnan(value[i]))
            value[kept++] = value[i];
    ret[0] = (sj_quantile){(1 - level) / 2, NAN, NAN};
    ret[1] = (sj_quantile){(1 + level) / 2, NAN, NAN};
    return kept ? sj_quantiles(value, kept, ret, 2) : SJ_OK;
}

struct answer {
    double value[ESTIMATORS];
    sj_quantile limit[ESTIMATORS][2];
    sj_overlap_small small;
    double chao_low, chao_high; /* log-normal */
};

static sj_status estimate(const struct use *u, const struct input *in, struct answer *a)
{
    struct bootstrap b = {.in = in, .replicates = (size_t)u->replicates, .seed = (uint64_t)u->seed};
    values_of(in->frequency, in->times, a->value, &a->small);
    sj_overlap_lognormal_interval(in->n, a->small.chao - in->n, a->small.chao_se, u->level,
                                  &a->chao_low, &a->chao_high);
    b.value = sj_mem_alloc(ESTIMATORS * b.replicates * sizeof *b.value);
    if (!b.value)
        return SJ_ENOMEM;
    sj_status s = sj_thread_for(0, b.replicates, replicate, &b);
    for (size_t e = 0; s >= 0 && e < ESTIMATORS; e++)
        s = interval_of(b.value + e * b.replicates, b.replicates, u->level, a->limit[e]);
    sj_mem_free(b.value);
    return s;
}

static void number(sj_buf *to, const char *name, double x, unsigned decimals)
{
    sj_buf_addf(to, ",\"%s\":", name);
    if (isnan(x) || isinf(x))
        sj_buf_add(to, SJ_S("null"));
    else
        sj_buf_add_fixed(to, x, decimals);
}

static void answer_json(const struct use *u, const struct input *in, const struct answer *a,
                        sj_buf *to)
{
    sj_buf_addf(to, "{\"n\":%.0f,\"sightings\":%.0f,\"estimators\":[", in->n, in->seen);
    for (size_t e = 0; e < ESTIMATORS; e++) {
        sj_buf_addf(to, "%s{\"estimator\":\"%s\"", e ? "," : "", estimators[e].name);
        number(to, "estimate", a->value[e], 8);
        number(to, "low", a->limit[e][0].value, 4);
        number(to, "high", a->limit[e][1].value, 4);
        sj_buf_addf(to, ",\"interval\":\"percentile\",\"exists\":%s",
                    isnan(a->value[e]) ? "false" : "true");
        number(to, "mc_error_low", a->limit[e][0].mc_error, 4);
        number(to, "mc_error_high", a->limit[e][1].mc_error, 4);
        if (e == 0) {
            number(to, "se", a->small.chao_se, 8);
            number(to, "lognormal_low", a->chao_low, 4);
            number(to, "lognormal_high", a->chao_high, 4);
        }
        if (strcmp(estimators[e].name, "zelterman") == 0)
            number(to, "se", a->small.zelterman_se, 8);
        if (strcmp(estimators[e].name, "poisson") == 0)
            number(to, "rate", a->small.poisson_rate, 12);
        sj_buf_addf(to, ",\"assumes\":\"%s\"}", estimators[e].assumes);
    }
    sj_buf_addf(to,
                "],\"level\":%g,\"replicates\":%.0f,\"seed\":%.0f,"
                "\"engine\":\"sojourn " SJ_VERSION "\"}\n",
                u->level, u->replicates, u->seed);
}

static void answer_text(const struct use *u, const struct input *in, const struct answer *a,
                        sj_buf *to)
{
    sj_buf_addf(to, "%.0f people seen %.0f times; intervals at %g from %.0f draws, seed %.0f\n",
                in->n, in->seen, u->level, u->replicates, u->seed);
    for (size_t e = 0; e < ESTIMATORS; e++) {
        if (isnan(a->value[e]))
            sj_buf_addf(to, "%-26s not estimable", estimators[e].says);
        else
            sj_buf_addf(to, "%-26s %.1f  (%.1f to %.1f)", estimators[e].says, a->value[e],
                        a->limit[e][0].value, a->limit[e][1].value);
        sj_buf_addf(to, "  %s\n", estimators[e].assumes);
    }
}

static int answer(const struct use *u, const struct input *in)
{
    SJ_SCOPED(sj_buf) b = {0};
    struct answer a;
    const sj_status s = estimate(u, in, &a);
    if (s < 0)
        return sj_cli_fail(u->file, s, NULL);
    if (u->json)
        answer_json(u, in, &a, &b);
    else
        answer_text(u, in, &a, &b);
    FILE *out = sj_cli_open_out(u->out);
    if (!out)
        return SJ_EXIT_FAILED;
    const bool written = sj_cli_write(out, &b);
    return sj_cli_close_out(out) && written ? SJ_EXIT_DONE : SJ_EXIT_FAILED;
}

int sj_cmd_count_seen(int argc, char **argv)
{
    struct use u = {.replicates = 1000, .seed = 1, .level = 0.95};
    sj_cli_args args = {.argc = argc, .argv = argv};
    for (int i; (i = sj_cli_next(&args, options, OPTIONS)) != SJ_CLI_END;)
        if (!take(&u, i, args.value))
            return SJ_EXIT_USE;
    if (!u.file) {
        sj_cli_say("count seen needs a table: columns times and count");
        return SJ_EXIT_USE;
    }
    SJ_SCOPED(sj_arena) a = {0};
    struct input in = {.frequency = sj_arena_zalloc(&a, TIMES_MAX * sizeof *in.frequency),
                       .given = sj_arena_zalloc(&a, TIMES_MAX * sizeof *in.given)};
    if (!in.frequency || !in.given)
        return sj_cli_fail(u.file, SJ_ENOMEM, NULL);
    SJ_AUTO(sj_input) *file = NULL;
    sj_status s = sj_input_open(u.file, SJ_S(""), SJ_INPUT_MAX_BYTES, &file, &in.diag);
    if (s >= 0)
        s = read_table(file, &in);
    sj_diag_file(&in.diag, sj_str_from(u.file));
    return s < 0 ? sj_cli_fail(u.file, s, &in.diag) : answer(&u, &in);
}
