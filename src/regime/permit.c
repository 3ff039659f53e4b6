/* regime/permit.c -- classes of permit: does this one allow work, and how much?
 *
 * The rows of a state stand together in data/permits.tsv, newest first; `first` and `last`
 * bound them by the two letters of its code, so that a question reads a dozen rows. */
#include "base/base.h"
#include "records/tsv.h"
#include "regime/knowledge.h"
#include "sojourn/regime.h"

enum { LETTERS = 26, CODES = LETTERS * LETTERS };
struct sj_permit_classes {
    sj_arena arena;
    sj_permit_class *item;
    size_t first[CODES], end[CODES]; /* of the rows of each state */
};

/* Position of an alpha-2 code; CODES if it is none. */
static size_t code_of(sj_str country)
{
    if (country.len != 2 || country.ptr[0] < 'A' || country.ptr[0] > 'Z' || country.ptr[1] < 'A' ||
        country.ptr[1] > 'Z')
        return CODES;
    return (size_t)(country.ptr[0] - 'A') * LETTERS + (size_t)(country.ptr[1] - 'A');
}

static sj_permit_work read_work(sj_str text)
{
    static const struct {
        sj_str text;
        sj_permit_work work;
    } words[] = {{{"no", 2}, SJ_WORK_NO},
                 {{"yes", 3}, SJ_WORK_YES},
                 {{"limited", 7}, SJ_WORK_LIMITED},
                 {{"permit_needed", 13}, SJ_WORK_PERMIT_NEEDED}};
    for (size_t i = 0; i < SJ_COUNT(words); i++)
        if (sj_str_eq(text, words[i].text))
            return words[i].work;
    return SJ_WORK_UNKNOWN;
}

static int32_t read_day(sj_str text, bool last, int32_t open)
{
    sj_date_range d;
    if (!sj_date_parse(text, &d))
        return open;
    return last ? sj_date_last_day(d.to) : sj_date_first_day(d.from);
}

static void read_class(const sj_tsv *t, size_t row, sj_permit_class *ret)
{
    sj_str *const field[] = {&ret->country, &ret->code,       &ret->name,     &ret->purpose,
                             &ret->source,  &ret->conditions, &ret->confirmed};
    static const char *const header[] = {"country", "class",      "name",     "purpose",
                                         "source",  "conditions", "confirmed"};
    uint64_t hours;
    for (size_t i = 0; i < SJ_COUNT(field); i++)
        *field[i] = sj_tsv_cell(t, row, sj_tsv_column(t, sj_str_from(header[i])));
    const sj_str bound = sj_tsv_cell(t, row, sj_tsv_column(t, SJ_S("employer_bound")));
    ret->work = read_work(sj_tsv_cell(t, row, sj_tsv_column(t, SJ_S("work"))));
    ret->hours_week = -1;
    if (sj_str_to_u64(sj_tsv_cell(t, row, sj_tsv_column(t, SJ_S("hours_week"))), &hours) &&
        hours <= 168)
        ret->hours_week = (int32_t)hours;
    ret->employer_bound = sj_str_eq(bound, SJ_S("yes"))  ? SJ_ANSWER_YES
                          : sj_str_eq(bound, SJ_S("no")) ? SJ_ANSWER_NO
                                                         : SJ_ANSWER_UNKNOWN;
    ret->from = read_day(sj_tsv_cell(t, row, sj_tsv_column(t, SJ_S("from"))), false, INT32_MIN);
    ret->to = read_day(sj_tsv_cell(t, row, sj_tsv_column(t, SJ_S("to"))), true, INT32_MAX);
}

static void enter_class(sj_permit_classes *p, size_t row)
{
    const size_t code = code_of(p->item[row].country);
    if (code == CODES)
        return; /* tools/check_data.py refuses such a row */
    if (p->end[code] == 0)
        p->first[code] = row;
    p->end[code] = row + 1;
}

sj_status sj_permit_classes_new(sj_permit_classes **ret)
{
    SJ_AUTO(sj_permit_classes) *p = sj_mem_zalloc(sizeof *p);
    sj_str text;
    sj_tsv t;
    if (!p)
        return SJ_ENOMEM;
    SJ_TRY(sj_tsv_join(sj_permits_line, sj_permits_line_count, &p->arena, &text));
    SJ_TRY(sj_tsv_read(text, &p->arena, &t, NULL));
    p->item = sj_arena_zalloc(&p->arena, (t.rows + 1) * sizeof *p->item);
    if (!p->item)
        return SJ_ENOMEM;
    for (size_t i = 0; i < t.rows; i++) {
        read_class(&t, i, &p->item[i]);
        enter_class(p, i);
    }
    *ret = SJ_TAKE(p);
    return SJ_OK;
}

sj_permit_classes *sj_permit_classes_free(sj_permit_classes *p)
{
    if (p)
        sj_arena_done(&p->arena);
    sj_mem_free(p);
    return NULL;
}

const sj_permit_class *sj_permit_class_find(const sj_permit_classes *p, sj_str country, sj_str code,
                                            sj_str purpose, int32_t day)
{
    const sj_permit_class *by_purpose = NULL;
    const size_t state = code_of(country);
    if (state == CODES)
        return NULL;
    for (size_t i = p->first[state]; i < p->end[state]; i++) {
        const sj_permit_class *c = &p->item[i];
        if (day < c->from || day > c->to || !sj_str_eq(c->country, country))
            continue;
        if (code.len && sj_str_eq_nocase(c->code, code))
            return c;
        if (!by_purpose && sj_str_eq(c->purpose, purpose))
            by_purpose = c;
    }
    return by_purpose;
}
