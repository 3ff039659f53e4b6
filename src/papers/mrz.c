/* papers/mrz.c -- the layouts, and reading a zone by them.
 *
 *   TD1 3x30, TD2 2x36, TD3 2x44, MRV-A 2x44, MRV-B 2x36 (documents that begin with V),
 *   French identity card 2x36 (begins with IDFRA).
 *
 * The long number of TD1 and TD2 (9303-5 section 4.2.2.2, 9303-6): filler in the place
 * of the number's check digit says that the number goes on in the optional data, up to
 * the next filler, the last of these characters being the check digit over all. Issuers
 * differ in whether the filler counts (Belgium) or not (Portugal): either is right.
 * A check digit over an empty field may be filler (9303-4 section 4.2.2.2). */
#include "papers/mrz.h"

const sj_mrz_layout sj_mrz_layouts[SJ_MRZ_FORMAT_COUNT] = {
    [SJ_MRZ_TD1] = {.lines = 3,
                    .width = 30,
                    .code = {0, 0, 2},
                    .issuer = {0, 2, 3},
                    .number = {0, 5, 9},
                    .number_check = {0, 14, 1},
                    .optional = {0, 15, 15},
                    .birth = {1, 0, 6},
                    .birth_check = {1, 6, 1},
                    .sex = {1, 7, 1},
                    .expiry = {1, 8, 6},
                    .expiry_check = {1, 14, 1},
                    .nationality = {1, 15, 3},
                    .optional2 = {1, 18, 11},
                    .composite_check = {1, 29, 1},
                    .names = {2, 0, 30},
                    .composite = {{0, 5, 25}, {1, 0, 7}, {1, 8, 7}, {1, 18, 11}}},
    [SJ_MRZ_TD2] = {.lines = 2,
                    .width = 36,
                    .code = {0, 0, 2},
                    .issuer = {0, 2, 3},
                    .names = {0, 5, 31},
                    .number = {1, 0, 9},
                    .number_check = {1, 9, 1},
                    .nationality = {1, 10, 3},
                    .birth = {1, 13, 6},
                    .birth_check = {1, 19, 1},
                    .sex = {1, 20, 1},
                    .expiry = {1, 21, 6},
                    .expiry_check = {1, 27, 1},
                    .optional = {1, 28, 7},
                    .composite_check = {1, 35, 1},
                    .composite = {{1, 0, 10}, {1, 13, 7}, {1, 21, 14}}},
    [SJ_MRZ_TD3] = {.lines = 2,
                    .width = 44,
                    .code = {0, 0, 2},
                    .issuer = {0, 2, 3},
                    .names = {0, 5, 39},
                    .number = {1, 0, 9},
                    .number_check = {1, 9, 1},
                    .nationality = {1, 10, 3},
                    .birth = {1, 13, 6},
                    .birth_check = {1, 19, 1},
                    .sex = {1, 20, 1},
                    .expiry = {1, 21, 6},
                    .expiry_check = {1, 27, 1},
                    .optional = {1, 28, 14},
                    .optional_check = {1, 42, 1},
                    .composite_check = {1, 43, 1},
                    .composite = {{1, 0, 10}, {1, 13, 7}, {1, 21, 22}}},
    [SJ_MRZ_MRVA] = {.lines = 2,
                     .width = 44,
                     .code = {0, 0, 2},
                     .issuer = {0, 2, 3},
                     .names = {0, 5, 39},
                     .number = {1, 0, 9},
                     .number_check = {1, 9, 1},
                     .nationality = {1, 10, 3},
                     .birth = {1, 13, 6},
                     .birth_check = {1, 19, 1},
                     .sex = {1, 20, 1},
                     .expiry = {1, 21, 6},
                     .expiry_check = {1, 27, 1},
                     .optional = {1, 28, 16}},
    [SJ_MRZ_MRVB] = {.lines = 2,
                     .width = 36,
                     .code = {0, 0, 2},
                     .issuer = {0, 2, 3},
                     .names = {0, 5, 31},
                     .number = {1, 0, 9},
                     .number_check = {1, 9, 1},
                     .nationality = {1, 10, 3},
                     .birth = {1, 13, 6},
                     .birth_check = {1, 19, 1},
                     .sex = {1, 20, 1},
                     .expiry = {1, 21, 6},
                     .expiry_check = {1, 27, 1},
                     .optional = {1, 28, 8}},
    /* Surname on line 1, given names on line 2; department and office are the optional data. */
    [SJ_MRZ_FRANCE] = {.lines = 2,
                       .width = 36,
                       .code = {0, 0, 2},
                       .issuer = {0, 2, 3},
                       .names = {0, 5, 25},
                       .optional = {0, 30, 6},
                       .number = {1, 0, 12},
                       .number_check = {1, 12, 1},
                       .birth = {1, 27, 6},
                       .birth_check = {1, 33, 1},
                       .sex = {1, 34, 1},
                       .composite_check = {1, 35, 1},
                       .composite = {{0, 0, 36}, {1, 0, 35}}},
};
static const sj_mrz_field france_given = {1, 13, 14};

sj_str sj_mrz_format_text(sj_mrz_format f)
{
    static const sj_str text[] = {{"TD1", 3},   {"TD2", 3},   {"TD3", 3},
                                  {"MRV-A", 5}, {"MRV-B", 5}, {"FRA-ID", 6}};
    return (unsigned)f < SJ_COUNT(text) ? text[f] : SJ_S("");
}

/* ---- check digits ---- */

static unsigned value_of(char c)
{
    return c >= '0' && c <= '9'   ? (unsigned)(c - '0')
           : c >= 'A' && c <= 'Z' ? (unsigned)(c - 'A' + 10)
                                  : 0;
}

static unsigned add_weighted(sj_str s, size_t *at)
{
    static const unsigned weight[] = {7, 3, 1};
    unsigned sum = 0;
    for (size_t i = 0; i < s.len; i++, ++*at)
        sum += value_of(s.ptr[i]) * weight[*at % 3];
    return sum;
}

char sj_mrz_check_digit(sj_str characters)
{
    size_t at = 0;
    return (char)('0' + add_weighted(characters, &at) % 10);
}

static bool is_filler(sj_str s)
{
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != '<')
            return false;
    return true;
}

static sj_mrz_check check(const sj_mrz *m, sj_mrz_field covered, sj_mrz_field digit)
{
    if (digit.len == 0)
        return SJ_MRZ_NO_CHECK;
    const sj_str text = sj_mrz_cut(m, covered);
    const char found = *sj_mrz_cut(m, digit).ptr;
    if (found == '<')
        return is_filler(text) ? SJ_MRZ_NOT_FILLED : SJ_MRZ_DISAGREES;
    return found == sj_mrz_check_digit(text) ? SJ_MRZ_AGREES : SJ_MRZ_DISAGREES;
}

static sj_mrz_check check_composite(const sj_mrz *m, const sj_mrz_layout *l)
{
    if (l->composite_check.len == 0)
        return SJ_MRZ_NO_CHECK;
    unsigned sum = 0;
    size_t at = 0;
    for (size_t i = 0; i < SJ_COUNT(l->composite) && l->composite[i].len; i++)
        sum += add_weighted(sj_mrz_cut(m, l->composite[i]), &at);
    return *sj_mrz_cut(m, l->composite_check).ptr == (char)('0' + sum % 10) ? SJ_MRZ_AGREES
                                                                            : SJ_MRZ_DISAGREES;
}

bool sj_mrz_checks_agree(const sj_mrz *m)
{
    return m->number_check != SJ_MRZ_DISAGREES && m->birth_check != SJ_MRZ_DISAGREES &&
           m->expiry_check != SJ_MRZ_DISAGREES && m->optional_check != SJ_MRZ_DISAGREES &&
           m->composite_check != SJ_MRZ_DISAGREES;
}

/* ---- problems ---- */

static void complain(sj_mrz *m, sj_mrz_field f, size_t offset, const char *expected)
{
    if (m->problem_count == SJ_MRZ_PROBLEMS_MAX)
        return;
    m->problem[m->problem_count++] = (sj_mrz_problem){.line = (uint8_t)(f.line + 1),
                                                      .column = (uint8_t)(f.first + offset + 1),
                                                      .found = m->line[f.line][f.first + offset],
                                                      .expected = expected};
}

static void expect_digits(sj_mrz *m, sj_mrz_field f)
{
    const sj_str s = sj_mrz_cut(m, f);
    for (size_t i = 0; i < s.len; i++)
        if (s.ptr[i] != '<' && (s.ptr[i] < '0' || s.ptr[i] > '9')) {
            complain(m, f, i, "a digit");
            return;
        }
}

static void expect_check(sj_mrz *m, sj_mrz_check c, sj_mrz_field digit, const char *expected)
{
    if (c == SJ_MRZ_DISAGREES)
        complain(m, digit, 0, expected);
}

/* Russian passports write Cyrillic letters as digits (PN ... RUS): no problem there. */
static void expect_letters(sj_mrz *m, sj_mrz_field f)
{
    const bool russian = strcmp(m->document_code, "PN") == 0 && strcmp(m->issuer, "RUS") == 0;
    const sj_str s = sj_mrz_cut(m, f);
    for (size_t i = 0; i < s.len && !russian; i++)
        if (s.ptr[i] >= '0' && s.ptr[i] <= '9') {
            complain(m, f, i, "a letter");
            return;
        }
}

/* ---- fields ---- */

static sj_str without_filler(sj_str s, bool both_ends)
{
    while (s.len && s.ptr[s.len - 1] == '<')
        s.len--;
    while (both_ends && s.len && s.ptr[0] == '<')
        s = sj_str_slice(s, 1, s.len);
    return s;
}

static void copy(char *to, size_t capacity, sj_str s)
{
    const size_t n = s.len < capacity - 1 ? s.len : capacity - 1;
    memcpy(to, s.ptr, n);
    to[n] = 0;
}

/* Parts with a single blank between. */
static void copy_parts(char *to, size_t capacity, sj_str s)
{
    size_t n = 0;
    bool blank = false;
    for (size_t i = 0; i < s.len && n + 2 < capacity; i++) {
        if (s.ptr[i] == '<') {
            blank = n > 0;
            continue;
        }
        if (blank)
            to[n++] = ' ';
        blank = false;
        to[n++] = s.ptr[i];
    }
    to[n] = 0;
}

/* Primary and secondary identifier, parted by two fillers; filler in front of the
 * primary one is not a parting unless there are two. */
static void read_names(sj_mrz *m, sj_mrz_field f)
{
    sj_str s = sj_mrz_cut(m, f);
    m->names_cut = s.len && s.ptr[s.len - 1] != '<';
    if (s.len > 1 && s.ptr[0] == '<' && s.ptr[1] != '<')
        s = sj_str_slice(s, 1, s.len);
    const size_t parting = sj_str_find(s, SJ_S("<<"), 0);
    copy_parts(m->surname, sizeof m->surname, sj_str_slice(s, 0, parting));
    copy_parts(m->given, sizeof m->given, sj_str_slice(s, parting, s.len));
    if (m->format == SJ_MRZ_FRANCE)
        copy_parts(m->given, sizeof m->given, sj_mrz_cut(m, france_given));
}

static int two_digits(sj_str s, size_t at)
{
    const char a = s.ptr[at], b = s.ptr[at + 1];
    if (a == '<' && b == '<')
        return 0;
    return a >= '0' && a <= '9' && b >= '0' && b <= '9' ? (a - '0') * 10 + (b - '0') : -1;
}

/* Year 0 where the six characters are no date, or one whose year is unknown; the second
 * is no problem: *ret_readable. */
static sj_date read_date(sj_str s, sj_date as_of, bool birth, bool *ret_readable)
{
    const int year = two_digits(s, 0), month = two_digits(s, 2), day = two_digits(s, 4);
    *ret_readable = false;
    if (year < 0 || month < 0 || month > 12 || day < 0 || day > 31)
        return (sj_date){0};
    if (s.ptr[0] == '<') { /* any month has its day in a leap year */
        *ret_readable =
            !month || !day || sj_date_valid((sj_date){2000, (uint8_t)month, (uint8_t)day});
        return (sj_date){0};
    }
    const int now = as_of.year ? as_of.year : 2000;
    int full = now / 100 * 100 + year + 100; /* the latest century that is allowed */
    const int latest = birth ? now : now + 50;
    while (full > latest)
        full -= 100;
    sj_date d = {(int16_t)full, (uint8_t)month, (uint8_t)(month ? day : 0)};
    if (birth && as_of.year && d.month && sj_date_valid(d) &&
        sj_date_first_day(d) > sj_date_last_day(as_of))
        d.year = (int16_t)(d.year - 100);
    *ret_readable = sj_date_valid(d);
    return *ret_readable ? d : (sj_date){0};
}

/* A paper does not expire before its holder is born: the birth is of the century before. */
static void settle_century(sj_mrz *m)
{
    sj_date earlier = m->birth_date;
    earlier.year = (int16_t)(earlier.year - 100);
    if (m->birth_date.year && m->expiry_date.year && sj_date_valid(earlier) &&
        sj_date_first_day(m->birth_date) > sj_date_last_day(m->expiry_date))
        m->birth_date = earlier;
}

/* Filler in place of the check digit, and optional data that begins at once. */
static void read_number(sj_mrz *m, const sj_mrz_layout *l)
{
    const sj_str number = sj_mrz_cut(m, l->number), optional = sj_mrz_cut(m, l->optional);
    const bool can_be_long = m->format == SJ_MRZ_TD1 || m->format == SJ_MRZ_TD2;
    const size_t rest = sj_str_find(optional, SJ_S("<"), 0);
    m->number_check = check(m, l->number, l->number_check);
    copy(m->number, sizeof m->number, without_filler(number, false));
    copy(m->optional, sizeof m->optional, without_filler(optional, true));
    if (!can_be_long || *sj_mrz_cut(m, l->number_check).ptr != '<' || rest < 2 || is_filler(number))
        return;
    const sj_str with_filler = {number.ptr, number.len + 1 + rest - 1};
    m->number_is_long = true;
    memcpy(m->number, number.ptr, number.len);
    memcpy(m->number + number.len, optional.ptr, rest - 1);
    m->number[number.len + rest - 1] = 0;
    const char found = optional.ptr[rest - 1];
    m->number_check = found == sj_mrz_check_digit(with_filler) ||
                              found == sj_mrz_check_digit(sj_str_from(m->number))
                          ? SJ_MRZ_AGREES
                          : SJ_MRZ_DISAGREES;
    copy(m->optional, sizeof m->optional,
         without_filler(sj_str_slice(optional, rest, optional.len), true));
}

static void read_states(sj_mrz *m, const sj_mrz_layout *l)
{
    copy(m->issuer, sizeof m->issuer, without_filler(sj_mrz_cut(m, l->issuer), false));
    copy(m->nationality, sizeof m->nationality,
         without_filler(sj_mrz_cut(m, l->nationality), false));
    if (m->format == SJ_MRZ_FRANCE)
        copy(m->nationality, sizeof m->nationality, SJ_S("FRA"));
    if (!sj_mrz_state(sj_str_from(m->issuer), m->issuer_country, &m->issuer_text))
        complain(m, l->issuer, 0, "a code of a state or organisation (9303-3, section 5)");
    if (!sj_mrz_state(sj_str_from(m->nationality), m->nationality_country, &m->nationality_text))
        complain(m, l->nationality, 0, "a code of a state or organisation (9303-3, section 5)");
}

static void read_dates(sj_mrz *m, const sj_mrz_layout *l, sj_date as_of)
{
    bool readable;
    copy(m->birth, sizeof m->birth, sj_mrz_cut(m, l->birth));
    m->birth_check = check(m, l->birth, l->birth_check);
    m->birth_date = read_date(sj_mrz_cut(m, l->birth), as_of, true, &readable);
    expect_digits(m, l->birth);
    if (!readable)
        complain(m, l->birth, 0, "a date as YYMMDD");
    m->expiry_date = (sj_date){0};
    if (l->expiry.len == 0)
        return;
    copy(m->expiry, sizeof m->expiry, sj_mrz_cut(m, l->expiry));
    m->expiry_check = check(m, l->expiry, l->expiry_check);
    m->expiry_date = read_date(sj_mrz_cut(m, l->expiry), as_of, false, &readable);
    expect_digits(m, l->expiry);
    if (!readable)
        complain(m, l->expiry, 0, "a date as YYMMDD");
    settle_century(m);
}

/* Fields that no document leaves empty. */
static void expect_filled(sj_mrz *m, const sj_mrz_layout *l)
{
    const char kind = *sj_mrz_cut(m, l->code).ptr;
    if (kind < 'A' || kind > 'Z')
        complain(m, l->code, 0, "a letter (the kind of document)");
    if (!m->number[0])
        complain(m, l->number, 0, "a number");
    if (is_filler(sj_mrz_cut(m, l->names)))
        complain(m, l->names, 0, "a name");
}

void sj_mrz_parse(sj_mrz *m, sj_date as_of)
{
    const sj_mrz_layout *l = &sj_mrz_layouts[m->format];
    m->problem_count = 0;
    m->number_is_long = false;
    copy(m->document_code, sizeof m->document_code, without_filler(sj_mrz_cut(m, l->code), false));
    read_states(m, l);
    read_names(m, l->names);
    read_number(m, l);
    read_dates(m, l, as_of);
    if (l->optional2.len)
        copy(m->optional2, sizeof m->optional2, without_filler(sj_mrz_cut(m, l->optional2), true));
    m->sex = *sj_mrz_cut(m, l->sex).ptr;
    m->optional_check = check(m, l->optional, l->optional_check);
    m->composite_check = check_composite(m, l);
    if (m->sex != 'M' && m->sex != 'F' && m->sex != 'X' && m->sex != '<')
        complain(m, l->sex, 0, "M, F, X or filler");
    expect_letters(m, l->names);
    expect_filled(m, l);
    expect_check(m, m->number_check, l->number_check, "the check digit of the number");
    expect_check(m, m->birth_check, l->birth_check, "the check digit of the birth date");
    expect_check(m, m->expiry_check, l->expiry_check, "the check digit of the expiry date");
    expect_check(m, m->optional_check, l->optional_check, "the check digit of the optional data");
    expect_check(m, m->composite_check, l->composite_check, "the composite check digit");
    m->valid = m->problem_count == 0;
}
