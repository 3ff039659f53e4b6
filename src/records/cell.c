/* records/cell.c -- one cell of a table, read by its column's type.
 *
 * Numbers are millionths in 64 bits: exact for money of every currency (four decimals
 * at most) and for hours; a number of more than six decimals that count, or over
 * 9.2e12, is not read. Times keep no fraction: no rule asks for one. */
#include "base/base.h"
#include "records/currency_int.h"

static bool digits(sj_str s, size_t *at, size_t count, int *ret)
{
    int n = 0;
    if (*at + count > s.len)
        return false;
    for (size_t i = 0; i < count; i++) {
        const char c = s.ptr[*at + i];
        if (c < '0' || c > '9')
            return false;
        n = n * 10 + (c - '0');
    }
    *at += count;
    *ret = n;
    return true;
}

static bool mark(sj_str s, size_t *at, char c)
{
    if (*at >= s.len || s.ptr[*at] != c)
        return false;
    ++*at;
    return true;
}

/* "Z", "+09:00", "-0330"; nothing at all is UTC. */
static bool zone(sj_str s, size_t *at, int *ret_minutes)
{
    int hours, minutes;
    *ret_minutes = 0;
    if (*at == s.len || mark(s, at, 'Z') || mark(s, at, 'z'))
        return true;
    const bool west = s.ptr[*at] == '-';
    if (!mark(s, at, '+') && !mark(s, at, '-'))
        return false;
    if (!digits(s, at, 2, &hours))
        return false;
    (void)mark(s, at, ':');
    if (!digits(s, at, 2, &minutes) || hours > 23 || minutes > 59)
        return false;
    *ret_minutes = (hours * 60 + minutes) * (west ? -1 : 1);
    return true;
}

static bool clock_time(sj_str s, size_t *at, int *ret_seconds)
{
    int h, m, sec = 0, digit;
    if (!digits(s, at, 2, &h) || !mark(s, at, ':') || !digits(s, at, 2, &m))
        return false;
    if (mark(s, at, ':') && !digits(s, at, 2, &sec))
        return false;
    if (mark(s, at, '.'))
        while (digits(s, at, 1, &digit))
            ;
    *ret_seconds =
        h * 3600 + m * 60 + (sec > 59 ? 59 : sec); /* a leap second is its minute's last */
    return h < 24 && m < 60 && sec <= 60;
}

bool sj_time_parse(sj_str text, int64_t *ret_seconds)
{
    const sj_str s = sj_str_trim(text);
    size_t at = 0;
    int year, month, day, seconds = 0, minutes = 0;
    if (!digits(s, &at, 4, &year) || !mark(s, &at, '-') || !digits(s, &at, 2, &month) ||
        !mark(s, &at, '-') || !digits(s, &at, 2, &day))
        return false;
    const sj_date d = {(int16_t)year, (uint8_t)month, (uint8_t)day};
    if (!sj_date_valid(d) || month == 0 || day == 0)
        return false;
    if (at < s.len) {
        if (!mark(s, &at, 'T') && !mark(s, &at, 't') && !mark(s, &at, ' '))
            return false;
        if (!clock_time(s, &at, &seconds) || !zone(s, &at, &minutes))
            return false;
    }
    *ret_seconds = (int64_t)sj_date_first_day(d) * 86400 + seconds - (int64_t)minutes * 60;
    return at == s.len;
}

bool sj_decimal_parse(sj_str text, int64_t *ret_millionths)
{
    const int64_t most = INT64_MAX / 10 - 1;
    const sj_str s = sj_str_trim(text);
    size_t at = s.len && (s.ptr[0] == '-' || s.ptr[0] == '+') ? 1 : 0;
    int64_t n = 0;
    int decimals = -1; /* none until the point */
    bool any = false;
    for (; at < s.len; at++) {
        const char c = s.ptr[at];
        if (c == '.' && decimals < 0) {
            decimals = 0;
            continue;
        }
        if (c < '0' || c > '9')
            return false;
        any = true;
        if (decimals == 6 && c == '0')
            continue; /* zeros at the end say nothing */
        if (n > most || decimals == 6)
            return false;
        n = n * 10 + (c - '0');
        decimals += decimals >= 0;
    }
    for (int i = decimals < 0 ? 0 : decimals; i < 6; i++) {
        if (n > most)
            return false;
        n *= 10;
    }
    *ret_millionths = s.len && s.ptr[0] == '-' ? -n : n;
    return any;
}

static bool read_word(sj_str words, sj_str text, uint8_t *ret)
{
    sj_str rest = words, word;
    for (uint8_t i = 0; sj_str_split(&rest, ' ', &word); i++)
        if (sj_str_eq_nocase(word, text)) {
            *ret = i;
            return true;
        }
    return false;
}

static bool read_country(sj_str text, char ret[3])
{
    const sj_str code = sj_country_parse(text);
    if (code.len != 2)
        return false;
    memcpy(ret, code.ptr, 2);
    ret[2] = 0;
    return true;
}

bool sj_currency_parse(sj_str text, char ret_code[4], int8_t *ret_minor)
{
    const sj_str s = sj_str_trim(text);
    size_t low = 0, high = sj_currency_row_count;
    char code[4] = {0};
    if (s.len != 3)
        return false;
    for (size_t i = 0; i < 3; i++)
        code[i] = s.ptr[i] >= 'a' && s.ptr[i] <= 'z' ? (char)(s.ptr[i] - 32) : s.ptr[i];
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        const int c = memcmp(sj_currency_rows[middle].code, code, 4);
        if (c == 0) {
            memcpy(ret_code, code, 4);
            *ret_minor = sj_currency_rows[middle].minor;
            return true;
        }
        *(c < 0 ? &low : &high) = c < 0 ? middle + 1 : middle;
    }
    return false;
}

bool sj_money(const sj_cell *amount, const sj_cell *currency, int64_t *ret_minor_units)
{
    static const int64_t millionths[] = {1000000, 100000, 10000, 1000, 100}; /* of a unit */
    if (amount->state != SJ_CELL_READ || currency->state != SJ_CELL_READ)
        return false;
    const int8_t minor = currency->as.currency.minor;
    const int64_t unit = minor < 0 ? 1 : millionths[minor];
    if (amount->as.number % unit != 0)
        return false;
    *ret_minor_units = amount->as.number / unit;
    return true;
}

/* Of several, the first that is one; the others stay in the text. */
static bool read_countries(sj_str text, sj_cell *c)
{
    sj_str rest = text, piece;
    bool all = true;
    while (sj_str_split(&rest, '|', &piece)) {
        char code[3];
        const bool read = read_country(sj_str_trim(piece), code);
        all &= read;
        if (read && c->state != SJ_CELL_READ)
            memcpy(c->as.country, code, sizeof code);
        c->state = read ? SJ_CELL_READ : c->state;
    }
    return all;
}

bool sj_cell_has_country(const sj_cell *c, sj_str alpha2)
{
    sj_str rest = sj_cell_text(c), piece;
    while (c->state == SJ_CELL_READ && sj_str_split(&rest, '|', &piece))
        if (alpha2.len && sj_str_eq(sj_country_parse(sj_str_trim(piece)), alpha2))
            return true;
    return false;
}

/* Of several, the span that holds them all: none of them is then contradicted. */
static bool read_date(sj_str text, sj_cell *c)
{
    sj_str rest = text, piece;
    bool any = false;
    while (sj_str_split(&rest, '|', &piece)) {
        sj_date_range d;
        if (!sj_date_parse(sj_str_trim(piece), &d))
            return false;
        if (!any || sj_date_first_day(d.from) < sj_date_first_day(c->as.date.from))
            c->as.date.from = d.from;
        if (!any || sj_date_last_day(d.to) > sj_date_last_day(c->as.date.to))
            c->as.date.to = d.to;
        c->circa |= d.circa;
        any = true;
    }
    return any;
}

static bool read_value(const sj_column *column, sj_str text, sj_cell *c)
{
    switch (column->type) {
    case SJ_CELL_DATE:
        return read_date(text, c);
    case SJ_CELL_TIME:
        return sj_time_parse(text, &c->as.time);
    case SJ_CELL_NUMBER:
        return sj_decimal_parse(text, &c->as.number);
    case SJ_CELL_CURRENCY:
        return sj_currency_parse(text, c->as.currency.code, &c->as.currency.minor);
    case SJ_CELL_COUNTRY:
        return read_countries(text, c);
    case SJ_CELL_WORD:
        return read_word(column->words, text, &c->word);
    case SJ_CELL_LINK:
        c->as.row = UINT32_MAX; /* until all tables are read */
        return true;
    case SJ_CELL_TEXT:
    case SJ_CELL_KEY:
        return true;
    }
    return false;
}

bool sj_cell_read(const sj_column *column, sj_str text, sj_cell *ret)
{
    const sj_str trimmed = sj_str_trim(text);
    *ret = sj_cell_absent;
    if (trimmed.len == 0)
        return true;
    ret->ptr = trimmed.ptr;
    ret->len = (uint32_t)trimmed.len; /* csv.h caps a cell at 1 MiB */
    const bool read = trimmed.len <= UINT32_MAX && read_value(column, trimmed, ret);
    if (ret->state != SJ_CELL_READ) /* one of several countries may be */
        ret->state = read ? SJ_CELL_READ : SJ_CELL_UNREADABLE;
    return read;
}
