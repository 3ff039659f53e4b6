/* cli/number.c -- writing numbers for machines and for people. Digits beyond what
 * is known are noise to a reader, so people see three; JSON carries nine. */
#include "cli/number.h"
#include "records/csv.h"
#include <math.h>
#include <stdlib.h>

enum { DIGITS = 9, NUMBER_BYTES = 64 };

void sj_number_put(sj_buf *to, double x, int digits)
{
    if (isfinite(x))
        sj_buf_addf(to, "%.*g", digits, x == 0 ? 0 : x);
    else
        sj_buf_add(to, SJ_S("null"));
}

void sj_number_member(sj_buf *to, const char *name, double x, unsigned decimals)
{
    const double exact = 9007199254740992.0;
    sj_buf_addf(to, ",\"%s\":", name);
    while (decimals > 0 && !(fabs(x) * pow(10, decimals) < exact))
        decimals--;
    if (isfinite(x) && fabs(x) < exact)
        sj_buf_add_fixed(to, x, decimals);
    else
        sj_number_put(to, x, 17);
}

static void put_member(sj_buf *to, const char *name, double x)
{
    sj_buf_addf(to, "\"%s\": ", name);
    sj_number_put(to, x, DIGITS);
    sj_buf_add(to, SJ_S(", "));
}

static void put_text(sj_buf *to, const char *name, const char *text)
{
    sj_buf_addf(to, "\"%s\": ", name);
    sj_buf_add_json(to, sj_str_from(text ? text : ""));
    sj_buf_add(to, SJ_S(", "));
}

void sj_number_json(sj_buf *to, const sj_number *x)
{
    put_member(to, "estimate", x->estimate);
    put_member(to, "low", x->low);
    put_member(to, "high", x->high);
    put_member(to, "level", x->level);
    put_text(to, "interval", x->interval);
    put_text(to, "model", x->model);
    put_text(to, "assumption", x->assumption);
    sj_buf_addf(to, "\"n\": %zu, \"origins\": %zu, \"replicates\": %zu, \"seed\": %llu, ", x->n,
                x->origins, x->replicates, (unsigned long long)x->seed);
    put_member(to, "mc_error", x->replicates ? x->mc_error : NAN);
    if (x->mc_limits) {
        put_member(to, "mc_error_low", x->mc_limits[0]);
        put_member(to, "mc_error_high", x->mc_limits[1]);
    }
    put_text(to, "engine", "sojourn " SJ_VERSION);
    sj_buf_add(to, SJ_S("\"inputs_sha256\": "));
    sj_buf_add_json(to, sj_str_from(x->hash ? x->hash : ""));
}

void sj_provenance_csv(sj_buf *to, const sj_provenance *p)
{
    sj_buf_addf(to, "%zu,", p->n);
    if (p->lists)
        sj_buf_addf(to, "%zu", p->lists);
    sj_buf_addf(to, ",%zu,%zu,%llu,sojourn " SJ_VERSION ",%s,", p->origins, p->replicates,
                (unsigned long long)p->seed, p->hash);
    sj_csv_write_cell(to, sj_str_from(p->assumption));
    sj_buf_add_char(to, '\n');
}

static double three_digits(double x)
{
    if (x == 0 || !isfinite(x))
        return x;
    const double unit = pow(10, floor(log10(fabs(x))) - 2);
    return floor(x / unit + 0.5) * unit;
}

void sj_number_people(sj_buf *to, double x)
{
    if (!isfinite(x)) {
        sj_buf_add(to, SJ_S("-"));
        return;
    }
    const double shown = three_digits(x);
    if (fabs(shown) < 100 || fabs(shown) >= 1e15) {
        sj_buf_addf(to, "%.3g", shown);
        return;
    }
    SJ_SCOPED(sj_buf) digits = {.max_bytes = NUMBER_BYTES};
    sj_buf_addf(&digits, "%.0f", fabs(shown));
    const sj_str d = sj_buf_str(&digits);
    if (shown < 0)
        sj_buf_add_char(to, '-');
    for (size_t i = 0; i < d.len; i++) {
        if (i > 0 && (d.len - i) % 3 == 0)
            sj_buf_add_char(to, ',');
        sj_buf_add_char(to, d.ptr[i]);
    }
}

void sj_number_range(sj_buf *to, double middle, double low, double high)
{
    sj_number_people(to, middle);
    sj_buf_add(to, SJ_S(" ["));
    sj_number_people(to, low);
    sj_buf_add(to, SJ_S(" - "));
    sj_number_people(to, high);
    sj_buf_add_char(to, ']');
}

bool sj_number_parse(sj_str text, double *ret)
{
    char copy[NUMBER_BYTES], *end;
    if (text.len == 0 || text.len >= sizeof copy)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (!strchr("0123456789+-.eE", text.ptr[i]))
            return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = 0;
    const double x = strtod(copy, &end);
    if (*end || !isfinite(x))
        return false;
    *ret = x;
    return true;
}

sj_status sj_number_hash(sj_str bytes, char ret[65])
{
    SJ_AUTO(sj_sha256) *h = NULL;
    SJ_TRY(sj_sha256_new(&h));
    SJ_TRY(sj_sha256_add(h, bytes.ptr, bytes.len));
    return sj_sha256_hex(h, ret);
}
