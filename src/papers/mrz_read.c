/* papers/mrz_read.c -- from text to lines of a layout, and the repair of what a scanner
 * misread.
 *
 * Repair, in two steps: (1) where the type of a field forbids what stands there (a letter
 * in a date or check digit, a digit in a code of a state) the look-alike of the right
 * type is taken; (2) if check digits still disagree, every reading of the number's
 * ambiguous characters is tried, at most 2^12, and taken if exactly one makes all check
 * digits right. Of a passport whose issuer's form is known and confirmed, a reading that
 * has another form is none: a single check digit lets one of ten through, the form nearly
 * no other. If that fails, the zone stays as it was. Names carry no check digit and are
 * never changed. */
#include "papers/mrz.h"
#include "papers/number_int.h"

enum {
    TEXT_MAX = 200,   /* three lines of 44 and what separates them */
    DOUBTFUL_MAX = 12 /* more have more than one right reading, one time in ten each */
};

/* ---- lines ---- */

static bool is_separator(sj_str text, size_t at, size_t *ret_len)
{
    const char c = text.ptr[at];
    *ret_len = 1;
    if (c == '\n' || c == '\r' || c == '|')
        return true;
    *ret_len = 2;
    return c == '\\' && at + 1 < text.len && text.ptr[at + 1] == 'n';
}

struct lines {
    char all[TEXT_MAX];
    size_t len, count, start[8];
};

static sj_status cut_lines(sj_str text, struct lines *l, bool *ret_normalised, sj_diag *d)
{
    bool fresh = true;
    for (size_t i = 0; i < text.len;) {
        size_t n;
        if (is_separator(text, i, &n)) {
            fresh = true;
            i += n;
            continue;
        }
        char c = text.ptr[i++];
        if (c == ' ' || c == '\t') {
            *ret_normalised = true;
            continue;
        }
        if (c >= 'a' && c <= 'z') {
            c = (char)(c - 'a' + 'A');
            *ret_normalised = true;
        }
        if (!((c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '<'))
            return sj_diag_set(d, SJ_EENCODING, "A to Z, 0 to 9 or <", i - 1, l->count, 0);
        if (fresh && l->count < SJ_COUNT(l->start))
            l->start[l->count++] = l->len;
        fresh = false;
        if (l->len == sizeof l->all)
            return sj_diag_set(d, SJ_EFORMAT, "a zone of at most 132 characters", i - 1, 0, 0);
        l->all[l->len++] = c;
    }
    return SJ_OK;
}

static bool has_shape(const struct lines *l, const sj_mrz_layout *layout)
{
    if (l->len != (size_t)layout->lines * layout->width)
        return false;
    if (l->count == 1)
        return true; /* run together */
    if (l->count != layout->lines)
        return false;
    for (size_t i = 0; i < l->count; i++)
        if (l->start[i] != i * layout->width)
            return false;
    return true;
}

static bool choose_format(const struct lines *l, sj_mrz_format *ret)
{
    const bool visa = l->len && l->all[0] == 'V';
    const bool french = l->len > 5 && memcmp(l->all, "IDFRA", 5) == 0;
    for (unsigned f = 0; f < SJ_MRZ_FORMAT_COUNT; f++) {
        const bool of_visa = f == SJ_MRZ_MRVA || f == SJ_MRZ_MRVB;
        if (of_visa != visa || (f == SJ_MRZ_FRANCE && !french) || (f == SJ_MRZ_TD2 && french))
            continue;
        if (has_shape(l, &sj_mrz_layouts[f])) {
            *ret = (sj_mrz_format)f;
            return true;
        }
    }
    return false;
}

/* ---- repair ---- */

static char as_digit(char c)
{
    static const char from[] = "OQDILZSGBT", to[] = "0001125687";
    const char *p = c ? strchr(from, c) : NULL;
    return p ? to[p - from] : c;
}

static char as_letter(char c)
{
    static const char from[] = "012568", to[] = "OIZSGB";
    const char *p = c ? strchr(from, c) : NULL;
    return p ? to[p - from] : c;
}

static void change(sj_mrz *m, uint8_t line, size_t column, char to)
{
    char *at = &m->line[line][column];
    if (*at == to || m->repair_count == SJ_MRZ_REPAIRS_MAX)
        return;
    m->repair[m->repair_count++] =
        (sj_mrz_repair){(uint8_t)(line + 1), (uint8_t)(column + 1), *at, to};
    *at = to;
}

static void change_field(sj_mrz *m, sj_mrz_field f, char (*as)(char))
{
    for (size_t i = 0; i < f.len; i++)
        change(m, f.line, f.first + i, as(m->line[f.line][f.first + i]));
}

static void by_type(sj_mrz *m)
{
    const sj_mrz_layout *l = &sj_mrz_layouts[m->format];
    change_field(m, l->birth, as_digit);
    change_field(m, l->expiry, as_digit);
    change_field(m, l->number_check, as_digit);
    change_field(m, l->birth_check, as_digit);
    change_field(m, l->expiry_check, as_digit);
    change_field(m, l->optional_check, as_digit);
    change_field(m, l->composite_check, as_digit);
    change_field(m, l->issuer, as_letter);
    change_field(m, l->nationality, as_letter);
    change_field(m, l->sex, as_letter);
}

static char other_reading(char c)
{
    return c >= '0' && c <= '9' ? as_letter(c) : as_digit(c);
}

/* Places whose sign has another reading; `field` without length adds none. */
struct doubtful {
    uint8_t line[DOUBTFUL_MAX], column[DOUBTFUL_MAX];
    unsigned count;
    bool too_many;
};

/* A sign between fillers is more likely a speck than data, and 0 counts as much as filler. */
static bool stands_alone(sj_str field, size_t i)
{
    return (i == 0 || field.ptr[i - 1] == '<') && (i + 1 >= field.len || field.ptr[i + 1] == '<');
}

static void doubt_field(const sj_mrz *m, sj_mrz_field f, struct doubtful *d)
{
    const sj_str field = sj_mrz_cut(m, f);
    for (size_t i = 0; i < f.len; i++) {
        if (other_reading(field.ptr[i]) == field.ptr[i] || stands_alone(field, i))
            continue;
        if (d->count == DOUBTFUL_MAX) {
            d->too_many = true;
            return;
        }
        d->line[d->count] = f.line;
        d->column[d->count++] = (uint8_t)(f.first + i);
    }
}

/* Can the number be one of a passport of its issuer? */
static bool has_form_of_issuer(const sj_mrz *m)
{
    return m->document_code[0] != 'P' ||
           sj_number_may_be_passport(sj_str_from(m->issuer_country), sj_str_from(m->number));
}

/* Takes the reading if exactly one makes all check digits right. */
static bool take_only_reading(sj_mrz *m, const struct doubtful *d, sj_date as_of)
{
    const sj_mrz before = *m;
    sj_mrz right = *m;
    unsigned found = 0;
    for (unsigned choice = 1; !d->too_many && choice < 1u << d->count && found < 2; choice++) {
        *m = before;
        for (unsigned i = 0; i < d->count; i++)
            if (choice >> i & 1)
                change(m, d->line[i], d->column[i],
                       other_reading(m->line[d->line[i]][d->column[i]]));
        sj_mrz_parse(m, as_of);
        if (sj_mrz_checks_agree(m) && has_form_of_issuer(m) && ++found == 1)
            right = *m;
    }
    *m = found == 1 ? right : before;
    return found > 0;
}

/* A field whose own check digit agrees is not in doubt. Optional data without one of their
 * own stand under the composite only: they are doubted where no reading of the others
 * will do. */
static void by_reading(sj_mrz *m, sj_date as_of)
{
    const sj_mrz_layout *l = &sj_mrz_layouts[m->format];
    struct doubtful d = {.count = 0};
    const bool long_number = m->number_is_long && m->number_check == SJ_MRZ_DISAGREES;
    if (m->number_check == SJ_MRZ_DISAGREES || !has_form_of_issuer(m))
        doubt_field(m, l->number, &d);
    if (m->optional_check == SJ_MRZ_DISAGREES || long_number)
        doubt_field(m, l->optional, &d);
    if (take_only_reading(m, &d, as_of) || l->composite_check.len == 0)
        return;
    if (!l->optional_check.len && !long_number)
        doubt_field(m, l->optional, &d);
    doubt_field(m, l->optional2, &d);
    (void)take_only_reading(m, &d, as_of);
}

static void repair_zone(sj_mrz *m, sj_date as_of)
{
    const sj_mrz before = *m;
    by_type(m);
    sj_mrz_parse(m, as_of);
    if (!sj_mrz_checks_agree(m) || !has_form_of_issuer(m)) /* 6 and G count the same */
        by_reading(m, as_of);
    if (!sj_mrz_checks_agree(m))
        *m = before;
    sj_mrz_parse(m, as_of);
}

static void lay_out(const struct lines *l, sj_date as_of, sj_mrz *ret)
{
    ret->lines = sj_mrz_layouts[ret->format].lines;
    ret->width = sj_mrz_layouts[ret->format].width;
    for (unsigned i = 0; i < ret->lines; i++)
        memcpy(ret->line[i], l->all + (size_t)i * ret->width, ret->width);
    sj_mrz_parse(ret, as_of);
}

sj_status sj_mrz_read(sj_str text, sj_date as_of, bool repair, sj_mrz *ret, sj_diag *reterr_diag)
{
    struct lines l = {.len = 0};
    memset(ret, 0, sizeof *ret);
    SJ_TRY(cut_lines(text, &l, &ret->normalised, reterr_diag));
    if (!choose_format(&l, &ret->format))
        return sj_diag_set(reterr_diag, SJ_EFORMAT,
                           "3 lines of 30, or 2 lines of 36 or 44 characters (ICAO 9303)", 0, 0, 0);
    lay_out(&l, as_of, ret);
    if (ret->format == SJ_MRZ_FRANCE && !ret->valid) { /* or a TD2 that France issued */
        const sj_mrz french = *ret;
        ret->format = SJ_MRZ_TD2;
        lay_out(&l, as_of, ret);
        if (!sj_mrz_checks_agree(ret))
            *ret = french;
    }
    if (repair && !ret->valid)
        repair_zone(ret, as_of);
    return SJ_OK;
}
